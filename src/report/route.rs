//! Law that governs documents handed over: that of the day of the act, not of the review.
//!
//! A request is made now, under the law of today. A call-in is of a decision, and its law is that of
//! the decision's day: what came later gave no power over it.

use chrono::NaiveDate;

use crate::checklist::applicability::applicability;
use crate::checklist::{DeadlineIx, Place, RequirementIx, Truth};

use super::Source;
use super::limits::Limit;

/// Returns the place of the review, on a day of its own.
fn place_on(source: &Source<'_>, day: NaiveDate) -> Place {
    Place {
        judged: day,
        decided: false,
        first: None,
        last: None,
        ..source.findings.place
    }
}

/// Returns the facts not known about a requirement that may be cited for an act of today.
///
/// The act itself brings it into play, so its own condition is taken as met. `None` if it is not in
/// force here, is not law, or has to be checked first. If it is our own reading, that has to be
/// said wherever it is cited: see [`reading`].
pub(super) fn usable(source: &Source<'_>, ix: RequirementIx) -> Option<Vec<&'static str>> {
    usable_on(source, ix, source.meta.today)
}

/// Returns true if a requirement that gives a power over a decision may be cited for it: it was in
/// force on the decision's day, or is in force today while there is no decision.
///
/// Nobody may claim a power that hangs on what is not known: on executive arrangements, above all.
pub(super) fn gave_power(source: &Source<'_>, ix: RequirementIx) -> bool {
    let day = source.audit.review.decided.unwrap_or(source.meta.today);
    usable_on(source, ix, day).is_some_and(|unknown| unknown.is_empty())
}

fn usable_on(source: &Source<'_>, ix: RequirementIx, day: NaiveDate) -> Option<Vec<&'static str>> {
    if source.library.requirement(ix).is_doubtful() {
        return None;
    }
    in_force(source, ix, day)
}

/// Returns the facts not known about a requirement that is in force on a day, doubtful or not.
fn in_force(source: &Source<'_>, ix: RequirementIx, day: NaiveDate) -> Option<Vec<&'static str>> {
    let requirement = source.library.requirement(ix);
    if !requirement.force.is_law() {
        return None;
    }
    let applies = applicability(requirement, &place_on(source, day), Truth::True);
    (applies.is_shown() && applies.in_force).then_some(applies.unknown)
}

/// Returns the sentence that must follow a citation resting on our own reading of the text.
pub(super) fn reading(source: &Source<'_>, ix: RequirementIx) -> &'static str {
    if source.library.requirement(ix).our_reading {
        " This is our own reading of the text."
    } else {
        ""
    }
}

/// Returns the requirements behind a question that may be cited today, with the facts not known of
/// each.
pub(super) fn under(
    source: &Source<'_>,
    question: &str,
) -> Vec<(RequirementIx, Vec<&'static str>)> {
    let Some(ix) = source.library.find_question(question) else {
        return Vec::new();
    };
    let decides = &source.library.question(ix).decides;
    decides
        .iter()
        .filter_map(|ix| usable(source, *ix).map(|unknown| (*ix, unknown)))
        .collect()
}

/// Returns the time limits for a reply to a request made today on the ground of a question, each once.
///
/// A time limit has a check level of its own, so one may be known for a law whose other words are not.
pub(super) fn replies(source: &Source<'_>, question: &str) -> Vec<DeadlineIx> {
    let Some(ix) = source.library.find_question(question) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for ix in &source.library.question(ix).decides {
        if let Some(reply) = source.library.requirement(*ix).reply
            && in_force(source, *ix, source.meta.today).is_some_and(|unknown| unknown.is_empty())
            && !found.contains(&reply)
        {
            found.push(reply);
        }
    }
    found
}

/// Returns the Act that gives a right to ask whose own words nobody could check, if its time limit for
/// the reply could be: the time limit, with its check level, is then the law named with it.
pub(super) fn act<'l>(source: &Source<'l>, question: &str) -> Option<&'l str> {
    let ix = source.library.find_question(question)?;
    let decides = &source.library.question(ix).decides;
    decides.iter().find_map(|ix| {
        let requirement = source.library.requirement(*ix);
        let unknown = in_force(source, *ix, source.meta.today)?;
        let limit = Limit::of(source, requirement.reply?, source.meta.today);
        (unknown.is_empty() && limit.is_some()).then(|| requirement.instrument.as_str())
    })
}
