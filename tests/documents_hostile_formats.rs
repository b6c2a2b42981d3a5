//! Files of the newer formats made to break a reader: mails, saved pages, archives, workbooks,
//! presentations, rich texts. Each goes through the real worker and ends in one sentence, in time.

use crate::testkit::keeper;
use crate::testkit::make;
use crate::testkit::office;

use std::time::{Duration, Instant};

use keeper::{put, read, sentence};
use make::zip;
use scrutineer::documents::{
    ApartKind, Fault, Paper, PaperReader, ReadError, Stop, Worker, linked_papers, read_trusted,
};

fn reader() -> PaperReader {
    PaperReader {
        worker: Worker::of(env!("CARGO_BIN_EXE_scrutineer")),
        ..keeper::reader()
    }
}

/// Reads each file, and two that were cut off, and checks that it ended tidily.
fn all_end(files: Vec<(&'static str, Vec<u8>)>) -> Vec<(&'static str, Result<Paper, ReadError>)> {
    let folder = tempfile::tempdir().unwrap();
    let reader = reader();
    let mut out = Vec::new();
    for (name, bytes) in files {
        for part in [10, 9, 4] {
            let cut = bytes.len() / 10 * part + if part == 10 { bytes.len() % 10 } else { 0 };
            let path = put(folder.path(), name, &bytes[..cut]);
            let began = Instant::now();
            let result = read(&reader, &path);
            let told = sentence(&result);
            assert!(
                began.elapsed() < reader.limits.in_all + Duration::from_secs(5),
                "{name}: {told}"
            );
            let stop = match &result {
                Ok(paper) => paper.stopped.clone(),
                Err(error) => match &error.fault {
                    Fault::NoReader(_) => panic!("{name}: {told}"),
                    Fault::Stopped(stop) => Some(stop.clone()),
                    _ => None,
                },
            };
            assert!(!matches!(stop, Some(Stop::Broke)), "{name}: {told}");
            if part == 10 {
                out.push((name, result));
            }
        }
    }
    out
}

fn words(paper: &Paper) -> String {
    paper
        .pages
        .iter()
        .map(scrutineer::documents::Page::text)
        .collect()
}

/// Entities that would grow to gigabytes, and one that names a file of the system.
const ENTITIES: &str = "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"lol\"><!ENTITY b \
    \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY out SYSTEM \
    \"file:///etc/passwd\">]>";

#[test]
fn mails_and_saved_pages_end() {
    let head = "From: a@b.uk\nSubject: Pack\nMIME-Version: 1.0\n";
    let mut deep = head.to_owned();
    for at in 0..5_000 {
        deep.push_str(&format!(
            "Content-Type: multipart/mixed; boundary=b{at}\n\n--b{at}\n"
        ));
    }
    deep.push_str("\nThe text.\n");
    let mails = "Content-Type: message/rfc822\n\n".repeat(5_000);
    let many = "--x\nContent-Type: text/plain\n\nunion\n".repeat(100_000);
    let ring = "From: <Saved by Blink>\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n\
        --x\nContent-Type: text/html\nContent-ID: <a@b>\n\n<p>Once.<iframe src=\"cid:a@b\"></iframe>\
        <iframe src=\"file:///etc/passwd\"></iframe><img src=\"http://127.0.0.1:9/x\">\n--x--";
    let found = all_end(vec![
        ("deep.eml", deep.into_bytes()),
        (
            "mails.eml",
            format!("{head}{mails}From: c@d.uk\n\nThe text.").into_bytes(),
        ),
        (
            "many.eml",
            format!("{head}Content-Type: multipart/mixed; boundary=x\n\n{many}").into_bytes(),
        ),
        (
            "header.eml",
            format!("{head}X-Long: {}\n\nThe text.", "x ".repeat(5 << 20)).into_bytes(),
        ),
        (
            "letters.eml",
            format!(
                "{head}Content-Transfer-Encoding: base64\n\n{}",
                "QUJD".repeat(5 << 20)
            )
            .into_bytes(),
        ),
        ("ring.mht", ring.as_bytes().to_vec()),
    ]);
    let ring = found.last().unwrap().1.as_ref().unwrap();
    assert_eq!(words(ring).matches("Once.").count(), 1);
    assert!(!words(ring).contains("root:"));
}

#[test]
fn archives_end_in_the_sentence_that_says_what_to_do() {
    let inner = zip(&[("report.txt", b"The text.")]);
    let found = all_end(vec![
        ("in.zip", zip(&[("pack.zip", &inner)])),
        (
            "out.zip",
            zip(&[("../../../tmp/x.txt", b"out"), ("/etc/x.txt", b"out")]),
        ),
        (
            "much.zip",
            zip(&[("much.txt", &b"union ".repeat(20 << 20))]),
        ),
    ]);
    for (name, result) in found {
        assert_eq!(result.unwrap_err().fault, Fault::Archive, "{name}");
    }
}

#[test]
fn workbooks_end_and_nothing_outside_them_is_opened() {
    let row = "<row><c t=\"inlineStr\"><is><t>union</t></is></c></row>";
    let rows = format!(
        "<worksheet><sheetData>{}</sheetData></worksheet>",
        row.repeat(1_000_000)
    );
    let deep = format!("<worksheet><sheetData>{}", "<row>".repeat(200_000));
    let entity = format!(
        "{ENTITIES}<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>A&c;&out;B</t></is></c></row></sheetData></worksheet>"
    );
    let far = "<worksheet><cols><col min=\"1\" max=\"99999999999999999999\" hidden=\"1\"/><col min=\"9\" max=\"2\" hidden=\"1\"/></cols><sheetData><row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row><row r=\"-1\" hidden=\"1\"/></sheetData></worksheet>";
    let formula = "<worksheet><sheetData><row r=\"1\"><c r=\"A1\"><f>cmd|' /C calc'!A0</f><v>7</v></c><c r=\"B1\"><f>WEBSERVICE(\"http://127.0.0.1:9\")</f><v>8</v></c></row></sheetData></worksheet>";
    let outside: (&str, &[u8]) = (
        "xl/_rels/workbook.xml.rels",
        b"<Relationships><Relationship Id=\"s1\" Type=\"http://x/worksheet\" Target=\"file:///etc/passwd\" TargetMode=\"External\"/></Relationships>",
    );
    let book = zip(&[
        ("_rels/.rels", office::relations(&[("r", "officeDocument", "xl/workbook.xml")]).as_bytes()),
        ("xl/workbook.xml", b"<workbook xmlns:r=\"r\"><sheets><sheet name=\"A\" sheetId=\"1\" r:id=\"s1\"/></sheets></workbook>"),
        outside,
    ]);
    let of = |xml: &str| office::xlsx(&[("A", "", xml)], &[]);
    let found = all_end(vec![
        ("rows.xlsx", of(&rows)),
        ("deep.xlsx", of(&deep)),
        ("entity.xlsx", of(&entity)),
        ("far.xlsx", of(far)),
        ("outside.xlsx", book),
        ("formula.xlsx", of(formula)),
        (
            "ring.ods",
            office::ods("", &format!("<table:table>{}", "<table:table-row table:number-rows-repeated=\"4294967295\"><table:table-cell table:number-columns-repeated=\"4294967295\"><text:p>union</text:p></table:table-cell></table:table-row>".repeat(400_000))),
        ),
        ("deep.ods", office::ods("", &"<table:table><table:table-row><table:table-cell>".repeat(100_000))),
        ("columns.ods", office::ods("", &format!("<table:table>{}</table:table>", "<table:table-column table:number-columns-repeated=\"99999999999999999999\" table:visibility=\"collapse\"/>".repeat(100_000)))),
    ]);
    let of = |name: &str| &found.iter().find(|one| one.0 == name).unwrap().1;
    let rows = of("rows.xlsx");
    assert!(
        rows.as_ref()
            .is_ok_and(|paper| matches!(paper.stopped, Some(Stop::Bomb { .. })))
            || rows
                .as_ref()
                .is_err_and(|error| matches!(error.fault, Fault::Stopped(_))),
        "{}",
        sentence(rows)
    );
    let formula = of("formula.xlsx").as_ref().unwrap();
    assert_eq!(formula.pages[0].paragraphs.last().unwrap().text, "7\t8");
    for (name, result) in &found {
        let said = result.as_ref().map(words).unwrap_or_default();
        assert!(
            !said.contains("lollol") && !said.contains("root:"),
            "{name}"
        );
    }
}

#[test]
fn presentations_and_rich_texts_end() {
    let slide = office::slide(&["union"]);
    let many = vec![slide; 6_000];
    let deep = format!("<p:sld>{}", "<p:grpSp>".repeat(300_000));
    let entity = format!(
        "{ENTITIES}<p:sld><p:sp><a:p><a:r><a:t>A&c;&out;B</a:t></a:r></a:p></p:sp></p:sld>"
    );
    let much = format!(
        "<p:sld>{}</p:sld>",
        "<a:p><a:r><a:t>union</a:t></a:r></a:p>".repeat(3_000_000)
    );
    let ring = office::relations(&[
        ("n", "notesSlide", "slide0.xml"),
        ("c", "comments", "../../../../etc/passwd"),
        ("d", "chart", "file:///etc/passwd"),
    ]);
    let found = all_end(vec![
        ("many.pptx", office::pptx(&many, &[])),
        ("deep.pptx", office::pptx(&[deep], &[])),
        ("entity.pptx", office::pptx(&[entity], &[])),
        ("much.pptx", office::pptx(&[much], &[])),
        (
            "ring.pptx",
            office::pptx(
                &[office::slide(&["Once."])],
                &[("ppt/slides/_rels/slide0.xml.rels", ring.as_bytes())],
            ),
        ),
        (
            "deep.rtf",
            format!("{{\\rtf1 {}deep", "{\\b ".repeat(2_000_000)).into_bytes(),
        ),
        (
            "bin.rtf",
            b"{\\rtf1 before\\par \\bin99999999999 after".to_vec(),
        ),
        (
            "much.rtf",
            format!("{{\\rtf1 {}", "union \\par ".repeat(4_000_000)).into_bytes(),
        ),
        (
            "object.rtf",
            b"{\\rtf1 before {\\field{\\*\\fldinst INCLUDETEXT \"/etc/passwd\"}{\\fldrslt }}after}"
                .to_vec(),
        ),
    ]);
    for (name, result) in &found {
        let said = result.as_ref().map(words).unwrap_or_default();
        assert!(
            !said.contains("lollol") && !said.contains("root:"),
            "{name}"
        );
    }
}

#[test]
fn a_hostile_page_of_a_meeting_ends_and_gives_no_more_papers_than_are_kept() {
    let links = "<a href=\"https://x.gov.uk/documents/s1/A.pdf\">".repeat(300_000);
    let many: Vec<String> = (0..50_000)
        .map(|at| format!("<a href=https://x.gov.uk/documents/s{at}/A.pdf>{at} agenda"))
        .collect();
    let many = many.concat();
    assert_eq!(linked_papers(links.as_bytes()).papers.len(), 1);
    assert!(linked_papers(many.as_bytes()).papers.len() <= 500);
    let base = "<base href=\"javascript:\"><a href=\"documents/s1/A.pdf\">Agenda</a>\
        <a href=\"file:///etc/passwd.pdf\">Report</a><a href=\"//\u{202e}/x.pdf\">Other</a>";
    let told = linked_papers(base.as_bytes());
    assert!(
        told.papers.iter().all(|one| one.url.starts_with("http")),
        "{told:?}"
    );
    all_end(vec![
        ("links.html", format!("<html>{links}").into_bytes()),
        ("many.html", format!("<html>{many}").into_bytes()),
    ]);
}

#[test]
fn hidden_rows_and_columns_are_kept_apart_told_and_never_quoted() {
    let costs = office::sheet(
        "<cols><col min=\"3\" max=\"3\" hidden=\"1\"/></cols>",
        &[
            ("", &["Option", "Cost", "Officer note"]),
            ("", &["In-house", "12", "cheaper by far"]),
            ("hidden=\"true\"", &["Trust", "19", "ruled out"]),
        ],
    );
    let book = office::xlsx(
        &[
            ("Costs", "", &costs),
            ("Old", "state=\"veryHidden\"", &costs),
        ],
        &[],
    );
    let row =
        |more: &str, cells: &str| format!("<table:table-row {more}>{cells}</table:table-row>");
    let cell = |text: &str| format!("<table:table-cell><text:p>{text}</text:p></table:table-cell>");
    let table = format!(
        "<table:table table:name=\"Costs\"><table:table-column table:number-columns-repeated=\"2\"/>\
         <table:table-column table:visibility=\"collapse\"/>{}{}{}</table:table>",
        row("", &["Option", "Cost", "Officer note"].map(cell).concat()),
        row("", &["In-house", "12", "cheaper by far"].map(cell).concat()),
        row(
            "table:visibility=\"filter\"",
            &["Trust", "19", "ruled out"].map(cell).concat()
        ),
    );
    for (bytes, name) in [(book, "x.xlsx"), (office::ods("", &table), "x.ods")] {
        let paper = read_trusted(bytes, name.as_ref()).unwrap();
        let texts: Vec<&str> = paper.pages[0]
            .paragraphs
            .iter()
            .map(|one| one.text.as_str())
            .collect();
        assert_eq!(texts, ["Costs", "Option\tCost", "In-house\t12"], "{name}");
        let apart: Vec<&str> = paper.pages[0]
            .apart
            .iter()
            .map(|one| one.text.as_str())
            .collect();
        assert_eq!(apart.len(), 3, "{name}: {apart:?}");
        assert_eq!(apart[1], "cheaper by far");
        assert!(
            paper
                .pages
                .iter()
                .flat_map(|page| &page.apart)
                .all(|one| one.kind == ApartKind::Hidden)
        );
        let told = paper.warnings().join("; ");
        assert!(
            told.contains("holds hidden text") || told.contains("hold hidden text"),
            "{told}"
        );
    }
}
