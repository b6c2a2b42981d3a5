//! Model of a time limit: a rule of law about days, as its checklist gives it.
//!
//! Plain data that only the loader makes. A rule says where and when it is the law, the event it is
//! counted from, what else has to be known, and one or more ways of counting, each as a list of
//! steps. The counting itself is in `deadlines`; the holidays it needs are in [`super::holidays`].

use chrono::NaiveDate;

use super::applicability::Place;
use super::condition::EventRef;
use super::ids::{DeadlineIx, FileIx, QuestionIx};
use super::model::{InForce, span_on};
use super::nation::Territory;
use super::vocabulary::{AuthorityKind, Checked, Executive};
use crate::base::Text;
use crate::base::word::words;

words! {
    /// The side that has to act within a time limit.
    pub enum Actor is "someone who acts" {
        /// The user: a union, a branch, a councillor, a resident.
        You = "you",
        /// The council, or another public body.
        Council = "council",
        /// Either of the two.
        Either = "either",
        /// Somebody else: a supplier, an employer, an auditor.
        Other = "other",
    }
}

words! {
    /// The holidays that a statute leaves out of its working days.
    pub enum HolidayScope is "a list of holidays" {
        /// Those of the nation that is asked for.
        OwnNation = "own-nation",
        /// Those of any of the four nations.
        AnyPart = "any-part",
        /// Those of Scotland.
        Scotland = "scotland",
        /// Those of England and Wales.
        EnglandAndWales = "england-and-wales",
    }
}

impl HolidayScope {
    /// Returns the nations whose holidays are left out.
    pub fn nations(self, own: Territory) -> Vec<Territory> {
        match self {
            Self::OwnNation => vec![own],
            Self::AnyPart => vec![
                Territory::England,
                Territory::Wales,
                Territory::Scotland,
                Territory::NorthernIreland,
            ],
            Self::Scotland => vec![Territory::Scotland],
            Self::EnglandAndWales => vec![Territory::England, Territory::Wales],
        }
    }
}

words! {
    /// The form of something that has to be known for a count.
    pub enum SettingKind is "a kind of setting" {
        /// A day.
        Date = "date",
        /// Several days, with commas between them.
        Dates = "dates",
        /// A whole number.
        Number = "number",
        /// True or false.
        YesNo = "yes-no",
    }
}

words! {
    /// Reason of the law for giving no day at all.
    pub enum NoDay is "a reason for no day" {
        /// The law gives no number.
        NoNumber = "no-number",
        /// The duty does not arise.
        NotRequired = "not-required",
    }
}

words! {
    /// A rule in a council's own profile that a count can be based on.
    pub enum ProfileField is "a field of a council's profile" {
        /// Length of the period for call-in.
        Days = "days",
        /// The way its days are counted.
        Counted = "counted",
        /// The day of the week on which it closes, if that is the rule.
        Weekday = "weekday",
        /// The number of weeks from that of the event to that of the day.
        Weeks = "weeks",
    }
}

/// A time limit.
#[derive(Debug, Clone, PartialEq)]
pub struct Deadline {
    /// Its id: `foi-reply`.
    pub id: Text,
    /// The file that defines it.
    pub file: FileIx,
    /// The thing to be done in time.
    pub title: Text,
    /// Its name where there is little room: "call-in".
    pub short: Option<Text>,
    /// The event it is counted from, as a part of a sentence: "the request is received".
    pub event: Text,
    /// The side that has to act.
    pub who: Actor,
    /// Name of the actor, where neither the user nor the council acts: "a supplier".
    pub actor: Option<Text>,
    /// Its citation, where a nation and day have none of their own: see [`Deadline::law`].
    pub citation: Text,
    /// Check level of the wording behind it, where a nation and day have none of their own.
    pub checked: Checked,
    /// The part of it that has another check level, in words.
    pub checked_note: Option<Text>,
    /// Source it was taken from.
    pub source: Text,
    /// Warning or advice for a reader.
    pub note: Option<Text>,
    /// The hour by which it has to be done on the last day.
    pub hour: Option<Text>,
    /// True if the latest day asks most: something must not be done before it.
    pub latest: bool,
    /// Nations, kinds of authority and days it is in force for; never empty.
    pub in_force: Vec<InForce>,
    /// Conditions on the settings under which other law takes its place; empty means none.
    pub not_in_force_when: Vec<Test>,
    /// Settings it can be asked with, in the order in which they are asked for.
    pub set: Vec<DeadlineSetting>,
    /// The setting whose day takes the place of the event's.
    pub restart: Option<Text>,
    /// The settings between whose days, both included, no day counts.
    pub pause: Option<(Text, Text)>,
    /// The setting that names days on which the council is shut.
    pub shut: Option<Text>,
    /// The ways of counting; the first whose conditions hold is used.
    pub counts: Vec<Count>,
    /// The events of an audit that start it, the best first.
    pub starts: Vec<EventRef>,
    /// True if the earliest known of those events starts it, not the first in the list.
    pub earliest: bool,
    /// The time limit that starts it by running out, where none of those events is known.
    pub after: Option<DeadlineIx>,
    /// The event of an audit that gives its last day, as a notice told it.
    pub ends: Option<QuestionIx>,
    /// The limit for the answer to the letter that goes out before this one ends, if there is one.
    pub letter: Option<DeadlineIx>,
    /// True if it is one of the clocks that are shown before all others.
    pub lead: bool,
    /// Runs only with (true), or only without (false), executive arrangements.
    pub executive: Option<bool>,
    /// The choice that brings it into play, with the options that do; `None` if none is needed.
    pub only_if: Option<(QuestionIx, Vec<Text>)>,
    /// The event of an audit by which it is kept, or broken.
    pub kept_by: Option<QuestionIx>,
    /// The time limit that begins when this one is kept or runs out.
    pub then: Option<DeadlineIx>,
}

impl Deadline {
    /// Returns the law behind it as it is for a nation, and a kind of authority if it is known, on a day.
    pub fn law(
        &self,
        nation: Territory,
        kind: Option<AuthorityKind>,
        day: NaiveDate,
    ) -> LawThere<'_> {
        self.law_of(span_on(&self.in_force, (nation, kind), day))
    }

    /// Returns the law behind it at the place of a review, on a day.
    ///
    /// Law of executive arrangements is named only where it is known that there are some.
    pub fn law_at(&self, place: &Place, day: NaiveDate) -> LawThere<'_> {
        let span = span_on(&self.in_force, (place.territory, Some(place.kind)), day);
        let known = place.executive == Executive::Yes;
        self.law_of(span.filter(|span| known || !span.of_executive))
    }

    fn law_of<'a>(&'a self, span: Option<&'a InForce>) -> LawThere<'a> {
        let common = self.common_law();
        let Some(span) = span else {
            return common;
        };
        let own = span.checked_note.as_deref();
        LawThere {
            citation: span.citation.as_deref().unwrap_or(common.citation),
            checked: span.checked.unwrap_or(common.checked),
            // That of the common level says nothing of another one.
            checked_note: own.or(common.checked_note.filter(|_| span.checked.is_none())),
        }
    }

    /// Returns the law behind it as it is where a nation and day have nothing of their own.
    pub fn common_law(&self) -> LawThere<'_> {
        LawThere {
            citation: &self.citation,
            checked: self.checked,
            checked_note: self.checked_note.as_deref(),
        }
    }

    /// Returns the setting with a key.
    pub fn setting(&self, key: &str) -> Option<&DeadlineSetting> {
        self.set.iter().find(|one| one.key == key)
    }

    /// Returns true if it is counted by a council's own profile.
    pub fn is_local(&self) -> bool {
        self.set.iter().any(|one| one.profile.is_some())
    }

    /// Returns the nations whose law it is, each once.
    pub fn nations(&self) -> Vec<Territory> {
        let mut nations: Vec<Territory> = Vec::new();
        for nation in self.in_force.iter().flat_map(|span| &span.territories) {
            if !nations.contains(nation) {
                nations.push(*nation);
            }
        }
        nations
    }

    /// Returns its name where there is little room.
    pub fn short(&self) -> &str {
        self.short.as_deref().unwrap_or(&self.title)
    }

    /// Returns true if the user has to act within it.
    pub const fn is_yours(&self) -> bool {
        matches!(self.who, Actor::You | Actor::Either)
    }

    /// Returns the name of whoever has to act: "you", "the council", "a supplier".
    pub fn actor(&self) -> &str {
        self.actor.as_deref().unwrap_or(match self.who {
            Actor::You => "you",
            Actor::Council => "the council",
            Actor::Either => "you or the council",
            Actor::Other => "someone else",
        })
    }
}

/// The law behind a time limit, as it is somewhere on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LawThere<'a> {
    /// Its citation.
    pub citation: &'a str,
    /// Check level of its wording.
    pub checked: Checked,
    /// The part of it that has another check level, in words.
    pub checked_note: Option<&'a str>,
}

/// Something that has to be known for a count beyond its event.
#[derive(Debug, Clone, PartialEq)]
pub struct DeadlineSetting {
    /// Its key: `days`.
    pub key: Text,
    /// Its form; `None` if it is one of a list of words.
    pub kind: Option<SettingKind>,
    /// The words it may be.
    pub words: Vec<Text>,
    /// Its meaning: a part of a sentence, such as "the number of days in the constitution".
    pub about: Text,
    /// Conditions under which no day is given without it; empty means never.
    pub needed: Vec<Test>,
    /// Values that take its place; the first whose conditions hold is used.
    pub defaults: Vec<SettingDefault>,
    /// The figure of an audit that gives it.
    pub figure: Option<QuestionIx>,
    /// The event of an audit that gives it: its day, or true if the time limit is counted from it.
    pub event: Option<QuestionIx>,
    /// The field of a council's profile that gives it.
    pub profile: Option<ProfileField>,
}

impl DeadlineSetting {
    /// Returns true if it has a meaning in a nation.
    pub fn is_for(&self, nation: Territory) -> bool {
        let elsewhere =
            |test: &Test| matches!(test, Test::In(nations) if !nations.contains(&nation));
        !self.needed.iter().any(elsewhere)
    }
}

/// A value that takes the place of a setting that was not given.
#[derive(Debug, Clone, PartialEq)]
pub struct SettingDefault {
    /// One of the setting's words, or `event`: the day of the event.
    pub value: Text,
    /// Conditions; empty means always.
    pub when: Vec<Test>,
}

/// One way of counting, with the conditions for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Count {
    /// Conditions, all of which must hold; empty means always.
    pub when: Vec<Test>,
    /// The readings, or the reason why the law gives no day.
    pub readings: Result<Vec<Reading>, NoDay>,
}

/// One reading of the law: the steps from the event to the last day.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// Its name: `own-nation`.
    pub name: Text,
    /// Its name in words: "leaving out the holidays of every nation".
    pub label: Option<Text>,
    /// Conditions for it to be a reading at all; empty means always.
    pub when: Vec<Test>,
    /// The holidays that are no working days.
    pub holidays: HolidayScope,
    /// The steps, in order; never empty.
    pub steps: Vec<Step>,
}

/// A step of a count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Goes a number of days, weeks, months or years on or back.
    Run(Run),
    /// A last day that is not a working day moves to the next one.
    NextWorkingDay,
    /// The event counts as having happened on this day at the earliest.
    NotBefore(NaiveDate),
    /// A day of the calendar year in which the event's financial year begins.
    InYear(YearDay),
    /// If the day found is this one or later, the count starts again with another run.
    Again(NaiveDate, Run),
    /// Early conciliation stops the clock: the settings for the days it began and ended.
    Conciliation(String, String),
    /// No later than a run from the day of a setting.
    NoLaterThan(Run, String),
    /// A day of a later week: the settings for the day and for the number of weeks.
    OnWeekday(String, String),
}

impl Step {
    /// Returns true if it needs the value of a setting.
    pub fn uses(&self, key: &str) -> bool {
        let counted = |run: &Run| run.amount == Amount::Setting(key.to_owned());
        match self {
            Self::Run(run) | Self::Again(_, run) => counted(run),
            Self::NoLaterThan(run, of) => counted(run) || of == key,
            Self::Conciliation(one, other) | Self::OnWeekday(one, other) => {
                one == key || other == key
            }
            Self::NextWorkingDay | Self::NotBefore(_) | Self::InYear(_) => false,
        }
    }
}

/// A number of days, weeks, months or years in one direction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The number, or the setting that gives it.
    pub amount: Amount,
    /// The unit.
    pub unit: TimeUnit,
    /// Direction, and whether the first or the last day counts.
    pub way: Way,
}

/// The number of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Amount {
    /// A fixed number.
    Fixed(u32),
    /// The value of a setting.
    Setting(String),
}

/// The unit of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeUnit {
    /// Days that are neither weekend nor holiday.
    WorkingDays,
    /// Every day.
    Days,
    /// Seven days.
    Weeks,
    /// To the corresponding date, or the last day of a month that is too short.
    Months,
    /// Twelve months.
    Years,
}

/// Direction of a run, with the days at its ends that count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Forwards; the first day does not count.
    After,
    /// Forwards; the first day counts.
    BeginningWith,
    /// Backwards; the first day does not count.
    Before,
    /// Forwards; neither the first day nor the day of the second act counts.
    ClearAfter,
    /// Backwards; neither of the two days counts.
    ClearBefore,
}

/// A day of every year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct YearDay {
    /// The month, from 1.
    pub month: u32,
    /// The day, from 1.
    pub day: u32,
    /// True if the last day is the one before it.
    pub before: bool,
}

/// A condition on nation, event and settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    /// It always holds.
    Always,
    /// A setting is true.
    IsTrue(String),
    /// A setting was given.
    Given(String, bool),
    /// A setting is one of some words.
    Is(String, Vec<String>),
    /// The event, or a day of a setting, is within these days.
    Between(Option<String>, Option<NaiveDate>, Option<NaiveDate>),
    /// The number of a setting is within these numbers.
    Number(String, Option<u32>, Option<u32>),
    /// The nation is one of these.
    In(Vec<Territory>),
    /// The last way of counting ends on this day or later.
    RunningOn(NaiveDate),
}

impl Test {
    /// Returns the key of the setting it looks at, if it looks at one.
    pub fn key(&self) -> Option<&str> {
        match self {
            Self::IsTrue(key)
            | Self::Given(key, _)
            | Self::Is(key, _)
            | Self::Between(Some(key), ..)
            | Self::Number(key, ..) => Some(key),
            Self::Always | Self::Between(None, ..) | Self::In(_) | Self::RunningOn(_) => None,
        }
    }
}
