//! The audit writer: saves the changes of one open audit first, its readable file after.
//!
//! A [`AuditWriter`] trusts nothing it did not just write. Before it writes it checks that the files are
//! still as it left them; a file that somebody else put in their place is kept under another name.
//! It holds the journal's text in memory, so that a journal that vanished with its folder can be
//! written again when the folder is back. A failed write is cut off before the next one, so no torn
//! line ever ends up in the middle.

use super::notice::StoreNotice;
use std::any::Any;
use std::collections::VecDeque;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::audit::stamp::JournalStamp;
use crate::audit::{Audit, Entry};
use crate::base::Digest;
use crate::wording;

use super::bounds::{AUDIT_BYTES, JOURNAL_BYTES};
use super::disk::{Disk, FileKind, Stat};
use super::error::StoreError;
use super::journal::{digest_of_line, entry_line, header_line};
use super::lock::{self, Holder, LockTaken};
use super::migrate::Formats;
use super::places::Sides;
use super::recover::RecoveredState;
use super::remarks::{LostComment, Remarks};
use super::snapshot::{
    Before, Mode, PRIVATE, check_reads_back, is_file, keep, put, read_own, whole,
};

/// The only writer of an audit while it is open.
///
/// Made by [`super::open`] and [`super::create`]; dropping it releases the lock.
pub struct AuditWriter {
    disk: Arc<dyn Disk>,
    formats: Formats,
    path: PathBuf,
    sides: Sides,
    /// Contents of the journal's first line, as long as there is no journal.
    beginning: Option<Beginning>,
    journal: Text,
    head: Option<Digest>,
    /// The number of the last entry that is saved.
    saved: u64,
    /// Entries that are not saved yet, in order, without a gap behind the saved ones.
    pending: VecDeque<Entry>,
    /// The readable file as last read or written: its metadata and its digest.
    file: Option<(Stat, Digest)>,
    /// Comments written into the readable file by hand.
    remarks: Remarks,
    /// The older format of the readable file, and its bytes to be kept before the first write.
    older: Option<(i64, Vec<u8>)>,
    /// Permissions of the readable file (the nine bits of Unix).
    mode: u32,
    notices: Vec<StoreNotice>,
    holder: Holder,
    lock: Option<Box<dyn Any + Send>>,
}

/// Everything needed to write an audit: disk, formats, lock holder, lock, time.
pub(super) struct Claim {
    pub(super) disk: Arc<dyn Disk>,
    pub(super) formats: Formats,
    pub(super) holder: Holder,
    /// The held lock; `None` on a disk without locks.
    pub(super) lock: Option<Box<dyn Any + Send>>,
    pub(super) now: DateTime<Utc>,
}

struct Beginning {
    base: Audit,
    from: Option<JournalStamp>,
    by: String,
    at: DateTime<Utc>,
}

/// The journal's text, and how much of it is known to be in the file.
struct Text {
    /// The good lines, each with its line end.
    good: Vec<u8>,
    /// Number of those bytes that are in the file and synced.
    on_disk: u64,
    /// Metadata of the file as we left it; `None` if a write failed or it was never looked at.
    stat: Option<Stat>,
    /// The digest of the file's bytes, where another program changed its line ends.
    ///
    /// Such a file is rewritten whole with the next change.
    raw: Option<Digest>,
    /// A torn tail that was found after the good lines and must be kept before it is cut off.
    torn: Option<Vec<u8>>,
    /// The bytes of the last attempted write at `on_disk`.
    attempt: Vec<u8>,
    /// The format of the last line.
    format: i64,
    /// True if the file ever existed.
    existed: bool,
    /// True if the file's name is known to be on stable storage.
    name_synced: bool,
}

impl fmt::Debug for AuditWriter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuditWriter")
            .field("path", &self.path)
            .field("saved", &self.saved)
            .field("pending", &self.pending.len())
            .finish_non_exhaustive()
    }
}

impl AuditWriter {
    /// Takes over an audit that was read.
    ///
    /// The entry for a change outside the program, if there was one, is the first to be saved.
    pub(super) fn new(
        claim: Claim,
        path: &Path,
        found: RecoveredState,
        outside: Option<Entry>,
    ) -> Self {
        let Claim {
            disk,
            formats,
            holder,
            lock,
            now,
        } = claim;
        let head = found.head();
        let stat = found.journal_stat;
        let format = found
            .journal
            .as_ref()
            .map_or(formats.current, |journal| journal.format);
        let saved = found
            .journal
            .as_ref()
            .map_or(0, |journal| journal.entries.len() as u64);
        let beginning = found.journal.is_none().then(|| Beginning {
            base: found.history.base().clone(),
            from: found.file.as_ref().and_then(|file| file.stamp.clone()),
            by: holder.user.clone(),
            at: now,
        });
        let journal = match found.journal {
            Some(journal) => Text {
                good: journal.text,
                on_disk: journal.on_disk,
                raw: journal.raw,
                stat,
                torn: journal.torn,
                attempt: Vec::new(),
                format,
                existed: true,
                name_synced: false,
            },
            None => Text {
                good: Vec::new(),
                on_disk: 0,
                raw: None,
                stat,
                torn: None,
                attempt: Vec::new(),
                format,
                existed: false,
                name_synced: false,
            },
        };
        let (mut file, mut older, mut mode) = (None, None, 0o600);
        let mut remarks = Remarks::default();
        if let Some(on_disk) = found.file {
            mode = on_disk.stat.mode.unwrap_or(0o600);
            file = Some((on_disk.stat, on_disk.digest));
            older = on_disk.older;
            remarks = on_disk.remarks;
        }
        Self {
            disk,
            formats,
            path: path.to_owned(),
            sides: found.sides,
            beginning,
            journal,
            head,
            saved,
            pending: outside.into_iter().collect(),
            file,
            remarks,
            older,
            mode,
            notices: Vec::new(),
            holder,
            lock,
        }
    }

    /// Returns the number of entries that are handed over and not saved yet.
    pub fn unsaved(&self) -> usize {
        self.pending.len()
    }

    /// Takes the notices that were not shown yet.
    ///
    /// For example of a file that somebody else put in the place of ours, or a journal that was
    /// gone. [`Self::snapshot`] returns these as well.
    pub fn take_notices(&mut self) -> Vec<StoreNotice> {
        std::mem::take(&mut self.notices)
    }

    /// Saves entries to stable storage and returns the head of the chain.
    ///
    /// Each is one line of the journal, written and synced before the next. The head is the SHA-256 of
    /// the last line, without its line end.
    ///
    /// Entries that are saved already are skipped, and those that an earlier call could not save
    /// are kept and saved now: after a failure the caller may hand over all it thinks unsaved, or
    /// only the new ones, or nothing.
    ///
    /// # Errors
    /// [`StoreError::Io`] or [`StoreError::FolderGone`] if the disk refuses, [`StoreError::Held`] if
    /// another window took the audit over: trying again may succeed. [`StoreError::TooLarge`] if the
    /// journal is full. [`StoreError::OutOfStep`] and [`StoreError::NotJournalled`] are mistakes of this
    /// program. Entries saved before are safe, the rest is kept for the next call.
    pub fn append(&mut self, entries: &[Entry]) -> Result<Digest, StoreError> {
        self.queue(entries)?;
        self.keep_older()?;
        self.settle()?;
        while let Some(entry) = self.pending.front() {
            let head = self
                .head
                .clone()
                .unwrap_or_else(|| digest_of_line(&self.journal.good));
            let format =
                (self.journal.format != self.formats.current).then_some(self.formats.current);
            let line =
                entry_line(format, &head, entry).map_err(|why| StoreError::NotJournalled {
                    path: self.sides.journal.clone(),
                    why,
                })?;
            self.write_line(&line)?;
            self.head = Some(digest_of_line(&line));
            self.journal.format = self.formats.current;
            self.saved += 1;
            self.pending.pop_front();
        }
        self.head.clone().ok_or_else(|| StoreError::NoFile {
            path: self.sides.journal.clone(),
        })
    }

    fn queue(&mut self, entries: &[Entry]) -> Result<(), StoreError> {
        for entry in entries {
            let Some(place) = entry.seq.checked_sub(self.saved + 1) else {
                continue;
            };
            let place = usize::try_from(place).unwrap_or(usize::MAX);
            match self.pending.get(place) {
                Some(same) if same == entry => {}
                None if place > self.pending.len() => {
                    return Err(StoreError::OutOfStep {
                        path: self.sides.journal.clone(),
                        seq: entry.seq,
                        saved: self.saved,
                    });
                }
                // Anything never reported as saved may still be replaced.
                _ => {
                    self.pending.truncate(place);
                    self.pending.push_back(entry.clone());
                }
            }
        }
        Ok(())
    }

    /// Keeps a copy of the readable file before it is converted to the present format.
    fn keep_older(&mut self) -> Result<(), StoreError> {
        let Some((format, bytes)) = &self.older else {
            return Ok(());
        };
        let name = |n| self.sides.backup(*format, n);
        let kept = keep(&*self.disk, &self.sides.new, name, bytes, PRIVATE)?;
        let format = *format;
        self.notices.push(StoreNotice::Converted { format, kept });
        self.older = None;
        Ok(())
    }

    /// Ensures the journal exists, is unmodified and has no torn tail.
    fn settle(&mut self) -> Result<(), StoreError> {
        self.begin()?;
        let path = self.sides.journal.clone();
        let mut stat = match self.disk.stat_own(&path) {
            Ok(stat) => stat,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return self.write_whole(Before::Nothing);
            }
            Err(error) => return Err(StoreError::io("look at", &path)(error)),
        };
        stat = is_file(&path, stat)?;
        if self.journal.stat.as_ref() != Some(&stat) {
            let (now, bytes) = read_own(&*self.disk, &path, JOURNAL_BYTES)?;
            stat = now;
            if !self.is_ours(&bytes) {
                return self.replace_theirs(&bytes);
            }
        }
        if self.journal.raw.is_some() {
            return self.put_form_right();
        }
        if stat.len == self.journal.on_disk {
            self.journal.stat = Some(stat);
        } else {
            self.cut()?;
        }
        self.sync_name()
    }

    /// Builds the first line of a journal that does not exist yet.
    fn begin(&mut self) -> Result<(), StoreError> {
        let Some(beginning) = &self.beginning else {
            return Ok(());
        };
        let Beginning { base, from, by, at } = beginning;
        let line =
            header_line(self.formats.current, base, from.as_ref(), by, *at).map_err(|why| {
                StoreError::NotJournalled {
                    path: self.sides.journal.clone(),
                    why,
                }
            })?;
        self.head = Some(digest_of_line(&line));
        self.journal.on_disk = line.len() as u64;
        self.journal.good = line;
        self.beginning = None;
        Ok(())
    }

    fn good_on_disk(&self) -> &[u8] {
        let end = usize::try_from(self.journal.on_disk).unwrap_or(usize::MAX);
        self.journal.good.get(..end).unwrap_or(&self.journal.good)
    }

    /// Returns true if these are the journal's good lines, with nothing foreign after them.
    ///
    /// A torn tail that was found, or the rest of our own last attempt, may follow.
    fn is_ours(&self, bytes: &[u8]) -> bool {
        if let Some(raw) = &self.journal.raw {
            return Digest::of_bytes(bytes) == *raw;
        }
        bytes.strip_prefix(self.good_on_disk()).is_some_and(|rest| {
            rest.is_empty()
                || self.journal.torn.as_deref() == Some(rest)
                || self.journal.attempt.starts_with(rest)
        }) || (!self.journal.existed && bytes.is_empty() && self.saved == 0)
    }

    /// Rewrites the journal in this program's form, where only line ends were changed.
    fn put_form_right(&mut self) -> Result<(), StoreError> {
        self.keep_torn()?;
        self.write_whole(Before::Anything)?;
        self.notices.push(StoreNotice::LineEndsRestored {
            journal: self.sides.journal.clone(),
        });
        Ok(())
    }

    /// Keeps a torn tail that was found, before it is cut off.
    fn keep_torn(&mut self) -> Result<(), StoreError> {
        let Some(torn) = &self.journal.torn else {
            return Ok(());
        };
        let name = |n| self.sides.torn(n);
        let kept = keep(&*self.disk, &self.sides.new, name, torn, PRIVATE)?;
        self.notices.push(StoreNotice::TornKept { kept });
        self.journal.torn = None;
        Ok(())
    }

    /// Cuts off everything after the last good line; a torn tail that was found is kept first.
    fn cut(&mut self) -> Result<(), StoreError> {
        let path = self.sides.journal.clone();
        self.keep_torn()?;
        let doing = "repair the end of";
        let mut file = self
            .disk
            .edit(&path)
            .map_err(StoreError::io(doing, &path))?;
        let there = file.stat().map_err(StoreError::io(doing, &path))?.len;
        if there < self.journal.on_disk {
            drop(file);
            return self.write_whole(Before::Anything);
        }
        file.set_len(self.journal.on_disk)
            .map_err(StoreError::io(doing, &path))?;
        file.sync().map_err(StoreError::io(doing, &path))?;
        self.journal.stat = file.stat().ok();
        self.journal.attempt.clear();
        Ok(())
    }

    /// Keeps a journal that somebody else put in the place of ours, and writes ours again.
    fn replace_theirs(&mut self, bytes: &[u8]) -> Result<(), StoreError> {
        let name = |n| self.sides.theirs_journal(n);
        let kept = keep(&*self.disk, &self.sides.new, name, bytes, PRIVATE)?;
        self.notices.push(StoreNotice::JournalReplaced {
            journal: self.sides.journal.clone(),
            kept,
        });
        self.write_whole(Before::Anything)
    }

    /// Writes the whole journal from memory.
    fn write_whole(&mut self, before: Before) -> Result<(), StoreError> {
        self.check_folder()?;
        let was_gone = self.journal.existed && before == Before::Nothing;
        if was_gone {
            self.lock_again()?;
        }
        self.journal.stat = None;
        self.journal.on_disk = self.journal.good.len() as u64;
        self.journal.attempt.clear();
        self.journal.raw = None;
        let path = self.sides.journal.clone();
        // Anyone whom the user allowed to read the existing journal may still read it.
        let mode = match self.disk.stat_own(&path) {
            Ok(stat) if stat.kind == FileKind::File => stat.mode.map_or(PRIVATE, Mode::Exactly),
            _ => PRIVATE,
        };
        put(
            &*self.disk,
            &self.sides.new,
            &path,
            &mut whole(&self.journal.good),
            mode,
            before,
        )?;
        self.journal.stat = self.disk.stat(&path).ok();
        self.journal.existed = true;
        self.journal.name_synced = true;
        if was_gone {
            self.notices
                .push(StoreNotice::JournalGone { journal: path });
        }
        Ok(())
    }

    /// Syncs the journal's name.
    ///
    /// Its last writer may have died between making the name and syncing it.
    fn sync_name(&mut self) -> Result<(), StoreError> {
        if !self.journal.name_synced {
            let folder = &self.sides.folder;
            self.disk
                .sync_folder(folder)
                .map_err(StoreError::io("save to", folder))?;
            self.journal.name_synced = true;
            self.journal.existed = true;
        }
        Ok(())
    }

    fn check_folder(&self) -> Result<(), StoreError> {
        match self.disk.stat(&self.sides.folder) {
            Ok(stat) if stat.kind == FileKind::Folder => Ok(()),
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(StoreError::io("look at", &self.sides.folder)(error))
            }
            // A missing folder is not made again: it may be a drive that was unplugged.
            _ => Err(StoreError::FolderGone {
                path: self.sides.folder.clone(),
            }),
        }
    }

    /// Takes the lock again after it vanished with the folder.
    ///
    /// Another window may have taken the audit over since.
    fn lock_again(&mut self) -> Result<(), StoreError> {
        if self.lock.is_none() {
            return Ok(());
        }
        match lock::take(&*self.disk, &self.sides.lock, &self.holder) {
            LockTaken::Held(guard) => self.lock = Some(guard),
            LockTaken::Busy(holder) if holder != self.holder.say_self() => {
                return Err(StoreError::Held {
                    path: self.sides.audit.clone(),
                    holder,
                });
            }
            LockTaken::NotOurs => {
                return Err(StoreError::NotALock {
                    path: self.sides.lock.clone(),
                });
            }
            LockTaken::Refused(error) => {
                return Err(StoreError::io("lock", &self.sides.lock)(error));
            }
            LockTaken::Busy(_) | LockTaken::NoLocks(_) => {}
        }
        Ok(())
    }

    fn write_line(&mut self, line: &[u8]) -> Result<(), StoreError> {
        let path = self.sides.journal.clone();
        if self.journal.good.len() as u64 + line.len() as u64 > JOURNAL_BYTES {
            return Err(StoreError::TooLarge {
                path,
                what: format!("a journal has at most {}", wording::bytes(JOURNAL_BYTES)),
            });
        }
        // A last line end that was missing is written with the next line.
        let start = usize::try_from(self.journal.on_disk).unwrap_or(usize::MAX);
        let mut bytes = self.journal.good.get(start..).unwrap_or_default().to_vec();
        bytes.extend_from_slice(line);
        self.journal.stat = None;
        self.journal.attempt.clone_from(&bytes);
        let mut file = self
            .disk
            .edit(&path)
            .map_err(StoreError::io("save to", &path))?;
        file.write(self.journal.on_disk, &bytes)
            .map_err(StoreError::io("save to", &path))?;
        // One sync a line: after a power cut no line but the last can be damaged.
        file.sync().map_err(StoreError::io("save to", &path))?;
        self.journal.stat = file.stat().ok();
        self.journal.attempt.clear();
        self.journal.good.extend_from_slice(line);
        self.journal.on_disk = self.journal.good.len() as u64;
        Ok(())
    }

    /// Writes the readable file, after everything that is not saved yet. Returns the notices.
    ///
    /// `audit` is the audit after the last entry that was handed over.
    ///
    /// # Errors
    /// As [`Self::append`], and [`StoreError::Unwritable`] if the text would not read back as this
    /// audit; the readable file is then unchanged, and the journal has all changes that were saved.
    pub fn snapshot(&mut self, audit: &Audit) -> Result<Vec<StoreNotice>, StoreError> {
        let head = self.append(&[])?;
        let stamp = JournalStamp {
            entries: self.saved,
            head,
        };
        let (text, lost) = self.remarks.put_into(audit.to_toml_stamped(&stamp));
        check_reads_back(&self.sides.audit, audit, &text)?;
        let digest = Digest::of_bytes(text.as_bytes());
        let path = self.sides.audit.clone();
        let there = self.make_way()?;
        if there && self.file.as_ref().is_some_and(|(_, last)| *last == digest) {
            return Ok(self.take_notices());
        }
        let told = self.keep_remarks(&lost)?;
        let before = if there {
            Before::Anything
        } else {
            Before::Nothing
        };
        put(
            &*self.disk,
            &self.sides.new,
            &path,
            &mut whole(text.as_bytes()),
            Mode::Exactly(self.mode),
            before,
        )?;
        self.file = self.disk.stat(&path).ok().map(|stat| (stat, digest));
        self.notices.extend(told);
        if self.remarks.text().is_some() {
            self.remarks = Remarks::of(&text);
        }
        Ok(self.take_notices())
    }

    /// Keeps the old file before comments in it lose their place; returns the notice of it.
    fn keep_remarks(&self, lost: &[LostComment]) -> Result<Option<StoreNotice>, StoreError> {
        let Some(text) = self.remarks.text().filter(|_| !lost.is_empty()) else {
            return Ok(None);
        };
        let name = |n| self.sides.remarks(n);
        let (new, mode) = (&self.sides.new, PRIVATE);
        let kept = keep(&*self.disk, new, name, text.as_bytes(), mode)?;
        Ok(Some(StoreNotice::LostComments {
            audit: self.sides.audit.clone(),
            lost: lost.to_vec(),
            kept,
        }))
    }

    /// Checks that the readable file is still the known one; returns true if there is a file.
    ///
    /// A different one is kept under another name.
    fn make_way(&mut self) -> Result<bool, StoreError> {
        let path = self.sides.audit.clone();
        let stat = match self.disk.stat_own(&path) {
            Ok(stat) => is_file(&path, stat)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                self.check_folder()?;
                if self.file.take().is_some() {
                    self.notices.push(StoreNotice::FileGone { audit: path });
                }
                return Ok(false);
            }
            Err(error) => return Err(StoreError::io("look at", &path)(error)),
        };
        self.mode = stat.mode.unwrap_or(self.mode);
        if self.file.as_ref().is_some_and(|(last, _)| *last == stat) {
            return Ok(true);
        }
        let (_, bytes) = read_own(&*self.disk, &path, AUDIT_BYTES)?;
        let digest = Digest::of_bytes(&bytes);
        if self.file.as_ref().is_none_or(|(_, last)| *last != digest) {
            let name = |n| self.sides.theirs(n);
            let kept = keep(&*self.disk, &self.sides.new, name, &bytes, PRIVATE)?;
            self.notices
                .push(StoreNotice::FileReplaced { audit: path, kept });
            self.file = None;
        }
        Ok(true)
    }

    /// Does at once what need not wait for the first change.
    ///
    /// Keeps a torn line, and makes the journal of a new audit. If the disk refuses, it is tried
    /// again with the first change.
    pub(super) fn prepare(&mut self, is_new: bool) {
        // A file left unfinished by a process that died helps nobody.
        if self.lock.is_some() && self.disk.stat(&self.sides.new).is_ok() {
            let _ = self.disk.remove(&self.sides.new);
        }
        let settled = if self.journal.torn.is_some() || is_new {
            self.settle()
        } else if self.journal.existed {
            // The last writer may have died before its lines were synced; anything shown as saved
            // must be on stable storage.
            let path = &self.sides.journal;
            let synced = self.disk.edit(path).and_then(|mut file| file.sync());
            synced
                .map_err(StoreError::io("save to", path))
                .and_then(|()| self.sync_name())
        } else {
            // No journal yet: whoever made the file may have died before its name was synced.
            let synced = self.sync_name();
            self.journal.existed = false;
            synced
        };
        if let Err(error) = settled {
            self.notices.push(StoreNotice::NotPrepared(error));
        }
    }

    /// Returns the head of the journal's chain, if there is a journal: the SHA-256 of its last line.
    pub fn head(&self) -> Option<&Digest> {
        self.head.as_ref()
    }
}
