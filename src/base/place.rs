//! Paths as a file keeps them, so that they hold on another system and on another drive letter.
//!
//! Only the text of a path is looked at here; nothing opens a file.

use std::path::{Component, Path, PathBuf};

/// Names of the file that makes a program keep everything in a folder next to it.
///
/// The second is what becomes of the first in an Explorer that hides the ends of names. Whatever lies
/// below the folder with this file moves as one: a stick that gets another drive letter, a folder that
/// is copied.
pub const PORTABLE: [&str; 2] = ["portable.txt", "portable.txt.txt"];

/// The folder that audits are put away in, below the library.
pub const ARCHIVE: &str = "archive";

/// Returns a path without the `\\?\` that Windows puts before a path it has resolved, if it means
/// the same without it.
///
/// People do not know such a path, many programs do not take it, and `..` and `/` have no meaning
/// in it. A path that needs it keeps it: a long one, or one with a name that is a device's or ends
/// with a full stop or a space.
pub fn usual(path: PathBuf) -> PathBuf {
    /// The longest path of a folder that every program of Windows takes.
    const LONGEST: usize = 247;
    let Some(text) = path.to_str() else {
        return path;
    };
    let Some(rest) = text.strip_prefix("\\\\?\\") else {
        return path;
    };
    let starts_with_drive = |rest: &str| {
        let mut chars = rest.chars();
        let letter = chars.next().is_some_and(|c| c.is_ascii_alphabetic());
        letter && chars.next() == Some(':') && chars.next() == Some('\\')
    };
    let plain = match rest.strip_prefix("UNC\\") {
        Some(share) => format!("\\\\{share}"),
        None if starts_with_drive(rest) => rest.to_owned(),
        None => return path,
    };
    let needs_it = |name: &str| {
        name.ends_with(['.', ' ']) || name.contains('/') || is_device(&name.to_lowercase())
    };
    if plain.encode_utf16().count() > LONGEST || plain.split('\\').any(needs_it) {
        return path;
    }
    PathBuf::from(plain)
}

/// Returns true for a name in small letters that Windows keeps for a device, with or without an
/// ending.
///
/// Raised digits count too, and spaces before the ending do not.
pub fn is_device(name: &str) -> bool {
    let name = name.split('.').next().unwrap_or_default().trim_end();
    let port = name
        .strip_prefix("com")
        .or_else(|| name.strip_prefix("lpt"));
    let is_number = |rest: &str| {
        let mut rest = rest.chars();
        rest.next().is_some_and(char::is_numeric) && rest.next().is_none()
    };
    matches!(name, "con" | "prn" | "aux" | "nul" | "conin$" | "conout$")
        || port.is_some_and(is_number)
}

/// Returns true if a file may have this name on every system, and on a stick.
pub fn is_common_name(name: &str) -> bool {
    let barred = |c: char| c.is_control() || "<>:\"/\\|?*".contains(c);
    !name.is_empty()
        && !name.contains(barred)
        && !name.ends_with(['.', ' '])
        && !is_device(&name.to_lowercase())
}

/// Removes `.` from a path, and each `..` with the component before it.
pub fn tidy(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                let has_name = matches!(out.components().next_back(), Some(Component::Normal(_)));
                if has_name {
                    out.pop();
                } else if !out.has_root() {
                    out.push(part);
                }
            }
            part => out.push(part),
        }
    }
    out
}

/// Returns the places where a file may be whose path is written in an audit in `folder`, the
/// likeliest first.
///
/// A relative path starts from that folder. When an audit is put away into the archive, one folder
/// down, its papers stay where they are: so a second place starts from the folder above.
pub fn places(folder: &Path, written: &str) -> Vec<PathBuf> {
    let mut places = vec![tidy(&folder.join(written))];
    let is_archived = folder.file_name().is_some_and(|name| name == ARCHIVE);
    if let Some(above) = folder.parent().filter(|_| is_archived)
        && !Path::new(written).has_root()
    {
        places.push(tidy(&above.join(written)));
    }
    places
}

/// Returns a path as it is written in an audit in `folder`, `None` if it is not Unicode.
///
/// It is relative if the file is below that folder, or if both are below `together`, the folder
/// that moves as one. A relative path has `/` between its names, on every system. Both paths must be
/// absolute.
pub fn written(folder: &Path, path: &Path, together: Option<&Path>) -> Option<String> {
    let (folder, path) = (tidy(folder), tidy(path));
    let parts = |path: &Path| -> Vec<String> {
        path.components()
            .map(|part| part.as_os_str().to_string_lossy().into_owned())
            .collect()
    };
    let (from, to) = (parts(&folder), parts(&path));
    let shared = from
        .iter()
        .zip(&to)
        .take_while(|(one, other)| same(one, other));
    let shared = shared.count();
    let enough = together.map_or(from.len(), |together| {
        parts(&tidy(together)).len().min(from.len())
    });
    path.to_str().map(|whole| {
        // Without one part in common there is no way from one to the other.
        if shared == 0 || shared < enough || shared == to.len() {
            return whole.to_owned();
        }
        let up = std::iter::repeat_n("..", from.len() - shared);
        let down = to.iter().skip(shared).map(String::as_str);
        up.chain(down).collect::<Vec<_>>().join("/")
    })
}

/// Returns true if two names are one to the system: Windows takes no notice of capitals.
fn same(one: &str, other: &str) -> bool {
    one == other || (cfg!(windows) && one.to_lowercase() == other.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_of_windows_is_shown_as_people_know_it_unless_it_would_mean_another() {
        for (given, plain) in [
            (r"\\?\E:\audits\x.audit.toml", r"E:\audits\x.audit.toml"),
            (r"\\?\UNC\server\share\x", r"\\server\share\x"),
            (r"\\?\E:\con\x", r"\\?\E:\con\x"),
            (r"\\?\E:\a\nul.audit.toml", r"\\?\E:\a\nul.audit.toml"),
            (r"\\?\E:\a.\x", r"\\?\E:\a.\x"),
            (r"\\?\Volume{1}\x", r"\\?\Volume{1}\x"),
            (r"E:\x", r"E:\x"),
            ("/home/x", "/home/x"),
        ] {
            assert_eq!(usual(given.into()), Path::new(plain), "{given}");
        }
        let long = PathBuf::from(format!(r"\\?\E:\{}", "long ".repeat(60) + "x"));
        assert_eq!(usual(long.clone()), long);
    }

    #[test]
    fn a_name_is_common_if_windows_and_a_stick_take_it() {
        for good in [
            "anytown", "Café 2", "a.b", "console", "com", "com10", "null",
        ] {
            assert!(is_common_name(good), "{good}");
        }
        for bad in [
            "",
            "CON",
            "con.audit",
            "lpt1",
            "com²",
            "nul .x",
            "a:b",
            "a?",
            "a*",
            "a|b",
            "a/b",
            "a\\b",
            "\"a\"",
            "<a>",
            "a.",
            "a ",
            "a\tb",
        ] {
            assert!(!is_common_name(bad), "{bad}");
        }
    }

    #[test]
    fn a_path_below_the_audit_is_relative_and_one_elsewhere_is_whole() {
        let folder = Path::new("/stick/scrutineer/files/audits");
        let path = Path::new("/stick/scrutineer/files/audits/papers/report.pdf");
        assert_eq!(
            written(folder, path, None).as_deref(),
            Some("papers/report.pdf")
        );
        let path = Path::new("/stick/papers/report.pdf");
        let whole = written(folder, path, None).expect("Unicode");
        assert_eq!(Path::new(&whole), path);
        // The folder itself is no file in it.
        assert_eq!(
            written(folder, folder, None).map(PathBuf::from).as_deref(),
            Some(folder)
        );
    }

    #[test]
    fn what_moves_together_is_written_by_the_way_from_one_to_the_other() {
        let stick = Path::new("/stick");
        let folder = Path::new("/stick/scrutineer/files/audits");
        let path = Path::new("/stick/papers/./report.pdf");
        let text = written(folder, path, Some(stick)).expect("Unicode");
        assert_eq!(text, "../../../papers/report.pdf");
        assert_eq!(
            places(Path::new("/media/other/scrutineer/files/audits"), &text),
            [Path::new("/media/other/papers/report.pdf")]
        );
        // What is on another disk does not move with it.
        let other = written(folder, Path::new("/home/me/report.pdf"), Some(stick));
        assert_eq!(
            other.map(PathBuf::from).as_deref(),
            Some(Path::new("/home/me/report.pdf"))
        );
    }

    #[cfg(windows)]
    #[test]
    fn another_letter_and_a_network_drive_are_other_disks() {
        let folder = Path::new(r"E:\Scrutineer\files\audits");
        let together = Some(Path::new(r"E:\"));
        for (paper, text) in [
            (r"e:\Papers\a.pdf", "../../../Papers/a.pdf"),
            (r"D:\Papers\a.pdf", r"D:\Papers\a.pdf"),
            (r"\\server\share\a.pdf", r"\\server\share\a.pdf"),
        ] {
            let text_of = written(folder, Path::new(paper), together);
            assert_eq!(text_of.as_deref(), Some(text));
        }
        let found = |text| places(Path::new(r"F:\Scrutineer\files\audits"), text);
        assert_eq!(
            found("../../../Papers/a.pdf"),
            [Path::new(r"F:\Papers\a.pdf")]
        );
        assert_eq!(
            found(r"\\server\share\a.pdf"),
            [Path::new(r"\\server\share\a.pdf")]
        );
        // All on one share: its name is one, in capitals or not.
        let folder = Path::new(r"\\server\share\files\audits");
        let paper = Path::new(r"\\SERVER\Share\Papers\a.pdf");
        let text = written(folder, paper, Some(Path::new(r"\\server\share\")));
        assert_eq!(text.as_deref(), Some("../../Papers/a.pdf"));
    }

    #[test]
    fn an_archived_audit_finds_its_papers_from_the_folder_above() {
        assert_eq!(
            places(Path::new("/x/audits/archive"), "papers/report.pdf"),
            [
                Path::new("/x/audits/archive/papers/report.pdf"),
                Path::new("/x/audits/papers/report.pdf")
            ]
        );
        assert_eq!(places(Path::new("/x/archive"), "/y/report.pdf").len(), 1);
    }

    #[test]
    fn a_path_is_tidied_without_leaving_its_root() {
        for (given, tidied) in [
            ("/a/./b/../c", "/a/c"),
            ("/../a", "/a"),
            ("../a/..", ".."),
            ("a/../../b", "../b"),
        ] {
            assert_eq!(tidy(Path::new(given)), Path::new(tidied), "{given}");
        }
    }
}
