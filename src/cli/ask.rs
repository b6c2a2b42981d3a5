//! `ask`: the questions put to the portfolio holder: asked, answered, not answered.
//!
//! Every step is one change of the audit: the question itself, and the evidence it gives to each
//! question of the audit it bears on. `audit::put` decides on that evidence.

mod list;
mod put;
mod reply;

use std::path::Path;
use std::sync::Arc;

use chrono::NaiveDate;
use clap::Subcommand;

use super::Now;
use super::failure::{CommandOutput, Failure};
use super::home::{Home, who};
use super::page::TextBuilder;
use crate::audit::{By, CouncilQuestion};
use crate::checklist::{Library, QuestionKind, Status};
use crate::session::Changing;
use crate::store::RealDisk;
use crate::wording::say_day;

/// The questions put to the portfolio holder: list, put, answered, refused, not-answered.
#[derive(Debug, Subcommand)]
pub(super) enum Ask {
    /// List the questions to put, and the replies to those already put.
    List(list::List),
    /// Record that a question was put.
    Put(put::PutQuestion),
    /// Record the answer to a question: it becomes evidence.
    Answered(reply::Answered),
    /// Record that an answer was refused: the refusal, quoted, becomes evidence.
    Refused(reply::Refused),
    /// Record that a question was not answered: that becomes evidence too.
    NotAnswered(reply::NotAnswered),
}

impl Ask {
    pub(super) fn run(&self, now: Now) -> Result<CommandOutput, Failure> {
        match self {
            Self::List(list) => list.run(now),
            Self::Put(put) => put.run(now),
            Self::Answered(answered) => answered.run(now),
            Self::Refused(refused) => refused.run(now),
            Self::NotAnswered(not) => not.run(now),
        }
    }
}

/// Records a change of a council question, with the status it gives to the answers it bears on;
/// `make` returns both.
fn record(
    audit: &Path,
    now: Now,
    make: impl FnOnce(
        &Library,
        &crate::audit::Audit,
    ) -> Result<(CouncilQuestion, Option<Status>), Failure>,
) -> Result<CommandOutput, Failure> {
    let home = Home::here()?;
    let library = home.library()?;
    let path = home.find(audit)?;
    let who = who();
    let mut changing = Changing::open(Arc::new(RealDisk), &path, who.clone(), now.moment)
        .map_err(|why| Failure::unchanged("nothing was recorded", why))?;
    let (put, status) = make(&library, changing.audit())?;
    let by = By {
        who: &who,
        at: now.moment,
    };
    let change = changing.audit().record_put(&library, &put, status, by);
    let mut page = TextBuilder::new();
    page.hanging(0, &format!("{}: ", put.id), &put.ask);
    let Some(change) = change else {
        page.paragraph(2, "This is already recorded. Nothing was changed.");
        let notes = changing.save().map_err(|why| Failure::unsaved("", why))?;
        return Ok(CommandOutput::done(page.finish()).notes(notes));
    };
    let says = change.what();
    changing
        .record(change)
        .map_err(|why| Failure::new(why.to_string()))?;
    page.paragraph(2, &format!("Recorded: {}.", put.outcome.label()));
    let is_judged = |id: &str| {
        let found = library.find_current(id);
        found.is_some_and(|ix| library.question(ix).kind == QuestionKind::Judgement)
    };
    for id in &put.bears_on {
        let evidence = put.evidence(None).is_some();
        page.item(
            2,
            &match (evidence, status) {
                (false, _) => format!("bears on {id}"),
                (true, None) => format!("evidence under {id}"),
                (true, Some(_)) if !is_judged(id) => format!("evidence under {id}"),
                (true, Some(status)) => {
                    format!("evidence under {id}, which is now “{}”", status.label())
                }
            },
        );
    }
    let text = page.finish();
    let notes = changing.save().map_err(|why| Failure {
        text: text.clone(),
        ..Failure::unsaved(&format!("the change to {says}"), why)
    })?;
    Ok(CommandOutput::done(text).notes(notes))
}

/// Checks that every id is one of a question.
fn known(library: &Library, ids: &[String]) -> Result<(), Failure> {
    for id in ids {
        if library.find_current(id).is_none() {
            let ids = library
                .questions()
                .map(|(_, question)| question.id.as_str());
            let help = crate::base::diagnostic::nearest(id, ids).map_or_else(
                || "list them with: scrutineer checklist list".to_owned(),
                |near| format!("did you mean “{near}”?"),
            );
            return Err(Failure::usage(format!(
                "no question is called “{id}”; {help}"
            )));
        }
    }
    Ok(())
}

/// Checks that a later day is not before an earlier one, each with the name it is told by.
fn in_order(
    first: Option<(&str, NaiveDate)>,
    then: Option<(&str, NaiveDate)>,
) -> Result<(), Failure> {
    match (first, then) {
        (Some((what, first)), Some((named, then))) if then < first => Err(Failure::usage(format!(
            "{named}: {} is before {}, the day on which {what}; give the right day",
            say_day(then),
            say_day(first)
        ))),
        _ => Ok(()),
    }
}
