//! The digest of a file, and the check that a registered file is still the one that was read.

use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::error::Fault;
use super::notice::NoticeKind;
use super::opened::open_file;
use crate::base::digest::hex;

/// Returns the SHA-256 of bytes, as 64 hexadecimal digits.
pub(super) fn sha256_of(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Returns the SHA-256 of a file, as 64 hexadecimal digits, without holding the file in memory.
///
/// # Errors
/// A [`Fault`] if it is no file or cannot be read.
pub fn sha256_of_file(path: &Path) -> Result<String, Fault> {
    let mut file = open_file(path).map_err(|error| {
        // Windows says of a folder that nobody may open it.
        if path.is_dir() {
            Fault::Folder
        } else {
            Fault::from_io(&error)
        }
    })?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 256 * 1024];
    loop {
        match file.read(&mut buffer) {
            Ok(0) => return Ok(hex(&hasher.finalize())),
            Ok(read) => hasher.update(buffer.get(..read).unwrap_or_default()),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(Fault::from_io(&error)),
        }
    }
}

/// State of a registered file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileState {
    /// The very file that was registered.
    Same,
    /// A file registered without a digest, so its state is unknown; this is its digest now.
    Unmarked(String),
    /// A different file at the same path; this is its digest.
    Changed(String),
    /// A missing file; the path of a file with its digest, if one was found near.
    Moved(Option<PathBuf>),
    /// A file that cannot be read.
    Unreadable(Fault),
}

impl FileState {
    /// Returns the finding for the user; `None` if all is well.
    pub fn notice(&self) -> Option<NoticeKind> {
        match self {
            Self::Same | Self::Unmarked(_) => None,
            Self::Changed(_) => Some(NoticeKind::Changed),
            Self::Moved(Some(to)) => Some(NoticeKind::Moved(to.clone())),
            Self::Moved(None) => Some(NoticeKind::Missing),
            Self::Unreadable(fault) => Some(NoticeKind::Unread(fault.clone())),
        }
    }
}

/// Compares the file at `path` with the registered digest, and searches its folder if it is gone.
pub fn file_state(path: &Path, registered: Option<&str>) -> FileState {
    match (sha256_of_file(path), registered) {
        (Ok(now), None) => FileState::Unmarked(now),
        (Ok(now), Some(then)) if same_digest(&now, then) => FileState::Same,
        (Ok(now), Some(_)) => FileState::Changed(now),
        (Err(Fault::Missing), Some(then)) => FileState::Moved(find_near(path, then)),
        (Err(Fault::Missing), None) => FileState::Moved(None),
        (Err(fault), _) => FileState::Unreadable(fault),
    }
}

fn same_digest(now: &str, then: &str) -> bool {
    then.trim()
        .strip_prefix("sha256:")
        .unwrap_or(then.trim())
        .eq_ignore_ascii_case(now)
}

/// Finds a file with this digest in the folder of a missing one: a renamed file.
///
/// Looks at no more than 100 files with the same ending, and at none of 100 MB or more.
fn find_near(path: &Path, digest: &str) -> Option<PathBuf> {
    let folder = path.parent()?;
    std::fs::read_dir(folder)
        .ok()?
        .flatten()
        .map(|entry| entry.path())
        .filter(|near| near.extension() == path.extension())
        .filter(|near| {
            near.metadata()
                .is_ok_and(|about| about.is_file() && about.len() < 100 << 20)
        })
        .take(100)
        .find(|near| sha256_of_file(near).is_ok_and(|now| same_digest(&now, digest)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    fn put(path: &Path, text: &str) {
        std::fs::File::create(path)
            .unwrap()
            .write_all(text.as_bytes())
            .unwrap();
    }

    #[test]
    fn a_file_that_changed_moved_or_went_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report.txt");
        put(&path, "abc");
        let digest = sha256_of_file(&path).unwrap();
        assert_eq!(
            digest,
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        assert_eq!(file_state(&path, Some(&digest)), FileState::Same);
        assert_eq!(
            file_state(&path, Some(&format!("sha256:{digest}"))),
            FileState::Same
        );
        put(&path, "abcd");
        assert!(matches!(
            file_state(&path, Some(&digest)),
            FileState::Changed(_)
        ));
        put(&path, "abc");
        let moved = folder.path().join("renamed.txt");
        std::fs::rename(&path, &moved).unwrap();
        assert_eq!(
            file_state(&path, Some(&digest)),
            FileState::Moved(Some(moved.clone()))
        );
        std::fs::remove_file(&moved).unwrap();
        let state = file_state(&path, Some(&digest));
        assert_eq!(state, FileState::Moved(None));
        assert_eq!(state.notice(), Some(NoticeKind::Missing));
        assert_eq!(
            file_state(folder.path(), None),
            FileState::Unreadable(Fault::Folder)
        );
    }
}
