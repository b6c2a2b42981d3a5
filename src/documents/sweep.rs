//! Passages for a question, and the first sweep over all open ones.
//!
//! A sweep only suggests: a place to look at, or that there is none. It never answers.

use std::collections::HashSet;

use serde::Serialize;

use super::index::{NEAR, PhraseHit, count};
use super::language::OtherLanguage;
use super::likely::{AskedWords, KnownWords};
use super::parallel::in_parallel;
use super::passage::Passage;
use super::query::SearchTerm;
use super::shelf::Shelf;
use super::silence::Silence;
use super::words::{Broken, Token, all, is_common};
use crate::checklist::{Library, Question, QuestionIx, QuestionKind, SearchWords, Unit};
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
    pub outcome: SweepOutcome,
}

/// Result of searching for a question.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SweepOutcome {
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
            SweepOutcome::Found { total: 1, .. } => "1 passage".to_owned(),
            SweepOutcome::Found { total, .. } => format!("{total} passages"),
            SweepOutcome::Silent(silence) if silence.is_of_nothing() => {
                "no page could be searched".to_owned()
            }
            SweepOutcome::Silent(silence) if silence.possible.is_empty() => {
                let pages = silence.pages_read();
                let whole = if silence.is_whole() {
                    ""
                } else {
                    " that could be read"
                };
                format!("not one mention in {pages} pages{whole}")
            }
            SweepOutcome::Silent(_) => "no mention, but a possible one: check it".to_owned(),
            SweepOutcome::Like(passages) if passages.is_empty() => {
                "nothing like it found".to_owned()
            }
            SweepOutcome::Like(_) => "passages like the question: check them".to_owned(),
        }
    }

    /// Returns the passages to check.
    pub fn passages(&self) -> &[Passage] {
        match &self.outcome {
            SweepOutcome::Found { passages, .. } | SweepOutcome::Like(passages) => passages,
            SweepOutcome::Silent(silence) => silence.to_check(),
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
enum SweepNeeds {
    Nothing,
    Money,
    Figure,
    Date,
}

/// Number of the best paragraphs that are searched for a sum, a figure or a date.
const FAVOURED: usize = 300;
/// Weight of a question's own words, and of the proof it names, relative to the words to look for.
const OWN: f32 = 0.5;
/// Weight of the words of its guidance, most of which are about answering it.
const GUIDANCE: f32 = 0.2;
/// A paragraph that holds more than this of what the question's own words tell may be its answer.
const MOST: f32 = 0.6;
/// Weight of a paragraph that holds a word or phrase looked for, relative to one of single words.
const HOLDING: f32 = 1.6;
/// A possible mention is among so many of the likeliest paragraphs: by itself a word of two meanings
/// next to another, or a phrase put otherwise, is as often chance.
const AMONG: usize = 5;
/// Number of the likeliest paragraphs that are shown before silence is recorded.
const LIKELIEST: usize = 3;

impl Shelf {
    /// Returns passages for one question, at most `limit`, or the silence.
    pub fn passages(&self, library: &Library, question: QuestionIx, limit: usize) -> Suggestion {
        self.look(library, question, limit, &KnownWords::default())
    }

    /// Searches for each of the questions, in their order: at most `limit` passages each.
    pub fn sweep(
        &self,
        library: &Library,
        questions: impl IntoIterator<Item = QuestionIx>,
        limit: usize,
    ) -> Vec<Suggestion> {
        let questions: Vec<QuestionIx> = questions.into_iter().collect();
        let known = KnownWords::default();
        in_parallel(&questions, |question| {
            self.look(library, *question, limit, &known)
        })
    }

    fn look(
        &self,
        library: &Library,
        ix: QuestionIx,
        limit: usize,
        known: &KnownWords,
    ) -> Suggestion {
        let question = library.question(ix);
        let terms = self.terms(&question.look_for);
        let words = terms.iter().map(|term| term.text.clone()).collect();
        let own = all(&question.ask, Broken::Apart);
        let own: Vec<&str> = telling(&own).collect();
        let mut asked = AskedWords::default();
        asked.say(own.iter().copied(), OWN);
        if let Some(help) = &question.help {
            asked.say(telling(&all(help, Broken::Apart)), GUIDANCE);
        }
        for proof in &question.proved_by {
            asked.say(telling(&all(proof, Broken::Apart)), OWN);
        }
        let outcome = if terms.is_empty() {
            // A question without words of its own uses those of its topic as well.
            if let Some(lead) = library.lead(question.topic) {
                asked.look_for(&self.terms(&library.question(lead).look_for), OWN);
            }
            asked.say(own.iter().copied(), 1.0);
            SweepOutcome::Like(self.best(question, &asked, &HashSet::new(), limit, known))
        } else {
            asked.look_for(&terms, 1.0);
            self.found_or_silent(question, &terms, &own, &asked, limit, known)
        };
        Suggestion {
            question: ix,
            id: question.id.to_string(),
            words,
            outcome,
        }
    }

    /// Returns the words to look for as terms: the Welsh ones where a page is in Welsh, or where they
    /// occur, for a heading or a row of a table is too short to tell its language.
    fn terms(&self, words: &SearchWords) -> Vec<SearchTerm> {
        let is_welsh = self
            .languages()
            .iter()
            .flatten()
            .any(OtherLanguage::is_welsh);
        let welsh = words.welsh.iter();
        let welsh = welsh.filter_map(|text| SearchTerm::of_welsh(text));
        let welsh = welsh.filter(|term| is_welsh || !term.hits(&self.index).is_empty());
        let english = words.english.iter().filter_map(|text| SearchTerm::of(text));
        english.chain(welsh).collect()
    }

    /// Decides between a find, a possible mention and silence.
    ///
    /// It is a find if a word or phrase to look for occurs, other than one of two meanings. Short of
    /// that, a phrase put otherwise, a word of two meanings next to one of the question's own, and
    /// most of the question in one paragraph are possible mentions.
    fn found_or_silent(
        &self,
        question: &Question,
        terms: &[SearchTerm],
        own: &[&str],
        asked: &AskedWords,
        limit: usize,
        known: &KnownWords,
    ) -> SweepOutcome {
        let never_alone = &question.look_for.never_alone;
        let is_vague = |term: &SearchTerm| {
            never_alone
                .iter()
                .any(|vague| vague.eq_ignore_ascii_case(&term.text))
        };
        let mut found: Vec<u32> = Vec::new();
        for term in terms.iter().filter(|term| !is_vague(term)) {
            found.extend(known.hits(self, term).iter().map(|hit| hit.place));
        }
        if !found.is_empty() {
            found.sort_unstable();
            found.dedup();
            let unit = |place: &u32| self.seat(*place).map(|seat| seat.unit);
            let units: HashSet<u32> = found.iter().filter_map(unit).collect();
            let passages = self.best(question, asked, &units, limit, known);
            let total = found.len().max(passages.len());
            return SweepOutcome::Found { passages, total };
        }
        let mut possible = self.holding(own, MOST, known);
        for term in terms {
            if is_vague(term) {
                let hits = known.hits(self, term);
                possible.extend(
                    hits.iter()
                        .filter(|hit| self.has_company(hit, term, own))
                        .map(|hit| hit.place),
                );
            } else {
                possible.extend(term.close(&self.index).iter().map(|hit| hit.place));
                if term.is_parted() {
                    continue;
                }
                // In a table as printed, the next cell comes between the lines of a cell.
                let apart = term.near(&self.index);
                possible.extend(apart.iter().map(|hit| hit.place).filter(|place| {
                    let text = self.text_at(*place);
                    text.is_some_and(|text| text.contains('\t') && text.contains('\n'))
                }));
            }
        }
        let units: HashSet<u32> = possible
            .into_iter()
            .filter_map(|place| self.seat(place).map(|seat| seat.unit))
            .collect();
        let ranked = self.likeliest(asked, known);
        let (mut possible, others): (Vec<_>, Vec<_>) =
            self.different(&ranked, AMONG).into_iter().partition(|one| {
                let mut places = std::iter::once(&one.place).chain(&one.also);
                places.any(|place| units.contains(place))
            });
        possible.truncate(limit.max(LIKELIEST));
        let possible = self.passages_for(asked, possible, known);
        let wanted = LIKELIEST.saturating_sub(possible.len());
        let others = others.into_iter().take(wanted).collect();
        let others = self.passages_for(asked, others, known);
        let likeliest: Vec<Passage> = possible.iter().cloned().chain(others).collect();
        match self.silence_of(terms, possible, likeliest.clone()) {
            Some(mut silence) => {
                let has_welsh = !question.look_for.welsh.is_empty();
                self.leave_out_languages(&mut silence, has_welsh);
                SweepOutcome::Silent(Box::new(silence))
            }
            // Each of the words is there, if only in another meaning: there is no silence to tell.
            None => SweepOutcome::Like(likeliest),
        }
    }

    /// Returns true if one of the question's own words is near a hit in the same paragraph.
    fn has_company(&self, hit: &PhraseHit, term: &SearchTerm, own: &[&str]) -> bool {
        let Some(at) = self.index.place(hit.place) else {
            return false;
        };
        let near = count(NEAR);
        let of_term: Vec<u32> = term
            .telling_words()
            .filter_map(|word| self.index.stem_of(word))
            .collect();
        let company: Vec<u32> = own
            .iter()
            .filter_map(|word| self.index.stem_of(word))
            .filter(|stem| !of_term.contains(stem))
            .collect();
        let from = hit.word.saturating_sub(near);
        let to = (hit.word + hit.words + near).min(at.words);
        (from..to)
            .filter_map(|word| self.index.stem_at(at.start + word))
            .any(|stem| company.contains(&stem))
    }

    /// Returns the likeliest paragraphs; those `holding` a word or phrase looked for and the kind of
    /// detail asked for count for more.
    fn best(
        &self,
        question: &Question,
        asked: &AskedWords,
        holding: &HashSet<u32>,
        limit: usize,
        known: &KnownWords,
    ) -> Vec<Passage> {
        let mut ranked = self.likeliest(asked, known);
        let needs = needs(question);
        for (place, score) in &mut ranked {
            if holding.contains(place) {
                *score *= HOLDING;
            }
        }
        if needs != SweepNeeds::Nothing {
            for (place, score) in ranked.iter_mut().take(FAVOURED) {
                if self.text_at(*place).is_some_and(|text| holds(text, needs)) {
                    *score *= 1.6;
                }
            }
        }
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1));
        let likely = self.different(&ranked, limit);
        self.passages_for(asked, likely, known)
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

/// Returns the words of a text that tell something by themselves.
fn telling<'t>(tokens: &'t [Token<'_>]) -> impl Iterator<Item = &'t str> {
    tokens
        .iter()
        .map(|token| token.form.as_ref())
        .filter(|word| !is_common(word))
}

fn needs(question: &Question) -> SweepNeeds {
    match &question.kind {
        QuestionKind::Event => SweepNeeds::Date,
        QuestionKind::Figure(unit) => {
            if matches!(unit, Unit::Pounds | Unit::PoundsAYear) {
                SweepNeeds::Money
            } else {
                SweepNeeds::Figure
            }
        }
        _ => SweepNeeds::Nothing,
    }
}

fn holds(text: &str, needs: SweepNeeds) -> bool {
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
        SweepNeeds::Nothing => false,
        SweepNeeds::Money => text.contains('£'),
        SweepNeeds::Figure => text.bytes().any(|byte| byte.is_ascii_digit()),
        SweepNeeds::Date => {
            text.bytes().any(|byte| byte.is_ascii_digit())
                && (MONTHS.iter().any(|month| text.contains(month)) || text.contains('/'))
        }
    }
}
