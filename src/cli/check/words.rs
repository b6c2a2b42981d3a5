//! The findings in words.

use crate::audit::Audit;

use crate::checklist::{Library, RequirementIx};
use crate::cli::page::{TextBuilder, count};
use crate::cli::{plain, shown};
use crate::findings::two_people::version_in_words;
use crate::findings::{Because, Findings, Fired, Level, Lint};
use crate::report::words;
use crate::wording::say_day;

/// The longest excerpt of a note, in characters.
const NOTE: usize = 160;
/// The number of next questions shown.
const NEXT: usize = 3;

/// The levels, the gravest first, with their headings.
const LEVELS: [(Level, &str); 4] = [
    (Level::Breach, "Probable breach of a duty"),
    (Level::Undermines, "Undermines the decision"),
    (Level::Departure, "Departures"),
    (Level::Gap, "Gaps in what was shown"),
];

struct CheckText<'a> {
    library: &'a Library,
    audit: &'a Audit,
    findings: &'a Findings,
    page: TextBuilder,
}

/// Returns the findings as a text.
pub(super) fn of(library: &Library, audit: &Audit, findings: &Findings) -> String {
    let mut all = CheckText {
        library,
        audit,
        findings,
        page: TextBuilder::new(),
    };
    all.review();
    all.verdict();
    for (level, heading) in LEVELS {
        all.flags(level, heading);
    }
    all.proofs();
    all.strengths();
    all.requirements();
    all.gaps();
    all.disputed();
    all.lint();
    all.open();
    all.page.finish()
}

impl CheckText<'_> {
    fn review(&mut self) {
        let review = &self.audit.review;
        self.page
            .heading(&format!("{}: {}", review.authority, review.service));
        let kind = words::authority_kind(review.kind);
        let place = review.territory.label();
        let judged = say_day(self.findings.place.judged);
        self.page.paragraph(
            0,
            &if review.decided.is_some() {
                format!(
                    "This is a {kind} in {place}. It was decided on {judged}, and judged by the rules of that day."
                )
            } else {
                format!("This is a {kind} in {place}. It is not decided yet, and is judged by the rules of {judged}.")
            },
        );
        if let Some(note) = &review.date_note {
            self.page.hanging(0, "About the date: ", note);
        }
    }

    fn verdict(&mut self) {
        self.page
            .heading(&format!("Verdict: {}", self.findings.verdict.label()));
        if let [rule, reasons @ ..] = self.findings.verdict.because.as_slice() {
            self.page.paragraph(2, rule);
            for reason in reasons {
                self.page.item(2, reason);
            }
        }
        self.if_proved();
        let (all, open) = (self.findings.core, self.findings.core_open.len());
        self.page.paragraph(
            2,
            &if open == 0 {
                format!("All {all} core questions are answered.")
            } else {
                format!("Still open: {open} of {all} core questions.")
            },
        );
    }

    /// Says what the verdict would be if every answer were proved, and what proof is missing.
    fn if_proved(&mut self) {
        let findings = self.findings;
        if findings.to_prove.is_empty() {
            return;
        }
        let proved = findings.if_proved.label();
        self.page.paragraph(
            2,
            &if findings.if_proved.id == findings.verdict.id {
                format!("It would be the same if everything below were proved: {proved}.")
            } else {
                format!("If everything below were proved: {proved}.")
            },
        );
    }

    /// Lists the answers to be proved, those that would change most first.
    fn proofs(&mut self) {
        let list = &self.findings.to_prove;
        if list.is_empty() {
            return;
        }
        self.page.heading(&format!("To be proved ({})", list.len()));
        self.page.paragraph(
            2,
            "Findings rest on these answers, and no one can look them up yet. Name the document \
             with the page or the exact words, or the person who says so with their post and the \
             date.",
        );
        for one in list {
            let question = self.library.question(one.question);
            let gain = if one.verdict != self.findings.verdict.id {
                format!(
                    "; if proved, it makes: {}",
                    one.verdict.label().to_lowercase()
                )
            } else if one.findings > 0 {
                format!(
                    "; if proved, it shows {}",
                    count(one.findings, "finding", "findings")
                )
            } else {
                String::new()
            };
            self.page.item(
                2,
                &format!(
                    "{} [{}]: {}{gain}",
                    question.short,
                    question.id,
                    one.support.label()
                ),
            );
        }
        for fired in &self.findings.unproved {
            let flag = self.library.flag(fired.flag);
            self.page.item(
                2,
                &format!(
                    "Not counted yet, {}: {} [{}]",
                    fired.level.label(),
                    flag.short,
                    flag.id
                ),
            );
        }
    }

    fn flags(&mut self, level: Level, heading: &str) {
        let fired: Vec<&Fired> = self
            .findings
            .fired
            .iter()
            .filter(|one| one.level == level)
            .collect();
        if fired.is_empty() {
            return;
        }
        self.page.heading(&format!("{heading} ({})", fired.len()));
        for one in fired {
            self.flag(one);
        }
    }

    fn flag(&mut self, fired: &Fired) {
        let flag = self.library.flag(fired.flag);
        self.page.gap();
        self.page
            .paragraph(2, &format!("{} [{}]", flag.title, flag.id));
        if fired.contested {
            self.page
                .paragraph(4, "Contested: the other side’s account is kept with it.");
        }
        self.because(&fired.because);
        if !fired.rests_on.is_empty() {
            self.page.paragraph(4, "rests on:");
        }
        for ix in &fired.rests_on {
            let cite = shown::cite(self.library.requirement(*ix), Some(&self.findings.place));
            let breached = if fired.breaches.contains(ix) {
                ": appears not to have been met"
            } else {
                ""
            };
            self.page.item(4, &format!("{cite}{breached}"));
        }
        let precedents: Vec<String> =
            shown::precedents(self.library, &flag.precedents, self.audit.review.territory)
                .map(|one| {
                    format!(
                        "{} ({}, {})",
                        one.title,
                        one.year,
                        words::outcome(one.outcome)
                    )
                })
                .collect();
        if !precedents.is_empty() {
            self.page
                .hanging(4, "cases like it: ", &precedents.join("; "));
        }
    }

    fn because(&mut self, because: &[Because]) {
        let reasons: Vec<&Because> = shown::because(self.findings, because).collect();
        if !reasons.is_empty() {
            self.page.paragraph(4, "because:");
        }
        for one in reasons {
            self.page.item(4, &words::because(self.library, one));
            let note = one
                .question()
                .and_then(|ix| self.audit.answer_of(self.library, ix))
                .map(|answer| plain::short(&answer.note, NOTE))
                .filter(|note| !note.is_empty());
            if let Some(note) = note {
                self.page.paragraph(6, &format!("“{note}”"));
            }
        }
    }

    fn strengths(&mut self) {
        if self.findings.strengths.is_empty() {
            return;
        }
        self.page.heading(&format!(
            "What was done well ({})",
            self.findings.strengths.len()
        ));
        for held in &self.findings.strengths {
            let strength = self.library.strength(held.strength);
            self.page.gap();
            self.page
                .paragraph(2, &format!("{} [{}]", strength.title, strength.id));
            self.because(&held.because);
        }
    }

    fn requirements(&mut self) {
        let findings = self.findings;
        // A departure already listed under a flag is not repeated.
        let departures: Vec<RequirementIx> = findings
            .departures
            .iter()
            .copied()
            .filter(|ix| !findings.fired.iter().any(|one| one.rests_on.contains(ix)))
            .collect();
        for (heading, list) in [
            (
                "Duties that appear not to have been met",
                findings.breaches.as_slice(),
            ),
            (
                "Duties outside this review that appear not to have been met",
                findings.beside.as_slice(),
            ),
            (
                "Also not followed: guidance, agreements, the Code, good practice",
                departures.as_slice(),
            ),
        ] {
            if list.is_empty() {
                continue;
            }
            self.page.heading(&format!("{heading} ({})", list.len()));
            for ix in list {
                let cite = shown::cite(self.library.requirement(*ix), Some(&self.findings.place));
                let says = findings.standing(*ix).label();
                self.page.item(2, &format!("{cite}: {says}"));
            }
        }
    }

    fn gaps(&mut self) {
        if self.findings.gaps.is_empty() {
            return;
        }
        self.page
            .heading(&format!("To ask for ({})", self.findings.gaps.len()));
        for gap in &self.findings.gaps {
            let question = self.library.question(gap.question);
            let status = gap.status.label().to_uppercase();
            self.page.item(
                2,
                &format!("{}: {status} [{}]", question.short, question.id),
            );
        }
    }

    /// Lists the questions that several people answered differently.
    fn disputed(&mut self) {
        let disputed: Vec<_> = self.audit.disputed().collect();
        if disputed.is_empty() {
            return;
        }
        self.page
            .heading(&format!("Answered differently ({})", disputed.len()));
        self.page.paragraph(
            2,
            "None of these answers counts until one is agreed: scrutineer agree AUDIT QUESTION \
             --take WHO --because REASON.",
        );
        for (id, versions) in disputed {
            let short = (self.library.find_current(id))
                .map_or(id, |ix| self.library.question(ix).short.as_str());
            self.page.item(2, &format!("{short} [{id}]"));
            for (number, version) in (1..).zip(versions) {
                let says = version_in_words(self.library, id, version);
                self.page.hanging(4, &format!("{number}. "), &says);
            }
        }
    }

    fn lint(&mut self) {
        if self.findings.lint.is_empty() {
            return;
        }
        let number = self.findings.lint.len();
        self.page
            .heading(&format!("To put right in your own record ({number})"));
        // The same mistake in twenty answers is one sentence and a list of twenty.
        let mut rules: Vec<(&Lint, Vec<&str>)> = Vec::new();
        for lint in &self.findings.lint {
            let question = lint
                .question
                .map(|ix| self.library.question(ix).id.as_str());
            match rules
                .iter_mut()
                .find(|(one, _)| one.rule == lint.rule && one.message == lint.message)
            {
                Some((_, questions)) => questions.extend(question),
                None => rules.push((lint, question.into_iter().collect())),
            }
        }
        for (lint, questions) in rules {
            self.page
                .item(2, &format!("{} [{}]", lint.message, lint.rule.id()));
            if !questions.is_empty() {
                self.page.hanging(4, "in: ", &questions.join(", "));
            }
        }
    }

    fn open(&mut self) {
        if !self.findings.orphaned.is_empty() {
            self.page
                .heading("Answers to questions that are not asked any more (kept, not counted)");
            self.page.paragraph(2, &self.findings.orphaned.join(", "));
        }
        if self.findings.next.is_empty() {
            return;
        }
        let open = count(self.findings.next.len(), "open question", "open questions");
        self.page.heading(&format!("Ask next (of {open})"));
        for ix in self.findings.next.iter().take(NEXT) {
            self.page.item(2, &self.library.question(*ix).short);
        }
    }
}
