//! The report: a preview of the paper that would be handed over.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::text::{self, Page};
use super::theme::{Role, Theme};
use crate::checklist::Word as _;
use crate::desk::{Desk, Drawn, OpenAudit};

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
    let says = format!(
        "{}, to be written as {}: w writes it. Below, as it will read:",
        open.paper.kind.says(),
        open.paper.format.word()
    );
    text::line(
        theme,
        &says,
        Rect { height: 1, ..area },
        buffer,
        Role::Muted,
    );
    let body = Rect {
        y: area.y + 2,
        height: area.height.saturating_sub(2),
        ..area
    };
    drawn.page_rows = usize::from(body.height);
    // The preview keeps to a width that reads well.
    let body = Rect {
        width: body.width.min(100),
        ..body
    };
    let mut page = Page::new(theme, body.width);
    let preview = open.paper.preview.as_ref().map(|(_, text)| text.clone());
    match preview.unwrap_or_else(|| desk.preview(open.paper.kind)) {
        Ok(markdown) => {
            for line in markdown.lines() {
                one(line, &mut page);
            }
        }
        Err(why) => {
            page.text(&why, Role::Middling);
        }
    }
    drawn.scroll_max = page.draw(body, buffer, open.paper.scroll);
    frame.set_cursor_position((body.x, body.y));
}

/// One line of Markdown as it will read.
fn one(line: &str, page: &mut Page<'_>) {
    // The marks of Markdown are not read aloud; what was escaped comes back as it was.
    let plain = |text: &str| text.replace("**", "").replace('\\', "");
    let line = line.trim_end();
    if let Some(title) = line.strip_prefix("# ") {
        page.text(&plain(title), Role::Title);
    } else if line.starts_with('#') {
        page.gap();
        page.text(
            &plain(line.trim_start_matches('#').trim_start()),
            Role::Heading,
        );
    } else if let Some(quoted) = line.strip_prefix('>') {
        let quoted = quoted.trim();
        if !quoted.is_empty() {
            page.item(" ", &plain(quoted), Role::Title);
        }
    } else if let Some(row) = line.strip_prefix('|') {
        let cells: Vec<&str> = row
            .trim_end_matches('|')
            .split(" | ")
            .map(str::trim)
            .collect();
        let ruler = cells
            .iter()
            .all(|cell| cell.trim_matches(['-', ':', ' ', '|']).is_empty());
        if !ruler {
            page.bullet(&plain(&cells.join("  |  ")), Role::Text);
        }
    } else if let Some(item) = line.trim_start().strip_prefix("- ") {
        page.bullet(&plain(item), Role::Text);
    } else if line.is_empty() {
        page.gap();
    } else {
        let emphasis = line
            .strip_prefix('*')
            .and_then(|rest| rest.strip_suffix('*'));
        match emphasis.filter(|inner| !inner.contains('*')) {
            Some(inner) => page.text(&plain(inner), Role::Muted),
            None => page.text(&plain(line), Role::Text),
        };
    }
}
