//! The call-in notice and the council's rules behind it, through the real binary.

use crate::testkit::cli_home;

use crate::testkit::front::flat;
use cli_home::Home;

/// A decision of a council, published on a day, with five things not done.
fn audit(authority: &str, nation: &str, published: &str) -> String {
    let mut text = format!(
        "format = 1\n[review]\nauthority = \"{authority}\"\nkind = \"council\"\nservice = \"Home \
         care\"\nterritory = \"{nation}\"\nexecutive = \"yes\"\nstage = \"decision\"\ndecided = \
         2026-06-10\n[[document]]\nid = \"report\"\ntitle = \"The report\"\n\
         [answers.\"decision-recorded\"]\nvalue = {published}\n\
         [answers.\"scrutiny-met\"]\nvalue = 2026-05-20\n\
         [answers.\"decided-by\"]\nvalue = \"executive\"\n"
    );
    for (page, question) in [
        "scope.kept",
        "pre-emption.nothing-first",
        "users.consulted",
        "employment.effects-stated",
        "options.in-house-equal",
        "scrutiny.answered",
        "performance.disclosed",
    ]
    .iter()
    .enumerate()
    {
        text.push_str(&format!(
            "[answers.\"{question}\"]\nstatus = \"not-met\"\n[[answers.\"{question}\".evidence]]\n\
             document = \"report\"\npage = {}\nquote = \"Words of page {}.\"\n",
            page + 1,
            page + 1
        ));
    }
    text
}

/// Runs a report on a day of June 2026, and returns what it printed and what it noted.
fn report(home: &Home, path: &str, kind: &str, more: &[&str]) -> (String, String) {
    let mut arguments = vec!["report", path, "--kind", kind, "--as-of", "2026-06-15"];
    arguments.extend(more);
    let output = home.run(&arguments);
    let notes = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "{notes}");
    (flat(&String::from_utf8_lossy(&output.stdout)), notes)
}

/// The number of grounds in a notice.
fn grounds(notice: &str) -> usize {
    (1..30)
        .take_while(|number| notice.contains(&format!("### {number}. ")))
        .count()
}

#[test]
fn a_day_of_the_week_in_the_councils_rules_moves_the_clock() {
    let home = Home::new();
    for (published, closes) in [
        // A Friday, then the Monday after it: the Tuesday is that of the week after each.
        ("2026-06-12", "Tuesday 16 June 2026"),
        ("2026-06-15", "Tuesday 23 June 2026"),
    ] {
        let path = home.write(
            "a.audit.toml",
            audit("West Lancashire Borough Council", "england", published),
        );
        home.run(&["council", "take", "West Lancashire"]);
        let (said, code) = home.stdout(&["deadlines", &path, "--as-of", "2026-06-15"]);
        assert_eq!(code, 0);
        let said = flat(&said);
        assert!(
            said.contains(&format!("{closes}: Call the decision in")),
            "{said}"
        );
        assert!(said.contains("It closes at 5 pm on that day."), "{said}");
        let (crib, _) = report(&home, &path, "crib", &[]);
        let day = closes.trim_start_matches("Tuesday ");
        assert!(
            crib.contains(&format!("The period closes on {day} at 17:00")),
            "{crib}"
        );
        assert!(
            crib.contains("the Tuesday of the week after publication of the decision"),
            "{crib}"
        );
    }
}

/// The check of a notice closes nothing by a day that is not entered, and tells two closing days that differ.
#[test]
fn the_crib_goes_by_the_day_of_the_councils_notice_and_counts_from_no_other_than_its_rules_name() {
    let home = Home::new();
    home.run(&["council", "new", "Anytown Council"]);
    for set in [
        ["--days", "1"],
        ["--counted", "working"],
        ["--from", "publication of the decision"],
    ] {
        home.run(&["council", "set", "Anytown Council", set[0], set[1]]);
    }
    let published = "[answers.\"decision-recorded\"]\nvalue = 2026-06-12\n";
    let text = audit("Anytown Council", "england", "2026-06-12");
    let crib = |published: &str, closes: &str| {
        let text = text.replace(
            "[answers.\"decision-recorded\"]\nvalue = 2026-06-12\n",
            published,
        );
        let path = home.write("a.audit.toml", format!("{text}{closes}"));
        report(&home, &path, "crib", &[]).0
    };
    // Decided on Wednesday the 10th; today is the 15th.
    let said = crib("", "");
    for part in [
        "the day it runs from is not entered",
        "It cannot close before Thursday 11 June 2026.",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(!said.contains("The period closed"), "{said}");
    assert!(crib(published, "").contains("The period closes on 15 June 2026, which is today"));
    let closes = "[answers.\"call-in-closes\"]\nvalue = 2026-06-17\n";
    let said = crib(published, closes);
    for part in [
        "The period closes on 17 June 2026, in 2 days.",
        "The day entered as the end of call-in is Wednesday 17 June 2026",
        "it is Monday 15 June 2026",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let same = crib(published, &closes.replace("17", "15"));
    assert!(
        !same.contains("The day entered as the end of call-in"),
        "{same}"
    );
}

#[test]
fn a_notice_has_four_grounds_unless_more_are_asked_for() {
    let home = Home::new();
    let path = home.write(
        "a.audit.toml",
        audit("Anytown Council", "england", "2026-06-12"),
    );
    let (usual, _) = report(&home, &path, "call-in", &[]);
    assert_eq!(grounds(&usual), 4, "{usual}");
    let (two, _) = report(&home, &path, "call-in", &["--grounds", "2"]);
    assert_eq!(grounds(&two), 2);
    let (all, _) = report(&home, &path, "call-in", &["--grounds", "all"]);
    assert!(grounds(&all) > 4, "{all}");
    let (crib, _) = report(&home, &path, "crib", &[]);
    let (_, weaker) = crib
        .split_once("Weaker grounds, not in the notice")
        .expect("they are named");
    assert!(weaker.contains("The notice has the 4 strongest grounds only."));
    let (_, weaker) = weaker.split_once("--grounds.").expect("the way to more");
    let items = weaker.split(" - **").skip(1);
    let items = items.take_while(|item| item.contains(".**"));
    assert_eq!(items.count(), grounds(&all) - 4, "{crib}");
    home.fails(
        64,
        &["report", &path, "--kind", "call-in", "--grounds", "none"],
    );
    let errors = home.fails(64, &["report", &path, "--kind", "record", "--grounds", "2"]);
    assert!(errors.contains("only for a call-in"), "{errors}");
}

#[test]
fn grounds_that_the_rules_refuse_are_asked_as_questions_and_only_our_crib_says_why() {
    let home = Home::new();
    let path = home.write(
        "a.audit.toml",
        audit("London Borough of Brent", "england", "2026-06-12"),
    );
    let scrutinised = "The council did not answer scrutiny’s points";
    let information = "Councillors did not see the performance figures";
    let find = |paper: &str, title: &str| {
        let plain = paper.replace('\'', "’");
        plain.contains(title)
    };
    // Without the council's rules both are grounds like any other.
    let all = ["--grounds", "all"];
    let (notice, _) = report(&home, &path, "call-in", &all);
    assert!(
        find(&notice, scrutinised) && find(&notice, information),
        "{notice}"
    );
    home.stdout(&["council", "take", "Brent"]);
    let (notice, _) = report(&home, &path, "call-in", &all);
    assert!(
        !find(&notice, scrutinised) && !find(&notice, information),
        "{notice}"
    );
    assert!(!notice.contains("refuse"), "{notice}");
    let (questions, _) = report(&home, &path, "questions", &[]);
    assert!(find(&questions, scrutinised) && find(&questions, information));
    assert!(!questions.contains("refuse"), "{questions}");
    let (crib, _) = report(&home, &path, "crib", &[]);
    for reason in [
        "refuse a call-in that is used to gain information",
        "refuse what scrutiny discussed before the decision",
        "The notice is not valid if it is used to gain information",
        "the same issue was called in within the last 6 months",
    ] {
        assert!(crib.contains(reason), "{reason}: {crib}");
    }
    // Any other ground may have been discussed as well: the user says so.
    let (before, _) = report(&home, &path, "call-in", &all);
    let (after, _) = report(
        &home,
        &path,
        "call-in",
        &["--grounds", "all", "--heard", "scope-grew"],
    );
    assert_eq!(grounds(&after), grounds(&before) - 1);
}

#[test]
fn the_notice_names_the_decision_the_people_and_what_is_wanted_and_prints_no_note_to_its_author() {
    let home = Home::new();
    let path = home.write(
        "a.audit.toml",
        audit("Anytown Council", "england", "2026-06-12"),
    );
    home.stdout(&[
        "council",
        "set",
        "Anytown Council",
        "--signatories",
        "2",
        "--also-signs",
        "a scrutiny chair",
        "--ground",
        "proportionality",
        "--ground",
        "due consultation",
        "--no-deferral",
        "yes",
    ]);
    let (bare, notes) = report(&home, &path, "call-in", &[]);
    let (full, _) = report(
        &home,
        &path,
        "call-in",
        &[
            "--decision",
            "The future of home care",
            "--minute",
            "Cabinet 31/26",
            "--published-at",
            "10:00",
            "--wording",
            "That home care be let to a contractor.",
            "--consequence",
            "212 people change their carer in winter.",
            "--alternative",
            "Keep the service in-house.",
            "--also-signed",
            "Cllr Chair",
            "--signatory",
            "Cllr Dee; Northfield; 1 High Street; 13 June 2026",
            "--spoken-to",
            "cabinet member: Cllr Gee, 11 June 2026",
            "--under",
            "1=2",
        ],
    );
    for said in [
        "The future of home care",
        "Cabinet 31/26",
        "12 June 2026, at 10:00",
        "That home care be let to a contractor.",
        "212 people change their carer in winter.",
        "The decision we propose in its place:** Keep the service in-house.",
        "Cllr Chair (a scrutiny chair)",
        "Northfield",
        "1 High Street",
        "13 June 2026",
        "Cllr Gee, 11 June 2026",
        "number 2: “due consultation”",
        "“Words of page",
        "Group leader",
        "Local member",
    ] {
        assert!(full.contains(said), "{said}: {full}");
    }
    // What is not known is a gap, and what is to be done about it is in the crib and in the notes.
    assert!(bare.contains("………"), "{bare}");
    for notice in [&bare, &full] {
        for ours in [
            "Not ready",
            "Enter ",
            "not been entered",
            "check sheet",
            "crib",
        ] {
            assert!(!notice.contains(ours), "{ours}: {notice}");
        }
    }
    assert!(
        notes.contains("would be rejected: The council does not accept"),
        "{notes}"
    );
    let (crib, _) = report(&home, &path, "crib", &[]);
    for said in [
        "Not ready to be sent",
        "gaps to fill in from the record of the decision",
        "Besides the signatures, the rules ask for that of a scrutiny chair",
    ] {
        assert!(crib.contains(said), "{said}: {crib}");
    }
}

#[test]
fn every_council_in_northern_ireland_has_the_rules_of_the_statute() {
    let home = Home::new();
    let path = home.write(
        "a.audit.toml",
        audit("Belfast City Council", "northern-ireland", "2026-06-12"),
    );
    let (said, _) = home.stdout(&["deadlines", &path, "--as-of", "2026-06-15"]);
    let take = "council take \"Belfast City Council\" --nation northern-ireland";
    assert!(flat(&said).contains(take), "{said}");
    home.fails(3, &["council", "take", "Belfast City Council"]);
    let nation = ["--nation", "northern-ireland"];
    let (said, code) =
        home.stdout(&[&["council", "take", "Belfast City Council"], &nation[..]].concat());
    assert_eq!(code, 0);
    let said = flat(&said);
    for rule in [
        "6 of 40, 7 of 41 and 9 of 60",
        "how many members the council has",
        "draft Regulations not made",
        "(procedural)",
        "(community impact)",
        "checked: official statement read",
    ] {
        assert!(said.contains(rule), "{rule}: {said}");
    }
    let (said, _) = home.stdout(&["council", "set", "Belfast City Council", "--members", "60"]);
    assert!(flat(&said).contains("rounded up: 9 of 60"), "{said}");
    let (crib, _) = report(&home, &path, "crib", &[]);
    assert!(crib.contains("9 signatures are needed"), "{crib}");
}

#[test]
fn rules_entered_before_are_read_and_a_mistake_in_the_new_ones_is_told_with_its_place() {
    let home = Home::new();
    let file = "config/councils/anytown-council.toml";
    home.write(
        file,
        "name = \"Anytown Council\"\nwho_may = \"any\"\nsignatories = 5\ndays = 5\ncounted = \
         \"working\"\nhour = \"17:00\"\nno_deferral = true\n",
    );
    let (shown, code) = home.json(&["council", "show", "Anytown Council", "--json"]);
    assert_eq!(code, 0);
    assert_eq!(
        (&shown["signatories"], &shown["days"]),
        (&5.into(), &5.into())
    );
    let set = [
        "council",
        "set",
        "Anytown Council",
        "--closes",
        "Tuesday of the week after",
        "--invalid",
        "same issue within 6 months",
        "--heard-within",
        "15 working days",
        "--once",
        "yes",
    ];
    assert_eq!(home.stdout(&set).1, 0);
    let (shown, _) = home.json(&["council", "show", "Anytown Council", "--json"]);
    assert_eq!(shown["weekday"]["day"], "tuesday");
    assert_eq!(shown["invalid"][0], "same issue within 6 months");
    assert_eq!(shown["heard_within"], "15 working days");
    assert_eq!(
        (&shown["signatories"], &shown["once"]),
        (&5.into(), &true.into())
    );
    home.fails(64, &["council", "set", "A", "--closes", "Tuesday"]);
    home.fails(64, &["council", "set", "A", "--invalid", "informtion"]);
    home.write(file, "name = \"Anytown Council\"\ncloses = \"Tuesday\"\n");
    let errors = home.fails(3, &["council", "show", "Anytown Council"]);
    assert!(errors.contains("anytown-council.toml:2:10"), "{errors}");
}
