//! The preview next to a list: what the row under the bar is about.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::text::{self, WrappedText};
use super::theme::{Role, Theme};
use super::{documents, flags, instruments};
use crate::checklist::QuestionIx;
use crate::desk::action::spec;
use crate::desk::changes::in_full;
use crate::desk::overlay::{Item, Pick};
use crate::desk::shelf::{AuditOrigin, Content};
use crate::desk::{Desk, OpenAudit};
use crate::wording::sentence;

/// Draws the preview of a row, behind a bar.
pub(super) fn draw(
    desk: &Desk,
    item: Option<&Item>,
    theme: &Theme,
    area: Rect,
    buffer: &mut Buffer,
) {
    text::bar(theme, Rect { width: 1, ..area }, buffer);
    let area = Rect {
        x: area.x + 2,
        width: area.width.saturating_sub(2),
        ..area
    };
    let mut page = WrappedText::new(theme, area.width);
    if let Some(item) = item {
        of(desk, item, theme, &mut page);
    }
    page.draw(area, buffer, 0);
}

fn of(desk: &Desk, item: &Item, theme: &Theme, page: &mut WrappedText<'_>) {
    let library = &desk.library;
    match (&item.pick, &desk.open) {
        (Pick::Question(ix), Some(open)) => question(desk, open, *ix, page),
        (Pick::Requirement(ix), Some(open)) => {
            instruments::requirement(desk, open, *ix, page, theme);
        }
        (Pick::Flag(ix), Some(open)) => {
            if let Some(fired) = open.findings.fired(*ix) {
                flags::fired(desk, open, fired, page, theme);
            } else {
                let flag = library.flag(*ix);
                page.text(&flag.title, Role::Title);
                page.gap();
                page.text("This flag has not fired.", Role::Muted);
            }
        }
        (Pick::Document(row), Some(open)) => {
            if let Some(document) = open.audit().documents.get(*row) {
                documents::about(desk, open, document, page, theme);
            }
        }
        (Pick::Page(id, at, paragraph), Some(open)) => {
            if let Some(paper) = open.papers.paper(id) {
                page.text(&paper.title, Role::Title);
                page.gap();
                let found = paper.paper.pages.get(*at);
                if let Some(found) = found.and_then(|one| one.paragraphs.get(*paragraph)) {
                    page.text(&found.text, Role::Text);
                }
            }
        }
        (Pick::Change(seq), Some(open)) => {
            super::pages::add_parts(in_full(desk, open, *seq), page);
        }
        (Pick::Audit(origin), _) => audit(desk, origin, page),
        (Pick::Command(action) | Pick::Elsewhere(_, action), _) => {
            page.text(spec(*action).help, Role::Title);
            page.gap();
            if let Pick::Elsewhere(screen, _) = &item.pick {
                page.labelled("Screen", screen.title(), Role::Text);
            }
            if !item.keys.is_empty() {
                page.labelled("Key", &item.keys, Role::Key);
            }
        }
        _ => {
            page.text(&item.label, Role::Title);
        }
    }
    if let Some(why) = &item.disabled_reason {
        page.gap();
        page.text(&sentence(&format!("not now: {why}")), Role::Caution);
    }
}

fn question(desk: &Desk, open: &OpenAudit, ix: QuestionIx, page: &mut WrappedText<'_>) {
    let question = desk.library.question(ix);
    page.text(&question.ask, Role::Title);
    page.gap();
    if let Some(status) = open.findings.answered(ix).status {
        page.labelled("Answer", status.label(), Role::Text);
    }
    if let Some(answer) = open.audit().answer_of(&desk.library, ix)
        && !answer.note.is_empty()
    {
        page.labelled("Note", &answer.note, Role::Text);
    }
    if let Some(help) = &question.help {
        page.gap();
        page.text(help, Role::Muted);
    }
}

fn audit(desk: &Desk, origin: &AuditOrigin, page: &mut WrappedText<'_>) {
    let Some(row) = desk.shelf.all_rows().find(|row| row.origin == *origin) else {
        return;
    };
    match &row.content {
        Content::Known(of) => {
            page.text(&format!("{}: {}", of.authority, of.service), Role::Title);
            page.gap();
            page.text(&sentence(of.verdict.label()), Role::Text);
            if let Some(next) = &of.next {
                page.text(&sentence(&next.in_full()), Role::Caution);
            }
        }
        Content::Awaited => {
            page.text(&row.name, Role::Title);
        }
        Content::Unreadable(why) => {
            page.text(&why.to_string(), Role::Error);
        }
    }
    for notice in &row.notices {
        page.item("!", notice, Role::Caution);
    }
}
