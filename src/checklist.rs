//! What is asked: checklists, their model, their loading, and where a requirement applies.
//!
//! The lowest room of the house. It knows no disk, no screen and no clock: texts are handed in,
//! values come out. What the user recorded is in `audit`, what follows from it in `findings`.

pub mod applicability;
pub mod condition;
pub mod diagnostic;
pub mod digest;
pub mod library;
pub mod load;
pub mod model;
pub(crate) mod reader;
pub mod shipped;
pub mod vocabulary;
pub mod word;

pub use applicability::{Applicability, Applies, Place};
pub use condition::{Condition, State, Truth};
pub use diagnostic::{Diagnostic, SourceText};
pub use digest::Digest;
pub use library::Library;
pub use load::{ChecklistText, load};
pub use model::*;
pub use vocabulary::*;
pub use word::Word;
