//! Closing from outside, by a signal or a closed window: the text being typed is kept, and nothing
//! is asked any more.
//!
//! A form is submitted as if its user had done so, with two differences. An emptied field gets its
//! original contents back, for whoever empties a field is about to fill it. And a text that does
//! not parse as its field requires (page “abc”) is put in words where such words can stand.
//! Everything is an entry of the history, so that one key takes it back.

use chrono::{DateTime, Utc};

use super::super::Desk;
use super::super::message::Effect;
use super::super::overlay::{FieldId, Form, Overlay, Purpose};
use crate::checklist::QuestionIx;

impl Desk {
    /// Keeps everything that is being typed, in every overlay.
    pub(in crate::desk) fn keep_everything_typed(&mut self, now: DateTime<Utc>) -> Vec<Effect> {
        let mut effects = Vec::new();
        while let Some(overlay) = self.overlays.last() {
            let below = self.overlays.len() - 1;
            if let Overlay::Form(form) = overlay {
                let form = form.clone();
                effects.extend(self.keep_form(form, now));
            } else {
                effects.extend(self.keep_what_is_typed(now));
            }
            self.overlays.truncate(below);
        }
        effects
    }

    /// Keeps the contents of the form on top, if it may be kept half filled.
    fn keep_form(&mut self, mut form: Form, now: DateTime<Utc>) -> Vec<Effect> {
        let Some(spare) = Self::spare(&form).filter(|_| form.refill()) else {
            return Vec::new();
        };
        form.asked = true;
        loop {
            let key = match self.take_form(&form, now) {
                Ok(effects) => return effects,
                // A missing answer is expressed by the outcome of the question, not by its reply.
                Err(error) if error.field == FieldId::Reply => FieldId::Outcome,
                Err(error) => error.field,
            };
            let Some(words) = form.take_out(key) else {
                // A required field is empty: nothing can be kept without it.
                return Vec::new();
            };
            match spare {
                Spare::Field(key) => form.add_words(key, &words),
                Spare::Note(ix) => return self.add_to_note(ix, &words, now),
            }
        }
    }

    /// Returns the place, in the record a form is for, for words that its fields cannot take;
    /// `None` if the form must not be kept half filled.
    const fn spare(form: &Form) -> Option<Spare> {
        match &form.purpose {
            // Nothing is made without an authority and a service. With both it is an audit, and the
            // rest of its profile can be filled in at any time.
            Purpose::NewAudit | Purpose::Profile | Purpose::Document(_) => {
                Some(Spare::Field(FieldId::Note))
            }
            Purpose::Evidence(..) | Purpose::Proof(_) => Some(Spare::Field(FieldId::Locator)),
            Purpose::Request(_) | Purpose::Event(_) => Some(Spare::Field(FieldId::What)),
            Purpose::Value(ix) => Some(Spare::Note(*ix)),
            Purpose::Put(_) => Some(Spare::Field(FieldId::Place)),
            // Nobody signs by half: a name that was begun would stand under the notice, or on every
            // report. A line for many notes is shown before it is added. A council's rules are law for every notice to it, and stand in no history
            // that could take them back. And nothing is recorded by a page to go to or a file to
            // write.
            Purpose::Notice
            | Purpose::Author
            | Purpose::WhoYouAre
            | Purpose::Holding
            | Purpose::Meeting
            | Purpose::Council(_)
            | Purpose::GoToPage
            | Purpose::NoteTogether
            | Purpose::Rename(_)
            | Purpose::ReportFile(..)
            | Purpose::BundleFile => None,
        }
    }

    /// Appends words to the note of an answer.
    fn add_to_note(&mut self, ix: QuestionIx, words: &str, now: DateTime<Utc>) -> Vec<Effect> {
        let change = self.open.as_ref().and_then(|open| {
            open.audit().edit_answer_of(&self.library, ix, |answer| {
                if !answer.note.is_empty() {
                    answer.note.push('\n');
                }
                answer.note.push_str(words);
                answer.by.clone_from(&self.who);
                answer.at = Some(now);
            })
        });
        change.map_or_else(Vec::new, |change| self.commit(change, now))
    }
}

/// A place for words that no field of a form can take.
#[derive(Clone, Copy)]
enum Spare {
    /// A field of the form.
    Field(FieldId),
    /// The note of an answer.
    Note(QuestionIx),
}
