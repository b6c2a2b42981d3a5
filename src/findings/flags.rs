//! Evaluation of flags and strengths: those that hold, with their answers and requirements.

use crate::checklist::{FlagLevel, RequirementIx, Truth};

use super::because::Because;
use super::evaluate::{Lens, World};
use super::exchange::{exchange, fill};
use super::support::Support;
use super::{Fired, HeldStrength, Level, Unsettled};

/// Returns the level that a flag's data gives.
pub(super) const fn level(level: FlagLevel) -> Level {
    match level {
        FlagLevel::Undermines => Level::Undermines,
        FlagLevel::Departure => Level::Departure,
        FlagLevel::Gap => Level::Gap,
    }
}

/// Returns the flags that fire, the gravest first, and those that more answers would settle.
pub(super) fn fire(world: &World<'_>) -> (Vec<Fired>, Vec<Unsettled>) {
    let library = world.facts.library;
    let mut fired = Vec::new();
    let mut unsettled = Vec::new();
    for (ix, flag) in library.flags() {
        match world.truth(&flag.when) {
            Truth::False => {}
            Truth::Unknown => {
                let mut open = Vec::new();
                world.open(&flag.when, &mut open);
                if !open.is_empty() {
                    unsettled.push(Unsettled { flag: ix, open });
                }
            }
            Truth::True => {
                let mut because = Vec::new();
                world.because(&flag.when, &mut because);
                let rests_on = rests_on(world, &because, &flag.requirements);
                let support = world
                    .support(&flag.when, &Lens::default())
                    .unwrap_or_default();
                let (proved, unproved): (Vec<RequirementIx>, Vec<RequirementIx>) = rests_on
                    .iter()
                    .copied()
                    .filter(|ix| world.is_breach(*ix) && library.requirement(*ix).is_of_review())
                    .filter(|ix| {
                        let through = &world.standing(*ix).through;
                        because
                            .iter()
                            .filter_map(Because::question)
                            .any(|question| through.contains(&question))
                    })
                    .partition(|ix| {
                        let support = world.support_of_requirement(*ix, &Lens::default());
                        support == Some(Support::Shown)
                    });
                let base = level(flag.level);
                let if_proved = if proved.is_empty() && unproved.is_empty() {
                    base
                } else {
                    Level::Breach
                };
                let level = match (support, proved.is_empty()) {
                    // One that is not shown is listed with what it would be.
                    (Support::Bare | Support::Stated, _) => if_proved,
                    (Support::Shown, false) => Level::Breach,
                    (Support::Shown, true) => base,
                };
                let breaches = if support == Support::Shown {
                    proved
                } else {
                    proved.into_iter().chain(unproved).collect()
                };
                let contested = because
                    .iter()
                    .filter_map(Because::question)
                    .any(|question| world.facts.answered(question).contested);
                fired.push(Fired {
                    flag: ix,
                    level,
                    if_proved,
                    support,
                    because,
                    rests_on,
                    breaches,
                    contested,
                    heading: flag
                        .heading
                        .as_ref()
                        .and_then(|heading| fill(world.facts, heading))
                        .unwrap_or_else(|| flag.title.clone()),
                    exchange: exchange(world, &flag.challenge),
                });
            }
        }
    }
    fired.sort_by_key(|one| one.level);
    (fired, unsettled)
}

/// Returns the requirements in force here behind a flag.
///
/// The answers decide or name them, or the flag names them. Doubtful ones are last, then our own
/// readings; the rest are in the order of force.
fn rests_on(world: &World<'_>, because: &[Because], named: &[RequirementIx]) -> Vec<RequirementIx> {
    let library = world.facts.library;
    let mut found: Vec<RequirementIx> = Vec::new();
    let mut add = |ix: RequirementIx| {
        if world.state(ix).is_some() && !found.contains(&ix) {
            found.push(ix);
        }
    };
    for one in because {
        match one {
            Because::Question { question, .. } => {
                library
                    .question(*question)
                    .decides
                    .iter()
                    .for_each(|ix| add(*ix));
            }
            Because::Requirement { requirement, .. } => add(*requirement),
            _ => {}
        }
    }
    for ix in named {
        add(*ix);
    }
    found.sort_by_key(|ix| {
        let requirement = library.requirement(*ix);
        (
            requirement.is_doubtful(),
            requirement.our_reading,
            requirement.force,
            *ix,
        )
    });
    found
}

/// Returns the strengths that hold.
pub(super) fn strengths(world: &World<'_>) -> Vec<HeldStrength> {
    world
        .facts
        .library
        .strengths()
        .filter(|(_, strength)| world.truth(&strength.when) == Truth::True)
        .map(|(ix, strength)| {
            let mut because = Vec::new();
            world.because(&strength.when, &mut because);
            HeldStrength {
                strength: ix,
                support: world
                    .support(&strength.when, &Lens::default())
                    .unwrap_or_default(),
                because,
            }
        })
        .collect()
}
