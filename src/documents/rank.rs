//! Which paragraphs fit best: BM25 over words, and over phrases with more weight.

use std::collections::HashMap;

use super::index::{Hit, Index, Place};

/// BM25: how soon more of the same word counts no more.
const K1: f32 = 1.2;
/// BM25: how much a long paragraph is held back.
const B: f32 = 0.6;
/// How much more a phrase of the list counts than a word.
const PHRASE: f32 = 2.5;

/// Words that speak for a paragraph, by their stems, and what else does.
#[derive(Debug, Default)]
pub(super) struct Weights {
    /// Stems and what each counts.
    pub(super) words: Vec<(u32, f32)>,
}

impl Weights {
    /// No words besides the terms themselves.
    pub(super) fn plain() -> Self {
        Self::default()
    }
}

/// The hits of all terms, gathered by paragraph.
#[derive(Debug, Default)]
pub(super) struct Ranking {
    terms: Vec<(String, u32)>,
    /// For each paragraph the terms found in it, by their place in `terms`, with the hit.
    by_place: HashMap<u32, Vec<(u32, Hit)>>,
}

impl Ranking {
    /// Adds the hits of a term.
    pub(super) fn add(&mut self, term: &str, hits: Vec<Hit>) {
        let number = super::index::count(self.terms.len());
        let mut spread = 0;
        for hit in hits {
            let of_place = self.by_place.entry(hit.place).or_default();
            if of_place.last().is_none_or(|(last, _)| *last != number) {
                spread += 1;
            }
            of_place.push((number, hit));
        }
        self.terms.push((term.to_owned(), spread));
    }

    /// How many paragraphs hold a term.
    pub(super) fn places(&self) -> usize {
        self.by_place.len()
    }

    /// The hits in a paragraph, each with its term.
    pub(super) fn hits_at(&self, place: u32) -> Vec<(&str, Hit)> {
        let hits = self.by_place.get(&place).map_or(&[][..], Vec::as_slice);
        hits.iter()
            .filter_map(|(term, hit)| Some((self.terms.get(*term as usize)?.0.as_str(), *hit)))
            .collect()
    }

    /// The paragraphs that `fits` lets through, the best first.
    pub(super) fn ranked(
        &self,
        index: &Index,
        weights: &Weights,
        fits: impl Fn(u32) -> bool,
    ) -> Vec<(u32, f32)> {
        let all = index.paragraphs.max(1) as f32;
        let average = (index.total_words as f32 / all).max(1.0);
        let mut of_stem = vec![0_u8; if weights.words.is_empty() { 0 } else { index.stem_count() }];
        for (number, (stem, _)) in weights.words.iter().enumerate().take(250) {
            if let (Some(slot), Ok(number)) = (of_stem.get_mut(*stem as usize), u8::try_from(number + 1)) {
                *slot = number;
            }
        }
        let mut counts = vec![0_u32; weights.words.len()];
        let mut out: Vec<(u32, f32)> = Vec::with_capacity(self.by_place.len());
        for (place, hits) in &self.by_place {
            if !fits(*place) {
                continue;
            }
            let Some(at) = index.place(*place) else { continue };
            let long = K1 * (1.0 - B + B * at.words as f32 / average);
            let mut score = 0.0;
            let mut from = 0;
            while let Some((term, _)) = hits.get(from) {
                let times = hits.iter().skip(from).take_while(|(other, _)| other == term).count();
                from += times;
                let spread = self.terms.get(*term as usize).map_or(1, |(_, spread)| *spread);
                score += PHRASE * idf(all, spread as f32) * saturate(times as f32, long);
            }
            if !weights.words.is_empty() {
                score += self.words_score(index, at, weights, &of_stem, &mut counts, all, long);
            }
            out.push((*place, score));
        }
        out.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        out
    }

    #[expect(clippy::too_many_arguments, clippy::unused_self, reason = "the inside of one loop")]
    fn words_score(
        &self,
        index: &Index,
        at: &Place,
        weights: &Weights,
        of_stem: &[u8],
        counts: &mut [u32],
        all: f32,
        long: f32,
    ) -> f32 {
        counts.fill(0);
        for stem in index.stems_in(at) {
            let number = of_stem.get(stem as usize).copied().unwrap_or(0);
            if number > 0
                && let Some(count) = counts.get_mut(usize::from(number) - 1)
            {
                *count += 1;
            }
        }
        weights
            .words
            .iter()
            .zip(counts.iter())
            .filter(|(_, times)| **times > 0)
            .map(|((stem, weight), times)| {
                weight * idf(all, index.spread(*stem) as f32) * saturate(*times as f32, long)
            })
            .sum()
    }
}

fn idf(all: f32, spread: f32) -> f32 {
    (1.0 + (all - spread + 0.5).max(0.1) / (spread + 0.5)).ln()
}

fn saturate(times: f32, long: f32) -> f32 {
    times * (K1 + 1.0) / (times + long)
}
