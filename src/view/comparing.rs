//! The comparison of two papers: the differences, and the selected one in full with both places.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::overlay::sheet;
use super::text::{self, WrappedText};
use super::theme::{Role, Theme};
use super::{first_row, glyph};
use crate::desk::action::keyed;
use crate::desk::comparing::Comparing;
use crate::desk::{Drawn, Hit, wrap};

/// Draws the comparison.
pub(super) fn draw(
    comparing: &Comparing,
    theme: &Theme,
    area: Rect,
    frame: &mut Frame<'_>,
    drawn: &mut Drawn,
) {
    let rows = area.height.saturating_sub(5);
    let inner = sheet(&comparing.title, rows, theme, area, frame.buffer_mut());
    let buffer = frame.buffer_mut();
    let mut head = WrappedText::new(theme, inner.width);
    head.text(&comparing.counts, Role::Muted);
    let head_rows = u16::try_from(head.height()).unwrap_or(u16::MAX).min(4);
    let head_area = Rect {
        height: head_rows.min(inner.height),
        ..inner
    };
    head.draw(head_area, buffer, 0);
    let body = Rect {
        y: head_area.bottom() + 1,
        height: inner.height.saturating_sub(head_area.height + 1),
        ..inner
    };
    let below = (body.height / 2).min(16);
    let list = Rect {
        height: body.height.saturating_sub(below),
        ..body
    };
    let foot = Rect {
        y: list.bottom(),
        height: below,
        ..body
    };
    let Some(selected) = comparing.row() else {
        text::line(
            theme,
            "The two papers say the same.",
            Rect { height: 1, ..body },
            buffer,
            Role::Text,
        );
        frame.set_cursor_position((body.x, body.y));
        return;
    };
    let rows = usize::from(list.height);
    drawn.page_rows = rows;
    let marks = comparing.rows.iter().map(|one| wrap::width(one.mark));
    let marks = u16::try_from(marks.max().unwrap_or_default()).unwrap_or_default();
    let mut cursor = (list.x, list.y);
    let from = first_row(comparing.selected, rows, comparing.rows.len());
    for (offset, one) in comparing.rows.iter().skip(from).take(rows).enumerate() {
        let y = list.y + u16::try_from(offset).unwrap_or_default();
        let place = Rect {
            y,
            height: 1,
            ..list
        };
        let pages = text::shown(theme, &one.pages());
        let width = u16::try_from(wrap::width(&pages)).unwrap_or_default();
        let role = if one.lost.is_some() {
            Role::Key
        } else {
            Role::Muted
        };
        let mark = Rect {
            width: marks.min(place.width),
            ..place
        };
        text::line(theme, one.mark, mark, buffer, role);
        let room = Rect {
            x: place.x + marks + 2,
            width: place.width.saturating_sub(marks + width + 4),
            ..place
        };
        text::line(theme, &one.text, room, buffer, Role::Text);
        buffer.set_string(
            place.right().saturating_sub(width),
            y,
            &pages,
            theme.style(Role::Muted),
        );
        if from + offset == comparing.selected {
            buffer.set_style(place, theme.style(Role::Selection));
            cursor = (place.x, y);
        }
        drawn
            .hits
            .push(((place.x, y, place.width, 1), Hit::Pick(from + offset)));
    }
    let mut page = WrappedText::new(theme, foot.width);
    let number = comparing.selected + 1;
    let of = comparing.rows.len();
    page.text(&format!("{number} of {of}: {}", selected.mark), Role::Title);
    let places = [&selected.before, &selected.after].into_iter().flatten();
    let places: Vec<String> = places.map(crate::documents::Locus::cite).collect();
    page.text(&places.join(" → "), Role::Muted);
    if let Some(lost) = &selected.lost {
        let says = if lost.after.is_some() {
            keyed!(
                "Press {take} to quote both passages under a question.",
                take = TakeLost
            )
        } else {
            keyed!(
                "Press {take} to quote it under a question, with the proof that it is gone.",
                take = TakeLost
            )
        };
        page.text(&says, Role::Muted);
    }
    if foot.height > 1 {
        text::rule(theme, Rect { height: 1, ..foot }, buffer);
        let room = Rect {
            y: foot.y + 1,
            height: foot.height - 1,
            ..foot
        };
        let bar = glyph::bar(theme);
        let (words, marks) = (&selected.text, &selected.marks);
        let left = usize::from(room.height).saturating_sub(page.height());
        page.marked((bar, bar), words, marks, (Role::Text, Role::Found), left);
        page.draw(room, buffer, 0);
    }
    frame.set_cursor_position(cursor);
}
