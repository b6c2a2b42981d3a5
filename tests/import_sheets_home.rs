//! Sheets that come home as people fill them in: facts by their kind, what a workbook holds besides
//! its values, questions put to the council, the whole record, and sheets of another audit.

use std::io::Write as _;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use rust_xlsxwriter::{Format, Note, Workbook};
use scrutineer::audit::{Audit, ReplyOutcome};
use scrutineer::checklist::Status;
use scrutineer::store::{self, RealDisk};

use crate::testkit::cli_home;

use cli_home::Home;

const START: &str = "format = 1\n[review]\nauthority = \"Anytown\"\n\
    service = \"Home care\"\nkind = \"council\"\nterritory = \"england\"\nexecutive = \"yes\"\n\
    decided = 2020-10-20\n";

/// A question answered with a status, in the words of its checklist.
const USERS: &str = "Did the council consult people who use the service on this decision?";

fn home() -> Home {
    let home = Home::new();
    home.write("audits/t.audit.toml", START);
    home
}

fn audit(home: &Home, name: &str) -> Audit {
    let path = home.path(&format!("audits/{name}.audit.toml"));
    let read = store::peek(&RealDisk, &path).expect("an audit");
    Arc::unwrap_or_clone(read.audit)
}

/// What was said, as it stood before it was broken into lines.
fn folded(said: &str) -> String {
    said.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn import(home: &Home, arguments: &[&str]) -> (String, i32) {
    let all: Vec<&str> = ["import"].iter().chain(arguments).copied().collect();
    let (said, code) = home.stdout(&all);
    (folded(&said), code)
}

fn value(audit: &Audit, id: &str) -> String {
    let value = audit.answer(id).and_then(|answer| answer.value.clone());
    format!("{value:?}")
}

#[test]
fn yes_and_no_are_options_of_a_fact_and_statuses_of_a_judgement() {
    let home = home();
    let file = home.write(
        "t.csv",
        "ref,value,status\nstaff-transfer,Y,\nrecognised-union,N,\nkey-decision,TRUE,\n\
         decided-by,Cabinet,\nusers.consulted,,✓\nreview-started,no,\nconsultants-fee,£1.2m,\n\
         posts-affected,214 posts,\nresponse-rate,34%,\nproposal-published,,met\n",
    );
    let (said, code) = import(&home, &["t", &file]);
    assert_eq!(code, 0, "what could be taken was taken: {said}");
    let audit = audit(&home, "t");
    for (id, expected) in [
        ("staff-transfer", "\"yes\""),
        ("recognised-union", "\"no\""),
        ("key-decision", "\"yes\""),
        ("decided-by", "\"executive\""),
        ("consultants-fee", "1200000"),
        ("posts-affected", "214"),
        ("response-rate", "34"),
    ] {
        assert!(value(&audit, id).contains(expected), "{id}: {said}");
        assert_eq!(audit.answer(id).expect(id).status, None, "{id}");
    }
    let users = audit.answer("users.consulted").expect("an answer");
    assert_eq!(users.status, Some(Status::Met));
    assert!(audit.answer("review-started").is_none(), "{said}");
    assert!(
        said.contains("row 7, column B: “no” is not a date"),
        "{said}"
    );
}

#[test]
fn an_open_answer_a_colour_and_a_remark_are_told_apart() {
    let home = home();
    let file = home.write(
        "t.csv",
        "ref,status\nusers.consulted,don't know\nviews.weighed,TBC\nscope.kept,Red\n\
         unions.consulted,n/a - no union here\nequality.in-time,\"Yes, but late\"\n",
    );
    let (said, code) = import(&home, &["t", &file]);
    assert_eq!(code, 0);
    assert!(
        said.contains(
            "1 answer changes; 0 are to be decided; 0 already there; 2 left open; 2 things"
        ),
        "{said}"
    );
    assert!(said.contains("“Red” is a colour"), "{said}");
    assert!(
        said.contains("“Yes, but late” is not a status; write met,"),
        "{said}"
    );
    let audit = audit(&home, "t");
    let unions = audit.answer("unions.consulted").expect("an answer");
    assert_eq!(unions.status, Some(Status::NotApplicable));
    assert_eq!(unions.note, "no union here");
    // A file of which nothing could be taken is bad data.
    let file = home.write("u.csv", "ref,status\nscope.kept,Red\n");
    assert_eq!(import(&home, &["t", &file]).1, 3);
}

#[test]
fn a_reference_next_to_the_wording_is_a_place_and_a_printed_cell_is_no_answer() {
    let home = home();
    let file = home.write(
        "t.csv",
        format!("Question,Status,Reference\n{USERS},no,\"Final report, page 27, para 4\"\n"),
    );
    let (said, code) = import(&home, &["t", &file]);
    assert_eq!(code, 0, "{said}");
    let there = audit(&home, "t");
    let users = there.answer("users.consulted").expect("an answer");
    assert_eq!(
        users.evidence[0].locator.as_deref(),
        Some("Final report, page 27, para 4")
    );
    let file = home.write(
        "u.csv",
        "question,ask,core,proved_by,status\n\
         views.weighed,,\"no, see p27\",\"Survey report p 27, our copy\",\n",
    );
    let (said, _) = import(&home, &["t", &file]);
    for cell in ["column C: “no, see p27”", "column D: “Survey report p 27"] {
        assert!(said.contains(cell), "{said}");
    }
}

#[test]
fn a_workbook_is_read_with_its_formats_its_merged_cells_and_what_it_holds_besides() {
    let home = home();
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    let head = ["Ref", "Value", "Status", "Note"];
    for (column, head) in (0..).zip(head) {
        page.write(0, column, head).expect("written");
    }
    let percent = Format::new().set_num_format("0%");
    let struck = Format::new().set_font_strikethrough();
    page.write(1, 0, "savings-target").expect("written");
    page.write_with_format(1, 1, 0.05, &percent)
        .expect("written");
    page.write(2, 0, "users.consulted").expect("written");
    page.write(3, 0, "views.weighed").expect("written");
    page.merge_range(2, 2, 3, 2, "no", &Format::new())
        .expect("merged");
    page.write(4, 0, "scope.kept").expect("written");
    page.write_with_format(4, 2, "yes", &struck)
        .expect("written");
    page.write(4, 5, "see p 27").expect("written");
    page.insert_note(2, 3, &Note::new("only a survey"))
        .expect("a note");
    let file = home.write("t.xlsx", book.save_to_buffer().expect("a workbook"));
    let (said, code) = import(&home, &["t", &file]);
    assert_eq!(code, 0, "{said}");
    let audit = audit(&home, "t");
    assert!(value(&audit, "savings-target").contains("5.0"), "{said}");
    for id in ["users.consulted", "views.weighed"] {
        let answer = audit.answer(id).expect(id);
        assert_eq!(answer.status, Some(Status::NotMet), "{id}");
    }
    assert!(audit.answer("scope.kept").is_none(), "{said}");
    for told in [
        "struck out were not taken: C5",
        "D3 (“",
        "only a survey",
        "merged cells was taken for each of their rows: C3:C4",
        "without a heading were passed over: F5 (“see p 27”)",
    ] {
        assert!(said.contains(told), "{told}: {said}");
    }
}

/// An OpenDocument spreadsheet with one sheet of these rows.
fn ods(rows: &str) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let content = format!(
        "<o:document-content xmlns:o=\"o\" xmlns:t=\"t\" xmlns:x=\"x\" xmlns:s=\"s\"><o:automatic-styles>\
         <s:style s:name=\"gone\"><s:text-properties s:text-line-through-style=\"solid\"/></s:style>\
         </o:automatic-styles><o:body><o:spreadsheet><t:table t:name=\"Notes\">{rows}</t:table>\
         </o:spreadsheet></o:body></o:document-content>"
    );
    for (name, text) in [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", content.as_str()),
    ] {
        zip.start_file(name, zip::write::SimpleFileOptions::default())
            .expect("a part");
        zip.write_all(text.as_bytes()).expect("written");
    }
    zip.finish().expect("finished").into_inner()
}

fn words(cells: &[&str]) -> String {
    let cells: Vec<String> = cells
        .iter()
        .map(|text| {
            format!("<t:table-cell o:value-type=\"string\"><x:p>{text}</x:p></t:table-cell>")
        })
        .collect();
    format!("<t:table-row>{}</t:table-row>", cells.concat())
}

#[test]
fn an_opendocument_spreadsheet_is_read_cell_by_cell() {
    let home = home();
    let rows = [
        words(&["Ref", "Value", "Status"]),
        "<t:table-row t:number-rows-repeated=\"1000000\"><t:table-cell \
         t:number-columns-repeated=\"1024\"/></t:table-row>"
            .to_owned(),
        "<t:table-row><t:table-cell o:value-type=\"string\"><x:p>savings-target</x:p>\
         </t:table-cell><t:table-cell o:value-type=\"percentage\" o:value=\"0.05\"><x:p>5%</x:p>\
         </t:table-cell></t:table-row>"
            .to_owned(),
        "<t:table-row><t:table-cell o:value-type=\"string\"><x:p>review-started</x:p>\
         </t:table-cell><t:table-cell o:value-type=\"date\" o:date-value=\"2020-03-04\">\
         <x:p>04/03/20</x:p></t:table-cell></t:table-row>"
            .to_owned(),
        "<t:table-row><t:table-cell o:value-type=\"string\"><x:p>users.consulted</x:p>\
         </t:table-cell><t:table-cell/><t:table-cell o:value-type=\"string\"><o:annotation>\
         <dc:creator>Sam</dc:creator><x:p>ask &amp; see</x:p></o:annotation><x:p>no</x:p>\
         </t:table-cell></t:table-row>"
            .to_owned(),
        "<t:table-row><t:table-cell o:value-type=\"string\"><x:p>scope.kept</x:p></t:table-cell>\
         <t:table-cell/><t:table-cell t:style-name=\"gone\" o:value-type=\"string\"><x:p>yes</x:p>\
         </t:table-cell></t:table-row>"
            .to_owned(),
    ];
    let file = home.write("t.ods", ods(&rows.concat()));
    let (said, code) = import(&home, &["t", &file]);
    assert_eq!(code, 0, "{said}");
    let audit = audit(&home, "t");
    assert!(value(&audit, "savings-target").contains("5.0"), "{said}");
    assert!(
        value(&audit, "review-started").contains("2020-03-04"),
        "{said}"
    );
    let users = audit.answer("users.consulted").expect("an answer");
    assert_eq!(users.status, Some(Status::NotMet));
    assert!(said.contains("(“ask & see”)"), "{said}");
    assert!(
        said.contains("struck out were not taken: C1000005"),
        "{said}"
    );
    let locked = home.write("cut.ods", &ods("<t:table-row>")[..200]);
    assert_ne!(import(&home, &["t", &locked]).1, 0);
}

#[test]
fn what_comes_of_a_question_is_an_answer_a_refusal_or_a_silence_with_its_day() {
    let home = home();
    let file = home.write(
        "t.csv",
        format!(
            "number,question,asked on,asked of,answer,answered on,promised by,outcome\n\
             1,{USERS},3 November 2020,\"Cllr X, portfolio holder\",Yes,4 November 2020,,\n\
             2,Does the decision follow what people said, or answer it with reasons?,,,,,,\n"
        )
        .replace("people said, or", "people said or"),
    );
    let (said, code) = import(&home, &["t", &file]);
    assert_eq!(code, 0, "{said}");
    let there = audit(&home, "t");
    assert_eq!(there.puts.len(), 1, "an empty row is no question put");
    let users = there.answer("users.consulted").expect("evidence");
    assert_eq!(
        users.status, None,
        "a portfolio holder's yes is not our “met”"
    );
    assert_eq!(users.evidence[0].quote.as_deref(), Some("Yes"));

    // The schedule of an information request.
    let file = home.write(
        "r.csv",
        "number,documents,to answer,question,asked before of,asked on,reply,asked again on,route,reply \
         due,reply received,their reply,replied by\n\
         1,The scores,,options.in-house-equal,,,,1 December 2020,foi,4 January 2021,3 January \
         2021,It is commercially sensitive and will not be released.,Director of Housing\n\
         2,The survey,,views.weighed,,,,1 December 2020,foi,4 January 2021,,,\n\
         3,The brief,,scope.kept,,,,1 December 2020,foi,32 January 2021,,,\n\
         4,The plan,,unions.consulted,,,,,,,,,\n",
    );
    let (said, code) = import(&home, &["t", &file]);
    assert_eq!(code, 0, "{said}");
    assert!(
        said.contains("row 4, column J: “32 January 2021”"),
        "{said}"
    );
    let there = audit(&home, "t");
    let put = |ask: &str| {
        let put = there.puts.iter().find(|put| put.ask == ask);
        put.unwrap_or_else(|| panic!("{ask}: {said}"))
    };
    assert_eq!(put("The scores").outcome, ReplyOutcome::Refused);
    assert_eq!(put("The survey").outcome, ReplyOutcome::NotAnswered);
    assert_eq!(
        put("The brief").outcome,
        ReplyOutcome::Asked,
        "its day is not known"
    );
    for (id, words) in [
        (
            "options.in-house-equal",
            "refused by Director of Housing on 3 January 2021: “It is commercially sensitive and will \
             not be released.”",
        ),
        ("views.weighed", "none"),
    ] {
        let answer = there.answer(id).expect(id);
        assert_eq!(answer.status, Some(Status::Withheld), "{id}");
        assert_eq!(answer.request.as_ref().expect(id).reply, words);
    }
    assert!(there.answer("unions.consulted").is_none());
    // Again, it changes nothing.
    let (said, _) = import(&home, &["t", &file]);
    assert!(said.contains("nothing was written"), "{said}");
}

#[test]
fn the_councils_reply_to_our_points_is_its_own_word() {
    let home = home();
    let file = home.write(
        "t.csv",
        format!(
            "number,our point,bears on,the council's reply,their paper,date of reply,name\n\
             1,{USERS},views.weighed,We asked 40 people.,Appendix D,5 November 2020,J. Smith\n"
        ),
    );
    let (said, code) = import(&home, &["t", &file]);
    assert_eq!(code, 0, "{said}");
    let there = audit(&home, "t");
    let answer = there.answer("views.weighed").expect("evidence");
    assert_eq!(answer.status, None);
    let evidence = &answer.evidence[0];
    assert_eq!(evidence.quote.as_deref(), Some("We asked 40 people."));
    let by = evidence.statement.as_ref().expect("a statement");
    assert_eq!(by.by, "J. Smith");
    let place = evidence.locator.as_deref().expect("a place");
    assert!(place.contains("with their paper: Appendix D"), "{place}");
}

#[test]
fn a_sheet_made_for_another_audit_is_refused_before_anything_changes() {
    let home = home();
    let other = START
        .replace("Anytown", "Otherton")
        .replace("Home care", "Libraries");
    home.write("audits/o.audit.toml", other);
    filled(&home);
    for (kind, format) in [
        ("blank", "xlsx"),
        ("blank", "csv"),
        ("questions", "xlsx"),
        ("record", "csv"),
    ] {
        let file = format!("{kind}.{format}");
        let made = home.stdout(&[
            "report", "t", "--kind", kind, "--format", format, "-o", &file,
        ]);
        assert_eq!(made.1, 0, "{}", made.0);
        let why = folded(&home.fails(3, &["import", "o", &file]));
        assert!(
            why.contains("made for another audit: Anytown, Home care"),
            "{file}: {why}"
        );
        let (said, code) = import(&home, &["o", &file, "--other-audit"]);
        assert_eq!(code, 0, "{file}: {said}");
        let (said, code) = import(&home, &["t", &file]);
        assert_eq!(code, 0, "{file}: {said}");
        assert!(said.contains("nothing was written"), "{file}: {said}");
    }
}

/// Fills an audit with answers of every kind.
fn filled(home: &Home) {
    let file = home.write(
        "fill.csv",
        "ref,question,status,value,note,document,page,quote,date,source,by\n\
         equality.in-time,,no,,Two days late,Assessment,1,Done on 22 October,22/10/2020,official,Jo\n\
         views.weighed,,partly,,Not all,\"Letter from the Director of Housing, to UNISON\",3,,,council,Sam\n\
         posts-affected,,,214,,,,,,,Jo\nreview-started,,,4/3/2020,,,,,,,Jo\n\
         staff-transfer,,,yes,,,,,,,Jo\nresponse-rate,,,12.5,,,,,,,Jo\n\
         consultation-opened,,,March 2020,,,,,,,Jo\n\
         scope.kept,Was the scope kept as it was in the brief?,no,,Asked in other words,,,,,,Jo\n",
    );
    let (said, code) = import(home, &["t", &file, "--shows", "later"]);
    assert_eq!(code, 0, "{said}");
}

/// The parts of an audit that a record has to bring back: all but the moments.
fn content(audit: &Audit) -> String {
    let mut audit = audit.clone();
    for answer in audit.answers.values_mut() {
        answer.at = None;
    }
    format!(
        "{:#?}\n{:#?}\n{:#?}",
        audit.answers, audit.documents, audit.puts
    )
}

#[test]
fn a_full_record_comes_back_whole() {
    let home = home();
    filled(&home);
    let file = home.write(
        "q.csv",
        format!("question,asked on,asked of,answer\n{USERS},3 November 2020,Cllr X,Yes\n"),
    );
    assert_eq!(import(&home, &["t", &file, "--by", "Jo"]).1, 0);
    let before = audit(&home, "t");
    for format in ["xlsx", "csv"] {
        let file = format!("r.{format}");
        let made = home.stdout(&[
            "report", "t", "--kind", "record", "--format", format, "-o", &file,
        ]);
        assert_eq!(made.1, 0, "{}", made.0);
        home.write(&format!("audits/{format}.audit.toml"), START);
        let (said, code) = import(&home, &[format, &file]);
        assert_eq!(code, 0, "{said}");
        assert!(said.contains("0 things were not understood"), "{said}");
        let after = audit(&home, format);
        assert_eq!(content(&after), content(&before), "{format}");
    }
}

#[test]
fn a_private_passage_stays_here_when_a_sheet_goes_to_a_colleague_and_comes_back() {
    let home = home();
    let file = home.write(
        "n.csv",
        "ref,status,note\nviews.weighed,partly,\"Not all\nprivate: Sam told me\n\nNor in time\"\n",
    );
    assert_eq!(import(&home, &["t", &file]).1, 0);
    let before = audit(&home, "t");
    for format in ["xlsx", "csv"] {
        let sheet = format!("colleague.{format}");
        let made = home.stdout(&[
            "report",
            "t",
            "--kind",
            "blank",
            "--with-answers",
            "--format",
            format,
            "-o",
            &sheet,
        ]);
        assert_eq!(made.1, 0, "{}", made.0);
        if format == "csv" {
            let text = std::fs::read_to_string(home.path(&sheet)).expect("written");
            assert!(text.contains("Nor in time") && !text.contains("Sam told me"));
        }
        let (said, code) = import(&home, &["t", &sheet]);
        assert_eq!(code, 0, "{said}");
        assert!(said.contains("0 are to be decided"), "{said}");
        assert_eq!(content(&audit(&home, "t")), content(&before), "{format}");
    }
}

#[test]
fn the_note_of_each_colleague_keeps_their_name() {
    let home = home();
    let file = |name: &str, note: &str, quote: &str| {
        home.write(
            &format!("{name}.csv"),
            format!(
                "ref,status,note,document,page,quote,by\n\
                 views.weighed,partly,{note},Final Report,28,{quote},{name}\n"
            ),
        )
    };
    let jo = file("Jo", "Not the panel", "the panel wasn't asked");
    let sam = file("Sam", "Nor the carers", "the panel wasn’t asked");
    assert_eq!(import(&home, &["t", &jo]).1, 0);
    let (said, code) = import(&home, &["t", &sam, "--keep-both"]);
    assert_eq!(code, 0, "{said}");
    let both = audit(&home, "t");
    let answer = both.answer("views.weighed").expect("an answer");
    assert_eq!(answer.note, "Not the panel\n\nSam: Nor the carers");
    assert_eq!((answer.by.as_str(), answer.evidence.len()), ("Jo", 1));
    home.write("audits/u.audit.toml", START);
    assert_eq!(import(&home, &["u", &jo]).1, 0);
    assert_eq!(import(&home, &["u", &sam, "--take-theirs"]).1, 0);
    let theirs = audit(&home, "u");
    let answer = theirs.answer("views.weighed").expect("an answer");
    assert_eq!(answer.note, "Sam: Nor the carers");
}

#[test]
fn an_event_that_is_still_to_come_is_asked_about() {
    let home = home();
    let file = home.write("t.csv", "ref,value\nunions-first-met,2100-10-12\n");
    let (said, code) = import(&home, &["t", &file]);
    assert_ne!(code, 0);
    assert!(
        said.contains("12 October 2100, which is still to come"),
        "{said}"
    );
    assert!(audit(&home, "t").answer("unions-first-met").is_none());
    assert_eq!(import(&home, &["t", &file, "--take-theirs"]).1, 0);
    assert!(value(&audit(&home, "t"), "unions-first-met").contains("2100-10-12"));
}

/// Turns a file into another format by LibreOffice, in a language of its own.
fn converted(home: &Home, file: &str, to: &str, language: &str, out: &str) -> bool {
    let folder = home.path(out);
    let profile = home.path(&format!("profile-{language}"));
    let ended = Command::new("soffice")
        .arg(format!(
            "-env:UserInstallation=file://{}",
            profile.display()
        ))
        .args(["--headless", "--convert-to", to, "--outdir"])
        .arg(&folder)
        .arg(Path::new(&home.path(file)))
        .env("LC_ALL", format!("{language}.UTF-8"))
        .env("LANG", format!("{language}.UTF-8"))
        .output();
    // It ends well even if it could not load the file.
    ended.is_ok_and(|ended| ended.status.success()) && folder.is_dir()
}

#[test]
#[ignore = "needs LibreOffice with Calc"]
fn every_sheet_comes_home_through_libreoffice() {
    let home = home();
    filled(&home);
    let before = content(&audit(&home, "t"));
    for kind in ["record", "blank"] {
        let file = format!("{kind}.xlsx");
        let mut arguments = vec![
            "report", "t", "--kind", kind, "--format", "xlsx", "-o", &file,
        ];
        if kind == "blank" {
            arguments.push("--with-answers");
        }
        let made = home.stdout(&arguments);
        assert_eq!(made.1, 0, "{}", made.0);
        for (language, number) in [("en_GB", 1), ("en_US", 2)] {
            let out = format!("{kind}-{number}");
            assert!(
                converted(&home, &file, "ods", language, &out),
                "no LibreOffice"
            );
            let ods = format!("{out}/{kind}.ods");
            assert!(converted(
                &home,
                &ods,
                "xlsx",
                language,
                &format!("{out}/back")
            ));
            // Every sheet in a file of its own: what the menu of LibreOffice writes.
            let csv =
                "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1";
            assert!(converted(
                &home,
                &file,
                csv,
                language,
                &format!("{out}/csv")
            ));
            let mut ways = vec![vec![ods], vec![format!("{out}/back/{kind}.xlsx")]];
            let tables = std::fs::read_dir(home.path(&format!("{out}/csv"))).expect("a folder");
            let mut tables: Vec<String> = tables
                .filter_map(|one| one.ok()?.file_name().into_string().ok())
                .filter(|name| {
                    let skipped = [
                        "_meta",
                        "_choices",
                        "Read this",
                        "Papers",
                        "review",
                        "findings",
                    ];
                    let skipped =
                        skipped
                            .iter()
                            .chain(&["requirements", "documents", "changes", "about"]);
                    !skipped.into_iter().any(|one| name.contains(one))
                })
                .map(|name| format!("{out}/csv/{name}"))
                .collect();
            tables.sort();
            ways.push(tables);
            for (at, way) in ways.iter().enumerate() {
                let name = format!("{kind}-{number}-{at}");
                home.write(&format!("audits/{name}.audit.toml"), START);
                for file in way {
                    let (said, code) = import(&home, &[&name, file]);
                    assert!(
                        code == 0 || said.contains("0 answers change"),
                        "{file}: {said}"
                    );
                }
                let after = audit(&home, &name);
                // A file of one sheet has no list of the documents, which come by their titles.
                if at < 2 && kind == "record" {
                    assert_eq!(content(&after), before, "{name}");
                }
                let values = |audit: &Audit| -> Vec<String> {
                    let answers = audit.answers.iter();
                    answers
                        .map(|(id, one)| {
                            format!("{id} {:?} {:?} {}", one.status, one.value, one.note)
                        })
                        .collect()
                };
                assert_eq!(values(&after), values(&audit(&home, "t")), "{name}");
            }
        }
    }
}
