//! Order of the open questions: those that would settle most are asked next.

use crate::checklist::{FlagLevel, QuestionIx, QuestionKind};

use super::Unsettled;
use super::evaluate::World;

/// Orders the open judgements by the use of asking them next.
///
/// Core ones are first, then those whose flags weigh most if settled, then walking order.
pub(super) fn order(world: &World<'_>, unsettled: &[Unsettled]) -> Vec<QuestionIx> {
    let library = world.facts.library;
    let mut open: Vec<(bool, usize, usize, QuestionIx)> = library
        .walk()
        .iter()
        .enumerate()
        .filter(|(_, ix)| {
            world.facts.answered(**ix).is_open()
                && library.question(**ix).kind == QuestionKind::Judgement
        })
        .map(|(place, ix)| {
            let weight: usize = unsettled
                .iter()
                .filter(|one| one.open.contains(ix))
                .map(|one| {
                    let level = match library.flag(one.flag).level {
                        FlagLevel::Undermines => 12,
                        FlagLevel::Departure => 4,
                        FlagLevel::Gap => 1,
                    };
                    // A flag that waits for this answer alone counts in full.
                    level / one.open.len().max(1)
                })
                .sum();
            (!library.question(*ix).core, usize::MAX - weight, place, *ix)
        })
        .collect();
    open.sort_unstable();
    open.into_iter().map(|(.., ix)| ix).collect()
}
