//! Two people's audits through the real program: merged, agreed on, refused; theirs never touched.

use std::fs;

use scrutineer::audit::Audit;
use scrutineer::base::SourceText;
use scrutineer::checklist::Status;

use crate::testkit::cli_home;

use cli_home::{Home, OPEN};

const ID: &str = "options.in-house-equal";
const OTHER: &str = "unions.consulted";

/// Imports one answer of a person's into an audit.
fn answer(home: &Home, audit: &str, by: &str, rows: &str) {
    let table = format!("Ref,Status,Note,Quote,Document,By\n{rows}");
    let path = home.write("answers.csv", table);
    let output = home.run(&["import", audit, &path, "--by", by, "--take-theirs"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{said}");
}

fn copied(home: &Home, from: &str, to: &str) {
    for end in ["toml", "journal"] {
        let bytes = fs::read(home.path(&format!("audits/{from}.audit.{end}")));
        home.write(&format!("audits/{to}.audit.{end}"), bytes.expect("a file"));
    }
}

fn files(home: &Home, name: &str) -> [Vec<u8>; 2] {
    ["toml", "journal"]
        .map(|end| fs::read(home.path(&format!("audits/{name}.audit.{end}"))).expect("a file"))
}

fn audit(home: &Home, name: &str) -> Audit {
    let text = fs::read_to_string(home.path(&format!("audits/{name}.audit.toml")));
    Audit::read(&SourceText::new(name, text.expect("a file"))).expect("an audit")
}

/// Two audits of one beginning: the two people answer one question differently and one alike.
fn two() -> Home {
    let home = Home::new();
    home.write("audits/ann.audit.toml", OPEN);
    answer(
        &home,
        "ann",
        "Ann",
        "users.consulted,met,Ann asked.,,,Ann\n",
    );
    copied(&home, "ann", "ben");
    answer(
        &home,
        "ann",
        "Ann",
        &format!("{ID},met,Page 3.,It is shown.,Report,Ann\n{OTHER},not met,,,,Ann\n"),
    );
    answer(
        &home,
        "ben",
        "Ben",
        &format!("{ID},not met,Page 9.,It is  shown.,Report,Ben\n{OTHER},not met,,,,Ben\n"),
    );
    home
}

#[test]
fn what_differs_stands_side_by_side_until_it_is_agreed_and_theirs_is_never_touched() {
    let home = two();
    let (ours, theirs) = (files(&home, "ann"), files(&home, "ben"));
    let (preview, code) = home.stdout(&["merge", "ann", "ben", "--preview"]);
    assert_eq!(code, 0, "{preview}");
    assert_eq!(files(&home, "ann"), ours, "nothing was written");
    let (merged, code) = home.stdout(&["merge", "ann", "ben"]);
    assert_eq!(code, 0, "{merged}");
    assert_eq!(files(&home, "ben"), theirs, "theirs is as it was");
    // The preview says the same as the merge.
    let parts = |said: &str| {
        let lines = said.lines().filter(|line| !line.trim().is_empty());
        let kept = lines.filter(|line| {
            ![
                "Will change",
                "Changed in",
                "---",
                "===",
                "Nothing was written",
                "The merge was",
            ]
            .iter()
            .any(|word| line.contains(word))
        });
        kept.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(parts(&preview), parts(&merged));
    let folded = merged.split_whitespace().collect::<Vec<_>>().join(" ");
    for word in [
        "have the beginning of their history in common",
        "Answered differently (1 question)",
        "Ann: met, ",
        "Ben: not met, ",
        "Ann: Page 3. Ben: Page 9.",
        "All topics: the same for 1 of 2 questions (50%; kappa 0.00)",
    ] {
        assert!(folded.contains(word), "{word}: {merged}");
    }
    let now = audit(&home, "ann");
    let both = now.answer(ID).expect("an answer");
    assert_eq!(
        (both.status, both.disputed().map(<[_]>::len)),
        (None, Some(2))
    );
    assert_eq!(both.evidence.len(), 1, "the quotation is there once");
    assert_eq!(now.documents.len(), 1);
    assert_eq!(now.answers[OTHER].status, Some(Status::NotMet));
    assert_eq!(now.answers["users.consulted"].note, "Ann asked.");
    let journal = String::from_utf8(files(&home, "ann")[1].clone()).expect("text");
    let before = String::from_utf8(ours[1].clone()).expect("text");
    assert!(
        journal.starts_with(&before),
        "no line of ours was rewritten"
    );
    assert_eq!(journal.lines().count(), before.lines().count() + 1);
    // A second time brings nothing.
    let (again, code) = home.stdout(&["merge", "ann", "ben"]);
    assert_eq!(code, 0);
    assert!(again.contains("already in yours"), "{again}");
    let (json, _) = home.json(&["merge", "ann", "ben", "--json"]);
    assert_eq!(json["applied"], false);
    assert_eq!(json["disputed"][0]["question"], ID);
    // What is open is told, and then agreed.
    let (check, _) = home.json(&["check", "ann", "--json"]);
    assert_eq!(check["disputed"][0]["question"], ID);
    assert_eq!(check["disputed"][0]["versions"][1]["by"], "Ben");
    let (check, _) = home.stdout(&["check", "ann"]);
    assert!(check.contains("Answered differently (1)"), "{check}");
    let told = home.fails(64, &["agree", "ann", ID, "--take", "Cat", "--because", "x"]);
    assert!(told.contains("1. Ann: met"), "{told}");
    home.fails(64, &["agree", "ann", ID, "--take", "Ben", "--because", " "]);
    home.fails(
        64,
        &["agree", "ann", OTHER, "--take", "Ben", "--because", "x"],
    );
    let agree = [
        "agree",
        "ann",
        ID,
        "--take",
        "ben",
        "--because",
        "Page 9 is later.",
    ];
    let (agreed, code) = home.stdout(&agree);
    assert_eq!(code, 0, "{agreed}");
    let now = audit(&home, "ann");
    let agreed = now.answer(ID).expect("an answer");
    assert_eq!(
        (agreed.status, agreed.by.as_str()),
        (Some(Status::NotMet), "Ben")
    );
    let kept = agreed.disagreement.as_ref().expect("both are kept");
    assert_eq!(kept.versions.len(), 2);
    assert_eq!(
        kept.agreed.as_ref().expect("a reason").why,
        "Page 9 is later."
    );
    // The paper that is ours alone tells it; one that is handed over does not.
    let report = |kind: &str| {
        let path = home.path(&format!("{kind}.md")).display().to_string();
        let said = home.run(&[
            "report", "ann", "--kind", kind, "--format", "md", "-o", &path,
        ]);
        let told = String::from_utf8_lossy(&said.stderr).into_owned();
        fs::read_to_string(path).unwrap_or_else(|why| panic!("{kind}: {why}: {told}"))
    };
    assert!(report("record").contains("Page 9 is later."));
    assert!(!report("submission").contains("Page 9 is later."));
}

#[test]
fn what_cannot_be_merged_is_one_sentence_and_both_sides_stay_as_they_are() {
    let home = two();
    let other = OPEN.replace("Libraries", "Parks");
    home.write("audits/parks.audit.toml", &other);
    home.write(
        "audits/newer.audit.toml",
        OPEN.replace("format = 1", "format = 99"),
    );
    home.write("audits/no.audit.toml", "not an audit");
    copied(&home, "ben", "broken");
    let journal = home.path("audits/broken.audit.journal");
    let text = fs::read_to_string(&journal).expect("text");
    let text = text.replacen("Ann", "Eve", 1);
    home.write("audits/broken.audit.journal", text);
    let ours = files(&home, "ann");
    for (theirs, word) in [
        ("parks", "two reviews"),
        ("newer", "newer"),
        ("no", "no.audit.toml"),
        ("broken", "journal"),
        ("nowhere", "nowhere"),
    ] {
        let path = home.path(&format!("audits/{theirs}.audit.toml"));
        let before = fs::read(&path).ok();
        let told = home.fails(3, &["merge", "ann", theirs]);
        assert!(told.contains(word), "{theirs}: {told}");
        let preview = home.fails(3, &["merge", "ann", theirs, "--preview"]);
        assert_eq!(told, preview, "{theirs}");
        assert_eq!(files(&home, "ann"), ours, "{theirs}");
        assert_eq!(fs::read(&path).ok(), before, "{theirs}");
    }
    home.fails(64, &["merge", "ann"]);
}

#[test]
fn the_base_may_be_named_and_without_one_everything_of_both_is_kept() {
    let home = two();
    // Only the readable files, as they come by mail: no history tells what they began from.
    for name in ["ann", "ben"] {
        let text = fs::read_to_string(home.path(&format!("audits/{name}.audit.toml")));
        let text = text.expect("text");
        let end = text.find("[journal]").unwrap_or(text.len());
        home.write(&format!("mail/{name}.audit.toml"), &text[..end]);
    }
    home.write("mail/base.audit.toml", OPEN);
    let path = |name: &str| {
        home.path(&format!("mail/{name}.audit.toml"))
            .display()
            .to_string()
    };
    let (said, code) = home.stdout(&["merge", &path("ann"), &path("ben"), "--preview"]);
    assert_eq!(code, 0);
    assert!(said.contains("No common beginning"), "{said}");
    let arguments = ["merge", &path("ann"), &path("ben"), "--base", &path("base")];
    let (said, code) = home.stdout(&arguments);
    assert_eq!(code, 0);
    assert!(said.contains("base file"), "{said}");
    let names: Vec<_> = fs::read_dir(home.path("mail"))
        .expect("a folder")
        .map(|one| one.expect("a name").file_name().display().to_string())
        .filter(|name| !name.starts_with("ann"))
        .collect();
    assert_eq!(names.len(), 2, "nothing was put next to theirs: {names:?}");
}
