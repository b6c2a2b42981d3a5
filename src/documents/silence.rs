//! Silence: the finding that words occur nowhere.
//!
//! It comprises everything that must be known before it is relied on.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use serde::Serialize;

use super::paper::{Paging, count as paged, say_pages};
use super::passage::Passage;
use super::query::{Search, SearchTerm};
use super::rank::Ranking;
use super::shelf::{NotRead, Shelf};
use crate::audit::{Absence, Evidence};
use crate::wording::{capital, count, escaped, sought};

/// The searchable part of one document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SearchedPart {
    /// The id in the register.
    pub document: String,
    /// The title.
    pub title: String,
    /// Number of pages that were read and hold text.
    pub pages_read: u32,
    /// Number of pages in all, as far as the file declares them.
    pub pages_in_all: u32,
    /// Pages that hold no text or were not reached: silence there means nothing.
    pub unread: Vec<u32>,
    /// True if the file has no pages: then parts of its text are counted.
    pub without_pages: bool,
    /// Other parts that were not searched, in words.
    ///
    /// For example attached files, or anything after reading stopped.
    pub left_out: Vec<String>,
}

/// A single word of a phrase that was not found as a phrase, or a word of two meanings that may be there in
/// the other one: "union: 3 times, as “european union”".
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LooseWord {
    /// The word.
    pub word: String,
    /// Number of its occurrences in all documents.
    pub times: usize,
    /// The words around it, the most frequent first; at most four.
    pub contexts: Vec<String>,
}

/// Words that were searched for in every document and not found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Silence {
    /// The exact words and phrases searched for.
    pub words: Vec<String>,
    /// The documents that were searched.
    pub searched: Vec<SearchedPart>,
    /// The register's documents that could not be searched.
    pub not_searched: Vec<NotRead>,
    /// Places where the words of a phrase are near each other.
    ///
    /// They are to be checked before silence is claimed.
    pub possible: Vec<Passage>,
    /// Single words of the phrases, where they are rare.
    pub loose: Vec<LooseWord>,
    /// The possible mentions, and after them the paragraphs that come nearest to the question.
    ///
    /// They are to be seen before silence is recorded. Empty if words alone were searched for.
    pub likeliest: Vec<Passage>,
    /// True if the papers hold so few of the words that the search says little about them.
    pub strange_words: bool,
}

impl Silence {
    /// Returns the number of pages read, in all documents.
    pub fn pages_read(&self) -> u32 {
        self.searched.iter().map(|one| one.pages_read).sum()
    }

    /// Returns true if no page could be searched: then nothing is known, and nothing is proved.
    pub fn is_of_nothing(&self) -> bool {
        self.pages_read() == 0
    }

    /// Returns true if the silence is complete.
    ///
    /// Nothing possible is left to check, every page was read, and every document of the register
    /// was searched.
    pub fn is_whole(&self) -> bool {
        self.possible.is_empty() && self.is_everywhere()
    }

    fn is_everywhere(&self) -> bool {
        self.not_searched.is_empty()
            && !self.is_of_nothing()
            && !self.strange_words
            && self
                .searched
                .iter()
                .all(|one| one.unread.is_empty() && one.left_out.is_empty())
    }

    /// Returns the passages to check first: possible mentions, or else the likeliest paragraphs.
    pub fn to_check(&self) -> &[Passage] {
        if self.likeliest.is_empty() {
            &self.possible
        } else {
            &self.likeliest
        }
    }

    /// Lists what was not searched, a sentence each.
    pub fn not_searched(&self) -> Vec<String> {
        let mut out = Vec::new();
        for one in &self.searched {
            if !one.unread.is_empty() {
                let what = if one.without_pages { "part" } else { "page" };
                let (plural, was, holds) = if one.unread.len() == 1 {
                    ("", "was", "it holds")
                } else {
                    ("s", "were", "they hold")
                };
                let what = capital(what);
                out.push(format!(
                    "{what}{plural} {} of “{}” {was} not read: {holds} no text that can be searched.",
                    say_pages(&one.unread),
                    escaped(&one.title)
                ));
            }
        }
        for one in &self.searched {
            for what in &one.left_out {
                out.push(format!(
                    "Not all of “{}” was searched: {what}.",
                    escaped(&one.title)
                ));
            }
        }
        for one in &self.not_searched {
            out.push(format!(
                "“{}” was not searched: it {}.",
                escaped(&one.title),
                one.why.trim_end_matches('.')
            ));
        }
        if self.strange_words {
            out.push(STRANGE.to_owned());
        }
        out
    }

    /// Describes the finding in full sentences: the parts not searched, the words, the extent.
    pub fn label(&self) -> String {
        let words = self.words.iter().map(String::as_str);
        let words = sought(words, |word| format!("“{}”", escaped(word)));
        let mut out = self.not_searched().join(" ");
        if self.is_of_nothing() {
            out.push_str(&format!(" No page could be searched for {words}."));
        } else {
            out.push_str(&format!(
                " There is not one mention of {} in {}, {}.",
                words,
                count(self.searched.len(), "document", "documents"),
                count(self.pages_read() as usize, "page", "pages"),
            ));
        }
        if !self.possible.is_empty() {
            out.push_str(&format!(
                " Possible mention to check: {}.",
                self.possible
                    .iter()
                    .map(|passage| passage.at.cite())
                    .collect::<Vec<_>>()
                    .join("; ")
            ));
        }
        out.trim_start().to_owned()
    }

    /// Converts the silence to evidence.
    ///
    /// One proof of absence, or one for each document where some have pages that were not read, so
    /// that it is clear whose pages they are. A document of which no page could be searched proves
    /// nothing: it is named among what was not searched.
    pub fn evidence(&self, on: Option<NaiveDate>) -> Vec<Evidence> {
        let proof = |documents: Vec<String>, pages: u32, unread: Vec<u32>| Absence {
            documents,
            pages,
            words: self.words.clone(),
            on,
            unread,
        };
        let parts = self.searched.iter().flat_map(|one| {
            one.left_out
                .iter()
                .map(|what| format!("“{}”: {what}", one.title))
        });
        let whole = self
            .not_searched
            .iter()
            .map(|one| format!("“{}” {}", one.title, one.why));
        let strange = self
            .strange_words
            .then(|| "few of these words occur in the papers at all".to_owned());
        let (searched, without): (Vec<_>, Vec<_>) =
            self.searched.iter().partition(|one| one.pages_read > 0);
        let without = without
            .iter()
            .map(|one| format!("no page of “{}” could be searched", one.title));
        let left_out: Vec<String> = whole.chain(without).chain(parts).chain(strange).collect();
        let locator =
            (!left_out.is_empty()).then(|| format!("not searched: {}", left_out.join("; ")));
        if searched.is_empty() {
            return Vec::new();
        }
        if searched.len() == 1 || searched.iter().all(|one| one.unread.is_empty()) {
            let documents = searched.iter().map(|one| one.document.clone()).collect();
            let unread = searched.iter().flat_map(|one| one.unread.clone()).collect();
            let absence = proof(documents, self.pages_read(), unread);
            let document = match searched.as_slice() {
                [one] => Some(one.document.clone()),
                _ => None,
            };
            return vec![Evidence {
                document,
                locator,
                absence: Some(absence),
                ..Evidence::default()
            }];
        }
        searched
            .into_iter()
            .map(|one| Evidence {
                document: Some(one.document.clone()),
                locator: locator.clone(),
                absence: Some(proof(
                    vec![one.document.clone()],
                    one.pages_read,
                    one.unread.clone(),
                )),
                ..Evidence::default()
            })
            .collect()
    }
}

/// Papers of more words than this use the common ones of their time.
const LONG: u64 = 10_000;
/// The sentence about words of another time or place.
const STRANGE: &str = "Few of the words looked for occur in these papers at all: they may call it \
    something else.";
/// A single word is reported with its contexts only if it has no more occurrences than this.
const RARE: usize = 25;

impl Shelf {
    /// Returns the silence for words and phrases that occur nowhere.
    ///
    /// `None` if one of them is found, or there is nothing to search for or in.
    pub fn silence<'t>(&self, words: impl IntoIterator<Item = &'t str>) -> Option<Silence> {
        let terms: Vec<SearchTerm> = words.into_iter().filter_map(SearchTerm::of).collect();
        if terms.iter().any(|term| !term.hits(&self.index).is_empty()) {
            return None;
        }
        let mut near = Ranking::default();
        for term in &terms {
            near.add(&term.text, 0, term.near(&self.index));
        }
        let weighed = near.weighed(&self.index, |_, _| true);
        let (possible, _) = self.passages_of(&near, weighed, &[], 8);
        let mut silence = self.silence_of(&terms, possible, Vec::new())?;
        // The words are the user's own: which language they are in is not known.
        for (part, languages) in silence.searched.iter_mut().zip(self.languages()) {
            part.left_out.extend(
                languages.iter().map(|other| {
                    format!("{}: words in English do not find it there", other.told())
                }),
            );
        }
        Some(silence)
    }

    /// Returns the silence for a free search of one group: "any of these".
    pub fn silence_for(&self, search: &Search) -> Option<Silence> {
        let words = search.words();
        self.silence(words.iter().map(String::as_str))
    }

    /// Returns the silence for terms that are known to occur nowhere; `None` without terms or papers.
    pub(super) fn silence_of(
        &self,
        terms: &[SearchTerm],
        possible: Vec<Passage>,
        likeliest: Vec<Passage>,
    ) -> Option<Silence> {
        // A word of two meanings may be there in the other one: nobody is told that it is not.
        let (there, absent): (Vec<&SearchTerm>, Vec<&SearchTerm>) =
            (terms.iter()).partition(|term| !term.hits(&self.index).is_empty());
        if absent.is_empty() || self.papers().is_empty() {
            return None;
        }
        let mut searched = self.coverage();
        for (paper, pages) in self.kept_apart_with(terms) {
            if let Some(part) = searched.get_mut(paper as usize) {
                let plural = if pages.len() == 1 {
                    ("", "holds")
                } else {
                    ("s", "hold")
                };
                part.left_out.push(format!(
                    "page{} {} {} words looked for in text that is hidden or struck out, which was \
                     kept apart; look at it there",
                    plural.0,
                    say_pages(&pages),
                    plural.1,
                ));
            }
        }
        Some(Silence {
            words: absent.iter().map(|term| term.text.clone()).collect(),
            searched,
            not_searched: self.not_read().to_vec(),
            possible,
            loose: self.loose(&there, &absent),
            likeliest,
            strange_words: self.are_strange(terms),
        })
    }

    /// Returns the documents, by their place, and their pages that hold a term in text kept apart.
    fn kept_apart_with(&self, terms: &[SearchTerm]) -> BTreeMap<u32, Vec<u32>> {
        let mut out: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for hit in terms.iter().flat_map(|term| term.hits(&self.apart)) {
            if let Some(at) = self.apart.place(hit.place) {
                out.entry(at.paper).or_default().push(at.page + 1);
            }
        }
        for pages in out.values_mut() {
            pages.sort_unstable();
            pages.dedup();
        }
        out
    }

    /// Returns true if the papers, though long, hold fewer than a quarter of the words of the terms.
    ///
    /// Words of another time or place are no search: the papers have others for the same thing.
    fn are_strange(&self, terms: &[SearchTerm]) -> bool {
        let mut words: Vec<&str> = terms.iter().flat_map(SearchTerm::telling_words).collect();
        words.sort_unstable();
        words.dedup();
        let known = words
            .iter()
            .filter(|word| self.index.stem_of(word).is_some())
            .count();
        self.words() > LONG && known * 4 < words.len()
    }

    /// Returns the searchable part of each document.
    pub fn coverage(&self) -> Vec<SearchedPart> {
        self.papers()
            .iter()
            .map(|one| SearchedPart {
                document: one.id.clone(),
                title: one.title.clone(),
                pages_read: one.paper.pages_read(),
                pages_in_all: one.paper.pages_in_all(),
                unread: one.paper.pages_unread(),
                without_pages: one.paper.paging == Paging::None,
                left_out: one.paper.left_out(),
            })
            .collect()
    }

    /// Takes the pages out of a silence that are in no language its words are in.
    pub(super) fn leave_out_languages(&self, silence: &mut Silence, has_welsh: bool) {
        for (part, languages) in silence.searched.iter_mut().zip(self.languages()) {
            for other in languages
                .iter()
                .filter(|one| !(has_welsh && one.is_welsh()))
            {
                let them = if other.pages.len() == 1 { "it" } else { "them" };
                part.pages_read = part.pages_read.saturating_sub(paged(other.pages.len()));
                part.left_out.push(format!(
                    "{}, and there are no words in that language to search {them} with",
                    other.told()
                ));
            }
        }
    }

    /// Returns the words that are there in another meaning, and the single words of the phrases that
    /// are not.
    fn loose(&self, there: &[&SearchTerm], absent: &[&SearchTerm]) -> Vec<LooseWord> {
        let mut out: Vec<LooseWord> = Vec::new();
        for term in there {
            let places = term.hits(&self.index).into_iter().filter_map(|hit| {
                let start = self.index.place(hit.place)?.start + hit.word;
                Some((start, start + hit.words))
            });
            out.push(self.loose_word(&term.text, places));
        }
        // Of words that may be parted, one by itself tells nothing: it is as common as "good".
        let phrases = absent.iter().filter(|term| !term.is_parted());
        let alone = there.iter().filter(|term| !term.is_phrase());
        let mut stems: Vec<u32> = alone
            .flat_map(|term| term.telling_words())
            .filter_map(|word| self.index.stem_of(word))
            .collect();
        for word in phrases.flat_map(|term| term.telling_words()) {
            let Some(stem) = self.index.stem_of(word) else {
                continue;
            };
            let postings = self.index.postings(stem);
            if postings.len() > RARE || stems.contains(&stem) {
                continue;
            }
            stems.push(stem);
            out.push(self.loose_word(word, postings.iter().map(|at| (*at, at + 1))));
        }
        out
    }

    /// Returns a word with the words around its places, each given by its first word and the one after it.
    fn loose_word(&self, word: &str, places: impl Iterator<Item = (u32, u32)>) -> LooseWord {
        let mut contexts: BTreeMap<String, usize> = BTreeMap::new();
        let mut times = 0;
        for (start, end) in places {
            let around: Vec<&str> = (start.saturating_sub(1)..=end)
                .filter_map(|at| self.index.text_at(at))
                .collect();
            *contexts.entry(around.join(" ")).or_default() += 1;
            times += 1;
        }
        let mut contexts: Vec<(String, usize)> = contexts.into_iter().collect();
        contexts.sort_by_key(|(_, times)| std::cmp::Reverse(*times));
        LooseWord {
            word: word.to_owned(),
            times,
            contexts: contexts
                .into_iter()
                .take(4)
                .map(|(context, _)| context)
                .collect(),
        }
    }
}
