//! The call-in notice: the decision, the grounds, the remedy asked for, the signatures. The points
//! that would have it rejected are on a check sheet, which the crib has.
//!
//! The council's rules come from its [`Council`] profile and from nowhere else; [`lint`] checks the
//! notice against them.

pub mod lint;

use chrono::NaiveDate;

use crate::audit::Value;
use crate::base::word::Word as _;
use crate::checklist::Library;
use crate::findings::Level;
use crate::wording::say_day;

use lint::Weight;

use super::council::Council;
use super::document::{Document, Fact, Particulars, Spans, Tone, fact, strong, text};
use super::draft::{Draft, Slot};
use super::ground::{Ground, grounds, put_facts, rests_on};
use super::kind::{KindSpec, Reader};
use super::question_sheet::places;
use super::setting::PaperSection;
use super::submission::{in_short, subtitle};
use super::text::paragraphs;
use super::{Kind, NotBuilt, Source, route, words};
use crate::wording::{capital, count, one_line, sentence};

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
    names_author: true,
    // A notice is short.
    has_contents: false,
    is_close: false,
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
    flag.or_else(requirement)
        .unwrap_or_else(|| "A ground that no checklist knows any more".to_owned())
}

/// Returns the grounds that the notice would have, in their order.
pub fn proposed(source: &Source<'_>) -> Vec<Proposed> {
    let of = |ground: &Ground<'_>| Proposed {
        id: ground.id(source).to_owned(),
        title: ground.title.clone(),
    };
    grounds(source).iter().map(of).collect()
}

/// Builds the notice.
///
/// # Errors
/// If there are no grounds: a call-in needs one.
fn build(source: &Source<'_>) -> Result<Document, NotBuilt> {
    let council = &source.setting.council;
    let grounds = grounds(source);
    if grounds.is_empty() {
        return Err(NotBuilt(
            "There is no ground to call the decision in on: nothing found so far undermines it or \
             departs from what should have been done. Answer more questions, or hand over an \
             information request instead."
                .to_owned(),
        ));
    }
    let points = lint::of_grounds(source, &grounds);
    let open = points
        .iter()
        .filter(|point| point.weight != Weight::Mind)
        .count();
    let mut draft = Draft::default();
    if open > 0 {
        draft.callout(Tone::Warning, "Not ready to be sent", |draft| {
            draft.say(format!(
                "{} open on its check sheet.",
                capital(&count(open, "point is", "points are"))
            ));
        });
        draft.cut(Slot::First);
    }
    decision(source, council, &mut draft);
    draft.cut(PaperSection::Decision);
    draft.heading(1, "Grounds");
    for (place, ground) in grounds.iter().enumerate() {
        one_ground(source, council, place + 1, ground, &mut draft);
    }
    draft.cut(PaperSection::Grounds);
    instead(source, &grounds, &mut draft);
    draft.cut(PaperSection::Instead);
    signatures(source, &mut draft);
    draft.cut(PaperSection::Signatures);
    let about = Particulars {
        kind: Kind::CallIn,
        title: Kind::CallIn.label().to_owned(),
        subtitle: subtitle(source),
        made: source.meta.today,
        meta: head(source, council),
        sheets: Vec::new(),
    };
    Ok(draft.done(about, &source.setting.settings.order))
}

/// Formats a rule of the council for the notice: one that is not confirmed is not printed as
/// certain.
fn as_known(council: &Council, rule: &str) -> String {
    if council.is_unconfirmed() {
        format!("{rule} (to be confirmed against the constitution)")
    } else {
        rule.to_owned()
    }
}

fn head(source: &Source<'_>, council: &Council) -> Vec<Fact> {
    let to = if council.to.trim().is_empty() {
        "the officer named in the constitution".to_owned()
    } else {
        as_known(council, &one_line(&council.to))
    };
    vec![
        fact("To", capital(&to)),
        fact("Council", source.audit.review.authority.clone()),
        fact("Date", say_day(source.meta.today)),
    ]
}

fn decision(source: &Source<'_>, council: &Council, draft: &mut Draft) {
    let review = &source.audit.review;
    draft.say("We, the members named below, call in this decision:");
    let mut facts = vec![fact("Decision on", review.service.clone())];
    facts.push(fact(
        "Taken on",
        review
            .decided
            .map_or_else(|| "………………………".to_owned(), say_day),
    ));
    facts.push(fact(
        "Taken by",
        choice(source, "decided-by").unwrap_or_else(|| "………………………".to_owned()),
    ));
    if let Some(said) = choice(source, "recommendation") {
        facts.push(fact("What it does", said));
    }
    facts.push(fact("Reference of the decision", "………………………"));
    draft.facts(facts);
    let powers: Vec<Spans> = POWERS
        .iter()
        .filter_map(|id| source.library.find_requirement(id))
        .filter(|ix| route::usable(source, *ix).is_some())
        .map(|ix| {
            let requirement = source.library.requirement(ix);
            vec![
                strong(requirement.citation.clone()),
                text(format!(
                    ": {}{}",
                    sentence(&one_line(&requirement.demands)),
                    route::reading(source, ix)
                )),
            ]
        })
        .collect();
    let rule = if council.source.trim().is_empty() {
        "the council’s constitution, rule ………".to_owned()
    } else {
        as_known(council, &one_line(&council.source))
    };
    draft.labelled("This is done under", sentence(&rule));
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

fn one_ground(
    source: &Source<'_>,
    council: &Council,
    number: usize,
    ground: &Ground<'_>,
    draft: &mut Draft,
) {
    draft.heading(2, format!("{number}. {}", capital(&ground.title)));
    draft.paragraph(vec![strong(sentence(in_short(ground.level)))]);
    for (_, answer) in ground.answers(source) {
        for part in paragraphs(&answer.note) {
            draft.say(part);
        }
    }
    draft.labelled("Evidence", places(source, ground));
    put_facts(source, ground, draft);
    let rests = rests_on(source, ground);
    if ground.level == Level::Breach && !rests.law.is_empty() {
        let citations: Vec<String> = rests
            .law
            .iter()
            .filter(|ix| ground.breaches.contains(ix))
            .map(|ix| source.library.requirement(*ix).citation.clone())
            .collect();
        draft.labelled(
            "Appears not to have been met",
            format!("{}.", citations.join("; ")),
        );
    }
    let allowed = match lint::falls_under(source, ground) {
        Some((under, words)) => {
            as_known(council, &format!("number {under}: “{}”", one_line(words)))
        }
        None if council.grounds.is_empty() => "………………………".to_owned(),
        None => "number ………".to_owned(),
    };
    draft.labelled("Ground in the constitution", allowed);
}

fn instead(source: &Source<'_>, grounds: &[Ground<'_>], draft: &mut Draft) {
    let items: Vec<Spans> = grounds
        .iter()
        .filter_map(|ground| ground.exchange(source)?.remedy.as_deref())
        .map(crate::wording::one_line)
        .filter(|remedy| !remedy.is_empty())
        .map(|remedy| vec![text(remedy)])
        .collect();
    draft.heading(1, "What we ask for instead");
    if items.is_empty() {
        draft.say("That the decision be taken again once the points above have been answered.");
    }
    draft.numbered(items);
}

fn signatures(source: &Source<'_>, draft: &mut Draft) {
    draft.heading(1, "Signed by");
    let names = lint::names(source);
    let needed = source.setting.council.signatories.unwrap_or(LINES);
    let lines = usize::try_from(needed)
        .unwrap_or(MOST_LINES)
        .clamp(1, MOST_LINES)
        .max(names.len());
    let mut names = names.into_iter();
    let rows = (1..=lines)
        .map(|line| {
            vec![
                vec![text(line.to_string())],
                names.next().map(text).into_iter().collect(),
                Vec::new(),
                Vec::new(),
            ]
        })
        .collect();
    draft.table(
        "Members who call the decision in",
        &["No.", "Name", "Signature", "Date and hour"],
        rows,
    );
}

/// Adds the check sheet of the notice that the grounds would give: the points that would have it
/// rejected, and the council's rules.
pub(super) fn check_sheet(source: &Source<'_>, draft: &mut Draft) {
    let points = lint::check(source);
    let council = &source.setting.council;
    draft.heading(1, "Check sheet of the call-in notice");
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
    let mut facts = Vec::new();
    let mut add = |label: &str, said: &str| {
        if !said.trim().is_empty() {
            facts.push(fact(label, one_line(said)));
        }
    };
    add("Council", &council.name);
    add("Who may call in", &council.who_may);
    let needed = council.signatories.map(|number| number.to_string());
    add("Signatures needed", &needed.unwrap_or_default());
    add("Period", &council.period().unwrap_or_default());
    add("Form", &council.form);
    add("To reach", &council.to);
    let alternative = council
        .alternative_needed
        .map(|needed| if needed { "yes" } else { "no" });
    add(
        "Must say what should be done instead",
        alternative.unwrap_or_default(),
    );
    add("Left out", &council.excluded);
    add("Rule in the constitution", &council.source);
    add("Address", &council.url);
    add("Text of", &council.as_of);
    if !facts.is_empty() {
        let label = council.origin().map_or_else(
            || "The council’s rules, as entered".to_owned(),
            |origin| format!("The council’s rules, {origin}"),
        );
        draft.label(&label);
        draft.facts(facts);
    }
    if !council.notes.is_empty() {
        draft.label("What else the rules say");
        draft.list(council.notes.iter().map(|one| vec![text(one_line(one))]));
    }
    if !council.grounds.is_empty() {
        draft.label("The grounds its constitution allows");
        draft.numbered(council.grounds.iter().map(|one| vec![text(one_line(one))]));
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
