//! Reads ODS, the spreadsheet of LibreOffice, cell by cell: repeated cells and rows are counted and
//! never written out.

use std::collections::{HashMap, HashSet};
use std::io::Cursor;

use chrono::NaiveDate;
use quick_xml::events::{BytesStart, Event};

use super::book::{Book, BookCell, BookSheet, COLUMNS, Left, Rows, SHEETS, letters};
use super::fault::SheetFault;
use super::marks::{Marks, percentage};
use super::xml::{attribute, entity, name, number, part, reader};

/// The most rows that a repeated row with something in it stands for.
const REPEATED: u32 = 1_000;

/// Returns the book in the bytes.
pub(super) fn read(bytes: &[u8]) -> Result<Book, SheetFault> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| SheetFault::Damaged)?;
    let manifest = part(&mut archive, "META-INF/manifest.xml")?.unwrap_or_default();
    if manifest.contains("encryption-data") {
        return Err(SheetFault::Locked);
    }
    let xml = part(&mut archive, "content.xml")?.ok_or(SheetFault::Damaged)?;
    let mut walker = Walker::default();
    walker.walk(&xml)?;
    Ok(walker.book)
}

/// A cell while it is open.
#[derive(Debug, Default)]
struct Cell {
    kind: String,
    value: Option<String>,
    style: String,
    text: String,
    paragraphs: usize,
    repeats: u32,
    comment: Option<String>,
    span: u32,
}

/// The sheets so far, and the place in the open one.
#[derive(Default)]
struct Walker {
    book: Book,
    left: Option<Left>,
    /// Styles of tables that are not shown.
    hidden: HashSet<String>,
    /// Styles of cells, and whether their text is struck out.
    struck: HashMap<String, bool>,
    style: String,
    title: String,
    is_hidden: bool,
    rows: Rows,
    marks: Marks,
    struck_out: Vec<String>,
    row: u32,
    column: u32,
    row_repeats: u32,
    row_cells: Vec<(u32, BookCell)>,
    cell: Option<Cell>,
    in_comment: bool,
    /// Depth within an element of a comment that is no text of it.
    in_note: usize,
    in_table: bool,
}

impl Walker {
    fn walk(&mut self, xml: &str) -> Result<(), SheetFault> {
        let mut reader = reader(xml);
        self.left = Some(Left::all());
        loop {
            match reader.read_event().map_err(|_| SheetFault::Damaged)? {
                Event::Start(start) => self.begin(&start, false)?,
                Event::Empty(start) => self.begin(&start, true)?,
                Event::End(end) => self.end(end.local_name().into_inner())?,
                Event::Text(text) => self.text(&text.xml10_content()),
                Event::CData(text) => self.text(&text.xml10_content()),
                Event::GeneralRef(name) => self.text(&entity(&name)),
                Event::Eof if self.in_table => return Err(SheetFault::Damaged),
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    fn begin(&mut self, start: &BytesStart<'_>, empty: bool) -> Result<(), SheetFault> {
        match name(start) {
            "style" => self.style = attribute(start, "name").unwrap_or_default(),
            "table-properties" if attribute(start, "display").as_deref() == Some("false") => {
                self.hidden.insert(self.style.clone());
            }
            "text-properties" => {
                let line = attribute(start, "text-line-through-style");
                let struck = line.is_some_and(|line| line != "none");
                self.struck.insert(self.style.clone(), struck);
            }
            "table" if !empty => self.begin_table(start)?,
            "table-row" => {
                self.column = 0;
                self.row_repeats = number(start, "number-rows-repeated").unwrap_or(1);
                if empty {
                    self.end_row()?;
                }
            }
            "table-cell" | "covered-table-cell" => {
                self.cell = Some(Cell {
                    kind: attribute(start, "value-type").unwrap_or_default(),
                    value: ["value", "date-value", "boolean-value", "string-value"]
                        .iter()
                        .find_map(|name| attribute(start, name)),
                    style: attribute(start, "style-name").unwrap_or_default(),
                    repeats: number(start, "number-columns-repeated").unwrap_or(1),
                    span: number(start, "number-rows-spanned").unwrap_or(1),
                    ..Cell::default()
                });
                if empty {
                    self.end_cell()?;
                }
            }
            "annotation" if !empty => {
                self.in_comment = true;
                if let Some(cell) = &mut self.cell {
                    cell.comment = Some(String::new());
                }
            }
            "creator" | "date" | "date-string" | "creator-initials" if !empty => self.in_note += 1,
            "p" => {
                if let Some(cell) = &mut self.cell
                    && !self.in_comment
                {
                    if cell.paragraphs > 0 {
                        cell.text.push('\n');
                    }
                    cell.paragraphs += 1;
                }
            }
            "s" => {
                let blanks = number(start, "c").unwrap_or(1).min(1_000);
                self.text(&" ".repeat(usize::try_from(blanks).unwrap_or(1)));
            }
            "tab" => self.text("\t"),
            "line-break" => self.text("\n"),
            _ => {}
        }
        Ok(())
    }

    fn begin_table(&mut self, start: &BytesStart<'_>) -> Result<(), SheetFault> {
        if self.book.sheets.len() == SHEETS {
            return Err(SheetFault::TooMuch {
                most: format!("{SHEETS} sheets"),
            });
        }
        // The name is somebody else's, and is shown.
        self.title = crate::wording::escaped(&attribute(start, "name").unwrap_or_default());
        let style = attribute(start, "style-name").unwrap_or_default();
        self.is_hidden = self.hidden.contains(&style);
        self.rows = Rows::default();
        self.marks = Marks::default();
        self.struck_out = Vec::new();
        self.row = 0;
        self.in_table = true;
        Ok(())
    }

    fn text(&mut self, text: &str) {
        let Some(cell) = &mut self.cell else {
            return;
        };
        match &mut cell.comment {
            _ if self.in_note > 0 => {}
            Some(comment) if self.in_comment => comment.push_str(text),
            // White space between the elements of a cell is none of its text.
            _ if cell.paragraphs == 0 => {}
            _ => cell.text.push_str(text),
        }
    }

    fn end(&mut self, name: &str) -> Result<(), SheetFault> {
        match name {
            "annotation" => self.in_comment = false,
            "creator" | "date" | "date-string" | "creator-initials" => {
                self.in_note = self.in_note.saturating_sub(1);
            }
            "table-cell" | "covered-table-cell" => self.end_cell()?,
            "table-row" => self.end_row()?,
            "table" => self.end_table()?,
            _ => {}
        }
        Ok(())
    }

    fn end_cell(&mut self) -> Result<(), SheetFault> {
        let Some(cell) = self.cell.take() else {
            return Ok(());
        };
        let first = self.column;
        let repeats = cell.repeats.max(1);
        self.column = self.column.saturating_add(repeats);
        if let Some(comment) = &cell.comment {
            self.marks
                .comments
                .insert((self.row, first), comment.clone());
        }
        if cell.span > 1 {
            let last = self.row.saturating_add(cell.span - 1);
            self.marks.merged.push(((self.row, first), (last, first)));
        }
        let Some(value) = value_of(&cell) else {
            return Ok(());
        };
        if self.struck.get(&cell.style).copied().unwrap_or(false) {
            let at = letters(u16::try_from(first).unwrap_or(u16::MAX));
            self.struck_out.push(format!("{at}{}", self.row + 1));
            return Ok(());
        }
        for column in first..first.saturating_add(repeats.min(COLUMNS + 1)) {
            self.left()?.look()?;
            self.row_cells.push((column, value.clone()));
        }
        Ok(())
    }

    fn left(&mut self) -> Result<&mut Left, SheetFault> {
        self.left.as_mut().ok_or(SheetFault::Damaged)
    }

    fn end_row(&mut self) -> Result<(), SheetFault> {
        let cells = std::mem::take(&mut self.row_cells);
        let repeats = self.row_repeats.max(1);
        if !cells.is_empty() {
            let left = self.left.as_mut().ok_or(SheetFault::Damaged)?;
            for row in self.row..self.row.saturating_add(repeats.min(REPEATED)) {
                for (column, cell) in &cells {
                    let number = row.saturating_add(1);
                    self.rows.put(left, number, *column, cell.clone())?;
                }
            }
        }
        self.row = self.row.saturating_add(repeats);
        self.row_repeats = 1;
        Ok(())
    }

    fn end_table(&mut self) -> Result<(), SheetFault> {
        self.in_table = false;
        let left = self.left.as_mut().ok_or(SheetFault::Damaged)?;
        let title = std::mem::take(&mut self.title);
        let marks = std::mem::take(&mut self.marks);
        let notices = marks.settle(&title, &self.struck_out, &mut self.rows, left)?;
        self.book.notices.extend(self.rows.notices(&title));
        if !title.starts_with('_') {
            self.book.notices.extend(notices);
        }
        self.book.sheets.push(BookSheet {
            name: title,
            hidden: self.is_hidden,
            rows: std::mem::take(&mut self.rows.so_far),
        });
        Ok(())
    }
}

/// Returns the value of a cell; `None` if it is blank.
fn value_of(cell: &Cell) -> Option<BookCell> {
    let said = cell.value.as_deref();
    let as_number = || {
        said?
            .parse::<f64>()
            .ok()
            .filter(|number| number.is_finite())
    };
    let typed = match cell.kind.as_str() {
        "float" | "currency" => as_number().map(BookCell::Number),
        "percentage" => as_number().map(percentage),
        "date" => said
            .and_then(|said| said.get(..10))
            .and_then(|said| said.parse::<NaiveDate>().ok())
            .map(BookCell::Day),
        "boolean" => said.map(|said| BookCell::Truth(said == "true")),
        _ => None,
    };
    typed
        .or_else(|| {
            let text = if cell.text.is_empty() {
                said.unwrap_or_default()
            } else {
                &cell.text
            };
            Some(BookCell::Text(text.to_owned()))
        })
        .filter(|cell| !cell.is_blank())
}
