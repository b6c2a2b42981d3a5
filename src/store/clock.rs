//! System times (the clock's, and those of files) as moments that an audit can record.
//!
//! A clock may be wildly wrong: a battery is flat, a virtual machine was set back, a file was
//! copied from a broken disk. Nothing here panics on it. The system's time is passed in as a value.

use std::fmt;
use std::time::{Duration, SystemTime};

use chrono::{DateTime, Datelike as _, NaiveDate, NaiveTime, Utc};

/// The years accepted from a clock: no computer is older, and no file is written with five figures.
const YEARS: std::ops::RangeInclusive<i32> = 1970..=9999;

/// Error for a clock that shows a time at which nobody can be working.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "the clock of this computer says {}, and everything in an audit is recorded with its time. \
     Set the date and the time of this computer, then start Scrutineer again",
    ClockNotice(.says)
)]
pub struct WrongClock {
    /// The moment shown, unless no calendar reaches as far.
    says: Option<DateTime<Utc>>,
}

struct ClockNotice<'a>(&'a Option<DateTime<Utc>>);

impl fmt::Display for ClockNotice<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(at) => write!(f, "{} {}", at.format("%-d %B"), at.year()),
            None => f.write_str("a day that is in no calendar"),
        }
    }
}

/// Converts a system time to a moment; `None` if no calendar reaches as far.
pub fn moment(time: SystemTime) -> Option<DateTime<Utc>> {
    let seconds = |span: Duration| i64::try_from(span.as_secs()).ok();
    match time.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(since) => DateTime::from_timestamp(seconds(since)?, since.subsec_nanos()),
        // The part of a second counts forward, before 1970 as after.
        Err(before) => match (before.duration(), before.duration().subsec_nanos()) {
            (span, 0) => DateTime::from_timestamp(seconds(span)?.checked_neg()?, 0),
            (span, nanos) => DateTime::from_timestamp(
                seconds(span)?.checked_neg()?.checked_sub(1)?,
                1_000_000_000 - nanos,
            ),
        },
    }
}

/// Converts the system clock's time to a moment.
///
/// # Errors
/// A [`WrongClock`] before the year 1970 and after the year 9999.
pub fn read(time: SystemTime) -> Result<DateTime<Utc>, WrongClock> {
    let says = moment(time);
    says.filter(|at| YEARS.contains(&at.year()))
        .ok_or(WrongClock { says })
}

/// Converts the system clock's time to a moment, clamped to the years 1970 to 9999.
pub fn held(time: SystemTime) -> DateTime<Utc> {
    read(time).unwrap_or_else(|_| {
        if time < SystemTime::UNIX_EPOCH {
            DateTime::UNIX_EPOCH
        } else {
            last_day().and_time(NaiveTime::MIN).and_utc()
        }
    })
}

/// Returns the last day that is written with four figures.
pub fn last_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(*YEARS.end(), 12, 31).unwrap_or(NaiveDate::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LAST: u64 = 253_402_300_799;

    /// A time, if this system can hold it: Windows begins in 1601.
    fn after(seconds: u64) -> Option<SystemTime> {
        SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds))
    }

    fn before(seconds: u64) -> Option<SystemTime> {
        SystemTime::UNIX_EPOCH.checked_sub(Duration::from_secs(seconds))
    }

    #[test]
    fn a_time_of_the_system_is_a_moment_or_none_and_never_a_panic() {
        let says = |time| moment(time).map(|at| at.to_rfc3339());
        for (time, expected) in [
            (after(0), Some("1970-01-01T00:00:00+00:00")),
            (after(LAST), Some("9999-12-31T23:59:59+00:00")),
            (before(1), Some("1969-12-31T23:59:59+00:00")),
            (
                SystemTime::UNIX_EPOCH.checked_sub(Duration::from_millis(250)),
                Some("1969-12-31T23:59:59.750+00:00"),
            ),
            (before(62_135_596_801), Some("0000-12-31T23:59:59+00:00")),
            (after(10_000_000_000_000), None),
            (before(10_000_000_000_000), None),
            (after(i64::MAX.unsigned_abs()), None),
            (before(i64::MAX.unsigned_abs()), None),
        ] {
            let Some(time) = time else { continue };
            assert_eq!(says(time).as_deref(), expected, "{time:?}");
        }
    }

    #[test]
    fn a_clock_that_cannot_be_right_is_told_with_what_to_do() {
        for (seconds, year) in [(0, 1970), (LAST, 9999)] {
            let time = after(seconds).expect("every system holds it");
            assert_eq!(read(time).map(|at| at.year()), Ok(year));
        }
        for (time, says) in [
            (before(1), "31 December 1969"),
            (before(62_167_219_201), "31 December -1"),
            (after(LAST + 1), "1 January 10000"),
            (after(i64::MAX.unsigned_abs()), "in no calendar"),
            (before(i64::MAX.unsigned_abs()), "in no calendar"),
        ] {
            let Some(time) = time else { continue };
            let why = read(time).expect_err("it cannot be").to_string();
            assert!(why.contains(says), "{why}");
            assert!(why.contains("Set the date"), "{why}");
        }
    }

    #[test]
    fn a_clock_that_jumps_is_held_within_bounds() {
        let now = after(1_800_000_000).expect("every system holds it");
        assert_eq!(held(now).year(), 2027);
        let past = [1, 62_167_219_201, i64::MAX.unsigned_abs()];
        for past in past.into_iter().filter_map(before) {
            assert_eq!(held(past), DateTime::UNIX_EPOCH);
        }
        let future = [LAST + 1, i64::MAX.unsigned_abs()];
        for future in future.into_iter().filter_map(after) {
            assert_eq!(held(future).date_naive(), last_day());
        }
    }
}
