//! A change named in plain words: which part of the record, and of which question, in its own words.

use crate::audit::{Answer, Change, Evidence};
use crate::checklist::Library;

use super::wrap;

/// The most cells of a question or title that are quoted.
const QUOTED_CELLS: usize = 44;

/// Quotes the words of a question or a title, cut to fit a sentence.
pub fn quoted(words: &str) -> String {
    format!("“{}”", wrap::cut(words, QUOTED_CELLS, "…"))
}

/// Names a question by its words: of today, or those it was answered in; never by its id.
pub fn by_words(library: &Library, id: &str, answer: Option<&Answer>) -> String {
    match library.find_current(id) {
        Some(ix) => quoted(&library.question(ix).short),
        None => answer
            .and_then(|one| one.asked_text.as_deref())
            .map_or_else(|| "a question of another checklist".to_owned(), quoted),
    }
}

/// Names a change: "the quotation under “Was an in-house option costed?”".
pub fn plain(library: &Library, change: &Change) -> String {
    match change {
        Change::Answer {
            question,
            before,
            after,
        } => {
            let title = by_words(library, question, before.as_deref().or(after.as_deref()));
            let blank = Answer::default();
            let (before, after) = (
                before.as_deref().unwrap_or(&blank),
                after.as_deref().unwrap_or(&blank),
            );
            format!("{} under {title}", parts(before, after))
        }
        Change::Review { .. } => "the change to the review itself".to_owned(),
        Change::Document { before, after, .. } => {
            let title = after
                .as_ref()
                .or(before.as_ref())
                .map_or("", |one| &one.title);
            format!("the document {}", quoted(title))
        }
        Change::Put { before, after, .. } => {
            let ask = after
                .as_ref()
                .or(before.as_ref())
                .map_or("", |one| &one.ask);
            format!("the question put, {}", quoted(ask))
        }
        Change::Event { before, after, .. } => {
            let what = after
                .as_ref()
                .or(before.as_ref())
                .map_or("", |one| &one.what);
            format!("the event {}", quoted(what))
        }
        Change::Notice { .. } => "the change to the call-in notice".to_owned(),
        Change::Checklists { before, .. } if before.is_empty() => {
            "the checklists noted with the audit".to_owned()
        }
        Change::Checklists { .. } => "the agreement to the changed checklists".to_owned(),
        Change::Whole { .. } => "everything that was changed outside the program".to_owned(),
        Change::Together(changes)
            if (changes.iter()).any(|one| matches!(one, Change::Checklists { .. })) =>
        {
            "the agreement to the changed checklists".to_owned()
        }
        // Many answers at once are one thing to whoever gave them.
        Change::Together(changes)
            if changes.len() > 2
                && (changes.iter()).all(|one| matches!(one, Change::Answer { .. })) =>
        {
            format!("the change to {} answers", changes.len())
        }
        Change::Together(changes) => {
            // An answer says most; the rest came with it.
            let mut ordered: Vec<&Change> = changes.iter().collect();
            ordered.sort_by_key(|one| !matches!(one, Change::Answer { .. }));
            match ordered.as_slice() {
                [] => "nothing".to_owned(),
                [one] => plain(library, one),
                [one, other] => format!("{}, and {}", plain(library, one), plain(library, other)),
                [one, rest @ ..] => {
                    format!("{}, and {} more changes", plain(library, one), rest.len())
                }
            }
        }
    }
}

/// Names the parts in which two answers differ.
fn parts(before: &Answer, after: &Answer) -> String {
    let mut parts = Vec::new();
    if before.status != after.status {
        parts.push(match after.status.or(before.status) {
            Some(status) => format!("the answer “{}”", status.label()),
            None => "the answer".to_owned(),
        });
    }
    if before.value != after.value {
        parts.push("the entry".to_owned());
    }
    if before.evidence != after.evidence {
        parts.push(evidence(&before.evidence, &after.evidence).to_owned());
    }
    if before.note != after.note {
        parts.push("the note".to_owned());
    }
    if before.contested != after.contested {
        parts.push("the other side’s account".to_owned());
    }
    if before.disagreement != after.disagreement {
        parts.push("the answers that differ".to_owned());
    }
    if before.request != after.request {
        parts.push("the request".to_owned());
    }
    match parts.as_slice() {
        [] => "the confirmation".to_owned(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

/// Names the evidence that stands on one side only.
fn evidence(before: &[Evidence], after: &[Evidence]) -> &'static str {
    let only = |one: &&Evidence| !(before.contains(one) && after.contains(one));
    let mut changed = before.iter().chain(after).filter(only);
    match (changed.next(), changed.next()) {
        (Some(one), None) if one.absence.is_some() => "the proof of absence",
        (Some(one), None) if one.quote.is_some() => "the quotation",
        _ => "the evidence",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::{Audit, Document, Review};
    use crate::checklist::{Status, load, shipped};

    #[test]
    fn every_change_is_named_by_its_question_or_title_and_never_by_an_id() {
        let library = load(&shipped::checklists()).expect("they load");
        let audit = Audit::new(Review::named("A", "B"));
        let edit = |edit: fn(&mut Answer)| {
            let change = audit.edit_answer("options.in-house-equal", edit);
            plain(&library, &change.expect("it changes something"))
        };
        let ix = library
            .find_question("options.in-house-equal")
            .expect("there");
        let ask = quoted(&library.question(ix).short);
        let named = edit(|one| one.status = Some(Status::NotMet));
        assert_eq!(named, format!("the answer “not met” under {ask}"));
        let named = edit(|one| {
            one.evidence.push(Evidence {
                quote: Some("No.".to_owned()),
                ..Evidence::default()
            });
        });
        assert_eq!(named, format!("the quotation under {ask}"));
        let named = edit(|one| {
            one.note = "why".to_owned();
            one.contested = Some("no".to_owned());
        });
        assert_eq!(
            named,
            format!("the note and the other side’s account under {ask}")
        );
        let document = Document::titled("final-report", "Final report");
        let both = Change::Together(vec![
            audit
                .edit_document("final-report", Some(document))
                .expect("new"),
            audit
                .edit_answer("options.in-house-equal", |one| one.note = "why".to_owned())
                .expect("new"),
        ]);
        let named = plain(&library, &both);
        assert_eq!(
            named,
            format!("the note under {ask}, and the document “Final report”")
        );
        assert!(!named.contains("final-report") && !named.contains("options."));
    }
}
