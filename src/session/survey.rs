//! Audits read for a survey, by two readers side by side; each is forgotten once something was made of
//! it.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::thread;

use crate::store::{AuditAsIs, Disk, find_audits, read_as_is};

/// Number of readers: a survey leaves the other cores to whoever else works here.
const READERS: usize = 2;

/// Everything found in some folders.
#[derive(Debug)]
pub struct SurveyedFiles<T> {
    /// Each file with what was made of its audit, or the reason it could not be read.
    pub files: Vec<(PathBuf, Result<T, String>)>,
    /// Conflict copies, each with the audit that it is a copy of.
    pub copies: Vec<(PathBuf, PathBuf)>,
}

/// Reads every audit in some folders, and in those within them, and makes something of each.
///
/// Nothing is locked and nothing written.
pub fn survey_files<T: Send>(
    disk: &dyn Disk,
    folders: &[PathBuf],
    row_of: &(dyn Fn(&AuditAsIs) -> T + Sync),
) -> SurveyedFiles<T> {
    let found = find_audits(disk, folders);
    let next = AtomicUsize::new(0);
    let read = |path: &Path| read_as_is(disk, path).map(|audit| row_of(&audit));
    let work = || {
        let mut made = Vec::new();
        loop {
            let at = next.fetch_add(1, Relaxed);
            let Some(path) = found.files.get(at) else {
                return made;
            };
            made.push((path.clone(), read(path)));
        }
    };
    let readers = READERS.min(found.files.len().max(1));
    let mut files: Vec<(PathBuf, Result<T, String>)> = thread::scope(|scope| {
        let others: Vec<_> = (1..readers).map(|_| scope.spawn(work)).collect();
        let mut made = work();
        for other in others {
            match other.join() {
                Ok(theirs) => made.extend(theirs),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        made
    });
    let refused = found.left_out.into_iter();
    files.extend(refused.map(|(path, why)| (path, Err(why))));
    SurveyedFiles {
        files,
        copies: found.copies,
    }
}
