//! An agenda pack made as councils make theirs: reports out of an office program, each with page
//! numbers of its own, a landscape table, a scanned letter, merged into one file, and the pack's
//! own numbers stamped over them. LibreOffice writes the reports; Ghostscript, qpdf and MuPDF merge
//! and stamp. Ignored unless it is asked for: `cargo test -- --ignored documents_packs`.

use crate::testkit::make;
use crate::testkit::programs;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use programs::{put, run};
use scrutineer::documents::{Page, PageState, Paper, Search, Shelf, Shelved, read_trusted};

/// The pack's own number of a page, less its number in the file.
const AHEAD: u32 = 44;

/// Where each phrase stands: the page of the pack, and the number that its report prints there.
const PHRASES: [(&str, u32, &str); 8] = [
    ("apologies for absence", 1, ""),
    ("market testing of the depot", 2, "1"),
    ("recognised trade unions were not consulted", 3, "2"),
    ("TUPE would apply to the in-house team", 4, "3"),
    ("lowest whole-life cost", 5, "1"),
    ("£1,270,400", 6, "2"),
    ("equality impact assessment", 8, "1"),
    ("the call-in period ends", 9, "2"),
];
/// The page that is a scan.
const SCAN: u32 = 7;
const PAGES: u32 = 9;

fn words(text: &str) -> String {
    make::word_paragraph(text)
}

/// What fills a page, so that it looks like one.
fn filling() -> String {
    words(
        "The Director reported on progress against the targets in the service plan for the year. \
         Members noted the position and asked for a further report to the next meeting.",
    )
    .repeat(4)
}

const BREAK: &str = "<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>";

/// A report as an office program saves it, with a footer; on its side if it is a table.
fn report(pages: &[String], footer: &str, on_its_side: bool) -> Vec<u8> {
    let space = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
         xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
    let kind = "application/vnd.openxmlformats-officedocument.wordprocessingml";
    let relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relations = |what: &str, target: &str| {
        format!(
            "<?xml version=\"1.0\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/\
             2006/relationships\"><Relationship Id=\"r1\" Type=\"{relation}/{what}\" \
             Target=\"{target}\"/></Relationships>"
        )
    };
    let size = if on_its_side {
        "<w:pgSz w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\"/>"
    } else {
        "<w:pgSz w:w=\"11906\" w:h=\"16838\"/>"
    };
    let body = pages.join(BREAK);
    let document = format!(
        "<?xml version=\"1.0\"?><w:document {space}><w:body>{body}<w:sectPr><w:footerReference \
         w:type=\"default\" r:id=\"r1\"/>{size}<w:pgMar w:top=\"1134\" w:bottom=\"1134\" \
         w:left=\"1134\" w:right=\"1134\" w:footer=\"567\"/></w:sectPr></w:body></w:document>"
    );
    let footer = format!("<?xml version=\"1.0\"?><w:ftr {space}><w:p>{footer}</w:p></w:ftr>");
    let types = format!(
        "<?xml version=\"1.0\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/\
         content-types\"><Default Extension=\"rels\" ContentType=\"application/\
         vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/word/document.xml\" \
         ContentType=\"{kind}.document.main+xml\"/><Override PartName=\"/word/footer1.xml\" \
         ContentType=\"{kind}.footer+xml\"/></Types>"
    );
    make::zip(&[
        ("[Content_Types].xml", types.as_bytes()),
        (
            "_rels/.rels",
            relations("officeDocument", "word/document.xml").as_bytes(),
        ),
        ("word/document.xml", document.as_bytes()),
        (
            "word/_rels/document.xml.rels",
            relations("footer", "footer1.xml").as_bytes(),
        ),
        ("word/footer1.xml", footer.as_bytes()),
    ])
}

fn field(name: &str) -> String {
    format!("<w:fldSimple w:instr=\"{name}\"><w:r><w:t>1</w:t></w:r></w:fldSimple>")
}

fn piece(text: &str) -> String {
    format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

fn row(cells: [&str; 4]) -> String {
    let cells = cells.map(words).join("</w:tc><w:tc>");
    format!("<w:tr><w:tc>{cells}</w:tc></w:tr>")
}

/// The papers of the meeting, as PDFs in the order of the agenda; none without LibreOffice and
/// Ghostscript.
fn papers(folder: &Path) -> Vec<PathBuf> {
    let of = [
        piece("Page "),
        field("PAGE"),
        piece(" of "),
        field("NUMPAGES"),
    ]
    .concat();
    let table = |rows: &[String]| {
        format!(
            "<w:tbl><w:tblGrid>{}</w:tblGrid>{}</w:tbl>",
            "<w:gridCol w:w=\"3500\"/>".repeat(4),
            rows.concat()
        )
    };
    let head = row(["Option", "Cost over ten years", "Quality", "Rank"]);
    let rows = |last: [&str; 4]| {
        let rows: Vec<String> = (1..8)
            .map(|n| row(["In-house", &format!("£{n}12,400"), "71", "2"]))
            .collect();
        table(&[vec![head.clone()], rows, vec![row(last)]].concat())
    };
    let reports = [
        report(
            &[
                words("Agenda. 1. Apologies for absence. 2. Depot review. 3. Appendix.")
                    + &filling(),
            ],
            &piece("Examplechester City Council"),
            false,
        ),
        report(
            &[
                words("This report proposes market testing of the depot.") + &filling(),
                words("The recognised trade unions were not consulted.") + &filling(),
                words("TUPE would apply to the in-house team.") + &filling(),
            ],
            &of,
            false,
        ),
        report(
            &[
                rows(["Outsourced", "£812,400", "lowest whole-life cost", "1"]),
                rows(["Joint venture", "£1,270,400", "64", "3"]),
            ],
            &field("PAGE"),
            true,
        ),
        report(
            &[
                words("An equality impact assessment was not made.") + &filling(),
                words("The call-in period ends on Friday.") + &filling(),
            ],
            &[piece("- "), field("PAGE"), piece(" -")].concat(),
            false,
        ),
    ];
    let mut sources = Vec::new();
    for (bytes, name) in reports
        .iter()
        .zip(["0-agenda", "1-depot", "2-table", "4-last"])
    {
        let path = folder.join(format!("{name}.docx"));
        put(&path, bytes);
        sources.push(path.display().to_string());
    }
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.display());
    let to = folder.display().to_string();
    let mut told = vec![
        &*profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        &to,
    ];
    told.extend(sources.iter().map(String::as_str));
    let mut out: Vec<PathBuf> = (sources.iter())
        .map(|source| Path::new(source).with_extension("pdf"))
        .collect();
    assert!(
        run("soffice", &told) && out.iter().all(|one| one.exists()),
        "LibreOffice is not installed, or failed"
    );
    // A page of the second report, as if it had been printed and scanned again.
    let scan = folder.join("3-scan.pdf");
    let told = format!("-sOutputFile={}", scan.display());
    let page = ["-dFirstPage=2", "-dLastPage=2"];
    let how = ["-q", "-dBATCH", "-dNOPAUSE", "-sDEVICE=pdfimage8", "-r100"];
    let from = out[1].display().to_string();
    assert!(
        run("gs", &[&how[..], &page, &[&told, &from]].concat()),
        "Ghostscript is not installed, or failed"
    );
    out.insert(3, scan);
    out
}

/// The pages that a pack's numbers are stamped with: they stand in the lower right corner.
fn stamps() -> Vec<u8> {
    let mut pdf = make::Pdf::default();
    let font = pdf.add("<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>");
    let tree = pdf.reserve();
    let mut kids = String::new();
    for number in 1..=PAGES {
        let (width, height) = if number == 5 || number == 6 {
            (842, 595)
        } else {
            (595, 842)
        };
        let content = format!(
            "BT /F1 10 Tf {} 14 Td (Page {}) Tj ET",
            width - 70,
            number + AHEAD
        );
        let content = pdf.stream("", content.as_bytes());
        let page = pdf.add(format!(
            "<</Type/Page/Parent {tree} 0 R/MediaBox[0 0 {width} {height}]/Contents {content} 0 R\
             /Resources<</Font<</F1 {font} 0 R>>>>>>"
        ));
        kids.push_str(&format!("{page} 0 R "));
    }
    pdf.set(tree, format!("<</Type/Pages/Count {PAGES}/Kids[{kids}]>>"));
    let root = pdf.add(format!("<</Type/Catalog/Pages {tree} 0 R>>"));
    pdf.finish(root, "")
}

fn read(path: &Path) -> Paper {
    read_trusted(std::fs::read(path).unwrap(), path).unwrap()
}

/// Checks a pack: what is printed on its pages, what is found where, and what is told as unread.
fn check(paper: Paper, how: &str, printed: impl Fn(u32) -> Option<String>) {
    let shown: Vec<String> = paper.pages.iter().map(Page::text).collect();
    assert_eq!(paper.pages.len(), PAGES as usize, "{how}: {shown:#?}");
    for page in &paper.pages {
        assert_eq!(
            page.printed,
            printed(page.number),
            "{how}: page {} of {shown:#?}",
            page.number
        );
    }
    assert_eq!(paper.pages_unread(), [SCAN], "{how}: {shown:#?}");
    let state = paper.pages[SCAN as usize - 1].state;
    assert!(
        matches!(state, PageState::Scanned | PageState::Picture),
        "{how}: {state:?}"
    );
    let shelf = Shelf::new(
        vec![Shelved {
            id: "pack".into(),
            title: "Agenda pack".into(),
            path: None,
            in_confidence: false,
            date: None,
            paper: Arc::new(paper),
        }],
        Vec::new(),
    );
    for (phrase, page, _) in PHRASES {
        let found = shelf.search(&Search::any_of([phrase]), 5);
        let cited: Vec<String> = found.passages.iter().map(|one| one.at.cite()).collect();
        let cite = match printed(page).filter(|printed| *printed != page.to_string()) {
            Some(printed) => format!("Agenda pack, page {page} of the file (printed {printed})"),
            None => format!("Agenda pack, page {page}"),
        };
        assert_eq!(cited.len(), 1, "{how}: “{phrase}” in {shown:#?}");
        assert!(cited[0].starts_with(&cite), "{how}: {cited:?}, not {cite}");
    }
    let silence = shelf.silence(["staff side"]).unwrap();
    assert!(!silence.is_whole(), "{how}");
    let told = silence.label();
    assert!(
        told.contains("Page 7 of “Agenda pack” was not read"),
        "{told}"
    );
}

#[test]
#[ignore = "needs LibreOffice, Ghostscript, qpdf and MuPDF"]
fn a_pack_is_cited_by_its_own_numbers_where_they_are_stamped_and_by_its_reports_where_not() {
    let folder = tempfile::tempdir().unwrap();
    let papers = papers(folder.path());
    let papers: Vec<String> = papers.iter().map(|one| one.display().to_string()).collect();
    let at = |name: &str| folder.path().join(name).display().to_string();
    let own = |page: u32| {
        let found = PHRASES.iter().find(|one| one.1 == page);
        found
            .map(|one| one.2.to_owned())
            .filter(|own| !own.is_empty())
    };
    let packs = |page: u32| Some((page + AHEAD).to_string());
    let stamp = at("stamps.pdf");
    put(Path::new(&stamp), &stamps());

    let (merged, stamped) = (at("gs.pdf"), at("gs-stamped.pdf"));
    let quiet = [
        "-q",
        "-dBATCH",
        "-dNOPAUSE",
        "-sDEVICE=pdfwrite",
        "-dAutoRotatePages=/None",
    ];
    let each_page = format!(
        "<</EndPage {{ 2 ne {{ gsave initmatrix currentpagedevice /PageSize get 0 get 70 sub 14 \
         moveto /Helvetica findfont 10 scalefont setfont (Page ) show {} add 8 string cvs show \
         grestore true }} {{ pop false }} ifelse }} >> setpagedevice",
        AHEAD + 1
    );
    let all: Vec<&str> = papers.iter().map(String::as_str).collect();
    if run("gs", &[&quiet[..], &["-o", &merged], &all].concat()) {
        check(read(Path::new(&merged)), "merged by Ghostscript", own);
        let stamping = ["-o", &stamped, "-c", &each_page, "-f"];
        assert!(run("gs", &[&quiet[..], &stamping, &all].concat()));
        check(read(Path::new(&stamped)), "stamped by Ghostscript", packs);
    } else {
        panic!("gs is not installed, or failed");
    }

    let (merged, stamped) = (at("qpdf.pdf"), at("qpdf-stamped.pdf"));
    let pages = [&["--empty", "--pages"][..], &all, &["--", &merged]].concat();
    if run("qpdf", &pages) {
        check(read(Path::new(&merged)), "merged by qpdf", own);
        assert!(run("qpdf", &[&merged, "--overlay", &stamp, "--", &stamped]));
        check(read(Path::new(&stamped)), "stamped by qpdf", packs);
    } else {
        panic!("qpdf is not installed, or failed");
    }

    let (merged, cleaned) = (at("mutool.pdf"), at("mutool-clean.pdf"));
    if run("mutool", &[&["merge", "-o", &merged][..], &all].concat()) {
        check(read(Path::new(&merged)), "merged by MuPDF", own);
        if Path::new(&stamped).exists() {
            assert!(run("mutool", &["clean", "-gggg", "-z", &stamped, &cleaned]));
            check(
                read(Path::new(&cleaned)),
                "stamped, then cleaned by MuPDF",
                packs,
            );
        }
    } else {
        panic!("mutool is not installed, or failed");
    }
}
