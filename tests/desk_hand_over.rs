//! The hand-over at the desk: which paper, its preview, the council's own rules, the signatures,
//! the questions put; written where the user says, and never over a file without asking.

use crate::testkit::front::toast;
use crate::testkit::script;

use script::Script;
use scrutineer::audit::ReplyOutcome;
use scrutineer::checklist::Status;
use scrutineer::desk::overlay::{FieldId, Purpose};
use scrutineer::desk::read_through::ReadRow;
use scrutineer::desk::{Overlay, Screen};
use scrutineer::report::read_through::Objection;
use scrutineer::report::{Author, Format, Kind, write};

/// A copy of the Liverpool example, on the report screen.
pub fn liverpool() -> Script {
    liverpool_by("c")
}

/// The Liverpool example on the report screen, opened by this key.
fn liverpool_by(key: &str) -> Script {
    let mut script = Script::new();
    let row = script
        .desk
        .shelf
        .rows
        .iter()
        .position(|row| row.name == "liverpool-ict-2000")
        .expect("it is there");
    for _ in 0..row {
        script.keys("Down");
    }
    script.keys(key);
    while script.desk.screen != Screen::Report {
        script.keys("Tab");
    }
    script
}

/// The paper that is shown, as words.
fn preview(script: &Script) -> String {
    let (_, document) = script.open().paper.preview.clone().expect("made");
    let bytes = write(&document.expect("built"), Format::Markdown);
    String::from_utf8(bytes).expect("words")
}

fn choose(script: &mut Script, kind: &str) {
    script.keys("b").typed(kind).keys("Enter");
}

#[test]
fn a_paper_is_previewed_and_written_and_never_over_a_file_without_asking() {
    let mut script = liverpool();
    let screen = script.screen(120, 36);
    assert!(screen.contains("Scrutiny submission"), "{screen}");
    assert!(
        screen.contains("Word document"),
        "a committee lives in Word: {screen}"
    );
    script.keys("f").typed("markdown").keys("Enter w");
    assert!(
        matches!(script.desk.overlays.last(), Some(Overlay::ReadThrough(_))),
        "it is read first"
    );
    script.keys("w");
    assert_eq!(form(&script), "Who sends it, and where does it go?");
    script.keys("C-s C-s");
    assert_eq!(script.files.len(), 1);
    assert!(
        toast(&script).starts_with("Written: "),
        "{}",
        toast(&script)
    );
    let first = String::from_utf8_lossy(&script.files[0].1).into_owned();
    assert!(first.contains("# "), "{first}");
    script.keys("w w C-s");
    assert_eq!(script.files.len(), 1, "it is asked first");
    script.keys("C-s");
    assert_eq!(script.files.len(), 2);
}

#[test]
fn the_day_of_a_right_of_reply_is_asked_for_once_and_has_to_be_to_come() {
    let mut script = liverpool();
    choose(&mut script, "right of reply");
    script.keys("f").typed("markdown").keys("Enter w w");
    assert_eq!(
        form(&script),
        "Who sends it, and when should the council reply?"
    );
    script
        .typed("UNISON Anytown")
        .keys("Tab")
        .typed("3 April 2003");
    script.keys("C-s");
    let Some(Overlay::Form(open)) = script.desk.overlays.last() else {
        panic!("the form is gone")
    };
    let why = open.notice.clone().expect("it says why");
    assert!(why.contains("3 April 2003 is not after today"), "{why}");
    for _ in 0..12 {
        script.keys("Backspace");
    }
    script.typed("18/12/2099").keys("C-s C-s");
    let paper = String::from_utf8_lossy(&script.files[0].1).into_owned();
    assert!(paper.contains("We are UNISON Anytown"), "{paper:.900}");
    assert!(paper.contains("18 December 2099"), "{paper:.900}");
    // It is not asked again; a key opens the form.
    script.keys("w w");
    assert!(form(&script).starts_with("Write: "));
    script.keys("Esc m");
    assert!(form(&script).starts_with("Who sends it, and when"));
}

#[test]
fn an_empty_submission_is_refused_and_says_why() {
    let mut script = Script::on_new_audit();
    script.keys("BackTab BackTab w");
    assert!(script.files.is_empty() && script.desk.overlays.is_empty());
    let why = toast(&script);
    assert!(why.contains("nothing to submit"), "{why}");
}

#[test]
fn the_preview_follows_every_change() {
    let mut script = liverpool();
    choose(&mut script, "record");
    script
        .keys("Tab Tab t")
        .typed("A note to be found")
        .keys("C-s");
    script.keys("BackTab BackTab");
    let shown = preview(&script);
    assert!(shown.contains("A note to be found"));
    script.keys("u");
    let shown = preview(&script);
    assert!(!shown.contains("A note to be found\n"), "taken back");
}

#[test]
fn the_councils_own_rules_are_filled_in_once_and_judge_every_notice() {
    let mut script = liverpool();
    choose(&mut script, "call-in");
    assert_eq!(script.open().paper.kind, Kind::CallIn);
    script
        .keys("l Tab")
        .typed("any five members")
        .keys("Tab")
        .typed("0")
        .keys("C-s");
    let screen = script.screen(80, 24);
    assert!(
        screen.contains("“0” is not a whole number above 0"),
        "{screen}"
    );
    script.keys("Backspace").typed("5").keys("Tab");
    script
        .typed("Inadequate consultation")
        .keys("Enter")
        .typed("No regard to evidence")
        .keys("Tab");
    script
        .typed("5")
        .keys("Tab Right Right Tab")
        .typed("publication")
        .keys("Tab")
        .typed("17:00");
    script.keys("C-s");
    assert!(
        toast(&script).starts_with("Kept for every notice"),
        "{}",
        toast(&script)
    );
    let council = &script.open().setting.council;
    assert_eq!(council.needed(), Some(5));
    assert_eq!(council.grounds.len(), 2);
    choose(&mut script, "crib");
    assert!(
        preview(&script).contains("any five members"),
        "{}",
        preview(&script)
    );
    choose(&mut script, "call-in");
    // Two names are too few, and that is said before an officer says it.
    script
        .keys("i")
        .typed("Cllr One")
        .keys("Enter")
        .typed("Cllr Two")
        .keys("Tab Right C-s");
    let kept = &script.audit().notice;
    assert_eq!(kept.signatories, ["Cllr One", "Cllr Two"]);
    let allowed = script.open().setting.council.grounds.first();
    // One was chosen; two more speak of consultation, and were suggested.
    assert!(kept.under.values().all(|under| Some(under) == allowed));
    assert_eq!(kept.under.len(), 3);
    assert!(
        toast(&script).contains("kept with the audit"),
        "{}",
        toast(&script)
    );
    let notice = preview(&script);
    assert!(notice.contains("Cllr Two"), "{notice}");
    assert!(!notice.contains("Not ready to be sent"), "{notice}");
    choose(&mut script, "crib");
    let crib = preview(&script);
    assert!(crib.contains("Not ready to be sent"), "{crib}");
    assert!(crib.contains("What would have it rejected"), "{crib}");
    choose(&mut script, "call-in");
    // The form comes back as it was left, and all of it is one step that can be taken back.
    script.keys("i");
    let screen = script.screen(80, 24);
    assert!(
        screen.contains("Cllr One") && screen.contains("Cllr Two"),
        "{screen}"
    );
    script.keys("Esc u");
    assert!(script.audit().notice.is_empty());
    script.keys("U");
    assert_eq!(script.audit().notice.signatories.len(), 2);
    // The council amends its rules: what was said of a ground is shown as such, and a third name
    // does not take it away.
    let under = script.audit().notice.under.clone();
    if let Some(open) = &mut script.desk.open {
        let first = std::sync::Arc::make_mut(&mut open.setting)
            .council
            .grounds
            .first_mut();
        first.expect("a ground").push_str(", as amended");
    }
    script.keys("i");
    let screen = script.screen(120, 36);
    assert!(screen.contains("no longer in the rules"), "{screen}");
    script.keys("C-End Enter").typed("Cllr Three").keys("C-s");
    let kept = &script.audit().notice;
    assert_eq!(kept.signatories.len(), 3, "{:?}", kept.signatories);
    assert_eq!(kept.under, under);
    // The read-through names each ground that the rules refuse: Enter goes to its place in the
    // notice, Space leaves it out.
    script.keys("r");
    let placed = under
        .keys()
        .find_map(|id| Some((id, refusal(&script, id)?)));
    let (id, row) = placed.expect("the words of one are no longer in the rules");
    for _ in 0..row {
        script.keys("Down");
    }
    script.keys("Enter");
    let Some(Overlay::Form(form)) = script.desk.overlays.last() else {
        panic!("no form is open")
    };
    assert_eq!(form.purpose, Purpose::Notice);
    assert!(matches!(form.fields[form.focus].key, FieldId::Under(_)));
    script.keys("Home Left Left Left Right C-s r");
    assert_eq!(refusal(&script, id), None, "{:?}", script.audit().notice);
    let other = match script.desk.overlays.last() {
        Some(Overlay::ReadThrough(read)) => read.rows.iter().find_map(|row| match row {
            ReadRow::Remark(remark) if remark.objection == Objection::RuleRefuses => row.ground(),
            _ => None,
        }),
        _ => None,
    };
    let other = other.expect("another ground is not placed").to_owned();
    let row = refusal(&script, &other).expect("it is refused");
    for _ in 0..row {
        script.keys("Down");
    }
    script.keys("Space");
    assert!(script.audit().notice.left_out.contains(&other));
    assert_eq!(refusal(&script, &other), None);
}

/// The row of the read-through on which the council's rule refuses a ground.
fn refusal(script: &Script, id: &str) -> Option<usize> {
    let Some(Overlay::ReadThrough(read)) = script.desk.overlays.last() else {
        panic!("the read-through is not open")
    };
    read.rows.iter().position(|row| {
        matches!(row, ReadRow::Remark(remark)
            if remark.objection == Objection::RuleRefuses && remark.ground.as_deref() == Some(id))
    })
}

#[test]
fn an_example_is_not_signed_and_says_why() {
    let mut script = liverpool_by("Enter");
    choose(&mut script, "call-in");
    script.keys("i");
    assert!(
        toast(&script).contains("this is an example"),
        "{}",
        toast(&script)
    );
    assert!(script.desk.overlays.is_empty());
}

#[test]
fn a_question_put_is_tracked_and_its_silence_becomes_evidence_in_one_step() {
    let mut script = liverpool();
    choose(&mut script, "portfolio");
    let steps = script.saved.len();
    script
        .keys("a Enter Tab")
        .typed("Cllr Holder")
        .keys("Tab")
        .typed("Finance committee");
    script
        .keys("Tab")
        .typed("4 December 2000")
        .keys("Tab Right Right C-s Esc");
    let put = script.audit().puts[0].clone();
    assert_eq!(put.outcome, ReplyOutcome::NotAnswered);
    assert_eq!(put.to, "Cllr Holder");
    assert!(!put.bears_on.is_empty());
    assert_eq!(script.saved.len(), steps + 1, "one step");
    let evidence = |script: &Script| {
        let answer = script.audit().answer(&put.bears_on[0]).expect("an answer");
        answer.evidence.iter().any(|one| {
            one.locator
                .as_deref()
                .is_some_and(|place| place.contains("not answered"))
        })
    };
    assert!(evidence(&script));
    script.keys("u");
    assert!(script.audit().puts.is_empty() && !evidence(&script));
    script.keys("U");
    // The answer came after all, and changes an answer of ours.
    script
        .keys("a Enter Tab Tab Tab Tab Left Tab")
        .typed("It was done in May.");
    let stood = script
        .audit()
        .answer(&put.bears_on[0])
        .and_then(|one| one.status);
    script.keys("C-s");
    assert_eq!(script.audit().puts[0].outcome, ReplyOutcome::Answered);
    let answer = script.audit().answer(&put.bears_on[0]).expect("an answer");
    assert_eq!(answer.status, stood, "a reply is evidence, not a verdict");
    let screen = script.screen(120, 36);
    assert!(screen.contains("what would follow"), "{screen}");
    script.keys("n");
    let answer = script.audit().answer(&put.bears_on[0]).expect("an answer");
    assert_eq!(answer.status, Some(Status::NotMet));
    assert!(
        answer
            .evidence
            .iter()
            .any(|one| one.quote.as_deref() == Some("It was done in May."))
    );
}

#[test]
fn an_answer_without_words_is_asked_for() {
    let mut script = liverpool();
    script.keys("a Enter Tab Tab Tab Tab Right C-s");
    let screen = script.screen(80, 24);
    assert!(screen.contains("What was the answer?"), "{screen}");
    assert!(script.audit().puts.is_empty());
}

#[test]
fn only_a_notice_is_signed_and_that_says_why() {
    let mut script = liverpool();
    script.keys("i");
    assert!(toast(&script).contains("only a call-in notice is signed"));
}

#[test]
fn a_blank_checklist_is_blank_until_a_key_puts_the_answers_in() {
    let mut script = liverpool();
    script.keys("e");
    assert!(toast(&script).contains("blank"), "{}", toast(&script));
    assert!(!script.open().setting.with_answers);
    choose(&mut script, "blank");
    for (columns, rows) in [(80, 24), (120, 36)] {
        let screen = script.screen(columns, rows);
        assert!(
            screen.contains("Nothing entered so far is in. Press e to put"),
            "{screen}"
        );
    }
    let blank = preview(&script);
    script.keys("e");
    for (columns, rows) in [(80, 24), (120, 36)] {
        let screen = script.screen(columns, rows);
        assert!(
            screen.contains("papers in confidence. Press e to take"),
            "{screen}"
        );
    }
    let with = preview(&script);
    assert_ne!(with, blank);
    let note = script
        .audit()
        .answers
        .values()
        .find(|one| one.note.len() > 20);
    let note: String = note.expect("a note").note.chars().take(20).collect();
    assert!(with.contains(&note) && !blank.contains(&note), "{note}");
    script.keys("f").typed("csv").keys("Enter w C-s");
    let first = String::from_utf8_lossy(&script.files[0].1).into_owned();
    assert!(first.contains(&note), "the file is what is shown");
    script.keys("e w C-s C-s");
    let second = String::from_utf8_lossy(&script.files[1].1).into_owned();
    assert!(!second.contains(&note), "taken out again");
}

/// The Liverpool example at the desk of somebody whom the machine calls by a login.
fn unnamed() -> Script {
    let mut script = liverpool();
    script.desk.author = Author {
        name: String::new(),
        logins: vec!["jsmith2".to_owned()],
    };
    "jsmith2".clone_into(&mut script.desk.who);
    script
}

fn form(script: &Script) -> String {
    match script.desk.overlays.last() {
        Some(Overlay::Form(form)) => form.title.clone(),
        other => panic!("no form: {other:?}"),
    }
}

#[test]
fn who_hands_a_paper_over_is_asked_once_and_kept() {
    let mut script = unnamed();
    script.keys("w w");
    assert_eq!(form(&script), "Who hands it over?");
    script.typed("Jane  Smith").keys("Enter");
    assert_eq!(script.author, "Jane Smith");
    assert!(form(&script).starts_with("Who sends it"), "and it goes on");
    script.keys("C-s");
    assert!(form(&script).starts_with("Write: "), "and on");
    script.keys("C-s");
    let paper = &script.files[0].1;
    assert!(paper.starts_with(b"PK"), "a Word document");
    script.keys("f").typed("markdown").keys("Enter w w C-s");
    let paper = String::from_utf8_lossy(&script.files[1].1).into_owned();
    assert!(
        paper.contains("Jane Smith") && !paper.contains("jsmith2"),
        "{paper:.600}"
    );
    // The history calls them so from now on.
    script.keys("Tab Tab /");
    script.typed("options.provide-or-buy").keys("Enter m");
    assert_eq!(script.saved.last().expect("saved").by, "Jane Smith");
}

#[test]
fn a_paper_can_go_without_a_name_and_it_is_not_asked_again() {
    for leave in ["Esc", "Enter", "x Esc Esc"] {
        let mut script = unnamed();
        script
            .keys("f")
            .typed("markdown")
            .keys("Enter w w")
            .keys(leave)
            .keys("Esc");
        assert!(form(&script).starts_with("Write: "), "{leave}");
        script.keys("C-s w w");
        assert!(
            form(&script).starts_with("Write: "),
            "{leave}: not asked again"
        );
        let paper = String::from_utf8_lossy(&script.files[0].1).into_owned();
        assert!(
            !paper.contains("jsmith2") && !paper.contains("**From:**"),
            "{leave}"
        );
        assert_eq!(script.author, "", "{leave}");
    }
    // A blank checklist is nobody's: nobody is asked.
    let mut script = unnamed();
    choose(&mut script, "blank");
    script.keys("w");
    assert!(form(&script).starts_with("Write: "));
}

#[test]
fn a_name_that_cannot_be_kept_stays_in_the_form_with_the_reason() {
    let mut script = unnamed();
    script.keys("w w").typed(&"x".repeat(201)).keys("Enter");
    let Some(Overlay::Form(form)) = script.desk.overlays.last() else {
        panic!("the form is gone")
    };
    let why = form.notice.clone().expect("it says why");
    assert!(why.contains("200"), "{why}");
}

#[test]
fn a_ready_profile_is_offered_for_the_reviews_authority_and_warns_until_it_is_confirmed() {
    const WARNING: &str = "confirm it against the council’s constitution";
    let flat = |text: &str| {
        let plain: String = text
            .chars()
            .map(|c| if c == '│' { ' ' } else { c })
            .collect();
        plain.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let mut script = Script::new();
    script
        .keys("n")
        .typed("Gloucestershire")
        .keys("Tab")
        .typed("Home care")
        .keys("C-s");
    while script.desk.screen != Screen::Report {
        script.keys("Tab");
    }
    choose(&mut script, "call-in");
    script.keys("l");
    let screen = script.screen(80, 24);
    for said in [
        "Start from a ready profile?",
        "the ready profile of Gloucestershire County Council",
        "an empty form",
    ] {
        assert!(screen.contains(said), "{said}\n{screen}");
    }
    // The empty form is one press away, and neither is kept by being looked at.
    script.keys("Down Enter");
    let screen = script.screen(80, 24);
    assert!(!flat(&screen).contains("ready profile"), "{screen}");
    script.keys("Esc");
    assert!(script.councils.is_empty());
    script.keys("l Enter");
    let screen = flat(&script.screen(80, 24));
    assert!(
        screen.contains("from a ready profile of 9 October 2020"),
        "{screen}"
    );
    assert!(screen.contains(WARNING), "{screen}");
    for (columns, rows) in [(120, 36), (200, 60)] {
        let screen = script.screen(columns, rows);
        assert!(
            screen.contains("These rules are from a ready profile"),
            "{screen}"
        );
    }
    script.keys("C-s");
    let taken = script.open().setting.council.clone();
    assert_eq!(taken.needed(), Some(5));
    assert!(taken.is_unconfirmed());

    // It opens as it was kept, with its warning and no offer, until a day and a page are given.
    script.keys("l");
    assert!(flat(&script.screen(80, 24)).contains(WARNING));
    let Some(Overlay::Form(form)) = script.desk.overlays.last() else {
        panic!("no form")
    };
    let steps = form.fields.len() - 2;
    for _ in 0..steps {
        script.keys("Tab");
    }
    script.typed("20 November 2026").keys("C-s");
    assert!(
        script
            .screen(80, 24)
            .contains("On which page of the constitution")
    );
    assert!(script.open().setting.council.is_unconfirmed());
    script.typed("part 4, page 212").keys("C-s");
    let confirmed = &script.open().setting.council;
    assert!(!confirmed.is_unconfirmed());
    assert_eq!(confirmed.confirmed_at, "part 4, page 212");
    assert_eq!(
        confirmed.notes, taken.notes,
        "what the form has no field for stays"
    );
    script.keys("l");
    assert!(!flat(&script.screen(80, 24)).contains(WARNING));
}

#[test]
fn the_two_page_version_is_the_first_of_the_papers() {
    let mut script = liverpool();
    script.keys("b");
    let screen = script.screen(80, 24);
    let at = |words: &str| {
        screen
            .find(words)
            .unwrap_or_else(|| panic!("{words}: {screen}"))
    };
    assert!(
        at("Members’ briefing") < at("Full audit record"),
        "{screen}"
    );
    assert!(screen.contains("two pages"), "{screen}");
    // The bar begins on the paper in front.
    script.keys("Enter");
    assert_eq!(script.open().paper.kind, Kind::Submission);
    script.keys("b Up Up Enter");
    assert_eq!(script.open().paper.kind, Kind::Briefing);
}

#[test]
fn a_paper_has_only_the_formats_that_suit_it() {
    let mut script = liverpool();
    script.keys("f");
    let screen = script.screen(80, 24);
    assert!(
        screen.contains("Word document") && !screen.contains("Excel"),
        "{screen}"
    );
    script.keys("Esc");
    choose(&mut script, "record");
    script.keys("f").typed("excel").keys("Enter");
    assert_eq!(script.open().paper.format, Format::Xlsx);
    // A paper without tables is not left with a spreadsheet's format.
    choose(&mut script, "submission");
    assert_eq!(script.open().paper.format, Format::Docx);
}

#[test]
fn the_file_is_named_as_its_format_and_its_whole_path_stays_on_the_screen() {
    let mut script = liverpool();
    choose(&mut script, "briefing");
    for key in ["o", "O"] {
        script.keys(key);
        assert!(toast(&script).contains("nothing has been written yet"));
    }
    script
        .keys("w w C-u")
        .typed("/home/a/papers/my paper.md")
        .keys("C-s");
    let path = std::path::PathBuf::from("/home/a/papers/my paper.docx");
    assert_eq!(script.files[0].0, path);
    for (columns, rows) in [(80, 24), (120, 36), (200, 60)] {
        let screen = script.screen(columns, rows);
        let flat = screen.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            flat.contains("Written: /home/a/papers/my paper.docx."),
            "{screen}"
        );
        assert!(
            flat.contains("Press o to open it, O to open its folder"),
            "{screen}"
        );
    }
    script.keys("o O");
    assert_eq!(script.opened, [path, "/home/a/papers".into()]);
    // Over another file it is asked first, by the name that it really gets.
    script
        .keys("w w C-u")
        .typed("/home/a/papers/my paper")
        .keys("C-s");
    assert_eq!(script.files.len(), 1);
    let screen = script.screen(120, 36);
    assert!(screen.contains("again to overwrite it"), "{screen}");
    script.keys("C-s");
    assert_eq!(script.files.len(), 2);
}

#[test]
fn who_sends_a_submission_and_where_it_goes_is_asked_once() {
    let mut script = liverpool();
    script.keys("f").typed("markdown").keys("Enter w w");
    script
        .typed("We are Anytown Branch, 900 members.")
        .keys("Tab")
        .typed("Overview and Scrutiny Committee")
        .keys("Tab")
        .typed("meeting of 3 December 2026")
        .keys("Tab")
        .typed("item 7")
        .keys("Tab")
        .typed("Keep the service in house.")
        .keys("C-s");
    assert_eq!(
        script.we, "Anytown Branch, 900 members",
        "kept for all papers"
    );
    assert!(form(&script).starts_with("Write: "));
    script.keys("C-s");
    let paper = String::from_utf8_lossy(&script.files[0].1).into_owned();
    for said in [
        "We are Anytown Branch, 900 members",
        "Overview and Scrutiny Committee",
        "meeting of 3 December 2026",
        "item 7",
        "Keep the service in house.",
    ] {
        assert!(paper.contains(said), "{said}: {paper:.900}");
    }
    // It is not asked again, and can be changed.
    script.keys("w w");
    assert!(form(&script).starts_with("Write: "));
    script.keys("Esc m");
    let screen = script.screen(80, 24);
    assert!(
        screen.contains("Anytown Branch") && screen.contains("item 7"),
        "{screen}"
    );
    script.keys("Tab Tab Tab").typed("a").keys("C-s");
    assert!(script.desk.overlays.is_empty(), "and writes nothing");
    assert_eq!(script.open().setting.meeting.item, "item 7a");
    // Another paper is sent to no one.
    choose(&mut script, "briefing");
    script.keys("m");
    assert!(toast(&script).contains("only a submission and a right of reply are sent"));
}

#[test]
fn the_audit_is_bundled_with_its_papers_and_the_whole_path_is_told() {
    let mut script = liverpool();
    script.keys("B");
    assert_eq!(form(&script), "Bundle the audit with its papers");
    let screen = script.screen(120, 36);
    assert!(screen.contains("seen in confidence"), "{screen}");
    script.keys("C-s");
    let (path, bytes) = script.files[0].clone();
    assert!(path.to_string_lossy().ends_with("-bundle.zip"), "{path:?}");
    assert_eq!(bytes, b"submission.html record.html");
    assert_eq!(toast(&script), format!("Written: {}", path.display()));
    // Never over a file without asking; a name with another ending is one for a zip file.
    script.keys("B C-s");
    assert_eq!(script.files.len(), 1);
    script.keys("C-s");
    assert_eq!(script.files.len(), 2);
    script.keys("B").typed(".more").keys("C-s");
    let path = script.files[2].0.display().to_string();
    assert!(path.ends_with("-bundle.zip.more.zip"), "{path}");
}
