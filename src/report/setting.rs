//! User settings for reports: the letterhead, the sections of each kind and their order; and for a
//! single report the council's rules.
//!
//! Settings are read from `settings.toml` in [`mod@file`]; its path is `store`'s business. Some
//! sections can be moved and never left out: how a report was made, its limits, the audit's
//! fingerprint.

pub mod file;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use super::Kind;
use super::author::Capacity;
use super::council::Council;
use crate::base::word::words;

/// The letterhead of a user's reports. No pictures: only text, which every format can contain.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Letterhead {
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

impl Letterhead {
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

words! {
    /// A section of a report, by its name in the settings; several kinds may have it.
    pub enum PaperSection is "a section" {
        /// The conclusion.
        Verdict = "verdict",
        /// The flags that were raised.
        Findings = "findings",
        /// The things that were done well.
        Strengths = "strengths",
        /// The cases decided by courts.
        Cases = "cases",
        /// The questions of the audit and their answers.
        Answers = "answers",
        /// The questions put to the council.
        Asked = "asked",
        /// The entries for a call-in notice.
        Notice = "notice",
        /// The requirements one by one.
        Requirements = "requirements",
        /// The open questions.
        Open = "open",
        /// The answers that do not count.
        Uncounted = "uncounted",
        /// The register of documents.
        Documents = "documents",
        /// The changes besides those of answers.
        Changes = "changes",
        /// The user's own mistakes.
        ToMend = "to-mend",
        /// The making of the report.
        Made = "made",
        /// The case in short.
        Summary = "summary",
        /// The grounds.
        Grounds = "grounds",
        /// The departures from good practice.
        Standards = "standards",
        /// The council's answers to the grounds.
        Contested = "contested",
        /// The information that is missing.
        Gaps = "gaps",
        /// The method and its limits.
        Method = "method",
        /// The lines to sign on.
        SignOff = "sign-off",
        /// The decision called in.
        Decision = "decision",
        /// The decision asked for instead.
        Instead = "instead",
        /// The signatories of a notice.
        Signatures = "signatures",
        /// The instructions to the reader.
        Guide = "guide",
        /// The questions to ask or to fill in.
        Questions = "questions",
        /// The other questions that were put.
        Others = "others",
        /// The request and its legal route.
        Request = "request",
        /// The items requested.
        Schedule = "schedule",
        /// The one question to ask first.
        Question = "question",
        /// The state of each topic.
        Topics = "topics",
        /// The limits of a briefing.
        Limits = "limits",
        /// The documents to ask for.
        Requests = "requests",
        /// Everything dated, in order.
        Dates = "dates",
        /// The effects on users, staff and the area.
        Effects = "effects",
        /// The things done in part.
        InPart = "in-part",
        /// The law and standards named, and how each was checked.
        Sources = "sources",
        /// The claims to avoid.
        NotToSay = "not-to-say",
        /// The notes that stay with the user.
        Notes = "notes",
        /// The points that would have a notice rejected.
        CheckSheet = "check-sheet",
    }
}

impl PaperSection {
    /// Returns true if it can only be moved, never left out.
    pub const fn is_fixed(self) -> bool {
        matches!(self, Self::Made | Self::Method | Self::Limits)
    }
}

/// The sections of each kind of report and their order, where the user set them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Order(BTreeMap<Kind, Vec<PaperSection>>);

impl Order {
    /// Sets the sections of a kind; one that the kind does not have is ignored.
    pub fn set(&mut self, kind: Kind, wanted: &[PaperSection]) {
        let known = wanted.iter().filter(|one| kind.sections().contains(one));
        self.0.insert(kind, known.copied().collect());
    }

    /// Returns the sections of a kind in order.
    ///
    /// Those that cannot be left out are added at the end if the settings do not name them.
    pub fn of(&self, kind: Kind) -> Vec<PaperSection> {
        let all = kind.sections();
        let Some(set) = self.0.get(&kind) else {
            return all.to_vec();
        };
        let forgotten = all
            .iter()
            .filter(|section| section.is_fixed() && !set.contains(section));
        set.iter().chain(forgotten).copied().collect()
    }

    /// Returns true if a kind has a section.
    pub fn has(&self, kind: Kind, section: PaperSection) -> bool {
        self.of(kind).contains(&section)
    }
}

/// The settings for reports in `settings.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settings {
    /// The author's name; empty until it is given.
    pub author: String,
    /// The body that makes a submission, its members and the people it speaks for, as the words
    /// after "We are"; empty until they are given.
    pub we: String,
    /// The capacity in which the author writes, if it was given.
    pub capacity: Option<Capacity>,
    /// The letterhead.
    pub house: Letterhead,
    /// The sections and their order.
    pub order: Order,
}

/// The meeting a submission is made to; what is empty is a line to fill in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Meeting {
    /// The body addressed.
    pub to: String,
    /// The meeting, with its day.
    pub when: String,
    /// The item of its agenda.
    pub item: String,
    /// The alternative proposed, in the user's own words.
    pub alternative: String,
}

/// Everything set for one report.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Setting {
    /// The settings for all reports of this user.
    pub settings: Settings,
    /// The council's own rules, which a call-in notice needs.
    pub council: Council,
    /// The meeting a submission is made to.
    pub meeting: Meeting,
    /// The day by which the council is asked to reply to the points; `None` until the user names one.
    pub reply_by: Option<NaiveDate>,
    /// True if a blank checklist is to contain the answers given so far.
    pub with_answers: bool,
}

impl Setting {
    /// Returns true if a report of a kind names its author. A blank checklist has none.
    pub const fn names_author(&self, kind: Kind) -> bool {
        kind.spec().names_author || self.with_answers
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Word as _;

    #[test]
    fn what_must_stand_in_a_paper_stands_there_whatever_is_set() {
        use PaperSection as S;
        let mut order = Order::default();
        order.set(Kind::Submission, &[S::Strengths, S::Grounds, S::Signatures]);
        assert_eq!(
            order.of(Kind::Submission),
            [S::Strengths, S::Grounds, S::Method],
            "a section of another kind is ignored"
        );
        assert!(!order.has(Kind::Submission, S::Cases));
        assert_eq!(order.of(Kind::Blank), [S::Guide, S::Requests, S::Questions]);
        for kind in Kind::ALL {
            order.set(*kind, &[]);
            assert!(order.of(*kind).len() < kind.sections().len(), "{kind}");
        }
        order.set(Kind::Record, &[S::Made, S::Answers]);
        assert_eq!(
            order.of(Kind::Record),
            [S::Made, S::Answers],
            "it may be moved"
        );
    }
}
