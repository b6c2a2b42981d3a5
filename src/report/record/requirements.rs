//! Section of the full record: requirement by requirement, the law first, and those that do not
//! apply.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::checklist::{Applies, RequirementIx, State};

use super::super::document::{Spans, is_web, link, strong, text};
use super::super::draft::Draft;
use super::super::{Source, words};
use crate::wording::{one_line, sentence};

pub(super) fn requirements(source: &Source<'_>, draft: &mut Draft) {
    draft.say(
        "Every requirement that applies at this place and date, or did at some time during the \
         review. Those marked “check before relying” never count as a breach, and are never cited \
         in a submission.",
    );
    let mut apart: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut instruments: Vec<(&str, Vec<RequirementIx>)> = Vec::new();
    for (ix, requirement) in source.library.requirements() {
        let name = requirement.instrument.as_str();
        let place = *places.entry(name).or_insert_with(|| {
            instruments.push((name, Vec::new()));
            instruments.len() - 1
        });
        if let Some((_, list)) = instruments.get_mut(place) {
            list.push(ix);
        }
    }
    // The law first, then statutory guidance, agreements, the Code, good practice.
    instruments.sort_by_cached_key(|(_, list)| {
        let shown = list
            .iter()
            .filter(|ix| source.findings.applies(**ix).is_shown());
        shown.map(|ix| source.library.requirement(*ix).force).min()
    });
    for (instrument, list) in instruments {
        let mut rows = Vec::new();
        for ix in list {
            let applies = source.findings.applies(ix);
            if applies.is_shown() {
                rows.push(requirement_row(source, ix));
            } else {
                apart
                    .entry(source.findings.why(source.library, ix))
                    .or_default()
                    .push(source.cite(ix));
            }
        }
        if !rows.is_empty() {
            draft.heading(2, instrument);
            draft.table(
                &format!("Results for the requirements of {instrument}"),
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
            let mut seen = HashSet::new();
            citations.retain(|citation| seen.insert(*citation));
            vec![
                strong(sentence(&why)),
                text(format!(" {}.", citations.join("; "))),
            ]
        });
        draft.list(items);
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
        link(source.cite(ix), requirement.url.trim())
    } else {
        text(source.cite(ix))
    });
    name.push(text(format!(". {}", one_line(&requirement.demands))));
    let mut state: Spans = vec![strong(format!(
        "{} {}",
        standing.state.spec().symbol,
        standing.label()
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
        requirement.checked.label()
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
    why.push_str(&source.findings.why(source.library, ix));
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
