//! A comparison of two papers, as of a draft with the final report: what was dropped, changed, moved,
//! split or added, and what became of each promise.
//!
//! ```text
//!   units      the paragraphs of the running text; one that goes on over a page is one
//!   pairs      word for word first, then several for one (split, joined), then the nearest by words
//!   promises   every sentence of the draft that promises something is looked for in the final
//! ```
//!
//! Headers, footers, the numbers of paragraphs, hyphens and quotation marks do not count. Pages that
//! hold no text are no part of it: [`PaperComparison::unread`] names them.

mod evidence;
mod pairs;
mod promises;
mod units;

use chrono::NaiveDate;
use serde::Serialize;

use super::paper::Paper;
use crate::wording::{DiffPart, Fate, compared_words, mentions, word_diff};

pub use evidence::{Lost, NoProof, lost_evidence};
pub use promises::Promise;

/// A paragraph of a paper, with its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ComparedParagraph {
    /// The page, counted from 0.
    pub page: usize,
    /// The paragraph on that page, counted from 0.
    pub paragraph: usize,
    /// The page in the file, counted from 1.
    pub number: u32,
    /// The text on one line, as printed.
    pub text: String,
}

/// Kind of a difference between two papers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeKind {
    /// The final has no such paragraph.
    Dropped,
    /// A number, a sum or a date is another, or is gone.
    Figures,
    /// The words are others.
    Reworded,
    /// One paragraph became several.
    Split,
    /// Several paragraphs became one.
    Joined,
    /// The paragraph is in another place.
    Moved,
    /// The draft has no such paragraph.
    Added,
}

impl ChangeKind {
    /// Every kind, the most important first.
    pub const ALL: [Self; 7] = [
        Self::Dropped,
        Self::Figures,
        Self::Reworded,
        Self::Split,
        Self::Joined,
        Self::Moved,
        Self::Added,
    ];

    /// Returns the heading of the changes of a kind.
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Dropped => "Dropped: the final has no such paragraph",
            Self::Figures => "Figures and dates that changed",
            Self::Reworded => "Reworded",
            Self::Split => "Split into several paragraphs",
            Self::Joined => "Joined into one paragraph",
            Self::Moved => "Moved to another place",
            Self::Added => "Added: the draft has no such paragraph",
        }
    }

    /// Returns the word for a kind in a list: "dropped".
    pub const fn label(self) -> &'static str {
        match self {
            Self::Dropped => "dropped",
            Self::Figures => "changed in figures",
            Self::Reworded => "reworded",
            Self::Split => "split",
            Self::Joined => "joined",
            Self::Moved => "moved",
            Self::Added => "added",
        }
    }
}

/// A difference between two papers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PaperChange {
    /// Its kind.
    pub kind: ChangeKind,
    /// The paragraphs of the draft.
    pub before: Vec<ComparedParagraph>,
    /// The paragraphs of the final.
    pub after: Vec<ComparedParagraph>,
    /// The comparison of the words; empty where only one paper has the paragraph, or none changed.
    pub words: Vec<DiffPart>,
}

/// A comparison of two papers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PaperComparison {
    /// The promises of the draft, those that were dropped first.
    pub promises: Vec<Promise>,
    /// The differences, the most important first, and in the order of the papers within a kind.
    pub changes: Vec<PaperChange>,
    /// Number of paragraphs that are the same in both.
    pub unchanged: usize,
    /// Pages of the draft, and pages of the final, that hold no text to compare.
    pub unread: (Vec<u32>, Vec<u32>),
}

impl PaperComparison {
    /// Returns the number of differences of a kind.
    pub fn count(&self, kind: ChangeKind) -> usize {
        self.changes.iter().filter(|one| one.kind == kind).count()
    }

    /// Returns the differences of a kind, in the order of the papers.
    ///
    /// A dropped paragraph that is no more than a dropped promise is told with the promises.
    pub fn of_kind(&self, kind: ChangeKind) -> impl Iterator<Item = &PaperChange> {
        let these = self.changes.iter().filter(move |one| one.kind == kind);
        these.filter(|one| {
            let [before] = one.before.as_slice() else {
                return true;
            };
            let said = units::without_number(&before.text);
            let mut dropped = self.with_fate(Fate::Dropped);
            !dropped.any(|promise| promise.before == *before && promise.said == said)
        })
    }

    /// Returns the promises with this fate.
    pub fn with_fate(&self, fate: Fate) -> impl Iterator<Item = &Promise> {
        self.promises.iter().filter(move |one| one.fate == fate)
    }
}

/// Compares a draft with the final paper.
///
/// `written` is the day of the draft, where it is known: a later date that the draft names is a promise.
pub fn compare_papers(draft: &Paper, last: &Paper, written: Option<NaiveDate>) -> PaperComparison {
    let (old, new) = (units::units(draft), units::units(last));
    let pairs = pairs::pair(&old, &new);
    let mut changes: Vec<PaperChange> = Vec::new();
    let mut unchanged = 0;
    for pair in &pairs {
        let spots = |units: &[units::Unit], range: &std::ops::Range<usize>| {
            let these = units.get(range.clone()).unwrap_or_default();
            these.iter().map(|one| one.at.clone()).collect::<Vec<_>>()
        };
        let (before, after) = (spots(&old, &pair.old), spots(&new, &pair.new));
        let text = |spots: &[ComparedParagraph]| {
            let texts = spots.iter().map(|one| units::without_number(&one.text));
            texts.collect::<Vec<_>>().join(" ")
        };
        let (was, now) = (text(&before), text(&after));
        let words = if before.is_empty() || after.is_empty() {
            Vec::new()
        } else {
            let words = word_diff(&was, &now);
            if words.iter().all(DiffPart::is_same) {
                Vec::new()
            } else {
                words
            }
        };
        let kind = match (before.len(), after.len()) {
            (_, 0) => ChangeKind::Dropped,
            (0, _) => ChangeKind::Added,
            _ if changes_figures(&words) => ChangeKind::Figures,
            (1, 1) if !words.is_empty() => ChangeKind::Reworded,
            (1, 1) if pair.moved => ChangeKind::Moved,
            (1, 1) => {
                unchanged += 1;
                continue;
            }
            (1, _) => ChangeKind::Split,
            _ => ChangeKind::Joined,
        };
        changes.push(PaperChange {
            kind,
            before,
            after,
            words,
        });
    }
    changes.sort_by_key(|one| one.kind);
    PaperComparison {
        promises: promises::promises(&old, &new, &pairs, written),
        changes,
        unchanged,
        unread: (draft.pages_unread(), last.pages_unread()),
    }
}

/// Returns true if a number, a sum or a date that the earlier words say is not in the later ones.
fn changes_figures(words: &[DiffPart]) -> bool {
    let said = |text: &str| -> Vec<String> {
        let mut all: Vec<String> = mentions(text).iter().map(|one| one.said.plain()).collect();
        all.sort_unstable();
        all
    };
    // The whole texts are read, for a date may lie half in what changed.
    let (mut before, mut after) = (String::new(), String::new());
    for part in words {
        let (was, now) = match part {
            DiffPart::Same { text } => (text, text),
            DiffPart::Other { was, now } => (was, now),
        };
        for (whole, piece) in [(&mut before, was), (&mut after, now)] {
            whole.push_str(piece);
            whole.push(' ');
        }
    }
    let later = said(&after);
    said(&before).iter().any(|one| !later.contains(one)) || words.iter().any(changes_number_word)
}

/// Returns true if a month or a number in words is in what went, and another in what came.
fn changes_number_word(part: &DiffPart) -> bool {
    let DiffPart::Other { was, now } = part else {
        return false;
    };
    let said = |text: &str| -> Vec<String> {
        let words = compared_words(text).into_iter().map(|one| one.form);
        words
            .filter(|one| NUMBER_WORDS.contains(&one.as_str()))
            .collect()
    };
    let (was, now) = (said(was), said(now));
    !was.is_empty() && !now.is_empty() && was != now
}

/// Months and numbers in words; "may", "march" and "one" have other meanings too often.
const NUMBER_WORDS: [&str; 38] = [
    "january",
    "february",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "hundred",
    "thousand",
    "million",
    "half",
    "twice",
];
