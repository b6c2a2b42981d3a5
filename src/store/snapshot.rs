//! The snapshot: the readable file of an audit, read within bounds and written atomically.
//!
//! At every moment either the old one or the new one is there, whole.

use std::io;
use std::path::Path;
use std::sync::Arc;

use toml::Spanned;
use toml::de::DeTable;

use crate::audit::Audit;
use crate::audit::file::NotAnAudit;
use crate::audit::stamp::JournalStamp;
use crate::base::reader::Value;
use crate::base::{Digest, SourceText};
use crate::wording;

use super::bounds::{ANSWERS, AUDIT_BYTES, DOCUMENTS, EVENTS, PUTS, check_toml};
use super::disk::{Disk, DiskFile, FileKind, Stat};
use super::error::StoreError;
use super::migrate::Formats;
use super::newer;
use super::places::{Sides, folder_of, is_name_too_long, unfinished};
use super::remarks::Remarks;
use crate::wording::shown;

/// A snapshot as read from disk.
#[derive(Debug)]
pub(super) struct OnDisk {
    /// The file's metadata from before it was read.
    pub(super) stat: Stat,
    /// The digest of its bytes.
    pub(super) digest: Digest,
    /// The audit in it, in the present format.
    pub(super) audit: Arc<Audit>,
    /// The place in the journal that it was written from.
    pub(super) stamp: Option<JournalStamp>,
    /// The comments written into it by hand.
    pub(super) remarks: Remarks,
    /// The older format and the bytes of the file, if it had to be migrated.
    pub(super) older: Option<(i64, Vec<u8>)>,
    /// The newer format of a file that can only be shown.
    pub(super) newer: Option<i64>,
}

/// Reads the file of an audit.
///
/// # Errors
/// Every bound, every mistake; the file is not touched.
pub(super) fn read(
    disk: &dyn Disk,
    sides: &Sides,
    formats: &Formats,
) -> Result<OnDisk, StoreError> {
    let path = &sides.audit;
    let backup = || {
        disk.stat(&sides.journal)
            .is_ok()
            .then(|| sides.journal.clone())
    };
    let (stat, bytes) = read_file(disk, path, AUDIT_BYTES)?;
    let digest = Digest::of_bytes(&bytes);
    let text = text_of(path, bytes, backup)?;
    check_toml(path, &text)?;
    let source = SourceText::new(shown(path), text);
    let parsed = parsed(&source).map_err(|flaw| StoreError::of_audit(path, flaw, backup()))?;
    let parsed = parsed.as_ref().map(Spanned::get_ref);
    let format = parsed.and_then(|table| Value::Read(table.get("format")?).whole());
    let mut on_disk = OnDisk {
        stat,
        digest,
        audit: Arc::new(Audit::new(crate::audit::Review::named("", ""))),
        stamp: None,
        remarks: Remarks::default(),
        older: None,
        newer: format.filter(|format| *format > formats.current),
    };
    if let Some(format) = on_disk.newer {
        let read = newer::read(&source.text);
        on_disk.audit = read.map(Arc::new).map_err(|why| StoreError::Newer {
            path: path.clone(),
            format,
            why,
        })?;
        return check_counts(path, on_disk);
    }
    let older = format.filter(|format| formats.knows(*format));
    let read = match (older, parsed) {
        (None, Some(table)) => Audit::read_parsed(&source, table),
        (None, None) => Audit::read_stamped(&source),
        (Some(format), _) => {
            let migrated =
                migrate(&source.text, format, formats).map_err(|why| StoreError::Migration {
                    path: path.clone(),
                    format,
                    why,
                })?;
            let name = format!("{} (converted)", shown(path));
            Audit::read_stamped(&SourceText::new(name, migrated))
        }
    };
    let (audit, stamp) = read.map_err(|why| StoreError::of_audit(path, why, backup()))?;
    (on_disk.audit, on_disk.stamp) = (Arc::new(audit), stamp);
    on_disk.remarks = Remarks::of(&source.text);
    on_disk.older = older.map(|format| (format, source.text.as_bytes().to_vec()));
    check_counts(path, on_disk)
}

/// Parses the text of a file; none if it is not even TOML, and short.
///
/// A long text that is not even TOML is reported with its first flaw alone: one mistake for each of
/// a million lines helps nobody. A short one is read as well as it can be, elsewhere.
fn parsed(source: &SourceText) -> Result<Option<Spanned<DeTable<'_>>>, NotAnAudit> {
    const LONG: usize = 1 << 16;
    match DeTable::parse(&source.text) {
        Ok(table) => Ok(Some(table)),
        Err(error) if source.text.len() >= LONG => {
            let span = error.span().unwrap_or(0..0);
            let message = format!("this is not TOML: {}", error.message().trim());
            let flaw = source.mistake("not-toml", &span, message);
            Err(NotAnAudit::Mistakes(vec![
                flaw.help("fix this line; what follows was not read"),
            ]))
        }
        Err(_) => Ok(None),
    }
}

fn check_counts(path: &Path, on_disk: OnDisk) -> Result<OnDisk, StoreError> {
    let audit = &on_disk.audit;
    let what = if audit.answers.len() > ANSWERS {
        format!(
            "it has {} answers; {ANSWERS} are the most",
            audit.answers.len()
        )
    } else if audit.documents.len() > DOCUMENTS {
        format!(
            "it has {} documents; {DOCUMENTS} are the most",
            audit.documents.len()
        )
    } else if audit.puts.len() > PUTS {
        format!(
            "it has {} questions put; {PUTS} are the most",
            audit.puts.len()
        )
    } else if audit.events.len() > EVENTS {
        format!(
            "it has {} events of your own; {EVENTS} are the most",
            audit.events.len()
        )
    } else {
        return Ok(on_disk);
    };
    Err(StoreError::TooLarge {
        path: path.into(),
        what,
    })
}

fn migrate(text: &str, format: i64, formats: &Formats) -> Result<String, String> {
    let table: toml::Table = text
        .parse()
        .map_err(|error: toml::de::Error| error.to_string())?;
    let table = formats
        .migrate_file(format, table)
        .map_err(|error| error.to_string())?;
    toml::to_string(&table).map_err(|error| error.to_string())
}

/// Ensures that a text reads back as the audit, so that no unreadable file replaces a good one.
pub(super) fn check_reads_back(path: &Path, audit: &Audit, text: &str) -> Result<(), StoreError> {
    let unwritable = |why| StoreError::Unwritable {
        path: path.into(),
        why,
    };
    if text.len() as u64 > AUDIT_BYTES {
        return Err(unwritable(format!(
            "it would have {}, and {} are the most",
            wording::bytes(text.len() as u64),
            wording::bytes(AUDIT_BYTES)
        )));
    }
    match Audit::read(&SourceText::new(shown(path), text)) {
        Ok(again) if again == *audit => Ok(()),
        Ok(_) => Err(unwritable("a value in it would be altered".to_owned())),
        Err(NotAnAudit::Mistakes(mistakes)) => Err(unwritable(
            mistakes
                .first()
                .map(|one| one.message.clone())
                .unwrap_or_default(),
        )),
        Err(NotAnAudit::NewerFormat(format)) => {
            Err(unwritable(format!("it would be of format {format}")))
        }
    }
}

/// Returns the metadata of a path, if it is a file.
pub(super) fn stat_file(disk: &dyn Disk, path: &Path) -> Result<Stat, StoreError> {
    let stat = disk.stat(path).map_err(unseen(path))?;
    is_file(path, stat)
}

/// Returns the metadata unchanged, or an error if it is not that of a file.
pub(super) fn is_file(path: &Path, stat: Stat) -> Result<Stat, StoreError> {
    let what = match stat.kind {
        FileKind::File => return Ok(stat),
        FileKind::Link => return Err(StoreError::Link { path: path.into() }),
        FileKind::Folder => "a folder",
        FileKind::Other => "a pipe or a device",
    };
    Err(StoreError::NotAFile {
        path: path.into(),
        what,
    })
}

/// Reads the bytes of a file, if it is one and within a bound.
pub(super) fn read_file(
    disk: &dyn Disk,
    path: &Path,
    limit: u64,
) -> Result<(Stat, Vec<u8>), StoreError> {
    let stat = stat_file(disk, path)?;
    let bytes = disk.read(path, limit).map_err(unread(path, limit))?;
    Ok((stat, bytes))
}

/// Reads a file that this program put beside an audit: a link there is not followed.
pub(super) fn read_own(
    disk: &dyn Disk,
    path: &Path,
    limit: u64,
) -> Result<(Stat, Vec<u8>), StoreError> {
    let stat = disk.stat_own(path).map_err(unseen(path))?;
    let stat = is_file(path, stat)?;
    let bytes = disk.read_own(path, limit).map_err(unread(path, limit))?;
    Ok((stat, bytes))
}

/// Builds the error for a path whose metadata cannot be read.
fn unseen(path: &Path) -> impl FnOnce(io::Error) -> StoreError {
    move |error| match error.kind() {
        io::ErrorKind::NotFound => StoreError::NoFile { path: path.into() },
        _ => StoreError::io("look at", path)(error),
    }
}

/// Builds the error for a file that cannot be read.
fn unread(path: &Path, limit: u64) -> impl FnOnce(io::Error) -> StoreError {
    move |error| match error.kind() {
        io::ErrorKind::FileTooLarge => StoreError::TooLarge {
            path: path.into(),
            what: format!("it has more than {}", wording::bytes(limit)),
        },
        _ => StoreError::io("read", path)(error),
    }
}

/// Decodes the text of a file that must not be empty.
pub(super) fn text_of(
    path: &Path,
    bytes: Vec<u8>,
    backup: impl Fn() -> Option<std::path::PathBuf>,
) -> Result<String, StoreError> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(StoreError::Empty {
            path: path.into(),
            backup: backup(),
        });
    }
    String::from_utf8(bytes).map_err(|error| {
        let good = error
            .as_bytes()
            .get(..error.utf8_error().valid_up_to())
            .unwrap_or_default();
        let line = good.split(|byte| *byte == b'\n').count();
        StoreError::NotText {
            path: path.into(),
            line,
            backup: backup(),
        }
    })
}

/// Permissions of a new file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// Exactly these bits.
    Exactly(u32),
    /// The system's default for new files.
    Usual,
}

/// Permissions of this program's own files beside an audit.
///
/// They hold everything ever recorded in it, deleted notes too: they are for the owner alone, until
/// they say otherwise.
pub(super) const PRIVATE: Mode = Mode::Exactly(0o600);

/// Precondition on a path before something is written there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Before {
    /// The path must be free.
    Nothing,
    /// The path may be taken; the file is replaced.
    Anything,
}

/// A function that writes a file's bytes, piece by piece.
pub type Fill<'a> = dyn FnMut(&mut dyn io::Write) -> io::Result<()> + 'a;

/// Returns a [`Fill`] for bytes that are all at hand.
pub(super) fn whole(bytes: &[u8]) -> impl FnMut(&mut dyn io::Write) -> io::Result<()> {
    move |file| file.write_all(bytes)
}

/// Writes a file atomically: whole under the name `new` beside it, synced, renamed, folder synced.
///
/// Whatever happens in between, the path holds the whole of the old file or the whole of the new
/// one.
pub(super) fn put(
    disk: &dyn Disk,
    new: &Path,
    path: &Path,
    fill: &mut Fill<'_>,
    mode: Mode,
    before: Before,
) -> Result<(), StoreError> {
    if matches!(before, Before::Nothing) && is_name_too_long(path) {
        return Err(StoreError::io("write", path)(
            io::ErrorKind::InvalidFilename.into(),
        ));
    }
    match disk.remove(new) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return Err(StoreError::io("write next to", path)(error));
        }
        _ => {}
    }
    let written = write_beside(disk, new, fill, mode).and_then(|()| match before {
        Before::Nothing => disk.rename_new(new, path),
        Before::Anything => disk.rename(new, path),
    });
    if let Err(error) = written {
        // The rest of the new file helps nobody; failing to remove it changes nothing.
        let _ = disk.remove(new);
        return Err(match (before, error.kind()) {
            (Before::Nothing, io::ErrorKind::AlreadyExists) => StoreError::Exists {
                path: path.into(),
                help: "",
            },
            _ => StoreError::io("write", path)(error),
        });
    }
    disk.sync_folder(folder_of(path))
        .map_err(StoreError::io("write", path))
}

fn write_beside(disk: &dyn Disk, new: &Path, fill: &mut Fill<'_>, mode: Mode) -> io::Result<()> {
    let bits = match mode {
        Mode::Exactly(bits) => bits,
        Mode::Usual => 0o666,
    };
    let mut new_file = disk.create(new, bits)?;
    if let Mode::Exactly(bits) = mode {
        new_file.set_mode(bits)?;
    }
    fill(&mut Beside {
        file: &mut *new_file,
        at: 0,
    })?;
    new_file.sync()
}

/// A new file, written sequentially from its beginning.
struct Beside<'a> {
    file: &'a mut dyn DiskFile,
    at: u64,
}

impl io::Write for Beside<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(self.at, bytes)?;
        self.at += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Keeps bytes beside an audit under the first free of some numbered names; returns its path.
///
/// If the same bytes are already kept under one of them, that is enough.
pub(super) fn keep(
    disk: &dyn Disk,
    new: &Path,
    name: impl Fn(usize) -> std::path::PathBuf,
    bytes: &[u8],
    mode: Mode,
) -> Result<std::path::PathBuf, StoreError> {
    const MOST: usize = 10_000;
    for n in 1..MOST {
        let path = name(n);
        match disk.stat_own(&path) {
            Ok(stat) if stat.kind == FileKind::File && stat.len == bytes.len() as u64 => {
                if disk
                    .read_own(&path, stat.len)
                    .is_ok_and(|there| there == bytes)
                {
                    disk.sync_folder(folder_of(&path))
                        .map_err(StoreError::io("write", &path))?;
                    return Ok(path);
                }
            }
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return match put(disk, new, &path, &mut whole(bytes), mode, Before::Nothing) {
                    Err(StoreError::Exists { .. }) => continue,
                    Err(error) => Err(error),
                    Ok(()) => Ok(path),
                };
            }
            Err(error) => return Err(StoreError::io("look at", path)(error)),
        }
    }
    Err(StoreError::Exists {
        path: name(MOST),
        help: ", or tidy the folder up",
    })
}

/// Writes a file of the user's own, whole or not at all; a new one is for them alone.
///
/// # Errors
/// [`StoreError::Exists`] if something is there and `overwrite` was not asked for; whatever the
/// disk reports.
pub fn write_new(
    disk: &dyn Disk,
    path: &Path,
    bytes: &[u8],
    overwrite: bool,
) -> Result<(), StoreError> {
    write(disk, path, &mut whole(bytes), PRIVATE, overwrite)
}

/// Writes an output file, as readable as the system makes new files.
///
/// `fill` gives the bytes; if it fails, no new file is left.
///
/// # Errors
/// As [`write_new`], and whatever `fill` reports.
pub fn write_new_with(
    disk: &dyn Disk,
    path: &Path,
    fill: &mut Fill<'_>,
    overwrite: bool,
) -> Result<(), StoreError> {
    write(disk, path, fill, Mode::Usual, overwrite)
}

fn write(
    disk: &dyn Disk,
    path: &Path,
    fill: &mut Fill<'_>,
    new: Mode,
    overwrite: bool,
) -> Result<(), StoreError> {
    match stat_file(disk, path) {
        Err(StoreError::NoFile { .. }) => {
            put(disk, &unfinished(path), path, fill, new, Before::Nothing)
        }
        Err(error) => Err(error),
        Ok(_) if !overwrite => Err(StoreError::Exists {
            path: path.into(),
            help: ", or say that it may be overwritten",
        }),
        Ok(stat) => {
            // The file behind a symbolic link is replaced, not the link.
            let real = disk.real(path).map_err(StoreError::io("find", path))?;
            let mode = stat.mode.map_or(new, Mode::Exactly);
            put(
                disk,
                &unfinished(&real),
                &real,
                fill,
                mode,
                Before::Anything,
            )
        }
    }
}
