//! The survey of many audits by the program: counted, shown, exported; what cannot be counted is listed,
//! and nobody's words or names are in it.

use crate::testkit::report_common::library;
use crate::testkit::{chance, cli_home};

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Instant;

use chance::{Chance, figure};
use chrono::{DateTime, NaiveDate, Utc};
use cli_home::Home;
use scrutineer::audit::{
    Absence, Access, Answer, Audit, CouncilQuestion, Document, Evidence, History, OwnEvent,
    ReplyOutcome, Request, Review, Statement, Value,
};
use scrutineer::base::Word as _;
use scrutineer::checklist::{Library, QuestionKind, Stage, Status, Territory};
use scrutineer::store::{self, RealDisk};
use serde_json::Value as Json;

/// Stands in every name of a person, note, quotation and paper.
const SECRET: &str = "SEKRET";

fn moment() -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000, 0).expect("a moment")
}

fn secret(what: &str) -> String {
    format!("{SECRET} {what}")
}

/// Everything that a person may write under an answer.
fn evidence(chance: &mut Chance) -> Evidence {
    Evidence {
        document: Some("secret".to_owned()),
        page: Some(3),
        printed_page: Some(secret("printed")),
        paragraph: Some(secret("paragraph")),
        locator: Some(secret("place")),
        quote: Some(secret("words")),
        statement: chance.one_in(2).then(|| Statement {
            by: secret("Jane"),
            capacity: secret("officer"),
            on: None,
        }),
        absence: chance.one_in(4).then(|| Absence {
            documents: vec!["secret".to_owned()],
            pages: 3,
            words: vec![secret("sought")],
            ..Absence::default()
        }),
        ..Evidence::default()
    }
}

/// An audit by chance with so many answers, and with secrets wherever a person may write.
fn audit(library: &Library, chance: &mut Chance, number: usize, answers: usize) -> Audit {
    let council = chance.pick(&[
        "Anytown Council",
        "Calderbrook Council",
        "Môn",
        "=Newham, LBC",
    ]);
    let mut review = Review::named(council, format!("Service {number}"));
    review.territory = Territory::ALL[number % Territory::ALL.len()];
    review.stage = chance.pick(Stage::ALL);
    review.note = Some(secret("review"));
    review.date_note = Some(secret("date"));
    review.decided = NaiveDate::from_ymd_opt(2026, 1 + u32::try_from(number % 12).unwrap(), 5)
        .filter(|_| !chance.one_in(3));
    let mut audit = Audit::new(review);
    audit.documents.push(Document {
        from: Some(secret("source")),
        note: Some(secret("paper note")),
        access: Some(Access::InConfidence),
        path: Some(format!("{SECRET}/paper.pdf")),
        url: Some(format!("https://{SECRET}.example")),
        ..Document::titled("secret", secret("title"))
    });
    audit.events.push(OwnEvent {
        id: "event-1".to_owned(),
        what: secret("event"),
        when: "2026-03-01".parse().expect("a day"),
        evidence: Vec::new(),
    });
    let from = usize::try_from(chance.below(40)).unwrap();
    let asked = library.walk().iter().skip(from).take(answers);
    for ix in asked {
        let question = library.question(*ix);
        let (status, value) = match &question.kind {
            QuestionKind::Judgement => (Some(chance.pick(Status::ALL)), None),
            QuestionKind::Event => (None, Some(Value::Date("2025-06-01".parse().unwrap()))),
            QuestionKind::Figure(_) => (None, Some(Value::Number(12.0))),
            // An option that the question does not have is somebody's word.
            QuestionKind::Choice(_) => (None, Some(Value::Option(secret("option")))),
        };
        let answer = Answer {
            status,
            value,
            note: secret("note"),
            contested: chance.one_in(5).then(|| secret("their account")),
            request: chance.one_in(9).then(|| Request {
                what: secret("what"),
                whom: secret("whom"),
                reply: secret("reply"),
                ..Request::default()
            }),
            evidence: vec![evidence(chance)],
            asked: Some(question.digest().clone()),
            asked_text: Some(question.ask.to_string()),
            by: secret("Pat"),
            at: Some(moment()),
            ..Answer::default()
        };
        audit.answers.insert(question.id.to_string(), answer);
    }
    // An answer whose question nobody asks.
    let gone = Answer {
        note: secret("gone"),
        ..Answer::default()
    };
    audit.answers.insert(format!("{SECRET}.gone"), gone);
    for at in 1..=chance.below(3) {
        audit.puts.push(CouncilQuestion {
            to: secret("Cllr"),
            place: secret("meeting"),
            outcome: chance.pick(ReplyOutcome::ALL),
            reply: secret("answer"),
            replied_by: secret("officer"),
            bears_on: vec!["users.consulted".to_owned(), secret("nothing")],
            ..CouncilQuestion::asked(format!("put-{at}"), secret("ask"))
        });
    }
    audit
}

/// Puts an audit into a folder with its journal, an entry for each answer.
fn put(folder: &Path, name: &str, whole: &Audit) -> PathBuf {
    let path = folder.join(format!("{name}.audit.toml"));
    let mut first = whole.clone();
    let answers = std::mem::take(&mut first.answers);
    let disk = Arc::new(RealDisk);
    let made = store::create(disk, &path, first, SECRET, moment()).expect("made");
    let mut history: History = made.history;
    let mut entries = Vec::new();
    for (id, answer) in answers {
        let change = history
            .audit()
            .edit_answer(&id, |one| *one = answer.clone());
        let change = change.expect("it changes something");
        let entry = history.record(change, SECRET, moment()).expect("it fits");
        entries.push(entry.clone());
    }
    let mut writer = made.writer.expect("a writer");
    writer.append(&entries).expect("saved");
    writer.snapshot(history.audit()).expect("written");
    path
}

/// A home with a region of so many audits in folders within folders.
fn region(audits: usize, answers: usize) -> (Home, Vec<PathBuf>) {
    let (home, library) = (Home::new(), library());
    let mut chance = Chance::new(7);
    let paths = (0..audits).map(|number| {
        let audit = audit(&library, &mut chance, number, answers);
        let folder = home.path(&format!("region/branch {}", number % 4));
        fs::create_dir_all(&folder).expect("a folder");
        put(&folder, &format!("audit-{number}"), &audit)
    });
    let paths = paths.collect();
    (home, paths)
}

/// Every file below a folder with its bytes and the time it was last written.
fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>, std::time::SystemTime)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            let modified = path.metadata().and_then(|one| one.modified());
            found.push((path.clone(), fs::read(&path).unwrap(), modified.unwrap()));
        }
    }
    found.sort();
    found
}

fn row<'j>(json: &'j Json, what: &str) -> &'j Json {
    let sections = json["sections"].as_array().expect("sections");
    let mut rows = sections
        .iter()
        .flat_map(|one| one["rows"].as_array().expect("rows"));
    rows.find(|row| row["what"] == what)
        .unwrap_or_else(|| panic!("{what}"))
}

#[test]
fn every_number_opens_its_audits_and_nothing_is_written_or_locked() {
    let (home, paths) = region(12, 100);
    let before = files(&home.path("region"));
    let (json, code) = home.json(&["survey", "region", "--json"]);
    assert_eq!(code, 0);
    assert_eq!(json["audits"].as_array().map(Vec::len), Some(12));
    let (text, code) = home.stdout(&["survey", "region"]);
    assert_eq!(code, 0);
    assert!(text.starts_with("12 audits counted\n"), "{text}");
    for line in text.lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }
    for heading in [
        "Councils",
        "Services",
        "Nations",
        "Verdicts",
        "Flags",
        "Duties that appear not to have been met",
        "What the council said",
        "Outcomes",
    ] {
        assert!(
            text.contains(&format!("\n{heading}\n")),
            "{heading}: {text}"
        );
    }
    for section in json["sections"].as_array().expect("sections") {
        for row in section["rows"].as_array().expect("rows") {
            let (n, of) = (row["n"].as_u64().unwrap(), row["of"].as_u64().unwrap());
            assert!(n <= of && of <= 12 && of > 0, "{row}");
            assert_eq!(
                row["audits"].as_array().map(Vec::len),
                usize::try_from(n).ok()
            );
        }
    }
    let wales = row(&json, "nation:wales");
    let (shown, code) = home.stdout(&["survey", "region", "--show", "nation:wales"]);
    assert_eq!(code, 0);
    let listed = paths.iter().filter(|path| {
        let below = path.strip_prefix(home.path("")).expect("below");
        shown.contains(&format!("    {}\n", below.display()))
    });
    assert_eq!(Some(listed.count() as u64), wales["n"].as_u64(), "{shown}");
    let wrong = home.fails(3, &["survey", "region", "--show", "nation:whales"]);
    assert!(wrong.contains("did you mean “nation:wales”?"), "{wrong}");
    assert_eq!(files(&home.path("region")), before, "only read");
}

#[test]
fn nobodys_name_or_words_are_in_any_output() {
    let (home, paths) = region(12, 150);
    let file = fs::read_to_string(&paths[0]).expect("an audit");
    assert!(file.matches(SECRET).count() > 500, "it is full of secrets");
    let (_, code) = home.stdout(&["survey", "region", "--csv", "out"]);
    assert_eq!(code, 0);
    let mut outputs: Vec<(String, Vec<u8>)> = files(&home.path("out"))
        .into_iter()
        .map(|(path, bytes, _)| (path.display().to_string(), bytes))
        .collect();
    assert_eq!(outputs.len(), 7);
    for arguments in [
        &["survey", "region"][..],
        &["survey", "region", "--json"],
        &["survey", "region", "--show", "nation:wales"],
        &["survey", "region", "--show", "outcome:refused"],
    ] {
        let output = home.run(arguments);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        outputs.push((format!("{arguments:?}"), output.stdout));
        outputs.push((format!("{arguments:?} errors"), output.stderr));
    }
    for (name, bytes) in outputs {
        let text = String::from_utf8(bytes).expect("text").to_lowercase();
        assert!(!text.contains(&SECRET.to_lowercase()), "{name}");
        for word in [
            "users.consulted,sekret",
            "/home/",
            home.path("").to_str().unwrap(),
        ] {
            assert!(
                !text.contains(&word.to_lowercase()) || name.contains("show"),
                "{name}: {word}"
            );
        }
    }
    let answers = fs::read_to_string(home.path("out/answers.csv")).expect("written");
    assert!(
        answers.lines().count() > 1_000,
        "the answers are there all the same"
    );
    let audits = fs::read_to_string(home.path("out/audits.csv")).expect("written");
    assert!(
        !audits.contains(",=") && !audits.contains("\"="),
        "no formula: {audits}"
    );
}

#[test]
fn broken_foreign_and_newer_files_are_listed_with_reasons_and_the_rest_is_counted() {
    let (home, paths) = region(3, 40);
    let text = fs::read_to_string(&paths[0]).expect("an audit");
    home.write("region/bad/empty.audit.toml", "");
    home.write("region/bad/broken.audit.toml", &text[..text.len() / 2]);
    home.write(
        "region/bad/foreign.audit.toml",
        format!("name = \"{SECRET}\"\n"),
    );
    home.write("region/bad/bytes.audit.toml", [0xff, 0xfe, 0x00]);
    let newer = text.replacen("format = 1", "format = 99", 1);
    assert_ne!(newer, text);
    home.write("region/bad/newer.audit.toml", newer);
    home.write("region/bad/notes.toml", "x = 1\n");
    fs::create_dir_all(home.path("region/bad/folder.audit.toml")).expect("a folder");
    // A copy that a sync client made, the file alone as it was mailed, and both files again.
    home.write("region/mailed/mine.audit.toml", &text);
    let conflict = paths[1].with_file_name("audit-1 (conflicted copy 2026-01-02).audit.toml");
    fs::copy(&paths[1], &conflict).expect("copied");
    let twice = home.path("region/twice");
    fs::create_dir_all(&twice).expect("a folder");
    fs::copy(&paths[2], twice.join("again.audit.toml")).expect("copied");
    let journal = paths[2].with_file_name("audit-2.audit.journal");
    fs::copy(&journal, twice.join("again.audit.journal")).expect("copied");
    #[cfg(unix)]
    {
        let link = home.path("region/bad/link.audit.toml");
        std::os::unix::fs::symlink(&paths[0], link).expect("a link");
        let loops = home.path("region/bad/loop");
        std::os::unix::fs::symlink(home.path("region"), loops).expect("a link");
    }
    let before = files(&home.path("region/mailed"));
    for arguments in [
        &["survey", "region", "--json"][..],
        &["survey", "region", "region/mailed"],
    ] {
        let output = home.run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    }
    let (json, _) = home.json(&["survey", "region", "--json"]);
    assert_eq!(json["audits"].as_array().map(Vec::len), Some(3), "{json}");
    assert_eq!(json["counted_already"], 3);
    let said = home.fails(2, &["survey", "region"]);
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    for (name, why) in [
        ("empty.audit.toml", "is empty"),
        ("broken.audit.toml", "has mistakes (the first in line"),
        ("foreign.audit.toml", "is no audit of this program"),
        ("bytes.audit.toml", "is not text"),
        ("newer.audit.toml", "was written by a newer version"),
        ("mine.audit.toml", "is another version of"),
        ("again.audit.toml", "another version of"),
        ("(conflicted copy 2026-01-02)", "is another version of"),
    ] {
        let at = said.find(name).unwrap_or_else(|| panic!("{name}: {said}"));
        assert!(said[at..].contains(why), "{name}: {said}");
    }
    assert!(
        !said.contains(SECRET) && !said.contains("notes.toml"),
        "{said}"
    );
    #[cfg(unix)]
    assert!(said.contains("link.audit.toml is a link"), "{said}");
    assert_eq!(files(&home.path("region/mailed")), before);
}

#[test]
fn nothing_to_count_is_said_and_a_folder_that_is_not_there_too() {
    let home = Home::new();
    fs::create_dir_all(home.path("empty")).expect("a folder");
    let said = home.fails(3, &["survey", "empty"]);
    assert!(said.contains("there is no audit file"), "{said}");
    let said = home.fails(3, &["survey", "nowhere"]);
    assert!(said.contains("there is no such folder: nowhere"), "{said}");
    home.fails(64, &["survey"]);
}

#[test]
fn a_package_is_the_same_each_time_and_replaces_none_unasked() {
    let (home, _) = region(3, 60);
    let export = ["survey", "region", "--csv", "out/of/it"];
    let (said, code) = home.stdout(&export);
    assert_eq!(code, 0);
    assert!(said.contains("(6 tables, 3 audits)"), "{said}");
    let first: Vec<_> = files(&home.path("out/of/it"));
    let refused = home.fails(3, &export);
    assert!(refused.contains("--force"), "{refused}");
    let (_, code) = home.stdout(&[&export[..], &["--force"]].concat());
    assert_eq!(code, 0);
    let bytes = |of: Vec<(PathBuf, Vec<u8>, _)>| -> Vec<_> {
        of.into_iter()
            .map(|(path, bytes, _)| (path, bytes))
            .collect()
    };
    assert_eq!(bytes(files(&home.path("out/of/it"))), bytes(first));
}

/// The numbers of the program follow from the tables alone, as they would in any database.
#[test]
fn the_tables_give_the_numbers_of_the_survey_and_name_their_audits() {
    let (home, _) = region(12, 120);
    home.stdout(&["survey", "region", "--csv", "out"]);
    let (json, _) = home.json(&["survey", "region", "--json"]);
    let read = |name: &str| -> Vec<csv::StringRecord> {
        let path = home.path(&format!("out/{name}.csv"));
        let mut reader = csv::Reader::from_path(path).expect("a table");
        reader.records().map(|one| one.expect("a row")).collect()
    };
    let audits = read("audits");
    let keys: std::collections::BTreeSet<&str> = audits.iter().map(|one| &one[0]).collect();
    assert_eq!(keys.len(), 12);
    for (table, topic) in [
        ("flags", "flag"),
        ("duties", "duty"),
        ("defences", "defence"),
    ] {
        let rows = read(table);
        assert!(rows.iter().all(|row| keys.contains(&row[0])), "{table}");
        let mut numbers = std::collections::BTreeMap::<&str, (u64, u64)>::new();
        let holds = match topic {
            "flag" => 3,
            "duty" => 4,
            _ => 5,
        };
        for row in &rows {
            let entry = numbers.entry(&row[1]).or_default();
            entry.0 += u64::from(&row[holds] == "true");
            entry.1 += 1;
        }
        assert!(!numbers.is_empty(), "{table}");
        for (id, (n, of)) in numbers {
            let said = self::row(&json, &format!("{topic}:{id}"));
            assert_eq!(
                (said["n"].as_u64(), said["of"].as_u64()),
                (Some(n), Some(of)),
                "{id}"
            );
        }
    }
}

const FRICTIONLESS: &str = "import sys
from frictionless import Package
report = Package(sys.argv[1] + '/datapackage.json').validate()
print(report.to_summary())
sys.exit(0 if report.valid else 1)
";

const DUCKDB: &str = "import duckdb, json, os, sys
folder = sys.argv[1]
package = json.load(open(folder + '/datapackage.json'))
types = {'string': 'VARCHAR', 'date': 'DATE', 'integer': 'BIGINT', 'boolean': 'BOOLEAN'}
db = duckdb.connect()
for one in package['resources']:
    schema = one['schema']
    parts = [f['name'] + ' ' + types[f['type']] for f in schema['fields']]
    parts.append('PRIMARY KEY (' + ', '.join(schema['primaryKey']) + ')')
    for key in schema.get('foreignKeys', []):
        of = key['reference']
        parts.append('FOREIGN KEY (audit) REFERENCES ' + of['resource'] + ' (audit)')
    db.execute('CREATE TABLE ' + one['name'] + ' (' + ', '.join(parts) + ')')
    path = os.path.join(folder, one['path'])
    db.execute('COPY ' + one['name'] + \" FROM '\" + path + \"' (HEADER true)\")
query = '''SELECT flag, count(*) FILTER (fired), count(*) FROM flags JOIN audits USING (audit)
GROUP BY flag ORDER BY flag'''
print(json.dumps(db.execute(query).fetchall()))
";

/// Loads the package as others do: `SCRUTINEER_PYTHON` names a Python with both packages.
#[test]
#[ignore = "needs Python with frictionless and duckdb"]
fn the_package_is_valid_and_loads_into_a_database_unchanged() {
    let (home, _) = region(40, 120);
    home.stdout(&["survey", "region", "--csv", "out"]);
    let python = std::env::var("SCRUTINEER_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let run = |code: &str| {
        let output = Command::new(&python)
            .args(["-c", code])
            .arg(home.path("out"))
            .output()
            .expect("Python runs");
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        let said = String::from_utf8(output.stdout).expect("text");
        assert!(output.status.success(), "{said}\n{errors}");
        said
    };
    run(FRICTIONLESS);
    let flags: Vec<(String, u64, u64)> = serde_json::from_str(&run(DUCKDB)).expect("JSON");
    let (json, _) = home.json(&["survey", "region", "--json"]);
    assert!(flags.len() > 10);
    for (id, fired, of) in flags {
        let said = row(&json, &format!("flag:{id}"));
        assert_eq!(
            (said["n"].as_u64(), said["of"].as_u64()),
            (Some(fired), Some(of)),
            "{id}"
        );
    }
    // A package in which an audit is missing is found out.
    let audits = home.path("out/audits.csv");
    let text = fs::read_to_string(&audits).expect("a table");
    let short: Vec<&str> = text.lines().take(20).collect();
    home.write("out/audits.csv", short.join("\r\n"));
    let output = Command::new(&python)
        .args(["-c", DUCKDB])
        .arg(home.path("out"))
        .output();
    assert!(!output.expect("Python runs").status.success());
}

/// Measures a large region: `SURVEY_AUDITS` audits of 100 answers, with their journals.
#[test]
#[ignore = "needs a quiet machine; the promise is for a release build"]
fn a_thousand_audits_are_surveyed_in_a_breath() {
    let audits = usize::try_from(figure("SURVEY_AUDITS", 1_000)).unwrap();
    let (home, _) = region(audits, 100);
    for arguments in [
        &["survey", "region"][..],
        &["survey", "region", "--csv", "out"],
    ] {
        let began = Instant::now();
        let (_, code) = home.stdout(arguments);
        assert_eq!(code, 0);
        println!("{arguments:?}: {:?}", began.elapsed());
    }
    if let Ok(keep) = std::env::var("SURVEY_KEEP") {
        fs::rename(home.path("region"), keep).expect("kept");
    }
}

#[test]
fn a_survey_with_its_index_says_what_one_without_says_whatever_became_of_the_index() {
    let (home, paths) = region(6, 20);
    let index = home.path("survey.index");
    let both = || {
        let survey = |last: &[&str]| {
            let arguments: Vec<&str> = ["survey", "region"].iter().chain(last).copied().collect();
            home.stdout(&arguments)
        };
        (survey(&[]), survey(&["--json"]))
    };
    let without = both();
    let bytes = fs::read(&index).expect("it is kept");
    assert_eq!(both(), without);
    assert_eq!(
        fs::read(&index).expect("kept"),
        bytes,
        "nothing new to keep"
    );
    let put = |bytes: &[u8]| {
        let mut file = fs::File::create(&index).expect("a file");
        std::io::Write::write_all(&mut file, bytes).expect("written");
    };
    // Deleted, cut, or damaged, it is made again.
    fs::remove_file(&index).expect("removed");
    assert_eq!(both(), without);
    assert!(fs::read(&index).expect("made again") == bytes);
    let mut flipped = bytes.clone();
    flipped[bytes.len() / 2] ^= 1;
    for bad in [&flipped[..], &bytes[..bytes.len() / 2], b"", b"\xff"] {
        put(bad);
        assert_eq!(both(), without);
        assert!(fs::read(&index).expect("made again") == bytes);
    }

    // An audit that is changed is read again, and one that is gone is not counted.
    let text = fs::read_to_string(&paths[0]).expect("an audit");
    let changed = text.replace("service = \"Service ", "service = \"Another ");
    assert_ne!(changed, text);
    let mut file = fs::File::create(&paths[0]).expect("a file");
    std::io::Write::write_all(&mut file, changed.as_bytes()).expect("written");
    let (said, _) = both();
    assert!(said.0.contains("Another "), "{}", said.0);
    fs::remove_file(&index).expect("removed");
    assert_eq!(both().0, said);
    fs::remove_file(&paths[1]).expect("removed");
    let (said, _) = both();
    fs::remove_file(&index).expect("removed");
    assert_eq!(both().0, said);
}
