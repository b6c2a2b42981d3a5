//! Actions on the timeline: events of the user's own, and from an entry to what is behind it.

use chrono::{DateTime, Utc};

use super::super::message::Effect;
use super::super::overlay::{FieldError, Form, Overlay};
use super::super::paper_field::Named;
use super::super::timeline::ScaleUnit;
use super::super::{Desk, NoticeTone, Screen, forms};
use super::proof::{NOTHING, new_document};
use crate::audit::{Change, Evidence};
use crate::checklist::condition::EventRef;
use crate::desk::action::keyed;
use crate::desk::dates;
use crate::findings::EntryKind;

impl Desk {
    /// Opens the form for a new event of the user's own.
    pub(in crate::desk) fn add_event(&mut self) {
        if let Some(id) = self.open.as_ref().map(|open| open.audit().free_event()) {
            self.event_form(id);
        }
    }

    fn event_form(&mut self, id: String) {
        if let Some(open) = &self.open {
            let form = forms::timeline::event(open.audit(), id);
            self.lay(Overlay::Form(form));
        }
    }

    /// Returns the id of the user's own event under the bar.
    pub(in crate::desk) fn own_event(&self) -> Option<&str> {
        let open = self.open.as_ref()?;
        let entry = open.timeline.entry(open.timeline_row)?;
        let id = entry.id.as_deref()?;
        (entry.kind == EntryKind::Own).then_some(id)
    }

    /// Removes the user's own event under the bar.
    pub(in crate::desk) fn remove_event(&mut self, now: DateTime<Utc>) -> Vec<Effect> {
        let change = self.own_event().and_then(|id| {
            let open = self.open.as_ref()?;
            open.audit().edit_event(id, None)
        });
        change.map_or_else(Vec::new, |change| {
            self.commit_saying("event removed", change, now)
        })
    }

    /// Submits the form for an event of the user's own.
    pub(in crate::desk) fn take_event(
        &mut self,
        form: &Form,
        id: &str,
        now: DateTime<Utc>,
    ) -> Result<Vec<Effect>, FieldError> {
        let Some(open) = &self.open else {
            return Ok(Vec::new());
        };
        let audit = open.audit();
        let mut event = forms::timeline::read_event(form, id, audit.event(id))?;
        let mut changes = Vec::new();
        if let Some(Named::New(title)) = form.named() {
            let document = new_document(audit, title);
            if let Some(proof) = event.evidence.first_mut() {
                proof.document = Some(document.id.clone());
            } else {
                event.evidence.push(Evidence {
                    document: Some(document.id.clone()),
                    ..Evidence::default()
                });
            }
            let id = document.id.clone();
            changes.extend(audit.edit_document(&id, Some(document)));
        }
        let kept = dates::understood(event.when);
        changes.extend(audit.edit_event(id, Some(event)));
        self.overlays.pop();
        let change = match changes.len() {
            0 => {
                self.say(NoticeTone::Info, NOTHING);
                return Ok(Vec::new());
            }
            1 => changes.remove(0),
            _ => Change::Together(changes),
        };
        let effects = self.commit_saying(&format!("Kept as: {kept}"), change, now);
        if let Some(open) = &mut self.open
            && let Some(row) = open.timeline.row_of(id)
        {
            open.timeline_row = row;
            open.scroll = 0;
        }
        Ok(effects)
    }

    /// Opens what is behind the row under the bar: the form of an own event, of a paper, of a
    /// question put or of the review; or the question in the walk.
    pub(in crate::desk) fn open_dated(&mut self) {
        let Some(open) = &self.open else { return };
        let row = open.timeline_row;
        if let Some(clock) = open.timeline.clock(row) {
            let rule = self.library.deadline(clock.running.rule);
            let started = clock.running.started.map(|(event, _)| event);
            if started.is_some() && clock.running.due().is_none() {
                if clock.lacks_rules(&self.library) && self.may_set_rules().is_ok() {
                    return self.edit_rules();
                }
                let needs = clock.running.counted.as_ref();
                let needs = needs.and_then(|(_, answer)| rule.setting(answer.needs.as_deref()?));
                match needs.and_then(|setting| setting.event.or(setting.figure)) {
                    Some(ix) => self.go_to(ix),
                    None => self.say(NoticeTone::Info, format!("{}.", clock.state)),
                }
                return;
            }
            let lacks = clock.running.starters.first().copied();
            let known = started.filter(|_| clock.running.ran_out.is_none());
            match known.or(lacks) {
                Some(EventRef::Question(ix)) => self.go_to(ix),
                Some(EventRef::Decided) if self.may_change().is_ok() => self.edit_profile(),
                _ => self.say(NoticeTone::Info, NO_MORE),
            }
            return;
        }
        let Some(entry) = open.timeline.entry(row) else {
            return;
        };
        if let Some(ix) = entry.question {
            return self.go_to(ix);
        }
        let (kind, id) = (entry.kind, entry.id.clone());
        let may_change = self.may_change().is_ok();
        match (kind, id) {
            (EntryKind::Paper, Some(id)) => {
                self.show(Screen::Documents);
                self.go_to_document(&id);
            }
            (EntryKind::Own, Some(id)) if may_change => self.event_form(id),
            (EntryKind::Question, Some(id)) if may_change => {
                let put = self.open.as_ref().and_then(|open| {
                    let mut puts = open.audit().puts.iter();
                    puts.find(|put| put.id == id).cloned()
                });
                if let Some(put) = put {
                    self.put_form(put);
                }
            }
            (EntryKind::Decision, _) if may_change => self.edit_profile(),
            _ => self.say(NoticeTone::Info, NO_MORE),
        }
    }

    /// Chooses the next scale of the drawing.
    pub(in crate::desk) fn turn_scale(&mut self) {
        let Some(open) = &mut self.open else { return };
        open.timeline_scale = ScaleUnit::after(open.timeline_scale);
        let says = match open.timeline_scale {
            Some(unit) => format!("The scale is by {}.", unit.name()),
            None => keyed!(
                "The scale is the shortest that shows all. Press {scale} to change it.",
                scale = TurnScale
            ),
        };
        self.say(NoticeTone::Info, says);
    }
}

/// The sentence where there is nothing more behind a row.
const NO_MORE: &str = "There is nothing more behind this entry.";
