//! An audit on the disk of this computer: made, changed, closed, opened again.

use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use scrutineer::audit::{Audit, Entry, History, Review};
use scrutineer::checklist::Status;
use scrutineer::store::{self, Disk, Opened, Places, RealDisk, StoreError};

fn at(second: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_763_800_000 + second, 0).expect("a moment")
}

fn disk() -> Arc<dyn Disk> {
    Arc::new(RealDisk)
}

fn audit() -> Audit {
    Audit::new(Review::named(
        "Liverpool City Council",
        "Information technology",
    ))
}

fn create(path: &Path) -> Opened {
    store::create(disk(), path, audit(), "Ann", at(0)).expect("made")
}

fn open(path: &Path) -> Opened {
    store::open(disk(), path, "Ann", at(1000)).expect("opened")
}

fn answer(history: &mut History, question: &str, status: Status) -> Entry {
    let change = history
        .audit()
        .edit_answer(question, |answer| answer.status = Some(status))
        .expect("it changes something");
    history
        .record(change, "Ann", at(1 + history.last_seq().cast_signed()))
        .expect("it fits")
        .clone()
}

fn save(opened: &mut Opened, question: &str, status: Status) {
    let entry = answer(&mut opened.history, question, status);
    let writer = opened.writer.as_mut().expect("it can be written");
    writer.append(&[entry]).expect("saved");
}

fn snapshot(opened: &mut Opened) -> Vec<String> {
    let writer = opened.writer.as_mut().expect("it can be written");
    store::sentences(&writer.snapshot(opened.history.audit()).expect("written"))
}

#[test]
fn an_audit_comes_back_as_it_was_left() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("liverpool.audit.toml");
    let mut opened = create(&path);
    assert!(opened.notices.is_empty());
    save(&mut opened, "q1", Status::Met);
    save(&mut opened, "q2", Status::NotMet);
    assert_eq!(snapshot(&mut opened), Vec::<String>::new());
    let (history, head) = (
        opened.history.clone(),
        opened.writer.as_ref().and_then(|k| k.head().cloned()),
    );
    drop(opened);
    let again = open(&path);
    assert_eq!(again.history, history);
    assert_eq!(again.head, head);
    assert!(again.notices.is_empty());
    assert_eq!(again.name, "liverpool");
    assert!(again.read_only.is_none());
}

#[test]
fn a_change_is_saved_before_the_readable_file_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.audit.toml");
    let mut opened = create(&path);
    save(&mut opened, "q1", Status::Met);
    drop(opened);
    let again = open(&path);
    assert_eq!(
        again.history.audit().answer("q1").and_then(|a| a.status),
        Some(Status::Met)
    );
    assert!(
        again
            .notices
            .iter()
            .any(|notice| notice.to_string().starts_with("1 change not yet"))
    );
}

#[test]
fn nothing_is_ever_overwritten_by_a_new_audit() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.audit.toml");
    drop(create(&path));
    let error = store::create(disk(), &path, audit(), "Ann", at(0)).expect_err("it is there");
    assert!(matches!(error, StoreError::Exists { .. }), "{error}");
}

#[test]
fn a_file_without_a_journal_begins_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("mailed.audit.toml");
    store::write_new(&RealDisk, &path, audit().to_toml().as_bytes(), false).expect("written");
    let mut opened = open(&path);
    assert_eq!(opened.head, None);
    save(&mut opened, "q1", Status::Met);
    assert_eq!(
        snapshot(&mut opened),
        Vec::<String>::new(),
        "nothing was gone"
    );
    drop(opened);
    let again = open(&path);
    assert_eq!(again.history.base(), &audit());
    assert_eq!(again.history.last_seq(), 1);
    assert!(again.head.is_some());
}

#[test]
fn a_file_edited_by_hand_is_taken_in_as_one_change_that_can_be_taken_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.audit.toml");
    let mut opened = create(&path);
    save(&mut opened, "q1", Status::Met);
    snapshot(&mut opened);
    drop(opened);
    let text = std::fs::read_to_string(&path)
        .expect("text")
        .replace("\"met\"", "\"not-met\"");
    store::write_new(&RealDisk, &path, text.as_bytes(), true).expect("edited");
    let mut opened = open(&path);
    assert!(
        opened
            .notices
            .iter()
            .any(|n| n.to_string().contains("changed outside the program"))
    );
    assert_eq!(
        opened.history.audit().answer("q1").and_then(|a| a.status),
        Some(Status::NotMet)
    );
    save(&mut opened, "q2", Status::Met);
    snapshot(&mut opened);
    drop(opened);
    let mut again = open(&path);
    assert!(again.notices.is_empty());
    assert_eq!(again.history.last_seq(), 3);
    again.history.undo("Ann", at(20));
    again.history.undo("Ann", at(21));
    assert_eq!(
        again.history.audit().answer("q1").and_then(|a| a.status),
        Some(Status::Met)
    );
}

#[test]
fn the_second_window_reads_and_says_who_writes() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.audit.toml");
    let first = create(&path);
    let second = open(&path);
    assert!(second.writer.is_none());
    let reason = second.read_only.expect("a reason").to_string();
    assert!(
        reason.contains("open in another window (by Ann"),
        "{reason}"
    );
    assert!(reason.contains(&std::process::id().to_string()), "{reason}");
    drop(first);
    assert!(open(&path).writer.is_some());
}

#[test]
fn the_library_lists_finds_and_names() {
    let folder = tempfile::tempdir().expect("a folder");
    let places = Places::below(folder.path());
    assert!(store::list(&RealDisk, &places).expect("listed").is_empty());
    let name = store::free_name(&places, "York City Council: meals");
    assert_eq!(name, "york-city-council-meals");
    drop(create(&store::path_for_name(&places, &name)));
    assert_eq!(
        store::free_name(&places, "York City Council: meals"),
        "york-city-council-meals-2"
    );
    let listed = store::list(&RealDisk, &places).expect("listed");
    assert_eq!(listed.len(), 1);
    assert!(
        listed
            .iter()
            .all(|one| one.audit.is_ok() && one.modified.is_some())
    );
    assert!(store::find(&places, &name).is_ok());
    let error = store::find(&places, "york-city-counicl-meals").expect_err("misspelt");
    assert!(
        error
            .to_string()
            .contains("did you mean “york-city-council-meals”?"),
        "{error}"
    );
}

#[test]
fn history_and_verification_tell_what_was_done() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.audit.toml");
    let mut opened = create(&path);
    save(&mut opened, "q1", Status::Met);
    save(&mut opened, "q1", Status::NotMet);
    let undo = opened
        .history
        .undo("Bob", at(9))
        .expect("something to take back")
        .clone();
    opened
        .writer
        .as_mut()
        .expect("a writer")
        .append(&[undo])
        .expect("saved");
    drop(opened);
    let lines = store::history(&RealDisk, &path).expect("a history").steps;
    let said: Vec<(&str, &str, &str, &str, bool)> = lines
        .iter()
        .map(|l| {
            (
                l.by.as_str(),
                l.what.as_str(),
                l.before.as_str(),
                l.after.as_str(),
                l.undone,
            )
        })
        .collect();
    assert_eq!(
        said,
        [
            ("Ann", "the answer to q1", "nothing", "status met", false),
            (
                "Ann",
                "the answer to q1",
                "status met",
                "status not-met",
                true
            ),
            (
                "Bob",
                "took back 2: the answer to q1",
                "status not-met",
                "status met",
                false
            ),
        ]
    );
    let verification = store::verify(&RealDisk, &path).expect("checked");
    assert!(verification.is_sound());
    assert_eq!(
        verification.snapshot,
        store::SnapshotCheck::Behind { entries: 3 }
    );
}
