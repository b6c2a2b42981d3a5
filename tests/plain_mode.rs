//! The plain mode through the real program: typed lines in, short lines out, and the same audit as
//! at the desk.

use std::fs;
use std::io::Write as _;
use std::process::{Output, Stdio};

use scrutineer::audit::Audit;
use scrutineer::base::SourceText;
use scrutineer::report::Author;

use crate::testkit::cli_home::{Home, OPEN};
use crate::testkit::script::Script;

/// The most words before an answer.
const MOST: usize = 45;

/// The lines of a whole audit, from new to submission; `PAPER` and `OUT` are paths.
const LINES: &str = "\
new audit
Anytown Council
Home care
9 July 2026
skip
council
yes
decision
documents
add a paper
PAPER
1
about it
Final report
The council
save
walk
search
options.in-house-equal
1
not met
3
The in-house service was not scored as an option.
Not scored at all.
search
challenge.asked
1
no ev
note
We looked everywhere.

Nothing – there.
.
next open
search
consultation-opened
1
answer
3 May 2026
search
recommendation
1
answer
outsource
search
performance.disclosed
1
withheld
asked for
The performance figures
Head of legal
1 June 2026
No reply by 1 July
other side
They say: it is in Appendix B.
.
search
options.ways-considered
1
partly
undo
m
back
undo
redo
report
which paper
Scrutiny submission
format
Markdown
write
Sam Secretary
UNISON Anytown branch
Overview and Scrutiny Committee
skip
skip
Keep it in house.
.
OUT
back
quit
";

/// The keys of the same audit at the desk.
fn at_the_desk(paper: &str, out: &str) -> Script {
    let mut desk = Script::new();
    desk.desk.author = Author {
        name: String::new(),
        logins: vec!["J. Secretary".to_owned()],
    };
    desk.keys("n")
        .typed("Anytown Council")
        .keys("Tab")
        .typed("Home care")
        .keys("Tab")
        .typed("9 July 2026")
        .keys("Tab Tab Tab y Tab d d C-s");
    desk.keys("Tab Tab Tab Tab a").typed(paper).keys("Enter");
    desk.keys("i C-u")
        .typed("Final report")
        .keys("Tab")
        .typed("The council")
        .keys("C-s BackTab BackTab BackTab");
    desk.keys("/")
        .typed("options.in-house-equal")
        .keys("Enter n 3 Tab");
    desk.typed("The in-house service was not scored as an option.")
        .keys("Tab")
        .typed("Not scored at all.")
        .keys("C-s");
    desk.keys("/").typed("challenge.asked").keys("Enter e M-t");
    desk.typed("We looked everywhere.")
        .keys("Enter Enter")
        .typed("Nothing – there.")
        .keys("C-s o");
    desk.keys("/")
        .typed("consultation-opened")
        .keys("Enter Enter");
    desk.typed("3 May 2026").keys("Enter");
    desk.keys("/").typed("recommendation").keys("Enter Enter");
    desk.typed("outsource").keys("Enter");
    desk.keys("/")
        .typed("performance.disclosed")
        .keys("Enter w r");
    desk.typed("The performance figures")
        .keys("Tab")
        .typed("Head of legal")
        .keys("Tab")
        .typed("1 June 2026")
        .keys("Tab")
        .typed("No reply by 1 July")
        .keys("C-s M-c")
        .typed("They say: it is in Appendix B.")
        .keys("C-s");
    desk.keys("/")
        .typed("options.ways-considered")
        .keys("Enter p u m Esc u U");
    desk.keys("BackTab BackTab b")
        .typed("Scrutiny submission")
        .keys("Enter f");
    desk.typed("Markdown")
        .keys("Enter w")
        .typed("Sam Secretary")
        .keys("Enter");
    desk.typed("UNISON Anytown branch")
        .keys("Tab")
        .typed("Overview and Scrutiny Committee")
        .keys("Tab Tab Tab")
        .typed("Keep it in house.")
        .keys("C-s C-u")
        .typed(out)
        .keys("C-s");
    desk
}

/// Types lines into the program; what it says, once it has ended well.
fn typed(home: &Home, arguments: &[&str], lines: &str) -> String {
    let output = run(home, arguments, &[], lines.as_bytes());
    let errors = String::from_utf8_lossy(&output.stderr);
    assert_eq!(errors, "", "{arguments:?}");
    assert_eq!(output.status.code(), Some(0));
    let said = String::from_utf8(output.stdout).expect("text");
    is_plain(&said);
    said
}

fn run(home: &Home, arguments: &[&str], set: &[(&str, &str)], lines: &[u8]) -> Output {
    let mut child = home
        .program()
        .env("LANG", "C.UTF-8")
        .envs(set.iter().copied())
        .args(["--as-of", "2026-11-22"])
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let mut input = child.stdin.take().expect("a pipe");
    let lines = lines.to_vec();
    let typing = std::thread::spawn(move || {
        let _it_may_have_ended = input.write_all(&lines);
    });
    let output = child.wait_with_output().expect("it ends");
    typing.join().expect("typed");
    output
}

/// Checks that nothing was said that a screen reader or a braille line cannot tell, and nothing too
/// long before an answer.
fn is_plain(said: &str) {
    for c in said.chars() {
        let drawn = ('\u{2190}'..='\u{2bff}').contains(&c);
        assert!(!drawn && (c == '\n' || !c.is_control()), "{c:?} in {said}");
    }
    for prompt in said.split("\n> ") {
        let words = prompt.split_whitespace().count();
        assert!(words <= MOST, "{words} words: {prompt}");
    }
}

/// The audit of a home, as text, without the moments.
fn audit_of(home: &Home, name: &str) -> String {
    let path = home.path(&format!("audits/{name}.audit.toml"));
    let text = fs::read_to_string(path).expect("the audit");
    let audit = Audit::read(&SourceText::new("one", text)).expect("an audit");
    without_moments(&audit.to_toml())
}

fn without_moments(text: &str) -> String {
    let lines = text.lines().filter(|line| !line.starts_with("at = "));
    lines.collect::<Vec<_>>().join("\n")
}

/// A paper without the fingerprint of its audit, which depends on the moments of the answers.
fn without_fingerprint(paper: &str) -> Vec<&str> {
    let lines = paper.lines();
    lines
        .filter(|line| !line.contains("Fingerprint of the audit"))
        .collect()
}

#[test]
fn the_same_audit_is_made_in_lines_and_at_the_desk_from_new_to_submission() {
    let home = Home::new();
    let paper = home.write(
        "report.txt",
        "Home care review.\n\nThe in-house service was not scored as an option.\n",
    );
    let out = home.path("plain.md").display().to_string();
    let lines = LINES.replace("PAPER", &paper).replace("OUT", &out);
    let said = typed(&home, &["--plain"], &lines);

    let desk = at_the_desk(&paper, &out);
    assert!(desk.audit().answers.len() >= 5, "{said}");
    assert_eq!(
        audit_of(&home, "anytown-council-home-care"),
        without_moments(&desk.audit().to_toml()),
        "{said}"
    );
    let written = fs::read_to_string(&out).expect("written");
    let (_, at_desk) = desk.files.last().expect("the desk has written");
    let at_desk = String::from_utf8_lossy(at_desk);
    assert_eq!(without_fingerprint(&written), without_fingerprint(&at_desk));
    assert!(
        said.contains("In-house not judged on equal terms"),
        "{said}"
    );
    assert!(said.trim_end().ends_with("Everything is saved."), "{said}");
}

#[test]
fn the_end_of_the_input_at_any_prompt_loses_nothing() {
    let lines: Vec<&str> = "search\noptions.in-house-equal\n1\nnot met\n3\nThe words.\nMy note.\nTitle\n\
        search\nchallenge.asked\n1\ne\nnote\nFirst line.\nSecond line.\n.\nasked for\nFigures\nWho\n"
        .lines()
        .collect();
    for cut in 1..=lines.len() {
        let home = Home::new();
        home.write("audits/one.audit.toml", OPEN);
        let begun = lines[..cut].join("\n") + "\n";
        typed(&home, &["walk", "one", "--plain"], &begun);
        let audit = audit_of(&home, "one");
        for (from, kept) in [
            (4, "status = \"not-met\""),
            (5, "page = 3"),
            (6, "The words."),
            (7, "My note."),
            (8, "title = \"Title\""),
            (12, "status = \"no-evidence\""),
            (14, "First line."),
            (15, "Second line."),
            (18, "what = \"Figures\""),
        ] {
            assert_eq!(audit.contains(kept), cut >= from, "{cut}: {kept}: {audit}");
        }
        let (verified, code) = home.stdout(&["verify", "one"]);
        assert_eq!(code, 0, "{verified}");
    }
    // A line without its end is a line; and a new audit with its two names is one.
    let home = Home::new();
    typed(&home, &["--plain"], "new audit\nAnytown\nHome care");
    assert!(audit_of(&home, "anytown-home-care").contains("Anytown"));
}

#[test]
fn a_reader_who_goes_away_ends_it_and_loses_nothing() {
    let home = Home::new();
    home.write("audits/one.audit.toml", OPEN);
    let mut child = home
        .program()
        .args(["walk", "one", "--plain"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    drop(child.stdout.take());
    let mut input = child.stdin.take().expect("a pipe");
    let _it_may_have_ended = input.write_all(b"search\nchallenge.asked\n1\nmet\n");
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn the_environment_asks_for_lines_and_for_ascii() {
    let home = Home::new();
    let note = "\n[answers.\"challenge.asked\"]\nstatus = \"met\"\nnote = \"Żółw’s café\"\n";
    home.write("audits/one.audit.toml", format!("{OPEN}{note}"));
    let lines = "search\nchallenge.asked\n1\nmore\nmore\nmore\nmore\n";
    let accessible = ("ACCESSIBLE", "1");
    for arguments in [vec!["walk", "one"], vec!["open", "one"]] {
        let output = run(&home, &arguments, &[accessible], lines.as_bytes());
        let said = String::from_utf8(output.stdout).expect("text");
        assert!(said.contains("Żółw's café"), "{said}");
        is_plain(&said);
    }
    let output = run(&home, &[], &[accessible], b"");
    assert!(String::from_utf8_lossy(&output.stdout).contains("Library"));
    for (arguments, set) in [
        (vec!["walk", "one", "--ascii"], vec![accessible]),
        (vec!["walk", "one"], vec![accessible, ("LC_ALL", "C")]),
        (
            vec!["walk", "one"],
            vec![accessible, ("SCRUTINEER_ASCII", "1")],
        ),
    ] {
        let said = run(&home, &arguments, &set, lines.as_bytes()).stdout;
        let told = String::from_utf8_lossy(&said);
        assert!(said.is_ascii() && told.contains("w's caf"), "{told}");
    }
    // An empty variable asks for nothing, and there is no terminal for the desk.
    let output = run(&home, &["walk", "one"], &[("ACCESSIBLE", "")], b"");
    assert_eq!(output.status.code(), Some(64));
}

#[test]
fn what_somebody_wrote_into_an_audit_comes_out_as_words() {
    let home = Home::new();
    let hostile = "\n[answers.\"challenge.asked\"]\nstatus = \"met\"\n\
        note = \"red \\u001b[31m box │█ braille ⣿ turned \\u202e end\"\n\
        [[document]]\nid = \"d\"\ntitle = \"\\u001b]0;owned\\u0007 Title \\u2588\"\n";
    let open = OPEN.replace("Libraries", "Li\\u001b[2Jbraries ▲");
    home.write("audits/one.audit.toml", format!("{open}{hostile}"));
    let lines = "where\nsearch\nchallenge.asked\n1\nmore\nmore\nmore\nnote\nagain\n.\nevidence\n1\n\
        choices\nfields\nback\nback\ndocuments\n1\nmore\nflags\nmore\nreport\nmore\nmore\nmore\nmore\n\
        where\nback\nback\n1\n";
    let said = typed(&home, &["--plain", "open", "one"], lines);
    assert!(said.contains("box") && said.contains("braille") && said.contains("end"));
    typed(&home, &["--plain"], "again\nmore\nmore\n");
}

#[test]
fn an_unknown_word_changes_nothing_and_a_beginning_is_enough_if_it_is_one() {
    let home = Home::new();
    home.write("audits/one.audit.toml", OPEN);
    let lines = "search\nchallenge.asked\n1\nnonsense\nno\n99\nredo\nwithheld\nback\nundo\n";
    let said = typed(&home, &["walk", "one", "--plain"], lines);
    let prompts: Vec<&str> = said.split("\n> ").collect();
    assert!(prompts[4].starts_with("\"nonsense\" is not a choice here, and nothing was changed."));
    for could in ["could be: ", "not met", "no evidence", "not applicable"] {
        assert!(prompts[5].contains(could), "{}", prompts[5]);
    }
    assert_eq!(prompts[6], "There is no number 99 here.");
    assert!(prompts[7].starts_with("Not now: "), "{}", prompts[7]);
    assert!(prompts[8].starts_with("withheld"), "{}", prompts[8]);
    assert!(prompts[10].starts_with("Undone"), "{}", prompts[10]);
    assert!(!audit_of(&home, "one").contains("status = "));
}

#[test]
fn a_line_may_be_a_word_of_the_program_and_meant_as_text() {
    let home = Home::new();
    home.write("audits/one.audit.toml", OPEN);
    let lines = "search\nchallenge.asked\n1\nmet\nnote\n\\back\n\\.\nend\n.\n";
    typed(&home, &["walk", "one", "--plain"], lines);
    let audit = audit_of(&home, "one");
    assert!(audit.contains("back\n") && audit.contains("end"), "{audit}");
    // The same lines again are added; “clear” empties it first.
    let lines = "search\nchallenge.asked\n1\nnote\nclear\nafresh\n.\n";
    typed(&home, &["walk", "one", "--plain"], lines);
    let audit = audit_of(&home, "one");
    assert!(audit.contains("note = \"afresh\""), "{audit}");
}
