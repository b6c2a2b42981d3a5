//! Questions that were put, as a document shows them: the day, the person asked, the reply.

use crate::audit::{CouncilQuestion, ReplyOutcome};
use crate::base::Word as _;
use crate::wording::say_day;

use super::Source;
use super::document::{Cell, Sheet, Spans, fact, strong, text};
use super::draft::Draft;
use crate::wording::{one_line, sentence};

/// Returns the person, place and day: "Of Cllr Holder, at the scrutiny committee, on 3 December
/// 2026."
pub(super) fn asked(put: &CouncilQuestion) -> String {
    let mut parts = Vec::new();
    let (to, place) = (one_line(&put.to), one_line(&put.place));
    if !to.is_empty() {
        parts.push(format!("of {to}"));
    }
    if !place.is_empty() {
        parts.push(format!("at {place}"));
    }
    if let Some(on) = put.on {
        parts.push(format!("on {}", say_day(on)));
    }
    if parts.is_empty() {
        "Who was asked, and when, is not recorded.".to_owned()
    } else {
        sentence(&parts.join(", "))
    }
}

/// Returns the outcome, the reply and its day.
pub(super) fn came(put: &CouncilQuestion) -> Spans {
    let mut spans = vec![strong(sentence(put.outcome.label()))];
    let reply = put.reply.trim();
    if !reply.is_empty() {
        let label = match put.outcome {
            ReplyOutcome::NotAnswered => " Said instead: ",
            _ => " ",
        };
        spans.push(text(format!("{label}“{reply}”")));
    }
    if put.outcome == ReplyOutcome::Refused && !put.who_replied().is_empty() {
        spans.push(text(format!(" By {}.", one_line(put.who_replied()))));
    }
    if let Some(day) = put.replied {
        spans.push(text(format!(" Said on {}.", say_day(day))));
    }
    if let Some(day) = put.promised {
        spans.push(text(format!(" In writing promised by {}.", say_day(day))));
    }
    spans
}

/// Returns a question put that was refused or not answered, as an item of a list.
pub(super) fn not_answered(put: &CouncilQuestion) -> Spans {
    let mut spans = vec![text(format!("“{}” Asked {} ", one_line(&put.ask), {
        let asked = asked(put);
        let mut chars = asked.chars();
        let first = chars.next().map(|c| c.to_lowercase().to_string());
        first.unwrap_or_default() + chars.as_str()
    }))];
    spans.extend(came(put));
    spans
}

/// Adds every question that was put, with every field, for the full record.
pub(super) fn of_record(source: &Source<'_>, draft: &mut Draft) {
    for put in &source.audit.puts {
        draft.heading(2, &put.ask);
        let mut facts = vec![
            fact("Called", put.id.clone()),
            fact("Asked", asked(put)),
            super::document::Fact {
                label: "Outcome".to_owned(),
                value: came(put),
            },
        ];
        if !put.bears_on.is_empty() {
            let bears: Vec<String> = put
                .bears_on
                .iter()
                .map(|id| match source.library.find_current(id) {
                    Some(ix) => source.library.question(ix).short.to_string(),
                    None => format!("{id} (no checklist asks it any more)"),
                })
                .collect();
            facts.push(fact("Bears on", bears.join("\n")));
        }
        draft.facts(facts);
    }
}

const HEADER: [&str; 10] = [
    "id",
    "question",
    "asked of",
    "where",
    "asked on",
    "outcome",
    "answer",
    "answered on",
    "promised by",
    "bears on",
];

/// Returns every question that was put, as a table for a spreadsheet.
pub(super) fn sheet(source: &Source<'_>) -> Sheet {
    let rows = source.audit.puts.iter().map(|put| {
        vec![
            put.id.as_str().into(),
            put.ask.as_str().into(),
            put.to.as_str().into(),
            put.place.as_str().into(),
            put.on.into(),
            put.outcome.word().into(),
            put.reply.as_str().into(),
            put.replied.into(),
            put.promised.into(),
            put.bears_on.join("; ").into(),
        ]
    });
    Sheet {
        name: "asked".to_owned(),
        header: HEADER.iter().map(|&head| head.to_owned()).collect(),
        rows: rows.collect(),
    }
}

/// Returns the cells of the question sheet for one occasion; empty cells if there was none.
pub(super) fn cells(put: Option<&CouncilQuestion>) -> Vec<Cell> {
    let Some(put) = put else {
        return vec![Cell::Empty; 7];
    };
    vec![
        put.on.into(),
        put.to.as_str().into(),
        put.reply.as_str().into(),
        put.replied.into(),
        put.promised.into(),
        put.place.as_str().into(),
        put.outcome.word().into(),
    ]
}

/// Adds the questions put that are not in a list: asked before, and answered or overtaken since.
pub(super) fn others(source: &Source<'_>, among: &[&str], draft: &mut Draft) {
    let others: Vec<&CouncilQuestion> = source
        .audit
        .puts
        .iter()
        .filter(|put| !put.is_point() && !among.iter().any(|ask| put.is(ask)))
        .collect();
    if others.is_empty() {
        return;
    }
    draft.heading(1, "Also asked");
    let rows = others.into_iter().map(|put| {
        vec![
            vec![text(one_line(&put.ask))],
            vec![text(asked(put))],
            came(put),
        ]
    });
    draft.table(
        "Questions that were put and are no longer on the list above",
        &["Question", "Asked who, and when", "Answer"],
        rows.collect(),
    );
}
