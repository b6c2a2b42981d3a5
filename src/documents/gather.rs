//! The papers found at the paths that a user gives: files, those in a folder, those packed in an
//! archive or attached to an e-mail. One list of all, shown before anything is added.

use std::path::{Path, PathBuf};

use super::error::Fault;
use super::folder::refusal;
use super::kind::{extension, kind_named};
use super::limits::ENTRIES;
use super::pack::{PackedFile, PackedPapers};
use crate::wording;

/// The most papers that are added at once.
const PAPERS: usize = 1_000;
/// Folders within folders are followed no deeper than this.
const DEPTH: usize = 4;

/// A file found at the paths that papers are to be added from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundFile {
    /// The name; of a file in a folder, with the folders within that one.
    pub name: String,
    /// Number of bytes, as far as it is known.
    pub bytes: u64,
    /// The reason why it cannot be added as a paper, if it cannot.
    pub refused: Option<String>,
    /// The place where it lies.
    pub lies: Lies,
}

/// The place where a file lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lies {
    /// At a path that the user gave.
    Named(PathBuf),
    /// In a folder that the user gave.
    InFolder(PathBuf),
    /// In an archive or an e-mail: its path, and the file in it.
    Packed(PathBuf, PackedFile),
}

impl FoundFile {
    /// Returns the kind that its name tells of: "PDF", "Word document (DOCX)".
    pub fn kind(&self) -> String {
        let end = extension(Path::new(&self.name));
        match kind_named(&end) {
            Some(kind) => {
                let kind = kind.label();
                let plain = kind.strip_prefix("a ").or(kind.strip_prefix("an "));
                plain.unwrap_or(kind).to_owned()
            }
            None if end.is_empty() => "no known kind".to_owned(),
            None => wording::escaped(&end.to_uppercase()),
        }
    }

    /// Returns the archive or the e-mail that it is packed in.
    pub fn pack(&self) -> Option<&Path> {
        match &self.lies {
            Lies::Packed(pack, _) => Some(pack),
            Lies::Named(_) | Lies::InFolder(_) => None,
        }
    }
}

/// Finds the papers at some paths, each folder and archive gone through; nothing is written.
///
/// What is not there, or no archive, is a file: it is told when it is read. With `attachments`, the
/// files attached to an e-mail are found as well.
pub fn find_papers(paths: &[PathBuf], attachments: bool) -> Vec<FoundFile> {
    let mut found = Vec::new();
    for path in paths {
        let name = path.file_name().map_or(path.as_path(), Path::new);
        if path.is_dir() {
            let mut looked = 0;
            if let Err(fault) = look_into(path, path, 0, &mut looked, &mut found) {
                found.push(refused_folder(path, name, &fault.to_string()));
            }
            continue;
        }
        let mut packed = PackedPapers::in_zip(path).ok().flatten();
        if packed.is_none() {
            found.push(FoundFile {
                name: wording::shown(name),
                bytes: path.metadata().map_or(0, |about| about.len()),
                refused: None,
                lies: Lies::Named(path.clone()),
            });
            let mail = attachments.then(|| PackedPapers::in_mail(path).ok().flatten());
            packed = mail.flatten();
        }
        let files = packed.into_iter().flat_map(|packed| packed.files);
        found.extend(files.map(|file| FoundFile {
            name: file.name.clone(),
            bytes: file.bytes,
            refused: file.refused.clone(),
            lies: Lies::Packed(path.clone(), file),
        }));
    }
    let mut papers = 0;
    for one in found.iter_mut().filter(|one| one.refused.is_none()) {
        papers += 1;
        if papers > PAPERS {
            one.refused = Some(format!(
                "it is after the first {PAPERS} papers; add it later"
            ));
        }
    }
    found
}

/// Goes through a folder and those within it. A link to a folder is not followed.
fn look_into(
    top: &Path,
    folder: &Path,
    depth: usize,
    looked: &mut usize,
    found: &mut Vec<FoundFile>,
) -> Result<(), Fault> {
    let entries = std::fs::read_dir(folder).map_err(|error| Fault::from_io(&error))?;
    let mut paths: Vec<PathBuf> = entries
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .take(ENTRIES)
        .collect();
    paths.sort();
    for path in paths {
        *looked += 1;
        let hidden = path
            .file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if hidden || *looked > ENTRIES {
            continue;
        }
        let within = path.strip_prefix(top).unwrap_or(&path);
        if path.is_dir() {
            let refused = if path.is_symlink() || depth >= DEPTH {
                Some("is a folder that is not followed; add it by itself".to_owned())
            } else {
                let looked_into = look_into(top, &path, depth + 1, looked, found);
                looked_into.err().map(|fault| fault.to_string())
            };
            found.extend(refused.map(|why| refused_folder(&path, within, &why)));
            continue;
        }
        let name = wording::shown(within);
        let bytes = path.metadata().map_or(0, |about| about.len());
        found.push(FoundFile {
            refused: refusal(&name, bytes),
            name,
            bytes,
            lies: Lies::InFolder(path),
        });
    }
    Ok(())
}

fn refused_folder(path: &Path, name: &Path, why: &str) -> FoundFile {
    FoundFile {
        name: format!("{}/", wording::shown(name)),
        bytes: 0,
        refused: Some(format!("it {why}")),
        lies: Lies::InFolder(path.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::super::limits::FILE_LIMIT;
    use super::*;

    fn put(path: &Path, bytes: &[u8]) {
        let mut file = std::fs::File::create(path).unwrap();
        file.write_all(bytes).unwrap();
    }

    #[test]
    fn a_folder_is_gone_through_and_what_is_no_paper_is_told_with_its_reason() {
        let folder = tempfile::tempdir().unwrap();
        let within = folder.path().join("appendices");
        std::fs::create_dir(&within).unwrap();
        for path in [
            "b.pdf",
            "a.docx",
            "logo.png",
            "old.doc",
            ".hidden.pdf",
            "more.zip",
        ] {
            put(&folder.path().join(path), b"four");
        }
        put(&within.join("c.eml"), b"x");
        let found = find_papers(&[folder.path().to_owned()], false);
        let told: Vec<(String, String, u64, bool)> = found
            .iter()
            .map(|one| {
                (
                    one.name.replace('\\', "/"),
                    one.kind(),
                    one.bytes,
                    one.refused.is_some(),
                )
            })
            .collect();
        let row = |name: &str, kind: &str, bytes, refused| {
            (name.to_owned(), kind.to_owned(), bytes, refused)
        };
        assert_eq!(
            told,
            [
                row("a.docx", "Word document (DOCX)", 4, false),
                row("appendices/c.eml", "e-mail (EML)", 1, false),
                row("b.pdf", "PDF", 4, false),
                row("logo.png", "PNG", 4, true),
                row("more.zip", "ZIP", 4, true),
                row("old.doc", "DOC", 4, true),
            ]
        );
        let why = |name: &str| {
            let one = found.iter().find(|one| one.name == name);
            one.and_then(|one| one.refused.clone()).unwrap_or_default()
        };
        assert!(why("logo.png").contains("not a kind of paper"));
        assert!(why("old.doc").contains("an old format"));
        assert!(why("more.zip").contains("an archive within"));
    }

    #[test]
    fn a_path_that_the_user_gave_is_kept_for_its_own_sentence() {
        let found = find_papers(&[PathBuf::from("/no/such/paper.doc")], true);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].refused, None);
        assert_eq!(
            found[0].lies,
            Lies::Named(PathBuf::from("/no/such/paper.doc"))
        );
    }

    #[test]
    fn a_paper_that_is_too_large_or_one_too_many_is_refused_with_that_reason() {
        let why = refusal("report.pdf", FILE_LIMIT + 1).unwrap();
        assert!(why.contains("larger than 512 MiB"), "{why}");
        assert_eq!(refusal("report.pdf", FILE_LIMIT), None);
        let folder = tempfile::tempdir().unwrap();
        for number in 0..=PAPERS {
            put(&folder.path().join(format!("{number:04}.txt")), b"x");
        }
        let found = find_papers(&[folder.path().to_owned()], false);
        let refused: Vec<_> = found.iter().filter(|one| one.refused.is_some()).collect();
        assert_eq!(refused.len(), 1);
        assert_eq!(refused[0].name, "1000.txt");
    }
}
