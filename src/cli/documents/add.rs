//! `documents add`: registers documents in an audit.
//!
//! They are read first, without the audit's lock; only then is the audit opened and changed, so
//! that a document that cannot be read leaves it as it was.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDate;
use clap::Args;
use serde::Serialize;

use super::found::Found;
use super::links;
use super::papers::{AuditDocuments, about, reader};
use super::progress::ProgressLine;
use crate::audit::{Access, Audit, Document};
use crate::cli::Now;
use crate::cli::arguments::{day, word};
use crate::cli::failure::{CommandOutput, Exit, Failure};
use crate::cli::home::{Home, who};
use crate::cli::page::TextBuilder;
use crate::documents::{
    Became, OwnDetails, Paper, digest_of, entry_for, free_id, own_details, registered,
};
use crate::session::{Changing, read_papers};
use crate::store::{self, RealDisk};
use crate::wording::say_day;

/// Register papers in an audit.
///
/// Each is read once: its title, path, SHA-256 and pages go into the register, and pages that hold
/// no text are listed. The same file is never registered twice: if you register it again, its entry
/// gets the new path, digest or details. The file itself stays where it is. A document that you
/// asked for and do not have is registered by its title, without a file.
///
/// A folder stands for the papers in it, and those in the folders within it. A zip archive stands for
/// the papers in it: they are taken out into a folder next to it, called papers, for a paper that is
/// cited has to be a file. Nothing is overwritten.
#[derive(Debug, Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag of the command line"
)]
pub(in crate::cli) struct Add {
    /// The audit: its name in your library, or the path to its file.
    #[arg(value_name = "AUDIT")]
    audit: PathBuf,
    /// The papers (PDF, DOCX, ODT, RTF, XLSX, ODS, PPTX, EML, MHT, HTML, Markdown or plain text), or a
    /// folder or a zip archive of them.
    #[arg(value_name = "FILE", required_unless_present_any = ["title", "known"])]
    files: Vec<PathBuf>,
    /// A title for it, if there is one file or none (default: the file's name).
    #[arg(long, value_name = "TITLE")]
    title: Option<String>,
    /// The person or body it comes from.
    #[arg(long, value_name = "NAME")]
    from: Option<String>,
    /// The date on it.
    #[arg(long, value_name = "DATE", value_parser = day)]
    date: Option<NaiveDate>,
    /// The way it came to you; a document given in confidence is marked wherever it is quoted.
    #[arg(long, value_parser = word::<Access>())]
    access: Option<Access>,
    /// The day it was given, asked for or refused.
    #[arg(long, value_name = "DATE", value_parser = day)]
    access_on: Option<NaiveDate>,
    /// The web address where anyone can read it.
    #[arg(long, value_name = "ADDRESS")]
    url: Option<String>,
    /// Any other note about it.
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// The id of its existing entry in the register, if that is not found by itself.
    #[arg(long = "as", value_name = "ID")]
    known: Option<String>,
    /// List what would be added, and add nothing.
    #[arg(long)]
    preview: bool,
    /// Add the papers that a saved page of a meeting links to, by title and address: nothing is fetched.
    #[arg(long, conflicts_with_all = ["attachments", "into", "title", "known"])]
    links: bool,
    /// Add the papers attached to an e-mail as well.
    #[arg(long)]
    attachments: bool,
    /// The folder for papers taken out of an archive or an e-mail (default: papers, next to it).
    #[arg(long, value_name = "FOLDER")]
    into: Option<PathBuf>,
    /// As JSON, for other programs.
    #[arg(long)]
    json: bool,
}

/// Words for a title that several files would share.
const TITLE_OF_ONE: &str = "--title names one file; register the others by themselves";

/// The result of a registration, for a program.
#[derive(Debug, Serialize)]
struct Registered {
    id: String,
    title: String,
    became: Became,
    changed: bool,
    pages: Option<u32>,
    sha256: Option<String>,
    unread: Vec<u32>,
    warnings: Vec<String>,
    /// The day that the paper says it is of; kept only if it is given with --date.
    own_date: Option<NaiveDate>,
    /// The title that it gives itself; kept only if it is given with --title.
    own_title: Option<String>,
}

impl Add {
    pub(in crate::cli) fn run(&self, now: Now) -> Result<CommandOutput, Failure> {
        self.check()?;
        let papers = AuditDocuments::of(&Home::here()?, &self.audit)?;
        if self.links {
            return links::add(&papers.path, &self.files, self.preview, now);
        }
        let found = Found::of(&self.files, self.attachments, self.into.as_deref());
        if self.preview {
            return Ok(found.preview());
        }
        let (taken, mut notes) = found.take();
        let files = taken.files;
        if files.is_empty() && !self.files.is_empty() {
            notes.push("No paper that can be read was found there.".to_owned());
        }
        if self.title.is_some() && files.len() > 1 {
            return Err(Failure::usage(TITLE_OF_ONE));
        }
        let mut progress = ProgressLine::new();
        let fresh = read_papers(&reader()?, &files, &mut |_, name, at| {
            progress.tell(name, at)
        });
        drop(progress);
        let read = fresh.read;
        let failed = !taken.failed.is_empty() || !fresh.failed.is_empty();
        notes.extend(fresh.failed);
        if read.is_empty() && !self.files.is_empty() {
            notes.push("Nothing was registered; the audit is as it was.".to_owned());
            return Ok(CommandOutput::done("").notes(notes).exit(Exit::BadData));
        }
        let mut changing = Changing::open(Arc::new(RealDisk), &papers.path, who(), now.moment)
            .map_err(|why| Failure::unchanged("nothing was registered", why))?;
        let mut page = TextBuilder::new();
        let mut rows = Vec::new();
        let titled = self.files.is_empty().then_some(None);
        let wanted = read.iter().map(Some).chain(titled);
        for fresh in wanted {
            let audit = changing.audit();
            let (after, became) = match fresh {
                Some((path, paper)) => self.entry(audit, path, paper, &papers.folder)?,
                None => self.without_file(audit)?,
            };
            let paper = fresh.map(|(_, paper)| paper);
            let change = audit.edit_document(&after.id, Some(after.clone()));
            say(&mut page, became, change.is_some(), &after, paper);
            let own = paper.map(own_details);
            if let Some(own) = &own {
                say_own(&mut page, own, &after);
            }
            rows.push(Registered {
                id: after.id.clone(),
                title: after.title.clone(),
                became,
                changed: change.is_some(),
                pages: after.pages,
                sha256: after.sha256.clone(),
                unread: paper.map(Paper::pages_unread).unwrap_or_default(),
                warnings: paper.map(Paper::warnings).unwrap_or_default(),
                own_date: own
                    .as_ref()
                    .and_then(|own| own.date.as_ref().map(|(day, _)| *day)),
                own_title: own.and_then(|own| own.title),
            });
            if let Some(change) = change {
                changing
                    .record(change)
                    .map_err(|why| Failure::new(why.to_string()))?;
            }
        }
        let text = page.finish();
        let saved = changing.save().map_err(|why| Failure {
            text: text.clone(),
            ..Failure::unsaved("what was registered", why)
        })?;
        notes.extend(store::sentences(&saved));
        let exit = if failed { Exit::BadData } else { Exit::Done };
        let said = if self.json {
            CommandOutput::json(&rows)?
        } else {
            CommandOutput::done(text)
        };
        Ok(said.notes(notes).exit(exit))
    }

    fn check(&self) -> Result<(), Failure> {
        if self.title.is_some() && self.files.len() > 1 {
            return Err(Failure::usage(TITLE_OF_ONE));
        }
        if self.known.is_some() && self.files.len() > 1 {
            return Err(Failure::usage(
                "--as names one document; register the others by themselves",
            ));
        }
        for (what, text) in [("--title", &self.title), ("--from", &self.from)] {
            if text.as_ref().is_some_and(|text| text.trim().is_empty()) {
                return Err(Failure::usage(format!("{what} is empty; write the name")));
            }
        }
        Ok(())
    }

    /// Returns the new entry of a document, under the id of its existing entry if there is one.
    fn entry(
        &self,
        audit: &Audit,
        path: &Path,
        paper: &Paper,
        folder: &Path,
    ) -> Result<(Document, Became), Failure> {
        let (mut entry, became) = match &self.known {
            Some(id) => {
                let known = find(audit, id)?;
                let fresh = entry_for(path, paper, folder, &audit.documents);
                let entry = Document {
                    path: fresh.path,
                    sha256: fresh.sha256,
                    pages: fresh.pages,
                    ..known.clone()
                };
                let became = match digest_of(known) {
                    Some(digest) if Some(digest.as_str()) == paper.sha256.as_deref() => {
                        Became::Moved
                    }
                    _ => Became::Changed,
                };
                (entry, became)
            }
            None => registered(&audit.documents, path, paper, folder),
        };
        self.describe(&mut entry);
        Ok((entry, became))
    }

    /// Returns the entry of a document that the user does not have.
    fn without_file(&self, audit: &Audit) -> Result<(Document, Became), Failure> {
        let title = self.title.as_deref().unwrap_or_default().trim();
        let (mut entry, became) = match &self.known {
            Some(id) => (find(audit, id)?.clone(), Became::Same),
            None => (
                Document::titled(free_id(title, &audit.documents), title),
                Became::New,
            ),
        };
        self.describe(&mut entry);
        Ok((entry, became))
    }

    /// Writes the details given as arguments into an entry.
    fn describe(&self, entry: &mut Document) {
        if let Some(title) = &self.title {
            title.trim().clone_into(&mut entry.title);
        }
        if let Some(from) = &self.from {
            entry.from = Some(from.trim().to_owned());
        }
        entry.date = self.date.or(entry.date);
        entry.access = self.access.or(entry.access);
        entry.access_on = self.access_on.or(entry.access_on);
        entry.url = self.url.clone().or_else(|| entry.url.take());
        entry.note = self.note.clone().or_else(|| entry.note.take());
    }
}

/// Returns a document of the register.
fn find<'a>(audit: &'a Audit, id: &str) -> Result<&'a Document, Failure> {
    audit.document(id).ok_or_else(|| {
        Failure::new(format!(
            "no document of this audit is called {id}; `scrutineer documents list` shows them all"
        ))
    })
}

/// Says what a paper says of itself, where the register has it otherwise or not at all.
fn say_own(page: &mut TextBuilder, own: &OwnDetails, entry: &Document) {
    let id = &entry.id;
    if let Some((day, line)) = &own.date
        && entry.date != Some(*day)
    {
        let says = format!(
            "The paper says it is of {} (“{line}”). To keep that, add it again with --as {id} \
             --date {day}.",
            say_day(*day)
        );
        page.item(2, &says);
    }
    if let Some(title) = &own.title
        && entry.title != *title
    {
        let says = format!(
            "The paper calls itself “{title}”. To keep that, add it again with --as {id} and that \
             --title."
        );
        page.item(2, &says);
    }
}

fn say(
    page: &mut TextBuilder,
    became: Became,
    changes: bool,
    entry: &Document,
    paper: Option<&Paper>,
) {
    let what = match (became, changes) {
        (Became::New, _) => "Registered".to_owned(),
        (Became::Same, false) => "Already registered; nothing was changed".to_owned(),
        (Became::Same, true) => "Already registered; its details were changed".to_owned(),
        (Became::Moved, _) => "Already registered; its new location was recorded".to_owned(),
        (Became::Changed, _) => "Registered again because the file has changed: check the quotes \
                                 taken from it against the file as it is now"
            .to_owned(),
    };
    page.heading(&format!("{}: {}", entry.id, entry.title));
    page.paragraph(2, &format!("{what}."));
    let kind = match paper {
        Some(paper) => {
            let kind = paper.kind.label();
            let plain = kind.strip_prefix("a ").or(kind.strip_prefix("an "));
            plain.unwrap_or(kind)
        }
        None => "no file",
    };
    let about = about(entry);
    let about = if about.is_empty() {
        kind.to_owned()
    } else {
        format!("{kind}; {about}")
    };
    page.paragraph(2, &about);
    if let Some(path) = &entry.path {
        page.hanging(2, "file: ", path);
    }
    if let Some(sha256) = &entry.sha256 {
        page.hanging(2, "SHA-256: ", sha256);
    }
    for warning in paper.map(Paper::warnings).unwrap_or_default() {
        page.item(2, &warning);
    }
    if paper.is_some_and(|paper| !paper.is_read_in_full()) {
        page.paragraph(
            2,
            "Silence on pages that were not read means nothing; every search says which they are.",
        );
    }
}
