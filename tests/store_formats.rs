//! Every format an audit ever had stays readable: one audit of each is kept in `tests/fixtures`,
//! as the program of its day wrote it, and is never written again.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::testkit::memory_disk::MemoryDisk;
use chrono::DateTime;
use scrutineer::audit::{AUDIT_FORMAT, Audit, Value};
use scrutineer::base::{SourceText, Word as _};
use scrutineer::checklist::{Executive, Status};
use scrutineer::store::{self, Chain, SnapshotCheck};

fn fixture(format: i64, end: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures")
        .join(format!("format-{format}.audit.{end}"))
}

/// The fixture of a format, on a disk of its own.
fn disk(format: i64) -> MemoryDisk {
    let disk = MemoryDisk::with_folder("/a");
    for end in ["toml", "journal"] {
        let bytes = std::fs::read(fixture(format, end)).expect("every format has its fixture");
        disk.put(format!("/a/x.audit.{end}"), bytes);
    }
    disk
}

#[test]
fn every_format_opens_without_a_word_of_complaint_and_can_be_worked_on() {
    for format in 1..=AUDIT_FORMAT {
        let disk = disk(format);
        let path = Path::new("/a/x.audit.toml");
        let now = DateTime::from_timestamp(1_800_000_000, 0).expect("a moment");
        let mut opened = store::open(Arc::new(disk.clone()), path, "Ann", now).expect("opened");
        assert!(opened.read_only.is_none());
        if format == AUDIT_FORMAT {
            assert!(opened.notices.is_empty());
        }
        let undo = opened
            .history
            .undo("Ann", now)
            .expect("something to take back")
            .clone();
        let writer = opened.writer.as_mut().expect("a writer");
        writer.append(&[undo]).expect("saved");
        writer.snapshot(opened.history.audit()).expect("written");
        drop(opened);
        let verification = store::verify(&disk, path).expect("checked");
        assert_eq!(verification.snapshot, SnapshotCheck::Same);
    }
}

#[test]
fn format_1_means_what_it_meant() {
    let disk = disk(1);
    let path = Path::new("/a/x.audit.toml");
    let peeked = store::peek(&disk, path).expect("it can be read");
    assert_eq!((peeked.entries, peeked.notices.len()), (14, 0));
    let audit = &peeked.audit;
    assert_eq!(audit.review.authority, "Liverpool City Council");
    assert_eq!(audit.review.executive, Executive::No);
    for status in Status::ALL {
        let answer = audit
            .answer(&format!("q.{}", status.word()))
            .expect("an answer");
        assert_eq!(answer.status, Some(*status));
        assert_eq!(
            answer.note,
            format!(
                "A note about “{}”,\nover two lines \\ with \"quotes\".",
                status.word()
            )
        );
    }
    let value = |id: &str| audit.answer(id).and_then(|answer| answer.value.clone());
    assert_eq!(value("a.figure"), Some(Value::Number(0.1 + 0.2)));
    assert_eq!(
        value("a.choice"),
        Some(Value::Option("outsource".to_owned()))
    );
    assert_eq!(audit.documents.len(), 1);
    let verification = store::verify(&disk, path).expect("checked");
    let head = "sha256:0c5b4dd11dd5b501ac2dc226901a729ceed6b7efe0f41cadd22ff7e372f0adfd";
    match verification.chain {
        Chain::Sound {
            entries: 14,
            head: found,
        } => assert_eq!(found.as_str(), head),
        other => panic!("{other:?}"),
    }
    let text = std::fs::read_to_string(fixture(1, "toml")).expect("text");
    let (again, stamp) =
        Audit::read_stamped(&SourceText::new("x", text.as_str())).expect("it can be read");
    assert_eq!(
        again.to_toml_stamped(&stamp.expect("a stamp")),
        text,
        "byte for byte"
    );
}
