//! `council list`: the councils whose rules were entered.

use clap::Args;
use serde::Serialize;

use super::show::missing;
use crate::cli::failure::{Failure, Said};
use crate::cli::home::Home;
use crate::cli::page::{Page, count};

/// List the councils whose rules you entered.
#[derive(Debug, Args)]
pub(in crate::cli) struct List {
    /// Print JSON for a program.
    #[arg(long)]
    json: bool,
}

/// One profile.
#[derive(Debug, Serialize)]
struct Row {
    file: String,
    name: Option<String>,
    missing: Vec<&'static str>,
    /// The reason it cannot be read.
    error: Option<String>,
}

impl List {
    pub(in crate::cli) fn run(&self) -> Result<Said, Failure> {
        let rows: Vec<Row> = Home::here()?
            .councils()?
            .into_iter()
            .map(|(file, council)| match council {
                Ok(council) => Row {
                    file,
                    missing: missing(&council),
                    name: Some(council.name),
                    error: None,
                },
                Err(why) => Row {
                    file,
                    name: None,
                    missing: Vec::new(),
                    error: Some(why.says),
                },
            })
            .collect();
        if self.json {
            return Said::json(&rows);
        }
        let mut page = Page::new();
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
        Ok(Said::done(page.finish()))
    }
}
