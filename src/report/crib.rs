//! The crib: the user's own paper, which stays in the house.
//!
//! It has what no paper for others may have: replies to expect, what to ask next, what not to say,
//! cases lost, how far each source can be trusted, the user's private notes, and the points that
//! would have a notice rejected.

use crate::checklist::{Outcome, PrecedentIx};
use crate::findings::Exchange;

use super::document::{
    Particulars, ReportDocument, Spans, Tone, emphasis, fact, is_web, link, strong, text,
};
use super::draft::{Draft, Slot};
use super::ground::{Ground, cases_of, departures, grounds, rests_on, strengths};
use super::kind::{InConfidence, KindSpec, Layout, Reader};
use super::limits::Limit;
use super::private::{self, Place};
use super::question_sheet::questions;
use super::read_through::read_through;
use super::setting::PaperSection;
use super::submission::{meta, sources, subtitle};
use super::text::put;
use super::{Kind, NotBuilt, Source, call_in, information_request, right_of_reply, words};
use crate::wording::{capital, one_line, sentence};

/// The row of the kind.
pub(super) const KIND: KindSpec = KindSpec {
    label: "Crib for your own side",
    build,
    sections: &[
        PaperSection::NotToSay,
        PaperSection::Grounds,
        PaperSection::Questions,
        PaperSection::Cases,
        PaperSection::Sources,
        PaperSection::Request,
        PaperSection::Notes,
        PaperSection::CheckSheet,
        PaperSection::Made,
    ],
    reader: Reader::Own,
    in_confidence: InConfidence::SetOut,
    names_author: true,
    has_contents: true,
    layout: Layout::Close,
    has_tables: false,
};

/// Builds the crib.
///
/// # Errors
/// If nothing was found that anybody could be asked about.
fn build(source: &Source<'_>) -> Result<ReportDocument, NotBuilt> {
    let asked = questions(source);
    if asked.is_empty() {
        return Err(NotBuilt(
            "There is nothing to prepare for yet: no ground and no gap has been found. Answer \
             more questions first."
                .to_owned(),
        ));
    }
    let grounds = grounds(source);
    let mut draft = Draft::default();
    draft.callout(Tone::Warning, "Keep this with you", |draft| {
        draft.say(
            "This paper is for your own side. Do not hand it to the council, and do not leave it \
             in the room.",
        );
    });
    draft.cut(Slot::First);
    not_to_say(source, &grounds, &mut draft);
    draft.cut(PaperSection::NotToSay);
    draft.heading(1, "Replies to expect, ground by ground");
    for (place, ground) in grounds.iter().enumerate() {
        one_ground(source, place + 1, ground, &mut draft);
    }
    if grounds.is_empty() {
        draft.say("There is no ground yet.");
    }
    draft.cut(PaperSection::Grounds);
    next_questions(source, &grounds, &mut draft);
    draft.cut(PaperSection::Questions);
    cases(source, &grounds, &mut draft);
    draft.cut(PaperSection::Cases);
    standing(source, &grounds, &mut draft);
    draft.cut(PaperSection::Sources);
    draft.heading(1, "Routes of the information request");
    information_request::choosing(source, &mut draft);
    draft.cut(PaperSection::Request);
    notes(source, &mut draft);
    draft.cut(PaperSection::Notes);
    if grounds.is_empty() {
        draft.heading(1, "Check sheet of the call-in notice");
        draft.say("There is no ground to call the decision in on.");
    } else {
        call_in::check_sheet(source, &mut draft);
    }
    draft.cut(PaperSection::CheckSheet);
    draft.say("This crib is an aid, not legal advice.");
    if let Some(head) = &source.meta.head {
        draft.facts(vec![fact("Fingerprint of the audit", head.clone())]);
    }
    draft.cut(PaperSection::Made);
    let about = Particulars {
        kind: Kind::Crib,
        title: Kind::Crib.label().to_owned(),
        subtitle: subtitle(source),
        made: source.meta.today,
        meta: meta(source),
        sheets: Vec::new(),
    };
    Ok(draft.done(about, &source.setting.settings.order))
}

/// Adds the claims to avoid, each with the reason.
fn not_to_say(source: &Source<'_>, grounds: &[Ground<'_>], draft: &mut Draft<'_>) {
    let library = source.library;
    draft.heading(1, "What not to say");
    let mut items: Vec<Spans> = vec![vec![text(
        "Say “appears not to have been met”: only a court can say more than that.",
    )]];
    for fired in &source.findings.unproved {
        items.push(vec![
            strong(format!("“{}”.", one_line(&fired.heading))),
            text(" Ask it, do not claim it: no one can look it up yet."),
        ]);
    }
    let mut cited = Vec::new();
    let mut cite = |citation: &str, why: &str| {
        let item = vec![strong(format!("{}:", one_line(citation))), text(why)];
        if !cited.contains(&item) {
            cited.push(item);
        }
    };
    for ground in grounds {
        let rests = rests_on(source, ground);
        for ix in &rests.arguable {
            cite(
                source.cite(*ix),
                " do not call this a breach. It is our own reading, and we know of no case on it.",
            );
        }
        for ix in &rests.law {
            let requirement = library.requirement(*ix);
            if requirement.whole {
                cite(
                    source.cite(*ix),
                    " do not claim a breach of the duty as a whole. Name a limb of it first.",
                );
            }
            let unknown = &source.findings.applies(*ix).unknown;
            if !unknown.is_empty() {
                let why = format!(" this is not known yet: {}.", unknown.join("; "));
                cite(source.cite(*ix), &why);
            }
        }
        let claimed = ground.fired.map_or(&[][..], |fired| &fired.rests_on);
        for ix in claimed.iter().chain(&ground.breaches) {
            let requirement = library.requirement(*ix);
            if requirement.is_doubtful() {
                let mut why = format!(
                    " do not cite it before you have checked it ({}).",
                    requirement.checked.label()
                );
                // A time limit is checked by itself, and the letters give its day.
                let limit = requirement.reply;
                let limit = limit.and_then(|one| Limit::of(source, one, source.meta.today));
                if let Some(limit) = limit {
                    put!(why, " Its time limit may be cited: {}.", limit.law(source));
                }
                cite(source.cite(*ix), &why);
            }
        }
    }
    items.append(&mut cited);
    let open = strengths(source);
    for held in &source.findings.strengths {
        if !open.iter().any(|one| one.strength == held.strength) {
            items.push(vec![
                strong(sentence(&library.strength(held.strength).title)),
                text(
                    " The papers do not praise this, because a ground is on the same matter. \
                     Expect the council to name it.",
                ),
            ]);
        }
    }
    draft.list(items);
}

/// Adds the reply to expect over a ground, the answer to it, and the questions with what comes next.
fn one_ground(source: &Source<'_>, number: usize, ground: &Ground<'_>, draft: &mut Draft<'_>) {
    draft.heading(2, format!("Ground {number}. {}", capital(&ground.title)));
    for (_, answer) in ground.answers(source) {
        if let Some(contested) = &answer.contested {
            draft.written("The council says", contested);
        }
    }
    let point = right_of_reply::of_ground(ground);
    right_of_reply::told(source, &point, "The council says", draft);
    for (ix, answer) in ground.answers(source) {
        let id = &source.library.question(ix).id;
        for (label, says) in super::record::disagreement(source, id, answer) {
            draft.labelled(label, says);
        }
    }
    match ground.exchange(source) {
        Some(exchange) => reply(exchange, draft),
        None => draft.say("No reply to expect is known for this ground."),
    }
}

fn reply(exchange: &Exchange, draft: &mut Draft<'_>) {
    let parts = [
        ("What may be said in reply", &exchange.they_will_say),
        ("Your answer", &exchange.answer),
    ];
    for (label, said) in parts {
        if let Some(said) = said
            .as_deref()
            .map(one_line)
            .filter(|said| !said.is_empty())
        {
            draft.labelled(label, said);
        }
    }
    if !exchange.ask.is_empty() {
        draft.label("Ask");
        let asks = exchange.ask.iter().map(|ask| vec![text(one_line(ask))]);
        draft.list(asks.collect::<Vec<Spans>>());
    }
    let follow = exchange.follow_up.as_deref().map(one_line);
    if let Some(follow) = follow.filter(|follow| !follow.is_empty()) {
        draft.labelled("To follow up", follow);
    }
}

/// Adds the questions that belong to no ground, with what to ask next.
fn next_questions(source: &Source<'_>, grounds: &[Ground<'_>], draft: &mut Draft<'_>) {
    draft.heading(1, "How to ask, and what to ask next");
    draft.say(
        "Ask one question at a time, and wait for the answer. Note what was said, who said it and \
         when; a promise to write needs a date.",
    );
    let of_ground: Vec<String> = grounds.iter().map(|one| capital(&one.title)).collect();
    let rows = questions(source)
        .into_iter()
        .filter(|one| !of_ground.contains(&one.about))
        .map(|one| {
            vec![
                vec![text(one.question)],
                vec![text(one.follow_up)],
                vec![text(one.about)],
            ]
        });
    draft.table(
        "The questions that belong to no ground",
        &["Question", "To follow up", "About"],
        rows.collect(),
    );
}

/// Adds the cases, those lost first, each with what the other side can make of it.
fn cases(source: &Source<'_>, grounds: &[Ground<'_>], draft: &mut Draft<'_>) {
    let mut all = cases_of(source, grounds);
    if all.is_empty() {
        return;
    }
    draft.heading(1, "The cases, those lost first");
    let won = |ix: &PrecedentIx| match source.library.precedent(*ix).outcome {
        Outcome::Lost => 0,
        Outcome::Ignored => 1,
        Outcome::Partly => 2,
        Outcome::Won => 3,
    };
    all.sort_by_key(won);
    for ix in all {
        let one = source.library.precedent(ix);
        draft.heading(2, words::precedent(one));
        draft.say(one_line(&one.facts));
        let contested = one.contested.as_deref().map(one_line);
        if let Some(contested) = contested.filter(|contested| !contested.is_empty()) {
            draft.labelled("The other side", contested);
        }
        let mut from = vec![emphasis(format!(
            "Source: {}; {}. In the checklists: {}.",
            words::source_class(one.grade),
            one.checked.label(),
            one_line(&one.source)
        ))];
        if let Some(url) = one.url.as_deref().filter(|url| is_web(url)) {
            from.push(text(" "));
            from.push(link(url.trim(), url.trim()));
        }
        draft.paragraph(from);
    }
}

/// Adds the standing of every source: how it was checked, and where the checklists have it from.
fn standing(source: &Source<'_>, grounds: &[Ground<'_>], draft: &mut Draft<'_>) {
    draft.heading(1, "How far each source can be trusted");
    let library = source.library;
    let mut rows: Vec<Vec<Spans>> = grounds
        .iter()
        .filter_map(|ground| ground.flag(source))
        .map(|flag| {
            vec![
                vec![text(format!("The pattern “{}”", one_line(&flag.short)))],
                vec![text(capital(flag.checked.label()))],
                vec![text(one_line(&flag.source))],
            ]
        })
        .collect();
    let mut known = Vec::new();
    let of_grounds = sources(source, grounds).into_iter().map(|row| row.ix);
    for ix in of_grounds.chain(departures(source)) {
        if known.contains(&ix) {
            continue;
        }
        known.push(ix);
        let requirement = library.requirement(ix);
        let caution = words::caption(requirement)
            .map(|caution| format!(". {}", capital(caution)))
            .unwrap_or_default();
        rows.push(vec![
            vec![text(one_line(source.cite(ix)))],
            vec![text(format!(
                "{}{caution}",
                capital(requirement.checked.label())
            ))],
            vec![text(one_line(&requirement.source))],
        ]);
    }
    if rows.is_empty() {
        draft.say("No source is named yet.");
    }
    draft.table(
        "Each source, how it was checked, and where the checklists have it from",
        &["Source", "How it was checked", "In the checklists"],
        rows,
    );
}

/// Adds the remarks of the read-through, and the private notes that no other paper has.
fn notes(source: &Source<'_>, draft: &mut Draft<'_>) {
    draft.heading(1, "Notes to yourself");
    let remarks = read_through(source, Kind::Submission);
    if !remarks.is_empty() {
        draft.label("To put right before the submission leaves");
        let items = remarks.iter().map(|one| vec![text(one.label())]);
        draft.list(items.collect::<Vec<Spans>>());
    }
    let items: Vec<Spans> = private::passages(source.audit)
        .into_iter()
        .map(|(place, said)| {
            let place = match place {
                Place::Review => "The review".to_owned(),
                Place::Answer(id) => source.library.find_current(&id).map_or_else(
                    || format!("“{id}”"),
                    |ix| source.library.question(ix).short.to_string(),
                ),
                Place::Document(id) => words::document(source.audit, &id),
                Place::Notice => "The call-in notice".to_owned(),
                Place::Put(words) | Place::Event(words) => format!("“{}”", one_line(&words)),
            };
            vec![
                strong(format!("{place}:")),
                text(format!(" {}", one_line(&said))),
            ]
        })
        .collect();
    if items.is_empty() {
        draft.say(
            "A passage of a note that begins with “private:” is printed here and in no paper for \
             others.",
        );
    } else {
        draft.label("Your private notes");
        draft.list(items);
    }
}
