//! Listing of a folder, for picking a document by its path.

use std::path::{Component, Path, PathBuf};

use super::error::Fault;
use super::kind::extension;
use super::limits::FILE_LIMIT;
use crate::base::place::tidy;
use crate::wording;

/// The most entries of a folder that are listed.
const LISTED: usize = 5_000;

/// A listed folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder {
    /// The absolute path.
    pub path: PathBuf,
    /// The visible entries: folders first, then files, by name.
    pub entries: Vec<FolderEntry>,
}

/// One entry of a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FolderEntry {
    /// The file's or folder's name.
    pub name: String,
    /// True if it is a folder.
    pub is_folder: bool,
    /// True if it is a file, and no pipe or device.
    pub is_file: bool,
    /// The size in bytes.
    pub bytes: u64,
}

/// Lists a folder; by default the one the program was started in.
///
/// A `~` in the path is the user's own folder.
///
/// # Errors
/// A [`Fault`] if it is no folder or may not be read.
pub fn list_folder(path: Option<&Path>) -> Result<Folder, Fault> {
    let path = at_home(path.unwrap_or(Path::new(".")));
    let path = std::path::absolute(&path).unwrap_or(path);
    let path: PathBuf = tidy(&path);
    let read = std::fs::read_dir(&path).map_err(|error| Fault::from_io(&error))?;
    let mut entries: Vec<FolderEntry> = read
        .filter_map(Result::ok)
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            if name.starts_with('.') {
                return None;
            }
            // A link counts as its target.
            let about = entry.path().metadata().ok()?;
            Some(FolderEntry {
                is_folder: about.is_dir(),
                is_file: about.is_file(),
                bytes: about.len(),
                name,
            })
        })
        .take(LISTED)
        .collect();
    entries.sort_by_cached_key(|entry| (!entry.is_folder, entry.name.to_lowercase()));
    Ok(Folder { path, entries })
}

/// Replaces everything up to a `~` in a path by the user's own folder.
pub fn at_home(path: &Path) -> PathBuf {
    let parts: Vec<Component<'_>> = path.components().collect();
    let home = parts
        .iter()
        .rposition(|part| part.as_os_str() == "~")
        .and_then(|at| Some((at, std::env::home_dir()?)));
    match home {
        Some((at, home)) => parts
            .iter()
            .skip(at + 1)
            .fold(home, |path, part| path.join(part)),
        None => path.to_owned(),
    }
}

/// Returns true if a file's name allows a document.
fn is_paper_name(name: &str) -> bool {
    const ENDS: [&str; 19] = [
        "pdf", "docx", "docm", "odt", "html", "htm", "txt", "text", "md", "markdown", "rtf", "eml",
        "mht", "mhtml", "xlsx", "xlsm", "ods", "pptx", "csv",
    ];
    let end = Path::new(name).extension().and_then(|end| end.to_str());
    end.is_some_and(|end| ENDS.iter().any(|one| one.eq_ignore_ascii_case(end)))
}

/// Returns the reason why a file in a folder or an archive cannot be added as a paper, if it cannot.
pub(super) fn refusal(name: &str, bytes: u64) -> Option<String> {
    if is_paper_name(name) {
        let most = wording::bytes(FILE_LIMIT);
        let large = format!("it is larger than {most}, the most that is read");
        return (bytes > FILE_LIMIT).then_some(large);
    }
    let why = match extension(Path::new(name)).as_str() {
        "zip" => "it is an archive within; unpack it and add the papers in it",
        "doc" | "xls" | "ppt" | "msg" | "pub" | "vsd" => {
            "it is an old format that is not read; add it by itself to be told what to do"
        }
        _ => "it is not a kind of paper that is read",
    };
    Some(why.to_owned())
}

impl FolderEntry {
    /// Returns true if its name allows a document: the contents decide when it is read.
    pub fn may_be_paper(&self) -> bool {
        self.is_file && is_paper_name(&self.name)
    }

    /// Returns true if its name is an archive's, whose papers can be taken out.
    pub fn is_archive(&self) -> bool {
        self.ends_with(&["zip"])
    }

    /// Returns true if its name allows a spreadsheet.
    pub fn may_be_spreadsheet(&self) -> bool {
        self.ends_with(&["xlsx", "csv", "tsv", "txt"])
    }

    /// Returns true if its name allows an audit, or the journal of one.
    pub fn may_be_audit(&self) -> bool {
        let is_audit = self.name.contains(".audit") && self.ends_with(&["toml", "journal"]);
        is_audit || self.ends_with(&["zip"])
    }

    fn ends_with(&self, ends: &[&str]) -> bool {
        let end = Path::new(&self.name)
            .extension()
            .and_then(|end| end.to_str());
        self.is_file && end.is_some_and(|end| ends.iter().any(|one| one.eq_ignore_ascii_case(end)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_come_first_and_what_is_hidden_or_no_paper_is_told_apart() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b.pdf", "A.docx", ".hidden.pdf", "table.xls"] {
            std::fs::File::create(folder.path().join(name)).unwrap();
        }
        std::fs::create_dir(folder.path().join("zed")).unwrap();
        let listed = list_folder(Some(&folder.path().join("zed/.."))).unwrap();
        let names: Vec<&str> = listed.entries.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names, ["zed", "A.docx", "b.pdf", "table.xls"]);
        let read: Vec<bool> = listed
            .entries
            .iter()
            .map(FolderEntry::may_be_paper)
            .collect();
        assert_eq!(read, [false, true, true, false]);
        assert!(listed.path.is_absolute() && !listed.path.ends_with(".."));
    }

    #[test]
    fn a_tilde_is_the_users_own_folder_wherever_it_stands() {
        let home = std::env::home_dir().unwrap();
        assert_eq!(at_home(Path::new("/anywhere/~/x.pdf")), home.join("x.pdf"));
        assert_eq!(at_home(Path::new("/a~b/x.pdf")), Path::new("/a~b/x.pdf"));
    }

    #[test]
    fn what_is_no_folder_is_said() {
        assert_eq!(
            list_folder(Some(Path::new("/no/such/folder"))),
            Err(Fault::Missing)
        );
    }
}
