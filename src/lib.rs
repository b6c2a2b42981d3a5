//! Scrutineer: audits one review that a council has made of one of its services.
//!
//! Each module is a layer that knows only those below it. `ARCHITECTURE.md` lists them in order,
//! with the rule and with everything each may touch.

#[cfg(test)]
extern crate self as scrutineer;

pub mod audit;
pub mod base;
pub mod checklist;
pub mod cli;
pub mod desk;
pub mod documents;
pub mod findings;
pub mod import;
pub mod report;
pub mod session;
pub mod store;
pub mod terminal;
pub mod view;
pub mod wording;
