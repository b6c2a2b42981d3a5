//! Footnotes. A footnote of the format can be referred to once only: the same id twice is a file
//! that programs number wrongly or call damaged. So the first reference is the footnote, and each
//! later one a cross-reference to it, which is what a word processor itself makes: it shows the
//! same number, leads there, and follows when the notes are renumbered.

use super::super::document::{Document, Span};
use super::super::text::put;
use super::links::Links;
use super::runs;
use super::xml::{Manner, field_code, field_mark, run};

/// Ids 0 and 1 are those of the two separators.
const FIRST: usize = 2;
const STYLE: Option<&str> = Some("FootnoteReference");

/// The notes of a document, numbered as they are first referred to.
#[derive(Debug)]
pub(super) struct Notes {
    /// How many there are.
    all: usize,
    /// Those referred to so far, each once.
    order: Vec<usize>,
}

impl Notes {
    pub(super) const fn of(document: &Document) -> Self {
        Self {
            all: document.notes.len(),
            order: Vec::new(),
        }
    }

    /// Writes a reference to a note.
    pub(super) fn refer(&mut self, number: usize, out: &mut String) {
        if number == 0 || number > self.all {
            // Nothing to lead to: the number is said and no more.
            run(&format!(" (note {number})"), None, out);
            return;
        }
        if let Some(place) = self.order.iter().position(|one| *one == number) {
            field_mark("begin", STYLE, out);
            field_code(&format!("NOTEREF _RefNote{number} \\f \\h"), out);
            field_mark("separate", STYLE, out);
            run(&(place + 1).to_string(), STYLE, out);
            field_mark("end", STYLE, out);
            return;
        }
        let id = FIRST + self.order.len();
        self.order.push(number);
        // The ids of bookmarks: even for notes, odd for headings.
        let mark = number * 2;
        put!(
            out,
            "<w:bookmarkStart w:id=\"{mark}\" w:name=\"_RefNote{number}\"/><w:r><w:rPr><w:rStyle \
             w:val=\"FootnoteReference\"/></w:rPr><w:footnoteReference w:id=\"{id}\"/></w:r>\
             <w:bookmarkEnd w:id=\"{mark}\"/>"
        );
    }

    /// The notes that nothing refers to, by number.
    pub(super) fn left(&self) -> Vec<usize> {
        (1..=self.all)
            .filter(|number| !self.order.contains(number))
            .collect()
    }

    /// The footnotes, each as an element, with the places they lead to.
    pub(super) fn written(&self, document: &Document, links: &mut Links) -> String {
        let mut out = String::new();
        for (place, number) in self.order.iter().enumerate() {
            let Some(note) = document.notes.get(number.saturating_sub(1)) else {
                continue;
            };
            put!(out, "<w:footnote w:id=\"{}\">", FIRST + place);
            Manner::of("FootnoteText").open(&mut out);
            out.push_str(
                "<w:r><w:rPr><w:rStyle w:val=\"FootnoteReference\"/></w:rPr><w:footnoteRef/></w:r>",
            );
            run(" ", None, &mut out);
            runs::plain(&self.told(note), links, &mut out);
            out.push_str("</w:p></w:footnote>\n");
        }
        out
    }

    /// A note with its references to other notes in words: no footnote stands in another.
    pub(super) fn told(&self, note: &[Span]) -> Vec<Span> {
        let tell = |span: &Span| match span {
            Span::Note { number } => {
                let shown = self.order.iter().position(|one| one == number);
                Span::Text {
                    text: format!(" (note {})", shown.map_or(*number, |place| place + 1)),
                }
            }
            other => other.clone(),
        };
        note.iter().map(tell).collect()
    }
}
