//! The end comes from outside while a form is half filled: what is recorded then, form by form.

use crate::testkit::front::answer;
use crate::testkit::script;

use script::Script;
use scrutineer::audit::{Access, Evidence, ReplyOutcome, Value};
use scrutineer::checklist::{QuestionIx, QuestionKind, Status, Territory};
use scrutineer::desk::overlay::{FieldId, PageKind, PageOverlay};
use scrutineer::desk::{Message, Overlay, Screen};

/// Goes to a field of the form in front.
fn go_to(script: &mut Script, key: FieldId) -> &mut Script {
    for _ in 0..20 {
        let Some(Overlay::Form(form)) = script.desk.overlays.last() else {
            panic!("no form is open");
        };
        if form.fields[form.focus].key == key {
            return script;
        }
        script.keys("Tab");
    }
    panic!("the form has no field {key:?}");
}

/// Types over what stands in some fields.
fn fill(script: &mut Script, fields: &[(FieldId, &str)]) {
    for (key, text) in fields {
        go_to(script, *key).keys("C-End C-u").typed(text);
    }
}

/// Chooses among the options of a field by its first letter.
fn choose(script: &mut Script, key: FieldId, letter: &str) {
    go_to(script, key).keys(letter);
}

/// Ends the sitting from outside, and says how many entries were saved by that.
fn close(script: &mut Script) -> usize {
    let before = script.saved.len();
    script.message(Message::Closing);
    assert!(script.desk.overlays.is_empty(), "nothing is open any more");
    script.saved.len() - before
}

fn asked(script: &Script) -> (QuestionIx, String) {
    let ix = script.open().walk.at().expect("a question is shown");
    (ix, script.desk.library.question(ix).id.to_string())
}

fn day(text: &str) -> chrono::NaiveDate {
    text.parse().expect("a day")
}

/// On a screen of a new audit.
fn on(screen: Screen) -> Script {
    let mut script = Script::on_new_audit();
    while script.desk.screen != screen {
        script.keys("Tab");
    }
    script
}

/// On the first question of this kind.
fn on_question(wanted: impl Fn(&QuestionKind) -> bool) -> (Script, String) {
    let mut script = Script::on_new_audit();
    let library = script.desk.library.clone();
    let id = script
        .open()
        .walk
        .groups
        .iter()
        .flat_map(|group| &group.questions)
        .map(|ix| library.question(*ix))
        .find(|question| wanted(&question.kind))
        .map(|question| question.id.to_string())
        .expect("there is one");
    script.keys("/").typed(&id).keys("Enter");
    assert_eq!(asked(&script).1, id);
    (script, id)
}

#[test]
fn new_evidence_is_recorded_and_what_cannot_be_read_stands_in_words() {
    let mut script = Script::on_new_audit();
    let (_, id) = asked(&script);
    script.keys("v");
    fill(
        &mut script,
        &[
            (FieldId::Page, "abc"),
            (FieldId::Paragraph, "4.12"),
            (FieldId::Quote, "No cost was given"),
            (FieldId::Date, "soon"),
        ],
    );
    assert_eq!(close(&mut script), 1);
    let evidence = &answer(&script, &id).evidence;
    assert_eq!(
        evidence.as_slice(),
        [Evidence {
            paragraph: Some("4.12".to_owned()),
            quote: Some("No cost was given".to_owned()),
            locator: Some("Page: abc; Date: soon".to_owned()),
            ..Evidence::default()
        }]
    );
}

#[test]
fn a_document_that_evidence_names_is_registered_with_it() {
    let mut script = Script::on_new_audit();
    let (_, id) = asked(&script);
    script.keys("v");
    fill(
        &mut script,
        &[(FieldId::Document, "Final report"), (FieldId::Page, "7")],
    );
    choose(&mut script, FieldId::Source, "u");
    assert_eq!(close(&mut script), 1);
    let evidence = &answer(&script, &id).evidence[0];
    let document = evidence.document.as_deref().expect("it is named");
    assert_eq!(
        script
            .audit()
            .document(document)
            .map(|one| one.title.as_str()),
        Some("Final report")
    );
    assert_eq!((evidence.page, evidence.source.is_some()), (Some(7), true));
}

#[test]
fn evidence_that_stands_loses_no_field_to_a_half_filled_change() {
    let mut script = Script::on_new_audit();
    let (_, id) = asked(&script);
    script.keys("v");
    fill(
        &mut script,
        &[
            (FieldId::Document, "Final report"),
            (FieldId::Page, "7"),
            (FieldId::Quote, "No cost was given"),
            (FieldId::Date, "3 May 2001"),
        ],
    );
    choose(&mut script, FieldId::Source, "u");
    script.keys("C-s");
    let stood = answer(&script, &id).evidence[0].clone();
    // Everything is emptied to be filled again, and one thing was.
    script.keys("v Down Enter");
    fill(
        &mut script,
        &[
            (FieldId::Page, "xyz"),
            (FieldId::Quote, ""),
            (FieldId::Date, ""),
            (FieldId::Paragraph, "4.12"),
        ],
    );
    go_to(&mut script, FieldId::Document).keys("Left");
    go_to(&mut script, FieldId::Source).keys("n");
    assert_eq!(close(&mut script), 1);
    assert_eq!(
        answer(&script, &id).evidence.as_slice(),
        [Evidence {
            paragraph: Some("4.12".to_owned()),
            locator: Some("Page: xyz".to_owned()),
            ..stood.clone()
        }]
    );
    // To empty every field takes a piece away only when its user keeps that.
    script.keys("v Down Enter");
    for key in [
        FieldId::Page,
        FieldId::Paragraph,
        FieldId::Quote,
        FieldId::Date,
        FieldId::Locator,
    ] {
        fill(&mut script, &[(key, "")]);
    }
    assert_eq!(close(&mut script), 0);
    assert_eq!(answer(&script, &id).evidence.len(), 1);
}

#[test]
fn a_form_in_which_nothing_was_entered_records_nothing() {
    let mut script = Script::on_new_audit();
    script.keys("v");
    assert_eq!(close(&mut script), 0);
    script.keys("v").typed("x").keys("Backspace");
    assert_eq!(close(&mut script), 0, "it was taken back");
    script.keys("P");
    assert_eq!(close(&mut script), 0);
    assert!(script.audit().answers.is_empty());
}

#[test]
fn a_request_is_recorded_as_far_as_it_was_written() {
    let mut script = Script::on_new_audit();
    let (_, id) = asked(&script);
    script.keys("r");
    fill(
        &mut script,
        &[
            (FieldId::What, "The bids"),
            (FieldId::Whom, "Legal services"),
            (FieldId::On, "in spring"),
        ],
    );
    assert_eq!(close(&mut script), 1);
    let request = answer(&script, &id).request.clone().expect("it is there");
    assert_eq!(request.what, "The bids; On: in spring");
    assert_eq!(
        (request.whom.as_str(), request.on),
        ("Legal services", None)
    );
    // What stood is not lost to a field that was emptied.
    script.keys("r");
    fill(
        &mut script,
        &[(FieldId::Whom, ""), (FieldId::On, "3 April 2003")],
    );
    assert_eq!(close(&mut script), 1);
    let request = answer(&script, &id).request.clone().expect("it is there");
    assert_eq!(request.whom, "Legal services");
    assert_eq!(request.on, Some(day("2003-04-03")));
}

#[test]
fn a_date_and_a_figure_are_recorded_or_stand_in_the_note() {
    for (figure, good, value, bad, words) in [
        (
            false,
            "3 April 2003",
            Value::Date(day("2003-04-03").into()),
            "in spring",
            "Date: in spring",
        ),
        (
            true,
            "127,000",
            Value::Number(127_000.0),
            "a lot",
            "Figure: a lot",
        ),
    ] {
        let kind = |kind: &QuestionKind| match kind {
            QuestionKind::Figure(_) => figure,
            QuestionKind::Event => !figure,
            _ => false,
        };
        let (mut script, id) = on_question(kind);
        script.keys("Enter");
        fill(&mut script, &[(FieldId::Value, good)]);
        assert_eq!(close(&mut script), 1);
        assert_eq!(answer(&script, &id).value.as_ref(), Some(&value));

        script.keys("/").typed(&id).keys("Enter Enter");
        fill(&mut script, &[(FieldId::Value, bad)]);
        assert_eq!(close(&mut script), 1);
        assert_eq!(answer(&script, &id).note, words);
        assert_eq!(
            answer(&script, &id).value.as_ref(),
            Some(&value),
            "it stands"
        );

        script.keys("/").typed(&id).keys("Enter Enter");
        fill(&mut script, &[(FieldId::Value, "")]);
        assert_eq!(close(&mut script), 0, "emptied is not yet filled");
        assert_eq!(answer(&script, &id).value.as_ref(), Some(&value));
    }
}

#[test]
fn the_profile_is_changed_as_far_as_it_was_and_never_loses_its_names() {
    let mut script = Script::on_new_audit();
    script.keys("P");
    fill(
        &mut script,
        &[(FieldId::Authority, ""), (FieldId::Decided, "in spring")],
    );
    choose(&mut script, FieldId::Territory, "w");
    assert_eq!(close(&mut script), 1);
    let review = script.audit().review.clone();
    assert_eq!(review.authority, "Anytown Council");
    assert_eq!(review.territory, Territory::Wales);
    assert_eq!(review.decided, None);
    assert_eq!(review.note.as_deref(), Some("Decided on: in spring"));
    script.keys("P");
    fill(&mut script, &[(FieldId::Decided, "1 May 2003")]);
    assert_eq!(close(&mut script), 1);
    script.keys("P");
    fill(&mut script, &[(FieldId::Decided, "later")]);
    assert_eq!(close(&mut script), 1);
    let review = &script.audit().review;
    assert_eq!(review.decided, Some(day("2003-05-01")));
    assert_eq!(
        review.note.as_deref(),
        Some("Decided on: in spring\nDecided on: later")
    );
}

#[test]
fn a_new_audit_is_made_when_it_has_both_its_names() {
    let mut script = Script::new();
    script.keys("n");
    fill(
        &mut script,
        &[
            (FieldId::Authority, "Anytown"),
            (FieldId::Service, "Home care"),
            (FieldId::Decided, "in spring"),
        ],
    );
    script.message(Message::Closing);
    assert_eq!(script.disk.len(), 1);
    let review = &script.disk[0].1.review;
    assert_eq!(
        (review.authority.as_str(), review.service.as_str()),
        ("Anytown", "Home care")
    );
    assert_eq!(review.note.as_deref(), Some("Decided on: in spring"));

    let mut script = Script::new();
    script.keys("n");
    fill(
        &mut script,
        &[
            (FieldId::Authority, "Anytown"),
            (FieldId::Decided, "3 April 2003"),
        ],
    );
    close(&mut script);
    assert!(script.disk.is_empty(), "a review of nothing is none");
}

#[test]
fn a_document_that_nobody_has_is_noted_when_it_has_a_title() {
    let mut script = on(Screen::Documents);
    script.keys("n");
    fill(
        &mut script,
        &[
            (FieldId::Title, "Bid evaluation"),
            (FieldId::Date, "in spring"),
            (FieldId::AccessOn, "3 May 2001"),
        ],
    );
    assert_eq!(close(&mut script), 1);
    let [document] = script.audit().documents.as_slice() else {
        panic!("it is registered")
    };
    assert_eq!(document.title, "Bid evaluation");
    assert_eq!(document.access_on, Some(day("2001-05-03")));
    assert_eq!(document.note.as_deref(), Some("Dated: in spring"));
    // The entry that stands keeps its title.
    script.keys("i");
    fill(
        &mut script,
        &[
            (FieldId::Title, ""),
            (FieldId::Note, "refused"),
            (FieldId::Url, "https://x"),
        ],
    );
    assert_eq!(close(&mut script), 1);
    let document = &script.audit().documents[0];
    assert_eq!(document.title, "Bid evaluation");
    assert_eq!(document.note.as_deref(), Some("refused"));

    let mut script = on(Screen::Documents);
    script.keys("n");
    fill(&mut script, &[(FieldId::From, "the council")]);
    assert_eq!(close(&mut script), 0, "it has no title");
}

#[test]
fn a_picked_paper_is_registered_at_once_and_its_half_filled_details_are_kept() {
    let mut script = on(Screen::Documents);
    script.paper("/papers/report.txt", "No cost was given.");
    script.keys("a").typed("report").keys("Enter");
    assert_eq!(script.audit().documents.len(), 1);
    script.keys("i");
    fill(&mut script, &[(FieldId::Title, "Final report")]);
    go_to(&mut script, FieldId::Access).keys("Right Right");
    assert_eq!(close(&mut script), 1);
    let [document] = script.audit().documents.as_slice() else {
        panic!("it is registered once")
    };
    assert_eq!(document.title, "Final report");
    assert_eq!(document.access, Some(Access::InConfidence));
}

#[test]
fn a_question_put_is_recorded_as_far_as_it_was_written() {
    let mut script = on(Screen::Report);
    script.keys("a").typed("question of your own").keys("Enter");
    fill(
        &mut script,
        &[
            (FieldId::Ask, "What did it cost?"),
            (FieldId::To, "Cllr Holder"),
            (FieldId::On, "in spring"),
        ],
    );
    // That it was answered is chosen, and the answer not written yet.
    go_to(&mut script, FieldId::Outcome).keys("Right");
    assert_eq!(close(&mut script), 1);
    let [put] = script.audit().puts.as_slice() else {
        panic!("it is recorded")
    };
    assert_eq!(
        (put.ask.as_str(), put.to.as_str()),
        ("What did it cost?", "Cllr Holder")
    );
    assert_eq!((put.outcome, put.on), (ReplyOutcome::Asked, None));
    assert!(put.place.contains("Asked on: in spring"), "{}", put.place);
    assert!(put.place.contains("Outcome: answered"), "{}", put.place);

    // What came of it is recorded with the answer, and the question keeps its words.
    script.keys("a").typed("cost").keys("Enter");
    fill(
        &mut script,
        &[(FieldId::Ask, ""), (FieldId::Reply, "Nobody knows")],
    );
    go_to(&mut script, FieldId::Outcome).keys("Right");
    assert_eq!(close(&mut script), 1);
    let put = &script.audit().puts[0];
    assert_eq!(put.ask, "What did it cost?");
    assert_eq!(
        (put.outcome, put.reply.as_str()),
        (ReplyOutcome::Answered, "Nobody knows")
    );

    let mut script = on(Screen::Report);
    script.keys("a").typed("question of your own").keys("Enter");
    fill(&mut script, &[(FieldId::To, "Cllr Holder")]);
    assert_eq!(close(&mut script), 0, "it has no words");
}

#[test]
fn nobody_signs_by_half_and_no_rules_are_made_by_half() {
    let mut script = on(Screen::Report);
    script.keys("b").typed("call-in").keys("Enter i");
    fill(&mut script, &[(FieldId::Signatories, "Cllr On")]);
    assert_eq!(close(&mut script), 0);
    assert!(script.audit().notice.is_empty());
    script.keys("l");
    fill(
        &mut script,
        &[(FieldId::WhoMay, "any five"), (FieldId::Signatories, "5")],
    );
    assert_eq!(close(&mut script), 0);
    assert!(script.councils.is_empty());
}

#[test]
fn a_file_that_was_being_named_is_not_written() {
    let mut script = on(Screen::Report);
    script.keys("b").typed("full audit record").keys("Enter w");
    if script.desk.overlays.is_empty() {
        script.keys("w");
    }
    fill(&mut script, &[(FieldId::Path, "half-a-na")]);
    assert_eq!(close(&mut script), 0);
    assert!(script.files.is_empty());
}

#[test]
fn a_page_to_go_to_is_forgotten() {
    let mut script = on(Screen::Documents);
    script.paper("/papers/report.txt", "No cost was given.");
    script.keys("a").typed("report").keys("Enter Enter g");
    fill(&mut script, &[(FieldId::Page, "1")]);
    assert_eq!(close(&mut script), 0);
}

#[test]
fn what_lies_over_a_form_or_a_note_does_not_hide_it() {
    let page = || {
        Overlay::Page(PageOverlay {
            kind: PageKind::Told,
            scroll: 0,
        })
    };
    let mut script = Script::on_new_audit();
    let (_, id) = asked(&script);
    script.keys("v");
    fill(&mut script, &[(FieldId::Quote, "No cost was given")]);
    script.desk.overlays.push(page());
    assert_eq!(close(&mut script), 1);
    assert_eq!(answer(&script, &id).evidence.len(), 1);
    script.keys("t").typed("half a note");
    script.desk.overlays.push(page());
    assert_eq!(close(&mut script), 1);
    assert_eq!(answer(&script, &id).note, "half a note");
    assert_eq!(answer(&script, &id).status, None::<Status>);
}

#[test]
fn what_was_kept_is_taken_back_by_one_key() {
    let mut script = Script::on_new_audit();
    script.keys("v");
    fill(
        &mut script,
        &[(FieldId::Document, "Final report"), (FieldId::Page, "abc")],
    );
    close(&mut script);
    script.keys("u");
    assert!(script.audit().answers.is_empty());
    assert!(script.audit().documents.is_empty());
}
