//! Writing output files: a file whose name the user chose, whole or not at all.
//!
//! Whoever types `--force` means yesterday's report, not the audit it was made from. So the files
//! that this program keeps for the user (audits, journals, locks, settings, councils' rules,
//! checklists of their own) are never overwritten from here, by whatever name or link they are
//! reached. Nor is a paper that an audit has registered: it may be the only copy of the evidence.

use std::path::{Path, PathBuf};

use crate::base::place;

use super::disk::{Disk, FileKind};
use super::error::StoreError;
use super::journal;
use super::migrate::Formats;
use super::open::peek;
use super::places::{AUDIT_END, JOURNAL_END, LOCK_END, Places, Sides, folder_of};
use super::snapshot::{self, Fill, stat_file, write_new_with};

/// Kind of output file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Handed {
    /// A report: it never has the name of an audit.
    Paper,
    /// A copy of an example or a profile to fill in: it may begin an audit, but replaces none.
    Copy,
}

/// Writes an output file with the bytes that `fill` gives. If that fails, no new file is left.
///
/// `near` is the folder of the audit that it is made from. The papers registered by the audits there,
/// beside the file and in the library are never written over.
///
/// # Errors
/// [`StoreError::Exists`] if something is there and `overwrite` was not asked for;
/// [`StoreError::Kept`] if it is one of this program's own files, asked for or not; whatever `fill`
/// and the disk report.
pub fn hand_over(
    disk: &dyn Disk,
    places: &Places,
    path: &Path,
    handed: Handed,
    near: Option<&Path>,
    fill: &mut Fill<'_>,
    overwrite: bool,
) -> Result<(), StoreError> {
    if let Some(what) = kept(disk, places, path, handed, near)? {
        return Err(StoreError::Kept {
            path: path.into(),
            what,
        });
    }
    write_new_with(disk, path, fill, overwrite)
}

/// Returns a description if the path is, or would become, one of this program's own files.
fn kept(
    disk: &dyn Disk,
    places: &Places,
    path: &Path,
    handed: Handed,
    near: Option<&Path>,
) -> Result<Option<&'static str>, StoreError> {
    match stat_file(disk, path) {
        Ok(_) => {}
        Err(StoreError::NoFile { .. }) => {
            if disk
                .stat_own(path)
                .is_ok_and(|there| there.kind == FileKind::Link)
            {
                return Err(StoreError::NotAFile {
                    path: path.into(),
                    what: "a link that leads nowhere",
                });
            }
            let begins = handed == Handed::Copy && disk.stat_own(&Sides::of(path).journal).is_err();
            return Ok(by_name(path).filter(|what| !(begins && *what == AN_AUDIT)));
        }
        Err(error) => return Err(error),
    }
    let real = disk.real(path).map_err(StoreError::io("find", path))?;
    let is_below = |folder: &Path| {
        disk.real(folder)
            .is_ok_and(|folder| folder_of(&real) == folder)
    };
    let found = by_name(path).or_else(|| by_name(&real));
    Ok(found
        .or_else(|| {
            if is_below(&places.councils()) {
                Some("a council’s rules")
            } else if disk.real(&places.settings()).is_ok_and(|own| own == real) {
                Some("your settings")
            } else if is_below(&places.checklists) {
                Some("a checklist of your own")
            } else {
                by_content(disk, &real)
            }
        })
        .or_else(|| is_registered(disk, places, &real, near).then_some(A_PAPER)))
}

/// The most names of a folder that are looked through for audits.
const NAMES: usize = 10_000;

/// Returns true if a file is one of the papers that an audit has registered.
fn is_registered(disk: &dyn Disk, places: &Places, real: &Path, near: Option<&Path>) -> bool {
    let beside = folder_of(real);
    let mut folders = vec![beside.to_owned(), places.audits.clone(), places.archive()];
    folders.extend(beside.parent().map(Path::to_owned));
    folders.extend(near.map(Path::to_owned));
    let mut folders: Vec<PathBuf> = folders
        .iter()
        .filter_map(|folder| disk.real(folder).ok())
        .collect();
    folders.sort();
    folders.dedup();
    folders.iter().any(|folder| {
        let names = disk.names(folder, NAMES).unwrap_or_default();
        names
            .iter()
            .filter(|name| name.extension().is_some_and(|end| end == "toml"))
            .filter_map(|name| peek(disk, &folder.join(name)).ok())
            .any(|read| {
                let written = read
                    .audit
                    .documents
                    .iter()
                    .filter_map(|one| one.path.as_ref());
                written
                    .flat_map(|path| place::places(folder, path))
                    .any(|path| disk.real(&path).is_ok_and(|there| there == real))
            })
    })
}

const AN_AUDIT: &str = "an audit";
const A_PAPER: &str = "a paper registered in an audit";

fn by_name(path: &Path) -> Option<&'static str> {
    let name = path.file_name()?.to_string_lossy().to_lowercase();
    if name.ends_with(AUDIT_END) {
        Some(AN_AUDIT)
    } else if name.ends_with(JOURNAL_END) || name.contains(&format!("{JOURNAL_END}.")) {
        Some("the journal of an audit")
    } else if name.ends_with(LOCK_END) {
        Some("the lock of an audit")
    } else if name.contains(".audit.") {
        Some("kept next to an audit")
    } else {
        None
    }
}

/// Recognises an audit or a journal by its contents, since either may have any name.
fn by_content(disk: &dyn Disk, path: &Path) -> Option<&'static str> {
    let sides = Sides::of(path);
    if disk.stat_own(&sides.journal).is_ok() || snapshot::read(disk, &sides, &Formats::OURS).is_ok()
    {
        return Some(AN_AUDIT);
    }
    let bytes = disk.read(path, super::bounds::JOURNAL_BYTES).ok()?;
    journal::begins_like_one(&bytes).then_some("the journal of an audit")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::{Audit, Review};
    use crate::store::memory_disk::MemoryDisk;
    use crate::store::snapshot::whole;

    fn try_over(disk: &MemoryDisk, path: &str, handed: Handed) -> Result<(), StoreError> {
        let places = Places::below(Path::new("/h"));
        hand_over(
            disk,
            &places,
            Path::new(path),
            handed,
            None,
            &mut whole(b"paper"),
            true,
        )
    }

    #[test]
    fn nothing_that_is_kept_for_the_user_is_written_over() {
        let audit = Audit::new(Review::named("A", "B")).to_toml();
        for (path, text) in [
            ("/h/audits/r.audit.toml", "anything"),
            ("/h/audits/R.AUDIT.TOML", "anything"),
            ("/h/audits/r.audit.journal", "anything"),
            ("/h/audits/r.audit.journal.torn", "anything"),
            ("/h/audits/r.audit.lock", "anything"),
            ("/h/audits/r.audit.theirs-1.toml", "anything"),
            ("/h/audits/r.audit.v1-backup.toml", "anything"),
            ("/h/audits/mine.toml", audit.as_str()),
            ("/h/audits/mine.md", audit.as_str()),
            (
                "/h/audits/copy.jsonl",
                "{\"format\":1,\"program\":\"0.1.0\",\"at\":\"2026-11-28T00:00:00Z\",\"by\":\"\",\"base\":{}}\n",
            ),
            ("/h/config/settings.toml", ""),
            ("/h/config/councils/anytown.toml", ""),
            ("/h/checklists/branch.toml", ""),
        ] {
            let disk = MemoryDisk::with_folder("/h/audits");
            for folder in ["/h/config", "/h/config/councils", "/h/checklists"] {
                disk.put_folder(folder);
            }
            disk.put(path, text);
            for handed in [Handed::Paper, Handed::Copy] {
                let refused = try_over(&disk, path, handed);
                assert!(
                    matches!(refused, Err(StoreError::Kept { .. })),
                    "{path}: {refused:?}"
                );
                assert_eq!(disk.bytes(path).as_deref(), Some(text.as_bytes()), "{path}");
            }
        }
    }

    #[test]
    fn a_paper_never_gets_the_name_of_an_audit_and_a_copy_only_where_none_was() {
        let disk = MemoryDisk::with_folder("/h");
        for end in ["toml", "journal", "lock"] {
            let path = format!("/h/new.audit.{end}");
            assert!(try_over(&disk, &path, Handed::Paper).is_err(), "{path}");
        }
        assert!(try_over(&disk, "/h/new.audit.toml", Handed::Copy).is_ok());
        disk.put("/h/gone.audit.journal", "anything");
        assert!(try_over(&disk, "/h/gone.audit.toml", Handed::Copy).is_err());
        disk.put("/h/paper.md", "yesterday");
        assert!(try_over(&disk, "/h/paper.md", Handed::Paper).is_ok());
        assert_eq!(disk.bytes("/h/paper.md").as_deref(), Some(&b"paper"[..]));
    }
}
