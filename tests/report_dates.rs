//! The dates in order: what a paper says happened and was due, and what may never leave.

use crate::testkit::report_common;

use report_common::{
    all_text, built, day, formats_of, found, kinds, library, with_setting, written,
};
use scrutineer::audit::{
    Access, Answer, Audit, CouncilQuestion, Document, Evidence, OwnEvent, ReplyOutcome, Review,
    Value,
};
use scrutineer::checklist::deadline::Actor;
use scrutineer::checklist::{Counting, Executive, Stage, Status};
use scrutineer::report::document::{Block, Mark, words_of};
use scrutineer::report::setting::{PaperSection, Settings};
use scrutineer::report::{Council, Format, Kind, ReportDocument, Setting, write};
use scrutineer::wording::{say_day, say_weekday};

/// Stands in every text that rests on a paper in confidence, or on nothing that can be looked up.
const SECRET: &str = "SECRETMARK";

fn shown(document: &str, page: u32) -> Vec<Evidence> {
    vec![Evidence {
        document: Some(document.to_owned()),
        page: Some(page),
        ..Evidence::default()
    }]
}

/// A decision of 15 June 2026 with its papers opened on a day, and much that may not leave.
fn review(opened: &str) -> Audit {
    let mut audit = Audit::new(Review {
        executive: Executive::Yes,
        stage: Stage::Decision,
        decided: Some(day(2026, 6, 15)),
        ..Review::named("Anytown Council", "Home care")
    });
    audit.documents = vec![
        Document {
            date: Some(day(2026, 6, 9)),
            access: Some(Access::Public),
            ..Document::titled("report", "Cabinet report")
        },
        Document {
            date: Some(day(2026, 2, 2)),
            access: Some(Access::InConfidence),
            ..Document::titled("leak", format!("{SECRET} case"))
        },
        Document {
            date: Some(day(2026, 2, 4)),
            access: Some(Access::Refused),
            ..Document::titled("refused", format!("{SECRET} refused"))
        },
    ];
    let mut add = |id: &str, value: Value, evidence: Vec<Evidence>| {
        let answer = Answer {
            value: Some(value),
            evidence,
            ..Answer::default()
        };
        audit.answers.insert(id.to_owned(), answer);
    };
    let date = |text: &str| Value::Date(text.parse().expect("a date"));
    let chosen = |text: &str| Value::Option(text.to_owned());
    add("decided-by", chosen("executive"), shown("report", 1));
    add("key-decision", chosen("yes"), shown("report", 1));
    add("papers-published", date(opened), shown("report", 2));
    add("notice-published", date("2026-05-29"), shown("report", 3));
    add("information-asked", date("2026-06-20"), shown("report", 4));
    // Said, and not shown.
    add("annual-plan-published", date("1987-03-04"), Vec::new());
    add("scope-widened", date("1987-03-05"), shown("leak", 1));
    audit.answers.insert(
        "users.consulted".to_owned(),
        Answer {
            status: Some(Status::NotMet),
            evidence: shown("report", 5),
            ..Answer::default()
        },
    );
    audit.answers.insert(
        "options.ways-considered".to_owned(),
        Answer {
            status: Some(Status::NoEvidence),
            ..Answer::default()
        },
    );
    let own = |id: &str, what: String, evidence: Vec<Evidence>| OwnEvent {
        id: id.to_owned(),
        when: "1987-03-06".parse().expect("a date"),
        what,
        evidence,
    };
    audit.events = vec![
        own("event-1", format!("{SECRET} rumour"), Vec::new()),
        own("event-2", format!("{SECRET} told"), shown("leak", 2)),
        own(
            "event-3",
            format!("Named in the {SECRET} case"),
            shown("report", 6),
        ),
        OwnEvent {
            when: "2026-05".parse().expect("a date"),
            ..own(
                "event-4",
                "The provider was named".to_owned(),
                shown("report", 7),
            )
        },
    ];
    audit.puts = vec![CouncilQuestion {
        on: Some(day(1987, 3, 7)),
        outcome: ReplyOutcome::Answered,
        ..CouncilQuestion::asked("put-1", "Why so soon?")
    }];
    audit
}

/// The rows of the dates in order, each as one line.
fn rows(paper: &ReportDocument) -> Vec<String> {
    let tables = paper.blocks.iter().filter_map(|block| match block {
        Block::Table { table } if !table.marks.is_empty() => Some(table),
        _ => None,
    });
    let rows = tables.flat_map(|table| &table.rows);
    rows.map(|row| {
        row.iter()
            .map(|cell| words_of(cell))
            .collect::<Vec<_>>()
            .join(" | ")
    })
    .collect()
}

fn marks(paper: &ReportDocument) -> Vec<Mark> {
    let tables = paper.blocks.iter().filter_map(|block| match block {
        Block::Table { table } => Some(table.marks.clone()),
        _ => None,
    });
    tables.flatten().collect()
}

#[test]
fn the_submission_has_the_dates_in_order_with_what_was_due() {
    let library = library();
    let paper = built(Kind::Submission, &library, &review("2026-06-10")).expect("grounds");
    let told = rows(&paper);
    let expected = [
        "May 2026 | The provider was named | “Cabinet report”, page 7",
        "17 May 2026 | Last day to publish the notice of a key decision (the council). Late. The \
         date shown is 29 May 2026. | SI 2012/2089 reg 9 (checked: text read)",
        "29 May 2026 | Advance notice published | “Cabinet report”, page 3",
        "7 June 2026 or 9 June 2026 | Last day to open the agenda and reports to the public before a \
         meeting of the executive (the council). Counting working days only, 7 June 2026: late. \
         Counting every day, weekends included, 9 June 2026: late. The date shown is 10 June 2026. | \
         SI 2012/2089 reg 7",
        "9 June 2026 | “Cabinet report” bears this date | The paper itself",
        "10 June 2026 | Report made public | “Cabinet report”, page 2",
        "15 June 2026 | The decision was taken | The decision under review",
        "20 June 2026 | Request for papers received | “Cabinet report”, page 4",
        "20 July 2026 | Last day to answer a request for information",
    ];
    assert_eq!(told.len(), expected.len(), "{told:#?}");
    for (row, wanted) in told.iter().zip(expected) {
        assert!(row.starts_with(wanted), "{wanted}\n{row}");
    }
    let text = all_text(&paper);
    for expected in [
        "For “Report made public” the last day was Tuesday 9 June 2026, even on the reading that asks \
         least (counting every day, weekends included)",
        "For “Advance notice published” the last day was Sunday 17 May 2026",
        "“Report made public”, 10 June 2026; the decision, 15 June 2026",
        "We say that something was late only where it was late on all of them.",
    ] {
        assert!(text.contains(expected), "{expected}\n{text}");
    }
    assert_eq!(marks(&paper).len(), told.len(), "each row is drawn");
}

#[test]
fn what_is_late_on_one_reading_only_is_not_said_to_be_late() {
    let library = library();
    let paper = built(Kind::Submission, &library, &review("2026-06-08")).expect("grounds");
    let row = rows(&paper)
        .into_iter()
        .find(|row| row.starts_with("7 June"));
    let row = row.expect("the papers were due");
    assert!(
        row.contains(
            "Counting working days only, 7 June 2026: late. Counting every day, weekends included, 9 \
             June 2026: in time. The date shown is 8 June 2026."
        ),
        "{row}"
    );
    assert!(!all_text(&paper).contains("For “Report made public” the last day was"));
    // Not shown, the day is not used.
    let mut audit = review("2026-06-10");
    let answer = audit.answers.get_mut("papers-published").expect("the day");
    answer.evidence.clear();
    let paper = built(Kind::Submission, &library, &audit).expect("grounds");
    let text = rows(&paper).join("\n");
    assert!(
        text.contains("7 June 2026: passed, and no date is shown."),
        "{text}"
    );
    assert!(!text.contains("10 June 2026"), "{text}");
    // A decision that is not known to be a key decision needed no such notice.
    audit.answers.remove("key-decision");
    let paper = built(Kind::Submission, &library, &audit).expect("grounds");
    assert!(!rows(&paper).join("\n").contains("notice of a key decision"));
}

#[test]
fn no_paper_for_the_other_side_has_our_limits_or_what_cannot_be_looked_up() {
    let library = library();
    let audit = review("2026-06-10");
    let findings = found(&library, &audit);
    let setting = Setting {
        council: Council {
            name: "Anytown Council".to_owned(),
            closes: Some(scrutineer::report::council::Closes::Days(5)),
            from: "the meeting".to_owned(),
            counted: Some(Counting::Working),
            ..Council::default()
        },
        ..Setting::default()
    };
    let record = with_setting(Kind::Record, &library, &audit, &findings, &setting);
    let ours = rows(&record.expect("always built"));
    let ours_told = ours.join("\n");
    let limits: Vec<&str> = library
        .deadlines()
        .filter(|(_, rule)| rule.who == Actor::You && rule.id != "call-in-window")
        .map(|(_, rule)| rule.title.as_str())
        .collect();
    assert!(limits.len() > 10);
    assert!(
        ours_told.contains("file a claim for judicial review"),
        "{ours_told}"
    );
    for expected in [
        SECRET,
        "1987",
        "nothing that shows it yet",
        "You put a question",
    ] {
        assert!(ours_told.contains(expected), "{expected}: {ours_told}");
    }
    let court = day(2026, 9, 14);
    assert!(ours_told.contains("14 September 2026"), "{ours_told}");
    for kind in kinds() {
        if *kind == Kind::Record {
            continue;
        }
        let paper = with_setting(*kind, &library, &audit, &findings, &setting).expect("built");
        for row in rows(&paper) {
            for never in [SECRET, "1987", "February 2026"] {
                assert!(!row.contains(never), "{kind}: {never}: {row}");
            }
        }
        for format in &formats_of(*kind) {
            let text = written(&paper, *format).to_lowercase();
            for day in [say_day(court), say_weekday(court), "2026-09-14".to_owned()] {
                assert!(
                    !text.contains(&day.to_lowercase()),
                    "{kind}, {format}: {day}"
                );
            }
            for title in &limits {
                let title = title.to_lowercase();
                assert!(!text.contains(&title), "{kind}, {format}: {title}");
            }
            for never in [
                "secretmark rumour",
                "secretmark told",
                "named in the secretmark",
            ] {
                assert!(!text.contains(never), "{kind}, {format}: {never}");
            }
        }
        let has = matches!(kind, Kind::Submission | Kind::Briefing);
        let window = rows(&paper)
            .join("\n")
            .contains("Last day to call the decision in.");
        assert_eq!(window, has, "{kind}: the council's own window");
    }
}

#[test]
fn a_profile_that_is_not_confirmed_gives_the_other_side_no_window() {
    let library = library();
    let audit = review("2026-06-10");
    let setting = Setting {
        council: Council {
            closes: Some(scrutineer::report::council::Closes::Days(5)),
            from: "the meeting".to_owned(),
            counted: Some(Counting::Working),
            checked: Some(scrutineer::report::council::Checked::Official),
            ..Council::default()
        },
        ..Setting::default()
    };
    let findings = found(&library, &audit);
    let of = |kind| {
        let paper = with_setting(kind, &library, &audit, &findings, &setting);
        rows(&paper.expect("built")).join("\n")
    };
    assert!(!of(Kind::Submission).contains("call the decision in"));
    assert!(of(Kind::Record).contains("Last day to call the decision in"));
}

#[test]
fn every_format_has_the_dates_and_html_draws_them() {
    let library = library();
    let audit = review("2026-06-10");
    for kind in [Kind::Submission, Kind::Briefing] {
        let paper = built(kind, &library, &audit).expect("grounds");
        for format in &formats_of(kind) {
            let text = written(&paper, *format);
            assert!(
                text.contains("Last day to publish the notice"),
                "{kind}, {format}"
            );
            assert!(text.contains("Report made public"), "{kind}, {format}");
        }
        let html = String::from_utf8(write(&paper, Format::Html)).expect("UTF-8");
        let drawn = html
            .split_once("<figure class=\"dates\">")
            .expect("a drawing")
            .1;
        let (drawn, after) = drawn.split_once("</figure>").expect("its end");
        assert_eq!(
            drawn.matches("class=\"limit\" d=").count(),
            3,
            "two days and the key"
        );
        assert!(
            drawn.contains("role=\"img\"") && drawn.contains("10 June 2026: Report made public")
        );
        assert!(
            after.trim_start().starts_with("<div class=\"wide\""),
            "the same in words follows"
        );
    }
}

#[test]
fn the_dates_can_be_moved_or_left_out_and_one_date_is_no_page() {
    let library = library();
    let audit = review("2026-06-10");
    let mut settings = Settings::default();
    settings
        .order
        .set(Kind::Submission, &[PaperSection::Grounds]);
    let setting = Setting {
        settings,
        ..Setting::default()
    };
    let findings = found(&library, &audit);
    let paper = with_setting(Kind::Submission, &library, &audit, &findings, &setting);
    assert!(rows(&paper.expect("grounds")).is_empty());
    let mut bare = review("2026-06-10");
    bare.documents.retain(|one| one.id == "report");
    bare.documents[0].date = None;
    bare.review.executive = Executive::Unknown;
    bare.events.clear();
    bare.answers.retain(|id, _| id.contains('.'));
    let paper = built(Kind::Submission, &library, &bare).expect("grounds");
    assert!(rows(&paper).is_empty(), "{:?}", rows(&paper));
}
