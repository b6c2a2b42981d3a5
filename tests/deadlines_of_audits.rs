//! The clocks of an audit: the time limits that its dates have started, and what moves them.

use std::sync::LazyLock;

use chrono::NaiveDate;
use scrutineer::audit::Audit;
use scrutineer::base::{SourceText, Word as _};
use scrutineer::checklist::holidays::Holiday;
use scrutineer::checklist::{Counting, Library, Territory, load, shipped};
use scrutineer::findings::Facts;
use scrutineer::findings::clocks::{self, Closes, Known, LocalWindow, Running, of_review, shifts};

/// The shipped checklists, loaded once for all of these tests.
fn library() -> &'static Library {
    static LIBRARY: LazyLock<Library> =
        LazyLock::new(|| load(&shipped::checklists()).expect("the shipped checklists load"));
    &LIBRARY
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

const AUDIT: &str = r#"format = 1
[review]
authority = "Anytown Council"
kind = "council"
service = "Libraries"
territory = "england"
executive = "yes"
stage = "decision"
decided = 2026-12-15

[answers."in-principle-decision"]
value = 2026-11-02

[answers."decision-recorded"]
value = 2026-12-15

[answers."information-asked"]
value = 2026-12-02

[answers."first-dismissal"]
value = 2027-04-30

[answers."redundancies-proposed"]
value = 25
"#;

fn five_working_days() -> LocalWindow {
    LocalWindow {
        closes: Some(Closes::Days(5)),
        counted: Some(Counting::Working),
        from: "publication of the decision".to_owned(),
        ..LocalWindow::default()
    }
}

fn clocks<T>(text: &str, today: &str, use_them: impl Fn(&Known<'_>, &[Running]) -> T) -> T {
    let library = library();
    let audit = Audit::read(&SourceText::new("a.audit.toml", text)).expect("an audit");
    let facts = Facts::gather(library, &audit, day(today));
    let window = five_working_days();
    let known = Known {
        facts: &facts,
        window: Some(&window),
    };
    let all = of_review(&known);
    use_them(&known, &all)
}

/// An audit of Anytown's libraries, decided on a day, with the days of some events.
fn with(nation: &str, decided: Option<&str>, events: &[(&str, &str)]) -> String {
    let mut text = format!(
        "format = 1\n[review]\nauthority = \"Anytown Council\"\nkind = \"council\"\n\
         service = \"Libraries\"\nterritory = \"{nation}\"\nexecutive = \"yes\"\n\
         stage = \"decision\"\n"
    );
    if let Some(day) = decided {
        text.push_str(&format!("decided = {day}\n"));
    }
    for (event, day) in events {
        text.push_str(&format!("[answers.\"{event}\"]\nvalue = {day}\n"));
    }
    text
}

/// Uses the clock of a rule in an audit on a day, with everything that is told about it.
fn clock<T>(
    text: &str,
    (today, window): (&str, &LocalWindow),
    rule: &str,
    use_it: impl Fn(Option<&Running>, &str) -> T,
) -> T {
    let audit = Audit::read(&SourceText::new("a.audit.toml", text)).expect("an audit");
    let facts = Facts::gather(library(), &audit, day(today));
    let known = Known {
        facts: &facts,
        window: Some(window),
    };
    let all = of_review(&known);
    let one = all
        .iter()
        .find(|one| library().deadline(one.rule).id == rule);
    let told = one.map_or_else(String::new, |one| clocks::told(&known, one).join(" "));
    use_it(one, &told)
}

fn has(told: &str, parts: &[&str]) {
    for part in parts {
        assert!(told.contains(part), "{part}: {told}");
    }
}

const CALL_IN: &str = "call-in-window";

#[test]
fn a_window_from_publication_is_not_counted_from_the_decision() {
    for from in [
        "publication of the decision",
        "the day after the decision is published",
        "the date of the decision notice",
        "the issue of the minutes, not the meeting",
    ] {
        let window = LocalWindow {
            from: from.to_owned(),
            ..five_working_days()
        };
        let text = with("england", Some("2026-12-15"), &[]);
        clock(&text, ("2026-12-28", &window), CALL_IN, |one, told| {
            let one = one.expect("it leads");
            assert_eq!((one.due(), one.days_left, one.closed), (None, None, false));
            assert_eq!(one.no_sooner.map(|(_, day)| day), Some(day("2026-12-22")));
            let asked = format!("count from {from}, and that day is not entered");
            has(
                told,
                &[
                    &asked,
                    "Enter “Decision published”.",
                    "cannot close before Tuesday 22 December 2026",
                    "not known whether it is still open",
                ],
            );
            assert!(
                !told.contains("losed on") && !told.contains("left"),
                "{told}"
            );
        });
        // Before that day it is not said that nothing is known: it cannot have closed.
        clock(&text, ("2026-12-22", &window), CALL_IN, |_, told| {
            assert!(!told.contains("not known"), "{told}");
        });
        let published = [("decision-recorded", "2026-12-18")];
        let text = with("england", Some("2026-12-15"), &published);
        clock(&text, ("2026-12-28", &window), CALL_IN, |one, _| {
            assert_eq!(one.and_then(Running::due), Some(day("2026-12-29")));
        });
    }
    // The other way round: what counts from the meeting is not counted from the record of it.
    for from in [
        "the date of the meeting (not of publication)",
        "the decision; not its record",
    ] {
        let window = LocalWindow {
            from: from.to_owned(),
            ..five_working_days()
        };
        let text = with("england", None, &[("decision-recorded", "2026-12-18")]);
        clock(&text, ("2026-12-28", &window), CALL_IN, |one, told| {
            assert_eq!(one.and_then(Running::due), None, "{from}");
            has(told, &["Enter the day of the decision."]);
        });
    }
}

#[test]
fn rules_that_do_not_name_their_first_day_close_nothing_that_may_still_be_open() {
    let window = LocalWindow {
        from: String::new(),
        ..five_working_days()
    };
    let text = with("england", Some("2026-12-15"), &[]);
    clock(&text, ("2026-12-28", &window), CALL_IN, |one, told| {
        assert!(!one.expect("it leads").closed);
        has(
            told,
            &[
                "Counted from the day of the decision it closed on Tuesday 22 December 2026, but it \
                 may have started later.",
                "If it is “Decision published”, which is not entered, it ends later.",
            ],
        );
    });
    let both = [("decision-recorded", "2026-12-22")];
    let text = with("england", Some("2026-12-15"), &both);
    for (today, closed) in [("2026-12-31", false), ("2027-01-01", true)] {
        clock(&text, (today, &window), CALL_IN, |one, told| {
            assert_eq!(one.expect("it leads").closed, closed, "{told}");
            has(told, &["the last day is Thursday 31 December 2026"]);
        });
    }
}

#[test]
fn the_last_day_of_a_notice_is_gone_by_and_told_beside_the_one_that_is_counted() {
    let window = five_working_days();
    let on = |closes: &str| {
        let events = [
            ("decision-recorded", "2026-12-18"),
            ("call-in-closes", closes),
        ];
        with("england", Some("2026-12-15"), &events)
    };
    clock(
        &on("2026-12-29"),
        ("2026-12-28", &window),
        CALL_IN,
        |one, told| {
            let one = one.expect("it leads");
            assert!(!one.disagrees());
            has(
                told,
                &[
                    "1 day is left.",
                    "“Call-in period closes”",
                    "leads to the same day",
                ],
            );
        },
    );
    // Earlier than the count: it is gone by, and nothing is closed that the rules leave open.
    clock(
        &on("2026-12-24"),
        ("2026-12-28", &window),
        CALL_IN,
        |one, told| {
            let one = one.expect("it leads");
            assert_eq!(one.due(), Some(day("2026-12-24")));
            assert!(one.disagrees() && !one.closed);
            has(
                told,
                &[
                    "By the day that was entered it closed on Thursday 24 December 2026",
                    "The two days differ",
                    "the last day is Tuesday 29 December 2026",
                    "Go by the day of the council’s notice once you have checked it",
                ],
            );
        },
    );
    clock(
        &on("2026-12-24"),
        ("2026-12-30", &window),
        CALL_IN,
        |one, told| {
            assert!(one.expect("it leads").closed);
            has(told, &["Closed on Thursday 24 December 2026."]);
        },
    );
    clock(
        &on("\"2026-12\""),
        ("2026-12-28", &window),
        CALL_IN,
        |one, told| {
            assert_eq!(one.and_then(Running::due), Some(day("2026-12-29")));
            has(
                told,
                &["December 2026, which is not one day, so it is not gone by"],
            );
        },
    );
    // Without any rules of the council, and with a day that cannot be right.
    let text = with(
        "england",
        Some("2026-12-15"),
        &[("call-in-closes", "2026-12-10")],
    );
    let none = LocalWindow::default();
    clock(&text, ("2026-12-09", &none), CALL_IN, |one, told| {
        assert_eq!(one.expect("it leads").days_left, Some(1));
        has(
            told,
            &["before the day of the decision, Tuesday 15 December 2026: check both days"],
        );
    });
}

#[test]
fn the_place_of_the_councils_own_rules_is_told_or_asked_for() {
    let text = with(
        "england",
        Some("2026-12-15"),
        &[("decision-recorded", "2026-12-18")],
    );
    let lacks = five_working_days();
    clock(&text, ("2026-12-20", &lacks), CALL_IN, |_, told| {
        has(
            told,
            &["No source is entered for the council’s own rules on this: check them"],
        );
    });
    let window = LocalWindow {
        source: "Constitution, part 4, rule 16".to_owned(),
        ..lacks
    };
    clock(&text, ("2026-12-20", &window), CALL_IN, |_, told| {
        has(
            told,
            &["The council’s own rules on this are from: Constitution, part 4, rule 16."],
        );
        assert!(!told.contains("No source"), "{told}");
    });
    // Nothing is from a place that has no rules.
    clock(
        &text,
        ("2026-12-20", &LocalWindow::default()),
        CALL_IN,
        |_, told| {
            assert!(!told.contains("ource"), "{told}");
        },
    );
}

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
fn a_window_that_is_not_known_is_asked_for_and_nothing_is_computed() {
    let library = library();
    let open = AUDIT.replace("decided = 2026-12-15\n", "");
    let audit = Audit::read(&SourceText::new("a.audit.toml", AUDIT)).expect("an audit");
    let facts = Facts::gather(library, &audit, day("2026-12-16"));
    let known = Known {
        facts: &facts,
        window: None,
    };
    let all = of_review(&known);
    assert_eq!(all[0].due(), None);
    let said = clocks::told(&known, &all[0]).join(" ");
    assert!(
        said.contains("No day can be given yet. Enter the council’s own rules on call-in."),
        "{said}"
    );
    let no_event = open.replace(
        "[answers.\"in-principle-decision\"]\nvalue = 2026-11-02\n",
        "",
    );
    let no_event = no_event.replace("[answers.\"decision-recorded\"]\nvalue = 2026-12-15\n", "");
    clocks(&no_event, "2026-12-16", |known, all| {
        let said = clocks::told(known, &all[1]).join(" ");
        assert!(said.contains("does not yet say when it starts"), "{said}");
        assert!(all[..2].iter().all(|one| one.due().is_none()));
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
fn the_window_for_call_in_names_an_act_only_in_its_time_and_with_an_executive() {
    let law = |nation: &str, executive: &str, decided: &str| {
        let text = format!(
            "format = 1\n[review]\nauthority = \"Calderbrook\"\nkind = \"council\"\nservice = \"Care\"\n\
             territory = \"{nation}\"\nexecutive = \"{executive}\"\ndecided = {decided}\n"
        );
        clocks(&text, "2026-11-30", |known, all| {
            let is_window =
                |one: &&Running| known.facts.library.deadline(one.rule).id == "call-in-window";
            let window = all
                .iter()
                .find(is_window)
                .expect("there is always a window");
            let law = window.law(known.facts.library, &known.facts.place);
            law.citation.to_owned()
        })
    };
    let own = "The council's constitution";
    let s21 = "Local Government Act 2000 s 21(3); the council's constitution";
    let s9f = "Local Government Act 2000 s 9F; the council's constitution";
    let s41 = "Local Government Act (Northern Ireland) 2014 s 41; the council's constitution";
    let rows = [
        ("england", "yes", "2000-10-25", own),
        ("england", "yes", "2000-10-26", s21),
        ("england", "unknown", "2000-11-20", own),
        ("england", "yes", "2026-11-19", s9f),
        ("england", "no", "2026-11-19", own),
        ("wales", "yes", "2001-07-27", own),
        ("wales", "yes", "2001-07-28", s21),
        ("wales", "no", "2026-11-19", own),
        ("scotland", "no", "2026-11-19", own),
        ("northern-ireland", "no", "2015-12-31", own),
        ("northern-ireland", "no", "2016-01-01", s41),
    ];
    for (nation, executive, decided, expected) in rows {
        assert_eq!(
            law(nation, executive, decided),
            expected,
            "{nation} {executive} {decided}"
        );
    }
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
