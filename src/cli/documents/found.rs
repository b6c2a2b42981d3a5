//! The papers that `documents add` is to add, listed before anything is added.

use std::path::{Path, PathBuf};

use crate::cli::failure::{CommandOutput, Exit};
use crate::cli::page::{TextBuilder, count};
use crate::documents::{FoundFile, Lies, fault_at, find_papers};
use crate::session::{Taken, folder_beside, take_out};
use crate::store::RealDisk;
use crate::wording::{bytes, shown};

/// The papers found at the paths given.
#[derive(Debug)]
pub(super) struct Found<'p> {
    files: Vec<FoundFile>,
    into: Option<&'p Path>,
}

impl<'p> Found<'p> {
    /// Looks at each path; nothing is written.
    pub(super) fn of(paths: &[PathBuf], attachments: bool, into: Option<&'p Path>) -> Self {
        Self {
            files: find_papers(paths, attachments),
            into,
        }
    }

    fn refused(&self) -> impl Iterator<Item = String> {
        self.files.iter().filter_map(|one| {
            let why = one.refused.as_ref()?;
            Some(format!("{}: {why}", one.name))
        })
    }

    /// Lists what would be added.
    pub(super) fn preview(&self) -> CommandOutput {
        let mut page = TextBuilder::new();
        let faults: Vec<(&Path, String)> = self
            .files
            .iter()
            .filter_map(|one| match &one.lies {
                Lies::Named(path) => {
                    fault_at(path).map(|why| (path.as_path(), format!("it {why}")))
                }
                Lies::InFolder(_) | Lies::Packed(..) => None,
            })
            .collect();
        let is_sound = |one: &&FoundFile| {
            let at_fault = matches!(&one.lies, Lies::Named(path)
                if faults.iter().any(|(bad, _)| bad == path));
            one.refused.is_none() && !at_fault
        };
        let papers = self.files.iter().filter(is_sound);
        page.heading(&format!(
            "{} would be added",
            count(papers.clone().count(), "paper", "papers")
        ));
        for one in papers {
            let size = match one.bytes {
                0 => String::new(),
                size => format!(", {}", bytes(size)),
            };
            let from = one.pack().map_or_else(String::new, |pack| {
                let folder = self
                    .into
                    .map_or_else(|| folder_beside(pack), Path::to_owned);
                let pack = pack.file_name().map_or(pack, Path::new);
                format!(", taken out of {} into {}", shown(pack), shown(&folder))
            });
            page.item(2, &format!("{} ({}{size}){from}", one.name, one.kind()));
        }
        if self.refused().next().is_some() || !faults.is_empty() {
            page.heading("Passed over");
            for (path, why) in &faults {
                page.item(2, &format!("{}: {why}", shown(path)));
            }
            for one in self.refused() {
                page.item(2, &one);
            }
        }
        page.paragraph(0, "Nothing was added: this is a preview.");
        let exit = if faults.is_empty() {
            Exit::Done
        } else {
            Exit::BadData
        };
        CommandOutput::done(page.finish()).exit(exit)
    }

    /// Takes the papers out of the archives, and tells what is passed over.
    pub(super) fn take(&self) -> (Taken, Vec<String>) {
        let taken = take_out(&RealDisk, &self.files, self.into);
        let mut notes = taken.failed.clone();
        notes.extend(self.refused().map(|one| format!("Passed over: {one}")));
        (taken, notes)
    }
}
