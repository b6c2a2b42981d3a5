//! Work that is kept from one derivation to the next: all that an answer gives by itself.
//!
//! An answer is weighed, its mistakes are looked for and its note is searched for citations without any
//! other answer. That is most of the work where thousands are answered, so it is done again only for the
//! answers that changed. What follows from several answers is derived afresh each time. The findings are
//! always those that are derived from nothing (`tests/findings_memory.rs`).

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::facts::weighed;
use super::lint::{OfAnswer, of_answer};
use crate::audit::{Audit, Document, Review};
use crate::checklist::{Library, QuestionIx};
use crate::wording::Sought;

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
    ) -> &[OfAnswer] {
        let holds = |kept: &Kept| {
            kept.library == library.serial()
                && kept.today == today
                && kept.review == audit.review
                && kept.documents == audit.documents
        };
        let before = self.kept.take().filter(holds).zip(touched);
        let sought = Sought::among(
            library
                .traps()
                .enumerate()
                .flat_map(|(place, (_, trap))| trap.cites.iter().map(move |cite| (place, cite))),
        );
        let one = |ix: QuestionIx| of_one(library, audit, today, ix, &sought);
        let kept = match before {
            Some((mut kept, touched)) => {
                for ix in touched.iter().filter_map(|id| library.find_current(id)) {
                    if let Some(of) = kept.answers.get_mut(ix.place()) {
                        *of = one(ix);
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
            },
        };
        &self.kept.insert(kept).answers
    }
}

fn of_one(
    library: &Library,
    audit: &Audit,
    today: NaiveDate,
    ix: QuestionIx,
    sought: &Sought<'_>,
) -> OfAnswer {
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
        sought.in_text(&answer.note, |place| {
            of.cites.insert(place);
        });
    }
    of
}
