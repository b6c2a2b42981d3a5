//! The timeline: the leading time limits on top, then everything dated in order, and next to it
//! what is known of the selected entry.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::text::{self, WrappedText};
use super::theme::{Role, Theme, of_level};
use super::{first_row, glyph, scale};
use crate::audit::Evidence;
use crate::checklist::condition::EventRef;
use crate::deadlines::words::{AN_AID, USE_OF_READINGS};
use crate::desk::action::keyed;
use crate::desk::timeline::Clock;
use crate::desk::{Action, Desk, Drawn, Hit, OpenAudit, dates, layout, wrap};
use crate::findings::{Because, EntryKind, Support, TimelineEntry};
use crate::report::words;
use crate::wording::{capital, say_day, say_weekday, say_when, sentence};

/// Draws the timeline.
pub(super) fn draw(
    desk: &Desk,
    open: &OpenAudit,
    theme: &Theme,
    area: Rect,
    frame: &mut Frame<'_>,
    drawn: &mut Drawn,
) {
    let screen = frame.area();
    let buffer = frame.buffer_mut();
    let (mut rest, above) = leading(desk, open, theme, area, buffer, drawn);
    if layout::has_scale((screen.width, screen.height)) {
        let height = scale::height(&open.timeline);
        scale::draw(desk, open, theme, Rect { height, ..rest }, buffer);
        take_rows(&mut rest, height);
        text::rule(theme, Rect { height: 1, ..rest }, buffer);
        take_rows(&mut rest, 1);
    }
    let (list, detail) = halves(theme, rest, buffer);
    let at = rows(desk, open, theme, list, buffer, drawn);
    drawn.page_rows = usize::from(detail.height);
    let mut page = WrappedText::new(theme, detail.width);
    let row = open.timeline_row;
    if let Some(clock) = open.timeline.clock(row) {
        of_clock(desk, open, clock, &mut page);
    } else if let Some(entry) = open.timeline.entry(row) {
        of_entry(desk, open, entry, &mut page, theme);
    }
    drawn.scroll_max = page.draw(detail, buffer, open.scroll);
    let at = above.or(at).unwrap_or(list.y);
    frame.set_cursor_position((area.x.saturating_sub(1), at));
}

/// Takes rows off the top of an area.
const fn take_rows(area: &mut Rect, rows: u16) {
    area.y += rows;
    area.height = area.height.saturating_sub(rows);
}

/// Splits an area into the list and the text next to it, or below it where there is no room.
fn halves(theme: &Theme, area: Rect, buffer: &mut Buffer) -> (Rect, Rect) {
    if area.width + 2 >= layout::TWO_COLUMNS {
        // The list needs the room more: a title and its end on one line.
        let width = area.width * 5 / 8;
        let bar = Rect {
            x: area.x + width,
            width: 1,
            ..area
        };
        text::bar(theme, bar, buffer);
        let detail = Rect {
            x: area.x + width + 2,
            width: area.width - width - 2,
            ..area
        };
        let list = Rect {
            width: width.saturating_sub(1),
            ..area
        };
        return (list, detail);
    }
    let height = (area.height / 2).max(1).min(area.height);
    let list = Rect { height, ..area };
    let mut detail = area;
    take_rows(&mut detail, height);
    if detail.height > 0 {
        text::rule(
            theme,
            Rect {
                height: 1,
                ..detail
            },
            buffer,
        );
        take_rows(&mut detail, 1);
    }
    (list, detail)
}

/// Draws the leading time limits across the screen. Returns the area left, and the line of the
/// selected one.
fn leading(
    desk: &Desk,
    open: &OpenAudit,
    theme: &Theme,
    area: Rect,
    buffer: &mut Buffer,
    drawn: &mut Drawn,
) -> (Rect, Option<u16>) {
    let mut rest = area;
    let mut at = None;
    for row in 0..open.timeline.leading {
        let Some(clock) = open.timeline.clock(row) else {
            continue;
        };
        let rule = desk.library.deadline(clock.running.rule);
        let mut says = format!(
            "{} {}: {}",
            glyph::limit(theme),
            capital(rule.short()),
            clock.state
        );
        let due = clock.running.due().filter(|_| !is_closed(clock));
        if let Some(due) = due {
            says.push_str(&format!(
                ", until {}; who acts: {}",
                say_weekday(due),
                rule.actor()
            ));
        }
        let place = Rect { height: 1, ..rest };
        text::line(theme, &says, place, buffer, of_state(clock));
        if row == open.timeline_row {
            buffer.set_style(place, theme.style(Role::Selection));
            at = Some(place.y);
        }
        let spot = (place.x, place.y, place.width, 1);
        drawn.hits.push((spot, Hit::Row(row)));
        take_rows(&mut rest, 1);
    }
    if open.timeline.leading > 0 {
        text::rule(theme, Rect { height: 1, ..rest }, buffer);
        take_rows(&mut rest, 1);
    }
    (rest, at)
}

/// Returns true if a time limit has ended, on the strictest reading at least.
fn is_closed(clock: &Clock) -> bool {
    clock.running.days_left.is_some_and(|left| left < 0)
}

/// Returns the meaning of a time limit's state.
fn of_state(clock: &Clock) -> Role {
    match clock.running.days_left {
        None => Role::Caution,
        Some(..0) => Role::Muted,
        Some(0..=7) => Role::Bad,
        Some(_) => Role::Text,
    }
}

/// A line of the list.
enum Shown {
    /// The line between what is past and what is to come.
    Today,
    /// A row.
    Row(usize),
}

/// Draws the rows in order, with the line of today among them. Returns the line of the selected one.
fn rows(
    desk: &Desk,
    open: &OpenAudit,
    theme: &Theme,
    area: Rect,
    buffer: &mut Buffer,
    drawn: &mut Drawn,
) -> Option<u16> {
    let timeline = &open.timeline;
    let mut at = None;
    let mut shown: Vec<Shown> = (timeline.leading..timeline.to_come)
        .map(Shown::Row)
        .collect();
    shown.push(Shown::Today);
    shown.extend((timeline.to_come..timeline.rows.len()).map(Shown::Row));
    // With a leading time limit selected, the list shows the present.
    let here = shown
        .iter()
        .position(|one| matches!(one, Shown::Row(row) if *row == open.timeline_row))
        .or_else(|| shown.iter().position(|one| matches!(one, Shown::Today)))
        .unwrap_or_default();
    let height = usize::from(area.height);
    let from = first_row(here, height, shown.len());
    for (offset, one) in shown.iter().skip(from).take(height).enumerate() {
        let place = Rect {
            y: area.y + u16::try_from(offset).unwrap_or_default(),
            height: 1,
            ..area
        };
        let Shown::Row(row) = *one else {
            text::rule(theme, place, buffer);
            let says = format!(" today, {} ", say_weekday(desk.today));
            let inner = Rect {
                x: place.x + 2.min(place.width),
                width: place.width.saturating_sub(2),
                ..place
            };
            text::line(theme, &says, inner, buffer, Role::Heading);
            continue;
        };
        if let Some(clock) = timeline.clock(row) {
            let rule = desk.library.deadline(clock.running.rule);
            let when = clock.running.due().map_or_else(String::new, say_day);
            let ends = [
                format!("{}: {}", rule.actor(), clock.word),
                clock.word.clone(),
            ];
            let what = [rule.title.to_string(), capital(rule.short())];
            let mark = glyph::limit(theme);
            let words = Words {
                when,
                mark,
                what: &what,
                ends: &ends,
            };
            words.draw(theme, place, buffer, of_state(clock));
        } else if let Some(entry) = timeline.entry(row) {
            let when = say_when(entry.when);
            let what = [entry.what.clone()];
            let mark = glyph::bullet(theme);
            let role = if proof(entry) == Some(ONLY_SAID) {
                Role::Caution
            } else {
                Role::Text
            };
            let ends = [proof(entry).unwrap_or_default().to_owned()];
            let words = Words {
                when,
                mark,
                what: &what,
                ends: &ends,
            };
            words.draw(theme, place, buffer, role);
        }
        if row == open.timeline_row {
            buffer.set_style(place, theme.style(Role::Selection));
            at = Some(place.y);
        }
        let spot = (place.x, place.y, place.width, 1);
        drawn.hits.push((spot, Hit::Row(row)));
    }
    at
}

/// The columns of a date in the list.
const fn date_columns(list: u16) -> u16 {
    if list >= 90 { 29 } else { 21 }
}

/// The words of a row.
struct Words<'w> {
    when: String,
    mark: &'w str,
    /// Its text, the longest way to say it first.
    what: &'w [String],
    /// The words at its end, the longest way to say them first.
    ends: &'w [String],
}

impl Words<'_> {
    /// Draws the longest text and words at the end that fit; the words at the end are never cut.
    fn draw(&self, theme: &Theme, area: Rect, buffer: &mut Buffer, role: Role) {
        let width = |says: &str| wrap::width(&text::shown(theme, says));
        let columns = date_columns(area.width).min(area.width);
        let date = Rect {
            width: columns.saturating_sub(1),
            ..area
        };
        text::line(theme, &self.when, date, buffer, Role::Muted);
        let mut room = Rect {
            x: area.x + columns,
            width: area.width - columns,
            ..area
        };
        let columns = usize::from(room.width);
        let lead = width(self.mark) + 1;
        let fitting = self
            .ends
            .iter()
            .flat_map(|end| self.what.iter().map(move |what| (what, end)))
            .find(|(what, end)| lead + width(what) + 1 + width(end) <= columns);
        let Some((what, end)) = fitting.or(self.what.last().zip(self.ends.last())) else {
            return;
        };
        let taken = u16::try_from(width(end))
            .unwrap_or(room.width)
            .min(room.width);
        let last = Rect {
            x: room.right() - taken,
            width: taken,
            ..room
        };
        text::line(theme, end, last, buffer, role);
        room.width = room.width.saturating_sub(taken + u16::from(taken > 0));
        text::line(theme, &format!("{} {what}", self.mark), room, buffer, role);
    }
}

const ONLY_SAID: &str = "only said";

/// Returns the word for the proof of an entry; none for what needs none.
fn proof(entry: &TimelineEntry) -> Option<&'static str> {
    let has_place = |one: &Evidence| one.document.is_some();
    match (entry.kind, entry.support) {
        (EntryKind::Fact, Some(Support::Shown)) | (EntryKind::Own, _)
            if entry.evidence.iter().any(|one| one.quote.is_some()) =>
        {
            Some("quoted")
        }
        (EntryKind::Fact, Some(Support::Shown)) => Some("shown"),
        (EntryKind::Own, _) if entry.evidence.iter().any(has_place) => Some("shown"),
        (EntryKind::Fact | EntryKind::Own, _) => Some(ONLY_SAID),
        _ => None,
    }
}

/// Adds everything that is said about a time limit.
fn of_clock(desk: &Desk, open: &OpenAudit, clock: &Clock, page: &mut WrappedText<'_>) {
    let rule = desk.library.deadline(clock.running.rule);
    page.text(&rule.title, Role::Title);
    if let Some(due) = clock.running.due() {
        page.text(&say_weekday(due), of_state(clock));
    }
    page.gap();
    for says in &clock.told {
        page.text(says, Role::Text);
    }
    if rule.is_local() {
        let council = &open.setting.council;
        if let Some(care) = council.warning() {
            page.text(&care, Role::Caution);
        }
        if desk.available(Action::CouncilRules).is_ok() {
            if council.closes.is_none() {
                let says = keyed!(
                    "Press {rules} to enter the council’s own rules.",
                    rules = CouncilRules
                );
                page.text(&says, Role::Caution);
            } else {
                let says = keyed!(
                    "Press {rules} to see or change the council’s own rules.",
                    rules = CouncilRules
                );
                page.text(&says, Role::Muted);
            }
        }
    }
    if !clock.count.is_empty() {
        page.heading("The count");
    }
    for (reading, steps) in &clock.count {
        if let Some(reading) = reading {
            page.text(&sentence(reading), Role::Middling);
        }
        for step in steps {
            page.bullet(step, Role::Text);
        }
    }
    if clock.count.len() > 1 {
        page.text(USE_OF_READINGS, Role::Caution);
    }
    page.heading("The law");
    page.text(&clock.law, Role::Text);
    page.text(AN_AID, Role::Muted);
}

/// Adds everything that is known of a dated entry.
fn of_entry(
    desk: &Desk,
    open: &OpenAudit,
    entry: &TimelineEntry,
    page: &mut WrappedText<'_>,
    theme: &Theme,
) {
    page.text(&entry.what, Role::Title);
    page.text(&capital(&dates::understood(entry.when)), Role::Text);
    if let Some(proof) = proof(entry) {
        let role = if proof == ONLY_SAID {
            Role::Caution
        } else {
            Role::Good
        };
        page.labelled("Proof", proof, role);
    }
    if entry.in_confidence {
        page.text("It rests on a paper given in confidence.", Role::Caution);
    }
    let audit = open.audit();
    for one in &entry.evidence {
        let origin = words::origin(audit, one);
        if !origin.is_empty() {
            page.bullet(&origin, Role::Text);
        }
        if let Some(quote) = &one.quote {
            page.item(" ", &format!("“{quote}”"), Role::Text);
        }
    }
    if let Some(ix) = entry.question {
        page.gap();
        page.labelled("Question", &desk.library.question(ix).ask, Role::Text);
    }
    let event = match (entry.kind, entry.question) {
        (EntryKind::Decision, _) => Some(EventRef::Decided),
        (EntryKind::Fact, Some(ix)) => Some(EventRef::Question(ix)),
        _ => None,
    };
    let rests = |because: &Because| matches!(because, Because::Event { event: one, .. } if Some(*one) == event);
    let mut fired = open
        .findings
        .all_fired()
        .filter(|one| one.because.iter().any(rests))
        .peekable();
    if fired.peek().is_some() {
        page.heading("What its date breaks");
    }
    for one in fired {
        let flag = desk.library.flag(one.flag);
        let mark = glyph::of_level(theme, one.level);
        page.item(mark, &flag.short, of_level(one.level));
    }
    page.gap();
    let says = match entry.kind {
        EntryKind::Fact | EntryKind::Request => {
            keyed!("Press {go} to go to the question.", go = OpenDated)
        }
        EntryKind::Paper => keyed!("Press {go} to go to the paper.", go = OpenDated),
        EntryKind::Own => keyed!(
            "Press {go} to change it, {remove} to remove it.",
            go = OpenDated,
            remove = RemoveEvent
        ),
        EntryKind::Decision | EntryKind::Question => {
            keyed!("Press {go} to change it.", go = OpenDated)
        }
    };
    page.text(&says, Role::Muted);
}
