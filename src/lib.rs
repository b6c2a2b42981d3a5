//! Scrutineer: audits one review that a council has made of one of its services.
//!
//! A library of checklists says what is asked, an audit what the user recorded, and everything else
//! follows from the two on a given day: nothing derived is stored. So the way into the house is
//! [`checklist::load()`], [`audit::Audit::read`] and [`findings::derive`]; from there [`report`] makes papers
//! to hand over. [`store`] keeps audits on disk, [`session`] changes one and saves it, and [`cli`] and
//! [`desk`] are what the user meets. Each module is a layer that knows only those below it;
//! `ARCHITECTURE.md` lists them in order, with the rule and with everything each may touch.
//!
//! ```
//! use scrutineer::audit::Audit;
//! use scrutineer::base::SourceText;
//! use scrutineer::checklist::{VerdictId, load, shipped};
//! use scrutineer::findings::derive;
//!
//! let text = r#"
//! format = 1
//!
//! [review]
//! authority = "Anytown Council"
//! kind = "council"
//! service = "Home care"
//! territory = "england"
//! executive = "yes"
//! stage = "options"
//!
//! [answers."review.completed"]
//! status = "not-met"
//!
//! [[answers."review.completed".evidence]]
//! document = "minutes"
//! page = 3
//!
//! [[document]]
//! id = "minutes"
//! title = "Cabinet, minutes"
//! "#;
//!
//! let library = load(&shipped::checklists()).expect("the shipped checklists are sound");
//! let audit = Audit::read(&SourceText::new("anytown.audit.toml", text)).expect("an audit");
//! let today = "2026-11-28".parse().expect("a day");
//!
//! let findings = derive(&library, &audit, today);
//! println!("{}", findings.verdict.label());
//! for why in &findings.verdict.because {
//!     println!("  {why}");
//! }
//! assert_eq!(findings.verdict.id, VerdictId::Grounds);
//! ```

pub mod audit;
pub mod base;
pub mod checklist;
pub mod cli;
pub mod deadlines;
pub mod desk;
pub mod documents;
pub mod findings;
pub mod import;
pub mod plain;
pub mod report;
pub mod session;
pub mod store;
pub mod terminal;
pub mod view;
pub mod wording;

/// The name by which the test kit knows this library, in unit tests as well.
#[cfg(test)]
extern crate self as scrutineer;
