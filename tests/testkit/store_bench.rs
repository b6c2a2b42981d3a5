//! An audit on a disk in memory, for the tests of what may befall it.

#![allow(
    dead_code,
    unreachable_pub,
    reason = "each test file uses a part of the harness"
)]

use std::path::Path;
use std::sync::Arc;

use crate::testkit::memory_disk::MemoryDisk;
use chrono::{DateTime, Utc};
use scrutineer::audit::{Audit, Entry, History, Review};
use scrutineer::checklist::Status;
use scrutineer::store::{self, Opened, StoreError, StoreNotice};

pub const PATH: &str = "/audits/a.audit.toml";
pub const JOURNAL: &str = "/audits/a.audit.journal";

pub fn at(second: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_763_800_000 + second, 0).expect("a moment")
}

pub fn audit() -> Audit {
    Audit::new(Review::named("York", "Meals"))
}

pub fn disk() -> MemoryDisk {
    MemoryDisk::with_folder("/audits")
}

pub fn create(disk: &MemoryDisk) -> Opened {
    store::create(
        Arc::new(disk.clone()),
        Path::new(PATH),
        audit(),
        "Ann",
        at(0),
    )
    .expect("made")
}

pub fn try_open(disk: &MemoryDisk) -> Result<Opened, StoreError> {
    store::open(Arc::new(disk.clone()), Path::new(PATH), "Ann", at(500))
}

pub fn open(disk: &MemoryDisk) -> Opened {
    try_open(disk).expect("opened")
}

pub fn change(history: &mut History, question: &str, status: Status) -> Entry {
    let change = history
        .audit()
        .edit_answer(question, |answer| answer.status = Some(status))
        .expect("it changes something");
    history
        .record(change, "Ann", at(10))
        .expect("it fits")
        .clone()
}

pub fn append(opened: &mut Opened, entries: &[Entry]) -> Result<(), StoreError> {
    opened
        .writer
        .as_mut()
        .expect("a writer")
        .append(entries)
        .map(drop)
}

pub fn save(opened: &mut Opened, question: &str, status: Status) {
    let entry = change(&mut opened.history, question, status);
    append(opened, &[entry]).expect("saved");
}

pub fn snapshot(opened: &mut Opened) -> Vec<StoreNotice> {
    opened
        .writer
        .as_mut()
        .expect("a writer")
        .snapshot(opened.history.audit())
        .expect("written")
}

/// An audit with three changes, its readable file written, and closed.
pub fn worked_on(disk: &MemoryDisk) -> History {
    let mut opened = create(disk);
    save(&mut opened, "q1", Status::Met);
    save(&mut opened, "q2", Status::NotMet);
    save(&mut opened, "q3", Status::Partly);
    snapshot(&mut opened);
    opened.history
}

pub fn text(disk: &MemoryDisk, path: &str) -> String {
    String::from_utf8(disk.bytes(path).expect("a file")).expect("text")
}

pub fn told(notices: &[StoreNotice], words: &str) -> bool {
    (notices.iter()).any(|notice| notice.to_string().contains(words))
}

pub fn status(audit: &Audit, question: &str) -> Option<Status> {
    audit.answer(question)?.status
}
