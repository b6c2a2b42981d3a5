//! Audits on the disk of this computer: odd names, links, permissions, other processes.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use scrutineer::audit::{Audit, Document, Entry, History, Review};
use scrutineer::checklist::Status;
use scrutineer::store::{
    self, Disk, DocumentCheck, Locked, Opened, Places, RealDisk, StoreError, StoreNotice,
};

fn at(second: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_763_800_000 + second, 0).expect("a moment")
}

fn disk() -> Arc<dyn Disk> {
    Arc::new(RealDisk)
}

fn audit() -> Audit {
    Audit::new(Review::named("Barnet", "Everything"))
}

fn create(path: &Path) -> Opened {
    store::create(disk(), path, audit(), "Ann", at(0)).expect("made")
}

fn open(path: &Path) -> Opened {
    store::open(disk(), path, "Ann", at(100_000)).expect("opened")
}

fn change(history: &mut History, question: &str, note: &str) -> Entry {
    let change = history
        .audit()
        .edit_answer(question, |answer| {
            answer.status = Some(Status::Met);
            note.clone_into(&mut answer.note);
        })
        .expect("it changes something");
    history
        .record(change, "Ann", at(10))
        .expect("it fits")
        .clone()
}

fn save(opened: &mut Opened, note: &str) {
    let entry = change(&mut opened.history, "q", note);
    opened
        .writer
        .as_mut()
        .expect("a writer")
        .append(&[entry])
        .expect("saved");
}

fn snapshot(opened: &mut Opened) -> Vec<StoreNotice> {
    opened
        .writer
        .as_mut()
        .expect("a writer")
        .snapshot(opened.history.audit())
        .expect("written")
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    names
}

#[test]
fn odd_names_are_names_like_any_other() {
    let folder = tempfile::tempdir().expect("a folder");
    let inner = folder.path().join("Ffolder â gofod 理 \u{1F4C1}");
    let longest = "ö".repeat(122);
    let names = [
        "with spaces",
        "it's “quoted”",
        "naïve-審査",
        "a.b.c",
        "-dash",
        longest.as_str(),
    ];
    for name in names {
        let path = inner.join(format!("{name}.audit.toml"));
        let mut opened = create(&path);
        assert_eq!(opened.name, name);
        save(&mut opened, "one");
        snapshot(&mut opened);
        drop(opened);
        // Somebody else's version comes in, so that every kind of side file is made.
        std::fs::remove_file(&path).expect("removed");
        store::write_new(&RealDisk, &path, audit().to_toml().as_bytes(), false).expect("written");
        let mut opened = open(&path);
        store::write_new(&RealDisk, &path, b"theirs = 1\n", true).expect("written");
        save(&mut opened, "two");
        let notices = snapshot(&mut opened);
        assert!(
            notices
                .iter()
                .any(|notice| notice.to_string().contains("theirs-1")),
            "{notices:?}"
        );
        drop(opened);
        assert_eq!(
            open(&path)
                .history
                .audit()
                .answer("q")
                .map(|a| a.note.as_str()),
            Some("two")
        );
        let text = store::peek(&RealDisk, &path).expect("it can be read");
        assert!(text.notices.is_empty());
    }
    assert_eq!(format!("{longest}.audit.toml").len(), 255);
}

#[test]
fn a_name_too_long_for_the_disk_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder
        .path()
        .join(format!("{}.audit.toml", "x".repeat(300)));
    let error = store::create(disk(), &path, audit(), "Ann", at(0)).expect_err("too long");
    assert!(matches!(error, StoreError::Io { .. }), "{error}");
    assert_eq!(names(folder.path()), Vec::<String>::new());
}

#[cfg(windows)]
#[test]
fn a_paper_that_another_program_has_open_is_told_and_left_whole() {
    use std::os::windows::fs::OpenOptionsExt as _;
    /// As Word opens a file: others may read it, and nobody may replace it.
    const SHARED_FOR_READING: u32 = 1;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("submission.docx");
    store::write_new(&RealDisk, &path, b"old", false).expect("written");
    let word = std::fs::OpenOptions::new()
        .read(true)
        .write(true)
        .share_mode(SHARED_FOR_READING)
        .open(&path)
        .expect("it opens");
    let error = store::write_new(&RealDisk, &path, b"new", true).expect_err("it is open");
    let told = error.to_string();
    assert!(told.contains("another program has it open"), "{told}");
    drop(word);
    assert_eq!(std::fs::read(&path).expect("whole"), b"old");
    assert_eq!(names(folder.path()), ["submission.docx"]);
    store::write_new(&RealDisk, &path, b"new", true).expect("nobody has it open");
    assert_eq!(std::fs::read(&path).expect("whole"), b"new");
}

// Not on Windows: a file has no mode there; the folder of the user is theirs alone.
#[cfg(unix)]
#[test]
fn an_audit_is_readable_by_its_owner_alone_and_a_given_mode_is_kept() {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = |path: &Path| std::fs::metadata(path).expect("there").permissions().mode() & 0o777;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("new folder").join("a.audit.toml");
    let mut opened = create(&path);
    save(&mut opened, "one");
    snapshot(&mut opened);
    let journal = path.with_file_name("a.audit.journal");
    assert_eq!((mode(&path), mode(&journal)), (0o600, 0o600));
    assert_eq!(mode(path.parent().expect("a folder")), 0o700);
    for wanted in [0o640, 0o644, 0o660] {
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(wanted)).expect("set");
        save(&mut opened, &format!("{wanted:o}"));
        snapshot(&mut opened);
        drop(opened);
        assert_eq!(mode(&path), wanted);
        opened = open(&path);
    }
    // A journal that begins beside a shared file holds more than the file: it is its owner's alone.
    drop(opened);
    std::fs::remove_file(&journal).expect("removed");
    let mut opened = open(&path);
    save(&mut opened, "again");
    assert_eq!(mode(&journal), 0o600);
}

#[test]
fn a_file_marked_read_only_opens_read_only() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.audit.toml");
    drop(create(&path));
    for marked in [path.clone(), path.with_file_name("a.audit.journal")] {
        let before = std::fs::metadata(&marked).expect("there").permissions();
        let mut read_only = before.clone();
        read_only.set_readonly(true);
        std::fs::set_permissions(&marked, read_only).expect("set");
        let opened = open(&path);
        assert!(opened.writer.is_none());
        assert!(
            opened
                .read_only
                .is_some_and(|reason| reason.to_string().contains("marked as read-only"))
        );
        std::fs::set_permissions(&marked, before).expect("set");
    }
    assert!(open(&path).writer.is_some());
}

// Not on Windows: to make a link takes rights there that a user has not.
#[cfg(unix)]
#[test]
fn links_are_followed_and_stay_links() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().expect("a folder");
    let real = folder.path().join("real");
    let path = real.join("audits").join("a.audit.toml");
    drop(create(&path));
    symlink(&real, folder.path().join("home")).expect("linked");
    symlink(&path, folder.path().join("link.audit.toml")).expect("linked");
    let places = Places::below(&folder.path().join("home"));
    let found = store::find(&places, "a").expect("found through the link");
    for by in [found, folder.path().join("link.audit.toml")] {
        let mut opened = open(&by);
        let second = open(&path);
        assert!(
            second.read_only.is_some(),
            "both names are one audit, and one lock"
        );
        save(&mut opened, &by.to_string_lossy());
        snapshot(&mut opened);
        drop(opened);
        assert!(open(&path).notices.is_empty());
    }
    assert_eq!(names(folder.path()), ["home", "link.audit.toml", "real"]);
    assert!(folder.path().join("link.audit.toml").is_symlink());
    assert_eq!(
        names(path.parent().expect("a folder")),
        ["a.audit.journal", "a.audit.toml"]
    );
    assert_eq!(store::list(&RealDisk, &places).expect("listed").len(), 1);
    // A link that leads nowhere is no audit, and nothing is made behind it.
    symlink(
        folder.path().join("nowhere"),
        folder.path().join("dead.audit.toml"),
    )
    .expect("linked");
    let dead = folder.path().join("dead.audit.toml");
    store::open(disk(), &dead, "Ann", at(0)).expect_err("it leads nowhere");
    store::create(disk(), &dead, audit(), "Ann", at(0)).expect_err("the name is taken");
}

#[test]
fn a_lock_file_that_a_dead_process_left_is_taken() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.audit.toml");
    drop(create(&path));
    let lock = path.with_file_name("a.audit.lock");
    for left in [
        "{\"pid\":1,\"user\":\"Bob\",\"host\":\"x\",\"since\":\"y\"}",
        "",
        "{\"pid\":1,\"us",
    ] {
        store::write_new(&RealDisk, &lock, left.as_bytes(), true).expect("written");
        let opened = open(&path);
        assert!(opened.read_only.is_none() && opened.notices.is_empty());
        drop(opened.writer);
        #[cfg(unix)]
        assert!(!lock.exists(), "and it is taken away at the end");
    }
}

#[test]
fn a_note_in_a_lock_cannot_steer_the_terminal() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.audit.toml");
    drop(create(&path));
    let lock = path.with_file_name("a.audit.lock");
    let note = b"{\"pid\":1,\"user\":\"\\u001b[2J\\u202e\",\"host\":\"\",\"since\":\"\"}";
    let held = RealDisk.lock(&lock, note, |_| true).expect("locked");
    assert!(matches!(held, Locked::Held(_)));
    let reason = open(&path).read_only.expect("a reason").to_string();
    assert!(
        reason.chars().all(|c| !c.is_control() && c != '\u{202e}'),
        "{reason:?}"
    );
}

/// Starts this test's own program again as a process that works on an audit until it is killed.
fn worker(path: &Path) -> (Child, BufReader<std::process::ChildStdout>) {
    let mut child = Command::new(std::env::current_exe().expect("this program"))
        .args([
            "--exact",
            "store_real::works_until_it_is_killed",
            "--ignored",
            "--nocapture",
        ])
        .env("SCRUTINEER_TEST_AUDIT", path)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("started");
    let out = BufReader::new(child.stdout.take().expect("its output"));
    (child, out)
}

#[test]
#[ignore = "not a test: the process that the test below starts and kills"]
fn works_until_it_is_killed() {
    let Some(path) = std::env::var_os("SCRUTINEER_TEST_AUDIT").map(PathBuf::from) else {
        return;
    };
    let mut opened = open(&path);
    assert!(opened.writer.is_some(), "{:?}", opened.read_only);
    for n in 0_usize.. {
        let note = format!("{n} {}", "x".repeat(n * 997 % 5000));
        let entry = change(&mut opened.history, "q", &note);
        let writer = opened.writer.as_mut().expect("a writer");
        writer.append(std::slice::from_ref(&entry)).expect("saved");
        println!("saved {}", entry.seq);
        if n % 3 == 0 {
            writer.snapshot(opened.history.audit()).expect("written");
        }
    }
}

#[test]
fn what_a_process_called_saved_is_there_after_it_was_killed() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.audit.toml");
    drop(create(&path));
    let mut total = 0;
    for round in 1..=6 {
        let (mut child, out) = worker(&path);
        let mut lines = out.lines().map_while(Result::ok);
        let mut saved = 0;
        let enough = total + 7 * round;
        for line in lines.by_ref() {
            // The test harness may print before it on the same line.
            let Some((_, number)) = line.split_once("saved ") else {
                continue;
            };
            saved = number.trim().parse().expect("a number");
            if saved >= enough {
                break;
            }
        }
        let second = open(&path);
        let reason = second
            .read_only
            .expect("the other process holds it")
            .to_string();
        assert!(reason.contains(&child.id().to_string()), "{reason}");
        child.kill().expect("killed");
        child.wait().expect("gone");
        // What it still said before it died counts as well.
        for line in lines {
            if let Some((_, number)) = line.split_once("saved ") {
                saved = number.trim().parse().unwrap_or(saved);
            }
        }
        let opened = open(&path);
        assert!(
            opened.read_only.is_none(),
            "the lock of a dead process holds nobody up"
        );
        assert!(
            opened.history.last_seq() >= saved,
            "{} of {saved}",
            opened.history.last_seq()
        );
        total = opened.history.last_seq();
    }
    let verification = store::verify(&RealDisk, &path).expect("checked");
    assert!(verification.is_sound(), "{verification:?}");
}

#[test]
fn documents_are_checked_against_their_digests() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.audit.toml");
    let mut opened = create(&path);
    let document = |id: &str, file: Option<&str>, sha256: Option<&str>| Document {
        id: id.to_owned(),
        title: id.to_owned(),
        path: file.map(str::to_owned),
        sha256: sha256.map(str::to_owned),
        pages: None,
        date: None,
        from: None,
        access: None,
        access_on: None,
        url: None,
        note: None,
    };
    let abc = "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD";
    let there = folder.path().join("there.pdf");
    store::write_new(&RealDisk, &there, b"abc", false).expect("written");
    store::write_new(&RealDisk, &folder.path().join("other.pdf"), b"abd", false).expect("written");
    let documents = [
        document("same", Some("there.pdf"), Some(abc)),
        document(
            "same by its whole path",
            Some(&there.to_string_lossy()),
            Some(abc),
        ),
        document("changed", Some("other.pdf"), Some(abc)),
        document("gone", Some("gone.pdf"), Some(abc)),
        document("a folder", Some("."), Some(abc)),
        document("no digest", Some("there.pdf"), None),
        document("no file", None, None),
    ];
    for document in documents {
        let change = opened
            .history
            .audit()
            .edit_document(&document.id.clone(), Some(document));
        let entry = opened
            .history
            .record(change.expect("a change"), "Ann", at(1));
        let entry = entry.expect("it fits").clone();
        opened
            .writer
            .as_mut()
            .expect("a writer")
            .append(&[entry])
            .expect("saved");
    }
    drop(opened);
    let verification = store::verify(&RealDisk, &path).expect("checked");
    assert!(!verification.is_sound());
    let checks: Vec<DocumentCheck> = verification.documents.into_iter().map(|(_, c)| c).collect();
    assert!(matches!(
        checks.as_slice(),
        [
            DocumentCheck::Same,
            DocumentCheck::Same,
            DocumentCheck::Changed { .. },
            DocumentCheck::Missing,
            DocumentCheck::Unreadable { .. },
            DocumentCheck::NoDigest,
            DocumentCheck::NoFile
        ]
    ));
}

#[test]
fn a_report_is_written_whole_and_never_over_another_unless_asked() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("report.md");
    store::write_new(&RealDisk, &path, b"one", false).expect("written");
    let error = store::write_new(&RealDisk, &path, b"two", false).expect_err("it is there");
    assert!(matches!(error, StoreError::Exists { .. }), "{error}");
    assert_eq!(std::fs::read(&path).expect("read"), b"one");
    store::write_new(&RealDisk, &path, b"two", true).expect("written");
    assert_eq!(std::fs::read(&path).expect("read"), b"two");
    assert_eq!(names(folder.path()), ["report.md"]);
    let error = store::write_new(&RealDisk, folder.path(), b"x", true).expect_err("a folder");
    assert!(matches!(error, StoreError::NotAFile { .. }), "{error}");
    // What comes in pieces and fails half-way leaves what was there.
    let half = |file: &mut dyn std::io::Write| {
        file.write_all(b"three, ")?;
        Err(std::io::ErrorKind::StorageFull.into())
    };
    let error = store::write_new_with(&RealDisk, &path, &mut { half }, true).expect_err("full");
    assert!(error.to_string().contains("the disk is full"), "{error}");
    assert_eq!(std::fs::read(&path).expect("read"), b"two");
    let other = folder.path().join("other.md");
    store::write_new_with(&RealDisk, &other, &mut { half }, false).expect_err("full");
    assert_eq!(names(folder.path()), ["report.md"]);
    let pieces = |file: &mut dyn std::io::Write| {
        file.write_all(b"in ")?;
        file.write_all(b"pieces")
    };
    store::write_new_with(&RealDisk, &other, &mut { pieces }, false).expect("written");
    assert_eq!(std::fs::read(&other).expect("read"), b"in pieces");
    let nowhere = folder.path().join("no such folder").join("report.md");
    store::write_new(&RealDisk, &nowhere, b"x", false).expect_err("no folder");
}

#[test]
fn the_library_lists_what_cannot_be_read_with_its_reason() {
    let folder = tempfile::tempdir().expect("a folder");
    let places = Places::below(folder.path());
    drop(create(&store::path_for_name(&places, "good")));
    drop(create(&store::path_for_name(&places, "lost")));
    std::fs::remove_file(store::path_for_name(&places, "lost")).expect("removed");
    let bad = store::path_for_name(&places, "bad");
    store::write_new(
        &RealDisk,
        &bad,
        b"format = 1\n[review]\nauthorty = \"x\"\n",
        false,
    )
    .expect("written");
    store::write_new(&RealDisk, &places.audits.join("notes.txt"), b"", false).expect("written");
    let listed = store::list(&RealDisk, &places).expect("listed");
    let names: Vec<(&str, bool)> = listed
        .iter()
        .map(|one| (one.name.as_str(), one.audit.is_ok()))
        .collect();
    assert_eq!(names, [("bad", false), ("good", true), ("lost", true)]);
    let error = listed
        .iter()
        .find_map(|one| one.audit.as_ref().err())
        .expect("an error");
    assert!(
        error.diagnostics().iter().any(|one| one.line == 3),
        "{error}"
    );
    assert!(
        store::find(&places, "lost").is_ok(),
        "its journal is enough"
    );
    assert!(store::find(&places, "good.audit.toml").is_ok());
    assert!(store::find(&places, &bad.to_string_lossy()).is_ok());
    assert!(matches!(
        store::find(&places, "./good"),
        Err(StoreError::NoFile { .. })
    ));
}

#[test]
fn the_users_own_checklists_are_read_in_order_and_within_bounds() {
    let folder = tempfile::tempdir().expect("a folder");
    let places = Places::below(folder.path());
    assert!(store::user_checklists(&RealDisk, &places).is_ok_and(|texts| texts.is_empty()));
    std::fs::create_dir(&places.checklists).expect("made");
    let put = |name: &str, bytes: &[u8]| {
        store::write_new(&RealDisk, &places.checklists.join(name), bytes, true).expect("written");
    };
    put("b.toml", b"b = 1");
    put("a.toml", b"a = 1");
    put("a.toml~", b"not this");
    put(".hidden.toml", b"nor this");
    let texts = store::user_checklists(&RealDisk, &places).expect("read");
    let names: Vec<&str> = texts.iter().map(|text| &*text.source.text).collect();
    assert_eq!(names, ["a = 1", "b = 1"]);
    assert!(texts.iter().all(|text| !text.shipped));
    put("c.toml", &vec![b'#'; (4 << 20) + 1]);
    let error = store::user_checklists(&RealDisk, &places).expect_err("too large");
    assert!(error.to_string().contains("more than 4 MiB"), "{error}");
    put("c.toml", format!("a = {}", "[".repeat(100)).as_bytes());
    let error = store::user_checklists(&RealDisk, &places).expect_err("too deep");
    assert!(
        matches!(error, StoreError::TooDeep { line: 1, .. }),
        "{error}"
    );
}

// Not on Windows: it is about modes and links, as above.
#[test]
#[cfg(unix)]
fn a_file_kept_for_the_user_is_theirs_alone_and_never_goes_through_a_link() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().expect("a folder");
    let kept = folder.path().join("rescued.audit.toml");
    store::write_new(&RealDisk, &kept, b"one", false).expect("written");
    let permissions = std::fs::metadata(&kept).expect("there").permissions();
    assert_eq!(permissions.mode() & 0o777, 0o600);
    // A link in the place of a file to be rescued: the name is taken, whatever it leads to.
    for target in ["rescued.audit.toml", "nowhere"] {
        let link = folder.path().join(format!("to-{target}"));
        std::os::unix::fs::symlink(target, &link).expect("linked");
        let refused = store::write_new(&RealDisk, &link, b"two", false).expect_err("taken");
        assert!(matches!(refused, StoreError::Exists { .. }), "{refused}");
    }
    assert_eq!(std::fs::read(&kept).expect("read"), b"one");
    assert!(!folder.path().join("nowhere").exists());
}
