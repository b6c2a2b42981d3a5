//! Reads and writes a council profile as a text file that a person can fill in.

use std::fmt::Write as _;
use std::str::FromStr;

use chrono::NaiveTime;

use crate::audit::quote;
use crate::base::reader::{At, Mistakes, Node, Value, parse, plain};
use crate::base::word::Word as _;
use crate::base::{Diagnostic, SourceText};
use crate::wording::date;

use super::{Closes, Council, Invalid, Needed};

/// Reads a profile.
///
/// # Errors
/// Every mistake, with its place.
pub fn read(source: &SourceText) -> Result<Council, Vec<Diagnostic>> {
    let (council, mistakes) = parse(source, |node, m| Council {
        name: node.need_text("name", m).value,
        who_may: text(node, "who_may", m),
        signatories: if is_text(node, "signatories") {
            said(node, "signatories", m)
        } else {
            number(node, "signatories", m).map(Needed::Members)
        },
        members: number(node, "members", m),
        also_signs: text(node, "also_signs", m),
        grounds: plain(node.texts("grounds", m)),
        closes: closes(node, m),
        counted: node.word("counted", m),
        from: text(node, "from", m),
        hour: hour(node, m),
        form: text(node, "form", m),
        to: text(node, "to", m),
        alternative_needed: node.has("alternative").then(|| node.flag("alternative", m)),
        excluded: text(node, "excluded", m),
        no_deferral: node.flag("no_deferral", m),
        decides: text(node, "decides", m),
        consults: text(node, "consults", m),
        invalid: invalid(node, m),
        once: node.flag("once", m),
        per_member: number(node, "per_member", m),
        attends: text(node, "attends", m),
        heard_within: said(node, "heard_within", m),
        urgent: text(node, "urgent", m),
        urgent_agreed_by: text(node, "urgent_agreed_by", m),
        outcomes: plain(node.texts("outcomes", m)),
        withdrawal: text(node, "withdrawal", m),
        notes: plain(node.texts("notes", m)),
        source: text(node, "source", m),
        url: text(node, "url", m),
        as_of: text(node, "as_of", m),
        checked: node.word("checked", m),
        confirmed_on: node.day("confirmed_on", m),
        confirmed_at: text(node, "confirmed_at", m),
    });
    if mistakes.is_empty() {
        Ok(council)
    } else {
        Err(mistakes)
    }
}

fn text(node: &mut Node<'_>, key: &'static str, m: &mut Mistakes) -> String {
    node.text_or_empty(key, m).unwrap_or_default()
}

/// Returns true if the value of a key is a text.
fn is_text(node: &Node<'_>, key: &str) -> bool {
    node.any(key).is_some_and(|value| value.as_str().is_some())
}

/// Reads a rule that is written in words.
fn said<T>(node: &mut Node<'_>, key: &'static str, m: &mut Mistakes) -> Option<T>
where
    T: FromStr<Err = String>,
{
    let text = node.text(key, m)?;
    read_said(&text, m)
}

fn read_said<T>(text: &At<String>, m: &mut Mistakes) -> Option<T>
where
    T: FromStr<Err = String>,
{
    let read = text.value.parse::<T>();
    read.map_err(|why| m.add("not-a-rule", &text.span, why))
        .ok()
}

/// Reads the reasons that make a notice invalid.
fn invalid(node: &mut Node<'_>, m: &mut Mistakes) -> Vec<Invalid> {
    let texts = node.texts("invalid", m);
    texts.iter().filter_map(|text| read_said(text, m)).collect()
}

/// Reads the end of the period: a number of days, or a day of the week.
fn closes(node: &mut Node<'_>, m: &mut Mistakes) -> Option<Closes> {
    let days = number(node, "days", m).map(Closes::Days);
    let Some(weekday) = node.text("closes", m) else {
        return days;
    };
    if node.has("days") {
        m.add_with_help(
            "two-periods",
            &weekday.span,
            "the period has a number of days and a day of the week",
            "leave out `days` or `closes`",
        );
        return days;
    }
    read_said(&weekday, m)
}

fn number(node: &mut Node<'_>, key: &'static str, m: &mut Mistakes) -> Option<u32> {
    let span = node.any(key).map(Value::span);
    let number = node.whole(key, m)?;
    let small = u32::try_from(number)
        .ok()
        .filter(|n| (1..=10_000).contains(n));
    if small.is_none() {
        m.add_with_help(
            "impossible-range",
            &span.unwrap_or(0..0),
            format!("`{key}` cannot be {number}"),
            "it is a number from 1",
        );
    }
    small
}

/// Reads the hour, written "17:00" in quotes, or 17:00:00 without.
fn hour(node: &mut Node<'_>, m: &mut Mistakes) -> Option<NaiveTime> {
    if !node.has("hour") {
        return None;
    }
    let value = node.any("hour")?;
    let written = match value.as_str() {
        Some(text) => text.to_owned(),
        None => value
            .as_datetime()
            .filter(|when| when.date.is_none())
            .map(|when| when.to_string())
            .unwrap_or_default(),
    };
    let hour = parse_hour(&written);
    if hour.is_none() {
        m.add_with_help(
            "not-an-hour",
            &value.span(),
            "`hour` is not an hour",
            "write it as \"17:00\", in quotes",
        );
    }
    hour
}

/// Parses an hour: 17:00, 17:00:00, 5pm, noon.
pub fn parse_hour(text: &str) -> Option<NaiveTime> {
    date::hour(text)
}

/// Returns the profile as TOML, with a comment over each key; unknown values are left open.
///
/// The same profile gives the same bytes.
pub fn to_toml(council: &Council) -> String {
    let mut out = String::from(
        "# A council's own rules on call-in, from its constitution. Nothing is assumed: a line that \
         begins\n# with # is not filled in, and the check sheet of a notice says what is missing.\n",
    );
    let some = |text: &str| (!text.trim().is_empty()).then(|| quote(text));
    let number = |number: Option<u32>| number.map(|number| number.to_string());
    let list = |texts: &[String]| {
        let lines: Vec<String> = texts
            .iter()
            .map(|text| format!("  {},\n", quote(text)))
            .collect();
        (!texts.is_empty()).then(|| format!("[\n{}]", lines.concat()))
    };
    let mut lines: Vec<(&str, &str, Option<String>, &str)> = vec![
        (
            "The council's name, as your audits have it.",
            "name",
            Some(quote(&council.name)),
            "",
        ),
        (
            "Who may call in.",
            "who_may",
            some(&council.who_may),
            "\"any five members of the council\"",
        ),
        (
            "How many have to sign.",
            "signatories",
            council.signatories.map(|needed| match needed {
                Needed::Members(number) => number.to_string(),
                other => quote(&other.to_string()),
            }),
            "5, or \"15 %\", or \"9 or 2500 residents\"",
        ),
        (
            "How many members the council has, if a share of them signs.",
            "members",
            number(council.members),
            "40",
        ),
        (
            "Who has to sign besides them.",
            "also_signs",
            some(&council.also_signs),
            "\"the chair of a scrutiny committee\"",
        ),
        (
            "How many days the period has.",
            "days",
            match council.closes {
                Some(Closes::Days(days)) => Some(days.to_string()),
                _ => None,
            },
            "5",
        ),
        (
            "Or the day of the week on which it closes.",
            "closes",
            match council.closes {
                Some(closes @ Closes::Weekday { .. }) => Some(quote(&closes.to_string())),
                _ => None,
            },
            "\"Tuesday of the week after\"",
        ),
        (
            "How days are counted: calendar, working or clear.",
            "counted",
            council.counted.map(|one| quote(one.word())),
            "\"working\"",
        ),
        (
            "What the period runs from.",
            "from",
            some(&council.from),
            "\"publication of the decision\"",
        ),
        (
            "The hour at which the period closes.",
            "hour",
            council
                .hour
                .map(|hour| quote(&hour.format("%H:%M").to_string())),
            "\"17:00\"",
        ),
        (
            "The form the notice has to have.",
            "form",
            some(&council.form),
            "\"in writing, on the council's form, by post or email\"",
        ),
        (
            "Who it has to reach.",
            "to",
            some(&council.to),
            "\"the monitoring officer\"",
        ),
        (
            "List the grounds the constitution allows, in its own words, if it names any.",
            "grounds",
            list(&council.grounds),
            "[\"...\", \"...\"]",
        ),
        (
            "Whether the notice has to say what should be done instead.",
            "alternative",
            council.alternative_needed.map(|one| one.to_string()),
            "true",
        ),
        (
            "Whether putting the decision off is not accepted as that.",
            "no_deferral",
            council.no_deferral.then(|| true.to_string()),
            "true",
        ),
        (
            "Decisions that cannot be called in, in the constitution's words.",
            "excluded",
            some(&council.excluded),
            "\"...\"",
        ),
        (
            "Who decides if a notice is valid.",
            "decides",
            some(&council.decides),
            "\"the chief executive\"",
        ),
        (
            "Who is consulted on that.",
            "consults",
            some(&council.consults),
            "\"the chair of the scrutiny committee\"",
        ),
        (
            "What makes a notice invalid: these words, or the council's own.",
            "invalid",
            list(
                &council
                    .invalid
                    .iter()
                    .map(ToString::to_string)
                    .collect::<Vec<_>>(),
            ),
            "[\"information\", \"scrutinised\", \"same issue within 6 months\", \"frivolous\"]",
        ),
        (
            "Whether a decision can be called in only once.",
            "once",
            council.once.then(|| true.to_string()),
            "true",
        ),
        (
            "How many call-ins a member may sign in a council year.",
            "per_member",
            number(council.per_member),
            "5",
        ),
        (
            "Who has to attend when it is heard.",
            "attends",
            some(&council.attends),
            "\"one signatory\"",
        ),
        (
            "Within how many days a valid call-in has to be heard.",
            "heard_within",
            council.heard_within.map(|one| quote(&one.to_string())),
            "\"15 working days\"",
        ),
        (
            "When a decision is too urgent to be called in.",
            "urgent",
            some(&council.urgent),
            "\"...\"",
        ),
        (
            "Who has to agree that it is.",
            "urgent_agreed_by",
            some(&council.urgent_agreed_by),
            "\"the chair of the scrutiny committee\"",
        ),
        (
            "What may be decided on a call-in.",
            "outcomes",
            list(&council.outcomes),
            "[\"...\", \"...\"]",
        ),
        (
            "How a notice is withdrawn.",
            "withdrawal",
            some(&council.withdrawal),
            "\"...\"",
        ),
        (
            "What else the rules say, each a sentence.",
            "notes",
            list(&council.notes),
            "[\"...\", \"...\"]",
        ),
        (
            "Where these rules are in the constitution.",
            "source",
            some(&council.source),
            "\"Constitution, part 4, rule 16, May 2026\"",
        ),
        (
            "Give the web address of that place.",
            "url",
            some(&council.url),
            "\"https://...\"",
        ),
        (
            "Give the date of that text.",
            "as_of",
            some(&council.as_of),
            "\"9 October 2020\"",
        ),
    ];
    // A profile that a user fills in has nothing to confirm.
    if let Some(checked) = council.checked {
        lines.push((
            "How far this ready profile was checked: text-read, official, secondary, unverified.",
            "checked",
            Some(quote(checked.word())),
            "",
        ));
    }
    if council.checked.is_some() || council.confirmed_on.is_some() {
        lines.push((
            "The day on which you compared it with the council's constitution.",
            "confirmed_on",
            council.confirmed_on.map(|day| day.to_string()),
            "2026-11-28",
        ));
    }
    if council.checked.is_some() || !council.confirmed_at.trim().is_empty() {
        lines.push((
            "The page of the constitution on which you found it.",
            "confirmed_at",
            some(&council.confirmed_at),
            "\"part 4, page 212\"",
        ));
    }
    // A period that ends on a day of the week has no days, and the other way round.
    let other: &[&str] = match council.closes {
        Some(Closes::Days(_)) => &["closes"],
        Some(Closes::Weekday { .. }) => &["days", "counted"],
        None => &[],
    };
    lines.retain(|(_, key, value, _)| value.is_some() || !other.contains(key));
    for (remark, key, value, example) in lines {
        // Writing to a String cannot fail.
        let _ = match value {
            Some(value) => writeln!(out, "\n# {remark}\n{key} = {value}"),
            None => writeln!(out, "\n# {remark}\n# {key} = {example}"),
        };
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::council::{Checked, Counting};
    use chrono::NaiveDate;

    fn source(text: &str) -> SourceText {
        SourceText::new("a.toml", text)
    }

    #[test]
    fn a_profile_comes_back_as_it_was_written_and_is_written_the_same_again() {
        let bare = Council {
            name: "Ynys Môn".to_owned(),
            ..Council::default()
        };
        let full = Council {
            who_may: "any \"three\" members\nor the chair".to_owned(),
            signatories: Some(Needed::Either {
                members: 3,
                residents: 100,
            }),
            members: Some(60),
            also_signs: "a seconder".to_owned(),
            grounds: vec!["one\u{202e}".to_owned(), "two \\ \"\"\"".to_owned()],
            closes: "Tuesday of the week after".parse().ok(),
            counted: Some(Counting::Working),
            from: "publication".to_owned(),
            hour: NaiveTime::from_hms_opt(17, 30, 0),
            form: "in writing".to_owned(),
            to: "the proper officer".to_owned(),
            alternative_needed: Some(false),
            excluded: "urgent decisions".to_owned(),
            no_deferral: true,
            decides: "the chief executive".to_owned(),
            consults: "the chair".to_owned(),
            invalid: [
                "information",
                "same issue within 6 months",
                "clearly outside the \"rules\"",
            ]
            .iter()
            .filter_map(|text| text.parse().ok())
            .collect(),
            once: true,
            per_member: Some(5),
            attends: "one signatory".to_owned(),
            heard_within: "15 working days".parse().ok(),
            urgent: "delay would do harm".to_owned(),
            urgent_agreed_by: "both chairs".to_owned(),
            outcomes: vec!["no action".to_owned(), "refer it back".to_owned()],
            withdrawal: "in writing, by the signatories".to_owned(),
            notes: vec!["A decision is called in once only.".to_owned()],
            source: "rule 16".to_owned(),
            url: "https://example.org/constitution".to_owned(),
            as_of: "July 2022".to_owned(),
            checked: Some(Checked::Secondary),
            confirmed_on: NaiveDate::from_ymd_opt(2026, 11, 28),
            confirmed_at: "part 4, page 212".to_owned(),
            ..bare.clone()
        };
        let share = Council {
            signatories: Some(Needed::Share { percent: 15 }),
            closes: Some(Closes::Days(5)),
            ..bare.clone()
        };
        for council in [bare, full, share] {
            let text = to_toml(&council);
            assert_eq!(read(&source(&text)).expect(&text), council);
            assert_eq!(to_toml(&council), text);
        }
    }

    #[test]
    fn a_rule_in_words_that_cannot_be_read_is_told_with_its_line_and_column() {
        let mistakes = read(&source(
            "name = \"A\"\nsignatories = \"a few\"\ndays = 5\ncloses = \"Tuesday of the week \
             after\"\ninvalid = [\"frivolous\", \"informtion\"]\nheard_within = \"soon\"\n\
             members = 0\nonce = \"yes\"\n",
        ))
        .expect_err("mistakes");
        let mut told: Vec<_> = mistakes
            .iter()
            .map(|one| (one.code, one.line, one.column))
            .collect();
        told.sort_by_key(|(_, line, _)| *line);
        assert_eq!(
            told,
            [
                ("not-a-rule", 2, 15),
                ("two-periods", 4, 10),
                ("not-a-rule", 5, 25),
                ("not-a-rule", 6, 16),
                ("impossible-range", 7, 11),
                ("wrong-type", 8, 8),
            ]
        );
    }

    #[test]
    fn every_mistake_is_told_with_its_place() {
        let mistakes = read(&source(
            "signatorys = 3\nsignatories = 0\nhour = \"five\"\ncounted = \"workng\"\n\
             alternative = \"yes\"\nchecked = \"text-red\"\nconfirmed_on = \"today\"\n",
        ))
        .expect_err("mistakes");
        let told: Vec<(&str, usize)> = mistakes.iter().map(|one| (one.code, one.line)).collect();
        for expected in [
            ("missing-key", 1),
            ("impossible-range", 2),
            ("not-an-hour", 3),
            ("unknown-word", 4),
            ("wrong-type", 5),
            ("unknown-word", 6),
            ("unknown-key", 1),
        ] {
            assert!(told.contains(&expected), "{expected:?}: {told:?}");
        }
        let hour = read(&source("name = \"A\"\nhour = 17:00:00\n")).expect("an hour");
        assert_eq!(hour.hour, NaiveTime::from_hms_opt(17, 0, 0));
    }
}
