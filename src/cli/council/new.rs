//! `council new`: a profile to fill in.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::failure::{CommandOutput, Failure};
use crate::cli::home::{self, Home};
use crate::report::Council;
use crate::report::council::file::to_toml;

/// Start a council's profile: a file to fill in, with a remark above each line.
#[derive(Debug, Args)]
pub(in crate::cli) struct New {
    /// The council's name, as your audits have it.
    #[arg(value_name = "NAME")]
    name: String,
    /// Write it here instead of among your settings; - is standard output.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl New {
    pub(in crate::cli) fn run(&self) -> Result<CommandOutput, Failure> {
        let name = self.name.trim();
        if name.is_empty() {
            return Err(Failure::usage("the name is empty; write the council’s"));
        }
        let home = Home::here()?;
        let council = Council {
            name: name.to_owned(),
            ..Council::default()
        };
        let text = to_toml(&council);
        match self.output.as_deref() {
            Some(path) if path == Path::new("-") => Ok(CommandOutput::done(text)),
            Some(path) => home::write(path, text.as_bytes(), false),
            None if home.council_path(name)?.is_some() => Err(Failure::new(format!(
                "the rules of {name} have already been started; see them with: scrutineer council \
                 show, enter more with: scrutineer council set"
            ))),
            None => home.keep_council(&council),
        }
    }
}
