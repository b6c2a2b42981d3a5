//! The scrutiny submission: the case as it is put to the committee.
//!
//! Grounds in order of strength, each with what happened, the evidence, what it rests on, the
//! other side and the question to put; then what was done well, what we ask to be shown, and how
//! the audit was made. What may be cited is decided in [`super::ground`].

use crate::checklist::applicability::{say_day, say_territory};
use crate::checklist::{PrecedentIx, QuestionIx, QuestionKind, RequirementIx, State, Status};
use crate::findings::Level;

use super::document::{
    Block, Document, Draft, Fact, Span, Spans, Tone, emphasis, fact, is_web, link, strong, text,
};
use super::ground::{Ground, RestsOn, cases, departures, grounds, rests_on};
use super::text::{capital, count, list, one_line, paragraphs, sentence};
use super::{Kind, NotBuilt, Source, words};

/// Builds the submission.
///
/// # Errors
/// Where no ground, no departure and no gap stands.
pub(super) fn build(source: &Source<'_>) -> Result<Document, NotBuilt> {
    let grounds = grounds(source);
    let departures = departures(source);
    let gaps = !source.findings.gaps.is_empty()
        || source
            .findings
            .fired
            .iter()
            .any(|fired| fired.level == Level::Gap);
    if grounds.is_empty() && departures.is_empty() && !gaps {
        return Err(NotBuilt(format!(
            "There is nothing to submit yet: no ground, no departure and no gap stands ({}; {} of \
             {} core questions are open). Answer more questions, or hand over the full audit \
             record instead.",
            source.findings.verdict.says().to_lowercase(),
            source.findings.core_open.len(),
            source.findings.core
        )));
    }
    let mut submission = Submission {
        source,
        draft: Draft::default(),
        told: Vec::new(),
        cases: Vec::new(),
    };
    submission.in_short(&grounds, &departures);
    submission.grounds(&grounds);
    submission.departures(&departures);
    submission.contested();
    submission.strengths();
    submission.gaps();
    submission.cases();
    submission.method();
    submission.sign_off();
    let (blocks, notes) = submission.draft.done();
    Ok(Document {
        kind: Kind::Submission,
        title: "Submission to the scrutiny committee".to_owned(),
        subtitle: subtitle(source),
        meta: meta(source),
        blocks,
        notes,
        sheets: Vec::new(),
    })
}

/// Which review it is about.
pub(super) fn subtitle(source: &Source<'_>) -> String {
    let review = &source.audit.review;
    format!(
        "{}: review of “{}”",
        one_line(&review.authority),
        one_line(&review.service)
    )
}

/// What stands at the head of whatever is handed to a council.
pub(super) fn meta(source: &Source<'_>) -> Vec<Fact> {
    let review = &source.audit.review;
    let mut facts = vec![
        fact("Authority", review.authority.clone()),
        fact("Service reviewed", review.service.clone()),
    ];
    facts.push(match review.decided {
        Some(day) => fact("Decision", say_day(day)),
        None => fact("Stage", words::stage(review.stage)),
    });
    if let Some(note) = &review.date_note {
        facts.push(fact("About the date", note.clone()));
    }
    if !source.meta.who.is_empty() {
        facts.push(fact("Submitted by", source.meta.who.clone()));
    }
    facts.push(fact("Date", say_day(source.meta.today)));
    facts
}

struct Submission<'a> {
    source: &'a Source<'a>,
    draft: Draft,
    /// Questions whose answer was told, with the ground that tells it.
    told: Vec<(QuestionIx, usize)>,
    /// Cases named, in the order they are.
    cases: Vec<PrecedentIx>,
}

impl Submission<'_> {
    fn in_short(&mut self, grounds: &[Ground<'_>], departures: &[RequirementIx]) {
        let source = self.source;
        let review = &source.audit.review;
        self.draft.heading(1, "In short");
        let when = match review.decided {
            Some(day) => format!(", decided on {}", say_day(day)),
            None => format!(" ({})", words::stage(review.stage)),
        };
        self.draft.say(format!(
            "This submission is about {}’s review of “{}”{when}. We checked the review question by \
             question against the law and guidance in force in {} at {} and against good practice.",
            one_line(&review.authority),
            one_line(&review.service),
            say_territory(review.territory),
            if source.findings.place.decided {
                "that date"
            } else {
                "the date of this paper"
            },
        ));
        let verdict = source.findings.verdict.says().to_owned();
        let standards = departures.len();
        self.draft.callout(Tone::Verdict, verdict, |draft| {
            draft.say(in_numbers(grounds, standards));
        });
        let rows = grounds.iter().enumerate().map(|(place, ground)| {
            let remedy = ground.flag(source).and_then(|flag| flag.remedy.as_deref());
            let remedy = remedy.map(words::aloud).filter(|remedy| !remedy.is_empty());
            vec![
                vec![text((place + 1).to_string())],
                vec![
                    strong(capital(&ground.title)),
                    text(format!(": {}.", in_short(ground.level))),
                ],
                vec![text(remedy.unwrap_or_else(|| {
                    "Show how this was met, or take the decision again once it is.".to_owned()
                }))],
            ]
        });
        self.draft.table(
            "The grounds, the strongest first, and what we ask the committee to recommend",
            &[
                "Ground",
                "What we found",
                "What we ask the committee to recommend",
            ],
            rows.collect(),
        );
        if self.quotes_confidence() {
            self.draft
                .callout(Tone::Warning, "Given in confidence", |draft| {
                    draft.say(
                    "This paper quotes documents that were given in confidence. They are marked. \
                     It should not be published before their status is settled.",
                );
                });
        }
    }

    fn quotes_confidence(&self) -> bool {
        let audit = self.source.audit;
        audit
            .answers
            .values()
            .flat_map(|answer| &answer.evidence)
            .any(|evidence| {
                evidence
                    .document
                    .as_deref()
                    .and_then(|id| audit.document(id))
                    .is_some_and(|document| {
                        document.access == Some(crate::audit::Access::InConfidence)
                    })
            })
    }

    fn grounds(&mut self, grounds: &[Ground<'_>]) {
        let mut level = None;
        for (place, ground) in grounds.iter().enumerate() {
            if level != Some(ground.level) {
                level = Some(ground.level);
                self.draft.heading(1, level_heading(ground.level));
                if ground.level == Level::Departure {
                    self.draft.say(
                        "These are not put as breaches of law. They are points on which the \
                         review fell short of what a careful review does.",
                    );
                }
            }
            self.ground(place + 1, ground);
        }
    }

    fn ground(&mut self, number: usize, ground: &Ground<'_>) {
        let source = self.source;
        self.draft
            .heading(2, format!("Ground {number}. {}", capital(&ground.title)));
        self.happened(number, ground);
        self.evidence_is_missing(ground);
        self.rests_on(ground);
        let flag = ground.flag(source);
        self.elsewhere(ground);
        if let Some(flag) = flag {
            if let Some(said) = &flag.they_will_say {
                self.draft
                    .labelled("What may be said in reply", one_line(said));
            }
            let answer = flag.answer.as_deref().map(words::aloud).unwrap_or_default();
            if !answer.is_empty() {
                self.draft.labelled("Our answer", answer);
            }
            if !flag.ask.is_empty() {
                let one = flag.ask.len() == 1;
                self.draft.label(if one {
                    "The question to put"
                } else {
                    "The questions to put"
                });
                self.draft.list(
                    flag.ask
                        .iter()
                        .map(|ask| vec![text(one_line(ask))])
                        .collect(),
                );
            }
            let follow = flag
                .follow_up
                .as_deref()
                .map(words::aloud)
                .unwrap_or_default();
            if !follow.is_empty() {
                self.draft.labelled("To follow up", follow);
            }
            let remedy = flag.remedy.as_deref().map(words::aloud).unwrap_or_default();
            if !remedy.is_empty() {
                self.draft.labelled("What we ask for", remedy);
            }
        }
    }

    /// The answers that show a ground, each with its note and evidence; what was told under an
    /// earlier ground is only named.
    fn happened(&mut self, number: usize, ground: &Ground<'_>) {
        let source = self.source;
        for ix in &ground.questions {
            let question = source.library.question(*ix);
            let counted = source.findings.answered(*ix);
            let said = match &counted.value {
                Some(value) => words::value(question, value),
                None => words::plain(State::from(counted.status)).to_owned(),
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
        let decided = ground.fired.is_some_and(|fired| {
            fired.because.iter().any(|one| {
                matches!(
                    one,
                    crate::findings::Because::Event {
                        event: crate::checklist::condition::EventRef::Decided,
                        ..
                    }
                )
            })
        });
        if let Some(day) = source.audit.review.decided.filter(|_| decided) {
            self.draft
                .say(format!("The decision was taken on {}.", say_day(day)));
        }
    }

    /// Note, evidence, request and the other side of an answer.
    fn answer(&mut self, ix: QuestionIx) {
        let source = self.source;
        let question = source.library.question(ix);
        let Some(answer) = source.audit.answer(&question.id) else {
            return;
        };
        for part in paragraphs(&answer.note) {
            self.draft.say(part);
        }
        let process = question.kind == QuestionKind::Judgement && !question.after_decision;
        super::evidence::of_answer(source, answer, process, &mut self.draft);
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

    fn rests_on(&mut self, ground: &Ground<'_>) {
        let rests = rests_on(self.source, ground);
        if rests.is_empty() {
            self.draft.labelled(
                "What this rests on",
                "the facts alone; no law is relied on here.",
            );
            return;
        }
        let RestsOn {
            law,
            guidance,
            standards,
            arguable,
        } = &rests;
        let breaches = ground.breaches.as_slice();
        self.authorities("Law", law, breaches);
        self.authorities(
            "Statutory guidance, to be followed unless there is good reason",
            guidance,
            &[],
        );
        self.standards(standards);
        self.authorities(
            "Arguable: our own reading, on which we know of no case",
            arguable,
            &[],
        );
    }

    fn authorities(&mut self, label: &str, list: &[RequirementIx], breaches: &[RequirementIx]) {
        if list.is_empty() {
            return;
        }
        self.draft.label(label);
        let items = list
            .iter()
            .map(|ix| self.authority(*ix, breaches.contains(ix)))
            .collect();
        self.draft.list(items);
    }

    /// One requirement as it is put: citation, what it asks, how it stands, force, dates, check.
    fn authority(&mut self, ix: RequirementIx, breach: bool) -> Spans {
        let source = self.source;
        let requirement = source.library.requirement(ix);
        let applies = source.findings.applies(ix);
        let standing = source.findings.standing(ix);
        let mut how = match (breach, standing.state) {
            (true, _) => "This appears not to have been met.".to_owned(),
            (false, State::NotMet) if requirement.force.is_law() && !requirement.our_reading => {
                "If it applies, it appears not to have been met.".to_owned()
            }
            (false, State::NotMet) => "On our reading this was not followed.".to_owned(),
            (false, State::Partly) => "This appears to have been met only in part.".to_owned(),
            (false, _) => "Whether this was met has not been shown.".to_owned(),
        };
        if !applies.unknown.is_empty() {
            how.push_str(&format!(" Not known: {}.", applies.unknown.join("; ")));
        }
        let mut about = format!(
            "{}; {}; {}",
            capital(words::force(requirement)),
            words::dates(requirement, &source.findings.place),
            requirement.checked.says(),
        );
        if applies.applies == crate::checklist::Applies::Straddles {
            about.push_str("; the law changed during the review, and the day that decides is ");
            about.push_str(&say_day(source.findings.place.judged));
        }
        let note = self.note_of(ix);
        vec![
            strong(requirement.citation.clone()),
            text(format!(
                ": {} {how} ({about}.)",
                sentence(&one_line(&requirement.title))
            )),
            note,
        ]
    }

    /// The note of a requirement: what it asks, and where to read it.
    fn note_of(&mut self, ix: RequirementIx) -> Span {
        let requirement = self.source.library.requirement(ix);
        let mut note: Spans = vec![text(format!(
            "{}: {}",
            requirement.citation,
            sentence(&one_line(&requirement.demands))
        ))];
        if is_web(&requirement.url) {
            let url = requirement.url.trim();
            note.push(text(" "));
            note.push(link(url, url));
        }
        self.draft.note(note)
    }

    /// What binds nobody, yardstick by yardstick: said briefly, and never as law.
    fn standards(&mut self, list: &[RequirementIx]) {
        if list.is_empty() {
            return;
        }
        let items = self.by_yardstick(list, usize::MAX);
        self.draft.label("Standards (not law)");
        self.draft.list(items);
    }

    /// Requirements gathered by yardstick and force, at most so many named under each.
    fn by_yardstick(&mut self, list: &[RequirementIx], most: usize) -> Vec<Spans> {
        let library = self.source.library;
        let mut heads: Vec<(&str, &str, Vec<RequirementIx>)> = Vec::new();
        for ix in list {
            let requirement = library.requirement(*ix);
            let (name, force) = (requirement.instrument.as_str(), words::force(requirement));
            match heads
                .iter_mut()
                .find(|(one, other, _)| *one == name && *other == force)
            {
                Some((_, _, entries)) => entries.push(*ix),
                None => heads.push((name, force, vec![*ix])),
            }
        }
        let mut items = Vec::new();
        for (name, force, entries) in heads {
            let titles: Vec<String> = entries
                .iter()
                .take(most)
                .map(|ix| super::ground::lower(&one_line(&library.requirement(*ix).title)))
                .collect();
            let mut said = format!(" ({force}): {}", titles.join("; "));
            if entries.len() > most {
                said.push_str(&format!("; and {} more", entries.len() - most));
            }
            said.push('.');
            let mut captions: Vec<&str> = entries
                .iter()
                .filter_map(|ix| words::caption(library.requirement(*ix)))
                .collect();
            captions.dedup();
            if !captions.is_empty() {
                said.push_str(&format!(" ({}.)", capital(&captions.join("; "))));
            }
            items.push(vec![strong(name), text(said)]);
        }
        items
    }

    fn elsewhere(&mut self, ground: &Ground<'_>) {
        let cases = cases(self.source, ground);
        let names: Vec<String> = cases
            .iter()
            .map(|ix| {
                let one = self.source.library.precedent(*ix);
                format!(
                    "{}, {} ({})",
                    one.title,
                    one.year,
                    words::outcome(one.outcome)
                )
            })
            .collect();
        if !names.is_empty() {
            self.draft
                .labelled("Cases like this one", format!("{}.", names.join("; ")));
        }
        for ix in cases {
            if !self.cases.contains(&ix) {
                self.cases.push(ix);
            }
        }
    }

    fn departures(&mut self, list: &[RequirementIx]) {
        if list.is_empty() {
            return;
        }
        self.draft.heading(1, "Other standards not followed");
        self.draft.say(
            "None of this is law. It is named so that the committee can see how far the review was \
             from what was agreed or is commonly done; the full audit record has each point.",
        );
        let items = self.by_yardstick(list, 4);
        self.draft.list(items);
    }

    /// Contested answers that no ground has told: both sides of each.
    fn contested(&mut self) {
        let source = self.source;
        let left: Vec<QuestionIx> = source
            .library
            .walk()
            .iter()
            .copied()
            .filter(|ix| {
                let contested = source.findings.answered(*ix).contested;
                contested && !self.told.iter().any(|(told, _)| told == ix)
            })
            .collect();
        if left.is_empty() {
            return;
        }
        self.draft
            .heading(1, "Points on which there are two accounts");
        for ix in left {
            let question = source.library.question(ix);
            let Some(answer) = source.audit.answer(&question.id) else {
                continue;
            };
            let recorded = match (answer.status, &answer.value) {
                (Some(status), _) => words::plain(State::from(Some(status))).to_owned(),
                (None, Some(value)) => words::value(question, value),
                (None, None) => words::plain(State::Unanswered).to_owned(),
            };
            self.draft.paragraph(vec![
                emphasis(one_line(&question.ask)),
                text(" "),
                strong(recorded),
            ]);
            self.answer(ix);
        }
    }

    fn strengths(&mut self) {
        let source = self.source;
        if source.findings.strengths.is_empty() {
            return;
        }
        self.draft.heading(1, "What was done well");
        self.draft
            .say("In fairness to the review, and because it should be kept:");
        let items = source.findings.strengths.iter().map(|held| {
            vec![text(sentence(
                &source.library.strength(held.strength).title,
            ))]
        });
        self.draft.list(items.collect());
    }

    /// What we ask to be shown: refusals first, then what nothing shows.
    fn gaps(&mut self) {
        let source = self.source;
        let fired: Vec<_> = source
            .findings
            .fired
            .iter()
            .filter(|fired| fired.level == Level::Gap)
            .collect();
        let told =
            |submission: &Self, ix: QuestionIx| submission.told.iter().any(|(told, _)| *told == ix);
        let of = |submission: &Self, status: Status| -> Vec<QuestionIx> {
            source
                .findings
                .gaps
                .iter()
                .filter(|gap| gap.status == status && !told(submission, gap.question))
                .map(|gap| gap.question)
                .collect()
        };
        let withheld = of(self, Status::Withheld);
        let missing = of(self, Status::NoEvidence);
        if fired.is_empty() && withheld.is_empty() && missing.is_empty() {
            return;
        }
        self.draft.heading(1, "What we ask to be shown");
        self.draft.say(
            "We do not say that these things were not done. We say that we have not been shown \
             them, and ask the committee to see them before it comes to a view.",
        );
        let mut items: Vec<Spans> = Vec::new();
        for one in fired {
            items.push(vec![text(sentence(&source.library.flag(one.flag).title))]);
        }
        self.draft.list(items);
        if !withheld.is_empty() {
            self.draft.heading(2, "Asked for and not given");
            for ix in withheld {
                let ask = one_line(&source.library.question(ix).ask);
                self.draft.paragraph(vec![emphasis(ask)]);
                self.answer(ix);
            }
        }
        if !missing.is_empty() {
            self.draft.heading(2, "Looked for and not found");
            let rows = missing
                .iter()
                .map(|ix| self.missing(*ix, &missing))
                .collect();
            self.draft.table(
                "What we looked for and did not find, and what would show it",
                &["We looked for", "What would show it"],
                rows,
            );
        }
    }

    /// Something looked for and not found: the question, the note where it says something of its
    /// own, where was searched, and what would show it.
    fn missing(&self, ix: QuestionIx, all: &[QuestionIx]) -> Vec<Spans> {
        let source = self.source;
        let question = source.library.question(ix);
        let mut spans = vec![text(one_line(&question.ask))];
        let note = |ix: QuestionIx| {
            let answer = source.audit.answer(&source.library.question(ix).id);
            answer
                .map(|answer| one_line(&answer.note))
                .unwrap_or_default()
        };
        let own = note(ix);
        let same = all.iter().filter(|other| note(**other) == own).count();
        if !own.is_empty() && same == 1 {
            spans.push(text(format!(" {}", sentence(&own))));
        }
        if let Some(answer) = source.audit.answer(&question.id) {
            if source.findings.answered(ix).hindsight {
                spans.push(text(
                    " What we have is later than the decision, and does not settle it.",
                ));
            }
            for absence in answer
                .evidence
                .iter()
                .filter_map(|one| one.absence.as_ref())
            {
                spans.push(text(format!(" {}", words::absence(source.audit, absence))));
            }
        }
        let proofs: Vec<String> = question
            .proved_by
            .iter()
            .take(2)
            .map(|one| one_line(one))
            .collect();
        vec![spans, vec![text(capital(&proofs.join("; ")))]]
    }

    fn cases(&mut self) {
        if self.cases.is_empty() {
            return;
        }
        self.draft.heading(1, "The cases, won and lost");
        self.draft.say(
            "What happened elsewhere proves nothing about this review. It shows what such a point \
             has led to.",
        );
        for ix in self.cases.clone() {
            let one = self.source.library.precedent(ix);
            self.draft.heading(2, words::precedent(one));
            self.draft.say(one_line(&one.facts));
            let contested = one
                .contested
                .as_deref()
                .map(words::aloud)
                .unwrap_or_default();
            if !contested.is_empty() {
                self.draft.labelled("The other side", contested);
            }
            let mut source = vec![emphasis(format!(
                "Source: {}; {}.",
                words::source_class(one.grade),
                one.checked.says()
            ))];
            if let Some(url) = one.url.as_deref().filter(|url| is_web(url)) {
                source.push(text(" "));
                source.push(link(url.trim(), url.trim()));
            }
            self.draft.paragraph(source);
        }
    }

    fn method(&mut self) {
        let source = self.source;
        self.draft.heading(1, "How this was done, and its limits");
        let findings = source.findings;
        let answered = findings.core - findings.core_open.len();
        let documents = source.audit.documents.len();
        let pages: u32 = source
            .audit
            .documents
            .iter()
            .filter_map(|one| one.pages)
            .sum();
        let mut read = count(documents, "document", "documents");
        if pages > 0 {
            let pages = usize::try_from(pages).unwrap_or(usize::MAX);
            read.push_str(&format!(
                " ({} where counted)",
                count(pages, "page", "pages")
            ));
        }
        self.draft.say(format!(
            "The review was checked with a list of questions, each asked once and answered from \
             papers. {answered} of {} core questions are answered; the answers draw on {read}.",
            findings.core
        ));
        if let Some(note) = &source.audit.review.note {
            self.draft.written("About the sources", note);
        }
        let titles: Vec<String> = source
            .audit
            .documents
            .iter()
            .map(|document| words::document(source.audit, &document.id))
            .collect();
        if !titles.is_empty() {
            self.draft
                .labelled("Documents", format!("{}.", list(&titles)));
        }
        self.draft.say(
            "“Text read” means that the legislation or judgment itself was read; “official \
             statement read”, that an official account of it was; “secondary source only”, that \
             it is known from somebody else’s account. What could not be checked at all is not \
             cited here. “Appears not to have been met” is our reading of the evidence; only a \
             court can decide. Nothing that became known only after the decision is held against \
             it, unless it is marked.",
        );
        self.draft
            .say("This paper is an aid. It is not legal advice.");
        let mut facts = vec![fact(
            "Fingerprint of the audit",
            source
                .meta
                .head
                .clone()
                .unwrap_or_else(|| "none: it has no journal".to_owned()),
        )];
        facts.push(fact(
            "Made with",
            format!("Scrutineer {}", source.meta.version),
        ));
        self.draft.facts(facts);
    }

    fn sign_off(&mut self) {
        let lines = ["Name", "On behalf of", "Position", "Signature", "Date"];
        let lines = lines.iter().map(|&line| line.to_owned()).collect();
        self.draft.blocks.push(Block::SignOff { lines });
    }
}

/// How many grounds of each strength, in a sentence.
fn in_numbers(grounds: &[Ground<'_>], standards: usize) -> String {
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
        "further standard not followed",
        "further standards not followed",
    );
    if parts.is_empty() {
        "No ground of challenge stands so far. What we ask to be shown is set out below.".to_owned()
    } else {
        sentence(&list(&parts))
    }
}

const fn in_short(level: Level) -> &'static str {
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
