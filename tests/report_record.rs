//! What is handed over.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed, and says where"
)]

use chrono::NaiveDate;
use scrutineer::audit::Audit;
use scrutineer::checklist::{Library, SourceText, load, shipped};
use scrutineer::findings::derive;
use scrutineer::report::{Format, Kind, Meta, build, write};

fn library() -> Library {
    load(&shipped::checklists()).expect("the shipped checklists load")
}

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day")
}

fn meta() -> Meta {
    Meta {
        today: today(),
        head: Some("sha256:0123456789ab".to_owned()),
        who: "A. Secretary".to_owned(),
        version: "0.1.0".to_owned(),
    }
}

fn example(name: &str) -> Audit {
    let (_, text) = shipped::examples()
        .iter()
        .find(|(one, _)| *one == name)
        .expect(name);
    Audit::read(&SourceText::new(name, *text)).unwrap_or_else(|why| panic!("{name}: {why:?}"))
}

#[test]
#[ignore = "prints a document, to be read"]
fn print_one() {
    let library = library();
    let name = std::env::var("AUDIT").unwrap_or_else(|_| "liverpool-ict-2000".to_owned());
    let kind = std::env::var("KIND").unwrap_or_else(|_| "record".to_owned());
    let format = std::env::var("FORMAT").unwrap_or_else(|_| "md".to_owned());
    let audit = example(&name);
    let findings = derive(&library, &audit, today());
    use scrutineer::checklist::Word as _;
    let kind = Kind::from_word(&kind).expect("a kind");
    let format = Format::from_word(&format).expect("a format");
    let document = build(kind, &library, &audit, &findings, &meta()).expect("it is built");
    println!("{}", String::from_utf8_lossy(&write(&document, format)));
}
