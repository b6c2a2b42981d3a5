//! `completions`: a shell completion script for this program's commands.

use clap::{Args, CommandFactory as _};
use clap_complete::Shell;

use super::Cli;
use super::failure::CommandOutput;

/// Print a shell completion script for this program's commands.
#[derive(Debug, Args)]
pub(super) struct Completions {
    /// The shell.
    shell: Shell,
}

impl Completions {
    pub(super) fn run(&self) -> CommandOutput {
        let mut out = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "scrutineer", &mut out);
        CommandOutput::done(String::from_utf8_lossy(&out))
    }
}
