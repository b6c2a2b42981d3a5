//! A calendar file (iCalendar, RFC 5545) of days that must not be missed.
//!
//! Written here because the crate that does it (icalendar 0.17) folds lines one byte too long and
//! brings a parser's crates with it. Every line ends in CRLF and is folded at 75 bytes, between
//! characters; each entry has the moment it was written, an id that stays the same when the day is
//! counted again, and two alarms.

use std::fmt::Write as _;

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};

use crate::base::digest::Digest;
use crate::wording::clean;

/// A day of a calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarDay {
    /// Texts that identify the entry, whatever its day: the audit, the rule, the event.
    pub identity: Vec<String>,
    /// The day.
    pub day: NaiveDate,
    /// The hour by which it has to be done, where there is one.
    pub hour: Option<NaiveTime>,
    /// Its title.
    pub title: String,
    /// Further sentences.
    pub text: String,
}

/// Bytes of a line, its end not counted.
const LINE: usize = 75;

/// Returns a calendar file of some days.
///
/// A day without an hour is an all-day entry, with an alarm at nine in the morning a week before and
/// another the day before. An hour is the hour on the clock of whoever opens the file.
pub fn calendar(days: &[CalendarDay], now: DateTime<Utc>) -> String {
    let mut out = String::new();
    for text in [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Scrutineer//Time limits//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
    ] {
        line(&mut out, text);
    }
    for day in days {
        entry(&mut out, day, now);
    }
    line(&mut out, "END:VCALENDAR");
    out
}

fn entry(out: &mut String, day: &CalendarDay, now: DateTime<Utc>) {
    line(out, "BEGIN:VEVENT");
    line(out, &format!("UID:{}@scrutineer", uid(&day.identity)));
    line(out, &format!("DTSTAMP:{}", now.format("%Y%m%dT%H%M%SZ")));
    if let Some(hour) = day.hour {
        let at = format!("{}T{}", day.day.format("%Y%m%d"), hour.format("%H%M%S"));
        line(out, &format!("DTSTART:{at}"));
        line(out, "DURATION:PT0S");
    } else {
        let date = |day: NaiveDate| day.format("%Y%m%d").to_string();
        line(out, &format!("DTSTART;VALUE=DATE:{}", date(day.day)));
        if let Some(next) = day.day.checked_add_days(Days::new(1)) {
            line(out, &format!("DTEND;VALUE=DATE:{}", date(next)));
        }
    }
    line(out, &format!("SUMMARY:{}", escape(&day.title)));
    if !day.text.trim().is_empty() {
        line(out, &format!("DESCRIPTION:{}", escape(&day.text)));
    }
    line(out, "TRANSP:TRANSPARENT");
    line(out, "CATEGORIES:Time limit");
    // An all-day entry begins at midnight: nine in the morning of the days before.
    let alarms = if day.hour.is_some() {
        ["-P7D", "-P1D"]
    } else {
        ["-P6DT15H", "-PT15H"]
    };
    for trigger in alarms {
        line(out, "BEGIN:VALARM");
        line(out, "ACTION:DISPLAY");
        line(out, &format!("DESCRIPTION:{}", escape(&day.title)));
        line(out, &format!("TRIGGER:{trigger}"));
        line(out, "END:VALARM");
    }
    line(out, "END:VEVENT");
}

/// Returns an id of the same texts, whatever was counted.
fn uid(identity: &[String]) -> String {
    Digest::of_bytes(identity.join("\n").as_bytes())
        .short()
        .to_owned()
}

/// Escapes a text as a value: backslash, comma, semicolon and line ends.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.trim().chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            ';' => out.push_str("\\;"),
            ',' => out.push_str("\\,"),
            '\n' => out.push_str("\\n"),
            '\r' => {}
            c => out.push_str(&clean(c.encode_utf8(&mut [0; 4]))),
        }
    }
    out
}

/// Appends a line, folded between characters.
fn line(out: &mut String, text: &str) {
    let mut room = LINE;
    for c in text.chars() {
        if c.len_utf8() > room {
            out.push_str("\r\n ");
            room = LINE - 1;
        }
        room -= c.len_utf8();
        out.push(c);
    }
    // Writing to a String cannot fail.
    let _ = write!(out, "\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(title: &str, day: u32) -> CalendarDay {
        CalendarDay {
            identity: vec!["Anytown".into(), "foi-reply".into()],
            day: NaiveDate::from_ymd_opt(2026, 12, day).expect("a day"),
            hour: None,
            title: title.to_owned(),
            text: "It is counted; see the rules,\nand \\ more".to_owned(),
        }
    }

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_796_000_000, 0).expect("a moment")
    }

    #[test]
    fn every_line_ends_in_crlf_and_none_is_too_long() {
        let long = "Ateb y cyngor – ŵ ".repeat(30);
        let text = calendar(&[day(&long, 22)], now());
        assert!(text.ends_with("END:VCALENDAR\r\n"));
        assert!(!text.replace("\r\n", "").contains(['\r', '\n']));
        assert!(text.split("\r\n").all(|line| line.len() <= LINE), "{text}");
        let unfolded = text.replace("\r\n ", "");
        assert!(
            unfolded.contains(&format!("SUMMARY:{}", long.trim())),
            "{unfolded}"
        );
        assert!(
            unfolded.contains("DESCRIPTION:It is counted\\; see the rules\\,\\nand \\\\ more\r\n")
        );
    }

    #[test]
    fn an_entry_keeps_its_id_when_its_day_moves() {
        let id = |text: &str| {
            let found = text.lines().find(|line| line.starts_with("UID:"));
            found.expect("an id").to_owned()
        };
        let (first, moved) = (
            calendar(&[day("A", 22)], now()),
            calendar(&[day("A", 23)], now()),
        );
        assert_eq!(id(&first), id(&moved));
        assert!(first.contains("DTSTART;VALUE=DATE:20261222\r\nDTEND;VALUE=DATE:20261223\r\n"));
        let mut other = day("A", 22);
        other.identity.push("x".into());
        assert_ne!(id(&calendar(&[other], now())), id(&first));
    }

    #[test]
    fn an_hour_is_kept_and_alarms_are_before_it() {
        let mut timed = day("A", 22);
        timed.hour = NaiveTime::from_hms_opt(17, 0, 0);
        let text = calendar(&[timed], now());
        assert!(text.contains("DTSTART:20261222T170000\r\n"), "{text}");
        assert_eq!(text.matches("BEGIN:VALARM").count(), 2);
        assert!(text.contains("TRIGGER:-P1D\r\n"), "{text}");
    }
}
