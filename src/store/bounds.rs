//! Limits on size, depth and number when reading a file that somebody else may have made.
//!
//! Each bound is far above any honest audit, and exceeding one is reported in words.

use std::path::Path;

use super::error::StoreError;
use crate::audit::CHANGE_BYTES;

/// The longest audit file, in bytes.
pub const AUDIT_BYTES: u64 = 64 << 20;
/// The longest journal, in bytes.
pub const JOURNAL_BYTES: u64 = 1 << 30;
/// The longest line of a journal after its first, in bytes: a change, and what chains it.
pub const LINE_BYTES: u64 = CHANGE_BYTES + (1 << 12);
/// The longest first line of a journal, in bytes: it holds a whole audit.
pub const HEADER_BYTES: u64 = 4 * AUDIT_BYTES;
/// The most answers an audit may have.
pub const ANSWERS: usize = 100_000;
/// The most documents an audit may register.
pub const DOCUMENTS: usize = 100_000;
/// The most council questions that an audit may record.
pub const PUTS: usize = 100_000;
/// The most events of the user's own that an audit may record.
pub const EVENTS: usize = 100_000;
/// The longest checklist of the user's own, in bytes.
pub const CHECKLIST_BYTES: u64 = 4 << 20;
/// The longest document whose digest is computed, in bytes.
pub const DOCUMENT_BYTES: u64 = 4 << 30;
/// The most files that are looked at in one folder.
pub const FOLDER_FILES: usize = 20_000;
/// The deepest nesting of lists and tables in one value of a TOML file, or of names in one key.
pub const DEPTH: usize = 16;
/// The most words, signs and strings of a TOML file. The parser needs some sixty bytes for each.
pub const TOKENS: usize = 8_000_000;
/// The most keys that one table of a TOML file may have of its own.
pub const KEYS: usize = 2 * ANSWERS;
/// The longest note that is read from a lock file, in bytes.
pub const LOCK_BYTES: u64 = 4096;
/// The longest name of a file, in bytes: the limit of every usual file system.
pub const NAME_BYTES: usize = 255;

/// Refuses a TOML text that is nested too deep, or is nearly all brackets, before it is parsed.
///
/// The parser has a bound on depth of its own (80), but multiplies it where dotted keys occur in
/// nested tables; and it keeps every bracket of a text as a value of its own.
pub(super) fn check_toml(path: &Path, text: &str) -> Result<(), StoreError> {
    let mut scan = Scan {
        bytes: text.as_bytes(),
        at: 0,
    };
    let (mut depth, mut dots, mut tokens, mut line) = (0_usize, 0_usize, 0_usize, 1_usize);
    let (mut begins, mut keys) = (true, 0_usize);
    while let Some(byte) = scan.next() {
        tokens += 1;
        let began = begins;
        begins = byte == b'\n' || (began && matches!(byte, b' ' | b'\t' | b'\r'));
        match byte {
            _ if is_of_word(byte) => begins &= scan.skip_word(),
            b'\n' => {
                line += 1;
                dots = 0;
            }
            b'=' if depth == 0 => {
                keys += 1;
                dots = 0;
            }
            // A heading: another table begins.
            b'[' if began && depth == 0 => {
                keys = 0;
                depth += 1;
            }
            b'"' | b'\'' => line += scan.skip_text(byte),
            b'#' => scan.skip_remark(),
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            b'.' => dots += 1,
            b'=' | b',' => dots = 0,
            _ => {}
        }
        if depth > DEPTH || dots > DEPTH {
            return Err(StoreError::TooDeep {
                path: path.into(),
                line,
            });
        }
        if keys > KEYS {
            return Err(StoreError::TooLarge {
                path: path.into(),
                what: format!(
                    "up to line {line} one of its tables has more than {KEYS} keys; no audit or \
                     checklist has"
                ),
            });
        }
        if tokens > TOKENS {
            return Err(StoreError::TooLarge {
                path: path.into(),
                what: "it holds more keys and signs than any audit needs".to_owned(),
            });
        }
    }
    Ok(())
}

/// Returns true for the bytes of a bare key, a number, a date, or the spaces around them.
const fn is_of_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b':' | b'+' | b' ')
}

/// Iterator over the bytes of a TOML text that can skip quoted strings and comments.
///
/// It knows no more of TOML than where those end. It must agree there with the parser's own lexer,
/// even where the text is not TOML, or something could be hidden from this one.
struct Scan<'t> {
    bytes: &'t [u8],
    at: usize,
}

impl Scan<'_> {
    fn peek(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.at + ahead).copied()
    }

    /// Goes on to the first byte that is one of some, or to the end; returns the bytes before it.
    fn skip_to(&mut self, is_one: impl Fn(u8) -> bool) -> &[u8] {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let until = rest.iter().position(|byte| is_one(*byte));
        let skipped = until.and_then(|until| rest.get(..until)).unwrap_or(rest);
        self.at += skipped.len();
        skipped
    }

    /// Skips the rest of a word; returns true if it is nothing but spaces.
    fn skip_word(&mut self) -> bool {
        let rest = self.skip_to(|byte| !is_of_word(byte));
        rest.iter().all(|byte| *byte == b' ')
    }

    fn skip_remark(&mut self) {
        self.skip_to(|byte| matches!(byte, b'\r' | b'\n'));
    }

    /// Skips a quoted string whose first quote was just read; returns the line ends in it.
    fn skip_text(&mut self, quote: u8) -> usize {
        let three = |scan: &Self| (0..3).all(|ahead| scan.peek(ahead) == Some(quote));
        self.at -= 1;
        let long = three(self);
        self.at += if long { 3 } else { 1 };
        let mut lines = 0;
        loop {
            let rest = self.bytes.get(self.at..).unwrap_or_default();
            let Some(until) = memchr::memchr3(quote, b'\\', b'\n', rest) else {
                self.at = self.bytes.len();
                return lines;
            };
            self.at += until;
            let byte = rest.get(until).copied().unwrap_or_default();
            if byte == b'\\' && quote == b'"' {
                self.at += 1;
                self.at += usize::from(matches!(self.peek(0), Some(b'\\' | b'"')));
                continue;
            }
            if byte == b'\n' {
                if !long {
                    return lines;
                }
                lines += 1;
            }
            if byte == quote && !long {
                self.at += 1;
                return lines;
            }
            if byte == quote && three(self) {
                // Up to two quotes may precede the closing three.
                self.at += 3;
                for _ in 0..2 {
                    self.at += usize::from(self.peek(0) == Some(quote));
                }
                return lines;
            }
            self.at += 1;
        }
    }
}

impl Iterator for Scan<'_> {
    type Item = u8;

    fn next(&mut self) -> Option<u8> {
        let byte = self.peek(0)?;
        self.at += 1;
        Some(byte)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> Result<(), StoreError> {
        check_toml(Path::new("a.toml"), text)
    }

    #[test]
    fn brackets_in_texts_and_remarks_do_not_count() {
        let deep = "[".repeat(100);
        for text in [
            format!("a = \"{deep}\""),
            format!("a = '{deep}'"),
            format!("a = \"\"\"\n{deep}\\\"\"\"{deep}\"\"\"\nb = 1"),
            format!("a = '''\n{deep}''{deep}'''\nb = 1"),
            format!("# {deep}\na = 1"),
            format!("a = \"\\\"{deep}\""),
        ] {
            assert!(check(&text).is_ok(), "{text}");
        }
        assert!(check(&format!("a = \"\"\"x\"\"\"\nb = {deep}")).is_err());
        assert!(check(&format!("a = ''\nb = {deep}")).is_err());
        for hidden in ["a = \"\\\n", "# \r", "a = \"\"\"x\"\"\"\"\"", "a = '\\' "] {
            assert!(check(&format!("{hidden}{deep}")).is_err(), "{hidden}");
        }
    }

    #[test]
    fn deep_nesting_is_told_with_its_line() {
        for text in [
            format!("a = 1\nb = {}", "[".repeat(1_000_000)),
            format!("a = 1\nb = {}", "{a=".repeat(1_000_000)),
            format!("a = 1\n{}a = 1", "a.".repeat(1_000_000)),
            format!("a = 1\n[{}a]", "a.".repeat(1_000_000)),
        ] {
            match check(&text) {
                Err(StoreError::TooDeep { line, .. }) => assert_eq!(line, 2),
                other => panic!("{other:?}"),
            }
        }
    }

    #[test]
    fn a_table_of_endless_keys_is_refused_before_it_is_parsed() {
        use std::fmt::Write as _;
        let keys = |n: usize| {
            (0..n).fold(String::new(), |mut text, n| {
                let _ = writeln!(text, "k{n} = {n}");
                text
            })
        };
        let (half, all) = (keys(KEYS / 2), keys(KEYS));
        assert!(check(&format!("format = 1\n{half}[a]\n{all} [[b]]\n{all}")).is_ok());
        assert!(check(&all).is_ok());
        for text in [
            format!("format = 1\n{all}"),
            format!("[a]\nx = [\n[1]]\n{all}"),
            format!("[a]\nx = \"\"\"\n[b]\n\"\"\"\n{all}"),
        ] {
            assert!(matches!(check(&text), Err(StoreError::TooLarge { .. })));
        }
    }

    #[test]
    fn a_text_that_is_all_brackets_is_refused() {
        let text = "[]".repeat(TOKENS / 2 + 1);
        assert!(matches!(check(&text), Err(StoreError::TooLarge { .. })));
    }
}
