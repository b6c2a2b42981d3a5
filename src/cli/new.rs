//! `new`: begins an audit in the library.

use chrono::NaiveDate;
use clap::Args;

use super::Now;
use super::arguments::{day, word};
use super::failure::{CommandOutput, Failure};
use super::home::Home;
use crate::audit::{Audit, ChecklistStamp, Review};
use crate::checklist::council_place::guess;
use crate::checklist::{AuthorityKind, Executive, Stage, Territory};
use crate::store;
use crate::wording::shown;

/// Begin an audit in your library.
#[derive(Debug, Args)]
pub(super) struct New {
    /// The authority that made the review.
    #[arg(long, value_name = "NAME")]
    authority: String,
    /// The service that was reviewed.
    #[arg(long, value_name = "NAME")]
    service: String,
    /// The nation whose law applies (default: the one that the authority's name says).
    #[arg(long, value_parser = word::<Territory>())]
    territory: Option<Territory>,
    /// The kind of authority.
    #[arg(long, default_value = "council", value_parser = word::<AuthorityKind>())]
    kind: AuthorityKind,
    /// Its executive: yes if it has a leader or mayor with a cabinet, no if it runs committees.
    #[arg(long, default_value = "unknown", value_parser = word::<Executive>())]
    executive: Executive,
    /// The stage of the review (default: decision with --decided, else options).
    #[arg(long, value_parser = word::<Stage>())]
    stage: Option<Stage>,
    /// The day of the decision; left out while it is open.
    #[arg(long, value_name = "DATE", value_parser = day)]
    decided: Option<NaiveDate>,
    /// A name for the audit in your library (default: made from authority and service).
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
}

impl New {
    pub(super) fn run(&self, now: Now) -> Result<CommandOutput, Failure> {
        for (what, text) in [
            ("--authority", &self.authority),
            ("--service", &self.service),
        ] {
            if text.trim().is_empty() {
                return Err(Failure::usage(format!("{what} is empty; write the name")));
            }
        }
        if self
            .name
            .as_deref()
            .is_some_and(|name| name.trim_start().starts_with('.'))
        {
            return Err(Failure::usage(
                "--name begins with a full stop: such a file is hidden, and no list would show \
                 it; write the name without",
            ));
        }
        let home = Home::here()?;
        let library = home.library()?;
        let blank = Review::named(self.authority.trim(), self.service.trim());
        let open = if self.decided.is_some() {
            Stage::Decision
        } else {
            blank.stage
        };
        let (named, executive) = guess(&self.authority);
        let territory = self.territory.unwrap_or(named);
        let by_name = self.territory.is_none() && named != Territory::England;
        let told = by_name.then(|| {
            format!(
                "By its name the authority is in {}, and its law applies; --territory names another nation.",
                named.label()
            )
        });
        let review = Review {
            territory,
            kind: self.kind,
            // The name says no more than that all councils of a nation have one.
            executive: match self.executive {
                Executive::Unknown if by_name && self.kind == AuthorityKind::Council => executive,
                given => given,
            },
            stage: self.stage.unwrap_or(open),
            decided: self.decided,
            ..blank
        };
        let mut audit = Audit::new(review);
        audit.checklists = ChecklistStamp::of(&library);
        let name = self.name.clone().unwrap_or_else(|| {
            let words = format!("{} {}", self.authority, self.service);
            store::free_name(&home.places, &words)
        });
        let (path, notices) = home.create(&name, audit, now)?;
        Ok(CommandOutput::done(format!("{}\n", shown(&path)))
            .notes(told.into_iter().chain(notices)))
    }
}
