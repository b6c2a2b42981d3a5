//! A question sheet that comes back: what the council answered is kept as its reply, and moves no
//! status.
//!
//! The sheet is told by its columns: a question, whom it was put to or when, and the answer, with
//! none that asks for a status.

use super::book::{BookSheet, CellRef, Row};
use super::columns::{Header, Says};
use super::words::day_in;
use crate::audit::{CouncilQuestion, ReplyOutcome};
use crate::base::digest::fold;
use crate::checklist::{Condition, Library, Piece, QuestionIx, Wording};
use crate::report::questionnaire::Column;

/// A reply that a row of a question sheet holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetReply {
    /// The row.
    pub place: CellRef,
    /// The question, as it was put and answered.
    pub put: CouncilQuestion,
}

/// Returns true if a sheet is a question sheet with room for answers.
pub(super) fn is_question_sheet(header: &Header) -> bool {
    let has = |says| header.column(says).is_some();
    has(Says::Answer)
        && (has(Says::Own(Column::OfWhom)) || has(Says::Own(Column::AskedOn)))
        && !has(Says::Own(Column::Status))
        && !has(Says::Own(Column::AskedFor))
}

/// Reads the replies of a question sheet.
pub(super) fn read(
    library: &Library,
    sheet: &BookSheet,
    header: &Header,
    doubt: Option<&str>,
) -> Vec<SheetReply> {
    let rows = sheet.rows.iter().skip(header.at + 1);
    rows.filter_map(|row| {
        let text = |says: Says| {
            let column = header.column(says)?;
            let text = row.cell(column)?.text();
            (!text.trim().is_empty()).then(|| text.trim().to_owned())
        };
        let reply = text(Says::Answer)?;
        let ask = text(Says::Wording).or_else(|| text(Says::Which))?;
        let promised = header
            .strange
            .iter()
            .find(|(_, head)| head.to_lowercase().starts_with("promised"))
            .and_then(|(column, _)| row.cell(*column))
            .and_then(|cell| day_in(cell, doubt).ok());
        Some(SheetReply {
            place: CellRef {
                sheet: sheet.name.clone(),
                row: row.number,
                column: None,
            },
            put: CouncilQuestion {
                to: text(Says::Own(Column::OfWhom)).unwrap_or_default(),
                on: day(row, header, Column::AskedOn, doubt),
                outcome: ReplyOutcome::Answered,
                reply,
                promised,
                bears_on: bears_on(library, &ask),
                ..CouncilQuestion::asked("", ask)
            },
        })
    })
    .collect()
}

/// Returns true if a folded text is one of the forms of a text with facts, whatever the facts are.
fn is_form_of(folded: &str, wording: &Wording) -> bool {
    let fold = |text: &str| fold(text).to_lowercase();
    if wording
        .without
        .as_deref()
        .is_some_and(|text| fold(text) == folded)
    {
        return true;
    }
    let mut rest = folded;
    let mut filled = false;
    for piece in &wording.pieces {
        match piece {
            Piece::Fact(_) => filled = true,
            Piece::Text(text) => {
                let text = fold(text);
                let text = text.trim();
                let Some(at) = rest.find(text).filter(|at| filled || *at == 0) else {
                    return false;
                };
                rest = rest.get(at + text.len()..).unwrap_or_default();
                filled = false;
            }
        }
    }
    filled || rest.is_empty()
}

fn day(
    row: &Row,
    header: &Header,
    column: Column,
    doubt: Option<&str>,
) -> Option<chrono::NaiveDate> {
    let column = header.column(Says::Own(column))?;
    day_in(row.cell(column)?, doubt).ok()
}

/// Returns the ids of the questions of the audit that a question to the council bears on.
///
/// It is one of the checklist's own, or one that a flag asks: then it bears on what the flag tests.
fn bears_on(library: &Library, ask: &str) -> Vec<String> {
    let folded = |text: &str| fold(text).to_lowercase();
    let ask = folded(ask);
    if let Some((_, question)) = library
        .questions()
        .find(|(_, question)| folded(&question.ask) == ask)
    {
        return vec![question.id.clone()];
    }
    let mut found: Vec<QuestionIx> = Vec::new();
    for (_, flag) in library.flags() {
        if flag.challenge.ask.iter().any(|one| is_form_of(&ask, one)) {
            flag.when.walk(&mut |one| {
                if let Condition::Question(ix, _) = one
                    && !found.contains(ix)
                {
                    found.push(*ix);
                }
            });
        }
    }
    found
        .into_iter()
        .map(|ix| library.question(ix).id.clone())
        .collect()
}
