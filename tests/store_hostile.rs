//! Files that were made to do harm, or are simply not what they seem: refused in words, untouched.

use std::fmt::Write as _;
use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use chrono::DateTime;
use scrutineer::audit::{Audit, Review};
use scrutineer::checklist::shipped;
use scrutineer::store::{self, Places, RealDisk, StoreError};

fn refused(path: &Path) -> StoreError {
    let before = std::fs::metadata(path)
        .map(|at| (at.len(), at.modified().ok()))
        .ok();
    let now = DateTime::from_timestamp(1_763_800_000, 0).expect("a moment");
    let error = store::open(Arc::new(RealDisk), path, "Ann", now).map(drop);
    let error = error.expect_err("it is refused");
    assert!(
        store::peek(&RealDisk, path).is_err(),
        "peeking refuses the same"
    );
    let after = std::fs::metadata(path)
        .map(|at| (at.len(), at.modified().ok()))
        .ok();
    assert_eq!(before, after, "it was not touched");
    assert!(
        !path
            .with_extension("")
            .with_extension("audit.lock")
            .exists()
    );
    error
}

fn put(path: &Path, bytes: &[u8]) {
    store::write_new(&RealDisk, path, bytes, true).expect("written");
}

fn folder() -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.audit.toml");
    (folder, path)
}

fn good() -> Audit {
    Audit::new(Review::named("A", "B"))
}

#[test]
fn what_is_not_a_file_is_refused() {
    let (folder, path) = folder();
    std::fs::create_dir(&path).expect("made");
    assert!(
        refused(&path)
            .to_string()
            .contains("is a folder, not a file")
    );
    let missing = folder.path().join("none.audit.toml");
    assert!(matches!(refused(&missing), StoreError::NoFile { .. }));
    assert!(matches!(
        refused(&folder.path().join("no/such.audit.toml")),
        StoreError::NoFile { .. }
    ));
    let below_a_file = folder.path().join("file");
    put(&below_a_file, b"x");
    let error = refused(&below_a_file.join("a.audit.toml"));
    // Windows does not say why there is none.
    let is_missing = cfg!(windows) && matches!(error, StoreError::NoFile { .. });
    assert!(
        is_missing || error.to_string().contains("is a file, not a folder"),
        "{error}"
    );
}

#[cfg(unix)]
fn pipe(path: &Path) {
    let made = std::process::Command::new("mkfifo")
        .arg(path)
        .status()
        .expect("started");
    assert!(made.success());
}

// Not on Windows: pipes have no place among the files there.
#[cfg(unix)]
#[test]
fn a_pipe_is_refused_and_nobody_waits_for_it() {
    let (_folder, path) = folder();
    pipe(&path);
    assert!(
        refused(&path)
            .to_string()
            .contains("is a pipe or a device, not a file")
    );
    // The same where its journal should be.
    let (_folder, path) = folder();
    put(&path, good().to_toml().as_bytes());
    let journal = path.with_file_name("a.audit.journal");
    pipe(&journal);
    assert!(matches!(refused(&path), StoreError::NotAFile { .. }));
}

#[test]
fn what_is_empty_or_not_text_is_refused() {
    let (_folder, path) = folder();
    put(&path, b"");
    assert!(matches!(
        refused(&path),
        StoreError::Empty { backup: None, .. }
    ));
    put(&path, b" \n\n");
    assert!(matches!(refused(&path), StoreError::Empty { .. }));
    put(&path, b"format = 1\n# \xff\xfe\n");
    assert!(matches!(
        refused(&path),
        StoreError::NotText { line: 2, .. }
    ));
    put(&path, &[0; 4096]);
    assert!(matches!(refused(&path), StoreError::Mistakes { .. }));
}

#[test]
fn files_beyond_the_bounds_are_refused_without_reading_them() {
    let (_folder, path) = folder();
    let sparse = |path: &Path, len: u64| {
        File::create(path)
            .and_then(|file| file.set_len(len))
            .expect("a sparse file");
    };
    sparse(&path, (64 << 20) + 1);
    let error = refused(&path);
    assert!(error.to_string().contains("more than 64 MiB"), "{error}");
    put(&path, good().to_toml().as_bytes());
    sparse(&path.with_file_name("a.audit.journal"), (1 << 30) + 1);
    let error = refused(&path);
    assert!(error.to_string().contains("more than 1 GiB"), "{error}");
}

#[test]
fn a_line_of_a_journal_beyond_its_bound_is_refused() {
    let (_folder, path) = folder();
    let now = DateTime::from_timestamp(1_763_800_000, 0).expect("a moment");
    drop(store::create(Arc::new(RealDisk), &path, good(), "Ann", now).expect("made"));
    let journal = path.with_file_name("a.audit.journal");
    let mut text = std::fs::read(&journal).expect("read");
    text.resize(text.len() + (16 << 20) + 1, b' ');
    put(&journal, &text);
    let error = refused(&path);
    assert!(
        error.to_string().contains("line 2 has more than 16 MiB"),
        "{error}"
    );
}

#[test]
fn more_answers_than_anybody_gave_are_refused() {
    let (_folder, path) = folder();
    let mut text = good().to_toml();
    for n in 0..=100_000 {
        write!(text, "[answers.q{n}]\nstatus = \"met\"\n").expect("written");
    }
    put(&path, text.as_bytes());
    let error = refused(&path);
    assert!(
        error
            .to_string()
            .contains("100001 answers; 100000 are the most"),
        "{error}"
    );
}

#[test]
fn nesting_never_overflows_the_stack() {
    let (_folder, path) = folder();
    let deep = |open: &str, close: &str, depth: usize| {
        format!(
            "format = 1\na = {}1{}\n",
            open.repeat(depth),
            close.repeat(depth)
        )
    };
    for text in [
        deep("[", "]", 1_000_000),
        deep("{a=", "}", 500_000),
        deep("[{a.b.c=", "}]", 1_000_000),
        format!("{}b = 1", "a.".repeat(1_000_000)),
        format!("[{}b]", "a.".repeat(1_000_000)),
        "[[a]]\n".repeat(100_000) + "[",
        "[".repeat(5_000_000),
        "a".repeat(5_000_000),
        "\"".repeat(5_000_000),
    ] {
        put(&path, text.as_bytes());
        refused(&path);
    }
    // As deep as the bound lets through, on the smallest stack that any of our threads has.
    let dots = "a.".repeat(15) + "a";
    let value = format!("{{{dots}=").repeat(15) + "1" + &"}".repeat(15);
    let text = format!("format = 1\n[{dots}]\n{dots} = {value}\n");
    put(&path, text.as_bytes());
    let small = std::thread::Builder::new().stack_size(1 << 20);
    let result = small
        .spawn(move || refused(&path))
        .expect("a thread")
        .join();
    assert!(
        matches!(result, Ok(StoreError::Mistakes { .. })),
        "{result:?}"
    );
}

#[test]
fn nesting_in_a_journal_never_overflows_the_stack() {
    let (_folder, path) = folder();
    put(&path, good().to_toml().as_bytes());
    let journal = path.with_file_name("a.audit.journal");
    let now = DateTime::from_timestamp(1_763_800_000, 0).expect("a moment");
    for text in [
        "[".repeat(1_000_000),
        "{\"a\":".repeat(1_000_000),
        format!("{{\"format\":1,\"base\":{}", "[".repeat(1_000_000)),
    ] {
        put(&journal, text.as_bytes());
        let opened = store::open(Arc::new(RealDisk), &path, "Ann", now).expect("shown");
        assert!(
            opened
                .read_only
                .is_some_and(|reason| reason.to_string().contains("from its first line on"))
        );
    }
}

#[test]
fn what_a_file_says_cannot_steer_the_terminal_through_an_error() {
    let (_folder, path) = folder();
    let calm = |said: &str| assert!(!said.contains(char::is_control), "{said:?}");
    put(
        &path,
        (good().to_toml() + "\"\\u001b[2J\" = 1\n").as_bytes(),
    );
    calm(&refused(&path).to_string());
    put(
        &path,
        good()
            .to_toml()
            .replace("\"council\"", "\"\\u001b[2J\"")
            .as_bytes(),
    );
    calm(&refused(&path).to_string());
    let newer = good().to_toml().replace("format = 1", "format = 9");
    put(
        &path,
        newer.replace("\"council\"", "\"\\u001b[2J\"").as_bytes(),
    );
    calm(&refused(&path).to_string());
    put(&path, good().to_toml().as_bytes());
    let journal = path.with_file_name("a.audit.journal");
    put(
        &journal,
        b"{\"format\":1,\"base\":{\"review\":{\"kind\":\"\\u001b[2J\"}}}\n",
    );
    let now = DateTime::from_timestamp(1_763_800_000, 0).expect("a moment");
    let opened = store::open(Arc::new(RealDisk), &path, "Ann", now).expect("shown");
    let reason = opened.read_only.expect("a reason").to_string();
    calm(&reason);
    assert!(
        reason.contains("is not a kind of authority at column"),
        "{reason}"
    );
}

#[test]
fn a_long_file_of_rubbish_is_told_with_its_first_flaw_and_in_good_time() {
    let (_folder, path) = folder();
    for rubbish in ["=\n", "x\n", "\"\n", "]\n", "a = \n", "[[\n]]\n"] {
        put(&path, rubbish.repeat(100_000).as_bytes());
        let error = refused(&path);
        assert!(
            error.diagnostics().len() <= 1,
            "{}",
            error.diagnostics().len()
        );
    }
}

#[test]
fn a_long_file_of_mistakes_is_told_in_good_time() {
    let (_folder, path) = folder();
    let mut text = good().to_toml();
    for n in 0..100_000 {
        writeln!(text, "key{n} = 1").expect("written");
    }
    put(&path, text.as_bytes());
    let mistakes = refused(&path).diagnostics().len();
    assert!((1..=1000).contains(&mistakes), "{mistakes}");
}

#[test]
fn every_shipped_file_is_far_within_the_bounds() {
    let folder = tempfile::tempdir().expect("a folder");
    let places = Places::below(folder.path());
    std::fs::create_dir(&places.checklists).expect("made");
    for (n, text) in shipped::checklists().iter().enumerate() {
        let text = if text.source.text.is_empty() {
            "#"
        } else {
            &*text.source.text
        };
        put(
            &places.checklists.join(format!("{n}.toml")),
            text.as_bytes(),
        );
    }
    let texts = store::user_checklists(&RealDisk, &places).expect("all of them are read");
    assert_eq!(texts.len(), shipped::checklists().len());
    for (name, text) in shipped::examples() {
        let path = store::path_for_name(&places, name);
        std::fs::create_dir_all(&places.audits).expect("made");
        put(&path, text.as_bytes());
        store::peek(&RealDisk, &path).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}
