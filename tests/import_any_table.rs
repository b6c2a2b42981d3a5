//! Spreadsheets that somebody made without our questionnaire: odd headers, typed statuses, dates of
//! every kind, rows that contradict one another, cells that mean harm.

use crate::testkit::report_common;

use std::io::{Cursor, Read as _, Write as _};

use chrono::{DateTime, Utc};
use scrutineer::audit::{Answer, Audit, Review, Value};
use scrutineer::base::Digest;
use scrutineer::checklist::{Library, QuestionKind, Status, Topic, Unit};
use scrutineer::findings::derive;
use scrutineer::import::{
    self, AnswerField, Decision, Decisions, ImportSetting, LineKind, Plan, read_text, read_trusted,
};

use report_common::{day, library, meta};

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000, 0).expect("a moment")
}

fn plan_of(library: &Library, audit: &Audit, text: &str) -> Plan {
    let book = read_text(text.as_bytes()).expect("a text");
    let setting = ImportSetting {
        who: "ann.csv",
        at: now(),
        sheet: None,
        shows: None,
        other_audit: false,
    };
    import::plan(library, audit, &book, setting).expect("a table")
}

fn empty() -> Audit {
    Audit::new(Review::named("Anytown", "Home care"))
}

fn after(audit: &Audit, plan: &Plan, decision: Decision) -> Audit {
    let mut after = audit.clone();
    if let Some(change) = plan.change(&Decisions::all(decision)) {
        after.apply(&change).expect("it fits");
    }
    after
}

fn troubles(plan: &Plan) -> Vec<String> {
    plan.not_understood
        .iter()
        .map(|one| format!("{}: {}", one.place, one.message))
        .collect()
}

#[test]
fn one_date_with_the_month_first_makes_every_date_of_the_table_doubtful() {
    let library = library();
    let audit = empty();
    let table = |second: &str| {
        format!(
            "ref,status,value\nreview-started,,3/4/2003\nconsultation-opened,,{second}\n\
             consultation-closed,,2003-06-05\ntender-advertised,,5/5/2003\n"
        )
    };
    let plan = plan_of(&library, &audit, &table("13/4/2003"));
    assert_eq!(troubles(&plan), Vec::<String>::new());
    assert_eq!(plan.of(LineKind::WillChange).count(), 4);
    let plan = plan_of(&library, &audit, &table("4/13/2003"));
    let told = troubles(&plan).join("\n");
    assert!(told.contains("“3/4/2003” is doubtful"), "{told}");
    assert!(
        told.contains("“4/13/2003” is a date that does not exist"),
        "{told}"
    );
    assert_eq!(
        plan.of(LineKind::WillChange).count(),
        2,
        "the two that leave no doubt: {told}"
    );
    assert!(
        plan.notices.iter().any(|one| one.contains("month first")),
        "{:?}",
        plan.notices
    );
}

#[test]
fn a_colleagues_own_table_is_understood() {
    let library = library();
    let audit = empty();
    let lead = library.lead(Topic::Employment).expect("a lead");
    let asked = library.question(library.find_question("unions.consulted").unwrap());
    let text = format!(
        "Home care review;;;;;\n\
         Notes by Ann and Bill;;;;;\n\
         \n\
         Topic ; ANSWER; Comments;SOURCE ;Page No.;Date;Who;Mood\n\
         employment; No ;Not a word about pensions;Final report;p. 14;3/4/2003;Bill;sad\n\
         {};Partly met;;;;;;\n\
         options.in-house-equal;n/a;Late;Annex A;14-15;;Ann;\n\
         decided-by;a committee;;;;;Ann;\n\
         consultants-fee;£127,000;;;;;Ann;\n\
         ;;;;;;;\n",
        asked.ask.to_uppercase()
    );
    let plan = plan_of(&library, &audit, &text);
    assert_eq!(troubles(&plan), Vec::<String>::new());
    assert_eq!(plan.of(LineKind::WillChange).count(), 5);
    assert!(plan.notices[0].contains("H (“Mood”)"), "{:?}", plan.notices);
    let after = after(&audit, &plan, Decision::KeepMine);
    let answer = |id: &str| after.answer(id).unwrap_or_else(|| panic!("{id}"));

    let employment = answer(&library.question(lead).id);
    assert_eq!(employment.status, Some(Status::NotMet));
    assert_eq!(employment.note, "Not a word about pensions");
    assert_eq!(employment.by, "Bill");
    assert_eq!(employment.at, Some(now()));
    let shown = &employment.evidence[0];
    assert_eq!(shown.document.as_deref(), Some("final-report"));
    assert_eq!(shown.page, Some(14));
    assert_eq!(shown.date, Some(day(2003, 4, 3)));
    assert_eq!(
        after.document("final-report").unwrap().title,
        "Final report"
    );
    assert_eq!(plan.documents.len(), 2);

    let unions = answer("unions.consulted");
    assert_eq!(unions.status, Some(Status::Partly));
    assert_eq!(unions.by, "ann.csv", "nobody is named, so the file is");
    let equal = answer("options.in-house-equal");
    assert_eq!(equal.evidence[0].page, None);
    assert_eq!(equal.evidence[0].locator.as_deref(), Some("pages 14-15"));
    assert_eq!(
        answer("decided-by").value,
        Some(Value::Option("committee".to_owned()))
    );
    assert_eq!(
        answer("consultants-fee").value,
        Some(Value::Number(127_000.0))
    );
}

#[test]
fn what_is_not_understood_is_told_with_its_place_and_the_rest_is_taken() {
    let library = library();
    let audit = empty();
    let plan = plan_of(
        &library,
        &audit,
        "ref,status,value,note,date,document\n\
         options.in-house-eqal,met,,,,\n\
         options.in-house-equal,maybe,,a note,4/13/2003,Report\n\
         ,met,,,,\n\
         decided-by,,The king,,,\n\
         consultants-fee,,\"12,5\",,,\n\
         unions.consulted,met,,,2003-04-03,\n",
    );
    let told = troubles(&plan);
    assert_eq!(told.len(), 7, "{told:#?}");
    assert_eq!(
        told[0],
        "row 2: no question is called “options.in-house-eqal”; did you mean \
         options.in-house-equal?"
    );
    assert!(
        told[1].starts_with("row 3, column B: “maybe” is not a status"),
        "{told:#?}"
    );
    assert!(told[2].starts_with("row 3, column E: “4/13/2003” is a date that does not exist"));
    assert!(told[3].starts_with("row 4: no question is named"));
    assert!(told[4].starts_with("row 5, column C: “The king” is none of: Full council"));
    assert!(told[5].starts_with("row 6, column C: “12,5” is not a number"));
    assert!(told[6].starts_with("row 7: a date or a source alone shows nothing"));
    let after = after(&audit, &plan, Decision::KeepMine);
    let taken = after
        .answer("options.in-house-equal")
        .expect("the rest of the row");
    assert_eq!((taken.status, taken.note.as_str()), (None, "a note"));
    assert_eq!(taken.evidence[0].document.as_deref(), Some("report"));
    assert!(after.answer("decided-by").is_none());
    assert_eq!(
        after.answer("unions.consulted").unwrap().status,
        Some(Status::Met)
    );
}

#[test]
fn rows_that_contradict_one_another_take_nothing() {
    let library = library();
    let plan = plan_of(
        &library,
        &empty(),
        "ref,status,note\noptions.in-house-equal,met,one\noptions.in-house-equal,not met,two\n",
    );
    let told = troubles(&plan);
    assert_eq!(told.len(), 1);
    assert!(
        told[0].contains("row 2") && told[0].contains("row 3"),
        "{told:?}"
    );
    let after = after(&empty(), &plan, Decision::TakeTheirs);
    let answer = after.answer("options.in-house-equal").expect("the notes");
    assert_eq!(answer.status, None);
    assert_eq!(answer.note, "one\n\ntwo");

    let plan = plan_of(
        &library,
        &empty(),
        &format!(
            "ref,question,status\noptions.in-house-equal,\"{}\",met\n",
            library
                .question(library.find_question("unions.consulted").unwrap())
                .ask
        ),
    );
    assert!(troubles(&plan)[0].contains("names two questions"));
}

#[test]
fn what_differs_is_decided_field_by_field() {
    let library = library();
    let id = "options.in-house-equal";
    let ix = library.find_question(id).unwrap();
    let mut audit = empty();
    audit.answers.insert(
        id.to_owned(),
        Answer {
            status: Some(Status::NotMet),
            note: "mine".to_owned(),
            by: "Jo".to_owned(),
            ..Answer::default()
        },
    );
    let plan = plan_of(
        &library,
        &audit,
        "ref,status,note,contested,by\noptions.in-house-equal,yes,theirs,they say so,Ann\n",
    );
    let line = plan.of(LineKind::ToDecide).next().expect("a conflict");
    assert_eq!(line.question, ix);
    assert_eq!(line.recorded, "not met, a note");
    assert_eq!(line.offered, "met, a note");
    assert_eq!(line.will, ["What the other side says is added."]);
    let fields: Vec<AnswerField> = line.conflicts.iter().map(|one| one.field).collect();
    assert_eq!(fields, [AnswerField::Status, AnswerField::Note]);
    assert_eq!(line.conflicts[0].mine, "not met");
    assert_eq!(line.conflicts[0].theirs, "met");

    let kept = after(&audit, &plan, Decision::KeepMine);
    let kept = kept.answer(id).unwrap();
    assert_eq!(
        (kept.status, kept.note.as_str()),
        (Some(Status::NotMet), "mine")
    );
    assert_eq!(kept.contested.as_deref(), Some("they say so"));
    assert_eq!(kept.by, "Jo", "the answer is still mine");

    let mut decisions = Decisions::all(Decision::KeepMine);
    decisions.decide(ix, AnswerField::Note, Decision::KeepBoth);
    let mut both = audit.clone();
    both.apply(&plan.change(&decisions).unwrap()).unwrap();
    assert_eq!(both.answer(id).unwrap().note, "mine\n\nAnn: theirs");
    assert_eq!(both.answer(id).unwrap().status, Some(Status::NotMet));

    let taken = after(&audit, &plan, Decision::TakeTheirs);
    let taken = taken.answer(id).unwrap();
    assert_eq!(
        (taken.status, taken.note.as_str()),
        (Some(Status::Met), "theirs")
    );
    assert_eq!(taken.by, "Ann");
}

#[test]
fn no_answer_and_blanks_take_nothing_away() {
    let library = library();
    let id = "options.in-house-equal";
    let mut audit = empty();
    audit.answers.insert(
        id.to_owned(),
        Answer {
            status: Some(Status::NotMet),
            note: "mine".to_owned(),
            ..Answer::default()
        },
    );
    for status in ["", "unanswered", "TBC", "don’t know"] {
        let text = format!("ref,status,note\n{id},{status},  \n");
        let plan = plan_of(&library, &audit, &text);
        assert_eq!(
            plan.change(&Decisions::all(Decision::TakeTheirs)),
            None,
            "{status}"
        );
        assert_eq!(troubles(&plan), Vec::<String>::new());
    }
}

#[test]
fn an_answer_to_another_wording_is_marked_to_be_checked_again() {
    let library = library();
    let id = "options.in-house-equal";
    let plan = plan_of(
        &library,
        &empty(),
        "question,ask,status\noptions.in-house-equal,Was in-house scored?,met\n",
    );
    let line = plan.of(LineKind::WillChange).next().expect("a line");
    assert!(
        line.will.iter().any(|will| will.contains("checked again")),
        "{:?}",
        line.will
    );
    let after = after(&empty(), &plan, Decision::KeepMine);
    let answer = after.answer(id).unwrap();
    assert_eq!(answer.asked, Some(Digest::of_text("Was in-house scored?")));
    let findings = derive(&library, &after, meta().today);
    let ix = library.find_question(id).unwrap();
    assert!(
        findings.answered(ix).recheck,
        "it does not count before it is confirmed"
    );
}

#[test]
fn hostile_cells_are_only_words() {
    let library = library();
    let long = "x".repeat(100_000);
    let text = format!(
        "ref,status,note,document,quote,by\n\
         options.in-house-equal,=cmd|' /C calc'!A0,\"=HYPERLINK(\"\"http://x\"\")\",\u{1b}[31mred\u{7},\u{202e}evil,'@SUM(A1)\n\
         unions.consulted,met,{long},../../etc/passwd,,\n"
    );
    let plan = plan_of(&library, &empty(), &text);
    assert_eq!(
        plan.not_understood.len(),
        1,
        "the status alone: {:?}",
        troubles(&plan)
    );
    let after = after(&empty(), &plan, Decision::KeepMine);
    let answer = after.answer("options.in-house-equal").unwrap();
    assert_eq!(answer.status, None);
    assert_eq!(answer.note, "=HYPERLINK(\"http://x\")");
    assert_eq!(answer.by, "@SUM(A1)");
    assert_eq!(answer.evidence[0].quote.as_deref(), Some("evil"));
    assert_eq!(
        after.document("31mred").map(|one| one.title.as_str()),
        Some("\u{fffd}[31mred\u{fffd}")
    );
    assert_eq!(after.answer("unions.consulted").unwrap().note, long);
    let path = after
        .document("etc-passwd")
        .expect("a title and nothing more");
    assert_eq!(
        (path.title.as_str(), &path.path),
        ("../../etc/passwd", &None)
    );
}

#[test]
fn what_a_spreadsheet_made_of_a_number_is_told() {
    let library = library();
    let percent = library
        .walk()
        .iter()
        .map(|ix| library.question(*ix))
        .find(|one| one.kind == QuestionKind::Figure(Unit::Percent))
        .expect("a per cent");
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, head) in (0_u16..).zip(["Ref", "Value", "Page", "Note"]) {
        sheet.write_string(0, column, head).unwrap();
    }
    let date = rust_xlsxwriter::ExcelDateTime::from_ymd(2026, 10, 8).unwrap();
    let look = rust_xlsxwriter::Format::new().set_num_format("dd/mm/yyyy");
    sheet.write_string(1, 0, percent.id.as_str()).unwrap();
    sheet.write_number(1, 1, 0.125).unwrap();
    sheet
        .write_datetime_with_format(1, 2, &date, &look)
        .unwrap();
    sheet.write_string(1, 3, "'=1+1").unwrap();
    let book = read_trusted(book.save_to_buffer().unwrap()).expect("a workbook");
    let setting = ImportSetting {
        who: "x.xlsx",
        at: now(),
        sheet: None,
        shows: None,
        other_audit: false,
    };
    let plan = import::plan(&library, &empty(), &book, setting).expect("a table");
    let told = troubles(&plan);
    assert_eq!(told.len(), 1);
    assert!(told[0].contains("column C: the spreadsheet took it for a date (8 October 2026)"));
    let line = plan.of(LineKind::WillChange).next().expect("the rest");
    assert!(
        line.will.iter().any(|will| will.contains("shown as 12.5%")),
        "{:?}",
        line.will
    );
    let after = after(&empty(), &plan, Decision::KeepMine);
    let answer = after.answer(percent.id.as_str()).unwrap();
    assert_eq!(answer.note, "=1+1", "a CSV of ours saved as a workbook");
    assert!(answer.evidence.is_empty());
}

/// A workbook with a part of its sheet's XML put another way.
fn altered(workbook: Vec<u8>, from: &str, to: &str) -> Vec<u8> {
    let mut old = zip::ZipArchive::new(Cursor::new(workbook)).expect("packed");
    let mut new = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..old.len() {
        let mut part = old.by_index(at).expect("a part");
        let name = part.name().expect("a name").into_owned();
        let mut text = Vec::new();
        part.read_to_end(&mut text).expect("read");
        if name == "xl/worksheets/sheet1.xml" {
            let xml = String::from_utf8(text).expect("XML");
            assert!(xml.contains(from), "{xml}");
            text = xml.replace(from, to).into_bytes();
        }
        new.start_file(name, zip::write::SimpleFileOptions::default())
            .expect("begun");
        new.write_all(&text).expect("written");
    }
    new.finish().expect("packed").into_inner()
}

#[test]
fn a_formula_that_nobody_worked_out_is_told_and_not_taken_for_nothing() {
    let library = library();
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, head) in (0_u16..).zip(["Ref", "Status", "Note"]) {
        sheet.write_string(0, column, head).unwrap();
    }
    sheet.write_string(1, 0, "users.consulted").unwrap();
    sheet.write_string(1, 1, "not met").unwrap();
    sheet
        .write_formula(1, 2, "CONCATENATE(\"a\",\"b\")")
        .unwrap();
    let worked_out = book.save_to_buffer().unwrap();
    assert!(
        read_trusted(worked_out.clone())
            .expect("a workbook")
            .notices
            .is_empty()
    );
    let read = read_trusted(altered(worked_out, "</f><v>0</v>", "</f>")).expect("a workbook");
    assert_eq!(read.notices.len(), 1, "{:?}", read.notices);
    let told = &read.notices[0];
    assert!(told.contains("read as blank: C2."), "{told}");
    assert!(told.contains("save it, and read it again"), "{told}");
    let setting = ImportSetting {
        who: "x.xlsx",
        at: now(),
        sheet: None,
        shows: None,
        other_audit: false,
    };
    let plan = import::plan(&library, &empty(), &read, setting).expect("a table");
    assert!(plan.notices.contains(told), "it comes before the person");
    let after = after(&empty(), &plan, Decision::KeepMine);
    let answer = after.answer("users.consulted").expect("the rest is taken");
    assert_eq!(
        (answer.status, answer.note.as_str()),
        (Some(Status::NotMet), "")
    );
}

#[test]
fn a_full_record_finds_its_way_back_as_well() {
    use scrutineer::report::{Format, Kind as Paper, write};
    let library = library();
    let audit = report_common::example("liverpool-ict-2000");
    let document = report_common::built(Paper::Record, &library, &audit).expect("built");
    let book = read_trusted(write(&document, Format::Xlsx)).expect("a workbook");
    let setting = ImportSetting {
        who: "record.xlsx",
        at: now(),
        sheet: Some("ANSWERS"),
        shows: None,
        other_audit: false,
    };
    let plan = import::plan(&library, &audit, &book, setting).expect("a table");
    assert_eq!(troubles(&plan), Vec::<String>::new());
    assert_eq!(plan.change(&Decisions::all(Decision::TakeTheirs)), None);
    let setting = ImportSetting {
        sheet: Some("answer"),
        shows: None,
        other_audit: false,
        ..setting
    };
    let why = import::plan(&library, &audit, &book, setting).expect_err("no such sheet");
    assert!(why.to_string().contains("“answers”"), "{why}");
}

#[test]
fn a_table_without_a_header_row_is_turned_away_with_what_is_wanted() {
    let library = library();
    for text in ["a,b\n1,2\n", "status,note\nmet,x\n", "just words"] {
        let book = read_text(text.as_bytes()).expect("a text");
        let setting = ImportSetting {
            who: "x",
            at: now(),
            sheet: None,
            shows: None,
            other_audit: false,
        };
        let why = import::plan(&library, &empty(), &book, setting).expect_err("no table");
        assert!(
            why.to_string().contains("one row must name the columns"),
            "{why}"
        );
    }
}
