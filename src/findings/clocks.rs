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
use crate::checklist::deadline::{Actor, Deadline, LawThere, ProfileField, SettingKind};
use crate::checklist::holidays::Holidays;
use crate::checklist::{
    Checked, Counting, DeadlineIx, Executive, Library, Place, QuestionKind, Weekday,
};
use crate::deadlines::{
    CountError, DeadlineAnswer, DeadlineCase, DeadlineStatus, Given, SettingValue, answer, least,
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
    /// The place of these rules, as the user entered it: "Constitution, part 4, rule 16".
    pub source: String,
    /// Warning about rules that the user has not confirmed: a whole sentence.
    pub care: Option<String>,
}

impl LocalWindow {
    /// Returns true if its days are counted from the publication of a decision, false if they are from
    /// the meeting or the decision itself; `None` if its words say neither.
    ///
    /// What stands first says which, and a decision that "is published" is its publication: "the date of
    /// the meeting (not of publication)" is the meeting.
    fn counts_from_publication(&self) -> Option<bool> {
        let said = self.from.to_lowercase();
        let first = said
            .split([';', ',', '('])
            .flat_map(|part| part.split(" not "))
            .next()?;
        let has = |words: &[&str]| words.iter().any(|word| first.contains(word));
        if has(&["publi", "notice", "record", "notif", "minute", "issue"]) {
            Some(true)
        } else {
            has(&["meeting", "decision", "decided"]).then_some(false)
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
    /// The events that may start it here: those of the law, or the one that the council's own rules name.
    pub starters: Vec<EventRef>,
    /// The event that started it, with its day; `None` while no such day is known.
    pub started: Option<(EventRef, NaiveDate)>,
    /// The limit that started it by running out on that day; the event is that limit's own.
    pub ran_out: Option<DeadlineIx>,
    /// Its last day as the user entered it from a notice.
    pub entered: Option<(EventRef, DateSpan)>,
    /// The day before which it cannot end while its start is not known, with the event that shows it.
    pub no_sooner: Option<(EventRef, NaiveDate)>,
    /// The question that was asked and its answer; `None` while no day to count from is known.
    pub counted: Option<(DeadlineCase, DeadlineAnswer)>,
    /// The other known events that may start it instead, each with its day and last day.
    pub others: Vec<(EventRef, NaiveDate, Option<NaiveDate>)>,
    /// True if it may also have been started by an event whose day is not known, and then ends later.
    pub unsure: bool,
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
        rule.law_at(place, day)
    }

    /// Returns the day to go by: the one that was entered, or else that of the reading that asks most.
    pub fn due(&self) -> Option<NaiveDate> {
        (self.entered_day()).or_else(|| self.counted.as_ref()?.1.due())
    }

    /// Returns the day that was entered, or else that of the last reading.
    pub fn last(&self) -> Option<NaiveDate> {
        (self.entered_day()).or_else(|| self.counted.as_ref()?.1.last())
    }

    /// Returns its last day as the user entered it, if that is a day.
    pub fn entered_day(&self) -> Option<NaiveDate> {
        self.entered?.1.day()
    }

    /// Returns true if the day that was entered is another one than those that are counted.
    pub fn disagrees(&self) -> bool {
        let counted = self.counted.as_ref().map(|(_, answer)| answer);
        let days = counted.and_then(|answer| answer.due().zip(answer.last()));
        (self.entered_day().zip(days)).is_some_and(|(day, (due, last))| day != due && day != last)
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
    known.window.filter(|_| rule.is_local())?.hour
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
            let counted = ask(known, library.holidays(), rule, (None, *sent));
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

/// Returns the events that may start a time limit here, the best first.
///
/// A council's own rules name the one their window is counted from, and an event that a setting hangs
/// on has a meaning only where the setting has one.
fn starters(facts: &Facts<'_>, rule: &Deadline, window: Option<&LocalWindow>) -> Vec<EventRef> {
    let nation = facts.place.territory;
    let of_setting = |event: EventRef| {
        let mut settings = rule.set.iter();
        settings.find(|one| one.event.map(EventRef::Question) == Some(event))
    };
    let named = named_by(rule, window);
    let wanted = |event: &EventRef| {
        of_setting(*event).is_none_or(|setting| setting.is_for(nation))
            && named.is_none_or(|published| published == (*event != EventRef::Decided))
    };
    rule.starts.iter().copied().filter(wanted).collect()
}

/// Returns the known days that may start a time limit, the one that does first.
fn starts(
    facts: &Facts<'_>,
    rule: &Deadline,
    window: Option<&LocalWindow>,
) -> Vec<(EventRef, NaiveDate)> {
    let mut days: Vec<(EventRef, NaiveDate)> = starters(facts, rule, window)
        .into_iter()
        .filter_map(|event| Some((event, counted_from(rule, facts.span(event)?)?)))
        .collect();
    // An event that makes the law count in another way leaves the others without a say.
    let decides = |(event, _): &(EventRef, NaiveDate)| {
        let mut settings = (rule.set.iter()).filter(|one| one.kind == Some(SettingKind::YesNo));
        settings.any(|one| one.event.map(EventRef::Question) == Some(*event))
    };
    if let Some(at) = days.iter().position(decides) {
        return vec![days.swap_remove(at)];
    }
    if rule.earliest {
        days.sort_by_key(|(_, day)| *day);
    }
    days
}

/// Returns true if a council's own rules count a limit from publication, false if from the decision.
fn named_by(rule: &Deadline, window: Option<&LocalWindow>) -> Option<bool> {
    window
        .filter(|_| rule.is_local())?
        .counts_from_publication()
}

/// Returns the event that came too late for a limit: the one that starts the limit before it, with a day
/// after the one it is counted from.
fn out_of_order(known: &Known<'_>, one: &Running) -> Option<(EventRef, NaiveDate)> {
    let facts = known.facts;
    let (_, from) = one.started?;
    let mut before = facts
        .library
        .deadlines()
        .filter(|(_, rule)| rule.then == Some(one.rule) && is_here(facts, rule));
    let (event, day) = before.find_map(|(ix, _)| start(facts, ix))?;
    (from < day).then_some((event, day))
}

/// Returns the event and the last day of the limit that starts another one by running out, if it has
/// run out on every reading.
fn ran_out(
    known: &Known<'_>,
    holidays: &Holidays,
    rule: &Deadline,
) -> Option<(DeadlineIx, EventRef, NaiveDate)> {
    let facts = known.facts;
    let ix = rule.after?;
    let before = facts.library.deadline(ix);
    if !is_here(facts, before) {
        return None;
    }
    let (event, from) = starts(facts, before, known.window).into_iter().next()?;
    let (_, answer) = ask(known, holidays, before, (Some(event), from))?;
    let day = answer.due()?;
    (answer.last()? < facts.today).then_some((ix, event, day))
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
    let (_, counted) = ask(&known, facts.library.holidays(), rule, (Some(event), from))?;
    if IRRELEVANT.contains(&counted.status) {
        return Some(false);
    }
    // What must not be done before a day cannot be late, and nothing is late by law that nobody read.
    let place = &facts.place;
    let law = rule.law_at(place, from);
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

/// Asks a rule for the day of a review: counted from a day, which is that of an event of the audit.
fn ask(
    known: &Known<'_>,
    holidays: &Holidays,
    rule: &Deadline,
    (event, from): (Option<EventRef>, NaiveDate),
) -> Option<(DeadlineCase, DeadlineAnswer)> {
    let asked = DeadlineCase {
        nation: known.facts.place.territory,
        kind: Some(known.facts.place.kind),
        from,
        given: given(known, rule, event),
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
    let ends = rule.ends.map(EventRef::Question);
    let mut one = Running {
        rule: ix,
        starters: starters(facts, rule, known.window),
        started: None,
        ran_out: None,
        entered: ends.and_then(|event| Some((event, facts.span(event)?))),
        no_sooner: None,
        counted: None,
        others: Vec::new(),
        unsure: false,
        days_left: None,
        closed: false,
        moved_from: None,
    };
    let mut days = starts(facts, rule, known.window);
    if days.is_empty()
        && let Some((before, event, day)) = ran_out(known, holidays, rule)
    {
        one.ran_out = Some(before);
        days.push((event, day));
    }
    if let Some((event, from)) = days.first().copied() {
        let counted = ask(known, holidays, rule, (Some(event), from))?;
        if IRRELEVANT.contains(&counted.1.status) {
            return None;
        }
        one.started = Some((event, from));
        one.counted = Some(counted);
        for (event, day) in days.into_iter().skip(1) {
            if rule.earliest && day != from {
                let due = ask(known, holidays, rule, (Some(event), day));
                one.others
                    .push((event, day, due.and_then(|one| one.1.due())));
            }
        }
        let later = |event: &EventRef| *event != EventRef::Decided && facts.span(*event).is_none();
        one.unsure = rule.is_local()
            && one.entered_day().is_none()
            && one.due().is_some()
            && one.starters.iter().any(later);
    } else if !rule.lead && one.entered.is_none() {
        return None;
    } else {
        // What is done about a decision is not done before it.
        one.no_sooner = facts.span(EventRef::Decided).and_then(|when| {
            let (_, answer) = ask(known, holidays, rule, (None, when.earliest()?))?;
            Some((EventRef::Decided, answer.due()?))
        });
    }
    let left = |day: NaiveDate| (day - facts.today).num_days();
    let passed = |day: NaiveDate| left(day) < 0;
    // A council's rules that do not say which event they count from leave the later one open, and a day
    // that was entered stands beside the one that they give.
    let open = rule.is_local()
        && match one.entered_day() {
            None => (one.others.iter()).any(|(_, _, due)| due.is_some_and(|day| !passed(day))),
            Some(_) => (one.counted.as_ref().and_then(|(_, answer)| answer.last()))
                .or(one.no_sooner.map(|(_, day)| day))
                .is_some_and(|day| !passed(day)),
        };
    one.days_left = one.due().map(left);
    one.closed =
        one.due().is_some_and(passed) && one.last().is_some_and(passed) && !one.unsure && !open;
    Some(one)
}

/// Returns the settings that the audit's figures and events and the council's profile give, for a count
/// from an event.
fn given(known: &Known<'_>, rule: &Deadline, from: Option<EventRef>) -> Given {
    let mut given = Given::default();
    for setting in &rule.set {
        let figure = setting
            .figure
            .and_then(|ix| match known.facts.answered(ix).value {
                Some(audit::Value::Number(number)) if number.fract() == 0.0 => {
                    let number = format!("{number}").parse().ok();
                    number.filter(|number| *number >= least(rule, &setting.key))
                }
                _ => None,
            })
            .map(SettingValue::Number);
        let local = setting
            .profile
            .zip(known.window)
            .and_then(|(field, window)| local_value(field, window));
        let dated = setting.event.map(EventRef::Question).and_then(|event| {
            if setting.kind == Some(SettingKind::YesNo) {
                return from.map(|from| SettingValue::Truth(from == event));
            }
            counted_from(rule, known.facts.span(event)?).map(SettingValue::Day)
        });
        if let Some(value) = figure.or(local).or(dated) {
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
