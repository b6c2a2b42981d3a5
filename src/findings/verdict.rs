//! The verdict: a rung of a ladder, never a percentage, with the rule that put it there.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::checklist::{FlagLevel, QuestionIx, RequirementIx, VerdictId};
use crate::wording::count;

use super::evaluate::{Lens, World};
use super::support::Support;
use super::{Because, Fired, Level, NotMet, ToProve};

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
    /// Each in a list of one.
    pub(super) fired: &'a [Arc<[Fired]>],
    pub(super) not_met: &'a [NotMet],
    pub(super) gaps: usize,
    pub(super) core_open: usize,
}

/// The findings that reach a floor of support.
struct Reached<'a> {
    undermining: Vec<&'a Fired>,
    departures: Vec<&'a Fired>,
    breaches: Vec<RequirementIx>,
    counts: Counts,
}

/// The number of findings of each sort that reach a floor of support, and what decides beside them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Counts {
    breaches: usize,
    /// Other requirements that appear not to have been met.
    other: usize,
    undermining: usize,
    departures: usize,
    /// Number of breaches and undermining findings below the floor.
    below: usize,
    /// Number of things to ask for: they claim nothing, and count whatever their support.
    gaps: usize,
}

impl Counts {
    /// Returns the number of findings that are shown.
    const fn shown(self) -> usize {
        self.undermining + self.departures + self.breaches + self.other
    }

    /// Counts a finding in its sort, or among those below the floor.
    const fn add(&mut self, sort: Sort, reaches: bool) {
        match (sort, reaches) {
            (Sort::Breach, true) => self.breaches += 1,
            (Sort::Other, true) => self.other += 1,
            (Sort::Undermining, true) => self.undermining += 1,
            (Sort::Departure, true) => self.departures += 1,
            (Sort::Breach | Sort::Undermining, false) => self.below += 1,
            (Sort::Gap, _) => self.gaps += 1,
            (Sort::Other | Sort::Departure, false) => {}
        }
    }

    /// Takes a finding out that was counted before.
    const fn take(&mut self, sort: Sort, reached: bool) {
        match (sort, reached) {
            (Sort::Breach, true) => self.breaches -= 1,
            (Sort::Other, true) => self.other -= 1,
            (Sort::Undermining, true) => self.undermining -= 1,
            (Sort::Departure, true) => self.departures -= 1,
            (Sort::Breach | Sort::Undermining, false) => self.below -= 1,
            (Sort::Gap, _) => self.gaps -= 1,
            (Sort::Other | Sort::Departure, false) => {}
        }
    }
}

/// The sort of a finding, as it counts for the verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    /// A duty about the review itself that appears not to have been met.
    Breach,
    /// Another requirement that appears not to have been met.
    Other,
    Undermining,
    Departure,
    /// It claims nothing: it says what to ask for.
    Gap,
}

impl Sort {
    const fn of_not_met(one: &NotMet) -> Self {
        if one.is_breach() {
            Self::Breach
        } else {
            Self::Other
        }
    }

    const fn of_flag(flag: FlagLevel) -> Self {
        match flag {
            FlagLevel::Gap => Self::Gap,
            FlagLevel::Departure => Self::Departure,
            FlagLevel::Undermines => Self::Undermining,
        }
    }
}

impl<'a> Tally<'a> {
    fn fired(&self) -> impl Iterator<Item = &'a Fired> {
        self.fired.iter().flat_map(|one| one.iter())
    }

    /// Derives the verdict on the findings that have at least this support.
    pub(super) fn verdict(&self, floor: Support) -> Verdict {
        let found = self.reached(floor);
        let library = self.world.facts.library;
        let titles = |level: Level, list: &[&Fired]| {
            list.iter()
                .map(|one| format!("{level}: {}", library.flag(one.flag).title))
                .collect::<Vec<_>>()
        };
        let mut because = Vec::new();
        let apart = self.stand_apart(&found.undermining, floor, &Lens::default());
        let counts = found.counts;
        let id = self.rung(counts, apart);
        match id {
            VerdictId::SeriousGrounds => {
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
            }
            VerdictId::Grounds => {
                because.push(
                    if counts.undermining == 1 {
                        "The rule: one finding that undermines the decision."
                    } else {
                        "The rule: findings that undermine the decision, but all on the same \
                         answer."
                    }
                    .to_owned(),
                );
                because.extend(titles(Level::Undermines, &found.undermining));
            }
            VerdictId::TooEarly => because.push(self.too_early(counts)),
            VerdictId::Departures => {
                because.push(format!(
                    "The rule: no duty of this review appears to be breached and nothing \
                     undermines the decision, but {} from guidance, agreement, the Code, good \
                     practice or a duty outside the review.",
                    count(counts.departures + counts.other, "departure", "departures")
                ));
                because.extend(titles(Level::Departure, &found.departures));
            }
            VerdictId::Gaps => because.push(format!(
                "The rule: nothing failed, but {} shown by no evidence.",
                count(counts.gaps, "point is", "points are")
            )),
            VerdictId::NoGround => because.push(
                "The rule: every core question is answered and nothing was found against the \
                 review."
                    .to_owned(),
            ),
        }
        if counts.below > 0 && id != VerdictId::TooEarly {
            because.push(format!(
                "Not counted: {} still to be proved.",
                count(counts.below, "grave finding", "grave findings")
            ));
        }
        Verdict { id, because }
    }

    fn too_early(&self, counts: Counts) -> String {
        let open = (self.core_open > 0).then(|| {
            count(
                self.core_open,
                "core question is not answered yet",
                "core questions are not answered yet",
            )
        });
        let below = (counts.below > 0).then(|| {
            count(
                counts.below,
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

    fn reached(&self, floor: Support) -> Reached<'a> {
        let mut found = Reached {
            undermining: Vec::new(),
            departures: Vec::new(),
            breaches: Vec::new(),
            counts: Counts {
                gaps: self.gaps,
                ..Counts::default()
            },
        };
        for one in self.not_met {
            let (sort, reaches) = (Sort::of_not_met(one), one.support >= floor);
            found.counts.add(sort, reaches);
            if sort == Sort::Breach && reaches {
                found.breaches.push(one.requirement);
            }
        }
        for one in self.fired() {
            let (sort, reaches) = (self.sort_of(one), one.support >= floor);
            found.counts.add(sort, reaches);
            match sort {
                Sort::Undermining if reaches => found.undermining.push(one),
                Sort::Departure if reaches => found.departures.push(one),
                _ => {}
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
        let library = facts.library;
        let claims = self.fired().filter(|one| one.if_proved != Level::Gap);
        let behind = claims.flat_map(|one| one.because.iter().filter_map(Because::question));
        let not_met = self.not_met.iter();
        let through =
            not_met.flat_map(|one| self.world.standing(one.requirement).through.iter().copied());
        let unproved = |ix: &QuestionIx| facts.answered(*ix).support != Support::Shown;
        let mut open: Vec<QuestionIx> = behind.chain(through).filter(unproved).collect();
        open.sort_unstable_by_key(|ix| library.place_in_walk(*ix));
        open.dedup();
        let reached = self.reached(Support::Shown);
        let now = reached.counts;
        let apart = self.stand_apart(&reached.undermining, Support::Shown, &Lens::default());
        let gains = self.gains();
        let grave = || {
            let all = self.fired();
            all.filter(|one| self.sort_of(one) == Sort::Undermining)
        };
        // What stands apart by itself does so with one more proof.
        let mut may_part = BTreeSet::new();
        for one in grave().filter(|_| !apart) {
            let flag = library.flag(one.flag);
            self.world.questions_of(&flag.when, &mut may_part);
        }
        let with = |question: QuestionIx| {
            let mut counts = now;
            for sort in gains.get(&question).into_iter().flatten() {
                counts.take(*sort, false);
                counts.add(*sort, true);
            }
            let apart = apart
                || (counts.breaches == 0
                    && counts.undermining > 1
                    && may_part.contains(&question)
                    && {
                        let lens = Lens {
                            proved: Some(question),
                            ..Lens::default()
                        };
                        let all = grave().filter(|one| {
                            one.support == Support::Shown || one.one_proof.contains(&question)
                        });
                        self.stand_apart(&all.collect::<Vec<_>>(), Support::Shown, &lens)
                    });
            (counts, apart)
        };
        let mut list: Vec<ToProve> = open
            .into_iter()
            .map(|question| {
                let (counts, apart) = with(question);
                ToProve {
                    question,
                    support: facts.answered(question).support,
                    verdict: self.rung(counts, apart),
                    findings: counts.shown().saturating_sub(now.shown()),
                }
            })
            .collect();
        // Stable: where two would change the same, the walk's order stays.
        list.sort_by_key(|one| {
            let core = library.question(one.question).core;
            (one.verdict, usize::MAX - one.findings, !core)
        });
        list
    }

    /// Returns, for each answer, the findings that would be shown if it alone were proved, by their sorts.
    fn gains(&self) -> BTreeMap<QuestionIx, Vec<Sort>> {
        let mut gains: BTreeMap<QuestionIx, Vec<Sort>> = BTreeMap::new();
        let mut add = |one_proof: &[QuestionIx], sort: Sort| {
            for ix in one_proof {
                gains.entry(*ix).or_default().push(sort);
            }
        };
        for one in self.fired() {
            add(&one.one_proof, self.sort_of(one));
        }
        for one in self.not_met {
            let mut on = BTreeSet::new();
            if one.support != Support::Shown {
                self.world
                    .questions_of_requirement(one.requirement, &mut on);
            }
            let under = |lens: &Lens| self.world.support_of_requirement(one.requirement, lens);
            add(
                &self.world.one_proof(one.support, on, under),
                Sort::of_not_met(one),
            );
        }
        gains
    }

    /// Returns the sort of a flag that fired, by the level that its data gives.
    fn sort_of(&self, fired: &Fired) -> Sort {
        Sort::of_flag(self.world.facts.library.flag(fired.flag).level)
    }

    /// Returns the rung that findings lead to; `apart` is true if two that undermine the decision rest on
    /// different answers.
    fn rung(&self, counts: Counts, apart: bool) -> VerdictId {
        if counts.breaches > 0 || apart {
            VerdictId::SeriousGrounds
        } else if counts.undermining > 0 {
            VerdictId::Grounds
        } else if self.core_open > 0 {
            VerdictId::TooEarly
        } else if counts.departures > 0 || counts.other > 0 {
            VerdictId::Departures
        } else if counts.gaps > 0 {
            VerdictId::Gaps
        } else if counts.below > 0 {
            VerdictId::TooEarly
        } else {
            VerdictId::NoGround
        }
    }
}
