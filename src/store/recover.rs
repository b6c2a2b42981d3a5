//! Recovery: reconciles the readable file and the journal of an audit, whatever happened before.
//!
//! It only reads: the result is a state, with a sentence for every difference from what was last
//! saved. Writing it down is up to [`AuditWriter`](super::AuditWriter), and happens with the next change.

use super::notice::{Difference, LaterChanges, ReadOnly, StoreNotice};
use std::io;
use std::path::Path;
use std::sync::Arc;

use crate::audit::stamp::JournalStamp;
use crate::audit::{Audit, Entry, History};
use crate::base::Digest;

use super::bounds::{FOLDER_FILES, JOURNAL_BYTES};
use super::damage::Damage;
use super::disk::{Disk, Stat};
use super::error::StoreError;
use super::journal::{Break, Journal};
use super::migrate::Formats;
use super::places::{AUDIT_END, Sides, folder_of};
use super::reconcile::reconcile;
use super::snapshot::{self, OnDisk};

/// State of an audit as read from its two files.
#[derive(Debug)]
pub(super) struct RecoveredState {
    pub(super) sides: Sides,
    /// The readable file, unless it is missing.
    pub(super) file: Option<OnDisk>,
    /// The journal, unless there is none.
    pub(super) journal: Option<Journal>,
    /// The journal's metadata.
    pub(super) journal_stat: Option<Stat>,
    /// The state recorded in the journal, or in the file where there is no journal.
    pub(super) history: History,
    /// The state after changes made outside the program, if there were any.
    pub(super) changed_outside: Option<Audit>,
    /// The readable file's difference from the journal, if there is one and should not be.
    pub(super) difference: Option<Difference>,
    /// The damage to the journal, if it cannot be relied on.
    pub(super) damage: Option<Damage>,
    /// Notices for the user.
    pub(super) notices: Vec<StoreNotice>,
    /// Reason why nothing may be written.
    pub(super) read_only: Option<ReadOnly>,
}

impl RecoveredState {
    /// Returns the current audit.
    pub(super) fn audit(&self) -> &Audit {
        self.changed_outside
            .as_ref()
            .unwrap_or_else(|| self.history.audit())
    }

    /// Returns the current audit, to be kept.
    pub(super) fn shared_audit(&mut self) -> Arc<Audit> {
        let outside = self.changed_outside.take();
        outside.map_or_else(|| self.history.shared_audit(), Arc::new)
    }

    /// Returns the stamp that the journal began with, if its file already had changes behind it.
    pub(super) fn began_after(&self) -> Option<&JournalStamp> {
        let from = self.journal.as_ref()?.from.as_ref();
        from.filter(|stamp| stamp.entries > 0)
    }

    /// Clears the damage of a missing journal: for a conflict copy it is no damage.
    pub(super) fn is_a_copy(&mut self) {
        if matches!(self.damage, Some(Damage::Missing(_))) {
            self.damage = None;
            self.notices.clear();
        }
    }

    /// Returns the head of the journal's chain.
    pub(super) fn head(&self) -> Option<Digest> {
        self.journal.as_ref().and_then(Journal::head).cloned()
    }
}

/// Returns the files of the audit at a path. The audit itself, or at least its journal, exists.
pub(super) fn locate(disk: &dyn Disk, path: &Path) -> Result<Sides, StoreError> {
    let refused = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => StoreError::NoFile { path: path.into() },
        _ => StoreError::io("find", path)(error),
    };
    match disk.real(path) {
        Ok(real) => Ok(Sides::of(&real)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            // Perhaps the readable file was lost and the journal is still there.
            let folder = disk.real(folder_of(path)).map_err(refused)?;
            let name = path
                .file_name()
                .ok_or_else(|| StoreError::NoFile { path: path.into() })?;
            let sides = Sides::of(&folder.join(name));
            disk.stat_own(&sides.journal).map_err(refused)?;
            Ok(owner_of(disk, &sides).unwrap_or(sides))
        }
        Err(error) => Err(refused(error)),
    }
}

/// Returns the files of the audit whose journal's name had to be cut to this one, if there is one.
fn owner_of(disk: &dyn Disk, sides: &Sides) -> Option<Sides> {
    let names = disk.names(&sides.folder, FOLDER_FILES).ok()?;
    let audits = names.iter().filter(|name| {
        let name = name.as_os_str().as_encoded_bytes();
        name.ends_with(AUDIT_END.as_bytes())
    });
    audits
        .map(|name| Sides::of(&sides.folder.join(name)))
        .find(|other| other.journal == sides.journal && other.audit != sides.audit)
}

/// Reads the files that there are.
///
/// # Errors
/// If there is nothing, or the readable file exists and cannot be read, or neither can be.
pub(super) fn recover(
    disk: &dyn Disk,
    sides: Sides,
    formats: &Formats,
) -> Result<RecoveredState, StoreError> {
    let mut notices = Vec::new();
    let mut read_only = None;
    let file = match snapshot::read(disk, &sides, formats) {
        Ok(file) => Some(file),
        Err(StoreError::NoFile { .. }) if disk.stat(&sides.journal).is_ok() => None,
        Err(error) => return Err(error),
    };
    let (journal_stat, journal, mut damage) =
        match read_journal(disk, &sides, formats, &mut notices, file.is_some())? {
            JournalFile::Read(stat, journal) => (Some(stat), Some(*journal), None),
            JournalFile::Unreadable(stat, at) => {
                read_only = Some(ReadOnly::Unreadable {
                    journal: sides.journal.clone(),
                    what: at.what.clone(),
                });
                (Some(stat), None, Some(Damage::Unreadable(at)))
            }
            JournalFile::Link => {
                read_only = Some(ReadOnly::Link(sides.journal.clone()));
                (None, None, Some(Damage::Link))
            }
            JournalFile::Empty => (None, None, Some(Damage::Empty)),
            JournalFile::Missing => (None, None, None),
        };
    let mut found = RecoveredState {
        history: History::begin(Audit::new(crate::audit::Review::named("", ""))),
        sides,
        file,
        journal,
        journal_stat,
        changed_outside: None,
        difference: None,
        damage: damage.take(),
        notices,
        read_only,
    };
    match (&found.file, found.journal.take()) {
        (_, Some(journal)) => {
            found.replay(&journal);
            found.compare(&journal)?;
            found.tell_form(&journal);
            found.journal = Some(journal);
        }
        (Some(file), None) => {
            found.history = History::begin(Arc::clone(&file.audit));
            // A new audit may be cut off before its journal begins: there nothing is lost.
            if let (Some(stamp), None) = (&file.stamp, &found.damage)
                && stamp.entries > 0
            {
                found.damage = Some(Damage::Missing(stamp.clone()));
            }
            if found.read_only.is_none()
                && let Some(damage) = &found.damage
            {
                found.notices.push(StoreNotice::Damaged {
                    journal: found.sides.journal.clone(),
                    damage: damage.clone(),
                    begins_anew: true,
                });
            }
        }
        (None, None) => {
            return Err(StoreError::NoFile {
                path: found.sides.audit,
            });
        }
    }
    found.tell_formats(formats);
    Ok(found)
}

/// Returns the state recorded in a journal alone, for somebody whose readable file is damaged.
pub(super) fn from_journal_alone(
    disk: &dyn Disk,
    sides: Sides,
    formats: &Formats,
) -> Result<RecoveredState, StoreError> {
    let mut notices = Vec::new();
    let read = read_journal(disk, &sides, formats, &mut notices, false)?;
    let JournalFile::Read(stat, journal) = read else {
        return Err(StoreError::NoFile {
            path: sides.journal,
        });
    };
    let mut found = RecoveredState {
        history: History::begin(journal.base.clone()),
        read_only: Some(ReadOnly::JournalAlone(sides.journal.clone())),
        sides,
        file: None,
        journal: None,
        journal_stat: Some(stat),
        changed_outside: None,
        difference: None,
        damage: None,
        notices,
    };
    found.replay(&journal);
    found.tell_form(&journal);
    found.journal = Some(*journal);
    Ok(found)
}

/// Result of reading the journal file.
enum JournalFile {
    /// There is none.
    Missing,
    /// An empty journal, beside a readable file.
    Empty,
    /// A symbolic link.
    Link,
    /// A journal whose first line cannot be read, beside a readable file.
    Unreadable(Stat, Break),
    /// A journal that was read.
    Read(Stat, Box<Journal>),
}

/// Reads the journal.
///
/// # Errors
/// If it cannot be read and there is nothing else to go by.
fn read_journal(
    disk: &dyn Disk,
    sides: &Sides,
    formats: &Formats,
    notices: &mut Vec<StoreNotice>,
    file_is_there: bool,
) -> Result<JournalFile, StoreError> {
    let path = &sides.journal;
    let (stat, bytes) = match snapshot::read_own(disk, path, JOURNAL_BYTES) {
        Ok(read) => read,
        Err(StoreError::NoFile { .. }) => return Ok(JournalFile::Missing),
        Err(StoreError::Link { .. }) if file_is_there => return Ok(JournalFile::Link),
        Err(error) => return Err(error),
    };
    match Journal::read(path, &bytes, formats) {
        Ok(journal) => {
            if let Some(torn) = &journal.torn {
                notices.push(StoreNotice::Torn {
                    bytes: torn.len(),
                    line: journal.entries.len() + 2,
                });
            }
            Ok(JournalFile::Read(stat, Box::new(journal)))
        }
        Err(StoreError::Empty { .. }) if file_is_there => Ok(JournalFile::Empty),
        Err(StoreError::Journal { line, why, .. }) if file_is_there => {
            Ok(JournalFile::Unreadable(stat, Break { line, what: why }))
        }
        Err(error) => Err(error),
    }
}

/// Returns the number of entries in the journal when the file was written from it.
///
/// `None` if it was not.
fn written_at(file: &OnDisk, journal: &Journal) -> Option<u64> {
    match &file.stamp {
        Some(stamp) if journal.head_at(stamp.entries) == Some(&stamp.head) => Some(stamp.entries),
        // The file that the journal began with has the stamp of an earlier journal, or none.
        stamp if *file.audit == journal.base && (stamp.is_none() || *stamp == journal.from) => {
            Some(0)
        }
        _ => None,
    }
}

impl RecoveredState {
    /// Replays the journal; a break makes the audit read-only.
    fn replay(&mut self, journal: &Journal) {
        let base = || journal.base.clone();
        let mut broken = journal.broken.clone();
        let mut entries = journal.entries.clone();
        // Where only the chain is broken and every change still fits, all of them are shown.
        if let (Some(_), Some(beyond)) = (&broken, journal.entries_beyond()) {
            let all: Vec<Entry> = entries.iter().cloned().chain(beyond).collect();
            if History::replay(base(), all.clone()).is_ok() {
                entries = all;
            }
        }
        self.history = match History::replay(base(), entries.clone()) {
            Ok(history) => history,
            Err((seq, conflict)) => {
                let before = usize::try_from(seq.saturating_sub(1)).unwrap_or(usize::MAX);
                entries.truncate(before);
                let line = before.saturating_add(2);
                if broken.as_ref().is_none_or(|one| one.line > line) {
                    broken = Some(Break {
                        line,
                        what: conflict.to_string(),
                    });
                }
                History::replay(base(), entries).unwrap_or_else(|_| History::begin(base()))
            }
        };
        if let Some(at) = broken {
            self.read_only = Some(ReadOnly::Broken {
                journal: self.sides.journal.clone(),
                line: at.line,
                what: at.what.clone(),
            });
            self.damage = Some(Damage::Broken(at));
        }
    }

    /// Reports line ends that another program changed, and a torn line that is none of ours.
    fn tell_form(&mut self, journal: &Journal) {
        let form = journal.reformed;
        if !form.is_none() {
            self.notices.push(StoreNotice::LineEnds {
                journal: self.sides.journal.clone(),
                form,
            });
        }
        if self.damage.is_none() {
            self.damage = if !form.is_none() && !form.is_thorough() {
                Some(Damage::Reformed(form))
            } else if journal.torn_is_ours() {
                None
            } else {
                Some(Damage::Foreign {
                    line: journal.entries.len() + 2,
                })
            };
        }
    }

    /// Compares the readable file with the journal.
    fn compare(&mut self, journal: &Journal) -> Result<(), StoreError> {
        let last = self.history.last_seq();
        let Some(file) = &self.file else {
            self.notices.push(StoreNotice::FromJournal {
                audit: self.sides.audit.clone(),
                changes: last,
            });
            return Ok(());
        };
        let at = written_at(file, journal);
        let same = *file.audit == *self.history.audit();
        let Some(at) = at else {
            if same && file.stamp.is_none() {
                return Ok(());
            }
            let difference = self.strange(file, last);
            if let (Some(stamp), None) = (&file.stamp, &self.damage) {
                self.damage = Some(if stamp.entries > last {
                    Damage::Short {
                        entries: last,
                        stamped: stamp.entries,
                    }
                } else {
                    Damage::Replaced {
                        line: stamp.entries.saturating_add(1),
                    }
                });
            }
            self.notices.push(StoreNotice::Strange {
                difference: difference.clone(),
                taken: !same,
            });
            self.changed_outside = (!same).then(|| Audit::clone(&file.audit));
            self.difference = Some(difference);
            return Ok(());
        };
        if same {
            return Ok(());
        }
        let seen = usize::try_from(at).unwrap_or(usize::MAX);
        let before: Vec<Entry> = self.history.entries().iter().take(seen).cloned().collect();
        let then = History::replay(journal.base.clone(), before).map_err(|(seq, conflict)| {
            StoreError::Journal {
                path: self.sides.journal.clone(),
                line: usize::try_from(seq).unwrap_or(usize::MAX).saturating_add(1),
                why: conflict.to_string(),
            }
        })?;
        if *then.audit() == *file.audit {
            self.notices.push(StoreNotice::FileBehind {
                changes: last.saturating_sub(at),
            });
            return Ok(());
        }
        let (after, both) = reconcile(then.audit(), &file.audit, self.history.audit());
        let audit = self.sides.audit.clone();
        self.difference = Some(Difference::Outside {
            audit: audit.clone(),
        });
        self.notices.push(StoreNotice::ChangedOutside {
            audit,
            later: (at < last).then_some(LaterChanges { both }),
        });
        self.changed_outside = (after != *self.history.audit()).then_some(after);
        Ok(())
    }

    /// Returns the reason why the readable file cannot be one that was written from this journal.
    fn strange(&self, file: &OnDisk, last: u64) -> Difference {
        let audit = self.sides.audit.clone();
        match &file.stamp {
            None => Difference::Unstamped { audit },
            Some(stamp) if stamp.entries > last => Difference::Ahead {
                audit,
                stamped: stamp.entries,
                entries: last,
            },
            Some(stamp) => Difference::OtherLine {
                audit,
                journal: self.sides.journal.clone(),
                line: stamp.entries.saturating_add(1),
            },
        }
    }

    fn tell_formats(&mut self, formats: &Formats) {
        let newer = self.file.as_ref().and_then(|file| file.newer).or_else(|| {
            let highest = self.journal.as_ref()?.highest_format;
            (highest > formats.current).then_some(highest)
        });
        if let Some(format) = newer {
            self.read_only = Some(ReadOnly::Newer {
                format,
                ours: formats.current,
            });
        } else if let Some((format, _)) = self.file.as_ref().and_then(|file| file.older.as_ref()) {
            self.notices
                .push(StoreNotice::OlderFormat { format: *format });
        }
    }
}
