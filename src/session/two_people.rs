//! Two people's audits of one review: theirs is read, and merged into ours.
//!
//! Nothing of theirs is locked, opened for writing or put next to it.

use std::path::{Path, PathBuf};

use crate::audit::{Audit, Document, History, MergeBase, MergePlan, NotMerged, merge};
use crate::documents::{folder_of, path_from};
use crate::store::{self, Disk, ReadAudit, ReadOnly, StoreError, StoreNotice};
use crate::wording::shown;

/// Somebody else's audit, read to be merged.
#[derive(Debug)]
pub struct Theirs {
    /// The audit.
    pub audit: Audit,
    /// Everything that was done to it, as far as its journal goes.
    pub history: History,
    /// The folder that the paths of its documents start from.
    pub folder: PathBuf,
}

/// Reason why an audit cannot be read to be merged.
#[derive(Debug, thiserror::Error)]
pub enum NotRead {
    /// It is no audit, or the disk refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// It can be read only in part, or cannot be relied on.
    #[error("{} is not merged. {why}", shown(.path))]
    Unreliable {
        /// Its path.
        path: PathBuf,
        /// The reason: whole sentences.
        why: String,
    },
}

impl Theirs {
    /// Reads an audit to be merged.
    ///
    /// An audit without its journal will do; one whose journal is broken will not.
    ///
    /// # Errors
    /// [`NotRead`], with nothing touched.
    pub fn read(disk: &dyn Disk, path: &Path) -> Result<Self, NotRead> {
        let read = reliable(path, store::peek(disk, path)?)?;
        Ok(Self {
            audit: read.audit,
            history: read.history,
            folder: folder_of(path),
        })
    }
}

/// Refuses an audit that was read only in part, or whose journal is damaged.
fn reliable(path: &Path, read: ReadAudit) -> Result<ReadAudit, NotRead> {
    let reason = read.notices.iter().find(|notice| match notice {
        StoreNotice::ReadOnly(why) => !matches!(why, ReadOnly::Copy(_) | ReadOnly::JournalAlone(_)),
        StoreNotice::Damaged { .. } => read.damaged && read.head.is_some(),
        _ => false,
    });
    match reason {
        Some(why) => Err(NotRead::Unreliable {
            path: path.to_owned(),
            why: why.to_string(),
        }),
        None => Ok(read),
    }
}

/// Plans a merge into the audit whose file is in `folder`, from the named state or the last common one.
///
/// # Errors
/// [`NotMerged`] if they are audits of two reviews.
pub fn plan_merge(
    (ours, folder): (&History, &Path),
    theirs: &Theirs,
    named: Option<Audit>,
) -> Result<MergePlan, NotMerged> {
    let (base, state) = match named {
        Some(state) => (MergeBase::Named, Some(state)),
        None => match ours.ancestor(&theirs.history) {
            Some(state) => (MergeBase::Common, Some(state)),
            None => (MergeBase::Unknown, None),
        },
    };
    let mut audit = theirs.audit.clone();
    for paper in &mut audit.documents {
        let same = |one: &&Document| one.sha256.is_some() && one.sha256 == paper.sha256;
        let was = state.as_ref().and_then(|state| state.document(&paper.id));
        if let Some(of_ours) = ours.audit().documents.iter().find(same) {
            paper.path.clone_from(&of_ours.path);
        } else if was != Some(&*paper)
            && let Some(path) = &paper.path
        {
            let path = path_from(folder, &theirs.folder.join(path));
            paper.path = path.to_str().map(ToOwned::to_owned);
        }
    }
    let merged = merge(state.as_ref(), ours.audit(), &audit)?;
    Ok(MergePlan {
        base,
        state,
        theirs: audit,
        merged,
    })
}
