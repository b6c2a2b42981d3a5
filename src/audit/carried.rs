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

use std::collections::BTreeSet;

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

    /// Returns the one change that `edit` makes to the answers shown with some questions; none if it
    /// changes none of them.
    ///
    /// Each is edited as [`Self::edit_answer_of`] does, so that the whole equals one edit after the
    /// other, and is taken back as a whole.
    pub fn edit_answers_of(
        &self,
        library: &Library,
        questions: &BTreeSet<QuestionIx>,
        mut edit: impl FnMut(QuestionIx, &mut Answer),
    ) -> Option<Change> {
        let changes: Vec<Change> = questions
            .iter()
            .filter_map(|ix| self.edit_answer_of(library, *ix, |answer| edit(*ix, answer)))
            .collect();
        match <[Change; 1]>::try_from(changes) {
            Ok([one]) => Some(one),
            Err(changes) => (!changes.is_empty()).then_some(Change::Together(changes)),
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
        let kept = merged.filter_map(|one| self.answers.get_key_value(one.id.as_str()));
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crate::audit::{Answer, Audit, Change, Evidence, Review};
    use crate::base::SourceText;
    use crate::checklist::{ChecklistText, Library, QuestionIx, Status, load};

    fn library() -> (Library, QuestionIx) {
        let text = "format = 1\nid = \"t\"\ntitle = \"T\"\nedition = \"1\"\n[[section]]\nid = \"s\"\ntitle = \"S\"\n\
            [[question]]\nid = \"new\"\nsection = \"s\"\ntopic = \"scope\"\nask = \"Is it so?\"\n\
            look_for = [\"w\"]\nproved_by = [\"p\"]\nusual_failure = \"u\"\n\
            [[merged]]\nid = \"one\"\ninto = \"new\"\n[[merged]]\nid = \"two\"\ninto = \"new\"\n";
        let text = ChecklistText {
            source: SourceText::new("t.toml", text),
            shipped: false,
        };
        let library = load(&[text]).unwrap_or_else(|why| panic!("{}", why[0]));
        let ix = library.find_question("new").expect("there");
        (library, ix)
    }

    fn audit(ids: &[&str]) -> Audit {
        let mut audit = Audit::new(Review::named("A", "B"));
        for id in ids {
            let answer = Answer {
                status: Some(Status::NotMet),
                note: format!("my words on {id}"),
                evidence: vec![Evidence {
                    page: Some(7),
                    ..Evidence::default()
                }],
                ..Answer::default()
            };
            audit.answers.insert((*id).to_owned(), answer);
        }
        audit
    }

    fn notes(library: &Library, audit: &Audit, ix: QuestionIx) -> (String, Vec<String>) {
        let shown = audit.answer_of(library, ix).expect("shown").note.clone();
        let before = audit.answered_before(library, ix);
        (shown, before.map(|(id, _)| id.to_owned()).collect())
    }

    #[test]
    fn its_own_answer_is_shown_before_a_carried_one_and_the_others_next_to_it() {
        let (library, ix) = library();
        assert!(audit(&[]).answer_of(&library, ix).is_none());
        for (ids, shown, before) in [
            (&["two"][..], "two", &[][..]),
            (&["two", "one"], "one", &["two"]),
            (&["new", "two", "one"], "new", &["one", "two"]),
        ] {
            let (note, others) = notes(&library, &audit(ids), ix);
            assert_eq!(note, format!("my words on {shown}"));
            assert_eq!(others, before);
        }
    }

    #[test]
    fn an_edit_takes_the_whole_answer_over_and_leaves_the_old_one_where_it_is() {
        let (library, ix) = library();
        let question = library.question(ix);
        let mut audit = audit(&["one"]);
        let kept = audit.clone();
        let edit = |answer: &mut Answer| answer.note.push_str(", and more");
        let change = audit.edit_answer_of(&library, ix, edit).expect("a change");
        audit.apply(&change).expect("it fits");
        let own = audit.answer("new").expect("its own");
        assert_eq!(own.note, "my words on one, and more");
        assert_eq!(own.evidence, kept.answers["one"].evidence);
        // A note confirms nothing: it still waits to be checked again.
        assert!(
            own.asked
                .as_ref()
                .is_some_and(|asked| *asked != *question.digest())
        );
        assert_eq!(audit.answers["one"], kept.answers["one"]);
        audit.apply(&change.inverse()).expect("undone");
        assert_eq!(audit, kept);
        assert!(audit.edit_answer_of(&library, ix, |_| {}).is_none());
    }

    #[test]
    fn many_edited_at_once_are_one_change_that_equals_one_edit_after_the_other() {
        let (library, ix) = library();
        let all = BTreeSet::from([ix]);
        let audit = audit(&["one"]);
        let edit = |answer: &mut Answer| answer.note.push_str(", and more");
        let one = audit.edit_answer_of(&library, ix, edit);
        assert_eq!(
            audit.edit_answers_of(&library, &all, |_, one| edit(one)),
            one
        );
        assert_eq!(audit.edit_answers_of(&library, &all, |_, _| {}), None);
        assert_eq!(
            audit.edit_answers_of(&library, &BTreeSet::new(), |_, one| edit(one)),
            None
        );
        let shipped = load(&crate::checklist::shipped::checklists()).expect("they load");
        let some: BTreeSet<QuestionIx> = shipped.walk().iter().take(5).copied().collect();
        let mut singly = Audit::new(Review::named("A", "B"));
        let start = singly.clone();
        for ix in &some {
            let change = singly
                .edit_answer_of(&shipped, *ix, edit)
                .expect("a change");
            singly.apply(&change).expect("it fits");
        }
        let change = start.edit_answers_of(&shipped, &some, |_, one| edit(one));
        let change = change.expect("a change");
        assert!(matches!(&change, Change::Together(parts) if parts.len() == 5));
        let mut together = start.clone();
        together.apply(&change).expect("it fits");
        assert_eq!(together, singly);
        together.apply(&change.inverse()).expect("undone");
        assert_eq!(together, start);
    }

    #[test]
    fn a_confirmed_answer_is_not_said_twice_and_one_taken_away_is_gone() {
        let (library, ix) = library();
        let mut audit = audit(&["one", "two"]);
        let digest = library.question(ix).digest().clone();
        let change = audit.edit_answer_of(&library, ix, |answer| answer.asked = Some(digest));
        audit.apply(&change.expect("a change")).expect("it fits");
        assert_eq!(notes(&library, &audit, ix).1, ["two"]);
        let mut audit = self::audit(&["one"]);
        let change = audit.edit_answer_of(&library, ix, |answer| *answer = Answer::default());
        audit.apply(&change.expect("a change")).expect("it fits");
        assert!(audit.answer_of(&library, ix).is_none());
    }
}
