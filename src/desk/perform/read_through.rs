//! Actions of the read-through: mending what it remarks on, leaving a ground out, writing all the
//! same.

use chrono::{DateTime, Utc};

use super::super::message::Effect;
use super::super::overlay::Overlay;
use super::super::read_through::ReadRow;
use super::super::{Desk, NoticeTone, Screen};
use crate::desk::action::keyed;
use crate::report::read_through::Objection;

impl Desk {
    /// Opens the read-through of the report in front.
    pub(in crate::desk) fn open_read_through(&mut self) {
        let read = self.read_through();
        if let Some(why) = self.not_built().map(ToString::to_string) {
            self.say(NoticeTone::Warning, why);
        } else if read.rows.is_empty() {
            self.say(
                NoticeTone::Info,
                "The read-through has no remark on this paper.",
            );
        } else {
            self.lay(Overlay::ReadThrough(Box::new(read)));
        }
    }

    /// Goes to what mends the selected remark: an answer, or the place of a ground in the notice.
    pub(in crate::desk) fn mend_remark(&mut self) {
        let row = match self.overlays.last() {
            Some(Overlay::ReadThrough(read)) => read.current().cloned(),
            _ => None,
        };
        if let Some(ReadRow::Remark(remark)) = &row
            && remark.objection == Objection::RuleRefuses
            && let Some(ground) = &remark.ground
            && self.may_sign().is_ok()
        {
            self.overlays.pop();
            self.place_ground(ground);
            return;
        }
        match row.as_ref().and_then(ReadRow::question) {
            Some(ix) => {
                self.overlays.pop();
                self.screen = Screen::Walk;
                self.go_to(ix);
            }
            None => self.say(
                NoticeTone::Info,
                keyed!(
                    "No single answer fixes this. Press {leave} to leave a ground out or put it \
                     back.",
                    leave = LeaveGround
                ),
            ),
        }
    }

    /// Leaves the ground of the selected row out of all papers, or takes it in again.
    pub(in crate::desk) fn leave_ground(&mut self, now: DateTime<Utc>) -> Vec<Effect> {
        let (at, ground) = match self.overlays.last() {
            Some(Overlay::ReadThrough(read)) => (
                read.selected,
                read.current()
                    .and_then(|row| row.ground().map(str::to_owned)),
            ),
            _ => (0, None),
        };
        let Some(ground) = ground else {
            self.say(
                NoticeTone::Info,
                "This remark is not about any ground of the paper.",
            );
            return Vec::new();
        };
        let Some(open) = &self.open else {
            return Vec::new();
        };
        let mut out = false;
        let change = open.audit().edit_notice(|notice| {
            out = notice.left_out.insert(ground.clone());
            if !out {
                notice.left_out.remove(&ground);
            }
        });
        let lead = if out {
            "the ground is left out of every paper"
        } else {
            "the ground is in the papers again"
        };
        let effects = change
            .map(|change| self.commit_saying(lead, change, now))
            .unwrap_or_default();
        let mut read = self.read_through();
        read.selected = at.min(read.rows.len().saturating_sub(1));
        if let Some(Overlay::ReadThrough(front)) = self.overlays.last_mut() {
            **front = read;
        }
        effects
    }

    /// Writes the report with its remarks unmended.
    pub(in crate::desk) fn write_all_the_same(&mut self) {
        self.overlays.pop();
        self.hand_paper_over();
    }
}
