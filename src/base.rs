//! Base: the means by which every layer reads a text and points into it.
//!
//! A cursor over TOML that collects every mistake with its place, the diagnostic that names one, the
//! digest of a text, an error as the user is shown it, a path as a file keeps it, and the macro for a
//! vocabulary of fixed words.
//! Nothing here knows what an audit or a checklist is, and nothing opens a file.

pub mod diagnostic;
pub mod digest;
pub mod edtf;
pub mod place;
pub mod problem;
pub(crate) mod reader;
pub(crate) mod table;
pub mod text;
pub mod word;

pub use diagnostic::{Diagnostic, SourceText};
pub use digest::Digest;
pub use edtf::{DateSpan, NotEdtf};
pub use problem::{Problem, ProblemKind};
pub use text::Text;
pub use word::Word;
