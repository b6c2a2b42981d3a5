//! The phrases in which a time limit is written: steps of a count, and conditions.
//!
//! A step reads "20 working days after" or "3 months beginning with", a condition "event until
//! 2002-09-30" or "kind is police or fire". Names in them are still texts.

use chrono::NaiveDate;

use super::super::deadline::{Amount, Run, Step, Test, TimeUnit, Way, YearDay};
use super::super::nation::Territory;
use crate::base::Text;
use crate::base::Word as _;
use crate::base::diagnostic::nearest;
use crate::base::reader::{At, Mistakes};

/// The largest number of a run.
pub(super) const MOST: u32 = 10_000;

/// The forms of a step, with an example for each number and day in it.
const STEPS: [&str; 18] = [
    "20 working days after",
    "20 working days beginning with",
    "20 working days before",
    "20 clear working days after",
    "20 clear working days before",
    "20 days after",
    "20 days beginning with",
    "20 days before",
    "20 clear days after",
    "20 clear days before",
    "20 weeks after",
    "20 months after",
    "20 months beginning with",
    "20 years after",
    "next working day if closed",
    "not before 2015-09-22",
    "before 03-11 in the year",
    "by 06-30 in the year",
];

/// The forms of a condition.
const TESTS: &str = "always; extended; clarified given; weeks not given; kind is police or fire; \
                     event until 2002-09-30; number from 20 to 99; in wales or scotland; \
                     running on 2020-04-07";

/// Reads a step, or reports a mistake with the nearest form.
pub(super) fn step(text: &At<Text>, m: &mut Mistakes) -> Option<Step> {
    let words: Vec<&str> = text.value.split(' ').collect();
    let found = read_step(&words);
    if found.is_none() {
        // The number that was written stays, so that the form offered can be copied.
        let number = words.first().filter(|word| word.parse::<u32>().is_ok());
        let numbered = |form: &str| number.map_or(form.to_owned(), |n| form.replacen("20", n, 1));
        let forms: Vec<String> = STEPS.iter().map(|form| numbered(form)).collect();
        let help = nearest(&text.value, forms.iter().map(String::as_str)).map_or_else(
            || format!("it may be, for example: {}", STEPS.join("; ")),
            |near| format!("did you mean \"{near}\"?"),
        );
        m.add_with_help(
            "unknown-count",
            &text.span,
            format!("\"{}\" is not a way of counting", text.value),
            help,
        );
    }
    found
}

fn read_step(words: &[&str]) -> Option<Step> {
    Some(match words {
        ["next", "working", "day", "if", "closed"] => Step::NextWorkingDay,
        ["not", "before", day] => Step::NotBefore(date(day)?),
        ["extended", "by", "conciliation", "from", from, "to", to] => {
            Step::Conciliation(key(from)?, key(to)?)
        }
        [word @ ("before" | "by"), day, "in", "the", "year"] => {
            let (month, of) = day.split_once('-')?;
            let (month, of) = (month.parse().ok()?, of.parse().ok()?);
            NaiveDate::from_ymd_opt(2023, month, of)?;
            Step::InYear(YearDay {
                month,
                day: of,
                before: *word == "before",
            })
        }
        ["if", "on", "or", "after", day, "then", run @ ..] => {
            Step::Again(date(day)?, read_run(run)?)
        }
        ["no", "later", "than", run @ .., of] => {
            let run = read_run(run).filter(|run| run.unit != TimeUnit::WorkingDays)?;
            Step::NoLaterThan(run, key(of)?)
        }
        ["on", day, "of", "the", "week", weeks, "later"] => Step::OnWeekday(key(day)?, key(weeks)?),
        run => Step::Run(read_run(run)?),
    })
}

fn read_run(words: &[&str]) -> Option<Run> {
    let (amount, rest) = words.split_first()?;
    let amount = match amount.parse::<u32>() {
        Ok(number) if (1..=MOST).contains(&number) => Amount::Fixed(number),
        Ok(_) => return None,
        Err(_) => Amount::Setting(key(amount)?),
    };
    let (clear, rest) = match rest {
        ["clear", rest @ ..] => (true, rest),
        rest => (false, rest),
    };
    let (unit, rest) = match rest {
        ["working", "day" | "days", rest @ ..] => (TimeUnit::WorkingDays, rest),
        ["day" | "days", rest @ ..] => (TimeUnit::Days, rest),
        ["week" | "weeks", rest @ ..] => (TimeUnit::Weeks, rest),
        ["month" | "months", rest @ ..] => (TimeUnit::Months, rest),
        ["year" | "years", rest @ ..] => (TimeUnit::Years, rest),
        _ => return None,
    };
    let way = match (clear, rest) {
        (false, ["after"]) => Way::After,
        (false, ["beginning", "with"]) => Way::BeginningWith,
        (false, ["before"]) => Way::Before,
        (true, ["after"]) => Way::ClearAfter,
        (true, ["before"]) => Way::ClearBefore,
        _ => return None,
    };
    Some(Run { amount, unit, way })
}

/// Reads a condition, or reports a mistake with examples.
pub(super) fn test(text: &At<Text>, m: &mut Mistakes) -> Option<Test> {
    let words: Vec<&str> = text.value.split(' ').collect();
    let found = read_test(&words);
    if found.is_none() {
        m.add_with_help(
            "unknown-condition",
            &text.span,
            format!("\"{}\" is not a condition of a time limit", text.value),
            format!("it may be, for example: {TESTS}"),
        );
    }
    found
}

fn read_test(words: &[&str]) -> Option<Test> {
    let alternatives = |words: &[&str]| -> Option<Vec<String>> {
        let (names, between): (Vec<_>, Vec<_>) =
            words.iter().enumerate().partition(|(at, _)| at % 2 == 0);
        let right = names.len() == between.len() + 1 && between.iter().all(|(_, or)| **or == "or");
        right.then(|| names.iter().map(|(_, name)| (**name).to_owned()).collect())
    };
    Some(match words {
        ["always"] => Test::Always,
        ["in", nations @ ..] => {
            let nations = alternatives(nations)?;
            let read = nations.iter().map(|one| Territory::from_word(one));
            Test::In(read.collect::<Option<_>>()?)
        }
        ["running", "on", day] => Test::RunningOn(date(day)?),
        [one] => Test::IsTrue(key(one)?),
        [one, "given"] => Test::Given(key(one)?, true),
        [one, "not", "given"] => Test::Given(key(one)?, false),
        [one, "is", names @ ..] => Test::Is(key(one)?, alternatives(names)?),
        [one, "from", from] => between(one, Some(from), None)?,
        [one, "from", from, "to", until] => between(one, Some(from), Some(until))?,
        [one, "until", until] => between(one, None, Some(until))?,
        _ => return None,
    })
}

fn between(subject: &str, from: Option<&&str>, until: Option<&&str>) -> Option<Test> {
    let days = (from.map(|one| date(one)), until.map(|one| date(one)));
    if subject == "event" || days.0.flatten().or(days.1.flatten()).is_some() {
        let own = match subject {
            "event" => None,
            other => Some(key(other)?),
        };
        return match days {
            (Some(None), _) | (_, Some(None)) => None,
            (from, until) => Some(Test::Between(own, from.flatten(), until.flatten())),
        };
    }
    let number = |text: Option<&&str>| text.map(|text| text.parse::<u32>().ok());
    match (number(from), number(until)) {
        (Some(None), _) | (_, Some(None)) => None,
        (from, until) => Some(Test::Number(key(subject)?, from.flatten(), until.flatten())),
    }
}

fn date(text: &str) -> Option<NaiveDate> {
    (text.len() == 10)
        .then(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok())
        .flatten()
}

/// Reads the key of a setting: small letters and low lines; not a word of these phrases.
pub(super) fn key(text: &str) -> Option<String> {
    let good = |c: char| c.is_ascii_lowercase() || c == '_';
    let fits = !text.is_empty() && text.chars().all(good);
    (fits && !["event", "always", "in", "given"].contains(&text)).then(|| text.to_owned())
}
