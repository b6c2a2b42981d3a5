//! The ribbon of the tour: what to press now, in two lines above the screen.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::text;
use super::theme::{Role, Theme};
use crate::desk::tour::TourStep;
use crate::desk::{Desk, wrap};

/// The rows that it takes.
const ROWS: u16 = 2;
/// The columns of its heading.
const HEAD: u16 = 10;

/// Draws the ribbon, if a tour is under way. Returns the area left for the screen.
pub(super) fn draw(desk: &Desk, theme: &Theme, area: Rect, buffer: &mut Buffer) -> Rect {
    let (Some(tour), Some(says)) = (desk.tour(), desk.tour_says()) else {
        return area;
    };
    let rows = (ROWS + 1).min(area.height);
    let of = TourStep::ALL.len();
    let number = tour.step.done() + 1;
    let head = if number > of {
        "The end".to_owned()
    } else {
        format!("Step {number}/{of}")
    };
    buffer.set_stringn(
        area.x,
        area.y,
        &head,
        usize::from(HEAD),
        theme.style(Role::Heading),
    );
    let room = Rect {
        x: area.x + HEAD,
        width: area.width.saturating_sub(HEAD),
        height: 1,
        ..area
    };
    // It is heard once, by the plain mode itself, and not with every screen.
    let says = text::shown(theme, &says);
    let lines = wrap::lines(&says, usize::from(room.width).max(1));
    for (line, row) in lines.iter().zip(0..ROWS.min(area.height)) {
        let words = says.get(line.clone()).unwrap_or_default().trim_end();
        buffer.set_stringn(
            room.x,
            room.y + row,
            words,
            usize::from(room.width),
            theme.style(Role::Title),
        );
    }
    if rows > ROWS {
        let rule = Rect {
            y: area.y + ROWS,
            height: 1,
            ..area
        };
        text::rule(theme, rule, buffer);
    }
    Rect {
        y: area.y + rows,
        height: area.height - rows,
        ..area
    }
}
