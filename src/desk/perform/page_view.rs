//! The page view: reading a document page by page.

use std::ops::Range;

use super::super::papers::PageView;
use super::super::{Desk, NoticeTone, Screen};
use crate::documents::Passage;

impl Desk {
    /// Opens a page of a document.
    pub(in crate::desk) fn open_page(
        &mut self,
        id: &str,
        (page, paragraph): (usize, usize),
        marks: Vec<Range<usize>>,
        from_walk: bool,
    ) {
        self.show(Screen::Documents);
        if let Some(open) = &mut self.open {
            let documents = &open.history.audit().documents;
            if let Some(row) = documents.iter().position(|one| one.id == id) {
                open.papers.row = row;
            }
            open.papers.page_view = Some(PageView {
                document: id.to_owned(),
                page,
                paragraph,
                marked: Vec::new(),
                found: (page, paragraph, marks),
                from_walk,
            });
        }
    }

    /// Opens the page of a passage.
    pub(in crate::desk) fn read_passage(&mut self, passage: &Passage, from_walk: bool) {
        let spot = self
            .open
            .as_ref()
            .and_then(|open| open.papers.register.as_ref()?.shelf.spot(&passage.at));
        if let Some(spot) = spot {
            let id = passage.at.document.clone();
            self.open_page(&id, spot, passage.marks.clone(), from_walk);
        }
    }

    /// Closes the page view and returns to the screen it was opened from. Returns true if one was
    /// open.
    pub(in crate::desk) fn close_page(&mut self) -> bool {
        if self.screen != Screen::Documents {
            return false;
        }
        let page_view = self
            .open
            .as_mut()
            .and_then(|open| open.papers.page_view.take());
        match page_view {
            Some(page_view) if page_view.from_walk => self.show(Screen::Walk),
            Some(_) => {}
            None => return false,
        }
        true
    }

    /// Moves some paragraphs forward or back in the page view, across pages.
    pub(in crate::desk) fn step_page(&mut self, forward: bool, by: usize) {
        let Some(open) = &mut self.open else { return };
        let Some(page_view) = open.papers.page_view.clone() else {
            return;
        };
        let Some(paper) = open.papers.paper(&page_view.document) else {
            return;
        };
        let pages = &paper.paper.pages;
        let rows = |page: usize| pages.get(page).map_or(0, |page| page.paragraphs.len());
        let (mut page, mut row) = (page_view.page, page_view.paragraph);
        for _ in 0..by {
            if forward && row + 1 < rows(page) {
                row += 1;
            } else if forward && page + 1 < pages.len() {
                (page, row) = (page + 1, 0);
            } else if !forward && row > 0 {
                row -= 1;
            } else if !forward && page > 0 {
                page -= 1;
                row = rows(page).saturating_sub(1);
            } else {
                break;
            }
        }
        open.papers.page_view = Some(PageView {
            page,
            paragraph: row,
            ..page_view
        });
    }

    /// Turns one page forward or back.
    pub(in crate::desk) fn turn_page(&mut self, forward: bool) {
        let Some(open) = &mut self.open else { return };
        let Some(page_view) = open.papers.page_view.clone() else {
            return;
        };
        let pages = open
            .papers
            .paper(&page_view.document)
            .map_or(0, |paper| paper.paper.pages.len());
        let page = if forward {
            (page_view.page + 1).min(pages.saturating_sub(1))
        } else {
            page_view.page.saturating_sub(1)
        };
        if page != page_view.page {
            open.papers.page_view = Some(PageView {
                page,
                paragraph: 0,
                ..page_view
            });
        } else if forward {
            self.say(NoticeTone::Info, "This is the last page.");
        } else {
            self.say(NoticeTone::Info, "This is the first page.");
        }
    }

    /// Goes to the page with a number: as counted in the file, or as printed on it.
    pub(in crate::desk) fn go_to_page(&mut self, typed: &str) -> Result<(), String> {
        let Some(open) = &mut self.open else {
            return Ok(());
        };
        let Some(page_view) = open.papers.page_view.clone() else {
            return Ok(());
        };
        let pages = open
            .papers
            .paper(&page_view.document)
            .map(|paper| paper.paper.pages.as_slice())
            .unwrap_or_default();
        let counted = typed
            .parse::<u32>()
            .ok()
            .and_then(|number| pages.iter().position(|page| page.number == number));
        let printed = || {
            pages
                .iter()
                .position(|page| page.printed.as_deref() == Some(typed))
        };
        let Some(page) = counted.or_else(printed) else {
            let last = pages.last().map_or(0, |page| page.number);
            return Err(format!("There is no page “{typed}”: the last is {last}."));
        };
        open.papers.page_view = Some(PageView {
            page,
            paragraph: 0,
            ..page_view
        });
        Ok(())
    }
}
