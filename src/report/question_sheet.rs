//! Questions for the portfolio holder: each with the page it rests on, and room to record when it
//! was asked and the answer. What to ask next is in the crib.

use crate::audit::CouncilQuestion;
use crate::checklist::{QuestionIx, Status};
use crate::findings::{Because, Level, Support};

use super::document::{Cell, Document, Fact, Particulars, Sheet, Spans, fact, strong, text};
use super::draft::Draft;
use super::ground::{Ground, grounds, in_part, questions_of_departures};
use super::kind::{KindSpec, Reader};
use super::questionnaire::meta_of;
use super::setting::PaperSection;
use super::submission::{meta, subtitle};
use super::{Kind, NotBuilt, Source, tracked, words};
use crate::wording::{capital, one_line, sentence};

/// A question to put.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
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
    names_author: true,
    has_contents: true,
    is_close: false,
};

/// Builds the list of questions.
///
/// # Errors
/// If nothing was found that could be asked about.
fn build(source: &Source<'_>) -> Result<Document, NotBuilt> {
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
        "Please answer each question. For an answer that has to follow in writing, please name \
         the day by which it will come.",
    );
    draft.cut(PaperSection::Guide);
    let mut before = String::new();
    let rows = asked.iter().enumerate().map(|(place, one)| {
        let question: Spans = vec![strong(one.question.clone())];
        let mut about = format!("{} {}", sentence(&one.about), one.rests_on);
        if about == before {
            "As above.".clone_into(&mut about);
        } else {
            before.clone_from(&about);
        }
        let (mut when, mut came): (Spans, Spans) = (Vec::new(), Vec::new());
        for put in puts(source, &one.question) {
            if !when.is_empty() {
                when.push(text("\n"));
                came.push(text("\n"));
            }
            when.push(text(tracked::asked(put)));
            came.extend(tracked::came(put));
        }
        vec![
            vec![text((place + 1).to_string())],
            question,
            vec![text(about)],
            when,
            came,
        ]
    });
    draft.table(
        "Questions, the strongest ground first",
        &[
            "No.",
            "Question",
            "About, and where it rests",
            "Asked who, and when",
            "Answer",
        ],
        rows.collect(),
    );
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
        title: Kind::Questions.label().to_owned(),
        subtitle: subtitle(source),
        made: source.meta.today,
        meta: facts,
        sheets: vec![
            sheet(source, &asked),
            tracked::sheet(source),
            meta_of(source, "scrutineer-questions", "questions to the council"),
        ],
    };
    Ok(draft.done(about, &source.setting.settings.order))
}

/// Returns the occasions on which a question was put.
fn puts<'s>(
    source: &'s Source<'_>,
    question: &'s str,
) -> impl Iterator<Item = &'s CouncilQuestion> {
    source.audit.puts.iter().filter(move |put| put.is(question))
}

fn sheet(source: &Source<'_>, asked: &[Asked]) -> Sheet {
    let header = [
        "number",
        "about",
        "question",
        "rests on",
        "asked on",
        "asked of",
        "answer",
        "answered on",
        "promised by",
        "where",
        "outcome",
    ];
    let rows = asked.iter().zip(1_u32..).flat_map(|(one, number)| {
        let head: Vec<Cell> = vec![
            Some(number).into(),
            one.about.as_str().into(),
            one.question.as_str().into(),
            one.rests_on.as_str().into(),
        ];
        let mut times: Vec<Option<&CouncilQuestion>> =
            puts(source, &one.question).map(Some).collect();
        if times.is_empty() {
            times.push(None);
        }
        let row = move |put| [head.clone(), tracked::cells(put)].concat();
        times.into_iter().map(row)
    });
    Sheet {
        name: "questions".to_owned(),
        header: header.iter().map(|&head| head.to_owned()).collect(),
        rows: rows.collect(),
    }
}

/// The question that can be put over any point.
const SHOW: &str = "Where is it shown that this was done?";

/// The question that can be put over anything done in part.
const REST: &str = "When will the rest of this be done, and where will it be shown?";

/// The question to follow it up with.
const SHOW_OR_WHEN: &str = "Ask for the page, or for the date by which it will be shown.";

/// Returns the questions to put, the strongest ground first, in the order of the sheet.
pub fn questions(source: &Source<'_>) -> Vec<Asked> {
    let mut found = Vec::new();
    let ids = |questions: &[QuestionIx]| -> Vec<String> {
        let ids = questions.iter().map(|ix| source.library.question(*ix));
        ids.map(|question| question.id.clone()).collect()
    };
    let mut told: Vec<QuestionIx> = Vec::new();
    for ground in grounds(source) {
        told.extend(&ground.questions);
        let about = capital(&ground.title);
        let short = ground.short(source).to_owned();
        let rests_on = places(source, &ground);
        let bears_on = ids(&ground.questions);
        match ground.exchange(source).filter(|one| !one.ask.is_empty()) {
            Some(exchange) => {
                let follow = exchange.follow_up.as_deref().map(crate::wording::one_line);
                let last = exchange.ask.len().saturating_sub(1);
                for (place, ask) in exchange.ask.iter().enumerate() {
                    let follow_up = if place == last { follow.clone() } else { None };
                    found.push(Asked {
                        about: about.clone(),
                        short: short.clone(),
                        question: one_line(ask),
                        follow_up: follow_up.unwrap_or_default(),
                        rests_on: rests_on.clone(),
                        bears_on: bears_on.clone(),
                    });
                }
            }
            None => found.push(Asked {
                about,
                short,
                question: SHOW.to_owned(),
                follow_up: SHOW_OR_WHEN.to_owned(),
                rests_on,
                bears_on,
            }),
        }
    }
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
        let evidence = source.audit.answer(&question.id).into_iter();
        let places: Vec<String> = evidence
            .flat_map(|answer| &answer.evidence)
            .map(|one| words::place(source.audit, one))
            .filter(|place| !place.is_empty())
            .collect();
        found.extend(asks.iter().map(|ask| Asked {
            about: question.short.clone(),
            short: question.short.clone(),
            question: one_line(ask),
            follow_up: one_line(&follow_up),
            rests_on: places.join("; "),
            bears_on: ids(&[ix]),
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
        found.push(Asked {
            about: format!("Done in part: {}", question.short),
            short: question.short.clone(),
            question: own
                .and_then(|one| one.ask.first())
                .map_or_else(|| REST.to_owned(), |ask| one_line(ask)),
            follow_up: SHOW_OR_WHEN.to_owned(),
            rests_on: answer
                .map(|answer| words::places(source.audit, answer))
                .unwrap_or_default(),
            bears_on: ids(&[ix]),
        });
    }
    // A finding that is not shown yet leaves the house as a question, never as a claim.
    for fired in source.findings.all_fired() {
        if fired.level == Level::Gap || fired.support != Support::Shown {
            let flag = source.library.flag(fired.flag);
            let because = fired.because.iter().filter_map(Because::question);
            let bears_on = ids(&because.collect::<Vec<_>>());
            for ask in &fired.exchange.ask {
                found.push(Asked {
                    about: flag.title.clone(),
                    short: flag.short.clone(),
                    question: one_line(ask),
                    follow_up: fired
                        .exchange
                        .follow_up
                        .as_deref()
                        .map(crate::wording::one_line)
                        .unwrap_or_default(),
                    rests_on: String::new(),
                    bears_on: bears_on.clone(),
                });
            }
        }
    }
    for gap in &source.findings.gaps {
        if !told.contains(&gap.question) {
            found.push(of_gap(source, gap.question, gap.status));
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
        short: question.short.clone(),
        question: one_line(&question.ask),
        follow_up,
        rests_on,
        bears_on: vec![question.id.clone()],
    }
}

/// Returns the places of a ground's evidence (documents with pages, absences), or that none is
/// attached.
pub(super) fn places(source: &Source<'_>, ground: &Ground<'_>) -> String {
    let mut found: Vec<String> = Vec::new();
    for (_, answer) in ground.answers(source) {
        for evidence in &answer.evidence {
            let mut place = words::place(source.audit, evidence);
            if place.is_empty() && evidence.absence.is_some() {
                "an absence".clone_into(&mut place);
            }
            if !place.is_empty() && !found.contains(&place) {
                found.push(place);
            }
        }
        if let Some(request) = answer.request.as_ref().filter(|one| !one.is_empty()) {
            found.push(words::refusal(request));
        }
    }
    if found.is_empty() {
        "No evidence has been attached yet.".to_owned()
    } else {
        sentence(&found.join("; "))
    }
}
