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
