//! What reading and searching cost, side by side with poppler's pdftotext and with pdfgrep where
//! they are installed.
//!
//! `cargo bench --bench documents` builds its own packs. `cargo bench --bench documents -- FILE.pdf …`
//! compares the words of real papers as well, or of all the papers in a folder: recall against
//! pdftotext, and whether any term that a question looks for would be wrongly reported absent. Then
//! quotations of theirs are looked up again, true ones and changed ones, and the labelled ones if the
//! folder has a `labels.tsv`. With `--only-papers` nothing else is measured, with `--only-quotations`
//! nothing but that.
//!
//! The bench is its own worker, as the program is.

#![allow(
    clippy::cast_precision_loss,
    clippy::print_stdout,
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a bench prints, and may stop"
)]

#[path = "../tests/testkit/chance.rs"]
mod chance;
#[path = "../tests/testkit/changed.rs"]
mod changed;
#[path = "documents/compare.rs"]
mod compare;
#[path = "common/installed.rs"]
mod installed;
#[path = "../tests/fixtures/documents/make.rs"]
mod make;
#[path = "documents/quotations.rs"]
mod quotations;

use std::ffi::OsString;
use std::fs::File;
use std::hint::black_box;
use std::io::Write as _;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use compare::compare;
use installed::installed;
use scrutineer::checklist::{Library, load, shipped};
use scrutineer::documents::{
    CappedHeap, Paper, PaperReader, Search, Shelf, Shelved, Worker, capped_heap, worker_main,
};

#[global_allocator]
static HEAP: CappedHeap = capped_heap();

/// Where the worker writes its greatest memory.
const PEAK: &str = "SCRUTINEER_BENCH_PEAK";

fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    if arguments
        .get(1)
        .is_some_and(|one| one == Worker::SUBCOMMAND)
    {
        let code = worker_main(Path::new(&arguments[2]), &HEAP);
        if let Some(path) = std::env::var_os(PEAK) {
            let _ = File::create(path).and_then(|mut file| write!(file, "{}", memory("VmHWM")));
        }
        return ExitCode::from(code);
    }
    let only_quotations = arguments.iter().any(|one| one == "--only-quotations");
    let only_papers = only_quotations || arguments.iter().any(|one| one == "--only-papers");
    let real: Vec<PathBuf> = arguments
        .iter()
        .skip(1)
        .filter(|one| !one.to_string_lossy().starts_with("--"))
        .flat_map(|one| papers_in(Path::new(one)))
        .collect();
    let folder = tempfile::tempdir().unwrap();
    let library = load(&shipped::checklists()).unwrap();
    if !only_papers {
        reading(folder.path());
        searching(folder.path(), &library);
    }
    if !real.is_empty() {
        let labels = arguments
            .iter()
            .skip(1)
            .map(|one| Path::new(one).join("labels.tsv"));
        quotations::measure(&real, labels.filter(|path| path.exists()));
    }
    if !real.is_empty() && !only_quotations {
        println!("\nPapers given\n");
        // Of many papers the one pass of the comparison tells enough.
        for path in real.iter().filter(|_| real.len() <= 12) {
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            race(std::slice::from_ref(path), &name, "", 5);
        }
        compare(&real, &library, "real papers");
    }
    ExitCode::SUCCESS
}

/// The papers that an argument names: itself, or every PDF in the folder that it is.
fn papers_in(path: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(path) else {
        return vec![path.to_owned()];
    };
    let mut entries: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    entries
        .into_iter()
        .filter(|entry| entry.is_dir() || entry.extension().is_some_and(|ending| ending == "pdf"))
        .flat_map(|entry| papers_in(&entry))
        .collect()
}

/// A line of /proc/self/status in megabytes; 0 where there is none.
fn memory(name: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status
        .lines()
        .find(|line| line.starts_with(name))
        .unwrap_or_default();
    line.split_whitespace()
        .nth(1)
        .and_then(|kb| kb.parse::<u64>().ok())
        .unwrap_or(0)
        / 1024
}

/// Processor time of this process and of those that it has waited for, in hundredths of a second; 0 where
/// the system does not say.
fn processor() -> u64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name of the program, which may hold anything, ends with the last bracket; user, system, and both
    // of the children stand 12th to 15th after it.
    let after = stat.rsplit_once(')').map_or("", |(_, after)| after);
    let ticks = after.split_whitespace().skip(11).take(4);
    ticks.filter_map(|one| one.parse::<u64>().ok()).sum()
}

fn has(program: &str) -> bool {
    Command::new(program)
        .arg("-v")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok()
}

/// A reader whose worker is this program, installed.
fn reader() -> PaperReader {
    static WORKER: OnceLock<Worker> = OnceLock::new();
    let worker = WORKER.get_or_init(|| Worker::of(installed(&std::env::current_exe().unwrap())));
    PaperReader::new(worker.clone())
}

fn read(path: &Path) -> Paper {
    reader()
        .read(path, &mut |_| ControlFlow::Continue(()))
        .unwrap()
}

fn poppler(path: &Path) {
    let status = Command::new("pdftotext")
        .arg(path)
        .arg("/dev/null")
        .status()
        .unwrap();
    assert!(status.success());
}

fn timed<T>(job: impl FnOnce() -> T) -> (Duration, T) {
    let began = Instant::now();
    let out = job();
    (began.elapsed(), out)
}

fn middle(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn row(what: &str, measured: &str, wanted: &str) {
    println!("{what:<58} {measured:>22}   {wanted}");
}

fn put(folder: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.join(name);
    File::create(&path).unwrap().write_all(bytes).unwrap();
    path
}

fn reading(folder: &Path) {
    println!("\nReading\n");
    let pages = make::pack(600, 1);
    let pack = put(folder, "pack-600.pdf", &make::office_pdf(&pages));
    let plain = put(folder, "plain-600.pdf", &make::pdf(&pages));
    let one = put(folder, "one.pdf", &make::pdf(&make::pack(1, 1)));
    for (path, what, wanted) in [
        (
            &pack,
            "600 pages as an office program writes them",
            "at most 0.7",
        ),
        (&plain, "600 pages written by hand, one string a line", ""),
    ] {
        race(std::slice::from_ref(path), what, wanted, 9);
    }
    let library = load(&shipped::checklists()).unwrap();
    compare(&[pack.clone(), plain], &library, "generated packs");
    let times = (0..21).map(|_| timed(|| read(&one)).0).collect();
    row(
        "one page, worker and all, wall",
        &format!("{:.1} ms", ms(middle(times))),
        "",
    );

    let peak = folder.join("peak");
    let status = Command::new(std::env::current_exe().unwrap())
        .arg(Worker::SUBCOMMAND)
        .arg(&pack)
        .env(PEAK, &peak)
        .stdout(Stdio::null())
        .status()
        .unwrap();
    assert!(status.success());
    let worker = std::fs::read_to_string(&peak).unwrap();
    row(
        "the worker's greatest memory, 600 pages",
        &format!("{worker} MB"),
        "at most 100 MB",
    );
    let before = HEAP.allocated();
    let paper = Arc::new(read(&pack));
    let with_paper = HEAP.allocated();
    let shelf = Shelf::new(vec![shelved(0, Arc::clone(&paper))], Vec::new());
    let mb = |from: usize, to: usize| format!("{:.1} MB", (to - from) as f64 / 1e6);
    row(
        "the program's memory for them: text",
        &mb(before, with_paper),
        "",
    );
    row("index", &mb(with_paper, HEAP.allocated()), "");
    black_box((paper, shelf));
}

/// Reads files in turn with ours and with pdftotext, several rounds: gives the middle of each, and the
/// processor time of all.
fn race(paths: &[PathBuf], what: &str, wanted: &str, rounds: usize) {
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    let (mut our_ticks, mut their_ticks) = (0, 0);
    let poppler_is_there = has("pdftotext");
    for _ in 0..rounds {
        let begun = processor();
        ours.push(timed(|| paths.iter().for_each(|path| drop(black_box(read(path))))).0);
        let ours_done = processor();
        if poppler_is_there {
            theirs.push(timed(|| paths.iter().for_each(|path| poppler(path))).0);
        }
        our_ticks += ours_done - begun;
        their_ticks += processor() - ours_done;
    }
    let ours = middle(ours);
    if poppler_is_there {
        let theirs = middle(theirs);
        let ratio = format!("{:.2}", ours.as_secs_f64() / theirs.as_secs_f64());
        let told = format!(
            "{wanted} (ours {:.0} ms, pdftotext {:.0} ms)",
            ms(ours),
            ms(theirs)
        );
        row(&format!("{what}, wall, ours / theirs"), &ratio, told.trim());
        // A time of few hundredths says nothing.
        if their_ticks >= 20 {
            #[expect(clippy::cast_precision_loss, reason = "a few thousand at most")]
            let ratio = our_ticks as f64 / their_ticks as f64;
            row(
                &format!("{what}, processor, ours / theirs"),
                &format!("{ratio:.2}"),
                "",
            );
        }
    } else {
        row(
            &format!("{what}, wall"),
            &format!("{:.0} ms", ms(ours)),
            "pdftotext is not installed",
        );
    }
}

fn shelved(number: usize, paper: Arc<Paper>) -> Shelved {
    Shelved {
        id: format!("paper-{number}"),
        title: format!("Paper {number}"),
        path: None,
        in_confidence: false,
        date: None,
        paper,
    }
}

fn searching(folder: &Path, library: &Library) {
    println!("\nSearching 1,441 pages in 8 papers\n");
    let mut papers = Vec::new();
    let mut paths = Vec::new();
    for (number, pages) in [181, 180, 180, 180, 180, 180, 180, 180]
        .into_iter()
        .enumerate()
    {
        let bytes = make::pdf(&make::pack(pages, 100 + number as u64));
        let path = put(folder, &format!("paper-{number}.pdf"), &bytes);
        papers.push(shelved(number, Arc::new(read(&path))));
        paths.push(path);
    }
    let mut builds = Vec::new();
    for _ in 0..7 {
        let papers = papers.clone();
        let (time, shelf) = timed(|| Shelf::new(papers, Vec::new()));
        builds.push(time);
        black_box(shelf);
    }
    let shelf = Shelf::new(papers, Vec::new());
    let told = format!("{} words, {} paragraphs", shelf.words(), shelf.paragraphs());
    row(
        "index",
        &format!("{:.0} ms", ms(middle(builds))),
        &format!("at most 150 ms ({told})"),
    );
    let queries = [
        "\"trade union\"",
        "consultants",
        "in-house",
        "council",
        "the of and",
        "\"options appraisal\"",
        "\"equality impact assessment\"",
        "saving three years",
        "contract | tender | procurement",
        "\"in-house\" -consultants",
        "unison",
        "\"scrutiny committee\" criteria",
    ];
    let mut worst = Duration::ZERO;
    let mut sum = Duration::ZERO;
    for query in queries {
        let search = Search::parse(query);
        let times = (0..15)
            .map(|_| timed(|| black_box(shelf.search(&search, 10))).0)
            .collect();
        let time = middle(times);
        println!(
            "    {:>9.3} ms  {query} ({} passages)",
            ms(time),
            shelf.search(&search, 10).total
        );
        worst = worst.max(time);
        sum += time;
    }
    row(
        "a query, on average",
        &format!("{:.2} ms", ms(sum) / queries.len() as f64),
        "",
    );
    row(
        "a query, at worst",
        &format!("{:.2} ms", ms(worst)),
        "at most 1 ms",
    );
    let mut sweeps = Vec::new();
    for _ in 0..9 {
        let (time, sweep) = timed(|| shelf.sweep(library, library.walk().iter().copied(), 3));
        sweeps.push(time);
        black_box(sweep);
    }
    let told = format!("at most 50 ms ({} questions)", library.walk().len());
    row(
        "a sweep over every question",
        &format!("{:.1} ms", ms(middle(sweeps))),
        &told,
    );
    if has("pdfgrep") {
        let search = Search::parse("\"options appraisal\"");
        let ours = middle(
            (0..15)
                .map(|_| timed(|| black_box(shelf.search(&search, 10))).0)
                .collect(),
        );
        let (theirs, _) = timed(|| {
            Command::new("pdfgrep")
                .args(["-i", "-c", "options appraisal"])
                .args(&paths)
                .stdout(Stdio::null())
                .status()
                .unwrap()
        });
        row(
            "pdfgrep “options appraisal” on the same files",
            &format!("{:.0} ms", ms(theirs)),
            "",
        );
        row("ours, once read", &format!("{:.3} ms", ms(ours)), "");
        row(
            "times as fast",
            &format!("{:.0}", theirs.as_secs_f64() / ours.as_secs_f64()),
            "at least 100",
        );
    } else {
        println!("pdfgrep is not installed: no comparison");
    }
}
