//! What begins with "private:" stays with its user, whatever it is written in: a note, a question put, an
//! event, the title of a paper. It is in the full record and the crib, and in no other file.

use scrutineer::audit::{Audit, OwnEvent, ReplyOutcome, Statement};
use scrutineer::checklist::Library;
use scrutineer::report::{Format, Kind, Setting};
use serde_json::Value;

use crate::cli_bundle::{bundled, files};
use crate::report_privacy::{everything_in, full};
use crate::testkit::cli_home::Home;
use crate::testkit::report_common::{self, formats_of, kinds, library};

/// Stands in every text that a user can begin with "private:".
const MARK: &str = "PRIVATEMARK";

/// The keys of an audit whose texts are no words of the user's own: the words of a paper or of a
/// checklist, a name in a history, what a program has worked out, where a file lies.
const NOT_OURS: [&str; 10] = [
    "quote",
    "asked_text",
    "checklists",
    "by",
    "sha256",
    "path",
    "authority",
    "service",
    "id",
    "bears_on",
];

/// Makes every text of the user's own a private one.
fn mark(value: &mut Value, seen: &mut usize) {
    match value {
        Value::String(text) if text.starts_with("ENTERED") => {
            *text = format!("private: {MARK} {text}");
            *seen += 1;
        }
        Value::Array(all) => all.iter_mut().for_each(|one| mark(one, seen)),
        Value::Object(all) => {
            for (key, one) in all {
                let is_statement = key == "statement";
                if is_statement && let Some(by) = one.get_mut("by") {
                    mark(by, seen);
                }
                if !NOT_OURS.contains(&key.as_str()) {
                    mark(one, seen);
                }
            }
        }
        _ => {}
    }
}

/// An audit in which every text that a user can begin so begins so.
fn marked(library: &Library) -> Audit {
    let mut audit = full(library);
    // The answer to a question put is evidence too, whose place tells the question in a sentence.
    let mut put = audit.puts[0].clone();
    "put-2".clone_into(&mut put.id);
    put.outcome = ReplyOutcome::Answered;
    "ENTERED who replied".clone_into(&mut put.replied_by);
    audit.puts.push(put);
    let mut evidence = audit.answers["users.consulted"].evidence[0].clone();
    evidence.statement = Some(Statement {
        by: "ENTERED name".to_owned(),
        capacity: "ENTERED office".to_owned(),
        on: None,
    });
    audit.events.push(OwnEvent {
        id: "event-1".to_owned(),
        when: "1987-03".parse().expect("a date"),
        what: "ENTERED event".to_owned(),
        evidence: vec![evidence.clone()],
    });
    let answer = audit.answers.get_mut("users.consulted").expect("answered");
    answer.evidence.push(evidence);
    let mut value = serde_json::to_value(&audit).expect("written");
    let mut seen = 0;
    mark(&mut value, &mut seen);
    assert!(seen > 1000, "{seen}");
    let mut audit: Audit = serde_json::from_value(value).expect("read");
    let given: Vec<_> = (audit.puts.iter())
        .filter_map(|put| put.evidence(audit.review.decided))
        .collect();
    assert!(!given.is_empty());
    let answer = audit.answers.get_mut("users.consulted").expect("answered");
    answer.evidence.extend(given);
    // An id is made from the title.
    let secret = audit.documents.len() - 1;
    audit.documents.remove(secret);
    for answer in audit.answers.values_mut() {
        let of_it = |name: &str| name == "secretpaper";
        answer.evidence.retain(|one| {
            !one.document.as_deref().is_some_and(of_it)
                && !(one.absence.iter())
                    .flat_map(|one| &one.documents)
                    .any(|name| of_it(name))
        });
    }
    audit
}

fn has_mark(text: &str) -> bool {
    text.to_lowercase().contains(&MARK.to_lowercase())
}

#[test]
fn a_private_passage_is_in_no_paper_but_the_users_own_in_any_format() {
    let library = library();
    let audit = marked(&library);
    let findings = report_common::found(&library, &audit);
    let mut own = 0;
    for kind in kinds() {
        for with_answers in [false, true] {
            let setting = Setting {
                with_answers,
                ..Setting::default()
            };
            let document =
                report_common::with_setting(*kind, &library, &audit, &findings, &setting);
            let document = document.unwrap_or_else(|why| panic!("{kind}: {why}"));
            for format in &formats_of(*kind) {
                let bytes = scrutineer::report::write(&document, *format);
                let text = everything_in(*format, &bytes);
                if matches!(kind, Kind::Record | Kind::Crib) {
                    assert!(has_mark(&text), "{kind} {format}: nothing is lost");
                    own += 1;
                } else {
                    let at = text.find(MARK).unwrap_or_default();
                    let around: String = text
                        .chars()
                        .skip(at.saturating_sub(200))
                        .take(400)
                        .collect();
                    assert!(!has_mark(&text), "{kind} {format}: {around}");
                }
            }
        }
    }
    assert!(own > 4, "{own}");
    // Every place where one was written is told in the user's own crib.
    let crib =
        report_common::with_setting(Kind::Crib, &library, &audit, &findings, &Setting::default());
    let text = report_common::written(&crib.expect("it is built"), Format::Markdown);
    for place in [
        "event",
        "question put",
        "title",
        "signatory",
        "paper note",
        "office",
    ] {
        assert!(
            text.contains(&format!("{MARK} ENTERED {place}")) || text.contains(place),
            "{place}"
        );
    }
}

#[test]
fn a_private_passage_is_in_no_bundle() {
    let home = Home::new();
    let mut audit = marked(&library());
    for document in &mut audit.documents {
        document.path = None;
        document.sha256 = None;
        document.url = None;
    }
    let named = audit.documents.iter_mut().find(|one| one.id == "unix");
    named.expect("a paper").id = "private-privatemark-unix".to_owned();
    let of_it = |name: &mut String| {
        if name == "unix" {
            "private-privatemark-unix".clone_into(name);
        }
    };
    for answer in audit.answers.values_mut() {
        for one in &mut answer.evidence {
            one.document.iter_mut().for_each(of_it);
        }
    }
    home.write("audits/a.audit.toml", audit.to_toml());
    let bundle = bundled(&home, "a");
    let mut all = files(&bundle);
    assert!(all.iter().any(|(name, _)| name == "written/record.html"));
    all.push(("the zip itself".into(), bundle));
    for (name, bytes) in &all {
        let text = String::from_utf8_lossy(bytes);
        assert!(!has_mark(&text) && !has_mark(name), "{name}");
    }
}
