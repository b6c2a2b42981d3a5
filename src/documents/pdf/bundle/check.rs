//! The rules of the courts' guidance that a program can check, held to the finished file.
//!
//! The file is read again from its bytes; nothing is taken from the making of it but the plan.

use std::collections::HashMap;
use std::sync::Arc;

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, MaybeRef, Name, Object, ObjectIdentifier};
use hayro_syntax::page::{Page, Rotation};

use super::plan::{PdfPlan, PdfReport};
use crate::documents::pdf::objects;

/// Holds a bundle to the rules; each with the finding.
pub(super) fn rules(bytes: &[u8], plan: &PdfPlan, report: &PdfReport) -> Vec<(String, bool)> {
    let Ok(pdf) = Pdf::new(Arc::new(bytes.to_vec())) else {
        return vec![("The bundle is a PDF.".to_owned(), false)];
    };
    let pages = pdf.pages();
    let catalog = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id());
    let catalog = catalog.unwrap_or_default();
    let by_ref: HashMap<ObjectIdentifier, usize> = (pages.iter().enumerate())
        .filter_map(|(at, page)| Some((page.raw().obj_id()?, at)))
        .collect();
    let numbers: Vec<bool> = (1..)
        .zip(pages.iter())
        .map(|(number, page)| is_numbered(page, number))
        .collect();
    let present = plan
        .exhibits
        .iter()
        .filter(|one| one.absent.is_none())
        .count();
    let parts = present + usize::from(!plan.front.is_empty());
    let index_links: Vec<Option<usize>> = pages
        .iter()
        .take_while(|page| !is_council(page))
        .flat_map(|page| links(page, &by_ref))
        .collect();
    let mut reached: Vec<usize> = index_links.iter().flatten().copied().collect();
    reached.sort_unstable();
    reached.dedup();
    let marks = bookmarks(&catalog, &pdf, &by_ref);
    let is_true = |(title, page): &(String, Option<usize>)| {
        page.is_some_and(|page| title.ends_with(&format!("(page {})", page + 1)))
    };
    let all_links: Vec<Option<usize>> =
        pages.iter().flat_map(|page| links(page, &by_ref)).collect();
    let searchable = !report.notes.iter().any(|note| note.contains("(OCR)"));
    let upright = pages
        .iter()
        .all(|page| matches!(page.rotation(), Rotation::None));
    let rule = |says: &str, held: bool| (says.to_owned(), held);
    vec![
        rule(
            "The bundle is one PDF file.",
            !pages.is_empty() && bytes.starts_with(b"%PDF-"),
        ),
        rule(
            "Every page has a number set by the program.",
            numbers.iter().all(|held| *held),
        ),
        rule(
            "The numbers begin at 1 on the first page, which is the index.",
            numbers.first() == Some(&true),
        ),
        rule(
            "The numbers run on to the last page and are those of the PDF.",
            numbers.len() == report.pages && numbers.last() == Some(&true),
        ),
        rule(
            "Each entry of the index is a link to its paper.",
            reached.len() >= parts && index_links.iter().all(Option::is_some),
        ),
        rule(
            "Every link leads to a page of the bundle.",
            all_links.iter().all(Option::is_some),
        ),
        rule(
            "Every paper and section has a bookmark.",
            marks.len() > parts,
        ),
        rule(
            "Each bookmark has a short title and its page number.",
            marks
                .iter()
                .all(|one| is_true(one) && one.0.chars().count() <= 110),
        ),
        rule(
            "The text of typed pages can be searched and copied.",
            searchable,
        ),
        rule(
            "Every page is shown the way it is read, landscape or portrait.",
            upright,
        ),
        rule("The bundle opens at 100 per cent.", opens_whole(&catalog)),
    ]
}

/// Returns true if a page shows its number, as the last thing that it draws.
fn is_numbered(page: &Page<'_>, number: usize) -> bool {
    let content = page.page_stream().unwrap_or_default();
    let wanted = format!("({number}) Tj");
    let packed = format!("({number})Tj");
    let tail = content
        .get(content.len().saturating_sub(80)..)
        .unwrap_or(content);
    let tail = String::from_utf8_lossy(tail);
    tail.contains(&wanted) || tail.contains(&packed)
}

/// Returns true if a page is one of a paper, taken over.
fn is_council(page: &Page<'_>) -> bool {
    let content = page.page_stream().unwrap_or_default();
    content.windows(11).any(|one| one == b"/BundlePage")
}

/// Returns the place of the page that a destination leads to.
fn leads_to(dest: &Array<'_>, pages: &HashMap<ObjectIdentifier, usize>) -> Option<usize> {
    match dest.raw_iter().next()? {
        MaybeRef::Ref(to) => pages.get(&to.into()).copied(),
        MaybeRef::NotRef(_) => None,
    }
}

fn links(page: &Page<'_>, pages: &HashMap<ObjectIdentifier, usize>) -> Vec<Option<usize>> {
    let all = page.raw().get::<Array<'_>>(b"Annots".as_slice());
    let all: Vec<Dict<'_>> = all
        .map(|all| all.iter::<Dict<'_>>().collect())
        .unwrap_or_default();
    let to = |one: &Dict<'_>| leads_to(&one.get::<Array<'_>>(b"Dest".as_slice())?, pages);
    all.iter().map(to).collect()
}

/// Returns every bookmark with the place of its page.
fn bookmarks(
    catalog: &Dict<'_>,
    pdf: &Pdf,
    pages: &HashMap<ObjectIdentifier, usize>,
) -> Vec<(String, Option<usize>)> {
    let mut found = Vec::new();
    let root = catalog.get::<Dict<'_>>(b"Outlines".as_slice());
    let mut open: Vec<Dict<'_>> = root
        .and_then(|one| one.get::<Dict<'_>>(b"First".as_slice()))
        .into_iter()
        .collect();
    while let Some(one) = open.pop() {
        if found.len() > pdf.pages().len() * 4 + 1000 {
            break;
        }
        let title = objects::string(&one, b"Title").unwrap_or_default();
        let dest = one.get::<Array<'_>>(b"Dest".as_slice());
        found.push((title, dest.and_then(|dest| leads_to(&dest, pages))));
        for key in [b"Next".as_slice(), b"First".as_slice()] {
            open.extend(one.get::<Dict<'_>>(key));
        }
    }
    found
}

fn opens_whole(catalog: &Dict<'_>) -> bool {
    let Some(opens) = catalog.get::<Array<'_>>(b"OpenAction".as_slice()) else {
        return false;
    };
    let parts: Vec<Object<'_>> = opens.iter::<Object<'_>>().collect();
    let way = parts
        .iter()
        .any(|one| matches!(one, Object::Name(name) if name_is(name, b"XYZ")));
    let zoom = parts.last().is_some_and(
        |one| matches!(one, Object::Number(zoom) if (zoom.as_f64() - 1.0).abs() < 1e-6),
    );
    way && zoom
}

fn name_is(name: &Name<'_>, wanted: &[u8]) -> bool {
    &**name == wanted
}
