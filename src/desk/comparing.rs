//! The comparison of two papers on the desk: what changed, the most important first.

use std::ops::Range;

use crate::audit::{Audit, Document};
use crate::documents::compare::{
    ChangeKind, ComparedParagraph, Lost, PaperComparison, compare_papers,
};
use crate::documents::{Locus, Register, Shelf, Shelved, say_pages};
use crate::wording::{Fate, count, list, marked_diff};

/// A comparison of two papers that is shown.
#[derive(Debug, Clone)]
pub struct Comparing {
    /// The draft, by the id of its entry.
    pub draft: String,
    /// The final, by the id of its entry.
    pub last: String,
    /// The title over the comparison.
    pub title: String,
    /// The number of promises and paragraphs of each kind, and pages that were not read.
    pub counts: String,
    /// The differences, the most important first.
    pub rows: Vec<ComparedRow>,
    /// The index of the selected row.
    pub selected: usize,
}

/// A difference between two papers, as a row.
#[derive(Debug, Clone)]
pub struct ComparedRow {
    /// The kind in a word or two.
    pub mark: &'static str,
    /// The words, with those that went and came in brackets.
    pub text: String,
    /// The byte ranges of those brackets.
    pub marks: Vec<Range<usize>>,
    /// The place in the draft.
    pub before: Option<Locus>,
    /// The place in the final.
    pub after: Option<Locus>,
    /// The passage to record, where the final has lost it.
    pub lost: Option<Lost>,
}

impl ComparedRow {
    /// Formats both pages: "p. 4 → p. 7", "p. 4 → gone".
    pub fn pages(&self) -> String {
        let page = |at: &Locus| match at.page {
            Some(page) => format!("p. {page}"),
            None => format!("par. {}", at.ordinal),
        };
        let before = self.before.as_ref().map_or_else(|| "new".to_owned(), page);
        let after = self.after.as_ref().map_or_else(|| "gone".to_owned(), page);
        format!("{before} → {after}")
    }
}

impl Comparing {
    /// Compares two papers of a register, by the ids of their entries; `None` if one was not read.
    pub fn in_register(register: &Register, draft: &str, last: &str) -> Option<Self> {
        let papers = &register.shelf;
        let (draft, last) = (papers.paper(draft)?, papers.paper(last)?);
        Some(Self::of(papers, draft, last))
    }

    /// Compares two papers that were read.
    pub fn of(shelf: &Shelf, draft: &Shelved, last: &Shelved) -> Self {
        let all = compare_papers(&draft.paper, &last.paper, draft.date);
        let at = |paper: &Shelved, at: Option<&ComparedParagraph>| {
            let at = at?;
            Some(shelf.passage_at(&paper.id, at.page, at.paragraph)?.at)
        };
        let mut gone = all.lost().into_iter();
        let mut rows: Vec<ComparedRow> = Vec::new();
        for one in all.promises.iter().filter(|one| one.fate != Fate::Kept) {
            let is_lost = matches!(one.fate, Fate::Dropped | Fate::Withdrawn);
            let (text, marks) = match one.words.as_slice() {
                [] => (one.said.clone(), Vec::new()),
                words => marked_diff(words),
            };
            rows.push(ComparedRow {
                mark: one.fate.label(),
                text,
                marks,
                before: at(draft, Some(&one.before)),
                after: at(last, one.after.as_ref()),
                lost: if is_lost { gone.next() } else { None },
            });
        }
        for one in ChangeKind::ALL
            .into_iter()
            .flat_map(|kind| all.of_kind(kind))
        {
            let texts = |all: &[ComparedParagraph]| {
                let texts: Vec<&str> = all.iter().map(|at| at.text.as_str()).collect();
                texts.join(" / ")
            };
            let (text, marks) = match (one.words.as_slice(), one.before.as_slice()) {
                ([], []) => (texts(&one.after), Vec::new()),
                ([], before) => (texts(before), Vec::new()),
                (words, _) => marked_diff(words),
            };
            rows.push(ComparedRow {
                mark: one.kind.label(),
                text,
                marks,
                before: at(draft, one.before.first()),
                after: at(last, one.after.first()),
                lost: if one.kind == ChangeKind::Dropped {
                    gone.next()
                } else {
                    None
                },
            });
        }
        Self {
            draft: draft.id.clone(),
            last: last.id.clone(),
            title: format!("{} → {}", draft.title, last.title),
            counts: counts(&all),
            rows,
            selected: 0,
        }
    }

    /// Returns the selected row.
    pub fn row(&self) -> Option<&ComparedRow> {
        self.rows.get(self.selected)
    }
}

/// Formats the numbers of promises and paragraphs of each kind.
fn counts(all: &PaperComparison) -> String {
    let fates = Fate::ALL.into_iter().filter_map(|fate| {
        let number = all.with_fate(fate).count();
        (number > 0).then(|| format!("{number} {}", fate.in_short()))
    });
    let kinds = ChangeKind::ALL.into_iter().filter_map(|kind| {
        let number = all.count(kind);
        (number > 0).then(|| format!("{number} {}", kind.label()))
    });
    let fates: Vec<String> = fates.collect();
    let mut kinds: Vec<String> = kinds.collect();
    kinds.push(format!("{} unchanged", all.unchanged));
    let mut said = if fates.is_empty() {
        String::new()
    } else {
        format!("Promises: {}. ", list(&fates))
    };
    said.push_str(&format!("Paragraphs: {}.", list(&kinds)));
    for (pages, paper) in [(&all.unread.0, "draft"), (&all.unread.1, "final")] {
        if !pages.is_empty() {
            let number = count(pages.len(), "page", "pages");
            let which = say_pages(pages);
            said.push_str(&format!(
                " Not compared: {number} of the {paper} without text ({which})."
            ));
        }
    }
    said
}

/// Returns two papers in their order: the draft, then the final.
///
/// The earlier date is the draft's; without two dates it is the one registered first.
pub fn in_order<'a>(audit: &Audit, one: &'a str, other: &'a str) -> (&'a str, &'a str) {
    let entry = |id: &str| {
        audit
            .documents
            .iter()
            .enumerate()
            .find(|(_, entry)| entry.id == id)
    };
    let date = |entry: Option<(usize, &Document)>| entry.and_then(|(_, entry)| entry.date);
    let place = |entry: Option<(usize, &Document)>| entry.map(|(place, _)| place);
    let is_later = match (date(entry(one)), date(entry(other))) {
        (Some(day), Some(other)) if day != other => day > other,
        _ => place(entry(one)) > place(entry(other)),
    };
    if is_later { (other, one) } else { (one, other) }
}
