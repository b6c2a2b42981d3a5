//! Text from outside made fit to show.
//!
//! Somebody else's file may hold characters that steer a terminal, or that reverse the reading
//! direction and make a sentence look like another one. [`is_hidden`] lists them once. Three things are
//! done about them: [`clean`] makes a text fit to read, [`escaped`] shows a name as it really is, and the
//! command line leaves them out of what it prints. Two places differ on purpose: a page that is to be
//! searched is bared of more (`documents::plain`), and what the user pastes loses nothing but control
//! characters (`terminal::input`).

use std::borrow::Cow;
use std::path::Path;

use crate::base::digest::fold;

/// Returns true for a character that a reader cannot see, or that a terminal could obey.
///
/// These are control characters (C0, DEL, C1), marks that turn the direction of writing, separators
/// that some terminals take for line ends, and characters that have no width and mean nothing. The
/// joiners of letters and emoji are none of them.
pub const fn is_hidden(c: char) -> bool {
    matches!(
        c,
        '\0'..='\u{1F}'
            | '\u{7F}'..='\u{9F}'
            | '\u{061C}'
            | '\u{180E}'
            | '\u{200B}'
            | '\u{200E}'
            | '\u{200F}'
            | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{FEFF}'
            | '\u{FFF9}'..='\u{FFFB}'
            | '\u{E0000}'..='\u{E007F}'
    )
}

/// Returns a text without the characters that a reader cannot see.
///
/// Line ends become `\n`, a tab a space; other control characters become U+FFFD, so that they are
/// noticed; every other hidden character is removed.
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
        '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{FFFE}' | '\u{FFFF}' => {
            Judged::Become('\u{FFFD}')
        }
        c if is_hidden(c) => Judged::Drop,
        _ => Judged::Keep,
    }
}

/// Returns a cleaned text on one line: every run of white space becomes one space.
pub fn one_line(text: &str) -> String {
    fold(&clean(text))
}

/// Escapes the hidden characters of a name, so that it is shown as it really is: `\u{202e}`.
pub fn escaped(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        if is_hidden(c) {
            out.extend(c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    out
}

/// Formats a path for display, its hidden characters escaped.
pub fn shown(path: &Path) -> String {
    escaped(&path.display().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_taken_out_or_shown() {
        assert_eq!(clean("a\r\nb\rc\td\u{2028}e"), "a\nb\nc d\ne");
        assert_eq!(clean("\u{1b}[31mred\u{7}"), "\u{fffd}[31mred\u{fffd}");
        assert_eq!(
            clean("paid \u{202e}000,721\u{202c} pounds"),
            "paid 000,721 pounds"
        );
        assert_eq!(clean("Ünïcøde – “fine” 👷"), "Ünïcøde – “fine” 👷");
        assert!(matches!(clean("plain"), Cow::Borrowed(_)));
        assert_eq!(one_line(" a\r\n\t b\u{200b} "), "a b");
    }

    #[test]
    fn every_hidden_character_goes_or_is_marked_and_no_other() {
        for c in '\0'..=char::MAX {
            let text = format!("a{c}b");
            let cleaned = clean(&text);
            let shown = escaped(&text);
            if is_hidden(c) {
                assert!(c == '\n' || !cleaned.contains(c), "{c:?}");
                assert!(shown.is_ascii() && shown.contains("\\u{"), "{c:?}");
            } else {
                assert_eq!(shown, text);
                assert!(c > '\u{FFFD}' || cleaned == text, "{c:?}");
            }
        }
        // Two people who hold hands are one sign, and so is a Persian word.
        assert_eq!(clean("👩\u{200d}👧"), "👩\u{200d}👧");
    }

    #[test]
    fn a_name_with_control_characters_is_shown_harmless() {
        assert_eq!(
            escaped("a\u{1b}[31m\n\u{202e}b"),
            "a\\u{1b}[31m\\u{a}\\u{202e}b"
        );
        assert_eq!(escaped("Adroddiad Gŵyr.pdf"), "Adroddiad Gŵyr.pdf");
    }
}
