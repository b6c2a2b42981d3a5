//! Support: the proof under an answer, and with it under everything that follows from the answer.
//!
//! ```text
//!   bare      a status or a value, and nothing under it
//!   stated    a note, or evidence that names no place to look
//!   shown     a document and a place in it, or the words of a named person; for "no evidence"
//!             a search that found nothing, for "withheld" the request that was not met
//! ```
//!
//! A finding has the weakest support of the answers that it cannot do without.

use crate::audit::{Absence, Answer, Audit, Evidence, Request};
use crate::base::word::words;
use crate::checklist::{Question, Status};

pub use crate::audit::{Tells, tells};

words! {
    /// Proof under an answer or a finding, the weakest first.
    #[derive(Default)]
    pub enum Support is "a support" {
        /// Nothing but the status or the value.
        #[default]
        Bare = "bare",
        /// A note, or evidence without a place to look.
        Stated = "stated",
        /// Evidence that anybody can look up.
        Shown = "shown",
    }
}

impl Support {
    /// Returns the label of the support.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Bare => "nothing under it yet",
            Self::Stated => "stated only",
            Self::Shown => "shown",
        }
    }
}

/// Returns the support of an answer.
pub fn support(question: &Question, audit: &Audit, answer: &Answer) -> Support {
    let counts =
        |one: &&Evidence| tells(question, audit, answer, one) == Tells::Then && !one.is_empty();
    let shown = answer
        .evidence
        .iter()
        .filter(counts)
        .any(|one| is_shown(audit, answer, one));
    let refused = answer.status == Some(Status::Withheld)
        && answer.request.as_ref().is_some_and(is_on_record);
    if shown || refused {
        Support::Shown
    } else if !answer.note.trim().is_empty()
        || answer.request.as_ref().is_some_and(|one| !one.is_empty())
        || answer.evidence.iter().any(|one| !one.is_empty())
    {
        Support::Stated
    } else {
        Support::Bare
    }
}

/// Returns true if anybody can look up what a piece of evidence shows.
fn is_shown(audit: &Audit, answer: &Answer, evidence: &Evidence) -> bool {
    let registered = evidence
        .document
        .as_ref()
        .is_some_and(|id| audit.document(id).is_some());
    (registered && evidence.has_place())
        || evidence
            .statement
            .as_ref()
            .is_some_and(crate::audit::Statement::is_complete)
        || (answer.status == Some(Status::NoEvidence)
            && evidence.absence.as_ref().is_some_and(was_searched))
}

/// Returns true if a proof of absence says which documents were searched for which words.
fn was_searched(absence: &Absence) -> bool {
    !absence.documents.is_empty() && !absence.words.is_empty() && absence.pages > 0
}

/// Returns true if a request says what was asked for, of whom and when.
fn is_on_record(request: &Request) -> bool {
    !request.what.trim().is_empty() && !request.whom.trim().is_empty() && request.on.is_some()
}

#[cfg(test)]
mod tests;
