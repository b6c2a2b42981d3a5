//! An audit that one command changes: opened with its lock, changed by values, saved at the end.

use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::audit::{Audit, Change, ChangeRefused, Entry, History};
use crate::store::{self, AuditWriter, Disk, StoreError, StoreNotice};

/// A reason why an audit was not changed, or not to the end.
#[derive(Debug, thiserror::Error)]
pub enum NotChanged {
    /// It can only be read; the words follow “the audit can only be read, because”.
    #[error("the audit can only be read, because {0}")]
    ReadOnly(String),
    /// The disk refused: what was to be saved is not, or not all of it.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The changes are in the journal, but the readable file could not be written.
    ///
    /// Nothing is lost: an opened audit has them, and the file follows with the next change.
    #[error(transparent)]
    NotWritten(StoreError),
}

/// An audit that is open for changing.
///
/// Its lock is held until this is dropped. Changes are collected in memory and saved together: none of
/// them is on the disk before [`Self::save`].
#[derive(Debug)]
pub struct Changing {
    history: History,
    writer: AuditWriter,
    notices: Vec<StoreNotice>,
    entries: Vec<Entry>,
    who: String,
    now: DateTime<Utc>,
}

impl Changing {
    /// Opens an audit for changing; `who` and `now` are recorded with every change.
    ///
    /// # Errors
    /// [`NotChanged::ReadOnly`] if it can only be read, [`NotChanged::Store`] if not even that.
    pub fn open(
        disk: Arc<dyn Disk>,
        path: &Path,
        who: String,
        now: DateTime<Utc>,
    ) -> Result<Self, NotChanged> {
        let opened = store::open(disk, path, &who, now)?;
        let Some(writer) = opened.writer else {
            let reason = opened.read_only.map(|reason| reason.to_string());
            return Err(NotChanged::ReadOnly(reason.unwrap_or_default()));
        };
        Ok(Self {
            history: opened.history,
            writer,
            notices: opened.notices,
            entries: Vec::new(),
            who,
            now,
        })
    }

    /// Returns the audit as it stands, with the changes made so far.
    pub fn audit(&self) -> &Audit {
        self.history.audit()
    }

    /// Returns everything that was done to the audit, with the changes made so far.
    pub const fn history(&self) -> &History {
        &self.history
    }

    /// Makes a change. It is saved by [`Self::save`].
    ///
    /// # Errors
    /// [`ChangeRefused`] if the change does not fit or cannot be kept; the audit is then as it was.
    pub fn record(&mut self, change: Change) -> Result<(), ChangeRefused> {
        let entry = self.history.record(change, &self.who, self.now)?;
        self.entries.push(entry.clone());
        Ok(())
    }

    /// Saves what was changed, if anything was, and returns every notice: whole sentences.
    ///
    /// # Errors
    /// [`NotChanged::Store`] if not everything was saved: entries are saved in order, each whole or not
    /// at all. [`NotChanged::NotWritten`] if all is safe in the journal alone.
    pub fn save(self) -> Result<Vec<StoreNotice>, NotChanged> {
        let Self {
            history,
            mut writer,
            mut notices,
            entries,
            ..
        } = self;
        if !entries.is_empty() {
            writer.append(&entries)?;
            let written = writer.snapshot(history.audit());
            notices.extend(written.map_err(NotChanged::NotWritten)?);
            notices.extend(writer.take_notices());
        }
        Ok(notices)
    }
}
