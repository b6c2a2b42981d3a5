//! Makes text fit to hand over: removes invisible characters, and helps with small grammar.
//!
//! Every text that ends in a report, a terminal or a file passes [`clean`]: somebody else's
//! document may contain control characters, or characters that reverse the reading direction and
//! make a sentence look like another one. Anything more that a format needs is its writer's
//! business.

use std::borrow::Cow;

/// Writes to a `String`, which cannot fail.
macro_rules! put {
    ($out:expr, $($said:tt)+) => {{
        use std::fmt::Write as _;
        let _ = write!($out, $($said)+);
    }};
}
pub(in crate::report) use put;

/// Returns a text without the characters that a reader cannot see.
///
/// Line ends become `\n`, a tab a space; other control characters become U+FFFD, so that they are
/// noticed; characters that change the reading direction, or have no width and mean nothing, are
/// removed.
pub fn clean(text: &str) -> Cow<'_, str> {
    // Nearly every text is plain ASCII, which a scan of its bytes shows.
    let plain = |byte: u8| matches!(byte, b'\n' | b' '..=b'~');
    if text.bytes().all(plain) || text.chars().all(|c| judge(c) == Judged::Keep) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match judge(c) {
            Judged::Keep => out.push(c),
            Judged::Drop => {}
            Judged::Become(other) => {
                if c == '\r' && chars.peek() == Some(&'\n') {
                    continue;
                }
                out.push(other);
            }
        }
    }
    Cow::Owned(out)
}

#[derive(PartialEq, Eq)]
enum Judged {
    Keep,
    Drop,
    Become(char),
}

const fn judge(c: char) -> Judged {
    match c {
        '\n' => Judged::Keep,
        '\t' => Judged::Become(' '),
        '\r' | '\u{2028}' | '\u{2029}' => Judged::Become('\n'),
        // Direction marks, embeddings, overrides and isolates; characters of no width; the
        // annotation and tag characters that can carry invisible text.
        '\u{61c}'
        | '\u{180e}'
        | '\u{200b}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}' => Judged::Drop,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => {
            Judged::Become('\u{fffd}')
        }
        _ => Judged::Keep,
    }
}

/// Returns a cleaned text on one line: every run of white space becomes one space.
pub fn one_line(text: &str) -> String {
    fold(&clean(text))
}

/// Returns a text with every run of white space made one space, none at the ends.
pub(in crate::report) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

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

pub use crate::wording::count;

/// Returns a list in words: "a", "a and b", "a, b and c".
pub fn list<T: AsRef<str>>(parts: &[T]) -> String {
    joined(parts, ", ", " and ")
}

/// Returns a choice in words: "a", "a or b", "a, b or c".
pub fn choice<T: AsRef<str>>(parts: &[T]) -> String {
    joined(parts, ", ", " or ")
}

/// Joins parts with one text between them, and another before the last.
pub fn joined<T: AsRef<str>>(parts: &[T], between: &str, before_last: &str) -> String {
    match parts {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{}{before_last}{}", first.join(between), last.as_ref())
        }
    }
}

/// Returns a text with its first letter made a capital.
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}

/// Returns a text as a sentence: a capital, and a full stop unless it ends in a mark already.
pub fn sentence(text: &str) -> String {
    let text = capital(text.trim());
    match text.chars().next_back() {
        None | Some('.' | '!' | '?' | '…' | ':') => text,
        Some('”' | '"' | ')')
            if text
                .trim_end_matches(['”', '"', ')'])
                .ends_with(['.', '!', '?', '…']) =>
        {
            text
        }
        Some(_) => text + ".",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_taken_out_or_shown() {
        assert_eq!(clean("a\r\nb\rc\td"), "a\nb\nc d");
        assert_eq!(clean("\u{1b}[31mred\u{7}"), "\u{fffd}[31mred\u{fffd}");
        assert_eq!(
            clean("paid \u{202e}000,721\u{202c} pounds"),
            "paid 000,721 pounds"
        );
        assert_eq!(clean("Ünïcøde – “fine” 👷"), "Ünïcøde – “fine” 👷");
        assert!(matches!(clean("plain"), Cow::Borrowed(_)));
    }

    #[test]
    fn a_sentence_ends_once() {
        assert_eq!(sentence("it was not"), "It was not.");
        assert_eq!(sentence("Was it?"), "Was it?");
        assert_eq!(sentence("he said “no.”"), "He said “no.”");
        assert_eq!(sentence(""), "");
        assert_eq!(list(&["a", "b", "c"]), "a, b and c");
    }

    #[test]
    fn paragraphs_are_parted_by_empty_lines() {
        assert_eq!(paragraphs("\na\nb \n\n \nc\n"), ["a\nb", "c"]);
        assert!(paragraphs(" \n").is_empty());
    }
}
