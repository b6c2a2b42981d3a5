//! The promise "saved means saved" over thousands of random lives of an audit on a disk in memory
//! that fails in every way there is.
//!
//! `store_crash` plays one script and stops it at every operation. Here script and faults come by
//! chance and follow each other on one disk: changes, undo and redo, saved at once or later, tried
//! again or not; writes cut short, syncs and renames that fail, a disk that is full and is emptied
//! again; and after each life another crash. Whatever was called saved, or was found when the audit
//! was opened again, must be found ever after; what follows it is what was done then, in order.
//!
//! `SCRUTINEER_LIVES` says how many lives there are, `SCRUTINEER_SEED` begins others.

use crate::testkit::chance;

use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;

use crate::testkit::memory_disk::{Crash, Fault, MemoryDisk};
use chance::{Chance, figure};
use chrono::{DateTime, Utc};
use scrutineer::audit::{Audit, Entry, Evidence, History, Review};
use scrutineer::base::SourceText;
use scrutineer::checklist::Status;
use scrutineer::store::{self, Opened, StoreError, StoreNotice};

const PATH: &str = "/audits/a.audit.toml";
/// How many lives one disk has.
const LIVES: u64 = 8;

#[derive(Debug, Default)]
struct Count {
    lives: u64,
    disks: u64,
    changes: u64,
    called_saved: u64,
    found_early: u64,
    gone_with_the_crash: u64,
    failed_calls: u64,
    healed: u64,
    torn: u64,
}

/// One disk, and what was promised about the audit on it.
struct Lives<'a> {
    chance: &'a mut Chance,
    count: &'a mut Count,
    disk: MemoryDisk,
    case: String,
    second: i64,
    /// The audit was called made.
    made: bool,
    /// The entries that were called saved, or were found.
    promised: Vec<Entry>,
    /// Every entry that may be found.
    done: Vec<Entry>,
    /// After how many entries the readable file was last called written.
    written: usize,
}

fn audit() -> Audit {
    Audit::new(Review::named("Sefton", "Home care"))
}

impl Lives<'_> {
    fn now(&mut self) -> DateTime<Utc> {
        self.second += 1;
        DateTime::from_timestamp(1_763_800_000 + self.second, 0).expect("a moment")
    }

    fn open(&mut self) -> Result<Opened, StoreError> {
        let now = self.now();
        store::open(Arc::new(self.disk.clone()), Path::new(PATH), "Ann", now)
    }

    fn fault(&mut self) -> Option<Fault> {
        let kinds = [
            ErrorKind::StorageFull,
            ErrorKind::Other,
            ErrorKind::PermissionDenied,
            ErrorKind::NotFound,
            ErrorKind::Interrupted,
        ];
        let kind = self.chance.pick(&kinds);
        let from = self.chance.below(40);
        match self.chance.below(8) {
            0..=2 => Some(Fault::StopAt(from)),
            3..=4 => Some(Fault::FailFor(from, from + 1 + self.chance.below(8), kind)),
            5 => Some(Fault::FullAfter(self.chance.below(6000))),
            6 => Some(Fault::Always(kind)),
            _ => None,
        }
    }

    /// Makes the audit, or opens it.
    fn begin(&mut self) -> Result<Opened, StoreError> {
        let now = self.now();
        let disk = Arc::new(self.disk.clone());
        match store::create(disk, Path::new(PATH), audit(), "Ann", now) {
            Err(StoreError::Exists { .. }) => self.open(),
            other => {
                self.made |= other.is_ok();
                other
            }
        }
    }

    /// One thing that a user does; whether it changed anything.
    fn change(&mut self, history: &mut History) -> bool {
        let now = self.now();
        let entry = match self.chance.below(10) {
            0..=1 => history.undo("Ann", now).cloned(),
            2 => history.redo("Bob", now).cloned(),
            what => {
                let number = self.second;
                let question = self.chance.pick(&["q-1", "q-2", "q-3"]);
                let status = self
                    .chance
                    .pick(&[Status::Met, Status::Partly, Status::NotMet]);
                let long = usize::try_from(self.chance.below(900)).unwrap();
                let change = history.audit().edit_answer(question, |answer| {
                    answer.at = Some(now);
                    match what {
                        3..=5 => answer.status = Some(status),
                        6..=7 => answer.note = format!("{number} “é日”\n{}", "x".repeat(long)),
                        8 => answer.status = None,
                        _ => answer.evidence.push(Evidence {
                            quote: Some(format!("quote {number}")),
                            ..Evidence::default()
                        }),
                    }
                });
                change.map(|change| history.record(change, "Ann", now).expect("it fits").clone())
            }
        };
        self.count.changes += u64::from(entry.is_some());
        entry.is_some()
    }

    /// Saves what was done, all of it or what is new; whether that was called done.
    fn save(&mut self, opened: &mut Opened) -> bool {
        let entries = opened.history.entries();
        let from = match self.chance.below(3) {
            0 => 0,
            _ => self.promised.len(),
        };
        let writer = opened.writer.as_mut().expect("a writer");
        let saved = writer.append(&entries[from..]).is_ok();
        if saved {
            assert_eq!(writer.unsaved(), 0, "{}", self.case);
            self.promised = entries.to_vec();
        }
        self.count.called_saved += u64::from(saved);
        self.count.failed_calls += u64::from(!saved);
        saved
    }

    fn write(&mut self, opened: &mut Opened) {
        // It writes the audit as it stands, so everything must have been handed over before.
        if !self.save(opened) {
            return;
        }
        let writer = opened.writer.as_mut().expect("a writer");
        match writer.snapshot(opened.history.audit()) {
            Ok(_) => self.written = opened.history.entries().len(),
            Err(_) => self.count.failed_calls += 1,
        }
    }

    /// A life under a fault, up to its end.
    fn live(&mut self) {
        let fault = self.fault();
        self.disk.set_fault(fault);
        self.case = format!("{}, {fault:?}", self.case);
        let Ok(mut opened) = self.begin() else {
            return;
        };
        if opened.writer.is_none() {
            return;
        }
        for _ in 0..self.chance.below(10) {
            let changed = self.change(&mut opened.history);
            self.done = opened.history.entries().to_vec();
            if changed && !self.chance.one_in(4) {
                self.save(&mut opened);
            }
            if self.chance.one_in(3) {
                self.write(&mut opened);
            }
            // The disk is well again: then everything can be saved.
            if !matches!(fault, None | Some(Fault::StopAt(_))) && self.chance.one_in(8) {
                self.disk.set_fault(None);
                assert!(self.save(&mut opened), "{}: it does not recover", self.case);
                self.count.healed += 1;
            }
        }
        let crash = self.chance.pick(&[
            Crash::Killed,
            Crash::PowerCut,
            Crash::NamesKeptBytesLost,
            Crash::BytesKeptNamesLost,
        ]);
        self.case = format!("{}, {crash:?}", self.case);
        // First the crash: the dead give no lock back.
        self.disk.crash(crash);
    }

    /// Sets what is on the disk against what was promised.
    fn check(&mut self) {
        let case = self.case.clone();
        self.disk.crash(Crash::Killed);
        let path = Path::new(PATH);
        let peeked = match store::peek(&self.disk, path) {
            Err(StoreError::NoFile { .. }) if !self.made => {
                assert!(self.promised.is_empty(), "{case}");
                self.done.clear();
                return;
            }
            other => other.unwrap_or_else(|error| panic!("{case}: {error}")),
        };
        let verified = store::verify(&self.disk, path).expect(&case);
        assert!(verified.is_sound(), "{case}: {verified:?}");
        self.count.torn += u64::from(verified.torn.is_some());

        let opened = self
            .open()
            .unwrap_or_else(|error| panic!("{case}: {error}"));
        assert!(opened.read_only.is_none(), "{case}");
        let strange = |one: &StoreNotice| {
            let says = one.to_string();
            says.contains("outside") || says.contains("nother program")
        };
        assert!(
            !opened.notices.iter().any(strange),
            "{case}: {:?}",
            opened.notices
        );
        assert_eq!(opened.history.base(), &audit(), "{case}");
        assert_eq!(&*peeked.audit, opened.history.audit(), "{case}");

        let found = opened.history.entries();
        let promised = self.promised.len();
        assert_eq!(
            found.get(..promised),
            Some(self.promised.as_slice()),
            "{case}"
        );
        assert_eq!(self.done.get(..found.len()), Some(found), "{case}");
        self.count.found_early += (found.len() - promised) as u64;
        self.count.gone_with_the_crash += (self.done.len() - found.len()) as u64;

        let bytes = self.disk.bytes(PATH).expect("the readable file");
        let text = String::from_utf8(bytes).expect("text");
        let file = Audit::read(&SourceText::new("file", text)).expect("it is an audit");
        let place = place_of(&opened.history, &file);
        assert!(
            place >= Some(self.written),
            "{case}: the readable file was never so, or went back"
        );
        // What is shown on opening is promised from then on.
        self.made = true;
        self.promised = found.to_vec();
        self.done = found.to_vec();
        if self.chance.one_in(2) {
            // Let go in good order; else the next crash meets what opening has left.
            drop(opened);
        } else {
            self.disk.crash(Crash::PowerCut);
        }
    }
}

/// After how many entries the audit last was so.
fn place_of(history: &History, audit: &Audit) -> Option<usize> {
    (0..=history.entries().len()).rev().find(|count| {
        let some = history.entries().iter().take(*count).cloned().collect();
        let then = History::replay(history.base().clone(), some).expect("it replays");
        then.audit() == audit
    })
}

#[test]
fn what_was_called_saved_or_was_found_is_found_ever_after_on_a_disk_that_fails() {
    let lives = figure("SCRUTINEER_LIVES", 4000);
    let seed = figure("SCRUTINEER_SEED", 2026);
    let mut chance = Chance::new(seed);
    let mut count = Count::default();
    while count.lives < lives {
        count.disks += 1;
        let mut one = Lives {
            chance: &mut chance,
            count: &mut count,
            disk: MemoryDisk::with_folder("/audits"),
            case: String::new(),
            second: 0,
            made: false,
            promised: Vec::new(),
            done: Vec::new(),
            written: 0,
        };
        for life in 1..=LIVES {
            one.count.lives += 1;
            one.case = format!("seed {seed}, disk {}, life {life}", one.count.disks);
            one.live();
            one.check();
        }
    }
    eprintln!("{count:#?}");
    // Lives in which nothing fails would prove nothing.
    assert!(count.failed_calls > lives / 4, "{count:?}");
    assert!(count.gone_with_the_crash > lives / 20, "{count:?}");
    assert!(
        count.found_early > 0 && count.torn > 0 && count.healed > 0,
        "{count:?}"
    );
}
