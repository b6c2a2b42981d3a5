//! `import`: a spreadsheet that somebody filled in, back into an audit.
//!
//! `crate::import` reads the spreadsheet and plans the changes; this module asks for the plan,
//! prints it, and, if no conflict is left to decide, writes it as one change.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use serde::Serialize;

use super::Now;
use super::failure::{CommandOutput, Exit, Failure};
use super::home::{Home, who};
use super::page::{TextBuilder, count};
use crate::audit::{ReplyOutcome, Shows};
use crate::base::Word as _;
use crate::checklist::Library;
use crate::documents::Worker;
use crate::import::{
    self, Book, ComparedRows, Decision, Decisions, ImportConflict, ImportSetting, LineKind, Plan,
    RowError,
};
use crate::session::Changing;
use crate::store::{self, RealDisk};

/// The greatest number of row errors printed in full for a reader.
const MOST: usize = 100;

/// Import a filled-in questionnaire, or any spreadsheet with a header row, into an audit.
///
/// XLSX, ODS, CSV and TSV are read. Columns are matched by their names: ref, question or topic; status
/// or answer; note; document; page; quote; date; contested; by. A blank never overwrites a value.
/// If audit and spreadsheet have different values, nothing is written before you decide:
/// --keep-mine or --take-theirs. The whole import is one step that undo takes back.
#[derive(Debug, Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of the command line"
)]
pub(super) struct Import {
    /// The audit: its name in your library, or the path to its file.
    #[arg(value_name = "AUDIT")]
    audit: PathBuf,
    /// The spreadsheet.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Show what would change, and write nothing.
    #[arg(long)]
    preview: bool,
    /// If both have a value and they differ, the spreadsheet's replaces the audit's.
    #[arg(long, conflicts_with_all = ["keep_mine", "keep_both"])]
    take_theirs: bool,
    /// If both have a text and they differ, both are kept, each with its author's name; of a status
    /// or a value, the audit's is kept.
    #[arg(long, conflicts_with = "keep_mine")]
    keep_both: bool,
    /// If both have a value and they differ, the audit's is kept.
    #[arg(long)]
    keep_mine: bool,
    /// The one sheet to import, by its name.
    #[arg(long, value_name = "SHEET")]
    sheet: Option<String>,
    /// The author of the answers in rows that name none (default: the file's name).
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// The time that papers dated after the decision are about, where the column “Then or later”
    /// does not say: what was done before it (then) or what came afterwards (later).
    #[arg(long, value_name = "then|later")]
    shows: Option<String>,
    /// Import a sheet that was made for another audit all the same.
    #[arg(long)]
    other_audit: bool,
    /// Answer in JSON.
    #[arg(long)]
    json: bool,
}

/// The result of an import or a preview, for a program.
#[derive(Debug, Serialize)]
struct Imported<'p> {
    file: &'p str,
    applied: bool,
    changes: Vec<PlanRow<'p>>,
    conflicts: Vec<PlanRow<'p>>,
    unchanged: Vec<&'p str>,
    not_understood: &'p [RowError],
    documents: Vec<NewDocument<'p>>,
    replies: Vec<ReplyRow<'p>>,
    notices: &'p [String],
}

#[derive(Debug, Serialize)]
struct PlanRow<'p> {
    question: &'p str,
    rows: &'p [import::CellRef],
    by: &'p str,
    stands: &'p str,
    comes: &'p str,
    will: &'p [String],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    conflicts: &'p [ImportConflict],
}

/// A reply of the council's, which moves no status.
#[derive(Debug, Serialize)]
struct ReplyRow<'p> {
    row: &'p import::CellRef,
    question: &'p str,
    to: &'p str,
    outcome: ReplyOutcome,
    reply: &'p str,
    withheld: bool,
    bears_on: &'p [String],
}

#[derive(Debug, Serialize)]
struct NewDocument<'p> {
    id: &'p str,
    title: &'p str,
}

impl Import {
    pub(super) fn run(&self, now: Now) -> Result<CommandOutput, Failure> {
        if self.by.as_ref().is_some_and(|by| by.trim().is_empty()) {
            return Err(Failure::usage("--by is empty; write the name"));
        }
        let home = Home::here()?;
        let library = home.library()?;
        let path = home.find(&self.audit)?;
        // The audit is read without its lock first, so that a file that cannot be read leaves it
        // alone.
        let peeked = store::peek(&RealDisk, &path)?;
        let book = self.book()?;
        let plan = self.plan(&library, &peeked.audit, &book, now)?;
        let undecided = plan.of(LineKind::ToDecide).count();
        if self.preview {
            let said = self.say(&library, &plan, &book, false)?;
            return Ok(said.notes(peeked.notices));
        }
        if undecided > 0 && self.decision().is_none() {
            let says = format!(
                "nothing was changed: {} to be decided; use --keep-mine to keep your values, \
                 --take-theirs to use the spreadsheet’s, --keep-both to keep both texts, --preview \
                 only to look",
                count(undecided, "answer is", "answers are")
            );
            let said = self.say(&library, &plan, &book, false)?;
            return Err(Failure {
                text: String::from_utf8_lossy(&said.bytes).into_owned(),
                exit: Exit::TooEarly,
                ..Failure::new(says)
            });
        }
        let decisions = Decisions::all(self.decision().unwrap_or_default());
        if plan.change(&decisions).is_none() {
            let said = self.say(&library, &plan, &book, false)?;
            return Ok(said.notes(peeked.notices));
        }
        let mut changing = Changing::open(Arc::new(RealDisk), &path, who(), now.moment)
            .map_err(|why| Failure::unchanged("nothing was imported", why))?;
        // Planned again: the audit may have changed while the spreadsheet was read.
        let plan = self.plan(&library, changing.audit(), &book, now)?;
        if plan.of(LineKind::ToDecide).count() > undecided && self.decision().is_none() {
            return Err(Failure::new(
                "nothing was imported: the audit was changed in the meantime; look again",
            ));
        }
        let said = self.say(&library, &plan, &book, true)?;
        if let Some(change) = plan.change(&decisions) {
            changing
                .record(change)
                .map_err(|why| Failure::new(why.to_string()))?;
        }
        let notes = changing.save().map_err(|why| Failure {
            text: String::from_utf8_lossy(&said.bytes).into_owned(),
            ..Failure::unsaved("what was imported", why)
        })?;
        Ok(said.notes(notes))
    }

    const fn decision(&self) -> Option<Decision> {
        if self.take_theirs {
            Some(Decision::TakeTheirs)
        } else if self.keep_both {
            Some(Decision::KeepBoth)
        } else if self.keep_mine {
            Some(Decision::KeepMine)
        } else {
            None
        }
    }

    fn book(&self) -> Result<Book, Failure> {
        let program = std::env::current_exe().map_err(|why| {
            Failure::new(format!(
                "no spreadsheet can be read: the program could not find its own file ({why}); \
                 start it again"
            ))
        })?;
        import::read(&self.file, &Worker::sheets(program))
            .map_err(|why| Failure::new(why.to_string()))
    }

    fn plan(
        &self,
        library: &Library,
        audit: &crate::audit::Audit,
        book: &Book,
        now: Now,
    ) -> Result<Plan, Failure> {
        let shows = match self.shows.as_deref() {
            None => None,
            Some(word) => Some(Shows::from_word(word).ok_or_else(|| {
                Failure::usage(format!("--shows is “{word}”; write then or later"))
            })?),
        };
        let setting = ImportSetting {
            shows,
            who: self.by.as_deref().map_or(book.name.as_str(), str::trim),
            at: now.moment,
            sheet: self.sheet.as_deref(),
            other_audit: self.other_audit,
        };
        import::plan(library, audit, book, setting)
            .map_err(|why| Failure::new(format!("{}: {why}", book.name)))
    }

    fn say(
        &self,
        library: &Library,
        plan: &Plan,
        book: &Book,
        applied: bool,
    ) -> Result<CommandOutput, Failure> {
        // What could be taken was taken, and the rest is told: only a file that gives nothing at all
        // is bad data.
        let nothing = plan.lines.is_empty() && plan.replies.is_empty();
        let exit = if nothing && !plan.not_understood.is_empty() {
            Exit::BadData
        } else {
            Exit::Done
        };
        if self.json {
            let rows = |kind| plan.of(kind).map(row).collect();
            let imported = Imported {
                file: &book.name,
                applied,
                changes: rows(LineKind::WillChange),
                conflicts: rows(LineKind::ToDecide),
                unchanged: plan
                    .of(LineKind::Unchanged)
                    .map(|line| line.id.as_str())
                    .collect(),
                not_understood: &plan.not_understood,
                documents: plan
                    .documents
                    .iter()
                    .map(|one| NewDocument {
                        id: &one.id,
                        title: &one.title,
                    })
                    .collect(),
                replies: plan
                    .replies
                    .iter()
                    .map(|one| ReplyRow {
                        row: &one.place,
                        question: &one.put.ask,
                        to: &one.put.to,
                        outcome: one.put.outcome,
                        reply: &one.put.reply,
                        withheld: one.withheld,
                        bears_on: &one.put.bears_on,
                    })
                    .collect(),
                notices: &plan.notices,
            };
            return Ok(CommandOutput::json(&imported)?.exit(exit));
        }
        Ok(CommandOutput::done(self.words(library, plan, applied)).exit(exit))
    }

    fn words(&self, library: &Library, plan: &Plan, applied: bool) -> String {
        let mut page = TextBuilder::new();
        let changes = plan.of(LineKind::WillChange).count();
        if changes > 0 {
            page.heading(if applied { "Changed" } else { "Will change" });
            for line in plan.of(LineKind::WillChange) {
                say_line(&mut page, library, line);
            }
        }
        let conflicts = plan.of(LineKind::ToDecide).count();
        if conflicts > 0 {
            page.heading(match self.decision().filter(|_| applied) {
                None => "To be decided",
                Some(Decision::TakeTheirs) => "Decided: theirs was taken",
                Some(Decision::KeepBoth) => "Decided: both texts were kept",
                Some(Decision::KeepMine) => "Decided: mine was kept",
            });
            for line in plan.of(LineKind::ToDecide) {
                say_line(&mut page, library, line);
                for conflict in &line.conflicts {
                    page.paragraph(4, &format!("{}:", conflict.field.the()));
                    page.hanging(6, "mine:   ", &conflict.mine);
                    page.hanging(6, "theirs: ", &conflict.theirs);
                }
            }
        }
        if !plan.documents.is_empty() {
            page.heading(if applied {
                "Registered, by title alone"
            } else {
                "Will be registered, by title alone"
            });
            for document in &plan.documents {
                page.item(2, &format!("{}: {}", document.id, document.title));
            }
        }
        if !plan.replies.is_empty() {
            page.heading(if applied {
                "Kept as what came of the questions"
            } else {
                "Will be kept as what came of the questions"
            });
            for one in &plan.replies {
                page.hanging(2, "- ", &one.put.ask);
                let reply = &one.put.reply;
                let reply = if reply.is_empty() {
                    String::new()
                } else {
                    format!(" “{reply}”")
                };
                let outcome = crate::wording::sentence(one.put.outcome.label());
                page.paragraph(4, &format!("{outcome}{reply}"));
                if let Some(promised) = one.put.promised {
                    let promised = crate::wording::say_day(promised);
                    page.paragraph(4, &format!("It was promised by {promised}."));
                }
                page.paragraph(
                    4,
                    &if one.put.outcome == ReplyOutcome::Asked {
                        "It waits for its answer.".to_owned()
                    } else if one.withheld {
                        format!(
                            "Evidence under {}, which becomes “withheld”.",
                            one.put.bears_on.join(", ")
                        )
                    } else if one.put.bears_on.is_empty() {
                        "It does not relate to any question known here.".to_owned()
                    } else {
                        format!(
                            "Evidence under {}; the status stays as it is.",
                            one.put.bears_on.join(", ")
                        )
                    },
                );
            }
        }
        if !plan.not_understood.is_empty() {
            page.heading("Not understood, so not imported");
            for trouble in plan.not_understood.iter().take(MOST) {
                page.hanging(2, "- ", &format!("{}: {}", trouble.place, trouble.message));
            }
            if let Some(more) = plan.not_understood.len().checked_sub(MOST + 1) {
                page.paragraph(2, &format!("… and {} more; --json has them all", more + 1));
            }
        }
        if !plan.notices.is_empty() {
            page.heading("Also");
            for notice in &plan.notices {
                page.item(2, notice);
            }
        }
        page.gap();
        let mut parts = vec![
            count(changes, "answer changes", "answers change"),
            count(conflicts, "is to be decided", "are to be decided"),
            format!("{} already there", plan.of(LineKind::Unchanged).count()),
            format!("{} left open", plan.left_open),
            count(
                plan.not_understood.len(),
                "thing was not understood",
                "things were not understood",
            ),
        ];
        if applied {
            parts.push("written as one step, which you can undo".to_owned());
        } else {
            parts.push("nothing was written".to_owned());
        }
        page.paragraph(0, &format!("{}.", parts.join("; ")));
        page.finish()
    }
}

fn row(line: &ComparedRows) -> PlanRow<'_> {
    PlanRow {
        question: &line.id,
        rows: &line.places,
        by: &line.by,
        stands: &line.recorded,
        comes: &line.offered,
        will: &line.will,
        conflicts: &line.conflicts,
    }
}

fn say_line(page: &mut TextBuilder, library: &Library, line: &ComparedRows) {
    let rows: Vec<String> = line.places.iter().map(ToString::to_string).collect();
    page.hanging(
        2,
        &format!("{}: ", line.id),
        &library.question(line.question).short,
    );
    page.paragraph(4, &format!("{}, by {}.", rows.join("; "), line.by));
    for will in &line.will {
        page.item(4, will);
    }
}
