//! One life of the program in a pseudo-terminal, from its start to its death, and beside it a
//! model that gets the same keys: a desk without terminal or disk, which knows what each key does.

#![allow(unreachable_pub, reason = "shared by several test files")]

use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::Duration;

use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta, Utc};
use rustix::process::Signal;
use scrutineer::audit::{Audit, Entry, History};
use scrutineer::checklist::{Library, load, shipped};
use scrutineer::desk::overlay::FieldId;
use scrutineer::desk::{
    BackgroundJob, Desk, Effect, EffectOutcome, Key, Message, OpenedAudit, Overlay, Setup,
    StoreJob, TerminalJob,
};
use scrutineer::report::Author;
use serde_json::Value;

use super::chance::Chance;
use super::pty::{Ended, Pty, Shown, Start};

/// Who is at the desk.
pub const WHO: &str = "Ann";

/// A desk without terminal or disk.
pub struct Model {
    desk: Desk,
    now: DateTime<Utc>,
    /// The changes that the keys made.
    pub pressed: Vec<Entry>,
    /// The audit that is to be made.
    pub made: Option<Audit>,
}

fn library() -> Arc<Library> {
    static LIBRARY: OnceLock<Arc<Library>> = OnceLock::new();
    let load = || Arc::new(load(&shipped::checklists()).expect("the shipped checklists"));
    Arc::clone(LIBRARY.get_or_init(load))
}

#[expect(
    clippy::disallowed_methods,
    reason = "the program asks the clock which law is in force, so the model must as well"
)]
fn today() -> NaiveDate {
    Utc::now().date_naive()
}

impl Model {
    fn new() -> Self {
        let (desk, _) = Desk::new(Setup {
            library: Some(library()),
            own_checklists: Vec::new(),
            author: Author {
                name: WHO.to_owned(),
                logins: Vec::new(),
            },
            today: today(),
            offset: FixedOffset::east_opt(0).expect("no offset"),
            preferences: scrutineer::desk::preferences::Preferences::default(),
            first: scrutineer::desk::first::FirstMinute::default(),
            papers_folder: std::path::PathBuf::new(),
            notices: Vec::new(),
        });
        let mut model = Self {
            desk,
            // Long ago: no moment of the model is one of the program.
            now: DateTime::from_timestamp(1_000_000_000, 0).expect("a moment"),
            pressed: Vec::new(),
            made: None,
        };
        model.take(Message::Resize(80, 24));
        model
    }

    pub fn open(&mut self, history: History) {
        self.take(Message::Outcome(EffectOutcome::Opened(Box::new(
            OpenedAudit {
                path: PathBuf::from("x"),
                name: "x".to_owned(),
                history,
                read_only: None,
                notices: Vec::new(),
                head: None,
            },
        ))));
    }

    fn take(&mut self, message: Message) {
        self.now += TimeDelta::seconds(1);
        for effect in self.desk.update(message, self.now) {
            match effect {
                Effect::Store(StoreJob::Save { entries, .. }) => self.pressed.extend(entries),
                Effect::Store(StoreJob::Create { audit, .. }) => self.made = Some(*audit),
                Effect::Store(StoreJob::List)
                | Effect::Terminal(TerminalJob::Redraw)
                | Effect::Background(
                    BackgroundJob::LoadSetting(_)
                    | BackgroundJob::Remember(_)
                    | BackgroundJob::WorkOut(_),
                ) => {}
                other => panic!("this walk asks for nothing like {other:?}"),
            }
        }
    }

    /// The id of the form's field that is typed in.
    fn field(&self) -> Option<FieldId> {
        match self.desk.overlays.last() {
            Some(Overlay::Form(form)) => Some(form.fields.get(form.focus)?.key),
            _ => None,
        }
    }
}

/// An entry without its moments, which only the program's clock knows.
pub fn without_moments(entry: &Entry) -> Value {
    fn strip(value: &mut Value) {
        match value {
            Value::Object(fields) => {
                fields.remove("at");
                fields.values_mut().for_each(strip);
            }
            Value::Array(values) => values.iter_mut().for_each(strip),
            _ => {}
        }
    }
    let mut value = serde_json::to_value(entry).expect("an entry can be written");
    strip(&mut value);
    value
}

/// What the status line says about saving.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Told {
    Nothing,
    Saving,
    Saved,
    RowError(String),
}

fn told(shown: &Shown) -> Option<Told> {
    let text = shown.text();
    let line = text.lines().nth(22)?.trim_end();
    let is_time =
        |time: &str| time.len() == 8 && time.chars().all(|c| c.is_ascii_digit() || c == ':');
    if line.contains("NOT SAVED") || line.contains("READ ONLY") {
        Some(Told::RowError(line.to_owned()))
    } else if line.ends_with("all saved") {
        Some(Told::Nothing)
    } else if line.ends_with(" saving") {
        Some(Told::Saving)
    } else {
        let (_, time) = line.rsplit_once(" saved at ")?;
        is_time(time).then_some(Told::Saved)
    }
}

/// How often the screen was drawn afresh.
fn fresh_pictures(shown: &Shown) -> usize {
    shown
        .bytes
        .windows(4)
        .filter(|bytes| bytes == b"\x1b[2J")
        .count()
}

const EDITING: &str = "Ctrl-O own editor";

/// The program from its start to its death, and the model beside it.
pub struct Life {
    pub pty: Pty,
    pub model: Model,
    /// Ctrl-L was pressed last, and this many fresh pictures show that it was taken.
    fence: Option<usize>,
    /// How many of the model's changes the screen has called saved.
    pub confirmed: usize,
    log: String,
}

impl Drop for Life {
    fn drop(&mut self) {
        if thread::panicking() {
            eprintln!("in the life: {}", self.log);
        }
    }
}

impl Life {
    pub fn new(start: Start, case: &str) -> Self {
        Self {
            pty: start.go(),
            model: Model::new(),
            fence: None,
            confirmed: 0,
            log: format!("{case}:"),
        }
    }

    fn send(&mut self, message: Message, bytes: impl AsRef<[u8]>) {
        self.fence = None;
        self.model.take(message);
        self.pty.types(bytes);
    }

    /// Presses a key.
    pub fn key(&mut self, name: &str) {
        let bytes = match name {
            "Up" => "\x1b[A",
            "Down" => "\x1b[B",
            "Enter" => "\r",
            "Tab" => "\t",
            "Esc" => "\x1b",
            "C-l" => "\x0c",
            "C-s" => "\x13",
            "Space" => " ",
            one => one,
        };
        // A letter is the name of a page where one is wanted; with Alt it is a key all the same.
        let is_letter = name.len() == 1 && name.as_bytes()[0].is_ascii_alphabetic();
        let (name, bytes) = if is_letter && self.model.field() == Some(FieldId::Page) {
            (format!("M-{name}"), format!("\x1b{bytes}"))
        } else {
            (name.to_owned(), bytes.to_owned())
        };
        write!(self.log, " {name}").expect("it is written");
        let key = Key::parse(&name).expect("a key");
        self.send(Message::Key(key), bytes);
    }

    /// Types a text.
    pub fn text(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                ' ' => self.key("Space"),
                c => self.key(c.encode_utf8(&mut [0; 4])),
            }
        }
    }

    fn paste(&mut self, text: &str) {
        write!(self.log, " (paste of {})", text.len()).expect("it is written");
        let bytes = format!("\x1b[200~{text}\x1b[201~");
        self.send(Message::Paste(text.to_owned()), bytes);
    }

    /// Has the screen drawn afresh, which also clears what lies over the status line.
    pub fn ask(&mut self) {
        let before = self.pty.now(fresh_pictures);
        self.key("C-l");
        self.fence = Some(before + 1);
    }

    /// Waits until the screen says, after all that was typed, how saving stands; if patient, until
    /// it is over.
    pub fn wait(&mut self, patient: bool) {
        self.ask();
        let wanted = self.fence.expect("it was asked");
        let told = self.pty.until("the screen tells about saving", |shown| {
            let told = told(shown).filter(|_| fresh_pictures(shown) >= wanted);
            told.filter(|told| !patient || *told != Told::Saving)
        });
        match told {
            Told::Saved => self.confirmed = self.model.pressed.len(),
            Told::Nothing => assert!(self.model.pressed.is_empty(), "changes are not noticed"),
            Told::Saving => {}
            Told::RowError(line) => panic!("{line}"),
        }
    }

    /// Waits until the audit is shown.
    pub fn open(&mut self, authority: &str) {
        self.pty.until("the audit is shown", |shown| {
            let text = shown.text();
            (text.contains(authority) && text.contains("Walk") && text.contains("Flags"))
                .then_some(())
        });
        self.wait(true);
        // The facts of the front page come first; the keys of an answer want a question to judge.
        self.key("/");
        self.text("options.ways-considered");
        self.key("Enter");
    }

    /// Does one thing that a user does.
    pub fn gesture(&mut self, chance: &mut Chance, number: u64) {
        // A sign would be the name of a page where one is wanted.
        if chance.one_in(3) && self.model.field() != Some(FieldId::Page) {
            let moves = ["Down", "Up", "Down", "]", "[", "o", "Space"];
            self.key(chance.pick(&moves));
        }
        match chance.below(16) {
            0..=6 => self.key(chance.pick(&["m", "p", "n", "e", "w", "a"])),
            7..=8 => {
                self.note(chance, number);
                self.key("C-s");
            }
            9..=10 => {
                self.evidence(chance, number);
                self.key("C-s");
                let over = self.model.desk.overlays.iter();
                let mut boxes =
                    over.filter(|one| !matches!(one, Overlay::Form(form) if form.is_strip()));
                assert!(boxes.next().is_none(), "the evidence is taken");
            }
            11 => self.key("x"),
            12..=13 => self.key("u"),
            _ => self.key("U"),
        }
    }

    /// Begins a note.
    pub fn note(&mut self, chance: &mut Chance, number: u64) {
        // The editor before this one must not be taken for it.
        self.pty.until("no editor is open", |shown| {
            (!shown.text().contains(EDITING)).then_some(())
        });
        self.key("t");
        if chance.one_in(3) {
            let long = usize::try_from(chance.below(6000)).unwrap();
            self.paste(&format!("pasted {number}: {}", "é日x ".repeat(long / 7)));
        } else {
            self.text(&format!("note {number} é日"));
        }
    }

    /// Fills in a piece of evidence, and does not keep it yet.
    pub fn evidence(&mut self, chance: &mut Chance, number: u64) {
        self.key("v");
        if let Some(Overlay::Picker(_)) = self.model.desk.overlays.last() {
            if chance.one_in(2) {
                self.key("Down");
            }
            self.key("Enter");
        }
        let filled: &[(FieldId, String)] = &[
            (FieldId::Document, format!("Report {number}")),
            (FieldId::Page, "7".to_owned()),
            (FieldId::Quote, format!("quote {number} é日")),
            (FieldId::Locator, format!("shelf {number}")),
        ];
        let keep = chance.below(15) + 1;
        for (place, (field, text)) in filled.iter().enumerate() {
            if keep & (1 << place) != 0 {
                while self.model.field() != Some(*field) {
                    self.key("Tab");
                }
                self.text(text);
            }
        }
    }

    /// Kills the program, and says what the last picture confirmed.
    pub fn kill(&mut self) {
        self.pty.signal(Signal::KILL);
        let ended = self.pty.ended();
        assert!(
            matches!(ended, Ended::Signal(_)),
            "it ended before: {ended:?}"
        );
        let wanted = self.fence;
        let saved = self.pty.now(|shown| {
            wanted.is_some_and(|wanted| fresh_pictures(shown) >= wanted)
                && told(shown) == Some(Told::Saved)
        });
        if saved {
            self.confirmed = self.model.pressed.len();
        }
    }
}

/// Lets the program go on for a while, in microseconds: where it is then is for chance to say.
pub fn let_live(micros: u64) {
    thread::park_timeout(Duration::from_micros(micros));
}
