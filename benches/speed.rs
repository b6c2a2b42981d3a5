//! How quick the program is, set against others that do the least that could be done.
//!
//! `cargo bench --bench speed` starts the program and a bare ratatui program in a pseudo-terminal, one
//! after the other in the same run, and prints a row for each promise: what was measured, what it was
//! measured against, how many times that it is, and how many times it should be at most. Nothing here
//! fails: a busy machine is no mistake of the program's. `cargo bench --bench speed -- home FOLDER 1000`
//! only makes such a library of audits, to profile the program on; `answered`, `checked` and `surveyed` print
//! these rows alone.

#![allow(
    clippy::cast_precision_loss,
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a bench prints, writes what it measures on, and may stop"
)]

#[path = "common/installed.rs"]
mod installed;
#[cfg(target_os = "linux")]
#[path = "../tests/testkit/pty.rs"]
mod pty;

use std::fmt::Write as _;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use chrono::{DateTime, FixedOffset, NaiveDate};
use installed::installed;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use scrutineer::audit::{Answer, Audit, History, Review};
use scrutineer::base::SourceText;
use scrutineer::checklist::{ChecklistText, Library, Status, load, shipped};
use scrutineer::desk::preferences::Preferences;
use scrutineer::desk::{Code, Desk, EffectOutcome, Key, Message, OpenedAudit, Setup};
use scrutineer::report::Author;
use scrutineer::view;
use scrutineer::view::theme::{Depth, Theme};

/// The number of times that each thing is measured; the one in the middle counts.
const RUNS: usize = 9;
/// The number of times that a start is measured, which takes a few milliseconds: the machine has more
/// to do with that than with anything else here.
const STARTS: usize = 31;
/// The questions and the flags of the large case.
const QUESTIONS: usize = 10_000;
const FLAGS: usize = 300;
/// The audits of the large library, and the answers of each.
const AUDITS: usize = 1_000;
const ANSWERS: usize = 100;
/// The columns and rows of the screen.
const SCREEN: (u16, u16) = (120, 40);

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.split_first() {
        Some((mode, rows)) if mode == "bare" => bare(rows[0].parse().expect("a number")),
        Some((mode, files)) if mode == "toml" => parse_all(files),
        Some((mode, _)) if mode == "answered" => answered(),
        Some((mode, _)) if mode == "checked" => checked(),
        #[cfg(target_os = "linux")]
        Some((mode, _)) if mode == "surveyed" => surveyed(),
        Some((mode, at)) if mode == "home" => {
            fill(
                Path::new(&at[0]),
                &built_in(),
                at[1].parse().expect("a number"),
            );
        }
        _ => {
            println!(
                "{:<52}{:>11}{:>11}{:>9}  at most",
                "", "measured", "against", "times"
            );
            #[cfg(target_os = "linux")]
            started();
            answered();
            checked();
            #[cfg(target_os = "linux")]
            surveyed();
        }
    }
}

/// Prints a row.
fn row(what: &str, measured: f64, against: f64, unit: &str, most: &str) {
    println!(
        "{what:<52}{measured:>8.2} {unit}{against:>8.2} {unit}{:>8.2}x  {most}",
        measured / against
    );
}

/// Returns the middle one of some times, in milliseconds.
fn middle(mut measure: impl FnMut() -> Duration) -> f64 {
    middle_of((0..RUNS).map(|_| measure()).collect())
}

/// Returns the middle one of some times of each of two things, in milliseconds.
///
/// They are measured in turn, so that a busy moment of the machine is that of both.
fn middles(runs: usize, one: impl Fn() -> Duration, other: impl Fn() -> Duration) -> (f64, f64) {
    let (ones, others) = (0..runs).map(|_| (one(), other())).unzip();
    (middle_of(ones), middle_of(others))
}

fn middle_of(mut all: Vec<Duration>) -> f64 {
    all.sort_unstable();
    all[all.len() / 2].as_secs_f64() * 1e3
}

/// The bare program: a list on a whole screen, until a key is pressed.
fn bare(rows: usize) {
    use ratatui::crossterm::event::{Event, read};
    use ratatui::text::Line;
    use ratatui::widgets::List;
    let mut terminal = ratatui::init();
    let draw = |frame: &mut ratatui::Frame<'_>| {
        let lines = (0..rows).map(|row| Line::from(format!("Council {row:04}: Service {row}")));
        frame.render_widget(List::new(lines), frame.area());
    };
    terminal.draw(draw).expect("drawn");
    while !matches!(read(), Ok(Event::Key(_)) | Err(_)) {}
    ratatui::restore();
}

/// The toml crate alone: parses some files.
fn parse_all(files: &[String]) {
    for file in files {
        let text = std::fs::read_to_string(file).expect("a file");
        black_box(toml::de::DeTable::parse_recoverable(&text));
    }
}

/// This bench as a program that is installed: the bare one.
fn bare_program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| installed(&std::env::current_exe().expect("this program")))
}

/// The program, installed.
fn scrutineer() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| installed(Path::new(env!("CARGO_BIN_EXE_scrutineer"))))
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day")
}

fn built_in() -> Library {
    load(&shipped::checklists()).expect("no mistake")
}

/// Returns a checklist of very many questions, and flags on three of them each.
fn large_checklist() -> String {
    let mut text =
        "format = 1\nid = \"large\"\ntitle = \"Large\"\nedition = \"1\"\nsource = \"s\"\n\
                    [[section]]\nid = \"large\"\ntitle = \"Large\"\n"
            .to_owned();
    for at in 0..QUESTIONS {
        write!(
            text,
            "[[question]]\nid = \"large-{at}\"\nsection = \"large\"\ntopic = \"scope\"\n\
             ask = \"Is number {at} so?\"\nlook_for = [\"w\"]\nproved_by = [\"p\"]\n\
             usual_failure = \"u\"\n"
        )
        .expect("a String takes all");
    }
    for at in 0..FLAGS {
        let tests: Vec<String> = (0..3)
            .map(|one| {
                format!(
                    "{{ question = \"large-{}\", is = [\"not-met\"] }}",
                    at * 33 + one
                )
            })
            .collect();
        write!(
            text,
            "[[flag]]\nid = \"large-flag-{at}\"\ntitle = \"Flag {at}\"\nlevel = \"departure\"\n\
             source = \"S\"\nchecked = \"secondary\"\nwhen = {{ all = [{}] }}\nask = [\"A?\"]\n\
             remedy = \"R\"\n",
            tests.join(", ")
        )
        .expect("a String takes all");
    }
    text
}

/// Returns an audit with an answer to each of some questions.
fn audit_of<'a>(number: usize, questions: impl Iterator<Item = &'a str>) -> Audit {
    let mut review = Review::named(format!("Council {number:04}"), format!("Service {number}"));
    review.decided = NaiveDate::from_ymd_opt(2026, 10, 1);
    let mut audit = Audit::new(review);
    for (at, id) in questions.enumerate() {
        let answer = Answer {
            status: Some(if at % 33 < 3 {
                Status::NotMet
            } else {
                Status::Met
            }),
            note: format!(
                "Said on page {} of the report, under its section {}.",
                at % 90,
                at % 7
            ),
            ..Answer::default()
        };
        audit.answers.insert(id.to_owned(), answer);
    }
    audit
}

fn judgements(library: &Library) -> impl Iterator<Item = &str> {
    let walk = library.walk().iter().map(|ix| library.question(*ix));
    walk.filter(|one| one.kind == scrutineer::checklist::QuestionKind::Judgement)
        .map(|one| one.id.as_str())
}

fn write(path: &Path, text: &str) {
    let folder = path.parent().expect("a folder");
    std::fs::create_dir_all(folder).expect("a folder");
    std::fs::write(path, text).expect("written");
    // Older than any index that is written from now on.
    let file = std::fs::File::options()
        .append(true)
        .open(path)
        .expect("a file");
    let long_ago = DateTime::from_timestamp(1_600_000_000, 0).expect("a moment");
    file.set_modified(long_ago.into()).expect("a time");
}

/// A home with so many audits.
fn home(library: &Library, audits: usize) -> tempfile::TempDir {
    let home = tempfile::tempdir().expect("a folder");
    fill(home.path(), library, audits);
    home
}

/// Fills a home with so many audits.
fn fill(home: &Path, library: &Library, audits: usize) {
    #[cfg(target_os = "linux")]
    pty::unasked(home);
    for number in 0..audits {
        let audit = audit_of(number, judgements(library).take(ANSWERS));
        let path = format!("audits/council-{number:04}.audit.toml");
        write(&home.join(path), &audit.to_toml());
    }
}

#[cfg(target_os = "linux")]
fn started() {
    let library = built_in();
    let few = home(&library, 20);
    let many = home(&library, AUDITS);
    let index = many.path().join("library.index");
    let bare = |rows: usize| {
        let start = pty::Start::program(bare_program()).arg("bare");
        let start = start.arg(rows.to_string()).size(SCREEN.0, SCREEN.1);
        let began = Instant::now();
        arrived(&start.go(), |text| text.contains("Council 0019")) - began
    };
    let kept = |home: &tempfile::TempDir| {
        let began = Instant::now();
        let pty = program(home);
        let index = home.path().join("library.index");
        // Told by the file: the rows out of sight change nothing on the screen.
        while !index.exists() {
            std::thread::yield_now();
        }
        drop(pty);
        began.elapsed()
    };
    // Read from the disk by their first starts, which are not those of a day.
    bare(20);
    kept(&few);
    let print = |what, (measured, against), most| row(what, measured, against, "ms", most);
    let warm = middles(STARTS, || full(&few, "Council 0019").0, || bare(20));
    print("start, full screen, 20 audits", warm, "1.5");
    let first = || {
        let _none_yet = std::fs::remove_file(&index);
        let began = Instant::now();
        arrived(&program(&many), |text| text.contains("Authority")) - began
    };
    let first = middles(STARTS, first, || bare(AUDITS));
    print("start, 1,000 audits, cold: first screen", first, "2");
    let cold = || {
        let _none_yet = std::fs::remove_file(&index);
        kept(&many)
    };
    let cold = middles(RUNS, cold, || bare(AUDITS));
    print("start, 1,000 audits, cold: all rows", cold, "1 s in all");
    let warm = || full(&many, "Council 0019").0;
    let warm = middles(STARTS, warm, || bare(AUDITS));
    print("start, 1,000 audits, the index there", warm, "2");

    memory(&few, &many);
}

/// The program, just started with a home.
fn program(home: &tempfile::TempDir) -> pty::Pty {
    let start = pty::Start::program(scrutineer());
    let start = start.env("SCRUTINEER_HOME", home.path());
    start.size(SCREEN.0, SCREEN.1).go()
}

/// The time until the screen is full, up to its last row, and the program.
fn full(home: &tempfile::TempDir, last: &str) -> (Duration, pty::Pty) {
    let began = Instant::now();
    let pty = program(home);
    let full = arrived(&pty, |text| {
        text.contains(last) && !text.contains("being read")
    });
    (full - began, pty)
}

/// Waits until something holds of the text of a screen, and returns when the bytes of it had come.
///
/// The time that a terminal takes to draw them is not the program's, and the one here is no quick one.
#[cfg(target_os = "linux")]
fn arrived(pty: &pty::Pty, holds: impl Fn(&str) -> bool) -> Instant {
    pty.until("the screen", |shown| {
        holds(&shown.text()).then_some(shown.arrived)
    })
}

/// Number of starts whose most memory is measured; the middle one counts.
///
/// How many pages of a program the system brings in with one of them is its own affair, and never twice
/// the same.
const SITTINGS: usize = 5;

/// The most memory of the library, of an audit that is opened and of the bare program.
fn memory(few: &tempfile::TempDir, many: &tempfile::TempDir) {
    let megabytes = |pty: &pty::Pty| pty::most_memory(pty.pid()) as f64 / 1024.0;
    let settled = |home: &tempfile::TempDir| {
        let (_, pty) = full(home, "Council 0019");
        while !pty.is_quiet(Duration::from_millis(500)) {}
        pty
    };
    let mut wake_ups = 0;
    let mut sittings: [Vec<f64>; 4] = Default::default();
    for sitting in 0..SITTINGS {
        let start = pty::Start::program(bare_program()).arg("bare").arg("20");
        let pty = start.size(SCREEN.0, SCREEN.1).go();
        pty.shows("Council 0019");
        sittings[0].push(megabytes(&pty));
        drop(pty);
        let mut pty = settled(few);
        sittings[1].push(megabytes(&pty));
        if sitting == 0 {
            wake_ups = pty::idle_wake_ups(&pty);
        }
        pty.types("/").types("liverpool").types("\r").types("\r");
        pty.shows("Case");
        while !pty.is_quiet(Duration::from_millis(500)) {}
        sittings[2].push(megabytes(&pty));
        drop(pty);
        sittings[3].push(megabytes(&settled(many)));
    }
    let [least, library, opened, region] = sittings.map(|mut all| {
        all.sort_by(f64::total_cmp);
        all[SITTINGS / 2]
    });
    row("memory, library of 20", library, least, "MB", "2");
    row(
        "memory, the Liverpool example open",
        opened,
        least,
        "MB",
        "3",
    );
    row("memory, library of 1,000", region, least, "MB", "4");
    println!(
        "{:<52}{wake_ups:>11}  none",
        "wake-ups in three seconds of rest"
    );
}

/// A desk on an audit, at a judgement of the walk, drawn once.
struct OnDesk {
    desk: Desk,
    terminal: Terminal<TestBackend>,
    theme: Theme,
}

impl OnDesk {
    fn new(library: Arc<Library>, audit: Audit, question: &str) -> Self {
        let (desk, _) = Desk::new(Setup {
            library: Some(library),
            own_checklists: Vec::new(),
            author: Author {
                name: "J. Secretary".to_owned(),
                logins: Vec::new(),
            },
            today: day(),
            offset: FixedOffset::east_opt(0).expect("an offset"),
            preferences: Preferences::default(),
            first: scrutineer::desk::first::FirstMinute::default(),
            papers_folder: std::path::PathBuf::new(),
            notices: Vec::new(),
        });
        let mut on = Self {
            desk,
            terminal: Terminal::new(TestBackend::new(SCREEN.0, SCREEN.1)).expect("a screen"),
            theme: Theme::new(Depth::True, false),
        };
        on.take(Message::Resize(SCREEN.0, SCREEN.1));
        on.take(Message::Outcome(EffectOutcome::Opened(Box::new(
            OpenedAudit {
                path: "x".into(),
                name: "x".to_owned(),
                history: History::begin(audit),
                read_only: None,
                notices: Vec::new(),
                head: None,
            },
        ))));
        on.key(Code::Tab);
        on.key(Code::Char('/'));
        question.chars().for_each(|c| on.key(Code::Char(c)));
        on.key(Code::Enter);
        on.draw();
        on
    }

    fn take(&mut self, message: Message) {
        let now = DateTime::from_timestamp(1_795_360_000, 0).expect("a moment");
        black_box(self.desk.update(message, now));
    }

    fn key(&mut self, code: Code) {
        self.take(Message::Key(Key::plain(code)));
    }

    fn draw(&mut self) {
        let Self {
            desk,
            terminal,
            theme,
        } = self;
        terminal
            .draw(|frame| desk.drawn = view::draw(desk, theme, frame))
            .expect("drawn");
    }

    /// Measures an answer to its frame, and a frame alone, in milliseconds.
    fn measure(&mut self) -> (f64, f64) {
        let before = |on: &Self| on.desk.open.as_ref().expect("open").history.last_seq();
        let answer = middle(|| {
            let seq = before(self);
            let began = Instant::now();
            self.key(Code::Char('n'));
            self.draw();
            let took = began.elapsed();
            assert!(before(self) > seq, "the key was an answer");
            self.key(Code::Esc);
            self.key(Code::Char('u'));
            self.draw();
            took
        });
        let draw = middle(|| {
            let began = Instant::now();
            self.draw();
            began.elapsed()
        });
        (answer, draw)
    }
}

fn answered() {
    let library = Arc::new(built_in());
    let question = "options.ways-considered";
    let others = judgements(&library).filter(|id| *id != question);
    let audit = audit_of(1, others.take(ANSWERS));
    let (built_in, draw) = OnDesk::new(Arc::clone(&library), audit, question).measure();
    row(
        "answer to frame, built-in checklists",
        built_in,
        draw,
        "ms",
        "2",
    );
    let mut texts = shipped::checklists();
    texts.push(ChecklistText {
        source: SourceText::new("large.toml", large_checklist()),
        shipped: false,
    });
    let library = Arc::new(load(&texts).expect("no mistake"));
    let ids: Vec<String> = (0..QUESTIONS).map(|at| format!("large-{at}")).collect();
    let audit = audit_of(1, ids.iter().map(String::as_str));
    let (large, _) = OnDesk::new(library, audit, question).measure();
    row(
        "the same with 10,000 questions, 300 flags",
        large,
        built_in,
        "ms",
        "1.5",
    );
}

fn checked() {
    let home = tempfile::tempdir().expect("a folder");
    let checklist = home.path().join("checklists/large.toml");
    write(&checklist, &large_checklist());
    let ids: Vec<String> = (0..QUESTIONS).map(|at| format!("large-{at}")).collect();
    let audit = home.path().join("audits/large.audit.toml");
    write(
        &audit,
        &audit_of(1, ids.iter().map(String::as_str)).to_toml(),
    );
    let mut files = vec![checklist, audit];
    for (at, text) in shipped::checklists().iter().enumerate() {
        let path = home.path().join(format!("shipped-{at}.toml"));
        write(&path, &text.source.text);
        files.push(path);
    }
    let run = |mut command: std::process::Command| {
        let began = Instant::now();
        let output = command.output().expect("it runs");
        // A verdict is told by the exit code, too.
        assert!(
            output.status.code().is_some_and(|code| code <= 2),
            "{output:?}"
        );
        began.elapsed()
    };
    let check = || {
        let mut command = std::process::Command::new(scrutineer());
        command
            .env("SCRUTINEER_HOME", home.path())
            .args(["check", "large"]);
        run(command)
    };
    let toml = || {
        let mut command = std::process::Command::new(bare_program());
        command.arg("toml").args(&files);
        run(command)
    };
    let (check, toml) = middles(RUNS, check, toml);
    row(
        "check on that audit, against the toml crate",
        check,
        toml,
        "ms",
        "2",
    );
}

/// The survey of the large library, against what was promised of it.
#[cfg(target_os = "linux")]
fn surveyed() {
    use std::io::Read as _;
    let home = home(&built_in(), AUDITS);
    let index = home.path().join("survey.index");
    let survey = || {
        let mut command = std::process::Command::new(scrutineer());
        command
            .env("SCRUTINEER_HOME", home.path())
            .args(["survey", "--json"])
            .arg(home.path().join("audits"))
            .stdout(std::process::Stdio::piped());
        command
    };
    let run = || {
        let began = Instant::now();
        let output = survey().output().expect("it runs");
        let took = began.elapsed();
        assert!(output.status.success(), "{output:?}");
        took
    };
    let cold = middle(|| {
        let _none_yet = std::fs::remove_file(&index);
        run()
    });
    row("survey, 1,000 audits, cold", cold, 2_000.0, "ms", "1");
    let warm = middle(run);
    row(
        "survey, 1,000 audits, the index there",
        warm,
        200.0,
        "ms",
        "1",
    );
    std::fs::remove_file(&index).expect("it was kept");
    let mut child = survey().spawn().expect("it runs");
    let mut said = child.stdout.take().expect("its output");
    // It says all at once and last, and more than a pipe holds: it has had its most memory when the first
    // byte comes, and cannot end before the others are taken.
    said.read_exact(&mut [0]).expect("a byte");
    let most = pty::most_memory(child.id()) as f64 / 1024.0;
    let mut rest = Vec::new();
    said.read_to_end(&mut rest).expect("the rest");
    assert!(
        rest.len() > 1 << 17,
        "more than a pipe holds: {}",
        rest.len()
    );
    assert!(child.wait().expect("it ends").success());
    row(
        "memory, survey of 1,000 audits, cold",
        most,
        100.0,
        "MB",
        "1",
    );
}
