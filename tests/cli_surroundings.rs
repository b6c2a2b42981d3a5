//! What lies around an audit, through the real program: conflict copies, links, long and hidden
//! names, changes without measure, and papers that would land on it.

use std::fs;

use crate::testkit::cli_home;

use cli_home::Home;

fn put(home: &Home, audit: &str, question: &str) -> i32 {
    let ask = ["ask", "put", audit, "--question", question, "--to", "x"];
    home.run(&ask).status.code().expect("an exit code")
}

fn home_with(name: &str) -> Home {
    let home = Home::new();
    home.stdout(&["new", "--authority", "A", "--service", "S", "--name", name]);
    assert_eq!(put(&home, name, "mine"), 0);
    home
}

fn names(home: &Home, folder: &str) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(home.path(folder))
        .expect("a folder")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort_unstable();
    names
}

/// A colleague's version of the audit, with a question that ours does not have.
fn colleague_s(home: &Home) -> (Vec<u8>, Vec<u8>) {
    let read = |end: &str| fs::read(home.path(&format!("audits/r.audit.{end}"))).expect("a file");
    let ours = (read("toml"), read("journal"));
    assert_eq!(put(home, "r", "the colleague’s"), 0);
    let theirs = (read("toml"), read("journal"));
    home.write("audits/r.audit.toml", ours.0);
    home.write("audits/r.audit.journal", ours.1);
    theirs
}

#[test]
fn the_conflict_copies_of_every_client_are_told_everywhere_and_never_opened_for_writing() {
    let home = home_with("r");
    let (toml, journal) = colleague_s(&home);
    let path = |end: &str| home.path(&format!("audits/r.audit.{end}"));
    let ours = ["toml", "journal"].map(|end| (end, fs::read(path(end)).expect("a file")));
    // Every mark at every place is tried in `store::copies`; here each place by one of them.
    for (name, of_journal) in [
        ("r.audit.sync-conflict-20261128-101010-ABCDEFG.toml", false),
        ("r (Ann's conflicted copy 2026-11-28).audit.toml", false),
        ("r-DESKTOP-AB12CD3.audit.toml", false),
        ("r.audit.toml (1)", false),
        ("r.audit (conflicted copy 2026-11-28 101010).journal", true),
        ("r 2.audit.journal", true),
    ] {
        let bytes = if of_journal { &journal } else { &toml };
        let path = home.write(&format!("audits/{name}"), bytes);
        let (list, code) = home.json(&["list", "--json"]);
        assert_eq!(code, 0, "{name}");
        let rows = list.as_array().expect("rows");
        let own: Vec<_> = rows.iter().filter(|row| row["example"] != true).collect();
        assert_eq!(own.len(), 1, "{name} is no audit of its own: {list}");
        assert_eq!(own[0]["conflict_copies"][0], path, "{name}");
        for told in [
            home.stdout(&["list"]).0,
            home.fails(2, &["check", "r"]),
            home.stdout(&["verify", "r"]).0,
            home.fails(0, &["ask", "put", "r", "--question", "more", "--to", "x"]),
        ] {
            let folded = told.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(folded.contains("conflict copy"), "{name}: {told}");
            assert!(folded.contains(name), "{name}: {told}");
            assert!(folded.contains("scrutineer merge"), "{name}: {told}");
        }
        let (verified, code) = home.json(&["verify", "r", "--json"]);
        assert_eq!((&verified["sound"], code), (&true.into(), 0), "{name}");
        assert_eq!(verified["conflict_copies"][0], path, "{name}");
        // It can be looked at, and that is all.
        if of_journal {
            let (words, _) = home.stdout(&["history", &path]);
            assert!(words.contains("colleague’s"), "{name}: {words}");
        } else {
            let told = home.fails(2, &["check", &path]);
            assert!(told.contains("conflict copy"), "{name}: {told}");
            let (list, _) = home.stdout(&["ask", "list", &path]);
            assert!(list.contains("colleague’s"), "{name}: {list}");
            let told = home.fails(3, &["ask", "put", &path, "--question", "no", "--to", "x"]);
            assert!(told.contains("conflict copy"), "{name}: {told}");
        }
        assert_eq!(&fs::read(&path).expect("it is there"), bytes, "{name}");
        let beside = names(&home, "audits");
        assert_eq!(
            beside.len(),
            3,
            "{name}: nothing was put beside it: {beside:?}"
        );
        // It is merged by its path, and stays as it is.
        let (merged, code) = home.stdout(&["merge", "r", &path]);
        assert_eq!(code, 0, "{name}: {merged}");
        let (list, _) = home.stdout(&["ask", "list", "r"]);
        assert!(list.contains("colleague’s"), "{name}: {list}");
        assert_eq!(&fs::read(&path).expect("it is there"), bytes, "{name}");
        fs::remove_file(&path).expect("removed");
        for (end, bytes) in &ours {
            home.write(&format!("audits/r.audit.{end}"), bytes);
        }
    }
}

// Not on Windows: to make a link takes rights there that a user has not.
#[test]
#[cfg(unix)]
fn nothing_that_lies_beside_an_audit_is_followed_where_it_is_a_link() {
    use std::os::unix::fs::symlink;
    // Whatever the program itself may make there, leading to a file of the user's, or to none.
    for end in [
        "lock",
        "journal",
        "journal.torn",
        "theirs-1.toml",
        "journal.theirs-1",
    ] {
        for there in [true, false] {
            let home = home_with("a");
            let precious = home.path("precious");
            if there {
                home.write("precious", "precious\n");
            }
            let link = home.path(&format!("audits/a.audit.{end}"));
            let _ = fs::remove_file(&link);
            symlink("../precious", &link).expect("linked");
            let code = put(&home, "a", "more");
            let expected = if matches!(end, "lock" | "journal") {
                3
            } else {
                0
            };
            assert_eq!(code, expected, "{end}");
            // A torn line is to be kept beside, where the link is in the way.
            let journal = home.path("audits/a.audit.journal");
            if end.starts_with("journal.torn") {
                let mut text = fs::read_to_string(&journal).expect("a journal");
                let head = text.lines().last().expect("a line").to_owned();
                text.push_str(&head[..40]);
                home.write("audits/a.audit.journal", text);
                assert_eq!(put(&home, "a", "again"), 0);
                assert!(names(&home, "audits").contains(&"a.audit.journal.torn-2".to_owned()));
            }
            let now = fs::read_to_string(&precious).ok();
            assert_eq!(now.as_deref(), there.then_some("precious\n"), "{end}");
            assert!(
                link.symlink_metadata().expect("there").is_symlink(),
                "{end}"
            );
        }
    }
    // The folder itself may be one.
    let home = home_with("a");
    fs::rename(home.path("audits"), home.path("elsewhere")).expect("moved");
    symlink("elsewhere", home.path("audits")).expect("linked");
    assert_eq!(put(&home, "a", "more"), 0);
    assert_eq!(home.stdout(&["verify", "a"]).1, 0);
}

// Not on Windows: a file has no mode there; the folder of the user is theirs alone.
#[test]
#[cfg(unix)]
fn every_file_the_program_makes_for_itself_is_its_owner_s_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = Home::new();
    let mode = |name: &str| {
        let file = fs::metadata(home.path(name)).expect(name);
        file.permissions().mode() & 0o777
    };
    // A file that came by mail, readable by all: what is put beside it is not.
    home.stdout(&["example", "liverpool-ict-2000", "-o", "audits.toml"]);
    fs::create_dir_all(home.path("audits")).expect("a folder");
    fs::rename(
        home.path("audits.toml"),
        home.path("audits/mailed.audit.toml"),
    )
    .expect("moved");
    let open = fs::Permissions::from_mode(0o644);
    fs::set_permissions(home.path("audits/mailed.audit.toml"), open).expect("set");
    assert_eq!(put(&home, "mailed", "one"), 0);
    assert_eq!(mode("audits/mailed.audit.journal"), 0o600);
    assert_eq!(
        mode("audits/mailed.audit.toml"),
        0o644,
        "its owner’s choice stands"
    );
    home.stdout(&["new", "--authority", "A", "--service", "S", "--name", "a"]);
    assert_eq!(put(&home, "a", "one"), 0);
    home.stdout(&["council", "new", "Anytown Council"]);
    let files = names(&home, "audits");
    for name in files.iter().filter(|name| name.starts_with("a.")) {
        assert_eq!(mode(&format!("audits/{name}")), 0o600, "{name}");
    }
}

#[test]
fn no_paper_and_no_example_is_written_over_an_audit_or_what_belongs_to_it() {
    let home = home_with("r");
    home.write("config/settings.toml", "");
    home.write("config/councils/anytown.toml", "name = \"Anytown\"\n");
    home.write("audits/r.audit.lock", "");
    let (branch, _) = home.stdout(&["example", "local-agreement"]);
    home.write("checklists/branch.toml", branch);
    for target in [
        "audits/r.audit.toml",
        "audits/r.audit.journal",
        "audits/r.audit.lock",
        "audits/other.audit.journal",
        "config/settings.toml",
        "config/councils/anytown.toml",
        "checklists/branch.toml",
    ] {
        let before = fs::read(home.path(target)).ok();
        for force in [&[][..], &["--force"]] {
            // A report has no such ending, and is refused for that alone.
            let report = [&["report", "r", "--kind", "record", "-o", target], force].concat();
            home.fails(64, &report);
            let calendar = [&["deadlines", "r", "--ics", target], force].concat();
            let told = home.fails(3, &calendar);
            assert!(
                told.contains("nothing is ever written over it"),
                "{target}: {told}"
            );
            let example = [&["example", "liverpool-ict-2000", "-o", target], force].concat();
            home.fails(3, &example);
            assert_eq!(fs::read(home.path(target)).ok(), before, "{target}");
        }
    }
    let (_, code) = home.stdout(&["example", "liverpool-ict-2000", "-o", "mine.audit.toml"]);
    assert_eq!(code, 0, "an example may begin an audit");
    assert_eq!(home.stdout(&["verify", "r"]).1, 0);
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("audits/r.audit.journal", home.path("paper.md"))
            .expect("linked");
        let paper = [
            "report", "r", "--kind", "record", "-o", "paper.md", "--force",
        ];
        home.fails(3, &paper);
        std::os::unix::fs::symlink("nowhere", home.path("dead.md")).expect("linked");
        let paper = [
            "report", "r", "--kind", "record", "-o", "dead.md", "--force",
        ];
        assert!(home.fails(3, &paper).contains("leads nowhere"));
    }
}

#[test]
fn one_change_without_measure_is_refused_and_all_others_are_saved() {
    let home = home_with("m");
    let note = |megabytes: usize| "n".repeat(megabytes << 20);
    // By hand, an audit of any size: what differs is what is kept, and the rest goes on.
    let path = home.path("audits/m.audit.toml");
    let mut text = fs::read_to_string(&path).expect("the audit");
    text.truncate(text.find("[journal]").expect("a stamp"));
    for id in ["review.legal-tests-shown", "review.guidance-followed"] {
        text.push_str(&format!("\n[answers.\"{id}\"]\nnote = \"{}\"\n", note(6)));
    }
    home.write("audits/m.audit.toml", &text);
    assert_eq!(put(&home, "m", "first"), 0);
    let text = fs::read_to_string(&path).expect("the audit");
    home.write(
        "audits/m.audit.toml",
        text.replace("service = \"S\"", "service = \"By hand\""),
    );
    assert_eq!(put(&home, "m", "second"), 0);
    // More by hand than one change can hold: read-only, with the reason; nothing is touched.
    let text = fs::read_to_string(&path).expect("the audit");
    let more = text.replace(
        "service = \"By hand\"",
        &format!("service = \"{}\"", note(17)),
    );
    home.write("audits/m.audit.toml", &more);
    let ask = ["ask", "put", "m", "--question", "fourth", "--to", "x"];
    let told = home.fails(3, &ask);
    assert!(
        told.contains("kilobytes") && told.contains("profile"),
        "{}",
        &told[..400]
    );
    assert_eq!(fs::read_to_string(&path).expect("the audit"), more);
    // Put right, it goes on.
    home.write("audits/m.audit.toml", &text);
    assert_eq!(put(&home, "m", "fourth"), 0);
    assert_eq!(home.stdout(&["verify", "m"]).1, 0);
}

#[test]
fn a_long_name_is_one_audit_with_one_lock_and_a_hidden_one_is_refused() {
    for letters in [225, 236, 240, 242, 244] {
        let name = "n".repeat(letters);
        let home = home_with(&name);
        let beside = names(&home, "audits");
        assert_eq!(beside.len(), 2, "{beside:?}");
        let journal = beside
            .iter()
            .find(|name| name.ends_with(".journal"))
            .expect("a journal");
        let ghost = journal.trim_end_matches(".audit.journal");
        assert_eq!(put(&home, ghost, "by the journal’s name"), 0);
        let (list, _) = home.json(&["list", "--json"]);
        let own = list
            .as_array()
            .expect("rows")
            .iter()
            .filter(|row| row["example"] != true);
        assert_eq!(own.count(), 1, "{letters}");
        let (steps, _) = home.json(&["history", &name, "--json"]);
        assert_eq!(
            steps["steps"].as_array().map(Vec::len),
            Some(2),
            "{letters}"
        );
        assert_eq!(names(&home, "audits").len(), 2);
    }
    let home = Home::new();
    let long = "n".repeat(250);
    let new = |name: &str| {
        let new = ["new", "--authority", "A", "--service", "S", "--name", name];
        home.run(&new)
    };
    let output = new(&long);
    assert_eq!(output.status.code(), Some(3));
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("too long"), "{told}");
    for hidden in [".hidden", " .hidden", "..."] {
        assert_eq!(new(hidden).status.code(), Some(64), "{hidden}");
    }
    assert!(!home.path("audits").exists() || names(&home, "audits").is_empty());
}

#[test]
fn a_folder_of_audits_that_cannot_be_read_is_an_error_with_its_path_and_not_an_empty_list() {
    let home = Home::new();
    home.write("audits", b"a file where the folder should be");
    for arguments in [
        &["list"][..],
        &["list", "--json"],
        &["check", "r"],
        &["new", "--authority", "A", "--service", "S", "--name", "r"],
    ] {
        let output = home.run(arguments);
        let said = String::from_utf8(output.stderr).expect("text");
        assert_ne!(output.status.code(), Some(0), "{arguments:?}");
        let folder = home.path("audits");
        assert!(
            said.contains(&folder.display().to_string()),
            "{arguments:?}: {said}"
        );
    }
    let output = home.run(&["list"]);
    assert_eq!(output.status.code(), Some(3));
    let said = String::from_utf8(output.stderr).expect("text");
    assert!(
        said.contains("part of its path is a file, not a folder"),
        "{said}"
    );
    assert_eq!(
        fs::read(home.path("audits")).expect("the file"),
        b"a file where the folder should be"
    );
}

#[test]
fn a_path_longer_than_260_letters_is_like_any_other() {
    let home = Home::new();
    // An old bound of Windows, which a path goes beyond in a synced folder of a council's name.
    let deep = ["Scrutiny of the council’s services"; 8].join("/");
    let paper = home.write(
        &format!("{deep}/papers/Report of the review.txt"),
        "The members compared the cost of keeping the service with the tender.\r\n",
    );
    assert!(paper.chars().count() > 300, "{paper}");
    let at = home.path(&deep);
    let run = |arguments: &[&str]| {
        let mut program = home.program();
        let output = program
            .env("SCRUTINEER_HOME", &at)
            .args(arguments)
            .output()
            .expect("the program runs");
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {said}{told}");
        said
    };
    run(&["new", "--authority", "A", "--service", "S", "--name", "a"]);
    run(&["documents", "add", "a", &paper]);
    assert!(run(&["documents", "search", "a", "tender"]).contains("cost of keeping"));
    run(&["ask", "put", "a", "--question", "mine", "--to", "x"]);
    let written = at.join("out").join("submission.docx");
    fs::create_dir(at.join("out")).expect("a folder");
    let out = written.to_string_lossy().into_owned();
    run(&[
        "report", "a", "--kind", "record", "--format", "docx", "-o", &out,
    ]);
    assert!(fs::metadata(&written).expect("written").len() > 1000);
    run(&["verify", "a"]);
    assert!(run(&["list"]).contains('a'));
    // It is found by its own path as well, and goes into one file with its papers.
    let audit = at.join("audits").join("a.audit.toml");
    run(&["history", &audit.to_string_lossy()]);
    let bundle = at.join("out").join("all.zip");
    let bundle = bundle.to_string_lossy().into_owned();
    run(&["bundle", "a", "-o", &bundle]);
    run(&["verify", &bundle]);
}
