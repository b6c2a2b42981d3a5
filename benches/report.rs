//! What the full record of a very large audit costs, set against reading its file.
//!
//! `cargo bench --bench report` makes audits of 1,000 and 10,000 questions, each answered with
//! evidence and with a history, and writes their full record as Markdown and as HTML. Targets:
//! under twice the time of reading the file at 10,000 (at 1,000 what does not grow, the shipped
//! checklists, weighs more); and memory flat: the paper is handed on while it is made, so ten times
//! the questions need hardly more heap (some five bytes for each step of the history).

#![allow(
    clippy::cast_precision_loss,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a bench prints, and may stop"
)]

use std::fmt::Write as _;
use std::hint::black_box;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use chrono::{DateTime, NaiveDate};
use scrutineer::audit::{Answer, Audit, Document, Evidence, History, Review};
use scrutineer::base::{SourceText, Word as _};
use scrutineer::checklist::{ChecklistText, Library, SourceClass, Status, load, shipped};
use scrutineer::documents::{CappedHeap, capped_heap};
use scrutineer::findings::{Findings, derive};
use scrutineer::report::{Author, Format, Kind, Meta, Ready, Setting, Source};

#[global_allocator]
static HEAP: CappedHeap = capped_heap();

const SMALL: usize = 1_000;
const LARGE: usize = 10_000;
const RUNS: usize = 5;

fn main() {
    println!(
        "{:<44}{:>14}{:>14}  target",
        "the full record", "1,000", "10,000"
    );
    let (small, large) = (Measured::of(SMALL), Measured::of(LARGE));
    let both = |what: &str, of: &dyn Fn(&Measured) -> String, target: &str| {
        println!("{what:<44}{:>14}{:>14}  {target}", of(&small), of(&large));
    };
    let time = |time: Duration| format!("{:.1} ms", time.as_secs_f64() * 1e3);
    let kilobytes = |bytes: usize| format!("{:.0} kB", bytes as f64 / 1e3);
    let megabytes = |bytes: usize| format!("{:.1} MB", bytes as f64 / 1e6);
    both("the audit file", &|one| megabytes(one.file), "");
    both("reading it", &|one| time(one.reading), "");
    for (at, name) in ["Markdown", "HTML"].iter().enumerate() {
        let of = |one: &Measured| one.written[at];
        both(
            &format!("{name}, built and written"),
            &|one| time(of(one).time),
            "",
        );
        both(
            &format!("{name}, times the reading"),
            &|one| {
                format!(
                    "{:.2}",
                    of(one).time.as_secs_f64() / one.reading.as_secs_f64()
                )
            },
            "under 2",
        );
        both(
            &format!("{name}, the file"),
            &|one| megabytes(of(one).bytes),
            "",
        );
        both(
            &format!("{name}, most heap besides the audit"),
            &|one| kilobytes(of(one).heap),
            "flat",
        );
    }
}

#[derive(Clone, Copy)]
struct Written {
    time: Duration,
    bytes: usize,
    heap: usize,
}

struct Measured {
    file: usize,
    reading: Duration,
    written: [Written; 2],
}

impl Measured {
    fn of(questions: usize) -> Self {
        let library = library(questions);
        let history = history(&library);
        let audit = history.audit();
        let findings = derive(&library, audit, today());
        let text = audit.to_toml();
        let source = SourceText::new("large.audit.toml", text.as_str());
        let reading = fastest(|| drop(black_box(Audit::read(&source).unwrap())));
        let written = [Format::Markdown, Format::Html].map(|format| {
            let job = || record(&library, &history, &findings, format);
            Written {
                time: fastest(|| {
                    black_box(job());
                }),
                bytes: job(),
                heap: most_heap(|| {
                    black_box(job());
                }),
            }
        });
        Self {
            file: text.len(),
            reading,
            written,
        }
    }
}

/// Takes the paper as a disk would, and keeps nothing.
struct Counted(usize);

impl io::Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += black_box(bytes).len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn fastest(mut job: impl FnMut()) -> Duration {
    let times = (0..RUNS).map(|_| {
        let began = Instant::now();
        job();
        began.elapsed()
    });
    times.min().unwrap()
}

/// The most heap that was in use while a job ran, besides what was in use before it. Looked at as
/// often as the machine lets us, over a second of runs, so that a short peak of a short job is met
/// as surely as one of a long job.
fn most_heap(mut job: impl FnMut()) -> usize {
    let began = Instant::now();
    let done = AtomicBool::new(false);
    let before = HEAP.allocated();
    std::thread::scope(|scope| {
        let watch = scope.spawn(|| {
            let mut most = 0;
            while !done.load(Ordering::Relaxed) {
                most = most.max(HEAP.allocated());
                std::hint::spin_loop();
            }
            most
        });
        while began.elapsed() < Duration::from_secs(1) {
            job();
        }
        done.store(true, Ordering::Relaxed);
        watch.join().unwrap().saturating_sub(before)
    })
}

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 22).unwrap()
}

fn record(library: &Library, history: &History, findings: &Findings, format: Format) -> usize {
    let meta = Meta {
        today: today(),
        head: Some("sha256:0123456789ab".to_owned()),
        author: Author {
            name: "A. Secretary".to_owned(),
            logins: vec!["asec".to_owned()],
        },
        version: "0.1.0".to_owned(),
    };
    let source = Source {
        library,
        audit: history.audit(),
        findings,
        meta: &meta,
        history: Some(history),
        setting: &Setting::default(),
        quotes: None,
        tables: format.has_tables(),
    };
    let ready = Ready::of(Kind::Record, &source, format).unwrap();
    let mut out = Counted(0);
    ready.write_to(&mut out).unwrap();
    out.0
}

/// The shipped checklists and one of many questions, with a requirement to every tenth.
fn library(questions: usize) -> Library {
    let mut text = String::from(
        "format = 1\nid = \"large\"\ntitle = \"Large\"\nedition = \"2026-11\"\nsource = \"A bench\"\n",
    );
    let sections = questions / 250;
    for section in 0..sections {
        let _ = writeln!(
            text,
            "[[section]]\nid = \"large-{section}\"\ntitle = \"Large part {section}\"\nabout = \"Of many.\""
        );
    }
    for number in 0..questions {
        let _ = writeln!(
            text,
            "[[question]]\nid = \"large.q-{number}\"\nsection = \"large-{}\"\ntopic = \
             \"performance\"\nask = \"Was the measure of performance number {number} published, and \
             set beside that of others?\"\nproved_by = [\"the table of measures\", \"the report\"]\nlook_for = [\"measure\"]\nusual_failure = \"It is not published.\"",
            number % sections
        );
    }
    for number in 0..questions / 10 {
        let decides: Vec<String> = (0..10)
            .map(|at| format!("\"large.q-{}\"", number * 10 + at))
            .collect();
        let _ = writeln!(
            text,
            "[[requirement]]\nid = \"large-r-{number}\"\ninstrument = \"Large standard {}\"\ntitle = \
             \"Publish measure {number}\"\ncitation = \"Large standard, clause {number}\"\nforce = \
             \"good-practice\"\ndemands = \"The measure is published.\"\nchecked = \
             \"text-read\"\nurl = \"https://example.org/{number}\"\nsource = \"A bench\"\nquestions \
             = [{}]\n[[requirement.in_force]]\nterritories = [\"england\"]",
            number / 25,
            decides.join(", ")
        );
    }
    let mut texts = shipped::checklists();
    texts.push(ChecklistText {
        source: SourceText::new("large.toml", text),
        shipped: false,
    });
    load(&texts).unwrap_or_else(|mistakes| panic!("{}", mistakes[0]))
}

/// An audit with an answer to every question, each with evidence, each recorded as a step.
fn history(library: &Library) -> History {
    let mut review = Review::named("Anytown Council", "Home care");
    review.decided = NaiveDate::from_ymd_opt(2026, 3, 2);
    let mut audit = Audit::new(review);
    for number in 0..50 {
        audit.documents.push(Document {
            id: format!("paper-{number}"),
            title: format!("Report number {number} of the review"),
            path: None,
            sha256: None,
            pages: Some(92),
            date: None,
            from: None,
            access_on: None,
            access: None,
            url: None,
            note: None,
        });
    }
    let mut history = History::begin(audit);
    let at = DateTime::from_timestamp(1_795_300_000, 0).unwrap();
    let judged = library
        .questions()
        .filter(|(_, question)| question.kind.word() == "judgement");
    for (place, (_, question)) in judged.enumerate() {
        let status = Status::ALL[place % Status::ALL.len()];
        let answer = Answer {
            status: Some(status),
            note: format!(
                "The report gives the measure on page {} and says nothing of other councils.",
                place % 90
            ),
            evidence: vec![Evidence {
                document: Some(format!("paper-{}", place % 50)),
                page: Some(1 + u32::try_from(place % 90).unwrap()),
                quote: Some(
                    "Performance has been maintained at the level of last year.".to_owned(),
                ),
                date: NaiveDate::from_ymd_opt(2026, 1, 10),
                source: Some(SourceClass::Council),
                ..Evidence::default()
            }],
            asked: Some(question.digest().clone()),
            asked_text: Some(question.ask.to_string()),
            by: "J. Secretary".to_owned(),
            at: Some(at),
            ..Answer::default()
        };
        let change = history
            .audit()
            .edit_answer(&question.id, |one| *one = answer);
        history.record(change.unwrap(), "J. Secretary", at).unwrap();
    }
    history
}
