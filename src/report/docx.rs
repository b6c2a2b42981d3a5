//! Writes DOCX: transitional WordprocessingML (ECMA-376), for Word and LibreOffice.
//!
//! The parts of the package and their relations; the content is written by the modules below, and
//! the styles are in `docx/styles.xml`. The same document gives the same bytes: the parts have a
//! fixed order and a fixed time, ids are counted, and the day of the document is its own, never the
//! clock's.

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

use super::document::Document;
use super::format::{FormatSpec, Writer};
use super::text::put;
use body::{BULLETS, Written};
use links::HyperlinkList;
use xml::{ParagraphProps, escape, run};

/// The row of the format.
pub(super) const FORMAT: FormatSpec = FormatSpec {
    label: "Word document, to edit, print or mail",
    is_text: false,
    has_tables: false,
    writer: Writer::Whole(write),
};

const DECLARED: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const DOCUMENT: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const CONTENT: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/// The parts that the main part relates to: id, kinds of relation and of content, file name.
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
fn write(document: &Document) -> Vec<u8> {
    let written = body::write(document);
    let mut parts = vec![
        ("[Content_Types].xml", content_types()),
        ("_rels/.rels", package_relations()),
        ("docProps/core.xml", core(document)),
        ("docProps/app.xml", app()),
        ("word/document.xml", main(&written)),
        ("word/_rels/document.xml.rels", main_relations(&written)),
        ("word/styles.xml", styles::write(document.kind)),
        ("word/numbering.xml", numbering(&written)),
        ("word/settings.xml", settings()),
        ("word/fontTable.xml", fonts()),
        ("word/footnotes.xml", footnotes(&written)),
        ("word/header.xml", header(document)),
        ("word/firstHeader.xml", first_header()),
        ("word/footer.xml", footer()),
    ];
    let leading = written.footnote_links.relations();
    if !leading.is_empty() {
        parts.push(("word/_rels/footnotes.xml.rels", relations(&leading)));
    }
    // In memory a write cannot fail; only a part of more than 4 GiB would be refused.
    pack(&parts).unwrap_or_default()
}

fn pack(parts: &[(&str, String)]) -> zip::result::ZipResult<Vec<u8>> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .system(System::Dos);
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        archive.start_file(*name, options)?;
        archive.write_all(text.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}

fn content_types() -> String {
    let mut out = format!(
        "{DECLARED}<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" \
         ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default \
         Extension=\"xml\" ContentType=\"application/xml\"/><Override \
         PartName=\"/docProps/core.xml\" \
         ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/><Override \
         PartName=\"/docProps/app.xml\" \
         ContentType=\"application/vnd.openxmlformats-officedocument.extended-properties+xml\"/>\
         <Override PartName=\"/word/document.xml\" ContentType=\"{CONTENT}.document.main+xml\"/>"
    );
    for (_, kind, name) in RELATED {
        put!(
            out,
            "<Override PartName=\"/word/{name}\" ContentType=\"{CONTENT}.{kind}+xml\"/>"
        );
    }
    out.push_str("</Types>\n");
    out
}

fn relations(inside: &str) -> String {
    format!("{DECLARED}<Relationships xmlns=\"{PACKAGE}/relationships\">{inside}</Relationships>\n")
}

fn package_relations() -> String {
    relations(&format!(
        "<Relationship Id=\"main\" Type=\"{DOCUMENT}/officeDocument\" \
         Target=\"word/document.xml\"/><Relationship Id=\"core\" \
         Type=\"{PACKAGE}/relationships/metadata/core-properties\" \
         Target=\"docProps/core.xml\"/><Relationship Id=\"app\" \
         Type=\"{DOCUMENT}/extended-properties\" Target=\"docProps/app.xml\"/>"
    ))
}

fn main_relations(written: &Written) -> String {
    let mut inside = String::new();
    for (id, kind, name) in RELATED {
        put!(
            inside,
            "<Relationship Id=\"{id}\" Type=\"{DOCUMENT}/{kind}\" Target=\"{name}\"/>"
        );
    }
    inside.push_str(&HyperlinkList::relations(&written.links));
    relations(&inside)
}

/// Returns the core properties: the title and the author, and no more.
fn core(document: &Document) -> String {
    let title = escape(&document.title);
    let author = match document.author.as_str() {
        "" => String::new(),
        author => format!("<dc:creator>{}</dc:creator>", escape(author)),
    };
    format!(
        "{DECLARED}<cp:coreProperties xmlns:cp=\"{PACKAGE}/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{title}</dc:title>\
         {author}<dc:language>en-GB</dc:language></cp:coreProperties>\n"
    )
}

fn app() -> String {
    format!(
        "{DECLARED}<Properties \
         xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\">\
         <Application>Scrutineer</Application></Properties>\n"
    )
}

/// Returns a part with a root element around the given content.
fn part(root: &str, inside: &str) -> String {
    format!("{DECLARED}<w:{root} xmlns:w=\"{WORD}\" xmlns:r=\"{DOCUMENT}\">{inside}</w:{root}>\n")
}

/// Returns the main part: A4, 2.5 cm of margin all round, the first page without a running head.
fn main(written: &Written) -> String {
    part(
        "document",
        &format!(
            "<w:body>\n{}<w:sectPr><w:headerReference w:type=\"default\" \
             r:id=\"head\"/><w:headerReference w:type=\"first\" r:id=\"firstHead\"/>\
             <w:footerReference w:type=\"default\" r:id=\"foot\"/><w:footerReference \
             w:type=\"first\" r:id=\"foot\"/><w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar \
             w:top=\"1417\" w:right=\"1417\" w:bottom=\"1417\" w:left=\"1417\" w:header=\"709\" \
             w:footer=\"624\" w:gutter=\"0\"/><w:cols w:space=\"708\"/><w:titlePg/></w:sectPr>\
             </w:body>",
            written.body
        ),
    )
}

/// Returns the list definitions: bullets, and numbers that begin with 1 in each list.
fn numbering(written: &Written) -> String {
    let level = |format: &str, text: &str| {
        format!(
            "<w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/><w:lvlText \
             w:val=\"{text}\"/><w:lvlJc w:val=\"left\"/><w:pPr><w:ind w:left=\"454\" \
             w:hanging=\"340\"/></w:pPr></w:lvl>"
        )
    };
    let mut inside = format!(
        "<w:abstractNum w:abstractNumId=\"0\"><w:multiLevelType \
         w:val=\"singleLevel\"/>{}</w:abstractNum><w:abstractNum \
         w:abstractNumId=\"1\"><w:multiLevelType w:val=\"singleLevel\"/>{}</w:abstractNum><w:num \
         w:numId=\"{BULLETS}\"><w:abstractNumId w:val=\"0\"/></w:num>",
        level("bullet", "•"),
        level("decimal", "%1.")
    );
    for number in 1..=written.numbered {
        put!(
            inside,
            "<w:num w:numId=\"{}\"><w:abstractNumId w:val=\"1\"/><w:lvlOverride \
             w:ilvl=\"0\"><w:startOverride w:val=\"1\"/></w:lvlOverride></w:num>",
            BULLETS + number
        );
    }
    part("numbering", &inside)
}

/// Returns the settings.
///
/// Fields are not updated on opening: a word processor would ask a question first.
fn settings() -> String {
    part(
        "settings",
        "<w:zoom w:percent=\"100\"/><w:defaultTabStop w:val=\"720\"/><w:characterSpacingControl \
         w:val=\"doNotCompress\"/><w:footnotePr><w:footnote w:id=\"0\"/><w:footnote \
         w:id=\"1\"/></w:footnotePr><w:compat><w:compatSetting w:name=\"compatibilityMode\" \
         w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat>\
         <w:themeFontLang w:val=\"en-GB\"/><w:decimalSymbol w:val=\".\"/><w:listSeparator \
         w:val=\",\"/>",
    )
}

/// Returns the font table: Calibri, or in its absence Carlito, whose letters have the same widths.
fn fonts() -> String {
    part(
        "fonts",
        "<w:font w:name=\"Calibri\"><w:altName w:val=\"Carlito\"/><w:panose1 \
         w:val=\"020F0502020204030204\"/><w:charset w:val=\"00\"/><w:family \
         w:val=\"swiss\"/><w:pitch w:val=\"variable\"/></w:font>",
    )
}

fn footnotes(written: &Written) -> String {
    let mut inside = String::new();
    for (id, kind) in [(0, "separator"), (1, "continuationSeparator")] {
        put!(
            inside,
            "<w:footnote w:type=\"{kind}\" w:id=\"{id}\"><w:p><w:pPr><w:spacing w:after=\"0\" \
             w:line=\"240\" w:lineRule=\"auto\"/></w:pPr><w:r><w:{kind}/></w:r></w:p></w:footnote>"
        );
    }
    inside.push_str(&written.footnotes);
    part("footnotes", &inside)
}

/// Returns the head of every page but the first: the title, the service and the authority.
fn header(document: &Document) -> String {
    let mut inside = String::new();
    ParagraphProps::of("Header").open(&mut inside);
    run(&document.title, Some("Strong"), &mut inside);
    let subtitle = document.subtitle.split_whitespace().collect::<Vec<_>>();
    let subtitle = subtitle.join(" ");
    if !subtitle.is_empty() {
        let room = RUNNING.saturating_sub(document.title.chars().count());
        let mut short: String = subtitle.chars().take(room).collect();
        if short.len() < subtitle.len() {
            short.truncate(short.trim_end().len());
            short.push('…');
        }
        run(&format!("  ·  {short}"), None, &mut inside);
    }
    inside.push_str("</w:p>");
    part("hdr", &inside)
}

fn first_header() -> String {
    let mut inside = String::new();
    ParagraphProps::default().say("", &mut inside);
    part("hdr", &inside)
}

/// Returns the foot of every page: its number, and the number of pages.
fn footer() -> String {
    let field = |code: &str| {
        format!("<w:fldSimple w:instr=\" {code} \"><w:r><w:t>1</w:t></w:r></w:fldSimple>")
    };
    let mut inside = String::new();
    ParagraphProps::of("Footer").open(&mut inside);
    run("Page ", None, &mut inside);
    inside.push_str(&field("PAGE"));
    run(" of ", None, &mut inside);
    inside.push_str(&field("NUMPAGES"));
    inside.push_str("</w:p>");
    part("ftr", &inside)
}

#[cfg(test)]
mod tests {
    use super::super::Kind;
    use super::*;

    #[test]
    fn a_long_title_does_not_fill_the_head_of_every_page() {
        let document = Document {
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
        let header = header(&document);
        assert!(header.len() < 1_000 && header.contains('…'), "{header}");
    }
}
