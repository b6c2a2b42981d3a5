//! `documents add` with a folder, a zip archive or an e-mail: the papers in it, listed and added.

use serde_json::Value;

use crate::testkit::cli_home::{Home, OPEN};
use crate::testkit::make::zip;

fn home() -> Home {
    let home = Home::new();
    home.write("audits/libraries.audit.toml", OPEN);
    home
}

fn titles(rows: &Value) -> Vec<&str> {
    let rows = rows.as_array().expect("rows");
    rows.iter()
        .map(|row| row["title"].as_str().unwrap())
        .collect()
}

#[test]
fn an_archive_is_previewed_then_taken_out_and_nothing_is_overwritten() {
    let home = home();
    let pack = zip(&[
        ("../../01 report.txt", b"The fee was high."),
        ("appendices/EqIA.txt", b"Users of home care were asked."),
        ("appendices/01 report.txt", b"Another report."),
        ("logo.png", b"x"),
        ("more.zip", b"PK"),
    ]);
    home.write("meeting/pack.zip", pack);
    // The user's own file of that name, and one that is the very same.
    home.write("meeting/papers/EqIA.txt", "mine");
    let add = ["documents", "add", "libraries", "meeting/pack.zip"];
    let (said, code) = home.stdout(&[&add[..], &["--preview"]].concat());
    assert_eq!(code, 0);
    assert!(said.contains("3 papers would be added"), "{said}");
    assert!(said.contains("more.zip: an archive within it"), "{said}");
    assert!(said.contains("logo.png: not a kind of paper"), "{said}");
    assert!(!home.path("meeting/papers/01 report.txt").exists());

    let (rows, code) = home.json(&[&add[..], &["--json"]].concat());
    assert_eq!(code, 0);
    assert_eq!(titles(&rows), ["01 report", "EqIA (2)", "01 report (2)"]);
    let read = |name: &str| std::fs::read_to_string(home.path(name)).expect(name);
    assert_eq!(read("meeting/papers/EqIA.txt"), "mine");
    assert_eq!(
        read("meeting/papers/EqIA (2).txt"),
        "Users of home care were asked."
    );
    assert!(
        !home.path("01 report.txt").exists(),
        "nothing is written outside"
    );

    // Once more: the files are there, and the papers registered.
    let (rows, code) = home.json(&[&add[..], &["--json"]].concat());
    assert_eq!(code, 0);
    let became: Vec<&str> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["became"].as_str().unwrap())
        .collect();
    assert_eq!(became, ["same"; 3]);
    let files = std::fs::read_dir(home.path("meeting/papers"))
        .unwrap()
        .count();
    assert_eq!(files, 4);
}

#[test]
fn a_folder_stands_for_its_papers_and_a_document_is_never_taken_apart() {
    let home = home();
    home.write("papers/a.txt", "The fee was high.");
    home.write("papers/within/b.txt", "Users were asked.");
    home.write("papers/old.xls", "x");
    let document = crate::testkit::make::docx(&crate::testkit::make::word_paragraph("Text."), &[]);
    home.write("papers/c.docx", document);
    let (rows, code) = home.json(&["documents", "add", "libraries", "papers", "--json"]);
    assert_eq!(code, 0);
    assert_eq!(titles(&rows), ["a", "c", "b"]);
    let empty = home.path("nothing");
    std::fs::create_dir(&empty).unwrap();
    home.write("nothing/logo.png", "x");
    let said = home.fails(3, &["documents", "add", "libraries", "nothing"]);
    assert!(said.contains("No paper that can be read"), "{said}");
}

#[test]
fn the_papers_attached_to_a_mail_are_added_where_that_is_asked_for() {
    let home = home();
    let mail = "From: a@b\nSubject: Options\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n\
        --x\nContent-Type: text/plain\n\nSee the paper.\n--x\nContent-Type: text/plain\n\
        Content-Disposition: attachment; filename=\"../options.txt\"\nContent-Transfer-Encoding: base64\n\n\
        Rm91ciBvcHRpb25zLg==\n--x--\n";
    home.write("mail.eml", mail);
    let (rows, _) = home.json(&["documents", "add", "libraries", "mail.eml", "--json"]);
    assert_eq!(titles(&rows), ["mail"]);
    let told = rows[0]["warnings"].to_string();
    assert!(told.contains("options.txt"), "{told}");
    let more = ["--attachments", "--into", "kept", "--json"];
    let (rows, code) =
        home.json(&[&["documents", "add", "libraries", "mail.eml"][..], &more].concat());
    assert_eq!(code, 0);
    assert_eq!(titles(&rows), ["mail", "options"]);
    let kept = std::fs::read_to_string(home.path("kept/options.txt")).unwrap();
    assert_eq!(kept, "Four options.");
}

#[test]
fn a_saved_page_of_a_meeting_fills_the_register_and_nothing_is_fetched() {
    let home = home();
    let page = "<!-- saved from url=(0061)https://democracy.x.gov.uk/ieListDocuments.aspx?CId=115 -->\
        <html><title>Agenda for Cabinet on 30 January 2025</title>\
        <a href=\"documents/s1234/Home care.pdf\">Home care: report</a> <a href=mgMember.aspx>Members</a></html>";
    home.write("agenda.html", page);
    let add = ["documents", "add", "libraries", "agenda.html", "--links"];
    let (said, _) = home.stdout(&[&add[..], &["--preview"]].concat());
    assert!(said.contains("1 paper would be added"), "{said}");
    let (said, code) = home.stdout(&add);
    assert_eq!(code, 0);
    assert!(said.contains("not fetched yet"), "{said}");
    let (rows, _) = home.json(&["documents", "list", "libraries", "--json"]);
    assert_eq!(titles(&rows), ["Home care: report"]);
    assert_eq!(rows[0]["path"], Value::Null);
    assert_eq!(
        rows[0]["url"],
        "https://democracy.x.gov.uk/documents/s1234/Home care.pdf"
    );
    assert!(
        rows[0]["note"]
            .as_str()
            .unwrap()
            .contains("not fetched yet")
    );
    // The same page again adds nothing.
    let (said, _) = home.stdout(&add);
    assert!(said.contains("0 papers registered"), "{said}");
    home.write("plain.html", "<html><p>No links.</p></html>");
    let said = home.fails(
        3,
        &["documents", "add", "libraries", "plain.html", "--links"],
    );
    assert!(said.contains("no link to a paper"), "{said}");
}
