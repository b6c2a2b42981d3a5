//! Boxes that are closed without being saved: asked about first, and to be fetched back.

use super::super::overlay::{Overlay, Purpose};
use super::super::{Desk, NoticeTone, Thrown};
use crate::checklist::QuestionIx;
use crate::desk::action::keyed;

impl Desk {
    /// Keeps a box that is closed without being saved, so that it can be fetched back.
    pub(in crate::desk) fn throw(&mut self, overlay: Overlay) {
        let after = self.open.as_ref().map_or(0, |open| open.history.last_seq());
        self.thrown = Some(Thrown { overlay, after });
    }

    /// Says that a text was not kept, and how to fetch it back.
    pub(in crate::desk) fn say_thrown(&mut self) {
        self.say(
            NoticeTone::Info,
            keyed!(
                "Not saved. Press {back} to bring the text back.",
                back = FetchBack
            ),
        );
    }

    /// Returns true if a box was closed after the last change, so that undo fetches it back first.
    pub(in crate::desk) fn thrown_last(&self) -> bool {
        let last = self.open.as_ref().map(|open| open.history.last_seq());
        self.thrown
            .as_ref()
            .is_some_and(|thrown| Some(thrown.after) == last)
    }

    /// Opens the box that was closed last without being saved, with its text.
    pub(in crate::desk) fn fetch_back(&mut self) {
        let Some(Thrown { overlay, .. }) = self.thrown.take() else {
            return;
        };
        if let Some(ix) = question_of(&overlay)
            && self.open.is_some()
        {
            self.go_to(ix);
        }
        let overlay = match overlay {
            Overlay::Editor(mut editor) => {
                editor.leaving = false;
                editor.notice = None;
                Overlay::Editor(editor)
            }
            Overlay::Form(mut form) => {
                form.leaving = false;
                form.notice = None;
                Overlay::Form(form)
            }
            other => other,
        };
        self.overlays
            .retain(|one| !matches!(one, Overlay::Form(form) if form.is_strip()));
        self.overlays.push(overlay);
        self.say(NoticeTone::Info, "Here is the text again, as it was.");
    }
}

/// Returns the question that a box is about.
const fn question_of(overlay: &Overlay) -> Option<QuestionIx> {
    match overlay {
        Overlay::Editor(editor) => Some(editor.target.question()),
        Overlay::Form(form) => match form.purpose {
            Purpose::Evidence(ix, _)
            | Purpose::Proof(ix)
            | Purpose::Request(ix)
            | Purpose::Value(ix) => Some(ix),
            _ => None,
        },
        _ => None,
    }
}
