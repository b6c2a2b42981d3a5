//! Words that every layer makes the same way: numbers, days, sentences, and text from outside made fit
//! to show.
//!
//! Whatever takes an audit to be put into words (an answer, a piece of evidence) is in
//! `report::words`; a figure with its unit is in `checklist::figure`.

mod clean;
mod number;
mod said;
mod sentence;

pub use clean::{clean, escaped, is_hidden, one_line, shown};
pub use number::{bytes, core_audit, count, number, say_day, say_minute};
pub use said::{Mention, Said, SpanEnd, mentions};
pub use sentence::{capital, choice, joined, list, sentence};
