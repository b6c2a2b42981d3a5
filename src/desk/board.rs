//! The case board: where an audit has got to, and the next things worth doing.
//!
//! It is worked out from the findings whenever it is drawn or used; nothing of it is kept.

use super::OpenAudit;
use crate::audit::Answer;
use crate::checklist::{Library, QuestionIx, QuestionKind, VerdictId};
use crate::findings::{Level, Support};
use crate::wording::count;

/// The number of things that the board proposes.
pub const STEPS: usize = 3;

/// Days before the end of a time limit from which it comes first.
const SOON: i64 = 21;

/// A thing worth doing next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NextStep {
    /// A time limit runs out soon.
    TimeLimit,
    /// The council's own rules say how long a recent decision can be called in.
    CallInRules,
    /// People differ on answers, the first of them on this question.
    Agree(QuestionIx, usize),
    /// No paper of the council's is added.
    AddPapers,
    /// The next core question without an answer.
    Answer(QuestionIx),
    /// Answers that a finding rests on are not shown yet.
    Prove(usize),
    /// Evidence is later than the decision.
    Settle(usize),
    /// The record has mistakes.
    Fix(usize),
    /// Everything is ready for a paper.
    Write,
    /// The days that count before a decision.
    Days,
    /// The questions are sorted by what the papers say.
    SortByPapers,
    /// The next question that somebody who was at the meeting can answer.
    Remember(QuestionIx),
    /// The council is asked for its papers.
    AskForPapers,
    /// An open question beyond the core.
    Further(QuestionIx),
}

impl NextStep {
    /// Returns it in one line: an instruction.
    pub fn label(self, library: &Library, open: &OpenAudit) -> String {
        let short = |ix: QuestionIx| library.question(ix).short.as_str();
        match self {
            Self::TimeLimit => {
                let next = open.timeline.next.as_ref();
                let says = next.map(super::timeline::NextLimit::in_full);
                format!("Look at the time limit: {}", says.unwrap_or_default())
            }
            Self::CallInRules => {
                "Fill in the council’s rules on call-in: time may be short".to_owned()
            }
            Self::Agree(ix, 1) => format!("Agree on an answer: {}", short(ix)),
            Self::Agree(ix, many) => {
                format!("Agree on {many} answers, the first: {}", short(ix))
            }
            Self::AddPapers => "Add the council’s report, so that it can be searched".to_owned(),
            Self::Answer(ix) => format!("Answer the next core question: {}", short(ix)),
            Self::Further(ix) => format!("Answer a further question: {}", short(ix)),
            Self::Prove(many) => format!(
                "Prove {} that a finding rests on",
                count(many, "answer", "answers")
            ),
            Self::Settle(many) => format!(
                "Say which time a later paper is about, for {}",
                count(many, "answer", "answers")
            ),
            Self::Fix(many) => format!(
                "Fix {} in your record before you send anything",
                count(many, "point", "points")
            ),
            Self::Days => "See how many days are left, and what must be done by when".to_owned(),
            Self::SortByPapers => "Sort the questions by what the papers say".to_owned(),
            Self::Remember(ix) => format!("Say what you saw at the meeting: {}", short(ix)),
            Self::AskForPapers => "Ask the council for its papers: the letter is ready".to_owned(),
            Self::Write => "Write the two-page briefing, then the submission".to_owned(),
        }
    }
}

/// A section on the board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoardSection<'l> {
    /// Its title.
    pub title: &'l str,
    /// Its questions that are asked of this review.
    pub questions: Vec<QuestionIx>,
    /// The number of those with an answer that counts.
    pub answered: usize,
}

/// Numbers of answers: given, shown, quoted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AnswerCounts {
    /// Questions asked of this review.
    pub asked: usize,
    /// Those with an answer that counts.
    pub answered: usize,
    /// Of these, those whose evidence anybody can look up.
    pub shown: usize,
    /// Of these, those with a quotation.
    pub quoted: usize,
}

/// A level of findings with its numbers: shown, and still to be proved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LevelCount {
    /// The level.
    pub level: Level,
    /// Findings that are shown.
    pub shown: usize,
    /// Findings that rest on answers still to be proved.
    pub to_prove: usize,
}

impl OpenAudit {
    /// Returns the next things worth doing, at most [`STEPS`].
    pub fn next_steps(&self, library: &Library) -> Vec<NextStep> {
        let (findings, audit) = (&self.findings, self.audit());
        let mut steps = Vec::new();
        let soon = |next: &super::timeline::NextLimit| next.left <= SOON;
        if self.timeline.next.as_ref().is_some_and(soon) {
            steps.push(NextStep::TimeLimit);
        }
        let disputed: Vec<QuestionIx> = library
            .walk()
            .iter()
            .copied()
            .filter(|ix| {
                audit
                    .answer_of(library, *ix)
                    .and_then(Answer::disputed)
                    .is_some()
            })
            .collect();
        if let Some(first) = disputed.first() {
            steps.push(NextStep::Agree(*first, disputed.len()));
        }
        for step in self.steps_for_held(library) {
            let told = step == NextStep::Days && steps.contains(&NextStep::TimeLimit);
            if !told {
                steps.push(step);
            }
        }
        if self.timeline.wants_rules && self.path.is_some() {
            let clocks = |step: &&NextStep| matches!(step, NextStep::TimeLimit | NextStep::Days);
            let at = steps.iter().take_while(clocks).count();
            steps.insert(at, NextStep::CallInRules);
        }
        let has_paper = audit.documents.iter().any(|paper| paper.path.is_some());
        if !has_paper && self.path.is_some() && !steps.contains(&NextStep::AddPapers) {
            steps.push(NextStep::AddPapers);
        }
        // Where the user is in the walk goes before the order of the questions.
        let mut open = findings.core_open.iter().copied();
        let here = self.walk.at().filter(|ix| findings.core_open.contains(ix));
        let here = here.filter(|ix| !disputed.contains(ix));
        if let Some(ix) = here.or_else(|| open.find(|ix| !disputed.contains(ix))) {
            steps.push(NextStep::Answer(ix));
        }
        let counted = |many: usize, step: fn(usize) -> NextStep| (many > 0).then(|| step(many));
        steps.extend(counted(findings.to_prove.len(), NextStep::Prove));
        steps.extend(counted(findings.to_settle.len(), NextStep::Settle));
        steps.extend(counted(self.to_fix(), NextStep::Fix));
        let has_ground = !matches!(
            findings.verdict.id,
            VerdictId::TooEarly | VerdictId::NoGround
        );
        if findings.core_open.is_empty() && has_ground {
            steps.push(NextStep::Write);
        }
        if findings.core_open.is_empty() {
            steps.extend(findings.next.first().copied().map(NextStep::Further));
        }
        steps.truncate(STEPS);
        steps
    }

    /// Returns the sections with the questions that are asked of this review; those without one are
    /// left out.
    pub fn board_sections<'l>(&self, library: &'l Library) -> Vec<BoardSection<'l>> {
        let findings = &self.findings;
        library
            .sections()
            .map(|(_, section)| {
                let asked = section.questions.iter().copied();
                let questions: Vec<QuestionIx> =
                    asked.filter(|ix| findings.is_asked(library, *ix)).collect();
                let answered = questions
                    .iter()
                    .filter(|ix| !findings.answered(**ix).is_open());
                BoardSection {
                    title: &section.title,
                    answered: answered.count(),
                    questions,
                }
            })
            .filter(|section| !section.questions.is_empty())
            .collect()
    }

    /// Returns the numbers of answers.
    pub fn progress(&self, library: &Library) -> AnswerCounts {
        let mut found = AnswerCounts::default();
        for ix in library.walk() {
            if !self.findings.is_asked(library, *ix) {
                continue;
            }
            found.asked += 1;
            let answered = self.findings.answered(*ix);
            if answered.is_open() {
                continue;
            }
            found.answered += 1;
            found.shown += usize::from(answered.support == Support::Shown);
            let quotes = |answer: &Answer| answer.evidence.iter().any(|one| one.quote.is_some());
            let answer = self.audit().answer_of(library, *ix);
            found.quoted += usize::from(answer.is_some_and(quotes));
        }
        found
    }

    /// Returns the findings of each level, the gravest first.
    pub fn level_counts(&self) -> Vec<LevelCount> {
        let levels = [
            Level::Breach,
            Level::Undermines,
            Level::Departure,
            Level::Gap,
        ];
        let unproved = |level| {
            self.findings
                .unproved
                .iter()
                .filter(move |one| one.level == level)
        };
        levels
            .into_iter()
            .map(|level| LevelCount {
                level,
                shown: self.findings.count(level),
                to_prove: unproved(level).count(),
            })
            .collect()
    }

    /// Returns the first open judgement of a section, or its first question.
    pub fn first_of_section(&self, library: &Library, row: usize) -> Option<QuestionIx> {
        let section = self.board_sections(library).into_iter().nth(row)?;
        let open = |ix: &&QuestionIx| {
            self.findings.answered(**ix).is_open()
                && library.question(**ix).kind == QuestionKind::Judgement
        };
        let questions = &section.questions;
        questions.iter().find(open).or(questions.first()).copied()
    }

    /// Returns the rows of the board: the steps, then the sections.
    pub fn board_rows(&self, library: &Library) -> usize {
        self.next_steps(library).len() + self.board_sections(library).len()
    }
}
