//! The promise "saved means saved", put to the test at every single operation of the disk.
//!
//! A session is played on a disk in memory that stops at its first operation, then at its second,
//! and so on to the last; each time in every way a machine can stop. Then the audit is opened
//! again, and everything that was called saved must be there.

use std::path::Path;
use std::sync::Arc;

use crate::testkit::memory_disk::{Crash, Fault, MemoryDisk};
use chrono::{DateTime, Utc};
use scrutineer::audit::{Audit, Entry, History, Review};
use scrutineer::checklist::Status;
use scrutineer::store::{self, Opened, StoreError};

const PATH: &str = "/audits/a.audit.toml";
const EVERY_CRASH: [Crash; 4] = [
    Crash::Killed,
    Crash::PowerCut,
    Crash::NamesKeptBytesLost,
    Crash::BytesKeptNamesLost,
];

fn at(second: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_763_800_000 + second, 0).expect("a moment")
}

fn audit() -> Audit {
    Audit::new(Review::named("Sefton", "Home care"))
}

fn disk() -> MemoryDisk {
    MemoryDisk::with_folder("/audits")
}

fn open(disk: &MemoryDisk) -> Result<Opened, StoreError> {
    store::open(Arc::new(disk.clone()), Path::new(PATH), "Ann", at(500))
}

/// A change with enough text that half a line is a torn line.
fn change(history: &mut History, n: usize) -> Entry {
    let change = history
        .audit()
        .edit_answer(&format!("question-{}", n % 3), |answer| {
            answer.status = Some(if n.is_multiple_of(2) {
                Status::Met
            } else {
                Status::NotMet
            });
            // Long and short in turn: a short line must not leave the end of a long one standing.
            answer.note = format!("note {n}: “quoted”\n{}", "x".repeat(n * 211 % 700));
        })
        .expect("it changes something");
    history
        .record(change, "Ann", at(n.try_into().expect("small")))
        .expect("it fits")
        .clone()
}

/// What a session was told before the disk stopped.
#[derive(Default)]
struct Told {
    /// The audit was made.
    made: bool,
    /// The entries that were called saved.
    saved: Vec<Entry>,
    /// The last state whose readable file was called written.
    written: Option<Audit>,
}

/// Saves, and remembers what was called saved.
fn save(opened: &mut Opened, entries: &[Entry], told: &mut Told) -> Result<(), StoreError> {
    opened.writer.as_mut().expect("a writer").append(entries)?;
    told.saved = opened.history.entries().to_vec();
    Ok(())
}

fn write(opened: &mut Opened, told: &mut Told) -> Result<(), StoreError> {
    opened
        .writer
        .as_mut()
        .expect("a writer")
        .snapshot(opened.history.audit())?;
    told.saved = opened.history.entries().to_vec();
    told.written = Some(opened.history.audit().clone());
    Ok(())
}

/// Makes an audit and works on it until the disk stops.
fn first_session(disk: &MemoryDisk, told: &mut Told) -> Result<(), StoreError> {
    let mut opened = store::create(
        Arc::new(disk.clone()),
        Path::new(PATH),
        audit(),
        "Ann",
        at(0),
    )?;
    told.made = true;
    let one = change(&mut opened.history, 1);
    save(&mut opened, &[one], told)?;
    let two = [
        change(&mut opened.history, 2),
        change(&mut opened.history, 3),
    ];
    save(&mut opened, &two, told)?;
    write(&mut opened, told)?;
    let undone = opened
        .history
        .undo("Ann", at(4))
        .expect("something to undo")
        .clone();
    save(&mut opened, &[undone], told)?;
    write(&mut opened, told)?;
    let last = change(&mut opened.history, 5);
    save(&mut opened, &[last], told)
}

/// Opens again and works on.
fn second_session(disk: &MemoryDisk, told: &mut Told) -> Result<(), StoreError> {
    let mut opened = open(disk)?;
    if opened.writer.is_none() {
        // The lock could not be made: the disk has stopped.
        return Err(StoreError::NoHome);
    }
    let base = opened.history.entries().len();
    let entry = change(&mut opened.history, base + 10);
    save(&mut opened, &[entry], told)?;
    write(&mut opened, told)
}

/// Everything that was told must hold, and work must be able to go on.
fn check(disk: &MemoryDisk, told: &Told, case: &str) {
    let opened = match open(disk) {
        Ok(opened) => opened,
        Err(StoreError::NoFile { .. }) if !told.made => return,
        Err(error) => panic!("{case}: {error}"),
    };
    assert!(opened.read_only.is_none(), "{case}");
    let entries = opened.history.entries();
    assert_eq!(
        entries.get(..told.saved.len()),
        Some(told.saved.as_slice()),
        "{case}"
    );
    assert_eq!(opened.history.base(), &audit(), "{case}");
    assert!(
        opened
            .notices
            .iter()
            .all(|notice| !notice.to_string().contains("outside")),
        "{case}: {:?}",
        opened.notices
    );
    if let Some(written) = &told.written {
        let bytes = disk.bytes(PATH).expect("the readable file");
        let text = String::from_utf8(bytes).expect("text");
        let read = Audit::read(&scrutineer::base::SourceText::new("x", text)).expect("read");
        let states = states_of(&opened.history);
        let place = |audit: &Audit| states.iter().rposition(|state| state == audit);
        assert!(
            place(&read) >= place(written),
            "{case}: the readable file went back"
        );
    }
    drop(opened);
    // Work goes on, and after it nothing is left to be told.
    let mut after = Told::default();
    second_session(disk, &mut after).unwrap_or_else(|error| panic!("{case}: {error}"));
    let again = open(disk).expect(case);
    assert!(again.notices.is_empty(), "{case}");
    assert_eq!(again.history.entries(), after.saved, "{case}");
    drop(again);
    let verification = store::verify(disk, Path::new(PATH)).expect(case);
    assert!(verification.is_sound(), "{case}: {verification:?}");
    assert_eq!(verification.snapshot, store::SnapshotCheck::Same, "{case}");
    let left: Vec<_> = disk
        .files()
        .into_iter()
        .filter(|path| path.extension().is_some_and(|end| end == "scrutineer-new"))
        .collect();
    assert!(left.is_empty(), "{case}: {left:?}");
}

/// The audit after each entry, the beginning first.
fn states_of(history: &History) -> Vec<Audit> {
    (0..=history.entries().len())
        .map(|count| {
            let entries = history.entries().iter().take(count).cloned().collect();
            let some = History::replay(history.base().clone(), entries).expect("it replays");
            some.audit().clone()
        })
        .collect()
}

fn operations_of(
    play: impl FnOnce(&MemoryDisk) -> Result<(), StoreError>,
    disk: &MemoryDisk,
) -> u64 {
    disk.set_fault(None);
    play(disk).expect("no fault was set");
    disk.operations()
}

#[test]
fn whatever_was_called_saved_survives_a_stop_at_every_operation() {
    let all = operations_of(|disk| first_session(disk, &mut Told::default()), &disk());
    assert!(all > 30, "the script is too short to prove anything: {all}");
    for stop in 0..all {
        for crash in EVERY_CRASH {
            let disk = disk();
            let mut told = Told::default();
            disk.set_fault(Some(Fault::StopAt(stop)));
            let result = first_session(&disk, &mut told);
            assert!(result.is_err() || stop + 3 > all, "{stop} of {all}");
            disk.crash(crash);
            check(&disk, &told, &format!("stop at {stop}, {crash:?}"));
        }
    }
}

#[test]
fn a_second_stop_while_the_first_is_being_put_right_loses_nothing_either() {
    let all = operations_of(|disk| first_session(disk, &mut Told::default()), &disk());
    let ways = [
        (Crash::Killed, Crash::PowerCut),
        (Crash::PowerCut, Crash::Killed),
        (Crash::NamesKeptBytesLost, Crash::NamesKeptBytesLost),
        (Crash::BytesKeptNamesLost, Crash::PowerCut),
    ];
    for (stop, (one, other)) in (0..all).flat_map(|stop| ways.map(|way| (stop, way))) {
        for second_stop in 0..40 {
            let case = format!("{one:?} at {stop}, then {other:?} at {second_stop}");
            let disk = disk();
            let mut told = Told::default();
            disk.set_fault(Some(Fault::StopAt(stop)));
            let _ = first_session(&disk, &mut told);
            disk.crash(one);
            disk.set_fault(Some(Fault::StopAt(second_stop)));
            let mut later = Told::default();
            let done = second_session(&disk, &mut later).is_ok();
            if later.saved.len() > told.saved.len() {
                told.saved = later.saved;
            }
            told.written = later.written.or(told.written);
            disk.crash(other);
            check(&disk, &told, &case);
            if done {
                break;
            }
        }
    }
}

#[test]
fn a_fault_that_passes_loses_nothing_and_doubles_nothing() {
    use std::io::ErrorKind;
    let play = |disk: &MemoryDisk| first_session(disk, &mut Told::default());
    let all = operations_of(play, &disk());
    for start in 0..all {
        for length in [1, 2, 5, 9] {
            for kind in [
                ErrorKind::StorageFull,
                ErrorKind::Other,
                ErrorKind::PermissionDenied,
            ] {
                let case = format!("{kind:?} from {start} for {length}");
                let disk = disk();
                let created = || {
                    let disk = Arc::new(disk.clone());
                    store::create(disk, Path::new(PATH), audit(), "Ann", at(0))
                };
                disk.set_fault(Some(Fault::FailFor(start, start + length, kind)));
                let mut opened = (0..12).find_map(|_| match created() {
                    // It was made after all, and only telling so failed.
                    Err(StoreError::Exists { .. }) => {
                        open(&disk).ok().filter(|o| o.writer.is_some())
                    }
                    other => other.ok(),
                });
                let opened = opened.as_mut().expect(&case);
                for n in 1..6 {
                    let entry = change(&mut opened.history, n);
                    let writer = opened.writer.as_mut().expect("a writer");
                    // Three ways to try again: the same, nothing, or everything.
                    let mut result = writer.append(&[entry]);
                    for attempt in 0..12 {
                        match (&result, attempt % 2) {
                            (Ok(_), _) => break,
                            (Err(_), 0) => result = writer.append(&[]),
                            (Err(_), _) => result = writer.append(opened.history.entries()),
                        }
                    }
                    result.unwrap_or_else(|error| panic!("{case}: {error}"));
                    let audit = opened.history.audit().clone();
                    let written = (0..12).any(|_| writer.snapshot(&audit).is_ok());
                    assert!(written, "{case}");
                }
                let entries = opened.history.entries().to_vec();
                opened.writer = None;
                disk.crash(Crash::PowerCut);
                check(
                    &disk,
                    &Told {
                        made: true,
                        saved: entries.clone(),
                        written: None,
                    },
                    &case,
                );
                let again = open(&disk).expect(&case);
                assert_eq!(
                    again.history.entries().get(..5),
                    Some(entries.as_slice()),
                    "{case}"
                );
                assert_eq!(again.history.entries().len(), 6, "{case}");
            }
        }
    }
}

#[test]
fn a_short_line_after_a_long_torn_one_leaves_nothing_of_it_standing() {
    let long = |history: &mut History| {
        let change = history
            .audit()
            .edit_answer("q", |answer| answer.note = "long ".repeat(1000))
            .expect("a change");
        history
            .record(change, "Ann", at(1))
            .expect("it fits")
            .clone()
    };
    for dies in [true, false] {
        let disk = disk();
        let mut opened = store::create(
            Arc::new(disk.clone()),
            Path::new(PATH),
            audit(),
            "Ann",
            at(0),
        )
        .expect("made");
        disk.set_fault(Some(Fault::FailFor(0, 1, std::io::ErrorKind::StorageFull)));
        let entry = long(&mut opened.history.clone());
        let writer = opened.writer.as_mut().expect("a writer");
        writer.append(&[entry]).expect_err("the disk is full");
        if dies {
            drop(opened);
            disk.crash(Crash::Killed);
            opened = open(&disk).expect("opened");
            assert!(
                opened
                    .notices
                    .iter()
                    .any(|n| n.to_string().contains("not written to its end"))
            );
            let kept = disk.bytes("/audits/a.audit.journal.torn").expect("kept");
            assert!(kept.starts_with(b"{\"prev\"") && kept.len() > 2000);
        }
        let short = change(&mut opened.history, 1);
        opened
            .writer
            .as_mut()
            .expect("a writer")
            .append(std::slice::from_ref(&short))
            .expect("saved");
        drop(opened);
        let again = open(&disk).expect("opened");
        assert_eq!(again.history.entries(), [short], "{dies}");
        assert_eq!(
            again
                .notices
                .iter()
                .filter(|n| n.to_string().contains("to its end"))
                .count(),
            0,
            "{dies}"
        );
    }
}

#[test]
fn a_disk_that_fills_up_is_told_and_nothing_is_lost_when_there_is_room_again() {
    for room in (0..6000).step_by(97) {
        let disk = disk();
        let path = Path::new(PATH);
        let mut opened =
            store::create(Arc::new(disk.clone()), path, audit(), "Ann", at(0)).expect("made");
        disk.set_fault(Some(Fault::FullAfter(room)));
        let mut told_full = false;
        for n in 1..9 {
            let entry = change(&mut opened.history, n);
            let writer = opened.writer.as_mut().expect("a writer");
            let results = [
                writer.append(&[entry]).map(drop),
                writer.snapshot(opened.history.audit()).map(drop),
            ];
            for error in results.into_iter().filter_map(Result::err) {
                assert!(error.to_string().contains("the disk is full"), "{error}");
                told_full = true;
            }
        }
        assert!(told_full || room > 4000, "{room}");
        disk.set_fault(None);
        opened
            .writer
            .as_mut()
            .expect("a writer")
            .append(&[])
            .expect("there is room again");
        let entries = opened.history.entries().to_vec();
        drop(opened);
        disk.crash(Crash::PowerCut);
        check(
            &disk,
            &Told {
                made: true,
                saved: entries,
                written: None,
            },
            &format!("{room}"),
        );
    }
}
