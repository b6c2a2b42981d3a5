//! Dates, sums of money and numbers as a text says them.
//!
//! Councils write a date in many ways: "17 January 2025", "Tuesday 17th January 2025", "17/1/2025",
//! "January 2025", "from 30 July to 22 September 2024". Every one is found with its place in the
//! text and told as one value. A day that is not in the calendar is no date, and a text is gone
//! through once, however long it is.

mod dates;
mod sums;

use std::ops::Range;

use chrono::{NaiveDate, NaiveTime};

use dates::{Bare, bare_date, date, join_spans};
use sums::{plain_number, sum};

use super::number::{number, say_day};

/// A value that a text says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Said {
    /// A day, with the hour where one is given.
    Day(NaiveDate, Option<NaiveTime>),
    /// A month of a year, with no day.
    Month(i32, u32),
    /// Pounds, and the pounds to which they are rounded: 1,000 for "£426k".
    Pounds(f64, f64),
    /// Per cent.
    Percent(f64),
    /// A plain number.
    Number(f64),
}

impl Said {
    /// Returns the value for a program: `2025-01-17`, `2025-01`, `2026-07-17T17:00`, `426000`.
    pub fn plain(self) -> String {
        match self {
            Self::Day(day, None) => day.to_string(),
            Self::Day(day, Some(hour)) => format!("{day}T{}", hour.format("%H:%M")),
            Self::Month(year, month) => format!("{year}-{month:02}"),
            Self::Pounds(value, _) | Self::Percent(value) | Self::Number(value) => {
                value.to_string()
            }
        }
    }

    /// Returns the value for a reader: "17 January 2025", "5pm on 17 July 2026", "£426,429.60".
    pub fn label(self) -> String {
        match self {
            Self::Day(day, None) => say_day(day),
            Self::Day(day, Some(hour)) => format!("{} on {}", hour.format("%H:%M"), say_day(day)),
            Self::Month(year, month) => match NaiveDate::from_ymd_opt(year, month, 1) {
                Some(day) => day.format("%B %Y").to_string(),
                None => self.plain(),
            },
            Self::Pounds(value, _) => format!("£{}", number(value)),
            Self::Percent(value) => format!("{}%", number(value)),
            Self::Number(value) => number(value),
        }
    }

    /// Returns true if two values do not contradict each other.
    ///
    /// A month agrees with every day in it, and a rounded sum with the one it is rounded from.
    pub fn agrees(self, other: Self) -> bool {
        match (self, other) {
            (Self::Day(one, _), Self::Day(other, _)) => one == other,
            (Self::Day(..) | Self::Month(..), Self::Day(..) | Self::Month(..)) => {
                self.month() == other.month()
            }
            (Self::Pounds(one, near), Self::Pounds(other, far)) => {
                (one - other).abs() < near.max(far).max(0.01)
            }
            (Self::Percent(one), Self::Percent(other))
            | (Self::Number(one), Self::Number(other)) => (one - other).abs() < 0.005,
            _ => false,
        }
    }

    /// Returns the day, or the first of the month.
    pub fn first_day(self) -> Option<NaiveDate> {
        match self {
            Self::Day(day, _) => Some(day),
            Self::Month(year, month) => NaiveDate::from_ymd_opt(year, month, 1),
            _ => None,
        }
    }

    /// Returns year and month of a date.
    pub fn month(self) -> Option<(i32, u32)> {
        use chrono::Datelike as _;
        match self {
            Self::Day(day, _) => Some((day.year(), day.month())),
            Self::Month(year, month) => Some((year, month)),
            _ => None,
        }
    }
}

/// An end of a span of days: "from 3 to 24 June 2025".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpanEnd {
    /// The day on which it begins.
    First,
    /// The day on which it ends.
    Last,
}

/// A value with its place in a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Mention {
    /// The byte range of its words.
    pub range: Range<usize>,
    /// The value.
    pub said: Said,
    /// The end of a span that it is, if two dates are joined.
    pub end: Option<SpanEnd>,
    /// True for a sum for each of something: an hour, a person, a meal.
    pub each: bool,
    /// True for a date that is named together with the one before it: "and again on 11 March".
    pub is_listed: bool,
}

impl Mention {
    /// Returns a value by itself, at a place.
    fn new(range: Range<usize>, said: Said) -> Self {
        Self {
            range,
            said,
            end: None,
            each: false,
            is_listed: false,
        }
    }
}

/// A word of a text: a run of letters and digits.
#[derive(Debug, Clone, Copy)]
struct Word<'t> {
    start: usize,
    end: usize,
    text: &'t str,
}

/// Returns the dates, sums and numbers that a text says, in order.
///
/// A number that is part of a date or a sum is not told again.
pub fn mentions(text: &str) -> Vec<Mention> {
    found_in(text, |_| None)
}

/// Returns the same, with the days of which the text does not say the year.
///
/// The year is that of another date of the text, or the one in which the day is nearest to those of
/// `near`. A day far from all, or one that was no such day of the week, is told of none; nor is one
/// that could be in two years.
pub fn mentions_near(text: &str, near: &[NaiveDate]) -> Vec<Mention> {
    let known: Vec<(usize, NaiveDate)> = mentions(text)
        .into_iter()
        .filter_map(|one| Some((one.range.start, one.said.first_day()?)))
        .collect();
    found_in(text, |bare| bare.day(&known, near))
}

fn found_in(text: &str, year_of: impl Fn(&Bare) -> Option<NaiveDate>) -> Vec<Mention> {
    let words = words(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let next = date(text, &words, at, &mut found)
            .or_else(|| bare_date(text, &words, at, &year_of, &mut found))
            .or_else(|| sum(text, &words, at, &mut found))
            .or_else(|| plain_number(text, &words, at, &mut found));
        at = next.unwrap_or(at + 1);
    }
    join_spans(text, &mut found);
    found
}

/// Splits a text into its words.
fn words(text: &str) -> Vec<Word<'_>> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices() {
        match (c.is_alphanumeric(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                start = None;
                found.push((from, at));
            }
            _ => {}
        }
    }
    found.extend(start.map(|from| (from, text.len())));
    found
        .into_iter()
        .filter_map(|(start, end)| {
            let text = text.get(start..end)?;
            Some(Word { start, end, text })
        })
        .collect()
}

impl Word<'_> {
    /// Returns a number of at most four digits.
    fn digits(&self) -> Option<i32> {
        let few = self.text.len() <= 4 && self.text.bytes().all(|byte| byte.is_ascii_digit());
        few.then(|| self.text.parse().ok()).flatten()
    }

    fn is(&self, any: &[&str]) -> bool {
        any.iter().any(|one| self.text.eq_ignore_ascii_case(one))
    }
}

/// Returns the text between two words.
fn between<'t>(text: &'t str, one: &Word<'_>, other: &Word<'_>) -> &'t str {
    text.get(one.end..other.start).unwrap_or_default()
}

/// Returns true if only spaces, or a comma, part two words.
fn touch(text: &str, one: &Word<'_>, other: &Word<'_>) -> bool {
    between(text, one, other)
        .chars()
        .all(|c| c.is_whitespace() || c == ',')
}

#[cfg(test)]
mod tests;
