//! The way from an audit to its papers: how a register writes a path, and where the file is.

use std::path::{Path, PathBuf};

use crate::base::place::{self, PORTABLE, usual};

/// Returns a path as a register in `folder` has it, `None` if it is not Unicode.
///
/// It is relative if the file is below that folder, or moves together with it.
pub fn path_from(folder: &Path, path: &Path) -> Option<String> {
    let folder = absolute(folder);
    let together = moves_as_one(&folder);
    place::written(&folder, &absolute(path), together.as_deref())
}

/// Returns the file of a path that a register in `folder` has; it need not exist.
pub fn paper_at(folder: &Path, written: &str) -> PathBuf {
    let places = place::places(folder, written);
    let there = places.iter().find(|path| path.exists());
    there.or(places.first()).cloned().unwrap_or_default()
}

/// Returns the folder of an audit file, from which the relative paths of its register start.
///
/// If the path is a link, the folder of its target.
pub fn folder_of(path: &Path) -> PathBuf {
    let real = if path.is_symlink() {
        path.canonicalize().map(usual)
    } else {
        std::path::absolute(path)
    };
    let real = real.unwrap_or_else(|_| path.to_owned());
    real.parent().map(Path::to_owned).unwrap_or_default()
}

fn absolute(path: &Path) -> PathBuf {
    usual(std::path::absolute(path).unwrap_or_else(|_| path.to_owned()))
}

/// Returns the folder that moves as one with an audit in `folder`, if there is one.
///
/// It is the folder of a portable program. On a disk that does not hold the user's own folder (a
/// stick), it is the whole disk: papers lie next to the program there.
fn moves_as_one(folder: &Path) -> Option<PathBuf> {
    let is_portable = |above: &&Path| PORTABLE.iter().any(|mark| above.join(mark).is_file());
    let program = folder.ancestors().find(is_portable)?;
    Some(disk_of(program).unwrap_or(program).to_owned())
}

/// Returns the top folder of the disk that a folder is on, unless the user's own folder is on it
/// too, or that cannot be told.
#[cfg(unix)]
fn disk_of(folder: &Path) -> Option<&Path> {
    use std::os::unix::fs::MetadataExt as _;
    let number = |path: &Path| Some(path.metadata().ok()?.dev());
    let own = number(folder)?;
    let home = std::env::home_dir()?;
    if number(&home)? == own || number(Path::new("/"))? == own {
        return None;
    }
    folder
        .ancestors()
        .take_while(|above| number(above) == Some(own))
        .last()
}

#[cfg(not(unix))]
fn disk_of(folder: &Path) -> Option<&Path> {
    let home = std::env::home_dir()?;
    let top = folder.ancestors().last()?;
    let is_same = home.ancestors().last().is_some_and(|of_home| {
        let of_home = of_home.as_os_str();
        of_home.eq_ignore_ascii_case(top.as_os_str())
    });
    (!is_same).then_some(top)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn papers_next_to_a_portable_program_are_written_relative_and_found_after_a_move() {
        let stick = tempfile::tempdir().expect("a folder");
        let before = stick.path().join("before");
        let audits = before.join("Scrutineer files/audits");
        std::fs::create_dir_all(&audits).expect("folders");
        std::fs::create_dir_all(before.join("papers")).expect("folders");
        let paper = before.join("papers/report.pdf");
        std::fs::File::create(&paper).expect("a paper");
        let whole = path_from(&audits, &paper).expect("Unicode");
        assert!(Path::new(&whole).is_absolute(), "not portable yet: {whole}");
        std::fs::File::create(before.join("portable.txt")).expect("the mark");
        let relative = path_from(&audits, &paper).expect("Unicode");
        assert_eq!(relative, "../../papers/report.pdf");
        let after = stick.path().join("after");
        std::fs::rename(&before, &after).expect("moved");
        let found = paper_at(&after.join("Scrutineer files/audits"), &relative);
        assert_eq!(found, after.join("papers/report.pdf"));
        assert!(found.is_file());
    }
}
