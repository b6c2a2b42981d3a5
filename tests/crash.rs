//! The promise "saved means saved", put to the test on the program itself: it is killed at random
//! moments of a random walk, in a pseudo-terminal and on the real disk, and opened again.
//!
//! The model is a desk without terminal or disk that gets the same keys, so it knows which change
//! every key makes. A change is *confirmed* once a picture drawn after its key says "saved". After
//! a kill the journal must hold every change that was ever found in it, then the changes of this
//! life in the order of their keys: all that were confirmed, and perhaps some that were not yet.
//!
//! `SCRUTINEER_CRASHES` says how many kills there are, `SCRUTINEER_SEED` begins another walk. The
//! walk is the same each time; where in its work the program is when it dies is not.
#![cfg(unix)]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test that cannot go on has failed, and says where"
)]

mod pty;

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::Command;
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::Duration;

use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta, Utc};
use pty::{Ended, Pty, Shown, Start};
use rustix::process::Signal;
use scrutineer::audit::{Audit, Entry, History};
use scrutineer::checklist::{Library, SourceText, load, shipped};
use scrutineer::desk::{Desk, Effect, Key, Message, OpenedAudit, Outcome, Overlay, Setup};
use scrutineer::store::{self, Chain, Places, RealDisk, SnapshotCheck};
use serde_json::Value;

const PROGRAM: &str = env!("CARGO_BIN_EXE_scrutineer");
const WHO: &str = "Ann";
/// How many programs are at work at a time, each in a home of its own.
const AT_ONCE: u64 = 2;
/// How many lives an audit has before a new one is begun.
const LIVES: u64 = 20;

// ---- chance --------------------------------------------------------------------------------

/// Numbers by chance, the same from the same seed.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % limit
    }

    fn one_in(&mut self, count: u64) -> bool {
        self.below(count) == 0
    }

    fn pick<T: Copy>(&mut self, some: &[T]) -> T {
        some[usize::try_from(self.below(some.len() as u64)).unwrap()]
    }
}

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).map_or(otherwise, |text| text.parse().expect("a number"))
}

// ---- the model -----------------------------------------------------------------------------

/// A desk without terminal or disk.
struct Model {
    desk: Desk,
    now: DateTime<Utc>,
    /// The changes that the keys made.
    pressed: Vec<Entry>,
    /// The audit that is to be made.
    made: Option<Audit>,
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
            library: library(),
            who: WHO.to_owned(),
            today: today(),
            offset: FixedOffset::east_opt(0).expect("no offset"),
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

    fn open(&mut self, history: History) {
        self.take(Message::Outcome(Outcome::Opened(Box::new(OpenedAudit {
            path: PathBuf::from("x"),
            name: "x".to_owned(),
            history,
            read_only: None,
            notices: Vec::new(),
            head: None,
        }))));
    }

    fn take(&mut self, message: Message) {
        self.now += TimeDelta::seconds(1);
        for effect in self.desk.update(message, self.now) {
            match effect {
                Effect::Save { entry, .. } => self.pressed.push(*entry),
                Effect::Create { audit, .. } => self.made = Some(*audit),
                Effect::List | Effect::Redraw => {}
                other => panic!("this walk asks for nothing like {other:?}"),
            }
        }
    }

    /// The key of the form's field that is typed in.
    fn field(&self) -> Option<&'static str> {
        match self.desk.overlays.last() {
            Some(Overlay::Form(form)) => Some(form.fields.get(form.focus)?.key),
            _ => None,
        }
    }
}

/// An entry without its moments, which only the program's clock knows.
fn without_moments(entry: &Entry) -> Value {
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

// ---- one life ------------------------------------------------------------------------------

/// What the status line says about saving.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Told {
    Nothing,
    Saving,
    Saved,
    Trouble(String),
}

fn told(shown: &Shown) -> Option<Told> {
    let text = shown.text();
    let line = text.lines().nth(22)?.trim_end();
    let is_time =
        |time: &str| time.len() == 8 && time.chars().all(|c| c.is_ascii_digit() || c == ':');
    if line.contains("NOT SAVED") || line.contains("READ ONLY") {
        Some(Told::Trouble(line.to_owned()))
    } else if line.ends_with("nothing to save") {
        Some(Told::Nothing)
    } else if line.ends_with(" saving") {
        Some(Told::Saving)
    } else {
        let (_, time) = line.rsplit_once(" saved ")?;
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

const EDITING: &str = "Ctrl-X throw away";

/// The program from its start to its death, and the model beside it.
struct Life {
    pty: Pty,
    model: Model,
    /// Ctrl-L was pressed last, and this many fresh pictures show that it was taken.
    fence: Option<usize>,
    /// How many of the model's changes the screen has called saved.
    confirmed: usize,
    /// The audit was shown.
    begun: bool,
    /// Escape was pressed: a key that comes at once would be taken for one with Alt.
    escaped: bool,
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
    fn new(start: Start, case: &str) -> Self {
        Self {
            pty: start.go(),
            model: Model::new(),
            fence: None,
            confirmed: 0,
            begun: false,
            escaped: false,
            log: format!("{case}:"),
        }
    }

    fn send(&mut self, message: Message, bytes: impl AsRef<[u8]>) {
        if std::mem::take(&mut self.escaped) {
            self.pty.until("the editor is closed", |shown| {
                (!shown.text().contains(EDITING)).then_some(())
            });
        }
        self.fence = None;
        self.model.take(message);
        self.pty.types(bytes);
    }

    fn key(&mut self, name: &str) {
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
        write!(self.log, " {name}").expect("it is written");
        let key = Key::parse(name).expect("a key");
        self.send(Message::Key(key), bytes);
    }

    fn text(&mut self, text: &str) {
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
    fn ask(&mut self) {
        let before = self.pty.now(fresh_pictures);
        self.key("C-l");
        self.fence = Some(before + 1);
    }

    /// Waits until the screen says, after all that was typed, one of two things about saving.
    fn wait(&mut self, patient: bool) {
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
            Told::Trouble(line) => panic!("{line}"),
        }
    }

    fn open(&mut self, authority: &str) {
        self.pty.until("the audit is shown", |shown| {
            let text = shown.text();
            (text.contains(authority) && text.contains("Walk   Flags")).then_some(())
        });
        self.begun = true;
        self.wait(true);
    }

    /// Does one thing that a user does.
    fn gesture(&mut self, chance: &mut Chance, number: u64) {
        if chance.one_in(3) {
            let moves = ["Down", "Up", "Down", "]", "[", "o", "Space"];
            self.key(chance.pick(&moves));
        }
        match chance.below(16) {
            0..=6 => self.key(chance.pick(&["m", "p", "n", "e", "w", "a"])),
            7..=8 => {
                self.note(chance, number);
                self.end_note(chance);
            }
            9..=10 => {
                self.evidence(chance, number);
                self.key("C-s");
                assert!(self.model.desk.overlays.is_empty(), "the evidence is taken");
            }
            11 => self.key("x"),
            12..=13 => self.key("u"),
            _ => self.key("U"),
        }
    }

    fn note(&mut self, chance: &mut Chance, number: u64) {
        self.key("t");
        if chance.one_in(3) {
            let long = usize::try_from(chance.below(6000)).unwrap();
            self.paste(&format!("pasted {number}: {}", "é日x ".repeat(long / 7)));
        } else {
            self.text(&format!("note {number} é日"));
        }
    }

    fn end_note(&mut self, chance: &mut Chance) {
        if chance.one_in(2) {
            self.key("C-s");
        } else {
            // What ends it must not come before it is seen to have begun.
            self.pty.shows(EDITING);
            self.key("Esc");
            self.escaped = true;
        }
    }

    fn evidence(&mut self, chance: &mut Chance, number: u64) {
        self.key("v");
        if let Some(Overlay::Picker(_)) = self.model.desk.overlays.last() {
            if chance.one_in(2) {
                self.key("Down");
            }
            self.key("Enter");
        }
        let filled: &[(&str, String)] = &[
            ("title", format!("Report {number}")),
            ("page", "7".to_owned()),
            ("quote", format!("quote {number} é日")),
            ("locator", format!("shelf {number}")),
        ];
        let keep = chance.below(15) + 1;
        for (place, (field, text)) in filled.iter().enumerate() {
            if keep & (1 << place) != 0 {
                while self.model.field() != Some(field) {
                    self.key("Tab");
                }
                self.text(text);
            }
        }
    }

    fn lasts(&self, micros: u64) {
        thread::park_timeout(Duration::from_micros(micros));
    }

    /// Kills the program, and says what the last picture confirmed.
    fn kill(&mut self) {
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

// ---- many lives ----------------------------------------------------------------------------

/// What came of the kills.
#[derive(Debug, Default)]
struct Count {
    kills: u64,
    /// Before the audit was shown.
    while_opening: u64,
    /// While an audit was being made, and of those, before it was there.
    while_making: u64,
    never_made: u64,
    /// In the middle of a note or a form.
    while_typing: u64,
    audits: u64,
    pressed: usize,
    confirmed: usize,
    /// Changes that were found though the screen had not yet said so.
    found_early: usize,
    /// Changes that were not found; the screen had never said so.
    gone_with_the_kill: usize,
    torn: u64,
    /// The readable file was behind its journal.
    behind: u64,
}

impl std::ops::AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        self.kills += other.kills;
        self.while_opening += other.while_opening;
        self.while_making += other.while_making;
        self.never_made += other.never_made;
        self.while_typing += other.while_typing;
        self.audits += other.audits;
        self.pressed += other.pressed;
        self.confirmed += other.confirmed;
        self.found_early += other.found_early;
        self.gone_with_the_kill += other.gone_with_the_kill;
        self.torn += other.torn;
        self.behind += other.behind;
    }
}

/// Somebody with a home, whose program is killed again and again.
struct Sitter {
    chance: Chance,
    home: tempfile::TempDir,
    count: Count,
    /// The number of the audit in hand.
    audit: u64,
    /// What was last found in it.
    known: Option<History>,
    case: String,
}

impl Sitter {
    fn new(seed: u64) -> Self {
        // Seeds that are near each other begin alike.
        let mut chance = Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        for _ in 0..20 {
            chance.below(2);
        }
        Self {
            chance,
            home: tempfile::tempdir().expect("a folder"),
            count: Count::default(),
            audit: 0,
            known: None,
            case: String::new(),
        }
    }

    fn authority(&self) -> String {
        format!("Anytown {}", self.audit)
    }

    fn name(&self) -> String {
        format!("anytown-{}-home-care", self.audit)
    }

    fn file(&self, end: &str) -> PathBuf {
        let audits = Places::below(self.home.path()).audits;
        audits.join(format!("{}{end}", self.name()))
    }

    fn life(&self, args: &[&str]) -> Life {
        let mut start = Start::program(PROGRAM)
            .env("SCRUTINEER_HOME", self.home.path())
            .env("TMPDIR", self.home.path())
            .env("USER", WHO)
            .env("TZ", "UTC");
        for arg in args {
            start = start.arg(arg);
        }
        Life::new(start, &self.case)
    }

    fn go_on(&mut self, kills: u64, seed: u64) {
        let mut lives = LIVES;
        while self.count.kills < kills {
            self.case = format!("seed {seed}, kill {}", self.count.kills + 1);
            lives += 1;
            if lives >= LIVES {
                self.check_from_outside();
                self.known = None;
                self.audit += 1;
            }
            if self.known.is_none() {
                lives = 0;
                self.make();
            } else {
                self.work();
            }
            self.count.kills += 1;
        }
        self.check_from_outside();
    }

    /// Makes a new audit and is killed at it or, mostly, after it.
    fn make(&mut self) {
        let mut life = self.life(&[]);
        life.pty.shows("new audit").shows("Liverpool");
        life.key("n");
        life.text(&self.authority());
        life.key("Tab");
        life.text("Home care");
        life.key("C-s");
        let base = life.model.made.take().expect("an audit is made");
        let history = History::begin(base);
        if self.chance.one_in(2) {
            life.lasts(self.chance.below(150_000));
            life.kill();
            self.count.while_making += 1;
            if !self.file(".audit.toml").exists() {
                // Nothing was told, and nothing is there. The next one gets another name.
                assert!(
                    !self.file(".audit.journal").exists(),
                    "a journal of nothing"
                );
                self.count.never_made += 1;
                self.audit += 1;
                return;
            }
        } else {
            life.model.open(history.clone());
            life.open(&self.authority());
            self.work_on(&mut life);
        }
        self.count.audits += 1;
        self.check(&life, &history);
    }

    /// Opens the audit, works on it and is killed.
    fn work(&mut self) {
        let history = self.known.take().expect("there is an audit");
        let name = self.name();
        let mut life = self.life(&["open", &name]);
        if self.chance.one_in(8) {
            life.lasts(self.chance.below(400_000));
            life.kill();
            self.count.while_opening += 1;
        } else {
            life.model.open(history.clone());
            life.open(&self.authority());
            self.work_on(&mut life);
        }
        self.check(&life, &history);
    }

    fn work_on(&mut self, life: &mut Life) {
        let chance = &mut self.chance;
        let number = self.count.kills;
        for _ in 0..chance.below(4) {
            life.gesture(chance, number);
            if chance.one_in(3) {
                life.wait(true);
            }
        }
        match chance.below(8) {
            // In the middle of typing, which is nobody's yet.
            0 => {
                if chance.one_in(2) {
                    life.note(chance, number);
                } else {
                    life.evidence(chance, number);
                }
                life.lasts(chance.below(30_000));
                self.count.while_typing += 1;
            }
            // As soon as the screen says saved: the readable file is being written.
            1..=2 => {
                life.gesture(chance, number);
                life.wait(true);
                life.lasts(chance.below(4) * chance.below(5_000));
            }
            // As soon as the screen says anything.
            3 => {
                life.gesture(chance, number);
                life.wait(false);
            }
            // With the key.
            4 => life.gesture(chance, number),
            // Soon after the key, whatever is going on then.
            5 => {
                life.gesture(chance, number);
                life.lasts(chance.below(150_000));
            }
            // Soon after the key, looking.
            6 => {
                life.gesture(chance, number);
                life.ask();
                life.lasts(chance.below(200_000));
            }
            // In the middle of many keys.
            _ => {
                for _ in 0..8 {
                    life.key(chance.pick(&["m", "p", "n", "e", "w", "a", "u", "x"]));
                }
                life.ask();
                life.lasts(chance.below(400_000));
            }
        }
        life.kill();
    }

    /// Sets what is on the disk against what was known before this life and done in it.
    fn check(&mut self, life: &Life, before: &History) {
        let path = self.file(".audit.toml");
        let (base, entries) = self.journal(before);
        let known = before.entries().len();
        let (old, new) = entries.split_at_checked(known).unwrap_or((&entries, &[]));
        assert_eq!(&base, before.base(), "the beginning is another");
        assert_eq!(old, before.entries(), "what was there before is not there");

        let pressed = &life.model.pressed;
        assert!(
            new.len() >= life.confirmed,
            "{} changes were called saved and {} are there",
            life.confirmed,
            new.len()
        );
        assert!(new.len() <= pressed.len(), "there is more than was done");
        for (found, done) in new.iter().zip(pressed) {
            assert_eq!(without_moments(found), without_moments(done));
        }

        let (found, done) = (new.len(), pressed.len());
        let history = History::replay(base, entries).expect("it replays");
        let peeked = store::peek(&RealDisk, &path).expect("it can be read");
        assert_eq!(&peeked.audit, history.audit());
        assert!(
            peeked.notices.iter().all(|one| !one.contains("outside")),
            "{:?}",
            peeked.notices
        );
        let verified = store::verify(&RealDisk, &path).expect("it can be read");
        assert!(verified.is_sound(), "{verified:?}");
        match &verified.chain {
            Chain::Sound { entries, .. } => assert_eq!(*entries, history.last_seq()),
            Chain::NoJournal => assert_eq!(history.last_seq(), 0),
            Chain::Broken { .. } => panic!("{verified:?}"),
        }
        // The readable file is by itself what the audit was at some moment.
        let text = std::fs::read_to_string(&path).expect("it is text");
        let file = Audit::read(&SourceText::new("file", text)).expect("it is an audit");
        let states = (0..=history.entries().len()).rev().map(|count| {
            let some = history.entries().iter().take(count).cloned().collect();
            History::replay(history.base().clone(), some).expect("it replays")
        });
        let place = states
            .map(|one| one.audit().clone())
            .position(|one| one == file);
        assert!(place.is_some(), "the readable file was never so");

        let count = &mut self.count;
        count.pressed += done;
        count.confirmed += life.confirmed;
        count.found_early += found - life.confirmed;
        count.gone_with_the_kill += done - found;
        count.torn += u64::from(verified.torn.is_some());
        count.behind += u64::from(matches!(verified.snapshot, SnapshotCheck::Behind { .. }));
        self.known = Some(history);
    }

    /// The journal, read without the help of the program: its beginning and its entries.
    fn journal(&self, before: &History) -> (Audit, Vec<Entry>) {
        let Ok(text) = std::fs::read_to_string(self.file(".audit.journal")) else {
            // It is made after the readable file, and before anything is called saved.
            assert!(before.entries().is_empty(), "the journal is gone");
            return (before.base().clone(), Vec::new());
        };
        let part = |line: &str, name: &str| -> Option<Value> {
            let mut value: Value = serde_json::from_str(line).ok()?;
            Some(value.get_mut(name)?.take())
        };
        let (whole, torn) = text.rsplit_once('\n').unwrap_or_default();
        let mut lines = whole.lines();
        let base = part(lines.next().expect("a first line"), "base").expect("a beginning");
        let mut entries: Vec<Value> = lines
            .map(|line| part(line, "entry").expect("a line of a journal"))
            .collect();
        // A line to which only its end is missing counts.
        entries.extend(part(torn, "entry"));
        let entry = |value| serde_json::from_value(value).expect("an entry");
        let base = serde_json::from_value(base).expect("an audit");
        (base, entries.into_iter().map(entry).collect())
    }

    /// Asks the program itself about an audit that was killed many times.
    fn check_from_outside(&self) {
        if self.known.is_none() {
            return;
        }
        let output = Command::new(PROGRAM)
            .args(["verify", &self.name()])
            .env("SCRUTINEER_HOME", self.home.path())
            .output()
            .expect("it runs");
        let says = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success(), "{}: {says}", self.case);
    }
}

#[test]
fn what_the_screen_calls_saved_outlives_a_kill_at_any_moment() {
    let kills = number("SCRUTINEER_CRASHES", 200);
    let seed = number("SCRUTINEER_SEED", 2026);
    let sit = |one: u64| {
        thread::spawn(move || {
            let mut sitter = Sitter::new(seed + one);
            sitter.go_on((kills + one) / AT_ONCE, seed + one);
            sitter.count
        })
    };
    let sitters: Vec<_> = (0..AT_ONCE).map(sit).collect();
    let mut count = Count::default();
    for sitter in sitters {
        count += sitter
            .join()
            .expect("nothing that was called saved is lost");
    }
    eprintln!("{count:#?}");
    assert_eq!(count.kills, kills);
    // Kills that find nothing to break would prove nothing.
    if kills >= 200 {
        assert!(count.confirmed > 100, "{count:?}");
        assert!(count.gone_with_the_kill > 0, "{count:?}");
        assert!(
            count.found_early + count.gone_with_the_kill > 50,
            "{count:?}"
        );
    }
}
