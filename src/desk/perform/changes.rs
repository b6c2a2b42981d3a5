//! Going back in the history, and forward again; going back to a place, and forward again.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::super::changes::{Going, changes};
use super::super::message::Effect;
use super::super::open::Save;
use super::super::overlay::{Item, Overlay, PageKind, Pick, Picker};
use super::super::screen::Visited;
use super::super::{Desk, NoticeTone};
use crate::desk::action::keyed;
use crate::wording::count;

impl Desk {
    /// Lists every change of the open audit.
    pub(in crate::desk) fn list_changes(&mut self) {
        let picker = changes(self);
        self.lay(Overlay::Picker(picker));
    }

    /// Shows what going to a place in the history would change, over the list of all changes.
    pub(in crate::desk) fn ask_to_go(&mut self, seq: u64) {
        let Some(open) = &self.open else { return };
        match Going::to(self, open, seq) {
            None => self.say(
                NoticeTone::Warning,
                "This was undone, and other changes were made since, so it cannot come back.",
            ),
            Some(going) if going.is_here() => {
                self.say(NoticeTone::Info, "This is where you are now.");
            }
            Some(going) => {
                if let Some(open) = &mut self.open {
                    open.going = Some(going);
                }
                self.show_page(PageKind::Going);
            }
        }
    }

    /// Goes to the place in the history that is shown.
    pub(in crate::desk) fn go_in_history(&mut self, now: DateTime<Utc>) -> Vec<Effect> {
        let who = self.who.clone();
        let Some(open) = &mut self.open else {
            return Vec::new();
        };
        let Some(going) = open.going.take() else {
            return Vec::new();
        };
        let was = open.history.last_done();
        let went = Arc::make_mut(&mut open.history).go_to(going.seq, &who, now);
        let Some(entries) = went.filter(|entries| !entries.is_empty()) else {
            return Vec::new();
        };
        open.save = Save::Saving;
        // The question that changed is in front.
        let last = entries
            .last()
            .and_then(|entry| open.history.change(entry.seq));
        let question = last.and_then(|change| change.question().map(str::to_owned));
        let followed = open.derive(&self.library, self.today);
        if let Some(ix) = question.and_then(|id| self.library.find_current(&id)) {
            open.walk.go_to(ix);
            open.scroll = 0;
        }
        let back = open.history.last_done() < was;
        let steps = count(entries.len(), "change", "changes");
        // The page, and the list under it.
        self.overlays.pop();
        self.overlays.pop();
        let (did, tail) = if back {
            (
                "taken back",
                keyed!("press {changes} to come forward again", changes = Changes),
            )
        } else {
            (
                "made again",
                keyed!("press {changes} to go back again", changes = Changes),
            )
        };
        self.say_consequence(&format!("{steps} {did}"), &followed, &tail);
        self.saving(entries)
    }

    /// Goes forward again to where Esc came back from.
    pub(in crate::desk) fn go_forward(&mut self) {
        let here = self.here();
        let Some(open) = &mut self.open else { return };
        if let Some(next) = open.ahead.pop() {
            open.visited.extend(here);
            self.stand_at(next);
        }
    }

    /// Returns the place in front.
    pub(in crate::desk) fn here(&self) -> Option<Visited> {
        let open = self.open.as_ref()?;
        Some(Visited {
            screen: self.screen,
            question: open.walk.at(),
        })
    }

    /// Puts a place in front.
    pub(in crate::desk) fn stand_at(&mut self, place: Visited) {
        if let (Some(open), Some(ix)) = (&mut self.open, place.question) {
            open.walk.go_to(ix);
        }
        self.show(place.screen);
    }

    /// Lists the places that the user has been at.
    pub(in crate::desk) fn list_places(&mut self) {
        let Some(open) = &self.open else { return };
        let mut items = Vec::new();
        let behind = open.visited.iter().rev();
        for (mark, place) in
            (open.ahead.iter().map(|one| ("forward", one))).chain(behind.map(|one| ("back", one)))
        {
            let question = place
                .question
                .map(|ix| self.library.question(ix).short.as_str());
            let label = match (place.screen, question) {
                (super::super::Screen::Walk, Some(title)) => title,
                (screen, _) => screen.title(),
            };
            items.push(Item::new(
                mark,
                label,
                place.screen.title(),
                Pick::Visited(*place),
            ));
        }
        self.lay(Overlay::Picker(Picker::new("Places you have been", items)));
    }

    /// Goes to a place of the list, with a way back.
    pub(in crate::desk) fn go_to_place(&mut self, place: Visited) {
        self.remember();
        self.stand_at(place);
    }
}
