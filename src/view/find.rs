//! The search in the documents: the query, the passages found, the selected one in full.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::overlay::{one_line, sheet};
use super::text::{self, WrappedText};
use super::theme::{Role, Theme};
use super::{first_row, glyph};
use crate::desk::action::keyed;
use crate::desk::overlay::PaperSearch;
use crate::desk::{Drawn, Hit, wrap};

/// Draws the search.
pub(super) fn draw(
    find: &PaperSearch,
    theme: &Theme,
    area: Rect,
    frame: &mut Frame<'_>,
    drawn: &mut Drawn,
) {
    let inner = sheet(
        "Search the papers",
        area.height.saturating_sub(7),
        theme,
        area,
        frame.buffer_mut(),
    );
    let buffer = frame.buffer_mut();
    buffer.set_string(inner.x, inner.y, "> ", theme.style(Role::Key));
    let line = Rect {
        x: inner.x + 2,
        width: inner.width.saturating_sub(2),
        height: 1,
        ..inner
    };
    let cursor = one_line(&find.query, theme, line, buffer);
    if find.query.text().is_empty() {
        let says = "words that must all be there; \"a phrase\"; this or that; -not this";
        text::line(theme, says, line, buffer, Role::Muted);
    }
    let body = Rect {
        y: inner.y + 2,
        height: inner.height.saturating_sub(2),
        ..inner
    };
    let below = (body.height / 2).min(12);
    let list = Rect {
        height: body.height.saturating_sub(below),
        ..body
    };
    let foot = Rect {
        y: list.bottom(),
        height: below,
        ..body
    };
    let mut page = WrappedText::new(theme, foot.width);
    if let Some(passage) = find.passages.get(find.selected) {
        let rows = usize::from(list.height);
        drawn.page_rows = rows;
        let from = first_row(find.selected, rows, find.passages.len());
        for (offset, one) in find.passages.iter().skip(from).take(rows).enumerate() {
            let y = list.y + u16::try_from(offset).unwrap_or_default();
            let place = Rect {
                y,
                height: 1,
                ..list
            };
            let at = wrap::cut(
                &text::shown(theme, &place_of(one)),
                usize::from(place.width / 3),
                glyph::more(theme),
            );
            let width = u16::try_from(wrap::width(&at)).unwrap_or_default();
            let room = Rect {
                width: place.width.saturating_sub(width + 2),
                ..place
            };
            text::line(
                theme,
                &around_mark(one, room.width),
                room,
                buffer,
                Role::Text,
            );
            buffer.set_string(
                place.right().saturating_sub(width),
                y,
                &at,
                theme.style(Role::Muted),
            );
            if from + offset == find.selected {
                buffer.set_style(place, theme.style(Role::Selection));
            }
            drawn
                .hits
                .push(((place.x, y, place.width, 1), Hit::Pick(from + offset)));
        }
        let count = match (find.by_page, find.total) {
            (true, total) => {
                format!("No paragraph has all of it; {total} are on a page that does")
            }
            (false, 1) => "1 passage".to_owned(),
            (false, total) => format!("{} of {total} passages", find.selected + 1),
        };
        page.text(&format!("{count}: {}", passage.at.cite()), Role::Muted);
        page.marked(
            (glyph::bar(theme), glyph::bar(theme)),
            &passage.text,
            &passage.marks,
            (Role::Text, Role::Found),
            usize::from(below.saturating_sub(2)),
        );
    } else if let Some(silence) = &find.silence {
        let mut whole = WrappedText::new(theme, body.width);
        whole.text(&silence.label(), Role::Text);
        whole.gap();
        whole.text(
            &keyed!(
                "Press {record} to answer the open question with no evidence, and this as its \
                 proof.",
                record = RecordFound
            ),
            Role::Muted,
        );
        whole.draw(body, buffer, 0);
    } else if !find.query.text().trim().is_empty() {
        page.text(
            "Nothing has all these words. Try fewer words, or a part of one.",
            Role::Muted,
        );
    }
    if foot.height > 0 && page.height() > 0 {
        text::rule(theme, Rect { height: 1, ..foot }, buffer);
        page.draw(
            Rect {
                y: foot.y + 1,
                height: foot.height.saturating_sub(1),
                ..foot
            },
            buffer,
            0,
        );
    }
    frame.set_cursor_position(cursor);
}

/// Returns the place of a passage in few words.
fn place_of(passage: &crate::documents::Passage) -> String {
    let at = &passage.at;
    let page = at
        .page
        .map_or_else(String::new, |page| format!(" p. {page}"));
    let secret = if at.in_confidence {
        " (confidential)"
    } else {
        ""
    };
    format!("{}{page}{secret}", at.title)
}

/// Returns the words around the first mark, so that it is visible.
fn around_mark(passage: &crate::documents::Passage, columns: u16) -> String {
    let text = &passage.text;
    let room = usize::from(columns);
    let Some(mark) = passage.marks.first().filter(|_| wrap::width(text) > room) else {
        return text.clone();
    };
    let wanted = mark.start.saturating_sub(room / 3);
    let start = text
        .char_indices()
        .map(|(at, _)| at)
        .find(|at| *at >= wanted)
        .unwrap_or_default();
    // Begin at the next word.
    let start = if start == 0 {
        0
    } else {
        text.get(start..mark.start)
            .and_then(|part| part.find(' '))
            .map_or(start, |space| start + space + 1)
    };
    let rest = text.get(start..).unwrap_or(text);
    if start == 0 {
        rest.to_owned()
    } else {
        format!("… {rest}")
    }
}
