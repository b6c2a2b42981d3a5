//! The answer of a rule for one day: a status, and each reading with the steps of its count.

use chrono::{Datelike as _, Days, NaiveDate};

use super::calendar::{Calendar, CountStop, LAST_YEAR, Move, Ran};
use super::given::{Given, SettingValue};
use crate::base::Text;
use crate::base::Word as _;
use crate::base::word::words;
use crate::checklist::deadline::{
    Amount, Count, Deadline, NoDay, Reading, Run, Step, Test, TimeUnit, Way, YearDay,
};
use crate::checklist::holidays::Holidays;
use crate::checklist::{AuthorityKind, InForce, Territory, Weekday};

words! {
    /// Status of an answer: a day is given, or the reason why none is.
    pub enum DeadlineStatus is "a status of a time limit" {
        /// A day is given.
        Due = "due",
        /// The rule does not cover that day.
        NotInForce = "not-in-force",
        /// It is not the law of that nation.
        NotInTerritory = "not-in-territory",
        /// A setting is lacking.
        Needs = "needs",
        /// The law gives no number.
        NoNumber = "no-number",
        /// The duty does not arise.
        NotRequired = "not-required",
        /// The count leaves the list of holidays.
        NoHolidays = "no-holidays",
    }
}

/// A question to a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadlineCase {
    /// The nation.
    pub nation: Territory,
    /// The kind of authority, if it is known.
    pub kind: Option<AuthorityKind>,
    /// The day of the event.
    pub from: NaiveDate,
    /// The settings.
    pub given: Given,
}

/// A step of a count, as it came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Counted {
    /// The clock starts on the day of a setting, not on that of the event.
    Restarted(NaiveDate),
    /// The event counts as having happened later than it did.
    NotBefore(NaiveDate),
    /// A run from one day to another.
    Ran(Ran),
    /// A closed last day that moved.
    Moved(Move),
    /// A day of the calendar year in which the financial year begins.
    InYear(YearDay, NaiveDate),
    /// The day found is under newer law, so the count begins again.
    Again(NaiveDate),
    /// The days of early conciliation were added, or a month after it was given instead.
    Conciliation {
        /// The day Acas was contacted.
        from: NaiveDate,
        /// The day of the certificate.
        to: NaiveDate,
        /// The day after the days were added.
        added: NaiveDate,
        /// The last day.
        day: NaiveDate,
    },
    /// Conciliation began after the last day, and adds nothing.
    ConciliationLate(NaiveDate),
    /// Another limit ends sooner.
    Sooner(Ran),
    /// The day is a day of a later week.
    OnWeekday {
        /// Number of weeks after that of the event.
        weeks: u32,
        /// The day.
        day: NaiveDate,
    },
}

/// One reading of the law, counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountedReading {
    /// Its name.
    pub name: String,
    /// Its name in words.
    pub label: Option<String>,
    /// The last day.
    pub due: NaiveDate,
    /// The steps.
    pub steps: Vec<Counted>,
}

/// The answer of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadlineAnswer {
    /// Its status.
    pub status: DeadlineStatus,
    /// The key of the setting that is lacking.
    pub needs: Option<String>,
    /// The readings, the one that asks most first; empty without a day.
    pub readings: Vec<CountedReading>,
    /// True if the count relies on holidays that are not proclaimed yet.
    pub may_change: bool,
}

impl DeadlineAnswer {
    /// Returns the day of the reading that asks most.
    pub fn due(&self) -> Option<NaiveDate> {
        self.readings.first().map(|one| one.due)
    }

    /// Returns the day of the last reading: only after it the council is late on every one.
    pub fn last(&self) -> Option<NaiveDate> {
        self.readings.last().map(|one| one.due)
    }

    /// Returns the status as it is written: `due`, `needs:days`.
    pub fn status(&self) -> String {
        match &self.needs {
            Some(key) => format!("{}:{key}", self.status),
            None => self.status.to_string(),
        }
    }

    fn without(status: DeadlineStatus) -> Self {
        Self {
            status,
            needs: None,
            readings: Vec::new(),
            may_change: false,
        }
    }
}

/// The reason why a rule cannot be asked at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CountError {
    /// The count leaves the calendar.
    #[error("the count leaves the calendar: it ends at the year 9999")]
    OutOfCalendar,
    /// The days of a period are the wrong way round, or something is answered before it was asked.
    #[error("one of the days comes before the day that it follows on; check both dates")]
    Backwards,
}

/// Answers a question: territory, force and lacking settings are looked at first, then it is counted.
///
/// # Errors
/// If the count leaves the calendar.
pub fn answer(
    rule: &Deadline,
    holidays: &Holidays,
    asked: &DeadlineCase,
) -> Result<DeadlineAnswer, CountError> {
    let spans: Vec<&InForce> = rule
        .in_force
        .iter()
        .filter(|span| span.territories.contains(&asked.nation))
        .collect();
    if spans.is_empty() {
        return Ok(DeadlineAnswer::without(DeadlineStatus::NotInTerritory));
    }
    let case = Case {
        rule,
        holidays,
        asked,
        given: with_defaults(rule, asked),
    };
    let of_kind = |span: &&InForce| {
        span.authorities.is_empty()
            || asked
                .kind
                .is_none_or(|kind| span.authorities.contains(&kind))
    };
    let mut of_day = spans.into_iter().filter(of_kind);
    let superseded = !rule.not_in_force_when.is_empty()
        && case.hold(&rule.not_in_force_when).unwrap_or_default();
    if superseded || !of_day.any(|span| span.holds(asked.from)) {
        return Ok(DeadlineAnswer::without(DeadlineStatus::NotInForce));
    }
    for setting in &rule.set {
        let lacks = !setting.needed.is_empty() && case.given.get(&setting.key).is_none();
        if lacks && case.hold(&setting.needed).unwrap_or_default() {
            return Ok(DeadlineAnswer {
                needs: Some(setting.key.to_string()),
                ..DeadlineAnswer::without(DeadlineStatus::Needs)
            });
        }
    }
    if case.is_backwards() {
        return Err(CountError::Backwards);
    }
    case.count().or_else(|stop| match stop {
        CountStop::NoHolidays => Ok(DeadlineAnswer::without(DeadlineStatus::NoHolidays)),
        CountStop::OutOfCalendar => Err(CountError::OutOfCalendar),
    })
}

/// Returns the settings that were given, with the defaults of those that were not.
fn with_defaults(rule: &Deadline, asked: &DeadlineCase) -> Given {
    let mut given = asked.given.clone();
    for setting in &rule.set {
        if given.get(&setting.key).is_some() {
            continue;
        }
        let default = setting.defaults.iter().find(|one| {
            let holds = |test: &Test| simple(test, asked, &given);
            one.when.iter().all(holds)
        });
        match default.map(|one| one.value.as_str()) {
            Some("event") => given.set(&setting.key, SettingValue::Day(asked.from)),
            Some(word) => given.set(&setting.key, SettingValue::Word(word.to_owned())),
            None => {}
        }
    }
    given
}

/// Returns true if a condition holds that needs no count.
fn simple(test: &Test, asked: &DeadlineCase, given: &Given) -> bool {
    fn within<T: PartialOrd + Copy>(value: T, from: Option<T>, until: Option<T>) -> bool {
        from.is_none_or(|from| from <= value) && until.is_none_or(|until| value <= until)
    }
    match test {
        Test::Always => true,
        Test::RunningOn(_) => false,
        Test::IsTrue(key) => given.get(key) == Some(&SettingValue::Truth(true)),
        Test::Given(key, expected) => given.get(key).is_some() == *expected,
        Test::Is(key, words) => match given.get(key) {
            Some(SettingValue::Word(word)) => words.contains(word),
            _ => false,
        },
        Test::Between(key, from, until) => {
            let day = match key {
                Some(key) => given.day(key),
                None => Some(asked.from),
            };
            day.is_some_and(|day| within(day, *from, *until))
        }
        Test::Number(key, from, until) => given
            .number(key)
            .is_some_and(|number| within(number, *from, *until)),
        Test::In(nations) => nations.contains(&asked.nation),
    }
}

/// One question to one rule, ready to be counted.
struct Case<'a> {
    rule: &'a Deadline,
    holidays: &'a Holidays,
    asked: &'a DeadlineCase,
    given: Given,
}

impl Case<'_> {
    /// Returns true if all conditions hold; those that need no count are looked at first.
    fn hold(&self, tests: &[Test]) -> Result<bool, CountStop> {
        let counted = |test: &&Test| matches!(test, Test::RunningOn(_));
        let mut simple_ones = tests.iter().filter(|test| !counted(test));
        if !simple_ones.all(|test| simple(test, self.asked, &self.given)) {
            return Ok(false);
        }
        for test in tests.iter().filter(counted) {
            if let Test::RunningOn(day) = test
                && !self.runs_on(*day)?
            {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Returns true if the last way of counting has not run out before a day.
    fn runs_on(&self, day: NaiveDate) -> Result<bool, CountStop> {
        let ordinary = self.rule.counts.last().map(|one| &one.readings);
        let Some(Ok(readings)) = ordinary else {
            return Ok(false);
        };
        let mut runs = false;
        for reading in readings {
            runs |= self.reading(reading, false)?.0.due >= day;
        }
        Ok(runs)
    }

    /// Returns true if a period in the settings ends before it begins, or the count is to start again on
    /// a day before the event.
    fn is_backwards(&self) -> bool {
        let counts = self.rule.counts.iter();
        let readings = counts
            .filter_map(|one| one.readings.as_ref().ok())
            .flatten();
        let conciliations = readings
            .flat_map(|one| &one.steps)
            .filter_map(|step| match step {
                Step::Conciliation(from, to) => Some((from.as_str(), to.as_str())),
                _ => None,
            });
        let pause = self
            .rule
            .pause
            .iter()
            .map(|(from, to)| (from.as_str(), to.as_str()));
        conciliations
            .chain(pause)
            .filter_map(|(from, to)| Some((self.given.day(from)?, self.given.day(to)?)))
            .chain(self.restart().map(|day| (self.asked.from, day)))
            .any(|(from, to)| to < from)
    }

    /// Returns the day that takes the place of the event's.
    fn restart(&self) -> Option<NaiveDate> {
        self.given.day(self.rule.restart.as_deref()?)
    }

    fn count(&self) -> Result<DeadlineAnswer, CountStop> {
        let mut chosen: Option<&Count> = None;
        for count in &self.rule.counts {
            if self.hold(&count.when)? {
                chosen = Some(count);
                break;
            }
        }
        let readings = match chosen.map(|one| &one.readings) {
            // No way of counting covers this day.
            None => return Ok(DeadlineAnswer::without(DeadlineStatus::NotInForce)),
            Some(Err(NoDay::NoNumber)) => {
                return Ok(DeadlineAnswer::without(DeadlineStatus::NoNumber));
            }
            Some(Err(NoDay::NotRequired)) => {
                return Ok(DeadlineAnswer::without(DeadlineStatus::NotRequired));
            }
            Some(Ok(readings)) => readings,
        };
        let mut counted = Vec::new();
        let mut may_change = false;
        for reading in readings {
            if !self.hold(&reading.when)? {
                continue;
            }
            for doubtful_worked in [false, true] {
                let (mut one, unproclaimed) = self.reading(reading, doubtful_worked)?;
                may_change |= unproclaimed;
                if doubtful_worked {
                    one.name.push_str("/doubtful-day-worked");
                }
                counted.push(one);
            }
        }
        // A stable order keeps the first name of readings that fall on the same day.
        counted.sort_by_key(|one: &CountedReading| one.due);
        if self.rule.latest {
            counted.sort_by_key(|one| std::cmp::Reverse(one.due));
        }
        counted.dedup_by_key(|one| one.due);
        Ok(DeadlineAnswer {
            status: DeadlineStatus::Due,
            needs: None,
            readings: counted,
            may_change,
        })
    }

    /// Counts a reading; true with it if holidays that are not proclaimed were asked for.
    fn reading(
        &self,
        reading: &Reading,
        doubtful_worked: bool,
    ) -> Result<(CountedReading, bool), CountStop> {
        let rule = self.rule;
        let shut = match rule.shut.as_ref().and_then(|key| self.given.get(key)) {
            Some(SettingValue::Days(days)) => days.as_slice(),
            _ => &[],
        };
        let pause = rule
            .pause
            .as_ref()
            .and_then(|(from, until)| Some((self.given.day(from)?, self.given.day(until)?)));
        let mut calendar = Calendar {
            holidays: self.holidays,
            nations: reading.holidays.nations(self.asked.nation),
            doubtful_worked,
            shut,
            pause,
            unproclaimed: false,
        };
        let mut steps = Vec::new();
        let restart = self.restart();
        steps.extend(restart.map(Counted::Restarted));
        let start = restart.unwrap_or(self.asked.from);
        let mut day = start;
        for step in &reading.steps {
            day = self.step(step, start, day, &mut calendar, &mut steps)?;
        }
        let counting = CountedReading {
            name: reading.name.to_string(),
            label: reading.label.as_ref().map(Text::to_string),
            due: day,
            steps,
        };
        Ok((counting, calendar.unproclaimed))
    }

    fn step(
        &self,
        step: &Step,
        start: NaiveDate,
        day: NaiveDate,
        calendar: &mut Calendar<'_>,
        steps: &mut Vec<Counted>,
    ) -> Result<NaiveDate, CountStop> {
        match step {
            Step::Run(run) => {
                let ran = self.run(run, day, calendar)?;
                let to = ran.to;
                steps.push(Counted::Ran(ran));
                Ok(to)
            }
            Step::NextWorkingDay => {
                let moved = calendar.open_day(day)?;
                let to = moved.as_ref().map_or(day, |moved| moved.to);
                steps.extend(moved.map(Counted::Moved));
                Ok(to)
            }
            Step::NotBefore(first) if day < *first => {
                steps.push(Counted::NotBefore(*first));
                Ok(*first)
            }
            Step::InYear(of) => {
                let found = in_year(*of, day).ok_or(CountStop::OutOfCalendar)?;
                steps.push(Counted::InYear(*of, found));
                Ok(found)
            }
            Step::Again(first, run) if day >= *first => {
                steps.push(Counted::Again(*first));
                self.step(&Step::Run(run.clone()), start, start, calendar, steps)
            }
            Step::NotBefore(_) | Step::Again(..) => Ok(day),
            Step::Conciliation(from, to) => {
                let (Some(from), Some(to)) = (self.given.day(from), self.given.day(to)) else {
                    return Ok(day);
                };
                self.conciliation((from, to), day, calendar, steps)
            }
            Step::NoLaterThan(run, of) => {
                let Some(of) = self.given.day(of) else {
                    return Ok(day);
                };
                let other = self.run(run, of, calendar)?;
                let to = other.to;
                if to >= day {
                    return Ok(day);
                }
                steps.push(Counted::Sooner(other));
                Ok(to)
            }
            Step::OnWeekday(weekday, weeks) => {
                // The loader and the conditions see to it that both are there.
                let (Some(SettingValue::Word(weekday)), Some(weeks)) =
                    (self.given.get(weekday), self.given.number(weeks))
                else {
                    return Ok(day);
                };
                let place = Weekday::ALL.iter().position(|one| one.word() == weekday);
                let days = u64::from(weeks) * 7 + place.unwrap_or_default() as u64;
                let monday = Days::new(u64::from(day.weekday().num_days_from_monday()));
                let found = day
                    .checked_sub_days(monday)
                    .and_then(|monday| monday.checked_add_days(Days::new(days)))
                    .filter(|found| found.year() <= LAST_YEAR)
                    .ok_or(CountStop::OutOfCalendar)?;
                steps.push(Counted::OnWeekday { weeks, day: found });
                Ok(found)
            }
        }
    }

    fn run(
        &self,
        run: &Run,
        from: NaiveDate,
        calendar: &mut Calendar<'_>,
    ) -> Result<Ran, CountStop> {
        let amount = match &run.amount {
            Amount::Fixed(number) => *number,
            // The loader and the conditions see to it that it is there.
            Amount::Setting(key) => self.given.number(key).unwrap_or(1),
        };
        calendar.run(from, amount, run.unit, run.way)
    }

    /// Adds the days of conciliation, then sees to it that a month is left after it.
    fn conciliation(
        &self,
        (from, to): (NaiveDate, NaiveDate),
        day: NaiveDate,
        calendar: &mut Calendar<'_>,
        steps: &mut Vec<Counted>,
    ) -> Result<NaiveDate, CountStop> {
        if from > day {
            steps.push(Counted::ConciliationLate(from));
            return Ok(day);
        }
        // Days before the clock started add nothing.
        let first = from.max(self.asked.from.pred_opt().unwrap_or(from));
        let extra = u32::try_from((to - first).num_days()).unwrap_or_default();
        let added = calendar.run(day, extra, TimeUnit::Days, Way::After)?.to;
        let month_on = calendar.run(to, 1, TimeUnit::Months, Way::After)?.to;
        let last = if from <= added && added <= month_on {
            month_on
        } else {
            added
        };
        steps.push(Counted::Conciliation {
            from,
            to,
            added,
            day: last,
        });
        Ok(last)
    }
}

/// Returns the day of the calendar year in which the financial year of a day begins.
fn in_year(of: YearDay, day: NaiveDate) -> Option<NaiveDate> {
    let year = day.year() - i32::from(day.month() < 4);
    let found = NaiveDate::from_ymd_opt(year, of.month, of.day)?;
    if of.before {
        found.pred_opt()
    } else {
        Some(found)
    }
}
