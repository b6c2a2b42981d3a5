//! One value of a file: of TOML that was just read, or of the table that comes with the program.
//!
//! Whoever reads an entry does not know which of the two it is.

use std::ops::Range;
use std::slice;

use chrono::Datelike as _;
use toml::Spanned;
use toml::de::{DeTable, DeValue};
use toml::value::{Date, Datetime};

use super::At;
use crate::base::table::{Cell, Cells, Content};
use crate::base::text::Text;

/// A value with its place.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Value<'t> {
    /// One that was read.
    Read(&'t Spanned<DeValue<'t>>),
    /// One that comes with the program. Its place is its number: only a message asks where that is.
    Tabled(Cell),
}

/// A table.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Table<'t> {
    /// One that was read.
    Read(&'t DeTable<'t>),
    /// One that comes with the program.
    Tabled(Cell),
}

/// Returns the place of a cell.
const fn place_of(cell: Cell) -> Range<usize> {
    cell.number()..cell.number()
}

impl<'t> Value<'t> {
    /// Returns its place in its text: bytes, or the number of a cell.
    pub(crate) fn span(self) -> Range<usize> {
        match self {
            Self::Read(value) => value.span(),
            Self::Tabled(cell) => place_of(cell),
        }
    }

    /// Returns the text, if it is one.
    pub(crate) fn as_str(self) -> Option<&'t str> {
        match self {
            Self::Read(value) => value.get_ref().as_str(),
            Self::Tabled(cell) => cell.text(),
        }
    }

    /// Returns the text to be kept, if it is one.
    pub(crate) fn text(self) -> Option<Text> {
        match self {
            Self::Read(value) => value.get_ref().as_str().map(Text::from),
            Self::Tabled(cell) => match cell.content() {
                Content::Text(text) => Some(text),
                _ => None,
            },
        }
    }

    /// Returns true if it is a text of nothing but white space.
    ///
    /// No text that comes with the program is: it was read as TOML by a test.
    pub(crate) fn is_blank(self) -> bool {
        match self {
            Self::Read(_) => {
                let text = self.as_str();
                text.is_some_and(|text| text.chars().all(char::is_whitespace))
            }
            Self::Tabled(_) => false,
        }
    }

    /// Returns true or false, if it is one.
    pub(crate) fn as_bool(self) -> Option<bool> {
        match self {
            Self::Read(value) => value.get_ref().as_bool(),
            Self::Tabled(cell) => match cell.content() {
                Content::Bool(yes) => Some(yes),
                _ => None,
            },
        }
    }

    /// Returns the date or time, if it is one.
    pub(crate) fn as_datetime(self) -> Option<Datetime> {
        match self {
            Self::Read(value) => value.get_ref().as_datetime().copied(),
            Self::Tabled(cell) => match cell.content() {
                Content::Day(day) => Some(Datetime {
                    date: Some(Date {
                        year: u16::try_from(day?.year()).ok()?,
                        month: u8::try_from(day?.month()).ok()?,
                        day: u8::try_from(day?.day()).ok()?,
                    }),
                    time: None,
                    offset: None,
                }),
                _ => None,
            },
        }
    }

    /// Returns the whole number, if it is one that fits.
    pub(crate) fn whole(self) -> Option<i64> {
        match self {
            Self::Read(value) => {
                let number = value.get_ref().as_integer()?;
                i64::from_str_radix(number.as_str(), number.radix()).ok()
            }
            Self::Tabled(cell) => match cell.content() {
                Content::Whole(number) => Some(number),
                _ => None,
            },
        }
    }

    /// Returns the finite number, if it is one; whole ones must be decimal.
    pub(crate) fn number(self) -> Option<f64> {
        let written = match self {
            Self::Read(value) => match value.get_ref() {
                DeValue::Float(number) => number.as_str(),
                DeValue::Integer(number) if number.radix() == 10 => number.as_str(),
                _ => return None,
            },
            Self::Tabled(cell) => match cell.content() {
                Content::Number(written) => written,
                Content::Whole(number) => return i32::try_from(number).ok().map(f64::from),
                _ => return None,
            },
        };
        written
            .parse()
            .ok()
            .filter(|number: &f64| number.is_finite())
    }

    /// Returns true if it is written as a number and is none that can be used: `nan`, `inf`, 1e999.
    pub(crate) fn is_endless(self) -> bool {
        self.type_name() == "a number" && self.number().is_none()
    }

    /// Returns the values of the list, if it is one.
    pub(crate) fn items(self) -> Option<Items<'t>> {
        match self {
            Self::Read(value) => {
                let list = value.get_ref().as_array()?;
                Some(Items::Read(list.iter()))
            }
            Self::Tabled(cell) => match cell.content() {
                Content::List(cells) => Some(Items::Tabled(cells)),
                _ => None,
            },
        }
    }

    /// Returns the table, if it is one.
    pub(crate) fn as_table(self) -> Option<Table<'t>> {
        match self {
            Self::Read(value) => value.get_ref().as_table().map(Table::Read),
            Self::Tabled(cell) => {
                let is_one = matches!(cell.content(), Content::Table(_));
                is_one.then_some(Table::Tabled(cell))
            }
        }
    }

    /// Returns the name of its type, for messages.
    pub(super) fn type_name(self) -> &'static str {
        match self {
            Self::Read(value) => match value.get_ref() {
                DeValue::String(_) => "a text",
                DeValue::Integer(_) => "a whole number",
                DeValue::Float(_) => "a number",
                DeValue::Boolean(_) => "true or false",
                DeValue::Datetime(_) => "a date or time",
                DeValue::Array(_) => "a list",
                DeValue::Table(_) => "a table",
            },
            Self::Tabled(cell) => match cell.content() {
                Content::Text(_) => "a text",
                Content::Whole(_) => "a whole number",
                Content::Number(_) => "a number",
                Content::Bool(_) => "true or false",
                Content::Day(_) => "a date or time",
                Content::List(_) => "a list",
                Content::Table(_) => "a table",
            },
        }
    }
}

impl<'t> Table<'t> {
    /// Returns the place of a root table.
    pub(super) fn span(self) -> Range<usize> {
        match self {
            Self::Read(_) => 0..0,
            Self::Tabled(cell) => place_of(cell),
        }
    }

    /// Returns the value of a key.
    pub(crate) fn get(self, key: &str) -> Option<Value<'t>> {
        match self {
            Self::Read(table) => table.get(key).map(Value::Read),
            Self::Tabled(_) => {
                let mut all = self.pairs();
                all.find(|(one, _)| one.as_str() == Some(key))
                    .map(|(_, value)| value)
            }
        }
    }

    /// Returns the keys as they are written, each with its place.
    pub(super) fn keys(self) -> impl Iterator<Item = (&'t str, Range<usize>)> {
        self.pairs()
            .map(|(key, _)| (key.as_str().unwrap_or_default(), key.span()))
    }

    /// Returns the keys and their values, in the order of the alphabet.
    pub(super) fn entries(self) -> impl Iterator<Item = (At<Text>, Value<'t>)> {
        self.pairs().map(|(key, value)| {
            let name = match key {
                Key::Read(name, _) => Text::from(name),
                Key::Tabled(cell) => Value::Tabled(cell).text().unwrap_or_default(),
            };
            let key = At {
                value: name,
                span: key.span(),
            };
            (key, value)
        })
    }

    fn pairs(self) -> Pairs<'t> {
        match self {
            Self::Read(table) => Pairs::Read(table.iter()),
            Self::Tabled(cell) => Pairs::Tabled(match cell.content() {
                Content::Table(cells) => cells,
                _ => Cells::default(),
            }),
        }
    }
}

/// A key as it is written, with its place.
enum Key<'t> {
    Read(&'t str, Range<usize>),
    Tabled(Cell),
}

impl<'t> Key<'t> {
    fn as_str(&self) -> Option<&'t str> {
        match self {
            Self::Read(name, _) => Some(name),
            Self::Tabled(cell) => cell.text(),
        }
    }

    fn span(&self) -> Range<usize> {
        match self {
            Self::Read(_, span) => span.clone(),
            Self::Tabled(cell) => place_of(*cell),
        }
    }
}

/// The keys of a table, each with its value.
enum Pairs<'t> {
    Read(toml::map::Iter<'t, Spanned<toml::de::DeString<'t>>, Spanned<DeValue<'t>>>),
    Tabled(Cells),
}

impl<'t> Iterator for Pairs<'t> {
    type Item = (Key<'t>, Value<'t>);

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Self::Read(all) => {
                let (key, value) = all.next()?;
                Some((Key::Read(key.get_ref(), key.span()), Value::Read(value)))
            }
            Self::Tabled(all) => Some((Key::Tabled(all.next()?), Value::Tabled(all.next()?))),
        }
    }
}

/// The values of a list.
pub(crate) enum Items<'t> {
    /// Those of one that was read.
    Read(slice::Iter<'t, Spanned<DeValue<'t>>>),
    /// Those of one that comes with the program.
    Tabled(Cells),
}

impl<'t> Iterator for Items<'t> {
    type Item = Value<'t>;

    fn next(&mut self) -> Option<Value<'t>> {
        match self {
            Self::Read(all) => all.next().map(Value::Read),
            Self::Tabled(all) => all.next().map(Value::Tabled),
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        match self {
            Self::Read(all) => all.size_hint(),
            Self::Tabled(all) => all.size_hint(),
        }
    }
}

impl ExactSizeIterator for Items<'_> {}
