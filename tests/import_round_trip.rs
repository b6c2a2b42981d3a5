//! The questionnaire out and back in: what was written there comes back, what was not touched
//! changes nothing, and nothing that stands is lost.

use crate::testkit::report_common;

use chrono::{DateTime, NaiveDate, Utc};
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use scrutineer::audit::{Absence, Answer, Audit, Document, Evidence, Request, Review, Value};
use scrutineer::base::Word as _;
use scrutineer::checklist::{Library, Question, QuestionKind, SourceClass, Status};
use scrutineer::import::{
    self, Book, BookCell, Decision, Decisions, ImportSetting, LineKind, Plan, read_text,
    read_trusted,
};
use scrutineer::report::{Format, write};

use report_common::{cases, day, example, library, shown_cases, with_answers};

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000, 0).expect("a moment")
}

fn questionnaire(library: &Library, audit: &Audit, format: Format) -> Vec<u8> {
    write(&with_answers(library, audit), format)
}

fn planned(library: &Library, audit: &Audit, book: &Book) -> Plan {
    let setting = ImportSetting {
        who: "answers.xlsx",
        at: now(),
        sheet: None,
        shows: None,
        other_audit: false,
    };
    import::plan(library, audit, book, setting).expect("a table")
}

fn imported(library: &Library, audit: &Audit, book: &Book, decision: Decision) -> Audit {
    let mut after = audit.clone();
    let plan = planned(library, audit, book);
    assert_eq!(plan.not_understood, [], "everything is understood");
    if let Some(change) = plan.change(&Decisions::all(decision)) {
        after.apply(&change).expect("it fits");
        let mut back = after.clone();
        back.apply(&change.inverse()).expect("it goes back");
        assert_eq!(&back, audit, "one step back is where it was");
    }
    after
}

/// Cells by row, the header first, as a program or a person would see the table.
type Table = Vec<Vec<BookCell>>;

/// The tables of a book, by sheet.
fn tables(book: &Book) -> Vec<(String, Table)> {
    book.sheets
        .iter()
        .map(|sheet| {
            let rows = sheet.rows.iter().map(|row| {
                let mut cells = Vec::new();
                for (column, cell) in &row.cells {
                    cells.resize(usize::from(*column), BookCell::Text(String::new()));
                    cells.push(cell.clone());
                }
                cells
            });
            (sheet.name.clone(), rows.collect())
        })
        .collect()
}

/// The tables as a workbook that somebody else's program saved.
fn workbook(tables: &[(String, Table)]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let days = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
    for (name, table) in tables {
        let sheet = book.add_worksheet().set_name(name).expect("a name");
        sheet.set_hidden(name.starts_with('_'));
        for (row, cells) in (0_u32..).zip(table) {
            for (column, cell) in (0_u16..).zip(cells) {
                match cell {
                    BookCell::Text(text) => sheet.write_string(row, column, text),
                    BookCell::Number(number) => sheet.write_number(row, column, *number),
                    BookCell::Truth(truth) => sheet.write_boolean(row, column, *truth),
                    BookCell::Day(day) => sheet.write_datetime_with_format(
                        row,
                        column,
                        rust_xlsxwriter::ExcelDateTime::parse_from_str(&day.to_string())
                            .expect("a day"),
                        &days,
                    ),
                }
                .expect("written");
            }
        }
    }
    book.save_to_buffer().expect("saved")
}

fn text(cell: &BookCell) -> String {
    match cell {
        BookCell::Text(text) => text.clone(),
        BookCell::Number(number) => number.to_string(),
        BookCell::Day(day) => day.to_string(),
        BookCell::Truth(truth) => truth.to_string(),
    }
}

/// The tables as a CSV, as a program would save it that knows nothing of ours.
fn csv_of(rows: &Table, separator: u8) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .flexible(true)
        .delimiter(separator)
        .from_writer(Vec::new());
    for row in rows {
        writer.write_record(row.iter().map(text)).expect("written");
    }
    writer.into_inner().expect("written")
}

/// The sheets of a questionnaire that are filled in, with the place of the columns.
fn is_section(table: &Table) -> bool {
    table.first().is_some_and(|head| {
        head.iter()
            .any(|cell| matches!(text(cell).as_str(), "Ref" | "ask"))
    })
}

fn column(table: &Table, names: [&str; 2]) -> usize {
    let head = &table[0];
    let at = |name: &str| head.iter().position(|cell| text(cell) == name);
    at(names[0]).or_else(|| at(names[1])).expect("the column")
}

fn put(row: &mut Vec<BookCell>, column: usize, cell: BookCell) {
    if row.len() <= column {
        row.resize(column + 1, BookCell::Text(String::new()));
    }
    row[column] = cell;
}

fn nothing_planned(library: &Library, audit: &Audit, book: &Book, at: &str) {
    let plan = planned(library, audit, book);
    assert_eq!(plan.not_understood, [], "{at}");
    for line in &plan.lines {
        assert_eq!(line.kind(), LineKind::Unchanged, "{at}: {line:?}");
    }
    assert!(plan.documents.is_empty(), "{at}");
    assert_eq!(
        plan.change(&Decisions::all(Decision::TakeTheirs)),
        None,
        "{at}"
    );
    assert_eq!(plan.notices, Vec::<String>::new(), "{at}");
}

#[test]
fn a_questionnaire_nobody_touched_changes_nothing() {
    let library = library();
    // All examples, and some of the scenarios: they are many, and much alike.
    let some = |(place, case): &(usize, &report_common::Case)| case.shown || place % 12 == 0;
    for (_, case) in cases(&library).enumerate().filter(some) {
        for format in [Format::Xlsx, Format::Csv] {
            let bytes = questionnaire(&library, &case.audit, format);
            let book = read_trusted(bytes).expect("our own file");
            nothing_planned(
                &library,
                &case.audit,
                &book,
                &format!("{} {format}", case.name),
            );
        }
    }
}

/// Another status than the one that stands.
fn other(status: Option<Status>) -> Status {
    match status {
        None | Some(Status::NotApplicable) => Status::Met,
        Some(Status::Met) => Status::Partly,
        Some(Status::Partly) => Status::NotMet,
        Some(Status::NotMet) => Status::NoEvidence,
        Some(Status::NoEvidence) => Status::Withheld,
        Some(Status::Withheld) => Status::NotApplicable,
    }
}

/// Another value than the one that stands.
fn other_value(question: &Question, value: Option<&Value>) -> Option<(Value, BookCell)> {
    match &question.kind {
        QuestionKind::Judgement => None,
        QuestionKind::Event => {
            let new = match value {
                Some(Value::Date(when)) => when.sort_key().0.succ_opt()?,
                _ => day(2000, 2, 29),
            };
            Some((Value::Date(new.into()), BookCell::Day(new)))
        }
        QuestionKind::Figure(_) => {
            let new = match value {
                Some(Value::Number(number)) => number + 0.1,
                _ => 1234.5,
            };
            Some((Value::Number(new), BookCell::Number(new)))
        }
        QuestionKind::Choice(options) => {
            let new = options
                .iter()
                .find(|option| value != Some(&Value::Option(option.id.to_string())))?;
            let label = BookCell::Text(new.label.to_string());
            Some((Value::Option(new.id.to_string()), label))
        }
    }
}

/// Changes every status, value and note in the tables, and the audit alike.
fn change_all(library: &Library, audit: &Audit, tables: &mut [(String, Table)]) -> Audit {
    let mut expected = audit.clone();
    let mut seen = std::collections::HashSet::new();
    for (_, table) in tables.iter_mut().filter(|(_, table)| is_section(table)) {
        let [ask, status, value, note, by] = [
            ["Ref", "question"],
            ["Status", "status"],
            ["Value", "value"],
            ["Note", "note"],
            ["By", "by"],
        ]
        .map(|names| column(table, names));
        for row in table.iter_mut().skip(1) {
            let id = text(&row[ask]);
            let Some(ix) = library.find_question(&id) else {
                assert_eq!(id, "about this file");
                continue;
            };
            // The rows below hold further evidence of the same question.
            if !seen.insert(id.clone()) {
                continue;
            }
            let question = library.question(ix);
            let answer = expected.answers.entry(id.clone()).or_default();
            if question.kind == QuestionKind::Judgement {
                answer.status = Some(other(answer.status));
                let says = answer.status.expect("a status").label();
                put(row, status, BookCell::Text(says.to_uppercase()));
            }
            if let Some((new, cell)) = other_value(question, answer.value.as_ref()) {
                answer.value = Some(new);
                put(row, value, cell);
            }
            answer.note = format!("=HYPERLINK(\"x\") said of {id}:\nŵ “two”, 1;2");
            put(row, note, BookCell::Text(answer.note.clone()));
            "Ann".clone_into(&mut answer.by);
            put(row, by, BookCell::Text("Ann".to_owned()));
            answer.at = Some(now());
            answer.asked = Some(question.digest().clone());
            answer.asked_text = Some(question.ask.to_string());
        }
    }
    assert!(seen.len() > 150, "{}", seen.len());
    expected
}

#[test]
fn every_status_value_and_note_changed_in_it_comes_back() {
    let library = library();
    for name in ["liverpool-ict-2000", "sefton-home-care-2000"] {
        let audit = example(name);
        let book = read_trusted(questionnaire(&library, &audit, Format::Xlsx)).expect("ours");
        let mut sheets = tables(&book);
        let expected = change_all(&library, &audit, &mut sheets);
        let back = read_trusted(workbook(&sheets)).expect("a workbook");
        let after = imported(&library, &audit, &back, Decision::TakeTheirs);
        assert_eq!(after, expected, "{name} xlsx");
        nothing_planned(&library, &after, &back, name);

        let book = read_trusted(questionnaire(&library, &audit, Format::Csv)).expect("ours");
        let mut sheets = tables(&book);
        let expected = change_all(&library, &audit, &mut sheets);
        for separator in *b",;\t" {
            let back = read_trusted(csv_of(&sheets[0].1, separator)).expect("a table");
            let after = imported(&library, &audit, &back, Decision::TakeTheirs);
            assert_eq!(after, expected, "{name} csv");
        }
    }
}

#[test]
fn an_audit_comes_over_whole_into_an_empty_one() {
    let library = library();
    for case in shown_cases(&library) {
        let mut audit = case.audit.clone();
        audit
            .answers
            .retain(|id, _| library.find_question(id).is_some());
        let empty = Audit::new(audit.review.clone());
        for format in [Format::Xlsx, Format::Csv] {
            let book = read_trusted(questionnaire(&library, &audit, format)).expect("ours");
            let after = imported(&library, &empty, &book, Decision::KeepMine);
            assert_eq!(after.answers.len(), audit.answers.len(), "{}", case.name);
            for (id, answer) in &audit.answers {
                let came = &after.answers[id];
                let title = |audit: &Audit, one: &Evidence| {
                    let id = one.document.as_deref()?;
                    let entry = audit.document(id);
                    Some(entry.map_or_else(|| id.to_owned(), |one| one.title.clone()))
                };
                let fold = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
                assert_eq!(came.status, answer.status, "{id}");
                assert_eq!(came.value, answer.value, "{id}");
                assert_eq!(fold(&came.note), fold(&answer.note), "{id}");
                assert_eq!(came.contested, answer.contested, "{id}");
                assert_eq!(came.request, answer.request, "{id}");
                assert_eq!(came.evidence.len(), answer.evidence.len(), "{id}");
                for (came, mine) in came.evidence.iter().zip(&answer.evidence) {
                    assert_eq!(title(&after, came), title(&audit, mine), "{id}");
                    let mut came = came.clone();
                    came.document.clone_from(&mine.document);
                    assert_eq!(&came, mine, "{id}");
                }
            }
        }
    }
}

#[test]
fn a_text_that_a_cell_could_not_hold_is_not_taken_for_another() {
    let library = library();
    let mut audit = Audit::new(Review::named("A", "B"));
    let id = "options.in-house-equal";
    let note = "words ".repeat(10_000);
    audit.answers.insert(
        id.to_owned(),
        Answer {
            note: note.trim().to_owned(),
            ..Answer::default()
        },
    );
    let bytes = questionnaire(&library, &audit, Format::Xlsx);
    let book = read_trusted(bytes).expect("ours");
    assert!(book.sheets.iter().any(|sheet| sheet.name == "What was cut"));
    nothing_planned(&library, &audit, &book, "cut");
}

/// Texts that a spreadsheet might take for something else.
fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        "[a-zŵ£=+@' \n\"-]{1,12}",
        Just("=cmd|' /C calc'!A0".to_owned()),
        Just("'=1".to_owned()),
        Just("_x0041_ 007".to_owned()),
        Just("1e5".to_owned()),
    ]
}

fn some_words() -> impl Strategy<Value = Option<String>> {
    option::of(words().prop_filter("not blank", |text| !text.trim().is_empty()))
}

fn some_day() -> impl Strategy<Value = Option<NaiveDate>> {
    option::of((1950..2050_i32, 1..=12_u32, 1..=28_u32).prop_map(|(y, m, d)| day(y, m, d)))
}

prop_compose! {
    fn evidence()(
        document in option::of(prop_oneof![Just("known"), Just("other paper"), Just("loose")]),
        page in option::of(1..500_u32),
        paragraph in some_words(),
        quote in some_words(),
        date in some_day(),
        source in option::of(proptest::sample::select(SourceClass::ALL)),
        absence in option::of((0..9_u32, some_day())),
    ) -> Evidence {
        Evidence {
            document: document.map(str::to_owned),
            page,
            paragraph,
            quote,
            date,
            source,
            absence: absence.map(|(pages, on)| Absence {
                documents: vec!["known".to_owned()],
                pages,
                words: vec!["trade union".to_owned(), "UNISON".to_owned()],
                on,
                unread: vec![3, 4],
            }),
            ..Evidence::default()
        }
    }
}

prop_compose! {
    fn answer()(
        status in option::of(proptest::sample::select(Status::ALL)),
        number in option::of(-1e9..1e9_f64),
        date in some_day(),
        note in words(),
        contested in some_words(),
        what in words(),
        on in some_day(),
        evidence in vec(evidence(), 0..3),
        by in prop_oneof![Just(String::new()), Just("Ann".to_owned())],
    ) -> (Option<f64>, Option<NaiveDate>, Answer) {
        let request = Request { what: what.trim().to_owned(), on, ..Request::default() };
        (number, date, Answer {
            status,
            note,
            contested,
            request: (!request.is_empty()).then_some(request),
            evidence,
            by,
            ..Answer::default()
        })
    }
}

/// An audit with some answers to some of the questions.
fn audit(library: &Library) -> impl Strategy<Value = Audit> {
    let ids: Vec<(String, QuestionKind)> = library
        .walk()
        .iter()
        .map(|ix| library.question(*ix))
        .filter(|one| one.core || one.kind != QuestionKind::Judgement)
        .map(|one| (one.id.to_string(), one.kind.clone()))
        .collect();
    let one_of = proptest::sample::select(ids);
    btree_map(
        one_of.prop_map(|(id, kind)| (id, Known(kind))),
        answer(),
        0..8,
    )
    .prop_map(|answers| {
        let mut audit = Audit::new(Review::named("A", "B"));
        audit.documents.push(paper("known", "The known paper"));
        for ((id, Known(kind)), (number, date, mut answer)) in answers {
            // A status that answers no fact is refused, in whatever file it stands.
            if kind != QuestionKind::Judgement && !is_of_facts(answer.status) {
                answer.status = None;
            }
            match kind {
                QuestionKind::Judgement => {}
                QuestionKind::Event => answer.value = date.map(|day| Value::Date(day.into())),
                QuestionKind::Figure(_) => answer.value = number.map(Value::Number),
                QuestionKind::Choice(options) => {
                    answer.value = options.first().map(|one| Value::Option(one.id.to_string()));
                }
            }
            // A day alone shows nothing, and is not taken.
            answer.evidence.retain(|one| {
                one.document.is_some()
                    || one.page.is_some()
                    || one.paragraph.is_some()
                    || one.quote.is_some()
                    || one.absence.is_some()
            });
            if !answer.is_empty() {
                audit.answers.insert(id, answer);
            }
        }
        audit
    })
}

/// A kind of question, ordered by its word so that it can be a part of a key.
#[derive(Debug, Clone, PartialEq)]
struct Known(QuestionKind);
impl Eq for Known {}
impl PartialOrd for Known {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Known {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.word().cmp(other.0.word())
    }
}

fn paper(id: &str, title: &str) -> Document {
    Document::titled(id, title)
}

/// Nothing of what stood is missing in what stands.
fn nothing_lost(before: &Audit, after: &Audit, whole: bool) {
    for (id, mine) in &before.answers {
        let now = &after.answers[id];
        if whole {
            if mine.status.is_some() {
                assert_eq!(now.status, mine.status, "{id}");
            }
            if mine.value.is_some() {
                assert_eq!(now.value, mine.value, "{id}");
            }
            assert!(now.note.contains(mine.note.trim()), "{id}");
            let contested = mine.contested.clone().unwrap_or_default();
            let kept = now.contested.clone().unwrap_or_default();
            assert!(kept.contains(contested.trim()), "{id}");
        }
        // A blank never takes anything away.
        assert!(now.status.is_some() || mine.status.is_none(), "{id}");
        assert!(now.value.is_some() || mine.value.is_none(), "{id}");
        assert!(
            !now.note.trim().is_empty() || mine.note.trim().is_empty(),
            "{id}"
        );
        assert!(now.contested.is_some() || mine.contested.is_none(), "{id}");
        assert!(now.request.is_some() || mine.request.is_none(), "{id}");
        assert!(now.evidence.starts_with(&mine.evidence), "{id}");
    }
    assert!(after.documents.starts_with(&before.documents));
}

/// Whether a piece of evidence says all that another says: that adds nothing then.
fn says_as_much(one: &Evidence, other: &Evidence) -> bool {
    fn holds<T: PartialEq>(one: Option<&T>, other: Option<&T>) -> bool {
        other.is_none() || one == other
    }
    // White space at the ends and what no page may hold are taken off on the way in.
    let ink = |text: &Option<String>| -> Option<String> {
        let letters = text.as_ref()?.chars().filter(|c| c.is_alphanumeric());
        Some(letters.collect::<String>()).filter(|ink| !ink.is_empty())
    };
    holds(one.page.as_ref(), other.page.as_ref())
        && holds(ink(&one.paragraph).as_ref(), ink(&other.paragraph).as_ref())
        && holds(ink(&one.quote).as_ref(), ink(&other.quote).as_ref())
        && holds(one.absence.as_ref(), other.absence.as_ref())
}

#[test]
fn whatever_stands_on_either_side_nothing_is_lost_and_sorting_changes_nothing() {
    let library = library();
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        cases: 12,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let inputs = (
        audit(&library),
        audit(&library),
        any::<bool>(),
        any::<u64>(),
    );
    runner
        .run(&inputs, |(mine, theirs, as_csv, seed)| {
            let format = if as_csv { Format::Csv } else { Format::Xlsx };
            let book = read_trusted(questionnaire(&library, &theirs, format)).expect("ours");
            nothing_planned(&library, &theirs, &book, "their own");
            for decision in [Decision::KeepMine, Decision::KeepBoth, Decision::TakeTheirs] {
                let after = imported(&library, &mine, &book, decision);
                nothing_lost(&mine, &after, decision != Decision::TakeTheirs);
                if decision == Decision::TakeTheirs {
                    for (id, answer) in &theirs.answers {
                        let now = &after.answers[id];
                        // Under the status of a fact, yes and no are its value.
                        assert!(
                            answer.status.is_none()
                                || now.status == answer.status
                                || (!is_judgement(&library, id) && !is_of_facts(answer.status)),
                            "{id}: {:?} became {:?}",
                            answer.status,
                            now.status
                        );
                        for piece in &answer.evidence {
                            assert!(
                                now.evidence.iter().any(|one| says_as_much(one, piece)),
                                "{id}: {piece:?} is not among {:?}",
                                now.evidence
                            );
                        }
                    }
                }
                // Coming a second time it brings nothing new.
                let again = imported(&library, &after, &book, decision);
                assert_eq!(again, after);
            }
            // The same rows in any other order are the same import.
            let mut sorted = book.clone();
            for sheet in sorted
                .sheets
                .iter_mut()
                .filter(|sheet| !sheet.name.starts_with('_'))
            {
                if let Some((_, rows)) = sheet.rows.split_first_mut() {
                    rows.sort_by_key(|row| {
                        u64::from(row.number).wrapping_mul(seed | 1).rotate_left(17)
                    });
                    for (number, row) in (2..).zip(rows) {
                        row.number = number;
                    }
                }
            }
            let decisions = Decisions::all(Decision::TakeTheirs);
            assert_eq!(
                planned(&library, &mine, &sorted).change(&decisions),
                planned(&library, &mine, &book).change(&decisions)
            );
            Ok(())
        })
        .expect("it holds");
}

#[test]
fn anything_at_all_is_read_or_turned_away() {
    let library = library();
    let mine = example("liverpool-ict-2000");
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        cases: 300,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let line = "(ref|question|status|note|page|date|,|;|\t|\"|\n|\r|=|'|-|met|n/a|é|options.in-house-equal|in-house|[0-9]{1,8}|.){0,60}";
    runner
        .run(&line, |text| {
            for bytes in [
                text.as_bytes().to_vec(),
                format!("ref,status,note,page,date\n{text}").into_bytes(),
            ] {
                let Ok(book) = read_text(&bytes) else {
                    return Ok(());
                };
                let setting = ImportSetting {
                    who: "x",
                    at: now(),
                    sheet: None,
                    shows: None,
                    other_audit: false,
                };
                if let Ok(plan) = import::plan(&library, &mine, &book, setting)
                    && let Some(change) = plan.change(&Decisions::all(Decision::KeepMine))
                {
                    let mut after = mine.clone();
                    after.apply(&change).expect("it fits");
                    nothing_lost(&mine, &after, true);
                }
            }
            Ok(())
        })
        .expect("it holds");
}

/// Returns true if a question is answered with a status.
fn is_judgement(library: &Library, id: &str) -> bool {
    let mut all = library.questions();
    all.any(|(_, one)| one.id == id && one.kind == QuestionKind::Judgement)
}

/// Returns true if a status is one that a fact can have: not given, not found, or does not arise.
fn is_of_facts(status: Option<Status>) -> bool {
    matches!(
        status,
        Some(Status::Withheld | Status::NoEvidence | Status::NotApplicable)
    )
}
