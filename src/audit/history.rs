//! The history of an audit: every change, who made it, when; undo and redo to the beginning.
//!
//! Undoing adds an entry that says what is undone; nothing is ever taken out of the history. The
//! history is what the journal stores; its hash chain and its file are `store`'s business.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Audit, Change, Conflict};

/// The most bytes that one change may take as JSON. The journal holds a change in one line, and a
/// line has a bound; what would not fit is refused here, before anything rests on it.
pub const CHANGE_BYTES: u64 = (16 << 20) - (1 << 12);

/// A reason why a change was not made. The audit is as it was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It does not fit the audit as it stands.
    #[error(transparent)]
    Conflict(#[from] Conflict),
    /// It is too large to be kept as one change.
    #[error(
        "{what}: this change alone takes {} kilobytes to keep, what stood before included, and {} \
         are the most for one. It was not made; everything else stands, and is saved as ever. \
         Make the text shorter, or divide it",
        .bytes.div_ceil(1 << 10), CHANGE_BYTES >> 10
    )]
    TooLarge {
        /// The thing that was to be changed.
        what: String,
        /// How many bytes the change takes as JSON.
        bytes: u64,
    },
    /// It would not be the same when it is read again.
    #[error(
        "{what}: this change cannot be kept as it is ({why}), and was not made; everything else \
         stands, and is saved as ever"
    )]
    Unkeepable {
        /// The thing that was to be changed.
        what: String,
        /// Why it cannot.
        why: String,
    },
}

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
    /// [`Refused`] if it does not fit the audit as it stands, or could not be kept; the audit is
    /// then as it was.
    pub fn record(
        &mut self,
        change: Change,
        by: &str,
        at: DateTime<Utc>,
    ) -> Result<&Entry, Refused> {
        let entry = self.entry(Action::Do(change), by, at);
        check_keeps(&entry)?;
        Ok(self.push(entry)?)
    }

    /// Takes the last change back; none if there is none.
    pub fn undo(&mut self, by: &str, at: DateTime<Utc>) -> Option<&Entry> {
        let of = *self.done.last()?;
        let entry = self.entry(Action::Undo(of), by, at);
        self.push(entry).ok()
    }

    /// Makes the change last taken back again; none if there is none.
    pub fn redo(&mut self, by: &str, at: DateTime<Utc>) -> Option<&Entry> {
        let of = *self.undone.last()?;
        let entry = self.entry(Action::Redo(of), by, at);
        self.push(entry).ok()
    }

    fn entry(&self, action: Action, by: &str, at: DateTime<Utc>) -> Entry {
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

/// Checks that an entry reads back from its JSON as it is, within the bound.
fn check_keeps(entry: &Entry) -> Result<(), Refused> {
    let what = || match &entry.action {
        Action::Do(change) => change.what(),
        Action::Undo(of) | Action::Redo(of) => format!("change {of}"),
    };
    let unkeepable = |why: String| Refused::Unkeepable { what: what(), why };
    let json = serde_json::to_vec(entry).map_err(|error| unkeepable(error.to_string()))?;
    let bytes = json.len() as u64;
    if bytes > CHANGE_BYTES {
        return Err(Refused::TooLarge {
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
        // What stood before is kept as well, so it counts.
        let change = noted(&history, &format!("{half}more"));
        let refused = history.record(change, "me", at(3)).expect_err("too large");
        assert!(
            matches!(&refused, Refused::TooLarge { what, .. } if what == "the answer to q1"),
            "{refused}"
        );
        assert!(refused.to_string().contains("16381 kilobytes"), "{refused}");
        let change = history
            .audit()
            .edit_answer("q2", |answer| {
                answer.value = Some(crate::audit::Value::Number(f64::NAN))
            })
            .expect("a change");
        let refused = history
            .record(change, "me", at(3))
            .expect_err("not a number");
        assert!(matches!(refused, Refused::Unkeepable { .. }), "{refused}");
        assert_eq!(history, before, "nothing was changed");
        answered(&mut history, "q2", Status::Partly);
        assert_eq!(history.last_seq(), 3);
    }
}
