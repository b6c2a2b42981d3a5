//! `import` through the real binary: preview, decisions, one step back, and files that mean harm.

use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;

use chrono::DateTime;
use scrutineer::checklist::Status;
use scrutineer::store::{self, RealDisk};

use crate::testkit::cli_home;

use cli_home::{Home, OPEN};

const ID: &str = "options.in-house-equal";

fn at() -> DateTime<chrono::Utc> {
    DateTime::from_timestamp(1_800_000_000, 0).expect("a moment")
}

fn home() -> Home {
    let home = Home::new();
    home.write("audits/one.audit.toml", OPEN);
    home
}

/// What was said, as it stood before it was broken into lines.
fn folded(said: &str) -> String {
    said.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn answered(home: &Home) -> scrutineer::audit::Audit {
    let path = home.path("audits/one.audit.toml");
    let read = store::peek(&RealDisk, &path).expect("an audit");
    Arc::unwrap_or_clone(read.audit)
}

#[test]
fn a_questionnaire_goes_out_and_comes_back() {
    let home = home();
    for format in ["xlsx", "csv"] {
        let file = format!("q.{format}");
        let report = [
            "report", "one", "--kind", "blank", "--format", format, "-o", &file,
        ];
        assert_eq!(home.stdout(&report).1, 0);
        let (said, code) = home.stdout(&["import", "one", &file]);
        let said = folded(&said);
        assert_eq!(code, 0, "{said}");
        assert!(
            said.contains("0 answers change") && said.contains("nothing was written"),
            "{said}"
        );
        let (json, _) = home.json(&["import", "one", &file, "--preview", "--json"]);
        assert_eq!(json["applied"], false);
        assert_eq!(json["changes"], serde_json::json!([]));
        assert_eq!(json["not_understood"], serde_json::json!([]));
    }
    assert!(
        !home.path("audits/one.audit.journal").exists(),
        "nothing was written"
    );
}

#[test]
fn a_preview_writes_nothing_and_an_import_is_one_step_that_undo_takes_back() {
    let home = home();
    let before = answered(&home);
    let file = home.write(
        "back.csv",
        format!("ref,status,note,document,page,by\n{ID},No,not scored,Final report,14,Ann\ndecided-by,A committee,,,,\n"),
    );
    let (said, code) = home.stdout(&["import", "one", &file, "--preview"]);
    assert_eq!(code, 0, "{said}");
    for words in [
        "Will change",
        ID,
        "row 2, by Ann",
        "becomes “not met”",
        "final-report",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert_eq!(answered(&home), before);

    let (said, code) = home.stdout(&["import", "one", &file, "--by", "Bill"]);
    let said = folded(&said);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("one step, which you can undo"), "{said}");
    let after = answered(&home);
    assert_eq!(after.answer(ID).unwrap().status, Some(Status::NotMet));
    assert_eq!(after.answer(ID).unwrap().by, "Ann");
    assert_eq!(after.answer("decided-by").unwrap().by, "Bill");
    assert_eq!(
        after.document("final-report").unwrap().title,
        "Final report"
    );

    // One undo, through the journal, takes all of it back.
    let path = home.path("audits/one.audit.toml");
    let mut opened = store::open(Arc::new(RealDisk), &path, "Jo", at()).expect("it opens");
    assert_eq!(opened.history.entries().len(), 1, "one step");
    let entry = opened
        .history
        .undo("Jo", at())
        .expect("it goes back")
        .clone();
    assert_eq!(opened.history.audit().answers, before.answers);
    assert_eq!(opened.history.audit().documents, before.documents);
    let writer = opened.writer.as_mut().expect("not held by anybody else");
    writer.append(&[entry]).expect("written");
    writer.snapshot(opened.history.audit()).expect("written");
    drop(opened);
    assert_eq!(answered(&home).answers, before.answers);
    let (_, code) = home.stdout(&["verify", "one"]);
    assert_eq!(code, 0);
}

#[test]
fn what_is_to_be_decided_is_written_only_when_it_is_decided() {
    let home = home();
    let first = home.write("a.csv", format!("ref,status,note\n{ID},met,mine\n"));
    assert_eq!(home.stdout(&["import", "one", &first]).1, 0);
    let before = answered(&home);
    let second = home.write(
        "b.csv",
        format!("ref,status,note\n{ID},not met,theirs\nunions.consulted,no,x\n"),
    );
    let output = home.run(&["import", "one", &second]);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        said.contains("To be decided") && said.contains("mine:   met"),
        "{said}"
    );
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        errors.contains("nothing was changed: 1 answer is to be decided"),
        "{errors}"
    );
    assert!(
        errors.contains("--keep-mine") && errors.contains("--take-theirs"),
        "{errors}"
    );
    assert_eq!(answered(&home), before);

    assert_eq!(home.stdout(&["import", "one", &second, "--keep-mine"]).1, 0);
    let kept = answered(&home);
    assert_eq!(kept.answer(ID), before.answer(ID));
    assert_eq!(
        kept.answer("unions.consulted").unwrap().status,
        Some(Status::NotMet)
    );

    let (json, code) = home.json(&["import", "one", &second, "--take-theirs", "--json"]);
    assert_eq!((code, &json["applied"]), (0, &serde_json::json!(true)));
    assert_eq!(json["conflicts"][0]["conflicts"][0]["field"], "status");
    assert_eq!(answered(&home).answer(ID).unwrap().note, "theirs");
    home.fails(
        64,
        &["import", "one", &second, "--take-theirs", "--keep-mine"],
    );
    home.fails(64, &["import", "one", &second, "--by", " "]);
}

#[test]
fn what_is_not_understood_is_told_with_its_row_and_the_rest_is_taken() {
    let home = home();
    let file = home.write(
        "x.csv",
        format!("ref,status\n{ID},met\nno.such-thing,met\n"),
    );
    let (said, code) = home.stdout(&["import", "one", &file]);
    assert_eq!(code, 0);
    assert!(
        said.contains("row 3: no question is called “no.such-thing”"),
        "{said}"
    );
    assert_eq!(
        answered(&home).answer(ID).unwrap().status,
        Some(Status::Met)
    );
}

/// A workbook of the parts given.
fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default())
            .expect("a part");
        zip.write_all(bytes).expect("written");
    }
    zip.finish().expect("finished").into_inner()
}

fn workbook(sheet: &str, strings: &str) -> Vec<u8> {
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    packed(&[
        (
            "_rels/.rels",
            format!("<Relationships xmlns=\"{package}\"><Relationship Id=\"r1\" Type=\"{relations}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>").as_bytes(),
        ),
        (
            "xl/workbook.xml",
            format!("<workbook xmlns=\"{main}\" xmlns:r=\"{relations}\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>").as_bytes(),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!("<Relationships xmlns=\"{package}\"><Relationship Id=\"r1\" Type=\"{relations}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>").as_bytes(),
        ),
        ("xl/sharedStrings.xml", strings.as_bytes()),
        (
            "xl/worksheets/sheet1.xml",
            format!("<worksheet xmlns=\"{main}\"><sheetData>{sheet}</sheetData></worksheet>").as_bytes(),
        ),
    ])
}

fn cell(at: &str, text: &str) -> String {
    format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
}

#[test]
fn files_that_mean_harm_or_are_something_else_end_in_a_sentence() {
    let home = home();
    let before = answered(&home);
    let good = format!(
        "<row r=\"3\">{}{}</row><row r=\"4\">{}{}</row>",
        cell("B3", "Ref"),
        cell("C3", "Status"),
        cell("B4", ID),
        cell("C4", "met")
    );
    home.write("good.xlsx", workbook(&good, "<sst/>"));
    let (said, code) = home.stdout(&["import", "one", "good.xlsx", "--preview"]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("sheet “S”, row 4"), "{said}");

    let mut wide = good.clone();
    for row in 5..30_000 {
        wide.push_str(&format!(
            "<row r=\"{row}\"><c r=\"A{row}\"><v>1</v></c><c r=\"XFD{row}\"><v>1</v></c></row>"
        ));
    }
    home.write("wide.xlsx", workbook(&wide, "<sst/>"));
    let (said, code) = home.stdout(&["import", "one", "wide.xlsx", "--preview"]);
    assert_eq!(code, 0, "{said}");
    assert!(
        said.contains("right of column IV were not looked at"),
        "{said}"
    );

    let mut tall = good.clone();
    for row in 5..60_000 {
        tall.push_str(&format!(
            "<row r=\"{row}\"><c r=\"B{row}\"><v>1</v></c></row>"
        ));
    }
    let bomb = format!("<sst><si><t>{}</t></si></sst>", "x".repeat(3 << 20));
    let mut many = String::new();
    for row in 5..45 {
        many.push_str(&format!(
            "<row r=\"{row}\"><c r=\"B{row}\" t=\"s\"><v>0</v></c></row>"
        ));
    }
    let repeated = format!("<sst><si><t>{}</t></si></sst>", "x".repeat(1_000_000));
    let files: Vec<(&str, Vec<u8>, &str)> = vec![
        (
            "tall.xlsx",
            workbook(&tall, "<sst/>"),
            "holds more than 50000 rows",
        ),
        (
            "bomb.xlsx",
            workbook(&format!("{good}{many}"), &repeated),
            "holds more than 32 MB of text",
        ),
        (
            "liar.xlsx",
            workbook(
                &good,
                "<sst uniqueCount=\"99999999999\"><si><t>x</t></si></sst>",
            ),
            "memory that is allowed",
        ),
        (
            "greedy.xlsx",
            workbook(&good, "<sst uniqueCount=\"18446744073709551615\"></sst>"),
            "memory that is allowed",
        ),
        (
            "old.xls",
            b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and more".to_vec(),
            "save it as XLSX without a password",
        ),
        (
            "sheet.ods",
            packed(&[
                (
                    "mimetype",
                    b"application/vnd.oasis.opendocument.spreadsheet",
                ),
                ("META-INF/manifest.xml", b"<encryption-data/>"),
                ("content.xml", b"<x/>"),
            ]),
            "is locked with a password",
        ),
        (
            "sheet.xlsb",
            packed(&[("xl/workbook.bin", b"x")]),
            "save it as XLSX",
        ),
        (
            "paper.docx",
            packed(&[("word/document.xml", b"<x/>")]),
            "is a Word document",
        ),
        ("paper.pdf", b"%PDF-1.7".to_vec(), "is a PDF"),
        (
            "torn.xlsx",
            workbook(&good, "<sst/>")[..400].to_vec(),
            "damaged or cut off",
        ),
        (
            "odd.xlsx",
            packed(&[("xl/workbook.xml", b"<workbook>")]),
            "damaged or cut off",
        ),
        ("empty.csv", Vec::new(), "is empty"),
        ("noise.csv", b"a\0b\0c".to_vec(), "not a spreadsheet"),
        ("page.xls", b"<html><table>".to_vec(), "is a web page"),
        (
            "words.csv",
            b"hello there\n".to_vec(),
            "one row must name the columns",
        ),
    ];
    for (name, bytes, says) in files {
        home.write(name, bytes);
        let errors = home.fails(3, &["import", "one", name]);
        assert!(
            errors.contains(name) && errors.contains(says),
            "{name}: {errors}"
        );
    }
    home.write(
        "long.xlsx",
        workbook(
            &format!("{good}<row r=\"9\"><c r=\"B9\" t=\"s\"><v>0</v></c></row>"),
            &bomb,
        ),
    );
    let (said, code) = home.stdout(&["import", "one", "long.xlsx", "--preview"]);
    assert_eq!(code, 0);
    assert!(said.contains("longer than 1 MB: B9"), "{said}");
    let errors = home.fails(3, &["import", "one", "not-there.csv"]);
    assert!(errors.contains("is not there"), "{errors}");
    let errors = home.fails(3, &["import", "one", "audits"]);
    assert!(errors.contains("is a folder"), "{errors}");
    let errors = home.fails(3, &["import", "one", "good.xlsx", "--sheet", "T"]);
    assert!(
        errors.contains("there is no sheet “T”; there are “S”"),
        "{errors}"
    );
    assert_eq!(answered(&home), before);
    assert!(!Path::new(&home.path("audits/one.audit.journal")).exists());
}

#[test]
fn what_a_spreadsheet_says_reaches_the_terminal_without_its_control_characters() {
    let home = home();
    let file = home.write(
        "evil.csv",
        "ref,status,note\n\u{1b}[31mno such\u{7},met,\u{1b}]0;x\u{7}\n",
    );
    let output = home.run(&["import", "one", &file, "--preview"]);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(said.contains("[31mno such") && !said.contains('\u{1b}') && !said.contains('\u{7}'));
}

/// An audit of a council that decided on 20 October 2026.
const DECIDED: &str = "format = 1\n[review]\nauthority = \"Test MBC\"\nkind = \"council\"\n\
                       service = \"Housing repairs\"\nterritory = \"england\"\n\
                       executive = \"yes\"\ndecided = 2026-10-20\n";

#[test]
fn a_paper_dated_after_the_decision_proves_that_an_assessment_came_late() {
    let home = Home::new();
    home.write("audits/t.audit.toml", DECIDED);
    let file = home.write(
        "late.csv",
        "ref,status,note,document,page,quote,date,source\n\
         equality.in-time,no,It was finished two days after the decision,EIA,1,\
         Date completed: 22 October 2026,22/10/2026,official\n\
         unions.consulted,no,So the reply says,FOI reply,1,\
         The unions were not consulted.,25/11/2026,council\n",
    );
    let (said, _) = home.stdout(&["import", "t", &file]);
    assert!(
        said.contains("does not say whether it is about “then”"),
        "the other paper is asked about: {said}"
    );
    let (check, code) = home.json(&["check", "t", "--json"]);
    assert_eq!(code, 1, "{check}");
    assert_eq!(check["verdict"]["id"], "serious-grounds");
    let breaches = check["breaches"].as_array().expect("a list");
    assert!(
        breaches.iter().any(|one| {
            one["support"] == "shown" && one["citation"].as_str().is_some_and(|c| c.contains("149"))
        }),
        "{breaches:?}"
    );
    assert_eq!(check["to_settle"], serde_json::json!(["unions.consulted"]));
    // Settled for all that do not say, it counts.
    let (_, _) = home.stdout(&["import", "t", &file, "--shows", "then"]);
    let (check, _) = home.json(&["check", "t", "--json"]);
    assert_eq!(check["to_settle"], serde_json::json!([]));
    let flags = check["flags"].as_array().expect("a list");
    let unions = flags.iter().find(|one| one["id"] == "no-union-involvement");
    assert_eq!(unions.expect("it fires")["support"], "shown");
    let errors = home.fails(64, &["import", "t", &file, "--shows", "soon"]);
    assert!(errors.contains("then or later"), "{errors}");
}

#[test]
fn what_the_portfolio_holder_answers_is_kept_and_moves_no_status() {
    let home = Home::new();
    home.write("audits/t.audit.toml", DECIDED);
    let file = home.write(
        "questions.csv",
        "number,about,question,asked on,asked of,answer,promised by\n\
         24,To be shown,Did the council consult residents' representatives on how the service should be run?,3 November 2024,Cllr X,Yes,17 November 2026\n\
         11,In-house,\"By which criteria was an improved in-house service scored, and when \
         were they fixed?\",3 November 2024,Cllr X,Nobody scored it.,\n",
    );
    let (looked, _) = home.json(&["import", "t", &file, "--preview", "--json"]);
    assert_eq!(looked["changes"], serde_json::json!([]), "{looked}");
    let replies = looked["replies"].as_array().expect("a list");
    assert_eq!(replies.len(), 2);
    assert_eq!(replies[0]["bears_on"][0], "residents.consulted");
    assert_eq!(replies[0]["reply"], "Yes");
    let (said, code) = home.stdout(&["import", "t", &file]);
    assert_eq!(code, 0, "{said}");
    let text = std::fs::read(home.path("audits/t.audit.toml")).expect("there");
    let text = String::from_utf8(text).expect("a text");
    assert!(text.contains("outcome = \"answered\"") && text.contains("promised = 2026-11-17"));
    assert!(!text.contains("status ="), "{text}");
    // The same sheet again answers the same questions, and puts none twice.
    let (again, _) = home.stdout(&["import", "t", &file]);
    assert!(again.contains("nothing was"), "{again}");
}

#[test]
fn a_page_that_no_paper_has_is_refused_and_proves_nothing() {
    let home = Home::new();
    home.write("audits/t.audit.toml", DECIDED);
    for page in ["-3", "0", "0.5", "page 0", "?"] {
        let file = home.write(
            "p.csv",
            format!("ref,status,document,page\nunions.consulted,no,Report,{page}\n"),
        );
        let (said, _) = home.stdout(&["import", "t", &file, "--shows", "then"]);
        let said = folded(&said);
        assert!(
            said.contains(&format!(
                "“{page}” is not a page; write a whole number from 1"
            )),
            "{said}"
        );
        let (check, _) = home.json(&["check", "t", "--json"]);
        let breaches = check["breaches"].as_array().expect("a list");
        assert!(
            breaches.iter().all(|one| one["support"] != "shown"),
            "{check}"
        );
    }
    // A hand-written place of that kind proves nothing either.
    let text = std::fs::read_to_string(home.path("audits/t.audit.toml")).expect("there");
    assert!(!text.contains("page"), "{text}");
    for (page, kept) in [("pp. 12-14", "pages 12-14"), ("para 3.2", "para 3.2")] {
        home.write("audits/t.audit.toml", DECIDED);
        std::fs::remove_file(home.path("audits/t.audit.journal")).expect("it was written");
        let file = home.write(
            "p.csv",
            format!("ref,status,document,page\nunions.consulted,no,Report,{page}\n"),
        );
        let (said, code) = home.stdout(&["import", "t", &file, "--shows", "then"]);
        assert_eq!(code, 0, "{said}");
        let text = std::fs::read_to_string(home.path("audits/t.audit.toml")).expect("there");
        assert!(text.contains(&format!("locator = \"{kept}\"")), "{text}");
        let (check, _) = home.json(&["check", "t", "--json"]);
        let flags = check["flags"].as_array().expect("a list");
        let unions = flags.iter().find(|one| one["id"] == "no-union-involvement");
        assert_eq!(unions.expect("it fires")["support"], "shown");
    }
}

#[test]
fn a_status_answers_no_date_and_no_figure() {
    let home = Home::new();
    home.write("audits/t.audit.toml", DECIDED);
    let file = home.write(
        "s.csv",
        "question,status\nconsultants-fee,not met\nconsultation-opened,Met\n\
         tender-advertised,Withheld\nunions.consulted,no\n",
    );
    let (said, _) = home.stdout(&["import", "t", &file]);
    let said = folded(&said);
    for says in [
        "“not met” is a status, and this question asks for a figure",
        "“Met” is a status, and this question asks for a date",
    ] {
        assert!(said.contains(says), "{says}\n{said}");
    }
    let text = std::fs::read_to_string(home.path("audits/t.audit.toml")).expect("there");
    assert!(
        !text.contains("consultants-fee") && !text.contains("consultation-opened"),
        "{text}"
    );
    assert!(text.contains("unions.consulted"), "{text}");
    // One that stands in a file already is told.
    home.write(
        "audits/u.audit.toml",
        format!("{DECIDED}\n[answers.consultants-fee]\nstatus = \"not-met\"\nnote = \"x\"\n"),
    );
    let (check, _) = home.json(&["check", "u", "--json"]);
    assert!(
        check.to_string().contains("value-does-not-fit")
            && check
                .to_string()
                .contains("This question asks for a figure"),
        "{check}"
    );
}

#[test]
fn under_a_heading_that_stands_twice_the_filled_cell_counts() {
    let home = Home::new();
    home.write("audits/t.audit.toml", DECIDED);
    let file = home.write(
        "twice.csv",
        "question,status,status\nunions.consulted,,no\nresidents.consulted,yes,yes\n\
         options.in-house-equal,yes,no\n",
    );
    let (said, _) = home.stdout(&["import", "t", &file]);
    let said = folded(&said);
    assert!(!said.contains("passed over"), "{said}");
    assert!(
        said.contains("the status here differs from elsewhere for the same question"),
        "{said}"
    );
    let text = std::fs::read_to_string(home.path("audits/t.audit.toml")).expect("there");
    assert!(
        text.contains("unions.consulted") && text.contains("residents.consulted"),
        "{text}"
    );
    assert!(!text.contains("options.in-house-equal"), "{text}");
}
