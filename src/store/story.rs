//! The history of an audit as a person reads it: author, time, and both sides of every change.

use std::path::Path;

use chrono::{DateTime, Utc};

use crate::audit::file::JournalStamp;
use crate::audit::{
    Action, Answer, Audit, Change, Document, Entry, Evidence, Notice, Put, Review, Value,
};
use crate::base::{Digest, Word as _};

use super::damage::Damage;
use super::disk::Disk;
use super::error::StoreError;
use super::migrate::Formats;
use super::open::look;
use super::recover::Found;

/// One step of the history, in words. Texts of the user's are whole and as they were typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryLine {
    /// The number of the step, from 1.
    pub seq: u64,
    /// Time of the step, by the clock of the computer it was made on.
    pub at: DateTime<Utc>,
    /// Author of the step.
    pub by: String,
    /// The thing changed: “the answer to …”, or “took back 3: the answer to …”.
    pub what: String,
    /// The state before, where it differs; “nothing” if there was none.
    pub before: String,
    /// The state after, where it differs; “nothing” if there is none.
    pub after: String,
    /// True if it is a change that was taken back and not made again.
    pub undone: bool,
    /// True if its time is before that of the step before: a clock was wrong.
    pub clock_went_back: bool,
    /// Proof, or lack of it, that the step is as it was written.
    pub proof: Proof,
}

/// Evidence from the journal for a step of the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// The next line carries its digest, or the readable file does.
    Proved,
    /// There is none: the line is at a break, or after one.
    Unproved,
}

/// Everything that was done to an audit, and the damage to its journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    /// The steps, the oldest first; those after a break too, as far as they can be read.
    pub steps: Vec<HistoryLine>,
    /// The damage to the journal, if it cannot be relied on: its kind, and whole sentences.
    pub damage: Option<(Damage, String)>,
    /// The changes made before this journal began, which are in none of its lines.
    pub before: Option<JournalStamp>,
}

/// Reads the whole history of an audit, and how far it can be relied on.
///
/// # Errors
/// If the audit cannot be read.
pub fn history(disk: &dyn Disk, path: &Path) -> Result<Past, StoreError> {
    let found = look(disk, path, &Formats::OURS)?;
    let all = entries(&found);
    let mut steps: Vec<HistoryLine> = Vec::new();
    for (entry, proof) in all.iter().zip(proofs(&found)) {
        let Some(change) = change_of(&all, entry) else {
            continue;
        };
        if let Action::Undo(of) | Action::Redo(of) = entry.action {
            let undone = matches!(entry.action, Action::Undo(_));
            steps
                .iter_mut()
                .filter(|line| line.seq == of)
                .for_each(|line| line.undone = undone);
        }
        let clock_went_back = steps.last().is_some_and(|last| last.at > entry.at);
        steps.push(HistoryLine {
            clock_went_back,
            proof,
            ..line_of(entry, change)
        });
    }
    Ok(Past {
        steps,
        before: found.began_after().cloned(),
        damage: found
            .damage
            .as_ref()
            .map(|damage| (damage.clone(), damage.says(&found.sides.journal))),
    })
}

/// Returns every entry that can be read, those after a break too.
fn entries(found: &Found) -> Vec<&Entry> {
    let Some(journal) = &found.journal else {
        return Vec::new();
    };
    let beyond = journal.beyond.iter().filter_map(|line| line.entry.as_ref());
    journal.entries.iter().chain(beyond).collect()
}

/// Returns the proof for each of those entries.
///
/// Each line vouches for the line before it, and the readable file for the line it was written
/// from; where there is damage, nothing vouches for the last line before it.
fn proofs(found: &Found) -> Vec<Proof> {
    let Some(journal) = &found.journal else {
        return Vec::new();
    };
    let of = |proved| {
        if proved {
            Proof::Proved
        } else {
            Proof::Unproved
        }
    };
    let stamp = found.file.as_ref().and_then(|file| file.stamp.as_ref());
    let count = journal.entries.len();
    let proved = if found.damage.is_none() {
        count
    } else {
        let stamped = stamp.filter(|stamp| journal.head_at(stamp.entries) == Some(&stamp.head));
        let stamped = stamped.and_then(|stamp| usize::try_from(stamp.entries).ok());
        stamped.unwrap_or_default().max(count.saturating_sub(1))
    };
    let before = (0..count).map(|at| of(at < proved));
    let vouched = stamp.map_or(0..0, |stamp| journal.vouched_beyond(&stamp.head));
    let beyond = journal.beyond.iter().enumerate();
    let beyond = beyond
        .filter(|(_, line)| line.entry.is_some())
        .map(|(at, _)| of(vouched.contains(&at)));
    before.chain(beyond).collect()
}

/// Returns the change of an entry: its own, or that of the entry which it undoes or redoes.
fn change_of<'a>(all: &[&'a Entry], entry: &'a Entry) -> Option<&'a Change> {
    let of = match &entry.action {
        Action::Do(change) => return Some(change),
        Action::Undo(of) | Action::Redo(of) => *of,
    };
    let is_it = |one: &&&Entry| one.seq == of;
    let due = usize::try_from(of).ok()?.checked_sub(1)?;
    // If lines were taken out, the numbers are no longer positions.
    let one = all
        .get(due)
        .filter(is_it)
        .or_else(|| all.iter().find(is_it))?;
    match &one.action {
        Action::Do(change) => Some(change),
        Action::Undo(_) | Action::Redo(_) => None,
    }
}

/// Describes a step in words.
pub fn line_of(entry: &Entry, change: &Change) -> HistoryLine {
    let (done, what) = match entry.action {
        Action::Do(_) => (change.clone(), change.what()),
        Action::Undo(of) => (
            change.inverse(),
            format!("took back {of}: {}", change.what()),
        ),
        Action::Redo(of) => (
            change.clone(),
            format!("made {of} again: {}", change.what()),
        ),
    };
    let (before, after) = say(&done);
    HistoryLine {
        seq: entry.seq,
        at: entry.at,
        by: entry.by.clone(),
        what,
        before,
        after,
        undone: false,
        clock_went_back: false,
        proof: Proof::Proved,
    }
}

/// Describes both sides of a change in words.
pub fn say(change: &Change) -> (String, String) {
    match change {
        Change::Answer { before, after, .. } => differ(
            &before.as_deref().map(answer_parts).unwrap_or_default(),
            &after.as_deref().map(answer_parts).unwrap_or_default(),
        ),
        Change::Review { before, after } => differ(&review_parts(before), &review_parts(after)),
        Change::Document { before, after, .. } => differ(
            &before.as_deref().map(document_parts).unwrap_or_default(),
            &after.as_deref().map(document_parts).unwrap_or_default(),
        ),
        Change::Put { before, after, .. } => differ(
            &before.as_deref().map(put_parts).unwrap_or_default(),
            &after.as_deref().map(put_parts).unwrap_or_default(),
        ),
        Change::Notice { before, after } => differ(&notice_parts(before), &notice_parts(after)),
        Change::Checklists { before, after } => {
            let parts = |stamps: &[crate::audit::ChecklistStamp]| {
                stamps
                    .iter()
                    .map(|one| {
                        (
                            one.id.clone(),
                            format!("{} {}", one.edition, one.digest.short()),
                        )
                    })
                    .collect()
            };
            differ(&parts(before), &parts(after))
        }
        Change::Whole { before, after } => differ(&audit_parts(before), &audit_parts(after)),
        Change::Together(changes) => {
            let mut sides = (Vec::new(), Vec::new());
            for change in changes {
                let (before, after) = say(change);
                sides.0.push(format!("{}: {before}", change.what()));
                sides.1.push(format!("{}: {after}", change.what()));
            }
            (sides.0.join("\n"), sides.1.join("\n"))
        }
    }
}

type Parts = Vec<(String, String)>;

/// Formats both sides, without the parts that are the same.
fn differ(before: &Parts, after: &Parts) -> (String, String) {
    let without = |one: &Parts, other: &Parts| {
        let parts: Vec<String> = one
            .iter()
            .filter(|part| !other.contains(part))
            .map(|(name, value)| format!("{name} {value}"))
            .collect();
        if parts.is_empty() {
            "nothing".to_owned()
        } else {
            parts.join("; ")
        }
    };
    (without(before, after), without(after, before))
}

fn part(parts: &mut Parts, name: &str, value: Option<impl ToString>) {
    if let Some(value) = value
        .map(|value| value.to_string())
        .filter(|value| !value.is_empty())
    {
        parts.push((name.to_owned(), value));
    }
}

fn quoted(text: &str) -> String {
    format!("“{text}”")
}

fn answer_parts(answer: &Answer) -> Parts {
    let mut parts = Vec::new();
    part(&mut parts, "status", answer.status);
    let value = answer.value.as_ref().map(|value| match value {
        Value::Date(day) => day.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Option(option) => option.clone(),
    });
    part(&mut parts, "value", value);
    part(
        &mut parts,
        "note",
        Some(&answer.note)
            .filter(|note| !note.is_empty())
            .map(|n| quoted(n)),
    );
    part(
        &mut parts,
        "contested",
        answer.contested.as_deref().map(quoted),
    );
    if let Some(request) = &answer.request {
        let on = request
            .on
            .map(|day| format!(" on {day}"))
            .unwrap_or_default();
        let said = format!(
            "for {} to {}{on}, reply {}",
            quoted(&request.what),
            quoted(&request.whom),
            quoted(&request.reply)
        );
        part(&mut parts, "request", Some(said));
    }
    for evidence in &answer.evidence {
        part(&mut parts, "evidence", Some(say_evidence(evidence)));
    }
    part(
        &mut parts,
        "text of the question",
        answer.asked.as_ref().map(Digest::short),
    );
    parts
}

fn say_evidence(evidence: &Evidence) -> String {
    let mut said: Vec<String> = Vec::new();
    let mut add = |name: &str, value: Option<String>| {
        said.extend(value.map(|value| format!("{name}{value}")));
    };
    add("in ", evidence.document.clone());
    add("page ", evidence.page.map(|page| page.to_string()));
    add("printed page ", evidence.printed_page.clone());
    add("paragraph ", evidence.paragraph.clone());
    add("", evidence.locator.clone());
    add("", evidence.quote.as_deref().map(quoted));
    add("of ", evidence.date.map(|day| day.to_string()));
    add(
        "from ",
        evidence.source.map(|source| source.word().to_owned()),
    );
    add(
        "",
        evidence.absence.as_ref().map(|absence| {
            format!(
                "no mention of {} in {} pages of {}",
                absence.words.join(", "),
                absence.pages,
                absence.documents.join(", ")
            )
        }),
    );
    if said.is_empty() {
        "without a place".to_owned()
    } else {
        said.join(", ")
    }
}

fn review_parts(review: &Review) -> Parts {
    let mut parts = Vec::new();
    part(&mut parts, "authority", Some(&review.authority));
    part(&mut parts, "kind", Some(review.kind));
    part(&mut parts, "service", Some(&review.service));
    part(&mut parts, "territory", Some(review.territory));
    part(&mut parts, "executive", Some(review.executive));
    part(&mut parts, "stage", Some(review.stage));
    part(&mut parts, "decided", review.decided);
    part(
        &mut parts,
        "date note",
        review.date_note.as_deref().map(quoted),
    );
    part(&mut parts, "note", review.note.as_deref().map(quoted));
    parts
}

fn document_parts(document: &Document) -> Parts {
    let mut parts = Vec::new();
    part(&mut parts, "title", Some(quoted(&document.title)));
    part(&mut parts, "path", document.path.as_ref());
    part(&mut parts, "sha256", document.sha256.as_ref());
    part(&mut parts, "pages", document.pages);
    part(&mut parts, "date", document.date);
    part(&mut parts, "from", document.from.as_ref());
    part(&mut parts, "access", document.access);
    part(&mut parts, "access on", document.access_on);
    part(&mut parts, "url", document.url.as_ref());
    part(&mut parts, "note", document.note.as_deref().map(quoted));
    parts
}

fn put_parts(put: &Put) -> Parts {
    let mut parts = Vec::new();
    part(&mut parts, "question", Some(quoted(&put.ask)));
    let some = |text: &String| (!text.is_empty()).then(|| quoted(text));
    part(&mut parts, "to", some(&put.to));
    part(&mut parts, "where", some(&put.place));
    part(&mut parts, "on", put.on);
    part(&mut parts, "outcome", Some(put.outcome));
    part(&mut parts, "reply", some(&put.reply));
    part(&mut parts, "replied", put.replied);
    part(&mut parts, "promised", put.promised);
    part(&mut parts, "bears on", Some(put.bears_on.join(", ")));
    parts
}

fn notice_parts(notice: &Notice) -> Parts {
    let signed = notice.signatories.iter();
    let mut parts: Parts = signed
        .map(|name| ("signed by".to_owned(), quoted(name)))
        .collect();
    for (ground, words) in &notice.under {
        parts.push((format!("{ground} under"), quoted(words)));
    }
    parts
}

fn audit_parts(audit: &Audit) -> Parts {
    let joined = |parts: Parts| {
        let said: Vec<String> = parts
            .into_iter()
            .map(|(name, value)| format!("{name} {value}"))
            .collect();
        format!("({})", said.join("; "))
    };
    let mut parts = review_parts(&audit.review);
    for (id, answer) in &audit.answers {
        parts.push((format!("the answer to {id}"), joined(answer_parts(answer))));
    }
    for document in &audit.documents {
        parts.push((
            format!("the document {}", document.id),
            joined(document_parts(document)),
        ));
    }
    for put in &audit.puts {
        parts.push((
            format!("the question put {}", put.id),
            joined(put_parts(put)),
        ));
    }
    if !audit.notice.is_empty() {
        parts.push((
            "the call-in notice".to_owned(),
            joined(notice_parts(&audit.notice)),
        ));
    }
    parts
}
