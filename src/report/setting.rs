//! What the user set for what is handed over: the head and foot of their house, which sections a
//! kind has and in what order; and what one paper needs besides: the council's rules.
//!
//! Settings are read from `settings.toml` in [`mod@file`]; where that lies is `store`'s business. Some
//! sections can be moved and never left out: how a paper was made, what it cannot do, the
//! audit's fingerprint.

pub mod file;

use std::collections::BTreeMap;

use serde::Serialize;

use super::Kind;
use super::council::Council;

/// The head and foot that a user's papers have. No pictures: text that every format can hold.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct House {
    /// A mark of letters, over several lines if need be.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub logo: String,
    /// The name: the branch, the group, the office.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// What stands under the name: address, telephone, email.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<String>,
    /// What stands at the foot.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub footer: String,
}

impl House {
    /// Whether nothing was set.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The letterhead line by line: the mark, the name, what stands under it.
    pub fn head(&self) -> impl Iterator<Item = &str> {
        let name = Some(self.name.as_str()).filter(|name| !name.is_empty());
        self.logo
            .lines()
            .chain(name)
            .chain(self.lines.iter().map(String::as_str))
    }
}

/// A section of a kind of paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Section {
    /// What settings call it.
    pub name: &'static str,
    /// Whether it can be moved only, never left out.
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

/// The sections of a kind that settings may name, in the order they stand in if nothing is set.
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

/// Which sections each kind has, in which order, where the user said so.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Order(BTreeMap<Kind, Vec<&'static str>>);

impl Order {
    /// Sets the sections of a kind; a name that the kind does not have is passed over.
    pub fn set(&mut self, kind: Kind, names: &[&str]) {
        let known = names.iter().filter_map(|name| {
            let section = sections(kind).iter().find(|one| one.name == *name)?;
            Some(section.name)
        });
        self.0.insert(kind, known.collect());
    }

    /// The sections of a kind as they are to stand. Those that cannot be left out come last where
    /// the settings do not name them.
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

    /// Whether a kind is to have a section.
    pub fn has(&self, kind: Kind, name: &str) -> bool {
        self.of(kind).contains(&name)
    }
}

/// What `settings.toml` sets of what is handed over.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settings {
    /// The name of whoever hands it over; empty until it was given.
    pub author: String,
    /// The head and foot.
    pub house: House,
    /// The sections.
    pub order: Order,
}

/// All that was set for one paper.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Setting {
    /// Of all papers of this user.
    pub settings: Settings,
    /// The council's own rules, which a call-in notice needs.
    pub council: Council,
    /// Of a blank checklist: whether it holds what was answered so far.
    pub with_answers: bool,
}

impl Setting {
    /// Whether a paper of a kind says who hands it over. A blank checklist is nobody's.
    pub const fn names_author(&self, kind: Kind) -> bool {
        !matches!(kind, Kind::Blank) || self.with_answers
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checklist::Word as _;

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
