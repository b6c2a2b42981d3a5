//! The timeline drawn to scale: days, spans and the leading time limits over weeks, months or years.

use chrono::{Datelike as _, Days, Months, NaiveDate};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::glyph;
use super::text;
use super::theme::{Role, Theme};
use crate::base::DateSpan;
use crate::desk::action::keyed;
use crate::desk::timeline::{ScaleUnit, Timeline};
use crate::desk::{Desk, OpenAudit};
use crate::wording::{capital, count, say_day};

/// The columns of the names before the drawing.
const NAMES: u16 = 14;

/// Returns the rows of the drawing: labels, axis, days, spans, the leading time limits, a note.
pub(super) fn height(timeline: &Timeline) -> u16 {
    5 + u16::try_from(timeline.leading).unwrap_or_default()
}

/// Returns the columns that a unit needs for its label.
const fn least(unit: ScaleUnit) -> i64 {
    match unit {
        ScaleUnit::Week => 8,
        ScaleUnit::Month => 10,
        ScaleUnit::Year => 6,
    }
}

/// Returns the first day of the unit that a day is in.
fn start(unit: ScaleUnit, day: NaiveDate) -> NaiveDate {
    let found = match unit {
        ScaleUnit::Week => {
            let back = day.weekday().num_days_from_monday();
            day.checked_sub_days(Days::new(u64::from(back)))
        }
        ScaleUnit::Month => day.with_day(1),
        ScaleUnit::Year => NaiveDate::from_ymd_opt(day.year(), 1, 1),
    };
    found.unwrap_or(day)
}

/// Returns the first day of the unit after one.
fn after(unit: ScaleUnit, day: NaiveDate) -> Option<NaiveDate> {
    match unit {
        ScaleUnit::Week => day.checked_add_days(Days::new(7)),
        ScaleUnit::Month => day.checked_add_months(Months::new(1)),
        ScaleUnit::Year => day.checked_add_months(Months::new(12)),
    }
}

/// Returns the number of units from one day to another, both included.
fn units(unit: ScaleUnit, first: NaiveDate, last: NaiveDate) -> i64 {
    let months = |day: NaiveDate| i64::from(day.year()) * 12 + i64::from(day.month());
    1 + match unit {
        ScaleUnit::Week => (start(unit, last) - start(unit, first)).num_days() / 7,
        ScaleUnit::Month => months(last) - months(first),
        ScaleUnit::Year => i64::from(last.year() - first.year()),
    }
}

/// The days that are drawn, and the columns for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Scale {
    unit: ScaleUnit,
    first: NaiveDate,
    /// The day after the last one.
    end: NaiveDate,
    columns: i64,
}

impl Scale {
    /// Returns the scale over some days: all of them if they fit, or else those around one.
    fn of(
        chosen: Option<ScaleUnit>,
        (first, last): (NaiveDate, NaiveDate),
        around: NaiveDate,
        columns: u16,
    ) -> Option<Self> {
        let columns = i64::from(columns);
        let fits = |unit: ScaleUnit| units(unit, first, last) * least(unit) <= columns;
        let unit = chosen
            .or_else(|| ScaleUnit::ALL.into_iter().find(|unit| fits(*unit)))
            .unwrap_or(ScaleUnit::Year);
        let all = units(unit, first, last);
        let most = (columns / least(unit)).max(1);
        let mut from = start(unit, first);
        if all > most {
            let before = units(unit, first, around.clamp(first, last)) - 1;
            let skip = (before - most / 2).clamp(0, all - most);
            for _ in 0..skip {
                from = after(unit, from)?;
            }
        }
        let mut end = from;
        for _ in 0..all.min(most) {
            end = after(unit, end)?;
        }
        Some(Self {
            unit,
            first: from,
            end,
            columns,
        })
    }

    /// Returns the column of a day; `None` if it is not drawn.
    fn column(&self, day: NaiveDate) -> Option<u16> {
        if day < self.first || day >= self.end {
            return None;
        }
        let days = (self.end - self.first).num_days().max(1);
        u16::try_from((day - self.first).num_days() * self.columns / days).ok()
    }

    /// Returns the columns of a span that are drawn, both included.
    fn columns_of(&self, first: NaiveDate, last: NaiveDate) -> Option<(u16, u16)> {
        let drawn_last = self.end.pred_opt()?;
        if last < self.first || first > drawn_last {
            return None;
        }
        let from = self.column(first.max(self.first))?;
        let to = self.column(last.min(drawn_last))?;
        Some((from, to))
    }
}

/// Returns the first and the last day of everything that is drawn; `None` if nothing is dated.
fn days(timeline: &Timeline, today: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
    let entries = timeline.entries.iter().flat_map(|entry| {
        let when = entry.when;
        [when.first(), when.last()]
    });
    let clocks = timeline
        .clocks
        .iter()
        .take(timeline.leading)
        .flat_map(|clock| {
            let running = &clock.running;
            [
                running.started.map(|(_, day)| day),
                running.due(),
                running.last(),
            ]
        });
    let all: Vec<NaiveDate> = entries.chain(clocks).flatten().collect();
    let (first, last) = (*all.iter().min()?, *all.iter().max()?);
    // Today is drawn unless everything else would shrink for it.
    let margin = ((last - first).num_days() / 2).max(60);
    let near = (first - today).num_days() <= margin && (today - last).num_days() <= margin;
    Some(if near {
        (first.min(today), last.max(today))
    } else {
        (first, last)
    })
}

/// A row of the drawing: its cells, and the area they are drawn in.
struct Row<'b> {
    theme: &'b Theme,
    area: Rect,
}

impl Row<'_> {
    fn name(&self, says: &str, buffer: &mut Buffer) {
        let place = Rect {
            width: NAMES.saturating_sub(1),
            ..self.area
        };
        text::line(self.theme, says, place, buffer, Role::Muted);
    }

    fn put(&self, column: u16, says: &str, role: Role, buffer: &mut Buffer) {
        let x = self.area.x + NAMES + column;
        if x < self.area.right() {
            let room = usize::from(self.area.right() - x);
            buffer.set_stringn(x, self.area.y, says, room, self.theme.style(role));
        }
    }

    fn fill(&self, (from, to): (u16, u16), says: &str, role: Role, buffer: &mut Buffer) {
        for column in from..=to {
            self.put(column, says, role, buffer);
        }
    }
}

/// Draws the timeline to scale.
pub(super) fn draw(desk: &Desk, open: &OpenAudit, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let timeline = &open.timeline;
    let today = desk.today;
    let selected = open.timeline_row;
    let around = timeline
        .entry(selected)
        .and_then(|entry| entry.when.first().or(entry.when.last()))
        .or_else(|| {
            timeline
                .clock(selected)
                .and_then(|clock| clock.running.due())
        })
        .unwrap_or(today);
    let columns = area.width.saturating_sub(NAMES);
    let chosen = open.timeline_scale;
    let scale = days(timeline, today).and_then(|all| Scale::of(chosen, all, around, columns));
    let Some(scale) = scale else {
        let says = keyed!(
            "Nothing is dated yet. Answer the questions of the front page, or press {add} to add \
             an event.",
            add = AddEvent
        );
        text::line(theme, &says, area, buffer, Role::Muted);
        return;
    };
    let row = |at: u16| Row {
        theme,
        area: Rect {
            y: area.y + at,
            height: 1,
            ..area
        },
    };
    axis(&scale, theme, columns, (&row(0), &row(1)), buffer);
    let (exact, spans) = (row(2), row(3));
    exact.name("Days", buffer);
    spans.name("Between days", buffer);
    entries(&scale, timeline, theme, columns, (&exact, &spans), buffer);
    let below = 4 + u16::try_from(timeline.leading).unwrap_or_default();
    for (at, clock) in timeline.clocks.iter().take(timeline.leading).enumerate() {
        let row = row(4 + u16::try_from(at).unwrap_or_default());
        let short = desk.library.deadline(clock.running.rule).short();
        row.name(&capital(short), buffer);
        let running = &clock.running;
        let (Some(due), Some(last)) = (running.due(), running.last()) else {
            row.put(0, "no day yet", Role::Muted, buffer);
            continue;
        };
        let from = running.started.map_or(due, |(_, day)| day);
        if let Some(cells) = scale.columns_of(due.min(last), due.max(last)) {
            row.fill(cells, glyph::undone(theme), Role::Muted, buffer);
        }
        if let Some(cells) = scale.columns_of(from.min(due), due.max(from)) {
            let closed = running.days_left.is_some_and(|left| left < 0);
            let role = if closed { Role::Muted } else { Role::Bad };
            row.fill(cells, glyph::done(theme), role, buffer);
        }
    }
    if let Some(column) = scale.column(today) {
        row(1).put(column, glyph::today(theme), Role::Heading, buffer);
        for at in 2..below {
            let row = row(at);
            let x = row.area.x + NAMES + column;
            let free = buffer
                .cell((x, row.area.y))
                .is_some_and(|cell| cell.symbol() == " ");
            if free {
                row.put(column, glyph::bar(theme), Role::Heading, buffer);
            }
        }
    }
    let says = note(&scale, timeline, today);
    text::line(theme, &says, row(below).area, buffer, Role::Muted);
}

/// Draws the names of the units and the line under them.
fn axis(
    scale: &Scale,
    theme: &Theme,
    columns: u16,
    (labels, line): (&Row<'_>, &Row<'_>),
    buffer: &mut Buffer,
) {
    labels.name(&format!("By {}", scale.unit.name()), buffer);
    if columns > 0 {
        line.fill((0, columns - 1), glyph::rule(theme), Role::Border, buffer);
    }
    let mut day = scale.first;
    while day < scale.end {
        let label = match scale.unit {
            ScaleUnit::Week => day.format("%-d %b").to_string(),
            ScaleUnit::Month => day.format("%b %Y").to_string(),
            ScaleUnit::Year => day.year().to_string(),
        };
        if let Some(column) = scale.column(day) {
            line.put(column, glyph::tick(theme), Role::Border, buffer);
            labels.put(column, &label, Role::Muted, buffer);
        }
        match after(scale.unit, day) {
            Some(next) => day = next,
            None => break,
        }
    }
}

/// Draws the exact days, with their number where several fall on one column, and the spans.
fn entries(
    scale: &Scale,
    timeline: &Timeline,
    theme: &Theme,
    columns: u16,
    (exact, spans): (&Row<'_>, &Row<'_>),
    buffer: &mut Buffer,
) {
    let mut counts = vec![0_usize; usize::from(columns)];
    let whens = timeline.entries.iter().map(|entry| entry.when);
    for when in whens {
        if let Some(day) = when.day() {
            let slot = scale
                .column(day)
                .and_then(|column| counts.get_mut(usize::from(column)));
            if let Some(slot) = slot {
                *slot += 1;
            }
            continue;
        }
        let (from, to) = match (when.first(), when.last()) {
            (Some(from), Some(to)) => (from, to),
            (Some(day), None) | (None, Some(day)) => (day, day),
            (None, None) => continue,
        };
        let Some(cells) = scale.columns_of(from, to) else {
            continue;
        };
        let sign = match (when.first(), when.last()) {
            (None, _) => glyph::before(theme),
            (_, None) => glyph::folded(theme),
            _ => glyph::span(theme),
        };
        spans.fill(cells, sign, Role::Good, buffer);
    }
    for (column, number) in counts.iter().enumerate() {
        let column = u16::try_from(column).unwrap_or_default();
        match number {
            0 => {}
            1 => exact.put(column, glyph::day(theme), Role::Good, buffer),
            2..=9 => exact.put(column, &number.to_string(), Role::Good, buffer),
            _ => exact.put(column, "+", Role::Good, buffer),
        }
    }
}

/// Returns the sentences under the drawing: what is drawn of all that is dated, and today.
fn note(scale: &Scale, timeline: &Timeline, today: NaiveDate) -> String {
    let is_before = |when: DateSpan| when.last().or(when.first()) < Some(scale.first);
    let is_after = |when: DateSpan| {
        let first = when.first().or(when.last());
        first.is_some_and(|day| day >= scale.end)
    };
    let of = |test: &dyn Fn(DateSpan) -> bool| {
        let all = timeline.entries.iter();
        all.filter(|entry| test(entry.when)).count()
    };
    let (earlier, later) = (of(&is_before), of(&is_after));
    let mut said = Vec::new();
    if earlier > 0 || later > 0 {
        said.push(format!(
            "Not drawn: {}, {}.",
            count(earlier, "earlier entry", "earlier entries"),
            count(later, "later one", "later ones")
        ));
    }
    if scale.column(today).is_none() {
        let side = if today < scale.first {
            "before"
        } else {
            "after"
        };
        said.push(format!(
            "Today, {}, is {side} what is drawn.",
            say_day(today)
        ));
    }
    said.push(keyed!(
        "Press {scale} for another scale.",
        scale = TurnScale
    ));
    said.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    #[test]
    fn the_shortest_unit_that_shows_all_is_chosen_by_the_length() {
        let of = |first, last| {
            let all = (day(first), day(last));
            Scale::of(None, all, day(first), 104).expect("a scale").unit
        };
        assert_eq!(of("2026-03-02", "2026-05-01"), ScaleUnit::Week);
        assert_eq!(of("2026-03-02", "2026-11-30"), ScaleUnit::Month);
        assert_eq!(of("2019-03-02", "2026-11-30"), ScaleUnit::Year);
    }

    #[test]
    fn a_scale_that_is_too_fine_shows_the_days_around_the_row_and_keeps_to_its_columns() {
        let all = (day("2019-03-02"), day("2026-11-30"));
        let scale = Scale::of(Some(ScaleUnit::Week), all, day("2024-06-12"), 104);
        let scale = scale.expect("a scale");
        assert!(scale.first < day("2024-06-12") && day("2024-06-12") < scale.end);
        assert_eq!((scale.end - scale.first).num_days(), 13 * 7);
        assert_eq!(scale.column(scale.first), Some(0));
        assert_eq!(scale.column(scale.end), None);
        let last = scale.end.pred_opt().expect("a day");
        assert!(scale.column(last).expect("drawn") < 104);
        assert_eq!(
            scale
                .columns_of(day("2019-03-02"), day("2026-11-30"))
                .map(|(from, _)| from),
            Some(0)
        );
        assert_eq!(scale.columns_of(day("2019-03-02"), day("2019-03-09")), None);
    }
}
