//! Sheets to be filled in by others: the questions, the letters that ask for papers, the right of reply and
//! the blank checklist, as whoever has to fill them in finds them.

use crate::testkit::{cli_home, report_common};

use std::collections::BTreeSet;
use std::io::Read as _;

use calamine::{Data, Reader as _, Xlsx};
use cli_home::Home;
use report_common::{
    all_text, built, cases, day, example, found, library, line, with_setting, written,
};
use rust_xlsxwriter::Workbook;
use scrutineer::audit::{ReplyOutcome, Request};
use scrutineer::base::Word as _;
use scrutineer::checklist::{Executive, Status, shipped};
use scrutineer::findings::Support;
use scrutineer::report::document::{Block, Cell, ReportDocument, Table};
use scrutineer::report::{Format, Kind, Setting, write};
use scrutineer::store::{self, RealDisk};

fn headings(document: &ReportDocument, wanted: u8) -> Vec<&str> {
    let blocks = document.blocks.iter();
    let of_level = blocks.filter_map(|block| match block {
        Block::Heading { level, text } if *level == wanted => Some(text.as_str()),
        _ => None,
    });
    of_level.collect()
}

fn tables(document: &ReportDocument) -> impl Iterator<Item = &Table> {
    document.blocks.iter().filter_map(|block| match block {
        Block::Table { table } => Some(table),
        _ => None,
    })
}

fn is_main(table: &Table, row: usize) -> bool {
    line(&table.rows[row][0])
        .chars()
        .all(|c| c.is_ascii_digit())
}

#[test]
fn every_heading_has_one_main_question_and_the_rest_follows_it_up() {
    let library = library();
    for case in cases(&library) {
        let Ok(document) = case.built(&library, Kind::Questions) else {
            continue;
        };
        let name = &case.name;
        let mut asked = BTreeSet::new();
        let mut main = 0;
        for table in tables(&document).filter(|table| table.header[0] == "No.") {
            let mains = (0..table.rows.len()).filter(|row| is_main(table, *row));
            assert_eq!(mains.collect::<Vec<_>>(), [0], "{name}: {}", table.caption);
            main += 1;
            for row in &table.rows {
                let question = line(&row[1]);
                let fresh = asked.insert(question.clone());
                assert!(
                    fresh || question.starts_with("Where is it shown"),
                    "{name}: {question}"
                );
            }
        }
        let of_grounds = headings(&document, 1);
        let of_grounds = of_grounds.iter().filter(|one| one.starts_with("Ground "));
        let offices = library.witnesses().len() + 1;
        assert!(main <= of_grounds.count() + offices, "{name}: {main}");
        // What is answered and shown is known, and asked of no one; what was done in part is asked on.
        for (ix, question) in library.questions() {
            let answered = case.findings.answered(ix);
            let known = answered.support == Support::Shown
                && (answered.status == Some(Status::Met) || answered.value.is_some());
            assert!(
                !known || !asked.contains(question.ask.trim()),
                "{name}: {} is known",
                question.id
            );
        }
    }
    let liverpool = built(Kind::Questions, &library, &example("liverpool-ict-2000"));
    let liverpool = liverpool.expect("there are grounds");
    assert!(
        headings(&liverpool, 1).len() <= 12,
        "a dozen main questions"
    );
    let text = all_text(&liverpool);
    assert!(
        text.contains("The section 151 officer (the chief finance officer)."),
        "{text}"
    );
    assert!(text.contains("The officer who managed the consultants, with their lead adviser."));
}

fn main_part(document: &ReportDocument) -> String {
    let bytes = write(document, Format::Docx);
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a package");
    let mut part = archive.by_name("word/document.xml").expect("a part");
    let mut text = String::new();
    part.read_to_string(&mut text).expect("text");
    text
}

#[test]
fn an_answer_has_room_for_a_hand_on_a_page_on_its_side() {
    let library = library();
    let audit = example("liverpool-ict-2000");
    let main = main_part(&built(Kind::Questions, &library, &audit).expect("grounds"));
    assert!(main.contains("w:orient=\"landscape\""));
    let grids: Vec<Vec<usize>> = main
        .split("<w:tblGrid>")
        .skip(1)
        .map(|rest| {
            let grid = rest.split("</w:tblGrid>").next().expect("a grid");
            let widths = grid.split("w:w=\"").skip(1);
            widths
                .map(|width| {
                    width
                        .split('"')
                        .next()
                        .expect("a width")
                        .parse()
                        .expect("a number")
                })
                .collect()
        })
        .filter(|grid: &Vec<usize>| grid.len() == 4)
        .collect();
    assert!(grids.len() > 10);
    for grid in grids {
        assert!(grid[3] * 254 >= 90 * 14_400, "90 millimetres: {grid:?}");
        assert_eq!(
            grid.iter().sum::<usize>(),
            14_570,
            "the page is used: {grid:?}"
        );
    }
}

#[test]
fn a_document_asked_for_in_the_same_words_is_one_row_with_all_that_it_would_answer() {
    let library = library();
    let mut audit = example("liverpool-ict-2000");
    let ids = ["users.consulted", "scope.kept", "unions.consulted"];
    for (id, what) in ids
        .into_iter()
        .zip(["The matrix", "the  matrix.", "The matrix"])
    {
        let answer = audit.answers.entry(id.to_owned()).or_default();
        answer.status = Some(Status::Withheld);
        answer.request = Some(Request {
            what: what.to_owned(),
            whom: "the head of service".to_owned(),
            on: Some(day(2026, 10, 1)),
            reply: "no".to_owned(),
        });
    }
    let document = built(Kind::InformationRequest, &library, &audit).expect("there are gaps");
    let text = all_text(&document).to_lowercase();
    let letters = document.blocks.iter();
    let letters = letters
        .filter(|block| matches!(block, Block::PageBreak))
        .count();
    assert_eq!(
        text.matches("matrix. asked for before").count(),
        letters,
        "{text}"
    );
    let sheet = document.sheets.first().expect("a sheet to track it in");
    let of = |head: &str| {
        sheet
            .header
            .iter()
            .position(|one| one == head)
            .expect("a column")
    };
    let matrix = |row: &&Vec<Cell>| matches!(&row[1], Cell::Text(text) if text.to_lowercase().starts_with("the matrix"));
    let rows: Vec<&Vec<Cell>> = sheet.rows.iter().filter(matrix).collect();
    assert_eq!(rows.len(), 1);
    // A reply to it bears on each of the questions, and every one of them is told.
    let Cell::Text(bears_on) = &rows[0][of("bears on")] else {
        panic!("no ids")
    };
    let Cell::Text(why) = &rows[0][of("to answer")] else {
        panic!("no questions")
    };
    for id in ids {
        let ix = library.find_question(id).expect("a question");
        assert!(bears_on.split("; ").any(|one| one == id), "{bears_on}");
        assert!(why.contains(library.question(ix).ask.as_str()), "{why}");
    }
    // The numbers have no gap.
    for (row, number) in sheet.rows.iter().zip(1_u32..) {
        assert_eq!(row[0], Some(number).into());
    }
}

#[test]
fn each_letter_can_be_sent_alone_and_asks_for_the_proofs_of_every_ground() {
    let library = library();
    let mut audit = example("liverpool-ict-2000");
    audit.review.executive = Executive::Yes;
    let answer = audit.answers.get_mut("users.consulted").expect("an answer");
    answer.status = Some(Status::Withheld);
    answer.request = Some(Request {
        what: "The consultation report of May".to_owned(),
        whom: "the head of service".to_owned(),
        on: Some(day(2026, 10, 1)),
        reply: "commercially sensitive".to_owned(),
    });
    let document = built(Kind::InformationRequest, &library, &audit).expect("there are gaps");
    let letters: Vec<&[Block]> = document
        .blocks
        .split(|block| matches!(block, Block::PageBreak))
        .skip(1)
        .collect();
    assert_eq!(letters.len(), 4, "one for each route");
    let laws = [
        "SI 2012/2089 reg 17",
        "SI 2012/2089 reg 16",
        "Trade Union and Labour Relations (Consolidation) Act 1992 s 181",
        "Freedom of Information Act 2000 ss 10 and 17",
    ];
    let findings = found(&library, &audit);
    for (letter, law) in letters.into_iter().zip(laws) {
        assert!(matches!(
            letter.first(),
            Some(Block::Heading { level: 1, .. })
        ));
        let Some(Block::Paragraph { spans }) = letter.get(1) else {
            panic!("the first line says the law");
        };
        assert!(line(spans).contains(law), "{}", line(spans));
        let alone = ReportDocument {
            blocks: letter.to_vec(),
            ..document.clone()
        };
        assert!(
            matches!(letter.last(), Some(Block::SignOff { .. })),
            "{law}"
        );
        let text = all_text(&alone);
        for expected in [
            "Liverpool City Council",
            "decided on 15 November 2000",
            "asked of the head of service on 1 October 2026, and refused: “commercially sensitive”",
        ] {
            assert!(text.contains(expected), "{law}: {expected}");
        }
        assert!(
            !text.contains("struck out") && !text.contains("strike out"),
            "{law}"
        );
        let schedule = tables(&alone).next().expect("a schedule");
        let asked: Vec<String> = schedule.rows.iter().map(|row| line(&row[2])).collect();
        for fired in &findings.fired {
            let because = fired
                .because
                .iter()
                .filter_map(scrutineer::findings::Because::question);
            for ix in because {
                let question = library.question(ix);
                assert!(
                    question.proved_by.is_empty()
                        || asked.contains(&question.ask.trim().to_owned()),
                    "{law}: the proof of {}",
                    question.id
                );
            }
        }
    }
}

#[test]
fn a_blank_checklist_offers_words_in_every_format_and_fields_on_the_screen() {
    let library = library();
    let audit = example("liverpool-ict-2000");
    let document = built(Kind::Blank, &library, &audit).expect("always built");
    for format in [Format::Markdown, Format::Html] {
        let text = written(&document, format);
        for glyph in ['✓', '◐', '✗', '⊘', '●'] {
            assert!(!text.contains(glyph), "{format}: {glyph}");
        }
    }
    let asked = tables(&document)
        .filter(|table| table.header[0] == "Question")
        .flat_map(|table| &table.rows);
    let asked: Vec<String> = asked.map(|row| line(&row[2])).collect();
    let judged = asked
        .iter()
        .filter(|answer| answer.contains("not\u{a0}met"));
    let judged = judged.inspect(|answer| {
        for status in Status::ALL {
            let word = status.spec().in_form.replace(' ', "\u{a0}");
            assert!(answer.contains(&word), "{answer}: {word}");
        }
    });
    assert!(judged.count() > 100);
    let html = written(&document, Format::Html);
    assert_eq!(
        html.matches("<textarea").count(),
        asked.len(),
        "room for each"
    );
    assert_eq!(html.matches("role=\"radiogroup\"").count(), {
        asked.iter().filter(|answer| answer.contains('☐')).count()
    });
    assert!(
        !html.contains("checked") || !html.contains(" checked>"),
        "nothing is chosen"
    );
}

#[test]
fn the_blank_workbook_prints_on_the_width_of_a_page_up_to_the_page_number() {
    let library = library();
    let audit = example("liverpool-ict-2000");
    let document = built(Kind::Blank, &library, &audit).expect("always built");
    let bytes = write(&document, Format::Xlsx);
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a workbook");
    let mut read = |name: &str| {
        let mut text = String::new();
        let mut part = archive.by_name(name).expect("a part");
        part.read_to_string(&mut text).expect("text");
        text
    };
    let book = read("xl/workbook.xml");
    assert!(
        book.contains("Print_Area") && book.contains("$A$1:$K$"),
        "{book}"
    );
    let sheet = read("xl/worksheets/sheet2.xml");
    assert!(sheet.contains("orientation=\"landscape\"") && sheet.contains("fitToHeight=\"0\""));
}

/// An audit of Liverpool at home, and its right of reply in a format.
fn right_of_reply(home: &Home, format: &str) -> String {
    let (_, text) = shipped::examples()
        .iter()
        .find(|(name, _)| *name == "liverpool-ict-2000")
        .expect("an example");
    home.write("audits/l.audit.toml", text);
    let file = format!("reply.{format}");
    let made = home.stdout(&[
        "report",
        "l",
        "--kind",
        "right-of-reply",
        "--reply-by",
        "2100-01-15",
        "--format",
        format,
        "-o",
        &file,
    ]);
    assert_eq!(made.1, 0, "{}", made.0);
    file
}

const POINT: &str = "The report does not show all the tests set for the review.";
const REPLY: &str =
    "We do not accept this. The tests were exempt from the review and are in Appendix D.";

/// The cells that the council fills in, by their headings.
const FILLED: [(&str, &str); 4] = [
    ("the council's reply", REPLY),
    ("their paper and page", "Appendix D, page 7"),
    ("name and office", "J. Smith, Director of Resources"),
    ("date of reply", "5 November 2020"),
];

/// Fills in the first point of a table of rows.
fn fill(rows: &mut [Vec<String>]) {
    let head = rows
        .iter()
        .position(|row| row.iter().any(|cell| cell == "the council's reply"))
        .expect("a header");
    for (heading, words) in FILLED {
        let at = rows[head]
            .iter()
            .position(|cell| cell == heading)
            .expect(heading);
        words.clone_into(&mut rows[head + 1][at]);
    }
}

fn filled_csv(home: &Home) -> String {
    let file = right_of_reply(home, "csv");
    let text = std::fs::read(home.path(&file)).expect("a file");
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_slice());
    let mut rows: Vec<Vec<String>> = reader
        .records()
        .map(|row| row.expect("a row").iter().map(str::to_owned).collect())
        .collect();
    fill(&mut rows);
    let mut out = csv::WriterBuilder::new()
        .flexible(true)
        .from_writer(Vec::new());
    for row in rows {
        out.write_record(row).expect("written");
    }
    home.write("filled.csv", out.into_inner().expect("written"))
}

fn filled_xlsx(home: &Home) -> String {
    let file = right_of_reply(home, "xlsx");
    let bytes = std::fs::read(home.path(&file)).expect("a file");
    let mut book = Xlsx::new(std::io::Cursor::new(bytes)).expect("a workbook");
    let mut out = Workbook::new();
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).expect("a sheet");
        let mut rows: Vec<Vec<String>> = range
            .rows()
            .map(|row| row.iter().map(Data::to_string).collect())
            .collect();
        if name == "points" {
            fill(&mut rows);
        }
        let page = out.add_worksheet();
        page.set_name(&name).expect("a name");
        page.set_very_hidden(name.starts_with('_'));
        let day = rust_xlsxwriter::Format::new().set_num_format("dd/mm/yyyy");
        for (row, cells) in (0..).zip(rows) {
            for (column, cell) in (0..).zip(cells) {
                let before = range.get_value((row, u32::from(column)));
                match before {
                    Some(Data::DateTime(when)) => {
                        page.write_with_format(row, column, when.as_f64(), &day)
                    }
                    _ => page.write(row, column, cell),
                }
                .expect("written");
            }
        }
    }
    home.write("filled.xlsx", out.save_to_buffer().expect("a workbook"))
}

fn folded(said: &str) -> String {
    said.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_reply_comes_home_with_its_name_its_paper_and_its_day_and_is_printed_next_to_the_point() {
    for filled in [filled_csv, filled_xlsx] {
        let home = Home::new();
        let file = filled(&home);
        let (said, code) = home.stdout(&["import", "l", &file]);
        assert_eq!(code, 0, "{said}");
        assert!(
            folded(&said).contains("0 things were not understood"),
            "{said}"
        );
        let path = home.path("audits/l.audit.toml");
        let audit = store::peek(&RealDisk, &path).expect("an audit").audit;
        let [put] = audit.puts.as_slice() else {
            panic!("one reply: {:?}", audit.puts);
        };
        assert_eq!(put.ask, POINT);
        assert_eq!(
            (put.reply.as_str(), put.outcome),
            (REPLY, ReplyOutcome::Answered)
        );
        assert_eq!(put.to, "Liverpool City Council");
        assert_eq!(put.replied_by, "J. Smith, Director of Resources");
        assert_eq!(put.replied, Some(day(2020, 11, 5)));
        assert_eq!(put.their_paper(), Some("Appendix D, page 7"));
        assert_eq!(put.bears_on, ["review.legal-tests-shown"]);
        let answer = audit.answer("review.legal-tests-shown").expect("an answer");
        assert_eq!(
            answer.status,
            Some(Status::NotMet),
            "a reply moves no status"
        );
        assert!(answer.evidence.iter().any(|one| put.gave(one)));

        let paper = |kind: &str| {
            let (text, code) = home.stdout(&["report", "l", "--kind", kind]);
            assert_eq!(code, 0, "{text}");
            text
        };
        let submission = paper("submission");
        let (_, ground) = submission
            .split_once("Ground 1. The report does not show all the tests")
            .expect("the ground");
        let (ground, _) = ground.split_once("Ground 2.").expect("the next");
        for expected in [
            "The council says",
            REPLY,
            "J. Smith",
            "5 November 2020",
            "Appendix D, page 7",
        ] {
            assert!(ground.contains(expected), "{expected}: {ground}");
        }
        assert_eq!(
            submission.matches(REPLY).count(),
            1,
            "it is no evidence of ours"
        );
        assert!(paper("record").contains(REPLY));
        assert!(
            paper("right-of-reply").contains(REPLY),
            "it is on the next sheet"
        );
        assert!(!paper("questions").contains(REPLY), "it is no question");
        // The same file again changes nothing.
        let (said, _) = home.stdout(&["import", "l", &file]);
        assert!(said.contains("nothing was written"), "{said}");
    }
}

#[test]
fn a_right_of_reply_for_another_audit_is_refused_unless_it_is_said() {
    for filled in [filled_csv, filled_xlsx] {
        let home = Home::new();
        let file = filled(&home);
        home.write("audits/o.audit.toml", cli_home::OPEN);
        let why = folded(&home.fails(3, &["import", "o", &file]));
        assert!(
            why.contains("made for another audit: Liverpool City Council"),
            "{why}"
        );
        let (said, code) = home.stdout(&["import", "o", &file, "--other-audit"]);
        assert_eq!(code, 0, "{said}");
    }
}

#[test]
fn the_day_of_a_reply_is_the_users_own_or_a_line_to_write_on() {
    let library = library();
    let audit = example("liverpool-ict-2000");
    let findings = found(&library, &audit);
    let of = |reply_by| {
        let setting = Setting {
            reply_by,
            ..Setting::default()
        };
        let paper = with_setting(Kind::RightOfReply, &library, &audit, &findings, &setting);
        all_text(&paper.expect("there are grounds"))
    };
    assert!(of(Some(day(2027, 1, 15))).contains("Please reply by Friday 15 January 2027."));
    assert!(of(None).contains("Please reply by ………"));
    let home = Home::new();
    right_of_reply(&home, "md");
    let why = home.fails(
        64,
        &[
            "report",
            "l",
            "--kind",
            "right-of-reply",
            "--reply-by",
            "2001-01-15",
        ],
    );
    assert!(folded(&why).contains("is not after today"), "{why}");
    let why = home.fails(
        64,
        &[
            "report",
            "l",
            "--kind",
            "record",
            "--reply-by",
            "2100-01-15",
        ],
    );
    assert!(
        folded(&why).contains("only for the right of reply"),
        "{why}"
    );
}

#[test]
fn every_point_is_there_with_what_was_found_and_nothing_given_in_confidence() {
    let library = library();
    for case in cases(&library) {
        let Ok(document) = case.built(&library, Kind::RightOfReply) else {
            continue;
        };
        let points = tables(&document).next().expect("the points");
        let grounds = case.built(&library, Kind::Submission).map(|one| {
            let of = headings(&one, 2).into_iter();
            of.filter(|one| one.starts_with("Ground ")).count()
        });
        assert!(points.rows.len() >= grounds.unwrap_or(0), "{}", case.name);
        for row in &points.rows {
            assert!(
                !line(&row[1]).is_empty() && !line(&row[2]).is_empty(),
                "{}",
                case.name
            );
        }
    }
}

#[test]
#[ignore = "needs LibreOffice with Calc and poppler"]
fn the_blank_workbook_takes_fewer_than_forty_pages() {
    let home = Home::new();
    right_of_reply(&home, "md");
    let made = home.stdout(&[
        "report",
        "l",
        "--kind",
        "blank",
        "--format",
        "xlsx",
        "-o",
        "blank.xlsx",
    ]);
    assert_eq!(made.1, 0, "{}", made.0);
    let run = |program: &str, arguments: &[&str]| {
        let mut command = std::process::Command::new(program);
        let ended = command.args(arguments).current_dir(home.path("")).output();
        String::from_utf8(ended.expect(program).stdout).expect("text")
    };
    let profile = format!(
        "-env:UserInstallation=file://{}",
        home.path("profile").display()
    );
    run(
        "soffice",
        &[&profile, "--headless", "--convert-to", "pdf", "blank.xlsx"],
    );
    let said = run("pdfinfo", &["blank.pdf"]);
    let of = |what: &str| {
        let line = said.lines().find_map(|line| line.strip_prefix(what));
        line.expect(what).trim().to_owned()
    };
    let pages: usize = of("Pages:").parse().expect("a number");
    assert!(pages < 40, "{said}");
    assert!(of("Page size:").starts_with("841.89 x 595.3"), "{said}");
}
