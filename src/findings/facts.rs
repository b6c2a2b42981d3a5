//! Facts of an audit as the rules see them: each question with the part of its answer that counts.
//!
//! Three things do not count, and are shown instead: an answer given to a text that has since
//! changed or to a question that another has taken in (to be re-checked), an answer to a process
//! question that rests on nothing but hindsight, and an orphaned answer, whose question is gone
//! (`orphaned`).

use std::sync::Arc;

use chrono::{NaiveDate, TimeDelta};

use super::pieces::Pieces;
use super::support::{Support, Tells, support, tells};
use crate::audit::{Answer, Audit, Value};
use crate::base::DateSpan;
use crate::checklist::condition::EventRef;
use crate::checklist::{Library, Place, Question, QuestionIx, QuestionKind, State, Status};

/// The part of one question's answer that counts, with the reasons if the rest does not.
#[derive(Debug, Clone, PartialEq, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "six facts that do not exclude each other"
)]
pub struct Answered {
    /// The status that counts.
    pub status: Option<Status>,
    /// The value that counts.
    pub value: Option<Value>,
    /// True if the answer was given to a text that has since changed, or to a question that this one
    /// has taken in; it counts once confirmed.
    pub recheck: bool,
    /// True if all evidence on a process question is later than the decision: it cannot decide it.
    pub hindsight: bool,
    /// True if both sides are kept.
    pub contested: bool,
    /// True if something is recorded, even without status or value.
    pub touched: bool,
    /// True if evidence waits to be settled: its paper is later than the decision, and nobody has
    /// said whether it tells of before or after.
    pub unsettled: bool,
    /// True if a request for information is recorded with it.
    pub requested: bool,
    /// The proof under it.
    pub support: Support,
}

impl Answered {
    /// Returns true if the question still waits for an answer that counts.
    pub const fn is_open(&self) -> bool {
        self.status.is_none() && self.value.is_none()
    }

    /// Returns true if it has a value or a request: it may stand on the timeline, or a time limit may hang
    /// on it.
    pub const fn is_dated(&self) -> bool {
        self.requested || self.value.is_some()
    }

    /// Returns true if nothing at all is recorded.
    pub const fn is_untouched(&self) -> bool {
        !self.touched
    }
}

/// A library and an audit, joined on a day.
#[derive(Debug)]
pub struct Facts<'a> {
    /// The checklists.
    pub library: &'a Library,
    /// The audit.
    pub audit: &'a Audit,
    /// The day the facts are gathered for.
    pub today: NaiveDate,
    /// Place and date at which the law is judged.
    pub place: Place,
    /// Each question with the part of its answer that counts, by its place in the library.
    pub(super) answered: Pieces<Answered>,
    /// The questions that are dated ([`Answered::is_dated`]), in the order of the library.
    pub(super) dated: Arc<[QuestionIx]>,
}

impl<'a> Facts<'a> {
    /// Joins a library and an audit on a day.
    pub fn gather(library: &'a Library, audit: &'a Audit, today: NaiveDate) -> Self {
        let all = library.questions().map(|(ix, _)| ix);
        let answered: Pieces<Answered> =
            all.clone().map(|ix| weighed(library, audit, ix)).collect();
        let dated = all.filter(|ix| answered[ix.place()].is_dated()).collect();
        Self::of(library, audit, today, answered, dated)
    }

    /// Joins a library and an audit whose answers were weighed already, one for each question.
    pub(super) fn of(
        library: &'a Library,
        audit: &'a Audit,
        today: NaiveDate,
        answered: Pieces<Answered>,
        dated: Arc<[QuestionIx]>,
    ) -> Self {
        let decided = audit.review.decided;
        let spans: Vec<DateSpan> = dated
            .iter()
            .filter_map(|ix| match answered[ix.place()].value {
                Some(Value::Date(when)) => Some(when),
                _ => None,
            })
            .chain(decided.map(DateSpan::exact))
            .collect();
        let place = Place {
            territory: audit.review.territory,
            kind: audit.review.kind,
            executive: audit.review.executive,
            judged: decided.unwrap_or(today),
            decided: decided.is_some(),
            first: spans.iter().filter_map(|one| one.earliest()).min(),
            last: spans.iter().filter_map(|one| one.latest()).max(),
        };
        Self {
            library,
            audit,
            today,
            place,
            answered,
            dated,
        }
    }

    /// Returns the part of a question's answer that counts.
    pub fn answered(&self, ix: QuestionIx) -> &Answered {
        &self.answered[ix.place()]
    }

    /// Returns the state of a judgement.
    pub fn state(&self, ix: QuestionIx) -> State {
        State::from(self.answered(ix).status)
    }

    /// Returns the day of an event, or the days between which it fell, if they are given.
    pub fn span(&self, event: EventRef) -> Option<DateSpan> {
        match event {
            EventRef::Decided => self.audit.review.decided.map(DateSpan::exact),
            EventRef::Question(ix) => match self.answered(ix).value {
                Some(Value::Date(when)) => Some(when),
                _ => None,
            },
        }
    }

    /// Returns the number of days from a day to today; negative for a day to come.
    pub fn days_ago(&self, day: NaiveDate) -> i64 {
        TimeDelta::num_days(&(self.today - day))
    }
}

/// Weighs the answer shown with a question, if there is one.
pub(super) fn weighed(library: &Library, audit: &Audit, ix: QuestionIx) -> Answered {
    let question = library.question(ix);
    if let Some(answer) = audit.answer(&question.id) {
        return weigh(question, audit, answer, false);
    }
    let carried = audit.carried(library, ix);
    carried.map_or_else(Answered::default, |(_, answer)| {
        weigh(question, audit, answer, true)
    })
}

/// Weighs an answer: keeps the part that counts.
///
/// One that was carried from another question counts once it is confirmed, as after a change of
/// words.
fn weigh(question: &Question, audit: &Audit, answer: &Answer, carried: bool) -> Answered {
    let asked = answer.asked.as_ref();
    let recheck = carried || asked.is_some_and(|asked| *asked != *question.digest());
    let told = |wanted: Tells| {
        let mut evidence = answer.evidence.iter();
        evidence.any(|one| tells(question, audit, answer, one) == wanted)
    };
    let hindsight = question.kind == QuestionKind::Judgement
        && !question.after_decision
        && !answer.evidence.is_empty()
        && answer.evidence.iter().all(|one| {
            let tells = tells(question, audit, answer, one);
            // A day that only the register gives moves no status before somebody has settled it.
            tells == Tells::Later || (tells == Tells::Unsettled && one.date.is_some())
        });
    let mut answered = Answered {
        recheck,
        hindsight,
        contested: answer.contested.is_some(),
        touched: !answer.is_empty(),
        unsettled: told(Tells::Unsettled),
        requested: answer.request.is_some(),
        support: support(question, audit, answer),
        ..Answered::default()
    };
    if recheck {
        return answered;
    }
    match question.kind {
        QuestionKind::Judgement => {
            answered.status = match answer.status {
                Some(status) if hindsight && !status.is_gap() => Some(Status::NoEvidence),
                status => status,
            };
        }
        // A value of another kind than the question's is reported by lint and does not count.
        QuestionKind::Event => {
            answered.value = answer.value.clone().filter(|v| matches!(v, Value::Date(_)));
        }
        QuestionKind::Figure(_) => {
            answered.value = answer
                .value
                .clone()
                .filter(|v| matches!(v, Value::Number(_)));
        }
        QuestionKind::Choice(ref options) => {
            answered.value = answer.value.clone().filter(|value| match value {
                Value::Option(id) => options.iter().any(|option| option.id == *id),
                _ => false,
            });
        }
    }
    answered
}
