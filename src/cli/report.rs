//! `report`: a paper to hand over.

use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};

use clap::Args;

use super::Now;
use super::arguments::{Which, word};
use super::failure::{Failure, Said};
use super::home::{self, Home};
use crate::findings::derive;
use crate::report::{self, Format, Kind, Meta};

/// Write a paper to hand over.
#[derive(Debug, Args)]
pub(super) struct Report {
    #[command(flatten)]
    which: Which,
    /// Which paper.
    #[arg(long, value_parser = word::<Kind>())]
    kind: Kind,
    /// In which format.
    #[arg(long, default_value = "md", value_parser = word::<Format>())]
    format: Format,
    /// Write it here; - is standard output, as when this is left out.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Write over a file that is there.
    #[arg(long, requires = "output")]
    force: bool,
}

impl Report {
    pub(super) fn run(&self, now: Now) -> Result<Said, Failure> {
        let home = Home::here()?;
        let library = home.library()?;
        let wanted = home.audit(&self.which)?;
        let findings = derive(&library, &wanted.audit, now.today);
        let meta = Meta {
            today: now.today,
            head: wanted.head.map(|head| head.to_string()),
            who: home::who(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        };
        let document = report::build(self.kind, &library, &wanted.audit, &findings, &meta)
            .map_err(|why| Failure::new(why.to_string()))?;
        let bytes = report::write(&document, self.format);
        if self.output.is_none() && self.format == Format::Xlsx && io::stdout().is_terminal() {
            return Err(Failure::usage(
                "a workbook is not for a terminal; name a file with -o",
            ));
        }
        let said = match self.output.as_deref() {
            None => Said::bytes(bytes),
            Some(path) if path == Path::new("-") => Said::bytes(bytes),
            Some(path) => home::write(path, &bytes, self.force)?,
        };
        Ok(said.notes(wanted.notices))
    }
}
