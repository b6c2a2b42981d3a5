//! The clocks of one audit: which time limits its known dates have started, and where each of them is.
//!
//! Each rule names the dates of an audit that start it, so nothing here knows a rule by its name. The
//! council's own window comes from its profile, never from a constant.

use chrono::{Days, NaiveDate, NaiveTime};
use serde::Serialize;

mod told;

pub use told::{in_a_word, in_short, running as told, say_left};

use crate::audit;
use crate::base::DateSpan;
use crate::base::Word as _;
use crate::checklist::condition::EventRef;
use crate::checklist::deadline::{Actor, Deadline, LawThere, ProfileField};
use crate::checklist::holidays::Holidays;
use crate::checklist::{
    Checked, Counting, DeadlineIx, Executive, Library, Place, QuestionKind, Weekday,
};
use crate::deadlines::{
    CountError, DeadlineAnswer, DeadlineCase, DeadlineStatus, Given, SettingValue, answer,
};

use super::Facts;

/// The end of the window for call-in, as a council's own rules give it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Closes {
    /// After a number of days.
    Days(u32),
    /// On a day of a later week.
    Weekday {
        /// The day.
        day: Weekday,
        /// Number of weeks after that of the event: 1 is the week after.
        weeks: u32,
    },
}

/// The window for call-in in a council's own rules.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LocalWindow {
    /// The end.
    pub closes: Option<Closes>,
    /// The way days are counted.
    pub counted: Option<Counting>,
    /// The hour at which it closes.
    pub hour: Option<NaiveTime>,
    /// The event they are counted from, in the council's words.
    pub from: String,
    /// Warning about rules that the user has not confirmed: a whole sentence.
    pub care: Option<String>,
}

impl LocalWindow {
    /// Returns true if its days are counted from the publication of a decision, false if they are from
    /// the meeting or the decision itself; `None` if its words say neither.
    ///
    /// The first of the words says which: "publication of the decision", "the date of the meeting (not of
    /// publication)".
    fn counts_from_publication(&self) -> Option<bool> {
        let said = self.from.to_lowercase();
        let first = |words: &[&str]| words.iter().filter_map(|word| said.find(word)).min();
        let published = first(&["publi", "notice", "record", "notif"]);
        let made = first(&["meeting", "decision", "decided"]);
        match (published, made) {
            (Some(published), Some(made)) => Some(published < made),
            (Some(_), None) => Some(true),
            (None, Some(_)) => Some(false),
            (None, None) => None,
        }
    }
}

/// An audit with what is known beyond it.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// The audit, joined with the checklists on a day.
    pub facts: &'a Facts<'a>,
    /// The council's own window for call-in, if its rules were entered.
    pub window: Option<&'a LocalWindow>,
}

/// A time limit of an audit.
#[derive(Debug, Clone, PartialEq)]
pub struct Running {
    /// The rule.
    pub rule: DeadlineIx,
    /// The event that started it, with its day; `None` while no such day is known.
    pub started: Option<(EventRef, NaiveDate)>,
    /// The question that was asked and its answer; `None` while no day to count from is known.
    pub counted: Option<(DeadlineCase, DeadlineAnswer)>,
    /// The other known events that may start it instead, each with its day and last day.
    pub others: Vec<(EventRef, NaiveDate, Option<NaiveDate>)>,
    /// Days from today to the reading that asks most; less than nothing if it has passed.
    pub days_left: Option<i64>,
    /// True if it has ended on every reading.
    pub closed: bool,
    /// Its day by the holidays that come with the program, if the user's own list moved it.
    pub moved_from: Option<NaiveDate>,
}

impl Running {
    /// Returns the law behind its rule as it is at a place, on the day it is counted from.
    pub fn law<'l>(&self, library: &'l Library, place: &Place) -> LawThere<'l> {
        let counted = self.counted.as_ref();
        let day = counted.map_or(place.judged, |(case, _)| case.from);
        let rule = library.deadline(self.rule);
        rule.law(place.territory, Some(place.kind), day)
    }

    /// Returns the day of the reading that asks most.
    pub fn due(&self) -> Option<NaiveDate> {
        self.counted.as_ref()?.1.due()
    }

    /// Returns the day of the last reading.
    pub fn last(&self) -> Option<NaiveDate> {
        self.counted.as_ref()?.1.last()
    }
}

/// A clock that other holidays move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shift {
    /// The rule.
    pub rule: DeadlineIx,
    /// The last day with the holidays of before.
    pub before: Option<NaiveDate>,
    /// The last day with the holidays of now.
    pub after: Option<NaiveDate>,
}

/// Returns the time limits that an audit has started, the leading clocks first, then by day.
pub fn of_review(known: &Known<'_>) -> Vec<Running> {
    let library = known.facts.library;
    let mut all = with(known, library.holidays());
    if let Some(before) = library.shipped_holidays() {
        for shift in shifts(known, before, library.holidays()) {
            if let Some(moved) = all.iter_mut().find(|one| one.rule == shift.rule) {
                moved.moved_from = shift.before;
            }
        }
    }
    all
}

/// Returns the time limit that runs out next: one that the user acts within, or else any other.
///
/// One that has closed is never next, nor one that something must not be done before.
pub fn next<'r>(library: &Library, all: &'r [Running]) -> Option<&'r Running> {
    let open = |one: &&Running| {
        !library.deadline(one.rule).latest && one.days_left.is_some_and(|left| left >= 0)
    };
    let soonest = |yours: bool| {
        let of = |one: &&Running| library.deadline(one.rule).is_yours() == yours;
        all.iter()
            .filter(open)
            .filter(of)
            .min_by_key(|one| one.due())
    };
    soonest(true).or_else(|| soonest(false))
}

/// Returns the clocks of an audit that move from one list of holidays to another.
pub fn shifts(known: &Known<'_>, before: &Holidays, now: &Holidays) -> Vec<Shift> {
    let (before, now) = (with(known, before), with(known, now));
    let find = |rule| now.iter().find(|one| one.rule == rule);
    before
        .iter()
        .filter_map(|old| {
            let shift = Shift {
                rule: old.rule,
                before: old.due(),
                after: find(old.rule).and_then(Running::due),
            };
            (shift.before != shift.after).then_some(shift)
        })
        .collect()
}

/// Returns the hour at which a time limit ends on its last day, where the council's rules give one.
pub fn hour(known: &Known<'_>, one: &Running) -> Option<NaiveTime> {
    let rule = known.facts.library.deadline(one.rule);
    let local = rule.set.iter().any(|one| one.profile.is_some());
    known.window.filter(|_| local)?.hour
}

/// Returns the last day for the letter before a time limit ends, with the limit for its answer.
///
/// Sent on that day, the time for the answer is over before the limit ends on the reading that asks
/// most.
pub fn letter(known: &Known<'_>, one: &Running) -> Option<(DeadlineIx, NaiveDate)> {
    let library = known.facts.library;
    let reply = library.deadline(one.rule).letter?;
    let due = one.due()?;
    let rule = library.deadline(reply);
    let sent = (1..=FARTHEST)
        .filter_map(|days| due.checked_sub_days(Days::new(days)))
        .find(|sent| {
            let counted = ask(known, library.holidays(), rule, *sent);
            counted
                .and_then(|(_, answer)| answer.last())
                .is_some_and(|last| last < due)
        })?;
    Some((reply, sent))
}

/// The most days before the end of a limit that a letter is looked for.
const FARTHEST: u64 = 200;

/// Returns the event that starts a time limit in an audit, with its day.
pub(super) fn start(facts: &Facts<'_>, rule: DeadlineIx) -> Option<(EventRef, NaiveDate)> {
    starts(facts, facts.library.deadline(rule), None)
        .into_iter()
        .next()
}

/// Returns the known days that may start a time limit, the one that does first.
///
/// In a council's own window that is the one its rules name.
fn starts(
    facts: &Facts<'_>,
    rule: &Deadline,
    window: Option<&LocalWindow>,
) -> Vec<(EventRef, NaiveDate)> {
    let mut days: Vec<(EventRef, NaiveDate)> = rule
        .starts
        .iter()
        .filter_map(|event| Some((*event, counted_from(rule, facts.span(*event)?)?)))
        .collect();
    match named_by(rule, window) {
        // The list has the record, which tells when it was published, before the decision.
        Some(false) => days.reverse(),
        None if rule.earliest => days.sort_by_key(|(_, day)| *day),
        Some(true) | None => {}
    }
    days
}

/// Returns true if a council's own rules count a limit from publication, false if from the decision.
fn named_by(rule: &Deadline, window: Option<&LocalWindow>) -> Option<bool> {
    let is_local = rule.set.iter().any(|one| one.profile.is_some());
    window.filter(|_| is_local)?.counts_from_publication()
}

/// Returns the day a limit is counted from where its event is not known to the day.
///
/// What the user has to do is counted from the first day it can have been, what others have to do
/// from the last: neither is then told that there is more time, or that they are later, than is so.
fn counted_from(rule: &Deadline, when: DateSpan) -> Option<NaiveDate> {
    let (first, last) = (when.earliest(), when.latest());
    match rule.who {
        Actor::You | Actor::Either => first.or(last),
        Actor::Council | Actor::Other => last.or(first),
    }
}

/// Returns true if something done at a date is later than a time limit allows on every reading of
/// the law, false if it is in time on every reading, or the limit is not the law here; `None` if that
/// is open, or something is lacking to count with.
pub(super) fn is_late(facts: &Facts<'_>, ix: DeadlineIx, done: DateSpan) -> Option<bool> {
    let rule = facts.library.deadline(ix);
    let known = Known {
        facts,
        window: None,
    };
    if !is_here(facts, rule) {
        return Some(false);
    }
    let (event, from) = start(facts, ix)?;
    // Nothing is late by a day that is not known.
    facts.span(event)?.day()?;
    let (_, counted) = ask(&known, facts.library.holidays(), rule, from)?;
    if IRRELEVANT.contains(&counted.status) {
        return Some(false);
    }
    // What must not be done before a day cannot be late, and nothing is late by law that nobody read.
    let place = &facts.place;
    let law = rule.law(place.territory, Some(place.kind), from);
    if rule.latest || law.checked == Checked::Unverified {
        return None;
    }
    late(&counted, done)
}

/// Returns true if something done at a date is later than an answer allows on every reading of the
/// law, false if it is in time on every one; `None` if it depends on the reading, or on a date that
/// is not known to the day.
pub fn late(counted: &DeadlineAnswer, done: DateSpan) -> Option<bool> {
    let (due, last) = (counted.due()?, counted.last()?);
    let after = |day: NaiveDate| DateSpan::exact(day).is_before(done);
    match (after(due), after(last)) {
        (Some(true), Some(true)) => Some(true),
        (Some(false), Some(false)) => Some(false),
        _ => None,
    }
}

/// Statuses of a limit that does not concern a review.
const IRRELEVANT: [DeadlineStatus; 3] = [
    DeadlineStatus::NotInForce,
    DeadlineStatus::NotInTerritory,
    DeadlineStatus::NotRequired,
];

/// Returns true if the choice that brings a time limit into play was made, false if another was.
///
/// `None` if it is not known. A limit that needs no choice is always in play.
pub fn in_play(facts: &Facts<'_>, rule: &Deadline) -> Option<bool> {
    let Some((ix, options)) = &rule.only_if else {
        return Some(true);
    };
    match &facts.answered(*ix).value {
        Some(audit::Value::Option(chosen)) if chosen != "unknown" => {
            Some(options.iter().any(|one| one == chosen))
        }
        _ => None,
    }
}

/// Returns the sentence that a time limit runs only after a choice that is not known to be made.
///
/// `None` if it needs no choice, or the choice is known.
pub fn if_in_play(known: &Known<'_>, rule: &Deadline) -> Option<String> {
    let (ix, options) = rule.only_if.as_ref()?;
    if in_play(known.facts, rule).is_some() {
        return None;
    }
    let question = known.facts.library.question(*ix);
    let QuestionKind::Choice(all) = &question.kind else {
        return None;
    };
    let labels: Vec<String> = all
        .iter()
        .filter(|one| options.contains(&one.id))
        .map(|one| format!("“{}”", one.label))
        .collect();
    Some(format!(
        "This time limit applies only if the answer to “{}” is {}; that is not known yet.",
        question.ask,
        labels.join(" or ")
    ))
}

/// Returns true if a time limit can concern a review: its nation, its way of deciding, its choice.
fn is_here(facts: &Facts<'_>, rule: &Deadline) -> bool {
    let executive = match facts.place.executive {
        Executive::Yes => Some(true),
        Executive::No => Some(false),
        Executive::Unknown => None,
    };
    let place = &facts.place;
    (rule.in_force.iter()).any(|span| {
        let any = span.authorities.is_empty();
        span.territories.contains(&place.territory)
            && (any || span.authorities.contains(&place.kind))
    }) && rule
        .executive
        .zip(executive)
        .is_none_or(|(wanted, has)| wanted == has)
        && in_play(facts, rule) != Some(false)
}

/// Asks a rule for the day of a review.
fn ask(
    known: &Known<'_>,
    holidays: &Holidays,
    rule: &Deadline,
    from: NaiveDate,
) -> Option<(DeadlineCase, DeadlineAnswer)> {
    let asked = DeadlineCase {
        nation: known.facts.place.territory,
        kind: Some(known.facts.place.kind),
        from,
        given: given(known, rule),
    };
    match answer(rule, holidays, &asked) {
        Ok(answer) => Some((asked, answer)),
        Err(CountError::OutOfCalendar | CountError::Backwards) => None,
    }
}

fn with(known: &Known<'_>, holidays: &Holidays) -> Vec<Running> {
    let mut all: Vec<Running> = known
        .facts
        .library
        .deadlines()
        .filter_map(|(ix, rule)| running(known, holidays, ix, rule))
        .collect();
    let library = known.facts.library;
    // A stable order keeps the leading clocks as their file has them.
    all.sort_by_key(|one| {
        let lead = library.deadline(one.rule).lead;
        let day = one.due().filter(|_| !lead);
        (!lead, !lead && day.is_none(), day)
    });
    all
}

fn running(
    known: &Known<'_>,
    holidays: &Holidays,
    ix: DeadlineIx,
    rule: &Deadline,
) -> Option<Running> {
    let facts = known.facts;
    if rule.starts.is_empty() || !is_here(facts, rule) {
        return None;
    }
    let days = starts(facts, rule, known.window);
    let Some((event, from)) = days.first().copied() else {
        return rule.lead.then_some(Running {
            rule: ix,
            started: None,
            counted: None,
            others: Vec::new(),
            days_left: None,
            closed: false,
            moved_from: None,
        });
    };
    let counted = ask(known, holidays, rule, from)?;
    if IRRELEVANT.contains(&counted.1.status) {
        return None;
    }
    let mut others = Vec::new();
    for (event, day) in days.into_iter().skip(1) {
        if rule.earliest && named_by(rule, known.window).is_none() && day != from {
            let due = ask(known, holidays, rule, day).and_then(|one| one.1.due());
            others.push((event, day, due));
        }
    }
    let left = |day: NaiveDate| (day - facts.today).num_days();
    Some(Running {
        rule: ix,
        started: Some((event, from)),
        days_left: counted.1.due().map(left),
        closed: counted.1.last().is_some_and(|last| left(last) < 0)
            && counted.1.due().is_some_and(|due| left(due) < 0),
        counted: Some(counted),
        others,
        moved_from: None,
    })
}

/// Returns the settings that the audit's figures and the council's profile give.
fn given(known: &Known<'_>, rule: &Deadline) -> Given {
    let mut given = Given::default();
    for setting in &rule.set {
        let figure = setting
            .figure
            .and_then(|ix| match known.facts.answered(ix).value {
                Some(audit::Value::Number(number)) if number.fract() == 0.0 && number >= 1.0 => {
                    format!("{number}").parse().ok().map(SettingValue::Number)
                }
                _ => None,
            });
        let local = setting
            .profile
            .zip(known.window)
            .and_then(|(field, window)| local_value(field, window));
        if let Some(value) = figure.or(local) {
            given.set(&setting.key, value);
        }
    }
    given
}

/// Returns the value that a field of a council's profile gives for a setting.
fn local_value(field: ProfileField, window: &LocalWindow) -> Option<SettingValue> {
    match (field, window.closes) {
        (ProfileField::Counted, _) => window
            .counted
            .map(|one| SettingValue::Word(one.word().to_owned())),
        (ProfileField::Days, Some(Closes::Days(days))) => Some(SettingValue::Number(days)),
        (ProfileField::Weekday, Some(Closes::Weekday { day, .. })) => {
            Some(SettingValue::Word(day.word().to_owned()))
        }
        (ProfileField::Weeks, Some(Closes::Weekday { weeks, .. })) => {
            Some(SettingValue::Number(weeks))
        }
        _ => None,
    }
}
