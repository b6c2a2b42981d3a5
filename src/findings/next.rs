//! Order of the open questions: those that would settle most are asked next.

use std::collections::HashMap;

use crate::checklist::{FlagLevel, Library, QuestionIx};

use super::Unsettled;

/// Parts into which the weight of a flag is divided among the answers it waits for.
const PARTS: usize = 5040;

/// Orders the open judgements by the use of asking them next.
///
/// Core ones are first, then those whose flags count most if settled, then walking order. `open` names
/// those asked of this review, in walking order.
pub(super) fn order(
    library: &Library,
    unsettled: &[Unsettled],
    open: impl Iterator<Item = QuestionIx>,
) -> Vec<QuestionIx> {
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
    let mut open: Vec<(bool, usize, usize, QuestionIx)> = open
        .enumerate()
        .map(|(place, ix)| {
            let weight = weights.get(&ix).copied().unwrap_or_default();
            (!library.question(ix).core, usize::MAX - weight, place, ix)
        })
        .collect();
    open.sort_unstable();
    open.into_iter().map(|(.., ix)| ix).collect()
}
