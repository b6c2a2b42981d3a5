//! Reads the checklists that come with the program while it is built, and writes them down as a table.
//!
//! Whoever starts the program does not wait until a million and a half bytes of TOML are read, and does
//! not hold them twice. The table says what the TOML says and no more: what an entry means, and whether
//! it has a mistake, is told by the program alone (`base::table` reads it, a test compares them).
//! Written are `checklists.txt`, every text once; `checklists.cells`, eight bytes for each key and value;
//! `checklists.starts`, four bytes for each: its place in its file, needed by a message alone;
//! `checklists.rs`, the files; and `plain.rs`, the beginning of the long texts without a brace.
//!
//! What is looked at together lies together, since the machine brings in sixteen pages for one: the short
//! texts, those of one key, the scenarios behind everything else.

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

#[expect(
    clippy::disallowed_methods,
    reason = "these are files of the build, and nobody's audit"
)]
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
    let mut all = Vec::new();
    for root in &roots {
        texts_in(root.get_ref(), &mut all);
    }
    all.sort_by_key(|(sort, key, _)| (*sort, *key));
    for (_, _, text) in &all {
        table.keep(text);
    }
    let plain = all.iter().find(|(sort, ..)| *sort == Sort::Plain);
    let plain = plain.map_or(table.texts.len(), |(_, _, text)| table.places[text]);
    let mut names = String::from("&[\n");
    for (root, path) in roots.iter().zip(&files) {
        let first = table.add(&[Entry::Table(root.get_ref(), 0)])?;
        writeln!(names, "    ({:?}, {}),", name_of(path), literal(first))?;
    }
    names.push(']');
    table.add_scenarios()?;
    let out = PathBuf::from(env::var("OUT_DIR")?);
    fs::write(out.join("checklists.txt"), &table.texts)?;
    fs::write(out.join("checklists.cells"), &table.cells)?;
    fs::write(out.join("checklists.starts"), &table.starts)?;
    fs::write(out.join("checklists.rs"), names)?;
    fs::write(out.join("plain.rs"), literal(plain))?;
    Ok(())
}

/// Returns a number as Rust writes it: 249_608.
fn literal(number: usize) -> String {
    match number / 1000 {
        0 => number.to_string(),
        thousands => format!("{}_{:03}", literal(thousands), number % 1000),
    }
}

/// Returns the name of a checklist: its path in the folder, with a stroke on every system.
fn name_of(path: &Path) -> String {
    let parts = path.iter().skip(1).map(|part| part.to_string_lossy());
    parts.collect::<Vec<_>>().join("/")
}

/// The sorts of texts, in the order in which they lie.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
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

/// Adds the texts of a table to a list, each with its sort and its key.
fn texts_in<'a>(table: &'a DeTable<'a>, all: &mut Vec<(Sort, &'a str, &'a str)>) {
    for (key, value) in table {
        let key = key.get_ref().as_ref();
        all.push((Sort::of(key), "", key));
        texts_of(key, value.get_ref(), all);
    }
}

fn texts_of<'a>(key: &'a str, value: &'a DeValue<'a>, all: &mut Vec<(Sort, &'a str, &'a str)>) {
    match value {
        DeValue::String(text) => all.push((Sort::of(text), key, text)),
        DeValue::Float(number) => all.push((Sort::Short, key, number.as_str())),
        DeValue::Array(values) => {
            for one in values {
                texts_of(key, one.get_ref(), all);
            }
        }
        DeValue::Table(table) => texts_in(table, all),
        _ => {}
    }
}

/// The table as it is written.
#[derive(Default)]
struct Table<'a> {
    texts: String,
    /// The place of each text.
    places: HashMap<&'a str, usize>,
    cells: Vec<u8>,
    starts: Vec<u8>,
    /// The scenarios of each file, and the cell that is theirs.
    scenarios: Vec<(usize, &'a DeValue<'a>)>,
}

/// A key or a value that is to become a cell, and its place in its file.
#[derive(Clone, Copy)]
enum Entry<'a> {
    Key(&'a Spanned<DeString<'a>>),
    Value(&'a Spanned<DeValue<'a>>),
    Scenarios(&'a Spanned<DeValue<'a>>),
    Table(&'a DeTable<'a>, usize),
}

impl<'a> Table<'a> {
    fn keep(&mut self, text: &'a str) {
        if !self.places.contains_key(text) {
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
                Entry::Value(value) | Entry::Scenarios(value) => value.span().start,
                Entry::Table(_, start) => *start,
            };
            self.starts[at * 4..][..4].copy_from_slice(&u32::try_from(start)?.to_le_bytes());
            let cell = match entry {
                Entry::Key(key) => self.text(kind::TEXT, key.get_ref())?,
                Entry::Table(table, _) => self.table(table)?,
                Entry::Value(value) => self.value(value.get_ref())?,
                Entry::Scenarios(value) => {
                    self.scenarios.push((at, value.get_ref()));
                    continue;
                }
            };
            self.put(at, cell)?;
        }
        Ok(first)
    }

    /// Adds the scenarios of all files, which are not read to use a checklist.
    fn add_scenarios(&mut self) -> Result<(), Box<dyn Error>> {
        for (at, value) in std::mem::take(&mut self.scenarios) {
            let cell = self.value(value)?;
            self.put(at, cell)?;
        }
        Ok(())
    }

    fn put(&mut self, at: usize, cell: (u32, u32, u32)) -> Result<(), Box<dyn Error>> {
        let (kind, length, what) = cell;
        if length >= 1 << 24 {
            return Err("a text or a list is too long for a cell".into());
        }
        let cell = [kind << 24 | length, what].map(u32::to_le_bytes).concat();
        self.cells[at * 8..][..8].copy_from_slice(&cell);
        Ok(())
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
            .flat_map(|(key, value)| {
                let is_scenario = key.get_ref() == "scenario";
                let value = if is_scenario {
                    Entry::Scenarios(value)
                } else {
                    Entry::Value(value)
                };
                [Entry::Key(key), value]
            })
            .collect();
        let length = u32::try_from(table.len())?;
        Ok((kind::TABLE, length, u32::try_from(self.add(&all)?)?))
    }

    fn text(&self, kind: u32, text: &str) -> Result<(u32, u32, u32), Box<dyn Error>> {
        let place = self.places.get(text).ok_or("a text was not kept")?;
        Ok((kind, u32::try_from(text.len())?, u32::try_from(*place)?))
    }
}
