//! Many questions at once: those that the user has marked, and one order for all of them.
//!
//! Marks belong to the desk and not to the audit. An order is shown question by question before
//! anything moves; what may not be done to one question by itself may not be done to it here either
//! ([`AnswerOrder::refusal`] is asked by both).

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::action::keyed;
use super::changes::{Prospect, answer_in_words};
use super::{Desk, OpenAudit, Screen};
use crate::audit::{Answer, Change};
use crate::checklist::{Library, Needs, QuestionIx, QuestionKind, Status};
use crate::findings::two_people::SummaryPart;
use crate::wording::{capital, count};

/// One thing to be done to an answer, or to many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AnswerOrder {
    /// Answer with a status.
    Answer(Status),
    /// Add a line to the note.
    Note(String),
    /// Confirm the answer for the new wording of its question.
    Confirm,
    /// Clear the answer.
    Clear,
}

impl AnswerOrder {
    /// Returns the reason why it cannot be done to a question by itself, if it cannot.
    pub fn refusal(&self, library: &Library, open: &OpenAudit, ix: QuestionIx) -> Option<Refusal> {
        let answer = open.audit().answer_of(library, ix);
        let is_answered = |answer: Option<&Answer>| {
            answer.is_some_and(|one| one.status.is_some() || one.value.is_some())
        };
        match self {
            Self::Answer(_) if answer.is_some_and(|one| one.disputed().is_some()) => {
                Some(Refusal::Disputed)
            }
            Self::Answer(_) if library.question(ix).kind != QuestionKind::Judgement => {
                Some(Refusal::OtherKind)
            }
            Self::Confirm if !open.findings.answered(ix).recheck => Some(Refusal::SameWords),
            Self::Clear if !is_answered(answer) => Some(Refusal::NoAnswer),
            _ => None,
        }
    }

    /// Returns the reason why it cannot be done to a question among many, if it cannot.
    ///
    /// By itself, “withheld” is followed by the box for its request; many are not.
    fn refusal_among_many(
        &self,
        library: &Library,
        open: &OpenAudit,
        ix: QuestionIx,
    ) -> Option<Refusal> {
        let answer = open.audit().answer_of(library, ix);
        let asked = answer.is_some_and(|one| one.request.is_some());
        let needs_request =
            matches!(self, Self::Answer(status) if status.spec().needs == Needs::Request);
        self.refusal(library, open, ix)
            .or((needs_request && !asked).then_some(Refusal::NoRequest))
    }

    /// Does it to an answer.
    pub fn apply(&self, library: &Library, ix: QuestionIx, answer: &mut Answer) {
        let question = library.question(ix);
        match self {
            Self::Answer(status) => {
                answer.status = Some(*status);
                answer.asked = Some(question.digest().clone());
                answer.asked_text = Some(question.ask.to_string());
            }
            Self::Confirm => {
                answer.asked = Some(question.digest().clone());
                answer.asked_text = Some(question.ask.to_string());
            }
            Self::Clear => {
                answer.status = None;
                answer.value = None;
            }
            Self::Note(line) => {
                if !answer.note.is_empty() {
                    answer.note.push('\n');
                }
                answer.note.push_str(line);
            }
        }
    }

    /// Returns true if an answer says so already.
    fn is_done(&self, library: &Library, ix: QuestionIx, answer: Option<&Answer>) -> bool {
        match self {
            Self::Answer(status) => answer.is_some_and(|one| {
                one.status == Some(*status)
                    && one.asked.as_ref() == Some(library.question(ix).digest())
            }),
            Self::Note(line) => answer.is_some_and(|one| one.note.lines().last() == Some(line)),
            Self::Confirm | Self::Clear => false,
        }
    }

    /// Names it, for the line above the questions.
    fn label(&self) -> String {
        match self {
            Self::Answer(status) => format!("answer “{}”", status.label()),
            Self::Note(line) => format!("add the line “{line}” to each note"),
            Self::Confirm => "confirm each answer for the new words of its question".to_owned(),
            Self::Clear => "clear the answers; notes and evidence stay".to_owned(),
        }
    }
}

/// The reason why an order cannot be carried out for a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Refusal {
    /// People answered it differently.
    Disputed,
    /// It asks for a date, a figure or a choice.
    OtherKind,
    /// No request is recorded that could have been refused.
    NoRequest,
    /// It was not re-worded since it was answered.
    SameWords,
    /// It has no answer.
    NoAnswer,
}

impl Refusal {
    /// Returns the reason.
    const fn label(self) -> &'static str {
        match self {
            Self::Disputed => "people answered this differently",
            Self::OtherKind => "this asks for a date, a figure or a choice",
            Self::NoRequest => "no request is recorded that could have been refused",
            Self::SameWords => "the question was not re-worded since it was answered",
            Self::NoAnswer => "there is no answer to clear",
        }
    }

    /// Returns the reason with the key that helps, for the question in front.
    pub fn in_front(self) -> String {
        let why = self.label();
        match self {
            Self::Disputed => {
                keyed!("{}: press {agree} to agree on one answer", agree = Agree; why)
            }
            Self::OtherKind => keyed!("{}: press {enter}", enter = EnterValue; why),
            Self::NoRequest => keyed!("{}: press {request}", request = Request; why),
            Self::SameWords | Self::NoAnswer => why.to_owned(),
        }
    }

    /// Returns the reason for the list of many, where its remedy is to go to the question itself.
    fn among_many(self) -> String {
        let why = capital(self.label());
        match self {
            Self::Disputed => format!("{why}: agree on one answer first."),
            Self::OtherKind => format!("{why}: answer it by itself."),
            Self::NoRequest => format!("{why}: record what you asked for first."),
            Self::SameWords | Self::NoAnswer => format!("{why}."),
        }
    }
}

/// The outcome of an order for one question.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Outcome {
    /// It changes: old → new, and a remark.
    Changes(String, Option<String>),
    /// It stays as it is: so it says already.
    Stays(String),
    /// It cannot be done: the reason.
    Refused(Refusal),
}

/// An order for all marked questions, before it is carried out.
#[derive(Debug, Clone, PartialEq)]
pub struct Together {
    /// The order, once one is chosen.
    pub order: Option<AnswerOrder>,
    /// Each question with its outcome; with its answer of today while no order is chosen.
    rows: Vec<(QuestionIx, Outcome)>,
    /// The one change that it amounts to.
    change: Option<Change>,
    /// The findings that follow from it.
    prospect: Option<Prospect>,
}

impl Together {
    /// Works out what an order would do to the marked questions.
    pub fn of(
        desk: &Desk,
        open: &OpenAudit,
        order: Option<AnswerOrder>,
        now: DateTime<Utc>,
    ) -> Self {
        let library = &*desk.library;
        let marks = open.walk.marks.iter().copied();
        let Some(order) = order else {
            let as_it_is = |ix| (ix, Outcome::Stays(answer_now(library, open, ix)));
            return Self {
                order: None,
                rows: marks.map(as_it_is).collect(),
                change: None,
                prospect: None,
            };
        };
        let mut rows = Vec::new();
        let mut changing = BTreeSet::new();
        for ix in marks {
            let answer = open.audit().answer_of(library, ix);
            let was = answer_now(library, open, ix);
            let outcome = if let Some(why) = order.refusal_among_many(library, open, ix) {
                Outcome::Refused(why)
            } else if order.is_done(library, ix, answer) {
                Outcome::Stays(was)
            } else {
                changing.insert(ix);
                Outcome::Changes(becomes(library, &order, ix, &was), remark(&order, answer))
            };
            rows.push((ix, outcome));
        }
        let change = open
            .audit()
            .edit_answers_of(library, &changing, |ix, answer| {
                order.apply(library, ix, answer);
                answer.by.clone_from(&desk.who);
                answer.at = Some(now);
            });
        let mut then = open.audit().clone();
        let fits = change.as_ref().is_some_and(|one| then.apply(one).is_ok());
        Self {
            prospect: fits.then(|| Prospect::of(desk, open, &then)),
            order: Some(order),
            rows,
            change,
        }
    }

    /// Returns the one change that it amounts to; `None` if nothing would change.
    pub const fn change(&self) -> Option<&Change> {
        self.change.as_ref()
    }

    /// Returns the number of questions that would change.
    pub fn changing(&self) -> usize {
        let changes =
            |(_, outcome): &&(QuestionIx, Outcome)| matches!(outcome, Outcome::Changes(..));
        self.rows.iter().filter(changes).count()
    }

    /// Returns the number of questions that it cannot be done to.
    pub fn refused(&self) -> usize {
        let refused =
            |(_, outcome): &&(QuestionIx, Outcome)| matches!(outcome, Outcome::Refused(_));
        self.rows.iter().filter(refused).count()
    }

    /// Returns what it says, part by part.
    pub fn parts(&self, library: &Library) -> Vec<SummaryPart> {
        let marked = count(self.rows.len(), "marked question", "marked questions");
        let title = |ix: QuestionIx| &library.question(ix).short;
        let Some(order) = &self.order else {
            let mut parts = vec![
                SummaryPart::Text(format!("{marked}. What is to be done with all of them?")),
                SummaryPart::Heading("Marked".to_owned()),
            ];
            parts.extend(self.rows.iter().map(|(ix, outcome)| match outcome {
                Outcome::Changes(now, _) | Outcome::Stays(now) => {
                    SummaryPart::Item(format!("{}: {now}", title(*ix)))
                }
                Outcome::Refused(_) => SummaryPart::Item(title(*ix).to_string()),
            }));
            return parts;
        };
        let mut parts = vec![SummaryPart::Text(format!("{marked}: {}.", order.label()))];
        let heading = |parts: &mut Vec<SummaryPart>, says: &str, number: usize| {
            if number > 0 {
                parts.push(SummaryPart::Heading(format!("{says}: {number}")));
            }
        };
        let (changing, refused) = (self.changing(), self.refused());
        heading(&mut parts, "Would change", changing);
        for (ix, outcome) in &self.rows {
            if let Outcome::Changes(says, remark) = outcome {
                parts.push(SummaryPart::Item(format!("{}: {says}", title(*ix))));
                parts.extend(remark.clone().map(SummaryPart::Under));
            }
        }
        heading(&mut parts, "Cannot be done", refused);
        let mut reasons: BTreeMap<Refusal, Vec<QuestionIx>> = BTreeMap::new();
        for (ix, outcome) in &self.rows {
            if let Outcome::Refused(why) = outcome {
                reasons.entry(*why).or_default().push(*ix);
            }
        }
        for (why, questions) in reasons {
            parts.push(SummaryPart::Text(why.among_many()));
            parts.extend(
                questions
                    .into_iter()
                    .map(|ix| SummaryPart::Item(title(ix).to_string())),
            );
        }
        heading(
            &mut parts,
            "Stays as it is",
            self.rows.len() - changing - refused,
        );
        for (ix, outcome) in &self.rows {
            if let Outcome::Stays(now) = outcome {
                parts.push(SummaryPart::Item(format!("{}: {now}", title(*ix))));
            }
        }
        if let Some(prospect) = &self.prospect {
            // What follows comes first: the list may be long.
            parts.splice(1..1, prospect.parts(library));
        }
        parts
    }
}

/// Returns the answer that a question has now, in a word or two.
fn answer_now(library: &Library, open: &OpenAudit, ix: QuestionIx) -> String {
    let answer = open.audit().answer_of(library, ix);
    answer_in_words(library, &library.question(ix).id, answer)
}

/// Tells what an order makes of an answer: old → new.
fn becomes(library: &Library, order: &AnswerOrder, ix: QuestionIx, was: &str) -> String {
    match order {
        AnswerOrder::Answer(status) if was == status.label() => {
            format!("{was}, now for the new words of the question")
        }
        AnswerOrder::Answer(status) => format!("{was} → {}", status.label()),
        AnswerOrder::Clear => {
            let open = answer_in_words(library, &library.question(ix).id, None);
            format!("{was} → {open}")
        }
        AnswerOrder::Note(_) => "one more line in its note".to_owned(),
        AnswerOrder::Confirm => format!("{was}, confirmed for the new words of the question"),
    }
}

/// Remarks on what stays under an answer, or is still wanted.
fn remark(order: &AnswerOrder, answer: Option<&Answer>) -> Option<String> {
    let pieces = answer.map_or(0, |one| one.evidence.len());
    let has_note = answer.is_some_and(|one| !one.note.trim().is_empty());
    match order {
        AnswerOrder::Answer(_) | AnswerOrder::Clear if pieces > 0 => {
            let pieces = count(pieces, "piece", "pieces");
            Some(format!("its {pieces} of evidence will stay under it"))
        }
        AnswerOrder::Answer(status) => match status.spec().needs {
            Needs::Evidence => Some("no evidence yet: to be proved".to_owned()),
            Needs::Reason if !has_note => Some("no reason yet in its note".to_owned()),
            _ => None,
        },
        AnswerOrder::Note(_) | AnswerOrder::Confirm | AnswerOrder::Clear => None,
    }
}

impl OpenAudit {
    /// Returns every question behind the row under the bar: in the walk the one in front, among the
    /// flags and the laws all that it rests on.
    pub(super) fn questions_behind(
        &self,
        library: &Library,
        screen: Screen,
    ) -> BTreeSet<QuestionIx> {
        match screen {
            Screen::Walk => self.walk.at().into_iter().collect(),
            Screen::Instruments => {
                let requirements = self.requirements_in_front(library);
                let behind = requirements.get(self.instrument.row);
                behind.map_or_else(BTreeSet::new, |ix| {
                    library.requirement(*ix).questions.iter().copied().collect()
                })
            }
            Screen::Flags => self.questions_of_flag(),
            _ => BTreeSet::new(),
        }
    }
}
