//! The row of an audit in a survey as it is kept for the next survey: with places instead of indexes.
//!
//! A place means something for the very checklists that the row was made with alone, and is looked at
//! when the row is taken up again: what does not fit gives no row.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::super::Level;
use super::super::support::Support;
use super::row::{
    SurveyRow, SurveyedAnswer, SurveyedDefence, SurveyedDuty, SurveyedFlag, SurveyedPut,
};
use crate::audit::ReplyOutcome;
use crate::base::Digest;
use crate::checklist::{
    AuthorityKind, FlagIx, Library, QuestionIx, RequirementIx, Stage, State, Status, Territory,
    VerdictId,
};

/// A row that can be kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KeptRow {
    key: String,
    changes: u64,
    head: Option<Digest>,
    journalled: bool,
    council: String,
    service: String,
    kind: AuthorityKind,
    nation: Territory,
    stage: Stage,
    decided: Option<NaiveDate>,
    verdict: VerdictId,
    core: (usize, usize),
    answers: Vec<(usize, Option<Status>, Support)>,
    flags: Vec<(usize, Option<(Level, Support)>)>,
    duties: Vec<(usize, State, Option<Support>)>,
    defences: Vec<(usize, usize, usize, bool)>,
    puts: Vec<(ReplyOutcome, bool, Option<NaiveDate>, Option<NaiveDate>)>,
}

impl From<&SurveyRow> for KeptRow {
    fn from(row: &SurveyRow) -> Self {
        Self {
            key: row.key.clone(),
            changes: row.changes,
            head: row.head.clone(),
            journalled: row.journalled,
            council: row.council.clone(),
            service: row.service.clone(),
            kind: row.kind,
            nation: row.nation,
            stage: row.stage,
            decided: row.decided,
            verdict: row.verdict,
            core: row.core,
            answers: (row.answers.iter())
                .map(|one| (one.question.place(), one.status, one.support))
                .collect(),
            flags: (row.flags.iter())
                .map(|one| (one.flag.place(), one.fired))
                .collect(),
            duties: (row.duties.iter())
                .map(|one| (one.requirement.place(), one.state, one.not_met))
                .collect(),
            defences: (row.defences.iter())
                .map(|one| (one.question.place(), one.put, one.answered, one.contested))
                .collect(),
            puts: (row.puts.iter())
                .map(|one| (one.outcome, one.point, one.on, one.replied))
                .collect(),
        }
    }
}

/// The entries of a library by their places.
#[derive(Debug)]
pub struct ByPlace {
    questions: Vec<QuestionIx>,
    flags: Vec<FlagIx>,
    requirements: Vec<RequirementIx>,
}

impl ByPlace {
    /// Returns the entries of a library.
    pub fn of(library: &Library) -> Self {
        Self {
            questions: library.questions().map(|(ix, _)| ix).collect(),
            flags: library.flags().map(|(ix, _)| ix).collect(),
            requirements: library.requirements().map(|(ix, _)| ix).collect(),
        }
    }

    /// Takes a row up again; none if it does not fit this library.
    pub fn row(&self, kept: KeptRow) -> Option<SurveyRow> {
        let question = |place: usize| self.questions.get(place).copied();
        let answers = kept.answers.into_iter().map(|(place, status, support)| {
            Some(SurveyedAnswer {
                question: question(place)?,
                status,
                support,
            })
        });
        let flags = kept.flags.into_iter().map(|(place, fired)| {
            let flag = *self.flags.get(place)?;
            Some(SurveyedFlag { flag, fired })
        });
        let duties = kept.duties.into_iter().map(|(place, state, not_met)| {
            Some(SurveyedDuty {
                requirement: *self.requirements.get(place)?,
                state,
                not_met,
            })
        });
        let defences = kept.defences.into_iter();
        let defences = defences.map(|(place, put, answered, contested)| {
            Some(SurveyedDefence {
                question: question(place)?,
                put,
                answered,
                contested,
            })
        });
        let puts = kept.puts.into_iter();
        let puts = puts.map(|(outcome, point, on, replied)| SurveyedPut {
            outcome,
            point,
            on,
            replied,
        });
        Some(SurveyRow {
            answers: answers.collect::<Option<_>>()?,
            flags: flags.collect::<Option<_>>()?,
            duties: duties.collect::<Option<_>>()?,
            defences: defences.collect::<Option<_>>()?,
            puts: puts.collect(),
            key: kept.key,
            changes: kept.changes,
            head: kept.head,
            journalled: kept.journalled,
            council: kept.council,
            service: kept.service,
            kind: kept.kind,
            nation: kept.nation,
            stage: kept.stage,
            decided: kept.decided,
            verdict: kept.verdict,
            core: kept.core,
        })
    }
}
