//! Removes from an audit what stays with its user, before a paper for others is built from it.
//!
//! A passage that begins with "private:" goes, up to the end of its paragraph; so do the notes on
//! documents. The paper is built from what is left, so no format and no kind can give it away.

use crate::audit::{Audit, Disagreement, Evidence, Request};

/// The first word of a passage that stays with its user.
const PRIVATE: &str = "private:";

/// Returns an audit without anything private.
pub(super) fn without(audit: &Audit) -> Audit {
    let mut open = audit.clone();
    let review = &mut open.review;
    for text in [&mut review.note, &mut review.date_note] {
        open_option(text);
    }
    for answer in open.answers.values_mut() {
        open_text(&mut answer.note);
        open_option(&mut answer.contested);
        // Who of us answered differently, and why one answer was agreed, is ours alone.
        answer.disagreement = None;
        if let Some(Request {
            what, whom, reply, ..
        }) = &mut answer.request
        {
            [what, whom, reply].into_iter().for_each(open_text);
        }
    }
    for document in &mut open.documents {
        document.note = None;
    }
    for text in open.notice.parts.texts_mut() {
        open_text(text);
    }
    for line in &mut open.notice.parts.spoken_to {
        open_text(line);
    }
    for put in &mut open.puts {
        for text in [
            &mut put.to,
            &mut put.place,
            &mut put.reply,
            &mut put.replied_by,
        ] {
            open_text(text);
        }
    }
    open
}

/// Returns a disagreement without the private part of the reason for the answer agreed.
pub(super) fn open_disagreement(mut ours: Disagreement) -> Disagreement {
    if let Some(agreed) = &mut ours.agreed {
        open_text(&mut agreed.why);
    }
    ours
}

/// Removes what is private from the place of a piece of evidence.
pub(super) fn open_place(evidence: &mut Evidence) {
    let Evidence {
        printed_page,
        paragraph,
        locator,
        ..
    } = evidence;
    for text in [printed_page, paragraph, locator] {
        open_option(text);
    }
}

/// Returns true if a text has a passage that stays with its user.
pub fn has_private(text: &str) -> bool {
    text.lines().any(is_private)
}

/// Returns the private passages of an audit, each with the place where it was written.
pub(super) fn passages(audit: &Audit) -> Vec<(Place<'_>, String)> {
    let review = &audit.review;
    let of_review = [&review.note, &review.date_note].into_iter().flatten();
    let mut texts: Vec<(Place<'_>, &String)> =
        of_review.map(|text| (Place::Review, text)).collect();
    for (id, answer) in &audit.answers {
        let request = answer.request.as_ref();
        let request = request.map(|one| [&one.what, &one.whom, &one.reply]);
        let of_answer = std::iter::once(&answer.note)
            .chain(&answer.contested)
            .chain(request.into_iter().flatten());
        texts.extend(of_answer.map(|text| (Place::Answer(id), text)));
    }
    for put in &audit.puts {
        let of_put = [&put.to, &put.place, &put.reply, &put.replied_by];
        texts.extend(of_put.map(|text| (Place::Put(&put.ask), text)));
    }
    let parts = &audit.notice.parts;
    let of_notice = parts.texts().map(|(.., text)| text).into_iter();
    let of_notice = of_notice.chain(&parts.spoken_to);
    texts.extend(of_notice.map(|text| (Place::Notice, text)));
    let passages = texts.into_iter().filter_map(|(place, text)| {
        let (_, private) = parted(text);
        (!private.is_empty()).then_some((place, private))
    });
    let notes = audit.documents.iter().filter_map(|document| {
        let note = document.note.as_deref()?.trim();
        (!note.is_empty()).then(|| (Place::Document(&document.id), note.to_owned()))
    });
    passages.chain(notes).collect()
}

/// The place of a private passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place<'a> {
    /// The profile of the review.
    Review,
    /// An answer, by the id of its question.
    Answer(&'a str),
    /// A document, by its id.
    Document(&'a str),
    /// A question put, by its words.
    Put(&'a str),
    /// The call-in notice.
    Notice,
}

fn open_text(text: &mut String) {
    let (open, private) = parted(text);
    if !private.is_empty() {
        *text = open;
    }
}

fn open_option(text: &mut Option<String>) {
    if let Some(inside) = text {
        open_text(inside);
        if inside.is_empty() {
            *text = None;
        }
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
    use crate::audit::{Answer, CouncilQuestion, Document, Review};

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
        let mut audit = Audit::new(Review::named("Anytown", "Home care"));
        audit.review.note = Some(text());
        audit.review.date_note = Some("private: MARK".to_owned());
        let answer = Answer {
            note: text(),
            contested: Some(text()),
            request: Some(Request {
                what: text(),
                whom: text(),
                reply: text(),
                ..Request::default()
            }),
            ..Answer::default()
        };
        audit.answers.insert("a".to_owned(), answer);
        audit.documents.push(Document {
            note: Some("MARK".to_owned()),
            ..Document::titled("d", "D")
        });
        audit.puts.push(CouncilQuestion {
            to: text(),
            place: text(),
            reply: text(),
            replied_by: text(),
            ..CouncilQuestion::asked("p", "Why?")
        });
        audit.notice.parts.wording = text();
        audit.notice.parts.spoken_to = vec![text()];
        assert_eq!(passages(&audit).len(), 14);
        let open = without(&audit);
        assert!(!format!("{open:?}").contains("MARK"), "{open:?}");
        assert_eq!(open.answers["a"].note, "Open.");
        assert_eq!(open.review.date_note, None);
        assert!(passages(&open).is_empty());
    }
}
