//! The verdict: a rung of a ladder, never a percentage, with the rule that put it there.

use crate::checklist::{Library, RequirementIx, VerdictId};
use crate::wording::count;

use super::{Fired, Gap, Level};

/// Verdict on an audit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// The rung.
    pub id: VerdictId,
    /// The rule that fired, and what fired it, in words.
    pub because: Vec<String>,
}

impl Verdict {
    /// Returns the label of the verdict.
    pub const fn label(&self) -> &'static str {
        self.id.label()
    }
}

/// Everything that decides the verdict.
pub(super) struct Tally<'a> {
    pub(super) library: &'a Library,
    pub(super) fired: &'a [Fired],
    pub(super) breaches: &'a [RequirementIx],
    pub(super) departures: &'a [RequirementIx],
    pub(super) gaps: &'a [Gap],
    pub(super) core_open: usize,
}

/// Derives the verdict from the findings.
pub(super) fn verdict(found: &Tally<'_>) -> Verdict {
    let at = |level: Level| found.fired.iter().filter(move |one| one.level == level);
    let undermining = at(Level::Undermines).count();
    let departures = at(Level::Departure).count() + found.departures.len();
    let gaps = at(Level::Gap).count() + found.gaps.len();
    let titles = |level: Level| {
        at(level)
            .map(|one| found.library.flag(one.flag).title.clone())
            .map(move |title| format!("{level}: {title}"))
    };
    let mut because = Vec::new();
    let id = if !found.breaches.is_empty() || undermining >= 2 {
        because.push(
            "The rule: a duty that appears not to have been met, or two findings that undermine \
             the decision."
                .to_owned(),
        );
        for ix in found.breaches {
            let requirement = found.library.requirement(*ix);
            because.push(format!(
                "appears not to have been met: {} ({})",
                requirement.title, requirement.citation
            ));
        }
        because.extend(titles(Level::Undermines));
        VerdictId::SeriousGrounds
    } else if undermining == 1 {
        because.push("The rule: one finding that undermines the decision.".to_owned());
        because.extend(titles(Level::Undermines));
        VerdictId::Grounds
    } else if found.core_open > 0 {
        because.push(format!(
            "The rule: nothing above a departure was found, and {} not answered yet.",
            count(found.core_open, "core question is", "core questions are")
        ));
        VerdictId::TooEarly
    } else if departures > 0 {
        because.push(format!(
            "The rule: no duty appears to be breached and nothing undermines the decision, but {} \
             from guidance, agreement, the Code or good practice.",
            count(departures, "departure", "departures")
        ));
        because.extend(titles(Level::Departure));
        VerdictId::Departures
    } else if gaps > 0 {
        because.push(format!(
            "The rule: nothing failed, but {} shown by no evidence.",
            count(gaps, "point is", "points are")
        ));
        VerdictId::Gaps
    } else {
        because.push(
            "The rule: every core question is answered and nothing was found against the review."
                .to_owned(),
        );
        VerdictId::NoGround
    };
    Verdict { id, because }
}
