//! The walk: the sections with their progress, one question with its answer, and its basis.
//!
//! Three columns where there is room, two from 100 columns, one below that: then the basis of the
//! question is drawn under it, and the section is named in a line of its own.

mod beside;
mod passages;
mod question;
mod strip;

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::first_row;
use super::glyph;
use super::text::{self, WrappedText};
use super::theme::{Role, Theme, of_state};
use crate::base::Word as _;
use crate::checklist::{QuestionIx, QuestionKind, State};
use crate::desk::action::keyed;
use crate::desk::walk::Filter;
use crate::desk::{Action, Desk, Drawn, Hit, OpenAudit, Overlay, PassageLines, layout, wrap};
use beside::{Detail, cases, flags_so_far, rests_on};
use passages::passages;
use question::question;

/// Draws the walk.
pub(super) fn draw(
    desk: &Desk,
    open: &OpenAudit,
    theme: &Theme,
    area: Rect,
    frame: &mut Frame<'_>,
    drawn: &mut Drawn,
) {
    let buffer = frame.buffer_mut();
    let full = area.width + 2;
    let mut middle = area;
    if full >= layout::TWO_COLUMNS {
        // Room for a short title (40 letters at most) and its marks.
        let width = 47;
        let list = Rect { width, ..area };
        sections(desk, open, theme, list, buffer, drawn);
        text::bar(
            theme,
            Rect {
                x: list.right(),
                width: 1,
                ..area
            },
            buffer,
        );
        middle.x = list.right() + 2;
        middle.width = area.width - width - 2;
    }
    let Some(ix) = open.walk.at() else {
        let mut page = WrappedText::new(theme, middle.width);
        page.text(
            &keyed!(
                "No question is left in this list. Press {filter} to show others, or {by} to walk in \
                 another order.",
                filter = Filter,
                by = WalkBy
            ),
            Role::Text,
        );
        page.draw(middle, buffer, 0);
        return;
    };
    let mut side = None;
    if full >= layout::THREE_COLUMNS {
        let width = if full >= 180 { 64 } else { 44 };
        let right = Rect {
            x: middle.right() - width,
            width,
            ..middle
        };
        text::bar(
            theme,
            Rect {
                x: right.x - 2,
                width: 1,
                ..middle
            },
            buffer,
        );
        middle.width -= width + 3;
        side = Some(right);
    }
    if full < layout::TWO_COLUMNS {
        place_line(
            open,
            theme,
            Rect {
                height: 1,
                ..middle
            },
            buffer,
        );
        middle.y += 1;
        middle.height = middle.height.saturating_sub(1);
    }
    // The strip for proof takes the lower part of the column.
    let strip = desk.overlays.iter().find_map(|overlay| match overlay {
        Overlay::Form(form) if form.is_strip() => Some(form),
        _ => None,
    });
    let mut cursor = (middle.x - 1, middle.y);
    if let Some(form) = strip {
        let rows = strip::rows(form, middle.height);
        middle.height -= rows;
        let area = Rect {
            y: middle.bottom(),
            height: rows,
            ..middle
        };
        cursor = strip::strip(form, theme, area, buffer, drawn);
    }
    drawn.page_rows = usize::from(middle.height);
    let mut page = WrappedText::new(theme, middle.width);
    question(desk, open, ix, &mut page, theme);
    let most = if full >= layout::THREE_COLUMNS {
        12
    } else if full >= layout::TWO_COLUMNS {
        8
    } else {
        4
    };
    // A small screen has room for it beside a fact alone: the walk begins with those.
    let is_fact = desk.library.question(ix).kind != QuestionKind::Judgement;
    let says_how_to_add = (full >= layout::TWO_COLUMNS || is_fact)
        && desk.available(Action::AddPaperFromHere).is_ok();
    let passage = passages(&desk.library, open, &mut page, theme, most, says_how_to_add);
    let rows = usize::from(middle.height);
    if let Some(right) = side {
        let mut beside = WrappedText::new(theme, right.width);
        let detail = if full >= 180 {
            Detail::Full
        } else {
            Detail::Why
        };
        // A flag that has just come true is never below the fold.
        let new = open.newest.is_some();
        if new {
            flags_so_far(desk, open, &mut beside, theme);
        }
        rests_on(desk, open, ix, &mut beside, detail);
        if !new {
            flags_so_far(desk, open, &mut beside, theme);
        }
        drawn.scroll_max = beside.draw(right, buffer, open.scroll);
        if detail == Detail::Full {
            // The rest of a large screen shows comparable cases.
            cases(desk, open, ix, &mut page, detail);
        }
        // Nothing scrolls the column by itself: once they are asked for, they are in sight.
        let told = [open.papers.told_to_look, open.papers.to_read].contains(&Some(ix));
        let from = passage
            .as_ref()
            .filter(|_| told)
            .map_or(0, |lines| lines.end.saturating_sub(rows).min(lines.start));
        page.draw_clickable(middle, buffer, from, drawn);
        drawn.passage = passage.map(|lines| PassageLines {
            question: ix,
            // One that is longer than the column is as much in sight as it can be.
            shown: from..if told { lines.end } else { 0 }.max(from + rows),
            lines,
        });
    } else {
        rests_on(desk, open, ix, &mut page, Detail::Short);
        flags_so_far(desk, open, &mut page, theme);
        drawn.scroll_max = page.draw_clickable(middle, buffer, open.scroll, drawn);
        let from = open.scroll.min(drawn.scroll_max);
        drawn.passage = passage.map(|lines| PassageLines {
            question: ix,
            lines,
            shown: from..from + rows,
        });
    }
    frame.set_cursor_position(cursor);
}

/// Draws the user's place in the walk, in one line.
fn place_line(open: &OpenAudit, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let walk = &open.walk;
    let Some(group) = walk.groups.get(walk.group) else {
        return;
    };
    let (done, all) = progress(open, &group.questions);
    let bar = bar_of(theme, done, all, 10);
    let filter = filter_says(open);
    let says = format!(
        "{}/{} {}  {bar} {done}/{all}{filter}",
        walk.group + 1,
        walk.groups.len(),
        group.title
    );
    text::line(theme, &says, area, buffer, Role::Muted);
}

fn filter_says(open: &OpenAudit) -> String {
    match open.walk.filter {
        Filter::All => String::new(),
        other => format!("  [filter: {}]", other.word()),
    }
}

fn bar_of(theme: &Theme, done: usize, all: usize, cells: usize) -> String {
    let full = (done * cells).checked_div(all).unwrap_or_default();
    format!(
        "{}{}",
        glyph::done(theme).repeat(full),
        glyph::undone(theme).repeat(cells - full)
    )
}

fn progress(open: &OpenAudit, questions: &[QuestionIx]) -> (usize, usize) {
    let done = questions
        .iter()
        .filter(|ix| !open.findings.answered(**ix).is_open())
        .count();
    (done, questions.len())
}

/// Draws the list of sections, the current one unfolded.
fn sections(
    desk: &Desk,
    open: &OpenAudit,
    theme: &Theme,
    area: Rect,
    buffer: &mut Buffer,
    drawn: &mut Drawn,
) {
    let walk = &open.walk;
    let head = format!("by {}{}", walk.by.word(), filter_says(open));
    text::line(
        theme,
        &head,
        Rect { height: 1, ..area },
        buffer,
        Role::Muted,
    );
    let list = Rect {
        y: area.y + 1,
        height: area.height.saturating_sub(1),
        ..area
    };
    let mut lines: Vec<(usize, Option<usize>)> = Vec::new();
    for (group, one) in walk.groups.iter().enumerate() {
        lines.push((group, None));
        if group == walk.group {
            lines.extend((0..one.questions.len()).map(|row| (group, Some(row))));
        }
    }
    let here = lines
        .iter()
        .position(|line| *line == (walk.group, Some(walk.row)))
        .unwrap_or_default();
    let rows = usize::from(list.height);
    let from = first_row(here, rows, lines.len());
    for (offset, (group, row)) in lines.iter().skip(from).take(rows).enumerate() {
        let y = list.y + u16::try_from(offset).unwrap_or_default();
        let place = Rect {
            y,
            height: 1,
            ..list
        };
        let Some(one) = walk.groups.get(*group) else {
            continue;
        };
        match row.and_then(|row| one.questions.get(row).map(|ix| (row, *ix))) {
            None => {
                let (done, all) = progress(open, &one.questions);
                let mark = if *group == walk.group {
                    glyph::unfolded(theme)
                } else {
                    glyph::folded(theme)
                };
                let count = format!("{done}/{all}");
                let width = u16::try_from(wrap::width(&count)).unwrap_or_default();
                let role = if *group == walk.group {
                    Role::Title
                } else {
                    Role::Text
                };
                let room = Rect {
                    width: place.width.saturating_sub(width + 1),
                    ..place
                };
                text::line(theme, &format!("{mark} {}", one.title), room, buffer, role);
                let role = if done == all { Role::Good } else { Role::Muted };
                buffer.set_string(place.right() - width, y, &count, theme.style(role));
                drawn
                    .hits
                    .push(((place.x, y, place.width, 1), Hit::WalkRow(*group, 0)));
            }
            Some((row, ix)) => {
                let question = desk.library.question(ix);
                let answered = open.findings.answered(ix);
                let state = state_of(open, ix);
                let dimmed = !walk.matches(&desk.library, open.audit(), &open.findings, ix);
                let mark = if answered.recheck {
                    "R"
                } else {
                    glyph::of_state(theme, state)
                };
                let core = if question.core {
                    glyph::core(theme)
                } else {
                    " "
                };
                let style = if dimmed { Role::Muted } else { of_state(state) };
                if walk.marks.contains(&ix) {
                    let marked = glyph::marked(theme);
                    buffer.set_string(place.x, y, marked, theme.style(Role::Key));
                }
                buffer.set_string(place.x + 1, y, mark, theme.style(style));
                buffer.set_string(place.x + 3, y, core, theme.style(Role::Key));
                let role = if dimmed { Role::Muted } else { Role::Text };
                let room = Rect {
                    x: place.x + 5,
                    width: place.width.saturating_sub(5),
                    ..place
                };
                let short = if dimmed {
                    format!("({})", question.short)
                } else {
                    question.short.to_string()
                };
                text::line(theme, &short, room, buffer, role);
                if (*group, row) == (walk.group, walk.row) {
                    buffer.set_style(place, theme.style(Role::Selection));
                }
                drawn
                    .hits
                    .push(((place.x, y, place.width, 1), Hit::WalkRow(*group, row)));
            }
        }
    }
}

/// Returns the state of a question, of any kind.
pub(in crate::view) fn state_of(open: &OpenAudit, ix: QuestionIx) -> State {
    let answered = open.findings.answered(ix);
    if answered.value.is_some() {
        State::Met
    } else {
        State::from(answered.status)
    }
}
