//! Text for a report: taken apart into paragraphs, and put together.
//!
//! Every text that ends in a report passes `wording::clean`. Anything more that a format needs is its
//! writer's business.

use crate::wording::clean;

/// Writes to a `String`, which cannot fail.
macro_rules! put {
    ($out:expr, $($said:tt)+) => {{
        use std::fmt::Write as _;
        let _ = write!($out, $($said)+);
    }};
}
pub(in crate::report) use put;

/// Returns the paragraphs of a text: parts between empty lines, each with its line ends kept.
pub fn paragraphs(text: &str) -> Vec<String> {
    let text = clean(text);
    let mut found = Vec::new();
    let mut lines: Vec<&str> = Vec::new();
    for line in text.lines().chain(std::iter::once("")) {
        if line.trim().is_empty() {
            if !lines.is_empty() {
                found.push(lines.join("\n"));
                lines.clear();
            }
        } else {
            lines.push(line.trim_end());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_are_parted_by_empty_lines() {
        assert_eq!(paragraphs("\na\nb \n\n \nc\n"), ["a\nb", "c"]);
        assert!(paragraphs(" \n").is_empty());
    }
}
