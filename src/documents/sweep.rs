//! Passages for a question, and the first sweep over all open ones.
//!
//! A sweep only suggests: a place to look at, or that there is none. It never answers.

use std::collections::HashMap;
use std::rc::Rc;

use serde::Serialize;

use super::index::PhraseHit;
use super::passage::Passage;
use super::query::Term;
use super::rank::{Ranking, put_best_first};
use super::shelf::Shelf;
use super::silence::Silence;
use super::words::{Broken, all, is_common};
use crate::checklist::{Library, Question, QuestionIx, QuestionKind, Unit};
use crate::findings::Findings;

/// A suggestion from the documents for a question, to be checked.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Suggestion {
    /// The question.
    #[serde(skip)]
    pub question: QuestionIx,
    /// The question's id.
    pub id: String,
    /// The words and phrases searched for.
    pub words: Vec<String>,
    /// Result of the search.
    pub outcome: Outcome,
}

/// Result of searching for a question.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// There are passages that hold the words, the best first.
    Found {
        /// The best of them.
        passages: Vec<Passage>,
        /// Number of them in all.
        total: usize,
    },
    /// No passage holds the words. Passages that may be meant all the same are in the silence.
    Silent(Box<Silence>),
    /// The question names no words to search for; these passages are like it.
    ///
    /// They prove no silence.
    Like(Vec<Passage>),
}

impl Suggestion {
    /// Returns the suggestion in one line.
    pub fn label(&self) -> String {
        match &self.outcome {
            Outcome::Found { total: 1, .. } => "1 passage".to_owned(),
            Outcome::Found { total, .. } => format!("{total} passages"),
            Outcome::Silent(silence) if silence.possible.is_empty() => {
                let pages = silence.pages_read();
                let whole = if silence.is_whole() {
                    ""
                } else {
                    " that could be read"
                };
                format!("not one mention in {pages} pages{whole}")
            }
            Outcome::Silent(_) => "no mention, but a possible one: please look".to_owned(),
            Outcome::Like(passages) if passages.is_empty() => "nothing like it found".to_owned(),
            Outcome::Like(_) => "passages like the question: please look".to_owned(),
        }
    }

    /// Returns the passages to check.
    pub fn passages(&self) -> &[Passage] {
        match &self.outcome {
            Outcome::Found { passages, .. } | Outcome::Like(passages) => passages,
            Outcome::Silent(silence) => &silence.possible,
        }
    }
}

/// Returns the questions without an answer, in walking order: those of a first sweep.
pub fn open_questions(library: &Library, findings: &Findings) -> Vec<QuestionIx> {
    let is_open = |ix: &QuestionIx| {
        findings
            .answered
            .get(ix.place())
            .is_none_or(crate::findings::Answered::is_open)
    };
    library.walk().iter().copied().filter(is_open).collect()
}

/// Kind of detail that an answer needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Needs {
    Nothing,
    Money,
    Figure,
    Date,
}

/// Number of the best paragraphs that are searched for a sum, a figure or a date.
const FAVOURED: usize = 300;

/// Cache of hits by term: questions share many.
type Known = HashMap<String, Rc<Vec<PhraseHit>>>;

impl Shelf {
    /// Returns passages for one question, at most `limit`, or the silence.
    pub fn passages(&self, library: &Library, question: QuestionIx, limit: usize) -> Suggestion {
        self.look(library, question, limit, &mut Known::new())
    }

    /// Searches for each of the questions, in their order: at most `limit` passages each.
    pub fn sweep(
        &self,
        library: &Library,
        questions: impl IntoIterator<Item = QuestionIx>,
        limit: usize,
    ) -> Vec<Suggestion> {
        let mut known = Known::new();
        questions
            .into_iter()
            .map(|question| self.look(library, question, limit, &mut known))
            .collect()
    }

    fn look(
        &self,
        library: &Library,
        ix: QuestionIx,
        limit: usize,
        known: &mut Known,
    ) -> Suggestion {
        let question = library.question(ix);
        let terms = terms(&question.look_for.english);
        let needs = needs(question);
        let words = terms.iter().map(|term| term.text.clone()).collect();
        let outcome = if terms.is_empty() {
            // A question without words of its own uses those of its topic, and its own text.
            let lead = library
                .lead(question.topic)
                .map(|lead| library.question(lead));
            let borrowed = lead
                .map(|lead| self::terms(&lead.look_for.english))
                .unwrap_or_default();
            let (passages, _) = self.best(question, &borrowed, needs, limit, known, true);
            Outcome::Like(passages)
        } else {
            let (passages, total) = self.best(question, &terms, needs, limit, known, false);
            if total > 0 {
                Outcome::Found { passages, total }
            } else {
                match self.silence_of(&terms) {
                    Some(silence) => Outcome::Silent(Box::new(silence)),
                    None => Outcome::Like(Vec::new()),
                }
            }
        };
        Suggestion {
            question: ix,
            id: question.id.clone(),
            words,
            outcome,
        }
    }

    fn best(
        &self,
        question: &Question,
        terms: &[Term],
        needs: Needs,
        limit: usize,
        known: &mut Known,
        by_own_words: bool,
    ) -> (Vec<Passage>, usize) {
        let mut ranking = Ranking::default();
        for term in terms {
            let hits = known
                .entry(term.text.clone())
                .or_insert_with(|| Rc::new(term.hits(&self.index)));
            ranking.add(&term.text, 0, Rc::clone(hits));
        }
        let asked = all(&question.ask, Broken::Apart);
        let asked: Vec<&str> = asked
            .iter()
            .map(|token| token.form.as_ref())
            .filter(|word| !is_common(word))
            .collect();
        if by_own_words {
            for word in &asked {
                let rare = self.index.stem_of(word).is_some_and(|stem| {
                    let spread = self.index.spread(stem);
                    spread < 40 || spread * 20 < self.index.paragraphs
                });
                if rare && let Some(term) = Term::of(word) {
                    ranking.add(word, 0, Rc::new(term.hits(&self.index)));
                }
            }
        }
        if ranking.is_empty() {
            return (Vec::new(), 0);
        }
        let mut weights: Vec<(u32, f32)> = Vec::new();
        for (word, weight) in terms
            .iter()
            .flat_map(Term::telling_words)
            .map(|word| (word, 1.0))
            .chain(asked.iter().map(|word| (*word, 0.5)))
        {
            if let Some(stem) = self.index.stem_of(word)
                && !weights.iter().any(|(known, _)| *known == stem)
            {
                weights.push((stem, weight));
            }
        }
        let mut weighed = ranking.weighed(&self.index, |_, _| true);
        if needs != Needs::Nothing {
            put_best_first(&self.index, &mut weighed, &[], FAVOURED);
            for (place, score) in weighed.iter_mut().take(FAVOURED) {
                if self.text_at(*place).is_some_and(|text| holds(text, needs)) {
                    *score *= 1.6;
                }
            }
        }
        self.passages_of(&ranking, weighed, &weights, limit)
    }

    fn text_at(&self, place: u32) -> Option<&str> {
        let at = self.index.place(place)?;
        let page = self
            .papers()
            .get(at.paper as usize)?
            .paper
            .pages
            .get(at.page as usize)?;
        Some(page.paragraphs.get(at.paragraph as usize)?.text.as_str())
    }
}

/// Returns the terms of a list, each once.
fn terms(look_for: &[String]) -> Vec<Term> {
    let mut out: Vec<Term> = Vec::new();
    for term in look_for.iter().filter_map(|text| Term::of(text)) {
        let known = |other: &Term| other.text.eq_ignore_ascii_case(&term.text);
        if !out.iter().any(known) {
            out.push(term);
        }
    }
    out
}

fn needs(question: &Question) -> Needs {
    match &question.kind {
        QuestionKind::Event => Needs::Date,
        QuestionKind::Figure(unit) => {
            if matches!(unit, Unit::Pounds | Unit::PoundsAYear) {
                Needs::Money
            } else {
                Needs::Figure
            }
        }
        _ => Needs::Nothing,
    }
}

fn holds(text: &str, needs: Needs) -> bool {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    match needs {
        Needs::Nothing => false,
        Needs::Money => text.contains('£'),
        Needs::Figure => text.bytes().any(|byte| byte.is_ascii_digit()),
        Needs::Date => {
            text.bytes().any(|byte| byte.is_ascii_digit())
                && (MONTHS.iter().any(|month| text.contains(month)) || text.contains('/'))
        }
    }
}
