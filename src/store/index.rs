//! The index beside the audits: what the library showed last, so that it can be shown at once.
//!
//! A row counts only as long as the two files of its audit are as they were, and the whole index only
//! for the checklists, the rules and the day it was made under: its edition. An index that is missing,
//! damaged, of another edition or of another form is none, and is made again. Nothing is ever decided
//! by it: an audit that is opened, reported or checked is read.

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::bounds::{AUDIT_BYTES, JOURNAL_BYTES};
use super::disk::{Disk, FileKind, Stat};
use super::error::StoreError;
use super::places::{Places, Sides, folder_of, unfinished};
use super::snapshot::{Before, PRIVATE, put, whole};
use crate::base::Digest;

/// The first line of an index; the number is that of its form.
const HEAD: &str = "scrutineer library index 2";
/// The longest index, in bytes: more than the most audits of a library need.
const INDEX_BYTES: u64 = 64 << 20;
/// The longest list of rows of surveys, in bytes: some ten thousand audits.
const SURVEY_BYTES: usize = 48 << 20;
/// The age that a file must have had when the index was written, for its time to tell it from a later
/// one of the same length: the coarsest clock of a usual disk ticks every two seconds.
const SETTLED: Duration = Duration::from_secs(2);

/// The two files of an audit, as far as they are known without being read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileStamp {
    /// Length and time of the readable file and of the journal, in words.
    words: String,
    /// Time of the last write to either, if both are known.
    last: Option<SystemTime>,
}

impl FileStamp {
    /// Returns the stamp of an audit now.
    pub(super) fn of(disk: &dyn Disk, audit: &Path) -> Self {
        let stats = [disk.stat(audit), disk.stat(&Sides::journal_of(audit))].map(Result::ok);
        let of_one = |stat: &Option<Stat>| match stat {
            Some(Stat {
                kind: FileKind::File,
                len,
                modified: Some(at),
                ..
            }) => match at.duration_since(SystemTime::UNIX_EPOCH) {
                Ok(at) => format!("{len}@{}.{:09}", at.as_secs(), at.subsec_nanos()),
                Err(_) => String::new(),
            },
            Some(_) => String::new(),
            None => "none".to_owned(),
        };
        let [audit, journal] = [&stats[0], &stats[1]].map(of_one);
        let written = stats.iter().flatten().filter_map(|stat| stat.modified);
        Self {
            last: written.max(),
            words: if audit.is_empty() || journal.is_empty() {
                String::new()
            } else {
                format!("{audit} {journal}")
            },
        }
    }

    /// Reads it from its words.
    fn from_words(words: String) -> Self {
        let times = words.split(' ').filter_map(|file| {
            let (seconds, nanos) = file.split_once('@')?.1.split_once('.')?;
            let since = Duration::new(seconds.parse().ok()?, nanos.parse().ok()?);
            SystemTime::UNIX_EPOCH.checked_add(since)
        });
        Self {
            last: times.max(),
            words,
        }
    }

    /// Returns it in words: two that are equal mean that nobody wrote in between; empty if that
    /// cannot be told.
    pub fn words(&self) -> &str {
        &self.words
    }

    /// Returns the time of the last write to either file.
    pub const fn last(&self) -> Option<SystemTime> {
        self.last
    }
}

/// The index: what was shown of each audit, by its name.
#[derive(Debug)]
pub struct LibraryIndex<T> {
    /// The rows, each with the stamp of the files it was read from.
    rows: BTreeMap<String, (String, T)>,
    /// The time it was written.
    written: Option<SystemTime>,
}

impl<T> Default for LibraryIndex<T> {
    fn default() -> Self {
        Self {
            rows: BTreeMap::new(),
            written: None,
        }
    }
}

impl<T> LibraryIndex<T> {
    /// Takes out what was shown of an audit, if its files are as they were.
    pub fn take(&mut self, name: &str, stamp: &FileStamp) -> Option<T> {
        let settled = self.written?.checked_sub(SETTLED)?;
        let (words, shown) = self.rows.remove(name)?;
        let same = !words.is_empty() && words == stamp.words;
        (same && stamp.last.is_some_and(|last| last < settled)).then_some(shown)
    }

    /// Takes out what was shown of something that is no file.
    pub fn take_fixed(&mut self, name: &str) -> Option<T> {
        self.rows.remove(name).map(|(_, shown)| shown)
    }
}

/// The name of the library's index, and that of the rows of surveys.
const LIBRARY: &str = "library.index";
const SURVEYS: &str = "survey.index";

/// Returns the path of an index: beside the folder of the audits, which may be shared.
fn path(places: &Places, name: &str) -> PathBuf {
    places.audits.with_file_name(name)
}

/// Returns the text of the rows of an index of an edition, and the time it was written, if there is one
/// that can be relied on.
fn rows_of(
    disk: &dyn Disk,
    places: &Places,
    name: &str,
    edition: &Digest,
) -> Option<(String, Option<SystemTime>)> {
    let path = path(places, name);
    let written = disk.stat_own(&path).ok()?.modified;
    let mut text = String::from_utf8(disk.read_own(&path, INDEX_BYTES).ok()?).ok()?;
    let mut parts = text.splitn(4, '\n');
    let fits = parts.next()? == HEAD && parts.next()? == edition.as_str();
    let (digest, rows) = (parts.next()?, parts.next()?);
    if !fits || Digest::of_bytes(rows.as_bytes()).as_str() != digest {
        return None;
    }
    let head = text.len() - rows.len();
    text.drain(..head);
    Some((text, written))
}

/// A row of the index: name, stamp in words, and what is shown.
type Row<T> = (String, String, T);

/// Reads the index of an edition; an empty one if there is none that can be relied on.
pub fn read<T: DeserializeOwned>(
    disk: &dyn Disk,
    places: &Places,
    edition: &Digest,
) -> LibraryIndex<T> {
    let read = || {
        let (rows, written) = rows_of(disk, places, LIBRARY, edition)?;
        let rows = rows.lines().map(|row| {
            let (name, stamp, shown): Row<T> = serde_json::from_str(row).ok()?;
            Some((name, (stamp, shown)))
        });
        let rows = rows.collect::<Option<_>>()?;
        Some(LibraryIndex { rows, written })
    };
    read().unwrap_or_default()
}

/// Returns the first rows of the index of an edition, at most so many: the name of each, the stamp its
/// files had, and what was shown. No file of an audit is looked at.
pub fn glance<T: DeserializeOwned>(
    disk: &dyn Disk,
    places: &Places,
    edition: &Digest,
    most: usize,
) -> Vec<(String, FileStamp, T)> {
    let rows = rows_of(disk, places, LIBRARY, edition).map_or_else(String::new, |(rows, _)| rows);
    let rows = rows.lines().take(most).map_while(|row| {
        let (name, stamp, shown): Row<T> = serde_json::from_str(row).ok()?;
        Some((name, FileStamp::from_words(stamp), shown))
    });
    rows.collect()
}

/// Writes the index of an edition, whole or not at all: name, stamp and what is shown of each audit, in
/// the order in which they are shown first.
///
/// Where there is no library, none is made.
///
/// # Errors
/// Whatever the disk reports; nothing is lost by it.
pub fn write<T: Serialize>(
    disk: &dyn Disk,
    places: &Places,
    edition: &Digest,
    rows: &[(String, String, T)],
) -> Result<(), StoreError> {
    if disk.stat(&places.audits).is_err() {
        return Ok(());
    }
    let mut lines = String::new();
    for row in rows {
        let row = serde_json::to_string(row)
            .map_err(|error| StoreError::io("write", &path(places, LIBRARY))(error.into()))?;
        lines.push_str(&row);
        lines.push('\n');
    }
    write_rows(disk, places, LIBRARY, edition, &lines)
}

/// Writes the rows of an index, one a line; where there is no folder for it, none is made.
fn write_rows(
    disk: &dyn Disk,
    places: &Places,
    name: &str,
    edition: &Digest,
    lines: &str,
) -> Result<(), StoreError> {
    let path = path(places, name);
    if disk.stat(folder_of(&path)).is_err() {
        return Ok(());
    }
    let digest = Digest::of_bytes(lines.as_bytes());
    let text = format!("{HEAD}\n{edition}\n{digest}\n{lines}");
    put(
        disk,
        &unfinished(&path),
        &path,
        &mut whole(text.as_bytes()),
        PRIVATE,
        Before::Anything,
    )
}

/// The rows of audits in surveys, by the digest of their files: whatever their names, and wherever they
/// lie.
#[derive(Debug, Default)]
pub struct SurveyIndex {
    rows: HashMap<String, String>,
}

impl SurveyIndex {
    /// Reads the rows of an edition; none if there are none that can be relied on.
    pub fn read(disk: &dyn Disk, places: &Places, edition: &Digest) -> Self {
        let rows =
            rows_of(disk, places, SURVEYS, edition).map_or_else(String::new, |(rows, _)| rows);
        let rows = rows.lines().filter_map(|line| line.split_once('\t'));
        Self {
            rows: rows
                .map(|(files, row)| (files.to_owned(), row.to_owned()))
                .collect(),
        }
    }

    /// Returns the row of an audit with such files.
    pub fn row<T: DeserializeOwned>(&self, files: &Digest) -> Option<T> {
        serde_json::from_str(self.rows.get(files.as_str())?).ok()
    }

    /// Writes the rows of a survey, those that are known already among them, and of the other known ones
    /// as many as there is room for.
    ///
    /// # Errors
    /// Whatever the disk reports; nothing is lost by it.
    pub fn write(
        mut self,
        disk: &dyn Disk,
        places: &Places,
        edition: &Digest,
        used: Vec<(Digest, Option<String>)>,
    ) -> Result<(), StoreError> {
        let mut lines = String::new();
        let mut add = |files: &str, row: &str| {
            if lines.len() + row.len() < SURVEY_BYTES {
                lines.push_str(&format!("{files}\t{row}\n"));
            }
        };
        for (files, row) in used {
            let known = self.rows.remove(files.as_str());
            if let Some(row) = row.or(known) {
                add(files.as_str(), &row);
            }
        }
        let mut rest: Vec<_> = self.rows.iter().collect();
        rest.sort_unstable();
        for (files, row) in rest {
            add(files, row);
        }
        write_rows(disk, places, SURVEYS, edition, &lines)
    }
}

/// Returns a row in words, as an index keeps it.
pub fn in_words<T: Serialize>(row: &T) -> Option<String> {
    serde_json::to_string(row).ok()
}

/// Returns the digest of all that an audit is read from: its file and its journal, whole; none if they
/// cannot be read as plain files.
pub fn digest_of_files(disk: &dyn Disk, audit: &Path) -> Option<Digest> {
    let folder = disk.real(folder_of(audit)).ok()?;
    let sides = Sides::of(&folder.join(audit.file_name()?));
    let file = Digest::of_bytes(&disk.read_own(&sides.audit, AUDIT_BYTES).ok()?);
    let journal = match disk.read_own(&sides.journal, JOURNAL_BYTES) {
        Ok(bytes) => Digest::of_bytes(&bytes).to_string(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => "none".to_owned(),
        Err(_) => return None,
    };
    Some(Digest::of_bytes(format!("{file} {journal}").as_bytes()))
}
