//! Search queries: terms with their other spellings, and the free search that a user types.

use super::index::{Index, NEAR, PhraseHit, Want};
use super::words::{Broken, Case, all, is_common};
use crate::base::digest::fold;

/// A word or phrase to search for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SearchTerm {
    /// The term as shown.
    pub(super) text: String,
    /// The term's words, in plain form, with the letter case they were written in.
    words: Vec<(String, Case)>,
    /// Other readings: "inhouse" for "in-house", "out sourcing" for "outsourcing".
    others: Vec<Vec<(String, Case)>>,
    /// True if other words may come between these, which are then in any order: "staff … transfer".
    is_parted: bool,
}

/// The words of a phrase that is put otherwise have at most so many others between them.
const BETWEEN: usize = 2;
/// The same for words that are looked for with others between them.
const PARTED: usize = 6;

/// Names that are everyday words: found only where the document has a capital.
const NAMES: [&str; 1] = ["unite"];
/// Names that are everyday words: meant as names only if the term has a capital.
const CAPITAL_NAMES: [&str; 10] = [
    "accord",
    "advance",
    "aspect",
    "community",
    "connect",
    "equity",
    "estyn",
    "prospect",
    "usdaw",
    "voice",
];
/// Prefixes after which old documents put a hyphen or a space.
const PREFIXES: [&str; 18] = [
    "anti", "co", "de", "down", "extra", "in", "inter", "micro", "multi", "non", "out", "over",
    "post", "pre", "re", "self", "sub", "under",
];

impl SearchTerm {
    /// Builds a term as it is written; `None` if there is no word in it.
    pub(super) fn of(text: &str) -> Option<Self> {
        let tokens = all(text, Broken::Apart);
        let words: Vec<(String, Case)> = tokens
            .iter()
            .map(|token| (token.form.clone().into_owned(), token.case))
            .collect();
        if words.is_empty() {
            return None;
        }
        let tell = words.iter().filter(|(word, _)| !is_function_word(word));
        let is_parted = (text.contains('…') || text.contains("...")) && tell.count() > 1;
        let mut others = Vec::new();
        for (place, pair) in tokens.windows(2).enumerate() {
            let [first, second] = pair else { continue };
            if text
                .get(first.end..second.start)
                .is_some_and(|between| between == "-")
            {
                let mut joined = words.clone();
                if place + 1 < joined.len() {
                    let (tail, _) = joined.remove(place + 1);
                    if let Some((head, _)) = joined.get_mut(place) {
                        head.push_str(&tail);
                    }
                    others.push(joined);
                }
            }
        }
        for (place, (word, case)) in words.iter().enumerate() {
            for prefix in PREFIXES {
                let Some(rest) = word.strip_prefix(prefix).filter(|rest| rest.len() >= 5) else {
                    continue;
                };
                let mut split = words.clone();
                if let Some(word) = split.get_mut(place) {
                    *word = (prefix.to_owned(), *case);
                }
                split.insert(place + 1, (rest.to_owned(), Case::Small));
                others.push(split);
            }
        }
        let text = fold(text);
        Some(Self {
            text,
            words,
            others,
            is_parted,
        })
    }

    /// Builds a term of Welsh, whose first word may have its beginning changed by the word before it.
    pub(super) fn of_welsh(text: &str) -> Option<Self> {
        let mut term = Self::of(text)?;
        let ((first, case), rest) = term.words.split_first()?;
        for first in changed_beginnings(first) {
            let mut other = vec![(first, *case)];
            other.extend_from_slice(rest);
            term.others.push(other);
        }
        Some(term)
    }

    /// Returns the occurrences of the term, in order, each place once.
    pub(super) fn hits(&self, index: &Index) -> Vec<PhraseHit> {
        if self.is_parted {
            let mut hits = self.within(
                |wants| index.near_in_a_sentence(wants, wants.len() + PARTED),
                index,
            );
            hits.sort_unstable();
            // A paragraph with a broken word is there twice.
            hits.dedup_by_key(|hit| hit.place);
            return hits;
        }
        let mut hits = match wants(&self.words, index) {
            Some(wants) => index.phrase(&wants),
            None => Vec::new(),
        };
        let mut more = false;
        for other in &self.others {
            if let Some(wants) = wants(other, index) {
                let found = index.phrase(&wants);
                more |= !found.is_empty();
                hits.extend(found);
            }
        }
        if more || hits.iter().any(|hit| hit.joined) {
            hits.sort_unstable();
            hits.dedup();
        }
        hits
    }

    /// Returns the places where the words of the term are near each other, in any order.
    pub(super) fn near(&self, index: &Index) -> Vec<PhraseHit> {
        self.within(|wants| index.near(wants, NEAR), index)
    }

    /// Returns the places where the words of the term are next to each other, in any order, with at
    /// most two other words between them.
    pub(super) fn close(&self, index: &Index) -> Vec<PhraseHit> {
        self.within(|wants| index.near(wants, wants.len() + BETWEEN), index)
    }

    fn within(&self, near: impl Fn(&[Want]) -> Vec<PhraseHit>, index: &Index) -> Vec<PhraseHit> {
        let mut hits = Vec::new();
        for words in std::iter::once(&self.words).chain(&self.others) {
            let told: Vec<(String, Case)> = words
                .iter()
                .filter(|(word, _)| !is_function_word(word))
                .cloned()
                .collect();
            if told.len() > 1
                && let Some(wants) = wants(&told, index)
            {
                hits.extend(near(&wants));
            }
        }
        hits
    }

    /// Returns true if it has more than one word.
    pub(super) fn is_phrase(&self) -> bool {
        self.words.len() > 1
    }

    /// Returns true if other words may come between its words.
    pub(super) fn is_parted(&self) -> bool {
        self.is_parted
    }

    /// Returns the words of the term that are significant by themselves.
    pub(super) fn telling_words(&self) -> impl Iterator<Item = &str> {
        self.words
            .iter()
            .map(|(word, _)| word.as_str())
            .filter(|word| !is_common(word))
    }
}

/// Returns a word of Welsh as it begins behind other words: "penderfyniad" is "benderfyniad" as well.
fn changed_beginnings(word: &str) -> Vec<String> {
    const DOUBLE: [&str; 8] = ["ch", "dd", "ff", "ng", "ll", "ph", "rh", "th"];
    const CHANGES: [(&str, &[&str]); 10] = [
        ("ll", &["l"]),
        ("rh", &["r"]),
        ("b", &["f", "m"]),
        ("c", &["ch", "g", "ngh"]),
        ("d", &["dd", "n"]),
        ("g", &["", "ng"]),
        ("m", &["f"]),
        ("p", &["b", "mh", "ph"]),
        ("t", &["d", "nh", "th"]),
        ("", &["h"]),
    ];
    let double = DOUBLE.iter().find(|letters| word.starts_with(**letters));
    let change = CHANGES.iter().find(|(from, _)| match double {
        Some(double) => from == double,
        None => word.starts_with(from),
    });
    let Some((from, to)) = change else {
        return Vec::new();
    };
    // Only a vowel takes an h before it.
    if from.is_empty() && !word.starts_with(['a', 'e', 'i', 'o', 'u', 'w', 'y']) {
        return Vec::new();
    }
    let rest = word.get(from.len()..).unwrap_or_default();
    to.iter().map(|to| format!("{to}{rest}")).collect()
}

/// Returns the condition on each word; `None` if one of them occurs in no document.
fn wants(words: &[(String, Case)], index: &Index) -> Option<Vec<Want>> {
    let alone = words.len() == 1;
    words
        .iter()
        .map(|(word, case)| {
            let name = NAMES.contains(&word.as_str());
            let capital_name = *case != Case::Small && CAPITAL_NAMES.contains(&word.as_str());
            if alone && (name || capital_name) {
                let form = index.form_of(word)?;
                return Some(Want::Form {
                    form,
                    case: Case::Capital,
                });
            }
            if *case == Case::Capitals {
                // "IT" and "NUT" are meant in capitals; "TUPE" is written "Tupe" as well.
                let case = if word.len() <= 3 {
                    Case::Capitals
                } else {
                    Case::Small
                };
                return Some(Want::Form {
                    form: index.form_of(word)?,
                    case,
                });
            }
            index.stem_of(word).map(Want::Stem)
        })
        .collect()
}

/// Returns true for a word that only joins others.
pub(super) fn is_function_word(word: &str) -> bool {
    matches!(
        word,
        "a" | "an"
            | "and"
            | "as"
            | "at"
            | "by"
            | "for"
            | "from"
            | "in"
            | "into"
            | "of"
            | "on"
            | "or"
            | "the"
            | "to"
            | "with"
    )
}

/// A free search: groups of alternative terms, and terms to exclude.
///
/// Each group must match a paragraph by one of its terms, and no term of `none_of` may.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Search {
    pub(super) groups: Vec<Vec<SearchTerm>>,
    pub(super) none_of: Vec<SearchTerm>,
}

impl Search {
    /// Parses a search typed by a user.
    ///
    /// Words that must all be in a paragraph, `"phrases"`, `this | that` (or `OR`) for one of
    /// several, `-word` for none.
    pub fn parse(text: &str) -> Self {
        let mut search = Self::default();
        let mut or = false;
        let pieces = pieces(text);
        // "of" and "the" only count in a phrase; where there is nothing else, they are one.
        let joins = |piece: &String| matches!(piece.as_str(), "|" | "OR");
        let tells = |piece: &String| !is_function_word(&piece.to_lowercase()) && !joins(piece);
        if !pieces.iter().any(tells) {
            let words: Vec<String> = pieces.into_iter().filter(|one| !joins(one)).collect();
            let phrase = SearchTerm::of(&words.join(" ").replace('"', ""));
            search.groups.extend(phrase.map(|term| vec![term]));
            return search;
        }
        for piece in pieces
            .into_iter()
            .filter(|piece| tells(piece) || joins(piece))
        {
            match piece.as_str() {
                "|" | "OR" => or = true,
                _ => {
                    let (none, piece) = match piece.strip_prefix('-') {
                        Some(rest) if !rest.is_empty() => (true, rest),
                        _ => (false, piece.as_str()),
                    };
                    let Some(term) = SearchTerm::of(piece.trim_matches('"')) else {
                        continue;
                    };
                    if none {
                        search.none_of.push(term);
                    } else if or && let Some(group) = search.groups.last_mut() {
                        group.push(term);
                    } else {
                        search.groups.push(vec![term]);
                    }
                    or = false;
                }
            }
        }
        search
    }

    /// Builds a search for any of these words and phrases.
    pub fn any_of<'t>(terms: impl IntoIterator<Item = &'t str>) -> Self {
        let group: Vec<SearchTerm> = terms.into_iter().filter_map(SearchTerm::of).collect();
        Self {
            groups: if group.is_empty() {
                Vec::new()
            } else {
                vec![group]
            },
            none_of: Vec::new(),
        }
    }

    /// Returns true if there is nothing to search for.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// Returns the words and phrases to search for, as written.
    pub fn words(&self) -> Vec<String> {
        self.groups
            .iter()
            .flatten()
            .map(|term| term.text.clone())
            .collect()
    }
}

/// Splits a typed search into pieces: quoted phrases stay whole.
fn pieces(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut open = String::new();
    let mut quoted = false;
    for c in text.chars() {
        match c {
            '"' | '\u{201C}' | '\u{201D}' => {
                quoted = !quoted;
                open.push('"');
            }
            '|' if !quoted => {
                out.push(std::mem::take(&mut open));
                out.push("|".to_owned());
            }
            c if c.is_whitespace() && !quoted => out.push(std::mem::take(&mut open)),
            c => open.push(c),
        }
    }
    out.push(open);
    out.retain(|piece| !piece.trim_matches('"').trim().is_empty());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_welsh_word_begins_otherwise_behind_others() {
        let one = |word: &str| changed_beginnings(word).join(" ");
        assert_eq!(
            one("penderfyniad"),
            "benderfyniad mhenderfyniad phenderfyniad"
        );
        assert_eq!(
            one("cydraddoldeb"),
            "chydraddoldeb gydraddoldeb nghydraddoldeb"
        );
        assert_eq!(one("trosglwyddo"), "drosglwyddo nhrosglwyddo throsglwyddo");
        assert_eq!(one("gweithlu"), "weithlu ngweithlu");
        assert_eq!(one("llesiant"), "lesiant");
        assert_eq!(one("rhesymau"), "resymau");
        assert_eq!(one("undebau"), "hundebau");
        assert_eq!(one("chwaraeon") + &one("staff") + &one("nodau"), "");
    }

    #[test]
    fn a_search_is_read_as_it_is_typed() {
        let search =
            Search::parse("consultants \u{201C}trade union\u{201D} | UNISON -\"draft report\" ");
        let texts: Vec<Vec<&str>> = search
            .groups
            .iter()
            .map(|group| group.iter().map(|term| term.text.as_str()).collect())
            .collect();
        assert_eq!(texts, [vec!["consultants"], vec!["trade union", "UNISON"]]);
        assert_eq!(search.none_of[0].text, "draft report");
        assert!(Search::parse(" \"\" | - ").is_empty());
        assert_eq!(Search::parse("fee OR cost").groups.len(), 1);
        assert_eq!(
            Search::parse("the fee of consultants").words(),
            ["fee", "consultants"]
        );
        assert_eq!(Search::parse("of the").words(), ["of the"]);
    }
}
