//! Texts of a checklist: those that come with the program are not copied out of it.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;

use serde::{Serialize, Serializer};

/// The texts of the checklists that come with the program, one after the other; each is there once.
static COMPILED_IN: &str = include_str!(concat!(env!("OUT_DIR"), "/checklists.txt"));

/// Four bytes for each: its beginning; at last the end of the last one.
static PLACES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/checklists.places"));

/// The files that they are of, for [`super::table`], and the first of those that have no brace and are not
/// short.
pub(super) const FILES: (&[(&str, u32)], u32) =
    include!(concat!(env!("OUT_DIR"), "/checklists.rs"));

/// A text that does not change.
///
/// Most of those that a desk holds it never shows: one that is compiled in is a place in the program,
/// whose page the machine does not even read before somebody looks at the text.
#[derive(Clone)]
pub struct Text(Held);

#[derive(Clone)]
enum Held {
    /// A place in [`COMPILED_IN`], in bytes.
    CompiledIn { at: u32, length: u32 },
    /// A text of its own.
    Own(Box<str>),
}

impl Text {
    /// Returns the text with a number among those that are compiled in.
    pub(crate) fn compiled_in(number: u32) -> Self {
        let (at, end) = place(number);
        let length = end.saturating_sub(at);
        Self(Held::CompiledIn { at, length })
    }

    /// Returns the text.
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Held::CompiledIn { at, length } => between(*at, at.saturating_add(*length)),
            Held::Own(text) => text,
        }
    }

    /// Returns true if the text has a brace.
    ///
    /// The longest ones that are compiled in are known to have none, and are not looked at.
    pub fn has_brace(&self) -> bool {
        let plain = place(FILES.1).0;
        let is_plain = matches!(self.0, Held::CompiledIn { at, .. } if at >= plain);
        !is_plain && self.contains('{')
    }

    /// Returns a part of the text, from a byte up to another; empty where there is none.
    #[must_use]
    pub fn part(&self, from: usize, until: usize) -> Self {
        match &self.0 {
            Held::CompiledIn { at, .. } if self.as_str().get(from..until).is_some() => {
                // Both are within the length, which fits.
                let after = |bytes: usize| u32::try_from(bytes).unwrap_or_default();
                Self(Held::CompiledIn {
                    at: at + after(from),
                    length: after(until - from),
                })
            }
            _ => self.as_str().get(from..until).unwrap_or_default().into(),
        }
    }
}

/// Returns the text with a number among those that are compiled in.
pub(crate) fn compiled_in(number: u32) -> &'static str {
    let (at, end) = place(number);
    between(at, end)
}

/// Returns the beginning and the end of the text with a number.
fn place(number: u32) -> (u32, u32) {
    let number = number as usize;
    (word(PLACES, number), word(PLACES, number.saturating_add(1)))
}

/// Returns a word of four bytes.
pub(super) fn word(bytes: &[u8], number: usize) -> u32 {
    let words = bytes.as_chunks::<4>().0;
    words
        .get(number)
        .map_or(0, |word| u32::from_le_bytes(*word))
}

fn between(at: u32, end: u32) -> &'static str {
    COMPILED_IN
        .get(at as usize..end as usize)
        .unwrap_or_default()
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl AsRef<str> for Text {
    fn as_ref(&self) -> &str {
        self
    }
}

impl Borrow<str> for Text {
    fn borrow(&self) -> &str {
        self
    }
}

impl Default for Text {
    fn default() -> Self {
        Self(Held::CompiledIn { at: 0, length: 0 })
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self(Held::Own(text.into()))
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self(Held::Own(text.into_boxed_str()))
    }
}

impl From<Text> for String {
    fn from(text: Text) -> Self {
        match text.0 {
            Held::Own(text) => text.into(),
            Held::CompiledIn { .. } => text.as_str().to_owned(),
        }
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Text {}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl PartialEq<String> for Text {
    fn eq(&self, other: &String) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<Text> for str {
    fn eq(&self, other: &Text) -> bool {
        self == other.as_str()
    }
}

impl PartialEq<Text> for &str {
    fn eq(&self, other: &Text) -> bool {
        *self == other.as_str()
    }
}

impl PartialEq<Text> for String {
    fn eq(&self, other: &Text) -> bool {
        self == other.as_str()
    }
}

impl PartialOrd for Text {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Text {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_str().cmp(other)
    }
}

impl Hash for Text {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_takes_less_room_than_a_string_of_its_own() {
        assert_eq!((size_of::<Text>(), size_of::<String>()), (16, 24));
    }

    #[test]
    fn a_part_of_a_compiled_in_text_is_one_too_and_never_leaves_it() {
        let all = Text::compiled_in(FILES.1);
        let part = all.part(2, 7);
        assert_eq!(part, all.as_str()[2..7]);
        assert!(matches!(part.0, Held::CompiledIn { length: 5, .. }));
        assert_eq!(all.part(2, all.len() + 1), "");
        assert_eq!(Text::from("Best? Value").part(4, 5), "?");
        assert_eq!(Text::compiled_in(u32::MAX), "");
        assert!(Text::from("on {opened}").has_brace() && !Text::from("then").has_brace());
    }
}
