//! The information request: everything withheld or not evidenced, and the proofs of every ground, in one
//! letter for each route, on pages of its own.
//!
//! A route is a question of the checklist about access to information; the requirements it rests on
//! come from the library, as the law is today at this place. Where one names a time limit for the
//! reply, the letter says the day, with the count in a note.

use crate::audit::{Access, Request};
use crate::base::Word as _;
use crate::checklist::{QuestionIx, QuestionKind};
use crate::wording::{say_day, say_weekday};

use super::author::Capacity;
use super::document::{
    Block, Cell, Fact, Particulars, ReportDocument, Sheet, Spans, fact, is_web, link, strong, text,
};
use super::draft::Draft;
use super::ground::grounds;
use super::kind::{InConfidence, KindSpec, Layout, Reader};
use super::limits::{Limit, on_readings};
use super::questionnaire::meta_of;
use super::setting::PaperSection;
use super::submission::subtitle;
use super::{Kind, NotBuilt, Source, route, words};
use crate::wording::{capital, count, joined, one_line, sentence};

/// The row of the kind.
pub(super) const KIND: KindSpec = KindSpec {
    label: "Information request",
    build,
    sections: &[PaperSection::Guide, PaperSection::Request],
    reader: Reader::Council,
    in_confidence: InConfidence::SetOut,
    names_author: true,
    has_contents: false,
    layout: Layout::Usual,
    has_tables: true,
};

/// A way to ask: its heading, the people who may use it, the question whose requirements it rests
/// on, and the sentence that makes the request.
struct Route {
    heading: &'static str,
    who: &'static str,
    /// The capacity in which the letter is written.
    writes: &'static str,
    question: &'static str,
    asks: &'static str,
    /// The text printed if nothing may be cited for it; may be empty.
    otherwise: &'static str,
    /// The capacities that it is open to.
    open_to: &'static [Capacity],
}

const ROUTES: [Route; 4] = [
    Route {
        heading: "As a member of the scrutiny committee",
        who: "a member of the scrutiny committee",
        writes: "as a member of the scrutiny committee",
        question: "scrutiny.papers",
        asks: "As a member of the scrutiny committee I ask for copies of the documents in the \
               schedule, exempt parts included where they bear on what is being scrutinised.",
        otherwise: "I ask under the council’s own constitution or standing orders.",
        open_to: &[Capacity::Councillor],
    },
    Route {
        heading: "As a councillor",
        who: "any councillor",
        writes: "as a councillor",
        question: "members.papers",
        asks: "As a councillor I ask to see the documents in the schedule below.",
        otherwise: "I ask under the council’s own constitution or standing orders. I need to know \
                    because: ………………………",
        open_to: &[Capacity::Councillor],
    },
    Route {
        heading: "For a recognised trade union",
        who: "a representative of a recognised union",
        writes: "as a representative of a recognised trade union",
        question: "information.bargaining",
        asks: "For the purposes of collective bargaining on the matters for which the union is \
               recognised, I ask for the information in the schedule.",
        otherwise: "I ask under the agreement with the council.",
        open_to: &[Capacity::Union],
    },
    Route {
        heading: "As anyone may ask",
        who: "anybody",
        writes: "as anyone may",
        question: "information.freedom",
        asks: "I ask for the recorded information in the schedule. Please send it by email. If \
               any of it is withheld, please say which part, under which exemption, and why.",
        otherwise: "",
        open_to: Capacity::ALL,
    },
];

/// Returns the routes that are open to the author; all of them if their capacity is not known, or
/// is another one.
fn routes(source: &Source<'_>) -> Vec<&'static Route> {
    let capacity = source.setting.settings.capacity;
    let own = capacity.filter(|one| *one != Capacity::Other);
    let fits = |one: &&Route| own.is_none_or(|own| one.open_to.contains(&own));
    ROUTES.iter().filter(fits).collect()
}

/// An item to be asked for.
struct ScheduleItem {
    /// The questions that it is to answer: of one document asked for in the same words, all of them.
    questions: Vec<QuestionIx>,
    /// The subject of the documents; empty for what was asked for in words of one's own.
    subject: String,
    what: String,
    /// The requests for it that were made before, each once.
    before: Vec<Request>,
}

impl ScheduleItem {
    /// Returns the questions of the checklists that it is to answer, in their words.
    fn why(&self, source: &Source<'_>) -> Vec<String> {
        let questions = self.questions.iter();
        questions
            .map(|ix| one_line(&source.library.question(*ix).ask))
            .collect()
    }

    /// Takes an item in that asks for the same document; returns false if it asks for another one.
    ///
    /// A list of proofs has the name of its subject before it, and two of them are two.
    fn takes_in(&mut self, ix: QuestionIx, subject: &str, what: &str, before: &[Request]) -> bool {
        let folded = |text: &str| text.trim_end_matches('.').to_lowercase();
        let is_same = self.subject.is_empty() && subject.is_empty();
        if !is_same || folded(&self.what) != folded(what) {
            return false;
        }
        self.questions.push(ix);
        for one in before {
            let told = |other: &Request| {
                (&other.whom, other.on, &other.reply) == (&one.whom, one.on, &one.reply)
            };
            if !self.before.iter().any(told) {
                self.before.push(one.clone());
            }
        }
        true
    }
}

/// Builds the request.
///
/// # Errors
/// If nothing is withheld and nothing lacks evidence.
fn build(source: &Source<'_>) -> Result<ReportDocument, NotBuilt> {
    let items = items(source);
    if items.is_empty() {
        return Err(NotBuilt(
            "There is nothing to ask for: every core question is answered, no ground has been found, and no \
             answer is marked “withheld” or “no evidence”. Mark what the council has not shown, and build this \
             again."
                .to_owned(),
        ));
    }
    let mut draft = Draft::default();
    let routes = routes(source);
    // One letter needs no list of letters.
    if let [_, _, ..] = routes.as_slice() {
        draft.say(format!(
            "This file has {}, one for each way {} to ask. Each begins on a page of its own and is \
             complete, so that it can be sent alone.",
            count(routes.len(), "letter", "letters"),
            if routes.len() < ROUTES.len() {
                "you have"
            } else {
                "there is"
            },
        ));
        let letters = routes.iter().zip(1..);
        draft.list(
            letters.map(|(one, number)| vec![text(format!("Letter {number}. {}", one.heading))]),
        );
    }
    draft.cut(PaperSection::Guide);
    for (one, number) in routes.iter().zip(1..) {
        if routes.len() > 1 {
            draft.blocks.push(Block::PageBreak);
        }
        if routes.len() > 1 {
            draft.heading(1, format!("Letter {number}. {}", one.heading));
        } else {
            draft.heading(1, one.heading);
        }
        letter(source, one, &items, &mut draft);
    }
    draft.cut(PaperSection::Request);
    let about = Particulars {
        kind: Kind::InformationRequest,
        title: Kind::InformationRequest.label().to_owned(),
        subtitle: subtitle(source),
        made: source.meta.today,
        meta: vec![fact("To", source.audit.review.authority.clone())],
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

/// Returns the facts at the head of a letter.
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

/// Adds the letter of one route: the law in its first line, what is asked for and by when, the
/// schedule, and the lines to sign on.
fn letter(source: &Source<'_>, one: &Route, items: &[ScheduleItem], draft: &mut Draft) {
    let review = &source.audit.review;
    let rests = route::under(source, one.question);
    let due = due(source, one.question);
    let certain = rests.iter().filter(|(_, unknown)| unknown.is_empty());
    let mut cited: Vec<&str> = certain.map(|(ix, _)| source.cite(*ix)).collect();
    if rests.is_empty() {
        cited.extend(route::act(source, one.question));
    }
    draft.paragraph(if cited.is_empty() {
        vec![text(format!("I make this request {}.", one.writes))]
    } else {
        // An Act is named with its article, and a place in one without.
        let article = if rests.is_empty() { "the " } else { "" };
        vec![
            text(format!(
                "I make this request {}, under {article}",
                one.writes
            )),
            strong(joined(&cited, "; ", "; and ")),
            text("."),
        ]
    });
    draft.facts(head(source));
    draft.say(format!(
        "It is about {}’s review of “{}”{}.",
        one_line(&review.authority),
        one_line(&review.service),
        review
            .decided
            .map(|day| format!(", decided on {}", say_day(day)))
            .unwrap_or_default(),
    ));
    draft.say(one.asks);
    if rests.is_empty() && due.is_empty() && !one.otherwise.is_empty() {
        draft.say(one.otherwise);
    }
    if let Some(day) = review.decided {
        draft.say(format!(
            "Please send each document as it was on {}, the day of the decision, and any later version \
             with its date. If you do not hold a document, please say so.",
            say_day(day)
        ));
    }
    if due.is_empty() {
        draft.labelled("Please reply by", "…………………");
    }
    reply(source, &due, draft);
    if !rests.is_empty() {
        draft.label("It rests on");
    }
    let items_of_law = rests.into_iter().map(|(ix, unknown)| {
        let requirement = source.library.requirement(ix);
        let citation = source.cite(ix);
        let mut spans: Spans = vec![if is_web(&requirement.url) {
            link(citation, requirement.url.trim())
        } else {
            strong(citation)
        }];
        spans.push(text(format!(
            ": {}{}{}",
            sentence(&one_line(&requirement.demands)),
            route::reading(source, ix),
            not_known(&unknown)
        )));
        spans
    });
    draft.list(items_of_law);
    schedule(source, items, draft);
    draft.blocks.push(Block::SignOff {
        lines: ["Name", "Capacity", "Address for reply", "Date"]
            .map(str::to_owned)
            .to_vec(),
    });
}

/// Returns the sentence that must follow law which hangs on facts that are not known.
fn not_known(unknown: &[&str]) -> String {
    if unknown.is_empty() {
        return String::new();
    }
    format!(" Not known to us: {}.", unknown.join("; "))
}

/// Adds what a user has to know to choose a route: who may use each, and what is not known of it.
pub(super) fn choosing(source: &Source<'_>, draft: &mut Draft) {
    draft.say(
        "Send the letter of the route that fits who is asking. Routes can be used side by side; a refusal \
         by one is no answer to another.",
    );
    let items = routes(source).into_iter().map(|one| {
        let rests = route::under(source, one.question);
        let mut said = format!(" It is for {}.", one.who);
        if rests.is_empty() && route::act(source, one.question).is_none() {
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
                let citation = source.cite(ix);
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
        let laws: Vec<String> = same.iter().map(|one| one.law(source)).collect();
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
        spans.push(text(format!(": {}", one.law(source))));
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
    for one in routes(source) {
        let due = due(source, one.question);
        let of = |ix| {
            let reply = source.library.requirement(ix).reply?;
            due.iter().find(|one| one.ix == reply)
        };
        let rests = route::under(source, one.question);
        let mut law: Vec<(&str, Option<&Limit<'_>>)> = rests
            .iter()
            .map(|(ix, _)| (source.cite(*ix), of(*ix)))
            .collect();
        if law.is_empty() {
            law.extend(route::act(source, one.question).map(|act| (act, due.first())));
        }
        for (citation, limit) in law {
            rows.push(vec![
                one.who.into(),
                citation.into(),
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

/// Returns everything to ask for, each question and each document of one's own words once: what was
/// refused, the proofs of every ground, and what nothing shows.
fn items(source: &Source<'_>) -> Vec<ScheduleItem> {
    let gaps = &source.findings.gaps;
    let of_gaps = |refused: bool| {
        gaps.iter()
            .filter(move |gap| gap.status.is_refusal() == refused)
            .map(|gap| gap.question)
    };
    let grounds = grounds(source);
    let of_grounds = grounds
        .iter()
        .flat_map(|ground| ground.questions.iter().copied());
    let mut wanted: Vec<QuestionIx> = of_gaps(true)
        .chain(of_grounds)
        .chain(of_gaps(false))
        .collect();
    // Whoever has nothing yet begins with the papers that every review must have.
    if wanted.is_empty() {
        wanted.clone_from(&source.findings.core_open);
    }
    let mut found: Vec<ScheduleItem> = Vec::new();
    for ix in wanted {
        if found.iter().any(|one| one.questions.contains(&ix)) {
            continue;
        }
        let question = source.library.question(ix);
        let answer = source.audit.answer_of(source.library, ix);
        let before = answer.and_then(|answer| answer.request.clone());
        let before: Vec<Request> = before
            .filter(|request| !request.is_empty())
            .into_iter()
            .collect();
        let asked_for = before.first().map(|one| one_line(&one.what));
        let proofs: Vec<String> = question
            .proved_by
            .iter()
            .map(|one| one_line(one))
            .filter(|one| !is_in_hand(source, one))
            .collect();
        let mut subject = String::new();
        let what = match asked_for.filter(|what| !what.is_empty()) {
            Some(what) => what,
            // A fact has no proof of its own, and a ground may rest on one.
            None if proofs.is_empty() && !question.proved_by.is_empty() => continue,
            None if question.kind != QuestionKind::Judgement && proofs.is_empty() => continue,
            None if proofs.is_empty() => {
                subject = format!("{}: ", capital(&question.short));
                "every document that shows the answer".to_owned()
            }
            None => {
                subject = format!("{}: ", capital(&question.short));
                proofs.join("; ")
            }
        };
        let mut known = found.iter_mut();
        if known.any(|one| one.takes_in(ix, &subject, &what, &before)) {
            continue;
        }
        found.push(ScheduleItem {
            questions: vec![ix],
            subject,
            what,
            before,
        });
    }
    found
}

/// Returns true if a document is in our register by the very name of a proof, and was not refused.
fn is_in_hand(source: &Source<'_>, proof: &str) -> bool {
    let folded = |text: &str| one_line(text).to_lowercase();
    source.audit.documents.iter().any(|document| {
        let refused = matches!(document.access, Some(Access::Refused | Access::AskedFor));
        !refused && folded(&document.title) == folded(proof)
    })
}

fn schedule(source: &Source<'_>, items: &[ScheduleItem], draft: &mut Draft) {
    draft.heading(2, "Schedule: what is asked for");
    let rows = items.iter().enumerate().map(|(place, item)| {
        let with_stop = format!("{}.", item.what.trim_end_matches('.'));
        let mut what: Spans = if item.subject.is_empty() {
            vec![text(sentence(&item.what))]
        } else {
            vec![strong(item.subject.trim()), text(format!(" {with_stop}"))]
        };
        for request in &item.before {
            what.push(text(format!(
                " Asked for before. It was {}.{}",
                words::refusal(request),
                since(source, request),
            )));
        }
        vec![
            vec![text((place + 1).to_string())],
            what,
            vec![text(item.why(source).join("\n"))],
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
        .filter(|document| matches!(document.access, Some(Access::Refused | Access::AskedFor)))
        .map(|document| {
            let access = words::came(document).unwrap_or_default();
            let dated = document
                .date
                .map(|day| format!(", dated {}", say_day(day)))
                .unwrap_or_default();
            vec![
                strong(one_line(&document.title)),
                text(format!("{dated}: {access}.")),
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
        "bears on",
    ];
    let rows = items.iter().zip(1_u32..).map(|(item, number)| {
        let joined = |of: fn(&Request) -> &String| -> String {
            let mut texts: Vec<&str> = item.before.iter().map(|one| of(one).as_str()).collect();
            texts.dedup();
            texts.join("; ")
        };
        let ids = item.questions.iter();
        let ids: Vec<&str> = ids
            .map(|ix| source.library.question(*ix).id.as_str())
            .collect();
        let mut row: Vec<Cell> = vec![
            Some(number).into(),
            format!("{}{}", item.subject, item.what).into(),
            item.why(source).join(" ").into(),
            ids.first().copied().unwrap_or_default().into(),
            joined(|one| &one.whom).into(),
            item.before.iter().find_map(|one| one.on).into(),
            joined(|one| &one.reply).into(),
        ];
        row.resize(header.len() - 1, Cell::Empty);
        row.push(ids.join("; ").into());
        row
    });
    Sheet {
        name: "requests".to_owned(),
        header: header.iter().map(|&head| head.to_owned()).collect(),
        rows: rows.collect(),
    }
}
