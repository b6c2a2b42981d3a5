//! The journal of an audit as text: lines of JSON, each carrying the SHA-256 of the one before.
//!
//! The first line holds the whole audit at the beginning of the journal; every further line holds
//! one [`Entry`]. Anybody can check the chain with `sha256sum`: `prev` is the digest of the bytes
//! of the line before, without its line end. So line ends converted by another program (git, an
//! editor) alter no line: they are read, reported, and put right with the next change.
//!
//! Nothing here touches a disk: it works on bytes alone. The response to a broken chain is decided
//! in `recover`.

use std::cmp::Ordering;
use std::ops::Range;
use std::path::Path;

use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::audit::stamp::JournalStamp;
use crate::audit::{Audit, Entry};
use crate::base::Digest;
use crate::wording;
use crate::wording::escaped;

use super::bounds::{HEADER_BYTES, LINE_BYTES};
use super::error::StoreError;
use super::migrate::Formats;

/// UTF-8's byte order mark, which some editors of Windows put at the beginning of a text.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// A place where the chain is broken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Break {
    /// The line, counted from 1.
    pub line: usize,
    /// Description of the fault.
    pub what: String,
}

/// A difference between a journal's bytes and this program's form that leaves every line intact.
///
/// Another program's line ends, a byte order mark at the beginning, or empty lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reformed {
    /// True if a byte order mark is at the beginning.
    pub mark: bool,
    /// Number of lines that end in CR LF.
    pub crlf: usize,
    /// Number of lines in all, without the empty ones.
    pub lines: usize,
    /// Number of empty lines.
    pub empty: usize,
    /// True if the last line has no line end.
    pub unended: bool,
}

impl Reformed {
    /// Returns true if the bytes are as this program writes them.
    pub const fn is_none(&self) -> bool {
        !self.mark && self.crlf == 0 && self.empty == 0 && !self.unended
    }

    /// Returns true if a program that converts all line ends of a file explains the difference.
    ///
    /// A single odd line end is not explained by that.
    pub const fn is_thorough(&self) -> bool {
        self.empty == 0
            && (!self.unended || self.crlf > 0)
            && (self.crlf == 0
                || (self.lines > 1 && self.crlf + self.unended as usize == self.lines))
    }

    /// Describes the difference in words that follow “it has”.
    pub fn what(&self) -> String {
        let mut parts = Vec::new();
        if self.mark {
            parts.push("a byte order mark at its beginning".to_owned());
        }
        match self.crlf {
            0 => {}
            all if all == self.lines => parts.push("Windows line ends (CR LF)".to_owned()),
            some => parts.push(format!(
                "Windows line ends (CR LF) on {some} of its {} lines",
                self.lines
            )),
        }
        match self.empty {
            0 => {}
            1 => parts.push("an empty line".to_owned()),
            some => parts.push(format!("{some} empty lines")),
        }
        if self.unended {
            parts.push("no line end behind its last line".to_owned());
        }
        parts.join(" and ")
    }
}

/// A line at or after the first break of the chain.
#[derive(Debug)]
pub(super) struct Beyond {
    /// The digest of the line before, as recorded in this line.
    pub(super) prev: Option<Digest>,
    /// The digest of this line.
    pub(super) own: Digest,
    /// The entry, if the line has a readable one.
    pub(super) entry: Option<Entry>,
}

/// A parsed journal.
#[derive(Debug)]
pub(super) struct Journal {
    /// The good lines, each with its line end.
    pub(super) text: Vec<u8>,
    /// Number of those bytes that the file has.
    ///
    /// All, or all but the last line end; 0 if the bytes of the file differ from them.
    pub(super) on_disk: u64,
    /// Differences of the file's bytes from those lines that alter none of them.
    pub(super) reformed: Reformed,
    /// The digest of the file's bytes, where they differ from those lines.
    pub(super) raw: Option<Digest>,
    /// The torn tail after those lines: a line that was not written to its end.
    pub(super) torn: Option<Vec<u8>>,
    /// The format of its last line.
    pub(super) format: i64,
    /// The highest format of any line.
    pub(super) highest_format: i64,
    /// The audit at the beginning of the journal.
    pub(super) base: Audit,
    /// The stamp of the audit file at that time, from an earlier journal.
    pub(super) from: Option<JournalStamp>,
    /// The entries up to the first break.
    pub(super) entries: Vec<Entry>,
    /// The head of the chain at the beginning and after each of those entries.
    pub(super) heads: Vec<Digest>,
    /// The first break of the chain.
    pub(super) broken: Option<Break>,
    /// The lines from that place on.
    pub(super) beyond: Vec<Beyond>,
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

/// The stamp that an audit file already had when its journal began: it is of an earlier journal.
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

/// Builds the first line of a journal, with its line end.
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

/// Builds the line of an entry, with its line end.
///
/// Its format is written only where it differs from that of the line before.
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
    // A line that would not read back unchanged must never be called saved: a number that is not
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
            wording::bytes(line.len() as u64),
            wording::bytes(limit)
        ));
    }
    Ok(line)
}

/// Returns the reason why a line cannot be read, in words for its owner.
fn say(error: &serde_json::Error) -> String {
    const OF_THE_PARSER: [&str; 4] = ["missing ", "invalid ", "unknown ", "duplicate "];
    let said = error.to_string();
    let what = if !error.is_data() {
        "it is not a whole line of a journal: it was cut off or altered"
    } else if OF_THE_PARSER.iter().any(|word| said.starts_with(word)) {
        "it is not a line that this program writes: something in it is missing or was altered"
    } else {
        // A sentence of our own, such as that a word is not a kind of authority.
        return escaped(&said.replace(" at line 1 column ", " at column "));
    };
    format!("{what} (near column {})", error.column())
}

/// Returns the digest that the next line will carry.
pub(super) fn digest_of_line(line: &[u8]) -> Digest {
    Digest::of_bytes(line.strip_suffix(b"\n").unwrap_or(line))
}

/// Result of parsing one line.
enum ParsedLine {
    Good {
        prev: Digest,
        entry: Box<Entry>,
        format: Option<i64>,
    },
    /// Text that is not JSON.
    Garbage(String),
    /// JSON that is no entry.
    Strange(String),
}

impl Journal {
    /// Reads a journal.
    ///
    /// # Errors
    /// [`StoreError::Journal`] if its first line cannot be read, [`StoreError::TooLarge`] if a line
    /// is too long. Anything later in the file is reported in [`Journal::broken`] and
    /// [`Journal::torn`].
    pub(super) fn read(path: &Path, bytes: &[u8], formats: &Formats) -> Result<Self, StoreError> {
        let mut reformed = Reformed::default();
        let mut text = Vec::with_capacity(bytes.len() + 1);
        let mut journal: Option<Self> = None;
        let mut rest = bytes;
        if let Some(behind) = rest.strip_prefix(BYTE_ORDER_MARK) {
            reformed.mark = true;
            rest = behind;
        }
        // The number of the line in the file, and among the lines that are not empty.
        let (mut place, mut number) = (0, 0);
        while !rest.is_empty() {
            place += 1;
            let end = rest.iter().position(|byte| *byte == b'\n');
            let (whole, behind) = rest.split_at(end.map_or(rest.len(), |end| end + 1));
            let line = whole.strip_suffix(b"\n").unwrap_or(whole);
            let crlf = end.is_some() && line.ends_with(b"\r");
            let line = if crlf {
                line.strip_suffix(b"\r").unwrap_or(line)
            } else {
                line
            };
            if line.is_empty() {
                reformed.empty += 1;
                rest = behind;
                continue;
            }
            number += 1;
            let limit = if number == 1 {
                HEADER_BYTES
            } else {
                LINE_BYTES
            };
            if line.len() as u64 > limit {
                return Err(StoreError::TooLarge {
                    path: path.into(),
                    what: format!("line {place} has more than {}", wording::bytes(limit)),
                });
            }
            match &mut journal {
                None => {
                    let header = read_header(line, formats).map_err(|why| StoreError::Journal {
                        path: path.into(),
                        line: place,
                        why,
                    })?;
                    journal = Some(Self::begin(header, line));
                }
                Some(journal) => {
                    let is_last = behind.is_empty();
                    if !journal.take_line(line, place, is_last, formats) {
                        journal.torn = Some(rest.to_vec());
                        break;
                    }
                }
            }
            reformed.crlf += usize::from(crlf);
            reformed.unended = end.is_none();
            text.extend_from_slice(line);
            text.push(b'\n');
            rest = behind;
        }
        let Some(mut journal) = journal else {
            return Err(StoreError::Empty {
                path: path.into(),
                backup: None,
            });
        };
        reformed.lines = journal.heads.len() + journal.beyond.len();
        journal.on_disk = text.len() as u64;
        if reformed.mark || reformed.crlf > 0 || reformed.empty > 0 {
            journal.raw = Some(Digest::of_bytes(bytes));
        } else if reformed.unended {
            // The missing line end is written with the next line.
            journal.on_disk -= 1;
        }
        journal.reformed = reformed;
        journal.text = text;
        Ok(journal)
    }

    fn begin(header: HeaderIn<Audit>, line: &[u8]) -> Self {
        let HeaderIn { format, from, base } = header;
        Self {
            text: Vec::new(),
            on_disk: 0,
            reformed: Reformed::default(),
            raw: None,
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
            beyond: Vec::new(),
        }
    }

    /// Adds one more line; false if it is no line at all but the torn end of the file.
    fn take_line(&mut self, line: &[u8], place: usize, is_last: bool, formats: &Formats) -> bool {
        let own = Digest::of_bytes(line);
        let mut told = None;
        let (problem, entry) = match read_line(line, self.format, formats) {
            ParsedLine::Garbage(_) if is_last && self.broken.is_none() => return false,
            ParsedLine::Garbage(why) => (
                Some(format!("this is not a line of a journal: {why}")),
                None,
            ),
            ParsedLine::Strange(why) => (Some(format!("this is not an entry: {why}")), None),
            ParsedLine::Good {
                prev,
                entry,
                format,
            } => {
                self.format = format.unwrap_or(self.format);
                self.highest_format = self.highest_format.max(self.format);
                let problem = self.does_not_follow(&prev, entry.seq);
                told = Some(prev);
                (problem, Some(*entry))
            }
        };
        if let (Some(what), None) = (problem, &self.broken) {
            self.broken = Some(Break { line: place, what });
        }
        if self.broken.is_none() {
            self.heads.push(own);
            self.entries.extend(entry);
        } else {
            self.beyond.push(Beyond {
                prev: told,
                own,
                entry,
            });
        }
        true
    }

    /// Returns the reason why an entry does not follow from the last good line, if it does not.
    fn does_not_follow(&self, prev: &Digest, seq: u64) -> Option<String> {
        let due = self.entries.len() as u64 + 1;
        let out_of_turn = || format!("it is change {seq}, but {due} was due");
        let follows = self.heads.last() == Some(prev);
        match (seq.cmp(&due), follows) {
            (Ordering::Equal, true) => None,
            (Ordering::Equal, false) => {
                Some("it does not follow from the line before: one of the two was changed".into())
            }
            (_, true) => Some(out_of_turn()),
            (Ordering::Less, false) => {
                Some(format!("{}: the line does not belong here", out_of_turn()))
            }
            (Ordering::Greater, false) => Some(format!(
                "{}: {} out between it and the line before",
                out_of_turn(),
                match seq - due {
                    1 => "a line was taken".to_owned(),
                    lines => format!("{lines} lines were taken"),
                }
            )),
        }
    }

    /// Returns the lines from the first break on that an audit file vouches for.
    ///
    /// The file's stamp is the digest of the last of them, and each carries the digest of the one
    /// before.
    pub(super) fn vouched_beyond(&self, head: &Digest) -> Range<usize> {
        let Some(last) = self.beyond.iter().position(|line| line.own == *head) else {
            return 0..0;
        };
        let up_to = self.beyond.get(..=last).unwrap_or_default();
        let pairs = up_to.iter().zip(up_to.iter().skip(1)).rev();
        let linked = pairs
            .take_while(|(one, next)| next.prev.as_ref() == Some(&one.own))
            .count();
        last - linked..last + 1
    }

    /// Returns the entries from the first break on, if every one of them can be read.
    pub(super) fn entries_beyond(&self) -> Option<Vec<Entry>> {
        self.beyond.iter().map(|line| line.entry.clone()).collect()
    }

    /// Returns true if the torn tail is the beginning of the line that was due next.
    ///
    /// Then it is no more than a write that was cut off.
    pub(super) fn torn_is_ours(&self) -> bool {
        let (Some(torn), Some(head)) = (&self.torn, self.head()) else {
            return true;
        };
        let due = self.entries.len() + 1;
        let lead = |format: &str| {
            format!("{{{format}\"prev\":\"{head}\",\"entry\":{{\"seq\":{due},").into_bytes()
        };
        !torn.contains(&b'\n')
            && [lead(""), lead(&format!("\"format\":{},", self.format))]
                .iter()
                .any(|lead| torn.starts_with(lead) || lead.starts_with(torn))
    }

    /// Returns the head of the chain.
    pub(super) fn head(&self) -> Option<&Digest> {
        self.heads.last()
    }

    /// Returns the head after a number of entries.
    pub(super) fn head_at(&self, entries: u64) -> Option<&Digest> {
        self.heads.get(usize::try_from(entries).ok()?)
    }
}

/// Returns true if a text begins as a journal does.
pub(super) fn begins_like_one(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
    bytes.starts_with(b"{\"format\":") && {
        let line = bytes
            .split(|byte| *byte == b'\n')
            .next()
            .unwrap_or_default();
        serde_json::from_slice::<HeaderIn<Value>>(line).is_ok()
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
            let base = formats
                .migrate_base(format, base)
                .map_err(|error| error.to_string())?;
            Ok(HeaderIn {
                format,
                from,
                base: serde_json::from_value(base).map_err(|error| say(&error))?,
            })
        }
    }
}

fn read_line(line: &[u8], format_before: i64, formats: &Formats) -> ParsedLine {
    fn parse<T: DeserializeOwned>(line: &[u8]) -> Result<LineIn<T>, serde_json::Error> {
        serde_json::from_slice(line)
    }
    let typed = match parse::<Entry>(line) {
        Ok(good) if good.format.unwrap_or(format_before) >= formats.current => {
            return ParsedLine::Good {
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
        Err(error) if error.is_data() => return ParsedLine::Strange(say(&error)),
        Err(error) => return ParsedLine::Garbage(say(&error)),
    };
    let format = loose.format.unwrap_or(format_before);
    let entry = if format < formats.current {
        formats
            .migrate_entry(format, loose.entry)
            .map_err(|error| error.to_string())
            .and_then(|entry| serde_json::from_value(entry).map_err(|error| say(&error)))
    } else {
        Err(typed.map_or_else(String::new, |error| say(&error)))
    };
    match entry {
        Ok(entry) => ParsedLine::Good {
            prev: loose.prev,
            entry: Box::new(entry),
            format: loose.format,
        },
        Err(why) => ParsedLine::Strange(why),
    }
}
