//! The first pass over conditions: their forms, with names that are still texts.

use super::super::condition::ProfileTest;
use super::super::status::State;
use crate::base::Text;
use crate::base::reader::{At, Mistakes, Node, plain};

pub(super) struct RawCondition {
    pub(super) span: std::ops::Range<usize>,
    pub(super) kind: RawConditionKind,
}

pub(super) enum RawConditionKind {
    All(Vec<RawCondition>),
    Any(Vec<RawCondition>),
    Not(Box<RawCondition>),
    AtLeast(usize, Vec<RawCondition>),
    Question(At<Text>, Vec<State>),
    Requirement(At<Text>, Vec<State>),
    Choice(At<Text>, Vec<At<Text>>),
    Figure(At<Text>, Option<f64>, Option<f64>),
    Event(At<Text>, RawEventTest),
    Profile(ProfileTest),
}

pub(super) enum RawEventTest {
    Before(RawWhen),
    After(RawWhen),
    DaysBefore(At<Text>, Option<i64>, Option<i64>),
    DaysAgo(i64),
    LateFor(At<Text>),
    Known(bool),
}

pub(super) enum RawWhen {
    Event(At<Text>),
    Day(chrono::NaiveDate),
}

pub(super) fn need_condition(node: &mut Node<'_>, m: &mut Mistakes) -> RawCondition {
    if let Some(inner) = node.node("when", "a condition", m) {
        read_condition(inner, m)
    } else {
        if !node.has("when") {
            node.missing("when", m);
        }
        RawCondition {
            span: node.span.clone(),
            kind: RawConditionKind::Any(Vec::new()),
        }
    }
}

/// The forms a condition may have, for messages.
pub(super) const FORMS: &str = "all, any, not, at_least + of, question + is, requirement + is, choice + is, \
                     figure + at_least/at_most, event + before/after/days_before/days_ago/late_for/known, \
                     profile + is";

pub(super) fn read_condition(mut node: Node<'_>, m: &mut Mistakes) -> RawCondition {
    let span = node.span.clone();
    let kind = read_condition_kind(&mut node, m).unwrap_or_else(|| {
        // The mistake is reported; an empty `any` is a placeholder until the load fails.
        RawConditionKind::Any(Vec::new())
    });
    node.finish(m);
    RawCondition { span, kind }
}

pub(super) fn read_condition_kind(
    node: &mut Node<'_>,
    m: &mut Mistakes,
) -> Option<RawConditionKind> {
    let list = |node: &mut Node<'_>, key: &'static str, m: &mut Mistakes| {
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
    let kind = if node.holds("all") {
        RawConditionKind::All(list(node, "all", m))
    } else if node.holds("any") {
        RawConditionKind::Any(list(node, "any", m))
    } else if node.holds("not") {
        let inner = node.node("not", "a condition", m)?;
        RawConditionKind::Not(Box::new(read_condition(inner, m)))
    } else if node.holds("of") {
        let Some(number) = node.whole("at_least", m) else {
            if !node.has("at_least") {
                node.missing("at_least", m);
            }
            return None;
        };
        let Ok(count) = usize::try_from(number) else {
            m.add(
                "impossible-range",
                &node.span,
                format!("`at_least` cannot be {number}"),
            );
            return None;
        };
        RawConditionKind::AtLeast(count, list(node, "of", m))
    } else if node.holds("question") {
        let id = node.need_text("question", m);
        RawConditionKind::Question(id, states(node, m))
    } else if node.holds("requirement") {
        let id = node.need_text("requirement", m);
        RawConditionKind::Requirement(id, states(node, m))
    } else if node.holds("choice") {
        let id = node.need_text("choice", m);
        let options = node.texts("is", m);
        if options.is_empty() {
            node.missing("is", m);
        }
        RawConditionKind::Choice(id, options)
    } else if node.holds("figure") {
        let id = node.need_text("figure", m);
        let (low, high) = (node.number("at_least", m), node.number("at_most", m));
        if low.is_none() && high.is_none() {
            node.missing("at_least", m);
        }
        RawConditionKind::Figure(id, low, high)
    } else if node.holds("event") {
        let id = node.need_text("event", m);
        RawConditionKind::Event(id, event_test(node, m)?)
    } else if node.holds("profile") {
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

pub(super) fn states(node: &mut Node<'_>, m: &mut Mistakes) -> Vec<State> {
    if node.lacks("is") {
        node.missing("is", m);
    }
    node.words("is", m)
}

pub(super) fn when(node: &mut Node<'_>, key: &'static str, m: &mut Mistakes) -> Option<RawWhen> {
    let span = node.any(key)?;
    if span.as_str().is_some() {
        node.text(key, m).map(RawWhen::Event)
    } else {
        node.day(key, m).map(RawWhen::Day)
    }
}

pub(super) fn event_test(node: &mut Node<'_>, m: &mut Mistakes) -> Option<RawEventTest> {
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
    if node.has("late_for") {
        return node.text("late_for", m).map(RawEventTest::LateFor);
    }
    if node.has("known") {
        return Some(RawEventTest::Known(node.flag("known", m)));
    }
    m.add_with_help(
        "unknown-condition",
        &node.span,
        "the condition asks nothing about the event",
        "ask before, after, days_before, days_ago, late_for or known",
    );
    None
}

pub(super) fn profile_test(node: &mut Node<'_>, m: &mut Mistakes) -> Option<ProfileTest> {
    let field: At<Text> = node.need_text("profile", m);
    if node.lacks("is") {
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
