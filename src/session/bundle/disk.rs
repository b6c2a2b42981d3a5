//! The files of a bundle as a disk that can only be read, so that the store reads and verifies an
//! audit in a bundle as it does any other.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use crate::store::{Disk, DiskFile, FileKind, Locked, Stat};

/// A file of a bundle.
#[derive(Debug)]
pub(super) enum Held {
    /// Its bytes.
    Bytes(Vec<u8>),
    /// Its length and its SHA-256: the papers are not held.
    Known(u64, String),
}

/// The files of a bundle, each by the path that the audit has for it.
#[derive(Debug, Default)]
pub(super) struct BundleDisk {
    pub(super) files: BTreeMap<PathBuf, Held>,
}

fn never<T>() -> io::Result<T> {
    Err(io::ErrorKind::ReadOnlyFilesystem.into())
}

impl BundleDisk {
    fn file(&self, path: &Path) -> io::Result<&Held> {
        self.files
            .get(path)
            .ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

impl Disk for BundleDisk {
    fn stat(&self, path: &Path) -> io::Result<Stat> {
        let len = match self.file(path)? {
            Held::Bytes(bytes) => bytes.len() as u64,
            Held::Known(len, _) => *len,
        };
        Ok(Stat {
            kind: FileKind::File,
            len,
            modified: None,
            id: None,
            mode: None,
            read_only: true,
        })
    }

    fn stat_own(&self, path: &Path) -> io::Result<Stat> {
        self.stat(path)
    }

    fn read_own(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        self.read(path, limit)
    }

    fn real(&self, path: &Path) -> io::Result<PathBuf> {
        self.file(path).map(|_| path.to_owned())
    }

    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        match self.file(path)? {
            Held::Bytes(bytes) if bytes.len() as u64 > limit => {
                Err(io::ErrorKind::FileTooLarge.into())
            }
            Held::Bytes(bytes) => Ok(bytes.clone()),
            Held::Known(..) => Err(io::ErrorKind::Unsupported.into()),
        }
    }

    fn names(&self, _: &Path, _: usize) -> io::Result<Vec<PathBuf>> {
        Ok(Vec::new())
    }

    fn make_folder(&self, _: &Path) -> io::Result<()> {
        never()
    }

    fn create(&self, _: &Path, _: u32) -> io::Result<Box<dyn DiskFile>> {
        never()
    }

    fn edit(&self, _: &Path) -> io::Result<Box<dyn DiskFile>> {
        never()
    }

    fn rename(&self, _: &Path, _: &Path) -> io::Result<()> {
        never()
    }

    fn rename_new(&self, _: &Path, _: &Path) -> io::Result<()> {
        never()
    }

    fn remove(&self, _: &Path) -> io::Result<()> {
        never()
    }

    fn sync_folder(&self, _: &Path) -> io::Result<()> {
        never()
    }

    fn lock(&self, _: &Path, _: &[u8], _: fn(&[u8]) -> bool) -> io::Result<Locked> {
        never()
    }

    fn sha256(&self, path: &Path, _: u64) -> io::Result<String> {
        match self.file(path)? {
            Held::Known(_, sha256) => Ok(sha256.clone()),
            Held::Bytes(_) => Err(io::ErrorKind::Unsupported.into()),
        }
    }
}
