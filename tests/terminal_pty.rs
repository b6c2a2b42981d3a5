//! The program itself in a pseudo-terminal, with a library of its own on the real disk.

// Not on Windows: it needs a pseudo-terminal and signals. The console is in docs/windows.md.
#![cfg(unix)]
use crate::testkit::pty;

use std::io::Write as _;
use std::ops::{Deref, DerefMut};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use pty::{Ended, Pty, Start};
use rustix::process::Signal;

const PROGRAM: &str = env!("CARGO_BIN_EXE_scrutineer");

const DOWN: &str = "\x1b[B";
const UP: &str = "\x1b[A";

/// The program at a pseudo-terminal, with its library.
struct Bench {
    pty: Pty,
    home: tempfile::TempDir,
}

impl Deref for Bench {
    type Target = Pty;

    fn deref(&self) -> &Pty {
        &self.pty
    }
}

impl DerefMut for Bench {
    fn deref_mut(&mut self) -> &mut Pty {
        &mut self.pty
    }
}

fn start(change: impl FnOnce(Start) -> Start) -> Bench {
    let home = tempfile::tempdir().expect("a folder");
    let start = at_home(Start::program(PROGRAM), home.path());
    Bench {
        pty: change(start).go(),
        home,
    }
}

fn at_home(start: Start, home: &Path) -> Start {
    if !home.join("config").exists() {
        pty::unasked(home);
    }
    start.env("SCRUTINEER_HOME", home).env("TMPDIR", home)
}

/// On the library.
fn library() -> Bench {
    let bench = start(|start| start);
    bench.shows("You have no audits yet");
    bench
}

/// On the first question of a new audit.
fn walk() -> Bench {
    let mut bench = library();
    begin(&mut bench);
    bench
}

fn begin(pty: &mut Pty) {
    pty.types("n").shows("A new audit");
    pty.types("Anytown Council\tHome care\x13")
        .shows("What to do next");
    pty.types("/options.ways-considered\r")
        .shows("not answered yet");
}

/// Answers the question in front, and waits until that is saved.
fn answer(pty: &mut Pty, key: &str) {
    pty.types(key).shows("1/20").shows("Proof of ");
    // The next key clears what is said about the answer.
    pty.types(DOWN).shows(" saved at ");
}

/// With a note half typed.
fn note() -> Bench {
    let mut bench = walk();
    bench.types("t").shows("Ctrl-S save");
    bench.types("half a note").shows("half a note");
    bench
}

impl Bench {
    fn file(&self, end: &str) -> String {
        let path: PathBuf = self.home.path().join("audits");
        let files = path.read_dir().expect("there is a library").flatten();
        let file = files
            .map(|file| file.path())
            .find(|path| path.to_string_lossy().ends_with(end));
        std::fs::read_to_string(file.expect("there is such a file")).expect("it is text")
    }

    fn has_kept_the_note(&self) {
        assert!(self.file(".audit.journal").contains("half a note"));
        assert!(self.file(".audit.toml").contains("half a note"));
    }
}

#[test]
fn a_start_and_an_end_give_everything_back() {
    let mut bench = library();
    bench.is_taken();
    bench.types("Q");
    assert_eq!(bench.ended(), Ended::Code(0));
    bench.is_given_back();
}

#[test]
fn a_signal_to_end_keeps_what_is_typed_and_gives_everything_back() {
    let bench = note();
    bench.signal(Signal::TERM);
    assert_eq!(bench.ended(), Ended::Code(143));
    bench.is_given_back();
    bench.has_kept_the_note();
}

#[test]
fn a_hang_up_keeps_what_is_typed_and_gives_back_a_terminal_that_lives() {
    let bench = note();
    bench.signal(Signal::HUP);
    assert_eq!(bench.ended(), Ended::Code(129));
    bench.is_given_back();
    bench.has_kept_the_note();
}

#[test]
fn a_half_filled_form_outlives_a_signal_and_a_closed_window() {
    for window in [false, true] {
        let mut bench = walk();
        bench.types("v").shows("Type part of a title");
        bench.types("Final report\tabc\t4.12\tNo cost was given");
        bench.shows("No cost was given");
        if window {
            bench.close_window();
            assert_eq!(bench.ended(), Ended::Code(129));
        } else {
            bench.signal(Signal::TERM);
            assert_eq!(bench.ended(), Ended::Code(143));
            bench.is_given_back();
        }
        let audit = bench.file(".audit.toml");
        for kept in ["Final report", "4.12", "No cost was given", "Page: abc"] {
            assert!(audit.contains(kept), "{kept} in {audit}");
        }
    }
}

#[test]
fn an_event_of_the_users_own_is_added_in_its_place_and_undone() {
    let mut bench = walk();
    bench.types("\t\t\t\t").shows("Call-in: No day yet: enter");
    bench.types("a").shows("An event of your own");
    bench.types("May 2026\tThe unions were told\x13");
    bench
        .shows("Kept as: May 2026")
        .shows("The unions were told");
    bench.types("a").shows("An event of your own");
    bench.types("by early March 2026\tThe leader told the press\x13");
    bench.shows("Kept as: by 10 March 2026");
    bench.until("the event in its place", |shown| {
        let text = shown.text();
        let first = text.find("by 10 March 2026     • The leader told the press")?;
        let second = text.find("May 2026             • The unions were told")?;
        (first < second).then_some(())
    });
    bench
        .types("u")
        .shows("Undone: the event “The leader told the press”");
    // Both were kept as they were given, and what is undone is gone from the audit.
    bench.types("Q");
    assert_eq!(bench.ended(), Ended::Code(0));
    assert!(bench.file(".audit.journal").contains("../2026-03-10"));
    let audit = bench.file(".audit.toml");
    assert!(!audit.contains("../2026-03-10") && audit.contains("The unions were told"));
}

#[test]
fn a_new_audit_with_both_its_names_outlives_a_signal() {
    let mut bench = library();
    bench.types("n").shows("A new audit");
    bench.types("Anytown Council\tHome care").shows("Home care");
    bench.signal(Signal::TERM);
    assert_eq!(bench.ended(), Ended::Code(143));
    bench.is_given_back();
    let audit = bench.file(".audit.toml");
    assert!(audit.contains("service = \"Home care\""), "{audit}");
}

#[test]
fn a_limit_on_the_size_of_files_is_told_and_does_not_end_the_desk() {
    let home = tempfile::tempdir().expect("a folder");
    // In blocks of 512 or 1024 bytes, as the shell has it.
    let start = Start::program("sh")
        .arg("-c")
        .arg("ulimit -f 64; exec \"$0\"")
        .arg(PROGRAM);
    let mut pty = at_home(start, home.path()).go();
    pty.shows("You have no audits yet");
    begin(&mut pty);
    pty.types("t").shows("Ctrl-S save");
    pty.types(format!("\x1b[200~{}\x1b[201~", "words ".repeat(20_000)));
    pty.types("\x13").shows("NOT SAVED");
    pty.types("u").shows("Undone");
    pty.types("Q");
    assert_eq!(pty.ended(), Ended::Code(3));
    pty.is_given_back();
    pty.shows("could not be saved");
}

#[test]
fn an_editor_that_does_not_wait_is_told_in_full() {
    let mut bench = start(|start| start.env("VISUAL", "true"));
    bench.shows("You have no audits yet");
    begin(&mut bench);
    bench.types("t").shows("Ctrl-S save");
    bench
        .types("half a note\x0f")
        .shows("Your editor came back at once");
    bench.shows("is not taken").shows("code --wait");
    bench.types("\x1b").shows("Ctrl-S save");
    bench.types(" and more").shows("half a note and more");
}

#[test]
fn a_vast_terminal_is_no_reason_to_end() {
    let mut bench = library();
    bench.claims(65_535, 65_535);
    // The last row that is drawn.
    bench.sent("\x1b[400;");
    #[cfg(target_os = "linux")]
    assert!(pty::most_memory(bench.pid()) < 300 << 10, "in kilobytes");
    bench.claims(80, 24);
    bench.types("\x0c").shows("You have no audits yet");
    bench.types("Q");
    assert_eq!(bench.ended(), Ended::Code(0));
    bench.is_given_back();
}

#[test]
fn a_closed_window_keeps_what_is_typed() {
    let mut bench = note();
    bench.close_window();
    assert_eq!(bench.ended(), Ended::Code(129));
    bench.has_kept_the_note();
}

#[test]
fn what_the_screen_says_is_saved_outlives_the_hardest_end() {
    let mut bench = walk();
    answer(&mut bench, "n");
    bench.signal(Signal::KILL);
    bench.ended();
    let again = at_home(Start::program(PROGRAM), bench.home.path())
        .arg("open")
        .arg("anytown-council-home-care")
        .go();
    again.shows("Anytown Council — Home").shows("Flags 1");
}

#[cfg(target_os = "linux")]
#[test]
fn a_stop_and_going_on_draws_everything_again() {
    let home = tempfile::tempdir().expect("a folder");
    let shell = "set -m; \"$0\"; echo STOPPED; read line; fg; echo ENDED $?";
    let start = Start::program("sh").arg("-c").arg(shell).arg(PROGRAM);
    let mut pty = at_home(start, home.path()).go();
    pty.shows("You have no audits yet");
    pty::send(pty::child(pty.pid()), Signal::TSTP);
    pty.shows("STOPPED");
    pty.is_given_back();
    pty.types("\r")
        .shows("You have no audits yet")
        .shows("Liverpool");
    pty.is_taken();
    pty.types("Q").shows("ENDED 0");
    pty.is_given_back();
}

#[test]
fn without_colour_the_row_in_front_still_stands_out() {
    let bench = start(|start| start.env("NO_COLOR", "1"));
    bench.shows("You have no audits yet");
    bench.shows("Liverpool City Coun");
    bench.whole_picture();
    bench.now(|shown| {
        let screen = shown.screen.screen();
        let (rows, columns) = screen.size();
        let (rows, columns) = (rows.get(), columns.get());
        let row_of = |row: u16| (0..columns).filter_map(move |column| screen.cell(row, column));
        let front = (0..rows).find(|row| {
            let text: String = row_of(*row).map(vt100::Cell::contents).collect();
            text.contains("Liverpool City Coun")
        });
        let front = front.expect("the first example is listed");
        assert!(
            row_of(front).filter(|cell| cell.inverse()).count() > 40,
            "{}",
            shown.text()
        );
        for cell in (0..rows).flat_map(row_of) {
            assert_eq!(
                (cell.fgcolor(), cell.bgcolor()),
                Default::default(),
                "{}",
                shown.text()
            );
        }
    });
}

#[test]
fn a_dumb_terminal_gets_a_sentence_and_no_codes() {
    let bench = start(|start| start.env("TERM", "dumb"));
    assert_eq!(bench.ended(), Ended::Code(64));
    bench.shows("TERM=dumb").shows("scrutineer check");
    bench.was_never_taken();
}

#[test]
fn without_a_terminal_there_is_a_sentence_and_no_codes() {
    let home = tempfile::tempdir().expect("a folder");
    let output = Command::new(PROGRAM)
        .env("SCRUTINEER_HOME", home.path())
        .stdin(Stdio::null())
        .output()
        .expect("it runs");
    assert_eq!(output.status.code(), Some(64));
    assert_eq!(output.stdout, b"");
    let says = String::from_utf8(output.stderr).expect("text");
    assert!(
        says.contains("needs a terminal") && says.contains("standard output"),
        "{says}"
    );
    assert!(!says.contains('\x1b'), "{says:?}");
}

#[test]
fn with_the_keyboard_elsewhere_there_is_a_sentence_and_no_codes() {
    let home = tempfile::tempdir().expect("a folder");
    let start = Start::program("sh")
        .arg("-c")
        .arg("\"$0\" < /dev/null")
        .arg(PROGRAM);
    let pty = at_home(start, home.path()).go();
    assert_eq!(pty.ended(), Ended::Code(64));
    pty.shows("standard input");
    pty.was_never_taken();
}

#[test]
fn a_tiny_terminal_gets_a_plain_message_and_a_larger_one_the_desk() {
    let mut bench = start(|start| start.size(20, 5));
    bench.until("a message", |shown| {
        shown.text().to_lowercase().contains("small").then_some(())
    });
    bench.resize(1, 1);
    bench.resize(80, 24);
    bench.shows("You have no audits yet");
    bench.types("Q");
    assert_eq!(bench.ended(), Ended::Code(0));
    bench.is_given_back();
}

#[test]
fn a_storm_of_sizes_breaks_nothing() {
    let mut bench = walk();
    for round in 0..140_u16 {
        bench.resize(1 + (round * 37) % 203, 1 + (round * 23) % 61);
        // Every screen has its turn; no key does anything where nothing can be seen.
        if round % 10 == 0 {
            bench.types("\t");
        }
    }
    bench.resize(80, 24);
    bench.shows("Anytown Council — Home");
    bench.types("Q");
    assert_eq!(bench.ended(), Ended::Code(0));
    bench.is_given_back();
}

#[test]
fn a_paste_goes_to_the_field_that_is_typed_in_and_nowhere_else() {
    let mut bench = walk();
    let lines = "\x1b[200~m\rn\rQ\rthe last line\x1b[201~";
    bench
        .types(lines)
        .shows("pasted text where there is nothing to type in");
    // The next key clears the message.
    bench.types(DOWN).shows("core 0 of 25 answered");
    bench.types(UP);
    bench.types("t").shows("Ctrl-S save");
    bench.types(lines).shows("the last line");
    bench.types("\x13").shows(" saved at ");
    bench.types("Q");
    assert_eq!(bench.ended(), Ended::Code(0));
    let file = bench.file(".audit.toml");
    assert!(file.contains("m\nn\nQ\nthe last line"), "{file}");
}

#[test]
fn a_note_can_be_written_in_ones_own_editor() {
    // It writes like a person: after it has read what was there.
    let editor = r#"sh -c 'echo EDITING $(cat "$1"); read line; printf "%s\n" "$line" > "$1"' sh"#;
    let mut bench = start(|start| start.env("VISUAL", editor));
    bench.shows("You have no audits yet");
    begin(&mut bench);
    bench.types("t").shows("Ctrl-S save");
    bench.types("half a note").shows("half a note");
    bench.types("\x0f").shows("EDITING half a note");
    bench
        .types("a whole note\r")
        .shows("Ctrl-S save")
        .shows("a whole note");
    bench.types("\x13").shows("saved at ");
    assert!(bench.file(".audit.journal").contains("a whole note"));
}

#[test]
fn a_second_window_on_an_audit_can_only_read_it() {
    let bench = walk();
    let second = at_home(Start::program(PROGRAM), bench.home.path())
        .arg("open")
        .arg("anytown-council-home-care")
        .go();
    second.shows("Opened to read only: it is open in another window");
}

#[cfg(target_os = "linux")]
#[test]
fn nothing_runs_while_nothing_happens() {
    let mut bench = walk();
    answer(&mut bench, "m");
    assert_eq!(pty::idle_wake_ups(&bench), 0);
}

fn put(path: &Path, text: &str) {
    use std::io::Write as _;
    let mut file = std::fs::File::create(path).expect("a file");
    file.write_all(text.as_bytes()).expect("it is written");
}

#[test]
fn a_paper_is_read_by_a_worker_swept_quoted_and_its_silence_recorded() {
    let text = include_str!("fixtures/documents/liverpool-ict-2000.txt");
    let mut bench = walk();
    let paper = bench.home.path().join("final report.txt");
    put(&paper, text);
    bench.types("\t\t\t").shows("adds papers from your folders");
    bench.types("a").shows("Add a paper from");
    // As a terminal hands over a file that is dropped on it.
    let dropped = format!("\x1b[200~'{}'\x1b[201~", paper.display());
    bench.types(dropped).shows("> final report.txt");
    bench.types("\r").shows("read in full, 2 pages");
    bench.shows("1 document, 2 pages read");
    bench.types("S").shows("Sorted: passages for ");
    bench
        .types("q")
        .shows("quoted as evidence: final report, page ");
    bench.types("/unions.consulted\r").shows("not one mention");
    bench.types("s").shows("Check the likeliest");
    bench
        .types("s")
        .shows("no evidence: 1 document, 2 pages searched");
    bench.types("Q");
    assert_eq!(bench.ended(), Ended::Code(0));
    let audit = bench.file(".audit.toml");
    assert!(audit.contains("status = \"no-evidence\""), "{audit}");
    assert!(
        audit.contains("absence = { documents = [\"final-report\"], pages = 2"),
        "{audit}"
    );
    assert!(
        audit.contains("document = \"final-report\"\npage = "),
        "{audit}"
    );
    // The next day the papers are read again by themselves.
    let mut again = Bench {
        pty: at_home(Start::program(PROGRAM), bench.home.path()).go(),
        home: bench.home,
    };
    again.shows("You have 1 audit");
    again.types("\r").shows("What to do next");
    again.types("\t").shows("In the papers");
    put(&paper, &text.replace("127,000", "99,000"));
    again
        .types("\t\t\tR")
        .shows("Press k to register the file as it is now");
    again.types("Q");
    assert_eq!(again.ended(), Ended::Code(0));
}

/// Puts a paper into the register of the audit in front, and comes back to the walk.
fn add_paper(bench: &mut Bench) {
    let paper = bench.home.path().join("final report.txt");
    put(
        &paper,
        include_str!("fixtures/documents/liverpool-ict-2000.txt"),
    );
    bench.types("\t\t\ta").shows("Add a paper from");
    let dropped = format!("\x1b[200~'{}'\x1b[201~", paper.display());
    bench.types(dropped).shows("> final report.txt");
    bench.types("\r").shows("“final report” registered");
    bench.types("\x1b[Z\x1b[Z\x1b[Z").shows("not answered yet");
}

#[test]
fn an_answer_its_page_and_its_words_go_to_one_question_and_a_bare_answer_proves_nothing() {
    let mut bench = walk();
    bench
        .types("n")
        .shows("Proof of “not met”: More than one way");
    bench.shows("flag to be proved").shows("· to be proved: 1");
    bench
        .types("14\tNo legal test is listed\r")
        .shows("Which paper is it in?");
    bench
        .types("Final report\r")
        .shows("Quotation kept · flag: ");
    bench.shows("Does the report say why");
    bench.types(UP).shows("Did the review seriously consider");
    bench
        .shows("Evidence 1 “Final report”, page 14")
        .shows("Grounds for challenge")
        .shows(" saved at ");
    let journal = bench.file(".audit.journal");
    assert!(journal.contains("No legal test is listed"), "{journal}");
    assert!(
        !journal.contains("options.provide-or-buy"),
        "one question alone has something: {journal}"
    );
    bench
        .types("u")
        .shows("Undone: the quotation under “More than one");
    bench.types("Q");
    assert_eq!(bench.ended(), Ended::Code(0));
}

#[test]
fn a_paper_is_registered_at_enter_and_silence_asks_before_it_overwrites() {
    let mut bench = walk();
    add_paper(&mut bench);
    bench.types("/unions.consulted\r").shows("not one mention");
    bench
        .types("n1\tNobody was asked\r")
        .shows("Quotation kept");
    bench.types("/unions.consulted\r").shows("Nobody was asked");
    bench.types("s").shows("Check the likeliest");
    bench
        .types("s")
        .shows("The answer is “not met”, with 1 piece of evidence");
    bench.types(DOWN).shows(" saved at ");
    bench.types(UP).shows("[✗ not met]");
    bench.types("s").shows("the same key again");
    bench.types("s").shows("not met → no evidence");
    bench
        .types("u")
        .shows("Undone: the answer “no evidence” and the proof of absence");
    // A document that was chosen is followed by its page, and no title is made of the number.
    bench.types("\x1b").shows("next open");
    bench.types("v").shows("a new piece of evidence");
    bench.types("\r").shows("Type part of a title");
    bench
        .types("final\t2\t\tFour options\x13")
        .shows("evidence kept");
    bench.types("Q");
    assert_eq!(bench.ended(), Ended::Code(0));
    let audit = bench.file(".audit.toml");
    assert_eq!(audit.matches("[[document]]").count(), 1, "{audit}");
    assert!(
        audit.contains("page = 2") && audit.contains("Four options"),
        "{audit}"
    );
}

#[test]
fn a_paper_is_read_through_before_it_is_written_and_enter_goes_to_mend_it() {
    let mut bench = walk();
    bench.types("n").shows("flag to be proved");
    // To the report: nothing bare is claimed there, and writing it stops at what is not shown.
    bench.types("\x1b").shows("next open");
    bench
        .types("\x1b[Z\x1b[Z")
        .shows("1 flag is still to be proved");
    bench.types("bbriefing\r").shows("read-through 1");
    bench
        .types("w")
        .shows("as the monitoring officer would read it")
        .shows("not shown");
    bench.types("\r").shows("Did the review seriously consider");
    bench.types("Q");
    assert_eq!(bench.ended(), Ended::Code(0));
}

#[test]
fn a_report_is_never_written_over_a_paper_of_the_open_audit_wherever_that_lies() {
    let home = tempfile::tempdir().expect("a folder");
    let (audit, paper) = (home.path().join("a"), home.path().join("papers/own.md"));
    for folder in [&audit, &home.path().join("papers")] {
        std::fs::create_dir_all(folder).expect("a folder");
    }
    let write = |path: &Path, text: &str| {
        let mut file = std::fs::File::create(path).expect("a file");
        file.write_all(text.as_bytes()).expect("it is written");
    };
    let audit = audit.join("a.audit.toml");
    let registered = "\n[[document]]\nid = \"own\"\ntitle = \"Own\"\npath = \"../papers/own.md\"\n";
    let (_, example) = scrutineer::checklist::shipped::examples()[0];
    write(&audit, &format!("{example}{registered}"));
    write(&paper, "the only copy");
    let start = at_home(Start::program(PROGRAM), home.path());
    let mut pty = start.arg("open").arg(&audit).go();
    pty.shows("What to do next");
    pty.types("\x1b[Z").shows("press Enter to write");
    pty.types("b").types("record\r").shows("Full audit record");
    pty.types("f").types("markdown\r").shows("as Markdown");
    pty.types("w").shows("Who hands it over?");
    pty.types("J. Secretary\r").shows("Where to write it");
    pty.types("\x15").types(paper.to_string_lossy().as_bytes());
    pty.types("\r").shows("a paper registered in an audit");
    let kept = std::fs::read_to_string(&paper).expect("it is there");
    assert_eq!(kept, "the only copy");
    pty.types("\x1b\x1bQ");
}

#[test]
fn a_reply_changes_no_answer_of_ours_until_a_key_of_its_own_does() {
    let mut bench = walk();
    bench
        .types("n1\tNo legal test is listed\r")
        .shows("Which paper is it in?");
    bench.types("Final report\r").shows("Quotation kept");
    bench
        .types("\x1b[Z\x1b[Za")
        .shows("Which question did you ask");
    bench.types("\r").shows("Question put: ");
    bench.types("\tCllr Holder\t\t\t\x1b[C\tIt was all done.\x13");
    bench.shows("what would follow").shows("flag withdrawn");
    bench.types("\x1b[C\r").shows("stay as they are");
    bench.shows(" saved at ");
    bench.types("Q");
    assert_eq!(bench.ended(), Ended::Code(0));
    let audit = bench.file(".audit.toml");
    assert!(
        audit.contains("status = \"not-met\"") && !audit.contains("status = \"met\""),
        "{audit}"
    );
    assert!(audit.contains("It was all done."), "{audit}");
}

#[test]
fn the_background_is_asked_for_and_an_answer_in_pieces_is_no_key() {
    let mut bench = walk();
    bench.sent("\x1b]11;?\x1b\\").sent("\x1b[?1000h");
    // A dark ground is drawn until the terminal has told its own.
    bench.sent("48;5;234");
    bench.types("\x1b]11;rgb:ff").types("ff/ffff/ffff");
    // Then the keys are drawn in the colour of the light theme.
    bench.types("\x1b\\");
    bench.until("the light theme", |shown| {
        let raw = shown.raw();
        (raw.contains("38;5;25;") || raw.contains("38;5;25m")).then_some(())
    });
    bench.shows("not answered yet");
    // An answer that makes no sense, and one that comes late, are no keys either.
    bench.types("\x1b]11;rgb:mmmm\x07\x1b]11;rgb:0000/0000/0000\x07");
    bench.types("t").shows("Ctrl-S save");
    bench.types("\x13").shows("not answered yet");
    bench.types("Q");
    assert_eq!(bench.ended(), Ended::Code(0));
    bench.is_given_back();
}

#[test]
fn settings_with_mistakes_start_the_desk_with_what_is_right_and_are_told_with_the_line() {
    let home = tempfile::tempdir().expect("a folder");
    let config = home.path().join("config");
    std::fs::create_dir(&config).expect("made");
    let settings = config.join("settings.toml");
    let text = "[desk]\ntheme = \"lihgt\"\nmouse = false\n[keys]\nnew-audit = \"F6\"\n";
    let mut file = std::fs::File::create(&settings).expect("made");
    file.write_all(text.as_bytes()).expect("written");
    let mut bench = Bench {
        pty: at_home(Start::program(PROGRAM).size(120, 36), home.path()).go(),
        home,
    };
    bench.shows("line 2, column 9").shows("lihgt");
    bench.now(|shown| assert!(!shown.raw().contains("\x1b[?1000h"), "the mouse"));
    bench.types("\x1b").shows("F6 new audit");
    bench.types("\x1b[17~").shows("A new audit");
    // The theme that is chosen is kept, and everything else stays.
    bench.types("\x1b").shows("F6 new audit");
    bench.types("\x1b[19~").shows("The strongest contrast");
    bench.types("dark\r").shows("The theme is now dark");
    bench.types("Q");
    assert_eq!(bench.ended(), Ended::Code(0));
    let kept = std::fs::read_to_string(&settings).expect("there");
    assert_eq!(
        kept,
        "[desk]\ntheme = \"dark\"\nmouse = false\n[keys]\nnew-audit = \"F6\"\n"
    );
}
