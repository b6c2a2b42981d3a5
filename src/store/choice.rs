//! The choice of the folders to keep everything in: those that were named, those next to a portable
//! program, or the system's own.
//!
//! Nothing is made here, and nothing stays: a folder is tried with an empty file that is removed at
//! once.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use super::disk::{Disk, FileKind, RealDisk};
use super::error::{StoreError, why};
use super::places::Places;
use crate::base::place::{PORTABLE, usual};
use crate::wording::shown;

/// The folder that a portable program keeps everything in, next to it.
pub const FILES: &str = "Scrutineer files";

/// The empty file with which a folder is tried.
const TRIED: &str = ".scrutineer-tried";

/// The way the folders were chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    /// `SCRUTINEER_HOME` names them.
    Name,
    /// The file `portable.txt` is next to the program.
    Portable,
    /// The system has them for this user.
    System,
}

/// The folders of this user, and what there is to say about them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The folders.
    pub places: Places,
    by: By,
    /// The folders of the system, if it has any.
    usual: Option<Places>,
    /// The folder next to the program that was wanted and cannot be had, with the reason.
    refused: Option<(PathBuf, String)>,
}

/// A sentence about the folders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChoiceNotice {
    says: String,
    instead: String,
}

impl ChoiceNotice {
    /// Returns where a new audit would go instead: the end of a sentence.
    pub fn instead(&self) -> &str {
        &self.instead
    }
}

impl fmt::Display for ChoiceNotice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.says, self.instead)
    }
}

impl Choice {
    /// Returns the folders for this program, environment and user.
    ///
    /// # Errors
    /// [`StoreError::NoHome`] if the system knows no home folder for this user, and none was named.
    pub fn here() -> Result<Self, StoreError> {
        let named = std::env::var_os("SCRUTINEER_HOME").filter(|home| !home.is_empty());
        let program = std::env::current_exe();
        let program = program.map(|path| path.canonicalize().map_or(path, usual));
        let dirs = directories::ProjectDirs::from("", "", "scrutineer");
        let usual = dirs.map(|dirs| Places {
            audits: dirs.data_dir().join("audits"),
            checklists: dirs.config_dir().join("checklists"),
            config: dirs.config_dir().to_owned(),
        });
        let folder = program
            .ok()
            .and_then(|path| Some(path.parent()?.to_owned()));
        let named = named.as_deref().map(Path::new);
        Self::of(&RealDisk, named, folder.as_deref(), usual)
    }

    /// Chooses between the folder that was named, the one of the program, and the system's.
    fn of(
        disk: &dyn Disk,
        named: Option<&Path>,
        program: Option<&Path>,
        usual: Option<Places>,
    ) -> Result<Self, StoreError> {
        let chosen = |places, by, usual| Self {
            places,
            by,
            usual,
            refused: None,
        };
        if let Some(home) = named {
            return Ok(chosen(Places::below(home), By::Name, usual));
        }
        let is_portable = |folder: &&Path| {
            PORTABLE
                .iter()
                .any(|mark| disk.stat(&folder.join(mark)).is_ok())
        };
        if let Some(folder) = program.filter(is_portable) {
            let files = folder.join(FILES);
            let portable = Places::below(&files);
            // What is there can be read from a stick that cannot be written to.
            let refused = match disk.stat(&files) {
                Ok(stat) if stat.kind == FileKind::Folder => None,
                _ => refusal(disk, &files),
            };
            return Ok(match (refused, usual) {
                (Some(error), Some(usual)) => Self {
                    refused: Some((files, why(&error))),
                    ..chosen(usual.clone(), By::System, Some(usual))
                },
                (_, usual) => chosen(portable, By::Portable, usual),
            });
        }
        match usual {
            Some(usual) => Ok(chosen(usual.clone(), By::System, Some(usual))),
            None => Err(StoreError::NoHome),
        }
    }

    /// Returns the sentence that the folder next to the program cannot be had, if it is so.
    pub fn elsewhere(&self) -> Option<ChoiceNotice> {
        let (files, why) = self.refused.as_ref()?;
        Some(ChoiceNotice {
            says: format!(
                "Your audits cannot be kept next to the program, in {}: {}.",
                shown(files),
                why.trim_end_matches('.')
            ),
            instead: format!("They are in {} instead.", shown(&self.places.audits)),
        })
    }

    /// Tries if an audit can be kept. Returns the sentence that it cannot, and where a new one would
    /// go instead.
    pub fn unwritable(&self, disk: &dyn Disk) -> Option<ChoiceNotice> {
        let audits = &self.places.audits;
        let error = refusal(disk, audits)?;
        let says = format!(
            "Nothing can be written to {}: {}. The audits there can be read, not changed.",
            shown(audits),
            why(&error).trim_end_matches('.')
        );
        let usual = self.usual.as_ref().filter(|usual| usual.audits != *audits);
        let instead = match (self.by, usual) {
            (By::Portable, Some(usual)) => format!(
                "New audits go to {} if you take {} away; or copy the whole folder of the program \
                 to a disk that can be written to.",
                shown(&usual.audits),
                PORTABLE.first().unwrap_or(&"")
            ),
            (By::Name, Some(usual)) => format!(
                "New audits go to {} if SCRUTINEER_HOME is not set.",
                shown(&usual.audits)
            ),
            _ => "Set SCRUTINEER_HOME to a folder that can be written to, and new audits go there."
                .to_owned(),
        };
        Some(ChoiceNotice { says, instead })
    }
}

/// Returns the reason why nothing can be written in a folder, or where it would be made.
fn refusal(disk: &dyn Disk, folder: &Path) -> Option<io::Error> {
    let mut there = folder;
    let kind = loop {
        match disk.stat(there) {
            Ok(stat) => break stat.kind,
            Err(error) if error.kind() == io::ErrorKind::NotFound => match there.parent() {
                // An empty path is the folder that the program was started in.
                Some(above) if above.as_os_str().is_empty() => there = Path::new("."),
                Some(above) => there = above,
                None => return Some(error),
            },
            Err(error) => return Some(error),
        }
    };
    if kind != FileKind::Folder {
        return Some(io::ErrorKind::NotADirectory.into());
    }
    let tried = there.join(TRIED);
    let made = disk.create(&tried, 0o600).map(drop);
    // One that is there already was left by a program that was stopped just then.
    let gone = disk.remove(&tried);
    match made {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Some(error),
        _ => gone
            .err()
            .filter(|error| error.kind() != io::ErrorKind::NotFound),
    }
}

#[cfg(test)]
mod tests {
    use super::super::memory_disk::{Fault, MemoryDisk};
    use super::*;

    fn usual() -> Places {
        Places::below(Path::new("/home/me/scrutineer"))
    }

    fn stick(with_mark: Option<&str>) -> MemoryDisk {
        let disk = MemoryDisk::with_folder("/stick");
        if let Some(mark) = with_mark {
            disk.put(Path::new("/stick").join(mark), Vec::new());
        }
        disk
    }

    fn choose(disk: &MemoryDisk, named: Option<&str>) -> Choice {
        let named = named.map(Path::new);
        Choice::of(disk, named, Some(Path::new("/stick")), Some(usual())).expect("chosen")
    }

    #[test]
    fn a_portable_program_keeps_everything_next_to_it_unless_a_folder_is_named() {
        for mark in PORTABLE {
            let disk = stick(Some(mark));
            let chosen = choose(&disk, None);
            let files = Path::new("/stick").join(FILES);
            assert_eq!(chosen.places, Places::below(&files), "{mark}");
            assert_eq!(chosen.elsewhere(), None);
            assert_eq!(chosen.unwritable(&disk), None);
            assert_eq!(disk.files().len(), 1, "{mark}: nothing stays");
            let named = choose(&disk, Some("/named"));
            assert_eq!(named.places, Places::below(Path::new("/named")));
        }
        let disk = stick(None);
        assert_eq!(choose(&disk, None).places, usual());
    }

    #[test]
    fn a_stick_that_cannot_be_written_to_is_told_with_the_place_of_the_audits_instead() {
        let disk = stick(Some("portable.txt"));
        disk.set_fault(Some(Fault::Always(io::ErrorKind::ReadOnlyFilesystem)));
        let chosen = choose(&disk, None);
        assert_eq!(chosen.places, usual());
        let told = chosen.elsewhere().expect("told").to_string();
        assert!(told.contains("the disk can only be read"), "{told}");
        assert!(told.contains("me/scrutineer"), "{told}");
    }

    #[test]
    fn audits_on_a_stick_that_can_only_be_read_stay_where_they_are_and_the_user_is_told() {
        let disk = stick(Some("portable.txt"));
        let files = Path::new("/stick").join(FILES);
        disk.put_folder(files.clone());
        disk.put_folder(files.join("audits"));
        disk.set_fault(Some(Fault::Always(io::ErrorKind::ReadOnlyFilesystem)));
        let chosen = choose(&disk, None);
        assert_eq!(chosen.places, Places::below(&files));
        let told = chosen.unwritable(&disk).expect("told").to_string();
        for part in ["can be read, not changed", "me/scrutineer", "portable.txt"] {
            assert!(told.contains(part), "{part}: {told}");
        }
    }

    #[test]
    fn a_named_folder_on_a_drive_that_is_gone_is_told() {
        let disk = stick(None);
        disk.set_fault(Some(Fault::Always(io::ErrorKind::PermissionDenied)));
        let told = choose(&disk, Some("/stick/named")).unwritable(&disk);
        let told = told.expect("told").to_string();
        assert!(told.contains("no permission"), "{told}");
        assert!(told.contains("if SCRUTINEER_HOME is not set"), "{told}");
    }
}
