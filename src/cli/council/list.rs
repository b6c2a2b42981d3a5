//! `council list`: the councils whose rules were entered, and the ready profiles apart from them.

use clap::Args;
use serde::Serialize;

use super::show::missing;
use crate::base::Word as _;
use crate::checklist::Territory;
use crate::cli::failure::{CommandOutput, Failure};
use crate::cli::home::Home;
use crate::cli::page::{TextBuilder, count};
use crate::report::Council;
use crate::report::council::ready;

/// List the councils whose rules you entered, and the ready profiles.
#[derive(Debug, Args)]
pub(in crate::cli) struct List {
    /// Print JSON for a program.
    #[arg(long)]
    json: bool,
}

/// One profile.
#[derive(Debug, Serialize)]
struct ProfileRow {
    /// The name of its file; none for a ready profile.
    file: Option<String>,
    name: Option<String>,
    /// The origin of a ready profile, or of a copy of one.
    origin: Option<String>,
    missing: Vec<&'static str>,
    /// The reason it cannot be read.
    error: Option<String>,
}

impl ProfileRow {
    fn of(council: Council, file: Option<String>) -> Self {
        Self {
            missing: missing(&council),
            origin: council.origin(),
            name: Some(council.name),
            file,
            error: None,
        }
    }

    /// Formats the row: the name with what is missing and where it comes from, or the error.
    fn label(&self) -> String {
        let Some(name) = &self.name else {
            let file = self.file.as_deref().unwrap_or_default();
            return format!("{file}: {}", self.error.as_deref().unwrap_or_default());
        };
        let mut parts = Vec::new();
        if !self.missing.is_empty() {
            let open = count(self.missing.len(), "rule", "rules");
            parts.push(format!("{open} missing"));
        }
        parts.extend(self.origin.clone());
        if parts.is_empty() {
            name.clone()
        } else {
            format!("{name}: {}", parts.join("; "))
        }
    }
}

impl List {
    pub(in crate::cli) fn run(&self) -> Result<CommandOutput, Failure> {
        let rows: Vec<ProfileRow> = Home::here()?
            .councils()?
            .into_iter()
            .map(|(file, council)| match council {
                Ok(council) => ProfileRow::of(council, Some(file)),
                Err(why) => ProfileRow {
                    file: Some(file),
                    name: None,
                    origin: None,
                    missing: Vec::new(),
                    error: Some(why.message),
                },
            })
            .collect();
        let of_nations = Territory::ALL
            .iter()
            .filter_map(|one| ready::of_nation(*one));
        let ready: Vec<ProfileRow> = ready::profiles()
            .chain(of_nations)
            .map(|council| ProfileRow::of(council, None))
            .collect();
        if self.json {
            let all: Vec<&ProfileRow> = rows.iter().chain(&ready).collect();
            return CommandOutput::json(&all);
        }
        let mut page = TextBuilder::new();
        if rows.is_empty() {
            page.paragraph(
                0,
                "No council’s rules have been entered. To start one: scrutineer council new NAME",
            );
        }
        for row in &rows {
            page.item(0, &row.label());
        }
        page.heading("Ready profiles");
        page.paragraph(
            2,
            "To copy one: scrutineer council take NAME (for a council in Northern Ireland with \
             --nation northern-ireland). Constitutions change: compare the copy \
             with the council’s own before you rely on it.",
        );
        for row in &ready {
            page.item(2, &row.label());
        }
        Ok(CommandOutput::done(page.finish()))
    }
}
