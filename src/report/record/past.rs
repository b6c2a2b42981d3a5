//! Of the full record: what was done to each answer and to everything else, who did it, when.
//!
//! What stands now is told elsewhere; here stands what stood before it, step by step, so that
//! nothing that was ever recorded is lost.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::audit::{Action, Answer, Audit, Change, Entry, Evidence};
use crate::checklist::Question;
use crate::store::story::say;

use super::super::document::{Cell, Draft, Sheet, Spans, strong, text};
use super::super::text::{count, one_line, sentence};
use super::super::{Source, words};

/// Everything that was done, by what it was done to.
#[derive(Default)]
pub(in crate::report) struct Past<'a> {
    /// To the answers, by the id of the question.
    answers: BTreeMap<&'a str, Vec<Step>>,
    /// To everything else, the oldest first.
    others: Vec<Step>,
    /// How many steps there were.
    steps: usize,
}

/// One thing that was done.
struct Step {
    seq: u64,
    at: DateTime<Utc>,
    by: String,
    /// What was done: "changed", "taken back".
    what: String,
    /// What it was done to, for a table.
    of: String,
    /// What stood before, where something did.
    before: String,
}

impl<'a> Past<'a> {
    /// Goes over the history once.
    pub(in crate::report) fn gather(source: &Source<'a>) -> Self {
        let mut past = Self::default();
        let Some(history) = source.history else {
            return past;
        };
        for entry in history.entries() {
            if let Some(change) = history.change(entry.seq) {
                let back = matches!(entry.action, Action::Undo(_));
                past.change(source, entry, change, back);
                past.steps += 1;
            }
        }
        past
    }

    fn change(&mut self, source: &Source<'a>, entry: &Entry, change: &'a Change, back: bool) {
        match change {
            Change::Answer {
                question,
                before,
                after,
            } => self.answer(
                source,
                entry,
                question,
                sides(before.as_deref(), after.as_deref(), back),
            ),
            Change::Whole { before, after } => self.whole(source, entry, before, after, back),
            Change::Together(changes) if back => {
                for change in changes.iter().rev() {
                    self.change(source, entry, change, back);
                }
            }
            Change::Together(changes) => {
                for change in changes {
                    self.change(source, entry, change, back);
                }
            }
            other => self.other(entry, other, back),
        }
    }

    fn answer(
        &mut self,
        source: &Source<'_>,
        entry: &Entry,
        id: &'a str,
        (before, after): (Option<&Answer>, Option<&Answer>),
    ) {
        let what = match (&entry.action, before, after) {
            (Action::Undo(_), ..) => "an earlier step was taken back",
            (Action::Redo(_), ..) => "a step taken back was made again",
            (Action::Do(_), None, _) => "first answered",
            (Action::Do(_), _, None) => "taken away",
            (Action::Do(_), Some(_), Some(_)) => "changed",
        };
        let question = source
            .library
            .find_question(id)
            .map(|ix| source.library.question(ix));
        let nothing = Answer::default();
        let before = before.map_or_else(String::new, |before| {
            stood(source.audit, question, before, after.unwrap_or(&nothing))
        });
        self.answers.entry(id).or_default().push(step(
            entry,
            what.to_owned(),
            id.to_owned(),
            before,
        ));
    }

    /// A change of everything at once: what it did to each answer, and to all else.
    fn whole(
        &mut self,
        source: &Source<'a>,
        entry: &Entry,
        before: &'a Audit,
        after: &'a Audit,
        back: bool,
    ) {
        let mut ids: Vec<&'a String> = before.answers.keys().chain(after.answers.keys()).collect();
        ids.sort_unstable();
        ids.dedup();
        for id in ids {
            let (one, other) = (before.answer(id), after.answer(id));
            if one != other {
                self.answer(source, entry, id, sides(one, other, back));
            }
        }
        let bare = |audit: &Audit| {
            Box::new(Audit {
                answers: BTreeMap::new(),
                ..audit.clone()
            })
        };
        let (before, after) = (bare(before), bare(after));
        if before != after {
            self.other(entry, &Change::Whole { before, after }, back);
        }
    }

    fn other(&mut self, entry: &Entry, change: &Change, back: bool) {
        let (one, other) = say(change);
        let (what, before) = if back {
            (format!("taken back: {}", change.what()), other)
        } else {
            (change.what(), one)
        };
        let before = if before == "nothing" {
            String::new()
        } else {
            before
        };
        self.others.push(step(entry, what.clone(), what, before));
    }

    /// What was done to an answer, below it.
    pub(super) fn of_answer(&self, id: &str, draft: &mut Draft) {
        if let Some(steps) = self.answers.get(id) {
            draft.label("History");
            draft.list(steps.iter().map(Step::item).collect());
        }
    }

    /// What was done to everything that has no place of its own: answers that are gone, the
    /// profile, the documents, the questions put, the checklists.
    pub(super) fn of_others(&self, source: &Source<'_>, draft: &mut Draft) {
        let stands = |id: &str| {
            source
                .audit
                .answer(id)
                .is_some_and(|answer| !answer.is_empty())
        };
        let gone: Vec<(&&str, &Vec<Step>)> =
            self.answers.iter().filter(|(id, _)| !stands(id)).collect();
        if gone.is_empty() && self.others.is_empty() {
            return;
        }
        draft.heading(1, "What else was changed");
        for (id, steps) in gone {
            let ask = source.library.find_question(id).map_or_else(
                || (*id).to_owned(),
                |ix| one_line(&source.library.question(ix).ask),
            );
            draft.heading(2, format!("Answer taken away: {ask}"));
            draft.list(steps.iter().map(Step::item).collect());
        }
        if !self.others.is_empty() {
            draft.heading(2, "Profile, documents, questions put, checklists");
            draft.list(self.others.iter().map(Step::item).collect());
        }
    }

    /// The same as a table for a spreadsheet, in the order it was done.
    pub(in crate::report) fn sheet(&self) -> Sheet {
        let mut steps: Vec<&Step> = self
            .answers
            .values()
            .flatten()
            .chain(&self.others)
            .collect();
        steps.sort_by_key(|step| step.seq);
        let rows = steps.into_iter().map(|step| {
            vec![
                Cell::from(Some(u32::try_from(step.seq).unwrap_or(u32::MAX))),
                step.at.to_rfc3339().into(),
                step.by.as_str().into(),
                step.of.as_str().into(),
                step.what.as_str().into(),
                step.before.as_str().into(),
            ]
        });
        let header = ["step", "at", "by", "of", "what", "stood before"];
        Sheet {
            name: "changes".to_owned(),
            header: header.iter().map(|&head| head.to_owned()).collect(),
            rows: rows.collect(),
        }
    }

    /// How much was done, in words.
    pub(super) fn says(&self, source: &Source<'_>) -> String {
        match (source.history, self.steps) {
            (None, _) => "none at hand: only what stands now is told".to_owned(),
            (Some(_), 0) => "nothing was changed since its journal began".to_owned(),
            (Some(_), steps) => count(steps, "step", "steps"),
        }
    }
}

/// What stood before and after a step: turned round where it took one back.
const fn sides<T: Copy>(before: T, after: T, back: bool) -> (T, T) {
    if back {
        (after, before)
    } else {
        (before, after)
    }
}

fn step(entry: &Entry, what: String, of: String, before: String) -> Step {
    Step {
        seq: entry.seq,
        at: entry.at,
        by: one_line(&entry.by),
        what,
        of,
        before,
    }
}

impl Step {
    fn item(&self) -> Spans {
        let mut when = self.at.format("%-d %B %Y, %H:%M UTC").to_string();
        if !self.by.is_empty() {
            when.push_str(", ");
            when.push_str(&self.by);
        }
        let mut spans = vec![strong(when), text(format!(": {}", sentence(&self.what)))];
        if !self.before.is_empty() {
            spans.push(text(format!(" Before: {}", self.before)));
        }
        spans
    }
}

/// What stood in an answer and does not stand in the next one, as a reader says it. Evidence out of
/// a paper given in confidence is marked here as everywhere.
fn stood(audit: &Audit, question: Option<&Question>, before: &Answer, after: &Answer) -> String {
    let mut parts: Vec<String> = Vec::new();
    if (before.status, &before.value) != (after.status, &after.value) {
        parts.push(match question {
            Some(question) => words::recorded(question, before),
            None => super::parked_answer(before),
        });
    }
    if before.note != after.note && !before.note.trim().is_empty() {
        parts.push(format!("note “{}”", before.note.trim()));
    }
    if before.contested != after.contested
        && let Some(contested) = &before.contested
    {
        parts.push(format!("the other side said “{}”", contested.trim()));
    }
    if before.request != after.request
        && let Some(request) = &before.request
    {
        parts.push(words::request(request).trim_end_matches('.').to_owned());
    }
    for one in &before.evidence {
        if !after.evidence.contains(one) {
            parts.push(evidence(audit, one));
        }
    }
    if before.asked_text != after.asked_text
        && let Some(asked) = &before.asked_text
    {
        parts.push(format!("answered when it read “{}”", one_line(asked)));
    }
    if before.by != after.by && !before.by.trim().is_empty() {
        parts.push(format!("answered by {}", one_line(&before.by)));
    }
    match parts.is_empty() {
        true if before.asked != after.asked => "the same, for an earlier wording.".to_owned(),
        true => String::new(),
        false => sentence(&parts.join("; ")),
    }
}

fn evidence(audit: &Audit, one: &Evidence) -> String {
    let mut parts: Vec<String> = Vec::new();
    if let Some(quote) = &one.quote {
        parts.push(format!("“{}”", quote.trim()));
    }
    let provenance = words::provenance(audit, one, None);
    if !provenance.is_empty() {
        parts.push(format!("({provenance})"));
    }
    if let Some(absence) = &one.absence {
        parts.push(
            words::absence(audit, absence)
                .trim_end_matches('.')
                .to_owned(),
        );
    }
    if parts.is_empty() {
        parts.push("without a place".to_owned());
    }
    format!("evidence {}", parts.join(" "))
}
