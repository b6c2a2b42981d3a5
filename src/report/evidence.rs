//! Evidence in a document: a quotation with its source, a proof of absence, or a place alone.

use chrono::NaiveDate;

use crate::audit::{Answer, Evidence, QuoteState};

use super::Source;
use super::document::Block;
use super::draft::Draft;
use super::words;

/// Adds all evidence of an answer.
///
/// Under a process question, evidence later than the decision is marked.
pub(super) fn of_answer(source: &Source<'_>, answer: &Answer, process: bool, draft: &mut Draft) {
    let decided = source.audit.review.decided.filter(|_| process);
    for one in answer.evidence.iter().filter(|one| !one.is_empty()) {
        one_piece(source, one, decided, draft);
    }
}

fn one_piece(
    source: &Source<'_>,
    evidence: &Evidence,
    decided: Option<NaiveDate>,
    draft: &mut Draft,
) {
    if let Some(quote) = &evidence.quote {
        quotation(source, evidence, quote, decided, draft);
    } else {
        let provenance = words::provenance(source.audit, evidence, decided);
        if !provenance.is_empty() {
            draft.labelled("Evidence", format!("{provenance}."));
        }
    }
    if let Some(absence) = &evidence.absence {
        draft.labelled("An absence", words::absence(source.audit, absence));
    }
}

/// Adds a quotation with its source, marked if it was not found again where it is said to stand.
pub(super) fn quotation(
    source: &Source<'_>,
    evidence: &Evidence,
    quote: &str,
    decided: Option<NaiveDate>,
    draft: &mut Draft,
) {
    let mut provenance = words::provenance(source.audit, evidence, decided);
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
