//! A reply of the council's: kept as its answer; what our own answers become is proposed, and set
//! by a key only.

use chrono::{DateTime, Utc};

use super::super::consequence::Consequence;
use super::super::message::Effect;
use super::super::overlay::{Overlay, PageKind};
use super::super::{Desk, NoticeTone};
use crate::audit::{By, CouncilQuestion, ReplyOutcome};
use crate::base::Word as _;
use crate::checklist::{QuestionIx, QuestionKind, Status};
use crate::desk::action::keyed;
use crate::findings::derive;

/// A status that a reply may give to the answers it bears on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerProposal {
    /// The status.
    pub status: Status,
    /// True if the outcome itself suggests it.
    pub suggested: bool,
    /// The consequences, in words.
    pub follows: String,
}

impl Desk {
    /// Returns the index of the question put whose reply is in front, if one is.
    pub(in crate::desk) fn reply_in_front(&self) -> Option<usize> {
        match self.overlays.last() {
            Some(Overlay::Page(page)) => match page.kind {
                PageKind::Reply(at) => Some(at),
                _ => None,
            },
            _ => None,
        }
    }

    /// Returns a question put, by its index.
    pub fn put(&self, at: usize) -> Option<&CouncilQuestion> {
        self.open.as_ref()?.audit().puts.get(at)
    }

    /// Returns the judgements that a question put bears on.
    pub fn judgements_of(&self, put: &CouncilQuestion) -> Vec<QuestionIx> {
        let mut found = Vec::new();
        for ix in put
            .bears_on
            .iter()
            .filter_map(|id| self.library.find_current(id))
        {
            let judged = self.library.question(ix).kind == QuestionKind::Judgement;
            if judged && !found.contains(&ix) {
                found.push(ix);
            }
        }
        found
    }

    /// Shows what a reply may change, if it bears on any answer.
    pub(in crate::desk) fn propose_after_reply(&mut self, id: &str) {
        let Some(open) = &self.open else { return };
        let Some(at) = open.audit().puts.iter().position(|put| put.id == id) else {
            return;
        };
        let bears = self.put(at).is_some_and(|put| {
            put.outcome != ReplyOutcome::Asked && !self.judgements_of(put).is_empty()
        });
        if bears {
            self.show_page(PageKind::Reply(at));
        }
    }

    /// Returns the statuses that a reply may give to the answers it bears on, with what would follow.
    pub fn proposals(&self, put: &CouncilQuestion) -> Vec<AnswerProposal> {
        let Some(open) = &self.open else {
            return Vec::new();
        };
        let refused = matches!(
            put.outcome,
            ReplyOutcome::NotAnswered | ReplyOutcome::Refused
        );
        let by = By {
            who: &self.who,
            at: DateTime::UNIX_EPOCH,
        };
        let arising = Status::ALL.iter().copied().filter(|status| status.arises());
        arising
            .map(|status| {
                let mut audit = open.audit().clone();
                let change = audit.record_put(&self.library, put, Some(status), by);
                let followed = change
                    .filter(|change| audit.apply(change).is_ok())
                    .map(|_| derive(&self.library, &audit, self.today))
                    .map(|then| Consequence::between(&open.findings, &then))
                    .unwrap_or_default();
                AnswerProposal {
                    status,
                    suggested: refused && status.is_refusal(),
                    follows: followed.says(&self.library, "", "", usize::MAX),
                }
            })
            .collect()
    }

    /// Sets the answers that a reply bears on.
    pub(in crate::desk) fn set_after_reply(
        &mut self,
        at: usize,
        status: Status,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        self.overlays.pop();
        let Some(put) = self.put(at).cloned() else {
            return Vec::new();
        };
        let by = By {
            who: &self.who,
            at: now,
        };
        let change = self.open.as_ref().and_then(|open| {
            open.audit()
                .record_put(&self.library, &put, Some(status), by)
        });
        let lead = format!("our answer: {}", status.label());
        change.map_or_else(Vec::new, |change| self.commit_saying(&lead, change, now))
    }

    /// Closes the page of a reply, and leaves our own answers as they are.
    pub(in crate::desk) fn leave_reply(&mut self) {
        self.overlays.pop();
        self.say(
            NoticeTone::Info,
            keyed!(
                "The reply is kept as the council’s answer; our own answers stay as they are. \
                 Press {undo} to undo it.",
                undo = Undo
            ),
        );
    }
}
