//! `documents` through the real binary, which is its own worker: papers registered, listed, shown,
//! searched and swept; and files that cannot be read.

use scrutineer::audit::Audit;
use scrutineer::base::SourceText;
use serde_json::Value;

use crate::testkit::cli_home;
use crate::testkit::make;

use cli_home::Home;

/// A paper of two pages, written after a published account of Liverpool's review.
const PAPER: &str = include_str!("fixtures/documents/liverpool-ict-2000.txt");

/// The paper as a PDF whose pages are printed 31 and 32.
fn paper() -> Vec<u8> {
    let pages: Vec<make::Page> = PAPER
        .split('\u{C}')
        .zip(31..)
        .map(|(text, number)| {
            let mut page = make::Page::default().line(280.0, 30.0, 9.0, &format!("Page {number}"));
            for (line, place) in text.lines().zip(0..) {
                if !line.trim().is_empty() {
                    let y = 790.0 - 13.0 * f64::from(place);
                    page = page.line(72.0, y, 10.0, line.trim_end());
                }
            }
            page
        })
        .collect();
    make::pdf(&pages)
}

/// A home with the Liverpool example as an audit of its own, its answers left out.
pub(crate) fn home() -> Home {
    let home = Home::new();
    let (text, code) = home.stdout(&["example", "liverpool-ict-2000", "-o", "-"]);
    assert_eq!(code, 0);
    let mut audit = Audit::read(&SourceText::new("liverpool", text)).expect("an audit");
    audit.answers.clear();
    home.write("audits/liverpool.audit.toml", audit.to_toml());
    home
}

/// The same with the paper registered.
pub(crate) fn with_paper() -> Home {
    let home = home();
    home.write("papers/final_report.pdf", paper());
    let (said, code) = home.stdout(&[
        "documents",
        "add",
        "liverpool",
        "papers/final_report.pdf",
        "--title",
        "Final report",
        "--from",
        "the council",
        "--date",
        "2000-11-08",
        "--access",
        "public",
    ]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("final-report: Final report"), "{said}");
    assert!(said.contains("2 pages; dated 8 November 2000; from the council; public"));
    home
}

pub(crate) fn audit_file(home: &Home) -> Vec<u8> {
    std::fs::read(home.path("audits/liverpool.audit.toml")).expect("the audit")
}

pub(crate) fn row<'v>(rows: &'v Value, id: &str) -> &'v Value {
    let rows = rows.as_array().expect("a list");
    let found = rows.iter().find(|row| row["id"] == id);
    found.expect("it is listed")
}

#[test]
fn a_paper_is_registered_with_all_its_details_and_through_the_history() {
    let home = with_paper();
    let (rows, code) = home.json(&["documents", "list", "liverpool", "--json"]);
    assert_eq!(code, 0);
    let row = row(&rows, "final-report");
    assert_eq!(row["title"], "Final report");
    assert_eq!(row["pages"], 2);
    assert_eq!(row["date"], "2000-11-08");
    assert_eq!(row["from"], "the council");
    assert_eq!(row["access"], "public");
    assert_eq!(row["sha256"].as_str().map(str::len), Some(64));
    assert_eq!(row["state"], "same");
    assert!(
        row["path"]
            .as_str()
            .is_some_and(|path| std::path::Path::new(path).ends_with("papers/final_report.pdf"))
    );
    let (history, _) = home.json(&["history", "liverpool", "--json"]);
    let steps = history["steps"].as_array().expect("steps");
    assert_eq!(steps.len(), 1, "{history}");
    assert_eq!(steps[0]["by"], "J. Secretary");
    let (verified, code) = home.json(&["verify", "liverpool", "--json"]);
    assert_eq!((&verified["sound"], code), (&true.into(), 0), "{verified}");
}

#[test]
fn the_same_file_is_never_registered_twice() {
    let home = with_paper();
    let before = audit_file(&home);
    let again = ["documents", "add", "liverpool", "papers/final_report.pdf"];
    let (said, code) = home.stdout(&again);
    assert_eq!(code, 0);
    assert!(
        said.contains("Already registered; nothing was changed"),
        "{said}"
    );
    assert_eq!(audit_file(&home), before);
    // A copy of it under another name, twice in one go.
    home.write("papers/copy.pdf", paper());
    let (said, code) = home.stdout(&[
        "documents",
        "add",
        "liverpool",
        "papers/copy.pdf",
        "papers/copy.pdf",
    ]);
    assert_eq!(code, 0);
    assert_eq!(said.matches("nothing was changed").count(), 2, "{said}");
    assert_eq!(audit_file(&home), before);
    // Details given later go to the entry that is there.
    let (said, _) = home.stdout(&[&again[..], &["--access", "in-confidence"]].concat());
    assert!(said.contains("its details were changed"), "{said}");
    let (rows, _) = home.json(&["documents", "list", "liverpool", "--json"]);
    assert_eq!(row(&rows, "final-report")["access"], "in-confidence");
    let (found, _) = home.stdout(&["documents", "search", "liverpool", "contingency"]);
    assert!(found.contains("(given in confidence)"), "{found}");
}

#[test]
fn a_file_that_changed_moved_or_went_is_told_and_can_be_registered_anew() {
    let home = with_paper();
    let list = ["documents", "list", "liverpool"];
    let state = || {
        let (rows, code) = home.json(&[&list[..], &["--json"]].concat());
        assert_eq!(code, 0);
        row(&rows, "final-report").clone()
    };
    let add = |file: &str| home.stdout(&["documents", "add", "liverpool", file]).0;
    let moved = home.path("papers/renamed.pdf");
    std::fs::rename(home.path("papers/final_report.pdf"), &moved).unwrap();
    let told = state();
    assert_eq!(told["state"], "moved");
    assert!(
        told["moved_to"]
            .as_str()
            .is_some_and(|to| to.ends_with("renamed.pdf"))
    );
    let said = add("papers/renamed.pdf");
    assert!(said.contains("its new location was recorded"), "{said}");
    assert_eq!(state()["state"], "same");

    home.write(
        "papers/renamed.pdf",
        make::pdf_of_lines(&["Another paper."]),
    );
    let told = state();
    assert_eq!(told["state"], "changed");
    assert_ne!(told["sha256"], told["sha256_now"]);
    let (words, _) = home.stdout(&list);
    assert!(
        words.contains("CHANGED: renamed.pdf has changed since"),
        "{words}"
    );
    let output = home.run(&["documents", "search", "liverpool", "another"]);
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        errors.contains("has changed since it was registered"),
        "{errors}"
    );
    let said = add("papers/renamed.pdf");
    assert!(said.contains("the file has changed"), "{said}");
    assert_eq!(
        (&state()["state"], &state()["pages"]),
        (&"same".into(), &1.into())
    );

    std::fs::remove_file(&moved).unwrap();
    assert_eq!(state()["state"], "missing");
    // Nothing is left to search: why is said.
    let errors = home.fails(3, &["documents", "sweep", "liverpool"]);
    assert!(errors.contains("is not there"), "{errors}");
}

#[test]
fn a_page_is_shown_with_its_paragraphs_and_its_printed_number() {
    let home = with_paper();
    let show = [
        "documents",
        "show",
        "liverpool",
        "final-report",
        "--page",
        "2",
    ];
    let (page, code) = home.json(&[&show[..], &["--json"]].concat());
    assert_eq!(code, 0);
    assert_eq!((&page["page"], &page["of"]), (&2.into(), &2.into()));
    assert_eq!(page["printed_page"], "32");
    assert_eq!(page["state"], "text");
    let paragraphs = page["paragraphs"].as_array().expect("paragraphs");
    assert!(
        paragraphs
            .iter()
            .any(|one| one["number"] == "4.2" && one["role"] == "body")
    );
    assert!(
        paragraphs.iter().any(|one| one["role"] == "footer"),
        "{page}"
    );
    let (words, _) = home.stdout(&show);
    assert!(
        words.contains("Final report, page 2 of 2 (printed 32)"),
        "{words}"
    );
    assert!(words.contains("[footer] Page 32"), "{words}");
    assert!(words.contains("4.2 The consultants conclude"), "{words}");
    let errors = home.fails(
        3,
        &[
            "documents",
            "show",
            "liverpool",
            "final-report",
            "--page",
            "3",
        ],
    );
    assert!(errors.contains("has no page 3: it has 2 pages"), "{errors}");
    let errors = home.fails(3, &["documents", "show", "liverpool", "final-reprot"]);
    assert!(errors.contains("did you mean “final-report”?"), "{errors}");
    home.fails(3, &["documents", "show", "liverpool", "pamphlet"]);
}

#[test]
fn words_and_phrases_are_found_with_page_and_paragraph() {
    let home = with_paper();
    let search = |arguments: &[&str]| {
        let all = [&["documents", "search", "liverpool", "--json"], arguments].concat();
        let (found, code) = home.json(&all);
        assert_eq!(code, 0, "{arguments:?}");
        found
    };
    let found = search(&["consultants' fee", "contingency"]);
    assert_eq!(found["total"], 1, "{found}");
    let passage = &found["passages"][0];
    assert_eq!(passage["page"], 1);
    assert_eq!(passage["printed_page"], "31");
    assert_eq!(passage["paragraph"], "1.2");
    assert_eq!(
        passage["cite"],
        "Final report, page 1 of the file (printed 31), para 1.2"
    );
    assert!(
        passage["quote"]
            .as_str()
            .is_some_and(|quote| quote.contains("£127,000"))
    );
    let mark = &passage["marks"][0];
    let text: Vec<char> = passage["text"].as_str().unwrap().chars().collect();
    let (from, to) = (mark["from"].as_u64().unwrap(), mark["to"].as_u64().unwrap());
    let marked: String = text[usize::try_from(from).unwrap()..usize::try_from(to).unwrap()]
        .iter()
        .collect();
    assert_eq!(mark["text"], marked);

    assert_eq!(search(&["\"consultants' fee\" contingency"])["total"], 1);
    assert_eq!(
        search(&["fee consultants'"])["total"],
        0,
        "a phrase has an order"
    );
    assert_eq!(search(&["contingency", "managers"])["total"], 0);
    assert_eq!(search(&["--any", "contingency", "managers"])["total"], 2);
    let none = search(&["--any", "UNISON", "trade union"]);
    assert_eq!(
        none["silence"],
        "“Best? Value: a critical guide to Best Value (2000)” was not searched: it has no file yet. \
         There is not one mention of “UNISON”, “trade union” in 1 document, 2 pages."
    );
    let (words, _) = home.stdout(&["documents", "search", "liverpool", "contingency"]);
    assert!(words.contains("*contingency*"), "{words}");
    assert!(
        words.contains("“Final report” (final-report): 2 of 2 pages"),
        "{words}"
    );
    home.fails(64, &["documents", "search", "liverpool", "?"]);
    home.fails(64, &["documents", "search", "liverpool"]);
}

#[test]
fn the_sweep_finds_the_fee_and_no_union_and_answers_nothing() {
    let home = with_paper();
    let before = audit_file(&home);
    let (swept, code) = home.json(&["documents", "sweep", "liverpool", "--json"]);
    assert_eq!(code, 0);
    assert!(
        swept["says"]
            .as_str()
            .is_some_and(|says| says.contains("nothing was answered"))
    );
    let questions = swept["questions"].as_array().expect("questions");
    assert!(questions.len() > 100);
    let question = |id: &str| {
        let found = questions.iter().find(|one| one["id"] == id);
        found.unwrap_or_else(|| panic!("{id} was not swept"))
    };
    let fee = question("consultants.bounded");
    assert_eq!(fee["outcome"], "found");
    assert!(
        fee["passages"].as_array().unwrap().iter().any(|passage| {
            passage["text"].as_str().unwrap().contains("£127,000")
                && passage["page"] == 1
                && passage["paragraph"] == "1.2"
        }),
        "{fee}"
    );
    let unions = question("unions.consulted");
    assert_eq!(unions["outcome"], "silent");
    let silence = &unions["silence"];
    assert_eq!(silence["pages_read"], 2);
    assert_eq!(silence["whole"], false, "the pamphlet has no file");
    assert_eq!(silence["searched"][0]["document"], "final-report");
    assert_eq!(silence["searched"][0]["pages_read"], 2);
    assert_eq!(silence["searched"][0]["unread"], serde_json::json!([]));
    assert_eq!(silence["not_searched"][0]["document"], "pamphlet");
    let words = silence["words"].as_array().unwrap();
    for word in ["UNISON", "GMB", "trade union", "staff side"] {
        assert!(words.iter().any(|one| one == word), "{word}: {silence}");
    }
    let says = silence["says"].as_str().unwrap();
    assert!(
        says.starts_with("“Best? Value")
            && says.contains(" There is not one mention of “trade union”, "),
        "{says}"
    );
    assert!(says.ends_with(" in 1 document, 2 pages."), "{says}");
    let (words, code) = home.stdout(&["documents", "sweep", "liverpool"]);
    assert_eq!(code, 0);
    let folded = words.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(folded.contains("nothing was answered"), "{words}");
    assert!(folded.contains(says), "{words}");
    assert!(folded.contains("£127,000"), "{words}");
    assert_eq!(audit_file(&home), before);
}

#[test]
fn what_cannot_be_read_is_told_and_leaves_the_audit_as_it_was() {
    let home = home();
    let before = audit_file(&home);
    std::fs::create_dir(home.path("folder")).unwrap();
    home.write("empty.pdf", "");
    home.write("none.pdf", "%PDF-1.4\nthis is none");
    home.write("picture.pdf", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    for (file, says) in [
        ("folder", "No paper that can be read was found there"),
        ("missing.pdf", "missing.pdf is not there"),
        ("empty.pdf", "empty.pdf is empty (0 bytes); fetch it again"),
        ("none.pdf", "none.pdf "),
        ("picture.pdf", "picture.pdf is "),
    ] {
        let errors = home.fails(3, &["documents", "add", "liverpool", file]);
        assert!(errors.contains(says), "{file}: {errors}");
        assert!(
            errors.contains("Nothing was registered"),
            "{file}: {errors}"
        );
        assert_eq!(audit_file(&home), before, "{file}");
        assert!(
            !home.path("audits/liverpool.audit.journal").exists(),
            "{file}"
        );
    }
    // One that can be read is registered all the same.
    home.write("paper.pdf", paper());
    let output = home.run(&["documents", "add", "liverpool", "missing.pdf", "paper.pdf"]);
    assert_eq!(output.status.code(), Some(3));
    let (rows, _) = home.json(&["documents", "list", "liverpool", "--json"]);
    assert_eq!(row(&rows, "paper")["pages"], 2);
    // And so is what is told of an audit, a title, a word that is none.
    home.fails(3, &["documents", "add", "liverpol", "paper.pdf"]);
    for wrong in [
        &["--title", "T", "paper.pdf", "missing.pdf"][..],
        &["--title", " ", "paper.pdf"],
        &["--access", "secret", "paper.pdf"],
        &["--date", "31.11.2000", "paper.pdf"],
        &[],
    ] {
        home.fails(64, &[&["documents", "add", "liverpool"], wrong].concat());
    }
}

#[test]
fn a_page_without_text_is_told_and_never_counts_as_silence() {
    let home = home();
    let scan = make::Page {
        picture: true,
        ..make::Page::default()
    };
    let text = make::Page::default().lines(
        72.0,
        760.0,
        11.0,
        &["The consultants were asked to report to the Executive Member in November."],
    );
    home.write("pack.pdf", make::pdf(&[text, scan]));
    let (said, code) = home.stdout(&["documents", "add", "liverpool", "pack.pdf"]);
    assert_eq!(code, 0);
    assert!(said.contains("page 2 holds no text (a scan?)"), "{said}");
    let (found, _) = home.json(&["documents", "search", "liverpool", "UNISON", "--json"]);
    let silence = found["silence"].as_str().expect("silence");
    assert!(silence.contains("in 1 document, 1 page."), "{silence}");
    assert!(
        silence.contains("Page 2 of “pack” was not read"),
        "{silence}"
    );
    assert_eq!(found["searched"][0]["unread"], serde_json::json!([2]));
    let (page, code) = home.stdout(&["documents", "show", "liverpool", "pack", "--page", "2"]);
    assert_eq!(code, 0);
    assert!(
        page.contains("This page holds no text (a scan?)."),
        "{page}"
    );
}

#[test]
fn nothing_dangerous_in_a_name_or_a_paper_reaches_the_terminal() {
    let home = home();
    // Windows takes no control character in a name.
    let file = if cfg!(windows) {
        "re[31mport\u{202e}.txt"
    } else {
        "re\u{1b}[31mport\u{202e}.txt"
    };
    home.write(
        file,
        "Minutes\n\nThe fee\u{1b}[2J was \u{202e}paid to the consultants.\n",
    );
    let (mut all, code) = home.stdout(&["documents", "add", "liverpool", file]);
    assert_eq!(code, 0);
    let (rows, _) = home.json(&["documents", "list", "liverpool", "--json"]);
    let id = rows[1]["id"].as_str().expect("an id").to_owned();
    for arguments in [
        vec!["list", "liverpool"],
        vec!["show", "liverpool", &id],
        vec!["search", "liverpool", "consultants"],
        vec!["sweep", "liverpool"],
    ] {
        let output = home.run(&[&["documents"], &arguments[..]].concat());
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        all.push_str(&String::from_utf8_lossy(&output.stdout));
        all.push_str(&String::from_utf8_lossy(&output.stderr));
    }
    assert!(!all.contains(['\u{1b}', '\u{202e}']), "{all:?}");
    let errors = home.fails(3, &["documents", "add", "liverpool", "mis\u{1b}sing"]);
    assert!(!errors.contains('\u{1b}'), "{errors:?}");
}

#[test]
fn the_worker_is_handled_before_anything_else() {
    let home = Home::new();
    home.write("a.txt", "Some text of a paper.");
    let (lines, code) = home.stdout(&["extract-worker", "a.txt"]);
    assert_eq!(code, 0);
    for line in lines.lines() {
        serde_json::from_str::<Value>(line).expect("a line of JSON");
    }
    assert!(lines.contains("Some text"), "{lines}");
    let (help, _) = home.stdout(&["--help"]);
    assert!(!help.contains("extract-worker"), "it is hidden");
    home.fails(64, &["extract-worker"]);
}

#[test]
fn a_document_that_was_refused_is_registered_by_its_title_and_told_in_every_silence() {
    let home = with_paper();
    let (said, code) = home.json(&[
        "documents",
        "add",
        "liverpool",
        "--title",
        "Bid evaluation",
        "--access",
        "refused",
        "--access-on",
        "2000-11-20",
        "--note",
        "refused as commercially sensitive",
        "--json",
    ]);
    assert_eq!(code, 0, "{said}");
    assert_eq!(said[0]["id"], "bid-evaluation");
    assert_eq!(said[0]["became"], "new");
    let (rows, _) = home.json(&["documents", "list", "liverpool", "--json"]);
    let refused = row(&rows, "bid-evaluation");
    assert_eq!(refused["state"], "no-file");
    assert_eq!(refused["access"], "refused");
    assert_eq!(refused["access_on"], "2000-11-20");
    let (said, _) = home.stdout(&["documents", "search", "liverpool", "\"press gang\""]);
    assert!(
        said.contains("“Bid evaluation”") && said.contains("it was asked for and refused"),
        "{said}"
    );
    // It was given after all: the file takes its place, and the note stays.
    home.write("papers/bid.txt", b"The bids were scored in private.");
    let (said, code) = home.stdout(&[
        "documents",
        "add",
        "liverpool",
        "papers/bid.txt",
        "--as",
        "bid-evaluation",
        "--access",
        "in-confidence",
    ]);
    assert_eq!(code, 0, "{said}");
    let (rows, _) = home.json(&["documents", "list", "liverpool", "--json"]);
    let given = row(&rows, "bid-evaluation");
    assert_eq!(given["state"], "same");
    assert_eq!(given["access"], "in-confidence");
    assert_eq!(given["note"], "refused as commercially sensitive");
    let said = home.fails(
        3,
        &[
            "documents",
            "add",
            "liverpool",
            "--as",
            "no-such",
            "--title",
            "X",
        ],
    );
    assert!(
        said.contains("no document of this audit is called no-such"),
        "{said}"
    );
}

#[test]
fn all_pages_are_shown_in_one_go() {
    let home = with_paper();
    let (pages, code) = home.json(&["documents", "show", "liverpool", "--all", "--json"]);
    assert_eq!(code, 0);
    let pages = pages.as_array().expect("a list");
    let numbers: Vec<&Value> = pages.iter().map(|page| &page["page"]).collect();
    assert_eq!(numbers, [&Value::from(1), &Value::from(2)]);
    assert!(pages.iter().all(|page| page["document"] == "final-report"));
    let (one, _) = home.json(&[
        "documents",
        "show",
        "liverpool",
        "final-report",
        "--page",
        "2",
        "--json",
    ]);
    assert_eq!(one, pages[1]);
    let (words, _) = home.stdout(&["documents", "show", "liverpool", "final-report", "--all"]);
    assert!(
        words.contains("page 1 of 2") && words.contains("page 2 of 2"),
        "{words}"
    );
    home.fails(64, &["documents", "show", "liverpool"]);
}

#[test]
fn the_pages_to_read_first_are_listed_by_their_open_questions_and_nothing_is_answered() {
    let home = with_paper();
    let (first, code) = home.json(&["documents", "read-first", "liverpool", "--json"]);
    assert_eq!(code, 0);
    let pages = first["pages"].as_array().expect("a list");
    assert_eq!(first["total"], 2, "the paper has two pages");
    let worth = |page: &Value| page["open_questions"].as_u64().expect("a number");
    assert!(worth(&pages[0]) >= worth(&pages[1]) && worth(&pages[1]) > 0);
    let leads = |page: &Value, id: &str| {
        let questions = page["questions"].as_array().expect("a list");
        questions.iter().any(|one| one["id"] == id)
    };
    assert!(pages.iter().any(|page| leads(page, "consultants-fee")));
    assert!(!pages.iter().any(|page| leads(page, "unions.consulted")));
    let (words, code) = home.stdout(&["documents", "read-first", "liverpool", "--most", "1"]);
    assert_eq!(code, 0);
    assert!(words.contains("1. Final report, page "), "{words}");
    assert!(words.contains("1 more page is not listed"), "{words}");
}
