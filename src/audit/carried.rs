//! Answers carried from questions that others have taken in.
//!
//! ```text
//!   answers in the file            the question that asks it now     shown with it
//!   old.one                        new (no answer of its own)        old.one, to be checked again
//!   old.one, old.two               new (no answer of its own)        old.one; old.two next to it
//!   old.one, new                   new                               new; old.one next to it
//! ```
//!
//! Nothing is moved in the file until the user changes or confirms what is shown: it is then
//! recorded under the new id, and the old answer stays where it is.

use super::{Answer, Audit, Change};
use crate::base::Digest;
use crate::checklist::{Library, QuestionIx};

impl Audit {
    /// Returns the answer shown with a question: its own, or the one carried to it.
    pub fn answer_of<'a>(&'a self, library: &Library, ix: QuestionIx) -> Option<&'a Answer> {
        self.answer(&library.question(ix).id)
            .or_else(|| self.carried(library, ix).map(|(_, answer)| answer))
    }

    /// Returns the answer carried to a question, with the id it was given under.
    ///
    /// None where the question has an answer of its own.
    pub fn carried<'a>(
        &'a self,
        library: &Library,
        ix: QuestionIx,
    ) -> Option<(&'a str, &'a Answer)> {
        if self.answer(&library.question(ix).id).is_some() {
            return None;
        }
        self.merged_into(library, ix).next()
    }

    /// Returns the answers to be shown next to a question's own, each with the id it was given
    /// under.
    ///
    /// They were given to questions that it has taken in. One that was confirmed is the question's
    /// own by now, and is not said twice.
    pub fn answered_before<'a>(
        &'a self,
        library: &Library,
        ix: QuestionIx,
    ) -> impl Iterator<Item = (&'a str, &'a Answer)> {
        let shown = self.answer_of(library, ix);
        self.merged_into(library, ix)
            .filter(move |(_, one)| shown.is_none_or(|shown| !says_the_same(one, shown)))
    }

    /// Returns the change that `edit` makes to the answer shown with a question; none if it changes
    /// nothing.
    ///
    /// A carried answer is taken over under the question's own id, note, evidence and all, and
    /// stays to be checked again unless the edit confirms it. If nothing is left of it, it is taken
    /// away where it was given.
    pub fn edit_answer_of(
        &self,
        library: &Library,
        ix: QuestionIx,
        edit: impl FnOnce(&mut Answer),
    ) -> Option<Change> {
        let id = &library.question(ix).id;
        let Some((old, carried)) = self.carried(library, ix) else {
            return self.edit_answer(id, edit);
        };
        let taken = taken_over(old, carried);
        let mut answer = taken.clone();
        edit(&mut answer);
        if answer.is_empty() {
            self.edit_answer(old, |one| *one = Answer::default())
        } else if answer == taken {
            None
        } else {
            self.edit_answer(id, |one| *one = answer)
        }
    }

    /// Returns a copy of the answer shown with a question, as it would be recorded there.
    pub fn answer_to_edit(&self, library: &Library, ix: QuestionIx) -> Option<Answer> {
        match self.carried(library, ix) {
            Some((old, carried)) => Some(taken_over(old, carried)),
            None => self.answer(&library.question(ix).id).cloned(),
        }
    }

    /// Returns the answers to the questions that one has taken in, in the order of the checklists.
    fn merged_into<'a>(
        &'a self,
        library: &Library,
        ix: QuestionIx,
    ) -> impl Iterator<Item = (&'a str, &'a Answer)> {
        let merged = library.merged().iter().filter(move |one| one.into == ix);
        let kept = merged.filter_map(|one| self.answers.get_key_value(&one.id));
        let kept = kept.filter(|(_, answer)| !answer.is_empty());
        kept.map(|(id, answer)| (id.as_str(), answer))
            .collect::<Vec<_>>()
            .into_iter()
    }
}

/// Returns a carried answer as it is recorded under the new id: given to other words.
fn taken_over(old: &str, carried: &Answer) -> Answer {
    let mut answer = carried.clone();
    // Without a digest it would count as given to the words of today.
    let asked = answer.asked_text.as_deref().unwrap_or(old);
    answer.asked = answer.asked.or_else(|| Some(Digest::of_text(asked)));
    answer
}

/// Returns true if two answers say the same, whoever gave them and to whichever words.
fn says_the_same(one: &Answer, other: &Answer) -> bool {
    let bare = |answer: &Answer| Answer {
        by: String::new(),
        at: None,
        asked: None,
        asked_text: None,
        ..answer.clone()
    };
    bare(one) == bare(other)
}
