//! Renaming an audit, and moving it to the archive and back: the readable file, its journal and what
//! lies next to them go together, and never over another file.
//!
//! The journal is copied first, then the readable file takes its new name, and only then is the old
//! journal removed. That one renaming decides: whenever the power fails, the audit is whole under
//! its old name or under its new one. What may be left over is a second journal, equal to the first.

use std::io;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use super::bounds::{FOLDER_FILES, JOURNAL_BYTES};
use super::copies;
use super::disk::{Disk, FileKind};
use super::error::StoreError;
use super::library::slug;
use super::lock::{self, Holder, LockTaken};
use super::places::{AUDIT_END, JOURNAL_END, Places, Sides, folder_of, unfinished};
use super::snapshot::{Before, Mode, PRIVATE, put, whole};

/// The place that an audit is moved to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MoveTo {
    /// The same folder, under a name made of these words.
    Name(String),
    /// The archive, under its own name.
    Archive,
    /// The library, under its own name.
    Library,
}

/// An audit that was moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// The path of its readable file now.
    pub path: PathBuf,
    /// The files that could not be moved along: they lie where they lay.
    pub left: Vec<PathBuf>,
}

/// Moves an audit of the library or its archive. `who` is shown to anyone who finds it locked
/// meanwhile.
///
/// # Errors
/// [`StoreError::Exists`] if the name is taken; [`StoreError::NotMoved`] if it is open elsewhere or
/// has conflict copies, which belong to it by their names; whatever the disk reports. The audit is
/// then where it was.
pub fn move_audit(
    disk: &dyn Disk,
    places: &Places,
    path: &Path,
    to: &MoveTo,
    (who, now): (&str, DateTime<Utc>),
) -> Result<Moved, StoreError> {
    let refused = |why: &str| StoreError::NotMoved {
        path: path.to_owned(),
        why: why.to_owned(),
    };
    let name = path.file_name().and_then(|name| name.to_str());
    let stem = name
        .and_then(|name| name.strip_suffix(AUDIT_END))
        .ok_or_else(|| refused("its name does not end with .audit.toml"))?;
    let (folder, new_stem) = match to {
        MoveTo::Name(words) => (folder_of(path).to_owned(), slug(words)),
        MoveTo::Archive => (places.archive(), stem.to_owned()),
        MoveTo::Library => (places.audits.clone(), stem.to_owned()),
    };
    let here = real(disk, folder_of(path))?;
    let from = Sides::of(&here.join(format!("{stem}{AUDIT_END}")));
    if from.journal != here.join(format!("{stem}{JOURNAL_END}")) {
        return Err(refused("its name is too long"));
    }
    file_mode(disk, &from.audit)?.ok_or_else(|| StoreError::NoFile { path: path.into() })?;
    // It is held until everything has moved; a disk without locks has none to respect.
    let _lock = match lock::take(disk, &from.lock, &Holder::us(who, now)) {
        LockTaken::Held(guard) => Some(guard),
        LockTaken::NoLocks(_) => None,
        LockTaken::Busy(holder) => {
            return Err(refused(&format!(
                "it is open elsewhere ({holder}); close it there first"
            )));
        }
        LockTaken::NotOurs => return Err(StoreError::NotALock { path: from.lock }),
        LockTaken::Refused(error) => return Err(StoreError::io("write next to", path)(error)),
    };
    if copies::original(disk, &from).is_some() || !copies::of(disk, &from).is_empty() {
        return Err(refused(
            "a sync client put a conflict copy next to it; merge that copy and move it away first",
        ));
    }
    if disk.stat(&folder).is_err() {
        disk.make_folder(&folder)
            .map_err(StoreError::io("make the folder", &folder))?;
        let _ = disk.sync_folder(folder_of(&folder));
    }
    let to = Sides::of(&real(disk, &folder)?.join(format!("{new_stem}{AUDIT_END}")));
    need_free(disk, &from, &to, &new_stem)?;
    let moved = copy_journal(disk, &from, &to)
        .and_then(|copied| Ok((copied, take_name(disk, &from, &to)?)));
    let (copied, is_kept) = moved.inspect_err(|_| {
        // The copy helps nobody now; failing to remove it changes nothing.
        if same_journal(disk, &from, &to) {
            let _ = disk.remove(&to.journal);
        }
    })?;
    let mut left = Vec::new();
    if copied && (!is_kept || disk.remove(&from.journal).is_err()) {
        left.push(from.journal.clone());
    }
    for name in names(disk, &from.folder).unwrap_or_default() {
        let Some(rest) = name.strip_prefix(stem).filter(|rest| goes_along(rest)) else {
            continue;
        };
        let old = from.folder.join(&name);
        if disk
            .rename_new(&old, &to.folder.join(format!("{new_stem}{rest}")))
            .is_err()
        {
            left.push(old);
        }
    }
    // What was moved last is no part of the audit itself: it moves again if this is lost.
    let _ = disk.sync_folder(&to.folder);
    let _ = disk.sync_folder(&from.folder);
    Ok(Moved {
        path: folder.join(format!("{new_stem}{AUDIT_END}")),
        left,
    })
}

fn real(disk: &dyn Disk, folder: &Path) -> Result<PathBuf, StoreError> {
    disk.real(folder).map_err(StoreError::io("find", folder))
}

fn names(disk: &dyn Disk, folder: &Path) -> Result<Vec<String>, StoreError> {
    let names = disk
        .names(folder, FOLDER_FILES)
        .map_err(StoreError::io("look into", folder))?;
    let names = names.into_iter();
    Ok(names
        .filter_map(|name| name.to_str().map(str::to_owned))
        .collect())
}

/// Returns true for the end of a name of a file that this program keeps next to an audit, besides
/// its journal and its lock.
fn goes_along(end: &str) -> bool {
    let Some(end) = end.strip_prefix(".audit") else {
        return false;
    };
    let own = [".journal.torn", ".journal.theirs-", ".theirs-", ".remarks-"];
    let backup = end.strip_prefix(".v").is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_digit()) && rest.contains("-backup")
    });
    (backup || own.iter().any(|own| end.starts_with(own))) && !end.ends_with(AUDIT_END)
}

/// Returns the permissions of a file, `None` if nothing is there.
fn file_mode(disk: &dyn Disk, path: &Path) -> Result<Option<Mode>, StoreError> {
    match disk.stat_own(path) {
        Ok(stat) if stat.kind == FileKind::File => {
            Ok(Some(stat.mode.map_or(PRIVATE, Mode::Exactly)))
        }
        Ok(stat) if stat.kind == FileKind::Link => Err(StoreError::Link { path: path.into() }),
        Ok(_) => Err(StoreError::NotAFile {
            path: path.into(),
            what: "something else",
        }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(StoreError::io("look at", path)(error)),
    }
}

/// Checks that no audit, whatever the case of its letters, has the name; a journal that an
/// interrupted move left there is our own.
fn need_free(disk: &dyn Disk, from: &Sides, to: &Sides, stem: &str) -> Result<(), StoreError> {
    let start = format!("{stem}.audit.").to_lowercase();
    let lock = to.lock.file_name();
    let there = names(disk, &to.folder)?;
    let taken = there.iter().any(|name| {
        let path = to.folder.join(name);
        name.to_lowercase().starts_with(&start)
            && Some(name.as_ref()) != lock
            && !(path == to.journal && same_journal(disk, from, to))
    });
    if taken || copies::original(disk, to).is_some() {
        return Err(StoreError::Exists {
            path: to.audit.clone(),
            help: "",
        });
    }
    Ok(())
}

fn same_journal(disk: &dyn Disk, from: &Sides, to: &Sides) -> bool {
    let read = |path: &Path| disk.read_own(path, JOURNAL_BYTES).ok();
    from.journal != to.journal
        && read(&from.journal).is_some_and(|ours| read(&to.journal) == Some(ours))
}

/// Copies the journal to its new name. Returns true if there is one.
fn copy_journal(disk: &dyn Disk, from: &Sides, to: &Sides) -> Result<bool, StoreError> {
    let Some(mode) = file_mode(disk, &from.journal)? else {
        return Ok(false);
    };
    let bytes = disk
        .read_own(&from.journal, JOURNAL_BYTES)
        .map_err(StoreError::io("read", &from.journal))?;
    if same_journal(disk, from, to) {
        let folder = &to.folder;
        disk.sync_folder(folder)
            .map_err(StoreError::io("write to", folder))?;
        return Ok(true);
    }
    let new = unfinished(&to.journal);
    put(
        disk,
        &new,
        &to.journal,
        &mut whole(&bytes),
        mode,
        Before::Nothing,
    )?;
    Ok(true)
}

/// Gives the readable file its new name; it has its old one if that fails. Returns false if the disk
/// did not confirm the new name, nor take the old one again.
fn take_name(disk: &dyn Disk, from: &Sides, to: &Sides) -> Result<bool, StoreError> {
    let failed = StoreError::io("move", &from.audit);
    if let Err(error) = disk.rename_new(&from.audit, &to.audit) {
        if error.kind() == io::ErrorKind::AlreadyExists {
            return Err(StoreError::Exists {
                path: to.audit.clone(),
                help: "",
            });
        }
        // It may have both names, if the old one could not be taken away.
        if let (Ok(old), Ok(new)) = (disk.stat_own(&from.audit), disk.stat_own(&to.audit))
            && old == new
        {
            let _ = disk.remove(&to.audit);
        }
        return Err(failed(error));
    }
    let kept = disk
        .sync_folder(&to.folder)
        .and_then(|()| disk.sync_folder(&from.folder));
    if let Err(error) = kept {
        return match disk.rename_new(&to.audit, &from.audit) {
            Ok(()) => Err(failed(error)),
            Err(_) => Ok(false),
        };
    }
    Ok(true)
}
