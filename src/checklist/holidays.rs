//! The list of bank holidays: which days of which nations, and for which years it is known.
//!
//! The list is data, and a user's own file can add to it. A day outside the years it is known for is
//! never guessed to be a working day.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::nation::Territory;
use crate::base::Text;

/// A holiday on one day, in some nations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holiday {
    /// The day.
    pub day: NaiveDate,
    /// Its name.
    pub name: Text,
    /// The nations that have it.
    pub nations: Vec<Territory>,
    /// True if no proclamation of it is known: it is counted both ways.
    pub doubtful: bool,
    /// True if the day is worked after all: it is no holiday in these nations, whatever else is said.
    pub worked: bool,
}

/// Years for which the holidays are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HolidayYears {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub until: NaiveDate,
    /// False if they are worked out ahead and not proclaimed yet.
    pub proclaimed: bool,
}

/// All known holidays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Holidays {
    days: BTreeMap<NaiveDate, Vec<Holiday>>,
    years: Vec<HolidayYears>,
}

impl Holidays {
    /// Creates a list of holidays.
    pub fn new(
        holidays: impl IntoIterator<Item = Holiday>,
        years: impl IntoIterator<Item = HolidayYears>,
    ) -> Self {
        let mut list = Self {
            days: BTreeMap::new(),
            years: years.into_iter().collect(),
        };
        // Whatever the order of the files, a day that is worked is none.
        let (worked, holidays): (Vec<Holiday>, Vec<Holiday>) =
            holidays.into_iter().partition(|one| one.worked);
        for holiday in holidays.into_iter().chain(worked) {
            list.add(holiday);
        }
        list
    }

    /// Adds a holiday, or takes one away that is worked; one that is there is not added again.
    pub fn add(&mut self, holiday: Holiday) {
        if holiday.worked {
            for one in self.days.get_mut(&holiday.day).into_iter().flatten() {
                one.nations
                    .retain(|nation| !holiday.nations.contains(nation));
            }
            return;
        }
        // Nearly every day has one.
        let on_day = self.days.entry(holiday.day);
        let on_day = on_day.or_insert_with(|| Vec::with_capacity(1));
        if !on_day.contains(&holiday) {
            on_day.push(holiday);
        }
    }

    /// Returns the holidays on a day in any of some nations.
    pub fn on(&self, day: NaiveDate, nations: &[Territory]) -> impl Iterator<Item = &Holiday> {
        let on_day = self.days.get(&day).into_iter().flatten();
        on_day.filter(|one| one.nations.iter().any(|nation| nations.contains(nation)))
    }

    /// Returns the years a day belongs to, if its holidays are known.
    pub fn known(&self, day: NaiveDate) -> Option<HolidayYears> {
        let holds = |span: &&HolidayYears| span.from <= day && day <= span.until;
        let of_day = || self.years.iter().filter(holds);
        of_day()
            .find(|span| span.proclaimed)
            .or(of_day().next())
            .copied()
    }

    /// Returns the first and the last day for which holidays are known.
    pub fn bounds(&self) -> Option<(NaiveDate, NaiveDate)> {
        let first = self.years.iter().map(|span| span.from).min()?;
        let last = self.years.iter().map(|span| span.until).max()?;
        Some((first, last))
    }

    /// Returns every holiday, in the order of days.
    pub fn all(&self) -> impl Iterator<Item = &Holiday> {
        self.days.values().flatten()
    }
}
