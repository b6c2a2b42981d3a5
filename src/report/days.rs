//! Counting days forward: as far as it can be told without a list of bank holidays, and no
//! further.

use chrono::{Datelike as _, Days, NaiveDate, Weekday};

use crate::checklist::Counting;

/// The last day of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Last {
    /// This one.
    Is(NaiveDate),
    /// This one or later: weekends are left out, bank holidays and days on which the council is
    /// closed are not known here, and each that falls in the period makes it a day later.
    NotBefore(NaiveDate),
}

impl Last {
    /// The day.
    pub const fn day(self) -> NaiveDate {
        match self {
            Self::Is(day) | Self::NotBefore(day) => day,
        }
    }
}

/// The last day of a period of so many days, the day after `from` being the first. None beyond
/// the calendar.
///
/// Clear days leave out the day a thing is done and the day it is to be done by; what has to come
/// *within* so many clear days may still come on the last of them. Whether weekends count among
/// clear days is not settled: here they do, which gives the earliest reading.
pub fn last(days: u32, counted: Counting, from: NaiveDate) -> Option<Last> {
    let plain = || from.checked_add_days(Days::new(u64::from(days)));
    match counted {
        Counting::Calendar => plain().map(Last::Is),
        Counting::Clear => plain().map(Last::NotBefore),
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

fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, day).expect("a day")
    }

    #[test]
    fn weekends_are_left_out_of_working_days_and_nothing_else() {
        // Monday 23 November 2026; 22 December without St Andrew's Day, so 21 December here.
        let twenty = last(20, Counting::Working, day(11, 23));
        assert_eq!(twenty, Some(Last::NotBefore(day(12, 21))));
        // From a Saturday and a Sunday as from the Friday before.
        for from in [day(11, 20), day(11, 21), day(11, 22)] {
            assert_eq!(
                last(5, Counting::Working, from),
                Some(Last::NotBefore(day(11, 27)))
            );
        }
        assert_eq!(
            last(1, Counting::Working, day(11, 20)),
            Some(Last::NotBefore(day(11, 23)))
        );
        assert_eq!(
            last(3, Counting::Working, day(11, 19)),
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
                last(days, Counting::Working, day(11, 18)).map(Last::day),
                Some(slow),
                "{days}"
            );
        }
    }

    #[test]
    fn calendar_days_are_exact_and_no_number_leads_out_of_the_calendar() {
        assert_eq!(
            last(5, Counting::Calendar, day(12, 22)),
            Some(Last::Is(day(12, 27)))
        );
        for counted in [Counting::Calendar, Counting::Working, Counting::Clear] {
            assert_eq!(last(u32::MAX, counted, day(1, 1)), None);
        }
    }
}
