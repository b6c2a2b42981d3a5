//! The council's documents: the register with the reading of each, and one of them page by page.

mod page_view;
mod questions;

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::text::{self, WrappedText};
use super::theme::{Role, Theme};
use super::{first_row, glyph};
use crate::audit::{Access, Document};
use crate::desk::action::keyed;
use crate::desk::papers::PageView;
use crate::desk::{Desk, Drawn, Hit, OpenAudit, Overlay, layout, wrap};
use crate::report::words;
use crate::wording::count;
use crate::wording::say_day;
pub(super) use questions::over as questions_over;

/// Draws the screen.
pub(super) fn draw(
    desk: &Desk,
    open: &OpenAudit,
    theme: &Theme,
    area: Rect,
    frame: &mut Frame<'_>,
    drawn: &mut Drawn,
) {
    if let Some(page_view) = &open.papers.page_view
        && area.width + 2 >= layout::READING_DESK
    {
        reading_desk(desk, open, page_view, theme, area, frame, drawn);
        return;
    }
    let wide = area.width + 2 >= layout::TWO_COLUMNS;
    let mut text = area;
    if wide {
        let width = if area.width >= 178 { 60 } else { 40 };
        let list = Rect { width, ..area };
        register(open, theme, list, frame.buffer_mut(), drawn);
        text::bar(
            theme,
            Rect {
                x: list.right(),
                width: 1,
                ..area
            },
            frame.buffer_mut(),
        );
        text.x = list.right() + 2;
        text.width = area.width - width - 2;
    }
    if let Some(page_view) = &open.papers.page_view {
        page_view::draw(desk, open, page_view, theme, text, frame, drawn);
        return;
    }
    if !wide {
        let rows = u16::try_from(open.audit().documents.len()).unwrap_or(u16::MAX);
        let height = rows.saturating_add(1).min(area.height / 2).max(2);
        register(
            open,
            theme,
            Rect { height, ..area },
            frame.buffer_mut(),
            drawn,
        );
        text::rule(
            theme,
            Rect {
                y: area.y + height,
                height: 1,
                ..area
            },
            frame.buffer_mut(),
        );
        text.y += height + 1;
        text.height = text.height.saturating_sub(height + 1);
    }
    drawn.page_rows = usize::from(text.height);
    let mut page = WrappedText::new(theme, text.width);
    match desk.document() {
        None => empty(&mut page),
        Some(document) => about(desk, open, document, &mut page, theme),
    }
    drawn.scroll_max = page.draw(text, frame.buffer_mut(), open.scroll);
    frame.set_cursor_position((text.x, text.y));
}

/// The most columns of a page on the reading desk: longer lines are hard to read.
const PAGE_COLUMNS: u16 = 104;

/// The least columns of the questions next to it.
const QUESTION_COLUMNS: u16 = 56;

/// Draws a page with the questions next to it.
fn reading_desk(
    desk: &Desk,
    open: &OpenAudit,
    page_view: &PageView,
    theme: &Theme,
    area: Rect,
    frame: &mut Frame<'_>,
    drawn: &mut Drawn,
) {
    let width = area.width.saturating_sub(QUESTION_COLUMNS + 3);
    let page = Rect {
        width: width.min(PAGE_COLUMNS),
        ..area
    };
    page_view::draw(desk, open, page_view, theme, page, frame, drawn);
    let buffer = frame.buffer_mut();
    let bar = Rect {
        x: page.right() + 1,
        width: 1,
        ..area
    };
    text::bar(theme, bar, buffer);
    let beside = Rect {
        x: bar.x + 2,
        width: area.right().saturating_sub(bar.x + 2),
        ..area
    };
    let dropping = match desk.overlays.last() {
        Some(Overlay::Drop(dropping)) => Some(&**dropping),
        _ => None,
    };
    questions::list(desk, open, dropping, theme, beside, buffer, drawn);
}

/// Adds instructions for an empty register.
fn empty(page: &mut WrappedText<'_>) {
    page.text("The council’s papers", Role::Title);
    page.gap();
    page.text(
        "Add the report, its appendices, the agenda pack, the minutes: PDF, Word (DOCX), ODT, web \
         pages or plain text. They stay where they are; nothing is sent anywhere.",
        Role::Text,
    );
    page.gap();
    page.text(
        "They are read through for every question: the passages to quote are shown next to it, \
         with their pages, and where there is not one mention, that becomes a proof of absence.",
        Role::Text,
    );
    page.gap();
    page.bullet(
        &keyed!("{add}  adds papers from your folders", add = AddPaper),
        Role::Key,
    );
    page.bullet(
        &keyed!(
            "{note}  notes a document you asked for and do not have: its refusal is part of the \
             case",
            note = NoteDocument
        ),
        Role::Key,
    );
}

/// Draws the register: one row a document.
fn register(open: &OpenAudit, theme: &Theme, area: Rect, buffer: &mut Buffer, drawn: &mut Drawn) {
    let head = Rect { height: 1, ..area };
    text::line(theme, &summary(open), head, buffer, Role::Muted);
    let list = Rect {
        y: area.y + 1,
        height: area.height.saturating_sub(1),
        ..area
    };
    let rows = usize::from(list.height);
    let documents = &open.audit().documents;
    let selected = open.papers.row;
    let from = first_row(selected, rows, documents.len());
    for (offset, document) in documents.iter().skip(from).take(rows).enumerate() {
        let y = list.y + u16::try_from(offset).unwrap_or_default();
        let place = Rect {
            y,
            height: 1,
            ..list
        };
        let state = DocumentState::of(open, document);
        buffer.set_string(place.x, y, state.mark(theme), theme.style(state.role()));
        let says = state.label(open, document);
        let width = u16::try_from(wrap::width(&says)).unwrap_or_default();
        let room = Rect {
            x: place.x + 2,
            width: place.width.saturating_sub(width + 3),
            ..place
        };
        text::line(theme, &document.title, room, buffer, Role::Text);
        buffer.set_string(
            place.right().saturating_sub(width),
            y,
            text::shown(theme, &says),
            theme.style(Role::Muted),
        );
        if from + offset == selected {
            buffer.set_style(place, theme.style(Role::Selection));
        }
        drawn
            .hits
            .push(((place.x, y, place.width, 1), Hit::Row(from + offset)));
    }
}

/// Returns the number of documents and pages, in a line.
fn summary(open: &OpenAudit) -> String {
    let documents = count(open.audit().documents.len(), "document", "documents");
    let read = open
        .papers
        .register
        .as_ref()
        .map_or(0, |register| register.shelf.pages_read());
    if open.papers.awaited {
        format!("{documents}, being read")
    } else if read > 0 {
        format!(
            "{documents}, {} read",
            count(read as usize, "page", "pages")
        )
    } else {
        documents
    }
}

/// The state of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum DocumentState {
    Read,
    InPart,
    ToMend,
    Refused,
    NoFile,
    Waiting,
}

impl DocumentState {
    fn of(open: &OpenAudit, document: &Document) -> Self {
        let papers = &open.papers;
        let differs = papers.as_it_is_now(document).is_some();
        match (papers.paper(&document.id), &document.path) {
            (Some(_), _) if differs => Self::ToMend,
            (Some(read), _) if read.paper.is_read_in_full() => Self::Read,
            (Some(_), _) => Self::InPart,
            (None, None) if document.access == Some(Access::Refused) => Self::Refused,
            (None, None) => Self::NoFile,
            (None, Some(_)) if papers.awaited => Self::Waiting,
            (None, Some(_)) => Self::ToMend,
        }
    }

    const fn mark(self, theme: &Theme) -> &'static str {
        match self {
            Self::Read => glyph::strength(theme),
            Self::InPart => "~",
            Self::ToMend | Self::Refused => "!",
            Self::NoFile => "-",
            Self::Waiting => glyph::more(theme),
        }
    }

    const fn role(self) -> Role {
        match self {
            Self::Read => Role::Good,
            Self::InPart => Role::Middling,
            Self::ToMend => Role::Bad,
            Self::Refused => Role::Withheld,
            Self::NoFile | Self::Waiting => Role::Muted,
        }
    }

    fn label(self, open: &OpenAudit, document: &Document) -> String {
        let secret = if document.is_in_confidence() {
            "confidential "
        } else {
            ""
        };
        let pages = document
            .pages
            .map_or_else(String::new, |pages| format!("{pages} p."));
        match self {
            Self::Read => format!("{secret}{pages}"),
            Self::InPart => format!("{secret}partly read {pages}"),
            Self::ToMend if open.papers.paper(&document.id).is_some() => "changed".to_owned(),
            Self::ToMend => "not read".to_owned(),
            Self::Refused => "refused".to_owned(),
            Self::NoFile if document.access == Some(Access::AskedFor) => "asked for".to_owned(),
            Self::NoFile => "no file".to_owned(),
            Self::Waiting => "being read".to_owned(),
        }
    }
}

/// Adds one document in full: its entry, the result of reading it, its citations.
pub(super) fn about(
    desk: &Desk,
    open: &OpenAudit,
    document: &Document,
    page: &mut WrappedText<'_>,
    theme: &Theme,
) {
    page.text(&document.title, Role::Title);
    page.gap();
    for notice in open.papers.notices(&document.id) {
        page.item("!", &notice.to_string(), Role::Caution);
    }
    if open.papers.as_it_is_now(document).is_some() && open.read_only.is_none() {
        page.text(
            &keyed!(
                "Press {take} to register the file as it is now.",
                take = TakeFile
            ),
            Role::Key,
        );
    }
    page.gap();
    let mut fact = |label: &str, value: Option<String>, role: Role| {
        if let Some(value) = value {
            page.labelled(label, &value, role);
        }
    };
    fact("From", document.from.clone(), Role::Text);
    fact("Dated", document.date.map(say_day), Role::Text);
    let role = match document.access {
        Some(Access::InConfidence | Access::Refused) => Role::Caution,
        _ => Role::Text,
    };
    fact("How it came", words::came(document), role);
    fact("Published at", document.url.clone(), Role::Text);
    fact("Note", document.note.clone(), Role::Text);
    let read = open.papers.paper(&document.id).map(|read| {
        let paper = &read.paper;
        let (kind, pages) = (paper.kind.label(), paper.pages_in_all());
        match (paper.pages_read(), pages) {
            (1, 1) => format!("{kind}, its one page has text"),
            (some, all) if some == all => format!("{kind}, text on all {all} pages"),
            (0, _) => format!("{kind}, no page has text"),
            (some, all) => format!("{kind}, text on {some} of {all} pages"),
        }
    });
    fact("Read", read, Role::Text);
    fact("File", document.path.clone(), Role::Muted);
    fact("SHA-256", document.sha256.clone(), Role::Muted);
    fact("Called", Some(document.id.clone()), Role::Muted);
    if document.is_in_confidence() {
        page.gap();
        page.text(
            "This was given in confidence, and every quotation says so. Take advice before you \
             pass it on.",
            Role::Caution,
        );
    }
    let cited = cited(desk, open, document);
    page.heading(&format!("Quoted in {}", answers(cited.len())));
    for (question, pages) in cited.iter().take(12) {
        page.bullet(&format!("{question}{pages}"), Role::Text);
    }
    if cited.len() > 12 {
        page.text(
            &format!("{} and {} more", glyph::more(theme), cited.len() - 12),
            Role::Muted,
        );
    }
}

fn answers(number: usize) -> String {
    match number {
        0 => "no answer yet".to_owned(),
        some => count(some, "answer", "answers"),
    }
}

/// Returns the answers that cite a document, each with the pages.
fn cited(desk: &Desk, open: &OpenAudit, document: &Document) -> Vec<(String, String)> {
    open.audit()
        .answers
        .iter()
        .filter_map(|(id, answer)| {
            let of_it: Vec<_> = answer
                .evidence
                .iter()
                .filter(|one| one.document.as_deref() == Some(document.id.as_str()))
                .collect();
            if of_it.is_empty() {
                return None;
            }
            let pages: Vec<String> = of_it
                .iter()
                .filter_map(|one| one.page)
                .map(|page| page.to_string())
                .collect();
            let pages = match pages.as_slice() {
                [] => String::new(),
                [one] => format!(", page {one}"),
                many => format!(", pages {}", many.join(", ")),
            };
            let short = desk.library.find_current(id).map_or_else(
                || id.clone(),
                |ix| desk.library.question(ix).short.to_string(),
            );
            Some((short, pages))
        })
        .collect()
}
