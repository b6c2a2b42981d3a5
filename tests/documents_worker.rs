//! The worker and its keeper: hostile files, odd kinds and names, cancelling, damage.
//!
//! This test is its own worker, so it brings its own `main`: called with the hidden subcommand it
//! reads one file, else it runs the tests below. Its limits are tighter than the program's, to be
//! quick; `SCRUTINEER_HOSTILE_FULL=1` takes the program's own, and ten times the damaged copies.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed, and says where"
)]

#[path = "fixtures/documents/hostile.rs"]
mod hostile;
#[path = "fixtures/documents/keeper.rs"]
mod keeper;
#[path = "fixtures/documents/make.rs"]
mod make;

use std::ffi::OsString;
use std::fs::File;
use std::ops::ControlFlow;
use std::process::{Command, ExitCode, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use keeper::{
    A_WHILE, BESIDE_A_STRANGER, each, full, put, read, reader, run, sentence, worker_or_stranger,
};
use make::{Page, pdf, pdf_of_lines};
use scrutineer::audit::{Access, Document};
use scrutineer::documents::{
    CappedHeap, Fault, Limits, Paper, PaperReader, ReadError, Stop, Worker, capped_heap, entry_for,
    read_register,
};

#[global_allocator]
static HEAP: CappedHeap = capped_heap();

macro_rules! tests {
    ($($name:ident),* $(,)?) => { &[$((stringify!($name), $name)),*] };
}

const TESTS: &[(&str, fn())] = tests![
    hostile_pdfs_all_end_tidily,
    hostile_word_documents_all_end_tidily,
    damaged_copies_cause_no_crash_and_no_hang,
    pages_already_read_are_kept_when_a_page_hangs,
    pages_already_read_are_kept_when_memory_runs_out,
    the_user_can_stop_the_reading,
    odd_kinds_of_files_get_a_sentence_each,
    odd_names_are_read_and_shown_harmless,
    a_missing_or_wrong_worker_is_told,
    a_worker_does_not_outlive_its_keeper,
    a_stranger_that_holds_the_pipes_holds_nobody_up,
    limits_on_pages_and_text_keep_what_came_before,
    a_pack_is_read_the_same_as_without_a_worker,
    a_register_is_read_and_what_changed_or_moved_is_told,
];

fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    worker_or_stranger(&arguments, &HEAP).unwrap_or_else(|| run(TESTS, &arguments))
}

fn all_end_tidily(
    files: Vec<(&'static str, Vec<u8>)>,
    ending: &str,
) -> Vec<(&'static str, Result<Paper, ReadError>)> {
    let folder = tempfile::tempdir().unwrap();
    let reader = reader();
    let patience = reader.limits.no_progress + Duration::from_secs(8);
    let out = Mutex::new(Vec::new());
    each(files, |(name, bytes)| {
        let path = put(
            folder.path(),
            &format!("{}.{ending}", name.replace(' ', "-")),
            &bytes,
        );
        drop(bytes);
        let began = Instant::now();
        let result = read(&reader, &path);
        let took = began.elapsed();
        println!(
            "  {:>5.1} s  {name}: {}",
            took.as_secs_f64(),
            sentence(&result)
        );
        assert!(
            took < reader.limits.in_all.max(patience) + Duration::from_secs(5),
            "{name} took {took:?}"
        );
        out.lock().unwrap().push((name, result));
        std::fs::remove_file(path).unwrap();
    });
    out.into_inner().unwrap()
}

fn hostile_pdfs_all_end_tidily() {
    let files = hostile::pdfs();
    assert!(files.len() >= 31, "{}", files.len());
    let results = all_end_tidily(files, "pdf");
    let of = |name: &str| {
        &results
            .iter()
            .find(|one| one.0 == name)
            .expect("it is there")
            .1
    };
    let fault = |name: &str| of(name).as_ref().expect_err(name).fault.clone();
    assert_eq!(fault("empty"), Fault::Empty);
    assert_eq!(fault("locked with a password"), Fault::NeedsPassword);
    assert_eq!(fault("locked in an unknown way"), Fault::UnknownLock);
    assert!(matches!(fault("header only"), Fault::Damaged { .. }));
    let million = of("a million pages declared, one there").as_ref().unwrap();
    assert_eq!(million.pages_in_all(), 1_000_000);
    assert!(!million.is_read_in_full());
    let many = of("twenty-one thousand pages");
    assert!(
        many.as_ref().is_ok_and(|paper| paper.stopped
            == Some(Stop::TooManyPages { pages: 20_000 })
            && paper.pages.len() == 20_000),
        "{}",
        sentence(many)
    );
    for name in ["no cross references", "wrong offsets"] {
        let paper = of(name).as_ref().expect("what is left is read");
        assert_eq!(paper.pages.len(), 3, "{name}");
    }
    // Whatever bomb or maze it is, it is never told as a paper that was read in full and is silent.
    for name in [
        "4 GiB of spaces, packed",
        "packed twice over",
        "a hundred thousand million forms",
    ] {
        assert!(
            of(name)
                .as_ref()
                .map_or(true, |paper| !paper.is_read_in_full()),
            "{name}"
        );
    }
}

fn hostile_word_documents_all_end_tidily() {
    let files = hostile::docxs();
    assert_eq!(files.len(), 9);
    let results = all_end_tidily(files, "docx");
    let of = |name: &str| {
        &results
            .iter()
            .find(|one| one.0 == name)
            .expect("it is there")
            .1
    };
    for name in [
        "2 GiB packed",
        "300 MB of text packed",
        "a hundred thousand parts",
    ] {
        let fault = &of(name).as_ref().expect_err(name).fault;
        assert!(
            matches!(fault, Fault::Stopped(Stop::Bomb { .. })),
            "{name}: {fault}"
        );
    }
    let lies = of("a size that lies");
    assert!(
        lies.as_ref().map_or(true, |paper| !paper.is_read_in_full()),
        "{}",
        sentence(lies)
    );
    assert!(matches!(
        of("no zip at all").as_ref().unwrap_err().fault,
        Fault::Damaged { .. }
    ));
    assert!(matches!(
        of("an old Word file").as_ref().unwrap_err().fault,
        Fault::OldFormat { .. }
    ));
    for name in ["an entity from outside", "a billion laughs"] {
        let paper = of(name).as_ref().expect(name);
        assert_eq!(paper.pages[0].text(), "before  after", "{name}");
    }
}

/// Files of every kind, to be damaged.
fn tame_files() -> Vec<(&'static str, Vec<u8>)> {
    let body: String = (0..40)
        .map(|_| make::word_paragraph("The fee of the consultants was high."))
        .collect();
    vec![
        ("pdf", hostile::tame()),
        (
            "pdf",
            pdf_of_lines(&[
                "4.1 The review was carried out without",
                "any discussion with the unions.",
            ]),
        ),
        ("pdf", {
            let mut scan = Page::default().line(72.0, 700.0, 11.0, "beside a picture");
            scan.picture = true;
            pdf(&[
                scan,
                Page::default().show("F3", 72.0, 700.0, 11.0, b"<00540072006100640065>", "Tj"),
            ])
        }),
        ("docx", make::docx(&body, &[])),
        (
            "odt",
            make::odt(
                "<text:h>Costs</text:h><text:p>The fee of the consultants</text:p>",
                "",
            ),
        ),
        (
            "html",
            b"<html><p>The fee <b>of</b> the consultants &amp; costs</p><table><tr><td>A</table>"
                .repeat(20),
        ),
    ]
}

/// One damage: bytes flipped, cut off, a piece doubled or taken out, numbers changed.
fn damage(bytes: &[u8], dice: &mut make::Dice) -> Vec<u8> {
    let mut out = bytes.to_vec();
    match dice.roll(5) {
        0 => {
            for _ in 0..=dice.roll(30) {
                let at = dice.roll(out.len());
                out[at] ^= 1 << dice.roll(8);
            }
        }
        1 => out.truncate(1 + dice.roll(bytes.len())),
        2 => {
            let at = dice.roll(out.len());
            let end = (at + 1 + dice.roll(400)).min(out.len());
            out.drain(at..end);
        }
        3 => {
            let at = dice.roll(out.len());
            let end = (at + 1 + dice.roll(400)).min(out.len());
            let piece = out[at..end].to_vec();
            let to = dice.roll(out.len());
            out.splice(to..to, piece);
        }
        _ => {
            for byte in &mut out {
                if byte.is_ascii_digit() && dice.roll(40) == 0 {
                    *byte = b'0' + u8::try_from(dice.roll(10)).unwrap();
                }
            }
        }
    }
    out
}

fn damaged_copies_cause_no_crash_and_no_hang() {
    let copies = if full() { 3600 } else { 360 };
    let folder = tempfile::tempdir().unwrap();
    let mut reader = reader();
    reader.limits.no_progress = Limits::default().no_progress;
    let tame = tame_files();
    let mut dice = make::Dice(20_001_115);
    let files: Vec<(usize, &str, Vec<u8>)> = (0..copies)
        .map(|number| {
            let (ending, bytes) = &tame[number % tame.len()];
            (number, *ending, damage(bytes, &mut dice))
        })
        .collect();
    let (read_count, error_count) = (Mutex::new(0), Mutex::new(0));
    each(files, |(number, ending, bytes)| {
        let path = put(folder.path(), &format!("{number}.{ending}"), &bytes);
        let result = read(&reader, &path);
        let told = sentence(&result);
        let stop = match &result {
            Ok(paper) => paper.stopped.clone(),
            Err(ReadError {
                fault: Fault::Stopped(stop),
                ..
            }) => Some(stop.clone()),
            Err(ReadError {
                fault: Fault::NoReader(_),
                ..
            }) => panic!("{number}: {told}"),
            Err(_) => None,
        };
        assert!(
            !matches!(
                stop,
                Some(Stop::Broke | Stop::Memory | Stop::NoProgress { .. } | Stop::TooLong { .. })
            ),
            "{number}.{ending}: {told}"
        );
        *if result.is_ok() {
            &read_count
        } else {
            &error_count
        }
        .lock()
        .unwrap() += 1;
        std::fs::remove_file(path).unwrap();
    });
    println!(
        "  {copies} damaged copies: {} read, {} told as unreadable",
        read_count.lock().unwrap(),
        error_count.lock().unwrap()
    );
}

/// A file whose third page never ends.
fn hangs_on_page_three() -> Vec<u8> {
    let (mut file, top) = hostile::nested_forms(11);
    let font = "/Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>";
    let good = file.stream(
        "",
        b"BT /F1 11 Tf 72 700 Td (A page with some text on it) Tj ET",
    );
    let bad = file.stream("", b"/X Do");
    let tree = file.reserve();
    let kids: Vec<usize> = [good, good, bad, good]
        .iter()
        .map(|content| {
            file.add(format!(
                "<</Type/Page/Parent {tree} 0 R/MediaBox[0 0 595 842]/Contents {content} 0 R\
                 /Resources<<{font}/XObject<</X {top} 0 R>>>>>>"
            ))
        })
        .collect();
    let kids: Vec<String> = kids.iter().map(|kid| format!("{kid} 0 R")).collect();
    file.set(
        tree,
        format!("<</Type/Pages/Count 4/Kids[{}]>>", kids.join(" ")),
    );
    let root = file.add(format!("<</Type/Catalog/Pages {tree} 0 R>>"));
    file.finish(root, "")
}

fn pages_already_read_are_kept_when_a_page_hangs() {
    let folder = tempfile::tempdir().unwrap();
    let path = put(folder.path(), "hangs.pdf", &hangs_on_page_three());
    let mut reader = reader();
    reader.limits.no_progress = Duration::from_secs(2);
    let paper = read(&reader, &path).expect("two pages were read");
    assert_eq!(paper.pages.len(), 2);
    assert_eq!(paper.stopped, Some(Stop::NoProgress { seconds: 2 }));
    assert_eq!(paper.pages_unread(), [3, 4]);
    assert!(paper.sha256.is_some());
    let told = paper.warnings().join(" ");
    assert!(
        told.contains(
            "2 of its 4 pages were read, then reading stopped: a page took more than 2 seconds"
        ),
        "{told}"
    );
}

fn pages_already_read_are_kept_when_memory_runs_out() {
    let folder = tempfile::tempdir().unwrap();
    let mut pages = make::pack(2, 3);
    let mut heavy = Page::default().line(72.0, 700.0, 11.0, "x");
    heavy
        .content
        .extend(b"(a piece of text that is long enough to be kept) Tj ".repeat(400_000));
    pages.push(heavy);
    let path = put(folder.path(), "heavy.pdf", &pdf(&pages));
    let mut reader = reader();
    reader.limits.memory = 40 << 20;
    reader.limits.no_progress = Duration::from_secs(20);
    let paper = read(&reader, &path).expect("two pages were read");
    assert_eq!((paper.pages.len(), paper.stopped), (2, Some(Stop::Memory)));
}

fn the_user_can_stop_the_reading() {
    let folder = tempfile::tempdir().unwrap();
    let path = put(folder.path(), "hangs.pdf", &hangs_on_page_three());
    let mut reader = reader();
    reader.limits.no_progress = Duration::from_mins(1);
    let began = Instant::now();
    let mut seen = Vec::new();
    let result = reader.read(&path, &mut |progress| {
        seen.push(progress);
        if progress.pages == 2 {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    });
    assert_eq!(result.unwrap_err().fault, Fault::Cancelled);
    assert!(began.elapsed() < Duration::from_secs(10));
    assert_eq!(
        seen.last().map(|last| (last.pages, last.of)),
        Some((2, Some(4)))
    );
}

fn odd_kinds_of_files_get_a_sentence_each() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::create_dir(at("folder.pdf")).unwrap();
    File::create(at("huge.pdf"))
        .unwrap()
        .set_len(1 << 30)
        .unwrap();
    put(
        folder.path(),
        "old.doc",
        b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
    );
    put(folder.path(), "scan.png", b"\x89PNG\r\n\x1a\n....");
    put(
        folder.path(),
        "slides.docx",
        &make::zip(&[(
            "mimetype",
            b"application/vnd.oasis.opendocument.presentation",
        )]),
    );
    put(
        folder.path(),
        "archive.zip",
        &make::zip(&[("minutes.pdf", b"%PDF")]),
    );
    put(folder.path(), "zeros.pdf", &[0; 5000]);
    #[cfg_attr(not(unix), expect(unused_mut, reason = "a pipe is added"))]
    let mut expected = vec![
        ("folder.pdf", "is a folder"),
        ("nowhere.pdf", "is not there"),
        (
            "huge.pdf",
            "is too large (1024 MB; at most 512 MB are read)",
        ),
        ("old.doc", "is an old Word file (.doc), which is not read"),
        ("scan.png", "is a picture (PNG), not a paper"),
        (
            "slides.docx",
            "is an OpenDocument presentation (ODP), not a paper",
        ),
        ("archive.zip", "is a zip archive, not a paper"),
        ("zeros.pdf", "says it is a PDF, but it is damaged"),
    ];
    #[cfg(unix)]
    {
        use rustix::fs::{CWD, FileType, Mode, mknodat};
        mknodat(
            CWD,
            at("pipe.pdf"),
            FileType::Fifo,
            Mode::RUSR | Mode::WUSR,
            0,
        )
        .unwrap();
        expected.push(("pipe.pdf", "is a pipe or a device"));
    }
    for (name, says) in expected {
        let began = Instant::now();
        let result = read(&reader(), &at(name));
        let told = sentence(&result);
        assert!(
            result.is_err() && told.starts_with(name) && told.contains(says),
            "{told}"
        );
        assert!(began.elapsed() < Duration::from_secs(5), "{name}");
    }
}

fn odd_names_are_read_and_shown_harmless() {
    let folder = tempfile::tempdir().unwrap();
    let good = pdf_of_lines(&["some text in a file with an odd name"]);
    #[cfg(unix)]
    let names = [
        "-rf.pdf",
        "--help",
        "a\u{1b}[31m\nb.pdf",
        "Adroddiad Gŵyr.pdf",
        "a b'\"$(x).pdf",
    ];
    #[cfg(not(unix))]
    let names = ["-rf.pdf", "--help", "Adroddiad Gŵyr.pdf"];
    for name in names {
        let path = put(folder.path(), name, &good);
        let paper = read(&reader(), &path).expect("it is read whatever it is called");
        assert_eq!(
            paper.pages[0].text(),
            "some text in a file with an odd name"
        );
        std::fs::remove_file(&path).unwrap();
        let told = sentence(&read(&reader(), &path));
        assert!(told.contains("is not there"), "{told}");
    }
    #[cfg(target_os = "linux")]
    {
        use std::io::Write as _;
        use std::os::unix::ffi::OsStrExt as _;
        let path = folder
            .path()
            .join(std::ffi::OsStr::from_bytes(b"caf\xE9.pdf"));
        File::create(&path).unwrap().write_all(&good).unwrap();
        assert!(read(&reader(), &path).is_ok());
    }
}

fn a_missing_or_wrong_worker_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = put(
        folder.path(),
        "a.pdf",
        &pdf_of_lines(&["some text that nobody will read"]),
    );
    let missing = PaperReader::new(Worker::of(folder.path().join("no-program")));
    let told = sentence(&read(&missing, &path));
    assert!(told.contains("the reader did not start"), "{told}");
    #[cfg(unix)]
    for wrong in ["/bin/true", "/bin/false", "/bin/cat"] {
        let result = read(&PaperReader::new(Worker::of(wrong)), &path);
        assert!(
            matches!(result.unwrap_err().fault, Fault::NoReader(_)),
            "{wrong}"
        );
    }
}

fn a_worker_does_not_outlive_its_keeper() {
    let folder = tempfile::tempdir().unwrap();
    let path = put(folder.path(), "hangs.pdf", &hangs_on_page_three());
    let mut worker = Command::new(std::env::current_exe().unwrap())
        .arg(Worker::SUBCOMMAND)
        .arg(path)
        .env("SCRUTINEER_WORKER_TIED", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    drop(worker.stdin.take());
    let began = Instant::now();
    let ended = loop {
        if let Some(status) = worker.try_wait().unwrap() {
            break Some(status);
        }
        if began.elapsed() > Duration::from_secs(20) {
            break None;
        }
        std::thread::yield_now();
    };
    let _ = worker.kill();
    assert_eq!(ended.and_then(|status| status.code()), Some(3));
}

fn a_stranger_that_holds_the_pipes_holds_nobody_up() {
    let folder = tempfile::tempdir().unwrap();
    let path = put(
        folder.path(),
        "a.pdf",
        &pdf_of_lines(&["some text that is read all the same"]),
    );
    let mut worker = Worker::this_program().unwrap();
    worker.arguments = vec![BESIDE_A_STRANGER.into()];
    let mut beside = reader();
    beside.worker = worker;
    let began = Instant::now();
    let paper = read(&beside, &path).expect("it is read");
    assert!(began.elapsed() < A_WHILE / 2, "{:?}", began.elapsed());
    assert_eq!(paper.pages[0].text(), "some text that is read all the same");
    // The stranger sees that the paper is gone, and ends as well.
    std::fs::remove_file(&path).unwrap();
}

fn limits_on_pages_and_text_keep_what_came_before() {
    let folder = tempfile::tempdir().unwrap();
    let path = put(folder.path(), "pack.pdf", &pdf(&make::pack(12, 5)));
    let mut few_pages = reader();
    few_pages.limits.pages = 5;
    let paper = read(&few_pages, &path).unwrap();
    assert_eq!(
        (paper.pages.len(), paper.stopped.clone()),
        (5, Some(Stop::TooManyPages { pages: 5 }))
    );
    assert_eq!(paper.pages_unread(), [6, 7, 8, 9, 10, 11, 12]);
    let mut little_text = reader();
    little_text.limits.text = 10_000;
    let paper = read(&little_text, &path).unwrap();
    assert!(matches!(paper.stopped, Some(Stop::TooMuchText { .. })) && !paper.pages.is_empty());
}

fn a_pack_is_read_the_same_as_without_a_worker() {
    let folder = tempfile::tempdir().unwrap();
    let bytes = pdf(&make::pack(30, 11));
    let path = put(folder.path(), "pack.pdf", &bytes);
    let paper = read(&reader(), &path).unwrap();
    let trusted = scrutineer::documents::read_trusted(bytes, &path).unwrap();
    assert_eq!(paper, trusted);
    assert_eq!(
        paper.sha256,
        scrutineer::documents::sha256_of_file(&path).ok()
    );
    assert_eq!(paper.pages.len(), 30);
    assert!(paper.is_read_in_full(), "{:?}", paper.warnings());
    assert_eq!(
        paper.pages[20].printed.as_deref(),
        Some("25"),
        "the pack's own number"
    );
}

fn a_register_is_read_and_what_changed_or_moved_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let mut register: Vec<Document> = Vec::new();
    for name in ["same.pdf", "changed.pdf", "moved.pdf", "gone.pdf"] {
        let line = format!("4.1 The paper {name} says nothing of those who work here");
        let path = put(folder.path(), name, &pdf_of_lines(&[&line]));
        let paper = read(&reader(), &path).unwrap();
        register.push(entry_for(&path, &paper, folder.path(), &register));
    }
    put(
        folder.path(),
        "changed.pdf",
        &pdf_of_lines(&["4.1 The trade unions were asked after all"]),
    );
    std::fs::rename(
        folder.path().join("moved.pdf"),
        folder.path().join("renamed.pdf"),
    )
    .unwrap();
    std::fs::remove_file(folder.path().join("gone.pdf")).unwrap();
    let mut refused = register[0].clone();
    (refused.id, refused.path, refused.access) = ("bid".into(), None, Some(Access::Refused));
    register.push(refused);

    let mut seen = 0;
    let read = read_register(&register, folder.path(), &reader(), &[], &mut |stage| {
        seen = seen.max(stage.number);
        ControlFlow::Continue(())
    });
    let on_shelf: Vec<&str> = read
        .shelf
        .papers()
        .iter()
        .map(|one| one.id.as_str())
        .collect();
    assert_eq!(on_shelf, ["same", "changed", "moved"]);
    let left: Vec<(&str, bool)> = read
        .shelf
        .not_read()
        .iter()
        .map(|one| (one.id.as_str(), one.why.contains("refused")))
        .collect();
    assert_eq!(left, [("gone", false), ("bid", true)]);
    let told: Vec<String> = read
        .notices
        .iter()
        .map(|notice| format!("{}: {notice}", notice.document))
        .collect();
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(told[0].starts_with("changed: changed.pdf has changed since it was registered"));
    assert!(told[1].contains("moved.pdf is not there any more, but the very same file is at"));
    assert!(told[2].contains("gone.pdf is not there any more: it may have been moved"));
    assert!(!read.cancelled);

    // Silence names what is not on the shelf; a mention in what changed is found.
    assert!(read.shelf.silence(["trade union"]).is_none());
    let silence = read.shelf.silence(["UNISON"]).unwrap();
    assert!(
        silence
            .label()
            .contains("“gone” was not searched: it is not there"),
        "{}",
        silence.label()
    );

    let stopped = read_register(&register, folder.path(), &reader(), &[], &mut |_| {
        ControlFlow::Break(())
    });
    assert!(
        stopped.cancelled || stopped.shelf.papers().len() == 3,
        "too quick to be stopped"
    );
}
