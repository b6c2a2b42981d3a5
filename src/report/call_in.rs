//! The call-in notice: the decision, the grounds, what is asked for instead, the signatures. The
//! points that would have it rejected are on a check sheet, which the crib has.
//!
//! The council's rules come from its [`Council`] profile and from nowhere else; [`lint`] checks the
//! notice against them. A notice has four grounds unless the user wants more, and none that the
//! council's rules refuse. What is not known is a gap to fill in: the notice leaves the house, so it
//! says nothing to its author.

mod check_sheet;
mod grounds;
pub mod lint;

use chrono::NaiveDate;

use crate::audit::{Evidence, Signatory, Value};
use crate::checklist::{Executive, Library, QuestionIx};
use crate::findings::Level;
use crate::wording::say_day;

pub(super) use check_sheet::check_sheet;
pub(super) use grounds::Parted;

use super::council::Council;
use super::document::{Fact, Particulars, ReportDocument, Spans, fact, strong, text};
use super::draft::Draft;
use super::evidence::counting;
use super::ground::{Ground, put_facts, rests_on};
use super::kind::{InConfidence, KindSpec, Layout, Reader};
use super::setting::PaperSection;
use super::submission::subtitle;
use super::{Kind, NotBuilt, Source, route, words};
use crate::wording::{capital, one_line, sentence};

/// The row of the kind.
pub(super) const KIND: KindSpec = KindSpec {
    label: "Call-in notice",
    build,
    sections: &[
        PaperSection::Decision,
        PaperSection::Grounds,
        PaperSection::Instead,
        PaperSection::Signatures,
    ],
    reader: Reader::Council,
    in_confidence: InConfidence::Withheld,
    names_author: true,
    // A notice is short.
    has_contents: false,
    layout: Layout::Usual,
    has_tables: false,
};

/// The requirements that give a power of call-in, by nation and date.
const POWERS: [&str; 3] = [
    "lga-2000-9f-call-in",
    "lga-2000-21-call-in",
    "lgani-2014-41",
];

/// Number of signature lines if the number needed is not known.
const LINES: u32 = 5;
/// Most signature lines drawn for a number that somebody entered.
const MOST_LINES: usize = 60;

/// A ground that the notice would have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposed {
    /// Its stable key: see [`crate::audit::Notice::under`].
    pub id: String,
    /// Its title.
    pub title: String,
}

/// Returns the title of a ground by its key, even if no answer makes it a ground any more.
pub(super) fn title_of(library: &Library, id: &str) -> String {
    let flag = library.find_flag(id);
    let flag = flag.map(|ix| library.flag(ix).title.clone());
    let requirement = || {
        let ix = library.find_requirement(id)?;
        Some(library.requirement(ix).title.clone())
    };
    flag.or_else(requirement).map_or_else(
        || "A ground that no checklist knows any more".to_owned(),
        String::from,
    )
}

/// Returns every ground that can be put: those that the notice would have, by their numbers in it,
/// then those kept out of it.
pub fn proposed(source: &Source<'_>) -> Vec<Proposed> {
    let of = |ground: &Ground<'_>| Proposed {
        id: ground.id(source).to_owned(),
        title: ground.title.clone(),
    };
    Parted::of(source).all().map(of).collect()
}

/// Builds the notice.
///
/// # Errors
/// If there are no grounds: a call-in needs one.
fn build(source: &Source<'_>) -> Result<ReportDocument, NotBuilt> {
    let parted = Parted::of(source);
    if parted.put.is_empty() {
        return Err(NotBuilt(if parted.refused.is_empty() {
            "There is no ground to call the decision in on: nothing found so far undermines it or \
             departs from what should have been done. Answer more questions, or hand over an \
             information request instead."
                .to_owned()
        } else {
            "There is no ground to call the decision in on: the council’s rules refuse every ground \
             found so far. They are in your sheet of questions, and your crib says \
             why each is refused."
                .to_owned()
        }));
    }
    let mut draft = Draft::default();
    decision(source, &mut draft);
    draft.cut(PaperSection::Decision);
    draft.heading(1, "Grounds");
    for (place, ground) in parted.put.iter().enumerate() {
        one_ground(source, place + 1, ground, &mut draft);
    }
    draft.cut(PaperSection::Grounds);
    instead(source, &parted.put, &mut draft);
    draft.cut(PaperSection::Instead);
    spoken_to(source, &mut draft);
    signatures(source, &mut draft);
    draft.cut(PaperSection::Signatures);
    let about = Particulars {
        kind: Kind::CallIn,
        title: Kind::CallIn.label().to_owned(),
        subtitle: subtitle(source),
        made: source.meta.today,
        meta: head(source),
        sheets: Vec::new(),
    };
    Ok(draft.done(about, &source.setting.settings.order))
}

/// A gap to fill in by hand.
const GAP: &str = "………………………";

/// Returns a text for the notice, or a gap to fill in if it is empty.
fn or_gap(said: &str) -> String {
    let said = one_line(said);
    if said.is_empty() {
        GAP.to_owned()
    } else {
        said
    }
}

/// Returns a rule of the council for the notice: a gap if it is not entered or not confirmed, for a
/// notice prints no rule that may have changed.
fn rule(council: &Council, rule: &str) -> String {
    if council.is_unconfirmed() {
        GAP.to_owned()
    } else {
        or_gap(rule)
    }
}

fn head(source: &Source<'_>) -> Vec<Fact> {
    let council = &source.setting.council;
    vec![
        fact("To", capital(&rule(council, &council.to))),
        fact("Council", source.audit.review.authority.clone()),
        fact("Date", say_day(source.meta.today)),
    ]
}

fn decision(source: &Source<'_>, draft: &mut Draft) {
    let review = &source.audit.review;
    let parts = &source.audit.notice.parts;
    let council = &source.setting.council;
    let on = |day: Option<NaiveDate>| day.map_or_else(|| GAP.to_owned(), say_day);
    draft.say("We, the members named below, call in this decision:");
    draft.facts(vec![
        fact("Title of the decision", or_gap(&parts.title)),
        fact("Minute number", or_gap(&parts.minute)),
        fact("About", review.service.clone()),
        fact("Taken on", on(review.decided)),
        fact(
            "Taken by",
            choice(source, "decided-by").unwrap_or_else(|| GAP.to_owned()),
        ),
        fact(
            "Published on",
            format!(
                "{}, at {}",
                on(day(source, "decision-recorded")),
                or_gap(&parts.published_at)
            ),
        ),
        fact("Wording of the decision", or_gap(&parts.wording)),
    ]);
    let powers: Vec<Spans> = POWERS
        .iter()
        .filter_map(|id| source.library.find_requirement(id))
        .filter(|ix| route::gave_power(source, *ix))
        .map(|ix| {
            let requirement = source.library.requirement(ix);
            vec![
                strong(source.cite(ix)),
                text(format!(
                    ": {}{}",
                    sentence(&one_line(&requirement.demands)),
                    route::reading(source, ix)
                )),
            ]
        })
        .collect();
    let under = if council.is_unconfirmed() || council.source.trim().is_empty() {
        "the council’s constitution, rule ………".to_owned()
    } else {
        one_line(&council.source)
    };
    draft.labelled("This is done under", sentence(&under));
    draft.list(powers);
}

/// Returns the label of the option chosen for a question, unless that is "not known".
fn choice(source: &Source<'_>, id: &str) -> Option<String> {
    chosen(source, id)?;
    let ix = source.library.find_question(id)?;
    let value = lint::recorded(source, id)?;
    Some(words::value(source.library.question(ix), value))
}

/// Returns the id of the option chosen for a question, unless it is “unknown”.
fn chosen<'s>(source: &Source<'s>, id: &str) -> Option<&'s str> {
    match lint::recorded(source, id)? {
        Value::Option(option) if option != "unknown" => Some(option),
        _ => None,
    }
}

/// Returns the day recorded for an event.
fn day(source: &Source<'_>, id: &str) -> Option<NaiveDate> {
    match lint::recorded(source, id)? {
        Value::Date(when) => when.day(),
        _ => None,
    }
}

/// Most pieces of proof printed with a ground.
const MOST_PROOFS: usize = 3;

fn one_ground(source: &Source<'_>, number: usize, ground: &Ground<'_>, draft: &mut Draft) {
    let council = &source.setting.council;
    draft.heading(2, format!("{number}. {}", capital(&ground.title)));
    if let Some(proof) = proof(source, ground) {
        draft.labelled("Proof", proof);
    }
    put_facts(source, ground, draft);
    let under = match lint::falls_under(source, ground) {
        Some((under, words)) if !council.is_unconfirmed() => {
            format!("number {under}: “{}”", one_line(words))
        }
        _ if council.grounds.is_empty() => GAP.to_owned(),
        _ => "number ………".to_owned(),
    };
    draft.labelled("Principle or ground in the constitution", under);
    draft.labelled(
        "What this means for the decision",
        consequence(source, ground),
    );
}

/// Returns the proof of a ground: the words quoted, each with its place, or that none is attached.
///
/// The place of a date or a figure stands with it, in a line of its own.
fn proof(source: &Source<'_>, ground: &Ground<'_>) -> Option<String> {
    let mut found: Vec<String> = Vec::new();
    let values: Vec<QuestionIx> = ground.values(source).collect();
    for (ix, answer) in ground.answers(source) {
        let is_value = values.contains(&ix);
        let open = |one: &&Evidence| {
            let is_told = !(is_value && one.quote.is_none());
            is_told && !words::is_confidential(source.audit, one)
        };
        for one in counting(source, ix, answer).filter(open) {
            let place = words::place(source.audit, one);
            let piece = match (&one.quote, place.is_empty()) {
                (Some(quote), false) => format!("“{}” ({place})", one_line(quote)),
                (None, false) => place,
                (_, true) => words::evidence(source.audit, one),
            };
            if !found.contains(&piece) {
                found.push(piece);
            }
        }
        if let Some(request) = answer.request.as_ref().filter(|one| !one.is_empty()) {
            found.push(words::refusal(request));
        }
    }
    found.truncate(MOST_PROOFS);
    if !found.is_empty() {
        Some(sentence(&capital(&found.join("; "))))
    } else if !ground.evidence(source).1.is_empty() {
        Some(words::NOT_SET_OUT.to_owned())
    } else {
        values.is_empty().then(|| GAP.to_owned())
    }
}

/// Returns the meaning of a ground for the decision: a whole sentence.
fn consequence(source: &Source<'_>, ground: &Ground<'_>) -> String {
    let law: Vec<String> = rests_on(source, ground)
        .law
        .iter()
        .filter(|ix| ground.breaches.contains(ix))
        .map(|ix| source.cite(*ix).to_owned())
        .collect();
    match ground.level {
        Level::Breach if law.is_empty() => "A duty appears not to have been met.".to_owned(),
        Level::Breach => format!("A duty appears not to have been met: {}.", law.join("; ")),
        Level::Undermines => "It undermines the decision.".to_owned(),
        Level::Departure | Level::Gap => {
            "It departs from guidance, an agreement or good practice. We do not put it as law."
                .to_owned()
        }
    }
}

/// Adds the consequences of the decision, then what is asked for in its place.
fn instead(source: &Source<'_>, grounds: &[Ground<'_>], draft: &mut Draft) {
    let parts = &source.audit.notice.parts;
    if !parts.consequence.trim().is_empty() {
        draft.heading(1, "What follows if the decision is carried out");
        draft.written("", &parts.consequence);
    }
    draft.heading(1, "What we ask for instead");
    let own = !parts.instead.trim().is_empty();
    let no_deferral = source.setting.council.no_deferral;
    if own {
        draft.written("The decision we propose in its place", &parts.instead);
    } else if no_deferral {
        draft.labelled("The decision we propose in its place", GAP);
    }
    if own && no_deferral {
        // To answer the grounds first would be to put the decision off.
        return;
    }
    let mut remedies: Vec<String> = Vec::new();
    for ground in grounds {
        let exchange = ground.exchange(source);
        let remedy = exchange.and_then(|one| one.remedy.as_deref()).map(one_line);
        remedies.extend(remedy.filter(|one| !one.is_empty() && !remedies.contains(one)));
    }
    if remedies.is_empty() && !own {
        draft.say("That the decision be taken again once the points above have been answered.");
    }
    draft.numbered(remedies.into_iter().map(|one| vec![text(one)]));
}

/// Returns the people to speak to before a notice goes in: a council of committees has no cabinet.
const fn first(executive: Executive) -> [&'static str; 3] {
    let decides = match executive {
        Executive::No => "Committee chair",
        Executive::Yes | Executive::Unknown => "Cabinet member",
    };
    ["Group leader", decides, "Local member"]
}

/// Adds the people spoken to first, with room for those not entered.
fn spoken_to(source: &Source<'_>, draft: &mut Draft) {
    let lines = &source.audit.notice.parts.spoken_to;
    let lines: Vec<String> = lines.iter().map(|line| one_line(line)).collect();
    let mut facts: Vec<Fact> = lines
        .iter()
        .filter(|line| !line.is_empty())
        .map(|line| match line.split_once(':') {
            Some((who, said)) => fact(&capital(who.trim()), said.trim()),
            None => fact("Spoken to", line.clone()),
        })
        .collect();
    for who in first(source.audit.review.executive) {
        let is_there = |line: &String| line.to_lowercase().contains(&who.to_lowercase());
        if !lines.iter().any(is_there) {
            facts.push(fact(who, "………………………………, on ………………………"));
        }
    }
    draft.heading(1, "Spoken to before this notice");
    draft.facts(facts);
}

fn signatures(source: &Source<'_>, draft: &mut Draft) {
    let council = &source.setting.council;
    draft.heading(1, "Signed by");
    let signatories = lint::signatories(source);
    let needed = council.needed().unwrap_or(LINES);
    let lines = usize::try_from(needed)
        .unwrap_or(MOST_LINES)
        .clamp(1, MOST_LINES)
        .max(signatories.len());
    let cell = |said: &str| -> Spans {
        let said = one_line(said);
        let filled = (!said.is_empty()).then(|| text(said));
        filled.into_iter().collect()
    };
    let mut rows: Vec<Vec<Spans>> = (0..lines)
        .map(|line| {
            let one = signatories.get(line).copied();
            let one = one.unwrap_or(Signatory::of(""));
            vec![
                cell(&(line + 1).to_string()),
                cell(one.name),
                cell(one.ward),
                cell(one.address),
                Vec::new(),
                cell(one.confirmed),
            ]
        })
        .collect();
    let also = one_line(&source.audit.notice.parts.also_signed);
    let role = one_line(&council.also_signs);
    if !(also.is_empty() && role.is_empty()) {
        let name = match (also.is_empty(), role.is_empty()) {
            (false, false) => format!("{also} ({role})"),
            (false, true) => also,
            _ => format!("({role})"),
        };
        let mut row = vec![cell("also"), cell(&name)];
        row.resize(6, Vec::new());
        rows.push(row);
    }
    draft.table(
        "Members who call the decision in",
        &[
            "No.",
            "Name",
            "Ward",
            "Address",
            "Signature",
            "Confirmed by email on",
        ],
        rows,
    );
}
