//! The instruments: one law letter by letter, the Code part by part, with the state of each.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::first_row;
use super::glyph;
use super::text::{self, WrappedText};
use super::theme::{Role, Theme, of_state};
use crate::checklist::applicability::say_span;
use crate::checklist::{Applies, RequirementIx, State};
use crate::desk::{Desk, Drawn, Hit, OpenAudit, layout, wrap};

/// Draws the instruments.
pub(super) fn draw(
    desk: &Desk,
    open: &OpenAudit,
    theme: &Theme,
    area: Rect,
    frame: &mut Frame<'_>,
    drawn: &mut Drawn,
) {
    let buffer = frame.buffer_mut();
    let instruments = open.instruments(&desk.library);
    let wide = area.width + 2 >= layout::TWO_COLUMNS;
    let mut rest = area;
    if wide {
        let width = (area.width / 4).clamp(28, 40);
        let list = Rect { width, ..area };
        names(desk, open, theme, &instruments, list, buffer);
        text::bar(
            theme,
            Rect {
                x: list.right(),
                width: 1,
                ..area
            },
            buffer,
        );
        rest.x = list.right() + 2;
        rest.width = area.width - width - 2;
    } else {
        let at = open.instrument.instrument;
        let name = instruments.get(at).map_or("", |(name, _)| name);
        let says = if theme.ascii {
            format!("< {name} >   {} of {}", at + 1, instruments.len())
        } else {
            format!("← {name} →   {} of {}", at + 1, instruments.len())
        };
        text::line(
            theme,
            &says,
            Rect { height: 1, ..area },
            buffer,
            Role::Title,
        );
        rest.y += 1;
        rest.height = rest.height.saturating_sub(1);
    }
    let Some((_, of)) = instruments.get(open.instrument.instrument) else {
        return;
    };
    let rows = u16::try_from(of.len()).unwrap_or(u16::MAX);
    let height = rows.min(rest.height * 2 / 5).max(1);
    let list = Rect { height, ..rest };
    requirements(desk, open, theme, of, list, buffer, drawn);
    text::rule(
        theme,
        Rect {
            y: list.bottom(),
            height: 1,
            ..rest
        },
        buffer,
    );
    let detail = Rect {
        y: list.bottom() + 1,
        height: rest.height.saturating_sub(height + 1),
        ..rest
    };
    drawn.page_rows = usize::from(detail.height);
    let mut page = WrappedText::new(theme, detail.width);
    if let Some(ix) = of.get(open.instrument.row) {
        requirement(desk, open, *ix, &mut page, theme);
    }
    drawn.scroll_max = page.draw(detail, buffer, open.scroll);
    frame.set_cursor_position((list.x.saturating_sub(1), list.y));
}

/// Draws the names of all instruments; those that do not apply here are dimmed.
fn names(
    desk: &Desk,
    open: &OpenAudit,
    theme: &Theme,
    instruments: &[(&str, Vec<RequirementIx>)],
    area: Rect,
    buffer: &mut Buffer,
) {
    let rows = usize::from(area.height);
    let from = first_row(open.instrument.instrument, rows, instruments.len());
    for (offset, (name, of)) in instruments.iter().skip(from).take(rows).enumerate() {
        let y = area.y + u16::try_from(offset).unwrap_or_default();
        let place = Rect {
            y,
            height: 1,
            ..area
        };
        let shown: Vec<RequirementIx> = of
            .iter()
            .copied()
            .filter(|ix| open.findings.applies(*ix).is_shown())
            .collect();
        let failed = shown
            .iter()
            .filter(|ix| open.findings.standing(**ix).state == State::NotMet)
            .count();
        let (count, role) = if shown.is_empty() {
            ("not in force here".to_owned(), Role::Muted)
        } else if failed > 0 {
            (
                format!(
                    "{}{failed} of {}",
                    glyph::of_state(theme, State::NotMet),
                    shown.len()
                ),
                Role::Bad,
            )
        } else {
            (format!("{}", shown.len()), Role::Muted)
        };
        let width = u16::try_from(wrap::width(&count)).unwrap_or_default();
        let room = Rect {
            width: place.width.saturating_sub(width + 1),
            ..place
        };
        let name_role = if shown.is_empty() {
            Role::Muted
        } else {
            Role::Text
        };
        text::line(theme, name, room, buffer, name_role);
        buffer.set_string(
            place.right().saturating_sub(width),
            y,
            &count,
            theme.style(role),
        );
        if from + offset == open.instrument.instrument {
            buffer.set_style(place, theme.style(Role::Selection));
        }
    }
    let _ = desk;
}

/// Draws the requirements of one instrument, letter by letter.
fn requirements(
    desk: &Desk,
    open: &OpenAudit,
    theme: &Theme,
    of: &[RequirementIx],
    area: Rect,
    buffer: &mut Buffer,
    drawn: &mut Drawn,
) {
    let rows = usize::from(area.height);
    let from = first_row(open.instrument.row, rows, of.len());
    let letters = of
        .iter()
        .filter_map(|ix| {
            desk.library
                .requirement(*ix)
                .letter
                .as_deref()
                .map(wrap::width)
        })
        .max()
        .unwrap_or_default()
        .min(18);
    for (offset, ix) in of.iter().skip(from).take(rows).enumerate() {
        let y = area.y + u16::try_from(offset).unwrap_or_default();
        let place = Rect {
            y,
            height: 1,
            ..area
        };
        let requirement = desk.library.requirement(*ix);
        let shown = open.findings.applies(*ix).is_shown();
        let standing = open.findings.standing(*ix);
        let letter = wrap::cut(
            requirement.letter.as_deref().unwrap_or_default(),
            letters,
            glyph::more(theme),
        );
        let pad = " ".repeat(letters - wrap::width(&letter));
        let (mark, says, role) = if shown {
            (
                glyph::of_state(theme, standing.state),
                standing.label(),
                of_state(standing.state),
            )
        } else {
            ("-", "does not apply".to_owned(), Role::Muted)
        };
        let doubt = if requirement.is_doubtful() {
            " (check before relying)"
        } else {
            ""
        };
        let width = u16::try_from(wrap::width(&says)).unwrap_or_default();
        let room = Rect {
            width: place.width.saturating_sub(width + 2),
            ..place
        };
        text::line(
            theme,
            &format!("{mark} {letter}{pad}  {}{doubt}", requirement.title),
            room,
            buffer,
            if shown { Role::Text } else { Role::Muted },
        );
        buffer.set_string(place.x, y, mark, theme.style(role));
        if width < place.width {
            buffer.set_string(place.right() - width, y, &says, theme.style(role));
        }
        if from + offset == open.instrument.row {
            buffer.set_style(place, theme.style(Role::Selection));
        }
        drawn
            .hits
            .push(((place.x, y, place.width, 1), Hit::Row(from + offset)));
    }
}

/// Adds one requirement in full.
pub(super) fn requirement(
    desk: &Desk,
    open: &OpenAudit,
    ix: RequirementIx,
    page: &mut WrappedText<'_>,
    theme: &Theme,
) {
    let library = &desk.library;
    let requirement = library.requirement(ix);
    let applies = open.findings.applies(ix);
    let standing = open.findings.standing(ix);
    page.text(&requirement.title, Role::Title);
    page.text(
        &format!(
            "{} {} {}",
            requirement.force.label(),
            glyph::dot(theme),
            requirement.cited(&open.findings.place)
        ),
        Role::Text,
    );
    if let Some(caption) = requirement.standing.caption() {
        let role = if requirement.standing.is_doubtful() {
            Role::Caution
        } else {
            Role::Muted
        };
        page.text(caption, role);
    }
    if let Some(says) = requirement.arguable() {
        page.text(&format!("{says}; never a breach"), Role::Caution);
    }
    page.gap();
    page.text(&requirement.demands, Role::Text);
    page.gap();
    let word = match applies.applies {
        Applies::Yes => "Applies here",
        Applies::No => "Does not apply here",
        Applies::Straddles => "Straddles a change of the law",
    };
    page.labelled(
        word,
        &open.findings.why(&desk.library, ix),
        if applies.is_shown() {
            Role::Text
        } else {
            Role::Muted
        },
    );
    if applies.is_shown() {
        page.labelled("Status", &standing.label(), of_state(standing.state));
    }
    page.heading("Decided by");
    for question in &requirement.questions {
        let asked = library.question(*question);
        let state = State::from(open.findings.answered(*question).status);
        page.item(
            glyph::of_state(theme, state),
            &format!("{} {} {}", asked.short, glyph::dash(theme), state.label()),
            of_state(state),
        );
    }
    if !requirement.see_also.is_empty() {
        page.heading("See also");
        for question in &requirement.see_also {
            page.bullet(&library.question(*question).short, Role::Muted);
        }
    }
    if let Some(caution) = &requirement.caution {
        page.heading("Take care");
        page.text(caution, Role::Text);
    }
    page.heading("Where and when");
    for span in &requirement.in_force {
        let names: Vec<&str> = span.territories.iter().map(|one| one.label()).collect();
        let kinds: Vec<String> = span.authorities.iter().map(ToString::to_string).collect();
        let kinds = if kinds.is_empty() {
            "every kind of authority".to_owned()
        } else {
            kinds.join(", ")
        };
        page.bullet(
            &format!("{} ({kinds}): {}", names.join(", "), say_span(span)),
            Role::Text,
        );
    }
    page.gap();
    page.labelled("Checked", requirement.checked.label(), Role::Muted);
    let source = for_readers(&requirement.source);
    if !source.is_empty() {
        page.labelled("Source", &source, Role::Muted);
    }
    page.labelled("Read it at", &requirement.url, Role::Muted);
}

/// Returns a source without the places in our own notes (`worked-cases 9`), which no reader can open.
fn for_readers(source: &str) -> String {
    let is_note = |part: &str| {
        let name = part.split_whitespace().next().unwrap_or_default();
        let small = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        name.contains('-') && name.chars().all(small)
    };
    let parts: Vec<&str> = source
        .split(';')
        .map(str::trim)
        .filter(|part| !is_note(part))
        .collect();
    parts.join("; ")
}
