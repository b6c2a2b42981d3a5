//! `checklist validate`: every mistake of checklists at once, and every scenario that fails.

use std::path::PathBuf;

use clap::Args;

use crate::checklist::{ChecklistText, Library, load, shipped};
use crate::cli::failure::{CommandOutput, Failure, pointed};
use crate::cli::home::{self, Home};
use crate::cli::page::count;
use crate::cli::{Now, plain};
use crate::findings::scenario;

/// Find every mistake in checklists, and run their scenarios.
///
/// A scenario is a little review in a checklist with what must follow from it. Every mistake and
/// every scenario that does not come true is printed with its file, line and column.
#[derive(Debug, Args)]
pub(in crate::cli) struct Validate {
    /// Checklists to look at, together with those that come with the program (default: your own).
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
}

impl Validate {
    pub(super) fn run(&self, now: Now) -> Result<CommandOutput, Failure> {
        let others: Vec<ChecklistText> = if self.files.is_empty() {
            Home::here()?.own_checklists()?
        } else {
            home::checklists(&self.files)?
        };
        let mut texts = shipped::checklists();
        texts.extend(others);
        let library = match load(&texts) {
            Ok(library) => library,
            Err(mistakes) => {
                let number = count(mistakes.len(), "mistake", "mistakes");
                return Err(Failure {
                    text: mistakes.iter().map(pointed).collect(),
                    ..Failure::new(format!("{number} in the checklists; no scenario was run"))
                });
            }
        };
        let wrong = untrue(&library, now);
        let files = count(library.files().len(), "checklist", "checklists");
        if !wrong.is_empty() {
            let number = count(wrong.len(), "thing", "things");
            let says = format!(
                "no mistake was found in {files}, but {number} that scenarios promise did not come true"
            );
            return Err(Failure {
                text: wrong.join("\n") + "\n",
                ..Failure::new(says)
            });
        }
        Ok(CommandOutput::done(format!(
            "No mistake was found in {files}: {}, {}, {}, {}. All of {} came true.\n",
            count(library.questions().len(), "question", "questions"),
            count(library.requirements().len(), "requirement", "requirements"),
            count(library.flags().len(), "flag", "flags"),
            count(library.precedents().len(), "precedent", "precedents"),
            count(library.scenarios().len(), "scenario", "scenarios"),
        )))
    }
}

/// Returns the promises of scenarios that did not come true, each with its place.
fn untrue(library: &Library, now: Now) -> Vec<String> {
    let mut wrong = Vec::new();
    for one in library.scenarios() {
        let file = &library.file(one.file).name;
        let (line, column) = one.at;
        for promise in scenario::run(library, one, now.today) {
            let id = &one.id;
            wrong.push(plain::text(&format!(
                "{file}:{line}:{column}: scenario “{id}”: {promise}"
            )));
        }
    }
    wrong
}
