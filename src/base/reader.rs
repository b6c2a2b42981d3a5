//! Reads TOML into values and collects every mistake on the way, each with its place.
//!
//! A [`Node`] is one table of a file. Asking it for a key marks the key as known; [`Node::finish`]
//! then reports every key that nobody asked for, with the nearest right name. Checklists and audit
//! files are read by the same code, so that their errors read the same. Nothing here opens a file.

mod value;

use std::collections::HashSet;
use std::ops::Range;

use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use toml::de::{DeTable, DeValue};

use super::diagnostic::{Diagnostic, SourceText, nearest};
use super::text::Text;
use super::word::Word;

use value::Table;
pub(crate) use value::Value;

/// A value with its place in the text.
#[derive(Debug, Clone)]
pub(crate) struct At<T> {
    /// The value.
    pub(crate) value: T,
    /// The bytes it occupies.
    pub(crate) span: Range<usize>,
}

/// The most mistakes reported for one text; nobody mends more in one go.
const MOST_MISTAKES: usize = 200;

/// The mistakes of one text, as they are found.
#[derive(Debug)]
pub(crate) struct Mistakes {
    /// The text.
    pub(crate) source: SourceText,
    /// The mistakes found so far.
    pub(crate) found: Vec<Diagnostic>,
    /// Places of broken TOML; keys missing in the same table are not reported as well.
    broken: Vec<usize>,
    /// Starts of the tables of a file whose TOML is broken, in order.
    tables: Vec<usize>,
}

impl Mistakes {
    /// Resumes a list of mistakes already found in a text, to add to it.
    pub(crate) fn resume(source: SourceText, found: Vec<Diagnostic>) -> Self {
        Self {
            source,
            found,
            broken: Vec::new(),
            tables: Vec::new(),
        }
    }

    pub(crate) fn add(
        &mut self,
        code: &'static str,
        span: &Range<usize>,
        message: impl Into<String>,
    ) {
        // Finding a line scans the text: a hostile one must not cause a million scans.
        if self.found.len() < MOST_MISTAKES {
            let mistake = self.source.mistake(code, span, message);
            self.found.push(mistake);
        }
    }

    pub(crate) fn add_with_help(
        &mut self,
        code: &'static str,
        span: &Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        if self.found.len() < MOST_MISTAKES {
            let mistake = self.source.mistake(code, span, message).help(help);
            self.found.push(mistake);
        }
    }

    /// Returns true if the TOML is broken inside the table that begins here.
    fn is_broken_in(&self, table: usize) -> bool {
        let next = self
            .tables
            .iter()
            .copied()
            .find(|at| *at > table)
            .unwrap_or(usize::MAX);
        self.broken.iter().any(|at| (table..=next).contains(at))
    }
}

/// Parses a text and reads its root table.
///
/// Returns the value read, and every mistake: broken TOML, unknown keys and those `read` reports.
pub(crate) fn parse<T>(
    source: &SourceText,
    read: impl FnOnce(&mut Node<'_>, &mut Mistakes) -> T,
) -> (T, Vec<Diagnostic>) {
    if let Some(root) = source.tabled {
        let mut mistakes = Mistakes::resume(source.clone(), Vec::new());
        let value = read_node(Table::Tabled(root), &mut mistakes, read);
        return (value, mistakes.found);
    }
    let (root, errors) = DeTable::parse_recoverable(&source.text);
    read_root(source, root.get_ref(), errors, read)
}

/// Reads the root table of a text that was parsed already, and is TOML from end to end.
pub(crate) fn read_parsed<T>(
    source: &SourceText,
    root: &DeTable<'_>,
    read: impl FnOnce(&mut Node<'_>, &mut Mistakes) -> T,
) -> (T, Vec<Diagnostic>) {
    read_root(source, root, Vec::new(), read)
}

fn read_root<T>(
    source: &SourceText,
    root: &DeTable<'_>,
    errors: Vec<toml::de::Error>,
    read: impl FnOnce(&mut Node<'_>, &mut Mistakes) -> T,
) -> (T, Vec<Diagnostic>) {
    let mut mistakes = Mistakes::resume(source.clone(), Vec::new());
    for error in errors.into_iter().take(MOST_MISTAKES) {
        let span = error.span().unwrap_or(0..0);
        mistakes.broken.push(span.start);
        match written_day(&source.text, span.start) {
            Some(day) => mistakes.add_with_help(
                "impossible-date",
                &span,
                format!("this is a date that does not exist: {day}"),
                "write year-month-day, such as 2003-04-03",
            ),
            None => mistakes.add_with_help(
                "not-toml",
                &span,
                format!("this is not TOML: {}", error.message().trim()),
                "fix this line; the rest of the file was read as far as possible",
            ),
        }
    }
    // Only asked for where the TOML is broken.
    if !mistakes.broken.is_empty() {
        table_starts(root, &mut mistakes.tables);
        mistakes.tables.sort_unstable();
    }
    let value = read_node(Table::Read(root), &mut mistakes, read);
    (value, mistakes.found)
}

fn read_node<T>(
    root: Table<'_>,
    mistakes: &mut Mistakes,
    read: impl FnOnce(&mut Node<'_>, &mut Mistakes) -> T,
) -> T {
    let mut node = Node::new(root, root.span(), "the file");
    let value = read(&mut node, mistakes);
    node.finish(mistakes);
    value
}

/// Returns the text at broken TOML if it looks like a day: 2010-02-30 is broken TOML, too.
fn written_day(text: &str, at: usize) -> Option<&str> {
    let day = text.get(at..at + 10)?;
    let parts: Vec<&str> = day.split('-').collect();
    let digits = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit());
    let shaped = matches!(parts.as_slice(), [y, m, d] if (y.len(), m.len(), d.len()) == (4, 2, 2));
    (shaped && parts.iter().all(digits)).then_some(day)
}

fn table_starts(table: &DeTable<'_>, out: &mut Vec<usize>) {
    for value in table.values() {
        match value.get_ref() {
            DeValue::Array(items) => {
                for item in items.iter().filter(|item| item.get_ref().is_table()) {
                    out.push(item.span().start);
                }
            }
            DeValue::Table(inner) => {
                out.push(value.span().start);
                table_starts(inner, out);
            }
            _ => {}
        }
    }
}

/// Returns the texts without their places.
pub(crate) fn plain<S>(texts: Vec<At<S>>) -> Vec<S> {
    tight(texts.into_iter().map(|at| at.value))
}

/// Collects a list that is kept for long, without room to spare.
///
/// A list made of another one keeps that one's room, which may be twice what it needs.
pub(crate) fn tight<T>(all: impl Iterator<Item = T>) -> Vec<T> {
    let mut all: Vec<T> = all.collect();
    all.shrink_to_fit();
    all
}

/// One table of a file.
pub(crate) struct Node<'t> {
    table: Table<'t>,
    /// The bytes of the table (of its heading, for a `[[table]]`).
    pub(crate) span: Range<usize>,
    what: &'static str,
    /// The keys asked for, in that order; some of them twice.
    known: Vec<&'static str>,
    /// The [`bit`]s of the keys that the table has.
    bits: u64,
}

/// Returns a bit that a key has in common with few others.
///
/// Of the keys that are asked for most are not there, and a look at this one number tells so.
fn bit(key: &str) -> u64 {
    let first = key.bytes().next().map_or(0, usize::from);
    1 << ((key.len() * 5 + first) % 64)
}

impl<'t> Node<'t> {
    pub(crate) fn new(table: Table<'t>, span: Range<usize>, what: &'static str) -> Self {
        Self {
            table,
            span,
            what,
            known: Vec::new(),
            bits: table.keys().fold(0, |bits, (key, _)| bits | bit(key)),
        }
    }

    /// Returns the keys of the table, as written and with their places, and their values; does not mark
    /// them as known.
    pub(crate) fn entries<S: From<Text>>(
        &self,
    ) -> impl Iterator<Item = (At<S>, Value<'t>)> + use<'t, S> {
        self.table.entries().map(|(key, value)| {
            let key = At {
                value: key.value.into(),
                span: key.span,
            };
            (key, value)
        })
    }

    /// Returns true if the table has a key; does not mark it as known.
    pub(crate) fn holds(&self, key: &str) -> bool {
        self.any(key).is_some()
    }

    fn peek(&mut self, key: &'static str) -> Option<Value<'t>> {
        if self.known.is_empty() {
            self.known.reserve(32);
        }
        self.known.push(key);
        self.any(key)
    }

    /// Returns true if the key is present, and marks it as known.
    pub(crate) fn has(&mut self, key: &'static str) -> bool {
        self.peek(key).is_some()
    }

    /// Returns true if the key is missing or holds an empty list, and marks it as known.
    pub(crate) fn lacks(&mut self, key: &'static str) -> bool {
        let value = self.peek(key);
        value.is_none_or(|value| value.items().is_some_and(|mut list| list.next().is_none()))
    }

    /// Returns the value of a key that is not fixed, such as an id; does not mark it as known.
    pub(crate) fn any(&self, key: &str) -> Option<Value<'t>> {
        (self.bits & bit(key) != 0).then(|| self.table.get(key))?
    }

    /// Reports a missing key, unless the TOML is broken in this table.
    pub(crate) fn missing(&self, key: &'static str, m: &mut Mistakes) {
        if !m.is_broken_in(self.span.start) {
            m.add_with_help(
                "missing-key",
                &self.span,
                format!("{} has no `{key}`", self.what),
                format!("add a line `{key} = …`"),
            );
        }
    }

    /// Reads a text; an empty one is a mistake.
    pub(crate) fn text<S: From<Text>>(
        &mut self,
        key: &'static str,
        m: &mut Mistakes,
    ) -> Option<At<S>> {
        text_of(key, self.peek(key)?, m)
    }

    /// Reads a text that may be empty.
    pub(crate) fn text_or_empty(&mut self, key: &'static str, m: &mut Mistakes) -> Option<String> {
        let value = self.peek(key)?;
        let text = value.text();
        if text.is_none() {
            wrong_type(m, key, "a text in quotes", value);
        }
        text.map(String::from)
    }

    /// Reads a required text; an empty text takes the place of a missing one.
    pub(crate) fn need_text<S: From<Text>>(
        &mut self,
        key: &'static str,
        m: &mut Mistakes,
    ) -> At<S> {
        self.needed(key, m).unwrap_or_else(|| At {
            value: Text::default().into(),
            span: self.span.clone(),
        })
    }

    fn needed<S: From<Text>>(&mut self, key: &'static str, m: &mut Mistakes) -> Option<At<S>> {
        let value = self.peek(key);
        if value.is_none() {
            self.missing(key, m);
        }
        text_of(key, value?, m)
    }

    /// Reads one of a fixed list of words.
    pub(crate) fn word<W: Word>(&mut self, key: &'static str, m: &mut Mistakes) -> Option<W> {
        let text: At<Text> = self.text(key, m)?;
        word(&text, m)
    }

    /// Reads a required word of a fixed list; the caller fills in for a missing one.
    pub(crate) fn need_word<W: Word>(&mut self, key: &'static str, m: &mut Mistakes) -> Option<W> {
        let text: At<Text> = self.needed(key, m)?;
        word(&text, m)
    }

    /// Reads a list of words of a fixed list.
    pub(crate) fn words<W: Word>(&mut self, key: &'static str, m: &mut Mistakes) -> Vec<W> {
        let texts: Vec<At<Text>> = self.texts(key, m);
        texts.iter().filter_map(|text| word(text, m)).collect()
    }

    /// Reads a list of texts, none empty.
    pub(crate) fn texts<S: From<Text>>(
        &mut self,
        key: &'static str,
        m: &mut Mistakes,
    ) -> Vec<At<S>> {
        let Some(value) = self.peek(key) else {
            return Vec::new();
        };
        texts_of(key, value, m)
    }

    /// Reads true or false; false when left out.
    pub(crate) fn flag(&mut self, key: &'static str, m: &mut Mistakes) -> bool {
        self.flag_or(key, false, m)
    }

    /// Reads true or false, with the value that it has when left out.
    pub(crate) fn flag_or(&mut self, key: &'static str, usual: bool, m: &mut Mistakes) -> bool {
        let Some(value) = self.peek(key) else {
            return usual;
        };
        if let Some(flag) = value.as_bool() {
            return flag;
        }
        wrong_type(m, key, "true or false", value);
        usual
    }

    /// Reads a whole number.
    pub(crate) fn whole(&mut self, key: &'static str, m: &mut Mistakes) -> Option<i64> {
        let value = self.peek(key)?;
        let number = value.whole();
        if number.is_none() {
            wrong_type(m, key, "a whole number", value);
        }
        number
    }

    /// Reads a number.
    pub(crate) fn number(&mut self, key: &'static str, m: &mut Mistakes) -> Option<f64> {
        let value = self.peek(key)?;
        let number = value.number();
        if number.is_none() {
            wrong_type(m, key, "a number", value);
        }
        number
    }

    /// Reads a day, written 2003-04-03.
    pub(crate) fn day(&mut self, key: &'static str, m: &mut Mistakes) -> Option<NaiveDate> {
        let value = self.peek(key)?;
        day_of(key, value, m)
    }

    /// Reads a moment, written 2026-11-22T19:04:00Z.
    pub(crate) fn moment(&mut self, key: &'static str, m: &mut Mistakes) -> Option<DateTime<Utc>> {
        let value = self.peek(key)?;
        let moment = value
            .as_datetime()
            .and_then(|when| DateTime::parse_from_rfc3339(&when.to_string()).ok())
            .map(|when| when.with_timezone(&Utc))
            // An offset can lead out of the years that TOML can write.
            .filter(|when| (0..=9999).contains(&when.year()));
        if moment.is_none() {
            wrong_type(m, key, "a moment such as 2026-11-22T19:04:00Z", value);
        }
        moment
    }

    /// Reads a table inside this one.
    pub(crate) fn node(
        &mut self,
        key: &'static str,
        what: &'static str,
        m: &mut Mistakes,
    ) -> Option<Node<'t>> {
        let value = self.peek(key)?;
        node_of(key, what, value, m)
    }

    /// Reads the tables of a list.
    pub(crate) fn nodes(
        &mut self,
        key: &'static str,
        what: &'static str,
        m: &mut Mistakes,
    ) -> Vec<Node<'t>> {
        let Some(value) = self.peek(key) else {
            return Vec::new();
        };
        let Some(items) = value.items() else {
            wrong_type(m, key, "a list of tables, each under [[…]]", value);
            return Vec::new();
        };
        let mut nodes = Vec::with_capacity(items.len());
        nodes.extend(items.filter_map(|item| node_of(key, what, item, m)));
        nodes
    }

    /// Reports every key that nobody asked for.
    pub(crate) fn finish(mut self, m: &mut Mistakes) {
        for (name, span) in self.table.keys() {
            if self.known.contains(&name) {
                continue;
            }
            let mut told = HashSet::new();
            self.known.retain(|key| told.insert(*key));
            let help = nearest(name, self.known.iter().copied()).map_or_else(
                || format!("the keys of {} are: {}", self.what, self.known.join(", ")),
                |near| format!("did you mean `{near}`?"),
            );
            m.add_with_help(
                "unknown-key",
                &span,
                format!("{} has no key `{name}`", self.what),
                help,
            );
        }
    }
}

/// Converts a table value to a node; another type is a mistake.
pub(crate) fn node_of<'t>(
    key: &str,
    what: &'static str,
    value: Value<'t>,
    m: &mut Mistakes,
) -> Option<Node<'t>> {
    let Some(table) = value.as_table() else {
        wrong_type(m, key, "a table", value);
        return None;
    };
    Some(Node::new(table, value.span(), what))
}

/// Reads a text; an empty one is a mistake.
fn text_of<S: From<Text>>(key: &str, value: Value<'_>, m: &mut Mistakes) -> Option<At<S>> {
    let span = value.span();
    let Some(text) = value.text() else {
        wrong_type(m, key, "a text in quotes", value);
        return None;
    };
    if value.is_blank() {
        m.add_with_help(
            "empty-text",
            &span,
            format!("`{key}` is empty"),
            "write the text, or leave the key out if it may be left out",
        );
        return None;
    }
    Some(At {
        value: text.into(),
        span,
    })
}

/// Reads a list of texts, none empty.
pub(crate) fn texts_of<S: From<Text>>(key: &str, value: Value<'_>, m: &mut Mistakes) -> Vec<At<S>> {
    let Some(items) = value.items() else {
        wrong_type(m, key, "a list of texts: [\"…\", \"…\"]", value);
        return Vec::new();
    };
    let mut texts = Vec::with_capacity(items.len());
    for item in items {
        match item.text() {
            Some(_) if item.is_blank() => {
                m.add(
                    "empty-text",
                    &item.span(),
                    format!("an entry of `{key}` is empty"),
                );
            }
            Some(text) => texts.push(At {
                value: text.into(),
                span: item.span(),
            }),
            None => wrong_type(m, key, "a list of texts: [\"…\", \"…\"]", item),
        }
    }
    texts
}

/// Reads a day; another type, or a date that does not exist, is a mistake.
pub(crate) fn day_of(key: &str, value: Value<'_>, m: &mut Mistakes) -> Option<NaiveDate> {
    let written = value.as_datetime();
    let Some(date) = written
        .filter(|when| when.time.is_none())
        .and_then(|when| when.date)
    else {
        wrong_type(m, key, "a date such as 2003-04-03, without quotes", value);
        return None;
    };
    let day = NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into());
    if day.is_none() {
        m.add_with_help(
            "impossible-date",
            &value.span(),
            format!("`{key}` is a date that does not exist: {date}"),
            "write year-month-day, such as 2003-04-03",
        );
    }
    day
}

/// Returns the value of a word, or reports a mistake with the nearest right word.
pub(crate) fn word<W: Word>(text: &At<impl AsRef<str>>, m: &mut Mistakes) -> Option<W> {
    let written = text.value.as_ref();
    let found = W::from_word(written);
    if found.is_none() {
        let names: Vec<&str> = W::ALL.iter().map(|value| value.word()).collect();
        let help = match nearest(written, names.iter().copied()) {
            Some(near) => format!("did you mean \"{near}\"? It may be: {}", names.join(", ")),
            None => format!("it may be: {}", names.join(", ")),
        };
        m.add_with_help(
            "unknown-word",
            &text.span,
            format!("\"{written}\" is not {}", W::WHAT),
            help,
        );
    }
    found
}

/// Reports a value of the wrong type.
pub(crate) fn wrong_type(m: &mut Mistakes, key: &str, expected: &str, value: Value<'_>) {
    // Broken TOML has been reported already.
    if m.broken
        .iter()
        .any(|at| value.span().start <= *at && *at <= value.span().end)
    {
        return;
    }
    let what = if value.is_endless() {
        "not a number that can be used"
    } else {
        value.type_name()
    };
    m.add_with_help(
        "wrong-type",
        &value.span(),
        format!("`{key}` is {what}"),
        format!("expected {expected}"),
    );
}

/// Asserts that the table of a text says what the text says, value by value, each in its place.
#[cfg(test)]
pub(crate) fn assert_says_the_same(source: &SourceText) {
    fn same(source: &SourceText, read: Value<'_>, tabled: Value<'_>) {
        let at = || source.place(tabled.span().start);
        let place = SourceText::new("", &*source.text).place(read.span().start);
        assert_eq!(place, at(), "{}", source.name);
        let told = |value: Value<'_>| {
            let number = (value.whole(), value.number());
            let brace = value.text().map(|text| text.has_brace());
            let text = (value.as_str().map(str::to_owned), value.text(), brace);
            (text, number, value.as_bool(), value.as_datetime())
        };
        assert_eq!(told(read), told(tabled), "{}:{:?}", source.name, at());
        assert_eq!(read.type_name(), tabled.type_name());
        let (all, others) = (read.items(), tabled.items());
        for (one, other) in all.into_iter().flatten().zip(others.into_iter().flatten()) {
            same(source, one, other);
        }
        let lengths = [read, tabled].map(|value| value.items().map(|all| all.len()));
        assert_eq!(lengths[0], lengths[1]);
        if let (Some(one), Some(other)) = (read.as_table(), tabled.as_table()) {
            same_tables(source, one, other);
        }
    }
    fn same_tables(source: &SourceText, read: Table<'_>, tabled: Table<'_>) {
        let starts = |table: Table<'_>| -> Vec<_> {
            let all = table.keys();
            all.map(|(key, span)| (key.to_owned(), span.start))
                .collect()
        };
        let (keys, others) = (starts(read), starts(tabled));
        assert_eq!(keys.len(), others.len());
        for ((key, start), (other, cell)) in keys.iter().zip(&others) {
            assert_eq!(key, other);
            let plain = SourceText::new("", &*source.text);
            assert_eq!(plain.place(*start), source.place(*cell));
            let value = |table: Table<'_>| table.get(key).is_some();
            assert!(value(read) && value(tabled));
            if let (Some(one), Some(other)) = (read.get(key), tabled.get(key)) {
                same(source, one, other);
            }
        }
    }
    let root = DeTable::parse(&source.text);
    let (Ok(root), Some(tabled)) = (root, source.tabled) else {
        panic!("{} is not TOML, or was made no table", source.name);
    };
    same_tables(source, Table::Read(root.get_ref()), Table::Tabled(tabled));
}
