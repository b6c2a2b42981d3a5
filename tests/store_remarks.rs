//! Remarks that a person writes into the readable file, while it is closed and while it is open.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::testkit::memory_disk::{Fault, MemoryDisk};
use chrono::{DateTime, Utc};
use scrutineer::audit::{Audit, Document, Review};
use scrutineer::checklist::Status;
use scrutineer::store::{self, Disk, Opened, SnapshotCheck};

const PATH: &str = "/a/a.audit.toml";
const COPY: &str = "/a/a.audit.remarks-1.toml";

fn at(second: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_763_800_000 + second, 0).expect("a moment")
}

fn open(disk: &MemoryDisk) -> Opened {
    let disk: Arc<dyn Disk> = Arc::new(disk.clone());
    store::open(disk, Path::new(PATH), "Ann", at(1000)).expect("opened")
}

/// An audit with two answers, two papers and a history, closed.
fn saved() -> MemoryDisk {
    let disk = MemoryDisk::with_folder("/a");
    let whole: Arc<dyn Disk> = Arc::new(disk.clone());
    let audit = Audit::new(Review::named("Leeds", "Parks"));
    let mut opened = store::create(whole, Path::new(PATH), audit, "Ann", at(0)).expect("made");
    for id in ["d1", "d2"] {
        let paper = serde_json::json!({ "id": id, "title": format!("Paper #{id}") });
        document(&mut opened, id, serde_json::from_value(paper).ok());
    }
    answer(&mut opened, "q1", Some(Status::Met));
    answer(&mut opened, "q2", Some(Status::Met));
    assert_eq!(snapshot(&mut opened), Vec::<String>::new());
    disk
}

fn record(opened: &mut Opened, change: scrutineer::audit::Change) {
    let history = &mut opened.history;
    history.record(change, "Ann", at(5)).expect("it fits");
    save(opened);
}

fn save(opened: &mut Opened) {
    let writer = opened.writer.as_mut().expect("it can be written");
    writer.append(opened.history.entries()).expect("saved");
}

fn answer(opened: &mut Opened, question: &str, status: Option<Status>) {
    let audit = opened.history.audit();
    let change = audit.edit_answer(question, |answer| answer.status = status);
    record(opened, change.expect("it changes something"));
}

fn document(opened: &mut Opened, id: &str, after: Option<Document>) {
    let change = opened.history.audit().edit_document(id, after);
    record(opened, change.expect("it changes something"));
}

fn snapshot(opened: &mut Opened) -> Vec<String> {
    let writer = opened.writer.as_mut().expect("it can be written");
    store::sentences(&writer.snapshot(opened.history.audit()).expect("written"))
}

fn text(disk: &MemoryDisk, path: &str) -> String {
    String::from_utf8(disk.bytes(path).expect("a file")).expect("text")
}

/// Changes the file as an editor does.
fn edit(disk: &MemoryDisk, changes: &[(&str, &str)]) -> String {
    let mut file = text(disk, PATH);
    for (from, to) in changes {
        assert!(file.contains(from), "{from}: {file}");
        file = file.replace(from, to);
    }
    disk.put(PATH, file.clone());
    file
}

const REMARKS: &[(&str, &str)] = &[
    ("format = 1", "# the head of the file\n\nformat = 1 # one"),
    ("[review]", "# of the review\n[review] # its head"),
    ("[answers.\"q2\"]", "# of q2\n[answers.\"q2\"]"),
    ("title = \"Paper #d2\"", "title = \"Paper #d2\" # of d2"),
    ("[journal]", "# before the journal\n[journal]"),
    ("head = ", "# about the head\nhead = "),
];

/// The file without the stamp, which every save changes.
fn unstamped(file: &str) -> Vec<&str> {
    let lines = file.lines();
    lines
        .filter(|line| !line.starts_with("entries = ") && !line.starts_with("head = "))
        .collect()
}

#[test]
fn remarks_stand_through_saves_and_sessions() {
    let disk = saved();
    let remarked = edit(&disk, REMARKS);
    let mut opened = open(&disk);
    assert!(opened.notices.is_empty());
    assert_eq!(snapshot(&mut opened), Vec::<String>::new());
    assert_eq!(text(&disk, PATH), remarked, "there was nothing to write");
    answer(&mut opened, "q2", Some(Status::NotMet));
    assert_eq!(snapshot(&mut opened), Vec::<String>::new());
    let file = text(&disk, PATH);
    let expected = remarked.replace("\"q2\"]\nstatus = \"met\"", "\"q2\"]\nstatus = \"not-met\"");
    assert_eq!(unstamped(&file), unstamped(&expected));
    drop(opened);

    let mut opened = open(&disk);
    assert!(opened.notices.is_empty());
    answer(&mut opened, "q1a", Some(Status::Met));
    assert_eq!(snapshot(&mut opened), Vec::<String>::new());
    let file = text(&disk, PATH);
    assert!(file.contains("\n# of q2\n[answers.\"q2\"]\nstatus = \"not-met\"\n"));
    assert!(file.contains("\n[answers.\"q1a\"]\nstatus = \"met\"\n\n# of q2\n"));
    drop(opened);
    let check = store::verify(&disk, Path::new(PATH)).expect("checked");
    assert!(check.is_sound() && check.snapshot == SnapshotCheck::Same);
}

#[test]
fn a_change_by_hand_is_taken_in_and_the_remark_beside_it_kept() {
    let disk = saved();
    edit(&disk, REMARKS);
    edit(
        &disk,
        &[("service = \"Parks\"", "service = \"Trees\" # not parks")],
    );
    let mut opened = open(&disk);
    assert_eq!(opened.history.audit().review.service, "Trees");
    assert_eq!(opened.notices.len(), 1, "{:?}", opened.notices);
    save(&mut opened);
    assert_eq!(snapshot(&mut opened), Vec::<String>::new());
    let file = text(&disk, PATH);
    assert!(
        file.contains("\nservice = \"Trees\" # not parks\n"),
        "{file}"
    );
    assert_eq!(file.matches(" # of d2\n").count(), 1);
    drop(opened);
    assert!(open(&disk).notices.is_empty());
}

#[test]
fn with_what_is_taken_away_its_remark_goes_into_a_copy_and_is_told_once() {
    let disk = saved();
    let remarked = edit(&disk, REMARKS);
    let mut opened = open(&disk);
    document(&mut opened, "d2", None);
    answer(&mut opened, "q2", None);
    let line = 1 + remarked
        .lines()
        .position(|line| line == "# of q2")
        .expect("there");
    let notices = snapshot(&mut opened);
    assert_eq!(notices.len(), 1, "{notices:?}");
    for words in [
        format!("line {line}, “# of q2”"),
        "“# of d2”".to_owned(),
        format!("is kept in {COPY}"),
    ] {
        assert!(
            notices[0].replace('\\', "/").contains(&words),
            "{words}: {notices:?}"
        );
    }
    assert_eq!(text(&disk, COPY), remarked);
    let file = text(&disk, PATH);
    assert!(!file.contains("# of q2") && file.contains("# of the review"));

    answer(&mut opened, "q1", Some(Status::NotMet));
    assert_eq!(snapshot(&mut opened), Vec::<String>::new());
    drop(opened);
    assert!(open(&disk).notices.is_empty());
    let copies = |disk: &MemoryDisk| {
        let files = disk.files().into_iter();
        files
            .filter(|path: &PathBuf| path.to_string_lossy().contains("remarks"))
            .count()
    };
    assert_eq!(copies(&disk), 1);
}

#[test]
fn nothing_is_written_before_the_copy_is() {
    let kind = std::io::ErrorKind::StorageFull;
    for fault in 0.. {
        let disk = saved();
        let remarked = edit(&disk, REMARKS);
        let mut opened = open(&disk);
        document(&mut opened, "d2", None);
        disk.set_fault(Some(Fault::FailFor(fault, fault + 1, kind)));
        let writer = opened.writer.as_mut().expect("it can be written");
        let written = writer.snapshot(opened.history.audit());
        disk.set_fault(None);
        let copy = |disk: &MemoryDisk| disk.bytes(COPY).is_some_and(|it| it == remarked.as_bytes());
        assert!(
            copy(&disk) || text(&disk, PATH) == remarked,
            "fault {fault}"
        );
        let failed = written.is_err();
        let notices = match &written {
            Ok(notices) => store::sentences(notices),
            Err(_) => snapshot(&mut opened),
        };
        assert!(
            notices
                .iter()
                .any(|one| one.replace('\\', "/").contains(COPY)),
            "{notices:?}"
        );
        assert!(copy(&disk) && !text(&disk, PATH).contains("# of d2"));
        if !failed && fault > 8 {
            return;
        }
    }
}

#[test]
fn what_is_written_into_an_open_file_is_kept_beside_it() {
    let disk = saved();
    edit(&disk, REMARKS);
    let mut opened = open(&disk);
    let theirs = edit(&disk, &[("# of the review", "# written while it was open")]);
    answer(&mut opened, "q2", Some(Status::NotMet));
    let notices = snapshot(&mut opened);
    assert_eq!(notices.len(), 1, "{notices:?}");
    assert!(
        notices[0]
            .replace('\\', "/")
            .contains("/a/a.audit.theirs-1.toml"),
        "{notices:?}"
    );
    assert_eq!(text(&disk, "/a/a.audit.theirs-1.toml"), theirs);
    let file = text(&disk, PATH);
    assert!(file.contains("# of the review\n") && !file.contains("# written while"));
}

#[test]
fn a_file_that_vanished_is_written_again_with_them_and_rebuilt_without() {
    let disk = saved();
    edit(&disk, REMARKS);
    let mut opened = open(&disk);
    answer(&mut opened, "q2", Some(Status::NotMet));
    disk.take(PATH);
    let notices = snapshot(&mut opened);
    assert!(notices[0].contains("was gone"), "{notices:?}");
    assert!(text(&disk, PATH).contains("# of q2"));
    drop(opened);
    disk.take(PATH);
    let mut opened = open(&disk);
    answer(&mut opened, "q2", Some(Status::Met));
    snapshot(&mut opened);
    assert!(!text(&disk, PATH).contains("# of q2"));
}
