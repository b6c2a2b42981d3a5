//! Loads texts into a [`Library`]: two passes, all mistakes of all files at once.
//!
//! The first pass reads every file into raw entries that still name things by text; the second
//! gives every entry its index and resolves every name. Only a set of files without a mistake
//! becomes a library, so an index in it can never miss. Nothing here touches a disk.

mod condition;
mod deadline;
mod entry;
mod id;
mod limb;
mod names;
mod parts;
mod phrase;
mod resolve;
mod scenario;
mod wording;

use super::library::Library;
use crate::base::diagnostic::{Diagnostic, SourceText};
use crate::base::reader::{Mistakes, parse};
use entry::read_file;
use resolve::resolve;

/// The format of checklist files that this program reads.
pub const CHECKLIST_FORMAT: i64 = 1;

/// A checklist text, with its origin.
#[derive(Debug, Clone)]
pub struct ChecklistText {
    /// The text and its name.
    pub source: SourceText,
    /// True if it ships with the program.
    pub shipped: bool,
}

/// Reads a set of checklists that belong together.
///
/// # Errors
/// Every mistake of every file, in the order of files and lines.
pub fn load(texts: &[ChecklistText]) -> Result<Library, Vec<Diagnostic>> {
    let mut raws = Vec::new();
    let mut mistakes = Vec::new();
    for text in texts {
        let (raw, found) = parse(&text.source, read_file);
        raws.push(raw);
        mistakes.push(Mistakes::resume(text.source.clone(), found));
    }
    let library = resolve(texts, raws, &mut mistakes);
    let mut all: Vec<Diagnostic> = Vec::new();
    for mut of_file in mistakes {
        of_file.found.sort_by_key(|one| (one.line, one.column));
        all.append(&mut of_file.found);
    }
    if all.is_empty() {
        Ok(library)
    } else {
        Err(all)
    }
}

/// Returns the mistakes that a text has by itself, whatever the names in it mean.
pub(super) fn mistakes_of(source: &SourceText) -> Vec<Diagnostic> {
    let (_, mut found) = parse(source, read_file);
    found.sort_by_key(|one| (one.line, one.column));
    found
}
