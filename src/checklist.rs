//! Checklists: their model, their loading, and the applicability of requirements.
//!
//! It knows no disk, no screen and no clock. Texts go in, values are returned.
//! The user's record is in `audit`; the conclusions from it are in `findings`.

pub mod applicability;
pub mod condition;
pub mod council_place;
pub mod deadline;
pub mod diff;
mod figure;
pub mod glossary;
pub mod holidays;
pub mod ids;
pub mod library;
pub mod load;
pub mod model;
pub mod nation;
mod paper_fact;
pub mod shipped;
pub mod status;
mod text;
pub mod vocabulary;
mod witness;

pub use applicability::{Applicability, Applies, Place};
pub use condition::{Condition, Truth};
pub use deadline::Deadline;
pub use figure::figure;
pub use glossary::{GlossaryText, Term};
pub use holidays::Holidays;
pub use ids::*;
pub use library::Library;
pub use load::{load, load_for_use};
pub use model::*;
pub use nation::Territory;
pub use paper_fact::{FactForm, PaperFact};
pub use status::*;
pub use text::ChecklistText;
pub use vocabulary::*;
pub use witness::Witness;
