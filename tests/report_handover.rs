//! The papers of the hand-over: the call-in notice, the questions, the request for information,
//! the briefing, the blank checklist.

use crate::testkit::report_common;

use chrono::NaiveTime;
use report_common::{
    all_text, built, day, example, found, library, table_rows, text_of, with_setting, with_source,
    written,
};
use scrutineer::audit::{Access, Answer, Audit, MostGrounds, Notice, NoticeParts, Request, Value};
use scrutineer::checklist::{
    AuthorityKind, Executive, Library, QuestionKind, Stage, Status, Territory,
};
use scrutineer::report::call_in;
use scrutineer::report::call_in::lint::{self, Weight};
use scrutineer::report::council::{Checked, Closes, Counting, Needed};
use scrutineer::report::document::{Block, Cell};
use scrutineer::report::{Council, Format, Kind, ReportDocument, Setting};

/// A notice in which nothing is left to fill in.
fn filled() -> Notice {
    let text = str::to_owned;
    Notice {
        signatories: ["Cllr Dee", "Cllr Eff", "Cllr Gee"]
            .map(|name| format!("{name}; Northfield; 1 High Street; 20 November 2026"))
            .into(),
        parts: NoticeParts {
            title: text("The future of ICT"),
            minute: text("Cabinet 31/26"),
            published_at: text("10:00"),
            wording: text("That the service be let to a joint venture."),
            consequence: text("Staff would move to another employer by spring."),
            instead: text("Keep the service with the council."),
            also_signed: text("Cllr Haitch"),
            spoken_to: vec![text("cabinet member: Cllr Eye, 19 November 2026")],
        },
        ..Notice::default()
    }
}

/// Enters the day of the decision as the one on which it was published.
fn publish(audit: &mut Audit) {
    let answer = Answer {
        value: audit.review.decided.map(|day| Value::Date(day.into())),
        ..Answer::default()
    };
    audit.answers.insert("decision-recorded".to_owned(), answer);
}

/// Liverpool's answers as if given of a decision of this autumn in another nation.
fn liverpool_now(territory: Territory) -> Audit {
    let mut audit = example("liverpool-ict-2000");
    audit.review.territory = territory;
    audit.review.kind = AuthorityKind::Council;
    audit.review.executive = Executive::Yes;
    audit.review.decided = Some(day(2026, 11, 18));
    audit.answers.insert(
        "decided-by".to_owned(),
        Answer {
            value: Some(Value::Option("executive".to_owned())),
            ..Answer::default()
        },
    );
    audit
}

fn council() -> Council {
    Council {
        name: "Anytown Council".to_owned(),
        who_may: "Any three members of the council".to_owned(),
        signatories: Some(Needed::Members(3)),
        grounds: vec![
            "the decision was not taken with regard to the evidence".to_owned(),
            "consultation was not sufficient".to_owned(),
        ],
        closes: Some(Closes::Days(5)),
        counted: Some(Counting::Calendar),
        from: "publication of the decision".to_owned(),
        hour: NaiveTime::from_hms_opt(17, 0, 0),
        form: "In writing, by email".to_owned(),
        to: "the monitoring officer".to_owned(),
        alternative_needed: Some(true),
        excluded: String::new(),
        source: "Constitution, part 4, rule 16".to_owned(),
        ..Council::default()
    }
}

#[test]
fn rules_from_a_ready_profile_are_printed_as_certain_only_once_they_are_confirmed() {
    let library = library();
    let audit = liverpool_now(Territory::England);
    let mut rules = Council {
        name: audit.review.authority.clone(),
        checked: Some(Checked::TextRead),
        as_of: "9 October 2020".to_owned(),
        notes: vec!["A decision is called in once only.".to_owned()],
        no_deferral: true,
        ..council()
    };
    let warning = "from a ready profile of 9 October 2020 (checked: text read); confirm it against \
                   the council’s constitution";
    let notice = all_text;
    let document = call_in(&library, &audit, &rules);
    let sheet = check_sheet(&library, &audit, &rules);
    assert_eq!(
        sheet.matches(warning).count(),
        2,
        "a point, and over the rules:\n{sheet}"
    );
    for said in [
        "A decision is called in once only.",
        "To put it off is not enough",
    ] {
        assert!(sheet.contains(said), "{said}\n{sheet}");
    }
    assert!(sheet.contains("Not ready to be sent"), "{sheet}");
    // A rule that may have changed is a gap in the notice, and a note to its author nowhere in it.
    let open = notice(&document);
    for rule in [
        "Constitution, part 4, rule 16",
        "onitoring officer",
        "Not ready to be sent",
        "to be confirmed",
    ] {
        assert!(!open.contains(rule), "{rule}\n{open}");
    }
    // A rule that may have changed refuses nothing for certain; one that is confirmed does.
    assert!(!sheet.contains("What would have it rejected"), "{sheet}");
    rules.confirmed_on = Some(day(2026, 11, 20));
    let mut signed = audit.clone();
    signed.notice.signatories = vec!["Cllr One".to_owned()];
    for (confirmed, rejected) in [(false, false), (true, true)] {
        let rules = Council {
            confirmed_on: rules.confirmed_on.filter(|_| confirmed),
            ..rules.clone()
        };
        let document = call_in(&library, &signed, &rules);
        let sheet = check_sheet(&library, &signed, &rules);
        assert!(sheet.contains("3 signatures are needed"), "{sheet}");
        assert_eq!(
            sheet.contains("What would have it rejected"),
            rejected,
            "{sheet}"
        );
        assert_eq!(sheet.contains(warning), !confirmed, "{sheet}");
        let says_it = notice(&document).contains("Constitution, part 4, rule 16");
        assert_eq!(says_it, confirmed);
    }
}

fn call_in(library: &Library, audit: &Audit, council: &Council) -> ReportDocument {
    with_rules(Kind::CallIn, library, audit, council)
}

fn with_rules(kind: Kind, library: &Library, audit: &Audit, council: &Council) -> ReportDocument {
    let findings = found(library, audit);
    let setting = Setting {
        council: council.clone(),
        ..Setting::default()
    };
    with_setting(kind, library, audit, &findings, &setting).expect("there are grounds")
}

/// What stands on the check sheet of a notice, which is in the crib.
fn check_sheet(library: &Library, audit: &Audit, council: &Council) -> String {
    let document = with_rules(Kind::Crib, library, audit, council);
    let is_head = |block: &&Block| matches!(block, Block::Heading { text, .. } if text.starts_with("Check sheet"));
    let mut out = Vec::new();
    for block in document.blocks.iter().skip_while(|block| !is_head(block)) {
        text_of(block, &mut out);
    }
    assert!(!out.is_empty());
    out.join("\n")
}

#[test]
fn a_call_in_follows_the_councils_own_rules() {
    let library = library();
    let audit = liverpool_now(Territory::England);
    let document = call_in(&library, &audit, &council());
    let text = all_text(&document);
    assert!(text.contains("Constitution, part 4, rule 16"));
    assert!(text.contains("The monitoring officer"));
    assert!(text.contains("Local Government Act 2000 s 9F"));
    for (_, requirement) in library.requirements() {
        if requirement.our_reading && text.contains(requirement.citation.as_str()) {
            assert!(text.contains("our own reading"), "{}", requirement.id);
        }
    }
    assert_eq!(table_rows(&document, "No."), 3, "a line for each signature");
    let mut whole = audit.clone();
    whole.notice = filled();
    publish(&mut whole);
    let sheet = check_sheet(&library, &whole, &council());
    assert!(
        sheet.contains("The period closes on 23 November 2026 at 17:00, which is tomorrow."),
        "{sheet}"
    );
    assert!(!sheet.contains("not been entered"), "{sheet}");
    assert!(!sheet.contains("has gaps"), "{sheet}");
    assert!(sheet.contains("take advice today"), "{sheet}");
}

#[test]
fn a_call_in_without_the_councils_rules_says_what_is_missing_and_assumes_nothing() {
    let library = library();
    let audit = liverpool_now(Territory::England);
    let document = call_in(&library, &audit, &Council::default());
    let sheet = check_sheet(&library, &audit, &Council::default());
    for missing in [
        "The call-in period has not been entered",
        "Who may call in has not been entered",
        "How many members have to sign has not been entered",
        "The form the notice must have has not been entered",
        "The grounds that the constitution allows have not been entered",
    ] {
        assert!(sheet.contains(missing), "{missing}\n{sheet}");
    }
    assert!(sheet.contains("Not ready to be sent"), "{sheet}");
    assert!(!all_text(&document).contains("Not ready to be sent"));
    assert!(!sheet.contains("closes on"), "no day is made up");
}

#[test]
fn what_would_have_a_call_in_rejected_is_told() {
    let library = library();
    let mut late = council();
    late.closes = Some(Closes::Days(2));
    let mut audit = liverpool_now(Territory::England);
    publish(&mut audit);
    let sheet = check_sheet(&library, &audit, &late);
    assert!(
        sheet.contains("The period closed on 20 November 2026"),
        "{sheet}"
    );
    late.counted = Some(Counting::Working);
    let sheet = check_sheet(&library, &audit, &late);
    assert!(
        sheet.contains("The period closed on 20 November 2026"),
        "{sheet}"
    );
    late.counted = Some(Counting::Clear);
    late.closes = Some(Closes::Days(3));
    let sheet = check_sheet(&library, &audit, &late);
    assert!(
        sheet.contains(
            "The period may have closed. Its last day is Saturday 21 November 2026 on the reading that \
             asks most (counting every day, weekends included); Monday 23 November 2026 on the reading \
             that asks least (counting working days only)."
        ),
        "{sheet}"
    );
    audit.review.executive = Executive::No;
    audit.review.stage = Stage::Implemented;
    if let Some(answer) = audit.answers.get_mut("decided-by") {
        answer.value = Some(Value::Option("council".to_owned()));
    }
    let sheet = check_sheet(&library, &audit, &council());
    for problem in [
        "runs committees",
        "recorded as carried out",
        "full council’s",
    ] {
        assert!(sheet.contains(problem), "{problem}\n{sheet}");
    }
}

/// The rules that a notice offends, with their weight.
fn points(audit: &Audit, setting: &Setting) -> Vec<(Weight, &'static str)> {
    let points = with_source(&library(), audit, setting, lint::check);
    assert!(points.is_sorted_by_key(|point| point.weight));
    points.iter().map(|one| (one.weight, one.rule)).collect()
}

/// What the grounds of the notice are known by, in their order.
fn proposed(audit: &Audit) -> Vec<String> {
    let proposed = with_source(&library(), audit, &Setting::default(), call_in::proposed);
    proposed.into_iter().map(|one| one.id).collect()
}

/// A council's rules and what was decided about a notice.
#[derive(Clone)]
struct Given {
    council: Council,
    notice: Notice,
}

impl Given {
    fn points(&self, audit: &Audit) -> Vec<(Weight, &'static str)> {
        let audit = Audit {
            notice: self.notice.clone(),
            ..audit.clone()
        };
        let setting = Setting {
            council: self.council.clone(),
            ..Setting::default()
        };
        points(&audit, &setting)
    }
}

#[test]
fn each_rule_of_a_council_that_a_notice_offends_is_told() {
    let mut audit = liverpool_now(Territory::England);
    publish(&mut audit);
    audit.notice.most = Some(MostGrounds::All);
    let grounds = {
        let library = library();
        let document = call_in(&library, &audit, &council());
        let heads = document.blocks.iter().filter(
            |block| matches!(block, Block::Heading { level: 2, text } if text.contains(". ")),
        );
        heads.count()
    };
    assert!(grounds > 3, "{grounds}");
    let first = council().grounds.swap_remove(0);
    let ids = proposed(&audit);
    assert_eq!(ids.len(), grounds);
    let mut good = Given {
        council: Council {
            name: audit.review.authority.clone(),
            ..council()
        },
        notice: Notice {
            signatories: ["A. One", "B. Two", "C. Three"].map(str::to_owned).into(),
            under: ids.iter().map(|id| (id.clone(), first.clone())).collect(),
            most: Some(MostGrounds::All),
            ..Notice::default()
        },
    };
    good.council.closes = Some(Closes::Days(10));
    let rejected = |given: &Given| -> Vec<&'static str> {
        let points = given.points(&audit);
        let worst = points
            .iter()
            .filter(|(weight, _)| *weight == Weight::Rejected);
        worst.map(|(_, rule)| *rule).collect()
    };
    let base = rejected(&good);
    assert!(
        base.is_empty() || base == ["no-alternative"],
        "nothing else is wrong with it: {base:?}"
    );
    good.council.alternative_needed = Some(false);
    let offends = |change: &dyn Fn(&mut Given)| {
        let mut given = good.clone();
        change(&mut given);
        rejected(&given)
    };
    assert_eq!(offends(&|_| {}), [""; 0]);
    assert_eq!(
        offends(&|one| one.notice.signatories.truncate(2)),
        ["too-few-signatories"]
    );
    assert_eq!(
        offends(&|one| one.notice.signatories = vec!["A. One".to_owned(); 3]),
        ["too-few-signatories"],
        "a name counts once"
    );
    assert_eq!(
        offends(&|one| {
            let under = one.notice.under.values_mut().next();
            under.expect("a ground").push_str(", and more");
        }),
        ["ground-not-allowed"]
    );
    assert_eq!(
        offends(&|one| one.council.closes = Some(Closes::Days(2))),
        ["closed"]
    );
    assert_eq!(
        offends(&|one| "Elsewhere".clone_into(&mut one.council.name)),
        ["other-council"]
    );
    let told = |change: &dyn Fn(&mut Given)| {
        let mut given = good.clone();
        change(&mut given);
        given.points(&audit)
    };
    for (rule, weight, change) in [
        (
            "closing",
            Weight::Unsure,
            (&|one: &mut Given| one.council.closes = Some(Closes::Days(4))) as &dyn Fn(&mut Given),
        ),
        ("hour", Weight::Unsure, &|one| one.council.hour = None),
        ("form", Weight::Missing, &|one| one.council.form.clear()),
        ("excluded", Weight::Mind, &|one| {
            "urgent decisions".clone_into(&mut one.council.excluded);
        }),
        ("ground-not-placed", Weight::Unsure, &|one| {
            one.notice.under.pop_last();
        }),
        ("no-signatories", Weight::Unsure, &|one| {
            one.notice.signatories.clear();
        }),
        ("also-signs", Weight::Unsure, &|one| {
            "a scrutiny chair".clone_into(&mut one.council.also_signs);
        }),
        ("members", Weight::Missing, &|one| {
            one.council.signatories = Some(Needed::Share { percent: 15 });
        }),
        ("no-deferral", Weight::Rejected, &|one| {
            one.council.no_deferral = true;
        }),
        ("per-member", Weight::Mind, &|one| {
            one.council.per_member = Some(5);
        }),
        ("validity", Weight::Mind, &|one| {
            "the chief executive".clone_into(&mut one.council.decides);
        }),
        ("invalid", Weight::Mind, &|one| {
            one.council.invalid.extend("frivolous".parse());
        }),
        ("heard", Weight::Mind, &|one| {
            one.council.heard_within = "15 working days".parse().ok();
        }),
        ("attends", Weight::Mind, &|one| {
            "one signatory".clone_into(&mut one.council.attends);
        }),
        ("particulars", Weight::Missing, &|_| {}),
        ("not-confirmed", Weight::Mind, &|_| {}),
        ("spoken-to", Weight::Mind, &|_| {}),
        ("alternative", Weight::Missing, &|one| {
            one.council.alternative_needed = None;
        }),
        ("may-be-closed", Weight::Unsure, &|one| {
            one.council.counted = Some(Counting::Clear);
            one.council.closes = Some(Closes::Days(3));
        }),
        ("counted", Weight::Mind, &|one| {
            one.council.counted = Some(Counting::Working);
        }),
        ("not-counted", Weight::Missing, &|one| {
            one.council.counted = None;
        }),
    ] {
        let points = told(change);
        assert!(points.contains(&(weight, rule)), "{rule}: {points:?}");
    }
}

#[test]
fn names_and_grounds_that_were_entered_stand_in_the_notice() {
    let library = library();
    let mut audit = liverpool_now(Territory::England);
    let second = council().grounds.swap_remove(1);
    let ids = proposed(&audit);
    let id = ids.last().expect("a ground").clone();
    audit.notice = Notice {
        most: Some(MostGrounds::All),
        signatories: ["Cllr Dee", "Cllr Eff", "Cllr Gee", "Cllr Haitch"]
            .map(str::to_owned)
            .into(),
        under: [(id.clone(), second.clone())].into(),
        ..Notice::default()
    };
    let document = call_in(&library, &audit, &council());
    let text = all_text(&document);
    assert!(text.contains("Cllr Haitch"), "more may sign than have to");
    assert_eq!(table_rows(&document, "No."), 4);
    assert!(text.contains("number 2: “consultation was not sufficient”"));
    assert!(check_sheet(&library, &audit, &council()).contains("not legal advice"));
    // Another answer puts the grounds in another order, and the council amends its list: what was
    // said still belongs to the ground it was said of.
    let moves = |question: &&String| {
        let mut less = audit.clone();
        less.answers.remove(*question);
        let place = proposed(&less).iter().position(|one| *one == id);
        place.is_some_and(|place| place + 1 < ids.len())
    };
    let question = audit.answers.keys().find(moves).cloned();
    audit
        .answers
        .remove(&question.expect("an answer that moves it"));
    let mut amended = council();
    amended.grounds.reverse();
    let document = call_in(&library, &audit, &amended);
    let place = proposed(&audit).iter().position(|one| *one == id);
    let place = place.expect("it is a ground still") + 1;
    let mut under = None;
    for block in &document.blocks {
        let mut out = Vec::new();
        text_of(block, &mut out);
        let words = out.join(" ");
        match block {
            Block::Heading { level: 2, text } => {
                under = text.split_once(". ").map(|(n, _)| n.to_owned());
            }
            _ if words.contains("Principle or ground in the constitution") => {
                let is_it = under.as_deref() == Some(place.to_string().as_str());
                assert_eq!(
                    words.contains(&format!("number 1: “{second}”")),
                    is_it,
                    "{words}"
                );
            }
            _ => {}
        }
    }
}

#[test]
fn a_call_in_in_northern_ireland_rests_on_its_own_act() {
    let library = library();
    let audit = liverpool_now(Territory::NorthernIreland);
    let text = all_text(&call_in(&library, &audit, &council()));
    assert!(text.contains("Local Government Act (Northern Ireland) 2014"));
    assert!(!text.contains("Local Government Act 2000"));
}

#[test]
fn a_request_uses_the_routes_of_its_nation() {
    let library = library();
    let request = |territory| {
        let document = built(
            Kind::InformationRequest,
            &library,
            &liverpool_now(territory),
        );
        all_text(&document.expect("there are gaps"))
    };
    let england = request(Territory::England);
    for cited in [
        "SI 2012/2089 reg 17",
        "SI 2012/2089 reg 16",
        "Trade Union and Labour Relations (Consolidation) Act 1992 s 181",
        "Freedom of Information Act 2000",
    ] {
        assert!(england.contains(cited), "{cited}");
    }
    let wales = request(Territory::Wales);
    assert!(wales.contains("SI 2001/2290 reg 11") && !wales.contains("SI 2012/2089"));
    let scotland = request(Territory::Scotland);
    assert!(
        !scotland.contains("SI 2012/2089") && !scotland.contains("Freedom of Information Act 2000")
    );
    assert!(
        !scotland.contains("Freedom of Information (Scotland) Act 2002 s 10:")
            && scotland.contains("Freedom of Information (Scotland) Act 2002 ss 10, 73"),
        "unverified law is not cited; its time limit was checked by itself, and is"
    );
    assert!(scotland.contains("I ask for the recorded information in the schedule"));
    let ireland = request(Territory::NorthernIreland);
    assert!(ireland.contains("Freedom of Information Act 2000"));
    assert!(!ireland.contains("1992 s 181"));
    for text in [&england, &wales, &scotland, &ireland] {
        assert!(!text.contains("Green Book"));
    }
}

#[test]
fn a_reply_is_due_on_a_day_that_is_counted_with_its_steps() {
    let library = library();
    let mut audit = liverpool_now(Territory::England);
    if let Some(answer) = audit.answers.get_mut("users.consulted") {
        answer.status = Some(Status::Withheld);
        answer.request = Some(Request {
            what: "The report".to_owned(),
            whom: "the head of service".to_owned(),
            on: Some(day(2026, 10, 1)),
            reply: String::new(),
        });
    }
    let document = built(Kind::InformationRequest, &library, &audit).expect("there are gaps");
    let text = all_text(&document);
    for expected in [
        // Sunday 22 November: the twentieth working day after it, St Andrew's Day left out.
        "A reply is due by Monday 21 December 2026, if you receive this request on Sunday 22 November \
         2026: Freedom of Information Act 2000",
        "Monday 30 November 2026 is left out: Saint Andrew's Day",
        "If you reply on Monday 21 December 2026, the last day to ask for a review of the reply is ",
        "Wednesday 2 December 2026 on the reading that asks most (counting every day, weekends \
         included); Friday 4 December 2026 on the reading that asks least (counting working days only)",
        "That was 52 days ago.",
    ] {
        assert!(text.contains(expected), "{expected}\n{text}");
    }
    let crib = built(Kind::Crib, &library, &audit).expect("there are gaps");
    let unknown = "No number of days is known for this route";
    assert!(all_text(&crib).contains(unknown) && !text.contains(unknown));
    let sheet = document
        .sheets
        .iter()
        .find(|sheet| sheet.name == "routes")
        .expect("the routes");
    assert!(sheet.rows.iter().any(|row| {
        row.get(4) == Some(&Cell::Day(day(2026, 12, 21)))
            && row.get(2) == Some(&Cell::Text("foi-reply".to_owned()))
    }));
    // Scottish law on this is not verified: nothing is counted by it.
    let scotland = built(
        Kind::InformationRequest,
        &library,
        &liverpool_now(Territory::Scotland),
    );
    assert!(!all_text(&scotland.expect("there are gaps")).contains("working days from"));
}

#[test]
fn a_request_asks_first_for_what_was_refused_and_tells_the_history() {
    let library = library();
    let mut audit = liverpool_now(Territory::England);
    if let Some(answer) = audit.answers.get_mut("users.consulted") {
        answer.status = Some(Status::Withheld);
        answer.request = Some(Request {
            what: "The consultation report of May".to_owned(),
            whom: "the head of service".to_owned(),
            on: Some(day(2026, 10, 1)),
            reply: "commercially sensitive".to_owned(),
        });
    }
    if let Some(paper) = audit.documents.first_mut() {
        paper.access = Some(Access::Refused);
    }
    let document = built(Kind::InformationRequest, &library, &audit).expect("there are gaps");
    let text = all_text(&document);
    assert!(text.contains("The consultation report of May. Asked for before."));
    assert!(text.contains("1 October 2026") && text.contains("commercially sensitive"));
    assert!(text.contains("asked for and refused"));
    let sheet = document.sheets.first().expect("a sheet to track it in");
    let first = sheet.rows.first().expect("a row");
    assert_eq!(
        first.get(1),
        Some(&Cell::Text("The consultation report of May".to_owned())),
        "what was refused comes first"
    );
}

#[test]
fn the_questions_have_room_for_what_was_answered() {
    let library = library();
    let audit = example("liverpool-ict-2000");
    let findings = found(&library, &audit);
    let document = built(Kind::Questions, &library, &audit).expect("there are grounds");
    let text = all_text(&document);
    for fired in &findings.fired {
        for ask in &fired.exchange.ask {
            let words: Vec<&str> = ask.split_whitespace().collect();
            assert!(text.contains(&words.join(" ")), "{ask}");
        }
    }
    let csv = written(&document, Format::Csv);
    assert!(csv.contains("asked on") && csv.contains("promised by"));
    assert!(csv.contains("Liverpool box"), "where it rests");
}

#[test]
fn a_blank_checklist_asks_what_arises_here_and_names_the_papers_to_ask_for() {
    let library = library();
    let audit = example("liverpool-ict-2000");
    let findings = found(&library, &audit);
    let document = built(Kind::Blank, &library, &audit).expect("always built");
    // What is filled in already stands in the questionnaire alone, not on the paper.
    let mut paper = document.clone();
    paper.sheets.clear();
    let text = all_text(&paper);
    let asked = library
        .walk()
        .iter()
        .filter(|ix| findings.is_asked(&library, **ix))
        .count();
    assert_eq!(table_rows(&document, "Question"), asked);
    for ix in library.core() {
        for proof in &library.question(ix).proved_by {
            let words: Vec<&str> = proof.split_whitespace().collect();
            assert!(text.contains(&words.join(" ")), "{proof}");
        }
    }
    let unanswered = library.walk().iter().any(|ix| {
        let question = library.question(*ix);
        question.kind == QuestionKind::Event
    });
    assert!(unanswered && text.contains("…… / …… / ………"));
    assert!(
        !text.contains("guesswork"),
        "nothing that was answered stands in it"
    );
}

#[test]
fn what_was_given_in_confidence_is_marked_where_it_is_quoted() {
    let library = library();
    let mut audit = example("liverpool-ict-2000");
    for paper in &mut audit.documents {
        paper.access = Some(Access::InConfidence);
    }
    for kind in [Kind::Submission, Kind::Record, Kind::Briefing, Kind::CallIn] {
        let document = built(kind, &library, &audit).expect("built");
        let text = all_text(&document);
        let quotes = matches!(kind, Kind::Submission | Kind::Record);
        assert_eq!(text.contains("(given in confidence)"), quotes, "{kind}");
        let says = text.contains("given in confidence and is not set out");
        assert_eq!(says, !quotes, "{kind}");
    }
    let submission = built(Kind::Submission, &library, &audit).expect("built");
    assert!(all_text(&submission).contains("should not be published"));
}
