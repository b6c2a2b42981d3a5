//! The answer to a judgement as a paper may give it: a failure that nobody can look up is not claimed.
//!
//! It is shown as a thing that what we have does not show, in every paper in the same words.

use crate::checklist::{QuestionIx, State, Status};
use crate::findings::Support;

use super::Source;

/// The answer to a judgement as it may be given.
#[derive(Debug, Clone, Copy)]
pub(super) struct Claim {
    /// Its state.
    pub(super) state: State,
    /// Its state in a word or two.
    pub(super) label: &'static str,
    /// The answer in a sentence.
    pub(super) sentence: &'static str,
}

impl Claim {
    /// Returns the answer to a question as a paper may give it.
    ///
    /// An answer that says less than was recorded is not shown: nothing to look up is named under a
    /// failure, or all its evidence is later than the decision.
    pub(super) fn of(source: &Source<'_>, ix: QuestionIx) -> Self {
        let answered = source.findings.answered(ix);
        let state = State::from(answered.status);
        let fails = answered.status.is_some_and(Status::is_failing);
        let unproved = fails && answered.support != Support::Shown;
        let recorded = source.audit.answer_of(source.library, ix);
        let later = answered.hindsight
            && answered.status.is_some()
            && recorded.and_then(|answer| answer.status) != answered.status;
        if unproved || later {
            return Self {
                state: State::NoEvidence,
                label: "not shown",
                sentence: "What we have does not show this.",
            };
        }
        Self {
            state,
            label: state.label(),
            sentence: state.spec().sentence,
        }
    }
}
