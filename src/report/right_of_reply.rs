//! The right of reply: each point that is made, handed to the council with room for its reply, before
//! it is made in public.
//!
//! It comes home: `crate::import` reads the replies back, each under the questions its point rests on,
//! with the name and the day, and every paper after that has them next to the point.

use crate::audit::{Audit, CouncilQuestion, Evidence};
use crate::checklist::QuestionIx;
use crate::wording::{capital, one_line, say_day, say_weekday, sentence};

use super::document::{
    Block, Cell, Fact, Particulars, ReportDocument, Sheet, Spans, fact, strong, text,
};
use super::draft::Draft;
use super::evidence::counting;
use super::ground::{Ground, grounds, questions_of_departures};
use super::kind::{InConfidence, KindSpec, Layout, Reader};
use super::questionnaire::{GUIDE, RIGHT_OF_REPLY, meta_of};
use super::setting::PaperSection;
use super::{Kind, NotBuilt, Source, words};

/// The row of the kind.
pub(super) const KIND: KindSpec = KindSpec {
    label: "Right of reply for the council",
    build,
    sections: &[
        PaperSection::Guide,
        PaperSection::Grounds,
        PaperSection::SignOff,
        PaperSection::Made,
    ],
    reader: Reader::Council,
    in_confidence: InConfidence::Withheld,
    names_author: true,
    has_contents: false,
    has_tables: true,
    layout: Layout::Wide,
};

/// Least width of each column, in millimetres.
const ROOM: [usize; 6] = [10, 50, 62, 72, 30, 33];

/// A point that is made, as the council is to see it.
pub(super) struct ReplyPoint {
    /// The point, in one sentence.
    pub(super) says: String,
    /// The questions of the audit that it rests on.
    questions: Vec<QuestionIx>,
}

/// Returns the points that are made: the grounds, the strongest first, and the standards not
/// followed.
fn points(source: &Source<'_>) -> Vec<ReplyPoint> {
    let of_grounds = grounds(source).into_iter().map(|ground| of_ground(&ground));
    let standards = questions_of_departures(source).into_iter();
    let standards = standards.map(|ix| of_standard(source, ix));
    of_grounds.chain(standards).collect()
}

/// Returns the point that a standard was not followed.
pub(super) fn of_standard(source: &Source<'_>, ix: QuestionIx) -> ReplyPoint {
    ReplyPoint {
        says: sentence(&format!(
            "{}: a standard was not followed",
            capital(&source.library.question(ix).short)
        )),
        questions: vec![ix],
    }
}

/// Returns the point that a ground makes.
pub(super) fn of_ground(ground: &Ground<'_>) -> ReplyPoint {
    ReplyPoint {
        says: sentence(&capital(&ground.title)),
        questions: ground.questions.clone(),
    }
}

impl ReplyPoint {
    /// Returns the replies to the point that came on such a sheet, in the order they were recorded.
    pub(super) fn replies<'s>(
        &'s self,
        source: &'s Source<'_>,
    ) -> impl Iterator<Item = &'s CouncilQuestion> {
        let puts = source.audit.puts.iter();
        puts.filter(|put| put.is_point() && put.is(&self.says))
    }

    /// Returns what was found, in which paper and on which page, line by line.
    fn found(&self, source: &Source<'_>) -> String {
        let mut lines: Vec<String> = Vec::new();
        let mut is_secret = false;
        for ix in &self.questions {
            let Some(answer) = source.audit.answer_of(source.library, *ix) else {
                continue;
            };
            let evidence = counting(source, *ix, answer);
            let (secret, open): (Vec<_>, Vec<_>) =
                evidence.partition(|one| words::is_confidential(source.audit, one));
            is_secret |= !secret.is_empty();
            let note = one_line(&answer.note);
            if !note.is_empty() && secret.is_empty() {
                lines.push(sentence(&note));
            }
            lines.extend(open.into_iter().map(|one| shown(source, one)));
            let request = answer.request.as_ref().filter(|one| !one.is_empty());
            lines.extend(request.map(|one| sentence(&capital(&words::refusal(one)))));
        }
        if is_secret {
            lines.push(words::NOT_SET_OUT.to_owned());
        }
        let mut known = Vec::new();
        lines.retain(|line| {
            let fresh = !known.contains(line);
            known.push(line.clone());
            fresh
        });
        if lines.is_empty() {
            lines.push("No paper that we have shows that this was done.".to_owned());
        }
        lines.join("\n")
    }
}

/// Returns a piece of evidence with its paper, its page and its day.
fn shown(source: &Source<'_>, one: &Evidence) -> String {
    let mut parts: Vec<String> = Vec::new();
    if let Some(quote) = &one.quote {
        parts.push(format!("“{}”", quote.trim()));
    }
    let mut from = vec![words::place(source.audit, one)];
    from.extend(one.date.map(say_day));
    from.extend(
        one.statement
            .as_ref()
            .map(|one| format!("stated by {}", one_line(&one.by))),
    );
    from.retain(|part| !part.is_empty());
    match (parts.is_empty(), from.is_empty()) {
        (_, true) => {}
        (true, false) => parts.push(sentence(&capital(&from.join(", ")))),
        (false, false) => parts.push(format!("({})", from.join(", "))),
    }
    parts.extend(
        one.absence
            .as_ref()
            .map(|one| words::absence(source.audit, one)),
    );
    parts.join(" ")
}

/// Returns an audit in which a reply to a point is no evidence of ours: a paper for others prints it next
/// to the point.
pub(super) fn set_apart(audit: &Audit) -> Audit {
    let mut apart = audit.clone();
    for put in audit.puts.iter().filter(|put| put.is_point()) {
        for answer in apart.answers.values_mut() {
            answer.evidence.retain(|one| !put.gave(one));
        }
    }
    apart
}

/// Adds the replies of the council to a point, each in its own words with its name, paper and day.
pub(super) fn told(source: &Source<'_>, point: &ReplyPoint, label: &str, draft: &mut Draft) {
    for put in point.replies(source) {
        let mut from = vec![one_line(put.who_replied())];
        from.extend(put.replied.map(say_day));
        from.extend(
            put.their_paper()
                .map(|paper| format!("their paper: {}", one_line(paper))),
        );
        from.retain(|part| !part.is_empty());
        draft.label(label);
        draft.blocks.push(Block::Quote {
            text: put.reply.clone(),
            source: from.join("; "),
        });
    }
}

/// Builds the letter and the sheet.
///
/// # Errors
/// If there is no point to reply to.
fn build(source: &Source<'_>) -> Result<ReportDocument, NotBuilt> {
    let points = points(source);
    if points.is_empty() {
        return Err(NotBuilt(
            "There is nothing to reply to yet: no ground has been found. Answer more questions \
             first."
                .to_owned(),
        ));
    }
    let mut draft = Draft::default();
    let letter = letter(source);
    for part in &letter {
        draft.say(part.as_str());
    }
    draft.cut(PaperSection::Guide);
    draft.heading(1, "The points, and your reply to each");
    let rows = points.iter().zip(1_u32..).map(|(point, number)| {
        let (mut reply, mut paper, mut who): (Spans, Spans, Spans) = Default::default();
        for put in point.replies(source) {
            reply.push(text(put.reply.trim()));
            paper.extend(put.their_paper().map(text));
            who.push(text(one_line(put.who_replied())));
            who.extend(put.replied.map(|day| text(format!("\n{}", say_day(day)))));
        }
        vec![
            vec![text(number.to_string())],
            vec![strong(point.says.clone())],
            vec![text(point.found(source))],
            reply,
            paper,
            who,
        ]
    });
    draft.table(
        "What we say, and what the council says",
        &[
            "No.",
            "Our point",
            "What we found, and in which paper",
            "The council’s reply",
            "Your paper and page",
            "Name and office, date",
        ],
        rows.collect(),
    );
    draft.room(&ROOM);
    draft.cut(PaperSection::Grounds);
    draft.blocks.push(Block::SignOff {
        lines: ["Replies given for the council by", "Office", "Date"]
            .map(str::to_owned)
            .to_vec(),
    });
    draft.cut(PaperSection::SignOff);
    draft.say("This paper is an aid, not legal advice. It says what the papers that we have show.");
    if let Some(head) = &source.meta.head {
        draft.facts(vec![fact("Fingerprint of the audit", head.clone())]);
    }
    draft.cut(PaperSection::Made);
    let about = Particulars {
        kind: Kind::RightOfReply,
        title: "Right of reply".to_owned(),
        subtitle: words::subtitle(&source.audit.review),
        made: source.meta.today,
        meta: head(source),
        sheets: vec![
            guide(&letter),
            sheet(source, &points),
            meta_of(source, RIGHT_OF_REPLY, "points for the council to reply to"),
        ],
    };
    Ok(draft.done(about, &source.setting.settings.order))
}

/// Returns the facts at the head of the letter.
fn head(source: &Source<'_>) -> Vec<Fact> {
    let mut facts = vec![fact("To", source.audit.review.authority.clone())];
    if !source.meta.author.name.is_empty() {
        facts.push(fact("From", source.meta.author.name.clone()));
    }
    facts.push(fact("Date", say_day(source.meta.today)));
    facts.push(fact("Please reply by", reply_by(source)));
    facts
}

/// A line to fill in by hand.
const LINE: &str = "………………………";

/// Returns the day by which a reply is asked for: the user's own choice, or a line to write it on.
fn reply_by(source: &Source<'_>) -> String {
    (source.setting.reply_by).map_or_else(|| LINE.to_owned(), say_weekday)
}

/// Returns the covering letter, paragraph by paragraph.
fn letter(source: &Source<'_>) -> Vec<String> {
    let review = &source.audit.review;
    let we = one_line(&source.setting.settings.we);
    let decided = review
        .decided
        .map(|day| format!(", on which the decision was taken on {}", say_day(day)))
        .unwrap_or_default();
    vec![
        if we.is_empty() {
            format!("We are {LINE}.")
        } else {
            format!("We are {}.", we.trim_end_matches('.'))
        },
        format!(
            "We have looked at the council’s review of “{}”{decided}. The table below has each point \
             that we make, and what we found in which paper. Before we put these points to the \
             committee, we ask the council to reply to each of them.",
            one_line(&review.service),
        ),
        format!(
            "Please reply by {}. Write your reply next to the point. If a paper shows it, please name \
             the paper and the page, and send the paper if it is not published. Please give the name \
             and office of the person who replies, and the date.",
            reply_by(source)
        ),
        "We record every reply in the words in which it is given, and our submission prints it next to the \
         point. If a reply shows that we are wrong, we will correct the point. If no reply to a point has \
         come by then, we will make the point as it is here."
            .to_owned(),
    ]
}

/// Returns the letter as the first sheet of a workbook.
fn guide(letter: &[String]) -> Sheet {
    let how = "Fill in the columns “the council's reply”, “their paper and page”, “name and office” and \
               “date of reply” on the next sheet. Write dates with the day first: 3 April 2003. Leave the \
               other columns as they are, and send the file back under the same name.";
    let mut rows: Vec<Vec<Cell>> = letter
        .iter()
        .map(|part| vec![Cell::Empty, part.as_str().into()])
        .collect();
    rows.push(vec!["How to reply".into(), how.into()]);
    Sheet {
        name: GUIDE.to_owned(),
        header: ["What", "How"].map(str::to_owned).to_vec(),
        rows,
    }
}

/// Returns the points as a table that comes home.
fn sheet(source: &Source<'_>, points: &[ReplyPoint]) -> Sheet {
    let header = [
        "number",
        "our point",
        "what we found",
        "the council's reply",
        "their paper and page",
        "name and office",
        "date of reply",
        "reply due",
        "bears on",
    ];
    let ids = |point: &ReplyPoint| -> String {
        let ids = point.questions.iter();
        let ids = ids.map(|ix| source.library.question(*ix).id.as_str());
        ids.collect::<Vec<_>>().join("; ")
    };
    let rows = points.iter().zip(1_u32..).flat_map(|(point, number)| {
        let mut times: Vec<Option<&CouncilQuestion>> = point.replies(source).map(Some).collect();
        if times.is_empty() {
            times.push(None);
        }
        times.into_iter().map(move |put| -> Vec<Cell> {
            vec![
                Some(number).into(),
                point.says.as_str().into(),
                point.found(source).into(),
                put.map_or("", |put| put.reply.as_str()).into(),
                put.and_then(CouncilQuestion::their_paper)
                    .unwrap_or_default()
                    .into(),
                put.map_or("", CouncilQuestion::who_replied).into(),
                put.and_then(|put| put.replied).into(),
                source.setting.reply_by.into(),
                ids(point).into(),
            ]
        })
    });
    Sheet {
        name: "points".to_owned(),
        header: header.iter().map(|&head| head.to_owned()).collect(),
        rows: rows.collect(),
    }
}
