//! The pages to read first: those that hold the likeliest passages of the most open questions.
//!
//! There is no ranking here but the one of the passages: a page is worth the questions that lead to
//! it. A question on which the papers are silent leads nowhere.

use super::passage::Locus;
use super::shelf::Shelf;
use super::sweep::{Suggestion, SweepOutcome};
use crate::checklist::{Library, QuestionIx};

/// Number of the likeliest passages of a question that lead to their pages.
const LIKELIEST: usize = 3;

/// The places of the likeliest passages of one question.
#[derive(Debug, Clone, PartialEq)]
pub struct LikelyPlaces {
    /// The question.
    pub question: QuestionIx,
    /// The places, the likeliest first.
    pub places: Vec<LikelyPlace>,
}

/// The place of a likely passage.
#[derive(Debug, Clone, PartialEq)]
pub struct LikelyPlace {
    /// The place of the passage.
    pub at: Locus,
    /// The page, by its index in the document.
    pub page: usize,
    /// The paragraph, by its index on the page.
    pub paragraph: usize,
}

/// A page to read, with the questions that lead to it.
#[derive(Debug, Clone, PartialEq)]
pub struct PageToRead {
    /// The place of its likeliest passage.
    pub place: LikelyPlace,
    /// The questions, those whose likeliest passage of all is here first.
    pub questions: Vec<QuestionIx>,
    /// The number of questions whose likeliest passage of all is here.
    pub firsts: usize,
}

impl PageToRead {
    /// Formats the page: "Final report, page 212 of the file (printed 208)".
    pub fn cite(&self) -> String {
        let whole = Locus {
            paragraph: None,
            heading: None,
            ..self.place.at.clone()
        };
        match whole.page {
            Some(_) if !whole.page_is_hint => whole.cite(),
            _ => self.place.at.cite(),
        }
    }
}

impl Shelf {
    /// Looks up where the likeliest passages of some questions are.
    pub fn likely_places(
        &self,
        library: &Library,
        questions: impl IntoIterator<Item = QuestionIx>,
    ) -> Vec<LikelyPlaces> {
        let place = |at: &Locus| {
            let (page, paragraph) = self.spot(at)?;
            Some(LikelyPlace {
                at: at.clone(),
                page,
                paragraph,
            })
        };
        self.sweep(library, questions, LIKELIEST)
            .iter()
            .map(|look| LikelyPlaces {
                question: look.question,
                places: leading(look).filter_map(&place).take(LIKELIEST).collect(),
            })
            .collect()
    }
}

/// Returns the places that a suggestion leads to: none where the papers are silent.
fn leading(look: &Suggestion) -> impl Iterator<Item = &Locus> {
    let passages = match &look.outcome {
        SweepOutcome::Found { passages, .. } | SweepOutcome::Like(passages) => passages.as_slice(),
        SweepOutcome::Silent(silence) => silence.possible.as_slice(),
    };
    passages.iter().map(|passage| &passage.at)
}

/// Sorts the pages that some questions lead to, the worthiest first.
///
/// A page is worth more the more of them lead to it; between two that are worth the same, the one
/// that holds more of their likeliest passages of all comes first, then the order of the papers.
pub fn read_first(
    likely: &[LikelyPlaces],
    is_open: impl Fn(QuestionIx) -> bool,
) -> Vec<PageToRead> {
    let mut pages: Vec<PageToRead> = Vec::new();
    // The likeliest passage of every question is taken before the second of any.
    for rank in 0..LIKELIEST {
        for one in likely.iter().filter(|one| is_open(one.question)) {
            let Some(place) = one.places.get(rank) else {
                continue;
            };
            let known = pages.iter_mut().find(|page| {
                (&page.place.at.document, page.place.page) == (&place.at.document, place.page)
            });
            match known {
                Some(page) if page.questions.contains(&one.question) => {}
                Some(page) => {
                    page.questions.push(one.question);
                    page.firsts += usize::from(rank == 0);
                }
                None => pages.push(PageToRead {
                    place: place.clone(),
                    questions: vec![one.question],
                    firsts: usize::from(rank == 0),
                }),
            }
        }
    }
    pages.sort_by(|one, other| {
        let worth = |page: &PageToRead| (page.questions.len(), page.firsts);
        worth(other)
            .cmp(&worth(one))
            .then_with(|| one.place.at.document.cmp(&other.place.at.document))
            .then_with(|| one.place.page.cmp(&other.place.page))
    });
    pages
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::Document;
    use crate::checklist::{load, shipped};
    use crate::documents::{Shelved, read_trusted};
    use std::path::Path;
    use std::sync::Arc;

    const REPORT: &str = include_str!("../../tests/fixtures/documents/liverpool-ict-2000.txt");

    #[test]
    fn the_page_that_most_open_questions_lead_to_comes_first_and_the_answered_count_no_more() {
        let library = load(&shipped::checklists()).expect("they load");
        let paper = read_trusted(REPORT.as_bytes().to_vec(), Path::new("p.txt")).expect("a text");
        let entry = Document::titled("report", "Final report");
        let shelf = Shelf::new(vec![Shelved::new(&entry, Arc::new(paper))], Vec::new());
        let likely = shelf.likely_places(&library, library.walk().iter().copied());
        let pages = read_first(&likely, |_| true);
        assert_eq!(pages.len(), 2);
        assert!(pages[0].questions.len() >= pages[1].questions.len());
        assert!(pages[0].cite().starts_with("Final report, page "));
        assert!(!pages[0].cite().contains("para"), "the page alone is cited");
        // The papers are silent on the unions: that leads nowhere.
        let unions = library.find_question("unions.consulted").expect("there");
        assert!(pages.iter().all(|page| !page.questions.contains(&unions)));
        let fee = library.find_question("consultants-fee").expect("there");
        let page = pages.iter().find(|page| page.questions.contains(&fee));
        assert!(page.expect("its page").firsts > 0);
        // What is answered leads nowhere either.
        let without = read_first(&likely, |ix| ix != fee);
        assert!(without.iter().all(|page| !page.questions.contains(&fee)));
        assert!(read_first(&likely, |_| false).is_empty());
    }
}
