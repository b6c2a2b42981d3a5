//! The reading desk: the questions next to a page, what is quoted from it already, the pages to read
//! first, and the words met on it.

use super::field::Field;
use super::papers::PageView;
use super::{Desk, OpenAudit};
use crate::audit::Evidence;
use crate::base::Text;
use crate::base::digest::fold;
use crate::checklist::{GlossaryText, Library, QuestionIx, TermIx};
use crate::documents::{LikelyPlaces, PageToRead, read_first};

/// The questions that a quotation may be dropped on, while the user chooses among them.
#[derive(Debug, Clone)]
pub struct Dropping {
    /// The word being typed, which narrows the list.
    pub query: Field,
    /// The questions, in the order of the list, each with the words it is found by.
    questions: Vec<(QuestionIx, String)>,
    /// The questions chosen; the selected one counts while there are none.
    pub chosen: Vec<QuestionIx>,
    /// The index of the selected question among those shown.
    pub selected: usize,
    /// The evidence to add, where it is not the paragraphs marked on the page.
    pub evidence: Option<Vec<Evidence>>,
}

impl Dropping {
    /// Returns the list of some questions, none chosen.
    pub fn new(library: &Library, questions: &[QuestionIx], selected: usize) -> Self {
        let found_by = |ix: QuestionIx| {
            let question = library.question(ix);
            format!("{} {} {}", question.id, question.short, question.ask).to_lowercase()
        };
        Self {
            query: Field::line(""),
            questions: questions.iter().map(|ix| (*ix, found_by(*ix))).collect(),
            chosen: Vec::new(),
            selected,
            evidence: None,
        }
    }

    /// Returns the questions that hold what is typed.
    pub fn shown(&self) -> Vec<QuestionIx> {
        let typed = self.query.text().trim().to_lowercase();
        let words = typed.split_whitespace();
        let questions = self.questions.iter();
        questions
            .filter(|(_, found_by)| words.clone().all(|word| found_by.contains(word)))
            .map(|(ix, _)| *ix)
            .collect()
    }

    /// Changes the word that narrows the list. Returns what the change returns.
    pub(super) fn narrow(&mut self, change: impl FnOnce(&mut Field) -> bool) -> bool {
        let before = self.query.text().to_owned();
        let used = change(&mut self.query);
        if self.query.text() != before {
            self.selected = 0;
        }
        used
    }

    /// Returns the questions to quote for.
    pub fn targets(&self) -> Vec<QuestionIx> {
        if self.chosen.is_empty() {
            let shown = self.shown();
            return shown.get(self.selected).copied().into_iter().collect();
        }
        self.chosen.clone()
    }

    /// Chooses the selected question, or takes it back.
    pub(super) fn choose(&mut self) {
        let Some(ix) = self.shown().get(self.selected).copied() else {
            return;
        };
        match self.chosen.iter().position(|one| *one == ix) {
            Some(at) => {
                self.chosen.remove(at);
            }
            None => self.chosen.push(ix),
        }
    }
}

impl PageView {
    /// Marks the selected paragraph to be quoted, or unmarks it.
    pub(super) fn turn_mark(&mut self) {
        let here = (self.page, self.paragraph);
        match self.marked.binary_search(&here) {
            Ok(at) => {
                self.marked.remove(at);
            }
            Err(at) => self.marked.insert(at, here),
        }
    }

    /// Returns the paragraphs to quote, each with its page: those marked, or else the selected one.
    pub fn to_quote(&self) -> Vec<(usize, usize)> {
        if self.marked.is_empty() {
            return vec![(self.page, self.paragraph)];
        }
        self.marked.clone()
    }
}

impl OpenAudit {
    /// Returns the questions that are asked of this review, for the page in the page view: the open
    /// ones first, and of those the ones whose likeliest passages are on the page.
    pub fn questions_for_page(&self, library: &Library) -> Vec<QuestionIx> {
        let asked = library.walk().iter().copied();
        let mut questions: Vec<QuestionIx> = asked
            .filter(|ix| self.findings.is_asked(library, *ix))
            .collect();
        questions.sort_by_key(|ix| {
            (
                !self.findings.answered(*ix).is_open(),
                !self.is_likely_here(*ix),
            )
        });
        questions
    }

    /// Returns true if a likeliest passage for a question is on the page in the page view.
    pub fn is_likely_here(&self, ix: QuestionIx) -> bool {
        let Some(page_view) = &self.papers.page_view else {
            return false;
        };
        let likely = self.papers.likely.iter();
        likely.filter(|one| one.question == ix).any(|one| {
            let mut places = one.places.iter();
            places.any(|place| {
                place.page == page_view.page && place.at.document == page_view.document
            })
        })
    }

    /// Returns the questions that each paragraph of the page in the page view is quoted under.
    pub fn quoted_here(&self, library: &Library) -> Vec<Vec<QuestionIx>> {
        let page_view = self.papers.page_view.as_ref();
        let Some((page_view, paper)) =
            page_view.and_then(|one| Some((one, self.papers.paper(&one.document)?)))
        else {
            return Vec::new();
        };
        let Some(page) = paper.paper.pages.get(page_view.page) else {
            return Vec::new();
        };
        let quotes: Vec<(QuestionIx, String)> = library
            .walk()
            .iter()
            .filter_map(|ix| Some((*ix, self.audit().answer_of(library, *ix)?)))
            .flat_map(|(ix, answer)| answer.evidence.iter().map(move |one| (ix, one)))
            .filter(|(_, one)| one.document.as_deref() == Some(page_view.document.as_str()))
            .filter(|(_, one)| one.page.is_none_or(|number| number == page.number))
            .filter_map(|(ix, one)| Some((ix, fold(one.quote.as_deref()?))))
            .filter(|(_, quote)| !quote.is_empty())
            .collect();
        page.paragraphs
            .iter()
            .map(|paragraph| {
                let words = fold(&paragraph.quote());
                let mut under: Vec<QuestionIx> = Vec::new();
                for (ix, quote) in &quotes {
                    if words.contains(quote.as_str()) && !under.contains(ix) {
                        under.push(*ix);
                    }
                }
                under
            })
            .collect()
    }

    /// Returns the pages to read first, by the questions that are still open.
    pub fn pages_to_read(&self, library: &Library) -> Vec<PageToRead> {
        let is_open =
            |ix| self.findings.answered(ix).is_open() && self.findings.is_asked(library, ix);
        read_first(&self.papers.likely, is_open)
    }
}

impl super::papers::Papers {
    /// Looks up the likeliest places for every question, once for each reading of the papers.
    pub(super) fn keep_likely(&mut self, library: &Library) {
        if self.likely_at == self.readings {
            return;
        }
        let Some(register) = &self.register else {
            return;
        };
        self.likely_at = self.readings;
        let all = library.walk().iter().copied();
        self.likely = register.shelf.likely_places(library, all);
        self.likely
            .retain(|one: &LikelyPlaces| !one.places.is_empty());
    }
}

/// The words of the glossary, in the order that helps most where the user is.
#[derive(Debug, Clone, Default)]
pub struct Glossary {
    /// The words met on the page or in the question in front.
    pub met: Vec<TermIx>,
    /// All others of the review's nation.
    pub others: Vec<TermIx>,
    /// Those of other nations.
    pub elsewhere: Vec<TermIx>,
}

impl Desk {
    /// Returns the glossary, the words met in front first.
    pub fn glossary(&self) -> Glossary {
        let mut glossary = Glossary::default();
        let Some(open) = &self.open else {
            return glossary;
        };
        let nation = open.audit().review.territory;
        let text = GlossaryText::new(&self.text_in_front(open));
        let mut terms: Vec<_> = self.library.terms().collect();
        terms.sort_by_key(|(_, one)| one.word.to_lowercase());
        for (ix, term) in terms {
            if !term.is_of(nation) {
                glossary.elsewhere.push(ix);
            } else if term.is_in(&text) {
                glossary.met.push(ix);
            } else {
                glossary.others.push(ix);
            }
        }
        glossary
    }

    /// Returns the words of the page that is open, or those of the question and its passage.
    fn text_in_front(&self, open: &OpenAudit) -> String {
        let page = self
            .page_view()
            .filter(|_| self.screen == super::Screen::Documents);
        if let Some(page_view) = page {
            let paper = open.papers.paper(&page_view.document);
            let page = paper.and_then(|paper| paper.paper.pages.get(page_view.page));
            let paragraphs = page.map(|page| page.paragraphs.as_slice());
            let paragraphs = paragraphs.unwrap_or_default().iter();
            let texts: Vec<&str> = paragraphs.map(|one| one.text.as_str()).collect();
            return texts.join("\n");
        }
        let Some(ix) = open.walk.at() else {
            return String::new();
        };
        let question = self.library.question(ix);
        let passage = open.papers.passage().map(|one| one.text.as_str());
        let mut texts = vec![question.ask.as_str(), question.short.as_str()];
        texts.extend(question.help.as_deref());
        texts.extend(question.proved_by.iter().map(Text::as_str));
        texts.extend(question.usual_failure.as_deref());
        texts.extend(passage);
        texts.join("\n")
    }
}
