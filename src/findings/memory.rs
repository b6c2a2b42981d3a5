//! Work that is kept from one derivation to the next: all that an answer gives by itself.
//!
//! An answer is weighed, its mistakes are looked for and its note is searched for citations without any
//! other answer. That is most of the work where thousands are answered, so it is done again only for the
//! answers that changed. Which questions are asked hangs on facts, place and day, and on a judgement only
//! in that it has an answer: so that is kept too, until something else changes. All else that follows from
//! several answers is derived afresh each time. The findings are always those that are derived from
//! nothing (`tests/findings_memory.rs`).

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::asked::KeptAsking;
use super::facts::weighed;
use super::lint::{OfAnswer, of_answer};
use crate::audit::{Audit, Document, Review};
use crate::checklist::{Library, QuestionIx};

/// The work kept; empty before the first derivation.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    kept: Option<Kept>,
}

/// Work kept, with all that it hangs on besides the answers.
#[derive(Debug, Clone)]
struct Kept {
    library: u64,
    today: NaiveDate,
    review: Review,
    documents: Vec<Document>,
    answers: Vec<OfAnswer>,
    orphaned: Vec<String>,
    asking: Option<KeptAsking>,
}

/// Work brought up to date.
pub(super) struct UpToDate<'a> {
    /// The work on each answer by itself, by question.
    pub(super) answers: &'a [OfAnswer],
    /// The ids of the answers whose questions no checklist asks any more.
    pub(super) orphaned: &'a [String],
    /// The questions that were asked the last time, if that may still hold.
    pub(super) asking: &'a mut Option<KeptAsking>,
    /// The questions whose answers may have changed since then.
    pub(super) changed: Vec<QuestionIx>,
}

impl Memory {
    /// Brings the work up to date and returns it, by question.
    ///
    /// `touched` names the answers that may have changed since the last time; `None` if that is not
    /// known.
    pub(super) fn bring_up_to_date(
        &mut self,
        library: &Library,
        audit: &Audit,
        today: NaiveDate,
        touched: Option<&BTreeSet<String>>,
    ) -> UpToDate<'_> {
        let holds = |kept: &Kept| {
            kept.library == library.serial()
                && kept.today == today
                && kept.review == audit.review
                && kept.documents == audit.documents
        };
        let before = self.kept.take().filter(holds).zip(touched);
        let one = |ix: QuestionIx| of_one(library, audit, today, ix);
        let mut changed = Vec::new();
        let kept = match before {
            Some((mut kept, touched)) => {
                for id in touched {
                    match library.find_current(id) {
                        Some(ix) => changed.push(ix),
                        None => kept.orphaned = orphaned(library, audit),
                    }
                }
                for ix in &changed {
                    if let Some(of) = kept.answers.get_mut(ix.place()) {
                        *of = one(*ix);
                    }
                }
                kept
            }
            None => Kept {
                library: library.serial(),
                today,
                review: audit.review.clone(),
                documents: audit.documents.clone(),
                answers: library.questions().map(|(ix, _)| one(ix)).collect(),
                orphaned: orphaned(library, audit),
                asking: None,
            },
        };
        let kept = self.kept.insert(kept);
        UpToDate {
            answers: &kept.answers,
            orphaned: &kept.orphaned,
            asking: &mut kept.asking,
            changed,
        }
    }
}

/// Returns the ids of the answers whose questions no checklist asks any more.
fn orphaned(library: &Library, audit: &Audit) -> Vec<String> {
    let ids = audit.answers.keys();
    ids.filter(|id| library.find_current(id).is_none())
        .cloned()
        .collect()
}

fn of_one(library: &Library, audit: &Audit, today: NaiveDate, ix: QuestionIx) -> OfAnswer {
    let Some(answer) = audit.answer_of(library, ix) else {
        return OfAnswer::default();
    };
    let mut of = OfAnswer {
        answered: weighed(library, audit, ix),
        ..OfAnswer::default()
    };
    of_answer(
        (library, audit, today),
        ix,
        answer,
        &of.answered,
        &mut of.lint,
    );
    if !answer.note.is_empty() {
        library.traps_in(&answer.note, |place| {
            of.cites.insert(place);
        });
    }
    of
}
