//! Applicability of a requirement or a question at a place and date, with the reason in words.
//!
//! Judged at the decision's date if there is one, else today. Unknown facts never hide anything:
//! they are named. The truth of a condition on the review's own facts is handed in as a [`Truth`],
//! because facts are known higher up.

use chrono::NaiveDate;

use super::condition::Truth;
use super::model::{InForce, Question, Requirement};
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
    ///
    /// Where it was in force only before that day or after it, it is that of the nearest day.
    pub fn cited(&self, place: &Place) -> &str {
        let days_away = |span: &&InForce| {
            let until_it = span.from.map_or(0, |from| (from - place.judged).num_days());
            let since_it = span
                .until
                .map_or(0, |last| (place.judged - last).num_days());
            until_it.max(since_it).max(0)
        };
        let own = ours(&self.in_force, place).min_by_key(days_away);
        own.and_then(|span| span.citation.as_deref())
            .unwrap_or(&self.citation)
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

/// The kind of reason for an outcome; [`Applicability::why`] has it in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// It is no rule of this nation.
    Nation,
    /// It covers other kinds of authority.
    Kind,
    /// It binds councils with executive arrangements, and this one has none.
    WithExecutive,
    /// It binds councils without executive arrangements, and this one has them.
    WithoutExecutive,
    /// The facts that would call it into play do not arise.
    Facts,
    /// The day that decides, and those of the review.
    Day,
    /// It was published before that day.
    Published,
}

/// Applicability of a requirement, with the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applicability {
    /// The outcome.
    pub applies: Applies,
    /// The kind of reason for it.
    pub reason: Reason,
    /// Facts that are not known and might decide otherwise.
    pub unknown: Vec<&'static str>,
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

    /// Returns the reason in words: of the requirement and the place that were judged.
    pub fn why(&self, requirement: &Requirement, place: &Place) -> String {
        let mut why = self.bare_why(requirement, place);
        if !self.unknown.is_empty() {
            why.push_str("; not known: ");
            why.push_str(&self.unknown.join("; "));
        }
        why
    }

    fn bare_why(&self, requirement: &Requirement, place: &Place) -> String {
        let in_force = requirement.in_force.as_slice();
        let nation = place.territory.label();
        match self.reason {
            Reason::Nation => {
                let territories = in_force.iter().flat_map(|span| &span.territories);
                let names = each_once(territories.map(|territory| territory.label()));
                format!(
                    "a rule for {}; this review was made in {nation}",
                    join(&names)
                )
            }
            Reason::Kind => {
                let kinds = here(in_force, place).flat_map(|span| &span.authorities);
                let names = each_once(kinds.map(|kind| kind.word()));
                format!(
                    "in {nation} it covers {} only; this authority is of the kind “{}”",
                    join(&names),
                    place.kind.word()
                )
            }
            Reason::WithExecutive => {
                "it binds councils with executive arrangements; this one has none".to_owned()
            }
            Reason::WithoutExecutive => {
                "it binds councils without executive arrangements; this one has them".to_owned()
            }
            Reason::Facts => "the facts that would call it into play do not arise here".to_owned(),
            Reason::Published => {
                let first = in_force.iter().filter_map(|span| span.from).min();
                first.map_or_else(String::new, |day| format!("published {}", day.format("%Y")))
            }
            Reason::Day => {
                let spans = say_spans(ours(in_force, place));
                let judged = say_day(place.judged);
                let the_day = if place.decided {
                    "the decision"
                } else {
                    "today"
                };
                match self.applies {
                    Applies::Straddles => {
                        let state = if self.in_force {
                            "in force"
                        } else {
                            "not in force"
                        };
                        format!(
                            "the law changed during this review: in {nation} in force {spans}; the \
                             day that decides is {judged} ({the_day}), when it was {state}"
                        )
                    }
                    Applies::Yes => {
                        format!("in force in {nation} {spans}; judged at {judged} ({the_day})")
                    }
                    Applies::No => {
                        let was = if place.decided { "was" } else { "is" };
                        format!("in {nation} in force {spans}; {the_day} {was} {judged}")
                    }
                }
            }
        }
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

/// Formats spans of days for a reader, as one where the next begins on the day after the last.
///
/// Such spans differ only in how the law was cited.
fn say_spans<'a>(spans: impl Iterator<Item = &'a InForce>) -> String {
    let mut joined: Vec<InForce> = Vec::new();
    for span in spans {
        match joined.last_mut() {
            Some(last) if last.until.is_some_and(|day| day.succ_opt() == span.from) => {
                last.until = span.until;
            }
            _ => joined.push(span.clone()),
        }
    }
    let said: Vec<String> = joined.iter().map(say_span).collect();
    said.join("; ")
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
    let dated = || requirement.in_force.iter().any(|span| span.from.is_some());
    if printed && found.applies == Applies::Yes && dated() {
        found.reason = Reason::Published;
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

/// Returns the spans of days of a nation.
fn here<'a>(in_force: &'a [InForce], place: &Place) -> impl Iterator<Item = &'a InForce> {
    let nation = place.territory;
    let all = in_force.iter();
    all.filter(move |span| span.territories.contains(&nation))
}

/// Returns those of them that cover a kind of authority.
fn ours<'a>(in_force: &'a [InForce], place: &Place) -> impl Iterator<Item = &'a InForce> {
    let kind = place.kind;
    here(in_force, place)
        .filter(move |span| span.authorities.is_empty() || span.authorities.contains(&kind))
}

/// Judges spans of days, executive arrangements and a condition at a place.
///
/// It is done for every requirement with every answer, so it makes no words: [`Applicability::why`] does.
fn judge(
    in_force: &[InForce],
    executive: Option<bool>,
    place: &Place,
    condition: Truth,
) -> Applicability {
    let no = |reason: Reason| Applicability {
        applies: Applies::No,
        reason,
        unknown: Vec::new(),
        in_force: false,
    };
    if here(in_force, place).next().is_none() {
        return no(Reason::Nation);
    }
    if ours(in_force, place).next().is_none() {
        return no(Reason::Kind);
    }
    let mut unknown = Vec::new();
    match (executive, place.executive) {
        (Some(true), Executive::No) => return no(Reason::WithExecutive),
        (Some(false), Executive::Yes) => return no(Reason::WithoutExecutive),
        (Some(_), Executive::Unknown) => {
            unknown.push("whether the council runs executive arrangements");
        }
        _ => {}
    }
    match condition {
        Truth::False => return no(Reason::Facts),
        Truth::Unknown => {
            unknown.push("the facts that call it into play are not all entered");
        }
        Truth::True => {}
    }
    let holds = |day: NaiveDate| ours(in_force, place).any(|span| span.holds(day));
    let in_force = holds(place.judged);
    let at_first = place.first.is_none_or(|day| holds(day) == in_force);
    let at_last = place.last.is_none_or(|day| holds(day) == in_force);
    let applies = match (at_first && at_last, in_force) {
        (false, _) => Applies::Straddles,
        (true, true) => Applies::Yes,
        (true, false) => return no(Reason::Day),
    };
    Applicability {
        applies,
        reason: Reason::Day,
        unknown,
        in_force,
    }
}

/// Returns names without those that were there before.
fn each_once<'a>(names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut once: Vec<&str> = Vec::new();
    for name in names {
        if !once.contains(&name) {
            once.push(name);
        }
    }
    once
}

fn join(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
