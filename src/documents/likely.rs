//! The likeliest paragraphs for a question: every paragraph ranked by all of the question's words.
//!
//! No word and no phrase is required. A paragraph is weighed by BM25 over the single words of the
//! question, with more for whole phrases, together with the words of the heading over it; then by
//! its shape. That the papers are silent is decided elsewhere, and never follows from a rank.

#![expect(
    clippy::cast_precision_loss,
    reason = "counts of words; a score is only compared"
)]

use std::borrow::Borrow;
use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::index::{PhraseHit, Want};
use super::passage::Passage;
use super::query::SearchTerm;
use super::rank::{average, idf, length, put_best_first, saturate};
use super::shelf::Shelf;

/// Two paragraphs are one if they share this part of the shorter one's different words.
const ALIKE: f32 = 0.8;
/// Number of the best paragraphs that are compared with those shown.
const COMPARED: usize = 120;

/// Number of the likeliest paragraphs that are kept in order; of a large pack, most hold some word.
const RANKED: usize = 512;

/// Occurrences in each unit, those in the heading over it included; in the order of units.
type InUnits = Vec<(u32, f32)>;

/// Words that were looked up, for all the threads of a sweep: questions share many of them.
#[derive(Debug, Default)]
pub(super) struct KnownWords {
    hits: Known<String, Vec<PhraseHit>>,
    phrases: Known<String, InUnits>,
    words: Known<u32, InUnits>,
}

impl KnownWords {
    /// Returns the occurrences of a term, but for those that are what a person is called.
    pub(super) fn hits(&self, papers: &Shelf, term: &SearchTerm) -> Arc<Vec<PhraseHit>> {
        (self.hits).get(&*term.text, || {
            let mut hits = term.hits(&papers.index);
            hits.retain(|hit| !papers.index.is_in_a_title(hit));
            hits
        })
    }

    fn phrase(&self, papers: &Shelf, term: &SearchTerm) -> Arc<InUnits> {
        let hits = || self.hits(papers, term);
        (self.phrases).get(&*term.text, || papers.in_units(&hits()))
    }

    fn word(&self, papers: &Shelf, stem: u32) -> Arc<InUnits> {
        let hits = || papers.index.phrase(&[Want::Stem(stem)]);
        (self.words).get(&stem, || papers.in_units(&hits()))
    }
}

/// Values that are kept by their keys, once they were worked out.
#[derive(Debug, Default)]
struct Known<K, V>(Mutex<HashMap<K, Arc<V>>>);

impl<K: Eq + Hash, V> Known<K, V> {
    /// Returns the value of a key.
    ///
    /// It is worked out without the lock: two threads may do so at once, and find the same.
    fn get<Q>(&self, key: &Q, work_out: impl FnOnce() -> V) -> Arc<V>
    where
        Q: Eq + Hash + ToOwned<Owned = K> + ?Sized,
        K: Borrow<Q>,
    {
        if let Some(known) = self.all().get(key) {
            return Arc::clone(known);
        }
        let value = Arc::new(work_out());
        self.all().insert(key.to_owned(), Arc::clone(&value));
        value
    }

    fn all(&self) -> MutexGuard<'_, HashMap<K, Arc<V>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A paragraph that is likely for a question.
#[derive(Debug)]
pub(super) struct Likely {
    /// The unit's place.
    pub(super) place: u32,
    score: f32,
    stems: Vec<u32>,
    /// The places of its near-duplicates.
    pub(super) also: Vec<u32>,
}

/// The words of a question.
#[derive(Debug, Default)]
pub(super) struct AskedWords {
    /// The words and phrases to look for.
    pub(super) phrases: Vec<SearchTerm>,
    /// The single words by their plain form, each with its weight.
    words: BTreeMap<String, f32>,
}

impl AskedWords {
    /// Adds the words and phrases to look for, which weigh as phrases and word by word.
    pub(super) fn look_for(&mut self, terms: &[SearchTerm], weight: f32) {
        for term in terms {
            self.say(term.telling_words(), weight);
            self.phrases.push(term.clone());
        }
    }

    /// Adds single words.
    pub(super) fn say<'w>(&mut self, words: impl IntoIterator<Item = &'w str>, weight: f32) {
        for word in words {
            let known = self.words.entry(word.to_owned()).or_default();
            *known = known.max(weight);
        }
    }
}

impl Shelf {
    /// Weighs every paragraph that holds a word of the question and returns the likeliest, best first.
    pub(super) fn likeliest(&self, asked: &AskedWords, known: &KnownWords) -> Vec<(u32, f32)> {
        let all = self.index.paragraphs.max(1) as f32;
        let average = average(&self.index);
        let mut scores = vec![0.0_f32; self.seats.len()];
        let mut add = |found: &[(u32, f32)], weight: f32| {
            for (unit, times) in found {
                let length = self
                    .seat(*unit)
                    .map_or(1.0, |seat| length(seat.words, average));
                if let Some(score) = scores.get_mut(*unit as usize) {
                    *score += weight * saturate(*times, length);
                }
            }
        };
        for (stem, weight) in self.stems(&asked.words) {
            let spread = self.index.spread(stem) as f32;
            add(&known.word(self, stem), weight * idf(all, spread));
        }
        for term in asked.phrases.iter().filter(|term| term.is_phrase()) {
            let found = known.phrase(self, term);
            add(&found, idf(all, found.len() as f32));
        }
        let worth = |place: usize| self.seats.get(place).map_or(0.0, |seat| seat.worth);
        let mut ranked: Vec<(u32, f32)> = (0..)
            .zip(scores.iter().enumerate())
            .map(|(place, (at, score))| (place, score * worth(at)))
            .filter(|(_, score)| *score > 0.0)
            .collect();
        put_best_first(&self.index, &mut ranked, &[], RANKED);
        ranked.truncate(RANKED);
        ranked
    }

    /// Returns the stems of words that occur in the papers, each with the most of its weights.
    fn stems(&self, words: &BTreeMap<String, f32>) -> BTreeMap<u32, f32> {
        let mut out = BTreeMap::new();
        for (word, weight) in words {
            if let Some(stem) = self.index.stem_of(word) {
                let known: &mut f32 = out.entry(stem).or_default();
                *known = known.max(*weight);
            }
        }
        out
    }

    /// Counts hits by unit; a hit in a heading counts for each paragraph under it.
    fn in_units(&self, hits: &[PhraseHit]) -> Vec<(u32, f32)> {
        let mut units: Vec<u32> = Vec::with_capacity(hits.len());
        for hit in hits {
            let Some(seat) = self.seat(hit.place) else {
                continue;
            };
            units.push(seat.unit);
            let under = seat.over.map_or(0..0, |end| hit.place + 1..end);
            units.extend(under.filter(|place| {
                let under = self.seat(*place);
                under.is_some_and(|under| under.over.is_none() && under.unit == *place)
            }));
        }
        units.sort_unstable();
        units
            .chunk_by(|a, b| a == b)
            .filter_map(|same| Some((*same.first()?, same.len() as f32)))
            .collect()
    }

    /// Returns the paragraphs that hold more than `least` of all that these words tell.
    ///
    /// A word tells the more, the fewer paragraphs hold it; one that no paper holds tells the most.
    pub(super) fn holding(&self, words: &[&str], least: f32, known: &KnownWords) -> Vec<u32> {
        let all = self.index.paragraphs.max(1) as f32;
        let mut told = vec![0.0_f32; self.seats.len()];
        let (mut whole, mut seen) = (0.0, Vec::new());
        for word in words {
            let stem = self.index.stem_of(word);
            if stem.is_some_and(|stem| seen.contains(&stem)) {
                continue;
            }
            let Some(stem) = stem else {
                whole += idf(all, 0.0);
                continue;
            };
            seen.push(stem);
            let tells = idf(all, self.index.spread(stem) as f32);
            whole += tells;
            for (unit, _) in known.word(self, stem).iter() {
                if let Some(told) = told.get_mut(*unit as usize) {
                    *told += tells;
                }
            }
        }
        // One word is no sentence: of two that a question has, one would be half of it.
        if words.len() < 3 {
            return Vec::new();
        }
        (0..)
            .zip(told)
            .filter(|(_, tells)| *tells > least * whole)
            .map(|(unit, _)| unit)
            .collect()
    }

    /// Returns the best of ranked paragraphs, at most `limit`, each with its near-duplicates.
    pub(super) fn different(&self, ranked: &[(u32, f32)], limit: usize) -> Vec<Likely> {
        let mut out: Vec<Likely> = Vec::new();
        for (place, score) in ranked.iter().take(COMPARED.max(limit)) {
            let stems = self.different_stems(*place);
            let same = out.iter().position(|one| alike(&one.stems, &stems));
            if let Some(one) = same.and_then(|same| out.get_mut(same)) {
                one.also.push(*place);
            } else if out.len() < limit {
                out.push(Likely {
                    place: *place,
                    score: *score,
                    stems,
                    also: Vec::new(),
                });
            }
        }
        out
    }

    /// Returns paragraphs as passages, with the question's phrases marked, or else its words.
    pub(super) fn passages_for(
        &self,
        asked: &AskedWords,
        likely: Vec<Likely>,
        known: &KnownWords,
    ) -> Vec<Passage> {
        let stems = self.stems(&asked.words);
        let phrases: Vec<_> = asked
            .phrases
            .iter()
            .map(|term| (term.text.as_str(), known.hits(self, term)))
            .collect();
        likely
            .into_iter()
            .filter_map(|mut one| {
                let mut hits: Vec<(&str, PhraseHit)> = Vec::new();
                let mut before = 0;
                for part in self.parts(one.place) {
                    for (text, of_term) in &phrases {
                        let from = of_term.partition_point(|hit| hit.place < part);
                        let here = of_term.iter().skip(from);
                        hits.extend(here.take_while(|hit| hit.place == part).map(|hit| {
                            let word = hit.word + before;
                            (*text, PhraseHit { word, ..*hit })
                        }));
                    }
                    before += self.index.place(part).map_or(0, |at| at.words);
                }
                if hits.is_empty() {
                    hits = self.words_at(one.place, &stems);
                }
                let mut passage = self.passage(&hits, one.place, one.score)?;
                one.also.sort_unstable();
                passage.also = one
                    .also
                    .iter()
                    .filter_map(|place| self.locus(*place))
                    .collect();
                Some(passage)
            })
            .collect()
    }

    /// Returns the single words of a question in a paragraph, as hits.
    fn words_at(&self, place: u32, stems: &BTreeMap<u32, f32>) -> Vec<(&str, PhraseHit)> {
        let Some(at) = self.index.place(place) else {
            return Vec::new();
        };
        (0..at.words)
            .filter_map(|word| {
                let position = at.start + word;
                stems.get(&self.index.stem_at(position)?)?;
                let hit = PhraseHit {
                    place,
                    word,
                    words: 1,
                    joined: false,
                };
                Some((self.index.text_at(position)?, hit))
            })
            .collect()
    }

    /// Returns the different stems of a unit, sorted.
    fn different_stems(&self, place: u32) -> Vec<u32> {
        let mut out: Vec<u32> = self
            .parts(place)
            .into_iter()
            .filter_map(|part| self.index.place(part))
            .flat_map(|at| self.index.stems_in(at))
            .collect();
        out.sort_unstable();
        out.dedup();
        out
    }
}

/// Returns true if two paragraphs, by their different words, are one and the same but for details.
fn alike(one: &[u32], other: &[u32]) -> bool {
    let mut rest = other.iter().peekable();
    let shared = one
        .iter()
        .filter(|stem| {
            while rest.next_if(|other| other < stem).is_some() {}
            rest.peek() == Some(stem)
        })
        .count();
    let shorter = one.len().min(other.len()).max(1);
    shared as f32 >= ALIKE * shorter as f32
}
