//! The papers found in a folder or an archive: each with its kind and size, and the files that are
//! refused with their reason, before any is added.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::overlay::sheet;
use super::text::{self, WrappedText};
use super::theme::{Role, Theme};
use super::{first_row, glyph};
use crate::desk::action::keyed;
use crate::desk::gathering::Gathering;
use crate::desk::{Drawn, Hit, wrap};
use crate::documents::FoundFile;
use crate::wording::{bytes, count, shown};

/// Rows for what is said of the selected file.
const ABOUT: u16 = 4;

/// Draws the list.
pub(super) fn draw(
    gathering: &Gathering,
    theme: &Theme,
    area: Rect,
    frame: &mut Frame<'_>,
    drawn: &mut Drawn,
) {
    let files = gathering.files.len();
    let rows = u16::try_from(files).unwrap_or(u16::MAX);
    let inner = sheet(
        "Add which papers?",
        rows.saturating_add(ABOUT + 4),
        theme,
        area,
        frame.buffer_mut(),
    );
    let buffer = frame.buffer_mut();
    let head = Rect { height: 1, ..inner };
    let papers = gathering.papers();
    let says = match (gathering.kept().count(), files - papers) {
        (0, _) if papers == 0 => "No paper that can be read is there.".to_owned(),
        (kept, 0) => format!("{kept} of {} chosen.", count(papers, "paper", "papers")),
        (kept, refused) => format!(
            "{kept} of {} chosen, {} cannot be added.",
            count(papers, "paper", "papers"),
            count(refused, "file", "files")
        ),
    };
    let says = format!("{says} Nothing is added yet.");
    text::line(theme, &says, head, buffer, Role::Title);
    let hint = keyed!(
        "Press {leave} to leave one out or put it back, {add} to add the rest.",
        leave = LeaveOutPaper,
        add = AddFound
    );
    let line = Rect {
        y: inner.y + 1,
        ..head
    };
    text::line(theme, &hint, line, buffer, Role::Muted);
    let body = Rect {
        y: inner.y + 3,
        height: inner.height.saturating_sub(3),
        ..inner
    };
    let list = Rect {
        height: body.height.saturating_sub(ABOUT),
        ..body
    };
    let room = usize::from(list.height);
    drawn.page_rows = room;
    let from = first_row(gathering.selected, room, files);
    let shown_rows = gathering.files.iter().enumerate().skip(from).take(room);
    for (offset, (at, file)) in shown_rows.enumerate() {
        let place = Rect {
            y: list.y + u16::try_from(offset).unwrap_or_default(),
            height: 1,
            ..list
        };
        let kept = gathering.is_kept(at);
        let mark = if kept { glyph::chosen(theme) } else { " " };
        buffer.set_string(place.x, place.y, mark, theme.style(Role::Key));
        let detail = if file.refused.is_some() {
            "cannot be added".to_owned()
        } else if kept {
            about(file)
        } else {
            "left out".to_owned()
        };
        let detail = text::shown(theme, &detail);
        let width = u16::try_from(wrap::width(&detail)).unwrap_or_default();
        let words = Rect {
            x: place.x + 2,
            width: place.width.saturating_sub(width + 3),
            ..place
        };
        let role = if kept { Role::Text } else { Role::Muted };
        text::line(theme, &file.name, words, buffer, role);
        let right = place.right().saturating_sub(width).max(place.x);
        buffer.set_string(right, place.y, &detail, theme.style(Role::Muted));
        if at == gathering.selected {
            buffer.set_style(place, theme.style(Role::Selection));
        }
        drawn
            .hits
            .push(((place.x, place.y, place.width, 1), Hit::Pick(at)));
    }
    let foot = Rect {
        y: list.bottom(),
        height: body.height.min(ABOUT),
        ..body
    };
    text::rule(theme, Rect { height: 1, ..foot }, buffer);
    let mut page = WrappedText::new(theme, foot.width);
    if let Some(file) = gathering.current() {
        page.text(&file.name, Role::Heading);
        let from = file.pack().map_or_else(String::new, |pack| {
            format!(
                "; taken out of {}",
                shown(pack.file_name().map_or(pack, std::path::Path::new))
            )
        });
        let says = match &file.refused {
            Some(why) => format!("This file cannot be added: {why}."),
            None => format!("{}{from}.", about(file)),
        };
        page.text(&says, Role::Text);
    }
    let below = Rect {
        y: foot.y + 1,
        height: foot.height.saturating_sub(1),
        ..foot
    };
    page.draw(below, buffer, 0);
    frame.set_cursor_position((inner.x, inner.y));
}

/// Returns the kind and the size of a file.
fn about(file: &FoundFile) -> String {
    match file.bytes {
        0 => file.kind(),
        size => format!("{}, {}", file.kind(), bytes(size)),
    }
}
