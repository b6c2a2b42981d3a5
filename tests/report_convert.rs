//! The papers in other people's programs: LibreOffice and Chromium turn them into PDF. It is
//! ignored unless it is asked for: `cargo test -- --ignored report_convert`.

use crate::testkit::report_common;

use std::path::Path;
use std::process::Command;

use report_common::{built, example, kinds, library, proved};
use scrutineer::audit::{Answer, Audit};
use scrutineer::checklist::{Library, QuestionKind, Status, shipped};
use scrutineer::documents::read_trusted;
use scrutineer::report::{Format, Kind, write};

/// A review on which every judgement went against the council, each with a note and proof: the
/// longest papers there can be.
fn filled(library: &Library) -> Audit {
    let mut audit = example("newcastle");
    for ix in library.walk() {
        let question = library.question(*ix);
        if matches!(question.kind, QuestionKind::Judgement) {
            let answer = Answer {
                status: Some(Status::NotMet),
                note: "The report passes over this, and the minutes of the committee say nothing \
                       about it either."
                    .to_owned(),
                ..Answer::default()
            };
            audit.answers.insert(question.id.clone(), answer);
        }
    }
    proved(audit)
}

/// The most pages that a kind may have, of an example and of a filled audit; a record or a checklist
/// has as many as it needs.
const fn most(kind: Kind) -> Option<(u32, u32)> {
    match kind {
        Kind::Briefing => Some((2, 2)),
        Kind::Submission => Some((6, 12)),
        Kind::CallIn => Some((4, 6)),
        _ => None,
    }
}

#[test]
#[ignore = "needs LibreOffice"]
#[expect(
    clippy::disallowed_methods,
    reason = "a folder of the test's own, for another program to read"
)]
fn the_papers_of_every_example_and_of_a_filled_audit_keep_to_their_pages() {
    let folder = tempfile::tempdir().expect("a folder");
    let library = library();
    let mut audits: Vec<(String, Audit)> = shipped::examples()
        .iter()
        .map(|(name, _)| ((*name).to_owned(), example(name)))
        .collect();
    audits.push(("filled".to_owned(), filled(&library)));
    let mut names = Vec::new();
    for (name, audit) in &audits {
        for kind in kinds() {
            let Ok(document) = built(*kind, &library, audit) else {
                continue;
            };
            let file = format!("{name}-{kind}");
            let path = folder.path().join(format!("{file}.docx"));
            std::fs::write(path, write(&document, Format::Docx)).expect("written");
            names.push((file, *kind, name == "filled"));
        }
    }
    let user = format!(
        "-env:UserInstallation=file://{}/user",
        folder.path().display()
    );
    let out = Command::new("soffice")
        .args(["--headless", &user, "--convert-to", "pdf", "--outdir"])
        .arg(folder.path())
        .args(
            names
                .iter()
                .map(|(file, ..)| folder.path().join(format!("{file}.docx"))),
        )
        .output()
        .expect("LibreOffice is there");
    assert!(
        out.status.success(),
        "{}",
        String::from_utf8_lossy(&out.stderr)
    );
    let mut too_long = Vec::new();
    for (file, kind, is_filled) in &names {
        let path = folder.path().join(format!("{file}.pdf"));
        let bytes = std::fs::read(&path).unwrap_or_else(|why| panic!("{file}: {why}"));
        let paper = read_trusted(bytes, Path::new("paper.pdf"))
            .unwrap_or_else(|why| panic!("{file}: {why}"));
        let pages = paper.pages_in_all();
        eprintln!("{file}: {pages} pages");
        let limit = most(*kind).map(|(example, filled)| if *is_filled { filled } else { example });
        if limit.is_some_and(|limit| pages > limit) {
            too_long.push(format!("{file}: {pages} pages"));
        }
    }
    assert!(too_long.is_empty(), "{too_long:?}");
}

#[test]
#[ignore = "needs LibreOffice, Chromium and poppler, and half a minute"]
fn other_programs_open_the_papers_and_find_what_stands_in_them() {
    let done = Command::new("sh")
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/convert.sh"))
        .arg(env!("CARGO_BIN_EXE_scrutineer"))
        .output()
        .expect("there is a shell");
    let said = String::from_utf8_lossy(&done.stdout);
    eprintln!("{said}");
    assert!(
        done.status.success(),
        "{said}\n{}",
        String::from_utf8_lossy(&done.stderr)
    );
}
