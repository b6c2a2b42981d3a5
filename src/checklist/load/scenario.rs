//! The first pass over scenarios: the small reviews with which a checklist tests itself.

use super::super::ids::FileIx;
use super::super::model::{Scenario, ScenarioValue};
use super::super::nation::Territory;
use super::super::status::Status;
use super::super::vocabulary::{AuthorityKind, Executive, Stage};
use super::id::read_id;
use crate::base::reader::{At, Mistakes, Node, day_of, word, wrong_type};
use crate::base::{NotEdtf, Text};

pub(super) struct RawScenario {
    /// Id with its place, for the check that no two scenarios share one.
    pub(super) id: At<Text>,
    pub(super) answers: Vec<(At<Text>, Status)>,
    pub(super) values: Vec<(At<Text>, At<ScenarioValue>)>,
    pub(super) notes: Vec<(At<Text>, Text)>,
    pub(super) fires: Vec<At<Text>>,
    pub(super) silent: Vec<At<Text>>,
    pub(super) levels: Vec<(At<Text>, At<Text>)>,
    pub(super) lint: Vec<At<Text>>,
    pub(super) no_lint: Vec<At<Text>>,
    pub(super) applies: Vec<At<Text>>,
    pub(super) not_applies: Vec<At<Text>>,
    pub(super) built: Scenario,
}

pub(super) fn read_scenario(node: &mut Node<'_>, m: &mut Mistakes) -> RawScenario {
    let id = read_id(node, m);
    let _about: Option<At<Text>> = node.text("about", m);
    let mut review = node.node("review", "the review of a scenario", m);
    if review.is_none() && !node.has("review") {
        node.missing("review", m);
    }
    let mut built = Scenario {
        id: id.value.clone(),
        file: FileIx(0),
        at: m.source.place(node.span.start),
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
        for (key, value) in map.entries::<Text>() {
            if let Some(text) = value.as_str() {
                let at = At {
                    value: text,
                    span: value.span(),
                };
                if let Some(status) = word(&at, m) {
                    answers.push((key, status));
                }
            } else {
                wrong_type(m, &key.value, "a status in quotes", value);
            }
        }
    }
    let mut values = Vec::new();
    if let Some(map) = node.node("values", "the values of a scenario", m) {
        for (key, value) in map.entries::<Text>() {
            let read = if let Some(text) = value.as_str() {
                Some(match text.parse() {
                    Ok(when) => ScenarioValue::Date(when),
                    Err(NotEdtf) => ScenarioValue::Option(value.text().unwrap_or_default()),
                })
            } else if let Some(number) = value.number() {
                Some(ScenarioValue::Number(number))
            } else {
                day_of(&key.value, value, m).map(|day| ScenarioValue::Date(day.into()))
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
    let texts = |map: Option<Node<'_>>, m: &mut Mistakes| {
        let mut pairs = Vec::new();
        if let Some(map) = map {
            for (key, value) in map.entries::<Text>() {
                match value.text() {
                    Some(text) => {
                        pairs.push((
                            key,
                            At {
                                value: text,
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
