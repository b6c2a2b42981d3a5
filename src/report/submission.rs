//! The scrutiny submission: the case to be put to the committee.
//!
//! Six pages if it can be: who we are, a page in short, the dates, the effects, the strongest grounds
//! with their evidence and law, and what was done in part; then what we ask to be shown, and how the
//! audit was made. The rest, with the grounds that have no room here, is in [`annexes`], to be asked
//! for; replies to expect and what to ask next are in the crib. The rules for what may be cited are
//! in [`super::ground`].

mod annexes;
mod authorities;
mod effects;
mod rest;

use crate::checklist::{QuestionIx, State};
use crate::findings::Level;
use crate::wording::say_day;

use super::document::{
    Block, Fact, Particulars, ReportDocument, Span, Tone, emphasis, fact, strong, text,
};
use super::draft::{Draft, Slot};
use super::evidence::counting;
use super::ground::{Ground, departures, grounds, questions_of_departures, strengths};
use super::kind::{InConfidence, KindSpec, Layout, Reader};
use super::setting::PaperSection;
use super::text::paragraphs;
use super::{Kind, NotBuilt, Source, right_of_reply, words};
use crate::wording::{capital, count, list, one_line, sentence};

pub(super) use annexes::{ANNEXES, sources};

/// Most grounds that the paper sets out in full: a page in short has room for no more, and a committee
/// reads eight, not fifty.
const IN_FULL: usize = 8;

/// Returns the grounds set out in full, and those that are only listed.
fn parted<'g, 'a>(grounds: &'g [Ground<'a>]) -> (&'g [Ground<'a>], &'g [Ground<'a>]) {
    grounds.split_at(grounds.len().min(IN_FULL))
}

/// The row of the kind.
pub(super) const KIND: KindSpec = KindSpec {
    label: "Scrutiny submission",
    build,
    sections: &[
        PaperSection::Summary,
        PaperSection::Dates,
        PaperSection::Effects,
        PaperSection::Grounds,
        PaperSection::InPart,
        PaperSection::Standards,
        PaperSection::Contested,
        PaperSection::Gaps,
        PaperSection::Strengths,
        PaperSection::Instead,
        PaperSection::Cases,
        PaperSection::Method,
        PaperSection::SignOff,
    ],
    reader: Reader::Council,
    in_confidence: InConfidence::SetOut,
    names_author: true,
    // It is six pages, and its paragraphs are numbered.
    has_contents: false,
    layout: Layout::Close,
    has_tables: false,
};

/// Returns why there is nothing to submit although flags have come up; `None` if none has.
fn waits_for_proof(source: &Source<'_>) -> Option<String> {
    let flags = source.findings.unproved.len();
    (flags > 0).then(|| {
        format!(
            "There is nothing to submit yet: {} still to be proved. Prove {} first: give the page and \
             the words of the paper that shows it. The case board leads there.",
            count(flags, "flag is", "flags are"),
            count(source.findings.to_prove.len(), "answer", "answers"),
        )
    })
}

/// Builds the submission.
///
/// # Errors
/// If there is no ground, no departure and no gap.
fn build(source: &Source<'_>) -> Result<ReportDocument, NotBuilt> {
    let grounds = grounds(source);
    let (in_full, _) = parted(&grounds);
    let departures = departures(source);
    let unanswered = |put: &crate::audit::CouncilQuestion| {
        use crate::audit::ReplyOutcome;
        matches!(
            put.outcome,
            ReplyOutcome::NotAnswered | ReplyOutcome::Refused
        )
    };
    let gaps = !source.findings.gaps.is_empty()
        || source.audit.puts.iter().any(unanswered)
        || source
            .findings
            .fired
            .iter()
            .any(|fired| fired.level == Level::Gap);
    if grounds.is_empty() && departures.is_empty() && !gaps {
        if let Some(why) = waits_for_proof(source) {
            return Err(NotBuilt(why));
        }
        return Err(NotBuilt(format!(
            "There is nothing to submit yet: no ground, no departure and no gap has been found \
             ({}; {} of {} core questions are open). Answer more questions, or hand over the full \
             audit record instead.",
            source.findings.verdict.label().to_lowercase(),
            source.findings.core_open.len(),
            source.findings.core
        )));
    }
    let mut submission = Submission {
        source,
        draft: Draft::default(),
        told: Vec::new(),
    };
    submission.who_we_are();
    // Sections are written in this order, whatever order they are printed in: an answer shown under
    // one ground is not repeated under another, and the section of cases has only those that a
    // ground names.
    let order = &source.setting.settings.order;
    for section in Kind::Submission.sections() {
        if !order.has(Kind::Submission, *section) {
            continue;
        }
        match section {
            PaperSection::Summary => submission.in_short(&grounds),
            PaperSection::Dates => super::dated::for_them(source, false, &mut submission.draft),
            PaperSection::Effects => submission.effects(in_full),
            PaperSection::Grounds => submission.grounds(&grounds),
            PaperSection::InPart => submission.in_part(),
            PaperSection::Standards => submission.departures(&departures),
            PaperSection::Contested => submission.contested(),
            PaperSection::Strengths => submission.strengths(),
            PaperSection::Gaps => submission.gaps(),
            PaperSection::Instead => submission.instead(in_full),
            PaperSection::Cases => submission.closest_cases(in_full),
            PaperSection::SignOff => submission.sign_off(),
            PaperSection::Method => submission.method(in_full),
            // Sections of other kinds.
            PaperSection::Verdict
            | PaperSection::Findings
            | PaperSection::Answers
            | PaperSection::Asked
            | PaperSection::Notice
            | PaperSection::Requirements
            | PaperSection::Open
            | PaperSection::Uncounted
            | PaperSection::Documents
            | PaperSection::Changes
            | PaperSection::ToMend
            | PaperSection::Made
            | PaperSection::Decision
            | PaperSection::Signatures
            | PaperSection::Guide
            | PaperSection::Questions
            | PaperSection::Others
            | PaperSection::Request
            | PaperSection::Schedule
            | PaperSection::Question
            | PaperSection::Topics
            | PaperSection::Limits
            | PaperSection::Requests
            | PaperSection::Sources
            | PaperSection::NotToSay
            | PaperSection::Notes
            | PaperSection::CheckSheet => {}
        }
        submission.draft.cut(*section);
    }
    submission.confidence();
    let about = Particulars {
        kind: Kind::Submission,
        title: "Submission to the scrutiny committee".to_owned(),
        subtitle: subtitle(source),
        made: source.meta.today,
        meta: for_a_meeting(source),
        sheets: Vec::new(),
    };
    let mut document = submission.draft.done(about, order);
    number(&mut document.blocks);
    Ok(document)
}

/// Numbers the paragraphs, so that a minute can name one: all but labels and what stands in a frame.
fn number(blocks: &mut [Block]) {
    let paragraphs = blocks.iter_mut().filter_map(|block| match block {
        Block::Paragraph { spans } if !matches!(spans.first(), Some(Span::Strong { .. })) => {
            Some(spans)
        }
        _ => None,
    });
    for (place, spans) in paragraphs.enumerate() {
        spans.splice(0..0, [strong(format!("{}.", place + 1)), text(" ")]);
    }
}

/// Returns the facts at the head: the body addressed, the meeting and the item, then the rest.
fn for_a_meeting(source: &Source<'_>) -> Vec<Fact> {
    let meeting = &source.setting.meeting;
    let or = |given: &str, otherwise: String| match one_line(given) {
        given if given.is_empty() => otherwise,
        given => given,
    };
    let authority = one_line(&source.audit.review.authority);
    let to = format!("The chair and members of the scrutiny committee, {authority}");
    let mut facts = vec![
        fact("To", or(&meeting.to, to)),
        fact("Meeting", or(&meeting.when, LINE.to_owned())),
        fact("Item", or(&meeting.item, LINE.to_owned())),
    ];
    // The first of the usual facts is the authority, which the first line names.
    facts.extend(meta(source).into_iter().skip(1));
    facts
}

/// A line to fill in by hand.
const LINE: &str = "………………………";

/// Returns the line under the title: the authority and the service reviewed.
pub(super) fn subtitle(source: &Source<'_>) -> String {
    words::subtitle(&source.audit.review)
}

/// Returns the facts at the head of a report handed to a council.
pub(super) fn meta(source: &Source<'_>) -> Vec<Fact> {
    let review = &source.audit.review;
    let mut facts = vec![
        fact("Authority", review.authority.clone()),
        fact("Service reviewed", review.service.clone()),
    ];
    facts.push(match review.decided {
        Some(day) => fact("Decision", say_day(day)),
        None => fact("Stage", review.stage.label()),
    });
    if let Some(note) = &review.date_note {
        facts.push(fact("About the date", note.clone()));
    }
    if !source.meta.author.name.is_empty() {
        facts.push(fact("From", source.meta.author.name.clone()));
    }
    facts.push(fact("Date", say_day(source.meta.today)));
    facts
}

struct Submission<'a> {
    source: &'a Source<'a>,
    draft: Draft<'static>,
    /// Questions whose answer was shown, with the number of the ground that shows it.
    told: Vec<(QuestionIx, usize)>,
}

impl Submission<'_> {
    /// Adds the first lines: who we are, how many, and whom we speak for.
    fn who_we_are(&mut self) {
        let we = one_line(&self.source.setting.settings.we);
        self.draft.say(if we.is_empty() {
            format!("We are {LINE}, with ……… members, and we speak for {LINE}.")
        } else {
            format!("We are {}", with_stop(&we))
        });
        self.draft.cut(Slot::First);
    }

    fn in_short(&mut self, grounds: &[Ground<'_>]) {
        let source = self.source;
        let review = &source.audit.review;
        self.draft.heading(1, "In short");
        let when = match review.decided {
            Some(day) => format!(", decided on {}", say_day(day)),
            None => format!(" ({})", review.stage.label()),
        };
        self.draft.say(format!(
            "This submission is about the review of “{}”{when}. We checked it question by question \
             against the law and guidance in force in {} at {} and against good practice.",
            one_line(&review.service),
            review.territory.label(),
            if source.findings.place.decided {
                "that date"
            } else {
                "the date of this paper"
            },
        ));
        let verdict = source.findings.verdict.label().to_owned();
        let standards = questions_of_departures(source).len();
        let strengths = strengths(source).len();
        self.draft.callout(Tone::Verdict, verdict, |draft| {
            draft.say(in_numbers(grounds, standards));
            if let Some(note) = source.audit.review.note.as_deref() {
                draft.written("What we have seen", note);
            }
            if strengths > 0 {
                draft.say(format!(
                    "{} named below.",
                    capital(&count(
                        strengths,
                        "thing was done well, and is",
                        "things were done well, and are"
                    ))
                ));
            }
        });
        let (in_full, further) = parted(grounds);
        let rows = in_full.iter().enumerate().map(|(place, ground)| {
            vec![
                vec![text((place + 1).to_string())],
                vec![
                    strong(with_stop(&capital(&ground.title))),
                    text(ground.strength().map_or_else(String::new, |level| {
                        format!(" {}", sentence(in_short(level)))
                    })),
                ],
                vec![text(ground.remedy(source))],
            ]
        });
        self.draft.table(
            "The grounds, the strongest first",
            &[
                "No.",
                "What we found",
                "What we ask the committee to recommend",
            ],
            rows.collect(),
        );
        if !further.is_empty() {
            self.draft.say(format!(
                "{} named at the end of the grounds.",
                capital(&count(
                    further.len(),
                    "further ground is",
                    "further grounds are"
                )),
            ));
        }
    }

    /// Adds the warning over a report that quotes confidential documents; no setting removes it.
    fn confidence(&mut self) {
        if self.quotes_confidence() {
            self.draft
                .callout(Tone::Warning, "Given in confidence", |draft| {
                    draft.say(
                    "This paper quotes documents that were given in confidence. They are marked. \
                     It should not be published before their status is settled.",
                );
                });
            self.draft.cut(Slot::First);
        }
    }

    fn quotes_confidence(&self) -> bool {
        let audit = self.source.audit;
        audit
            .answers
            .values()
            .flat_map(|answer| &answer.evidence)
            .any(|evidence| words::is_confidential(audit, evidence))
    }

    fn grounds(&mut self, grounds: &[Ground<'_>]) {
        let (in_full, further) = parted(grounds);
        let mut level = None;
        for (place, ground) in in_full.iter().enumerate() {
            if level != Some(ground.level) {
                level = Some(ground.level);
                self.draft.heading(1, level_heading(ground.level));
                if ground.level == Level::Departure {
                    self.draft.say(
                        "These are not put as breaches of law. They are points on which the \
                         review fell short of what a careful review does. Where a duty bears on \
                         one it is named, and no breach of it is claimed here.",
                    );
                }
            }
            self.ground(place + 1, ground);
        }
        self.further(in_full.len(), further);
    }

    /// Lists the grounds that are not set out here, each with the place of its first proof.
    fn further(&mut self, before: usize, grounds: &[Ground<'_>]) {
        if grounds.is_empty() {
            return;
        }
        let source = self.source;
        self.draft.heading(1, "Further grounds");
        self.draft.say(format!(
            "These are put as well, and only named here, so that the paper can be read.{}",
            self.see(PaperSection::Grounds)
        ));
        let items = grounds.iter().enumerate().map(|(place, ground)| {
            let number = before + place + 1;
            let mut said = format!(" {}", with_stop(&capital(&ground.title)));
            if let Some(level) = ground.strength() {
                said.push_str(&format!(" {}", sentence(in_short(level))));
            }
            let mut places = ground
                .answers(source)
                .map(|(ix, answer)| words::places(source.audit, counting(source, ix, answer)));
            if let Some(shown) = places.find(|shown| !shown.is_empty()) {
                said.push_str(&format!(" ({shown}.)"));
            }
            vec![strong(format!("Ground {number}.")), text(said)]
        });
        self.draft.list(items);
        for (place, ground) in grounds.iter().enumerate() {
            let number = before + place + 1;
            for ix in &ground.questions {
                if !self.told.iter().any(|(told, _)| told == ix) {
                    self.told.push((*ix, number));
                }
            }
        }
    }

    fn ground(&mut self, number: usize, ground: &Ground<'_>) {
        let source = self.source;
        self.draft
            .heading(2, format!("Ground {number}. {}", capital(&ground.title)));
        self.happened(number, ground);
        self.evidence_is_missing(ground);
        right_of_reply::told(
            source,
            &right_of_reply::of_ground(ground),
            "The council says",
            &mut self.draft,
        );
        self.rests_on(ground);
        self.draft
            .labelled("What we ask for", ground.remedy(source));
    }

    /// Adds the answers that show a ground, each with its note and evidence.
    ///
    /// An answer shown under an earlier ground is only referred to.
    fn happened(&mut self, number: usize, ground: &Ground<'_>) {
        let source = self.source;
        for ix in &ground.questions {
            let question = source.library.question(*ix);
            let counted = source.findings.answered(*ix);
            let said = match &counted.value {
                Some(value) => words::value(question, value),
                None => State::from(counted.status).spec().sentence.to_owned(),
            };
            let mut spans = vec![emphasis(one_line(&question.ask)), text(" ")];
            spans.push(strong(said));
            if let Some((_, earlier)) = self.told.iter().find(|(told, _)| told == ix) {
                spans.push(text(format!(" See ground {earlier}.")));
                self.draft.paragraph(spans);
                continue;
            }
            self.told.push((*ix, number));
            self.draft.paragraph(spans);
            self.answer(*ix);
        }
        self.facts(number, ground);
        let decided = ground.is_by_decision();
        if let Some(day) = source.audit.review.decided.filter(|_| decided) {
            self.draft
                .say(format!("The decision was taken on {}.", say_day(day)));
        }
    }

    /// Adds the facts that belong to a ground, each with its place, once in the paper.
    fn facts(&mut self, number: usize, ground: &Ground<'_>) {
        let source = self.source;
        for ix in ground.facts() {
            if self.told.iter().any(|(told, _)| *told == ix) {
                continue;
            }
            let question = source.library.question(ix);
            if let Some(value) = &source.findings.answered(ix).value {
                self.told.push((ix, number));
                let answer = source.audit.answer_of(source.library, ix);
                let place = answer
                    .map(|answer| words::places(source.audit, counting(source, ix, answer)))
                    .filter(|place| !place.is_empty());
                self.draft.paragraph(vec![
                    emphasis(one_line(&question.ask)),
                    text(" "),
                    strong(words::value(question, value)),
                    text(place.map_or_else(String::new, |place| format!(" ({place}.)"))),
                ]);
            }
        }
    }

    /// Adds the note, evidence, request and other side of an answer.
    fn answer(&mut self, ix: QuestionIx) {
        let source = self.source;
        let question = source.library.question(ix);
        let Some(answer) = source.audit.answer_of(source.library, ix) else {
            return;
        };
        for part in paragraphs(&answer.note) {
            self.draft.say(part);
        }
        super::evidence::of_answer(source, Some(question), answer, &mut self.draft);
        if let Some(request) = answer
            .request
            .as_ref()
            .filter(|request| !request.is_empty())
        {
            self.draft.labelled("Our request", words::request(request));
        }
        if let Some(contested) = &answer.contested {
            self.draft.written("The other side says", contested);
        }
    }

    fn evidence_is_missing(&mut self, ground: &Ground<'_>) {
        if !ground.has_evidence(self.source) {
            self.draft
                .labelled("Evidence", "none has been attached to this point yet.");
        }
    }
}

/// Returns a phrase with a full stop, its first letter as it is.
fn with_stop(phrase: &str) -> String {
    format!("{}.", phrase.trim_end_matches('.'))
}

/// Returns the number of grounds of each strength, in a sentence.
pub(super) fn in_numbers(grounds: &[Ground<'_>], standards: usize) -> String {
    let of = |level: Level| {
        grounds
            .iter()
            .filter(|ground| ground.level == level)
            .count()
    };
    let mut parts: Vec<String> = Vec::new();
    let mut add = |number: usize, one: &str, many: &str| {
        if number > 0 {
            parts.push(count(number, one, many));
        }
    };
    let duty = "on which a duty appears not to have been met";
    add(
        of(Level::Breach),
        &format!("ground {duty}"),
        &format!("grounds {duty}"),
    );
    let undermines = "the decision";
    add(
        of(Level::Undermines),
        &format!("ground that undermines {undermines}"),
        &format!("grounds that undermine {undermines}"),
    );
    add(
        of(Level::Departure),
        "departure that is not put as law",
        "departures that are not put as law",
    );
    add(
        standards,
        "further point that falls short of other standards",
        "further points that fall short of other standards",
    );
    if parts.is_empty() {
        "No ground of challenge has been found so far. What we ask to be shown is set out below."
            .to_owned()
    } else {
        sentence(&list(&parts))
    }
}

pub(super) const fn in_short(level: Level) -> &'static str {
    match level {
        Level::Breach => "a duty appears not to have been met",
        Level::Undermines => "undermines the decision",
        Level::Departure => "departure, not put as law",
        Level::Gap => "to be shown",
    }
}

const fn level_heading(level: Level) -> &'static str {
    match level {
        Level::Breach => "Grounds on which a duty appears not to have been met",
        Level::Undermines => "Grounds that undermine the decision",
        Level::Departure => "Departures from guidance, agreement and good practice",
        Level::Gap => "To be shown",
    }
}
