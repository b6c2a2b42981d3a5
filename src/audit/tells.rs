//! Time that evidence tells of: before the decision, after it, or not settled yet.
//!
//! The day of a paper does not decide it. A reply of next year that says what was not done before
//! the decision tells of then; the overspend it reports tells of later.

use chrono::NaiveDate;

use super::{Answer, Audit, Evidence, Shows};
use crate::checklist::{Question, QuestionKind, Status};

/// Time that a piece of evidence tells of, as far as it is settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tells {
    /// Of what was or was not done before the decision.
    Then,
    /// Of what turned out afterwards.
    Later,
    /// The paper is later than the decision, and nobody has said yet which of the two it tells of.
    Unsettled,
}

/// Returns the time that a piece of evidence under an answer tells of.
///
/// A paper that is no later than the decision tells of then. For a question about coming in time a
/// later paper is itself the proof that the thing came late, so that nothing need be asked. One about
/// what follows the decision is answered by papers that follow it.
pub fn tells(question: &Question, audit: &Audit, answer: &Answer, evidence: &Evidence) -> Tells {
    if question.after_decision {
        return Tells::Then;
    }
    match evidence.shows {
        Some(Shows::Then) => return Tells::Then,
        Some(Shows::Later) => return Tells::Later,
        None => {}
    }
    let Some(decided) = audit.review.decided else {
        return Tells::Then;
    };
    let late = paper_day(audit, evidence).is_some_and(|day| day > decided);
    let failed = matches!(answer.status, Some(Status::NotMet | Status::Partly));
    if !late || question.kind != QuestionKind::Judgement || (question.in_time && failed) {
        Tells::Then
    } else {
        Tells::Unsettled
    }
}

/// Returns the day that the paper behind a piece of evidence bears, if one is known.
pub fn paper_day(audit: &Audit, evidence: &Evidence) -> Option<NaiveDate> {
    evidence.date.or_else(|| {
        let id = evidence.document.as_ref()?;
        audit.document(id)?.date
    })
}
