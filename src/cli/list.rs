//! `list`: the audits of the library and the examples, each with its verdict.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::Now;
use super::failure::{CommandOutput, Failure};
use super::home::{self, Home};
use super::page::{TextBuilder, count};
use crate::audit::Audit;
use crate::checklist::{Library, VerdictId, shipped};
use crate::findings::{Level, derive};
use crate::store::{self, Listed};

/// List your audits, and the examples.
#[derive(Debug, Args)]
pub(super) struct List {
    /// Print JSON for a program.
    #[arg(long)]
    json: bool,
}

/// One audit of the list.
#[derive(Debug, Serialize)]
struct AuditRow {
    name: String,
    path: Option<PathBuf>,
    authority: Option<String>,
    service: Option<String>,
    verdict: Option<VerdictId>,
    core_open: Option<usize>,
    flags: Option<Flags>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    /// Conflict copies that a sync client made.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    conflict_copies: Vec<PathBuf>,
    /// Notices about it before it is opened.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notices: Vec<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    example: bool,
}

/// The number of flags that fired at each level.
#[derive(Debug, Serialize)]
struct Flags {
    breach: usize,
    undermines: usize,
    departure: usize,
    gap: usize,
}

impl List {
    pub(super) fn run(&self, now: Now) -> Result<CommandOutput, Failure> {
        let home = Home::here()?;
        let library = home.library()?;
        let mut rows: Vec<AuditRow> = home
            .list()?
            .into_iter()
            .map(|listed| own(&library, listed, now))
            .collect();
        for (name, _) in shipped::examples() {
            let audit = home::example(name)?;
            rows.push(AuditRow {
                example: true,
                ..row(&library, name, None, &audit, now)
            });
        }
        if self.json {
            CommandOutput::json(&rows)
        } else {
            Ok(CommandOutput::done(words(&rows)))
        }
    }
}

/// Returns the row of an audit of the library; one that cannot be read has the reason.
fn own(library: &Library, listed: Listed, now: Now) -> AuditRow {
    let row = match listed.audit {
        Ok(audit) => row(library, &listed.name, Some(listed.path), &audit, now),
        Err(error) => AuditRow {
            name: listed.name,
            path: Some(listed.path),
            authority: None,
            service: None,
            verdict: None,
            core_open: None,
            flags: None,
            error: Some(error.to_string()),
            conflict_copies: Vec::new(),
            notices: Vec::new(),
            example: false,
        },
    };
    let copies = listed.copies.into_iter().map(|copy| copy.path);
    AuditRow {
        conflict_copies: copies.collect(),
        notices: store::sentences(&listed.notices),
        ..row
    }
}

fn row(library: &Library, name: &str, path: Option<PathBuf>, audit: &Audit, now: Now) -> AuditRow {
    let findings = derive(library, audit, now.today);
    AuditRow {
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
        conflict_copies: Vec::new(),
        notices: Vec::new(),
        example: false,
    }
}

fn words(rows: &[AuditRow]) -> String {
    let mut page = TextBuilder::new();
    let (examples, own): (Vec<&AuditRow>, Vec<&AuditRow>) =
        rows.iter().partition(|row| row.example);
    page.heading("Your audits");
    if own.is_empty() {
        page.paragraph(
            2,
            "You have no audits yet. To start one: scrutineer new --authority NAME --service NAME",
        );
    }
    lines(&mut page, &own);
    page.heading("Examples (check --example NAME)");
    lines(&mut page, &examples);
    page.finish()
}

fn lines(page: &mut TextBuilder, rows: &[&AuditRow]) {
    for row in rows {
        page.paragraph(2, &row.name);
        if let (Some(authority), Some(service)) = (&row.authority, &row.service) {
            page.paragraph(6, &format!("{authority}: {service}"));
        }
        if let (Some(verdict), Some(open), Some(flags)) = (row.verdict, row.core_open, &row.flags) {
            page.paragraph(6, &format!("{}; {}", verdict.label(), flags.label(open)));
        }
        if let Some(error) = &row.error {
            page.paragraph(6, error);
        }
        for notice in &row.notices {
            page.hanging(6, "! ", notice);
        }
    }
}

impl Flags {
    /// Formats the flags and open core questions in words.
    fn label(&self, core_open: usize) -> String {
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
