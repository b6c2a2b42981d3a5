//! `merge`: another person's audit of the same review, into one's own.
//!
//! `audit::merge` decides; this module reads both, prints the summary, and writes one change.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use serde::Serialize;

use super::Now;
use super::failure::{CommandOutput, Failure};
use super::home::{Home, who};
use super::page::TextBuilder;
use crate::audit::History;
use crate::documents::folder_of;
use crate::findings::two_people::TwoPeople;
use crate::session::{Changing, NotMergeable, Theirs, plan_merge};
use crate::store::{self, RealDisk};

/// Merge another person's audit of the same review into yours.
///
/// Answers that are the same become one. Where the two of you answered differently, both answers are
/// kept next to each other, with who gave them and when, until you agree on one (scrutineer agree).
/// Evidence is united, documents are matched by their contents, notes are kept under their authors'
/// names. The whole merge is one step that undo takes back. Their audit is never written to. Papers
/// that only their bundle has become files in the folder “papers” next to your audit.
#[derive(Debug, Args)]
pub(super) struct Merge {
    /// Your audit: its name in your library, or the path to its file.
    #[arg(value_name = "OURS")]
    ours: PathBuf,
    /// Their audit, a bundle of it, or a conflict copy of yours: its name in your library, or the path
    /// to its file.
    #[arg(value_name = "THEIRS")]
    theirs: PathBuf,
    /// The audit as it was when the two of you began (default: what both histories begin with).
    #[arg(long, value_name = "FILE")]
    base: Option<PathBuf>,
    /// Show what would change, and write nothing.
    #[arg(long)]
    preview: bool,
    /// Answer in JSON.
    #[arg(long)]
    json: bool,
}

/// The result of a merge or a preview, for a program.
#[derive(Debug, Serialize)]
struct MergedJson<'a> {
    applied: bool,
    #[serde(flatten)]
    summary: &'a TwoPeople,
}

impl Merge {
    pub(super) fn run(&self, now: Now) -> Result<CommandOutput, Failure> {
        let home = Home::here()?;
        let library = home.library()?;
        let path = home.find(&self.ours)?;
        let theirs = read(&home.find(&self.theirs)?)?;
        let base = match &self.base {
            Some(base) => Some(read(&home.find(base)?)?.audit),
            None => None,
        };
        // Ours is read without its lock first, so that a merge that cannot be made leaves it alone.
        let peeked = store::peek(&RealDisk, &path)?;
        read(&path)?;
        let folder = folder_of(&path);
        let plan = |ours: &History| {
            plan_merge((ours, &folder), &theirs, base.clone())
                .map_err(|why| Failure::new(format!("nothing was merged: {why}")))
        };
        let planned = plan(&peeked.history)?;
        let summary = TwoPeople::of(&library, peeked.history.audit(), &planned);
        if self.preview || summary.is_nothing() {
            return Ok(self.say(&summary, false)?.notes(peeked.notices));
        }
        let mut changing = Changing::open(Arc::new(RealDisk), &path, who(), now.moment)
            .map_err(|why| Failure::unchanged("nothing was merged", why))?;
        theirs
            .taken_over(&RealDisk, changing.audit(), &folder)
            .take_out(&RealDisk)
            .map_err(|why| Failure::new(format!("nothing was merged: {why}")))?;
        // Planned again: the audit may have changed in the meantime.
        let planned = plan(changing.history())?;
        let summary = TwoPeople::of(&library, changing.audit(), &planned);
        let said = self.say(&summary, true)?;
        let change = changing.audit().change_to(&planned.merged.audit);
        changing
            .record(change)
            .map_err(|why| Failure::new(why.to_string()))?;
        let notes = changing.save().map_err(|why| Failure {
            text: String::from_utf8_lossy(&said.bytes).into_owned(),
            ..Failure::unsaved("what was merged", why)
        })?;
        Ok(said.notes(notes))
    }

    fn say(&self, summary: &TwoPeople, applied: bool) -> Result<CommandOutput, Failure> {
        if self.json {
            return CommandOutput::json(&MergedJson { applied, summary });
        }
        let mut page = TextBuilder::new();
        page.summary(&summary.parts(applied, true));
        page.gap();
        page.paragraph(
            0,
            if applied {
                "The merge was written as one step, which you can undo."
            } else {
                "Nothing was written."
            },
        );
        Ok(CommandOutput::done(page.finish()))
    }
}

/// Reads an audit to be merged; nothing of it is touched.
fn read(path: &Path) -> Result<Theirs, Failure> {
    Theirs::read(&RealDisk, path).map_err(|why| match why {
        NotMergeable::Store(error) => error.into(),
        why @ (NotMergeable::Bundle(_) | NotMergeable::Unreliable { .. }) => {
            Failure::new(why.to_string())
        }
    })
}
