//! A comparison of two texts word by word.
//!
//! Only what a reader would call a different word counts: quotation marks, hyphens, capitals, line
//! ends and the commas in a number do not.

use std::ops::Range;

use serde::Serialize;
use similar::{Algorithm, DiffOp, capture_diff_slices};

/// A word of a text, in the form in which it is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComparedWord {
    /// Small letters and digits, without hyphens, quotation marks and the stops around it.
    pub form: String,
    /// The byte range of the word as printed, with what belongs to it.
    pub range: Range<usize>,
}

/// A part of a comparison.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "part", rename_all = "kebab-case")]
pub enum DiffPart {
    /// Words that both texts have.
    Same {
        /// The words, as the later text prints them.
        text: String,
    },
    /// Words that only one of the texts has; either may be empty, never both.
    Other {
        /// The words of the earlier text.
        was: String,
        /// The words of the later text.
        now: String,
    },
}

impl DiffPart {
    /// Returns true if both texts have it.
    pub const fn is_same(&self) -> bool {
        matches!(self, Self::Same { .. })
    }
}

/// Returns the words of a text, as they are compared.
pub fn compared_words(text: &str) -> Vec<ComparedWord> {
    let mut out: Vec<ComparedWord> = Vec::new();
    let mut from = 0;
    for word in text.split_whitespace() {
        let Some(at) = text.get(from..).and_then(|rest| rest.find(word)) else {
            continue;
        };
        let range = from + at..from + at + word.len();
        from = range.end;
        let form = form(word);
        match (form.is_empty(), out.last_mut()) {
            (false, _) => out.push(ComparedWord { form, range }),
            // A dash or a bullet by itself belongs to the word before it.
            (true, Some(last)) => last.range.end = range.end,
            (true, None) => {}
        }
    }
    out
}

/// Returns a word in the form in which it is compared.
fn form(word: &str) -> String {
    let letters: Vec<char> = word.chars().collect();
    let digit = |at: Option<usize>| {
        at.and_then(|at| letters.get(at))
            .is_some_and(char::is_ascii_digit)
    };
    let mut out = String::with_capacity(word.len());
    for (at, c) in letters.iter().enumerate() {
        let between = digit(at.checked_sub(1)) && digit(Some(at + 1));
        match c {
            '\u{FB01}' => out.push_str("fi"),
            '\u{FB02}' => out.push_str("fl"),
            '\u{FB00}' => out.push_str("ff"),
            '%' | '£' | '€' | '&' => out.push(*c),
            '.' | '/' | ':' if between => out.push(*c),
            '-' | '\u{2010}'..='\u{2014}' if between => out.push('-'),
            c if c.is_alphanumeric() => out.extend(c.to_lowercase()),
            _ => {}
        }
    }
    out
}

/// Returns the letters and digits of a text, run together: two texts with the same say the same.
///
/// "in-house", "in house" and "in-" at the end of a line are one; two numbers are never run into one.
pub fn compared_text(words: &[ComparedWord]) -> String {
    let mut out = String::new();
    for word in words {
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        if digit(out.chars().next_back()) && digit(word.form.chars().next()) {
            out.push(' ');
        }
        out.push_str(&word.form);
    }
    out
}

/// Compares two texts word by word.
///
/// Texts that have less than a third of their words in common are told whole, one after the other:
/// scattered words that stayed by chance make neither readable.
pub fn word_diff(before: &str, after: &str) -> Vec<DiffPart> {
    let (old, new) = (compared_words(before), compared_words(after));
    let forms = |words: &[ComparedWord]| words.iter().map(|one| one.form.clone()).collect();
    let (old_forms, new_forms): (Vec<String>, Vec<String>) = (forms(&old), forms(&new));
    let printed = |text: &str, words: &[ComparedWord], range: Range<usize>| {
        let words = words.get(range).unwrap_or_default();
        let ends = words.first().zip(words.last());
        let range = ends.map_or(0..0, |(first, last)| first.range.start..last.range.end);
        text.get(range).unwrap_or_default().to_owned()
    };
    let mut out: Vec<DiffPart> = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &old_forms, &new_forms) {
        let (was, now) = (op.old_range(), op.new_range());
        let run = |words: &[ComparedWord], range: Range<usize>| {
            compared_text(words.get(range).unwrap_or_default())
        };
        let same =
            matches!(op, DiffOp::Equal { .. }) || run(&old, was.clone()) == run(&new, now.clone());
        let (was, now) = (printed(before, &old, was), printed(after, &new, now));
        let follows = out.len() > 1;
        match out.last_mut() {
            Some(DiffPart::Same { text }) if same => {
                text.push(' ');
                text.push_str(&now);
            }
            _ if same => out.push(DiffPart::Same { text: now }),
            // One short word that both have between two changes says nothing: it is told with them.
            Some(DiffPart::Same { text }) if follows && is_slight(text) => {
                let between = text.clone();
                out.pop();
                if let Some(DiffPart::Other {
                    was: earlier,
                    now: later,
                }) = out.last_mut()
                {
                    for (whole, more) in [(earlier, &was), (later, &now)] {
                        for piece in [&between, more] {
                            if !whole.is_empty() && !piece.is_empty() {
                                whole.push(' ');
                            }
                            whole.push_str(piece);
                        }
                    }
                }
            }
            _ => out.push(DiffPart::Other { was, now }),
        }
    }
    let stayed = out.iter().map(|part| match part {
        DiffPart::Same { text } => compared_words(text).len(),
        DiffPart::Other { .. } => 0,
    });
    let most = old.len().max(new.len());
    if most > SHORT && stayed.sum::<usize>() * 3 < most && !old.is_empty() && !new.is_empty() {
        return vec![DiffPart::Other {
            was: printed(before, &old, 0..old.len()),
            now: printed(after, &new, 0..new.len()),
        }];
    }
    out
}

/// Most words of a text in which every word that stayed is worth seeing.
const SHORT: usize = 4;

/// Returns true for one word of no more than three letters.
fn is_slight(text: &str) -> bool {
    !text.contains(' ') && text.chars().count() <= 3
}

/// Formats a comparison in one line: what went and what came is in square brackets.
pub fn say_diff(parts: &[DiffPart]) -> String {
    marked_diff(parts).0
}

/// Formats a comparison in one line, and returns the ranges of its brackets.
pub fn marked_diff(parts: &[DiffPart]) -> (String, Vec<Range<usize>>) {
    let mut said = String::new();
    let mut marks = Vec::new();
    for part in parts {
        if !said.is_empty() {
            said.push(' ');
        }
        let from = said.len();
        match part {
            DiffPart::Same { text } => said.push_str(text),
            DiffPart::Other { was, now } if now.is_empty() => {
                said.push_str(&format!("[left out: {was}]"));
            }
            DiffPart::Other { was, now } if was.is_empty() => {
                said.push_str(&format!("[new: {now}]"));
            }
            DiffPart::Other { was, now } => {
                // A stop that both end with is no part of the change.
                let stop = |text: &str| text.chars().next_back().filter(|c| ".,;:".contains(*c));
                let end = stop(was).filter(|end| stop(now) == Some(*end));
                let bare = |text: &str| text.trim_end_matches(['.', ',', ';', ':']).to_owned();
                let (was, now) = (bare(was), bare(now));
                said.push_str(&format!("[was: {was}; now: {now}]"));
                marks.push(from..said.len());
                said.extend(end);
                continue;
            }
        }
        if !part.is_same() {
            marks.push(from..said.len());
        }
    }
    (said, marks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_looks_different_is_the_same() {
        for (before, after) in [
            ("The “in-house” bid", "the \"in house\" bid"),
            ("consul-tation of users", "consultation of users."),
            ("It costs £127,000 – a year", "It costs £127000 a year"),
        ] {
            let parts = word_diff(before, after);
            assert!(parts.iter().all(DiffPart::is_same), "{parts:?}");
        }
    }

    #[test]
    fn a_number_that_is_another_is_told() {
        for (before, after) in [("12.5 posts", "125 posts"), ("12 5 posts", "125 posts")] {
            let parts = word_diff(before, after);
            assert!(!parts.iter().all(DiffPart::is_same), "{parts:?}");
        }
        assert_eq!(
            say_diff(&word_diff(
                "The fee is £127,000 a year.",
                "The fee is £172,000 a year."
            )),
            "The fee is [was: £127,000; now: £172,000] a year."
        );
    }

    #[test]
    fn texts_that_share_words_by_chance_are_told_whole() {
        let said = say_diff(&word_diff(
            "Nothing in the sources shows this.",
            "UNISON made its own review, and put it in the papers.",
        ));
        assert_eq!(
            said,
            "[was: Nothing in the sources shows this; now: UNISON made its own review, and put it \
             in the papers]."
        );
    }

    #[test]
    fn words_that_went_and_came_are_told_apart() {
        let said = say_diff(&word_diff(
            "Unions will be consulted by May.",
            "Unions were told by May in writing.",
        ));
        assert_eq!(
            said,
            "Unions [was: will be consulted; now: were told] by May [new: in writing.]"
        );
    }
}
