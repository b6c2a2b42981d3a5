//! Quotations, and the results of looking them up again in the files they are taken from.
//!
//! The looking up itself is the business of `documents`; the results stand here, because every room
//! above tells them.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{Audit, Evidence};
use crate::wording::count;

/// Result of looking a quotation up in the file it is taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuoteState {
    /// It stands on the page cited, or in the file if no page is cited.
    Found,
    /// It stands on another page of the file, counted from 1.
    FoundOn(u32),
    /// It stands in the file, and its ellipsis leaves out this word, which may turn its meaning round.
    LeavesOut(&'static str),
    /// It stands nowhere in the text.
    Missing,
    /// The file, or the page cited, holds no text that can be read.
    Unread,
}

impl QuoteState {
    /// Returns the state as a word for a program.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Found => "found",
            Self::FoundOn(_) => "elsewhere",
            Self::LeavesOut(_) => "leaves-out",
            Self::Missing => "missing",
            Self::Unread => "unread",
        }
    }

    /// Returns the state in words for a reader.
    pub fn label(self) -> String {
        match self {
            Self::Found => "found again in the file".to_owned(),
            Self::FoundOn(page) => format!("found again on page {page} of the file"),
            Self::LeavesOut(word) => {
                format!("found again in the file with a gap that leaves out “{word}”")
            }
            Self::Missing => "not found again in the file".to_owned(),
            Self::Unread => "not looked up: it cannot be read".to_owned(),
        }
    }
}

/// A quotation: the words, and the place they are said to stand in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quotation {
    /// The id of the document.
    pub document: String,
    /// The page cited, counted from 1.
    pub page: Option<u32>,
    /// The page cited as it is printed.
    pub printed_page: Option<String>,
    /// The words.
    pub words: String,
}

impl Quotation {
    /// Returns the quotation of a piece of evidence, if it quotes a document.
    pub fn of(evidence: &Evidence) -> Option<Self> {
        let words = evidence.quote.as_ref()?;
        (!words.trim().is_empty()).then_some(Self {
            document: evidence.document.clone()?,
            page: evidence.page,
            printed_page: evidence.printed_page.clone(),
            words: words.clone(),
        })
    }
}

/// The quotations of an audit, with the state of each.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Quotes(BTreeMap<Quotation, QuoteState>);

/// One quotation of an audit that was looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quoted {
    /// The id of the question or the event under which it stands.
    pub question: String,
    /// The index of its piece of evidence.
    pub evidence: usize,
    /// The words and their place.
    pub quotation: Quotation,
    /// The result.
    pub state: QuoteState,
}

impl Quotes {
    /// Looks up every quotation of an audit with `find`, each once.
    pub fn look_up(audit: &Audit, mut find: impl FnMut(&Quotation) -> QuoteState) -> Self {
        let mut states = BTreeMap::new();
        for quotation in all_evidence(audit).filter_map(|(_, _, one)| Quotation::of(one)) {
            if let Entry::Vacant(place) = states.entry(quotation) {
                let state = find(place.key());
                place.insert(state);
            }
        }
        Self(states)
    }

    /// Returns the state of a quotation, if it was looked up.
    pub fn state(&self, quotation: &Quotation) -> Option<QuoteState> {
        self.0.get(quotation).copied()
    }

    /// Returns the state of a piece of evidence, if it quotes a document and was looked up.
    pub fn of(&self, evidence: &Evidence) -> Option<QuoteState> {
        self.state(&Quotation::of(evidence)?)
    }

    /// Returns every quotation of an audit that was looked up, in the audit's order.
    pub fn list(&self, audit: &Audit) -> Vec<Quoted> {
        all_evidence(audit)
            .filter_map(|(id, evidence, one)| {
                let quotation = Quotation::of(one)?;
                let state = self.state(&quotation)?;
                Some(Quoted {
                    question: id.to_owned(),
                    evidence,
                    quotation,
                    state,
                })
            })
            .collect()
    }
}

impl Audit {
    /// Returns every piece of evidence: those of the answers, then those of the user's own events.
    pub fn evidence(&self) -> impl Iterator<Item = &Evidence> {
        all_evidence(self).map(|(_, _, one)| one)
    }

    /// Returns every piece of evidence, to be changed.
    pub fn evidence_mut(&mut self) -> impl Iterator<Item = &mut Evidence> {
        let of_answers = self.answers.values_mut().flat_map(|one| &mut one.evidence);
        let of_events = self.events.iter_mut().flat_map(|one| &mut one.evidence);
        of_answers.chain(of_events)
    }
}

/// Returns every piece of evidence: those of the answers, then those of the user's own events.
///
/// Each comes with the id of its question or event, and its index there.
fn all_evidence(audit: &Audit) -> impl Iterator<Item = (&str, usize, &Evidence)> {
    let answers = audit
        .answers
        .iter()
        .map(|(id, one)| (id.as_str(), &one.evidence));
    let events = audit
        .events
        .iter()
        .map(|one| (one.id.as_str(), &one.evidence));
    answers
        .chain(events)
        .flat_map(|(id, all)| all.iter().enumerate().map(move |(at, one)| (id, at, one)))
}

/// Number of quotations in each state.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct QuoteCount {
    /// Those found where they are said to stand.
    pub found: usize,
    /// Those found on another page.
    pub elsewhere: usize,
    /// Those found with a gap that leaves out a “not” or the like.
    pub leaves_out: usize,
    /// Those not found.
    pub missing: usize,
    /// Those that could not be looked up.
    pub unread: usize,
    /// The ids of the documents that could not be read where they are quoted.
    #[serde(skip)]
    unread_documents: BTreeSet<String>,
}

impl QuoteCount {
    /// Counts quotations.
    pub fn of<'q>(quoted: impl IntoIterator<Item = &'q Quoted>) -> Self {
        let mut count = Self::default();
        for one in quoted {
            count.add(&one.quotation.document, one.state);
        }
        count
    }

    /// Counts one more quotation, of the document with this id.
    pub fn add(&mut self, document: &str, state: QuoteState) {
        match state {
            QuoteState::Found => self.found += 1,
            QuoteState::FoundOn(_) => self.elsewhere += 1,
            QuoteState::LeavesOut(_) => self.leaves_out += 1,
            QuoteState::Missing => self.missing += 1,
            QuoteState::Unread => {
                self.unread += 1;
                self.unread_documents.insert(document.to_owned());
            }
        }
    }

    /// Adds another count.
    pub fn join(&mut self, other: Self) {
        self.found += other.found;
        self.elsewhere += other.elsewhere;
        self.leaves_out += other.leaves_out;
        self.missing += other.missing;
        self.unread += other.unread;
        self.unread_documents.extend(other.unread_documents);
    }

    /// Returns the count in a sentence; none if there is no quotation.
    ///
    /// "36 of 37 quotations found again, 1 of them on another page; 2 papers could not be read."
    pub fn sentence(&self) -> Option<String> {
        let again = self.found + self.elsewhere + self.leaves_out;
        let looked_up = again + self.missing;
        let noun = |number| count(number, "quotation", "quotations");
        let mut parts = Vec::new();
        if looked_up > 0 {
            let mut said = format!("{again} of {} found again", noun(looked_up));
            if self.elsewhere > 0 {
                said.push_str(&format!(", {} of them on another page", self.elsewhere));
            }
            if self.leaves_out > 0 {
                said.push_str(&format!(
                    ", {} of them with a gap that leaves out a “not” or the like",
                    self.leaves_out
                ));
            }
            parts.push(said);
        }
        if self.unread > 0 {
            parts.push(format!(
                "{} could not be read ({} not looked up)",
                count(self.unread_documents.len(), "paper", "papers"),
                noun(self.unread),
            ));
        }
        (!parts.is_empty()).then(|| parts.join("; ") + ".")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::{Answer, OwnEvent, Review};

    #[test]
    fn the_proof_of_an_event_is_evidence_as_that_of_an_answer_is() {
        let mut audit = Audit::new(Review::named("A", "B"));
        let of = |id: &str| Evidence {
            document: Some(id.to_owned()),
            ..Evidence::default()
        };
        let answer = Answer {
            evidence: vec![of("report")],
            ..Answer::default()
        };
        audit.answers.insert("a".into(), answer);
        audit.events.push(OwnEvent {
            id: "event-1".into(),
            when: "2026-03".parse().expect("a date"),
            what: "The press was told".into(),
            evidence: vec![of("minute")],
        });
        for one in audit.evidence_mut() {
            one.page = Some(7);
        }
        let found: Vec<_> = audit
            .evidence()
            .map(|one| (one.document.as_deref(), one.page))
            .collect();
        assert_eq!(
            found,
            [(Some("report"), Some(7)), (Some("minute"), Some(7))]
        );
    }

    #[test]
    fn a_quotation_is_looked_up_once_and_told_wherever_it_stands() {
        let quote = |page, words: &str| Evidence {
            document: Some("report".into()),
            page,
            quote: Some(words.to_owned()),
            ..Evidence::default()
        };
        let mut audit = Audit::new(Review::named("A", "B"));
        let said = Evidence {
            document: None,
            ..quote(None, "said aloud")
        };
        for id in ["a", "b"] {
            audit.answers.insert(
                id.into(),
                Answer {
                    evidence: vec![said.clone(), quote(Some(2), "x y"), quote(None, " ")],
                    ..Answer::default()
                },
            );
        }
        let mut asked = 0;
        let quotes = Quotes::look_up(&audit, |_| {
            asked += 1;
            QuoteState::FoundOn(3)
        });
        assert_eq!(asked, 1);
        let list = quotes.list(&audit);
        let at: Vec<(&str, usize)> = list
            .iter()
            .map(|one| (one.question.as_str(), one.evidence))
            .collect();
        assert_eq!(at, [("a", 1), ("b", 1)]);
        assert_eq!(
            quotes.of(&quote(Some(2), "x y")),
            Some(QuoteState::FoundOn(3))
        );
        assert_eq!(quotes.of(&quote(Some(1), "x y")), None);
        assert_eq!(quotes.of(&said), None, "it is of no document");
    }

    #[test]
    fn the_count_is_said_in_a_sentence() {
        let mut count = QuoteCount::default();
        assert_eq!(count.sentence(), None);
        for _ in 0..35 {
            count.add("a", QuoteState::Found);
        }
        count.add("a", QuoteState::FoundOn(9));
        count.add("a", QuoteState::LeavesOut("not"));
        count.add("a", QuoteState::Missing);
        for id in ["b", "b", "c"] {
            count.add(id, QuoteState::Unread);
        }
        let said = "37 of 38 quotations found again, 1 of them on another page, 1 of them with a \
                    gap that leaves out a “not” or the like; 2 papers could not be read (3 \
                    quotations not looked up).";
        assert_eq!(count.sentence().as_deref(), Some(said));
    }
}
