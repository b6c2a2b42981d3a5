//! Formats the values of an audit for a reader: days, figures, answers, evidence, citations,
//! reasons.
//!
//! One wording for each, so that two reports of one audit never differ in it. No layout.

use std::collections::HashSet;

use crate::audit::{Absence, Access, Answer, Audit, Document, Evidence, Request, Tells, Value};
use crate::base::Word as _;
use crate::checklist::applicability::say_span;
use crate::checklist::condition::EventRef;
use crate::checklist::{
    AuthorityKind, Executive, InForce, Library, Outcome, Place, Precedent, Question, Requirement,
    SourceClass, Standing,
};
use crate::findings::Because;
use crate::wording::say_day;

use super::text::put;

use crate::wording::say_when;
use crate::wording::{capital, count, list, one_line, sought};

pub use crate::findings::value_in_words as value;

/// Formats the recorded answer; "no answer yet" if there is only a note.
pub fn recorded(question: &Question, answer: &Answer) -> String {
    match (answer.status, &answer.value) {
        (Some(status), None) => status.label().to_owned(),
        (None, Some(given)) => value(question, given),
        (Some(status), Some(given)) => format!("{}; {}", status.label(), value(question, given)),
        (None, None) => "no answer yet".to_owned(),
    }
}

/// Returns the class of a source in words: the party that says so.
pub const fn source_class(class: SourceClass) -> &'static str {
    match class {
        SourceClass::Official => "an official record",
        SourceClass::Council => "the council",
        SourceClass::Court => "a court",
        SourceClass::Inspector => "an inspector or auditor",
        SourceClass::Union => "a trade union or its researchers",
        SourceClass::Press => "the press",
        SourceClass::Supplier => "a supplier or another interest",
        SourceClass::Own => "our own observation",
    }
}

/// Returns the access to a document in words.
pub const fn access(access: Access) -> &'static str {
    match access {
        Access::Public => "public",
        Access::InConfidence => "given in confidence",
        Access::AskedFor => "asked for and not yet given",
        Access::Refused => "asked for and refused",
    }
}

/// Returns the access to a document in words, with its day.
pub fn came(document: &crate::audit::Document) -> Option<String> {
    let how = access(document.access?);
    Some(match document.access_on {
        Some(day) => format!("{how} on {}", say_day(day)),
        None => how.to_owned(),
    })
}

/// Returns the kind of authority in words.
pub const fn authority_kind(kind: AuthorityKind) -> &'static str {
    match kind {
        AuthorityKind::Council => "council",
        AuthorityKind::Parish => "parish, town or community council",
        AuthorityKind::Police => "police authority or commissioner",
        AuthorityKind::Fire => "fire and rescue authority",
        AuthorityKind::NationalPark => "national park authority",
        AuthorityKind::Waste => "waste disposal authority",
        AuthorityKind::Transport => "passenger transport authority",
        AuthorityKind::Combined => "combined authority",
        AuthorityKind::Other => "other public body",
    }
}

/// Returns the executive arrangements in words.
pub const fn executive(executive: Executive) -> &'static str {
    match executive {
        Executive::Yes => "leader or mayor with a cabinet",
        Executive::No => "committees",
        Executive::Unknown => "not known",
    }
}

/// Returns the outcome of a case for the challengers, in words.
pub const fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Won => "won",
        Outcome::Partly => "partly won",
        Outcome::Ignored => "heard and passed over",
        Outcome::Lost => "lost",
    }
}

/// Formats a document as evidence names it: its title, marked if it was given in confidence.
pub fn document(audit: &Audit, id: &str) -> String {
    named(audit, id).map_or_else(
        || format!("“{}” (not registered)", one_line(id)),
        |document| {
            let confidence = match document.access {
                Some(Access::InConfidence) => " (given in confidence)",
                _ => "",
            };
            format!("“{}”{confidence}", one_line(&document.title))
        },
    )
}

/// Finds a document by its id, or else by its title.
fn named<'a>(audit: &'a Audit, name: &str) -> Option<&'a Document> {
    audit.document(name).or_else(|| {
        let title = one_line(name).to_lowercase();
        let same = |one: &&Document| one_line(&one.title).to_lowercase() == title;
        audit.documents.iter().find(same)
    })
}

/// Returns true if a piece of evidence comes from a confidential document.
///
/// Also if it is a proof of absence from one.
pub fn is_confidential(audit: &Audit, evidence: &Evidence) -> bool {
    let searched = evidence.absence.iter().flat_map(|one| &one.documents);
    let mut papers = evidence.document.iter().chain(searched);
    papers.any(|name| named(audit, name).is_some_and(Document::is_in_confidence))
}

/// Formats the place of a piece of evidence: document, page, paragraph, place; empty if none is
/// given.
pub fn place(audit: &Audit, evidence: &Evidence) -> String {
    let mut parts: Vec<String> = Vec::new();
    if let Some(id) = &evidence.document {
        parts.push(document(audit, id));
    }
    match (evidence.page, &evidence.printed_page) {
        (Some(page), Some(printed)) => {
            parts.push(format!("page {page} (printed as {})", one_line(printed)));
        }
        (Some(page), None) => parts.push(format!("page {page}")),
        (None, Some(printed)) => parts.push(format!("page printed as {}", one_line(printed))),
        (None, None) => {}
    }
    if let Some(paragraph) = &evidence.paragraph {
        parts.push(format!("paragraph {}", one_line(paragraph)));
    }
    if let Some(locator) = &evidence.locator {
        parts.push(one_line(locator));
    }
    parts.join(", ")
}

/// Returns the registered documents that an answer or an event quotes, names or was looked for in.
pub fn cited(audit: &Audit) -> Vec<&Document> {
    let named: HashSet<&str> = audit
        .evidence()
        .flat_map(|one| {
            let searched = one.absence.iter().flat_map(|absence| &absence.documents);
            one.document.iter().chain(searched).map(String::as_str)
        })
        .collect();
    let is_named =
        |one: &&Document| named.contains(one.id.as_str()) || named.contains(one.title.as_str());
    audit.documents.iter().filter(is_named).collect()
}

/// Formats the places of evidence, each once.
pub fn places<'e>(audit: &Audit, evidence: impl IntoIterator<Item = &'e Evidence>) -> String {
    let mut found: Vec<String> = Vec::new();
    for one in evidence {
        let place = place(audit, one);
        if !place.is_empty() && !found.contains(&place) {
            found.push(place);
        }
    }
    found.join("; ")
}

/// The sentence in place of evidence that a paper for the other side does not set out.
pub const NOT_SET_OUT: &str = "Some of the evidence was given in confidence and is not set out.";

/// Formats the places of evidence as [`places`] does, without what was given in confidence: where
/// nothing else is there, the sentence that says so.
pub fn open_places<'e>(audit: &Audit, evidence: impl Iterator<Item = &'e Evidence>) -> String {
    let (held, open): (Vec<&Evidence>, Vec<&Evidence>) =
        evidence.partition(|one| is_confidential(audit, one));
    match places(audit, open) {
        none if none.is_empty() && !held.is_empty() => NOT_SET_OUT.to_owned(),
        found => found,
    }
}

/// Formats the place, date and source of a piece of evidence.
pub fn provenance(audit: &Audit, evidence: &Evidence) -> String {
    let mut parts: Vec<String> = vec![place(audit, evidence)];
    if let Some(day) = evidence.date {
        parts.push(say_day(day));
    }
    if let Some(class) = evidence.source {
        parts.push(format!("source: {}", source_class(class)));
    }
    if let Some(one) = &evidence.statement {
        let mut who = format!("stated by {}", one_line(&one.by));
        if !one.capacity.trim().is_empty() {
            who.push_str(&format!(", {}", one_line(&one.capacity)));
        }
        if let Some(on) = one.on {
            who.push_str(&format!(", on {}", say_day(on)));
        }
        parts.push(who);
    }
    parts.retain(|part| !part.is_empty());
    capital(&parts.join("; "))
}

/// Formats a piece of evidence in one line: the quotation, its place, the proof of absence.
pub fn evidence(audit: &Audit, one: &Evidence) -> String {
    let mut parts: Vec<String> = Vec::new();
    if let Some(quote) = &one.quote {
        parts.push(format!("“{}”", quote.trim()));
    }
    let provenance = provenance(audit, one);
    if !provenance.is_empty() {
        parts.push(format!("({provenance})"));
    }
    if let Some(one) = &one.absence {
        parts.push(absence(audit, one).trim_end_matches('.').to_owned());
    }
    if parts.is_empty() {
        parts.push("without a place".to_owned());
    }
    parts.join(" ")
}

/// Formats a piece of evidence without its quotation: place, date, source, proof of absence.
pub fn origin(audit: &Audit, one: &Evidence) -> String {
    let mut parts = vec![provenance(audit, one)];
    parts.extend(one.absence.as_ref().map(|one| absence(audit, one)));
    parts.retain(|part| !part.is_empty());
    if parts.is_empty() {
        return "A quotation, with no place named".to_owned();
    }
    parts.join(". ")
}

/// The mark of a piece of evidence that does not count under its answer; none if it counts.
pub const fn mark(tells: Tells) -> Option<&'static str> {
    match tells {
        Tells::Then => None,
        Tells::Later => Some("later than the decision: hindsight"),
        Tells::Unsettled => Some("later than the decision: does not count as proof"),
    }
}

/// Formats a proof of absence.
pub fn absence(audit: &Audit, absence: &Absence) -> String {
    let words = absence.words.iter().map(String::as_str);
    let words = sought(words, |word| format!("“{}”", one_line(word)));
    let documents: Vec<String> = absence
        .documents
        .iter()
        .map(|one| match named(audit, one) {
            Some(found) => document(audit, &found.id),
            None => format!("“{}”", one_line(one)),
        })
        .collect();
    let pages = usize::try_from(absence.pages).unwrap_or(usize::MAX);
    let mut said = format!(
        "Not found in {} ({} read)",
        if documents.is_empty() {
            "documents not recorded".to_owned()
        } else {
            list(&documents)
        },
        count(pages, "page", "pages"),
    );
    if let Some(day) = absence.on {
        said.push_str(" on ");
        said.push_str(&say_day(day));
    }
    if words.is_empty() {
        said.push_str("; the words searched for are not recorded.");
    } else {
        put!(said, ": {words}.");
    }
    if !absence.unread.is_empty() {
        let pages: Vec<String> = absence.unread.iter().map(ToString::to_string).collect();
        put!(
            said,
            " {} {} no text and could not be searched: {}.",
            count(pages.len(), "page", "pages"),
            if pages.len() == 1 { "holds" } else { "hold" },
            list(&pages)
        );
    }
    said
}

/// Returns the line under the title of a paper: the authority and the service reviewed.
pub fn subtitle(review: &crate::audit::Review) -> String {
    format!(
        "{}: review of “{}”",
        one_line(&review.authority),
        one_line(&review.service)
    )
}

/// Formats what came of a request, in the words of the reply: a written refusal is never called
/// no answer.
pub fn refusal(request: &Request) -> String {
    let asked = match (one_line(&request.whom), request.on) {
        (whom, Some(on)) if !whom.is_empty() => format!("asked of {whom} on {}", say_day(on)),
        (whom, None) if !whom.is_empty() => format!("asked of {whom}"),
        (_, Some(on)) => format!("asked on {}", say_day(on)),
        _ => "asked for".to_owned(),
    };
    let reply = one_line(&request.reply);
    if reply.is_empty() {
        format!("{asked}, and no reply is recorded")
    } else {
        format!("{asked}, and refused: “{reply}”")
    }
}

/// Formats a request for information that was asked for and not given.
pub fn request(request: &Request) -> String {
    let what = one_line(&request.what);
    let whom = one_line(&request.whom);
    let mut said = format!(
        "Asked for: {}; of: {}; on: {}.",
        if what.is_empty() {
            "not recorded"
        } else {
            &what
        },
        if whom.is_empty() {
            "not recorded"
        } else {
            &whom
        },
        request
            .on
            .map_or_else(|| "not recorded".to_owned(), say_day),
    );
    let reply = one_line(&request.reply);
    if reply.is_empty() {
        said.push_str(" No reply is recorded.");
    } else {
        said.push_str(" Reply: ");
        said.push_str(&reply);
        if !reply.ends_with(['.', '!', '?']) {
            said.push('.');
        }
    }
    said
}

/// Formats a reason for a finding: one thing recorded in the audit.
pub fn because(library: &Library, because: &Because) -> String {
    match because {
        Because::Question { question, state } => {
            format!(
                "{} {}",
                library.question(*question).ask,
                capital(state.label())
            )
        }
        Because::Requirement { requirement, state } => {
            let requirement = library.requirement(*requirement);
            format!("{}: {}", requirement.title, state.label())
        }
        Because::Event {
            event: EventRef::Decided,
            when,
        } => {
            format!("The decision was taken on {}", say_when(*when))
        }
        Because::Event {
            event: EventRef::Question(ix),
            when,
        } => {
            format!(
                "{} {}",
                library.question(*ix).ask,
                capital(&say_when(*when))
            )
        }
        Because::Figure {
            question,
            value: given,
        } => {
            let question = library.question(*question);
            format!(
                "{} {}",
                question.ask,
                value(question, &Value::Number(*given))
            )
        }
        Because::Choice { question, option } => {
            let question = library.question(*question);
            format!(
                "{} {}",
                question.ask,
                value(question, &Value::Option(option.clone()))
            )
        }
    }
}

/// Returns the force of a requirement in words.
pub const fn force(requirement: &Requirement) -> &'static str {
    requirement.force.label()
}

/// Formats the times when a requirement was in force at a place under the citation that it has there.
pub fn dates(requirement: &Requirement, place: &Place) -> String {
    let spans: Vec<&InForce> = requirement
        .in_force
        .iter()
        .filter(|span| {
            span.territories.contains(&place.territory)
                && (span.authorities.is_empty() || span.authorities.contains(&place.kind))
                && span.citation.as_deref().unwrap_or(&requirement.citation)
                    == requirement.cited(place)
        })
        .collect();
    let spans = if spans.is_empty() {
        requirement.in_force.iter().collect()
    } else {
        spans
    };
    let said: Vec<String> = spans.iter().map(|span| say_span(span)).collect();
    format!("{}, {}", place.territory.label(), said.join("; "))
}

/// Returns the caution about a requirement's standing, if there is one.
pub const fn caption(requirement: &Requirement) -> Option<&'static str> {
    match (requirement.arguable(), requirement.standing) {
        (Some(says), _) => Some(says),
        (None, Standing::Plain) => None,
        (None, standing) => standing.caption(),
    }
}

/// Formats a precedent: "Sefton, home care review, 2000: won".
pub fn precedent(precedent: &Precedent) -> String {
    let mut said = format!(
        "{}, {}: {}",
        precedent.title,
        precedent.year,
        outcome(precedent.outcome)
    );
    if let Some(citation) = &precedent.citation {
        said.push_str(" (");
        said.push_str(citation);
        said.push(')');
    }
    said
}

/// Returns the word for a source class in a table.
pub fn class_word(class: Option<SourceClass>) -> &'static str {
    class.map_or("", |class| class.word())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_absence_says_where_was_searched_and_what_could_not_be() {
        let audit = Audit::new(crate::audit::Review::named("A", "B"));
        let proof = Absence {
            documents: vec!["Final report".into(), "Annex A".into()],
            pages: 412,
            words: vec!["trade union".into(), "UNISON".into()],
            on: chrono::NaiveDate::from_ymd_opt(2000, 11, 3),
            unread: vec![7],
        };
        assert_eq!(
            absence(&audit, &proof),
            "Not found in “Final report” and “Annex A” (412 pages read) on 3 November 2000: \
             “trade union”, “UNISON”. 1 page holds no text and could not be searched: \
             7."
        );
    }
}
