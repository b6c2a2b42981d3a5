//! Time limits counted: the last day for something under a rule of law, with every step of the count.
//!
//! The rules and the holidays are data of the checklists. This room applies them to a day ([`answer`])
//! and puts the count into words ([`words`]); `findings::clocks` applies them to an audit. Where the law
//! is open it gives every reading, the one that asks most first. No disk, no screen, no clock.

mod answer;
mod calendar;
mod given;
pub mod words;

pub use answer::{CountError, Counted, DeadlineAnswer, DeadlineCase, DeadlineStatus, answer};
pub use calendar::{DaysPassedOver, Move, OnHoliday, Ran};
pub use given::{Given, NotGiven, SettingValue, least};
