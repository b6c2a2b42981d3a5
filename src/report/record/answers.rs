//! Section of the full record: every question with its answer, its evidence, and whether it counts.

use crate::audit::{Answer, Version};
use crate::checklist::{Question, QuestionIx, Status};
use crate::findings::Answered;
use crate::findings::two_people::version_in_words;
use crate::wording::say_minute;

use super::super::document::{Fact, Spans, fact, strong, text};
use super::super::draft::Draft;
use super::super::text::{paragraphs, put};
use super::super::{Source, evidence, words};
use super::PastChanges;
use crate::wording::{list, one_line};

pub(super) fn questions(source: &Source<'_>, past: &PastChanges<'_>, draft: &mut Draft) {
    let library = source.library;
    let is_asked = |ix: &QuestionIx| source.findings.is_asked(library, *ix);
    let stands = |ix: &QuestionIx| {
        let answer = source.audit.answer_of(library, *ix);
        answer.is_some_and(|answer| !answer.is_empty())
    };
    for (section_ix, section) in library.sections() {
        let asked = || section.questions.iter().filter(|ix| is_asked(ix));
        if asked().next().is_none() {
            continue;
        }
        draft.heading(2, &section.title);
        let past = past.of_section(section_ix);
        for ix in asked() {
            let question = library.question(*ix);
            if let Some(answer) = source.audit.answer_of(library, *ix)
                && !answer.is_empty()
            {
                answered(source, *ix, question, answer, draft);
                past.tell(&question.id, draft);
                let carried = source.audit.carried(library, *ix);
                if let Some((id, _)) = carried {
                    past.tell(id, draft);
                }
                for (id, before) in source.audit.answered_before(library, *ix) {
                    answered_before(source, question, (id, before), draft);
                    past.tell(id, draft);
                }
            }
        }
        let open = || asked().filter(|ix| !stands(ix));
        if open().next().is_some() {
            draft.label("Not answered");
            draft.list(open().map(|ix| {
                let question = library.question(*ix);
                let core = if question.core {
                    " (core question)"
                } else {
                    ""
                };
                vec![text(format!("{}{core}", question.short))]
            }));
        }
    }
    let unasked = || {
        let sections = library.sections();
        let questions = sections.flat_map(|(_, section)| &section.questions);
        questions.filter(|ix| !is_asked(ix))
    };
    if unasked().next().is_some() {
        draft.heading(2, "Not asked of this review");
        draft.say(
            "Nothing at this place and date makes these arise, or only the full audit asks them. \
             They were not answered.",
        );
        draft.list(unasked().map(|ix| vec![text(library.question(*ix).short.clone())]));
    }
}

fn answered(
    source: &Source<'_>,
    ix: QuestionIx,
    question: &Question,
    answer: &Answer,
    draft: &mut Draft,
) {
    draft.heading(3, &question.ask);
    let counted = source.findings.answered(ix);
    let core = if question.core { "; core question" } else { "" };
    let mut facts = vec![
        Fact {
            label: "Answer".to_owned(),
            value: status_of(question, answer, counted),
        },
        fact(
            "Question",
            format!("{} ({}{core})", question.id, question.topic.title()),
        ),
    ];
    facts.extend(of_answer(source, &question.id, answer));
    draft.facts(facts);
    if counted.recheck {
        let carried = source.audit.carried(source.library, ix).is_some();
        let why = if carried {
            "The question now also asks what was answered under other words"
        } else {
            "The question was re-worded after it was answered"
        };
        let says = format!("{why}; the answer does not count until it is confirmed.");
        draft.labelled("To be re-checked", says);
        if let Some(old) = &answer.asked_text {
            draft.labelled("It was answered when it read", one_line(old));
        }
    }
    evidence::of_answer(source, Some(question), answer, draft);
}

/// Adds an answer to a question that this one has taken in, next to its own.
fn answered_before(
    source: &Source<'_>,
    question: &Question,
    (id, before): (&str, &Answer),
    draft: &mut Draft,
) {
    let asked = before.asked_text.as_deref().unwrap_or(id);
    draft.labelled("Also answered before, as", one_line(asked));
    let mut facts = vec![
        fact("Answer", words::recorded(question, before)),
        fact("Question", id),
    ];
    facts.extend(of_answer(source, id, before));
    draft.facts(facts);
    evidence::of_answer(source, Some(question), before, draft);
}

/// Returns the recorded status, and the one that counts if that differs.
fn status_of(question: &Question, answer: &Answer, counted: &Answered) -> Spans {
    let recorded = words::recorded(question, answer);
    let mut spans = vec![strong(recorded)];
    if counted.recheck {
        spans.push(text(
            ", recorded for an earlier wording; does not count until confirmed",
        ));
    } else if counted.status != answer.status {
        let counts = counted.status.map_or("open", Status::label);
        let why = if counted.hindsight {
            "all the evidence is later than the decision (hindsight)"
        } else {
            "it is not of the kind this question asks for"
        };
        spans.push(text(format!(
            ", recorded; counts as {counts}, because {why}"
        )));
    } else if answer.value.is_some() && counted.value.is_none() {
        spans.push(text(
            ", recorded; does not count: not of the kind this question asks for",
        ));
    }
    spans
}

/// Returns the answers of several people that differ, and the agreement on one, each with a label.
pub(in crate::report) fn disagreement(
    source: &Source<'_>,
    id: &str,
    answer: &Answer,
) -> Vec<(&'static str, String)> {
    let Some(disagreement) = &answer.disagreement else {
        return Vec::new();
    };
    let author = &source.meta.author;
    let versions = disagreement.versions.iter().map(|version| Version {
        by: author.prints(&version.by),
        ..version.clone()
    });
    let mut facts: Vec<(&str, String)> = versions
        .map(|version| version_in_words(source.library, id, &version))
        .map(|says| ("Answered by one of us", says))
        .collect();
    facts.push(if let Some(agreed) = &disagreement.agreed {
        let by = Some(author.prints(&agreed.by)).filter(|by| !by.is_empty());
        let by: Vec<String> = by.into_iter().chain(agreed.at.map(say_minute)).collect();
        let says = format!("{} ({})", agreed.why.trim(), by.join(", "));
        ("Agreed among us, because", says)
    } else {
        let says = "not yet; none of these answers counts";
        ("Agreed among us", says.to_owned())
    });
    facts
}

/// Returns the rest of an answer: note, the other side, request, author and time.
pub(super) fn of_answer(source: &Source<'_>, id: &str, answer: &Answer) -> Vec<Fact> {
    let mut facts = Vec::new();
    if !answer.note.trim().is_empty() {
        facts.push(fact("Note", paragraphs(&answer.note).join("\n")));
    }
    if let Some(contested) = &answer.contested {
        facts.push(fact("Contested: the other side says", contested.trim()));
    }
    let differing = disagreement(source, id, answer);
    facts.extend(differing.into_iter().map(|(label, says)| fact(label, says)));
    if let Some(request) = &answer.request {
        facts.push(fact("Request", words::request(request)));
        let missing = request.missing();
        if !missing.is_empty() {
            facts.push(fact("Missing from the request", list(&missing)));
        }
    }
    let mut by = source.meta.author.prints(&answer.by);
    if let Some(at) = answer.at {
        let sep = if by.is_empty() { "" } else { ", " };
        put!(by, "{sep}{}", say_minute(at));
    }
    if !by.is_empty() {
        facts.push(fact("Answered by", by));
    }
    if let Some(asked) = &answer.asked {
        facts.push(fact("Wording answered", asked.short()));
    }
    facts
}
