//! Different answers of several people to one question, kept until one of them is agreed.
//!
//! While nothing is agreed, the answer itself has neither status nor value: nothing follows from a
//! question that its own auditors answer differently. Every version stays with its author, also
//! after the agreement.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Answer, Audit, Change, Value};
use crate::base::Digest;
use crate::checklist::Status;

/// One person's answer to a question that somebody else answers differently.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Version {
    /// The status, if it is a judgement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// The value of an event, figure or choice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
    /// The digest of the question's text that this person answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<Digest>,
    /// That text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_text: Option<String>,
    /// Name of the person; empty if it is not known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub by: String,
    /// The moment it was answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<DateTime<Utc>>,
}

impl Version {
    /// Returns true if both give the same answer, whoever gave it.
    pub fn says_the_same(&self, other: &Self) -> bool {
        self.status == other.status && self.value == other.value
    }

    /// Returns a key that sorts versions by moment, author and answer.
    fn key(&self) -> (Option<DateTime<Utc>>, &str, String) {
        let said = format!(
            "{:?} {:?} {:?} {:?}",
            self.status, self.value, self.asked, self.asked_text
        );
        (self.at, &self.by, said)
    }
}

/// The end of a disagreement: the people agreed on the answer as it is now.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Agreement {
    /// The reason for the answer agreed.
    pub why: String,
    /// Name of the person who recorded it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub by: String,
    /// The moment it was recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<DateTime<Utc>>,
}

/// The versions of an answer, and the agreement on one if there is one.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Disagreement {
    /// The versions, by moment and author.
    pub versions: Vec<Version>,
    /// The agreement; `None` while the versions stand side by side.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreed: Option<Agreement>,
}

impl Disagreement {
    /// Collects versions, each once, in their order.
    pub(super) fn of(versions: impl IntoIterator<Item = Version>) -> Self {
        let mut all: Vec<Version> = Vec::new();
        for version in versions {
            if !all.contains(&version) {
                all.push(version);
            }
        }
        all.sort_by(|one, other| one.key().cmp(&other.key()));
        Self {
            versions: all,
            agreed: None,
        }
    }
}

impl Answer {
    /// Returns the answer as the version of the person who gave it.
    pub fn version(&self) -> Version {
        Version {
            status: self.status,
            value: self.value.clone(),
            asked: self.asked.clone(),
            asked_text: self.asked_text.clone(),
            by: self.by.clone(),
            at: self.at,
        }
    }

    /// Keeps the versions of the answer before, if this one was given without an agreement on it.
    ///
    /// A new answer is one more version; an earlier agreement was not about it, so nothing is agreed.
    pub fn keep_versions(&mut self, before: &Self) {
        let own = self.version();
        if let Some(was) = &before.disagreement
            && self.disagreement == before.disagreement
            && !own.says_the_same(&before.version())
        {
            let says_something = own.status.is_some() || own.value.is_some();
            let is_new = !was.versions.iter().any(|one| one.says_the_same(&own));
            let own = Some(own).filter(|_| says_something && is_new);
            self.disagreement = Some(Disagreement::of(was.versions.iter().cloned().chain(own)));
        }
        if self.disputed().is_some() {
            (self.status, self.value, self.at) = (None, None, None);
            (self.asked, self.asked_text) = (None, None);
            self.by.clear();
        }
    }

    /// Returns the versions that stand side by side, with nothing agreed yet.
    pub fn disputed(&self) -> Option<&[Version]> {
        let disagreement = self.disagreement.as_ref()?;
        disagreement
            .agreed
            .is_none()
            .then_some(disagreement.versions.as_slice())
    }
}

impl Audit {
    /// Returns the ids of the questions on which nothing is agreed yet.
    pub fn disputed(&self) -> impl Iterator<Item = (&str, &[Version])> {
        self.answers
            .iter()
            .filter_map(|(id, answer)| Some((id.as_str(), answer.disputed()?)))
    }

    /// Returns the change by which a version becomes the answer, for a reason; `None` if nothing is
    /// disputed there, or there is no such version.
    pub fn agree(&self, question: &str, version: usize, agreement: Agreement) -> Option<Change> {
        let chosen = self.answer(question)?.disputed()?.get(version)?.clone();
        self.edit_answer(question, |answer| {
            answer.status = chosen.status;
            answer.value = chosen.value;
            answer.by = chosen.by;
            answer.at = chosen.at;
            // Given to other words than the question has now, it still waits to be confirmed.
            if chosen.asked.is_some() {
                answer.asked = chosen.asked;
                answer.asked_text = chosen.asked_text;
            }
            if let Some(disagreement) = &mut answer.disagreement {
                disagreement.agreed = Some(agreement);
            }
        })
    }
}
