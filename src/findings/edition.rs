//! An audit whose checklists have changed since: its answers that carry over, those to check again, and
//! those that no question asks for any more.
//!
//! ```text
//!   answer given to            now                                group
//!   “Were users asked?”        the same words, the same form      carried over
//!   “Were users asked?”        “Were all users asked?”            check again
//!   old.one                    another question has taken it in   check again
//!   “When was it?”, a status   a day is asked for                 check again
//!   old.gone                   no checklist asks it               parked: kept and shown
//! ```
//!
//! Nothing is moved until the user agrees. The agreement is one change: the audit gets the stamps of the
//! checklists at hand, and an answer that another question has taken in is copied there, still to be
//! checked again. No answer is removed by it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::two_people::SummaryPart;
use super::value_in_words;
use crate::audit::{Answer, Audit, Change, ChecklistStamp, Value};
use crate::base::Digest;
use crate::checklist::diff::EditionDiff;
use crate::checklist::{Library, Question, QuestionIx, QuestionKind};
use crate::wording::{DiffPart, count, one_line, say_diff, word_diff};

/// The wording that questions had in an earlier edition, by their ids.
pub type EarlierWording = BTreeMap<String, String>;

/// The reason to check an answer again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CheckAgain {
    /// The question has other words now.
    Reworded,
    /// Another question has taken it in.
    TakenIn,
    /// The question wants another form of answer.
    OtherForm,
}

/// One answer of an audit, under the checklists at hand.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EditionAnswer {
    /// The id that it was given under.
    pub id: String,
    /// The id of the question that asks it now, if there is one.
    pub question: Option<String>,
    /// The title of that question; of a parked answer, the text that was asked, or its id.
    pub title: String,
    /// The answer in words.
    pub answer: String,
    /// Its note.
    pub note: String,
    /// The reason to check it again, if there is one.
    pub check_again: Option<CheckAgain>,
    /// The wording that it was given to, where it is known.
    pub was: Option<String>,
    /// That wording and the one of today, compared word by word.
    pub words: Vec<DiffPart>,
}

/// The answers of an audit under the checklists at hand.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct EditionReview {
    /// The checklists that the audit knows in another text.
    pub checklists: Vec<EditionDiff>,
    /// The answers to check again, in walking order.
    pub check_again: Vec<EditionAnswer>,
    /// The answers that no question asks for any more.
    pub parked: Vec<EditionAnswer>,
    /// The answers that carry over, in walking order.
    pub carried: Vec<EditionAnswer>,
    /// Number of the answers that carry over without a record of the wording they were given to.
    pub wording_unknown: usize,
}

/// Returns true if an audit with answers was made with other texts than the checklists at hand.
///
/// An audit that does not say what it was made with is of no other edition.
pub fn is_of_another_edition(library: &Library, audit: &Audit) -> bool {
    !audit.checklists.is_empty() && !audit.answers.is_empty() && !is_stamped(library, audit)
}

/// Returns true if an audit has the stamps of the checklists at hand, in whichever order.
fn is_stamped(library: &Library, audit: &Audit) -> bool {
    let stamps = &audit.checklists;
    let mut files = library.files().map(|(_, file)| file);
    stamps.len() == files.len()
        && files.all(|file| {
            let mut stamps = stamps.iter();
            stamps.any(|stamp| stamp.id == file.id && stamp.digest == *file.digest())
        })
}

impl EditionReview {
    /// Puts each answer of an audit into its group.
    ///
    /// An answer keeps the wording it was given to. Where one does not, `earlier` may know it.
    pub fn of(library: &Library, audit: &Audit, earlier: &EarlierWording) -> Self {
        let mut review = Self {
            checklists: stamp_diffs(library, audit),
            ..Self::default()
        };
        let places: BTreeMap<QuestionIx, usize> = (library.walk().iter())
            .enumerate()
            .map(|(place, ix)| (*ix, place))
            .collect();
        let mut sorted: Vec<(&String, &Answer)> = audit.answers.iter().collect();
        sorted.sort_by_key(|(id, _)| library.find_current(id).and_then(|ix| places.get(&ix)));
        for (id, answer) in sorted {
            let Some(ix) = library.find_current(id) else {
                let known = known_wording(id, answer, earlier).map(|(_, text)| text);
                review.parked.push(EditionAnswer {
                    id: id.clone(),
                    question: None,
                    title: known.as_ref().unwrap_or(id).clone(),
                    answer: in_words(None, answer),
                    note: one_line(answer.note.trim()),
                    check_again: None,
                    was: known,
                    words: Vec::new(),
                });
                continue;
            };
            let question = library.question(ix);
            let is_taken_in = question.id != *id;
            // Confirmed or copied under the question's own id, it is there already.
            let is_next_to_it = || audit.answered_before(library, ix).any(|(one, _)| one == id);
            let is_shown = || audit.carried(library, ix).is_some_and(|(one, _)| one == id);
            if is_taken_in && !is_next_to_it() && !is_shown() {
                continue;
            }
            let known = known_wording(id, answer, earlier);
            let asked = known
                .as_ref()
                .map(|(digest, _)| digest)
                .or(answer.asked.as_ref());
            let is_reworded = asked.is_some_and(|asked| *asked != *question.digest());
            let check_again = if is_taken_in {
                // Next to an answer of the question's own it is only shown.
                let has_own = audit.answer(&question.id).is_some();
                (!has_own).then_some(CheckAgain::TakenIn)
            } else if !fits(question, answer) {
                Some(CheckAgain::OtherForm)
            } else {
                is_reworded.then_some(CheckAgain::Reworded)
            };
            let says_something = answer.status.is_some() || answer.value.is_some();
            let is_unknown = asked.is_none();
            let was = known.map(|(_, text)| text);
            let words = match (&was, check_again) {
                (Some(was), Some(_)) => word_diff(was, &question.ask),
                _ => Vec::new(),
            };
            if check_again.is_none() && !is_taken_in && is_unknown && says_something {
                review.wording_unknown += 1;
            }
            let one = EditionAnswer {
                id: id.clone(),
                question: Some(question.id.to_string()),
                title: question.short.to_string(),
                answer: in_words(Some(question), answer),
                note: one_line(answer.note.trim()),
                check_again,
                was,
                words,
            };
            match check_again {
                Some(_) => review.check_again.push(one),
                None => review.carried.push(one),
            }
        }
        review
    }

    /// Returns true if the audit was made with the checklists at hand.
    pub const fn is_current(&self) -> bool {
        self.checklists.is_empty()
    }

    /// Returns the number of answers in each group, as a sentence.
    pub fn counts(&self) -> String {
        let mut said = format!(
            "{} over",
            count(self.carried.len(), "answer carries", "answers carry")
        );
        if !self.check_again.is_empty() {
            let number = self.check_again.len();
            let needs = if number == 1 { "needs" } else { "need" };
            said.push_str(&format!(", {number} {needs} checking again"));
        }
        if !self.parked.is_empty() {
            let number = self.parked.len();
            let are = if number == 1 {
                "is to a question"
            } else {
                "are to questions"
            };
            said.push_str(&format!(", {number} {are} no longer asked"));
        }
        said + "."
    }

    /// Returns the summary, part by part.
    pub fn parts(&self) -> Vec<SummaryPart> {
        let named: Vec<String> = self.checklists.iter().map(EditionDiff::label).collect();
        let number = count(named.len(), "checklist differs", "checklists differ");
        let mut parts = vec![
            SummaryPart::Text(self.counts()),
            SummaryPart::Text(format!("{number}: {}.", named.join(", "))),
        ];
        let later = |one: &EditionDiff| one.now.is_some() && one.was > one.now;
        if self.checklists.iter().any(later) {
            let says = "The audit was made with a later edition than the one here. Update the program \
                        or your checklists before you agree, or carry on with the earlier one.";
            parts.push(SummaryPart::Text(says.to_owned()));
        }
        if !self.check_again.is_empty() {
            let number = self.check_again.len();
            parts.push(SummaryPart::Heading(format!("Check again ({number})")));
            let says = "These answers do not count until you confirm them or answer again.";
            parts.push(SummaryPart::Text(says.to_owned()));
            for one in &self.check_again {
                parts.push(SummaryPart::Item(one.named()));
                parts.extend(one.says().map(SummaryPart::Under));
            }
        }
        if !self.parked.is_empty() {
            let number = self.parked.len();
            parts.push(SummaryPart::Heading(format!("No longer asked ({number})")));
            let says = "These answers stay in the audit, and are printed in the full record.";
            parts.push(SummaryPart::Text(says.to_owned()));
            for one in &self.parked {
                parts.push(SummaryPart::Item(one.named()));
                parts.push(SummaryPart::Under(one.your_answer()));
            }
        }
        if !self.carried.is_empty() {
            let number = self.carried.len();
            parts.push(SummaryPart::Heading(format!("Carried over ({number})")));
            if self.wording_unknown > 0 {
                let them = count(self.wording_unknown, "answer here does", "answers here do");
                parts.push(SummaryPart::Text(format!(
                    "{them} not say which wording was answered: today’s wording is assumed. If you \
                     have the earlier checklist, it can tell: scrutineer edition AUDIT --from FILE."
                )));
            }
            for one in &self.carried {
                let shown = match &one.question {
                    Some(question) if *question != one.id => {
                        format!(" (shown with your answer to {question})")
                    }
                    _ => String::new(),
                };
                let (named, answer) = (one.named(), &one.answer);
                parts.push(SummaryPart::Item(format!("{named}: {answer}{shown}")));
            }
        }
        parts
    }
}

impl EditionAnswer {
    /// Names the answer by its title, with its id.
    fn named(&self) -> String {
        if self.title == self.id {
            self.id.clone()
        } else {
            format!("{} [{}]", self.title, self.id)
        }
    }

    /// Formats the answer with its note.
    fn your_answer(&self) -> String {
        let note = match self.note.as_str() {
            "" => String::new(),
            note => format!("; “{note}”"),
        };
        format!("Your answer: {}{note}", self.answer)
    }

    /// Returns the reason to check it again, the words that changed, and the answer.
    fn says(&self) -> impl Iterator<Item = String> {
        let question = self.question.as_deref().unwrap_or_default();
        let why = match self.check_again {
            Some(CheckAgain::TakenIn) => Some(format!("{question} asks it now")),
            Some(CheckAgain::OtherForm) => {
                Some("The question now wants another kind of answer".to_owned())
            }
            Some(CheckAgain::Reworded) | None => None,
        };
        let words = match (&self.was, self.words.iter().all(DiffPart::is_same)) {
            (None, _) => "The wording it was given to is not recorded".to_owned(),
            (Some(was), true) => format!("It was given to: {was}"),
            (Some(_), false) => say_diff(&self.words),
        };
        why.into_iter().chain([words, self.your_answer()])
    }
}

/// Returns the change by which the user agrees to the checklists at hand; none if they are agreed to.
///
/// It removes no answer. Wordings that only `earlier` knows are recorded with their answers.
pub fn agreement(library: &Library, audit: &Audit, earlier: &EarlierWording) -> Option<Change> {
    if is_stamped(library, audit) {
        return None;
    }
    let mut after = audit.clone();
    after.checklists = ChecklistStamp::of(library);
    for (id, answer) in &mut after.answers {
        if let Some((digest, text)) = known_wording(id, answer, earlier) {
            answer.asked = Some(digest);
            answer.asked_text = Some(text);
        }
    }
    for (ix, question) in library.questions() {
        // One that people answered differently stays where they agree on it.
        let settled = |(_, answer): (&str, &Answer)| answer.disputed().is_none();
        if after.carried(library, ix).is_some_and(settled)
            && let Some(taken) = after.answer_to_edit(library, ix)
        {
            after.answers.insert(question.id.to_string(), taken);
        }
    }
    Some(audit.change_to(&after))
}

/// Returns the wording that an answer was given to, with its digest, if it is known.
fn known_wording(id: &str, answer: &Answer, earlier: &EarlierWording) -> Option<(Digest, String)> {
    if let Some(own) = &answer.asked_text {
        let digest = answer.asked.clone();
        return Some((digest.unwrap_or_else(|| Digest::of_text(own)), own.clone()));
    }
    let text = earlier.get(id)?;
    let digest = Digest::of_text(text);
    // Another wording than the one that was answered is none.
    let is_it = answer.asked.as_ref().is_none_or(|asked| *asked == digest);
    is_it.then(|| (digest, text.clone()))
}

/// Returns true if an answer has the form that its question wants.
fn fits(question: &Question, answer: &Answer) -> bool {
    let (status, value) = (answer.status.is_some(), answer.value.as_ref());
    match (&question.kind, value) {
        (QuestionKind::Judgement, value) => status || value.is_none(),
        (_, None) => !status,
        (QuestionKind::Event, Some(value)) => matches!(value, Value::Date(_)),
        (QuestionKind::Figure(_), Some(value)) => matches!(value, Value::Number(_)),
        (QuestionKind::Choice(options), Some(value)) => match value {
            Value::Option(id) => options.iter().any(|option| option.id == *id),
            _ => false,
        },
    }
}

/// Formats an answer in one line, without its note.
fn in_words(question: Option<&Question>, answer: &Answer) -> String {
    let value = answer.value.as_ref().map(|value| match question {
        Some(question) => value_in_words(question, value),
        None => value.to_string(),
    });
    let status = answer.status.map(|status| status.label().to_owned());
    let mut said: Vec<String> = status.into_iter().chain(value).collect();
    if answer.disputed().is_some() {
        said.push("people answered this differently".to_owned());
    }
    if said.is_empty() {
        "none yet, only what is recorded with it".to_owned()
    } else {
        said.join("; ")
    }
}

/// Returns the checklists that an audit knows in another text, or not at all, or that are not here.
fn stamp_diffs(library: &Library, audit: &Audit) -> Vec<EditionDiff> {
    let stamps = &audit.checklists;
    let mut all = Vec::new();
    if stamps.is_empty() {
        return all;
    }
    for (_, file) in library.files() {
        let stamp = stamps.iter().find(|one| one.id == file.id);
        if stamp.is_none_or(|stamp| stamp.digest != *file.digest()) {
            all.push(EditionDiff {
                id: file.id.to_string(),
                was: stamp.map(|stamp| stamp.edition.clone()),
                now: Some(file.edition.to_string()),
            });
        }
    }
    let is_here = |stamp: &ChecklistStamp| library.files().any(|(_, file)| file.id == stamp.id);
    let gone = stamps.iter().filter(|stamp| !is_here(stamp));
    all.extend(gone.map(|stamp| EditionDiff {
        id: stamp.id.clone(),
        was: Some(stamp.edition.clone()),
        now: None,
    }));
    all
}

#[cfg(test)]
mod tests;
