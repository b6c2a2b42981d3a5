//! Typing: a key that is bound to no action goes into the text in front; the keys of the editor and
//! of a form.

use chrono::{DateTime, Utc};

use super::Desk;
use super::field::Field;
use super::key::{Code, Key};
use super::message::{Effect, TerminalJob};
use super::overlay::{FieldEntry, Form, Overlay, Purpose};
use crate::desk::action::keyed;

impl Desk {
    /// Passes a key to the text being typed. Returns `None` if nothing used it.
    pub(super) fn typed(&mut self, key: Key) -> Option<Vec<Effect>> {
        if self.is_library_narrowed() && self.overlays.is_empty() {
            return self
                .narrow_library(|filter| filter.key(key))
                .map(|()| Vec::new());
        }
        match self.overlays.last_mut()? {
            Overlay::Editor(editor) => {
                editor.field.key(key);
                editor.leaving = false;
                editor.notice = None;
            }
            Overlay::Form(form) => {
                let guessed = form.guess();
                if type_into(form, key) {
                    form.guess_again(guessed);
                    form.asked = false;
                    form.notice = None;
                } else if key.ctrl {
                    // No movement within a text: if it is an action's, the reason is told.
                    return None;
                }
            }
            Overlay::Picker(picker) => {
                if !picker.query.key(key) {
                    return None;
                }
                picker.selected = 0;
                if picker.passages.is_some() {
                    self.find_passages();
                }
                return Some(self.typed_path());
            }
            Overlay::Find(find) => {
                if !find.query.key(key) {
                    return None;
                }
                self.find_again();
            }
            Overlay::Drop(dropping) => {
                if !dropping.narrow(|query| query.key(key)) {
                    return None;
                }
            }
            Overlay::ImportReview(_)
            | Overlay::ReadThrough(_)
            | Overlay::Gather(_)
            | Overlay::Comparing(_)
            | Overlay::Survey(_)
            | Overlay::Page(_) => return None,
        }
        Some(Vec::new())
    }

    /// Types a key into the text in front.
    pub(super) fn type_key(&mut self, key: Key) -> Vec<Effect> {
        self.typed(key).unwrap_or_default()
    }

    /// Closes the editor without saving its text, which can be fetched back.
    pub(super) fn drop_text(&mut self) {
        let Some(Overlay::Editor(editor)) = self.overlays.pop() else {
            return;
        };
        if editor.differs() {
            self.throw(Overlay::Editor(editor));
            self.say_thrown();
        }
    }

    /// Closes the editor; asked a second time if something would be lost.
    pub(super) fn leave_text(&mut self) {
        let Some(Overlay::Editor(editor)) = self.overlays.last_mut() else {
            return;
        };
        if editor.differs() && !editor.leaving {
            editor.leaving = true;
            editor.notice = Some(keyed!(
                "Not saved yet. Press {keep} to save it, or {leave} again to leave it unsaved.",
                keep = KeepText,
                leave = LeaveText
            ));
            return;
        }
        self.drop_text();
    }

    /// Opens the text of the editor in the user's own editor.
    pub(super) fn edit_outside(&mut self) -> Vec<Effect> {
        match self.overlays.last() {
            Some(Overlay::Editor(editor)) => {
                vec![TerminalJob::Edit(editor.field.text().to_owned()).into()]
            }
            _ => Vec::new(),
        }
    }

    fn form(&mut self) -> Option<&mut Form> {
        match self.overlays.last_mut() {
            Some(Overlay::Form(form)) => Some(form),
            _ => None,
        }
    }

    /// Goes to the next field, from the last to the first.
    pub(super) fn next_field(&mut self) {
        if let Some(form) = self.form() {
            let last = form.focus + 1 >= form.fields.len();
            form.focus = if last { 0 } else { form.focus + 1 };
        }
    }

    /// Fills the field with what the document says of itself.
    pub(super) fn take_own(&mut self) {
        let Some(form) = self.form() else { return };
        let Some(own) = form.own().map(|own| own.value.clone()) else {
            return;
        };
        if let Some(field) = form.fields.get_mut(form.focus) {
            field.entry = FieldEntry::Text(Field::line(own));
        }
    }

    /// Goes to the field below, if there is one.
    pub(super) fn field_below(&mut self) {
        if let Some(form) = self.form() {
            form.focus = (form.focus + 1).min(form.fields.len().saturating_sub(1));
        }
    }

    /// Goes to the field above; from the first it stays, or goes round to the last.
    pub(super) fn field_above(&mut self, round: bool) {
        if let Some(form) = self.form() {
            let first = if round {
                form.fields.len().saturating_sub(1)
            } else {
                0
            };
            form.focus = form.focus.checked_sub(1).unwrap_or(first);
        }
    }

    /// Goes to the next field, or submits the form from its last.
    pub(super) fn enter_field(&mut self, now: DateTime<Utc>) -> Vec<Effect> {
        if self
            .form()
            .is_some_and(|form| form.focus + 1 >= form.fields.len())
        {
            return self.submit(now);
        }
        self.next_field();
        Vec::new()
    }

    /// Closes the form; asked a second time if something was typed.
    pub(super) fn leave_form(&mut self) {
        let Some(form) = self.form() else { return };
        let differs = form.differs();
        if differs && !form.leaving {
            form.leaving = true;
            form.notice = Some(keyed!(
                "Not saved yet. Press {keep} to save it, or {leave} again to leave it unsaved.",
                keep = KeepForm,
                leave = LeaveForm
            ));
            return;
        }
        let Some(Overlay::Form(form)) = self.overlays.pop() else {
            return;
        };
        if form.purpose == Purpose::WhoYouAre && !differs {
            self.say_later();
        } else if differs {
            self.throw(Overlay::Form(form));
            self.say_thrown();
        }
    }

    /// Returns true if the form on top holds something typed, and says how to keep it.
    pub(super) fn holds_back(&mut self) -> bool {
        let Some(form) = self.form().filter(|form| form.differs()) else {
            return false;
        };
        form.leaving = true;
        form.notice = Some(keyed!(
            "Not saved yet. Press {keep} to save it, or {leave} to leave it unsaved.",
            keep = KeepForm,
            leave = LeaveForm
        ));
        true
    }
}

/// Passes a key to the focused field of a form. Returns true if it changed something.
fn type_into(form: &mut Form, key: Key) -> bool {
    let Some(field) = form.focused() else {
        return false;
    };
    match &mut field.entry {
        FieldEntry::Text(text) => {
            let before = text.text().to_owned();
            text.key(key);
            before != text.text()
        }
        FieldEntry::Paper(paper) => paper.key(key),
        FieldEntry::Choice(options, at) => {
            let count = options.len().max(1);
            match key.code {
                Code::Right | Code::Char(' ') => *at = (*at + 1) % count,
                Code::Left => *at = (*at + count - 1) % count,
                Code::Char(c) => {
                    // A letter selects the next option that begins with it.
                    let found = (1..=count).map(|step| (*at + step) % count).find(|place| {
                        options.get(*place).is_some_and(|(_, label)| {
                            label
                                .to_lowercase()
                                .starts_with(&c.to_lowercase().to_string())
                        })
                    });
                    match found {
                        Some(place) => *at = place,
                        None => return false,
                    }
                }
                _ => return false,
            }
            true
        }
    }
}
