//! The council's own rules at the desk: filled in once, or taken from a ready profile.

use crate::desk_hand_over::{choose, liverpool, preview};
use crate::testkit::front::toast;
use crate::testkit::script::Script;
use scrutineer::desk::overlay::{FieldId, Purpose};
use scrutineer::desk::read_through::ReadRow;
use scrutineer::desk::{Overlay, Screen};
use scrutineer::report::Kind;
use scrutineer::report::read_through::Objection;

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
