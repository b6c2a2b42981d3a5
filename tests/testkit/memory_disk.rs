//! A disk in memory that fails on demand and forgets anything unsynced when its power is cut.
//!
//! For tests alone, those beside the code of `store` as well: it proves the promise "saved means
//! saved". For every file, and for the names in every folder, it keeps both a program's view and the
//! stable contents; the two are the same only after a sync.

use std::any::Any;
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use scrutineer::store::{Disk, DiskFile, FileKind, Locked, Stat};

/// Fault to simulate. Operations that change something are counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// From the operation with this number on everything fails: the process is dead.
    ///
    /// If that operation writes, half of its bytes are written.
    StopAt(u64),
    /// The operations from the first number up to, but not including, the second fail.
    ///
    /// They fail with this error; later ones succeed.
    FailFor(u64, u64, io::ErrorKind),
    /// The disk is full after this many bytes: every write past it fails half done.
    FullAfter(u64),
    /// Every operation that changes something fails with this error.
    Always(io::ErrorKind),
    /// No file can be read: every attempt fails with this error.
    NoReading(io::ErrorKind),
}

/// The part of a disk's contents that survives when the machine stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Crash {
    /// The process died: everything it wrote survives, as long as the power does not fail as well.
    Killed,
    /// The power failed: only synced contents survive.
    PowerCut,
    /// The power failed: all names survive, but only synced bytes.
    NamesKeptBytesLost,
    /// The power failed: all bytes survive, but only synced names.
    BytesKeptNamesLost,
}

#[derive(Debug, Clone, Default)]
struct Inode {
    seen: Vec<u8>,
    kept: Vec<u8>,
    mode: u32,
    modified: u64,
}

#[derive(Debug, Default)]
struct State {
    inodes: Vec<Inode>,
    /// Path to inode: a program's view (`seen`), and the stable contents (`kept`).
    seen: BTreeMap<PathBuf, usize>,
    kept: BTreeMap<PathBuf, usize>,
    folders: Vec<PathBuf>,
    locks: Vec<(PathBuf, u64)>,
    no_locks: bool,
    fault: Option<Fault>,
    operations: u64,
    written: u64,
    stopped: bool,
    ticks: u64,
    process: u64,
}

/// A disk in memory. Its clones are the same disk.
#[derive(Debug, Clone, Default)]
pub struct MemoryDisk(Arc<Mutex<State>>);

impl MemoryDisk {
    /// Returns an empty disk with one folder.
    pub fn with_folder(folder: impl Into<PathBuf>) -> Self {
        let disk = Self::default();
        disk.state().folders.push(folder.into());
        disk
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sets the fault from now on; the operations are counted from 0 again.
    pub fn set_fault(&self, fault: Option<Fault>) {
        let mut state = self.state();
        state.fault = fault;
        state.operations = 0;
        state.written = 0;
    }

    /// Makes it a disk that has no locks, as some network drives are.
    #[must_use]
    pub fn without_locks(self) -> Self {
        self.state().no_locks = true;
        self
    }

    /// Adds a folder.
    pub fn put_folder(&self, folder: impl Into<PathBuf>) {
        self.state().folders.push(folder.into());
    }

    /// Returns the number of operations that changed something since the fault was last set.
    pub fn operations(&self) -> u64 {
        self.state().operations
    }

    /// Stops the machine and starts it again: all locks are free, all open files are dead.
    pub fn crash(&self, how: Crash) {
        let mut state = self.state();
        match how {
            // The system lives on, and may yet lose what it has not written.
            Crash::Killed => {}
            Crash::PowerCut | Crash::BytesKeptNamesLost => state.seen = state.kept.clone(),
            Crash::NamesKeptBytesLost => state.kept = state.seen.clone(),
        }
        for inode in &mut state.inodes {
            match how {
                Crash::Killed => {}
                Crash::PowerCut | Crash::NamesKeptBytesLost => inode.seen.clone_from(&inode.kept),
                Crash::BytesKeptNamesLost => inode.kept.clone_from(&inode.seen),
            }
        }
        state.locks.clear();
        state.fault = None;
        state.stopped = false;
        state.process += 1;
    }

    /// Returns the bytes of a file as a program sees them.
    pub fn bytes(&self, path: impl AsRef<Path>) -> Option<Vec<u8>> {
        let state = self.state();
        state
            .inodes
            .get(*state.seen.get(path.as_ref())?)
            .map(|inode| inode.seen.clone())
    }

    /// Writes a new file over any other, as another program would.
    ///
    /// It is synced, with a time of its own, whatever faults are set.
    pub fn put(&self, path: impl Into<PathBuf>, bytes: impl Into<Vec<u8>>) {
        let (path, bytes) = (path.into(), bytes.into());
        let mut state = self.state();
        state.ticks += 1;
        let modified = state.ticks;
        state.inodes.push(Inode {
            seen: bytes.clone(),
            kept: bytes,
            mode: 0o644,
            modified,
        });
        let inode = state.inodes.len() - 1;
        state.seen.insert(path.clone(), inode);
        state.kept.insert(path, inode);
    }

    /// Removes a file, as another program would.
    pub fn take(&self, path: impl AsRef<Path>) {
        let mut state = self.state();
        state.seen.remove(path.as_ref());
        state.kept.remove(path.as_ref());
    }

    /// Removes a folder with everything in it.
    pub fn take_folder(&self, folder: impl AsRef<Path>) {
        let folder = folder.as_ref();
        let mut state = self.state();
        state.folders.retain(|one| one != folder);
        state
            .locks
            .retain(|(path, _)| path.parent() != Some(folder));
        state.seen.retain(|path, _| path.parent() != Some(folder));
        state.kept.retain(|path, _| path.parent() != Some(folder));
    }

    /// Returns every file, in order.
    pub fn files(&self) -> Vec<PathBuf> {
        self.state().seen.keys().cloned().collect()
    }
}

/// The part of a failing write that is done first.
enum Done {
    Nothing,
    Half,
}

impl State {
    /// Counts an operation that changes something, and fails it if the fault says so.
    fn change(&mut self, bytes: usize) -> Result<(), (Done, io::Error)> {
        let crashed = || io::Error::other("the machine stopped");
        if self.stopped {
            return Err((Done::Nothing, crashed()));
        }
        let number = self.operations;
        self.operations += 1;
        self.written += bytes as u64;
        match self.fault {
            Some(Fault::StopAt(at)) if number >= at => {
                self.stopped = true;
                Err((Done::Half, crashed()))
            }
            Some(Fault::FailFor(from, to, kind)) if (from..to).contains(&number) => {
                Err((Done::Half, kind.into()))
            }
            Some(Fault::FullAfter(limit)) if bytes > 0 && self.written > limit => {
                Err((Done::Half, io::ErrorKind::StorageFull.into()))
            }
            Some(Fault::Always(kind)) => Err((Done::Nothing, kind.into())),
            _ => Ok(()),
        }
    }

    fn simple(&mut self) -> io::Result<()> {
        self.change(0).map_err(|(_, error)| error)
    }

    fn inode(&mut self, number: usize) -> io::Result<&mut Inode> {
        self.inodes
            .get_mut(number)
            .ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn find(&self, path: &Path) -> io::Result<usize> {
        match self.seen.get(path) {
            Some(inode) => Ok(*inode),
            None if self.folders.iter().any(|one| one == path) => {
                Err(io::ErrorKind::IsADirectory.into())
            }
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }

    fn in_a_folder(&self, path: &Path) -> io::Result<()> {
        let folder = path.parent().unwrap_or(Path::new(""));
        let there = self.folders.iter().any(|one| one == folder);
        if there {
            Ok(())
        } else {
            Err(io::ErrorKind::NotFound.into())
        }
    }

    fn stat(&self, number: usize) -> io::Result<Stat> {
        let inode = self.inodes.get(number).ok_or(io::ErrorKind::NotFound)?;
        Ok(Stat {
            kind: FileKind::File,
            len: inode.seen.len() as u64,
            modified: Some(SystemTime::UNIX_EPOCH + Duration::from_secs(inode.modified)),
            id: Some((1, number as u64)),
            mode: Some(inode.mode),
            read_only: inode.mode & 0o222 == 0,
        })
    }
}

impl Disk for MemoryDisk {
    fn stat(&self, path: &Path) -> io::Result<Stat> {
        let state = self.state();
        if state.folders.iter().any(|one| one == path) {
            return Ok(Stat {
                kind: FileKind::Folder,
                len: 0,
                modified: None,
                id: None,
                mode: Some(0o700),
                read_only: false,
            });
        }
        let number = state.find(path)?;
        state.stat(number)
    }

    fn stat_own(&self, path: &Path) -> io::Result<Stat> {
        self.stat(path)
    }

    fn read_own(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        self.read(path, limit)
    }

    fn real(&self, path: &Path) -> io::Result<PathBuf> {
        self.stat(path).map(|_| path.to_owned())
    }

    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        let mut state = self.state();
        let number = state.find(path)?;
        if let Some(Fault::NoReading(kind)) = state.fault {
            return Err(kind.into());
        }
        let bytes = state.inode(number)?.seen.clone();
        if bytes.len() as u64 > limit {
            Err(io::ErrorKind::FileTooLarge.into())
        } else {
            Ok(bytes)
        }
    }

    fn names(&self, folder: &Path, limit: usize) -> io::Result<Vec<PathBuf>> {
        let state = self.state();
        if !state.folders.iter().any(|one| one == folder) {
            return Err(io::ErrorKind::NotFound.into());
        }
        let inside = state
            .seen
            .keys()
            .filter(|path| path.parent() == Some(folder));
        Ok(inside
            .filter_map(|path| path.file_name())
            .map(PathBuf::from)
            .take(limit)
            .collect())
    }

    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        let mut state = self.state();
        state.simple()?;
        if !state.folders.iter().any(|one| one == folder) {
            state.folders.push(folder.to_owned());
        }
        Ok(())
    }

    fn create(&self, path: &Path, mode: u32) -> io::Result<Box<dyn DiskFile>> {
        let mut state = self.state();
        state.in_a_folder(path)?;
        if state.seen.contains_key(path) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        state.simple()?;
        state.ticks += 1;
        let modified = state.ticks;
        state.inodes.push(Inode {
            mode,
            modified,
            ..Inode::default()
        });
        let inode = state.inodes.len() - 1;
        state.seen.insert(path.to_owned(), inode);
        let process = state.process;
        Ok(Box::new(MemoryFile {
            disk: self.clone(),
            inode,
            process,
        }))
    }

    fn edit(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        let state = self.state();
        if let Some(Fault::Always(kind)) = state.fault {
            return Err(kind.into());
        }
        let inode = state.find(path)?;
        Ok(Box::new(MemoryFile {
            disk: self.clone(),
            inode,
            process: state.process,
        }))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut state = self.state();
        let inode = state.find(from)?;
        state.in_a_folder(to)?;
        state.simple()?;
        state.seen.remove(from);
        state.seen.insert(to.to_owned(), inode);
        Ok(())
    }

    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        if self.state().seen.contains_key(to) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        self.rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let mut state = self.state();
        state.find(path)?;
        state.simple()?;
        state.seen.remove(path);
        Ok(())
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        let mut state = self.state();
        if !state.folders.iter().any(|one| one == folder) {
            return Err(io::ErrorKind::NotFound.into());
        }
        state.simple()?;
        state.kept.retain(|path, _| path.parent() != Some(folder));
        let inside: Vec<(PathBuf, usize)> = state
            .seen
            .iter()
            .filter(|(path, _)| path.parent() == Some(folder))
            .map(|(path, inode)| (path.clone(), *inode))
            .collect();
        state.kept.extend(inside);
        Ok(())
    }

    fn lock(&self, path: &Path, note: &[u8], _: fn(&[u8]) -> bool) -> io::Result<Locked> {
        let mut state = self.state();
        state.in_a_folder(path)?;
        if state.no_locks {
            return Ok(Locked::Unsupported(io::ErrorKind::Unsupported.into()));
        }
        if state.locks.iter().any(|(one, _)| one == path) {
            let note = state
                .find(path)
                .and_then(|inode| Ok(state.inode(inode)?.seen.clone()));
            return Ok(Locked::Busy(note.unwrap_or_default()));
        }
        state.simple()?;
        state.inodes.push(Inode {
            seen: note.to_vec(),
            mode: 0o600,
            ..Inode::default()
        });
        let inode = state.inodes.len() - 1;
        state.seen.insert(path.to_owned(), inode);
        state.ticks += 1;
        let ticket = state.ticks;
        state.locks.push((path.to_owned(), ticket));
        let guard: Box<dyn Any + Send> = Box::new(MemoryLock {
            disk: self.clone(),
            path: path.to_owned(),
            ticket,
        });
        Ok(Locked::Held(guard))
    }
}

struct MemoryFile {
    disk: MemoryDisk,
    inode: usize,
    process: u64,
}

impl MemoryFile {
    fn state(&self) -> io::Result<MutexGuard<'_, State>> {
        let state = self.disk.state();
        if state.process == self.process {
            Ok(state)
        } else {
            Err(io::Error::other("the process is dead"))
        }
    }
}

impl DiskFile for MemoryFile {
    fn stat(&self) -> io::Result<Stat> {
        self.state()?.stat(self.inode)
    }

    fn write(&mut self, at: u64, bytes: &[u8]) -> io::Result<()> {
        let mut state = self.state()?;
        let (count, result) = match state.change(bytes.len()) {
            Ok(()) => (bytes.len(), Ok(())),
            Err((Done::Half, error)) => (bytes.len() / 2, Err(error)),
            Err((Done::Nothing, error)) => (0, Err(error)),
        };
        state.ticks += 1;
        let modified = state.ticks;
        let at = usize::try_from(at).map_err(io::Error::other)?;
        let inode = state.inode(self.inode)?;
        let end = inode.seen.len().max(at + count);
        inode.seen.resize(end, 0);
        if let (Some(slot), Some(bytes)) = (inode.seen.get_mut(at..at + count), bytes.get(..count))
        {
            slot.copy_from_slice(bytes);
        }
        if count > 0 {
            inode.modified = modified;
        }
        result
    }

    fn set_len(&mut self, len: u64) -> io::Result<()> {
        let mut state = self.state()?;
        state.simple()?;
        state.ticks += 1;
        let modified = state.ticks;
        let inode = state.inode(self.inode)?;
        inode
            .seen
            .resize(usize::try_from(len).map_err(io::Error::other)?, 0);
        inode.modified = modified;
        Ok(())
    }

    fn set_mode(&mut self, mode: u32) -> io::Result<()> {
        let mut state = self.state()?;
        state.simple()?;
        state.inode(self.inode)?.mode = mode;
        Ok(())
    }

    fn sync(&mut self) -> io::Result<()> {
        let mut state = self.state()?;
        state.simple()?;
        let inode = state.inode(self.inode)?;
        inode.kept.clone_from(&inode.seen);
        Ok(())
    }
}

struct MemoryLock {
    disk: MemoryDisk,
    path: PathBuf,
    ticket: u64,
}

impl Drop for MemoryLock {
    fn drop(&mut self) {
        let mut state = self.disk.state();
        let held = state
            .locks
            .iter()
            .any(|(path, ticket)| *path == self.path && *ticket == self.ticket);
        if held {
            state.locks.retain(|(_, ticket)| *ticket != self.ticket);
            state.seen.remove(&self.path);
            state.kept.remove(&self.path);
        }
    }
}
