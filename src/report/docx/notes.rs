//! Footnotes, each written once and cross-referenced after that.
//!
//! The format allows one reference to a footnote: with the same id twice, programs number wrongly
//! or call the file damaged. So the first reference is the footnote, and each later one a
//! cross-reference to it, as a word processor itself makes it: it shows the same number, links to
//! the note, and follows when the notes are renumbered.

use super::super::document::{Document, Span};
use super::super::text::put;
use super::links::HyperlinkList;
use super::runs;
use super::xml::{ParagraphProps, field_code, field_mark, run};

/// Writes running text, its notes as footnotes.
pub(super) fn spans(
    content: &[Span],
    links: &mut HyperlinkList,
    notes: &mut Notes,
    out: &mut String,
) {
    for span in content {
        match span {
            Span::Note { number } => notes.refer(*number, out),
            other => runs::plain(std::slice::from_ref(other), links, out),
        }
    }
}

/// Id of the first note; 0 and 1 are those of the two separators.
const FIRST: usize = 2;
const STYLE: Option<&str> = Some("FootnoteReference");

/// The notes of a document, numbered as they are first referred to.
#[derive(Debug)]
pub(super) struct Notes {
    /// Number of notes in the document.
    all: usize,
    /// Numbers of the notes referred to so far, each once.
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
            // No such note: only the number is printed.
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

    /// Returns the notes that nothing refers to, by number.
    pub(super) fn left(&self) -> Vec<usize> {
        (1..=self.all)
            .filter(|number| !self.order.contains(number))
            .collect()
    }

    /// Returns the footnotes, each as an element, and collects their links.
    pub(super) fn written(&self, document: &Document, links: &mut HyperlinkList) -> String {
        let mut out = String::new();
        for (place, number) in self.order.iter().enumerate() {
            let Some(note) = document.notes.get(number.saturating_sub(1)) else {
                continue;
            };
            put!(out, "<w:footnote w:id=\"{}\">", FIRST + place);
            ParagraphProps::of("FootnoteText").open(&mut out);
            out.push_str(
                "<w:r><w:rPr><w:rStyle w:val=\"FootnoteReference\"/></w:rPr><w:footnoteRef/></w:r>",
            );
            run(" ", None, &mut out);
            runs::plain(&self.told(note), links, &mut out);
            out.push_str("</w:p></w:footnote>\n");
        }
        out
    }

    /// Returns a note with its references to other notes as words: a footnote cannot contain
    /// another.
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
