//! Papers taken out of an archive or an e-mail and kept as files, so that they can be cited.
//!
//! Nothing is ever overwritten, and nothing is written outside the folder that is named.

use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use crate::base::digest::hex;
use crate::documents::{PackedPaper, PackedPapers};
use crate::store::Disk;
use crate::wording::shown;

/// The most files of one name.
const SAME: usize = 1_000;

/// The papers that were taken out.
#[derive(Debug, Default)]
pub struct Unpacked {
    /// Their files, in order: those that were there already, the very same, included.
    pub files: Vec<PathBuf>,
    /// A sentence for each paper that could not be taken out.
    pub failed: Vec<String>,
}

/// Takes the papers out of an archive or an e-mail into a folder.
///
/// # Errors
/// If the folder cannot be made.
pub fn unpack(disk: &dyn Disk, packed: &mut PackedPapers, folder: &Path) -> io::Result<Unpacked> {
    let mut out = Unpacked::default();
    if packed.papers.is_empty() {
        return Ok(out);
    }
    disk.make_folder(folder)?;
    for paper in packed.papers.clone() {
        match take_out(disk, packed, &paper, folder) {
            Ok(path) => out.files.push(path),
            Err(why) => out.failed.push(format!(
                "{} could not be unpacked: {why}; unpack it elsewhere and add it",
                shown(Path::new(&paper.name))
            )),
        }
    }
    Ok(out)
}

/// Replaces each zip archive of papers by the papers in it, taken out into a folder next to it.
///
/// Returns the files, and a sentence for each that is none of them.
pub fn unpack_archives(disk: &dyn Disk, paths: Vec<PathBuf>) -> (Vec<PathBuf>, Vec<String>) {
    let mut files = Vec::new();
    let mut told = Vec::new();
    for path in paths {
        // What is no archive, or not there, is told when it is read.
        let Some(mut packed) = PackedPapers::in_zip(&path).ok().flatten() else {
            files.push(path);
            continue;
        };
        let over = std::mem::take(&mut packed.passed_over);
        told.extend(over.into_iter().map(|one| format!("Passed over: {one}")));
        match unpack(disk, &mut packed, &folder_beside(&path)) {
            Ok(done) => {
                if done.files.is_empty() {
                    let name = shown(path.file_name().map_or(path.as_path(), Path::new));
                    told.push(format!("{name} holds no paper that can be read"));
                }
                files.extend(done.files);
                told.extend(done.failed);
            }
            Err(why) => told.push(format!(
                "the papers in {} could not be taken out: {why}; unpack it elsewhere and add them",
                shown(&path)
            )),
        }
    }
    (files, told)
}

/// Returns the folder for the papers of an archive: next to it.
pub fn folder_beside(archive: &Path) -> PathBuf {
    archive.parent().unwrap_or(Path::new("")).join("papers")
}

fn take_out(
    disk: &dyn Disk,
    packed: &mut PackedPapers,
    paper: &PackedPaper,
    folder: &Path,
) -> io::Result<PathBuf> {
    let name = Path::new(&paper.name);
    let stem = name.file_stem().unwrap_or_default().to_string_lossy();
    let end = name.extension().map(|end| end.to_string_lossy());
    let mut digest = None;
    for number in 1..=SAME {
        let numbered = match (&end, number) {
            (_, 1) => paper.name.clone(),
            (Some(end), number) => format!("{stem} ({number}).{end}"),
            (None, number) => format!("{stem} ({number})"),
        };
        let path = folder.join(numbered);
        match disk.create(&path, 0o600) {
            Ok(mut file) => {
                let mut at = 0;
                let written = packed.unpack(paper, &mut |piece| {
                    file.write(at, piece)?;
                    at += piece.len() as u64;
                    Ok(())
                });
                drop(file);
                if let Err(why) = written {
                    // What is not whole is no paper.
                    let _ = disk.remove(&path);
                    return Err(why);
                }
                return Ok(path);
            }
            Err(why) if why.kind() == io::ErrorKind::AlreadyExists => {
                let ours = match &digest {
                    Some(known) => known,
                    None => digest.insert(digest_of(packed, paper)?),
                };
                if disk
                    .sha256(&path, u64::MAX)
                    .is_ok_and(|there| there == *ours)
                {
                    return Ok(path);
                }
            }
            Err(why) => return Err(why),
        }
    }
    Err(io::Error::other("there are too many files of that name"))
}

fn digest_of(packed: &mut PackedPapers, paper: &PackedPaper) -> io::Result<String> {
    let mut hash = Sha256::new();
    packed.unpack(paper, &mut |piece| {
        hash.update(piece);
        Ok(())
    })?;
    Ok(hex(&hash.finalize()))
}
