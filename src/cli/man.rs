//! `man`: the manual page, made of the same words as the help.

use clap::CommandFactory as _;
use clap_mangen::Man;

use super::Cli;
use super::failure::{Failure, Said};

/// The manual page in roff.
pub(super) fn run() -> Result<Said, Failure> {
    let mut out = Vec::new();
    Man::new(Cli::command())
        .render(&mut out)
        .map_err(|why| Failure::new(format!("The manual page could not be made: {why}.")))?;
    Ok(Said::done(String::from_utf8_lossy(&out)))
}
