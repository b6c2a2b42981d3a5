//! Builder of a page from paragraphs and table rows: the same for Word and OpenDocument.

use super::super::looks::Words;
use super::super::numerals::Label;
use super::super::raw::{HEADING, Halt, LineSink, NOTE, RawLine, RawPage, STARTS, WHOLE};
use crate::base::digest::fold;

/// A line longer than this, in bytes, fills its line: it is no heading and no cell.
const LONG: usize = 200;
/// A row is one line if no cell has more text than this, in bytes.
const CELL: usize = 400;

/// The page so far, and the open tables.
#[derive(Default)]
pub(super) struct OfficeBlocks {
    pub(super) page: RawPage,
    /// Bytes of text on the page.
    pub(super) letters: usize,
    /// Number of pages already passed on.
    pub(super) pages: usize,
    /// The open rows, the innermost last; each has its cells, a cell its paragraphs.
    rows: Vec<Vec<Vec<Block>>>,
    /// Notes that wait for the end of the tables.
    notes: Vec<String>,
}

/// A paragraph with the number that the file gives it.
#[derive(Default)]
struct Block {
    text: String,
    number: String,
}

impl OfficeBlocks {
    pub(super) const fn is_in_table(&self) -> bool {
        !self.rows.is_empty()
    }

    pub(super) fn begin_row(&mut self) {
        self.rows.push(Vec::new());
    }

    pub(super) fn begin_cell(&mut self) {
        if let Some(row) = self.rows.last_mut() {
            row.push(Vec::new());
        }
    }

    /// Ends a row as one line, its cells separated by tabs.
    ///
    /// A row that holds a page of text is split into its paragraphs instead.
    pub(super) fn end_row(&mut self, marks: u8) {
        let Some(row) = self.rows.pop() else { return };
        let longest = row
            .iter()
            .map(|cell| cell.iter().map(|one| one.text.len()).sum::<usize>())
            .max();
        if longest.unwrap_or(0) > CELL {
            for block in row.into_iter().flatten() {
                self.block(block, marks);
            }
        } else {
            let mut number = String::new();
            let mut cells = Vec::new();
            for (at, cell) in row.iter().enumerate() {
                // A row is cited by the number that its first cell begins with.
                if let (0, Some(first)) = (at, cell.first()) {
                    number.clone_from(&first.number);
                }
                let texts: Vec<&str> = cell.iter().map(|one| one.text.as_str()).collect();
                cells.push(fold(&texts.join(" ")));
            }
            let text = cells.join("\t");
            self.block(Block { text, number }, marks);
        }
        if self.rows.is_empty() {
            for note in std::mem::take(&mut self.notes) {
                self.put(&note, "", marks | NOTE);
            }
        }
    }

    /// Ends every open row: text before a break in the file is kept.
    pub(super) fn end_tables(&mut self, marks: u8) {
        while self.is_in_table() {
            self.end_row(marks);
        }
    }

    /// Adds a paragraph to the open cell, else to the page, with the number printed before it.
    pub(super) fn paragraph(&mut self, mut words: Words, label: Option<&Label>, marks: u8) {
        self.page.apart.extend(words.take_apart());
        if words.text.trim().is_empty() {
            return;
        }
        let (text, number) = match label {
            Some(label) => (
                format!("{} {}", label.printed, words.text.trim_start()),
                label.cited().to_owned(),
            ),
            None => (words.text, String::new()),
        };
        self.block(Block { text, number }, marks);
    }

    /// Adds a note: to the page, or behind the table it is in.
    pub(super) fn note(&mut self, text: String, marks: u8) {
        if self.is_in_table() {
            self.notes.push(text);
        } else {
            self.put(&text, "", marks | NOTE);
        }
    }

    fn block(&mut self, block: Block, marks: u8) {
        if block.text.trim().is_empty() {
            return;
        }
        if let Some(cell) = self.rows.last_mut().and_then(|row| row.last_mut()) {
            cell.push(block);
        } else {
            self.put(&block.text, &block.number, marks);
        }
    }

    /// Adds a page that was read elsewhere.
    pub(super) fn insert(&mut self, page: &RawPage, marks: u8) {
        self.page.apart.extend(page.apart.iter().cloned());
        self.page.images = self.page.images.saturating_add(page.images);
        for line in &page.lines {
            if self.is_in_table() {
                let (text, number) = (line.text.clone(), line.number.clone());
                self.block(Block { text, number }, marks);
            } else {
                self.letters += line.text.len();
                self.page.lines.push(RawLine {
                    marks: line.marks | marks,
                    ..line.clone()
                });
            }
        }
    }

    /// Adds a paragraph to the page.
    fn put(&mut self, text: &str, number: &str, marks: u8) {
        let mut marks = marks | STARTS;
        // What fills lines is no heading, whatever its style.
        if text.len() > LONG {
            marks &= !HEADING;
        }
        let mut number = number.to_owned();
        for line in text.split('\n').filter(|line| !line.trim().is_empty()) {
            self.letters += line.len();
            let whole = if line.len() > LONG { WHOLE } else { 0 };
            self.page.lines.push(RawLine {
                marks: marks | whole,
                number: std::mem::take(&mut number),
                text: line.trim().to_owned(),
                ..RawLine::default()
            });
            marks &= !STARTS;
        }
    }

    /// Counts a picture on the page.
    pub(super) const fn picture(&mut self) {
        self.page.images = self.page.images.saturating_add(1);
    }

    /// Passes the page on and begins the next one.
    pub(super) fn turn(&mut self, sink: &mut dyn LineSink) -> Result<(), Halt> {
        self.letters = 0;
        self.pages += 1;
        sink.page(std::mem::take(&mut self.page))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Words {
        let mut words = Words::default();
        words.push(text, None);
        words
    }

    fn lines(blocks: &OfficeBlocks) -> Vec<&str> {
        let lines = blocks.page.lines.iter();
        lines.map(|line| line.text.as_str()).collect()
    }

    #[test]
    fn a_row_is_a_line_unless_it_holds_a_page_of_text() {
        let mut blocks = OfficeBlocks::default();
        blocks.begin_row();
        for cell in ["Depot", " £12,000\nin 2026 "] {
            blocks.begin_cell();
            blocks.paragraph(words(cell), None, 0);
        }
        blocks.end_row(0);
        let long = "words ".repeat(80);
        blocks.begin_row();
        blocks.begin_cell();
        blocks.paragraph(words(&long), None, 0);
        blocks.paragraph(words("and more"), None, 0);
        blocks.end_row(0);
        assert_eq!(
            lines(&blocks),
            ["Depot\t£12,000 in 2026", long.trim(), "and more"]
        );
    }

    #[test]
    fn a_table_in_a_cell_belongs_to_it_and_a_break_keeps_what_came_before() {
        let mut blocks = OfficeBlocks::default();
        blocks.begin_row();
        blocks.begin_cell();
        blocks.paragraph(words("outer"), None, 0);
        blocks.begin_row();
        blocks.begin_cell();
        blocks.paragraph(words("inner"), None, 0);
        blocks.begin_cell();
        blocks.paragraph(words("cell"), None, 0);
        assert!(blocks.is_in_table() && lines(&blocks).is_empty());
        blocks.end_tables(0);
        assert_eq!(lines(&blocks), ["outer inner cell"]);
        assert!(!blocks.is_in_table());
    }
}
