//! Everything dated in an audit, in order: the events of the checklists, the decision, the papers, the
//! questions put and the requests, and the user's own events.
//!
//! A date that is not known to the day is kept as it is. Derived afresh from an audit, as all
//! findings are; the time limits are added by whoever draws both.

use super::facts::Facts;
use super::support::Support;
use crate::audit::{Evidence, Value};
use crate::base::DateSpan;
use crate::base::word::words;
use crate::checklist::{QuestionIx, QuestionKind};

words! {
    /// The kind of a dated entry.
    pub enum EntryKind is "a kind of dated entry" {
        /// An event that a checklist asks for.
        Fact = "fact",
        /// The decision.
        Decision = "decision",
        /// A paper, by the date it bears.
        Paper = "paper",
        /// A question put to the council, or its reply.
        Question = "question",
        /// A request for information that was not met.
        Request = "request",
        /// An event of the user's own.
        Own = "own",
    }
}

/// Something that happened, or is to happen, at a date.
#[derive(Debug, Clone, PartialEq)]
pub struct TimelineEntry {
    /// The day, or the days between which it fell.
    pub when: DateSpan,
    /// Its kind.
    pub kind: EntryKind,
    /// The event in a few words.
    pub what: String,
    /// The question of a fact or request.
    pub question: Option<QuestionIx>,
    /// The id of a paper, a question put or an own event.
    pub id: Option<String>,
    /// The proof behind it; none for what needs none, or has none.
    pub support: Option<Support>,
    /// The places that show it.
    pub evidence: Vec<Evidence>,
    /// True if it rests on something given in confidence.
    pub in_confidence: bool,
}

impl TimelineEntry {
    fn new(when: impl Into<DateSpan>, kind: EntryKind, what: impl Into<String>) -> Self {
        Self {
            when: when.into(),
            kind,
            what: what.into(),
            question: None,
            id: None,
            support: None,
            evidence: Vec::new(),
            in_confidence: false,
        }
    }
}

/// Returns everything dated in an audit, the first first.
///
/// Of two at the same date the one that the checklists ask for comes first.
pub fn timeline(facts: &Facts<'_>) -> Vec<TimelineEntry> {
    let audit = facts.audit;
    let mut out: Vec<TimelineEntry> = Vec::new();
    if let Some(decided) = audit.review.decided {
        out.push(TimelineEntry::new(
            decided,
            EntryKind::Decision,
            "The decision was taken",
        ));
    }
    for &ix in &*facts.dated {
        let question = facts.library.question(ix);
        let answered = facts.answered(ix);
        if question.kind == QuestionKind::Event
            && let Some(Value::Date(when)) = answered.value
        {
            let answer = audit.answer_of(facts.library, ix);
            out.push(TimelineEntry {
                question: Some(ix),
                support: Some(answered.support),
                evidence: answer.map(|one| one.evidence.clone()).unwrap_or_default(),
                ..TimelineEntry::new(when, EntryKind::Fact, question.short.as_str())
            });
        }
        if let Some(request) = audit
            .answer_of(facts.library, ix)
            .and_then(|answer| answer.request.as_ref())
            && let Some(on) = request.on
        {
            out.push(TimelineEntry {
                question: Some(ix),
                ..TimelineEntry::new(
                    on,
                    EntryKind::Request,
                    requested(&request.what, &request.whom),
                )
            });
        }
    }
    for document in &audit.documents {
        if let Some(date) = document.date {
            out.push(TimelineEntry {
                id: Some(document.id.clone()),
                in_confidence: document.is_in_confidence(),
                ..TimelineEntry::new(
                    date,
                    EntryKind::Paper,
                    format!("“{}” is dated", document.title),
                )
            });
        }
    }
    for put in &audit.puts {
        let entry = |when, what: String| TimelineEntry {
            id: Some(put.id.clone()),
            ..TimelineEntry::new(when, EntryKind::Question, what)
        };
        if let Some(on) = put.on {
            let to = if put.to.trim().is_empty() {
                String::new()
            } else {
                format!(" to {}", put.to.trim())
            };
            out.push(entry(
                on,
                format!("You put a question{to}: {}", put.ask.trim()),
            ));
        }
        if let Some(replied) = put.replied.filter(|_| !put.reply.trim().is_empty()) {
            out.push(entry(
                replied,
                format!("They replied to: {}", put.ask.trim()),
            ));
        }
    }
    for event in &audit.events {
        out.push(TimelineEntry {
            id: Some(event.id.clone()),
            evidence: event.evidence.clone(),
            ..TimelineEntry::new(event.when, EntryKind::Own, event.what.trim())
        });
    }
    for entry in &mut out {
        entry.in_confidence |= !entry.evidence.is_empty()
            && entry.evidence.iter().all(|one| {
                one.document
                    .as_deref()
                    .and_then(|id| audit.document(id))
                    .is_some_and(crate::audit::Document::is_in_confidence)
            });
    }
    out.sort_by_key(|entry| (entry.when.sort_key(), entry.kind));
    out
}

fn requested(what: &str, whom: &str) -> String {
    let what = what.trim();
    match whom.trim() {
        "" => format!("You asked for {what}"),
        whom => format!("You asked {whom} for {what}"),
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::audit::{Access, Answer, Audit, CouncilQuestion, Document, OwnEvent, Review};
    use crate::checklist::{load, shipped};

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, day).expect("a day")
    }

    #[test]
    fn all_that_is_dated_comes_in_order_and_keeps_its_doubt() {
        let library = load(&shipped::checklists()).expect("the shipped checklists load");
        let mut audit = Audit::new(Review::named("Anytown", "Home care"));
        audit.review.decided = Some(day(6, 15));
        audit.documents.push(Document {
            date: Some(day(6, 5)),
            ..Document::titled("report", "Report")
        });
        audit.documents.push(Document {
            date: Some(day(6, 4)),
            access: Some(Access::InConfidence),
            ..Document::titled("leak", "Leak")
        });
        let answer = |when: &str| Answer {
            value: Some(Value::Date(when.parse().expect("a date"))),
            ..Answer::default()
        };
        audit
            .answers
            .insert("consultation-opened".into(), answer("2026-03~"));
        audit
            .answers
            .insert("consultation-closed".into(), answer("2026-06-15"));
        audit.puts.push(CouncilQuestion {
            on: Some(day(6, 20)),
            to: "the leader".into(),
            ..CouncilQuestion::asked("put-1", "Why?")
        });
        audit.events.push(OwnEvent {
            id: "event-1".into(),
            when: "../2026-03-10".parse().expect("a date"),
            what: "Staff heard of it".into(),
            evidence: vec![Evidence {
                document: Some("leak".into()),
                ..Evidence::default()
            }],
        });
        let facts = Facts::gather(&library, &audit, day(7, 1));
        let entries = timeline(&facts);
        let told: Vec<(String, &str)> = entries
            .iter()
            .map(|one| (one.when.to_string(), one.what.as_str()))
            .collect();
        let expected = [
            ("2026-03~", "Consultation opened"),
            ("../2026-03-10", "Staff heard of it"),
            ("2026-06-04", "“Leak” is dated"),
            ("2026-06-05", "“Report” is dated"),
            ("2026-06-15", "Consultation closed"),
            ("2026-06-15", "The decision was taken"),
            ("2026-06-20", "You put a question to the leader: Why?"),
        ];
        let told: Vec<(&str, &str)> = told
            .iter()
            .map(|(when, what)| (when.as_str(), *what))
            .collect();
        assert_eq!(told, expected);
        let secret: Vec<bool> = entries.iter().map(|one| one.in_confidence).collect();
        assert_eq!(secret, [false, true, true, false, false, false, false]);
    }
}
