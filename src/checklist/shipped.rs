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

    /// The same checklists as texts that were just read, and that no table was made of.
    fn read_anew() -> Vec<ChecklistText> {
        let shipped = checklists().into_iter();
        let anew = shipped.map(|one| ChecklistText {
            source: SourceText::new(one.source.name, &*one.source.text),
            ..one
        });
        anew.collect()
    }

    #[test]
    fn the_shipped_checklists_have_no_mistake() {
        if let Err(mistakes) = load(&read_anew()) {
            let all: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
            panic!("{} mistakes:\n{}", all.len(), all.join("\n\n"));
        }
    }

    #[test]
    fn the_table_made_when_the_program_was_built_says_what_the_checklists_say() {
        for one in checklists() {
            let name = &one.source.name;
            assert!(one.source.tabled.is_some(), "{name} is in no table");
            crate::base::reader::assert_says_the_same(&one.source);
        }
        let (tabled, anew) = (load(&checklists()), load(&read_anew()));
        let (tabled, anew) = (tabled.expect("they load"), anew.expect("they load"));
        macro_rules! same {
            ($($list:ident),+) => {
                $(
                    for (one, other) in tabled.$list.iter().zip(&anew.$list) {
                        assert_eq!(format!("{one:?}"), format!("{other:?}"));
                    }
                    assert_eq!(tabled.$list.len(), anew.$list.len());
                )+
            };
        }
        same!(
            sections,
            questions,
            merged,
            requirements,
            flags,
            strengths,
            precedents,
            traps,
            scenarios,
            deadlines,
            terms,
            witnesses
        );
        assert_eq!(tabled.holidays, anew.holidays);
        assert_eq!(tabled.by_id, anew.by_id);
        assert_eq!(tabled.requirement_by_id, anew.requirement_by_id);
    }

    #[test]
    fn a_mistake_that_a_shipped_checklist_causes_is_placed_in_its_text() {
        let mut twice = checklists();
        let words = twice.iter().find(|one| &*one.source.name == "words.toml");
        let words = words.expect("it is shipped").clone();
        twice.push(words);
        let mistakes = load(&twice).expect_err("every id is there twice");
        let first = mistakes.first().expect("there are some");
        assert_eq!((first.code, &*first.file), ("duplicate-id", "words.toml"));
        let idea = mistakes.iter().find(|one| one.message.contains("an idea"));
        let idea = idea.expect("an idea is there twice");
        assert!(idea.line_text.starts_with("id = "), "{idea}");
        assert_eq!(idea.column, 6, "{idea}");
    }
}
