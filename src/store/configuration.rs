//! The configuration folder: the texts of `settings.toml` and of the council profiles.
//!
//! This module finds them, reads them within bounds and writes them; their meaning belongs to
//! `report`.

use std::io;
use std::path::{Path, PathBuf};

use crate::base::SourceText;

use super::bounds::{CHECKLIST_BYTES, FOLDER_FILES, check_toml};
use super::disk::Disk;
use super::error::StoreError;
use super::library::slug;
use super::places::{Places, folder_of};
use super::snapshot::{read_file, text_of, write_new};
use crate::wording::shown;

/// Reads the settings, if there are any. An empty file sets nothing.
///
/// # Errors
/// If they cannot be read, or exceed a bound.
pub fn settings(disk: &dyn Disk, places: &Places) -> Result<Option<SourceText>, StoreError> {
    text_at(disk, &places.settings())
}

/// Reads all council profiles, with the file name without its extension as the name.
///
/// One that cannot be read is listed with its error.
///
/// # Errors
/// If the folder cannot be read.
#[expect(
    clippy::type_complexity,
    reason = "a list of names with texts, said once"
)]
pub fn councils(
    disk: &dyn Disk,
    places: &Places,
) -> Result<Vec<(String, Result<SourceText, StoreError>)>, StoreError> {
    let folder = places.councils();
    let files = match disk.names(&folder, FOLDER_FILES) {
        Ok(files) => files,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(StoreError::io("look into", &folder)(error)),
    };
    let mut names: Vec<String> = files
        .iter()
        .filter_map(|file| file.to_str()?.strip_suffix(".toml"))
        .filter(|name| !name.starts_with('.'))
        .map(str::to_owned)
        .collect();
    names.sort_unstable();
    let read = names.into_iter().filter_map(|name| {
        let path = folder.join(format!("{name}.toml"));
        Some((name, text_at(disk, &path).transpose()?))
    });
    Ok(read.collect())
}

/// Writes a configuration file whole or not at all, and makes its folder if there is none.
///
/// A previous file is kept under the same name with `.bak` appended; its path is returned.
///
/// # Errors
/// Whatever the disk reports; a previous file is then unchanged.
pub fn write_setting(
    disk: &dyn Disk,
    path: &Path,
    bytes: &[u8],
) -> Result<Option<PathBuf>, StoreError> {
    let folder = folder_of(path);
    if disk.stat(folder).is_err() {
        disk.make_folder(folder)
            .map_err(StoreError::io("make the folder", folder))?;
    }
    let kept = match read_file(disk, path, CHECKLIST_BYTES) {
        Err(StoreError::NoFile { .. }) => None,
        Err(error) => return Err(error),
        Ok((_, old)) if old == bytes => return Ok(None),
        Ok((_, old)) => {
            let mut name = path.file_name().unwrap_or_default().to_owned();
            name.push(".bak");
            let bak = folder.join(name);
            write_new(disk, &bak, &old, true)?;
            Some(bak)
        }
    };
    write_new(disk, path, bytes, true)?;
    Ok(kept)
}

/// Reads the text of a configuration file, if it exists. An empty one sets nothing.
///
/// # Errors
/// If it cannot be read, or exceeds a bound.
pub fn text_at(disk: &dyn Disk, path: &Path) -> Result<Option<SourceText>, StoreError> {
    let bytes = match read_file(disk, path, CHECKLIST_BYTES) {
        Err(StoreError::NoFile { .. }) => return Ok(None),
        read => read?.1,
    };
    let text = match text_of(path, bytes, || None) {
        Err(StoreError::Empty { .. }) => String::new(),
        text => text?,
    };
    check_toml(path, &text)?;
    Ok(Some(SourceText::new(shown(path), text)))
}

impl Places {
    /// Returns the path of the settings file.
    pub fn settings(&self) -> PathBuf {
        self.config.join("settings.toml")
    }

    /// Returns the folder of the council profiles.
    pub fn councils(&self) -> PathBuf {
        self.config.join("councils")
    }

    /// Returns the path of a council's profile, which need not exist.
    pub fn council(&self, name: &str) -> PathBuf {
        self.councils().join(format!("{}.toml", slug(name)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::memory_disk::MemoryDisk;

    #[test]
    fn what_stood_in_a_profile_before_is_kept_beside_it() {
        let disk = MemoryDisk::default();
        let places = Places::below(Path::new("/h"));
        let path = places.council("  Anytown   COUNCIL ");
        assert_eq!(path, Path::new("/h/config/councils/anytown-council.toml"));
        let kept = |text: &str| write_setting(&disk, &path, text.as_bytes()).expect("written");
        assert_eq!(kept("name = \"one\""), None);
        assert_eq!(kept("name = \"one\""), None, "nothing changed");
        assert_eq!(
            kept("name = \"two\""),
            Some("/h/config/councils/anytown-council.toml.bak".into())
        );
        let list = councils(&disk, &places).expect("a list");
        let [(name, Ok(found))] = list.as_slice() else {
            panic!("{list:?}");
        };
        assert_eq!(name, "anytown-council");
        assert_eq!(found.text.to_string(), "name = \"two\"");
        assert!(settings(&disk, &places).expect("none").is_none());
    }

    #[test]
    fn a_file_that_is_no_text_is_told_and_others_are_listed_all_the_same() {
        let disk = MemoryDisk::default();
        let places = Places::below(Path::new("/h"));
        for (name, bytes) in [("a", b"\xff\xfe".as_slice()), ("b", b"name = \"B\"")] {
            write_setting(&disk, &places.council(name), bytes).expect("written");
        }
        let list = councils(&disk, &places).expect("a list");
        let told: Vec<(&str, bool)> = list
            .iter()
            .map(|(name, text)| (name.as_str(), text.is_ok()))
            .collect();
        assert_eq!(told, [("a", false), ("b", true)]);
    }
}
