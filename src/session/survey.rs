//! Audits read for a survey, by two readers side by side; each is forgotten once something was made of
//! it.
//!
//! What was made of one is kept beside the user's own audits, by the digest of its files: the next survey
//! reads their bytes and no more, wherever they lie. Nothing is decided by that: for the same bytes, the
//! same checklists and the same day the same would be made again.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::thread;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::base::{Digest, Problem};
use crate::store::index::{self, SurveyIndex};
use crate::store::{AuditAsIs, Disk, Places, find_audits, read_as_is};

/// Number of readers: a survey leaves the other cores to whoever else works here.
const READERS: usize = 2;

/// Everything found in some folders.
#[derive(Debug)]
pub struct SurveyedFiles<T> {
    /// Each file with what was made of its audit, or the reason it could not be read.
    pub files: Vec<(PathBuf, Result<T, Problem>)>,
    /// Conflict copies, each with the audit that it is a copy of.
    pub copies: Vec<(PathBuf, PathBuf)>,
    /// The files whose journal cannot be relied on, each with a sentence about it.
    pub doubtful: Vec<(PathBuf, String)>,
}

/// The making of a row of an audit, and the keeping of it.
pub trait RowMaker: Sync {
    /// A row.
    type Row: Send;
    /// A row as it is kept.
    type Kept: Serialize + DeserializeOwned;
    /// Makes the row of an audit.
    fn make(&self, audit: &AuditAsIs) -> Self::Row;
    /// Returns a row as it is kept.
    fn keep(&self, row: &Self::Row) -> Self::Kept;
    /// Takes a row up again; none if it does not fit.
    fn take_up(&self, kept: Self::Kept) -> Option<Self::Row>;
}

/// The row of one file, with the digest of what it was made of if it can be kept, and its words if they
/// are new.
struct Surveyed<T> {
    path: PathBuf,
    row: Result<T, Problem>,
    files: Option<Digest>,
    new: Option<String>,
    damage: Option<String>,
}

/// Reads every audit in some folders, and in those within them, and makes a row of each.
///
/// Nothing is locked, and nothing written but the index in the user's own places: `kept` says where, and
/// for which edition of the checklists and day.
pub fn survey_files<M: RowMaker>(
    disk: &dyn Disk,
    kept: Option<(&Places, &Digest)>,
    folders: &[PathBuf],
    maker: &M,
) -> SurveyedFiles<M::Row> {
    let found = find_audits(disk, folders);
    let known = kept.map(|(places, edition)| SurveyIndex::read(disk, places, edition));
    let next = AtomicUsize::new(0);
    let read = |path: &Path| read_one(disk, known.as_ref(), path, maker);
    let work = || {
        let mut made = Vec::new();
        loop {
            let at = next.fetch_add(1, Relaxed);
            let Some(path) = found.files.get(at) else {
                return made;
            };
            made.push(read(path));
        }
    };
    let readers = READERS.min(found.files.len().max(1));
    let mut surveyed: Vec<Surveyed<M::Row>> = thread::scope(|scope| {
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
    // In the order of the files, whoever was the quicker reader.
    surveyed.sort_by(|a, b| a.path.cmp(&b.path));
    let mut files = Vec::new();
    let mut used = Vec::new();
    let mut is_new = false;
    let mut doubtful = Vec::new();
    for one in surveyed {
        doubtful.extend(one.damage.map(|says| (one.path.clone(), says)));
        is_new |= one.new.is_some();
        used.extend(one.files.map(|files| (files, one.new)));
        files.push((one.path, one.row));
    }
    if let (Some(known), Some((places, edition)), true) = (known, kept, is_new) {
        // Made again the next time, if the disk cannot keep it.
        let _kept = known.write(disk, places, edition, used);
    }
    let refused = found.left_out.into_iter();
    files.extend(refused.map(|(path, why)| (path, Err(why))));
    SurveyedFiles {
        files,
        copies: found.copies,
        doubtful,
    }
}

/// Makes the row of one audit, or takes it up again if its files are known.
fn read_one<M: RowMaker>(
    disk: &dyn Disk,
    known: Option<&SurveyIndex>,
    path: &Path,
    maker: &M,
) -> Surveyed<M::Row> {
    let before = known.and_then(|_| index::digest_of_files(disk, path));
    let again = before
        .as_ref()
        .zip(known)
        .and_then(|(files, known)| maker.take_up(known.row(files)?));
    if let Some(row) = again {
        return Surveyed {
            path: path.to_owned(),
            row: Ok(row),
            files: before,
            new: None,
            damage: None,
        };
    }
    let mut damage = None;
    let row = read_as_is(disk, path).map(|audit| {
        damage.clone_from(&audit.damage);
        maker.make(&audit)
    });
    // Somebody may have written in between: then nobody knows of which bytes the row is.
    // A row with a damaged journal is made each time, so that the damage is told each time.
    let files = before
        .filter(|_| row.is_ok() && damage.is_none())
        .filter(|before| index::digest_of_files(disk, path).as_ref() == Some(before));
    let new = row.as_ref().ok().filter(|_| files.is_some());
    Surveyed {
        path: path.to_owned(),
        new: new.and_then(|row| index::in_words(&maker.keep(row))),
        row,
        files,
        damage,
    }
}
