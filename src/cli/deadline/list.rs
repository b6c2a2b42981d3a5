//! `deadline --list`: the rules, with their nations, days, citation and check level.

use chrono::NaiveDate;
use serde::Serialize;

use crate::base::Text;
use crate::checklist::deadline::SettingKind;
use crate::checklist::{Checked, Deadline, InForce, Library, Territory};
use crate::cli::failure::{CommandOutput, Failure};
use crate::cli::page::TextBuilder;
use crate::deadlines::words;
use crate::wording::{say_day, sentence};

/// A rule as JSON.
#[derive(Debug, Serialize)]
struct RuleJson<'a> {
    rule: &'a str,
    title: &'a str,
    event: &'a str,
    who: &'a str,
    nations: Vec<Territory>,
    in_force: Vec<SpanJson<'a>>,
    set: Vec<SettingJson<'a>>,
    citation: &'a str,
    check: Checked,
    check_note: Option<&'a str>,
    note: Option<&'a str>,
}

/// A span of days as JSON.
#[derive(Debug, Serialize)]
struct SpanJson<'a> {
    nations: &'a [Territory],
    from: Option<NaiveDate>,
    until: Option<NaiveDate>,
    /// Its check level there and then, if it is another than elsewhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    check: Option<Checked>,
    #[serde(skip_serializing_if = "Option::is_none")]
    check_note: Option<&'a str>,
}

/// A setting as JSON.
#[derive(Debug, Serialize)]
struct SettingJson<'a> {
    key: &'a str,
    kind: Option<SettingKind>,
    words: &'a [Text],
    about: &'a str,
}

impl<'a> RuleJson<'a> {
    fn of(rule: &'a Deadline) -> Self {
        Self {
            rule: &rule.id,
            title: &rule.title,
            event: &rule.event,
            who: rule.actor(),
            nations: rule.nations(),
            in_force: rule.in_force.iter().map(SpanJson::of).collect(),
            set: rule
                .set
                .iter()
                .map(|one| SettingJson {
                    key: &one.key,
                    kind: one.kind,
                    words: &one.words,
                    about: &one.about,
                })
                .collect(),
            citation: &rule.citation,
            check: rule.checked,
            check_note: rule.checked_note.as_deref(),
            note: rule.note.as_deref(),
        }
    }
}

impl<'a> SpanJson<'a> {
    fn of(span: &'a InForce) -> Self {
        Self {
            nations: &span.territories,
            from: span.from,
            until: span.until,
            check: span.checked,
            check_note: span.checked_note.as_deref(),
        }
    }
}

pub(super) fn run(library: &Library, json: bool) -> Result<CommandOutput, Failure> {
    let rules = library.deadlines().map(|(_, rule)| rule);
    if json {
        return CommandOutput::json(&rules.map(RuleJson::of).collect::<Vec<_>>());
    }
    let mut page = TextBuilder::new();
    for rule in rules {
        page.heading(&rule.id);
        page.paragraph(2, &sentence(&rule.title));
        page.hanging(2, "Who acts: ", &sentence(rule.actor()));
        page.hanging(2, "Counted from: ", &sentence(&rule.event));
        for span in &rule.in_force {
            page.paragraph(2, &in_words(span));
            if let Some(citation) = &span.citation {
                page.paragraph(4, &format!("Cited as {citation}."));
            }
            let level = span.checked.map(|checked| checked.label().to_owned());
            let note = span.checked_note.as_ref().map(Text::to_string);
            let said: Vec<String> = level.into_iter().chain(note).collect();
            if !said.is_empty() {
                page.paragraph(4, &format!("Checked: {}.", said.join("; ")));
            }
        }
        for one in &rule.set {
            page.hanging(2, &format!("--set {}=…: ", one.key), &sentence(&one.about));
        }
        page.hanging(2, "Law: ", &sentence(&words::law(&rule.common_law())));
    }
    page.gap();
    page.paragraph(0, words::AN_AID);
    Ok(CommandOutput::done(page.finish()))
}

fn in_words(span: &InForce) -> String {
    let place = words::nations(&span.territories);
    match (span.from, span.until) {
        (None, None) => format!("{place}: in force the whole time."),
        (Some(from), None) => format!("{place}: in force from {}.", say_day(from)),
        (None, Some(until)) => format!("{place}: in force until {}.", say_day(until)),
        (Some(from), Some(until)) => format!(
            "{place}: in force from {} to {}.",
            say_day(from),
            say_day(until)
        ),
    }
}
