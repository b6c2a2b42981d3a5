//! A lost passage as evidence: the words of the draft, and the proof that the final does not have them.

use chrono::NaiveDate;

use super::{ChangeKind, ComparedParagraph, PaperComparison};
use crate::audit::Evidence;
use crate::documents::query::is_function_word;
use crate::documents::shelf::Shelf;
use crate::wording::{Fate, compared_words};

/// A passage of the draft that the final dropped or weakened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lost {
    /// The paragraph of the draft.
    pub before: ComparedParagraph,
    /// The words of it that were lost.
    pub said: String,
    /// The paragraph of the final that weakens a promise; none if it was dropped.
    pub after: Option<ComparedParagraph>,
}

/// A reason why there is no proof that the final does not have some words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoProof {
    /// One of the papers was not read, or the paragraph is not in it any more.
    #[error("one of the two papers could not be read")]
    NotRead,
    /// No two words of it are missing from the final.
    #[error(
        "each phrase of it is also somewhere in the final, so no search can prove that it was \
         dropped; compare the two passages and record them one by one"
    )]
    AllThere,
}

/// The most phrases that a proof of absence names.
const PHRASES: usize = 3;
/// The longest phrase that is looked for, in words.
const LONGEST: usize = 6;

impl PaperComparison {
    /// Returns what can be recorded as lost, in the order in which it is told: promises that were
    /// dropped, promises that were weakened, paragraphs that were dropped.
    pub fn lost(&self) -> Vec<Lost> {
        let with = |fate| self.promises.iter().filter(move |one| one.fate == fate);
        let promises = with(Fate::Dropped).chain(with(Fate::Withdrawn));
        let promises = promises.map(|one| Lost {
            before: one.before.clone(),
            said: one.said.clone(),
            after: one.after.clone(),
        });
        let dropped = self.of_kind(ChangeKind::Dropped);
        let paragraphs = dropped.flat_map(|one| &one.before).map(|at| Lost {
            before: at.clone(),
            said: at.text.clone(),
            after: None,
        });
        promises.chain(paragraphs).collect()
    }
}

/// Returns the evidence that a passage of the draft was lost.
///
/// It is the passage of the draft, and then either the passage of the final that weakens it or the
/// proof that phrases of it are nowhere in the final.
///
/// # Errors
/// [`NoProof`] if there is no such proof.
pub fn lost_evidence(
    shelf: &Shelf,
    draft: &str,
    last: &str,
    gone: &Lost,
    on: Option<NaiveDate>,
) -> Result<Vec<Evidence>, NoProof> {
    let at = |id: &str, at: &ComparedParagraph| {
        let passage = shelf.passage_at(id, at.page, at.paragraph);
        passage
            .map(|one| one.evidence(None))
            .ok_or(NoProof::NotRead)
    };
    let mut passage = at(draft, &gone.before)?;
    passage.quote = Some(gone.said.clone());
    if let Some(after) = &gone.after {
        return Ok(vec![passage, at(last, after)?]);
    }
    let paper = shelf.paper(last).ok_or(NoProof::NotRead)?;
    let alone = Shelf::new(vec![paper.clone()], Vec::new());
    let phrases = missing_phrases(&gone.said, &alone);
    if phrases.is_empty() {
        return Err(NoProof::AllThere);
    }
    let silence = alone.silence(phrases.iter().map(String::as_str));
    let proofs = silence.map(|one| one.evidence(on)).unwrap_or_default();
    if proofs.is_empty() {
        return Err(NoProof::AllThere);
    }
    Ok(std::iter::once(passage).chain(proofs).collect())
}

/// Returns the shortest phrases of a text that are nowhere in the papers, the first ones.
///
/// Two words that are missing prove more than a whole sentence that is.
fn missing_phrases(text: &str, shelf: &Shelf) -> Vec<String> {
    let words = compared_words(text);
    for length in 2..=LONGEST {
        let mut found: Vec<String> = Vec::new();
        let mut from = 0;
        while let Some(these) = words.get(from..from + length) {
            let (Some(first), Some(last)) = (these.first(), these.last()) else {
                break;
            };
            let phrase = text.get(first.range.start..last.range.end);
            let phrase = phrase.map(|one| one.trim_matches(|c: char| !c.is_alphanumeric()));
            let is_telling = !is_slight(&first.form) && !is_slight(&last.form);
            let is_one = phrase.is_some_and(|one| !one.contains(['.', ';', ':', ',', '(', ')']));
            match phrase.filter(|one| is_telling && is_one && shelf.silence([*one]).is_some()) {
                Some(phrase) => {
                    found.push(phrase.to_owned());
                    if found.len() == PHRASES {
                        return found;
                    }
                    from += length;
                }
                None => from += 1,
            }
        }
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

/// Returns true for a word that tells nothing at the end of a phrase.
fn is_slight(form: &str) -> bool {
    is_function_word(form) || matches!(form, "will" | "shall" | "be" | "we" | "is" | "are" | "it")
}
