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

use std::sync::Arc;

use super::library::Library;
use super::text::{ChecklistText, FileDigest};
use crate::base::diagnostic::{Diagnostic, SourceText};
use crate::base::reader::{Mistakes, parse};
use entry::{RawFile, read_file};
use parts::read_all;
use resolve::resolve;
use scenario::read_scenario;

/// The format of checklist files that this program reads.
pub const CHECKLIST_FORMAT: i64 = 1;

/// One checklist after the first pass: its entries, whose names are still text, and its mistakes.
struct ReadChecklist {
    raw: RawFile,
    name: Arc<str>,
    shipped: bool,
    digest: FileDigest,
    mistakes: Mistakes,
}

/// Reads a set of checklists that belong together, with all their scenarios.
///
/// # Errors
/// Every mistake of every file, in the order of files and lines.
pub fn load(texts: &[ChecklistText]) -> Result<Library, Vec<Diagnostic>> {
    join(texts.iter().map(|one| first_pass(one, true)).collect())
}

/// Reads a set of checklists that belong together, to be used.
///
/// The scenarios of those that come with the program are left out: they were tested with them.
///
/// # Errors
/// Every mistake of every file, in the order of files and lines.
pub fn load_for_use(texts: &[ChecklistText]) -> Result<Library, Vec<Diagnostic>> {
    let read = texts.iter().map(|one| first_pass(one, !one.shipped));
    join(read.collect())
}

/// Reads one checklist by itself: the first pass. It needs none of the others.
fn first_pass(text: &ChecklistText, with_scenarios: bool) -> ReadChecklist {
    let (raw, found) = parse(&text.source, |node, m| {
        let scenarios = if with_scenarios {
            read_all(node, "scenario", "a [[scenario]]", m, read_scenario)
        } else {
            node.has("scenario");
            Vec::new()
        };
        RawFile {
            scenarios,
            ..read_file(node, m)
        }
    });
    ReadChecklist {
        raw,
        name: text.source.name.clone(),
        shipped: text.shipped,
        digest: FileDigest::of(text.source.text.clone()),
        mistakes: Mistakes::resume(text.source.clone(), found),
    }
}

/// Joins checklists that belong together, in the order of their texts: the second pass.
///
/// # Errors
/// Every mistake of every file, in the order of files and lines.
fn join(read: Vec<ReadChecklist>) -> Result<Library, Vec<Diagnostic>> {
    let (library, mistakes) = resolve(read);
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
    let text = ChecklistText {
        source: source.clone(),
        shipped: false,
    };
    let mut found = first_pass(&text, true).mistakes.found;
    found.sort_by_key(|one| (one.line, one.column));
    found
}
