//! Changed checklists through the real program: compared, looked at under an audit, agreed to; and two
//! people with two editions.

use std::fs;

use scrutineer::audit::Audit;
use scrutineer::base::SourceText;
use scrutineer::checklist::Status;

use crate::testkit::cli_home;

use cli_home::{Home, OPEN};

/// A branch's own checklist of an edition.
fn own(edition: &str, body: &[String]) -> String {
    format!(
        "format = 1\nid = \"own\"\ntitle = \"Own\"\nedition = \"{edition}\"\n\
         [[section]]\nid = \"own\"\ntitle = \"Our own\"\n{}",
        body.concat()
    )
}

fn question(id: &str, ask: &str) -> String {
    format!(
        "[[question]]\nid = \"{id}\"\nsection = \"own\"\ntopic = \"users\"\nask = \"{ask}\"\n\
         look_for = [\"w\"]\nproved_by = [\"p\"]\nusual_failure = \"u\"\n"
    )
}

fn earlier() -> String {
    own(
        "2026-10",
        &[
            question("own.same", "Was it the same?"),
            question("own.users", "Were users asked?"),
            question("own.one", "Was the one so?"),
            question("own.gone", "Was it ever so?"),
        ],
    )
}

fn later() -> String {
    own(
        "2026-11",
        &[
            question("own.same", "Was it the same?"),
            question("own.users", "Were all users asked?"),
            question("own.both", "Were the one and the other so?"),
            question("own.new", "Is it new?"),
            "[[merged]]\nid = \"own.one\"\ninto = \"own.both\"\n".to_owned(),
        ],
    )
}

fn answer(home: &Home, audit: &str, rows: &str) {
    let path = home.write("answers.csv", format!("Ref,Status,Note\n{rows}"));
    let output = home.run(&["import", audit, &path, "--by", "Ann", "--take-theirs"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{said}");
}

fn audit(home: &Home, name: &str) -> Audit {
    let text = fs::read_to_string(home.path(&format!("audits/{name}.audit.toml")));
    Audit::read(&SourceText::new(name, text.expect("a file"))).expect("an audit")
}

fn files(home: &Home, name: &str) -> [Vec<u8>; 2] {
    ["toml", "journal"]
        .map(|end| fs::read(home.path(&format!("audits/{name}.audit.{end}"))).expect("a file"))
}

/// An audit made with the earlier edition, in a home that has the later one by now.
fn changed() -> Home {
    let home = Home::new();
    home.write("old/own.toml", earlier());
    home.write("checklists/own.toml", earlier());
    let made = home.run(&[
        "new",
        "--authority",
        "Anytown Council",
        "--service",
        "Libraries",
        "--name",
        "ann",
    ]);
    assert_eq!(
        made.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&made.stderr)
    );
    answer(
        &home,
        "ann",
        "own.same,met,same note\nown.users,not met,users note\nown.one,met,one note\nown.gone,met,gone note\n",
    );
    home.write("checklists/own.toml", later());
    home
}

fn folded(said: &str) -> String {
    said.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn two_editions_are_compared_with_what_asks_to_be_done_first() {
    let home = changed();
    let arguments = ["checklist", "diff", "old", "checklists/own.toml"];
    let (said, code) = home.stdout(&arguments);
    assert_eq!(code, 0, "{said}");
    let said = folded(&said);
    let mut at = 0;
    for words in [
        "own (edition 2026-10 → 2026-11)",
        "Check your answers: these questions were reworded (1)",
        "Were [new: all] users asked?",
        "another question asks this now (1)",
        "own.one] → its id is now own.both",
        "No longer asked: your answers are kept (1)",
        "own.gone]",
        "New questions (1)",
        "own.new]",
    ] {
        let found = said[at..].find(words);
        at += found.unwrap_or_else(|| panic!("{words} is not next in: {said}"));
    }
    let (json, code) = home.json(&["checklist", "diff", "old", "checklists", "--json"]);
    assert_eq!(code, 0);
    let entries = json["entries"].as_array().expect("a list");
    assert_eq!(entries[0]["group"], "reworded");
    assert_eq!(entries[0]["parts"][0]["part"], "ask");
    let (said, _) = home.stdout(&["checklist", "diff", "built-in", "built-in"]);
    assert_eq!(said, "Both editions have the same text.\n");
}

#[test]
fn what_cannot_be_compared_is_told_with_its_place() {
    let home = changed();
    home.write("bad.toml", earlier().replace("[[section]]", "[[sction]]"));
    let told = home.fails(3, &["checklist", "diff", "bad.toml", "checklists/own.toml"]);
    assert!(told.contains("bad.toml:5:"), "{told}");
    home.write("newer.toml", earlier().replace("format = 1", "format = 9"));
    let told = home.fails(3, &["checklist", "diff", "old", "newer.toml"]);
    assert!(
        told.contains("newer.toml:1:") && told.contains("format 9"),
        "{told}"
    );
    let told = home.fails(3, &["checklist", "diff", "old/own.toml", "built-in"]);
    assert!(told.contains("has the id “own”"), "{told}");
    fs::create_dir(home.path("empty")).expect("a folder");
    let told = home.fails(3, &["checklist", "diff", "empty", "old"]);
    assert!(told.contains("no checklist is in"), "{told}");
    home.fails(3, &["checklist", "diff", "nowhere", "old"]);
    home.fails(64, &["checklist", "diff", "old"]);
}

#[test]
fn nothing_moves_until_the_user_agrees_and_the_agreement_is_one_step_without_a_loss() {
    let home = changed();
    let before = files(&home, "ann");
    let (said, code) = home.stdout(&["edition", "ann"]);
    assert_eq!(code, 0, "{said}");
    let said = folded(&said);
    for words in [
        "1 answer carries over, 2 need checking again, 1 is to a question no longer asked.",
        "Check again (2)",
        "Were [new: all] users asked?",
        "own.both asks it now",
        "Your answer: not met; “users note”",
        "No longer asked (1)",
        "Was it ever so? [own.gone] Your answer: met; “gone note”",
        "Carried over (1)",
        "Nothing was changed.",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert_eq!(files(&home, "ann"), before, "it was only looked at");
    let was = audit(&home, "ann");
    let (said, code) = home.stdout(&["edition", "ann", "--agree"]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("written as one step"), "{said}");
    let now = audit(&home, "ann");
    for (id, answer) in &was.answers {
        assert_eq!(now.answer(id), Some(answer), "{id} stays");
    }
    assert_eq!(now.answers["own.both"].note, "one note");
    let stamp = now.checklists.iter().find(|one| one.id == "own");
    assert_eq!(stamp.map(|one| one.edition.as_str()), Some("2026-11"));
    let lines = |bytes: &[u8]| String::from_utf8_lossy(bytes).lines().count();
    assert_eq!(
        lines(&files(&home, "ann")[1]),
        lines(&before[1]) + 1,
        "one entry"
    );
    let (json, _) = home.json(&["edition", "ann", "--json"]);
    assert_eq!(
        (&json["current"], &json["agreed"]),
        (&true.into(), &false.into())
    );
    assert_eq!(json["check_again"].as_array().map(Vec::len), Some(2));
    // What is to be checked again does not count.
    let (check, _) = home.json(&["check", "ann", "--json"]);
    let text = check.to_string();
    assert!(text.contains("own.users"), "{text}");
    let again = files(&home, "ann");
    let (_, code) = home.stdout(&["edition", "ann", "--agree"]);
    assert_eq!(
        (code, files(&home, "ann")),
        (0, again),
        "nothing is left to agree to"
    );
}

#[test]
fn what_cannot_be_agreed_to_is_a_sentence_and_nothing_is_written() {
    let home = changed();
    let before = files(&home, "ann");
    let told = home.fails(
        3,
        &["edition", "ann", "--from", "checklists/own.toml", "--agree"],
    );
    assert!(
        told.contains("made with another text, edition 2026-10"),
        "{told}"
    );
    home.write("bad.toml", "format = 1\nid = 3\n");
    let told = home.fails(3, &["edition", "ann", "--from", "bad.toml", "--agree"]);
    assert!(told.contains("bad.toml:2:"), "{told}");
    assert_eq!(files(&home, "ann"), before);
    home.write(
        "audits/newer.audit.toml",
        OPEN.replace("format = 1", "format = 99"),
    );
    home.fails(3, &["edition", "newer", "--agree"]);
    let journal = String::from_utf8(before[1].clone()).expect("text");
    let broken = journal.replacen("users note", "other note", 1);
    home.write("audits/ann.audit.journal", &broken);
    let told = home.fails(3, &["edition", "ann", "--agree"]);
    assert!(told.contains("nothing was changed"), "{told}");
    assert_eq!(
        files(&home, "ann"),
        [before[0].clone(), broken.into_bytes()]
    );
    home.fails(3, &["edition", "nowhere"]);
    home.fails(64, &["edition"]);
}

#[test]
fn two_people_with_two_editions_are_merged_and_no_answer_is_lost() {
    let home = changed();
    for end in ["toml", "journal"] {
        let bytes = fs::read(home.path(&format!("audits/ann.audit.{end}"))).expect("a file");
        home.write(&format!("audits/ben.audit.{end}"), bytes);
    }
    // Ben agrees to the later edition and answers in it; Ann goes on with the earlier one.
    home.stdout(&["edition", "ben", "--agree"]);
    answer(
        &home,
        "ben",
        "own.new,met,Ben’s note\nown.both,not met,Ben on both\n",
    );
    home.write("checklists/own.toml", earlier());
    answer(
        &home,
        "ann",
        "own.gone,not met,Ann on gone\nown.one,not met,Ann on one\n",
    );
    let (ann, ben) = (audit(&home, "ann"), audit(&home, "ben"));
    let (said, code) = home.stdout(&["merge", "ann", "ben"]);
    assert_eq!(code, 0, "{said}");
    let said = folded(&said);
    assert!(
        said.contains("different checklists (yours → theirs): own (edition 2026-10 → 2026-11)"),
        "{said}"
    );
    let both = audit(&home, "ann");
    for one in [&ann, &ben] {
        for (id, answer) in &one.answers {
            let note = &both.answers[id].note;
            assert!(
                note.contains(&answer.note) || other_note(&ann, &ben, id, note),
                "{id}: {note}"
            );
        }
    }
    assert_eq!(both.answers["own.gone"].status, Some(Status::NotMet));
    // The later edition then shows every one of them.
    home.write("checklists/own.toml", later());
    let (json, code) = home.json(&["edition", "ann", "--json"]);
    assert_eq!(code, 0);
    let shown: usize = ["check_again", "parked", "carried"]
        .map(|group| json[group].as_array().expect("a list").len())
        .iter()
        .sum();
    assert_eq!(shown, both.answers.len(), "{json}");
}

/// Returns true if a note is the one that the other of two people changed since.
fn other_note(ann: &Audit, ben: &Audit, id: &str, note: &str) -> bool {
    [ann, ben]
        .iter()
        .any(|one| one.answer(id).is_some_and(|answer| answer.note == note))
}
