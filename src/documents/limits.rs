//! Limits on what a worker reads and takes.

/// The largest file that is read, in bytes.
pub(super) const FILE_LIMIT: u64 = 512 * 1024 * 1024;
/// The most memory a worker may take, in bytes.
pub(super) const MEMORY_LIMIT: u64 = 1024 * 1024 * 1024;
