//! The user's own mistakes, found before the monitoring officer finds them.
//!
//! Some are about the record (a status without its reason); the rest are traps, which are data:
//! a place and time at which certain words must not be claimed. Lint never touches the verdict.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;

use crate::audit::{Answer, Audit, Value};
use crate::checklist::{Library, Needs, Question, QuestionIx, QuestionKind, Truth, Unit};
use crate::wording::{Said, mentions, say_when};

use super::evaluate::World;
use super::facts::Answered;
use super::pieces::Joined;

/// One mistake of the user's in the audit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lint {
    /// The rule.
    pub rule: LintRule,
    /// The question whose answer contains it, if one does.
    pub question: Option<QuestionIx>,
    /// Message: the mistake and the remedy.
    pub message: Cow<'static, str>,
}

/// A rule that an audit may break.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LintRule {
    /// The question was re-worded since it was answered.
    ReCheck,
    /// Met, with no evidence.
    MetWithoutEvidence,
    /// Not met, with neither evidence nor a note.
    NotMetWithoutEvidence,
    /// A status that needs a reason, without one.
    NoReason,
    /// Withheld, with no record of the request.
    WithheldWithoutRequest,
    /// All evidence is dated after the decision.
    HindsightOnly,
    /// Evidence later than the decision, where nobody has said what time it tells of.
    ToSettle,
    /// An event in the future.
    DateToCome,
    /// A value of another kind than the question's.
    ValueDoesNotFit,
    /// Evidence from a document that is not registered.
    UnknownDocument,
    /// Evidence from a page that the document does not have.
    PageBeyondTheEnd,
    /// Two papers quoted under one date or figure give different values.
    PapersDiffer,
    /// A trap of a checklist, by its id.
    Trap(String),
}

impl LintRule {
    /// Returns the rule's id.
    pub fn id(&self) -> &str {
        match self {
            Self::ReCheck => "re-check",
            Self::MetWithoutEvidence => "met-without-evidence",
            Self::NotMetWithoutEvidence => "not-met-without-evidence",
            Self::NoReason => "no-reason",
            Self::WithheldWithoutRequest => "withheld-without-request",
            Self::HindsightOnly => "hindsight-only",
            Self::ToSettle => "to-settle",
            Self::DateToCome => "date-to-come",
            Self::ValueDoesNotFit => "value-does-not-fit",
            Self::UnknownDocument => "unknown-document",
            Self::PageBeyondTheEnd => "page-beyond-the-end",
            Self::PapersDiffer => "papers-differ",
            Self::Trap(id) => id,
        }
    }
}

/// The number of questions in a stretch of the walk, whose mistakes are kept together.
pub(super) const STRETCH: usize = 64;

/// Returns all mistakes of the audit: those in the answers of each stretch, then those that traps find.
///
/// `phrases` tells the traps that have a phrase in a note, by their places in the library.
pub(super) fn lint(
    world: &World<'_>,
    answers: impl Iterator<Item = Arc<[Lint]>>,
    phrases: impl Iterator<Item = (usize, QuestionIx)>,
) -> Joined<Lint> {
    let library = world.facts.library;
    let mut cited: BTreeMap<usize, Vec<Option<QuestionIx>>> = BTreeMap::new();
    for (place, ix) in phrases {
        cited.entry(place).or_default().push(Some(ix));
    }
    if let Some(note) = &world.facts.audit.review.note {
        let mut places = BTreeSet::new();
        library.traps_in(note, |place| {
            places.insert(place);
        });
        for place in places {
            cited.entry(place).or_default().push(None);
        }
    }
    let mut found = Vec::new();
    for (place, (_, trap)) in library.traps().enumerate() {
        let when = trap.when.as_ref();
        if when.map_or(Truth::True, |when| world.truth(when)) != Truth::True {
            continue;
        }
        let mut add = |question: Option<QuestionIx>| {
            found.push(Lint {
                rule: LintRule::Trap(trap.id.to_string()),
                question,
                message: trap.message.to_string().into(),
            });
        };
        if trap.cites.is_empty() {
            add(None);
        }
        let questions = cited.remove(&place).unwrap_or_default();
        questions.into_iter().for_each(add);
    }
    answers.chain([found.into()]).collect()
}

/// Returns the mistakes in the answer to a question, among all of an audit.
pub(super) fn of_question<'a>(
    library: &Library,
    all: &'a Joined<Lint>,
    ix: QuestionIx,
) -> impl Iterator<Item = &'a Lint> {
    let parts = all.parts();
    let stretch = parts.get(library.place_in_walk(ix) / STRETCH);
    // The last part are those that traps find.
    let parts = stretch.into_iter().chain(parts.last());
    parts
        .flat_map(|part| part.iter())
        .filter(move |lint| lint.question == Some(ix))
}

/// Finds the mistakes of one answer by itself, on a day.
pub(super) fn of_answer(
    (library, audit, today): (&Library, &Audit, NaiveDate),
    ix: QuestionIx,
    answer: &Answer,
    answered: &Answered,
    found: &mut Vec<Lint>,
) {
    let question = library.question(ix);
    let mut add = |rule: LintRule, message: Cow<'static, str>| {
        found.push(Lint {
            rule,
            question: Some(ix),
            message,
        });
    };
    if answered.recheck {
        let carried = audit.carried(library, ix);
        let why = if carried.is_some() {
            "The question now also asks what was answered under other words."
        } else {
            "The question was re-worded since it was answered."
        };
        add(
            LintRule::ReCheck,
            format!("{why} Read it again and confirm the answer: until then it does not count.")
                .into(),
        );
    }
    let note = !answer.note.trim().is_empty();
    match answer.status.map(|status| (status, status.spec().needs)) {
        Some((_, Needs::Evidence)) if answer.evidence.is_empty() => add(
            LintRule::MetWithoutEvidence,
            "This is marked as met with no evidence under it. Name the document and page, or the \
             other side will say you conceded nothing was wrong."
                .into(),
        ),
        Some((_, Needs::EvidenceOrNote)) if answer.evidence.is_empty() && !note => add(
            LintRule::NotMetWithoutEvidence,
            "This is marked as not met with neither evidence nor a note. If nothing shows it \
             either way, the status is “no evidence”."
                .into(),
        ),
        Some((status, Needs::Reason)) if !note => add(
            LintRule::NoReason,
            format!(
                "This is marked as {} without a reason. Write in the note why.",
                status.label()
            )
            .into(),
        ),
        Some((_, Needs::Request)) => {
            let missing = answer.request.as_ref().map_or_else(
                || crate::audit::Request::default().missing(),
                crate::audit::Request::missing,
            );
            if !missing.is_empty() {
                add(
                    LintRule::WithheldWithoutRequest,
                    format!(
                        "This is marked as withheld, but the record lacks {}. Without it, \
                         “withheld” will be denied.",
                        missing.join(", ")
                    )
                    .into(),
                );
            }
        }
        _ => {}
    }
    if answered.unsettled {
        add(
            LintRule::ToSettle,
            "A paper under this answer is dated after the decision. Say whether it is about what \
             was done before the decision (then) or what came afterwards (later): until then it \
             does not count as proof."
                .into(),
        );
    } else if answered.hindsight {
        add(
            LintRule::HindsightOnly,
            "Everything under this answer is about what came after the decision. It is kept and \
             shown as hindsight, and does not decide the question."
                .into(),
        );
    }
    let is_fact = question.kind != QuestionKind::Judgement;
    if let Some(status) = answer.status.filter(|one| is_fact && !one.suits_a_fact()) {
        add(
            LintRule::ValueDoesNotFit,
            format!(
                "This question asks for {}, and the answer has the status “{}”, which does not \
                 answer it. Answer it again.",
                question.kind.asks_for(),
                status.label()
            )
            .into(),
        );
    }
    match (&question.kind, &answer.value) {
        (QuestionKind::Event, Some(Value::Date(when)))
            if when.first().is_some_and(|day| day > today) =>
        {
            add(
                LintRule::DateToCome,
                format!("{} is still to come. Is the year right?", say_when(*when)).into(),
            );
        }
        (_, Some(_)) if !answered.recheck && answered.value.is_none() => add(
            LintRule::ValueDoesNotFit,
            "The value is not of the kind this question asks for, and does not count. Answer it \
             again."
                .into(),
        ),
        _ => {}
    }
    if !note && let Some(says) = differ(audit, question, answer) {
        add(
            LintRule::PapersDiffer,
            format!(
                "The papers quoted here differ: {says}. Look at both, and write in the note which \
                 one you use and why."
            )
            .into(),
        );
    }
    for evidence in &answer.evidence {
        if let Some(id) = &evidence.document {
            match audit.document(id) {
                None => add(
                    LintRule::UnknownDocument,
                    format!("The evidence names the document “{id}”, which is not registered.")
                        .into(),
                ),
                Some(document) => {
                    if let (Some(page), Some(pages)) = (evidence.page, document.pages)
                        && page > pages
                    {
                        add(
                            LintRule::PageBeyondTheEnd,
                            format!(
                                "Page {page} of “{}” is cited; it has {pages}.",
                                document.title
                            )
                            .into(),
                        );
                    }
                }
            }
        }
    }
}

/// Returns what the papers quoted under a date or a sum say of it, if they differ.
///
/// A paper differs only if its quotation gives one value that the quotation of another paper, which
/// has the answer's, does not give. A month and its days, and a sum and what it is rounded to, are
/// no different values.
fn differ(audit: &Audit, question: &Question, answer: &Answer) -> Option<String> {
    let (said, is_date) = match (&question.kind, answer.value.as_ref()?) {
        (QuestionKind::Event, Value::Date(when)) => {
            let month = when.as_month();
            let said = when.day().map(|day| Said::Day(day, None));
            (
                said.or(month.map(|(year, month)| Said::Month(year, month)))?,
                true,
            )
        }
        (QuestionKind::Figure(Unit::Pounds | Unit::PoundsAYear), Value::Number(pounds)) => {
            (Said::Pounds(*pounds, 0.01), false)
        }
        _ => return None,
    };
    let mut same: Vec<(&str, Vec<Said>)> = Vec::new();
    let mut other: Vec<(&str, Vec<Said>)> = Vec::new();
    for evidence in &answer.evidence {
        let (Some(document), Some(quote)) = (&evidence.document, &evidence.quote) else {
            continue;
        };
        let values: Vec<Said> = mentions(quote)
            .into_iter()
            .filter(|one| !one.each)
            .map(|one| one.said)
            .filter(|one| match one {
                Said::Day(..) | Said::Month(..) => is_date,
                Said::Pounds(..) => !is_date,
                _ => false,
            })
            .collect();
        if values.iter().any(|one| one.agrees(said)) {
            same.push((document, values));
        } else {
            other.push((document, values));
        }
    }
    let (with, against, value) = same.iter().find_map(|(with, known)| {
        other.iter().find_map(|(against, values)| {
            let is_new = |one: &&Said| !known.iter().any(|known| known.agrees(**one));
            let mut left = values.iter().filter(is_new);
            let first = *left.next().filter(|_| with != against)?;
            left.all(|one| one.agrees(first))
                .then_some((*with, *against, first))
        })
    })?;
    let title = |id: &str| {
        let document = audit.document(id);
        document.map_or_else(|| id.to_owned(), |document| document.title.clone())
    };
    Some(format!(
        "“{}” says {}, “{}” says {}",
        title(with),
        said.label(),
        title(against),
        value.label()
    ))
}
