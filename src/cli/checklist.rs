//! `checklist`: the questions and the reasons for them: to list, to read, to try out one's own.

mod coverage;
pub(super) mod diff;
mod list;
mod show;
mod validate;

use clap::Subcommand;

use super::Now;
use super::failure::{CommandOutput, Failure};

/// Look into the checklists.
#[derive(Debug, Subcommand)]
pub(super) enum ChecklistCommand {
    /// List everything in the checklists: questions, requirements, flags, precedents.
    List(list::List),
    /// Show one entry in full: a question, requirement, flag, strength, precedent or checklist.
    Show(show::Show),
    /// Find every mistake in checklists, and run their scenarios.
    Validate(validate::Validate),
    /// Compare two editions of checklists: what asks you to do something comes first.
    Diff(diff::DiffCommand),
    /// Say what the checklists cover, and where they are thin.
    Coverage(coverage::Show),
}

impl ChecklistCommand {
    pub(super) fn run(&self, now: Now) -> Result<CommandOutput, Failure> {
        match self {
            Self::List(list) => list.run(),
            Self::Show(show) => show.run(),
            Self::Validate(validate) => validate.run(now),
            Self::Diff(diff) => diff.run(),
            Self::Coverage(coverage) => coverage.run(now),
        }
    }
}
