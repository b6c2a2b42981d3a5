//! `deadline`: the last day for something under a rule of law, with the count.

mod list;
mod table;

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Args;
use serde::Serialize;

use super::arguments;
use super::failure::{CommandOutput, Exit, Failure};
use super::home::Home;
use super::page::TextBuilder;
use crate::base::Text;
use crate::base::diagnostic::nearest;
use crate::checklist::{Checked, Deadline, Holidays, Library, Territory};
use crate::deadlines::{DeadlineAnswer, DeadlineCase, Given, answer, words};
use crate::wording::{date, say_weekday, sentence};

/// Work out the last day for something, with the count.
#[derive(Debug, Args)]
pub(super) struct DeadlineCommand {
    /// A rule, by its name in --list: foi-reply.
    #[arg(value_name = "RULE", required_unless_present_any = ["table", "list"], requires_all = ["from", "nation"])]
    rule: Option<String>,
    /// The day it is counted from: 2026-12-04, 4 December 2026, 4/12/26.
    #[arg(long, value_name = "DATE", value_parser = said_day, requires = "rule")]
    from: Option<SaidDay>,
    /// The nation whose law applies.
    #[arg(long, value_parser = arguments::word::<Territory>(), requires = "rule")]
    nation: Option<Territory>,
    /// Something else that the rule has to know: days=5. May be given several times.
    #[arg(long, value_name = "KEY=VALUE", requires = "rule")]
    set: Vec<String>,
    /// Answer every row of a table: tab-separated, with the columns rule, nation, from, params.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["rule", "list"])]
    table: Option<PathBuf>,
    /// List the rules.
    #[arg(long, conflicts_with = "rule")]
    list: bool,
    /// Print JSON for a program.
    #[arg(long)]
    json: bool,
}

/// A day of the command line, with a note on how it was understood.
#[derive(Debug, Clone)]
struct SaidDay {
    day: NaiveDate,
    note: Option<String>,
}

fn said_day(text: &str) -> Result<SaidDay, String> {
    let day = arguments::day(text)?;
    let understood = date::read(text).map_err(|why| why.to_string())?;
    let plain = day.to_string() == text.trim();
    Ok(SaidDay {
        day,
        note: (!plain).then(|| format!("“{text}” is understood as {understood}")),
    })
}

/// An answer as JSON.
#[derive(Debug, Serialize)]
pub(super) struct AnswerJson {
    rule: String,
    nation: Territory,
    from: NaiveDate,
    due: Option<NaiveDate>,
    status: String,
    readings: Vec<ReadingJson>,
    steps: Vec<String>,
    citation: String,
    check: Checked,
    #[serde(skip_serializing_if = "Option::is_none")]
    check_note: Option<String>,
    title: String,
    who: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    hour: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    /// The reason that no day is given, as a sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
    /// True if it relies on holidays that are not proclaimed yet.
    may_change: bool,
}

/// A reading as JSON.
#[derive(Debug, Serialize)]
struct ReadingJson {
    name: String,
    due: NaiveDate,
}

impl AnswerJson {
    /// Returns an answer with the rule it comes from.
    pub(super) fn of(
        rule: &Deadline,
        holidays: &Holidays,
        asked: &DeadlineCase,
        answer: &DeadlineAnswer,
    ) -> Self {
        let readings = answer.readings.iter().map(|one| ReadingJson {
            name: one.name.clone(),
            due: one.due,
        });
        let law = rule.law(asked.nation, asked.kind, asked.from);
        Self {
            rule: rule.id.to_string(),
            nation: asked.nation,
            from: asked.from,
            due: answer.due(),
            status: answer.status(),
            readings: readings.collect(),
            steps: words::all_steps(answer, holidays),
            citation: law.citation.to_owned(),
            check: law.checked,
            check_note: law.checked_note.map(str::to_owned),
            title: rule.title.to_string(),
            who: rule.actor().to_owned(),
            hour: rule.hour.as_ref().map(Text::to_string),
            note: rule.note.as_ref().map(Text::to_string),
            message: words::no_day(rule, holidays, asked, answer),
            may_change: answer.may_change,
        }
    }
}

/// A question that was put to a rule, with the answer.
struct Answered<'a> {
    rule: &'a Deadline,
    asked: DeadlineCase,
    answer: DeadlineAnswer,
}

impl<'a> Answered<'a> {
    /// Asks a rule by its name.
    ///
    /// # Errors
    /// A part of a sentence, if the rule, a setting or a value is not known.
    fn ask<'s>(
        library: &'a Library,
        rule: &str,
        nation: Territory,
        from: NaiveDate,
        set: impl IntoIterator<Item = (&'s str, &'s str)>,
    ) -> Result<Self, String> {
        let rule = rule_of(library, rule)?;
        let mut given = Given::default();
        for (key, value) in set {
            given
                .read(rule, key, value)
                .map_err(|why| why.to_string())?;
        }
        given.agree(rule).map_err(|why| why.to_string())?;
        let asked = DeadlineCase {
            nation,
            kind: None,
            from,
            given,
        };
        let answer = answer(rule, library.holidays(), &asked).map_err(|why| why.to_string())?;
        Ok(Self {
            rule,
            asked,
            answer,
        })
    }

    fn json(&self, holidays: &Holidays) -> AnswerJson {
        AnswerJson::of(self.rule, holidays, &self.asked, &self.answer)
    }
}

fn rule_of<'a>(library: &'a Library, id: &str) -> Result<&'a Deadline, String> {
    let found = library.find_deadline(id).map(|ix| library.deadline(ix));
    found.ok_or_else(|| {
        let ids = library.deadlines().map(|(_, one)| one.id.as_str());
        let help = nearest(id, ids).map_or_else(
            || "scrutineer deadline --list shows them all".to_owned(),
            |near| format!("did you mean “{near}”?"),
        );
        format!("there is no rule “{id}”; {help}")
    })
}

impl DeadlineCommand {
    pub(super) fn run(&self) -> Result<CommandOutput, Failure> {
        let home = Home::here()?;
        let library = home.library()?;
        if self.list {
            return list::run(&library, self.json);
        }
        if let Some(path) = &self.table {
            return table::run(&library, path, self.json);
        }
        let (Some(rule), Some(from), Some(nation)) = (&self.rule, &self.from, self.nation) else {
            return Err(Failure::usage("name a rule, with --from and --nation"));
        };
        let mut set = Vec::new();
        for one in &self.set {
            let pair = one.split_once('=').ok_or_else(|| {
                Failure::usage(format!("“{one}” is not a setting; write --set key=value"))
            })?;
            set.push((pair.0.trim(), pair.1));
        }
        let answered =
            Answered::ask(&library, rule, nation, from.day, set).map_err(Failure::usage)?;
        let exit = match answered.answer.due() {
            Some(_) => Exit::Done,
            None => Exit::BadData,
        };
        let said = if self.json {
            CommandOutput::json(&answered.json(library.holidays()))?
        } else {
            CommandOutput::done(told(&answered, library.holidays()))
        };
        let notes = from.note.iter();
        Ok(said.notes(notes).exit(exit))
    }
}

/// Formats an answer for a person: the day, the count, the other readings, the law.
fn told(answered: &Answered<'_>, holidays: &Holidays) -> String {
    let Answered {
        rule,
        asked,
        answer,
    } = answered;
    let mut page = TextBuilder::new();
    match answer.due() {
        Some(due) if rule.latest => {
            page.heading(&format!("{}, no sooner", say_weekday(due)));
        }
        Some(due) => page.heading(&say_weekday(due)),
        None => page.heading("No day is given"),
    }
    if let Some(why) = words::no_day(rule, holidays, asked, answer) {
        page.paragraph(2, &why);
    }
    page.paragraph(2, &sentence(&rule.title));
    if let Some(hour) = rule.hour.as_ref().filter(|_| answer.due().is_some()) {
        page.hanging(2, "Hour: ", &sentence(hour));
    }
    page.hanging(2, "Who acts: ", &sentence(rule.actor()));
    page.hanging(
        2,
        "Counted from: ",
        &format!(
            "{} ({}; {}).",
            say_weekday(asked.from),
            rule.event,
            asked.nation.label()
        ),
    );
    for (place, reading) in answer.readings.iter().enumerate() {
        if place == 0 {
            let label = reading.label.as_ref().map(|_| words::name(reading));
            let label = label.map_or(String::new(), |label| format!(", {label}"));
            page.heading(&format!("The count{label}"));
        } else {
            page.heading(&format!(
                "{}: the law can also be read this way, {}",
                say_weekday(reading.due),
                words::name(reading)
            ));
        }
        for step in words::steps(reading) {
            page.item(2, &step);
        }
    }
    if answer.readings.len() > 1 {
        page.gap();
        let use_of = if rule.latest {
            words::USE_OF_READINGS_TO_WAIT
        } else {
            words::USE_OF_READINGS
        };
        page.paragraph(2, use_of);
    }
    if let Some(warning) = words::warning(answer, holidays) {
        page.gap();
        page.paragraph(2, &warning);
    }
    page.heading("The law");
    page.paragraph(
        2,
        &sentence(&words::law(&rule.law(asked.nation, asked.kind, asked.from))),
    );
    if let Some(note) = &rule.note {
        page.paragraph(2, note);
    }
    page.paragraph(2, words::AN_AID);
    page.finish()
}
