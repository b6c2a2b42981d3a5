//! The part of the findings that is shown to a reader in one nation, and its wording.
//!
//! A Scottish audit prints no English citation anywhere: requirements of other nations alone are
//! left out, and so are judgments of courts that do not bind here.

use crate::checklist::condition::EventRef;
use crate::checklist::{
    Library, Place, Precedent, PrecedentIx, QuestionIx, Requirement, RequirementIx, Territory,
};
use crate::findings::{Because, Findings};

/// Returns the requirements that are, were or will be a rule of this nation, in force or not.
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

/// Returns the precedents of a finding that may be cited in this nation.
pub(super) fn precedents<'l>(
    library: &'l Library,
    precedents: &'l [PrecedentIx],
    here: Territory,
) -> impl Iterator<Item = &'l Precedent> {
    precedents
        .iter()
        .map(|ix| library.precedent(*ix))
        .filter(move |one| !one.court || one.territory.shares_courts(here))
}

/// Returns the reasons of a finding, without requirements that do not apply here.
pub(super) fn because<'f>(
    findings: &'f Findings,
    because: &'f [Because],
) -> impl Iterator<Item = &'f Because> {
    because.iter().filter(|one| match one {
        Because::Requirement { requirement, .. } => findings.applies(*requirement).is_shown(),
        _ => true,
    })
}

/// Returns the questions re-worded since they were answered, in the order of the walk.
pub(super) fn rechecks(library: &Library, findings: &Findings) -> impl Iterator<Item = QuestionIx> {
    library
        .walk()
        .iter()
        .copied()
        .filter(|ix| findings.answered(*ix).recheck)
}

/// Returns the id of an event: its question's, or `decided`.
pub(super) fn event_id(library: &Library, event: EventRef) -> &str {
    match event {
        EventRef::Decided => "decided",
        EventRef::Question(ix) => &library.question(ix).id,
    }
}

/// Formats a citation of a requirement, as it is at a place if one is known, with its force and its
/// caveats.
pub(super) fn cite(requirement: &Requirement, place: Option<&Place>) -> String {
    let mut remarks = vec![requirement.force.label().to_owned()];
    remarks.extend(standing(requirement));
    format!(
        "{}: {} ({})",
        place.map_or(requirement.citation.as_str(), |place| requirement
            .cited(place)),
        requirement.title,
        remarks.join("; ")
    )
}

/// Returns the caveats of a requirement.
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
