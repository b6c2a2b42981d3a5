//! Paths of the library, the user's own checklists, the settings, and the files of one audit.
//!
//! Nothing here touches a disk; which folders they are is `choice`'s to say.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use crate::base::Digest;
use crate::base::place::ARCHIVE;

use super::bounds::NAME_BYTES;

/// The end of an audit's file name.
pub(super) const AUDIT_END: &str = ".audit.toml";
/// The end of a journal's file name.
pub(super) const JOURNAL_END: &str = ".audit.journal";
/// The end of a lock's file name.
pub(super) const LOCK_END: &str = ".audit.lock";

/// The folders of this user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    /// The library: audits are created here unless a path is given.
    pub audits: PathBuf,
    /// The user's own checklists.
    pub checklists: PathBuf,
    /// The folder of the settings.
    pub config: PathBuf,
}

impl Places {
    /// Returns the folder of the audits that were put away.
    pub fn archive(&self) -> PathBuf {
        self.audits.join(ARCHIVE)
    }

    /// Returns all three folders below one.
    pub fn below(home: &Path) -> Self {
        Self {
            audits: home.join("audits"),
            checklists: home.join("checklists"),
            config: home.join("config"),
        }
    }
}

/// Marker in the names of the side files of an audit whose own name does not end in `.audit.toml`.
///
/// It keeps `x` and `x.audit.toml` in one folder from sharing a journal.
const FOREIGN: &str = "scrutineer";

/// Paths of the files that belong to one audit, all in one folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sides {
    /// The audit itself; symbolic links are resolved.
    pub(super) audit: PathBuf,
    /// The folder.
    pub(super) folder: PathBuf,
    /// The journal.
    pub(super) journal: PathBuf,
    /// The lock.
    pub(super) lock: PathBuf,
    /// The temporary file that any of them is written to before it is renamed.
    pub(super) new: PathBuf,
    /// The stem of the side files' names: the audit's name, marked if it is a foreign one.
    stem: OsString,
}

impl Sides {
    /// Returns the files of an audit whose path has no symbolic link in it.
    pub(super) fn of(audit: &Path) -> Self {
        let folder = folder_of(audit).to_owned();
        let stem = stem_of(audit);
        Self {
            journal: beside(&folder, &stem, JOURNAL_END),
            lock: beside(&folder, &stem, LOCK_END),
            audit: audit.to_owned(),
            new: unfinished(audit),
            folder,
            stem,
        }
    }

    /// Returns the journal alone of such an audit.
    pub(super) fn journal_of(audit: &Path) -> PathBuf {
        beside(folder_of(audit), &stem_of(audit), JOURNAL_END)
    }

    /// Returns the files of a journal's audit, if the name is that of a journal.
    ///
    /// It may also be that of a copy of one that a sync client made (`NAME.audit (1).journal`).
    pub(super) fn of_journal(journal: &Path) -> Option<Self> {
        let (name, end) = (journal.file_stem()?, journal.extension()?);
        let plain = Path::new(name)
            .extension()
            .is_some_and(|end| end == "audit");
        let stem = if plain {
            Path::new(name).file_stem()?.to_owned()
        } else {
            let name = name.to_str()?;
            OsString::from(name.get(..name.find(".audit")?)?)
        };
        (end == "journal").then(|| {
            let folder = folder_of(journal).to_owned();
            let audit = match Path::new(&stem).extension() {
                Some(end) if end == FOREIGN => {
                    folder.join(Path::new(&stem).file_stem().unwrap_or_default())
                }
                _ => beside(&folder, &stem, AUDIT_END),
            };
            Self {
                journal: journal.to_owned(),
                ..Self::of(&audit)
            }
        })
    }

    /// Returns the name to show.
    pub(super) fn name(&self) -> String {
        let stem = Path::new(&self.stem);
        let foreign = stem.extension().is_some_and(|end| end == FOREIGN);
        let name = if foreign {
            stem.file_stem().unwrap_or_default()
        } else {
            &self.stem
        };
        name.to_string_lossy().into_owned()
    }

    /// Returns the path for the `n`th torn end of the journal.
    pub(super) fn torn(&self, n: usize) -> PathBuf {
        let end = if n < 2 {
            String::new()
        } else {
            format!("-{n}")
        };
        beside(
            &self.folder,
            &self.stem,
            &format!(".audit.journal.torn{end}"),
        )
    }

    /// Returns the path for the `n`th file that somebody else put in the place of ours.
    pub(super) fn theirs(&self, n: usize) -> PathBuf {
        beside(&self.folder, &self.stem, &format!(".audit.theirs-{n}.toml"))
    }

    /// Returns the path for the `n`th journal that somebody else put in the place of ours.
    pub(super) fn theirs_journal(&self, n: usize) -> PathBuf {
        beside(
            &self.folder,
            &self.stem,
            &format!(".audit.journal.theirs-{n}"),
        )
    }

    /// Returns the path for the `n`th copy of a file from before comments in it lost their place.
    pub(super) fn remarks(&self, n: usize) -> PathBuf {
        beside(
            &self.folder,
            &self.stem,
            &format!(".audit.remarks-{n}.toml"),
        )
    }

    /// Returns the path for the `n`th copy of the file in an older format.
    pub(super) fn backup(&self, format: i64, n: usize) -> PathBuf {
        let end = if n < 2 {
            String::new()
        } else {
            format!("-{n}")
        };
        beside(
            &self.folder,
            &self.stem,
            &format!(".audit.v{format}-backup{end}.toml"),
        )
    }
}

fn stem_of(audit: &Path) -> OsString {
    let name = audit.file_name().unwrap_or_default();
    let inner = audit.file_stem().map(Path::new);
    match (audit.extension(), inner) {
        (Some(toml), Some(inner))
            if toml == "toml" && inner.extension().is_some_and(|end| end == "audit") =>
        {
            inner.file_stem().unwrap_or_default().to_owned()
        }
        _ => {
            let mut stem = name.to_owned();
            stem.push(".");
            stem.push(FOREIGN);
            stem
        }
    }
}

/// Returns the folder of a path; `.` for a bare name.
pub(super) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        Some(_) => Path::new("."),
        None => path,
    }
}

/// Returns the path that a file is written to before it is renamed.
pub(super) fn unfinished(path: &Path) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    beside(folder_of(path), &name, ".scrutineer-new")
}

/// Returns true if a new file of this path has a name that some usual disk does not take.
///
/// It is not left to the disk: Windows counts in UTF-16, so that it would take a name that no stick
/// and no other system does, and an overlong one it may only call missing.
pub(super) fn is_name_too_long(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.len() > NAME_BYTES)
}

/// Builds the path of a side file; a stem that makes its name too long for a disk is cut.
fn beside(folder: &Path, stem: &OsStr, end: &str) -> PathBuf {
    let mut name = stem.to_owned();
    name.push(end);
    if name.len() <= NAME_BYTES {
        return folder.join(name);
    }
    // The digest distinguishes two long names that begin alike.
    let digest = Digest::of_bytes(stem.as_encoded_bytes());
    let tail = format!("~{}{end}", digest.short());
    let text = stem.to_string_lossy();
    let mut cut = NAME_BYTES.saturating_sub(tail.len()).min(text.len());
    while !text.is_char_boundary(cut) {
        cut -= 1;
    }
    folder.join(format!("{}{tail}", text.get(..cut).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_of_an_audit_lie_beside_it() {
        let sides = Sides::of(Path::new("/a b/Café.audit.toml"));
        assert_eq!(sides.journal, Path::new("/a b/Café.audit.journal"));
        assert_eq!(sides.lock, Path::new("/a b/Café.audit.lock"));
        assert_eq!(sides.theirs(1), Path::new("/a b/Café.audit.theirs-1.toml"));
        assert_eq!(sides.torn(1), Path::new("/a b/Café.audit.journal.torn"));
        assert_eq!(sides.name(), "Café");
        assert_eq!(Sides::of_journal(&sides.journal), Some(sides));
    }

    #[test]
    fn two_files_of_like_names_do_not_share_a_journal() {
        let one = Sides::of(Path::new("x.audit.toml"));
        let two = Sides::of(Path::new("x.toml"));
        let three = Sides::of(Path::new("x"));
        assert_ne!(one.journal, two.journal);
        assert_eq!(two.journal, Path::new("./x.toml.scrutineer.audit.journal"));
        assert_eq!(three.journal, Path::new("./x.scrutineer.audit.journal"));
        assert_eq!(
            Sides::of_journal(&two.journal).map(|s| s.audit),
            Some("./x.toml".into())
        );
    }

    #[test]
    fn a_name_of_more_than_255_bytes_is_too_long_on_every_system() {
        let path = |bytes: usize, letter: &str| {
            let letters = letter.repeat(bytes / letter.len());
            Path::new("/d").join(format!("{letters}.toml"))
        };
        assert!(!is_name_too_long(&path(250, "x")));
        assert!(is_name_too_long(&path(251, "x")));
        // These are 125 and 126 letters: Windows would take both.
        assert!(!is_name_too_long(&path(250, "é")));
        assert!(is_name_too_long(&path(252, "é")));
    }

    #[test]
    fn a_name_of_255_bytes_has_side_files_that_a_disk_takes() {
        for letter in ["x", "é", "漢"] {
            let long = letter.repeat((NAME_BYTES - 11) / letter.len());
            let sides = Sides::of(&Path::new("/d").join(format!("{long}.audit.toml")));
            let other = Sides::of(&Path::new("/d").join(format!("{long}y.audit.toml")));
            for path in [
                &sides.journal,
                &sides.lock,
                &sides.theirs(12),
                &unfinished(&sides.audit),
            ] {
                let name = path.file_name().unwrap_or_default();
                assert!(
                    name.len() <= NAME_BYTES,
                    "{}: {}",
                    name.len(),
                    path.display()
                );
            }
            assert_ne!(sides.theirs(1), other.theirs(1));
        }
    }
}
