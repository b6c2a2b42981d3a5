//! `history`: everything that was done to an audit, the oldest first.

use std::path::PathBuf;

use chrono::{DateTime, Local, Utc};
use clap::Args;
use serde::Serialize;

use super::failure::{CommandOutput, Failure};
use super::home::Home;
use super::page::{TextBuilder, count};
use crate::store::{self, Past, Proof, RealDisk};

/// List every change made to an audit, with who made it and when.
#[derive(Debug, Args)]
pub(super) struct HistoryCommand {
    /// The audit: its name in your library, or the path to its file.
    #[arg(value_name = "AUDIT")]
    audit: PathBuf,
    /// Print JSON for a program.
    #[arg(long)]
    json: bool,
}

/// The changes, and the reliability of their journal.
#[derive(Debug, Serialize)]
struct HistoryJson<'a> {
    journal: JournalJson<'a>,
    steps: Vec<StepJson<'a>>,
}

/// The state of the journal.
#[derive(Debug, Serialize)]
struct JournalJson<'a> {
    /// True if it is exactly as this program wrote it.
    sound: bool,
    /// The kind of damage.
    #[serde(skip_serializing_if = "Option::is_none")]
    damage: Option<&'static str>,
    /// The line at which the damage begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    /// The damage in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    says: Option<&'a str>,
    /// The number of changes made before it began, which it does not have.
    #[serde(skip_serializing_if = "Option::is_none")]
    changes_before: Option<u64>,
}

/// One change of the audit.
#[derive(Debug, Serialize)]
struct StepJson<'a> {
    seq: u64,
    at: DateTime<Utc>,
    by: &'a str,
    what: &'a str,
    before: &'a str,
    after: &'a str,
    undone: bool,
    clock_went_back: bool,
    proved: bool,
}

impl HistoryCommand {
    pub(super) fn run(&self) -> Result<CommandOutput, Failure> {
        let path = Home::here()?.find(&self.audit)?;
        let past = store::history(&RealDisk, &path)?;
        let damage = past.damage.as_ref();
        let said = if self.json {
            let notes = damage.map(|(_, says)| says.clone());
            CommandOutput::json(&report(&past))?.notes(notes)
        } else {
            CommandOutput::done(words(&past))
        };
        Ok(said.on_damaged(damage.is_some()))
    }
}

fn report(past: &Past) -> HistoryJson<'_> {
    let damage = past.damage.as_ref();
    let steps = past.steps.iter().map(|line| StepJson {
        seq: line.seq,
        at: line.at,
        by: &line.by,
        what: &line.what,
        before: &line.before,
        after: &line.after,
        undone: line.undone,
        clock_went_back: line.clock_went_back,
        proved: line.proof == Proof::Proved,
    });
    HistoryJson {
        journal: JournalJson {
            sound: damage.is_none(),
            damage: damage.map(|(damage, _)| damage.word()),
            line: damage.and_then(|(damage, _)| damage.line()),
            says: damage.map(|(_, says)| says.as_str()),
            changes_before: past.before.as_ref().map(|stamp| stamp.entries),
        },
        steps: steps.collect(),
    }
}

fn words(past: &Past) -> String {
    let mut page = TextBuilder::new();
    if let Some((_, says)) = &past.damage {
        page.heading("The journal is damaged");
        page.paragraph(0, says);
        let lost = past.steps.iter().any(|step| step.proof == Proof::Unproved);
        page.paragraph(
            0,
            match (past.steps.is_empty(), lost) {
                (true, _) => "No step of it can be read.",
                (false, true) => {
                    "A step marked UNPROVED is at the damage or after it: nothing shows that it is \
                     as it was written. The other steps are."
                }
                (false, false) => "The steps below are as they were written.",
            },
        );
        page.gap();
    } else if past.steps.is_empty() {
        page.paragraph(0, "Nothing was done to this audit since its history began.");
    }
    if let Some(stamp) = &past.before {
        page.paragraph(
            0,
            &format!(
                "This history began with a file that already had {}, which are in another journal \
                 (head {}).",
                count(
                    usize::try_from(stamp.entries).unwrap_or(usize::MAX),
                    "change",
                    "changes"
                ),
                stamp.head.short()
            ),
        );
    }
    for line in &past.steps {
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
        let unproved = match line.proof {
            Proof::Proved => "",
            Proof::Unproved => "UNPROVED: ",
        };
        page.hanging(
            0,
            &format!("{:>4}  ", line.seq),
            &format!("{unproved}{at}, {by}: {}{undone}", line.what),
        );
        if line.clock_went_back {
            page.paragraph(6, "The clock was earlier than at the step before.");
        }
        page.hanging(6, "before: ", &line.before);
        page.hanging(6, "after:  ", &line.after);
    }
    page.finish()
}
