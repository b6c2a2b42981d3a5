//! The library through the real binary: making, listing and finding audits, writing files, and
//! every kind of file that cannot be read.

use std::sync::Arc;

use chrono::DateTime;
use scrutineer::checklist::Status;
use scrutineer::store::{self, RealDisk};

use crate::testkit::cli_home;

use cli_home::{Home, OPEN};

#[test]
fn a_new_audit_is_made_listed_and_found_by_name_and_by_path() {
    let home = Home::new();
    let (said, code) = home.stdout(&[
        "new",
        "--authority",
        "Ynys Môn",
        "--service",
        "Gofal cartref",
        "--territory",
        "wales",
        "--kind",
        "council",
        "--executive",
        "yes",
        "--stage",
        "baseline",
        "--decided",
        "2016-05-14",
        "--name",
        "môn",
    ]);
    assert_eq!(code, 0);
    let path = said.trim();
    let file = std::path::Path::new(path);
    assert!(file.ends_with("audits/môn.audit.toml"), "{path}");
    assert!(file.is_file());

    let (list, code) = home.json(&["list", "--json"]);
    assert_eq!(code, 0);
    let rows = list.as_array().expect("a list");
    let row = rows
        .iter()
        .find(|row| row["name"] == "môn")
        .expect("it is listed");
    assert_eq!(row["authority"], "Ynys Môn");
    assert_eq!(row["service"], "Gofal cartref");
    assert_eq!(row["path"], path);
    assert_eq!(row["verdict"], "too-early");
    assert_eq!(row["flags"]["breach"], 0);
    assert!(row["core_open"].as_u64().is_some_and(|open| open >= 19));
    assert!(row.get("error").is_none() && row.get("example").is_none());
    let examples: Vec<&str> = rows
        .iter()
        .filter(|row| row["example"] == true)
        .filter_map(|row| row["name"].as_str())
        .collect();
    assert_eq!(examples.len(), 6, "{examples:?}");
    assert!(examples.contains(&"liverpool-ict-2000"));

    for audit in ["môn", path, "audits/môn.audit.toml"] {
        let (check, code) = home.json(&["check", audit, "--json"]);
        assert_eq!(code, 2, "{audit}");
        assert_eq!(check["audit"]["territory"], "wales");
        assert_eq!(check["audit"]["decided"], "2016-05-14");
    }
}

#[test]
fn two_audits_of_one_service_get_two_names_and_a_name_is_taken_once() {
    let home = Home::new();
    let new = ["new", "--authority", "St Helens", "--service", "ICT / web"];
    let (first, _) = home.stdout(&new);
    let (second, _) = home.stdout(&new);
    assert!(
        first.trim().ends_with("st-helens-ict-web.audit.toml"),
        "{first}"
    );
    assert!(
        second.trim().ends_with("st-helens-ict-web-2.audit.toml"),
        "{second}"
    );
    let errors = home.fails(
        3,
        &[
            "new",
            "--authority",
            "A",
            "--service",
            "B",
            "--name",
            "st-helens-ict-web",
        ],
    );
    assert!(errors.contains("not overwritten"), "{errors}");
}

#[test]
fn a_name_that_is_nearly_right_is_offered() {
    let home = Home::new();
    home.write("audits/home-care.audit.toml", OPEN);
    let errors = home.fails(3, &["check", "home-cer"]);
    assert!(errors.contains("did you mean “home-care”?"), "{errors}");
    let errors = home.fails(3, &["check", "--example", "liverpool-ict-200"]);
    assert!(
        errors.contains("did you mean “liverpool-ict-2000”?"),
        "{errors}"
    );
    let errors = home.fails(3, &["check", "newcastle"]);
    assert!(errors.contains("--example newcastle"), "{errors}");
    let errors = home.fails(3, &["example", "zzz"]);
    assert!(errors.contains("york-meals"), "{errors}");
}

#[test]
fn an_example_is_written_out_and_never_over_another_file() {
    let home = Home::new();
    let (words, code) = home.stdout(&["example"]);
    assert_eq!(code, 0);
    assert!(words.contains("sefton-home-care-2000"));
    let (text, _) = home.stdout(&["example", "newcastle"]);
    let (same, _) = home.stdout(&["example", "newcastle", "-o", "-"]);
    assert_eq!(text, same);
    assert!(text.starts_with("format = 1") || text.contains("\nformat = 1"));

    let (_, code) = home.stdout(&["example", "newcastle", "-o", "n.audit.toml"]);
    assert_eq!(code, 0);
    assert_eq!(
        std::fs::read_to_string(home.path("n.audit.toml")).expect("it is there"),
        text
    );
    let by_file = home.json(&["check", "n.audit.toml", "--json"]);
    assert_eq!(
        by_file,
        home.json(&["check", "--example", "newcastle", "--json"])
    );

    home.write("mine.txt", "mine");
    let errors = home.fails(3, &["example", "newcastle", "-o", "mine.txt"]);
    assert!(errors.contains("--force"), "{errors}");
    assert_eq!(
        std::fs::read_to_string(home.path("mine.txt")).expect("it is there"),
        "mine"
    );
    let (_, code) = home.stdout(&["example", "newcastle", "-o", "mine.txt", "--force"]);
    assert_eq!(code, 0);
    assert_eq!(
        std::fs::read_to_string(home.path("mine.txt")).expect("it is there"),
        text
    );
    home.fails(3, &["example", "newcastle", "-o", "no/such/folder/x.toml"]);
    home.fails(3, &["example", "newcastle", "-o", "."]);
}

#[test]
fn a_report_goes_to_standard_output_or_to_a_new_file() {
    let home = Home::new();
    let record = [
        "report",
        "--example",
        "liverpool-ict-2000",
        "--kind",
        "record",
        "--format",
        "md",
    ];
    let (text, code) = home.stdout(&record);
    assert_eq!(code, 0);
    assert!(text.contains("Liverpool City Council"));
    assert!(!text.to_lowercase().contains("unlawful"));
    let (said, code) = home.stdout(&[&record[..], &["-o", "record.md"]].concat());
    assert_eq!(code, 0);
    assert!(said.contains("record.md"));
    assert_eq!(
        std::fs::read_to_string(home.path("record.md")).expect("it is there"),
        text
    );
    home.fails(3, &[&record[..], &["-o", "record.md"]].concat());
    for (kind, formats) in [
        ("record", &["md", "html", "json", "csv"][..]),
        ("submission", &["md", "html", "json"]),
    ] {
        for format in formats {
            let arguments = [
                "report",
                "--example",
                "liverpool-ict-2000",
                "--kind",
                kind,
                "--format",
                format,
            ];
            let (text, code) = home.stdout(&arguments);
            assert_eq!(code, 0, "{arguments:?}");
            assert!(text.contains("Liverpool City Council"), "{arguments:?}");
            assert!(!text.to_lowercase().contains("unlawful"), "{arguments:?}");
        }
    }
    let (_, code) = home.stdout(&[&record[..], &["-o", "record.md", "--force"]].concat());
    assert_eq!(code, 0);
}

#[test]
fn an_audit_without_a_journal_has_an_empty_history_and_is_sound() {
    let home = Home::new();
    home.write("audits/mailed.audit.toml", OPEN);
    let (history, code) = home.json(&["history", "mailed", "--json"]);
    let expected = serde_json::json!({"journal": {"sound": true}, "steps": []});
    assert_eq!((history, code), (expected, 0));
    let (found, code) = home.json(&["verify", "mailed", "--json"]);
    assert_eq!(code, 0);
    assert_eq!(found["sound"], true);
    assert_eq!(found["chain"], "no-journal");
    let (words, _) = home.stdout(&["verify", "mailed"]);
    assert!(words.contains("Sound"), "{words}");
}

#[test]
fn the_history_says_who_did_what_and_what_was_taken_back() {
    let home = Home::new();
    home.stdout(&["new", "--authority", "A", "--service", "B", "--name", "one"]);
    let path = home.path("audits/one.audit.toml");
    let at = |second: i64| DateTime::from_timestamp(1_795_360_000 + second, 0).expect("a moment");
    let mut opened = store::open(Arc::new(RealDisk), &path, "J. Secretary", at(0)).expect("opened");
    let history = &mut opened.history;
    let change = history
        .audit()
        .edit_answer("unions.consulted", |answer| {
            answer.status = Some(Status::NotMet);
            answer.note = "Never\u{1b}[2J asked.".to_owned();
        })
        .expect("a change");
    let done = history
        .record(change, "J. Secretary", at(1))
        .expect("it fits")
        .clone();
    let undone = history
        .undo("J. Secretary", at(2))
        .expect("it is undone")
        .clone();
    let writer = opened.writer.as_mut().expect("it can be saved");
    writer.append(&[done, undone]).expect("saved");
    drop(opened);

    let (history, code) = home.json(&["history", "one", "--json"]);
    assert_eq!(code, 0);
    let steps = &history["steps"];
    assert_eq!(steps.as_array().map(Vec::len), Some(2), "{steps}");
    assert_eq!(steps[0]["by"], "J. Secretary");
    assert_eq!(steps[0]["before"], "nothing");
    assert!(
        steps[0]["what"]
            .as_str()
            .expect("words")
            .contains("unions.consulted")
    );
    assert!(
        steps[0]["after"]
            .as_str()
            .expect("words")
            .contains("not-met")
    );
    assert_eq!(
        (&steps[0]["undone"], &steps[1]["undone"]),
        (&true.into(), &false.into())
    );
    let (words, code) = home.stdout(&["history", "one"]);
    assert_eq!(code, 0);
    assert!(
        words.contains("taken back later") && words.contains("asked."),
        "{words}"
    );
    assert!(!words.contains('\u{1b}'));
    let (found, code) = home.json(&["verify", "one", "--json"]);
    assert_eq!((&found["entries"], code), (&2.into(), 0));
    let (words, _) = home.stdout(&["report", "one", "--kind", "record"]);
    let head = found["head"].as_str().expect("a head");
    let digits = head.strip_prefix("sha256:").expect("a digest");
    assert!(
        words.contains(&digits[..12]),
        "the report names the journal's head: {words}"
    );
}

#[test]
fn a_journal_that_was_tampered_with_is_told_with_its_line() {
    let home = Home::new();
    let (_, code) = home.stdout(&["new", "--authority", "A", "--service", "B", "--name", "one"]);
    assert_eq!(code, 0);
    let (found, code) = home.json(&["verify", "one", "--json"]);
    assert_eq!(code, 0, "{found}");
    assert_eq!(found["chain"], "sound");
    let path = home.path("audits/one.audit.journal");
    let journal = std::fs::read_to_string(&path).expect("a journal");
    home.write(
        "audits/one.audit.journal",
        journal.replacen("\"A\"", "\"Z\"", 1),
    );
    let (found, code) = home.json(&["verify", "one", "--json"]);
    assert_eq!(code, 3, "{found}");
    assert_eq!(found["sound"], false);
    let (words, code) = home.stdout(&["verify", "one"]);
    assert_eq!(code, 3);
    assert!(words.contains("Not sound"), "{words}");
}

#[test]
fn a_document_that_was_changed_on_disk_is_told() {
    let home = Home::new();
    let file = home.write("audits/report.txt", "the report");
    let text = format!(
        "{OPEN}[[document]]\nid = \"r\"\ntitle = \"Final report\"\npath = {file:?}\n\
         sha256 = \"{}\"\n",
        "0".repeat(64)
    );
    home.write("audits/papers.audit.toml", text);
    let (found, code) = home.json(&["verify", "papers", "--json"]);
    assert_eq!(code, 3);
    assert_eq!(found["documents"][0]["state"], "changed");
    assert_eq!(found["documents"][0]["title"], "Final report");
}

#[test]
fn a_file_that_cannot_be_read_is_told_and_left_as_it_was() {
    let home = Home::new();
    let huge = "# nothing\n".repeat(10_000_000);
    let cases: [(&str, Vec<u8>, &str); 7] = [
        ("empty", Vec::new(), "empty"),
        ("blank", b"\n \n".to_vec(), "empty"),
        (
            "bytes",
            b"format = 1\nx = \"\xff\xfe\"\n".to_vec(),
            "line 2",
        ),
        (
            "newer",
            b"format = 99\n[review]\nfuture = true\n".to_vec(),
            "newer",
        ),
        (
            "prose",
            b"Dear councillor,\n".to_vec(),
            "prose.audit.toml:1:",
        ),
        (
            "nested",
            format!("format = 1\na = {}", "[".repeat(100_000)).into_bytes(),
            "nested",
        ),
        ("huge", huge.into_bytes(), "too large"),
    ];
    for (name, bytes, expected) in cases {
        let path = home.write(&format!("audits/{name}.audit.toml"), &bytes);
        for arguments in [
            vec!["check", &path],
            vec!["check", name, "--json"],
            vec!["history", name],
            vec!["verify", name],
            vec!["report", name, "--kind", "record"],
        ] {
            let errors = home.fails(3, &arguments);
            assert!(errors.contains(expected), "{arguments:?}: {errors}");
            assert!(errors.contains(&format!("{name}.audit.toml")), "{errors}");
        }
        assert_eq!(std::fs::read(&path).expect("it is there"), bytes, "{name}");
    }
    std::fs::create_dir_all(home.path("audits/folder.audit.toml")).expect("a folder");
    let errors = home.fails(3, &["check", "folder"]);
    assert!(errors.contains("folder"), "{errors}");

    // The rest of the library is listed all the same.
    home.write("audits/good.audit.toml", OPEN);
    let (list, code) = home.json(&["list", "--json"]);
    assert_eq!(code, 0);
    let row = |name: &str| {
        let rows = list.as_array().expect("a list");
        rows.iter()
            .find(|row| row["name"] == name)
            .expect(name)
            .clone()
    };
    assert_eq!(row("good")["verdict"], "too-early");
    assert!(row("prose")["error"].is_string());
    assert!(row("prose")["verdict"].is_null());
    let (words, _) = home.stdout(&["list"]);
    assert!(words.contains("good") && words.contains("prose"));
}

#[test]
fn every_mistake_of_an_audit_is_told_with_its_place() {
    let home = Home::new();
    home.write(
        "wrong.audit.toml",
        "format = 1\n[review]\nauthority = \"A\"\nkind = \"concil\"\nterritory = \"englnd\"\n\
         decided = 2003-02-30\n",
    );
    let errors = home.fails(3, &["check", "wrong.audit.toml"]);
    for expected in [
        "wrong.audit.toml:4:",
        "wrong.audit.toml:5:",
        "\"council\"",
        "\"england\"",
    ] {
        assert!(errors.contains(expected), "{expected}: {errors}");
    }
}

// Not on Windows: a file has no mode there that a test could take away.
#[test]
#[cfg(unix)]
fn a_file_that_may_not_be_read_is_told() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = Home::new();
    let path = home.write("audits/secret.audit.toml", OPEN);
    let locked = std::fs::Permissions::from_mode(0o000);
    std::fs::set_permissions(&path, locked).expect("set");
    if std::fs::read(&path).is_ok() {
        return; // Whoever runs this may read everything.
    }
    let errors = home.fails(3, &["check", "secret"]);
    assert!(
        errors.contains("secret.audit.toml") && errors.contains("permission"),
        "{errors}"
    );
}

#[test]
fn a_time_of_a_file_that_no_calendar_holds_is_no_fault() {
    use std::time::{Duration, SystemTime};
    let home = Home::new();
    let path = home.write("audits/odd.audit.toml", OPEN);
    for seconds in [1_u64, 62_167_219_201, 253_402_300_800, 1 << 40, 1 << 55] {
        let span = Duration::from_secs(seconds);
        let epoch = SystemTime::UNIX_EPOCH;
        for time in [epoch.checked_sub(span), epoch.checked_add(span)] {
            let file = std::fs::File::options().write(true).open(&path);
            // Not every system knows such a time.
            let Some(time) = time else { continue };
            let set = file.expect("it opens").set_modified(time);
            // Not every disk can hold it.
            if set.is_ok() {
                let (rows, code) = home.json(&["list", "--json"]);
                assert_eq!(code, 0, "{time:?}");
                let rows = rows.as_array().expect("a list");
                assert!(rows.iter().any(|row| row["name"] == "odd"), "{time:?}");
            }
        }
    }
}

#[test]
fn the_first_and_the_last_day_that_can_be_written_are_judged_and_reported() {
    let home = Home::new();
    let (example, _) = home.stdout(&["example", "liverpool-ict-2000"]);
    let decided = example
        .lines()
        .find(|line| line.starts_with("decided = "))
        .expect("it was decided");
    for day in ["0001-01-01", "9999-12-31"] {
        let far = example.replace(decided, &format!("decided = {day}"));
        home.write("audits/far.audit.toml", far);
        let (_, code) = home.stdout(&["check", "far", "--as-of", day]);
        assert!((0..=2).contains(&code), "{day}: {code}");
        for kind in ["record", "call-in", "information-request", "questions"] {
            for format in ["md", "html", "json", "csv", "docx", "xlsx"] {
                if kind == "call-in" && matches!(format, "csv" | "xlsx") {
                    continue;
                }
                let to = format!("{kind}-{day}.{format}");
                let report = ["report", "far", "--kind", kind, "-o", &to, "--as-of", day];
                let (_, code) = home.stdout(&report);
                assert_eq!(code, 0, "{day} {kind} {format}");
            }
        }
    }
    for day in ["+12000-01-01", "10000-01-01", "0000-12-31", "-0001-01-01"] {
        let as_of = format!("--as-of={day}");
        let says = home.fails(64, &["check", "--example", "liverpool-ict-2000", &as_of]);
        assert!(
            says.contains("not a date")
                || says.contains("not a day")
                || says.contains("does not exist"),
            "{says}"
        );
    }
}
