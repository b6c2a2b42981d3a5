//! The import review: conflicts, changes, row errors and notices; the selected row in full.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::first_row;
use super::overlay::sheet;
use super::text::{self, WrappedText};
use super::theme::{Role, Theme};
use crate::desk::import_review::{ImportReview, ImportRow, ask, short};
use crate::desk::{Desk, Drawn, Hit};
use crate::import::Decision;

/// Draws the import review.
pub(super) fn draw(
    desk: &Desk,
    import_review: &ImportReview,
    theme: &Theme,
    area: Rect,
    frame: &mut Frame<'_>,
    drawn: &mut Drawn,
) {
    let title = format!("Import: {}", import_review.name);
    let inner = sheet(
        &title,
        area.height.saturating_sub(7),
        theme,
        area,
        frame.buffer_mut(),
    );
    let buffer = frame.buffer_mut();
    let head = Rect { height: 1, ..inner };
    let says = format!("Nothing is changed yet: {}.", import_review.label());
    text::line(theme, &says, head, buffer, Role::Title);
    let body = Rect {
        y: inner.y + 2,
        height: inner.height.saturating_sub(2),
        ..inner
    };
    let below = (body.height / 2).clamp(4, 14).min(body.height);
    let list = Rect {
        height: body.height.saturating_sub(below),
        ..body
    };
    let rows = import_review.rows();
    let room = usize::from(list.height);
    drawn.page_rows = room;
    let from = first_row(import_review.selected, room, rows.len());
    for (offset, row) in rows.iter().skip(from).take(room).enumerate() {
        let y = list.y + u16::try_from(offset).unwrap_or_default();
        let place = Rect {
            y,
            height: 1,
            ..list
        };
        let (mark, says, role) = in_a_line(desk, import_review, *row);
        buffer.set_string(place.x, y, &mark, theme.style(role));
        let words = Rect {
            x: place.x + 8,
            width: place.width.saturating_sub(8),
            ..place
        };
        text::line(theme, &says, words, buffer, Role::Text);
        if from + offset == import_review.selected {
            buffer.set_style(place, theme.style(Role::Selection));
        }
        drawn
            .hits
            .push(((place.x, y, place.width, 1), Hit::Pick(from + offset)));
    }
    let foot = Rect {
        y: list.bottom(),
        height: below,
        ..body
    };
    text::rule(theme, Rect { height: 1, ..foot }, buffer);
    let mut page = WrappedText::new(theme, foot.width);
    if let Some(row) = rows.get(import_review.selected) {
        in_full(desk, import_review, *row, &mut page);
    } else {
        page.text("Everything in it is already here.", Role::Text);
    }
    page.draw(
        Rect {
            y: foot.y + 1,
            height: foot.height.saturating_sub(1),
            ..foot
        },
        buffer,
        0,
    );
    frame.set_cursor_position((inner.x, inner.y));
}

fn decided(decision: Decision) -> (&'static str, Role) {
    match decision {
        Decision::KeepMine => ("mine", Role::Middling),
        Decision::TakeTheirs => ("theirs", Role::Key),
        Decision::KeepBoth => ("both", Role::Good),
    }
}

fn in_a_line(
    desk: &Desk,
    import_review: &ImportReview,
    row: ImportRow<'_>,
) -> (String, String, Role) {
    match row {
        ImportRow::Decide(line, at) => {
            let (mark, role) = decided(import_review.decision(line, at));
            let field = line.conflicts.get(at).map_or("", |one| one.field.the());
            let says = format!("{}: {field}", short(&desk.library, line));
            (mark.to_owned(), says, role)
        }
        ImportRow::Change(line) => {
            let says = short(&desk.library, line).to_owned();
            ("new".to_owned(), says, Role::Good)
        }
        ImportRow::RowError(at) => {
            let says = import_review
                .plan
                .not_understood
                .get(at)
                .map_or_else(String::new, |one| format!("{}: {}", one.place, one.message));
            ("not ?".to_owned(), says, Role::Bad)
        }
        ImportRow::Notice(at) => {
            let says = import_review
                .plan
                .notices
                .get(at)
                .cloned()
                .unwrap_or_default();
            ("note".to_owned(), says, Role::Muted)
        }
    }
}

fn in_full(
    desk: &Desk,
    import_review: &ImportReview,
    row: ImportRow<'_>,
    page: &mut WrappedText<'_>,
) {
    match row {
        ImportRow::Decide(line, at) => {
            page.text(ask(&desk.library, line), Role::Title);
            if let Some(conflict) = line.conflicts.get(at) {
                page.labelled("Mine", &conflict.mine, Role::Text);
                page.labelled(
                    &format!("Theirs, by {}", line.by),
                    &conflict.theirs,
                    Role::Text,
                );
                let (says, role) = decided(import_review.decision(line, at));
                page.labelled("Decided", says, role);
            }
            for will in &line.will {
                page.bullet(will, Role::Muted);
            }
        }
        ImportRow::Change(line) => {
            page.text(ask(&desk.library, line), Role::Title);
            for will in &line.will {
                page.bullet(will, Role::Text);
            }
            let places: Vec<String> = line.places.iter().map(ToString::to_string).collect();
            page.text(
                &format!("{}, by {}", places.join("; "), line.by),
                Role::Muted,
            );
        }
        ImportRow::RowError(_) | ImportRow::Notice(_) => {
            let (_, says, role) = in_a_line(desk, import_review, row);
            page.text(&says, role);
        }
    }
}
