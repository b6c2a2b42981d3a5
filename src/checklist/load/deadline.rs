//! Reads time limits and bank holidays, and resolves the names in them.

use std::collections::HashMap;

use super::super::condition::{Condition, EventRef};
use super::super::deadline::{
    Actor, Amount, Count, Deadline, DeadlineSetting, HolidayScope, NoDay, Reading, Run,
    SettingDefault, SettingKind, Step, Test,
};
use super::super::holidays::{Holiday, HolidayYears};
use super::super::ids::{FileIx, QuestionIx};
use super::super::model::InForce;
use super::super::vocabulary::Checked;
use super::condition::{RawCondition, RawConditionKind, read_condition};
use super::id::read_id;
use super::names::Resolver;
use super::parts::{optional, read_all, read_executive, read_in_force};
use super::phrase;
use crate::base::Text;
use crate::base::diagnostic::nearest;
use crate::base::reader::{At, Mistakes, Node, plain};

/// A time limit whose names are still texts.
pub(super) struct RawDeadline {
    pub(super) id: At<Text>,
    starts: Vec<At<Text>>,
    after: Option<At<Text>>,
    ends: Option<At<Text>>,
    letter: Option<At<Text>>,
    only_if: Option<RawCondition>,
    kept_by: Option<At<Text>>,
    then: Option<At<Text>>,
    /// The figure of each setting, and its event.
    figures: Vec<(usize, At<Text>)>,
    events: Vec<(usize, At<Text>)>,
    /// Every key of a setting that a phrase or a key of the entry names.
    uses: Vec<At<Text>>,
    built: Box<Deadline>,
}

/// Reads a key that must be a day.
fn need_day(node: &mut Node<'_>, key: &'static str, m: &mut Mistakes) -> Option<chrono::NaiveDate> {
    if !node.has(key) {
        node.missing(key, m);
    }
    node.day(key, m)
}

/// Reads true or false; true when left out.
fn flag_or_true(node: &mut Node<'_>, key: &'static str, m: &mut Mistakes) -> bool {
    !node.has(key) || node.flag(key, m)
}

/// Reads a bank holiday.
pub(super) fn read_holiday(node: &mut Node<'_>, m: &mut Mistakes) -> Option<Holiday> {
    let day = need_day(node, "date", m);
    let name = node.need_text("name", m).value;
    if node.lacks("nations") {
        node.missing("nations", m);
    }
    let nations = node.words("nations", m);
    let doubtful = node.flag("doubtful", m);
    let worked = node.flag("worked", m);
    Some(Holiday {
        day: day?,
        name,
        nations,
        doubtful,
        worked,
    })
}

/// Reads the years for which the holidays are known.
pub(super) fn read_years(node: &mut Node<'_>, m: &mut Mistakes) -> Option<HolidayYears> {
    let (from, until) = (need_day(node, "from", m), need_day(node, "until", m));
    let proclaimed = flag_or_true(node, "proclaimed", m);
    Some(HolidayYears {
        from: from?,
        until: until?,
        proclaimed,
    })
}

/// Reads a time limit.
pub(super) fn read_deadline(node: &mut Node<'_>, m: &mut Mistakes) -> RawDeadline {
    let id = read_id(node, m);
    let mut uses = Vec::new();
    let (mut figures, mut events) = (Vec::new(), Vec::new());
    let mut set = Vec::new();
    for mut one in node.nodes("set", "a [[deadline.set]]", m) {
        let setting = read_setting(&mut one, &mut uses, m);
        figures.extend(one.text("figure", m).map(|id| (set.len(), id)));
        events.extend(one.text("event", m).map(|id| (set.len(), id)));
        set.push(setting);
        one.finish(m);
    }
    let mut counts = Vec::new();
    if node.lacks("count") {
        node.missing("count", m);
    }
    for mut one in node.nodes("count", "a [[deadline.count]]", m) {
        counts.push(read_count(&mut one, &mut uses, m));
        one.finish(m);
    }
    let in_force = read_all(node, "in_force", "a [[deadline.in_force]]", m, read_span);
    if node.lacks("in_force") {
        node.missing("in_force", m);
    }
    let restart = used_key(node, "restart", &mut uses, m);
    let shut = used_key(node, "shut", &mut uses, m);
    let pause = node.node("pause", "a pause", m).and_then(|mut one| {
        for key in ["from", "until"] {
            if !one.has(key) {
                one.missing(key, m);
            }
        }
        let from = used_key(&mut one, "from", &mut uses, m);
        let until = used_key(&mut one, "until", &mut uses, m);
        one.finish(m);
        Some((from?, until?))
    });
    let built = Deadline {
        id: id.value.clone(),
        file: FileIx(0),
        title: node.need_text("title", m).value,
        short: optional(node, "short", m),
        event: node.need_text("event", m).value,
        who: node.need_word("who", m).unwrap_or(Actor::You),
        actor: optional(node, "actor", m),
        citation: node.need_text("citation", m).value,
        checked: node.need_word("checked", m).unwrap_or(Checked::Unverified),
        checked_note: optional(node, "checked_note", m),
        source: node.need_text("source", m).value,
        note: optional(node, "note", m),
        hour: optional(node, "hour", m),
        latest: node.flag("latest", m),
        in_force,
        not_in_force_when: conditions(node, "not_in_force_when", &mut uses, m),
        set,
        restart,
        pause,
        shut,
        counts,
        starts: Vec::new(),
        earliest: node.flag("earliest", m),
        after: None,
        ends: None,
        letter: None,
        lead: node.flag("lead", m),
        executive: read_executive(node, m),
        only_if: None,
        kept_by: None,
        then: None,
    };
    RawDeadline {
        id,
        starts: node.texts("starts", m),
        after: node.text("after", m),
        ends: node.text("ends", m),
        letter: node.text("letter", m),
        only_if: node
            .node("only_if", "a condition", m)
            .map(|one| read_condition(one, m)),
        kept_by: node.text("kept_by", m),
        then: node.text("then", m),
        figures,
        events,
        uses,
        built: Box::new(built),
    }
}

/// Reads where and when a time limit is the law, with a check level of its own.
fn read_span(node: &mut Node<'_>, m: &mut Mistakes) -> InForce {
    InForce {
        checked: node.word("checked", m),
        checked_note: optional(node, "checked_note", m),
        of_executive: node.flag("of_executive", m),
        ..read_in_force(node, m)
    }
}

fn read_setting(
    node: &mut Node<'_>,
    uses: &mut Vec<At<Text>>,
    m: &mut Mistakes,
) -> DeadlineSetting {
    let key: At<Text> = node.need_text("key", m);
    if !key.value.is_empty() && phrase::key(&key.value).is_none() {
        m.add_with_help(
            "bad-id",
            &key.span,
            format!("\"{}\" cannot be the key of a setting", key.value),
            "a key has small letters and low lines only",
        );
    }
    let kind = node.word::<SettingKind>("kind", m);
    let words = node.texts("words", m);
    match (node.has("kind"), node.lacks("words")) {
        (false, true) => node.missing("kind", m),
        (true, false) => m.add_with_help(
            "unknown-word",
            &key.span,
            "a setting has a `kind` or a list of `words`, not both",
            "leave one of the two out",
        ),
        _ => {}
    }
    let defaults = read_all(node, "default", "a default", m, |one, m| {
        let value = one.need_text("value", m).value;
        (value, one.texts("when", m))
    });
    let defaults = defaults
        .into_iter()
        .map(|(value, when)| SettingDefault {
            value,
            when: read_tests(&when, uses, m),
        })
        .collect();
    DeadlineSetting {
        key: key.value,
        kind,
        words: plain(words),
        about: node.need_text("about", m).value,
        needed: conditions(node, "needed", uses, m),
        defaults,
        figure: None,
        event: None,
        profile: node.word("profile", m),
    }
}

fn read_count(node: &mut Node<'_>, uses: &mut Vec<At<Text>>, m: &mut Mistakes) -> Count {
    let when = conditions(node, "when", uses, m);
    let no_day = node.word::<NoDay>("no_day", m);
    let mut readings = Vec::new();
    for mut one in node.nodes("reading", "a reading", m) {
        let count = one.texts("count", m);
        if one.lacks("count") {
            one.missing("count", m);
        }
        let steps: Vec<Step> = count
            .iter()
            .filter_map(|text| {
                let step = phrase::step(text, m)?;
                used_by_step(&step, text, uses);
                Some(step)
            })
            .collect();
        readings.push(Reading {
            name: one.need_text("name", m).value,
            label: optional(&mut one, "label", m),
            when: conditions(&mut one, "when", uses, m),
            holidays: one.word("holidays", m).unwrap_or(HolidayScope::OwnNation),
            steps,
        });
        one.finish(m);
    }
    match (node.has("no_day"), node.lacks("reading")) {
        (false, true) => node.missing("reading", m),
        (true, false) => m.add_with_help(
            "unknown-word",
            &node.span,
            "a way of counting has a `reading` or the reason for `no_day`, not both",
            "leave one of the two out",
        ),
        _ => {}
    }
    Count {
        when,
        readings: no_day.map_or(Ok(readings), Err),
    }
}

/// Reads a key that names a setting.
fn used_key(
    node: &mut Node<'_>,
    key: &'static str,
    uses: &mut Vec<At<Text>>,
    m: &mut Mistakes,
) -> Option<Text> {
    let text: At<Text> = node.text(key, m)?;
    uses.push(text.clone());
    Some(text.value)
}

/// Reads a list of conditions, and notes the settings it names.
fn conditions(
    node: &mut Node<'_>,
    key: &'static str,
    uses: &mut Vec<At<Text>>,
    m: &mut Mistakes,
) -> Vec<Test> {
    let texts = node.texts(key, m);
    read_tests(&texts, uses, m)
}

fn read_tests(texts: &[At<Text>], uses: &mut Vec<At<Text>>, m: &mut Mistakes) -> Vec<Test> {
    let mut read = Vec::new();
    for text in texts {
        let test = phrase::test(text, m);
        if let Some(key) = test.as_ref().and_then(Test::key) {
            uses.push(At {
                value: key.into(),
                span: text.span.clone(),
            });
        }
        read.extend(test);
    }
    read
}

fn used_by_step(step: &Step, text: &At<Text>, uses: &mut Vec<At<Text>>) {
    let mut names: Vec<&String> = Vec::new();
    let amount = |run: &'_ Run| match &run.amount {
        Amount::Setting(key) => Some(key.clone()),
        Amount::Fixed(_) => None,
    };
    let mut amounts = Vec::new();
    match step {
        Step::Run(run) | Step::Again(_, run) => amounts.extend(amount(run)),
        Step::Conciliation(one, other) | Step::OnWeekday(one, other) => names.extend([one, other]),
        Step::NoLaterThan(run, of) => {
            amounts.extend(amount(run));
            names.push(of);
        }
        Step::NextWorkingDay | Step::NotBefore(_) | Step::InYear(_) => {}
    }
    let all = names.into_iter().cloned().chain(amounts);
    uses.extend(all.map(|value| At {
        value: value.into(),
        span: text.span.clone(),
    }));
}

/// Resolves the names of a time limit: events, figures, and its own settings.
pub(super) fn resolve_deadline(
    raw: RawDeadline,
    file: FileIx,
    names: &Resolver,
    m: &mut Mistakes,
) -> Deadline {
    let mut built = *raw.built;
    for used in &raw.uses {
        if built.setting(&used.value).is_none() {
            let keys = built.set.iter().map(|one| one.key.as_str());
            let help = nearest(&used.value, keys.clone()).map_or_else(
                || match keys.clone().count() {
                    0 => "add a [[deadline.set]] for it".to_owned(),
                    _ => format!("its settings are: {}", keys.collect::<Vec<_>>().join(", ")),
                },
                |near| format!("did you mean \"{near}\"?"),
            );
            m.add_with_help(
                "unknown-id",
                &used.span,
                format!("this time limit has no setting \"{}\"", used.value),
                help,
            );
        }
    }
    let mut of_kind = |ids: &[(usize, At<Text>)], kind| -> HashMap<usize, QuestionIx> {
        ids.iter()
            .filter_map(|(place, id)| Some((*place, names.question_of(id, kind, m)?)))
            .collect()
    };
    let figures = of_kind(&raw.figures, "figure");
    let events = of_kind(&raw.events, "event");
    for (place, setting) in built.set.iter_mut().enumerate() {
        setting.figure = figures.get(&place).copied();
        setting.event = events.get(&place).copied();
    }
    let starts: Vec<EventRef> = raw
        .starts
        .iter()
        .filter_map(|id| names.event(id, m))
        .collect();
    let letter = raw.letter.as_ref().and_then(|id| names.deadline(id, m));
    let only_if = raw
        .only_if
        .and_then(|condition| match names.condition(&condition, m) {
            Condition::Choice(ix, options) => Some((ix, options)),
            // A choice that no checklist has is a mistake already.
            _ if matches!(condition.kind, RawConditionKind::Choice(..)) => None,
            _ => {
                m.add_with_help(
                    "unknown-condition",
                    &condition.span,
                    "a time limit can hang on a choice only".to_owned(),
                    "write { choice = \"...\", is = [\"...\"] }",
                );
                None
            }
        });
    let after = raw.after.as_ref();
    let ends = raw.ends.as_ref();
    let kept_by = raw.kept_by.as_ref();
    let then = raw.then.as_ref();
    Deadline {
        file,
        starts,
        after: after.and_then(|id| names.deadline(id, m)),
        ends: ends.and_then(|id| names.question_of(id, "event", m)),
        letter,
        only_if,
        kept_by: kept_by.and_then(|id| names.question_of(id, "event", m)),
        then: then.and_then(|id| names.deadline(id, m)),
        ..built
    }
}
