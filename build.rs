//! Reads the checklists that come with the program while it is built, and writes them down as a table.
//!
//! Whoever starts the program does not wait until a million and a half bytes of TOML are read, and does
//! not hold them twice. The table says what the TOML says and no more: what an entry means, and whether
//! it has a mistake, is told by the program alone (`base::table` reads it, a test compares them).
//! Written are `checklists.txt`, every text once, the short ones first, since those are looked at while a
//! checklist is loaded; `checklists.cells`, eight bytes for each key and value; `checklists.starts`, four
//! bytes for each: its place in its file, needed by a message alone; `checklists.rs`, the files; and
//! `plain.rs`, the beginning of the texts without a brace.

use std::collections::HashMap;
use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

/// The folders of the checklists that are loaded.
const FOLDERS: [&str; 2] = ["checklists", "checklists/law"];

/// A text of at most this many bytes is a short one: an id, a word, a title.
const SHORT: usize = 64;

/// The kinds of a cell; `base::table` has the same numbers.
mod kind {
    pub(crate) const TEXT: u32 = 0;
    pub(crate) const WHOLE: u32 = 1;
    pub(crate) const NUMBER: u32 = 2;
    pub(crate) const BOOL: u32 = 3;
    pub(crate) const DAY: u32 = 4;
    pub(crate) const LIST: u32 = 5;
    pub(crate) const TABLE: u32 = 6;
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut files = Vec::new();
    for folder in FOLDERS {
        println!("cargo::rerun-if-changed={folder}");
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.extension().is_some_and(|end| end == "toml") {
                files.push(path);
            }
        }
    }
    println!("cargo::rerun-if-changed=build.rs");
    files.sort();
    let texts: Vec<String> = files
        .iter()
        .map(fs::read_to_string)
        .collect::<Result<_, _>>()?;
    let roots: Vec<Spanned<DeTable<'_>>> = texts
        .iter()
        .zip(&files)
        .map(|(text, path)| {
            DeTable::parse(text).map_err(|error| format!("{}: {error}", path.display()))
        })
        .collect::<Result<_, _>>()?;
    let mut table = Table::default();
    for sort in [Sort::Short, Sort::WithSlots, Sort::Plain] {
        table.from = table.texts.len();
        for root in &roots {
            table.keep_texts(root.get_ref(), sort);
        }
    }
    let plain = format!("{}\n", table.from);
    let mut names = String::from("&[\n");
    for (root, path) in roots.iter().zip(&files) {
        let first = table.add(&[Entry::Table(root.get_ref(), 0)])?;
        writeln!(names, "    ({:?}, {first}),", name_of(path))?;
    }
    names.push(']');
    let out = PathBuf::from(env::var("OUT_DIR")?);
    fs::write(out.join("checklists.txt"), &table.texts)?;
    fs::write(out.join("checklists.cells"), &table.cells)?;
    fs::write(out.join("checklists.starts"), &table.starts)?;
    fs::write(out.join("checklists.rs"), names)?;
    fs::write(out.join("plain.rs"), plain)?;
    Ok(())
}

/// Returns the name of a checklist: its path in the folder, with a stroke on every system.
fn name_of(path: &Path) -> String {
    let parts = path.iter().skip(1).map(|part| part.to_string_lossy());
    parts.collect::<Vec<_>>().join("/")
}

/// The sorts of texts, in the order in which they lie.
///
/// A text that nobody looks at costs nothing, and nothing if it lies among others that nobody looks at.
#[derive(Clone, Copy, PartialEq)]
enum Sort {
    /// At most [`SHORT`] bytes: looked at while the checklists are loaded.
    Short,
    /// A longer one with a brace in it, in which a fact may be named: looked at, too.
    WithSlots,
    /// Any other.
    Plain,
}

impl Sort {
    fn of(text: &str) -> Self {
        match (text.len() <= SHORT, text.contains('{')) {
            (true, _) => Self::Short,
            (false, true) => Self::WithSlots,
            (false, false) => Self::Plain,
        }
    }
}

/// The table as it is written.
#[derive(Default)]
struct Table<'a> {
    texts: String,
    /// The beginning of the last sort of texts.
    from: usize,
    /// The place of each text.
    places: HashMap<&'a str, usize>,
    cells: Vec<u8>,
    starts: Vec<u8>,
}

/// A key or a value that is to become a cell, and its place in its file.
#[derive(Clone, Copy)]
enum Entry<'a> {
    Key(&'a Spanned<DeString<'a>>),
    Value(&'a Spanned<DeValue<'a>>),
    Table(&'a DeTable<'a>, usize),
}

impl<'a> Table<'a> {
    /// Keeps every text of a table that is of a sort.
    fn keep_texts(&mut self, table: &'a DeTable<'a>, sort: Sort) {
        for (key, value) in table {
            self.keep(key.get_ref(), sort);
            self.keep_texts_of(value.get_ref(), sort);
        }
    }

    fn keep_texts_of(&mut self, value: &'a DeValue<'a>, sort: Sort) {
        match value {
            DeValue::String(text) => self.keep(text, sort),
            DeValue::Float(number) => self.keep(number.as_str(), sort),
            DeValue::Array(all) => {
                for one in all {
                    self.keep_texts_of(one.get_ref(), sort);
                }
            }
            DeValue::Table(table) => self.keep_texts(table, sort),
            _ => {}
        }
    }

    fn keep(&mut self, text: &'a str, sort: Sort) {
        if Sort::of(text) == sort && !self.places.contains_key(text) {
            self.places.insert(text, self.texts.len());
            self.texts.push_str(text);
        }
    }

    /// Adds entries one behind the other, and whatever is in them after all of them.
    ///
    /// Returns the number of the first.
    fn add(&mut self, entries: &[Entry<'a>]) -> Result<usize, Box<dyn Error>> {
        let first = self.cells.len() / 8;
        self.cells.resize((first + entries.len()) * 8, 0);
        self.starts.resize((first + entries.len()) * 4, 0);
        for (at, entry) in (first..).zip(entries) {
            let start = match entry {
                Entry::Key(key) => key.span().start,
                Entry::Value(value) => value.span().start,
                Entry::Table(_, start) => *start,
            };
            let (kind, length, what) = match entry {
                Entry::Key(key) => self.text(kind::TEXT, key.get_ref())?,
                Entry::Table(table, _) => self.table(table)?,
                Entry::Value(value) => self.value(value.get_ref())?,
            };
            if length >= 1 << 24 {
                return Err("a text or a list is too long for a cell".into());
            }
            let cell = [kind << 24 | length, what].map(u32::to_le_bytes).concat();
            self.cells[at * 8..][..8].copy_from_slice(&cell);
            self.starts[at * 4..][..4].copy_from_slice(&u32::try_from(start)?.to_le_bytes());
        }
        Ok(first)
    }

    /// Returns the kind, the length and the content of a value's cell.
    fn value(&mut self, value: &'a DeValue<'a>) -> Result<(u32, u32, u32), Box<dyn Error>> {
        Ok(match value {
            DeValue::String(text) => self.text(kind::TEXT, text)?,
            DeValue::Float(number) => self.text(kind::NUMBER, number.as_str())?,
            DeValue::Integer(number) => {
                let number = i32::from_str_radix(number.as_str(), number.radix())?;
                (kind::WHOLE, 0, number.cast_unsigned())
            }
            DeValue::Boolean(yes) => (kind::BOOL, 0, (*yes).into()),
            DeValue::Datetime(when) => match (when.date, when.time) {
                (Some(day), None) => {
                    let day = (u32::from(day.year) * 100 + u32::from(day.month)) * 100
                        + u32::from(day.day);
                    (kind::DAY, 0, day)
                }
                _ => return Err(format!("{when}: a checklist holds days, and no hours").into()),
            },
            DeValue::Array(all) => {
                let all: Vec<_> = all.iter().map(Entry::Value).collect();
                let length = u32::try_from(all.len())?;
                (kind::LIST, length, u32::try_from(self.add(&all)?)?)
            }
            DeValue::Table(table) => self.table(table)?,
        })
    }

    /// A table is a key and a value, a key and a value; its length is that of the keys.
    fn table(&mut self, table: &'a DeTable<'a>) -> Result<(u32, u32, u32), Box<dyn Error>> {
        let pairs = table.iter();
        let all: Vec<_> = pairs
            .flat_map(|(key, value)| [Entry::Key(key), Entry::Value(value)])
            .collect();
        let length = u32::try_from(table.len())?;
        Ok((kind::TABLE, length, u32::try_from(self.add(&all)?)?))
    }

    fn text(&self, kind: u32, text: &str) -> Result<(u32, u32, u32), Box<dyn Error>> {
        let place = self.places.get(text).ok_or("a text was not kept")?;
        Ok((kind, u32::try_from(text.len())?, u32::try_from(*place)?))
    }
}
