//! Spreadsheets, presentations and rich texts as papers.

use std::path::Path;

use crate::testkit::make::zip;
use crate::testkit::office;
use rust_xlsxwriter::{Formula, Workbook};
use scrutineer::documents::{
    ApartKind, Besides, PageState, Paper, PaperKind, ParagraphRole, Search, Shelf, Shelved,
    read_trusted,
};

fn read(bytes: Vec<u8>, name: &str) -> Paper {
    read_trusted(bytes, Path::new(name)).expect("it can be read")
}

fn texts(paper: &Paper, page: usize) -> Vec<&str> {
    let all = paper.pages[page].paragraphs.iter();
    all.map(|one| one.text.as_str()).collect()
}

fn cite(paper: Paper, phrase: &str) -> String {
    let shelved = Shelved {
        id: "budget".to_owned(),
        title: "Budget".to_owned(),
        path: None,
        in_confidence: false,
        date: None,
        paper: paper.into(),
    };
    let found = Shelf::new(vec![shelved], Vec::new()).search(&Search::any_of([phrase]), 1);
    found.passages[0].at.cite()
}

#[test]
fn a_workbook_is_read_row_by_row_and_cited_by_sheet_and_row() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("Costs").unwrap();
    sheet.write(0, 0, "Service").unwrap();
    sheet.write(0, 1, "Saving").unwrap();
    sheet.write(11, 0, "Home care enablement").unwrap();
    sheet.write(11, 1, 426_429.6).unwrap();
    sheet.write(11, 3, true).unwrap();
    sheet
        .write_formula(
            12,
            0,
            Formula::new("=HYPERLINK(\"http://x\")").set_result("A link"),
        )
        .unwrap();
    let hidden = book.add_worksheet();
    hidden.set_name("Workings").unwrap();
    hidden.set_hidden(true);
    hidden.write(0, 0, "officers only").unwrap();
    let paper = read(book.save_to_buffer().unwrap(), "budget.xlsx");
    assert_eq!(paper.kind, PaperKind::Xlsx);
    assert_eq!(
        texts(&paper, 0),
        [
            "Costs",
            "Service\tSaving",
            "Home care enablement\t426429.6\tTRUE",
            "A link",
        ]
    );
    assert_eq!(texts(&paper, 1), ["Workings (a hidden sheet)"]);
    assert_eq!(paper.pages[1].apart[0].kind, ApartKind::Hidden);
    assert_eq!(paper.pages[1].apart[0].text, "officers only");
    assert_eq!(cite(paper, "home care"), "Budget, sheet Costs, row 12");
}

#[test]
fn a_formula_without_its_result_is_told_and_never_read() {
    let sheet = r#"<worksheet><sheetData><row r="1"><c r="A1"><f>SUM(B1:B9)</f></c><c r="B1"><v>5</v></c></row></sheetData></worksheet>"#;
    let comments: (&str, &[u8]) = (
        "xl/comments1.xml",
        br#"<comments><commentList><comment ref="B1"><text><r><t>Is this right?</t></r></text></comment></commentList></comments>"#,
    );
    let book = office::xlsx(&[("Costs", "", sheet)], &[comments]);
    let paper = read(book, "x.xlsx");
    assert_eq!(texts(&paper, 0), ["Costs", "5"]);
    assert_eq!(
        texts(&paper, 1),
        [
            "Comments and drawings",
            "Comment on cell B1: Is this right?"
        ]
    );
    let told = paper.warnings().join("; ");
    assert!(
        told.contains("1 cell of the sheet Costs whose formula"),
        "{told}"
    );
}

#[test]
fn an_opendocument_spreadsheet_is_read_as_it_is_shown_and_a_repeat_costs_nothing() {
    let styles = r#"<style:style style:name="H"><style:table-properties table:display="false"/></style:style>"#;
    let tables = r#"
<table:table table:name="Costs"><table:table-row table:number-rows-repeated="1000000000"/><table:table-row><table:table-cell table:number-columns-repeated="2000000000"/></table:table-row>
<table:table-row><table:table-cell office:value="0.25"><text:p>25%</text:p></table:table-cell><table:table-cell table:formula="of:=SECRET()"><text:p>Home</text:p><text:p>care</text:p><office:annotation><dc:creator>Jo</dc:creator><dc:date>2025</dc:date><text:p>Why?</text:p></office:annotation></table:table-cell></table:table-row></table:table>
<table:table table:name="Workings" table:style-name="H"><table:table-row><table:table-cell><text:p>officers only</text:p></table:table-cell></table:table-row></table:table>
"#;
    let book = office::ods(styles, tables);
    let paper = read(book, "x.ods");
    assert_eq!(paper.kind, PaperKind::Ods);
    let rows: Vec<(Option<&str>, &str)> = paper.pages[0]
        .paragraphs
        .iter()
        .map(|one| (one.number.as_deref(), one.text.as_str()))
        .collect();
    assert_eq!(rows[0], (None, "Costs"));
    assert!(
        rows.contains(&(Some("row 1000000002"), "25%\tHome care")),
        "{rows:?}"
    );
    assert!(
        rows.iter()
            .any(|(_, text)| text.starts_with("Comment by Jo on row")),
        "{rows:?}"
    );
    assert_eq!(paper.pages[1].apart[0].text, "officers only");
}

#[test]
fn a_slide_is_a_page_with_its_title_its_notes_and_what_it_hides() {
    let slide = |more: &str, title: &str, text: &str| {
        format!(
            "<p:sld {more}><p:sp><p:nvPr><p:ph type=\"title\"/></p:nvPr><a:p><a:r><a:t>{title}</a:t></a:r></a:p></p:sp>\
             <p:sp><a:p><a:r><a:t>{text}</a:t></a:r><a:r><a:rPr strike=\"sngStrike\"/><a:t> sold</a:t></a:r></a:p></p:sp>\
             <a:tbl><a:tr><a:tc><a:p><a:r><a:t>A</a:t></a:r></a:p></a:tc><a:tc><a:p><a:r><a:t>1</a:t></a:r></a:p></a:tc></a:tr></a:tbl></p:sld>"
        )
    };
    let show = zip(&[
        ("_rels/.rels", office::relations(&[("r", "officeDocument", "ppt/presentation.xml")]).as_bytes()),
        ("ppt/presentation.xml", b"<p:presentation xmlns:r=\"r\"><p:sldIdLst><p:sldId id=\"256\" r:id=\"b\"/><p:sldId id=\"257\" r:id=\"a\"/></p:sldIdLst></p:presentation>"),
        ("ppt/_rels/presentation.xml.rels", office::relations(&[("a", "slide", "slides/slide1.xml"), ("b", "slide", "slides/slide2.xml")]).as_bytes()),
        ("ppt/slides/slide1.xml", slide("show=\"0\"", "Later", "unseen").as_bytes()),
        ("ppt/slides/slide2.xml", slide("", "Options", "Four were looked at.").as_bytes()),
        ("ppt/slides/_rels/slide2.xml.rels", office::relations(&[("n", "notesSlide", "../notesSlides/n.xml")]).as_bytes()),
        ("ppt/notesSlides/n.xml", b"<p:notes><p:sp><a:p><a:r><a:t>Say why.</a:t></a:r></a:p></p:sp></p:notes>"),
    ]);
    let paper = read(show, "x.pptx");
    assert_eq!(paper.kind, PaperKind::Pptx);
    let all: Vec<(ParagraphRole, &str)> = paper.pages[0]
        .paragraphs
        .iter()
        .map(|one| (one.role, one.text.as_str()))
        .collect();
    assert_eq!(
        all,
        [
            (ParagraphRole::Heading, "Options"),
            (ParagraphRole::Body, "Four were looked at."),
            (ParagraphRole::Body, "A\t1"),
            (ParagraphRole::Note, "Say why."),
        ]
    );
    assert_eq!(paper.pages[0].apart[0].kind, ApartKind::StruckOut);
    assert_eq!(paper.pages[1].state, PageState::Blank);
    assert_eq!(paper.pages[1].apart[0].text, "Later");
}

#[test]
fn a_rich_text_is_read_whatever_its_letters() {
    let text = br"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\*\generator Word;}{\info{\title no}}
{\header Cabinet\par}\pard {\listtext 1.1\tab}The fee was \'a3127,000 \u8211? {\strike not }{\v secret }{\deleted gone }so.\par
{\pard\outlinelevel0 Costs\par}
\trowd A\cell B\cell\row
{\field{\*\fldinst HYPERLINK}{\fldrslt a link}}{\*\formfield{\fftype1\ffres1}} Yes{\footnote See it.}{\*\atnauthor Jo}{\*\annotation Why?}\par
{\pict\bin4 }}}\par}{\object{\*\objclass Excel.Sheet.8}{\*\objdata 00}}A \{brace\}\par}";
    let paper = read(text.to_vec(), "x.rtf");
    assert_eq!(paper.kind, PaperKind::Rtf);
    let all: Vec<(ParagraphRole, &str)> = paper.pages[0]
        .paragraphs
        .iter()
        .map(|one| (one.role, one.text.as_str()))
        .collect();
    assert_eq!(
        all,
        [
            (ParagraphRole::Body, "1.1 The fee was £127,000 – so."),
            (ParagraphRole::Heading, "Costs"),
            (ParagraphRole::Body, "A\tB"),
            (ParagraphRole::Note, "See it."),
            (ParagraphRole::Note, "Comment by Jo: Why?"),
            (ParagraphRole::Body, "a link[x] Yes"),
            (ParagraphRole::Body, "A {brace}"),
            (ParagraphRole::Header, "Cabinet"),
        ]
    );
    assert_eq!(paper.pages[0].paragraphs[0].number.as_deref(), Some("1.1"));
    let apart: Vec<&str> = paper.pages[0]
        .apart
        .iter()
        .map(|one| one.text.as_str())
        .collect();
    assert_eq!(apart, ["not", "secret"]);
    assert_eq!(
        paper.besides,
        [Besides::Attachments(vec!["Excel.Sheet.8".to_owned()])]
    );
}

#[test]
fn hostile_rich_texts_and_sheets_end() {
    let deep = format!("{{\\rtf1 {}deep", "{\\b ".repeat(200_000));
    assert_eq!(texts(&read(deep.into_bytes(), "x.rtf"), 0), ["deep"]);
    let text = br"{\rtf1\bin99999999999 {\u-1?\u99999999999?\'zz\'\uc999 \f{\*";
    let _ = read_trusted(text.to_vec(), Path::new("x.rtf"));
    for cut in 5..text.len() {
        let _ = read_trusted(text[..cut].to_vec(), Path::new("x.rtf"));
    }
    let broken = zip(&[
        (
            "_rels/.rels",
            office::relations(&[("r", "officeDocument", "xl/workbook.xml")]).as_bytes(),
        ),
        ("xl/workbook.xml", b"<workbook><sheets>"),
    ]);
    assert!(read_trusted(broken, Path::new("x.xlsx")).is_err());
}
