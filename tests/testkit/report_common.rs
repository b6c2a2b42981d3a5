//! What the tests of the reports share: the library, the audits, the walk over a document.

#![allow(
    dead_code,
    unreachable_pub,
    clippy::expect_used,
    clippy::panic,
    reason = "each test file uses a part of what stands here"
)]

pub mod everything;
pub mod inert;
pub mod word;

use std::sync::OnceLock;

use chrono::NaiveDate;
use scrutineer::audit::{self, Audit};
use scrutineer::base::{SourceText, Word as _};
use scrutineer::checklist::{Library, Status, load, shipped};
use scrutineer::findings::{Findings, derive, scenario};
use scrutineer::report::document::{Block, Cell, Span, words_of};
use scrutineer::report::{
    Author, Format, Kind, Meta, NotBuilt, Ready, ReportDocument, Setting, Source, build, write,
};

pub fn library() -> Library {
    load(&shipped::checklists()).expect("the shipped checklists load")
}

pub fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day")
}

pub fn meta() -> Meta {
    Meta {
        today: day(2026, 11, 22),
        head: Some("sha256:0123456789ab".to_owned()),
        author: Author {
            name: "A. Secretary".to_owned(),
            logins: vec!["asec".to_owned()],
        },
        version: "0.1.0".to_owned(),
    }
}

pub fn example(name: &str) -> Audit {
    let (_, text) = shipped::examples()
        .iter()
        .find(|(one, _)| *one == name)
        .expect(name);
    Audit::read(&SourceText::new(name, *text)).unwrap_or_else(|why| panic!("{name}: {why:?}"))
}

/// An audit with what follows from it.
pub struct Case {
    pub name: String,
    pub audit: Audit,
    pub findings: Findings,
    /// One of the examples, which are read by people.
    pub shown: bool,
    /// Its submission, once a test asked for it.
    submission: OnceLock<Result<ReportDocument, NotBuilt>>,
}

impl Case {
    fn new(library: &Library, name: &str, audit: Audit, shown: bool) -> Self {
        Self {
            name: name.to_owned(),
            findings: found(library, &audit),
            audit,
            shown,
            submission: OnceLock::new(),
        }
    }

    pub fn built(&self, library: &Library, kind: Kind) -> Result<ReportDocument, NotBuilt> {
        let built = || built_from(kind, library, &self.audit, &self.findings);
        if kind == Kind::Submission {
            return self.submission.get_or_init(built).clone();
        }
        built()
    }
}

/// An audit with proof under each answer, so that everything it says may be printed.
pub fn proved(mut audit: Audit) -> Audit {
    audit
        .documents
        .push(audit::Document::titled("proof", "The review's report"));
    for answer in audit.answers.values_mut() {
        match answer.status {
            Some(Status::Withheld) => {
                answer.request = Some(audit::Request {
                    what: "The paper".to_owned(),
                    whom: "The director".to_owned(),
                    on: audit.review.decided.or(Some(meta().today)),
                    reply: "Refused.".to_owned(),
                });
            }
            Some(Status::NoEvidence) => answer.evidence.push(audit::Evidence {
                absence: Some(audit::Absence {
                    documents: vec!["proof".to_owned()],
                    pages: 12,
                    words: vec!["appraisal".to_owned()],
                    ..audit::Absence::default()
                }),
                ..audit::Evidence::default()
            }),
            _ => answer.evidence.push(audit::Evidence {
                document: Some("proof".to_owned()),
                page: Some(4),
                quote: Some("The words of the report.".to_owned()),
                ..audit::Evidence::default()
            }),
        }
    }
    audit
}

/// Every shipped example and every scenario of the shipped checklists.
///
/// What follows from each is worked out once for all tests: that is most of the time they take.
pub fn cases(library: &Library) -> impl Iterator<Item = &'static Case> {
    static CASES: OnceLock<Vec<Case>> = OnceLock::new();
    let scenarios = CASES.get_or_init(|| {
        let scenarios = library.scenarios().iter().map(|one| {
            let audit = proved(scenario::audit_of(library, one));
            Case::new(library, &one.id, audit, false)
        });
        scenarios.collect()
    });
    shown_cases(library).chain(scenarios)
}

/// Every shipped example.
pub fn shown_cases(library: &Library) -> impl Iterator<Item = &'static Case> {
    static CASES: OnceLock<Vec<Case>> = OnceLock::new();
    let examples = CASES.get_or_init(|| {
        let examples = shipped::examples().iter();
        examples
            .map(|(name, _)| Case::new(library, name, example(name), true))
            .collect()
    });
    examples.iter()
}

pub fn found(library: &Library, audit: &Audit) -> Findings {
    derive(library, audit, meta().today)
}

pub fn built(kind: Kind, library: &Library, audit: &Audit) -> Result<ReportDocument, NotBuilt> {
    built_from(kind, library, audit, &found(library, audit))
}

fn built_from(
    kind: Kind,
    library: &Library,
    audit: &Audit,
    findings: &Findings,
) -> Result<ReportDocument, NotBuilt> {
    with_setting(kind, library, audit, findings, &Setting::default())
}

/// The blank checklist with what was answered.
pub fn with_answers(library: &Library, audit: &Audit) -> ReportDocument {
    let setting = Setting {
        with_answers: true,
        ..Setting::default()
    };
    let findings = found(library, audit);
    with_setting(Kind::Blank, library, audit, &findings, &setting).expect("always built")
}

/// Looks at what a paper of an audit without a history is built from.
pub fn with_source<T>(
    library: &Library,
    audit: &Audit,
    setting: &Setting,
    look: impl FnOnce(&Source<'_>) -> T,
) -> T {
    look(&Source {
        library,
        audit,
        findings: &found(library, audit),
        meta: &meta(),
        history: None,
        setting,
        quotes: None,
        tables: true,
    })
}

/// A paper as it is with what was set for it.
pub fn with_setting(
    kind: Kind,
    library: &Library,
    audit: &Audit,
    findings: &Findings,
    setting: &Setting,
) -> Result<ReportDocument, NotBuilt> {
    let source = Source {
        library,
        audit,
        findings,
        meta: &meta(),
        history: None,
        setting,
        quotes: None,
        tables: true,
    };
    build(kind, &source)
}

/// A paper as it is written where it is not built first.
pub fn as_made(kind: Kind, source: &Source<'_>, format: Format) -> Vec<u8> {
    let mut bytes = Vec::new();
    let ready = Ready::of(kind, source, format).unwrap_or_else(|why| panic!("{kind}: {why}"));
    ready.write_to(&mut bytes).expect("a Vec takes everything");
    bytes
}

/// That the record is the same, byte for byte, whether it was built first or written as it was
/// made.
pub fn is_the_same_as_made(source: &Source<'_>, document: &ReportDocument, at: &str) {
    for format in [Format::Markdown, Format::Html] {
        let (made, built) = (
            as_made(Kind::Record, source, format),
            write(document, format),
        );
        let differ = made
            .iter()
            .zip(&built)
            .position(|(one, other)| one != other);
        let near = differ.unwrap_or(made.len().min(built.len()));
        let part = |bytes: &[u8]| {
            let part = bytes.get(near.saturating_sub(80)..).unwrap_or_default();
            String::from_utf8_lossy(part.get(..160.min(part.len())).unwrap_or_default())
                .into_owned()
        };
        assert!(
            made == built,
            "{at}, {format}, byte {near}:\n{}\n---\n{}",
            part(&made),
            part(&built)
        );
    }
}

/// What a reader finds in a document that was written in a format.
pub fn written(document: &ReportDocument, format: Format) -> String {
    file_text(format, &write(document, format))
}

/// The text of a written document. A format that is a zip of XML gives the text of all its parts,
/// so that one added later joins the tests by itself.
pub fn file_text(format: Format, bytes: &[u8]) -> String {
    if format == Format::Xlsx {
        return cells_of(bytes.to_vec()).join("\n");
    }
    if !bytes.starts_with(b"PK") {
        return String::from_utf8(bytes.to_vec()).unwrap_or_else(|why| panic!("{format}: {why}"));
    }
    let mut out = String::new();
    for (_, xml) in parts(bytes) {
        let mut tag = false;
        for c in xml.chars() {
            match c {
                '<' => tag = true,
                '>' if tag => tag = false,
                c if !tag => out.push(c),
                _ => {}
            }
        }
        out.push('\n');
    }
    let entities = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&apos;", "'"),
        ("&amp;", "&"),
    ];
    entities
        .iter()
        .fold(out, |text, (entity, plain)| text.replace(entity, plain))
}

/// The parts of a zip of XML, by name.
pub fn parts(bytes: &[u8]) -> Vec<(String, String)> {
    use std::io::Read as _;
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a zip");
    (0..archive.len())
        .map(|at| {
            let mut file = archive.by_index(at).expect("a part");
            let mut text = String::new();
            file.read_to_string(&mut text).expect("text");
            (file.name().expect("a name").into_owned(), text)
        })
        .collect()
}

/// The cells of a workbook as texts.
pub fn cells_of(bytes: Vec<u8>) -> Vec<String> {
    use scrutineer::import::BookCell;
    let book = scrutineer::import::read_trusted(bytes).expect("a workbook");
    let rows = book.sheets.into_iter().flat_map(|sheet| sheet.rows);
    rows.flat_map(|row| row.cells)
        .map(|(_, cell)| match cell {
            BookCell::Text(text) => text,
            BookCell::Number(number) => number.to_string(),
            BookCell::Day(day) => day.to_string(),
            BookCell::Truth(truth) => truth.to_string(),
        })
        .collect()
}

pub fn kinds() -> &'static [Kind] {
    Kind::ALL
}

pub fn formats() -> &'static [Format] {
    Format::ALL
}

/// The formats that a kind is written in.
pub fn formats_of(kind: Kind) -> Vec<Format> {
    kind.formats().collect()
}

/// Every text of a document in the order it stands, one a line.
pub fn all_text(document: &ReportDocument) -> String {
    let mut out = vec![document.title.clone(), document.subtitle.clone()];
    for fact in &document.meta {
        out.push(format!("{}: {}", fact.label, words_of(&fact.value)));
    }
    for block in &document.blocks {
        text_of(block, &mut out);
    }
    for note in &document.notes {
        out.push(words_of(note));
    }
    for cell in document
        .sheets
        .iter()
        .flat_map(|sheet| &sheet.rows)
        .flatten()
    {
        if let Cell::Text(text) = cell {
            out.push(text.clone());
        }
    }
    out.join("\n")
}

/// Running text as words.
pub fn line(spans: &[Span]) -> String {
    words_of(spans)
}

/// Every text of a block, one a line.
pub fn text_of(block: &Block, out: &mut Vec<String>) {
    match block {
        Block::Heading { text, .. } => out.push(text.clone()),
        Block::Paragraph { spans } => out.push(words_of(spans)),
        Block::List { items, .. } => out.extend(items.iter().map(|item| words_of(item))),
        Block::Facts { facts } => {
            for fact in facts {
                out.push(format!("{}: {}", fact.label, words_of(&fact.value)));
            }
        }
        Block::Table { table } => {
            out.push(table.caption.clone());
            out.extend(table.header.iter().cloned());
            out.extend(table.rows.iter().flatten().map(|cell| words_of(cell)));
        }
        Block::Quote { text, source } => {
            out.push(format!("“{text}”"));
            out.push(source.clone());
        }
        Block::Callout { title, blocks, .. } => {
            out.push(title.clone());
            for block in blocks {
                text_of(block, out);
            }
        }
        Block::Chart { chart } => {
            out.push(chart.title.clone());
            out.extend(chart.parts.iter().map(|part| part.label.clone()));
        }
        Block::SignOff { lines } => out.extend(lines.iter().cloned()),
        Block::PageBreak => {}
    }
}

pub fn table_rows(document: &ReportDocument, first_head: &str) -> usize {
    let tables = document.blocks.iter().filter_map(|block| match block {
        Block::Table { table } => Some(table),
        _ => None,
    });
    tables
        .filter(|table| table.header.first().is_some_and(|head| head == first_head))
        .map(|table| table.rows.len())
        .sum()
}
