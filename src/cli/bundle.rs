//! `bundle`: an audit with its papers in one file that a stranger can check.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use super::Now;
use super::arguments::word;
use super::documents::{ProgressLine, reader};
use super::failure::{CommandOutput, Failure};
use super::home::{self, Home};
use crate::desk::bundle::BundleOrder;
use crate::report::{Kind, Meta, Setting};
use crate::session::{BundleChoice, Bundled, Written};
use crate::store::{Fill, Handed, RealDisk};
use crate::wording::count;

/// Bundle an audit with its papers in one file that a stranger can check.
///
/// The bundle holds the audit, its journal, the registered papers, a submission and a full record, the
/// text of every page, a program that looks every quotation up again, and a list of all of it with
/// SHA-256. Papers seen in confidence are left out with every word that names or quotes them, unless
/// you name them; so are texts marked “private:” and your notes on papers. The journal keeps earlier
/// words, so it is left out as well if it ever held any of these. Check a bundle with scrutineer
/// verify; take it into an audit with scrutineer merge.
#[derive(Debug, Args)]
pub(super) struct BundleCommand {
    /// The audit: its name in your library, or the path to its file.
    #[arg(value_name = "AUDIT")]
    audit: PathBuf,
    /// The file to write.
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// A registered paper to leave out, by its id; once for each.
    #[arg(long, value_name = "ID")]
    without: Vec<String>,
    /// A paper seen in confidence that goes in all the same, by its id; once for each.
    #[arg(long, value_name = "ID")]
    in_confidence: Vec<String>,
    /// Leave the journal out: who changed what, and when.
    #[arg(long)]
    without_journal: bool,
    /// A kind of paper to write into the bundle; once for each. Without it: a submission and the full
    /// record.
    #[arg(long, value_name = "KIND", value_parser = word::<Kind>())]
    kind: Vec<Kind>,
    /// Write over a file that is there.
    #[arg(long)]
    force: bool,
}

impl BundleCommand {
    pub(super) fn run(&self, now: Now) -> Result<CommandOutput, Failure> {
        let home = Home::here()?;
        let path = home.find(&self.audit)?;
        let order = BundleOrder {
            library: Arc::new(home.library()?),
            setting: Arc::new(Setting {
                settings: home.settings()?,
                ..Setting::default()
            }),
            meta: Meta {
                today: now.today,
                head: None,
                author: home::author(),
                version: env!("CARGO_PKG_VERSION").to_owned(),
            },
            kinds: if self.kind.is_empty() {
                vec![Kind::Submission, Kind::Record]
            } else {
                self.kind.clone()
            },
        };
        let choice = BundleChoice {
            without: self.without.clone(),
            in_confidence: self.in_confidence.clone(),
            without_journal: self.without_journal,
        };
        let mut progress = ProgressLine::new();
        let bundled = Bundled::settle(&RealDisk, &path, &choice, &reader()?, &mut |stage| {
            progress.tell(&stage.document.title, stage.pages)
        })?;
        drop(progress);
        let papers = order.papers(&bundled.audit, &bundled.quotes());
        let written: Vec<Written> = (papers.files.into_iter())
            .map(|(name, bytes)| Written { name, bytes })
            .collect();
        let fill: &mut Fill<'_> = &mut |file| bundled.write_to(now.today, &written, file);
        let said = home::write_with(&self.output, Handed::Paper, fill, self.force)?;
        let mut notes = bundled.notes();
        notes.extend(papers.left_out);
        notes.push(format!(
            "It holds {} and {} written from the audit. Check it with: scrutineer verify",
            count(bundled.papers.len(), "registered paper", "registered papers"),
            count(written.len(), "paper", "papers"),
        ));
        notes.splice(0..0, said.notes.iter().cloned());
        Ok(said.notes(notes))
    }
}
