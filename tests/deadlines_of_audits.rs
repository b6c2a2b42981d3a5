//! The clocks of an audit: the time limits that its dates have started, and what moves them.

use scrutineer::base::Word as _;
use scrutineer::checklist::Territory;
use scrutineer::checklist::holidays::Holiday;
use scrutineer::findings::clocks::{self, LocalWindow, Running, shifts};

use crate::testkit::clocks::{AUDIT, clock, clocks, day, has, library, with};

/// In Scotland the time for requiring a review runs without an answer too; no other nation's law here
/// says so.
#[test]
fn a_review_may_be_required_once_the_time_for_an_answer_has_run_out() {
    let window = LocalWindow::default();
    let rule = "foisa-review-request";
    let asked = ("information-asked", "2026-11-09");
    let text = with("scotland", Some("2026-12-15"), &[asked]);
    clock(&text, ("2026-12-08", &window), rule, |one, _| {
        assert_eq!(one, None);
    });
    clock(&text, ("2026-12-09", &window), rule, |one, told| {
        assert_eq!(one.and_then(Running::due), Some(day("2027-02-08")));
        has(
            told,
            &["counted from Tuesday 8 December 2026, when the time limit “Answer a request"],
        );
    });
    let answered = with(
        "scotland",
        Some("2026-12-15"),
        &[asked, ("information-answered", "2026-11-30")],
    );
    clock(&answered, ("2026-12-09", &window), rule, |one, _| {
        let one = one.expect("it has begun");
        assert_eq!((one.due(), one.ran_out), (Some(day("2027-01-29")), None));
    });
    // An answer of a spring in which the time was longer is judged by that time.
    let spring = |answered| {
        let events = [
            ("information-asked", "2020-03-30"),
            ("information-answered", answered),
        ];
        with("scotland", Some("2020-06-01"), &events)
    };
    for (answered, due) in [("2020-05-20", "2020-06-25"), ("2020-06-02", "2020-04-28")] {
        clock(
            &spring(answered),
            ("2020-12-01", &window),
            "foisa-reply",
            |one, _| {
                assert_eq!(one.and_then(Running::due), Some(day(due)), "{answered}");
            },
        );
    }
    // An answer that came before its request is a slip.
    clock(
        &spring("2020-03-02"),
        ("2020-04-01", &window),
        rule,
        |_, told| {
            has(
                told,
                &["That is before “Request for papers received”, Monday 30 March 2020: check both"],
            );
        },
    );
    for nation in ["england", "wales", "northern-ireland"] {
        let text = with(nation, Some("2026-12-15"), &[asked]);
        for rule in [rule, "foi-internal-review-request"] {
            clock(&text, ("2027-02-01", &window), rule, |one, _| {
                assert_eq!(one, None);
            });
        }
    }
}

#[test]
fn what_a_limit_needs_beyond_its_event_can_be_entered_in_an_audit() {
    let window = LocalWindow::default();
    let events = [("complaint-exhausted", "2026-08-31")];
    // The notice of Northern Ireland leaves six months; without it, and elsewhere, it is a year.
    for (nation, events, due) in [
        ("northern-ireland", &events[..], "2027-02-28"),
        ("northern-ireland", &[], "2027-03-14"),
        ("england", &events[..], "2027-03-14"),
    ] {
        let text = with(nation, Some("2026-03-15"), events);
        clock(&text, ("2026-12-01", &window), "ombudsman", |one, told| {
            assert_eq!(
                one.and_then(Running::due),
                Some(day(due)),
                "{nation}: {told}"
            );
        });
    }
    let dismissals = [
        ("first-dismissal", "2013-06-01"),
        ("redundancies-proposed", "120"),
    ];
    let rule = "redundancy-consultation";
    let text = with("england", Some("2013-03-15"), &dismissals);
    clock(&text, ("2013-04-10", &window), rule, |one, told| {
        assert_eq!(one.expect("it has begun").due(), None);
        has(told, &["Enter “Dismissals proposed”."]);
    });
    // No dismissals are a number too: then nothing is to be consulted on.
    let none = [
        ("first-dismissal", "2013-06-01"),
        ("redundancies-proposed", "0"),
    ];
    let text = with("england", Some("2013-03-15"), &none);
    clock(&text, ("2013-04-10", &window), rule, |one, _| {
        assert_eq!(one, None);
    });
    for (proposed, due) in [("2013-04-05", "2013-03-02"), ("2013-04-06", "2013-04-16")] {
        let events = [&dismissals[..], &[("dismissals-proposed", proposed)]].concat();
        let text = with("england", Some("2013-03-15"), &events);
        clock(&text, ("2013-04-10", &window), rule, |one, _| {
            assert_eq!(one.and_then(Running::due), Some(day(due)));
        });
    }
    let known = [("procurement-grounds-known", "2026-11-02")];
    for (nation, due) in [("england", Some("2026-12-01")), ("scotland", None)] {
        let text = with(nation, Some("2026-12-15"), &known);
        clock(
            &text,
            ("2026-11-20", &window),
            "judicial-review-procurement",
            |one, _| {
                assert_eq!(one.and_then(Running::due), due.map(day));
            },
        );
    }
}

/// Nothing leads nowhere: each setting without which a limit of an audit has no day comes from a figure,
/// an event or the council's profile, or is needed only beside one that no audit gives.
#[test]
fn every_setting_that_a_limit_of_an_audit_needs_can_be_given_by_it() {
    use scrutineer::checklist::deadline::{DeadlineSetting, Test};
    let given = |one: &DeadlineSetting| {
        one.figure.is_some() || one.event.is_some() || one.profile.is_some()
    };
    let mut asked = 0;
    for (_, rule) in library().deadlines() {
        if rule.starts.is_empty() {
            continue;
        }
        for setting in rule.set.iter().filter(|one| !one.needed.is_empty()) {
            let never = setting.needed.iter().any(|test| match test {
                Test::Given(key, true) => rule.setting(key).is_some_and(|one| !given(one)),
                _ => false,
            });
            asked += usize::from(!never);
            assert!(given(setting) || never, "{}: {}", rule.id, setting.key);
        }
    }
    assert!(asked >= 5, "{asked}");
}

#[test]
fn an_audit_shows_the_clocks_its_dates_have_started_the_two_that_lead_first() {
    clocks(AUDIT, "2026-12-16", |known, all| {
        let library = known.facts.library;
        let ids: Vec<&str> = all
            .iter()
            .map(|one| library.deadline(one.rule).id.as_str())
            .collect();
        assert_eq!(
            ids[..2],
            ["call-in-window", "judicial-review-england-wales"],
            "{ids:?}"
        );
        let of = |id: &str| {
            all.iter()
                .find(|one| library.deadline(one.rule).id == id)
                .expect(id)
        };
        // 16, 17, 18, 21 and 22 December.
        assert_eq!(of("call-in-window").due(), Some(day("2026-12-22")));
        assert_eq!(of("call-in-window").days_left, Some(6));
        // Counted from the earlier decision in principle; the other is told as well.
        let court = of("judicial-review-england-wales");
        assert_eq!(court.due(), Some(day("2027-02-01")));
        let said = clocks::told(known, court).join(" ");
        for part in [
            "may have started on that day already",
            "Sunday 14 March 2027",
            "47 days are left",
        ] {
            assert!(said.contains(part), "{part}: {said}");
        }
        assert_eq!(of("foi-reply").due(), Some(day("2027-01-05")));
        // 25 redundancies: 30 clear days before 30 April.
        assert_eq!(of("redundancy-consultation").due(), Some(day("2027-03-30")));
        // Nobody has said who decided: a cabinet, or full council or a committee, which such a council has too.
        assert!(ids.contains(&"meeting-papers-by") && ids.contains(&"executive-papers-by"));
        // Nobody has transferred, and Scotland's law is not this one's.
        assert!(!ids.contains(&"tupe-claim") && !ids.contains(&"foisa-reply"));
        let days: Vec<_> = all[2..].iter().filter_map(Running::due).collect();
        assert!(days.is_sorted(), "{days:?}");
    });
}

#[test]
fn a_clock_that_has_run_out_says_when_and_gives_no_hurry() {
    clocks(AUDIT, "2027-06-01", |known, all| {
        let court = &all[1];
        assert!(court.closed);
        let said = clocks::told(known, court).join(" ");
        assert!(
            said.starts_with("Closed on Tuesday 2 February 2027."),
            "{said}"
        );
        assert!(!said.contains("left"), "{said}");
    });
    // Between the two readings it is closed on one only.
    clocks(AUDIT, "2027-02-02", |known, all| {
        assert!(!all[1].closed);
        let said = clocks::told(known, &all[1]).join(" ");
        assert!(
            said.contains("on another it is open until Tuesday 2 February 2027"),
            "{said}"
        );
    });
}

#[test]
fn new_holidays_say_which_clocks_move_from_when_to_when() {
    clocks(AUDIT, "2026-12-16", |known, _| {
        let before = known.facts.library.holidays();
        let mut now = before.clone();
        now.add(Holiday {
            day: day("2026-12-21"),
            name: "A day of mourning".into(),
            nations: Territory::ALL.to_vec(),
            doubtful: false,
            worked: false,
        });
        let moved: Vec<(String, _, _)> = shifts(known, before, &now)
            .into_iter()
            .map(|one| {
                (
                    known.facts.library.deadline(one.rule).id.to_string(),
                    one.before,
                    one.after,
                )
            })
            .collect();
        let expected =
            |id: &str, from: &str, to: &str| (id.to_owned(), Some(day(from)), Some(day(to)));
        assert_eq!(
            moved,
            [
                expected("call-in-window", "2026-12-22", "2026-12-23"),
                expected("foi-reply", "2027-01-05", "2027-01-06"),
            ]
        );
        assert_eq!(shifts(known, before, before), []);
    });
}

#[test]
fn no_time_limit_cites_an_act_or_a_judgment_of_a_later_day() {
    let law = |id: &str, nation: Territory, on: &str| {
        let ix = library().find_deadline(id).expect(id);
        let law = library().deadline(ix).law(nation, None, day(on));
        law.citation.to_owned()
    };
    let (england, wales, scotland) = (Territory::England, Territory::Wales, Territory::Scotland);
    let rows = [
        (
            "meeting-papers-by",
            england,
            "2001-06-20",
            "SI 2002/715",
            false,
        ),
        (
            "meeting-papers-by",
            england,
            "2002-10-01",
            "SI 2002/715",
            true,
        ),
        (
            "executive-papers-by",
            england,
            "2001-06-20",
            "SI 2002/716",
            false,
        ),
        (
            "executive-papers-by",
            england,
            "2002-10-01",
            "SI 2002/716",
            true,
        ),
        (
            "general-exception-earliest",
            england,
            "2002-09-30",
            "SI 2002/716",
            false,
        ),
        (
            "tupe-employee-liability",
            england,
            "2014-04-30",
            "SI 2014/16",
            false,
        ),
        ("tupe-claim", scotland, "2026-09-30", "Act 2025", false),
        (
            "judicial-review-procurement",
            england,
            "2015-02-25",
            "PCR 2015",
            false,
        ),
        ("best-value-plan", england, "2002-03-31", "2002/305", false),
        ("best-value-plan", wales, "2006-04-01", "2006/615", true),
        ("ombudsman", wales, "2019-12-31", "2019", false),
        // The five days are English.
        (
            "meeting-papers-by",
            wales,
            "2026-06-20",
            "SI 2002/715",
            false,
        ),
        (
            "judicial-review-england-wales",
            england,
            "2001-06-20",
            "2013",
            false,
        ),
        (
            "judicial-review-england-wales",
            wales,
            "2026-06-20",
            "2013",
            true,
        ),
        (
            "redundancy-consultation",
            scotland,
            "2013-04-05",
            "SI 2013/763",
            false,
        ),
        (
            "redundancy-consultation",
            england,
            "2013-04-06",
            "SI 2013/763",
            true,
        ),
        (
            "protective-award-claim",
            wales,
            "2026-09-30",
            "Act 2025",
            false,
        ),
        // The two Acts of 2020 moved the answers of one spring.
        ("foisa-reply", scotland, "2019-06-20", "Coronavirus", false),
        ("foisa-reply", scotland, "2020-04-20", "Coronavirus", true),
        ("foisa-reply", scotland, "2026-06-20", "Coronavirus", false),
        ("foisa-review", scotland, "2026-06-20", "Coronavirus", false),
    ];
    for (id, nation, on, words, named) in rows {
        assert_eq!(law(id, nation, on).contains(words), named, "{id} {on}");
    }
}
