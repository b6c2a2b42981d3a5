//! `checklist coverage`: the requirements for each nation and year, and the thin places.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use chrono::Datelike as _;
use clap::Args;
use serde::Serialize;

use crate::base::Word;
use crate::checklist::{Library, QuestionIx, Territory};
use crate::cli::Now;
use crate::cli::failure::{CommandOutput, Failure};
use crate::cli::home::Home;
use crate::cli::page::{TextBuilder, count};
use crate::findings::coverage::{Coverage, SHARED_AT_MOST, YearCovered, coverage};

/// The first year listed: the one before the Act of 1999.
const FROM: i32 = 1998;

/// Say what the checklists cover, and where they are thin.
#[derive(Debug, Args)]
pub(in crate::cli) struct Show {
    /// Print JSON for a program.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Serialize)]
struct CoverageJson<'a> {
    years: Vec<InYear>,
    questions_without_requirement: Vec<&'a str>,
    requirements_without_question: Vec<&'a str>,
    shared_terms: Vec<Shared<'a>>,
}

#[derive(Debug, Serialize)]
struct InYear {
    territory: Territory,
    year: i32,
    requirements: usize,
    force: BTreeMap<&'static str, usize>,
    checked: BTreeMap<&'static str, usize>,
}

#[derive(Debug, Serialize)]
struct Shared<'a> {
    term: &'a str,
    questions: Vec<&'a str>,
}

impl Show {
    pub(super) fn run(&self, now: Now) -> Result<CommandOutput, Failure> {
        let library = Home::here()?.library()?;
        let covered = coverage(&library, FROM, now.today.year().max(FROM));
        if self.json {
            CommandOutput::json(&json(&library, &covered))
        } else {
            Ok(CommandOutput::done(words(&library, &covered)))
        }
    }
}

fn json<'a>(library: &'a Library, covered: &'a Coverage) -> CoverageJson<'a> {
    CoverageJson {
        years: covered
            .years
            .iter()
            .map(|one| InYear {
                territory: one.territory,
                year: one.year,
                requirements: one.all,
                force: by_word(&one.by_force),
                checked: by_word(&one.by_checked),
            })
            .collect(),
        questions_without_requirement: ids(library, &covered.bare),
        requirements_without_question: covered
            .undecided
            .iter()
            .map(|ix| library.requirement(*ix).id.as_str())
            .collect(),
        shared_terms: covered
            .shared
            .iter()
            .map(|(term, questions)| Shared {
                term,
                questions: ids(library, questions),
            })
            .collect(),
    }
}

fn ids<'a>(library: &'a Library, questions: &[QuestionIx]) -> Vec<&'a str> {
    questions
        .iter()
        .map(|ix| library.question(*ix).id.as_str())
        .collect()
}

fn by_word<W: Word>(numbers: &[(W, usize)]) -> BTreeMap<&'static str, usize> {
    numbers
        .iter()
        .map(|(word, number)| (word.word(), *number))
        .collect()
}

fn words(library: &Library, covered: &Coverage) -> String {
    let mut page = TextBuilder::new();
    page.paragraph(
        0,
        "Requirements in force on some day of the year, whatever the kind of authority: all; by \
         force (duty, case law, guidance to have regard to, agreement, Code, good practice); and by \
         how well they were checked (text read, official statement read, secondary source only, \
         unverified). A year like the one before it is left out.",
    );
    let mut before: Option<&YearCovered> = None;
    for one in &covered.years {
        if before.is_none_or(|last| last.territory != one.territory) {
            page.heading(one.territory.label());
            page.line(HEAD);
        } else if before.is_some_and(|last| row(last) == row(one)) {
            continue;
        }
        page.line(&format!("  {}{}", one.year, row(one)));
        before = Some(one);
    }
    let number = count(
        covered.bare.len(),
        "judgement that decides",
        "judgements that decide",
    );
    page.heading(&format!("{number} no requirement"));
    for ix in &covered.bare {
        let question = library.question(*ix);
        page.item(2, &format!("{}: {}", question.id, question.short));
    }
    let number = count(covered.undecided.len(), "requirement", "requirements");
    page.heading(&format!("{number} without a question that decides"));
    for ix in &covered.undecided {
        page.item(2, &library.requirement(*ix).id);
    }
    let number = count(covered.shared.len(), "term", "terms");
    page.heading(&format!(
        "{number} looked for by more than {SHARED_AT_MOST} questions"
    ));
    for (term, questions) in &covered.shared {
        let ids = ids(library, questions);
        page.item(2, &format!("“{term}” ({}): {}", ids.len(), ids.join(", ")));
    }
    page.finish()
}

/// The column heads of [`row`].
const HEAD: &str = "  year   all |  duty  case guide agree  Code  good |  text offic   2nd unver";

fn row(one: &YearCovered) -> String {
    let mut line = format!("{:>6} |", one.all);
    // Writing to a String cannot fail.
    for (_, number) in &one.by_force {
        let _ = write!(line, "{number:>6}");
    }
    line.push_str(" |");
    for (_, number) in &one.by_checked {
        let _ = write!(line, "{number:>6}");
    }
    line
}
