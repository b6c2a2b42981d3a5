//! `documents sweep`: passages or silence for every open question, as suggestions.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::papers::{AuditDocuments, Read, Searched, say_searched};
use super::passage::{self, PassageJson};
use crate::checklist::{Library, Topic};
use crate::cli::Now;
use crate::cli::arguments::counted;
use crate::cli::failure::{CommandOutput, Failure};
use crate::cli::home::Home;
use crate::cli::page::{TextBuilder, count};
use crate::documents::{Silence, Suggestion, SweepOutcome, open_questions};
use crate::findings::derive;

/// The remark printed with every sweep.
const NOTHING_ANSWERED: &str = "These are suggestions. Look at each one: nothing was answered, and \
                                the audit is unchanged.";

/// Look through all registered papers for every open question.
///
/// Each question gets the passages that hold its words, or the silence with exactly what was
/// searched. These are suggestions: nothing is answered, and the audit is left as it is.
#[derive(Debug, Args)]
pub(in crate::cli) struct Sweep {
    /// The audit: its name in your library, or the path to its file.
    #[arg(value_name = "AUDIT")]
    audit: PathBuf,
    /// Show no more passages than this for a question.
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = counted::<usize>())]
    most: usize,
    /// Print JSON for a program.
    #[arg(long)]
    json: bool,
}

/// A sweep for a program.
#[derive(Debug, Serialize)]
struct Swept<'a> {
    says: &'static str,
    #[serde(flatten)]
    searched: Searched,
    questions: Vec<SweptQuestion<'a>>,
}

#[derive(Debug, Serialize)]
struct SweptQuestion<'a> {
    id: &'a str,
    topic: Topic,
    core: bool,
    ask: &'a str,
    words: &'a [String],
    outcome: &'static str,
    says: String,
    /// The number of passages that hold the words, if any do.
    total: usize,
    passages: Vec<PassageJson<'a>>,
    silence: Option<Silent<'a>>,
}

/// A silence for a program. Its possible mentions are the question's passages.
#[derive(Debug, Serialize)]
struct Silent<'a> {
    says: String,
    words: &'a [String],
    pages_read: u32,
    /// True if every page of every registered document was read, and there is nothing to look at.
    whole: bool,
    #[serde(flatten)]
    searched: Searched,
    loose: Vec<Loose<'a>>,
}

#[derive(Debug, Serialize)]
struct Loose<'a> {
    word: &'a str,
    times: usize,
    contexts: &'a [String],
}

impl Sweep {
    pub(in crate::cli) fn run(&self, now: Now) -> Result<CommandOutput, Failure> {
        let home = Home::here()?;
        let library = home.library()?;
        let read = AuditDocuments::of(&home, &self.audit)?.read()?;
        let findings = derive(&library, &read.audit, now.today);
        let open = open_questions(&library, &findings);
        let swept = read.shelf.sweep(&library, open, self.most);
        let said = if self.json {
            CommandOutput::json(&Swept {
                says: NOTHING_ANSWERED,
                searched: Searched::of(read.shelf.coverage(), read.shelf.not_read()),
                questions: swept.iter().map(|one| question(&library, one)).collect(),
            })?
        } else {
            CommandOutput::done(words(&library, &read, &swept))
        };
        Ok(said.notes(read.notices).exit(read.exit))
    }
}

/// Returns the name of a suggestion's outcome.
fn outcome(suggestion: &Suggestion) -> &'static str {
    match &suggestion.outcome {
        SweepOutcome::Found { .. } => "found",
        SweepOutcome::Silent(silence) if silence.possible.is_empty() => "silent",
        SweepOutcome::Silent(_) => "possible",
        SweepOutcome::Like(_) => "like",
    }
}

fn question<'a>(library: &'a Library, suggestion: &'a Suggestion) -> SweptQuestion<'a> {
    let asked = library.question(suggestion.question);
    let (total, silence) = match &suggestion.outcome {
        SweepOutcome::Found { total, .. } => (*total, None),
        SweepOutcome::Silent(silence) => (0, Some(silent(silence))),
        SweepOutcome::Like(_) => (0, None),
    };
    SweptQuestion {
        id: &suggestion.id,
        topic: asked.topic,
        core: asked.core,
        ask: &asked.ask,
        words: &suggestion.words,
        outcome: outcome(suggestion),
        says: suggestion.label(),
        total,
        passages: passage::json(suggestion.passages()),
        silence,
    }
}

fn silent(silence: &Silence) -> Silent<'_> {
    Silent {
        says: silence.label(),
        words: &silence.words,
        pages_read: silence.pages_read(),
        whole: silence.is_whole(),
        searched: Searched::of(silence.searched.clone(), &silence.not_searched),
        loose: silence
            .loose
            .iter()
            .map(|one| Loose {
                word: &one.word,
                times: one.times,
                contexts: &one.contexts,
            })
            .collect(),
    }
}

fn words(library: &Library, read: &Read, swept: &[Suggestion]) -> String {
    let mut page = TextBuilder::new();
    page.heading(&format!(
        "First sweep: {}",
        count(swept.len(), "open question", "open questions")
    ));
    page.paragraph(2, NOTHING_ANSWERED);
    say_searched(&mut page, &read.shelf);
    for (kind, title) in [
        ("found", "Passages found"),
        ("possible", "No mention, but a possible one: check it"),
        ("silent", "Silence"),
        ("like", "No words to look for; passages like the question"),
    ] {
        let these: Vec<&Suggestion> = swept.iter().filter(|one| outcome(one) == kind).collect();
        if these.is_empty() {
            continue;
        }
        page.heading(&format!(
            "{title} ({})",
            count(these.len(), "question", "questions")
        ));
        for one in these {
            say(&mut page, library, one);
        }
    }
    page.finish()
}

fn say(page: &mut TextBuilder, library: &Library, suggestion: &Suggestion) {
    let asked = library.question(suggestion.question);
    page.gap();
    page.hanging(2, &format!("{}: ", suggestion.id), &asked.short);
    match &suggestion.outcome {
        SweepOutcome::Silent(silence) => {
            page.paragraph(4, &silence.label());
            for one in &silence.loose {
                let contexts: Vec<String> =
                    one.contexts.iter().map(|one| format!("“{one}”")).collect();
                page.paragraph(
                    4,
                    &format!(
                        "“{}” is there {}: {}. See whether it is meant.",
                        one.word,
                        count(one.times, "time", "times"),
                        contexts.join(", ")
                    ),
                );
            }
        }
        _ => page.paragraph(4, &format!("{}.", suggestion.label())),
    }
    passage::say(page, 4, suggestion.passages());
}
