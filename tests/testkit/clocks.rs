//! Audits with dates, and the clocks that these have started.

use std::sync::LazyLock;

use chrono::NaiveDate;
use scrutineer::audit::Audit;
use scrutineer::base::SourceText;
use scrutineer::checklist::{Counting, Library, load, shipped};
use scrutineer::findings::Facts;
use scrutineer::findings::clocks::{self, Closes, Known, LocalWindow, Running, of_review};

/// The shipped checklists, loaded once for all of these tests.
pub(crate) fn library() -> &'static Library {
    static LIBRARY: LazyLock<Library> =
        LazyLock::new(|| load(&shipped::checklists()).expect("the shipped checklists load"));
    &LIBRARY
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().expect(text)
}

pub(crate) const AUDIT: &str = r#"format = 1
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

[answers."decision-recorded"]
value = 2026-12-15

[answers."information-asked"]
value = 2026-12-02

[answers."first-dismissal"]
value = 2027-04-30

[answers."redundancies-proposed"]
value = 25
"#;

pub(crate) fn five_working_days() -> LocalWindow {
    LocalWindow {
        closes: Some(Closes::Days(5)),
        counted: Some(Counting::Working),
        from: "publication of the decision".to_owned(),
        ..LocalWindow::default()
    }
}

pub(crate) fn clocks<T>(
    text: &str,
    today: &str,
    use_them: impl Fn(&Known<'_>, &[Running]) -> T,
) -> T {
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

/// An audit of Anytown's libraries, decided on a day, with the days of some events.
pub(crate) fn with(nation: &str, decided: Option<&str>, events: &[(&str, &str)]) -> String {
    let mut text = format!(
        "format = 1\n[review]\nauthority = \"Anytown Council\"\nkind = \"council\"\n\
         service = \"Libraries\"\nterritory = \"{nation}\"\nexecutive = \"yes\"\n\
         stage = \"decision\"\n"
    );
    if let Some(day) = decided {
        text.push_str(&format!("decided = {day}\n"));
    }
    for (event, day) in events {
        text.push_str(&format!("[answers.\"{event}\"]\nvalue = {day}\n"));
    }
    text
}

/// Uses the clock of a rule in an audit on a day, with everything that is told about it.
pub(crate) fn clock<T>(
    text: &str,
    (today, window): (&str, &LocalWindow),
    rule: &str,
    use_it: impl Fn(Option<&Running>, &str) -> T,
) -> T {
    let audit = Audit::read(&SourceText::new("a.audit.toml", text)).expect("an audit");
    let facts = Facts::gather(library(), &audit, day(today));
    let known = Known {
        facts: &facts,
        window: Some(window),
    };
    let all = of_review(&known);
    let one = all
        .iter()
        .find(|one| library().deadline(one.rule).id == rule);
    let told = one.map_or_else(String::new, |one| clocks::told(&known, one).join(" "));
    use_it(one, &told)
}

pub(crate) fn has(told: &str, parts: &[&str]) {
    for part in parts {
        assert!(told.contains(part), "{part}: {told}");
    }
}

pub(crate) const CALL_IN: &str = "call-in-window";
