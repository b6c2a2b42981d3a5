//! Golden pages by other people's programs: Chromium, LibreOffice, WeasyPrint, Typst, cairo, groff,
//! Ghostscript and MuPDF make the PDFs. Ignored unless they are asked for:
//! `cargo test -- --ignored documents_producers`.

use crate::testkit::make;
use crate::testkit::programs;

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use make::{docx, word_paragraph};
use programs::{put, run};
use scrutineer::documents::{Fault, Page, Paging, Paper, Search, Shelf, Shelved, read_trusted};

/// Phrases that stand in the text below, with the page they stand on.
const PHRASES: &[(&str, u32)] = &[
    ("office efficiency", 1),
    ("the first five benefits of the fleet", 1),
    ("council's “best value” duty", 1),
    ("Cyngor Gŵyr", 1),
    ("Dŵr Cymru a thŷ", 1),
    ("consultation with the recognised trade unions", 1),
    ("reorganisation of responsibilities", 1),
    ("harbour lighthouse", 1),
    ("in-house option", 2),
    ("£127,000", 2),
];
const ABSENT: &[&str] = &["UNISON", "scrutiny committee", "staff side"];

/// Checks that every phrase is found on its page, but for those that the producer cannot draw.
fn check(paper: Paper, producer: &str, cannot: &[&str]) {
    assert!(
        paper.is_read_in_full(),
        "{producer}: {:?}",
        paper.warnings()
    );
    let real_pages = paper.paging == Paging::Real;
    let shelved = Shelved {
        id: "paper".into(),
        title: producer.into(),
        path: None,
        in_confidence: false,
        date: None,
        paper: Arc::new(paper),
    };
    let shelf = Shelf::new(vec![shelved], Vec::new());
    let shown: Vec<String> = (shelf.papers()[0].paper.pages.iter())
        .map(Page::text)
        .collect();
    for (phrase, page) in PHRASES {
        if cannot.contains(phrase) {
            continue;
        }
        let found = shelf.search(&Search::any_of([*phrase]), 5);
        let pages: Vec<Option<u32>> = found.passages.iter().map(|one| one.at.page).collect();
        // A text document tells its pages only as a hint, or not at all.
        let on_page = !real_pages || pages.contains(&Some(*page));
        assert!(
            !pages.is_empty() && on_page,
            "{producer}: “{phrase}” is on {pages:?} of {shown:#?}"
        );
    }
    assert!(
        shelf.silence(ABSENT.iter().copied()).is_some(),
        "{producer}"
    );
}

const PAGE: &str = "<!DOCTYPE html><html lang=en><meta charset=utf-8><style>.c{columns:2;\
    text-align:justify;hyphens:manual}.n{width:9em;text-align:justify}h2{break-before:page}</style>\
    <p>The office efficiency review sets out the first five benefits of the fleet.\
    <p>The council’s “best value” duty – see below. Cyngor Gŵyr, Dŵr Cymru a thŷ.\
    <p class=n>There was consul&shy;tation with the recog&shy;nised trade unions on the \
    re&shy;organ&shy;isa&shy;tion of respon&shy;si&shy;bil&shy;ities.\
    <div class=c>The left column goes on for a while with words that say nothing much and \
    ends with the word harbour lighthouse begins the right one, which then goes on in the \
    same way for as long as it takes to fill it, and then a little more for good measure.</div>\
    <h2>Costs</h2><table border=1><tr><th>Item<th>Cost<tr><td>Fee<td>£127,000</table>\
    <p>The in-house option was not costed.";

/// Reads what a program made, checks it, and then what Ghostscript and MuPDF make of it.
fn check_file(out: &Path, producer: &str, cannot: &[&str]) {
    check(
        read_trusted(std::fs::read(out).unwrap(), out).unwrap(),
        producer,
        cannot,
    );
    let (from, again) = (out.to_str().unwrap(), out.with_extension("again.pdf"));
    let to = again.to_str().unwrap();
    let distilled = [
        "-q",
        "-dBATCH",
        "-dNOPAUSE",
        "-sDEVICE=pdfwrite",
        "-o",
        to,
        from,
    ];
    let cleaned = ["clean", "-gggg", "-z", from, to];
    for (program, arguments) in [("gs", &distilled[..]), ("mutool", &cleaned)] {
        // Ghostscript takes away what Chromium's soft hyphens are said to mean; they are drawn as
        // spaces. Nobody can tell them from spaces then.
        let soft: &[&str] = &[
            "consultation with the recognised trade unions",
            "reorganisation of responsibilities",
        ];
        let cannot = if producer == "Chromium" && program == "gs" {
            soft
        } else {
            cannot
        };
        if run(program, arguments) {
            check(
                read_trusted(std::fs::read(&again).unwrap(), &again).unwrap(),
                &format!("{producer}, then {program}"),
                cannot,
            );
        } else {
            panic!("{program} is not installed, or failed");
        }
    }
}

#[test]
#[ignore = "needs chromium, and Ghostscript, qpdf and MuPDF to write its pages again"]
fn what_chromium_prints_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let page = folder.path().join("page.html");
    put(&page, PAGE.as_bytes());
    let out = folder.path().join("page.pdf");
    let told = format!("--print-to-pdf={}", out.display());
    let made = run(
        "chromium",
        &[
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            &told,
            page.to_str().unwrap(),
        ],
    );
    assert!(made, "chromium is not installed, or failed");
    check_file(&out, "Chromium", &[]);
}

#[test]
#[ignore = "needs weasyprint, and Ghostscript, qpdf and MuPDF to write its pages again"]
fn what_weasyprint_makes_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let (page, out) = (folder.path().join("page.html"), folder.path().join("a.pdf"));
    put(&page, PAGE.as_bytes());
    if !run(
        "weasyprint",
        &[page.to_str().unwrap(), out.to_str().unwrap()],
    ) {
        panic!("weasyprint is not installed, or failed");
    }
    check_file(&out, "WeasyPrint", &[]);
}

/// Typst's own page: its soft hyphens, its quotes, its columns, and pages numbered from 47.
const TYPST: &str = "#set page(paper: \"a4\", numbering: \"1\")\n\
    #set text(lang: \"en\", region: \"GB\", hyphenate: false)\n#counter(page).update(47)\n\
    The office efficiency review sets out the first five benefits of the fleet.\n\n\
    The council's \"best value\" duty -- see below. Cyngor Gŵyr, Dŵr Cymru a thŷ.\n\n\
    #block(width: 2.6cm)[#set par(justify: true)\nThere was consul-?tation with the \
    recog-?nised trade unions on the re-?organ-?isa-?tion of respon-?si-?bil-?ities.]\n\
    #block(height: 4cm, columns(2)[#set par(justify: true)\nThe left column goes on for a while \
    with words that say nothing much and ends with the word harbour #colbreak() lighthouse begins \
    the right one, which then goes on in the same way for as long as it takes to fill it.])\n\
    #pagebreak()\n= Costs\n#table(columns: 2, [Item], [Cost], [Fee], [£127,000])\n\
    The in-house option was not costed.\n";

#[test]
#[ignore = "needs typst, and Ghostscript, qpdf and MuPDF to write its pages again"]
fn what_typst_sets_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let (page, out) = (folder.path().join("page.typ"), folder.path().join("a.pdf"));
    put(&page, TYPST.as_bytes());
    let (from, to) = (page.to_str().unwrap(), out.to_str().unwrap());
    // Its package for Python holds the same compiler.
    let script = "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2])";
    assert!(
        run("typst", &["compile", from, to]) || run("python3", &["-c", script, from, to]),
        "typst is not installed, or failed"
    );
    check_file(&out, "Typst", &[]);
    let paper = read_trusted(std::fs::read(&out).unwrap(), &out).unwrap();
    let printed: Vec<Option<&str>> = (paper.pages.iter())
        .map(|page| page.printed.as_deref())
        .collect();
    assert_eq!(printed, [Some("47"), Some("48")]);
}

/// The lines of the page below, for programs that break none themselves.
const LINES: [&[&str]; 2] = [
    &[
        "The office efficiency review sets out the first five benefits of the fleet.",
        "The council’s “best value” duty – see below. Cyngor Gŵyr, Dŵr Cymru a thŷ.",
        "There was consul-",
        "tation with the recog-",
        "nised trade unions on the re-",
        "organisation of responsibil-",
        "ities. The left column ends with harbour lighthouse and goes on.",
    ],
    &[
        "Costs",
        "Fee £127,000",
        "The in-house option was not costed.",
    ],
];

#[test]
#[ignore = "needs rsvg-convert, and Ghostscript, qpdf and MuPDF to write its pages again"]
fn what_cairo_draws_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let mut arguments = Vec::new();
    for (number, lines) in LINES.iter().enumerate() {
        let mut drawing =
            String::from("<svg xmlns='http://www.w3.org/2000/svg' width='595' height='842'>");
        for (place, line) in lines.iter().enumerate() {
            let down = 80 + 16 * place;
            drawing.push_str(&format!(
                "<text x='60' y='{down}' font-family='DejaVu Serif' font-size='11'>{line}</text>"
            ));
        }
        drawing.push_str("</svg>");
        let path = folder.path().join(format!("{number}.svg"));
        put(&path, drawing.as_bytes());
        arguments.push(path.to_str().unwrap().to_owned());
    }
    let out = folder.path().join("a.pdf");
    let mut told = vec!["-f", "pdf", "-o", out.to_str().unwrap()];
    told.extend(arguments.iter().map(String::as_str));
    assert!(
        run("rsvg-convert", &told),
        "rsvg-convert is not installed, or failed"
    );
    check_file(&out, "cairo", &[]);
}

#[test]
#[ignore = "needs groff with its PDF device, and Ghostscript, qpdf and MuPDF to write its pages again"]
fn what_groff_sets_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("a.ms");
    // Its own line breaks and hyphens, in a narrow measure and two columns of justified text.
    let text = ".ll 9c\n.hy 1\nThe office efficiency review sets out the first five benefits of the \
        fleet. The council’s “best value” duty – see below. Cyngor Gŵyr, Dŵr Cymru a thŷ.\n.sp\n\
        .ll 4.5c\nThere was consultation with the recognised trade unions on the reorganisation of \
        responsibilities. The left column ends with harbour lighthouse and goes on.\n.bp\n.ll 12c\n\
        Costs\n.br\nFee\\h'3c'£127,000\n.br\nThe in-house option was not costed.\n";
    put(&source, text.as_bytes());
    let out = folder.path().join("a.pdf");
    let made = Command::new("groff")
        .args(["-Kutf8", "-Tpdf"])
        .arg(&source)
        .stderr(Stdio::null())
        .output()
        .is_ok_and(|made| {
            put(&out, &made.stdout);
            made.status.success() && made.stdout.starts_with(b"%PDF")
        });
    assert!(made, "groff is not installed, or failed");
    // Its fonts have no letters with such accents.
    check_file(&out, "groff", &["Cyngor Gŵyr", "Dŵr Cymru a thŷ"]);
}

#[test]
#[ignore = "needs LibreOffice"]
fn what_libreoffice_exports_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let narrow = |text: &str| {
        format!(
            "<w:tbl><w:tblGrid><w:gridCol w:w=\"1900\"/></w:tblGrid><w:tr><w:tc><w:tcPr>\
             <w:tcW w:w=\"1900\" w:type=\"dxa\"/></w:tcPr>{}</w:tc></w:tr></w:tbl>",
            word_paragraph(text)
        )
    };
    let body = [
        word_paragraph("The office efficiency review sets out the first five benefits of the fleet."),
        word_paragraph("The council’s “best value” duty – see below. Cyngor Gŵyr, Dŵr Cymru a thŷ."),
        narrow(
            "There was consul\u{AD}tation with the recog\u{AD}nised trade unions on the \
             re\u{AD}organ\u{AD}isa\u{AD}tion of respon\u{AD}si\u{AD}bil\u{AD}ities.",
        ),
        word_paragraph("The left column ends with harbour lighthouse and goes on."),
        "<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>".to_owned(),
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Fee</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>£127,000\
         </w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
            .to_owned(),
        word_paragraph("The in-house option was not costed."),
    ]
    .concat();
    let types = br#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;
    let plain = docx(&body, &[]);
    // The same file with its kinds of content told, as LibreOffice wants them.
    let told = {
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(plain.clone())).unwrap();
        let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
        for place in 0..archive.len() {
            let mut part = archive.by_index(place).unwrap();
            let mut data = Vec::new();
            std::io::Read::read_to_end(&mut part, &mut data).unwrap();
            let name = part.name().unwrap().into_owned();
            parts.push(if name.starts_with('[') {
                (name, types.to_vec())
            } else {
                (name, data)
            });
        }
        let parts: Vec<(&str, &[u8])> = parts
            .iter()
            .map(|(name, data)| (name.as_str(), data.as_slice()))
            .collect();
        make::zip(&parts)
    };
    let source = folder.path().join("paper.docx");
    put(&source, &told);
    check(read_trusted(told, &source).unwrap(), "our own DOCX", &[]);
    let profile = format!(
        "-env:UserInstallation=file://{}/profile",
        folder.path().display()
    );
    for ending in ["pdf", "odt"] {
        let made = run(
            "soffice",
            &[
                &profile,
                "--headless",
                "--convert-to",
                ending,
                "--outdir",
                folder.path().to_str().unwrap(),
                source.to_str().unwrap(),
            ],
        );
        let out = folder.path().join(format!("paper.{ending}"));
        assert!(
            made && out.exists(),
            "LibreOffice is not installed, or failed"
        );
        if ending == "pdf" {
            check_file(&out, "LibreOffice", &[]);
        } else {
            check(
                read_trusted(std::fs::read(&out).unwrap(), &out).unwrap(),
                "LibreOffice ODT",
                &[],
            );
        }
    }
}

#[test]
#[ignore = "needs qpdf"]
fn what_qpdf_locks_is_read_without_a_password_or_told() {
    let folder = tempfile::tempdir().unwrap();
    let plain = folder.path().join("plain.pdf");
    put(
        &plain,
        &make::pdf_of_lines(&["a page that may be read but not printed"]),
    );
    for (bits, weak) in [("40", true), ("128", true), ("256", false)] {
        for user in ["", "secret"] {
            let out = folder.path().join(format!("locked-{bits}-{user}.pdf"));
            let (from, to) = (plain.to_str().unwrap(), out.to_str().unwrap());
            // The tree of pages itself is in a stream then, and locked with it.
            let packed = "--object-streams=generate";
            let mut arguments = vec![packed, "--encrypt", user, "owner", bits, "--", from, to];
            if weak {
                arguments.insert(0, "--allow-weak-crypto");
            }
            assert!(run("qpdf", &arguments), "qpdf is not installed, or failed");
            let read = read_trusted(std::fs::read(&out).unwrap(), &out);
            if user.is_empty() {
                let text = read.unwrap().pages[0].text();
                assert_eq!(text, "a page that may be read but not printed", "{bits}");
            } else {
                assert_eq!(read.unwrap_err(), Fault::NeedsPassword, "{bits}");
            }
        }
    }
}
