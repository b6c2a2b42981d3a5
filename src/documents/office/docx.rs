//! Word documents (DOCX).
//!
//! Deleted text, moved text at its old place and field codes are left out; footnotes, endnotes,
//! comments and descriptions of pictures are read as notes, headers and footers as such, on the first
//! page. Automatic numbers are printed before their paragraphs; what is struck out or hidden is kept
//! apart; parts in other forms (web page, RTF, text, Word) are read where they stand, or told.

mod numbering;
mod styles;
mod walker;

use std::collections::HashMap;

use self::numbering::Numbering;
use self::styles::Styles;
pub(super) use self::walker::{About, DocxWalker};
use super::super::error::Fault;
use super::super::paper::{Besides, Paging, PaperKind};
use super::super::raw::{FOOTER, HEADER, Halt, Head, LineSink, NOTE, RawPage};
use super::{Archive, XmlEvent, XmlWalk, attribute, name};

/// Reads a Word document, by the path of its main part.
pub(super) fn read(archive: &mut Archive, main: &str, sink: &mut dyn LineSink) -> Result<(), Halt> {
    let Some(xml) = archive.part(main)? else {
        return Err(Fault::Damaged {
            what: PaperKind::Docx.label().to_owned(),
        }
        .into());
    };
    let hints = xml.contains("lastRenderedPageBreak") || xml.contains("w:type=\"page\"");
    let mut besides = Vec::new();
    let attached = archive.paths_that(|path| path.contains("/embeddings/"));
    let attached: Vec<String> = attached.iter().map(|path| super::file_name(path)).collect();
    if !attached.is_empty() {
        besides.push(Besides::Attachments(attached));
    }
    let (folder, _) = main.rsplit_once('/').unwrap_or(("", main));
    let relations = relations_of(archive, main);
    let (chunks, unread) = chunks(archive, folder, &relations);
    if !unread.is_empty() {
        besides.push(Besides::Parts(unread));
    }
    let paging = if hints { Paging::Hints } else { Paging::None };
    sink.head(Head {
        kind: PaperKind::Docx,
        paging,
        declared: None,
        besides,
    })?;

    let mut part = |kind| {
        let target = targets(&relations, folder, kind).ok()?.into_iter().next()?;
        archive.part(&target).ok().flatten()
    };
    let mut walker = DocxWalker::of(About {
        hints,
        styles: part("/styles").map_or_else(Styles::default, |xml| Styles::read(&xml)),
        numbering: part("/numbering").map_or_else(Numbering::default, |xml| Numbering::read(&xml)),
        on_colour: xml.contains("behindDoc=\"1\"") || xml.contains("<w:background "),
    });
    // Headers and footers first, so that they are on the first page.
    for (kind, marks) in [("/header", HEADER), ("/footer", FOOTER)] {
        for target in targets(&relations, folder, kind).unwrap_or_default() {
            if let Ok(Some(xml)) = archive.part(&target) {
                walker.marks = marks;
                // A damaged header is no reason to leave the text unread.
                let _ = walker.walk(&xml, sink);
            }
        }
    }
    walker.marks = 0;
    walker.chunks = chunks;
    walker.walk(&xml, sink)?;
    walker.chunks = HashMap::new();
    // The words in diagrams and charts are in parts of their own.
    for kind in [
        "/footnotes",
        "/endnotes",
        "/comments",
        "/diagramData",
        "/chart",
    ] {
        for target in targets(&relations, folder, kind)? {
            if let Some(xml) = archive.part(&target)? {
                walker.marks = NOTE;
                walker.walk(&xml, sink)?;
            }
        }
    }
    walker.finish(sink)
}

/// Returns the words of a part by itself: a chart, a drawing, comments.
pub(super) fn words_of(xml: &str, marks: u8) -> RawPage {
    let mut walker = DocxWalker::of(About::of_drawing());
    walker.marks = marks;
    let mut nowhere = Nowhere;
    // Words before a break in it are kept.
    let _ = walker.walk(xml, &mut nowhere);
    walker.take()
}

/// Receiver of no page: a part by itself is taken whole.
struct Nowhere;

impl LineSink for Nowhere {
    fn head(&mut self, _: Head) -> Result<(), Halt> {
        Ok(())
    }

    fn page(&mut self, _: RawPage) -> Result<(), Halt> {
        Ok(())
    }
}

/// Returns the relations of a part; empty if it has none.
pub(super) fn relations_of(archive: &mut Archive, part: &str) -> String {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    let beside = if folder.is_empty() {
        format!("_rels/{file}.rels")
    } else {
        format!("{folder}/_rels/{file}.rels")
    };
    archive.part(&beside).ok().flatten().unwrap_or_default()
}

/// Reads the parts of a document that are in other forms.
///
/// Returns their texts by the id of their relation, and the names of those that cannot be read.
fn chunks(
    archive: &mut Archive,
    folder: &str,
    relations: &str,
) -> (HashMap<String, RawPage>, Vec<String>) {
    let mut read = HashMap::new();
    let mut unread = Vec::new();
    for relation in relations_in(relations).unwrap_or_default() {
        // Another file that the document is made of is outside it: it is never followed.
        let is_part = relation.kind.ends_with("/aFChunk");
        if !is_part && !relation.kind.ends_with("/subDocument") {
            continue;
        }
        let page = (is_part && !relation.is_outside)
            .then(|| resolve(folder, &relation.target))
            .and_then(|target| archive.page_of(&target));
        match page {
            Some(page) => {
                read.insert(relation.id, page);
            }
            None => unread.push(super::file_name(&relation.target)),
        }
    }
    (read, unread)
}

/// A relation of a part to another.
pub(super) struct Relation {
    pub(super) id: String,
    pub(super) kind: String,
    pub(super) target: String,
    /// True if it leads out of the archive.
    pub(super) is_outside: bool,
}

pub(super) fn relations_in(xml: &str) -> Result<Vec<Relation>, Halt> {
    let mut out = Vec::new();
    let mut walk = XmlWalk::of(xml);
    loop {
        match walk.next()? {
            XmlEvent::Start(start) | XmlEvent::Empty(start) if name(&start) == "Relationship" => {
                let of = |name| attribute(&start, name).unwrap_or_default();
                out.push(Relation {
                    id: of("Id"),
                    kind: of("Type"),
                    target: of("Target"),
                    is_outside: of("TargetMode") == "External",
                });
            }
            XmlEvent::Done => return Ok(out),
            _ => {}
        }
    }
}

/// Returns the paths of the parts that a relations part names for a kind of relation.
pub(super) fn targets(relations: &str, folder: &str, kind: &str) -> Result<Vec<String>, Halt> {
    let relations = relations_in(relations)?.into_iter();
    Ok(relations
        .filter(|one| one.kind.ends_with(kind) && !one.is_outside)
        .map(|one| resolve(folder, &one.target))
        .collect())
}

/// Resolves a target beside a part to a path in the archive.
pub(super) fn resolve(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut path: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                path.pop();
            }
            part => path.push(part),
        }
    }
    path.join("/")
}
