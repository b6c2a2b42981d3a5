//! Pure drawing: the desk's state in, cells out, at any size.
//!
//! Only [`theme`] names colours; nothing here changes the desk. The findings of the drawing
//! (clickable areas, scroll limits) are returned as [`Drawn`].

mod ascii;
mod board;
mod chrome;
mod comparing;
mod documents;
mod find;
mod flags;
mod gather;
pub mod glyph;
mod heard;
mod import_review;
mod instruments;
mod library;
mod overlay;
mod pages;
mod preview;
mod read_through;
pub mod reader;
mod report;
mod ribbon;
mod scale;
mod survey;
pub mod text;
pub mod theme;
mod timeline;
mod walk;

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::desk::{Desk, Drawn, Overlay, Screen, layout};
use theme::{Role, Theme};

/// Draws the whole desk. Returns the clickable areas and scroll limits.
pub fn draw(desk: &Desk, theme: &Theme, frame: &mut Frame<'_>) -> Drawn {
    let _keys = desk.keymap.put_in_use();
    let drawn = screen(desk, theme, frame);
    theme.finish(frame.buffer_mut());
    drawn
}

fn screen(desk: &Desk, theme: &Theme, frame: &mut Frame<'_>) -> Drawn {
    let area = frame.area();
    let mut drawn = Drawn::default();
    if area.width < layout::SMALLEST.0 || area.height < layout::SMALLEST.1 {
        too_small(theme, area, frame);
        return drawn;
    }
    let body = chrome::draw(desk, theme, area, frame.buffer_mut(), &mut drawn);
    theme.drawn_over();
    let body = ribbon::draw(desk, theme, body, frame.buffer_mut());
    match (desk.screen, &desk.open) {
        (Screen::Board, Some(open)) => board::draw(desk, open, theme, body, frame, &mut drawn),
        (Screen::Walk, Some(open)) => walk::draw(desk, open, theme, body, frame, &mut drawn),
        (Screen::Flags, Some(open)) => flags::draw(desk, open, theme, body, frame, &mut drawn),
        (Screen::Instruments, Some(open)) => {
            instruments::draw(desk, open, theme, body, frame, &mut drawn);
        }
        (Screen::Documents, Some(open)) => {
            documents::draw(desk, open, theme, body, frame, &mut drawn);
        }
        (Screen::Timeline, Some(open)) => {
            timeline::draw(desk, open, theme, body, frame, &mut drawn);
        }
        (Screen::Report, Some(open)) => report::draw(desk, open, theme, body, frame, &mut drawn),
        (Screen::Library, _) | (_, None) => library::draw(desk, theme, body, frame, &mut drawn),
    }
    if let Some(overlay) = desk.overlays.last() {
        // Only the overlay on top and the footer can be clicked; the strip is part of the walk.
        let strip = matches!(overlay, Overlay::Form(form) if form.is_strip());
        let foot = area.bottom() - 1;
        // So are the questions of the reading desk part of their screen.
        let beside = matches!(overlay, Overlay::Drop(dropping) if dropping.evidence.is_none())
            && area.width >= layout::READING_DESK;
        drawn
            .hits
            .retain(|((_, row, ..), _)| strip || beside || *row == foot);
        if !strip && !beside {
            theme.drawn_over();
        }
        match overlay {
            Overlay::Picker(picker) => {
                overlay::picker(desk, picker, theme, area, frame, &mut drawn);
            }
            Overlay::Drop(_) if beside => {}
            Overlay::Drop(dropping) => {
                documents::questions_over(desk, dropping, theme, area, frame, &mut drawn);
            }
            Overlay::Comparing(comparing) => {
                comparing::draw(comparing, theme, area, frame, &mut drawn);
            }
            Overlay::Survey(surveying) => {
                survey::draw(surveying, theme, area, frame, &mut drawn);
            }
            Overlay::ReadThrough(read) => {
                read_through::draw(read, theme, area, frame, &mut drawn);
            }
            Overlay::ImportReview(import_review) => {
                import_review::draw(desk, import_review, theme, area, frame, &mut drawn);
            }
            Overlay::Gather(gathering) => gather::draw(gathering, theme, area, frame, &mut drawn),
            Overlay::Find(find) => find::draw(find, theme, area, frame, &mut drawn),
            Overlay::Form(form) if form.is_strip() => {}
            Overlay::Form(form) => overlay::form(form, theme, area, frame, &mut drawn),
            Overlay::Editor(editor) => overlay::editor(desk, editor, theme, area, frame),
            Overlay::Page(page) => overlay::page(desk, page, theme, area, frame, &mut drawn),
        }
    }
    drawn
}

fn too_small(theme: &Theme, area: Rect, frame: &mut Frame<'_>) {
    let (columns, rows) = layout::SMALLEST;
    let mut page = text::WrappedText::new(theme, area.width.max(1));
    page.text(
        &format!("Window too small (needs {columns} x {rows}). Your work is saved."),
        Role::Text,
    );
    page.draw(area, frame.buffer_mut(), 0);
}

/// Returns the first row of a list to draw, so that the selected row is visible.
pub(crate) const fn first_row(selected: usize, rows: usize, all: usize) -> usize {
    if rows == 0 || all <= rows {
        return 0;
    }
    let half = rows / 2;
    let from = selected.saturating_sub(half);
    if from + rows > all { all - rows } else { from }
}
