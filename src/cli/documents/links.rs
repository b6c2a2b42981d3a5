//! `documents add --links`: the papers that a saved page of a meeting links to, registered by title
//! and address, to be fetched by the user. Nothing is fetched here.

use std::path::Path;
use std::sync::Arc;

use crate::audit::Document;
use crate::cli::Now;
use crate::cli::failure::{CommandOutput, Failure};
use crate::cli::home::who;
use crate::cli::page::{TextBuilder, count};
use crate::documents::{LinkedPaper, free_id, linked_papers, title_of_item};
use crate::session::Changing;
use crate::store::{Disk as _, RealDisk};
use crate::wording::{say_day, shown};

/// The largest page that is looked at, in bytes.
const PAGE: u64 = 32 * 1024 * 1024;

/// A paper to be registered without a file.
struct Wanted {
    title: String,
    url: Option<String>,
    note: String,
    /// The line of the preview.
    line: String,
}

impl Wanted {
    fn linked(paper: LinkedPaper, from: &str) -> Self {
        let of_item = paper.item.as_deref();
        Self {
            line: format!(
                "{}{}: {}",
                paper.title,
                of_item.map_or_else(String::new, |item| format!(" (item {item})")),
                paper.url
            ),
            note: match of_item {
                Some(item) => {
                    format!("Linked from item {item} of the page “{from}”; not fetched yet.")
                }
                None => format!("Linked from the page “{from}”; not fetched yet."),
            },
            url: Some(paper.url),
            title: paper.title,
        }
    }

    /// An item of the agenda under which no paper is linked.
    fn bare(item: &str, from: &str) -> Self {
        Self {
            title: title_of_item(item).to_owned(),
            url: None,
            note: format!(
                "Item {item} of the page “{from}” links to no paper: it is not among the papers."
            ),
            line: format!("{item}: not among the papers, for no paper is linked there"),
        }
    }

    fn is_known(&self, one: &Document) -> bool {
        match &self.url {
            Some(url) => one.url.as_deref() == Some(url.as_str()),
            None => one.title == self.title && one.note.as_deref() == Some(self.note.as_str()),
        }
    }
}

/// Registers the papers that saved pages link to and the items without one, or lists them.
pub(super) fn add(
    audit: &Path,
    pages: &[std::path::PathBuf],
    preview: bool,
    now: Now,
) -> Result<CommandOutput, Failure> {
    let mut wanted: Vec<Wanted> = Vec::new();
    let mut notes: Vec<String> = Vec::new();
    for path in pages {
        let name = shown(path.file_name().map_or(path.as_path(), Path::new));
        let bytes = RealDisk
            .read(path, PAGE)
            .map_err(|why| Failure::new(format!("{name} could not be read: {why}")))?;
        let meeting = linked_papers(&bytes);
        if meeting.papers.is_empty() && meeting.bare.is_empty() {
            return Err(Failure::new(format!(
                "{name} has no link to a paper; save the page of the meeting whole (as HTML), for the \
                 addresses of its papers are in it"
            )));
        }
        let from = if meeting.title.is_empty() {
            name
        } else {
            meeting.title
        };
        let day = meeting.day.map(say_day);
        notes.extend(day.map(|day| format!("The meeting is of {day}.")));
        if !meeting.standing.is_empty() {
            let items = meeting.standing.join("; ");
            notes.push(format!("Standing items, not registered: {items}."));
        }
        let linked = meeting.papers.into_iter();
        wanted.extend(linked.map(|one| Wanted::linked(one, &from)));
        let bare = meeting.bare.iter();
        wanted.extend(bare.map(|item| Wanted::bare(item, &from)));
    }
    let mut page = TextBuilder::new();
    if preview {
        page.heading(&format!(
            "{} would be added, without a file",
            count(wanted.len(), "paper", "papers")
        ));
        for one in &wanted {
            page.item(2, &one.line);
        }
        for note in &notes {
            page.paragraph(0, note);
        }
        page.paragraph(
            0,
            "Nothing was added: this is a preview. Nothing was fetched.",
        );
        return Ok(CommandOutput::done(page.finish()));
    }
    let mut changing = Changing::open(Arc::new(RealDisk), audit, who(), now.moment)
        .map_err(|why| Failure::unchanged("nothing was registered", why))?;
    let mut added = 0;
    for one in wanted {
        let audit = changing.audit();
        if audit.documents.iter().any(|known| one.is_known(known)) {
            continue;
        }
        let entry = Document {
            url: one.url,
            note: Some(one.note),
            ..Document::titled(free_id(&one.title, &audit.documents), &one.title)
        };
        page.heading(&format!("{}: {}", entry.id, entry.title));
        match &entry.url {
            Some(url) => page.hanging(2, "not fetched yet: ", url),
            None => page.paragraph(2, "Not among the papers: ask for it."),
        }
        if let Some(change) = audit.edit_document(&entry.id, Some(entry.clone())) {
            changing
                .record(change)
                .map_err(|why| Failure::new(why.to_string()))?;
            added += 1;
        }
    }
    page.paragraph(
        0,
        &format!(
            "{} registered by title. Nothing was fetched: fetch each that has an address, ask for \
             each that has none, then give it its file with \
             `scrutineer documents add AUDIT FILE --as ID`.",
            count(added, "paper", "papers")
        ),
    );
    for note in &notes {
        page.paragraph(0, note);
    }
    let text = page.finish();
    let notes = changing.save().map_err(|why| Failure {
        text: text.clone(),
        ..Failure::unsaved("what was registered", why)
    })?;
    Ok(CommandOutput::done(text).notes(notes))
}
