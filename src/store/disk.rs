//! The disk as this room sees it, and the real one.
//!
//! A [`Disk`] is a small set of operations, each of which may fail; no rule of saving belongs here.
//! The disk in memory that fails on demand is the tests' own (`tests/testkit/memory_disk.rs`).

use std::any::Any;
use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::error::is_in_use;
use crate::base::digest::hex;
use crate::base::place::usual;
use sha2::{Digest as _, Sha256};

/// Kind of entry at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// A file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link; only returned where links are not followed.
    Link,
    /// A pipe, a socket, a device.
    Other,
}

/// Metadata of a file, known without reading it. Two equal ones mean that nobody touched it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stat {
    /// File, folder, link or other.
    pub kind: FileKind,
    /// Length in bytes.
    pub len: u64,
    /// Time of the last write, where the platform has it.
    pub modified: Option<SystemTime>,
    /// Device and inode, where the platform has them.
    pub id: Option<(u64, u64)>,
    /// Permissions (the nine bits of Unix), where the platform has them.
    pub mode: Option<u32>,
    /// True if it is marked as read-only.
    pub read_only: bool,
}

/// Result of an attempt to lock.
pub enum Locked {
    /// The lock is ours until this is dropped.
    Held(Box<dyn Any + Send>),
    /// Somebody else has it; the note they wrote into it, empty if it cannot be read.
    Busy(Vec<u8>),
    /// Something else is there: a link, or a file with other text in it. It was left alone.
    NotOurs,
    /// This disk has no locks.
    Unsupported(io::Error),
}

/// A file that is open for writing.
pub trait DiskFile: Send {
    /// Returns the metadata of the file.
    fn stat(&self) -> io::Result<Stat>;
    /// Writes all the bytes at an offset; a failure may leave any part of them.
    fn write(&mut self, at: u64, bytes: &[u8]) -> io::Result<()>;
    /// Sets the length.
    fn set_len(&mut self, len: u64) -> io::Result<()>;
    /// Sets the nine bits of Unix; does nothing elsewhere.
    fn set_mode(&mut self, mode: u32) -> io::Result<()>;
    /// Flushes data and length to stable storage (fsync).
    fn sync(&mut self) -> io::Result<()>;
}

/// Every operation on files that this room needs.
///
/// Paths that a person names are followed through symbolic links; files that this program puts
/// beside an audit are not (`stat_own`, `read_own`, `create`, `edit`, `lock`): otherwise whoever
/// may write into a shared folder could have any file of this user's read, cut or overwritten. A
/// folder on the way may always be a link.
///
/// # Errors
/// Every operation returns the system's own error. Its kind is looked at: a missing path is
/// [`io::ErrorKind::NotFound`], one that is taken [`io::ErrorKind::AlreadyExists`], a file beyond the
/// limit [`io::ErrorKind::FileTooLarge`].
pub trait Disk: Send + Sync {
    /// Returns the metadata of a path, following links.
    fn stat(&self, path: &Path) -> io::Result<Stat>;
    /// Returns the metadata without following a link at the end of the path.
    fn stat_own(&self, path: &Path) -> io::Result<Stat>;
    /// Reads as [`Self::read`] does, without following a link at the end of the path.
    fn read_own(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>>;
    /// Resolves all symbolic links in a path.
    fn real(&self, path: &Path) -> io::Result<PathBuf>;
    /// Reads the whole of a file of at most `limit` bytes.
    ///
    /// A larger one is [`io::ErrorKind::FileTooLarge`].
    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>>;
    /// Lists the names in a folder, at most `limit`, in any order.
    fn names(&self, folder: &Path, limit: usize) -> io::Result<Vec<PathBuf>>;
    /// Makes a folder, and those above it, accessible to this user alone.
    fn make_folder(&self, folder: &Path) -> io::Result<()>;
    /// Makes a new, empty file; fails if anything is there. The system may take bits off `mode`.
    fn create(&self, path: &Path, mode: u32) -> io::Result<Box<dyn DiskFile>>;
    /// Opens an existing file for writing; fails if it is a link.
    fn edit(&self, path: &Path) -> io::Result<Box<dyn DiskFile>>;
    /// Replaces a file by another, atomically.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Moves a file to a free name; fails if anything is there.
    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes a file.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Flushes the folder's names to stable storage (fsync).
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;
    /// Tries to take the lock file at a path, and writes a note into it.
    ///
    /// A file that is not empty is only taken if `ours` recognises its text as an earlier note.
    fn lock(&self, path: &Path, note: &[u8], ours: fn(&[u8]) -> bool) -> io::Result<Locked>;
    /// Returns the SHA-256 of a file of at most `limit` bytes, as 64 hexadecimal digits.
    fn sha256(&self, path: &Path, limit: u64) -> io::Result<String> {
        Ok(hex(&Sha256::digest(self.read(path, limit)?)))
    }
}

/// The disk of this computer.
#[derive(Debug, Clone, Copy, Default)]
pub struct RealDisk;

impl Disk for RealDisk {
    fn stat(&self, path: &Path) -> io::Result<Stat> {
        Ok(stat_of(&std::fs::metadata(path)?))
    }

    fn stat_own(&self, path: &Path) -> io::Result<Stat> {
        Ok(stat_of(&std::fs::symlink_metadata(path)?))
    }

    fn real(&self, path: &Path) -> io::Result<PathBuf> {
        match std::fs::canonicalize(path) {
            // Some drives of Windows have no such path to give (encrypted ones, those in memory).
            Err(error) if cfg!(windows) && error.kind() != io::ErrorKind::NotFound => {
                if std::fs::symlink_metadata(path)?.is_symlink() {
                    return Err(error);
                }
                std::path::absolute(path).map(usual)
            }
            found => found.map(usual),
        }
    }

    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        read_whole(open_file(path, limit, LinkPolicy::Followed)?, limit)
    }

    fn read_own(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        read_whole(open_file(path, limit, LinkPolicy::Refused)?, limit)
    }

    fn names(&self, folder: &Path, limit: usize) -> io::Result<Vec<PathBuf>> {
        let entries = std::fs::read_dir(folder).map_err(|error| {
            // Windows says that the name of such a folder is wrong.
            match std::fs::metadata(folder) {
                Ok(there) if !there.is_dir() => io::ErrorKind::NotADirectory.into(),
                _ => error,
            }
        })?;
        entries
            .take(limit)
            .map(|entry| entry.map(|entry| PathBuf::from(entry.file_name())))
            .collect()
    }

    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        let mut builder = std::fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder)
    }

    fn create(&self, path: &Path, mode: u32) -> io::Result<Box<dyn DiskFile>> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        with_mode(&mut options, mode);
        Ok(Box::new(RealFile(options.open(path)?)))
    }

    fn edit(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        let mut options = OpenOptions::new();
        options.write(true);
        Ok(Box::new(RealFile(open_with(
            &mut options,
            path,
            LinkPolicy::Refused,
        )?)))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        patiently(|| std::fs::rename(from, to))
    }

    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        // A hard link is the one portable way to take a name only if it is free.
        match std::fs::hard_link(from, to) {
            Ok(()) => std::fs::remove_file(from),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(error),
            // Some disks (FAT, some network drives) have no hard links: look first, then rename.
            Err(_) => match std::fs::symlink_metadata(to) {
                Ok(_) => Err(io::ErrorKind::AlreadyExists.into()),
                Err(error) if error.kind() == io::ErrorKind::NotFound => self.rename(from, to),
                Err(error) => Err(error),
            },
        }
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        std::fs::remove_file(path)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        if cfg!(unix) {
            match File::open(folder)?.sync_all() {
                // Some disks cannot sync a folder; there a rename is as safe as it gets.
                Err(error) if error.kind() == io::ErrorKind::InvalidInput => Ok(()),
                other => other,
            }
        } else {
            Ok(())
        }
    }

    fn lock(&self, path: &Path, note: &[u8], ours: fn(&[u8]) -> bool) -> io::Result<Locked> {
        for _ in 0..8 {
            let mut options = OpenOptions::new();
            options.read(true).write(true).create(true).truncate(false);
            with_mode(&mut options, 0o600);
            // Windows refuses a file for as long as its last holder is about to remove it.
            let file = match patiently(|| open_with(&mut options, path, LinkPolicy::Refused)) {
                Ok(file) => file,
                Err(_) if is_link(path) => return Ok(Locked::NotOurs),
                Err(error) => return Err(error),
            };
            if stat_of(&file.metadata()?).kind != FileKind::File {
                return Ok(Locked::NotOurs);
            }
            match file.try_lock() {
                Ok(()) => {}
                Err(std::fs::TryLockError::WouldBlock) => {
                    let mut held_by = Vec::new();
                    // On Windows a locked file cannot be read; then nobody knows who holds it.
                    if file
                        .take(super::bounds::LOCK_BYTES)
                        .read_to_end(&mut held_by)
                        .is_err()
                    {
                        held_by.clear();
                    }
                    return Ok(Locked::Busy(held_by));
                }
                Err(std::fs::TryLockError::Error(error)) => return Ok(Locked::Unsupported(error)),
            }
            // The previous holder may have removed the file between the two calls above: then this
            // lock is on a file without a name, and the next window would get one as well.
            let same = std::fs::symlink_metadata(path)
                .is_ok_and(|there| file.metadata().is_ok_and(|ours| same_file(&there, &ours)));
            if same {
                let mut before = Vec::new();
                let bound = super::bounds::LOCK_BYTES;
                (&file).take(bound + 1).read_to_end(&mut before)?;
                if !before.is_empty() && (before.len() as u64 > bound || !ours(&before)) {
                    return Ok(Locked::NotOurs);
                }
                let mut guard = RealLock {
                    file,
                    path: path.to_owned(),
                };
                guard.note(note);
                return Ok(Locked::Held(Box::new(guard)));
            }
        }
        Ok(Locked::Busy(Vec::new()))
    }

    fn sha256(&self, path: &Path, limit: u64) -> io::Result<String> {
        let (file, _) = open_file(path, limit, LinkPolicy::Followed)?;
        let mut file = file.take(limit.saturating_add(1));
        let mut digest = Sha256::new();
        let (mut buffer, mut total) = (vec![0; 1 << 16], 0_u64);
        loop {
            let read = match file.read(&mut buffer) {
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            total += read as u64;
            match buffer.get(..read) {
                _ if total > limit => return Err(too_large()),
                None | Some([]) => return Ok(hex(&digest.finalize())),
                Some(bytes) => digest.update(bytes),
            }
        }
    }
}

struct RealFile(File);

impl DiskFile for RealFile {
    fn stat(&self) -> io::Result<Stat> {
        Ok(stat_of(&self.0.metadata()?))
    }

    fn write(&mut self, at: u64, bytes: &[u8]) -> io::Result<()> {
        self.0.seek(SeekFrom::Start(at))?;
        self.0.write_all(bytes)
    }

    fn set_len(&mut self, len: u64) -> io::Result<()> {
        self.0.set_len(len)
    }

    fn set_mode(&mut self, mode: u32) -> io::Result<()> {
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            self.0
                .set_permissions(std::fs::Permissions::from_mode(mode))?;
        }
        #[cfg(not(unix))]
        let _ = mode;
        Ok(())
    }

    fn sync(&mut self) -> io::Result<()> {
        self.0.sync_all()
    }
}

/// Guard that holds a lock, and removes its file when dropped.
struct RealLock {
    file: File,
    path: PathBuf,
}

impl RealLock {
    /// Writes who holds the lock. Failing to is no reason to stop: the lock is what counts.
    fn note(&mut self, note: &[u8]) {
        let _ = self.file.set_len(0);
        let _ = self.file.rewind();
        let _ = self.file.write_all(note);
    }
}

impl Drop for RealLock {
    fn drop(&mut self) {
        // The lock itself is released when the file is closed. The file is removed while it is still
        // held, and only if it is this one; where it cannot be, an empty one means nothing.
        let same = std::fs::symlink_metadata(&self.path).is_ok_and(|there| {
            self.file
                .metadata()
                .is_ok_and(|ours| same_file(&there, &ours))
        });
        if !same || std::fs::remove_file(&self.path).is_err() {
            let _ = self.file.set_len(0);
        }
    }
}

fn too_large() -> io::Error {
    io::ErrorKind::FileTooLarge.into()
}

/// Treatment of a symbolic link at the end of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LinkPolicy {
    Followed,
    Refused,
}

fn open_file(path: &Path, limit: u64, links: LinkPolicy) -> io::Result<(File, u64)> {
    let mut options = OpenOptions::new();
    options.read(true);
    let file = open_with(&mut options, path, links)?;
    let stat = stat_of(&file.metadata()?);
    match stat.kind {
        FileKind::Folder => Err(io::ErrorKind::IsADirectory.into()),
        FileKind::Other | FileKind::Link => Err(io::ErrorKind::InvalidInput.into()),
        FileKind::File if stat.len > limit => Err(too_large()),
        FileKind::File => Ok((file, stat.len)),
    }
}

fn read_whole((file, len): (File, u64), limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(usize::try_from(len).unwrap_or(0));
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        Err(too_large())
    } else {
        Ok(bytes)
    }
}

/// Opens a file without blocking: a pipe in the place of a file must not make us wait for a writer.
fn open_with(options: &mut OpenOptions, path: &Path, links: LinkPolicy) -> io::Result<File> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        let mut flags = rustix::fs::OFlags::NONBLOCK;
        if links == LinkPolicy::Refused {
            flags |= rustix::fs::OFlags::NOFOLLOW;
        }
        options.custom_flags(flags.bits().cast_signed());
    }
    #[cfg(not(unix))]
    if links == LinkPolicy::Refused && is_link(path) {
        return Err(io::Error::other("it is a symbolic link"));
    }
    options.open(path)
}

fn is_link(path: &Path) -> bool {
    std::fs::symlink_metadata(path).is_ok_and(|there| there.file_type().is_symlink())
}

fn with_mode(options: &mut OpenOptions, mode: u32) {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, mode);
    #[cfg(not(unix))]
    let _ = (options, mode);
}

fn stat_of(metadata: &std::fs::Metadata) -> Stat {
    let kind = match metadata.file_type() {
        kind if kind.is_file() => FileKind::File,
        kind if kind.is_dir() => FileKind::Folder,
        kind if kind.is_symlink() => FileKind::Link,
        _ => FileKind::Other,
    };
    #[cfg(unix)]
    let (id, mode) = {
        use std::os::unix::fs::MetadataExt as _;
        (
            Some((metadata.dev(), metadata.ino())),
            Some(metadata.mode() & 0o777),
        )
    };
    #[cfg(not(unix))]
    let (id, mode) = (None, None);
    Stat {
        kind,
        len: metadata.len(),
        modified: metadata.modified().ok(),
        id,
        mode,
        read_only: metadata.permissions().readonly(),
    }
}

fn same_file(one: &std::fs::Metadata, other: &std::fs::Metadata) -> bool {
    stat_of(one).id == stat_of(other).id
}

/// Retries for a moment: on Windows a virus scanner or a sync client may still hold a fresh file.
fn patiently<T>(mut attempt: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    for pause in [5, 20, 50, 100, 200] {
        match attempt() {
            Err(error) if cfg!(windows) && is_held(&error) => {
                std::thread::sleep(std::time::Duration::from_millis(pause));
            }
            other => return other,
        }
    }
    attempt()
}

/// Returns true if Windows refuses a file that somebody else has open just now.
fn is_held(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::PermissionDenied || is_in_use(error)
}
