//! Plan of an import before it is made: each line with its decisions, and the one change that it
//! all makes.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::book::{Book, BookSheet, CellRef, letters};
use super::columns::Header;
use super::decision::{Decisions, ImportConflict, RowError};
use super::document::ImportRegister;
use super::offer::{Proposal, compare, summary};
use super::origin;
use super::replies::{ReplyTable, SheetReply};
use super::rows::{Gatherer, Incoming};
use super::words::{fold, month_first, shown};
use crate::audit::{
    Answer, Audit, By, Change, CouncilQuestion, Document, ReplyOutcome, Shows, Tells, tells,
};
use crate::base::Digest;
use crate::base::word::words;
use crate::checklist::{Library, QuestionIx, Status};
use crate::report::questionnaire::{GUIDE, LOST, PAPERS};
use crate::wording::count;

/// The number of cells passed over that are named, for each sheet.
const SHOWN: usize = 20;

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
    /// True if a sheet that was made for another audit is to be taken.
    pub other_audit: bool,
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
pub struct ComparedRows {
    /// The question.
    pub question: QuestionIx,
    /// Its id.
    pub id: String,
    /// The rows of the spreadsheet.
    pub places: Vec<CellRef>,
    /// The author of the incoming answer.
    pub by: String,
    /// The recorded answer, in a few words.
    pub recorded: String,
    /// The incoming answer, in a few words.
    pub offered: String,
    /// The changes made whatever is decided, as whole sentences.
    pub will: Vec<String>,
    /// The fields to be decided.
    pub conflicts: Vec<ImportConflict>,
    offer: Proposal,
    /// The answer shown with the question.
    before: Option<Answer>,
    /// The answer recorded under the question's own id: none while it is a carried one.
    own: Option<Answer>,
    /// True if the audit has no answer, besides the evidence of a reply in the same file.
    fresh: bool,
    asked: (Digest, String),
}

impl ComparedRows {
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
    pub lines: Vec<ComparedRows>,
    /// Rows and cells that were not understood, in the order of the spreadsheet.
    pub not_understood: Vec<RowError>,
    /// The documents that will be registered.
    pub documents: Vec<Document>,
    /// Number of questions that the spreadsheet leaves open: “don’t know”, “TBC”.
    pub left_open: usize,
    /// The outcomes of the questions put to the council.
    pub replies: Vec<SheetReply>,
    recorded: Vec<Change>,
    /// Other notices, as whole sentences.
    pub notices: Vec<String>,
    at: DateTime<Utc>,
}

impl Plan {
    /// Returns the lines of one kind.
    pub fn of(&self, kind: LineKind) -> impl Iterator<Item = &ComparedRows> {
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
        changes.extend(self.recorded.iter().cloned());
        for line in &self.lines {
            let after = line.offer.apply(
                (&line.asked.0, &line.asked.1),
                (line.before.as_ref(), line.fresh),
                |field| decisions.of(line.question, field),
                self.at,
            );
            if let Some(mut after) = after {
                if let Some(before) = &line.own {
                    after.keep_versions(before);
                }
                changes.push(Change::Answer {
                    question: line.id.clone(),
                    before: line.own.clone().map(Box::new),
                    after: Some(Box::new(after)),
                });
            }
        }
        (!changes.is_empty()).then_some(Change::Together(changes))
    }
}

/// Records replies one after the other on a copy of the audit; returns the changes, and the audit
/// after them.
///
/// A question that was put already, in the same words and on the same occasion, is the one that is
/// answered; and so is one that waits for its answer.
fn record(
    library: &Library,
    audit: &Audit,
    replies: &mut [SheetReply],
    by: By<'_>,
) -> (Vec<Change>, Audit) {
    let mut working = audit.clone();
    let mut changes = Vec::new();
    for reply in replies {
        let offered = &reply.put;
        let same = |put: &&CouncilQuestion| {
            put.is(&offered.ask)
                && (offered.on.is_none() || put.on.is_none() || put.on == offered.on)
                && (offered.to.is_empty()
                    || put.to.is_empty()
                    || fold(&put.to) == fold(&offered.to))
        };
        reply.put = match working.puts.iter().find(same) {
            // A sheet that was left blank takes no answer away.
            Some(known) if offered.outcome == ReplyOutcome::Asked => known.clone(),
            Some(known) => CouncilQuestion {
                id: known.id.clone(),
                ask: known.ask.clone(),
                to: filled(&offered.to, &known.to),
                place: filled(&offered.place, &known.place),
                on: known.on.or(offered.on),
                promised: offered.promised.or(known.promised),
                replied: offered.replied.or(known.replied),
                replied_by: filled(&offered.replied_by, &known.replied_by),
                bears_on: if known.bears_on.is_empty() {
                    offered.bears_on.clone()
                } else {
                    known.bears_on.clone()
                },
                ..offered.clone()
            },
            None => CouncilQuestion {
                id: working.free_put(),
                ..offered.clone()
            },
        };
        let status = withheld(library, &working, &reply.put);
        reply.withheld = status.is_some();
        if let Some(change) = working.record_put(library, &reply.put, status, by)
            && working.apply(&change).is_ok()
        {
            changes.push(change);
        }
    }
    (changes, working)
}

fn filled(text: &str, otherwise: &str) -> String {
    if text.is_empty() { otherwise } else { text }.to_owned()
}

/// Returns the status of what was refused or met with silence, if no question that it bears on has
/// an answer of its own yet.
fn withheld(library: &Library, audit: &Audit, put: &CouncilQuestion) -> Option<Status> {
    let none_came = matches!(
        put.outcome,
        ReplyOutcome::Refused | ReplyOutcome::NotAnswered
    );
    let open = |id: &String| {
        library.find_current(id).is_none_or(|ix| {
            let status = audit
                .answer_of(library, ix)
                .and_then(|answer| answer.status);
            matches!(status, None | Some(Status::NoEvidence | Status::Withheld))
        })
    };
    (none_came && !put.bears_on.is_empty() && put.bears_on.iter().all(open))
        .then_some(Status::Withheld)
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
    let ours = origin::is_ours(book);
    origin::check(audit, book, setting.other_audit).map_err(NoTable)?;
    let other_edition = origin::other_edition(library, book);
    let mut gatherer = Gatherer::new(library, doubt, other_edition.is_empty());
    let mut tables = 0;
    let mut replies = Vec::new();
    let mut errors = Vec::new();
    let mut passed = Vec::new();
    let is_record = origin::is_record(book);
    let mut register = ImportRegister::of(audit);
    for sheet in sheets {
        // Sheets that we wrote to be read, not to be filled in.
        if ours && sheet.name == PAPERS || is_record && sheet.name == "documents" {
            register.told(sheet, is_record);
            continue;
        }
        if ours && [GUIDE, LOST, "about", "routes"].contains(&sheet.name.as_str())
            || is_record && !["answers", "asked"].contains(&sheet.name.as_str())
        {
            continue;
        }
        if let Some(table) = ReplyTable::of(&sheet.rows) {
            tables += 1;
            let today = setting.at.date_naive();
            let (read, wrong) = table.read(library, audit, sheet, doubt, today);
            replies.extend(read);
            errors.extend(wrong);
            continue;
        }
        match Header::of(&sheet.rows) {
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
    notices.extend(origin::notices(book, &other_edition));
    let (mut incoming, mut not_understood) = gatherer.done();
    not_understood.extend(errors);
    let left_open = incoming.values().filter(|one| one.open && one.is_empty());
    let left_open = left_open.count();
    incoming.retain(|_, one| !one.is_empty());
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
    let by = By {
        who: setting.who,
        at: setting.at,
    };
    // Evidence of a reply comes first: a full record holds it under its answer as well.
    let (recorded, answered) = record(library, audit, &mut replies, by);
    let mut lines = Vec::new();
    for ix in library.walk() {
        if let Some(offered) = incoming.get(ix) {
            lines.push(line(
                library,
                (audit, &answered),
                *ix,
                offered,
                setting,
                &mut register,
                &mut not_understood,
            ));
        }
    }
    if !replies.is_empty() {
        notices.push(format!(
            "It is a sheet of questions to the council: {} kept as what came of them. An answer \
             moves no status; a refusal or a silence makes an open question “withheld”.",
            count(replies.len(), "row is", "rows are")
        ));
    }
    not_understood.sort_by(|one, other| one.place.cmp(&other.place));
    Ok(Plan {
        lines,
        not_understood,
        documents: register.new,
        left_open,
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
    for (ix, offered) in incoming.iter_mut() {
        let question = library.question(*ix);
        let answer = Answer {
            status: offered.status,
            ..audit.answer_of(library, *ix).cloned().unwrap_or_default()
        };
        for (_, evidence) in &mut offered.evidence {
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
    (audit, answered): (&Audit, &Audit),
    ix: QuestionIx,
    offered: &Incoming,
    setting: ImportSetting<'_>,
    register: &mut ImportRegister<'_>,
    not_understood: &mut Vec<RowError>,
) -> ComparedRows {
    let question = library.question(ix);
    let before = answered.answer_to_edit(library, ix);
    let who = setting.who;
    let today = setting.at.date_naive();
    let weighed = compare(question, before.as_ref(), offered, who, today, register);
    not_understood.extend(weighed.errors);
    let nothing = Answer::default();
    let mine = before.as_ref().unwrap_or(&nothing);
    ComparedRows {
        question: ix,
        id: question.id.to_string(),
        places: offered.places.clone(),
        by: if offered.by.is_empty() {
            who.to_owned()
        } else {
            offered.by.clone()
        },
        recorded: summary(
            question,
            mine.status,
            mine.value.as_ref(),
            &mine.note,
            mine.evidence.len(),
        ),
        offered: summary(
            question,
            offered.status,
            offered.value.as_ref(),
            &offered.note,
            offered.evidence.len(),
        ),
        will: weighed.will,
        conflicts: weighed.conflicts,
        offer: weighed.offer,
        before,
        own: answered.answer(&question.id).cloned(),
        fresh: audit.answer_to_edit(library, ix).is_none(),
        asked: (question.digest().clone(), question.ask.to_string()),
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
    let without: Vec<String> = sheet
        .rows
        .iter()
        .skip(header.at + 1)
        .flat_map(|row| {
            row.cells
                .iter()
                .map(move |(column, cell)| (row, *column, cell))
        })
        .filter(|(_, column, cell)| !header.has_head(*column) && !cell.is_blank())
        .map(|(row, column, cell)| {
            let shown = shown(&cell.text());
            format!("{}{} (“{shown}”)", letters(column), row.number)
        })
        .collect();
    if !without.is_empty() {
        let more = without.len().saturating_sub(SHOWN);
        let more = if more > 0 {
            format!(" and {more} more")
        } else {
            String::new()
        };
        notices.push(format!(
            "{whose}cells in columns without a heading were passed over: {}{more}. Write a heading \
             over them, such as Note.",
            without
                .iter()
                .take(SHOWN)
                .cloned()
                .collect::<Vec<_>>()
                .join(", ")
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
