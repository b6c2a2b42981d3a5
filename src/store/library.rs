//! The library: the folder of this user's audits, their names, and the user's own checklists.

use super::notice::StoreNotice;
use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::audit::Audit;
use crate::base::SourceText;
use crate::base::diagnostic::nearest;
use crate::base::place::{is_common_name, is_device};
use crate::checklist::ChecklistText;

use super::bounds::{CHECKLIST_BYTES, FOLDER_FILES, check_toml};
use super::clock::moment;
use super::copies::{ConflictCopy, Copies};
use super::disk::{Disk, RealDisk};
use super::error::StoreError;
use super::index::FileStamp;
use super::migrate::Formats;
use super::open::look;
use super::places::{AUDIT_END, JOURNAL_END, Places, Sides};
use super::snapshot::{read_file, text_of};
use crate::wording::{escaped, shown};

/// The longest slug, in bytes: short enough to be typed, and for the name of every file beside it.
const SLUG_BYTES: usize = 80;

/// One audit of the library.
#[derive(Debug)]
pub struct Listed {
    /// The name of the audit.
    pub name: String,
    /// The path of its readable file.
    pub path: PathBuf,
    /// The audit, or the reason why it cannot be read.
    pub audit: Result<Audit, StoreError>,
    /// Time of the last write to its readable file or its journal, whichever is later.
    pub modified: Option<DateTime<Utc>>,
    /// Versions of it that a sync client put beside it.
    pub copies: Vec<ConflictCopy>,
    /// Notices shown before it is opened, in whole sentences.
    ///
    /// They name conflict copies, and the reason why its journal cannot be relied on.
    pub notices: Vec<StoreNotice>,
}

/// Finds an audit by its name in the library, or by a path to its file.
///
/// # Errors
/// If there is neither; with the nearest existing name.
pub fn find(places: &Places, name_or_path: &str) -> Result<PathBuf, StoreError> {
    find_on(&RealDisk, places, name_or_path)
}

/// Finds an audit as [`find`] does, on another disk.
///
/// # Errors
/// If there is neither a name nor a path; with the nearest existing name.
pub fn find_on(
    disk: &dyn Disk,
    places: &Places,
    name_or_path: &str,
) -> Result<PathBuf, StoreError> {
    let path = Path::new(name_or_path);
    let is_bare = path
        .file_name()
        .is_some_and(|name| name == path.as_os_str());
    let is_there = |path: &Path| disk.stat(path).is_ok();
    if is_bare && !name_or_path.ends_with(AUDIT_END) && !name_or_path.ends_with(JOURNAL_END) {
        // One that was made by hand may have a name that none is given here.
        let as_it_is = places.audits.join(format!("{name_or_path}{AUDIT_END}"));
        for named in [as_it_is, path_for_name(places, name_or_path)] {
            if is_there(&named) || is_there(&Sides::of(&named).journal) {
                return Ok(named);
            }
        }
    }
    if is_there(path) {
        return Ok(path.to_owned());
    }
    if is_bare {
        let in_library = places.audits.join(path);
        if is_there(&in_library) {
            return Ok(in_library);
        }
        let names = shelf(disk, places)?.names;
        let wanted = name_or_path.strip_suffix(AUDIT_END).unwrap_or(name_or_path);
        return Err(StoreError::NoSuchAudit {
            name: escaped(name_or_path),
            folder: places.audits.clone(),
            near: nearest(wanted, names.iter().map(String::as_str)).map(escaped),
        });
    }
    Err(StoreError::NoFile {
        path: path.to_owned(),
    })
}

/// Returns the path of the audit of a name in the library; it need not exist.
///
/// A name that could lead out of the library, or that Windows or a stick does not take, is made a
/// slug first.
pub fn path_for_name(places: &Places, name: &str) -> PathBuf {
    let bare = Path::new(name);
    let is_bare = bare
        .file_name()
        .is_some_and(|file| file == bare.as_os_str());
    let file = format!("{name}{AUDIT_END}");
    if is_bare && is_common_name(&file) {
        places.audits.join(file)
    } else {
        places.audits.join(format!("{}{AUDIT_END}", slug(name)))
    }
}

/// Returns a name that no audit of the library has, made of some words.
///
/// The words are the authority and the service.
pub fn free_name(places: &Places, wanted: &str) -> String {
    free_name_on(&RealDisk, places, wanted)
}

/// Returns a name as [`free_name`] does, on another disk.
pub fn free_name_on(disk: &dyn Disk, places: &Places, wanted: &str) -> String {
    let slug = slug(wanted);
    let taken: Vec<String> = disk
        .names(&places.audits, FOLDER_FILES)
        .unwrap_or_default()
        .iter()
        .map(|name| name.to_string_lossy().to_lowercase())
        .collect();
    let is_free = |name: &str| {
        let start = format!("{}.audit.", name.to_lowercase());
        !taken.iter().any(|other| other.starts_with(&start))
    };
    let numbered = (2..).map(|n| format!("{slug}-{n}"));
    std::iter::once(slug.clone())
        .chain(numbered)
        .find(|name| is_free(name))
        .unwrap_or(slug)
}

/// Turns some words into a name that every disk accepts: lower-case letters, digits and hyphens.
///
/// At most 80 bytes; “audit” if nothing is left of the words.
pub fn slug(words: &str) -> String {
    let mut out = String::new();
    for c in words.to_lowercase().chars() {
        if c.is_alphanumeric() {
            if out.len() + c.len_utf8() > SLUG_BYTES {
                break;
            }
            out.push(c);
        } else if !out.is_empty() && !out.ends_with('-') && !matches!(c, '\'' | '’') {
            out.push('-');
        }
    }
    let out = out.trim_end_matches('-');
    match out {
        "" => "audit".to_owned(),
        _ if is_device(out) => format!("audit-{out}"),
        _ => out.to_owned(),
    }
}

/// Contents of the library's folder.
struct FolderContents {
    /// The names of the audits, sorted.
    names: Vec<String>,
    /// The conflict copies of those audits.
    copies: Copies,
}

/// Reads the library's folder.
fn shelf(disk: &dyn Disk, places: &Places) -> Result<FolderContents, StoreError> {
    let files = match disk.names(&places.audits, FOLDER_FILES) {
        Ok(files) => files,
        Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        Err(error) => return Err(StoreError::io("look into", &places.audits)(error)),
    };
    let copies = Copies::among(disk, &places.audits, &files);
    let own = files
        .iter()
        .filter_map(|file| file.to_str())
        .filter(|file| !file.starts_with('.') && !copies.has(file));
    let mut names: Vec<String> = Vec::new();
    let mut journals: Vec<&str> = Vec::new();
    for file in own {
        if let Some(name) = file.strip_suffix(AUDIT_END) {
            names.push(name.to_owned());
        } else if let Some(name) = file.strip_suffix(JOURNAL_END) {
            journals.push(name);
        }
    }
    names.sort_unstable();
    // A journal whose audit is gone can still be opened.
    journals.retain(|name| {
        names
            .binary_search_by(|one| one.as_str().cmp(name))
            .is_err()
    });
    if !journals.is_empty() {
        let belong: BTreeSet<PathBuf> = names
            .iter()
            .map(|name| Sides::journal_of(&path_in(&places.audits, name)))
            .collect();
        let alone = |name: &&str| {
            let journal = format!("{name}{JOURNAL_END}");
            !belong.contains(&places.audits.join(journal))
        };
        names.extend(journals.into_iter().filter(alone).map(str::to_owned));
        names.sort_unstable();
    }
    Ok(FolderContents { names, copies })
}

/// Returns the path of the audit of a name, as it was found in a folder.
pub fn path_in(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}{AUDIT_END}"))
}

/// An audit of the library, as found in its folder: nothing of it is read yet.
#[derive(Debug)]
pub struct FoundAudit {
    /// The name of the audit.
    pub name: String,
    /// The path of its readable file.
    pub path: PathBuf,
    /// Its files, as far as they are known.
    pub stamp: FileStamp,
    /// Versions of it that a sync client put beside it.
    pub copies: Vec<ConflictCopy>,
}

impl FoundAudit {
    /// Returns the time of the last write to its readable file or its journal, whichever is later.
    pub fn modified(&self) -> Option<DateTime<Utc>> {
        self.stamp.last().and_then(moment)
    }

    /// Returns the notice that names its conflict copies.
    pub fn notices(&self) -> Vec<StoreNotice> {
        let copies = StoreNotice::of_copies(self.copies.clone());
        copies.into_iter().collect()
    }
}

/// Finds every audit of the library, by name, without reading any.
///
/// A folder that does not exist gives an empty list.
///
/// # Errors
/// [`StoreError::Io`] if the folder cannot be read.
pub fn found(disk: &dyn Disk, places: &Places) -> Result<Vec<FoundAudit>, StoreError> {
    let FolderContents { names, mut copies } = shelf(disk, places)?;
    let found = names.into_iter().map(|name| {
        let path = path_in(&places.audits, &name);
        FoundAudit {
            stamp: FileStamp::of(disk, &path),
            copies: copies.of(&name),
            name,
            path,
        }
    });
    Ok(found.collect())
}

/// An audit of the library that was read, and the stamp of its files before.
#[derive(Debug)]
pub struct Looked {
    /// Its files, as they were before they were read.
    pub stamp: FileStamp,
    /// The audit, or the reason why it cannot be read.
    pub audit: Result<Audit, StoreError>,
    /// The reason why its journal cannot be relied on.
    pub damaged: Option<StoreNotice>,
}

/// Reads an audit of the library with its journal; it is not locked.
pub fn look_at(disk: &dyn Disk, path: &Path) -> Looked {
    let stamp = FileStamp::of(disk, path);
    let mut damaged = None;
    let audit = look(disk, path, &Formats::OURS).map(|mut found| {
        let audit = found.shared_audit();
        damaged = found.damage.map(|damage| StoreNotice::Damaged {
            journal: found.sides.journal,
            damage,
            begins_anew: false,
        });
        audit
    });
    // Nobody else holds it any more.
    let audit = audit.map(Arc::unwrap_or_clone);
    Looked {
        stamp,
        audit,
        damaged,
    }
}

/// Lists every audit of the library, by name. One that cannot be read is listed with the reason.
///
/// Each is read with its journal, and none is locked. A folder that does not exist gives an empty
/// list.
///
/// # Errors
/// [`StoreError::Io`] if the folder cannot be read.
pub fn list(disk: &dyn Disk, places: &Places) -> Result<Vec<Listed>, StoreError> {
    let listed = found(disk, places)?.into_iter().map(|one| {
        let read = look_at(disk, &one.path);
        Listed {
            modified: one.modified(),
            notices: one.notices().into_iter().chain(read.damaged).collect(),
            name: one.name,
            path: one.path,
            audit: read.audit,
            copies: one.copies,
        }
    });
    Ok(listed.collect())
}

/// Reads the user's own checklists, sorted by file name: the files `*.toml` of their folder.
///
/// Names that begin with a dot are passed over; a folder that does not exist gives none.
///
/// # Errors
/// [`StoreError::TooLarge`], [`StoreError::TooDeep`], [`StoreError::NotText`] or [`StoreError::Empty`]
/// for the first that exceeds a bound or is no text, [`StoreError::Io`] if the disk refused.
pub fn user_checklists(disk: &dyn Disk, places: &Places) -> Result<Vec<ChecklistText>, StoreError> {
    match checklists_in(disk, &places.checklists) {
        Err(StoreError::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => {
            Ok(Vec::new())
        }
        read => read,
    }
}

/// Reads the checklists of a folder, sorted by file name, as [`user_checklists`] does.
///
/// # Errors
/// As [`user_checklists`]; [`StoreError::Io`] also if there is no such folder.
pub fn checklists_in(disk: &dyn Disk, folder: &Path) -> Result<Vec<ChecklistText>, StoreError> {
    let mut files =
        (disk.names(folder, FOLDER_FILES)).map_err(StoreError::io("look into", folder))?;
    let hidden = |file: &Path| file.as_os_str().as_encoded_bytes().starts_with(b".");
    files.retain(|file| file.extension().is_some_and(|end| end == "toml") && !hidden(file));
    files.sort_unstable();
    let read = files.iter().map(|file| {
        let path = folder.join(file);
        let (_, bytes) = read_file(disk, &path, CHECKLIST_BYTES)?;
        let text = text_of(&path, bytes, || None)?;
        check_toml(&path, &text)?;
        Ok(ChecklistText {
            source: SourceText::new(shown(&path), text),
            shipped: false,
        })
    });
    read.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_is_a_name_that_every_disk_takes() {
        assert_eq!(
            slug("Liverpool City Council – ICT"),
            "liverpool-city-council-ict"
        );
        assert_eq!(
            slug("St. Helens’ / Children's services"),
            "st-helens-childrens-services"
        );
        assert_eq!(slug("Cyngor Môn: Ysgolion"), "cyngor-môn-ysgolion");
        assert_eq!(slug("../../etc/passwd"), "etc-passwd");
        assert_eq!(slug("  ??  "), "audit");
        assert_eq!(slug("CON"), "audit-con");
        for device in ["com1", "COM9", "lpt0", "com\u{b2}"] {
            assert!(slug(device).starts_with("audit-"), "{device}");
        }
        for name in ["comb", "comé", "com", "com10", "lpta"] {
            assert_eq!(slug(name), name);
        }
        assert!(slug(&"é".repeat(500)).len() <= SLUG_BYTES);
    }

    #[test]
    fn a_name_cannot_lead_out_of_the_library() {
        let places = Places::below(Path::new("/home"));
        for name in ["../x", "/etc/x", "a/b", "..", "c:x", ""] {
            let path = path_for_name(&places, name);
            assert_eq!(path.parent(), Some(places.audits.as_path()), "{name}");
        }
        assert_eq!(
            path_for_name(&places, "My audit"),
            Path::new("/home/audits/My audit.audit.toml")
        );
    }
}
