//! `ask put`: records that a question was put.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{ArgGroup, Args};

use super::{in_order, known, record};
use crate::audit::{Audit, CouncilQuestion};
use crate::checklist::Library;
use crate::cli::Now;
use crate::cli::arguments::{counted, day};
use crate::cli::failure::{CommandOutput, Failure};
use crate::findings::derive;
use crate::report::question_sheet::questions;
use crate::report::{Author, Meta, Setting, Source};

/// Record that a question was put: one of the list by its number, or one in your own words.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("which").required(true).args(["number", "question"]))]
pub(in crate::cli) struct PutQuestion {
    /// The audit: its name in your library, or the path to its file.
    #[arg(value_name = "AUDIT")]
    audit: PathBuf,
    /// The number of the question on the list.
    #[arg(long, value_name = "NUMBER", value_parser = counted::<usize>())]
    number: Option<usize>,
    /// The question, in the words it was put in.
    #[arg(long, value_name = "TEXT")]
    question: Option<String>,
    /// The person it was put to.
    #[arg(long, value_name = "NAME")]
    to: String,
    /// The occasion: a meeting or a letter.
    #[arg(long = "where", value_name = "PLACE")]
    place: Option<String>,
    /// The day it was put (default: today).
    #[arg(long, value_name = "DATE", value_parser = day)]
    on: Option<NaiveDate>,
    /// The day by which a written answer was promised.
    #[arg(long, value_name = "DATE", value_parser = day)]
    promised: Option<NaiveDate>,
    /// A question of the audit that an answer bears on, by its id; once for each. With --number,
    /// the default is those of the list.
    #[arg(long, value_name = "QUESTION")]
    bears_on: Vec<String>,
}

impl PutQuestion {
    pub(in crate::cli) fn run(&self, now: Now) -> Result<CommandOutput, Failure> {
        record(&self.audit, now, |library, audit| {
            known(library, &self.bears_on)?;
            if self.to.trim().is_empty() {
                return Err(Failure::usage(
                    "--to is empty; write whom the question was put to",
                ));
            }
            let on = self.on.unwrap_or(now.today);
            in_order(
                Some(("the question was put", on)),
                self.promised.map(|day| ("--promised", day)),
            )?;
            let (ask, bears_on) = self.which(library, audit, now)?;
            let put = CouncilQuestion {
                to: self.to.trim().to_owned(),
                place: self.place.as_deref().unwrap_or_default().trim().to_owned(),
                on: Some(on),
                promised: self.promised,
                bears_on,
                ..CouncilQuestion::asked(audit.free_put(), ask)
            };
            Ok((put, None))
        })
    }

    /// Returns the wording of the question, and the ids of the questions it bears on.
    fn which(
        &self,
        library: &Library,
        audit: &Audit,
        now: Now,
    ) -> Result<(String, Vec<String>), Failure> {
        let own = self.bears_on.clone();
        let Some(number) = self.number else {
            let ask = self.question.as_deref().unwrap_or_default().trim();
            if ask.is_empty() {
                return Err(Failure::usage("--question is empty; write the question"));
            }
            return Ok((ask.to_owned(), own));
        };
        let findings = derive(library, audit, now.today);
        let meta = Meta {
            today: now.today,
            head: None,
            author: Author::default(),
            version: String::new(),
        };
        let list = questions(&Source {
            library,
            audit,
            findings: &findings,
            meta: &meta,
            history: None,
            setting: &Setting::default(),
            quotes: None,
            tables: false,
        });
        let asked = number
            .checked_sub(1)
            .and_then(|at| list.get(at))
            .ok_or_else(|| {
                Failure::usage(format!(
                    "there is no question {number} on the list; it has {}",
                    list.len()
                ))
            })?;
        let bears_on = if own.is_empty() {
            asked.bears_on.clone()
        } else {
            own
        };
        Ok((asked.question.clone(), bears_on))
    }
}
