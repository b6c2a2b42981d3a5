//! `open`, and the program without a command: the desk.

use std::path::{Path, PathBuf};

use clap::Args;

use super::Now;
use super::failure::{Failure, Said};
use super::home::Home;

/// Open the desk on an audit.
#[derive(Debug, Args)]
pub(super) struct Open {
    /// The audit: its name in your library, or the path to its file.
    #[arg(value_name = "AUDIT")]
    audit: PathBuf,
}

impl Open {
    pub(super) fn run(&self, now: Now) -> Result<Said, Failure> {
        let path = Home::here()?.find(&self.audit)?;
        desk(Some(&path), now)
    }
}

/// The desk: on an audit, or on the library.
pub(super) fn desk(_audit: Option<&Path>, _now: Now) -> Result<Said, Failure> {
    // TO BE FILLED AT MERGE: terminal::run.
    Err(Failure::new(
        "The desk is not in this build yet; --help lists what is",
    ))
}
