//! Conversion between the register of an audit and files: a [`Shelf`] of documents, or a new entry.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use serde::Serialize;

use super::error::{Fault, ReadError};
use super::fingerprint::{FileState, file_state};
use super::from_audit::{paper_at, path_from};
use super::notice::{DocumentNotice, NoticeKind};
use super::paper::{Paging, Paper};
use super::reader::{PaperReader, Progress};
use super::shelf::{NotRead, Shelf, Shelved};
use crate::audit::{Access, Document};
use crate::base::digest::fold;
use crate::wording::escaped;

/// Progress in reading a register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadingStage<'d> {
    /// The current document.
    pub document: &'d Document,
    /// The document's number, counted from 1.
    pub number: usize,
    /// Number of documents to read.
    pub of: usize,
    /// Progress in reading it.
    pub pages: Progress,
}

/// A register that was read.
#[derive(Debug, Default)]
pub struct Register {
    /// The documents with their index.
    pub shelf: Shelf,
    /// Notices: files that changed or moved, pages that could not be read.
    pub notices: Vec<DocumentNotice>,
    /// True if the user cancelled; then documents not reached are left out, and say so.
    pub cancelled: bool,
}

impl Register {
    /// Adds notices about the file of a document.
    fn note(&mut self, document: &Document, file: &str, kinds: Vec<NoticeKind>) {
        self.notices
            .extend(kinds.into_iter().map(|kind| DocumentNotice {
                document: document.id.clone(),
                file: file.to_owned(),
                kind,
            }));
    }

    /// Returns the path at which the very file of a document was found, if it moved.
    pub fn moved_to(&self, document: &str) -> Option<&Path> {
        self.notices.iter().find_map(|notice| match &notice.kind {
            NoticeKind::Moved(to) if notice.document == document => Some(to.as_path()),
            _ => None,
        })
    }
}

/// Reads every document of a register that has a path.
///
/// Those in `known`, as read from the same path, are not read again. Relative paths start from
/// `folder`, the folder of the audit file.
pub fn read_register(
    documents: &[Document],
    folder: &Path,
    reader: &PaperReader,
    known: &[Shelved],
    go_on: &mut dyn FnMut(ReadingStage<'_>) -> ControlFlow<()>,
) -> Register {
    let mut register = Register::default();
    let mut papers = Vec::new();
    let mut not_read = Vec::new();
    let of = documents
        .iter()
        .filter(|document| document.path.is_some())
        .count();
    let mut number = 0;
    for document in documents {
        let mut leave_out = |why: String| {
            let (id, title) = (document.id.clone(), document.title.clone());
            not_read.push(NotRead { id, title, why });
        };
        let Some(path) = &document.path else {
            leave_out(why_no_file(document));
            continue;
        };
        number += 1;
        if register.cancelled {
            leave_out(Fault::Cancelled.to_string());
            continue;
        }
        let mut path = paper_at(folder, path);
        let name = path
            .file_name()
            .map_or_else(String::new, |name| name.to_string_lossy().into());
        let mut found: Vec<NoticeKind> = Vec::new();
        // The digest of the file is computed while it is read; a first look only finds out whether
        // it is gone.
        if !path.exists() {
            let state = file_state(&path, document.sha256.as_deref());
            found.extend(state.notice());
            if let FileState::Moved(Some(to)) = state {
                path = to;
            }
        }
        let read = known
            .iter()
            .find(|one| one.id == document.id && one.path == document.path);
        if let Some(read) = read.filter(|_| path.exists()) {
            found.extend(findings(document, &read.paper));
            papers.push(Shelved::new(document, Arc::clone(&read.paper)));
            register.note(document, &name, found);
            continue;
        }
        let mut step = |pages| {
            let step = go_on(ReadingStage {
                document,
                number,
                of,
                pages,
            });
            register.cancelled |= step.is_break();
            step
        };
        match reader.read(&path, &mut step) {
            Ok(paper) => {
                found.extend(findings(document, &paper));
                papers.push(Shelved::new(document, Arc::new(paper)));
            }
            Err(ReadError { fault, .. }) => {
                leave_out(fault.to_string());
                if found.is_empty() && fault != Fault::Cancelled {
                    found.push(NoticeKind::Unread(fault));
                }
            }
        }
        register.note(document, &name, found);
    }
    register.shelf = Shelf::new(papers, not_read);
    register
}

/// Returns the reason why a document has no file: it may have been asked for and refused.
fn why_no_file(document: &Document) -> String {
    match document.access {
        Some(Access::Refused) => "was asked for and refused",
        Some(Access::AskedFor) => "was asked for and has not come",
        _ => "has no file yet",
    }
    .to_owned()
}

/// Returns the findings about a document that was read.
fn findings(document: &Document, paper: &Paper) -> impl Iterator<Item = NoticeKind> {
    let changed = match (digest_of(document), &paper.sha256) {
        (Some(then), Some(now)) => !then.eq_ignore_ascii_case(now),
        _ => false,
    };
    changed
        .then_some(NoticeKind::Changed)
        .into_iter()
        .chain(paper.warnings().into_iter().map(NoticeKind::Warning))
}

/// Builds a new entry of the register for a document that was read.
///
/// It has an id that is not taken, the file's name as a title, its digest and pages. The path is
/// relative to `folder`, the folder of the audit file, if it is inside it.
pub fn entry_for(path: &Path, paper: &Paper, folder: &Path, taken: &[Document]) -> Document {
    let stem = path
        .file_stem()
        .map_or_else(String::new, |stem| stem.to_string_lossy().into());
    let title = escaped(&stem).replace(['_', '+'], " ");
    let title = fold(&title);
    let title = if title.is_empty() {
        "A paper".to_owned()
    } else {
        title
    };
    let id = free_id(&title, taken);
    Document {
        id,
        title,
        // A path that is not Unicode cannot be kept in a text file; then it must be given again.
        path: path_from(folder, path),
        sha256: paper.sha256.clone(),
        pages: (paper.paging != Paging::None).then(|| paper.pages_in_all()),
        ..Document::default()
    }
}

/// Returns an id made from a title that no document has yet.
pub fn free_id(title: &str, taken: &[Document]) -> String {
    let base = slug(title);
    let is_taken = |id: &str| taken.iter().any(|document| document.id == id);
    std::iter::once(base.clone())
        .chain((2..=taken.len() + 2).map(|number| format!("{base}-{number}")))
        .find(|id| !is_taken(id))
        .unwrap_or(base)
}

/// Result of registering a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Became {
    /// A new entry.
    New,
    /// The entry of the very same file, still at its path.
    Same,
    /// The entry of the very same file, which was elsewhere.
    Moved,
    /// The entry of that path, which has a different file now.
    Changed,
}

/// Returns the entry that a document gets in a register.
///
/// The existing one for the same bytes or the same path, brought up to date, or a new one.
pub fn registered(
    taken: &[Document],
    path: &Path,
    paper: &Paper,
    folder: &Path,
) -> (Document, Became) {
    let fresh = entry_for(path, paper, folder, taken);
    let there = |document: &Document| document.path.as_ref().map(|one| paper_at(folder, one));
    let same_bytes = |document: &&Document| {
        digest_of(document).is_some() && digest_of(document) == digest_of(&fresh)
    };
    if let Some(known) = taken.iter().find(same_bytes) {
        let entry = known.clone();
        if there(known).is_some_and(|there| there.exists()) {
            return (entry, Became::Same);
        }
        let path = fresh.path;
        return (Document { path, ..entry }, Became::Moved);
    }
    let lies = |document: &&Document| there(document).is_some_and(|there| same_file(&there, path));
    if let Some(known) = taken.iter().find(lies) {
        let entry = Document {
            sha256: fresh.sha256,
            pages: fresh.pages,
            ..known.clone()
        };
        return (entry, Became::Changed);
    }
    (fresh, Became::New)
}

/// Returns the digest of an entry, as 64 lower-case hexadecimal digits.
pub fn digest_of(document: &Document) -> Option<String> {
    let digest = document.sha256.as_deref()?.trim();
    let digest = digest.strip_prefix("sha256:").unwrap_or(digest);
    Some(digest.to_ascii_lowercase())
}

/// Returns true if two paths lead to one file.
fn same_file(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}

/// Turns a title into an id: lower-case letters, digits and hyphens.
fn slug(title: &str) -> String {
    let words = super::words::all(title, super::words::Broken::Apart);
    let words: Vec<String> = words
        .into_iter()
        .map(|token| token.form.into_owned())
        .collect();
    let slug: String = words
        .join("-")
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
        .take(40)
        .collect();
    let slug = slug.trim_matches('-');
    if slug.is_empty() {
        "paper".to_owned()
    } else {
        slug.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::documents::read_trusted;

    #[test]
    fn an_entry_has_a_free_id_a_title_and_a_path_beside_the_audit() {
        let paper = read_trusted(b"some text".to_vec(), Path::new("x.txt")).unwrap();
        let folder = Path::new("/audits");
        let path = Path::new("/audits/papers/Final_report Gŵyr (v2).txt");
        let first = entry_for(path, &paper, folder, &[]);
        assert_eq!(first.id, "final-report-gwyr-v2");
        assert_eq!(first.title, "Final report Gŵyr (v2)");
        assert_eq!(first.pages, None, "a text has no pages");
        assert_eq!(first.sha256.as_deref().map(str::len), Some(64));
        let second = entry_for(path, &paper, folder, std::slice::from_ref(&first));
        assert_eq!(second.id, "final-report-gwyr-v2-2");
        assert_eq!(
            first.path.as_deref(),
            Some("papers/Final_report Gŵyr (v2).txt")
        );
    }

    #[test]
    fn a_document_that_was_refused_says_so_in_every_silence() {
        let mut refused = entry_for(
            Path::new("bid.txt"),
            &read_trusted(b"x".to_vec(), Path::new("x.txt")).unwrap(),
            Path::new("."),
            &[],
        );
        refused.path = None;
        refused.access = Some(Access::Refused);
        let worker = crate::documents::Worker::of("no-program");
        let register = read_register(
            &[refused],
            Path::new("."),
            &PaperReader::new(worker),
            &[],
            &mut |_| ControlFlow::Continue(()),
        );
        assert_eq!(
            register.shelf.not_read()[0].why,
            "was asked for and refused"
        );
    }
}
