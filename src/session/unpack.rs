//! Papers taken out of an archive or an e-mail and kept as files, so that they can be cited.
//!
//! Nothing is ever overwritten, and nothing is written outside the folder that is named.

use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use crate::base::digest::hex;
use crate::documents::{FoundFile, Lies, PackedFile, PackedPapers};
use crate::store::Disk;
use crate::wording::shown;

/// The most files of one name.
const SAME: usize = 1_000;

/// The files of the papers that were found, to be read.
#[derive(Debug, Default)]
pub struct Taken {
    /// The files, in order; those that were there already, the very same, included.
    pub files: Vec<PathBuf>,
    /// A sentence for each paper that could not be taken out of its archive.
    pub failed: Vec<String>,
}

/// Takes the papers that were found out of the archives and e-mails they are packed in, each into
/// the folder named, or else one next to its archive. A file that was refused is left where it is.
pub fn take_out(disk: &dyn Disk, found: &[FoundFile], into: Option<&Path>) -> Taken {
    let mut taken = Taken::default();
    let wanted: Vec<&FoundFile> = found.iter().filter(|one| one.refused.is_none()).collect();
    for together in wanted.chunk_by(|one, other| one.pack() == other.pack()) {
        match together.first().and_then(|first| first.pack()) {
            Some(pack) => {
                let folder = into.map_or_else(|| folder_beside(pack), Path::to_owned);
                unpack(disk, pack, together, &folder, &mut taken);
            }
            None => taken
                .files
                .extend(together.iter().filter_map(|one| match &one.lies {
                    Lies::Named(path) | Lies::InFolder(path) => Some(path.clone()),
                    Lies::Packed(..) => None,
                })),
        }
    }
    taken
}

/// Takes some papers out of one archive or e-mail into a folder.
fn unpack(disk: &dyn Disk, pack: &Path, wanted: &[&FoundFile], folder: &Path, taken: &mut Taken) {
    let from = shown(pack.file_name().map_or(pack, Path::new));
    let Some(mut packed) = PackedPapers::open(pack) else {
        taken.failed.push(format!(
            "the papers in {from} could not be taken out: it is not there any more, or has changed"
        ));
        return;
    };
    if let Err(why) = disk.make_folder(folder) {
        taken.failed.push(format!(
            "the papers in {from} could not be put into {}: {why}; unpack it elsewhere and add them",
            shown(folder)
        ));
        return;
    }
    for one in wanted {
        let Lies::Packed(_, file) = &one.lies else {
            continue;
        };
        let name = shown(Path::new(&file.name));
        if !packed.files.contains(file) {
            taken.failed.push(format!(
                "{name} is not in {from} any more: the archive has changed"
            ));
            continue;
        }
        match write_out(disk, &mut packed, file, folder) {
            Ok(path) => taken.files.push(path),
            Err(why) => taken.failed.push(format!(
                "{name} could not be unpacked: {why}; unpack it elsewhere and add it"
            )),
        }
    }
}

/// Returns the folder for the papers of an archive: next to it.
pub fn folder_beside(archive: &Path) -> PathBuf {
    archive.parent().unwrap_or(Path::new("")).join("papers")
}

fn write_out(
    disk: &dyn Disk,
    packed: &mut PackedPapers,
    paper: &PackedFile,
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

fn digest_of(packed: &mut PackedPapers, paper: &PackedFile) -> io::Result<String> {
    let mut hash = Sha256::new();
    packed.unpack(paper, &mut |piece| {
        hash.update(piece);
        Ok(())
    })?;
    Ok(hex(&hash.finalize()))
}
