//! The call-in notice: the decision, the grounds, what should be done instead, the signatures; and
//! on a sheet of its own what would have it rejected.
//!
//! The council's rules come from its [`Council`] profile and from nowhere else.

use chrono::NaiveDate;

use crate::audit::Value;
use crate::checklist::applicability::say_day;
use crate::checklist::{Executive, Stage};
use crate::findings::Level;

use super::council::Council;
use super::document::{
    About, Block, Document, Draft, FIRST, Fact, LAST, Spans, Tone, fact, strong, text,
};
use super::ground::{Ground, grounds, rests_on};
use super::question_sheet::places;
use super::submission::{in_short, subtitle};
use super::text::{capital, count, one_line, paragraphs, sentence};
use super::{Kind, NotBuilt, Source, route, words};

/// The requirements that give a power of call-in, by nation and date.
const POWERS: [&str; 3] = [
    "lga-2000-9f-call-in",
    "lga-2000-21-call-in",
    "lgani-2014-41",
];

/// How many lines for signatures stand where the number needed is not known.
const LINES: u32 = 5;

/// Builds the notice.
///
/// # Errors
/// Where no ground stands: a call-in needs one.
pub(super) fn build(source: &Source<'_>) -> Result<Document, NotBuilt> {
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
    let problems = check(source, council, &grounds);
    let mut draft = Draft::default();
    if !problems.is_empty() {
        draft.callout(Tone::Warning, "Not ready to be sent", |draft| {
            draft.say(format!(
                "{} on the check sheet, which is the last page and no part of the notice.",
                capital(&count(problems.len(), "point stands", "points stand"))
            ));
        });
        draft.cut(FIRST);
    }
    decision(source, council, &mut draft);
    draft.cut("decision");
    draft.heading(1, "Grounds");
    for (place, ground) in grounds.iter().enumerate() {
        one_ground(source, council, place + 1, ground, &mut draft);
    }
    draft.cut("grounds");
    instead(source, &grounds, &mut draft);
    draft.cut("instead");
    signatures(council, &mut draft);
    draft.cut("signatures");
    draft.blocks.push(Block::PageBreak);
    check_sheet(council, problems, &mut draft);
    draft.cut(LAST);
    let about = About {
        kind: Kind::CallIn,
        title: Kind::CallIn.says().to_owned(),
        subtitle: subtitle(source),
        meta: head(source, council),
        sheets: Vec::new(),
    };
    Ok(draft.done(about, &source.setting.settings.order))
}

fn head(source: &Source<'_>, council: &Council) -> Vec<Fact> {
    let to = if council.to.trim().is_empty() {
        "the officer named in the constitution".to_owned()
    } else {
        one_line(&council.to)
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
        one_line(&council.source)
    };
    draft.labelled("This is done under", sentence(&rule));
    draft.list(powers);
}

/// The label of the option a choice was answered with, unless that is "not known".
fn choice(source: &Source<'_>, id: &str) -> Option<String> {
    let ix = source.library.find_question(id)?;
    match &source.findings.answered(ix).value {
        Some(Value::Option(option)) if option == "unknown" => None,
        Some(value) => Some(words::value(source.library.question(ix), value)),
        None => None,
    }
}

/// The day of an event, where one is recorded.
fn day(source: &Source<'_>, id: &str) -> Option<NaiveDate> {
    let ix = source.library.find_question(id)?;
    match source.findings.answered(ix).value {
        Some(Value::Date(day)) => Some(day),
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
    for (_, answer) in ground.answers(source) {
        if let Some(contested) = &answer.contested {
            draft.written("The other side says", contested);
        }
    }
    let allowed = if council.grounds.is_empty() {
        "………………………"
    } else {
        "number ……… of the check sheet"
    };
    draft.labelled("Ground in the constitution", allowed);
}

fn instead(source: &Source<'_>, grounds: &[Ground<'_>], draft: &mut Draft) {
    let items: Vec<Spans> = grounds
        .iter()
        .filter_map(|ground| ground.flag(source))
        .filter_map(|flag| flag.remedy.as_deref())
        .map(crate::report::text::one_line)
        .filter(|remedy| !remedy.is_empty())
        .map(|remedy| vec![text(remedy)])
        .collect();
    draft.heading(1, "What we ask for instead");
    if items.is_empty() {
        draft.say("That the decision be taken again once the points above have been answered.");
    }
    draft.numbered(items);
}

fn signatures(council: &Council, draft: &mut Draft) {
    draft.heading(1, "Signed by");
    let lines = council.signatories.unwrap_or(LINES).clamp(1, 60);
    let rows = (1..=lines)
        .map(|line| {
            vec![
                vec![text(line.to_string())],
                Vec::new(),
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

fn check_sheet(council: &Council, problems: Vec<String>, draft: &mut Draft) {
    draft.heading(1, "Check sheet: no part of the notice");
    if !problems.is_empty() {
        draft.label("What would have it rejected");
        draft.list(problems.into_iter().map(|one| vec![text(one)]).collect());
    }
    let mut facts = Vec::new();
    let mut add = |label: &str, said: &str| {
        if !said.trim().is_empty() {
            facts.push(fact(label, one_line(said)));
        }
    };
    add("Who may call in", &council.who_may);
    add("Period", &council.period().unwrap_or_default());
    add("Form", &council.form);
    add("To reach", &council.to);
    add("Left out", &council.excluded);
    add("Where it stands", &council.source);
    if !facts.is_empty() {
        draft.label("The council’s rules, as entered");
        draft.facts(facts);
    }
    if !council.grounds.is_empty() {
        draft.label("The grounds its constitution allows");
        draft.numbered(
            council
                .grounds
                .iter()
                .map(|one| vec![text(one_line(one))])
                .collect(),
        );
    }
    draft.say(
        "The time for a claim in court runs from the decision and does not wait for a call-in. If \
         a claim is thought of, take advice today.",
    );
}

/// What would have the notice rejected, or may.
fn check(source: &Source<'_>, council: &Council, grounds: &[Ground<'_>]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut add = |says: &str| found.push(says.to_owned());
    let review = &source.audit.review;
    match review.executive {
        Executive::No => add(
            "The council runs committees. Call-in belongs to executive arrangements: look in the \
             constitution whether there is any here.",
        ),
        Executive::Unknown => add(
            "It is not known whether the council has an executive. Without one there is usually \
             no call-in.",
        ),
        Executive::Yes => {}
    }
    if review.stage == Stage::Implemented {
        add(
            "The decision is recorded as carried out. Only one not yet carried out can be called in.",
        );
    }
    match choice(source, "decided-by").as_deref() {
        Some("Full council") => {
            add("The decision is recorded as full council’s, which scrutiny cannot call in.");
        }
        None => add("Who took the decision is not recorded."),
        Some(_) => {}
    }
    if review.decided.is_none() {
        add(
            "The day of the decision is not recorded: before a decision there is nothing to call in.",
        );
    }
    if let Some(day) = day(source, "call-in-received") {
        add(&format!(
            "A call-in was received on {} already; a second is usually refused.",
            say_day(day)
        ));
    }
    found.extend(of_period(source, council));
    let mut add = |says: &str| found.push(says.to_owned());
    if council.who_may.trim().is_empty() {
        add("Who may call in has not been entered. Look it up in the constitution.");
    }
    match council.signatories {
        None => add("How many members have to sign has not been entered."),
        Some(number) => add(&format!(
            "{} needed, each by a member entitled to call in, before the period closes.",
            capital(&count(
                usize::try_from(number).unwrap_or(usize::MAX),
                "signature is",
                "signatures are"
            ))
        )),
    }
    if council.form.trim().is_empty() {
        add("The form the notice must have has not been entered.");
    }
    if council.to.trim().is_empty() {
        add("Whom the notice has to reach has not been entered.");
    }
    if council.source.trim().is_empty() {
        add("The rule of the constitution has not been entered: a notice should name it.");
    }
    if council.grounds.is_empty() {
        add(
            "The grounds that the constitution allows have not been entered. A notice on other \
             grounds can be rejected.",
        );
    } else {
        add("Write beside each ground which of the constitution’s grounds it falls under.");
    }
    if council.alternative_needed == Some(true) {
        let without = grounds
            .iter()
            .filter(|ground| ground.flag(source).is_none_or(|flag| flag.remedy.is_none()))
            .count();
        if without > 0 {
            add(&format!(
                "The notice must say what should be done instead; {} no proposal yet.",
                count(without, "ground has", "grounds have")
            ));
        }
    }
    let bare = grounds
        .iter()
        .filter(|ground| !ground.has_evidence(source))
        .count();
    if bare > 0 {
        add(&format!(
            "{} no evidence under it yet.",
            capital(&count(bare, "ground has", "grounds have"))
        ));
    }
    if !council.excluded.trim().is_empty() {
        add("Check that the decision is none of those left out, such as urgent ones.");
    }
    found
}

/// What the period says about this day.
fn of_period(source: &Source<'_>, council: &Council) -> Vec<String> {
    let today = source.meta.today;
    let closes = day(source, "call-in-closes").or_else(|| {
        let from = source.audit.review.decided?;
        council.last_day(from)
    });
    let mut found = Vec::new();
    match closes {
        Some(last) if last < today => found.push(format!(
            "The period closed on {}, before the day of this notice.",
            say_day(last)
        )),
        Some(last) => found.push(format!(
            "The period closes on {}{}.",
            say_day(last),
            council
                .hour
                .map(|hour| format!(" at {}", hour.format("%H:%M")))
                .unwrap_or_default()
        )),
        None => {
            found.push(match council.period() {
                Some(period) => format!(
                    "The period is {period}. Its last day is not worked out here: count it, and \
                     enter it as the day on which call-in closes."
                ),
                None => "The call-in period has not been entered. It stands in the council’s \
                         constitution and differs from council to council."
                    .to_owned(),
            });
            if let Some(day) = source.audit.review.decided {
                let days = (today - day).num_days();
                if days > 0 {
                    found.push(format!(
                        "The decision is {} old today.",
                        count(usize::try_from(days).unwrap_or(usize::MAX), "day", "days")
                    ));
                }
            }
        }
    }
    found
}
