//! One PDF for a court: index, links, numbers and marks, held to the guidance by the program and, if
//! asked for, by qpdf and poppler.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use scrutineer::audit::{Answer, Audit, Document, Evidence, Review};
use scrutineer::checklist::Status;
use scrutineer::documents::{
    Exhibit, PassageMark, PdfPlan, Piece, PieceStyle, make_trusted, read_trusted,
};
use serde_json::Value;

use crate::cli_bundle::quoted;
use crate::testkit::cli_home::Home;
use crate::testkit::make;

/// A paper with so many pages, each with words of its own; the second is quoted over a line's end.
fn paper(pages: usize) -> Vec<u8> {
    let pages: Vec<make::Page> = (1..=pages)
        .map(|number| {
            make::Page::default()
                .line(72.0, 780.0, 14.0, &format!("Report, leaf {number}"))
                .lines(
                    72.0,
                    740.0,
                    11.0,
                    &[
                        "The in-house service was taken as the base-",
                        &format!("line of comparison number {number} by the consultants."),
                        "Nothing else was asked of anyone.",
                    ],
                )
        })
        .collect();
    make::pdf(&pages)
}

/// A page that its file turns, one whose text runs up the page, one upside down, one as it is.
fn turned() -> Vec<u8> {
    let along = |matrix: &str, word: &str| {
        let mut page = make::Page::default();
        for line in 0..6 {
            let at = 100 + 20 * line;
            let place = matrix
                .replace("AT", &at.to_string())
                .replace("OVER", &(700 - at).to_string());
            page = page.raw(&format!(
                "BT /F1 11 Tf {place} Tm ({word} line {line} of this page) Tj ET"
            ));
        }
        page
    };
    let mut rotated = along("0 1 -1 0 AT 100", "Rotated");
    rotated.entries.push_str("/Rotate 90");
    make::pdf(&[
        rotated,
        along("0 1 -1 0 AT 100", "Sideways"),
        along("-1 0 0 -1 500 OVER", "Overturned"),
        along("1 0 0 1 100 AT", "Upright"),
    ])
}

struct Made {
    _folder: tempfile::TempDir,
    plan: PdfPlan,
    bytes: Vec<u8>,
    report: scrutineer::documents::PdfReport,
}

fn made(pages: usize) -> Made {
    let folder = tempfile::tempdir().expect("a folder");
    let put = |name: &str, bytes: &[u8]| -> PathBuf {
        let path = folder.path().join(name);
        fs::File::create(&path)
            .and_then(|mut file| std::io::Write::write_all(&mut file, bytes))
            .expect("written");
        path
    };
    let mark = |number, page, words: &str| PassageMark {
        number,
        page,
        words: words.to_owned(),
    };
    let exhibit = |title: &str| Exhibit {
        title: title.to_owned(),
        ..Exhibit::default()
    };
    let mut quote = Piece::new(
        PieceStyle::Quote,
        "“The in-house service was taken as the baseline” [1]",
    );
    quote.quotes = Some(1);
    let mut later = Piece::new(PieceStyle::Quote, "“Sideways line 3” [2]");
    later.quotes = Some(2);
    let mut told = Piece::new(PieceStyle::Quote, "“Dear all, the answer is no.” [3]");
    told.quotes = Some(3);
    let mut passage = Piece::new(PieceStyle::Body, "Dear all, the answer is no. Yours, Tŷ.");
    passage.marks.push(3);
    let plan = PdfPlan {
        title: "Bundle of papers".to_owned(),
        about: vec!["Anytown: Home care".to_owned()],
        front_title: "Submission".to_owned(),
        front: vec![
            Piece::new(PieceStyle::Heading, "Submission"),
            Piece::new(PieceStyle::Body, "We say this. ".repeat(400)),
            Piece::new(PieceStyle::Heading, "Ground 1"),
            quote,
            later,
            told,
        ],
        exhibits: vec![
            Exhibit {
                pdf: Some(put("report.pdf", &paper(pages))),
                marks: vec![
                    mark(
                        1,
                        Some(2),
                        "The in-house service was taken as the baseline of comparison number 2",
                    ),
                    mark(4, Some(1), "words that stand nowhere"),
                ],
                about: "dated 1 March 2026".to_owned(),
                ..exhibit("The report")
            },
            Exhibit {
                pdf: Some(put("turned.pdf", &turned())),
                marks: vec![mark(2, None, "Sideways line 3 of this page")],
                ..exhibit("Pages that are turned")
            },
            Exhibit {
                text: vec![passage],
                ..exhibit("The e-mail")
            },
            Exhibit {
                absent: Some("it is registered without a file".to_owned()),
                ..exhibit("The letter")
            },
            Exhibit {
                pdf: Some(put("broken.pdf", b"%PDF-1.5 nothing")),
                ..exhibit("A broken file")
            },
        ],
    };
    let (bytes, report) = make_trusted(&plan);
    Made {
        _folder: folder,
        plan,
        bytes,
        report,
    }
}

#[test]
fn the_finished_file_keeps_the_rules_and_its_pages_are_those_of_the_papers() {
    let Made { bytes, report, .. } = made(5);
    assert!(report.broken().next().is_none(), "{:?}", report.rules);
    assert!(report.rules.len() >= 10);
    assert_eq!((report.marked, report.unmarked.as_slice()), (2, &[4][..]));
    let title = b"(Bundle of papers: Anytown: Home care)";
    assert!(bytes.windows(title.len()).any(|one| one == title));
    let paper = read_trusted(bytes, Path::new("b.pdf")).expect("it is read");
    assert_eq!(paper.pages.len(), report.pages);
    let text = |at: usize| paper.pages[at].text();
    // The index names every paper with its page; what is not in the file is said.
    let index = text(0).split_whitespace().collect::<Vec<_>>().join(" ");
    let first = |words: &str| {
        let found = paper
            .pages
            .iter()
            .skip(1)
            .position(|page| page.text().contains(words));
        found.expect(words) + 2
    };
    let report_page = first("leaf 1");
    for says in [
        format!("Exhibit 1: The report (dated 1 March 2026) {report_page}"),
        format!("Exhibit 2: Pages that are turned {}", report_page + 5),
        format!("Exhibit 3: The e-mail {}", report_page + 9),
        "Exhibit 4: The letter. Its pages are not in this file: it is registered without a file"
            .to_owned(),
        "Exhibit 5: A broken file. Its pages are not in this file: the file is locked or damaged"
            .to_owned(),
    ] {
        assert!(index.contains(&says), "{says}: {index}");
    }
    // Every page ends with its number, and the text of the papers is still text.
    for (at, page) in paper.pages.iter().enumerate() {
        let text = page.text();
        let last = text.split_whitespace().next_back().unwrap_or_default();
        let furniture = page
            .paragraphs
            .iter()
            .any(|one| one.text.trim().ends_with(&(at + 1).to_string()));
        assert!(
            last == (at + 1).to_string() || furniture,
            "page {}: {text}",
            at + 1
        );
    }
    let all: String = paper
        .pages
        .iter()
        .map(scrutineer::documents::Page::text)
        .collect();
    for words in [
        "Rotated line 0 of this page",
        "Sideways line 5 of this page",
        "Overturned line 2",
        "Tŷ",
    ] {
        assert!(all.contains(words), "{words}");
    }
}

#[test]
fn a_bundle_for_a_court_is_written_through_the_real_binary() {
    let home = quoted();
    // What an event is quoted from is marked as what an answer is.
    home.stdout(&[
        "timeline",
        "add",
        "quoted",
        "--when",
        "3 March 2000",
        "--what",
        "The fee was agreed",
        "--document",
        "final-report",
        "--page",
        "1",
        "--quote",
        "the consultants’ fee",
    ]);
    let said = home.run(&["bundle", "quoted", "--pdf", "-o", "b.pdf"]);
    let errors = String::from_utf8_lossy(&said.stderr).into_owned();
    assert_eq!(said.status.code(), Some(0), "{errors}");
    assert!(String::from_utf8_lossy(&said.stdout).contains("Written:"));
    let folded = errors.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(folded.contains("2 quoted passages are marked"), "{folded}");
    assert!(!folded.contains("Not so:"), "{folded}");
    let bytes = fs::read(home.path("b.pdf")).expect("a file");
    let paper = read_trusted(bytes, Path::new("b.pdf")).expect("it is read");
    let all: String = paper
        .pages
        .iter()
        .map(scrutineer::documents::Page::text)
        .collect();
    assert!(all.contains("Exhibit 1: Final report"), "{all}");
}

#[test]
fn names_and_quotations_keep_every_letter_and_what_is_not_shown_is_told() {
    let quote = "Dywedodd Siân Llŷr-Jones wrth Łukasz Wałęsa, Ștefan Țepeș ac Yıldırım Şişli: “Ŵyn ẁ ẅ ẃ ỳ, Ŷd.”";
    let home = Home::new();
    home.write(
        "audits/papur.txt",
        format!("Papur\n\n{quote}\n\nGŵr 水 Tŷ\n"),
    );
    let mut audit = Audit::new(Review::named(
        "Cyngor Gŵyr a Thŷ Ddewi",
        "Łódź – Siân Llŷr-Jones",
    ));
    audit.documents = vec![Document {
        path: Some("papur.txt".into()),
        ..Document::titled("papur", "Papur Tŷ Ddewi")
    }];
    let answer = Answer {
        status: Some(Status::NotMet),
        evidence: vec![Evidence {
            document: Some("papur".to_owned()),
            quote: Some(quote.to_owned()),
            ..Evidence::default()
        }],
        ..Answer::default()
    };
    audit
        .answers
        .insert("options.in-house-equal".into(), answer);
    home.write("audits/a.audit.toml", audit.to_toml());
    let said = home.run(&["bundle", "a", "--pdf", "-o", "b.pdf"]);
    let errors = String::from_utf8_lossy(&said.stderr).into_owned();
    assert_eq!(said.status.code(), Some(0), "{errors}");
    let folded = errors.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        folded.contains("do not have “水” (U+6C34): a box with a question mark is printed"),
        "{folded}"
    );
    let bytes = fs::read(home.path("b.pdf")).expect("a file");
    let language = b"/Lang(en-GB)";
    assert!(bytes.windows(language.len()).any(|part| part == language));
    let paper = read_trusted(bytes, Path::new("b.pdf")).expect("it is read");
    let all: Vec<String> = paper
        .pages
        .iter()
        .map(scrutineer::documents::Page::text)
        .collect();
    let all = all
        .join(" ")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    for words in [
        "Cyngor Gŵyr a Thŷ Ddewi: Łódź – Siân Llŷr-Jones",
        "Exhibit 1: Papur Tŷ Ddewi",
        "Gŵr 水 Tŷ",
    ] {
        assert!(all.contains(words), "{words}: {all}");
    }
    // In the submission, and in the text of the paper.
    assert_eq!(all.matches(quote).count(), 2, "{all}");
}

fn tool(name: &str, arguments: &[&str]) -> String {
    let said = Command::new(name)
        .args(arguments)
        .output()
        .unwrap_or_else(|why| panic!("{name}: {why}"));
    let errors = String::from_utf8_lossy(&said.stderr).into_owned();
    assert!(
        said.status.success() && errors.is_empty(),
        "{name} {arguments:?}: {errors}"
    );
    String::from_utf8_lossy(&said.stdout).into_owned()
}

/// Adds the titles of bookmarks and those below them, with their pages.
fn titles(list: &Value, out: &mut Vec<(String, usize)>) {
    for one in list.as_array().into_iter().flatten() {
        let page = one["destpageposfrom1"].as_u64().expect("a page");
        out.push((
            one["title"].as_str().expect("a title").to_owned(),
            usize::try_from(page).expect("small"),
        ));
        titles(&one["kids"], out);
    }
}

/// The pages, by their objects, with the pages that their links lead to; and the bookmarks.
fn as_qpdf_sees_it(path: &str) -> (Vec<Vec<usize>>, Vec<(String, usize)>, Value) {
    let all: Value = serde_json::from_str(&tool("qpdf", &["--json", path])).expect("JSON");
    let objects = &all["qpdf"][1];
    let at = |name: &Value| -> Value {
        let key = format!("obj:{}", name.as_str().expect("a reference"));
        objects[key]["value"].clone()
    };
    let pages: Vec<String> = all["pages"]
        .as_array()
        .expect("pages")
        .iter()
        .map(|page| page["object"].as_str().expect("an object").to_owned())
        .collect();
    let place = |page: &Value| {
        let page = page.as_str().expect("a page");
        pages
            .iter()
            .position(|one| one == page)
            .expect("a page of this file")
    };
    let links = pages
        .iter()
        .map(|page| {
            let page = at(&Value::String(page.clone()));
            let links = page["/Annots"].as_array().cloned().unwrap_or_default();
            links
                .iter()
                .map(|link| place(&at(link)["/Dest"][0]))
                .collect()
        })
        .collect();
    let mut bookmarks = Vec::new();
    titles(&all["outlines"], &mut bookmarks);
    let root = at(&objects["trailer"]["value"]["/Root"]);
    (links, bookmarks, root)
}

/// 500 pages, as another program sees them.
#[test]
#[ignore = "needs qpdf and poppler"]
fn an_outside_reader_finds_every_rule_kept() {
    let began = Instant::now();
    let Made {
        plan,
        bytes,
        report,
        _folder: folder,
    } = made(493);
    eprintln!(
        "{} pages: made and checked in {:?}, {} kB",
        report.pages,
        began.elapsed(),
        bytes.len() / 1024
    );
    assert!(report.broken().next().is_none(), "{:?}", report.rules);
    assert!(report.pages >= 500);
    let path = folder.path().join("bundle.pdf");
    fs::File::create(&path)
        .and_then(|mut file| std::io::Write::write_all(&mut file, &bytes))
        .expect("written");
    let path = path.to_str().expect("a text");
    // 1: a PDF, without a complaint.
    assert!(tool("qpdf", &["--check", path]).contains("No syntax or stream encoding errors"));
    let (links, bookmarks, root) = as_qpdf_sees_it(path);
    // 2, 3, 4: numbered from 1 on the first page to the last, as the PDF numbers them.
    let text = tool("pdftotext", &["-raw", path, "-"]);
    let pages: Vec<&str> = text.trim_end_matches('\u{C}').split('\u{C}').collect();
    assert_eq!(pages.len(), report.pages);
    for (at, page) in pages.iter().enumerate() {
        let last = page.split_whitespace().next_back();
        assert_eq!(last, Some((at + 1).to_string().as_str()), "{page}");
    }
    assert_eq!(
        root["/PageLabels"],
        Value::Null,
        "the PDF's own numbering is the plain one"
    );
    // 5: the index links each paper that is in the file, to the page whose number it prints.
    let index: Vec<&str> = pages[0].lines().collect();
    let first = |words: &str| {
        pages
            .iter()
            .skip(1)
            .position(|page| page.contains(words))
            .expect(words)
            + 1
    };
    for (title, words) in [
        ("Submission", "We say this."),
        ("Exhibit 1: The report", "leaf 1"),
        ("Exhibit 2: Pages that are turned", "Rotated line 0"),
        ("Exhibit 3: The e-mail", "the answer is no. Yours"),
    ] {
        assert!(links[0].contains(&first(words)), "{title}: {:?}", links[0]);
        assert!(index.iter().any(|line| line.contains(title)), "{title}");
        let number = (first(words) + 1).to_string();
        assert!(
            index
                .iter()
                .any(|line| line.trim() == number || line.ends_with(&format!(" {number}"))),
            "{number}"
        );
    }
    // 6, 7: bookmarks for every paper and section, with the page that they lead to in their title.
    for title in [
        "Index",
        "Submission",
        "Ground 1",
        "Exhibit 1: The report",
        "Exhibit 2",
        "Exhibit 3",
    ] {
        assert!(
            bookmarks.iter().any(|(one, _)| one.starts_with(title)),
            "{title}: {bookmarks:?}"
        );
    }
    for (title, page) in &bookmarks {
        assert!(
            title.ends_with(&format!("(page {page})")),
            "{title}: {page}"
        );
    }
    // 8: the text is kept.
    for words in [
        "line of comparison number 490 by the consultants",
        "Overturned line 2",
        "Sideways line 3",
    ] {
        assert!(text.contains(words), "{words}");
    }
    // 9: the way it is read: what the file turns and what runs up the page is wider than high now.
    let sizes = tool("pdfinfo", &["-f", "1", "-l", "600", path]);
    let size = |page: usize| {
        let start = format!("Page {page:>4} size:");
        let line = sizes
            .lines()
            .find(|line| line.starts_with(&start))
            .expect("a size");
        let mut numbers = line
            .split_whitespace()
            .filter_map(|word| word.parse::<f64>().ok());
        numbers.next();
        (
            numbers.next().expect("a width"),
            numbers.next().expect("a height"),
        )
    };
    let is_wide = |words: &str| {
        let (width, height) = size(first(words) + 1);
        width > height - 30.0 && width > 700.0
    };
    assert!(is_wide("Rotated line 0") && is_wide("Sideways line 0"));
    assert!(!is_wide("Overturned line 0") && !is_wide("Upright line 0"));
    assert!(
        sizes
            .lines()
            .filter(|line| line.contains(" rot:"))
            .all(|line| line.trim().ends_with(" 0"))
    );
    // In its lines from the left: poppler gives the words of a line in order only then.
    let upright = tool("pdftotext", &["-layout", path, "-"]);
    assert!(upright.contains("Overturned line 0 of this page"));
    // 10: it opens at 100 per cent.
    assert_eq!(root["/OpenAction"][4].as_f64(), Some(1.0));
    assert_eq!(root["/OpenAction"][1], "/XYZ");
    // Every quotation leads to its passage, and the passage back.
    let quotes = first("“The in-house service was taken as the baseline” [1]");
    let passage = first("comparison number 2 by");
    assert!(links[quotes].contains(&passage) && links[passage].contains(&quotes));
    let sideways = first("Sideways line 3");
    assert!(
        links[first("“Sideways line 3” [2]")].contains(&first("Sideways line 0")),
        "{sideways}"
    );
    assert_eq!(plan.exhibits.len(), 5);
}
