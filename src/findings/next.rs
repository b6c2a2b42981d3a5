//! Order of the open questions: those that would settle most are asked next.

use std::collections::HashMap;

use crate::checklist::{FlagLevel, QuestionIx, QuestionKind};

use super::Unsettled;
use super::evaluate::World;

/// Parts into which the weight of a flag is divided among the answers it waits for.
const PARTS: usize = 5040;

/// Orders the open judgements by the use of asking them next.
///
/// Core ones are first, then those whose flags count most if settled, then walking order. What is
/// not asked of this review is not among them.
pub(super) fn order(
    world: &World<'_>,
    unsettled: &[Unsettled],
    is_asked: impl Fn(QuestionIx) -> bool,
) -> Vec<QuestionIx> {
    let library = world.facts.library;
    let mut weights: HashMap<QuestionIx, usize> = HashMap::new();
    for one in unsettled {
        let level = match library.flag(one.flag).level {
            FlagLevel::Undermines => 12,
            FlagLevel::Departure => 4,
            FlagLevel::Gap => 1,
        };
        // A flag that waits for this answer alone counts in full, any other in part; in parts fine
        // enough that the least of them is more than none.
        let weight = level * PARTS / one.open.len().max(1);
        for ix in &one.open {
            *weights.entry(*ix).or_default() += weight;
        }
    }
    let mut open: Vec<(bool, usize, usize, QuestionIx)> = library
        .walk()
        .iter()
        .enumerate()
        .filter(|(_, ix)| {
            world.facts.answered(**ix).is_open()
                && is_asked(**ix)
                && library.question(**ix).kind == QuestionKind::Judgement
        })
        .map(|(place, ix)| {
            let weight = weights.get(ix).copied().unwrap_or_default();
            (!library.question(*ix).core, usize::MAX - weight, place, *ix)
        })
        .collect();
    open.sort_unstable();
    open.into_iter().map(|(.., ix)| ix).collect()
}
