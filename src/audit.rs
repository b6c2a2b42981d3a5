//! The user's record of one review: its profile, the answers with their evidence, the documents;
//! and every change to them as a value, with undo.
//!
//! Plain data and pure functions: no disk, no screen, no clock. The conclusions from the answers
//! are in `findings`; the storage of audits is in `store`.

pub mod answer;
mod carried;
pub mod change;
pub mod council_question;
pub mod describe;
pub mod disagreement;
pub mod file;
pub mod history;
pub mod merge;
pub mod notice;
pub mod own_event;
pub mod quotation;
pub mod review;
pub mod stamp;
mod tells;
mod write;

use std::collections::BTreeMap;

pub use answer::{Absence, Access, Answer, Document, Evidence, Request, Shows, Statement, Value};
pub use change::{Change, Conflict};
pub use council_question::{By, CouncilQuestion, RIGHT_OF_REPLY, ReplyOutcome, THEIR_PAPER};
pub use disagreement::{Agreement, Disagreement, Version};
pub use history::{CHANGE_BYTES, ChangeRefused, Entry, EntryState, History, HistoryStep};
pub use merge::{MergeBase, MergeNote, MergePlan, Merged, NotMerged, merge};
pub use notice::{MostGrounds, Notice, NoticeParts, Signatory};
pub use own_event::OwnEvent;
pub use quotation::{Quotation, QuoteCount, QuoteState, Quoted, Quotes};
pub use review::Review;
pub use tells::{Tells, paper_day, tells};
pub(crate) use write::quote;

use serde::{Deserialize, Serialize};

use crate::base::Digest;
use crate::checklist::{ChecklistFile, Library};

/// The format of audit files that this program writes.
pub const AUDIT_FORMAT: i64 = 1;

/// A checklist that an audit was made with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChecklistStamp {
    /// The checklist's id.
    pub id: String,
    /// Its edition.
    pub edition: String,
    /// The digest of its text.
    pub digest: Digest,
}

impl ChecklistStamp {
    /// Returns the stamps of all checklists of a library.
    pub fn of(library: &Library) -> Vec<Self> {
        let stamp = |file: &ChecklistFile| Self {
            id: file.id.to_string(),
            edition: file.edition.to_string(),
            digest: file.digest().clone(),
        };
        library.files().map(|(_, file)| stamp(file)).collect()
    }
}

/// A user's record of checking one review.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Audit {
    /// The checklists it was made with.
    #[serde(default)]
    pub checklists: Vec<ChecklistStamp>,
    /// The review that is audited.
    pub review: Review,
    /// The answers by the id of the question.
    ///
    /// An answer whose question no checklist knows any more is kept here, never dropped.
    #[serde(default)]
    pub answers: BTreeMap<String, Answer>,
    /// The registered documents, in the order they were registered.
    #[serde(default)]
    pub documents: Vec<Document>,
    /// The questions that were put to somebody, in the order they were recorded.
    #[serde(default)]
    pub puts: Vec<CouncilQuestion>,
    /// The user's own events, in the order they were recorded.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<OwnEvent>,
    /// Decisions about a call-in notice.
    #[serde(default, skip_serializing_if = "Notice::is_empty")]
    pub notice: Notice,
}

impl Audit {
    /// Creates an audit of a review, with nothing answered yet.
    pub const fn new(review: Review) -> Self {
        Self {
            checklists: Vec::new(),
            review,
            answers: BTreeMap::new(),
            documents: Vec::new(),
            puts: Vec::new(),
            events: Vec::new(),
            notice: Notice::new(),
        }
    }

    /// Returns the answer to a question, if any.
    pub fn answer(&self, question: &str) -> Option<&Answer> {
        self.answers.get(question)
    }

    /// Returns the registered document with an id, if there is one.
    pub fn document(&self, id: &str) -> Option<&Document> {
        self.documents.iter().find(|document| document.id == id)
    }

    /// Returns the change that `edit` makes to an answer; none if it changes nothing.
    ///
    /// An answer in which nothing is left is removed altogether. A new answer to a question that is
    /// answered differently by several people joins the versions.
    pub fn edit_answer(&self, question: &str, edit: impl FnOnce(&mut Answer)) -> Option<Change> {
        let before = self.answers.get(question).cloned();
        let mut answer = before.clone().unwrap_or_default();
        edit(&mut answer);
        if let Some(before) = &before {
            answer.keep_versions(before);
        }
        let after = (!answer.is_empty()).then_some(answer);
        (before != after).then(|| Change::Answer {
            question: question.to_owned(),
            before: before.map(Box::new),
            after: after.map(Box::new),
        })
    }

    /// Returns the change that `edit` makes to the profile; none if it changes nothing.
    pub fn edit_review(&self, edit: impl FnOnce(&mut Review)) -> Option<Change> {
        let mut after = self.review.clone();
        edit(&mut after);
        (after != self.review).then(|| Change::Review {
            before: Box::new(self.review.clone()),
            after: Box::new(after),
        })
    }

    /// Returns the change that registers, alters or removes a document; none if it changes nothing.
    pub fn edit_document(&self, id: &str, after: Option<Document>) -> Option<Change> {
        let before = self.document(id).cloned();
        (before != after).then(|| Change::Document {
            id: id.to_owned(),
            before: before.map(Box::new),
            after: after.map(Box::new),
        })
    }
}
