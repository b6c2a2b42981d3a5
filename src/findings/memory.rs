//! Work that is kept from one derivation to the next, so that a key costs what hangs on its answer.
//!
//! An answer is weighed, its mistakes are looked for and its note is searched for citations without any
//! other answer: that is done again only for the answers that changed. What the answers give side by side,
//! such as the mistakes and the gaps, is gathered by stretches of the walk, and only a stretch with a
//! changed answer is gathered again. What several answers give together is kept as long as nothing but
//! judgements changes: whether a rule applies or a question is asked hangs on place, day and facts alone,
//! and of the requirements and flags only those that hang on the judgement are worked out again.
//!
//! The findings are always those that are derived from nothing (`tests/findings_memory.rs`).

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;

use super::facts::{Answered, weighed};
use super::flags::{Hanging, OfFlag, hanging};
use super::lint::{Lint, STRETCH, of_answer};
use super::pieces::Pieces;
use super::{Asking, Gap, RequirementState};
use crate::audit::{Audit, Document, Review};
use crate::checklist::{Applicability, Library, QuestionIx, QuestionKind, State};

/// The work kept; empty before the first derivation.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    kept: Option<Kept>,
}

/// Work kept, with all that it hangs on besides the answers.
#[derive(Debug, Clone)]
pub(super) struct Kept {
    library: u64,
    today: NaiveDate,
    review: Review,
    documents: Vec<Document>,
    /// The mistakes and citations of each answer, by its place in the library.
    answers: Vec<OfAnswer>,
    /// The part of each answer that counts, by its place in the library.
    pub(super) answered: Pieces<Answered>,
    /// The lists of the answers, by stretches of the walk.
    pub(super) stretches: Vec<Stretch>,
    /// The questions that are dated, in the order of the library.
    pub(super) dated: Arc<[QuestionIx]>,
    /// The ids of the answers whose questions no checklist asks any more.
    pub(super) orphaned: Vec<String>,
    /// The work on several answers together, as of the last time.
    pub(super) together: Option<Together>,
    /// The flags that hang on each judgement, once that is needed.
    hanging: Option<Arc<Hanging>>,
}

/// Work on several answers together, as far as it is kept.
#[derive(Debug, Clone)]
pub(super) struct Together {
    pub(super) applicability: Arc<Vec<Applicability>>,
    pub(super) standing: Pieces<RequirementState>,
    pub(super) asking: Arc<Vec<Asking>>,
    pub(super) flags: Vec<OfFlag>,
}

/// The judgements that changed, where no other answer did.
#[derive(Debug)]
pub(super) struct Judged {
    pub(super) changed: Vec<QuestionIx>,
    /// The flags that hang on each judgement.
    pub(super) hanging: Arc<Hanging>,
}

/// The mistakes of an answer, traps aside, and the traps that have a phrase in its note, by their places
/// in the library.
#[derive(Debug, Clone, Default)]
struct OfAnswer {
    lint: Vec<Lint>,
    cites: BTreeSet<usize>,
}

/// Lists of the answers to some questions that follow each other in the walk.
#[derive(Debug, Clone)]
pub(super) struct Stretch {
    pub(super) lint: Arc<[Lint]>,
    /// The traps that have a phrase in a note, by their places in the library.
    pub(super) cites: Vec<(usize, QuestionIx)>,
    pub(super) gaps: Vec<Gap>,
    pub(super) to_settle: Vec<QuestionIx>,
    /// The open judgements.
    pub(super) open: Vec<QuestionIx>,
    /// The questions answered “not met” that have an exchange of their own.
    pub(super) disputed: Vec<QuestionIx>,
    /// The dated ones.
    dated: Vec<QuestionIx>,
}

impl Memory {
    /// Brings the work on answers up to date and returns it, with what changed since what several answers
    /// give together was kept; `None` if that must be worked out afresh.
    ///
    /// `touched` names the answers that may have changed since the last time; `None` if that is not
    /// known.
    pub(super) fn bring_up_to_date(
        &mut self,
        library: &Library,
        audit: &Audit,
        today: NaiveDate,
        touched: Option<&BTreeSet<String>>,
    ) -> (&mut Kept, Option<Judged>) {
        let holds = |kept: &Kept| {
            kept.library == library.serial()
                && kept.today == today
                && kept.review == audit.review
                && kept.documents == audit.documents
        };
        let before = self.kept.take().filter(holds).zip(touched);
        let (kept, judged) = match before {
            Some((mut kept, touched)) => {
                let judged = kept.touch(library, audit, touched);
                (kept, judged)
            }
            None => (Kept::new(library, audit, today), None),
        };
        (self.kept.insert(kept), judged)
    }
}

impl Kept {
    fn new(library: &Library, audit: &Audit, today: NaiveDate) -> Self {
        let all = || library.questions().map(|(ix, _)| ix);
        let answered: Pieces<Answered> = all().map(|ix| weighed(library, audit, ix)).collect();
        let answers =
            all().map(|ix| OfAnswer::new(library, audit, today, ix, &answered[ix.place()]));
        let mut kept = Self {
            library: library.serial(),
            today,
            review: audit.review.clone(),
            documents: audit.documents.clone(),
            answers: answers.collect(),
            answered,
            stretches: Vec::new(),
            dated: Arc::default(),
            orphaned: orphaned(library, audit),
            together: None,
            hanging: None,
        };
        let walk = library.walk().chunks(STRETCH);
        kept.stretches = walk.map(|walk| kept.stretch(library, walk)).collect();
        kept.dated = kept.gather_dated();
        kept
    }

    /// Works out afresh what hangs on the answers touched alone.
    fn touch(
        &mut self,
        library: &Library,
        audit: &Audit,
        touched: &BTreeSet<String>,
    ) -> Option<Judged> {
        let mut changed = Vec::new();
        for id in touched {
            match library.find_current(id) {
                Some(ix) => changed.push(ix),
                None => self.orphaned = orphaned(library, audit),
            }
        }
        let mut dates = false;
        for &ix in &changed {
            let answered = weighed(library, audit, ix);
            if let Some(of) = self.answers.get_mut(ix.place()) {
                *of = OfAnswer::new(library, audit, self.today, ix, &answered);
            }
            dates |= self.answered[ix.place()].is_dated() || answered.is_dated();
            self.answered.set(ix.place(), answered);
        }
        let places = changed
            .iter()
            .map(|ix| library.place_in_walk(*ix) / STRETCH);
        for at in places.collect::<BTreeSet<_>>() {
            if let Some(walk) = library.walk().chunks(STRETCH).nth(at) {
                let stretch = self.stretch(library, walk);
                self.stretches.splice(at..=at, [stretch]);
            }
        }
        if dates {
            self.dated = self.gather_dated();
        }
        let is_judgement = |ix: &QuestionIx| library.question(*ix).kind == QuestionKind::Judgement;
        changed.iter().all(is_judgement).then(|| Judged {
            changed,
            hanging: Arc::clone(
                self.hanging
                    .get_or_insert_with(|| Arc::new(hanging(library))),
            ),
        })
    }

    /// Gathers what the answers to some questions of the walk give side by side.
    fn stretch(&self, library: &Library, walk: &[QuestionIx]) -> Stretch {
        let mut lint = Vec::new();
        let mut found = Stretch {
            lint: Arc::default(),
            cites: Vec::new(),
            gaps: Vec::new(),
            to_settle: Vec::new(),
            open: Vec::new(),
            disputed: Vec::new(),
            dated: Vec::new(),
        };
        for &ix in walk {
            let question = library.question(ix);
            let answered = &self.answered[ix.place()];
            if let Some(of) = self.answers.get(ix.place()) {
                lint.extend_from_slice(&of.lint);
                found
                    .cites
                    .extend(of.cites.iter().map(|place| (*place, ix)));
            }
            if let Some(status) = answered.status.filter(|one| one.is_gap()) {
                found.gaps.push(Gap {
                    question: ix,
                    status,
                });
            }
            if answered.unsettled {
                found.to_settle.push(ix);
            }
            if answered.is_open() && question.kind == QuestionKind::Judgement {
                found.open.push(ix);
            }
            if State::from(answered.status) == State::NotMet && question.challenge.is_some() {
                found.disputed.push(ix);
            }
            if answered.is_dated() {
                found.dated.push(ix);
            }
        }
        found.lint = lint.into();
        found
    }

    fn gather_dated(&self) -> Arc<[QuestionIx]> {
        let all = self.stretches.iter().flat_map(|one| &one.dated);
        let mut all: Vec<QuestionIx> = all.copied().collect();
        all.sort_unstable();
        all.into()
    }
}

/// Returns the ids of the answers whose questions no checklist asks any more.
fn orphaned(library: &Library, audit: &Audit) -> Vec<String> {
    let ids = audit.answers.keys();
    ids.filter(|id| library.find_current(id).is_none())
        .cloned()
        .collect()
}

impl OfAnswer {
    fn new(
        library: &Library,
        audit: &Audit,
        today: NaiveDate,
        ix: QuestionIx,
        answered: &Answered,
    ) -> Self {
        let mut of = Self::default();
        if let Some(answer) = audit.answer_of(library, ix) {
            of_answer((library, audit, today), ix, answer, answered, &mut of.lint);
            if !answer.note.is_empty() {
                library.traps_in(&answer.note, |place| {
                    of.cites.insert(place);
                });
            }
        }
        of
    }
}
