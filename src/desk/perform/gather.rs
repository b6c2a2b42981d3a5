//! Adding papers: found at the paths that the user gives, shown where they came out of a folder or
//! an archive, and only then read.

use std::path::PathBuf;

use super::super::gathering::Gathering;
use super::super::message::{BackgroundJob, Effect};
use super::super::overlay::{Overlay, PageKind, PageOverlay};
use super::super::{Desk, Wanted};
use crate::documents::{FoundFile, Lies};

impl Desk {
    /// Asks for the papers at some paths to be found, or for a spreadsheet to be read.
    ///
    /// A single folder is gone through if `within` is set, and listed otherwise.
    pub(in crate::desk) fn add_papers(
        &mut self,
        mut paths: Vec<PathBuf>,
        within: bool,
    ) -> Vec<Effect> {
        let read = match self.wanted {
            Wanted::Papers => None,
            Wanted::Spreadsheet => Some(Self::read_sheet as fn(&mut Self, PathBuf) -> Vec<Effect>),
            Wanted::Theirs => Some(Self::read_theirs as fn(&mut Self, PathBuf) -> Vec<Effect>),
        };
        if let Some(read) = read {
            return paths.pop().map_or_else(Vec::new, |path| read(self, path));
        }
        let Some(open) = self.open.as_mut().filter(|open| open.path.is_some()) else {
            return Vec::new();
        };
        let first = paths.first();
        open.papers.folder = if within {
            first.cloned()
        } else {
            first.and_then(|path| path.parent().map(ToOwned::to_owned))
        };
        self.show_adding();
        vec![BackgroundJob::FindPapers { paths, within }.into()]
    }

    /// Shows the page with the progress of reading.
    fn show_adding(&mut self) {
        self.overlays.push(Overlay::Page(PageOverlay {
            kind: PageKind::Adding,
            scroll: 0,
        }));
    }

    /// Reads the files that the user picked, or lists what a folder or an archive holds.
    pub(in crate::desk) fn papers_found(&mut self, found: Vec<FoundFile>) -> Vec<Effect> {
        let waits = |overlay: &Overlay| matches!(overlay, Overlay::Page(page) if page.kind == PageKind::Adding);
        // The user stopped it.
        if !self.overlays.last().is_some_and(waits) {
            return Vec::new();
        }
        self.close_adding();
        if found.iter().all(|one| matches!(one.lies, Lies::Named(_))) {
            return self.read_files(found);
        }
        self.lay(Overlay::Gather(Box::new(Gathering::new(found))));
        Vec::new()
    }

    pub(in crate::desk) fn gathering(&self) -> Option<&Gathering> {
        match self.overlays.last() {
            Some(Overlay::Gather(gathering)) => Some(gathering),
            _ => None,
        }
    }

    /// Leaves the paper under the bar out, or puts it back.
    pub(in crate::desk) fn leave_out_paper(&mut self) {
        if let Some(Overlay::Gather(gathering)) = self.overlays.last_mut() {
            gathering.leave_out();
        }
    }

    /// Reads the papers of the list that were not left out.
    pub(in crate::desk) fn add_found(&mut self) -> Vec<Effect> {
        let Some(gathering) = self.gathering() else {
            return Vec::new();
        };
        let kept = gathering.kept().cloned().collect();
        self.overlays.pop();
        self.read_files(kept)
    }

    /// Asks for papers to be read that are to be registered.
    fn read_files(&mut self, files: Vec<FoundFile>) -> Vec<Effect> {
        let Some(open) = &self.open else {
            return Vec::new();
        };
        let Some(audit) = open.path.clone() else {
            return Vec::new();
        };
        let documents = open.history.audit().documents.clone();
        self.show_adding();
        let job = BackgroundJob::ReadFiles {
            audit,
            files,
            documents,
        };
        vec![job.into()]
    }
}
