//! Reads CSV and its relatives: separated by comma, semicolon or tab, in UTF-8, UTF-16 or
//! Windows-1252.
//!
//! The parser is our own, because rows must be counted as a spreadsheet shows them, empty ones too,
//! and nothing may be taken beyond the limits. A quotation mark inside a bare field is an ordinary
//! character; the end of the file closes an open quotation.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use super::book::{BookCell, Left, Rows};
use super::columns;
use super::fault::SheetFault;
use crate::report::without_apostrophe;

/// Number of rows looked at to find the separator.
const LOOK: usize = 100;

/// Most fields read of a row: as many as a spreadsheet can hold.
const WIDEST: usize = 16_384;

/// Returns the rows of a text, and the notices about reading it.
pub(super) fn read(bytes: &[u8], left: &mut Left) -> Result<(Rows, Vec<String>), SheetFault> {
    let (text, mut notices) = decode(bytes)?;
    let (said, text) = separator_line(&text);
    let (first, skipped) = (text, usize::from(said.is_some()));
    let separator = said.unwrap_or_else(|| sniff(first));
    let mut rows = Rows::default();
    let mut open = false;
    for (number, fields) in (1_u32..).zip(Records::new(first, separator, &mut open)) {
        let number = number.saturating_add(u32::try_from(skipped).unwrap_or(0));
        for (column, field) in (0_u32..).zip(fields) {
            left.look()?;
            let field = without_apostrophe(&field).to_owned();
            rows.put(left, number, column, BookCell::Text(field))?;
        }
    }
    if open {
        notices.push(
            "The last field opens a quotation mark that is never closed: everything after it is in \
             one cell."
                .to_owned(),
        );
    }
    Ok((rows, notices))
}

/// Decodes the bytes of a file, with notices about the encoding.
fn decode(bytes: &[u8]) -> Result<(String, Vec<String>), SheetFault> {
    let mut notices = Vec::new();
    let encoding = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        None if std::str::from_utf8(bytes).is_ok() => UTF_8,
        None => {
            notices.push(
                "The file is not UTF-8; it was read as Windows-1252 (an old Excel CSV). If letters \
                 look wrong, save it as “CSV UTF-8” or XLSX."
                    .to_owned(),
            );
            WINDOWS_1252
        }
    };
    let (text, _, _) = encoding.decode(bytes);
    let zeros = text.chars().take(4096).filter(|c| *c == '\0').count();
    let start = text.trim_start();
    let markup = ["<!doctype", "<html", "<?xml", "<table"];
    let head: String = start.chars().take(12).collect::<String>().to_lowercase();
    if zeros > 0 {
        return Err(SheetFault::NotASpreadsheet {
            what: "a file of an unknown kind".to_owned(),
        });
    }
    if markup.iter().any(|mark| head.starts_with(mark)) {
        return Err(SheetFault::NotASpreadsheet {
            what: "a web page or XML".to_owned(),
        });
    }
    if start.is_empty() {
        return Err(SheetFault::Empty);
    }
    Ok((text.into_owned(), notices))
}

/// Splits off Excel's own first line, `sep=;`, and returns the separator that it names.
fn separator_line(text: &str) -> (Option<char>, &str) {
    let line = text.lines().next().unwrap_or_default();
    let mut letters = line.trim_end().chars();
    let told = line.to_ascii_lowercase().starts_with("sep=") && letters.by_ref().nth(3).is_some();
    match (told, letters.next(), letters.next()) {
        (true, Some(separator @ (',' | ';' | '\t' | '|')), None) => {
            let rest = text.split_once('\n').map_or("", |(_, rest)| rest);
            (Some(separator), rest)
        }
        _ => (None, text),
    }
}

/// Returns the separator under which a header row is best understood; else the one that gives the
/// most fields.
fn sniff(text: &str) -> char {
    let score = |separator: char| {
        let mut open = false;
        let mut best = 0;
        let mut widest = 0;
        for fields in Records::new(text, separator, &mut open).take(LOOK) {
            best = best.max(columns::understood(fields.iter().map(String::as_str)));
            widest = widest.max(fields.len());
        }
        (best, widest)
    };
    [',', ';', '\t']
        .into_iter()
        .rev()
        .max_by_key(|separator| score(*separator))
        .unwrap_or(',')
}

/// Iterator over the records of a text, empty lines included.
struct Records<'t, 'o> {
    rest: std::iter::Peekable<std::str::Chars<'t>>,
    separator: char,
    open: &'o mut bool,
}

impl<'t, 'o> Records<'t, 'o> {
    fn new(text: &'t str, separator: char, open: &'o mut bool) -> Self {
        Self {
            rest: text.chars().peekable(),
            separator,
            open,
        }
    }
}

impl Iterator for Records<'_, '_> {
    type Item = Vec<String>;

    fn next(&mut self) -> Option<Vec<String>> {
        self.rest.peek()?;
        let mut fields = Vec::new();
        let mut field = String::new();
        let mut quoted = false;
        let mut fresh = true;
        while let Some(c) = self.rest.next() {
            if quoted {
                if c != '"' {
                    field.push(c);
                } else if self.rest.peek() == Some(&'"') {
                    self.rest.next();
                    field.push('"');
                } else {
                    quoted = false;
                }
            } else if c == '"' && fresh {
                // Spaces before a quotation mark are not part of the text.
                field.clear();
                quoted = true;
                fresh = false;
            } else if c == self.separator {
                let field = std::mem::take(&mut field);
                if fields.len() < WIDEST {
                    fields.push(field);
                }
                fresh = true;
            } else if c == '\n' || c == '\r' {
                if c == '\r' && self.rest.peek() == Some(&'\n') {
                    self.rest.next();
                }
                fields.push(field);
                return Some(fields);
            } else {
                fresh = fresh && c == ' ';
                field.push(c);
            }
        }
        *self.open = quoted;
        fields.push(field);
        Some(fields)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(bytes: &[u8]) -> Vec<(u32, Vec<(u16, String)>)> {
        let (rows, _) = read(bytes, &mut Left::all()).expect("a text");
        rows.so_far
            .into_iter()
            .map(|row| {
                let cells = row.cells.into_iter();
                (
                    row.number,
                    cells.map(|(at, cell)| (at, cell.text())).collect(),
                )
            })
            .collect()
    }

    fn cell(at: u16, text: &str) -> (u16, String) {
        (at, text.to_owned())
    }

    #[test]
    fn the_separator_and_the_letters_are_found_out() {
        let expected = vec![
            (1, vec![cell(0, "Ref"), cell(1, "Status")]),
            (3, vec![cell(0, "a, b"), cell(1, "Gŵyr; x")]),
        ];
        for text in [
            "Ref,Status\r\n\r\n\"a, b\",Gŵyr; x\r\n",
            "\u{feff}Ref;Status\n\na, b;\"Gŵyr; x\"",
            "Ref\tStatus\r\ra, b\tGŵyr; x",
        ] {
            assert_eq!(rows(text.as_bytes()), expected, "{text}");
        }
        let wide: Vec<u8> = "\u{feff}Ref\tStatus\n\na, b\tGŵyr; x"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(rows(&wide), expected);
        assert_eq!(
            rows(b"sep=;\r\nRef;Status\r\n\xA3 1;\x93x\x94"),
            [
                (2, vec![cell(0, "Ref"), cell(1, "Status")]),
                (3, vec![cell(0, "£ 1"), cell(1, "“x”")]),
            ]
        );
    }

    #[test]
    fn quotation_marks_hold_what_they_enclose() {
        assert_eq!(
            rows(b"Ref,Note\na,\"one\n\"\"two\"\", three\"\nb, \"x\" \nc,5\" pipe\n"),
            [
                (1, vec![cell(0, "Ref"), cell(1, "Note")]),
                (2, vec![cell(0, "a"), cell(1, "one\n\"two\", three")]),
                (3, vec![cell(0, "b"), cell(1, "x")]),
                (4, vec![cell(0, "c"), cell(1, "5\" pipe")]),
            ]
        );
    }

    #[test]
    fn what_is_no_table_is_turned_away() {
        assert!(read(b"a\0b", &mut Left::all()).is_err());
        assert!(read(b"<html>", &mut Left::all()).is_err());
        assert!(read(b" \n ", &mut Left::all()).is_err());
    }
}
