//! The check sheet of a notice, for the crib: the points that would have it rejected, the grounds kept
//! out of it, and the council's rules.

use super::super::Source;
use super::super::document::{Spans, Tone, fact, strong, text};
use super::super::draft::Draft;
use super::super::ground::Ground;
use super::super::route;
use super::lint::{self, Weight};
use super::{POWERS, Parted};
use crate::base::Word as _;
use crate::checklist::RefusedAs;
use crate::wording::{capital, count, one_line};

/// Adds the check sheet of the notice that the grounds would give.
pub(in crate::report) fn check_sheet(source: &Source<'_>, draft: &mut Draft) {
    let points = lint::check(source);
    let council = &source.setting.council;
    draft.heading(1, "Check sheet of the call-in notice");
    let open = points
        .iter()
        .filter(|point| point.weight != Weight::Mind)
        .count();
    if open > 0 {
        draft.callout(Tone::Warning, "Not ready to be sent", |draft| {
            draft.say(format!(
                "{} open.",
                capital(&count(open, "point is", "points are"))
            ));
        });
    }
    for weight in Weight::ALL {
        let of_weight: Vec<Spans> = points
            .iter()
            .filter(|point| point.weight == *weight)
            .map(|point| vec![text(point.message.clone())])
            .collect();
        if !of_weight.is_empty() {
            draft.label(weight.label());
            draft.list(of_weight);
        }
    }
    kept_out(source, draft);
    let rules = council.rules().into_iter();
    let mut facts: Vec<_> = rules
        .filter_map(|rule| Some(fact(&capital(rule.name), rule.said?)))
        .collect();
    if !council.name.trim().is_empty() {
        facts.insert(0, fact("Council", one_line(&council.name)));
    }
    if !facts.is_empty() {
        let label = council.origin().map_or_else(
            || "The council’s rules, as entered".to_owned(),
            |origin| format!("The council’s rules, {origin}"),
        );
        draft.label(&label);
        draft.facts(facts);
    }
    for (name, lines) in council.lists() {
        draft.label(&capital(name));
        draft.numbered(lines.into_iter().map(|line| vec![text(line)]));
    }
    if POWERS.iter().any(|id| {
        let power = source.library.find_requirement(id);
        power.is_some_and(|ix| !route::reading(source, ix).is_empty())
    }) {
        draft.say(
            "Where the notice says “our own reading”, compare it with the council’s own rule \
             before you send it.",
        );
    }
    draft.say(
        "The time for a claim in court runs from the decision and does not wait for a call-in. If \
         you are considering a legal claim, take advice today. This notice and this sheet are an \
         aid, not legal advice.",
    );
}

/// Adds the grounds kept out of the notice, each with the reason and its place instead.
fn kept_out(source: &Source<'_>, draft: &mut Draft) {
    let parted = Parted::of(source);
    let item = |ground: &Ground<'_>, why: &str| -> Spans {
        vec![
            strong(format!("“{}”:", capital(&ground.title))),
            text(format!(" {why}")),
        ]
    };
    let refused = parted.refused.iter().map(|(ground, why)| {
        item(
            ground,
            match why {
                RefusedAs::Information => {
                    "the council’s rules refuse a call-in that is used to gain information. It is in \
                     your sheet of questions: ask it there."
                }
                RefusedAs::Scrutinised => {
                    "the council’s rules refuse what scrutiny discussed before the decision. It is in \
                     your sheet of questions: ask it there."
                }
            },
        )
    });
    let refused: Vec<Spans> = refused.collect();
    if !refused.is_empty() {
        draft.label("Grounds kept out of the notice");
        draft.list(refused);
    }
    let beyond = parted.beyond.iter();
    let beyond: Vec<Spans> = beyond
        .map(|ground| vec![strong(format!("{}.", capital(&ground.title)))])
        .collect();
    if !beyond.is_empty() {
        draft.label("Weaker grounds, not in the notice");
        draft.say(format!(
            "The notice has the {} only. To have more of them, give another number in the form of the \
             notice, or with --grounds.",
            count(parted.put.len(), "strongest ground", "strongest grounds")
        ));
        draft.list(beyond);
    }
}
