//! `deadline --table`: an answer for every row of a table.
//!
//! A wrong row is answered with its mistake, and the rest goes on.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use serde::de::{Deserializer, MapAccess, Visitor};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Answered;
use crate::base::Word as _;
use crate::base::diagnostic::nearest;
use crate::checklist::{Library, Territory};
use crate::cli::failure::{CommandOutput, Exit, Failure};
use crate::cli::home;
use crate::cli::page::TextBuilder;
use crate::cli::plain;
use crate::deadlines::words;
use crate::wording::date::{self, NotADay};
use crate::wording::{say_day, say_weekday};

/// A row that cannot be answered, as JSON.
#[derive(Debug, Serialize)]
struct WrongRow<'a> {
    line: usize,
    error: &'a str,
}

/// The settings of a row in the order in which they are written.
///
/// A map would keep the last of two that have one key, and drop the other in silence.
#[derive(Debug, Default)]
struct Params(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Params {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Pairs;
        impl<'de> Visitor<'de> for Pairs {
            type Value = Params;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a JSON object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Params, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Params(pairs))
            }
        }
        from.deserialize_map(Pairs)
    }
}

/// The columns that a table must have.
const NEEDED: [&str; 3] = ["rule", "nation", "from"];

/// The columns that are read.
const READ: [&str; 4] = ["rule", "nation", "from", "params"];

/// A table as it is written, with the places of its columns.
struct Table<'t> {
    columns: BTreeMap<&'t str, usize>,
    /// The rows, each with its line.
    rows: Vec<(usize, Vec<&'t str>)>,
}

impl<'t> Table<'t> {
    fn read(text: &'t str) -> Result<Self, Failure> {
        let text = text.trim_start_matches('\u{feff}');
        let mut lines = text
            .lines()
            .enumerate()
            .map(|(at, line)| (at + 1, line.trim_end_matches('\r')))
            .filter(|(_, line)| !line.trim().is_empty());
        let header = lines.next().map_or("", |(_, line)| line);
        let names = header.split('\t').map(str::trim);
        let mut columns: BTreeMap<&str, usize> = BTreeMap::new();
        for (at, name) in names.enumerate() {
            if columns.insert(name, at).is_some() && READ.contains(&name) {
                return Err(Failure::usage(format!(
                    "the table has two columns “{name}”; leave one of them out"
                )));
            }
        }
        for needed in NEEDED {
            if !columns.contains_key(needed) {
                let near = nearest(needed, columns.keys().copied());
                let help = near.map_or(String::new(), |near| format!("; is it “{near}”?"));
                return Err(Failure::usage(format!(
                    "the table has no column “{needed}”{help}; its first line names the columns, with \
                     tabs between them"
                )));
            }
        }
        let rows = lines.map(|(line, text)| (line, text.split('\t').collect()));
        Ok(Self {
            rows: rows.collect(),
            columns,
        })
    }

    fn cell(&self, row: &[&'t str], column: &str) -> &'t str {
        let place = self.columns.get(column);
        place
            .and_then(|place| row.get(*place))
            .map_or("", |cell| cell.trim())
    }
}

pub(super) fn run(library: &Library, path: &Path, json: bool) -> Result<CommandOutput, Failure> {
    let text = home::text_of(path)?;
    let table = Table::read(&text)?;
    // One date with the month first makes every other one doubtful.
    let doubtful = date::month_first(table.rows.iter().map(|(_, row)| table.cell(row, "from")));
    let answers = table.rows.iter().map(|(line, row)| {
        let from = table.cell(row, "from");
        let answer = match doubtful {
            Some(wrong) if date::is_open_to_both(from) => {
                Err(NotADay::Doubtful(from.to_owned(), wrong.to_owned()).to_string())
            }
            _ => answer_row(library, &table, row),
        };
        (*line, answer)
    });
    let answers: Vec<(usize, Result<Answered<'_>, String>)> = answers.collect();
    let exit = if answers.iter().all(|(_, answer)| answer.is_ok()) {
        Exit::Done
    } else {
        Exit::BadData
    };
    let said = if json {
        lines(library, &answers)?
    } else {
        told(library, &answers)
    };
    Ok(CommandOutput::done(said).exit(exit))
}

fn answer_row<'a>(
    library: &'a Library,
    table: &Table<'_>,
    row: &[&str],
) -> Result<Answered<'a>, String> {
    let nation = table.cell(row, "nation");
    let nation = Territory::from_word(nation).ok_or_else(|| {
        let all: Vec<&str> = Territory::ALL.iter().map(|one| one.word()).collect();
        let help = nearest(nation, all.iter().copied()).map_or_else(
            || format!("it may be {}", all.join(", ")),
            |near| format!("did you mean “{near}”?"),
        );
        format!("there is no nation “{nation}”; {help}")
    })?;
    let rule = table.cell(row, "rule");
    super::rule_of(library, rule)?;
    let from = crate::cli::arguments::day(table.cell(row, "from"))?;
    let params = match table.cell(row, "params") {
        "" => Params::default(),
        text => serde_json::from_str(text)
            .map_err(|_| format!("“{text}” is not a JSON object; write {{\"days\": 5}}"))?,
    };
    let mut set = Vec::new();
    for (key, value) in &params.0 {
        set.push((key.as_str(), written(key, value)?));
    }
    let set = set.iter().map(|(key, value)| (*key, value.as_str()));
    Answered::ask(library, rule, nation, from, set)
}

/// Returns the value of a parameter as it is written on a command line.
fn written(key: &str, value: &Value) -> Result<String, String> {
    match value {
        Value::String(text) => Ok(text.clone()),
        Value::Bool(truth) => Ok(truth.to_string()),
        // 20.0 is what some programs make of 20.
        Value::Number(number) => Ok(number
            .as_f64()
            .map_or_else(|| number.to_string(), |number| number.to_string())),
        _ => Err(format!(
            "“{key}” is a list or an object; write a text, a number or true"
        )),
    }
}

/// Returns one JSON object a line.
fn lines(
    library: &Library,
    answers: &[(usize, Result<Answered<'_>, String>)],
) -> Result<String, Failure> {
    let mut out = String::new();
    for (line, answer) in answers {
        let text = match answer {
            Ok(answered) => serde_json::to_string(&answered.json(library.holidays())),
            Err(error) => serde_json::to_string(&WrongRow { line: *line, error }),
        };
        let text =
            text.map_err(|why| Failure::new(format!("this could not be written as JSON: {why}")))?;
        out.push_str(&plain::text(&text));
        out.push('\n');
    }
    Ok(out)
}

fn told(library: &Library, answers: &[(usize, Result<Answered<'_>, String>)]) -> String {
    let mut page = TextBuilder::new();
    for (line, answer) in answers {
        let label = format!("line {line}: ");
        let answered = match answer {
            Ok(answered) => answered,
            Err(error) => {
                page.hanging(0, &label, &format!("! {error}"));
                continue;
            }
        };
        let Answered {
            rule,
            asked,
            answer,
        } = answered;
        let readings: Vec<String> = answer
            .readings
            .iter()
            .map(|one| say_weekday(one.due))
            .collect();
        let day = words::no_day(rule, library.holidays(), asked, answer)
            .unwrap_or_else(|| format!("{}.", readings.join("; on another reading ")));
        page.hanging(
            0,
            &label,
            &format!(
                "{}, {}, from {}: {day}",
                rule.id,
                asked.nation.label(),
                say_day(asked.from)
            ),
        );
    }
    page.gap();
    page.paragraph(0, words::AN_AID);
    page.finish()
}
