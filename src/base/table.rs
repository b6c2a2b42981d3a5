//! The checklists that come with the program, as the table that was made of their TOML when it was built.
//!
//! It says what the TOML says, value by value, and is read where it lies: nothing of it is copied. The
//! other half is `build.rs`.

use chrono::NaiveDate;

use super::text::{self, Text, word};

/// Four bytes for each key and each value: its kind in the first three bits, its content in the others.
static CELLS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/checklists.cells"));

/// Four bytes for each: its place in the text of its file.
static STARTS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/checklists.starts"));

/// The files, by their names: the cell of the root table of each.
const FILES: &[(&str, u32)] = text::FILES.0;

/// The kinds of a cell, by the numbers of `build.rs`.
mod kind {
    pub(super) const TEXT: u32 = 0;
    pub(super) const WHOLE: u32 = 1;
    pub(super) const NUMBER: u32 = 2;
    pub(super) const BOOL: u32 = 3;
    pub(super) const DAY: u32 = 4;
    pub(super) const LIST: u32 = 5;
}

/// One key or value, by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cell(u32);

/// The content of a cell.
#[derive(Debug, Clone)]
pub(crate) enum Content {
    /// A text.
    Text(Text),
    /// A whole number.
    Whole(i64),
    /// A number with a point, as it is written.
    Number(&'static str),
    /// True or false.
    Bool(bool),
    /// A day.
    Day(Option<NaiveDate>),
    /// A list.
    List(Cells),
    /// A table: a key and its value, a key and its value.
    Table(Cells),
}

impl Cell {
    /// Returns the root table of a file that comes with the program.
    pub(crate) fn root(name: &str) -> Option<Self> {
        let at = FILES.binary_search_by(|(one, _)| (*one).cmp(name)).ok()?;
        FILES.get(at).map(|(_, cell)| Self(*cell))
    }

    /// Returns the number of the cell.
    pub(crate) const fn number(self) -> usize {
        self.0 as usize
    }

    /// Returns the place of the cell with a number: a byte of the text of its file.
    pub(crate) fn start(number: usize) -> usize {
        word(STARTS, number) as usize
    }

    /// Returns the kind and the content, as they are written.
    fn parts(self) -> (u32, u32) {
        let cell = word(CELLS, self.number());
        (cell >> 29, cell & (u32::MAX >> 3))
    }

    /// Returns the content.
    pub(crate) fn content(self) -> Content {
        let (kind, what) = self.parts();
        // Of a list or a table: how many they are, and the first of them.
        let cells = |each| Cells {
            next: what & 0x0003_ffff,
            left: (what >> 18) * each,
        };
        match kind {
            kind::TEXT => Content::Text(Text::compiled_in(what)),
            kind::WHOLE => Content::Whole(what.into()),
            kind::NUMBER => Content::Number(text::compiled_in(what)),
            kind::BOOL => Content::Bool(what == 1),
            kind::DAY => Content::Day(day(what)),
            kind::LIST => Content::List(cells(1)),
            // The one that is left: a table.
            _ => Content::Table(cells(2)),
        }
    }

    /// Returns the text, if the cell holds one.
    pub(crate) fn text(self) -> Option<&'static str> {
        let (kind, what) = self.parts();
        (kind == kind::TEXT).then(|| text::compiled_in(what))
    }
}

/// Cells that lie one behind the other.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cells {
    next: u32,
    left: u32,
}

impl Iterator for Cells {
    type Item = Cell;

    fn next(&mut self) -> Option<Cell> {
        self.left = self.left.checked_sub(1)?;
        self.next += 1;
        Some(Cell(self.next - 1))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left as usize, Some(self.left as usize))
    }
}

impl ExactSizeIterator for Cells {}

/// Returns the day of a number such as 20030403.
fn day(number: u32) -> Option<NaiveDate> {
    let year = i32::try_from(number / 10_000).ok()?;
    NaiveDate::from_ymd_opt(year, number / 100 % 100, number % 100)
}
