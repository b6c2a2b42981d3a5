//! A bundle: an audit with its journal, its papers and what was written from it, in one zip file that
//! a stranger can check.
//!
//! What is in it is listed with its SHA-256 (`manifest.json`). A bundle comes from somebody else: its
//! names are held to a rule, its sizes to the list before anything is unpacked, and an audit in it is
//! read where it is, without a file being written.

mod disk;
mod make;
mod manifest;
mod pdf;
mod read;

pub use make::{BundleChoice, Bundled, NotBundled, PaperFile, WrittenPaper};
pub use manifest::{BundledFile, Manifest, PaperLeftOut};
pub use read::{Bundle, BundleCheck, NotABundle, is_bundle};
