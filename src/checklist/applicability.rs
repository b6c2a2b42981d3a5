//! Applicability of a requirement or a question at a place and date, with the reason in words.
//!
//! Judged at the decision's date if there is one, else today. Unknown facts never hide anything:
//! they are named. The truth of a condition on the review's own facts is handed in as a [`Truth`],
//! because facts are known higher up.

use chrono::NaiveDate;

use super::condition::Truth;
use super::model::{InForce, Question, Requirement, cited};
use super::nation::Territory;
use super::vocabulary::{AuthorityKind, Executive, Force};
use crate::base::word::{Word as _, words};
use crate::wording::say_day;

/// Nation, kind of authority and dates that decide applicability.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The nation.
    pub territory: Territory,
    /// The kind of authority.
    pub kind: AuthorityKind,
    /// Executive arrangements.
    pub executive: Executive,
    /// The day that decides which law applies.
    pub judged: NaiveDate,
    /// True if that day is the decision's; otherwise it is today.
    pub decided: bool,
    /// The review's first dated event, the decision included.
    pub first: Option<NaiveDate>,
    /// The review's last dated event, the decision included.
    pub last: Option<NaiveDate>,
}

impl Requirement {
    /// Returns its citation as it is at a place on the day that decides which law applies there.
    pub fn cited(&self, place: &Place) -> &str {
        let whose = (place.territory, Some(place.kind));
        cited(&self.citation, &self.in_force, whose, place.judged)
    }
}

words! {
    /// Outcome of judging applicability.
    pub enum Applies is "an outcome of applicability" {
        /// It applies.
        Yes = "applies",
        /// It does not apply.
        No = "does-not-apply",
        /// The law changed between the review's first and last dated event.
        Straddles = "straddles",
    }
}

/// Applicability of a requirement, with the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applicability {
    /// The outcome.
    pub applies: Applies,
    /// The reason in words.
    pub why: String,
    /// Facts that are not known and might decide otherwise.
    pub unknown: Vec<String>,
    /// True if it is in force on the day that decides; false whenever it does not apply.
    pub in_force: bool,
}

impl Applicability {
    /// Returns true if it is to be shown with the review: it applies, or straddles.
    pub fn is_shown(&self) -> bool {
        self.applies != Applies::No
    }

    /// Returns true if it is in force on the day that decides and nothing needed is unknown.
    ///
    /// Only then can the requirement be said to be breached.
    pub fn is_certain(&self) -> bool {
        self.is_shown() && self.in_force && self.unknown.is_empty()
    }
}

/// Formats a span of days for a reader.
pub fn say_span(span: &InForce) -> String {
    match (span.from, span.until) {
        (Some(from), Some(until)) => format!("from {} to {}", say_day(from), say_day(until)),
        (Some(from), None) => format!("from {}", say_day(from)),
        (None, Some(until)) => format!("until {}", say_day(until)),
        (None, None) => "no first or last day known".to_owned(),
    }
}

/// Judges the applicability of a requirement at a place.
///
/// `condition` is the truth of the requirement's own condition (`applies_if`).
pub fn applicability(requirement: &Requirement, place: &Place, condition: Truth) -> Applicability {
    let mut found = judge(
        &requirement.in_force,
        requirement.executive,
        place,
        condition,
    );
    // A pamphlet is in force nowhere: it was published.
    let printed = matches!(requirement.force, Force::GoodPractice | Force::Code);
    let first = requirement
        .in_force
        .iter()
        .filter_map(|span| span.from)
        .min();
    if let Some(day) = first.filter(|_| printed && found.applies == Applies::Yes) {
        found.why = format!("published {}", day.format("%Y"));
        if !found.unknown.is_empty() {
            found.why.push_str("; not known: ");
            found.why.push_str(&found.unknown.join("; "));
        }
    }
    found
}

/// Returns true if a question arises at a place.
///
/// It does everywhere and always where it names no place and date. Its spans are judged as a
/// requirement's are: unknown facts hide nothing, nor does a change in the midst of the review.
/// `condition` is the truth of the question's own condition (`applies_if`).
pub fn arises(question: &Question, place: &Place, condition: Truth) -> bool {
    condition != Truth::False
        && (question.in_force.is_empty()
            || judge(&question.in_force, None, place, condition).is_shown())
}

/// Judges spans of days, executive arrangements and a condition at a place.
fn judge(
    in_force: &[InForce],
    executive: Option<bool>,
    place: &Place,
    condition: Truth,
) -> Applicability {
    let no = |why: String| Applicability {
        applies: Applies::No,
        why,
        unknown: Vec::new(),
        in_force: false,
    };
    let here: Vec<&InForce> = in_force
        .iter()
        .filter(|span| span.territories.contains(&place.territory))
        .collect();
    if here.is_empty() {
        let mut names: Vec<&str> = Vec::new();
        for territory in in_force.iter().flat_map(|span| &span.territories) {
            let name = territory.label();
            if !names.contains(&name) {
                names.push(name);
            }
        }
        return no(format!(
            "a rule for {}; this review was made in {}",
            join(&names),
            place.territory.label()
        ));
    }
    let ours: Vec<&InForce> = here
        .iter()
        .copied()
        .filter(|span| span.authorities.is_empty() || span.authorities.contains(&place.kind))
        .collect();
    if ours.is_empty() {
        let mut names: Vec<&str> = Vec::new();
        for kind in here.iter().flat_map(|span| &span.authorities) {
            if !names.contains(&kind.word()) {
                names.push(kind.word());
            }
        }
        return no(format!(
            "in {} it covers {} only; this authority is of the kind “{}”",
            place.territory.label(),
            join(&names),
            place.kind.word()
        ));
    }
    let mut unknown = Vec::new();
    match (executive, place.executive) {
        (Some(true), Executive::No) => {
            return no("it binds councils with executive arrangements; this one has none".into());
        }
        (Some(false), Executive::Yes) => {
            return no(
                "it binds councils without executive arrangements; this one has them".into(),
            );
        }
        (Some(_), Executive::Unknown) => {
            unknown.push("whether the council runs executive arrangements".to_owned());
        }
        _ => {}
    }
    match condition {
        Truth::False => {
            return no("the facts that would call it into play do not arise here".into());
        }
        Truth::Unknown => {
            unknown.push("the facts that call it into play are not all entered".to_owned());
        }
        Truth::True => {}
    }
    let holds = |day: NaiveDate| ours.iter().any(|span| span.holds(day));
    let in_force = holds(place.judged);
    let the_day = if place.decided {
        "the decision"
    } else {
        "today"
    };
    let at_first = place.first.is_none_or(|day| holds(day) == in_force);
    let at_last = place.last.is_none_or(|day| holds(day) == in_force);
    let spans: Vec<String> = ours.iter().map(|span| say_span(span)).collect();
    let spans = spans.join("; ");
    let name = place.territory.label();
    let judged = say_day(place.judged);
    let mut why;
    let applies;
    if !(at_first && at_last) {
        applies = Applies::Straddles;
        let state = if in_force { "in force" } else { "not in force" };
        why = format!(
            "the law changed during this review: in {name} in force {spans}; the day that decides \
             is {judged} ({the_day}), when it was {state}"
        );
    } else if in_force {
        applies = Applies::Yes;
        why = format!("in force in {name} {spans}; judged at {judged} ({the_day})");
    } else {
        return no(
            format!("in {name} in force {spans}; {the_day} was {judged}")
                .replace("today was", "today is"),
        );
    }
    if !unknown.is_empty() {
        why.push_str("; not known: ");
        why.push_str(&unknown.join("; "));
    }
    Applicability {
        applies,
        why,
        unknown,
        in_force,
    }
}

fn join(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
