//! Dates as a text says them, in English and in Welsh, with the hour that is next to one.

use std::ops::Range;

use chrono::{Datelike as _, NaiveDate, NaiveTime, Weekday};

use super::super::date::MONTHS;
use super::{Mention, Said, SpanEnd, Word, between, touch};

/// The months in Welsh, each with its form after "o" ("y 3ydd o Fai") where that differs.
///
/// Source of the months: the Welsh locale of the Unicode CLDR (`cy.xml`), read on 30 November 2026.
const WELSH_MONTHS: [&[&str]; 12] = [
    &["ionawr"],
    &["chwefror"],
    &["mawrth", "fawrth"],
    &["ebrill"],
    &["mai", "fai"],
    &["mehefin", "fehefin"],
    &["gorffennaf", "orffennaf"],
    &["awst"],
    &["medi", "fedi"],
    &["hydref"],
    &["tachwedd", "dachwedd"],
    &["rhagfyr", "ragfyr"],
];
/// The endings of a day of the month, in English and in Welsh: "17th", "30ain".
const DAY_ENDINGS: [&str; 12] = [
    "", "st", "nd", "rd", "th", "af", "il", "ydd", "ed", "fed", "eg", "ain",
];
/// The years in which a date is believed.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2099;

impl Word<'_> {
    /// Returns a day of the month: "17", "17th", "17eg".
    fn day(&self) -> Option<u32> {
        let end = self.text.find(|c: char| !c.is_ascii_digit());
        let (digits, rest) = self.text.split_at(end.unwrap_or(self.text.len()));
        let fits = digits.len() <= 2
            && DAY_ENDINGS
                .iter()
                .any(|ending| rest.eq_ignore_ascii_case(ending));
        let day = fits.then(|| digits.parse().ok()).flatten()?;
        (1..=31).contains(&day).then_some(day)
    }

    /// Returns the number of a month that is named.
    ///
    /// "may" and "march" are words, too: they need a capital, and so do the months in Welsh.
    fn month(&self) -> Option<u32> {
        let capital = self.text.starts_with(|c: char| c.is_ascii_uppercase());
        let name = self.text.to_ascii_lowercase();
        let three = (3..=4).contains(&name.len()) && self.text.len() < 5;
        let english = MONTHS.iter().position(|month| {
            *month == name
                || (three && month.starts_with(&name) && (name.len() == 3 || name == "sept"))
        });
        let welsh = || {
            let mut months = WELSH_MONTHS.iter();
            months.position(|forms| capital && forms.contains(&name.as_str()))
        };
        let place = english.or_else(welsh)?;
        let number = u32::try_from(place + 1).ok()?;
        (capital || !matches!(number, 3 | 5)).then_some(number)
    }

    fn year(&self) -> Option<i32> {
        let year = self.digits().filter(|_| self.text.len() == 4)?;
        YEARS.contains(&year).then_some(year)
    }
}

/// Finds a date that begins at a word; returns the word after it.
pub(super) fn date(
    text: &str,
    words: &[Word<'_>],
    at: usize,
    found: &mut Vec<Mention>,
) -> Option<usize> {
    let first = words.get(at)?;
    let (said, next) = all_digits(text, words, at).or_else(|| match first.day() {
        Some(day) => day_first(text, words, at, day),
        None => month_first(text, words, at, first.month()?),
    })?;
    if let Some(said) = said {
        push(text, words, (at, next), said, found);
    }
    Some(next)
}

/// A date, unless its words are none after all, and the word after them.
type DateWords = (Option<Said>, usize);

/// Reads 17/01/2025, 17.1.2025, 2025-01-17.
fn all_digits(text: &str, words: &[Word<'_>], at: usize) -> Option<DateWords> {
    let [first, second, third] = words.get(at..at + 3)? else {
        return None;
    };
    let said = in_digits(text, first, second, third)?;
    // More of the same kind after it is a reference, not a date.
    let more = words.get(at + 3).map(|next| between(text, third, next));
    let before = at.checked_sub(1).and_then(|at| words.get(at));
    let before = before.map(|word| between(text, word, first));
    let is_part = [more, before]
        .iter()
        .any(|mark| matches!(mark, Some("/" | ".")));
    (!is_part).then_some((Some(said), at + 3))
}

/// Reads “30 July 2024”, “3rd of May 2025”, and the first day of two that share a month or a year.
fn day_first(text: &str, words: &[Word<'_>], at: usize, day: u32) -> Option<DateWords> {
    let on =
        |year, month| NaiveDate::from_ymd_opt(year, month, day).map(|day| Said::Day(day, None));
    let mut next = at + 1;
    next += usize::from((words.get(next)?).is(&["of", "o", "day"]));
    if let Some([before, named]) = words.get(next - 1..=next)
        && let Some(month) = named.month()
        && touch(text, before, named)
    {
        let after = words.get(next + 1).filter(|year| touch(text, named, year));
        if let Some(year) = after.and_then(Word::year) {
            return Some((Some(on(year, month)?), next + 2));
        }
        // "30 July to 22 September 2024": the year is that of the date it is joined with.
        let year = year_ahead(text, words, next + 1)?;
        return Some((Some(on(year, month)?), next + 1));
    }
    // "3 and 24 June 2025", "3-24 June 2025"
    let rest = words.get(at + 1..)?;
    let [other, month, year, ..] = rest.get(joins(text, words.get(at)?, rest)?..)? else {
        return None;
    };
    other.day()?;
    Some((Some(on(year.year()?, month.month()?)?), at + 1))
}

/// A day of a month of which the year is not said: “Wednesday 28 July”.
pub(super) struct Bare {
    at: usize,
    day: u32,
    month: u32,
    weekday: Option<Weekday>,
}

/// A day without a year is in the year of another date that is no more days away than this.
const NEAR: i64 = 100;

impl Bare {
    /// Returns the day it is, by the dates of the text with their places, or else by days near it
    /// that do not lead to different years.
    pub(super) fn day(
        &self,
        known: &[(usize, NaiveDate)],
        near: &[NaiveDate],
    ) -> Option<NaiveDate> {
        let before = known.partition_point(|(at, _)| *at < self.at);
        if let Some((_, day)) = known.get(before.saturating_sub(1)) {
            return self.next_to(*day);
        }
        let mut days = near.iter().filter_map(|near| self.next_to(*near));
        let day = days.next()?;
        days.all(|other| other == day).then_some(day)
    }

    fn next_to(&self, near: NaiveDate) -> Option<NaiveDate> {
        let years = near.year() - 1..=near.year() + 1;
        let days = years.filter_map(|year| NaiveDate::from_ymd_opt(year, self.month, self.day));
        let away = |day: &NaiveDate| (*day - near).num_days().abs();
        match self.weekday {
            Some(weekday) => days.filter(|day| day.weekday() == weekday).min_by_key(away),
            None => days.min_by_key(away).filter(|day| away(day) <= NEAR),
        }
    }
}

/// Finds a day that lacks its year; returns the word after it.
pub(super) fn bare_date(
    text: &str,
    words: &[Word<'_>],
    at: usize,
    day_of: impl Fn(&Bare) -> Option<NaiveDate>,
    found: &mut Vec<Mention>,
) -> Option<usize> {
    let day = words.get(at)?.day()?;
    let mut next = at + 1;
    next += usize::from((words.get(next)?).is(&["of", "o"]));
    let [before, named] = words.get(next - 1..=next)? else {
        return None;
    };
    let capital = named.text.starts_with(|c: char| c.is_ascii_uppercase());
    let month = named
        .month()
        .filter(|_| capital && touch(text, before, named))?;
    // "31 March each year" and "14 June 22" are no day of this kind.
    let after = words.get(next + 1).filter(|word| touch(text, named, word));
    let is_other = after.is_some_and(|word| {
        word.day().is_some_and(|_| word.text.len() <= 2)
            || word.is(&["each", "every", "annually", "yearly"])
    });
    if is_other {
        return None;
    }
    let weekday = words.get(at.saturating_sub(2)..at)?.iter().rev();
    let weekday = weekday
        .filter(|word| is_weekday(word))
        .find_map(|word| word.text.get(..3)?.parse().ok());
    let start = words.get(at)?.start;
    let day = day_of(&Bare {
        at: start,
        day,
        month,
        weekday,
    })?;
    push(text, words, (at, next + 1), Said::Day(day, None), found);
    Some(next + 1)
}

/// Reads “July 30, 2024” and “July 2024”.
fn month_first(text: &str, words: &[Word<'_>], at: usize, month: u32) -> Option<DateWords> {
    let [first, second, ..] = words.get(at..)? else {
        return None;
    };
    if !touch(text, first, second) {
        return None;
    }
    if let (Some(day), Some(last)) = (second.day(), words.get(at + 2))
        && let Some(year) = last.year()
        && touch(text, second, last)
    {
        let day = NaiveDate::from_ymd_opt(year, month, day)?;
        return Some((Some(Said::Day(day, None)), at + 3));
    }
    let year = second.year()?;
    let before = at.checked_sub(1).and_then(|at| words.get(at));
    // The day before it was none ("31 February 2024"): then neither is the month.
    let day = before.filter(|word| word.day().is_some() && touch(text, word, first));
    let said = day.is_none().then_some(Said::Month(year, month));
    Some((said, at + 2))
}

/// Returns how many words after a first day come before the second of "3 and 24", "3-24", if they
/// are joined.
fn joins(text: &str, first: &Word<'_>, rest: &[Word<'_>]) -> Option<usize> {
    let next = rest.first()?;
    if next.is(&["and", "to", "until", "or"]) {
        return Some(1);
    }
    let dash = between(text, first, next).trim();
    matches!(dash, "-" | "–" | "—" | "&").then_some(0)
}

/// Returns the year of the date with which one that lacks it is joined.
fn year_ahead(text: &str, words: &[Word<'_>], from: usize) -> Option<i32> {
    let last = words.get(from.checked_sub(1)?)?;
    let rest = words.get(from..)?;
    let skip = joins(text, last, rest)?;
    // A weekday and the day come before the month: "and Sunday 22nd September 2024".
    let mut joined = rest.iter().enumerate().skip(skip).take(5);
    let month = joined.find_map(|(place, word)| word.month().map(|_| place))?;
    rest.get(month + 1)?.year()
}

fn in_digits(text: &str, one: &Word<'_>, two: &Word<'_>, three: &Word<'_>) -> Option<Said> {
    let mark = between(text, one, two);
    if mark != between(text, two, three) || !matches!(mark, "/" | "." | "-" | "–") {
        return None;
    }
    let (first, second, third) = (one.digits()?, two.digits()?, three.digits()?);
    let (day, month, year) = if one.text.len() == 4 && three.text.len() <= 2 {
        (third, second, first)
    } else if one.text.len() <= 2 && two.text.len() <= 2 {
        match three.text.len() {
            4 => (first, second, third),
            2 if mark == "/" => (first, second, 2000 + third),
            _ => return None,
        }
    } else {
        return None;
    };
    // 10/21/2024 can only be the American order.
    let (day, month) = if month > 12 && day <= 12 {
        (month, day)
    } else {
        (day, month)
    };
    if !YEARS.contains(&year) {
        return None;
    }
    let date = NaiveDate::from_ymd_opt(year, month.try_into().ok()?, day.try_into().ok()?)?;
    Some(Said::Day(date, None))
}

/// Adds a date, with the weekday and the hour that are next to it.
fn push(text: &str, words: &[Word<'_>], at: (usize, usize), said: Said, found: &mut Vec<Mention>) {
    let (Some(first), Some(last)) = (words.get(at.0), words.get(at.1 - 1)) else {
        return;
    };
    let mut start = first.start;
    let mut before = at.0;
    while let Some(word) = before.checked_sub(1).and_then(|at| words.get(at))
        && (word.is(&["on", "the", "of"]) || is_weekday(word))
    {
        before -= 1;
        if is_weekday(word) {
            start = word.start;
        }
    }
    let mut said = said;
    let mut end = last.end;
    if let Said::Day(day, _) = said {
        let skip = words
            .get(at.1)
            .is_some_and(|word| word.is(&["at", "by", "am"]));
        let after = at.1 + usize::from(skip);
        let ahead = (1..=4).rev().find_map(|many| {
            let from = before.checked_sub(many)?;
            hour(text, words.get(from..before)?)
        });
        let behind = (1..=4)
            .rev()
            .find_map(|many| hour(text, words.get(after..after + many)?));
        if let Some((hour, place)) = ahead {
            said = Said::Day(day, Some(hour));
            start = place.start;
        } else if let Some((hour, place)) = behind {
            said = Said::Day(day, Some(hour));
            end = place.end;
        }
    }
    found.push(Mention::new(start..end, said));
}

fn is_weekday(word: &Word<'_>) -> bool {
    word.text.len() >= 3
        && [
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "friday",
            "saturday",
            "sunday",
        ]
        .iter()
        .any(|day| {
            word.text.eq_ignore_ascii_case(day)
                || (word.text.len() <= 4
                    && day
                        .get(..word.text.len())
                        .is_some_and(|short| word.is(&[short])))
        })
}

/// Returns the hour that words say, with its place: "5pm", "5.00 pm", "17:00 hours", "12 noon".
fn hour(text: &str, words: &[Word<'_>]) -> Option<(NaiveTime, Range<usize>)> {
    let place = words.first()?.start..words.last()?.end;
    let said = text.get(place.clone()).filter(|said| said.len() <= 14)?;
    let said = said.replace(char::is_whitespace, "").to_ascii_lowercase();
    let said = said.replace("a.m", "am").replace("p.m", "pm");
    if matches!(said.as_str(), "noon" | "midday" | "12noon") {
        return Some((NaiveTime::from_hms_opt(12, 0, 0)?, place));
    }
    let (clock, half) = match (said.strip_suffix("am"), said.strip_suffix("pm")) {
        (Some(clock), _) => (clock, Some(0)),
        (_, Some(clock)) => (clock, Some(12)),
        _ => {
            let clock = said.strip_suffix("hours").or(said.strip_suffix("hrs"));
            (clock.unwrap_or(&said), None)
        }
    };
    let (hours, minutes) = clock.split_once([':', '.']).unwrap_or((clock, ""));
    let marked = half.is_some() || clock.contains(':');
    if !marked || (minutes.is_empty() && half.is_none()) {
        return None;
    }
    let minutes: u32 = if minutes.is_empty() {
        0
    } else {
        minutes.parse().ok()?
    };
    let hours: u32 = hours.parse().ok()?;
    let hours = match half {
        Some(_) if !(1..=12).contains(&hours) => return None,
        Some(noon) => hours % 12 + noon,
        None => hours,
    };
    Some((NaiveTime::from_hms_opt(hours, minutes, 0)?, place))
}

/// Marks two dates that are joined as the ends of a span.
pub(super) fn join_spans(text: &str, found: &mut [Mention]) {
    for place in 1..found.len() {
        let Some([one, other]) = found.get_mut(place - 1..=place) else {
            continue;
        };
        if one.said.month().is_none() || other.said.month().is_none() || one.end.is_some() {
            continue;
        }
        let joint = text
            .get(one.range.end..other.range.start)
            .unwrap_or_default();
        let before = text.get(..one.range.start).unwrap_or_default().trim_end();
        let last = before.rsplit(' ').next().unwrap_or_default();
        let opens = last.eq_ignore_ascii_case("between");
        let joint = joint.trim().trim_start_matches(',').trim();
        let span = match joint.to_ascii_lowercase().as_str() {
            "to" | "until" | "till" | "through to" | "-" | "–" | "—" | "up to" | "to the" => {
                true
            }
            "and" | "and the" => opens,
            _ => false,
        };
        other.is_listed = !span && is_list(joint);
        if span && one.said.first_day() <= other.said.first_day() {
            one.end = Some(SpanEnd::First);
            other.end = Some(SpanEnd::Last);
        }
    }
}

/// Returns true if nothing but a list's own words are between two dates.
fn is_list(joint: &str) -> bool {
    joint.len() < 30
        && joint.split([' ', ',', ';']).all(|word| {
            let word = word.to_ascii_lowercase();
            matches!(
                word.as_str(),
                "" | "and" | "again" | "on" | "then" | "the" | "in" | "&"
            )
        })
}
