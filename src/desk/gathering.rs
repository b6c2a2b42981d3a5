//! The papers found in a folder, an archive or an e-mail, shown before any is added.

use std::collections::BTreeSet;

use crate::documents::FoundFile;

/// The papers that are to be added, while the user looks at them.
#[derive(Debug, Clone)]
pub struct Gathering {
    /// The files found: the papers first, then those that are refused.
    pub files: Vec<FoundFile>,
    /// The papers that the user leaves out, by their indexes.
    left_out: BTreeSet<usize>,
    /// The index of the selected file.
    pub selected: usize,
}

impl Gathering {
    /// Returns the list of what was found: every paper is added unless it is left out.
    pub fn new(mut files: Vec<FoundFile>) -> Self {
        files.sort_by_key(|one| one.refused.is_some());
        Self {
            files,
            left_out: BTreeSet::new(),
            selected: 0,
        }
    }

    /// Returns the selected file.
    pub fn current(&self) -> Option<&FoundFile> {
        self.files.get(self.selected)
    }

    /// Returns true if a file is a paper that is to be added.
    pub fn is_kept(&self, at: usize) -> bool {
        let paper = self.files.get(at).is_some_and(|one| one.refused.is_none());
        paper && !self.left_out.contains(&at)
    }

    /// Leaves the selected paper out, or puts it back.
    pub(super) fn leave_out(&mut self) {
        if !self.left_out.remove(&self.selected) {
            self.left_out.insert(self.selected);
        }
    }

    /// Returns the papers that are to be added.
    pub fn kept(&self) -> impl Iterator<Item = &FoundFile> {
        let files = self.files.iter().enumerate();
        files
            .filter(|(at, _)| self.is_kept(*at))
            .map(|(_, one)| one)
    }

    /// Returns the number of papers, those left out included.
    pub fn papers(&self) -> usize {
        self.files
            .iter()
            .filter(|one| one.refused.is_none())
            .count()
    }
}
