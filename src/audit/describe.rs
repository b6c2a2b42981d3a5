//! A change in words: the state before and the state after, part by part.
//!
//! One text for the history on the command line, for the desk and for the full record. Texts of the
//! user's own are whole and as they were typed; cleaning them for a terminal is the caller's job.

use super::{
    Answer, Audit, Change, ChecklistStamp, CouncilQuestion, Document, Evidence, Notice, OwnEvent,
    Review,
};
use crate::base::{Digest, Word as _};
use crate::wording::say_when;

/// Describes both sides of a change in words.
pub fn describe(change: &Change) -> (String, String) {
    match change {
        Change::Answer { before, after, .. } => differ(
            &before.as_deref().map(answer_parts).unwrap_or_default(),
            &after.as_deref().map(answer_parts).unwrap_or_default(),
        ),
        Change::Review { before, after } => differ(&review_parts(before), &review_parts(after)),
        Change::Document { before, after, .. } => differ(
            &before.as_deref().map(document_parts).unwrap_or_default(),
            &after.as_deref().map(document_parts).unwrap_or_default(),
        ),
        Change::Put { before, after, .. } => differ(
            &before.as_deref().map(put_parts).unwrap_or_default(),
            &after.as_deref().map(put_parts).unwrap_or_default(),
        ),
        Change::Event { before, after, .. } => differ(
            &before.as_deref().map(event_parts).unwrap_or_default(),
            &after.as_deref().map(event_parts).unwrap_or_default(),
        ),
        Change::Notice { before, after } => differ(&notice_parts(before), &notice_parts(after)),
        Change::Checklists { before, after } => {
            let parts = |stamps: &[ChecklistStamp]| {
                stamps
                    .iter()
                    .map(|one| {
                        (
                            one.id.clone(),
                            format!("{} {}", one.edition, one.digest.short()),
                        )
                    })
                    .collect()
            };
            differ(&parts(before), &parts(after))
        }
        Change::Whole { before, after } => differ(&audit_parts(before), &audit_parts(after)),
        Change::Together(changes) => {
            let mut sides = (Vec::new(), Vec::new());
            for change in changes {
                let (before, after) = describe(change);
                sides.0.push(format!("{}: {before}", change.what()));
                sides.1.push(format!("{}: {after}", change.what()));
            }
            (sides.0.join("\n"), sides.1.join("\n"))
        }
    }
}

type Parts = Vec<(String, String)>;

/// Formats both sides, without the parts that are the same.
fn differ(before: &Parts, after: &Parts) -> (String, String) {
    let without = |one: &Parts, other: &Parts| {
        let parts: Vec<String> = one
            .iter()
            .filter(|part| !other.contains(part))
            .map(|(name, value)| format!("{name} {value}"))
            .collect();
        if parts.is_empty() {
            "nothing".to_owned()
        } else {
            parts.join("; ")
        }
    };
    (without(before, after), without(after, before))
}

fn part(parts: &mut Parts, name: &str, value: Option<impl ToString>) {
    if let Some(value) = value
        .map(|value| value.to_string())
        .filter(|value| !value.is_empty())
    {
        parts.push((name.to_owned(), value));
    }
}

fn quoted(text: &str) -> String {
    format!("“{text}”")
}

fn answer_parts(answer: &Answer) -> Parts {
    let mut parts = Vec::new();
    part(&mut parts, "status", answer.status);
    part(&mut parts, "value", answer.value.as_ref());
    part(
        &mut parts,
        "note",
        Some(&answer.note)
            .filter(|note| !note.is_empty())
            .map(|n| quoted(n)),
    );
    part(
        &mut parts,
        "contested",
        answer.contested.as_deref().map(quoted),
    );
    if let Some(request) = &answer.request {
        let on = request
            .on
            .map(|day| format!(" on {day}"))
            .unwrap_or_default();
        let said = format!(
            "for {} to {}{on}, reply {}",
            quoted(&request.what),
            quoted(&request.whom),
            quoted(&request.reply)
        );
        part(&mut parts, "request", Some(said));
    }
    for evidence in &answer.evidence {
        part(&mut parts, "evidence", Some(say_evidence(evidence)));
    }
    part(
        &mut parts,
        "text of the question",
        answer.asked.as_ref().map(Digest::short),
    );
    if let Some(disagreement) = &answer.disagreement {
        for version in &disagreement.versions {
            let said = version.status.map(|status| status.to_string());
            let said = said.or_else(|| version.value.as_ref().map(ToString::to_string));
            let said = said.unwrap_or_else(|| "nothing".to_owned());
            let by = Some(version.by.as_str()).filter(|by| !by.is_empty());
            let by = by.unwrap_or("someone who gave no name");
            part(&mut parts, "version", Some(format!("{said} of {by}")));
        }
        let agreed = disagreement.agreed.as_ref();
        part(
            &mut parts,
            "agreed because",
            agreed.map(|one| quoted(&one.why)),
        );
    }
    parts
}

/// Formats evidence as it is recorded, by the ids of documents.
///
/// `report::words` names them by their titles of today; what a change did then must not alter with them.
fn say_evidence(evidence: &Evidence) -> String {
    let mut said: Vec<String> = Vec::new();
    let mut add = |name: &str, value: Option<String>| {
        said.extend(value.map(|value| format!("{name}{value}")));
    };
    add("in ", evidence.document.clone());
    add("page ", evidence.page.map(|page| page.to_string()));
    add("printed page ", evidence.printed_page.clone());
    add("paragraph ", evidence.paragraph.clone());
    add("", evidence.locator.clone());
    add("", evidence.quote.as_deref().map(quoted));
    add("of ", evidence.date.map(|day| day.to_string()));
    add(
        "from ",
        evidence.source.map(|source| source.word().to_owned()),
    );
    add("", evidence.shows.map(|shows| shows.label().to_owned()));
    add(
        "stated by ",
        evidence.statement.as_ref().map(|one| {
            let on = one.on.map_or_else(String::new, |on| format!(", {on}"));
            format!("{} ({}){on}", one.by, one.capacity)
        }),
    );
    add(
        "",
        evidence.absence.as_ref().map(|absence| {
            format!(
                "no mention of {} in {} pages of {}",
                absence.words.join(", "),
                absence.pages,
                absence.documents.join(", ")
            )
        }),
    );
    if said.is_empty() {
        "without a place".to_owned()
    } else {
        said.join(", ")
    }
}

fn review_parts(review: &Review) -> Parts {
    let mut parts = Vec::new();
    part(&mut parts, "authority", Some(&review.authority));
    part(&mut parts, "kind", Some(review.kind));
    part(&mut parts, "service", Some(&review.service));
    part(&mut parts, "territory", Some(review.territory));
    part(&mut parts, "executive", Some(review.executive));
    part(&mut parts, "stage", Some(review.stage));
    part(&mut parts, "decided", review.decided);
    part(
        &mut parts,
        "date note",
        review.date_note.as_deref().map(quoted),
    );
    part(&mut parts, "note", review.note.as_deref().map(quoted));
    parts
}

fn document_parts(document: &Document) -> Parts {
    let mut parts = Vec::new();
    part(&mut parts, "title", Some(quoted(&document.title)));
    part(&mut parts, "path", document.path.as_ref());
    part(&mut parts, "sha256", document.sha256.as_ref());
    part(&mut parts, "pages", document.pages);
    part(&mut parts, "date", document.date);
    part(&mut parts, "from", document.from.as_ref());
    part(&mut parts, "access", document.access);
    part(&mut parts, "access on", document.access_on);
    part(&mut parts, "url", document.url.as_ref());
    part(&mut parts, "note", document.note.as_deref().map(quoted));
    parts
}

fn put_parts(put: &CouncilQuestion) -> Parts {
    let mut parts = Vec::new();
    part(&mut parts, "question", Some(quoted(&put.ask)));
    let some = |text: &String| (!text.is_empty()).then(|| quoted(text));
    part(&mut parts, "to", some(&put.to));
    part(&mut parts, "where", some(&put.place));
    part(&mut parts, "on", put.on);
    part(&mut parts, "outcome", Some(put.outcome));
    part(&mut parts, "reply", some(&put.reply));
    part(&mut parts, "reply by", some(&put.replied_by));
    part(&mut parts, "replied", put.replied);
    part(&mut parts, "promised", put.promised);
    part(&mut parts, "bears on", Some(put.bears_on.join(", ")));
    parts
}

fn event_parts(event: &OwnEvent) -> Parts {
    let mut parts = Vec::new();
    part(&mut parts, "when", Some(say_when(event.when)));
    part(&mut parts, "what", Some(quoted(&event.what)));
    for evidence in &event.evidence {
        part(&mut parts, "evidence", Some(say_evidence(evidence)));
    }
    parts
}

fn notice_parts(notice: &Notice) -> Parts {
    let signed = notice.signatories.iter();
    let mut parts: Parts = signed
        .map(|name| ("signed by".to_owned(), quoted(name)))
        .collect();
    for ground in &notice.left_out {
        parts.push((format!("{ground} left out"), "yes".to_owned()));
    }
    for ground in &notice.heard {
        parts.push((
            format!("{ground} heard by scrutiny before"),
            "yes".to_owned(),
        ));
    }
    part(&mut parts, "most grounds", notice.most);
    for (_, name, text) in notice.parts.texts() {
        let said = Some(text).filter(|text| !text.is_empty());
        part(&mut parts, name, said.map(|text| quoted(text)));
    }
    for line in &notice.parts.spoken_to {
        parts.push(("spoken to".to_owned(), quoted(line)));
    }
    for (ground, words) in &notice.under {
        parts.push((format!("{ground} under"), quoted(words)));
    }
    parts
}

fn audit_parts(audit: &Audit) -> Parts {
    let joined = |parts: Parts| {
        let said: Vec<String> = parts
            .into_iter()
            .map(|(name, value)| format!("{name} {value}"))
            .collect();
        format!("({})", said.join("; "))
    };
    let mut parts = review_parts(&audit.review);
    for (id, answer) in &audit.answers {
        parts.push((format!("the answer to {id}"), joined(answer_parts(answer))));
    }
    for document in &audit.documents {
        parts.push((
            format!("the document {}", document.id),
            joined(document_parts(document)),
        ));
    }
    for put in &audit.puts {
        parts.push((
            format!("the question put {}", put.id),
            joined(put_parts(put)),
        ));
    }
    for event in &audit.events {
        parts.push((
            format!("the event {}", event.id),
            joined(event_parts(event)),
        ));
    }
    if !audit.notice.is_empty() {
        parts.push((
            "the call-in notice".to_owned(),
            joined(notice_parts(&audit.notice)),
        ));
    }
    parts
}
