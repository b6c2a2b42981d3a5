//! The file of what the desk remembers from one start to the next; its meaning belongs to `desk`.
//!
//! It may be lost at any time, so no copy of it is kept.

use std::path::PathBuf;

use super::bounds::CHECKLIST_BYTES;
use super::disk::Disk;
use super::error::StoreError;
use super::places::Places;
use super::snapshot::{read_file, write_new};

impl Places {
    /// Returns the path of what the desk remembers.
    pub fn remembered(&self) -> PathBuf {
        self.config.join("remembered.toml")
    }
}

/// Returns the text of what is remembered; empty if there is none that can be read.
pub fn remembered(disk: &dyn Disk, places: &Places) -> String {
    let read = read_file(disk, &places.remembered(), CHECKLIST_BYTES);
    let text = read.ok().map(|(_, bytes)| String::from_utf8(bytes));
    text.and_then(Result::ok).unwrap_or_default()
}

/// Writes what is remembered.
///
/// # Errors
/// Whatever the disk reports; what was remembered before is then unchanged.
pub fn keep_remembered(disk: &dyn Disk, places: &Places, text: &str) -> Result<(), StoreError> {
    if disk.stat(&places.config).is_err() {
        disk.make_folder(&places.config)
            .map_err(StoreError::io("make the folder", &places.config))?;
    }
    write_new(disk, &places.remembered(), text.as_bytes(), true)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::store::memory_disk::MemoryDisk;

    #[test]
    fn what_is_kept_is_read_and_nothing_is_an_empty_text() {
        let disk = MemoryDisk::default();
        let places = Places::below(Path::new("/h"));
        assert_eq!(remembered(&disk, &places), "");
        for text in ["tour = 1\n", "tour = 2\n"] {
            keep_remembered(&disk, &places, text).expect("written");
            assert_eq!(remembered(&disk, &places), text);
        }
        assert!(
            disk.stat(Path::new("/h/config/remembered.toml.bak"))
                .is_err()
        );
    }
}
