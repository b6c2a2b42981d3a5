//! What holds for every audit and every course of changes, whatever anybody typed.

use std::path::Path;
use std::sync::Arc;

use crate::testkit::anything::{
    answer, audit, digest, document, moment, notice, put, review, stamps, text,
};
use crate::testkit::memory_disk::{Crash, MemoryDisk};
use chrono::{DateTime, Utc};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use scrutineer::audit::stamp::JournalStamp;
use scrutineer::audit::{
    Answer, Audit, Change, ChecklistStamp, CouncilQuestion, Document, History, Notice, Review,
};

use scrutineer::base::SourceText;
use scrutineer::store::{self, Disk, Opened};

const PATH: &str = "/a/a.audit.toml";
const JOURNAL: &str = "/a/a.audit.journal";

fn read(text: &str) -> Audit {
    Audit::read(&SourceText::new("an.audit.toml", text))
        .unwrap_or_else(|why| panic!("{why:?}\n{text}"))
}

// ---- arbitrary courses of changes ------------------------------------------------------------

#[derive(Debug, Clone)]
enum Migration {
    Answer(String, Option<Box<Answer>>),
    Review(Box<Review>),
    Document(Box<Document>),
    Put(Box<CouncilQuestion>),
    Notice(Box<Notice>),
    Forget(usize),
    Checklists(Vec<ChecklistStamp>),
    Whole(Box<Audit>),
    Together(Vec<Migration>),
    Undo,
    Redo,
    Save,
    Snapshot,
    Reopen,
    Crash(Crash),
}

fn step() -> impl Strategy<Value = Migration> {
    let id = || prop_oneof![4 => "[a-c]", 1 => text()];
    let simple = prop_oneof![
        6 => (id(), option::weighted(0.8, answer()))
            .prop_map(|(id, answer)| Migration::Answer(id, answer.map(Box::new))),
        1 => review().prop_map(|review| Migration::Review(Box::new(review))),
        2 => document().prop_map(|document| Migration::Document(Box::new(document))),
        2 => put().prop_map(|put| Migration::Put(Box::new(put))),
        1 => notice().prop_map(|notice| Migration::Notice(Box::new(notice))),
        1 => any::<usize>().prop_map(Migration::Forget),
        1 => stamps().prop_map(Migration::Checklists),
        1 => audit().prop_map(|audit| Migration::Whole(Box::new(audit))),
    ];
    let simple = simple.boxed();
    prop_oneof![
        8 => simple.clone(),
        1 => vec(simple, 1..4).prop_map(Migration::Together),
        3 => Just(Migration::Undo),
        2 => Just(Migration::Redo),
        3 => Just(Migration::Save),
        2 => Just(Migration::Snapshot),
        1 => Just(Migration::Reopen),
        1 => select(vec![Crash::Killed, Crash::PowerCut, Crash::BytesKeptNamesLost])
            .prop_map(Migration::Crash),
    ]
}

fn change_of(audit: &Audit, step: &Migration) -> Option<Change> {
    match step {
        Migration::Answer(question, after) => {
            let before = audit.answer(question).cloned().map(Box::new);
            (before != *after).then(|| Change::Answer {
                question: question.clone(),
                before,
                after: after.clone(),
            })
        }
        Migration::Review(after) => audit.edit_review(|review| review.clone_from(after)),
        Migration::Document(document) => {
            audit.edit_document(&document.id, Some((**document).clone()))
        }
        Migration::Put(put) => audit.edit_put(&put.id, Some((**put).clone())),
        Migration::Notice(after) => audit.edit_notice(|notice| notice.clone_from(after)),
        Migration::Forget(place) if place % 2 == 1 => {
            let place = place.checked_rem(audit.puts.len())?;
            audit.edit_put(&audit.puts.get(place)?.id.clone(), None)
        }
        Migration::Forget(place) => {
            let place = place.checked_rem(audit.documents.len())?;
            audit.edit_document(&audit.documents.get(place)?.id.clone(), None)
        }
        Migration::Checklists(after) => Some(Change::Checklists {
            before: audit.checklists.clone(),
            after: after.clone(),
        }),
        Migration::Whole(after) => Some(Change::Whole {
            before: Box::new(audit.clone()),
            after: after.clone(),
        }),
        Migration::Together(steps) => {
            let mut copy = audit.clone();
            let mut changes = Vec::new();
            for step in steps {
                if let Some(change) = change_of(&copy, step) {
                    copy.apply(&change).expect("it fits");
                    changes.push(change);
                }
            }
            (!changes.is_empty()).then_some(Change::Together(changes))
        }
        _ => None,
    }
}

fn open(disk: &MemoryDisk) -> Opened {
    let disk: Arc<dyn Disk> = Arc::new(disk.clone());
    store::open(disk, Path::new(PATH), "Ann", DateTime::<Utc>::MAX_UTC).expect("opened")
}

fn play(disk: &MemoryDisk, base: Audit, steps: &[Migration], at: &[DateTime<Utc>]) -> Opened {
    let whole: Arc<dyn Disk> = Arc::new(disk.clone());
    let mut opened =
        store::create(whole, Path::new(PATH), base, "Ann", DateTime::UNIX_EPOCH).expect("made");
    let mut saved = 0;
    for (step, at) in steps.iter().zip(at.iter().cycle()) {
        let history = &mut opened.history;
        let writer = opened.writer.as_mut().expect("a writer");
        match step {
            Migration::Undo => drop(history.undo("Ann", *at).cloned()),
            Migration::Redo => drop(history.redo("Bob\n\"", *at).cloned()),
            Migration::Save => {
                writer.append(&history.entries()[saved..]).expect("saved");
                saved = history.entries().len();
            }
            Migration::Snapshot => {
                writer.append(&history.entries()[saved..]).expect("saved");
                saved = history.entries().len();
                let notices = writer.snapshot(history.audit()).expect("written");
                assert!(notices.is_empty());
            }
            Migration::Reopen => {
                writer.append(history.entries()).expect("saved");
                let history = history.clone();
                drop(opened);
                opened = open(disk);
                assert_eq!(opened.history, history);
                saved = history.entries().len();
            }
            Migration::Crash(crash) => {
                let told = history.entries()[..saved].to_vec();
                drop(opened);
                disk.crash(*crash);
                opened = open(disk);
                assert_eq!(opened.history.entries(), told);
            }
            change => {
                if let Some(change) = change_of(history.audit(), change) {
                    history.record(change, "Ann", *at).expect("it fits");
                }
            }
        }
    }
    opened
        .writer
        .as_mut()
        .expect("a writer")
        .append(opened.history.entries())
        .expect("saved");
    opened
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn loading_what_was_saved_gives_the_same_audit_and_saving_it_the_same_bytes(audit in audit()) {
        let text = audit.to_toml();
        let again = read(&text);
        prop_assert_eq!(&again, &audit);
        prop_assert_eq!(again.to_toml(), text);
    }

    #[test]
    fn the_stamp_of_the_journal_comes_back_and_changes_nothing_else(
        audit in audit(),
        entries in 0..=u64::try_from(i64::MAX).expect("it fits"),
        head in digest(),
    ) {
        let stamp = JournalStamp { entries, head };
        let text = audit.to_toml_stamped(&stamp);
        let (again, found) = Audit::read_stamped(&SourceText::new("x", text.clone())).expect("read");
        prop_assert_eq!(&again, &audit);
        prop_assert_eq!(found.as_ref(), Some(&stamp));
        prop_assert_eq!(again.to_toml_stamped(&stamp), text.clone());
        prop_assert!(text.starts_with(&audit.to_toml()));
        prop_assert_eq!(read(&text), audit);
    }

    #[test]
    fn no_saved_file_holds_a_character_that_steers_a_terminal(audit in audit()) {
        let steers = |c: char| (c.is_control() && c != '\n' && c != '\t') || c == '\u{202e}';
        prop_assert!(!audit.to_toml().contains(steers));
    }

    #[test]
    fn a_journal_tells_the_state_after_any_course_of_changes(
        base in audit(),
        steps in vec(step(), 0..40),
        at in vec(moment(), 1..5),
    ) {
        let disk = MemoryDisk::with_folder("/a");
        let opened = play(&disk, base, &steps, &at);
        let (history, head) = (opened.history.clone(), opened.writer.as_ref().and_then(|k| k.head().cloned()));
        drop(opened);
        let again = open(&disk);
        prop_assert_eq!(&again.history, &history);
        prop_assert_eq!(again.head, head);
        let replayed = History::replay(history.base().clone(), history.entries().to_vec());
        prop_assert_eq!(replayed.as_ref(), Ok(&history));
        drop(again.writer);
        let verification = store::verify(&disk, Path::new(PATH)).expect("checked");
        let broken = matches!(verification.chain, store::Chain::Damaged { .. });
        prop_assert!(!broken);
        let strange = matches!(verification.snapshot, store::SnapshotCheck::Different { .. });
        prop_assert!(!strange);
        let lines = store::history(&disk, Path::new(PATH)).expect("a history").steps;
        prop_assert_eq!(lines.len(), history.entries().len());
    }

    #[test]
    fn a_journal_in_which_one_byte_was_altered_is_always_told(
        base in audit(),
        steps in vec(step(), 1..12),
        at in vec(moment(), 1..3),
        place in any::<prop::sample::Index>(),
        flip in 1_u8..=255,
    ) {
        let disk = MemoryDisk::with_folder("/a");
        let mut opened = play(&disk, base, &steps, &at);
        let audit = opened.history.audit().clone();
        opened.writer.as_mut().expect("a writer").snapshot(&audit).expect("written");
        let entries = opened.history.entries().len();
        drop(opened);
        let mut bytes = disk.bytes(JOURNAL).expect("a journal");
        let place = place.index(bytes.len());
        bytes[place] ^= flip;
        disk.put(JOURNAL, bytes);
        if let Ok(opened) = store::open(Arc::new(disk.clone()), Path::new(PATH), "Ann", DateTime::<Utc>::MAX_UTC) {
            prop_assert!(opened.read_only.is_some() || !opened.notices.is_empty());
            prop_assert_eq!(opened.history.audit(), &audit, "what the readable file says is shown");
            prop_assert!(opened.history.entries().len() <= entries + 1);
        }
    }

    #[test]
    fn no_bytes_whatever_make_it_panic_and_what_it_refuses_it_leaves_alone(
        file in prop_oneof![vec(any::<u8>(), 0..200), text().prop_map(String::into_bytes)],
        journal in option::of(prop_oneof![vec(any::<u8>(), 0..200), text().prop_map(String::into_bytes)]),
    ) {
        let disk = MemoryDisk::with_folder("/a");
        disk.put(PATH, file.clone());
        if let Some(journal) = &journal {
            disk.put(JOURNAL, journal.clone());
        }
        let opened = store::open(Arc::new(disk.clone()), Path::new(PATH), "Ann", DateTime::UNIX_EPOCH);
        let _ = store::open(Arc::new(disk.clone()), Path::new(JOURNAL), "Ann", DateTime::UNIX_EPOCH);
        let _ = store::verify(&disk, Path::new(PATH));
        let _ = store::history(&disk, Path::new(PATH));
        if let Err(error) = opened {
            prop_assert!(!error.to_string().contains(|c: char| c.is_control() && c != '\n'));
            prop_assert_eq!(disk.bytes(PATH), Some(file));
            prop_assert_eq!(disk.bytes(JOURNAL), journal);
        }
    }
}

#[test]
fn a_thousand_changes_are_saved_and_opened_in_good_time() {
    let disk = MemoryDisk::with_folder("/a");
    let whole: Arc<dyn Disk> = Arc::new(disk.clone());
    let base = Audit::new(Review::named("A", "B"));
    let mut opened =
        store::create(whole, Path::new(PATH), base, "Ann", DateTime::UNIX_EPOCH).expect("made");
    for n in 0..1000 {
        let change = opened
            .history
            .audit()
            .edit_answer(&format!("q{}", n % 300), |answer| {
                answer.note = format!("note {n}");
            })
            .expect("a change");
        opened
            .history
            .record(change, "Ann", DateTime::UNIX_EPOCH)
            .expect("it fits");
    }
    let entries = opened.history.entries().to_vec();
    opened
        .writer
        .as_mut()
        .expect("a writer")
        .append(&entries)
        .expect("saved");
    drop(opened);
    assert_eq!(open(&disk).history.entries(), entries);
}

#[test]
fn a_text_over_several_lines_that_ends_in_three_quotation_marks_comes_back() {
    let mut audit = Audit::new(Review::named("A", "B"));
    audit.review.note = Some("he said\n\"\"\"".to_owned());
    assert_eq!(read(&audit.to_toml()), audit);
}
