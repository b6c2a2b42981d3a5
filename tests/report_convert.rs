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
            audit.answers.insert(question.id.to_string(), answer);
        }
    }
    proved(audit)
}

/// Every example, and the filled audit, by name.
fn audits(library: &Library) -> Vec<(String, Audit)> {
    let examples = shipped::examples().iter();
    let named = examples.map(|(name, _)| ((*name).to_owned(), example(name)));
    named
        .chain([("filled".to_owned(), filled(library))])
        .collect()
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
    let audits = audits(&library);
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

/// Puts axe, the checker of accessibility, into a page; it writes what it found into the title.
fn with_axe(page: &str, axe: &str) -> String {
    let policy = page.find("<meta http-equiv=\"Content-Security-Policy\"");
    let end = policy.and_then(|at| Some(at + page.get(at..)?.find('>')? + 1));
    let open = match (policy, end) {
        (Some(from), Some(to)) => [&page[..from], &page[to..]].concat(),
        _ => page.to_owned(),
    };
    let script = axe.replace("</script", "<\\/script");
    let run = "axe.run(document).then(found => { document.title = 'FOUND' + JSON.stringify(\
               found.violations.map(one => [one.id, one.nodes.length, one.nodes[0].target])) \
               + 'END' })";
    open.replace(
        "</body>",
        &format!("<script>{script}</script><script>{run}</script></body>"),
    )
}

#[test]
#[ignore = "needs Chromium, and SCRUTINEER_AXE with the path of axe.min.js (npm pack axe-core)"]
#[expect(
    clippy::disallowed_methods,
    reason = "a folder of the test's own, for another program to read"
)]
fn a_checker_of_accessibility_finds_nothing_in_any_paper() {
    let axe = std::env::var("SCRUTINEER_AXE").expect("SCRUTINEER_AXE has the path of axe.min.js");
    let axe = std::fs::read_to_string(axe).expect("axe is there");
    let folder = tempfile::tempdir().expect("a folder");
    let library = library();
    let audits = audits(&library);
    let mut found = Vec::new();
    for (name, audit) in &audits {
        for kind in kinds() {
            let Ok(document) = built(*kind, &library, audit) else {
                continue;
            };
            let page = String::from_utf8(write(&document, Format::Html)).expect("a page");
            let path = folder.path().join("page.html");
            std::fs::write(&path, with_axe(&page, &axe)).expect("written");
            let out = Command::new("chromium")
                .args(["--headless", "--no-sandbox", "--disable-gpu"])
                .args(["--virtual-time-budget=60000", "--dump-dom"])
                .arg(format!("file://{}", path.display()))
                .output()
                .expect("Chromium is there");
            let said = String::from_utf8_lossy(&out.stdout);
            let result = said.split_once("<title>FOUND");
            let result = result.and_then(|(_, rest)| Some(rest.split_once("END")?.0));
            match result {
                Some("[]") => {}
                Some(other) => found.push(format!("{name} {kind}: {other}")),
                None => found.push(format!("{name} {kind}: axe did not come to its end")),
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}
