//! Bad input beyond hostile PDFs and Word documents (`documents_worker.rs` has those): other kinds
//! made to break a reader, what is no file at all, the bound on memory, and what stays whole.

use crate::testkit::hostile;
use crate::testkit::keeper;
use crate::testkit::make;

use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use keeper::{each, put, read, sentence};
use scrutineer::audit::Document;
use scrutineer::documents::{
    Fault, PaperReader, Stop, Worker, entry_for, read_register, read_trusted,
};

/// A reader with tight limits, whose worker is the program itself.
fn reader() -> PaperReader {
    PaperReader {
        worker: Worker::of(env!("CARGO_BIN_EXE_scrutineer")),
        ..keeper::reader()
    }
}

fn bomb(name: &str) -> Vec<u8> {
    let mut files = hostile::pdfs();
    let place = files.iter().position(|one| one.0 == name).unwrap();
    files.swap_remove(place).1
}

#[test]
fn hostile_texts_of_other_kinds_all_end_tidily() {
    let folder = tempfile::tempdir().unwrap();
    // These two are read to their end, and a debug build takes its time over them.
    let times = if keeper::full() { 10 } else { 1 };
    let much = "<text:p>union</text:p>".repeat((300 << 20) / 22);
    let nested = "<text:span>".repeat(500_000);
    let files: Vec<(&str, Vec<u8>)> = vec![
        ("bomb.odt", make::odt(&much, "")),
        ("deep.odt", make::odt(&nested, "")),
        (
            "deep.html",
            [b"<html>".as_slice(), &b"<div>".repeat(1_000_000)].concat(),
        ),
        (
            "tables.html",
            [b"<html>".as_slice(), &b"<table><tr><td>".repeat(300_000)].concat(),
        ),
        (
            "open.html",
            [b"<html><p title='".as_slice(), &b"x".repeat(40 << 20)].concat(),
        ),
        (
            "entities.html",
            [
                b"<html><p>".as_slice(),
                &b"&amp;&#0;&#x110000;".repeat(300_000),
            ]
            .concat(),
        ),
        ("line.txt", b"union ".repeat((150 << 20) / 6)),
        ("lines.txt", b"\n".repeat(50 << 20)),
        (
            "feeds.txt",
            [b"page".as_slice(), &b"\x0C".repeat(30_000)].concat(),
        ),
        ("heading.md", b"#".repeat(times * (2 << 20))),
        (
            "wide.txt",
            [b"\xFF\xFE".as_slice(), &b"\x00\xD8".repeat(times << 19)].concat(),
        ),
    ];
    drop((much, nested));
    let reader = reader();
    each(files, |(name, bytes)| {
        let path = put(folder.path(), name, &bytes);
        drop(bytes);
        let began = Instant::now();
        let result = read(&reader, &path);
        let told = sentence(&result);
        assert!(
            began.elapsed() < reader.limits.in_all + Duration::from_secs(5),
            "{name}: {told}"
        );
        match result {
            Ok(paper) => assert!(
                paper.is_read_in_full() || told.contains("; ") || told.contains("page"),
                "{name}: {told}"
            ),
            Err(error) => assert!(
                !matches!(
                    error.fault,
                    Fault::NoReader(_) | Fault::Stopped(Stop::Broke)
                ),
                "{name}: {told}"
            ),
        }
        std::fs::remove_file(path).unwrap();
    });
}

#[test]
fn twenty_thousand_pages_are_read_to_the_last() {
    let folder = tempfile::tempdir().unwrap();
    let mut file = make::Pdf::default();
    let tree = file.reserve();
    let content = file.stream("", b"BT /F1 9 Tf 9 9 Td (a page of the pack) Tj ET");
    let font = "/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>";
    let kids: Vec<String> = (0..20_000)
        .map(|_| {
            let page = file.add(format!(
                "<</Type/Page/Parent {tree} 0 R/MediaBox[0 0 99 99]/Contents {content} 0 R{font}>>"
            ));
            format!("{page} 0 R")
        })
        .collect();
    file.set(
        tree,
        format!("<</Type/Pages/Count 20000/Kids[{}]>>", kids.join(" ")),
    );
    let root = file.add(format!("<</Type/Catalog/Pages {tree} 0 R>>"));
    let path = put(folder.path(), "long.pdf", &file.finish(root, ""));
    let mut reader = reader();
    reader.limits.in_all = Duration::from_mins(2);
    let paper = read(&reader, &path).unwrap();
    assert_eq!((paper.pages.len(), paper.stopped.clone()), (20_000, None));
    assert!(paper.is_read_in_full(), "{:?}", paper.warnings());
}

#[test]
fn a_file_without_pages_is_told_as_that() {
    let mut file = make::Pdf::default();
    let tree = file.add("<</Type/Pages/Count 5/Kids[]>>");
    let root = file.add(format!("<</Type/Catalog/Pages {tree} 0 R>>"));
    let fault = read_trusted(file.finish(root, ""), "x.pdf".as_ref()).unwrap_err();
    assert_eq!(fault, Fault::NoPages);
}

// Not on Windows: pipes and devices have no place among the files there.
#[cfg(unix)]
#[test]
fn what_is_no_file_is_told_and_never_opened() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let _socket = std::os::unix::net::UnixListener::bind(at("socket.pdf")).unwrap();
    std::os::unix::fs::symlink("/dev/zero", at("device.pdf")).unwrap();
    std::os::unix::fs::symlink(at("ring.pdf"), at("ring.pdf")).unwrap();
    std::os::unix::fs::symlink(at("away.pdf"), at("dangling.pdf")).unwrap();
    for (name, says) in [
        ("socket.pdf", "is a pipe or a device"),
        ("device.pdf", "is a pipe or a device"),
        ("ring.pdf", "could not be read"),
        ("dangling.pdf", "is not there"),
    ] {
        let told = sentence(&read(&reader(), &at(name)));
        assert!(told.starts_with(name) && told.contains(says), "{told}");
    }
}

/// The greatest memory of a worker is looked at while it runs.
// Not on Windows: the memory of another process is read from `/proc`.
#[cfg(target_os = "linux")]
#[test]
fn a_worker_never_takes_more_memory_than_it_may() {
    use std::process::{Command, Stdio};
    const CAP: u64 = 200 << 20;
    let folder = tempfile::tempdir().unwrap();
    for name in [
        "1 GiB of text, packed",
        "packed twice over",
        "100 MB of text operators",
    ] {
        let path = put(folder.path(), "bomb.pdf", &bomb(name));
        let mut worker = Command::new(env!("CARGO_BIN_EXE_scrutineer"))
            .arg(Worker::SUBCOMMAND)
            .arg(&path)
            .env("SCRUTINEER_WORKER_MEMORY", CAP.to_string())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let status = format!("/proc/{}/status", worker.id());
        let (began, mut peak) = (Instant::now(), 0_u64);
        while worker.try_wait().unwrap().is_none() && began.elapsed() < Duration::from_secs(6) {
            let told = std::fs::read_to_string(&status).unwrap_or_default();
            let kilobytes = told
                .lines()
                .find_map(|line| line.strip_prefix("VmHWM:"))
                .and_then(|rest| rest.split_whitespace().next()?.parse::<u64>().ok());
            peak = peak.max(kilobytes.unwrap_or(0));
            std::thread::yield_now();
        }
        let _ = worker.kill();
        let _ = worker.wait();
        assert!(
            peak > 0 && peak * 1024 < CAP + (128 << 20),
            "{name}: {peak} kB"
        );
    }
}

#[test]
fn one_bad_paper_costs_the_others_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let good = make::pdf_of_lines(&["4.1 The consultants' fee was met from the contingency."]);
    let files = [
        ("first.pdf", good.clone()),
        ("bomb.pdf", bomb("packed twice over")),
        ("cut.pdf", bomb("header only")),
        ("last.pdf", good),
    ];
    let register: Vec<Document> = files
        .iter()
        .map(|(name, bytes)| {
            let path = put(folder.path(), name, bytes);
            let harmless = read_trusted(b"harmless".to_vec(), "x.txt".as_ref()).unwrap();
            let mut entry = entry_for(&path, &harmless, folder.path(), &[]);
            entry.sha256 = None;
            entry
        })
        .collect();
    let mut reader = reader();
    reader.limits.no_progress = Duration::from_secs(2);
    let read = read_register(&register, folder.path(), &reader, &[], &mut |_| {
        ControlFlow::Continue(())
    });
    let shelf = &read.shelf;
    let ids: Vec<&str> = shelf.papers().iter().map(|one| one.id.as_str()).collect();
    assert_eq!(ids, ["first", "last"]);
    assert_eq!(shelf.not_read().len(), 2);
    assert!(shelf.silence(["consultants"]).is_none());
    let told = shelf.silence(["trade union"]).unwrap().label();
    assert!(
        told.contains("“bomb” was not searched") && told.contains("“cut” was not searched"),
        "{told}"
    );
}
