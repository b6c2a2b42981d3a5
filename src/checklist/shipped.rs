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
            source: SourceText::compiled_in(name, text),
            shipped: true,
        })
        .collect()
}

/// A number that changes with all that ships with the program, examples too.
///
/// It tells the texts of one program from those of another, and is no digest. It is worked out by the
/// compiler: whoever starts the program does not wait until a million bytes have come from the disk.
#[allow(
    long_running_const_eval,
    reason = "it looks at every text once, which the compiler does in a second"
)]
pub const EDITION: u64 = {
    let mut sum = 1;
    let lists = [BEFORE, AFTER, EXAMPLES];
    let mut list = 0;
    while list < lists.len() {
        let mut at = 0;
        while at < lists[list].len() {
            sum = mixed(sum, lists[list][at].1);
            at += 1;
        }
        list += 1;
    }
    let mut nation = 0;
    while nation < Territory::ALL.len() {
        sum = mixed(sum, Territory::ALL[nation].law().1);
        nation += 1;
    }
    sum
};

/// Mixes a text into a number.
const fn mixed(mut sum: u64, text: &str) -> u64 {
    const fn mix(sum: u64, part: u64) -> u64 {
        (sum ^ part)
            .wrapping_mul(0x9e37_79b9_7f4a_7c15)
            .rotate_left(29)
    }
    let (words, rest) = text.as_bytes().as_chunks::<8>();
    let mut at = 0;
    while at < words.len() {
        sum = mix(sum, u64::from_le_bytes(words[at]));
        at += 1;
    }
    let mut at = 0;
    while at < rest.len() {
        sum = mix(sum, rest[at] as u64);
        at += 1;
    }
    mix(sum, text.len() as u64)
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
