//! `checklist list`: everything in the checklists, a line each.

use clap::Args;
use serde::Serialize;

use crate::base::Text;
use crate::checklist::{Checked, FileIx, FlagLevel, Force, Library, Outcome, Territory, Topic};
use crate::cli::failure::{CommandOutput, Failure};
use crate::cli::home::Home;
use crate::cli::page::{TextBuilder, count};

/// List everything in the checklists.
#[derive(Debug, Args)]
pub(in crate::cli) struct List {
    /// Print JSON for a program.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Serialize)]
struct Listing<'a> {
    checklists: Vec<ChecklistItem<'a>>,
    questions: Vec<QuestionItem<'a>>,
    requirements: Vec<RequirementItem<'a>>,
    flags: Vec<FlagItem<'a>>,
    strengths: Vec<StrengthItem<'a>>,
    precedents: Vec<PrecedentItem<'a>>,
    terms: Vec<TermItem<'a>>,
}

#[derive(Debug, Serialize)]
struct ChecklistItem<'a> {
    id: &'a str,
    title: &'a str,
    edition: &'a str,
    digest: &'a str,
    shipped: bool,
}

#[derive(Debug, Serialize)]
struct QuestionItem<'a> {
    id: &'a str,
    checklist: &'a str,
    topic: Topic,
    core: bool,
    kind: &'a str,
    ask: &'a str,
    short: &'a str,
}

#[derive(Debug, Serialize)]
struct RequirementItem<'a> {
    id: &'a str,
    checklist: &'a str,
    citation: &'a str,
    force: Force,
    checked: Checked,
}

#[derive(Debug, Serialize)]
struct FlagItem<'a> {
    id: &'a str,
    checklist: &'a str,
    level: FlagLevel,
    title: &'a str,
    short: &'a str,
}

#[derive(Debug, Serialize)]
struct StrengthItem<'a> {
    id: &'a str,
    checklist: &'a str,
    title: &'a str,
}

#[derive(Debug, Serialize)]
struct PrecedentItem<'a> {
    id: &'a str,
    checklist: &'a str,
    outcome: Outcome,
    title: &'a str,
}

#[derive(Debug, Serialize)]
struct TermItem<'a> {
    id: &'a str,
    checklist: &'a str,
    word: &'a str,
    also: &'a [Text],
    nations: &'a [Territory],
    meaning: &'a str,
}

impl List {
    pub(super) fn run(&self) -> Result<CommandOutput, Failure> {
        let library = Home::here()?.library()?;
        let all = gather(&library);
        if self.json {
            CommandOutput::json(&all)
        } else {
            Ok(CommandOutput::done(words(&all)))
        }
    }
}

fn gather(library: &Library) -> Listing<'_> {
    let file = |ix: FileIx| library.file(ix).id.as_str();
    Listing {
        checklists: library
            .files()
            .map(|(_, one)| ChecklistItem {
                id: &one.id,
                title: &one.title,
                edition: &one.edition,
                digest: one.digest().as_str(),
                shipped: one.shipped,
            })
            .collect(),
        questions: library
            .walk()
            .iter()
            .map(|ix| library.question(*ix))
            .map(|one| QuestionItem {
                id: &one.id,
                checklist: file(one.file),
                topic: one.topic,
                core: one.core,
                kind: one.kind.word(),
                ask: &one.ask,
                short: &one.short,
            })
            .collect(),
        requirements: library
            .requirements()
            .map(|(_, one)| RequirementItem {
                id: &one.id,
                checklist: file(one.file),
                citation: &one.citation,
                force: one.force,
                checked: one.checked,
            })
            .collect(),
        flags: library
            .flags()
            .map(|(_, one)| FlagItem {
                id: &one.id,
                checklist: file(one.file),
                level: one.level,
                title: &one.title,
                short: &one.short,
            })
            .collect(),
        strengths: library
            .strengths()
            .map(|(_, one)| StrengthItem {
                id: &one.id,
                checklist: file(one.file),
                title: &one.title,
            })
            .collect(),
        precedents: library
            .precedents()
            .map(|(_, one)| PrecedentItem {
                id: &one.id,
                checklist: file(one.file),
                outcome: one.outcome,
                title: &one.title,
            })
            .collect(),
        terms: library
            .terms()
            .map(|(_, one)| TermItem {
                id: &one.id,
                checklist: file(one.file),
                word: &one.word,
                also: &one.also,
                nations: &one.nations,
                meaning: &one.meaning,
            })
            .collect(),
    }
}

fn words(all: &Listing<'_>) -> String {
    let mut page = TextBuilder::new();
    page.heading(&count(all.checklists.len(), "checklist", "checklists"));
    for one in &all.checklists {
        let own = if one.shipped { "" } else { ", your own" };
        page.item(
            2,
            &format!("{}: {} (edition {}{own})", one.id, one.title, one.edition),
        );
    }
    page.heading(&count(all.questions.len(), "question", "questions"));
    for one in &all.questions {
        let core = if one.core { "core " } else { "" };
        page.item(
            2,
            &format!("{} ({core}{}): {}", one.id, one.kind, one.short),
        );
    }
    page.heading(&count(
        all.requirements.len(),
        "requirement",
        "requirements",
    ));
    for one in &all.requirements {
        let (force, checked) = (one.force.label(), one.checked.label());
        page.item(
            2,
            &format!("{}: {} ({force}; {checked})", one.id, one.citation),
        );
    }
    page.heading(&count(all.flags.len(), "flag", "flags"));
    for one in &all.flags {
        page.item(2, &format!("{} ({}): {}", one.id, one.level, one.short));
    }
    page.heading(&count(all.strengths.len(), "strength", "strengths"));
    for one in &all.strengths {
        page.item(2, &format!("{}: {}", one.id, one.title));
    }
    page.heading(&count(all.precedents.len(), "precedent", "precedents"));
    for one in &all.precedents {
        page.item(2, &format!("{} ({}): {}", one.id, one.outcome, one.title));
    }
    page.heading(&count(all.terms.len(), "word explained", "words explained"));
    for one in &all.terms {
        page.item(2, &format!("{}: {}", one.id, one.word));
    }
    page.gap();
    page.paragraph(0, "To read one in full: scrutineer checklist show ID");
    page.finish()
}
