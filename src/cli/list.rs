//! `list`: the audits of the library and the examples, each with what it comes to.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::failure::{Failure, Said};
use super::page::{Page, count};
use super::{Now, home};
use crate::audit::Audit;
use crate::checklist::{Library, VerdictId, shipped};
use crate::findings::{Level, derive};

/// List your audits, and the examples.
#[derive(Debug, Args)]
pub(super) struct List {
    /// Print JSON for a program.
    #[arg(long)]
    json: bool,
}

/// One audit of the list.
#[derive(Debug, Serialize)]
struct Row {
    name: String,
    path: Option<PathBuf>,
    authority: Option<String>,
    service: Option<String>,
    verdict: Option<VerdictId>,
    core_open: Option<usize>,
    flags: Option<Flags>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    example: bool,
}

/// How many flags fired at each level.
#[derive(Debug, Serialize)]
struct Flags {
    breach: usize,
    undermines: usize,
    departure: usize,
    gap: usize,
}

impl List {
    pub(super) fn run(&self, now: Now) -> Result<Said, Failure> {
        let library = home::library()?;
        let mut rows = Vec::new();
        for (name, _) in shipped::examples() {
            let audit = home::example(name)?.audit;
            rows.push(Row {
                example: true,
                ..row(&library, name, None, &audit, now)
            });
        }
        if self.json {
            Said::json(&rows)
        } else {
            Ok(Said::done(words(&rows)))
        }
    }
}

fn row(library: &Library, name: &str, path: Option<PathBuf>, audit: &Audit, now: Now) -> Row {
    let findings = derive(library, audit, now.today);
    Row {
        name: name.to_owned(),
        path,
        authority: Some(audit.review.authority.clone()),
        service: Some(audit.review.service.clone()),
        verdict: Some(findings.verdict.id),
        core_open: Some(findings.core_open.len()),
        flags: Some(Flags {
            breach: findings.count(Level::Breach),
            undermines: findings.count(Level::Undermines),
            departure: findings.count(Level::Departure),
            gap: findings.count(Level::Gap),
        }),
        error: None,
        example: false,
    }
}

fn words(rows: &[Row]) -> String {
    let mut page = Page::new();
    for row in rows {
        page.paragraph(0, &row.name);
        if let (Some(authority), Some(service)) = (&row.authority, &row.service) {
            page.paragraph(4, &format!("{authority}: {service}"));
        }
        if let (Some(verdict), Some(open), Some(flags)) = (row.verdict, row.core_open, &row.flags) {
            page.paragraph(4, &format!("{}; {}", verdict.says(), flags.says(open)));
        }
        if let Some(error) = &row.error {
            page.paragraph(4, error);
        }
    }
    page.finish()
}

impl Flags {
    /// What was found, in words.
    fn says(&self, core_open: usize) -> String {
        let mut parts = Vec::new();
        for (number, one, many) in [
            (self.breach, "probable breach", "probable breaches"),
            (
                self.undermines,
                "undermining the decision",
                "undermining the decision",
            ),
            (self.departure, "departure", "departures"),
            (self.gap, "gap", "gaps"),
        ] {
            if number > 0 {
                parts.push(count(number, one, many));
            }
        }
        if parts.is_empty() {
            parts.push("no flag".to_owned());
        }
        parts.push(match core_open {
            0 => "every core question answered".to_owned(),
            open => count(open, "core question open", "core questions open"),
        });
        parts.join(", ")
    }
}
