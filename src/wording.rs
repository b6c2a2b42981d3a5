//! Words that every layer makes the same way: numbers, days, sentences, and text from outside made fit
//! to show.
//!
//! Whatever takes an audit to be put into words (an answer, a piece of evidence) is in
//! `report::words`; a figure with its unit is in `checklist::figure`.

mod citation;
mod clean;
pub mod date;
mod diff;
mod number;
mod page;
mod promise;
mod said;
mod sentence;
mod sought;
mod when;

pub use citation::{Phrase, Sought};
pub use clean::{clean, escaped, is_hidden, one_line, shown};
pub use diff::{
    ComparedWord, DiffPart, compared_text, compared_words, marked_diff, say_diff, word_diff,
};
pub use number::{bytes, core_audit, count, number, say_day, say_minute, say_weekday};
pub use page::{PageSaid, after_page_word, leads_nowhere, page_said};
pub use promise::{Fate, is_promise};
pub use said::{Mention, Said, SpanEnd, mentions, mentions_near};
pub use sentence::{capital, choice, joined, list, sentence};
pub use sought::sought;
pub use when::{read_when, say_when};
