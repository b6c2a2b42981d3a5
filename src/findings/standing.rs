//! Applicability and state of each requirement.

use crate::checklist::applicability::applicability as judge;
use crate::checklist::{Applicability, QuestionIx, RequirementIx, State, Truth};

use super::evaluate::plain_truth;
use super::pieces::Pieces;
use super::{Facts, RequirementState};

/// Judges the applicability of each requirement of the library.
pub(super) fn applicability(facts: &Facts<'_>) -> Vec<Applicability> {
    facts
        .library
        .requirements()
        .map(|(_, requirement)| {
            let condition = requirement
                .applies_if
                .as_ref()
                .map_or(Truth::True, |condition| plain_truth(facts, condition));
            judge(requirement, &facts.place, condition)
        })
        .collect()
}

/// Computes the state of each requirement of the library, applicable or not.
pub(super) fn standings(facts: &Facts<'_>) -> Pieces<RequirementState> {
    let all = facts.library.requirements();
    all.map(|(ix, _)| standing(facts, ix)).collect()
}

/// Computes afresh the state of each requirement that a changed question decides.
pub(super) fn standings_again(
    facts: &Facts<'_>,
    mut kept: Pieces<RequirementState>,
    changed: &[QuestionIx],
) -> Pieces<RequirementState> {
    for question in changed {
        for ix in &facts.library.question(*question).decides {
            kept.set(ix.place(), standing(facts, *ix));
        }
    }
    kept
}

fn standing(facts: &Facts<'_>, ix: RequirementIx) -> RequirementState {
    let questions = &facts.library.requirement(ix).questions;
    let states: Vec<_> = questions.iter().map(|ix| (*ix, facts.state(*ix))).collect();
    let state = states
        .iter()
        .map(|(_, state)| *state)
        .min()
        .unwrap_or(State::NotApplicable);
    let through: Vec<_> = states
        .iter()
        .filter(|(_, one)| *one == state)
        .map(|(ix, _)| *ix)
        .collect();
    RequirementState {
        state,
        weakest: (through.len(), states.len()),
        through,
    }
}
