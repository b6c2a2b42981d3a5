//! Two people's audits that are merged, for a reader: what came, what differs, and how far they agree.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::value_in_words;
use crate::audit::{
    Answer, Audit, Change, ChecklistStamp, MergeBase, MergeNote, MergePlan, Version,
    describe::describe,
};
use crate::base::Word as _;
use crate::checklist::diff::EditionDiff;
use crate::checklist::{Library, Status};
use crate::wording::{capital, count, one_line, say_minute};

/// A thing that the merge changes in the one audit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Came {
    /// The thing: a question with its id, a document, a question put.
    pub what: String,
    /// The part that is new to it.
    pub says: String,
}

/// A question that is answered differently, with nothing agreed yet.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Disputed {
    /// The question's id.
    pub question: String,
    /// Its short title; its id if no checklist knows it.
    pub title: String,
    /// The versions, each in words with its author and moment.
    pub versions: Vec<String>,
    /// The joined notes: each person's reason.
    pub why: String,
}

/// Figures of how far two people agree on the questions of one topic.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Agreeing {
    /// The topic; empty for all topics together.
    pub topic: String,
    /// Number of questions to which each of them gave a status of their own.
    pub both: usize,
    /// Number of these with the same status.
    pub same: usize,
    /// Cohen's kappa: 1 if they agree always, 0 if as often as by chance; `None` if chance alone would
    /// have them agree always.
    pub kappa: Option<f64>,
}

impl Agreeing {
    fn of(topic: &str, pairs: &[(Status, Status)]) -> Self {
        Self {
            topic: topic.to_owned(),
            both: pairs.len(),
            same: pairs.iter().filter(|(one, other)| one == other).count(),
            kappa: kappa(pairs),
        }
    }

    /// Returns the figures as a sentence without its topic.
    pub fn label(&self) -> String {
        let percent = (self.same * 100 + self.both / 2)
            .checked_div(self.both)
            .unwrap_or_default();
        let kappa = self.kappa.map_or_else(
            || "kappa says nothing here".to_owned(),
            |kappa| format!("kappa {kappa:.2}"),
        );
        format!(
            "the same for {} of {} ({percent}%; {kappa})",
            self.same,
            count(self.both, "question", "questions")
        )
    }
}

/// The share of agreement beyond chance.
#[expect(clippy::cast_precision_loss, reason = "questions are few")]
fn kappa(pairs: &[(Status, Status)]) -> Option<f64> {
    let all = pairs.len() as f64;
    let share = |of: &dyn Fn(&(Status, Status)) -> bool| {
        pairs.iter().filter(|pair| of(pair)).count() as f64 / all
    };
    let observed = share(&|(one, other)| one == other);
    let chance: f64 = Status::ALL
        .iter()
        .map(|status| share(&|(one, _)| one == status) * share(&|(_, other)| other == status))
        .sum();
    // Also false if there is no pair at all.
    (chance < 1.0).then(|| (observed - chance) / (1.0 - chance))
}

/// A merge in figures and words.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TwoPeople {
    /// The state both began from.
    pub base: MergeBase,
    /// The checklists that the two know in different texts, or that only one of them has.
    pub editions: Vec<EditionDiff>,
    /// The things that change in the one audit.
    pub came: Vec<Came>,
    /// The questions with versions side by side.
    pub disputed: Vec<Disputed>,
    /// The choices between accounts that could not both be kept in their place.
    pub chosen: Vec<MergeNote>,
    /// The figures by topic, in the order of the checklist; the last is of all topics.
    pub agreeing: Vec<Agreeing>,
}

/// A part of a summary: of a merge, of another edition, or of a change to many answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SummaryPart {
    /// A heading.
    Heading(String),
    /// A paragraph.
    Text(String),
    /// An item of a list.
    Item(String),
    /// A line that belongs to the item before it.
    Under(String),
}

impl TwoPeople {
    /// Sums up a planned merge into `ours`.
    pub fn of(library: &Library, ours: &Audit, plan: &MergePlan) -> Self {
        let merged = &plan.merged.audit;
        let change = ours.change_to(merged);
        let mut changes = Vec::new();
        flatten(&change, &mut changes);
        Self {
            base: plan.base,
            editions: editions(ours, &plan.theirs),
            came: changes
                .iter()
                .map(|change| came(library, merged, change))
                .collect(),
            disputed: (merged.disputed())
                .map(|(id, versions)| disputed(library, merged, id, versions))
                .collect(),
            chosen: plan.merged.notes.clone(),
            agreeing: agreeing(library, plan.state.as_ref(), ours, &plan.theirs),
        }
    }

    /// Returns true if the merge changes nothing.
    pub const fn is_nothing(&self) -> bool {
        self.came.is_empty()
    }

    /// Returns the summary, part by part; `done` if it was merged already. The command that agrees on one
    /// answer asks for the id of its question.
    pub fn parts(&self, done: bool, with_ids: bool) -> Vec<SummaryPart> {
        let mut parts = vec![SummaryPart::Text(
            match self.base {
                MergeBase::Named => "Each change was compared with the audit in the base file.",
                MergeBase::Common => {
                    "Both audits have the beginning of their history in common. What only one of \
                     the two changed since is taken as it was changed."
                }
                MergeBase::Unknown => {
                    "No common beginning of the two histories is known. Everything in both is \
                     kept, including what one of the two may have removed."
                }
            }
            .to_owned(),
        )];
        if !self.editions.is_empty() {
            let named: Vec<String> = self.editions.iter().map(EditionDiff::label).collect();
            parts.push(SummaryPart::Text(format!(
                "The two of you have different checklists (yours → theirs): {}. An answer keeps the \
                 wording it was given to, and waits to be confirmed where yours is another.",
                named.join(", ")
            )));
        }
        if self.came.is_empty() {
            let says = "Everything in their audit is already in yours.";
            parts.push(SummaryPart::Text(says.to_owned()));
        } else {
            parts.push(SummaryPart::Heading(if done {
                "Changed in your audit".to_owned()
            } else {
                "Will change in your audit".to_owned()
            }));
            for one in &self.came {
                parts.push(SummaryPart::Item(one.what.clone()));
                parts.push(SummaryPart::Under(one.says.clone()));
            }
        }
        if !self.disputed.is_empty() {
            let number = count(self.disputed.len(), "question", "questions");
            parts.push(SummaryPart::Heading(format!(
                "Answered differently ({number})"
            )));
            let says = "Neither answer counts until you agree on one and record the reason.";
            parts.push(SummaryPart::Text(says.to_owned()));
            for one in &self.disputed {
                parts.push(SummaryPart::Item(if with_ids {
                    format!("{} [{}]", one.title, one.question)
                } else {
                    one.title.clone()
                }));
                parts.extend(one.versions.iter().cloned().map(SummaryPart::Under));
                if !one.why.is_empty() {
                    parts.push(SummaryPart::Under(format!("notes: {}", one.why)));
                }
            }
        }
        if !self.chosen.is_empty() {
            let heading = "Only one of two could be kept here; check each";
            parts.push(SummaryPart::Heading(heading.to_owned()));
            for one in &self.chosen {
                let MergeNote { what, kept, other } = one;
                parts.push(SummaryPart::Item(format!(
                    "{}: “{kept}” is kept, not “{other}”",
                    capital(what)
                )));
            }
        }
        parts.push(SummaryPart::Heading(
            "How far the two of you agree".to_owned(),
        ));
        let (all, topics) = match self.agreeing.split_last() {
            Some((all, topics)) if all.both > 0 => (all, topics),
            _ => {
                let says = "There is no question that each of you has given a status of your own.";
                parts.push(SummaryPart::Text(says.to_owned()));
                return parts;
            }
        };
        let says = "This counts the questions to which each of you gave a status. Begin with \
                    the topics that have the lowest figures. Kappa is 1 if you always agree and \
                    0 if you agree no more often than by chance.";
        parts.push(SummaryPart::Text(says.to_owned()));
        for one in topics {
            parts.push(SummaryPart::Item(format!("{}: {}", one.topic, one.label())));
        }
        parts.push(SummaryPart::Item(format!("All topics: {}", all.label())));
        parts
    }
}

/// Returns the checklists that two audits with stamps know in different texts.
fn editions(ours: &Audit, theirs: &Audit) -> Vec<EditionDiff> {
    let (ours, theirs) = (&ours.checklists, &theirs.checklists);
    if ours.is_empty() || theirs.is_empty() {
        return Vec::new();
    }
    let ids: BTreeSet<&String> = ours.iter().chain(theirs).map(|stamp| &stamp.id).collect();
    let differ = ids.into_iter().filter_map(|id| {
        let of = |stamps: &[ChecklistStamp]| stamps.iter().find(|stamp| stamp.id == *id).cloned();
        let (was, now) = (of(ours), of(theirs));
        (was != now).then(|| EditionDiff {
            id: id.clone(),
            was: was.map(|stamp| stamp.edition),
            now: now.map(|stamp| stamp.edition),
        })
    });
    differ.collect()
}

fn flatten<'a>(change: &'a Change, out: &mut Vec<&'a Change>) {
    match change {
        Change::Together(changes) => changes.iter().for_each(|one| flatten(one, out)),
        one => out.push(one),
    }
}

/// Names a changed thing, and says what it has after the change.
fn came(library: &Library, merged: &Audit, change: &Change) -> Came {
    let what = match change {
        Change::Answer { question, .. } => title(library, question),
        Change::Document { id, after, before } => {
            let named = after.as_ref().or(before.as_ref());
            let title = named.map_or(id, |one| &one.title);
            format!("the document “{title}”")
        }
        Change::Put { after, before, .. } => {
            let asked = after.as_ref().or(before.as_ref());
            format!("the question put: {}", asked.map_or("", |one| &one.ask))
        }
        Change::Event { after, before, .. } => {
            let event = after.as_ref().or(before.as_ref());
            format!("the event “{}”", event.map_or("", |one| &one.what))
        }
        other => other.what(),
    };
    let (before, after) = describe(&without_digests(change));
    let says = if after == "nothing" && before == "nothing" {
        "the same answer, with the name and the time of the other".to_owned()
    } else if after == "nothing" {
        format!("no longer: {before}")
    } else {
        after
    };
    let says = match change {
        Change::Answer { question, .. }
            if merged.answer(question).and_then(Answer::disputed).is_some() =>
        {
            "now has versions side by side; see below".to_owned()
        }
        _ => says,
    };
    Came {
        what: capital(&what),
        says: one_line(&says),
    }
}

/// Returns a change of an answer without the digest of the text that was answered: no reader knows it.
fn without_digests(change: &Change) -> Change {
    let mut change = change.clone();
    if let Change::Answer { before, after, .. } = &mut change {
        for answer in [before, after].into_iter().flatten() {
            answer.asked = None;
        }
    }
    change
}

fn title(library: &Library, question: &str) -> String {
    library.find_current(question).map_or_else(
        || question.to_owned(),
        |ix| library.question(ix).short.to_string(),
    )
}

fn disputed(library: &Library, audit: &Audit, id: &str, versions: &[Version]) -> Disputed {
    let note = audit.answer(id).map_or("", |answer| &answer.note);
    Disputed {
        question: id.to_owned(),
        title: title(library, id),
        versions: (versions.iter())
            .map(|version| version_in_words(library, id, version))
            .collect(),
        why: one_line(note),
    }
}

/// Returns a version of an answer in words: its author, the answer, and its moment.
pub fn version_in_words(library: &Library, question: &str, version: &Version) -> String {
    let by = if version.by.is_empty() {
        "someone who gave no name"
    } else {
        &version.by
    };
    let question = library.find_current(question);
    let value = version.value.as_ref().map(|value| match question {
        Some(ix) => value_in_words(library.question(ix), value),
        None => value.to_string(),
    });
    let status = version.status.map(|status| status.label().to_owned());
    let said: Vec<String> = status.into_iter().chain(value).collect();
    let at = version
        .at
        .map_or_else(String::new, |at| format!(", {}", say_minute(at)));
    format!("{by}: {}{at}", said.join("; "))
}

/// Counts how far two people agree, by topic and in all.
///
/// An answer that both have from one person is no agreement of two: it is not counted.
fn agreeing(library: &Library, base: Option<&Audit>, one: &Audit, other: &Audit) -> Vec<Agreeing> {
    let mut by_topic: BTreeMap<(usize, String), Vec<(Status, Status)>> = BTreeMap::new();
    let mut all = Vec::new();
    for (id, mine) in &one.answers {
        let Some(theirs) = other.answer(id) else {
            continue;
        };
        let (Some(first), Some(second)) = (mine.status, theirs.status) else {
            continue;
        };
        let shared = |answer: &Answer| {
            let was = base.and_then(|base| base.answer(id));
            was.is_some_and(|was| was.version() == answer.version())
        };
        if shared(mine) || shared(theirs) || mine.at.is_some() && mine.version() == theirs.version()
        {
            continue;
        }
        let topic = match library.find_current(id) {
            Some(ix) => {
                let section = library.question(ix).section;
                let place = library.sections().position(|(one, _)| one == section);
                let title = library.section(section).title.to_string();
                (place.unwrap_or(usize::MAX), title)
            }
            None => (usize::MAX, "Other questions".to_owned()),
        };
        by_topic.entry(topic).or_default().push((first, second));
        all.push((first, second));
    }
    let topics = by_topic
        .iter()
        .map(|((_, topic), pairs)| Agreeing::of(topic, pairs));
    topics.chain([Agreeing::of("", &all)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kappa_is_as_in_the_textbook_and_says_nothing_where_chance_explains_all() {
        // 20 both yes, 5 and 10 apart, 15 both no: 70%, expected 50%.
        let (yes, no) = (Status::Met, Status::NotMet);
        let many = |pair, number| std::iter::repeat_n(pair, number);
        let pairs: Vec<(Status, Status)> = many((yes, yes), 20)
            .chain(many((yes, no), 5))
            .chain(many((no, yes), 10))
            .chain(many((no, no), 15))
            .collect();
        let figures = Agreeing::of("Workforce", &pairs);
        assert!((figures.kappa.unwrap_or_default() - 0.4).abs() < 1e-9);
        assert_eq!(
            figures.label(),
            "the same for 35 of 50 questions (70%; kappa 0.40)"
        );
        assert_eq!(Agreeing::of("", &[(yes, yes), (yes, yes)]).kappa, None);
        assert_eq!(Agreeing::of("", &[]).kappa, None);
        let apart = Agreeing::of("", &[(yes, no), (no, yes)]);
        assert!((apart.kappa.unwrap_or_default() + 1.0).abs() < 1e-9);
    }
}
