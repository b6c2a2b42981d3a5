//! The exchange to expect over a point, with the audit's facts put into its words.
//!
//! A text that names a fact is printed with it, or in the form the checklist gives for when the
//! fact is missing: no paper ever shows a hole. A fact that is not shown, or that both sides tell
//! differently, counts as missing: what is put to a council claims nothing that is not proved.

use crate::audit::Value;
use crate::base::Text;
use crate::checklist::{
    Challenge, FactRef, Question, QuestionIx, QuestionKind, Remedy, Truth, Wording, WordingPiece,
    figure,
};
use crate::wording::{number, say_day};

use super::Facts;
use super::evaluate::World;
use super::support::Support;
use crate::wording::say_when;

/// The words to put, to expect and to ask for over one point.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Exchange {
    /// Questions to put to the portfolio holder.
    pub ask: Vec<String>,
    /// Question to put if those are evaded.
    pub follow_up: Option<String>,
    /// The other side's likely defence.
    pub they_will_say: Option<String>,
    /// The answer to that defence.
    pub answer: Option<String>,
    /// Remedy to ask of the council; none where there is nothing to undo.
    pub remedy: Option<String>,
    /// True if every remedy would undo something that has not happened.
    pub too_soon: bool,
}

/// Puts the audit's facts into an exchange.
pub(super) fn exchange(world: &World<'_>, challenge: &Challenge) -> Exchange {
    let remedy = remedy(world, &challenge.remedies);
    Exchange {
        ask: challenge
            .ask
            .iter()
            .filter_map(|one| fill(world.facts, one))
            .collect(),
        follow_up: challenge.follow_up.as_ref().map(Text::to_string),
        they_will_say: challenge.they_will_say.as_ref().map(Text::to_string),
        answer: challenge.answer.as_ref().map(Text::to_string),
        too_soon: remedy.is_none() && !challenge.remedies.is_empty(),
        remedy: remedy.and_then(|one| fill(world.facts, &one.wording)),
    }
}

/// Returns the remedy to print: the first whose condition holds.
///
/// Else the first without a condition, else the first whose condition is not known. None is left
/// where every condition is false: there is nothing to undo.
fn remedy<'a>(world: &World<'_>, remedies: &'a [Remedy]) -> Option<&'a Remedy> {
    let of = |wanted: Truth| {
        remedies.iter().find(|one| {
            let when = one.when.as_ref();
            when.is_some_and(|when| world.truth(when) == wanted)
        })
    };
    of(Truth::True)
        .or_else(|| remedies.iter().find(|one| one.when.is_none()))
        .or_else(|| of(Truth::Unknown))
}

/// Puts the audit's facts into a text; the form without them where one is missing.
pub(super) fn fill(facts: &Facts<'_>, wording: &Wording) -> Option<String> {
    let mut out = String::new();
    for piece in &wording.pieces {
        match piece {
            WordingPiece::Text(text) => out.push_str(text),
            WordingPiece::Fact(fact) => match fact_in_words(facts, *fact) {
                Some(words) => out.push_str(&words),
                None => return wording.without.as_ref().map(Text::to_string),
            },
        }
    }
    Some(out)
}

fn fact_in_words(facts: &Facts<'_>, fact: FactRef) -> Option<String> {
    let review = &facts.audit.review;
    match fact {
        FactRef::Authority => Some(review.authority.clone()),
        FactRef::Service => Some(review.service.clone()),
        FactRef::Decided => review.decided.map(say_day),
        FactRef::Question(ix) => {
            let value = fact_to_put(facts, ix)?;
            Some(value_in_words(facts.library.question(ix), value))
        }
    }
}

/// Returns the value of a fact that may be put to a council.
pub(super) fn fact_to_put<'a>(facts: &'a Facts<'_>, ix: QuestionIx) -> Option<&'a Value> {
    let answered = facts.answered(ix);
    let fit = answered.support == Support::Shown && !answered.contested;
    answered.value.as_ref().filter(|_| fit)
}

/// Formats the value of an event, a figure or a choice.
pub fn value_in_words(question: &Question, value: &Value) -> String {
    match (value, &question.kind) {
        (Value::Date(when), _) => say_when(*when),
        (Value::Number(value), QuestionKind::Figure(unit)) => figure(*value, *unit),
        (Value::Number(plain), _) => number(*plain),
        (Value::Option(id), QuestionKind::Choice(options)) => options
            .iter()
            .find(|option| option.id == *id)
            .map_or_else(|| id.clone(), |option| option.label.to_string()),
        (Value::Option(id), _) => id.clone(),
    }
}
