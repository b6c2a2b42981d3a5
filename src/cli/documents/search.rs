//! `documents search`: words and phrases in all registered documents, each match with its place.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::papers::{AuditDocuments, Read, Searched, say_searched};
use super::passage::{self, PassageJson};
use crate::cli::arguments::counted;
use crate::cli::failure::{CommandOutput, Failure};
use crate::cli::home::Home;
use crate::cli::page::{TextBuilder, count};
use crate::documents::{Results, Search, Silence};

/// Search all registered papers for words and phrases.
///
/// A paragraph must contain all of the words, or with --any one of them. Put a phrase in quotes.
/// Other endings of a word are found as well (consultants for consultant). After --, a word with a
/// hyphen before it must not be there.
#[derive(Debug, Args)]
pub(in crate::cli) struct Find {
    /// The audit: its name in your library, or the path to its file.
    #[arg(value_name = "AUDIT")]
    audit: PathBuf,
    /// The words to search for, with phrases in quotes.
    #[arg(value_name = "WORDS", required = true)]
    words: Vec<String>,
    /// Any one of the words is enough.
    #[arg(long)]
    any: bool,
    /// Show no more passages than this.
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = counted::<usize>())]
    most: usize,
    /// Print JSON for a program.
    #[arg(long)]
    json: bool,
}

/// The result of a search, for a program.
#[derive(Debug, Serialize)]
struct SearchJson<'a> {
    words: Vec<String>,
    any: bool,
    total: usize,
    /// True if the words stand on one page, but in no single paragraph.
    by_page: bool,
    passages: Vec<PassageJson<'a>>,
    /// The strength of the silence, if no word stands anywhere.
    silence: Option<String>,
    /// Passages with the words of a phrase near each other: to be looked at.
    possible: Vec<PassageJson<'a>>,
    #[serde(flatten)]
    searched: Searched,
}

impl Find {
    pub(in crate::cli) fn run(&self) -> Result<CommandOutput, Failure> {
        let search = Search::parse(&self.typed());
        if search.is_empty() {
            return Err(Failure::usage(
                "there is no word to look for; write words, or a phrase in quotes",
            ));
        }
        let read = AuditDocuments::of(&Home::here()?, &self.audit)?.read()?;
        let results = read.shelf.search(&search, self.most);
        let silence = (results.total == 0)
            .then(|| read.shelf.silence_for(&search))
            .flatten();
        let said = if self.json {
            CommandOutput::json(&SearchJson {
                words: search.words(),
                any: self.any,
                total: results.total,
                by_page: results.by_page,
                passages: passage::json(&results.passages),
                silence: silence.as_ref().map(Silence::label),
                possible: silence
                    .as_ref()
                    .map(|silence| passage::json(&silence.possible))
                    .unwrap_or_default(),
                searched: Searched::of(read.shelf.coverage(), read.shelf.not_read()),
            })?
        } else {
            CommandOutput::done(words(&read, &results, silence.as_ref()))
        };
        Ok(said.notes(read.notices).exit(read.exit))
    }

    /// Returns the words as typed in one line: the shell has removed the quotes from a phrase that
    /// is one argument.
    fn typed(&self) -> String {
        let between = if self.any { " | " } else { " " };
        let pieces: Vec<String> = self
            .words
            .iter()
            .map(|word| {
                let has_quotes = word.contains(['"', '\u{201C}', '\u{201D}', '|']);
                if word.contains(char::is_whitespace) && !has_quotes {
                    format!("\"{word}\"")
                } else {
                    word.clone()
                }
            })
            .collect();
        pieces.join(between)
    }
}

fn words(read: &Read, results: &Results, silence: Option<&Silence>) -> String {
    let mut page = TextBuilder::new();
    match (results.total, silence) {
        (0, Some(silence)) => {
            page.heading("Nothing found");
            page.paragraph(2, &silence.label());
            if !silence.possible.is_empty() {
                page.heading("Possible mention: check it");
                passage::say(&mut page, 2, &silence.possible);
            }
        }
        (0, None) => {
            page.heading("Nothing found");
            page.paragraph(
                2,
                "No paragraph or page matches, but some of the words are in the papers: use --any \
                 to see where.",
            );
        }
        (total, _) => {
            let shown = results.passages.len();
            let mut says = count(total, "passage", "passages");
            if shown < total {
                says.push_str(&format!(", the best {shown} shown (--most N shows more)"));
            }
            page.heading(&says);
            if results.by_page {
                page.paragraph(
                    2,
                    "No single paragraph has all of it; these are on pages that do.",
                );
            }
            passage::say(&mut page, 2, &results.passages);
        }
    }
    say_searched(&mut page, &read.shelf);
    page.finish()
}
