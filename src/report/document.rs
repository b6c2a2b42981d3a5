//! The one document model: what every kind of hand-over is built as, and every writer reads.
//!
//! A document says what stands in it, not how it looks. All of it is plain data; how the kinds put
//! one together is in `draft`, beside this file.

use chrono::NaiveDate;
use serde::Serialize;

use crate::checklist::word::words;

use super::Kind;
use super::setting::House;
use super::text::clean;

/// The version of the model as JSON shows it; raised when a reader must change.
pub const MODEL: u32 = 1;

/// A document to hand over.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Document {
    /// What kind of hand-over it is.
    pub kind: Kind,
    /// Its title.
    pub title: String,
    /// What stands under the title: the service and the authority.
    pub subtitle: String,
    /// The name of whoever hands it over, for the properties of a file; what a reader sees of it
    /// stands in `meta`.
    #[serde(skip)]
    pub author: String,
    /// The head and foot of the user's house: above the title, and at the very end.
    #[serde(skip_serializing_if = "House::is_empty")]
    pub house: House,
    /// About the document: who, when, of which record.
    pub meta: Vec<Fact>,
    /// What stands in it.
    pub blocks: Vec<Block>,
    /// The notes that spans refer to, counted from 1.
    pub notes: Vec<Spans>,
    /// The same as tables, where a spreadsheet is of use; else empty.
    pub sheets: Vec<Sheet>,
}

/// A piece of running text.
pub type Spans = Vec<Span>;

/// A part of running text, all of one manner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "span", rename_all = "kebab-case")]
pub enum Span {
    /// Plain text; `\n` in it is a line end to keep.
    Text {
        /// The text.
        text: String,
    },
    /// Text that carries weight.
    Strong {
        /// The text.
        text: String,
    },
    /// Text set apart.
    Emphasis {
        /// The text.
        text: String,
    },
    /// A place on the web.
    Link {
        /// What the reader sees.
        text: String,
        /// Where it leads; a writer prints it as plain text unless it is http or https.
        url: String,
    },
    /// A note, by its number from 1.
    Note {
        /// The number.
        number: usize,
    },
}

/// A label with what it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// The label.
    pub label: String,
    /// What it is.
    pub value: Spans,
}

words! {
    /// How grave a callout is; each is told by word and mark, never by colour alone.
    pub enum Tone is "a tone" {
        /// The main finding.
        Verdict = "verdict",
        /// Mind this before handing it on.
        Warning = "warning",
        /// Good to know.
        Note = "note",
    }
}

/// A part of a document.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "block", rename_all = "kebab-case")]
pub enum Block {
    /// A heading.
    Heading {
        /// 1 to 4; the title of the document stands above them all.
        level: u8,
        /// What it says.
        text: String,
    },
    /// Running text.
    Paragraph {
        /// The text.
        spans: Spans,
    },
    /// A list.
    List {
        /// Whether it is numbered.
        ordered: bool,
        /// Its items.
        items: Vec<Spans>,
    },
    /// Labels with what they are.
    Facts {
        /// The facts, in order.
        facts: Vec<Fact>,
    },
    /// A table.
    Table {
        /// The table.
        table: Table,
    },
    /// The words of somebody else.
    Quote {
        /// The words.
        text: String,
        /// Where they stand.
        source: String,
    },
    /// Something set apart.
    Callout {
        /// How grave.
        tone: Tone,
        /// Its heading.
        title: String,
        /// What stands in it.
        blocks: Vec<Block>,
    },
    /// A chart of parts of a whole: always told in words too.
    Chart {
        /// The chart.
        chart: Chart,
    },
    /// Lines to be signed.
    SignOff {
        /// What is to be filled in on each.
        lines: Vec<String>,
    },
    /// A new page.
    PageBreak,
}

/// A table with header cells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Table {
    /// What it shows.
    pub caption: String,
    /// The head of each column.
    pub header: Vec<String>,
    /// Its rows, each as wide as the header; the first cell heads its row.
    pub rows: Vec<Vec<Spans>>,
    /// A light for each row, where it is a grid of lights; else empty. The words of the row tell
    /// the same.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lights: Vec<Light>,
}

words! {
    /// How a row of a grid of lights stands: a colour where there is one, never alone.
    pub enum Light is "a light" {
        /// Not done.
        Red = "red",
        /// In part, refused, or not shown.
        Amber = "amber",
        /// Done.
        Green = "green",
        /// Not looked at, or does not arise.
        Off = "off",
    }
}

/// A bar of parts that make a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Chart {
    /// What it shows.
    pub title: String,
    /// Its bars.
    pub parts: Vec<Part>,
}

/// One part of a chart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Part {
    /// What is counted.
    pub label: String,
    /// A mark besides any colour.
    pub symbol: String,
    /// How many.
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

/// Plain text as a span.
pub fn text(text: impl Into<String>) -> Span {
    Span::Text { text: text.into() }
}

/// Text that carries weight.
pub fn strong(text: impl Into<String>) -> Span {
    Span::Strong { text: text.into() }
}

/// Text set apart.
pub fn emphasis(text: impl Into<String>) -> Span {
    Span::Emphasis { text: text.into() }
}

/// A link.
pub fn link(text: impl Into<String>, url: impl Into<String>) -> Span {
    Span::Link {
        text: text.into(),
        url: url.into(),
    }
}

/// Running text as the words alone.
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
            Span::Note { .. } => {}
        }
    }
    out
}

/// Whether a place on the web may be made a link: http and https only.
pub fn is_web(url: &str) -> bool {
    let lower = url.trim().to_ascii_lowercase();
    (lower.starts_with("https://") || lower.starts_with("http://"))
        && !url
            .trim()
            .contains(|c: char| c.is_whitespace() || c.is_control())
}

/// What a document has besides its sections.
pub(super) struct About {
    pub(super) kind: Kind,
    pub(super) title: String,
    pub(super) subtitle: String,
    pub(super) meta: Vec<Fact>,
    pub(super) sheets: Vec<Sheet>,
}

/// A fact with plain words.
pub(super) fn fact(label: &str, value: impl Into<String>) -> Fact {
    Fact {
        label: label.to_owned(),
        value: vec![text(value)],
    }
}

impl Document {
    /// The document with every text made fit to hand over: see [`clean`].
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
