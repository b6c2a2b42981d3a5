//! The law, place by place and day by day: both sides of every date that decides.
//!
//! Each point says a nation, a kind of authority, executive arrangements and the day of the
//! decision; what force the union question has there; which requirements must apply and which must
//! not. The expectations come from the table of regimes and dates the content was written from.

use chrono::NaiveDate;
use scrutineer::audit::{Audit, Review};
use scrutineer::base::Word;
use scrutineer::checklist::{AuthorityKind, Executive, Library, Stage, Territory, load, shipped};
use scrutineer::findings::derive;

mod points;

use points::POINTS;

/// Spans of requirements: nation, kind, executive, first day, last day, and the requirements.
///
/// Each is tried on both sides of both days, so that the day before the first and the day after the
/// last are tried without being written down. `-` is a day that does not end the span here.
const SPANS: &str = "
# Police authorities: the review, the bare plan, and the general duty in two pieces.
england police no 2000-04-01 2007-03-30: lga-1999-5-1 lga-1999-5-3-a lga-1999-5-3-b \
    lga-1999-5-5-record lga-1999-5-6-action-plan si-1999-3251-6-1-a si-1999-3251-6-1-b \
    si-1999-3251-6-1-c si-1999-3251-6-1-d si-1999-3251-6-1-e si-1999-3251-6-1-f si-1999-3251-6-1-g \
    si-1999-3251-6-1-h si-1999-3251-6-1-i function-decided-is-function-reviewed \
    in-house-way-considered review-before-decision
wales police no 2000-04-01 2007-03-30: lga-1999-5-1 lga-1999-5-3-a si-1999-3251-6-1-a \
    si-1999-3251-6-1-i review-before-decision
england council yes 2000-04-01 2008-03-31: lga-1999-5-1 lga-1999-5-3-a si-1999-3251-6-1-a \
    si-1999-3251-6-1-i review-before-decision
england police no 2003-04-03 2007-03-30: si-1999-3251-6-1-f-unions
wales fire no 2003-04-03 2008-03-31: si-1999-3251-6-1-f-unions
england police no 2003-04-03 2007-03-30: lga-1999-6-1-guidance
england police no 2002-03-08 2007-03-30: si-2002-305-6
england council yes 2002-03-08 2008-03-31: si-2002-305-6
england police no 2000-04-01 2007-03-30: lga-1999-9-audit-response lga-1999-13-5
england police no 2007-03-31 2009-03-31: si-2007-709-5
wales police no 2007-03-31 2009-03-31: si-2007-709-5
england police no 2000-04-01 2007-03-30: lga-1999-3-1
england police no 2008-04-01 2012-11-21: lga-1999-3-1 lga-1999-3-2-a lga-1999-3-2-b \
    lga-1999-3-2-c lga-1999-3-2-d lga-1999-3-4
wales police no 2008-04-01 2012-11-21: lga-1999-3-1 lga-1999-3-2-c lga-1999-3-4
wales police no 1999-08-10 2007-03-30: lga-1999-3-2-c
wales fire no 1999-08-10 2010-03-31: lga-1999-3-2-c
england parish no - 2008-03-31: lga-1999-3-1 lga-1999-3-2-c
england council yes 2006-04-11 2008-03-31: lga-1999-6-1-certificate
england fire no 2006-04-11 2008-03-31: lga-1999-6-1-certificate
# Meetings of the Welsh executive.
wales council yes 2001-07-28 2008-03-31: wsi-2001-2290-private wsi-2001-2290-papers
wales council yes 2008-04-01 2020-03-31: wsi-2001-2290-private-since-2008
wales council yes 2021-05-01 -: wsi-2001-2290-private-since-2008
wales council yes 2008-04-01 2021-04-30: wsi-2001-2290-consultation-since-2008
wales council yes 2021-05-01 -: wsi-2001-2290-consultation-since-2021
# Wales between best value and now.
wales council yes 2010-04-01 2021-03-31: mwa-2009-2-1 mwa-2009-2-2 mwa-2009-3 mwa-2009-5
wales national-park no 2010-04-01 2021-03-31: mwa-2009-2-1 mwa-2009-5
wales fire no 2010-04-01 -: mwa-2009-2-1 mwa-2009-2-2 mwa-2009-3 mwa-2009-5
wales council yes 2021-04-01 -: lgewa-2021-89-yardstick lgewa-2021-89-guidance lgewa-2021-90 \
    lgewa-2021-91-10
wales council yes 2022-05-05 -: lgewa-2021-39 lgewa-2021-40
wales council yes 2026-03-25 -: sppp-2023-24 sppp-2023-26-clauses
# England: challenge, equality, accounts, officers.
england council yes 2012-06-27 2025-12-31: localism-2011-81
england council yes 2026-01-01 -: localism-2011-81-unverified
england council yes 2012-02-01 2017-03-30: si-2011-2260-2
england fire no 2012-02-01 2017-03-30: si-2011-2260-2
england national-park no 2012-04-07 2017-03-30: si-2011-2260-3
england council yes 2018-03-31 -: si-2017-353-4 si-2017-353-5
england council yes 2015-04-01 -: laaa-2014-26 si-2015-480-2
england council no 2014-08-06 -: si-2014-2095-7 si-2014-2095-8
england fire no 2014-08-06 -: si-2014-2095-7 si-2014-2095-8
england parish no 2014-08-06 -: si-2014-2095-7 si-2014-2095-8
england council yes 2002-01-01 -: lgha-1989-5a lgfa-1988-114a
wales council yes 2002-01-01 -: lgha-1989-5a lgfa-1988-114a
# The Procurement Act 2023.
england council yes 2025-02-24 -: pa-2023-12-1 pa-2023-12-2 pa-2023-52 pa-2023-81-82 pa-2023-83 \
    pa-2023-108-110
wales council yes 2025-02-24 -: pa-2023-12-1 pa-2023-83 pa-2023-108-110
northern-ireland council no 2025-02-24 -: pa-2023-12-1 pa-2023-83 pa-2023-108-110
england council yes 2026-03-01 -: pa-2023-71
england council yes 2026-01-06 -: pa-2023-part-5a
# Great Britain: redundancy, transfers, information.
england council no 1996-03-01 1999-10-31: tulrca-188-employers-choice
england council yes 1999-11-01 2013-04-05: tulrca-188-90-30
wales council yes 2013-04-06 -: tulrca-188-45-30
scotland council no 2013-04-06 -: tulrca-188-45-30
england council yes 2006-04-06 2014-04-30: tupe-2006-11-14-days
scotland council no 2014-01-31 -: tupe-2006-11-28-days
england council yes 2005-01-01 -: foia-2000-10 eir-2004-5
northern-ireland council no 2005-01-01 -: foia-2000-10 eir-2004-5
# Scotland and Northern Ireland.
scotland council no 2003-04-01 -: lgsa-2003-1-improvement lgsa-2003-1-outcomes
scotland council no 2016-04-18 -: prsa-2014-17 prsa-2014-guidance
scotland council no 2016-06-01 -: prsa-2014-9 prsa-2014-24-25
scotland council no 2024-04-01 -: csa-2020-21 csa-2020-22
northern-ireland council no 2017-06-01 -: rna-2016-1
northern-ireland council no 2015-04-01 2017-03-31: lgani-2014-87-to-2017
northern-ireland council no 2017-04-01 -: lgani-2014-87-ratepayers lgani-2014-87-users \
    lgani-2014-87-district
northern-ireland council no 2015-04-01 -: sr-2015-106-12
# Guidance is to be had regard to from the day of that duty.
england council yes 2000-04-01 2003-03-12: circular-10-99-staff circular-10-99-users \
    circular-10-99-commitments circular-10-99-equity circular-10-99-sustainability \
    circular-10-99-evaluation-policy
";

/// Requirements that never apply at a place: nation, kind, executive, two days to try.
const NEVER: &str = "
scotland council no 2008-06-02 2024-06-03: si-2007-709-5 lgha-1989-5 pa-2023-83 pa-2023-part-5a \
    eir-2004-5 mwa-2009-2-1 rna-2016-1
wales council no 2016-06-01 2026-06-01: pa-2023-part-5a si-2014-2095-7 si-2011-2260-2
england council yes 2015-06-01 2025-06-02: mwa-2009-5 lgewa-2021-39 csa-2020-21 rna-2016-1
england council yes 2008-06-02 2016-06-01: si-2014-2095-7 si-2007-709-5
england police no 2006-06-01 2007-06-01: lga-1999-6-1-certificate
england parish no 2006-06-01 2007-06-01: lga-1999-6-1-certificate
northern-ireland council no 2015-06-01 2024-06-03: tulrca-188-45-30 csa-2020-21 mwa-2009-5
wales fire no 2021-06-01 2026-06-01: lgewa-2021-90 lgewa-2021-39
";

fn review(words: &[&str]) -> Review {
    let [territory, kind, executive, day, ..] = words else {
        panic!("{words:?}")
    };
    Review {
        territory: Territory::from_word(territory).expect("a territory"),
        kind: AuthorityKind::from_word(kind).expect("a kind"),
        executive: Executive::from_word(executive).expect("an answer"),
        stage: Stage::Decision,
        decided: Some(day.parse().expect("a day")),
        ..Review::named("An authority", "A service")
    }
}

fn find(library: &Library, id: &str) -> scrutineer::checklist::RequirementIx {
    library
        .find_requirement(id)
        .unwrap_or_else(|| panic!("no requirement {id}"))
}

#[test]
fn both_sides_of_every_date_that_decides() {
    let library = load(&shipped::checklists()).expect("the shipped checklists load");
    let unions = library
        .find_question("unions.consulted")
        .expect("the union question");
    assert!(POINTS.len() >= 40);
    let mut wrong = Vec::new();
    for (point, applies, not) in POINTS {
        let words: Vec<&str> = point.split(' ').collect();
        let audit = Audit::new(review(&words));
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
        let findings = derive(&library, &audit, today);
        let force = findings.bite(&library, unions).map_or("none", Word::word);
        if words.last() != Some(&force) {
            wrong.push(format!(
                "{point}: the union question is a matter of {force}"
            ));
        }
        for id in applies.split(' ') {
            let ix = find(&library, id);
            if !findings.applies(ix).is_shown() {
                let why = findings.why(&library, ix);
                wrong.push(format!("{point}: {id} should apply, but: {why}"));
            }
        }
        for id in not.split(' ') {
            let ix = find(&library, id);
            if findings.applies(ix).is_shown() {
                let why = findings.why(&library, ix);
                wrong.push(format!("{point}: {id} should not apply, but: {why}"));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// Returns a line for each of the requirements that is shown, or is not, against what is expected.
fn against(
    library: &Library,
    (ids, place): (&str, &str),
    day: NaiveDate,
    expected: bool,
) -> Vec<String> {
    let point = format!("{place} {day}");
    let words: Vec<&str> = point.split(' ').collect();
    let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
    let findings = derive(library, &Audit::new(review(&words)), today);
    ids.split(' ')
        .map(|id| (id, find(library, id)))
        .filter(|(_, ix)| findings.applies(*ix).is_shown() != expected)
        .map(|(id, ix)| {
            let should = if expected { "should" } else { "should not" };
            let why = findings.why(library, ix);
            format!("{point}: {id} {should} apply, but: {why}")
        })
        .collect()
}

/// Splits a table into its rows: the place, two days (none for `-`), and the requirements.
fn rows(table: &str) -> Vec<(String, [Option<NaiveDate>; 2], &str)> {
    table
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| {
            let (head, ids) = line.split_once(": ").expect(line);
            let words: Vec<&str> = head.split(' ').collect();
            let [territory, kind, executive, first, last] = words[..] else {
                panic!("{line}")
            };
            let day = |word: &str| (word != "-").then(|| word.parse().expect("a day"));
            let place = format!("{territory} {kind} {executive}");
            (place, [day(first), day(last)], ids)
        })
        .collect()
}

#[test]
fn both_sides_of_the_first_and_the_last_day_of_a_span() {
    let library = load(&shipped::checklists()).expect("the shipped checklists load");
    let mut wrong = Vec::new();
    for (place, [first, last], ids) in rows(SPANS) {
        assert!(first.or(last).is_some(), "{ids}: no day to try");
        let outside = [
            first.and_then(|day| day.pred_opt()),
            last.and_then(|day| day.succ_opt()),
        ];
        for day in [first, last].into_iter().flatten() {
            wrong.extend(against(&library, (ids, &place), day, true));
        }
        for day in outside.into_iter().flatten() {
            wrong.extend(against(&library, (ids, &place), day, false));
        }
    }
    for (place, days, ids) in rows(NEVER) {
        for day in days.into_iter().flatten() {
            wrong.extend(against(&library, (ids, &place), day, false));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn no_nation_is_shown_the_law_of_another() {
    let library = load(&shipped::checklists()).expect("the shipped checklists load");
    let foreign: [(&str, &[&str]); 3] = [
        (
            "scotland",
            &[
                "LGA 1999",
                "SI 1999/3251",
                "SI 2012/2089",
                "(W.",
                "LGA 2000",
                "(Wales)",
                "(NI)",
            ],
        ),
        (
            "northern-ireland",
            &[
                "LGA 1999",
                "SI 1999/3251",
                "SI 2012/2089",
                "(W.",
                "(Scotland)",
                "(Wales)",
            ],
        ),
        (
            "wales",
            &[
                "SI 2012/2089",
                "(Scotland)",
                "best value authorities (DLUHC",
                "(NI)",
            ],
        ),
    ];
    for (territory, bans) in foreign {
        for day in ["2001-06-01", "2004-06-01", "2016-06-01", "2026-06-01"] {
            let audit = Audit::new(review(&[territory, "council", "yes", day]));
            let findings = derive(
                &library,
                &audit,
                NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day"),
            );
            for (ix, requirement) in library.requirements() {
                if findings.applies(ix).is_shown() {
                    for ban in bans {
                        assert!(
                            !requirement.citation.contains(ban),
                            "{territory} {day}: {}",
                            requirement.citation
                        );
                    }
                }
            }
        }
    }
}

#[test]
fn spans_that_meet_are_told_as_one_and_a_text_has_its_own_days() {
    let library = load(&shipped::checklists()).expect("the shipped checklists load");
    let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
    let audit = Audit::new(review(&["england", "council", "yes", "2005-06-01"]));
    let findings = derive(&library, &audit, today);
    let ix = find(&library, "si-1999-3251-6-1-f");
    let why = findings.why(&library, ix);
    assert!(
        why.starts_with("in force in England from 1 April 2000 to 31 March 2008;"),
        "{why}"
    );
    // Its citation is that of 2003, and so are its days.
    let dates = scrutineer::report::words::dates(library.requirement(ix), &findings.place);
    assert_eq!(dates, "England, from 3 April 2003 to 31 March 2008");
}
