//! The strip for proof under the question that was just answered.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::desk::overlay::{FieldEntry, FieldId, Form, FormField};
use crate::desk::{Drawn, Hit, wrap};
use crate::view::glyph;
use crate::view::overlay::{at_rest, one_line, paper_field};
use crate::view::text::{self, WrappedText};
use crate::view::theme::{Role, Theme};

/// The columns of its labels.
const LABEL: u16 = 11;

/// The columns of the page, with its label.
const PAGE: u16 = 13;

/// The rows below which only the field in front is drawn.
const ROOMY: u16 = 12;

/// Returns the rows that the strip takes of so many.
pub(super) fn rows(form: &Form, height: u16) -> u16 {
    if height < ROOMY {
        return height.min(3);
    }
    // Title, document and page, the others, help.
    let others = form
        .fields
        .iter()
        .filter(|field| !is_in_first_row(field.key));
    3 + u16::try_from(others.count()).unwrap_or_default()
}

const fn is_in_first_row(key: FieldId) -> bool {
    matches!(key, FieldId::Document | FieldId::Page)
}

/// Draws the strip. Returns the cursor's place.
pub(super) fn strip(
    form: &Form,
    theme: &Theme,
    area: Rect,
    buffer: &mut Buffer,
    drawn: &mut Drawn,
) -> (u16, u16) {
    let line = |y: u16| Rect {
        y,
        height: 1,
        ..area
    };
    text::rule(theme, line(area.y), buffer);
    let title = wrap::cut(
        &form.title,
        usize::from(area.width.saturating_sub(6)),
        glyph::more(theme),
    );
    let title_area = Rect {
        x: area.x + 2,
        width: area.width.saturating_sub(2),
        ..line(area.y)
    };
    text::line(
        theme,
        &format!(" {title} "),
        title_area,
        buffer,
        Role::Heading,
    );
    let mut cursor = (area.x, area.y + 1);
    let mut y = area.y + 1;
    let roomy = area.height > 3;
    for (at, field) in form.fields.iter().enumerate() {
        let focused = at == form.focus;
        if !roomy && !focused {
            continue;
        }
        let room = match field.key {
            FieldId::Document if roomy => Rect {
                width: area.width.saturating_sub(PAGE + 2),
                ..line(y)
            },
            FieldId::Page if roomy => Rect {
                x: area.right().saturating_sub(PAGE),
                width: PAGE.min(area.width),
                ..line(y)
            },
            _ => line(y),
        };
        let place = one_field(field, focused, theme, room, buffer);
        if focused {
            cursor = place;
        }
        drawn
            .hits
            .push(((room.x, y, room.width, 1), Hit::Field(at)));
        if field.key != FieldId::Document || !roomy {
            y += 1;
        }
    }
    let foot = Rect {
        y,
        height: area.bottom().saturating_sub(y),
        ..area
    };
    match (&form.notice, form.fields.get(form.focus)) {
        (Some(notice), _) => {
            let mut page = WrappedText::new(theme, foot.width);
            page.item("!", notice, Role::Middling);
            page.draw(foot, buffer, 0);
        }
        (None, Some(field)) => {
            text::line(
                theme,
                &field.help,
                Rect {
                    height: foot.height.min(1),
                    ..foot
                },
                buffer,
                Role::Muted,
            );
        }
        (None, None) => {}
    }
    cursor
}

/// Draws one field with its label. Returns the cursor's place.
fn one_field(
    field: &FormField,
    focused: bool,
    theme: &Theme,
    area: Rect,
    buffer: &mut Buffer,
) -> (u16, u16) {
    let role = if focused { Role::Key } else { Role::Muted };
    let label = match field.key {
        FieldId::Page => 5,
        _ => LABEL,
    };
    let label = label.min(area.width);
    let left = Rect {
        width: label,
        ..area
    };
    text::line(theme, field.label, left, buffer, role);
    let entry = Rect {
        x: area.x + label,
        width: area.width - label,
        ..area
    };
    let cursor = match &field.entry {
        FieldEntry::Text(text) if focused => one_line(text, theme, entry, buffer),
        FieldEntry::Text(text) => {
            at_rest(text, theme, entry, buffer);
            (entry.x, entry.y)
        }
        FieldEntry::Paper(paper) => paper_field(paper, focused, theme, entry, buffer),
        FieldEntry::Choice(..) => (entry.x, entry.y),
    };
    if focused {
        let under = theme
            .style(Role::Text)
            .add_modifier(ratatui::style::Modifier::UNDERLINED);
        buffer.set_style(entry, under);
    }
    cursor
}
