//! Audits in folders, and in the folders within them: found, and read as they are.
//!
//! For a survey of audits that may be anybody's: nothing is locked, nothing written, no link followed.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use super::bounds::FOLDER_FILES;
use super::copies::Copies;
use super::disk::{Disk, FileKind};
use super::error::{StoreError, why};
use super::migrate::Formats;
use super::notice::ReadOnly;
use super::places::{AUDIT_END, Sides, folder_of};
use super::recover::recover;
use crate::audit::Audit;
use crate::base::{Digest, Problem, ProblemKind};
use crate::wording::shown;

/// The greatest number of folders one within the other.
const DEEPEST: usize = 12;
/// The greatest number of folders that are looked into.
const FOLDERS: usize = 20_000;

/// Audit files found in folders.
#[derive(Debug, Default)]
pub struct FoundAudits {
    /// The audit files, sorted.
    pub files: Vec<PathBuf>,
    /// Conflict copies that a sync client made, each with the audit that it is a copy of.
    pub copies: Vec<(PathBuf, PathBuf)>,
    /// Places that could not be looked into, each with the reason.
    pub left_out: Vec<(PathBuf, Problem)>,
}

/// An audit read as it is, with what tells it from others.
#[derive(Debug)]
pub struct AuditAsIs {
    /// The audit.
    pub audit: Audit,
    /// The digest of its journal's first line; none without a journal.
    pub origin: Option<Digest>,
    /// The head of its journal, or the one that a file without its journal was written from.
    pub head: Option<Digest>,
    /// Number of changes up to that head.
    pub changes: u64,
    /// A sentence about its journal, if that cannot be relied on.
    pub damage: Option<String>,
}

/// Finds the audit files in some folders and in the folders within them.
///
/// A path may also be that of one audit file. A link is followed only if it is one of `paths` itself;
/// names that begin with a dot are passed over.
pub fn find_audits(disk: &dyn Disk, paths: &[PathBuf]) -> FoundAudits {
    let mut found = FoundAudits::default();
    let mut seen = BTreeSet::new();
    let mut open: Vec<(PathBuf, usize)> = Vec::new();
    for path in paths {
        match disk.stat(path).map(|stat| stat.kind) {
            Ok(FileKind::Folder) => open.push((path.clone(), 0)),
            Ok(_) if ends_as_audit(path) => found.files.push(path.clone()),
            Ok(_) => found.leave_out(
                path,
                format!("{} is neither a folder nor an audit file", shown(path)),
            ),
            Err(error) => found.refuse(path, &error),
        }
    }
    while let Some((folder, depth)) = open.pop() {
        let real = disk.real(&folder).unwrap_or_else(|_| folder.clone());
        if !seen.insert(real) {
            continue;
        }
        if depth > DEEPEST || seen.len() > FOLDERS {
            let why = format!("{} was not looked into: it lies too deep", shown(&folder));
            found.leave_out(&folder, why);
            continue;
        }
        let names = match disk.names(&folder, FOLDER_FILES) {
            Ok(names) => names,
            Err(error) => {
                found.refuse(&folder, &error);
                continue;
            }
        };
        if names.len() == FOLDER_FILES {
            let why = format!(
                "{} has more than {FOLDER_FILES} files; not all of them were looked at",
                shown(&folder)
            );
            found.leave_out(&folder, why);
        }
        let copies = Copies::among(disk, &folder, &names);
        for copy in copies.all().filter(|copy| !copy.of_journal) {
            found
                .copies
                .push((copy.path.clone(), copy.original.clone()));
        }
        for name in names {
            if name.as_os_str().as_encoded_bytes().starts_with(b".")
                || name.to_str().is_some_and(|name| copies.has(name))
            {
                continue;
            }
            let path = folder.join(&name);
            let is_audit = ends_as_audit(&path);
            match disk.stat_own(&path).map(|stat| stat.kind) {
                Ok(FileKind::Folder) => open.push((path, depth + 1)),
                Ok(FileKind::File) if is_audit => found.files.push(path),
                Ok(FileKind::Link) if is_audit => found.leave_out(
                    &path,
                    format!("{} is a link, and links are not followed", shown(&path)),
                ),
                Err(error) if is_audit => found.refuse(&path, &error),
                Ok(_) | Err(_) => {}
            }
        }
    }
    found.files.sort_unstable();
    found.files.dedup();
    found
}

impl FoundAudits {
    fn leave_out(&mut self, path: &Path, why: String) {
        let why = Problem::new(ProblemKind::Data, why);
        self.left_out.push((path.to_owned(), why));
    }

    fn refuse(&mut self, path: &Path, error: &io::Error) {
        let why = format!("{} could not be looked at: {}", shown(path), why(error));
        let why = Problem::new(ProblemKind::Disk, why);
        self.left_out.push((path.to_owned(), why));
    }
}

fn ends_as_audit(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default();
    name.as_encoded_bytes().ends_with(AUDIT_END.as_bytes())
}

/// Reads an audit as it is.
///
/// # Errors
/// A sentence that names the file and quotes nothing of it: whatever it says may be in confidence.
pub fn read_as_is(disk: &dyn Disk, path: &Path) -> Result<AuditAsIs, Problem> {
    let real = disk
        .real(folder_of(path))
        .map(|folder| folder.join(path.file_name().unwrap_or_default()))
        .map_err(|error| {
            let why = format!("{} could not be read: {}", shown(path), why(&error));
            Problem::new(ProblemKind::Disk, why)
        })?;
    let found = recover(disk, Sides::of(&real), &Formats::OURS)
        .map_err(|error| without_its_words(path, error))?;
    if let Some(ReadOnly::Newer { format, .. }) = found.read_only {
        return Err(Problem::new(ProblemKind::Data, newer(path, format)));
    }
    let damage = found
        .damage
        .as_ref()
        .map(|damage| format!("{}: {}; verify says more", shown(path), damage.in_brief()));
    let stamp = found.file.as_ref().and_then(|file| file.stamp.as_ref());
    let journal = found.journal.as_ref();
    Ok(AuditAsIs {
        audit: found.audit().clone(),
        origin: journal.and_then(|journal| journal.heads.first()).cloned(),
        head: found
            .head()
            .or_else(|| stamp.map(|stamp| stamp.head.clone())),
        changes: journal.map_or_else(
            || stamp.map_or(0, |stamp| stamp.entries),
            |journal| journal.entries.len() as u64,
        ),
        damage,
    })
}

fn newer(path: &Path, format: i64) -> String {
    format!(
        "{} was written by a newer version of this program (format {format}); get that version to \
         count it",
        shown(path)
    )
}

/// Returns the problem of an error, without a word of what the file says.
fn without_its_words(path: &Path, error: StoreError) -> Problem {
    let kind = if error.is_passing() {
        ProblemKind::Disk
    } else {
        ProblemKind::Data
    };
    let why = match error {
        StoreError::Mistakes { mistakes, .. } => {
            let line = mistakes.first().map_or(1, |one| one.line);
            format!(
                "{} is no audit of this program, or has mistakes (the first in line {line}); \
                 check names them all",
                shown(path)
            )
        }
        StoreError::Newer { format, .. } => newer(path, format),
        StoreError::Migration { format, .. } => format!(
            "{} has the older format {format} and could not be converted; check gives the reason",
            shown(path)
        ),
        error => error.to_string(),
    };
    Problem::new(kind, why)
}
