//! What may befall the two files of an audit while nobody, or somebody, works on it: each is told
//! in words, and nothing is lost.

use crate::testkit::store_bench;

use std::path::Path;
use std::sync::Arc;

use scrutineer::audit::{Change, ChangeRefused, Entry, HistoryStep, Value};
use scrutineer::checklist::Status;
use scrutineer::store::{self, Chain, SnapshotCheck, StoreError};
use store_bench::*;

// ---- the journal ---------------------------------------------------------------------------

#[test]
fn a_torn_line_is_left_out_told_and_kept_beside() {
    let disk = disk();
    let history = worked_on(&disk);
    let whole = text(&disk, JOURNAL);
    for cut in 1..whole.lines().last().expect("a line").len() {
        let torn = &whole[..whole.len() - 1 - cut];
        disk.put(JOURNAL, torn);
        let peeked = store::peek(&disk, Path::new(PATH)).expect("it can be read");
        assert!(told(&peeked.notices, "not written to its end"), "{cut}");
        assert_eq!(text(&disk, JOURNAL), torn, "peeking writes nothing");
    }
    let torn = &whole[..whole.len() - 20];
    disk.put(JOURNAL, torn);
    let mut opened = open(&disk);
    assert!(told(&opened.notices, "line 4"), "{:?}", opened.notices);
    assert!(
        told(&opened.notices, "a.audit.journal.torn"),
        "{:?}",
        opened.notices
    );
    let good = torn.rfind('\n').expect("a line end") + 1;
    assert_eq!(text(&disk, "/audits/a.audit.journal.torn"), torn[good..]);
    assert_eq!(text(&disk, JOURNAL), torn[..good]);
    // The readable file had been written with that line: nothing of it is lost.
    assert_eq!(opened.history.audit(), history.audit());
    save(&mut opened, "q4", Status::Met);
    snapshot(&mut opened);
    drop(opened);
    assert!(open(&disk).notices.is_empty());
}

#[test]
fn a_last_line_that_lacks_only_its_end_counts() {
    let disk = disk();
    let history = worked_on(&disk);
    let whole = text(&disk, JOURNAL);
    disk.put(JOURNAL, whole.trim_end());
    let mut opened = open(&disk);
    assert_eq!(opened.history, history);
    assert!(told(&opened.notices, "no line end behind its last line"));
    save(&mut opened, "q4", Status::Met);
    drop(opened);
    assert_eq!(open(&disk).history.last_seq(), 4);
    assert!(text(&disk, JOURNAL).starts_with(&whole));
}

#[test]
fn a_broken_chain_is_told_with_its_line_and_nothing_is_mended() {
    let disk = disk();
    let history = worked_on(&disk);
    let whole = text(&disk, JOURNAL);
    let lines: Vec<&str> = whole.lines().collect();
    let without = |gone: usize| {
        let kept: Vec<&str> = lines
            .iter()
            .enumerate()
            .filter(|(n, _)| *n != gone)
            .map(|(_, line)| *line)
            .collect();
        kept.join("\n") + "\n"
    };
    let cases = [
        (
            whole.replacen("not-met", "partly", 1),
            4,
            "does not follow from the line before",
        ),
        (
            whole.replacen("York", "Cork", 1),
            2,
            "does not follow from the line before",
        ),
        (without(2), 3, "a line was taken out between"),
        (
            whole.replacen("{\"prev\"", "{\"prve\"", 1),
            2,
            "not an entry",
        ),
        (
            whole.replacen("{\"prev\"", "xxxxxxx", 1),
            2,
            "not a line of a journal",
        ),
    ];
    for (broken, line, why) in cases {
        disk.put(JOURNAL, broken.as_str());
        let opened = open(&disk);
        let reason = opened.read_only.expect("a reason").to_string();
        assert!(opened.writer.is_none());
        assert!(
            reason.contains(&format!("broken at line {line}:")),
            "{reason}"
        );
        assert!(reason.contains(why), "{reason}");
        assert_eq!(
            opened.history.audit(),
            history.audit(),
            "the last state is shown: {why}"
        );
        let verification = store::verify(&disk, Path::new(PATH)).expect("checked");
        assert!(!verification.is_sound());
        match verification.chain {
            Chain::Damaged { damage, .. } => assert_eq!(damage.line(), Some(line), "{why}"),
            other => panic!("{other:?}"),
        }
        assert_eq!(text(&disk, JOURNAL), broken, "nothing was mended");
    }
}

#[test]
fn a_journal_whose_beginning_cannot_be_read_leaves_the_audit_to_be_shown() {
    let disk = disk();
    let history = worked_on(&disk);
    disk.put(JOURNAL, "\0\0\0\0\n\0\0\n");
    let opened = open(&disk);
    assert!(
        opened
            .read_only
            .expect("a reason")
            .to_string()
            .contains("from its first line on")
    );
    assert_eq!(opened.history.audit(), history.audit());
    let verification = store::verify(&disk, Path::new(PATH)).expect("checked");
    assert!(matches!(verification.chain, Chain::Damaged { .. }));
}

#[test]
fn an_empty_journal_begins_anew_and_says_so() {
    let disk = disk();
    worked_on(&disk);
    disk.put(JOURNAL, "");
    let mut opened = open(&disk);
    assert!(told(
        &opened.notices,
        "is empty: the history that was in it is gone"
    ));
    save(&mut opened, "q4", Status::Met);
    snapshot(&mut opened);
    drop(opened);
    let again = open(&disk);
    assert_eq!((again.history.last_seq(), again.notices.len()), (1, 0));
}

#[test]
fn a_journal_that_lost_its_end_is_told_and_the_readable_file_stands() {
    let disk = disk();
    let history = worked_on(&disk);
    let whole = text(&disk, JOURNAL);
    let shorter: String = whole.split_inclusive('\n').take(2).collect();
    disk.put(JOURNAL, shorter);
    let verification = store::verify(&disk, Path::new(PATH)).expect("checked");
    assert!(
        !verification.is_sound(),
        "entries are missing: {verification:?}"
    );
    let mut opened = open(&disk);
    assert!(told(
        &opened.notices,
        "written after 3 changes, and the journal has only 1"
    ));
    assert_eq!(opened.history.audit(), history.audit());
    snapshot(&mut opened);
    drop(opened);
    let lines = store::history(&disk, Path::new(PATH))
        .expect("a history")
        .steps;
    assert_eq!(
        lines.last().map(|line| line.by.as_str()),
        Some(store::OUTSIDE)
    );
}

#[test]
fn a_last_line_that_was_altered_is_told_even_where_the_state_is_the_same() {
    let disk = disk();
    let history = worked_on(&disk);
    let whole = text(&disk, JOURNAL);
    let last = whole.lines().last().expect("a line");
    disk.put(JOURNAL, whole.replace(last, &last.replace("Ann", "Bob")));
    let opened = open(&disk);
    assert_eq!(opened.history.audit(), history.audit());
    assert!(
        told(&opened.notices, "was not written from line 4"),
        "{:?}",
        opened.notices
    );
    drop(opened);
    assert!(
        !store::verify(&disk, Path::new(PATH))
            .expect("checked")
            .is_sound()
    );
    // The same where changes that were taken back again are missing.
    let disk = self::disk();
    let mut opened = create(&disk);
    save(&mut opened, "q1", Status::Met);
    let before = text(&disk, JOURNAL);
    save(&mut opened, "q2", Status::Met);
    let undo = opened.history.undo("Ann", at(9)).expect("an undo").clone();
    append(&mut opened, &[undo]).expect("saved");
    snapshot(&mut opened);
    drop(opened);
    disk.put(JOURNAL, before);
    assert!(told(
        &open(&disk).notices,
        "written after 3 changes, and the journal has only 1"
    ));
}

#[test]
fn a_journal_begun_anew_beside_a_stamped_file_is_no_strange_journal() {
    let disk = disk();
    let before = worked_on(&disk);
    disk.take(JOURNAL);
    let mut opened = open(&disk);
    assert!(
        told(
            &opened.notices,
            "is not there, and with it the history of 3 changes"
        ),
        "{:?}",
        opened.notices
    );
    save(&mut opened, "q4", Status::Met);
    drop(opened);
    // The readable file still bears the stamp of the journal that is gone.
    let again = open(&disk);
    assert_eq!(again.notices.len(), 1);
    assert!(told(
        &again.notices,
        "1 change not yet in the readable file"
    ));
    assert_eq!(again.history.base(), before.audit());
    assert_eq!(again.history.last_seq(), 1);
}

#[test]
fn an_audit_whose_readable_file_is_gone_is_put_together_from_its_journal() {
    let disk = disk();
    let history = worked_on(&disk);
    disk.take(PATH);
    assert_eq!(
        store::verify(&disk, Path::new(PATH))
            .map(|v| v.snapshot)
            .ok(),
        Some(SnapshotCheck::Missing)
    );
    let mut opened = open(&disk);
    assert!(told(&opened.notices, "put together from its journal"));
    assert_eq!(opened.history, history);
    snapshot(&mut opened);
    drop(opened);
    assert!(open(&disk).notices.is_empty());
}

#[test]
fn a_damaged_readable_file_is_left_alone_and_the_journal_can_be_opened_instead() {
    let disk = disk();
    let history = worked_on(&disk);
    let damages = [
        ("", "is empty"),
        ("format = \"x\n", "line 1"),
        ("\u{1}\0", ""),
    ];
    for (damage, words) in damages {
        disk.put(PATH, damage);
        let error = try_open(&disk).expect_err("it cannot be read").to_string();
        assert!(
            error.contains(words) && error.contains("left alone"),
            "{error}"
        );
        assert!(
            error.replace('\\', "/").contains(JOURNAL),
            "it names the way back: {error}"
        );
        assert_eq!(text(&disk, PATH), damage, "it was not touched");
        assert!(
            disk.bytes("/audits/a.audit.lock").is_none(),
            "no lock is left behind"
        );
    }
    disk.put(PATH, vec![b'f', 0xff]);
    let error = try_open(&disk).expect_err("it is not text").to_string();
    assert!(error.contains("not text in UTF-8"), "{error}");
    let from_journal = store::open(Arc::new(disk.clone()), Path::new(JOURNAL), "Ann", at(0));
    let from_journal = from_journal.expect("opened");
    assert_eq!(from_journal.history, history);
    assert!(from_journal.writer.is_none());
}

// ---- the readable file ---------------------------------------------------------------------

#[test]
fn a_file_edited_while_the_journal_had_more_loses_neither() {
    let disk = disk();
    let mut opened = create(&disk);
    save(&mut opened, "q1", Status::Met);
    snapshot(&mut opened);
    save(&mut opened, "q2", Status::Met);
    drop(opened);
    let edited = text(&disk, PATH).replace("status = \"met\"", "status = \"not-met\"");
    disk.put(PATH, edited);
    let opened = open(&disk);
    assert!(told(
        &opened.notices,
        "later changes that the file lacked: they are kept"
    ));
    assert_eq!(status(opened.history.audit(), "q1"), Some(Status::NotMet));
    assert_eq!(status(opened.history.audit(), "q2"), Some(Status::Met));
    let last = opened.history.entries().last().expect("an entry");
    assert_eq!((last.seq, last.by.as_str()), (3, store::OUTSIDE));
}

#[test]
fn white_space_and_remarks_in_the_file_are_no_change() {
    let disk = disk();
    let history = worked_on(&disk);
    disk.put(PATH, format!("# my remark\n{}\n\n", text(&disk, PATH)));
    let opened = open(&disk);
    assert_eq!((opened.history, opened.notices.len()), (history, 0));
}

#[test]
fn a_change_from_outside_is_saved_with_the_first_write_and_only_then() {
    let disk = disk();
    worked_on(&disk);
    let edited = text(&disk, PATH).replace("York", "Selby");
    disk.put(PATH, edited.clone());
    let journal = text(&disk, JOURNAL);
    drop(open(&disk));
    assert_eq!((text(&disk, JOURNAL), text(&disk, PATH)), (journal, edited));
    let mut opened = open(&disk);
    assert_eq!(
        opened.writer.as_ref().map(store::AuditWriter::unsaved),
        Some(1)
    );
    snapshot(&mut opened);
    drop(opened);
    let again = open(&disk);
    assert!(again.notices.is_empty());
    assert_eq!(again.history.audit().review.authority, "Selby");
}

#[test]
fn a_file_replaced_under_us_is_kept_beside_and_told() {
    let disk = disk();
    let mut opened = create(&disk);
    save(&mut opened, "q1", Status::Met);
    snapshot(&mut opened);
    let mut theirs = audit();
    theirs.review.service = "Theirs".to_owned();
    for n in 1..4 {
        theirs.review.note = Some(n.to_string());
        disk.put(PATH, theirs.to_toml());
        save(&mut opened, &format!("more-{n}"), Status::Met);
        let notices = snapshot(&mut opened);
        assert!(
            told(&notices, "put a different file in the place of"),
            "{notices:?}"
        );
        let kept = format!("/audits/a.audit.theirs-{n}.toml");
        assert_eq!(text(&disk, &kept), theirs.to_toml());
    }
    assert!(snapshot(&mut opened).is_empty());
    drop(opened);
    let again = open(&disk);
    assert_eq!(status(again.history.audit(), "more-3"), Some(Status::Met));
}

#[test]
fn a_file_that_was_only_touched_is_no_other_file() {
    let disk = disk();
    let mut opened = create(&disk);
    save(&mut opened, "q1", Status::Met);
    snapshot(&mut opened);
    let (file, journal) = (text(&disk, PATH), text(&disk, JOURNAL));
    disk.put(PATH, file);
    disk.put(JOURNAL, journal);
    save(&mut opened, "q2", Status::Met);
    assert!(snapshot(&mut opened).is_empty());
    assert_eq!(disk.files().len(), 3, "{:?}", disk.files());
}

#[test]
fn a_journal_replaced_under_us_is_kept_beside_and_ours_is_written_again() {
    let disk = disk();
    let mut opened = create(&disk);
    save(&mut opened, "q1", Status::Met);
    disk.put(JOURNAL, "{\"theirs\":1}\n");
    save(&mut opened, "q2", Status::Met);
    let notices = snapshot(&mut opened);
    assert!(
        told(&notices, "Another program changed the journal"),
        "{notices:?}"
    );
    assert_eq!(
        text(&disk, "/audits/a.audit.journal.theirs-1"),
        "{\"theirs\":1}\n"
    );
    let history = opened.history.clone();
    drop(opened);
    assert_eq!(open(&disk).history, history);
}

#[test]
fn an_audit_that_would_not_read_back_is_not_put_in_the_place_of_one_that_does() {
    let disk = disk();
    let mut opened = create(&disk);
    save(&mut opened, "q1", Status::Met);
    snapshot(&mut opened);
    let good = text(&disk, PATH);
    let mut bad = opened.history.audit().clone();
    bad.answers.entry("q1".to_owned()).or_default().value = Some(Value::Number(f64::NAN));
    let writer = opened.writer.as_mut().expect("a writer");
    let error = writer.snapshot(&bad).expect_err("it would not read back");
    assert!(matches!(error, StoreError::Unwritable { .. }), "{error}");
    assert_eq!(text(&disk, PATH), good);
    let change = Change::Answer {
        question: "n".to_owned(),
        before: None,
        after: bad.answers.get("q1").cloned().map(Box::new),
    };
    // It is refused where it is made; and if it came all the same, it would not be written.
    let refused = opened
        .history
        .clone()
        .record(change.clone(), "Ann", at(1))
        .map(drop);
    assert!(
        matches!(refused, Err(ChangeRefused::Unkeepable { .. })),
        "{refused:?}"
    );
    let entry = Entry {
        seq: opened.history.last_seq() + 1,
        at: at(1),
        by: "Ann".to_owned(),
        action: HistoryStep::Do(change),
    };
    let error = append(&mut opened, &[entry]).expect_err("it would not read back");
    assert!(matches!(error, StoreError::NotJournalled { .. }), "{error}");
}
