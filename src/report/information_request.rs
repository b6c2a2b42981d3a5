//! The information request: everything withheld or not evidenced, asked for by the right route.
//!
//! A route is a question of the checklist about access to information; the requirements it rests on
//! come from the library, as the law is today at this place. Where one names a time limit for the
//! reply, the letter says the day, with the count in a note.

use crate::audit::Request;
use crate::checklist::QuestionIx;
use crate::deadlines::words::law;
use crate::wording::{say_day, say_weekday};

use super::document::{
    Cell, Document, Fact, Particulars, Sheet, Spans, fact, is_web, link, strong, text,
};
use super::draft::Draft;
use super::kind::{KindSpec, Reader};
use super::limits::{Limit, on_readings};
use super::questionnaire::meta_of;
use super::setting::PaperSection;
use super::submission::subtitle;
use super::{Kind, NotBuilt, Source, route, words};
use crate::wording::{capital, count, one_line, sentence};

/// The row of the kind.
pub(super) const KIND: KindSpec = KindSpec {
    label: "Information request",
    build,
    sections: &[
        PaperSection::Guide,
        PaperSection::Request,
        PaperSection::Schedule,
        PaperSection::SignOff,
    ],
    reader: Reader::Council,
    names_author: true,
    has_contents: true,
    is_close: false,
};

/// A way to ask: its heading, the people who may use it, the question whose requirements it rests
/// on, and the sentence that makes the request.
struct Route {
    heading: &'static str,
    who: &'static str,
    question: &'static str,
    asks: &'static str,
    /// The text printed if nothing may be cited for it; may be empty.
    otherwise: &'static str,
}

const ROUTES: [Route; 4] = [
    Route {
        heading: "As a member of the scrutiny committee",
        who: "a member of the scrutiny committee",
        question: "scrutiny.papers",
        asks: "As a member of the scrutiny committee I ask for copies of the documents in the \
               schedule, exempt parts included where they bear on what is being scrutinised.",
        otherwise: "I ask under the council’s own constitution.",
    },
    Route {
        heading: "As a councillor",
        who: "any councillor",
        question: "members.papers",
        asks: "As a councillor I ask to see the documents in the schedule.",
        otherwise: "I ask under the council’s own constitution. I need to know because: \
                    ………………………",
    },
    Route {
        heading: "For a recognised trade union",
        who: "a representative of a recognised union",
        question: "information.bargaining",
        asks: "For the purposes of collective bargaining on the matters for which the union is \
               recognised, I ask for the information in the schedule.",
        otherwise: "I ask under the agreement with the council.",
    },
    Route {
        heading: "As anyone may ask",
        who: "anybody",
        question: "information.freedom",
        asks: "I ask for the recorded information in the schedule. Please send it by email. If \
               any of it is withheld, please say which part, under which exemption, and why.",
        otherwise: "",
    },
];

/// An item to be asked for.
struct ScheduleItem {
    question: QuestionIx,
    what: String,
    why: String,
    before: Option<Request>,
}

/// Builds the request.
///
/// # Errors
/// If nothing is withheld and nothing lacks evidence.
fn build(source: &Source<'_>) -> Result<Document, NotBuilt> {
    let items = items(source);
    if items.is_empty() {
        return Err(NotBuilt(
            "There is nothing to ask for: no answer is marked “withheld” or “no evidence”. Mark \
             what the council has not shown, and build this again."
                .to_owned(),
        ));
    }
    let mut draft = Draft::default();
    draft.say("Any route below that is struck out does not apply.");
    draft.cut(PaperSection::Guide);
    draft.heading(1, "The request");
    draft.say(format!(
        "This request is about {}’s review of “{}”{}.",
        one_line(&source.audit.review.authority),
        one_line(&source.audit.review.service),
        source
            .audit
            .review
            .decided
            .map(|day| format!(", decided on {}", say_day(day)))
            .unwrap_or_default(),
    ));
    for one in &ROUTES {
        route_of(source, one, &mut draft);
    }
    draft.cut(PaperSection::Request);
    schedule(source, &items, &mut draft);
    draft.cut(PaperSection::Schedule);
    draft.blocks.push(super::document::Block::SignOff {
        lines: ["Name", "Capacity", "Address for reply", "Date"]
            .iter()
            .map(|&line| line.to_owned())
            .collect(),
    });
    draft.cut(PaperSection::SignOff);
    let about = Particulars {
        kind: Kind::InformationRequest,
        title: Kind::InformationRequest.label().to_owned(),
        subtitle: subtitle(source),
        made: source.meta.today,
        meta: head(source),
        sheets: vec![
            sheet(source, &items),
            routes_sheet(source),
            meta_of(
                source,
                "scrutineer-information-request",
                "a schedule of requests",
            ),
        ],
    };
    Ok(draft.done(about, &source.setting.settings.order))
}

fn head(source: &Source<'_>) -> Vec<Fact> {
    let mut facts = vec![
        fact("To", source.audit.review.authority.clone()),
        fact("Date", say_day(source.meta.today)),
    ];
    if !source.meta.author.name.is_empty() {
        facts.insert(1, fact("From", source.meta.author.name.clone()));
    }
    facts
}

fn route_of(source: &Source<'_>, one: &Route, draft: &mut Draft) {
    draft.heading(2, one.heading);
    let rests = route::under(source, one.question);
    let due = due(source, one.question);
    draft.say(one.asks);
    if rests.is_empty() && due.is_empty() {
        if !one.otherwise.is_empty() {
            draft.say(one.otherwise);
        }
        return;
    }
    if !rests.is_empty() {
        draft.label("It rests on");
    }
    let items = rests.into_iter().map(|(ix, _)| {
        let requirement = source.library.requirement(ix);
        let citation = requirement.citation.clone();
        let mut spans: Spans = vec![if is_web(&requirement.url) {
            link(citation, requirement.url.trim())
        } else {
            strong(citation)
        }];
        spans.push(text(format!(
            ": {}{}",
            sentence(&one_line(&requirement.demands)),
            route::reading(source, ix)
        )));
        spans
    });
    draft.list(items);
    if due.is_empty() {
        draft.labelled("Please reply by", "…………………");
    }
    reply(source, &due, draft);
}

/// Adds what a user has to know to choose a route: who may use each, and what is not known of it.
pub(super) fn choosing(source: &Source<'_>, draft: &mut Draft) {
    draft.say(
        "Choose the route that fits who is asking, strike out the others, and send the schedule \
         with it. Routes can be used side by side; a refusal by one is no answer to another.",
    );
    let items = ROUTES.iter().map(|one| {
        let rests = route::under(source, one.question);
        let mut said = format!(" It is for {}.", one.who);
        if rests.is_empty() {
            said.push_str(
                " No rule can be cited for it at this place and date; the request is good without \
                 one.",
            );
        }
        if due(source, one.question).is_empty() {
            said.push_str(
                " No number of days is known for this route: ask for a reply by a day you name.",
            );
        }
        for (ix, unknown) in rests {
            if !unknown.is_empty() {
                let citation = &source.library.requirement(ix).citation;
                said.push_str(&format!(" {citation}: not known: {}.", unknown.join("; ")));
            }
        }
        vec![strong(format!("{}.", one.heading)), text(said)]
    });
    draft.list(items.collect::<Vec<Spans>>());
}

/// Returns the time limits for the reply by a route, if the request is received on its own date.
fn due<'a>(source: &Source<'a>, question: &str) -> Vec<Limit<'a>> {
    route::replies(source, question)
        .into_iter()
        .filter_map(|ix| Limit::of(source, ix, source.meta.today))
        .collect()
}

/// Adds the day by which a reply is due, once for all laws that lead to it, and the last day for
/// asking for a review of it.
fn reply(source: &Source<'_>, due: &[Limit<'_>], draft: &mut Draft) {
    let received = say_weekday(source.meta.today);
    let mut told: Vec<Spans> = Vec::new();
    for one in due {
        let days = on_readings(&one.answer);
        if told.contains(&days) {
            continue;
        }
        let same: Vec<&Limit<'_>> = due
            .iter()
            .filter(|other| on_readings(&other.answer) == days)
            .collect();
        let laws: Vec<String> = same.iter().map(|one| law(one.rule)).collect();
        let mut spans: Spans = vec![text("A reply is due by ")];
        spans.extend(days.iter().cloned());
        spans.push(text(format!(
            ", if you receive this request on {received}: {}",
            laws.join("; ")
        )));
        spans.push(draft.note(vec![text(one.working(source))]));
        spans.push(text("."));
        draft.paragraph(spans);
        told.push(days);
    }
    let reviews = due.iter().filter_map(|one| {
        let replied = one.answer.due()?;
        Some((replied, Limit::of(source, one.rule.then?, replied)?))
    });
    for (replied, one) in reviews {
        let mut spans: Spans = vec![text(format!(
            "If you reply on {}, the last day to ask for a review of the reply is ",
            say_weekday(replied)
        ))];
        spans.extend(on_readings(&one.answer));
        spans.push(text(format!(": {}", law(one.rule))));
        spans.push(draft.note(vec![text(one.working(source))]));
        spans.push(text("."));
        draft.paragraph(spans);
    }
}

/// Returns the routes with their reply dates, for a spreadsheet.
fn routes_sheet(source: &Source<'_>) -> Sheet {
    let header = [
        "route",
        "rests on",
        "time limit",
        "if it is received on",
        "reply due",
        "late on every reading after",
    ];
    let mut rows = Vec::new();
    for one in &ROUTES {
        let due = due(source, one.question);
        let of = |ix| {
            let reply = source.library.requirement(ix).reply?;
            due.iter().find(|one| one.ix == reply)
        };
        for (ix, _) in &route::under(source, one.question) {
            let limit = of(*ix);
            rows.push(vec![
                one.who.into(),
                source.library.requirement(*ix).citation.as_str().into(),
                limit.map_or("", |one| one.rule.id.as_str()).into(),
                limit.map(|_| source.meta.today).into(),
                limit.and_then(|one| one.answer.due()).into(),
                limit.and_then(|one| one.answer.last()).into(),
            ]);
        }
    }
    Sheet {
        name: "routes".to_owned(),
        header: header.iter().map(|&head| head.to_owned()).collect(),
        rows,
    }
}

fn items(source: &Source<'_>) -> Vec<ScheduleItem> {
    let mut found = Vec::new();
    let gaps = &source.findings.gaps;
    let refused = gaps.iter().filter(|gap| gap.status.is_refusal());
    let unseen = gaps.iter().filter(|gap| !gap.status.is_refusal());
    for gap in refused.chain(unseen) {
        let question = source.library.question(gap.question);
        let answer = source.audit.answer_of(source.library, gap.question);
        let before = answer.and_then(|answer| answer.request.clone());
        let asked_for = before.as_ref().map(|one| one_line(&one.what));
        let proofs: Vec<String> = question.proved_by.iter().map(|one| one_line(one)).collect();
        let what = match asked_for.filter(|what| !what.is_empty()) {
            Some(what) => what,
            None if proofs.is_empty() => "Every document that shows the answer".to_owned(),
            None => capital(&proofs.join("; ")),
        };
        found.push(ScheduleItem {
            question: gap.question,
            what,
            why: one_line(&question.ask),
            before,
        });
    }
    found
}

fn schedule(source: &Source<'_>, items: &[ScheduleItem], draft: &mut Draft) {
    draft.heading(1, "Schedule: what is asked for");
    let rows = items.iter().enumerate().map(|(place, item)| {
        let mut what: Spans = vec![text(sentence(&item.what))];
        if let Some(request) = &item.before {
            what.push(text(format!(
                " Asked for before. {}{}",
                words::request(request),
                since(source, request),
            )));
        }
        vec![
            vec![text((place + 1).to_string())],
            what,
            vec![text(item.why.clone())],
        ]
    });
    draft.table(
        "The documents, and the question each is to answer",
        &["No.", "Documents", "To answer"],
        rows.collect(),
    );
    let refused: Vec<Spans> = source
        .audit
        .documents
        .iter()
        .filter(|document| {
            matches!(
                document.access,
                Some(crate::audit::Access::Refused | crate::audit::Access::AskedFor)
            )
        })
        .map(|document| {
            let access = words::came(document).unwrap_or_default();
            vec![
                strong(one_line(&document.title)),
                text(format!(": {access}.")),
            ]
        })
        .collect();
    if !refused.is_empty() {
        draft.label("Documents asked for before and not given");
        draft.list(refused);
    }
}

/// Returns a sentence with the number of days since something was asked for, if that is known.
fn since(source: &Source<'_>, request: &Request) -> String {
    let days = request
        .on
        .map_or(0, |on| (source.meta.today - on).num_days());
    match usize::try_from(days) {
        Ok(days) if days > 0 => format!(" That was {} ago.", count(days, "day", "days")),
        _ => String::new(),
    }
}

fn sheet(source: &Source<'_>, items: &[ScheduleItem]) -> Sheet {
    let header = [
        "number",
        "documents",
        "to answer",
        "question",
        "asked before of",
        "asked on",
        "reply",
        "asked again on",
        "route",
        "reply due",
        "reply received",
        "their reply",
        "replied by",
    ];
    let rows = items.iter().zip(1_u32..).map(|(item, number)| {
        let none = Request::default();
        let before = item.before.as_ref().unwrap_or(&none);
        let mut row: Vec<Cell> = vec![
            Some(number).into(),
            item.what.as_str().into(),
            item.why.as_str().into(),
            source.library.question(item.question).id.as_str().into(),
            before.whom.as_str().into(),
            before.on.into(),
            before.reply.as_str().into(),
        ];
        row.resize(header.len(), Cell::Empty);
        row
    });
    Sheet {
        name: "requests".to_owned(),
        header: header.iter().map(|&head| head.to_owned()).collect(),
        rows: rows.collect(),
    }
}
