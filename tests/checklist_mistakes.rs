//! Every mistake an author can make in a checklist: told with file, line, column, the line itself,
//! what was expected and the nearest right name; all of a file at once.

use scrutineer::audit::{Audit, Review};
use scrutineer::base::{Diagnostic, SourceText};
use scrutineer::checklist::{ChecklistText, load, shipped};
use scrutineer::findings::derive;

const GOOD: &str = r#"format = 1
id = "own"
title = "Own"
edition = "1"

[[requirement]]
id = "own-rule"
instrument = "Own"
title = "A rule"
citation = "Own rule 1"
force = "agreement"
demands = "Do it."
checked = "official"
url = "https://example.org"
source = "ours"
questions = ["unions.consulted"]
[[requirement.in_force]]
territory = "england"
from = 2010-01-01
until = 2011-01-01

[[question]]
id = "own.question"
section = "workforce"
topic = "employment"
ask = "Was it done?"
look_for = ["a term"]
proved_by = ["a paper"]
usual_failure = "It was not."
"#;

fn mistakes(text: &str) -> Vec<Diagnostic> {
    let mut texts = shipped::checklists();
    texts.push(ChecklistText {
        source: SourceText::new("own.toml", text),
        shipped: false,
    });
    match load(&texts) {
        Ok(_) => Vec::new(),
        Err(mistakes) => mistakes,
    }
}

/// Changes one thing in the good file and expects one mistake of a kind on a line.
fn one(from: &str, to: &str, code: &str, line: usize, help: &str) {
    assert!(GOOD.contains(from), "{from}");
    let found = mistakes(&GOOD.replacen(from, to, 1));
    let hit = found.iter().find(|one| one.code == code);
    let hit = hit.unwrap_or_else(|| panic!("{to}: no {code} in {found:#?}"));
    assert_eq!(hit.line, line, "{to}: {hit}");
    assert_eq!(&*hit.file, "own.toml");
    assert!(hit.column >= 1);
    let shown = hit.to_string();
    assert!(
        shown.starts_with(&format!("own.toml:{line}:{}: ", hit.column)),
        "{shown}"
    );
    assert!(shown.contains(help), "{to}: {shown}");
    let written = GOOD.replacen(from, to, 1);
    let written = written.lines().nth(line - 1).expect("the line");
    assert!(
        shown.contains(written.trim_end()),
        "the line itself: {shown}"
    );
}

#[test]
fn the_good_file_has_no_mistake() {
    assert_eq!(mistakes(GOOD), []);
}

#[test]
fn every_kind_of_mistake_is_told_where_it_stands() {
    one(
        "ask = \"Was it done?\"",
        "kind = \"event\"\noffer = \"contract-ends\"\nask = \"When?\"",
        "unknown-word",
        27,
        "did you mean \"contract-end\"?",
    );
    one(
        "ask = \"Was it done?\"",
        "kind = \"event\"\noffer = \"saving\"\nask = \"When?\"",
        "offer-does-not-fit",
        27,
        "a day answers an event",
    );
    one(
        "ask = \"Was it done?\"",
        "offer = \"contract-end\"\nask = \"Was it done?\"",
        "offer-does-not-fit",
        26,
        "a day answers an event",
    );
    one(
        "demands = ",
        "demand = ",
        "unknown-key",
        12,
        "did you mean `demands`?",
    );
    one(
        "id = \"own-rule\"",
        "id = \"lga-1999-3-1\"",
        "duplicate-id",
        7,
        "only once",
    );
    one(
        "id = \"own.question\"",
        "id = \"unions.consulted\"",
        "duplicate-id",
        23,
        "only once",
    );
    one(
        "\"unions.consulted\"",
        "\"unions.consultd\"",
        "unknown-id",
        16,
        "\"unions.consulted\"",
    );
    one(
        "section = \"workforce\"",
        "section = \"workfroce\"",
        "unknown-id",
        24,
        "\"workforce\"",
    );
    one(
        "2010-01-01",
        "2010-02-30",
        "impossible-date",
        19,
        "year-month-day",
    );
    one(
        "until = 2011-01-01",
        "until = 2009-01-01",
        "impossible-range",
        17,
        "before it begins",
    );
    one(
        "url = \"https://example.org\"",
        "reply = \"foi-repyl\"\nurl = \"https://example.org\"",
        "unknown-id",
        14,
        "did you mean \"foi-reply\"?",
    );
    one(
        "\"england\"",
        "\"englnad\"",
        "unknown-word",
        18,
        "did you mean \"england\"?",
    );
    one(
        "force = \"agreement\"",
        "force = \"agreed\"",
        "unknown-word",
        11,
        "agreement",
    );
    one(
        "checked = \"official\"",
        "checked = \"offical\"",
        "unknown-word",
        13,
        "\"official\"",
    );
    one(
        "topic = \"employment\"",
        "topic = \"employmnt\"",
        "unknown-word",
        25,
        "\"employment\"",
    );
    one(
        "demands = \"Do it.\"",
        "demands = \"  \"",
        "empty-text",
        12,
        "write the text",
    );
    one(
        "demands = \"Do it.\"",
        "demands = 3",
        "wrong-type",
        12,
        "a text in quotes",
    );
    one(
        "from = 2010-01-01",
        "from = \"2010\"",
        "wrong-type",
        19,
        "a date such as",
    );
    one(
        "citation = \"Own rule 1\"\n",
        "",
        "missing-key",
        6,
        "`citation = …`",
    );
    one(
        "url = \"https://example.org\"\n",
        "",
        "missing-key",
        6,
        "`url = …`",
    );
    one(
        "checked = \"official\"\n",
        "",
        "missing-key",
        6,
        "`checked = …`",
    );
    one("source = \"ours\"\n", "", "missing-key", 6, "`source = …`");
    one(
        "territory = \"england\"",
        "territories = []",
        "missing-key",
        17,
        "`territory = …`",
    );
    one(
        "source = \"ours\"\n",
        "source = \"ours\"\napplies_if = { profile = \"stage\", is = [] }\n",
        "missing-key",
        16,
        "`is = …`",
    );
    one("format = 1", "format = 7", "newer-format", 1, "newer one");
    one(
        "source = \"ours\"\n",
        "source = \"ours\"\nstatus = \"recostructed\"\n",
        "unknown-word",
        16,
        "\"reconstructed\"",
    );
    one(
        "title = \"A rule\"",
        "title = A rule",
        "not-toml",
        9,
        "fix this line",
    );
}

#[test]
fn an_event_may_be_known_or_not_known() {
    let flag = |id: &str, known: bool| {
        format!(
            "\n[[flag]]\nid = \"{id}\"\ntitle = \"T\"\nlevel = \"gap\"\nsource = \"s\"\n\
             checked = \"official\"\nask = [\"a?\"]\nwhen = {{ event = \"decided\", known = {known} }}\n"
        )
    };
    let mut texts = shipped::checklists();
    texts.push(ChecklistText {
        source: SourceText::new(
            "own.toml",
            format!(
                "{GOOD}{}{}",
                flag("own-given", true),
                flag("own-open", false)
            ),
        ),
        shipped: false,
    });
    let library = load(&texts).unwrap_or_else(|found| panic!("{found:#?}"));
    let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 28).expect("a day");
    let mut audit = Audit::new(Review::named("Anytown", "Home care"));
    for (decided, fires) in [(None, "own-open"), (Some(today), "own-given")] {
        audit.review.decided = decided;
        let findings = derive(&library, &audit, today);
        let fired: Vec<&str> = findings
            .fired
            .iter()
            .map(|fired| library.flag(fired.flag).id.as_str())
            .filter(|id| id.starts_with("own-"))
            .collect();
        assert_eq!(fired, [fires]);
    }
}

#[test]
fn a_year_that_no_precedent_can_have_is_a_mistake() {
    for year in ["0", "-4", "20230", "99999999999"] {
        let found = mistakes(&format!(
            "{GOOD}\n[[precedent]]\nid = \"own-case\"\nyear = {year}\n"
        ));
        let hit = found.iter().find(|one| one.code == "impossible-range");
        let hit = hit.unwrap_or_else(|| panic!("{year}: {found:#?}"));
        assert_eq!(hit.message, format!("`year` cannot be {year}"));
    }
}

#[test]
fn a_condition_is_held_to_its_forms_and_names() {
    let flag = |when: &str| {
        format!(
            "{GOOD}\n[[flag]]\nid = \"own-flag\"\ntitle = \"T\"\nlevel = \"gap\"\nsource = \"s\"\n\
             checked = \"official\"\nask = [\"a?\"]\nwhen = {when}\n"
        )
    };
    for (when, code, help) in [
        ("{ question = \"own.question\", is = [\"met\"] }", "", ""),
        (
            "{ question = \"own.questoin\", is = [\"met\"] }",
            "unknown-id",
            "own.question",
        ),
        (
            "{ question = \"own.question\", is = [\"mett\"] }",
            "unknown-word",
            "\"met\"",
        ),
        (
            "{ question = \"recommendation\", is = [\"met\"] }",
            "wrong-kind",
            "`choice`",
        ),
        (
            "{ choice = \"recommendation\", is = [\"outsorce\"] }",
            "unknown-id",
            "outsource",
        ),
        (
            "{ event = \"decided\", befor = 2001-01-01 }",
            "unknown-key",
            "before",
        ),
        ("{ event = \"decided\" }", "unknown-condition", "days_ago"),
        (
            "{ figure = \"consultants-fee\", at_least = 5, at_most = 3 }",
            "impossible-range",
            "",
        ),
        (
            "{ at_least = 3, of = [{ event = \"decided\", known = true }] }",
            "impossible-range",
            "",
        ),
        (
            "{ profile = \"teritory\", is = [\"wales\"] }",
            "unknown-word",
            "territory",
        ),
        (
            "{ at_least = -1, of = [{ event = \"decided\", known = true }] }",
            "impossible-range",
            "",
        ),
        (
            "{ of = [{ event = \"decided\", known = true }] }",
            "missing-key",
            "at_least",
        ),
        (
            "{ at_least = \"two\", of = [{ event = \"decided\", known = true }] }",
            "wrong-type",
            "",
        ),
        ("{ all = [] }", "empty-condition", ""),
        ("{ whenever = true }", "unknown-condition", "question + is"),
    ] {
        let found = mistakes(&flag(when));
        if code.is_empty() {
            assert_eq!(found, [], "{when}");
        } else {
            let hit = found.iter().find(|one| one.code == code);
            let hit = hit.unwrap_or_else(|| panic!("{when}: no {code} in {found:#?}"));
            assert!(hit.to_string().contains(help), "{when}: {hit}");
        }
    }
}

#[test]
fn all_mistakes_are_told_at_once_even_beside_broken_toml() {
    let text = GOOD
        .replacen("force = \"agreement\"", "force = \"agreed\"", 1)
        .replacen("\"england\"", "\"englnad\"", 1)
        .replacen("2010-01-01", "2010-02-30", 1)
        .replacen("ask = \"Was it done?\"", "ask = \"Was it done?", 1)
        .replacen("topic = \"employment\"", "topic = \"employmnt\"", 1);
    let found = mistakes(&text);
    let codes: Vec<&str> = found.iter().map(|one| one.code).collect();
    for code in ["unknown-word", "impossible-date", "not-toml"] {
        assert!(codes.contains(&code), "{codes:?}");
    }
    assert!(
        codes.iter().filter(|code| **code == "unknown-word").count() >= 3,
        "{found:#?}"
    );
    let mut lines: Vec<usize> = found.iter().map(|one| one.line).collect();
    let told = lines.clone();
    lines.sort_unstable();
    assert_eq!(told, lines, "in the order of the file");
}

#[test]
fn the_local_agreement_that_ships_is_a_checklist_without_a_mistake() {
    let mut texts = shipped::checklists();
    texts.push(ChecklistText {
        source: SourceText::new("local-agreement.toml", shipped::LOCAL_AGREEMENT),
        shipped: false,
    });
    let library = load(&texts).unwrap_or_else(|all| {
        let all: Vec<String> = all.iter().map(ToString::to_string).collect();
        panic!("{}", all.join("\n\n"))
    });
    let (file, _) = library
        .files()
        .find(|(_, one)| one.id == "local-agreement-example")
        .expect("it is there");
    assert!(
        library
            .requirements()
            .filter(|(_, one)| one.file == file)
            .count()
            >= 3
    );
}
