//! What may befall an audit from around it: its folder, its disk, another window, the clock, a
//! newer program. Each is told in words, and nothing is lost.

use crate::testkit::store_bench;
use std::io::ErrorKind;

use std::path::Path;
use std::sync::Arc;

use crate::testkit::memory_disk::{Crash, Fault};
use scrutineer::audit::Audit;
use scrutineer::base::{Digest, SourceText};
use scrutineer::checklist::Status;
use scrutineer::store::{self, Disk, StoreError};
use store_bench::*;

#[test]
fn work_is_kept_while_the_folder_is_gone_and_saved_whole_when_it_is_back() {
    for with_files in [false, true] {
        let disk = disk();
        let mut opened = create(&disk);
        save(&mut opened, "q1", Status::Met);
        snapshot(&mut opened);
        let files: Vec<_> = disk
            .files()
            .into_iter()
            .map(|p| (p.clone(), disk.bytes(p)))
            .collect();
        disk.take_folder("/audits");
        let entry = change(&mut opened.history, "q2", Status::Met);
        let error = append(&mut opened, &[entry]).expect_err("there is no folder");
        assert!(matches!(error, StoreError::FolderGone { .. }), "{error}");
        assert!(error.to_string().contains("kept in memory"), "{error}");
        let writer = opened.writer.as_mut().expect("a writer");
        writer
            .snapshot(opened.history.audit())
            .expect_err("there is no folder");
        disk.put_folder("/audits");
        if with_files {
            for (path, bytes) in &files {
                disk.put(path, bytes.clone().expect("bytes"));
            }
        }
        append(&mut opened, &[]).expect("the folder is back");
        let notices = snapshot(&mut opened);
        assert_eq!(
            told(&notices, "was gone; it was written again"),
            !with_files,
            "{notices:?}"
        );
        let history = opened.history.clone();
        drop(opened);
        disk.crash(Crash::PowerCut);
        let again = open(&disk);
        assert_eq!(again.history, history);
        assert!(again.notices.is_empty(), "{:?}", again.notices);
    }
}

#[test]
fn a_window_that_took_the_audit_over_meanwhile_is_not_written_over() {
    let disk = disk();
    let mut opened = create(&disk);
    save(&mut opened, "q1", Status::Met);
    disk.take_folder("/audits");
    disk.put_folder("/audits");
    let other = store::create(
        Arc::new(disk.clone()),
        Path::new(PATH),
        audit(),
        "Bob",
        at(7),
    );
    disk.take(JOURNAL);
    let entry = change(&mut opened.history, "q2", Status::Met);
    let error = append(&mut opened, &[entry]).expect_err("Bob has it");
    assert!(
        matches!(&error, StoreError::Held { holder, .. } if holder.contains("Bob")),
        "{error}"
    );
    drop(other);
    append(&mut opened, &[]).expect("Bob is gone");
}

#[test]
fn a_folder_that_cannot_be_written_opens_read_only_and_says_why() {
    for (kind, words) in [
        (ErrorKind::PermissionDenied, "you have no permission"),
        (ErrorKind::ReadOnlyFilesystem, "the disk can only be read"),
        (ErrorKind::StorageFull, "the disk is full"),
    ] {
        let disk = disk();
        let history = worked_on(&disk);
        disk.set_fault(Some(Fault::Always(kind)));
        let opened = open(&disk);
        assert_eq!(opened.history, history);
        assert!(opened.writer.is_none());
        let reason = opened.read_only.expect("a reason").to_string();
        assert!(
            reason.contains("nothing can be written in its folder"),
            "{reason}"
        );
        assert!(reason.contains(words), "{reason}");
    }
}

#[test]
fn a_folder_that_turns_read_only_is_told_and_the_work_is_kept() {
    let disk = disk();
    let mut opened = create(&disk);
    disk.set_fault(Some(Fault::Always(ErrorKind::ReadOnlyFilesystem)));
    let entry = change(&mut opened.history, "q1", Status::Met);
    let error = append(&mut opened, &[entry]).expect_err("read-only");
    assert!(
        error.to_string().contains("the disk can only be read"),
        "{error}"
    );
    disk.set_fault(None);
    append(&mut opened, &[]).expect("it can be written again");
    let history = opened.history.clone();
    drop(opened);
    assert_eq!(open(&disk).history, history);
}

#[test]
fn a_file_that_cannot_be_read_is_told_and_left_alone() {
    let disk = disk();
    worked_on(&disk);
    disk.set_fault(Some(Fault::NoReading(ErrorKind::PermissionDenied)));
    let error = try_open(&disk).expect_err("it cannot be read").to_string();
    assert_eq!(
        error,
        "could not read /audits/a.audit.toml: you have no permission. Ask whoever owns it, or \
         save a copy somewhere else"
    );
}

#[test]
fn a_clock_that_goes_back_is_told_and_changes_keep_their_order() {
    let disk = disk();
    let mut opened = create(&disk);
    for (n, second) in [(1, 100), (2, 50), (3, 200)] {
        let change = opened
            .history
            .audit()
            .edit_answer("q", |answer| answer.note = n.to_string())
            .expect("a change");
        let entry = opened
            .history
            .record(change, "Ann", at(second))
            .expect("it fits")
            .clone();
        append(&mut opened, &[entry]).expect("saved");
    }
    drop(opened);
    let early = store::open(Arc::new(disk.clone()), Path::new(PATH), "Ann", at(150));
    assert!(told(&early.expect("opened").notices, "clock says"));
    let opened = open(&disk);
    assert!(!told(&opened.notices, "clock says"));
    let times: Vec<_> = opened
        .history
        .entries()
        .iter()
        .map(|entry| entry.at)
        .collect();
    assert_eq!(times, [at(100), at(50), at(200)]);
    drop(opened);
    let verification = store::verify(&disk, Path::new(PATH)).expect("checked");
    assert!(verification.is_sound());
    assert_eq!(verification.clock_went_back, [2]);
    let lines = store::history(&disk, Path::new(PATH))
        .expect("a history")
        .steps;
    assert_eq!(
        lines.iter().map(|l| l.clock_went_back).collect::<Vec<_>>(),
        [false, true, false]
    );
}

#[test]
fn without_locks_two_windows_are_warned_and_neither_loses_anything() {
    let disk = disk().without_locks();
    let mut one = create(&disk);
    assert!(told(&one.notices, "has no locks"));
    let mut two = open(&disk);
    assert!(told(&two.notices, "has no locks"));
    save(&mut one, "from-one", Status::Met);
    save(&mut two, "from-two", Status::Met);
    let notices = snapshot(&mut two);
    assert!(
        told(&notices, "Another program changed the journal"),
        "{notices:?}"
    );
    assert!(text(&disk, "/audits/a.audit.journal.theirs-1").contains("from-one"));
    assert!(text(&disk, JOURNAL).contains("from-two"));
    save(&mut one, "again", Status::Met);
    assert!(text(&disk, "/audits/a.audit.journal.theirs-2").contains("from-two"));
    assert!(text(&disk, JOURNAL).contains("from-one") && text(&disk, JOURNAL).contains("again"));
}

#[test]
fn a_reader_beside_a_writer_is_not_told_of_lines_in_the_making() {
    let disk = disk();
    let mut writer = create(&disk);
    save(&mut writer, "q1", Status::Met);
    disk.put(JOURNAL, text(&disk, JOURNAL) + "{\"prev\":\"sha2");
    let reader = open(&disk);
    assert!(
        reader
            .read_only
            .is_some_and(|reason| reason.to_string().contains("open in another window"))
    );
    assert!(reader.notices.is_empty());
}

#[test]
fn entries_with_a_gap_are_refused() {
    let disk = disk();
    let mut opened = create(&disk);
    change(&mut opened.history, "q1", Status::Met);
    let second = change(&mut opened.history, "q2", Status::Met);
    let error = append(&mut opened, &[second]).expect_err("the first is missing");
    assert!(
        matches!(
            error,
            StoreError::OutOfStep {
                seq: 2,
                saved: 0,
                ..
            }
        ),
        "{error}"
    );
    let all = opened.history.entries().to_vec();
    append(&mut opened, &all).expect("all of them");
}

// ---- newer formats -------------------------------------------------------------------------

#[test]
fn a_newer_file_is_shown_as_far_as_it_is_known_and_never_written() {
    let disk = disk();
    let history = worked_on(&disk);
    let newer = text(&disk, PATH).replace("format = 1", "format = 2\nmood = \"grim\"");
    disk.take(JOURNAL);
    disk.put(PATH, newer.clone());
    let opened = open(&disk);
    assert!(opened.writer.is_none());
    let reason = opened.read_only.expect("a reason").to_string();
    assert!(
        reason.contains("newer version of this program (format 2"),
        "{reason}"
    );
    assert_eq!(opened.history.audit(), history.audit());
    assert_eq!(text(&disk, PATH), newer);
    let unknown = newer.replace("\"not-met\"", "\"hardly\"");
    disk.put(PATH, unknown);
    let error = try_open(&disk).expect_err("a word it does not know");
    assert!(
        matches!(error, StoreError::Newer { format: 2, .. }),
        "{error}"
    );
}

#[test]
fn a_journal_with_a_newer_line_is_shown_and_never_written() {
    let disk = disk();
    worked_on(&disk);
    let last = text(&disk, JOURNAL);
    let last = last.lines().last().expect("a line");
    let prev = Digest::of_bytes(last.as_bytes());
    let line = format!(
        "{{\"format\":2,\"prev\":\"{prev}\",\"mood\":1,\"entry\":{{\"seq\":4,\"at\":\
         \"2026-01-01T00:00:00Z\",\"by\":\"Ann\",\"action\":{{\"undo\":3}},\"more\":true}}}}\n"
    );
    disk.put(JOURNAL, text(&disk, JOURNAL) + &line);
    let opened = open(&disk);
    assert!(
        opened
            .read_only
            .is_some_and(|reason| reason.to_string().contains("newer version"))
    );
    assert_eq!(
        status(opened.history.audit(), "q3"),
        None,
        "what is known of it is shown"
    );
}

#[test]
fn the_readable_file_says_which_line_of_the_journal_it_was_written_from() {
    let disk = disk();
    worked_on(&disk);
    let source = SourceText::new("a", text(&disk, PATH));
    let (_, stamp) = Audit::read_stamped(&source).expect("read");
    let stamp = stamp.expect("a stamp");
    let journal = text(&disk, JOURNAL);
    let last = journal.lines().last().expect("a line");
    assert_eq!(stamp.entries, 3);
    assert_eq!(stamp.head, Digest::of_bytes(last.as_bytes()));
    assert_eq!(disk.stat(Path::new(PATH)).expect("there").mode, Some(0o600));
}
