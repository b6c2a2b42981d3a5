//! Part of the submission: everything after the grounds, namely other standards, points with two
//! accounts, strengths, gaps, the cases, the method and its limits.

use crate::audit::ReplyOutcome;
use crate::checklist::{QuestionIx, RequirementIx, State};
use crate::findings::Level;

use super::super::document::{Block, Spans, emphasis, fact, is_web, link, strong, text};
use super::super::ground::questions_of_departures;
use super::super::text::put;
use super::super::{tracked, words};
use super::Submission;
use crate::wording::{capital, count, list, one_line, sentence};

impl Submission<'_> {
    pub(super) fn departures(&mut self, list: &[RequirementIx]) {
        if list.is_empty() {
            return;
        }
        self.draft.heading(1, "Other standards not followed");
        self.draft.say(
            "None of this is law. It is named so that the committee can see how far the review was \
             from what was agreed or is commonly done; the full audit record has each point.",
        );
        let items = self.by_instrument(list, 4);
        self.draft.list(items);
        let source = self.source;
        let mut remedies: Vec<String> = questions_of_departures(source)
            .into_iter()
            .filter_map(|ix| source.findings.exchange(ix)?.remedy.as_deref())
            .map(one_line)
            .filter(|remedy| !remedy.is_empty())
            .collect();
        let mut known = std::collections::HashSet::new();
        remedies.retain(|remedy| known.insert(remedy.clone()));
        if !remedies.is_empty() {
            self.draft.label("What we ask for on these points");
            let items = remedies.into_iter().map(|remedy| vec![text(remedy)]);
            self.draft.list(items);
        }
    }

    /// Adds the contested answers that no ground has shown, with both sides of each.
    pub(super) fn contested(&mut self) {
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
            let Some(answer) = source.audit.answer_of(source.library, ix) else {
                continue;
            };
            let recorded = match (answer.status, &answer.value) {
                (Some(status), _) => status.spec().sentence.to_owned(),
                (None, Some(value)) => words::value(question, value),
                (None, None) => State::Unanswered.spec().sentence.to_owned(),
            };
            self.draft.paragraph(vec![
                emphasis(one_line(&question.ask)),
                text(" "),
                strong(recorded),
            ]);
            self.answer(ix);
        }
    }

    pub(super) fn strengths(&mut self) {
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
        self.draft.list(items);
    }

    /// Adds the requests to be shown evidence: refusals first, then questions without evidence.
    pub(super) fn gaps(&mut self) {
        let source = self.source;
        let fired: Vec<_> = source
            .findings
            .fired
            .iter()
            .filter(|fired| fired.level == Level::Gap)
            .collect();
        let told =
            |submission: &Self, ix: QuestionIx| submission.told.iter().any(|(told, _)| *told == ix);
        let of = |submission: &Self, refused: bool| -> Vec<QuestionIx> {
            source
                .findings
                .gaps
                .iter()
                .filter(|gap| gap.status.is_refusal() == refused && !told(submission, gap.question))
                .map(|gap| gap.question)
                .collect()
        };
        let withheld = of(self, true);
        let missing = of(self, false);
        let unanswered: Vec<Spans> = source
            .audit
            .puts
            .iter()
            .filter(|put| {
                matches!(
                    put.outcome,
                    ReplyOutcome::NotAnswered | ReplyOutcome::Refused
                )
            })
            .map(tracked::not_answered)
            .collect();
        if fired.is_empty() && withheld.is_empty() && missing.is_empty() && unanswered.is_empty() {
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
        if !unanswered.is_empty() {
            self.draft
                .heading(2, "Questions put, and refused or not answered");
            self.draft.list(unanswered);
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

    /// Returns the row of a question without evidence.
    ///
    /// The question, its note if no other has the same, the places searched, and the documents that
    /// would show it.
    fn missing(&self, ix: QuestionIx, all: &[QuestionIx]) -> Vec<Spans> {
        let source = self.source;
        let question = source.library.question(ix);
        let mut spans = vec![text(one_line(&question.ask))];
        let note = |ix: QuestionIx| {
            let answer = source.audit.answer_of(source.library, ix);
            answer
                .map(|answer| one_line(&answer.note))
                .unwrap_or_default()
        };
        let own = note(ix);
        let same = all.iter().filter(|other| note(**other) == own).count();
        if !own.is_empty() && same == 1 {
            spans.push(text(format!(" {}", sentence(&own))));
        }
        if let Some(answer) = source.audit.answer_of(source.library, ix) {
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

    pub(super) fn cases(&mut self) {
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
                .map(crate::wording::one_line)
                .unwrap_or_default();
            if !contested.is_empty() {
                self.draft.labelled("The other side", contested);
            }
            let mut source = vec![emphasis(format!(
                "Source: {}; {}.",
                words::source_class(one.grade),
                one.checked.label()
            ))];
            if let Some(url) = one.url.as_deref().filter(|url| is_web(url)) {
                source.push(text(" "));
                source.push(link(url.trim(), url.trim()));
            }
            self.draft.paragraph(source);
        }
    }

    /// Returns a phrase with the number of core questions whose answer is only that nothing was
    /// shown.
    fn unshown(&self) -> String {
        let findings = self.source.findings;
        let unshown = self
            .source
            .library
            .core()
            .filter(|ix| findings.gaps.iter().any(|gap| gap.question == *ix))
            .count();
        match unshown {
            0 => String::new(),
            1 => ", 1 of them that nothing was shown".to_owned(),
            many => format!(", {many} of them that nothing was shown"),
        }
    }

    pub(super) fn method(&mut self) {
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
            put!(read, " ({} where counted)", count(pages, "page", "pages"));
        }
        self.draft.say(format!(
            "The review was checked with a list of questions, each asked once and answered from \
             papers. {answered} of {} core questions have an answer{}; the answers draw on {read}.",
            findings.core,
            self.unshown(),
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
             statement read”, that an official account of it was; “secondary source only”, that it \
             is known from someone else’s account. What could not be checked at all is not cited \
             here. “Appears not to have been met” is our reading of the evidence; only a court can \
             decide. Nothing that became known only after the decision is held against it, unless \
             it is marked.",
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

    pub(super) fn sign_off(&mut self) {
        let lines = ["Name", "On behalf of", "Position", "Signature", "Date"];
        let lines = lines.iter().map(|&line| line.to_owned()).collect();
        self.draft.blocks.push(Block::SignOff { lines });
    }
}
