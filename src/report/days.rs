//! Counts days forward: as far as is possible without a complete list of bank holidays, and no
//! further.

use chrono::{Datelike as _, Days, NaiveDate, Weekday};

use crate::checklist::{Closed, Counting};

/// The last day of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Last {
    /// Exactly this day.
    Is(NaiveDate),
    /// This day or later.
    ///
    /// Weekends are left out, and the days that are known not to count; each other bank holiday, or
    /// day on which the council is closed, that falls in the period makes it a day later.
    NotBefore(NaiveDate),
}

impl Last {
    /// Returns the day, exact or earliest.
    pub const fn day(self) -> NaiveDate {
        match self {
            Self::Is(day) | Self::NotBefore(day) => day,
        }
    }
}

/// The last year that is printed with four figures.
const LAST_YEAR: i32 = 9999;

/// Returns the last day of a period, the day after `from` being the first; `None` if it is after the
/// year 9999.
///
/// Clear days leave out the day a thing is done and the day it is to be done by; a thing due
/// *within* so many clear days may still arrive on the last of them. Whether weekends count among
/// clear days is not settled: here they do, which gives the earliest reading.
///
/// Days of every year that are known not to be working days are left out among working days.
pub fn last(days: u32, counted: Counting, closed: &[Closed], from: NaiveDate) -> Option<Last> {
    counted_on(days, counted, closed, from).filter(|last| last.day().year() <= LAST_YEAR)
}

fn counted_on(days: u32, counted: Counting, closed: &[Closed], from: NaiveDate) -> Option<Last> {
    let plain = || from.checked_add_days(Days::new(u64::from(days)));
    match counted {
        Counting::Calendar => plain().map(Last::Is),
        Counting::Clear => plain().map(Last::NotBefore),
        Counting::Working if days <= FEW && !closed.is_empty() => {
            let mut day = from;
            for _ in 0..days {
                day = day.succ_opt()?;
                while is_weekend(day) || closed.iter().any(|one| falls_on(*one, day)) {
                    day = day.succ_opt()?;
                }
            }
            Some(Last::NotBefore(day))
        }
        Counting::Working => {
            // Whole weeks at once: nobody's number of days may keep us counting.
            let (weeks, rest) = (days / 5, days % 5);
            let mut day = from;
            // From a weekend one counts as from the Friday before.
            while is_weekend(day) {
                day = day.pred_opt()?;
            }
            day = day.checked_add_days(Days::new(u64::from(weeks) * 7))?;
            for _ in 0..rest {
                day = day.succ_opt()?;
                while is_weekend(day) {
                    day = day.succ_opt()?;
                }
            }
            Some(Last::NotBefore(if days == 0 { from } else { day }))
        }
    }
}

/// Largest number of days counted one by one; for more the earliest reading is enough.
const FEW: u32 = 1000;

fn falls_on(closed: Closed, day: NaiveDate) -> bool {
    match closed {
        Closed::On(month, of) => (day.month(), day.day()) == (month.into(), of.into()),
        Closed::GoodFriday => {
            day.weekday() == Weekday::Fri
                && easter(day.year()).and_then(|easter| easter.checked_sub_days(Days::new(2)))
                    == Some(day)
        }
    }
}

/// Returns Easter Sunday by the Gregorian calendar (the rule of Meeus, Jones and Butcher).
fn easter(year: i32) -> Option<NaiveDate> {
    let golden = year.rem_euclid(19);
    let (century, rest) = (year.div_euclid(100), year.rem_euclid(100));
    let moon = (19 * golden + century
        - century.div_euclid(4)
        - (century - (century + 8).div_euclid(25) + 1).div_euclid(3)
        + 15)
        .rem_euclid(30);
    let weekday =
        (32 + 2 * century.rem_euclid(4) + 2 * rest.div_euclid(4) - moon - rest.rem_euclid(4))
            .rem_euclid(7);
    let late = (golden + 11 * moon + 22 * weekday).div_euclid(451);
    let sum = moon + weekday - 7 * late + 114;
    let month = u32::try_from(sum.div_euclid(31)).ok()?;
    let day = u32::try_from(sum.rem_euclid(31) + 1).ok()?;
    NaiveDate::from_ymd_opt(year, month, day)
}

fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Word as _;

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, day).expect("a day")
    }

    #[test]
    fn weekends_are_left_out_of_working_days_and_nothing_else() {
        // Monday 23 November 2026, if St Andrew's Day is not known to be a holiday.
        let twenty = last(20, Counting::Working, &[], day(11, 23));
        assert_eq!(twenty, Some(Last::NotBefore(day(12, 21))));
        // From a Saturday and a Sunday as from the Friday before.
        for from in [day(11, 20), day(11, 21), day(11, 22)] {
            assert_eq!(
                last(5, Counting::Working, &[], from),
                Some(Last::NotBefore(day(11, 27)))
            );
        }
        assert_eq!(
            last(1, Counting::Working, &[], day(11, 20)),
            Some(Last::NotBefore(day(11, 23)))
        );
        assert_eq!(
            last(3, Counting::Working, &[], day(11, 19)),
            Some(Last::NotBefore(day(11, 24)))
        );
        for days in 1..60 {
            let mut slow = day(11, 18);
            for _ in 0..days {
                slow = slow.succ_opt().expect("a day");
                while is_weekend(slow) {
                    slow = slow.succ_opt().expect("a day");
                }
            }
            assert_eq!(
                last(days, Counting::Working, &[], day(11, 18)).map(Last::day),
                Some(slow),
                "{days}"
            );
        }
    }

    #[test]
    fn a_period_that_ends_after_the_year_9999_has_no_last_day() {
        let last_of_all = NaiveDate::from_ymd_opt(9999, 12, 31).expect("a day");
        for counted in Counting::ALL {
            assert_eq!(last(5, *counted, &[], last_of_all), None, "{counted:?}");
            let before = last_of_all - Days::new(30);
            assert!(last(5, *counted, &[], before).is_some(), "{counted:?}");
        }
    }

    #[test]
    fn days_that_are_known_not_to_count_are_left_out() {
        let closed = [
            Closed::On(12, 25),
            Closed::GoodFriday,
            Closed::On(1, 2),
            Closed::On(3, 17),
            Closed::On(7, 12),
            Closed::On(11, 30),
        ];
        // The worked example of the source: St Andrew's Day drops out.
        let twenty = last(20, Counting::Working, &closed, day(11, 23));
        assert_eq!(twenty, Some(Last::NotBefore(day(12, 22))));
        // Good Friday 2026 is 3 April. One that falls on a weekend takes nothing more away.
        let five = last(5, Counting::Working, &closed, day(3, 30));
        assert_eq!(five, Some(Last::NotBefore(day(4, 7))));
        let july = last(1, Counting::Working, &closed, day(7, 10));
        assert_eq!(
            july,
            Some(Last::NotBefore(day(7, 13))),
            "12 July 2026 is a Sunday"
        );
        let many = last(100_000, Counting::Working, &closed, day(7, 10));
        assert!(many.is_some(), "nobody's number keeps us counting");
    }

    #[test]
    fn easter_is_where_the_almanacs_have_it() {
        for (year, month, of) in [
            (1961, 4, 2),
            (2000, 4, 23),
            (2008, 3, 23),
            (2011, 4, 24),
            (2024, 3, 31),
            (2025, 4, 20),
            (2026, 4, 5),
            (2027, 3, 28),
            (2038, 4, 25),
        ] {
            assert_eq!(
                easter(year),
                NaiveDate::from_ymd_opt(year, month, of),
                "{year}"
            );
        }
        for year in -400..3000 {
            let sunday = easter(year).expect("a day");
            assert_eq!(sunday.weekday(), Weekday::Sun, "{year}");
            assert!((3..=4).contains(&sunday.month()), "{year}");
        }
    }

    #[test]
    fn calendar_days_are_exact_and_no_number_leads_out_of_the_calendar() {
        assert_eq!(
            last(5, Counting::Calendar, &[], day(12, 22)),
            Some(Last::Is(day(12, 27)))
        );
        for counted in [Counting::Calendar, Counting::Working, Counting::Clear] {
            assert_eq!(last(u32::MAX, counted, &[], day(1, 1)), None);
        }
    }
}
