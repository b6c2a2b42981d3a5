//! OpenDocument texts (ODT).
//!
//! Tracked changes are left out; footnotes, endnotes, comments, descriptions of pictures and the
//! words of charts are read as notes; the headers and footers of the page styles are on the first
//! page. Automatic numbers are printed before their paragraphs; what is struck out or hidden is kept
//! apart.

mod forms;
mod lists;
mod styles;
mod walker;

use self::walker::OdtWalker;
use super::super::error::Fault;
use super::super::paper::{Besides, Paging, PaperKind};
use super::super::raw::{Halt, Head, LineSink};
use super::Archive;

/// The most objects within a text that are read.
const OBJECTS: usize = 200;

/// Reads an OpenDocument text.
pub(super) fn read(archive: &mut Archive, sink: &mut dyn LineSink) -> Result<(), Halt> {
    let manifest = archive.part("META-INF/manifest.xml")?.unwrap_or_default();
    if manifest.contains("encryption-data") {
        return Err(Fault::NeedsPassword.into());
    }
    let Some(xml) = archive.part("content.xml")? else {
        return Err(Fault::Damaged {
            what: PaperKind::Odt.label().to_owned(),
        }
        .into());
    };
    let hints = xml.contains("soft-page-break");
    let paging = if hints { Paging::Hints } else { Paging::None };
    // An object with words of its own is a folder; any other is a single file.
    let attached = archive.paths_that(|path| path.starts_with("Object ") && !path.contains('/'));
    let mut objects = archive.paths_that(|path| {
        path.ends_with("/content.xml")
            && path.starts_with("Object ")
            && path.matches('/').count() == 1
    });
    objects.sort();
    let mut besides = Vec::new();
    if !attached.is_empty() {
        besides.push(Besides::Attachments(attached));
    }
    sink.head(Head {
        kind: PaperKind::Odt,
        paging,
        declared: None,
        besides,
    })?;
    let mut walker = OdtWalker::default();
    let styles = archive.part("styles.xml").ok().flatten();
    if let Some(xml) = &styles {
        walker.styles.read(xml);
    }
    walker.styles.read(&xml);
    walker.hints = hints;
    if let Some(xml) = &styles {
        walker.in_styles = true;
        // Damaged styles are no reason to leave the text unread.
        let _ = walker.walk(xml, sink);
        walker.in_styles = false;
    }
    walker.walk(&xml, sink)?;
    for object in objects.iter().take(OBJECTS) {
        if let Ok(Some(xml)) = archive.part(object) {
            let _ = walker.walk_object(&xml, sink);
        }
    }
    walker.finish(sink)
}
