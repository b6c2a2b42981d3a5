//! Writes XLSX for a spreadsheet: a sheet for every sheet of a document, the questionnaire with
//! lists to choose from.
//!
//! A text is always a text and never a formula; days are days and numbers numbers. A text too long
//! for a cell is cut, with a notice in the cell and on a sheet of its own. Row heights are set
//! here, for not every spreadsheet program fits them by itself.
//!
//! A workbook that somebody else fills in is protected, without a password, except for the cells to
//! fill in; the user's own record is not, since a spreadsheet sorts no protected rows.

mod form;
mod names;
mod properties;

use chrono::{Datelike as _, NaiveDate};
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, ProtectionOptions, Workbook,
    Worksheet, XlsxError,
};

use super::document::{Cell, ReportDocument, Sheet};
use super::format::{FormatSpec, Writer};
use super::lost::in_sheets;
use super::{Reader, csv, questionnaire};
use names::SheetNames;

/// Name of the format in a sentence.
const WRITTEN: &str = "a workbook";

/// The row of the format.
pub(super) const FORMAT: FormatSpec = FormatSpec {
    label: "XLSX, for Excel or LibreOffice",
    is_text: false,
    has_tables: true,
    is_spreadsheet: true,
    writer: Writer::Whole(write),
};

/// Mark at the end of a text that was cut, before the number of missing characters.
const CUT: &str = "[cut here:";
/// The end of that mark, after the number of characters left out.
const CUT_END: &str = "more characters]";
/// Longest text of a cell, in UTF-16 units.
const CELL: usize = 32_767;
/// Most rows of a sheet under its header.
const ROWS: usize = 1_048_575;
/// Most columns of a sheet.
const COLUMNS: usize = 16_384;
/// Largest height of a row, in points.
const HIGHEST: f64 = 409.0;
/// Height of a line, in points.
const LINE: f64 = 13.5;
/// Number of letters of this size in the width of one column unit; a little less than measured.
const LETTERS: f64 = 1.08;
/// The number for A4 in the format.
const A4: u8 = 9;
/// Form of a day: a month in figures would be read as a day by a program of another country.
const DAY: &str = "[$-809]d mmmm yyyy";
/// Widest table that can be read on the width of one page, in columns of characters.
const ONE_PAGE: f64 = 200.0;

/// Columns of a table that somebody writes sentences in.
const WRITTEN_IN: [&str; 3] = ["answer", "the council's reply", "their reply"];
/// Least width of such a column, in characters.
const ANSWER: usize = 45;
/// The last column of such a table that is printed; the rest is for the program.
const LAST_PRINTED: [&str; 3] = ["answered on", "date of reply", "replied by"];
/// Most characters in the width of a column, and of one in a table that somebody writes in.
const WIDEST: usize = 60;
const FORM_WIDEST: usize = 34;

/// Returns the document as a workbook.
fn write(document: &ReportDocument) -> Vec<u8> {
    // Every name, length and number is made fit before it is written, so this cannot fail.
    book(document, ROWS).unwrap_or_default()
}

fn book(document: &ReportDocument, most: usize) -> Result<Vec<u8>, XlsxError> {
    // The questionnaire has its guide.
    let is_form = document.sheets.iter().any(questionnaire::is_section);
    let about = (!is_form).then(|| csv::about(document, &in_sheets(document, WRITTEN)));
    let sheets: Vec<&Sheet> = document.sheets.iter().chain(&about).collect();
    let mut named = document.full_title();
    if is_form {
        named = named.replacen(&document.title, "Questionnaire", 1);
    }
    let mut workbook = Workbook::new();
    let mut properties = DocProperties::new()
        .set_title(short(&named, 200))
        .set_author(short(creator(document), 200));
    if let Ok(day) = excel_day(document.made) {
        properties = properties.set_creation_datetime(&day);
    }
    workbook.set_properties(&properties);
    let mut out = WorkbookBuilder {
        looks: CellFormats::new(),
        names: SheetNames::default(),
        lost: Vec::new(),
        caption: short(&named, 200),
        is_protected: document.kind.reader() != Reader::Own,
    };
    let form = form::FormRefs::of(&sheets, &mut out.names);
    for (place, sheet) in sheets.iter().enumerate() {
        // An empty table gets a sheet as well: its header shows what it could contain.
        let parts: Vec<&[Vec<Cell>]> = if sheet.rows.is_empty() {
            vec![&[]]
        } else {
            sheet.rows.chunks(most.max(1)).collect()
        };
        for (part, rows) in parts.into_iter().enumerate() {
            let name = if part == 0 {
                form.name(place).to_owned()
            } else {
                out.names.free(&sheet.name)
            };
            let page = workbook.add_worksheet();
            page.set_name(&name)?;
            if questionnaire::is_section(sheet) {
                form.section(&mut out, page, &name, rows)?;
            } else if sheet.name == questionnaire::GUIDE {
                form::guide(&mut out, page, &name, sheet)?;
            } else {
                out.table(page, &name, sheet, rows)?;
            }
            if sheet.name.starts_with('_') {
                page.set_very_hidden(true);
            }
            if out.is_protected {
                page.protect_with_options(&allowed());
            }
        }
    }
    out.losses(&mut workbook)?;
    Ok(properties::in_english(workbook.save_to_buffer()?))
}

/// Returns the name in the properties of the file: the author, else the program.
fn creator(document: &ReportDocument) -> &str {
    if document.author.is_empty() {
        "Scrutineer"
    } else {
        &document.author
    }
}

/// Returns what a protected sheet allows besides filling in its open cells.
fn allowed() -> ProtectionOptions {
    ProtectionOptions {
        format_cells: true,
        format_columns: true,
        format_rows: true,
        insert_rows: true,
        sort: true,
        use_autofilter: true,
        ..ProtectionOptions::default()
    }
}

/// The formats of cells.
struct CellFormats {
    head: Format,
    text: Format,
    day: Format,
    quiet: Format,
    fill: Format,
    fill_day: Format,
    fill_text: Format,
    open: Format,
    strong: Format,
}

impl CellFormats {
    fn new() -> Self {
        let base = Format::new()
            .set_font_size(10)
            .set_align(FormatAlign::Top)
            .set_text_wrap();
        let boxed = base
            .clone()
            .set_border(FormatBorder::Thin)
            .set_border_color("#BFBFBF");
        let fill = boxed.clone().set_unlocked().set_background_color("#FFFDF0");
        Self {
            head: boxed.clone().set_bold().set_background_color("#DDE3EA"),
            text: base.clone(),
            day: base
                .clone()
                .set_num_format(DAY)
                .set_align(FormatAlign::Left),
            quiet: boxed.set_font_color("#404040"),
            fill_day: fill
                .clone()
                .set_num_format(DAY)
                .set_align(FormatAlign::Left),
            // So that a paragraph typed as 8.10 does not become 8.1.
            fill_text: fill.clone().set_num_format("@"),
            fill,
            open: base.clone().set_unlocked(),
            strong: base.set_bold(),
        }
    }
}

/// A text that was cut to fit a cell.
struct CutText {
    sheet: String,
    cell: String,
    characters: usize,
}

/// Builder of a workbook.
struct WorkbookBuilder {
    looks: CellFormats,
    names: SheetNames,
    lost: Vec<CutText>,
    caption: String,
    /// True if only the cells to fill in can be changed.
    is_protected: bool,
}

impl WorkbookBuilder {
    /// Writes a table with its header, its columns and rows sized to their content.
    fn table(
        &mut self,
        page: &mut Worksheet,
        name: &str,
        sheet: &Sheet,
        rows: &[Vec<Cell>],
    ) -> Result<(), XlsxError> {
        // A table that somebody writes in has to fit on paper, and shows where to write.
        let is_form = sheet
            .header
            .iter()
            .any(|head| WRITTEN_IN.contains(&head.as_str()));
        let widest = if is_form { FORM_WIDEST } else { WIDEST };
        let widths: Vec<f64> = sheet
            .header
            .iter()
            .take(COLUMNS)
            .enumerate()
            .map(|(place, head)| width_of(head, rows, place, widest))
            .collect();
        let head = self.looks.head.clone();
        for (place, text) in sheet.header.iter().take(COLUMNS).enumerate() {
            self.text(page, name, 0, column(place), text, &head)?;
        }
        page.set_row_height(0, height(&sheet.header, &widths))?;
        for (at, cells) in rows.iter().enumerate() {
            let row = row(at + 1);
            for (place, cell) in cells.iter().take(COLUMNS).enumerate() {
                if is_form && *cell == Cell::Empty {
                    page.write_blank(row, column(place), &self.looks.fill)?;
                    continue;
                }
                let (text, day) = (self.looks.text.clone(), self.looks.day.clone());
                if self.is_protected && *cell == Cell::Empty {
                    page.write_blank(row, column(place), &self.looks.fill)?;
                }
                self.cell(page, name, row, column(place), cell, &text, &day)?;
            }
            let texts: Vec<String> = cells.iter().map(say).collect();
            page.set_row_height(row, height(&texts, &widths))?;
        }
        for (place, width) in widths.iter().enumerate() {
            page.set_column_width(column(place), *width)?;
            // The rows below the last are open.
            if self.is_protected {
                page.set_column_format(column(place), &self.looks.open)?;
            }
        }
        if let Some(last) = widths.len().checked_sub(1) {
            page.autofilter(0, 0, row(rows.len()), column(last))?;
        }
        page.set_freeze_panes(1, 0)?;
        let is_last = |head: &String| LAST_PRINTED.contains(&head.as_str());
        let last = sheet.header.iter().take(COLUMNS).position(is_last);
        let printed = match last.filter(|_| is_form) {
            Some(last) => {
                page.set_print_area(0, 0, row(rows.len()), column(last))?;
                last + 1
            }
            None => widths.len(),
        };
        self.print(page, widths.iter().take(printed).sum(), "")?;
        page.set_repeat_rows(0, 0)?;
        Ok(())
    }

    /// Sets A4 landscape, fitted to as few pages in width as can be read, with the title at the top
    /// and at the foot the page number and a note.
    fn print(&self, page: &mut Worksheet, width: f64, note: &str) -> Result<(), XlsxError> {
        page.set_paper_size(A4);
        page.set_landscape();
        page.set_margins(0.4, 0.4, 0.6, 0.6, 0.3, 0.3);
        let mut pages = 1;
        while width > ONE_PAGE * f64::from(pages) {
            pages += 1;
        }
        page.set_print_fit_to_pages(pages, 0);
        if pages > 1 {
            page.set_repeat_columns(0, 0)?;
        }
        // 255 characters at most, and none of them a code.
        let caption = short(&self.caption, 110).replace('&', "&&");
        page.set_header(format!("&L&9 {caption}"));
        page.set_footer(format!("&L&9 &A&C&9 {note}&R&9 Page &P of &N"));
        Ok(())
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "where it stands and how it looks"
    )]
    fn cell(
        &mut self,
        page: &mut Worksheet,
        name: &str,
        row: u32,
        column: u16,
        cell: &Cell,
        look: &Format,
        of_a_day: &Format,
    ) -> Result<(), XlsxError> {
        match cell {
            Cell::Empty => {}
            Cell::Text(text) => self.text(page, name, row, column, text, look)?,
            Cell::Number(number) if number.is_finite() => {
                page.write_number_with_format(row, column, *number, look)?;
            }
            Cell::Number(_) => self.text(page, name, row, column, &say(cell), look)?,
            Cell::Day(day) => match excel_day(*day) {
                Ok(excel) => {
                    page.write_datetime_with_format(row, column, &excel, of_a_day)?;
                }
                // A spreadsheet has no days before 1900.
                Err(_) => self.text(page, name, row, column, &say(cell), look)?,
            },
        }
        Ok(())
    }

    fn text(
        &mut self,
        page: &mut Worksheet,
        name: &str,
        row: u32,
        column: u16,
        text: &str,
        look: &Format,
    ) -> Result<(), XlsxError> {
        let (fits, missing) = fit(text);
        if missing > 0 {
            self.lost.push(CutText {
                sheet: name.to_owned(),
                cell: format!("{}{}", names::letters(column), row + 1),
                characters: missing,
            });
        }
        page.write_string_with_format(row, column, fits, look)?;
        Ok(())
    }

    /// Adds a sheet that lists the texts cut, if there are any.
    fn losses(&mut self, workbook: &mut Workbook) -> Result<(), XlsxError> {
        if self.lost.is_empty() {
            return Ok(());
        }
        let rows = self.lost.iter().map(|lost| {
            let number = u32::try_from(lost.characters).ok();
            vec![
                lost.sheet.as_str().into(),
                lost.cell.as_str().into(),
                number.into(),
                "the text is longer than a cell can hold; the audit and the JSON have it whole"
                    .into(),
            ]
        });
        let sheet = Sheet {
            name: questionnaire::LOST.to_owned(),
            header: ["sheet", "cell", "characters left out", "why"]
                .map(ToOwned::to_owned)
                .to_vec(),
            rows: rows.take(ROWS).collect(),
        };
        let name = self.names.free(&sheet.name);
        let page = workbook.add_worksheet();
        page.set_name(&name)?;
        self.table(page, &name, &sheet, &sheet.rows)
    }
}

fn excel_day(day: NaiveDate) -> Result<ExcelDateTime, XlsxError> {
    let year = u16::try_from(day.year()).unwrap_or(0);
    let small = |number: u32| u8::try_from(number).unwrap_or(0);
    ExcelDateTime::from_ymd(year, small(day.month()), small(day.day()))
}

/// Returns a cell as text.
fn say(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => text.clone(),
        Cell::Number(number) => number.to_string(),
        Cell::Day(day) => day.to_string(),
    }
}

/// Returns a text cut to fit a cell, and the number of characters left out.
fn fit(text: &str) -> (String, usize) {
    if text.len() <= CELL || text.encode_utf16().count() <= CELL {
        return (text.to_owned(), 0);
    }
    let all = text.chars().count();
    let mut units = 0;
    let kept: String = text
        .chars()
        .take_while(|c| {
            units += c.len_utf16();
            units <= CELL - 60
        })
        .collect();
    let missing = all - kept.chars().count();
    (format!("{kept} {CUT} {missing} {CUT_END}"), missing)
}

/// Returns the part that was kept of a text that was cut to fit a cell; `None` if it was not cut.
pub fn kept_of(cell: &str) -> Option<&str> {
    let (kept, mark) = cell.trim_end().rsplit_once(CUT)?;
    let missing = mark.trim_end().strip_suffix(CUT_END)?;
    missing.trim().parse::<usize>().ok()?;
    Some(kept.trim_end())
}

/// Returns a text of at most so many characters.
fn short(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "rows and columns are bounded by ROWS and COLUMNS"
)]
const fn row(place: usize) -> u32 {
    place as u32
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "rows and columns are bounded by ROWS and COLUMNS"
)]
const fn column(place: usize) -> u16 {
    place as u16
}

/// Returns the width for a column, from its longest line: between 8 and 61.
fn width_of(head: &str, rows: &[Vec<Cell>], place: usize, widest: usize) -> f64 {
    let longest = |text: &str| {
        text.lines()
            .map(|line| line.chars().take(60).count())
            .max()
            .unwrap_or(0)
    };
    let inside = rows
        .iter()
        .filter_map(|row| row.get(place))
        .map(|cell| match cell {
            Cell::Day(_) => 10,
            other => longest(&say(other)),
        })
        .max()
        .unwrap_or(0);
    let least = if WRITTEN_IN.contains(&head) {
        ANSWER
    } else {
        0
    };
    let width = inside.max(longest(head) + 3).clamp(7, widest).max(least);
    number(width) + 1.0
}

fn number(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::MAX, f64::from)
}

/// Returns the height of a row with these texts in columns of these widths, in points.
fn height<T: AsRef<str>>(texts: &[T], widths: &[f64]) -> f64 {
    let lines = texts
        .iter()
        .zip(widths)
        .map(|(text, width)| lines(text.as_ref(), *width * LETTERS))
        .max()
        .unwrap_or(1)
        .max(1);
    (number(lines) * LINE + 2.0).min(HIGHEST)
}

/// Returns the number of lines that a text needs in a column, broken between words.
///
/// Counting stops beyond the number that the highest row can show.
fn lines(text: &str, width: f64) -> usize {
    let mut lines = 0;
    for line in text.lines() {
        let mut used = 0.0;
        lines += 1;
        for word in line.split(' ') {
            let long = number(word.chars().count());
            if used > 0.0 && used + 1.0 + long > width {
                lines += 1;
                used = 0.0;
            }
            used += long + if used > 0.0 { 1.0 } else { 0.0 };
            while used > width {
                used -= width;
                lines += 1;
            }
            if lines > 40 {
                return lines;
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Kind;

    fn document(sheets: Vec<Sheet>) -> ReportDocument {
        ReportDocument {
            house: crate::report::setting::Letterhead::default(),
            kind: Kind::Record,
            author: String::new(),
            made: NaiveDate::from_ymd_opt(2026, 12, 4).expect("a day"),
            title: "T & U".to_owned(),
            subtitle: "S".to_owned(),
            meta: Vec::new(),
            blocks: Vec::new(),
            notes: Vec::new(),
            sheets,
        }
    }

    fn one(name: &str, rows: Vec<Vec<Cell>>) -> Sheet {
        Sheet {
            name: name.to_owned(),
            header: vec!["a".to_owned(), "b".to_owned()],
            rows,
        }
    }

    fn read(bytes: Vec<u8>) -> Vec<(String, Vec<String>)> {
        use calamine::{Reader as _, Xlsx};
        let mut book = Xlsx::new(std::io::Cursor::new(bytes)).expect("a workbook");
        let names = book.sheet_names();
        names
            .into_iter()
            .map(|name| {
                let mut cells = Vec::new();
                let mut reader = book.worksheet_cells_reader(&name).expect("a sheet");
                while let Some(cell) = reader.next_cell().expect("a cell") {
                    cells.push(format!("{:?}", cell.get_value()));
                }
                (name, cells)
            })
            .collect()
    }

    #[test]
    fn a_text_too_long_for_a_cell_is_cut_and_told() {
        let long = "ŵ".repeat(40_000);
        let sheets = vec![one("x", vec![vec![long.into(), "=1+1".into()]])];
        let sheets = read(book(&document(sheets), ROWS).expect("written"));
        let (last, told) = sheets.last().expect("a sheet");
        assert_eq!(last, "What was cut");
        let cell = &sheets[0].1[2];
        assert!(
            cell.contains("[cut here: 7293 more characters]"),
            "{}",
            &cell[cell.len() - 80..]
        );
        assert_eq!(sheets[0].1[3], "SharedString(\"=1+1\")", "never a formula");
        let (cut, _) = fit(&"x".repeat(CELL + 1));
        let kept = kept_of(&cut).expect("a mark");
        assert!(kept.len() > CELL - 100 && kept.chars().all(|c| c == 'x'));
        for whole in [
            "a text",
            "a [cut here: some more characters]",
            "a [cut here: 7",
        ] {
            assert_eq!(kept_of(whole), None, "{whole}");
        }
        assert!(told.iter().any(|cell| cell.contains("A2")));
    }

    #[test]
    fn the_file_is_dated_by_the_day_of_the_document() {
        let bytes = book(&document(Vec::new()), ROWS).expect("written");
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a package");
        let core = archive.by_name("docProps/core.xml").expect("a part");
        let core = std::io::read_to_string(core).expect("text");
        assert!(
            core.contains("2026-12-04T00:00:00Z</dcterms:created>"),
            "{core}"
        );
    }

    #[test]
    fn more_rows_than_a_sheet_holds_go_on_on_the_next() {
        let rows = (0..5).map(|n| vec![Some(n).into(), Cell::Empty]).collect();
        let sheets = read(book(&document(vec![one("x", rows)]), 2).expect("written"));
        let names: Vec<&str> = sheets.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names[..3], ["x", "x (2)", "x (3)"]);
        assert_eq!(sheets[2].1.len(), 3, "the header stands on each");
    }

    #[test]
    fn odd_days_numbers_and_escapes_are_kept_as_text() {
        let old = NaiveDate::from_ymd_opt(1888, 8, 13).expect("a day");
        let rows = vec![
            vec![Cell::Day(old), Cell::Number(f64::NAN)],
            vec!["_x0041_".into(), "a\nb".into()],
        ];
        let sheets = read(book(&document(vec![one("[x]:?", rows)]), ROWS).expect("written"));
        assert_eq!(sheets[0].0, "x");
        assert_eq!(
            sheets[0].1[2..],
            [
                "SharedString(\"1888-08-13\")",
                "SharedString(\"NaN\")",
                "SharedString(\"_x0041_\")",
                "SharedString(\"a\\nb\")"
            ]
        );
    }

    #[test]
    fn the_same_document_gives_the_same_bytes() {
        let sheets = vec![one("x", vec![vec!["a".into(), Cell::Number(1.5)]])];
        let document = document(sheets);
        assert_eq!(write(&document), write(&document));
        assert!(!write(&document).is_empty());
    }
}
