//! Questions for the portfolio holder: one main question for each ground and the rest from it, who
//! can know, and room to record when it was asked and the answer. What to ask next is in the crib.

use crate::audit::CouncilQuestion;
use crate::checklist::{Executive, QuestionIx, Status, Witness};
use crate::findings::{Because, Level, Support};

use super::document::{Cell, Fact, Particulars, ReportDocument, Sheet, Spans, fact, strong, text};
use super::draft::Draft;
use super::evidence::counting;
use super::ground::{Ground, grounds, in_part, questions_of_departures};
use super::kind::{InConfidence, KindSpec, Layout, Reader};
use super::questionnaire::meta_of;
use super::setting::PaperSection;
use super::submission::{meta, subtitle};
use super::{Kind, NotBuilt, Source, tracked, words};
use crate::wording::{capital, one_line, sentence};

/// A question to put.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// The heading it stands under: the ground, or the subject of an office.
    pub under: String,
    /// True if it is the one main question there, which the others follow up.
    pub main: bool,
    /// The office whose holder can know, as part of a sentence; may be empty.
    pub who: String,
    /// The subject: the ground, or the topic of a gap.
    pub about: String,
    /// Its title in the row of a list.
    pub short: String,
    /// The question.
    pub question: String,
    /// The question to ask if it is evaded; may be empty.
    pub follow_up: String,
    /// The page it rests on, in words; may be empty.
    pub rests_on: String,
    /// The questions of the audit that an answer bears on, by their ids.
    pub bears_on: Vec<String>,
}

/// The row of the kind.
pub(super) const KIND: KindSpec = KindSpec {
    label: "Questions for the portfolio holder",
    build,
    sections: &[
        PaperSection::Guide,
        PaperSection::Questions,
        PaperSection::Others,
        PaperSection::Made,
    ],
    reader: Reader::Council,
    in_confidence: InConfidence::Withheld,
    names_author: true,
    has_contents: false,
    layout: Layout::Wide,
    has_tables: true,
};

/// Builds the list of questions.
///
/// # Errors
/// If nothing was found that could be asked about.
fn build(source: &Source<'_>) -> Result<ReportDocument, NotBuilt> {
    let asked = questions(source);
    if asked.is_empty() {
        return Err(NotBuilt(
            "There is nothing to ask yet: no ground and no gap has been found. Answer more \
             questions first."
                .to_owned(),
        ));
    }
    let mut draft = Draft::default();
    draft.say(
        "Each heading has one main question, with a number. The questions with a letter follow it \
         up, where the answer leaves them open. For an answer that has to follow in writing, please \
         name the day by which it will come.",
    );
    draft.cut(PaperSection::Guide);
    let numbers = numbers(&asked);
    let numbered: Vec<(&Asked, &str)> = asked
        .iter()
        .zip(numbers.iter().map(String::as_str))
        .collect();
    for group in numbered.chunk_by(|(one, _), (next, _)| one.under == next.under) {
        one_heading(source, group, &mut draft);
    }
    draft.cut(PaperSection::Questions);
    let among: Vec<&str> = asked.iter().map(|one| one.question.as_str()).collect();
    tracked::others(source, &among, &mut draft);
    draft.cut(PaperSection::Others);
    draft.say("This sheet is an aid, not legal advice.");
    if let Some(head) = &source.meta.head {
        draft.facts(vec![fact("Fingerprint of the audit", head.clone())]);
    }
    draft.cut(PaperSection::Made);
    let mut facts: Vec<Fact> = meta(source);
    facts.push(fact("Put to", "………………………………"));
    let about = Particulars {
        kind: Kind::Questions,
        title: match source.audit.review.executive {
            Executive::No => "Questions for the committee’s chair",
            Executive::Yes | Executive::Unknown => Kind::Questions.label(),
        }
        .to_owned(),
        subtitle: subtitle(source),
        made: source.meta.today,
        meta: facts,
        sheets: vec![
            sheet(source, &numbered),
            tracked::sheet(source),
            meta_of(source, "scrutineer-questions", "questions to the council"),
        ],
    };
    Ok(draft.done(about, &source.setting.settings.order))
}

/// Returns the number of each question: a main question's own, and a letter for each that follows it.
fn numbers(asked: &[Asked]) -> Vec<String> {
    let (mut main, mut letter) = (0_u32, None);
    let mut found = Vec::new();
    for one in asked {
        if one.main {
            main += 1;
            letter = Some('a');
            found.push(main.to_string());
        } else {
            let this = letter.unwrap_or('z');
            letter = ('a'..='z').find(|next| *next > this);
            found.push(format!("{main}{this}"));
        }
    }
    found
}

/// Adds the questions under one heading, with what they rest on and who can know.
fn one_heading(source: &Source<'_>, group: &[(&Asked, &str)], draft: &mut Draft) {
    let Some((main, _)) = group.first() else {
        return;
    };
    draft.heading(1, &main.under);
    let mut lines: Spans = Vec::new();
    if !main.rests_on.is_empty() {
        lines.push(strong("It rests on:"));
        lines.push(text(format!(" {}", main.rests_on)));
    }
    if !main.who.is_empty() {
        let gap = if lines.is_empty() { "" } else { "\n" };
        lines.extend([text(gap), strong("Can be answered by:")]);
        lines.push(text(format!(" {}", sentence(&main.who))));
    }
    lines.retain(|span| *span != text(""));
    if !lines.is_empty() {
        draft.paragraph(lines);
    }
    let rows = group.iter().map(|(one, number)| {
        let question: Spans = vec![if one.main {
            strong(one.question.clone())
        } else {
            text(one.question.clone())
        }];
        let (mut when, mut came): (Spans, Spans) = (Vec::new(), Vec::new());
        for put in puts(source, &one.question) {
            if !when.is_empty() {
                when.push(text("\n"));
                came.push(text("\n"));
            }
            when.push(text(tracked::asked(put)));
            came.extend(tracked::came(put));
        }
        vec![vec![text(*number)], question, when, came]
    });
    draft.table(
        &main.under,
        &["No.", "Question", "Asked who, and when", "Answer"],
        rows.collect(),
    );
    draft.room(&[12, 85, 42, ANSWER]);
}

/// Least width of the column for an answer, in millimetres.
const ANSWER: usize = 100;

/// Returns the occasions on which a question was put.
fn puts<'s>(
    source: &'s Source<'_>,
    question: &'s str,
) -> impl Iterator<Item = &'s CouncilQuestion> {
    source.audit.puts.iter().filter(move |put| put.is(question))
}

fn sheet(source: &Source<'_>, asked: &[(&Asked, &str)]) -> Sheet {
    let header = [
        "number",
        "under",
        "question",
        "who can know",
        "rests on",
        "asked on",
        "asked of",
        "answer",
        "answered on",
        "promised by",
        "where",
        "outcome",
        "bears on",
    ];
    let rows = asked.iter().flat_map(|(one, number)| {
        let head: Vec<Cell> = vec![
            (*number).into(),
            one.under.as_str().into(),
            one.question.as_str().into(),
            one.who.as_str().into(),
            one.rests_on.as_str().into(),
        ];
        let mut times: Vec<Option<&CouncilQuestion>> =
            puts(source, &one.question).map(Some).collect();
        if times.is_empty() {
            times.push(None);
        }
        let bears_on: Cell = one.bears_on.join("; ").into();
        times.into_iter().map(move |put| {
            let mut row = [head.clone(), tracked::cells(put)].concat();
            row.push(bears_on.clone());
            row
        })
    });
    Sheet {
        name: "questions".to_owned(),
        header: header.iter().map(|&head| head.to_owned()).collect(),
        rows: rows.collect(),
    }
}

/// The question that can be put over any point.
const SHOW: &str = "Where is it shown that this was done?";

/// Returns the question that can be put over anything done in part.
fn rest_of(short: &str) -> String {
    format!(
        "{}: this was done in part. When will the rest be done, and where will it be shown?",
        capital(short)
    )
}

/// The question to follow it up with.
const SHOW_OR_WHEN: &str = "Ask for the page, or for the date by which it will be shown.";

/// Returns the questions to put, the strongest ground first, in the order of the sheet: each heading's
/// main question, then those that follow it up.
pub fn questions(source: &Source<'_>) -> Vec<Asked> {
    let mut found = Vec::new();
    let mut told: Vec<QuestionIx> = Vec::new();
    for (place, ground) in grounds(source).iter().enumerate() {
        told.extend(&ground.questions);
        of_ground(source, place + 1, ground, &mut found);
    }
    let rest = rest(source, &mut told);
    let offices = source.library.witnesses().iter().map(Some);
    for office in offices.chain([None]) {
        let id = office.map(|one| one.id.as_str());
        let own = |ix: &Option<QuestionIx>| {
            let witness = ix.and_then(|ix| source.library.witness_of(ix));
            witness.map(|one| one.id.as_str()) == id
        };
        let of_office: Vec<&Asked> = rest
            .iter()
            .filter(|(ix, _)| own(ix))
            .map(|(_, one)| one)
            .collect();
        of_witness(office, &of_office, &mut found);
    }
    let mut known: Vec<String> = Vec::new();
    found.retain(|one| {
        let fresh = one.question == SHOW || !known.contains(&one.question);
        known.push(one.question.clone());
        fresh || one.main
    });
    found
}

/// Adds the questions of a ground: its first is the main one.
fn of_ground(source: &Source<'_>, number: usize, ground: &Ground<'_>, found: &mut Vec<Asked>) {
    let mut offices: Vec<&str> = Vec::new();
    for witness in ground
        .questions
        .iter()
        .filter_map(|ix| source.library.witness_of(*ix))
    {
        if !offices.contains(&witness.office.as_str()) {
            offices.push(&witness.office);
        }
    }
    offices.truncate(2);
    let about = capital(&ground.title);
    let one = Asked {
        under: format!("Ground {number}. {about}"),
        who: offices.join("; "),
        short: ground.short(source).to_owned(),
        rests_on: places(source, ground),
        bears_on: ids(source, &ground.questions),
        about,
        ..Asked::default()
    };
    let exchange = ground.exchange(source).filter(|one| !one.ask.is_empty());
    let Some(exchange) = exchange else {
        found.push(Asked {
            main: true,
            question: SHOW.to_owned(),
            follow_up: SHOW_OR_WHEN.to_owned(),
            ..one
        });
        return;
    };
    let last = exchange.ask.len().saturating_sub(1);
    for (place, ask) in exchange.ask.iter().enumerate() {
        let follow = exchange.follow_up.as_deref().filter(|_| place == last);
        found.push(Asked {
            main: place == 0,
            question: one_line(ask),
            follow_up: follow.map(one_line).unwrap_or_default(),
            ..one.clone()
        });
    }
}

/// Adds the questions of an office that belong to no ground, under the one that opens its subject.
fn of_witness(office: Option<&Witness>, rest: &[&Asked], found: &mut Vec<Asked>) {
    if rest.is_empty() {
        return;
    }
    let under = office.map_or("Other points", |one| one.about.as_str());
    let who = office.map_or("", |one| one.office.as_str());
    let mut bears_on: Vec<String> = Vec::new();
    for id in rest.iter().flat_map(|one| &one.bears_on) {
        if !bears_on.contains(id) {
            bears_on.push(id.clone());
        }
    }
    found.push(Asked {
        under: under.to_owned(),
        main: true,
        who: who.to_owned(),
        about: under.to_owned(),
        short: under.to_owned(),
        question: office.map_or_else(|| SHOW.to_owned(), |one| one_line(&one.ask)),
        follow_up: SHOW_OR_WHEN.to_owned(),
        rests_on: String::new(),
        bears_on,
    });
    found.extend(rest.iter().map(|one| Asked {
        under: under.to_owned(),
        who: who.to_owned(),
        ..(*one).clone()
    }));
}

fn ids(source: &Source<'_>, questions: &[QuestionIx]) -> Vec<String> {
    let ids = questions.iter().map(|ix| source.library.question(*ix));
    ids.map(|question| question.id.to_string()).collect()
}

/// Returns the questions that belong to no ground, each with the question of the audit that it is
/// about: standards not followed, what was done in part, what is not shown yet.
fn rest(source: &Source<'_>, told: &mut Vec<QuestionIx>) -> Vec<(Option<QuestionIx>, Asked)> {
    let mut found = Vec::new();
    for ix in questions_of_departures(source) {
        told.push(ix);
        let question = source.library.question(ix);
        let own = source
            .findings
            .exchange(ix)
            .filter(|one| !one.ask.is_empty());
        let (asks, follow_up) = own.map_or_else(
            || (vec![SHOW.to_owned()], SHOW_OR_WHEN.to_owned()),
            |one| (one.ask.clone(), one.follow_up.clone().unwrap_or_default()),
        );
        let answer = source.audit.answer(&question.id);
        let places = answer
            .map(|answer| words::open_places(source.audit, counting(source, ix, answer)))
            .unwrap_or_default();
        found.extend(asks.iter().map(|ask| {
            let asked = Asked {
                about: question.short.to_string(),
                short: question.short.to_string(),
                question: one_line(ask),
                follow_up: one_line(&follow_up),
                rests_on: places.clone(),
                bears_on: ids(source, &[ix]),
                ..Asked::default()
            };
            (Some(ix), asked)
        }));
    }
    for ix in in_part(source) {
        if told.contains(&ix) {
            continue;
        }
        told.push(ix);
        let question = source.library.question(ix);
        let own = source
            .findings
            .exchange(ix)
            .filter(|one| !one.ask.is_empty());
        let answer = source.audit.answer_of(source.library, ix);
        let asked = Asked {
            about: format!("Done in part: {}", question.short),
            short: question.short.to_string(),
            question: own
                .and_then(|one| one.ask.first())
                .map_or_else(|| rest_of(&question.short), |ask| one_line(ask)),
            follow_up: SHOW_OR_WHEN.to_owned(),
            rests_on: answer
                .map(|answer| words::open_places(source.audit, counting(source, ix, answer)))
                .unwrap_or_default(),
            bears_on: ids(source, &[ix]),
            ..Asked::default()
        };
        found.push((Some(ix), asked));
    }
    // A finding that is not shown yet leaves the house as a question, never as a claim.
    for fired in source.findings.all_fired() {
        if fired.level == Level::Gap || fired.support != Support::Shown {
            let flag = source.library.flag(fired.flag);
            let because: Vec<QuestionIx> =
                fired.because.iter().filter_map(Because::question).collect();
            for ask in &fired.exchange.ask {
                let asked = Asked {
                    about: flag.title.to_string(),
                    short: flag.short.to_string(),
                    question: one_line(ask),
                    follow_up: fired
                        .exchange
                        .follow_up
                        .as_deref()
                        .map(one_line)
                        .unwrap_or_default(),
                    bears_on: ids(source, &because),
                    ..Asked::default()
                };
                found.push((because.first().copied(), asked));
            }
        }
    }
    for gap in &source.findings.gaps {
        if !told.contains(&gap.question) {
            let asked = of_gap(source, gap.question, gap.status);
            found.push((Some(gap.question), asked));
        }
    }
    found
}

/// Returns the question that closes a gap: the checklist's question, put to the person.
fn of_gap(source: &Source<'_>, ix: QuestionIx, status: Status) -> Asked {
    let question = source.library.question(ix);
    let proofs: Vec<String> = question
        .proved_by
        .iter()
        .take(2)
        .map(|one| one_line(one))
        .collect();
    let follow_up = if proofs.is_empty() {
        String::new()
    } else {
        format!("Ask to see: {}.", proofs.join("; "))
    };
    let answer = source.audit.answer_of(source.library, ix);
    let request = answer.and_then(|answer| answer.request.as_ref());
    let rests_on = request
        .filter(|_| status.is_refusal())
        .map_or_else(|| status.spec().sentence.to_owned(), words::request);
    Asked {
        about: format!("To be shown ({})", question.topic.title()),
        short: question.short.to_string(),
        question: one_line(&question.ask),
        follow_up,
        rests_on,
        bears_on: vec![question.id.to_string()],
        ..Asked::default()
    }
}

/// Returns where a ground's evidence is (documents with pages, statements, absences), or that none is
/// attached.
pub(super) fn places(source: &Source<'_>, ground: &Ground<'_>) -> String {
    let mut found: Vec<String> = Vec::new();
    for (ix, answer) in ground.answers(source) {
        let open = counting(source, ix, answer);
        for evidence in open.filter(|one| !words::is_confidential(source.audit, one)) {
            let mut place = words::place(source.audit, evidence);
            if place.is_empty() && evidence.absence.is_some() {
                "an absence".clone_into(&mut place);
            }
            if place.is_empty() {
                // What somebody stated has no page: it is known by who stated it, and when.
                place = words::provenance(source.audit, evidence);
            }
            if !place.is_empty() && !found.contains(&place) {
                found.push(place);
            }
        }
        if let Some(request) = answer.request.as_ref().filter(|one| !one.is_empty()) {
            found.push(words::refusal(request));
        }
    }
    if !found.is_empty() {
        sentence(&found.join("; "))
    } else if ground.evidence(source).1.is_empty() {
        "No evidence has been attached yet.".to_owned()
    } else {
        words::NOT_SET_OUT.to_owned()
    }
}
