//! A day, or the days between which something happened.
//!
//! Written as in the Extended Date/Time Format (EDTF, ISO 8601-2), as far as an audit needs it:
//! `2026-03-16`, a month `2026-03`, a year `2026`, an interval `2026-03-01/2026-03-10`, one that is
//! open on a side `../2026-03-10`, and with `~` at the end for "about".

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike as _, Days, NaiveDate};
use serde::{Deserialize, Serialize};

/// The days between which something happened; one day if it is known exactly.
///
/// At least one end is known, and the first is not after the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct DateSpan {
    first: Option<NaiveDate>,
    last: Option<NaiveDate>,
    about: bool,
}

/// Error for a text that is no such date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it is not written as 2026-03-16, 2026-03, 2026, 2026-03-01/2026-03-10 or ../2026-03-10")]
pub struct NotEdtf;

impl DateSpan {
    /// The span of one known day.
    pub const fn exact(day: NaiveDate) -> Self {
        Self {
            first: Some(day),
            last: Some(day),
            about: false,
        }
    }

    /// Returns a span between two days, each of them a part of it; `None` if it has no end or no
    /// day.
    pub fn between(first: Option<NaiveDate>, last: Option<NaiveDate>) -> Option<Self> {
        let known = first.is_some() || last.is_some();
        let in_order = first.zip(last).is_none_or(|(first, last)| first <= last);
        (known && in_order).then_some(Self {
            first,
            last,
            about: false,
        })
    }

    /// Returns the span of a month; `None` if there is no such month.
    pub fn month(year: i32, month: u32) -> Option<Self> {
        let first = NaiveDate::from_ymd_opt(year, month, 1)?;
        let (next_year, next_month) = if month == 12 {
            (year + 1, 1)
        } else {
            (year, month + 1)
        };
        let last = NaiveDate::from_ymd_opt(next_year, next_month, 1)?.pred_opt()?;
        Self::between(Some(first), Some(last))
    }

    /// Returns the span of a year; `None` if there is no such year.
    pub fn year(year: i32) -> Option<Self> {
        Self::between(
            NaiveDate::from_ymd_opt(year, 1, 1),
            NaiveDate::from_ymd_opt(year, 12, 31),
        )
    }

    /// Returns the span, said to be about that time.
    #[must_use]
    pub const fn about(self) -> Self {
        Self {
            about: true,
            ..self
        }
    }

    /// Returns the day, if exactly one day is known.
    pub fn day(self) -> Option<NaiveDate> {
        (self.first == self.last && !self.about)
            .then_some(self.first)
            .flatten()
    }

    /// Returns true if it is said to be about that time.
    pub const fn is_about(self) -> bool {
        self.about
    }

    /// Returns the first day as it is written, if there is one.
    pub const fn first(self) -> Option<NaiveDate> {
        self.first
    }

    /// Returns the last day as it is written, if there is one.
    pub const fn last(self) -> Option<NaiveDate> {
        self.last
    }

    /// Returns the earliest day it can have been; `None` if there is no limit.
    ///
    /// "About" a day allows a week more on either side, about a month a month, about a longer time
    /// a year.
    pub fn earliest(self) -> Option<NaiveDate> {
        self.first?.checked_sub_days(self.leeway())
    }

    /// Returns the latest day it can have been; `None` if there is no limit.
    pub fn latest(self) -> Option<NaiveDate> {
        self.last?.checked_add_days(self.leeway())
    }

    fn leeway(self) -> Days {
        let length = self
            .first
            .zip(self.last)
            .map(|(first, last)| (last - first).num_days());
        Days::new(match length {
            _ if !self.about => 0,
            None | Some(0) => 7,
            Some(1..=31) => 31,
            Some(_) => 366,
        })
    }

    /// Returns true if it was before another, false if it was not; `None` if the days that are
    /// known allow both.
    pub fn is_before(self, other: Self) -> Option<bool> {
        let ends = |end: Option<NaiveDate>, start: Option<NaiveDate>| end.zip(start);
        if ends(self.latest(), other.earliest()).is_some_and(|(last, first)| last < first) {
            Some(true)
        } else if ends(self.earliest(), other.latest()).is_some_and(|(first, last)| first >= last) {
            Some(false)
        } else {
            None
        }
    }

    /// Returns a key to sort by: the first day that is known, then the last.
    pub fn sort_key(self) -> (NaiveDate, NaiveDate) {
        let first = self.first.or(self.last).unwrap_or(NaiveDate::MIN);
        (first, self.last.unwrap_or(NaiveDate::MAX))
    }

    /// Returns the year and month, if it is exactly that month.
    pub fn as_month(self) -> Option<(i32, u32)> {
        let first = self.first?;
        let month = Self::month(first.year(), first.month())?;
        ((month.first, month.last) == (self.first, self.last))
            .then_some((first.year(), first.month()))
    }

    /// Returns the year, if it is exactly that year.
    pub fn as_year(self) -> Option<i32> {
        let first = self.first?;
        let year = Self::year(first.year())?;
        ((year.first, year.last) == (self.first, self.last)).then_some(first.year())
    }
}

impl From<NaiveDate> for DateSpan {
    fn from(day: NaiveDate) -> Self {
        Self::exact(day)
    }
}

impl From<DateSpan> for String {
    fn from(span: DateSpan) -> Self {
        span.to_string()
    }
}

impl TryFrom<String> for DateSpan {
    type Error = NotEdtf;

    fn try_from(text: String) -> Result<Self, NotEdtf> {
        text.parse()
    }
}

impl fmt::Display for DateSpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.first, self.last) {
            (Some(first), Some(last)) if first == last => write!(f, "{first}")?,
            (Some(first), Some(last)) => {
                if let Some(year) = self.as_year() {
                    write!(f, "{year:04}")?;
                } else if let Some((year, month)) = self.as_month() {
                    write!(f, "{year:04}-{month:02}")?;
                } else {
                    write!(f, "{first}/{last}")?;
                }
            }
            (Some(first), None) => write!(f, "{first}/..")?,
            (None, Some(last)) => write!(f, "../{last}")?,
            (None, None) => f.write_str("../..")?,
        }
        if self.about { f.write_str("~") } else { Ok(()) }
    }
}

impl FromStr for DateSpan {
    type Err = NotEdtf;

    fn from_str(text: &str) -> Result<Self, NotEdtf> {
        let (text, about) = match text.strip_suffix(['~', '?', '%']) {
            Some(text) => (text, true),
            None => (text, false),
        };
        let span = match text.split_once('/') {
            Some((first, last)) => {
                let end = |text: &str| -> Result<Option<Self>, NotEdtf> {
                    match text {
                        ".." | "" => Ok(None),
                        text => part(text).map(Some),
                    }
                };
                let (first, last) = (end(first)?, end(last)?);
                Self::between(
                    first.and_then(|span| span.first),
                    last.and_then(|span| span.last),
                )
                .ok_or(NotEdtf)?
            }
            None => part(text)?,
        };
        Ok(Self { about, ..span })
    }
}

/// Reads a day, a month or a year.
fn part(text: &str) -> Result<DateSpan, NotEdtf> {
    let digits = |text: &str, length: usize| -> Option<u32> {
        let plain = text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| text.parse().ok()).flatten()
    };
    let parts: Vec<&str> = text.split('-').collect();
    let span = match parts.as_slice() {
        [year] => digits(year, 4).and_then(|year| DateSpan::year(i32::try_from(year).ok()?)),
        [year, month] => digits(year, 4)
            .zip(digits(month, 2))
            .and_then(|(year, month)| DateSpan::month(i32::try_from(year).ok()?, month)),
        [year, month, day] => digits(year, 4)
            .zip(digits(month, 2))
            .zip(digits(day, 2))
            .and_then(|((year, month), day)| {
                NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
            })
            .map(DateSpan::exact),
        _ => None,
    };
    span.ok_or(NotEdtf)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn span(text: &str) -> DateSpan {
        text.parse().expect(text)
    }

    #[test]
    fn a_date_is_written_as_it_is_read() {
        for text in [
            "2026-03-16",
            "2026-03",
            "2026",
            "2026-03-01/2026-03-10",
            "../2026-03-10",
            "2026-03-10/..",
            "2026-03-16~",
            "2026-03~",
            "2024-02",
        ] {
            assert_eq!(span(text).to_string(), text);
            let json = serde_json::to_string(&span(text)).expect("JSON");
            assert_eq!(json, format!("\"{text}\""));
        }
        assert_eq!(span("2026-03/2026-05").to_string(), "2026-03-01/2026-05-31");
        assert_eq!(span("2026-03-01/2026-03-31").to_string(), "2026-03");
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "..",
            "../..",
            "2026-13",
            "2026-02-30",
            "26-03-16",
            "2026-3-16",
            "2026-03-10/2026-03-01",
            "outsource",
            "20260316",
        ] {
            assert!(text.parse::<DateSpan>().is_err(), "{text}");
        }
    }

    #[test]
    fn an_order_is_said_only_where_every_day_allows_it() {
        for (one, other, expected) in [
            ("2026-03-16", "2026-03-17", Some(true)),
            ("2026-03-17", "2026-03-16", Some(false)),
            ("2026-03-16", "2026-03-16", Some(false)),
            ("2026-03", "2026-04-01", Some(true)),
            ("2026-03", "2026-03-31", None),
            ("2026-03", "2026-03-01", Some(false)),
            ("2026-03", "2026-03", None),
            ("../2026-03-10", "2026-03-11", Some(true)),
            ("../2026-03-10", "2026-03-09", None),
            ("2026-03-10/..", "2026-03-10", Some(false)),
            ("2026-03-10/..", "2026-12-31", None),
            // A week either side.
            ("2026-03-10~", "2026-03-17", None),
            ("2026-03-10~", "2026-03-18", Some(true)),
            ("2026-03~", "2026-04-20", None),
        ] {
            assert_eq!(span(one).is_before(span(other)), expected, "{one} {other}");
        }
    }

    proptest! {
        /// Whatever is said of two spans holds for every day of the one and every day of the other.
        #[test]
        fn an_order_holds_for_every_day(a in 0_i64..40, b in 0_i64..40, c in 0_i64..40, d in 0_i64..40) {
            let day = |days: i64| {
                NaiveDate::from_ymd_opt(2026, 1, 1)
                    .and_then(|start| start.checked_add_signed(chrono::TimeDelta::days(days)))
            };
            let span = |a: i64, b: i64| DateSpan::between(day(a.min(b)), day(a.max(b)));
            let (one, other) = (span(a, b).expect("a span"), span(c, d).expect("a span"));
            let mut orders = Vec::new();
            for first in a.min(b)..=a.max(b) {
                for second in c.min(d)..=c.max(d) {
                    orders.push(first < second);
                }
            }
            let expected = orders.windows(2).all(|two| two[0] == two[1]).then(|| orders[0]);
            prop_assert_eq!(one.is_before(other), expected);
            prop_assert_eq!(one.to_string().parse::<DateSpan>(), Ok(one));
        }
    }
}
