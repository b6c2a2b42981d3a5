//! Workbooks as a spreadsheet program sees them: lists to choose from, frozen headers, print setup,
//! what is out of sight, and the day they were made.

use crate::testkit::report_common;

use std::collections::BTreeMap;
use std::io::Read as _;

use calamine::{DataRef, Reader as _, SheetVisible, Xlsx};
use scrutineer::base::Word as _;
use scrutineer::checklist::QuestionKind;
use scrutineer::report::questionnaire::{CHOICES, Column, GUIDE, META, PAPERS};
use scrutineer::report::{Format, Kind, write};

use report_common::{built, example, found, library, with_answers};

/// The parts of a workbook by name.
fn parts(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a workbook");
    (0..archive.len())
        .map(|place| {
            let mut part = archive.by_index(place).expect("a part");
            let mut text = String::new();
            part.read_to_string(&mut text).expect("UTF-8");
            (part.name().expect("a name").to_string(), text)
        })
        .collect()
}

#[test]
fn the_questionnaire_has_a_guide_lists_to_choose_from_and_a_sheet_out_of_sight() {
    let library = library();
    let audit = example("liverpool-ict-2000");
    let findings = found(&library, &audit);
    let bytes = write(&with_answers(&library, &audit), Format::Xlsx);
    let mut book = Xlsx::new(std::io::Cursor::new(bytes.clone())).expect("a workbook");
    let sheets: Vec<(String, SheetVisible)> = book
        .sheets_metadata()
        .iter()
        .map(|sheet| (sheet.name.clone(), sheet.visible))
        .collect();
    assert_eq!(sheets[0], (GUIDE.to_owned(), SheetVisible::Visible));
    for hidden in [CHOICES, META] {
        assert!(
            sheets.contains(&(hidden.to_owned(), SheetVisible::VeryHidden)),
            "{hidden}"
        );
    }
    assert!(sheets.iter().any(|(name, _)| name == PAPERS));

    // Every question that arises has its row, under its own wording.
    let mut asked = Vec::new();
    for (name, visible) in &sheets {
        if *visible != SheetVisible::Visible || name == GUIDE || name == PAPERS {
            continue;
        }
        let mut cells = book.worksheet_cells_reader(name).expect("a sheet");
        while let Some(cell) = cells.next_cell().expect("a cell") {
            let (row, column) = cell.get_position();
            if let (DataRef::SharedString(text), 1.., 0) = (cell.get_value(), row, column) {
                asked.push((*text).to_owned());
            }
        }
    }
    asked.dedup();
    let arising: Vec<String> = library
        .walk()
        .iter()
        .filter(|ix| findings.is_asked(&library, **ix))
        .map(|ix| library.question(*ix).id.to_string())
        .collect();
    assert_eq!(asked, arising);

    let parts = parts(&bytes);
    let section = &parts["xl/worksheets/sheet2.xml"];
    for wanted in [
        "type=\"list\"",
        "\"met,partly,not met,no evidence,withheld,not applicable\"",
        "'Papers'!$A$2",
        "xSplit=\"2\" ySplit=\"1\"",
        "state=\"frozen\"",
        "<autoFilter ",
        "paperSize=\"9\"",
        "orientation=\"landscape\"",
        "customHeight=\"1\"",
    ] {
        assert!(section.contains(wanted), "{wanted}");
    }
    let all: String = parts.values().cloned().collect();
    assert!(all.contains("'_choices'!$C$"), "choices have lists");
    assert!(
        all.contains("_xlnm.Print_Titles"),
        "the header is printed on every page"
    );
    assert!(
        parts["docProps/core.xml"].contains("2026-11-22T00:00:00Z"),
        "made when it says"
    );
    let choices = library
        .walk()
        .iter()
        .filter(|ix| matches!(library.question(**ix).kind, QuestionKind::Choice(_)))
        .filter(|ix| findings.is_asked(&library, **ix))
        .count();
    assert_eq!(all.matches("'_choices'!$C$").count(), choices);
}

#[test]
fn the_full_record_is_a_workbook_with_days_as_days_and_numbers_as_numbers() {
    let library = library();
    let mut audit = example("sefton-home-care-2000");
    for one in audit
        .answers
        .values_mut()
        .flat_map(|answer| &mut answer.evidence)
    {
        one.page = Some(212);
    }
    let document = built(Kind::Record, &library, &audit).expect("built");
    let bytes = write(&document, Format::Xlsx);
    let mut book = Xlsx::new(std::io::Cursor::new(bytes.clone())).expect("a workbook");
    let names: Vec<String> = document
        .sheets
        .iter()
        .map(|sheet| sheet.name.clone())
        .collect();
    // What a workbook leaves out is said on a sheet of its own.
    let about = vec!["about".to_owned()];
    assert_eq!(book.sheet_names(), [names.clone(), about].concat());
    let mut days = 0;
    let mut numbers = 0;
    for name in &names {
        let mut cells = book.worksheet_cells_reader(name).expect("a sheet");
        while let Some(cell) = cells.next_cell().expect("a cell") {
            days += usize::from(matches!(cell.get_value(), DataRef::DateTime(_)));
            numbers += usize::from(matches!(cell.get_value(), DataRef::Float(_)));
        }
    }
    assert!(days > 0 && numbers > 0, "{days} days, {numbers} numbers");
    for (name, text) in parts(&bytes) {
        if name.starts_with("xl/worksheets/sheet") {
            for wanted in ["ySplit=\"1\"", "<autoFilter ", "paperSize=\"9\"", "<pane "] {
                assert!(text.contains(wanted), "{name}: {wanted}");
            }
        }
    }
}

#[test]
fn a_csv_questionnaire_has_the_same_columns_and_says_what_it_lacks() {
    let library = library();
    let audit = example("liverpool-ict-2000");
    let document = with_answers(&library, &audit);
    let bytes = write(&document, Format::Csv);
    let text = String::from_utf8(bytes).expect("UTF-8");
    let head: Vec<&str> = text
        .trim_start_matches('\u{feff}')
        .lines()
        .next()
        .expect("a header")
        .split(',')
        .collect();
    let columns: Vec<&str> = Column::ALL.iter().map(|one| one.word()).collect();
    assert_eq!(head[..columns.len()], columns);
    let last = text.lines().last().expect("a row");
    assert!(last.starts_with("about this file,"), "{last}");
    assert!(
        last.contains("It leaves out the lists to choose from"),
        "{last}"
    );
    assert!(last.contains("sha256:0123456789ab"), "{last}");
}
