//! The register of an audit and its documents: found, read, and those that could not be read.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Serialize;

use super::progress::ProgressLine;
use crate::audit::{Audit, Document, QuoteState, Quotes};
use crate::cli::failure::{Exit, Failure};
use crate::cli::home::Home;
use crate::cli::page::{TextBuilder, count};
use crate::documents::{
    NotRead, NoticeKind, PaperReader, SearchedPart, Shelf, Worker, folder_of, quotes,
    read_register, say_pages,
};
use crate::report::words;
use crate::store::{self, RealDisk};
use crate::wording::say_day;

/// An audit with its register, read without the lock.
#[derive(Debug)]
pub(super) struct AuditDocuments {
    /// Path of its file.
    pub(super) path: PathBuf,
    /// The folder against which relative paths are resolved.
    pub(super) folder: PathBuf,
    /// The audit.
    pub(super) audit: Audit,
    /// Notices for the user.
    pub(super) notices: Vec<String>,
    /// True if its journal cannot be relied on; one of the notices gives the reason.
    pub(super) damaged: bool,
}

impl AuditDocuments {
    /// Reads the audit with a name or path.
    pub(super) fn of(home: &Home, audit: &Path) -> Result<Self, Failure> {
        let path = home.find(audit)?;
        let peeked = store::peek(&RealDisk, &path)?;
        Ok(Self {
            folder: folder_of(&path),
            path,
            audit: Arc::unwrap_or_clone(peeked.audit),
            notices: store::sentences(&peeked.notices),
            damaged: peeked.damaged,
        })
    }

    /// Reads all documents; a failure if there is not one to search.
    pub(super) fn read(mut self) -> Result<Read, Failure> {
        if self.audit.documents.is_empty() {
            return Err(Failure::new(
                "no document is registered in this audit; register one: \
                 scrutineer documents add AUDIT FILE",
            ));
        }
        let reader = reader()?;
        let mut progress = ProgressLine::new();
        let register = read_register(
            &self.audit.documents,
            &self.folder,
            &reader,
            &[],
            &mut |stage| progress.tell(&stage.document.title, stage.pages),
        );
        drop(progress);
        let on_it = register.shelf;
        if on_it.papers().is_empty() {
            let why: Vec<String> = on_it.not_read().iter().map(left_out).collect();
            return Err(Failure::new(format!(
                "no document could be searched: {}",
                why.join("; ")
            )));
        }
        self.notices.extend(
            register
                .notices
                .iter()
                .map(|notice| format!("{}: {notice}", notice.document)),
        );
        // A refused document has no file, and that is reported; a file that cannot be read is
        // something for the user to mend.
        let has_file = |id: &str| {
            let document = self.audit.document(id);
            document.is_some_and(|document| document.path.is_some())
        };
        let exit = if self.damaged || on_it.not_read().iter().any(|one| has_file(&one.id)) {
            Exit::BadData
        } else {
            Exit::Done
        };
        Ok(Read {
            audit: self.audit,
            shelf: on_it,
            notices: self.notices,
            exit,
        })
    }
}

/// The quotations of an audit, looked up again in its papers.
#[derive(Debug, Default)]
pub(in crate::cli) struct LookedUp {
    /// The state of each.
    pub(in crate::cli) quotes: Quotes,
    /// False if there are quotations, and no paper that they are taken from has a file.
    pub(in crate::cli) has_files: bool,
    /// Notices for the user about the files.
    pub(in crate::cli) notices: Vec<String>,
}

impl LookedUp {
    /// Reads the papers that an audit quotes, from the folder of its file, and looks the quotations
    /// up.
    pub(in crate::cli) fn of(audit: &Audit, folder: &Path) -> Result<Self, Failure> {
        let mut quoted = BTreeSet::new();
        let all = Quotes::look_up(audit, |quotation| {
            quoted.insert(quotation.document.clone());
            QuoteState::Unread
        });
        if quoted.is_empty() {
            return Ok(Self {
                has_files: true,
                ..Self::default()
            });
        }
        let documents: Vec<Document> = audit
            .documents
            .iter()
            .filter(|one| quoted.contains(&one.id))
            .cloned()
            .collect();
        if documents.iter().all(|one| one.path.is_none()) {
            return Ok(Self {
                quotes: all,
                ..Self::default()
            });
        }
        let reader = reader()?;
        let mut progress = ProgressLine::new();
        let register = read_register(&documents, folder, &reader, &[], &mut |stage| {
            progress.tell(&stage.document.title, stage.pages)
        });
        drop(progress);
        let notices = register.notices.iter();
        // Pages without text do not matter to the other pages, and are said with their quotations.
        let notices = notices.filter(|one| !matches!(one.kind, NoticeKind::Warning(_)));
        Ok(Self {
            notices: notices
                .map(|notice| format!("{}: {notice}", notice.document))
                .collect(),
            quotes: quotes(audit, &register.shelf, &Quotes::default()),
            has_files: true,
        })
    }
}

/// A register with its documents read.
#[derive(Debug)]
pub(super) struct Read {
    /// The audit.
    pub(super) audit: Audit,
    /// Its documents, at least one.
    pub(super) shelf: Shelf,
    /// Notices for the user.
    pub(super) notices: Vec<String>,
    /// The exit code of a command that prints all it can of it.
    pub(super) exit: Exit,
}

/// The extent of a search, for a program.
#[derive(Debug, Serialize)]
pub(super) struct Searched {
    searched: Vec<Covered>,
    not_searched: Vec<LeftOut>,
}

#[derive(Debug, Serialize)]
struct Covered {
    document: String,
    title: String,
    pages_read: u32,
    pages_in_all: u32,
    unread: Vec<u32>,
    without_pages: bool,
    /// Other parts that were not searched, in words.
    left_out: Vec<String>,
}

#[derive(Debug, Serialize)]
struct LeftOut {
    document: String,
    title: String,
    why: String,
}

impl Searched {
    /// Returns the documents searched, and those not searched.
    pub(super) fn of(searched: Vec<SearchedPart>, not_searched: &[NotRead]) -> Self {
        Self {
            searched: searched
                .into_iter()
                .map(|one| Covered {
                    document: one.document,
                    title: one.title,
                    pages_read: one.pages_read,
                    pages_in_all: one.pages_in_all,
                    unread: one.unread,
                    without_pages: one.without_pages,
                    left_out: one.left_out,
                })
                .collect(),
            not_searched: not_searched
                .iter()
                .map(|one| LeftOut {
                    document: one.id.clone(),
                    title: one.title.clone(),
                    why: one.why.clone(),
                })
                .collect(),
        }
    }
}

/// Prints the documents searched, and those not searched.
pub(super) fn say_searched(page: &mut TextBuilder, shelf: &Shelf) {
    page.heading("Searched");
    for one in shelf.coverage() {
        let (unit, units) = if one.without_pages {
            (
                "part (the file has no pages)",
                "parts (the file has no pages)",
            )
        } else {
            ("page", "pages")
        };
        let all = count(one.pages_in_all as usize, unit, units);
        let mut says = format!(
            "“{}” ({}): {} of {all}",
            one.title, one.document, one.pages_read
        );
        if !one.unread.is_empty() {
            says.push_str(&format!(
                "; not read, so silence there means nothing: {}",
                say_pages(&one.unread)
            ));
        }
        for what in &one.left_out {
            says.push_str(&format!("; not all of it: {what}"));
        }
        page.item(2, &says);
    }
    for one in shelf.not_read() {
        page.item(2, &format!("Not searched: {}", left_out(one)));
    }
}

pub(super) fn left_out(one: &NotRead) -> String {
    format!("“{}” ({}) {}", one.title, one.id, one.why)
}

/// Returns the reader of documents: this very program, as a worker.
pub(in crate::cli) fn reader() -> Result<PaperReader, Failure> {
    Worker::this_program().map(PaperReader::new).map_err(|why| {
        Failure::new(format!(
            "no paper can be read: the program could not find its own file ({why}); start it again"
        ))
    })
}

/// Formats the register's details of a document besides its title, in a line.
pub(super) fn about(document: &Document) -> String {
    let mut parts = Vec::new();
    if let Some(pages) = document.pages {
        parts.push(count(pages as usize, "page", "pages"));
    }
    if let Some(date) = document.date {
        parts.push(format!("dated {}", say_day(date)));
    }
    if let Some(from) = &document.from {
        parts.push(format!("from {from}"));
    }
    parts.extend(words::came(document));
    parts.join("; ")
}
