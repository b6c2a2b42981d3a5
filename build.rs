//! Reads the checklists that come with the program while it is built, and writes them down as a table.
//!
//! Whoever starts the program does not wait until a million and a half bytes of TOML are read, and does
//! not hold them twice. The table says what the TOML says and no more: what an entry means, and whether
//! it has a mistake, is told by the program alone (`base::table` reads it, a test compares them).
//! Written are `checklists.txt`, every text once; `checklists.cells`, four bytes for each key and value;
//! `checklists.starts`, four bytes for each: its place in its file, needed by a message alone;
//! `checklists.places`, the beginning of each text and the end of the last; and `checklists.rs`, the files
//! and the first of the long texts without a brace.
//!
//! What is looked at together lies together, since the machine brings in sixteen pages for one: the short
//! texts, and those of one key. So do the functions that run from the start to an open audit (`together`).

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
    let out = PathBuf::from(env::var("OUT_DIR")?);
    if let Some(script) = together()? {
        let path = out.join("start.ld");
        fs::write(&path, script)?;
        println!("cargo::rustc-link-arg-bins=-T");
        println!("cargo::rustc-link-arg-bins={}", path.display());
    }
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
        table.keep(text)?;
    }
    table.places.push(u32::try_from(table.texts.len())?);
    let plain = all.iter().find(|(sort, ..)| *sort == Sort::Plain);
    let plain = plain.map_or(u32::MAX, |(_, _, text)| table.numbers[text]);
    let mut files_in = String::from("(&[\n");
    for (root, path) in roots.iter().zip(&files) {
        let first = table.add(&[Entry::Table(root.get_ref(), 0)])?;
        writeln!(files_in, "    ({:?}, {}),", name_of(path), literal(first))?;
    }
    write!(files_in, "], {})", literal(plain))?;
    let bytes =
        |words: &[u32]| -> Vec<u8> { words.iter().flat_map(|word| word.to_le_bytes()).collect() };
    fs::write(out.join("checklists.txt"), &table.texts)?;
    fs::write(out.join("checklists.places"), bytes(&table.places))?;
    fs::write(out.join("checklists.cells"), bytes(&table.cells))?;
    fs::write(out.join("checklists.starts"), bytes(&table.starts))?;
    fs::write(out.join("checklists.rs"), files_in)?;
    Ok(())
}

/// Returns the script by which the linker lays the functions of `src/start.order` together.
///
/// What runs until an audit is open is an eighth of the program, strewn over all of it: laid together it
/// takes two and a half megabytes less of seventeen. It is done where the linker is known to understand
/// it, and nothing else depends on it: on Linux, by LLD or the linker of binutils, and only in a program
/// that is measured and handed out.
fn together() -> Result<Option<String>, Box<dyn Error>> {
    const LIST: &str = "src/start.order";
    println!("cargo::rerun-if-changed={LIST}");
    let told = |name| env::var(name).unwrap_or_default();
    let linker = told("CARGO_ENCODED_RUSTFLAGS") + &told("RUSTC_LINKER");
    let is_other = ["gold", "mold", "wild"]
        .iter()
        .any(|one| linker.contains(one));
    if told("CARGO_CFG_TARGET_OS") != "linux" || told("PROFILE") != "release" || is_other {
        return Ok(None);
    }
    let list = fs::read_to_string(LIST)?;
    let names = list.lines().filter(|line| !line.starts_with('#'));
    let all: String = names.map(sections).collect();
    Ok(Some(format!(
        "SECTIONS {{ .text.start : {{\n{all}}} }}\nINSERT BEFORE .text;\n"
    )))
}

/// Returns the sections of the functions whose names begin so, as a linker is told of them.
///
/// Two ways to write a name are in use. The older one writes what stands in brackets as it is, and only
/// a word between two `::` after its length; the newer one writes every word so.
fn sections(name: &str) -> String {
    let mut older = String::new();
    let mut depth = 0;
    let mut words = Vec::new();
    for word in name.split_inclusive("::") {
        let plain = word.trim_end_matches(':');
        let is_word = plain
            .chars()
            .all(|one| one.is_ascii_alphanumeric() || one == '_');
        older += &match (depth, is_word) {
            (0, true) => format!("{}{plain}", plain.len()),
            (0, false) => format!("*{}", escaped(plain)),
            _ => escaped(plain),
        };
        depth += plain.matches('<').count();
        depth -= plain.matches('>').count().min(depth);
        if depth > 0 && word != plain {
            older += "..";
        }
        words.extend(plain.split(|one: char| !(one.is_ascii_alphanumeric() || one == '_')));
    }
    words.retain(|word| word.len() > 1 && *word != "as");
    let newer = words.iter().fold(String::new(), |newer, word| {
        newer + &format!("*{}{word}", word.len())
    });
    // Those that are thought to run seldom have sections of another name.
    format!(
        "*(.text._ZN{older}* .text.unlikely._ZN{older}*)\n*(.text._R{newer}* .text.unlikely._R{newer}*)\n"
    )
}

/// Returns a text as the older names have it.
fn escaped(text: &str) -> String {
    let escape = |one| match one {
        '<' => "$LT$".to_owned(),
        '>' => "$GT$".to_owned(),
        '&' => "$RF$".to_owned(),
        '*' => "$BP$".to_owned(),
        ',' => "$C$".to_owned(),
        '(' => "$LP$".to_owned(),
        ')' => "$RP$".to_owned(),
        '_' | '.' => one.to_string(),
        _ if one.is_ascii_alphanumeric() => one.to_string(),
        _ => format!("$u{:x}$", u32::from(one)),
    };
    text.chars().map(escape).collect()
}

/// Returns a number as Rust writes it: 249_608.
fn literal(number: u32) -> String {
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
    /// The beginning of each text.
    places: Vec<u32>,
    /// The number of each.
    numbers: HashMap<&'a str, u32>,
    cells: Vec<u32>,
    starts: Vec<u32>,
}

/// A key or a value that is to become a cell, and its place in its file.
#[derive(Clone, Copy)]
enum Entry<'a> {
    Key(&'a Spanned<DeString<'a>>),
    Value(&'a Spanned<DeValue<'a>>),
    Table(&'a DeTable<'a>, usize),
}

/// Makes a cell: its kind in the first three bits, its content in the others.
fn cell(kind: u32, content: u32) -> Result<u32, Box<dyn Error>> {
    if content >> 29 == 0 {
        Ok(kind << 29 | content)
    } else {
        Err("a cell is too small for what is in a checklist".into())
    }
}

/// Makes the cell of a list or a table: how many they are, and the first of them.
fn cell_of_many(kind: u32, length: usize, first: u32) -> Result<u32, Box<dyn Error>> {
    if first >> 18 == 0 {
        cell(kind, u32::try_from(length)? << 18 | first)
    } else {
        Err("there are too many cells".into())
    }
}

impl<'a> Table<'a> {
    fn keep(&mut self, text: &'a str) -> Result<(), Box<dyn Error>> {
        if !self.numbers.contains_key(text) {
            self.numbers.insert(text, u32::try_from(self.places.len())?);
            self.places.push(u32::try_from(self.texts.len())?);
            self.texts.push_str(text);
        }
        Ok(())
    }

    /// Adds entries one behind the other, and whatever is in them after all of them.
    ///
    /// Returns the number of the first.
    fn add(&mut self, entries: &[Entry<'a>]) -> Result<u32, Box<dyn Error>> {
        let first = self.cells.len();
        self.cells.resize(first + entries.len(), 0);
        for entry in entries {
            let start = match entry {
                Entry::Key(key) => key.span().start,
                Entry::Value(value) => value.span().start,
                Entry::Table(_, start) => *start,
            };
            self.starts.push(u32::try_from(start)?);
        }
        for (at, entry) in (first..).zip(entries) {
            self.cells[at] = match entry {
                Entry::Key(key) => self.text(kind::TEXT, key.get_ref())?,
                Entry::Table(table, _) => self.table(table)?,
                Entry::Value(value) => self.value(value.get_ref())?,
            };
        }
        Ok(u32::try_from(first)?)
    }

    /// Returns the cell of a value.
    fn value(&mut self, value: &'a DeValue<'a>) -> Result<u32, Box<dyn Error>> {
        match value {
            DeValue::String(text) => self.text(kind::TEXT, text),
            DeValue::Float(number) => self.text(kind::NUMBER, number.as_str()),
            DeValue::Integer(number) => {
                let number = u32::from_str_radix(number.as_str(), number.radix())?;
                cell(kind::WHOLE, number)
            }
            DeValue::Boolean(yes) => cell(kind::BOOL, (*yes).into()),
            DeValue::Datetime(when) => match (when.date, when.time) {
                (Some(day), None) => {
                    let (year, month) = (u32::from(day.year), u32::from(day.month));
                    cell(kind::DAY, (year * 100 + month) * 100 + u32::from(day.day))
                }
                _ => Err(format!("{when}: a checklist holds days, and no hours").into()),
            },
            DeValue::Array(all) => {
                let all: Vec<_> = all.iter().map(Entry::Value).collect();
                let first = self.add(&all)?;
                cell_of_many(kind::LIST, all.len(), first)
            }
            DeValue::Table(table) => self.table(table),
        }
    }

    /// A table is a key and a value, a key and a value; its length is that of the keys.
    fn table(&mut self, table: &'a DeTable<'a>) -> Result<u32, Box<dyn Error>> {
        let pairs = table.iter();
        let all: Vec<_> = pairs
            .flat_map(|(key, value)| [Entry::Key(key), Entry::Value(value)])
            .collect();
        let first = self.add(&all)?;
        cell_of_many(kind::TABLE, table.len(), first)
    }

    fn text(&self, kind: u32, text: &str) -> Result<u32, Box<dyn Error>> {
        cell(kind, *self.numbers.get(text).ok_or("a text was not kept")?)
    }
}
