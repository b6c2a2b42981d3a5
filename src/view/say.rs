//! Values and locations of evidence in words.

use crate::audit::{Access, Audit, Evidence, Value};
use crate::base::Word as _;
use crate::checklist::QuestionKind;
use crate::checklist::applicability::say_day;
use crate::documents::say_pages;
use crate::wording;

/// Formats a value for a reader.
pub(super) fn say_value(kind: &QuestionKind, value: &Value) -> String {
    match (kind, value) {
        (_, Value::Date(day)) => say_day(*day),
        (QuestionKind::Figure(unit), Value::Number(number)) => wording::figure(*number, *unit),
        (_, Value::Number(value)) => wording::number(*value),
        (QuestionKind::Choice(options), Value::Option(id)) => options
            .iter()
            .find(|option| option.id == *id)
            .map_or_else(|| id.clone(), |option| option.label.clone()),
        (_, Value::Option(id)) => id.clone(),
    }
}

/// Formats the location of evidence.
pub(super) fn say_evidence(audit: &Audit, evidence: &Evidence) -> String {
    let mut parts: Vec<String> = Vec::new();
    if let Some(id) = &evidence.document {
        parts.push(audit.document(id).map_or_else(
            || id.clone(),
            |one| match one.access {
                Some(Access::InConfidence) => format!("{} (given in confidence)", one.title),
                _ => one.title.clone(),
            },
        ));
    }
    if let Some(page) = evidence.page {
        parts.push(format!("page {page}"));
    }
    if let Some(printed) = &evidence.printed_page {
        parts.push(format!("printed {printed}"));
    }
    if let Some(paragraph) = &evidence.paragraph {
        parts.push(format!("paragraph {paragraph}"));
    }
    parts.extend(evidence.locator.clone());
    parts.extend(evidence.date.map(say_day));
    parts.extend(evidence.source.map(|source| format!("({})", source.word())));
    if let Some(said) = &evidence.statement {
        let mut who = format!("stated by {}", said.by);
        if !said.capacity.is_empty() {
            who.push_str(&format!(", {}", said.capacity));
        }
        if let Some(on) = said.on {
            who.push_str(&format!(", on {}", say_day(on)));
        }
        parts.push(who);
    }
    if let Some(absence) = &evidence.absence {
        let titles: Vec<&str> = absence
            .documents
            .iter()
            .map(|id| audit.document(id).map_or(id.as_str(), |one| &one.title))
            .collect();
        let unread = match absence.unread.len() {
            0 => String::new(),
            _ => format!("; no text on page {}", say_pages(&absence.unread)),
        };
        parts.push(format!(
            "proof of absence: {} searched in {} pages of {}{unread}",
            absence.words.join(", "),
            absence.pages,
            titles.join(", ")
        ));
    }
    if parts.is_empty() {
        "a quote, with no place named".to_owned()
    } else {
        parts.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checklist::Unit;

    #[test]
    fn a_figure_reads_as_it_does_in_a_report() {
        let says = |unit| say_value(&QuestionKind::Figure(unit), &Value::Number(127_000.0));
        assert_eq!(says(Unit::Pounds), "£127,000");
        assert_eq!(says(Unit::Posts), "127,000 posts");
    }
}
