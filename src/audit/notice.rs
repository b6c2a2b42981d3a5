//! Decisions about the papers that leave: the grounds left out of them, the signatories of a call-in
//! notice, what only its user can write, and the ground of the constitution that each of its grounds
//! falls under.
//!
//! They are identified by their words or ids, never by a number: the grounds of a notice change
//! places with every answer, and a council's list of grounds is amended.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{Audit, Change};

/// The user's decisions about the papers that leave.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Notice {
    /// The members who sign it, each as [`Signatory::of`] reads it.
    #[serde(default)]
    pub signatories: Vec<String>,
    /// The ground of the constitution, in its words, that each ground of the notice falls under.
    ///
    /// The key is the id of the flag or the requirement behind the ground of the notice.
    #[serde(default)]
    pub under: BTreeMap<String, String>,
    /// The grounds left out of papers, by the id of their flag or requirement.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub left_out: BTreeSet<String>,
    /// The grounds that scrutiny discussed before the decision, by the id of their flag or
    /// requirement: some councils refuse these.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub heard: BTreeSet<String>,
    /// The most grounds in the notice; four if nothing is set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most: Option<MostGrounds>,
    /// The parts of the notice that only the user can write.
    #[serde(flatten)]
    pub parts: NoticeParts,
}

/// The parts of a call-in notice that only the user can write; what is empty is a gap to fill in.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct NoticeParts {
    /// The title of the decision, as its record has it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// The number of its minute, or its reference.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub minute: String,
    /// The hour at which it was published.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub published_at: String,
    /// The wording of the decision.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub wording: String,
    /// The consequence if the decision is carried out as it is.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub consequence: String,
    /// The decision wanted in its place.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub instead: String,
    /// The chair or seconder who signs as well.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub also_signed: String,
    /// The people spoken to first, each as "cabinet member: Cllr Dee, 3 June 2026".
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub spoken_to: Vec<String>,
}

impl NoticeParts {
    /// Returns the texts, each with its key in a file and its name for a reader.
    pub fn texts(&self) -> [(&'static str, &'static str, &String); 7] {
        [
            ("title", "title of the decision", &self.title),
            ("minute", "minute number", &self.minute),
            ("published_at", "hour of publication", &self.published_at),
            ("wording", "wording of the decision", &self.wording),
            ("consequence", "consequence", &self.consequence),
            ("instead", "decision wanted instead", &self.instead),
            ("also_signed", "also signed by", &self.also_signed),
        ]
    }

    /// Returns the texts to be changed, in the same order.
    pub(crate) const fn texts_mut(&mut self) -> [&mut String; 7] {
        [
            &mut self.title,
            &mut self.minute,
            &mut self.published_at,
            &mut self.wording,
            &mut self.consequence,
            &mut self.instead,
            &mut self.also_signed,
        ]
    }
}

/// The most grounds that a notice has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum MostGrounds {
    /// A number.
    UpTo(u32),
    /// Every ground found.
    All,
}

impl MostGrounds {
    /// The number of grounds if nothing else is set: a notice is read by people with little time.
    pub const USUAL: Self = Self::UpTo(4);

    /// Returns the number; the largest there is for all of them.
    pub fn number(self) -> usize {
        match self {
            Self::UpTo(number) => usize::try_from(number).unwrap_or(usize::MAX),
            Self::All => usize::MAX,
        }
    }
}

impl fmt::Display for MostGrounds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UpTo(number) => write!(f, "{number}"),
            Self::All => f.write_str("all"),
        }
    }
}

impl From<MostGrounds> for String {
    fn from(most: MostGrounds) -> Self {
        most.to_string()
    }
}

impl FromStr for MostGrounds {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match (text.trim(), text.trim().parse::<u32>()) {
            ("all", _) => Ok(Self::All),
            (_, Ok(number)) if (1..=1_000).contains(&number) => Ok(Self::UpTo(number)),
            (other, _) => Err(format!(
                "“{other}” is not a whole number above 0: write 4, or all"
            )),
        }
    }
}

impl TryFrom<String> for MostGrounds {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

/// A member who signs, as entered on one line: "Cllr A. Dee; Northfield; 1 High Street; 3 June 2026".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signatory<'a> {
    /// The name.
    pub name: &'a str,
    /// The ward; empty if it was not entered, as each of those below.
    pub ward: &'a str,
    /// The address.
    pub address: &'a str,
    /// The day on which the member confirmed it by email.
    pub confirmed: &'a str,
}

impl<'a> Signatory<'a> {
    /// Reads a line: name, ward, address and the day of the email, with semicolons between them.
    pub fn of(line: &'a str) -> Self {
        let mut parts = line.splitn(4, ';').map(str::trim);
        let mut next = || parts.next().unwrap_or_default();
        Self {
            name: next(),
            ward: next(),
            address: next(),
            confirmed: next(),
        }
    }
}

impl Notice {
    /// Returns a notice about which nothing was decided.
    pub(super) const fn new() -> Self {
        Self {
            signatories: Vec::new(),
            under: BTreeMap::new(),
            left_out: BTreeSet::new(),
            heard: BTreeSet::new(),
            most: None,
            parts: NoticeParts {
                title: String::new(),
                minute: String::new(),
                published_at: String::new(),
                wording: String::new(),
                consequence: String::new(),
                instead: String::new(),
                also_signed: String::new(),
                spoken_to: Vec::new(),
            },
        }
    }

    /// Returns true if nothing was decided.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Audit {
    /// Returns the change that `edit` makes to the decisions about the notice; none if it changes
    /// nothing.
    pub fn edit_notice(&self, edit: impl FnOnce(&mut Notice)) -> Option<Change> {
        let mut after = self.notice.clone();
        edit(&mut after);
        (after != self.notice).then(|| Change::Notice {
            before: Box::new(self.notice.clone()),
            after: Box::new(after),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::Review;

    #[test]
    fn a_line_of_a_signatory_may_end_anywhere() {
        let full = Signatory::of("Cllr A. Dee; Northfield; 1 High Street, Anytown; 3 June 2026");
        assert_eq!(
            (full.name, full.ward, full.address, full.confirmed),
            (
                "Cllr A. Dee",
                "Northfield",
                "1 High Street, Anytown",
                "3 June 2026"
            )
        );
        let bare = Signatory::of("Cllr Dee, Northfield");
        assert_eq!((bare.name, bare.ward), ("Cllr Dee, Northfield", ""));
        let without_ward = Signatory::of("Cllr Dee;;1 High Street");
        assert_eq!(
            (without_ward.ward, without_ward.address),
            ("", "1 High Street")
        );
    }

    #[test]
    fn a_notice_of_an_older_journal_is_read_and_an_empty_one_says_no_more_than_before() {
        let old = r#"{"signatories":["Cllr Dee"],"under":{"scope-grew":"Openness"}}"#;
        let read: Notice = serde_json::from_str(old).expect("an older journal");
        assert_eq!(read.signatories, ["Cllr Dee"]);
        assert_eq!(serde_json::to_string(&read).expect("written"), old);
        let full = Notice {
            most: Some(MostGrounds::All),
            heard: ["scope-grew".to_owned()].into(),
            parts: NoticeParts {
                title: "Home care".to_owned(),
                spoken_to: vec!["group leader: Cllr Eff".to_owned()],
                ..NoticeParts::default()
            },
            ..read
        };
        let text = serde_json::to_string(&full).expect("written");
        assert_eq!(serde_json::from_str::<Notice>(&text).expect("read"), full);
        for (written, most) in [("6", MostGrounds::UpTo(6)), ("all", MostGrounds::All)] {
            assert_eq!(written.parse(), Ok(most));
            assert_eq!(most.to_string(), written);
        }
        assert!("0".parse::<MostGrounds>().is_err());
    }

    #[test]
    fn what_is_decided_is_a_change_that_can_be_taken_back() {
        let mut audit = Audit::new(Review::named("Anytown", "Home care"));
        assert!(audit.edit_notice(|_| ()).is_none(), "nothing is no change");
        let change = audit
            .edit_notice(|notice| notice.signatories.push("Cllr Dee".to_owned()))
            .expect("a change");
        let before = audit.clone();
        audit.apply(&change).expect("it fits");
        assert_eq!(audit.notice.signatories, ["Cllr Dee"]);
        assert!(
            audit.apply(&change).is_err(),
            "another notice stands there now"
        );
        audit.apply(&change.inverse()).expect("it fits");
        assert_eq!(audit, before);
    }
}
