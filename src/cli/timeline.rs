//! `timeline`: everything dated in an audit, in order, and the user's own events.

use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, Subcommand};
use serde::Serialize;

use super::Now;
use super::arguments::{Which, counted};
use super::failure::{CommandOutput, Failure};
use super::home::{Home, who};
use super::page::TextBuilder;
use crate::audit::{Audit, Change, Evidence, OwnEvent};
use crate::base::DateSpan;
use crate::base::diagnostic::nearest;
use crate::findings::{EntryKind, Facts, Support, TimelineEntry, timeline};
use crate::report::words;
use crate::session::Changing;
use crate::store::RealDisk;
use crate::wording::{read_when, say_when};

/// Everything dated in an audit, in order: list, add, remove.
#[derive(Debug, Subcommand)]
pub(super) enum Timeline {
    /// List everything dated in an audit, the first first.
    List(TimelineList),
    /// Add an event of your own.
    Add(Add),
    /// Remove an event of your own.
    Remove(Remove),
}

impl Timeline {
    pub(super) fn run(&self, now: Now) -> Result<CommandOutput, Failure> {
        match self {
            Self::List(list) => list.run(now),
            Self::Add(add) => add.run(now),
            Self::Remove(remove) => remove.run(now),
        }
    }
}

/// List everything dated in an audit, the first first.
///
/// Dates that are not known to the day are kept as they are: "by 10 March 2026", "March 2026".
#[derive(Debug, Args)]
pub(super) struct TimelineList {
    #[command(flatten)]
    which: Which,
    /// Print JSON for a program.
    #[arg(long)]
    json: bool,
}

/// Add an event of your own.
#[derive(Debug, Args)]
pub(super) struct Add {
    /// The audit: its name in your library, or the path to its file.
    #[arg(value_name = "AUDIT")]
    audit: PathBuf,
    /// The date, as exactly as it is known: "16 March 2026", "March 2026", "by early March 2026",
    /// "about 16 March 2026", "between 3 and 9 March 2026".
    #[arg(long, value_name = "DATE", value_parser = when)]
    when: DateSpan,
    /// The event, in your words.
    #[arg(long, value_name = "TEXT")]
    what: String,
    /// The paper that shows it, by its id in the register.
    #[arg(long, value_name = "ID")]
    document: Option<String>,
    /// The page of that paper.
    #[arg(long, value_name = "N", requires = "document", value_parser = counted::<u32>())]
    page: Option<u32>,
    /// The words that show it, exactly.
    #[arg(long, value_name = "TEXT", requires = "document")]
    quote: Option<String>,
}

/// Remove an event of your own.
#[derive(Debug, Args)]
pub(super) struct Remove {
    /// The audit: its name in your library, or the path to its file.
    #[arg(value_name = "AUDIT")]
    audit: PathBuf,
    /// The event, by the id that the list gives it.
    #[arg(value_name = "EVENT")]
    event: String,
}

/// An entry as JSON.
#[derive(Debug, Serialize)]
struct EntryJson<'a> {
    /// As in EDTF: `2026-03-16`, `2026-03`, `../2026-03-10`.
    when: DateSpan,
    says: String,
    kind: EntryKind,
    what: &'a str,
    question: Option<&'a str>,
    id: Option<&'a str>,
    support: Option<Support>,
    evidence: &'a [Evidence],
    in_confidence: bool,
}

/// Reads a date that may not be known to the day.
fn when(text: &str) -> Result<DateSpan, String> {
    read_when(text).map_err(|why| why.to_string())
}

impl TimelineList {
    fn run(&self, now: Now) -> Result<CommandOutput, Failure> {
        let home = Home::here()?;
        let library = home.library()?;
        let wanted = home.audit(&self.which)?;
        let facts = Facts::gather(&library, &wanted.audit, now.today);
        let entries = timeline(&facts);
        let said = if self.json {
            let rows = entries.iter().map(|one| EntryJson {
                when: one.when,
                says: say_when(one.when),
                kind: one.kind,
                what: &one.what,
                question: one.question.map(|ix| library.question(ix).id.as_str()),
                id: one.id.as_deref(),
                support: one.support,
                evidence: &one.evidence,
                in_confidence: one.in_confidence,
            });
            CommandOutput::json(&rows.collect::<Vec<_>>())?
        } else {
            CommandOutput::done(told(&wanted.audit, &entries))
        };
        Ok(said.notes(wanted.notices).on_damaged(wanted.damaged))
    }
}

fn told(audit: &Audit, entries: &[TimelineEntry]) -> String {
    let mut page = TextBuilder::new();
    if entries.is_empty() {
        page.paragraph(0, "Nothing in this audit has a date yet.");
    }
    for entry in entries {
        let id = match (entry.kind, &entry.id) {
            (EntryKind::Own, Some(id)) => format!(" ({id})"),
            _ => String::new(),
        };
        page.hanging(
            0,
            &format!("{}: ", say_when(entry.when)),
            &format!("{}{id}", entry.what),
        );
        for evidence in &entry.evidence {
            page.item(4, &words::evidence(audit, evidence));
        }
    }
    page.finish()
}

impl Add {
    fn run(&self, now: Now) -> Result<CommandOutput, Failure> {
        let what = self.what.trim();
        if what.is_empty() {
            return Err(Failure::usage("--what is empty; write what happened"));
        }
        let done = format!("Added: {}: {what}\n", say_when(self.when));
        change(&self.audit, now, done, |audit| {
            if let Some(id) = &self.document
                && audit.document(id).is_none()
            {
                let ids = audit.documents.iter().map(|one| one.id.as_str());
                let help = nearest(id, ids).map_or_else(
                    || "list them with: scrutineer documents list".to_owned(),
                    |near| format!("did you mean “{near}”?"),
                );
                return Err(Failure::new(format!(
                    "there is no document “{id}” in this audit; {help}"
                )));
            }
            let evidence = self.document.clone().map(|document| Evidence {
                document: Some(document),
                page: self.page,
                quote: self.quote.clone(),
                ..Evidence::default()
            });
            let id = audit.free_event();
            let event = OwnEvent {
                id: id.clone(),
                when: self.when,
                what: what.to_owned(),
                evidence: evidence.into_iter().collect(),
            };
            Ok(audit.edit_event(&id, Some(event)))
        })
    }
}

impl Remove {
    fn run(&self, now: Now) -> Result<CommandOutput, Failure> {
        let done = format!("Removed: {}\n", self.event);
        change(&self.audit, now, done, |audit| {
            if audit.event(&self.event).is_none() {
                let ids = audit.events.iter().map(|one| one.id.as_str());
                let help = match nearest(&self.event, ids) {
                    Some(near) => format!("did you mean “{near}”?"),
                    None => "list them with: scrutineer timeline list".to_owned(),
                };
                return Err(Failure::new(format!(
                    "this audit has no event of your own called “{}”; {help}",
                    self.event
                )));
            }
            Ok(audit.edit_event(&self.event, None))
        })
    }
}

/// Records the change that `make` returns, and says so.
fn change(
    audit: &std::path::Path,
    now: Now,
    done: String,
    make: impl FnOnce(&Audit) -> Result<Option<Change>, Failure>,
) -> Result<CommandOutput, Failure> {
    let path = Home::here()?.find(audit)?;
    let mut changing = Changing::open(Arc::new(RealDisk), &path, who(), now.moment)
        .map_err(|why| Failure::unchanged("nothing was recorded", why))?;
    if let Some(change) = make(changing.audit())? {
        changing
            .record(change)
            .map_err(|why| Failure::new(why.to_string()))?;
    }
    let notes = changing
        .save()
        .map_err(|why| Failure::unsaved("the change to the timeline", why))?;
    Ok(CommandOutput::done(done).notes(notes))
}
