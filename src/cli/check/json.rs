//! The findings as JSON.
//!
//! The keys are a promise to other programs: more may be added, none taken away.

use chrono::NaiveDate;
use serde::Serialize;

use crate::audit::{Audit, Version};
use crate::base::DateSpan;
use crate::checklist::{
    About, Applies, AuthorityKind, Checked, Force, Library, QuestionIx, RequirementIx, State,
    Status, Territory, VerdictId,
};
use crate::cli::shown;
use crate::findings::{Because, Findings, Fired, Level, Support, Verdict};

/// The number of next questions listed.
const NEXT: usize = 10;

/// The output of `check` for a program.
#[derive(Debug, Serialize)]
pub(super) struct CheckJson<'a> {
    audit: AboutJson<'a>,
    verdict: VerdictJson<'a>,
    core: Core,
    flags: Vec<FlagJson<'a>>,
    breaches: Vec<NotMetJson<'a>>,
    departures: Vec<NotMetJson<'a>>,
    strengths: Vec<StrengthJson<'a>>,
    gaps: Vec<GapJson<'a>>,
    requirements: Vec<RequirementJson<'a>>,
    lint: Vec<LintJson<'a>>,
    next: Vec<&'a str>,
    recheck: Vec<&'a str>,
    to_settle: Vec<&'a str>,
    parked: &'a [String],
    merged: Vec<MergedJson<'a>>,
    asked: Vec<&'a str>,
    disputed: Vec<DisputedJson<'a>>,
}

/// A question that several people answered differently.
#[derive(Debug, Serialize)]
struct DisputedJson<'a> {
    question: &'a str,
    versions: &'a [Version],
}

/// An answer to a question that another has taken in.
#[derive(Debug, Serialize)]
struct MergedJson<'a> {
    id: &'a str,
    into: &'a str,
}

#[derive(Debug, Serialize)]
struct AboutJson<'a> {
    authority: &'a str,
    service: &'a str,
    territory: Territory,
    kind: AuthorityKind,
    decided: Option<NaiveDate>,
    judged: NaiveDate,
}

#[derive(Debug, Serialize)]
struct VerdictJson<'a> {
    id: VerdictId,
    says: &'a str,
    because: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    if_proved: Option<Box<VerdictJson<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to_prove: Option<Vec<ToProveJson<'a>>>,
}

impl<'a> VerdictJson<'a> {
    fn of(verdict: &'a Verdict) -> Self {
        Self {
            id: verdict.id,
            says: verdict.label(),
            because: &verdict.because,
            if_proved: None,
            to_prove: None,
        }
    }
}

#[derive(Debug, Serialize)]
struct ToProveJson<'a> {
    question: &'a str,
    support: Support,
    verdict: VerdictId,
    findings: usize,
}

#[derive(Debug, Serialize)]
struct NotMetJson<'a> {
    requirement: &'a str,
    citation: &'a str,
    support: Support,
    about: About,
}

#[derive(Debug, Serialize)]
struct Core {
    questions: usize,
    open: usize,
}

#[derive(Debug, Serialize)]
struct FlagJson<'a> {
    id: &'a str,
    level: Level,
    level_if_proved: Level,
    support: Support,
    title: &'a str,
    because: Vec<Reason<'a>>,
    rests_on: Vec<RestsOnJson<'a>>,
    precedents: Vec<&'a str>,
    contested: bool,
}

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Reason<'a> {
    Question { question: &'a str, status: State },
    Requirement { requirement: &'a str, state: State },
    Event { event: &'a str, date: DateSpan },
    Figure { figure: &'a str, value: f64 },
    Choice { choice: &'a str, option: &'a str },
}

#[derive(Debug, Serialize)]
struct RestsOnJson<'a> {
    requirement: &'a str,
    citation: &'a str,
    force: Force,
    check_before_relying: bool,
    arguable: bool,
    breached: bool,
}

#[derive(Debug, Serialize)]
struct StrengthJson<'a> {
    id: &'a str,
    support: Support,
    title: &'a str,
    because: Vec<Reason<'a>>,
}

#[derive(Debug, Serialize)]
struct GapJson<'a> {
    question: &'a str,
    status: Status,
    support: Support,
}

#[derive(Debug, Serialize)]
struct RequirementJson<'a> {
    id: &'a str,
    citation: &'a str,
    force: Force,
    applies: Applies,
    why: String,
    state: State,
    instrument: &'a str,
    checked: Checked,
    check_before_relying: bool,
    breach: bool,
}

#[derive(Debug, Serialize)]
struct LintJson<'a> {
    rule: &'a str,
    question: Option<&'a str>,
    says: &'a str,
}

/// Returns the findings, ready to be written.
pub(super) fn of<'a>(
    library: &'a Library,
    audit: &'a Audit,
    findings: &'a Findings,
) -> CheckJson<'a> {
    let id = |ix: QuestionIx| library.question(ix).id.as_str();
    let review = &audit.review;
    CheckJson {
        audit: AboutJson {
            authority: &review.authority,
            service: &review.service,
            territory: review.territory,
            kind: review.kind,
            decided: review.decided,
            judged: findings.place.judged,
        },
        verdict: VerdictJson {
            if_proved: Some(Box::new(VerdictJson::of(&findings.if_proved))),
            to_prove: Some(
                findings
                    .to_prove
                    .iter()
                    .map(|one| ToProveJson {
                        question: id(one.question),
                        support: one.support,
                        verdict: one.verdict,
                        findings: one.findings,
                    })
                    .collect(),
            ),
            ..VerdictJson::of(&findings.verdict)
        },
        core: Core {
            questions: findings.core,
            open: findings.core_open.len(),
        },
        breaches: not_met(library, findings, true),
        departures: not_met(library, findings, false),
        flags: findings
            .all_fired()
            .map(|fired| flag(library, findings, fired, review.territory))
            .collect(),
        strengths: findings
            .strengths
            .iter()
            .map(|held| {
                let strength = library.strength(held.strength);
                StrengthJson {
                    id: &strength.id,
                    support: held.support,
                    title: &strength.title,
                    because: reasons(library, findings, &held.because),
                }
            })
            .collect(),
        gaps: findings
            .gaps
            .iter()
            .map(|gap| GapJson {
                question: id(gap.question),
                status: gap.status,
                support: findings.answered(gap.question).support,
            })
            .collect(),
        requirements: shown::requirements(library, review.territory)
            .map(|(ix, _)| requirement(library, findings, ix))
            .collect(),
        lint: findings
            .lint
            .iter()
            .map(|lint| LintJson {
                rule: lint.rule.id(),
                question: lint.question.map(id),
                says: &lint.message,
            })
            .collect(),
        next: findings.next.iter().take(NEXT).map(|ix| id(*ix)).collect(),
        recheck: shown::rechecks(library, findings).map(id).collect(),
        to_settle: findings.to_settle.iter().copied().map(id).collect(),
        parked: &findings.orphaned,
        merged: library
            .merged()
            .iter()
            .filter(|one| audit.answer(&one.id).is_some())
            .map(|one| MergedJson {
                id: &one.id,
                into: id(one.into),
            })
            .collect(),
        asked: library
            .walk()
            .iter()
            .filter(|ix| findings.is_asked(library, **ix))
            .map(|ix| id(*ix))
            .collect(),
        disputed: audit
            .disputed()
            .map(|(question, versions)| DisputedJson { question, versions })
            .collect(),
    }
}

/// Returns the requirements that appear not to have been met: breaches, or all others.
fn not_met<'a>(library: &'a Library, findings: &Findings, breach: bool) -> Vec<NotMetJson<'a>> {
    findings
        .not_met
        .iter()
        .filter(|one| one.is_breach() == breach)
        .map(|one| {
            let requirement = library.requirement(one.requirement);
            NotMetJson {
                requirement: &requirement.id,
                citation: requirement.cited(&findings.place),
                support: one.support,
                about: requirement.about,
            }
        })
        .collect()
}

fn flag<'a>(
    library: &'a Library,
    findings: &'a Findings,
    fired: &'a Fired,
    here: Territory,
) -> FlagJson<'a> {
    let flag = library.flag(fired.flag);
    FlagJson {
        id: &flag.id,
        level: fired.level,
        level_if_proved: fired.if_proved,
        support: fired.support,
        title: &flag.title,
        because: reasons(library, findings, &fired.because),
        rests_on: fired
            .rests_on
            .iter()
            .map(|ix| {
                let requirement = library.requirement(*ix);
                RestsOnJson {
                    requirement: &requirement.id,
                    citation: requirement.cited(&findings.place),
                    force: requirement.force,
                    check_before_relying: requirement.is_doubtful(),
                    arguable: requirement.our_reading,
                    breached: fired.breaches.contains(ix),
                }
            })
            .collect(),
        precedents: shown::precedents(library, &flag.precedents, here)
            .map(|one| one.id.as_str())
            .collect(),
        contested: fired.contested,
    }
}

fn reasons<'a>(
    library: &'a Library,
    findings: &'a Findings,
    because: &'a [Because],
) -> Vec<Reason<'a>> {
    let id = |ix: QuestionIx| library.question(ix).id.as_str();
    shown::because(findings, because)
        .map(|one| match one {
            Because::Question { question, state } => Reason::Question {
                question: id(*question),
                status: *state,
            },
            Because::Requirement { requirement, state } => Reason::Requirement {
                requirement: &library.requirement(*requirement).id,
                state: *state,
            },
            Because::Event { event, when } => Reason::Event {
                event: shown::event_id(library, *event),
                date: *when,
            },
            Because::Figure { question, value } => Reason::Figure {
                figure: id(*question),
                value: *value,
            },
            Because::Choice { question, option } => Reason::Choice {
                choice: id(*question),
                option,
            },
        })
        .collect()
}

fn requirement<'a>(
    library: &'a Library,
    findings: &'a Findings,
    ix: RequirementIx,
) -> RequirementJson<'a> {
    let requirement = library.requirement(ix);
    let applies = findings.applies(ix);
    RequirementJson {
        id: &requirement.id,
        citation: requirement.cited(&findings.place),
        force: requirement.force,
        applies: applies.applies,
        why: findings.why(library, ix),
        state: findings.standing(ix).state,
        instrument: &requirement.instrument,
        checked: requirement.checked,
        check_before_relying: requirement.is_doubtful(),
        breach: findings.breaches.contains(&ix),
    }
}
