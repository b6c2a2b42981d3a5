//! `council list`: the councils whose rules were entered.

use clap::Args;
use serde::Serialize;

use super::show::missing;
use crate::cli::failure::{CommandOutput, Failure};
use crate::cli::home::Home;
use crate::cli::page::{TextBuilder, count};

/// List the councils whose rules you entered.
#[derive(Debug, Args)]
pub(in crate::cli) struct List {
    /// Print JSON for a program.
    #[arg(long)]
    json: bool,
}

/// One profile.
#[derive(Debug, Serialize)]
struct ProfileRow {
    file: String,
    name: Option<String>,
    missing: Vec<&'static str>,
    /// The reason it cannot be read.
    error: Option<String>,
}

impl List {
    pub(in crate::cli) fn run(&self) -> Result<CommandOutput, Failure> {
        let rows: Vec<ProfileRow> = Home::here()?
            .councils()?
            .into_iter()
            .map(|(file, council)| match council {
                Ok(council) => ProfileRow {
                    file,
                    missing: missing(&council),
                    name: Some(council.name),
                    error: None,
                },
                Err(why) => ProfileRow {
                    file,
                    name: None,
                    missing: Vec::new(),
                    error: Some(why.message),
                },
            })
            .collect();
        if self.json {
            return CommandOutput::json(&rows);
        }
        let mut page = TextBuilder::new();
        if rows.is_empty() {
            page.paragraph(
                0,
                "No council’s rules have been entered. Begin one: scrutineer council new NAME",
            );
        }
        for row in &rows {
            match (&row.name, &row.error) {
                (Some(name), _) => page.item(
                    0,
                    &match row.missing.len() {
                        0 => name.clone(),
                        open => format!("{name}: {} missing", count(open, "rule", "rules")),
                    },
                ),
                (None, error) => page.item(
                    0,
                    &format!("{}: {}", row.file, error.as_deref().unwrap_or_default()),
                ),
            }
        }
        Ok(CommandOutput::done(page.finish()))
    }
}
