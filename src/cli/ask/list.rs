//! `ask list`: the questions to put, and the replies to those already put.

use chrono::NaiveDate;
use clap::Args;
use serde::Serialize;

use crate::audit::{CouncilQuestion, ReplyOutcome};
use crate::cli::Now;
use crate::cli::arguments::Which;
use crate::cli::failure::{CommandOutput, Failure};
use crate::cli::home::Home;
use crate::cli::page::TextBuilder;
use crate::findings::derive;
use crate::report::question_sheet::{Asked, questions};
use crate::report::{Author, Meta, Setting, Source};
use crate::wording::say_day;

/// List the questions to put, the strongest ground first, and the replies to those already put.
#[derive(Debug, Args)]
pub(in crate::cli) struct List {
    #[command(flatten)]
    which: Which,
    /// Print JSON for a program.
    #[arg(long)]
    json: bool,
}

/// A question to put.
#[derive(Debug, Serialize)]
struct QuestionRow<'a> {
    number: usize,
    about: &'a str,
    short: &'a str,
    question: &'a str,
    follow_up: &'a str,
    rests_on: &'a str,
    bears_on: &'a [String],
    put: Vec<&'a str>,
}

/// The output for a program.
#[derive(Debug, Serialize)]
struct QuestionRows<'a> {
    questions: Vec<QuestionRow<'a>>,
    put: &'a [CouncilQuestion],
}

impl List {
    pub(in crate::cli) fn run(&self, now: Now) -> Result<CommandOutput, Failure> {
        let home = Home::here()?;
        let library = home.library()?;
        let wanted = home.audit(&self.which)?;
        let findings = derive(&library, &wanted.audit, now.today);
        let meta = Meta {
            today: now.today,
            head: None,
            author: Author::default(),
            version: String::new(),
        };
        let list = questions(&Source {
            library: &library,
            audit: &wanted.audit,
            findings: &findings,
            meta: &meta,
            history: None,
            setting: &Setting::default(),
            quotes: None,
            tables: false,
        });
        let said = if self.json {
            CommandOutput::json(&QuestionRows {
                questions: rows(&list, &wanted.audit.puts),
                put: &wanted.audit.puts,
            })?
        } else {
            CommandOutput::done(words(&list, &wanted.audit.puts))
        };
        Ok(said.notes(wanted.notices).on_damaged(wanted.damaged))
    }
}

fn rows<'a>(list: &'a [Asked], puts: &'a [CouncilQuestion]) -> Vec<QuestionRow<'a>> {
    let row = |(place, one): (usize, &'a Asked)| QuestionRow {
        number: place + 1,
        about: &one.about,
        short: &one.short,
        question: &one.question,
        follow_up: &one.follow_up,
        rests_on: &one.rests_on,
        bears_on: &one.bears_on,
        put: puts
            .iter()
            .filter(|put| put.is(&one.question))
            .map(|put| put.id.as_str())
            .collect(),
    };
    list.iter().enumerate().map(row).collect()
}

fn words(list: &[Asked], puts: &[CouncilQuestion]) -> String {
    let mut page = TextBuilder::new();
    if list.is_empty() {
        page.paragraph(
            0,
            "There is nothing to ask yet: no ground and no gap has been found.",
        );
    }
    for (place, one) in list.iter().enumerate() {
        page.hanging(
            0,
            &format!("{:>3}. ", place + 1),
            &format!("{}: {}", one.short, one.question),
        );
        for put in puts.iter().filter(|put| put.is(&one.question)) {
            page.hanging(5, &format!("{}: ", put.id), &state(put));
        }
    }
    let others: Vec<&CouncilQuestion> = puts
        .iter()
        .filter(|put| !list.iter().any(|one| put.is(&one.question)))
        .collect();
    if !others.is_empty() {
        page.heading("Also asked");
        for put in others {
            page.hanging(0, &format!("{}: ", put.id), &put.ask);
            page.paragraph(5, &state(put));
        }
    }
    page.finish()
}

/// Formats the state of a council question: its date, its addressee, its outcome.
fn state(put: &CouncilQuestion) -> String {
    let day = |day: Option<NaiveDate>| day.map(say_day);
    let mut parts = Vec::new();
    if !put.to.is_empty() {
        parts.push(format!("asked of {}", put.to));
    }
    if !put.place.is_empty() {
        parts.push(format!("at {}", put.place));
    }
    parts.extend(day(put.on).map(|day| format!("on {day}")));
    parts.push(put.outcome.label().to_owned());
    if !put.reply.is_empty() {
        let instead = if put.outcome == ReplyOutcome::NotAnswered {
            "said instead: "
        } else {
            ""
        };
        parts.push(format!("{instead}“{}”", put.reply));
    }
    parts.extend(day(put.promised).map(|day| format!("in writing promised by {day}")));
    parts.join(", ")
}
