//! The library of audits: one row an audit, the user's own before the examples.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::first_row;
use super::glyph;
use super::overlay;
use super::text::{self, WrappedText};
use super::theme::{Role, Theme, of_level, of_verdict};
use crate::desk::action::keyed;
use crate::desk::field::Field;
use crate::desk::shelf::{AuditOrigin, Content, LibraryRow, ShelfOrder, Summary};
use crate::desk::{Desk, Drawn, Hit, layout};
use crate::findings::Level;
use crate::findings::clocks::say_left;
use crate::wording::sentence;

/// Draws the library.
pub(super) fn draw(
    desk: &Desk,
    theme: &Theme,
    area: Rect,
    frame: &mut Frame<'_>,
    drawn: &mut Drawn,
) {
    let mut area = area;
    let mut typing = None;
    if desk.shelf.listed
        && desk.shelf.has_none()
        && desk.shelf.filter.is_none()
        && frame.area().height > layout::BEGIN_ROWS
    {
        area = begin_here(theme, area, frame.buffer_mut());
    }
    if let Some(filter) = &desk.shelf.filter {
        let line = Rect { height: 1, ..area };
        typing = Some(typed(filter, theme, line, frame.buffer_mut()));
        area = Rect {
            y: area.y + 1,
            height: area.height.saturating_sub(1),
            ..area
        };
    }
    let buffer = frame.buffer_mut();
    let columns = Columns::of(area, desk.shelf.order == ShelfOrder::Deadline);
    let head = Rect { height: 1, ..area };
    columns.cell(theme, 0, "Authority", head, buffer, Role::Muted);
    columns.cell(theme, 1, "Service", head, buffer, Role::Muted);
    columns.cell(theme, 2, "Decided", head, buffer, Role::Muted);
    columns.cell(theme, 3, "Verdict", head, buffer, Role::Muted);
    columns.cell(theme, 4, "Core", head, buffer, Role::Muted);
    columns.cell(theme, 5, "Next limit", head, buffer, Role::Muted);
    columns.cell(theme, 6, "Flags", head, buffer, Role::Muted);
    // Two lines of explanation are kept below the list if there is room.
    let below = if area.height >= 14 { 5 } else { 0 };
    let list = Rect {
        y: area.y + 1,
        height: area.height.saturating_sub(1 + below),
        ..area
    };
    let rows = usize::from(list.height);
    drawn.page_rows = rows;
    let shelf = &desk.shelf;
    // A line between the user's own audits and the examples takes a row.
    let own = shelf
        .rows
        .iter()
        .filter(|row| matches!(row.origin, AuditOrigin::Mine(_)))
        .count();
    let put_away = |row: &&LibraryRow| matches!(row.origin, AuditOrigin::Archived(_));
    let examples = own + shelf.rows.iter().filter(put_away).count();
    let of_examples = if examples == 0 && typing.is_none() {
        "Examples, answered from a pamphlet of 2000 and public sources"
    } else {
        "Examples"
    };
    let group = |heading, rows: std::ops::Range<usize>| {
        let heading = (!rows.is_empty()).then_some(Err(heading));
        heading.into_iter().chain(rows.map(Ok))
    };
    let lines: Vec<Result<usize, &str>> = (0..own)
        .map(Ok)
        .chain(group("Archive", own..examples))
        .chain(group(of_examples, examples..shelf.rows.len()))
        .collect();
    let at = lines
        .iter()
        .position(|line| *line == Ok(shelf.selected))
        .unwrap_or_default();
    let from = first_row(at, rows, lines.len());
    for (offset, line) in lines.iter().skip(from).take(rows).enumerate() {
        let y = list.y + u16::try_from(offset).unwrap_or_default();
        let place = Rect {
            y,
            height: 1,
            ..list
        };
        match line.map(|ix| (ix, shelf.rows.get(ix))) {
            Err(says) => text::line(theme, says, place, buffer, Role::Heading),
            Ok((_, None)) => {}
            Ok((ix, Some(row))) => {
                one(row, theme, &columns, place, buffer);
                if ix == shelf.selected {
                    buffer.set_style(place, theme.style(Role::Selection));
                }
                drawn
                    .hits
                    .push(((place.x, place.y, place.width, 1), Hit::Row(ix)));
            }
        }
    }
    if below > 0 {
        explain(
            desk,
            theme,
            Rect {
                y: list.bottom(),
                height: below,
                ..area
            },
            buffer,
        );
    }
    if lines.is_empty() {
        let line = Rect { height: 1, ..list };
        let says = keyed!(
            "No audit has these words. Press {close} to see them all.",
            close = Close
        );
        text::line(theme, &says, line, buffer, Role::Muted);
    }
    if let Some(place) = typing {
        frame.set_cursor_position(place);
    } else if let Some(offset) = at.checked_sub(from) {
        let y = list.y + u16::try_from(offset).unwrap_or_default();
        frame.set_cursor_position((list.x.saturating_sub(1), y));
    }
}

/// Draws what to do where there is no audit yet. Returns the area left.
fn begin_here(theme: &Theme, area: Rect, buffer: &mut Buffer) -> Rect {
    let mut page = WrappedText::new(theme, area.width);
    page.text(
        &keyed!(
            "You have no audits yet. Press {new} to start one.",
            new = NewAudit
        ),
        Role::Title,
    );
    page.text(
        &keyed!(
            "New here? Press {tour} for a tour in six steps over an invented council.",
            tour = Tour
        ),
        Role::Text,
    );
    let rows = u16::try_from(page.height())
        .unwrap_or(area.height)
        .min(area.height);
    page.draw(
        Rect {
            height: rows,
            ..area
        },
        buffer,
        0,
    );
    Rect {
        y: area.y + rows + 1,
        height: area.height.saturating_sub(rows + 1),
        ..area
    }
}

/// Draws the words that narrow the library. Returns the cursor's place.
fn typed(filter: &Field, theme: &Theme, area: Rect, buffer: &mut Buffer) -> (u16, u16) {
    buffer.set_string(area.x, area.y, "> ", theme.style(Role::Key));
    let line = Rect {
        x: area.x + 2,
        width: area.width.saturating_sub(2),
        ..area
    };
    if filter.text().is_empty() {
        let says = "type words: a council, a service, a verdict";
        text::line(theme, says, line, buffer, Role::Muted);
    }
    overlay::one_line(filter, theme, line, buffer)
}

fn one(row: &LibraryRow, theme: &Theme, columns: &Columns, area: Rect, buffer: &mut Buffer) {
    let Some(summary) = row.content.known() else {
        columns.cell(theme, 0, &row.name, area, buffer, Role::Text);
        if !row.content.is_unreadable() {
            columns.cell(theme, 1, "being read", area, buffer, Role::Muted);
            return;
        }
        let from = columns.starts.get(1).copied().unwrap_or_default();
        let rest = Rect {
            x: area.x + from,
            width: area.width.saturating_sub(from),
            ..area
        };
        text::line(
            theme,
            &keyed!(
                "! cannot be read: press {open} to see why",
                open = OpenAudit
            ),
            rest,
            buffer,
            Role::Error,
        );
        return;
    };
    if row.notices.is_empty() {
        columns.cell(theme, 0, &summary.authority, area, buffer, Role::Text);
    } else {
        let marked = format!("! {}", summary.authority);
        columns.cell(theme, 0, &marked, area, buffer, Role::Caution);
    }
    columns.cell(theme, 1, &summary.service, area, buffer, Role::Text);
    let decided = summary
        .decided
        .map_or_else(|| "open".to_owned(), |day| day.format("%b %Y").to_string());
    columns.cell(theme, 2, &decided, area, buffer, Role::Muted);
    let verdict = if columns.wide {
        summary.verdict.label()
    } else {
        summary.verdict.short()
    };
    columns.cell(theme, 3, verdict, area, buffer, of_verdict(summary.verdict));
    let (core, open) = summary.core;
    let done = core - open;
    columns.cell(
        theme,
        4,
        &format!("{done}/{core}"),
        area,
        buffer,
        Role::Muted,
    );
    if let Some(next) = &summary.next {
        let says = if columns.named {
            next.label()
        } else {
            say_left(next.left)
        };
        columns.cell(theme, 5, &says, area, buffer, Role::Caution);
    }
    let mut x = area.x + columns.starts.last().copied().unwrap_or_default();
    for (level, count) in levels(summary) {
        let mark = format!("{}{count} ", glyph::of_level(theme, level));
        let width = u16::try_from(crate::desk::wrap::width(&mark)).unwrap_or_default();
        if columns.flags() > 0 && count > 0 && x + width <= area.right() {
            buffer.set_string(x, area.y, &mark, theme.style(of_level(level)));
            x += width + 1;
        }
    }
}

fn levels(summary: &Summary) -> impl Iterator<Item = (Level, usize)> + '_ {
    [
        Level::Breach,
        Level::Undermines,
        Level::Departure,
        Level::Gap,
    ]
    .into_iter()
    .zip(summary.flags)
}

fn explain(desk: &Desk, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    text::rule(theme, Rect { height: 1, ..area }, buffer);
    let mut page = WrappedText::new(theme, area.width);
    match desk.shelf.current() {
        Some(LibraryRow {
            content: Content::Unreadable(why),
            ..
        }) => {
            page.text(&why.to_string(), Role::Error);
        }
        Some(LibraryRow {
            content: Content::Awaited,
            name,
            ..
        }) => {
            page.text(name, Role::Title);
        }
        Some(LibraryRow {
            content: Content::Known(summary),
            notices,
            copies,
            ..
        }) if !notices.is_empty() => {
            page.text(
                &format!("{}: {}", summary.authority, summary.service),
                Role::Title,
            );
            for notice in notices {
                page.text(&format!("! {notice}"), Role::Caution);
            }
            if !copies.is_empty() {
                page.text(
                    &keyed!(
                        "Press {merge} to see what a merge would change.",
                        merge = MergeCopy
                    ),
                    Role::Text,
                );
            }
        }
        Some(LibraryRow {
            content: Content::Known(summary),
            origin,
            name,
            ..
        }) => {
            let kind = match origin {
                AuditOrigin::Example(_) => keyed!(
                    "an example: press {open} to see it, {copy} to make a copy to work on",
                    open = OpenAudit,
                    copy = CopyExample
                ),
                AuditOrigin::Archived(_) => keyed!(
                    "in the archive: press {archive} to bring it back",
                    archive = Archive
                ),
                AuditOrigin::Mine(_) => {
                    keyed!("press {open} to go on where you left off", open = OpenAudit)
                }
            };
            page.text(
                &format!("{}: {}", summary.authority, summary.service),
                Role::Title,
            );
            page.text(&format!("{name} {} {kind}", glyph::dot(theme)), Role::Muted);
            if let Some(next) = &summary.next {
                page.text(&sentence(&next.in_full()), Role::Caution);
            }
            let flags: Vec<String> = levels(summary)
                .filter(|(_, count)| *count > 0)
                .map(|(level, count)| {
                    let mark = glyph::of_level(theme, level);
                    format!("{mark} {}: {count}", level.label())
                })
                .collect();
            page.text(&flags.join("   "), Role::Muted);
        }
        None => {
            page.text(
                &keyed!(
                    "There is nothing here yet. Press {new} to begin an audit.",
                    new = NewAudit
                ),
                Role::Text,
            );
        }
    }
    page.draw(
        Rect {
            y: area.y + 1,
            height: area.height - 1,
            ..area
        },
        buffer,
        0,
    );
}

/// The fewest columns of the name of an authority.
const LEAST: u16 = 20;

/// The layout of the table's columns.
struct Columns {
    wide: bool,
    /// True if the next time limit has its name.
    named: bool,
    starts: [u16; 7],
    widths: [u16; 7],
}

impl Columns {
    fn of(area: Rect, by_deadline: bool) -> Self {
        let wide = area.width >= 100;
        // All but the names have fixed widths; the names share the rest. Where there is little room,
        // the next time limit is shown only if the rows are in its order, in place of the core.
        let named = area.width >= 140;
        let next = match (named, by_deadline) {
            (true, _) => 36,
            (false, true) => 15,
            (false, false) => 0,
        };
        let mut core = if by_deadline && !wide { 0 } else { 7 };
        let [decided, mut verdict, mut flags] = if wide { [10, 31, 18] } else { [0, 17, 12] };
        // The names come before everything that is counted.
        if area.width < LEAST + verdict + core + next + flags {
            flags = 0;
        }
        if area.width < LEAST + verdict + core + next {
            core = 0;
        }
        if area.width < LEAST + verdict + next {
            verdict = 0;
        }
        let fixed = decided + verdict + core + next + flags;
        let left = area.width.saturating_sub(fixed);
        // The service gives way to the authority.
        let first = if left < LEAST * 2 { left } else { left / 2 };
        let widths = [first, left - first, decided, verdict, core, next, flags];
        let mut starts = [0; 7];
        let mut at = 0;
        for (start, width) in starts.iter_mut().zip(widths) {
            *start = at;
            at += width;
        }
        Self {
            wide,
            named,
            starts,
            widths,
        }
    }

    /// Returns the width of the last column.
    fn flags(&self) -> u16 {
        self.widths.last().copied().unwrap_or_default()
    }

    fn cell(
        &self,
        theme: &Theme,
        column: usize,
        says: &str,
        area: Rect,
        buffer: &mut Buffer,
        role: Role,
    ) {
        let (Some(start), Some(width)) = (self.starts.get(column), self.widths.get(column)) else {
            return;
        };
        // A free cell separates the columns.
        let width = width.saturating_sub(1);
        let x = area.x + start;
        if width > 0 && x < area.right() {
            text::line(
                theme,
                says,
                Rect {
                    x,
                    width: width.min(area.right() - x),
                    ..area
                },
                buffer,
                role,
            );
        }
    }
}
