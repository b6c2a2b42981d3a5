//! The walk: the order of the questions, the filter, and the user's place.
//!
//! A filter is sticky: the rows are those that matched when the filter was applied. A row that
//! stops matching stays, to be drawn dimmed, until the filter is applied again.

use std::collections::BTreeSet;

use crate::audit::Audit;
use crate::base::Text;
use crate::base::Word as _;
use crate::base::word::words;
use crate::checklist::{Library, QuestionIx, QuestionKind, Status, Topic};
use crate::findings::{Because, Findings};
use crate::wording::core_audit;

words! {
    /// The order in which the questions are walked.
    pub enum WalkBy is "an order of walking" {
        /// Section by section.
        Section = "section",
        /// The core questions only: the core audit.
        Core = "core",
        /// The open questions, those that would settle most first.
        Next = "next-best",
        /// Topic by topic.
        Topic = "topic",
        /// One law letter by letter, the Code part by part.
        Instrument = "yardstick",
        /// The questions that somebody who was at the meeting can answer.
        Meeting = "meeting",
        /// The open questions by the documents' evidence: passages, possible mentions, silence.
        Papers = "papers",
    }
}

impl WalkBy {
    /// Returns the label of the order, for an audit with a number of core questions.
    pub fn label(self, core: usize) -> String {
        let label = match self {
            Self::Section => "section by section",
            Self::Core => return core_audit(core),
            Self::Next => "next best question: what would settle most comes first",
            Self::Topic => "topic by topic",
            Self::Meeting => "from memory: what somebody who was at the meeting can say",
            Self::Papers => "by what the papers say: passages found, or not one mention",
            Self::Instrument => "by law or standard: one law or code at a time",
        };
        label.to_owned()
    }
}

words! {
    /// The filter that selects the questions to show.
    pub enum Filter is "a filter" {
        /// All that are asked of this review.
        All = "all",
        /// Those without an answer that counts.
        Open = "open",
        /// Not met or partly met.
        Failed = "failed",
        /// No evidence, or withheld.
        Gaps = "gaps",
        /// Those that a fired flag rests on.
        Flagged = "flagged",
        /// Those with the account of the other side recorded.
        Contested = "contested",
        /// Those with a mistake to mend: no reason, no evidence, re-worded.
        ToMend = "to-mend",
        /// Those that the user has marked.
        Marked = "marked",
        /// Those with an answer that a finding rests on and that is not shown yet.
        ToProve = "to-prove",
        /// Those with evidence later than the decision, not settled yet.
        ToSettle = "to-settle",
        /// All that are asked of this review, and those kept for the full audit.
        Full = "full-audit",
        /// Every question of every checklist, even where nothing asks it of this review.
        Everything = "everything",
    }
}

impl Filter {
    /// Returns the label of the filter.
    pub const fn label(self) -> &'static str {
        match self {
            Self::All => "all questions asked of this review",
            Self::Open => "open: not answered yet",
            Self::Failed => "not met, or partly met",
            Self::Gaps => "no evidence, or withheld",
            Self::Flagged => "behind a flag",
            Self::Contested => "contested: both sides kept",
            Self::ToMend => "to fix: reason or evidence missing, re-worded",
            Self::Marked => "marked by you, to be answered or noted together",
            Self::ToProve => "to be proved: a finding rests on it, and it is not shown yet",
            Self::ToSettle => "to be settled: the paper is later than the decision",
            Self::Full => "the full audit: also the questions kept for it",
            Self::Everything => "everything, even what does not arise for this review",
        }
    }

    /// Returns true if it shows the questions that only the full audit asks.
    pub const fn is_full(self) -> bool {
        matches!(self, Self::Full | Self::Everything)
    }
}

/// The topics that somebody who was at the meeting can speak to, under what they witnessed.
pub(super) const AT_THE_MEETING: [(&str, &[Topic]); 3] = [
    ("How it was decided", &[Topic::Scrutiny, Topic::PreEmption]),
    (
        "Who was heard",
        &[Topic::UnionsAndStaff, Topic::Users, Topic::WeightToViews],
    ),
    ("What was asked", &[Topic::Challenge, Topic::Options]),
];

/// A group of questions in the walk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Its title.
    pub title: String,
    /// A sentence about it.
    pub about: Option<String>,
    /// Its questions.
    pub questions: Vec<QuestionIx>,
}

/// The user's place in the walk, with its order and filter.
#[derive(Debug, Clone)]
pub struct Walk {
    /// The order.
    pub by: WalkBy,
    /// The filter.
    pub filter: Filter,
    /// The groups, as of the last time order and filter were applied.
    pub groups: Vec<Group>,
    /// The index of the current group.
    pub group: usize,
    /// The index of the current row in it.
    pub row: usize,
    /// The groups of the last sweep through the documents.
    pub swept: Vec<Group>,
    /// The questions that the user has marked; they are no part of the audit.
    pub marks: BTreeSet<QuestionIx>,
}

impl Walk {
    /// Returns a walk section by section through all questions.
    pub fn new(library: &Library, audit: &Audit, findings: &Findings) -> Self {
        let mut walk = Self {
            by: WalkBy::Section,
            filter: Filter::All,
            groups: Vec::new(),
            group: 0,
            row: 0,
            swept: Vec::new(),
            marks: BTreeSet::new(),
        };
        walk.ask_again(library, audit, findings);
        walk
    }

    /// Returns the current question.
    pub fn at(&self) -> Option<QuestionIx> {
        self.groups
            .get(self.group)?
            .questions
            .get(self.row)
            .copied()
    }

    /// Returns true if a question still matches the filter.
    pub fn matches(
        &self,
        library: &Library,
        audit: &Audit,
        findings: &Findings,
        ix: QuestionIx,
    ) -> bool {
        match self.filter {
            Filter::Marked => self.marks.contains(&ix),
            filter => matches(filter, library, audit, findings, ix),
        }
    }

    /// Lays the groups out afresh, and stays at the current question if it is still there.
    pub fn ask_again(&mut self, library: &Library, audit: &Audit, findings: &Findings) {
        let here = self.at();
        let mut groups = if self.by == WalkBy::Papers {
            self.swept.clone()
        } else {
            groups(self.by, library, findings)
        };
        for group in &mut groups {
            group
                .questions
                .retain(|ix| self.matches(library, audit, findings, *ix));
        }
        groups.retain(|group| !group.questions.is_empty());
        self.groups = groups;
        if !here.is_some_and(|ix| self.go_to(ix)) {
            self.group = self.group.min(self.groups.len().saturating_sub(1));
            self.row = 0;
        }
    }

    /// Goes to a question. Returns true if it is in the walk.
    pub fn go_to(&mut self, ix: QuestionIx) -> bool {
        // The current group is searched first: a question may stand under many laws.
        let order = std::iter::once(self.group).chain(0..self.groups.len());
        for group in order {
            let row = self
                .groups
                .get(group)
                .and_then(|one| one.questions.iter().position(|question| *question == ix));
            if let Some(row) = row {
                self.group = group;
                self.row = row;
                return true;
            }
        }
        false
    }

    /// Moves some rows forward or back, across groups, as far as there are any.
    pub fn step(&mut self, forward: bool, by: usize) {
        let here: usize = self
            .groups
            .iter()
            .take(self.group)
            .map(|group| group.questions.len())
            .sum::<usize>()
            + self.row;
        let all: usize = self.groups.iter().map(|group| group.questions.len()).sum();
        let mut target = if forward {
            here.saturating_add(by).min(all.saturating_sub(1))
        } else {
            here.saturating_sub(by)
        };
        for (place, group) in self.groups.iter().enumerate() {
            if target < group.questions.len() {
                self.group = place;
                self.row = target;
                return;
            }
            target -= group.questions.len();
        }
    }

    /// Moves one group forward or back. Returns true if there was one.
    pub fn step_group(&mut self, forward: bool) -> bool {
        let target = if forward {
            self.group + 1
        } else {
            self.group.wrapping_sub(1)
        };
        if target < self.groups.len() {
            self.group = target;
            self.row = 0;
            true
        } else {
            false
        }
    }

    /// Goes to the next open question, round to the beginning if need be. Returns true if there is
    /// one.
    ///
    /// Dates, figures and choices are looked up, not walked: they are passed over unless the
    /// current question is one.
    pub fn next_open(&mut self, library: &Library, findings: &Findings) -> bool {
        let all: Vec<(usize, usize, QuestionIx)> = self
            .groups
            .iter()
            .enumerate()
            .flat_map(|(group, one)| {
                one.questions
                    .iter()
                    .enumerate()
                    .map(move |(row, ix)| (group, row, *ix))
            })
            .collect();
        let among_facts = self
            .at()
            .is_some_and(|ix| library.question(ix).kind != QuestionKind::Judgement);
        let here = all
            .iter()
            .position(|(group, row, _)| (*group, *row) == (self.group, self.row));
        let start = here.map_or(0, |at| at + 1);
        let found = all
            .iter()
            .skip(start)
            .chain(all.iter().take(start))
            .find(|(_, _, ix)| {
                let judged = library.question(*ix).kind == QuestionKind::Judgement;
                findings.answered(*ix).is_open() && (judged || among_facts)
            });
        if let Some((group, row, _)) = found {
            self.group = *group;
            self.row = *row;
            true
        } else {
            false
        }
    }
}

fn groups(by: WalkBy, library: &Library, findings: &Findings) -> Vec<Group> {
    let sections = |keep: &dyn Fn(QuestionIx) -> bool| {
        library
            .sections()
            .map(|(_, section)| Group {
                title: section.title.to_string(),
                about: section.about.as_ref().map(Text::to_string),
                questions: section
                    .questions
                    .iter()
                    .copied()
                    .filter(|ix| keep(*ix))
                    .collect(),
            })
            .collect::<Vec<_>>()
    };
    match by {
        WalkBy::Section => sections(&|_| true),
        WalkBy::Core => sections(&|ix| library.question(ix).core),
        WalkBy::Next => vec![Group {
            title: "Next best question".to_owned(),
            about: Some("What would settle most comes first.".to_owned()),
            questions: findings.next.clone(),
        }],
        WalkBy::Topic => Topic::ALL
            .iter()
            .map(|topic| Group {
                title: topic.title().to_owned(),
                about: None,
                questions: library
                    .walk()
                    .iter()
                    .copied()
                    .filter(|ix| library.question(*ix).topic == *topic)
                    .collect(),
            })
            .collect(),
        WalkBy::Papers => Vec::new(),
        WalkBy::Meeting => AT_THE_MEETING
            .iter()
            .map(|(title, topics)| Group {
                title: (*title).to_owned(),
                about: Some("What you saw and heard is evidence: say who can be asked.".to_owned()),
                questions: library
                    .walk()
                    .iter()
                    .copied()
                    .filter(|ix| topics.contains(&library.question(*ix).topic))
                    .collect(),
            })
            .collect(),
        WalkBy::Instrument => library
            .instruments()
            .into_iter()
            .map(|instrument| {
                let mut questions = Vec::new();
                for (ix, requirement) in library.requirements() {
                    if requirement.instrument != instrument || !findings.applies(ix).is_shown() {
                        continue;
                    }
                    for question in &requirement.questions {
                        if !questions.contains(question) {
                            questions.push(*question);
                        }
                    }
                }
                Group {
                    title: instrument.to_owned(),
                    about: None,
                    questions,
                }
            })
            .collect(),
    }
}

fn matches(
    filter: Filter,
    library: &Library,
    audit: &Audit,
    findings: &Findings,
    ix: QuestionIx,
) -> bool {
    let answered = findings.answered(ix);
    match filter {
        Filter::Everything => true,
        Filter::Full => findings.is_asked_in_full(ix),
        Filter::All => findings.is_asked(library, ix),
        Filter::Open => findings.is_asked(library, ix) && answered.is_open(),
        Filter::Failed => answered.status.is_some_and(Status::is_failing),
        Filter::Gaps => answered.status.is_some_and(Status::is_gap),
        Filter::Flagged => findings.all_fired().any(|fired| {
            fired
                .because
                .iter()
                .filter_map(Because::question)
                .any(|one| one == ix)
        }),
        Filter::Contested => audit
            .answer_of(library, ix)
            .is_some_and(|one| one.contested.is_some()),
        Filter::ToProve => findings.to_prove.iter().any(|one| one.question == ix),
        Filter::ToSettle => findings.to_settle.contains(&ix),
        // The walk itself knows the marks.
        Filter::Marked => false,
        Filter::ToMend => findings.lint_of(library, ix).next().is_some(),
    }
}
