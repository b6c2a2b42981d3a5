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

// Not on Windows: it drives the program through a pseudo-terminal, which wine has not.
#![cfg(unix)]
use crate::testkit::chance;
use crate::testkit::life;
use crate::testkit::pty;

use std::path::PathBuf;
use std::process::Command;
use std::thread;

use chance::{Chance, figure};
use life::{Life, WHO, let_live, without_moments};
use pty::Start;
use scrutineer::audit::{Audit, Entry, History};
use scrutineer::base::SourceText;
use scrutineer::store::{self, Chain, Places, RealDisk, SnapshotCheck};
use serde_json::Value;

const PROGRAM: &str = env!("CARGO_BIN_EXE_scrutineer");
/// How many programs are at work at a time, each in a home of its own.
const AT_ONCE: u64 = 2;
/// How many lives an audit has before a new one is begun.
const LIVES: u64 = 20;

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
        let home = tempfile::tempdir().expect("a folder");
        pty::unasked(home.path());
        Self {
            chance: Chance::new(seed),
            home,
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
            let_live(self.chance.below(150_000));
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
            let_live(self.chance.below(400_000));
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
                let_live(chance.below(30_000));
                self.count.while_typing += 1;
            }
            // As soon as the screen says saved: the readable file is being written.
            1..=2 => {
                life.gesture(chance, number);
                life.wait(true);
                let_live(chance.below(4) * chance.below(5_000));
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
                let_live(chance.below(150_000));
            }
            // Soon after the key, looking.
            6 => {
                life.gesture(chance, number);
                life.ask();
                let_live(chance.below(200_000));
            }
            // In the middle of many keys.
            _ => {
                for _ in 0..8 {
                    life.key(chance.pick(&["m", "p", "n", "e", "w", "a", "u", "x"]));
                }
                life.ask();
                let_live(chance.below(400_000));
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
        assert_eq!(&*peeked.audit, history.audit());
        assert!(
            peeked
                .notices
                .iter()
                .all(|one| !one.to_string().contains("outside")),
            "{:?}",
            peeked.notices
        );
        let verified = store::verify(&RealDisk, &path).expect("it can be read");
        assert!(verified.is_sound(), "{verified:?}");
        match &verified.chain {
            Chain::Sound { entries, .. } => assert_eq!(*entries, history.last_seq()),
            Chain::NoJournal => assert_eq!(history.last_seq(), 0),
            Chain::Damaged { .. } => panic!("{verified:?}"),
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
    let kills = figure("SCRUTINEER_CRASHES", 50);
    let seed = figure("SCRUTINEER_SEED", 2026);
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
    if kills >= 50 {
        let kills = usize::try_from(kills).expect("a small number");
        assert!(count.confirmed > kills / 2, "{count:?}");
        assert!(count.gone_with_the_kill > 0, "{count:?}");
        assert!(
            count.found_early + count.gone_with_the_kill > kills / 8,
            "{count:?}"
        );
    }
}
