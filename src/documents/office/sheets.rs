//! Spreadsheets as papers (XLSX, ODS): a sheet is a page, a row a paragraph, its cells apart by tabs.
//!
//! Only values are read, never a formula, and nothing outside the file is ever opened. XLSX is read
//! cell by cell, for two cells far apart would make a table of millions. What a spreadsheet program
//! does not show is kept apart: hidden sheets, rows and columns.

mod hidden;
mod ods;
mod xlsx;

use self::hidden::Hidden;
use super::super::error::Stop;
use super::super::looks::Words;
use super::super::paper::{ApartKind, Besides, Paging, PaperKind};
use super::super::plain::clean;
use super::super::raw::{HEADING, Halt, Head, LineSink, RawLine, RawPage, STARTS, WHOLE};
use crate::base::digest::fold;

pub(super) use self::ods::read as read_ods;
pub(super) use self::xlsx::read as read_xlsx;

/// The most rows with something in them, in all sheets together.
const ROWS: usize = 300_000;
/// The most cells with something in them.
const CELLS: usize = 3_000_000;
/// The last column that is read, counted from 0.
const COLUMNS: usize = 1_023;
/// The most sheets.
const SHEETS: usize = 1_000;

/// The sheets so far.
#[derive(Default)]
struct Sheets {
    pages: Vec<RawPage>,
    /// True if the open sheet is hidden: it is kept apart.
    is_hidden: bool,
    /// The rows and columns that the open sheet hides.
    hidden: Hidden,
    /// Number of the open row as a spreadsheet shows it, and its cells with their columns.
    row: (usize, Vec<(usize, String)>),
    rows: usize,
    cells: usize,
    text: usize,
    /// Results that are not in the file.
    missing: Vec<String>,
}

impl Sheets {
    fn begin(&mut self, name: &str, is_hidden: bool) -> Result<(), Stop> {
        if self.pages.len() >= SHEETS {
            return Err(too_much(&format!("{SHEETS} sheets")));
        }
        self.is_hidden = is_hidden;
        self.hidden = Hidden::default();
        let name = fold(&clean(name));
        let text = if is_hidden {
            format!("{name} (a hidden sheet)")
        } else {
            name
        };
        let mut page = RawPage::default();
        page.lines.push(RawLine {
            marks: STARTS | HEADING,
            text,
            ..RawLine::default()
        });
        self.pages.push(page);
        Ok(())
    }

    /// Adds a cell; rows come from the top, the cells of a row from the left.
    fn cell(&mut self, row: usize, column: usize, text: &str) -> Result<(), Stop> {
        let text = fold(&clean(text));
        if text.is_empty() || column > COLUMNS {
            return Ok(());
        }
        self.cells += 1;
        self.text += text.len();
        if self.cells > CELLS {
            return Err(too_much(&format!("{CELLS} cells")));
        }
        if self.text > super::TEXT {
            return Err(too_much(&format!("{} MB of text", super::TEXT >> 20)));
        }
        if self.row.0 != row {
            self.end_row()?;
            self.row.0 = row;
        }
        self.row.1.push((column, text));
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), Stop> {
        let (number, cells) = std::mem::take(&mut self.row);
        if cells.is_empty() {
            return Ok(());
        }
        self.rows += 1;
        if self.rows > ROWS {
            return Err(too_much(&format!("{ROWS} rows")));
        }
        let Some(page) = self.pages.last_mut() else {
            return Ok(());
        };
        let (unseen, seen): (Vec<_>, Vec<_>) = cells
            .into_iter()
            .partition(|(column, _)| self.is_hidden || self.hidden.hides(number, *column));
        let row = |cells: Vec<(usize, String)>| {
            let texts: Vec<String> = cells.into_iter().map(|(_, text)| text).collect();
            texts.join("\t")
        };
        if !unseen.is_empty() {
            let mut words = Words::default();
            words.push(&row(unseen), Some(ApartKind::Hidden));
            page.apart.extend(words.take_apart());
        }
        if !seen.is_empty() {
            page.lines.push(RawLine {
                marks: STARTS | WHOLE,
                number: format!("row {number}"),
                text: row(seen),
                ..RawLine::default()
            });
        }
        Ok(())
    }

    /// Adds a note to the open sheet.
    fn note(&mut self, text: String) {
        if let Some(page) = self.pages.last_mut() {
            page.lines.push(RawLine {
                marks: STARTS | WHOLE | super::super::raw::NOTE,
                text,
                ..RawLine::default()
            });
        }
    }

    /// Passes the head and the sheets on.
    fn finish(
        mut self,
        kind: PaperKind,
        mut besides: Vec<Besides>,
        ended: Result<(), Halt>,
        sink: &mut dyn LineSink,
    ) -> Result<(), Halt> {
        let ended = ended.and(self.end_row().map_err(Halt::from));
        if !self.missing.is_empty() {
            besides.push(Besides::Parts(std::mem::take(&mut self.missing)));
        }
        sink.head(Head {
            kind,
            paging: Paging::None,
            declared: None,
            besides,
        })?;
        for page in self.pages {
            sink.page(page)?;
        }
        ended
    }
}

fn too_much(most: &str) -> Stop {
    Stop::Bomb {
        what: format!("more than {most}"),
    }
}
