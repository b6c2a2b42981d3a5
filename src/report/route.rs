//! Law that governs documents handed over today.
//!
//! A request or a call-in is made now, under the law of today, whatever the law was at the review's
//! own date.

use crate::checklist::applicability::applicability;
use crate::checklist::{DeadlineIx, Place, RequirementIx, Truth};

use super::Source;

/// Returns the place of the review, on the day of the document.
fn today(source: &Source<'_>) -> Place {
    Place {
        judged: source.meta.today,
        decided: false,
        first: None,
        last: None,
        ..source.findings.place
    }
}

/// Returns the facts not known about a requirement that may be cited for an act of today.
///
/// The act itself brings it into play, so its own condition is taken as met. `None` if it is not in
/// force here, is not law, or has to be checked first. If it is our own reading, that has to be
/// said wherever it is cited: see [`reading`].
pub(super) fn usable(source: &Source<'_>, ix: RequirementIx) -> Option<Vec<&'static str>> {
    if source.library.requirement(ix).is_doubtful() {
        return None;
    }
    in_force(source, ix)
}

/// Returns the facts not known about a requirement that is in force today, doubtful or not.
fn in_force(source: &Source<'_>, ix: RequirementIx) -> Option<Vec<&'static str>> {
    let requirement = source.library.requirement(ix);
    if !requirement.force.is_law() {
        return None;
    }
    let applies = applicability(requirement, &today(source), Truth::True);
    (applies.is_shown() && applies.in_force).then_some(applies.unknown)
}

/// Returns the sentence that must follow a citation resting on our own reading of the text.
pub(super) fn reading(source: &Source<'_>, ix: RequirementIx) -> &'static str {
    if source.library.requirement(ix).our_reading {
        " This is our own reading of the text."
    } else {
        ""
    }
}

/// Returns the requirements behind a question that may be cited today, with the facts not known of
/// each.
pub(super) fn under(
    source: &Source<'_>,
    question: &str,
) -> Vec<(RequirementIx, Vec<&'static str>)> {
    let Some(ix) = source.library.find_question(question) else {
        return Vec::new();
    };
    let decides = &source.library.question(ix).decides;
    decides
        .iter()
        .filter_map(|ix| usable(source, *ix).map(|unknown| (*ix, unknown)))
        .collect()
}

/// Returns the time limits for a reply to a request made today on the ground of a question, each once.
///
/// A time limit has a check level of its own, so one may be known for a law whose other words are not.
pub(super) fn replies(source: &Source<'_>, question: &str) -> Vec<DeadlineIx> {
    let Some(ix) = source.library.find_question(question) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for ix in &source.library.question(ix).decides {
        if let Some(reply) = source.library.requirement(*ix).reply
            && in_force(source, *ix).is_some()
            && !found.contains(&reply)
        {
            found.push(reply);
        }
    }
    found
}
