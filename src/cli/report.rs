//! `report`: a paper to hand over.

use std::path::{Path, PathBuf};

use clap::Args;

use super::Now;
use super::arguments::{Which, word};
use super::failure::{Failure, Said};
use super::home::{self, Home};
use crate::findings::derive;
use crate::report::setting::Settings;
use crate::report::{self, Format, Kind, Meta, Setting, Source};

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
    /// Leave your settings.toml aside: no letterhead, every section in its usual place.
    #[arg(long)]
    without_settings: bool,
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
        let settings = if self.without_settings {
            Settings::default()
        } else {
            home.settings()?
        };
        let setting = Setting {
            settings,
            ..Setting::default()
        };
        let source = Source {
            library: &library,
            audit: &wanted.audit,
            findings: &findings,
            meta: &meta,
            history: wanted.history.as_ref(),
            setting: &setting,
        };
        let document =
            report::build(self.kind, &source).map_err(|why| Failure::new(why.to_string()))?;
        let bytes = report::write(&document, self.format);
        let said = match self.output.as_deref() {
            None => Said::bytes(bytes),
            Some(path) if path == Path::new("-") => Said::bytes(bytes),
            Some(path) => home::write(path, &bytes, self.force)?,
        };
        Ok(said.notes(wanted.notices))
    }
}
