//! The papers that `documents add` is to add, listed before anything is added.

use std::path::{Path, PathBuf};

use crate::cli::failure::CommandOutput;
use crate::cli::page::{TextBuilder, count};
use crate::documents::{FoundFile, find_papers};
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
        let papers = self.files.iter().filter(|one| one.refused.is_none());
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
        if self.refused().next().is_some() {
            page.heading("Passed over");
            for one in self.refused() {
                page.item(2, &one);
            }
        }
        page.paragraph(0, "Nothing was added: this is a preview.");
        CommandOutput::done(page.finish())
    }

    /// Takes the papers out of the archives, and tells what is passed over.
    pub(super) fn take(&self) -> (Taken, Vec<String>) {
        let taken = take_out(&RealDisk, &self.files, self.into);
        let mut notes = taken.failed.clone();
        notes.extend(self.refused().map(|one| format!("Passed over: {one}")));
        (taken, notes)
    }
}
