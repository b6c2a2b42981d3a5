//! `check`: the verdict and findings of an audit, in words or as JSON.

mod json;
mod words;

use clap::Args;

use super::Now;
use super::arguments::Which;
use super::failure::{CommandOutput, Exit, Failure};
use super::home::Home;
use crate::checklist::VerdictId;
use crate::findings::derive;

/// Report the verdict, findings, gaps and mistakes of an audit.
#[derive(Debug, Args)]
pub(super) struct CheckCommand {
    #[command(flatten)]
    which: Which,
    /// Print JSON for a program.
    #[arg(long)]
    json: bool,
}

impl CheckCommand {
    pub(super) fn run(&self, now: Now) -> Result<CommandOutput, Failure> {
        let home = Home::here()?;
        let library = home.library()?;
        let wanted = home.audit(&self.which)?;
        let findings = derive(&library, &wanted.audit, now.today);
        let said = if self.json {
            CommandOutput::json(&json::of(&library, &wanted.audit, &findings))?
        } else {
            CommandOutput::done(words::of(&library, &wanted.audit, &findings))
        };
        let said = said
            .exit(exit(findings.verdict.id))
            .on_damaged(wanted.damaged);
        let said = said.notes(wanted.notices);
        // The program ends with this: its memory is given back whole, not entry by entry.
        std::mem::forget((library, wanted.audit, findings));
        Ok(said)
    }
}

/// Returns the exit code for a verdict.
const fn exit(verdict: VerdictId) -> Exit {
    match verdict {
        VerdictId::NoGround => Exit::Done,
        VerdictId::TooEarly => Exit::TooEarly,
        VerdictId::SeriousGrounds
        | VerdictId::Grounds
        | VerdictId::Departures
        | VerdictId::Gaps => Exit::Found,
    }
}
