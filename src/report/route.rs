//! Law that governs documents handed over today.
//!
//! A request or a call-in is made now, under the law of today, whatever the law was at the review's
//! own date.

use crate::checklist::applicability::applicability;
use crate::checklist::{Place, RequirementIx, Truth};

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
pub(super) fn usable(source: &Source<'_>, ix: RequirementIx) -> Option<Vec<String>> {
    let requirement = source.library.requirement(ix);
    if !requirement.force.is_law() || requirement.is_doubtful() {
        return None;
    }
    let applies = applicability(requirement, &today(source), Truth::True);
    (applies.is_shown() && applies.in_force).then_some(applies.unknown)
}

/// Returns the sentence that must follow a citation resting on our own reading of the text.
pub(super) fn reading(source: &Source<'_>, ix: RequirementIx) -> &'static str {
    if source.library.requirement(ix).our_reading {
        " This is our own reading of the text; compare it with the council’s own rule."
    } else {
        ""
    }
}

/// Returns the requirements behind a question that may be cited today, with the facts not known of
/// each.
pub(super) fn under(source: &Source<'_>, question: &str) -> Vec<(RequirementIx, Vec<String>)> {
    let Some(ix) = source.library.find_question(question) else {
        return Vec::new();
    };
    let decides = &source.library.question(ix).decides;
    decides
        .iter()
        .filter_map(|ix| usable(source, *ix).map(|unknown| (*ix, unknown)))
        .collect()
}
