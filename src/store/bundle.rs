//! The two files of an audit as they go into a bundle: whole, and never out of step.

use std::path::Path;

use super::disk::Disk;
use super::error::StoreError;
use super::migrate::Formats;
use super::open::look;
use crate::audit::Audit;
use crate::audit::stamp::JournalStamp;

/// The files of an audit, read to be put into a bundle.
#[derive(Debug)]
pub struct ForBundle {
    /// The audit.
    pub audit: Audit,
    /// The lines of its journal, and the audit file written from the last of them.
    ///
    /// `None` if there is no journal, or the audit file was changed without it.
    pub journal: Option<(Vec<u8>, String)>,
    /// The reason why it cannot be relied on, in whole sentences, if there is one.
    pub damage: Option<String>,
    /// The newer format of its files, if they have one.
    pub newer: bool,
}

/// Reads the files of an audit for a bundle; nothing is touched.
///
/// # Errors
/// As [`super::peek`].
pub fn for_bundle(disk: &dyn Disk, path: &Path) -> Result<ForBundle, StoreError> {
    let found = look(disk, path, &Formats::OURS)?;
    let in_step = found.changed_outside.is_none() && found.difference.is_none();
    let journal = found.journal.as_ref().filter(|_| in_step);
    let journal = journal.and_then(|journal| {
        let stamp = JournalStamp {
            entries: journal.entries.len() as u64,
            head: journal.head()?.clone(),
        };
        let text = found.history.audit().to_toml_stamped(&stamp);
        Some((journal.text.clone(), text))
    });
    let newest = (found.journal.as_ref()).map_or(0, |journal| journal.highest_format);
    Ok(ForBundle {
        damage: (found.damage.as_ref()).map(|damage| damage.label(&found.sides.journal)),
        newer: newest > Formats::OURS.current
            || found.file.as_ref().is_some_and(|file| file.newer.is_some()),
        journal,
        audit: found.audit().clone(),
    })
}
