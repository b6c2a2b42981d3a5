//! The questions next to a page: on the reading desk, or over it where there is no room.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::checklist::QuestionIx;
use crate::desk::action::keyed;
use crate::desk::reading::Dropping;
use crate::desk::{Desk, Drawn, Hit, OpenAudit, wrap};
use crate::view::overlay::sheet;
use crate::view::theme::{Role, Theme, of_state};
use crate::view::walk::state_of;
use crate::view::{first_row, glyph, text};
use crate::wording::count;

/// Draws the questions over the screen, while the user chooses among them.
pub(in crate::view) fn over(
    desk: &Desk,
    dropping: &Dropping,
    theme: &Theme,
    area: Rect,
    frame: &mut Frame<'_>,
    drawn: &mut Drawn,
) {
    let Some(open) = &desk.open else { return };
    let rows = area.height.saturating_sub(7);
    let inner = sheet(
        "Quote it under which questions?",
        rows,
        theme,
        area,
        frame.buffer_mut(),
    );
    list(
        desk,
        open,
        Some(dropping),
        theme,
        inner,
        frame.buffer_mut(),
        drawn,
    );
    let typed = u16::try_from(wrap::width(dropping.query.text())).unwrap_or_default();
    let column = inner.x + (2 + typed).min(inner.width.saturating_sub(1));
    frame.set_cursor_position((column, inner.y + 2));
}

/// Draws the questions for the page, with the bar and the choice if the user is choosing.
pub(super) fn list(
    desk: &Desk,
    open: &OpenAudit,
    dropping: Option<&Dropping>,
    theme: &Theme,
    area: Rect,
    buffer: &mut Buffer,
    drawn: &mut Drawn,
) {
    let all = open.questions_for_page(&desk.library);
    let is_open = |ix: QuestionIx| open.findings.answered(ix).is_open();
    let here = all
        .iter()
        .filter(|ix| is_open(**ix) && open.is_likely_here(**ix))
        .count();
    let questions = dropping.map_or(all, Dropping::shown);
    let head = match here {
        0 => "No open question has a likely passage on this page.".to_owned(),
        1 => "1 open question has a likely passage on this page.".to_owned(),
        more => format!("{more} open questions have likely passages on this page."),
    };
    let gone = dropping.and_then(|one| one.evidence.as_deref());
    let head = match gone {
        None => head,
        Some(gone) if gone.iter().any(|one| one.absence.is_some()) => {
            "The draft is quoted, with the proof that its words are gone.".to_owned()
        }
        Some(_) => "The draft is quoted, and what the final says instead.".to_owned(),
    };
    text::line(
        theme,
        &head,
        Rect { height: 1, ..area },
        buffer,
        Role::Title,
    );
    let hint = match dropping {
        None => keyed!(
            "Press {mark} to mark a paragraph, {drop} to quote it here.",
            mark = MarkParagraph,
            drop = DropQuotation
        ),
        Some(dropping) => {
            let chosen = count(dropping.targets().len(), "question", "questions");
            keyed!(
                "Press {choose} to choose more than one; {drop} quotes it under {}.",
                choose = ChooseQuestion,
                drop = DropHere;
                chosen
            )
        }
    };
    let line = Rect {
        y: area.y + 1,
        height: 1,
        ..area
    };
    text::line(theme, &hint, line, buffer, Role::Muted);
    if let Some(dropping) = dropping {
        let typed = Rect {
            y: area.y + 2,
            ..line
        };
        let (says, role) = match dropping.query.text() {
            "" => ("> type to narrow".to_owned(), Role::Muted),
            word if questions.is_empty() => {
                (format!("> {word} (no question holds this)"), Role::Caution)
            }
            word => (format!("> {word}"), Role::Text),
        };
        text::line(theme, &says, typed, buffer, role);
    }
    let list = Rect {
        y: area.y + 3,
        height: area.height.saturating_sub(3),
        ..area
    };
    let rows = usize::from(list.height);
    let selected = dropping.map_or(0, |one| one.selected);
    if dropping.is_some() {
        drawn.page_rows = rows;
    }
    let quoted: Vec<QuestionIx> = open
        .quoted_here(&desk.library)
        .into_iter()
        .flatten()
        .collect();
    let from = first_row(selected, rows, questions.len());
    for (offset, ix) in questions.iter().skip(from).take(rows).enumerate() {
        let y = list.y + u16::try_from(offset).unwrap_or_default();
        let place = Rect {
            y,
            height: 1,
            ..list
        };
        let detail = if quoted.contains(ix) {
            "quoted here"
        } else if open.is_likely_here(*ix) {
            "likely here"
        } else {
            ""
        };
        let chosen = dropping.is_some_and(|one| one.chosen.contains(ix));
        let mark = if chosen { glyph::chosen(theme) } else { " " };
        buffer.set_string(place.x, y, mark, theme.style(Role::Key));
        let state = state_of(open, *ix);
        buffer.set_string(
            place.x + 2,
            y,
            glyph::of_state(theme, state),
            theme.style(of_state(state)),
        );
        let width = u16::try_from(wrap::width(detail)).unwrap_or_default();
        let room = Rect {
            x: place.x + 4,
            width: place.width.saturating_sub(width + 5),
            ..place
        };
        let role = if is_open(*ix) {
            Role::Text
        } else {
            Role::Muted
        };
        text::line(theme, &desk.library.question(*ix).short, room, buffer, role);
        buffer.set_string(
            place.right().saturating_sub(width),
            y,
            detail,
            theme.style(Role::Muted),
        );
        if dropping.is_some() {
            if from + offset == selected {
                buffer.set_style(place, theme.style(Role::Selection));
            }
            drawn
                .hits
                .push(((place.x, y, place.width, 1), Hit::Pick(from + offset)));
        }
    }
}
