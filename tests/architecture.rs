//! The one-way rule of the house: a room imports only rooms below it, and touches only what it may.

use std::fs;
use std::path::{Path, PathBuf};

/// The rooms from the ground up.
const ROOMS: [&str; 12] = [
    "base",
    "checklist",
    "audit",
    "findings",
    "store",
    "documents",
    "report",
    "import",
    "desk",
    "view",
    "terminal",
    "cli",
];

fn files(dir: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).expect("the sources are there") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files(&path, out);
        } else if path.extension().is_some_and(|ext| ext == "rs") {
            out.push(path);
        }
    }
}

fn sources() -> Vec<(String, String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    files(&root, &mut paths);
    paths
        .into_iter()
        .map(|path| {
            let below = path
                .strip_prefix(&root)
                .expect("below")
                .display()
                .to_string();
            let place = below
                .split(['/', '\\', '.'])
                .next()
                .unwrap_or_default()
                .to_owned();
            let text = fs::read_to_string(&path).expect("a text");
            // Tests at the end of a file may use what they like.
            let text = text
                .split("#[cfg(test)]")
                .next()
                .unwrap_or_default()
                .to_owned();
            let code: Vec<&str> = text
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"))
                .collect();
            (place, below, code.join("\n"))
        })
        .collect()
}

#[test]
fn no_room_imports_a_higher_one() {
    let mut wrong = Vec::new();
    let mut seen = 0;
    for (room, name, text) in sources() {
        let Some(height) = ROOMS.iter().position(|one| *one == room) else {
            continue;
        };
        seen += 1;
        for higher in ROOMS.iter().skip(height + 1) {
            for form in [
                format!("crate::{higher}::"),
                format!("crate::{higher};"),
                format!("scrutineer::{higher}::"),
            ] {
                if text.contains(&form) {
                    wrong.push(format!("{name} imports {higher}"));
                }
            }
        }
        // `use crate::{a, b}` would slip past: every import names its room.
        if text.contains("use crate::{") {
            wrong.push(format!(
                "{name} has a `use crate::{{…}}` that hides which room it imports"
            ));
        }
    }
    assert!(seen > 50, "only {seen} files were looked at");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn each_room_touches_only_what_it_may() {
    let pure = ["checklist", "audit", "findings", "report", "desk", "view"];
    let headless = [
        "checklist",
        "audit",
        "findings",
        "store",
        "documents",
        "report",
        "import",
        "desk",
    ];
    let mut wrong = Vec::new();
    for (place, name, text) in sources() {
        let room = place.as_str();
        let mut ban = |what: &str| {
            if text.contains(what) {
                wrong.push(format!("{name} says {what}"));
            }
        };
        if pure.contains(&room) {
            [
                "std::fs",
                "std::net",
                "std::env::",
                "std::process",
                "Utc::now",
                "Local::now",
                "SystemTime",
                "std::thread",
            ]
            .into_iter()
            .for_each(&mut ban);
        }
        if headless.contains(&room) {
            ["ratatui", "crossterm"].into_iter().for_each(&mut ban);
        }
        if room == "view" && name != "view/theme.rs" {
            ["Color::", "crossterm"].into_iter().for_each(&mut ban);
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn files_are_of_a_size_one_can_read() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    files(&root, &mut paths);
    let mut long = Vec::new();
    for path in paths {
        let lines = fs::read_to_string(&path).expect("a text").lines().count();
        if lines > 700 {
            long.push(format!("{lines} {}", path.display()));
        }
    }
    assert!(long.is_empty(), "{long:#?}");
}
