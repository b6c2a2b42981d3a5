//! `bundle`: an audit with its papers in one file that a stranger can check.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use super::Now;
use super::arguments::word;
use super::documents::{ProgressLine, reader};
use super::failure::{CommandOutput, Failure};
use super::home::{self, Home};
use crate::desk::bundle::BundleOrder;
use crate::documents::make_pdf;
use crate::report::{Kind, Meta, Setting, ending};
use crate::session::{BundleChoice, Bundled, WrittenPaper};
use crate::store::{self, Fill, Handed, RealDisk};
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
    /// Write one PDF for a court or an ombudsman instead: an index, the submission, and the papers with
    /// every quoted passage marked.
    #[arg(long)]
    pdf: bool,
    /// A registered paper to leave out, by its id; once for each.
    #[arg(long, value_name = "ID")]
    without: Vec<String>,
    /// A paper seen in confidence that goes in all the same, by its id; once for each.
    #[arg(long, value_name = "ID")]
    in_confidence: Vec<String>,
    /// Leave the journal out: who changed what, and when.
    #[arg(long, conflicts_with = "pdf")]
    without_journal: bool,
    /// A kind of paper to write into the bundle; once for each. Without it: a submission and the full
    /// record.
    #[arg(long, value_name = "KIND", value_parser = word::<Kind>(), conflicts_with = "pdf")]
    kind: Vec<Kind>,
    /// Write over a file that is there.
    #[arg(long)]
    force: bool,
}

impl BundleCommand {
    pub(super) fn run(&self, now: Now) -> Result<CommandOutput, Failure> {
        let is_pdf = self
            .output
            .extension()
            .is_some_and(|end| end.eq_ignore_ascii_case("pdf"));
        if self.pdf != is_pdf {
            return Err(Failure::usage(if self.pdf {
                "--pdf writes a PDF: give it a name that ends in .pdf"
            } else {
                "a name that ends in .pdf is one for --pdf; a bundle to check and merge ends in .zip"
            }));
        }
        if !is_pdf
            && let Some(end) = ending(&self.output)
            && end != "zip"
        {
            return Err(Failure::usage(format!(
                "a bundle is a zip archive, and .{end} is the ending of another kind of file; give it a \
                 name that ends in .zip"
            )));
        }
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
                head: store::peek(&RealDisk, &path)?
                    .head
                    .map(|head| head.to_string()),
                author: home::author(),
                version: env!("CARGO_PKG_VERSION").to_owned(),
            },
            kinds: if self.kind.is_empty() {
                BundleOrder::USUAL.to_vec()
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
        if self.pdf {
            return self.write_pdf(&bundled, &order, &path);
        }
        let papers = order.papers(&bundled.audit, &bundled.quotes());
        let written: Vec<WrittenPaper> = (papers.files.into_iter())
            .map(|(name, bytes)| WrittenPaper { name, bytes })
            .collect();
        let fill: &mut Fill<'_> = &mut |file| bundled.write_to(now.today, &written, file);
        let said = home::write_with(&self.output, Handed::Paper, path.parent(), fill, self.force)?;
        let mut notes = bundled.notes();
        notes.extend(papers.left_out);
        notes.push(format!(
            "It holds {} and {} written from the audit. Check it with: scrutineer verify",
            count(
                bundled.papers.len(),
                "registered paper",
                "registered papers"
            ),
            count(written.len(), "paper", "papers"),
        ));
        notes.splice(0..0, said.notes.iter().cloned());
        Ok(said.notes(notes))
    }

    /// Writes the bundle as one PDF.
    fn write_pdf(
        &self,
        bundled: &Bundled,
        order: &BundleOrder,
        path: &Path,
    ) -> Result<CommandOutput, Failure> {
        let submission = order.document(Kind::Submission, &bundled.audit, &bundled.quotes());
        let plan = bundled.pdf_plan(submission.as_ref().ok(), order.meta.today);
        let (bytes, report) = make_pdf(&reader()?.worker, &plan)
            .map_err(|why| Failure::new(format!("nothing was written: {why}")))?;
        let fill: &mut Fill<'_> = &mut |file| file.write_all(&bytes);
        let said = home::write_with(&self.output, Handed::Paper, path.parent(), fill, self.force)?;
        let mut notes = bundled.notes();
        notes.splice(0..0, said.notes.iter().cloned());
        notes.extend(
            submission
                .err()
                .map(|why| format!("There is no submission in it: {why}")),
        );
        notes.extend(report.sentences());
        Ok(said.notes(notes))
    }
}
