//! The blank checklist: what is asked of this review, to be filled in on paper, and the documents
//! to ask for beforehand. Its sheets are the questionnaire ([`questionnaire`]), with what is known
//! already filled in.

use crate::checklist::applicability::{say_day, say_territory};
use crate::checklist::{Question, QuestionKind, Topic, Word as _};

use super::document::{About, Document, Spans, emphasis, fact, strong, text};
use super::draft::Draft;
use super::questionnaire::{self, unit_word};
use super::submission::subtitle;
use super::text::{capital, one_line};
use super::{Kind, Source, words};

/// Builds the blank checklist for the place and date of the review.
pub(super) fn build(source: &Source<'_>) -> Document {
    let mut draft = Draft::default();
    let review = &source.audit.review;
    draft.say(format!(
        "The questions that arise for this review: {}, {}, judged at {}. Those marked ● are core: \
         with them alone it can be done in an evening.",
        say_territory(review.territory),
        words::authority_kind(review.kind),
        say_day(source.findings.place.judged),
    ));
    draft.say(
        "Tick one: ✓ yes, ◐ only in part, ✗ no, ? nothing shows it, ⊘ asked and refused, – does \
         not arise. Write the document and page each time: an answer without a page is an opinion.",
    );
    draft.cut("guide");
    requests(source, &mut draft);
    draft.cut("requests");
    for (_, section) in source.library.sections() {
        let rows: Vec<Vec<Spans>> = section
            .questions
            .iter()
            .filter(|ix| source.findings.is_asked(source.library, **ix))
            .map(|ix| row(source.library.question(*ix)))
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
    draft.cut("questions");
    let about = About {
        kind: Kind::Blank,
        title: Kind::Blank.says().to_owned(),
        subtitle: subtitle(source),
        meta: vec![
            fact("Filled in by", "………………………………"),
            fact("Date", "………………………………"),
            fact("Prepared", say_day(source.meta.today)),
        ],
        sheets: questionnaire::sheets(source),
    };
    draft.done(about, &source.setting.settings.order)
}

/// The documents to ask for: what proves the core questions, by topic, each once.
fn requests(source: &Source<'_>, draft: &mut Draft) {
    draft.heading(1, "Documents to ask for first");
    draft.say("Ask for these in writing, with a date for reply, and keep what comes back.");
    let mut seen: Vec<String> = Vec::new();
    let mut rows: Vec<Vec<Spans>> = Vec::new();
    for topic in Topic::ALL {
        let mut documents: Vec<String> = Vec::new();
        for ix in source.library.core() {
            let question = source.library.question(ix);
            if question.topic != *topic {
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
        &["Topic", "Documents", "Asked on, came on"],
        rows,
    );
}

fn row(question: &Question) -> Vec<Spans> {
    let mark = if question.core { "● " } else { "" };
    let mut asked: Spans = vec![strong(format!("{mark}{}", one_line(&question.ask)))];
    if let Some(help) = &question.help {
        asked.push(text(" "));
        asked.push(emphasis(one_line(help)));
    }
    let proofs: Vec<String> = question.proved_by.iter().map(|one| one_line(one)).collect();
    vec![
        asked,
        vec![text(capital(&proofs.join("; ")))],
        vec![text(boxes(question))],
        Vec::new(),
    ]
}

/// What is to be ticked or filled in.
fn boxes(question: &Question) -> String {
    match &question.kind {
        QuestionKind::Judgement => "☐ ✓  ☐ ◐  ☐ ✗  ☐ ?  ☐ ⊘  ☐ –".to_owned(),
        QuestionKind::Event => "…… / …… / ………".to_owned(),
        QuestionKind::Figure(unit) => format!("………… {}", unit_word(*unit)),
        QuestionKind::Choice(options) => {
            let options: Vec<String> = options
                .iter()
                .map(|option| format!("☐ {}", option.label))
                .collect();
            options.join("\n")
        }
    }
}
