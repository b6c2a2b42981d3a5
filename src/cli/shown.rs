//! What of the findings is shown to a reader in one nation, and in which words.
//!
//! A Scottish audit prints no English citation anywhere: requirements of other nations alone are
//! left out, and so are judgments of courts that do not bind here.

use crate::checklist::condition::EventRef;
use crate::checklist::{
    Library, Precedent, PrecedentIx, QuestionIx, Requirement, RequirementIx, Territory,
};
use crate::findings::{Because, Findings};

/// The requirements that are, were or will be a rule of this nation, in force or not.
pub(super) fn requirements(
    library: &Library,
    here: Territory,
) -> impl Iterator<Item = (RequirementIx, &Requirement)> {
    library.requirements().filter(move |(_, requirement)| {
        requirement
            .in_force
            .iter()
            .any(|span| span.territories.contains(&here))
    })
}

/// The precedents of a finding that may be cited in this nation. England and Wales share courts.
pub(super) fn precedents<'l>(
    library: &'l Library,
    precedents: &'l [PrecedentIx],
    here: Territory,
) -> impl Iterator<Item = &'l Precedent> {
    let courts = |territory| match territory {
        Territory::Wales => Territory::England,
        other => other,
    };
    precedents
        .iter()
        .map(|ix| library.precedent(*ix))
        .filter(move |one| !one.court || courts(one.territory) == courts(here))
}

/// The reasons of a finding; a requirement that does not apply here is none.
pub(super) fn because<'f>(
    findings: &'f Findings,
    because: &'f [Because],
) -> impl Iterator<Item = &'f Because> {
    because.iter().filter(|one| match one {
        Because::Requirement { requirement, .. } => findings.applies(*requirement).is_shown(),
        _ => true,
    })
}

/// The questions that were re-worded since they were answered, in the order of walking.
pub(super) fn rechecks(library: &Library, findings: &Findings) -> impl Iterator<Item = QuestionIx> {
    library
        .walk()
        .iter()
        .copied()
        .filter(|ix| findings.answered(*ix).recheck)
}

/// The id of an event: its question's, or `decided`.
pub(super) fn event_id(library: &Library, event: EventRef) -> &str {
    match event {
        EventRef::Decided => "decided",
        EventRef::Question(ix) => &library.question(ix).id,
    }
}

/// A requirement as it is cited, with its force and what is to be known before it is used.
pub(super) fn cite(requirement: &Requirement) -> String {
    let mut remarks = vec![requirement.force.says().to_owned()];
    remarks.extend(standing(requirement));
    format!(
        "{}: {} ({})",
        requirement.citation,
        requirement.title,
        remarks.join("; ")
    )
}

/// What is to be known about a requirement before it is used.
pub(super) fn standing(requirement: &Requirement) -> Vec<String> {
    let mut remarks = Vec::new();
    if requirement.our_reading {
        remarks.push("our own reading: arguable".to_owned());
    }
    match requirement.standing.caption() {
        Some(caption) => {
            remarks.push(caption.to_owned());
            if requirement.is_doubtful() && !caption.contains("check before relying") {
                remarks.push("check before relying".to_owned());
            }
        }
        None if requirement.is_doubtful() => remarks.push("check before relying".to_owned()),
        None => {}
    }
    remarks
}
