//! The members' briefing: two pages with the verdict, the one question to ask, what to move, the three
//! strongest grounds, and the topics that are not in order, each by its weakest answer.

use crate::audit::Evidence;
use crate::base::Word as _;
use crate::checklist::{Light, QuestionKind, State, Topic};

use super::claim::Claim;
use super::document::{Particulars, ReportDocument, Spans, Tone, strong, text};
use super::draft::Draft;
use super::ground::{Ground, grounds, lower, put_facts, strengths};
use super::kind::{InConfidence, KindSpec, Layout, Reader};
use super::question_sheet::places;
use super::setting::PaperSection;
use super::submission::{in_short, meta, subtitle};
use super::text::paragraphs;
use super::{Kind, Source, words};
use crate::wording::{capital, count, one_line, sentence};

/// The row of the kind.
pub(super) const KIND: KindSpec = KindSpec {
    label: "Members’ briefing",
    build: |source| Ok(build(source)),
    sections: &[
        PaperSection::Verdict,
        PaperSection::Question,
        PaperSection::Grounds,
        PaperSection::Strengths,
        PaperSection::Topics,
        PaperSection::Dates,
        PaperSection::Limits,
    ],
    reader: Reader::Members,
    in_confidence: InConfidence::Withheld,
    names_author: true,
    // It is two pages.
    has_contents: false,
    layout: Layout::Close,
    has_tables: false,
};

/// Number of grounds that a briefing has room for.
const GROUNDS: usize = 3;

/// Builds the briefing; there is always something to say.
fn build(source: &Source<'_>) -> ReportDocument {
    let grounds = grounds(source);
    let mut draft = Draft::default();
    verdict(source, &grounds, &mut draft);
    draft.cut(PaperSection::Verdict);
    question(source, &grounds, &mut draft);
    draft.cut(PaperSection::Question);
    for (place, ground) in grounds.iter().take(GROUNDS).enumerate() {
        if place == 0 {
            draft.heading(1, "The strongest points");
        }
        strongest(source, place + 1, ground, &mut draft);
    }
    draft.cut(PaperSection::Grounds);
    let held = strengths(source);
    if !held.is_empty() {
        draft.heading(1, "What was done well");
        let items = held.into_iter().take(GROUNDS).map(|held| {
            vec![text(sentence(
                &source.library.strength(held.strength).title,
            ))]
        });
        draft.list(items);
    }
    draft.cut(PaperSection::Strengths);
    grid(source, &mut draft);
    draft.cut(PaperSection::Topics);
    super::dated::for_them(source, true, &mut draft);
    draft.cut(PaperSection::Dates);
    limits(source, &mut draft);
    draft.cut(PaperSection::Limits);
    let about = Particulars {
        kind: Kind::Briefing,
        title: Kind::Briefing.label().to_owned(),
        subtitle: subtitle(source),
        made: source.meta.today,
        // The line under the title names the authority and the service.
        meta: meta(source).into_iter().skip(2).collect(),
        sheets: Vec::new(),
    };
    draft.done(about, &source.setting.settings.order)
}

fn verdict(source: &Source<'_>, grounds: &[Ground<'_>], draft: &mut Draft) {
    let findings = source.findings;
    draft.callout(Tone::Verdict, findings.verdict.label(), |draft| {
        let found = super::submission::in_numbers(grounds, 0);
        if !grounds.is_empty() {
            draft.say(found);
        }
        if !findings.gaps.is_empty() {
            draft.say(format!(
                "{} we looked for and did not find, or asked for and were not given.",
                count(findings.gaps.len(), "point that", "points that")
            ));
        }
    });
}

/// Adds the one question: the first of the strongest ground, else that of the first gap; then what to
/// move, which is what the strongest ground asks for.
fn question(source: &Source<'_>, grounds: &[Ground<'_>], draft: &mut Draft) {
    let asked = grounds
        .iter()
        .find_map(|ground| ground.exchange(source)?.ask.first())
        .map(|ask| one_line(ask))
        .or_else(|| {
            let gap = source.findings.gaps.first()?;
            Some(one_line(&source.library.question(gap.question).ask))
        });
    if let Some(asked) = asked {
        draft.heading(1, "If you ask only one question");
        draft.paragraph(vec![strong(asked)]);
    }
    if let Some(ground) = grounds.first() {
        draft.labelled("If you move only one thing", ground.remedy(source));
    }
}

/// Adds a ground in a few lines: the note, the best piece of evidence, the answer to the likely
/// objection.
fn strongest(source: &Source<'_>, number: usize, ground: &Ground<'_>, draft: &mut Draft) {
    draft.heading(2, format!("{number}. {}", capital(&ground.title)));
    let level = sentence(in_short(ground.level));
    let note = ground
        .answers(source)
        .find_map(|(_, answer)| paragraphs(&answer.note).into_iter().next());
    let mut spans: Spans = vec![strong(level)];
    if let Some(note) = note {
        spans.push(text(format!(" {}", one_line(&note))));
    }
    draft.paragraph(spans);
    put_facts(source, ground, draft);
    let best: Option<&Evidence> = ground
        .evidence(source)
        .0
        .into_iter()
        .max_by_key(|one| (one.quote.is_some(), one.absence.is_some()));
    match best {
        Some(
            evidence @ Evidence {
                quote: Some(quote), ..
            },
        ) => {
            super::evidence::quotation(source, evidence, quote, None, draft);
        }
        Some(Evidence {
            absence: Some(absence),
            ..
        }) => draft.labelled("An absence", words::absence(source.audit, absence)),
        _ => draft.labelled("Evidence", places(source, ground)),
    }
    if let Some(exchange) = ground.exchange(source) {
        let answer = exchange
            .answer
            .as_deref()
            .map(crate::wording::one_line)
            .unwrap_or_default();
        if let (Some(said), false) = (&exchange.they_will_say, answer.is_empty()) {
            draft.paragraph(vec![
                strong("If you hear: "),
                text(format!("“{}” ", one_line(said))),
                strong("Say: "),
                text(answer),
            ]);
        }
    }
}

/// Number of topics that a briefing has room for in its table.
const TOPICS: usize = 6;

/// A topic that is not in order, by its weakest answer.
struct Weak<'a> {
    claim: Claim,
    short: &'a str,
    of: String,
}

/// The topics that have no room in the table, by the state of their weakest answer.
const OTHERS: [(State, &str); 4] = [
    (State::NotMet, "Also not met"),
    (State::Withheld, "Also asked for and not given"),
    (State::Partly, "Also in part"),
    (State::NoEvidence, "Also not shown"),
];

/// Adds the topics that are furthest from being in order, each with the question whose answer is
/// weakest and its state by symbol and word; the other topics in a sentence each.
fn grid(source: &Source<'_>, draft: &mut Draft) {
    draft.heading(1, "Topic by topic");
    let (mut good, mut open): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    let mut weak: Vec<Weak<'_>> = Vec::new();
    for topic in Topic::ALL {
        let claims: Vec<(Claim, &str)> = source
            .library
            .questions()
            .filter(|(ix, question)| {
                question.topic == *topic
                    && question.kind == QuestionKind::Judgement
                    && source.findings.is_asked(source.library, *ix)
            })
            .map(|(ix, question)| (Claim::of(source, ix), question.short.as_str()))
            .collect();
        let answered = claims
            .iter()
            .copied()
            .filter(|(claim, _)| claim.state != State::Unanswered);
        let weakest = answered.clone().min_by_key(|(claim, _)| claim.state);
        let Some((claim, short)) = weakest else {
            open.push(topic.title());
            continue;
        };
        if matches!(claim.state.spec().light, Light::Green | Light::Off) {
            good.push(topic.title());
            continue;
        }
        weak.push(Weak {
            claim,
            short,
            of: format!(
                "{} ({} of {})",
                topic.title(),
                answered.count(),
                claims.len()
            ),
        });
    }
    weak.sort_by_key(|one| one.claim.state);
    let shown = weak.iter().take(TOPICS);
    draft.table(
        "One question of each topic, the one with the weakest answer; in brackets, how many of the \
         topic’s questions have an answer",
        &["Topic", "Its weakest answer"],
        shown
            .clone()
            .map(|one| {
                let symbol = one.claim.state.spec().symbol;
                let named = format!("{symbol} {}: {}", one.short, lower(one.claim.label));
                vec![vec![text(one.of.as_str())], vec![strong(named)]]
            })
            .collect(),
    );
    if weak.is_empty() {
        draft.say("No topic has an answer that falls short.");
    }
    draft.lights(shown.map(|one| one.claim.state.spec().light).collect());
    let others = OTHERS.map(|(state, label)| {
        let of_state = weak.iter().skip(TOPICS);
        let of_state = of_state.filter(|one| one.claim.state == state);
        (label, of_state.map(|one| one.short).collect())
    });
    let rest = [
        (
            "Every answer is “met”, or the question does not arise",
            good,
        ),
        ("Not looked at", open),
    ];
    for (label, topics) in others.into_iter().chain(rest) {
        if !topics.is_empty() {
            draft.labelled(label, sentence(&capital(&topics.join("; "))));
        }
    }
}

fn limits(source: &Source<'_>, draft: &mut Draft) {
    let findings = source.findings;
    let answered = findings.core - findings.core_open.len();
    draft.say(format!(
        "This briefing was made from {} with {answered} of {} core questions answered. It is an \
         aid, not legal advice. The submission has the evidence and the law.",
        count(words::cited(source.audit).len(), "document", "documents"),
        findings.core
    ));
    if let Some(head) = &source.meta.head {
        draft.say(format!("Fingerprint of the audit: {head}."));
    }
}
