//! Footnotes, each written once and cross-referenced after that.
//!
//! The format allows one reference to a footnote: with the same id twice, programs number wrongly
//! or call the file damaged. So the first reference is the footnote, and each later one a
//! cross-reference to it, as a word processor itself makes it: it shows the same number, links to
//! the note, and follows when the notes are renumbered.

use super::super::document::{ReportDocument, Span};
use super::links::HyperlinkList;
use super::runs;
use super::xml::{ParagraphProps, XmlWriter, field_code, field_mark, open_run, run};

/// Writes running text, its notes as footnotes.
pub(super) fn spans(
    content: &[Span],
    links: &mut HyperlinkList,
    notes: &mut Notes,
    out: &mut XmlWriter,
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
    pub(super) const fn of(document: &ReportDocument) -> Self {
        Self {
            all: document.notes.len(),
            order: Vec::new(),
        }
    }

    /// Writes a reference to a note.
    pub(super) fn refer(&mut self, number: usize, out: &mut XmlWriter) {
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
        let name = format!("_RefNote{number}");
        out.empty("w:bookmarkStart", &[("w:id", &mark), ("w:name", &name)]);
        open_run(STYLE, out);
        out.empty("w:footnoteReference", &[("w:id", &id)]);
        out.close();
        out.empty("w:bookmarkEnd", &[("w:id", &mark)]);
    }

    /// Returns the notes that nothing refers to, by number.
    pub(super) fn left(&self) -> Vec<usize> {
        (1..=self.all)
            .filter(|number| !self.order.contains(number))
            .collect()
    }

    /// Writes the footnotes, each as an element, and returns their links.
    pub(super) fn written(&self, document: &ReportDocument, out: &mut XmlWriter) -> HyperlinkList {
        let mut links = HyperlinkList::default();
        for (place, number) in self.order.iter().enumerate() {
            let Some(note) = document.notes.get(number.saturating_sub(1)) else {
                continue;
            };
            out.open("w:footnote", &[("w:id", &(FIRST + place))]);
            ParagraphProps::of("FootnoteText").open(out);
            open_run(STYLE, out);
            out.empty("w:footnoteRef", &[]);
            out.close();
            run(" ", None, out);
            runs::plain(&self.told(note), &mut links, out);
            out.close();
            out.close();
        }
        links
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
