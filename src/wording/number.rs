//! Numbers, sizes and days in words.

use chrono::{DateTime, NaiveDate, Utc};

/// Formats a number with its noun: "1 page", "3 pages".
pub fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// Formats a size in bytes in the largest unit that it fills, rounded down.
pub fn bytes(bytes: u64) -> String {
    const UNITS: [(u64, &str); 3] = [(1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")];
    for (unit, name) in UNITS {
        if bytes >= unit {
            return format!("{} {name}", bytes / unit);
        }
    }
    format!("{bytes} bytes")
}

/// Formats the size of the core audit, from its number of questions: the one phrase for it.
pub fn core_audit(questions: usize) -> String {
    format!(
        "the core audit: {}, about an hour with the papers to hand",
        count(questions, "question", "questions")
    )
}

/// Formats a number with commas between thousands and at most two decimals.
pub fn number(value: f64) -> String {
    if !value.is_finite() {
        return value.to_string();
    }
    let written = format!("{:.2}", value.abs());
    let (whole, part) = written.split_once('.').unwrap_or((&written, ""));
    let mut out = String::new();
    if value < 0.0 {
        out.push('−');
    }
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    let part = part.trim_end_matches('0');
    if !part.is_empty() {
        out.push('.');
        out.push_str(part);
    }
    out
}

/// Formats a day for a reader: 3 April 2003.
pub fn say_day(day: NaiveDate) -> String {
    day.format("%-d %B %Y").to_string()
}

/// Formats a day with its day of the week: Thursday 3 April 2003.
pub fn say_weekday(day: NaiveDate) -> String {
    day.format("%A %-d %B %Y").to_string()
}

/// Formats a moment for a reader, to the minute: 3 April 2003, 14:05 UTC.
pub fn say_minute(at: DateTime<Utc>) -> String {
    at.format("%-d %B %Y, %H:%M UTC").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_its_noun_and_a_size_its_unit() {
        assert_eq!(count(1, "page", "pages"), "1 page");
        assert_eq!(count(0, "page", "pages"), "0 pages");
        assert_eq!(bytes(999), "999 bytes");
        assert_eq!(bytes(64 << 20), "64 MiB");
        assert_eq!(bytes((1 << 30) - 1), "1023 MiB");
    }

    #[test]
    fn a_day_and_a_moment_are_said_in_words() {
        let at = DateTime::from_timestamp(1_049_378_700, 0).unwrap_or_default();
        assert_eq!(say_day(at.date_naive()), "3 April 2003");
        assert_eq!(say_minute(at), "3 April 2003, 14:05 UTC");
    }
}
