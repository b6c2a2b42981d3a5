//! Tests of the folding: what is in a denominator, what says little, what counts once.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::{Lineage, Survey, SurveyCount, SurveyRow};
use crate::audit::{Answer, Audit, CouncilQuestion, ReplyOutcome, Review};
use crate::base::{Digest, SourceText};
use crate::checklist::{ChecklistText, Library, Status, Territory, load};

/// Two questions, an event, flags on them, and a duty in England.
const CHECKLIST: &str = r#"
format = 1
id = "t"
title = "T"
edition = "1"
[[section]]
id = "s"
title = "S"
[[question]]
id = "a"
section = "s"
topic = "challenge"
ask = "Was the first thing done?"
look_for = ["a"]
proved_by = ["a"]
usual_failure = "no"
[[question]]
id = "b"
section = "s"
topic = "options"
ask = "Was the second thing done?"
look_for = ["b"]
proved_by = ["b"]
usual_failure = "no"
[[question]]
id = "day"
section = "s"
topic = "equality"
kind = "event"
ask = "On which day did it open?"
[[flag]]
id = "first"
title = "The first thing was left out"
level = "undermines"
when = { question = "a", is = ["not-met"] }
source = "t"
checked = "official"
[[flag]]
id = "both"
title = "Both were left out"
level = "departure"
when = { all = [{ question = "a", is = ["not-met"] }, { question = "b", is = ["not-met"] }] }
source = "t"
checked = "official"
[[flag]]
id = "welsh"
title = "The first thing was left out in Wales"
level = "departure"
when = { all = [{ profile = "territory", is = ["wales"] }, { question = "a", is = ["not-met"] }] }
source = "t"
checked = "official"
[[flag]]
id = "opened"
title = "It opened and the first thing was left out"
level = "departure"
when = { all = [{ event = "day", known = true }, { question = "a", is = ["not-met"] }] }
source = "t"
checked = "official"
[[requirement]]
id = "duty"
instrument = "Act"
title = "The duty"
citation = "Act s 1"
force = "must"
demands = "d"
checked = "text-read"
url = "https://example.org"
source = "t"
questions = ["a", "b"]
[[requirement.in_force]]
territory = "england"
from = 2000-01-01
"#;

fn library() -> Library {
    load(&[ChecklistText {
        source: SourceText::new("t.toml", CHECKLIST),
        shipped: true,
    }])
    .unwrap_or_else(|why| panic!("{why:?}"))
}

fn audit(service: &str, answers: &[(&str, Status)]) -> Audit {
    let mut audit = Audit::new(Review::named("Anytown", service));
    for (id, status) in answers {
        let answer = Answer {
            status: Some(*status),
            ..Answer::default()
        };
        audit.answers.insert((*id).to_owned(), answer);
    }
    audit
}

fn row(library: &Library, audit: &Audit, lineage: &Lineage) -> SurveyRow {
    let today = NaiveDate::from_ymd_opt(2026, 11, 29).expect("a day");
    SurveyRow::of(library, audit, lineage, today)
}

fn fold(library: &Library, audits: &[Audit]) -> Survey {
    let rows = audits.iter().enumerate().map(|(at, audit)| {
        let path = PathBuf::from(format!("{at}.audit.toml"));
        (path, Ok(row(library, audit, &Lineage::default())))
    });
    Survey::fold(library, rows, Vec::new())
}

/// Returns both numbers of a row.
fn numbers(survey: &Survey, what: &str) -> Option<(usize, usize)> {
    let row: &SurveyCount = survey.find(what)?;
    Some((row.audits.len(), row.of))
}

#[test]
fn what_is_unanswered_is_in_no_denominator() {
    let library = library();
    let audits = [
        audit("fired", &[("a", Status::NotMet), ("b", Status::NotMet)]),
        audit("half", &[("a", Status::NotMet)]),
        audit("silent", &[("a", Status::Met)]),
        audit("no evidence", &[("a", Status::NoEvidence)]),
        audit("open", &[]),
    ];
    let survey = fold(&library, &audits);
    assert_eq!(survey.audits.len(), 5);
    assert_eq!(numbers(&survey, "flag:first"), Some((2, 3)));
    // One open half leaves it open where the other does not deny it.
    assert_eq!(numbers(&survey, "flag:both"), Some((1, 2)));
    // A duty is decided by one question not met, or by all that are settled: “silent” leaves one open.
    assert_eq!(numbers(&survey, "duty:duty"), Some((2, 2)));
    assert_eq!(numbers(&survey, "Council: anytown"), None);
    assert_eq!(numbers(&survey, "council:ANYTOWN"), Some((5, 5)));
    assert_eq!(numbers(&survey, "service:open"), Some((1, 5)));
    let met = audit("met", &[("a", Status::Met), ("b", Status::Met)]);
    let survey = fold(&library, &[audits[0].clone(), met]);
    assert_eq!(numbers(&survey, "duty:duty"), Some((1, 2)));
}

#[test]
fn a_flag_is_not_counted_where_no_answer_could_make_it_fire_or_only_silence_denies_it() {
    let library = library();
    let english = audit("english", &[("a", Status::NotMet)]);
    let mut welsh = audit("welsh", &[("a", Status::Met)]);
    welsh.review.territory = Territory::Wales;
    let survey = fold(&library, &[english, welsh]);
    assert_eq!(numbers(&survey, "flag:welsh"), Some((0, 1)));
    // In England nobody gave the day: that is silence, not a denial. In Wales the answer denies it.
    assert_eq!(numbers(&survey, "flag:opened"), Some((0, 1)));
    // A duty of England alone is none of Wales.
    assert_eq!(numbers(&survey, "duty:duty"), Some((1, 1)));
}

#[test]
fn a_flag_says_little_above_four_in_five_of_at_least_five() {
    let library = library();
    let of = |fired: usize, silent: usize| {
        let one = |at: usize| {
            let status = if at < fired {
                Status::NotMet
            } else {
                Status::Met
            };
            audit(&format!("service {at}"), &[("a", status)])
        };
        let audits: Vec<Audit> = (0..fired + silent).map(one).collect();
        let survey = fold(&library, &audits);
        survey.find("flag:first").expect("counted").says_little
    };
    assert!(!of(4, 0), "four are too few to tell");
    assert!(of(5, 0));
    assert!(!of(4, 1), "80 per cent is not more than 80");
    assert!(of(9, 2) && !of(8, 2));
}

#[test]
fn a_finding_still_to_be_proved_is_counted_and_told() {
    let library = library();
    let survey = fold(&library, &[audit("bare", &[("a", Status::NotMet)])]);
    let row = survey.find("flag:first").expect("counted");
    assert_eq!((row.audits.len(), row.unproved), (1, 1));
    assert_eq!(row.remarks(), ["1 still to be proved"]);
}

#[test]
fn versions_of_one_audit_count_once_and_the_longest_counts() {
    let library = library();
    let lineage = |origin: &str, head: &str, changes| Lineage {
        origin: Some(Digest::of_text(origin)),
        head: Some(Digest::of_text(head)),
        changes,
    };
    let early = audit("meals", &[("a", Status::NotMet)]);
    let late = audit("meals", &[("a", Status::Met)]);
    let found = |name: &str, audit: &Audit, lineage: Lineage| {
        (PathBuf::from(name), Ok(row(&library, audit, &lineage)))
    };
    let mailed = Lineage {
        origin: None,
        ..lineage("", "late", 2)
    };
    let survey = Survey::fold(
        &library,
        [
            found("a", &early, lineage("one", "early", 1)),
            found("b", &late, lineage("one", "late", 2)),
            // The file alone, as it was mailed, without its journal.
            found("c", &late, mailed),
            // A copy that became the audit of another service.
            found("d", &audit("parks", &[]), lineage("one", "other", 3)),
            // Another person's audit of the same review.
            found("e", &late, lineage("two", "late too", 2)),
        ],
        vec![("copy".into(), "b".into())],
    );
    let mut counted: Vec<_> = survey.audits.iter().map(|one| one.path.clone()).collect();
    counted.sort();
    assert_eq!(counted, [PathBuf::from("b"), "d".into(), "e".into()]);
    let again: Vec<_> = survey.again.iter().map(|(one, _)| one.clone()).collect();
    assert_eq!(again, [PathBuf::from("a"), "c".into(), "copy".into()]);
    assert!(
        survey
            .again
            .iter()
            .all(|(_, counts)| counts.as_path() == Path::new("b"))
    );
    assert_eq!(numbers(&survey, "flag:first"), Some((0, 2)));
}

#[test]
fn two_files_that_say_the_same_are_one_audit() {
    let library = library();
    let one = audit("meals", &[("a", Status::NotMet)]);
    let survey = fold(&library, &[one.clone(), one]);
    assert_eq!((survey.audits.len(), survey.again.len()), (1, 1));
    assert_eq!(
        survey.headline(),
        "1 audit counted, 1 further version left aside"
    );
}

#[test]
fn the_councils_say_is_counted_of_what_was_put() {
    let library = library();
    let put = |id: &str, outcome| CouncilQuestion {
        outcome,
        bears_on: vec!["a".to_owned(), "a".to_owned()],
        ..CouncilQuestion::asked(id, "Was it?")
    };
    let mut heard = audit("heard", &[]);
    heard.puts = vec![
        put("put-1", ReplyOutcome::Answered),
        put("put-2", ReplyOutcome::Refused),
    ];
    let mut silent = audit("silent", &[]);
    silent.puts = vec![put("put-1", ReplyOutcome::NotAnswered)];
    let mut disputed = audit("disputed", &[("b", Status::NotMet)]);
    let answer = disputed.answers.get_mut("b").expect("answered");
    answer.contested = Some("They deny it.".to_owned());
    let survey = fold(&library, &[heard, silent, disputed, audit("quiet", &[])]);
    assert_eq!(numbers(&survey, "defence:a"), Some((1, 2)));
    assert_eq!(numbers(&survey, "defence:b"), Some((1, 1)));
    assert_eq!(numbers(&survey, "outcome:answered"), Some((1, 2)));
    assert_eq!(numbers(&survey, "outcome:refused"), Some((1, 2)));
    assert_eq!(numbers(&survey, "outcome:options"), Some((4, 4)));
}
