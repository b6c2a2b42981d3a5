//! A figure in words, with its unit.

use super::Unit;
use crate::wording::number;

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

#[cfg(test)]
mod tests {
    use super::*;

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
