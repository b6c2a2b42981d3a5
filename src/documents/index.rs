//! The positional index over all documents of an audit.
//!
//! Every word has a position; running text continues across paragraphs and pages, so a phrase
//! broken over a line, a paragraph or a page is found like any other. Headers and footers follow
//! the running text of their document, each by itself. A paragraph with a word broken by a hyphen
//! at a line's end is indexed a second time with that word joined ("consul-tation" as well as
//! "in-house").

mod near;

use std::collections::HashMap;
use std::hash::{BuildHasher as _, RandomState};

use super::paper::{Paper, Paragraph, ParagraphRole};
use super::words::{Broken, Case, each, has_broken, stem};

/// The span of a search for words near each other, in words.
pub(super) const NEAR: usize = 12;
/// Separator between texts that do not continue each other.
const GAP: u32 = u32::MAX;

/// A paragraph's place in the documents and in the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ParagraphRef {
    /// Index of the document in the [`Shelf`](super::Shelf).
    pub(super) paper: u32,
    /// Index of the page in the document.
    pub(super) page: u32,
    /// Index of the paragraph on the page.
    pub(super) paragraph: u32,
    /// The position of its first word.
    pub(super) start: u32,
    /// Number of its words.
    pub(super) words: u32,
    /// The paragraph itself, where this is its second reading with broken words joined.
    pub(super) second_of: Option<u32>,
    /// A number shared by paragraphs of the same words, and by no others; counted from 0.
    pub(super) likeness: u32,
}

/// Condition on one word of a phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Want {
    /// Any word of this stem.
    Stem(u32),
    /// This very word.
    Form { form: u32, case: Case },
}

/// An occurrence of a phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct PhraseHit {
    /// The paragraph it begins in, as an index into the places: never a second reading.
    pub(super) place: u32,
    /// Index of its first word in that paragraph.
    pub(super) word: u32,
    /// Number of its words.
    pub(super) words: u32,
    /// True if the words are counted with broken ones joined.
    pub(super) joined: bool,
}

/// A positional index.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// For each position the form, the letter case it was written in, and a flag for a joined word.
    words: Vec<u32>,
    pub(super) places: Vec<ParagraphRef>,
    forms: HashMap<Box<str>, u32>,
    form_stem: Vec<u32>,
    form_text: Vec<Box<str>>,
    /// For each form a hash that nobody outside can predict.
    form_hash: Vec<u64>,
    hashing: RandomState,
    /// The likeness numbers, by a hash of the paragraph's words.
    likenesses: HashMap<u64, u32>,
    stems: HashMap<Box<str>, u32>,
    /// For each stem its positions, in order.
    postings: Vec<Vec<u32>>,
    /// For each stem the number of paragraphs that contain it, second readings apart.
    spread: Vec<u32>,
    last_place: Vec<u32>,
    /// Number of words in all, second readings apart.
    pub(super) total_words: u64,
    /// Number of paragraphs, second readings apart.
    pub(super) paragraphs: u32,
}

/// Flag of a word that is joined of two that were broken apart.
const JOINED: u32 = 4;
/// Flag of the last word of a sentence.
const LAST: u32 = 8;
/// The form is above the letter case and the flags.
const SHIFT: u32 = 4;

/// Offices of people, each with the words for its field behind it: "for" or "of".
const OFFICES: [&str; 14] = [
    "champion",
    "commissioner",
    "director",
    "head",
    "holder",
    "holders",
    "lead",
    "leader",
    "manager",
    "member",
    "members",
    "minister",
    "officer",
    "secretary",
];

/// Returns true if a paragraph is part of the text that runs on over pages, past notes and footers.
fn runs_on(paragraph: &Paragraph) -> bool {
    !paragraph.role.is_furniture() && paragraph.role != ParagraphRole::Note
}

/// Returns true if a sentence ends with a word, by what comes behind it: a full stop and a capital.
///
/// Behind a short word the stop may be one of an abbreviation: "No. 4", "St. Helens", "Cllr. Smith".
fn ends_sentence(form: &str, rest: &str) -> bool {
    const SHORT: [&str; 8] = [
        "cllr", "cllrs", "dept", "govt", "messrs", "para", "paras", "prof",
    ];
    let mark = rest.trim_start_matches([')', '”', '"', '’', ']']);
    let Some(behind) = mark.strip_prefix(['.', '?', '!', ';']) else {
        return false;
    };
    let next = behind.trim_start_matches([')', '”', '"', '’', ']']);
    let begins = next.trim_start();
    let capital = begins.trim_start_matches(['“', '"', '‘', '(', '•', '-', ' ']);
    begins.len() < next.len()
        && (mark.starts_with(';')
            || capital.starts_with(|c: char| c.is_uppercase() || c.is_numeric()))
        && form.len() > 3
        && !SHORT.contains(&form)
}

const fn case_bits(case: Case) -> u32 {
    match case {
        Case::Small => 0,
        Case::Capital => 1,
        Case::Capitals => 2,
    }
}

impl Index {
    /// Indexes documents, in the order given.
    pub(super) fn build<'p>(papers: impl IntoIterator<Item = &'p Paper>) -> Self {
        let mut index = Self::default();
        for (paper, shelf) in papers.into_iter().zip(0..) {
            let mut broken = Vec::new();
            for (page, of_page) in paper.pages.iter().zip(0..) {
                for (paragraph, at) in page.paragraphs.iter().zip(0..) {
                    if !runs_on(paragraph) {
                        continue;
                    }
                    let place = index.put(paragraph, (shelf, of_page, at), None);
                    if has_broken(&paragraph.text) {
                        broken.push((place, paragraph, (shelf, of_page, at)));
                    }
                }
            }
            index.gap();
            for (page, of_page) in paper.pages.iter().zip(0..) {
                for (paragraph, at) in page.paragraphs.iter().zip(0..) {
                    if !runs_on(paragraph) {
                        index.put(paragraph, (shelf, of_page, at), None);
                        index.gap();
                    }
                }
            }
            for (place, paragraph, at) in broken {
                index.put(paragraph, at, Some(place));
                index.gap();
            }
        }
        index
    }

    fn gap(&mut self) {
        self.words.extend([GAP; NEAR]);
    }

    fn put(&mut self, paragraph: &Paragraph, at: (u32, u32, u32), second_of: Option<u32>) -> u32 {
        let place = count(self.places.len());
        let start = count(self.words.len());
        let broken = if second_of.is_some() {
            Broken::Joined
        } else {
            Broken::Apart
        };
        let text = &paragraph.text;
        let mut likeness = 0_u64;
        each(text, broken, |token| {
            let form = self.form(&token.form);
            let hash = self
                .form_hash
                .get(form as usize)
                .copied()
                .unwrap_or_default();
            likeness = (likeness.rotate_left(5) ^ hash).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            let mut word = form << SHIFT | case_bits(token.case);
            if second_of.is_some()
                && text
                    .get(token.start..token.end)
                    .is_some_and(|piece| piece.contains('\n'))
            {
                word |= JOINED;
            }
            if text
                .get(token.end..)
                .is_some_and(|rest| ends_sentence(&token.form, rest))
            {
                word |= LAST;
            }
            let stem = self
                .form_stem
                .get(form as usize)
                .copied()
                .unwrap_or_default();
            let position = count(self.words.len());
            if let Some(postings) = self.postings.get_mut(stem as usize) {
                postings.push(position);
            }
            if second_of.is_none()
                && let Some(last) = self.last_place.get_mut(stem as usize)
                && *last != place + 1
            {
                *last = place + 1;
                if let Some(spread) = self.spread.get_mut(stem as usize) {
                    *spread += 1;
                }
            }
            self.words.push(word);
        });
        let words = count(self.words.len()) - start;
        if second_of.is_none() {
            self.total_words += u64::from(words);
            self.paragraphs += 1;
        }
        let next = count(self.likenesses.len());
        let likeness = *self.likenesses.entry(likeness).or_insert(next);
        let (paper, page, paragraph) = at;
        self.places.push(ParagraphRef {
            paper,
            page,
            paragraph,
            start,
            words,
            second_of,
            likeness,
        });
        place
    }

    fn form(&mut self, text: &str) -> u32 {
        if let Some(form) = self.forms.get(text) {
            return *form;
        }
        let form = count(self.form_text.len());
        let root = stem(text);
        let stem = if let Some(stem) = self.stems.get(root.as_ref()) {
            *stem
        } else {
            let stem = count(self.postings.len());
            self.stems.insert(root.as_ref().into(), stem);
            self.postings.push(Vec::new());
            self.spread.push(0);
            self.last_place.push(0);
            stem
        };
        self.forms.insert(text.into(), form);
        self.form_text.push(text.into());
        self.form_hash.push(self.hashing.hash_one(text));
        self.form_stem.push(stem);
        form
    }

    /// Returns the stem of a word's plain form, if it occurs in any document.
    pub(super) fn stem_of(&self, form: &str) -> Option<u32> {
        self.stems.get(stem(form).as_ref()).copied()
    }

    /// Returns the number of a form, if it occurs in any document.
    pub(super) fn form_of(&self, form: &str) -> Option<u32> {
        self.forms.get(form).copied()
    }

    /// Returns the number of likenesses.
    pub(super) fn likeness_count(&self) -> usize {
        self.likenesses.len()
    }

    /// Returns the number of stems.
    pub(super) fn stem_count(&self) -> usize {
        self.postings.len()
    }

    /// Returns the number of paragraphs that contain a stem.
    pub(super) fn spread(&self, stem: u32) -> u32 {
        self.spread.get(stem as usize).copied().unwrap_or_default()
    }

    /// Returns the positions of a stem.
    pub(super) fn postings(&self, stem: u32) -> &[u32] {
        self.postings.get(stem as usize).map_or(&[], Vec::as_slice)
    }

    /// Returns the stem at a position.
    pub(super) fn stem_at(&self, position: u32) -> Option<u32> {
        let word = *self.words.get(position as usize)?;
        if word == GAP {
            None
        } else {
            self.form_stem.get((word >> SHIFT) as usize).copied()
        }
    }

    /// Returns the plain form at a position.
    pub(super) fn text_at(&self, position: u32) -> Option<&str> {
        let word = *self.words.get(position as usize)?;
        if word == GAP {
            None
        } else {
            self.form_text
                .get((word >> SHIFT) as usize)
                .map(AsRef::as_ref)
        }
    }

    /// Returns the stems of a paragraph's words.
    pub(super) fn stems_in(&self, place: &ParagraphRef) -> impl Iterator<Item = u32> + '_ {
        (place.start..place.start + place.words).filter_map(|position| self.stem_at(position))
    }

    /// Returns the paragraph that contains a position.
    pub(super) fn place_at(&self, position: u32) -> u32 {
        let after = self.places.partition_point(|place| place.start <= position);
        count(after.saturating_sub(1))
    }

    /// Returns a paragraph's place.
    pub(super) fn place(&self, place: u32) -> Option<&ParagraphRef> {
        self.places.get(place as usize)
    }

    fn is(&self, position: u32, want: Want) -> bool {
        let Some(word) = self.words.get(position as usize) else {
            return false;
        };
        if *word == GAP {
            return false;
        }
        match want {
            Want::Stem(stem) => self.form_stem.get((word >> SHIFT) as usize) == Some(&stem),
            Want::Form { form, case } => word >> SHIFT == form && (word & 3) >= case_bits(case),
        }
    }

    fn stem_wanted(&self, want: Want) -> u32 {
        match want {
            Want::Stem(stem) => stem,
            Want::Form { form, .. } => self
                .form_stem
                .get(form as usize)
                .copied()
                .unwrap_or(u32::MAX),
        }
    }

    /// Returns the occurrences of a phrase, in order.
    pub(super) fn phrase(&self, wants: &[Want]) -> Vec<PhraseHit> {
        let rarest = wants
            .iter()
            .enumerate()
            .min_by_key(|(_, want)| self.postings(self.stem_wanted(**want)).len());
        let Some((ahead, rarest)) = rarest else {
            return Vec::new();
        };
        if let [Want::Stem(stem)] = wants {
            return self.word(*stem);
        }
        let ahead = count(ahead);
        let mut hits = Vec::new();
        // Positions are in order, so the search for the paragraph continues from the last one.
        let mut at = 0;
        for position in self.postings(self.stem_wanted(*rarest)) {
            let Some(start) = position.checked_sub(ahead) else {
                continue;
            };
            let stands = wants
                .iter()
                .zip(start..)
                .all(|(want, position)| self.is(position, *want));
            if stands {
                at = self.place_from(at, start);
                hits.extend(self.hit(at, start, count(wants.len())));
            }
        }
        hits
    }

    /// Returns the occurrences of any word of a stem, in order.
    ///
    /// A word such as "the" occurs a hundred thousand times: nothing is looked up here that the
    /// previous position already gave.
    fn word(&self, stem: u32) -> Vec<PhraseHit> {
        let positions = self.postings(stem);
        let mut hits = Vec::with_capacity(positions.len());
        let (mut at, mut start, mut end, mut second) = (0, 0, 0, None);
        for position in positions {
            if *position >= end {
                at = self.place_from(at, *position);
                let Some(place) = self.place(at) else {
                    continue;
                };
                (start, end, second) = (place.start, place.start + place.words, place.second_of);
            }
            let word = position - start;
            match second {
                None => hits.push(PhraseHit {
                    place: at,
                    word,
                    words: 1,
                    joined: false,
                }),
                Some(_) => hits.extend(self.hit(at, *position, 1)),
            }
        }
        hits
    }

    /// Returns the paragraph that contains a position, searching from an earlier paragraph on.
    fn place_from(&self, at: u32, position: u32) -> u32 {
        let begins_after = |place: u32| self.place(place).is_none_or(|next| next.start > position);
        (at..at + 16)
            .find(|place| begins_after(place + 1))
            .unwrap_or_else(|| self.place_at(position))
    }

    /// Builds the hit for so many words from a position on.
    ///
    /// None for a second reading without a joined word in the hit, for the first reading has it
    /// too.
    fn hit(&self, at: u32, start: u32, words: u32) -> Option<PhraseHit> {
        let place = self.place(at)?;
        let word = start - place.start;
        let Some(first) = place.second_of else {
            return Some(PhraseHit {
                place: at,
                word,
                words,
                joined: false,
            });
        };
        (start..start + words)
            .any(|position| {
                self.words
                    .get(position as usize)
                    .is_some_and(|word| word & JOINED != 0)
            })
            .then_some(PhraseHit {
                place: first,
                word,
                words,
                joined: true,
            })
    }

    /// Returns true if an occurrence is within the title of a person: "Cabinet Member for Climate Change".
    pub(super) fn is_in_a_title(&self, hit: &PhraseHit) -> bool {
        /// Number of words that are looked at in front of it.
        const BEFORE: u32 = 10;
        let Some(at) = self.place(hit.place).filter(|_| !hit.joined) else {
            return false;
        };
        let mut joined_by = None;
        for back in 0..=hit.word.min(BEFORE) {
            let position = at.start + hit.word - back;
            let Some(word) = self.text_at(position) else {
                return false;
            };
            if matches!(joined_by, Some("for" | "of")) && OFFICES.contains(&word) {
                return back > 0;
            }
            let capital = self.words.get(position as usize);
            let is_named = capital.is_some_and(|word| word & 3 != case_bits(Case::Small));
            if !is_named && (back == 0 || !matches!(word, "and" | "for" | "of" | "the")) {
                return false;
            }
            joined_by = Some(word);
        }
        false
    }
}

pub(super) fn count(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
