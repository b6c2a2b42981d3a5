//! The frame of every screen: the heading with its tabs, the status line, the keys at the foot.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::glyph;
use super::text;
use super::theme::{Role, Theme, of_level, of_verdict};
use crate::desk::action::keyed;
use crate::desk::action::{Spec, footer};
use crate::desk::open::Save;
use crate::desk::{Desk, Drawn, Hit, NoticeTone, OpenAudit, Screen};
use crate::desk::{layout, shelf, wrap};
use crate::findings::Level;
use crate::wording::{clean, say_day};

/// Draws the frame. Returns the area left for the screen.
pub(super) fn draw(
    desk: &Desk,
    theme: &Theme,
    area: Rect,
    buffer: &mut Buffer,
    drawn: &mut Drawn,
) -> Rect {
    let row = |y: u16| Rect {
        x: area.x,
        y,
        width: area.width,
        height: 1,
    };
    text::rule(theme, row(area.y + 1), buffer);
    heading(desk, theme, area, buffer, drawn);
    let foot = area.bottom() - 1;
    let status = foot - 1;
    text::rule(theme, row(status - 1), buffer);
    status_line(desk, theme, inset(row(status)), buffer);
    keys(desk, theme, inset(row(foot)), buffer, drawn);
    inset(Rect {
        y: area.y + 2,
        height: status - 1 - (area.y + 2),
        ..area
    })
}

/// Returns an area with a free column removed on either side.
pub(super) const fn inset(area: Rect) -> Rect {
    if area.width < 4 {
        return area;
    }
    Rect {
        x: area.x + 1,
        width: area.width - 2,
        ..area
    }
}

/// The purpose of the program, in the title of the library.
const ABOUT: &str = "Check a council’s service review and write the challenge";

fn heading(desk: &Desk, theme: &Theme, area: Rect, buffer: &mut Buffer, drawn: &mut Drawn) {
    let area = inset(Rect { height: 1, ..area });
    let Some(open) = &desk.open else {
        text::line(theme, "Scrutineer", area, buffer, Role::Title);
        // What it is for, for whoever sees it first, then who sits here; on a narrow screen the first
        // counts more.
        let who = format!("{}  {}", clean(&desk.who), say_day(desk.today));
        let says = wrap::width(ABOUT) + 12;
        let x = area.x + 12;
        let columns = u16::try_from(wrap::width(&who)).unwrap_or(area.width);
        let fits = usize::from(area.width) > says + usize::from(columns) + 2;
        let about = Rect {
            x,
            width: area.right().saturating_sub(x),
            ..area
        };
        text::line(theme, ABOUT, about, buffer, Role::Muted);
        if fits {
            let x = area.right() - columns;
            buffer.set_stringn(
                x,
                area.y,
                &who,
                usize::from(columns),
                theme.style(Role::Muted),
            );
        }
        return;
    };
    // The tabs are on the right; the review's name gets the rest.
    let all = tabs(open, area.width);
    let (before, shown, after) = with_room(&all, desk.screen, area.width);
    let columns = columns_of(shown, area.width).saturating_add(u16::from(after));
    let mut x = area.right().saturating_sub(columns);
    let signs = [(before, x.saturating_sub(1)), (after, area.right() - 1)];
    for (_, at) in signs.into_iter().filter(|(is_cut, _)| *is_cut) {
        let style = theme.style(Role::Muted);
        buffer.set_stringn(at, area.y, glyph::more(theme), 1, style);
    }
    for (screen, title) in shown {
        let width = u16::try_from(wrap::width(title)).unwrap_or_default();
        let role = if *screen == desk.screen {
            Role::Selection
        } else {
            Role::Muted
        };
        buffer.set_stringn(x, area.y, title, usize::from(width), theme.style(role));
        drawn.hits.push(((x, area.y, width, 1), Hit::Tab(*screen)));
        x += width + between_tabs(area.width);
    }
    let review = &open.audit().review;
    let name = format!(
        "{} {} {}",
        review.authority,
        glyph::dash(theme),
        review.service
    );
    if before || after || area.width.saturating_sub(columns) <= NAME {
        // No room beside the tabs: it stands in the rule below them.
        let name = wrap::cut(
            &clean(&name),
            usize::from(area.width).saturating_sub(4),
            glyph::more(theme),
        );
        let (x, columns) = (area.x + 1, usize::from(area.width.saturating_sub(2)));
        buffer.set_stringn(
            x,
            area.y + 1,
            format!(" {name} "),
            columns,
            theme.style(Role::Title),
        );
        return;
    }
    let mut room = Rect {
        width: area.width.saturating_sub(columns.saturating_add(1)),
        ..area
    };
    if let Some(next) = next_in_heading(open, area.width) {
        let width = u16::try_from(wrap::width(&next)).unwrap_or(room.width);
        let place = Rect {
            x: room.right().saturating_sub(width + 1),
            width,
            ..room
        };
        text::line(theme, &next, place, buffer, Role::Caution);
        room.width = room.width.saturating_sub(width + 3);
    }
    text::line(theme, &name, room, buffer, Role::Title);
}

/// The least columns that the review's name keeps in the heading.
const NAME: u16 = 20;

/// Returns the columns between two tabs, which have a free cell on either side themselves.
const fn between_tabs(line: u16) -> u16 {
    if line + 2 < layout::TWO_COLUMNS { 0 } else { 1 }
}

/// A tab: its screen and its title.
type Tab = (Screen, String);

/// Returns the tabs of an open audit for a line.
fn tabs(open: &OpenAudit, line: u16) -> Vec<Tab> {
    let title = |screen: Screen| {
        let count = match screen {
            Screen::Flags if open.findings.all_fired().next().is_some() => {
                format!(" {}", open.findings.all_fired().count())
            }
            _ => String::new(),
        };
        let title = if line + 2 < layout::TWO_COLUMNS {
            screen.short()
        } else {
            screen.title()
        };
        (screen, format!(" {title}{count} "))
    };
    Screen::TABS.map(title).into()
}

/// Returns the columns that tabs take of a line.
fn columns_of(tabs: &[Tab], line: u16) -> u16 {
    let columns: usize = tabs.iter().map(|(_, title)| wrap::width(title)).sum();
    let between = between_tabs(line).saturating_mul(u16::try_from(tabs.len()).unwrap_or(line));
    let titles = u16::try_from(columns).unwrap_or(line);
    titles.saturating_add(between)
}

/// Returns the tabs that have room on a line, that of a screen among them, and whether there are others
/// before and after: a sign of a column stands for those.
fn with_room(tabs: &[Tab], screen: Screen, line: u16) -> (bool, &[Tab], bool) {
    let at = tabs.iter().position(|(one, _)| *one == screen).unwrap_or(0);
    for first in 0..=at {
        for end in (at + 1..=tabs.len()).rev() {
            let shown = tabs.get(first..end).unwrap_or_default();
            let (before, after) = (first > 0, end < tabs.len());
            let signs = u16::from(before) + u16::from(after);
            if columns_of(shown, line).saturating_add(signs) <= line {
                return (before, shown, after);
            }
        }
    }
    (false, &[], false)
}

/// Returns the next time limit for a heading, if it fits there with the tabs and the review's name.
fn next_in_heading(open: &OpenAudit, line: u16) -> Option<String> {
    let says = open.timeline.next.as_ref()?.label();
    let width = u16::try_from(wrap::width(&says)).unwrap_or(u16::MAX);
    let room = line.saturating_sub(columns_of(&tabs(open, line), line).saturating_add(1));
    (width.saturating_add(NAME + 3) <= room).then_some(says)
}

fn status_line(desk: &Desk, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    // The save status is always visible, on the right.
    let room = match &desk.open {
        Some(open) => saving(desk, open, theme, area, buffer),
        None => area,
    };
    if let Some(toast) = &desk.toast {
        let role = match toast.tone {
            NoticeTone::Info => Role::Text,
            NoticeTone::Finding(level) => of_level(level),
            NoticeTone::Warning => Role::Middling,
            NoticeTone::Error => Role::Error,
        };
        let mark = match toast.tone {
            NoticeTone::Finding(level) => glyph::of_level(theme, level),
            NoticeTone::Warning | NoticeTone::Error => "!",
            NoticeTone::Info => glyph::bullet(theme),
        };
        let message = if theme.ascii {
            toast.message.replace(" → ", " -> ")
        } else {
            toast.message.clone()
        };
        let says = text::shown(theme, &format!("{mark} {message}")).replace('\n', " ");
        let whole = wrap::lines(&says, usize::from(area.width).max(1));
        let fits = wrap::width(&says) <= usize::from(room.width);
        if let Some(first) = whole.first().filter(|_| !fits) {
            // The first part takes the row of the rule above, and the rest what is left of this one.
            let above = Rect {
                y: area.y.saturating_sub(1),
                ..area
            };
            let (row, columns) = (buffer.area.x, usize::from(buffer.area.width));
            buffer.set_string(row, above.y, " ".repeat(columns), theme.style(Role::Text));
            let (first, rest) = says.split_at_checked(first.end).unwrap_or((&says, ""));
            text::line(theme, first.trim_end(), above, buffer, role);
            text::line(theme, rest.trim_start(), room, buffer, role);
        } else {
            text::line(theme, &says, room, buffer, role);
        }
    } else if let Some(reading) = desk
        .open
        .as_ref()
        .and_then(|open| open.papers.reading.as_ref())
    {
        let says = keyed!(
            "reading the papers: {} {} press {stop} to stop", stop = StopReading;
            reading.label(),
            glyph::dot(theme)
        );
        text::line(theme, &says, room, buffer, Role::Muted);
    } else if let Some(busy) = desk.busy {
        let says = format!("{busy} {}", glyph::more(theme));
        text::line(theme, &says, room, buffer, Role::Muted);
    } else if let Some(open) = &desk.open {
        of_audit(open, theme, area.width, room, buffer);
    } else {
        let own = |row: &&shelf::LibraryRow| matches!(row.origin, shelf::AuditOrigin::Mine(_));
        let says = match desk.shelf.all_rows().filter(own).count() {
            0 if !desk.shelf.listed => {
                format!("your audits are being read {}", glyph::more(theme))
            }
            // Enter is a key of what lies over the library then.
            0 if !desk.overlays.is_empty() => "You have no audits yet.".to_owned(),
            0 if area.bottom() >= layout::BEGIN_ROWS => keyed!(
                "Press {open} to look at an example that is answered to the end.",
                open = OpenAudit
            ),
            0 => keyed!(
                "You have no audits yet: {new} starts one, {tour} is the tour, {open} opens an \
                 example.",
                new = NewAudit,
                tour = Tour,
                open = OpenAudit
            ),
            1 => "You have 1 audit. Everything you answer is saved at once.".to_owned(),
            many => format!("You have {many} audits. Everything you answer is saved at once."),
        };
        text::line(theme, &says, room, buffer, Role::Muted);
    }
}

/// Draws the save status on the right. Returns the rest of the line.
fn saving(desk: &Desk, open: &OpenAudit, theme: &Theme, area: Rect, buffer: &mut Buffer) -> Rect {
    let (says, role) = match (&open.read_only, &open.save) {
        (Some(_), _) if open.path.is_none() => ("example".to_owned(), Role::Muted),
        (Some(_), _) => ("READ ONLY".to_owned(), Role::Middling),
        (None, _) if open.tour.is_some() => ("tour: nothing is kept".to_owned(), Role::Muted),
        (None, Save::Unchanged) => ("all saved".to_owned(), Role::Muted),
        (None, Save::Saving) => ("saving".to_owned(), Role::Muted),
        (None, Save::Saved(at)) => {
            let at = at.with_timezone(&desk.offset).format("%H:%M:%S");
            (format!("saved at {at}"), Role::Good)
        }
        (None, Save::NotWritten(why)) => (format!("saved, but: {why}"), Role::Error),
        (None, Save::Failed(why)) => (format!("NOT SAVED: {why}"), Role::Error),
    };
    // A message about a failure may take most of the line.
    let most = usize::from(area.width * 2 / 3);
    let says = wrap::cut(&text::shown(theme, &says), most, glyph::more(theme));
    let columns = u16::try_from(wrap::width(&says))
        .unwrap_or(area.width)
        .min(area.width);
    let x = area.right() - columns;
    buffer.set_stringn(x, area.y, &says, usize::from(columns), theme.style(role));
    Rect {
        width: area.width.saturating_sub(columns + 2),
        ..area
    }
}

fn of_audit(open: &OpenAudit, theme: &Theme, line: u16, area: Rect, buffer: &mut Buffer) {
    let findings = &open.findings;
    let mut parts: Vec<(String, Role)> = Vec::new();
    let mut put = |text: &str, role: Role| parts.push((text.to_owned(), role));
    if !open.walk.marks.is_empty() {
        let marks = open.walk.marks.len();
        put(
            &format!("{} {marks} marked", glyph::marked(theme)),
            Role::Key,
        );
    }
    if !findings.to_settle.is_empty() {
        let says = format!("{} to settle", findings.to_settle.len());
        put(&says, Role::Caution);
    }
    // A narrow heading has no room for it.
    if let Some(next) = &open.timeline.next
        && next_in_heading(open, line).is_none()
    {
        put(&next.label(), Role::Caution);
    }
    if open.paper.remarks > 0 {
        let says = format!("read-through {}", open.paper.remarks);
        put(&says, Role::Caution);
    }
    if findings.if_proved.id != findings.verdict.id {
        let id = findings.if_proved.id;
        put(
            &format!("if proved: {}", id.short().to_lowercase()),
            of_verdict(id),
        );
    }
    if !findings.to_prove.is_empty() {
        let says = format!("{} to be proved", findings.to_prove.len());
        put(&says, Role::Caution);
    }
    for level in [Level::Breach, Level::Undermines, Level::Departure] {
        let count = findings.count(level);
        if count > 0 {
            let word = match (level, count) {
                (Level::Breach, 1) => "breach",
                (Level::Breach, _) => "breaches",
                (Level::Undermines, 1) => "undermines",
                (Level::Undermines, _) => "undermine",
                (_, 1) => "departure",
                _ => "departures",
            };
            put(
                &format!("{} {count} {word}", glyph::of_level(theme, level)),
                of_level(level),
            );
        }
    }
    let mut verdict = findings.verdict.label().to_owned();
    let answered = findings.core - findings.core_open.len();
    let mut core = format!("core {answered} of {} answered", findings.core);
    // The verdict and the core count are always there; the rest as far as there is room.
    let columns = |text: &str| wrap::width(text) + 3;
    let of_parts: usize = parts.iter().map(|(text, _)| columns(text)).sum();
    let mut room = usize::from(area.width).saturating_sub(wrap::width(&verdict));
    if of_parts + columns(&core) > room {
        core = format!("core {answered}/{}", findings.core);
    }
    if columns(&core) > room {
        // The numbers stay whole: a digit less is another number.
        let short = findings.verdict.id.short();
        verdict = wrap::cut(
            short,
            usize::from(area.width).saturating_sub(columns(&core)),
            glyph::more(theme),
        );
        room = usize::from(area.width).saturating_sub(wrap::width(&verdict));
    }
    room = room.saturating_sub(columns(&core));
    parts.retain(|(text, _)| {
        let fits = columns(text) <= room;
        room -= if fits { columns(text) } else { 0 };
        fits
    });
    parts.push((core, Role::Muted));
    parts.insert(0, (verdict, of_verdict(findings.verdict.id)));
    let mut x = area.x;
    for (text, role) in parts {
        let left = usize::from(area.right().saturating_sub(x));
        buffer.set_stringn(x, area.y, &text, left, theme.style(role));
        x = x.saturating_add(u16::try_from(columns(&text)).unwrap_or(u16::MAX));
        if x >= area.right() {
            break;
        }
    }
}

fn keys(desk: &Desk, theme: &Theme, area: Rect, buffer: &mut Buffer, drawn: &mut Drawn) {
    let mut x = area.x;
    let mut put = |key: &str, spec: &Spec, buffer: &mut Buffer| {
        let says = spec.short;
        let width = wrap::width(key) + 1 + wrap::width(says);
        let columns = u16::try_from(width).unwrap_or(u16::MAX);
        if x.saturating_add(columns) > area.right() {
            return false;
        }
        let key_columns = u16::try_from(wrap::width(key)).unwrap_or_default();
        buffer.set_stringn(x, area.y, key, wrap::width(key), theme.style(Role::Key));
        buffer.set_stringn(
            x + key_columns + 1,
            area.y,
            says,
            wrap::width(says),
            theme.style(Role::Muted),
        );
        drawn
            .hits
            .push(((x, area.y, columns, 1), Hit::Action(spec.action)));
        x += columns + 2;
        true
    };
    let place = desk.place();
    let available = |spec: &&Spec| desk.available(spec.action).is_ok();
    for spec in footer(place).into_iter().filter(available) {
        let Some(key) = spec.keys_in(place).next() else {
            continue;
        };
        if !put(&text::shown(theme, &key.to_string()), spec, buffer) {
            break;
        }
    }
}
