//! The one-way rule of the house: a room imports only rooms below it, and touches only what it may.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The rooms from the ground up, each with the rooms it may import.
const ROOMS: [(&str, &[&str]); 17] = [
    ("base", &[]),
    ("wording", &["base"]),
    ("checklist", &["base", "wording"]),
    ("audit", &["base", "checklist", "wording"]),
    ("deadlines", &["base", "checklist", "wording"]),
    (
        "findings",
        &["base", "checklist", "wording", "audit", "deadlines"],
    ),
    ("store", &["base", "checklist", "wording", "audit"]),
    (
        "documents",
        &["base", "checklist", "wording", "audit", "findings"],
    ),
    (
        "report",
        &[
            "base",
            "checklist",
            "wording",
            "audit",
            "findings",
            "deadlines",
        ],
    ),
    (
        "import",
        &[
            "base",
            "checklist",
            "wording",
            "audit",
            "documents",
            "report",
        ],
    ),
    (
        "session",
        &[
            "base",
            "checklist",
            "wording",
            "audit",
            "store",
            "documents",
            "report",
        ],
    ),
    (
        "desk",
        &[
            "base",
            "checklist",
            "wording",
            "audit",
            "findings",
            "deadlines",
            "documents",
            "report",
            "import",
        ],
    ),
    (
        "view",
        &[
            "base",
            "checklist",
            "wording",
            "audit",
            "findings",
            "deadlines",
            "documents",
            "report",
            "import",
            "desk",
        ],
    ),
    (
        "plain",
        &["base", "checklist", "wording", "findings", "desk", "view"],
    ),
    (
        "terminal",
        &[
            "base",
            "checklist",
            "wording",
            "audit",
            "store",
            "documents",
            "report",
            "import",
            "session",
            "desk",
            "plain",
        ],
    ),
    (
        "cli",
        &[
            "base",
            "checklist",
            "wording",
            "audit",
            "findings",
            "deadlines",
            "store",
            "documents",
            "report",
            "import",
            "session",
            "desk",
            "view",
            "plain",
            "terminal",
        ],
    ),
    ("main", &["cli", "documents", "import"]),
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

/// A source file: its room, its path below `src`, and its code without comments and tests.
struct Source {
    room: String,
    name: String,
    code: String,
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    files(&root, &mut paths);
    paths.sort();
    paths
        .into_iter()
        .map(|path| {
            let below = path.strip_prefix(&root).expect("below");
            let name = below.display().to_string().replace('\\', "/");
            let place = name.split(['/', '.']).next().unwrap_or_default().to_owned();
            let text = fs::read_to_string(&path).expect("a text");
            Source {
                room: place,
                name,
                code: without_tests(&text),
            }
        })
        .collect()
}

/// The code of a file without its comments, and without the items that only tests have: an attribute
/// `#[cfg(test)]` takes the item behind it away, and nothing more.
fn without_tests(text: &str) -> String {
    let mut code = String::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if line.trim_start().starts_with("//") {
            continue;
        }
        if line.trim() != "#[cfg(test)]" {
            code.push_str(line);
            code.push('\n');
            continue;
        }
        let indent = line.len() - line.trim_start().len();
        // The item ends with its closing bracket at the same depth, or is one line long.
        for line in lines.by_ref() {
            let depth = line.len() - line.trim_start().len();
            let ends = line.trim_end().ends_with([';', '}']) || line.trim_start().starts_with('}');
            if depth == indent && ends && !line.trim_start().starts_with("#[") {
                break;
            }
        }
    }
    code
}

#[test]
fn each_room_imports_only_what_it_may() {
    let mut wrong = Vec::new();
    let sources = sources();
    assert!(sources.len() > 250, "only {} files", sources.len());
    let rooms: Vec<&str> = ROOMS.iter().map(|(room, _)| *room).collect();
    for source in &sources {
        let Some((_, may)) = ROOMS.iter().find(|(room, _)| *room == source.room) else {
            assert_eq!(
                source.name, "lib.rs",
                "a room that the matrix does not know"
            );
            continue;
        };
        for room in rooms
            .iter()
            .filter(|room| **room != source.room && !may.contains(room))
        {
            let imports = ["crate", "scrutineer"].iter().any(|root| {
                source.code.contains(&format!("{root}::{room}::"))
                    || source.code.contains(&format!("{root}::{room};"))
            });
            if imports {
                wrong.push(format!("{} imports {room}", source.name));
            }
        }
        // `use crate::{a, b}` would slip past: every import names its room.
        if source.code.contains("use crate::{") {
            wrong.push(format!("{} hides which room it imports", source.name));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The siblings in its folder that a file imports: `use super::name…`, `use super::{name…, …}`.
fn neighbours(source: &Source, names: &[&str]) -> Vec<String> {
    let own = source.name.trim_end_matches(".rs");
    let folder = own.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut found = Vec::new();
    for import in source.code.split("use super::").skip(1) {
        let path = import.split(';').next().unwrap_or_default();
        // Only the names right behind `super::` are siblings, not those within their braces.
        let mut depth = 0;
        let mut flat = String::new();
        for c in path.chars() {
            depth -= i32::from(c == '}');
            if depth <= i32::from(path.starts_with('{')) {
                flat.push(c);
            }
            depth += i32::from(c == '{');
        }
        for name in flat.split(['{', ',', '}']) {
            let module = name.trim().split("::").next().unwrap_or_default();
            let file = format!("{folder}/{module}.rs");
            if names.contains(&file.as_str()) && file != source.name {
                found.push(file);
            }
        }
    }
    found
}

#[test]
fn no_two_files_of_a_room_import_each_other_in_a_circle() {
    let sources = sources();
    let names: Vec<&str> = sources.iter().map(|source| source.name.as_str()).collect();
    let edges: BTreeMap<&str, Vec<String>> = sources
        .iter()
        .map(|source| (source.name.as_str(), neighbours(source, &names)))
        .collect();
    assert!(
        edges.values().map(Vec::len).sum::<usize>() > 200,
        "hardly an import was seen"
    );
    let mut circles = Vec::new();
    for start in &names {
        let mut seen = BTreeSet::new();
        let mut open: Vec<&str> = edges[start].iter().map(String::as_str).collect();
        while let Some(at) = open.pop() {
            if at == *start {
                circles.push(*start);
                break;
            }
            if seen.insert(at) {
                open.extend(edges[at].iter().map(String::as_str));
            }
        }
    }
    assert!(circles.is_empty(), "{circles:#?}");
}

/// The first line of a comment is one short statement (docs/style.md): a question word begins none.
#[test]
fn no_comment_opens_with_a_question_word() {
    const WORDS: [&str; 10] = [
        "What", "Whether", "How", "Where", "Who", "Which", "Whom", "Whose", "When", "Why",
    ];
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    files(&root, &mut paths);
    let mut riddles = Vec::new();
    for path in paths {
        let text = fs::read_to_string(&path).expect("a text");
        let mut before = "";
        for (number, line) in text.lines().enumerate() {
            let line = line.trim_start();
            let comment = line
                .strip_prefix("/// ")
                .or_else(|| line.strip_prefix("//! "));
            let opens = !before.starts_with("///") && !before.starts_with("//!");
            let word = comment.and_then(|comment| comment.split([' ', ',', '.']).next());
            if opens && word.is_some_and(|word| WORDS.contains(&word)) {
                riddles.push(format!("{}:{}: {line}", path.display(), number + 1));
            }
            before = line;
        }
    }
    assert!(riddles.is_empty(), "{riddles:#?}");
}

/// A name that two rooms have says nothing in a message or a search (docs/style.md). Commands are named
/// as they are typed, and their room makes that plain.
#[test]
fn no_public_type_of_two_rooms_has_the_same_name() {
    const KEYWORDS: [&str; 4] = ["struct", "enum", "trait", "type"];
    let mut rooms: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for source in sources().into_iter().filter(|one| one.room != "cli") {
        for line in source.code.lines() {
            let mut words = line.split_whitespace();
            let declares = words.next() == Some("pub")
                && words.next().is_some_and(|word| KEYWORDS.contains(&word));
            let is_of_name = |c: char| c.is_alphanumeric() || c == '_';
            let name = words.next().filter(|_| declares);
            if let Some(name) = name.and_then(|name| name.split(|c| !is_of_name(c)).next()) {
                let known = rooms.entry(name.to_owned()).or_default();
                known.insert(source.room.clone());
            }
        }
    }
    assert!(rooms.len() > 300, "the declarations are found");
    let twice: Vec<_> = rooms.iter().filter(|(_, rooms)| rooms.len() > 1).collect();
    assert!(twice.is_empty(), "{twice:#?}");
}

#[test]
fn each_room_touches_only_what_it_may() {
    let pure = [
        "base",
        "wording",
        "checklist",
        "audit",
        "findings",
        "deadlines",
        "report",
        "desk",
        "view",
        "plain",
    ];
    let headless = [
        "base",
        "wording",
        "checklist",
        "audit",
        "findings",
        "deadlines",
        "store",
        "documents",
        "report",
        "import",
        "session",
        "desk",
        "plain",
    ];
    let mut wrong = Vec::new();
    for Source { room, name, code } in sources() {
        let (room, text) = (room.as_str(), code);
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

#[test]
fn the_functions_that_are_laid_together_are_of_rooms_that_are_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let list = fs::read_to_string(root.join("start.order")).expect("the list");
    let mut told = 0;
    for line in list.lines() {
        // A name of a function in a file of ours: `scrutineer::checklist::load`, `scrutineer::main`.
        let Some(path) = line.strip_prefix("scrutineer::") else {
            continue;
        };
        let mut parts = path.split("::").filter(|part| !part.is_empty());
        if let Some(room) = parts.next() {
            told += 1;
            let is_there = root.join(room).with_extension("rs").exists();
            assert!(is_there, "{line}: .ci/order writes the list again");
        }
    }
    assert!(told >= 50, "{told}");
}
