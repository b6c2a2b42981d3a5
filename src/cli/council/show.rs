//! `council show`: a council's rules, and those still missing.

use clap::Args;
use serde::Serialize;

use crate::cli::failure::{CommandOutput, Failure};
use crate::cli::home::Home;
use crate::cli::page::TextBuilder;
use crate::report::Council;
use crate::report::council::Closes;

/// Show a council's rules, and those still missing.
#[derive(Debug, Args)]
pub(in crate::cli) struct Show {
    /// The council's name.
    #[arg(value_name = "NAME")]
    name: String,
    /// Print JSON for a program.
    #[arg(long)]
    json: bool,
}

/// A profile with the names of its missing rules.
#[derive(Debug, Serialize)]
struct ProfileJson<'a> {
    #[serde(flatten)]
    council: &'a Council,
    period: Option<String>,
    unconfirmed: bool,
    missing: Vec<&'static str>,
}

impl Show {
    pub(in crate::cli) fn run(&self) -> Result<CommandOutput, Failure> {
        let home = Home::here()?;
        let Some(council) = home.council(&self.name)? else {
            return Err(home.no_council(&self.name));
        };
        if self.json {
            return CommandOutput::json(&ProfileJson {
                period: council.period(),
                unconfirmed: council.is_unconfirmed(),
                missing: missing(&council),
                council: &council,
            });
        }
        Ok(CommandOutput::done(words(&council)))
    }
}

/// Formats a profile in words.
pub(super) fn words(council: &Council) -> String {
    let mut page = TextBuilder::new();
    page.heading(&council.name);
    if let Some(origin) = council.origin() {
        page.paragraph(2, &format!("These rules are {origin}."));
        page.gap();
    }
    for rule in council.rules() {
        if let Some(said) = rule.said {
            page.hanging(2, &format!("{}: ", rule.name), &said);
        }
    }
    for (name, lines) in council.lists() {
        page.paragraph(2, &format!("{name}:"));
        for (place, line) in lines.iter().enumerate() {
            page.hanging(4, &format!("{}. ", place + 1), line);
        }
    }
    let missing = missing(council);
    if !missing.is_empty() {
        page.gap();
        page.hanging(0, "Not entered: ", &format!("{}.", missing.join(", ")));
    }
    page.finish()
}

/// Returns the names of the rules that have not been entered.
pub(super) fn missing(council: &Council) -> Vec<&'static str> {
    let rules = council.rules().into_iter();
    let mut missing: Vec<&'static str> = rules
        .filter(|rule| rule.is_needed && rule.said.is_none())
        .map(|rule| rule.name)
        .collect();
    let is_days = matches!(council.closes, Some(Closes::Days(_)));
    if is_days && council.counted.is_none() {
        missing.push("how the days are counted");
    }
    if council.closes.is_some() && council.hour.is_none() {
        missing.push("the hour at which the period closes");
    }
    if council.signatories.is_some() && council.needed().is_none() {
        missing.push("how many members the council has");
    }
    if council.grounds.is_empty() {
        missing.push("the grounds it allows");
    }
    missing
}
