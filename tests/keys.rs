//! The registry of actions is the one source of keys: the help, the manual and the README agree with
//! it, in every place where a key works.
use scrutineer::desk::Place;
use scrutineer::desk::action::{ACTIONS, Spec};

use crate::testkit::cli_home::Home;
use crate::testkit::script::Script;

/// Returns the actions that have a key in a place.
fn with_keys(place: Place) -> impl Iterator<Item = &'static Spec> {
    ACTIONS
        .iter()
        .filter(move |spec| spec.place.meets(place) && spec.key().is_some())
}

/// Returns a desk on the screen of a place.
fn on(place: Place) -> Script {
    if place == Place::LIBRARY {
        return Script::new();
    }
    let mut script = Script::on_new_audit();
    if place == Place::LEAF {
        script.paper("/papers/report.txt", "One paragraph.");
        script
            .keys("Tab Tab Tab a")
            .typed("report")
            .keys("Enter C-s Enter");
    }
    for _ in 0..5 {
        if script.desk.screen_place() == place {
            return script;
        }
        script.keys("Tab");
    }
    panic!("no screen is {place:?}");
}

#[test]
fn every_key_is_in_the_help_in_each_of_its_places() {
    for &(place, title) in Place::ALL {
        let mut script = if place.meets(Place::SCREEN) {
            on(place)
        } else {
            Script::new()
        };
        let help = script.help();
        let listed = if place.meets(Place::SCREEN) {
            help.as_str()
        } else {
            let (_, rest) = help.split_once(title).expect(title);
            rest
        };
        for spec in with_keys(place) {
            let key = spec.key().expect("a key").to_string();
            let row = format!("{key} ");
            assert!(
                listed
                    .lines()
                    .any(|line| line.contains(&row) && line.contains(spec.help)),
                "{title}: {key} {} is not in the help:\n{listed}",
                spec.name
            );
        }
    }
}

#[test]
fn every_key_is_in_the_manual_in_each_of_its_places() {
    let (manual, code) = Home::new().says(&["man"]);
    assert_eq!(code, 0);
    let manual = manual.replace("\\-", "-").replace("\\*(Aq", "'");
    for &(place, title) in Place::ALL {
        let section = manual
            .split(".SS ")
            .find(|section| section.trim_start_matches('"').starts_with(title));
        let section = section.unwrap_or_else(|| panic!("{title} is not in the manual"));
        for spec in with_keys(place) {
            assert!(
                section.lines().any(|line| line == spec.help),
                "{title}: {} is not in the manual:\n{section}",
                spec.name
            );
        }
    }
}
