//! The verdict: a rung of a ladder, never a percentage, with the rule that put it there.

use std::collections::{BTreeMap, BTreeSet};

use crate::checklist::{QuestionIx, RequirementIx, VerdictId};
use crate::wording::count;

use super::evaluate::{Lens, World};
use super::flags::level;
use super::support::Support;
use super::{Because, Fired, Gap, Level, NotMet, ToProve};

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

/// Everything that decides the verdict, shown or not.
pub(super) struct Tally<'a> {
    pub(super) world: &'a World<'a>,
    pub(super) fired: &'a [Fired],
    pub(super) not_met: &'a [NotMet],
    pub(super) gaps: &'a [Gap],
    pub(super) core_open: usize,
}

/// The findings that reach a floor of support.
struct Reached<'a> {
    undermining: Vec<&'a Fired>,
    departures: Vec<&'a Fired>,
    gaps: usize,
    breaches: Vec<RequirementIx>,
    other: usize,
    /// Number of breaches and undermining findings below the floor.
    below: usize,
}

/// The support of each finding under a lens.
#[derive(Debug, Clone)]
struct Supports {
    not_met: Vec<Option<Support>>,
    fired: Vec<Option<Support>>,
}

/// The findings whose support may hang on a question, by their places.
#[derive(Debug, Clone, Default)]
struct Hanging {
    not_met: Vec<usize>,
    fired: Vec<usize>,
}

impl<'a> Tally<'a> {
    /// Derives the verdict on the findings that have at least this support.
    pub(super) fn verdict(&self, floor: Support, lens: &Lens) -> Verdict {
        self.verdict_on(floor, lens, &self.supports(lens))
    }

    fn verdict_on(&self, floor: Support, lens: &Lens, supports: &Supports) -> Verdict {
        let found = self.reached(floor, supports);
        let library = self.world.facts.library;
        let titles = |level: Level, list: &[&Fired]| {
            list.iter()
                .map(|one| format!("{level}: {}", library.flag(one.flag).title))
                .collect::<Vec<_>>()
        };
        let mut because = Vec::new();
        let apart = self.stand_apart(&found.undermining, floor, lens);
        let id = if !found.breaches.is_empty() || apart {
            because.push(
                "The rule: a duty that appears not to have been met, or two findings that \
                 undermine the decision and rest on different answers."
                    .to_owned(),
            );
            for ix in &found.breaches {
                let requirement = library.requirement(*ix);
                because.push(format!(
                    "appears not to have been met: {} ({})",
                    requirement.title,
                    requirement.cited(&self.world.facts.place)
                ));
            }
            because.extend(titles(Level::Undermines, &found.undermining));
            VerdictId::SeriousGrounds
        } else if !found.undermining.is_empty() {
            because.push(
                if found.undermining.len() == 1 {
                    "The rule: one finding that undermines the decision."
                } else {
                    "The rule: findings that undermine the decision, but all on the same answer."
                }
                .to_owned(),
            );
            because.extend(titles(Level::Undermines, &found.undermining));
            VerdictId::Grounds
        } else if self.core_open > 0 {
            because.push(self.too_early(&found));
            VerdictId::TooEarly
        } else if !found.departures.is_empty() || found.other > 0 {
            because.push(format!(
                "The rule: no duty of this review appears to be breached and nothing undermines \
                 the decision, but {} from guidance, agreement, the Code, good practice or a duty \
                 outside the review.",
                count(
                    found.departures.len() + found.other,
                    "departure",
                    "departures"
                )
            ));
            because.extend(titles(Level::Departure, &found.departures));
            VerdictId::Departures
        } else if found.gaps > 0 {
            because.push(format!(
                "The rule: nothing failed, but {} shown by no evidence.",
                count(found.gaps, "point is", "points are")
            ));
            VerdictId::Gaps
        } else if found.below > 0 {
            because.push(self.too_early(&found));
            VerdictId::TooEarly
        } else {
            because.push(
                "The rule: every core question is answered and nothing was found against the \
                 review."
                    .to_owned(),
            );
            VerdictId::NoGround
        };
        if found.below > 0 && id != VerdictId::TooEarly {
            because.push(format!(
                "Not counted: {} still to be proved.",
                count(found.below, "grave finding", "grave findings")
            ));
        }
        Verdict { id, because }
    }

    fn too_early(&self, found: &Reached<'_>) -> String {
        let open = (self.core_open > 0).then(|| {
            count(
                self.core_open,
                "core question is not answered yet",
                "core questions are not answered yet",
            )
        });
        let below = (found.below > 0).then(|| {
            count(
                found.below,
                "grave finding is still to be proved",
                "grave findings are still to be proved",
            )
        });
        let both: Vec<String> = open.into_iter().chain(below).collect();
        format!(
            "The rule: nothing above a departure is shown, and {}.",
            both.join(", and ")
        )
    }

    fn supports(&self, lens: &Lens) -> Supports {
        let not_met = self.not_met.iter();
        Supports {
            not_met: not_met.map(|one| self.of_not_met(one, lens)).collect(),
            fired: (self.fired.iter().map(|one| self.of_fired(one, lens))).collect(),
        }
    }

    fn of_not_met(&self, one: &NotMet, lens: &Lens) -> Option<Support> {
        self.world.support_of_requirement(one.requirement, lens)
    }

    fn of_fired(&self, one: &Fired, lens: &Lens) -> Option<Support> {
        let flag = self.world.facts.library.flag(one.flag);
        self.world.support(&flag.when, lens)
    }

    /// Returns, for each question, the findings whose support may hang on it.
    fn hanging(&self) -> BTreeMap<QuestionIx, Hanging> {
        let mut all: BTreeMap<QuestionIx, Hanging> = BTreeMap::new();
        let mut on = BTreeSet::new();
        for (place, one) in self.not_met.iter().enumerate() {
            self.world
                .questions_of_requirement(one.requirement, &mut on);
            for ix in std::mem::take(&mut on) {
                all.entry(ix).or_default().not_met.push(place);
            }
        }
        for (place, one) in self.fired.iter().enumerate() {
            let flag = self.world.facts.library.flag(one.flag);
            self.world.questions_of(&flag.when, &mut on);
            for ix in std::mem::take(&mut on) {
                all.entry(ix).or_default().fired.push(place);
            }
        }
        all
    }

    fn reached(&self, floor: Support, supports: &Supports) -> Reached<'a> {
        let library = self.world.facts.library;
        let reaches = |support: &Option<Support>| *support >= Some(floor);
        let mut found = Reached {
            undermining: Vec::new(),
            departures: Vec::new(),
            gaps: self.gaps.len(),
            breaches: Vec::new(),
            other: 0,
            below: 0,
        };
        for (one, support) in self.not_met.iter().zip(&supports.not_met) {
            match (one.is_breach(), reaches(support)) {
                (true, true) => found.breaches.push(one.requirement),
                (true, false) => found.below += 1,
                (false, true) => found.other += 1,
                (false, false) => {}
            }
        }
        for (one, support) in self.fired.iter().zip(&supports.fired) {
            let flag = library.flag(one.flag);
            match (level(flag.level), reaches(support)) {
                // It claims nothing: it says what to ask for.
                (Level::Gap, _) => found.gaps += 1,
                (Level::Departure, true) => found.departures.push(one),
                (Level::Departure, false) => {}
                (_, true) => found.undermining.push(one),
                (_, false) => found.below += 1,
            }
        }
        found
    }

    /// Returns true if two of the findings rest on different answers.
    ///
    /// They do if no single answer carries both: without any one that they share, one at least
    /// still stands. A choice, such as the recommendation, is the setting and not a failing.
    fn stand_apart(&self, list: &[&Fired], floor: Support, lens: &Lens) -> bool {
        let library = self.world.facts.library;
        let answers = |fired: &Fired| -> BTreeSet<QuestionIx> {
            fired
                .because
                .iter()
                .filter(|one| !matches!(one, Because::Choice { .. }))
                .filter_map(Because::question)
                .collect()
        };
        let stands = |fired: &Fired, without: QuestionIx| {
            let lens = Lens {
                without: Some(without),
                ..*lens
            };
            self.world.support(&library.flag(fired.flag).when, &lens) >= Some(floor)
        };
        list.iter().enumerate().any(|(at, one)| {
            list.iter().skip(at + 1).any(|other| {
                answers(one)
                    .intersection(&answers(other))
                    .all(|shared| stands(one, *shared) || stands(other, *shared))
            })
        })
    }

    /// Returns the answers to prove, in the order of what each would change by itself.
    pub(super) fn to_prove(&self) -> Vec<ToProve> {
        let facts = self.world.facts;
        let mut open: BTreeSet<QuestionIx> = BTreeSet::new();
        let claims = |one: &&Fired| one.if_proved != Level::Gap;
        for fired in self.fired.iter().filter(claims) {
            open.extend(fired.because.iter().filter_map(Because::question));
        }
        for one in self.not_met {
            open.extend(&self.world.standing(one.requirement).through);
        }
        let base = self.supports(&Lens::default());
        let now = self.shown(&base);
        let hanging = self.hanging();
        // Proving an answer changes the support of what hangs on it, and of nothing else.
        let with = |question: QuestionIx, lens: &Lens| {
            let mut supports = base.clone();
            let Some(on) = hanging.get(&question) else {
                return supports;
            };
            for place in &on.not_met {
                if let (Some(one), Some(support)) =
                    (self.not_met.get(*place), supports.not_met.get_mut(*place))
                {
                    *support = self.of_not_met(one, lens);
                }
            }
            for place in &on.fired {
                if let (Some(one), Some(support)) =
                    (self.fired.get(*place), supports.fired.get_mut(*place))
                {
                    *support = self.of_fired(one, lens);
                }
            }
            supports
        };
        let mut list: Vec<ToProve> = facts
            .library
            .walk()
            .iter()
            .copied()
            .filter(|ix| open.contains(ix) && facts.answered(*ix).support != Support::Shown)
            .map(|question| {
                let lens = Lens {
                    proved: Some(question),
                    ..Lens::default()
                };
                let supports = with(question, &lens);
                ToProve {
                    question,
                    support: facts.answered(question).support,
                    verdict: self.verdict_on(Support::Shown, &lens, &supports).id,
                    findings: self.shown(&supports).saturating_sub(now),
                }
            })
            .collect();
        // Stable: where two would change the same, the walk's order stays.
        list.sort_by_key(|one| {
            let core = facts.library.question(one.question).core;
            (one.verdict, usize::MAX - one.findings, !core)
        });
        list
    }

    /// Returns the number of findings that are shown.
    fn shown(&self, supports: &Supports) -> usize {
        let found = self.reached(Support::Shown, supports);
        found.undermining.len() + found.departures.len() + found.breaches.len() + found.other
    }
}
