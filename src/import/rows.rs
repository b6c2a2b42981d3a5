//! Gathers the rows of a spreadsheet by question, whatever their order.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::book::{BookCell, BookSheet, CellRef, Row};
use super::cell::{is_named, not_a_page, not_a_status, status_of_a_fact, text_of, value_in};
use super::columns::{ColumnMeaning, Header};
use super::decision::RowError;
use super::identify::{QuestionNames, RowMatch};
use super::words::{self, day_in, fold};
use crate::audit::{Absence, Evidence, Request, Statement, Value};
use crate::base::Word as _;
use crate::checklist::{Library, Question, QuestionIx, QuestionKind, SourceClass, Status};
use crate::report::questionnaire::{Column, printed_cell};
use crate::wording::{PageSaid, leads_nowhere, page_said, say_day};

/// Number of row errors up to which the nearest question id is suggested.
const HINTS: usize = 200;

/// The content of a spreadsheet about one question.
#[derive(Debug, Default)]
pub(super) struct Incoming {
    /// The rows about the question.
    pub(super) places: Vec<CellRef>,
    pub(super) status: Option<Status>,
    pub(super) value: Option<Value>,
    pub(super) note: String,
    pub(super) contested: String,
    pub(super) request: Request,
    /// The pieces of evidence; their documents by the names in the spreadsheet.
    pub(super) evidence: Vec<(CellRef, Evidence)>,
    /// The author of the answer; empty if nobody is named.
    pub(super) by: String,
    /// The wording that was answered, if it differs from ours.
    pub(super) wording: Option<String>,
    /// True if a row says that the question is open: “don’t know”, “TBC”.
    pub(super) open: bool,
}

impl Incoming {
    /// Returns true if the rows say nothing that an answer could hold.
    pub(super) fn is_empty(&self) -> bool {
        self.status.is_none()
            && self.value.is_none()
            && self.note.is_empty()
            && self.contested.is_empty()
            && self.request.is_empty()
            && self.evidence.is_empty()
    }
}

/// The cells about one question, gathered row by row before it is known whether the rows agree.
#[derive(Debug, Default)]
struct Gathered {
    places: Vec<CellRef>,
    statuses: Vec<(Status, CellRef)>,
    values: Vec<(Value, CellRef)>,
    notes: Vec<String>,
    contested: Vec<String>,
    what: Vec<String>,
    whom: Vec<String>,
    on: Vec<NaiveDate>,
    reply: Vec<String>,
    evidence: Vec<(u32, CellRef, Evidence)>,
    by: Vec<String>,
    wordings: Vec<String>,
    open: bool,
}

/// The rows of several sheets, gathered by question.
pub(super) struct Gatherer<'l> {
    library: &'l Library,
    names: QuestionNames<'l>,
    gathered: BTreeMap<QuestionIx, Gathered>,
    /// A date of the table that has the month first, if there is one.
    doubt: Option<&'l str>,
    /// True if what is printed in the table is of the edition at hand.
    edition: bool,
    pub(super) errors: Vec<RowError>,
}

impl<'l> Gatherer<'l> {
    pub(super) fn new(library: &'l Library, doubt: Option<&'l str>, edition: bool) -> Self {
        Self {
            library,
            doubt,
            edition,
            names: QuestionNames::of(library),
            gathered: BTreeMap::new(),
            errors: Vec::new(),
        }
    }

    /// Reads the rows under the header of a sheet.
    pub(super) fn sheet(&mut self, sheet: &BookSheet, header: &Header) {
        for row in sheet.rows.iter().skip(header.at + 1) {
            let place = CellRef {
                sheet: sheet.name.clone(),
                row: row.number,
                column: None,
            };
            self.row(row, header, &place);
        }
    }

    fn refuse(&mut self, place: CellRef, message: impl Into<String>) {
        self.errors.push(RowError {
            place,
            message: message.into(),
        });
    }

    fn row(&mut self, row: &Row, header: &Header, place: &CellRef) {
        let says_something = header.columns.iter().any(|(column, meaning)| {
            let counts = match meaning {
                ColumnMeaning::Answer => true,
                ColumnMeaning::Own(column) => {
                    !matches!(column, Column::By | Column::Piece | Column::Source)
                }
                ColumnMeaning::Printed(_) => self.edition,
                ColumnMeaning::Which
                | ColumnMeaning::Wording
                | ColumnMeaning::Answered
                | ColumnMeaning::Nothing => false,
            };
            counts && row.cell(*column).is_some()
        });
        if !says_something {
            return;
        }
        let named = |wanted: ColumnMeaning| -> Vec<String> {
            header
                .columns
                .iter()
                .filter(|(_, meaning)| *meaning == wanted)
                .filter_map(|(column, _)| row.cell(*column))
                .map(text_of)
                .collect()
        };
        let hint = self.errors.len() < HINTS;
        match self.names.find(
            &named(ColumnMeaning::Which),
            &named(ColumnMeaning::Wording),
            hint,
        ) {
            RowMatch::About => {}
            RowMatch::Unnamed => self.refuse(
                place.clone(),
                "no question is named; copy its Ref into the row",
            ),
            RowMatch::Unknown(why) => self.refuse(place.clone(), why),
            RowMatch::Question(ix, wording) => self.of_question(ix, wording, row, header, place),
        }
    }

    fn of_question(
        &mut self,
        ix: QuestionIx,
        wording: Option<String>,
        row: &Row,
        header: &Header,
        place: &CellRef,
    ) {
        let question = self.library.question(ix);
        let cells = Cells {
            row,
            header,
            place,
            doubt: self.doubt,
            errors: Vec::new(),
        };
        let (gathered, errors) = cells.read(question);
        self.errors.extend(errors);
        let all = self.gathered.entry(ix).or_default();
        all.places.push(place.clone());
        let own = fold(&question.ask);
        let answered = header
            .column(ColumnMeaning::Answered)
            .and_then(|column| row.cell(column))
            .map(text_of)
            .filter(|text| fold(text) != own);
        if let Some(wording) = answered.or(wording)
            && !(gathered.statuses.is_empty() && gathered.values.is_empty())
        {
            all.wordings.push(wording);
        }
        all.statuses.extend(gathered.statuses);
        all.values.extend(gathered.values);
        all.notes.extend(gathered.notes);
        all.contested.extend(gathered.contested);
        all.what.extend(gathered.what);
        all.whom.extend(gathered.whom);
        all.on.extend(gathered.on);
        all.reply.extend(gathered.reply);
        all.evidence.extend(gathered.evidence);
        all.by.extend(gathered.by);
        all.open |= gathered.open;
        self.printed(question, row, header, place);
    }

    /// Tells what was typed over the cells that are printed.
    fn printed(&mut self, question: &Question, row: &Row, header: &Header, place: &CellRef) {
        if !self.edition {
            return;
        }
        for (column, meaning) in &header.columns {
            let (ColumnMeaning::Printed(printed), Some(cell)) = (meaning, row.cell(*column)) else {
                continue;
            };
            let (typed, ours) = (fold(&cell.text()), fold(&printed_cell(question, *printed)));
            // The hint behind “Answer with” may have been cut, or be that of a re-worded question.
            let is_ours = typed == ours || (!ours.is_empty() && typed.starts_with(&ours));
            if !is_ours {
                let shown = words::shown(&cell.text());
                self.refuse(
                    place.cell(*column),
                    format!(
                        "“{shown}” is typed over what is printed under “{}”; write it under Note, \
                         Document or Quote",
                        printed.title()
                    ),
                );
            }
        }
    }

    /// Returns the content for each question, and the row errors.
    pub(super) fn done(mut self) -> (BTreeMap<QuestionIx, Incoming>, Vec<RowError>) {
        let gathered = std::mem::take(&mut self.gathered);
        let mut incoming = BTreeMap::new();
        for (ix, one) in gathered {
            incoming.insert(ix, self.settle(one));
        }
        self.errors
            .sort_by(|one, other| one.place.cmp(&other.place));
        (incoming, self.errors)
    }

    /// Merges the rows of one question; a field on which they differ is dropped, with a row error.
    fn settle(&mut self, mut gathered: Gathered) -> Incoming {
        gathered.places.sort();
        let first = gathered.places.first().cloned().unwrap_or(CellRef {
            sheet: String::new(),
            row: 0,
            column: None,
        });
        let mut differ = |what: &str, places: &[&CellRef]| {
            let rows: Vec<String> = places.iter().map(ToString::to_string).collect();
            self.refuse(
                places
                    .first()
                    .map_or_else(|| first.clone(), |&at| at.clone()),
                format!(
                    "the {what} here differs from elsewhere for the same question ({}); none of \
                     them was imported",
                    rows.join("; ")
                ),
            );
        };
        gathered.statuses.sort();
        gathered.statuses.dedup_by_key(|(status, _)| *status);
        gathered.values.sort_by(|one, other| one.1.cmp(&other.1));
        let mut values: Vec<(Value, CellRef)> = Vec::new();
        for one in gathered.values {
            if !values.iter().any(|(value, _)| *value == one.0) {
                values.push(one);
            }
        }
        let status = match gathered.statuses.as_slice() {
            [] => None,
            [(status, _)] => Some(*status),
            several => {
                let places: Vec<&CellRef> = several.iter().map(|(_, place)| place).collect();
                differ("status", &places);
                None
            }
        };
        let value = match values.as_slice() {
            [] => None,
            [(value, _)] => Some(value.clone()),
            several => {
                let places: Vec<&CellRef> = several.iter().map(|(_, place)| place).collect();
                differ("value", &places);
                None
            }
        };
        gathered.on.sort_unstable();
        gathered.on.dedup();
        if gathered.on.len() > 1 {
            differ("day it was asked for", &[&first]);
            gathered.on.clear();
        }
        gathered
            .evidence
            .sort_by_cached_key(|(piece, _, one)| (*piece, order(one)));
        Incoming {
            status,
            value,
            note: joined(gathered.notes, "\n\n"),
            contested: joined(gathered.contested, "\n\n"),
            request: Request {
                what: joined(gathered.what, "; "),
                whom: joined(gathered.whom, "; "),
                on: gathered.on.first().copied(),
                reply: joined(gathered.reply, "; "),
            },
            evidence: gathered
                .evidence
                .into_iter()
                .map(|(_, place, one)| (place, one))
                .collect(),
            by: joined(gathered.by, ", "),
            wording: gathered.wordings.into_iter().min(),
            open: gathered.open,
            places: gathered.places,
        }
    }
}

/// Joins texts, each once, in an order that does not depend on the order of rows.
fn joined(mut texts: Vec<String>, between: &str) -> String {
    texts.sort();
    texts.dedup();
    texts.join(between)
}

/// Returns a sort key for a piece of evidence that does not depend on the order of rows.
fn order(one: &Evidence) -> (String, u32, String, Option<NaiveDate>, String) {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    (
        text(&one.document),
        one.page.unwrap_or(0),
        text(&one.paragraph) + &text(&one.locator) + &text(&one.printed_page),
        one.date,
        text(&one.quote),
    )
}

/// The cells of one row.
struct Cells<'r> {
    row: &'r Row,
    header: &'r Header,
    place: &'r CellRef,
    doubt: Option<&'r str>,
    errors: Vec<RowError>,
}

impl Cells<'_> {
    fn cell(&self, meaning: ColumnMeaning) -> Option<(u16, &BookCell)> {
        let column = self.header.column(meaning)?;
        self.row.cell(column).map(|cell| (column, cell))
    }

    fn text(&self, column: Column) -> Option<String> {
        self.cell(ColumnMeaning::Own(column))
            .map(|(_, cell)| text_of(cell))
            .filter(|text| !text.is_empty())
    }

    fn refuse(&mut self, column: u16, message: String) {
        self.errors.push(RowError {
            place: self.place.cell(column),
            message,
        });
    }

    /// Reads the number of a page or a paragraph as text; a spreadsheet takes 8.10 or 14-15 for a
    /// date.
    fn number(&mut self, column: Column) -> Option<String> {
        let (at, cell) = self.cell(ColumnMeaning::Own(column))?;
        if let BookCell::Day(day) = cell {
            let message = format!(
                "the spreadsheet took it for a date ({}); type an apostrophe before it",
                say_day(*day)
            );
            self.refuse(at, message);
            return None;
        }
        self.text(column)
    }

    /// Reads a place in words; one that leads nowhere is refused, for it would pass for a proof.
    fn place(&mut self) -> Option<String> {
        let text = self.text(Column::Place)?;
        self.somewhere(Column::Place, text)
    }

    fn printed_page(&mut self) -> Option<String> {
        let text = self.number(Column::PrintedPage)?;
        self.somewhere(Column::PrintedPage, text)
    }

    fn somewhere(&mut self, column: Column, text: String) -> Option<String> {
        if leads_nowhere(&text) {
            let refused = self
                .cell(ColumnMeaning::Own(column))
                .map(|(at, cell)| (at, not_a_page(cell)));
            if let Some((at, why)) = refused {
                self.refuse(at, why);
            }
            return None;
        }
        Some(text)
    }

    fn day(&mut self, column: Column) -> Option<NaiveDate> {
        let (at, cell) = self.cell(ColumnMeaning::Own(column))?;
        match day_in(cell, self.doubt) {
            Ok(day) => Some(day),
            Err(why) => {
                self.refuse(at, why.to_string());
                None
            }
        }
    }

    fn read(mut self, question: &Question) -> (Gathered, Vec<RowError>) {
        let mut all = Gathered::default();
        self.answer(question, &mut all);
        all.notes.extend(self.text(Column::Note));
        all.contested.extend(self.text(Column::Contested));
        all.what.extend(self.text(Column::AskedFor));
        all.whom.extend(self.text(Column::OfWhom));
        all.reply.extend(self.text(Column::Reply));
        all.on.extend(self.day(Column::AskedOn));
        all.by.extend(self.text(Column::By));
        let evidence = self.evidence();
        if !evidence.is_empty() {
            let piece = self
                .cell(ColumnMeaning::Own(Column::Piece))
                .and_then(|(_, cell)| words::page(cell));
            all.evidence
                .push((piece.unwrap_or(u32::MAX), self.place.clone(), evidence));
        }
        (all, self.errors)
    }

    /// Reads the status and the value: each in its own column, or both in one.
    ///
    /// For a fact, yes and no are among its options or they are refused: they are no statuses of it.
    /// Where a heading stands several times, every filled cell under it counts.
    fn answer(&mut self, question: &Question, all: &mut Gathered) {
        let place = self.place.clone();
        let is_judgement = question.kind == QuestionKind::Judgement;
        let mut has_value = false;
        let (row, header) = (self.row, self.header);
        let cells = [
            ColumnMeaning::Own(Column::Value),
            ColumnMeaning::Own(Column::Status),
            ColumnMeaning::Answer,
        ]
        .into_iter()
        .flat_map(|meaning| header.all(meaning).map(move |at| (meaning, at)))
        .filter_map(|(meaning, at)| Some((meaning, at, row.cell(at)?)));
        for (meaning, at, cell) in cells {
            let text = cell.text();
            // Next to a value of its own, “yes” under Status is no second value.
            let why =
                if is_judgement || (has_value && meaning == ColumnMeaning::Own(Column::Status)) {
                    None
                } else {
                    match value_in(question, cell, self.doubt) {
                        Ok(value) => {
                            has_value |= meaning == ColumnMeaning::Own(Column::Value);
                            all.values.push((value, place.cell(at)));
                            continue;
                        }
                        Err(why) => Some(why),
                    }
                };
            let mut shown: Option<String> = None;
            let status = words::status(&text).or_else(|| {
                let (status, remark) = words::status_and_remark(&text)?;
                shown = Some(remark);
                Some(Some(status))
            });
            match status {
                Some(None) => {
                    all.open = true;
                    continue;
                }
                Some(Some(status)) if is_judgement || status.suits_a_fact() => {
                    all.statuses.push((status, place.cell(at)));
                    all.notes.extend(shown);
                    continue;
                }
                Some(Some(status)) if is_named(status, &text) => {
                    self.refuse(at, status_of_a_fact(question, &text));
                    continue;
                }
                None | Some(Some(_)) => {}
            }
            let message = why.map_or_else(|| not_a_status(&text), |why| why.to_string());
            self.refuse(at, message);
        }
    }

    fn evidence(&mut self) -> Evidence {
        let mut one = Evidence {
            document: self.text(Column::Document),
            page: None,
            printed_page: self.printed_page(),
            paragraph: self.number(Column::Paragraph),
            locator: self.place(),
            quote: self.text(Column::Quote),
            date: self.day(Column::Date),
            absence: self.absence(),
            ..Evidence::default()
        };
        if self.number(Column::Page).is_some()
            && let Some((at, cell)) = self.cell(ColumnMeaning::Own(Column::Page))
        {
            match page_said(&text_of(cell)) {
                PageSaid::Number(page) => one.page = Some(page),
                // "14-15" is a place, if not a page: nothing is lost.
                PageSaid::Place(place) => {
                    one.locator = Some(
                        one.locator
                            .map_or_else(|| place.clone(), |locator| format!("{locator}; {place}")),
                    );
                }
                PageSaid::NoPage => self.refuse(at, not_a_page(cell)),
            }
        }
        if let Some((at, cell)) = self.cell(ColumnMeaning::Own(Column::Source)) {
            let word = fold(&cell.text());
            one.source = SourceClass::from_word(&word);
            if one.source.is_none() {
                let words: Vec<&str> = SourceClass::ALL.iter().map(|one| one.word()).collect();
                let shown = words::shown(&cell.text());
                self.refuse(
                    at,
                    format!(
                        "“{shown}” is not a source; write one of: {}",
                        words.join(", ")
                    ),
                );
            }
        }
        if let Some((at, cell)) = self.cell(ColumnMeaning::Own(Column::Shows)) {
            one.shows = words::shows(&cell.text());
            if one.shows.is_none() {
                let shown = words::shown(&cell.text());
                self.refuse(
                    at,
                    format!(
                        "“{shown}” is not a time; write then (before the decision) or later (after \
                         it)"
                    ),
                );
            }
        }
        let statement = Statement {
            by: self.text(Column::StatedBy).unwrap_or_default(),
            capacity: self.text(Column::Capacity).unwrap_or_default(),
            on: self.day(Column::StatedOn),
        };
        one.statement = (statement != Statement::default()).then_some(statement);
        one
    }

    fn absence(&mut self) -> Option<Absence> {
        let list = |text: Option<String>| -> Vec<String> {
            text.iter()
                .flat_map(|text| text.split("; "))
                .map(str::to_owned)
                .collect()
        };
        let pages = |text: Option<String>| -> Vec<u32> {
            text.iter()
                .flat_map(|text| text.split([' ', ',']))
                .filter_map(|page| page.parse().ok())
                .collect()
        };
        let absence = Absence {
            documents: list(self.text(Column::SearchedDocuments)),
            pages: pages(self.text(Column::SearchedPages))
                .first()
                .copied()
                .unwrap_or_default(),
            words: list(self.text(Column::SearchedWords)),
            on: self.day(Column::SearchedOn),
            unread: pages(self.text(Column::UnreadPages)),
        };
        let said = absence != Absence::default() || self.text(Column::SearchedPages).is_some();
        said.then_some(absence)
    }
}
