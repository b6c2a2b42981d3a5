//! Opening, creating and peeking into an audit.

use super::notice::{ReadOnly, StoreNotice};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::audit::stamp::JournalStamp;
use crate::audit::{Audit, ChangeRefused, Entry, History};
use crate::base::Digest;

use super::audit_writer::{AuditWriter, Claim};
use super::copies;
use super::disk::Disk;
use super::error::{StoreError, why};
use super::journal::{digest_of_line, header_line};
use super::lock::{self, Holder, LockTaken};
use super::migrate::Formats;
use super::places::{Sides, folder_of};
use super::recover::{RecoveredState, from_journal_alone, locate, recover};
use super::snapshot::{Before, PRIVATE, put, stat_file, whole};

/// The author of an entry for a change made outside the program.
pub const OUTSIDE: &str = "changed outside the program";

/// An audit that was opened.
#[derive(Debug)]
pub struct Opened {
    /// The path it was opened by.
    pub path: PathBuf,
    /// The audit's name, without extensions.
    pub name: String,
    /// The audit with everything that was done to it.
    pub history: History,
    /// The writer that saves it; `None` if it is read-only.
    pub writer: Option<AuditWriter>,
    /// Reason why it is read-only; `None` if it is not.
    pub read_only: Option<ReadOnly>,
    /// Notices for the user.
    pub notices: Vec<StoreNotice>,
    /// The head of its journal's chain; `None` if it has no journal yet.
    pub head: Option<Digest>,
}

/// An audit that was read without being opened.
#[derive(Debug)]
pub struct ReadAudit {
    /// The current audit.
    pub audit: Arc<Audit>,
    /// Notices for the user.
    pub notices: Vec<StoreNotice>,
    /// The head of its journal's chain; `None` if it has no journal.
    pub head: Option<Digest>,
    /// Number of entries in its journal.
    pub entries: u64,
    /// The audit with everything that was done to it, as far as its journal goes.
    pub history: History,
    /// True if its journal cannot be relied on as it is; a notice gives the reason.
    pub damaged: bool,
}

/// Opens an audit: takes its lock, reconciles file and journal, reports its findings as notices.
///
/// Obstacles to writing are none to reading: if another window holds it, if its folder cannot be
/// written, if its journal is broken or a newer program made it, it opens read-only with the
/// reason.
///
/// `who` is shown to whoever finds the audit locked, and stands in the first line of a journal that
/// begins; `now` is the time of opening, and of a change made outside the program.
///
/// # Errors
/// As [`peek`]. Nothing was touched.
pub fn open(
    disk: Arc<dyn Disk>,
    path: &Path,
    who: &str,
    now: DateTime<Utc>,
) -> Result<Opened, StoreError> {
    open_with(disk, path, who, now, Formats::OURS)
}

pub(super) fn open_with(
    disk: Arc<dyn Disk>,
    path: &Path,
    who: &str,
    now: DateTime<Utc>,
    formats: Formats,
) -> Result<Opened, StoreError> {
    if let Some(sides) = Sides::of_journal(path) {
        let found = from_journal_alone(&*disk, sides, &formats)?;
        return Ok(read_only(path, found, now));
    }
    let sides = locate(&*disk, path)?;
    match stat_file(&*disk, &sides.audit) {
        Ok(_) | Err(StoreError::NoFile { .. }) => {}
        Err(error) => return Err(error),
    }
    if let Some(of) = copies::original(&*disk, &sides) {
        let mut found = recover(&*disk, sides, &formats)?;
        found.is_a_copy();
        found.read_only = Some(ReadOnly::Copy(of));
        return Ok(read_only(path, found, now));
    }
    let holder = Holder::us(who, now);
    let mut notices: Vec<StoreNotice> = StoreNotice::of_copies(copies::of(&*disk, &sides))
        .into_iter()
        .collect();
    let (guard, held_up, in_flight) = match lock::take(&*disk, &sides.lock, &holder) {
        LockTaken::Held(guard) => (Some(guard), None, false),
        LockTaken::NoLocks(why) => {
            notices.push(StoreNotice::NoLocks { why });
            (None, None, false)
        }
        LockTaken::Busy(by) => (None, Some(ReadOnly::Open(by)), true),
        LockTaken::NotOurs => (
            None,
            Some(ReadOnly::NotALock {
                path: sides.lock.clone(),
            }),
            false,
        ),
        LockTaken::Refused(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(StoreError::NoFile { path: path.into() });
        }
        LockTaken::Refused(error) => (None, Some(ReadOnly::Folder(why(&error))), false),
    };
    let mut found = recover(&*disk, sides, &formats)?;
    if in_flight {
        // The other window may be in the middle of a write: that is not worth a notice.
        found.notices.clear();
    }
    found.notices.splice(0..0, notices);
    if held_up.is_some() {
        found.read_only = held_up;
    } else if found.read_only.is_none() {
        found.read_only = refuses_writing(&*disk, &found);
    }
    if found.read_only.is_some() {
        return Ok(read_only(path, found, now));
    }
    let mut opened = Opened {
        path: path.to_owned(),
        name: found.sides.name(),
        history: found.history.clone(),
        writer: None,
        read_only: None,
        notices: std::mem::take(&mut found.notices),
        head: found.head(),
    };
    let mut outside = None;
    if let Some(after) = &found.changed_outside {
        match take_in_outside(&mut opened.history, after, now) {
            Ok(entry) => outside = Some(entry),
            Err(refused) => {
                found.notices = opened.notices;
                found.read_only = Some(ReadOnly::TooMuchOutside {
                    audit: found.sides.audit.clone(),
                    why: refused,
                });
                return Ok(read_only(path, found, now));
            }
        }
    }
    tell_clock(&opened.history, now, &mut opened.notices);
    let claim = Claim {
        disk,
        formats,
        holder,
        lock: guard,
        now,
    };
    let mut writer = AuditWriter::new(claim, path, found, outside);
    writer.prepare(false);
    opened.notices.append(&mut writer.take_notices());
    opened.writer = Some(writer);
    Ok(opened)
}

/// Returns the reason why one of the files cannot be written, if there is one.
///
/// It opens them for writing, and changes nothing.
fn refuses_writing(disk: &dyn Disk, found: &RecoveredState) -> Option<ReadOnly> {
    let file = found
        .file
        .as_ref()
        .map(|file| (&file.stat, &found.sides.audit));
    let journal = found
        .journal_stat
        .as_ref()
        .map(|stat| (stat, &found.sides.journal));
    file.into_iter().chain(journal).find_map(|(stat, path)| {
        if stat.read_only {
            return Some(ReadOnly::Marked(path.clone()));
        }
        let error = disk.edit(path).err()?;
        let refused = matches!(
            error.kind(),
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem
        );
        refused.then(|| ReadOnly::Unwritable {
            path: path.clone(),
            why: why(&error),
        })
    })
}

/// Builds the result of opening an audit that can only be read.
fn read_only(path: &Path, mut found: RecoveredState, now: DateTime<Utc>) -> Opened {
    let head = found.head();
    let mut history = found.history;
    if let Some(after) = found.changed_outside.take()
        && take_in_outside(&mut history, &after, now).is_err()
    {
        // The file is shown unchanged, without its history.
        history = History::begin(after);
    }
    Opened {
        path: path.to_owned(),
        name: found.sides.name(),
        history,
        writer: None,
        read_only: found.read_only,
        notices: found.notices,
        head,
    }
}

/// Records the changes made outside the program as one entry, and returns it.
fn take_in_outside(
    history: &mut History,
    after: &Audit,
    now: DateTime<Utc>,
) -> Result<Entry, ChangeRefused> {
    let change = history.audit().change_to(after);
    history.record(change, OUTSIDE, now).cloned()
}

fn tell_clock(history: &History, now: DateTime<Utc>, notices: &mut Vec<StoreNotice>) {
    let last = history.entries().iter().map(|entry| entry.at).max();
    if let Some(last) = last.filter(|last| *last > now) {
        notices.push(StoreNotice::ClockBehind { now, last });
    }
}

/// Reads an audit without taking its lock or writing anything.
///
/// # Errors
/// [`StoreError::NoFile`] if there is neither file nor journal; [`StoreError::NotAFile`],
/// [`StoreError::Empty`], [`StoreError::NotText`], [`StoreError::TooLarge`], [`StoreError::TooDeep`],
/// [`StoreError::Mistakes`], [`StoreError::Newer`] or [`StoreError::Migration`] if the readable file is
/// no audit; [`StoreError::Journal`] or [`StoreError::Link`] if the journal is alone and cannot be
/// read; [`StoreError::Io`] if the disk refused.
pub fn peek(disk: &dyn Disk, path: &Path) -> Result<ReadAudit, StoreError> {
    let mut found = look(disk, path, &Formats::OURS)?;
    let (audit, head) = (found.shared_audit(), found.head());
    let mut notices = found.notices;
    notices.extend(StoreNotice::of_copies(copies::of(disk, &found.sides)));
    notices.extend(found.read_only.map(StoreNotice::ReadOnly));
    Ok(ReadAudit {
        audit,
        notices,
        head,
        damaged: found.damage.is_some(),
        entries: found
            .journal
            .as_ref()
            .map_or(0, |journal| journal.entries.len() as u64),
        history: found.history,
    })
}

/// Finds and recovers an audit in memory.
pub(super) fn look(
    disk: &dyn Disk,
    path: &Path,
    formats: &Formats,
) -> Result<RecoveredState, StoreError> {
    if let Some(sides) = Sides::of_journal(path) {
        return from_journal_alone(disk, sides, formats);
    }
    let sides = locate(disk, path)?;
    let copy = copies::original(disk, &sides);
    let mut found = recover(disk, sides, formats)?;
    if let Some(of) = copy {
        found.is_a_copy();
        found.read_only = Some(ReadOnly::Copy(of));
    }
    Ok(found)
}

/// Creates a new audit; its folder too, if there is none.
///
/// # Errors
/// [`StoreError::Exists`] if anything of that name exists: nothing is ever overwritten.
/// [`StoreError::Held`] or [`StoreError::NotALock`] if its lock cannot be had,
/// [`StoreError::Unwritable`] if it would not read back as it is, [`StoreError::Io`] if the disk
/// refused.
pub fn create(
    disk: Arc<dyn Disk>,
    path: &Path,
    audit: Audit,
    who: &str,
    now: DateTime<Utc>,
) -> Result<Opened, StoreError> {
    let formats = Formats::OURS;
    let folder = folder_of(path);
    if disk.stat(folder).is_err() {
        disk.make_folder(folder)
            .map_err(StoreError::io("make the folder", folder))?;
        // The folder's own name is worth a sync, but a disk that cannot do it does not stop us.
        let _ = disk.sync_folder(folder_of(folder));
    }
    let real = disk.real(folder).map_err(StoreError::io("find", folder))?;
    let name = path
        .file_name()
        .ok_or_else(|| StoreError::NoFile { path: path.into() })?;
    let sides = Sides::of(&real.join(name));
    if disk.stat(&sides.audit).is_ok() {
        return Err(StoreError::Exists {
            path: path.into(),
            help: ", or open that one",
        });
    }
    if disk.stat(&sides.journal).is_ok() {
        return Err(StoreError::Exists {
            path: sides.journal,
            help: ", or move that journal away: it belongs to an audit that is gone",
        });
    }
    let holder = Holder::us(who, now);
    let mut notices = Vec::new();
    let guard = match lock::take(&*disk, &sides.lock, &holder) {
        LockTaken::Held(guard) => Some(guard),
        LockTaken::NoLocks(why) => {
            notices.push(StoreNotice::NoLocks { why });
            None
        }
        LockTaken::Busy(holder) => {
            return Err(StoreError::Held {
                path: path.into(),
                holder,
            });
        }
        LockTaken::NotOurs => return Err(StoreError::NotALock { path: sides.lock }),
        LockTaken::Refused(error) => return Err(StoreError::io("write next to", path)(error)),
    };
    let unwritable = |why| StoreError::Unwritable {
        path: path.into(),
        why,
    };
    let line = header_line(formats.current, &audit, None, who, now).map_err(unwritable)?;
    let stamp = JournalStamp {
        entries: 0,
        head: digest_of_line(&line),
    };
    let text = audit.to_toml_stamped(&stamp);
    super::snapshot::check_reads_back(&sides.audit, &audit, &text)?;
    put(
        &*disk,
        &sides.new,
        &sides.audit,
        &mut whole(text.as_bytes()),
        PRIVATE,
        Before::Nothing,
    )?;
    // From here on the audit exists; the journal begins at once, or with the first change.
    let mut found = recover(&*disk, sides, &formats)?;
    if let Some(file) = &mut found.file {
        // Its stamp is that of the very line that the journal will begin with: nothing is missing.
        file.stamp = None;
    }
    let name = found.sides.name();
    let claim = Claim {
        disk,
        formats,
        holder,
        lock: guard,
        now,
    };
    let mut writer = AuditWriter::new(claim, path, found, None);
    writer.prepare(true);
    notices.append(&mut writer.take_notices());
    Ok(Opened {
        path: path.to_owned(),
        name,
        history: History::begin(audit),
        head: writer.head().cloned(),
        writer: Some(writer),
        read_only: None,
        notices,
    })
}
