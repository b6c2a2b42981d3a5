//! Verification of an audit on disk. It only reads.
//!
//! It checks the chain of the journal, the readable file against the journal, and the documents
//! against their digests.

use std::io;
use std::path::{Path, PathBuf};

use crate::audit::stamp::JournalStamp;
use crate::base::{Digest, place};

use super::bounds::DOCUMENT_BYTES;
use super::copies::{self, ConflictCopy};
use super::damage::Damage;
use super::disk::{Disk, FileKind};
use super::error::{StoreError, why};
use super::migrate::Formats;
use super::open::look;
use super::recover::RecoveredState;

/// Result of checking the chain of the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Chain {
    /// There is no journal, and none is missing: nothing was changed with this program yet.
    NoJournal,
    /// Every line follows from the line before.
    Sound {
        /// Number of entries.
        entries: u64,
        /// The head of the chain.
        head: Digest,
    },
    /// The journal is not as this program wrote it.
    Damaged {
        /// The journal.
        path: PathBuf,
        /// The kind of damage, and the place.
        damage: Damage,
    },
}

/// Result of comparing the readable file with the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SnapshotCheck {
    /// There is no journal to check it against.
    NoJournal,
    /// The file matches the journal.
    Same,
    /// The file matches an earlier state of the journal.
    ///
    /// An opened audit has all of it; the file follows with the next change.
    Behind {
        /// Number of changes it lacks.
        entries: u64,
    },
    /// The file was changed outside the program, or belongs to another journal.
    Different {
        /// Description of the difference, in a sentence.
        what: String,
    },
    /// The file does not exist; it is written anew from the journal with the next change.
    Missing,
}

/// Result of comparing a document with its digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DocumentCheck {
    /// The file is the one that was registered.
    Same,
    /// The file is a different one now.
    Changed {
        /// The SHA-256 it has now, as 64 hexadecimal digits.
        now: String,
    },
    /// The document was registered without a file: nothing to check.
    NoFile,
    /// The document was registered without a digest: nothing to check it against.
    NoDigest,
    /// A bundle that was made without the file: nothing to check.
    LeftOut,
    /// The file is no longer at its path.
    Missing,
    /// The file cannot be read.
    Unreadable {
        /// The reason, in words.
        why: String,
    },
}

impl DocumentCheck {
    /// Returns true if nothing was found against it.
    pub const fn is_sound(&self) -> bool {
        matches!(
            self,
            Self::Same | Self::NoFile | Self::NoDigest | Self::LeftOut
        )
    }
}

/// Result of verifying an audit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verification {
    /// The check of the journal's chain.
    pub chain: Chain,
    /// The comparison of the readable file with the journal.
    pub snapshot: SnapshotCheck,
    /// Every registered document: its title and the result.
    pub documents: Vec<(String, DocumentCheck)>,
    /// Length in bytes of a last line that was not written to its end. It was never called saved.
    pub torn: Option<usize>,
    /// A sentence about line ends that another program converted.
    pub reformed: Option<String>,
    /// Changes made before this journal began, which are in none of its lines.
    ///
    /// Their number, and the head of the journal that had them.
    pub before: Option<JournalStamp>,
    /// Other versions of the audit that a sync client put beside it.
    pub copies: Vec<ConflictCopy>,
    /// The numbers of entries whose time is before that of the entry before.
    pub clock_went_back: Vec<u64>,
}

impl Verification {
    /// Returns true if nothing was found against the audit.
    ///
    /// A torn line of our own, a file that is behind its journal, a clock that went back, a
    /// conflict copy: none of these counts against it.
    pub fn is_sound(&self) -> bool {
        !matches!(self.chain, Chain::Damaged { .. })
            && !matches!(self.snapshot, SnapshotCheck::Different { .. })
            && self.documents.iter().all(|(_, check)| check.is_sound())
    }
}

/// Verifies an audit: its journal, its readable file, and every registered document by its SHA-256.
///
/// # Errors
/// As [`super::peek`]: if there is nothing that can be read. Damage is no error, but a result.
pub fn verify(disk: &dyn Disk, path: &Path) -> Result<Verification, StoreError> {
    let found = look(disk, path, &Formats::OURS)?;
    let documents = found
        .audit()
        .documents
        .iter()
        .map(|document| {
            let check = match (&document.path, &document.sha256) {
                (None, _) => DocumentCheck::NoFile,
                (Some(_), None) => DocumentCheck::NoDigest,
                (Some(path), Some(sha256)) => {
                    let places = place::places(&found.sides.folder, path);
                    let there = places.iter().find(|path| disk.stat(path).is_ok());
                    match there.or(places.first()) {
                        Some(path) => check_document(disk, path, sha256),
                        None => DocumentCheck::Missing,
                    }
                }
            };
            (document.title.clone(), check)
        })
        .collect();
    let entries = found.history.entries();
    let clock_went_back = entries
        .iter()
        .zip(entries.iter().skip(1))
        .filter(|(one, next)| next.at < one.at)
        .map(|(_, next)| next.seq)
        .collect();
    Ok(Verification {
        chain: chain_of(&found),
        snapshot: snapshot_of(&found),
        documents,
        torn: found
            .journal
            .as_ref()
            .and_then(|journal| journal.torn.as_ref())
            .map(Vec::len),
        reformed: found.journal.as_ref().and_then(|journal| {
            let form = journal.reformed;
            (!form.is_none()).then(|| form.label(&found.sides.journal))
        }),
        before: found.began_after().cloned(),
        copies: copies::of(disk, &found.sides),
        clock_went_back,
    })
}

fn chain_of(found: &RecoveredState) -> Chain {
    if let Some(damage) = &found.damage {
        return Chain::Damaged {
            path: found.sides.journal.clone(),
            damage: damage.clone(),
        };
    }
    match (&found.journal, found.head()) {
        (Some(journal), Some(head)) => Chain::Sound {
            entries: journal.entries.len() as u64,
            head,
        },
        _ => Chain::NoJournal,
    }
}

fn snapshot_of(found: &RecoveredState) -> SnapshotCheck {
    let Some(journal) = &found.journal else {
        return SnapshotCheck::NoJournal;
    };
    let Some(file) = &found.file else {
        return SnapshotCheck::Missing;
    };
    if let Some(what) = &found.difference {
        return SnapshotCheck::Different {
            what: what.to_string(),
        };
    }
    let entries = journal.entries.len() as u64;
    let at = file
        .stamp
        .as_ref()
        .filter(|stamp| journal.head_at(stamp.entries) == Some(&stamp.head))
        .map_or(0, |stamp| stamp.entries);
    if *file.audit == *found.history.audit() || at == entries {
        SnapshotCheck::Same
    } else {
        SnapshotCheck::Behind {
            entries: entries - at,
        }
    }
}

fn check_document(disk: &dyn Disk, path: &Path, sha256: &str) -> DocumentCheck {
    match disk.stat(path) {
        Ok(stat) if stat.kind == FileKind::File => {}
        Ok(_) => {
            return DocumentCheck::Unreadable {
                why: "it is not a file".to_owned(),
            };
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => return DocumentCheck::Missing,
        Err(error) => return DocumentCheck::Unreadable { why: why(&error) },
    }
    match disk.sha256(path, DOCUMENT_BYTES) {
        Ok(now) if now.eq_ignore_ascii_case(sha256.trim()) => DocumentCheck::Same,
        Ok(now) => DocumentCheck::Changed { now },
        Err(error) => DocumentCheck::Unreadable { why: why(&error) },
    }
}
