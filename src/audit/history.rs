//! The history of an audit: every change, who made it, when; undo and redo to the beginning.
//!
//! Undoing adds an entry that names the one undone; nothing is ever removed from the history. The
//! journal stores the history; its hash chain and its file are in `store`.
//!
//! ```text
//! entry   action     audit    done   undone
//!                    a                        the base
//!   1     Do(x)      a x      1
//!   2     Do(y)      a x y    1 2
//!   3     Undo(2)    a x      1      2        the inverse of y is applied
//!   4     Undo(1)    a               2 1
//!   5     Redo(1)    a x      1      2        x is applied again
//!   6     Do(z)      a x z    1 6             a new change: 2 can no longer be redone
//!   7     Undo(6)    a x      1      6        ... but entry 2 stays, and can be read
//! ```
//!
//! An undo or a redo holds a number, not a change. It takes only what is last in its list (`done`,
//! `undone`), so undoing goes back step by step to the base. The lists are not stored: replaying the
//! entries makes them again, which is why undo still works after the audit was closed.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Audit, Change, Conflict};

/// The most bytes that one change may take as JSON.
///
/// The journal holds a change in one line, and a line has a bound; a change that would not fit is
/// refused here, before anything depends on it.
pub const CHANGE_BYTES: u64 = (16 << 20) - (1 << 12);

/// Reason why a change was not made. The audit is unchanged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChangeRefused {
    /// It does not fit the current audit.
    #[error(transparent)]
    Conflict(#[from] Conflict),
    /// It is too large to be kept as one change.
    #[error(
        "{what}: this change would take {} kilobytes to keep, with the text before it, and the \
         limit for one change is {}. It was not made; everything else is unchanged and saved. \
         Shorten the text, or split it",
        .bytes.div_ceil(1 << 10), CHANGE_BYTES >> 10
    )]
    TooLarge {
        /// The thing that was to be changed.
        what: String,
        /// Size of the change as JSON, in bytes.
        bytes: u64,
    },
    /// It would not be the same after reading it back.
    #[error(
        "{what}: this change cannot be kept as it is ({why}), so it was not made; everything else \
         is unchanged and saved"
    )]
    Unkeepable {
        /// The thing that was to be changed.
        what: String,
        /// Reason, in words.
        why: String,
    },
}

/// The step that an entry of the history takes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HistoryStep {
    /// Made a change.
    Do(Change),
    /// Took back the change of an earlier entry, by its number.
    Undo(u64),
    /// Made again the change of an earlier entry that had been taken back.
    Redo(u64),
}

/// One step of the history.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Its number, from 1, without gaps.
    pub seq: u64,
    /// The moment it was made.
    pub at: DateTime<Utc>,
    /// Name of the person who made it.
    pub by: String,
    /// The action.
    pub action: HistoryStep,
}

/// The standing of a change in the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryState {
    /// It is part of the audit.
    Done,
    /// It was taken back, and can be made again.
    Undone,
    /// It was taken back, and another change was made since: it can only be read.
    Gone,
}

/// An audit with every change made to it since its history began.
#[derive(Debug, Clone, PartialEq)]
pub struct History {
    base: Arc<Audit>,
    /// Shared with whoever saves it; copied by the next change only while they still hold it.
    audit: Arc<Audit>,
    entries: Vec<Entry>,
    /// Numbers of the entries that can be undone, the next one last.
    done: Vec<u64>,
    /// Numbers of the entries that can be redone, the next one last.
    undone: Vec<u64>,
}

impl History {
    /// Begins a history with an audit.
    pub fn begin(base: impl Into<Arc<Audit>>) -> Self {
        let base = base.into();
        Self {
            audit: Arc::clone(&base),
            base,
            entries: Vec::new(),
            done: Vec::new(),
            undone: Vec::new(),
        }
    }

    /// Replays entries from the audit they began with.
    ///
    /// # Errors
    /// The number of the first entry that does not fit, and why.
    pub fn replay(base: Audit, entries: Vec<Entry>) -> Result<Self, (u64, Conflict)> {
        let mut history = Self::begin(base);
        for entry in entries {
            let seq = entry.seq;
            history.push(entry).map_err(|conflict| (seq, conflict))?;
        }
        Ok(history)
    }

    /// Returns the current audit.
    pub fn audit(&self) -> &Audit {
        &self.audit
    }

    /// Returns the current audit, to be kept as it is now.
    pub fn shared_audit(&self) -> Arc<Audit> {
        Arc::clone(&self.audit)
    }

    /// Returns the audit the history began with.
    pub fn base(&self) -> &Audit {
        &self.base
    }

    /// Returns every entry, the oldest first.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Returns the number of the last entry; 0 if there is none.
    pub fn last_seq(&self) -> u64 {
        self.entries.last().map_or(0, |entry| entry.seq)
    }

    /// Returns the answers that were changed since an entry, by their ids; `None` if anything else was,
    /// too, or if there is no such entry.
    pub fn answers_since(&self, seq: u64) -> Option<BTreeSet<String>> {
        let since = self.entries.get(usize::try_from(seq).ok()?..)?;
        let changes: Option<Vec<&Change>> = since.iter().map(|one| self.change(one.seq)).collect();
        Change::answers_of(changes?)
    }

    /// Returns the change behind an entry, by the entry's number.
    ///
    /// The change of an undo or a redo is that of the entry it refers to.
    pub fn change(&self, seq: u64) -> Option<&Change> {
        let place = usize::try_from(seq.checked_sub(1)?).ok()?;
        match &self.entries.get(place)?.action {
            HistoryStep::Do(change) => Some(change),
            HistoryStep::Undo(of) | HistoryStep::Redo(of) if *of < seq => self.change(*of),
            _ => None,
        }
    }

    /// Returns the change that undo would take back.
    pub fn can_undo(&self) -> Option<&Change> {
        self.done.last().and_then(|seq| self.change(*seq))
    }

    /// Returns the change that redo would make again.
    pub fn can_redo(&self) -> Option<&Change> {
        self.undone.last().and_then(|seq| self.change(*seq))
    }

    /// Returns the last state that this history and another have in common; `None` if there is none.
    ///
    /// Either both began alike and went on alike for a while, or one began with a state of the other:
    /// whoever copies the readable file alone begins a journal of their own.
    pub fn ancestor(&self, other: &Self) -> Option<Audit> {
        if self.base == other.base {
            let pairs = self.entries.iter().zip(&other.entries);
            let common = pairs.take_while(|(one, other)| one == other).count();
            let entries = self.entries.iter().take(common).cloned();
            let state = Self::replay(Audit::clone(&self.base), entries.collect()).ok()?;
            return Some(Audit::clone(&state.audit));
        }
        let began_in = |whole: &Self, part: &Self| whole.states().any(|state| state == *part.base);
        if began_in(self, other) {
            Some(Audit::clone(&other.base))
        } else if began_in(other, self) {
            Some(Audit::clone(&self.base))
        } else {
            None
        }
    }

    /// Returns every state of the audit, the first and the last included.
    fn states(&self) -> impl Iterator<Item = Audit> {
        let mut replayed = Self::begin(Audit::clone(&self.base));
        let mut entries = self.entries.iter();
        let first = std::iter::once(Audit::clone(&self.base));
        first.chain(std::iter::from_fn(move || {
            replayed.push(entries.next()?.clone()).ok()?;
            Some(Audit::clone(&replayed.audit))
        }))
    }

    /// Makes a change and records it.
    ///
    /// # Errors
    /// [`ChangeRefused`] if it does not fit the current audit, or could not be kept; the audit is then
    /// unchanged.
    pub fn record(
        &mut self,
        change: Change,
        by: &str,
        at: DateTime<Utc>,
    ) -> Result<&Entry, ChangeRefused> {
        let entry = self.entry(HistoryStep::Do(change), by, at);
        check_keeps(&entry)?;
        Ok(self.push(entry)?)
    }

    /// Takes the last change back; none if there is none.
    pub fn undo(&mut self, by: &str, at: DateTime<Utc>) -> Option<&Entry> {
        let of = *self.done.last()?;
        let entry = self.entry(HistoryStep::Undo(of), by, at);
        self.push(entry).ok()
    }

    /// Makes the change last taken back again; none if there is none.
    pub fn redo(&mut self, by: &str, at: DateTime<Utc>) -> Option<&Entry> {
        let of = *self.undone.last()?;
        let entry = self.entry(HistoryStep::Redo(of), by, at);
        self.push(entry).ok()
    }

    /// Returns the standing of the change of an entry, by the entry's number.
    pub fn state_of(&self, seq: u64) -> EntryState {
        if self.done.contains(&seq) {
            EntryState::Done
        } else if self.undone.contains(&seq) {
            EntryState::Undone
        } else {
            EntryState::Gone
        }
    }

    /// Returns the number of the last change that is part of the audit; 0 at the beginning.
    pub fn last_done(&self) -> u64 {
        self.done.last().copied().unwrap_or_default()
    }

    /// Returns the steps that lead to the state just after a change, by its number; to the
    /// beginning, for 0. `None` if that change is gone.
    pub fn way_to(&self, seq: u64) -> Option<Vec<HistoryStep>> {
        let later = |list: &[u64]| list.iter().rposition(|one| *one == seq);
        if let Some(at) = later(&self.undone) {
            let again = self.undone.iter().skip(at).rev();
            return Some(again.map(|of| HistoryStep::Redo(*of)).collect());
        }
        let kept = match later(&self.done) {
            Some(at) => at + 1,
            None if seq == 0 => 0,
            None => return None,
        };
        let back = self.done.iter().skip(kept).rev();
        Some(back.map(|of| HistoryStep::Undo(*of)).collect())
    }

    /// Goes to the state just after a change, by its number; to the beginning, for 0. Returns the
    /// entries that were appended; `None` if that change is gone.
    ///
    /// It undoes or redoes step by step, so that nothing is rewritten, each entry is valid by itself,
    /// and a later call goes on again.
    pub fn go_to(&mut self, seq: u64, by: &str, at: DateTime<Utc>) -> Option<Vec<Entry>> {
        let way = self.way_to(seq)?;
        let mut gone = self.clone();
        let mut entries = Vec::new();
        for step in way {
            let entry = gone.entry(step, by, at);
            entries.push(gone.push(entry).ok()?.clone());
        }
        *self = gone;
        Some(entries)
    }

    fn entry(&self, action: HistoryStep, by: &str, at: DateTime<Utc>) -> Entry {
        Entry {
            seq: self.last_seq() + 1,
            at,
            by: by.to_owned(),
            action,
        }
    }

    fn push(&mut self, entry: Entry) -> Result<&Entry, Conflict> {
        let conflict = |what: &str| Conflict {
            what: what.to_owned(),
        };
        if entry.seq != self.last_seq() + 1 {
            return Err(conflict("the order of the history"));
        }
        match &entry.action {
            HistoryStep::Do(change) => {
                Arc::make_mut(&mut self.audit).apply(change)?;
                self.done.push(entry.seq);
                self.undone.clear();
            }
            HistoryStep::Undo(of) => {
                let change = self
                    .change(*of)
                    .ok_or_else(|| conflict("an entry"))?
                    .inverse();
                if self.done.last() != Some(of) {
                    return Err(conflict("the order of undoing"));
                }
                Arc::make_mut(&mut self.audit).apply(&change)?;
                self.done.pop();
                self.undone.push(*of);
            }
            HistoryStep::Redo(of) => {
                let change = self
                    .change(*of)
                    .ok_or_else(|| conflict("an entry"))?
                    .clone();
                if self.undone.last() != Some(of) {
                    return Err(conflict("the order of redoing"));
                }
                Arc::make_mut(&mut self.audit).apply(&change)?;
                self.undone.pop();
                self.done.push(*of);
            }
        }
        self.entries.push(entry);
        self.entries.last().ok_or_else(|| conflict("the history"))
    }
}

/// Checks that an entry reads back unchanged from its JSON, within the bound.
fn check_keeps(entry: &Entry) -> Result<(), ChangeRefused> {
    let what = || match &entry.action {
        HistoryStep::Do(change) => change.what(),
        HistoryStep::Undo(of) | HistoryStep::Redo(of) => format!("change {of}"),
    };
    let unkeepable = |why: String| ChangeRefused::Unkeepable { what: what(), why };
    let json = serde_json::to_vec(entry).map_err(|error| unkeepable(error.to_string()))?;
    let bytes = json.len() as u64;
    if bytes > CHANGE_BYTES {
        return Err(ChangeRefused::TooLarge {
            what: what(),
            bytes,
        });
    }
    match serde_json::from_slice::<Entry>(&json) {
        Ok(again) if again == *entry => Ok(()),
        Ok(_) => Err(unkeepable("a value in it would be altered".to_owned())),
        Err(error) => Err(unkeepable(error.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::Review;
    use crate::checklist::Status;

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(second, 0).unwrap_or_default()
    }

    fn answered(history: &mut History, question: &str, status: Status) {
        let change = history
            .audit()
            .edit_answer(question, |answer| answer.status = Some(status))
            .expect("it changes something");
        history.record(change, "me", at(1)).expect("it fits");
    }

    #[test]
    fn undo_goes_back_to_the_beginning_and_redo_to_the_end() {
        let start = Audit::new(Review::named("A", "B"));
        let mut history = History::begin(start.clone());
        answered(&mut history, "q1", Status::Met);
        answered(&mut history, "q1", Status::NotMet);
        answered(&mut history, "q2", Status::Partly);
        let end = history.audit().clone();
        for _ in 0..3 {
            assert!(history.undo("me", at(2)).is_some());
        }
        assert!(history.undo("me", at(2)).is_none());
        assert_eq!(history.audit(), &start);
        for _ in 0..3 {
            assert!(history.redo("me", at(3)).is_some());
        }
        assert!(history.redo("me", at(3)).is_none());
        assert_eq!(history.audit(), &end);
        assert_eq!(
            history.entries().len(),
            9,
            "nothing was taken out of the history"
        );
        let again = History::replay(start, history.entries().to_vec()).expect("it replays");
        assert_eq!(again, history);
    }

    #[test]
    fn every_change_that_is_not_gone_is_gone_to_as_replaying_to_it_does_and_nothing_is_rewritten() {
        let start = Audit::new(Review::named("A", "B"));
        let mut history = History::begin(start.clone());
        for (question, status) in [
            ("q1", Status::Met),
            ("q2", Status::NotMet),
            ("q1", Status::Partly),
            ("q3", Status::Met),
        ] {
            answered(&mut history, question, status);
        }
        history.undo("me", at(2));
        answered(&mut history, "q4", Status::Met);
        let all = history.entries().to_vec();
        assert_eq!(history.state_of(4), EntryState::Gone);
        assert_eq!(history.way_to(4), None);
        assert!(history.clone().go_to(4, "me", at(3)).is_none());
        // From any of them to any other.
        for from in [0, 1, 2, 3, 6] {
            for to in [0, 1, 2, 3, 6] {
                let mut went = history.clone();
                went.go_to(from, "me", at(3)).expect("there");
                let before = went.entries().len();
                let steps = went.go_to(to, "me", at(4)).expect("there");
                let upto = all.iter().filter(|entry| entry.seq <= to).cloned();
                let replayed = History::replay(start.clone(), upto.collect()).expect("it replays");
                assert_eq!(went.audit(), replayed.audit(), "{from} to {to}");
                assert_eq!(went.last_done(), to);
                assert_eq!(went.entries().len(), before + steps.len());
                assert_eq!(went.entries()[..all.len()], all[..]);
                // A crash between two entries leaves a history that is valid by itself.
                for kept in all.len()..=went.entries().len() {
                    let part = went.entries()[..kept].to_vec();
                    assert!(History::replay(start.clone(), part).is_ok());
                }
                let end = went.go_to(6, "me", at(5)).map(|_| went.audit().clone());
                assert_eq!(end.as_ref(), Some(history.audit()), "and forward again");
            }
        }
    }

    #[test]
    fn an_audit_that_is_shared_stays_as_it_was_and_is_copied_only_while_it_is_held() {
        let mut history = History::begin(Audit::new(Review::named("A", "B")));
        answered(&mut history, "q1", Status::Met);
        let held = history.shared_audit();
        let before = (*held).clone();
        answered(&mut history, "q1", Status::NotMet);
        assert_eq!(*held, before);
        drop(held);
        let there = std::ptr::from_ref(history.audit());
        answered(&mut history, "q2", Status::Met);
        assert!(std::ptr::eq(there, history.audit()), "nobody held it");
    }

    #[test]
    fn a_change_that_does_not_fit_changes_nothing() {
        let mut history = History::begin(Audit::new(Review::named("A", "B")));
        let change = history
            .audit()
            .edit_answer("q1", |answer| answer.status = Some(Status::Met))
            .expect("a change");
        history
            .record(change.clone(), "me", at(1))
            .expect("it fits once");
        let before = history.clone();
        assert!(history.record(change, "me", at(2)).is_err());
        assert_eq!(history, before);
    }
    #[test]
    fn a_change_that_cannot_be_kept_is_refused_by_itself_and_all_others_go_on() {
        let mut history = History::begin(Audit::new(Review::named("A", "B")));
        answered(&mut history, "q1", Status::Met);
        let half = "n".repeat(usize::try_from(CHANGE_BYTES / 2).expect("it fits"));
        let noted = |history: &History, note: &str| {
            history
                .audit()
                .edit_answer("q1", |answer| note.clone_into(&mut answer.note))
                .expect("a change")
        };
        let change = noted(&history, &half);
        history
            .record(change, "me", at(2))
            .expect("half of it fits");
        let before = history.clone();
        // The state before is kept as well, so it counts.
        let change = noted(&history, &format!("{half}more"));
        let refused = history.record(change, "me", at(3)).expect_err("too large");
        assert!(
            matches!(&refused, ChangeRefused::TooLarge { what, .. } if what == "the answer to q1"),
            "{refused}"
        );
        assert!(refused.to_string().contains("16381 kilobytes"), "{refused}");
        let change = history
            .audit()
            .edit_answer("q2", |answer| {
                answer.value = Some(crate::audit::Value::Number(f64::NAN));
            })
            .expect("a change");
        let refused = history
            .record(change, "me", at(3))
            .expect_err("not a number");
        assert!(
            matches!(refused, ChangeRefused::Unkeepable { .. }),
            "{refused}"
        );
        assert_eq!(history, before, "nothing was changed");
        answered(&mut history, "q2", Status::Partly);
        assert_eq!(history.last_seq(), 3);
    }
}
