//! `council`: the call-in rules of the councils you deal with, filled in once for each.
//!
//! The meaning of a rule is the business of `report::council`, the place of its file that of
//! `store`.

mod list;
mod new;
mod set;
mod show;

use clap::Subcommand;

use super::failure::{CommandOutput, Failure};

/// The councils' own rules on call-in: list, show, new, set.
#[derive(Debug, Subcommand)]
pub(super) enum CouncilCommand {
    /// List the councils whose rules you entered.
    List(list::List),
    /// Show a council's rules, and which are still missing.
    Show(show::Show),
    /// Begin a council's profile: a file to fill in, with a remark over each line.
    New(new::New),
    /// Enter some of a council's rules.
    Set(set::Set),
}

impl CouncilCommand {
    pub(super) fn run(&self) -> Result<CommandOutput, Failure> {
        match self {
            Self::List(list) => list.run(),
            Self::Show(show) => show.run(),
            Self::New(new) => new.run(),
            Self::Set(set) => set.run(),
        }
    }
}
