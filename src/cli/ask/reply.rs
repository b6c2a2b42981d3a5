//! `ask answered`, `ask refused` and `ask not-answered`: the reply to a question that was put, or its absence.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Args;

use super::{in_order, known, record};
use crate::audit::{Audit, CouncilQuestion, ReplyOutcome};
use crate::base::diagnostic::nearest;
use crate::checklist::{Library, QuestionKind, Status};
use crate::cli::Now;
use crate::cli::arguments::{day, word};
use crate::cli::failure::{CommandOutput, Failure};

/// The arguments of all three commands.
#[derive(Debug, Args)]
struct ReplyArgs {
    /// The audit: its name in your library, or the path to its file.
    #[arg(value_name = "AUDIT")]
    audit: PathBuf,
    /// The id of the question, such as put-1.
    #[arg(value_name = "ID")]
    id: String,
    /// The day of the reply, or of its absence (default: the day the question was asked).
    #[arg(long, value_name = "DATE", value_parser = day)]
    on: Option<NaiveDate>,
    /// The day by which a written answer was promised.
    #[arg(long, value_name = "DATE", value_parser = day)]
    promised: Option<NaiveDate>,
    /// The new status of the answers it bears on (default: they stay as they are).
    #[arg(long, value_parser = word::<Status>())]
    status: Option<Status>,
    /// A question of the audit it bears on, by its id, once for each; these replace the ones
    /// recorded.
    #[arg(long, value_name = "QUESTION")]
    bears_on: Vec<String>,
}

/// Record the answer to a question: it becomes evidence under what it bears on.
#[derive(Debug, Args)]
pub(in crate::cli) struct Answered {
    #[command(flatten)]
    args: ReplyArgs,
    /// The reply, word for word.
    #[arg(long, value_name = "TEXT")]
    reply: String,
}

/// Record that a question was not answered: that becomes evidence under what it bears on.
#[derive(Debug, Args)]
pub(in crate::cli) struct NotAnswered {
    #[command(flatten)]
    args: ReplyArgs,
    /// Anything said instead, word for word.
    #[arg(long, value_name = "TEXT")]
    reply: Option<String>,
}

/// Record that an answer was refused, in the words of the refusal: it becomes evidence too.
#[derive(Debug, Args)]
pub(in crate::cli) struct Refused {
    #[command(flatten)]
    args: ReplyArgs,
    /// The refusal, word for word.
    #[arg(long, value_name = "TEXT")]
    reply: String,
    /// The person who refused, with their post (default: the person asked).
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
}

impl Refused {
    pub(in crate::cli) fn run(&self, now: Now) -> Result<CommandOutput, Failure> {
        if self.reply.trim().is_empty() {
            return Err(Failure::usage(
                "--reply is empty; quote the refusal, or record it as not answered: scrutineer \
                 ask not-answered",
            ));
        }
        let by = self.by.as_deref().unwrap_or_default();
        self.args.run(now, ReplyOutcome::Refused, &self.reply, by)
    }
}

impl Answered {
    pub(in crate::cli) fn run(&self, now: Now) -> Result<CommandOutput, Failure> {
        if self.reply.trim().is_empty() {
            return Err(Failure::usage(
                "--reply is empty; write what was said, or record it as not answered: scrutineer \
                 ask not-answered",
            ));
        }
        self.args.run(now, ReplyOutcome::Answered, &self.reply, "")
    }
}

impl NotAnswered {
    pub(in crate::cli) fn run(&self, now: Now) -> Result<CommandOutput, Failure> {
        let reply = self.reply.as_deref().unwrap_or_default();
        self.args.run(now, ReplyOutcome::NotAnswered, reply, "")
    }
}

impl ReplyArgs {
    fn run(
        &self,
        now: Now,
        outcome: ReplyOutcome,
        reply: &str,
        by: &str,
    ) -> Result<CommandOutput, Failure> {
        record(&self.audit, now, |library, audit| {
            known(library, &self.bears_on)?;
            let mut put = self.put(audit)?;
            put.outcome = outcome;
            reply.trim().clone_into(&mut put.reply);
            by.trim().clone_into(&mut put.replied_by);
            put.replied = self.on.or(put.on);
            in_order(
                put.on.map(|day| ("the question was put", day)),
                put.replied.map(|day| ("--on", day)),
            )?;
            put.promised = self.promised.or(put.promised);
            in_order(
                put.on.map(|day| ("the question was put", day)),
                self.promised.map(|day| ("--promised", day)),
            )?;
            if !self.bears_on.is_empty() {
                put.bears_on.clone_from(&self.bears_on);
            }
            if self.status.is_some() && put.bears_on.is_empty() {
                return Err(Failure::usage(
                    "--status needs a question of the audit to change; name it with --bears-on",
                ));
            }
            if let Some(status) = self.status {
                judged(library, &put.bears_on, status)?;
            }
            Ok((put, self.status))
        })
    }

    fn put(&self, audit: &Audit) -> Result<CouncilQuestion, Failure> {
        audit.put(&self.id).cloned().ok_or_else(|| {
            let ids = audit.puts.iter().map(|put| put.id.as_str());
            let help = nearest(&self.id, ids).map_or_else(
                || "record first that it was put: scrutineer ask put".to_owned(),
                |near| format!("did you mean “{near}”?"),
            );
            Failure::new(format!("no question put is called “{}”; {help}", self.id))
        })
    }
}

/// Checks that a status has a question to go to: a date, a figure or a choice has none of these.
fn judged(library: &Library, ids: &[String], status: Status) -> Result<(), Failure> {
    let asked = ids.iter().filter_map(|id| library.find_current(id));
    let kinds: Vec<&QuestionKind> = asked.map(|ix| &library.question(ix).kind).collect();
    match kinds.first() {
        Some(kind) if !kinds.contains(&&QuestionKind::Judgement) => Err(Failure::usage(format!(
            "--status “{}” does not fit “{}”, which asks for {}; leave --status out, and answer the \
             question itself",
            status.label(),
            ids.first().map_or("", String::as_str),
            kind.asks_for()
        ))),
        _ => Ok(()),
    }
}
