//! A bundle read: the archive held to its rules, every file to the list, the audit where it is.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Read, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

use serde_json::Value;
use sha2::{Digest as _, Sha256};
use zip::ZipArchive;

use super::disk::{BundleDisk, Held};
use super::manifest::{AUDIT, BUNDLE_FORMAT, BundledFile, JOURNAL, MANIFEST, Manifest, bad_name};
use crate::audit::Audit;
use crate::base::digest::hex;
use crate::documents::open_file;
use crate::store::bounds::{AUDIT_BYTES, JOURNAL_BYTES};
use crate::store::{self, Disk, DocumentCheck, ReadAudit, StoreError, Verification};
use crate::wording::{escaped, shown};

/// The most files of a bundle.
const FILES: usize = 20_000;
/// The longest list of a bundle, in bytes.
const MANIFEST_BYTES: u64 = 16 << 20;
/// The most that all files of a bundle may unpack to, in bytes.
const IN_ALL: u64 = 4 << 30;
/// The longest end of a zip archive, in bytes: its last record and a comment.
const TAIL: u64 = 22 + 65_535;

/// Reason why a file is no bundle that can be used.
#[derive(Debug, thiserror::Error)]
pub enum NotABundle {
    /// The disk refused.
    #[error("{} cannot be read: {source}", shown(.path))]
    Disk {
        /// Its path.
        path: PathBuf,
        /// The disk's own error.
        source: io::Error,
    },
    /// It is no bundle, or a damaged or hostile one.
    #[error("{} is not a sound bundle: {why}. Nothing of it was used; ask for it again", shown(.path))]
    Unsound {
        /// Its path.
        path: PathBuf,
        /// The reason.
        why: String,
    },
    /// A newer version of the program made it.
    #[error(
        "{} is a bundle of the newer format {format}, and this version knows format \
         {BUNDLE_FORMAT}; use the newer version of this program", shown(.path)
    )]
    Newer {
        /// Its path.
        path: PathBuf,
        /// Its format.
        format: u64,
    },
    /// The audit in it cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A bundle that is open for reading.
#[derive(Debug)]
pub struct Bundle {
    /// Its path.
    pub path: PathBuf,
    /// The list of its files.
    pub manifest: Manifest,
    zip: ZipArchive<File>,
}

/// Result of holding every file of a bundle to the list.
#[derive(Debug)]
pub struct BundleCheck {
    /// Sentences about files that are missing, altered or extra.
    pub faults: Vec<String>,
    disk: BundleDisk,
    audit: PathBuf,
}

/// Returns true if a file is a zip archive, which of all that can be an audit only a bundle is.
pub fn is_bundle(path: &Path) -> bool {
    let mut start = [0; 4];
    let read = open_file(path).and_then(|mut file| file.read_exact(&mut start));
    read.is_ok() && (start == *b"PK\x03\x04" || start == *b"PK\x05\x06")
}

impl Bundle {
    /// Opens a bundle and reads its list.
    ///
    /// # Errors
    /// [`NotABundle`] with a sentence: the archive is damaged, has a name that leads out or two files
    /// of one name, has no list, or is of a newer format.
    pub fn open(path: &Path) -> Result<Self, NotABundle> {
        let disk = |source| NotABundle::Disk {
            path: path.to_owned(),
            source,
        };
        let unsound = |why: String| NotABundle::Unsound {
            path: path.to_owned(),
            why,
        };
        let mut file = open_file(path).map_err(disk)?;
        let entries = entries(&mut file).map_err(disk)?;
        file.rewind().map_err(disk)?;
        if entries.is_some_and(|entries| usize::from(entries) > FILES) {
            return Err(unsound(format!("it has more than {FILES} files")));
        }
        let zip =
            ZipArchive::new(file).map_err(|_| unsound("it is no whole zip archive".into()))?;
        if entries.map(usize::from) != Some(zip.len()) {
            return Err(unsound(
                "two of its files have one name, or it was cut".into(),
            ));
        }
        if zip.offset() != 0 {
            return Err(unsound("something was put in front of it".into()));
        }
        let mut bundle = Self {
            path: path.to_owned(),
            manifest: Manifest::nothing(),
            zip,
        };
        bundle.check_names().map_err(unsound)?;
        let text = bundle
            .read(MANIFEST, MANIFEST_BYTES)
            .map_err(|why| unsound(format!("{MANIFEST}, the list of its files, {why}")))?;
        let listed: Value = serde_json::from_slice(&text)
            .map_err(|why| unsound(format!("{MANIFEST} cannot be read: {why}")))?;
        let format = listed.get("format").and_then(Value::as_u64);
        if let Some(format) = format.filter(|format| *format > BUNDLE_FORMAT) {
            return Err(NotABundle::Newer {
                path: path.to_owned(),
                format,
            });
        }
        bundle.manifest = serde_json::from_value(listed)
            .map_err(|why| unsound(format!("{MANIFEST} cannot be read: {why}")))?;
        bundle.check_list().map_err(unsound)?;
        Ok(bundle)
    }

    /// Refuses names that lead out, that differ in capitals alone, links and locked files.
    fn check_names(&mut self) -> Result<(), String> {
        let mut taken = BTreeSet::new();
        for at in 0..self.zip.len() {
            let Ok(entry) = self.zip.by_index_raw(at) else {
                return Err("one of its files cannot be found in it".into());
            };
            let name = (entry.name().map(|name| name.to_string()))
                .map_err(|_| "one of its files has a name that is no text".to_owned())?;
            let told = escaped(&name);
            if let Some(why) = bad_name(&name) {
                return Err(format!("the name “{told}” in it {why}"));
            }
            if entry.is_symlink() || entry.is_dir() {
                return Err(format!("“{told}” in it is a link or a folder, not a file"));
            }
            if entry.encrypted() {
                return Err(format!("“{told}” in it is locked with a password"));
            }
            if !taken.insert(name.to_lowercase()) {
                return Err(format!("two of its files are called “{told}”"));
            }
        }
        Ok(())
    }

    /// Refuses a list that could not be of an honest bundle, before anything is unpacked.
    fn check_list(&self) -> Result<(), String> {
        let mut all = 0_u64;
        let mut names = BTreeSet::new();
        for one in &self.manifest.files {
            let told = escaped(&one.name);
            if let Some(why) = bad_name(&one.name) {
                return Err(format!("the name “{told}” in its list {why}"));
            }
            if one.name == MANIFEST || !names.insert(one.name.to_lowercase()) {
                return Err(format!("its list names “{told}” twice"));
            }
            all = all.saturating_add(one.bytes);
        }
        if all > IN_ALL {
            return Err(format!("it would unpack to more than {} GiB", IN_ALL >> 30));
        }
        if !names.contains(AUDIT) {
            return Err(format!("its list has no {AUDIT}"));
        }
        Ok(())
    }

    /// Holds every file to the list, and reads the audit's own files.
    ///
    /// # Errors
    /// If the archive cannot be read at all.
    pub fn check(&mut self) -> Result<BundleCheck, NotABundle> {
        let mut faults = Vec::new();
        let listed: BTreeSet<&str> = self
            .manifest
            .files
            .iter()
            .map(|one| one.name.as_str())
            .collect();
        for name in self.zip.file_names().flatten() {
            if name != MANIFEST && !listed.contains(&*name) {
                faults.push(format!(
                    "EXTRA: “{}” is in the bundle and not in its list.",
                    escaped(&name)
                ));
            }
        }
        let audit = self.path.join(AUDIT);
        let mut disk = BundleDisk::default();
        let mut papers = Vec::new();
        for one in self.manifest.files.clone() {
            let told = escaped(&one.name);
            let limit = match one.name.as_str() {
                AUDIT => AUDIT_BYTES,
                JOURNAL => JOURNAL_BYTES,
                _ => 0,
            };
            let found = if self.zip.index_for_name(&one.name).is_none() {
                Err("MISSING: “{}” is in the list and not in the bundle.")
            } else if limit > 0 {
                let bytes = self.read(&one.name, limit.min(one.bytes)).ok();
                let same = |bytes: &Vec<u8>| {
                    bytes.len() as u64 == one.bytes && hex(&Sha256::digest(bytes)) == one.sha256
                };
                match bytes {
                    Some(bytes) if same(&bytes) => {
                        disk.files
                            .insert(self.path.join(&one.name), Held::Bytes(bytes));
                        Ok(())
                    }
                    _ => Err("ALTERED: “{}” is not what the list says."),
                }
            } else {
                match self.digest(&one) {
                    Ok(digest) if digest == one.sha256 => {
                        papers.push(one.clone());
                        Ok(())
                    }
                    _ => Err("ALTERED: “{}” is not what the list says."),
                }
            };
            if let Err(says) = found {
                faults.push(says.replace("{}", &told));
            }
        }
        if self.manifest.journal != listed_journal(&self.manifest) {
            faults.push(format!(
                "ALTERED: the list does not agree with itself on the journal ({JOURNAL})."
            ));
        }
        // The papers stand where the audit says that they are.
        if let Ok(read) = store::peek(&disk, &audit) {
            for one in papers {
                let document = one
                    .document
                    .as_deref()
                    .and_then(|id| read.audit.document(id));
                if let Some(path) = document.and_then(|document| document.path.as_ref()) {
                    let path = self.path.join(path);
                    disk.files.insert(path, Held::Known(one.bytes, one.sha256));
                }
            }
        }
        Ok(BundleCheck {
            faults,
            disk,
            audit,
        })
    }

    /// Returns the file of a registered paper in the bundle.
    pub fn paper(&self, document: &str) -> Option<&BundledFile> {
        let is = |one: &&BundledFile| one.document.as_deref() == Some(document);
        self.manifest.files.iter().find(is)
    }

    /// Hands out the bytes of a listed file, piece by piece, and holds them to the list.
    ///
    /// # Errors
    /// If they are not what the list says, or `take` fails.
    pub fn unpack(
        &mut self,
        listed: &BundledFile,
        take: &mut dyn FnMut(&[u8]) -> io::Result<()>,
    ) -> io::Result<()> {
        let altered = || io::Error::other(format!("{} is not what the list says", listed.name));
        let entry = self.zip.by_name(&listed.name).map_err(io::Error::other)?;
        if entry.size() != listed.bytes {
            return Err(altered());
        }
        let mut digest = Sha256::new();
        let mut entry = entry.take(listed.bytes + 1);
        let (mut buffer, mut all) = (vec![0; 1 << 16], 0_u64);
        loop {
            let read = entry.read(&mut buffer)?;
            let Some(piece) = buffer.get(..read).filter(|piece| !piece.is_empty()) else {
                break;
            };
            all += read as u64;
            digest.update(piece);
            take(piece)?;
        }
        if all != listed.bytes || hex(&digest.finalize()) != listed.sha256 {
            return Err(altered());
        }
        Ok(())
    }

    fn digest(&mut self, listed: &BundledFile) -> io::Result<String> {
        self.unpack(listed, &mut |_| Ok(()))?;
        Ok(listed.sha256.clone())
    }

    /// Writes the files of the papers into a folder, as `PLACE` for the audit returned: the same audit
    /// with the paths of those files.
    ///
    /// # Errors
    /// Any error of the disk, or a file that is not what the list says.
    pub fn unpack_papers(
        &mut self,
        disk: &dyn Disk,
        audit: &Audit,
        folder: &Path,
    ) -> io::Result<Audit> {
        let mut audit = audit.clone();
        for (number, document) in audit.documents.iter_mut().enumerate() {
            document.path = None;
            let Some(listed) = self.paper(&document.id).cloned() else {
                continue;
            };
            let end = Path::new(&listed.name).extension();
            let name = PathBuf::from(format!("paper-{number}"));
            let name = end.map_or_else(|| name.clone(), |end| name.with_extension(end));
            let path = folder.join(&name);
            self.write_out(disk, &listed, &path)?;
            document.path = name.to_str().map(ToOwned::to_owned);
        }
        Ok(audit)
    }

    /// Writes a listed file to a path where nothing is; if that fails, nothing is left there.
    pub(in crate::session) fn write_out(
        &mut self,
        disk: &dyn Disk,
        listed: &BundledFile,
        path: &Path,
    ) -> io::Result<()> {
        let mut file = disk.create(path, 0o600)?;
        let mut at = 0;
        let written = self.unpack(listed, &mut |piece| {
            file.write(at, piece)?;
            at += piece.len() as u64;
            Ok(())
        });
        let written = written.and_then(|()| file.sync());
        drop(file);
        if written.is_err() {
            let _ = disk.remove(path);
        }
        written
    }

    /// Reads a small file of the bundle whole.
    fn read(&mut self, name: &str, limit: u64) -> Result<Vec<u8>, String> {
        let Ok(entry) = self.zip.by_name(name) else {
            return Err("is not in it".to_owned());
        };
        if entry.size() > limit {
            return Err("is far too large".to_owned());
        }
        let mut bytes = Vec::new();
        match entry.take(limit + 1).read_to_end(&mut bytes) {
            Ok(_) if bytes.len() as u64 > limit => Err("is far too large".to_owned()),
            Ok(_) => Ok(bytes),
            Err(why) => Err(format!("cannot be unpacked: {why}")),
        }
    }
}

impl BundleCheck {
    /// Reads the audit in the bundle.
    ///
    /// # Errors
    /// As [`store::peek`].
    pub fn audit(&self) -> Result<ReadAudit, StoreError> {
        store::peek(&self.disk, &self.audit)
    }

    /// Verifies the audit in the bundle; a paper that the bundle was made without is no fault.
    ///
    /// # Errors
    /// As [`store::verify()`].
    pub fn verify(&self, manifest: &Manifest) -> Result<Verification, StoreError> {
        let mut found = store::verify(&self.disk, &self.audit)?;
        let read = self.audit()?;
        for ((_, check), document) in found.documents.iter_mut().zip(&read.audit.documents) {
            let left_out = manifest
                .left_out
                .iter()
                .any(|one| one.document == document.id);
            if *check == DocumentCheck::Missing && left_out {
                *check = DocumentCheck::LeftOut;
            }
        }
        Ok(found)
    }
}

fn listed_journal(manifest: &Manifest) -> bool {
    manifest.files.iter().any(|one| one.name == JOURNAL)
}

/// Returns the number of files that the end of a zip archive gives; `None` if it has no end.
///
/// The reader of archives keeps one of two files with the same name: only the number tells.
fn entries(file: &mut File) -> io::Result<Option<u16>> {
    let len = file.seek(SeekFrom::End(0))?;
    let from = len.saturating_sub(TAIL);
    file.seek(SeekFrom::Start(from))?;
    let mut tail = Vec::new();
    file.take(TAIL).read_to_end(&mut tail)?;
    let at = tail.windows(4).rposition(|one| one == b"PK\x05\x06");
    let count = at.and_then(|at| tail.get(at + 10..at + 12)?.try_into().ok());
    Ok(count.map(u16::from_le_bytes))
}
