//! A spreadsheet as it was read (sheets, rows, cells), and the limits on how much of it is taken.

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::fault::SheetFault;

/// Largest file, in bytes.
pub(super) const FILE: u64 = 64 << 20;
/// Largest number of sheets.
pub(super) const SHEETS: usize = 200;
/// Largest number of non-blank rows, in all sheets together.
pub(super) const ROWS: usize = 50_000;
/// Index of the last column read, counted from 0.
pub(super) const COLUMNS: u32 = 255;
/// Largest number of non-blank cells.
pub(super) const CELLS: usize = 500_000;
/// Largest number of cells read, blank or not.
pub(super) const LOOKED_AT: usize = 20_000_000;
/// Largest amount of text in all cells, in bytes.
pub(super) const TEXT: usize = 32 << 20;
/// Longest text of one cell, in bytes.
pub(super) const CELL: usize = 1 << 20;

/// A spreadsheet that was read.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Book {
    /// The file's name, fit to be shown.
    pub name: String,
    /// Its sheets; a CSV has one, without a name.
    pub sheets: Vec<BookSheet>,
    /// Notices about the reading, as whole sentences.
    pub notices: Vec<String>,
}

/// A sheet with its rows.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct BookSheet {
    /// Its name; empty for a CSV.
    pub name: String,
    /// True if the workbook hides the sheet.
    pub hidden: bool,
    /// The non-blank rows, from the top.
    pub rows: Vec<Row>,
}

/// A row with its cells.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// The row number as the spreadsheet shows it, from 1.
    pub number: u32,
    /// The non-blank cells, each with its column, counted from 0.
    pub cells: Vec<(u16, BookCell)>,
}

/// The value of a cell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum BookCell {
    /// A text.
    Text(String),
    /// A number; never infinite.
    Number(f64),
    /// A day.
    Day(NaiveDate),
    /// True or false.
    Truth(bool),
}

impl BookCell {
    /// Returns the cell as text, its ends trimmed.
    pub(super) fn text(&self) -> String {
        match self {
            Self::Text(text) => text.trim().to_owned(),
            Self::Number(number) => number.to_string(),
            Self::Day(day) => day.to_string(),
            Self::Truth(true) => "TRUE".to_owned(),
            Self::Truth(false) => "FALSE".to_owned(),
        }
    }

    /// Returns true if the cell is a text of nothing but white space.
    pub(super) fn is_blank(&self) -> bool {
        matches!(self, Self::Text(text) if text.trim().is_empty())
    }
}

impl Row {
    /// Returns the cell of a column, unless it is missing or blank.
    pub(super) fn cell(&self, column: u16) -> Option<&BookCell> {
        self.cells
            .iter()
            .find(|(at, _)| *at == column)
            .map(|(_, cell)| cell)
            .filter(|cell| !cell.is_blank())
    }
}

/// A row of a spreadsheet, or one cell of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct CellRef {
    /// The sheet; empty for a CSV.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub sheet: String,
    /// The row, from 1.
    pub row: u32,
    /// The column's letters, if one cell is meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
}

impl CellRef {
    /// Returns the place of one cell in the same row.
    pub(super) fn cell(&self, column: u16) -> Self {
        Self {
            column: Some(letters(column)),
            ..self.clone()
        }
    }
}

impl fmt::Display for CellRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.sheet.is_empty() {
            write!(f, "sheet “{}”, ", self.sheet)?;
        }
        write!(f, "row {}", self.row)?;
        if let Some(column) = &self.column {
            write!(f, ", column {column}")?;
        }
        Ok(())
    }
}

/// Returns the letters of a column, counted from 0: A, B, …, Z, AA.
pub(super) fn letters(column: u16) -> String {
    let mut letters = Vec::new();
    let mut left = u32::from(column) + 1;
    while left > 0 {
        left -= 1;
        letters.push(char::from(b'A' + u8::try_from(left % 26).unwrap_or(0)));
        left /= 26;
    }
    letters.into_iter().rev().collect()
}

/// The budget of rows, cells and text that is left while a file is read.
#[derive(Debug)]
pub(super) struct Left {
    rows: usize,
    cells: usize,
    looked_at: usize,
    text: usize,
}

impl Left {
    pub(super) const fn all() -> Self {
        Self {
            rows: ROWS,
            cells: CELLS,
            looked_at: LOOKED_AT,
            text: TEXT,
        }
    }

    /// Counts a cell that is looked at.
    pub(super) fn look(&mut self) -> Result<(), SheetFault> {
        take(&mut self.looked_at, 1, || format!("{LOOKED_AT} cells"))
    }

    /// Counts a row that is kept.
    pub(super) fn row(&mut self) -> Result<(), SheetFault> {
        take(&mut self.rows, 1, || format!("{ROWS} rows"))
    }

    /// Counts a cell that is kept, with the bytes of its text.
    pub(super) fn cell(&mut self, text: usize) -> Result<(), SheetFault> {
        take(&mut self.cells, 1, || format!("{CELLS} cells"))?;
        take(&mut self.text, text, || {
            format!("{} MB of text", TEXT >> 20)
        })
    }
}

fn take(left: &mut usize, by: usize, most: impl Fn() -> String) -> Result<(), SheetFault> {
    *left = left
        .checked_sub(by)
        .ok_or_else(|| SheetFault::TooMuch { most: most() })?;
    Ok(())
}

/// Builder for the rows of a sheet.
#[derive(Debug, Default)]
pub(super) struct Rows {
    /// The rows so far.
    pub(super) so_far: Vec<Row>,
    /// Set once a cell right of the last column was passed over.
    pub(super) too_wide: bool,
    /// Addresses of the cells whose texts were passed over as too long.
    pub(super) too_long: Vec<String>,
    /// Addresses of the formulas that were never worked out.
    pub(super) never_reckoned: Vec<String>,
}

impl Rows {
    /// Puts a cell into its row. Cells must be put row by row.
    pub(super) fn put(
        &mut self,
        left: &mut Left,
        number: u32,
        column: u32,
        cell: BookCell,
    ) -> Result<(), SheetFault> {
        if cell.is_blank() {
            return Ok(());
        }
        let Some(column) = u16::try_from(column)
            .ok()
            .filter(|at| u32::from(*at) <= COLUMNS)
        else {
            self.too_wide = true;
            return Ok(());
        };
        let long = if let BookCell::Text(text) = &cell {
            text.len()
        } else {
            0
        };
        if long > CELL {
            self.too_long.push(format!("{}{number}", letters(column)));
            return Ok(());
        }
        left.cell(long)?;
        match self.so_far.last_mut() {
            Some(row) if row.number == number => row.cells.push((column, cell)),
            _ => {
                left.row()?;
                self.so_far.push(Row {
                    number,
                    cells: vec![(column, cell)],
                });
            }
        }
        Ok(())
    }

    /// Returns notices about the cells that were passed over, and the formulas read as blank.
    pub(super) fn notices(&self, sheet: &str) -> Vec<String> {
        let whose = if sheet.is_empty() {
            String::new()
        } else {
            format!("Sheet “{sheet}”: ")
        };
        let mut notices = Vec::new();
        if self.too_wide {
            notices.push(format!(
                "{whose}cells to the right of column {} were not looked at.",
                letters(u16::try_from(COLUMNS).unwrap_or(u16::MAX))
            ));
        }
        if !self.too_long.is_empty() {
            notices.push(format!(
                "{whose}not taken, for the text is longer than {} MB: {}.",
                CELL >> 20,
                self.too_long.join(", ")
            ));
        }
        if !self.never_reckoned.is_empty() {
            notices.push(format!(
                "{whose}formulas that no spreadsheet program has worked out yet read as blank: {}. \
                 Open the file in Excel or LibreOffice, save it, and read it again.",
                self.never_reckoned.join(", ")
            ));
        }
        notices
    }
}
