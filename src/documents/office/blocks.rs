//! Builder of a page from paragraphs and table rows: the same for Word and OpenDocument.

use super::super::raw::{Halt, LineSink, RawLine, RawPage, STARTS, WHOLE};
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
    rows: Vec<Vec<Vec<String>>>,
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
            .map(|cell| cell.iter().map(String::len).sum::<usize>())
            .max();
        if longest.unwrap_or(0) > CELL {
            for paragraph in row.into_iter().flatten() {
                self.paragraph(paragraph, marks);
            }
            return;
        }
        let cells: Vec<String> = row.iter().map(|cell| fold(&cell.join(" "))).collect();
        self.paragraph(cells.join("\t"), marks);
    }

    /// Ends every open row: text before a break in the file is kept.
    pub(super) fn end_tables(&mut self, marks: u8) {
        while self.is_in_table() {
            self.end_row(marks);
        }
    }

    /// Adds a paragraph to the open cell, else to the page.
    pub(super) fn paragraph(&mut self, text: String, marks: u8) {
        if text.trim().is_empty() {
            return;
        }
        if let Some(cell) = self.rows.last_mut().and_then(|row| row.last_mut()) {
            cell.push(text);
        } else {
            self.put(&text, marks);
        }
    }

    /// Adds a paragraph to the page.
    pub(super) fn put(&mut self, text: &str, marks: u8) {
        let mut marks = marks | STARTS;
        for line in text.split('\n').filter(|line| !line.trim().is_empty()) {
            self.letters += line.len();
            let whole = if line.len() > LONG { WHOLE } else { 0 };
            self.page.lines.push(RawLine {
                marks: marks | whole,
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
            blocks.paragraph(cell.to_owned(), 0);
        }
        blocks.end_row(0);
        let long = "words ".repeat(80);
        blocks.begin_row();
        blocks.begin_cell();
        blocks.paragraph(long.clone(), 0);
        blocks.paragraph("and more".to_owned(), 0);
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
        blocks.paragraph("outer".to_owned(), 0);
        blocks.begin_row();
        blocks.begin_cell();
        blocks.paragraph("inner".to_owned(), 0);
        blocks.begin_cell();
        blocks.paragraph("cell".to_owned(), 0);
        assert!(blocks.is_in_table() && lines(&blocks).is_empty());
        blocks.end_tables(0);
        assert_eq!(lines(&blocks), ["outer inner cell"]);
        assert!(!blocks.is_in_table());
    }
}
