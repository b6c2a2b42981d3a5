//! Dates that are not known to the day, as people write them and as they are shown.

use chrono::{Datelike as _, NaiveDate};

use super::date::{self, NotADay, month_of};
use super::number::say_day;
use super::{clean, escaped};
use crate::base::DateSpan;

/// Words before a date that say it is not exact.
const ABOUT: [&str; 6] = ["about", "around", "circa", "approximately", "c.", "ca."];
/// Words before a date that it is not later than, the date itself allowed.
const BY: [&str; 6] = [
    "by",
    "no later than",
    "not later than",
    "until",
    "on or before",
    "up to",
];
/// Words before a date that it is not earlier than, the date itself allowed.
const FROM: [&str; 6] = [
    "no earlier than",
    "not before",
    "not earlier than",
    "since",
    "on or after",
    "from",
];

/// Formats a date that may not be known to the day: "16 March 2026", "March 2026", "by 10 March
/// 2026", "between 1 and 10 March 2026", "about March 2026".
pub fn say_when(span: DateSpan) -> String {
    let text = match (span.first(), span.last()) {
        (Some(first), Some(last)) if first == last => say_day(first),
        (Some(first), Some(last)) => {
            if let Some(year) = span.as_year() {
                year.to_string()
            } else if span.as_month().is_some() {
                first.format("%B %Y").to_string()
            } else {
                return between(first, last, span.is_about());
            }
        }
        (None, Some(last)) => return by("by", last, span.is_about()),
        (Some(first), None) => return by("no earlier than", first, span.is_about()),
        (None, None) => return String::new(),
    };
    if span.is_about() {
        format!("about {text}")
    } else {
        text
    }
}

fn by(word: &str, day: NaiveDate, about: bool) -> String {
    let about = if about { " about" } else { "" };
    format!("{word}{about} {}", say_day(day))
}

fn between(first: NaiveDate, last: NaiveDate, about: bool) -> String {
    let head = if (first.year(), first.month()) == (last.year(), last.month()) {
        first.day().to_string()
    } else if first.year() == last.year() {
        first.format("%-d %B").to_string()
    } else {
        say_day(first)
    };
    let about = if about { "about " } else { "" };
    format!("{about}between {head} and {}", say_day(last))
}

/// Reads a date that may not be known to the day.
///
/// Besides a day: "March 2026", "2026", "early March 2026" (1st to 10th), "mid" (11th to 20th),
/// "late" (21st on), "by …", "before …", "after …", "about …", "between … and …", "… to …", and the
/// form that the file keeps (`2026-03`, `../2026-03-10`).
///
/// # Errors
/// If it is not understood: the reason why it is no day either.
pub fn read_when(text: &str) -> Result<DateSpan, NotADay> {
    let cleaned = clean(text);
    let text = cleaned.trim();
    if let Ok(span) = text.parse::<DateSpan>() {
        return Ok(span);
    }
    match date::day(text) {
        Ok(day) => Ok(DateSpan::exact(day)),
        Err(why) => loose(&text.to_lowercase()).ok_or(match why {
            NotADay::NotWritten(_) => {
                NotADay::NotWritten(escaped(&text.chars().take(60).collect::<String>()))
            }
            why => why,
        }),
    }
}

fn loose(text: &str) -> Option<DateSpan> {
    let text = text.trim();
    if let Some(rest) = after_any(text, &ABOUT) {
        return loose(rest).map(DateSpan::about);
    }
    if let Some(rest) = after_any(text, &["between"]) {
        let (first, last) = rest.split_once(" and ")?;
        return interval(first, last);
    }
    if let Some(rest) = after_any(text, &["before"]) {
        let end = loose(rest)?.first()?;
        return DateSpan::between(None, end.pred_opt());
    }
    if let Some(rest) = after_any(text, &["after"]) {
        let start = loose(rest)?.last()?;
        return DateSpan::between(start.succ_opt(), None);
    }
    if let Some(rest) = after_any(text, &BY) {
        let end = loose(rest)?;
        return DateSpan::between(None, end.last()).map(|span| same_about(span, end));
    }
    if let Some(rest) = after_any(text, &FROM) {
        if let Some((first, last)) = split_range(rest) {
            return interval(first, last);
        }
        let start = loose(rest)?;
        return DateSpan::between(start.first(), None).map(|span| same_about(span, start));
    }
    if let Ok(day) = date::day(text) {
        return Some(DateSpan::exact(day));
    }
    if let Some((first, last)) = split_range(text) {
        return interval(first, last);
    }
    within_month(text)
}

/// Returns a span, about that time if another is.
fn same_about(span: DateSpan, other: DateSpan) -> DateSpan {
    if other.is_about() { span.about() } else { span }
}

/// Returns what follows one of some words at the beginning.
fn after_any<'t>(text: &'t str, words: &[&str]) -> Option<&'t str> {
    words
        .iter()
        .find_map(|word| text.strip_prefix(word)?.strip_prefix(' '))
        .map(str::trim)
}

fn split_range(text: &str) -> Option<(&str, &str)> {
    [" to ", " until ", " – ", " - ", "–"]
        .iter()
        .find_map(|between| text.split_once(between))
}

/// Reads two ends; the first may leave out its year, or its month and year.
fn interval(first: &str, last: &str) -> Option<DateSpan> {
    let end = loose(last)?;
    let tail: Vec<&str> = last.split_whitespace().collect();
    let ends: Vec<String> = (0..=2.min(tail.len()))
        .filter_map(|words| tail.get(tail.len() - words..))
        .map(|tail| format!("{first} {}", tail.join(" ")))
        .collect();
    let start = ends.iter().find_map(|text| loose(text.trim()))?;
    DateSpan::between(start.first(), end.last())
}

/// Reads a month, a part of one, or a year.
fn within_month(text: &str) -> Option<DateSpan> {
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || c == ',' || c == '-')
        .filter(|word| !word.is_empty() && !matches!(*word, "of" | "the" | "in"))
        .collect();
    let number = |word: &str| -> Option<i32> {
        let plain = word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| word.parse().ok()).flatten()
    };
    match words.as_slice() {
        [year] => DateSpan::year(number(year)?),
        [month, year] => DateSpan::month(number(year)?, month_of(month)?),
        [part, month, year] => {
            let whole = DateSpan::month(number(year)?, month_of(month)?)?;
            let day = |day: u32| whole.first().and_then(|first| first.with_day(day));
            match *part {
                "early" | "beginning" | "start" => DateSpan::between(day(1), day(10)),
                "mid" | "middle" => DateSpan::between(day(11), day(20)),
                "late" | "end" => DateSpan::between(day(21), whole.last()),
                _ => None,
            }
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_kept_as_exactly_as_it_is_known() {
        for (text, kept, said) in [
            ("16 March 2026", "2026-03-16", "16 March 2026"),
            ("Monday 16/3/26", "2026-03-16", "16 March 2026"),
            ("March 2026", "2026-03", "March 2026"),
            ("in March 2026", "2026-03", "March 2026"),
            ("2026", "2026", "2026"),
            (
                "early March 2026",
                "2026-03-01/2026-03-10",
                "between 1 and 10 March 2026",
            ),
            (
                "mid-March 2026",
                "2026-03-11/2026-03-20",
                "between 11 and 20 March 2026",
            ),
            (
                "end of February 2024",
                "2024-02-21/2024-02-29",
                "between 21 and 29 February 2024",
            ),
            ("by early March 2026", "../2026-03-10", "by 10 March 2026"),
            ("By 16 March 2026", "../2026-03-16", "by 16 March 2026"),
            ("before 16 March 2026", "../2026-03-15", "by 15 March 2026"),
            ("before March 2026", "../2026-02-28", "by 28 February 2026"),
            (
                "after March 2026",
                "2026-04-01/..",
                "no earlier than 1 April 2026",
            ),
            (
                "since 16 March 2026",
                "2026-03-16/..",
                "no earlier than 16 March 2026",
            ),
            ("about 16 March 2026", "2026-03-16~", "about 16 March 2026"),
            ("circa March 2026", "2026-03~", "about March 2026"),
            (
                "between 3 and 9 March 2026",
                "2026-03-03/2026-03-09",
                "between 3 and 9 March 2026",
            ),
            (
                "30 July to 22 September 2024",
                "2024-07-30/2024-09-22",
                "between 30 July and 22 September 2024",
            ),
            (
                "from 30 July – 22 September 2024",
                "2024-07-30/2024-09-22",
                "between 30 July and 22 September 2024",
            ),
            (
                "March to May 2026",
                "2026-03-01/2026-05-31",
                "between 1 March and 31 May 2026",
            ),
            ("../2026-03-10", "../2026-03-10", "by 10 March 2026"),
            (
                "by about 10 March 2026",
                "../2026-03-10~",
                "by about 10 March 2026",
            ),
        ] {
            let span = read_when(text).expect(text);
            assert_eq!(span.to_string(), kept, "{text}");
            assert_eq!(say_when(span), said, "{text}");
            assert_eq!(read_when(&say_when(span)), Ok(span), "{said}");
        }
    }

    #[test]
    fn what_is_no_date_says_why() {
        for text in [
            "soon",
            "by soon",
            "31 February 2026",
            "winter 2026",
            "9 to 3 March 2026",
            "",
            "by",
        ] {
            assert!(read_when(text).is_err(), "{text}");
        }
        assert!(matches!(
            read_when("31 February 2026"),
            Err(NotADay::NoSuchDay(_))
        ));
        assert!(matches!(
            read_when("Monday 17 March 2026"),
            Err(NotADay::OtherWeekday { .. })
        ));
    }
}
