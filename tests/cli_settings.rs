//! Settings and council profiles through the real binary.

use crate::testkit::cli_home;

use cli_home::Home;

const SUBMISSION: [&str; 5] = [
    "report",
    "--example",
    "liverpool-ict-2000",
    "--kind",
    "submission",
];

#[test]
fn settings_are_used_and_a_mistake_in_them_is_told_with_a_way_out() {
    let home = Home::new();
    let (plain, code) = home.stdout(&SUBMISSION);
    assert_eq!(code, 0);
    home.write(
        "config/settings.toml",
        "[house]\nname = \"Anytown Branch\"\n[sections]\nsubmission = [\"grounds\"]\n",
    );
    let (own, code) = home.stdout(&SUBMISSION);
    assert_eq!(code, 0);
    assert!(
        own.starts_with("Anytown Branch\n\n# Submission"),
        "{own:.80}"
    );
    assert!(plain.contains("## In short") && !own.contains("## In short"));
    assert!(own.contains("not legal advice"));
    let with = |flag: &str| home.stdout(&[SUBMISSION.as_slice(), &[flag]].concat());
    assert_eq!(with("--without-settings"), (plain, 0));

    home.write(
        "config/settings.toml",
        "[house]\nname = \"x\"\n\n[sections]\nsubmission = [\"grunds\"]\n",
    );
    let errors = home.fails(3, &SUBMISSION);
    for expected in [
        "settings.toml:5:15",
        "did you mean \"grounds\"?",
        "--without-settings",
    ] {
        assert!(errors.contains(expected), "{expected}: {errors}");
    }
    assert_eq!(with("--without-settings").1, 0);
}

#[test]
fn a_councils_rules_are_filled_in_once_and_found_by_the_authority() {
    let home = Home::new();
    let (said, code) = home.stdout(&["council", "list"]);
    assert_eq!(code, 0);
    assert!(said.contains("council new"), "{said}");
    let (said, code) = home.stdout(&["council", "new", "Liverpool City Council"]);
    assert_eq!(code, 0);
    assert!(
        said.replace('\\', "/")
            .contains("config/councils/liverpool-city-council.toml"),
        "{said}"
    );
    home.fails(3, &["council", "new", "LIVERPOOL city  council"]);
    let file = home.path("config/councils/liverpool-city-council.toml");
    let template = std::fs::read_to_string(&file).expect("there");
    assert!(template.contains("# signatories = 5"), "{template}");

    let set = home.run(&[
        "council",
        "set",
        "liverpool city council",
        "--who-may",
        "any five members",
        "--signatories",
        "5",
        "--days",
        "5",
        "--counted",
        "working",
        "--hour",
        "17:00",
        "--form",
        "in writing",
        "--to",
        "the monitoring officer",
        "--ground",
        "consultation was not sufficient",
        "--ground",
        "the evidence was not weighed",
        "--alternative",
        "yes",
        "--source",
        "rule 16",
    ]);
    assert_eq!(set.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&set.stderr).contains(".bak"));
    let (shown, code) = home.json(&["council", "show", "Liverpool City Council", "--json"]);
    assert_eq!(code, 0);
    assert_eq!(shown["name"], "Liverpool City Council");
    assert_eq!(shown["signatories"], 5);
    assert_eq!(shown["alternative_needed"], true);
    assert_eq!(shown["grounds"].as_array().map(Vec::len), Some(2));
    assert_eq!(shown["missing"].as_array().map(Vec::len), Some(0));
    let (list, _) = home.json(&["council", "list", "--json"]);
    assert_eq!(list[0]["name"], "Liverpool City Council");

    let call_in = [
        "report",
        "--example",
        "liverpool-ict-2000",
        "--kind",
        "call-in",
        "--signatory",
        "Cllr A",
        "--under",
        "1=2",
    ];
    let output = home.run(&call_in);
    let notice = String::from_utf8_lossy(&output.stdout).into_owned();
    let notes = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "{notes}");
    assert!(notice.contains("Cllr A") && !notice.contains("any five members"));
    let mut crib = call_in[..4].to_vec();
    crib.push("crib");
    let (sheet, _) = home.stdout(&crib);
    assert!(sheet.contains("any five members"), "{sheet}");
    assert!(notice.contains("the evidence was not weighed"));
    assert!(
        notes.contains("would be rejected: 5 signatures are needed, and 1 name is entered"),
        "{notes}"
    );

    // No other paper is told what does not stand in the audit.
    let mut record = call_in.to_vec();
    record[4] = "record";
    let errors = home.fails(64, &record);
    assert!(errors.contains("work only for a call-in"), "{errors}");
    // What the council does not allow, and what the notice does not say, is no ground.
    for (under, says) in [
        ("1=3", "the council’s rules list no ground 3, but 2"),
        ("99=1", "the notice has no ground 99; it has"),
    ] {
        let mut call_in = call_in.to_vec();
        call_in.pop();
        call_in.push(under);
        let errors = home.fails(64, &call_in);
        assert!(errors.contains(says), "{errors}");
    }

    // A file of another name is found by the name in it; one with a mistake says where.
    let other = home.path("config/councils/mine.toml");
    std::fs::rename(&file, &other).expect("moved");
    let (crib, _) = home.stdout(&crib);
    assert!(crib.contains("any five members"));
    let errors = home.fails(3, &["council", "show", "Liverpool Citty Council"]);
    assert!(
        errors.contains("did you mean “Liverpool City Council”?"),
        "{errors}"
    );
    home.write(
        "config/councils/liverpool-city-council.toml",
        "name = \"Liverpool City Council\"\nsignatories = \"five\"\n",
    );
    let errors = home.fails(3, &call_in);
    assert!(
        errors.contains("liverpool-city-council.toml:2:15"),
        "{errors}"
    );
    let (_, code) = home.stdout(&SUBMISSION);
    assert_eq!(code, 0, "other papers do not need it");
    for wrong in [
        &["council", "set", "A", "--hour", "five"][..],
        &["council", "set", "A", "--signatories", "0"],
        &["council", "set", "A", "--alternative", "perhaps"],
        &["council", "set", "A", "--ground", " "],
        &["council", "set", " "],
    ] {
        home.fails(64, wrong);
    }
}

#[test]
fn a_ready_profile_is_listed_apart_taken_as_a_copy_and_confirmed_by_the_user() {
    const WARNING: &str = "confirm it against the council’s constitution";
    let home = Home::new();
    let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (list, _) = home.stdout(&["council", "list"]);
    let list = flat(&list);
    assert!(
        list.contains("No council’s rules have been entered"),
        "{list}"
    );
    let (own, ready) = list.split_once("Ready profiles").expect("apart");
    assert!(!own.contains("Gloucestershire"), "{own}");
    assert!(
        ready.contains("Gloucestershire County Council: "),
        "{ready}"
    );
    assert!(
        ready.contains("from a ready profile of 9 October 2020 (checked: text read)"),
        "{ready}"
    );
    let errors = home.fails(3, &["council", "show", "Gloucestershire"]);
    assert!(
        errors.contains("council take \"Gloucestershire\""),
        "{errors}"
    );
    let errors = home.fails(3, &["council", "take", "Gloucestershyre County Council"]);
    assert!(
        errors.contains("did you mean “Gloucestershire County Council”?"),
        "{errors}"
    );
    assert!(
        !home.path("config/councils").exists(),
        "nothing was written"
    );

    // A name without the kind of council finds it.
    let (said, code) = home.stdout(&["council", "take", "gloucestershire"]);
    assert_eq!(code, 0);
    assert!(flat(&said).contains(WARNING), "{said}");
    home.fails(3, &["council", "take", "Gloucestershire County Council"]);
    let (shown, _) = home.json(&["council", "show", "Gloucestershire", "--json"]);
    assert_eq!(shown["signatories"], 5);
    assert_eq!(shown["unconfirmed"], true);
    assert_eq!(shown["checked"], "text-read");
    assert_eq!(shown["as_of"], "9 October 2020");
    let (rows, _) = home.json(&["council", "list", "--json"]);
    assert_eq!(rows[0]["file"], "gloucestershire-county-council");
    assert!(rows[1]["file"].is_null(), "{rows}");

    // What the user corrects is kept, and is still not confirmed.
    let (said, _) = home.stdout(&["council", "set", "Gloucestershire", "--hour", "17:00"]);
    assert!(
        flat(&said).contains(WARNING) && said.contains("until 17:00"),
        "{said}"
    );
    home.fails(
        64,
        &["council", "confirm", "Gloucestershire", "--page", " "],
    );
    let confirm = [
        "council",
        "confirm",
        "Gloucestershire",
        "--page",
        "part 4, page 212",
    ];
    let (said, code) = home.stdout(&confirm);
    assert_eq!(code, 0);
    let said = flat(&said);
    assert!(!said.contains(WARNING), "{said}");
    assert!(
        said.contains("confirmed on") && said.contains("part 4, page 212"),
        "{said}"
    );
    let (shown, _) = home.json(&["council", "show", "Gloucestershire", "--json"]);
    assert_eq!(shown["unconfirmed"], false);

    // Rules of one's own have nothing to confirm.
    home.stdout(&["council", "new", "Anytown Council"]);
    let errors = home.fails(3, &["council", "confirm", "Anytown", "--page", "1"]);
    assert!(errors.contains("nothing to confirm"), "{errors}");
}

#[test]
fn the_manual_has_the_users_own_keys_and_tells_what_is_wrong_with_them() {
    let home = Home::new();
    home.write(
        "config/settings.toml",
        "[desk]\ntheme = \"lihgt\"\n[keys]\nnext-open = \"F5\"\nmte = \"x\"\n[sections]\nsubmision = []\n",
    );
    let output = home.run(&["man"]);
    let manual = String::from_utf8_lossy(&output.stdout).into_owned();
    let notes = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "{notes}");
    assert!(
        manual.contains("\\fBF5\\fR"),
        "the key that is right is used"
    );
    let notes = notes.split_whitespace().collect::<Vec<_>>().join(" ");
    for told in [
        "settings.toml, line 2, column 9: \"lihgt\" is not a theme; did you mean \"light\"?",
        "settings.toml, line 5, column 1: there is no action `mte`; did you mean `met`?",
        "settings.toml, line 7, column 1: ",
    ] {
        assert_eq!(notes.matches(told).count(), 1, "{told}: {notes}");
    }
}

#[test]
fn what_is_set_for_the_desk_keeps_no_paper_from_being_written() {
    let home = Home::new();
    home.write(
        "config/settings.toml",
        "[desk]\ntheme = \"light\"\nmouse = \"no\"\n[keys]\nmet = \"n\"\n",
    );
    let (_, code) = home.stdout(&SUBMISSION);
    assert_eq!(code, 0);
}
