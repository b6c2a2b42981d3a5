//! The case board: what to do next and the sections on the left, where the audit has got to next to
//! them: answers, findings, time limits, the last changes.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::text::{self, WrappedText};
use super::theme::{Role, Theme, of_level, of_state, of_verdict};
use super::walk::state_of;
use super::{first_row, glyph};
use crate::audit::HistoryStep;
use crate::desk::action::keyed;
use crate::desk::board::{BoardSection, NextStep};
use crate::desk::changes::{told, who};
use crate::desk::{Desk, Drawn, Hit, OpenAudit, layout, wrap};
use crate::wording::{capital, one_line, say_day};

/// The columns of a label before a bar.
const LABEL: usize = 8;

/// Draws the case board.
pub(super) fn draw(
    desk: &Desk,
    open: &OpenAudit,
    theme: &Theme,
    area: Rect,
    frame: &mut Frame<'_>,
    drawn: &mut Drawn,
) {
    let buffer = frame.buffer_mut();
    let (left, right) = halves(theme, area, buffer);
    let at = rows(desk, open, theme, left, buffer, drawn);
    if let Some(right) = right {
        let mut page = WrappedText::new(theme, right.width);
        state(desk, open, theme, &mut page, usize::from(right.height));
        drawn.page_rows = usize::from(right.height);
        drawn.scroll_max = page.draw(right, buffer, open.scroll);
    }
    frame.set_cursor_position((area.x.saturating_sub(1), at));
}

/// Splits an area into the rows and the state next to them; a narrow one has room for the rows alone.
fn halves(theme: &Theme, area: Rect, buffer: &mut Buffer) -> (Rect, Option<Rect>) {
    if area.width < 70 {
        return (area, None);
    }
    let width = if area.width + 2 >= layout::TWO_COLUMNS {
        area.width * 5 / 9
    } else {
        // The longest verdict fits on a line.
        area.width - 32
    };
    let bar = Rect {
        x: area.x + width,
        width: 1,
        ..area
    };
    text::bar(theme, bar, buffer);
    let right = Rect {
        x: bar.x + 2,
        width: area.width - width - 2,
        ..area
    };
    let left = Rect {
        width: width - 1,
        ..area
    };
    (left, Some(right))
}

/// A line of the left half.
enum BoardLine<'a> {
    Heading(&'static str),
    Step(usize, NextStep),
    Section(&'a BoardSection<'a>),
    Nothing,
}

/// Draws the steps and the sections. Returns the line of the selected one.
fn rows(
    desk: &Desk,
    open: &OpenAudit,
    theme: &Theme,
    area: Rect,
    buffer: &mut Buffer,
    drawn: &mut Drawn,
) -> u16 {
    let steps = open.next_steps(&desk.library);
    let sections = open.board_sections(&desk.library);
    let mut lines: Vec<(Option<usize>, BoardLine<'_>)> = Vec::new();
    lines.push((None, BoardLine::Heading("What to do next")));
    let of_steps = steps.iter().enumerate();
    lines.extend(of_steps.map(|(at, step)| (Some(at), BoardLine::Step(at, *step))));
    lines.push((None, BoardLine::Nothing));
    lines.push((None, BoardLine::Heading("Sections")));
    let of_sections = sections.iter().enumerate();
    lines.extend(of_sections.map(|(at, one)| {
        let row = steps.len() + at;
        (Some(row), BoardLine::Section(one))
    }));
    let selected = lines
        .iter()
        .position(|(row, _)| *row == Some(open.board_row))
        .unwrap_or_default();
    let height = usize::from(area.height);
    let from = first_row(selected, height, lines.len());
    for (offset, (row, line)) in lines.iter().skip(from).take(height).enumerate() {
        let place = Rect {
            y: area.y + u16::try_from(offset).unwrap_or_default(),
            height: 1,
            ..area
        };
        match line {
            BoardLine::Nothing => {}
            BoardLine::Heading(says) => text::line(theme, says, place, buffer, Role::Heading),
            BoardLine::Step(at, step) => {
                let says = step.label(&desk.library, open);
                text::line(theme, &(at + 1).to_string(), place, buffer, Role::Key);
                let rest = Rect {
                    x: place.x + 2,
                    width: place.width.saturating_sub(2),
                    ..place
                };
                text::line(theme, &says, rest, buffer, Role::Text);
            }
            BoardLine::Section(one) => section(open, theme, one, place, buffer),
        }
        if let Some(row) = row {
            if *row == open.board_row {
                buffer.set_style(place, theme.style(Role::Selection));
            }
            let area = (place.x, place.y, place.width, 1);
            drawn.hits.push((area, Hit::Row(*row)));
        }
    }
    area.y + u16::try_from(selected.saturating_sub(from)).unwrap_or_default()
}

/// Draws a section: its title, a cell for each of its questions, its number.
fn section(
    open: &OpenAudit,
    theme: &Theme,
    section: &BoardSection<'_>,
    place: Rect,
    buffer: &mut Buffer,
) {
    let all = section.questions.len();
    let count = format!("{}/{all}", section.answered);
    let width = u16::try_from(wrap::width(&count)).unwrap_or_default();
    let role = if section.answered == all {
        Role::Good
    } else {
        Role::Muted
    };
    let number = Rect {
        x: place.right().saturating_sub(width),
        width,
        ..place
    };
    // The strip has a cell for each question, as far as there is room next to a readable title.
    let title = place.width.saturating_sub(width + 1).min(40);
    let strip = Rect {
        x: place.x + title + 1,
        width: place.width.saturating_sub(title + width + 2),
        ..place
    };
    let wanted = u16::try_from(all).unwrap_or(u16::MAX);
    let least = 22;
    let title = if strip.width >= wanted {
        title
    } else {
        place.width.saturating_sub(width + 2 + wanted).max(least)
    };
    let room = Rect {
        width: title,
        ..place
    };
    text::line(theme, section.title, room, buffer, Role::Text);
    text::line(theme, &count, number, buffer, role);
    let cells = place.width.saturating_sub(title + width + 2);
    let start = place.x + title + 1;
    for (offset, ix) in (0..cells).zip(&section.questions) {
        let state = state_of(open, *ix);
        let mark = glyph::of_state(theme, state);
        buffer.set_string(start + offset, place.y, mark, theme.style(of_state(state)));
    }
}

/// Writes the state of the audit: verdict, answers, findings, time limits, the last changes.
fn state(desk: &Desk, open: &OpenAudit, theme: &Theme, page: &mut WrappedText<'_>, height: usize) {
    let findings = &open.findings;
    let verdict = &findings.verdict;
    page.text(verdict.label(), of_verdict(verdict.id));
    if findings.if_proved.id != verdict.id {
        let says = format!("If proved: {}", findings.if_proved.label().to_lowercase());
        page.text(&says, of_verdict(findings.if_proved.id));
    }
    answers(desk, open, theme, page);
    of_levels(open, theme, page);
    time_limits(desk, open, theme, page);
    // The rest of a tall screen shows the grounds, then the last changes.
    grounds(open, theme, page, height);
    let room = height.saturating_sub(page.height() + 2);
    changes(desk, open, page, room.min(12));
}

/// Writes the bars of answers.
fn answers(desk: &Desk, open: &OpenAudit, theme: &Theme, page: &mut WrappedText<'_>) {
    let findings = &open.findings;
    let progress = open.progress(&desk.library);
    page.heading("Answers");
    let core = findings.core - findings.core_open.len();
    let rows = [
        ("core", core, findings.core, Role::Key),
        ("all", progress.answered, progress.asked, Role::Key),
        ("shown", progress.shown, progress.answered, Role::Good),
        ("quoted", progress.quoted, progress.answered, Role::Good),
    ];
    for (label, part, whole, role) in rows {
        let cells = page.columns().saturating_sub(LABEL + 12).min(40);
        let full = (part * cells).checked_div(whole).unwrap_or_default();
        // The bar is for the eye.
        theme.hear(None, &format!("{label}: {part} of {whole}"));
        page.line(Line::from(vec![
            Span::styled(format!("{label:<LABEL$}"), theme.style(Role::Muted)),
            Span::styled(glyph::done(theme).repeat(full), theme.style(role)),
            Span::styled(
                glyph::undone(theme).repeat(cells - full),
                theme.style(Role::Muted),
            ),
            Span::styled(format!(" {part} of {whole}"), theme.style(Role::Text)),
        ]));
    }
}

/// Writes the findings by level, shown and still to be proved.
fn of_levels(open: &OpenAudit, theme: &Theme, page: &mut WrappedText<'_>) {
    let counts = open.level_counts();
    page.heading("Findings");
    if counts.iter().all(|one| one.shown + one.to_prove == 0) {
        page.text("None yet: answers make them.", Role::Muted);
    }
    for one in counts {
        if one.shown + one.to_prove == 0 {
            continue;
        }
        let mark = glyph::of_level(theme, one.level);
        let mut says = format!("{}: {}", capital(one.level.label()), one.shown);
        if one.to_prove > 0 {
            says.push_str(&format!(", and {} still to be proved", one.to_prove));
        }
        page.item(mark, &says, of_level(one.level));
    }
    let fix = open.to_fix();
    if fix > 0 {
        page.text(&format!("! {fix} to fix before sending"), Role::Caution);
    }
}

/// Writes the findings one by one, the gravest first, as far as a page of some lines has room.
fn grounds(open: &OpenAudit, theme: &Theme, page: &mut WrappedText<'_>, height: usize) {
    let room = height.saturating_sub(page.height() + 2);
    if room < 3 || open.findings.fired.is_empty() {
        return;
    }
    page.heading("The strongest findings");
    for fired in open.findings.fired.iter().take(room - 1) {
        let mark = glyph::of_level(theme, fired.level);
        page.cut(&format!("{mark} "), &fired.heading, of_level(fired.level));
    }
}

/// Writes the leading time limits and the one that ends next.
fn time_limits(desk: &Desk, open: &OpenAudit, theme: &Theme, page: &mut WrappedText<'_>) {
    page.heading("Time limits");
    let timeline = &open.timeline;
    let mark = glyph::limit(theme);
    let leading = (0..timeline.leading).filter_map(|row| timeline.clock(row));
    let (mut any, mut told) = (false, false);
    for clock in leading {
        let rule = desk.library.deadline(clock.running.rule);
        // The one that ends next has its line once, with its day.
        let next = timeline
            .next
            .as_ref()
            .filter(|next| next.short == rule.short() && clock.running.due() == Some(next.due));
        if let Some(next) = next {
            page.item(mark, &capital(&next.in_full()), Role::Caution);
        } else {
            let says = format!("{}: {}", capital(rule.short()), clock.state);
            page.item(mark, &says, Role::Text);
        }
        told = told || next.is_some();
        any = true;
    }
    if let Some(next) = timeline.next.as_ref().filter(|_| !told) {
        page.item(mark, &capital(&next.in_full()), Role::Caution);
        any = true;
    }
    if !any {
        page.text(
            &keyed!(
                "None yet: enter the day of the decision ({profile}).",
                profile = Profile
            ),
            Role::Muted,
        );
    }
}

/// Writes the last changes, the newest first, in at most so many lines.
fn changes(desk: &Desk, open: &OpenAudit, page: &mut WrappedText<'_>, lines: usize) {
    let entries = open.history.entries();
    if lines < 2 || entries.is_empty() {
        return;
    }
    page.heading("Last changes");
    for entry in entries.iter().rev().take(lines - 1) {
        let at = entry.at.with_timezone(&desk.offset);
        let when = if at.date_naive() == desk.today {
            at.format("%H:%M").to_string()
        } else {
            say_day(at.date_naive())
        };
        let did = match &entry.action {
            HistoryStep::Do(change) => told(&desk.library, change),
            HistoryStep::Undo(_) => "undid a change".to_owned(),
            HistoryStep::Redo(_) => "made a change again".to_owned(),
        };
        let says = format!("{when}  {} {did}", one_line(&who(desk, entry)));
        page.cut("", &says, Role::Muted);
    }
}
