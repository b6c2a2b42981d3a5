//! Two people's audits of one review: theirs is read, and merged into ours.
//!
//! Nothing of theirs is locked, opened for writing or put next to it.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::bundle::{Bundle, BundledFile, NotABundle, is_bundle};
use crate::audit::{Audit, Document, History, MergeBase, MergePlan, NotMerged, merge};
use crate::documents::{folder_of, paper_at, path_from};
use crate::store::{
    self, Chain, Disk, ReadAudit, ReadOnly, RealDisk, SnapshotCheck, StoreError, StoreNotice,
};
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
    /// The files of its papers, if it came in a bundle.
    bundled: Vec<BundledFile>,
}

/// The papers that a merge takes out of a bundle, each with the file it becomes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TakenOver {
    /// The bundle.
    pub bundle: PathBuf,
    /// The files that are not there yet.
    pub files: Vec<(BundledFile, PathBuf)>,
}

/// Reason why an audit cannot be read to be merged.
#[derive(Debug, thiserror::Error)]
pub enum NotMergeable {
    /// It is no audit, or the disk refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// It is no bundle that can be used.
    #[error(transparent)]
    Bundle(#[from] NotABundle),
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
    /// An audit without its journal will do; one whose journal is broken will not. A bundle has to be
    /// whole, and is read where it is.
    ///
    /// # Errors
    /// [`NotMergeable`], with nothing touched.
    pub fn read(disk: &dyn Disk, path: &Path) -> Result<Self, NotMergeable> {
        if is_bundle(path) {
            return Self::in_bundle(path);
        }
        let read = reliable(path, store::peek(disk, path)?)?;
        Ok(Self {
            bundled: Vec::new(),
            audit: Arc::unwrap_or_clone(read.audit),
            history: read.history,
            folder: folder_of(path),
        })
    }

    fn in_bundle(path: &Path) -> Result<Self, NotMergeable> {
        let mut bundle = Bundle::open(path)?;
        let check = bundle.check()?;
        if !check.faults.is_empty() {
            return Err(NotMergeable::Bundle(NotABundle::Unsound {
                path: path.to_owned(),
                why: check.faults.join(" ").trim_end_matches('.').to_owned(),
            }));
        }
        let found = check.verify(&bundle.manifest)?;
        let broken = matches!(found.chain, Chain::Damaged { .. });
        if broken || matches!(found.snapshot, SnapshotCheck::Different { .. }) {
            return Err(NotMergeable::Bundle(NotABundle::Unsound {
                path: path.to_owned(),
                why: "its journal is broken, or is not that of its audit".to_owned(),
            }));
        }
        let read = reliable(path, check.audit()?)?;
        let is_paper = |one: &BundledFile| one.document.is_some();
        Ok(Self {
            audit: Arc::unwrap_or_clone(read.audit),
            history: read.history,
            folder: path.to_owned(),
            bundled: bundle.manifest.files.into_iter().filter(is_paper).collect(),
        })
    }

    /// Returns the papers in the bundle that an audit has not, with the files they become: in the
    /// folder `papers` next to the audit, under names that are free.
    pub fn taken_over(&self, disk: &dyn Disk, ours: &Audit, folder: &Path) -> TakenOver {
        let mut taken = TakenOver {
            bundle: self.folder.clone(),
            files: Vec::new(),
        };
        for (listed, path) in self.places(disk, ours, folder) {
            if disk.stat_own(&path).is_err() {
                taken.files.push((listed.clone(), path));
            }
        }
        taken
    }

    fn has_bundled(&self, document: &str) -> bool {
        let is = |one: &BundledFile| one.document.as_deref() == Some(document);
        self.bundled.iter().any(is)
    }

    /// Returns the place of each paper in the bundle that an audit has not; the very same file may be
    /// there already.
    fn places(&self, disk: &dyn Disk, ours: &Audit, folder: &Path) -> Vec<(&BundledFile, PathBuf)> {
        let mut given = BTreeSet::new();
        let mut places = Vec::new();
        for listed in &self.bundled {
            let has_it = |one: &Document| {
                let path = one.path.as_ref().filter(|_| one.sha256.is_none());
                let digest =
                    path.and_then(|path| disk.sha256(&paper_at(folder, path), u64::MAX).ok());
                Some(&one.id) == listed.document.as_ref() && digest == Some(listed.sha256.clone())
            };
            let known =
                |one: &Document| same_digest(one.sha256.as_deref(), &listed.sha256) || has_it(one);
            if ours.documents.iter().any(known) {
                continue;
            }
            let name = Path::new(&listed.name);
            let stem = name.file_stem().unwrap_or_default().to_string_lossy();
            let end = name
                .extension()
                .map_or_else(String::new, |end| format!(".{}", end.to_string_lossy()));
            let free = (1..=SAME).map(|number| match number {
                1 => format!("{stem}{end}"),
                number => format!("{stem} ({number}){end}"),
            });
            let mut paths = free.map(|name| folder.join("papers").join(name));
            let path = paths.find(|path| {
                let there = || {
                    disk.sha256(path, u64::MAX)
                        .is_ok_and(|one| one == listed.sha256)
                };
                !given.contains(path) && (disk.stat_own(path).is_err() || there())
            });
            if let Some(path) = path {
                given.insert(path.clone());
                places.push((listed, path));
            }
        }
        places
    }
}

impl TakenOver {
    /// Writes the papers; nothing is overwritten, and each is held to the list of the bundle.
    ///
    /// # Errors
    /// The first failure. What was written before it stays: it is no part of any audit yet.
    pub fn take_out(&self, disk: &dyn Disk) -> Result<(), NotABundle> {
        if self.files.is_empty() {
            return Ok(());
        }
        let failed = |source: io::Error| NotABundle::Disk {
            path: self.bundle.clone(),
            source,
        };
        let mut bundle = Bundle::open(&self.bundle)?;
        for (listed, path) in &self.files {
            if let Some(folder) = path.parent() {
                disk.make_folder(folder).map_err(failed)?;
            }
            bundle.write_out(disk, listed, path).map_err(failed)?;
        }
        Ok(())
    }
}

/// The most files of one name.
const SAME: usize = 1_000;

fn same_digest(one: Option<&str>, other: &str) -> bool {
    one.is_some_and(|one| one.trim().eq_ignore_ascii_case(other))
}

/// Refuses an audit that was read only in part, or whose journal is damaged.
fn reliable(path: &Path, read: ReadAudit) -> Result<ReadAudit, NotMergeable> {
    let reason = read.notices.iter().find(|notice| match notice {
        StoreNotice::ReadOnly(why) => !matches!(why, ReadOnly::Copy(_) | ReadOnly::JournalAlone(_)),
        StoreNotice::Damaged { .. } => read.damaged && read.head.is_some(),
        _ => false,
    });
    match reason {
        Some(why) => Err(NotMergeable::Unreliable {
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
    let places = theirs.places(&RealDisk, ours.audit(), folder);
    for paper in &mut audit.documents {
        let same = |one: &&Document| one.sha256.is_some() && one.sha256 == paper.sha256;
        let was = state.as_ref().and_then(|state| state.document(&paper.id));
        let place = places
            .iter()
            .find(|(one, _)| one.document.as_ref() == Some(&paper.id));
        if let Some(of_ours) = ours.audit().documents.iter().find(same) {
            paper.path.clone_from(&of_ours.path);
        } else if let Some(of_ours) = (ours.audit().document(&paper.id))
            .filter(|_| place.is_none() && theirs.has_bundled(&paper.id))
        {
            // The very same file, which ours has registered without a digest.
            paper.path.clone_from(&of_ours.path);
        } else if let Some((_, path)) = place {
            paper.path = path_from(folder, path);
        } else if was != Some(&*paper)
            && let Some(path) = &paper.path
        {
            paper.path = path_from(folder, &paper_at(&theirs.folder, path));
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
