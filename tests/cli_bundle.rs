//! An audit in one file: bundled, checked and merged back through the real binary; every fault of a
//! bundle told in a sentence; and no word of what was seen in confidence in its bytes.

use std::fs;
use std::io::{Cursor, Read as _, Write as _};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use chrono::{DateTime, TimeZone as _, Utc};
use scrutineer::audit::{
    Access, Answer, Audit, CouncilQuestion, Document, Evidence, OwnEvent, Review,
};
use scrutineer::base::{Digest, SourceText};
use scrutineer::checklist::Status;
use scrutineer::documents::read_trusted;
use scrutineer::session::Changing;
use scrutineer::store::{self, RealDisk};
use serde_json::Value;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::cli_documents::{audit_file, with_paper};
use crate::testkit::chance::{Chance, figure};
use crate::testkit::cli_home::Home;

const ID: &str = "options.in-house-equal";

/// The home with the paper, quoted under an answer that was changed by the program.
pub(crate) fn quoted() -> Home {
    let home = with_paper();
    let text = String::from_utf8(audit_file(&home)).expect("a text");
    let mut audit = Audit::read(&SourceText::new("liverpool", text)).expect("an audit");
    audit.documents.retain(|one| one.id == "final-report");
    for document in &mut audit.documents {
        // Notes on papers stay with their user, and so would the journal.
        document.note = None;
    }
    audit.review.note = None;
    let evidence = Evidence {
        document: Some("final-report".to_owned()),
        page: Some(2),
        quote: Some("The in-house service was taken as the baseline".to_owned()),
        ..Evidence::default()
    };
    let answer = Answer {
        status: Some(Status::NotMet),
        note: "It was not built up.".to_owned(),
        evidence: vec![evidence],
        ..Answer::default()
    };
    audit.answers.insert(ID.into(), answer);
    home.write("audits/quoted.audit.toml", audit.to_toml());
    let path = home.path("audits/quoted.audit.toml");
    change(&path, |audit| {
        let answer = audit.answers.get_mut(ID).expect("it was answered");
        "It was not built up, nor costed.".clone_into(&mut answer.note);
    });
    home
}

fn moment() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 22, 9, 0, 0)
        .single()
        .expect("a moment")
}

/// Changes an audit as the program does, with a line in its journal.
fn change(path: &Path, edit: impl FnOnce(&mut Audit)) {
    let opened = Changing::open(Arc::new(RealDisk), path, "Ann".to_owned(), moment());
    let mut opened = opened.expect("it opens");
    let mut after = opened.audit().clone();
    edit(&mut after);
    let change = opened.audit().change_to(&after);
    opened.record(change).expect("it changes");
    opened.save().expect("it is saved");
}

pub(crate) fn bundled(home: &Home, audit: &str) -> Vec<u8> {
    let said = home.run(&["bundle", audit, "-o", "made.zip", "--force"]);
    let errors = String::from_utf8_lossy(&said.stderr).into_owned();
    assert_eq!(said.status.code(), Some(0), "{errors}");
    fs::read(home.path("made.zip")).expect("a bundle")
}

pub(crate) type Files = Vec<(String, Vec<u8>)>;

pub(crate) fn files(bundle: &[u8]) -> Files {
    let mut zip = ZipArchive::new(Cursor::new(bundle)).expect("a zip");
    (0..zip.len())
        .map(|at| {
            let mut entry = zip.by_index(at).expect("an entry");
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).expect("it unpacks");
            (entry.name().expect("a name").to_string(), bytes)
        })
        .collect()
}

fn packed(files: &Files) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(name.as_str(), SimpleFileOptions::default())
            .expect("it begins");
        zip.write_all(bytes).expect("written");
    }
    zip.finish().expect("a zip").into_inner()
}

/// The manifest changed by hand, as someone would who alters a file and its digest.
fn relisted(files: &mut Files, edit: impl FnOnce(&mut Value)) {
    let (_, text) = files
        .iter_mut()
        .find(|(name, _)| name == "manifest.json")
        .expect("a list");
    let mut list: Value = serde_json::from_slice(text).expect("JSON");
    edit(&mut list);
    *text = serde_json::to_vec(&list).expect("JSON");
}

#[test]
fn a_bundle_holds_it_all_is_verified_from_itself_and_merges_back_to_the_same_audit() {
    let home = quoted();
    let bundle = bundled(&home, "quoted");
    let names: Vec<String> = files(&bundle).into_iter().map(|(name, _)| name).collect();
    assert_eq!(
        names,
        [
            "README.txt",
            "review.audit.toml",
            "review.audit.journal",
            "papers/01-final-report.pdf",
            "written/submission.html",
            "written/record.html",
            "pages.json",
            "check-quotations.py",
            "manifest.json",
        ]
    );
    assert_eq!(
        bundled(&home, "quoted"),
        bundle,
        "the same bytes on the same day"
    );
    // Elsewhere, with none of the files it was made from.
    let other = Home::new();
    other.write("b.zip", &bundle);
    let (verified, code) = other.json(&["verify", "b.zip", "--json"]);
    assert_eq!((&verified["sound"], code), (&true.into(), 0), "{verified}");
    assert_eq!(verified["bundle"]["whole"], true);
    assert_eq!(verified["chain"], "sound");
    assert_eq!(verified["quotes"]["found"], 1, "{verified}");
    assert_eq!(verified["documents"][0]["state"], "same");
    // Into an audit of the same review with nothing in it.
    let all = Audit::read(&SourceText::new(
        "b",
        fs::read_to_string(home.path("audits/quoted.audit.toml")).expect("a text"),
    ))
    .expect("an audit");
    let mut bare = Audit::new(all.review.clone());
    bare.checklists.clone_from(&all.checklists);
    other.write("audits/mine.audit.toml", bare.to_toml());
    let (said, code) = other.stdout(&["merge", "mine", "b.zip", "--preview"]);
    assert_eq!(code, 0, "{said}");
    assert!(
        !other.path("audits/papers").exists(),
        "a preview writes nothing"
    );
    let (said, code) = other.stdout(&["merge", "mine", "b.zip"]);
    assert_eq!(code, 0, "{said}");
    let text = fs::read_to_string(other.path("audits/mine.audit.toml")).expect("a text");
    let mut merged = Audit::read(&SourceText::new("mine", text)).expect("an audit");
    let (verified, code) = other.json(&["verify", "mine", "--json"]);
    assert_eq!((&verified["sound"], code), (&true.into(), 0), "{verified}");
    assert_eq!(
        verified["quotes"]["found"], 1,
        "its paper came with it: {verified}"
    );
    for document in &mut merged.documents {
        document.path = all.document(&document.id).and_then(|one| one.path.clone());
    }
    assert_eq!(merged, all);
    assert_eq!(
        fs::read(other.path("b.zip")).expect("a file"),
        bundle,
        "theirs is untouched"
    );
    // Into the audit it came from: nothing is new.
    let (said, code) = home.stdout(&["merge", "quoted", "made.zip"]);
    assert_eq!(code, 0);
    assert!(said.contains("already in yours"), "{said}");
}

#[test]
fn a_bundle_that_is_not_whole_is_told_and_never_merged() {
    let home = quoted();
    let whole = files(&bundled(&home, "quoted"));
    home.write("audits/mine.audit.toml", audit_file(&home));
    let before = fs::read(home.path("audits/mine.audit.toml")).expect("a file");
    let paper = "papers/01-final-report.pdf";
    let mut missing = whole.clone();
    missing.retain(|(name, _)| name != paper);
    let mut altered = whole.clone();
    for (name, bytes) in &mut altered {
        if name == paper {
            bytes.push(b' ');
        }
    }
    let mut extra = whole.clone();
    extra.push(("papers/02-another.pdf".to_owned(), b"%PDF".to_vec()));
    let mut audit = whole.clone();
    for (name, bytes) in &mut audit {
        if name == "review.audit.toml" {
            bytes.extend(b"# a remark\n");
        }
    }
    for (files, says) in [
        (missing, "MISSING: “papers/01-final-report.pdf”"),
        (altered, "ALTERED: “papers/01-final-report.pdf”"),
        (extra, "EXTRA: “papers/02-another.pdf”"),
        (audit, "ALTERED: “review.audit.toml”"),
    ] {
        home.write("bad.zip", packed(&files));
        let said = home.run(&["verify", "bad.zip"]);
        let text = [said.stdout, said.stderr].concat();
        let text = String::from_utf8(text).expect("a text");
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(said.status.code(), Some(3), "{text}");
        assert!(text.contains(says), "{says}: {text}");
        let refused = home.fails(3, &["merge", "mine", "bad.zip"]);
        assert!(refused.contains("not a sound bundle"), "{refused}");
    }
    assert_eq!(
        fs::read(home.path("audits/mine.audit.toml")).expect("a file"),
        before
    );
    assert!(
        !home.path("audits/mine.audit.journal").exists(),
        "nothing was begun"
    );
    assert!(!home.path("audits/papers").exists());
}

#[test]
fn a_hostile_or_newer_bundle_or_one_of_another_review_is_refused_in_a_sentence() {
    let home = quoted();
    let bundle = bundled(&home, "quoted");
    let whole = files(&bundle);
    home.write("audits/mine.audit.toml", audit_file(&home));
    let named = |name: &str| {
        let mut files = whole.clone();
        files.push((name.to_owned(), b"x".to_vec()));
        packed(&files)
    };
    let mut newer = whole.clone();
    relisted(&mut newer, |list| list["format"] = 2.into());
    let mut bomb = whole.clone();
    relisted(&mut bomb, |list| {
        for file in list["files"].as_array_mut().expect("a list") {
            file["bytes"] = (1_u64 << 40).into();
        }
    });
    let mut no_list = whole.clone();
    no_list.retain(|(name, _)| name != "manifest.json");
    let mut broken = whole.clone();
    let (_, journal) = broken
        .iter_mut()
        .find(|(name, _)| name.ends_with(".journal"))
        .expect("one");
    let text = String::from_utf8_lossy(journal).replace("nor costed", "nor, costed");
    *journal = text.into_bytes();
    let (bytes, digest) = (journal.len(), sha256(journal));
    relisted(&mut broken, |list| {
        for file in list["files"].as_array_mut().expect("a list") {
            if file["name"] == "review.audit.journal" {
                file["bytes"] = bytes.into();
                file["sha256"] = digest.as_str().into();
            }
        }
    });
    // Two files of one name: the first central entry's name is written over another of its length.
    let mut twice = named("papers/02-final-report.pdf");
    replace(
        &mut twice,
        b"papers/02-final-report.pdf",
        b"papers/01-final-report.pdf",
    );
    let cut = bundle[..bundle.len() / 2].to_vec();
    let cases = [
        (
            "leads out",
            named("../../evil.sh"),
            "leads out of the bundle",
        ),
        ("absolute", named("/etc/evil"), "leads out of the bundle"),
        (
            "backslash",
            named("..\\evil.exe"),
            "no name of a bundle has",
        ),
        ("newer", packed(&newer), "newer format 2"),
        ("bomb", packed(&bomb), "unpack to more than"),
        ("no list", packed(&no_list), "manifest.json"),
        ("broken journal", packed(&broken), "journal"),
        ("twice", twice, "one name"),
        ("cut", cut, "zip archive"),
        (
            "in front",
            [b"PK\x03\x04....".to_vec(), bundle.clone()].concat(),
            "bundle",
        ),
    ];
    let audit = home.path("audits/mine.audit.toml");
    let before = fs::read(&audit).expect("a file");
    for (what, bytes, says) in cases {
        home.write("bad.zip", &bytes);
        for command in [&["verify", "bad.zip"][..], &["merge", "mine", "bad.zip"]] {
            let said = home.run(command);
            let text = String::from_utf8([said.stdout, said.stderr].concat()).expect("a text");
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            assert_eq!(said.status.code(), Some(3), "{what}: {text}");
            assert!(text.contains(says), "{what}: {text}");
        }
        assert_eq!(
            fs::read(home.path("bad.zip")).expect("a file"),
            bytes,
            "{what}"
        );
        assert_eq!(fs::read(&audit).expect("a file"), before, "{what}");
    }
    assert!(!home.path("audits/papers").exists());
    let other = Audit::new(Review::named("Othertown", "Buses"));
    home.write("audits/other.audit.toml", other.to_toml());
    home.write("b.zip", &bundle);
    let refused = home.fails(3, &["merge", "other", "b.zip"]);
    assert!(refused.contains("nothing was merged"), "{refused}");
    assert!(!home.path("audits/other.audit.journal").exists());
}

fn sha256(bytes: &[u8]) -> String {
    let digest = Digest::of_bytes(bytes).to_string();
    digest.trim_start_matches("sha256:").to_owned()
}

fn replace(bytes: &mut [u8], from: &[u8], to: &[u8]) {
    assert_eq!(from.len(), to.len());
    let found: Vec<usize> = (0..=bytes.len() - from.len())
        .filter(|at| bytes[*at..].starts_with(from))
        .collect();
    for at in found {
        bytes[at..at + to.len()].copy_from_slice(to);
    }
}

#[test]
fn a_paper_that_changed_or_is_gone_is_named_and_may_be_left_out() {
    let home = quoted();
    home.write("papers/final_report.pdf", "something else");
    let refused = home.fails(3, &["bundle", "quoted", "-o", "b.zip"]);
    assert!(refused.contains("is another one now"), "{refused}");
    assert!(refused.contains("--without final-report"), "{refused}");
    assert!(!home.path("b.zip").exists());
    let said = home.run(&[
        "bundle",
        "quoted",
        "-o",
        "b.zip",
        "--without",
        "final-report",
    ]);
    assert_eq!(said.status.code(), Some(0));
    let (verified, code) = home.json(&["verify", "b.zip", "--json"]);
    assert_eq!((&verified["sound"], code), (&true.into(), 0), "{verified}");
    assert_eq!(verified["documents"][0]["state"], "left-out");
    let refused = home.fails(
        3,
        &["bundle", "quoted", "-o", "c.zip", "--without", "nothing"],
    );
    assert!(
        refused.contains("there is no document “nothing”"),
        "{refused}"
    );
    let refused = home.fails(
        3,
        &[
            "bundle",
            "quoted",
            "-o",
            "b.zip",
            "--without",
            "final-report",
        ],
    );
    assert!(refused.contains("already there"), "{refused}");
}

/// A seed: a word that stands nowhere else.
fn seed(number: u64) -> String {
    format!("xq{number}zv")
}

/// An audit with a paper in confidence and its words all over, its journal with words of its past.
fn seeded(home: &Home, chance: &mut Chance, ask: bool) -> Vec<String> {
    let mut number = 0;
    let mut seeds: Vec<String> = Vec::new();
    let mut next = |seeds: &mut Vec<String>| {
        number += 1;
        let one = seed(number + 1000 * chance.below(1000));
        seeds.push(one.clone());
        one
    };
    let title = format!("Memo {}", next(&mut seeds));
    let id = format!("memo-{}", next(&mut seeds));
    let from = format!("Officer {}", next(&mut seeds));
    let words: Vec<String> = (0..6).map(|_| next(&mut seeds)).collect();
    let quote = words.join(" ");
    let folder = next(&mut seeds);
    let page_text = next(&mut seeds);
    let private = next(&mut seeds);
    let noted = next(&mut seeds);
    let path = format!("{folder}/memo.txt");
    home.write(
        &format!("audits/{path}"),
        format!("A memo\n\n{quote}\n\n{page_text}\n"),
    );
    home.write(
        "audits/open.txt",
        "The report\n\nNo one was asked about it.\n",
    );
    let mut audit = Audit::new(Review::named("Anytown", "Home care"));
    let evidence = |document: &str, quote: &str| Evidence {
        document: Some(document.to_owned()),
        quote: Some(quote.to_owned()),
        ..Evidence::default()
    };
    audit.documents = vec![
        Document {
            path: Some("open.txt".into()),
            note: chance_text(chance, || format!("{noted} told me")),
            ..Document::titled("report", "The report")
        },
        Document {
            path: Some(path),
            from: Some(from.clone()),
            url: Some(format!("https://example.org/{id}")),
            ..Document::titled(&id, &title)
        },
    ];
    let telling = [
        format!("See {title}, which says it."),
        format!("As {from} told us."),
        format!("It says: {}.", words[1..5].join("  ")),
        format!("Open words.\n\nprivate: {private}"),
        "Nothing to hide.".to_owned(),
    ];
    let text = |chance: &mut Chance| {
        telling[usize::try_from(chance.below(telling.len() as u64)).expect("small")].clone()
    };
    for question in ["unions.consulted", ID, "users.consulted"] {
        let answer = Answer {
            status: Some(Status::NotMet),
            note: text(chance),
            contested: Some(text(chance)),
            evidence: vec![
                evidence("report", "No one was asked about it."),
                evidence(&id, &quote),
                Evidence {
                    locator: Some(text(chance)),
                    ..evidence("report", "asked about it")
                },
            ],
            by: "Ann".into(),
            ..Answer::default()
        };
        audit.answers.insert(question.into(), answer);
    }
    audit.review.note = Some(text(chance));
    audit.puts.push(CouncilQuestion {
        reply: text(chance),
        ..CouncilQuestion::asked("p", "Why?")
    });
    audit.events.push(OwnEvent {
        id: "event-1".into(),
        when: "2026-03".parse().expect("a date"),
        what: format!("Staff heard of it from {from}"),
        evidence: vec![evidence(&id, &quote)],
    });
    audit.notice.parts.consequence = text(chance);
    let file = home.path("audits/a.audit.toml");
    fs::remove_file(&file).ok();
    fs::remove_file(home.path("audits/a.audit.journal")).ok();
    home.write("audits/a.audit.toml", audit.to_toml());
    // Marked as confidential later, or the paper with all its words taken back later: the journal has them.
    change(&file, |audit| {
        audit.documents[1].access = Some(Access::InConfidence);
    });
    if chance.one_in(2) && !ask {
        change(&file, |audit| {
            *audit = Audit {
                documents: audit.documents[..1].to_vec(),
                ..Audit::new(audit.review.clone())
            };
            audit.review.note = None;
            audit.documents[0].note = None;
        });
    }
    seeds
}

fn chance_text(chance: &mut Chance, text: impl FnOnce() -> String) -> Option<String> {
    chance.one_in(2).then(text)
}

/// `BUNDLES=1000 cargo test --test all no_word` looks into a thousand.
#[test]
fn no_word_of_what_was_seen_in_confidence_is_in_a_bundle() {
    for number in 0..figure("BUNDLES", 6) {
        let home = Home::new();
        let mut chance = Chance::new(number);
        let seeds = seeded(&home, &mut chance, false);
        let bundle = bundled(&home, "a");
        let mut all = files(&bundle);
        all.push(("the zip itself".into(), bundle));
        for (name, bytes) in &all {
            let text = String::from_utf8_lossy(bytes).to_lowercase();
            for seed in &seeds {
                assert!(
                    !text.contains(seed.as_str()),
                    "bundle {number}: {seed} is in {name}"
                );
                assert!(
                    !name.contains(seed.as_str()),
                    "bundle {number}: {seed} is in a name"
                );
            }
        }
        let (verified, code) = home.json(&["verify", "made.zip", "--json"]);
        assert_eq!((&verified["sound"], code), (&true.into(), 0), "{verified}");
        // The same of the PDF, whose pages are read for it.
        let said = home.run(&["bundle", "a", "--pdf", "-o", "made.pdf"]);
        assert_eq!(
            said.status.code(),
            Some(0),
            "{}",
            String::from_utf8_lossy(&said.stderr)
        );
        let pdf = fs::read(home.path("made.pdf")).expect("a PDF");
        let mut text = String::from_utf8_lossy(&pdf).to_lowercase();
        let paper = read_trusted(pdf, Path::new("b.pdf")).expect("it is read");
        text.extend(paper.pages.iter().map(|page| page.text().to_lowercase()));
        for seed in &seeds {
            assert!(!text.contains(seed.as_str()), "PDF {number}: {seed}");
        }
        // Two-way: nothing of ours goes because it was not in the bundle.
        let before = store::peek(&RealDisk, &home.path("audits/a.audit.toml")).expect("an audit");
        let (said, code) = home.stdout(&["merge", "a", "made.zip"]);
        assert_eq!(code, 0, "{said}");
        let after = store::peek(&RealDisk, &home.path("audits/a.audit.toml")).expect("an audit");
        assert_eq!(after.audit.documents, before.audit.documents);
        for (id, answer) in &before.audit.answers {
            let now = &after.audit.answers[id];
            assert!(
                answer.evidence.iter().all(|one| now.evidence.contains(one)),
                "{id}"
            );
            assert!(now.note.contains(&answer.note), "{id}: {}", now.note);
        }
    }
}

#[test]
fn a_paper_in_confidence_goes_in_only_if_it_is_named() {
    let home = Home::new();
    let seeds = seeded(&home, &mut Chance::new(7), true);
    let audit = store::peek(&RealDisk, &home.path("audits/a.audit.toml"))
        .expect("an audit")
        .audit;
    let id = audit.documents[1].id.clone();
    let said = home.run(&["bundle", "a", "-o", "b.zip", "--in-confidence", &id]);
    assert_eq!(
        said.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&said.stderr)
    );
    let all = files(&fs::read(home.path("b.zip")).expect("a bundle"));
    let paper = all
        .iter()
        .find(|(name, _)| name.starts_with("papers/02"))
        .expect("the paper");
    assert!(String::from_utf8_lossy(&paper.1).contains(&seeds[3]));
    let refused = home.fails(
        3,
        &["bundle", "a", "-o", "c.zip", "--in-confidence", "report"],
    );
    assert!(refused.contains("not given in confidence"), "{refused}");
}

#[test]
#[ignore = "needs python3"]
fn a_stranger_finds_every_quotation_again_from_the_bundle_alone() {
    let home = quoted();
    let folder = tempfile::tempdir().expect("a folder");
    for (name, bytes) in files(&bundled(&home, "quoted")) {
        let path = folder.path().join(&name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::File::create(path)
            .and_then(|mut file| file.write_all(&bytes))
            .expect("written");
    }
    let said = Command::new("python3")
        .args(["check-quotations.py", "pages.json", "review.audit.toml"])
        .current_dir(folder.path())
        .output()
        .expect("python runs");
    let said = String::from_utf8(said.stdout).expect("a text");
    assert_eq!(said.trim(), format!("{ID}\t1\tfound"));
}
