//! Ranking of paragraphs: BM25 over words, and over phrases with more weight.

#![expect(
    clippy::cast_precision_loss,
    reason = "counts of words; a score is only compared"
)]

use super::index::{Index, ParagraphRef, PhraseHit, count};

/// BM25: saturation of repeated words.
const K1: f32 = 1.2;
/// BM25: penalty on long paragraphs.
const B: f32 = 0.6;
/// Weight of a phrase of the list relative to a word.
const PHRASE: f32 = 2.5;
/// Number of the best paragraphs by phrases that are weighed by their words as well.
const WEIGHED: usize = 300;

/// Words that count for a paragraph, by their stems, and the weight of each.
pub(super) type Weights = [(u32, f32)];

/// The hits of some terms.
#[derive(Debug, Default)]
pub(super) struct Ranking {
    terms: Vec<Ranked>,
}

/// A term with its hits, in the order of places.
#[derive(Debug)]
struct Ranked {
    text: String,
    group: u32,
    hits: Vec<PhraseHit>,
    /// Number of paragraphs that contain it.
    spread: u32,
}

impl Ranking {
    /// Adds the hits of a term in a group (of at most 64).
    pub(super) fn add(&mut self, term: &str, group: usize, hits: Vec<PhraseHit>) {
        let spread = count(hits.chunk_by(|a, b| a.place == b.place).count());
        let group = count(group).min(63);
        self.terms.push(Ranked {
            text: term.to_owned(),
            group,
            hits,
            spread,
        });
    }

    /// Returns the paragraphs that contain a term of a group; some twice.
    pub(super) fn places_of(&self, group: usize) -> impl Iterator<Item = u32> + '_ {
        self.terms
            .iter()
            .filter(move |term| term.group as usize == group)
            .flat_map(|term| term.hits.iter().map(|hit| hit.place))
    }

    /// Returns the hits in a paragraph, each with its term.
    pub(super) fn hits_at(&self, place: u32) -> Vec<(&str, PhraseHit)> {
        let mut out = Vec::new();
        for term in &self.terms {
            let from = term.hits.partition_point(|hit| hit.place < place);
            let hits = term
                .hits
                .iter()
                .skip(from)
                .take_while(|hit| hit.place == place);
            out.extend(hits.map(|hit| (term.text.as_str(), *hit)));
        }
        out
    }

    /// Returns the paragraphs that `fits` accepts, weighed by their phrases, unsorted.
    ///
    /// `fits` is given the place and the groups found there, a bit for each.
    pub(super) fn weighed(
        &self,
        index: &Index,
        fits: impl Fn(u32, u64) -> bool,
    ) -> Vec<(u32, f32)> {
        let all = index.paragraphs.max(1) as f32;
        let average = average(index);
        let idfs: Vec<f32> = self
            .terms
            .iter()
            .map(|term| idf(all, term.spread as f32))
            .collect();
        let mut rests: Vec<&[PhraseHit]> =
            self.terms.iter().map(|term| term.hits.as_slice()).collect();
        let mut out = Vec::new();
        while let Some(place) = rests
            .iter()
            .filter_map(|rest| rest.first())
            .map(|hit| hit.place)
            .min()
        {
            let (mut groups, mut score) = (0_u64, 0.0);
            let long = index.place(place).map_or(K1, |at| long(at, average));
            for ((rest, term), idf) in rests.iter_mut().zip(&self.terms).zip(&idfs) {
                let here = rest.iter().take_while(|hit| hit.place == place).count();
                if here > 0 {
                    *rest = rest.get(here..).unwrap_or_default();
                    groups |= 1 << term.group;
                    score += PHRASE * idf * saturate(here as f32, long);
                }
            }
            if fits(place, groups) {
                out.push((place, score));
            }
        }
        out
    }
}

/// Moves the best of weighed paragraphs to the front, as many as `wanted`.
///
/// The best of them are also weighed by the words of `weights`.
pub(super) fn put_best_first(
    index: &Index,
    weighed: &mut [(u32, f32)],
    weights: &Weights,
    wanted: usize,
) {
    let best_first = |a: &(u32, f32), b: &(u32, f32)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
    let wanted = wanted.max(if weights.is_empty() { 1 } else { WEIGHED });
    let best = if weighed.len() > wanted {
        weighed.select_nth_unstable_by(wanted, best_first);
        weighed.get_mut(..wanted).unwrap_or_default()
    } else {
        weighed
    };
    if !weights.is_empty() {
        let mut words = WordScorer::new(index, weights);
        for (place, score) in best.iter_mut() {
            if let Some(at) = index.place(*place) {
                *score += words.score(index, at);
            }
        }
    }
    best.sort_unstable_by(best_first);
}

/// Scorer of the words in paragraphs.
struct WordScorer<'w> {
    weights: &'w Weights,
    idfs: Vec<f32>,
    average: f32,
    /// For each stem its index among the weights, counted from 1; 0 if it has none.
    of_stem: Vec<u8>,
    counts: Vec<u32>,
}

impl<'w> WordScorer<'w> {
    fn new(index: &Index, weights: &'w Weights) -> Self {
        let weights = weights.get(..weights.len().min(250)).unwrap_or_default();
        let mut of_stem = vec![0_u8; index.stem_count()];
        for ((stem, _), number) in weights.iter().zip(1..) {
            if let Some(slot) = of_stem.get_mut(*stem as usize) {
                *slot = number;
            }
        }
        let all = index.paragraphs.max(1) as f32;
        let idfs = weights
            .iter()
            .map(|(stem, _)| idf(all, index.spread(*stem) as f32))
            .collect();
        Self {
            weights,
            idfs,
            average: average(index),
            of_stem,
            counts: vec![0; weights.len()],
        }
    }

    fn score(&mut self, index: &Index, at: &ParagraphRef) -> f32 {
        self.counts.fill(0);
        for stem in index.stems_in(at) {
            let number = self.of_stem.get(stem as usize).copied().unwrap_or(0);
            if number > 0
                && let Some(count) = self.counts.get_mut(usize::from(number) - 1)
            {
                *count += 1;
            }
        }
        let long = long(at, self.average);
        self.weights
            .iter()
            .zip(&self.idfs)
            .zip(&self.counts)
            .filter(|(_, times)| **times > 0)
            .map(|(((_, weight), idf), times)| weight * idf * saturate(*times as f32, long))
            .sum()
    }
}

/// Returns the average number of words of a paragraph.
pub(super) fn average(index: &Index) -> f32 {
    (index.total_words as f32 / index.paragraphs.max(1) as f32).max(1.0)
}

fn long(at: &ParagraphRef, average: f32) -> f32 {
    length(at.words, average)
}

/// Returns the part that a paragraph's length has in the saturation of its words.
pub(super) fn length(words: u32, average: f32) -> f32 {
    K1 * (1.0 - B + B * words as f32 / average)
}

/// Returns what a word tells that so many of all paragraphs hold.
pub(super) fn idf(all: f32, spread: f32) -> f32 {
    (1.0 + (all - spread + 0.5).max(0.1) / (spread + 0.5)).ln()
}

/// Returns the weight of so many occurrences: the second says less than the first.
pub(super) fn saturate(times: f32, long: f32) -> f32 {
    times * (K1 + 1.0) / (times + long)
}
