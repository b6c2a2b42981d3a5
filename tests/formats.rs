//! The documentation of the file formats and the schemas for editors say what the readers do.
//!
//! Three things are set against each other: the readers of the program, the two schemas, and
//! `docs/formats.md`, whose examples are read as they stand there.

use crate::testkit::schema;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use schema::check;
use scrutineer::audit::file::NotAnAudit;
use scrutineer::audit::{Access, Audit, ReplyOutcome, Shows};
use scrutineer::base::{Diagnostic, SourceText, Word};
use scrutineer::checklist::State;
use scrutineer::checklist::deadline::{Actor, HolidayScope, NoDay, ProfileField, SettingKind};
use scrutineer::checklist::{
    About, AuthorityKind, Checked, ChecklistText, Executive, FlagLevel, Force, Outcome, PaperFact,
    QuestionKind, RefusedAs, SourceClass, Stage, Standing, Status, Territory, Topic, Unit,
    VerdictId, load, shipped,
};
use scrutineer::desk::action::ACTIONS;
use scrutineer::desk::looks::ThemeName;
use scrutineer::desk::preferences::{self, Preferences};
use scrutineer::findings::{Level, scenario};
use scrutineer::report::Kind;
use scrutineer::report::questionnaire::Column;
use scrutineer::report::{council, setting};
use serde_json::Value as Json;
use toml::{Table, Value as Toml};

const DOCS: &str = include_str!("../docs/formats.md");

/// A kind of file that has a schema.
struct Format {
    name: &'static str,
    schema: &'static str,
    /// The program's own reader: the mistakes it finds.
    read: fn(&str) -> Vec<Diagnostic>,
}

const AUDIT: Format = Format {
    name: "audit",
    schema: include_str!("../docs/audit.schema.json"),
    read: |text| match Audit::read(&SourceText::new("x.audit.toml", text)) {
        Ok(_) => Vec::new(),
        Err(NotAnAudit::Mistakes(mistakes)) => mistakes,
        Err(NotAnAudit::NewerFormat(_)) => {
            let source = SourceText::new("x.audit.toml", text);
            vec![source.mistake("newer-format", &(0..0), "newer")]
        }
    },
};

const CHECKLIST: Format = Format {
    name: "checklist",
    schema: include_str!("../docs/checklist.schema.json"),
    read: |text| {
        let text = ChecklistText {
            source: SourceText::new("x.toml", text),
            shipped: false,
        };
        load(&[text]).err().unwrap_or_default()
    },
};

impl Format {
    fn schema(&self) -> Json {
        serde_json::from_str(self.schema).expect("the schema is JSON")
    }

    /// The example of the documentation, which has every key once at least.
    fn example(&self) -> Table {
        example(self.name).parse().expect("the example is TOML")
    }
}

/// The example of the documentation for a kind of file.
fn example(name: &str) -> &'static str {
    let (_, rest) = DOCS
        .split_once(&format!("```toml {name}\n"))
        .unwrap_or_else(|| panic!("no example of {name}"));
    rest.split_once("\n```").expect("it ends").0
}

/// A TOML value as editors hand it to a schema: days and moments are texts.
fn json(value: &Toml) -> Json {
    match value {
        Toml::String(text) => text.as_str().into(),
        Toml::Integer(number) => (*number).into(),
        Toml::Float(number) => (*number).into(),
        Toml::Boolean(flag) => (*flag).into(),
        Toml::Datetime(when) => when.to_string().into(),
        Toml::Array(items) => items.iter().map(json).collect(),
        Toml::Table(table) => {
            let members = table.iter().map(|(key, value)| (key.clone(), json(value)));
            Json::Object(members.collect())
        }
    }
}

fn files(folder: &str, end: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let list = std::fs::read_dir(&folder).expect("the folder");
    let paths = list.map(|entry| entry.expect("an entry").path());
    let named = |path: &PathBuf| path.to_str().is_some_and(|path| path.ends_with(end));
    let found: Vec<PathBuf> = paths.filter(named).collect();
    assert!(!found.is_empty(), "{}", folder.display());
    found
}

#[test]
fn every_file_of_ours_keeps_to_its_schema() {
    let mut checklists = files("checklists", ".toml");
    checklists.extend(files("checklists/law", ".toml"));
    checklists.extend(files("checklists/examples", "agreement.toml"));
    let mut audits = files("checklists/examples", ".audit.toml");
    audits.extend(files("tests/cases", ".audit.toml"));
    audits.extend(files("tests/fixtures", ".audit.toml"));
    for (format, paths) in [(CHECKLIST, checklists), (AUDIT, audits)] {
        let schema = format.schema();
        for path in paths {
            let text = std::fs::read_to_string(&path).expect("a text");
            let table: Table = text.parse().expect("TOML");
            if let Err(misfit) = check(&schema, &json(&Toml::Table(table))) {
                panic!("{}: {misfit}", path.display());
            }
        }
    }
}

fn words<W: Word>() -> Vec<&'static str> {
    W::ALL.iter().map(|value| value.word()).collect()
}

#[test]
fn the_words_of_the_schemas_are_the_words_of_the_program() {
    let kinds = [
        QuestionKind::Judgement,
        QuestionKind::Event,
        QuestionKind::Figure(Unit::Pounds),
        QuestionKind::Choice(Vec::new()),
    ];
    let vocabularies = [
        ("about", words::<About>()),
        ("access", words::<Access>()),
        ("actor", words::<Actor>()),
        ("authority", words::<AuthorityKind>()),
        ("case_outcome", words::<Outcome>()),
        ("checked", words::<Checked>()),
        ("executive", words::<Executive>()),
        ("flag_level", words::<FlagLevel>()),
        ("force", words::<Force>()),
        ("holiday_scope", words::<HolidayScope>()),
        ("kind", kinds.iter().map(QuestionKind::word).collect()),
        ("level", words::<Level>()),
        ("no_day", words::<NoDay>()),
        ("profile_field", words::<ProfileField>()),
        ("refused_as", words::<RefusedAs>()),
        ("offer", words::<PaperFact>()),
        ("put_outcome", words::<ReplyOutcome>()),
        ("setting_kind", words::<SettingKind>()),
        ("shows", words::<Shows>()),
        ("source_class", words::<SourceClass>()),
        ("stage", words::<Stage>()),
        ("standing", words::<Standing>()),
        ("state", words::<State>()),
        ("status", words::<Status>()),
        ("territory", words::<Territory>()),
        ("topic", words::<Topic>()),
        ("unit", words::<Unit>()),
        ("verdict", words::<VerdictId>()),
    ];
    let documented = documented();
    let mut seen = BTreeSet::new();
    for format in [AUDIT, CHECKLIST] {
        let schema = format.schema();
        let definitions = schema["definitions"].as_object().expect("definitions");
        for (name, definition) in definitions {
            let Some(list) = definition.get("enum") else {
                continue;
            };
            let (_, ours) = vocabularies
                .iter()
                .find(|(known, _)| known == name)
                .unwrap_or_else(|| panic!("{name} is no vocabulary"));
            assert_eq!(list, &serde_json::json!(ours), "{}: {name}", format.name);
            for word in ours {
                assert!(documented.contains(*word), "{name}: {word} in formats.md");
            }
            seen.insert(name.clone());
        }
        let all = format.schema.matches("\"enum\"").count();
        let defined = definitions.values().filter(|one| one.get("enum").is_some());
        assert_eq!(all, defined.count(), "a list of words has a name");
    }
    assert_eq!(seen.len(), vocabularies.len(), "{seen:?}");
}

/// Every word that stands between backticks in the documentation.
fn documented() -> BTreeSet<&'static str> {
    let mut out = BTreeSet::new();
    let prose = DOCS.split("\n```").step_by(2);
    for span in prose.flat_map(|part| part.split('`').skip(1).step_by(2)) {
        out.insert(span);
        out.extend(span.split(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-'));
    }
    out
}

/// The places in a schema that name the keys of a table which has no others.
fn closed_tables(schema: &Json, at: &str, out: &mut Vec<String>) {
    if schema.get("additionalProperties") == Some(&Json::Bool(false)) {
        out.push(format!("{at}/properties"));
    }
    let inner: Vec<(String, &Json)> = match schema {
        Json::Object(members) => members
            .iter()
            .map(|(key, one)| (key.clone(), one))
            .collect(),
        Json::Array(items) => {
            let items = items.iter().enumerate();
            items.map(|(place, one)| (place.to_string(), one)).collect()
        }
        _ => return,
    };
    for (key, one) in inner {
        closed_tables(one, &format!("{at}/{key}"), out);
    }
}

#[test]
fn the_documentation_names_every_key_and_its_examples_have_them_all() {
    let documented = documented();
    for format in [AUDIT, CHECKLIST] {
        let schema = format.schema();
        let example = json(&Toml::Table(format.example()));
        if let Err(misfit) = check(&schema, &example) {
            panic!("{}: {misfit}", format.name);
        }
        let mut tables = Vec::new();
        closed_tables(&schema, "", &mut tables);
        for table in tables {
            let keys = schema.pointer(&table).and_then(Json::as_object);
            for key in keys.expect("keys").keys() {
                assert!(documented.contains(key.as_str()), "{key} in formats.md");
                // If the example had it nowhere, the schema could do without it.
                let mut without = schema.clone();
                let keys = without.pointer_mut(&table).and_then(Json::as_object_mut);
                keys.expect("keys").remove(key);
                assert!(check(&without, &example).is_err(), "{table}: {key}");
            }
        }
    }
}

#[test]
fn the_examples_of_the_documentation_are_read() {
    assert_eq!((AUDIT.read)(example("audit")), []);
    let mut texts = shipped::checklists();
    texts.push(ChecklistText {
        source: SourceText::new("anytown.toml", example("checklist")),
        shipped: false,
    });
    let library = load(&texts).expect("a checklist beside ours");
    let today = NaiveDate::from_ymd_opt(2026, 11, 28).expect("a day");
    for case in library.scenarios() {
        let broken = scenario::run(&library, case, today);
        assert!(broken.is_empty(), "{}: {broken:?}", case.id);
    }
    let settings = SourceText::new("settings.toml", example("settings"));
    setting::file::read(&settings).expect("settings");
    let (preferences, mistakes) = preferences::read(&settings);
    assert_eq!(mistakes, []);
    assert_ne!(preferences, Preferences::default());
    let rules = SourceText::new("council.toml", example("council"));
    let read = council::file::read(&rules).expect("council rules");
    let again = council::file::to_toml(&read);
    let open = again
        .lines()
        .filter(|line| line.starts_with("# ") && line.contains(" = "));
    assert_eq!(open.count(), 0, "the example has every key: {again}");
}

#[test]
fn the_documentation_lists_the_sections_and_columns_there_are() {
    for kind in Kind::ALL {
        let names = kind.sections().iter().map(|section| {
            let mark = if section.is_fixed() { "*" } else { "" };
            format!("{mark}{section}{mark}")
        });
        let row = format!("| `{kind}` | {} |", names.collect::<Vec<_>>().join(", "));
        assert!(DOCS.contains(&row), "{row}");
    }
    let documented = documented();
    for column in Column::ALL {
        assert!(documented.contains(column.word()), "{column}");
    }
}

#[test]
fn the_documentation_lists_every_action_with_its_keys_and_every_theme() {
    for spec in ACTIONS {
        let keys: Vec<String> = spec.keys().map(|key| key.to_string()).collect();
        let row = format!("| `{}` | {} | {} |", spec.name, keys.join(" "), spec.help);
        assert!(DOCS.contains(&row), "{row}");
    }
    let documented = documented();
    for theme in ThemeName::ALL {
        assert!(documented.contains(theme.word()), "{theme}");
    }
}

/// A change to one place of a file.
struct Mutant {
    /// The place that is changed, as a schema would name it.
    at: String,
    /// The file with the change.
    file: Table,
}

/// Every file that differs from a good one in one place. Of the entries of its lists a file has
/// only the one that is changed, which is quicker to read.
fn mutants(good: &Table) -> Vec<Mutant> {
    let is_list = |value: &Toml| {
        let items = value.as_array();
        items.is_some_and(|items| items.iter().all(Toml::is_table))
    };
    let mut bare = good.clone();
    bare.retain(|_, value| !is_list(value));
    let mut out = mutants_at(&bare, "");
    for (key, list) in good.iter().filter(|(_, value)| is_list(value)) {
        for item in list.as_array().into_iter().flatten() {
            let mut file = bare.clone();
            file.insert(key.clone(), Toml::Array(vec![item.clone()]));
            out.extend(mutants_at(&file, key));
        }
    }
    out
}

/// Every file that differs in one place at or under a key: something too many, something too few,
/// a value of another type, an empty one.
fn mutants_at(good: &Table, under: &str) -> Vec<Mutant> {
    let mut places = Vec::new();
    collect(&Toml::Table(good.clone()), &mut Vec::new(), &mut places);
    places.retain(|place| under.is_empty() || place.first().is_some_and(|first| first == under));
    let strange = Table::from_iter([("zzz".to_owned(), Toml::Integer(3))]);
    let values = [
        Toml::Boolean(true),
        Toml::Integer(3),
        Toml::Integer(-1),
        Toml::Integer(0),
        Toml::Integer(5_000_000_000),
        Toml::Float(1.5),
        Toml::Float(f64::NAN),
        Toml::String(String::new()),
        Toml::String(" ".to_owned()),
        Toml::String("no such word".to_owned()),
        Toml::Array(Vec::new()),
        Toml::Array(vec![Toml::Integer(3)]),
        Toml::Array(vec![Toml::String("no-such".to_owned())]),
        Toml::Array(vec![Toml::String(" ".to_owned())]),
        Toml::Table(Table::new()),
        Toml::Table(strange),
    ];
    let mut out = Vec::new();
    for place in &places {
        let mut change = |at: String, how: &dyn Fn(&mut Toml)| {
            let mut file = Toml::Table(good.clone());
            how(&mut file);
            if let Toml::Table(file) = file {
                out.push(Mutant { at, file });
            }
        };
        let at: String = place.iter().flat_map(|step| ["/", step]).collect();
        change(format!("{at}/zzz"), &|file| {
            if let Some(Toml::Table(table)) = reach(file, place) {
                table.insert("zzz".to_owned(), Toml::Integer(3));
            }
        });
        let Some((last, parent)) = place.split_last() else {
            continue;
        };
        change(at.clone(), &|file| match reach(file, parent) {
            Some(Toml::Table(table)) => {
                table.remove(last);
            }
            Some(Toml::Array(items)) => {
                items.remove(last.parse().expect("a number"));
            }
            _ => {}
        });
        for value in &values {
            change(at.clone(), &|file| {
                if let Some(there) = reach(file, place) {
                    there.clone_from(value);
                }
            });
        }
    }
    out
}

fn collect(value: &Toml, here: &mut Vec<String>, out: &mut Vec<Vec<String>>) {
    out.push(here.clone());
    let inner: Vec<(String, &Toml)> = match value {
        Toml::Table(table) => table.iter().map(|(key, one)| (key.clone(), one)).collect(),
        Toml::Array(items) => {
            let items = items.iter().enumerate();
            items.map(|(place, one)| (place.to_string(), one)).collect()
        }
        _ => return,
    };
    for (step, one) in inner {
        here.push(step);
        collect(one, here, out);
        here.pop();
    }
}

fn reach<'t>(value: &'t mut Toml, place: &[String]) -> Option<&'t mut Toml> {
    place.iter().try_fold(value, |value, step| match value {
        Toml::Table(table) => table.get_mut(step),
        Toml::Array(items) => items.get_mut(step.parse::<usize>().ok()?),
        _ => None,
    })
}

/// True for a mistake that shows only when two places are compared, which no schema does.
fn needs_two_places(mistake: &Diagnostic, at: &str) -> bool {
    match mistake.code {
        "unknown-id" | "duplicate-id" | "wrong-kind" | "claim-not-asked" | "unknown-slot"
        | "still-asked" | "impossible-depth" | "no-form-without" => true,
        "impossible-range" => at.ends_with("/at_least") || at.ends_with("/at_most"),
        _ => false,
    }
}

#[test]
fn schema_and_reader_refuse_the_same_files() {
    for format in [AUDIT, CHECKLIST] {
        let schema = format.schema();
        let (mut refused, mut taken) = (0, 0);
        for Mutant { at, file } in mutants(&format.example()) {
            let text = toml::to_string(&file).expect("TOML");
            let mut mistakes = (format.read)(&text);
            mistakes.retain(|one| !needs_two_places(one, &at));
            let judged = check(&schema, &json(&Toml::Table(file)));
            let both = || format!("{}, {at}: {mistakes:?}, {judged:?}", format.name);
            assert_eq!(mistakes.is_empty(), judged.is_ok(), "{}", both());
            match &judged {
                Ok(()) => taken += 1,
                Err(misfit) => {
                    refused += 1;
                    let near = at == misfit.at || at.starts_with(&format!("{}/", misfit.at));
                    let inside = misfit.at.starts_with(&format!("{at}/"));
                    assert!(near || inside, "{}", both());
                }
            }
        }
        assert!(refused > 500 && taken > 50, "{refused}, {taken}");
    }
}
