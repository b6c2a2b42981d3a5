//! The one document model: what every kind of hand-over is built as, and every writer reads.
//!
//! A document says what stands in it, not how it looks. All of it is plain data; `Draft` is how
//! the kinds put one together.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde::Serialize;

use crate::checklist::word::words;

use super::Kind;
use super::setting::{House, Order};
use super::text::{clean, one_line, paragraphs};

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

/// A document in the making.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub(super) blocks: Vec<Block>,
    notes: Vec<Spans>,
    /// The place of each note, for finding it again.
    known: HashMap<String, usize>,
    /// The sections that are done.
    sections: Vec<(&'static str, Vec<Block>)>,
}

/// The section that stands before all others, whatever is set.
pub(super) const FIRST: &str = "";
/// The section that stands behind all others, whatever is set.
pub(super) const LAST: &str = "~";

impl Draft {
    /// Adds a heading.
    pub(super) fn heading(&mut self, level: u8, text: impl AsRef<str>) {
        self.blocks.push(Block::Heading {
            level,
            text: one_line(text.as_ref()),
        });
    }

    /// Adds running text.
    pub(super) fn paragraph(&mut self, spans: Spans) {
        self.blocks.push(Block::Paragraph { spans });
    }

    /// Adds one sentence or more of plain text.
    pub(super) fn say(&mut self, words: impl Into<String>) {
        self.paragraph(vec![text(words)]);
    }

    /// Adds running text that opens with a label.
    pub(super) fn labelled(&mut self, label: &str, words: impl Into<String>) {
        self.paragraph(vec![strong(format!("{label}:")), text(" "), text(words)]);
    }

    /// Adds a label on a line of its own, for what follows.
    pub(super) fn label(&mut self, label: &str) {
        self.paragraph(vec![strong(format!("{label}:"))]);
    }

    /// Adds what the user wrote, paragraph by paragraph, the first opening with a label.
    pub(super) fn written(&mut self, label: &str, words: &str) {
        for (place, part) in paragraphs(words).into_iter().enumerate() {
            if place == 0 && !label.is_empty() {
                self.labelled(label, part);
            } else {
                self.say(part);
            }
        }
    }

    /// Adds a list, unless it is empty.
    pub(super) fn list(&mut self, items: Vec<Spans>) {
        if !items.is_empty() {
            self.blocks.push(Block::List {
                ordered: false,
                items,
            });
        }
    }

    /// Adds a numbered list, unless it is empty.
    pub(super) fn numbered(&mut self, items: Vec<Spans>) {
        if !items.is_empty() {
            self.blocks.push(Block::List {
                ordered: true,
                items,
            });
        }
    }

    /// Adds facts, unless there are none.
    pub(super) fn facts(&mut self, facts: Vec<Fact>) {
        if !facts.is_empty() {
            self.blocks.push(Block::Facts { facts });
        }
    }

    /// Adds a table, unless it has no rows.
    pub(super) fn table(&mut self, caption: &str, header: &[&str], rows: Vec<Vec<Spans>>) {
        if !rows.is_empty() {
            let header = header.iter().map(|&head| head.to_owned()).collect();
            let table = Table {
                caption: caption.to_owned(),
                header,
                rows,
                lights: Vec::new(),
            };
            self.blocks.push(Block::Table { table });
        }
    }

    /// Gives the table just added its lights, one for each row.
    pub(super) fn lights(&mut self, lights: Vec<Light>) {
        if let Some(Block::Table { table }) = self.blocks.last_mut() {
            table.lights = lights;
        }
    }

    /// Adds something set apart: what `inside` adds stands in it.
    pub(super) fn callout(
        &mut self,
        tone: Tone,
        title: impl Into<String>,
        inside: impl FnOnce(&mut Self),
    ) {
        let before = std::mem::take(&mut self.blocks);
        inside(self);
        let blocks = std::mem::replace(&mut self.blocks, before);
        self.blocks.push(Block::Callout {
            tone,
            title: title.into(),
            blocks,
        });
    }

    /// Adds a note, or finds the same one, and gives the reference to it.
    pub(super) fn note(&mut self, spans: Spans) -> Span {
        let notes = &mut self.notes;
        let place = *self.known.entry(words_of(&spans)).or_insert_with(|| {
            notes.push(spans);
            notes.len() - 1
        });
        Span::Note { number: place + 1 }
    }

    /// Makes all that was added since the last section one of this name.
    pub(super) fn cut(&mut self, name: &'static str) {
        let blocks = std::mem::take(&mut self.blocks);
        if !blocks.is_empty() {
            self.sections.push((name, blocks));
        }
    }

    /// The document, its sections in the order that was set and no others; notes numbered as they
    /// come.
    pub(super) fn done(mut self, about: About, order: &Order) -> Document {
        self.cut(LAST);
        let mut blocks = Vec::new();
        let named = order.of(about.kind);
        for name in std::iter::once(FIRST).chain(named).chain([LAST]) {
            for (_, part) in self.sections.iter_mut().filter(|(one, _)| *one == name) {
                blocks.append(part);
            }
        }
        let notes = renumber(&mut blocks, self.notes);
        Document {
            kind: about.kind,
            title: about.title,
            subtitle: about.subtitle,
            house: House::default(),
            meta: about.meta,
            blocks,
            notes,
            sheets: about.sheets,
        }
    }
}

/// What a document has besides its sections.
pub(super) struct About {
    pub(super) kind: Kind,
    pub(super) title: String,
    pub(super) subtitle: String,
    pub(super) meta: Vec<Fact>,
    pub(super) sheets: Vec<Sheet>,
}

/// Numbers the notes in the order they are referred to; those that nobody refers to are left out.
fn renumber(blocks: &mut [Block], mut notes: Vec<Spans>) -> Vec<Spans> {
    let mut numbers: Vec<Option<usize>> = vec![None; notes.len()];
    let mut kept = Vec::new();
    for block in blocks {
        each_span(block, &mut |span| {
            let Span::Note { number } = span else { return };
            let at = number.saturating_sub(1);
            if let (Some(new), Some(note)) = (numbers.get_mut(at), notes.get_mut(at)) {
                *number = *new.get_or_insert_with(|| {
                    kept.push(std::mem::take(note));
                    kept.len()
                });
            }
        });
    }
    kept
}

/// Goes over every span of a block in the order it stands.
fn each_span(block: &mut Block, to: &mut impl FnMut(&mut Span)) {
    match block {
        Block::Paragraph { spans } => spans.iter_mut().for_each(to),
        Block::List { items, .. } => items.iter_mut().flatten().for_each(to),
        Block::Facts { facts } => {
            let spans = facts.iter_mut().flat_map(|fact| &mut fact.value);
            spans.for_each(to);
        }
        Block::Table { table } => table.rows.iter_mut().flatten().flatten().for_each(to),
        Block::Callout { blocks, .. } => {
            for block in blocks {
                each_span(block, to);
            }
        }
        Block::Heading { .. }
        | Block::Quote { .. }
        | Block::Chart { .. }
        | Block::SignOff { .. }
        | Block::PageBreak => {}
    }
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

fn wash_spans(spans: &mut [Span]) {
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

fn wash_block(block: &mut Block) {
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
