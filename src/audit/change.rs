//! Changes to an audit as values: the state before and the state after.
//!
//! The desk, the command line, an import and a merge all make these same values; the journal
//! stores them; undoing one is applying its inverse.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Answer, Audit, ChecklistStamp, CouncilQuestion, Document, Notice, OwnEvent, Review};

/// A change to an audit: the state before and the state after.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// The answer to a question.
    Answer {
        /// The question's id.
        question: String,
        /// The answer before.
        before: Option<Box<Answer>>,
        /// The answer after.
        after: Option<Box<Answer>>,
    },
    /// The review's profile.
    Review {
        /// The profile before.
        before: Box<Review>,
        /// The profile after.
        after: Box<Review>,
    },
    /// A registered document.
    Document {
        /// The document's id.
        id: String,
        /// The document before.
        before: Option<Box<Document>>,
        /// The document after.
        after: Option<Box<Document>>,
    },
    /// A question that was put.
    Put {
        /// The question's id.
        id: String,
        /// The question before.
        before: Option<Box<CouncilQuestion>>,
        /// The question after.
        after: Option<Box<CouncilQuestion>>,
    },
    /// An event of the user's own.
    Event {
        /// The event's id.
        id: String,
        /// The event before.
        before: Option<Box<OwnEvent>>,
        /// The event after.
        after: Option<Box<OwnEvent>>,
    },
    /// The decisions about the call-in notice.
    Notice {
        /// The decisions before.
        before: Box<Notice>,
        /// The decisions after.
        after: Box<Notice>,
    },
    /// The checklists the audit was made with.
    Checklists {
        /// The stamps before.
        before: Vec<ChecklistStamp>,
        /// The stamps after.
        after: Vec<ChecklistStamp>,
    },
    /// The whole audit, where it was changed outside the program.
    Whole {
        /// The audit before.
        before: Box<Audit>,
        /// The audit after.
        after: Box<Audit>,
    },
    /// Several changes that are one step for the user.
    Together(Vec<Change>),
}

impl Change {
    /// Adds the ids of the answers that it changes. Returns false if it changes anything else.
    fn add_answers(&self, ids: &mut BTreeSet<String>) -> bool {
        match self {
            Self::Answer { question, .. } => {
                ids.insert(question.clone());
                true
            }
            Self::Together(all) => all.iter().all(|one| one.add_answers(ids)),
            _ => false,
        }
    }

    /// Returns the ids of the answers that some changes change; `None` if one changes anything else.
    pub(super) fn answers_of<'a>(
        changes: impl IntoIterator<Item = &'a Self>,
    ) -> Option<BTreeSet<String>> {
        let mut ids = BTreeSet::new();
        let mut changes = changes.into_iter();
        changes.all(|one| one.add_answers(&mut ids)).then_some(ids)
    }
}

/// A change that does not fit the audit: the current state is not its state before.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the change to {what} does not fit: something else is there now")]
pub struct Conflict {
    /// The thing that was to be changed.
    pub what: String,
}

impl Change {
    /// Returns the change that takes this one back.
    #[must_use]
    pub fn inverse(&self) -> Self {
        match self.clone() {
            Self::Answer {
                question,
                before,
                after,
            } => Self::Answer {
                question,
                before: after,
                after: before,
            },
            Self::Review { before, after } => Self::Review {
                before: after,
                after: before,
            },
            Self::Document { id, before, after } => Self::Document {
                id,
                before: after,
                after: before,
            },
            Self::Put { id, before, after } => Self::Put {
                id,
                before: after,
                after: before,
            },
            Self::Event { id, before, after } => Self::Event {
                id,
                before: after,
                after: before,
            },
            Self::Notice { before, after } => Self::Notice {
                before: after,
                after: before,
            },
            Self::Checklists { before, after } => Self::Checklists {
                before: after,
                after: before,
            },
            Self::Whole { before, after } => Self::Whole {
                before: after,
                after: before,
            },
            Self::Together(changes) => {
                Self::Together(changes.iter().rev().map(Self::inverse).collect())
            }
        }
    }

    /// Returns the changed thing, in words.
    pub fn what(&self) -> String {
        match self {
            Self::Answer { question, .. } => format!("the answer to {question}"),
            Self::Review { .. } => "the review’s profile".to_owned(),
            Self::Document { id, .. } => format!("the document {id}"),
            Self::Put { id, .. } => format!("the question put {id}"),
            Self::Event { id, .. } => format!("the event {id}"),
            Self::Notice { .. } => "the call-in notice".to_owned(),
            Self::Checklists { .. } => "the checklists".to_owned(),
            Self::Whole { .. } => "the whole audit".to_owned(),
            Self::Together(changes) => match changes.as_slice() {
                [one] => one.what(),
                many => format!("{} things", many.len()),
            },
        }
    }

    /// Returns the id of the first question whose answer is changed, if any.
    pub fn question(&self) -> Option<&str> {
        match self {
            Self::Answer { question, .. } => Some(question),
            Self::Together(changes) => changes.iter().find_map(Self::question),
            _ => None,
        }
    }
}

impl Audit {
    /// Returns the change that makes this audit another one.
    ///
    /// It holds no more than the differences, so that a long audit that was touched in one place
    /// has a short change.
    #[must_use]
    pub fn change_to(&self, after: &Self) -> Change {
        let boxed = |one: Option<&Answer>| one.cloned().map(Box::new);
        let mut changes = Vec::new();
        if self.checklists != after.checklists {
            changes.push(Change::Checklists {
                before: self.checklists.clone(),
                after: after.checklists.clone(),
            });
        }
        if self.review != after.review {
            changes.push(Change::Review {
                before: Box::new(self.review.clone()),
                after: Box::new(after.review.clone()),
            });
        }
        let ids: BTreeSet<&String> = self.answers.keys().chain(after.answers.keys()).collect();
        for id in ids {
            let (before, after) = (self.answers.get(id), after.answers.get(id));
            if before != after {
                changes.push(Change::Answer {
                    question: id.clone(),
                    before: boxed(before),
                    after: boxed(after),
                });
            }
        }
        let documents = differences(&self.documents, &after.documents, |one| &one.id);
        changes.extend(documents.map(|(id, before, after)| Change::Document { id, before, after }));
        let puts = differences(&self.puts, &after.puts, |one| &one.id);
        changes.extend(puts.map(|(id, before, after)| Change::Put { id, before, after }));
        let events = differences(&self.events, &after.events, |one| &one.id);
        changes.extend(events.map(|(id, before, after)| Change::Event { id, before, after }));
        if self.notice != after.notice {
            changes.push(Change::Notice {
                before: Box::new(self.notice.clone()),
                after: Box::new(after.notice.clone()),
            });
        }
        let change = match <[Change; 1]>::try_from(changes) {
            Ok([one]) => one,
            Err(changes) => Change::Together(changes),
        };
        // Only the whole audit can express lists in another order, or an id that occurs twice.
        let mut copy = self.clone();
        if copy.apply(&change).is_ok() && copy == *after {
            change
        } else {
            Change::Whole {
                before: Box::new(self.clone()),
                after: Box::new(after.clone()),
            }
        }
    }

    /// Applies a change.
    ///
    /// # Errors
    /// A [`Conflict`] if the current state is not the change's state before; the audit is then
    /// unchanged.
    pub fn apply(&mut self, change: &Change) -> Result<(), Conflict> {
        let conflict = || Conflict {
            what: change.what(),
        };
        match change {
            Change::Answer {
                question,
                before,
                after,
            } => {
                if self.answers.get(question) != before.as_deref() {
                    return Err(conflict());
                }
                match after {
                    Some(answer) => {
                        self.answers.insert(question.clone(), (**answer).clone());
                    }
                    None => {
                        self.answers.remove(question);
                    }
                }
            }
            Change::Review { before, after } => {
                if self.review != **before {
                    return Err(conflict());
                }
                self.review = (**after).clone();
            }
            Change::Document { id, before, after } => {
                let place = self.documents.iter().position(|one| one.id == *id);
                replace(
                    &mut self.documents,
                    place,
                    before.as_deref(),
                    after.as_deref(),
                )
                .ok_or_else(conflict)?;
            }
            Change::Put { id, before, after } => {
                let place = self.puts.iter().position(|one| one.id == *id);
                replace(&mut self.puts, place, before.as_deref(), after.as_deref())
                    .ok_or_else(conflict)?;
            }
            Change::Event { id, before, after } => {
                let place = self.events.iter().position(|one| one.id == *id);
                replace(&mut self.events, place, before.as_deref(), after.as_deref())
                    .ok_or_else(conflict)?;
            }
            Change::Notice { before, after } => {
                if self.notice != **before {
                    return Err(conflict());
                }
                self.notice = (**after).clone();
            }
            Change::Checklists { before, after } => {
                if self.checklists != *before {
                    return Err(conflict());
                }
                self.checklists.clone_from(after);
            }
            Change::Whole { before, after } => {
                if self != &**before {
                    return Err(conflict());
                }
                *self = (**after).clone();
            }
            Change::Together(changes) => {
                // All or nothing: a copy is changed and replaces the audit at the end.
                let mut copy = self.clone();
                for change in changes {
                    copy.apply(change)?;
                }
                *self = copy;
            }
        }
        Ok(())
    }
}

/// Returns the entries that differ between two lists, matched by their ids.
fn differences<'a, T: Clone + PartialEq>(
    before: &'a [T],
    after: &'a [T],
    id: fn(&T) -> &String,
) -> impl Iterator<Item = (String, Option<Box<T>>, Option<Box<T>>)> + 'a {
    let ids = before.iter().chain(
        after
            .iter()
            .filter(move |one| before.iter().all(|other| id(other) != id(one))),
    );
    ids.filter_map(move |one| {
        let of = |list: &'a [T]| list.iter().find(|other| id(other) == id(one));
        let (before, after) = (of(before), of(after));
        let boxed = |one: Option<&T>| one.cloned().map(Box::new);
        (before != after).then(|| (id(one).clone(), boxed(before), boxed(after)))
    })
}

/// Replaces, removes or appends one entry of a list; none if the current entry is not `before`.
fn replace<T: Clone + PartialEq>(
    list: &mut Vec<T>,
    place: Option<usize>,
    before: Option<&T>,
    after: Option<&T>,
) -> Option<()> {
    if place.and_then(|at| list.get(at)) != before {
        return None;
    }
    match (place, after) {
        (Some(at), Some(after)) => list.get_mut(at)?.clone_from(after),
        (Some(at), None) => {
            list.remove(at);
        }
        (None, Some(after)) => list.push(after.clone()),
        (None, None) => {}
    }
    Some(())
}
