//! `council show`: a council's rules, and those still missing.

use clap::Args;
use serde::Serialize;

use crate::cli::failure::{CommandOutput, Failure};
use crate::cli::home::Home;
use crate::cli::page::TextBuilder;
use crate::report::Council;

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
    for (label, said) in rules(council) {
        if let Some(said) = said {
            page.hanging(2, &format!("{label}: "), &said);
        }
    }
    for (place, ground) in council.grounds.iter().enumerate() {
        page.hanging(2, &format!("ground {}: ", place + 1), ground);
    }
    for note in &council.notes {
        page.hanging(2, "note: ", note);
    }
    let missing = missing(council);
    if !missing.is_empty() {
        page.gap();
        page.hanging(0, "Not entered: ", &format!("{}.", missing.join(", ")));
    }
    page.finish()
}

/// Returns the rules of a constitution, each with its name; `None` where one has not been entered.
fn rules(council: &Council) -> [(&'static str, Option<String>); 10] {
    let some = |text: &str| (!text.trim().is_empty()).then(|| text.to_owned());
    [
        ("who may call in", some(&council.who_may)),
        (
            "signatures",
            council.signatories.map(|number| number.to_string()),
        ),
        ("period", council.period()),
        ("form", some(&council.form)),
        ("to reach", some(&council.to)),
        (
            "must say what should be done instead",
            council
                .alternative_needed
                .map(|needed| if needed { "yes" } else { "no" }.to_owned()),
        ),
        ("left out", some(&council.excluded)),
        ("rule", some(&council.source)),
        ("address", some(&council.url)),
        ("text of", some(&council.as_of)),
    ]
}

/// The parts of a profile that need not be entered. No exclusion from call-in is no gap.
const OPTIONAL: [&str; 3] = ["left out", "address", "text of"];

/// Returns the names of the rules that have not been entered.
pub(super) fn missing(council: &Council) -> Vec<&'static str> {
    let mut missing: Vec<&'static str> = rules(council)
        .into_iter()
        .filter(|(label, said)| said.is_none() && !OPTIONAL.contains(label))
        .map(|(label, _)| label)
        .collect();
    if council.days.is_some() && council.counted.is_none() {
        missing.push("how the days are counted");
    }
    if council.days.is_some() && council.hour.is_none() {
        missing.push("the hour at which the period closes");
    }
    if council.grounds.is_empty() {
        missing.push("the grounds it allows");
    }
    missing
}
