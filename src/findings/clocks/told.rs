//! The clocks of an audit in words.

use super::{Known, LocalWindow, Running};
use crate::base::Text;
use crate::checklist::condition::EventRef;
use crate::checklist::{Deadline, Library};
use crate::deadlines::words::{self, warning};
use crate::deadlines::{DeadlineAnswer, DeadlineCase, DeadlineStatus};
use crate::wording::date::say_hour;
use crate::wording::{capital, choice, say_day, say_weekday, say_when, sentence};

/// Returns everything there is to say about a time limit of an audit: sentences, the state first.
pub fn running(known: &Known<'_>, one: &Running) -> Vec<String> {
    let library = known.facts.library;
    let rule = library.deadline(one.rule);
    let event = |event| named(library, event);
    let mut said = Vec::new();
    let (Some((started, from)), Some((asked, answer))) = (one.started, &one.counted) else {
        said.push(format!(
            "No day is given: the audit does not yet say when it starts. Enter {}.",
            starts(library, rule)
        ));
        return said;
    };
    said.extend(state(one, rule.latest));
    if let (Some(before), Some(now)) = (one.moved_from, one.due()) {
        said.push(format!(
            "Your own list of holidays moved it from {} to {}.",
            say_weekday(before),
            say_weekday(now)
        ));
    }
    said.extend(no_day(known, rule, asked, answer));
    let local = rule.set.iter().any(|one| one.profile.is_some());
    let window = known.window.filter(|_| local);
    if let Some(hour) = super::hour(known, one) {
        said.push(format!("It closes at {} on that day.", say_hour(hour)));
    } else if let Some(hour) = &rule.hour {
        said.push(sentence(hour));
    }
    said.push(format!("Who acts: {}.", rule.actor()));
    if !one.closed
        && let Some((reply, sent)) = super::letter(known, one)
    {
        let reply = library.deadline(reply);
        let place = &known.facts.place;
        let law = reply.law(place.territory, Some(place.kind), known.facts.today);
        said.push(if sent < known.facts.today {
            format!(
                "A letter before claim can no longer leave the time that its answer is given ({}; \
                 {}).",
                law.citation,
                law.checked.label()
            )
        } else {
            format!(
                "For the time of the answer to be over before that day, the letter before claim goes \
                 out by {} ({}; {}).",
                say_weekday(sent),
                law.citation,
                law.checked.label()
            )
        });
    }
    let counted_from = match known.facts.span(started) {
        Some(when) if when.day().is_none() => format!(
            "{} ({}), taken as {}",
            event(started),
            say_when(when),
            say_weekday(from)
        ),
        _ => format!("{}, {}", event(started), say_weekday(from)),
    };
    said.push(format!(
        "It is counted from {counted_from}. The rule counts from: {}.",
        rule.event
    ));
    if let Some(window) = window.filter(|window| !window.from.is_empty()) {
        said.push(format!(
            "The council’s own rules count from: {}. Check that this is that day.",
            window.from
        ));
    }
    if !one.others.is_empty() {
        said.push(format!(
            "{} came first, so the clock may have started on that day already.",
            capital(&event(started))
        ));
    }
    for (other, day, due) in &one.others {
        if let Some(due) = due {
            said.push(format!(
                "If it started only with {}, {}, the last day is {}.",
                event(*other),
                say_day(*day),
                say_weekday(*due)
            ));
        }
    }
    said.extend(rule.note.as_ref().map(Text::to_string));
    said.extend(warning(answer, library.holidays()));
    said
}

/// Returns the state of a time limit in a few words: "12 days left", "Closed on 15 September 2026".
pub fn in_short(known: &Known<'_>, one: &Running) -> String {
    let library = known.facts.library;
    let rule = library.deadline(one.rule);
    let (Some(due), Some(last), Some(left)) = (one.due(), one.last(), one.days_left) else {
        let answer = one.counted.as_ref().map(|(_, answer)| answer);
        let lacks = match answer {
            None => Some(starts(library, rule)),
            Some(answer) => lacking(None, rule, answer),
        };
        return match lacks {
            Some(lacks) => format!("No day yet: enter {lacks}"),
            None => "No day can be given".to_owned(),
        };
    };
    match left {
        ..0 if one.closed && rule.latest => format!("Open since {}", say_day(due.max(last))),
        ..0 if one.closed => format!("Closed on {}", say_day(last)),
        ..0 => format!(
            "Closed on {}, or open until {}",
            say_day(due),
            say_day(last)
        ),
        left if rule.latest => format!("Not before {}: {}", say_day(due), say_left(left)),
        left => say_left(left),
    }
}

/// Returns the state of a time limit where its day is shown already: "12 days left", "closed".
pub fn in_a_word(library: &Library, one: &Running) -> String {
    let latest = library.deadline(one.rule).latest;
    match one.days_left {
        None => "no day yet".to_owned(),
        Some(..0) if one.closed && latest => "open".to_owned(),
        Some(..0) if one.closed => "closed".to_owned(),
        Some(..0) => "closed, or not yet".to_owned(),
        Some(_) if latest => "not before".to_owned(),
        Some(left) => say_left(left),
    }
}

/// Returns the days left in words: "last day today", "1 day left", "12 days left".
pub fn say_left(left: i64) -> String {
    match left {
        0 => "last day today".to_owned(),
        1 => "1 day left".to_owned(),
        left => format!("{left} days left"),
    }
}

fn named(library: &Library, event: EventRef) -> String {
    match event {
        EventRef::Decided => "the day of the decision".to_owned(),
        EventRef::Question(ix) => format!("“{}”", library.question(ix).short),
    }
}

/// Returns the events that start a time limit, as a choice.
fn starts(library: &Library, rule: &Deadline) -> String {
    let events: Vec<String> = rule.starts.iter().map(|one| named(library, *one)).collect();
    choice(&events)
}

/// Returns the reason that no day is given, as a sentence; `None` if one is.
///
/// An audit's settings come from its answers and the council's rules, so that is where the user is sent.
fn no_day(
    known: &Known<'_>,
    rule: &Deadline,
    asked: &DeadlineCase,
    answer: &DeadlineAnswer,
) -> Option<String> {
    match lacking(known.window, rule, answer) {
        Some(lacks) => Some(format!("No day can be given yet. Enter {lacks}.")),
        None => words::no_day(rule, known.facts.library.holidays(), asked, answer),
    }
}

/// Returns the thing to enter before a day can be given, if that is what is lacking.
///
/// In a council's own rules that were entered it is named by itself.
fn lacking(
    window: Option<&LocalWindow>,
    rule: &Deadline,
    answer: &DeadlineAnswer,
) -> Option<String> {
    if answer.status != DeadlineStatus::Needs {
        return None;
    }
    let setting = rule.setting(answer.needs.as_deref()?)?;
    let entered = window.is_some_and(|window| !window.from.is_empty());
    Some(match setting.profile {
        Some(_) if entered => format!("{}, among the council’s own rules", setting.about),
        Some(_) => "the council’s own rules on call-in".to_owned(),
        None => setting.about.to_string(),
    })
}

/// Returns the state of a time limit: the days left, or the day it closed on.
fn state(one: &Running, latest: bool) -> Option<String> {
    let (due, last, left) = (one.due()?, one.last()?, one.days_left?);
    Some(match left {
        ..0 if one.closed && latest => format!("Open since {}.", say_weekday(due.max(last))),
        ..0 if one.closed => format!("Closed on {}.", say_weekday(last)),
        ..0 => format!(
            "On the reading that asks most it closed on {}; on another it is open until {}.",
            say_weekday(due),
            say_weekday(last)
        ),
        0 => "It is today.".to_owned(),
        1 => "1 day is left.".to_owned(),
        left => format!("{left} days are left."),
    })
}
