//! Answers, the evidence under them, and the documents that evidence refers to.

use std::fmt;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::Disagreement;
use crate::base::digest::fold;
use crate::base::word::words;
use crate::base::{DateSpan, Digest};
use crate::checklist::{SourceClass, Status};
use crate::wording::leads_nowhere;

/// Answer to an event, a figure or a choice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Value {
    /// The day of an event, or the days between which it fell.
    Date(DateSpan),
    /// A figure, in the unit of its question.
    Number(f64),
    /// The id of a choice's option.
    Option(String),
}

impl fmt::Display for Value {
    /// Formats it as it is recorded: an option by its id, a figure without its unit.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Date(when) => when.fmt(f),
            Self::Number(number) => number.fmt(f),
            Self::Option(option) => option.fmt(f),
        }
    }
}

/// A request that was not met: without it "withheld" is only a word.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Request {
    /// The thing asked for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub what: String,
    /// The person or body asked.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub whom: String,
    /// The day it was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<NaiveDate>,
    /// The reply, and its day.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reply: String,
}

impl Request {
    /// Returns true if nothing is written in it.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Returns the parts still missing in it, in words.
    pub fn missing(&self) -> Vec<&'static str> {
        let mut missing = Vec::new();
        if self.what.trim().is_empty() {
            missing.push("what was asked for");
        }
        if self.whom.trim().is_empty() {
            missing.push("who was asked");
        }
        if self.on.is_none() {
            missing.push("when");
        }
        if self.reply.trim().is_empty() {
            missing.push("the reply (or that none came)");
        }
        missing
    }
}

/// Proof of absence: documents were searched, and something was not found in them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Absence {
    /// The documents searched, by id or title.
    pub documents: Vec<String>,
    /// Number of pages read.
    pub pages: u32,
    /// The words searched for.
    pub words: Vec<String>,
    /// The day of the search.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<NaiveDate>,
    /// Pages that hold no text and were not read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unread: Vec<u32>,
}

words! {
    /// Time that a piece of evidence tells of, whatever day the paper itself bears.
    pub enum Shows is "the time that evidence is about" {
        /// Acts and omissions before the decision.
        Then = "then",
        /// Events after the decision: hindsight.
        Later = "later",
    }
}

impl Shows {
    /// Returns the label of the time.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Then => "is about what was done before the decision",
            Self::Later => "is about what came after the decision",
        }
    }
}

/// A statement by a named person who can be asked about it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Statement {
    /// Name of the person.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub by: String,
    /// Office or job that lets the person know it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub capacity: String,
    /// The day it was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<NaiveDate>,
}

impl Statement {
    /// Returns true if person, capacity and day are all given.
    pub fn is_complete(&self) -> bool {
        !self.by.trim().is_empty() && !self.capacity.trim().is_empty() && self.on.is_some()
    }
}

/// A place that shows something, or a search that shows its absence.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Evidence {
    /// The id of a registered document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// The page, counted from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// The page number as printed, where it differs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub printed_page: Option<String>,
    /// The paragraph as numbered in the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paragraph: Option<String>,
    /// Any other place to look, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locator: Option<String>,
    /// The quoted words, exactly.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<String>,
    /// The date of the thing shown (not the day it was found).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<NaiveDate>,
    /// Time it tells of; asked for where the paper is later than the decision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shows: Option<Shows>,
    /// Class of the source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceClass>,
    /// The person who says so, where it is a statement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statement: Option<Statement>,
    /// Proof of absence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub absence: Option<Absence>,
}

impl Evidence {
    /// Returns true if nothing is written in it.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Returns true if it says where in a document to look, or quotes the words.
    pub fn has_place(&self) -> bool {
        let said = |text: &Option<String>| text.as_ref().is_some_and(|t| !t.trim().is_empty());
        let leads = |text: &Option<String>| text.as_ref().is_some_and(|t| !leads_nowhere(t));
        self.page.is_some_and(|page| page > 0)
            || leads(&self.printed_page)
            || said(&self.paragraph)
            || leads(&self.locator)
            || said(&self.quote)
    }

    /// Returns true if it says everything that another piece says.
    ///
    /// Texts are compared as a reader would: without their white space, and with plain quotation marks.
    pub fn contains(&self, other: &Self) -> bool {
        fn holds<T: PartialEq>(mine: Option<&T>, theirs: Option<&T>) -> bool {
            theirs.is_none() || mine == theirs
        }
        let text = |mine: &Option<String>, theirs: &Option<String>| {
            let read = |text: &Option<String>| text.as_deref().map(as_read);
            holds(read(mine).as_ref(), read(theirs).as_ref())
        };
        text(&self.document, &other.document)
            && holds(self.page.as_ref(), other.page.as_ref())
            && text(&self.printed_page, &other.printed_page)
            && text(&self.paragraph, &other.paragraph)
            && text(&self.locator, &other.locator)
            && text(&self.quote, &other.quote)
            && holds(self.date.as_ref(), other.date.as_ref())
            && holds(self.shows.as_ref(), other.shows.as_ref())
            && holds(self.source.as_ref(), other.source.as_ref())
            && holds(self.statement.as_ref(), other.statement.as_ref())
            && holds(self.absence.as_ref(), other.absence.as_ref())
    }
}

/// Returns a text as a reader takes it in: folded white space, plain quotation marks and dashes.
fn as_read(text: &str) -> String {
    let plain = |c: char| match c {
        '‘' | '’' | '‛' => '\'',
        '“' | '”' | '„' => '"',
        '‐' | '‑' | '–' | '—' => '-',
        other => other,
    };
    fold(&text.chars().map(plain).collect::<String>())
}

/// The user's record for one question.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Answer {
    /// The status of a judgement; none yet where only a note was written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// The value of an event, figure or choice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
    /// The user's note: the reason, where a status needs one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// The other side's account, where the answer is contested.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contested: Option<String>,
    /// The request that was not met.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<Request>,
    /// The evidence.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
    /// The digest of the question's text when it was answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<Digest>,
    /// That text itself, so that a changed question can be compared with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_text: Option<String>,
    /// Name of the person who answered.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub by: String,
    /// The moment it was answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<DateTime<Utc>>,
    /// The different answers of several people, if they differ or did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disagreement: Option<Disagreement>,
}

impl Answer {
    /// Returns true if the user recorded nothing in it.
    ///
    /// Name, moment and question text do not count.
    pub fn is_empty(&self) -> bool {
        self.status.is_none()
            && self.value.is_none()
            && self.note.is_empty()
            && self.contested.is_none()
            && self.request.is_none()
            && self.evidence.is_empty()
            && self.disagreement.is_none()
    }
}

words! {
    /// Way a document reached the user.
    pub enum Access is "a kind of access" {
        /// Anybody may read it.
        Public = "public",
        /// Given in confidence: marked wherever it is quoted.
        InConfidence = "in-confidence",
        /// Asked for; no answer yet.
        AskedFor = "asked-for",
        /// Asked for and refused.
        Refused = "refused",
    }
}

/// A document of the review.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Document {
    /// Its id, by which evidence refers to it.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Path of the file, from the folder of the audit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// SHA-256 of the file, 64 hexadecimal digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// Number of pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pages: Option<u32>,
    /// The date it bears.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<NaiveDate>,
    /// The person or body it is from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Way it reached the user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access: Option<Access>,
    /// The day it was given, asked for or refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access_on: Option<NaiveDate>,
    /// Address it is published at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Further remarks about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Document {
    /// Creates a document of which only the title is known.
    pub fn titled(id: impl Into<String>, title: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            title: title.into(),
            ..Self::default()
        }
    }

    /// Returns true if the user saw it in confidence.
    pub fn is_in_confidence(&self) -> bool {
        self.access == Some(Access::InConfidence)
    }
}
