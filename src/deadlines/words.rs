//! Counts in words: each step as a sentence, for a person who was not there.

use crate::checklist::deadline::{LawThere, TimeUnit, Way};
use crate::checklist::{Deadline, Territory};
use crate::wording::{count, list, say_day, say_weekday};

use super::answer::{Counted, CountedReading, DeadlineAnswer, DeadlineCase, DeadlineStatus};
use super::calendar::{DaysPassedOver, OnHoliday, Ran, is_weekend};
use crate::checklist::holidays::Holidays;

/// The sentence that every count ends with.
pub const AN_AID: &str = "This is an aid, not legal advice.";

/// The use of several readings, as sentences.
pub const USE_OF_READINGS: &str = "The law can be read in more than one way. Do what you have to do by the \
     first of these days; say that the council is late, or its notice too short, only when the last \
     of them is broken too.";

/// The same where something must not be done before a day.
pub const USE_OF_READINGS_TO_WAIT: &str = "The law can be read in more than one way. What has to wait \
     waits for the last of these days; say that it was done too early only if it came before the first \
     of them too.";

/// Returns the steps of a reading, each a sentence.
pub fn steps(reading: &CountedReading) -> Vec<String> {
    let mut said = Vec::new();
    for step in &reading.steps {
        match step {
            Counted::Restarted(day) => {
                said.push(format!("The clock starts on {}.", say_weekday(*day)));
            }
            Counted::NotBefore(day) => said.push(format!(
                "What happened earlier counts as having happened on {}.",
                say_weekday(*day)
            )),
            Counted::Ran(ran) => run(ran, &mut said),
            Counted::Moved(moved) => {
                said.push("That is not a working day, so the last day moves on.".to_owned());
                left_out(&moved.left_out, &mut said);
                said.push(format!(
                    "The next working day is {}.",
                    say_weekday(moved.to)
                ));
            }
            Counted::InYear(of, day) => {
                let day = say_weekday(*day);
                said.push(if of.before {
                    format!("The law asks for it before the next day, so the last day is {day}.")
                } else {
                    format!("The law names the day: {day}.")
                });
            }
            Counted::Again(day) => said.push(format!(
                "That is not before {}, when the law changed, so the count begins again.",
                say_day(*day)
            )),
            Counted::Conciliation {
                from,
                to,
                added,
                day,
            } => {
                said.push(format!(
                    "Conciliation ran from {} to {}: its days are added, which leads to {}.",
                    say_day(*from),
                    say_day(*to),
                    say_weekday(*added)
                ));
                if day != added {
                    said.push(format!(
                        "You have a month after the certificate in any case: until {}.",
                        say_weekday(*day)
                    ));
                }
            }
            Counted::ConciliationLate(day) => said.push(format!(
                "Acas was contacted on {}, after the last day, which adds nothing.",
                say_weekday(*day)
            )),
            Counted::OnWeekday { weeks, day } => {
                let week = match weeks {
                    1 => "the week after".to_owned(),
                    weeks => format!("week {weeks} after it"),
                };
                said.push(format!(
                    "The rule names a day of the week, not a number of days: in {week}, that is {}. \
                     A week begins on its Monday here, and a bank holiday does not move the day.",
                    say_weekday(*day)
                ));
            }
            Counted::Sooner(ran) => {
                said.push("Another limit ends sooner.".to_owned());
                run(ran, &mut said);
            }
        }
    }
    said
}

/// Returns every step of an answer: those of the first reading, then of each other one.
pub fn all_steps(answer: &DeadlineAnswer, holidays: &Holidays) -> Vec<String> {
    let mut said = Vec::new();
    for (place, reading) in answer.readings.iter().enumerate() {
        if place > 0 {
            said.push(format!("The other reading, {}:", name(reading)));
        }
        said.extend(steps(reading));
    }
    said.extend(warning(answer, holidays));
    said
}

/// Returns the name of a reading in words.
pub fn name(reading: &CountedReading) -> String {
    let own = reading.label.as_deref().unwrap_or("as the rule is written");
    if reading.name.ends_with("/doubtful-day-worked") {
        format!("{own}, if a doubtful Scottish holiday was a working day")
    } else {
        own.to_owned()
    }
}

/// Returns the warning that a count relies on holidays that are not proclaimed yet.
pub fn warning(answer: &DeadlineAnswer, holidays: &Holidays) -> Option<String> {
    let (_, last) = holidays.bounds()?;
    answer.may_change.then(|| {
        format!(
            "The holidays up to {} that this count relies on are worked out ahead and not proclaimed \
             yet, so the day may change.",
            last.format("%Y")
        )
    })
}

/// Returns the reason that no day is given, as a sentence; `None` if one is.
pub fn no_day(
    rule: &Deadline,
    holidays: &Holidays,
    asked: &DeadlineCase,
    answer: &DeadlineAnswer,
) -> Option<String> {
    let from = say_day(asked.from);
    Some(match answer.status {
        DeadlineStatus::Due => return None,
        DeadlineStatus::NotInForce => {
            format!("This rule does not cover {from}, as far as its days are known.")
        }
        DeadlineStatus::NotInTerritory => {
            let nations: Vec<&str> = rule.nations().iter().map(|one| one.label()).collect();
            format!(
                "This is not the law of {}; it is the law of {}.",
                asked.nation.label(),
                list(&nations)
            )
        }
        DeadlineStatus::Needs => {
            let key = answer.needs.as_deref().unwrap_or_default();
            let about = rule.setting(key).map_or("", |one| one.about.as_str());
            format!("No day can be given without {about}. Give it with --set {key}=…")
        }
        DeadlineStatus::NoNumber => "The law gives no number of days here.".to_owned(),
        DeadlineStatus::NotRequired => "The duty does not arise here.".to_owned(),
        DeadlineStatus::NoHolidays => no_holidays(holidays),
    })
}

/// Returns the sentence that the list of holidays ends.
pub fn no_holidays(holidays: &Holidays) -> String {
    match holidays.bounds() {
        Some((first, last)) => format!(
            "No day is given: bank holidays are known from {} to {} only, and this count goes beyond \
             them.",
            first.format("%Y"),
            last.format("%Y")
        ),
        None => "No day is given: no bank holidays are known.".to_owned(),
    }
}

/// Returns the law behind a rule with its check level: one sentence without its stop.
pub fn law(law: &LawThere<'_>) -> String {
    let mut said = format!("{} (checked: {}", law.citation, law.checked.label());
    if let Some(note) = law.checked_note {
        said.push_str("; ");
        said.push_str(note);
    }
    said.push(')');
    said
}

/// Adds a run of a count: its start, what was left out, its end.
fn run(ran: &Ran, said: &mut Vec<String>) {
    let (from, last, to) = (
        say_weekday(ran.from),
        say_weekday(ran.last),
        say_weekday(ran.to),
    );
    let working = ran.unit == TimeUnit::WorkingDays;
    let amount = usize::try_from(ran.amount).unwrap_or_default();
    let length = match ran.unit {
        TimeUnit::WorkingDays => count(amount, "working day", "working days"),
        TimeUnit::Days => count(amount, "day", "days"),
        TimeUnit::Weeks => count(amount, "week", "weeks"),
        TimeUnit::Months => count(amount, "month", "months"),
        TimeUnit::Years => count(amount, "year", "years"),
    };
    said.push(match ran.way {
        Way::After | Way::ClearAfter => {
            format!("The count starts after {from}: that day itself does not count.")
        }
        Way::Before | Way::ClearBefore => {
            format!("The count goes back from {from}: that day itself does not count.")
        }
        Way::BeginningWith if working && ran.left_out.starts_on(ran) => {
            format!("{from} is not a working day: the next working day is the first that counts.")
        }
        Way::BeginningWith => format!("{from} is the first day that counts."),
    });
    left_out(&ran.left_out, said);
    let back = matches!(ran.way, Way::Before | Way::ClearBefore);
    let (end, turned) = if back {
        ("begin", "before")
    } else {
        ("end", "after")
    };
    let ends = if amount == 1 {
        format!("{end}s")
    } else {
        end.to_owned()
    };
    match ran.way {
        Way::ClearAfter | Way::ClearBefore => {
            said.push(format!(
                "{length} {ends} on {last}. Neither of the two days counts, so the day is the one \
                 {turned}: {to}."
            ));
        }
        _ => said.push(format!("{length} {ends} on {to}.")),
    }
    if ran.short_month {
        said.push("That month has no such date, so its last day is taken.".to_owned());
    }
}

impl DaysPassedOver {
    /// Returns true if the day a run starts from was passed over.
    fn starts_on(&self, ran: &Ran) -> bool {
        let holidays = self.holidays.iter().map(|one| &one.day);
        let mut closed = holidays.chain(&self.shut).chain(&self.paused);
        is_weekend(ran.from) || closed.any(|day| *day == ran.from)
    }
}

fn left_out(left: &DaysPassedOver, said: &mut Vec<String>) {
    match left.weekend {
        0 => {}
        1 => said.push("A Saturday or Sunday is left out.".to_owned()),
        days => said.push(format!("{days} Saturdays and Sundays are left out.")),
    }
    for one in &left.holidays {
        let day = say_weekday(one.day);
        said.push(format!("{day} is left out: {}.", holiday(one)));
    }
    for day in &left.shut {
        let day = say_weekday(*day);
        said.push(format!("{day} is left out: the council is shut."));
    }
    if let (Some(first), Some(last)) = (left.paused.first(), left.paused.last()) {
        let (one, other) = (say_weekday(*first), say_weekday(*last));
        said.push(if first == last {
            format!("{one} is left out: the clock did not run.")
        } else {
            format!("Every day from {one} to {other} is left out: the clock did not run.")
        });
    }
    for one in &left.worked {
        said.push(format!(
            "{} is counted as a working day: {}, but no proclamation of it is known.",
            say_weekday(one.day),
            holiday(one)
        ));
    }
}

/// Returns a holiday with the nations that have it.
fn holiday(one: &OnHoliday) -> String {
    let nations: Vec<&str> = one.nations.iter().map(|one| one.label()).collect();
    let place = match nations.as_slice() {
        all if all.len() == 4 => "in every nation".to_owned(),
        [one] => format!("in {one} only"),
        some => format!("in {}", list(some)),
    };
    format!("{}, a holiday {place}", list(&one.names))
}

/// Returns the nations of a rule in words.
pub fn nations(nations: &[Territory]) -> String {
    let labels: Vec<&str> = nations.iter().map(|one| one.label()).collect();
    list(&labels)
}
