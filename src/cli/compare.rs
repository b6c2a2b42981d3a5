//! `compare`: two audits of one review, as of the draft and of the final report.

use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use super::Now;
use super::arguments::Which;
use super::failure::{CommandOutput, Failure};
use super::home::{Home, NamedAudit};
use super::page::{TextBuilder, count};
use crate::checklist::{FlagIx, Library, VerdictId};
use crate::findings::compare::{AnswerChange, AuditComparison, ComparedAnswer, compare_audits};
use crate::findings::derive;
use crate::report::words::recorded;
use crate::wording::{DiffPart, Fate, list, say_diff};

/// Compare two audits of one review: what the final fixed, kept, made worse or quietly dropped.
///
/// Give the audit of the draft first, then the audit of the final report. Answers given to an earlier
/// edition of a checklist are matched. Both audits are only read. Promises that the draft's quotations
/// make are looked for in the quotations of the final. To compare two papers of the council itself, use
/// documents compare.
#[derive(Debug, Args)]
pub(super) struct CompareCommand {
    /// The audit of the draft: its name in your library, or the path to its file.
    #[arg(value_name = "DRAFT")]
    draft: PathBuf,
    /// The audit of the final report.
    #[arg(value_name = "FINAL")]
    last: PathBuf,
    /// List the questions that are unchanged as well.
    #[arg(long)]
    all: bool,
    /// Print JSON for a program.
    #[arg(long)]
    json: bool,
}

/// The comparison for a program.
#[derive(Debug, Serialize)]
struct CompareJson<'a> {
    verdict: Sides<VerdictId>,
    checklists: Sides<Vec<String>>,
    flags_gone: Vec<&'a str>,
    flags_new: Vec<&'a str>,
    flags_kept: Vec<&'a str>,
    promises: Vec<PromiseJson<'a>>,
    questions: Vec<AnswerJson<'a>>,
    not_compared: &'a [String],
}

#[derive(Debug, Serialize)]
struct Sides<T> {
    draft: T,
    #[serde(rename = "final")]
    last: T,
}

#[derive(Debug, Serialize)]
struct PromiseJson<'a> {
    fate: Fate,
    question: &'a str,
    quote: &'a str,
    words: &'a [DiffPart],
}

#[derive(Debug, Serialize)]
struct AnswerJson<'a> {
    question: &'a str,
    change: AnswerChange,
    recorded: Sides<String>,
    note: &'a [DiffPart],
    quotes_gone: &'a [String],
    quotes_new: &'a [String],
    /// True where the answer was given to other words of the question.
    to_confirm: Sides<bool>,
}

/// The two audits with their comparison.
struct Compared<'a> {
    library: &'a Library,
    draft: &'a NamedAudit,
    last: &'a NamedAudit,
    all: AuditComparison,
}

impl CompareCommand {
    pub(super) fn run(&self, now: Now) -> Result<CommandOutput, Failure> {
        let home = Home::here()?;
        let library = home.library()?;
        let read = |path: &Path| {
            home.audit(&Which {
                audit: Some(path.to_owned()),
                example: None,
            })
        };
        let (draft, last) = (read(&self.draft)?, read(&self.last)?);
        let findings = |one: &NamedAudit| derive(&library, &one.audit, now.today);
        let (before, after) = (findings(&draft), findings(&last));
        let all = compare_audits(&library, (&draft.audit, &before), (&last.audit, &after));
        let compared = Compared {
            library: &library,
            draft: &draft,
            last: &last,
            all,
        };
        let said = if self.json {
            compared.json()?
        } else {
            CommandOutput::done(compared.words(self.all))
        };
        let notices = draft.notices.iter().chain(&last.notices);
        Ok(said
            .notes(notices)
            .on_damaged(draft.damaged || last.damaged))
    }
}

/// The sentence about answers that were given to other words.
const TO_CONFIRM: &str = "was given to other words of this question and waits to be confirmed";

impl Compared<'_> {
    fn recorded(&self, one: &ComparedAnswer) -> (String, String) {
        let question = self.library.question(one.question);
        let said = |named: &NamedAudit| {
            let answer = named.audit.answer_of(self.library, one.question);
            answer.map_or_else(|| "no answer".to_owned(), |given| recorded(question, given))
        };
        (said(self.draft), said(self.last))
    }

    fn json(&self) -> Result<CommandOutput, Failure> {
        let flags = |list: &[FlagIx]| {
            let ids = list.iter().map(|ix| self.library.flag(*ix).id.as_str());
            ids.collect::<Vec<_>>()
        };
        let editions = |named: &NamedAudit| {
            let stamps = named.audit.checklists.iter();
            stamps
                .map(|one| format!("{} {}", one.id, one.edition))
                .collect::<Vec<_>>()
        };
        let all = &self.all;
        CommandOutput::json(&CompareJson {
            verdict: Sides {
                draft: all.verdict.0,
                last: all.verdict.1,
            },
            checklists: Sides {
                draft: editions(self.draft),
                last: editions(self.last),
            },
            flags_gone: flags(&all.flags_gone),
            flags_new: flags(&all.flags_new),
            flags_kept: flags(&all.flags_kept),
            promises: all
                .promises
                .iter()
                .map(|one| PromiseJson {
                    fate: one.fate,
                    question: &self.library.question(one.question).id,
                    quote: &one.quote,
                    words: &one.words,
                })
                .collect(),
            questions: all
                .answers
                .iter()
                .map(|one| {
                    let (draft, last) = self.recorded(one);
                    AnswerJson {
                        question: &self.library.question(one.question).id,
                        change: one.change,
                        recorded: Sides { draft, last },
                        note: &one.note,
                        quotes_gone: &one.quotes_gone,
                        quotes_new: &one.quotes_new,
                        to_confirm: Sides {
                            draft: one.to_confirm.0,
                            last: one.to_confirm.1,
                        },
                    }
                })
                .collect(),
            not_compared: &all.orphaned,
        })
    }

    fn words(&self, with_unchanged: bool) -> String {
        let all = &self.all;
        let mut page = TextBuilder::new();
        page.heading("Draft and final compared");
        let (before, after) = (all.verdict.0.label(), all.verdict.1.label());
        page.paragraph(
            2,
            &if before == after {
                format!("The verdict is the same on both: {before}.")
            } else {
                format!("The verdict on the draft was: {before}. On the final it is: {after}.")
            },
        );
        let counts = AnswerChange::ALL.iter().filter_map(|change| {
            let number = all.with_change(*change).count();
            (number > 0).then(|| format!("{number} {}", in_short(*change)))
        });
        let counts: Vec<String> = counts.collect();
        if counts.is_empty() {
            page.paragraph(2, "Neither audit answers a question yet.");
        } else {
            page.paragraph(2, &format!("Questions: {}.", list(&counts)));
        }
        self.promises(&mut page);
        for change in AnswerChange::ALL {
            if change == AnswerChange::Unchanged && !with_unchanged {
                continue;
            }
            let these: Vec<&ComparedAnswer> = all.with_change(change).collect();
            if these.is_empty() {
                continue;
            }
            page.heading(&format!("{} ({})", change.heading(), these.len()));
            for one in these {
                self.answer(&mut page, one);
            }
        }
        self.flags(&mut page);
        if !all.orphaned.is_empty() {
            page.heading("Not compared");
            page.paragraph(
                2,
                &format!(
                    "No checklist asks these questions any more: {}.",
                    all.orphaned.join(", ")
                ),
            );
        }
        let unchanged = all.with_change(AnswerChange::Unchanged).count();
        if unchanged > 0 && !with_unchanged {
            page.gap();
            page.paragraph(
                0,
                &format!(
                    "{} unchanged; --all lists them.",
                    count(unchanged, "question is", "questions are")
                ),
            );
        }
        page.finish()
    }

    fn promises(&self, page: &mut TextBuilder) {
        for fate in Fate::ALL {
            let these = self.all.promises.iter().filter(|one| one.fate == fate);
            let these: Vec<_> = these.collect();
            if these.is_empty() {
                continue;
            }
            page.heading(&format!("{} ({})", fate.heading(), these.len()));
            for one in these {
                let short = &self.library.question(one.question).short;
                let said = if one.words.is_empty() {
                    &one.quote
                } else {
                    &say_diff(&one.words)
                };
                page.item(2, &format!("“{said}” ({short})"));
            }
        }
    }

    fn answer(&self, page: &mut TextBuilder, one: &ComparedAnswer) {
        let question = self.library.question(one.question);
        let (before, after) = self.recorded(one);
        let status = if before == after {
            before
        } else {
            format!("{before} → {after}")
        };
        page.item(
            2,
            &format!("{} ({}): {status}", question.short, question.id),
        );
        if one.change == AnswerChange::Unchanged {
            return;
        }
        if !one.note.is_empty() {
            page.paragraph(6, &format!("Note: {}", say_diff(&one.note)));
        }
        for (label, quotes) in [
            ("Only the draft is quoted", &one.quotes_gone),
            ("Only the final is quoted", &one.quotes_new),
        ] {
            for quote in quotes {
                page.paragraph(6, &format!("{label}: “{quote}”"));
            }
        }
        for (is_so, side) in [(one.to_confirm.0, "draft"), (one.to_confirm.1, "final")] {
            if is_so {
                page.paragraph(6, &format!("The answer on the {side} {TO_CONFIRM}."));
            }
        }
    }

    fn flags(&self, page: &mut TextBuilder) {
        for (heading, flags) in [
            ("Findings that the final has answered", &self.all.flags_gone),
            ("Findings that are new on the final", &self.all.flags_new),
            ("Findings that are on both", &self.all.flags_kept),
        ] {
            if flags.is_empty() {
                continue;
            }
            page.heading(&format!("{heading} ({})", flags.len()));
            for flag in flags {
                page.item(2, &self.library.flag(*flag).title);
            }
        }
    }
}

/// Returns the word for a kind of difference in a count: "2 fixed".
const fn in_short(change: AnswerChange) -> &'static str {
    match change {
        AnswerChange::Dropped => "quietly dropped",
        AnswerChange::Worse => "worse",
        AnswerChange::Fixed => "fixed",
        AnswerChange::Better => "better",
        AnswerChange::Otherwise => "answered differently",
        AnswerChange::NewlyAnswered => "newly answered",
        AnswerChange::StillOpen => "not yet answered on the final",
        AnswerChange::Reworded => "only reworded",
        AnswerChange::Unchanged => "unchanged",
    }
}
