//! The drawn screen as text: its rows by their targets, and everything else in the order of drawing.
//!
//! It is drawn in memory as on any screen, so that a screen needs no second description: the texts
//! are taken down on their way to the cells, uncut, and the rows are read where they can be clicked.

use std::rc::Rc;

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::draw;
use super::heard::Heard;
use super::theme::Theme;
use crate::base::digest::fold;
use crate::desk::{Desk, Drawn, Hit};

/// The screen as text.
#[derive(Debug, Default)]
pub struct ScreenText {
    /// The clickable areas and scroll limits of the drawing.
    pub drawn: Drawn,
    /// The lines of their own: titles and heads.
    pub heads: Vec<String>,
    /// The rows to choose from, each with its index.
    pub rows: Vec<(usize, String)>,
    /// The paragraphs.
    pub paragraphs: Vec<String>,
}

/// Reads the desk as it would be drawn on a screen of some columns and rows.
pub fn read(desk: &Desk, (columns, rows): (u16, u16)) -> ScreenText {
    let heard = Rc::new(Heard::default());
    let theme = Theme::read_along(Rc::clone(&heard));
    let mut reading = ScreenText::default();
    let Ok(mut terminal) = Terminal::new(TestBackend::new(columns, rows));
    let Ok(picture) = terminal.draw(|frame| reading.drawn = draw(desk, &theme, frame));
    let rows = |hit: &Hit| match hit {
        Hit::Row(row) | Hit::Pick(row) => Some(*row),
        _ => None,
    };
    let mut areas = Vec::new();
    for (area, hit) in &reading.drawn.hits {
        if let Some(row) = rows(hit) {
            areas.push(*area);
            reading.rows.push((row, row_text(picture.buffer, *area)));
        }
    }
    reading.rows.sort_by_key(|(row, _)| *row);
    reading.rows.dedup_by_key(|(row, _)| *row);
    let in_a_row = |line: Rect| {
        areas.iter().any(|(left, top, width, height)| {
            let row = Rect::new(*left, *top, *width, *height);
            row.intersects(line)
        })
    };
    for (area, text) in heard.take() {
        let text = without_mark(&text).to_owned();
        match area {
            None => reading.paragraphs.push(text),
            Some(line) if in_a_row(line) => {}
            Some(_) => reading.heads.push(text),
        }
    }
    reading
}

/// Returns a text without the mark before it, which is drawn for the eye alone.
fn without_mark(text: &str) -> &str {
    match text.split_once(' ') {
        Some((mark, rest)) if mark.len() == 1 && !mark.chars().all(char::is_alphanumeric) => rest,
        _ => text,
    }
}

/// Returns the text of the cells of a row.
fn row_text(buffer: &Buffer, (left, top, width, height): (u16, u16, u16, u16)) -> String {
    let mut text = String::new();
    for y in top..top.saturating_add(height) {
        for x in left..left.saturating_add(width) {
            text.push_str(buffer.cell((x, y)).map_or(" ", |cell| cell.symbol()));
        }
        text.push(' ');
    }
    fold(&text)
}
