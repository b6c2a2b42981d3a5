//! `documents list`: the register of an audit, and the present state of each file.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Args;
use serde::Serialize;

use super::papers::{AuditDocuments, about};
use crate::audit::{Access, Document};
use crate::cli::failure::{CommandOutput, Failure};
use crate::cli::home::Home;
use crate::cli::page::TextBuilder;
use crate::documents::{FileState, file_state, paper_at};

/// List the registered papers.
///
/// Every file is compared with the digest it was registered with: one that changed, moved or is
/// missing is reported, with what to do.
#[derive(Debug, Args)]
pub(in crate::cli) struct List {
    /// The audit: its name in your library, or the path to its file.
    #[arg(value_name = "AUDIT")]
    audit: PathBuf,
    /// Print JSON for a program.
    #[arg(long)]
    json: bool,
}

/// One entry of the register.
#[derive(Debug, Serialize)]
struct RegisterRow<'a> {
    id: &'a str,
    title: &'a str,
    path: Option<&'a str>,
    sha256: Option<&'a str>,
    pages: Option<u32>,
    date: Option<NaiveDate>,
    from: Option<&'a str>,
    access: Option<Access>,
    access_on: Option<NaiveDate>,
    url: Option<&'a str>,
    note: Option<&'a str>,
    state: &'static str,
    says: String,
    /// The digest of the file as it is now, if it has changed.
    sha256_now: Option<String>,
    /// The present path of the very same file, if it has moved.
    moved_to: Option<PathBuf>,
    #[serde(skip)]
    about: String,
}

impl List {
    pub(in crate::cli) fn run(&self) -> Result<CommandOutput, Failure> {
        let papers = AuditDocuments::of(&Home::here()?, &self.audit)?;
        let rows: Vec<RegisterRow<'_>> = papers
            .audit
            .documents
            .iter()
            .map(|document| row(document, &papers))
            .collect();
        let said = if self.json {
            CommandOutput::json(&rows)?
        } else {
            CommandOutput::done(words(&rows))
        };
        Ok(said.notes(papers.notices).on_damaged(papers.damaged))
    }
}

fn row<'a>(document: &'a Document, papers: &AuditDocuments) -> RegisterRow<'a> {
    let file = document.path.as_deref().map(|path| {
        let path = paper_at(&papers.folder, path);
        let name = path
            .file_name()
            .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        (file_state(&path, document.sha256.as_deref()), name)
    });
    let told = file
        .as_ref()
        .and_then(|(state, name)| Some(state.notice()?.sentence(name)));
    let (state, usual) = match &file {
        None => ("no-file", "registered without a file"),
        Some((state, _)) => match state {
            FileState::Same => ("same", "the file is the one that was registered"),
            FileState::Unmarked(_) => (
                "unmarked",
                "registered without a digest, so the program cannot tell if the file has changed",
            ),
            FileState::Changed(_) => ("changed", ""),
            FileState::Moved(Some(_)) => ("moved", ""),
            FileState::Moved(None) => ("missing", ""),
            FileState::Unreadable(_) => ("unreadable", ""),
        },
    };
    let (sha256_now, moved_to) = match file {
        Some((FileState::Changed(now) | FileState::Unmarked(now), _)) => (Some(now), None),
        Some((FileState::Moved(to), _)) => (None, to),
        _ => (None, None),
    };
    RegisterRow {
        id: &document.id,
        title: &document.title,
        path: document.path.as_deref(),
        sha256: document.sha256.as_deref(),
        pages: document.pages,
        date: document.date,
        from: document.from.as_deref(),
        access: document.access,
        access_on: document.access_on,
        url: document.url.as_deref(),
        note: document.note.as_deref(),
        state,
        says: told.unwrap_or_else(|| usual.to_owned()),
        sha256_now,
        moved_to,
        about: about(document),
    }
}

fn words(rows: &[RegisterRow<'_>]) -> String {
    let mut page = TextBuilder::new();
    page.heading("Registered papers");
    if rows.is_empty() {
        page.paragraph(
            2,
            "There are no papers yet. To register one: scrutineer documents add AUDIT FILE",
        );
    }
    for row in rows {
        page.hanging(2, &format!("{}: ", row.id), row.title);
        if !row.about.is_empty() {
            page.paragraph(6, &row.about);
        }
        for (label, value) in [
            ("file: ", row.path),
            ("SHA-256: ", row.sha256),
            ("at: ", row.url),
            ("note: ", row.note),
        ] {
            if let Some(value) = value {
                page.hanging(6, label, value);
            }
        }
        let loud = matches!(row.state, "changed" | "moved" | "missing" | "unreadable");
        let label = if loud {
            row.state.to_uppercase() + ": "
        } else {
            String::new()
        };
        page.paragraph(6, &format!("{label}{}.", row.says.trim_end_matches('.')));
    }
    page.finish()
}
