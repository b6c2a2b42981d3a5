//! Reads and writes a council profile as a text file that a person can fill in.

use std::fmt::Write as _;

use chrono::NaiveTime;

use crate::audit::quote;
use crate::base::reader::{Mistakes, Node, parse, plain};
use crate::base::word::Word as _;
use crate::base::{Diagnostic, SourceText};
use crate::wording::date;

use super::Council;

/// Reads a profile.
///
/// # Errors
/// Every mistake, with its place.
pub fn read(source: &SourceText) -> Result<Council, Vec<Diagnostic>> {
    let (council, mistakes) = parse(source, |node, m| Council {
        name: node.need_text("name", m).value,
        who_may: text(node, "who_may", m),
        signatories: number(node, "signatories", m),
        grounds: plain(node.texts("grounds", m)),
        days: number(node, "days", m),
        counted: node.word("counted", m),
        from: text(node, "from", m),
        hour: hour(node, m),
        form: text(node, "form", m),
        to: text(node, "to", m),
        alternative_needed: node.has("alternative").then(|| node.flag("alternative", m)),
        excluded: text(node, "excluded", m),
        no_deferral: node.flag("no_deferral", m),
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

fn text(node: &mut Node<'_, '_>, key: &'static str, m: &mut Mistakes) -> String {
    node.text_or_empty(key, m).unwrap_or_default()
}

fn number(node: &mut Node<'_, '_>, key: &'static str, m: &mut Mistakes) -> Option<u32> {
    let span = node.any(key).map(toml::Spanned::span);
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
fn hour(node: &mut Node<'_, '_>, m: &mut Mistakes) -> Option<NaiveTime> {
    if !node.has("hour") {
        return None;
    }
    let value = node.any("hour")?;
    let written = match value.get_ref().as_str() {
        Some(text) => text.to_owned(),
        None => value
            .get_ref()
            .as_datetime()
            .filter(|when| when.date.is_none())
            .map(ToString::to_string)
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
            number(council.signatories),
            "5",
        ),
        (
            "How many days the period has.",
            "days",
            number(council.days),
            "5",
        ),
        (
            "How they are counted: calendar, working or clear.",
            "counted",
            council.counted.map(|one| quote(one.word())),
            "\"working\"",
        ),
        (
            "What they are counted from.",
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
            signatories: Some(3),
            grounds: vec!["one\u{202e}".to_owned(), "two \\ \"\"\"".to_owned()],
            days: Some(5),
            counted: Some(Counting::Working),
            from: "publication".to_owned(),
            hour: NaiveTime::from_hms_opt(17, 30, 0),
            form: "in writing".to_owned(),
            to: "the proper officer".to_owned(),
            alternative_needed: Some(false),
            excluded: "urgent decisions".to_owned(),
            no_deferral: true,
            notes: vec!["A decision is called in once only.".to_owned()],
            source: "rule 16".to_owned(),
            url: "https://example.org/constitution".to_owned(),
            as_of: "July 2022".to_owned(),
            checked: Some(Checked::Secondary),
            confirmed_on: NaiveDate::from_ymd_opt(2026, 11, 28),
            confirmed_at: "part 4, page 212".to_owned(),
            ..bare.clone()
        };
        for council in [bare, full] {
            let text = to_toml(&council);
            assert_eq!(read(&source(&text)).expect(&text), council);
            assert_eq!(to_toml(&council), text);
        }
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
