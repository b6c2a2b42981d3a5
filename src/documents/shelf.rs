//! The documents of an audit, read and indexed: free search, and the places of passages.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use chrono::NaiveDate;

use serde::Serialize;

use super::index::{Index, ParagraphRef, PhraseHit, count};
use super::language::{OtherLanguage, other_languages};
use super::offer::Offer;
use super::paper::{ApartText, Page, Paging, Paper, Paragraph, ParagraphRole, one_line};
use super::passage::{Locus, Passage, citable};
use super::query::Search;
use super::rank::{Ranking, Weights, put_best_first};
use super::sections::{Seat, seats};
use super::words::{Broken, all};
use crate::audit::Document;

/// A document that was read, with its entry in the register.
#[derive(Debug, Clone)]
pub struct Shelved {
    /// The id in the register.
    pub id: String,
    /// The title.
    pub title: String,
    /// The path in the register.
    pub path: Option<String>,
    /// True if it was given in confidence.
    pub in_confidence: bool,
    /// The date of the document.
    pub date: Option<NaiveDate>,
    /// The text that was read.
    pub paper: Arc<Paper>,
}

impl Shelved {
    /// Combines a document that was read with its entry in the register.
    pub fn new(entry: &Document, paper: Arc<Paper>) -> Self {
        Self {
            id: entry.id.clone(),
            title: entry.title.clone(),
            path: entry.path.clone(),
            in_confidence: entry.is_in_confidence(),
            date: entry.date,
            paper,
        }
    }
}

/// A document of the register that was not read: silence in the others says nothing about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NotRead {
    /// The id in the register.
    pub id: String,
    /// The title.
    pub title: String,
    /// Reason, in words: "is locked with a password; …".
    pub why: String,
}

/// The documents of an audit with their index.
#[derive(Debug, Default)]
pub struct Shelf {
    papers: Vec<Shelved>,
    not_read: Vec<NotRead>,
    pub(super) index: Index,
    /// The texts that are kept apart: never shown, but no silence is whole that they break.
    pub(super) apart: Index,
    /// For each place of the index its seat.
    pub(super) seats: Vec<Seat>,
    /// For each document its pages in other languages than English.
    languages: Vec<Vec<OtherLanguage>>,
    /// The dates and figures that the documents give, once they were asked for.
    pub(super) offers: OnceLock<Vec<Offer>>,
}

/// Results of a free search.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Results {
    /// The best passages, the best first.
    pub passages: Vec<Passage>,
    /// Number of matching paragraphs, identical ones counted once.
    pub total: usize,
    /// True if no paragraph matches everything, and these are only from pages that do.
    pub by_page: bool,
}

/// The most passages of one page that are shown at first.
const OF_A_PAGE: usize = 2;
/// A paragraph that goes on over a page does so within so many places.
const PARTS: u32 = 12;
/// The distance over which a heading is searched for, in paragraphs.
const HEADING_REACH: usize = 60;

/// Returns a paper with the texts that are kept apart as its only paragraphs.
fn kept_apart(paper: &Paper) -> Paper {
    let paragraph = |one: &ApartText| Paragraph {
        role: ParagraphRole::Body,
        number: None,
        text: one.text.clone(),
    };
    let pages = paper.pages.iter().map(|page| Page {
        number: page.number,
        printed: None,
        state: page.state,
        paragraphs: page.apart.iter().map(paragraph).collect(),
        apart: Vec::new(),
    });
    Paper {
        pages: pages.collect(),
        besides: Vec::new(),
        notices: Vec::new(),
        sha256: None,
        stopped: None,
        ..*paper
    }
}

impl Shelf {
    /// Indexes documents; `not_read` are the register's other documents, with the reason.
    pub fn new(papers: Vec<Shelved>, not_read: Vec<NotRead>) -> Self {
        let texts = || papers.iter().map(|one| one.paper.as_ref());
        let index = Index::build(texts());
        let apart: Vec<Paper> = texts().map(kept_apart).collect();
        let apart = Index::build(&apart);
        let seats = seats(texts(), &index.places);
        let languages = texts().map(other_languages).collect();
        Self {
            papers,
            not_read,
            index,
            apart,
            seats,
            languages,
            offers: OnceLock::new(),
        }
    }

    /// Returns the documents in the order they were added.
    pub fn papers(&self) -> &[Shelved] {
        &self.papers
    }

    /// Returns the register's other documents.
    pub fn not_read(&self) -> &[NotRead] {
        &self.not_read
    }

    /// Returns the number of pages read in all documents.
    pub fn pages_read(&self) -> u32 {
        self.papers.iter().map(|one| one.paper.pages_read()).sum()
    }

    /// Returns the number of words in all documents.
    pub const fn words(&self) -> u64 {
        self.index.total_words
    }

    /// Returns the number of paragraphs in all documents.
    pub const fn paragraphs(&self) -> u32 {
        self.index.paragraphs
    }

    /// Returns the pages of each document that are in another language than English.
    pub(super) fn languages(&self) -> &[Vec<OtherLanguage>] {
        &self.languages
    }

    /// Returns the seat of a place.
    pub(super) fn seat(&self, place: u32) -> Option<&Seat> {
        self.seats.get(place as usize)
    }

    /// Returns a paragraph and the places in which it goes on, in order.
    pub(super) fn parts(&self, place: u32) -> Vec<u32> {
        // Between them are the notes at the foot of a page.
        let on = (place + 1..=place + PARTS).filter(|next| {
            let first = |of: u32| self.index.place(of).map(|at| (at.paper, at.second_of));
            self.seat(*next).is_some_and(|seat| seat.unit == place) && first(*next) == first(place)
        });
        std::iter::once(place).chain(on).collect()
    }

    /// Returns a document by the id of its entry.
    pub fn paper(&self, id: &str) -> Option<&Shelved> {
        self.papers.iter().find(|one| one.id == id)
    }

    /// Returns the page and the paragraph, each counted from 0, at which a passage begins.
    pub fn spot(&self, at: &Locus) -> Option<(usize, usize)> {
        let pages = &self.paper(&at.document)?.paper.pages;
        let mut ordinal = (at.ordinal as usize).checked_sub(1)?;
        if let (Some(number), false) = (at.page, at.page_is_hint) {
            let page = pages.iter().position(|page| page.number == number)?;
            return Some((page, ordinal));
        }
        for (place, page) in pages.iter().enumerate() {
            if ordinal < page.paragraphs.len() {
                return Some((place, ordinal));
            }
            ordinal -= page.paragraphs.len();
        }
        None
    }

    /// Returns one paragraph of a document as a passage, whatever its contents.
    ///
    /// Page and paragraph are counted from 0.
    pub fn passage_at(&self, id: &str, page: usize, paragraph: usize) -> Option<Passage> {
        let paper = self.papers.iter().position(|one| one.id == id)?;
        let (paper, page, paragraph) = (count(paper), count(page), count(paragraph));
        let (place, _) = (0..)
            .map_while(|place| Some((place, self.index.place(place)?)))
            .find(|(_, at)| {
                (at.paper, at.page, at.paragraph) == (paper, page, paragraph)
                    && at.second_of.is_none()
            })?;
        let mut passage = self.passage(&[], place, 0.0)?;
        // A heading was asked for alone; elsewhere it is joined with the next paragraph.
        let own = self
            .papers
            .get(paper as usize)?
            .paper
            .pages
            .get(page as usize)?;
        passage.text = own.paragraphs.get(paragraph as usize)?.quote();
        // It was asked for whole, so it is quoted whole.
        passage.marks = std::iter::once(0..passage.text.len()).collect();
        Some(passage)
    }

    /// Searches all documents and returns the best passages, at most `limit`.
    pub fn search(&self, search: &Search, limit: usize) -> Results {
        let groups = search.groups.len().min(64);
        if groups == 0 {
            return Results::default();
        }
        let mut ranking = Ranking::default();
        for (number, group) in search.groups.iter().enumerate() {
            for term in group {
                ranking.add(&term.text, number, term.hits(&self.index));
            }
        }
        let disabled_reason: HashSet<u32> = search
            .none_of
            .iter()
            .flat_map(|term| term.hits(&self.index))
            .map(|hit| hit.place)
            .collect();
        let every = u64::MAX >> (64 - groups);
        let mut weighed = ranking.weighed(&self.index, |place, found| {
            found == every && !disabled_reason.contains(&place)
        });
        let mut by_page = false;
        if weighed.is_empty() && groups > 1 {
            let page = |place: u32| self.index.place(place).map(|at| (at.paper, at.page));
            let pages: Vec<HashSet<_>> = (0..groups)
                .map(|group| ranking.places_of(group).map(page).collect())
                .collect();
            weighed = ranking.weighed(&self.index, |place, _| {
                !disabled_reason.contains(&place)
                    && pages.iter().all(|group| group.contains(&page(place)))
            });
            by_page = !weighed.is_empty();
        }
        let (passages, total) = self.passages_of(&ranking, weighed, &[], limit);
        Results {
            passages,
            total,
            by_page,
        }
    }

    /// Returns the best of weighed places as passages, and the number of all different ones.
    ///
    /// Identical paragraphs are shown once, and at most two of a page before all pages had their
    /// turn.
    pub(super) fn passages_of(
        &self,
        ranking: &Ranking,
        mut weighed: Vec<(u32, f32)>,
        weights: &Weights,
        limit: usize,
    ) -> (Vec<Passage>, usize) {
        // Far more than are shown, because identical ones and turns remove many; all of them if
        // that was not enough.
        let many = limit.saturating_mul(16).max(64);
        put_best_first(&self.index, &mut weighed, weights, many);
        let mut groups = self.pick(&weighed, many, limit);
        if groups.len() < limit && weighed.len() > many {
            put_best_first(&self.index, &mut weighed, &[], usize::MAX);
            groups = self.pick(&weighed, usize::MAX, limit);
        }
        // The passage for each likeness: a word such as "the" occurs in tens of thousands of
        // paragraphs, each of which is looked up here.
        let mut shown_as = vec![u32::MAX; self.index.likeness_count()];
        for ((place, _), number) in groups.iter().zip(0..) {
            if let Some(slot) = shown_as.get_mut(self.likeness(*place) as usize) {
                *slot = number;
            }
        }
        let mut like: Vec<Vec<u32>> = vec![Vec::new(); groups.len()];
        let mut different = vec![false; self.index.likeness_count()];
        let mut total = 0;
        for (place, _) in &weighed {
            let likeness = self.likeness(*place);
            if let Some(seen @ false) = different.get_mut(likeness as usize) {
                *seen = true;
                total += 1;
            }
            let shown = shown_as.get(likeness as usize).copied();
            if let Some(same) = shown.and_then(|number| like.get_mut(number as usize)) {
                same.push(*place);
            }
        }
        let passages = groups
            .into_iter()
            .zip(like)
            .filter_map(|((place, score), mut same)| {
                let mut passage = self.passage(&ranking.hits_at(place), place, score)?;
                same.sort_unstable();
                let others = same.into_iter().filter(|other| *other != place);
                passage.also = others.filter_map(|place| self.locus(place)).collect();
                Some(passage)
            })
            .collect();
        (passages, total)
    }

    /// Picks each likeness once among the first `many`: first two of a page, then the rest.
    fn pick(&self, ranked: &[(u32, f32)], many: usize, limit: usize) -> Vec<(u32, f32)> {
        let mut seen: HashSet<u32> = HashSet::new();
        let mut of_page: HashMap<(u32, u32), usize> = HashMap::new();
        let (mut first, mut later) = (Vec::new(), Vec::new());
        for (place, score) in ranked.iter().take(many) {
            if first.len() == limit {
                break;
            }
            let Some(at) = self.index.place(*place) else {
                continue;
            };
            if !seen.insert(at.likeness) {
                continue;
            }
            let shown = of_page.entry((at.paper, at.page)).or_default();
            *shown += 1;
            if *shown <= OF_A_PAGE {
                first.push((*place, *score));
            } else if later.len() < limit {
                later.push((*place, *score));
            }
        }
        first.extend(later);
        first.truncate(limit);
        first
    }

    fn likeness(&self, place: u32) -> u32 {
        self.index.place(place).map_or(u32::MAX, |at| at.likeness)
    }

    fn shelved(&self, place: &ParagraphRef) -> Option<&Shelved> {
        self.papers.get(place.paper as usize)
    }

    /// Returns the place in the document for a place of the index.
    pub(super) fn locus(&self, place: u32) -> Option<Locus> {
        let at = self.index.place(place)?;
        let shelved = self.shelved(at)?;
        let page = shelved.paper.pages.get(at.page as usize)?;
        let paragraph = page.paragraphs.get(at.paragraph as usize)?;
        let (has_page, is_hint) = citable(shelved.paper.paging);
        let before: usize = if shelved.paper.paging == Paging::Real {
            0
        } else {
            let earlier = shelved
                .paper
                .pages
                .get(..at.page as usize)
                .unwrap_or_default();
            earlier.iter().map(|page| page.paragraphs.len()).sum()
        };
        Some(Locus {
            document: shelved.id.clone(),
            title: shelved.title.clone(),
            in_confidence: shelved.in_confidence,
            page: has_page.then_some(page.number),
            page_is_hint: is_hint,
            printed: page.printed.clone(),
            paragraph: paragraph.number.clone(),
            ordinal: count(before) + at.paragraph + 1,
            heading: self.heading_over(at),
            sheet: shelved
                .paper
                .kind
                .is_spreadsheet()
                .then(|| page.paragraphs.first())
                .flatten()
                .map(Paragraph::quote),
            role: paragraph.role,
        })
    }

    /// Returns the nearest heading before a paragraph.
    fn heading_over(&self, at: &ParagraphRef) -> Option<String> {
        let paper = &self.shelved(at)?.paper;
        let upto = paper.pages.get(..=at.page as usize)?;
        upto.iter()
            .enumerate()
            .rev()
            .flat_map(|(number, page)| {
                let whole = number < at.page as usize;
                let end = if whole {
                    page.paragraphs.len()
                } else {
                    at.paragraph as usize
                };
                page.paragraphs.get(..end).unwrap_or_default().iter().rev()
            })
            .filter(|paragraph| !paragraph.role.is_furniture())
            .take(HEADING_REACH)
            .find(|paragraph| paragraph.role == ParagraphRole::Heading)
            .map(|paragraph| one_line(&paragraph.text))
    }

    /// Builds the passage at a place.
    ///
    /// It is the paragraph, with the next ones if it is a heading or a term continues into them.
    pub(super) fn passage(
        &self,
        hits: &[(&str, PhraseHit)],
        place: u32,
        score: f32,
    ) -> Option<Passage> {
        let at = self.index.place(place)?;
        let shelved = self.shelved(at)?;
        let page = shelved.paper.pages.get(at.page as usize)?;
        let paragraph = page.paragraphs.get(at.paragraph as usize)?;
        let reach = hits
            .iter()
            .filter(|(_, hit)| !hit.joined)
            .map(|(_, hit)| hit.word + hit.words)
            .max()
            .unwrap_or(0);
        let mut raw = paragraph.text.clone();
        let mut words = at.words;
        let parts = self.parts(place);
        for part in parts.iter().skip(1) {
            let on = self.index.place(*part);
            let text = on.and_then(|on| {
                shelved
                    .paper
                    .pages
                    .get(on.page as usize)?
                    .paragraphs
                    .get(on.paragraph as usize)
            });
            raw.push('\n');
            raw.push_str(text.map_or("", |one| one.text.as_str()));
            words += on.map_or(0, |on| on.words);
        }
        let mut next = place + 1;
        while next < place + 3
            && (reach > words || (paragraph.role == ParagraphRole::Heading && next == place + 1))
        {
            let Some(follows) = self.index.place(next).filter(|follows| {
                follows.paper == at.paper
                    && follows.second_of.is_none()
                    && follows.start == at.start + words
            }) else {
                break;
            };
            let text = shelved
                .paper
                .pages
                .get(follows.page as usize)
                .and_then(|page| page.paragraphs.get(follows.paragraph as usize))
                .map(|paragraph| paragraph.text.as_str());
            raw.push('\n');
            raw.push_str(text.unwrap_or_default());
            words += follows.words;
            next += 1;
        }
        let text = one_line(&raw);
        let mut marks: Vec<Range<usize>> = Vec::new();
        for broken in [Broken::Apart, Broken::Joined] {
            let joined = broken == Broken::Joined;
            if !hits.iter().any(|(_, hit)| hit.joined == joined) {
                continue;
            }
            let tokens = all(&raw, broken);
            for (_, hit) in hits.iter().filter(|(_, hit)| hit.joined == joined) {
                let first = tokens.get(hit.word as usize);
                let last = tokens
                    .get((hit.word + hit.words.max(1) - 1) as usize)
                    .or(tokens.last());
                if let (Some(first), Some(last)) = (first, last) {
                    marks.push(first.start..last.end.max(first.end));
                }
            }
        }
        let marks = carry_over(&raw, &text, marks);
        let mut terms: Vec<String> = Vec::new();
        for (term, _) in hits {
            if !terms.iter().any(|known| known == term) {
                terms.push((*term).to_owned());
            }
        }
        Some(Passage {
            at: self.locus(place)?,
            text,
            marks,
            terms,
            date: shelved.date,
            score,
            also: Vec::new(),
        })
    }
}

/// Converts ranges of a printed text to ranges of the same text on one line.
///
/// Only white space differs. The result is sorted, overlapping ranges merged.
fn carry_over(raw: &str, line: &str, mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let ink = |text: &str| -> Vec<usize> {
        text.char_indices()
            .filter(|(_, c)| !c.is_whitespace())
            .map(|(at, _)| at)
            .collect()
    };
    let (raw_ink, line_ink) = (ink(raw), ink(line));
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut out: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        let first = raw_ink.partition_point(|at| *at < range.start);
        let after = raw_ink.partition_point(|at| *at < range.end);
        let (Some(start), Some(last)) =
            (line_ink.get(first), line_ink.get(after.saturating_sub(1)))
        else {
            continue;
        };
        let width = line
            .get(*last..)
            .and_then(|rest| rest.chars().next())
            .map_or(1, char::len_utf8);
        let range = *start..(*last + width).max(*start);
        match out.last_mut() {
            Some(open) if range.start <= open.end => open.end = open.end.max(range.end),
            _ => out.push(range),
        }
    }
    out
}
