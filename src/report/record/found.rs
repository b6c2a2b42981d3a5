//! Sections of the full record: the flags that fired, the requirements they rest on, the cases, the
//! strengths.

use crate::checklist::{PrecedentIx, RequirementIx};
use crate::findings::{Fired, precedents};

use super::super::document::{Spans, fact, strong, text};
use super::super::draft::Draft;
use super::super::{Source, words};
use crate::wording::{capital, one_line, sentence};

pub(super) fn findings(source: &Source<'_>, draft: &mut Draft) {
    if source.findings.fired.is_empty() {
        draft.say("The answers given show no pattern that decides challenges.");
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
        draft.list(breaches.iter().map(|ix| cited(source, *ix)));
    }
    let departures = loose(&source.findings.departures);
    if !departures.is_empty() {
        draft.heading(2, "Other standards not followed (not put as law)");
        draft.list(departures.iter().map(|ix| cited(source, *ix)));
    }
    if !source.findings.gaps.is_empty() {
        draft.heading(2, "Asked or looked for, and not found");
        let items = source.findings.gaps.iter().map(|gap| {
            let question = source.library.question(gap.question);
            vec![
                text(format!("{}: ", question.short)),
                strong(sentence(gap.status.label())),
            ]
        });
        draft.list(items);
    }
}

fn flag(source: &Source<'_>, fired: &Fired, draft: &mut Draft) {
    let flag = source.library.flag(fired.flag);
    draft.heading(2, &fired.heading);
    let level = capital(fired.level.label());
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
    draft.list(because.map(|one| vec![text(words::because(source.library, one))]));
    for ix in &flag.facts {
        let question = source.library.question(*ix);
        let answered = source.findings.answered(*ix);
        if let Some(value) = &answered.value {
            let shown = if fired.facts.contains(ix) {
                ""
            } else {
                " (recorded, not shown)"
            };
            let value = words::value(question, value);
            draft.labelled(&question.short, format!("{value}{shown}."));
        }
    }
    if !fired.breaches.is_empty() {
        draft.label("Duties that appear not to have been met through these answers");
        draft.list(fired.breaches.iter().map(|ix| cited(source, *ix)));
    }
    let others: Vec<RequirementIx> = fired
        .rests_on
        .iter()
        .copied()
        .filter(|ix| !fired.breaches.contains(ix))
        .collect();
    if !others.is_empty() {
        draft.label("Also bears on");
        draft.list(others.iter().map(|ix| cited(source, *ix)));
    }
    let exchange = &fired.exchange;
    let asks = exchange.ask.iter().chain(&exchange.follow_up);
    let asks = asks.map(|one| vec![text(one.clone())]);
    draft.label("Ask");
    draft.list(asks);
    if let Some(said) = &exchange.they_will_say {
        draft.labelled("They may say", said.clone());
    }
    if let Some(answer) = &exchange.answer {
        draft.labelled("The answer", answer.clone());
    }
    if let Some(remedy) = &exchange.remedy {
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
}

/// Returns the cases like a flag that may be cited at this place.
fn cases(source: &Source<'_>, fired: &Fired) -> Vec<PrecedentIx> {
    let review = &source.audit.review;
    let listed = &source.library.flag(fired.flag).precedents;
    precedents::usable(source.library, review.territory, listed)
        .into_iter()
        .filter(|ix| !precedents::is_of(source.library.precedent(*ix), review))
        .collect()
}

/// Returns every case named under a flag, each once.
pub(super) fn all(source: &Source<'_>) -> Vec<PrecedentIx> {
    let mut all: Vec<PrecedentIx> = Vec::new();
    let fired = source.findings.fired.iter();
    for ix in fired.flat_map(|fired| cases(source, fired)) {
        if !all.contains(&ix) {
            all.push(ix);
        }
    }
    all
}

/// Adds every case named under a flag, with its lesson.
pub(super) fn all_cases(source: &Source<'_>, draft: &mut Draft) {
    for ix in all(source) {
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
            "{}; {}",
            words::source_class(one.grade),
            one.checked.label()
        );
        facts.push(fact("Source", source_of));
        draft.facts(facts);
    }
}

/// Returns a requirement as a list item: title, citation, force, state, and any caution about it.
fn cited(source: &Source<'_>, ix: RequirementIx) -> Spans {
    let requirement = source.library.requirement(ix);
    let standing = source.findings.standing(ix);
    let mut spans = vec![
        strong(requirement.title.clone()),
        text(format!(
            ": {} ({}; {}; {})",
            source.cite(ix),
            words::force(requirement),
            standing.label(),
            requirement.checked.label(),
        )),
    ];
    if let Some(caption) = words::caption(requirement) {
        spans.push(text(format!("; {caption}")));
    }
    spans.push(text("."));
    spans
}

pub(super) fn strengths(source: &Source<'_>, draft: &mut Draft) {
    for held in &source.findings.strengths {
        let strength = source.library.strength(held.strength);
        draft.heading(2, &strength.title);
        let because = held.because.iter();
        draft.list(because.map(|one| vec![text(words::because(source.library, one))]));
    }
}
