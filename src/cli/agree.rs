//! `agree`: the end of a disagreement: one of several answers becomes the answer, for a reason.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use super::Now;
use super::failure::{CommandOutput, Failure};
use super::home::{Home, who};
use super::page::TextBuilder;
use crate::audit::{Agreement, Audit, Version};
use crate::checklist::Library;
use crate::findings::two_people::version_in_words;
use crate::session::Changing;
use crate::store::RealDisk;
use crate::wording::list;

/// Agree on one of the answers that differ after a merge, with the reason for it.
///
/// Every answer stays in the audit with its author. The change is one step that undo takes back.
#[derive(Debug, Args)]
pub(super) struct Agree {
    /// The audit: its name in your library, or the path to its file.
    #[arg(value_name = "AUDIT")]
    audit: PathBuf,
    /// The id of the question. “scrutineer check” lists those that are answered differently.
    #[arg(value_name = "QUESTION")]
    question: String,
    /// The answer to take: its author's name, or its number in the list.
    #[arg(long, value_name = "WHO")]
    take: String,
    /// The reason for this answer.
    #[arg(long, value_name = "TEXT")]
    because: String,
}

impl Agree {
    pub(super) fn run(&self, now: Now) -> Result<CommandOutput, Failure> {
        if self.because.trim().is_empty() {
            return Err(Failure::usage("--because is empty; write the reason"));
        }
        let home = Home::here()?;
        let library = home.library()?;
        let path = home.find(&self.audit)?;
        let who = who();
        let mut changing = Changing::open(Arc::new(RealDisk), &path, who.clone(), now.moment)
            .map_err(|why| Failure::unchanged("nothing was recorded", why))?;
        let (place, version) = self.chosen(&library, changing.audit())?;
        let mut page = TextBuilder::new();
        let says = version_in_words(&library, &self.question, version);
        page.paragraph(0, &format!("Agreed for {}: {says}.", self.question));
        let agreement = Agreement {
            why: self.because.trim().to_owned(),
            by: who,
            at: Some(now.moment),
        };
        if let Some(change) = changing.audit().agree(&self.question, place, agreement) {
            changing
                .record(change)
                .map_err(|why| Failure::new(why.to_string()))?;
        }
        let text = page.finish();
        let notes = changing.save().map_err(|why| Failure {
            text: text.clone(),
            ..Failure::unsaved("the agreement", why)
        })?;
        Ok(CommandOutput::done(text).notes(notes))
    }

    /// Finds the version that was named.
    fn chosen<'a>(
        &self,
        library: &Library,
        audit: &'a Audit,
    ) -> Result<(usize, &'a Version), Failure> {
        let Some(versions) = audit.answer(&self.question).and_then(|one| one.disputed()) else {
            let open: Vec<&str> = audit.disputed().map(|(id, _)| id).collect();
            let help = if open.is_empty() {
                "no question of this audit is".to_owned()
            } else {
                format!("these are: {}", open.join(", "))
            };
            return Err(Failure::usage(format!(
                "{} is not answered differently by two people; {help}",
                self.question
            )));
        };
        let wanted = self.take.trim();
        let number = wanted.parse::<usize>().ok();
        let numbered = versions.iter().enumerate();
        let named: Vec<(usize, &Version)> = numbered
            .filter(|(at, one)| {
                number == Some(at + 1) || one.by.to_lowercase() == wanted.to_lowercase()
            })
            .collect();
        match named.as_slice() {
            [one] => Ok(*one),
            found => {
                let says = |(at, one): (usize, &Version)| {
                    let said = version_in_words(library, &self.question, one);
                    format!("{}. {said}", at + 1)
                };
                let all: Vec<String> = versions.iter().enumerate().map(says).collect();
                let why = if found.is_empty() {
                    format!("no answer here is by “{wanted}”")
                } else {
                    format!("more than one answer here is by “{wanted}”; give its number")
                };
                Err(Failure::usage(format!(
                    "{why}. The answers are: {}",
                    list(&all)
                )))
            }
        }
    }
}
