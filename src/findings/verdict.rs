//! The verdict: a rung of a ladder, never a percentage, with the rule that put it there.

use std::collections::{BTreeMap, BTreeSet};

use crate::checklist::{FlagLevel, QuestionIx, RequirementIx, VerdictId};
use crate::wording::count;

use super::evaluate::{Lens, World};
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
        let reaches = |support: &Option<Support>| *support >= Some(floor);
        let mut found = Reached {
            undermining: Vec::new(),
            departures: Vec::new(),
            breaches: Vec::new(),
            counts: Counts {
                gaps: self.gaps.len(),
                ..Counts::default()
            },
        };
        for (one, support) in self.not_met.iter().zip(&supports.not_met) {
            let (sort, reaches) = (Sort::of_not_met(one), reaches(support));
            found.counts.add(sort, reaches);
            if sort == Sort::Breach && reaches {
                found.breaches.push(one.requirement);
            }
        }
        for (one, support) in self.fired.iter().zip(&supports.fired) {
            let (sort, reaches) = (self.sort_of(one), reaches(support));
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
        let mut open: Vec<bool> = vec![false; facts.library.questions().len()];
        let claims = |one: &&Fired| one.if_proved != Level::Gap;
        let fired = self.fired.iter().filter(claims);
        let behind = fired.flat_map(|one| one.because.iter().filter_map(Because::question));
        let not_met = self.not_met.iter();
        let through =
            not_met.flat_map(|one| self.world.standing(one.requirement).through.iter().copied());
        for ix in behind.chain(through) {
            if let Some(open) = open.get_mut(ix.place()) {
                *open = true;
            }
        }
        let is_open = |ix: QuestionIx| open.get(ix.place()) == Some(&true);
        let base = self.supports(&Lens::default());
        let hanging = self.hanging();
        let is_shown = |support: Option<Support>| support >= Some(Support::Shown);
        let reached = self.reached(Support::Shown, &base);
        let now = reached.counts;
        let apart = self.stand_apart(&reached.undermining, Support::Shown, &Lens::default());
        // Proving an answer changes the support of what hangs on it, and of nothing else.
        let with = |question: QuestionIx| {
            let lens = Lens {
                proved: Some(question),
                ..Lens::default()
            };
            let mut counts = now;
            let Some(on) = hanging.get(&question) else {
                return (counts, apart);
            };
            let not_met = on.not_met.iter();
            for (one, before) in
                not_met.filter_map(|at| Some((self.not_met.get(*at)?, base.not_met.get(*at)?)))
            {
                let sort = Sort::of_not_met(one);
                counts.take(sort, is_shown(*before));
                counts.add(sort, is_shown(self.of_not_met(one, &lens)));
            }
            let fired = on.fired.iter();
            for (one, before) in
                fired.filter_map(|at| Some((self.fired.get(*at)?, base.fired.get(*at)?)))
            {
                let sort = self.sort_of(one);
                counts.take(sort, is_shown(*before));
                counts.add(sort, is_shown(self.of_fired(one, &lens)));
            }
            // What stands apart by itself does so with one more proof.
            let apart = apart
                || (counts.breaches == 0 && counts.undermining > 1 && !on.fired.is_empty() && {
                    let all = self.fired.iter().filter(|one| {
                        self.sort_of(one) == Sort::Undermining
                            && is_shown(self.of_fired(one, &lens))
                    });
                    self.stand_apart(&all.collect::<Vec<_>>(), Support::Shown, &lens)
                });
            (counts, apart)
        };
        let mut list: Vec<ToProve> = facts
            .library
            .walk()
            .iter()
            .copied()
            .filter(|ix| is_open(*ix) && facts.answered(*ix).support != Support::Shown)
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
        list.sort_by_cached_key(|one| {
            let core = facts.library.question(one.question).core;
            (one.verdict, usize::MAX - one.findings, !core)
        });
        list
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
