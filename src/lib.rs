//! Scrutineer: audits one review that a council has made of one of its services.
//!
//! The rooms of the house, from the ground up; each knows only those below it. See
//! `ARCHITECTURE.md` for the rule and for what each may touch.

pub mod audit;
pub mod checklist;
pub mod cli;
pub mod desk;
pub mod documents;
pub mod findings;
pub mod import;
pub mod report;
pub mod store;
pub mod terminal;
pub mod view;
