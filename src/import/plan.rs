//! Plan of an import before it is made: each line with its decisions, and the one change that it
//! all makes.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::book::{Book, BookCell, BookSheet, CellRef, Row, letters};
use super::columns::Header;
use super::decision::{Decisions, ImportConflict, RowError};
use super::document::ImportRegister;
use super::offer::{Proposal, compare, summary};
use super::replies::{self, SheetReply};
use super::rows::{Gatherer, Incoming};
use super::words::{fold, month_first};
use crate::audit::{Answer, Audit, By, Change, CouncilQuestion, Document, Shows, Tells, tells};
use crate::base::Digest;
use crate::base::word::words;
use crate::checklist::{Library, QuestionIx};
use crate::report::questionnaire::{GUIDE, LOST, META, PAPERS, SCHEMA, VERSION};
use crate::wording::count;

/// The origin and time of an import, and the sheet it is limited to.
#[derive(Debug, Clone, Copy)]
pub struct ImportSetting<'a> {
    /// The sender, used where the rows name nobody: a person, or the file's name.
    pub who: &'a str,
    /// The time of the import.
    pub at: DateTime<Utc>,
    /// The one sheet to import; if left out, all sheets that are not hidden.
    pub sheet: Option<&'a str>,
    /// The time that papers later than the decision tell of, where a row does not say.
    pub shows: Option<Shows>,
}

/// The reason why nothing in a book can be imported.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NoTable(pub String);

words! {
    /// The kind of a line, derived from its conflicts and effects.
    pub enum LineKind is "a kind of line" {
        /// Something is added, and nothing is to be decided.
        WillChange = "will-change",
        /// Something is to be decided.
        ToDecide = "to-decide",
        /// Everything in the spreadsheet is recorded already.
        Unchanged = "unchanged",
    }
}

/// The rows of a spreadsheet about one question, compared with the recorded answer.
#[derive(Debug, Clone)]
pub struct Line {
    /// The question.
    pub question: QuestionIx,
    /// Its id.
    pub id: String,
    /// The rows of the spreadsheet.
    pub places: Vec<CellRef>,
    /// The author of the incoming answer.
    pub by: String,
    /// The recorded answer, in a few words.
    pub stands: String,
    /// The incoming answer, in a few words.
    pub comes: String,
    /// The changes made whatever is decided, as whole sentences.
    pub will: Vec<String>,
    /// The fields to be decided.
    pub conflicts: Vec<ImportConflict>,
    offer: Proposal,
    /// The answer shown with the question.
    before: Option<Answer>,
    /// The answer recorded under the question's own id: none while it is a carried one.
    own: Option<Answer>,
    asked: (Digest, String),
}

impl Line {
    /// Returns the kind of the line, derived from its conflicts and effects.
    pub const fn kind(&self) -> LineKind {
        if !self.conflicts.is_empty() {
            LineKind::ToDecide
        } else if self.will.is_empty() {
            LineKind::Unchanged
        } else {
            LineKind::WillChange
        }
    }
}

/// The effects of an import, before it is made.
#[derive(Debug, Clone)]
pub struct Plan {
    /// A line for each question that the spreadsheet answers, in the order of `Library::walk`.
    pub lines: Vec<Line>,
    /// Rows and cells that were not understood, in the order of the spreadsheet.
    pub not_understood: Vec<RowError>,
    /// The documents that will be registered.
    pub documents: Vec<Document>,
    /// The replies of a question sheet, which move no status.
    pub replies: Vec<SheetReply>,
    recorded: Vec<Change>,
    /// Other notices, as whole sentences.
    pub notices: Vec<String>,
    at: DateTime<Utc>,
}

impl Plan {
    /// Returns the lines of one kind.
    pub fn of(&self, kind: LineKind) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(move |line| line.kind() == kind)
    }

    /// Returns the one change that the plan makes with these decisions, or `None` if nothing
    /// changes.
    ///
    /// One undo takes it back.
    pub fn change(&self, decisions: &Decisions) -> Option<Change> {
        let mut changes: Vec<Change> = Vec::new();
        for document in &self.documents {
            changes.push(Change::Document {
                id: document.id.clone(),
                before: None,
                after: Some(Box::new(document.clone())),
            });
        }
        for line in &self.lines {
            let after = line.offer.apply(
                (&line.asked.0, &line.asked.1),
                line.before.as_ref(),
                |field| decisions.of(line.question, field),
                self.at,
            );
            if let Some(after) = after {
                changes.push(Change::Answer {
                    question: line.id.clone(),
                    before: line.own.clone().map(Box::new),
                    after: Some(Box::new(after)),
                });
            }
        }
        changes.extend(self.recorded.iter().cloned());
        (!changes.is_empty()).then_some(Change::Together(changes))
    }
}

/// Records replies one after the other on a copy of the audit; returns the changes.
///
/// A question that was put already, in the same words, is the one that is answered.
fn record(library: &Library, audit: &Audit, replies: &mut [SheetReply], by: By<'_>) -> Vec<Change> {
    let mut working = audit.clone();
    let mut changes = Vec::new();
    for reply in replies {
        let known = working.puts.iter().find(|put| put.is(&reply.put.ask));
        reply.put = match known {
            Some(known) => CouncilQuestion {
                outcome: reply.put.outcome,
                reply: reply.put.reply.clone(),
                promised: reply.put.promised.or(known.promised),
                on: known.on.or(reply.put.on),
                ..known.clone()
            },
            None => CouncilQuestion {
                id: working.free_put(),
                ..reply.put.clone()
            },
        };
        if let Some(change) = working.record_put(library, &reply.put, None, by)
            && working.apply(&change).is_ok()
        {
            changes.push(change);
        }
    }
    changes
}

/// Compares a spreadsheet with an audit.
///
/// # Errors
/// [`NoTable`] with a sentence if no sheet has a header row that is understood.
pub fn plan(
    library: &Library,
    audit: &Audit,
    book: &Book,
    setting: ImportSetting<'_>,
) -> Result<Plan, NoTable> {
    let mut notices = book.notices.clone();
    let sheets = chosen(book, setting.sheet, &mut notices)?;
    let doubt = month_first(&sheets);
    if let Some(wrong) = doubt {
        notices.push(format!(
            "“{wrong}” has the month first, so every date in figures that could be read both ways is \
             doubtful and was not imported. Write dates as 2003-04-13."
        ));
    }
    let mut gatherer = Gatherer::new(library, doubt);
    let mut tables = 0;
    let mut replies = Vec::new();
    let mut passed = Vec::new();
    let ours = is_ours(book);
    for sheet in sheets {
        // Sheets that we wrote to be read, not to be filled in.
        if ours && [GUIDE, PAPERS, LOST].contains(&sheet.name.as_str()) {
            continue;
        }
        match Header::of(&sheet.rows) {
            Some(header) if replies::is_question_sheet(&header) => {
                tables += 1;
                replies.extend(replies::read(library, sheet, &header, doubt));
            }
            Some(header) => {
                tables += 1;
                notices.extend(about_columns(sheet, &header));
                gatherer.sheet(sheet, &header);
            }
            None if sheet.rows.is_empty() => {}
            None => passed.push(sheet.name.as_str()),
        }
    }
    if tables == 0 {
        return Err(NoTable(
            "no header row was found: one row must name the columns, among them one for the \
             question (ref, question or topic) and one for the answer (status, answer, note, \
             document, quote …)"
                .to_owned(),
        ));
    }
    for name in passed {
        notices.push(format!(
            "Sheet “{name}” was passed over: it has no header row that is understood."
        ));
    }
    notices.extend(about_meta(library, book));
    let (mut incoming, mut not_understood) = gatherer.done();
    let late = settle(library, audit, &mut incoming, setting.shows);
    if late > 0 {
        notices.push(format!(
            "{} later than the decision and {} about “then” (before the decision) or “later”. \
             Until that is settled {} for hindsight. Fill in the column “Then or later”, or import \
             with --shows then or --shows later.",
            count(late, "paper is", "papers are"),
            if late == 1 {
                "does not say whether it is"
            } else {
                "do not say whether they are"
            },
            if late == 1 { "it counts" } else { "they count" },
        ));
    }
    let mut register = ImportRegister::of(audit);
    let mut lines = Vec::new();
    for ix in library.walk() {
        if let Some(comes) = incoming.get(ix) {
            lines.push(line(
                library,
                audit,
                *ix,
                comes,
                setting.who,
                &mut register,
                &mut not_understood,
            ));
        }
    }
    let by = By {
        who: setting.who,
        at: setting.at,
    };
    let recorded = record(library, audit, &mut replies, by);
    if !replies.is_empty() {
        notices.push(format!(
            "It is a question sheet: {} kept as what the council says, and no status changes.",
            count(replies.len(), "answer is", "answers are")
        ));
    }
    not_understood.sort_by(|one, other| one.place.cmp(&other.place));
    Ok(Plan {
        lines,
        not_understood,
        documents: register.new,
        replies,
        recorded,
        notices,
        at: setting.at,
    })
}

/// Settles the time that late papers tell of, if it is given for all; returns how many are left.
fn settle(
    library: &Library,
    audit: &Audit,
    incoming: &mut BTreeMap<QuestionIx, Incoming>,
    shows: Option<Shows>,
) -> usize {
    let mut left = 0;
    for (ix, comes) in incoming.iter_mut() {
        let question = library.question(*ix);
        let answer = Answer {
            status: comes.status,
            ..audit.answer_of(library, *ix).cloned().unwrap_or_default()
        };
        for (_, evidence) in &mut comes.evidence {
            if tells(question, audit, &answer, evidence) == Tells::Unsettled {
                evidence.shows = shows;
                left += usize::from(shows.is_none());
            }
        }
    }
    left
}

fn line(
    library: &Library,
    audit: &Audit,
    ix: QuestionIx,
    comes: &Incoming,
    who: &str,
    register: &mut ImportRegister<'_>,
    not_understood: &mut Vec<RowError>,
) -> Line {
    let question = library.question(ix);
    let before = audit.answer_to_edit(library, ix);
    let weighed = compare(question, before.as_ref(), comes, who, register);
    not_understood.extend(weighed.troubles);
    let nothing = Answer::default();
    let mine = before.as_ref().unwrap_or(&nothing);
    Line {
        question: ix,
        id: question.id.clone(),
        places: comes.places.clone(),
        by: if comes.by.is_empty() {
            who.to_owned()
        } else {
            comes.by.clone()
        },
        stands: summary(
            question,
            mine.status,
            mine.value.as_ref(),
            &mine.note,
            mine.evidence.len(),
        ),
        comes: summary(
            question,
            comes.status,
            comes.value.as_ref(),
            &comes.note,
            comes.evidence.len(),
        ),
        will: weighed.will,
        conflicts: weighed.conflicts,
        offer: weighed.offer,
        before,
        own: audit.answer(&question.id).cloned(),
        asked: (question.digest.clone(), question.ask.clone()),
    }
}

/// Returns the sheets to be imported.
fn chosen<'b>(
    book: &'b Book,
    wanted: Option<&str>,
    notices: &mut Vec<String>,
) -> Result<Vec<&'b BookSheet>, NoTable> {
    if let Some(wanted) = wanted {
        let key = fold(wanted);
        let found = book.sheets.iter().find(|sheet| fold(&sheet.name) == key);
        return found.map(|sheet| vec![sheet]).ok_or_else(|| {
            let names: Vec<String> = book
                .sheets
                .iter()
                .filter(|sheet| !sheet.name.starts_with('_') && !sheet.name.is_empty())
                .map(|sheet| format!("“{}”", sheet.name))
                .collect();
            NoTable(if names.is_empty() {
                "this file has no sheets with names; leave --sheet out".to_owned()
            } else {
                format!(
                    "there is no sheet “{wanted}”; there are {}",
                    names.join(", ")
                )
            })
        });
    }
    let mut sheets = Vec::new();
    for sheet in &book.sheets {
        if !sheet.hidden {
            sheets.push(sheet);
        } else if !sheet.name.starts_with('_') {
            notices.push(format!(
                "Sheet “{0}” is hidden and was passed over; --sheet “{0}” imports it.",
                sheet.name
            ));
        }
    }
    Ok(sheets)
}

/// Returns notices about the headers that were passed over.
fn about_columns(sheet: &BookSheet, header: &Header) -> Vec<String> {
    let whose = if sheet.name.is_empty() {
        String::new()
    } else {
        format!("Sheet “{}”: ", sheet.name)
    };
    let list = |columns: &[(u16, String)]| -> String {
        let columns: Vec<String> = columns
            .iter()
            .map(|(column, text)| {
                let shown: String = text.chars().take(40).collect();
                format!("{} (“{shown}”)", letters(*column))
            })
            .collect();
        columns.join(", ")
    };
    let mut notices = Vec::new();
    if !header.strange.is_empty() {
        notices.push(format!(
            "{whose}columns that are not understood were passed over: {}.",
            list(&header.strange)
        ));
    }
    if !header.twice.is_empty() {
        notices.push(format!(
            "{whose}columns that say what one left of them says were passed over: {}.",
            list(&header.twice)
        ));
    }
    notices
}

/// Returns the entry of a name in the sheet that a questionnaire keeps for the program.
fn meta(book: &Book, what: &str) -> Option<String> {
    let sheet = book.sheets.iter().find(|sheet| sheet.name == META)?;
    let text = |row: &Row, column: u16| row.cell(column).map(BookCell::text).unwrap_or_default();
    let row = sheet.rows.iter().find(|row| text(row, 0) == what)?;
    Some(text(row, 1))
}

/// Returns true if the book is our own questionnaire.
fn is_ours(book: &Book) -> bool {
    meta(book, "schema").as_deref() == Some(SCHEMA)
}

/// Returns notices about the version and the checklists that our own questionnaire was made with.
fn about_meta(library: &Library, book: &Book) -> Vec<String> {
    if !is_ours(book) {
        return Vec::new();
    }
    let mut notices = Vec::new();
    let version = meta(book, "version").and_then(|version| version.parse::<u32>().ok());
    if version.is_some_and(|version| version > VERSION) {
        notices.push(
            "The questionnaire was made by a newer version of this program; what is new in it is \
             passed over."
                .to_owned(),
        );
    }
    let other: Vec<&str> = library
        .files()
        .filter(|(_, file)| {
            meta(book, &format!("checklist {}", file.id))
                .is_some_and(|digest| digest != file.digest.as_str())
        })
        .map(|(_, file)| file.id.as_str())
        .collect();
    if !other.is_empty() {
        notices.push(format!(
            "The questionnaire was made with another edition of {}. Answers to questions that were \
             re-worded since are marked to be checked again.",
            other.join(", ")
        ));
    }
    notices
}
