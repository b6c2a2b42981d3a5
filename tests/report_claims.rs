//! One question has one status in every paper, and no paper claims more than somebody can look up.

use crate::testkit::report_common;

use report_common::{all_text, built, cases, day, example, library, with_source};
use scrutineer::audit::{Answer, Audit, Document, Evidence, Request, Review, Shows, Value};
use scrutineer::base::{DateSpan, SourceText};
use scrutineer::checklist::{Executive, Library, QuestionIx, Status, Territory, shipped};
use scrutineer::findings::Support;
use scrutineer::report::document::{Block, words_of};
use scrutineer::report::{Kind, ReportDocument, Setting, build};

fn asked(library: &Library, id: &str) -> String {
    library
        .question(library.find_question(id).expect(id))
        .ask
        .to_string()
}

fn answered(audit: &mut Audit, id: &str, answer: Answer) {
    audit.answers.insert(id.to_owned(), answer);
}

fn page(number: u32) -> Evidence {
    Evidence {
        document: Some("report".to_owned()),
        page: Some(number),
        ..Evidence::default()
    }
}

fn shown(status: Status) -> Answer {
    Answer {
        status: Some(status),
        evidence: vec![page(4)],
        ..Answer::default()
    }
}

fn on(text: &str) -> Answer {
    let when = DateSpan::exact(text.parse().expect("a day"));
    Answer {
        value: Some(Value::Date(when)),
        evidence: vec![Evidence {
            quote: Some("the words of the report".to_owned()),
            ..page(5)
        }],
        ..Answer::default()
    }
}

fn chosen(option: &str) -> Answer {
    Answer {
        value: Some(Value::Option(option.to_owned())),
        evidence: vec![page(6)],
        ..Answer::default()
    }
}

/// An audit of a decision of June 2026, with a report to quote.
fn audit(territory: Territory) -> Audit {
    let mut audit = Audit::new(Review {
        territory,
        executive: Executive::Yes,
        decided: Some(day(2026, 6, 16)),
        ..Review::named("Calderbrook", "Home care")
    });
    audit
        .documents
        .push(Document::titled("report", "The report"));
    audit
}

fn paper(kind: Kind, library: &Library, audit: &Audit) -> String {
    all_text(&built(kind, library, audit).expect("there is something to say"))
}

/// The answers that a briefing gives as not met: in its table, and below it.
fn not_met(briefing: &ReportDocument) -> Vec<String> {
    let mut found = Vec::new();
    for block in &briefing.blocks {
        match block {
            Block::Table { table } => {
                let cells = table.rows.iter().flatten().map(|cell| words_of(cell));
                let red = cells.filter_map(|cell| {
                    Some(
                        cell.strip_prefix("✗ ")?
                            .strip_suffix(": not met")?
                            .to_owned(),
                    )
                });
                found.extend(red);
            }
            Block::Paragraph { spans } => {
                let words = words_of(spans);
                if let Some(list) = words.strip_prefix("Also not met: ") {
                    let list = list.trim_end_matches('.').split("; ");
                    found.extend(list.map(str::to_owned));
                }
            }
            _ => {}
        }
    }
    found
}

#[test]
fn a_briefing_says_not_met_of_nothing_that_nobody_can_look_up() {
    let library = library();
    let mut claims = 0;
    for case in cases(&library) {
        let briefing = case.built(&library, Kind::Briefing).expect("always built");
        for short in not_met(&briefing) {
            claims += 1;
            let same = |ix: &QuestionIx| {
                let own = &library.question(*ix).short;
                own.as_str().eq_ignore_ascii_case(&short)
            };
            let ix = library.questions().map(|(ix, _)| ix).find(same);
            let counted = case.findings.answered(ix.expect(&short));
            assert_eq!(
                (counted.status, counted.support),
                (Some(Status::NotMet), Support::Shown),
                "{}: {short}",
                case.name
            );
        }
    }
    assert!(claims > 10, "{claims}");
    let york = paper(Kind::Briefing, &library, &example("york-meals"));
    assert!(!york.contains("Every recognised union consulted: not met"));
    assert!(york.contains("? Objectives of the service stated: not shown"));
    let others = york.lines().find(|line| line.contains("Also not shown"));
    let others = others.expect("the topics without room");
    assert!(
        others.contains("Every recognised union consulted"),
        "{others}"
    );
}

#[test]
fn the_topics_without_room_stand_under_what_they_are() {
    let library = library();
    let mut audit = audit(Territory::England);
    for ix in library.core() {
        answered(&mut audit, &library.question(ix).id, shown(Status::NotMet));
    }
    let text = paper(Kind::Briefing, &library, &audit);
    assert!(text.contains("Also not met: "), "{text}");
    assert!(!text.contains("Also in part"), "{text}");
    assert!(!text.contains("Also not shown"), "{text}");
}

#[test]
fn a_contested_answer_has_one_status_and_one_place() {
    let library = library();
    let mut audit = audit(Territory::England);
    let contested = |answer: Answer| Answer {
        contested: Some("The council says otherwise.".to_owned()),
        ..answer
    };
    // All evidence came later, so that it decides nothing.
    let mut later = shown(Status::NotMet);
    later.evidence[0].shows = Some(Shows::Later);
    answered(&mut audit, "equality.in-time", contested(later));
    let unproved = Answer {
        status: Some(Status::NotMet),
        note: "So we were told.".to_owned(),
        ..Answer::default()
    };
    answered(&mut audit, "savings.deliverable", contested(unproved));
    let refused = Answer {
        status: Some(Status::Withheld),
        request: Some(Request {
            what: "the brief".to_owned(),
            whom: "the director".to_owned(),
            on: Some(day(2026, 6, 1)),
            reply: "Refused.".to_owned(),
        }),
        ..Answer::default()
    };
    answered(&mut audit, "consultants.brief-open", contested(refused));
    let not_here = Answer {
        status: Some(Status::NotApplicable),
        note: "There is no such thing.".to_owned(),
        ..Answer::default()
    };
    answered(&mut audit, "insourcing.costed", contested(not_here));
    let text = paper(Kind::Submission, &library, &audit);
    for id in ["equality.in-time", "savings.deliverable"] {
        let said = format!("{} What we have does not show this.", asked(&library, id));
        assert!(text.contains(&said), "{said}\n{text}");
    }
    assert!(!text.contains("the answer is no"), "{text}");
    let brief = asked(&library, "consultants.brief-open");
    assert_eq!(text.matches(&brief).count(), 1, "{text}");
    assert!(!text.contains("It does not arise."), "{text}");
}

#[test]
fn no_flag_states_a_breach_of_law_as_a_fact() {
    let library = library();
    let said = [
        "required",
        "requires",
        "by law",
        "lawful",
        "illegal",
        "breach",
        "duty",
        "statut",
        "without proper",
        "without the proper",
        "right body did not",
    ];
    for flag in library.flags().map(|(_, flag)| flag) {
        let mut texts = vec![flag.title.to_string(), flag.short.to_string()];
        texts.extend(flag.heading.iter().map(|one| format!("{one:?}")));
        for text in texts {
            let low = text.to_lowercase();
            let wrong = said.iter().find(|one| low.contains(**one));
            assert_eq!(wrong, None, "{}: {text}", flag.id);
        }
    }
}

#[test]
fn an_act_used_as_a_yardstick_is_called_law_and_points_are_counted_alike() {
    let library = library();
    let mut audit = audit(Territory::Wales);
    answered(&mut audit, "review.three-es", shown(Status::NotMet));
    let submission = built(Kind::Submission, &library, &audit).expect("a departure");
    let text = all_text(&submission);
    let annexes = paper(Kind::Annexes, &library, &audit);
    for paper in [&text, &annexes] {
        assert!(!paper.contains("None of this is law"), "{paper}");
        assert!(
            paper.contains(
                "Local Government and Elections (Wales) Act 2021 is law; what is named of it here is \
                 guidance, or a yardstick"
            ),
            "{paper}"
        );
    }
    assert!(
        annexes.contains("(law, used here only as a yardstick)"),
        "{annexes}"
    );
    let point = "1 further point";
    assert!(
        text.contains(&format!("{point} that falls short of other standards")),
        "{text}"
    );
    assert!(text.contains(&format!("{point} falls short of")), "{text}");
    let replies = built(Kind::RightOfReply, &library, &audit).expect("one point");
    assert_eq!(report_common::table_rows(&replies, "No."), 1);
}

#[test]
fn a_call_in_names_the_law_of_the_decisions_day_and_no_other() {
    let library = library();
    let of = |name: &str, decided: Option<chrono::NaiveDate>| {
        let mut audit = example(name);
        audit.review.executive = Executive::Yes;
        if decided.is_some() {
            audit.review.decided = decided;
        }
        paper(Kind::CallIn, &library, &audit)
    };
    let before = of("nottinghamshire-board", None);
    assert!(!before.contains("Local Government Act 2000"), "{before}");
    assert!(!before.contains("LGA 2000"), "{before}");
    assert!(
        before.contains("This is done under: The council’s constitution"),
        "{before}"
    );
    let first = of("nottinghamshire-board", Some(day(2003, 6, 15)));
    assert!(first.contains("LGA 2000 s 21"), "{first}");
    assert!(!first.contains("s 9F"), "{first}");
    let now = of("nottinghamshire-board", Some(day(2012, 6, 15)));
    assert!(now.contains("Local Government Act 2000 s 9F"), "{now}");
    assert!(!now.contains("s 21"), "{now}");
}

#[test]
fn the_dates_and_figures_that_make_a_ground_true_stand_beside_its_quotation() {
    let library = library();
    let mut audit = audit(Territory::England);
    let mut partly = shown(Status::Partly);
    partly.note = "Only some of it.".to_owned();
    partly.evidence[0].quote = Some("We never looked.".to_owned());
    answered(&mut audit, "consultation.while-open", partly);
    answered(&mut audit, "in-principle-decision", on("2026-02-10"));
    answered(&mut audit, "consultation-opened", on("2026-03-02"));
    answered(&mut audit, "consultation-closed", on("2026-06-20"));
    answered(&mut audit, "recommendation", chosen("outsource"));
    for kind in [Kind::CallIn, Kind::Briefing] {
        let text = paper(kind, &library, &audit);
        assert!(text.contains('“'), "{kind}: {text}");
        for day in ["10 February 2026", "20 June 2026", "16 June 2026"] {
            assert!(
                text.contains(&format!(": {day}")),
                "{kind}: {day} in\n{text}"
            );
        }
    }
}

#[test]
fn what_is_asked_for_fits_the_verdict_the_recommendation_and_what_has_happened() {
    let library = library();
    let instead = |audit: &Audit| {
        let text = paper(Kind::Submission, &library, audit);
        let (_, after) = text
            .split_once("What we propose instead")
            .expect("a proposal");
        after.chars().take(600).collect::<String>()
    };
    let goes_on = "the service goes on as it is";
    let compared = "compared with every other option";
    let newcastle = instead(&example("newcastle"));
    assert!(
        newcastle.contains("propose no other decision"),
        "{newcastle}"
    );
    assert!(!newcastle.contains(compared) && !newcastle.contains(goes_on));
    let mut audit = audit(Territory::England);
    answered(&mut audit, "equality.in-time", shown(Status::NotMet));
    let open = instead(&audit);
    assert!(open.contains(goes_on) && open.contains(compared), "{open}");
    answered(&mut audit, "options.in-house-equal", shown(Status::Met));
    let alike = instead(&audit);
    assert!(
        alike.contains(goes_on) && !alike.contains(compared),
        "{alike}"
    );
    answered(&mut audit, "contract-signed", on("2026-07-01"));
    let signed = instead(&audit);
    assert!(!signed.contains(goes_on), "{signed}");
    assert!(!signed.contains("decision is taken once"), "{signed}");
}

#[test]
fn a_checklist_with_answers_is_not_called_blank() {
    let library = library();
    let audit = example("york-meals");
    for (with_answers, title) in [(false, "Blank checklist"), (true, "Checklist with answers")] {
        let setting = Setting {
            with_answers,
            ..Setting::default()
        };
        let paper = with_source(&library, &audit, &setting, |source| {
            build(Kind::Blank, source)
        });
        assert_eq!(paper.expect("built").title, title);
    }
}

#[test]
fn what_is_counted_is_said_in_whole_sentences() {
    let library = library();
    let newcastle = paper(Kind::Submission, &library, &example("newcastle"));
    assert!(newcastle.contains("were done well, and are named below."));
    assert!(
        newcastle.contains("have an answer; for 19 of them the answer is that nothing was shown.")
    );
    let york = paper(Kind::Briefing, &library, &example("york-meals"));
    assert!(york.contains("that we looked for and did not find, or asked for and were not given."));
}

#[test]
fn no_note_of_an_example_speaks_to_its_author() {
    for (name, text) in shipped::examples() {
        let Ok(audit) = Audit::read(&SourceText::new(*name, *text)) else {
            continue;
        };
        for (id, answer) in &audit.answers {
            let note = answer.note.to_lowercase();
            let asks = note.split(['.', ':', '\n']).any(|part| {
                let part = part.trim();
                part.starts_with("ask ") || part.starts_with("check ")
            });
            assert!(!asks, "{name}: {id}: {}", answer.note);
        }
    }
}

#[test]
fn a_paper_later_than_the_decision_is_marked_exactly_where_it_does_not_count() {
    let library = library();
    let late = || Evidence {
        date: Some(day(2026, 9, 1)),
        quote: Some("Nobody was asked before the decision.".to_owned()),
        ..page(4)
    };
    let mark = "later than the decision";
    let marked = |id: &str, status, shows| {
        let mut audit = audit(Territory::England);
        let evidence = Evidence { shows, ..late() };
        let answer = Answer {
            evidence: vec![evidence],
            ..shown(status)
        };
        answered(&mut audit, id, answer);
        let ix = library.find_question(id).expect(id);
        let counts = with_source(&library, &audit, &Setting::default(), |source| {
            source.findings.answered(ix).support == Support::Shown
        });
        let record = paper(Kind::Record, &library, &audit);
        assert_eq!(record.contains(mark), !counts, "{id} {status:?} {shows:?}");
        counts
    };
    // A fault that nobody has settled yet, and one that is settled either way.
    assert!(!marked("residents.consulted", Status::NotMet, None));
    assert!(!marked("residents.consulted", Status::Met, None));
    assert!(marked(
        "residents.consulted",
        Status::NotMet,
        Some(Shows::Then)
    ));
    assert!(!marked(
        "residents.consulted",
        Status::NotMet,
        Some(Shows::Later)
    ));
    // That a thing came late is proved by what came late, and what follows the decision by what follows it.
    assert!(marked("equality.in-time", Status::NotMet, None));
    assert!(marked("information.freedom", Status::NotMet, None));
    assert!(marked(
        "information.freedom",
        Status::NotMet,
        Some(Shows::Later)
    ));
    // The day of an event is what it is, whenever it was written down.
    let mut audit = audit(Territory::England);
    let mut event = on("2026-03-02");
    event.evidence[0].date = Some(day(2026, 9, 1));
    answered(&mut audit, "consultation-opened", event);
    assert!(!paper(Kind::Record, &library, &audit).contains(mark));
}

#[test]
fn a_short_paper_gives_no_hindsight_as_proof() {
    let library = library();
    let mut audit = audit(Territory::England);
    let told = |text: &str, shows| Evidence {
        quote: Some(text.to_owned()),
        shows,
        date: Some(day(2026, 9, 1)),
        ..page(4)
    };
    for id in ["unions.consulted", "users.consulted", "equality.in-time"] {
        let answer = Answer {
            evidence: vec![
                told("The cost rose by half in the autumn.", Some(Shows::Later)),
                told("It was not asked before June.", Some(Shows::Then)),
            ],
            ..shown(Status::NotMet)
        };
        answered(&mut audit, id, answer);
    }
    for kind in [Kind::CallIn, Kind::Briefing, Kind::RightOfReply] {
        let text = paper(kind, &library, &audit);
        assert!(text.contains("It was not asked before June."), "{kind}");
        assert!(!text.contains("The cost rose"), "{kind}: {text}");
    }
    let submission = paper(Kind::Submission, &library, &audit);
    assert!(submission.contains("later than the decision: hindsight"));
}

#[test]
fn a_letter_names_the_act_of_its_nation_and_no_law_that_may_not_be_there() {
    let library = library();
    let letter = |territory, executive| {
        let mut audit = audit(territory);
        audit.review.executive = executive;
        answered(&mut audit, "residents.consulted", shown(Status::NoEvidence));
        paper(Kind::InformationRequest, &library, &audit)
    };
    let scotland = letter(Territory::Scotland, Executive::No);
    let act = "as anyone may, under the Freedom of Information (Scotland) Act 2002.";
    assert!(scotland.contains(act), "{scotland}");
    let others = [
        (Territory::NorthernIreland, Executive::No),
        (Territory::Wales, Executive::Yes),
        (Territory::England, Executive::Yes),
    ];
    for (territory, executive) in others {
        let text = letter(territory, executive);
        let act = "as anyone may, under Freedom of Information Act 2000 ss 10 and 17";
        assert!(text.contains(act), "{territory}");
    }
    let under = "scrutiny committee, under SI 2012/2089 reg 17";
    let due = "SI 2012/2089 reg 17 (checked";
    let known = letter(Territory::England, Executive::Yes);
    assert!(known.contains(under) && known.contains(due));
    let unknown = letter(Territory::England, Executive::Unknown);
    assert!(!unknown.contains(under) && !unknown.contains(due));
    assert!(unknown.contains("Not known to us: whether the council runs executive arrangements."));
}

#[test]
fn a_call_in_names_no_power_before_it_was_there_or_without_its_executive() {
    let library = library();
    let notice = |territory, executive, decided| {
        let mut audit = audit(territory);
        audit.review.executive = executive;
        audit.review.decided = Some(decided);
        answered(
            &mut audit,
            "unions.involved-from-scoping",
            shown(Status::NotMet),
        );
        answered(&mut audit, "unions.consulted", shown(Status::NotMet));
        answered(
            &mut audit,
            "options.in-house-considered",
            shown(Status::NotMet),
        );
        answered(&mut audit, "recommendation", chosen("outsource"));
        paper(Kind::CallIn, &library, &audit)
    };
    let (yes, no, unknown) = (Executive::Yes, Executive::No, Executive::Unknown);
    let (england, wales) = (Territory::England, Territory::Wales);
    let acts = ["s 21(2)(a)", "s 9F"];
    let named = [
        (england, yes, day(2000, 11, 20), Some("s 21(2)(a)")),
        (england, unknown, day(2000, 11, 20), None),
        (england, yes, day(2000, 10, 25), None),
        (wales, yes, day(2001, 7, 27), None),
        (wales, yes, day(2001, 7, 28), Some("s 21(2)(a)")),
        (england, yes, day(2026, 6, 16), Some("s 9F")),
        (england, no, day(2026, 6, 16), None),
        (england, unknown, day(2026, 6, 16), None),
    ];
    for (territory, executive, decided, act) in named {
        let text = notice(territory, executive, decided);
        let found: Vec<&str> = acts.into_iter().filter(|act| text.contains(act)).collect();
        let expected: Vec<&str> = act.into_iter().collect();
        assert_eq!(found, expected, "{territory} {executive} {decided}");
    }
}

#[test]
fn a_submission_begins_no_page_by_force() {
    let library = library();
    for case in cases(&library) {
        if let Ok(submission) = case.built(&library, Kind::Submission) {
            let breaks = submission
                .blocks
                .iter()
                .filter(|one| matches!(one, Block::PageBreak));
            assert_eq!(breaks.count(), 0, "{}: a page of one line", case.name);
        }
    }
}

#[test]
fn a_crib_forbids_no_time_limit_that_a_letter_gives() {
    let library = library();
    let mut audit = audit(Territory::Scotland);
    answered(&mut audit, "information-request", chosen("yes"));
    answered(&mut audit, "information.freedom", shown(Status::NotMet));
    let crib = paper(Kind::Crib, &library, &audit);
    let (_, said) = crib
        .split_once("Freedom of Information (Scotland) Act 2002 s 10: do not cite it")
        .expect("its words are not verified");
    let line = said.lines().next().expect("a line");
    let limit = "Its time limit may be cited: Freedom of Information (Scotland) Act 2002 ss 10, 73 (checked";
    assert!(line.contains(limit), "{line}");
    assert!(
        line.contains("(checked: official statement read)."),
        "{line}"
    );
}
