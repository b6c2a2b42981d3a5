//! Days and hours as people write them, read in one place for desk, command line and import.
//!
//! "16th June 2026", "16/6/26", "Tuesday 16 June 2026", "5pm on 17 July 2026": the day comes first, as in
//! Britain. A reading is never guessed at: a day of the week that does not fit is refused, and
//! [`Understood`] can say how a text was understood.

use std::fmt;

use chrono::{Datelike as _, Days, NaiveDate, NaiveTime, Timelike as _, Weekday};

use super::clean;
use super::number::say_weekday;

/// A day as it was understood, with the hour if one was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Understood {
    /// The day.
    pub day: NaiveDate,
    /// The hour.
    pub hour: Option<NaiveTime>,
}

impl fmt::Display for Understood {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&say_weekday(self.day))?;
        match self.hour {
            Some(hour) => write!(f, ", {}", say_hour(hour)),
            None => Ok(()),
        }
    }
}

/// The reason why a text is no day, as the head of a sentence without its stop.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotADay {
    /// It is not written as a day.
    #[error("“{0}” is not a date that is understood; write 3 April 2003 or 03/04/2003")]
    NotWritten(String),
    /// It is a year or a number, and no day.
    #[error("“{0}” is a year or a number, not a day; write 3 April 2003 or 03/04/2003")]
    YearAlone(String),
    /// Its year has neither two nor four figures.
    #[error("“{0}”: write the year with four figures")]
    ShortYear(String),
    /// No calendar has that day.
    #[error("“{0}” is a date that does not exist; the day comes first: 03/04/2003")]
    NoSuchDay(String),
    /// Another date of the same file has the month first.
    #[error(
        "“{0}” is doubtful: the file also has “{1}”, which is no date with the day first; write \
         every date as 2003-04-13"
    )]
    Doubtful(String, String),
    /// Its day of the week is that of another day.
    #[error("“{text}” does not fit: write {day} or {near}", day = say_weekday(*.day), near = say_weekday(*.near))]
    OtherWeekday {
        /// The text.
        text: String,
        /// The date that is written, with its own day of the week.
        day: NaiveDate,
        /// The nearest day that is such a day of the week.
        near: NaiveDate,
    },
}

/// The names of the months; a shorter form has at least three letters of one.
pub(super) const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Words between a day and an hour that say nothing.
const FILLERS: [&str; 4] = ["on", "at", "the", "of"];

/// Years of two figures up to this one are of this century.
const THIS_CENTURY: u32 = 49;

/// Reads a day: 2003-04-03, 3 April 2003, 3/4/2003 or 3/4/03, with an hour or a day of the week.
///
/// # Errors
/// If it is not understood: the message says what to write.
pub fn day(text: &str) -> Result<NaiveDate, NotADay> {
    read(text).map(|understood| understood.day)
}

/// Reads a day with the hour that is written with it.
///
/// # Errors
/// If it is not understood: the message says what to write.
pub fn read(text: &str) -> Result<Understood, NotADay> {
    let text = clean(text);
    let text = text.trim();
    let shown: String = text.chars().take(60).collect();
    let how = || NotADay::NotWritten(shown.clone());
    // A sign belongs to a number, or to a year that no file can hold.
    if text.starts_with(['-', '+']) {
        return Err(how());
    }
    let mut lower = text.to_lowercase();
    // 2003-04-03T09:30:00Z, as programs write it.
    if lower.get(..10).is_some_and(is_iso) && lower.get(10..11) == Some("t") {
        lower.replace_range(10..11, " ");
        lower.truncate(lower.find('z').unwrap_or(lower.len()));
    }
    let words: Vec<&str> = lower
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')'))
        .filter(|word| !word.is_empty())
        .collect();
    let mut hour = None;
    let mut parts: Vec<&str> = Vec::new();
    let mut weekday = None;
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let next = words.get(at + 1).copied();
        at += 1;
        if let Some((found, used)) = hour_of(word, next) {
            at += used;
            if hour.replace(found).is_some() {
                return Err(how());
            }
        } else if let Some(found) = weekday_of(word) {
            if weekday.replace(found).is_some() {
                return Err(how());
            }
        } else if !FILLERS.contains(word) {
            parts.extend(
                word.split(|c: char| !c.is_alphanumeric())
                    .filter(|part| !part.is_empty()),
            );
        }
    }
    let day = day_of(&parts, &shown)?;
    if let Some(weekday) = weekday.filter(|weekday| *weekday != day.weekday()) {
        return Err(NotADay::OtherWeekday {
            near: nearest(day, weekday),
            text: shown,
            day,
        });
    }
    Ok(Understood { day, hour })
}

/// Reads an hour: 5pm, 5.30 pm, 17:00, noon.
pub fn hour(text: &str) -> Option<NaiveTime> {
    let lower = text.trim().to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    let (found, used) = hour_of(words.first()?, words.get(1).copied())?;
    (words.len() == used + 1).then_some(found)
}

/// Formats an hour: noon, 5 pm, 5.30 pm.
pub fn say_hour(hour: NaiveTime) -> String {
    if (hour.hour(), hour.minute()) == (12, 0) {
        return "noon".to_owned();
    }
    let half = if hour.hour() < 12 { "am" } else { "pm" };
    let clock = (hour.hour() + 11) % 12 + 1;
    match hour.minute() {
        0 => format!("{clock} {half}"),
        minute => format!("{clock}.{minute:02} {half}"),
    }
}

/// Returns a text that no one can have written with the day first, if there is one among some.
///
/// One such text makes every date of its file doubtful: 4/13/2003 says that 3/4/2003 is not 3 April.
pub fn month_first<'t>(texts: impl IntoIterator<Item = &'t str>) -> Option<&'t str> {
    let mut texts = texts.into_iter();
    texts.find(|text| matches!(figures(text), Some([1..=12, 13..=31, _])))
}

/// Returns true if a date in figures could be read with the month first as well.
pub fn is_open_to_both(text: &str) -> bool {
    matches!(figures(text), Some([day @ 1..=12, month @ 1..=12, _]) if day != month)
}

/// Returns the three numbers of a text that is nothing but a date in figures, with or without an hour.
fn figures(text: &str) -> Option<[u32; 3]> {
    let mut words = text.split_whitespace();
    let date = words.next()?;
    if words.any(|word| !word.starts_with(|c: char| c.is_ascii_digit())) {
        return None;
    }
    let parts: Vec<u32> = date
        .split(['/', '.', '-'])
        .map(|part| part.parse().ok())
        .collect::<Option<_>>()?;
    parts.try_into().ok()
}

fn day_of(parts: &[&str], shown: &str) -> Result<NaiveDate, NotADay> {
    let how = || NotADay::NotWritten(shown.to_owned());
    let number = |part: &str, most: usize| -> Result<u32, NotADay> {
        let digits = ["st", "nd", "rd", "th"]
            .iter()
            .find_map(|ending| part.strip_suffix(ending))
            .unwrap_or(part);
        if digits.len() > most || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(how());
        }
        digits.parse().map_err(|_| how())
    };
    let (year, month, day) = match parts {
        [whole] if whole.len() == 8 => {
            let part = |from, to| number(whole.get(from..to).unwrap_or_default(), 4);
            (part(0, 4)?, part(4, 6)?, part(6, 8)?)
        }
        [first, middle, last] => match (month_of(first), month_of(middle)) {
            // June 16 2026: a name leaves no doubt.
            (Some(month), _) => (year_of(number(last, 4)?, last), month, number(middle, 2)?),
            (None, Some(month)) if is_year(first) => (number(first, 4)?, month, number(last, 2)?),
            (None, Some(month)) => (year_of(number(last, 4)?, last), month, number(first, 2)?),
            (None, None) if is_year(first) => {
                (number(first, 4)?, number(middle, 2)?, number(last, 2)?)
            }
            (None, None) => (
                year_of(number(last, 4)?, last),
                number(middle, 2)?,
                number(first, 2)?,
            ),
        },
        _ => return Err(how()),
    };
    // The first centuries are written with four figures, as programs do: 0043-01-01.
    if year < 1000 && parts.iter().all(|part| part.len() != 4) {
        return Err(NotADay::ShortYear(shown.to_owned()));
    }
    i32::try_from(year)
        .ok()
        .and_then(|year| NaiveDate::from_ymd_opt(year, month, day))
        .ok_or_else(|| NotADay::NoSuchDay(shown.to_owned()))
}

/// Returns true for a year of four figures, which comes first: 23rd has four characters too.
fn is_year(part: &str) -> bool {
    part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_digit())
}

/// Returns the year that two figures stand for: 26 is 2026, 98 is 1998.
fn year_of(number: u32, written: &str) -> u32 {
    match (written.len(), number) {
        (2, ..=THIS_CENTURY) => 2000 + number,
        (2, _) => 1900 + number,
        _ => number,
    }
}

/// Returns the month of a name, or of its first three letters or more.
pub(super) fn month_of(word: &str) -> Option<u32> {
    let place = MONTHS
        .iter()
        .position(|name| word.len() >= 3 && name.starts_with(word))?;
    u32::try_from(place + 1).ok()
}

fn weekday_of(word: &str) -> Option<Weekday> {
    Some(match word.trim_end_matches('.') {
        "mon" | "monday" => Weekday::Mon,
        "tue" | "tues" | "tuesday" => Weekday::Tue,
        "wed" | "weds" | "wednesday" => Weekday::Wed,
        "thu" | "thur" | "thurs" | "thursday" => Weekday::Thu,
        "fri" | "friday" => Weekday::Fri,
        "sat" | "saturday" => Weekday::Sat,
        "sun" | "sunday" => Weekday::Sun,
        _ => return None,
    })
}

/// Returns the day nearest to another that is this day of the week.
fn nearest(day: NaiveDate, weekday: Weekday) -> NaiveDate {
    let on = (weekday.num_days_from_monday() + 7 - day.weekday().num_days_from_monday()) % 7;
    let found = if on <= 3 {
        day.checked_add_days(Days::new(u64::from(on)))
    } else {
        day.checked_sub_days(Days::new(u64::from(7 - on)))
    };
    found.unwrap_or(day)
}

/// Reads an hour at the head of some words; with it the number of further words it takes.
fn hour_of(word: &str, next: Option<&str>) -> Option<(NaiveTime, usize)> {
    match word {
        "noon" | "midday" | "12noon" => return Some((NaiveTime::from_hms_opt(12, 0, 0)?, 0)),
        "12" if next == Some("noon") => return Some((NaiveTime::from_hms_opt(12, 0, 0)?, 1)),
        _ => {}
    }
    let plain = |word: &str| word.replace('.', "");
    let half_of = |word: &str| match plain(word).as_str() {
        "am" => Some(false),
        "pm" => Some(true),
        _ => None,
    };
    let suffix = ["a.m.", "p.m.", "am", "pm"]
        .iter()
        .find_map(|end| Some((word.strip_suffix(end)?, half_of(end)?)));
    let (digits, half, used) = match (suffix, next.and_then(half_of)) {
        (Some((digits, half)), _) => (digits, Some(half), 0),
        (None, Some(half)) => (word, Some(half), 1),
        (None, None) => (word, None, 0),
    };
    let parts: Vec<u32> = digits
        .split(if half.is_some() {
            &[':', '.'][..]
        } else {
            &[':'][..]
        })
        .map(|part| part.parse().ok().filter(|_| part.len() <= 2))
        .collect::<Option<_>>()?;
    let (hour, minute) = match (parts.as_slice(), half) {
        ([hour], Some(_)) => (*hour, 0),
        ([hour, minute] | [hour, minute, _], _) => (*hour, *minute),
        _ => return None,
    };
    let hour = match half {
        None => hour,
        Some(after_noon) if (1..=12).contains(&hour) => hour % 12 + if after_noon { 12 } else { 0 },
        Some(_) => return None,
    };
    Some((NaiveTime::from_hms_opt(hour, minute, 0)?, used))
}

fn is_iso(date: &str) -> bool {
    date.len() == 10
        && date.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn june() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 6, 16).expect("a day")
    }

    #[test]
    fn a_day_is_read_as_people_write_it_and_told_as_it_was_understood() {
        for text in [
            "16th June 2026",
            "16th 6 2026",
            "16/6/26",
            "16/06/2026",
            "16.6.2026",
            "Tuesday 16 June 2026",
            "Tues, 16th Jun 2026",
            "the 16th of June 2026",
            "June 16, 2026",
            "2026-06-16",
            "2026-06-16T17:30:00Z",
            "20260616",
            "16 June 2026 (Tuesday)",
        ] {
            assert_eq!(day(text), Ok(june()), "{text}");
        }
        assert_eq!(day("1/2/98").ok(), NaiveDate::from_ymd_opt(1998, 2, 1));
        assert_eq!(
            read("16/6/26").expect("a day").to_string(),
            "Tuesday 16 June 2026"
        );
    }

    #[test]
    fn an_hour_may_come_before_or_after_the_day() {
        for (text, expected) in [
            ("5pm on 16 June 2026", "Tuesday 16 June 2026, 5 pm"),
            ("16 June 2026 at 5 pm", "Tuesday 16 June 2026, 5 pm"),
            ("16 June 2026, noon", "Tuesday 16 June 2026, noon"),
            ("12 noon on 16 June 2026", "Tuesday 16 June 2026, noon"),
            ("2026-06-16 09:30", "Tuesday 16 June 2026, 9.30 am"),
            ("16/6/26 4.30 p.m.", "Tuesday 16 June 2026, 4.30 pm"),
        ] {
            assert_eq!(read(text).expect(text).to_string(), expected, "{text}");
        }
        for (text, expected) in [
            ("5pm", "5 pm"),
            ("17:00", "5 pm"),
            ("midday", "noon"),
            ("12am", "12 am"),
            ("9.05 am", "9.05 am"),
        ] {
            assert_eq!(
                hour(text).map(say_hour).as_deref(),
                Some(expected),
                "{text}"
            );
        }
        for wrong in ["13pm", "25:00", "5", "5pm or later", "0am", ""] {
            assert_eq!(hour(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_day_of_the_week_that_does_not_fit_is_refused_with_both_readings() {
        let why = day("Monday 16 June 2026")
            .expect_err("a Tuesday")
            .to_string();
        assert!(
            why.contains("Tuesday 16 June 2026") && why.contains("Monday 15 June 2026"),
            "{why}"
        );
        let why = day("Sunday 16 June 2026")
            .expect_err("a Tuesday")
            .to_string();
        assert!(why.contains("Sunday 14 June 2026"), "{why}");
    }

    #[test]
    fn what_is_no_day_is_not_guessed_at() {
        for wrong in [
            "",
            "soon",
            "2003",
            "June 2026",
            "by early March 2026",
            "31/2/2026",
            "4/13/2003",
            "3/4/203",
            "Junk 3 2026",
            "5pm",
            "16 June 2026 17 June 2026",
            "Tuesday Tuesday 16 June 2026",
            "-0001-01-01",
            "+12000-01-01",
        ] {
            assert!(day(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn one_date_with_the_month_first_makes_its_file_doubtful() {
        assert_eq!(month_first(["3/4/2003", "4/13/2003"]), Some("4/13/2003"));
        assert_eq!(
            month_first(["3/4/2003", "13/4/2003", "2003-04-13", "soon"]),
            None
        );
        assert!(is_open_to_both("3/4/2003") && !is_open_to_both("13/4/2003"));
        assert!(!is_open_to_both("4/4/2003") && !is_open_to_both("3 April 2003"));
    }
}
