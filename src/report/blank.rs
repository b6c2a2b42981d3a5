//! The blank checklist: the questions asked of this review, to be filled in on paper, and the
//! documents to ask for beforehand.
//!
//! Its sheets are the questionnaire ([`questionnaire`]). It goes to people outside, so it contains
//! nothing that anybody entered unless that was asked for by name, and never anything given in
//! confidence ([`for_a_colleague`]). The letterhead stays: whoever set it wants it on every report
//! that goes out.

use crate::audit::Answer;
use crate::base::Word as _;

use crate::checklist::{Question, QuestionIx, QuestionKind, Status, Topic};
use crate::wording::say_day;

use super::confidence::for_a_colleague;
use super::document::{Particulars, ReportDocument, Span, Spans, emphasis, fact, strong, text};
use super::draft::{Draft, Slot};
use super::kind::{InConfidence, KindSpec, Layout, Reader};
use super::questionnaire::{self, unit_word};
use super::setting::PaperSection;
use super::submission::subtitle;
use super::text::put;
use super::{Author, Kind, Meta, Source, words};
use crate::wording::{capital, core_audit, count, one_line};

/// The row of the kind.
pub(super) const KIND: KindSpec = KindSpec {
    label: "Blank checklist",
    build: |source| Ok(build(source)),
    sections: &[
        PaperSection::Guide,
        PaperSection::Requests,
        PaperSection::Questions,
    ],
    reader: Reader::Colleague,
    in_confidence: InConfidence::SetOut,
    names_author: false,
    has_contents: true,
    layout: Layout::Wide,
    has_tables: true,
};

/// Returns the title: a checklist that holds answers is not blank.
const fn title(with_answers: bool) -> &'static str {
    if with_answers {
        "Checklist with answers"
    } else {
        KIND.label
    }
}

/// Builds the blank checklist for the place and date of the review.
fn build(source: &Source<'_>) -> ReportDocument {
    let with_answers = source.setting.with_answers;
    let (audit, left_out) = for_a_colleague(source);
    let meta = if with_answers {
        source.meta.clone()
    } else {
        Meta {
            head: None,
            author: Author::default(),
            ..source.meta.clone()
        }
    };
    let source = &Source {
        audit: &audit,
        meta: &meta,
        history: None,
        ..*source
    };
    let holds = holds(with_answers, left_out);
    let mut draft = Draft::default();
    draft.say(holds.as_str());
    draft.cut(Slot::First);
    let review = &source.audit.review;
    let mut place = review.territory.label().to_owned();
    if with_answers {
        put!(
            place,
            ", {}, judged at {}",
            words::authority_kind(review.kind),
            say_day(source.findings.place.judged)
        );
    }
    draft.say(format!(
        "These are the questions that arise for this review: {place}. Those marked “core” are {}.",
        core_audit(source.findings.core)
    ));
    draft.say(
        "Tick one answer to each question. Write the document and page each time: an answer without a page \
         is an opinion.",
    );
    let statuses = Status::ALL.iter().map(|status| {
        let spec = status.spec();
        vec![
            strong(format!("{}:", capital(spec.in_form))),
            text(format!(" {}", spec.instruction)),
        ]
    });
    draft.list(statuses);
    draft.cut(PaperSection::Guide);
    requests(source, &mut draft);
    draft.cut(PaperSection::Requests);
    for (_, section) in source.library.sections() {
        let rows: Vec<Vec<Spans>> = section
            .questions
            .iter()
            .filter(|ix| source.findings.is_asked(source.library, **ix))
            .map(|ix| row(source, *ix))
            .collect();
        if rows.is_empty() {
            continue;
        }
        draft.heading(1, &section.title);
        draft.table(
            &section.title,
            &[
                "Question",
                "What proves it",
                "Answer",
                "Document, page, note",
            ],
            rows,
        );
    }
    draft.cut(PaperSection::Questions);
    let about = Particulars {
        kind: Kind::Blank,
        title: title(with_answers).to_owned(),
        subtitle: subtitle(source),
        made: source.meta.today,
        meta: vec![
            fact("Filled in by", "………………………………"),
            fact("Date", "………………………………"),
            fact("Prepared", say_day(source.meta.today)),
        ],
        sheets: questionnaire::sheets(source, &holds),
    };
    draft.done(about, &source.setting.settings.order)
}

/// Returns a sentence on the parts of the audit that are in it or left out, giving nothing away.
fn holds(with_answers: bool, left_out: usize) -> String {
    if !with_answers {
        return "It has the questions alone: nothing that was answered, noted or collected so far."
            .to_owned();
    }
    let mut holds =
        "It has the answers, notes and papers as they are now, without what is marked “private:”."
            .to_owned();
    if left_out > 0 {
        let (is, it) = if left_out == 1 {
            ("is", "it")
        } else {
            ("are", "them")
        };
        put!(
            holds,
            " {} held in confidence {is} left out, with whatever was taken from {it} or names {it}.",
            capital(&count(left_out, "paper", "papers")),
        );
    }
    holds
}

/// Adds the documents to ask for: the proofs of the core questions, by topic, each once.
fn requests(source: &Source<'_>, draft: &mut Draft) {
    draft.heading(1, "Documents to ask for first");
    draft.say("Ask for these in writing, with a date for reply, and keep what comes back.");
    let mut seen: Vec<String> = Vec::new();
    let mut rows: Vec<Vec<Spans>> = Vec::new();
    for topic in Topic::ALL {
        let mut documents: Vec<String> = Vec::new();
        for ix in source.library.core() {
            let question = source.library.question(ix);
            if question.topic != *topic || !source.findings.is_asked(source.library, ix) {
                continue;
            }
            for proof in &question.proved_by {
                let key = one_line(proof).to_lowercase();
                if !seen.contains(&key) {
                    seen.push(key);
                    documents.push(format!("☐ {}", one_line(proof)));
                }
            }
        }
        if !documents.is_empty() {
            rows.push(vec![
                vec![text(topic.title())],
                vec![text(documents.join("\n"))],
                Vec::new(),
            ]);
        }
    }
    draft.table(
        "Documents that prove the core questions",
        &["Topic", "Documents", "Asked for on, received on"],
        rows,
    );
}

fn row(source: &Source<'_>, ix: QuestionIx) -> Vec<Spans> {
    let question = source.library.question(ix);
    let answer = source.audit.answer_of(source.library, ix);
    let mut asked: Spans = vec![strong(one_line(&question.ask))];
    if question.core {
        asked.push(text(" (core)"));
    }
    if let Some(help) = &question.help {
        asked.push(text(" "));
        asked.push(emphasis(one_line(help)));
    }
    let proofs: Vec<String> = question.proved_by.iter().map(|one| one_line(one)).collect();
    vec![
        asked,
        vec![text(capital(&proofs.join("; ")))],
        vec![match answer {
            Some(answer) if answer.status.is_some() || answer.value.is_some() => {
                text(words::recorded(question, answer))
            }
            _ => to_fill(question),
        }],
        answer.map_or_else(
            || {
                vec![Span::Room {
                    label: format!("Document, page, note: {}", question.short),
                    printed: String::new(),
                    lines: 3,
                }]
            },
            |answer| stands(source, answer),
        ),
    ]
}

/// Returns the text beside an answer: evidence, note, the other side, information asked for.
fn stands(source: &Source<'_>, answer: &Answer) -> Spans {
    let evidence = answer.evidence.iter();
    let mut lines: Vec<String> = evidence
        .map(|one| words::evidence(source.audit, one))
        .collect();
    lines.push(answer.note.trim().to_owned());
    if let Some(said) = &answer.contested {
        lines.push(format!("The other side: {}", said.trim()));
    }
    lines.extend(answer.request.as_ref().map(words::request));
    if !answer.by.is_empty() {
        lines.push(format!("By {}", answer.by));
    }
    lines.retain(|line| !line.is_empty());
    vec![text(lines.join("\n"))]
}

/// Returns the boxes to tick or the room to fill in.
fn to_fill(question: &Question) -> Span {
    let room = |label: &str, printed: String| Span::Room {
        label: format!("{label}: {}", question.short),
        printed,
        lines: 1,
    };
    let options = |options: Vec<String>| Span::Options {
        name: question.id.to_string(),
        options,
    };
    match &question.kind {
        QuestionKind::Judgement => {
            let statuses = Status::ALL.iter().map(|status| status.spec().in_form);
            options(statuses.map(str::to_owned).collect())
        }
        QuestionKind::Event => room("Date", "…… / …… / ………".to_owned()),
        QuestionKind::Figure(unit) => room("Number", format!("………… {}", unit_word(*unit))),
        QuestionKind::Choice(all) => options(all.iter().map(|one| one.label.to_string()).collect()),
    }
}
