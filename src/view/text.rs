//! Pages of text: paragraphs wrapped to a width, so that their height is known before they are
//! drawn.
//!
//! Text from outside is made safe to draw here.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget as _;

use super::glyph;
use super::theme::{Role, Theme};
use crate::desk::action::keyed;
use crate::desk::{Action, Drawn, Hit, wrap};
use crate::wording::clean;

/// Returns a text made safe to draw and, where only ASCII may be drawn, with the signs written in it
/// that need more than one letter; the others are replaced cell by cell once the picture is drawn
/// ([`Theme::finish`]).
pub fn shown(theme: &Theme, text: &str) -> String {
    let text = clean(text);
    if !theme.ascii {
        return text.into_owned();
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '…' => out.push_str("..."),
            '‘' | '’' => out.push('\''),
            '“' | '”' => out.push('"'),
            '–' | '—' => out.push('-'),
            '£' => out.push_str("GBP "),
            '€' => out.push_str("EUR "),
            '§' => out.push_str("s."),
            '½' => out.push_str("1/2"),
            '¼' => out.push_str("1/4"),
            '¾' => out.push_str("3/4"),
            '≤' => out.push_str("<="),
            '≥' => out.push_str(">="),
            '↑' => out.push_str("Up"),
            '↓' => out.push_str("Down"),
            '←' => out.push_str("Left"),
            '→' => out.push_str("Right"),
            c => out.push(c),
        }
    }
    out
}

/// Returns a text made safe to draw, and the ranges of its marked parts in the result.
fn shown_with_marks(
    theme: &Theme,
    text: &str,
    marks: &[Range<usize>],
) -> (String, Vec<Range<usize>>) {
    let mut out = String::with_capacity(text.len());
    let mut moved = Vec::new();
    let mut here = 0;
    for mark in marks {
        let (start, end) = (mark.start.max(here), mark.end.max(here));
        let (Some(before), Some(words)) = (text.get(here..start), text.get(start..end)) else {
            continue;
        };
        out.push_str(&shown(theme, before));
        let from = out.len();
        out.push_str(&shown(theme, words));
        moved.push(from..out.len());
        here = end;
    }
    out.push_str(&shown(theme, text.get(here..).unwrap_or_default()));
    (out, moved)
}

/// The lines of a page, built for one width.
#[derive(Debug)]
pub struct WrappedText<'a> {
    theme: &'a Theme,
    columns: usize,
    lines: Vec<Line<'static>>,
    /// The parts that can be clicked: line, column, columns, action.
    clickable: Vec<(usize, u16, u16, Action)>,
}

impl<'a> WrappedText<'a> {
    /// Returns an empty page.
    pub fn new(theme: &'a Theme, columns: u16) -> Self {
        Self {
            theme,
            columns: usize::from(columns).max(8),
            lines: Vec::new(),
            clickable: Vec::new(),
        }
    }

    /// Returns the columns of its text.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// Returns the number of its lines so far.
    pub fn height(&self) -> usize {
        self.lines.len()
    }

    /// Adds an empty line, unless the last one is empty already.
    pub fn gap(&mut self) -> &mut Self {
        if self.lines.last().is_some_and(|line| line.width() > 0) {
            self.lines.push(Line::default());
        }
        self
    }

    /// Adds a heading.
    pub fn heading(&mut self, text: &str) -> &mut Self {
        self.gap();
        self.put("", "", text, Role::Heading)
    }

    /// Adds a paragraph.
    pub fn text(&mut self, text: &str, role: Role) -> &mut Self {
        self.put("", "", text, role)
    }

    /// Adds a paragraph with a mark before it; its other lines are indented to match.
    pub fn item(&mut self, mark: &str, text: &str, role: Role) -> &mut Self {
        let first = format!("{mark} ");
        let rest = " ".repeat(wrap::width(&first));
        self.put(&first, &rest, text, role)
    }

    /// Adds a text in one line, cut with a sign; it is heard whole.
    pub fn cut(&mut self, mark: &str, text: &str, role: Role) -> &mut Self {
        self.theme.hear(None, text);
        let says = format!("{mark}{}", shown(self.theme, text));
        let says = wrap::cut(&says, self.columns, glyph::more(self.theme));
        self.line(Line::styled(says, self.theme.style(role)))
    }

    /// Adds a bullet.
    pub fn bullet(&mut self, text: &str, role: Role) -> &mut Self {
        let mark = glyph::bullet(self.theme);
        self.item(mark, text, role)
    }

    /// Adds a label and the text after it.
    pub fn labelled(&mut self, label: &str, text: &str, role: Role) -> &mut Self {
        let start = self.lines.len();
        self.put("", "  ", &format!("{label}: {text}"), role);
        // The label is set off in the first line.
        if let Some(line) = self.lines.get_mut(start) {
            let whole: String = line
                .spans
                .iter()
                .map(|span| span.content.as_ref())
                .collect();
            if let Some(rest) = whole.strip_prefix(&format!("{label}:")) {
                *line = Line::from(vec![
                    Span::styled(format!("{label}:"), self.theme.style(Role::Muted)),
                    Span::styled(rest.to_owned(), self.theme.style(role)),
                ]);
            }
        }
        self
    }

    /// Adds a paragraph with some of its words marked, its first line behind the first mark and the
    /// others behind the second; at most `most` lines of it.
    pub fn marked(
        &mut self,
        (mark, rest): (&str, &str),
        text: &str,
        marks: &[Range<usize>],
        (role, of_marks): (Role, Role),
        most: usize,
    ) -> &mut Self {
        self.theme.hear(None, text);
        let (text, marks) = shown_with_marks(self.theme, text, marks);
        let (first, rest) = (format!("{mark} "), format!("{rest} "));
        let room = |lead: &str| self.columns.saturating_sub(wrap::width(lead)).max(4);
        let (plain, loud) = (self.theme.style(role), self.theme.style(of_marks));
        let mut lines = wrap::indented(&text, room(&first), room(&rest));
        if lines.len() > most {
            // The signs that there is more stand within the width.
            let signs = 1 + wrap::width(glyph::more(self.theme));
            let less = |lead: &str| room(lead).saturating_sub(signs).max(4);
            lines = wrap::indented(&text, less(&first), less(&rest));
        }
        // If not all of it is shown, the lines around the first mark are.
        let at_mark = marks.first().map_or(0, |mark| {
            lines
                .iter()
                .position(|line| line.end > mark.start)
                .unwrap_or_default()
        });
        let from = if lines.len() <= most {
            0
        } else {
            at_mark.saturating_sub(most / 3).min(lines.len() - most)
        };
        for (at, range) in lines.iter().enumerate().skip(from).take(most) {
            let lead = if at == from { &first } else { &rest };
            let mut spans = vec![Span::styled(lead.clone(), plain)];
            if at == from && from > 0 {
                spans.push(Span::styled(glyph::more(self.theme).to_owned(), plain));
            }
            let end = range.start + text.get(range.clone()).unwrap_or_default().trim_end().len();
            let mut here = range.start;
            for mark in marks
                .iter()
                .filter(|mark| mark.start < end && mark.end > range.start)
            {
                let (start, stop) = (mark.start.max(here), mark.end.min(end));
                let mut put = |range: Range<usize>, style| {
                    let words = text.get(range).unwrap_or_default().to_owned();
                    spans.push(Span::styled(words, style));
                };
                put(here..start, plain);
                put(start..stop, loud);
                here = stop;
            }
            let words = text.get(here..end).unwrap_or_default().to_owned();
            spans.push(Span::styled(words, plain));
            if at + 1 == from + most && at + 1 < lines.len() {
                spans.push(Span::styled(format!(" {}", glyph::more(self.theme)), plain));
            }
            self.lines.push(Line::from(spans));
        }
        self
    }

    /// Adds a line unchanged, to be cut to the width when drawn.
    pub fn line(&mut self, line: Line<'static>) -> &mut Self {
        self.lines.push(line);
        self
    }

    /// Adds parts one after the other, each of which is an action that can be clicked.
    ///
    /// A part that has no room left goes to the next line, and one that is wider than a line is
    /// wrapped.
    pub fn actions(&mut self, parts: Vec<(Action, Vec<Span<'static>>)>) -> &mut Self {
        let mut line = Line::default();
        for (action, spans) in parts {
            let wide: usize = spans.iter().map(|span| trimmed(&span.content)).sum();
            if line.width() > 0 && line.width() + wide > self.columns {
                self.lines.push(std::mem::take(&mut line));
            }
            let mut from = line.width();
            for span in spans {
                let room = self.columns.saturating_sub(line.width()).max(4);
                let rest = self.columns.saturating_sub(INDENT.len()).max(4);
                let ranges = wrap::indented(&span.content, room, rest);
                for (at, range) in ranges.into_iter().enumerate() {
                    if at > 0 {
                        self.clickable_part(&line, from, action);
                        self.lines.push(std::mem::take(&mut line));
                        line.spans.push(Span::styled(INDENT, span.style));
                        from = 0;
                    }
                    let words = span.content.get(range).unwrap_or_default().to_owned();
                    line.spans.push(Span::styled(words, span.style));
                }
            }
            self.clickable_part(&line, from, action);
        }
        self.line(line)
    }

    fn clickable_part(&mut self, line: &Line<'_>, from: usize, action: Action) {
        let columns = u16::try_from(line.width() - from).unwrap_or_default();
        if let Ok(from) = u16::try_from(from) {
            self.clickable
                .push((self.lines.len(), from, columns, action));
        }
    }

    fn put(&mut self, first: &str, rest: &str, text: &str, role: Role) -> &mut Self {
        // A mark of one sign is for the eye.
        let mark = if first.trim().chars().count() > 1 {
            first
        } else {
            ""
        };
        self.theme.hear(None, &format!("{mark}{text}"));
        let text = shown(self.theme, text);
        let style = self.theme.style(role);
        let room = |lead: &str| self.columns.saturating_sub(wrap::width(lead)).max(4);
        let lines = wrap::indented(&text, room(first), room(rest));
        for (at, range) in lines.into_iter().enumerate() {
            let lead = if at == 0 { first } else { rest };
            let words = text.get(range).unwrap_or_default().trim_end().to_owned();
            self.lines.push(Line::from(vec![
                Span::styled(lead.to_owned(), style),
                Span::styled(words, style),
            ]));
        }
        self
    }

    /// Draws the page from a line on, and adds what can be clicked. Returns the greatest scroll
    /// offset.
    pub fn draw_clickable(
        self,
        area: Rect,
        buffer: &mut Buffer,
        scroll: usize,
        drawn: &mut Drawn,
    ) -> usize {
        let max = self.lines.len().saturating_sub(usize::from(area.height));
        for (line, column, columns, action) in &self.clickable {
            let row = line.checked_sub(scroll.min(max));
            let row = row.and_then(|row| u16::try_from(row).ok());
            if let Some(row) = row.filter(|row| *row < area.height) {
                let columns = (*columns).min(area.width.saturating_sub(*column));
                let place = (area.x + column, area.y + row, columns, 1);
                drawn.hits.push((place, Hit::Action(*action)));
            }
        }
        self.draw(area, buffer, scroll)
    }

    /// Draws the page from a line on. Returns the greatest scroll offset.
    pub fn draw(self, area: Rect, buffer: &mut Buffer, scroll: usize) -> usize {
        let rows = usize::from(area.height);
        let max = self.lines.len().saturating_sub(rows);
        let from = scroll.min(max);
        for (row, line) in self.lines.into_iter().skip(from).take(rows).enumerate() {
            let y = area.y + u16::try_from(row).unwrap_or_default();
            fitted(line, usize::from(area.width), self.theme).render(
                Rect {
                    y,
                    height: 1,
                    ..area
                },
                buffer,
            );
        }
        // The edge shows that there is more above or below.
        let mark = self.theme.style(Role::Muted);
        if max > 0 && area.width > 12 {
            if from > 0 {
                right(
                    area,
                    area.y,
                    &keyed!("{up} ↑", up = PageUp),
                    self.theme,
                    mark,
                    buffer,
                );
            }
            if from < max {
                right(
                    area,
                    area.bottom() - 1,
                    &keyed!("more ↓ {down}", down = PageDown),
                    self.theme,
                    mark,
                    buffer,
                );
            }
        }
        max
    }
}

/// The indent of the lines of an action after its first.
const INDENT: &str = "  ";

/// Returns the width of a text without the blanks at its end.
fn trimmed(text: &str) -> usize {
    wrap::width(text.trim_end())
}

/// Cuts a line that is wider than its area, with the sign that there is more.
fn fitted(line: Line<'static>, columns: usize, theme: &Theme) -> Line<'static> {
    let whole: String = line.spans.iter().map(|span| &*span.content).collect();
    if trimmed(&whole) <= columns {
        return line;
    }
    let sign = glyph::more(theme);
    let mut room = columns.saturating_sub(wrap::width(sign));
    let mut out = Line::default();
    for span in line.spans {
        if wrap::width(&span.content) <= room {
            room -= wrap::width(&span.content);
            out.spans.push(span);
        } else {
            let words = wrap::cut(&span.content, room + wrap::width(sign), sign);
            out.spans.push(Span::styled(words, span.style));
            break;
        }
    }
    out
}

fn right(area: Rect, y: u16, text: &str, theme: &Theme, style: Style, buffer: &mut Buffer) {
    let text = if theme.ascii {
        text.replace(['↑', '↓'], "")
    } else {
        text.to_owned()
    };
    let text = format!(" {} ", text.trim());
    let columns = u16::try_from(wrap::width(&text))
        .unwrap_or(area.width)
        .min(area.width);
    let x = area.right().saturating_sub(columns);
    let end = end_before(x, y, area, buffer);
    buffer.set_stringn(x, y, &text, usize::from(columns), style);
    if let Some(end) = end {
        buffer.set_string(end, y, glyph::more(theme), Style::default());
    }
}

/// Ends a line that goes on under a mark with a whole word. Returns the column after it.
///
/// Half a word reads as another one, and a sentence that seems to end as another sentence.
fn end_before(mark: u16, y: u16, area: Rect, buffer: &mut Buffer) -> Option<u16> {
    let is_blank = |buffer: &Buffer, x: u16| {
        (buffer.cell((x, y))).is_none_or(|cell| cell.symbol().trim().is_empty())
    };
    if (mark..area.right()).all(|x| is_blank(buffer, x)) {
        return None;
    }
    // A blank stays before the mark.
    let last = mark.saturating_sub(1).max(area.x);
    let mut end = last;
    if !is_blank(buffer, last) {
        while end > area.x && !is_blank(buffer, end - 1) {
            end -= 1;
        }
    }
    while end > area.x && is_blank(buffer, end - 1) {
        end -= 1;
    }
    for x in end..=last {
        buffer.set_string(x, y, " ", Style::default());
    }
    Some(end)
}

/// Draws one line of text, cut to an area.
pub fn line(theme: &Theme, text: &str, area: Rect, buffer: &mut Buffer, role: Role) {
    if area.height == 0 {
        return;
    }
    theme.hear(Some(area), text);
    let text = wrap::cut(
        &shown(theme, text).replace('\n', " "),
        usize::from(area.width),
        glyph::more(theme),
    );
    buffer.set_stringn(
        area.x,
        area.y,
        text,
        usize::from(area.width),
        theme.style(role),
    );
}

/// Draws a horizontal line across an area.
pub fn rule(theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let style = theme.style(Role::Border);
    for x in area.left()..area.right() {
        if let Some(cell) = buffer.cell_mut((x, area.y)) {
            cell.set_symbol(glyph::rule(theme)).set_style(style);
        }
    }
}

/// Draws a vertical line down an area.
pub fn bar(theme: &Theme, area: Rect, buffer: &mut Buffer) {
    for y in area.top()..area.bottom() {
        buffer.set_string(area.x, y, glyph::bar(theme), theme.style(Role::Border));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::theme::Depth;

    /// Returns what is drawn of a page in so many columns, by its lines.
    fn drawn(page: WrappedText<'_>, columns: u16) -> Vec<String> {
        // Higher than the longest text is in the fewest columns: a page that goes on says so.
        let area = Rect::new(0, 0, columns, 1000);
        let mut buffer = Buffer::empty(area);
        page.draw(area, &mut buffer, 0);
        let row = |y| -> String {
            let cells = (0..area.width).filter_map(|x| buffer.cell((x, y)));
            cells.map(ratatui::buffer::Cell::symbol).collect()
        };
        (0..area.height).map(row).collect()
    }

    proptest::proptest! {
        #[test]
        fn nothing_of_a_text_is_lost_by_wrapping(
            words in proptest::collection::vec("[a-zA-Z0-9,.]{1,70}", 1..30),
            columns in 12..130_u16,
        ) {
            let theme = Theme::new(Depth::True, false);
            let text = words.join(" ");
            let solid = |text: &str| text.replace([' ', '•', '▏', '│'], "");
            for kind in 0..5 {
                let mut page = WrappedText::new(&theme, columns);
                let mut lead = "";
                match kind {
                    0 => page.text(&text, Role::Text),
                    1 => page.bullet(&text, Role::Text),
                    2 => page.item("!", &text, Role::Text),
                    3 => {
                        lead = "SHA-256:";
                        page.labelled("SHA-256", &text, Role::Text)
                    }
                    _ => {
                        let says = Span::raw(format!(" {text}   "));
                        page.actions(vec![
                            (Action::Help, vec![Span::raw("?"), says.clone()]),
                            (Action::Quit, vec![Span::raw("Q"), says]),
                        ])
                    }
                };
                let all = solid(&drawn(page, columns).concat());
                let text = solid(&text);
                let wanted = match kind {
                    2 => format!("!{text}"),
                    4 => format!("?{text}Q{text}"),
                    _ => format!("{lead}{text}"),
                };
                let bullet = glyph::bullet(&theme);
                proptest::prop_assert_eq!(all.trim_start_matches(bullet), wanted, "{}", kind);
            }
            // The lines in front of a passage may be left out, but never letters within them.
            let mut page = WrappedText::new(&theme, columns);
            let last = text.len() - 1;
            let mark = last..text.len();
            let marks = std::slice::from_ref(&mark);
            page.marked(("|", "|"), &text, marks, (Role::Text, Role::Found), 3);
            let shown = drawn(page, columns).concat().replace([' ', '|', '…'], "");
            proptest::prop_assert!(solid(&text).ends_with(&shown), "{shown}");
        }
    }

    #[test]
    fn a_line_that_cannot_be_wrapped_says_that_it_was_cut() {
        let theme = Theme::new(Depth::True, false);
        let mut page = WrappedText::new(&theme, 12);
        page.line(Line::from(vec![Span::raw("one two "), Span::raw("three")]));
        assert_eq!(drawn(page, 12)[0], "one two thr…");
    }

    #[test]
    fn a_line_under_the_sign_that_there_is_more_ends_with_a_whole_word() {
        let area = Rect::new(0, 0, 30, 2);
        // The sign takes the last thirteen columns.
        for (line, told) in [
            ("It must be signed before it", "It must be…"),
            ("It must not be signed at all", "It must not be…"),
            ("It must be agreed, or signed", "It must be…"),
            ("They are to go on", "They are to go on"),
            ("Not long", "Not long"),
        ] {
            let theme = Theme::new(Depth::True, false);
            let mut page = WrappedText::new(&theme, area.width);
            for text in ["first", line, "third"] {
                page.line(Line::from(text));
            }
            let mut buffer = Buffer::empty(area);
            assert_eq!(page.draw(area, &mut buffer, 0), 1);
            let drawn: String = (0..area.width)
                .filter_map(|x| buffer.cell((x, 1)))
                .map(ratatui::buffer::Cell::symbol)
                .collect();
            assert_eq!(drawn, format!("{told:<17} more ↓ PgDn "), "{line}");
        }
    }
}
