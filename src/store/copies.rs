//! Conflict copies: versions of an audit that a sync client puts beside it.
//!
//! It does so when two people have changed the audit at once. A colleague's work may exist in such
//! a copy alone, so it is reported wherever the audit is shown; it is never opened for writing,
//! never merged automatically and never deleted. Each client has a way of its own to name them,
//! most between `.audit` and `.toml`, some before the one or after the other. A name that only a
//! client makes is enough; one that a person could have chosen (`mine 2`) is a copy only if its
//! contents confirm it.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::bounds::{FOLDER_FILES, JOURNAL_BYTES};
use super::disk::Disk;
use super::migrate::Formats;
use super::places::{AUDIT_END, JOURNAL_END, Sides};
use super::snapshot;
use crate::wording::shown;

/// A version of an audit or of its journal in the same folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConflictCopy {
    /// Path of the copy.
    pub path: PathBuf,
    /// Path of the audit that it is a copy of.
    pub original: PathBuf,
    /// The programs that name copies so.
    pub named_by: &'static str,
    /// True if it is a copy of the journal, not of the audit itself.
    pub of_journal: bool,
}

/// The conflict copies in one folder.
#[derive(Debug, Default)]
pub(super) struct Copies {
    /// The copies by the name of their audit, without its extensions.
    by_name: BTreeMap<String, Vec<ConflictCopy>>,
    /// The file names of all copies, which would otherwise be listed as audits.
    files: BTreeSet<String>,
}

impl Copies {
    /// Finds the conflict copies among the names in a folder.
    pub(super) fn among(disk: &dyn Disk, folder: &Path, names: &[PathBuf]) -> Self {
        let names: BTreeSet<&str> = names.iter().filter_map(|name| name.to_str()).collect();
        let search = CopySearch {
            disk,
            folder,
            has: &|name| names.contains(name),
        };
        let mut copies = Self::default();
        for name in &names {
            let Some(found) = search.original(name) else {
                continue;
            };
            copies.files.insert((*name).to_owned());
            let original = folder.join(format!("{}{AUDIT_END}", found.stem));
            copies
                .by_name
                .entry(found.stem)
                .or_default()
                .push(ConflictCopy {
                    path: folder.join(name),
                    original,
                    named_by: found.named_by,
                    of_journal: found.of_journal,
                });
        }
        copies
    }

    /// Returns true if a file is a copy.
    pub(super) fn has(&self, file: &str) -> bool {
        self.files.contains(file)
    }

    /// Returns every copy.
    pub(super) fn all(&self) -> impl Iterator<Item = &ConflictCopy> {
        self.by_name.values().flatten()
    }

    /// Removes and returns the copies of one audit, given its name without extensions.
    pub(super) fn of(&mut self, name: &str) -> Vec<ConflictCopy> {
        self.by_name.remove(name).unwrap_or_default()
    }
}

/// Returns the conflict copies beside an audit.
pub(super) fn of(disk: &dyn Disk, sides: &Sides) -> Vec<ConflictCopy> {
    let Ok(names) = disk.names(&sides.folder, FOLDER_FILES) else {
        return Vec::new();
    };
    Copies::among(disk, &sides.folder, &names).of(&sides.name())
}

/// Returns the audit that a file is a conflict copy of, if it is one.
pub(super) fn original(disk: &dyn Disk, sides: &Sides) -> Option<PathBuf> {
    let name = sides.audit.file_name()?.to_str()?;
    if !name.contains(AUDIT) {
        return None;
    }
    // Most names are none that a client makes: the folder is not looked into for them.
    let names = OnceCell::new();
    let names = || {
        names.get_or_init(|| {
            let names = disk.names(&sides.folder, FOLDER_FILES).unwrap_or_default();
            let names = names.into_iter().map(PathBuf::into_os_string);
            names.filter_map(|name| name.into_string().ok()).collect()
        })
    };
    let search = CopySearch {
        disk,
        folder: &sides.folder,
        has: &|name| BTreeSet::contains(names(), name),
    };
    let found = search.original(name)?;
    Some(sides.folder.join(format!("{}{AUDIT_END}", found.stem)))
}

/// Returns sentences about the copies of an audit, at least one, and what to do.
pub fn label(copies: &[ConflictCopy]) -> String {
    let listed: Vec<String> = copies
        .iter()
        .map(|copy| {
            let name = copy.path.file_name().map_or(copy.path.as_path(), Path::new);
            format!("{} (named as by {})", shown(name), copy.named_by)
        })
        .collect();
    let head = match listed.len() {
        1 => "There is a conflict copy".to_owned(),
        many => format!("There are {many} conflict copies"),
    };
    let commands: Vec<String> = copies
        .iter()
        .map(|copy| {
            let (ours, theirs) = (shown(&copy.original), shown(&copy.path));
            format!("scrutineer merge \"{ours}\" \"{theirs}\"")
        })
        .collect();
    let (each, them) = match listed.len() {
        1 => ("it", "it"),
        _ => ("each", "them"),
    };
    format!(
        "{head} of this audit: {}. What a colleague did may be only there. Merge {each} into this \
         audit, and only then move {them} away: {}. With --preview the command only shows what would \
         change. Nothing was merged or deleted.",
        listed.join("; "),
        commands.join("; "),
    )
}

const AUDIT: &str = ".audit";
const ENDS: [&str; 2] = [".toml", ".journal"];

/// Confidence that a name alone makes a file a copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sure {
    /// Only a sync client makes such a name.
    Certain,
    /// A person may have chosen it.
    Perhaps,
}

struct Original {
    stem: String,
    named_by: &'static str,
    of_journal: bool,
}

struct CopySearch<'a> {
    disk: &'a dyn Disk,
    folder: &'a Path,
    /// Tells if the folder has a name. It may have to be looked into for that, so it is asked last.
    has: &'a dyn Fn(&str) -> bool,
}

impl CopySearch<'_> {
    /// Returns the audit that a file of this name is a copy of.
    ///
    /// A copy of a copy is one of the first.
    fn original(&self, name: &str) -> Option<Original> {
        let found = self.one_step(name)?;
        let end = if found.of_journal {
            JOURNAL_END
        } else {
            AUDIT_END
        };
        match self.one_step(&format!("{}{end}", found.stem)) {
            Some(first) => Some(Original {
                stem: first.stem,
                ..found
            }),
            None => Some(found),
        }
    }

    fn one_step(&self, name: &str) -> Option<Original> {
        if name.starts_with('.') {
            return None;
        }
        for (at, _) in name.match_indices(AUDIT) {
            let (stem, rest) = name.split_at(at);
            let rest = rest.strip_prefix(AUDIT).unwrap_or(rest);
            for end in ENDS {
                let found = if rest == end {
                    self.before(stem, end)
                } else {
                    self.inside(stem, rest, end)
                };
                if let Some((stem, named_by)) = found {
                    return Some(Original {
                        stem: stem.to_owned(),
                        named_by,
                        of_journal: end != ".toml",
                    });
                }
            }
        }
        None
    }

    /// Finds a mark before both endings: `NAME (1).audit.toml`.
    fn before<'s>(&self, marked: &'s str, end: &str) -> Option<(&'s str, &'static str)> {
        let cuts = marked.char_indices().map(|(at, _)| at).rev();
        let mut found = cuts.filter(|at| *at > 0).filter_map(|at| {
            let (stem, mark) = marked.split_at(at);
            let (sure, named_by) = mark_of(mark)?;
            self.is_there(stem).then_some((stem, sure, named_by))
        });
        found
            .find(|(stem, sure, _)| *sure == Sure::Certain || self.are_kin(stem, marked, end))
            .map(|(stem, _, named_by)| (stem, named_by))
    }

    /// Finds a mark between the endings or after them: `NAME.audit (1).toml`.
    ///
    /// Or `NAME.audit.toml (1)`.
    fn inside<'s>(&self, stem: &'s str, rest: &str, end: &str) -> Option<(&'s str, &'static str)> {
        let between = rest.strip_suffix(end);
        // `NAME.audit.toml.audit.toml` is an audit of its own, with a strange name.
        let between = between.filter(|mark| !is_ours(mark) && !mark.ends_with(AUDIT));
        let named_by = match between {
            Some(mark) => mark_of(mark).map_or("a program that keeps versions", |(_, by)| by),
            None => mark_of(rest.strip_prefix(end).filter(|mark| !is_ours(mark))?)?.1,
        };
        self.is_there(stem).then_some((stem, named_by))
    }

    fn is_there(&self, stem: &str) -> bool {
        [AUDIT_END, JOURNAL_END]
            .iter()
            .any(|end| (self.has)(&format!("{stem}{end}")))
    }

    /// Returns true if two audits, the second perhaps named by a person, are versions of one.
    ///
    /// They are if their journals begin alike, or if the second has none and is about the same
    /// service.
    fn are_kin(&self, stem: &str, marked: &str, end: &str) -> bool {
        let begins = |stem: &str| {
            let path = self.folder.join(format!("{stem}{JOURNAL_END}"));
            let bytes = self.disk.read(&path, JOURNAL_BYTES).ok()?;
            let line = bytes.split(|byte| *byte == b'\n').next()?;
            Some(line.strip_suffix(b"\r").unwrap_or(line).to_vec())
        };
        if let Some(second) = begins(marked) {
            return begins(stem) == Some(second);
        }
        if end != ".toml" {
            return false;
        }
        let read = |stem: &str| {
            let path = self.folder.join(format!("{stem}{AUDIT_END}"));
            snapshot::read(self.disk, &Sides::of(&path), &Formats::OURS).ok()
        };
        match (read(stem), read(marked)) {
            (Some(one), Some(other)) => {
                let about = |review: &crate::audit::Review| {
                    (review.authority.clone(), review.service.clone())
                };
                about(&one.audit.review) == about(&other.audit.review)
            }
            // One of them cannot be read: most likely a client was still writing it.
            _ => true,
        }
    }
}

/// Returns true if this program itself appends such a mark to an audit's name.
fn is_ours(mark: &str) -> bool {
    const OURS: [&str; 4] = [".theirs-", ".torn", ".remarks-", ".journal"];
    let backup = mark.strip_prefix(".v").is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_digit()) && rest.contains("-backup")
    });
    mark.is_empty() || backup || OURS.iter().any(|ours| mark.starts_with(ours))
}

/// Returns the maker of a copy, and how sure that is, from a mark in the file's name.
///
/// `None` if it is no such mark.
fn mark_of(mark: &str) -> Option<(Sure, &'static str)> {
    if !mark.starts_with([' ', '.', '_', '-', '(', '[', '~']) {
        return None;
    }
    let small = mark.to_lowercase();
    let certain = |named_by| Some((Sure::Certain, named_by));
    let perhaps = |named_by| Some((Sure::Perhaps, named_by));
    if small.starts_with(".sync-conflict-") {
        return certain("Syncthing");
    }
    if small.starts_with(" (conflicted copy ") || small.starts_with("_conflict-") {
        return certain("Nextcloud");
    }
    if small.contains("sfconflict") {
        return certain("Seafile");
    }
    if small.starts_with("_conf(") || small.contains("[conflict]") || small == " (conflict)" {
        return certain("Google Drive");
    }
    // Dropbox writes it in the user's own language.
    let conflict = ["conflict", "konflikt", "conflit"];
    if small.starts_with(" (") && conflict.iter().any(|word| small.contains(word)) {
        return certain("Dropbox");
    }
    if conflict.iter().any(|word| small.contains(word)) {
        return certain("a sync client");
    }
    if is_numbered(&small, "(", ")") || is_numbered(&small, " (", ")") {
        return perhaps("Google Drive");
    }
    if is_numbered(&small, " ", "") {
        return perhaps("iCloud or the Finder");
    }
    let copy = small.strip_prefix(" copy").unwrap_or("no");
    if copy.is_empty() || is_numbered(copy, " ", "") {
        return perhaps("the Finder");
    }
    let windows = small.strip_prefix(" - copy").unwrap_or("no");
    let linux = ["(copy)", "(another copy)"];
    if windows.is_empty() || is_numbered(windows, " (", ")") {
        return perhaps("Windows");
    }
    if linux.iter().any(|copy| small.trim_start() == *copy)
        || is_numbered(small.trim_start(), "(copy ", ")")
    {
        return perhaps("a file manager");
    }
    // OneDrive appends the computer's name, which has capitals or digits; our own names have none.
    let computer = mark.strip_prefix('-')?;
    let is_computer = computer.len() >= 3
        && computer.chars().any(char::is_uppercase)
        && computer
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    is_computer.then_some((Sure::Perhaps, "OneDrive"))
}

fn is_numbered(mark: &str, before: &str, behind: &str) -> bool {
    mark.strip_prefix(before)
        .and_then(|rest| rest.strip_suffix(behind))
        .is_some_and(|number| {
            (1..=3).contains(&number.len()) && number.chars().all(|c| c.is_ascii_digit())
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::{Audit, Review};
    use crate::store::memory_disk::MemoryDisk;

    /// Marks as the clients make them.
    const CERTAIN: [&str; 12] = [
        ".sync-conflict-20261128-101010-ABCDEFG",
        " (Ann's conflicted copy 2026-11-28)",
        " (Ann’s conflicted copy 2026-11-28 (1))",
        " (Konflikt von Ann 2026-11-28)",
        " (Case Conflict)",
        " (conflicted copy 2026-11-28 101010)",
        "_conflict-20261128-101010",
        "_conflict-Ann-20261128-101010",
        " (SFConflict ann@example.org 2026-11-28-10-10-10)",
        "_conf(1)",
        " [Conflict]",
        "_DESKTOP_Nov-28-101010-2026_Conflict",
    ];
    const PERHAPS: [&str; 11] = [
        " (1)",
        "(12)",
        " 2",
        " copy",
        " copy 2",
        " - Copy",
        " - Copy (2)",
        " (copy)",
        "-DESKTOP-AB12CD3",
        "-LAPTOP-7-2",
        "-Anns-MacBook-Pro",
    ];

    fn audit(service: &str) -> String {
        Audit::new(Review::named("A", service)).to_toml()
    }

    fn folder(files: &[(&str, &str)]) -> MemoryDisk {
        let disk = MemoryDisk::with_folder("/a");
        for (name, text) in files {
            disk.put(Path::new("/a").join(name), *text);
        }
        disk
    }

    fn copies(disk: &MemoryDisk) -> Vec<String> {
        let sides = Sides::of(Path::new("/a/r.audit.toml"));
        of(disk, &sides)
            .iter()
            .map(|copy| {
                copy.path
                    .file_name()
                    .unwrap_or_default()
                    .to_string_lossy()
                    .into_owned()
            })
            .collect()
    }

    #[test]
    fn every_client_s_copies_are_known_at_every_place_in_the_name() {
        let text = audit("S");
        for mark in CERTAIN.iter().chain(&PERHAPS) {
            for name in [
                format!("r{mark}.audit.toml"),
                format!("r.audit{mark}.toml"),
                format!("r.audit.toml{mark}"),
            ] {
                let disk = folder(&[("r.audit.toml", &text), (&name, &text)]);
                assert_eq!(copies(&disk), std::slice::from_ref(&name));
                let sides = Sides::of(&Path::new("/a").join(&name));
                assert_eq!(
                    original(&disk, &sides),
                    Some(PathBuf::from("/a/r.audit.toml")),
                    "{name}"
                );
            }
            for name in [
                format!("r.audit{mark}.journal"),
                format!("r.audit.journal{mark}"),
            ] {
                let disk = folder(&[
                    ("r.audit.toml", &text),
                    ("r.audit.journal", "{}\n"),
                    (&name, "{}\n"),
                ]);
                assert_eq!(copies(&disk), std::slice::from_ref(&name));
            }
        }
    }

    #[test]
    fn a_name_that_a_person_chose_is_a_copy_only_if_its_content_says_so() {
        let (one, other) = (audit("Home care"), audit("Parks"));
        for mark in PERHAPS {
            let name = format!("r{mark}.audit.toml");
            let journal = format!("r{mark}.audit.journal");
            // Another service: an audit of its own.
            let disk = folder(&[("r.audit.toml", &one), (&name, &other)]);
            assert!(copies(&disk).is_empty(), "{name}");
            // The same service, with a journal that began elsewhere.
            let disk = folder(&[
                ("r.audit.toml", &one),
                ("r.audit.journal", "{\"at\":1}\n"),
                (&name, &one),
                (&journal, "{\"at\":2}\n"),
            ]);
            assert!(copies(&disk).is_empty(), "{name}");
            // Both files were synced, and began as ours did.
            let disk = folder(&[
                ("r.audit.toml", &one),
                ("r.audit.journal", "{\"at\":1}\nmine\n"),
                (&name, &one),
                (&journal, "{\"at\":1}\ntheirs\n"),
            ]);
            assert_eq!(copies(&disk), [journal.clone(), name.clone()], "{name}");
        }
    }

    #[test]
    fn what_this_program_keeps_beside_an_audit_is_no_copy_and_neither_is_a_stranger() {
        let text = audit("S");
        for name in [
            "r.audit.theirs-1.toml",
            "r.audit.v1-backup.toml",
            "r.audit.v1-backup-2.toml",
            "r.audit.remarks-1.toml",
            "r.audit.journal.torn",
            "r.audit.journal.torn-2",
            "r.audit.journal.theirs-1",
            "r.audit.journal",
            "r.audit.lock",
            ".r.audit.toml.scrutineer-new",
            "r.audit.toml.bak",
            "r.audit.toml~",
            "r-2.audit.toml",
            "r-ict.audit.toml",
            "other (1).audit.toml",
            "r.audit.x.audit.toml",
            "rr.audit.toml",
        ] {
            let disk = folder(&[("r.audit.toml", &text), (name, &text)]);
            assert!(copies(&disk).is_empty(), "{name}");
        }
    }

    #[test]
    fn a_copy_of_a_copy_belongs_to_the_first() {
        let text = audit("S");
        let disk = folder(&[
            ("r.audit.toml", &text),
            ("r (1).audit.toml", &text),
            ("r (1).audit (1).toml", &text),
        ]);
        assert_eq!(copies(&disk).len(), 2);
    }
}
