//! Parsing of dates and figures that a person types: the rules of [`crate::import`] for a
//! spreadsheet's cells, with messages that are whole sentences.

use chrono::NaiveDate;

use super::overlay::{FieldId, Form};
use crate::base::DateSpan;
use crate::import::{self, NotUnderstood};
use crate::wording::{list, say_weekday, say_when};

/// The reason why what was typed is not understood, as a whole sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}.")]
pub struct Mistyped(NotUnderstood);

/// Parses a day as people write it: 3 April 2003, 3/4/03 (day first, as in Britain), 2003-04-03.
///
/// # Errors
/// If it is not understood: the sentence explains how to write it.
pub fn day(text: &str) -> Result<NaiveDate, Mistyped> {
    import::day(text).map_err(Mistyped)
}

/// Parses a date that may not be known to the day: "March 2026", "by early March 2026".
///
/// # Errors
/// If it is not understood: the sentence explains how to write it.
pub fn span(text: &str) -> Result<DateSpan, Mistyped> {
    crate::wording::read_when(text).map_err(|why| Mistyped(why.into()))
}

/// Formats a date as it was understood: a day with its weekday, so that a slip is seen.
pub fn understood(when: DateSpan) -> String {
    match when.day() {
        Some(day) => say_weekday(day),
        None => say_when(when),
    }
}

/// Returns what was done, with each date that was typed into a form as it was understood.
pub fn with_dates(lead: &str, form: &Form) -> String {
    let changed = form
        .fields
        .iter()
        .filter(|field| is_date(field.key) && form.is_changed(field.key));
    let read: Vec<String> = changed
        .filter_map(|field| span(field.entry.value()).ok())
        .map(understood)
        .collect();
    match read.as_slice() {
        [] => lead.to_owned(),
        [one] => format!("{lead}; date kept as: {one}"),
        many => format!("{lead}; dates kept as: {}", list(many)),
    }
}

/// Returns true if a field takes a day.
const fn is_date(key: FieldId) -> bool {
    matches!(
        key,
        FieldId::Decided
            | FieldId::Date
            | FieldId::SaidOn
            | FieldId::AccessOn
            | FieldId::On
            | FieldId::Replied
            | FieldId::Promised
    )
}

/// Parses a figure: 127000, £127,000, 12.5 %, 1 200.
///
/// # Errors
/// If it is not understood: the sentence explains how to write it.
pub fn figure(text: &str) -> Result<f64, Mistyped> {
    import::figure(text).map_err(Mistyped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_as_people_write_it() {
        let april = NaiveDate::from_ymd_opt(2003, 4, 3).expect("a day");
        for text in [
            "2003-04-03",
            "3 April 2003",
            "3/4/2003",
            "3rd apr 2003",
            " 03.04.2003 ",
        ] {
            assert_eq!(day(text), Ok(april), "{text}");
        }
        assert!(
            day("31/2/2003")
                .expect_err("no such day")
                .to_string()
                .contains("does not exist")
        );
        assert!(
            day("3 April 203")
                .expect_err("three figures")
                .to_string()
                .contains("four figures")
        );
        assert!(day("soon").is_err());
    }

    #[test]
    fn a_figure_is_read_as_people_write_it() {
        assert_eq!(figure("£127,000"), Ok(127_000.0));
        assert_eq!(figure("12.5 %"), Ok(12.5));
        assert!(figure("a lot").is_err());
        assert!(figure("inf").is_err());
    }
}
