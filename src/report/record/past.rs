//! Sections of the full record: the history of each answer and of everything else, with author and
//! time.
//!
//! Present values are elsewhere in the record; here are the earlier ones, step by step, so that
//! nothing that was ever recorded is lost.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::audit::describe::describe;
use crate::audit::{Answer, Audit, Change, Document, Entry, History, HistoryStep};
use crate::checklist::{Question, SectionIx};
use crate::wording::say_minute;

use super::super::document::{Cell, Sheet, Spans, strong, text};
use super::super::draft::Draft;
use super::super::files::told_change;
use super::super::{Source, words};
use crate::wording::{count, one_line, sentence};

/// The history of an audit.
///
/// Only an index of it is held: it is printed a part at a time, so that a long history needs no
/// more memory than a short one.
pub(in crate::report) struct PastChanges<'a> {
    source: Source<'a>,
    entries: &'a [Entry],
    /// Indices of the entries that changed answers, by section, the oldest first.
    places: BTreeMap<SectionIx, Vec<u32>>,
    /// Number of steps.
    steps: usize,
    /// True if a confidential document is in the audit, or ever was.
    secrets: bool,
}

/// The effect of one step on one thing.
enum StepEffect<'a> {
    /// An answer, before and after.
    Answer(&'a str, Option<&'a Answer>, Option<&'a Answer>),
    /// Anything else; of a change of the whole audit at once, its effect on all but the answers.
    Other(Cow<'a, Change>),
}

/// Changes to some answers, by the id of the question, the oldest first.
pub(super) struct Answers<'a> {
    source: Source<'a>,
    done: BTreeMap<&'a str, Vec<Touch<'a>>>,
}

/// A change of one answer in one step.
struct Touch<'a> {
    entry: &'a Entry,
    before: Option<&'a Answer>,
    after: Option<&'a Answer>,
}

/// One step, as it is printed.
struct PastStep {
    seq: u64,
    at: DateTime<Utc>,
    by: String,
    /// The action: "changed", "taken back".
    what: String,
    /// The thing changed, for a table.
    of: String,
    /// The value before; empty if there was none.
    before: String,
}

impl<'a> PastChanges<'a> {
    /// Builds the index in one pass over the history.
    pub(in crate::report) fn gather(source: &Source<'a>) -> Self {
        let entries = source.history.map_or(&[][..], History::entries);
        let mut past = Self {
            source: *source,
            entries,
            places: BTreeMap::new(),
            steps: 0,
            secrets: source
                .audit
                .documents
                .iter()
                .any(Document::is_in_confidence),
        };
        let mut secrets = past.secrets;
        let mut places: BTreeMap<SectionIx, Vec<u32>> = BTreeMap::new();
        for (place, entry) in (0_u32..).zip(entries) {
            if past.change(entry).is_some() {
                past.steps += 1;
            }
            past.each(entry, &mut |done| match done {
                StepEffect::Answer(id, ..) => {
                    if let Some(ix) = source.library.find_current(id) {
                        let section = source.library.question(ix).section;
                        let of = places.entry(section).or_default();
                        if of.last() != Some(&place) {
                            of.push(place);
                        }
                    }
                }
                StepEffect::Other(change) => secrets |= tells_secrets(&change),
            });
        }
        past.places = places;
        past.secrets = secrets;
        past
    }

    fn change(&self, entry: &Entry) -> Option<&'a Change> {
        self.source.history?.change(entry.seq)
    }

    /// Calls `to` with every effect of one step.
    fn each(&self, entry: &Entry, to: &mut impl FnMut(StepEffect<'a>)) {
        let back = matches!(entry.action, HistoryStep::Undo(_));
        if let Some(change) = self.change(entry) {
            each_of(change, back, to);
        }
    }

    /// Returns the changes to the answers of a section.
    pub(super) fn of_section(&self, section: SectionIx) -> Answers<'a> {
        let places = self.places.get(&section).into_iter().flatten();
        let entries = places.filter_map(|place| self.entries.get(*place as usize));
        let library = self.source.library;
        self.answers(entries, |id| {
            let ix = library.find_current(id);
            ix.is_some_and(|ix| library.question(ix).section == section)
        })
    }

    /// Returns the changes to answers whose questions are no longer asked.
    pub(super) fn of_parked(&self) -> Answers<'a> {
        let library = self.source.library;
        self.answers(self.entries.iter(), |id| library.find_current(id).is_none())
    }

    fn answers(
        &self,
        entries: impl Iterator<Item = &'a Entry>,
        wanted: impl Fn(&str) -> bool,
    ) -> Answers<'a> {
        let mut done: BTreeMap<&'a str, Vec<Touch<'a>>> = BTreeMap::new();
        for entry in entries {
            self.each(entry, &mut |one| {
                if let StepEffect::Answer(id, before, after) = one
                    && wanted(id)
                {
                    done.entry(id).or_default().push(Touch {
                        entry,
                        before,
                        after,
                    });
                }
            });
        }
        Answers {
            source: self.source,
            done,
        }
    }

    /// Returns the changes to all but the answers, the oldest first.
    fn others(&self) -> impl Iterator<Item = PastStep> {
        self.entries.iter().flat_map(|entry| {
            let mut steps = Vec::new();
            self.each(entry, &mut |done| {
                if let StepEffect::Other(change) = done {
                    steps.push(other(&self.source, entry, &change));
                }
            });
            steps
        })
    }

    /// Returns the changes to answers that are gone.
    fn of_gone(&self) -> Answers<'a> {
        self.answers(self.entries.iter(), |id| {
            let answer = self.source.audit.answer(id);
            answer.is_none_or(Answer::is_empty)
        })
    }

    /// Returns true if the section of other changes has anything to show.
    pub(super) fn has_others(&self) -> bool {
        self.others().next().is_some() || !self.of_gone().done.is_empty()
    }

    /// Adds the changes that have no place elsewhere: answers that are gone, the profile, the
    /// documents, the questions put, the checklists.
    pub(super) fn of_others(&self, draft: &mut Draft) {
        let source = &self.source;
        for (id, touches) in &self.of_gone().done {
            let ask = source.library.find_current(id).map_or_else(
                || (*id).to_owned(),
                |ix| one_line(&source.library.question(ix).ask),
            );
            draft.heading(2, format!("Answer cleared: {ask}"));
            draft.list(touches.iter().map(|one| one.step(source, id).item()));
        }
        if self.others().next().is_some() {
            draft.heading(2, "Profile, documents, questions put, checklists");
            draft.list(self.others().map(|step| step.item()));
        }
    }

    /// Returns all changes as a table for a spreadsheet, in the order of the steps.
    pub(in crate::report) fn sheet(&self) -> Sheet {
        let answers = self.answers(self.entries.iter(), |_| true);
        let touches = answers.done.iter().flat_map(|(id, touches)| {
            let steps = touches.iter();
            steps.map(|one| one.step(&self.source, id))
        });
        let mut steps: Vec<PastStep> = touches.chain(self.others()).collect();
        steps.sort_by_key(|step| step.seq);
        let rows = steps.into_iter().map(|step| {
            vec![
                Cell::from(Some(u32::try_from(step.seq).unwrap_or(u32::MAX))),
                step.at.to_rfc3339().into(),
                step.by.into(),
                step.of.into(),
                step.what.into(),
                step.before.into(),
            ]
        });
        let header = ["step", "at", "by", "of", "what", "before"];
        Sheet {
            name: "changes".to_owned(),
            header: header.iter().map(|&head| head.to_owned()).collect(),
            rows: rows.collect(),
        }
    }

    /// Returns true if the record names a confidential document.
    pub(in crate::report) const fn tells_secrets(&self) -> bool {
        self.secrets
    }

    /// Returns the number of steps, in words.
    pub(super) fn label(&self) -> String {
        match (self.source.history, self.steps) {
            (None, _) => "not available: only the present state is shown".to_owned(),
            (Some(_), 0) => "nothing was changed since its journal began".to_owned(),
            (Some(_), steps) => count(steps, "step", "steps"),
        }
    }
}

impl Answers<'_> {
    /// Adds the changes to an answer, below it.
    pub(super) fn tell(&self, id: &str, draft: &mut Draft) {
        if let Some(touches) = self.done.get(id) {
            draft.label("History");
            draft.list(touches.iter().map(|one| one.step(&self.source, id).item()));
        }
    }
}

/// Calls `to` with every effect of a change, or of undoing it.
fn each_of<'a>(change: &'a Change, back: bool, to: &mut impl FnMut(StepEffect<'a>)) {
    match change {
        Change::Answer {
            question,
            before,
            after,
        } => {
            let (before, after) = sides(before.as_deref(), after.as_deref(), back);
            to(StepEffect::Answer(question, before, after));
        }
        Change::Whole { before, after } => {
            let mut ids: Vec<&'a String> =
                before.answers.keys().chain(after.answers.keys()).collect();
            ids.sort_unstable();
            ids.dedup();
            for id in ids {
                let (one, other) = (before.answer(id), after.answer(id));
                if one != other {
                    let (before, after) = sides(one, other, back);
                    to(StepEffect::Answer(id, before, after));
                }
            }
            let (before, after) = (bare(before), bare(after));
            if before != after {
                to(StepEffect::Other(Cow::Owned(Change::Whole {
                    before,
                    after,
                })));
            }
        }
        Change::Together(changes) if back => {
            for change in changes.iter().rev() {
                each_of(change, back, to);
            }
        }
        Change::Together(changes) => {
            for change in changes {
                each_of(change, back, to);
            }
        }
        other => to(StepEffect::Other(Cow::Borrowed(other))),
    }
}

/// Returns an audit without its answers.
fn bare(audit: &Audit) -> Box<Audit> {
    Box::new(Audit {
        review: audit.review.clone(),
        checklists: audit.checklists.clone(),
        documents: audit.documents.clone(),
        puts: audit.puts.clone(),
        events: audit.events.clone(),
        notice: audit.notice.clone(),
        answers: BTreeMap::new(),
    })
}

impl Touch<'_> {
    fn step(&self, source: &Source<'_>, id: &str) -> PastStep {
        let what = match (&self.entry.action, self.before, self.after) {
            (HistoryStep::Undo(_), ..) => "an earlier step was taken back",
            (HistoryStep::Redo(_), ..) => "a step taken back was made again",
            (HistoryStep::Do(_), None, _) => "first answered",
            (HistoryStep::Do(_), _, None) => "taken away",
            (HistoryStep::Do(_), Some(_), Some(_)) => "changed",
        };
        let question = source
            .library
            .find_current(id)
            .map(|ix| source.library.question(ix));
        let nothing = Answer::default();
        let before = self.before.map_or_else(String::new, |before| {
            let after = self.after.unwrap_or(&nothing);
            stood(source, question, before, after)
        });
        step(source, self.entry, what.to_owned(), id.to_owned(), before)
    }
}

fn other(source: &Source<'_>, entry: &Entry, change: &Change) -> PastStep {
    let (one, other) = describe(&told_change(change));
    let (what, before) = if matches!(entry.action, HistoryStep::Undo(_)) {
        (format!("taken back: {}", change.what()), other)
    } else {
        (change.what(), one)
    };
    let before = if before == "nothing" {
        String::new()
    } else {
        before
    };
    step(source, entry, what.clone(), what, before)
}

/// Returns the values before and after a step, exchanged if the step is an undo.
const fn sides<T: Copy>(before: T, after: T, back: bool) -> (T, T) {
    if back {
        (after, before)
    } else {
        (before, after)
    }
}

/// Returns true if a change adds, changes or removes a confidential document.
fn tells_secrets(change: &Change) -> bool {
    match change {
        Change::Document { before, after, .. } => {
            let mut sides = [before, after].into_iter().flatten();
            sides.any(|one| one.is_in_confidence())
        }
        Change::Whole { before, after } => {
            let mut all = before.documents.iter().chain(&after.documents);
            all.any(Document::is_in_confidence)
        }
        _ => false,
    }
}

fn step(source: &Source<'_>, entry: &Entry, what: String, of: String, before: String) -> PastStep {
    PastStep {
        seq: entry.seq,
        at: entry.at,
        by: source.meta.author.prints(&entry.by),
        what,
        of,
        before,
    }
}

impl PastStep {
    fn item(&self) -> Spans {
        let mut when = say_minute(self.at);
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

/// Returns the parts of an answer that the next one no longer has, in words.
///
/// Evidence from a confidential document is marked here as everywhere.
fn stood(
    source: &Source<'_>,
    question: Option<&Question>,
    before: &Answer,
    after: &Answer,
) -> String {
    let audit = source.audit;
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
            parts.push(format!("evidence {}", words::evidence(audit, one)));
        }
    }
    if before.asked_text != after.asked_text
        && let Some(asked) = &before.asked_text
    {
        parts.push(format!("answered when it read “{}”", one_line(asked)));
    }
    if before.disagreement != after.disagreement {
        let id = question.map_or("", |question| &question.id);
        let said = super::disagreement(source, id, before);
        parts.extend(
            said.into_iter()
                .map(|(label, says)| format!("{}: {says}", super::super::ground::lower(label))),
        );
    }
    let author = &source.meta.author;
    let by = author.prints(&before.by);
    if by != author.prints(&after.by) && !by.is_empty() {
        parts.push(format!("answered by {by}"));
    }
    match parts.is_empty() {
        true if before.asked != after.asked => "the same, for an earlier wording.".to_owned(),
        true => String::new(),
        false => sentence(&parts.join("; ")),
    }
}
