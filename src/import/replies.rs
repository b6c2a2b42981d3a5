//! Sheets of questions to the council that come back: the question sheet, the schedule of an
//! information request, the right of reply, and the questions put of a full record.
//!
//! Each row becomes a question that was put, with what came of it: an answer, which moves no status, a
//! refusal in its words, or a silence once the day of the reply is past.

use chrono::NaiveDate;

use super::book::{BookCell, BookSheet, CellRef, Row};
use super::columns::folded;
use super::decision::RowError;
use super::words::{self, day_in};
use crate::audit::{Audit, CouncilQuestion, RIGHT_OF_REPLY, ReplyOutcome, THEIR_PAPER};
use crate::base::Word as _;
use crate::base::digest::fold;
use crate::checklist::{Condition, Library, QuestionIx, Status, Wording, WordingPiece};
use crate::wording::{clean, say_day};

/// The outcome of a question, from a row of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetReply {
    /// The row.
    pub place: CellRef,
    /// The question, as it was put and what came of it.
    pub put: CouncilQuestion,
    /// True if the open questions it bears on become “withheld”.
    pub withheld: bool,
}

/// The meaning of a column of such a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Ask,
    Point,
    Documents,
    To,
    On,
    OnAgain,
    Place,
    Reply,
    By,
    Replied,
    Promised,
    Due,
    Outcome,
    BearsOn,
    Paper,
}

/// Headings of each column, without spaces and punctuation.
const HEADS: &[(Part, &[&str])] = &[
    (Part::Ask, &["question", "questions", "ask"]),
    (Part::Point, &["point", "ourpoint", "whatwesay"]),
    (Part::Documents, &["documents"]),
    (Part::To, &["askedof", "ofwhom", "putto", "whowasasked"]),
    (Part::On, &["askedon", "dateasked", "puton"]),
    (Part::OnAgain, &["askedagainon"]),
    (Part::Place, &["where", "route", "meeting"]),
    (
        Part::Reply,
        &[
            "answer",
            "answers",
            "response",
            "theirreply",
            "councilsreply",
            "thecouncilsreply",
            "whatcameback",
        ],
    ),
    (
        Part::By,
        &[
            "answeredby",
            "repliedby",
            "refusedby",
            "replyby",
            "name",
            "nameandoffice",
        ],
    ),
    (
        Part::Replied,
        &[
            "answeredon",
            "repliedon",
            "replyreceived",
            "dateofreply",
            "datereplied",
        ],
    ),
    (Part::Promised, &["promisedby", "promised", "promisedfor"]),
    (Part::Due, &["replydue", "due", "replydueby"]),
    (Part::Outcome, &["outcome"]),
    (Part::BearsOn, &["bearson"]),
    (
        Part::Paper,
        &["paper", "theirpaper", "theirpaperandpage", "councilspaper"],
    ),
];

/// The header row of a sheet of questions to the council.
#[derive(Debug)]
pub(super) struct ReplyTable {
    at: usize,
    columns: Vec<(u16, Part)>,
}

impl ReplyTable {
    /// Finds the header row of such a sheet: what was asked, room for the reply, and whom or when.
    pub(super) fn of(rows: &[Row]) -> Option<Self> {
        rows.iter().take(LOOK).enumerate().find_map(|(at, row)| {
            let columns: Vec<(u16, Part)> = row
                .cells
                .iter()
                .filter_map(|(column, cell)| {
                    let head = folded(&cell.text());
                    let (part, _) = HEADS
                        .iter()
                        .find(|(_, heads)| heads.contains(&head.as_str()))?;
                    Some((*column, *part))
                })
                .collect();
            let has = |part: Part| columns.iter().any(|(_, one)| *one == part);
            let others = row.cells.iter().map(|(_, cell)| folded(&cell.text()));
            let is_table_of_answers = others
                .into_iter()
                .any(|head| ["status", "state", "value", "askedfor"].contains(&head.as_str()));
            let asked = has(Part::Ask) || has(Part::Point) || has(Part::Documents);
            let when = [Part::To, Part::On, Part::OnAgain, Part::Replied];
            (asked
                && (has(Part::Reply) || has(Part::OnAgain))
                && when.into_iter().any(has)
                && !is_table_of_answers)
                .then_some(Self { at, columns })
        })
    }

    fn has(&self, part: Part) -> bool {
        self.columns.iter().any(|(_, one)| *one == part)
    }

    /// Reads the rows under the header, and what in them is not understood.
    pub(super) fn read(
        &self,
        library: &Library,
        audit: &Audit,
        sheet: &BookSheet,
        doubt: Option<&str>,
        today: NaiveDate,
    ) -> (Vec<SheetReply>, Vec<RowError>) {
        let mut replies = Vec::new();
        let mut errors = Vec::new();
        for row in sheet.rows.iter().skip(self.at + 1) {
            let place = CellRef {
                sheet: sheet.name.clone(),
                row: row.number,
                column: None,
            };
            let reader = RowReader {
                table: self,
                row,
                doubt,
                place,
                errors: &mut errors,
            };
            replies.extend(reader.read(library, audit, today));
        }
        (replies, errors)
    }
}

/// Number of rows searched for a header row.
const LOOK: usize = 50;

/// A row of such a sheet while it is read.
struct RowReader<'r> {
    table: &'r ReplyTable,
    row: &'r Row,
    doubt: Option<&'r str>,
    place: CellRef,
    errors: &'r mut Vec<RowError>,
}

impl RowReader<'_> {
    fn cell(&self, part: Part) -> Option<(u16, &BookCell)> {
        let mut columns = self.table.columns.iter();
        let (at, _) = columns.find(|(_, one)| *one == part)?;
        self.row.cell(*at).map(|cell| (*at, cell))
    }

    fn text(&self, part: Part) -> String {
        let text = self.cell(part).map(|(_, cell)| cell.text());
        clean(&text.unwrap_or_default()).trim().to_owned()
    }

    fn refuse(&mut self, column: u16, message: String) {
        self.errors.push(RowError {
            place: self.place.cell(column),
            message,
        });
    }

    fn day(&mut self, part: Part) -> Option<NaiveDate> {
        let (at, cell) = self.cell(part)?;
        match day_in(cell, self.doubt) {
            Ok(day) => Some(day),
            Err(why) => {
                self.refuse(at, why.to_string());
                None
            }
        }
    }

    /// Returns a day that has come; one that is still to come is told, for its day and month may be
    /// swapped.
    fn past(&mut self, part: Part, today: NaiveDate) -> Option<NaiveDate> {
        let at = self.cell(part).map(|(at, _)| at)?;
        let day = self.day(part)?;
        if day > today {
            self.refuse(
                at,
                format!(
                    "{} is still to come (today is {}); write the day as 3 April 2003",
                    say_day(day),
                    say_day(today)
                ),
            );
            return None;
        }
        Some(day)
    }

    /// Returns true if a reply refuses what was asked for; a reply to a point of ours is the council's
    /// own account, whatever words are in it.
    fn is_refusal(&self, reply: &str) -> bool {
        !self.table.has(Part::Point) && is_refusal(reply)
    }

    /// Returns the outcome that is named, or follows from the words of the reply; `None` if the name
    /// is not understood.
    fn outcome(&mut self, reply: &str) -> Option<ReplyOutcome> {
        let Some((at, cell)) = self.cell(Part::Outcome) else {
            return Some(if reply.is_empty() {
                ReplyOutcome::Asked
            } else if self.is_refusal(reply) {
                ReplyOutcome::Refused
            } else {
                ReplyOutcome::Answered
            });
        };
        let said = words::fold(&cell.text()).replace(' ', "-");
        let found = ReplyOutcome::from_word(&said).or_else(|| {
            let labels = ReplyOutcome::ALL.iter().copied();
            let mut labels =
                labels.filter(|one| words::fold(one.label()).replace(' ', "-") == said);
            labels.next().or(match said.as_str() {
                "yes" | "replied" | "reply" | "answer" => Some(ReplyOutcome::Answered),
                "no" | "none" | "no-answer" | "no-reply" | "silence" | "evaded" => {
                    Some(ReplyOutcome::NotAnswered)
                }
                "withheld" | "refusal" | "exempt" => Some(ReplyOutcome::Refused),
                _ => None,
            })
        });
        if found.is_none() {
            let shown = words::shown(&cell.text());
            let known: Vec<&str> = ReplyOutcome::ALL.iter().map(|one| one.word()).collect();
            self.refuse(
                at,
                format!(
                    "“{shown}” is not an outcome; write {}",
                    crate::wording::choice(&known)
                ),
            );
        }
        // An outcome that was filled in before the answer came is not the last word.
        match found {
            Some(ReplyOutcome::Asked) if !reply.is_empty() => Some(if self.is_refusal(reply) {
                ReplyOutcome::Refused
            } else {
                ReplyOutcome::Answered
            }),
            found => found,
        }
    }

    fn read(mut self, library: &Library, audit: &Audit, today: NaiveDate) -> Option<SheetReply> {
        let schedule = self.table.has(Part::OnAgain);
        let point = self.text(Part::Point);
        let asked = match self.text(Part::Ask) {
            asked if asked.is_empty() => point.clone(),
            asked => asked,
        };
        let ask = match self.text(Part::Documents) {
            documents if documents.is_empty() => asked.clone(),
            documents => documents,
        };
        if ask.is_empty() {
            return None;
        }
        let reply = self.text(Part::Reply);
        let when = if schedule { Part::OnAgain } else { Part::On };
        let on = self.past(when, today);
        let replied = self.past(Part::Replied, today);
        let promised = self.day(Part::Promised);
        let due = self.day(Part::Due).or(promised);
        let to = self.text(Part::To);
        // A row that nobody filled in.
        if reply.is_empty()
            && on.is_none()
            && to.is_empty()
            && replied.is_none()
            && self.text(Part::Outcome).is_empty()
        {
            return None;
        }
        let mut outcome = self.outcome(&reply)?;
        if reply.is_empty()
            && let Some((at, _)) = self.cell(Part::Replied)
        {
            self.refuse(
                at,
                "a reply came, and its words are missing; write them in the column for the reply"
                    .to_owned(),
            );
            return None;
        }
        if outcome.needs_words() && reply.is_empty() {
            let at = self.cell(Part::Outcome).map_or(0, |(at, _)| at);
            self.refuse(
                at,
                format!(
                    "“{}” needs its words; write them in the column for the reply",
                    outcome.label()
                ),
            );
            return None;
        }
        // Silence is one once its day is past.
        if outcome == ReplyOutcome::Asked && on.is_some() && due.is_some_and(|due| due < today) {
            outcome = ReplyOutcome::NotAnswered;
        }
        let by = self.text(Part::By);
        let paper = self.text(Part::Paper);
        let place = match (self.text(Part::Place), schedule) {
            (route, true) if route.is_empty() => "an information request".to_owned(),
            (place, _) if place.is_empty() && !point.is_empty() => RIGHT_OF_REPLY.to_owned(),
            (place, _) => place,
        };
        let named = self.text(Part::BearsOn);
        let mut bears_on: Vec<String> = named
            .split([';', ','])
            .map(str::trim)
            .filter(|id| library.find_current(id).is_some())
            .map(str::to_owned)
            .collect();
        if bears_on.is_empty() {
            bears_on = if library.find_current(&asked).is_some() {
                vec![asked]
            } else {
                self::bears_on(library, &ask)
            };
        }
        let place = if paper.is_empty() {
            place
        } else {
            let with = if place.is_empty() { "" } else { "; " };
            format!("{place}{with}{THEIR_PAPER}{paper}")
        };
        Some(SheetReply {
            place: self.place,
            withheld: false,
            put: CouncilQuestion {
                to: if to.is_empty() && (schedule || self.table.has(Part::Paper)) {
                    audit.review.authority.clone()
                } else {
                    to
                },
                place,
                on,
                outcome,
                reply,
                replied_by: by,
                replied,
                promised,
                bears_on,
                ..CouncilQuestion::asked("", ask)
            },
        })
    }
}

/// Returns true if a reply says of itself that what was asked for is not given.
fn is_refusal(reply: &str) -> bool {
    const SAYS: [&str; 14] = [
        "refuse",
        "refusal",
        "withh",
        "exempt",
        "will not be released",
        "will not be disclosed",
        "not be released",
        "not be disclosed",
        "cannot be disclosed",
        "cannot be released",
        "decline to",
        "declined to",
        "commercially sensitive",
        "not prepared to",
    ];
    let said = words::fold(reply);
    let status = words::status(reply).flatten();
    let status = status.or_else(|| words::status_and_remark(reply).map(|(status, _)| status));
    status == Some(Status::Withheld) || SAYS.iter().any(|words| said.contains(words))
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
            WordingPiece::Fact(_) => filled = true,
            WordingPiece::Text(text) => {
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
        return vec![question.id.to_string()];
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
        .map(|ix| library.question(ix).id.to_string())
        .collect()
}
