//! Remarks written by hand into an audit's file, kept by every command that changes it.

use std::path::Path;
use std::sync::Arc;

use chrono::DateTime;
use scrutineer::store::{self, RealDisk};

use crate::testkit::cli_home;

use cli_home::Home;

const ID: &str = "options.in-house-equal";

/// A file as a person has it in an editor, with remarks of every kind.
const FILE: &str = r#"# Libraries: our audit.
# Kept by the branch secretary.

format = 1
# The review itself
[review] # as announced
authority = "Anytown Council"
kind = "council"	# not a fire authority
service = "Libraries #1"
territory = "england"
# (wards to follow)

# ---- Users ----
[answers."users.consulted"]
status = "no-evidence" # ask Ann again
note = """
They say they did.
# this is no remark
"""

[[answers."users.consulted".evidence]]
# the one that was mailed
page = 4 # of the annex
quote = "no # consultation"

[[put]]
id = "put-1" # at the last meeting
ask = "Why?"
to = ""
where = ""
outcome = "asked"
bears_on = [
  "users.consulted", # first of all
]

# The last line"#;

fn file(home: &Home) -> String {
    std::fs::read_to_string(home.path("audits/mine.audit.toml")).expect("there")
}

/// Every remark with what stands before it on its line.
fn remarks(text: &str) -> Vec<&str> {
    text.lines()
        .filter(|line| line.contains("# ") && !line.contains("no remark"))
        .filter(|line| !line.starts_with("quote"))
        .collect()
}

#[test]
fn remarks_of_every_kind_stand_through_every_command() {
    let home = Home::new();
    let mine = home.write("audits/mine.audit.toml", FILE);
    let put = [
        "ask",
        "put",
        "mine",
        "--question",
        "Who saw the plan? #2",
        "--to",
        "Cllr Holder",
        "--bears-on",
        "users.consulted",
    ];
    assert_eq!(home.stdout(&put).1, 0);
    let again = home.write("again.csv", format!("ref,status,note\n{ID},not met,#3\n"));
    assert_eq!(home.stdout(&["import", "mine", &again]).1, 0);
    assert_eq!(home.stdout(&["ask", "not-answered", "mine", "put-2"]).1, 0);
    home.write("paper.txt", "Nobody was consulted. #4\n");
    let (said, code) = home.stdout(&["documents", "add", "mine", "paper.txt"]);
    assert_eq!(code, 0, "{said}");

    let after = file(&home);
    assert_eq!(remarks(&after).len(), 13, "{after}");
    let words = |text| -> Vec<String> {
        let lines = remarks(text).into_iter();
        lines
            .filter_map(|line| Some(line.rsplit_once("# ")?.1.to_owned()))
            .collect()
    };
    assert_eq!(words(&after), words(FILE));
    for lines in [
        "# Kept by the branch secretary.\n\nformat = 1\n# The review itself\n[review] # as",
        "kind = \"council\"\t# not a fire authority\n",
        "# (wards to follow)\n",
        "# ---- Users ----\n[answers.\"users.consulted\"]\nstatus = \"no-evidence\" # ask",
        "evidence]]\n# the one that was mailed\npage = 4 # of the annex\n",
        "bears_on = [\"users.consulted\" # first of all\n",
    ] {
        assert!(after.contains(lines), "{lines}: {after}");
    }
    assert!(after.ends_with("\n# The last line\n"), "{after}");
    let (said, code) = home.stdout(&["verify", "mine"]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("Sound"), "{said}");
    assert!(!Path::new(&mine.replace(".toml", ".remarks-1.toml")).exists());
}

#[test]
fn a_remark_whose_place_was_taken_away_is_in_a_copy_and_told() {
    let home = Home::new();
    let mine = home.write("audits/mine.audit.toml", FILE);
    let first = home.write("first.csv", format!("ref,status,note\n{ID},not met,x\n"));
    assert_eq!(home.stdout(&["import", "mine", &first]).1, 0);
    let head = format!("[answers.\"{ID}\"]");
    let remarked = file(&home).replace(&head, &format!("# to be scored\n{head}"));
    home.write("audits/mine.audit.toml", &remarked);

    // Taken back in the journal; the machine stopped before the file was written.
    let now = DateTime::from_timestamp(1_900_000_000, 0).expect("a moment");
    let mut opened = store::open(Arc::new(RealDisk), Path::new(&mine), "Jo", now).expect("opens");
    let entry = opened.history.undo("Jo", now).expect("a step").clone();
    let writer = opened.writer.as_mut().expect("not held");
    writer.append(&[entry]).expect("saved");
    drop(opened);

    let output = home.run(&["ask", "not-answered", "mine", "put-1"]);
    assert_eq!(output.status.code(), Some(0));
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("“# to be scored”"), "{told}");
    assert!(told.contains("mine.audit.remarks-1.toml"), "{told}");
    let copy = std::fs::read_to_string(home.path("audits/mine.audit.remarks-1.toml"));
    assert_eq!(copy.expect("the copy"), remarked);
    let after = file(&home);
    assert_eq!(remarks(&after).len(), 13, "{after}");
    assert!(!after.contains("# to be scored"));
    assert_eq!(home.stdout(&["verify", "mine"]).1, 0);
    let (list, _) = home.json(&["list", "--json"]);
    assert!(!list.to_string().contains("remarks-1"), "{list}");

    let output = home.run(&["ask", "answered", "mine", "put-1", "--reply", "No."]);
    assert!(!String::from_utf8_lossy(&output.stderr).contains("remark"));
}
