//! The fixed sentences that ask for something where no flag has words of its own.
//!
//! They fit the verdict, the recommendation and what has happened by today, so that no paper asks for
//! what cannot be had any more, or against what it found.

use crate::audit::Value;
use crate::checklist::{Stage, Status};
use crate::findings::Level;

use super::Source;

/// Recommendations by which the council itself provides the service.
const IN_HOUSE: [&str; 3] = ["keep", "improve-in-house", "bring-in-house"];

fn value<'s>(source: &Source<'s>, id: &str) -> Option<&'s Value> {
    let ix = source.library.find_question(id)?;
    source.findings.answered(ix).value.as_ref()
}

/// Returns true if it is too late for the service to go on as it was: the contract is signed, or the
/// decision is carried out.
fn is_carried_out(source: &Source<'_>) -> bool {
    let signed = match value(source, "contract-signed") {
        Some(Value::Date(when)) => when.latest(),
        _ => None,
    };
    source.audit.review.stage == Stage::Implemented
        || signed.is_some_and(|day| day <= source.meta.today)
}

/// Returns true if the review recommended that the council itself provides the service.
fn is_in_house(source: &Source<'_>) -> bool {
    matches!(value(source, "recommendation"), Some(Value::Option(id)) if IN_HOUSE.contains(&id.as_str()))
}

/// Returns true if the in-house option was judged on the same terms as the rest.
fn is_judged_alike(source: &Source<'_>) -> bool {
    let ix = source.library.find_question("options.in-house-equal");
    ix.is_some_and(|ix| source.findings.answered(ix).status == Some(Status::Met))
}

/// Returns what any point of a level can be asked.
pub(super) fn of_level(source: &Source<'_>, level: Level) -> &'static str {
    match level {
        Level::Breach | Level::Undermines if is_carried_out(source) => {
            "Show how this was met, or report to members what will be done about it now."
        }
        Level::Breach | Level::Undermines => {
            "Show how this was met, or take the decision again once it is."
        }
        Level::Departure | Level::Gap => "Show how this was met, or say why it was not.",
    }
}

/// Returns what is asked for until the points are answered, if anything can still wait for them.
pub(super) fn meanwhile(source: &Source<'_>, has_grounds: bool) -> Option<&'static str> {
    let may_wait = !is_carried_out(source) && (has_grounds || !is_in_house(source));
    may_wait.then_some("Until these points are answered, we ask that the service goes on as it is.")
}

/// Returns what is proposed in place of the decision where neither the user nor a ground on the
/// options has words for it.
pub(super) fn instead(source: &Source<'_>, has_grounds: bool) -> &'static str {
    match (has_grounds, is_carried_out(source)) {
        (false, _) => {
            "We have found no ground of challenge, and propose no other decision. We ask for what \
             this paper names, and no more."
        }
        (true, carried_out) if is_in_house(source) || is_judged_alike(source) => {
            if carried_out {
                "We ask that these points are answered, and that members are told what follows \
                 from the answers."
            } else {
                "We ask that the decision is taken once these points have been answered, and \
                 on the answers."
            }
        }
        (true, true) => {
            "We ask that an improved service of the council’s own is worked out with the people who \
             provide and use the service, and compared with the new arrangement on the same terms \
             before its first break point."
        }
        (true, false) => {
            "We ask that an improved service where it is now is worked out with the people who \
             provide and use it, and compared with every other option on the same terms."
        }
    }
}
