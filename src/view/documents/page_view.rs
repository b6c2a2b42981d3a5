//! The page view: one page of a document by paragraphs, the selected one ready to be quoted.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::checklist::QuestionIx;
use crate::desk::action::keyed;
use crate::desk::papers::PageView;
use crate::desk::{Desk, Drawn, OpenAudit};
use crate::documents::{ParagraphRole, one_line};
use crate::view::glyph;
use crate::view::text::{self, WrappedText};
use crate::view::theme::{Role, Theme};
use crate::wording::count;

/// Draws the page view.
pub(super) fn draw(
    desk: &Desk,
    open: &OpenAudit,
    page_view: &PageView,
    theme: &Theme,
    area: Rect,
    frame: &mut Frame<'_>,
    drawn: &mut Drawn,
) {
    let buffer = frame.buffer_mut();
    let Some(shelved) = open.papers.paper(&page_view.document) else {
        return;
    };
    let paper = &shelved.paper;
    let Some(printed) = paper.pages.get(page_view.page) else {
        text::line(theme, "There is no page.", area, buffer, Role::Muted);
        return;
    };
    let as_printed = match printed.printed.as_deref() {
        Some(number) if number != printed.number.to_string() => format!(" (printed {number})"),
        _ => String::new(),
    };
    let secret = if shelved.in_confidence {
        "  GIVEN IN CONFIDENCE"
    } else {
        ""
    };
    let head = format!(
        "{}  page {} of {}{as_printed}{secret}",
        shelved.title,
        printed.number,
        paper.pages_in_all(),
    );
    text::line(
        theme,
        &head,
        Rect { height: 1, ..area },
        buffer,
        Role::Title,
    );
    let marked = match page_view.marked.len() {
        0 => String::new(),
        some => keyed!(
            "{} marked: press {drop} to quote, or ",
            drop = DropQuotation;
            count(some, "paragraph", "paragraphs")
        ),
    };
    let asks = open.walk.at().map(|ix| {
        let short = &desk.library.question(ix).short;
        keyed!(
            "{}press {quote} to quote for: {short}",
            quote = AttachParagraph;
            marked
        )
    });
    let line = Rect {
        y: area.y + 1,
        height: 1,
        ..area
    };
    text::line(
        theme,
        asks.as_deref().unwrap_or_default(),
        line,
        buffer,
        Role::Muted,
    );
    let body = Rect {
        y: area.y + 3,
        height: area.height.saturating_sub(3),
        ..area
    };
    let mut page = WrappedText::new(theme, body.width);
    if !printed.state.is_read() {
        page.text(
            &format!("Page {} {}.", printed.number, printed.state.label()),
            Role::Caution,
        );
        page.text("This page could not be searched.", Role::Caution);
        page.gap();
    }
    let mut here = (0, 0);
    let quoted = open.quoted_here(&desk.library);
    for (at, paragraph) in printed.paragraphs.iter().enumerate() {
        let from = page.height();
        let words = one_line(&paragraph.text);
        let (page_of, row_of, found) = &page_view.found;
        let marks: &[_] = if (*page_of, *row_of) == (page_view.page, at) {
            found
        } else {
            &[]
        };
        let is_here = at == page_view.paragraph;
        let under = quoted.get(at).map_or(&[][..], Vec::as_slice);
        let is_marked = page_view.marked.contains(&(page_view.page, at));
        let sign = |there: bool, sign: &'static str| if there { sign } else { " " };
        let margin = [
            sign(is_here, glyph::folded(theme)),
            sign(is_marked, glyph::chosen(theme)),
            sign(!under.is_empty(), glyph::quoted(theme)),
        ]
        .concat();
        let role = match (paragraph.role, is_here) {
            (_, true) => Role::Title,
            (ParagraphRole::Heading, _) => Role::Heading,
            (ParagraphRole::Header | ParagraphRole::Footer | ParagraphRole::Note, _) => Role::Muted,
            (ParagraphRole::Body, _) => Role::Text,
        };
        match paragraph.role {
            ParagraphRole::Header => page.text("at the head of the page", Role::Border),
            ParagraphRole::Footer => page.text("at the foot of the page", Role::Border),
            ParagraphRole::Note => page.text("a note", Role::Border),
            _ => &mut page,
        };
        page.marked(
            (&margin, "   "),
            &words,
            marks,
            (role, Role::Found),
            usize::MAX,
        );
        if !under.is_empty() {
            let short = |ix: &QuestionIx| desk.library.question(*ix).short.to_string();
            let titles: Vec<String> = under.iter().map(short).collect();
            let mark = format!("  {}", glyph::quoted(theme));
            page.item(
                &mark,
                &format!("quoted under: {}", titles.join("; ")),
                Role::Good,
            );
        }
        page.gap();
        if is_here {
            here = (from, page.height());
        }
    }
    // The selected paragraph is always visible.
    let rows = usize::from(body.height);
    let scroll = if here.1 <= rows {
        0
    } else {
        here.0.saturating_sub(rows / 4)
    };
    drawn.page_rows = rows;
    page.draw(body, buffer, scroll);
    frame.set_cursor_position((body.x, body.y));
}
