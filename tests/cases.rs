//! The worked cases: real reviews with what a sound audit must find in them and must not.
//!
//! The pass marks: every expected flag fires; nothing that must not is flagged; what the sources do
//! not show is shown as a gap, never as failed or met; contested points keep both sides; the right
//! nation's law is cited; and what became known only afterwards moves no process question.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use scrutineer::audit::Audit;
use scrutineer::base::{SourceText, Word};
use scrutineer::checklist::{Library, QuestionIx, State, Status, Topic, load, shipped};
use scrutineer::findings::{Findings, derive};
use toml::Table;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day")
}

fn cases() -> Vec<(String, PathBuf)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut found: Vec<(String, PathBuf)> = fs::read_dir(folder)
        .expect("the cases are there")
        .filter_map(|entry| {
            let path = entry.expect("an entry").path();
            let name = path
                .file_name()?
                .to_str()?
                .strip_suffix(".audit.toml")?
                .to_owned();
            Some((name, path))
        })
        .collect();
    found.sort();
    assert_eq!(found.len(), 13, "{found:?}");
    found
}

fn read(name: &str, text: &str) -> Audit {
    Audit::read(&SourceText::new(name, text)).unwrap_or_else(|why| panic!("{name}: {why:?}"))
}

fn audit(name: &str, path: &Path) -> Audit {
    read(name, &fs::read_to_string(path).expect("a text"))
}

fn expectation(path: &Path) -> Table {
    let path = path
        .to_str()
        .expect("UTF-8")
        .replace(".audit.toml", ".expect.toml");
    fs::read_to_string(&path)
        .expect(&path)
        .parse()
        .expect(&path)
}

fn texts(table: &Table, key: &str) -> Vec<String> {
    table
        .get(key)
        .and_then(|value| value.as_array())
        .map(|list| {
            list.iter()
                .map(|one| one.as_str().expect("a text").to_owned())
                .collect()
        })
        .unwrap_or_default()
}

fn pairs(table: &Table, key: &str) -> Vec<(String, String)> {
    table
        .get(key)
        .and_then(|value| value.as_table())
        .map(|map| {
            map.iter()
                .map(|(key, value)| (key.clone(), value.as_str().expect("a text").to_owned()))
                .collect()
        })
        .unwrap_or_default()
}

fn fired(library: &Library, findings: &Findings) -> Vec<String> {
    findings
        .all_fired()
        .map(|one| library.flag(one.flag).id.to_string())
        .collect()
}

/// The question that a mark is about: the lead of a topic, or one that is named.
fn question_of(library: &Library, name: &str) -> QuestionIx {
    Topic::from_word(name).map_or_else(
        || library.find_question(name).expect("a topic or a question"),
        |topic| library.lead(topic).expect("a topic has a core question"),
    )
}

#[test]
fn every_worked_case_passes_its_marks() {
    let library = load(&shipped::checklists()).expect("the shipped checklists load");
    let mut wrong = Vec::new();
    for (name, path) in cases() {
        let audit = audit(&name, &path);
        let findings = derive(&library, &audit, today());
        let expected = expectation(&path);
        let flags = fired(&library, &findings);
        let mut miss = |says: String| wrong.push(format!("{name}: {says}"));
        for flag in texts(&expected, "fires") {
            if !flags.contains(&flag) {
                miss(format!("{flag} should fire; fired: {flags:?}"));
            }
        }
        for flag in texts(&expected, "must_not_fire") {
            if flags.contains(&flag) {
                miss(format!("{flag} must not fire"));
            }
        }
        for (flag, level) in pairs(&expected, "level") {
            let ix = library.find_flag(&flag).expect("a flag");
            let real = findings.fired(ix).map(|one| one.if_proved.word());
            if real != Some(level.as_str()) {
                miss(format!("{flag} should be at {level}, is at {real:?}"));
            }
        }
        for (topic, status) in pairs(&expected, "topics") {
            let lead = question_of(&library, &topic);
            let real = State::from(findings.answered(lead).status).word();
            if real != status {
                miss(format!(
                    "{topic} should stand as {status}, stands as {real}"
                ));
            }
            if status == "no-evidence" && !findings.gaps.iter().any(|gap| gap.question == lead) {
                miss(format!("{topic} is not shown as a gap to ask about"));
            }
        }
        for topic in texts(&expected, "contested") {
            let lead = question_of(&library, &topic);
            if !findings.answered(lead).contested {
                miss(format!("{topic} should be contested"));
            }
        }
        let verdicts = texts(&expected, "verdict_in");
        if !verdicts
            .iter()
            .any(|one| one == findings.if_proved.id.word())
        {
            miss(format!(
                "the verdict is {}, not one of {verdicts:?}",
                findings.if_proved.id.word()
            ));
        }
        for foreign in texts(&expected, "citations_absent") {
            for (ix, requirement) in library.requirements() {
                if findings.applies(ix).is_shown() && requirement.citation.contains(&foreign) {
                    miss(format!(
                        "cites {}: {}",
                        requirement.citation,
                        findings.why(&library, ix)
                    ));
                }
            }
        }
        if !findings.core_open.is_empty() {
            miss(format!(
                "{} core questions are open",
                findings.core_open.len()
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn hindsight_withheld_and_supplied_moves_no_process_question() {
    let library = load(&shipped::checklists()).expect("the shipped checklists load");
    let mut looked_at = 0;
    for (name, path) in cases() {
        let later = path
            .to_str()
            .expect("UTF-8")
            .replace(".audit.toml", ".hindsight.toml");
        let Ok(text) = fs::read_to_string(&later) else {
            continue;
        };
        looked_at += 1;
        let review = "format = 1\n[review]\nauthority = \"x\"\nkind = \"council\"\nservice = \"x\"\nterritory = \"england\"\n";
        let later = read(&later, &format!("{review}{text}"));
        assert!(!later.answers.is_empty(), "{name}");
        let before = audit(&name, &path);
        let base = derive(&library, &before, today());
        let mut appended = before.clone();
        let mut replaced = before.clone();
        for (id, answer) in &later.answers {
            let evidence = answer.evidence.clone();
            assert!(!evidence.is_empty(), "{name}: {id}");
            appended
                .answers
                .entry(id.clone())
                .or_default()
                .evidence
                .extend(evidence);
            replaced.answers.insert(id.clone(), answer.clone());
        }
        for (how, with) in [("appended", appended), ("replaced", replaced)] {
            let after = derive(&library, &with, today());
            for (ix, question) in library.questions() {
                if question.after_decision {
                    continue;
                }
                let (was, is) = (base.answered(ix).status, after.answered(ix).status);
                let same = was == is || (was.is_none() && is == Some(Status::NoEvidence));
                assert!(
                    same,
                    "{name}, {how}: {} was {was:?} and is {is:?}",
                    question.id
                );
            }
            assert_eq!(
                fired(&library, &base),
                fired(&library, &after),
                "{name}, {how}"
            );
            assert_eq!(base.if_proved.id, after.if_proved.id, "{name}, {how}");
        }
    }
    assert_eq!(looked_at, 8);
}
