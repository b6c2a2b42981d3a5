//! The promises of a draft, and what became of each in the final paper.
//!
//! A sentence of the draft is looked for in the whole final, wherever it stands there, and each
//! sentence of the final answers for one of the draft: two promises that differ in a name are two.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde::Serialize;

use super::ComparedParagraph;
use super::pairs::Pair;
use super::units::{Unit, rarest, shared, size, telling, without_number};
use crate::documents::passage::sentence_ends;
use crate::wording::{DiffPart, Fate, compared_text, compared_words, is_promise, word_diff};

/// A promise of the draft, with what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Promise {
    /// The fate.
    pub fate: Fate,
    /// The paragraph of the draft.
    pub before: ComparedParagraph,
    /// The sentence of the draft that promises.
    pub said: String,
    /// The paragraph of the final that says it or comes nearest; none if it was dropped.
    pub after: Option<ComparedParagraph>,
    /// The comparison of the two sentences; empty unless the words changed.
    pub words: Vec<DiffPart>,
}

/// A sentence of a paper.
struct Sentence<'u> {
    /// The place of its paragraph among the units.
    unit: usize,
    text: &'u str,
    key: String,
    words: Vec<String>,
}

impl Sentence<'_> {
    /// Returns how often it has each word that carries meaning.
    fn bag(&self) -> HashMap<&str, u32> {
        telling(&self.words)
    }
}

/// Sentences with fewer words in common than this do not say the same.
const LIKE: f64 = 0.55;
/// The same for sentences of two paragraphs that belong together.
const LIKE_IN_PAIR: f64 = 0.45;

/// A word that is in more sentences than this leads to none of them.
const COMMON: usize = 300;

/// Returns the promises of a draft, the dropped ones first.
pub(super) fn promises(
    old: &[Unit],
    new: &[Unit],
    pairs: &[Pair],
    written: Option<NaiveDate>,
) -> Vec<Promise> {
    let (before, after) = (sentences(old), sentences(new));
    let mut fates: Vec<Option<usize>> = vec![None; before.len()];
    let mut taken = vec![false; after.len()];
    let mut paired: HashMap<usize, &Pair> = HashMap::new();
    for pair in pairs {
        paired.extend(pair.old.clone().map(|from| (from, pair)));
    }
    let belongs = |from: usize, to: usize| {
        let (from, to) = (
            before.get(from).map(|one| one.unit),
            after.get(to).map(|one| one.unit),
        );
        let (Some(from), Some(to)) = (from, to) else {
            return false;
        };
        paired.get(&from).is_some_and(|pair| pair.new.contains(&to))
    };
    // Word for word, in its own paragraph before any other.
    let mut same: HashMap<&str, Vec<usize>> = HashMap::new();
    for (to, sentence) in after.iter().enumerate() {
        same.entry(&sentence.key).or_default().push(to);
    }
    for own in [true, false] {
        for (from, sentence) in before.iter().enumerate() {
            let places = same.get(sentence.key.as_str()).into_iter().flatten();
            let free = |to: &usize| taken.get(*to) == Some(&false);
            let found = places
                .copied()
                .filter(free)
                .find(|to| !own || belongs(from, *to));
            if let (Some(None), Some(to)) = (fates.get(from), found) {
                set(&mut fates, &mut taken, from, to);
            }
        }
    }
    // In other words, the nearest first; a sentence that promises nothing may have the nearest too.
    let bags: Vec<HashMap<&str, u32>> = after.iter().map(Sentence::bag).collect();
    let mut with: HashMap<&str, Vec<usize>> = HashMap::new();
    for (to, bag) in bags.iter().enumerate() {
        if taken.get(to) == Some(&false) {
            for word in bag.keys() {
                with.entry(word).or_default().push(to);
            }
        }
    }
    let mut found: Vec<(f64, usize, usize)> = Vec::new();
    for (from, sentence) in before.iter().enumerate() {
        if fates.get(from) != Some(&None) {
            continue;
        }
        let bag = sentence.bag();
        let mut near = rarest(&bag, &with, COMMON);
        near.sort_unstable();
        near.dedup();
        for to in near {
            let Some(their) = bags.get(to) else { continue };
            let worth = 2.0 * f64::from(shared(&bag, their)) / (size(&bag) + size(their));
            let floor = if belongs(from, to) {
                LIKE_IN_PAIR
            } else {
                LIKE
            };
            if worth >= floor {
                found.push((worth, from, to));
            }
        }
    }
    found.sort_by(|one, other| other.0.total_cmp(&one.0));
    for (_, from, to) in found {
        if fates.get(from) == Some(&None) && taken.get(to) == Some(&false) {
            set(&mut fates, &mut taken, from, to);
        }
    }
    let mut out: Vec<Promise> = Vec::new();
    for (sentence, fate) in before.iter().zip(fates) {
        let Some(unit) = old.get(sentence.unit) else {
            continue;
        };
        if !is_promise(sentence.text, written) {
            continue;
        }
        let found = fate.and_then(|to| after.get(to));
        let fate = match found {
            None => Fate::Dropped,
            Some(found) if found.key == sentence.key => Fate::Kept,
            Some(found) if is_promise(found.text, written) => Fate::Changed,
            Some(_) => Fate::Withdrawn,
        };
        out.push(Promise {
            fate,
            before: unit.at.clone(),
            said: sentence.text.to_owned(),
            after: found
                .and_then(|found| new.get(found.unit))
                .map(|unit| unit.at.clone()),
            words: match found {
                Some(found) if fate != Fate::Kept => word_diff(sentence.text, found.text),
                _ => Vec::new(),
            },
        });
    }
    out.sort_by_key(|one| one.fate);
    out
}

fn set(fates: &mut [Option<usize>], taken: &mut [bool], from: usize, to: usize) {
    if let (Some(fate), Some(is_taken)) = (fates.get_mut(from), taken.get_mut(to)) {
        *fate = Some(to);
        *is_taken = true;
    }
}

/// Returns every sentence of a paper, in order.
fn sentences(units: &[Unit]) -> Vec<Sentence<'_>> {
    let mut out = Vec::new();
    for (unit, one) in units.iter().enumerate() {
        let text = without_number(&one.at.text);
        let mut from = 0;
        for end in sentence_ends(text).chain(std::iter::once(text.len())) {
            let piece = text.get(from..end).unwrap_or_default().trim();
            from = end;
            let words = compared_words(piece);
            if words.is_empty() {
                continue;
            }
            out.push(Sentence {
                unit,
                text: piece,
                key: compared_text(&words),
                words: words.into_iter().map(|one| one.form).collect(),
            });
        }
    }
    out
}
