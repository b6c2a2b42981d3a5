//! The row of one audit in a survey.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::super::evaluate::World;
use super::super::support::Support;
use super::super::{Findings, Level, derive};
use super::judge::is_denied;
use crate::audit::{Audit, ReplyOutcome};
use crate::base::Digest;
use crate::base::digest::fold;
use crate::checklist::{
    AuthorityKind, FlagIx, Library, QuestionIx, RequirementIx, Stage, State, Status, Territory,
    VerdictId,
};

/// Digests by which versions of one audit are told from other audits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lineage {
    /// The digest of its journal's first line; none without a journal.
    pub origin: Option<Digest>,
    /// The head of its journal, or the one that a file without its journal was written from.
    pub head: Option<Digest>,
    /// Number of changes up to that head.
    pub changes: u64,
}

/// One audit in a survey, without a word that a person wrote but two names.
#[derive(Debug, Clone, PartialEq)]
pub struct SurveyRow {
    /// Digest by which the audit is known: the same for every version of it.
    pub key: String,
    /// Number of changes in its journal.
    pub changes: u64,
    /// The head of its journal, or the one that a file without its journal was written from.
    pub head: Option<Digest>,
    /// True if its journal is there.
    pub journalled: bool,
    /// The council.
    pub council: String,
    /// The service.
    pub service: String,
    /// The kind of authority.
    pub kind: AuthorityKind,
    /// The nation.
    pub nation: Territory,
    /// The stage of the review.
    pub stage: Stage,
    /// The day of the decision.
    pub decided: Option<NaiveDate>,
    /// The verdict on what is shown.
    pub verdict: VerdictId,
    /// Number of core questions asked here, and of those that are open.
    pub core: (usize, usize),
    /// The questions that are answered, with what counts of each answer.
    pub answers: Vec<SurveyedAnswer>,
    /// The flags that the answers decide.
    pub flags: Vec<SurveyedFlag>,
    /// The duties that apply and that the answers decide.
    pub duties: Vec<SurveyedDuty>,
    /// The questions on which the council was asked, or has had its say.
    pub defences: Vec<SurveyedDefence>,
    /// The questions that were put.
    pub puts: Vec<SurveyedPut>,
}

/// An answer in a survey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SurveyedAnswer {
    /// The question.
    pub question: QuestionIx,
    /// Its status; none where a date, figure or choice is given.
    pub status: Option<Status>,
    /// The proof under it.
    pub support: Support,
}

/// A flag in a survey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SurveyedFlag {
    /// The flag.
    pub flag: FlagIx,
    /// Its level and support if it fired.
    pub fired: Option<(Level, Support)>,
}

/// A duty in a survey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SurveyedDuty {
    /// The requirement.
    pub requirement: RequirementIx,
    /// Its state.
    pub state: State,
    /// The support of that state, if it appears not to have been met.
    pub not_met: Option<Support>,
}

/// The council's say on a question, in a survey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SurveyedDefence {
    /// The question.
    pub question: QuestionIx,
    /// Number of questions and points that were put on it.
    pub put: usize,
    /// Number of those that were answered.
    pub answered: usize,
    /// True if the other side's account is kept with the answer.
    pub contested: bool,
}

impl SurveyedDefence {
    /// Returns true if the council was heard on it.
    pub const fn is_heard(&self) -> bool {
        self.answered > 0 || self.contested
    }
}

/// A question that was put, in a survey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SurveyedPut {
    /// Its outcome.
    pub outcome: ReplyOutcome,
    /// True if it is a point of the right of reply.
    pub point: bool,
    /// The day it was put.
    pub on: Option<NaiveDate>,
    /// The day of the reply.
    pub replied: Option<NaiveDate>,
}

/// Returns a text as it is compared: folded, in lower case.
pub(super) fn folded(text: &str) -> String {
    fold(text).to_lowercase()
}

/// Returns the digest by which an audit is known in surveys.
///
/// Its journal's first line tells all versions of it from other audits; a copy that was made the audit
/// of another review has another council or service. Without a journal it is known by all it says.
fn key_of(audit: &Audit, lineage: &Lineage) -> String {
    let review = &audit.review;
    let origin = lineage.origin.as_ref().or(lineage.head.as_ref());
    let origin = origin.map_or_else(|| audit.to_toml(), |one| one.as_str().to_owned());
    let (council, service) = (folded(&review.authority), folded(&review.service));
    let text = format!("{origin}\n{council}\n{service}");
    let digest = Digest::of_bytes(text.as_bytes());
    digest.as_str().chars().skip(7).take(16).collect()
}

impl SurveyRow {
    /// Makes the row of an audit on a day.
    pub fn of(library: &Library, audit: &Audit, lineage: &Lineage, today: NaiveDate) -> Self {
        let findings = derive(library, audit, today);
        let facts = findings.facts(library, audit, today);
        let world = World {
            facts: &facts,
            applicability: &findings.applicability,
            standing: &findings.standing,
        };
        let review = &audit.review;
        Self {
            key: key_of(audit, lineage),
            changes: lineage.changes,
            head: lineage.head.clone(),
            journalled: lineage.origin.is_some(),
            council: fold(&review.authority),
            service: fold(&review.service),
            kind: review.kind,
            nation: review.territory,
            stage: review.stage,
            decided: review.decided,
            verdict: findings.verdict.id,
            core: (findings.core, findings.core_open.len()),
            answers: answers(library, &findings),
            flags: flags(library, &findings, &world),
            duties: duties(library, &findings),
            defences: defences(library, audit),
            puts: audit
                .puts
                .iter()
                .map(|put| SurveyedPut {
                    outcome: put.outcome,
                    point: put.is_point(),
                    on: put.on,
                    replied: put.replied,
                })
                .collect(),
        }
    }
}

fn answers(library: &Library, findings: &Findings) -> Vec<SurveyedAnswer> {
    let answered = library.walk().iter().filter_map(|ix| {
        let answered = findings.answered(*ix);
        (!answered.is_open()).then_some(SurveyedAnswer {
            question: *ix,
            status: answered.status,
            support: answered.support,
        })
    });
    answered.collect()
}

fn flags(library: &Library, findings: &Findings, world: &World<'_>) -> Vec<SurveyedFlag> {
    let decided = library.flags().filter_map(|(ix, flag)| {
        let fired = findings.fired(ix).map(|one| (one.level, one.support));
        (fired.is_some() || is_denied(world, &flag.when))
            .then_some(SurveyedFlag { flag: ix, fired })
    });
    decided.collect()
}

/// Returns the duties that certainly apply and that the answers decide.
///
/// One deciding question that is not met decides; otherwise each of them must be settled.
fn duties(library: &Library, findings: &Findings) -> Vec<SurveyedDuty> {
    let mut duties = Vec::new();
    for (ix, requirement) in library.requirements() {
        if !requirement.can_be_breached() || !findings.applies(ix).is_certain() {
            continue;
        }
        let state = findings.standing(ix).state;
        let is_open =
            |question: &QuestionIx| State::from(findings.answered(*question).status).is_unsettled();
        let settled = !requirement.questions.iter().any(is_open);
        if state == State::NotApplicable || !(settled || state == State::NotMet) {
            continue;
        }
        let not_met = findings.not_met.iter();
        let not_met = not_met.filter(|one| one.duty && one.requirement == ix);
        duties.push(SurveyedDuty {
            requirement: ix,
            state,
            not_met: not_met.map(|one| one.support).next(),
        });
    }
    duties
}

fn defences(library: &Library, audit: &Audit) -> Vec<SurveyedDefence> {
    let mut found: BTreeMap<QuestionIx, SurveyedDefence> = BTreeMap::new();
    let empty = |question: QuestionIx| SurveyedDefence {
        question,
        put: 0,
        answered: 0,
        contested: false,
    };
    for put in &audit.puts {
        let mut on: Vec<QuestionIx> = put
            .bears_on
            .iter()
            .filter_map(|id| library.find_current(id))
            .collect();
        on.sort_unstable();
        on.dedup();
        for ix in on {
            let defence = found.entry(ix).or_insert_with(|| empty(ix));
            defence.put += 1;
            defence.answered += usize::from(put.outcome == ReplyOutcome::Answered);
        }
    }
    for (ix, _) in library.questions() {
        let answer = audit.answer_of(library, ix);
        if answer.is_some_and(|one| one.contested.is_some()) {
            found.entry(ix).or_insert_with(|| empty(ix)).contested = true;
        }
    }
    found.into_values().collect()
}
