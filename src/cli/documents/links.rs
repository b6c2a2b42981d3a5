//! `documents add --links`: the papers that a saved page of a meeting links to, registered by title
//! and address, to be fetched by the user. Nothing is fetched here.

use std::path::Path;
use std::sync::Arc;

use crate::audit::Document;
use crate::cli::Now;
use crate::cli::failure::{CommandOutput, Failure};
use crate::cli::home::who;
use crate::cli::page::{TextBuilder, count};
use crate::documents::{LinkedPaper, free_id, linked_papers};
use crate::session::Changing;
use crate::store::{Disk as _, RealDisk};
use crate::wording::{say_day, shown};

/// The largest page that is looked at, in bytes.
const PAGE: u64 = 32 * 1024 * 1024;

/// Registers the papers that saved pages link to, or lists them.
pub(super) fn add(
    audit: &Path,
    pages: &[std::path::PathBuf],
    preview: bool,
    now: Now,
) -> Result<CommandOutput, Failure> {
    let mut linked: Vec<(String, LinkedPaper)> = Vec::new();
    let mut days = Vec::new();
    for path in pages {
        let name = shown(path.file_name().map_or(path.as_path(), Path::new));
        let bytes = RealDisk
            .read(path, PAGE)
            .map_err(|why| Failure::new(format!("{name} could not be read: {why}")))?;
        let meeting = linked_papers(&bytes);
        if meeting.papers.is_empty() {
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
        let day = meeting
            .day
            .map(|day| format!("The meeting is of {}.", say_day(day)));
        days.extend(day);
        linked.extend(meeting.papers.into_iter().map(|one| (from.clone(), one)));
    }
    let mut page = TextBuilder::new();
    if preview {
        page.heading(&format!(
            "{} would be added, without a file",
            count(linked.len(), "paper", "papers")
        ));
        for (_, paper) in &linked {
            let item =
                (paper.item.as_deref()).map_or_else(String::new, |item| format!(" (item {item})"));
            page.item(2, &format!("{}{item}: {}", paper.title, paper.url));
        }
        for day in &days {
            page.paragraph(0, day);
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
    for (from, paper) in linked {
        let audit = changing.audit();
        let known = |one: &Document| one.url.as_deref() == Some(paper.url.as_str());
        if audit.documents.iter().any(known) {
            continue;
        }
        let entry = Document {
            url: Some(paper.url.clone()),
            note: Some(match &paper.item {
                Some(item) => {
                    format!("Linked from item {item} of the page “{from}”; not fetched yet.")
                }
                None => format!("Linked from the page “{from}”; not fetched yet."),
            }),
            ..Document::titled(free_id(&paper.title, &audit.documents), &paper.title)
        };
        page.heading(&format!("{}: {}", entry.id, entry.title));
        page.hanging(2, "not fetched yet: ", &paper.url);
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
            "{} registered by title and address. Nothing was fetched: fetch each, then give it its file \
             with `scrutineer documents add AUDIT FILE --as ID`.",
            count(added, "paper", "papers")
        ),
    );
    let text = page.finish();
    let notes = changing.save().map_err(|why| Failure {
        text: text.clone(),
        ..Failure::unsaved("what was registered", why)
    })?;
    Ok(CommandOutput::done(text).notes(notes))
}
