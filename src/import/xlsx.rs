//! Reads XLSX cell by cell: never as a whole table, for two cells far apart would make one of
//! millions.
//!
//! Runs in the worker, whose memory is capped: the shared texts of a workbook are read at once, and
//! the file's own count of them is trusted.

use std::io::{Cursor, Read as _};

use calamine::{DataRef, Reader as _, SheetType, SheetVisible, Xlsx, XlsxError};
use chrono::NaiveDate;

use super::book::{Book, BookCell, BookSheet, LOOKED_AT, Left, Rows, SHEETS, letters};
use super::fault::SheetFault;
use super::marks::{self, percentage};
use super::ods;

/// The kind of a packed spreadsheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Xlsx,
    Ods,
}

/// Returns the book in the bytes, of either kind.
pub(super) fn read(bytes: Vec<u8>) -> Result<Book, SheetFault> {
    if look_first(&bytes)? == Kind::Ods {
        return ods::read(&bytes);
    }
    let mut marks = marks::of_workbook(&bytes)?;
    let mut file = Xlsx::new(Cursor::new(bytes)).map_err(|why| fault_of(&why))?;
    let mut left = Left::all();
    let mut book = Book::default();
    let sheets: Vec<(String, bool)> = file
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| (sheet.name.clone(), sheet.visible != SheetVisible::Visible))
        .collect();
    if sheets.len() > SHEETS {
        return Err(SheetFault::TooMuch {
            most: format!("{SHEETS} sheets"),
        });
    }
    for (name, hidden) in sheets {
        let mut rows = Rows::default();
        let marks = marks.remove(&name).unwrap_or_default();
        let mut struck = Vec::new();
        let mut cells = match file.worksheet_cells_reader(&name) {
            Ok(cells) => cells,
            Err(XlsxError::NotAWorksheet(_)) => continue,
            Err(why) => return Err(fault_of(&why)),
        };
        while let Some(cell) = cells.next_cell().map_err(|why| fault_of(&why))? {
            left.look()?;
            let (row, column) = cell.get_position();
            if let Some(cell) = taken(cell.get_value()) {
                if marks.struck.contains(&(row, column)) {
                    let at = letters(u16::try_from(column).unwrap_or(u16::MAX));
                    struck.push(format!("{at}{}", row.saturating_add(1)));
                    continue;
                }
                let cell = match cell {
                    BookCell::Number(number) if marks.percent.contains(&(row, column)) => {
                        percentage(number)
                    }
                    cell => cell,
                };
                rows.put(&mut left, row.saturating_add(1), column, cell)?;
            }
        }
        drop(cells);
        rows.never_reckoned = never_reckoned(&mut file, &name);
        // The name is somebody else's, and is shown.
        let name = crate::wording::escaped(&name);
        book.notices.extend(rows.notices(&name));
        let marked = marks.settle(&name, &struck, &mut rows, &mut left)?;
        if !name.starts_with('_') {
            book.notices.extend(marked);
        }
        book.sheets.push(BookSheet {
            name,
            hidden,
            rows: rows.so_far,
        });
    }
    Ok(book)
}

/// Returns the cells of formulas that no spreadsheet program has worked out: they look blank.
///
/// Only the first few. The search ends at a formula that cannot be parsed, for the values were read
/// without it.
fn never_reckoned(file: &mut Xlsx<Cursor<Vec<u8>>>, sheet: &str) -> Vec<String> {
    const MOST: usize = 5;
    let mut found = Vec::new();
    let Ok(mut cells) = file.worksheet_cells_reader(sheet) else {
        return found;
    };
    for _ in 0..LOOKED_AT {
        let Ok(Some(cell)) = cells.next_cell_with_formula_metadata() else {
            break;
        };
        if cell.formula.is_some() && matches!(cell.value, DataRef::Empty) {
            if found.len() == MOST {
                found.push("and more".to_owned());
                break;
            }
            let (row, column) = cell.pos;
            let column = u16::try_from(column).unwrap_or(u16::MAX);
            found.push(format!("{}{}", letters(column), row.saturating_add(1)));
        }
    }
    found
}

/// Checks the kind of packed file by its parts, before anything is unpacked.
fn look_first(bytes: &[u8]) -> Result<Kind, SheetFault> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| SheetFault::Damaged)?;
    if archive.len() > 10_000 {
        return Err(SheetFault::TooMuch {
            most: "10000 parts".to_owned(),
        });
    }
    let parts: Vec<String> = archive
        .file_names()
        .filter_map(Result::ok)
        .map(|name| name.to_ascii_lowercase().replace('\\', "/"))
        .collect();
    let has = |wanted: &str| parts.iter().any(|part| part == wanted);
    if has("xl/workbook.xml") {
        return Ok(Kind::Xlsx);
    }
    if has("xl/workbook.bin") {
        return Err(SheetFault::BinaryExcel);
    }
    let what = if has("word/document.xml") {
        "a Word document"
    } else if has("ppt/presentation.xml") {
        "a presentation"
    } else if has("content.xml") && has("mimetype") {
        if is_ods(&mut archive) {
            return Ok(Kind::Ods);
        }
        "an OpenDocument text"
    } else if has("index/document.iwa") {
        "a Numbers, Pages or Keynote file"
    } else if parts.iter().any(|part| part.starts_with("xl/")) {
        // The workbook may have another name: calamine finds it by what the file says.
        return Ok(Kind::Xlsx);
    } else {
        "a packed file"
    };
    Err(SheetFault::NotASpreadsheet {
        what: what.to_owned(),
    })
}

/// Returns true if the `mimetype` part says that the file is an OpenDocument spreadsheet.
fn is_ods(archive: &mut zip::ZipArchive<Cursor<&[u8]>>) -> bool {
    let mut kind = String::new();
    let read = archive
        .by_name("mimetype")
        .is_ok_and(|part| part.take(200).read_to_string(&mut kind).is_ok());
    read && kind.contains("opendocument.spreadsheet")
}

fn taken(value: &DataRef<'_>) -> Option<BookCell> {
    Some(match value {
        DataRef::Empty => return None,
        DataRef::Int(number) => {
            #[expect(
                clippy::cast_precision_loss,
                reason = "a spreadsheet's numbers are f64"
            )]
            let number = *number as f64;
            BookCell::Number(number)
        }
        DataRef::Float(number) if number.is_finite() => BookCell::Number(*number),
        DataRef::Float(number) => BookCell::Text(number.to_string()),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            BookCell::Text(text.clone())
        }
        DataRef::SharedString(text) => BookCell::Text((*text).to_owned()),
        DataRef::Bool(truth) => BookCell::Truth(*truth),
        // `#N/A` is a failed formula, and never an answer.
        DataRef::Error(error) => BookCell::Text(format!("{error} (an error of the spreadsheet)")),
        DataRef::DateTime(when) => {
            let (year, month, day, ..) = when.to_ymd_hms_milli();
            match NaiveDate::from_ymd_opt(year.into(), month.into(), day.into()) {
                Some(day) if when.is_datetime() => BookCell::Day(day),
                _ => BookCell::Number(when.as_f64()),
            }
        }
    })
}

fn fault_of(why: &XlsxError) -> SheetFault {
    match why {
        XlsxError::Password => SheetFault::OldExcel,
        _ => SheetFault::Damaged,
    }
}
