//! `documents show`: a page of a registered document, as printed.

use std::path::PathBuf;

use clap::Args;

use super::papers::{AuditDocuments, reader};
use super::progress::ProgressLine;
use crate::audit::Document;
use crate::base::diagnostic::nearest;
use crate::cli::arguments::counted;
use crate::cli::failure::{CommandOutput, Failure};
use crate::cli::home::Home;
use crate::cli::page;
use crate::documents::{FileState, PageJson, Paging, Paper, ParagraphRole, file_state, paper_at};

/// Print a page of a registered paper, or all pages.
///
/// Paragraphs are shown as printed; headers, footers and notes are marked. Pages are counted as
/// they are in the file, with the number printed on the page next to it.
#[derive(Debug, Args)]
pub(in crate::cli) struct Show {
    /// The audit: its name in your library, or the path to its file.
    #[arg(value_name = "AUDIT")]
    audit: PathBuf,
    /// The paper: its id in the register; with --all it may be left out, for every paper.
    #[arg(value_name = "ID", required_unless_present = "all")]
    id: Option<String>,
    /// The page of the file, counted from 1; of a file without pages, the part of its text.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = counted::<u32>())]
    page: u32,
    /// Print every page; as JSON, a list of them.
    #[arg(long, conflicts_with = "page")]
    all: bool,
    /// Print JSON for a program.
    #[arg(long)]
    json: bool,
}

impl Show {
    pub(in crate::cli) fn run(&self) -> Result<CommandOutput, Failure> {
        let papers = AuditDocuments::of(&Home::here()?, &self.audit)?;
        let mut notes = papers.notices.clone();
        let documents = match &self.id {
            Some(id) => vec![named(&papers, id)?],
            None => papers.audit.documents.iter().collect(),
        };
        if !self.all {
            let Some(document) = documents.first() else {
                return Err(Failure::new("no document is registered in this audit"));
            };
            let paper = read(document, &papers, &mut notes)?;
            let Some(found) = paper.page(self.page) else {
                return Err(Failure::new(no_page(document, &paper, self.page)));
            };
            let shown = PageJson::of(document, &paper, found);
            let said = if self.json {
                CommandOutput::json(&shown)?
            } else {
                CommandOutput::done(words(&shown))
            };
            return Ok(said.notes(notes));
        }
        let mut read_papers = Vec::new();
        for document in documents {
            match read(document, &papers, &mut notes) {
                Ok(paper) => read_papers.push((document, paper)),
                // Of one paper this is all there is to say; of many the others are shown.
                Err(why) if self.id.is_some() => return Err(why),
                Err(why) => notes.push(why.message),
            }
        }
        let pages: Vec<PageJson<'_>> = read_papers
            .iter()
            .flat_map(|(document, paper)| {
                let pages = paper.pages.iter();
                pages.map(move |page| PageJson::of(document, paper, page))
            })
            .collect();
        let said = if self.json {
            CommandOutput::json(&pages)?
        } else {
            let pages: Vec<String> = pages.iter().map(words).collect();
            CommandOutput::done(pages.join("\n"))
        };
        Ok(said.notes(notes))
    }
}

/// Returns the registered document with an id.
fn named<'a>(papers: &'a AuditDocuments, id: &str) -> Result<&'a Document, Failure> {
    let documents = &papers.audit.documents;
    papers.audit.document(id).ok_or_else(|| {
        let ids = || documents.iter().map(|document| document.id.as_str());
        let help = match nearest(id, ids()) {
            Some(near) => format!("did you mean “{near}”?"),
            None if documents.is_empty() => "none is registered".to_owned(),
            None => format!("they are: {}", ids().collect::<Vec<_>>().join(", ")),
        };
        Failure::new(format!("there is no document “{id}” in this audit; {help}"))
    })
}

/// Reads a document, and adds a note if its file is not the one that was registered.
fn read(
    document: &Document,
    papers: &AuditDocuments,
    notes: &mut Vec<String>,
) -> Result<Paper, Failure> {
    let Some(path) = &document.path else {
        return Err(Failure::new(format!(
            "“{}” was registered without a file, so it cannot be read here",
            document.title
        )));
    };
    let mut path = paper_at(&papers.folder, path);
    let name = path
        .file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let state = file_state(&path, document.sha256.as_deref());
    // A file that cannot be read at all is reported by the reader.
    if matches!(state, FileState::Changed(_) | FileState::Moved(Some(_))) {
        notes.extend(state.notice().map(|kind| kind.sentence(&name)));
    }
    if let FileState::Moved(Some(to)) = state {
        path = to;
    }
    let mut progress = ProgressLine::new();
    reader()?
        .read(&path, &mut |at| progress.tell(&document.title, at))
        .map_err(|why| Failure::new(why.to_string()))
}

fn no_page(document: &Document, paper: &Paper, wanted: u32) -> String {
    let unit = if paper.paging == Paging::None {
        "part"
    } else {
        "page"
    };
    let all = paper.pages_in_all();
    let title = &document.title;
    if (1..=all).contains(&wanted) {
        let why = paper.warnings().pop().unwrap_or_default();
        return format!("{unit} {wanted} of “{title}” could not be read: {why}");
    }
    let has = page::count(all as usize, unit, &format!("{unit}s"));
    format!("“{title}” has no {unit} {wanted}: it has {has}, counted from 1")
}

fn words(shown: &PageJson<'_>) -> String {
    let mut page = page::TextBuilder::new();
    let unit = match (shown.without_pages, shown.page_is_hint) {
        (true, _) => "part",
        (_, true) => "about page",
        _ => "page",
    };
    let printed = shown
        .printed_page
        .map_or_else(String::new, |printed| format!(" (printed {printed})"));
    let confidence = if shown.in_confidence {
        " (given in confidence)"
    } else {
        ""
    };
    page.heading(&format!(
        "{}, {unit} {} of {}{printed}{confidence}",
        shown.title, shown.page, shown.of
    ));
    if !shown.state.is_read() {
        page.paragraph(0, &format!("This {unit} {}.", shown.says));
    }
    let of = |role: ParagraphRole| shown.paragraphs.iter().filter(move |one| one.role == role);
    let furniture = |page: &mut page::TextBuilder, role: ParagraphRole, label: &str| {
        for one in of(role) {
            page.gap();
            page.hanging(0, label, one.text);
        }
    };
    furniture(&mut page, ParagraphRole::Header, "[header] ");
    for one in &shown.paragraphs {
        match one.role {
            ParagraphRole::Header | ParagraphRole::Footer => {}
            ParagraphRole::Note => {
                page.gap();
                page.hanging(0, "[note] ", one.text);
            }
            ParagraphRole::Heading | ParagraphRole::Body => {
                page.gap();
                for line in one.text.lines() {
                    page.line(line);
                }
            }
        }
    }
    furniture(&mut page, ParagraphRole::Footer, "[footer] ");
    for one in &shown.apart {
        page.gap();
        page.hanging(0, &format!("[{}] ", one.kind.tag()), one.text);
    }
    page.finish()
}
