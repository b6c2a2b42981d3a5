//! Renaming an audit, putting it into the archive and bringing it back: all that belongs to it goes
//! along, nothing is written over, and no fault of the disk loses anything.

use crate::testkit::memory_disk::{Crash, Fault, MemoryDisk};
use crate::testkit::store_bench;

use std::io;
use std::path::{Path, PathBuf};

use scrutineer::audit::History;
use scrutineer::store::{self, MoveTo, Moved, Places, StoreError};
use store_bench::*;

const NEW: &str = "/audits/meals-at-home.audit.toml";
const PUT_AWAY: &str = "/audits/archive/a.audit.toml";

fn places() -> Places {
    Places::below(Path::new("/"))
}

fn go(disk: &MemoryDisk, path: &str, to: &MoveTo) -> Result<Moved, StoreError> {
    store::move_audit(disk, &places(), Path::new(path), to, ("Ann", at(900)))
}

fn new_name() -> MoveTo {
    MoveTo::Name("Meals at home".to_owned())
}

fn is_whole(disk: &MemoryDisk, path: &str, history: &History) -> bool {
    let peeked = store::peek(disk, Path::new(path));
    peeked.is_ok_and(|read| !read.damaged && read.history == *history)
}

#[test]
fn an_audit_is_renamed_with_all_that_lies_with_it() {
    let disk = disk();
    let history = worked_on(&disk);
    for side in [
        "journal.torn",
        "theirs-1.toml",
        "remarks-2.toml",
        "v1-backup.toml",
    ] {
        disk.put(format!("/audits/a.audit.{side}"), "kept");
    }
    disk.put("/audits/ab.audit.toml", "another");
    let moved = go(&disk, PATH, &new_name()).expect("renamed");
    assert_eq!((moved.path, moved.left), (PathBuf::from(NEW), vec![]));
    let names: Vec<String> = disk
        .files()
        .iter()
        .map(|path| path.display().to_string().replace('\\', "/"))
        .filter(|path| {
            std::path::Path::new(path)
                .extension()
                .is_none_or(|end| end != "lock")
        })
        .collect();
    assert_eq!(
        names,
        [
            "/audits/ab.audit.toml",
            "/audits/meals-at-home.audit.journal",
            "/audits/meals-at-home.audit.journal.torn",
            "/audits/meals-at-home.audit.remarks-2.toml",
            "/audits/meals-at-home.audit.theirs-1.toml",
            "/audits/meals-at-home.audit.toml",
            "/audits/meals-at-home.audit.v1-backup.toml",
        ]
    );
    assert!(is_whole(&disk, NEW, &history));
}

#[test]
fn an_audit_is_put_away_and_brought_back() {
    let disk = disk();
    let history = worked_on(&disk);
    let moved = go(&disk, PATH, &MoveTo::Archive).expect("put away");
    assert_eq!(moved.path, Path::new(PUT_AWAY));
    assert!(is_whole(&disk, PUT_AWAY, &history));
    assert!(store::list(&disk, &places()).expect("listed").is_empty());
    go(&disk, PUT_AWAY, &MoveTo::Library).expect("brought back");
    assert!(is_whole(&disk, PATH, &history));
    assert!(open(&disk).notices.is_empty());
}

#[test]
fn nothing_moves_over_another_from_under_a_window_or_away_from_its_copies() {
    let taken = |name: &str| {
        let disk = disk();
        worked_on(&disk);
        disk.put(format!("/audits/{name}"), "another");
        (disk, "already there")
    };
    let copied = disk();
    worked_on(&copied);
    copied.put(
        "/audits/a.audit.sync-conflict-20261128-101010-ABCDEFG.toml",
        "x",
    );
    let cases = [
        taken("meals-at-home.audit.toml"),
        taken("MEALS-at-home.audit.toml"),
        taken("meals-at-home.audit.journal"),
        taken("meals-at-home.audit.theirs-1.toml"),
        (copied, "merge that copy"),
    ];
    for (disk, why) in cases {
        let before: Vec<_> = disk.files().iter().map(|path| disk.bytes(path)).collect();
        let error = go(&disk, PATH, &new_name())
            .expect_err("refused")
            .to_string();
        assert!(error.contains(why), "{error}");
        let after: Vec<_> = disk.files().iter().map(|path| disk.bytes(path)).collect();
        let lock = usize::from(after.len() > before.len());
        assert_eq!(
            after.len() - lock,
            before.len(),
            "{why}: {:?}",
            disk.files()
        );
    }
    let disk = disk();
    worked_on(&disk);
    let _open = open(&disk);
    let error = go(&disk, PATH, &MoveTo::Archive)
        .expect_err("refused")
        .to_string();
    assert!(error.contains("open elsewhere (by Ann"), "{error}");
    assert!(disk.bytes(PATH).is_some());
    let missing = go(&disk, "/audits/b.audit.toml", &new_name());
    assert!(matches!(missing, Err(StoreError::NoFile { .. })));
}

#[test]
fn wherever_the_program_or_the_power_stops_the_audit_is_whole_under_one_of_its_names() {
    for (to, target) in [(new_name(), NEW), (MoveTo::Archive, PUT_AWAY)] {
        let bare = disk();
        worked_on(&bare);
        bare.set_fault(None);
        go(&bare, PATH, &to).expect("moved");
        let all = bare.operations();
        assert!(all > 8, "{all}");
        for stop in 0..all {
            for crash in [
                Crash::Killed,
                Crash::PowerCut,
                Crash::NamesKeptBytesLost,
                Crash::BytesKeptNamesLost,
            ] {
                let disk = disk();
                let history = worked_on(&disk);
                disk.set_fault(Some(Fault::StopAt(stop)));
                let _ = go(&disk, PATH, &to);
                disk.crash(crash);
                disk.set_fault(None);
                let case = format!("{to:?}: {crash:?} at {stop}: {:?}", disk.files());
                let is_old = is_whole(&disk, PATH, &history);
                assert!(is_old || is_whole(&disk, target, &history), "{case}");
                // What was interrupted can be done again.
                if is_old && disk.bytes(target).is_none() {
                    go(&disk, PATH, &to).unwrap_or_else(|error| panic!("{case}: {error}"));
                    assert!(is_whole(&disk, target, &history), "{case}");
                }
            }
        }
    }
}

#[test]
fn an_operation_that_fails_leaves_the_audit_where_it_was_or_it_has_moved() {
    let bare = disk();
    worked_on(&bare);
    bare.set_fault(None);
    go(&bare, PATH, &new_name()).expect("moved");
    let all = bare.operations();
    let mut refused = 0;
    for at in 0..all {
        let disk = disk();
        let history = worked_on(&disk);
        let fault = Fault::FailFor(at, at + 1, io::ErrorKind::PermissionDenied);
        disk.set_fault(Some(fault));
        let moved = go(&disk, PATH, &new_name());
        disk.set_fault(None);
        let names = disk.files();
        match moved {
            Ok(_) => assert!(is_whole(&disk, NEW, &history), "{at}: {names:?}"),
            Err(error) => {
                refused += 1;
                assert!(is_whole(&disk, PATH, &history), "{at}: {error}: {names:?}");
                assert!(disk.bytes(NEW).is_none(), "{at}: {names:?}");
                go(&disk, PATH, &new_name()).expect("the second time it moves");
            }
        }
    }
    assert!(refused > 3, "{refused} of {all}");
}

#[test]
fn an_audit_is_renamed_on_a_real_disk() {
    let home = tempfile::tempdir().expect("a folder");
    let places = Places::below(home.path());
    let path = store::path_for_name(&places, "old");
    let disk: std::sync::Arc<dyn store::Disk> = std::sync::Arc::new(store::RealDisk);
    drop(store::create(disk.clone(), &path, audit(), "Ann", at(0)).expect("made"));
    let to = MoveTo::Name("New name".to_owned());
    let moved = store::move_audit(&*disk, &places, &path, &to, ("Ann", at(1))).expect("renamed");
    assert_eq!(moved.path, store::path_for_name(&places, "new-name"));
    assert!(!path.exists());
    let opened = store::open(disk, &moved.path, "Ann", at(2)).expect("opened");
    assert!(opened.notices.is_empty() && opened.read_only.is_none());
    assert_eq!(opened.history.audit(), &audit());
}
