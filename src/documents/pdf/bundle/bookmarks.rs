//! The bookmarks of a PDF bundle: a title with its page, and those below it.

use pdf_writer::{Pdf, Ref, TextStr};

/// The most characters of a title.
const LONGEST: usize = 90;

/// A bookmark: its title, its place in the list of pages, the height there; and those below it.
#[derive(Debug)]
pub(super) struct Bookmark {
    title: String,
    page: usize,
    top: f32,
    pub(super) below: Vec<Self>,
}

impl Bookmark {
    pub(super) fn new(title: &str, page: usize, top: f32) -> Self {
        let title = if title.chars().count() > LONGEST {
            title.chars().take(LONGEST - 1).chain(['…']).collect()
        } else {
            title.to_owned()
        };
        Self {
            title: format!("{title} (page {})", page + 1),
            page,
            top,
            below: Vec::new(),
        }
    }
}

/// Writes bookmarks, under their root.
pub(super) fn write(
    out: &mut Pdf,
    bookmarks: &[Bookmark],
    root: Ref,
    pages: &[Ref],
    next: &mut Ref,
) {
    let refs = write_below(out, bookmarks, root, pages, next);
    if let (Some(first), Some(last)) = (refs.first(), refs.last()) {
        let count = i32::try_from(refs.len()).unwrap_or(i32::MAX);
        out.outline(root).first(*first).last(*last).count(count);
    }
}

/// Writes the bookmarks below a parent, and returns where each is.
fn write_below(
    out: &mut Pdf,
    bookmarks: &[Bookmark],
    parent: Ref,
    pages: &[Ref],
    next: &mut Ref,
) -> Vec<Ref> {
    let refs: Vec<Ref> = bookmarks.iter().map(|_| next.bump()).collect();
    for (at, (one, own)) in bookmarks.iter().zip(&refs).enumerate() {
        let below = write_below(out, &one.below, *own, pages, next);
        let mut written = out.outline_item(*own);
        written.title(TextStr(&one.title)).parent(parent);
        if let Some(before) = at.checked_sub(1).and_then(|at| refs.get(at)) {
            written.prev(*before);
        }
        if let Some(after) = refs.get(at + 1) {
            written.next(*after);
        }
        if let (Some(first), Some(last)) = (below.first(), below.last()) {
            // A negative number: they are folded up at first.
            let count = i32::try_from(below.len()).unwrap_or(i32::MAX);
            written.first(*first).last(*last).count(-count);
        }
        if let Some(page) = pages.get(one.page) {
            written.dest().page(*page).xyz(0.0, one.top, None);
        }
    }
    refs
}
