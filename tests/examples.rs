//! The shipped examples: what must fire in each and what must not, and how the same answers read
//! at another date and in another nation.

use chrono::NaiveDate;
use scrutineer::audit::Audit;
use scrutineer::checklist::{AuthorityKind, Library, Territory};
use scrutineer::findings::{Findings, Level, derive};

use crate::testkit::report_common::{day, example, library};

fn findings(library: &Library, audit: &Audit) -> Findings {
    derive(library, audit, day(2026, 11, 22))
}

fn level(library: &Library, findings: &Findings, flag: &str) -> Option<Level> {
    let ix = library
        .find_flag(flag)
        .unwrap_or_else(|| panic!("no flag {flag}"));
    findings.fired(ix).map(|fired| fired.if_proved)
}

/// Asserts what fires and what does not, and says everything that did when it is wrong.
fn expect(name: &str, fires: &[(&str, &[Level])], silent: &[&str]) -> (Library, Audit, Findings) {
    let library = library();
    let audit = example(name);
    let found = findings(&library, &audit);
    let all: Vec<String> = found
        .all_fired()
        .map(|one| format!("{} {}", one.if_proved, library.flag(one.flag).id))
        .collect();
    for (flag, levels) in fires {
        let real = level(&library, &found, flag);
        assert!(
            real.is_some_and(|real| levels.contains(&real)),
            "{name}: {flag} {real:?}\n{all:#?}"
        );
    }
    for flag in silent {
        assert_eq!(level(&library, &found, flag), None, "{name}: {flag} fired");
    }
    assert!(
        found.core_open.is_empty(),
        "{name}: core questions are open: {:?}",
        found.core_open
    );
    (library, audit, found)
}

const UNDERMINES: &[Level] = &[Level::Undermines];
const DEPARTURE: &[Level] = &[Level::Departure];
const GRAVE: &[Level] = &[Level::Breach, Level::Undermines];

#[test]
fn liverpool_fires_what_scrutiny_found() {
    let (library, _, found) = expect(
        "liverpool-ict-2000",
        &[
            ("statutory-tests-missing", GRAVE),
            ("performance-information-withheld", UNDERMINES),
            ("in-house-never-evaluated", UNDERMINES),
            ("scope-grew", UNDERMINES),
            ("scrutiny-overridden", UNDERMINES),
            ("consultants-drove-the-outcome", DEPARTURE),
            ("no-union-involvement", DEPARTURE),
            ("employment-effects-unknown", DEPARTURE),
        ],
        &["users-never-asked"],
    );
    for breach in &found.breaches {
        let requirement = library.requirement(*breach);
        let questions: Vec<&str> = requirement
            .questions
            .iter()
            .map(|ix| library.question(*ix).id.as_str())
            .collect();
        assert!(
            !questions.contains(&"unions.consulted"),
            "{}",
            requirement.citation
        );
    }
}

#[test]
fn sefton_fires_crude_benchmarking_and_keeps_the_unions_a_gap() {
    let (library, _, found) = expect(
        "sefton-home-care-2000",
        &[
            ("crude-benchmarking", GRAVE),
            ("users-overruled", GRAVE),
            ("statutory-tests-missing", GRAVE),
        ],
        &["no-union-involvement", "in-house-never-evaluated"],
    );
    let unions = library
        .find_question("unions.consulted")
        .expect("the question");
    assert!(found.gaps.iter().any(|gap| gap.question == unions));
}

#[test]
fn middlesbrough_fires_what_came_before_any_review() {
    expect(
        "middlesbrough-ict",
        &[
            ("pre-empted", GRAVE),
            ("scope-grew", GRAVE),
            ("track-record-ignored", GRAVE),
        ],
        &["no-union-involvement"],
    );
}

#[test]
fn york_is_never_a_breach_since_the_act_was_not_in_force() {
    let (_, _, found) = expect(
        "york-meals",
        &[("quality-cut-for-savings", UNDERMINES)],
        &[],
    );
    assert_eq!(found.count(Level::Breach), 0);
    assert!(found.breaches.is_empty());
}

#[test]
fn nottinghamshire_fires_business_over_represented() {
    expect(
        "nottinghamshire-board",
        &[("business-over-represented", DEPARTURE)],
        &["in-house-never-evaluated"],
    );
}

#[test]
fn newcastle_is_praised() {
    let (_, _, found) = expect(
        "newcastle",
        &[],
        &["in-house-never-evaluated", "no-union-involvement"],
    );
    assert!(found.strengths.len() >= 3, "{:?}", found.strengths);
    assert!(found.count(Level::Undermines) <= 1);
    assert_eq!(found.count(Level::Breach), 0);
}

fn liverpool_at(territory: Territory, kind: AuthorityKind, decided: NaiveDate) -> Audit {
    let mut audit = example("liverpool-ict-2000");
    audit.review.territory = territory;
    audit.review.kind = kind;
    audit.review.decided = Some(decided);
    audit
}

#[test]
fn the_same_answers_of_may_2003_make_the_unions_a_breach_where_the_order_reached() {
    let library = library();
    let may = day(2003, 5, 14);
    for (territory, kind, expected) in [
        (Territory::England, AuthorityKind::Council, Level::Breach),
        (Territory::Wales, AuthorityKind::Police, Level::Breach),
        (Territory::Wales, AuthorityKind::Council, Level::Departure),
    ] {
        let found = findings(&library, &liverpool_at(territory, kind, may));
        let flag = library.find_flag("no-union-involvement").expect("the flag");
        let fired = found.fired(flag).expect("it fires");
        assert_eq!(fired.if_proved, expected, "{territory} {kind}");
        let cites: Vec<&str> = fired
            .breaches
            .iter()
            .map(|ix| library.requirement(*ix).citation.as_str())
            .collect();
        if expected == Level::Breach {
            assert!(
                cites.iter().any(|cite| cite.contains("art 6(1)(f)")),
                "{cites:?}"
            );
        } else {
            assert!(cites.is_empty(), "{cites:?}");
        }
    }
}

#[test]
fn in_scotland_no_english_or_welsh_citation_appears() {
    let library = library();
    let found = findings(
        &library,
        &liverpool_at(
            Territory::Scotland,
            AuthorityKind::Council,
            day(2016, 5, 14),
        ),
    );
    assert!(found.all_fired().count() >= 6);
    for (ix, requirement) in library.requirements() {
        if !found.applies(ix).is_shown() {
            continue;
        }
        for foreign in [
            "LGA 1999",
            "SI 1999/3251",
            "SI 2012/2089",
            "SI 2000/3272",
            "LGA 2000",
            "(W.",
        ] {
            assert!(
                !requirement.citation.contains(foreign),
                "{}",
                requirement.citation
            );
        }
    }
}
