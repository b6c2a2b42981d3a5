//! Marking questions, and answering or noting all that are marked as one change.

use chrono::{DateTime, Utc};

use super::super::field::Field;
use super::super::many::{AnswerOrder, Together};
use super::super::message::Effect;
use super::super::overlay::{
    EditorTarget, FieldEntry, FieldError, FieldId, Form, FormField, Overlay, PageKind, Purpose,
};
use super::super::{Desk, NoticeTone};
use crate::desk::action::keyed;
use crate::wording::count;

impl Desk {
    /// Marks every question behind the row in front, or unmarks them if all of them are marked.
    pub(in crate::desk) fn mark_questions(&mut self) {
        let screen = self.screen;
        let library = self.library.clone();
        let Some(open) = &mut self.open else { return };
        let behind = open.questions_behind(&library, screen);
        if behind.is_subset(&open.walk.marks) {
            open.walk.marks.retain(|ix| !behind.contains(ix));
        } else {
            open.walk.marks.extend(behind);
        }
        self.say_marks();
    }

    /// Marks all questions that the filter shows.
    pub(in crate::desk) fn mark_all(&mut self) {
        let Some(open) = &mut self.open else { return };
        let walk = &mut open.walk;
        let shown = walk.groups.iter().flat_map(|group| &group.questions);
        walk.marks.extend(shown.copied());
        self.say_marks();
    }

    /// Takes all marks away.
    pub(in crate::desk) fn unmark_all(&mut self) {
        if let Some(open) = &mut self.open {
            open.walk.marks.clear();
        }
        self.say(NoticeTone::Info, "No question is marked now.");
    }

    /// Says how many questions are marked, and what to do with them.
    fn say_marks(&mut self) {
        let marked = self.open.as_ref().map_or(0, |open| open.walk.marks.len());
        let says = match marked {
            0 => "No question is marked now.".to_owned(),
            _ => keyed!(
                "{} marked. Press {together} to answer or note them all, {none} to unmark all.",
                together = Together, none = UnmarkAll;
                count(marked, "question", "questions")
            ),
        };
        self.say(NoticeTone::Info, says);
    }

    /// Shows the marked questions, and asks what is to be done with them.
    pub(in crate::desk) fn ask_together(&mut self, now: DateTime<Utc>) {
        self.plan_together(None, now);
        self.show_page(PageKind::Together);
    }

    /// Returns true if the marked questions are in front, waiting for an order.
    pub(in crate::desk) fn is_together(&self) -> bool {
        matches!(self.overlays.last(), Some(Overlay::Page(page)) if page.kind == PageKind::Together)
    }

    /// Works out what an order would do to the marked questions, to be shown.
    pub(in crate::desk) fn plan_together(
        &mut self,
        order: Option<AnswerOrder>,
        now: DateTime<Utc>,
    ) {
        let together = self
            .open
            .as_ref()
            .map(|open| Together::of(self, open, order, now));
        if let (Some(open), Some(together)) = (&mut self.open, together) {
            open.together = Some(together);
        }
        if let Some(Overlay::Page(page)) = self.overlays.last_mut() {
            page.scroll = 0;
        }
    }

    /// Opens the note of the question in front; for all that are marked, the box for one line.
    pub(in crate::desk) fn write_note(&mut self) {
        if self.is_together() {
            self.ask_for_line();
        } else {
            self.edit_text(EditorTarget::Note);
        }
    }

    /// Asks for the line that is to be added to each note.
    fn ask_for_line(&mut self) {
        let field = FormField {
            key: FieldId::Note,
            label: "Line",
            help: "This line is added at the end of each note. You will see it first.".into(),
            entry: FieldEntry::Text(Field::line("")),
        };
        let title = "A line for the note of each marked question";
        self.lay(Overlay::Form(Form::new(
            title,
            Purpose::NoteTogether,
            vec![field],
        )));
    }

    /// Takes the line that is to be added to each note, and shows what it does.
    pub(in crate::desk) fn take_line(
        &mut self,
        form: &Form,
        now: DateTime<Utc>,
    ) -> Result<Vec<Effect>, FieldError> {
        let line = form.text(FieldId::Note);
        if line.trim().is_empty() {
            return Err(FieldError::new(FieldId::Note, "Which line?"));
        }
        self.overlays.pop();
        self.plan_together(Some(AnswerOrder::Note(line.trim().to_owned())), now);
        Ok(Vec::new())
    }

    /// Carries the order out for all marked questions, as one change.
    pub(in crate::desk) fn do_together(&mut self, now: DateTime<Utc>) -> Vec<Effect> {
        let order = self
            .open
            .as_mut()
            .and_then(|open| open.together.take()?.order);
        let Some(open) = &self.open else {
            return Vec::new();
        };
        // Worked out afresh: the moment is that of the key.
        let together = Together::of(self, open, order, now);
        let Some(change) = together.change().cloned() else {
            return Vec::new();
        };
        let changed = count(together.changing(), "question", "questions");
        let lead = match &together.order {
            Some(AnswerOrder::Answer(status)) => format!("{changed} answered “{}”", status.label()),
            Some(AnswerOrder::Note(_)) => format!("A line added to the notes of {changed}"),
            Some(AnswerOrder::Confirm) => format!("{changed} confirmed for the new text"),
            Some(AnswerOrder::Clear) | None => format!("{changed} cleared"),
        };
        let lead = match together.refused() {
            0 => lead,
            left => format!("{lead}, {left} left as they were"),
        };
        self.overlays.pop();
        self.commit_saying(&lead, change, now)
    }
}
