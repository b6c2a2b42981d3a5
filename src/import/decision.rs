//! Problems and conflicts of an import, and the decisions about them.

use std::collections::BTreeMap;

use serde::Serialize;

use super::book::CellRef;
use crate::base::word::words;
use crate::checklist::QuestionIx;

/// Something that was not understood, and its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RowError {
    /// The row or cell.
    pub place: CellRef,
    /// The problem, and what to do about it.
    pub message: String,
}

words! {
    /// A field of an answer that can conflict.
    pub enum AnswerField is "a field of an answer" {
        /// The status.
        Status = "status",
        /// The value.
        Value = "value",
        /// The note.
        Note = "note",
        /// The other side's answer.
        Contested = "contested",
        /// The information that was asked for and not given.
        Request = "request",
    }
}

impl AnswerField {
    /// Returns the field as the subject of a sentence.
    pub const fn the(self) -> &'static str {
        match self {
            Self::Status => "The status",
            Self::Value => "The value",
            Self::Note => "The note",
            Self::Contested => "What the other side says",
            Self::Request => "What was asked for and not given",
        }
    }

    /// Returns true if both texts can be kept, one below the other.
    pub const fn can_keep_both(self) -> bool {
        matches!(self, Self::Note | Self::Contested)
    }
}

/// A field that the audit and the spreadsheet answer differently.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ImportConflict {
    /// The field.
    pub field: AnswerField,
    /// The value in the audit.
    pub mine: String,
    /// The value in the spreadsheet.
    pub theirs: String,
}

/// The decision about a conflict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Decision {
    /// Keeps the value in the audit.
    #[default]
    KeepMine,
    /// Takes the value in the spreadsheet.
    TakeTheirs,
    /// Keeps both, theirs below mine with their name; for a status, a value or a request, mine.
    KeepBoth,
}

/// Decisions about the conflicts of a plan: one for all, and exceptions to it.
#[derive(Debug, Clone, Default)]
pub struct Decisions {
    all: Decision,
    each: BTreeMap<(QuestionIx, AnswerField), Decision>,
}

impl Decisions {
    /// Returns decisions with the same one for every conflict.
    pub const fn all(decision: Decision) -> Self {
        Self {
            all: decision,
            each: BTreeMap::new(),
        }
    }

    /// Sets the decision about one conflict.
    pub fn decide(&mut self, question: QuestionIx, field: AnswerField, decision: Decision) {
        self.each.insert((question, field), decision);
    }

    /// Returns the decision about one conflict.
    pub fn of(&self, question: QuestionIx, field: AnswerField) -> Decision {
        self.each
            .get(&(question, field))
            .copied()
            .unwrap_or(self.all)
    }
}
