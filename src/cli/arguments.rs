//! Arguments that several commands share: days, words of a fixed list, the audit.

use std::path::PathBuf;

use chrono::{Datelike as _, NaiveDate};
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::base::Word;
use crate::wording::date;

/// Parses a day of the command line, as people write it.
pub(super) fn day(text: &str) -> Result<NaiveDate, String> {
    date::day(text)
        .map_err(|why| why.to_string())
        .and_then(|day| {
            // A file cannot hold a year of more figures, and no law one before the first.
            (1..=9999)
                .contains(&day.year())
                .then_some(day)
                .ok_or_else(|| "not a day; write year-month-day, such as 2003-04-03".to_owned())
        })
}

/// Returns a parser for a fixed list of words, which shows the list in the help and the nearest
/// word in the error.
pub(super) fn word<W: Word + Send + Sync>() -> impl TypedValueParser<Value = W> {
    let words: Vec<&'static str> = W::ALL.iter().map(|value| value.word()).collect();
    PossibleValuesParser::new(words)
        .try_map(|word| W::from_word(&word).ok_or_else(|| format!("“{word}” is not {}", W::WHAT)))
}

/// An audit of the library, or an example.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub(super) struct Which {
    /// An audit: its name in your library, or the path to its file.
    #[arg(value_name = "AUDIT")]
    pub(super) audit: Option<PathBuf>,
    /// One of the examples that come with the program, by its name.
    #[arg(long, value_name = "NAME")]
    pub(super) example: Option<String>,
}

/// Parses a whole number from 1 to a bound; the error says how to write one.
pub(super) fn whole<T: TryFrom<u32>>(
    most: u32,
) -> impl Fn(&str) -> Result<T, String> + Clone + Send + Sync {
    move |text| {
        let number = text.trim().parse().ok();
        number
            .filter(|number| (1..=most).contains(number))
            .and_then(|number| T::try_from(number).ok())
            .ok_or_else(|| format!("write a whole number from 1 to {most}"))
    }
}

/// Parses a number of pages or of things listed.
pub(super) fn counted<T: TryFrom<u32>>() -> impl Fn(&str) -> Result<T, String> + Clone + Send + Sync
{
    whole(1_000_000)
}
