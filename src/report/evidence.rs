//! Evidence in a document: a quotation with its source, a proof of absence, or a place alone.

use crate::audit::{Answer, Evidence, QuoteState, Tells, tells};
use crate::checklist::{Question, QuestionIx};
use crate::wording::capital;

use super::Source;
use super::document::Block;
use super::draft::Draft;
use super::words;

/// Returns the evidence of an answer that counts: what a paper may give as proof of it.
///
/// What tells of later, or is not settled yet, is shown only where all is set out, with its mark.
pub(super) fn counting<'a>(
    source: &Source<'a>,
    ix: QuestionIx,
    answer: &'a Answer,
) -> impl Iterator<Item = &'a Evidence> + use<'a> {
    let (question, audit) = (source.library.question(ix), source.audit);
    let all = answer.evidence.iter().filter(|one| !one.is_empty());
    all.filter(move |one| tells(question, audit, answer, one) == Tells::Then)
}

/// Adds all evidence of an answer, each that does not count under its question with a mark.
///
/// The question is not known if no checklist asks it any more.
pub(super) fn of_answer(
    source: &Source<'_>,
    question: Option<&Question>,
    answer: &Answer,
    draft: &mut Draft,
) {
    for one in answer.evidence.iter().filter(|one| !one.is_empty()) {
        let mark = question.and_then(|asked| words::mark(tells(asked, source.audit, answer, one)));
        one_piece(source, one, mark, draft);
    }
}

fn one_piece(source: &Source<'_>, evidence: &Evidence, mark: Option<&str>, draft: &mut Draft) {
    if let Some(quote) = &evidence.quote {
        quotation(source, evidence, quote, mark, draft);
    } else {
        let provenance = marked(source, evidence, mark);
        if !provenance.is_empty() {
            draft.labelled("Evidence", format!("{provenance}."));
        }
    }
    if let Some(absence) = &evidence.absence {
        draft.labelled("An absence", words::absence(source.audit, absence));
    }
}

fn marked(source: &Source<'_>, evidence: &Evidence, mark: Option<&str>) -> String {
    let mut parts = vec![words::provenance(source.audit, evidence)];
    parts.extend(mark.map(str::to_owned));
    parts.retain(|part| !part.is_empty());
    capital(&parts.join("; "))
}

/// Adds a quotation with its source, marked if it was not found again where it is said to stand.
pub(super) fn quotation(
    source: &Source<'_>,
    evidence: &Evidence,
    quote: &str,
    mark: Option<&str>,
    draft: &mut Draft,
) {
    let mut provenance = marked(source, evidence, mark);
    if let Some(state) = source.quotes.and_then(|quotes| quotes.of(evidence)) {
        draft.count_quotation(evidence, state);
        match state {
            QuoteState::Missing | QuoteState::FoundOn(_) | QuoteState::LeavesOut(_) => {
                provenance.push_str("; ");
                provenance.push_str(&state.label());
            }
            QuoteState::Found | QuoteState::Unread => {}
        }
    }
    draft.blocks.push(Block::Quote {
        text: quote.to_owned(),
        source: provenance,
    });
}
