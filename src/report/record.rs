//! The full audit record: everything that stands in the audit and everything that follows from it.
//!
//! Nothing is left out and nothing is smoothed: doubtful requirements are shown as such, hindsight
//! is marked, and answers that do not count are there with the reason. What is put to a council is
//! another kind of document ([`super::submission`]).

use std::collections::BTreeMap;

use crate::audit::Answer;
use crate::checklist::applicability::{say_day, say_territory};
use crate::checklist::{
    Applies, Force, PrecedentIx, Question, QuestionIx, QuestionKind, RequirementIx, State,
    Word as _,
};
use crate::findings::{Answered, Fired, precedents};

use super::document::{
    Block, Chart, Document, Draft, Fact, Part, Span, Spans, Tone, emphasis, fact, is_web, link,
    strong, text,
};
use super::text::{count, list, one_line, sentence};
use super::{Kind, Source, words};

/// Builds the full audit record.
pub(super) fn build(source: &Source<'_>) -> Document {
    let review = &source.audit.review;
    let mut draft = Draft::default();
    verdict(source, &mut draft);
    findings(source, &mut draft);
    strengths(source, &mut draft);
    all_cases(source, &mut draft);
    questions(source, &mut draft);
    requirements(source, &mut draft);
    open(source, &mut draft);
    uncounted(source, &mut draft);
    documents(source, &mut draft);
    lint(source, &mut draft);
    made(source, &mut draft);
    let (blocks, notes) = draft.done();
    Document {
        kind: Kind::Record,
        title: Kind::Record.says().to_owned(),
        subtitle: format!("{}: {}", review.authority, review.service),
        meta: profile(source),
        blocks,
        notes,
        sheets: super::sheets::of_record(source),
    }
}

/// The review's profile, and who made the record when.
fn profile(source: &Source<'_>) -> Vec<Fact> {
    let review = &source.audit.review;
    let mut facts = vec![
        fact("Authority", review.authority.clone()),
        fact("Kind of authority", words::authority_kind(review.kind)),
        fact("Nation", say_territory(review.territory)),
        fact("Executive arrangements", words::executive(review.executive)),
        fact("Service reviewed", review.service.clone()),
        fact("Stage", words::stage(review.stage)),
        fact(
            "Decided",
            review.decided.map_or_else(|| "not yet".to_owned(), say_day),
        ),
    ];
    if let Some(note) = &review.date_note {
        facts.push(fact("About the date", note.clone()));
    }
    if let Some(note) = &review.note {
        facts.push(fact("About the review", note.clone()));
    }
    let day = if source.findings.place.decided {
        "the decision"
    } else {
        "today"
    };
    facts.push(fact(
        "Law judged at",
        format!("{} ({day})", say_day(source.findings.place.judged)),
    ));
    facts.push(fact("Record made", say_day(source.meta.today)));
    if !source.meta.who.is_empty() {
        facts.push(fact("Made by", source.meta.who.clone()));
    }
    facts.push(fact(
        "Fingerprint of the audit",
        source
            .meta
            .head
            .clone()
            .unwrap_or_else(|| "none: this audit has no journal".to_owned()),
    ));
    facts
}

fn verdict(source: &Source<'_>, draft: &mut Draft) {
    let findings = source.findings;
    draft.heading(1, "Verdict");
    draft.callout(Tone::Verdict, findings.verdict.says(), |draft| {
        let mut because = findings.verdict.because.iter();
        if let Some(rule) = because.next() {
            draft.say(rule.clone());
        }
        draft.list(because.map(|one| vec![text(one.clone())]).collect());
        let answered = findings.core - findings.core_open.len();
        draft.say(format!(
            "{answered} of {} core questions answered.",
            findings.core
        ));
    });
    let mut parts: BTreeMap<u8, (State, usize)> = BTreeMap::new();
    for (ix, question) in source.library.questions() {
        if question.kind == QuestionKind::Judgement && findings.is_asked(source.library, ix) {
            let state = State::from(findings.answered(ix).status);
            parts.entry(state.weakness()).or_insert((state, 0)).1 += 1;
        }
    }
    let parts = parts
        .into_values()
        .map(|(state, number)| Part {
            label: state.says().to_owned(),
            symbol: symbol(state).to_owned(),
            number,
        })
        .collect();
    let title = "How the questions asked of this review stand".to_owned();
    draft.blocks.push(Block::Chart {
        chart: Chart { title, parts },
    });
}

/// A mark for a state, so that it is never told by colour alone.
pub(super) const fn symbol(state: State) -> &'static str {
    match state {
        State::NotMet => "✗",
        State::Withheld => "⊘",
        State::Partly => "◐",
        State::NoEvidence => "?",
        State::Unanswered => "·",
        State::Met => "✓",
        State::NotApplicable => "–",
    }
}

fn findings(source: &Source<'_>, draft: &mut Draft) {
    draft.heading(1, "What was found");
    if source.findings.fired.is_empty() {
        draft.say("No pattern that decides challenges holds with the answers given.");
    }
    for fired in &source.findings.fired {
        flag(source, fired, draft);
    }
    let loose = |list: &[RequirementIx]| -> Vec<RequirementIx> {
        let told = |ix: &RequirementIx| {
            source
                .findings
                .fired
                .iter()
                .any(|fired| fired.rests_on.contains(ix))
        };
        list.iter().copied().filter(|ix| !told(ix)).collect()
    };
    let breaches = loose(&source.findings.breaches);
    if !breaches.is_empty() {
        draft.heading(2, "Other duties that appear not to have been met");
        draft.list(breaches.iter().map(|ix| cited(source, *ix)).collect());
    }
    let departures = loose(&source.findings.departures);
    if !departures.is_empty() {
        draft.heading(2, "Other standards not followed (not law)");
        draft.list(departures.iter().map(|ix| cited(source, *ix)).collect());
    }
    if !source.findings.gaps.is_empty() {
        draft.heading(2, "Asked or looked for, and not found");
        let items = source.findings.gaps.iter().map(|gap| {
            let question = source.library.question(gap.question);
            vec![
                text(format!("{} ", question.ask)),
                strong(sentence(gap.status.says())),
            ]
        });
        draft.list(items.collect());
    }
}

fn flag(source: &Source<'_>, fired: &Fired, draft: &mut Draft) {
    let flag = source.library.flag(fired.flag);
    draft.heading(2, &flag.title);
    let level = super::text::capital(fired.level.says());
    let contested = if fired.contested {
        "; contested by the other side"
    } else {
        ""
    };
    draft.facts(vec![
        fact("Level", format!("{level}{contested}")),
        fact("Flag", flag.id.clone()),
    ]);
    draft.label("Because");
    let because = fired.because.iter();
    draft.list(
        because
            .map(|one| vec![text(words::because(source.library, one))])
            .collect(),
    );
    if !fired.breaches.is_empty() {
        draft.label("Duties that appear not to have been met through these answers");
        draft.list(fired.breaches.iter().map(|ix| cited(source, *ix)).collect());
    }
    let others: Vec<RequirementIx> = fired
        .rests_on
        .iter()
        .copied()
        .filter(|ix| !fired.breaches.contains(ix))
        .collect();
    if !others.is_empty() {
        draft.label("Also bears on");
        draft.list(others.iter().map(|ix| cited(source, *ix)).collect());
    }
    let asks = flag
        .ask
        .iter()
        .chain(&flag.follow_up)
        .map(|one| vec![text(one.clone())]);
    draft.label("Ask");
    draft.list(asks.collect());
    if let Some(said) = &flag.they_will_say {
        draft.labelled("They may say", said.clone());
    }
    if let Some(answer) = &flag.answer {
        draft.labelled("The answer", answer.clone());
    }
    if let Some(remedy) = &flag.remedy {
        draft.labelled("Remedy", remedy.clone());
    }
    let cases = cases(source, fired);
    if !cases.is_empty() {
        let names: Vec<String> = cases
            .iter()
            .map(|ix| words::precedent(source.library.precedent(*ix)))
            .collect();
        draft.labelled("Cases", format!("{}.", names.join("; ")));
    }
    draft.paragraph(vec![emphasis(format!(
        "Source of the pattern: {}.",
        flag.source
    ))]);
}

/// The cases like a flag that may be cited at this place.
fn cases(source: &Source<'_>, fired: &Fired) -> Vec<PrecedentIx> {
    let review = &source.audit.review;
    let listed = &source.library.flag(fired.flag).precedents;
    precedents::usable(source.library, review.territory, listed)
        .into_iter()
        .filter(|ix| !precedents::is_of(source.library.precedent(*ix), review))
        .collect()
}

/// Every case named above, with what to learn from it.
fn all_cases(source: &Source<'_>, draft: &mut Draft) {
    let mut all: Vec<PrecedentIx> = Vec::new();
    for ix in source
        .findings
        .fired
        .iter()
        .flat_map(|fired| cases(source, fired))
    {
        if !all.contains(&ix) {
            all.push(ix);
        }
    }
    if all.is_empty() {
        return;
    }
    draft.heading(1, "The cases, won and lost");
    for ix in all {
        let one = source.library.precedent(ix);
        draft.heading(2, words::precedent(one));
        draft.say(one_line(&one.facts));
        let mut facts = vec![
            fact("Ground", one_line(&one.ground)),
            fact("To learn from it", one_line(&one.lesson)),
        ];
        if let Some(contested) = &one.contested {
            facts.push(fact("The other side", one_line(contested)));
        }
        if let Some(hindsight) = &one.hindsight {
            facts.push(fact("Known only later", one_line(hindsight)));
        }
        let source_of = format!(
            "{}; {}; {}",
            one.source,
            words::source_class(one.grade),
            one.checked.says()
        );
        facts.push(fact("Source", source_of));
        draft.facts(facts);
    }
}

/// A requirement as a list item: title, citation, force, state, and what must be known of it.
fn cited(source: &Source<'_>, ix: RequirementIx) -> Spans {
    let requirement = source.library.requirement(ix);
    let standing = source.findings.standing(ix);
    let mut spans = vec![
        strong(requirement.title.clone()),
        text(format!(
            ": {} ({}; {}; {})",
            requirement.citation,
            words::force(requirement),
            standing.says(),
            requirement.checked.says(),
        )),
    ];
    if let Some(caption) = words::caption(requirement) {
        spans.push(text(format!("; {caption}")));
    }
    spans.push(text("."));
    spans
}

fn strengths(source: &Source<'_>, draft: &mut Draft) {
    if source.findings.strengths.is_empty() {
        return;
    }
    draft.heading(1, "What was done well");
    for held in &source.findings.strengths {
        let strength = source.library.strength(held.strength);
        draft.heading(2, &strength.title);
        let because = held.because.iter();
        draft.list(
            because
                .map(|one| vec![text(words::because(source.library, one))])
                .collect(),
        );
    }
}

fn questions(source: &Source<'_>, draft: &mut Draft) {
    draft.heading(1, "The questions and their answers");
    let mut unasked: Vec<Spans> = Vec::new();
    for (_, section) in source.library.sections() {
        let (asked, not): (Vec<QuestionIx>, Vec<QuestionIx>) = section
            .questions
            .iter()
            .partition(|ix| source.findings.is_asked(source.library, **ix));
        for ix in not {
            unasked.push(vec![text(source.library.question(ix).ask.clone())]);
        }
        if asked.is_empty() {
            continue;
        }
        draft.heading(2, &section.title);
        let mut open: Vec<Spans> = Vec::new();
        for ix in asked {
            let question = source.library.question(ix);
            match source.audit.answer(&question.id) {
                Some(answer) if !answer.is_empty() => {
                    answered(source, ix, question, answer, draft);
                }
                _ => {
                    let core = if question.core {
                        " (core question)"
                    } else {
                        ""
                    };
                    open.push(vec![text(format!("{}{core}", question.ask))]);
                }
            }
        }
        if !open.is_empty() {
            draft.label("Not answered");
            draft.list(open);
        }
    }
    if !unasked.is_empty() {
        draft.heading(2, "Not asked of this review");
        draft.say(
            "No requirement that applies at this place and date rests on these, and they were not \
             answered.",
        );
        draft.list(unasked);
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
    facts.extend(of_answer(answer));
    draft.facts(facts);
    if counted.recheck {
        draft.labelled(
            "To be re-checked",
            "The question was re-worded after it was answered; the answer does not count until it \
             is confirmed.",
        );
        if let Some(old) = &answer.asked_text {
            draft.labelled("It was answered when it read", one_line(old));
        }
    }
    super::evidence::of_answer(source, answer, !question.after_decision, draft);
}

/// What was recorded, and what counts where that is something else.
fn status_of(question: &Question, answer: &Answer, counted: &Answered) -> Spans {
    let recorded = words::recorded(question, answer);
    let mut spans = vec![strong(recorded)];
    if counted.recheck {
        spans.push(text(
            ", recorded for an earlier wording; does not count until confirmed",
        ));
    } else if counted.status != answer.status {
        let counts = counted
            .status
            .map_or("open", crate::checklist::Status::says);
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

/// Note, the other side, the request, who and when.
fn of_answer(answer: &Answer) -> Vec<Fact> {
    let mut facts = Vec::new();
    if !answer.note.trim().is_empty() {
        facts.push(fact(
            "Note",
            super::text::paragraphs(&answer.note).join("\n"),
        ));
    }
    if let Some(contested) = &answer.contested {
        facts.push(fact("Contested: the other side says", contested.trim()));
    }
    if let Some(request) = &answer.request {
        facts.push(fact("Request", words::request(request)));
        let missing = request.missing();
        if !missing.is_empty() {
            facts.push(fact("Missing from the request", list(&missing)));
        }
    }
    let mut by = one_line(&answer.by);
    if let Some(at) = answer.at {
        let sep = if by.is_empty() { "" } else { ", " };
        by.push_str(&format!("{sep}{}", at.format("%-d %B %Y, %H:%M UTC")));
    }
    if !by.is_empty() {
        facts.push(fact("Answered by", by));
    }
    if let Some(asked) = &answer.asked {
        facts.push(fact("Wording answered", asked.short()));
    }
    facts
}

fn requirements(source: &Source<'_>, draft: &mut Draft) {
    draft.heading(1, "Requirement by requirement");
    draft.say(
        "Every requirement that applies at this place and date, or did at some time during the \
         review. Those marked “check before relying” never count as a breach, and are never cited \
         in a submission.",
    );
    let mut apart: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    let mut instruments = source.library.instruments();
    // The law first, then what has to be regarded, what was agreed, the Code, good practice.
    instruments.sort_by_key(|name| {
        source
            .library
            .requirements()
            .filter(|(ix, one)| one.instrument == *name && source.findings.applies(*ix).is_shown())
            .map(|(_, one)| one.force)
            .min()
    });
    for instrument in instruments {
        let mut rows = Vec::new();
        for (ix, requirement) in source.library.requirements() {
            if requirement.instrument != instrument {
                continue;
            }
            let applies = source.findings.applies(ix);
            if applies.is_shown() {
                rows.push(requirement_row(source, ix));
            } else {
                apart
                    .entry(applies.why.clone())
                    .or_default()
                    .push(&requirement.citation);
            }
        }
        if !rows.is_empty() {
            draft.heading(2, instrument);
            draft.table(
                &format!("How the requirements of {instrument} stand"),
                &[
                    "Requirement",
                    "State",
                    "Force and standing",
                    "Why it applies",
                ],
                rows,
            );
        }
    }
    if !apart.is_empty() {
        draft.heading(2, "What does not apply, and why");
        let items = apart.into_iter().map(|(why, mut citations)| {
            citations.dedup();
            vec![
                strong(sentence(&why)),
                text(format!(" {}.", citations.join("; "))),
            ]
        });
        draft.list(items.collect());
    }
}

fn requirement_row(source: &Source<'_>, ix: RequirementIx) -> Vec<Spans> {
    let requirement = source.library.requirement(ix);
    let standing = source.findings.standing(ix);
    let applies = source.findings.applies(ix);
    let mut name = vec![strong(requirement.title.clone())];
    if let Some(letter) = &requirement.letter {
        name.push(text(format!(" [{letter}]")));
    }
    name.push(text(". "));
    name.push(if is_web(&requirement.url) {
        link(requirement.citation.clone(), requirement.url.trim())
    } else {
        text(requirement.citation.clone())
    });
    name.push(text(format!(". {}", one_line(&requirement.demands))));
    let mut state: Spans = vec![strong(format!(
        "{} {}",
        symbol(standing.state),
        standing.says()
    ))];
    let open: Vec<&str> = standing
        .through
        .iter()
        .filter(|_| standing.state != State::Met)
        .map(|ix| source.library.question(*ix).id.as_str())
        .collect();
    if !open.is_empty() {
        state.push(text(format!(": {}", open.join(", "))));
    }
    let mut force = format!(
        "{}; {}",
        words::force(requirement),
        requirement.checked.says()
    );
    if let Some(caption) = words::caption(requirement) {
        force.push_str("; ");
        force.push_str(caption);
    }
    if requirement.is_doubtful() {
        force.push_str("; check before relying");
    }
    let mut why = String::new();
    if applies.applies == Applies::Straddles {
        why.push_str("STRADDLES: ");
    }
    why.push_str(&applies.why);
    why.push('.');
    if let Some(caution) = &requirement.caution {
        why.push_str(" Caution: ");
        why.push_str(&one_line(caution));
    }
    vec![
        name,
        state,
        vec![text(sentence(&force))],
        vec![text(sentence(&why))],
    ]
}

fn open(source: &Source<'_>, draft: &mut Draft) {
    let findings = source.findings;
    if findings.core_open.is_empty() && findings.unsettled.is_empty() {
        return;
    }
    draft.heading(1, "What is still open");
    if !findings.core_open.is_empty() {
        draft.heading(2, "Core questions without an answer that counts");
        let items = findings.core_open.iter();
        draft.list(
            items
                .map(|ix| vec![text(source.library.question(*ix).ask.clone())])
                .collect(),
        );
    }
    if !findings.unsettled.is_empty() {
        draft.heading(2, "What more answers would settle");
        let items = findings.unsettled.iter().map(|one| {
            let asks: Vec<&str> = one
                .open
                .iter()
                .map(|ix| source.library.question(*ix).id.as_str())
                .collect();
            vec![
                strong(source.library.flag(one.flag).title.clone()),
                text(format!(": settled by {}.", asks.join(", "))),
            ]
        });
        draft.list(items.collect());
    }
}

/// Answers kept and not counted: hindsight, re-worded questions, parked ones.
fn uncounted(source: &Source<'_>, draft: &mut Draft) {
    let about = |test: fn(&Answered) -> bool| -> Vec<Spans> {
        source
            .library
            .walk()
            .iter()
            .filter(|ix| test(source.findings.answered(**ix)))
            .map(|ix| vec![text(source.library.question(*ix).ask.clone())])
            .collect()
    };
    let hindsight = about(|one| one.hindsight);
    let recheck = about(|one| one.recheck);
    let parked = &source.findings.parked;
    if hindsight.is_empty() && recheck.is_empty() && parked.is_empty() {
        return;
    }
    draft.heading(1, "Kept and not counted");
    if !hindsight.is_empty() {
        draft.heading(
            2,
            "Hindsight: answers that rest only on what came after the decision",
        );
        draft.list(hindsight);
    }
    if !recheck.is_empty() {
        draft.heading(
            2,
            "To be re-checked: questions re-worded since they were answered",
        );
        draft.list(recheck);
    }
    if !parked.is_empty() {
        draft.heading(
            2,
            "Parked: answers to questions that no checklist asks any more",
        );
        for id in parked {
            let Some(answer) = source.audit.answer(id) else {
                continue;
            };
            let asked = answer.asked_text.as_deref().unwrap_or(id);
            draft.heading(3, asked);
            let recorded = match (answer.status, &answer.value) {
                (Some(status), _) => status.says().to_owned(),
                (None, Some(crate::audit::Value::Date(day))) => say_day(*day),
                (None, Some(crate::audit::Value::Number(number))) => number.to_string(),
                (None, Some(crate::audit::Value::Option(option))) => option.clone(),
                (None, None) => "no answer yet".to_owned(),
            };
            let mut facts = vec![fact("Answer", recorded), fact("Question", id.clone())];
            facts.extend(of_answer(answer));
            draft.facts(facts);
            super::evidence::of_answer(source, answer, true, draft);
        }
    }
}

fn documents(source: &Source<'_>, draft: &mut Draft) {
    if source.audit.documents.is_empty() {
        return;
    }
    draft.heading(1, "The documents");
    for document in &source.audit.documents {
        draft.heading(2, &document.title);
        let mut facts = vec![fact("Called", document.id.clone())];
        let mut add = |label: &str, value: Option<String>| {
            if let Some(value) = value {
                facts.push(fact(label, value));
            }
        };
        add("From", document.from.clone());
        add("Dated", document.date.map(say_day));
        add(
            "Access",
            document.access.map(|one| words::access(one).to_owned()),
        );
        add("Pages", document.pages.map(|pages| pages.to_string()));
        add("Note", document.note.clone());
        add("File", document.path.clone());
        add("SHA-256", document.sha256.clone());
        if let Some(url) = &document.url {
            let value: Span = link(url.clone(), url.clone());
            facts.push(Fact {
                label: "Published at".to_owned(),
                value: vec![value],
            });
        }
        draft.facts(facts);
    }
}

fn lint(source: &Source<'_>, draft: &mut Draft) {
    if source.findings.lint.is_empty() {
        return;
    }
    draft.heading(1, "To mend in this audit before it is relied on");
    let items = source.findings.lint.iter().map(|lint| {
        let mut spans = Vec::new();
        if let Some(ix) = lint.question {
            spans.push(strong(format!("{}: ", source.library.question(ix).id)));
        }
        spans.push(text(one_line(&lint.says)));
        spans
    });
    draft.list(items.collect());
}

fn made(source: &Source<'_>, draft: &mut Draft) {
    draft.heading(1, "How this record was made");
    draft.say(
        "An aid to checking a review. It is not legal advice: before a claim, take some, in time.",
    );
    let by_force = |force: Force| {
        source
            .library
            .requirements()
            .filter(|(ix, one)| one.force == force && source.findings.applies(*ix).is_shown())
            .count()
    };
    let counts: Vec<String> = Force::ALL
        .iter()
        .filter(|force| by_force(**force) > 0)
        .map(|force| format!("{}: {}", force.says(), by_force(*force)))
        .collect();
    draft.facts(vec![
        fact("Program", format!("Scrutineer {}", source.meta.version)),
        fact("Requirements that apply", counts.join("; ")),
        fact("Core questions", source.findings.core.to_string()),
        fact(
            "Documents",
            count(source.audit.documents.len(), "document", "documents"),
        ),
    ]);
    let rows = source.library.files().map(|(_, file)| {
        let stamp = source
            .audit
            .checklists
            .iter()
            .find(|stamp| stamp.id == file.id);
        let made_with = match stamp {
            None => "not recorded".to_owned(),
            Some(stamp) if stamp.digest == file.digest => "the same".to_owned(),
            Some(stamp) => format!("{} ({})", stamp.edition, stamp.digest.short()),
        };
        vec![
            vec![text(file.title.clone())],
            vec![text(file.edition.clone())],
            vec![text(file.digest.short())],
            vec![text(made_with)],
        ]
    });
    draft.table(
        "The checklists this record was made with",
        &["Checklist", "Edition", "Digest", "The audit was begun with"],
        rows.collect(),
    );
}
