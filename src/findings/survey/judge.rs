//! Decision of a flag by the answers: fired, silent, or open; and whether it can arise at all.

use crate::checklist::condition::{Condition, EventTest, Truth};

use super::super::evaluate::{World, plain_truth};

/// Evaluates a condition whose tests have these truths.
fn truth_of(condition: &Condition, leaf: &dyn Fn(&Condition) -> Truth) -> Truth {
    match condition {
        Condition::All(list) => Truth::all(list.iter().map(|one| truth_of(one, leaf))),
        Condition::Any(list) => Truth::any(list.iter().map(|one| truth_of(one, leaf))),
        Condition::Not(inner) => !truth_of(inner, leaf),
        Condition::AtLeast(count, list) => {
            Truth::at_least(*count, list.iter().map(|one| truth_of(one, leaf)))
        }
        other => leaf(other),
    }
}

/// Returns true if the answers decide that a condition does not hold, and others could have made it
/// hold: in this nation, for this kind of authority, under the requirements that apply.
///
/// A date that is not given decides nothing here, though a condition may ask for its absence.
pub(super) fn is_denied(world: &World<'_>, condition: &Condition) -> bool {
    let by_answers = truth_of(condition, &|leaf| match leaf {
        Condition::Event(event, EventTest::Known(_)) if world.facts.span(*event).is_none() => {
            Truth::Unknown
        }
        other => world.truth(other),
    });
    by_answers == Truth::False && can_arise(world, condition)
}

/// Returns true if some answers would make a condition hold.
fn can_arise(world: &World<'_>, condition: &Condition) -> bool {
    let without_answers = truth_of(condition, &|leaf| match leaf {
        Condition::Profile(_) => plain_truth(world.facts, leaf),
        Condition::Requirement(ix, _) => {
            let applies = world.applies(*ix);
            if applies.is_shown() && applies.in_force {
                Truth::Unknown
            } else {
                Truth::False
            }
        }
        _ => Truth::Unknown,
    });
    without_answers != Truth::False
}
