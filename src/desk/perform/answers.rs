//! Actions on answers: status, note, evidence; kept, confirmed, undone.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::super::consequence::Consequence;
use super::super::field::Field;
use super::super::many::AnswerOrder;
use super::super::message::{Effect, StoreJob};
use super::super::overlay::{Editor, EditorTarget, Overlay};
use super::super::{Desk, NoticeTone, Overwriting, forms, layout, named_change, search};
use super::proof::NOTHING;
use crate::audit::{Agreement, Answer, Change, Entry, Value};
use crate::checklist::{QuestionIx, QuestionKind, Status};
use crate::desk::action::keyed;
use crate::findings::derive;
use crate::wording::count;

impl Desk {
    /// Makes a change, derives the findings afresh, and asks for it to be saved.
    pub(in crate::desk) fn commit(&mut self, change: Change, now: DateTime<Utc>) -> Vec<Effect> {
        self.commit_saying("", change, now)
    }

    /// Makes a change as [`Desk::commit`] does, and says what was done and what follows from it.
    pub(in crate::desk) fn commit_saying(
        &mut self,
        lead: &str,
        change: Change,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let who = self.who.clone();
        let Some(open) = &mut self.open else {
            return Vec::new();
        };
        match open.record(change, &who, now) {
            Err(why) => {
                self.say(NoticeTone::Error, why.to_string());
                Vec::new()
            }
            Ok(entry) => {
                open.saves();
                let followed = open.derive(&self.library, self.today);
                let tail = keyed!("press {undo} to undo it", undo = Undo);
                self.say_consequence(lead, &followed, &tail);
                self.saving(vec![entry])
            }
        }
    }

    /// Says what was done and what follows from it; nothing if there is nothing to say.
    pub(in crate::desk) fn say_consequence(
        &mut self,
        lead: &str,
        followed: &Consequence,
        tail: &str,
    ) {
        if lead.is_empty() && followed.is_empty() {
            return;
        }
        let columns = layout::message_cells(self.size.0);
        let says = followed.says(&self.library, lead, tail, columns);
        let tone = followed
            .level()
            .map_or(NoticeTone::Info, NoticeTone::Finding);
        self.say(tone, says);
    }

    pub(in crate::desk) fn saving(&self, entries: Vec<Entry>) -> Vec<Effect> {
        // The audit of the tour is never saved.
        let saved = self.open.as_ref().filter(|open| open.tour.is_none());
        saved.map_or_else(Vec::new, |open| {
            let job = StoreJob::Save {
                entries,
                audit: open.history.shared_audit(),
            };
            vec![job.into()]
        })
    }

    /// Changes the answer in front, and says what follows behind a lead.
    ///
    /// An answer with evidence is not overwritten unasked: the first time it says what would
    /// change, and the same key again does it.
    pub(in crate::desk) fn edit_current(
        &mut self,
        now: DateTime<Utc>,
        lead: &str,
        edit: impl FnOnce(&mut Answer),
    ) -> Vec<Effect> {
        let Some((open, ix)) = self.at() else {
            return Vec::new();
        };
        let change = open.audit().edit_answer_of(&self.library, ix, |answer| {
            edit(answer);
            answer.by.clone_from(&self.who);
            answer.at = Some(now);
        });
        let Some(change) = change else {
            return Vec::new();
        };
        if self.asks_before(ix, &change) {
            return Vec::new();
        }
        self.commit_saying(lead, change, now)
    }

    /// Asks before an answer with evidence is overwritten. Returns true if it asks: the same key
    /// again is the answer.
    fn asks_before(&mut self, question: QuestionIx, change: &Change) -> bool {
        let Change::Answer {
            before: Some(before),
            after,
            ..
        } = change
        else {
            return false;
        };
        let status = after.as_ref().and_then(|one| one.status);
        let value = after.as_ref().and_then(|one| one.value.clone());
        let stands = before.status.is_some() || before.value.is_some();
        let changes = (before.status, &before.value) != (status, &value);
        if before.evidence.is_empty() || !stands || !changes {
            return false;
        }
        let asked = Overwriting { question, status };
        if self.overwriting == Some(asked) {
            self.overwriting = None;
            return false;
        }
        let Some(open) = &self.open else { return false };
        let mut audit = open.audit().clone();
        if audit.apply(change).is_err() {
            return false;
        }
        let then = derive(&self.library, &audit, self.today);
        let followed = Consequence::between(&open.findings, &then);
        let pieces = count(before.evidence.len(), "piece", "pieces");
        let stood = before.status.map_or("an entry", Status::label);
        let becomes = status.map_or_else(
            || "clear it".to_owned(),
            |status| format!("make it “{}”", status.label()),
        );
        let lead = format!(
            "The answer is “{stood}”, with {pieces} of evidence; press the same key again to \
             {becomes}"
        );
        let columns = layout::message_cells(self.size.0);
        let says = followed.says(&self.library, &lead, "", columns);
        self.overwriting = Some(asked);
        self.say(NoticeTone::Warning, says);
        true
    }

    /// Returns the question to ask before a date, figure or choice with evidence is overwritten;
    /// `None` if there is nothing to ask, or the same key has answered it.
    pub(in crate::desk) fn asks_before_value(
        &mut self,
        question: QuestionIx,
        value: Option<&Value>,
    ) -> Option<String> {
        let answer = self
            .open
            .as_ref()?
            .audit()
            .answer_of(&self.library, question)?;
        let stood = answer.value.as_ref()?;
        if answer.evidence.is_empty() || value == Some(stood) {
            return None;
        }
        let pieces = count(answer.evidence.len(), "piece", "pieces");
        let asks = Overwriting {
            question,
            status: None,
        };
        if self.overwriting.take() == Some(asks) {
            return None;
        }
        self.overwriting = Some(asks);
        Some(format!(
            "There is an entry here with {pieces} of evidence. Press the same key again to change \
             it."
        ))
    }

    pub(in crate::desk) fn answer(&mut self, status: Status, now: DateTime<Utc>) -> Vec<Effect> {
        if let Some(put) = self.reply_in_front() {
            return self.set_after_reply(put, status, now);
        }
        if self.is_together() {
            self.plan_together(Some(AnswerOrder::Answer(status)), now);
            return Vec::new();
        }
        let Some((open, ix)) = self.at() else {
            return Vec::new();
        };
        let digest = self.library.question(ix).digest().clone();
        let stood = open.audit().answer_of(&self.library, ix);
        let same = stood
            .is_some_and(|one| one.status == Some(status) && one.asked.as_ref() == Some(&digest));
        let was = stood
            .and_then(|one| one.status)
            .filter(|was| *was != status);
        let lead = match was {
            Some(was) => format!("{} → {}", was.label(), status.label()),
            None => status.label().to_owned(),
        };
        let effects = if same {
            self.say(
                NoticeTone::Info,
                format!("It already says “{}”.", status.label()),
            );
            Vec::new()
        } else {
            self.order_current(now, &lead, AnswerOrder::Answer(status))
        };
        if self.overwriting.is_none() {
            self.reopen_strip();
        }
        effects
    }

    pub(in crate::desk) fn confirm(&mut self, now: DateTime<Utc>) -> Vec<Effect> {
        self.order_current(now, "confirmed for the new text", AnswerOrder::Confirm)
    }

    pub(in crate::desk) fn clear_answer(&mut self, now: DateTime<Utc>) -> Vec<Effect> {
        self.order_current(now, "answer cleared", AnswerOrder::Clear)
    }

    /// Carries an order out: for the question in front, or shown first for all that are marked.
    fn order_current(&mut self, now: DateTime<Utc>, lead: &str, order: AnswerOrder) -> Vec<Effect> {
        if self.is_together() {
            self.plan_together(Some(order), now);
            return Vec::new();
        }
        let Some((_, ix)) = self.at() else {
            return Vec::new();
        };
        let library = self.library.clone();
        self.edit_current(now, lead, |answer| order.apply(&library, ix, answer))
    }

    pub(in crate::desk) fn next_open(&mut self) {
        let Some(open) = &mut self.open else { return };
        open.scroll = 0;
        if !open.walk.next_open(&self.library, &open.findings) {
            let more = if open.walk.filter.is_full() {
                String::new()
            } else {
                open.full_audit(&self.library)
                    .map_or_else(String::new, |says| format!("{says}. "))
            };
            let unproved = match open.findings.to_prove.len() {
                0 => String::new(),
                1 => "1 still needs evidence. ".to_owned(),
                many => format!("{many} still need evidence. "),
            };
            self.say(
                NoticeTone::Info,
                keyed!(
                    "Every question shown is answered. {unproved}{more}Press {filter} to show others \
                     or {next} to see the flags.",
                    filter = Filter,
                    next = NextScreen
                ),
            );
        }
    }

    /// Asks for the date, figure or choice; under an answer that stands, for its proof.
    pub(in crate::desk) fn enter_value(&mut self) {
        let Some((open, ix)) = self.at() else { return };
        let question = self.library.question(ix);
        let overlay = match &question.kind {
            QuestionKind::Choice(_) => search::options(&self.library, ix).map(Overlay::Picker),
            QuestionKind::Event | QuestionKind::Figure(_) => Some(Overlay::Form(forms::value(
                question,
                open.audit().answer_of(&self.library, ix),
                ix,
            ))),
            QuestionKind::Judgement => {
                self.reopen_strip();
                return;
            }
        };
        self.overlays.extend(overlay);
    }

    pub(in crate::desk) fn edit_text(&mut self, target: impl Fn(QuestionIx) -> EditorTarget) {
        let Some((open, ix)) = self.at() else { return };
        let question = self.library.question(ix);
        let answer = open.audit().answer_of(&self.library, ix);
        let target = target(ix);
        let (title, text) = match target {
            EditorTarget::Note(_) => (
                format!("Note: {}", question.short),
                answer.map(|one| one.note.clone()).unwrap_or_default(),
            ),
            EditorTarget::Contested(_) => (
                format!("The other side: {}", question.short),
                answer
                    .and_then(|one| one.contested.clone())
                    .unwrap_or_default(),
            ),
            EditorTarget::Agreed(..) => (
                format!("The reason to agree: {}", question.short),
                String::new(),
            ),
        };
        let field = Field::lines(text, layout::editor_columns(self.size.0));
        self.lay(Overlay::Editor(Editor::new(title, target, field)));
    }

    pub(in crate::desk) fn evidence(&mut self) {
        let Some((open, ix)) = self.at() else { return };
        let some = open
            .audit()
            .answer_of(&self.library, ix)
            .is_some_and(|one| !one.evidence.is_empty());
        if some {
            self.overlays
                .push(Overlay::Picker(search::evidence(&self.library, open, ix)));
        } else {
            self.evidence_form(ix, None);
        }
    }

    pub(in crate::desk) fn evidence_form(&mut self, ix: QuestionIx, place: Option<usize>) {
        let Some(open) = &self.open else { return };
        let form = forms::evidence(&self.library, open.audit(), ix, place);
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
        let ix = editor.target.question();
        let who = self.who.clone();
        let lead = match editor.target {
            EditorTarget::Note(_) => "note kept",
            EditorTarget::Contested(_) => "the other side’s account kept",
            EditorTarget::Agreed(..) => "agreed",
        };
        let change = self.open.as_ref().and_then(|open| {
            if let EditorTarget::Agreed(_, version) = editor.target {
                let agreement = Agreement {
                    why: text.trim().to_owned(),
                    by: who,
                    at: Some(now),
                };
                let id = self.recorded_under(ix)?;
                let change = open.audit().agree(id, version, agreement);
                return change.filter(|_| !text.trim().is_empty());
            }
            let now_there = open.audit().answer_of(&self.library, ix);
            let unchanged = match editor.target {
                EditorTarget::Note(_) => now_there.map_or("", |one| one.note.as_str()) == text,
                EditorTarget::Contested(_) => {
                    now_there
                        .and_then(|one| one.contested.as_deref())
                        .unwrap_or_default()
                        == text
                }
                EditorTarget::Agreed(..) => false,
            };
            if unchanged {
                return None;
            }
            open.audit().edit_answer_of(&self.library, ix, |answer| {
                match editor.target {
                    EditorTarget::Note(_) => answer.note = text,
                    EditorTarget::Contested(_) => {
                        answer.contested = (!text.trim().is_empty()).then_some(text);
                    }
                    EditorTarget::Agreed(..) => {}
                }
                answer.by = who;
                answer.at = Some(now);
            })
        });
        let Some(change) = change else {
            self.say(NoticeTone::Info, NOTHING);
            return Vec::new();
        };
        let effects = self.commit_saying(lead, change, now);
        if effects.is_empty() {
            // The change was refused, and a notice gives the reason: keep the text open to be
            // mended.
            self.overlays.push(Overlay::Editor(editor));
        }
        effects
    }

    /// Takes the last change back, or makes it again; a box thrown away since comes back first.
    pub(in crate::desk) fn undo(&mut self, back: bool, now: DateTime<Utc>) -> Vec<Effect> {
        if back && self.thrown_last() {
            self.fetch_back();
            return Vec::new();
        }
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
        let what = named_change::plain(&self.library, change);
        let question = change.question().map(str::to_owned);
        let entry = if back {
            Arc::make_mut(&mut open.history).undo(&who, now)
        } else {
            Arc::make_mut(&mut open.history).redo(&who, now)
        };
        let Some(entry) = entry.cloned() else {
            return Vec::new();
        };
        open.saves();
        let followed = open.derive(&self.library, self.today);
        if let Some(ix) = question.and_then(|id| self.library.find_current(&id)) {
            open.walk.go_to(ix);
            open.scroll = 0;
        }
        let (did, tail) = if back {
            ("Undone", keyed!("press {redo} to redo it", redo = Redo))
        } else {
            ("Made again", keyed!("press {undo} to undo it", undo = Undo))
        };
        self.say_consequence(&format!("{did}: {what}"), &followed, &tail);
        self.saving(vec![entry])
    }
}
