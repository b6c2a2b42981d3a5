//! The terminal room with a toy at the desk and a pretended disk, in a pseudo-terminal: modes,
//! signals, the editor, panics, disks that hang. This file starts itself again as the toy.

// Not on Windows: it needs a pseudo-terminal and signals. The console is in docs/windows.md.
#![cfg(unix)]
use crate::testkit::fake_store::{Act, FakeStore, Orders};
use crate::testkit::pty;

use std::fs::OpenOptions;
use std::io::Write;
use std::ops::{Deref, DerefMut};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use chrono::{DateTime, Utc};
use pty::{Ended, Pty, Start, send};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::widgets::Paragraph;
use rustix::process::Signal;
use scrutineer::audit::{Audit, History, Review};
use scrutineer::checklist::Status;
use scrutineer::desk::{Effect, EffectOutcome, Message, StoreJob, TerminalJob};
use scrutineer::terminal::{self, Program};

/// Says on the screen whatever it is told.
struct Toy {
    said: Vec<String>,
    keys: usize,
    history: History,
    faulty_picture: bool,
}

impl Toy {
    fn save(&mut self) -> Effect {
        let question = format!("q{}", self.history.last_seq() + 1);
        let change = self
            .history
            .audit()
            .edit_answer(&question, |answer| answer.status = Some(Status::Met))
            .expect("it changes something");
        let entry = self
            .history
            .record(change, "me", DateTime::default())
            .expect("it fits");
        let entries = vec![entry.clone()];
        let audit = self.history.shared_audit();
        StoreJob::Save { entries, audit }.into()
    }

    fn draw(&mut self, frame: &mut Frame<'_>) {
        assert!(!self.faulty_picture, "a fault in the picture");
        let area = frame.area();
        let rows = usize::from(area.height).saturating_sub(1);
        let last = &self.said[self.said.len().saturating_sub(rows)..];
        let text = format!("{} keys\n{}", self.keys, last.join("\n"));
        frame.render_widget(Paragraph::new(text), Rect { x: 0, y: 0, ..area });
    }
}

impl Program for Toy {
    fn update(&mut self, message: Message, _now: DateTime<Utc>) -> Vec<Effect> {
        let (says, effects) = match message {
            Message::Key(key) => {
                self.keys += 1;
                let key = key.to_string();
                let effects = match &*key {
                    "q" => vec![TerminalJob::Quit.into()],
                    "x" => panic!("a fault at the desk"),
                    "X" => {
                        self.faulty_picture = true;
                        Vec::new()
                    }
                    "e" => vec![TerminalJob::Edit("the old text".to_owned()).into()],
                    "z" => vec![TerminalJob::Suspend.into()],
                    "c" => vec![TerminalJob::Copy("hello".to_owned()).into()],
                    "C" => {
                        let mut effects = vec![self.save()];
                        effects.extend(vec![TerminalJob::Copy("x".repeat(70_000)).into(); 20]);
                        effects
                    }
                    "s" => vec![self.save()],
                    "l" => vec![StoreJob::List.into()],
                    "m" => vec![TerminalJob::Mouse(true).into()],
                    "r" => vec![TerminalJob::Redraw.into()],
                    _ => Vec::new(),
                };
                (format!("key {key}"), effects)
            }
            Message::Paste(text) => (format!("pasted {} lines", text.lines().count()), Vec::new()),
            Message::Click(column, row) => (format!("click {column},{row}"), Vec::new()),
            Message::Wheel(by, _) => (format!("wheel {by}"), Vec::new()),
            Message::Ground(ground) => (format!("ground {ground:?}"), Vec::new()),
            Message::Resize(columns, rows) => (format!("size {columns}x{rows}"), Vec::new()),
            Message::Outcome(outcome) => {
                let says = match outcome {
                    EffectOutcome::Saved { seq, .. } => format!("saved {seq}"),
                    EffectOutcome::NotSaved(why) => format!("not saved: {why}"),
                    EffectOutcome::Failed(why) => format!("failed: {why}"),
                    EffectOutcome::Edited { text, problem } => {
                        let edited = text.map_or_else(
                            || "not edited".to_owned(),
                            |text| format!("edited: {text}"),
                        );
                        let failed = problem.map(|why| format!("\nfailed: {why}"));
                        edited + &failed.unwrap_or_default()
                    }
                    EffectOutcome::Opened(_) => "opened".to_owned(),
                    other => format!("{other:?}"),
                };
                (says, Vec::new())
            }
            Message::Closing => ("closing".to_owned(), vec![self.save()]),
        };
        self.said.push(says);
        effects
    }
}

/// A store that does what the variable `DISK` says, and keeps its record in the file `RECORD`.
fn store(does: &str, record: PathBuf) -> FakeStore {
    let orders = Orders {
        listing_panics: does == "faulty",
        append_fails: (does == "full").then_some("The disk is full."),
        blocked: does == "stuck",
        ..Orders::default()
    };
    FakeStore::new(orders, move |act| {
        let line = match act {
            Act::Appended(seq) => format!("appended {seq}"),
            Act::Wrote(answers) => format!("wrote {answers}"),
            Act::Rescued(_) => "rescued".to_owned(),
            Act::Released => return,
        };
        let mut record = OpenOptions::new()
            .create(true)
            .append(true)
            .open(&record)
            .expect("it opens");
        writeln!(record, "{line}").expect("it is written");
    })
}

/// Not a test: the toy itself, when [`toy`] starts this file again.
#[test]
#[ignore = "the toy, which the tests start"]
fn sit() {
    let (Ok(does), Some(record)) = (std::env::var("DISK"), std::env::var_os("RECORD")) else {
        return;
    };
    let toy = Toy {
        said: Vec::new(),
        keys: 0,
        history: History::begin(Audit::new(Review::named("A", "B"))),
        faulty_picture: false,
    };
    let first = vec![StoreJob::Open("toy".into()).into()];
    let store = store(&does, record.into());
    let result = terminal::run(toy, first, store, DateTime::default, Toy::draw);
    let code = result.unwrap_or_else(|error| {
        eprintln!("{error}");
        ExitCode::from(3)
    });
    let number = (0..=u8::MAX).find(|number| ExitCode::from(*number) == code);
    std::process::exit(number.map_or(99, i32::from));
}

/// The toy at a pseudo-terminal.
struct Bench {
    pty: Pty,
    folder: tempfile::TempDir,
}

fn start(disk: &str, around: Option<&str>, editor: &str) -> Bench {
    let folder = tempfile::tempdir().expect("a folder");
    let this = std::env::current_exe().expect("this file");
    let start = match around {
        Some(shell) => Start::program("sh").arg("-c").arg(shell).arg(this),
        None => Start::program(this),
    };
    let pty = [
        "--exact",
        "terminal_loop::sit",
        "--ignored",
        "--nocapture",
        "--test-threads=1",
    ]
    .into_iter()
    .fold(start, Start::arg)
    .env("DISK", disk)
    .env("RECORD", folder.path().join("record"))
    .env("TMPDIR", folder.path())
    .env("VISUAL", editor)
    .go();
    pty.shows("opened");
    Bench { pty, folder }
}

/// The toy with a good disk and no shell around it.
fn toy() -> Bench {
    start("good", None, "true")
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

impl Bench {
    fn record(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("record")).unwrap_or_default()
    }

    /// Sends far more than a terminal that takes nothing holds back: the loop hangs in it.
    fn fill(&mut self) {
        self.hold(true);
        self.types("C");
        for _ in 0..3000 {
            if self.record().contains("appended 1") {
                break;
            }
            self.is_quiet(Duration::from_millis(10));
        }
    }
}

#[test]
fn a_start_and_an_end_give_everything_back() {
    let mut pty = toy();
    pty.is_taken();
    pty.shows("size 80x24");
    pty.now(|shown| {
        let raw = shown.raw();
        assert!(
            raw.contains("\x1b[?1049h") && raw.contains("\x1b[?2004h"),
            "{raw:?}"
        );
        assert!(
            !raw.contains("\x1b[?1000h") && !raw.contains("\x1b[?1003h"),
            "the mouse: {raw:?}"
        );
        assert!(
            !raw.contains("\x1b[6n") && !raw.contains("\x1b[c"),
            "a question: {raw:?}"
        );
        assert!(
            !raw.contains("\x1b]0;") && !raw.contains("\x1b]2;"),
            "a title: {raw:?}"
        );
    });
    pty.types("q");
    assert_eq!(pty.ended(), Ended::Code(0));
    pty.is_given_back();
}

#[test]
fn a_signal_to_end_keeps_what_is_typed_and_gives_everything_back() {
    let signals = [
        Signal::HUP,
        Signal::INT,
        Signal::QUIT,
        Signal::TRAP,
        Signal::ABORT,
        Signal::USR1,
        Signal::USR2,
        Signal::ALARM,
        Signal::TERM,
        Signal::XCPU,
        Signal::XFSZ,
        Signal::VTALARM,
        Signal::PROF,
        Signal::SYS,
        #[cfg(target_os = "linux")]
        Signal::STKFLT,
        #[cfg(target_os = "linux")]
        Signal::IO,
        #[cfg(target_os = "linux")]
        Signal::POWER,
    ];
    for signal in signals {
        let bench = toy();
        bench.signal(signal);
        let code = 128 + signal.as_raw().unsigned_abs();
        assert_eq!(bench.ended(), Ended::Code(code), "{signal:?}");
        bench.is_given_back();
        assert_eq!(bench.record(), "appended 1\nwrote 1\n", "{signal:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_signal_without_a_name_is_one_to_end_as_well() {
    let bench = toy();
    let kill = format!("kill -40 {}", bench.pid());
    let sent = std::process::Command::new("sh")
        .arg("-c")
        .arg(kill)
        .status();
    assert!(sent.is_ok_and(|status| status.success()));
    assert_eq!(bench.ended(), Ended::Code(168));
    bench.is_given_back();
    assert_eq!(bench.record(), "appended 1\nwrote 1\n");
}

#[test]
fn a_hang_up_that_left_the_terminal_alive_tells_what_was_not_saved() {
    let mut bench = start("full", None, "true");
    bench.types("s").shows("not saved: The disk is full.");
    bench.signal(Signal::HUP);
    assert_eq!(bench.ended(), Ended::Code(129));
    bench.is_given_back();
    bench.shows("was kept in another/place");
    assert_eq!(bench.record(), "rescued\n");
}

#[test]
fn a_hang_up_does_not_wait_for_a_terminal_that_takes_no_output() {
    let mut bench = toy();
    bench.fill();
    bench.signal(Signal::HUP);
    // The loop hangs in its picture and does not answer; the second one insists.
    bench.signal(Signal::USR1);
    let ended = bench.ended();
    assert!(
        [Ended::Code(129), Ended::Code(138)].contains(&ended),
        "{ended:?}"
    );
}

#[test]
fn a_terminal_that_says_it_is_vast_gets_a_bounded_picture() {
    let mut bench = toy();
    for (says, drawn) in [
        ((30_000, 30_000), "size 1000x400"),
        ((80, 24), "size 80x24"),
        ((65_535, 65_535), "size 1000x400"),
    ] {
        bench.claims(says.0, says.1);
        bench.shows(drawn);
    }
    bench.types("k").shows("key k");
    #[cfg(target_os = "linux")]
    assert!(pty::most_memory(bench.pid()) < 300 << 10, "in kilobytes");
    bench.types("q");
    assert_eq!(bench.ended(), Ended::Code(0));
    bench.is_given_back();
}

#[test]
fn a_closed_window_saves_and_ends() {
    let mut bench = toy();
    bench.close_window();
    assert_eq!(bench.ended(), Ended::Code(129));
    assert_eq!(bench.record(), "appended 1\nwrote 1\n");
}

#[test]
fn a_fault_gives_everything_back_and_says_what_is_safe() {
    for (key, fault) in [
        ("x", "a fault at the desk"),
        ("X", "a fault in the picture"),
    ] {
        let mut bench = toy();
        bench.types("s").shows("saved 1");
        bench.types(key);
        assert_eq!(bench.ended(), Ended::Code(70));
        bench.is_given_back();
        bench
            .pty
            .shows("What the screen said was saved is")
            .shows(fault);
        let record = bench.record();
        assert!(
            record.starts_with("appended 1\n") && record.ends_with("wrote 1\n"),
            "{record}"
        );
    }
}

#[test]
fn a_fault_on_another_thread_ends_the_sitting_as_well() {
    let mut pty = start("faulty", None, "true");
    pty.types("l");
    assert_eq!(
        pty.ended(),
        Ended::Code(3),
        "nobody is there to save any more"
    );
    pty.is_given_back();
    pty.shows("a fault at the disk").shows("could not be saved");
}

#[test]
fn a_disk_that_hangs_delays_no_key_and_the_end_only_for_a_while() {
    let mut bench = start("stuck", None, "true");
    bench.types("sk").shows("key k");
    bench.types("r").shows("key r");
    bench.signal(Signal::TERM);
    assert_eq!(bench.ended(), Ended::Code(3));
    bench.is_given_back();
    bench.shows("did not answer");
}

#[test]
fn a_disk_that_hangs_at_the_end_is_spoken_of_and_need_not_be_waited_for() {
    let mut bench = start("stuck", None, "true");
    bench.types("sq").shows("still being saved");
    bench.is_given_back();
    bench.types("\x03");
    assert_eq!(bench.ended(), Ended::Code(130));
}

#[test]
fn what_a_full_disk_does_not_take_is_kept_elsewhere_and_said() {
    let mut bench = start("full", None, "true");
    bench.types("s").shows("not saved: The disk is full.");
    bench.types("q");
    assert_eq!(bench.ended(), Ended::Code(3));
    bench.is_given_back();
    bench
        .pty
        .shows("The disk is full.")
        .shows("was kept in another/place");
    assert_eq!(bench.record(), "rescued\n");
}

#[test]
fn a_terminal_that_takes_no_output_does_not_hold_up_a_second_signal() {
    let mut bench = toy();
    bench.fill();
    bench.signal(Signal::TERM);
    bench.signal(Signal::HUP);
    // Which of the two is seen first is not ours to say.
    let ended = bench.ended();
    assert!(
        [Ended::Code(129), Ended::Code(143)].contains(&ended),
        "{ended:?}"
    );
}

/// A shell that has the toy as its job, and that stays when the toy has stopped again.
///
/// Without it the toy would be woken, to take the terminal and to leave it.
const JOB: &str = "set -m; \"$0\" \"$@\"; echo STOPPED; read line; fg; echo ENDED $?; read line";

#[cfg(target_os = "linux")]
#[test]
fn a_stop_gives_the_terminal_to_the_shell_and_going_on_draws_everything_again() {
    let mut pty = start("good", Some(JOB), "true");
    pty.types("m").shows("key m");
    pty.types("z").shows("STOPPED");
    pty.is_given_back();
    let toy = pty::child(pty.pid());
    let stat = std::fs::read_to_string(format!("/proc/{toy}/stat")).expect("it is there");
    assert!(stat.contains(") T "), "{stat}");
    pty.resize(70, 20);
    pty.types("\r").shows("size 70x20").shows("key z");
    pty.sent("\x1b[?1000h");
    pty.is_taken();
    pty.types("k").shows("key k");
    // And by a signal from outside.
    send(toy, Signal::TSTP);
    pty.shows("ENDED");
    pty.is_given_back();
}

#[cfg(target_os = "linux")]
#[test]
fn going_on_after_a_stop_that_nobody_announced_draws_everything_again() {
    let mut pty = start("good", Some(JOB), "true");
    let toy = pty::child(pty.pid());
    send(toy, Signal::STOP);
    pty.shows("STOPPED");
    // The terminal is still as the toy had it.
    pty.types("\n").shows("keys").shows("opened");
    pty.types("k").shows("key k");
    pty.is_taken();
    pty.types("q").shows("ENDED 0");
}

#[test]
fn nobody_stops_where_no_shell_could_make_it_go_on() {
    let mut pty = toy();
    pty.types("z").shows("failed: There is no shell here");
    pty.signal(Signal::TSTP);
    pty.types("k").shows("key k");
}

/// Adds a line that it reads from the keyboard.
const EDITOR: &str =
    r#"sh -c 'echo EDITING $(cat "$1"); read line; printf "%s\n" "$line" > "$1"' sh"#;

#[test]
fn an_editor_gets_every_key_and_its_text_comes_back() {
    let mut pty = start("good", None, EDITOR);
    for round in 0..20 {
        pty.types("e");
        pty.until("the editor starts", |shown| {
            (shown.raw().matches("EDITING the old text").count() == round + 1).then_some(())
        });
        assert!(pty.echoes());
        pty.types(format!("line {round}\r"))
            .shows(&format!("edited: line {round}"));
    }
    pty.is_taken();
    pty.shows("20 keys");
    pty.types("q");
    assert_eq!(pty.ended(), Ended::Code(0));
    pty.is_given_back();
}

#[test]
fn an_interrupt_at_the_editor_is_the_editors() {
    let mut bench = start("good", None, EDITOR);
    bench.types("e").sent("EDITING");
    bench
        .pty
        .types("\x03")
        .shows("failed: The editor ended with an error");
    bench.shows("not edited");
    bench.types("k").shows("key k");
    assert!(
        bench
            .folder
            .path()
            .read_dir()
            .expect("it is there")
            .next()
            .is_none(),
        "a file is left"
    );
}

#[test]
fn an_end_while_the_editor_is_open_keeps_what_was_written() {
    let bench = {
        let mut bench = start("good", None, EDITOR);
        bench.types("e").sent("EDITING");
        bench.signal(Signal::TERM);
        bench
    };
    assert_eq!(bench.ended(), Ended::Code(143));
    bench.is_given_back();
    bench.shows("It is kept in");
    let names: Vec<_> = bench
        .folder
        .path()
        .read_dir()
        .expect("it is there")
        .flatten()
        .collect();
    let text = names
        .iter()
        .find(|name| name.file_name().to_string_lossy().ends_with(".txt"));
    let text = std::fs::read_to_string(text.expect("the text is there").path()).expect("text");
    assert_eq!(text, "the old text");
    assert_eq!(bench.record(), "appended 1\nwrote 1\n");
}

#[test]
fn an_editor_that_is_not_there_changes_nothing() {
    let mut pty = start("good", None, "/nowhere/at-all");
    pty.types("e")
        .shows("not edited")
        .shows("failed: The editor ended with an error");
    pty.types("k").shows("key k");
}

#[test]
fn a_long_paste_without_brackets_comes_in_whole() {
    let mut pty = toy();
    pty.types("k".repeat(5000)).shows("5000 keys");
}

#[test]
fn a_paste_of_many_lines_is_one_message() {
    let mut pty = toy();
    let text = "a line that is long enough to matter\r".repeat(3000);
    pty.types(format!("\x1b[200~{text}\x1b[201~"))
        .shows("pasted 3000 lines")
        .shows("0 keys");
}

#[test]
fn an_arrow_in_two_pieces_is_an_arrow() {
    let mut pty = toy();
    pty.types("\x1b[")
        .types("Ak")
        .shows("key ↑")
        .shows("key k")
        .shows("2 keys");
    pty.types("\x1b").shows("key Esc");
}

#[test]
fn the_mouse_is_taken_when_it_is_wanted() {
    let mut pty = toy();
    pty.types("m").sent("\x1b[?1000h\x1b[?1006h");
    pty.types("\x1b[<0;4;5M\x1b[<65;1;1M")
        .shows("click 3,4")
        .shows("wheel 1");
    pty.types("q");
    assert_eq!(pty.ended(), Ended::Code(0));
    pty.is_given_back();
}

#[test]
fn a_text_is_put_on_the_clipboard() {
    let mut pty = toy();
    pty.types("c").sent("\x1b]52;c;aGVsbG8=\x07");
}

#[test]
fn a_spoiled_screen_is_drawn_afresh() {
    let mut pty = toy();
    pty.types("k").shows("key k");
    let sent = |pty: &Pty| pty.now(|shown| shown.raw().matches("opened").count());
    let before = sent(&pty);
    pty.types("r");
    pty.until("everything is sent again", |shown| {
        (shown.raw().matches("opened").count() > before).then_some(())
    });
    // A window that had another size for a moment has lost what it showed.
    let before = sent(&pty);
    pty.signal(Signal::WINCH);
    pty.until("everything is sent again", |shown| {
        (shown.raw().matches("opened").count() > before).then_some(())
    });
}

#[test]
fn a_storm_of_sizes_ends_at_the_last() {
    let mut pty = toy();
    for round in 0..200_u16 {
        pty.resize(20 + round % 97, 5 + round % 41);
    }
    pty.resize(1, 1);
    pty.resize(100, 30);
    pty.types("k").shows("key k").shows("size 100x30");
    pty.types("q");
    assert_eq!(pty.ended(), Ended::Code(0));
    pty.is_given_back();
}

#[cfg(target_os = "linux")]
#[test]
fn nothing_runs_while_nothing_happens() {
    let mut pty = toy();
    pty.types("s").shows("saved 1");
    assert_eq!(pty::idle_wake_ups(&pty), 0);
}
