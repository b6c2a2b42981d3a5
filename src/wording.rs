//! Words that every layer makes the same way: numbers, days, sentences, and text from outside made fit
//! to show.
//!
//! Whatever takes an audit to be put into words (an answer, a piece of evidence) is in
//! `report::words`; a figure with its unit is in `checklist::figure`.

mod clean;
pub mod date;
mod number;
mod said;
mod sentence;
mod when;

pub use clean::{clean, escaped, is_hidden, one_line, shown};
pub use number::{bytes, core_audit, count, number, say_day, say_minute, say_weekday};
pub use said::{Mention, Said, SpanEnd, mentions};
pub use sentence::{capital, choice, joined, list, sentence};
pub use when::{read_when, say_when};
