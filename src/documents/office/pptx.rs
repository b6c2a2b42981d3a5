//! PowerPoint presentations (PPTX): a slide is a page; its notes and comments are notes.

use super::super::error::Fault;
use super::super::paper::{Besides, Paging, PaperKind};
use super::super::raw::{Halt, Head, LineSink, NOTE};
use super::docx::{About, DocxWalker, relations_in, relations_of, resolve, targets};
use super::{Archive, XmlEvent, XmlWalk, file_name, name};

/// The most slides.
const SLIDES: usize = 5_000;

/// Reads a presentation, by the path of its main part.
pub(super) fn read(archive: &mut Archive, main: &str, sink: &mut dyn LineSink) -> Result<(), Halt> {
    let Some(xml) = archive.part(main)? else {
        return Err(Fault::Damaged {
            what: PaperKind::Pptx.label().to_owned(),
        }
        .into());
    };
    let (folder, _) = main.rsplit_once('/').unwrap_or(("", main));
    let relations = relations_in(&relations_of(archive, main))?;
    let slides: Vec<String> = slides(&xml)?
        .iter()
        .filter_map(|id| {
            relations
                .iter()
                .find(|one| one.id == *id && !one.is_outside)
        })
        .map(|one| resolve(folder, &one.target))
        .take(SLIDES)
        .collect();
    let attached = archive.paths_that(|path| path.contains("/embeddings/"));
    let attached: Vec<String> = attached.iter().map(|path| file_name(path)).collect();
    let mut besides = Vec::new();
    if !attached.is_empty() {
        besides.push(Besides::Attachments(attached));
    }
    sink.head(Head {
        kind: PaperKind::Pptx,
        paging: Paging::Real,
        declared: u32::try_from(slides.len()).ok(),
        besides,
    })?;
    let mut walker = DocxWalker::of(About::of_drawing());
    for slide in slides {
        let xml = archive.part(&slide)?.unwrap_or_default();
        walker.marks = 0;
        walker.walk(&xml, sink)?;
        let folder = slide.rsplit_once('/').map_or("", |(folder, _)| folder);
        let beside = relations_of(archive, &slide);
        for kind in ["/chart", "/diagramData", "/notesSlide", "/comments"] {
            for target in targets(&beside, folder, kind).unwrap_or_default() {
                if let Some(xml) = archive.part(&target)? {
                    walker.marks = NOTE;
                    walker.walk(&xml, sink)?;
                }
            }
        }
        walker.turn(sink)?;
    }
    Ok(())
}

/// Returns the ids of the relations to the slides, in their order.
fn slides(xml: &str) -> Result<Vec<String>, Halt> {
    let mut out = Vec::new();
    let mut walk = XmlWalk::of(xml);
    loop {
        match walk.next()? {
            XmlEvent::Start(start) | XmlEvent::Empty(start) if name(&start) == "sldId" => {
                // It has an id of its own as well: the relation's has a prefix.
                let mut all = start.attributes();
                let of = all.with_checks(false).flatten();
                out.extend(
                    of.filter(|one| one.key.into_inner().ends_with(":id"))
                        .map(|one| one.value.clone().into_owned()),
                );
            }
            XmlEvent::Done => return Ok(out),
            _ => {}
        }
    }
}
