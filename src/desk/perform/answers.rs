//! Actions on answers: status, note, evidence; kept, confirmed, undone.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::super::field::Field;
use super::super::message::{Effect, StoreJob};
use super::super::open::Save;
use super::super::overlay::{Editor, Overlay, Target};
use super::super::{Desk, Tone, forms, layout, search};
use crate::audit::{Change, ChecklistStamp};
use crate::checklist::{Needs, QuestionIx, QuestionKind, Status};
use crate::desk::action::keyed;
use crate::wording::capital;

impl Desk {
    /// Makes a change, derives the findings afresh, and asks for it to be saved.
    pub(in crate::desk) fn commit(&mut self, change: Change, now: DateTime<Utc>) -> Vec<Effect> {
        let who = self.who.clone();
        let Some(open) = &mut self.open else {
            return Vec::new();
        };
        match open.record(change, &who, now) {
            Err(why) => {
                self.say(Tone::Error, why);
                Vec::new()
            }
            Ok(entry) => {
                open.save = Save::Saving;
                let new = open.derive(&self.library, self.today);
                if let Some((flag, level)) = new.first().copied() {
                    let title = &self.library.flag(flag).title;
                    let level_says = level.label();
                    let more = if new.len() > 1 {
                        format!(" (and {} more)", new.len() - 1)
                    } else {
                        String::new()
                    };
                    let message = format!("Flag, {level_says}: {title}{more}");
                    self.say(Tone::Finding(level), message);
                }
                self.saving(entry)
            }
        }
    }

    pub(in crate::desk) fn saving(&self, entry: crate::audit::Entry) -> Vec<Effect> {
        self.open.as_ref().map_or_else(Vec::new, |open| {
            let job = StoreJob::Save {
                entry: Box::new(entry),
                audit: open.history.shared_audit(),
            };
            vec![job.into()]
        })
    }

    pub(in crate::desk) fn edit_current(
        &mut self,
        now: DateTime<Utc>,
        message: &str,
        edit: impl FnOnce(&mut crate::audit::Answer),
    ) -> Vec<Effect> {
        let Some((open, ix)) = self.at() else {
            return Vec::new();
        };
        let question = self.library.question(ix);
        let change = open.audit().edit_answer(&question.id, |answer| {
            edit(answer);
            answer.by.clone_from(&self.who);
            answer.at = Some(now);
        });
        let Some(change) = change else {
            return Vec::new();
        };
        let effects = self.commit(change, now);
        if self.toast.is_none() && !message.is_empty() {
            self.say(Tone::Info, message);
        }
        effects
    }

    pub(in crate::desk) fn answer(&mut self, status: Status, now: DateTime<Utc>) -> Vec<Effect> {
        let Some((open, ix)) = self.at() else {
            return Vec::new();
        };
        let question = self.library.question(ix);
        let (digest, ask) = (question.digest.clone(), question.ask.clone());
        let same = open
            .audit()
            .answer(&question.id)
            .is_some_and(|one| one.status == Some(status) && one.asked.as_ref() == Some(&digest));
        let effects = if same {
            Vec::new()
        } else {
            self.edit_current(now, "", |answer| {
                answer.status = Some(status);
                answer.asked = Some(digest);
                answer.asked_text = Some(ask);
            })
        };
        let needs = status.spec().needs;
        let wants = match needs {
            Needs::Request => Some("record what you asked for, of whom, when (↑ then r)."),
            Needs::Reason => Some("it needs a reason (↑ then t)."),
            Needs::Evidence => Some("name the page that shows it (↑ then v)."),
            Needs::EvidenceOrNote | Needs::Nothing => None,
        };
        let bare = self
            .at()
            .and_then(|(open, ix)| open.audit().answer(&self.library.question(ix).id))
            .is_some_and(|answer| match needs {
                Needs::Evidence => answer.evidence.is_empty(),
                Needs::Request => answer.request.is_none(),
                _ => answer.note.trim().is_empty(),
            });
        if let (Some(wants), true, None) = (wants, bare, &self.toast) {
            self.say(Tone::Info, format!("{}: {wants}", capital(status.label())));
        }
        let toast = self.toast.take();
        self.next_open();
        if toast.is_some() {
            self.toast = toast;
        }
        effects
    }

    pub(in crate::desk) fn confirm(&mut self, now: DateTime<Utc>) -> Vec<Effect> {
        let Some((_, ix)) = self.at() else {
            return Vec::new();
        };
        let question = self.library.question(ix);
        let (digest, ask) = (question.digest.clone(), question.ask.clone());
        self.edit_current(now, "Confirmed for the new text.", |answer| {
            answer.asked = Some(digest);
            answer.asked_text = Some(ask);
        })
    }

    pub(in crate::desk) fn next_open(&mut self) {
        let Some(open) = &mut self.open else { return };
        open.scroll = 0;
        if !open.walk.next_open(&self.library, &open.findings) {
            self.say(
                Tone::Info,
                keyed!(
                    "No open question is left here. {filter} shows others; {next} goes to the \
                     flags.",
                    filter = Filter,
                    next = NextScreen
                ),
            );
        }
    }

    pub(in crate::desk) fn enter_value(&mut self) {
        let Some((open, ix)) = self.at() else { return };
        let question = self.library.question(ix);
        let overlay = match &question.kind {
            QuestionKind::Choice(_) => search::options(&self.library, ix).map(Overlay::Picker),
            QuestionKind::Event | QuestionKind::Figure(_) => Some(Overlay::Form(forms::value(
                question,
                open.audit().answer(&question.id),
                ix,
            ))),
            QuestionKind::Judgement => None,
        };
        self.overlays.extend(overlay);
    }

    pub(in crate::desk) fn edit_text(&mut self, target: impl Fn(QuestionIx) -> Target) {
        let Some((open, ix)) = self.at() else { return };
        let question = self.library.question(ix);
        let answer = open.audit().answer(&question.id);
        let target = target(ix);
        let (title, text) = match target {
            Target::Note(_) => (
                "Note",
                answer.map(|one| one.note.clone()).unwrap_or_default(),
            ),
            Target::Contested(_) => (
                "What the other side says",
                answer
                    .and_then(|one| one.contested.clone())
                    .unwrap_or_default(),
            ),
        };
        let field = Field::lines(text, layout::editor_columns(self.size.0));
        self.overlays.push(Overlay::Editor(Editor {
            title: title.to_owned(),
            target,
            field,
        }));
    }

    pub(in crate::desk) fn evidence(&mut self) {
        let Some((open, ix)) = self.at() else { return };
        let question = self.library.question(ix);
        let some = open
            .audit()
            .answer(&question.id)
            .is_some_and(|one| !one.evidence.is_empty());
        if some {
            self.overlays
                .push(Overlay::Picker(search::evidence(open, &question.id, ix)));
        } else {
            self.evidence_form(ix, None);
        }
    }

    pub(in crate::desk) fn evidence_form(&mut self, ix: QuestionIx, place: Option<usize>) {
        let Some(open) = &self.open else { return };
        let columns = layout::entry_columns(self.size.0);
        let form = forms::evidence(open.audit(), self.library.question(ix), ix, place, columns);
        self.overlays.push(Overlay::Form(form));
    }

    /// Keeps the text of an editor.
    pub(in crate::desk) fn keep_what_is_typed(&mut self, now: DateTime<Utc>) -> Vec<Effect> {
        let Some(Overlay::Editor(_)) = self.overlays.last() else {
            return Vec::new();
        };
        let Some(Overlay::Editor(editor)) = self.overlays.pop() else {
            return Vec::new();
        };
        let text = editor.field.text().to_owned();
        let (Target::Note(ix) | Target::Contested(ix)) = editor.target;
        let id = self.library.question(ix).id.clone();
        let who = self.who.clone();
        let change = self.open.as_ref().and_then(|open| {
            let now_there = open.audit().answer(&id);
            let unchanged = match editor.target {
                Target::Note(_) => now_there.map_or("", |one| one.note.as_str()) == text,
                Target::Contested(_) => {
                    now_there
                        .and_then(|one| one.contested.as_deref())
                        .unwrap_or_default()
                        == text
                }
            };
            if unchanged {
                return None;
            }
            open.audit().edit_answer(&id, |answer| {
                match editor.target {
                    Target::Note(_) => answer.note = text,
                    Target::Contested(_) => {
                        answer.contested = (!text.trim().is_empty()).then_some(text);
                    }
                }
                answer.by = who;
                answer.at = Some(now);
            })
        });
        let Some(change) = change else {
            return Vec::new();
        };
        let effects = self.commit(change, now);
        if effects.is_empty() {
            // The change was refused, and a notice gives the reason: keep the text open to be
            // mended.
            self.overlays.push(Overlay::Editor(editor));
        }
        effects
    }

    /// Updates an audit's stamp of the checklists, the first time something is answered.
    pub(in crate::desk) fn stamp_checklists(&mut self, now: DateTime<Utc>) -> Vec<Effect> {
        let Some(open) = &self.open else {
            return Vec::new();
        };
        if open.read_only.is_some() || open.audit().answers.is_empty() {
            return Vec::new();
        }
        let after = ChecklistStamp::of(&self.library);
        if open.audit().checklists == after {
            return Vec::new();
        }
        let before = open.audit().checklists.clone();
        let changed = !before.is_empty();
        let effects = self.commit(Change::Checklists { before, after }, now);
        let recheck = self.open.as_ref().map_or(0, |open| {
            open.findings
                .answered
                .iter()
                .filter(|one| one.recheck)
                .count()
        });
        if changed && recheck > 0 {
            self.say(
                Tone::Warning,
                keyed!(
                    "The checklists have changed: {recheck} answers stand beside re-worded \
                     questions. {filter}, “to mend”, shows them.",
                    filter = Filter
                ),
            );
        }
        effects
    }

    pub(in crate::desk) fn undo(&mut self, back: bool, now: DateTime<Utc>) -> Vec<Effect> {
        let who = self.who.clone();
        let Some(open) = &mut self.open else {
            return Vec::new();
        };
        let change = if back {
            open.history.can_undo()
        } else {
            open.history.can_redo()
        };
        let Some(change) = change else {
            return Vec::new();
        };
        let (what, question) = (change.what(), change.question().map(str::to_owned));
        let entry = if back {
            Arc::make_mut(&mut open.history).undo(&who, now)
        } else {
            Arc::make_mut(&mut open.history).redo(&who, now)
        };
        let Some(entry) = entry.cloned() else {
            return Vec::new();
        };
        open.save = Save::Saving;
        open.derive(&self.library, self.today);
        if let Some(ix) = question.and_then(|id| self.library.find_question(&id)) {
            open.walk.go_to(ix);
            open.scroll = 0;
        }
        let (did, other) = if back {
            ("Undone", keyed!("{redo} makes it again.", redo = Redo))
        } else {
            ("Made again", keyed!("{undo} undoes it.", undo = Undo))
        };
        self.say(Tone::Info, format!("{did}: {what}. {other}"));
        self.saving(entry)
    }
}
