//! The sections of a survey: rows folded into counts, each with the audits behind it.

use std::collections::BTreeMap;

use super::super::support::Support;
use super::row::{SurveyRow, folded};
use crate::audit::ReplyOutcome;
use crate::base::Word as _;
use crate::base::word::words;
use crate::checklist::{Library, Stage};

/// The fewest audits from which a flag can be said to say little.
///
/// Below five, one audit is more than a fifth of all: “in more than 80 per cent” would hang on it
/// alone.
pub const SAYS_LITTLE_FROM: usize = 5;

words! {
    /// A section of a survey.
    pub enum SurveyTopic is "a section of a survey" {
        /// The councils.
        Council = "council",
        /// The services.
        Service = "service",
        /// The nations.
        Nation = "nation",
        /// The verdicts.
        Verdict = "verdict",
        /// The flags.
        Flag = "flag",
        /// The duties.
        Duty = "duty",
        /// The council's say in its defence.
        Defence = "defence",
        /// The stages of the reviews, and what became of the questions put.
        Outcome = "outcome",
    }
}

impl SurveyTopic {
    /// Returns the heading of the section.
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Council => "Councils",
            Self::Service => "Services",
            Self::Nation => "Nations",
            Self::Verdict => "Verdicts",
            Self::Flag => "Flags",
            Self::Duty => "Duties that appear not to have been met",
            Self::Defence => "What the council said",
            Self::Outcome => "Outcomes",
        }
    }

    /// Returns the meaning of the two numbers of its rows.
    pub const fn counts(self) -> &'static str {
        match self {
            Self::Council | Self::Service | Self::Nation | Self::Verdict => {
                "The second number is that of all audits counted."
            }
            Self::Flag => "It fired in so many of the audits whose answers decide it.",
            Self::Duty => {
                "They are counted of the audits where the duty applies and the answers decide it."
            }
            Self::Defence => "The council was heard, of the audits that put it or note a dispute.",
            Self::Outcome => {
                "A stage is counted of all audits, a reply of the audits in which a question was put."
            }
        }
    }
}

/// A number of a survey, with the audits behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SurveyCount {
    /// Its id: `flag:users-never-asked`.
    pub what: String,
    /// Its name.
    pub label: String,
    /// The audits that it counts, by their places in the survey.
    pub audits: Vec<usize>,
    /// The number of audits that it could have counted.
    pub of: usize,
    /// Number of those counted where the finding is still to be proved.
    pub unproved: usize,
    /// True if it fires in so many audits that it tells none from another.
    pub says_little: bool,
}

impl SurveyCount {
    /// Returns the remarks to its numbers.
    pub fn remarks(&self) -> Vec<String> {
        let mut remarks = Vec::new();
        if self.says_little {
            remarks.push("says little: it fires in more than 80 per cent".to_owned());
        }
        if self.unproved > 0 {
            remarks.push(format!("{} still to be proved", self.unproved));
        }
        remarks
    }
}

/// A section of a survey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SurveySection {
    /// Its topic.
    pub topic: SurveyTopic,
    /// Its rows, the largest count first; one that counts nothing has a denominator all the same.
    pub rows: Vec<SurveyCount>,
}

/// A count under way, by the key of its row.
struct Tally<K> {
    rows: BTreeMap<K, SurveyCount>,
}

impl<K: Ord> Tally<K> {
    const fn new() -> Self {
        Self {
            rows: BTreeMap::new(),
        }
    }

    /// Counts an audit in the denominator of a row, and in the row itself if it `holds`.
    fn add(&mut self, key: K, name: impl FnOnce() -> (String, String), at: usize, holds: bool) {
        let row = self.rows.entry(key).or_insert_with(|| {
            let (what, label) = name();
            SurveyCount {
                what,
                label,
                audits: Vec::new(),
                of: 0,
                unproved: 0,
                says_little: false,
            }
        });
        row.of += 1;
        if holds {
            row.audits.push(at);
        }
    }

    /// Notes that the audit counted last in a row still has to prove it.
    fn unproved(&mut self, key: &K) {
        if let Some(row) = self.rows.get_mut(key) {
            row.unproved += 1;
        }
    }

    fn section(self, topic: SurveyTopic) -> SurveySection {
        let mut rows: Vec<SurveyCount> = self.rows.into_values().collect();
        rows.sort_by(|a, b| {
            let key = |row: &SurveyCount| (usize::MAX - row.audits.len(), row.of);
            key(a).cmp(&key(b)).then_with(|| a.what.cmp(&b.what))
        });
        SurveySection { topic, rows }
    }
}

/// Folds rows into the sections of a survey.
pub(super) fn sections(library: &Library, rows: &[&SurveyRow]) -> Vec<SurveySection> {
    vec![
        of_all(rows, SurveyTopic::Council, |row| named(&row.council)),
        of_all(rows, SurveyTopic::Service, |row| named(&row.service)),
        of_all(rows, SurveyTopic::Nation, |row| {
            (word(row.nation), row.nation.label().to_owned())
        }),
        of_all(rows, SurveyTopic::Verdict, |row| {
            (word(row.verdict), row.verdict.label().to_owned())
        }),
        flags(library, rows),
        duties(library, rows),
        defences(library, rows),
        outcomes(rows),
    ]
}

fn word(one: impl crate::base::Word) -> String {
    one.word().to_owned()
}

fn named(name: &str) -> (String, String) {
    (folded(name), name.to_owned())
}

/// Counts every audit under one key; the key is the end of the row's id.
fn of_all(
    rows: &[&SurveyRow],
    topic: SurveyTopic,
    key: impl Fn(&SurveyRow) -> (String, String),
) -> SurveySection {
    let mut tally = Tally::new();
    for (at, row) in rows.iter().enumerate() {
        let (key, label) = key(row);
        let what = format!("{topic}:{key}");
        tally.add(key, || (what, label), at, true);
    }
    let mut section = tally.section(topic);
    for row in &mut section.rows {
        row.of = rows.len();
    }
    section
}

fn flags(library: &Library, rows: &[&SurveyRow]) -> SurveySection {
    let mut tally = Tally::new();
    for (at, row) in rows.iter().enumerate() {
        for one in &row.flags {
            let flag = library.flag(one.flag);
            let name = || {
                (
                    format!("{}:{}", SurveyTopic::Flag, flag.id),
                    flag.title.to_string(),
                )
            };
            tally.add(one.flag, name, at, one.fired.is_some());
            if one
                .fired
                .is_some_and(|(_, support)| support != Support::Shown)
            {
                tally.unproved(&one.flag);
            }
        }
    }
    let mut section = tally.section(SurveyTopic::Flag);
    for row in &mut section.rows {
        row.says_little = row.of >= SAYS_LITTLE_FROM && row.audits.len() * 5 > row.of * 4;
    }
    section
}

fn duties(library: &Library, rows: &[&SurveyRow]) -> SurveySection {
    let mut tally = Tally::new();
    for (at, row) in rows.iter().enumerate() {
        for one in &row.duties {
            let duty = library.requirement(one.requirement);
            let name = || {
                (
                    format!("{}:{}", SurveyTopic::Duty, duty.id),
                    duty.title.to_string(),
                )
            };
            tally.add(one.requirement, name, at, one.not_met.is_some());
            if one.not_met.is_some_and(|support| support != Support::Shown) {
                tally.unproved(&one.requirement);
            }
        }
    }
    tally.section(SurveyTopic::Duty)
}

fn defences(library: &Library, rows: &[&SurveyRow]) -> SurveySection {
    let mut tally = Tally::new();
    for (at, row) in rows.iter().enumerate() {
        for one in &row.defences {
            let question = library.question(one.question);
            let what = || format!("{}:{}", SurveyTopic::Defence, question.id);
            let name = || (what(), question.short.to_string());
            tally.add(one.question, name, at, one.is_heard());
        }
    }
    tally.section(SurveyTopic::Defence)
}

fn outcomes(rows: &[&SurveyRow]) -> SurveySection {
    let mut stages = Tally::new();
    let mut replies = Tally::new();
    for (at, row) in rows.iter().enumerate() {
        for stage in Stage::ALL {
            let what = format!("{}:{stage}", SurveyTopic::Outcome);
            let label = format!("stage: {}", stage.label());
            stages.add(*stage, || (what, label), at, row.stage == *stage);
        }
        for outcome in ReplyOutcome::ALL.iter().filter(|_| !row.puts.is_empty()) {
            let what = format!("{}:{outcome}", SurveyTopic::Outcome);
            let label = format!("a question put: {}", outcome.label());
            let holds = row.puts.iter().any(|put| put.outcome == *outcome);
            replies.add(*outcome, || (what, label), at, holds);
        }
    }
    let mut section = stages.section(SurveyTopic::Outcome);
    section
        .rows
        .extend(replies.section(SurveyTopic::Outcome).rows);
    section
}
