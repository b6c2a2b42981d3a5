//! User settings for reports: the letterhead, the sections of each kind and their order; and for a
//! single report the council's rules.
//!
//! Settings are read from `settings.toml` in [`mod@file`]; its path is `store`'s business. Some
//! sections can be moved and never left out: how a report was made, its limits, the audit's
//! fingerprint.

pub mod file;

use std::collections::BTreeMap;

use serde::Serialize;

use super::Kind;
use super::council::Council;

/// The letterhead of a user's reports. No pictures: only text, which every format can contain.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct House {
    /// A logo made of letters, over several lines if need be.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub logo: String,
    /// The name: the branch, the group, the office.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// The lines under the name: address, telephone, email.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<String>,
    /// The text at the foot.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub footer: String,
}

impl House {
    /// Returns true if nothing was set.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Returns the letterhead line by line: the logo, the name, the lines under it.
    pub fn head(&self) -> impl Iterator<Item = &str> {
        let name = Some(self.name.as_str()).filter(|name| !name.is_empty());
        self.logo
            .lines()
            .chain(name)
            .chain(self.lines.iter().map(String::as_str))
    }
}

/// A section of a kind of report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Section {
    /// Its name in the settings.
    pub name: &'static str,
    /// True if it can only be moved, never left out.
    pub fixed: bool,
}

const fn free(name: &'static str) -> Section {
    Section { name, fixed: false }
}

const fn fixed(name: &'static str) -> Section {
    Section { name, fixed: true }
}

const RECORD: &[Section] = &[
    free("verdict"),
    free("findings"),
    free("strengths"),
    free("cases"),
    free("answers"),
    free("asked"),
    free("notice"),
    free("requirements"),
    free("open"),
    free("uncounted"),
    free("documents"),
    free("changes"),
    free("to-mend"),
    fixed("made"),
];
const SUBMISSION: &[Section] = &[
    free("summary"),
    free("grounds"),
    free("standards"),
    free("contested"),
    free("strengths"),
    free("gaps"),
    free("cases"),
    fixed("method"),
    free("sign-off"),
];
const CALL_IN: &[Section] = &[
    free("decision"),
    free("grounds"),
    free("instead"),
    free("signatures"),
];
const QUESTIONS: &[Section] = &[
    free("guide"),
    free("questions"),
    free("others"),
    fixed("made"),
];
const INFORMATION_REQUEST: &[Section] = &[
    free("guide"),
    free("request"),
    free("schedule"),
    free("sign-off"),
];
const BRIEFING: &[Section] = &[
    free("verdict"),
    free("question"),
    free("grounds"),
    free("strengths"),
    free("topics"),
    fixed("limits"),
];
const BLANK: &[Section] = &[free("guide"), free("requests"), free("questions")];

/// Returns the sections of a kind that settings may name, in their default order.
pub const fn sections(kind: Kind) -> &'static [Section] {
    match kind {
        Kind::Record => RECORD,
        Kind::Submission => SUBMISSION,
        Kind::CallIn => CALL_IN,
        Kind::Questions => QUESTIONS,
        Kind::InformationRequest => INFORMATION_REQUEST,
        Kind::Briefing => BRIEFING,
        Kind::Blank => BLANK,
    }
}

/// The sections of each kind of report and their order, where the user set them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Order(BTreeMap<Kind, Vec<&'static str>>);

impl Order {
    /// Sets the sections of a kind; a name that the kind does not have is ignored.
    pub fn set(&mut self, kind: Kind, names: &[&str]) {
        let known = names.iter().filter_map(|name| {
            let section = sections(kind).iter().find(|one| one.name == *name)?;
            Some(section.name)
        });
        self.0.insert(kind, known.collect());
    }

    /// Returns the sections of a kind in order.
    ///
    /// Those that cannot be left out are added at the end if the settings do not name them.
    pub fn of(&self, kind: Kind) -> Vec<&'static str> {
        let all = sections(kind);
        let Some(set) = self.0.get(&kind) else {
            return all.iter().map(|section| section.name).collect();
        };
        let forgotten = all
            .iter()
            .filter(|section| section.fixed && !set.contains(&section.name))
            .map(|section| section.name);
        set.iter().copied().chain(forgotten).collect()
    }

    /// Returns true if a kind has a section.
    pub fn has(&self, kind: Kind, name: &str) -> bool {
        self.of(kind).contains(&name)
    }
}

/// The settings for reports in `settings.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settings {
    /// The author's name; empty until it is given.
    pub author: String,
    /// The letterhead.
    pub house: House,
    /// The sections and their order.
    pub order: Order,
}

/// Everything set for one report.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Setting {
    /// The settings for all reports of this user.
    pub settings: Settings,
    /// The council's own rules, which a call-in notice needs.
    pub council: Council,
    /// True if a blank checklist is to contain the answers given so far.
    pub with_answers: bool,
}

impl Setting {
    /// Returns true if a report of a kind names its author. A blank checklist has none.
    pub const fn names_author(&self, kind: Kind) -> bool {
        !matches!(kind, Kind::Blank) || self.with_answers
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Word as _;

    #[test]
    fn what_must_stand_in_a_paper_stands_there_whatever_is_set() {
        let mut order = Order::default();
        order.set(Kind::Submission, &["strengths", "grounds", "nonsense"]);
        assert_eq!(
            order.of(Kind::Submission),
            ["strengths", "grounds", "method"]
        );
        assert!(!order.has(Kind::Submission, "cases"));
        assert_eq!(order.of(Kind::Blank), ["guide", "requests", "questions"]);
        for kind in Kind::ALL {
            order.set(*kind, &[]);
            assert!(order.of(*kind).len() < sections(*kind).len(), "{kind}");
        }
        order.set(Kind::Record, &["made", "answers"]);
        assert_eq!(
            order.of(Kind::Record),
            ["made", "answers"],
            "it may be moved"
        );
    }
}
