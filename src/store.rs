//! Audits on disk: the only room that writes what is kept.
//!
//! An audit is two files side by side. `NAME.audit.toml` is the current audit, for a person to read
//! and to mail; `NAME.audit.journal` is everything that was ever done to it, one line a change,
//! each line carrying the SHA-256 of the line before. A change is *saved* when its line is in the
//! journal and the disk has confirmed it; the readable file follows when there is time. Opening
//! reconciles the two, whatever happened in between, and reports what it found; nothing is repaired
//! in silence and nothing unreadable is ever overwritten.
//!
//! Every access to a disk goes through [`Disk`], so that a test can take the disk away at any
//! moment. What an audit *is* belongs to `audit`; what follows from it to `findings`.

pub mod audit_writer;
pub mod bounds;
mod bundle;
pub mod choice;
pub mod clock;
pub mod configuration;
pub mod copies;
pub mod damage;
pub mod disk;
pub mod error;
mod folders;
pub mod hand_over;
mod history;
pub mod index;
pub mod journal;
pub mod library;
mod lock;
#[cfg(test)]
#[path = "../tests/testkit/memory_disk.rs"]
#[allow(
    dead_code,
    unreachable_pub,
    reason = "the tests in `tests` take the rest of it"
)]
mod memory_disk;
mod migrate;
mod moving;
mod newer;
pub mod notice;
mod open;
pub mod places;
mod reconcile;
mod recover;
mod remarks;
mod remembered;
mod snapshot;
pub mod verify;

pub use audit_writer::AuditWriter;
pub use bundle::{ForBundle, for_bundle};
pub use choice::Choice;
pub use copies::ConflictCopy;
pub use damage::Damage;
pub use disk::{Disk, DiskFile, FileKind, Locked, RealDisk, Stat};
pub use error::StoreError;
pub use folders::{AuditAsIs, FoundAudits, find_audits, read_as_is};
pub use hand_over::{Handed, hand_over};
pub use history::{HistoryLine, Past, Proof, history};
pub use library::{
    FoundAudit, Listed, Looked, checklists_in, find, found, free_name, list, look_at,
    path_for_name, slug, user_checklists,
};
pub use moving::{MoveTo, Moved, move_audit};
pub use notice::{ReadOnly, StoreNotice, sentences};
pub use open::{OUTSIDE, Opened, ReadAudit, create, open, peek};
pub use places::Places;
pub use remembered::{keep_remembered, remembered};
pub use snapshot::{Fill, write_new, write_new_with};
pub use verify::{Chain, DocumentCheck, SnapshotCheck, Verification, verify};
