//! The journal of an audit as text: lines of JSON, each carrying the SHA-256 of the one before.
//!
//! The first line holds the whole audit as it stood when the journal began; every further line
//! holds one [`Entry`]. Anybody can check the chain with `sha256sum`: `prev` is the digest of the
//! bytes of the line before, without its line end. Nothing here touches a disk: bytes come in,
//! bytes go out. What to do about a broken chain is decided in `recover`.

use std::path::Path;

use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::audit::file::JournalStamp;
use crate::audit::{Audit, Entry};
use crate::checklist::Digest;

use super::bounds::{HEADER_BYTES, LINE_BYTES, say_bytes};
use super::error::{StoreError, clean};
use super::migrate::Formats;

/// A place where the chain does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Break {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong there, in words.
    pub what: String,
}

/// A journal that was read.
#[derive(Debug)]
pub(super) struct Journal {
    /// The good lines, each with its line end.
    pub(super) text: Vec<u8>,
    /// How many of those bytes the file has: all, or all but the last line end.
    pub(super) on_disk: u64,
    /// What stands behind them: a line that was not written to its end.
    pub(super) torn: Option<Vec<u8>>,
    /// The format of its last line.
    pub(super) format: i64,
    /// The highest format of any line.
    pub(super) highest_format: i64,
    /// The audit as it stood at the beginning.
    pub(super) base: Audit,
    /// The stamp that its file bore then, from an earlier journal.
    pub(super) from: Option<JournalStamp>,
    /// The entries up to the first break.
    pub(super) entries: Vec<Entry>,
    /// The head of the chain at the beginning and after each of those entries.
    pub(super) heads: Vec<Digest>,
    /// The first place where the chain does not hold.
    pub(super) broken: Option<Break>,
    /// The entries from that place on, if every one of them can be read.
    pub(super) beyond: Option<Vec<Entry>>,
}

#[derive(Serialize)]
struct HeaderOut<'a> {
    format: i64,
    program: &'a str,
    at: DateTime<Utc>,
    by: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<Origin>,
    base: &'a Audit,
}

/// The stamp that a file already bore when its journal began: it came from an earlier journal.
#[derive(Serialize, Deserialize)]
struct Origin {
    entries: u64,
    head: Digest,
}

#[derive(Deserialize)]
struct HeaderIn<T> {
    format: i64,
    #[serde(default)]
    from: Option<Origin>,
    base: T,
}

#[derive(Serialize)]
struct LineOut<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    format: Option<i64>,
    prev: &'a Digest,
    entry: &'a Entry,
}

#[derive(Deserialize)]
struct LineIn<T> {
    #[serde(default)]
    format: Option<i64>,
    prev: Digest,
    entry: T,
}

/// The first line of a journal, with its line end.
pub(super) fn header_line(
    format: i64,
    base: &Audit,
    from: Option<&JournalStamp>,
    by: &str,
    at: DateTime<Utc>,
) -> Result<Vec<u8>, String> {
    let header = HeaderOut {
        from: from.map(|stamp| Origin {
            entries: stamp.entries,
            head: stamp.head.clone(),
        }),
        format,
        program: env!("CARGO_PKG_VERSION"),
        at,
        by,
        base,
    };
    let line = to_line(&header, HEADER_BYTES)?;
    let again: HeaderIn<Audit> = serde_json::from_slice(&line).map_err(|error| say(&error))?;
    if again.base == *base {
        Ok(line)
    } else {
        Err("a value in it would be altered".to_owned())
    }
}

/// The line of an entry, with its line end. Its format is said only where it differs from that of
/// the line before.
pub(super) fn entry_line(
    format: Option<i64>,
    prev: &Digest,
    entry: &Entry,
) -> Result<Vec<u8>, String> {
    let line = to_line(
        &LineOut {
            format,
            prev,
            entry,
        },
        LINE_BYTES,
    )?;
    // A line that would not read back as it is must never be called saved: a number that is not
    // one, say, is `null` in JSON.
    let again: LineIn<Entry> = serde_json::from_slice(&line).map_err(|error| say(&error))?;
    if again.entry == *entry {
        Ok(line)
    } else {
        Err("a value in it would be altered".to_owned())
    }
}

fn to_line(value: &impl Serialize, limit: u64) -> Result<Vec<u8>, String> {
    let mut line = serde_json::to_vec(value).map_err(|error| say(&error))?;
    line.push(b'\n');
    if line.len() as u64 > limit {
        return Err(format!(
            "one change of {} is more than the {} that a journal takes",
            say_bytes(line.len() as u64),
            say_bytes(limit)
        ));
    }
    Ok(line)
}

/// What is wrong with a line: the line that JSON counts is always the first.
fn say(error: &serde_json::Error) -> String {
    clean(
        &error
            .to_string()
            .replace(" at line 1 column ", " at column "),
    )
}

/// The digest that the next line will carry.
pub(super) fn digest_of_line(line: &[u8]) -> Digest {
    Digest::of_bytes(line.strip_suffix(b"\n").unwrap_or(line))
}

/// What a line turned out to be.
enum Line {
    Good {
        prev: Digest,
        entry: Box<Entry>,
        format: Option<i64>,
    },
    /// It is not JSON.
    Garbage(String),
    /// It is JSON, but no entry.
    Strange(String),
}

impl Journal {
    /// Reads a journal.
    ///
    /// # Errors
    /// [`StoreError::Journal`] if its first line cannot be read, [`StoreError::TooLarge`] if a line
    /// is too long. Anything later in the file is told in [`Journal::broken`] and
    /// [`Journal::torn`].
    pub(super) fn read(path: &Path, text: Vec<u8>, formats: &Formats) -> Result<Self, StoreError> {
        let mut at = 0;
        let mut number = 0;
        let mut journal: Option<Self> = None;
        while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
            number += 1;
            let length = rest.iter().position(|byte| *byte == b'\n');
            let line = rest.get(..length.unwrap_or(rest.len())).unwrap_or_default();
            let limit = if number == 1 {
                HEADER_BYTES
            } else {
                LINE_BYTES
            };
            if line.len() as u64 > limit {
                return Err(StoreError::TooLarge {
                    path: path.into(),
                    what: format!("line {number} has more than {}", say_bytes(limit)),
                });
            }
            let end = at + length.map_or(rest.len(), |length| length + 1);
            let is_last = end >= text.len();
            match &mut journal {
                None => {
                    let header = read_header(line, formats).map_err(|why| StoreError::Journal {
                        path: path.into(),
                        line: 1,
                        why,
                    })?;
                    journal = Some(Self::begin(header, line));
                }
                Some(journal) => {
                    if !journal.take_line(line, number, is_last, formats) {
                        journal.torn = Some(rest.to_vec());
                        break;
                    }
                }
            }
            at = end;
        }
        let Some(mut journal) = journal else {
            return Err(StoreError::Empty {
                path: path.into(),
                backup: None,
            });
        };
        journal.text = text;
        journal.text.truncate(at);
        journal.on_disk = at as u64;
        if journal.text.last() != Some(&b'\n') {
            journal.text.push(b'\n');
        }
        Ok(journal)
    }

    fn begin(header: HeaderIn<Audit>, line: &[u8]) -> Self {
        let HeaderIn { format, from, base } = header;
        Self {
            text: Vec::new(),
            on_disk: 0,
            torn: None,
            format,
            highest_format: format,
            base,
            from: from.map(|from| JournalStamp {
                entries: from.entries,
                head: from.head,
            }),
            entries: Vec::new(),
            heads: vec![Digest::of_bytes(line)],
            broken: None,
            beyond: None,
        }
    }

    /// Takes one more line in; whether it is a line at all and not the torn end of the file.
    fn take_line(&mut self, line: &[u8], number: usize, is_last: bool, formats: &Formats) -> bool {
        let (problem, entry) = match read_line(line, self.format, formats) {
            Line::Garbage(_) if is_last && self.broken.is_none() => return false,
            Line::Garbage(why) => (
                Some(format!("this is not a line of a journal: {why}")),
                None,
            ),
            Line::Strange(why) => (Some(format!("this is not an entry: {why}")), None),
            Line::Good {
                prev,
                entry,
                format,
            } => {
                self.format = format.unwrap_or(self.format);
                self.highest_format = self.highest_format.max(self.format);
                let expected = self.entries.len() as u64 + 1;
                let problem = if self.heads.last() != Some(&prev) {
                    Some(format!(
                        "it does not follow from line {}: one of the two was changed, or lines \
                         between them were taken out",
                        number - 1
                    ))
                } else if entry.seq != expected {
                    Some(format!("it is entry {}, but {expected} was due", entry.seq))
                } else {
                    None
                };
                (problem, Some(*entry))
            }
        };
        if let (Some(what), None) = (problem, &self.broken) {
            self.broken = Some(Break { line: number, what });
            self.beyond = Some(Vec::new());
        }
        if self.broken.is_none() {
            self.heads.push(Digest::of_bytes(line));
            self.entries.extend(entry);
        } else {
            match (&mut self.beyond, entry) {
                (Some(beyond), Some(entry)) => beyond.push(entry),
                _ => self.beyond = None,
            }
        }
        true
    }

    /// The head of the chain.
    pub(super) fn head(&self) -> Option<&Digest> {
        self.heads.last()
    }

    /// The head after a number of entries.
    pub(super) fn head_at(&self, entries: u64) -> Option<&Digest> {
        self.heads.get(usize::try_from(entries).ok()?)
    }
}

fn read_header(line: &[u8], formats: &Formats) -> Result<HeaderIn<Audit>, String> {
    match serde_json::from_slice::<HeaderIn<Audit>>(line) {
        Ok(header) if header.format >= formats.current => Ok(header),
        typed => {
            let HeaderIn { format, from, base } =
                serde_json::from_slice::<HeaderIn<Value>>(line).map_err(|error| say(&error))?;
            if format >= formats.current {
                return typed.map_err(|error| say(&error));
            }
            let base = formats.migrate_base(format, base)?;
            Ok(HeaderIn {
                format,
                from,
                base: serde_json::from_value(base).map_err(|error| say(&error))?,
            })
        }
    }
}

fn read_line(line: &[u8], format_before: i64, formats: &Formats) -> Line {
    fn parse<T: DeserializeOwned>(line: &[u8]) -> Result<LineIn<T>, serde_json::Error> {
        serde_json::from_slice(line)
    }
    let typed = match parse::<Entry>(line) {
        Ok(good) if good.format.unwrap_or(format_before) >= formats.current => {
            return Line::Good {
                prev: good.prev,
                entry: Box::new(good.entry),
                format: good.format,
            };
        }
        Ok(_) => None,
        Err(error) => Some(error),
    };
    let loose = match parse::<Value>(line) {
        Ok(loose) => loose,
        Err(error) if error.is_data() => return Line::Strange(say(&error)),
        Err(error) => return Line::Garbage(say(&error)),
    };
    let format = loose.format.unwrap_or(format_before);
    let entry = if format < formats.current {
        formats
            .migrate_entry(format, loose.entry)
            .and_then(|entry| serde_json::from_value(entry).map_err(|error| say(&error)))
    } else {
        Err(typed.map_or_else(String::new, |error| say(&error)))
    };
    match entry {
        Ok(entry) => Line::Good {
            prev: loose.prev,
            entry: Box::new(entry),
            format: loose.format,
        },
        Err(why) => Line::Strange(why),
    }
}
