//! `council`: the call-in rules of the councils you deal with, filled in once for each.
//!
//! The meaning of a rule is the business of `report::council`, the place of its file that of
//! `store`.

mod confirm;
mod list;
mod new;
mod set;
mod show;
mod take;

use clap::Subcommand;

use super::Now;
use super::failure::{CommandOutput, Failure};

/// The councils' own rules on call-in: list, show, new, take, set, confirm.
#[derive(Debug, Subcommand)]
pub(super) enum CouncilCommand {
    /// List the councils whose rules you entered, and the ready profiles.
    List(list::List),
    /// Show a council's rules, and which are still missing.
    Show(show::Show),
    /// Start a council's profile: a file to fill in, with a remark above each line.
    New(new::New),
    /// Take a ready profile into your own rules, to be confirmed.
    Take(take::Take),
    /// Enter some of a council's rules.
    Set(Box<set::Set>),
    /// Record that you compared a ready profile with the council's constitution.
    Confirm(confirm::Confirm),
}

impl CouncilCommand {
    pub(super) fn run(&self, now: Now) -> Result<CommandOutput, Failure> {
        match self {
            Self::List(list) => list.run(),
            Self::Show(show) => show.run(),
            Self::New(new) => new.run(),
            Self::Take(take) => take.run(),
            Self::Set(set) => set.run(),
            Self::Confirm(confirm) => confirm.run(now),
        }
    }
}
