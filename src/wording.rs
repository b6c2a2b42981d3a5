//! Words for numbers, figures and sizes: made in one place, so that the desk, the command line and the
//! reports say the same.

use crate::checklist::Unit;

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

/// Formats a figure with its unit: £127,000, 40 posts.
pub fn figure(value: f64, unit: Unit) -> String {
    let number = number(value);
    let one = (value - 1.0).abs() < f64::EPSILON;
    let noun =
        |one_word: &str, many: &str| format!("{number} {}", if one { one_word } else { many });
    match unit {
        Unit::Pounds => pounds(value),
        Unit::PoundsAYear => format!("{} a year", pounds(value)),
        Unit::Percent => format!("{number}%"),
        Unit::People => noun("person", "people"),
        Unit::Posts => noun("post", "posts"),
        Unit::Days => noun("day", "days"),
        Unit::Services => noun("service", "services"),
        Unit::Signatures => noun("signature", "signatures"),
        Unit::Members => noun("member", "members"),
        Unit::Bidders => noun("bidder", "bidders"),
    }
}

fn pounds(value: f64) -> String {
    if value < 0.0 {
        format!("−£{}", number(-value))
    } else {
        format!("£{}", number(value))
    }
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

/// Returns true for a character that must not be printed.
///
/// These are control characters (C0, DEL, C1), marks that turn the direction of writing, separators
/// that some terminals take for line ends, and invisible characters.
pub fn steers_terminal(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{061C}'
                | '\u{200E}'
                | '\u{200F}'
                | '\u{2028}'..='\u{202E}'
                | '\u{2066}'..='\u{2069}'
                | '\u{FEFF}'
                | '\u{FFF9}'..='\u{FFFB}'
                | '\u{E0000}'..='\u{E007F}'
        )
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
    fn figures_are_said_with_their_unit() {
        assert_eq!(figure(127_000.0, Unit::Pounds), "£127,000");
        assert_eq!(figure(-1_234.5, Unit::Pounds), "−£1,234.5");
        assert_eq!(figure(1.0, Unit::Posts), "1 post");
        assert_eq!(figure(600.0, Unit::People), "600 people");
        assert_eq!(figure(12.25, Unit::Percent), "12.25%");
        assert_eq!(figure(1_000_000.0, Unit::PoundsAYear), "£1,000,000 a year");
    }
}
