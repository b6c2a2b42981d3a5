//! The checklists and examples that ship with the program, compiled in.
//!
//! Holds only the texts and their names; [`super::load()`] loads them.

use super::nation::Territory;
use super::text::ChecklistText;
use crate::base::Word as _;
use crate::base::diagnostic::SourceText;

macro_rules! files {
    ($($path:literal),+ $(,)?) => {
        &[$(($path, include_str!(concat!("../../checklists/", $path)))),+]
    };
}

macro_rules! examples {
    ($($name:literal),+ $(,)?) => {
        &[$((
            $name,
            include_str!(concat!("../../checklists/examples/", $name, ".audit.toml")),
        )),+]
    };
}

/// The shipped checklists before the nations' own law, in the order they are loaded: name and text.
const BEFORE: &[(&str, &str)] = files![
    "words.toml",
    "questions.toml",
    "quality-employment-code.toml",
    "law/england-wales-1999.toml",
    "law/great-britain.toml",
];

/// The shipped checklists after it.
const AFTER: &[(&str, &str)] = files![
    "agreements.toml",
    "good-practice.toml",
    "precedents.toml",
    "flags.toml",
    "flags-today.toml",
    "traps.toml",
    "glossary.toml",
    "witnesses.toml",
    "bank-holidays.toml",
    "deadlines.toml",
];

/// The shipped examples: name and text of the audit file.
const EXAMPLES: &[(&str, &str)] = examples![
    "liverpool-ict-2000",
    "sefton-home-care-2000",
    "middlesbrough-ict",
    "york-meals",
    "nottinghamshire-board",
    "newcastle",
];

/// An example of a branch's own local agreement, to copy and to change: a checklist, not loaded.
pub const LOCAL_AGREEMENT: &str = include_str!("../../checklists/examples/local-agreement.toml");

/// Returns the shipped checklists, ready to load.
pub fn checklists() -> Vec<ChecklistText> {
    let nations = Territory::ALL.iter().map(|nation| nation.law());
    let before = BEFORE.iter().copied();
    before
        .chain(nations)
        .chain(AFTER.iter().copied())
        .map(|(name, text)| ChecklistText {
            source: SourceText::new(name, text),
            shipped: true,
        })
        .collect()
}

/// Returns the text of a shipped checklist, by its name.
pub fn text(name: &str) -> Option<&'static str> {
    let nations = Territory::ALL.iter().map(|nation| nation.law());
    let mut all = BEFORE.iter().chain(AFTER).copied().chain(nations);
    all.find(|(one, _)| *one == name).map(|(_, text)| text)
}

/// Returns a number that changes with all that ships with the program, examples too.
///
/// It tells the texts of one program from those of another, and is no digest: whoever starts the
/// program does not wait for a million bytes to be digested.
pub fn edition() -> u64 {
    let texts = BEFORE.iter().chain(AFTER).chain(EXAMPLES).copied();
    let nations = Territory::ALL.iter().map(|nation| nation.law());
    let mix = |sum: u64, part: u64| {
        (sum ^ part)
            .wrapping_mul(0x9e37_79b9_7f4a_7c15)
            .rotate_left(29)
    };
    texts.chain(nations).fold(1, |sum, (_, text)| {
        let (words, rest) = text.as_bytes().as_chunks::<8>();
        let sum = words
            .iter()
            .fold(sum, |sum, word| mix(sum, u64::from_le_bytes(*word)));
        let sum = rest
            .iter()
            .fold(sum, |sum, byte| mix(sum, u64::from(*byte)));
        mix(sum, text.len() as u64)
    })
}

/// Returns the shipped examples: the name of each and the text of its audit file.
pub fn examples() -> &'static [(&'static str, &'static str)] {
    EXAMPLES
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checklist::load;

    #[test]
    fn the_shipped_checklists_have_no_mistake() {
        if let Err(mistakes) = load(&checklists()) {
            let all: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
            panic!("{} mistakes:\n{}", all.len(), all.join("\n\n"));
        }
    }
}
