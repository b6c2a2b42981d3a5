//! Habits of wording that a reader stumbles over, looked for in the texts of the program and of the
//! shipped checklists. The rules, with examples, are in `docs/style.md`.

use std::fs;
use std::path::{Path, PathBuf};

use regex_lite::Regex;
use scrutineer::checklist::{Library, load, shipped};
use scrutineer::wording::core_audit;

/// The habits: a pattern, and the words to use instead.
const HABITS: &[(&str, &str)] = &[
    (r"\b([Ss]tands?|stood)\b", "is, are, was"),
    (r"\b[Nn]obody\b", "no one"),
    (r"(^|[.;:] )(Of )?[Ww]hom\b", "who"),
    (r"\bOn what date\b", "When did …?"),
    (r"\b[Mm]end(s|ed)?\b", "fix, correct"),
    (r"\b[Bb]eside\b|^Besides$", "next to, with, also"),
    (r"\bpapers tell\b", "the papers say"),
    (r"\bevening\b|twenty-minute", "the phrase of core_audit"),
    // Sentences without a verb.
    (
        r"(^|[.] )(Left out:|Of a |Of an )",
        "a sentence with a verb",
    ),
    (r"\bto be had:", "a sentence with a verb"),
    (
        r"(^|[.] )(No|None|Nothing) ([a-z]+ ){0,3}[a-z]+: (no|none|nothing) [a-z]+[.]",
        "a sentence with a verb",
    ),
];

/// Literals of the program that may keep a habit, each with its reason.
const ALLOWED: &[(&str, &str)] = &[
    ("beside", "a word of the checklist format (`about`)"),
    ("to-mend", "a word of the settings and the record"),
    ("mend-remark", "the name of an action"),
    ("whom", "a key of the audit file"),
    ("nobody", "a word that a quotation may not leave out"),
    ("{stands}\\n{words}", "a name in a template"),
    ("{stands}; {words}", "a name in a template"),
    ("{stood}", "a name in a template, within a sentence"),
];

/// Attributes whose texts no reader of the program sees.
const UNSEEN: &str = "reason = \"";

/// Returns every source file of the program that is not a test.
fn sources(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|one| one == "rs")
            && path.file_stem().is_some_and(|one| one != "tests")
        {
            out.push(path);
        }
    }
}

/// Returns the string literals of a source text before its unit tests, without comments.
fn literals(text: &str) -> Vec<String> {
    let text = text.split("\nmod tests {").next().unwrap_or_default();
    let comment = Regex::new(r"(?m)^\s*//.*$").expect("a pattern");
    let broken = Regex::new(r"\\\n\s*").expect("a pattern");
    let literal = Regex::new(r#"(reason = )?"((?:[^"\\]|\\.)*)""#).expect("a pattern");
    let text = comment.replace_all(text, "");
    let text = text.replace("'\"'", "' '").replace("'\\\"'", "'  '");
    let text = broken.replace_all(&text, "");
    literal
        .captures_iter(&text)
        .filter(|one| !one[0].starts_with(UNSEEN))
        .map(|one| one[2].to_owned())
        .collect()
}

/// Returns the habits that a text has, each with the words to use instead.
fn habits(text: &str) -> Vec<String> {
    HABITS
        .iter()
        .filter(|(pattern, _)| Regex::new(pattern).expect("a pattern").is_match(text))
        .map(|(_, instead)| format!("{text}\n      ({instead})"))
        .collect()
}

/// Returns every text of the checklists that a person reads.
fn texts(library: &Library) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for (_, section) in library.sections() {
        out.push(section.title.clone());
        out.extend(section.about.clone());
    }
    for (_, one) in library.questions() {
        out.extend([one.short.clone(), one.ask.clone()]);
        out.extend(
            [one.help.clone(), one.usual_failure.clone()]
                .into_iter()
                .flatten(),
        );
        out.extend(one.proved_by.clone());
    }
    for (_, one) in library.requirements() {
        out.extend([one.title.clone(), one.demands.clone()]);
        out.extend(one.caution.clone());
    }
    for (_, one) in library.flags() {
        out.extend([one.title.clone(), one.short.clone()]);
        out.extend(one.advice.clone());
        let asked = &one.challenge;
        let parts = [&asked.follow_up, &asked.they_will_say, &asked.answer];
        out.extend(parts.into_iter().flatten().cloned());
    }
    for (_, one) in library.strengths() {
        out.push(one.title.clone());
    }
    for (_, one) in library.precedents() {
        out.extend([&one.title, &one.facts, &one.ground, &one.lesson].map(Clone::clone));
        out.extend(
            [&one.contested, &one.hindsight]
                .into_iter()
                .flatten()
                .cloned(),
        );
    }
    for (_, one) in library.traps() {
        out.push(one.message.clone());
    }
    for (_, one) in library.deadlines() {
        out.extend([one.title.clone(), one.event.clone()]);
        out.extend(
            [&one.note, &one.hour, &one.checked_note]
                .into_iter()
                .flatten()
                .cloned(),
        );
        out.extend(one.set.iter().map(|setting| setting.about.clone()));
        let readings = one
            .counts
            .iter()
            .filter_map(|count| count.readings.as_ref().ok());
        out.extend(
            readings
                .flatten()
                .filter_map(|reading| reading.label.clone()),
        );
    }
    out
}

#[test]
fn the_program_speaks_plainly() {
    let mut paths = Vec::new();
    sources(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut paths,
    );
    let mut seen = 0;
    let mut found = Vec::new();
    for path in paths {
        for text in literals(&fs::read_to_string(&path).expect("a text")) {
            seen += 1;
            let allowed = |(literal, _): &(&str, &str)| {
                text == *literal || (literal.starts_with('{') && text.contains(literal))
            };
            if ALLOWED.iter().any(allowed) {
                continue;
            }
            for habit in habits(&text) {
                found.push(format!("{}: {habit}", path.display()));
            }
        }
    }
    assert!(seen > 3000, "hardly a text was read: {seen}");
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_checklists_speak_plainly() {
    let library = load(&shipped::checklists()).expect("the shipped checklists load");
    let texts = texts(&library);
    assert!(
        texts.len() > 1000,
        "hardly a text was read: {}",
        texts.len()
    );
    let found: Vec<String> = texts.iter().flat_map(|text| habits(text)).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_habit_is_seen_where_there_is_one() {
    for text in [
        "It stands there.",
        "Nobody said so.",
        "Whom you have it from",
        "On what date did it open?",
        "To mend in this audit",
        "The file lies beside it.",
        "No paper to be had: no evidence.",
        "The day. Left out: today.",
    ] {
        assert!(!habits(text).is_empty(), "{text}");
    }
    for text in ["It is there.", "The standard is set.", "Who gave it to you"] {
        assert!(habits(text).is_empty(), "{text}");
    }
}

/// The number of core questions is the library's, so the README cannot go stale.
#[test]
fn the_readme_promises_the_core_audit_that_there_is() {
    let library = load(&shipped::checklists()).expect("the shipped checklists load");
    let readme = include_str!("../README.md");
    let flat = readme.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        flat.contains(&core_audit(library.core().count())),
        "{}",
        library.core().count()
    );
}
