//! Questions asked of a review: what arises at its place and date, and no more.
//!
//! A question arises where and when its own dates and condition hold. A judgement also needs
//! somebody to ask for it: it is core, a requirement that applies hangs on it, a flag or a strength
//! that could hold here tests it, or nothing refers to it anywhere, as with a question of the
//! user's own. The walk asks it unless it is for the full audit only. Whatever has an answer is
//! asked: no answer is ever hidden.

use std::collections::BTreeSet;

use crate::checklist::applicability::arises;
use crate::checklist::{
    Condition, FlagIx, Library, Question, QuestionIx, QuestionKind, StrengthIx, Truth,
};

use super::Answered;
use super::evaluate::{World, plain_truth};

/// The reasons to ask a question of this review.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Asking {
    /// True if its own place, dates and condition hold here; always, for one that has none.
    pub arises: bool,
    /// The flags that could fire here and test it.
    pub flags: Vec<FlagIx>,
    /// The strengths that could hold here and test it.
    pub strengths: Vec<StrengthIx>,
    /// True if no requirement, flag, strength or trap of any place or date refers to it.
    pub unattached: bool,
    /// True if the full audit asks it: all that is asked, and the questions kept for it.
    pub in_full: bool,
}

impl Asking {
    /// Returns true if the question is asked outside the full audit, too.
    pub(super) fn is_asked(&self, question: &Question, answered: &Answered) -> bool {
        self.in_full && (!question.full || !answered.is_untouched())
    }
}

/// Works out for each question of the library if it is asked, and why.
///
/// What else is answered does not matter, facts aside: an answer never takes the next question
/// away.
#[expect(
    clippy::indexing_slicing,
    reason = "one entry for each question of the library the indexes are from"
)]
pub(super) fn asking(world: &World<'_>) -> Vec<Asking> {
    let library = world.facts.library;
    let referred = referred(library);
    let mut all: Vec<Asking> = library
        .questions()
        .map(|(ix, question)| {
            let condition = question
                .applies_if
                .as_ref()
                .map_or(Truth::True, |when| plain_truth(world.facts, when));
            Asking {
                arises: arises(question, &world.facts.place, condition),
                unattached: !referred.contains(&ix),
                ..Asking::default()
            }
        })
        .collect();
    let mut tested = BTreeSet::new();
    for (flag, one) in library.flags() {
        hangs_on(world, &one.when, &mut tested);
        for ix in std::mem::take(&mut tested) {
            all[ix.place()].flags.push(flag);
        }
    }
    for (strength, one) in library.strengths() {
        hangs_on(world, &one.when, &mut tested);
        for ix in std::mem::take(&mut tested) {
            all[ix.place()].strengths.push(strength);
        }
    }
    for (_, requirement) in library.requirements() {
        if let Some(when) = &requirement.applies_if {
            hangs_on(world, when, &mut tested);
        }
    }
    for (ix, question) in library.questions() {
        let one = &mut all[ix.place()];
        let decides = |requirement| world.applies(requirement).is_shown();
        let wanted = question.kind != QuestionKind::Judgement
            || question.core
            || one.unattached
            || !one.flags.is_empty()
            || !one.strengths.is_empty()
            || tested.contains(&ix)
            || question.decides.iter().copied().any(decides);
        let answered = !world.facts.answered(ix).is_untouched();
        one.in_full = answered || (one.arises && wanted);
    }
    all
}

/// Returns the questions that something refers to, at whatever place and date.
fn referred(library: &Library) -> BTreeSet<QuestionIx> {
    let mut found = BTreeSet::new();
    let flags = library.flags().map(|(_, one)| &one.when);
    let strengths = library.strengths().map(|(_, one)| &one.when);
    let traps = library.traps().filter_map(|(_, one)| one.when.as_ref());
    let mut conditions: Vec<&Condition> = flags.chain(strengths).chain(traps).collect();
    for (_, requirement) in library.requirements() {
        found.extend(requirement.questions.iter().chain(&requirement.see_also));
        conditions.extend(&requirement.applies_if);
    }
    for condition in conditions {
        condition.walk(&mut |one| {
            if let Condition::Question(ix, _) = one {
                found.insert(*ix);
            }
        });
    }
    found
}

/// Collects the judgements that could still turn a condition here.
fn hangs_on(world: &World<'_>, condition: &Condition, found: &mut BTreeSet<QuestionIx>) {
    if could(world, condition) != Truth::Unknown {
        return;
    }
    match condition {
        Condition::All(list) | Condition::Any(list) | Condition::AtLeast(_, list) => {
            list.iter().for_each(|one| hangs_on(world, one, found));
        }
        Condition::Not(inner) => hangs_on(world, inner, found),
        Condition::Question(ix, _) => {
            found.insert(*ix);
        }
        _ => {}
    }
}

/// Evaluates a condition as if no judgement had an answer yet: by facts, place and date alone.
fn could(world: &World<'_>, condition: &Condition) -> Truth {
    match condition {
        Condition::All(list) => Truth::all(list.iter().map(|one| could(world, one))),
        Condition::Any(list) => Truth::any(list.iter().map(|one| could(world, one))),
        Condition::Not(inner) => !could(world, inner),
        Condition::AtLeast(count, list) => {
            Truth::at_least(*count, list.iter().map(|one| could(world, one)))
        }
        Condition::Question(..) => Truth::Unknown,
        Condition::Requirement(ix, _) if world.state(*ix).is_none() => Truth::False,
        Condition::Requirement(..) => Truth::Unknown,
        fact => plain_truth(world.facts, fact),
    }
}
