//! The clock of call-in: the event its council counts from, the day of a notice, and the place of the rules.

use scrutineer::audit::Audit;
use scrutineer::base::SourceText;
use scrutineer::findings::Facts;
use scrutineer::findings::clocks::{self, Known, LocalWindow, Running, of_review};

use crate::testkit::clocks::{
    AUDIT, CALL_IN, clock, clocks, day, five_working_days, has, library, with,
};

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
