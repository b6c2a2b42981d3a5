//! What an answer rests on once the paper is later than the decision, a person states it, the council
//! replies, or a title gets its file; and what the screen says is still to be proved.

use crate::testkit::front::{answer, asked, go_to, toast};
use crate::testkit::script;

use script::Script;
use scrutineer::audit::{ReplyOutcome, Shows};
use scrutineer::checklist::{Status, VerdictId};
use scrutineer::desk::overlay::PageKind;
use scrutineer::desk::walk::Filter;
use scrutineer::desk::{Overlay, Screen};
use scrutineer::findings::Support;

const LIVERPOOL: &str = include_str!("fixtures/documents/liverpool-ict-2000.txt");

/// On a new audit with a paper in its register, at a core question that raises a flag by itself.
pub fn with_paper() -> Script {
    let mut script = Script::on_new_audit();
    script.paper("/papers/report.txt", LIVERPOOL);
    script.keys("Tab Tab Tab a Enter");
    go_to(&mut script, "options.in-house-equal");
    script
}

pub fn decided(script: &mut Script, day: &str) {
    script.keys("P Tab Tab").typed(day).keys("C-s");
    assert!(script.audit().review.decided.is_some());
}

#[test]
fn a_later_paper_is_asked_about_at_once_and_found_again_until_it_is_settled() {
    let mut script = with_paper();
    decided(&mut script, "9 July 2026");
    script
        .keys("Tab Tab Tab i Tab Tab")
        .typed("25 November 2026")
        .keys("C-s");
    go_to(&mut script, "options.in-house-equal");
    script.keys("n 1 Enter");
    assert!(matches!(
        script.desk.overlays.last(),
        Some(Overlay::Page(page)) if matches!(page.kind, PageKind::Settle { .. })
    ));
    let screen = script.screen(80, 24);
    let words = screen
        .replace('│', " ")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    assert!(
        words.contains(
            "later than the decision. Is it about then (t) or about what came later (l)?"
        ),
        "{screen}"
    );
    script.keys("Esc");
    assert_eq!(script.open().findings.to_settle.len(), 1);
    assert_eq!(
        script.open().findings.verdict.id,
        VerdictId::TooEarly,
        "it proves nothing yet"
    );
    script.keys("Down");
    assert!(script.screen(120, 36).contains("1 to settle"));
    script.keys("f").typed("settled").keys("Enter");
    assert_eq!(script.open().walk.filter, Filter::ToSettle);
    assert_eq!(asked(&script), "options.in-house-equal");
    script.keys("l t");
    let shows = |script: &Script| answer(script, "options.in-house-equal").evidence[0].shows;
    assert_eq!(shows(&script), Some(Shows::Then));
    assert!(script.open().findings.to_settle.is_empty());
    assert_eq!(script.open().findings.verdict.id, VerdictId::Grounds);
    assert!(
        toast(&script).contains("verdict: too early → grounds"),
        "{}",
        toast(&script)
    );
    // It can be said in the form, too; and what came later decides nothing.
    script.keys("M-v Down Enter Tab Tab Tab Tab Tab Right C-s");
    assert_eq!(shows(&script), Some(Shows::Later));
    assert_eq!(script.open().findings.verdict.id, VerdictId::TooEarly);
}

#[test]
fn a_statement_by_a_named_person_shows_an_answer() {
    let mut script = with_paper();
    script
        .keys("n M-v Tab Tab Tab")
        .typed("It was never costed.")
        .keys("Tab Tab Tab Tab Tab");
    script
        .typed("Jo Carer")
        .keys("Tab")
        .typed("home care manager")
        .keys("Tab")
        .typed("3 May 2026")
        .keys("C-s");
    let evidence = &answer(&script, "options.in-house-equal").evidence[0];
    assert!(
        evidence
            .statement
            .as_ref()
            .is_some_and(scrutineer::audit::Statement::is_complete),
        "{evidence:?}"
    );
    let ix = script.open().walk.at().expect("one");
    assert_eq!(script.open().findings.answered(ix).support, Support::Shown);
    let screen = script.screen(120, 36);
    assert!(
        screen.contains("Stated by Jo Carer, home care manager"),
        "{screen}"
    );
}

#[test]
fn a_title_and_its_file_are_joined_when_added_and_by_a_key() {
    let mut script = Script::on_new_audit();
    let id = asked(&script);
    // Typed as evidence first, then added as a file of that name.
    script
        .keys("v")
        .typed("Final report")
        .keys("Tab")
        .typed("2")
        .keys("C-s");
    script.paper("/papers/final-report.txt", LIVERPOOL);
    script.paper(
        "/papers/scan-0042.txt",
        "Minutes of the meeting. No cost was given.",
    );
    script.keys("Tab Tab Tab a").typed("final").keys("Enter");
    let [document] = script.audit().documents.as_slice() else {
        panic!("{:?}", script.audit().documents)
    };
    assert_eq!(document.id, "final-report");
    let path = document.path.as_deref().unwrap_or_default();
    assert!(
        path.replace('\\', "/")
            .ends_with("/papers/final-report.txt"),
        "{path}"
    );
    assert!(
        toast(&script).contains("has its file now"),
        "{}",
        toast(&script)
    );
    // Of another name: joined by a key, and evidence follows.
    script
        .keys("n")
        .typed("Minutes of 3 May")
        .keys("C-s a")
        .typed("scan")
        .keys("Enter");
    assert_eq!(script.audit().documents.len(), 3);
    go_to(&mut script, &id);
    script
        .keys("v Enter")
        .typed("scan")
        .keys("Tab")
        .typed("1")
        .keys("C-s Tab Tab Tab");
    assert_eq!(
        answer(&script, &id).evidence[1].document.as_deref(),
        Some("scan-0042")
    );
    script.keys("Home Down j").typed("scan").keys("Enter");
    assert_eq!(
        script.audit().documents.len(),
        2,
        "{}",
        script.screen(120, 36)
    );
    let minutes = &script.audit().documents[1];
    assert_eq!(minutes.title, "Minutes of 3 May");
    let path = minutes.path.as_deref().unwrap_or_default();
    assert!(
        path.replace('\\', "/").ends_with("/papers/scan-0042.txt"),
        "{path}"
    );
    let id_of = minutes.id.clone();
    assert_eq!(
        answer(&script, &id).evidence[1].document.as_ref(),
        Some(&id_of)
    );
    script.keys("u");
    assert_eq!(script.audit().documents.len(), 3, "one step");
    // A title can be joined with a file that is not in the register yet.
    script.paper("/papers/bids.txt", "The bids.");
    script
        .keys("n")
        .typed("Evaluation of the bids")
        .keys("C-s j")
        .typed("from your folders")
        .keys("Enter");
    script.typed("bids").keys("Enter");
    let last = script.audit().documents.last().expect("some");
    assert_eq!(last.title, "Evaluation of the bids");
    let path = last.path.as_deref().unwrap_or_default();
    assert!(
        path.replace('\\', "/").ends_with("/papers/bids.txt"),
        "{path}"
    );
}

#[test]
fn a_reply_is_evidence_and_moves_no_status_until_a_key_says_so() {
    let mut script = with_paper();
    script.keys("n 3 Enter");
    let verdict = |script: &Script| script.open().findings.verdict.id;
    let before = verdict(&script);
    while script.desk.screen != Screen::Report {
        script.keys("Tab");
    }
    script
        .keys("a Enter Tab")
        .typed("Cllr A. Holder, portfolio holder")
        .keys("Tab Tab")
        .typed("20 November 2026");
    // The arrows choose the outcome, and nothing else.
    script
        .keys("Tab Right Tab")
        .typed("It was costed in May.")
        .keys("C-s");
    let put = script.audit().puts[0].clone();
    assert_eq!(put.outcome, ReplyOutcome::Answered);
    assert!(
        put.bears_on.contains(&"options.in-house-equal".to_owned()),
        "{put:?}"
    );
    assert_eq!(
        answer(&script, "options.in-house-equal").status,
        Some(Status::NotMet)
    );
    assert_eq!(
        answer(&script, "options.in-house-equal").evidence.len(),
        2,
        "it is kept"
    );
    assert_eq!(verdict(&script), before);
    let screen = script.screen(120, 36);
    assert!(
        screen.contains("The reply is kept as the council’s answer"),
        "{screen}"
    );
    assert!(
        screen.contains("flag withdrawn: "),
        "what it would change: {screen}"
    );
    // The arrows and Enter set nothing.
    script.keys("Left Right Enter");
    assert_eq!(
        answer(&script, "options.in-house-equal").status,
        Some(Status::NotMet)
    );
    assert!(
        toast(&script).contains("stay as they are"),
        "{}",
        toast(&script)
    );
    // A written refusal: who, when, in whose words.
    script
        .keys("a Enter Tab Tab Tab Tab Right Right Tab C-u")
        .typed("It is confidential.");
    script
        .keys("Tab")
        .typed("Jo Law, head of legal")
        .keys("Tab")
        .typed("24 November 2026")
        .keys("C-s");
    let put = script.audit().puts[0].clone();
    assert_eq!(
        (put.outcome, put.replied_by.as_str()),
        (ReplyOutcome::Refused, "Jo Law, head of legal")
    );
    let screen = script.screen(120, 36);
    assert!(screen.contains("withheld (proposed)"), "{screen}");
    script.keys("w");
    let recorded = answer(&script, "options.in-house-equal");
    assert_eq!(recorded.status, Some(Status::Withheld));
    let request = recorded.request.as_ref().expect("the request");
    assert!(
        request
            .reply
            .starts_with("refused by Jo Law, head of legal on 24 November 2026"),
        "{request:?}"
    );
    assert!(!format!("{recorded:?}").contains("not answered"));
    assert!(
        toast(&script).contains("flag withdrawn: "),
        "{}",
        toast(&script)
    );
}

#[test]
fn the_chrome_and_the_flags_tell_what_is_shown_from_what_is_to_be_proved() {
    let mut script = with_paper();
    script.keys("n Esc Down");
    let screen = script.screen(120, 36);
    for words in ["Too early to say", "if proved: grounds", "1 to be proved"] {
        assert!(screen.contains(words), "{words}\n{screen}");
    }
    go_to(&mut script, "options.in-house-equal");
    script.keys("Tab");
    let screen = script.screen(120, 36);
    assert!(
        screen.contains("to be proved: not in the verdict yet"),
        "{screen}"
    );
    assert!(
        screen.contains("1 proof missing") || screen.contains("To be proved first"),
        "{screen}"
    );
    script.keys("Enter");
    assert_eq!(asked(&script), "options.in-house-equal");
    script
        .keys("Enter 3 Enter f")
        .typed("to be proved")
        .keys("Enter");
    assert_eq!(script.open().walk.filter, Filter::ToProve);
    assert!(script.open().walk.groups.is_empty(), "it is proved");
}
