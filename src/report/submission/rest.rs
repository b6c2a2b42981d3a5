//! Part of the submission: everything after the grounds, namely other standards, points with two
//! accounts, strengths, gaps, the cases, the method and its limits.

use crate::audit::ReplyOutcome;
use crate::checklist::{QuestionIx, RequirementIx, Topic};
use crate::findings::Level;

use super::super::claim::Claim;
use super::super::document::{Block, Spans, emphasis, fact, strong, text};
use super::super::evidence::counting;
use super::super::ground::{Ground, cases_of, in_part, questions_of_departures, strengths};
use super::super::setting::PaperSection;
use super::super::text::put;
use super::super::{Kind, remedy, right_of_reply, tracked, words};
use super::authorities::{instruments, not_put_as_law};
use super::{Submission, annexes};
use crate::wording::{capital, count, list, one_line, sentence};

/// Most cases that the paper has room for.
const CASES: usize = 3;
/// Most letters of the facts of a case: with its title they fill two lines.
const LETTERS: usize = 150;

/// Returns the first sentences of a text that fit in two lines; one sentence at least.
fn in_brief(text: &str) -> String {
    let text = one_line(text);
    let ends = text.match_indices(". ").map(|(at, _)| at + 1);
    let fits = ends.take_while(|end| *end <= LETTERS).last();
    let first = fits.or_else(|| text.find(". ").map(|at| at + 1));
    match first {
        Some(end) if text.len() > LETTERS => text.get(..end).unwrap_or(&text).to_owned(),
        _ => text,
    }
}

impl Submission<'_> {
    pub(super) fn departures(&mut self, list: &[RequirementIx]) {
        if list.is_empty() {
            return;
        }
        self.draft.heading(1, "Other standards not followed");
        let source = self.source;
        let points = questions_of_departures(source);
        let is_on_them = |ix: &RequirementIx| {
            let through = &source.findings.standing(*ix).through;
            through.iter().any(|one| points.contains(one))
        };
        let further = capital(&count(points.len(), "further point", "further points"));
        let opening = if points.is_empty() {
            "Points named above also fall short of".to_owned()
        } else if list.iter().all(is_on_them) {
            let fall = if points.len() == 1 { "falls" } else { "fall" };
            format!("{further} {fall} short of")
        } else {
            format!("{further}, and points named above, fall short of")
        };
        self.draft.say(format!(
            "{opening} {} ({}). {}{}",
            count(list.len(), "standard", "standards"),
            crate::wording::list(&instruments(source, list, |_| true)),
            not_put_as_law(source, list),
            self.names(PaperSection::Standards, "standard"),
        ));
        for ix in points.iter().copied() {
            let label = format!(
                "On “{}”, the council says",
                source.library.question(ix).short
            );
            let point = right_of_reply::of_standard(source, ix);
            right_of_reply::told(source, &point, &label, &mut self.draft);
        }
        let mut remedies: Vec<String> = points
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
    ///
    /// What does not arise is no point of ours, and what was refused is set out with both sides where
    /// we ask to be shown it.
    pub(super) fn contested(&mut self) {
        let source = self.source;
        let order = &source.setting.settings.order;
        let has_gaps = order.has(Kind::Submission, PaperSection::Gaps);
        let is_elsewhere = |ix: QuestionIx| {
            let status = source.findings.answered(ix).status;
            status.is_some_and(|one| !one.arises() || (has_gaps && one.is_refusal()))
        };
        let left: Vec<QuestionIx> = source
            .library
            .walk()
            .iter()
            .copied()
            .filter(|ix| {
                let contested = source.findings.answered(*ix).contested;
                contested && !is_elsewhere(*ix) && !self.told.iter().any(|(told, _)| told == ix)
            })
            .collect();
        if left.is_empty() {
            return;
        }
        self.draft
            .heading(1, "Points on which there are two accounts");
        for ix in left {
            let question = source.library.question(ix);
            let recorded = match &source.findings.answered(ix).value {
                Some(value) => words::value(question, value),
                None => Claim::of(source, ix).sentence.to_owned(),
            };
            self.draft.paragraph(vec![
                emphasis(one_line(&question.ask)),
                text(" "),
                strong(recorded),
            ]);
            self.answer(ix);
        }
    }

    /// Adds the strengths that no ground is on the same matter as.
    pub(super) fn strengths(&mut self) {
        let source = self.source;
        let held = strengths(source);
        if held.is_empty() {
            return;
        }
        self.draft.heading(1, "What was done well");
        self.draft
            .say("In fairness to the review, and because it should be kept:");
        let items = held.into_iter().map(|held| {
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
            let shorts: Vec<&str> = missing
                .iter()
                .map(|ix| source.library.question(*ix).short.as_str())
                .collect();
            self.draft.say(format!(
                "What we have does not show these: {}.{}",
                shorts.join("; "),
                self.see(PaperSection::Gaps),
            ));
        }
    }

    /// Adds the cases that are closest to this one, won or lost, each in two lines.
    pub(super) fn closest_cases(&mut self, grounds: &[Ground<'_>]) {
        let source = self.source;
        let all = cases_of(source, grounds);
        if all.is_empty() {
            return;
        }
        self.draft.heading(1, "The cases closest to this one");
        self.draft.say(
            "What happened elsewhere proves nothing about this review. It shows what such a point \
             has led to.",
        );
        let items = all.iter().take(CASES).map(|ix| {
            let one = source.library.precedent(*ix);
            vec![
                strong(format!("{}.", words::precedent(one))),
                text(format!(" {}", in_brief(&one.facts))),
            ]
        });
        self.draft.list(items);
    }

    /// Adds the answers that are met in part and shown, each with what is missing and its place.
    pub(super) fn in_part(&mut self) {
        let source = self.source;
        let items: Vec<Spans> = in_part(source)
            .into_iter()
            .filter(|ix| !self.told.iter().any(|(told, _)| told == ix))
            .map(|ix| {
                let question = source.library.question(ix);
                let mut spans = vec![strong(sentence(&question.short))];
                if let Some(answer) = source.audit.answer_of(source.library, ix) {
                    let note = one_line(&answer.note);
                    if !note.is_empty() {
                        spans.push(text(format!(" {}", sentence(&note))));
                    }
                    let place = words::places(source.audit, counting(source, ix, answer));
                    if !place.is_empty() {
                        spans.push(text(format!(" ({place}.)")));
                    }
                }
                spans
            })
            .collect();
        if items.is_empty() {
            return;
        }
        self.draft.heading(1, "Done in part");
        self.draft.say(
            "The papers show that these things were done in part. We ask for the rest of each.",
        );
        self.draft.list(items);
    }

    /// Adds our alternative: the user's own words, or the remedy of a ground on the options.
    pub(super) fn instead(&mut self, grounds: &[Ground<'_>]) {
        let source = self.source;
        self.draft.heading(1, "What we propose instead");
        let has_grounds = !grounds.is_empty();
        if let Some(meanwhile) = remedy::meanwhile(source, has_grounds) {
            self.draft.say(meanwhile);
        }
        let own = source.setting.meeting.alternative.trim();
        if own.is_empty() {
            let on_options = grounds.iter().find(|ground| {
                let mut topics = ground.questions.iter();
                topics.any(|ix| {
                    matches!(
                        source.library.question(*ix).topic,
                        Topic::InHouse | Topic::Options
                    )
                })
            });
            self.draft.say(on_options.map_or_else(
                || remedy::instead(source, has_grounds).to_owned(),
                |ground| ground.remedy(source),
            ));
        } else {
            self.draft.written("", own);
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
            many => format!("; for {many} of them the answer is that nothing was shown"),
        }
    }

    /// Returns a sentence that leads to the annex which names the items of a section, if there is one.
    fn names(&self, section: PaperSection, item: &str) -> String {
        let annexes = annexes::of(self.source);
        let one = annexes.iter().find(|one| one.section == section);
        one.map_or_else(String::new, |one| {
            format!(" Annex {} names each {item}.", one.letter)
        })
    }

    /// Returns a sentence that leads to the annex of a section, if there is one.
    pub(super) fn see(&self, section: PaperSection) -> String {
        let annexes = annexes::of(self.source);
        let one = annexes.iter().find(|one| one.section == section);
        one.map_or_else(String::new, |one| {
            format!(" Annex {} has each of them.", one.letter)
        })
    }

    pub(super) fn method(&mut self, grounds: &[Ground<'_>]) {
        let source = self.source;
        self.draft.heading(1, "How this was done, and its limits");
        let findings = source.findings;
        let answered = findings.core - findings.core_open.len();
        let documents = words::cited(source.audit);
        let pages: u32 = documents.iter().filter_map(|one| one.pages).sum();
        let mut read = count(documents.len(), "document", "documents");
        if pages > 0 {
            let pages = usize::try_from(pages).unwrap_or(usize::MAX);
            put!(read, " ({} where counted)", count(pages, "page", "pages"));
        }
        self.draft.say(format!(
            "The review was checked with a list of questions, each asked once and answered from \
             papers. {answered} of {} core questions have an answer{}. The answers draw on {read}.",
            findings.core,
            self.unshown(),
        ));
        let titles: Vec<String> = documents
            .iter()
            .map(|document| words::document(source.audit, &document.id))
            .collect();
        if !titles.is_empty() {
            self.draft
                .labelled("Documents", format!("{}.", list(&titles)));
        }
        self.draft.say(
            "“Appears not to have been met” is our reading of the evidence; only a court can \
             decide. What could not be checked at all is not cited here. Nothing that became known \
             only after the decision is held against it, unless it is marked. This paper is an \
             aid. It is not legal advice.",
        );
        let annexes = annexes::of(source);
        if !annexes.is_empty() {
            let names: Vec<String> = annexes
                .iter()
                .map(|one| format!("{}, {}", one.letter, one.title.to_lowercase()))
                .collect();
            let one = annexes.len() == 1;
            self.draft.say(format!(
                "{} can be had from us: {}.",
                if one { "An annex" } else { "Annexes" },
                names.join("; "),
            ));
        }
        let rows = annexes::in_brief(source, grounds);
        if !rows.is_empty() {
            self.draft.table(
                "The law and standards named in this paper, and how each was checked",
                &["Source", "What it is, and how it was checked"],
                rows,
            );
            self.draft.say(
                "“Text read” means that the legislation or judgment itself was read; “official \
                 statement read”, that an official account of it was; “secondary source only”, \
                 that it is known from someone else’s account.",
            );
        }
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
