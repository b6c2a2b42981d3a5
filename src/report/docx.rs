//! Writes DOCX: transitional WordprocessingML (ECMA-376), for Word and LibreOffice.
//!
//! The parts of the package and their relations; the content is written by the modules below, and
//! the parts that no document changes are the XML files next to them. The same document gives the
//! same bytes: the parts have a fixed order and a fixed time, ids are counted, and the day of the
//! document is its own, never the clock's.

mod body;
mod columns;
mod contents;
mod grids;
mod links;
mod notes;
mod runs;
mod styles;
mod xml;

use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipWriter};

use super::document::ReportDocument;
use super::format::{FormatSpec, Writer};
use super::kind::Layout;
use body::BULLETS;
use links::HyperlinkList;
use notes::Notes;
use xml::{ParagraphProps, XmlWriter, open_run, run};

/// The row of the format.
pub(super) const FORMAT: FormatSpec = FormatSpec {
    label: "Word document, to edit, print or email",
    is_text: false,
    has_tables: false,
    is_spreadsheet: false,
    writer: Writer::Whole(write),
};

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const DOCUMENT: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";

/// The parts that are the same in every document.
///
/// The settings update no field, or a word processor would ask first. Carlito is as wide as Calibri.
const FIXED: [(&str, &str); 7] = [
    ("[Content_Types].xml", include_str!("docx/contentTypes.xml")),
    ("_rels/.rels", include_str!("docx/relations.xml")),
    ("docProps/app.xml", include_str!("docx/app.xml")),
    ("word/settings.xml", include_str!("docx/settings.xml")),
    ("word/fontTable.xml", include_str!("docx/fontTable.xml")),
    ("word/firstHeader.xml", include_str!("docx/firstHeader.xml")),
    ("word/footer.xml", include_str!("docx/footer.xml")),
];

/// The parts that the main part relates to: id, kind of relation, file name.
const RELATED: [(&str, &str, &str); 8] = [
    ("styles", "styles", "styles.xml"),
    ("numbering", "numbering", "numbering.xml"),
    ("settings", "settings", "settings.xml"),
    ("fonts", "fontTable", "fontTable.xml"),
    ("notes", "footnotes", "footnotes.xml"),
    ("head", "header", "header.xml"),
    ("firstHead", "header", "firstHeader.xml"),
    ("foot", "footer", "footer.xml"),
];

/// Length of the running head, in characters.
const RUNNING: usize = 116;

/// Returns the document as a DOCX file.
fn write(document: &ReportDocument) -> Vec<u8> {
    let written = body::write(document);
    let related = main_relations(&written.links);
    let (footnotes, leading) = footnotes(document, &written.notes);
    let mut parts = FIXED.map(|(name, text)| (name, text.into())).to_vec();
    parts.extend([
        ("docProps/core.xml", core(document)),
        (
            "word/document.xml",
            main(written.main, document.kind.spec().layout),
        ),
        ("word/_rels/document.xml.rels", related),
        ("word/styles.xml", styles::write(document.kind).into()),
        ("word/numbering.xml", numbering(written.numbered)),
        ("word/footnotes.xml", footnotes),
        ("word/header.xml", header(document)),
    ]);
    if !leading.targets.is_empty() {
        let mut out = relations();
        leading.relations(&mut out);
        parts.push(("word/_rels/footnotes.xml.rels", out.finish()));
    }
    // In memory a write cannot fail; only a part of more than 4 GiB would be refused.
    pack(&parts).unwrap_or_default()
}

fn pack(parts: &[(&str, Vec<u8>)]) -> zip::result::ZipResult<Vec<u8>> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .system(System::Dos);
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, part) in parts {
        archive.start_file(*name, options)?;
        archive.write_all(part)?;
    }
    Ok(archive.finish()?.into_inner())
}

/// Begins a part of relations.
fn relations() -> XmlWriter {
    let namespace = format!("{PACKAGE}/relationships");
    XmlWriter::new("Relationships", &[("xmlns", &namespace)])
}

fn main_relations(links: &HyperlinkList) -> Vec<u8> {
    let mut out = relations();
    for (id, kind, name) in RELATED {
        let kind = format!("{DOCUMENT}/{kind}");
        out.empty(
            "Relationship",
            &[("Id", &id), ("Type", &kind), ("Target", &name)],
        );
    }
    links.relations(&mut out);
    out.finish()
}

/// Returns the core properties: the title with the council and the service, and the author, and no
/// more.
fn core(document: &ReportDocument) -> Vec<u8> {
    let mut out = XmlWriter::new(
        "cp:coreProperties",
        &[
            ("xmlns:cp", &format!("{PACKAGE}/metadata/core-properties")),
            ("xmlns:dc", &"http://purl.org/dc/elements/1.1/"),
            ("xmlns:dcterms", &"http://purl.org/dc/terms/"),
            ("xmlns:xsi", &"http://www.w3.org/2001/XMLSchema-instance"),
        ],
    );
    out.text("dc:title", &[], &document.full_title());
    if !document.author.is_empty() {
        out.text("dc:creator", &[], &document.author);
    }
    out.text("dc:language", &[], "en-GB");
    out.finish()
}

/// Begins a part of the document with its root element.
fn part(root: &'static str) -> XmlWriter {
    XmlWriter::new(root, &[("xmlns:w", &WORD), ("xmlns:r", &DOCUMENT)])
}

/// Returns the main part: A4, upright or on its side, the first page without a running head.
fn main(mut out: XmlWriter, layout: Layout) -> Vec<u8> {
    out.fixed(
        "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"head\"/><w:headerReference \
         w:type=\"first\" r:id=\"firstHead\"/><w:footerReference w:type=\"default\" \
         r:id=\"foot\"/><w:footerReference w:type=\"first\" r:id=\"foot\"/>",
    );
    out.fixed(match layout {
        Layout::Usual | Layout::Close => {
            "<w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1417\" w:right=\"1417\" \
             w:bottom=\"1417\" w:left=\"1417\" w:header=\"709\" w:footer=\"624\" w:gutter=\"0\"/>"
        }
        Layout::Wide => {
            "<w:pgSz w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\"/><w:pgMar \
             w:top=\"1134\" w:right=\"1134\" w:bottom=\"1134\" w:left=\"1134\" w:header=\"567\" \
             w:footer=\"510\" w:gutter=\"0\"/>"
        }
    });
    out.fixed("<w:cols w:space=\"708\"/><w:titlePg/></w:sectPr>");
    out.finish()
}

/// Returns the list definitions: bullets, and numbers that begin with 1 in each list.
fn numbering(numbered: usize) -> Vec<u8> {
    let mut out = part("w:numbering");
    for (id, format, text) in [(0, "bullet", "•"), (1, "decimal", "%1.")] {
        out.open("w:abstractNum", &[("w:abstractNumId", &id)]);
        out.value("w:multiLevelType", "singleLevel");
        out.open("w:lvl", &[("w:ilvl", &0)]);
        out.value("w:start", 1);
        out.value("w:numFmt", format);
        out.value("w:lvlText", text);
        out.value("w:lvlJc", "left");
        out.fixed("<w:pPr><w:ind w:left=\"454\" w:hanging=\"340\"/></w:pPr>");
        out.close();
        out.close();
    }
    for number in 0..=numbered {
        out.open("w:num", &[("w:numId", &(BULLETS + number))]);
        out.value("w:abstractNumId", number.min(1));
        if number > 0 {
            out.open("w:lvlOverride", &[("w:ilvl", &0)]);
            out.value("w:startOverride", 1);
            out.close();
        }
        out.close();
    }
    out.finish()
}

fn footnotes(document: &ReportDocument, notes: &Notes) -> (Vec<u8>, HyperlinkList) {
    let mut out = part("w:footnotes");
    for (id, kind) in [(0, "separator"), (1, "continuationSeparator")] {
        out.open("w:footnote", &[("w:type", &kind), ("w:id", &id)]);
        out.open("w:p", &[]);
        out.fixed("<w:pPr><w:spacing w:after=\"0\" w:line=\"240\" w:lineRule=\"auto\"/></w:pPr>");
        open_run(None, &mut out);
        out.empty(&format!("w:{kind}"), &[]);
        out.close();
        out.close();
        out.close();
    }
    let links = notes.written(document, &mut out);
    (out.finish(), links)
}

/// Returns the head of every page but the first: the title, the service and the authority.
fn header(document: &ReportDocument) -> Vec<u8> {
    let mut out = part("w:hdr");
    ParagraphProps::of("Header").open(&mut out);
    run(&document.title, Some("Strong"), &mut out);
    let subtitle = document.subtitle.split_whitespace().collect::<Vec<_>>();
    let subtitle = subtitle.join(" ");
    if !subtitle.is_empty() {
        let room = RUNNING.saturating_sub(document.title.chars().count());
        let mut short: String = subtitle.chars().take(room).collect();
        if short.len() < subtitle.len() {
            short.truncate(short.trim_end().len());
            short.push('…');
        }
        run(&format!("  ·  {short}"), None, &mut out);
    }
    out.finish()
}

#[cfg(test)]
mod tests {
    use super::super::Kind;
    use super::*;

    #[test]
    fn a_long_title_does_not_fill_the_head_of_every_page() {
        let document = ReportDocument {
            kind: Kind::Record,
            author: String::new(),
            made: chrono::NaiveDate::default(),
            house: crate::report::setting::Letterhead::default(),
            title: "Full audit record".into(),
            subtitle: "x ".repeat(50_000),
            meta: Vec::new(),
            blocks: Vec::new(),
            notes: Vec::new(),
            sheets: Vec::new(),
        };
        let header = String::from_utf8(header(&document)).expect("UTF-8");
        assert!(header.len() < 1_000 && header.contains('…'), "{header}");
    }
}
