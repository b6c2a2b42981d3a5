//! The cost of one PDF for a court: 500 pages with 100 quoted passages, made and held to the guidance.
//!
//! `cargo bench --bench bundle`; `cargo bench --bench bundle -- FILE.pdf …` bundles real papers.

#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a bench prints, and may stop"
)]

#[path = "../tests/fixtures/documents/make.rs"]
mod make;

use std::fs::File;
use std::io::Write as _;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use scrutineer::documents::{Exhibit, PassageMark, PdfPlan, Piece, PieceStyle, make_trusted};

/// What it must not take longer than, in a release build.
const MOST: Duration = Duration::from_secs(10);

fn leaf(number: u32) -> make::Page {
    let mut page = make::Page::default();
    for line in 0..45 {
        let text = format!(
            "Leaf {number}, line {line}: the panel heard that the cost of the service had been compared."
        );
        page = page.line(60.0, 780.0 - 15.0 * f64::from(line), 10.0, &text);
    }
    page
}

fn main() {
    let folder = tempfile::tempdir().expect("a folder");
    let given: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let given: Vec<PathBuf> = given.into_iter().filter(|path| path.is_file()).collect();
    let mut exhibits: Vec<Exhibit> = Vec::new();
    if given.is_empty() {
        for paper in 0..5_u32 {
            let pages: Vec<make::Page> = (1..=100).map(|page| leaf(paper * 100 + page)).collect();
            let path = folder.path().join(format!("{paper}.pdf"));
            let made = File::create(&path).and_then(|mut file| file.write_all(&make::pdf(&pages)));
            made.expect("written");
            let marks = (1..=20_u32).map(|number| PassageMark {
                number: usize::try_from(paper * 20 + number).expect("small"),
                page: Some(number * 5),
                words: format!("Leaf {}, line 7: the panel heard", paper * 100 + number * 5),
            });
            exhibits.push(Exhibit {
                title: format!("Paper {paper}"),
                marks: marks.collect(),
                pdf: Some(path),
                ..Exhibit::default()
            });
        }
    } else {
        exhibits.extend(given.into_iter().map(|path| Exhibit {
            title: path.display().to_string(),
            pdf: Some(path),
            ..Exhibit::default()
        }));
    }
    let plan = PdfPlan {
        title: "Bundle of papers".to_owned(),
        front_title: "Submission".to_owned(),
        front: (1..=100)
            .map(|number| Piece {
                quotes: Some(number),
                ..Piece::new(PieceStyle::Quote, format!("“the panel heard” [{number}]"))
            })
            .collect(),
        exhibits,
        ..PdfPlan::default()
    };
    let began = Instant::now();
    let (bytes, report) = make_trusted(&plan);
    let took = began.elapsed();
    println!(
        "{} pages, {} passages marked, {} kB, {} rules broken: {took:?} (at most {MOST:?} in a release build)",
        report.pages,
        report.marked,
        bytes.len() / 1024,
        report.broken().count()
    );
}
