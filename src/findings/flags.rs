//! Evaluation of flags and strengths: those that hold, with their answers and requirements.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use crate::checklist::{
    Condition, Flag, FlagIx, FlagLevel, Library, QuestionIx, RequirementIx, Truth,
};

use super::because::Because;
use super::evaluate::{Lens, World};
use super::exchange::{exchange, fact_to_put, fill};
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

/// Outcome of a flag.
#[derive(Debug, Clone)]
pub(super) enum OfFlag {
    Silent,
    Unsettled(Unsettled),
    /// It fired: a list of one, as the findings share it.
    Fired(Arc<[Fired]>),
}

/// The flags that hang on each judgement.
pub(super) type Hanging = HashMap<QuestionIx, Vec<FlagIx>>;

/// Returns, for each judgement, the flags that may come to something else with its answer while no date,
/// figure or choice changes.
///
/// They or their remedies test it, or a requirement that it decides; or it decides a requirement together
/// with such a judgement, for they rest on that.
pub(super) fn hanging(library: &Library) -> Hanging {
    let mut all = Hanging::new();
    for (flag, one) in library.flags() {
        let mut tested: BTreeSet<QuestionIx> = BTreeSet::new();
        let remedies = one.challenge.remedies.iter();
        let conditions = remedies.filter_map(|one| one.when.as_ref());
        for condition in conditions.chain([&one.when]) {
            condition.walk(&mut |leaf| match leaf {
                Condition::Question(ix, _) => {
                    tested.insert(*ix);
                }
                Condition::Requirement(ix, _) => {
                    tested.extend(&library.requirement(*ix).questions);
                }
                _ => {}
            });
        }
        let rules = tested.iter().flat_map(|ix| &library.question(*ix).decides);
        let beside = rules.flat_map(|ix| &library.requirement(*ix).questions);
        for ix in tested.iter().chain(beside).collect::<BTreeSet<_>>() {
            all.entry(*ix).or_default().push(flag);
        }
    }
    all
}

/// Works out what each flag comes to, by its place in the library.
pub(super) fn fire(world: &World<'_>) -> Vec<OfFlag> {
    let all = world.facts.library.flags();
    all.map(|(ix, _)| of_flag(world, ix)).collect()
}

/// Works out afresh what each flag comes to that hangs on a changed judgement.
pub(super) fn fire_again(
    world: &World<'_>,
    mut kept: Vec<OfFlag>,
    changed: &[QuestionIx],
    hanging: &Hanging,
) -> Vec<OfFlag> {
    let flags = changed.iter().filter_map(|ix| hanging.get(ix));
    for ix in flags.flatten().collect::<BTreeSet<_>>() {
        if let Some(one) = kept.get_mut(ix.place()) {
            *one = of_flag(world, *ix);
        }
    }
    kept
}

fn of_flag(world: &World<'_>, ix: FlagIx) -> OfFlag {
    let flag = world.facts.library.flag(ix);
    match world.truth(&flag.when) {
        Truth::False => OfFlag::Silent,
        Truth::Unknown => {
            let mut open = Vec::new();
            world.open(&flag.when, &mut open);
            if open.is_empty() {
                OfFlag::Silent
            } else {
                OfFlag::Unsettled(Unsettled { flag: ix, open })
            }
        }
        Truth::True => OfFlag::Fired(Arc::new([fired(world, ix, flag)])),
    }
}

fn fired(world: &World<'_>, ix: FlagIx, flag: &Flag) -> Fired {
    let library = world.facts.library;
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
    let mut on = BTreeSet::new();
    world.questions_of(&flag.when, &mut on);
    Fired {
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
            .unwrap_or_else(|| flag.title.to_string()),
        exchange: exchange(world, &flag.challenge),
        facts: flag
            .facts
            .iter()
            .copied()
            .filter(|ix| fact_to_put(world.facts, *ix).is_some())
            .collect(),
        one_proof: world.one_proof(support, on, |lens| world.support(&flag.when, lens)),
    }
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
