//! Digests: SHA-256 over a text with its white space folded.
//!
//! An answer is keyed to the digest of the question that was answered, so that re-wrapping a file
//! changes nothing and re-wording a question is noticed.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// A digest as it is written: `sha256:` and 64 hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Digest(String);

impl Digest {
    /// Computes the digest of a text with its white space folded, as by [`fold`].
    pub fn of_text(text: &str) -> Self {
        Self::of_bytes(fold(text).as_bytes())
    }

    /// Computes the digest of bytes without any folding.
    pub fn of_bytes(bytes: &[u8]) -> Self {
        let mut text = String::with_capacity(71);
        text.push_str("sha256:");
        push_hex(&mut text, &Sha256::digest(bytes));
        Self(text)
    }

    /// Reads a digest as it is written in a file.
    pub fn parse(text: &str) -> Option<Self> {
        let hex = text.strip_prefix("sha256:")?;
        (hex.len() == 64 && hex.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')))
            .then(|| Self(text.to_owned()))
    }

    /// Returns the digest as it is written: `sha256:…`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the first twelve digits, for a person to compare.
    pub fn short(&self) -> &str {
        self.0.get(7..19).unwrap_or(&self.0)
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Formats bytes as hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() * 2);
    push_hex(&mut out, bytes);
    out
}

fn push_hex(out: &mut String, bytes: &[u8]) {
    let digit = |number: u8| char::from_digit(u32::from(number), 16).unwrap_or_default();
    for byte in bytes {
        out.push(digit(byte >> 4));
        out.push(digit(byte & 15));
    }
}

/// Folds the white space of a text: each run becomes one space, and none is left at the ends.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    let mut keep = |word: &str| {
        if !word.is_empty() {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(word);
        }
    };
    // Byte by byte: the texts of the checklists are long, and nearly all of them is ASCII.
    let mut at = 0;
    while let Some(byte) = text.as_bytes().get(at) {
        let space = match byte {
            b' ' | b'\t'..=b'\r' => 1,
            // The first bytes of all other white space; of other characters, too.
            0xc2 | 0xe1..=0xe3 => {
                let found = text.get(at..).and_then(|rest| rest.chars().next());
                found.map_or(0, |c| if c.is_whitespace() { c.len_utf8() } else { 0 })
            }
            _ => 0,
        };
        if space > 0 {
            keep(text.get(from..at).unwrap_or_default());
            from = at + space;
        }
        at += space.max(1);
    }
    keep(text.get(from..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_is_white_space_is_folded_and_nothing_else() {
        let whites: Vec<char> = ('\0'..=char::MAX).filter(|c| c.is_whitespace()).collect();
        assert!(whites.len() > 20);
        for c in whites {
            let text = format!("{c}– é{c}{c}“a”\u{2fff}{c} b{c}");
            let words: Vec<&str> = text.split_whitespace().collect();
            assert_eq!(fold(&text), words.join(" "), "{c:?}");
        }
        assert_eq!(fold(" \n\t"), "");
        assert_eq!(fold(""), "");
    }

    #[test]
    fn white_space_is_folded_and_words_are_not() {
        assert_eq!(
            Digest::of_text("Was  it\n met? "),
            Digest::of_text("Was it met?")
        );
        assert_ne!(
            Digest::of_text("Was it met?"),
            Digest::of_text("Was it Met?")
        );
    }

    #[test]
    fn the_known_digest_of_abc() {
        let digest = Digest::of_text("abc");
        assert_eq!(
            digest.as_str(),
            "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        assert_eq!(Digest::parse(digest.as_str()), Some(digest));
        assert_eq!(Digest::parse("sha256:12"), None);
    }
}
