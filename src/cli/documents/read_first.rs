//! `documents read-first`: the pages to read first, by the open questions that lead to them.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::papers::{AuditDocuments, Searched, say_searched};
use crate::checklist::Library;
use crate::cli::Now;
use crate::cli::arguments::counted;
use crate::cli::failure::{CommandOutput, Failure};
use crate::cli::home::Home;
use crate::cli::page::{TextBuilder, count};
use crate::documents::{PageToRead, Shelf, open_questions, read_first};
use crate::findings::derive;

/// List the pages to read first: those with the likeliest passages for the most open questions.
///
/// Nothing is answered, and the audit is left as it is.
#[derive(Debug, Args)]
pub(in crate::cli) struct ReadFirst {
    /// The audit: its name in your library, or the path to its file.
    #[arg(value_name = "AUDIT")]
    audit: PathBuf,
    /// List no more pages than this.
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = counted::<usize>())]
    most: usize,
    /// Print JSON for a program.
    #[arg(long)]
    json: bool,
}

/// The pages for a program.
#[derive(Debug, Serialize)]
struct Listed<'a> {
    #[serde(flatten)]
    searched: Searched,
    /// The number of pages in all.
    total: usize,
    pages: Vec<ListedPage<'a>>,
}

#[derive(Debug, Serialize)]
struct ListedPage<'a> {
    document: &'a str,
    title: &'a str,
    cite: String,
    page: Option<u32>,
    printed_page: Option<&'a str>,
    open_questions: usize,
    questions: Vec<ListedQuestion<'a>>,
}

#[derive(Debug, Serialize)]
struct ListedQuestion<'a> {
    id: &'a str,
    short: &'a str,
}

impl ReadFirst {
    pub(in crate::cli) fn run(&self, now: Now) -> Result<CommandOutput, Failure> {
        let home = Home::here()?;
        let library = home.library()?;
        let read = AuditDocuments::of(&home, &self.audit)?.read()?;
        let findings = derive(&library, &read.audit, now.today);
        let open = open_questions(&library, &findings);
        let asked = open
            .into_iter()
            .filter(|ix| findings.is_asked(&library, *ix));
        let likely = read.shelf.likely_places(&library, asked);
        let pages = read_first(&likely, |_| true);
        let said = if self.json {
            CommandOutput::json(&Listed {
                searched: Searched::of(read.shelf.coverage(), read.shelf.not_read()),
                total: pages.len(),
                pages: self
                    .shown(&pages)
                    .map(|one| listed(&library, one))
                    .collect(),
            })?
        } else {
            CommandOutput::done(self.words(&library, &read.shelf, &pages))
        };
        Ok(said.notes(read.notices).exit(read.exit))
    }

    fn shown<'p>(&self, pages: &'p [PageToRead]) -> impl Iterator<Item = &'p PageToRead> {
        pages.iter().take(self.most)
    }

    fn words(&self, library: &Library, on_it: &Shelf, pages: &[PageToRead]) -> String {
        let mut page = TextBuilder::new();
        page.heading("Read first");
        if pages.is_empty() {
            page.paragraph(2, "No page holds a likely passage for an open question.");
        }
        for (one, number) in self.shown(pages).zip(1..) {
            let questions = count(one.questions.len(), "open question", "open questions");
            page.gap();
            page.hanging(
                2,
                &format!("{number}. "),
                &format!("{}: {questions}", one.cite()),
            );
            for ix in &one.questions {
                page.item(5, &library.question(*ix).short);
            }
        }
        let more = pages.len().saturating_sub(self.most);
        if more > 0 {
            page.gap();
            let more = count(more, "more page is", "more pages are");
            page.paragraph(2, &format!("{more} not listed; --most N lists more."));
        }
        say_searched(&mut page, on_it);
        page.finish()
    }
}

fn listed<'a>(library: &'a Library, page: &'a PageToRead) -> ListedPage<'a> {
    let at = &page.place.at;
    ListedPage {
        document: &at.document,
        title: &at.title,
        cite: page.cite(),
        page: at.page,
        printed_page: at.printed.as_deref(),
        open_questions: page.questions.len(),
        questions: page
            .questions
            .iter()
            .map(|ix| library.question(*ix))
            .map(|one| ListedQuestion {
                id: &one.id,
                short: &one.short,
            })
            .collect(),
    }
}
