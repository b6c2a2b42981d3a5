//! Reads the bytes of a file into a book; the format is decided by the contents, never by the name.

use super::book::{Book, BookCell, BookSheet, FILE, Left, Row};
use super::fault::SheetFault;
use super::{csv, xlsx};
use crate::report::questionnaire::META;
use crate::report::without_apostrophe;

/// Reads a spreadsheet in this very process, with no limit on memory.
///
/// For files known to be harmless, such as those of a test. Anybody else's are read by
/// [`super::read`].
///
/// # Errors
/// A [`SheetFault`] if it contains no table that can be read.
pub fn read_trusted(bytes: Vec<u8>) -> Result<Book, SheetFault> {
    check(&bytes)?;
    if bytes.starts_with(b"PK") {
        let mut book = xlsx::read(bytes)?;
        if !book.sheets.iter().any(|sheet| sheet.name == META) {
            off_apostrophes(&mut book);
        }
        Ok(book)
    } else {
        read_text(&bytes)
    }
}

/// Reads a CSV, detecting its separator and its encoding. Safe with anybody's bytes.
///
/// # Errors
/// A [`SheetFault`] if it is not text, or too large.
pub fn read_text(bytes: &[u8]) -> Result<Book, SheetFault> {
    check(bytes)?;
    let (rows, mut notices) = csv::read(bytes, &mut Left::all())?;
    notices.extend(rows.notices(""));
    Ok(Book {
        name: String::new(),
        sheets: unstacked(rows.so_far),
        notices,
    })
}

/// Returns the sheets of a CSV of ours that has several, one below the other: the first column names
/// the sheet, and a row that begins with “sheet” is the header of the next. Any other CSV is one sheet.
fn unstacked(rows: Vec<Row>) -> Vec<BookSheet> {
    let first = |row: &Row| row.cell(0).map(BookCell::text).unwrap_or_default();
    let is_header = |row: &Row| first(row) == "sheet";
    if !rows.first().is_some_and(is_header) || rows.iter().filter(|row| is_header(row)).count() < 2
    {
        return vec![BookSheet {
            name: String::new(),
            hidden: false,
            rows,
        }];
    }
    let mut sheets: Vec<BookSheet> = Vec::new();
    for mut row in rows {
        let name = first(&row);
        let begins = is_header(&row);
        row.cells.retain(|(column, _)| *column > 0);
        for (column, _) in &mut row.cells {
            *column -= 1;
        }
        if begins {
            sheets.push(BookSheet {
                rows: vec![row],
                ..BookSheet::default()
            });
        } else if let Some(sheet) = sheets.last_mut() {
            sheet.hidden = name.starts_with('_');
            sheet.name = crate::wording::escaped(&name);
            sheet.rows.push(row);
        }
    }
    sheets
}

/// Removes the apostrophes that keep texts from being read as formulas.
///
/// A CSV of ours that was opened and saved as a workbook still has them. Our own workbook has none,
/// and is exact.
fn off_apostrophes(book: &mut Book) {
    let rows = book.sheets.iter_mut().flat_map(|sheet| &mut sheet.rows);
    for (_, cell) in rows.flat_map(|row| &mut row.cells) {
        if let BookCell::Text(text) = cell {
            let plain = without_apostrophe(text);
            if plain.len() < text.len() {
                *text = plain.to_owned();
            }
        }
    }
}

/// Refuses bytes that are empty, too many, or known to be of another kind.
fn check(bytes: &[u8]) -> Result<(), SheetFault> {
    if bytes.is_empty() {
        return Err(SheetFault::Empty);
    }
    if bytes.len() as u64 > FILE {
        return Err(too_large(bytes.len() as u64));
    }
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) || bytes.starts_with(&[0x09, 0x08]) {
        return Err(SheetFault::OldExcel);
    }
    let strangers: [(&[u8], &str); 8] = [
        (b"%PDF-", "a PDF"),
        (b"{\\rtf", "an RTF file"),
        (b"\x89PNG", "a picture"),
        (b"\xFF\xD8\xFF", "a picture"),
        (b"GIF8", "a picture"),
        (b"\x1F\x8B", "a packed file"),
        (b"7z\xBC\xAF", "a packed file"),
        (b"Rar!", "a packed file"),
    ];
    if let Some((_, what)) = strangers.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(SheetFault::NotASpreadsheet {
            what: (*what).to_owned(),
        });
    }
    Ok(())
}

pub(super) const fn too_large(size: u64) -> SheetFault {
    SheetFault::TooLarge {
        megabytes: size.div_ceil(1 << 20),
        limit: FILE >> 20,
    }
}
