//! The history of an audit: every change, who made it, when; undo and redo to the beginning.
//!
//! Undoing adds an entry that says what is undone; nothing is ever taken out of the history. The
//! history is what the journal stores; its hash chain and its file are `store`'s business.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Audit, Change, Conflict};

/// What an entry did.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
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
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub by: String,
    /// What.
    pub action: Action,
}

/// An audit with everything that was done to it since its history began.
#[derive(Debug, Clone, PartialEq)]
pub struct History {
    base: Audit,
    audit: Audit,
    entries: Vec<Entry>,
    /// Numbers of the entries that can be taken back, the last first to go.
    done: Vec<u64>,
    /// Numbers of the entries that were taken back and can be made again.
    undone: Vec<u64>,
}

impl History {
    /// A history that begins with an audit as it stands.
    pub fn begin(base: Audit) -> Self {
        Self {
            audit: base.clone(),
            base,
            entries: Vec::new(),
            done: Vec::new(),
            undone: Vec::new(),
        }
    }

    /// The history that some entries make of a beginning.
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

    /// The audit as it stands now.
    pub const fn audit(&self) -> &Audit {
        &self.audit
    }

    /// The audit as it stood when the history began.
    pub const fn base(&self) -> &Audit {
        &self.base
    }

    /// Every entry, the oldest first.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The number of the last entry; 0 when there is none.
    pub fn last_seq(&self) -> u64 {
        self.entries.last().map_or(0, |entry| entry.seq)
    }

    /// The change of an entry, by its number.
    pub fn change(&self, seq: u64) -> Option<&Change> {
        let place = usize::try_from(seq.checked_sub(1)?).ok()?;
        match &self.entries.get(place)?.action {
            Action::Do(change) => Some(change),
            Action::Undo(of) | Action::Redo(of) if *of < seq => self.change(*of),
            _ => None,
        }
    }

    /// The change that undo would take back.
    pub fn can_undo(&self) -> Option<&Change> {
        self.done.last().and_then(|seq| self.change(*seq))
    }

    /// The change that redo would make again.
    pub fn can_redo(&self) -> Option<&Change> {
        self.undone.last().and_then(|seq| self.change(*seq))
    }

    /// Makes a change.
    ///
    /// # Errors
    /// A [`Conflict`] if it does not fit the audit as it stands.
    pub fn record(
        &mut self,
        change: Change,
        by: &str,
        at: DateTime<Utc>,
    ) -> Result<&Entry, Conflict> {
        self.act(Action::Do(change), by, at)
    }

    /// Takes the last change back; none if there is none.
    pub fn undo(&mut self, by: &str, at: DateTime<Utc>) -> Option<&Entry> {
        let of = *self.done.last()?;
        self.act(Action::Undo(of), by, at).ok()
    }

    /// Makes the change last taken back again; none if there is none.
    pub fn redo(&mut self, by: &str, at: DateTime<Utc>) -> Option<&Entry> {
        let of = *self.undone.last()?;
        self.act(Action::Redo(of), by, at).ok()
    }

    fn act(&mut self, action: Action, by: &str, at: DateTime<Utc>) -> Result<&Entry, Conflict> {
        let seq = self.last_seq() + 1;
        self.push(Entry {
            seq,
            at,
            by: by.to_owned(),
            action,
        })
    }

    fn push(&mut self, entry: Entry) -> Result<&Entry, Conflict> {
        let conflict = |what: &str| Conflict {
            what: what.to_owned(),
        };
        if entry.seq != self.last_seq() + 1 {
            return Err(conflict("the order of the history"));
        }
        match &entry.action {
            Action::Do(change) => {
                self.audit.apply(change)?;
                self.done.push(entry.seq);
                self.undone.clear();
            }
            Action::Undo(of) => {
                let change = self
                    .change(*of)
                    .ok_or_else(|| conflict("an entry"))?
                    .inverse();
                if self.done.last() != Some(of) {
                    return Err(conflict("the order of undoing"));
                }
                self.audit.apply(&change)?;
                self.done.pop();
                self.undone.push(*of);
            }
            Action::Redo(of) => {
                let change = self
                    .change(*of)
                    .ok_or_else(|| conflict("an entry"))?
                    .clone();
                if self.undone.last() != Some(of) {
                    return Err(conflict("the order of redoing"));
                }
                self.audit.apply(&change)?;
                self.undone.pop();
                self.done.push(*of);
            }
        }
        self.entries.push(entry);
        self.entries.last().ok_or_else(|| conflict("the history"))
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
}
