//! The form of the timeline: an event of the user's own.

use super::{paper, read_evidence, text};
use crate::audit::{Audit, Evidence, OwnEvent};
use crate::desk::dates;
use crate::desk::field::Field;
use crate::desk::overlay::{FieldEntry, FieldError, FieldId, Form, FormField, Purpose};
use crate::wording::say_when;

/// Returns the form for an event of the user's own; a new one is not dated yet.
pub fn event(audit: &Audit, id: String) -> Form {
    let now = audit.event(&id);
    let proof = now.and_then(|event| event.evidence.first());
    let quote = proof.and_then(|one| one.quote.as_deref());
    let fields = vec![
        text(
            FieldId::When,
            "When",
            "3 April 2026; if the day is not known: April 2026, by 10 April 2026, about May 2026.",
            &now.map(|event| say_when(event.when)).unwrap_or_default(),
        ),
        text(
            FieldId::What,
            "What happened",
            "Say it in a few words: the leader told the press that the service would go.",
            now.map_or("", |event| &event.what),
        ),
        paper(audit, proof.and_then(|one| one.document.as_deref())),
        text(
            FieldId::Page,
            "Page",
            "Give the page that shows it, as a number. You can leave it empty.",
            &proof
                .and_then(|one| one.page)
                .map(|page| page.to_string())
                .unwrap_or_default(),
        ),
        FormField {
            key: FieldId::Quote,
            label: "Quote",
            help: "Give the exact words that show it. You can leave it empty.".into(),
            entry: FieldEntry::Text(Field::lines(quote.unwrap_or_default(), super::UNFITTED)),
        },
    ];
    let title = match now {
        Some(event) => format!("Event: {}", event.what),
        None => "An event of your own".to_owned(),
    };
    Form::new(title, Purpose::Event(id), fields)
}

/// Reads an event from a filled form; the document of a new title is not named in it.
///
/// What the form has no field for is kept.
///
/// # Errors
/// If something is missing or cannot be read: the field, and a message.
pub fn read_event(
    form: &Form,
    id: &str,
    before: Option<&OwnEvent>,
) -> Result<OwnEvent, FieldError> {
    let when = form.text(FieldId::When);
    if when.is_empty() {
        return Err(FieldError::new(FieldId::When, "When did it happen?"));
    }
    let when = dates::span(&when).map_err(|why| FieldError::new(FieldId::When, why))?;
    let what = form.text(FieldId::What);
    if what.is_empty() {
        return Err(FieldError::new(FieldId::What, "What happened?"));
    }
    let (first, others) = match before.map(|event| event.evidence.as_slice()) {
        Some([first, others @ ..]) => (Some(first), others),
        _ => (None, &[][..]),
    };
    let typed = read_evidence(form, first)?;
    let bare = typed.is_empty() && form.named().is_none();
    let proof = Evidence {
        document: typed.document,
        page: typed.page,
        quote: typed.quote,
        ..first.cloned().unwrap_or_default()
    };
    Ok(OwnEvent {
        id: id.to_owned(),
        when,
        what,
        evidence: (!bare)
            .then_some(proof)
            .into_iter()
            .chain(others.iter().cloned())
            .collect(),
    })
}
