//! Excel workbooks: cell by cell.

use std::io::Cursor;
use std::sync::Arc;

use calamine::{DataRef, Reader as _, SheetType, SheetVisible, Xlsx, XlsxError};
use chrono::NaiveDate;

use super::super::super::error::{Fault, Stop};
use super::super::super::paper::{Besides, PaperKind};
use super::super::super::raw::{Halt, LineSink, NOTE};
use super::super::docx::words_of;
use super::super::{Archive, Bytes, file_name};
use super::{Sheets, hidden, too_much};
use crate::wording::say_day;

/// The most cells that are looked at, with something in them or not.
const LOOKED_AT: usize = 20_000_000;
/// The most cells that are looked at for results that are not in the file.
const FORMULAS: usize = 200_000;

/// Reads a workbook, by the path of its main part.
pub(in super::super) fn read(
    bytes: Arc<Vec<u8>>,
    archive: &mut Archive,
    main: &str,
    sink: &mut dyn LineSink,
) -> Result<(), Halt> {
    let mut besides = Vec::new();
    let attached = archive.paths_that(|path| path.contains("/embeddings/"));
    if !attached.is_empty() {
        let names = attached.iter().map(|path| file_name(path)).collect();
        besides.push(Besides::Attachments(names));
    }
    let mut book = Xlsx::new(Cursor::new(Bytes(bytes))).map_err(|why| fault(&why))?;
    let mut sheets = Sheets::default();
    let ended =
        walk(&mut sheets, &mut book, archive, main).and_then(|()| others(&mut sheets, archive));
    sheets.finish(PaperKind::Xlsx, besides, ended, sink)
}

fn walk(
    sheets: &mut Sheets,
    book: &mut Xlsx<Cursor<Bytes>>,
    archive: &mut Archive,
    main: &str,
) -> Result<(), Halt> {
    let paths = hidden::paths(archive, main)?;
    let about: Vec<(String, bool)> = book
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| (sheet.name.clone(), sheet.visible != SheetVisible::Visible))
        .collect();
    let mut looked = 0;
    for (name, is_hidden) in about {
        sheets.begin(&name, is_hidden)?;
        if let Some(path) = paths.get(&name) {
            sheets.hidden = hidden::of_sheet(archive, path);
        }
        let mut cells = match book.worksheet_cells_reader(&name) {
            Ok(cells) => cells,
            Err(XlsxError::NotAWorksheet(_)) => continue,
            Err(_) => return Err(Stop::Damaged.into()),
        };
        while let Some(cell) = cells.next_cell().map_err(|_| Halt::from(Stop::Damaged))? {
            looked += 1;
            if looked > LOOKED_AT {
                return Err(too_much(&format!("{LOOKED_AT} cells")).into());
            }
            let (row, column) = cell.get_position();
            let place = |one: u32| usize::try_from(one).unwrap_or(usize::MAX);
            let text = shown(cell.get_value());
            sheets.cell(place(row).saturating_add(1), place(column), &text)?;
        }
        drop(cells);
        sheets.end_row()?;
        let missing = without_result(book, &name);
        if missing > 0 {
            let what = if missing == 1 { "cell" } else { "cells" };
            sheets.missing.push(format!(
                "{missing} {what} of the sheet {name} whose formula has no result in the file"
            ));
        }
    }
    Ok(())
}

/// Returns the number of cells whose formula no spreadsheet program has worked out: they look blank.
fn without_result(book: &mut Xlsx<Cursor<Bytes>>, sheet: &str) -> usize {
    let Ok(mut cells) = book.worksheet_cells_reader(sheet) else {
        return 0;
    };
    let mut missing = 0;
    for _ in 0..FORMULAS {
        let Ok(Some(cell)) = cells.next_cell_with_formula_metadata() else {
            break;
        };
        missing += usize::from(cell.formula.is_some() && matches!(cell.value, DataRef::Empty));
    }
    missing
}

/// Adds the comments, and the words in charts and drawings.
fn others(sheets: &mut Sheets, archive: &mut Archive) -> Result<(), Halt> {
    const WHERE: [&str; 4] = [
        "xl/comments",
        "xl/threadedComments/",
        "xl/drawings/drawing",
        "xl/charts/chart",
    ];
    let mut paths = archive.paths_that(|path| {
        let is_of = WHERE.iter().any(|start| path.starts_with(start));
        is_of && path.rsplit('.').next() == Some("xml")
    });
    paths.sort();
    paths.truncate(1_000);
    let mut notes = Vec::new();
    for path in paths {
        if let Some(xml) = archive.part(&path)? {
            let page = words_of(&xml, NOTE);
            notes.extend(page.lines.into_iter().map(|line| line.text));
        }
    }
    if !notes.is_empty() {
        sheets.begin("Comments and drawings", false)?;
        for note in notes {
            sheets.note(note);
        }
    }
    Ok(())
}

/// Returns the value of a cell as text.
fn shown(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number_shown(*number),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.clone()
        }
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(true) => "TRUE".to_owned(),
        DataRef::Bool(false) => "FALSE".to_owned(),
        DataRef::Error(error) => error.to_string(),
        DataRef::DateTime(when) => {
            let (year, month, day, ..) = when.to_ymd_hms_milli();
            match NaiveDate::from_ymd_opt(year.into(), month.into(), day.into()) {
                Some(day) if when.is_datetime() => say_day(day),
                _ => number_shown(when.as_f64()),
            }
        }
    }
}

/// Returns a number with as many digits as a spreadsheet keeps.
fn number_shown(number: f64) -> String {
    let text = format!("{number:.9}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if number.abs() < 1e15 && text.parse::<f64>().is_ok_and(|one| one != 0.0) {
        text.to_owned()
    } else {
        number.to_string()
    }
}

fn fault(why: &XlsxError) -> Halt {
    match why {
        XlsxError::Password => Fault::NeedsPassword.into(),
        _ => Fault::Damaged {
            what: PaperKind::Xlsx.label().to_owned(),
        }
        .into(),
    }
}
