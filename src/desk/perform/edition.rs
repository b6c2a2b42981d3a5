//! Checklists that have changed since an audit was made: looked at, and agreed to as one change.

use chrono::{DateTime, Utc};

use super::super::message::Effect;
use super::super::overlay::PageKind;
use super::super::{Desk, NoticeTone};
use crate::audit::{Change, ChecklistStamp};
use crate::desk::action::keyed;
use crate::findings::edition::{EarlierWording, EditionReview, agreement, is_of_another_edition};

impl Desk {
    /// Returns the notice about checklists that have changed since the open audit was made.
    pub(in crate::desk) fn edition_notice(&self) -> Option<String> {
        let open = self.open.as_ref().filter(|open| open.read_only.is_none())?;
        let audit = open.audit();
        is_of_another_edition(&self.library, audit).then(|| {
            let review = EditionReview::of(&self.library, audit, &EarlierWording::new());
            keyed!(
                "The checklists have changed: {} Press {edition} to see them.",
                edition = Edition; review.counts()
            )
        })
    }

    /// Shows the answers under the checklists at hand.
    pub(in crate::desk) fn show_edition(&mut self) {
        let Some(open) = &mut self.open else { return };
        let audit = open.history.audit();
        let review = EditionReview::of(&self.library, audit, &EarlierWording::new());
        open.edition = Some(review);
        self.show_page(PageKind::Edition);
    }

    /// Agrees to the checklists at hand, as one change.
    pub(in crate::desk) fn agree_edition(&mut self, now: DateTime<Utc>) -> Vec<Effect> {
        let Some(open) = &mut self.open else {
            return Vec::new();
        };
        let waiting = open.edition.take().map_or(0, |one| one.check_again.len());
        self.overlays.pop();
        let audit = open.history.audit();
        let Some(change) = agreement(&self.library, audit, &EarlierWording::new()) else {
            return Vec::new();
        };
        let effects = self.commit(change, now);
        if let Some(open) = &mut self.open {
            open.walk
                .ask_again(&self.library, open.history.audit(), &open.findings);
        }
        if !effects.is_empty() {
            let check = if waiting == 0 {
                String::new()
            } else {
                let number = crate::wording::count(waiting, "answer", "answers");
                keyed!(
                    " To check {number} again, press {filter} and choose “to fix”.",
                    filter = Filter
                )
            };
            let says = keyed!("Agreed; press {undo} to undo it.{check}", undo = Undo);
            self.say(NoticeTone::Info, says);
        }
        effects
    }

    /// Notes the checklists with an audit that does not say yet what it was made with.
    pub(in crate::desk) fn stamp_checklists(&mut self, now: DateTime<Utc>) -> Vec<Effect> {
        let Some(open) = &self.open else {
            return Vec::new();
        };
        let audit = open.audit();
        let is_new = audit.checklists.is_empty() && !audit.answers.is_empty();
        if open.read_only.is_some() || !is_new {
            return Vec::new();
        }
        let change = Change::Checklists {
            before: Vec::new(),
            after: ChecklistStamp::of(&self.library),
        };
        self.commit(change, now)
    }
}
