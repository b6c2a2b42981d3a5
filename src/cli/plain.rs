//! Cleaning of text for output: no control characters, nothing that turns the direction of writing.
//!
//! An audit and its documents are from elsewhere. An escape sequence in a note must not reach the
//! user's terminal, and a turned line must not show other words than it holds. Every text that
//! leaves the command line goes through here, once, at the very end.

use crate::base::digest::fold;
use crate::wording::is_hidden;

/// Returns a text of several lines, made safe; line ends and tabs stay.
pub(super) fn text(text: &str) -> String {
    text.chars()
        .filter(|c| matches!(c, '\n' | '\t') || !is_hidden(*c))
        .collect()
}

/// Returns a text made safe and put on one line, its white space folded.
pub(super) fn line(raw: &str) -> String {
    fold(&text(raw))
}

/// Cuts a line to this many characters, with an ellipsis if something was cut off.
pub(super) fn short(raw: &str, most: usize) -> String {
    let line = line(raw);
    if line.chars().count() <= most {
        return line;
    }
    let cut: String = line.chars().take(most.saturating_sub(1)).collect();
    // Cut between words if there is a gap near the end.
    let end = cut
        .rfind(' ')
        .filter(|at| *at * 2 >= cut.len())
        .unwrap_or(cut.len());
    format!(
        "{}…",
        cut.get(..end)
            .unwrap_or(&cut)
            .trim_end_matches([',', ';', ':', '.'])
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_escape_sequence_loses_its_escape() {
        assert_eq!(text("a\u{1b}[31mb\u{7f}\u{9b}2Jc\r\n\td"), "a[31mb2Jc\n\td");
        assert_eq!(text("a\u{202e}b\u{2066}c\u{200f}"), "abc");
    }

    #[test]
    fn a_line_is_one_line() {
        assert_eq!(line(" a\n\n  b\tc "), "a b c");
    }

    #[test]
    fn a_long_note_is_cut_between_words() {
        assert_eq!(short("one two, three four", 12), "one two…");
        assert_eq!(short("one two", 12), "one two");
        assert_eq!(short("żółwżółwżółw", 5), "żółw…");
    }
}
