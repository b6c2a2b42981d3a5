//! The things that a user holds when an audit begins, and the first thing to do that follows from them.
//!
//! It changes no answer: it sets what the case board proposes first, and the order of the walk.

use super::OpenAudit;
use super::board::NextStep;
use super::walk::{AT_THE_MEETING, WalkBy};
use crate::base::word::words;
use crate::checklist::{Library, QuestionKind};

words! {
    /// A thing that the user holds, or does not.
    pub enum Held is "a thing held" {
        /// The council's report.
        Report = "report",
        /// The memory of the meeting.
        Meeting = "meeting",
        /// The day of a decision that is near.
        Day = "day",
        /// No paper at all.
        Nothing = "nothing",
    }
}

impl OpenAudit {
    /// Returns the things to do first that follow from what the user holds.
    pub(super) fn steps_for_held(&self, library: &Library) -> Vec<NextStep> {
        let holds = |one: Held| self.held.contains(&one);
        let has_paper = self.audit().documents.iter().any(|one| one.path.is_some());
        let mut steps = Vec::new();
        // A clock that runs out soon is on the board already.
        if holds(Held::Day) && self.audit().answers.is_empty() {
            steps.push(NextStep::Days);
        }
        if holds(Held::Report) && !has_paper {
            steps.push(NextStep::AddPapers);
        }
        if holds(Held::Report) && has_paper && self.walk.by != WalkBy::Papers {
            let open = self.findings.core_open.len();
            steps.extend((open > 0).then_some(NextStep::SortByPapers));
        }
        if holds(Held::Meeting) {
            let asked = library.walk().iter().copied().find(|ix| {
                let question = library.question(*ix);
                AT_THE_MEETING
                    .iter()
                    .any(|(_, topics)| topics.contains(&question.topic))
                    && question.kind == QuestionKind::Judgement
                    && self.findings.is_asked(library, *ix)
                    && self.findings.answered(*ix).is_open()
            });
            steps.extend(asked.map(NextStep::Remember));
        }
        if holds(Held::Nothing) && !has_paper {
            steps.push(NextStep::AskForPapers);
        }
        steps
    }
}
