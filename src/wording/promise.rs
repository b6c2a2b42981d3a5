//! Promises: the words that make a sentence one, and what became of it in a later paper.

use chrono::{Datelike as _, NaiveDate};
use serde::Serialize;

use super::diff::compared_words;
use super::said::{Said, mentions};

/// Fate of a promise in the final paper, the gravest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fate {
    /// No sentence of the final says it.
    Dropped,
    /// A sentence of the final is like it, but promises nothing any more.
    Withdrawn,
    /// A sentence of the final promises it in other words.
    Changed,
    /// The final says it word for word.
    Kept,
}

impl Fate {
    /// Every fate, the gravest first.
    pub const ALL: [Self; 4] = [Self::Dropped, Self::Withdrawn, Self::Changed, Self::Kept];

    /// Returns the heading of the promises with a fate.
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Dropped => "Promises that the final no longer makes",
            Self::Withdrawn => "Promises that the final weakens: it no longer says that it will",
            Self::Changed => "Promises that the final puts in other words",
            Self::Kept => "Promises that the final keeps, word for word",
        }
    }

    /// Returns the word for a fate after a number: "2 dropped".
    pub const fn in_short(self) -> &'static str {
        match self {
            Self::Dropped => "dropped",
            Self::Withdrawn => "weakened",
            Self::Changed => "in other words",
            Self::Kept => "kept word for word",
        }
    }

    /// Returns the word for a fate in a list.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Dropped => "promise dropped",
            Self::Withdrawn => "promise weakened",
            Self::Changed => "promise changed",
            Self::Kept => "promise kept",
        }
    }
}

/// Phrases that promise something. Where one is a single word, no other reading of it is usual.
const PHRASES: [&str; 40] = [
    "will",
    "we'll",
    "shall",
    "won't",
    "is to be",
    "are to be",
    "be published by",
    "commit to",
    "commits to",
    "committed to",
    "commitment to",
    "commits itself",
    "commits the council",
    "undertake to",
    "undertakes to",
    "undertaken to",
    "undertook to",
    "undertaking to",
    "agree to",
    "agrees to",
    "agreed to",
    "promise",
    "promises",
    "promised",
    "pledge",
    "pledges",
    "pledged",
    "guarantee",
    "guarantees",
    "guaranteed",
    "intend to",
    "intends to",
    "plan to",
    "plans to",
    "propose to consult",
    // A Welsh paper: "which will", and "is consulted" of an impersonal verb, which is also the future.
    "bydd",
    "fydd",
    "ymgynghorir",
    "no later than",
    "must be consulted",
];

/// Words after which "will" is a noun, or is before one.
const NO_VERB: [&str; 8] = [
    "the",
    "a",
    "own",
    "free",
    "good",
    "political",
    "public",
    "at",
];

/// Returns true if a sentence promises something: by its words, or by a date after `written`.
pub fn is_promise(sentence: &str, written: Option<NaiveDate>) -> bool {
    let words: Vec<String> = compared_words(sentence)
        .into_iter()
        .map(|one| one.form)
        .collect();
    let has = |phrase: &str| {
        let wanted: Vec<String> = compared_words(phrase)
            .into_iter()
            .map(|one| one.form)
            .collect();
        words.windows(wanted.len()).enumerate().any(|(at, these)| {
            these == wanted.as_slice()
                && !(phrase == "will"
                    && at
                        .checked_sub(1)
                        .and_then(|before| words.get(before))
                        .is_some_and(|before| NO_VERB.contains(&before.as_str())))
        })
    };
    let later = |said: Said| match (said, written) {
        (Said::Day(day, _), Some(written)) => day > written,
        (Said::Month(year, month), Some(written)) => {
            (year, month) > (written.year(), written.month())
        }
        _ => false,
    };
    PHRASES.iter().any(|phrase| has(phrase)) || mentions(sentence).iter().any(|one| later(one.said))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_promise_is_known_by_its_words_or_a_later_date() {
        let written = NaiveDate::from_ymd_opt(2024, 5, 1);
        for text in [
            "We will consult the unions.",
            "Users will be consulted.",
            "A plan is to be published by June.",
            "The council shall report back.",
            "Members commit to a review.",
            "A review starts on 3 June 2024.",
            "Ymgynghorir â'r undebau llafur.",
        ] {
            assert!(is_promise(text, written), "{text}");
        }
        for text in [
            "The unions were consulted.",
            "It was the will of the council.",
            "A review ended on 3 June 2023.",
        ] {
            assert!(!is_promise(text, written), "{text}");
        }
    }
}
