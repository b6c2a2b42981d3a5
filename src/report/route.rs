//! Law that governs what is handed over today: a request or a call-in is made now, under the law
//! of today, whatever the law of the review's own date was.

use crate::checklist::applicability::applicability;
use crate::checklist::{Place, RequirementIx, Truth};

use super::Source;

/// The place of the review on the day of the document.
fn today(source: &Source<'_>) -> Place {
    Place {
        judged: source.meta.today,
        decided: false,
        first: None,
        last: None,
        ..source.findings.place
    }
}

/// Whether a requirement may be cited for something done today at this place, and what is not
/// known about that. The act itself is what calls it into play, so its own condition is taken as
/// met. None where it is not in force here, is not law, or has to be checked first. What is our
/// own reading has to be said to be so wherever it is cited: see [`reading`].
pub(super) fn usable(source: &Source<'_>, ix: RequirementIx) -> Option<Vec<String>> {
    let requirement = source.library.requirement(ix);
    if !requirement.force.is_law() || requirement.is_doubtful() {
        return None;
    }
    let applies = applicability(requirement, &today(source), Truth::True);
    (applies.is_shown() && applies.in_force).then_some(applies.unknown)
}

/// What has to stand beside a citation that rests on our own reading of the text.
pub(super) fn reading(source: &Source<'_>, ix: RequirementIx) -> &'static str {
    if source.library.requirement(ix).our_reading {
        " This is our own reading of the text; set the council’s own rule beside it."
    } else {
        ""
    }
}

/// The requirements deciding a question that may be cited today, with what is not known of each.
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
