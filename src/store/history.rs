//! The history of an audit as a person reads it: author, time, and both sides of every change.

use std::path::Path;

use chrono::{DateTime, Utc};

use crate::audit::describe::describe;
use crate::audit::stamp::JournalStamp;
use crate::audit::{Change, Entry, HistoryStep};

use super::damage::Damage;
use super::disk::Disk;
use super::error::StoreError;
use super::migrate::Formats;
use super::open::look;
use super::recover::RecoveredState;

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
/// As [`super::peek`]: if there is nothing that can be read. Damage is no error, but a result.
pub fn history(disk: &dyn Disk, path: &Path) -> Result<Past, StoreError> {
    let found = look(disk, path, &Formats::OURS)?;
    let all = entries(&found);
    let mut steps: Vec<HistoryLine> = Vec::new();
    for (entry, proof) in all.iter().zip(proofs(&found)) {
        let Some(change) = change_of(&all, entry) else {
            continue;
        };
        if let HistoryStep::Undo(of) | HistoryStep::Redo(of) = entry.action {
            let undone = matches!(entry.action, HistoryStep::Undo(_));
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
            .map(|damage| (damage.clone(), damage.label(&found.sides.journal))),
    })
}

/// Returns every entry that can be read, those after a break too.
fn entries(found: &RecoveredState) -> Vec<&Entry> {
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
fn proofs(found: &RecoveredState) -> Vec<Proof> {
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
        HistoryStep::Do(change) => return Some(change),
        HistoryStep::Undo(of) | HistoryStep::Redo(of) => *of,
    };
    let is_it = |one: &&&Entry| one.seq == of;
    let due = usize::try_from(of).ok()?.checked_sub(1)?;
    // If lines were taken out, the numbers are no longer positions.
    let one = all
        .get(due)
        .filter(is_it)
        .or_else(|| all.iter().find(is_it))?;
    match &one.action {
        HistoryStep::Do(change) => Some(change),
        HistoryStep::Undo(_) | HistoryStep::Redo(_) => None,
    }
}

/// Describes a step in words.
pub(super) fn line_of(entry: &Entry, change: &Change) -> HistoryLine {
    let (done, what) = match entry.action {
        HistoryStep::Do(_) => (change.clone(), change.what()),
        HistoryStep::Undo(of) => (
            change.inverse(),
            format!("took back {of}: {}", change.what()),
        ),
        HistoryStep::Redo(of) => (
            change.clone(),
            format!("made {of} again: {}", change.what()),
        ),
    };
    let (before, after) = describe(&done);
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
