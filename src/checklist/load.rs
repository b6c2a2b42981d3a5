//! From texts to a [`Library`]: two passes, all mistakes of all files at once.
//!
//! The first pass reads every file into raw entries that still name things by text; the second
//! gives every entry its index and resolves every name. Only a set of files without a mistake
//! becomes a library, so an index in it can never miss. Nothing here touches a disk.

use std::collections::HashMap;

use super::condition::{Condition, EventRef, EventTest, ProfileTest, State, When};
use super::diagnostic::{Diagnostic, SourceText, nearest};
use super::digest::Digest;
use super::library::Library;
use super::model::{
    AuthorityKind, ChecklistFile, ChoiceOption, Executive, FileIx, Flag, FlagIx, InForce,
    Precedent, PrecedentIx, Question, QuestionIx, QuestionKind, Requirement, RequirementIx,
    Scenario, ScenarioValue, Section, SectionIx, Stage, Standing, Strength, StrengthIx, Territory,
    Topic, Trap, TrapIx, Unit,
};
use super::reader::{At, Mistakes, Node, day_of, number_of, parse, wrong_type};

/// The format of checklist files that this program writes and reads.
pub const CHECKLIST_FORMAT: i64 = 1;

/// A checklist text and whether it is one of ours.
#[derive(Debug, Clone)]
pub struct ChecklistText {
    /// The text and its name.
    pub source: SourceText,
    /// Whether it ships with the program.
    pub shipped: bool,
}

/// Reads a set of checklists that belong together.
///
/// # Errors
/// Every mistake of every file, in the order of files and lines.
pub fn load(texts: &[ChecklistText]) -> Result<Library, Vec<Diagnostic>> {
    let mut raws = Vec::new();
    let mut mistakes = Vec::new();
    for text in texts {
        let (raw, found) = parse(&text.source, read_file);
        raws.push(raw);
        mistakes.push(Mistakes::resume(text.source.clone(), found));
    }
    let library = resolve(texts, raws, &mut mistakes);
    let mut all: Vec<Diagnostic> = Vec::new();
    for mut of_file in mistakes {
        of_file.found.sort_by_key(|one| (one.line, one.column));
        all.append(&mut of_file.found);
    }
    if all.is_empty() {
        Ok(library)
    } else {
        Err(all)
    }
}

// ---- first pass: one file, names still texts -------------------------------------------------

#[derive(Default)]
struct RawFile {
    id: String,
    title: String,
    edition: String,
    source: String,
    sections: Vec<RawSection>,
    questions: Vec<RawQuestion>,
    requirements: Vec<RawRequirement>,
    flags: Vec<RawFlag>,
    strengths: Vec<RawStrength>,
    precedents: Vec<RawPrecedent>,
    traps: Vec<RawTrap>,
    scenarios: Vec<RawScenario>,
}

struct RawSection {
    id: At<String>,
    title: String,
    about: Option<String>,
}

struct RawQuestion {
    id: At<String>,
    section: At<String>,
    built: Question,
}

struct RawRequirement {
    id: At<String>,
    questions: Vec<At<String>>,
    see_also: Vec<At<String>>,
    applies_if: Option<RawCondition>,
    built: Requirement,
}

struct RawFlag {
    id: At<String>,
    when: RawCondition,
    requirements: Vec<At<String>>,
    precedents: Vec<At<String>>,
    built: Flag,
}

struct RawStrength {
    id: At<String>,
    when: RawCondition,
    precedents: Vec<At<String>>,
    built: Strength,
}

struct RawPrecedent {
    id: At<String>,
    built: Precedent,
}

struct RawTrap {
    id: At<String>,
    when: Option<RawCondition>,
    built: Trap,
}

struct RawScenario {
    /// For the check that no two are named alike.
    id: At<String>,
    answers: Vec<(At<String>, super::model::Status)>,
    values: Vec<(At<String>, At<ScenarioValue>)>,
    notes: Vec<(At<String>, String)>,
    fires: Vec<At<String>>,
    silent: Vec<At<String>>,
    levels: Vec<(At<String>, At<String>)>,
    lint: Vec<At<String>>,
    no_lint: Vec<At<String>>,
    applies: Vec<At<String>>,
    not_applies: Vec<At<String>>,
    built: Scenario,
}

struct RawCondition {
    span: std::ops::Range<usize>,
    kind: RawConditionKind,
}

enum RawConditionKind {
    All(Vec<RawCondition>),
    Any(Vec<RawCondition>),
    Not(Box<RawCondition>),
    AtLeast(usize, Vec<RawCondition>),
    Question(At<String>, Vec<State>),
    Requirement(At<String>, Vec<State>),
    Choice(At<String>, Vec<At<String>>),
    Figure(At<String>, Option<f64>, Option<f64>),
    Event(At<String>, RawEventTest),
    Profile(ProfileTest),
}

enum RawEventTest {
    Before(RawWhen),
    After(RawWhen),
    DaysBefore(At<String>, Option<i64>, Option<i64>),
    DaysAgo(i64),
    Known,
}

enum RawWhen {
    Event(At<String>),
    Day(chrono::NaiveDate),
}

fn read_file(node: &mut Node<'_, '_>, m: &mut Mistakes) -> RawFile {
    if node.has("format") {
        if let Some(format) = node.whole("format", m)
            && format != CHECKLIST_FORMAT
        {
            m.add_with_help(
                "newer-format",
                &(0..0),
                format!(
                    "this checklist has format {format}; this program reads {CHECKLIST_FORMAT}"
                ),
                "use the program that wrote it, or a newer one",
            );
        }
    } else {
        node.missing("format", m);
    }
    let id = node.need_text("id", m);
    check_id(&id, m);
    let mut raw = RawFile {
        id: id.value,
        title: node.need_text("title", m).value,
        edition: node.need_text("edition", m).value,
        source: node
            .text("source", m)
            .map(|at| at.value)
            .unwrap_or_default(),
        ..RawFile::default()
    };
    for mut one in node.nodes("section", "a [[section]]", m) {
        raw.sections.push(RawSection {
            id: read_id(&mut one, m),
            title: one.need_text("title", m).value,
            about: one.text("about", m).map(|at| at.value),
        });
        one.finish(m);
    }
    raw.questions = read_all(node, "question", "a [[question]]", m, read_question);
    raw.requirements = read_all(
        node,
        "requirement",
        "a [[requirement]]",
        m,
        read_requirement,
    );
    raw.flags = read_all(node, "flag", "a [[flag]]", m, read_flag);
    raw.strengths = read_all(node, "strength", "a [[strength]]", m, read_strength);
    raw.precedents = read_all(node, "precedent", "a [[precedent]]", m, read_precedent);
    raw.traps = read_all(node, "trap", "a [[trap]]", m, read_trap);
    raw.scenarios = read_all(node, "scenario", "a [[scenario]]", m, read_scenario);
    raw
}

fn read_all<T>(
    node: &mut Node<'_, '_>,
    key: &'static str,
    what: &'static str,
    m: &mut Mistakes,
    read: impl Fn(&mut Node<'_, '_>, &mut Mistakes) -> T,
) -> Vec<T> {
    node.nodes(key, what, m)
        .into_iter()
        .map(|mut one| {
            let value = read(&mut one, m);
            one.finish(m);
            value
        })
        .collect()
}

fn check_id(id: &At<String>, m: &mut Mistakes) {
    let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '.';
    if !id.value.is_empty() && !id.value.chars().all(good) {
        m.add_with_help(
            "bad-id",
            &id.span,
            format!("\"{}\" cannot be an id", id.value),
            "an id has small letters, digits, hyphens and dots only",
        );
    }
}

fn read_id(node: &mut Node<'_, '_>, m: &mut Mistakes) -> At<String> {
    let id = node.need_text("id", m);
    check_id(&id, m);
    id
}

fn optional(node: &mut Node<'_, '_>, key: &'static str, m: &mut Mistakes) -> Option<String> {
    node.text(key, m).map(|at| at.value)
}

fn plain(texts: Vec<At<String>>) -> Vec<String> {
    texts.into_iter().map(|at| at.value).collect()
}

fn read_question(node: &mut Node<'_, '_>, m: &mut Mistakes) -> RawQuestion {
    let id = read_id(node, m);
    let section = node.need_text("section", m);
    let topic = node
        .need_word::<Topic>("topic", m)
        .unwrap_or(Topic::Challenge);
    let core = node.flag("core", m);
    let kind_word = node.text("kind", m);
    let unit = node.word::<Unit>("unit", m);
    let options: Vec<ChoiceOption> = node
        .nodes("options", "an option of a choice", m)
        .into_iter()
        .map(|mut one| {
            let option = ChoiceOption {
                id: one.need_text("id", m).value,
                label: one.need_text("label", m).value,
            };
            one.finish(m);
            option
        })
        .collect();
    let kind = match kind_word
        .as_ref()
        .map_or("judgement", |word| word.value.as_str())
    {
        "judgement" => QuestionKind::Judgement,
        "event" => QuestionKind::Event,
        "figure" => {
            if unit.is_none() && !node.has("unit") {
                node.missing("unit", m);
            }
            QuestionKind::Figure(unit.unwrap_or(Unit::Pounds))
        }
        "choice" => {
            if options.is_empty() {
                node.missing("options", m);
            }
            QuestionKind::Choice(options)
        }
        other => {
            let kinds = ["judgement", "event", "figure", "choice"];
            let span = kind_word
                .as_ref()
                .map_or(node.span.clone(), |word| word.span.clone());
            let near = nearest(other, kinds).map(|near| format!("did you mean \"{near}\"? "));
            m.add_with_help(
                "unknown-word",
                &span,
                format!("\"{other}\" is not a kind of question"),
                format!(
                    "{}It may be: {}",
                    near.unwrap_or_default(),
                    kinds.join(", ")
                ),
            );
            QuestionKind::Judgement
        }
    };
    let ask = node.need_text("ask", m).value;
    let judgement = kind == QuestionKind::Judgement;
    for key in ["look_for", "proved_by", "usual_failure"] {
        if judgement && !node.has(key) {
            node.missing(key, m);
        }
    }
    let built = Question {
        id: id.value.clone(),
        file: FileIx(0),
        section: SectionIx(0),
        topic,
        core,
        kind,
        digest: Digest::of_text(&ask),
        ask,
        help: optional(node, "help", m),
        look_for: plain(node.texts("look_for", m)),
        proved_by: plain(node.texts("proved_by", m)),
        usual_failure: optional(node, "usual_failure", m),
        after_decision: node.flag("after_decision", m),
        decides: Vec::new(),
        beside: Vec::new(),
    };
    RawQuestion { id, section, built }
}

fn read_requirement(node: &mut Node<'_, '_>, m: &mut Mistakes) -> RawRequirement {
    let id = read_id(node, m);
    let questions = node.texts("questions", m);
    if questions.is_empty() {
        node.missing("questions", m);
    }
    let executive = node
        .word::<Executive>("executive", m)
        .and_then(|word| match word {
            Executive::Yes => Some(true),
            Executive::No => Some(false),
            Executive::Unknown => None,
        });
    let reading = node.text("reading", m);
    if let Some(reading) = &reading
        && reading.value != "ours"
    {
        m.add_with_help(
            "unknown-word",
            &reading.span,
            format!("\"{}\" is not a reading", reading.value),
            "it may be: ours",
        );
    }
    let in_force: Vec<InForce> = node
        .nodes("in_force", "a [[requirement.in_force]]", m)
        .into_iter()
        .map(|mut one| {
            let span = read_in_force(&mut one, m);
            one.finish(m);
            span
        })
        .collect();
    if in_force.is_empty() && !node.has("in_force") {
        node.missing("in_force", m);
    }
    let applies_if = node
        .node("applies_if", "a condition", m)
        .map(|one| read_condition(one, m));
    let built = Requirement {
        id: id.value.clone(),
        file: FileIx(0),
        instrument: node.need_text("instrument", m).value,
        letter: optional(node, "letter", m),
        title: node.need_text("title", m).value,
        citation: node.need_text("citation", m).value,
        force: node
            .need_word("force", m)
            .unwrap_or(super::model::Force::GoodPractice),
        demands: node.need_text("demands", m).value,
        checked: node
            .need_word("checked", m)
            .unwrap_or(super::model::Checked::Unverified),
        url: node.need_text("url", m).value,
        source: node.need_text("source", m).value,
        questions: Vec::new(),
        see_also: Vec::new(),
        standing: node.word("status", m).unwrap_or(Standing::Plain),
        our_reading: reading.is_some(),
        executive,
        applies_if: None,
        caution: optional(node, "caution", m),
        in_force,
    };
    let see_also = node.texts("see_also", m);
    RawRequirement {
        id,
        questions,
        see_also,
        applies_if,
        built,
    }
}

fn read_in_force(node: &mut Node<'_, '_>, m: &mut Mistakes) -> InForce {
    let mut territories: Vec<Territory> = node.words("territories", m);
    territories.extend(node.word::<Territory>("territory", m));
    if territories.is_empty() && !node.has("territory") && !node.has("territories") {
        node.missing("territory", m);
    }
    let span = InForce {
        territories,
        authorities: node.words::<AuthorityKind>("authorities", m),
        from: node.day("from", m),
        until: node.day("until", m),
    };
    if let (Some(from), Some(until)) = (span.from, span.until)
        && until < from
    {
        m.add_with_help(
            "impossible-range",
            &node.span,
            format!("it ends on {until}, before it begins on {from}"),
            "`until` is the last day in force; exchange or mend the dates",
        );
    }
    span
}

fn read_flag(node: &mut Node<'_, '_>, m: &mut Mistakes) -> RawFlag {
    let id = read_id(node, m);
    let when = need_condition(node, m);
    let built = Flag {
        id: id.value.clone(),
        file: FileIx(0),
        title: node.need_text("title", m).value,
        level: node
            .need_word("level", m)
            .unwrap_or(super::model::FlagLevel::Gap),
        when: Condition::All(Vec::new()),
        requirements: Vec::new(),
        precedents: Vec::new(),
        ask: plain(node.texts("ask", m)),
        follow_up: optional(node, "follow_up", m),
        they_will_say: optional(node, "they_will_say", m),
        answer: optional(node, "answer", m),
        remedy: optional(node, "remedy", m),
        source: node.need_text("source", m).value,
        checked: node
            .need_word("checked", m)
            .unwrap_or(super::model::Checked::Unverified),
    };
    let requirements = node.texts("requirements", m);
    let precedents = node.texts("precedents", m);
    RawFlag {
        id,
        when,
        requirements,
        precedents,
        built,
    }
}

fn read_strength(node: &mut Node<'_, '_>, m: &mut Mistakes) -> RawStrength {
    let id = read_id(node, m);
    let when = need_condition(node, m);
    let built = Strength {
        id: id.value.clone(),
        file: FileIx(0),
        title: node.need_text("title", m).value,
        when: Condition::All(Vec::new()),
        precedents: Vec::new(),
        source: node.need_text("source", m).value,
    };
    let precedents = node.texts("precedents", m);
    RawStrength {
        id,
        when,
        precedents,
        built,
    }
}

fn read_precedent(node: &mut Node<'_, '_>, m: &mut Mistakes) -> RawPrecedent {
    let id = read_id(node, m);
    let year = match node.whole("year", m) {
        Some(year) => i32::try_from(year).unwrap_or_default(),
        None => {
            if !node.has("year") {
                node.missing("year", m);
            }
            0
        }
    };
    let built = Precedent {
        id: id.value.clone(),
        file: FileIx(0),
        title: node.need_text("title", m).value,
        year,
        territory: node.need_word("territory", m).unwrap_or(Territory::England),
        court: node.flag("court", m),
        citation: optional(node, "citation", m),
        facts: node.need_text("facts", m).value,
        ground: node.need_text("ground", m).value,
        outcome: node
            .need_word("outcome", m)
            .unwrap_or(super::model::Outcome::Lost),
        lesson: node.need_text("lesson", m).value,
        source: node.need_text("source", m).value,
        grade: node
            .need_word("grade", m)
            .unwrap_or(super::model::SourceClass::Press),
        checked: node
            .need_word("checked", m)
            .unwrap_or(super::model::Checked::Unverified),
        url: optional(node, "url", m),
        contested: optional(node, "contested", m),
        hindsight: optional(node, "hindsight", m),
    };
    RawPrecedent { id, built }
}

fn read_trap(node: &mut Node<'_, '_>, m: &mut Mistakes) -> RawTrap {
    let id = read_id(node, m);
    let when = node
        .node("when", "a condition", m)
        .map(|one| read_condition(one, m));
    let built = Trap {
        id: id.value.clone(),
        file: FileIx(0),
        when: None,
        cites: plain(node.texts("cites", m)),
        says: node.need_text("says", m).value,
        source: node.need_text("source", m).value,
    };
    if when.is_none() && built.cites.is_empty() {
        m.add_with_help(
            "empty-trap",
            &node.span,
            "a [[trap]] needs `when` or `cites`",
            "say where it is a mistake, or which words give it away",
        );
    }
    RawTrap { id, when, built }
}

fn read_scenario(node: &mut Node<'_, '_>, m: &mut Mistakes) -> RawScenario {
    let id = read_id(node, m);
    let _about = node.text("about", m);
    let mut review = node.node("review", "the review of a scenario", m);
    if review.is_none() && !node.has("review") {
        node.missing("review", m);
    }
    let mut built = Scenario {
        id: id.value.clone(),
        file: FileIx(0),
        at: {
            let here = m.source.mistake("scenario", &node.span, "");
            (here.line, here.column)
        },
        territory: Territory::England,
        kind: AuthorityKind::Council,
        executive: Executive::Unknown,
        stage: Stage::Decision,
        decided: None,
        answers: Vec::new(),
        values: Vec::new(),
        notes: Vec::new(),
        fires: Vec::new(),
        silent: Vec::new(),
        strong: Vec::new(),
        not_strong: Vec::new(),
        levels: Vec::new(),
        verdict: node.word("verdict", m),
        lint: Vec::new(),
        no_lint: Vec::new(),
        applies: Vec::new(),
        not_applies: Vec::new(),
    };
    if let Some(mut review) = review.take() {
        built.territory = review.need_word("territory", m).unwrap_or(built.territory);
        built.kind = review.word("kind", m).unwrap_or(built.kind);
        built.executive = review.word("executive", m).unwrap_or(built.executive);
        built.stage = review.word("stage", m).unwrap_or(built.stage);
        built.decided = review.day("decided", m);
        review.finish(m);
    }
    let mut answers = Vec::new();
    if let Some(map) = node.node("answers", "the answers of a scenario", m) {
        for key in map.keys() {
            if let Some(value) = map.any(&key.value)
                && let Some(text) = value.get_ref().as_str()
            {
                let at = At {
                    value: text.to_owned(),
                    span: value.span(),
                };
                if let Some(status) = super::reader::word(&at, m) {
                    answers.push((key, status));
                }
            } else if let Some(value) = map.any(&key.value) {
                wrong_type(m, &key.value, "a status in quotes", value);
            }
        }
    }
    let mut values = Vec::new();
    if let Some(map) = node.node("values", "the values of a scenario", m) {
        for key in map.keys() {
            let Some(value) = map.any(&key.value) else {
                continue;
            };
            let read = if let Some(text) = value.get_ref().as_str() {
                Some(ScenarioValue::Option(text.to_owned()))
            } else if let Some(number) = number_of(value.get_ref()) {
                Some(ScenarioValue::Number(number))
            } else {
                day_of(&key.value, value, m).map(ScenarioValue::Date)
            };
            if let Some(read) = read {
                values.push((
                    key,
                    At {
                        value: read,
                        span: value.span(),
                    },
                ));
            }
        }
    }
    let texts = |map: Option<Node<'_, '_>>, m: &mut Mistakes| {
        let mut pairs = Vec::new();
        if let Some(map) = map {
            for key in map.keys() {
                let Some(value) = map.any(&key.value) else {
                    continue;
                };
                match value.get_ref().as_str() {
                    Some(text) => {
                        pairs.push((
                            key,
                            At {
                                value: text.to_owned(),
                                span: value.span(),
                            },
                        ));
                    }
                    None => wrong_type(m, &key.value, "a text in quotes", value),
                }
            }
        }
        pairs
    };
    let notes = node.node("notes", "the notes of a scenario", m);
    let notes = texts(notes, m)
        .into_iter()
        .map(|(key, text)| (key, text.value))
        .collect::<Vec<_>>();
    let levels = node.node("level", "the levels of a scenario", m);
    let levels = texts(levels, m);
    RawScenario {
        id,
        answers,
        values,
        notes,
        levels,
        fires: node.texts("fires", m),
        silent: node.texts("silent", m),
        lint: node.texts("lint", m),
        no_lint: node.texts("no_lint", m),
        applies: node.texts("applies", m),
        not_applies: node.texts("not_applies", m),
        built,
    }
}

fn need_condition(node: &mut Node<'_, '_>, m: &mut Mistakes) -> RawCondition {
    match node.node("when", "a condition", m) {
        Some(inner) => read_condition(inner, m),
        None => {
            if !node.has("when") {
                node.missing("when", m);
            }
            RawCondition {
                span: node.span.clone(),
                kind: RawConditionKind::Any(Vec::new()),
            }
        }
    }
}

/// The forms a condition may have, for messages.
const FORMS: &str = "all, any, not, at_least + of, question + is, requirement + is, choice + is, \
                     figure + at_least/at_most, event + before/after/days_before/days_ago/known, \
                     profile + is";

fn read_condition(mut node: Node<'_, '_>, m: &mut Mistakes) -> RawCondition {
    let span = node.span.clone();
    let kind = read_condition_kind(&mut node, m).unwrap_or_else(|| {
        // The mistake has been told; an empty "any" stands in until the load fails.
        RawConditionKind::Any(Vec::new())
    });
    node.finish(m);
    RawCondition { span, kind }
}

fn read_condition_kind(node: &mut Node<'_, '_>, m: &mut Mistakes) -> Option<RawConditionKind> {
    let list = |node: &mut Node<'_, '_>, key: &'static str, m: &mut Mistakes| {
        let inner = node.nodes(key, "a condition", m);
        if inner.is_empty() {
            m.add(
                "empty-condition",
                &node.span,
                format!("`{key}` holds no condition"),
            );
        }
        inner
            .into_iter()
            .map(|one| read_condition(one, m))
            .collect::<Vec<_>>()
    };
    let present = node.keys();
    let has = |key: &str| present.iter().any(|one| one.value == key);
    let kind = if has("all") {
        RawConditionKind::All(list(node, "all", m))
    } else if has("any") {
        RawConditionKind::Any(list(node, "any", m))
    } else if has("not") {
        let inner = node.node("not", "a condition", m)?;
        RawConditionKind::Not(Box::new(read_condition(inner, m)))
    } else if has("of") {
        let count = node
            .whole("at_least", m)
            .and_then(|n| usize::try_from(n).ok());
        let Some(count) = count else {
            node.missing("at_least", m);
            return None;
        };
        RawConditionKind::AtLeast(count, list(node, "of", m))
    } else if has("question") {
        let id = node.need_text("question", m);
        RawConditionKind::Question(id, states(node, m))
    } else if has("requirement") {
        let id = node.need_text("requirement", m);
        RawConditionKind::Requirement(id, states(node, m))
    } else if has("choice") {
        let id = node.need_text("choice", m);
        let options = node.texts("is", m);
        if options.is_empty() {
            node.missing("is", m);
        }
        RawConditionKind::Choice(id, options)
    } else if has("figure") {
        let id = node.need_text("figure", m);
        let (low, high) = (node.number("at_least", m), node.number("at_most", m));
        if low.is_none() && high.is_none() {
            node.missing("at_least", m);
        }
        RawConditionKind::Figure(id, low, high)
    } else if has("event") {
        let id = node.need_text("event", m);
        RawConditionKind::Event(id, event_test(node, m)?)
    } else if has("profile") {
        RawConditionKind::Profile(profile_test(node, m)?)
    } else {
        m.add_with_help(
            "unknown-condition",
            &node.span,
            "this is not a condition",
            format!("a condition is one of: {FORMS}"),
        );
        return None;
    };
    Some(kind)
}

fn states(node: &mut Node<'_, '_>, m: &mut Mistakes) -> Vec<State> {
    if !node.has("is") {
        node.missing("is", m);
    }
    node.words("is", m)
}

fn when(node: &mut Node<'_, '_>, key: &'static str, m: &mut Mistakes) -> Option<RawWhen> {
    let span = node.any(key)?;
    if span.get_ref().is_str() {
        node.text(key, m).map(RawWhen::Event)
    } else {
        node.day(key, m).map(RawWhen::Day)
    }
}

fn event_test(node: &mut Node<'_, '_>, m: &mut Mistakes) -> Option<RawEventTest> {
    if node.has("before") {
        return when(node, "before", m).map(RawEventTest::Before);
    }
    if node.has("after") {
        return when(node, "after", m).map(RawEventTest::After);
    }
    if node.has("days_before") {
        let other = node.text("days_before", m)?;
        let (low, high) = (node.whole("at_least", m), node.whole("at_most", m));
        if low.is_none() && high.is_none() {
            node.missing("at_least", m);
        }
        return Some(RawEventTest::DaysBefore(other, low, high));
    }
    if node.has("days_ago") {
        return node.whole("days_ago", m).map(RawEventTest::DaysAgo);
    }
    if node.has("known") {
        node.flag("known", m);
        return Some(RawEventTest::Known);
    }
    m.add_with_help(
        "unknown-condition",
        &node.span,
        "nothing is asked of the event",
        "ask before, after, days_before, days_ago or known",
    );
    None
}

fn profile_test(node: &mut Node<'_, '_>, m: &mut Mistakes) -> Option<ProfileTest> {
    let field = node.need_text("profile", m);
    if !node.has("is") {
        node.missing("is", m);
    }
    match field.value.as_str() {
        "territory" => Some(ProfileTest::Territory(node.words("is", m))),
        "kind" => Some(ProfileTest::Kind(node.words("is", m))),
        "executive" => Some(ProfileTest::Executive(node.words("is", m))),
        "stage" => Some(ProfileTest::Stage(node.words("is", m))),
        "authority" => Some(ProfileTest::Authority(plain(node.texts("is", m)))),
        other => {
            let fields = ["territory", "kind", "executive", "stage", "authority"];
            m.add_with_help(
                "unknown-word",
                &field.span,
                format!("\"{other}\" is not a field of the profile"),
                format!("it may be: {}", fields.join(", ")),
            );
            None
        }
    }
}

// ---- second pass: names become indexes -------------------------------------------------------

/// The ids of one kind of entry, over all files.
struct Names {
    what: &'static str,
    places: HashMap<String, usize>,
}

impl Names {
    fn new(what: &'static str) -> Self {
        Self {
            what,
            places: HashMap::new(),
        }
    }

    fn add(&mut self, id: &At<String>, m: &mut Mistakes) {
        if id.value.is_empty() {
            return;
        }
        let place = self.places.len();
        if self.places.contains_key(&id.value) {
            m.add_with_help(
                "duplicate-id",
                &id.span,
                format!(
                    "there is already {} with the id \"{}\"",
                    self.what, id.value
                ),
                "every id may stand once only, over all checklists",
            );
            // A number of its own keeps later indexes in step until the load fails.
            self.places
                .insert(format!("{}\u{0}{place}", id.value), place);
        } else {
            self.places.insert(id.value.clone(), place);
        }
    }

    fn find(&self, id: &At<String>, m: &mut Mistakes) -> Option<usize> {
        let found = self.places.get(&id.value).copied();
        if found.is_none() {
            let near = nearest(&id.value, self.places.keys().map(String::as_str));
            m.add_with_help(
                "unknown-id",
                &id.span,
                format!(
                    "there is no {} with the id \"{}\"",
                    self.what.trim_start_matches("a "),
                    id.value
                ),
                near.map_or_else(
                    || "write an id that a checklist defines".to_owned(),
                    |near| format!("did you mean \"{near}\"?"),
                ),
            );
        }
        found
    }
}

struct Resolver {
    sections: Names,
    questions: Names,
    requirements: Names,
    flags: Names,
    strengths: Names,
    precedents: Names,
    traps: Names,
    kinds: Vec<QuestionKind>,
}

impl Resolver {
    fn question(&self, id: &At<String>, m: &mut Mistakes) -> Option<QuestionIx> {
        self.questions.find(id, m).map(QuestionIx)
    }

    fn question_of(
        &self,
        id: &At<String>,
        kind: &'static str,
        m: &mut Mistakes,
    ) -> Option<QuestionIx> {
        let found = self.question(id, m)?;
        let real = self
            .kinds
            .get(found.0)
            .map_or("judgement", QuestionKind::word);
        if real != kind {
            m.add_with_help(
                "wrong-kind",
                &id.span,
                format!("\"{}\" is a {real}, not a {kind}", id.value),
                format!("use `{real}` here, or name a {kind}"),
            );
        }
        Some(found)
    }

    fn questions(&self, ids: &[At<String>], m: &mut Mistakes) -> Vec<QuestionIx> {
        ids.iter()
            .filter_map(|id| self.question_of(id, "judgement", m))
            .collect()
    }

    fn event(&self, id: &At<String>, m: &mut Mistakes) -> Option<EventRef> {
        if id.value == "decided" {
            return Some(EventRef::Decided);
        }
        self.question_of(id, "event", m).map(EventRef::Question)
    }

    fn when(&self, when: &RawWhen, m: &mut Mistakes) -> Option<When> {
        match when {
            RawWhen::Day(day) => Some(When::Day(*day)),
            RawWhen::Event(id) => self.event(id, m).map(When::Event),
        }
    }

    fn conditions(&self, list: &[RawCondition], m: &mut Mistakes) -> Vec<Condition> {
        list.iter().map(|one| self.condition(one, m)).collect()
    }

    fn condition(&self, raw: &RawCondition, m: &mut Mistakes) -> Condition {
        use RawConditionKind as Raw;
        // A name that does not resolve has been told; the load fails, so what stands in is never used.
        let nothing = Condition::Any(Vec::new());
        match &raw.kind {
            Raw::All(list) => Condition::All(self.conditions(list, m)),
            Raw::Any(list) => Condition::Any(self.conditions(list, m)),
            Raw::Not(inner) => Condition::Not(Box::new(self.condition(inner, m))),
            Raw::AtLeast(count, list) => {
                if *count > list.len() {
                    m.add(
                        "impossible-range",
                        &raw.span,
                        format!("at least {count} of {} can never hold", list.len()),
                    );
                }
                Condition::AtLeast(*count, self.conditions(list, m))
            }
            Raw::Question(id, states) => self
                .question_of(id, "judgement", m)
                .map_or(nothing, |ix| Condition::Question(ix, states.clone())),
            Raw::Requirement(id, states) => self.requirements.find(id, m).map_or(nothing, |ix| {
                Condition::Requirement(RequirementIx(ix), states.clone())
            }),
            Raw::Choice(id, options) => {
                let Some(ix) = self.question_of(id, "choice", m) else {
                    return nothing;
                };
                if let Some(QuestionKind::Choice(known)) = self.kinds.get(ix.0) {
                    for option in options {
                        if !known.iter().any(|one| one.id == option.value) {
                            let ids: Vec<&str> = known.iter().map(|one| one.id.as_str()).collect();
                            m.add_with_help(
                                "unknown-id",
                                &option.span,
                                format!(
                                    "\"{}\" is not an option of \"{}\"",
                                    option.value, id.value
                                ),
                                format!("it may be: {}", ids.join(", ")),
                            );
                        }
                    }
                }
                Condition::Choice(ix, options.iter().map(|one| one.value.clone()).collect())
            }
            Raw::Figure(id, low, high) => {
                if let (Some(low), Some(high)) = (low, high)
                    && low > high
                {
                    m.add(
                        "impossible-range",
                        &raw.span,
                        format!("at least {low} and at most {high} can never hold"),
                    );
                }
                self.question_of(id, "figure", m)
                    .map_or(nothing, |ix| Condition::Figure(ix, *low, *high))
            }
            Raw::Event(id, test) => {
                let Some(event) = self.event(id, m) else {
                    return nothing;
                };
                let test = match test {
                    RawEventTest::Before(when) => self.when(when, m).map(EventTest::Before),
                    RawEventTest::After(when) => self.when(when, m).map(EventTest::After),
                    RawEventTest::DaysBefore(other, low, high) => self
                        .event(other, m)
                        .map(|other| EventTest::DaysBefore(other, *low, *high)),
                    RawEventTest::DaysAgo(days) => Some(EventTest::DaysAgo(*days)),
                    RawEventTest::Known => Some(EventTest::Known),
                };
                test.map_or(nothing, |test| Condition::Event(event, test))
            }
            Raw::Profile(test) => Condition::Profile(test.clone()),
        }
    }
}

fn resolve(texts: &[ChecklistText], raws: Vec<RawFile>, mistakes: &mut [Mistakes]) -> Library {
    let mut names = Resolver {
        sections: Names::new("a section"),
        questions: Names::new("a question"),
        requirements: Names::new("a requirement"),
        flags: Names::new("a flag"),
        strengths: Names::new("a strength"),
        precedents: Names::new("a precedent"),
        traps: Names::new("a trap"),
        kinds: Vec::new(),
    };
    let mut files = Names::new("a checklist");
    let mut scenarios = Names::new("a scenario");
    for (raw, m) in raws.iter().zip(mistakes.iter_mut()) {
        files.add(
            &At {
                value: raw.id.clone(),
                span: 0..0,
            },
            m,
        );
        raw.sections
            .iter()
            .for_each(|one| names.sections.add(&one.id, m));
        raw.questions.iter().for_each(|one| {
            if one.id.value == "decided" {
                m.add(
                    "duplicate-id",
                    &one.id.span,
                    "\"decided\" is the review's own date",
                );
            }
            names.questions.add(&one.id, m);
        });
        names
            .kinds
            .extend(raw.questions.iter().map(|one| one.built.kind.clone()));
        raw.requirements
            .iter()
            .for_each(|one| names.requirements.add(&one.id, m));
        raw.flags.iter().for_each(|one| names.flags.add(&one.id, m));
        raw.strengths
            .iter()
            .for_each(|one| names.strengths.add(&one.id, m));
        raw.precedents
            .iter()
            .for_each(|one| names.precedents.add(&one.id, m));
        raw.traps.iter().for_each(|one| names.traps.add(&one.id, m));
        raw.scenarios
            .iter()
            .for_each(|one| scenarios.add(&one.id, m));
    }
    let mut library = Library::default();
    for (place, ((raw, m), text)) in raws.into_iter().zip(mistakes).zip(texts).enumerate() {
        let file = FileIx(place);
        library.files.push(ChecklistFile {
            id: raw.id,
            title: raw.title,
            edition: raw.edition,
            source: raw.source,
            digest: Digest::of_text(&text.source.text),
            name: text.source.name.to_string(),
            shipped: text.shipped,
        });
        library
            .sections
            .extend(raw.sections.into_iter().map(|one| Section {
                id: one.id.value,
                title: one.title,
                about: one.about,
                questions: Vec::new(),
            }));
        for one in raw.questions {
            let section = names
                .sections
                .find(&one.section, m)
                .map_or(SectionIx(0), SectionIx);
            library.questions.push(Question {
                file,
                section,
                ..one.built
            });
        }
        for one in raw.requirements {
            let questions = names.questions(&one.questions, m);
            let see_also = names.questions(&one.see_also, m);
            let applies_if = one.applies_if.map(|raw| {
                let condition = names.condition(&raw, m);
                condition.walk(&mut |inner| {
                    if matches!(inner, Condition::Question(..) | Condition::Requirement(..)) {
                        m.add_with_help(
                            "unknown-condition",
                            &raw.span,
                            "whether a requirement applies cannot hang on a judgement",
                            "ask a choice, figure, event or the profile",
                        );
                    }
                });
                condition
            });
            library.requirements.push(Requirement {
                file,
                questions,
                see_also,
                applies_if,
                ..one.built
            });
        }
        for one in raw.precedents {
            library.precedents.push(Precedent { file, ..one.built });
        }
        let precedents = |ids: &[At<String>], m: &mut Mistakes| {
            ids.iter()
                .filter_map(|id| names.precedents.find(id, m).map(PrecedentIx))
                .collect::<Vec<_>>()
        };
        for one in raw.flags {
            let when = names.condition(&one.when, m);
            let requirements = one
                .requirements
                .iter()
                .filter_map(|id| names.requirements.find(id, m).map(RequirementIx))
                .collect();
            let precedents = precedents(&one.precedents, m);
            library.flags.push(Flag {
                file,
                when,
                requirements,
                precedents,
                ..one.built
            });
        }
        for one in raw.strengths {
            let when = names.condition(&one.when, m);
            let precedents = precedents(&one.precedents, m);
            library.strengths.push(Strength {
                file,
                when,
                precedents,
                ..one.built
            });
        }
        for one in raw.traps {
            let when = one.when.map(|raw| names.condition(&raw, m));
            library.traps.push(Trap {
                file,
                when,
                ..one.built
            });
        }
        for one in raw.scenarios {
            let scenario = resolve_scenario(&names, one, file, m);
            library.scenarios.push(scenario);
        }
    }
    library.link();
    library
}

fn resolve_scenario(
    names: &Resolver,
    raw: RawScenario,
    file: FileIx,
    m: &mut Mistakes,
) -> Scenario {
    let mut built = Scenario { file, ..raw.built };
    for (id, status) in raw.answers {
        built.answers.extend(
            names
                .question_of(&id, "judgement", m)
                .map(|ix| (ix, status)),
        );
    }
    for (id, value) in raw.values {
        let kind = match value.value {
            ScenarioValue::Date(_) => "event",
            ScenarioValue::Number(_) => "figure",
            ScenarioValue::Option(_) => "choice",
        };
        let Some(ix) = names.question_of(&id, kind, m) else {
            continue;
        };
        if let (ScenarioValue::Option(option), Some(QuestionKind::Choice(known))) =
            (&value.value, names.kinds.get(ix.0))
            && !known.iter().any(|one| one.id == *option)
        {
            m.add(
                "unknown-id",
                &value.span,
                format!("\"{option}\" is not an option of \"{}\"", id.value),
            );
        }
        built.values.push((ix, value.value));
    }
    for (id, note) in raw.notes {
        built
            .notes
            .extend(names.question(&id, m).map(|ix| (ix, note)));
    }
    // A name in `fires` or `silent` may be a flag's or a strength's.
    let pattern = |id: &At<String>, m: &mut Mistakes| -> (Option<FlagIx>, Option<StrengthIx>) {
        if let Some(place) = names.strengths.places.get(&id.value) {
            return (None, Some(StrengthIx(*place)));
        }
        (names.flags.find(id, m).map(FlagIx), None)
    };
    for id in &raw.fires {
        let (flag, strength) = pattern(id, m);
        built.fires.extend(flag);
        built.strong.extend(strength);
    }
    for id in &raw.silent {
        let (flag, strength) = pattern(id, m);
        built.silent.extend(flag);
        built.not_strong.extend(strength);
    }
    for (id, level) in raw.levels {
        let words = ["breach", "undermines", "departure", "gap"];
        if !words.contains(&level.value.as_str()) {
            m.add_with_help(
                "unknown-word",
                &level.span,
                format!("\"{}\" is not a level", level.value),
                format!("it may be: {}", words.join(", ")),
            );
        }
        built
            .levels
            .extend(names.flags.find(&id, m).map(|ix| (FlagIx(ix), level.value)));
    }
    let traps = |ids: &[At<String>], m: &mut Mistakes| {
        ids.iter()
            .filter_map(|id| names.traps.find(id, m).map(TrapIx))
            .collect::<Vec<_>>()
    };
    built.lint = traps(&raw.lint, m);
    built.no_lint = traps(&raw.no_lint, m);
    let requirements = |ids: &[At<String>], m: &mut Mistakes| {
        ids.iter()
            .filter_map(|id| names.requirements.find(id, m).map(RequirementIx))
            .collect::<Vec<_>>()
    };
    built.applies = requirements(&raw.applies, m);
    built.not_applies = requirements(&raw.not_applies, m);
    built
}
