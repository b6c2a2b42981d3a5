//! Limits on what a worker reads and takes.

/// The largest file that is read, in bytes.
pub(super) const FILE_LIMIT: u64 = 512 * 1024 * 1024;
/// The most memory a worker may take, in bytes.
pub(super) const MEMORY_LIMIT: u64 = 1024 * 1024 * 1024;

/// The most entries of an archive, or of a folder and those within it, that are looked at.
pub(super) const ENTRIES: usize = 20_000;
