//! The survey of the user's own audits: its numbers with bars, by section.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::overlay::sheet;
use super::text::{self, WrappedText};
use super::theme::{Role, Theme};
use super::{first_row, glyph};
use crate::desk::action::keyed;
use crate::desk::surveying::Surveying;
use crate::desk::{Drawn, Hit, wrap};
use crate::findings::survey::{SurveyCount, SurveySection};

/// Rows for what is said of the selected number.
const ABOUT: u16 = 5;
/// Columns of the widest bar.
const BAR: u16 = 24;

/// The mark of a flag that fires nearly everywhere.
const LITTLE: &str = " (says little)";

/// A line of the list: the heading of a section, or a number with its index.
enum Row<'s> {
    Heading(&'s SurveySection),
    Number(usize, &'s SurveyCount),
}

/// Draws the survey.
pub(super) fn draw(
    surveying: &Surveying,
    theme: &Theme,
    area: Rect,
    frame: &mut Frame<'_>,
    drawn: &mut Drawn,
) {
    let rows = area.height.saturating_sub(5);
    let inner = sheet(
        "All your audits together",
        rows,
        theme,
        area,
        frame.buffer_mut(),
    );
    let buffer = frame.buffer_mut();
    let head = Rect { height: 1, ..inner };
    let says = format!("{}.", surveying.survey.headline());
    text::line(theme, &says, head, buffer, Role::Title);
    let hint = keyed!(
        "Press {show} to list the audits behind a number.",
        show = ShowCounted
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
    let about = ABOUT.min(body.height / 2);
    let list = Rect {
        height: body.height.saturating_sub(about),
        ..body
    };
    let mut lines = Vec::new();
    let mut number = 0;
    let mut at = 0;
    for (section, rows) in surveying.sections() {
        lines.push(Row::Heading(section));
        for row in rows {
            if number == surveying.selected {
                at = lines.len();
            }
            lines.push(Row::Number(number, row));
            number += 1;
        }
    }
    let room = usize::from(list.height);
    drawn.page_rows = room;
    let from = first_row(at, room, lines.len());
    let mut cursor = (list.x, list.y);
    let wide = widest_numbers(surveying);
    for (offset, line) in lines.iter().skip(from).take(room).enumerate() {
        let place = Rect {
            y: list.y + u16::try_from(offset).unwrap_or_default(),
            height: 1,
            ..list
        };
        match line {
            Row::Heading(section) => {
                text::line(theme, section.topic.heading(), place, buffer, Role::Heading);
            }
            Row::Number(number, row) => {
                let bar = draw_number(row, wide, theme, place, buffer);
                if *number == surveying.selected {
                    // The bar keeps its colours.
                    let left = Rect {
                        width: bar.x - place.x,
                        ..place
                    };
                    let right = Rect {
                        x: bar.right(),
                        width: place.right().saturating_sub(bar.right()),
                        ..place
                    };
                    for part in [left, right] {
                        buffer.set_style(part, theme.style(Role::Selection));
                    }
                    cursor = (place.x, place.y);
                }
                drawn
                    .hits
                    .push(((place.x, place.y, place.width, 1), Hit::Pick(*number)));
            }
        }
    }
    let foot = Rect {
        y: list.bottom(),
        height: about,
        ..body
    };
    if foot.height > 1 {
        text::rule(theme, Rect { height: 1, ..foot }, buffer);
        let below = Rect {
            y: foot.y + 1,
            height: foot.height - 1,
            ..foot
        };
        about_number(surveying, theme, below).draw(below, buffer, 0);
    }
    frame.set_cursor_position(cursor);
}

/// Formats the two numbers of a row.
fn numbers(row: &SurveyCount) -> String {
    format!("{} of {}", row.audits.len(), row.of)
}

fn widest_numbers(surveying: &Surveying) -> u16 {
    let rows = surveying.sections().flat_map(|(_, rows)| rows);
    let wide = rows.map(|row| wrap::width(&numbers(row))).max();
    u16::try_from(wide.unwrap_or_default()).unwrap_or_default()
}

/// Draws a number: its name, a bar for its share, and both numbers at the right. Returns the place of
/// the bar.
fn draw_number(
    row: &SurveyCount,
    wide: u16,
    theme: &Theme,
    place: Rect,
    buffer: &mut ratatui::buffer::Buffer,
) -> Rect {
    let bar = (place.width / 5).min(BAR);
    let name = Rect {
        x: place.x + 2,
        width: place.width.saturating_sub(bar + wide + 6),
        ..place
    };
    let (label, role) = if row.says_little {
        // The name is cut rather than its mark.
        let room = usize::from(name.width).saturating_sub(wrap::width(LITTLE));
        let cut = wrap::cut(&row.label, room, glyph::more(theme));
        (format!("{cut}{LITTLE}"), Role::Muted)
    } else {
        (row.label.clone(), Role::Text)
    };
    text::line(theme, &label, name, buffer, role);
    let cells = usize::from(bar);
    let full = (row.audits.len() * cells)
        .checked_div(row.of)
        .unwrap_or_default()
        .min(cells);
    let x = name.right() + 2;
    buffer.set_string(
        x,
        place.y,
        glyph::done(theme).repeat(full),
        theme.style(Role::Key),
    );
    buffer.set_string(
        x + u16::try_from(full).unwrap_or_default(),
        place.y,
        glyph::undone(theme).repeat(cells - full),
        theme.style(Role::Muted),
    );
    let right = Rect {
        x: place.right().saturating_sub(wide),
        width: wide,
        ..place
    };
    let shown = format!("{:>1$}", numbers(row), usize::from(wide));
    text::line(theme, &shown, right, buffer, Role::Text);
    Rect {
        x,
        width: bar,
        ..place
    }
}

/// Tells the selected number in full.
fn about_number<'t>(surveying: &Surveying, theme: &'t Theme, area: Rect) -> WrappedText<'t> {
    let mut page = WrappedText::new(theme, area.width);
    let Some(row) = surveying.row() else {
        page.text("There is no audit to count yet.", Role::Text);
        return page;
    };
    page.text(&format!("{}: {}", row.label, numbers(row)), Role::Heading);
    let of_row = |(_, rows): &(&SurveySection, Vec<&SurveyCount>)| {
        rows.iter().any(|one| one.what == row.what)
    };
    if let Some((section, _)) = surveying.sections().find(of_row) {
        page.text(section.topic.counts(), Role::Muted);
    }
    for remark in row.remarks() {
        page.text(&remark, Role::Text);
    }
    page
}
