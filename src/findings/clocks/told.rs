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
    said.extend(state(library, one, rule.latest));
    said.extend(as_entered(known, one));
    if one.due().is_some() {
        if let Some(hour) = super::hour(known, one) {
            said.push(format!("It closes at {} on that day.", say_hour(hour)));
        } else if let Some(hour) = &rule.hour {
            said.push(sentence(hour));
        }
    }
    let (Some((started, from)), Some((asked, answer))) = (one.started, &one.counted) else {
        said.extend(not_started(known, one));
        said.extend(source(known, rule));
        return said;
    };
    if let (Some(before), Some(now)) = (one.moved_from, one.due()) {
        said.push(format!(
            "Your own list of holidays moved it from {} to {}.",
            say_weekday(before),
            say_weekday(now)
        ));
    }
    said.extend(no_day(known, one, rule, asked, answer));
    let window = known.window.filter(|_| rule.is_local());
    said.push(format!("Who acts: {}.", rule.actor()));
    if !one.closed
        && let Some((reply, sent)) = super::letter(known, one)
    {
        let reply = library.deadline(reply);
        let place = &known.facts.place;
        let law = reply.law_at(place, known.facts.today);
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
    let counted_from = match (one.ran_out, known.facts.span(started)) {
        (Some(before), _) => format!(
            "{}, when the time limit “{}” ran out with no day entered for {}",
            say_weekday(from),
            library.deadline(before).title,
            events(library, &one.starters)
        ),
        (None, Some(when)) if when.day().is_none() => format!(
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
    if one.ran_out.is_some() {
        said.push("Once that day is entered, the time is counted from it.".to_owned());
    }
    if let Some(window) = window.filter(|window| !window.from.is_empty()) {
        said.push(format!(
            "The council’s own rules count from: {}. Check that this is that day.",
            window.from
        ));
    }
    if one.unsure {
        let open = |event: &EventRef| known.facts.span(*event).is_none();
        let lacks: Vec<EventRef> = one.starters.iter().copied().filter(open).collect();
        said.push(format!(
            "The council’s own rules, as entered, do not say which day they count from. If it is {}, \
             which is not entered, it ends later.",
            events(library, &lacks)
        ));
    }
    let decided = known.facts.audit.review.decided;
    let decided = decided.filter(|day| window.is_some() && from < *day);
    let later = decided.map(|day| (EventRef::Decided, day));
    if let Some((later, day)) = later.or_else(|| super::out_of_order(known, one)) {
        said.push(format!(
            "That is before {}, {}: check both days.",
            event(later),
            say_weekday(day)
        ));
    }
    said.extend(source(known, rule));
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
            None => Some(events(library, &one.starters)),
            Some(answer) => lacking(known, None, rule, answer),
        };
        return match lacks {
            Some(lacks) => format!("No day yet: enter {lacks}"),
            None => "No day can be given".to_owned(),
        };
    };
    match left {
        ..0 if one.closed && rule.latest => format!("Open since {}", say_day(due.max(last))),
        ..0 if one.closed => format!("Closed on {}", say_day(last)),
        ..0 if due == last => format!("Closed on {}, or still open", say_day(due)),
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

/// Returns some events as a choice.
fn events(library: &Library, all: &[EventRef]) -> String {
    let events: Vec<String> = all.iter().map(|one| named(library, *one)).collect();
    choice(&events)
}

/// Returns the sentences on the last day that the user entered, beside the one that is counted.
fn as_entered(known: &Known<'_>, one: &Running) -> Vec<String> {
    let Some((event, when)) = one.entered else {
        return Vec::new();
    };
    let name = named(known.facts.library, event);
    let Some(day) = when.day() else {
        return vec![format!(
            "{} is entered as {}, which is not one day, so it is not gone by.",
            capital(&name),
            say_when(when)
        )];
    };
    let mut said = vec![format!(
        "This is the day entered as {name}, {}: compare it with the council’s own notice.",
        say_weekday(day)
    )];
    let answer = one.counted.as_ref().map(|(_, answer)| answer);
    let days: Vec<String> = (answer.iter().flat_map(|answer| &answer.readings))
        .map(|reading| say_weekday(reading.due))
        .collect();
    if one.disagrees() {
        said.push(format!(
            "The two days differ: counted by the council’s own rules, as entered, the last day is {}. Go \
             by the day of the council’s notice once you have checked it, and act by the earlier of \
             the two if you can.",
            choice(&days)
        ));
    } else if !days.is_empty() {
        said.push(
            "The count by the council’s own rules, as entered, leads to the same day.".to_owned(),
        );
    }
    let decided = known.facts.audit.review.decided;
    if let Some(decided) = decided.filter(|decided| day < *decided) {
        said.push(format!(
            "It is before the day of the decision, {}: check both days.",
            say_weekday(decided)
        ));
    }
    said
}

/// Returns the sentences on a time limit whose start is not known: the day that is lacking, and the
/// day before which it cannot end.
fn not_started(known: &Known<'_>, one: &Running) -> Vec<String> {
    let library = known.facts.library;
    let rule = library.deadline(one.rule);
    let lacks = events(library, &one.starters);
    let named_by = known
        .window
        .filter(|window| rule.is_local() && window.counts_from_publication().is_some());
    let mut said = Vec::new();
    let none = if one.entered_day().is_some() {
        "It is not counted"
    } else {
        "No day is given"
    };
    said.push(match named_by {
        Some(window) => format!(
            "{none}: the council’s own rules count from {}, and that day is not entered. Enter {lacks}.",
            window.from
        ),
        None => format!("{none}: the audit does not yet say when it starts. Enter {lacks}."),
    });
    if let Some((event, day)) = one.no_sooner {
        said.push(format!(
            "It cannot close before {}, to which the count from {} would lead: a decision is not \
             published before it is taken.",
            say_weekday(day),
            named(library, event)
        ));
        if day < known.facts.today && one.entered_day().is_none() {
            said.push(
                "Until that day is entered it is not known whether it is still open.".to_owned(),
            );
        }
    }
    said
}

/// Returns the sentence on the place of the council's own rules, for a limit that they set.
fn source(known: &Known<'_>, rule: &Deadline) -> Option<String> {
    let window = known
        .window
        .filter(|window| rule.is_local() && (window.closes.is_some() || !window.from.is_empty()))?;
    Some(if window.source.is_empty() {
        "No source is entered for the council’s own rules on this: check them in the constitution, and \
         enter the place."
            .to_owned()
    } else {
        format!(
            "The council’s own rules on this are from: {}.",
            window.source.trim_end_matches('.')
        )
    })
}

/// Returns the reason that no day is given, as a sentence; `None` if one is.
///
/// An audit's settings come from its answers and the council's rules, so that is where the user is sent.
fn no_day(
    known: &Known<'_>,
    one: &Running,
    rule: &Deadline,
    asked: &DeadlineCase,
    answer: &DeadlineAnswer,
) -> Option<String> {
    match lacking(known, known.window, rule, answer) {
        Some(lacks) if one.entered_day().is_some() => {
            Some(format!("It is not counted. For that, enter {lacks}."))
        }
        Some(lacks) => Some(format!("No day can be given yet. Enter {lacks}.")),
        None => words::no_day(rule, known.facts.library.holidays(), asked, answer),
    }
}

/// Returns the thing to enter before a day can be given, if that is what is lacking.
///
/// In a council's own rules that were entered it is named by itself.
fn lacking(
    known: &Known<'_>,
    window: Option<&LocalWindow>,
    rule: &Deadline,
    answer: &DeadlineAnswer,
) -> Option<String> {
    if answer.status != DeadlineStatus::Needs {
        return None;
    }
    let setting = rule.setting(answer.needs.as_deref()?)?;
    let entered = window.is_some_and(|window| !window.from.is_empty());
    if let Some(ix) = setting.event.or(setting.figure) {
        return Some(named(known.facts.library, EventRef::Question(ix)));
    }
    Some(match setting.profile {
        Some(_) if entered => format!("{}, among the council’s own rules", setting.about),
        Some(_) => "the council’s own rules on call-in".to_owned(),
        None => setting.about.to_string(),
    })
}

/// Returns the state of a time limit: the days left, or the day it closed on.
fn state(library: &Library, one: &Running, latest: bool) -> Option<String> {
    let (due, last, left) = (one.due()?, one.last()?, one.days_left?);
    Some(match left {
        ..0 if one.closed && latest => format!("Open since {}.", say_weekday(due.max(last))),
        ..0 if one.closed => format!("Closed on {}.", say_weekday(last)),
        ..0 if one.entered_day().is_some() => format!(
            "By the day that was entered it closed on {}; by the council’s own rules it may still be \
             open.",
            say_weekday(due)
        ),
        ..0 if due == last => {
            let (event, _) = one.started?;
            format!(
                "Counted from {} it closed on {}, but it may have started later.",
                named(library, event),
                say_weekday(due)
            )
        }
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
