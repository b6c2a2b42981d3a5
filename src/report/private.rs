//! Removes from an audit what stays with its user, before a paper for others is built from it.
//!
//! A passage that begins with "private:" goes, up to the end of its paragraph; so do the notes on
//! documents. The paper is built from what is left, so no format and no kind can give it away.
//!
//! [`each_text`] has every free text of an audit in one list, so that none of them is forgotten here
//! and remembered there. A quotation is none of them: its words are the paper's own.

use std::collections::BTreeMap;

use crate::audit::{
    Answer, Audit, CouncilQuestion, Disagreement, Document, Evidence, Notice, OwnEvent, Request,
};

/// The first word of a passage that stays with its user.
const PRIVATE: &str = "private:";

/// Returns an audit without anything private.
pub(super) fn without(audit: &Audit) -> Audit {
    let mut open = audit.clone();
    evidence_of_puts(audit, &mut open);
    each_text(&mut open, &mut |_, text| open_text(text));
    // A question, an event or a signatory of which nothing is left would be told by its gap.
    keep_told(&mut open.puts, &audit.puts, |one| &one.ask);
    keep_told(&mut open.events, &audit.events, |one| &one.what);
    for answer in open.answers.values_mut() {
        // Who of us answered differently, and why one answer was agreed, is ours alone.
        answer.disagreement = None;
    }
    for document in &mut open.documents {
        document.note = None;
    }
    rename(audit, &mut open);
    open
}

/// Keeps of a list what still has its words, or had none before.
fn keep_told<T>(open: &mut Vec<T>, before: &[T], words: fn(&T) -> &str) {
    let mut before = before.iter();
    open.retain(|one| {
        let had_none = before.next().is_none_or(|was| words(was).is_empty());
        had_none || !words(one).is_empty()
    });
}

/// Calls a function with every free text of an audit that may have a private passage.
///
/// A text of a list, or one that need not be there, is removed if the function leaves nothing of it.
fn each_text(audit: &mut Audit, see: &mut dyn FnMut(&Place, &mut String)) {
    let place = Place::Review;
    for text in [&mut audit.review.note, &mut audit.review.date_note] {
        optional(text, &mut |text| see(&place, text));
    }
    for (id, answer) in &mut audit.answers {
        let place = Place::Answer(id.clone());
        of_answer(answer, &mut |text| see(&place, text));
    }
    for document in &mut audit.documents {
        let place = Place::Document(document.id.clone());
        let Document {
            title, from, url, ..
        } = document;
        see(&place, title);
        for text in [from, url] {
            optional(text, &mut |text| see(&place, text));
        }
    }
    for put in &mut audit.puts {
        let place = Place::Put(put.ask.clone());
        of_put(put, &mut |text| see(&place, text));
    }
    for OwnEvent { what, evidence, .. } in &mut audit.events {
        let place = Place::Event(what.clone());
        see(&place, what);
        for one in evidence {
            of_evidence(one, &mut |text| see(&place, text));
        }
    }
    of_notice(&mut audit.notice, &mut |text| see(&Place::Notice, text));
}

fn of_answer(answer: &mut Answer, see: &mut dyn FnMut(&mut String)) {
    see(&mut answer.note);
    optional(&mut answer.contested, see);
    if let Some(Request {
        what, whom, reply, ..
    }) = &mut answer.request
    {
        [what, whom, reply].into_iter().for_each(&mut *see);
    }
    for one in &mut answer.evidence {
        of_evidence(one, see);
    }
}

fn of_evidence(evidence: &mut Evidence, see: &mut dyn FnMut(&mut String)) {
    let Evidence {
        printed_page,
        paragraph,
        locator,
        statement,
        absence,
        ..
    } = evidence;
    for text in [printed_page, paragraph, locator] {
        optional(text, see);
    }
    if let Some(one) = statement {
        [&mut one.by, &mut one.capacity]
            .into_iter()
            .for_each(&mut *see);
    }
    if let Some(one) = absence {
        all_of(&mut one.words, see);
    }
}

fn of_put(put: &mut CouncilQuestion, see: &mut dyn FnMut(&mut String)) {
    let CouncilQuestion {
        ask,
        to,
        place,
        reply,
        replied_by,
        ..
    } = put;
    [ask, to, place, reply, replied_by]
        .into_iter()
        .for_each(see);
}

fn of_notice(notice: &mut Notice, see: &mut dyn FnMut(&mut String)) {
    notice.parts.texts_mut().into_iter().for_each(&mut *see);
    all_of(&mut notice.parts.spoken_to, see);
    all_of(&mut notice.signatories, see);
    notice.under.retain(|_, text| is_left(text, see));
}

fn optional(text: &mut Option<String>, see: &mut dyn FnMut(&mut String)) {
    if text.as_mut().is_some_and(|text| !is_left(text, see)) {
        *text = None;
    }
}

fn all_of(texts: &mut Vec<String>, see: &mut dyn FnMut(&mut String)) {
    texts.retain_mut(|text| is_left(text, see));
}

/// Returns false if a function has left nothing of a text.
fn is_left(text: &mut String, see: &mut dyn FnMut(&mut String)) -> bool {
    let was_empty = text.is_empty();
    see(text);
    was_empty || !text.is_empty()
}

/// Rewrites the evidence that questions put gave, of which anything is private.
///
/// Its place has the question within a sentence, where no line begins with the word.
fn evidence_of_puts(audit: &Audit, open: &mut Audit) {
    let decided = audit.review.decided;
    for put in &audit.puts {
        let mut after = put.clone();
        of_put(&mut after, &mut open_text);
        if after == *put {
            continue;
        }
        let (Some(was), Some(mut now)) = (put.evidence(decided), after.evidence(decided)) else {
            continue;
        };
        now.locator = now.locator.map(|place| place.replace(": “”", ""));
        for one in open.evidence_mut() {
            if one.locator == was.locator && one.quote == was.quote {
                one.locator.clone_from(&now.locator);
                one.quote.clone_from(&now.quote);
                one.statement.clone_from(&now.statement);
            }
        }
    }
}

/// Gives a neutral name to the documents whose titles were private, and a new id where that was made
/// from such a title.
fn rename(audit: &Audit, open: &mut Audit) {
    let mut renamed: BTreeMap<&str, String> = BTreeMap::new();
    for (number, was) in (1..).zip(&audit.documents) {
        if !has_private(&was.title) {
            continue;
        }
        let made_of_title = was.id.starts_with(ID_OF_PRIVATE);
        let free = |id: &String| audit.document(id).is_none();
        let id = (number..)
            .take(2 * audit.documents.len() + 1)
            .map(|number| format!("paper-{number}"))
            .find(|id| free(id) && !renamed.values().any(|other| other == id))
            .filter(|_| made_of_title)
            .unwrap_or_else(|| was.id.clone());
        for name in [&was.id, &was.title] {
            renamed.insert(name, id.clone());
        }
        if let Some(document) = open.documents.get_mut(number - 1) {
            document.id = id;
            if document.title.is_empty() {
                document.title = format!("Paper {number}");
            }
        }
    }
    if renamed.is_empty() {
        return;
    }
    let name = |text: &mut String| {
        if let Some(id) = renamed.get(text.as_str()) {
            text.clone_from(id);
        }
    };
    for one in open.evidence_mut() {
        one.document.iter_mut().for_each(name);
        let searched = one.absence.iter_mut();
        searched.flat_map(|one| &mut one.documents).for_each(name);
    }
}

/// The beginning of an id that was made from a private title.
const ID_OF_PRIVATE: &str = "private";

/// Returns a disagreement without the private part of the reason for the answer agreed.
pub(super) fn open_disagreement(mut ours: Disagreement) -> Disagreement {
    if let Some(agreed) = &mut ours.agreed {
        open_text(&mut agreed.why);
    }
    ours
}

/// Returns true if a text has a passage that stays with its user.
pub fn has_private(text: &str) -> bool {
    text.lines().any(is_private)
}

/// Returns the private passages of an audit, each with the place where it was written.
pub(super) fn passages(audit: &Audit) -> Vec<(Place, String)> {
    let mut found = Vec::new();
    each_text(&mut audit.clone(), &mut |place, text| {
        let (_, private) = parted(text);
        if !private.is_empty() {
            found.push((place.clone(), private));
        }
    });
    let notes = audit.documents.iter().filter_map(|document| {
        let note = document.note.as_deref()?.trim();
        (!note.is_empty()).then(|| (Place::Document(document.id.clone()), note.to_owned()))
    });
    found.extend(notes);
    found
}

/// The place of a private passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    /// The profile of the review.
    Review,
    /// An answer, by the id of its question.
    Answer(String),
    /// A document, by its id.
    Document(String),
    /// A question put, by its words.
    Put(String),
    /// An event of the user's own, by its words.
    Event(String),
    /// The call-in notice.
    Notice,
}

fn open_text(text: &mut String) {
    let (open, private) = parted(text);
    if !private.is_empty() {
        *text = open;
    }
}

/// Returns the open lines of a text and the private ones.
fn parted(text: &str) -> (String, String) {
    let (mut open, mut private): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    let mut within = false;
    for line in text.lines() {
        within = is_private(line) || (within && !line.trim().is_empty());
        if within {
            private.push(line.trim());
        } else {
            open.push(line);
        }
    }
    (open.join("\n").trim().to_owned(), private.join(" "))
}

/// Returns true if a line begins a passage that stays with its user.
fn is_private(line: &str) -> bool {
    let line = line.trim_start();
    line.get(..PRIVATE.len())
        .is_some_and(|head| head.eq_ignore_ascii_case(PRIVATE))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::{ReplyOutcome, Review};

    #[test]
    fn a_private_passage_ends_with_its_paragraph() {
        let (open, private) = parted("One.\n PRIVATE: from R.,\nwho asked me\n\nTwo.\n");
        assert_eq!(open, "One.\n\nTwo.");
        assert_eq!(private, "PRIVATE: from R., who asked me");
        for text in ["The private sector", "privat", "", "Not private: this"] {
            assert_eq!(parted(text), (text.to_owned(), String::new()));
        }
    }

    #[test]
    fn every_text_that_somebody_wrote_is_parted_and_nothing_is_lost() {
        let text = || "Open.\nPrivate: MARK".to_owned();
        let all = || "private: MARK".to_owned();
        let mut audit = Audit::new(Review::named("Anytown", "Home care"));
        audit.review.note = Some(text());
        audit.review.date_note = Some(all());
        let place = Evidence {
            locator: Some(all()),
            paragraph: Some(text()),
            document: Some("private-mark".to_owned()),
            ..Evidence::default()
        };
        let put = CouncilQuestion {
            to: text(),
            place: text(),
            reply: text(),
            replied_by: text(),
            outcome: ReplyOutcome::Answered,
            ..CouncilQuestion::asked("p", all())
        };
        let answer = Answer {
            note: text(),
            contested: Some(text()),
            request: Some(Request {
                what: text(),
                whom: text(),
                reply: text(),
                ..Request::default()
            }),
            evidence: vec![place.clone(), put.evidence(None).expect("it was answered")],
            ..Answer::default()
        };
        audit.answers.insert("a".to_owned(), answer);
        audit.documents.push(Document {
            note: Some("MARK".to_owned()),
            ..Document::titled("private-mark", all())
        });
        audit.puts = vec![put, CouncilQuestion::asked("q", text())];
        audit.events.push(OwnEvent {
            id: "e".to_owned(),
            when: "2026-03".parse().expect("a date"),
            what: all(),
            evidence: Vec::new(),
        });
        audit.notice.parts.wording = text();
        audit.notice.parts.spoken_to = vec![text()];
        audit.notice.signatories = vec![all(), "Cllr Dee".to_owned()];
        assert_eq!(passages(&audit).len(), 23);
        let open = without(&audit);
        let told = format!("{open:?}").to_lowercase();
        assert!(!told.contains("mark"), "{told}");
        assert_eq!(open.answers["a"].note, "Open.");
        assert_eq!(open.review.date_note, None);
        // What is left names nothing: an event, a signatory and a question that were private are gone.
        assert_eq!(open.puts.len(), 1);
        assert_eq!(open.puts[0].ask, "Open.");
        assert!(open.events.is_empty());
        assert_eq!(open.notice.signatories, ["Cllr Dee"]);
        // The paper has another name, by which its evidence still finds it.
        let paper = &open.documents[0];
        assert_eq!(
            (paper.id.as_str(), paper.title.as_str()),
            ("paper-1", "Paper 1")
        );
        let evidence = &open.answers["a"].evidence;
        assert_eq!(evidence[0].document.as_deref(), Some("paper-1"));
        assert_eq!(evidence[1].quote.as_deref(), Some("Open."));
        assert!(passages(&open).is_empty());
    }

    #[test]
    fn what_has_nothing_private_is_as_it_was() {
        let mut audit = Audit::new(Review::named("Anytown", "Home care"));
        audit
            .documents
            .push(Document::titled("d", "The private sector"));
        audit.puts.push(CouncilQuestion::asked("p", "Why?"));
        audit.puts.push(CouncilQuestion::asked("q", ""));
        assert_eq!(without(&audit), audit);
    }
}
