//! Texts of office programs, web pages and plain texts, and what is read out of them.

use crate::documents_read::{read, shelf, texts};
use crate::testkit::make;

use std::path::Path;

use make::{docx, odt, pdf_of_lines, word_paragraph};
use scrutineer::documents::{Fault, Paging, PaperKind, ParagraphRole, Search, read_trusted};

#[test]
fn a_word_document_is_read_with_tables_notes_and_headers_and_without_deleted_text() {
    let body = [
        "<w:p><w:pPr><w:pStyle w:val=\"Heading1\"/></w:pPr><w:r><w:t>Terms &amp; Conditions</w:t></w:r></w:p>".to_owned(),
        word_paragraph("The in-house team wasn&#8217;t asked."),
        "<w:p><w:r><w:t>kept </w:t></w:r><w:del><w:r><w:delText>struck</w:delText><w:t>out</w:t></w:r></w:del><w:r><w:tab/><w:t>on</w:t></w:r></w:p>".to_owned(),
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Fee</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>£127,000</w:t></w:r></w:p></w:tc></w:tr></w:tbl>".to_owned(),
        "<w:p><w:r><w:lastRenderedPageBreak/><w:t>On the second page</w:t></w:r></w:p>".to_owned(),
    ]
    .concat();
    let relations = br#"<Relationships><Relationship Id="a" Type="http://x/footnotes" Target="footnotes.xml"/><Relationship Id="b" Type="http://x/header" Target="/word/header1.xml"/></Relationships>"#;
    let notes = format!(
        "<w:footnotes xmlns:w=\"w\"><w:footnote>{}</w:footnote></w:footnotes>",
        word_paragraph("A note at the foot")
    );
    let header = format!("<w:hdr xmlns:w=\"w\">{}</w:hdr>", word_paragraph("Cabinet"));
    let paper = read(
        docx(
            &body,
            &[
                ("word/_rels/document.xml.rels", relations),
                ("word/footnotes.xml", notes.as_bytes()),
                ("word/header1.xml", header.as_bytes()),
            ],
        ),
        "x.docx",
    );
    assert_eq!((paper.kind, paper.paging), (PaperKind::Docx, Paging::Hints));
    let all: Vec<(ParagraphRole, &str)> = paper
        .pages
        .iter()
        .flat_map(|page| &page.paragraphs)
        .map(|one| (one.role, one.text.as_str()))
        .collect();
    assert_eq!(
        all,
        [
            (ParagraphRole::Heading, "Terms & Conditions"),
            (
                ParagraphRole::Body,
                "The in-house team wasn\u{2019}t asked."
            ),
            (ParagraphRole::Body, "kept \ton"),
            (ParagraphRole::Body, "Fee\t£127,000"),
            (ParagraphRole::Header, "Cabinet"),
            (ParagraphRole::Body, "On the second page"),
            (ParagraphRole::Note, "A note at the foot"),
        ]
    );
    let shelf = shelf(vec![paper]);
    let found = shelf.search(&Search::any_of(["in-house team"]), 1);
    assert_eq!(
        found.passages[0].at.cite(),
        "Paper 0, about page 1, paragraph 2 of the text, under “Terms & Conditions”"
    );
}

#[test]
fn a_damaged_header_of_a_word_document_leaves_the_text_on_its_page() {
    let relations =
        br#"<Relationships><Relationship Id="b" Type="http://x/header" Target="header1.xml"/></Relationships>"#;
    let header = "<w:hdr xmlns:w=\"w\"><w:tbl><w:tr><w:tc><w:p><w:r><w:t>Cabinet</w:x>";
    let paper = read(
        docx(
            &word_paragraph("The fee was high."),
            &[
                ("word/_rels/document.xml.rels", relations),
                ("word/header1.xml", header.as_bytes()),
            ],
        ),
        "x.docx",
    );
    assert_eq!(paper.pages.len(), 1, "{:?}", paper.pages);
    let all: Vec<(ParagraphRole, &str)> = paper.pages[0]
        .paragraphs
        .iter()
        .map(|one| (one.role, one.text.as_str()))
        .collect();
    assert_eq!(
        all,
        [
            (ParagraphRole::Body, "The fee was high."),
            (ParagraphRole::Header, "Cabinet")
        ]
    );
}

#[test]
fn an_opendocument_text_is_read_with_notes_and_without_tracked_changes() {
    let body = "<text:tracked-changes><text:p>gone</text:p></text:tracked-changes>\
        <text:h>Costs</text:h><text:p>The fee<text:s text:c=\"2\"/>of <text:span>consul\
        tants</text:span><text:note><text:note-citation>1</text:note-citation><text:note-body>\
        <text:p>See the invoice.</text:p></text:note-body></text:note> was high.</text:p>\
        <table:table><table:table-row><table:table-cell><text:p>A</text:p></table:table-cell>\
        <table:table-cell><text:p>B</text:p></table:table-cell></table:table-row></table:table>";
    let styles = "<style:footer><text:p>Draft 3</text:p></style:footer>";
    let paper = read(odt(body, styles), "x.odt");
    let all: Vec<(ParagraphRole, &str)> = paper.pages[0]
        .paragraphs
        .iter()
        .map(|one| (one.role, one.text.as_str()))
        .collect();
    assert_eq!(
        all,
        [
            (ParagraphRole::Heading, "Costs"),
            (ParagraphRole::Body, "The fee  of consultants was high."),
            (ParagraphRole::Body, "A\tB"),
            (ParagraphRole::Note, "See the invoice."),
            (ParagraphRole::Footer, "Draft 3"),
        ]
    );
}

#[test]
fn a_web_page_and_plain_texts_are_read_whatever_their_letters() {
    let page = b"<!DOCTYPE html><meta charset=windows-1252><title>Minutes</title><style>p{}</style>\
        <script>var union = 'trade union';</script><h2>Item 7</h2><p>The <b>fee</b> of\
        \n \xA3127,000 &amp; costs<br>was noted.<ul><li>one<li>two</ul><table><tr><td>A<td>B</table>";
    let paper = read(page.to_vec(), "x.html");
    assert_eq!(paper.kind, PaperKind::Html);
    let text = paper.pages[0].text();
    assert_eq!(
        text,
        "Minutes\n\nItem 7\n\nThe fee of £127,000 & costs\nwas noted.\n\none\n\ntwo\n\nA\tB"
    );
    assert!(
        shelf(vec![paper]).silence(["trade union"]).is_some(),
        "scripts are not text"
    );

    let paper = read(b"The fee\r\nwas \xA3127,000\r\n\r\nNext".to_vec(), "x.txt");
    assert_eq!(texts(&paper, 0), ["The fee\nwas £127,000", "Next"]);
    assert_eq!(paper.paging, Paging::None);
    let paper = read(b"page one\x0Cpage two\x0C".to_vec(), "x.txt");
    assert_eq!((paper.pages.len(), paper.paging), (2, Paging::Real));
    let paper = read(b"# Costs\n\nThe *fee*.".to_vec(), "x.md");
    assert_eq!(paper.pages[0].paragraphs[0].role, ParagraphRole::Heading);
}

#[test]
fn a_file_is_what_it_holds_and_a_wrong_name_is_told() {
    let paper = read(
        pdf_of_lines(&["some text in a file with a wrong name"]),
        "minutes.docx",
    );
    assert_eq!(paper.kind, PaperKind::Pdf);
    assert!(
        paper.warnings()[0].contains("but it is a PDF"),
        "{:?}",
        paper.warnings()
    );
    let fault = |bytes: &[u8]| read_trusted(bytes.to_vec(), Path::new("x.pdf")).unwrap_err();
    assert!(matches!(
        fault(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 rest"),
        Fault::OldFormat { .. }
    ));
    assert_eq!(fault(b""), Fault::Empty);
    let binary = make::zip(&[(
        "_rels/.rels",
        br#"<Relationships><Relationship Type="x/officeDocument" Target="xl/workbook.bin"/></Relationships>"#,
    )]);
    assert!(fault(&binary).to_string().contains("(.xlsb)"));
}
