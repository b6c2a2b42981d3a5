//! The registry of actions is the one source of keys: the help, the manual and the README agree with
//! it, in every place where a key works.
use scrutineer::desk::action::{ACTIONS, Spec, named, spec};
use std::path::{Path, PathBuf};

use scrutineer::desk::{Code, Key, KeyPlace, Screen};

use crate::testkit::cli_home::Home;
use crate::testkit::script::Script;

/// Returns the actions that have a key in a place.
fn with_keys(place: KeyPlace) -> impl Iterator<Item = &'static Spec> {
    ACTIONS
        .iter()
        .filter(move |spec| spec.place.meets(place) && spec.keys_in(place).next().is_some())
}

/// Returns a desk on the screen of a place.
fn on(place: KeyPlace) -> Script {
    if place == KeyPlace::LIBRARY {
        return Script::new();
    }
    let mut script = Script::on_new_audit();
    if place == KeyPlace::PAGE_VIEW {
        script.paper("/papers/report.txt", "One paragraph.");
        script
            .keys("Tab Tab Tab a")
            .typed("report")
            .keys("Enter Enter");
    }
    for _ in Screen::TABS {
        if script.desk.screen_place() == place {
            return script;
        }
        script.keys("Tab");
    }
    panic!("no screen is {place:?}");
}

#[test]
fn every_key_is_found_in_the_help_in_each_of_its_places() {
    let mut elsewhere = Script::new();
    for &(place, title) in KeyPlace::ALL {
        let mut here = place.meets(KeyPlace::SCREEN).then(|| on(place));
        let script = here.as_mut().unwrap_or(&mut elsewhere);
        for spec in with_keys(place) {
            let key = spec.keys_in(place).next().expect("a key").to_string();
            let help = script.help(spec.help);
            assert!(
                help.lines()
                    .any(|line| line.contains(&key) && line.contains(spec.help)),
                "{title}: {key} {} is not in the help:\n{help}",
                spec.name
            );
        }
    }
}

#[test]
fn every_key_is_in_the_manual_in_each_of_its_places() {
    let (manual, code) = Home::new().stdout(&["man"]);
    assert_eq!(code, 0);
    let manual = manual.replace("\\-", "-").replace("\\*(Aq", "'");
    for &(place, title) in KeyPlace::ALL {
        let section = manual
            .split(".SS ")
            .find(|section| section.trim_start_matches('"').starts_with(title));
        let section = section.unwrap_or_else(|| panic!("{title} is not in the manual"));
        for spec in with_keys(place) {
            assert!(
                section.lines().any(|line| line == spec.help),
                "{title}: {} is not in the manual:\n{section}",
                spec.name
            );
        }
    }
}

/// Returns the keys written in a Markdown text, each with the words that follow it.
fn keys_in(markdown: &str) -> Vec<(String, String)> {
    let mut spans = markdown.split('`').skip(1);
    let mut keys = Vec::new();
    while let (Some(span), Some(after)) = (spans.next(), spans.next()) {
        if Key::parse(span).is_some() {
            keys.push((span.to_owned(), after.chars().take(30).collect()));
        }
    }
    keys
}

#[test]
fn every_key_the_readme_names_is_the_key_of_the_action_meant() {
    let readme = include_str!("../README.md");
    // In the order of the README: a key that is added there is added here, with what it does.
    let meant = [
        "open",
        "copy",
        "search",
        "not-met",
        "next-field",
        "keep-proof",
        "next-screen",
        "write",
        "write-all-the-same",
        "open-written",
        "quit",
        "new-audit",
        "new-audit",
        "next-field",
        "keep-proof",
        "met",
        "partly",
        "note",
        "not-met",
        "no-evidence",
        "withheld",
        "request",
        "not-applicable",
        "evidence",
        "note",
        "contested",
        "undo",
        "walk-by",
        "mark-questions",
        "mark-all",
        "together",
        "filter",
        "why",
        "help",
        "add-paper",
        "join-file",
        "settle",
        "quote-passage",
        "next-passage",
        "read-passage",
        "record-silence",
        "sweep",
        "find-in-documents",
        "note-document",
        "read-first",
        "mark-paragraph",
        "drop",
        "glossary",
        "next-screen",
        "add-event",
        "scale",
        "sort",
        "report-kind",
        "report-format",
        "with-answers",
        "council-rules",
        "notice",
        "ask",
        "import",
        "changes",
        "forward",
        "places",
        "survey",
        "bundle",
        "merge-copy",
    ];
    let keys = keys_in(readme);
    for ((key, after), name) in keys.iter().zip(meant) {
        let action = named(name).expect(name);
        let first = spec(action).keys.first().expect(name);
        assert_eq!(key, first, "`{key}`{after}… is not the key of {name}");
    }
    assert_eq!(keys.len(), meant.len(), "{keys:?}");
}

#[test]
fn the_table_of_the_readme_has_each_answer_with_its_key() {
    let readme = include_str!("../README.md");
    let answers: Vec<&Spec> = ACTIONS
        .iter()
        .filter(|spec| spec.help.starts_with("Answer: "))
        .filter(|spec| spec.keys.iter().any(|key| key.parse::<u8>().is_ok()))
        .collect();
    let rows: Vec<[&str; 2]> = readme
        .lines()
        .filter_map(|line| {
            let mut cells = line.trim().strip_prefix("| `")?.split(" | ");
            Some([cells.next()?.trim_end_matches('`'), cells.next()?])
        })
        .collect();
    assert_eq!(rows.len(), answers.len(), "{rows:?}");
    for ([key, says], spec) in rows.into_iter().zip(answers) {
        assert_eq!(Some(&key), spec.keys.first(), "{says}");
        let short = spec.short.replace("n/a", "not applicable");
        assert!(
            says == short || says.strip_suffix(" met") == Some(&short),
            "{key}: {says}, but the footer says {short}"
        );
    }
}

/// Returns the string literals of a Rust source, tests and comments aside.
fn literals(source: &str) -> Vec<String> {
    let code = source.split("#[cfg(test)]").next().unwrap_or_default();
    let code: String = code
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .map(|line| line.replace("'\"'", "") + "\n")
        .collect();
    let parts: Vec<&str> = code.split('"').collect();
    parts
        .chunks(2)
        .filter_map(|pair| pair.get(1))
        .map(|literal| literal.replace("\\\n", " "))
        .collect()
}

/// Returns the first key that a sentence names by itself, instead of by its action.
fn named_by_hand(sentence: &str) -> Option<&str> {
    let words: Vec<&str> = sentence.split_whitespace().collect();
    if words.len() < 2 {
        return None;
    }
    let found = words.iter().enumerate().find(|(at, word)| {
        let bare = word.trim_matches(|c| "(),;:“”".contains(c));
        let next = words.get(at + 1).copied().unwrap_or_default();
        match Key::parse(bare) {
            Some(Key {
                code: Code::Char(c),
                ctrl: false,
                ..
            }) => c.is_ascii_alphabetic() && (!"aAI".contains(c) || next == "adds"),
            Some(key) => !matches!(
                key.code,
                Code::Up | Code::Down | Code::Left | Code::Right | Code::Home | Code::End
            ),
            None => {
                ["Ctrl-", "PgUp", "PgDn"]
                    .iter()
                    .any(|start| bare.starts_with(start))
                    || (*at > 0 && **word == ".")
            }
        }
    });
    found.map(|(_, word)| *word)
}

/// Returns the Rust sources below a folder.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
    found
}

#[test]
fn no_sentence_of_the_desk_names_a_key_by_hand() {
    for said in [
        "press f to show more",
        "no document: a adds one",
        "Ctrl-S keeps it; Esc leaves",
    ] {
        assert!(named_by_hand(said).is_some(), "{said}");
    }
    assert_eq!(named_by_hand("a note, or {add} adds a page; I agree"), None);
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    // The registry itself, and the spelling of keys.
    let own = ["desk/action/table.rs", "desk/key.rs"].map(|file| root.join(file));
    let mut seen = 0;
    for room in ["desk", "view"] {
        for file in sources(&root.join(room)) {
            if own.contains(&file) {
                continue;
            }
            for sentence in literals(&std::fs::read_to_string(&file).expect("a source")) {
                seen += 1;
                let key = named_by_hand(&sentence);
                assert_eq!(key, None, "{}: {sentence:?}", file.display());
            }
        }
    }
    assert!(seen > 500, "only {seen} literals were found");
}
