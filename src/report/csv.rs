//! Writes CSV for a spreadsheet: every sheet of the document below the one before.
//!
//! One table of one width: the first column names the sheet, so that it can be filtered. UTF-8 with
//! a byte order mark and CRLF, as Excel wants it; a text that a spreadsheet would take for a
//! formula has an apostrophe before it.
//!
//! The questionnaire is one table of its own columns, which `crate::import` reads back; its last
//! row names the parts that a CSV cannot contain.

use super::document::{Cell, ReportDocument, Sheet};
use super::format::{FormatSpec, Writer};
use super::lost::in_sheets;
use super::questionnaire::{ABOUT, Column, META, PAPERS, is_section};
use crate::base::Word as _;

/// Name of the format in a sentence.
const WRITTEN: &str = "CSV";

/// The row of the format.
pub(super) const FORMAT: FormatSpec = FormatSpec {
    label: "CSV, for a spreadsheet",
    is_text: true,
    has_tables: true,
    is_spreadsheet: true,
    writer: Writer::Whole(write),
};

/// Returns the document as CSV.
fn write(document: &ReportDocument) -> Vec<u8> {
    if document.sheets.iter().any(is_section) {
        return questionnaire(document);
    }
    let about = about(document, &in_sheets(document, WRITTEN));
    let sheets: Vec<&Sheet> = document.sheets.iter().chain([&about]).collect();
    let width = sheets
        .iter()
        .map(|sheet| sheet.header.len())
        .max()
        .unwrap_or(0)
        + 1;
    let mut writer = writer();
    for sheet in &sheets {
        let head = std::iter::once("sheet".to_owned())
            .chain(sheet.header.iter().map(|head| neutral(head)));
        record(&mut writer, head, width);
        for row in &sheet.rows {
            let cells = std::iter::once(neutral(&sheet.name))
                .chain(row.iter().map(|cell| say(cell, neutral)));
            record(&mut writer, cells, width);
        }
    }
    writer.into_inner().unwrap_or_default()
}

fn writer() -> csv::Writer<Vec<u8>> {
    csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec())
}

fn say(cell: &Cell, neutral: fn(&str) -> String) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => neutral(text),
        Cell::Number(number) => number.to_string(),
        Cell::Day(day) => day.to_string(),
    }
}

/// Returns the questionnaire: all sections in one table.
fn questionnaire(document: &ReportDocument) -> Vec<u8> {
    let width = Column::ALL.len() + 1;
    let mut writer = writer();
    let head = Column::ALL.iter().map(ToString::to_string);
    record(&mut writer, head.chain(["section".to_owned()]), width);
    for sheet in document.sheets.iter().filter(|sheet| is_section(sheet)) {
        for row in &sheet.rows {
            let cells = row.iter().map(|cell| say(cell, exactly_neutral));
            record(
                &mut writer,
                cells.chain([exactly_neutral(&sheet.name)]),
                width,
            );
        }
    }
    let meta: Vec<String> = document
        .sheets
        .iter()
        .filter(|sheet| sheet.name == META)
        .flat_map(|sheet| &sheet.rows)
        .map(|row| {
            let cells: Vec<String> = row.iter().map(|cell| say(cell, str::to_owned)).collect();
            cells.join(": ")
        })
        .collect();
    let house = &document.house;
    let head: Vec<&str> = house.head().chain([house.footer.as_str()]).collect();
    let about = format!(
        "Leave this row as it is. This file is CSV. It leaves out the lists to choose from and the \
         guide{}; a text that a spreadsheet would take for a formula has an apostrophe before it. \
         The XLSX has them all, and the JSON every text exactly. {}. {}",
        if document.sheets.iter().any(|sheet| sheet.name == PAPERS) {
            ", and the list of the documents"
        } else {
            ""
        },
        meta.join("; "),
        head.join("; ").trim_matches([';', ' '])
    );
    record(&mut writer, [ABOUT.to_owned(), about].into_iter(), width);
    writer.into_inner().unwrap_or_default()
}

fn record(writer: &mut csv::Writer<Vec<u8>>, cells: impl Iterator<Item = String>, width: usize) {
    let mut cells: Vec<String> = cells.collect();
    cells.resize(width, String::new());
    // Writing to memory cannot fail, and every record has the same width.
    let _ = writer.write_record(&cells);
}

/// Neutralises a text so that removing the apostrophe again gives exactly the original.
fn exactly_neutral(text: &str) -> String {
    let bare = text.trim_start_matches('\'');
    if bare.len() < text.len() && is_formula(bare) {
        format!("'{text}")
    } else {
        neutral(text)
    }
}

/// Returns a text without the apostrophe that keeps a spreadsheet from taking it for a formula.
pub fn plain(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if is_formula(rest.trim_start_matches('\'')) => rest,
        _ => text,
    }
}

/// Returns a text that no spreadsheet takes for a formula.
pub(super) fn neutral(text: &str) -> String {
    if is_formula(text) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// Returns the sheet about the tables: letterhead, title, and the parts that are not in the file.
pub(super) fn about(document: &ReportDocument, lost: &str) -> Sheet {
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let mut add = |label: &str, text: &str| {
        if !text.is_empty() {
            rows.push(vec![label.into(), text.into()]);
        }
    };
    for line in document.house.head() {
        add("letterhead", line);
    }
    add("title", &document.title);
    add("subtitle", &document.subtitle);
    add("foot", &document.house.footer);
    add(LEFT_OUT, lost);
    Sheet {
        name: "about".to_owned(),
        header: vec!["what".to_owned(), "value".to_owned()],
        rows,
    }
}

/// The label of the notice about parts that this file cannot contain.
const LEFT_OUT: &str = "not in this file";

fn is_formula(text: &str) -> bool {
    let starts = text
        .trim_start_matches([' ', '\u{a0}', '\u{3000}'])
        .chars()
        .next();
    matches!(
        starts,
        Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠' | '−')
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_is_taken_for_a_formula() {
        for hostile in [
            "=1+1",
            " =cmd|' /C calc'!A0",
            "+1",
            "-1",
            "@SUM(A1)",
            "\t=1",
            "＝1",
            "−1",
        ] {
            assert!(neutral(hostile).starts_with('\''), "{hostile}");
        }
        for same in ["", "=1", "'=1", "''=1", "'a", " -1", "it's"] {
            let written = exactly_neutral(same);
            assert!(!is_formula(&written), "{same}");
            assert_eq!(plain(&written), same);
        }
        for plain in ["a=b", "£1", "1 − 1", "", "e-mail"] {
            assert_eq!(neutral(plain), plain);
        }
    }
}
