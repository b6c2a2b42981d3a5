//! `history`: everything that was done to an audit, the oldest first.

use std::path::PathBuf;

use chrono::{DateTime, Local, Utc};
use clap::Args;
use serde::Serialize;

use super::failure::{Failure, Said};
use super::home::Home;
use super::page::Page;
use crate::store::{self, HistoryLine, RealDisk};

/// Say everything that was done to an audit, by whom and when.
#[derive(Debug, Args)]
pub(super) struct History {
    /// The audit: its name in your library, or the path to its file.
    #[arg(value_name = "AUDIT")]
    audit: PathBuf,
    /// Print JSON for a program.
    #[arg(long)]
    json: bool,
}

/// One step.
#[derive(Debug, Serialize)]
struct Step<'a> {
    seq: u64,
    at: DateTime<Utc>,
    by: &'a str,
    what: &'a str,
    before: &'a str,
    after: &'a str,
    undone: bool,
    clock_went_back: bool,
}

impl History {
    pub(super) fn run(&self) -> Result<Said, Failure> {
        let path = Home::here()?.find(&self.audit)?;
        let lines = store::history(&RealDisk, &path)?;
        if !self.json {
            return Ok(Said::done(words(&lines)));
        }
        let steps: Vec<Step<'_>> = lines
            .iter()
            .map(|line| Step {
                seq: line.seq,
                at: line.at,
                by: &line.by,
                what: &line.what,
                before: &line.before,
                after: &line.after,
                undone: line.undone,
                clock_went_back: line.clock_went_back,
            })
            .collect();
        Said::json(&steps)
    }
}

fn words(lines: &[HistoryLine]) -> String {
    let mut page = Page::new();
    if lines.is_empty() {
        page.paragraph(0, "Nothing was done to this audit since its history began.");
    }
    for line in lines {
        let at = line.at.with_timezone(&Local).format("%-d %B %Y %H:%M:%S");
        let by = if line.by.is_empty() {
            "somebody"
        } else {
            &line.by
        };
        let undone = if line.undone {
            " (taken back later)"
        } else {
            ""
        };
        page.hanging(
            0,
            &format!("{:>4}  ", line.seq),
            &format!("{at}, {by}: {}{undone}", line.what),
        );
        if line.clock_went_back {
            page.paragraph(6, "The clock stood earlier than at the step before.");
        }
        page.hanging(6, "before: ", &line.before);
        page.hanging(6, "after:  ", &line.after);
    }
    page.finish()
}
