//! Words near each other: on one page, or in one sentence.

use super::{GAP, Index, LAST, NEAR, PhraseHit, Want, count};

impl Index {
    /// Returns the places where all the words occur within so many words, at most [`NEAR`], in any
    /// order, on one page.
    ///
    /// Each stretch is returned once.
    pub(in crate::documents) fn near(&self, wants: &[Want], reach: usize) -> Vec<PhraseHit> {
        self.together(wants, reach, |first, last| {
            let page = |position| {
                let place = self.place(self.place_at(position));
                place.map(|at| (at.paper, at.page))
            };
            page(first) == page(last)
        })
    }

    /// Returns the same places as [`near`](Self::near), but of one sentence each.
    pub(in crate::documents) fn near_in_a_sentence(
        &self,
        wants: &[Want],
        reach: usize,
    ) -> Vec<PhraseHit> {
        self.together(wants, reach, |first, last| {
            self.is_one_sentence(first, last)
        })
    }

    fn together(
        &self,
        wants: &[Want],
        reach: usize,
        fits: impl Fn(u32, u32) -> bool,
    ) -> Vec<PhraseHit> {
        let reach = count(reach.min(NEAR));
        if let [one, other] = wants
            && self.stem_wanted(*one) != self.stem_wanted(*other)
        {
            return self.both(*one, *other, reach, fits);
        }
        let Some(rarest) = wants
            .iter()
            .min_by_key(|want| self.postings(self.stem_wanted(**want)).len())
        else {
            return Vec::new();
        };
        let mut hits = Vec::new();
        let mut behind = 0;
        // Positions are in order, and so are those of the other words: each list is advanced along.
        let mut others: Vec<&[u32]> = wants
            .iter()
            .map(|want| self.postings(self.stem_wanted(*want)))
            .collect();
        for position in self.postings(self.stem_wanted(*rarest)) {
            let from = position.saturating_sub(reach - 1).max(behind);
            let to = position + reach;
            let all_near = others.iter_mut().all(|other| {
                *other = from_on(other, from);
                other.first().is_some_and(|at| *at < to)
            });
            if !all_near {
                continue;
            }
            let around: Vec<Vec<u32>> = wants
                .iter()
                .map(|want| (from..to).filter(|at| self.is(*at, *want)).collect())
                .collect();
            let stretch = (from..=*position).find_map(|start| {
                let mut taken: Vec<u32> = Vec::new();
                for at in &around {
                    let next = at
                        .iter()
                        .copied()
                        .find(|at| *at >= start && *at < start + reach && !taken.contains(at))?;
                    taken.push(next);
                }
                Some((*taken.iter().min()?, *taken.iter().max()?))
                    .filter(|(first, last)| fits(*first, *last))
            });
            if let Some((first, last)) = stretch {
                hits.extend(self.hit_near(first, last - first + 1));
                behind = last + 1;
            }
        }
        hits.sort_unstable();
        hits
    }

    /// Returns the places of two words as [`together`](Self::together) does, in one go through both lists.
    fn both(
        &self,
        one: Want,
        other: Want,
        reach: u32,
        fits: impl Fn(u32, u32) -> bool,
    ) -> Vec<PhraseHit> {
        let all = |want| self.postings(self.stem_wanted(want));
        let (rare, often) = if all(one).len() <= all(other).len() {
            (one, other)
        } else {
            (other, one)
        };
        let mut hits = Vec::new();
        let (mut rest, mut behind) = (all(often), 0);
        for position in all(rare).iter().copied() {
            rest = from_on(rest, position.saturating_sub(reach - 1).max(behind));
            if position < behind || !self.is(position, rare) {
                continue;
            }
            let near = rest.iter().take_while(|at| **at < position + reach);
            let stretch = near
                .filter(|at| self.is(**at, often))
                .map(|at| (position.min(*at), position.max(*at)))
                .find(|(first, last)| fits(*first, *last));
            if let Some((first, last)) = stretch {
                hits.extend(self.hit_near(first, last - first + 1));
                behind = last + 1;
            }
        }
        hits.sort_unstable();
        hits
    }

    /// Returns true if the words from one position to another are of one sentence of one paragraph.
    fn is_one_sentence(&self, first: u32, last: u32) -> bool {
        let is_last = |word: &u32| *word != GAP && word & LAST != 0;
        let between = self.words.get(first as usize..last as usize);
        self.place_at(first) == self.place_at(last)
            && !between.unwrap_or_default().iter().any(is_last)
    }

    fn hit_near(&self, start: u32, words: u32) -> Option<PhraseHit> {
        let at = self.place_at(start);
        let place = self.place(at)?;
        let joined = place.second_of.is_some();
        Some(PhraseHit {
            place: place.second_of.unwrap_or(at),
            word: start - place.start,
            words,
            joined,
        })
    }
}

/// Returns the rest of a list in order from the first that is not less than `from`.
///
/// It is looked for from the front, in steps that double: mostly it is near.
fn from_on(list: &[u32], from: u32) -> &[u32] {
    let mut step = 1;
    while list.get(step).is_some_and(|at| *at < from) {
        step *= 2;
    }
    let near = list.get(..=step).unwrap_or(list);
    let skip = near.partition_point(|at| *at < from);
    list.get(skip..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::documents::paper::{Page, PageState, Paper, Paragraph, ParagraphRole};

    /// Returns the index of a paper of one page.
    fn index_of(texts: &[String]) -> Index {
        let paragraph = |text: &String| Paragraph {
            role: ParagraphRole::Body,
            number: None,
            text: text.clone(),
        };
        let page = Page {
            number: 1,
            apart: Vec::new(),
            printed: None,
            state: PageState::Text,
            paragraphs: texts.iter().map(paragraph).collect(),
        };
        Index::build([&Paper::of_pages(vec![page])])
    }

    proptest::proptest! {
        #[test]
        fn two_words_are_near_where_any_two_of_their_places_are(
            words in proptest::collection::vec("(barn|gate|well|Pond[.]|stile)", 1..60),
            reach in 2..8_usize,
        ) {
            let index = index_of(&[words.join(" ")]);
            let stem = |word: &str| index.stem_of(word).map(Want::Stem);
            if let (Some(one), Some(other)) = (stem("barn"), stem("gate")) {
                let at = |word: &str| -> Vec<usize> {
                    (0..words.len()).filter(|at| words[*at] == word).collect()
                };
                let ends = |from: usize, to: usize| {
                    (from..to).any(|at| words[at].ends_with('.') && words[at + 1].starts_with('P'))
                };
                let (mut any, mut of_one) = (false, false);
                for barn in at("barn") {
                    for gate in at("gate") {
                        let (from, to) = (barn.min(gate), barn.max(gate));
                        any |= to - from < reach;
                        of_one |= to - from < reach && !ends(from, to);
                    }
                }
                proptest::prop_assert_eq!(!index.near(&[one, other], reach).is_empty(), any);
                let hits = index.near_in_a_sentence(&[other, one], reach);
                proptest::prop_assert_eq!(!hits.is_empty(), of_one);
                for hit in hits {
                    let held = &words[hit.word as usize..(hit.word + hit.words) as usize];
                    proptest::prop_assert!(held.len() <= reach);
                    for word in ["barn", "gate"] {
                        proptest::prop_assert!(held.iter().any(|one| one == word));
                    }
                }
            }
        }
    }

    #[test]
    fn a_list_goes_on_from_wherever_it_is_asked_to() {
        let list: Vec<u32> = (0..40).map(|place| place * 3 + 5).collect();
        for length in 0..list.len() {
            let list = &list[..length];
            for from in 0..130 {
                let all: Vec<u32> = list.iter().copied().filter(|at| *at >= from).collect();
                assert_eq!(from_on(list, from), all, "{length} {from}");
            }
        }
    }
}
