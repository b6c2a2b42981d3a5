//! Builder with which the kinds of report put together a document.
//!
//! A draft either keeps the blocks that are added, until [`Draft::done`] makes a [`ReportDocument`] of
//! them, or passes them straight on to a writer ([`Sink`]), so that a report of any length is never
//! held whole.

use std::collections::HashMap;

use super::document::{
    Block, Fact, Particulars, ReportDocument, Span, Spans, Table, Tone, strong, text, wash_block,
    wash_spans, words_of,
};
use super::setting::{Letterhead, Order, PaperSection};
use super::text::paragraphs;
use crate::audit::{Evidence, QuoteCount, QuoteState};
use crate::checklist::Light;
use crate::wording::one_line;

/// A receiver of a document's blocks while it is built, every text in them fit to hand over.
pub(super) trait Sink {
    /// Receives a block.
    fn block(&mut self, block: &Block);

    /// Receives a list of one item or more, each made when it is asked for.
    fn list(&mut self, ordered: bool, items: &mut dyn Iterator<Item = Spans>);
}

/// Builder of a document.
#[derive(Default)]
pub(super) struct Draft<'s> {
    pub(super) blocks: Vec<Block>,
    notes: Vec<Spans>,
    /// Index of each note by its words, for finding it again.
    known: HashMap<String, usize>,
    /// The finished blocks of each slot, and the quotations among them.
    filled: Vec<(Slot, Vec<Block>, QuoteCount)>,
    /// The quotations since the last cut; all of them, if nothing is kept.
    quotations: QuoteCount,
    /// The receiver of every block as soon as it is made, if nothing is kept.
    sink: Option<&'s mut dyn Sink>,
    /// Depth of nested callouts.
    within: usize,
}

/// A place in a document, in the order in which it is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slot {
    /// Before all sections, whatever order is set.
    First,
    /// A section, in its place in the order that is set.
    Section(PaperSection),
    /// After all sections, whatever order is set.
    Last,
}

impl From<PaperSection> for Slot {
    fn from(section: PaperSection) -> Self {
        Self::Section(section)
    }
}

impl<'s> Draft<'s> {
    /// Returns a draft that keeps nothing.
    ///
    /// Its sections stay in the order in which they are made, and its notes in the order in which
    /// they are first referred to.
    pub(super) fn straight_to(sink: &'s mut dyn Sink) -> Self {
        Self {
            sink: Some(sink),
            ..Self::default()
        }
    }

    /// Passes the blocks made so far to the receiver, if nothing is kept.
    fn hand_on(&mut self) {
        if self.within > 0 {
            return;
        }
        if let Some(sink) = &mut self.sink {
            for mut block in self.blocks.drain(..) {
                wash_block(&mut block);
                sink.block(&block);
            }
        }
    }

    /// Passes the last blocks of a document to the receiver and returns the notes.
    pub(super) fn handed_on(mut self) -> Vec<Spans> {
        let quotations = std::mem::take(&mut self.quotations);
        self.tell(&quotations);
        self.hand_on();
        let mut notes = self.notes;
        for note in &mut notes {
            wash_spans(note);
        }
        notes
    }

    /// Adds a heading.
    pub(super) fn heading(&mut self, level: u8, text: impl AsRef<str>) {
        self.hand_on();
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

    /// Adds running text that begins with a label.
    pub(super) fn labelled(&mut self, label: &str, words: impl Into<String>) {
        self.paragraph(vec![strong(format!("{label}:")), text(" "), text(words)]);
    }

    /// Adds a label on a line of its own, for the block after it.
    pub(super) fn label(&mut self, label: &str) {
        self.paragraph(vec![strong(format!("{label}:"))]);
    }

    /// Adds a text of the user's, paragraph by paragraph, the first beginning with a label.
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
    pub(super) fn list(&mut self, items: impl IntoIterator<Item = Spans>) {
        self.items(false, items);
    }

    /// Adds a numbered list, unless it is empty.
    pub(super) fn numbered(&mut self, items: impl IntoIterator<Item = Spans>) {
        self.items(true, items);
    }

    fn items(&mut self, ordered: bool, items: impl IntoIterator<Item = Spans>) {
        let mut items = items.into_iter().peekable();
        if items.peek().is_none() {
            return;
        }
        self.hand_on();
        match &mut self.sink {
            Some(sink) if self.within == 0 => {
                let mut washed = items.map(|mut item| {
                    wash_spans(&mut item);
                    item
                });
                sink.list(ordered, &mut washed);
            }
            _ => self.blocks.push(Block::List {
                ordered,
                items: items.collect(),
            }),
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
                room: Vec::new(),
                lights: Vec::new(),
                marks: Vec::new(),
            };
            self.blocks.push(Block::Table { table });
        }
    }

    /// Adds a table of dated rows.
    pub(super) fn dated(&mut self, table: Table) {
        self.blocks.push(Block::Table { table });
    }

    /// Sets the lights of the table just added, one for each row.
    pub(super) fn lights(&mut self, lights: Vec<Light>) {
        if let Some(Block::Table { table }) = self.blocks.last_mut() {
            table.lights = lights;
        }
    }

    /// Sets the least width of each column of the table just added, in millimetres: it is to be
    /// written in by hand.
    pub(super) fn room(&mut self, room: &[usize]) {
        if let Some(Block::Table { table }) = self.blocks.last_mut() {
            table.room = room.to_vec();
        }
    }

    /// Adds a callout that contains the blocks added by `inside`.
    pub(super) fn callout(
        &mut self,
        tone: Tone,
        title: impl Into<String>,
        inside: impl FnOnce(&mut Self),
    ) {
        let before = std::mem::take(&mut self.blocks);
        self.within += 1;
        inside(self);
        self.within -= 1;
        let blocks = std::mem::replace(&mut self.blocks, before);
        self.blocks.push(Block::Callout {
            tone,
            title: title.into(),
            blocks,
        });
    }

    /// Counts a quotation that was looked up, for the line at the end.
    pub(super) fn count_quotation(&mut self, evidence: &Evidence, state: QuoteState) {
        let document = evidence.document.as_deref().unwrap_or_default();
        self.quotations.add(document, state);
    }

    /// Adds the line about the quotations, if there are any.
    fn tell(&mut self, quotations: &QuoteCount) {
        if let Some(says) = quotations.sentence() {
            self.labelled(
                "Quotations looked up in the files they are taken from",
                says,
            );
        }
    }

    /// Adds a note, or finds the same one, and returns the reference to it.
    pub(super) fn note(&mut self, spans: Spans) -> Span {
        let notes = &mut self.notes;
        let place = *self.known.entry(words_of(&spans)).or_insert_with(|| {
            notes.push(spans);
            notes.len() - 1
        });
        Span::Note { number: place + 1 }
    }

    /// Puts everything added since the last cut into this slot.
    pub(super) fn cut(&mut self, slot: impl Into<Slot>) {
        self.hand_on();
        let blocks = std::mem::take(&mut self.blocks);
        if !blocks.is_empty() {
            let quotations = std::mem::take(&mut self.quotations);
            self.filled.push((slot.into(), blocks, quotations));
        }
    }

    /// Returns the document with its sections in the order set, and no others; notes are numbered
    /// in the order in which they appear.
    pub(super) fn done(mut self, about: Particulars, order: &Order) -> ReportDocument {
        self.cut(Slot::Last);
        let mut blocks = Vec::new();
        let mut quotations = QuoteCount::default();
        let sections = order.of(about.kind).into_iter().map(Slot::Section);
        for slot in std::iter::once(Slot::First)
            .chain(sections)
            .chain([Slot::Last])
        {
            for (_, made, quoted) in self.filled.iter_mut().filter(|(one, ..)| *one == slot) {
                blocks.append(made);
                quotations.join(std::mem::take(quoted));
            }
        }
        self.tell(&quotations);
        blocks.append(&mut self.blocks);
        let notes = renumber(&mut blocks, self.notes);
        ReportDocument {
            kind: about.kind,
            title: about.title,
            subtitle: about.subtitle,
            author: String::new(),
            made: about.made,
            house: Letterhead::default(),
            meta: about.meta,
            blocks,
            notes,
            sheets: about.sheets,
        }
    }
}

/// Numbers the notes in the order they are referred to; those that nothing refers to are left out.
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

/// Visits every span of a block in order.
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
