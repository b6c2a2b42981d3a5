//! Overlays over a screen: pickers, forms, the editor, pages.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::{Block, BorderType, Clear, Widget as _};

use super::glyph;
use super::text::{self, WrappedText};
use super::theme::{Role, Theme};
use super::{first_row, pages, preview};
use crate::desk::action::keyed;
use crate::desk::field::Field;
use crate::desk::layout;
use crate::desk::overlay::{Editor, FieldEntry, Form, PageOverlay, Picker};
use crate::desk::paper_field::PaperField;
use crate::desk::{Desk, Drawn, Hit, wrap};
use crate::wording::clean;

/// Draws a frame with a title over the middle of the screen. Returns the area inside.
pub(super) fn sheet(
    title: &str,
    rows: u16,
    theme: &Theme,
    area: Rect,
    buffer: &mut Buffer,
) -> Rect {
    let columns = layout::overlay_columns(area.width);
    sheet_of(title, (columns, rows), theme, area, buffer)
}

/// Draws a frame with a title over the middle of the screen, so many columns wide. Returns the area
/// inside.
fn sheet_of(
    title: &str,
    (width, rows): (u16, u16),
    theme: &Theme,
    area: Rect,
    buffer: &mut Buffer,
) -> Rect {
    // The heading and the keys at the foot stay visible.
    let height = rows
        .saturating_add(2)
        .min(area.height.saturating_sub(3))
        .max(5);
    let frame = Rect {
        x: area.x + (area.width - width) / 2,
        y: area.y + (area.height.saturating_sub(height + 1)) / 2,
        width,
        height,
    };
    // A cell or two of the screen beneath at either side would only be noise.
    let slit = area.width - width <= 8;
    let cleared = if slit {
        Rect {
            x: area.x,
            width: area.width,
            ..frame
        }
    } else {
        frame
    };
    Clear.render(cleared, buffer);
    theme.hear(Some(Rect { height: 1, ..frame }), title);
    let title = wrap::cut(
        &clean(title).replace('\n', " "),
        usize::from(width.saturating_sub(6)),
        glyph::more(theme),
    );
    let mut block = Block::bordered()
        .border_style(theme.style(Role::Focus))
        .title(format!(" {title} "))
        .title_style(theme.style(Role::Title));
    if theme.ascii {
        block = block.border_set(ratatui::symbols::border::Set {
            top_left: "+",
            top_right: "+",
            bottom_left: "+",
            bottom_right: "+",
            vertical_left: "|",
            vertical_right: "|",
            horizontal_top: "-",
            horizontal_bottom: "-",
        });
    } else {
        block = block.border_type(BorderType::Rounded);
    }
    let inner = block.inner(frame);
    block.render(frame, buffer);
    Rect {
        x: inner.x + 1,
        width: inner.width.saturating_sub(2),
        ..inner
    }
}

/// Draws a picker.
pub(super) fn picker(
    desk: &Desk,
    picker: &Picker,
    theme: &Theme,
    area: Rect,
    frame: &mut Frame<'_>,
    drawn: &mut Drawn,
) {
    let shown = picker.shown();
    let wanted = u16::try_from(picker.items.len() + 2)
        .unwrap_or(u16::MAX)
        .max(8);
    let beside = picker.preview && area.width >= layout::PREVIEW;
    let columns = if beside {
        area.width - 8
    } else {
        layout::overlay_columns(area.width)
    };
    let size = (columns, wanted);
    let mut inner = sheet_of(&picker.title, size, theme, area, frame.buffer_mut());
    let buffer = frame.buffer_mut();
    if beside {
        let list = inner.width * 3 / 5;
        let rest = Rect {
            x: inner.x + list + 1,
            width: inner.width - list - 1,
            ..inner
        };
        preview::draw(
            desk,
            shown.get(picker.selected).copied(),
            theme,
            rest,
            buffer,
        );
        inner.width = list;
    }
    buffer.set_string(inner.x, inner.y, "> ", theme.style(Role::Key));
    let line = Rect {
        x: inner.x + 2,
        width: inner.width.saturating_sub(2),
        height: 1,
        ..inner
    };
    let cursor = one_line(&picker.query, theme, line, buffer);
    if picker.query.text().is_empty() {
        let says = if picker.folder.is_some() {
            keyed!(
                "type a name, or paste a path; press {up} to go up a folder",
                up = FolderUp
            )
        } else if picker.wait_for_words {
            "type words: a law, a page of the Code, UNISON, in-house …".to_owned()
        } else {
            "type to narrow".to_owned()
        };
        let says = text::shown(theme, &says);
        text::line(theme, &says, line, buffer, Role::Muted);
    }
    let list = Rect {
        y: inner.y + 2,
        height: inner.height.saturating_sub(2),
        ..inner
    };
    let rows = usize::from(list.height);
    drawn.page_rows = rows;
    let from = first_row(picker.selected, rows, shown.len());
    let marks = shown
        .iter()
        .map(|item| wrap::width(&text::shown(theme, &item.mark)))
        .max()
        .unwrap_or_default();
    for (offset, item) in shown.iter().skip(from).take(rows).enumerate() {
        let y = list.y + u16::try_from(offset).unwrap_or_default();
        let place = Rect {
            y,
            height: 1,
            ..list
        };
        let detail = item
            .disabled_reason
            .as_ref()
            .map_or_else(|| item.detail.clone(), |why| format!("not now: {why}"));
        let mut detail = wrap::cut(
            &clean(&detail),
            usize::from(place.width / 2).saturating_sub(wrap::width(&item.keys)),
            glyph::more(theme),
        );
        if !item.keys.is_empty() {
            detail = format!("{detail}  {}", item.keys);
        }
        let width = u16::try_from(wrap::width(&detail)).unwrap_or_default();
        let mark = text::shown(theme, &item.mark);
        let pad = " ".repeat(marks.saturating_sub(wrap::width(&mark)));
        let lead = if marks == 0 {
            String::new()
        } else {
            format!("{mark}{pad}  ")
        };
        let role = if item.disabled_reason.is_some() {
            Role::Muted
        } else {
            Role::Text
        };
        let room = Rect {
            width: place.width.saturating_sub(width + 2),
            ..place
        };
        text::line(theme, &format!("{lead}{}", item.label), room, buffer, role);
        let detail = text::shown(theme, &detail);
        buffer.set_string(
            place.right().saturating_sub(width),
            y,
            &detail,
            theme.style(Role::Muted),
        );
        if from + offset == picker.selected {
            buffer.set_style(place, theme.style(Role::Selection));
        }
        drawn
            .hits
            .push(((place.x, y, place.width, 1), Hit::Pick(from + offset)));
    }
    if shown.is_empty() && !picker.query.text().is_empty() {
        let says = keyed!(
            "Nothing has all these words. Try fewer; {close} closes this.",
            close = Close
        );
        let mut page = WrappedText::new(theme, list.width);
        page.text(&says, Role::Muted);
        page.draw(list, buffer, 0);
    }
    frame.set_cursor_position(cursor);
}

/// Draws a field of one line, the part around the cursor. Returns the cursor's place.
pub(super) fn one_line(
    field: &Field,
    theme: &Theme,
    area: Rect,
    buffer: &mut Buffer,
) -> (u16, u16) {
    let (_, (_, column)) = field.drawn();
    let room = usize::from(area.width).max(1);
    let skip = (column + 1).saturating_sub(room);
    let mut used = 0;
    let mut shown = String::new();
    for grapheme in
        unicode_segmentation::UnicodeSegmentation::graphemes(&*clean(field.text()), true)
    {
        if used >= skip {
            shown.push_str(grapheme);
        }
        used += wrap::cell_width(grapheme);
    }
    buffer.set_stringn(area.x, area.y, &shown, room, theme.style(Role::Text));
    let x = u16::try_from(column - skip.min(column)).unwrap_or_default();
    (area.x + x.min(area.width.saturating_sub(1)), area.y)
}

/// Draws a field of one line that nobody types in: from its beginning, and cut with a sign.
pub(super) fn at_rest(field: &Field, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let room = usize::from(area.width);
    let says = wrap::cut(&clean(field.text()), room, glyph::more(theme));
    buffer.set_stringn(area.x, area.y, says, room, theme.style(Role::Text));
}

/// Draws a field of several lines, the part around the cursor, or the beginning where nobody types in
/// it. Returns the cursor's place.
fn many_lines(
    field: &Field,
    focused: bool,
    theme: &Theme,
    area: Rect,
    buffer: &mut Buffer,
) -> (u16, u16) {
    let (lines, (row, column)) = field.drawn();
    let rows = usize::from(area.height).max(1);
    let from = if focused {
        (row + 1).saturating_sub(rows)
    } else {
        0
    };
    for (offset, line) in lines.iter().skip(from).take(rows).enumerate() {
        let y = area.y + u16::try_from(offset).unwrap_or_default();
        let words = clean(field.text().get(line.clone()).unwrap_or_default());
        buffer.set_stringn(
            area.x,
            y,
            words,
            usize::from(area.width),
            theme.style(Role::Text),
        );
    }
    let x = u16::try_from(column)
        .unwrap_or(u16::MAX)
        .min(area.width.saturating_sub(1));
    let y = u16::try_from(row - from).unwrap_or_default();
    (area.x + x, area.y + y.min(area.height.saturating_sub(1)))
}

/// Draws the field for a document: what is typed, and the document that it names. Returns the
/// cursor's place.
pub(super) fn paper_field(
    paper: &PaperField,
    focused: bool,
    theme: &Theme,
    area: Rect,
    buffer: &mut Buffer,
) -> (u16, u16) {
    let typed = paper.typed.text();
    if !focused || typed.is_empty() {
        let (left, right) = arrows(theme, focused && paper.count() > 1);
        let says = match paper.title() {
            "" => "none named".to_owned(),
            title if paper.is_new() => format!("new: {title}"),
            title => title.to_owned(),
        };
        let role = match (focused, paper.title()) {
            (_, "") => Role::Muted,
            (true, _) => Role::Title,
            (false, _) => Role::Text,
        };
        text::line(theme, &format!("{left}{says}{right}"), area, buffer, role);
        return (area.x, area.y);
    }
    let cursor = one_line(&paper.typed, theme, area, buffer);
    let from = (cursor.0 + 2).min(area.right());
    let rest = Rect {
        x: from,
        width: area.right().saturating_sub(from),
        ..area
    };
    let says = if paper.is_new() {
        "new document".to_owned()
    } else {
        paper.title().to_owned()
    };
    let (left, right) = arrows(theme, paper.count() > 1);
    text::line(
        theme,
        &format!("{left}{says}{right}"),
        rest,
        buffer,
        Role::Key,
    );
    cursor
}

/// Returns the marks around what the arrows choose among.
const fn arrows(theme: &Theme, shown: bool) -> (&'static str, &'static str) {
    match (shown, theme.ascii) {
        (false, _) => ("", ""),
        (true, true) => ("< ", " >"),
        (true, false) => ("‹ ", " ›"),
    }
}

/// Draws a form.
pub(super) fn form(
    form: &Form,
    theme: &Theme,
    area: Rect,
    frame: &mut Frame<'_>,
    drawn: &mut Drawn,
) {
    let long = |field: &crate::desk::overlay::FormField| matches!(&field.entry, FieldEntry::Text(text) if text.is_lines());
    let plain = form.fields.iter().filter(|field| !long(field)).count();
    let several = form.fields.len() - plain;
    // The help line and the notice take two rows each at most.
    let mut about = WrappedText::new(theme, layout::overlay_columns(area.width).saturating_sub(4));
    if let Some(says) = &form.about {
        about.text(says, Role::Caution);
    }
    let above = u16::try_from(about.height()).unwrap_or_default();
    let fixed = u16::try_from(plain).unwrap_or_default() + 4 + above;
    let lines = if several == 0 {
        0
    } else {
        let room = area.height.saturating_sub(fixed + 6);
        (room / u16::try_from(several).unwrap_or(1)).clamp(2, 8)
    };
    let wanted = fixed + lines * u16::try_from(several).unwrap_or_default();
    let inner = sheet(&form.title, wanted, theme, area, frame.buffer_mut());
    let buffer = frame.buffer_mut();
    about.draw(
        Rect {
            height: above.min(inner.height),
            ..inner
        },
        buffer,
        0,
    );
    let inner = Rect {
        y: inner.y + above.min(inner.height),
        height: inner.height.saturating_sub(above),
        ..inner
    };
    let label_columns = form.label_columns(area.width);
    let mut cursor = None;
    let mut below = 0;
    let mut y = inner.y;
    let end = inner.bottom().saturating_sub(3);
    // Where not all fields fit, those before the focus scroll away.
    let heights: Vec<u16> = form
        .fields
        .iter()
        .map(|field| if long(field) { lines } else { 1 })
        .collect();
    let mut first = 0;
    while heights
        .iter()
        .skip(first)
        .take(form.focus + 1 - first)
        .sum::<u16>()
        > end.saturating_sub(inner.y)
        && first < form.focus
    {
        first += 1;
    }
    for (at, field) in form.fields.iter().enumerate().skip(first) {
        let height = heights.get(at).copied().unwrap_or(1);
        if y + height > end {
            below = form.fields.len() - at;
            break;
        }
        let focused = at == form.focus;
        let role = if focused { Role::Key } else { Role::Muted };
        let label = Rect {
            x: inner.x,
            y,
            width: (label_columns - 1).min(inner.width),
            height: 1,
        };
        text::line(theme, field.label, label, buffer, role);
        let entry = Rect {
            x: inner.x + label_columns,
            y,
            width: inner.width.saturating_sub(label_columns),
            height,
        };
        match &field.entry {
            FieldEntry::Text(text) if text.is_lines() => {
                let place = many_lines(text, focused, theme, entry, buffer);
                cursor = if focused { Some(place) } else { cursor };
            }
            FieldEntry::Text(text) if focused => {
                cursor = Some(one_line(text, theme, entry, buffer));
            }
            FieldEntry::Text(text) => at_rest(text, theme, entry, buffer),
            FieldEntry::Choice(options, chosen) => {
                let label = options.get(*chosen).map_or("", |(_, label)| label.as_str());
                let (left, right) = if theme.ascii {
                    ("<", ">")
                } else {
                    ("‹", "›")
                };
                let says = if focused {
                    format!("{left} {label} {right}")
                } else {
                    format!("  {label}")
                };
                text::line(
                    theme,
                    &says,
                    entry,
                    buffer,
                    if focused { Role::Title } else { Role::Text },
                );
                cursor = if focused {
                    Some((entry.x, entry.y))
                } else {
                    cursor
                };
            }
            FieldEntry::Paper(paper) => {
                let place = paper_field(paper, focused, theme, entry, buffer);
                cursor = if focused { Some(place) } else { cursor };
            }
        }
        if focused && height == 1 {
            let under = theme
                .style(Role::Text)
                .add_modifier(ratatui::style::Modifier::UNDERLINED);
            buffer.set_style(entry, under);
        }
        drawn
            .hits
            .push(((inner.x, y, inner.width, height), Hit::Field(at)));
        y += height;
    }
    let foot = Rect {
        y: end,
        height: inner.bottom().saturating_sub(end),
        ..inner
    };
    text::rule(theme, Rect { height: 1, ..foot }, buffer);
    out_of_sight(first, below, theme, foot, buffer);
    let mut page = WrappedText::new(theme, foot.width);
    match (&form.notice, form.fields.get(form.focus)) {
        (Some(notice), _) => {
            page.item("!", notice, Role::Middling);
        }
        (None, Some(field)) => {
            let help = text::shown(theme, &field.help);
            page.text(&help, Role::Muted);
            if let Some(own) = form.own() {
                let says = keyed!(
                    "{} says: {} · {take} fills it in", take = TakeOwn;
                    own.from,
                    own.value
                );
                page.text(&text::shown(theme, &says), Role::Text);
            }
        }
        _ => {}
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
    if let Some(cursor) = cursor {
        frame.set_cursor_position(cursor);
    }
}

/// Says in a rule how many fields of a form are above and below those on the screen.
fn out_of_sight(above: usize, below: usize, theme: &Theme, rule: Rect, buffer: &mut Buffer) {
    let says = match (above, below) {
        (0, 0) => return,
        (0, below) => format!(" {below} more below "),
        (above, 0) => format!(" {above} more above "),
        (above, below) => format!(" {above} more above, {below} below "),
    };
    let columns = u16::try_from(wrap::width(&says)).unwrap_or(rule.width);
    let x = rule.right().saturating_sub(columns + 1).max(rule.x);
    let room = usize::from(rule.right() - x);
    buffer.set_stringn(x, rule.y, says, room, theme.style(Role::Muted));
}

/// Draws the editor.
pub(super) fn editor(
    desk: &Desk,
    editor: &Editor,
    theme: &Theme,
    area: Rect,
    frame: &mut Frame<'_>,
) {
    let ix = editor.target.question();
    let inner = sheet(
        &editor.title,
        area.height / 2 + 4,
        theme,
        area,
        frame.buffer_mut(),
    );
    let buffer = frame.buffer_mut();
    let mut page = WrappedText::new(theme, inner.width);
    page.text(&desk.library.question(ix).ask, Role::Muted);
    let above = u16::try_from(page.height()).unwrap_or_default();
    let above = above.min(inner.height / 3).max(1);
    page.draw(
        Rect {
            height: above.min(inner.height),
            ..inner
        },
        buffer,
        0,
    );
    text::rule(
        theme,
        Rect {
            y: inner.y + above,
            height: 1,
            ..inner
        },
        buffer,
    );
    let mut body = Rect {
        y: inner.y + above + 1,
        height: inner.height.saturating_sub(above + 1),
        ..inner
    };
    if let Some(notice) = &editor.notice {
        let mut page = WrappedText::new(theme, inner.width);
        page.item("!", notice, Role::Middling);
        let rows = u16::try_from(page.height()).unwrap_or(1).min(body.height);
        body.height -= rows;
        let foot = Rect {
            y: body.bottom(),
            height: rows,
            ..inner
        };
        page.draw(foot, buffer, 0);
    }
    let cursor = many_lines(&editor.field, true, theme, body, buffer);
    frame.set_cursor_position(cursor);
}

/// Draws a page to read.
pub(super) fn page(
    desk: &Desk,
    page: &PageOverlay,
    theme: &Theme,
    area: Rect,
    frame: &mut Frame<'_>,
    drawn: &mut Drawn,
) {
    let inner = sheet(
        pages::title(page.kind),
        area.height,
        theme,
        area,
        frame.buffer_mut(),
    );
    drawn.page_rows = usize::from(inner.height);
    let text = pages::build(desk, page.kind, theme, inner.width);
    drawn.page_max = text.draw(inner, frame.buffer_mut(), page.scroll);
    frame.set_cursor_position((inner.x, inner.y));
}
