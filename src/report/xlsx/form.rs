//! Writes the questionnaire as a workbook: lists to choose from, cells to fill in set apart from
//! those to leave alone, and columns for the program hidden.
//!
//! The sheets are protected without a password: the cells to fill in are open, and so are the rows
//! below the last. Everything is checked when it is read back.

use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DataValidationRule, ExcelDateTime, Formula,
    Worksheet, XlsxError,
};

use super::names::SheetNames;
use super::{WorkbookBuilder, column, height, row, say};
use crate::base::Word as _;
use crate::checklist::Status;
use crate::report::document::{Cell, Sheet};
use crate::report::questionnaire::{AnswerKind, CHOICES, Column, PAPERS, source_words};

/// Number of rows under the last one that have the lists as well, for rows that are added.
const SPARE: u32 = 200;

/// The last column that is printed: on paper the columns after it could not be read.
const LAST_PRINTED: Column = Column::Page;
/// The note at the foot of a page about the others.
const NOT_PRINTED: &str = "Columns to the right of “Page” are not printed";

/// References shared by the sheets of a questionnaire.
pub(super) struct FormRefs {
    names: Vec<String>,
    /// The rows of each question in the sheet of choices: first and last, counted from 1.
    choices: Vec<(String, u32, u32)>,
    choices_sheet: String,
    /// The range with the titles of the documents, as a formula.
    papers: Option<String>,
}

impl FormRefs {
    /// Names all sheets of a document and finds the ranges that they share.
    pub(super) fn of(sheets: &[&Sheet], names: &mut SheetNames) -> Self {
        let given: Vec<String> = sheets.iter().map(|sheet| names.free(&sheet.name)).collect();
        let sheet_called = |wanted: &str| {
            sheets
                .iter()
                .zip(&given)
                .find(|(sheet, _)| sheet.name == wanted)
        };
        let mut choices: Vec<(String, u32, u32)> = Vec::new();
        let mut choices_sheet = String::new();
        if let Some((sheet, name)) = sheet_called(CHOICES) {
            choices_sheet.clone_from(name);
            for (place, cells) in sheet.rows.iter().enumerate() {
                let question = cells.first().map(say).unwrap_or_default();
                let at = row(place + 2);
                match choices.last_mut() {
                    Some((same, _, last)) if *same == question => *last = at,
                    _ => choices.push((question, at, at)),
                }
            }
        }
        let papers = sheet_called(PAPERS)
            .filter(|(sheet, _)| !sheet.rows.is_empty())
            .map(|(sheet, name)| format!("{}!$A$2:$A${}", quoted(name), sheet.rows.len() + 1));
        Self {
            names: given,
            choices,
            choices_sheet,
            papers,
        }
    }

    /// Returns the name of a sheet by its position.
    pub(super) fn name(&self, place: usize) -> &str {
        self.names.get(place).map_or("Sheet", String::as_str)
    }

    /// Writes a sheet of questions to be answered.
    pub(super) fn section(
        &self,
        out: &mut WorkbookBuilder,
        page: &mut Worksheet,
        name: &str,
        rows: &[Vec<Cell>],
    ) -> Result<(), XlsxError> {
        let titles: Vec<&str> = Column::ALL.iter().map(|one| one.title()).collect();
        let widths: Vec<f64> = Column::ALL.iter().map(|one| width(*one)).collect();
        let seen: Vec<f64> = Column::ALL
            .iter()
            .map(|one| {
                if is_hidden(*one) {
                    f64::MAX
                } else {
                    width(*one)
                }
            })
            .collect();
        let head = out.looks.head.clone();
        for (place, title) in titles.iter().enumerate() {
            out.text(page, name, 0, column(place), title, &head)?;
        }
        page.set_row_height(0, height(&titles, &seen))?;
        let (quiet, fill, day, as_text) = (
            out.looks.quiet.clone(),
            out.looks.fill.clone(),
            out.looks.fill_day.clone(),
            out.looks.fill_text.clone(),
        );
        for (at, cells) in rows.iter().enumerate() {
            let row = row(at + 1);
            for (place, (which, cell)) in Column::ALL.iter().zip(cells).enumerate() {
                let here = column(place);
                if is_hidden(*which) {
                    out.cell(page, name, row, here, cell, &quiet, &day)?;
                    continue;
                }
                let look = match which {
                    one if !is_to_fill(*one) => &quiet,
                    one if is_day(*one) => &day,
                    Column::Paragraph | Column::PrintedPage => &as_text,
                    _ => &fill,
                };
                if *cell == Cell::Empty {
                    page.write_blank(row, here, look)?;
                } else {
                    out.cell(page, name, row, here, cell, look, &day)?;
                }
            }
            self.value(page, row, cells, &day)?;
            let texts: Vec<String> = cells.iter().map(say).collect();
            page.set_row_height(row, height(&texts, &seen))?;
        }
        for (place, (which, width)) in Column::ALL.iter().zip(&widths).enumerate() {
            let here = column(place);
            page.set_column_width(here, *width)?;
            page.set_column_format(here, &out.looks.open)?;
            if is_hidden(*which) {
                page.set_column_hidden(here)?;
            }
        }
        self.lists(page, row(rows.len()) + SPARE)?;
        page.autofilter(0, 0, row(rows.len()), column(Column::ALL.len() - 1))?;
        page.set_freeze_panes(1, 2)?;
        // Question and answer lie on one page, whatever their width.
        out.print(page, 0.0, NOT_PRINTED)?;
        let printed = place_of(LAST_PRINTED);
        page.set_print_area(0, 0, row(rows.len()), column(printed))?;
        page.set_repeat_rows(0, 0)?;
        Ok(())
    }

    /// Sets the values allowed under Value in one row.
    fn value(
        &self,
        page: &mut Worksheet,
        row: u32,
        cells: &[Cell],
        day: &rust_xlsxwriter::Format,
    ) -> Result<(), XlsxError> {
        let at = |which: Column| cells.get(place_of(which)).map(say).unwrap_or_default();
        let question = at(Column::Question);
        let kind = AnswerKind::in_cell(&at(Column::AnsweredWith));
        let here = column(place_of(Column::Value));
        let of_question = self.choices.iter().find(|(one, ..)| *one == question);
        let rule = if let Some((_, first, last)) = of_question {
            let list = format!("{}!$C${first}:$C${last}", quoted(&self.choices_sheet));
            DataValidation::new()
                .allow_list_formula(Formula::new(list))
                .set_error_title("Not in the list")?
                .set_error_message("Please choose one of the list.")?
        } else if kind == Some(AnswerKind::Date) {
            page.set_cell_format(row, here, day)?;
            day_rule()?
        } else if kind == Some(AnswerKind::Number) {
            DataValidation::new()
                .allow_decimal_number(DataValidationRule::Between(-1e15, 1e15))
                .set_error_style(DataValidationErrorStyle::Warning)
                .set_error_title("A number?")?
                .set_error_message("A number is expected here. Keep it all the same?")?
        } else {
            return Ok(());
        };
        page.add_data_validation(row, here, row, here, &rule)?;
        Ok(())
    }

    /// Sets the values allowed in the other columns.
    fn lists(&self, page: &mut Worksheet, last: u32) -> Result<(), XlsxError> {
        let statuses: Vec<&str> = Status::ALL.iter().map(|one| one.spec().in_form).collect();
        let status = DataValidation::new()
            .allow_list_strings(&statuses)?
            .set_error_title("Not in the list")?
            .set_error_message("Please choose one of the list, or leave it blank.")?;
        let source = DataValidation::new()
            .allow_list_strings(&source_words())?
            .set_error_title("Not in the list")?
            .set_error_message("Please choose one of the list, or leave it blank.")?;
        let page_number = DataValidation::new()
            .allow_whole_number(DataValidationRule::Between(1, 100_000))
            .set_error_style(DataValidationErrorStyle::Warning)
            .set_error_title("A page?")?
            .set_error_message("The number of one page is expected. Keep it all the same?")?;
        let mut rules = vec![
            (Column::Status, status),
            (Column::Source, source),
            (Column::Page, page_number),
            (Column::Date, day_rule()?),
            (Column::AskedOn, day_rule()?),
        ];
        if let Some(papers) = &self.papers {
            // A document that is not in the list may be typed in.
            let known = DataValidation::new()
                .allow_list_formula(Formula::new(papers))
                .show_error_message(false);
            rules.push((Column::Document, known));
        }
        for (which, rule) in rules {
            let here = column(place_of(which));
            page.add_data_validation(1, here, last, here, &rule)?;
        }
        Ok(())
    }
}

/// Writes the sheet with the instructions.
pub(super) fn guide(
    out: &mut WorkbookBuilder,
    page: &mut Worksheet,
    name: &str,
    sheet: &Sheet,
) -> Result<(), XlsxError> {
    let widths = [20.0, 100.0];
    let (text, strong) = (out.looks.text.clone(), out.looks.strong.clone());
    let caption = out.caption.clone();
    out.text(
        page,
        name,
        0,
        0,
        &caption,
        &strong.clone().set_font_size(14).unset_text_wrap(),
    )?;
    page.set_row_height(0, 24)?;
    for (at, cells) in sheet.rows.iter().enumerate() {
        let row = row(at + 1);
        for (place, cell) in cells.iter().take(2).enumerate() {
            let look = if place == 0 { &strong } else { &text };
            out.cell(page, name, row, column(place), cell, look, look)?;
        }
        let texts: Vec<String> = cells.iter().map(say).collect();
        page.set_row_height(row, height(&texts, &widths) + 4.0)?;
    }
    for (place, width) in widths.iter().enumerate() {
        page.set_column_width(column(place), *width)?;
    }
    page.set_screen_gridlines(false);
    out.print(page, widths.iter().sum(), "")
}

fn day_rule() -> Result<DataValidation, XlsxError> {
    let first = ExcelDateTime::from_ymd(1900, 1, 1)?;
    let last = ExcelDateTime::from_ymd(2199, 12, 31)?;
    DataValidation::new()
        .allow_date(DataValidationRule::Between(first, last))
        .set_error_style(DataValidationErrorStyle::Warning)
        .set_error_title("A date?")?
        .set_error_message("A date is expected, day first: 03/04/2003. Keep it all the same?")
}

/// Returns the name of a sheet, quoted for a formula.
fn quoted(name: &str) -> String {
    format!("'{}'", name.replace('\'', "''"))
}

fn place_of(which: Column) -> usize {
    Column::ALL
        .iter()
        .position(|one| *one == which)
        .unwrap_or_default()
}

/// Returns true if a colleague writes in the column.
const fn is_to_fill(which: Column) -> bool {
    !matches!(
        which,
        Column::Question
            | Column::Ask
            | Column::Core
            | Column::ProvedBy
            | Column::UsualFailure
            | Column::AnsweredWith
    )
}

const fn is_day(which: Column) -> bool {
    matches!(which, Column::Date | Column::AskedOn)
}

/// Returns true if only the program writes in the column.
const fn is_hidden(which: Column) -> bool {
    matches!(
        which,
        Column::SearchedDocuments
            | Column::SearchedPages
            | Column::SearchedWords
            | Column::SearchedOn
            | Column::UnreadPages
            | Column::Piece
    )
}

const fn width(which: Column) -> f64 {
    match which {
        Column::Ask | Column::Quote => 38.0,
        Column::Note => 34.0,
        Column::AnsweredWith => 32.0,
        Column::ProvedBy | Column::UsualFailure => 26.0,
        Column::Document | Column::Contested => 24.0,
        Column::AskedFor | Column::Reply => 22.0,
        Column::Place | Column::OfWhom | Column::By => 17.0,
        Column::Question => 14.0,
        Column::Status | Column::Value => 13.0,
        Column::Date | Column::AskedOn | Column::Paragraph | Column::Source => 11.5,
        Column::PrintedPage => 9.0,
        Column::Page | Column::Core => 7.0,
        _ => 12.0,
    }
}
