//! The faults that a review of the desk found, each as the thing that must hold now: through the
//! program itself in a pseudo-terminal, by what it shows and by what is on the disk. The second half
//! is in `terminal_thirty_more`.
//!
//! A few of them have their journey in `terminal_pty`: an answer and its proof go to one question,
//! silence asks before it overwrites, a paper is registered at Enter, evidence has one field for its
//! paper, a paper is read through before it is written, and a reply changes no answer by itself.

// Not on Windows: it needs a pseudo-terminal. The console is in docs/windows.md.
#![cfg(unix)]

use std::ops::{Deref, DerefMut};
use std::path::{Path, PathBuf};

use ratatui::style::Color;
use scrutineer::view::theme::{LEAST_OF_SIGNS, LEAST_OF_TEXT, contrast_of, seen};

use crate::testkit::pty::{self, Ended, Pty, Shown, Start};

pub const DOWN: &str = "\x1b[B";
pub const UP: &str = "\x1b[A";
pub const ESC: &str = "\x1b";

/// The program at a pseudo-terminal, with a home of its own.
pub struct Seat {
    pty: Pty,
    pub home: tempfile::TempDir,
}

impl Deref for Seat {
    type Target = Pty;

    fn deref(&self) -> &Pty {
        &self.pty
    }
}

impl DerefMut for Seat {
    fn deref_mut(&mut self) -> &mut Pty {
        &mut self.pty
    }
}

/// The text of the audit's file with an ending, in a home.
pub fn file(home: &Path, end: &str) -> String {
    let files = home.join("audits").read_dir().expect("a library").flatten();
    let mut paths = files.map(|file| file.path());
    let path = paths.find(|path| path.to_string_lossy().ends_with(end));
    std::fs::read_to_string(path.expect("there is such a file")).expect("it is text")
}

pub fn at_home(home: &Path, size: (u16, u16)) -> Start {
    if !home.join("config").exists() {
        pty::unasked(home);
    }
    Start::program(env!("CARGO_BIN_EXE_scrutineer"))
        .size(size.0, size.1)
        .env("SCRUTINEER_HOME", home)
        .env("HOME", home)
        .env("TMPDIR", home)
}

/// In front of an empty library.
pub fn library(columns: u16, rows: u16) -> Seat {
    let home = tempfile::tempdir().expect("a folder");
    let pty = at_home(home.path(), (columns, rows)).go();
    pty.shows("You have no audits yet");
    Seat { pty, home }
}

/// On the first question of a new audit that is judged.
pub fn walk(columns: u16, rows: u16) -> Seat {
    let mut seat = library(columns, rows);
    seat.press("n", "A new audit");
    seat.press("Anytown Council\tHome care\x13", "What to do next");
    seat.press("/options.ways-considered\r", "not answered yet");
    seat
}

/// On the case board of a copy of the Liverpool example.
pub fn filled(columns: u16, rows: u16) -> Seat {
    let mut seat = library(columns, rows);
    seat.press("c", "What to do next");
    seat
}

impl Seat {
    pub const fn at(pty: Pty, home: tempfile::TempDir) -> Self {
        Self { pty, home }
    }

    /// Types, and waits until the screen shows something.
    pub fn press(&mut self, keys: &str, shows: &str) -> &mut Self {
        self.pty.types(keys);
        self.pty.shows(shows);
        // A key typed into half a picture would meet the half before it.
        self.pty.whole_picture();
        self
    }

    pub fn screen(&self) -> String {
        self.now(Shown::text)
    }

    pub fn lacks(&self, text: &str) {
        let screen = self.screen();
        assert!(!screen.contains(text), "“{text}” is shown:\n{screen}");
    }

    /// The text of the audit's file with an ending.
    pub fn file(&self, end: &str) -> String {
        file(self.home.path(), end)
    }

    /// Ends it, and returns what the audit's file then holds.
    pub fn left(self) -> String {
        file(self.leaves().path(), ".audit.toml")
    }

    /// Puts a paper on the disk, and says where.
    pub fn put(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        use std::io::Write as _;
        let path = self.home.path().join(name);
        let folder = path.parent().expect("a folder");
        std::fs::create_dir_all(folder).expect("made");
        let mut file = std::fs::File::create(&path).expect("a file");
        file.write_all(text.as_ref()).expect("written");
        path
    }

    /// Adds a paper, from the walk, and comes back to it.
    pub fn add(&mut self, name: &str, text: impl AsRef<[u8]>) -> &mut Self {
        let path = self.put(name, text);
        self.press("\t\t\ta", "Add a paper from");
        let pasted = format!("\x1b[200~'{}'\x1b[201~", path.display());
        self.press(&pasted, &format!("> {name}"));
        self.press("\r", "registered");
        self.press("\x1b[Z\x1b[Z\x1b[Z", "next open")
    }

    pub fn leaves(mut self) -> tempfile::TempDir {
        self.types("Q");
        assert_eq!(self.ended(), Ended::Code(0));
        self.home
    }
}

/// No. 1: the boxes name their question, and what they hold goes to it.
#[test]
fn the_note_and_the_request_go_to_the_question_just_answered() {
    let mut seat = walk(120, 36);
    seat.press("n", "Proof of “not met”: More than one way");
    seat.press(ESC, "next open");
    seat.press("t", "Note: More than one way considered");
    seat.press("No other way\x13", "Note: No other way");
    seat.press("r", "Asked for: More than one way considered");
    seat.press("The scoring\x13", "The scoring");
    seat.press("c", "The other side: More than one way considered");
    seat.press("They say so\x13", "They say so");
    let audit = seat.left();
    for kept in ["No other way", "The scoring", "They say so"] {
        assert!(audit.contains(kept), "{audit}");
    }
    assert_eq!(audit.matches("status = ").count(), 1, "{audit}");
    assert!(!audit.contains("options.provide-or-buy"), "{audit}");
}

/// No. 2: what is overwritten is asked about, and every change tells what follows from it.
#[test]
fn an_answer_with_evidence_is_overwritten_by_the_same_key_twice_and_the_fall_is_told() {
    let mut seat = walk(120, 36);
    seat.press("n1\tNo legal test\r", "Which paper is it in?");
    seat.press("Final report\r", "Quotation kept");
    seat.press(UP, "[✗ not met]");
    seat.press("e", "the same key again");
    assert!(!seat.file(".audit.journal").contains("no-evidence"));
    seat.press("e", "not met → no evidence");
    seat.press("u", "Undone: the answer “no evidence”");
    assert!(seat.left().contains("status = \"not-met\""));
}

/// No. 3: the colours follow the ground that the terminal tells.
#[test]
fn on_a_light_terminal_every_word_can_be_read() {
    let mut seat = filled(120, 36);
    seat.sent("\x1b]11;?\x1b\\");
    seat.types("\x1b]11;rgb:ffff/ffff/ffff\x1b\\");
    seat.until("the light theme", |shown| {
        shown.raw().contains("38;5;25").then_some(())
    });
    for (keys, shows) in [
        ("\t", "next open"),
        ("\t", "go to question"),
        ("\t\t\t\t", "write file"),
    ] {
        seat.press(keys, shows);
        seat.whole_picture();
        seat.now(|shown| {
            let screen = shown.screen.screen();
            for (row, column) in (0..36).flat_map(|row| (0..120).map(move |column| (row, column))) {
                let cell = screen.cell(row, column).expect("a cell");
                let (mut ink, mut ground) =
                    (rgb(cell.fgcolor(), [0; 3]), rgb(cell.bgcolor(), [255; 3]));
                if cell.inverse() {
                    std::mem::swap(&mut ink, &mut ground);
                }
                let sign = cell.contents();
                if sign.trim().is_empty() {
                    continue;
                }
                let is_frame = "─│╭╮╰╯█░┬━".contains(sign);
                let least = if is_frame {
                    LEAST_OF_SIGNS
                } else {
                    LEAST_OF_TEXT
                };
                let contrast = contrast_of(ink, ground);
                assert!(
                    contrast >= least,
                    "{sign:?} at {row}, {column}: {contrast:.2}"
                );
            }
        });
    }
    seat.leaves();
}

/// The colour that a cell of the terminal shows.
fn rgb(colour: vt100::Color, own: [u8; 3]) -> [u8; 3] {
    let colour = match colour {
        vt100::Color::Default => return own,
        vt100::Color::Idx(number) => Color::Indexed(number),
        vt100::Color::Rgb(red, green, blue) => Color::Rgb(red, green, blue),
    };
    seen(colour, None).unwrap_or(own)
}

/// No. 4.
#[test]
fn a_key_too_small_to_see_changes_nothing() {
    let mut seat = walk(80, 24);
    let before = seat.file(".audit.journal");
    seat.resize(30, 8);
    seat.shows("Window too small").shows("is saved.");
    seat.types("\x1b[B\x1b[Bnnmx");
    // The one key that works ends it, after all that were typed before it.
    seat.types("Q");
    assert_eq!(seat.ended(), Ended::Code(0));
    assert_eq!(seat.file(".audit.journal"), before);
}

/// No. 5: what nothing shows is no ground of the paper, and that is told before anything is written.
#[test]
fn a_ground_without_evidence_is_in_no_paper_and_a_paper_of_nothing_is_not_written() {
    let mut seat = walk(120, 36);
    seat.press("n", "flag to be proved").press(ESC, "next open");
    seat.press("\x1b[Z\x1b[Z", "There is nothing to submit yet");
    seat.lacks("has been attached");
    seat.press("w", "! There is nothing to submit yet");
    seat.lacks("as the monitoring officer would read it");
    seat.lacks("Who hands it over");
    let home = seat.leaves();
    let written = home.path().read_dir().expect("a folder").flatten();
    // The library's index is no paper.
    let papers = written.filter(|one| one.path().is_file() && one.file_name() != "library.index");
    assert_eq!(papers.count(), 0);
}

/// No. 7: in nano this key asks, elsewhere it cuts; here nothing is lost by it.
#[test]
fn a_note_left_unsaved_comes_back_with_undo_and_undo_takes_back_nothing_else() {
    let mut seat = walk(80, 24);
    seat.press("e", "Proof of ").press(ESC, "next open");
    seat.press("t", "Ctrl-S save")
        .press("a careful note\x18", "to bring the text back");
    seat.press("u", "a careful note")
        .press("\x13", "Note: a careful note");
    let audit = seat.left();
    assert!(
        audit.contains("a careful note") && audit.contains("no-evidence"),
        "{audit}"
    );
}

/// No. 8 and 27: registered at Enter, without a form; the title that the paper gives itself is one key.
#[test]
fn a_paper_is_registered_at_enter_offers_its_own_title_and_is_joined_with_a_title_typed_before() {
    let mut seat = walk(120, 36);
    seat.press("\t\t\tn", "Title")
        .press("The minutes\x13", "no file");
    seat.press("\x1b[Z\x1b[Z\x1b[Z", "next open");
    let paper = "<html><head><title>The future of home care</title></head><body><p>The unions were \
                 told.</p></body></html>";
    seat.add("faq.html", paper);
    seat.press("\t\t\t", "The minutes");
    seat.press("i", "The paper says: The future of home care");
    seat.press("\x14", "Title          The future of home care");
    seat.press("\x13", "about it")
        .press("\x1b[H", "Called: the-minutes");
    seat.press("j", "The future of home care")
        .press("\r", "1 document");
    let audit = seat.left();
    assert_eq!(audit.matches("[[document]]").count(), 1, "{audit}");
    assert!(audit.contains("faq.html"), "{audit}");
}

/// No. 10: the whole path, in the folder of the user's documents, with the right ending.
#[test]
fn a_written_paper_goes_to_the_documents_folder_and_is_told_with_its_whole_path() {
    let mut seat = library(200, 60);
    seat.put("Documents/x.txt", "x");
    let home = seat.home.path().to_owned();
    // The folder is found at the start.
    let mut pty = at_home(&home, (200, 60)).go();
    std::mem::swap(&mut seat.pty, &mut pty);
    drop(pty);
    seat.shows("You have no audits yet");
    seat.press("c", "What to do next")
        .press("\x1b[Z", "press Enter to write it");
    seat.press("w", "as the monitoring officer")
        .press("w", "Who hands it over?");
    seat.press("\r", "Who sends it")
        .press("\x13", "Write: Scrutiny submission");
    let folder = home.join("Documents");
    seat.shows(&format!("{}/", folder.display()));
    // A slip at the end of the name is told, and put right in its place.
    seat.press("b\r", "No report is written as .docxb")
        .press("\x7f\r", "Written: ");
    let mut files = folder.read_dir().expect("a folder").flatten();
    let written = files
        .find(|one| one.file_name() != "x.txt")
        .expect("it is there");
    let path = written.path().display().to_string();
    assert!(path.ends_with("-submission.docx"), "{path}");
    seat.shows(&path);
    seat.leaves();
}

/// No. 11: rows lead with what tells them apart.
#[test]
fn no_two_rows_of_the_flags_or_of_the_walk_are_alike() {
    for (columns, rows) in [(80, 24), (120, 36), (200, 60)] {
        let mut seat = walk(columns, rows);
        for _ in 1..=4 {
            seat.press("e", "Proof of “no evidence”");
            seat.press("o", "not answered yet");
        }
        seat.press("\t", "gaps: ask for it");
        let screen = seat.screen();
        let mut found: Vec<&str> = screen
            .lines()
            .map(|line| line.split('│').next().unwrap_or_default().trim())
            .filter(|line| line.starts_with("! ") || line.starts_with("? "))
            .collect();
        let all = found.len();
        assert!(all >= 4, "{screen}");
        found.sort_unstable();
        found.dedup();
        assert_eq!(found.len(), all, "{screen}");
        seat.leaves();
    }
}

/// No. 12: Esc leads back to where one was, and the next opening to where one left off.
#[test]
fn esc_goes_back_to_the_flag_and_the_search_to_the_question_and_the_place_is_kept() {
    let mut seat = filled(120, 36);
    seat.press("\t\t", "go to question")
        .press(DOWN, "Covers services never reviewed");
    seat.press("\r", "next open").press(ESC, "go to question");
    seat.shows("The decision covers services the review did not");
    seat.press("/unions.consulted\r", "Every recognised union consulted");
    seat.press(ESC, "The decision covers services the review did not");
    let mut seat = walk(80, 24);
    seat.press("/unions.consulted\r", "Did the council consult")
        .press("e", "Proof of ");
    seat.press(ESC, "next open").press(DOWN, " saved at ");
    let home = seat.leaves();
    let pty = at_home(home.path(), (80, 24)).go();
    let mut seat = Seat { pty, home };
    seat.shows("You have 1 audit");
    seat.press("\r", "What to do next")
        .press("\t", "Unions, staff and jobs");
    seat.leaves();
}

/// No. 13: typed in one burst, as by a terminal that marks no paste.
#[test]
fn a_path_typed_in_one_burst_keeps_its_end() {
    let mut seat = walk(120, 36);
    seat.put("papers/faq.txt", "Questions and answers.");
    let path = seat.put("papers/report.txt", "The fee was £46,500.");
    seat.press("\t\t\ta", "Add a paper from");
    let typed = format!("{}\r", path.display());
    seat.press(&typed, "“report” registered");
    assert!(seat.left().contains("report.txt"));
}

/// No. 14: one list finds commands of every screen, screens, and words with a slip in them.
#[test]
fn the_finder_finds_papers_themes_screens_and_words_with_a_slip() {
    let mut seat = walk(120, 36);
    seat.press(":", "Write a note").lacks("not now");
    seat.press("call-in", "Call-in notice")
        .press("\x15theme", "Choose the colours");
    seat.press("\x15evdnc", "Add or change evidence");
    seat.press("\x15docum", "screen    Documents")
        .press("\r", "adds papers from your folders");
    seat.leaves();
}

/// No. 15: the answers come first, one screen is enough, and every key can be searched for.
#[test]
fn the_help_begins_with_the_answers_and_can_be_searched() {
    let mut seat = walk(120, 36);
    seat.press("?", "Answer: not applicable here")
        .lacks("not now");
    let screen = seat.screen();
    let line = |text: &str| screen.lines().position(|line| line.contains(text));
    let first = line("Answer: met").expect("it is there");
    assert!(first < 6, "{screen}");
    assert_eq!(
        line("Answer: not applicable here"),
        Some(first + 5),
        "{screen}"
    );
    seat.press("undo typing", "this works ")
        .press(ESC, "next open");
    seat.leaves();
}
