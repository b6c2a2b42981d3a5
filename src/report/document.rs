//! The one document model, which every kind of report is built as and every writer reads.
//!
//! A document says what it contains, not how it looks. All of it is plain data; how the kinds build
//! one is in `draft`, beside this file.

use chrono::NaiveDate;
use serde::Serialize;

use crate::base::word::words;
use crate::checklist::Light;

use super::Kind;
use super::setting::Letterhead;
use crate::base::DateSpan;
use crate::wording::say_when;
use crate::wording::{clean, one_line};

/// Version of the model in JSON; raised when a reader must change.
pub const MODEL: u32 = 1;

/// A document to hand over.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReportDocument {
    /// The kind of report.
    pub kind: Kind,
    /// Its title.
    pub title: String,
    /// The line under the title: the service and the authority.
    pub subtitle: String,
    /// The author's name, for the properties of a file; the part that a reader sees is in `meta`.
    #[serde(skip)]
    pub author: String,
    /// The day it was made, for the properties of a file.
    #[serde(skip)]
    pub made: NaiveDate,
    /// The letterhead: its head goes above the title, its foot at the very end.
    #[serde(skip_serializing_if = "Letterhead::is_empty")]
    pub house: Letterhead,
    /// Facts about the document: author, day, audit.
    pub meta: Vec<Fact>,
    /// The content, in order.
    pub blocks: Vec<Block>,
    /// The notes that spans refer to, counted from 1.
    pub notes: Vec<Spans>,
    /// The same content as tables, for formats that have a use for them; else empty.
    pub sheets: Vec<Sheet>,
}

/// A piece of running text.
pub type Spans = Vec<Span>;

/// A part of running text in one style.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "span", rename_all = "kebab-case")]
pub enum Span {
    /// Plain text; `\n` in it is a line end to keep.
    Text {
        /// The text.
        text: String,
    },
    /// Emphasised strongly.
    Strong {
        /// The text.
        text: String,
    },
    /// Emphasised lightly.
    Emphasis {
        /// The text.
        text: String,
    },
    /// A link to the web.
    Link {
        /// The text that the reader sees.
        text: String,
        /// The address; a writer prints it as plain text unless it is http or https.
        url: String,
    },
    /// A reference to a note, by its number from 1.
    Note {
        /// The number.
        number: usize,
    },
    /// Options of which one is to be ticked.
    Options {
        /// Name of the question, unique in the document.
        name: String,
        /// The options, in words.
        options: Vec<String>,
    },
    /// Room to write in.
    Room {
        /// Label, for a reader who does not see the table around it.
        label: String,
        /// The line or lines as printed on paper; may be empty.
        printed: String,
        /// Number of lines to offer.
        lines: usize,
    },
}

/// A label with its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// The label.
    pub label: String,
    /// The value.
    pub value: Spans,
}

words! {
    /// The gravity of a callout, shown by word and mark, never by colour alone.
    pub enum Tone is "a tone" {
        /// The main finding.
        Verdict = "verdict",
        /// A warning to read before handing the document on.
        Warning = "warning",
        /// Background information.
        Note = "note",
    }
}

/// A part of a document.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "block", rename_all = "kebab-case")]
pub enum Block {
    /// A heading.
    Heading {
        /// 1 to 4; the title of the document is above them all.
        level: u8,
        /// The text.
        text: String,
    },
    /// Running text.
    Paragraph {
        /// The text.
        spans: Spans,
    },
    /// A list.
    List {
        /// True if it is numbered.
        ordered: bool,
        /// Its items.
        items: Vec<Spans>,
    },
    /// Labels with their values.
    Facts {
        /// The facts, in order.
        facts: Vec<Fact>,
    },
    /// A table.
    Table {
        /// The table.
        table: Table,
    },
    /// A quotation.
    Quote {
        /// The quoted words.
        text: String,
        /// The source of the quotation.
        source: String,
    },
    /// A box with a heading, set apart from the text.
    Callout {
        /// Its gravity.
        tone: Tone,
        /// Its heading.
        title: String,
        /// Its content.
        blocks: Vec<Block>,
    },
    /// A chart of parts of a whole, always with the same in words.
    Chart {
        /// The chart.
        chart: Chart,
    },
    /// Lines to be signed.
    SignOff {
        /// The label of each line.
        lines: Vec<String>,
    },
    /// A new page.
    PageBreak,
}

/// A table with header cells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Table {
    /// Its caption.
    pub caption: String,
    /// The head of each column.
    pub header: Vec<String>,
    /// Its rows, each as wide as the header; the first cell heads its row.
    pub rows: Vec<Vec<Spans>>,
    /// Least width of each column in millimetres, if the table is to be written in by hand; else empty.
    #[serde(skip)]
    pub room: Vec<usize>,
    /// A light for each row if it is a grid of lights; else empty. The words of the row say the
    /// same.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lights: Vec<Light>,
    /// The date of each row if it is a table of dates, for a drawing of them; else empty. The words of
    /// the row say the same.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<Mark>,
}

/// A dated row of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mark {
    /// The day, or the days between which it lies.
    pub when: DateSpan,
    /// The date in words.
    pub date: String,
    /// The label.
    pub label: String,
    /// True if it is a time limit, not something that happened.
    #[serde(rename = "limit")]
    pub is_limit: bool,
}

/// A bar chart of parts that make a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Chart {
    /// Its title.
    pub title: String,
    /// Its bars.
    pub parts: Vec<Part>,
}

/// One part of a chart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Part {
    /// The label.
    pub label: String,
    /// A mark, shown whatever the colours.
    pub symbol: String,
    /// The count.
    pub number: usize,
}

/// A table for a spreadsheet.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sheet {
    /// Its name: `answers`.
    pub name: String,
    /// The head of each column.
    pub header: Vec<String>,
    /// Its rows, each as wide as the header.
    pub rows: Vec<Vec<Cell>>,
}

/// A cell of a sheet.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// A text.
    Text(String),
    /// A number.
    Number(f64),
    /// A day.
    Day(NaiveDate),
}

impl Cell {
    /// Returns the cell for a date: a day if it is known to the day, else words that are read back.
    pub fn from_span(when: DateSpan) -> Self {
        match when.day() {
            Some(day) => Self::Day(day),
            None => Self::Text(say_when(when)),
        }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        if text.is_empty() {
            Self::Empty
        } else {
            Self::Text(text.to_owned())
        }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<Option<NaiveDate>> for Cell {
    fn from(day: Option<NaiveDate>) -> Self {
        day.map_or(Self::Empty, Self::Day)
    }
}

impl From<Option<u32>> for Cell {
    fn from(number: Option<u32>) -> Self {
        number.map_or(Self::Empty, |number| Self::Number(number.into()))
    }
}

/// Returns plain text as a span.
pub fn text(text: impl Into<String>) -> Span {
    Span::Text { text: text.into() }
}

/// Returns strongly emphasised text as a span.
pub fn strong(text: impl Into<String>) -> Span {
    Span::Strong { text: text.into() }
}

/// Returns lightly emphasised text as a span.
pub fn emphasis(text: impl Into<String>) -> Span {
    Span::Emphasis { text: text.into() }
}

/// Returns a link as a span.
pub fn link(text: impl Into<String>, url: impl Into<String>) -> Span {
    Span::Link {
        text: text.into(),
        url: url.into(),
    }
}

/// Returns the plain words of running text.
pub fn words_of(spans: &[Span]) -> String {
    let mut out = String::new();
    for span in spans {
        match span {
            Span::Text { text } | Span::Strong { text } | Span::Emphasis { text } => {
                out.push_str(text);
            }
            Span::Link { text, url } => {
                out.push_str(text);
                if text != url {
                    out.push_str(" (");
                    out.push_str(url);
                    out.push(')');
                }
            }
            Span::Options { options, .. } => out.push_str(&boxes(options)),
            Span::Room { printed, .. } => out.push_str(printed),
            Span::Note { .. } => {}
        }
    }
    out
}

/// Returns options as boxes to tick: in one line if they are short, else each in a line of its own.
pub(super) fn boxes(options: &[String]) -> String {
    let is_short = |option: &String| option.chars().count() <= SHORT_OPTION;
    let boxes: Vec<String> = options
        .iter()
        // So that no line ends between a box and its words.
        .map(|option| format!("☐ {option}").replace(' ', "\u{a0}"))
        .collect();
    if options.iter().all(is_short) {
        boxes.join("  ")
    } else {
        let lines = options.iter().map(|option| format!("☐ {option}"));
        lines.collect::<Vec<_>>().join("\n")
    }
}

/// Most letters of an option that is printed next to others.
const SHORT_OPTION: usize = 16;

/// Returns true if an address may be made a link: http and https only.
pub fn is_web(url: &str) -> bool {
    let lower = url.trim().to_ascii_lowercase();
    (lower.starts_with("https://") || lower.starts_with("http://"))
        && !url
            .trim()
            .contains(|c: char| c.is_whitespace() || c.is_control())
}

/// The parts of a document besides its sections.
pub(super) struct Particulars {
    pub(super) kind: Kind,
    pub(super) title: String,
    pub(super) subtitle: String,
    pub(super) made: NaiveDate,
    pub(super) meta: Vec<Fact>,
    pub(super) sheets: Vec<Sheet>,
}

/// Returns a fact with a plain text as its value.
pub(super) fn fact(label: &str, value: impl Into<String>) -> Fact {
    Fact {
        label: label.to_owned(),
        value: vec![text(value)],
    }
}

impl ReportDocument {
    /// Returns the title with the subtitle, in one line: what a file of it is known by.
    pub(super) fn full_title(&self) -> String {
        if self.subtitle.is_empty() {
            one_line(&self.title)
        } else {
            one_line(&format!("{}: {}", self.title, self.subtitle))
        }
    }

    /// Returns the document with every text made fit to hand over: see [`clean`].
    #[must_use]
    pub fn cleaned(self) -> Self {
        let mut document = self;
        wash(&mut document.title);
        wash(&mut document.subtitle);
        wash(&mut document.author);
        wash(&mut document.house.logo);
        wash(&mut document.house.name);
        document.house.lines.iter_mut().for_each(wash);
        wash(&mut document.house.footer);
        wash_facts(&mut document.meta);
        document.blocks.iter_mut().for_each(wash_block);
        document.notes.iter_mut().for_each(|one| wash_spans(one));
        for sheet in &mut document.sheets {
            wash(&mut sheet.name);
            sheet.header.iter_mut().for_each(wash);
            for cell in sheet.rows.iter_mut().flatten() {
                if let Cell::Text(text) = cell {
                    wash(text);
                }
            }
        }
        document
    }
}

fn wash(text: &mut String) {
    if let std::borrow::Cow::Owned(cleaned) = clean(text) {
        *text = cleaned;
    }
}

pub(super) fn wash_spans(spans: &mut [Span]) {
    for span in spans {
        match span {
            Span::Text { text } | Span::Strong { text } | Span::Emphasis { text } => wash(text),
            Span::Link { text, url } => {
                wash(text);
                wash(url);
            }
            Span::Options { name, options } => {
                wash(name);
                options.iter_mut().for_each(wash);
            }
            Span::Room { label, printed, .. } => {
                wash(label);
                wash(printed);
            }
            Span::Note { .. } => {}
        }
    }
}

fn wash_facts(facts: &mut [Fact]) {
    for fact in facts {
        wash(&mut fact.label);
        wash_spans(&mut fact.value);
    }
}

pub(super) fn wash_block(block: &mut Block) {
    match block {
        Block::Heading { text, .. } => wash(text),
        Block::Paragraph { spans } => wash_spans(spans),
        Block::List { items, .. } => items.iter_mut().for_each(|item| wash_spans(item)),
        Block::Facts { facts } => wash_facts(facts),
        Block::Table { table } => {
            wash(&mut table.caption);
            table.header.iter_mut().for_each(wash);
            table
                .rows
                .iter_mut()
                .flatten()
                .for_each(|cell| wash_spans(cell));
            for mark in &mut table.marks {
                wash(&mut mark.date);
                wash(&mut mark.label);
            }
        }
        Block::Quote { text, source } => {
            wash(text);
            wash(source);
        }
        Block::Callout { title, blocks, .. } => {
            wash(title);
            blocks.iter_mut().for_each(wash_block);
        }
        Block::Chart { chart } => {
            wash(&mut chart.title);
            for part in &mut chart.parts {
                wash(&mut part.label);
                wash(&mut part.symbol);
            }
        }
        Block::SignOff { lines } => lines.iter_mut().for_each(wash),
        Block::PageBreak => {}
    }
}
