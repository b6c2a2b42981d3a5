//! `documents`: the council's own documents: registered, read, searched, swept for the open
//! questions.
//!
//! The text of a document and its places are the business of `crate::documents`; this module asks
//! for them and prints them. Only `add` changes an audit, and only its register, and `compare --record`,
//! and only the evidence of one answer.

mod add;
mod compare;
mod found;
mod links;
mod list;
mod offers;
mod papers;
mod passage;
mod progress;
mod read_first;
mod search;
mod show;
mod sweep;

use clap::Subcommand;

pub(super) use self::papers::{LookedUp, reader};
pub(super) use self::progress::ProgressLine;
use super::Now;
use super::failure::{CommandOutput, Failure};

/// Register the council's own papers, read them, search them.
#[derive(Debug, Subcommand)]
pub(super) enum Documents {
    /// Register papers in an audit: files, a folder of them, a zip archive of them.
    Add(add::Add),
    /// List the registered papers, and say which files changed, moved or are missing.
    List(list::List),
    /// Print a page of a registered paper, or all pages.
    Show(show::Show),
    /// Search all registered papers for words and phrases.
    Search(search::Find),
    /// Look through all registered papers for every open question.
    Sweep(sweep::Sweep),
    /// List the pages to read first, by the open questions that lead to them.
    ReadFirst(read_first::ReadFirst),
    /// Show the dates and figures that the papers give, with their sentence and page.
    Offers(offers::Offers),
    /// Compare a draft with the final paper: promises and paragraphs dropped, changed, moved, added.
    Compare(compare::Compare),
}

impl Documents {
    pub(super) fn run(&self, now: Now) -> Result<CommandOutput, Failure> {
        match self {
            Self::Add(add) => add.run(now),
            Self::List(list) => list.run(),
            Self::Show(show) => show.run(),
            Self::Search(search) => search.run(),
            Self::Sweep(sweep) => sweep.run(now),
            Self::ReadFirst(first) => first.run(now),
            Self::Offers(offers) => offers.run(),
            Self::Compare(compare) => compare.run(now),
        }
    }
}
