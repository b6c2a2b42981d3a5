//! Checks what can be checked of an audit on disk: the chain of its journal, its readable file
//! against the journal, and its documents against their digests. Reads only.

use std::io;
use std::path::{Path, PathBuf};

use crate::audit::file::JournalStamp;
use crate::checklist::Digest;

use super::bounds::DOCUMENT_BYTES;
use super::copies::{self, ConflictCopy};
use super::damage::Damage;
use super::disk::{Disk, Kind};
use super::error::{StoreError, why};
use super::migrate::Formats;
use super::open::look;
use super::recover::Found;

/// The chain of the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Chain {
    /// There is no journal, and the file was not written from one: nothing was changed yet.
    NoJournal,
    /// Every line follows from the line before.
    Sound {
        /// How many entries it has.
        entries: u64,
        /// Its head.
        head: Digest,
    },
    /// It is not what this program wrote.
    Damaged {
        /// The journal.
        path: PathBuf,
        /// In which way, and where.
        damage: Damage,
    },
}

/// The readable file against the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SnapshotCheck {
    /// There is no journal to check it against.
    NoJournal,
    /// It is what the journal tells.
    Same,
    /// It is what the journal told some changes ago; opening the audit catches up.
    Behind {
        /// How many changes it lacks.
        entries: u64,
    },
    /// It was changed outside the program, or belongs to another journal.
    Different {
        /// What was found, in a sentence.
        what: String,
    },
    /// It is not there; opening the audit writes it anew from the journal.
    Missing,
}

/// A document against its digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DocumentCheck {
    /// The file is the one that was registered.
    Same,
    /// The file is another one now.
    Changed {
        /// The SHA-256 it has now.
        now: String,
    },
    /// It was registered without a file: nothing to check.
    NoFile,
    /// It was registered without a digest: nothing to check it against.
    NoDigest,
    /// The file is not where it was.
    Missing,
    /// The file cannot be read.
    Unreadable {
        /// Why, in words.
        why: String,
    },
}

impl DocumentCheck {
    /// Whether nothing speaks against it.
    pub const fn is_sound(&self) -> bool {
        matches!(self, Self::Same | Self::NoFile | Self::NoDigest)
    }
}

/// What was checked, and what was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verification {
    /// The chain of the journal.
    pub chain: Chain,
    /// The readable file against the journal.
    pub snapshot: SnapshotCheck,
    /// Every registered document: its title and what was found.
    pub documents: Vec<(String, DocumentCheck)>,
    /// A last line that was not written to its end, in bytes. It was never called saved.
    pub torn: Option<usize>,
    /// Line ends that another program turned into its own: a sentence.
    pub reformed: Option<String>,
    /// Changes made before this journal began, which are in none of its lines: how many, and the
    /// head of the journal that had them.
    pub before: Option<JournalStamp>,
    /// Other versions of the audit that a sync client put beside it.
    pub copies: Vec<ConflictCopy>,
    /// The numbers of entries whose time is before that of the entry before.
    pub clock_went_back: Vec<u64>,
}

impl Verification {
    /// Whether nothing was found that speaks against the audit. A torn line of our own, a file that
    /// is behind its journal, a clock that went back, a conflict copy: none of these does.
    pub fn is_sound(&self) -> bool {
        !matches!(self.chain, Chain::Damaged { .. })
            && !matches!(self.snapshot, SnapshotCheck::Different { .. })
            && self.documents.iter().all(|(_, check)| check.is_sound())
    }
}

/// Checks an audit.
///
/// # Errors
/// If there is nothing that can be read.
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
                    check_document(disk, &found.sides.folder.join(path), sha256)
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
            (!form.is_none()).then(|| form.says(&found.sides.journal))
        }),
        before: found.began_after().cloned(),
        copies: copies::of(disk, &found.sides),
        clock_went_back,
    })
}

fn chain_of(found: &Found) -> Chain {
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

fn snapshot_of(found: &Found) -> SnapshotCheck {
    let Some(journal) = &found.journal else {
        return SnapshotCheck::NoJournal;
    };
    let Some(file) = &found.file else {
        return SnapshotCheck::Missing;
    };
    if let Some(what) = &found.difference {
        return SnapshotCheck::Different { what: what.clone() };
    }
    let entries = journal.entries.len() as u64;
    let at = file
        .stamp
        .as_ref()
        .filter(|stamp| journal.head_at(stamp.entries) == Some(&stamp.head))
        .map_or(0, |stamp| stamp.entries);
    if file.audit == *found.history.audit() || at == entries {
        SnapshotCheck::Same
    } else {
        SnapshotCheck::Behind {
            entries: entries - at,
        }
    }
}

fn check_document(disk: &dyn Disk, path: &Path, sha256: &str) -> DocumentCheck {
    match disk.stat(path) {
        Ok(stat) if stat.kind == Kind::File => {}
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
