//! The read-through: what the other side would say of a paper, row by row; the selected row in full.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::first_row;
use super::overlay::sheet;
use super::text::{self, WrappedText};
use super::theme::{Role, Theme};
use crate::desk::action::keyed;
use crate::desk::read_through::{ReadRow, ReadThrough};
use crate::desk::{Drawn, Hit};
use crate::wording::count;

/// Columns of the mark before a row.
const MARK: u16 = 20;

/// Draws the read-through.
pub(super) fn draw(
    read: &ReadThrough,
    theme: &Theme,
    area: Rect,
    frame: &mut Frame<'_>,
    drawn: &mut Drawn,
) {
    let inner = sheet(
        "Read-through: as the monitoring officer would read it",
        area.height.saturating_sub(7),
        theme,
        area,
        frame.buffer_mut(),
    );
    let buffer = frame.buffer_mut();
    let head = Rect { height: 1, ..inner };
    let says = keyed!(
        "{}. Press {write} to write the paper all the same.",
        write = WriteAllTheSame;
        count(read.remarks(), "remark", "remarks")
    );
    text::line(theme, &says, head, buffer, Role::Title);
    let body = Rect {
        y: inner.y + 2,
        height: inner.height.saturating_sub(2),
        ..inner
    };
    let below = (body.height / 2).clamp(4, 10).min(body.height);
    let list = Rect {
        height: body.height.saturating_sub(below),
        ..body
    };
    let room = usize::from(list.height);
    drawn.page_rows = room;
    let from = first_row(read.selected, room, read.rows.len());
    for (offset, row) in read.rows.iter().skip(from).take(room).enumerate() {
        let place = Rect {
            y: list.y + u16::try_from(offset).unwrap_or_default(),
            height: 1,
            ..list
        };
        let (mark, title, role) = match row {
            ReadRow::Remark(remark) => (
                remark.objection.label(),
                remark.title.as_str(),
                Role::Middling,
            ),
            ReadRow::LeftOut(_, title) => ("left out", title.as_str(), Role::Muted),
        };
        buffer.set_string(place.x, place.y, mark, theme.style(role));
        let words = Rect {
            x: place.x + MARK,
            width: place.width.saturating_sub(MARK),
            ..place
        };
        text::line(theme, title, words, buffer, Role::Text);
        if from + offset == read.selected {
            buffer.set_style(place, theme.style(Role::Selection));
        }
        drawn
            .hits
            .push(((place.x, place.y, place.width, 1), Hit::Pick(from + offset)));
    }
    let foot = Rect {
        y: list.bottom(),
        height: below,
        ..body
    };
    text::rule(theme, Rect { height: 1, ..foot }, buffer);
    let mut page = WrappedText::new(theme, foot.width);
    match read.current() {
        Some(ReadRow::Remark(remark)) => {
            page.text(&remark.title, Role::Heading);
            page.text(&remark.message, Role::Text);
        }
        Some(ReadRow::LeftOut(_, title)) => {
            page.text(title, Role::Heading);
            page.text(
                &keyed!(
                    "This ground is left out of every paper. Press {leave} to put it back.",
                    leave = LeaveGround
                ),
                Role::Text,
            );
        }
        None => {
            page.text("Nothing is left to remark on.", Role::Good);
        }
    }
    let below = Rect {
        y: foot.y + 1,
        height: foot.height.saturating_sub(1),
        ..foot
    };
    page.draw(below, buffer, 0);
    frame.set_cursor_position((inner.x, inner.y));
}
