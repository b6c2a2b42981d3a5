//! Reasons of a finding: the answers, dates, figures and choices it rests on.

use crate::base::DateSpan;
use crate::checklist::condition::EventRef;
use crate::checklist::{QuestionIx, RequirementIx, State};

/// One thing recorded in the audit that a finding rests on.
#[derive(Debug, Clone, PartialEq)]
pub enum Because {
    /// The state of a judgement.
    Question {
        /// The question.
        question: QuestionIx,
        /// Its state.
        state: State,
    },
    /// The state of a requirement.
    Requirement {
        /// The requirement.
        requirement: RequirementIx,
        /// Its state.
        state: State,
    },
    /// The day of an event.
    Event {
        /// The event.
        event: EventRef,
        /// Its day, or the days between which it fell.
        when: DateSpan,
    },
    /// A figure.
    Figure {
        /// The question.
        question: QuestionIx,
        /// The figure, in the question's unit.
        value: f64,
    },
    /// A choice.
    Choice {
        /// The question.
        question: QuestionIx,
        /// The option chosen.
        option: String,
    },
}

impl Because {
    /// Returns the question behind it, if it is one.
    pub const fn question(&self) -> Option<QuestionIx> {
        match self {
            Self::Question { question, .. }
            | Self::Figure { question, .. }
            | Self::Choice { question, .. } => Some(*question),
            Self::Event {
                event: EventRef::Question(ix),
                ..
            } => Some(*ix),
            Self::Event { .. } | Self::Requirement { .. } => None,
        }
    }
}
