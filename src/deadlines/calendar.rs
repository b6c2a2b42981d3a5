//! Counting on the calendar: runs of days, months and working days, with what was left out.

use chrono::{Datelike as _, Days, Months, NaiveDate, Weekday};

use crate::checklist::Territory;
use crate::checklist::deadline::{TimeUnit, Way};
use crate::checklist::holidays::{Holiday, Holidays};

/// The last year that can be written.
pub(super) const LAST_YEAR: i32 = 9999;

/// Reason for a count to end without a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CountStop {
    /// It asks for a working day outside the years whose holidays are known.
    NoHolidays,
    /// It leaves the calendar.
    OutOfCalendar,
}

/// A holiday that was left out of a count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnHoliday {
    /// The day.
    pub day: NaiveDate,
    /// Its name, or its names.
    pub names: Vec<String>,
    /// The nations that have it.
    pub nations: Vec<Territory>,
}

/// Days that a count of working days passed over, each with the reason.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DaysPassedOver {
    /// Number of Saturdays and Sundays.
    pub weekend: usize,
    /// Holidays on other days.
    pub holidays: Vec<OnHoliday>,
    /// Days on which the council is shut.
    pub shut: Vec<NaiveDate>,
    /// Days on which the clock does not run.
    pub paused: Vec<NaiveDate>,
    /// Doubtful holidays that were counted as working days.
    pub worked: Vec<OnHoliday>,
}

/// A run of a count: from one day to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ran {
    /// The number.
    pub amount: u32,
    /// The unit.
    pub unit: TimeUnit,
    /// Direction, and whether the first or the last day counts.
    pub way: Way,
    /// The day it starts from.
    pub from: NaiveDate,
    /// The day that was counted to: for clear days the last of them, else `to`.
    pub last: NaiveDate,
    /// The day it leads to.
    pub to: NaiveDate,
    /// True if the month was too short for the corresponding date.
    pub short_month: bool,
    /// Days that were passed over.
    pub left_out: DaysPassedOver,
}

/// A last day that is no working day, and the next one that is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    /// The day as counted.
    pub from: NaiveDate,
    /// The next working day.
    pub to: NaiveDate,
    /// Days that were passed over.
    pub left_out: DaysPassedOver,
}

/// A calendar of working days for one reading of one rule.
#[derive(Debug)]
pub(super) struct Calendar<'a> {
    pub(super) holidays: &'a Holidays,
    pub(super) nations: Vec<Territory>,
    /// True if doubtful holidays are counted as working days.
    pub(super) doubtful_worked: bool,
    pub(super) shut: &'a [NaiveDate],
    pub(super) pause: Option<(NaiveDate, NaiveDate)>,
    /// True once the count has asked for a day whose holidays are not proclaimed yet.
    pub(super) unproclaimed: bool,
}

impl Calendar<'_> {
    /// Returns true for a working day, and notes the reason if it is none.
    fn is_working(
        &mut self,
        day: NaiveDate,
        left_out: &mut DaysPassedOver,
    ) -> Result<bool, CountStop> {
        if is_weekend(day) {
            left_out.weekend += 1;
            return Ok(false);
        }
        if self
            .pause
            .is_some_and(|(from, until)| from <= day && day <= until)
        {
            left_out.paused.push(day);
            return Ok(false);
        }
        if self.shut.contains(&day) {
            left_out.shut.push(day);
            return Ok(false);
        }
        let years = self.holidays.known(day).ok_or(CountStop::NoHolidays)?;
        self.unproclaimed |= !years.proclaimed;
        let (doubtful, certain): (Vec<&Holiday>, Vec<&Holiday>) = self
            .holidays
            .on(day, &self.nations)
            .partition(|one| one.doubtful);
        let told = |all: &[&Holiday]| {
            let mut nations: Vec<Territory> =
                all.iter().flat_map(|one| &one.nations).copied().collect();
            nations.sort_unstable();
            nations.dedup();
            let mut names: Vec<String> = all.iter().map(|one| one.name.to_string()).collect();
            names.dedup();
            OnHoliday {
                day,
                names,
                nations,
            }
        };
        if !certain.is_empty() {
            left_out.holidays.push(told(&certain));
        } else if doubtful.is_empty() {
            return Ok(true);
        } else if self.doubtful_worked {
            left_out.worked.push(told(&doubtful));
            return Ok(true);
        } else {
            left_out.holidays.push(told(&doubtful));
        }
        Ok(false)
    }

    /// Goes a number of units on or back from a day.
    pub(super) fn run(
        &mut self,
        from: NaiveDate,
        amount: u32,
        unit: TimeUnit,
        way: Way,
    ) -> Result<Ran, CountStop> {
        let mut left_out = DaysPassedOver::default();
        let mut short_month = false;
        let last = match unit {
            TimeUnit::WorkingDays => self.working_days(from, amount, way, &mut left_out)?,
            TimeUnit::Days => days(from, u64::from(amount), way)?,
            TimeUnit::Weeks => days(from, u64::from(amount) * 7, way)?,
            TimeUnit::Months | TimeUnit::Years => {
                let months = amount * if unit == TimeUnit::Years { 12 } else { 1 };
                let (day, short) = by_months(from, months, way)?;
                short_month = short;
                day
            }
        };
        let to = match way {
            Way::ClearAfter => next(last)?,
            Way::ClearBefore => previous(last)?,
            Way::After | Way::BeginningWith | Way::Before => last,
        };
        Ok(Ran {
            amount,
            unit,
            way,
            from,
            last,
            to,
            short_month,
            left_out,
        })
    }

    fn working_days(
        &mut self,
        from: NaiveDate,
        amount: u32,
        way: Way,
        left_out: &mut DaysPassedOver,
    ) -> Result<NaiveDate, CountStop> {
        let back = matches!(way, Way::Before | Way::ClearBefore);
        let step = if back { previous } else { next };
        let mut day = if way == Way::BeginningWith {
            from
        } else {
            step(from)?
        };
        let mut counted = u32::from(self.is_working(day, left_out)?);
        while counted < amount {
            day = step(day)?;
            counted += u32::from(self.is_working(day, left_out)?);
        }
        Ok(day)
    }

    /// Moves a last day that is no working day to the next one; `None` if it is one.
    pub(super) fn open_day(&mut self, from: NaiveDate) -> Result<Option<Move>, CountStop> {
        let mut left_out = DaysPassedOver::default();
        let mut to = from;
        while !self.is_working(to, &mut left_out)? {
            to = next(to)?;
        }
        Ok((to != from).then_some(Move { from, to, left_out }))
    }
}

/// Returns true for a Saturday or a Sunday.
pub(super) fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

fn next(day: NaiveDate) -> Result<NaiveDate, CountStop> {
    written(day.succ_opt())
}

fn previous(day: NaiveDate) -> Result<NaiveDate, CountStop> {
    written(day.pred_opt())
}

/// Returns a day that can be written with four figures.
fn written(day: Option<NaiveDate>) -> Result<NaiveDate, CountStop> {
    day.filter(|day| (1..=LAST_YEAR).contains(&day.year()))
        .ok_or(CountStop::OutOfCalendar)
}

fn days(from: NaiveDate, amount: u64, way: Way) -> Result<NaiveDate, CountStop> {
    written(match way {
        Way::After | Way::ClearAfter => from.checked_add_days(Days::new(amount)),
        Way::BeginningWith => from.checked_add_days(Days::new(amount.saturating_sub(1))),
        Way::Before | Way::ClearBefore => from.checked_sub_days(Days::new(amount)),
    })
}

/// Goes by months to the corresponding date, or the last day of a month that has no such date.
///
/// The months are never added one at a time, so that a short one on the way shortens nothing. Where the
/// first day counts, the last is the day before the corresponding date; if there is no such date, the
/// last day of that month. Returns true with the day if the month was too short.
fn by_months(from: NaiveDate, months: u32, way: Way) -> Result<(NaiveDate, bool), CountStop> {
    let found = match way {
        Way::Before | Way::ClearBefore => from.checked_sub_months(Months::new(months)),
        _ => from.checked_add_months(Months::new(months)),
    };
    let found = written(found)?;
    let short = found.day() != from.day();
    let day = if way == Way::BeginningWith && !short {
        previous(found)?
    } else {
        found
    };
    Ok((day, short))
}
