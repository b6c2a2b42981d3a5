//! The report screen: a preview of the report to be handed over, as it will read.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::glyph;
use super::text::WrappedText;
use super::theme::{Role, Theme};
use crate::desk::action::keyed;
use crate::desk::{Desk, Drawn, OpenAudit};
use crate::report::document::{Block, Chart, Fact, Span, Table, Tone, words_of};
use crate::report::{Kind, ReportDocument};
use crate::wording::shown;

/// Draws the preview.
pub(super) fn draw(
    desk: &Desk,
    open: &OpenAudit,
    theme: &Theme,
    area: Rect,
    frame: &mut Frame<'_>,
    drawn: &mut Drawn,
) {
    let buffer = frame.buffer_mut();
    let says = keyed!(
        "{}: press {write} to write it as {}", write = WriteReport;
        open.paper.kind.label(),
        open.paper.format.label()
    );
    let mut head = WrappedText::new(theme, area.width);
    head.text(&says, Role::Muted);
    if let Some(says) = about_answers(open) {
        head.text(&says, Role::Muted);
    }
    if let Some(path) = &open.paper.written {
        let says = keyed!(
            "Written: {}. Press {open} to open it, {folder} to open its folder.",
            open = OpenWritten,
            folder = OpenFolder;
            shown(path)
        );
        head.text(&says, Role::Text);
    }
    // The head never takes the preview's place.
    let height = u16::try_from(head.height()).unwrap_or(u16::MAX);
    let height = height.min(area.height / 2);
    head.draw(Rect { height, ..area }, buffer, 0);
    let above = height + 1;
    let body = Rect {
        y: area.y + above,
        height: area.height.saturating_sub(above),
        ..area
    };
    drawn.page_rows = usize::from(body.height);
    // The preview keeps to a readable width.
    let body = Rect {
        width: body.width.min(100),
        ..body
    };
    let mut page = WrappedText::new(theme, body.width);
    let made;
    let preview = if let Some((_, preview)) = &open.paper.preview {
        preview
    } else {
        made = desk.paper(open.paper.kind);
        &made
    };
    match preview {
        Ok(document) => whole(document, &mut page, theme),
        Err(why) => {
            page.text(&why.to_string(), Role::Middling);
            page.gap();
            page.text(
                &keyed!(
                    "Press {back} to go to the case board: it says what to do next.",
                    back = Back
                ),
                Role::Text,
            );
        }
    }
    drawn.scroll_max = page.draw(body, buffer, open.paper.scroll);
    frame.set_cursor_position((body.x, body.y));
}

/// Returns a sentence on the answers in a blank checklist; `None` for every other kind.
fn about_answers(open: &OpenAudit) -> Option<String> {
    (open.paper.kind == Kind::Blank).then(|| {
        if open.setting.with_answers {
            keyed!(
                "It has the answers, without papers in confidence. Press {turn} to take \
                 them out",
                turn = WithAnswers
            )
        } else {
            keyed!(
                "Nothing entered so far is in. Press {turn} to put the answers in",
                turn = WithAnswers
            )
        }
    })
}

fn whole(document: &ReportDocument, page: &mut WrappedText<'_>, theme: &Theme) {
    for line in document.house.head() {
        page.text(line, Role::Muted);
    }
    page.gap();
    page.text(&document.title, Role::Title);
    page.text(&document.subtitle, Role::Text);
    page.gap();
    facts(&document.meta, page);
    blocks(&document.blocks, page, theme);
    for (place, note) in document.notes.iter().enumerate() {
        if place == 0 {
            page.heading("Notes");
        }
        page.item(&format!("[{}]", place + 1), &plain(note), Role::Muted);
    }
    if !document.house.footer.is_empty() {
        page.gap();
        page.text(&document.house.footer, Role::Muted);
    }
}

fn blocks(blocks: &[Block], page: &mut WrappedText<'_>, theme: &Theme) {
    for block in blocks {
        match block {
            Block::Heading { level, text } => {
                page.gap();
                let role = if *level == 1 {
                    Role::Title
                } else {
                    Role::Heading
                };
                page.text(text, role);
            }
            Block::Paragraph { spans } => paragraph(spans, page),
            Block::List { ordered, items } => {
                for (place, item) in items.iter().enumerate() {
                    if *ordered {
                        page.item(&format!("{}.", place + 1), &plain(item), Role::Text);
                    } else {
                        page.bullet(&plain(item), Role::Text);
                    }
                }
                page.gap();
            }
            Block::Facts { facts: all } => {
                facts(all, page);
                page.gap();
            }
            Block::Table { table: one } => table(one, page),
            Block::Quote { text, source } => {
                let bar = glyph::bar(theme);
                page.item(bar, &format!("“{text}”"), Role::Text);
                if !source.is_empty() {
                    page.item(bar, source, Role::Muted);
                }
                page.gap();
            }
            Block::Callout {
                tone,
                title,
                blocks: inside,
            } => {
                page.gap();
                let (mark, role) = match tone {
                    Tone::Verdict => (glyph::section(theme), Role::Title),
                    Tone::Warning => ("!", Role::Caution),
                    Tone::Note => ("i", Role::Heading),
                };
                page.item(mark, title, role);
                blocks_inside(inside, page, theme);
            }
            Block::Chart { chart: one } => chart(one, page, theme),
            Block::SignOff { lines } => {
                page.gap();
                for line in lines {
                    page.text(&format!("{line} {}", ".".repeat(24)), Role::Text);
                }
            }
            Block::PageBreak => {
                page.gap();
                page.text(&glyph::rule(theme).repeat(24), Role::Border);
            }
        }
    }
}

fn blocks_inside(inside: &[Block], page: &mut WrappedText<'_>, theme: &Theme) {
    blocks(inside, page, theme);
    page.gap();
}

/// Adds a paragraph; a label at its beginning is set off.
fn paragraph(spans: &[Span], page: &mut WrappedText<'_>) {
    match spans.split_first() {
        Some((Span::Strong { text }, rest)) if text.ends_with(':') && !rest.is_empty() => {
            page.labelled(
                text.trim_end_matches(':'),
                plain(rest).trim_start(),
                Role::Text,
            );
        }
        Some((Span::Strong { text }, [])) => {
            page.gap();
            page.text(text, Role::Heading);
        }
        _ => {
            page.text(&plain(spans), Role::Text);
            page.gap();
        }
    }
}

fn facts(facts: &[Fact], page: &mut WrappedText<'_>) {
    for fact in facts {
        page.labelled(&fact.label, &plain(&fact.value), Role::Text);
    }
}

/// Adds a table row by row: the row's head, and under it each cell with the head of its column.
fn table(table: &Table, page: &mut WrappedText<'_>) {
    page.gap();
    page.text(&table.caption, Role::Heading);
    let narrow = table.header.len() <= 3;
    for row in &table.rows {
        let cells: Vec<String> = row.iter().map(|cell| plain(cell)).collect();
        if narrow {
            let said: Vec<&str> = cells
                .iter()
                .map(|cell| cell.trim())
                .filter(|cell| !cell.is_empty())
                .collect();
            page.bullet(&said.join("  ·  "), Role::Text);
            continue;
        }
        for (place, (head, cell)) in table.header.iter().zip(&cells).enumerate() {
            if cell.trim().is_empty() {
                continue;
            }
            if place == 0 {
                page.bullet(&format!("{head} {cell}"), Role::Title);
            } else {
                page.item(" ", &format!("{head}: {cell}"), Role::Text);
            }
        }
    }
    page.gap();
}

fn chart(chart: &Chart, page: &mut WrappedText<'_>, theme: &Theme) {
    page.gap();
    page.text(&chart.title, Role::Heading);
    let all: usize = chart.parts.iter().map(|part| part.number).sum();
    for part in &chart.parts {
        let cells = (part.number * 30).checked_div(all).unwrap_or_default();
        let says = format!(
            "{} {} {}",
            part.number,
            part.label,
            glyph::done(theme).repeat(cells)
        );
        page.item(&part.symbol, &says, Role::Text);
    }
    page.gap();
}

/// Returns running text as plain words, with the numbers of its notes.
fn plain(spans: &[Span]) -> String {
    let mut out = String::new();
    for span in spans {
        match span {
            Span::Text { text } | Span::Strong { text } | Span::Emphasis { text } => {
                out.push_str(text);
            }
            Span::Link { text, .. } => out.push_str(text),
            Span::Note { number } => out.push_str(&format!("[{number}]")),
            Span::Options { .. } | Span::Room { .. } => {
                out.push_str(&words_of(std::slice::from_ref(span)));
            }
        }
    }
    out
}
