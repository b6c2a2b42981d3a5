//! Pictures of the screen: the drawn cells as an SVG that looks the same in any font.
//!
//! Frames are drawn as lines, because fonts leave gaps between them; every text is stretched to its
//! columns. Only colours of red, green and blue are drawn: the theme is asked for those.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use scrutineer::view::theme::seen;
use unicode_width::UnicodeWidthStr as _;

/// The columns and rows of a cell, in pixels.
const CELL: (usize, usize) = (9, 18);
/// The pixels around the cells.
const MARGIN: usize = 14;
/// Where words end up is fixed by `textLength`: the fonts only differ in their shapes.
const FONTS: &str = "ui-monospace, 'Cascadia Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace";

/// The look of words: colour, bold, underlined.
type Look = (String, bool, bool);

/// Returns the cells as an SVG, with a title and a description for those who do not see it.
pub fn svg(cells: &Buffer, title: &str, description: &str) -> String {
    let (width, height) = (
        usize::from(cells.area.width),
        usize::from(cells.area.height),
    );
    let ground = cells
        .content
        .first()
        .map_or_else(String::new, |cell| colours(cell).1);
    let mut rects = String::new();
    let mut frames: BTreeMap<String, String> = BTreeMap::new();
    let mut texts = String::new();
    for row in 0..height {
        let line = &cells.content[row * width..(row + 1) * width];
        for (from, to, colour) in runs(line, |cell| colours(cell).1) {
            if colour != ground {
                let (x, y) = corner(from, row);
                let wide = (to - from) * CELL.0;
                writeln!(
                    rects,
                    "<rect x=\"{x}\" y=\"{y}\" width=\"{wide}\" height=\"{}\" fill=\"{colour}\"/>",
                    CELL.1
                )
                .expect("it is written");
            }
        }
        for (from, to, look) in runs(line, look) {
            words(&line[from..to], (from, row), &look, &mut frames, &mut texts);
        }
    }
    let (wide, high) = (width * CELL.0 + 2 * MARGIN, height * CELL.1 + 2 * MARGIN);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{wide}\" height=\"{high}\" \
         viewBox=\"0 0 {wide} {high}\" role=\"img\" aria-labelledby=\"title description\">\n\
         <title id=\"title\">{}</title>\n<desc id=\"description\">{}</desc>\n\
         <rect x=\"0.5\" y=\"0.5\" width=\"{}\" height=\"{}\" rx=\"8\" fill=\"{ground}\" stroke=\"#767676\"/>\n",
        escaped(title),
        escaped(description),
        wide - 1,
        high - 1,
    );
    out.push_str(&rects);
    for (colour, path) in frames {
        writeln!(
            out,
            "<path d=\"{path}\" fill=\"none\" stroke=\"{colour}\"/>"
        )
        .expect("it is written");
    }
    writeln!(
        out,
        "<g font-family=\"{FONTS}\" font-size=\"15\" xml:space=\"preserve\">\n{texts}</g>\n</svg>"
    )
    .expect("it is written");
    out
}

/// Returns the colours of a cell: of its words, of its ground.
fn colours(cell: &Cell) -> (String, String) {
    let hex = |colour: Color| {
        let [red, green, blue] = seen(colour, None).expect("a colour of red, green and blue");
        format!("#{red:02x}{green:02x}{blue:02x}")
    };
    if cell.modifier.contains(Modifier::REVERSED) {
        (hex(cell.bg), hex(cell.fg))
    } else {
        (hex(cell.fg), hex(cell.bg))
    }
}

fn look(cell: &Cell) -> Look {
    let has = |modifier| cell.modifier.contains(modifier);
    (
        colours(cell).0,
        has(Modifier::BOLD),
        has(Modifier::UNDERLINED),
    )
}

/// Splits cells into runs that have something in common: from, to, what it is.
fn runs<T: PartialEq>(line: &[Cell], of: impl Fn(&Cell) -> T) -> Vec<(usize, usize, T)> {
    let mut out: Vec<(usize, usize, T)> = Vec::new();
    for (at, cell) in line.iter().enumerate() {
        let what = of(cell);
        match out.last_mut() {
            Some((_, to, last)) if *last == what => *to = at + 1,
            _ => out.push((at, at + 1, what)),
        }
    }
    out
}

/// Adds the words of a run, and the frames and bars in it.
fn words(
    line: &[Cell],
    (column, row): (usize, usize),
    look: &Look,
    frames: &mut BTreeMap<String, String>,
    texts: &mut String,
) {
    let mut text = String::new();
    let (mut from, mut at) = (0, 0);
    while let Some(cell) = line.get(at) {
        let symbol = cell.symbol();
        let same = line[at..].iter().take_while(|next| next.symbol() == symbol);
        let same = same.count();
        let place = corner(column + at, row);
        let frame = frame(symbol, place, same);
        let bar = bar(symbol, place, same, &look.0);
        let is_gap = symbol == " " && (same > 1 || at + 1 == line.len());
        if frame.is_none() && bar.is_none() && !is_gap && !is_sign(symbol) {
            text.push_str(symbol);
            at += symbol.width().max(1);
            continue;
        }
        write_text(&text, (column + from, row), at - from, look, texts);
        text.clear();
        if let Some(frame) = frame {
            frames.entry(look.0.clone()).or_default().push_str(&frame);
            at += if symbol == "─" { same } else { 1 };
        } else if let Some(bar) = bar {
            texts.push_str(&bar);
            at += same;
        } else if is_gap {
            at += same;
        } else {
            write_text(symbol, (column + at, row), 1, look, texts);
            at += 1;
        }
        from = at;
    }
    write_text(&text, (column + from, row), at - from, look, texts);
}

/// Returns some cells of a progress bar as a rectangle: a font would leave gaps.
fn bar(symbol: &str, (x, y): (usize, usize), cells: usize, colour: &str) -> Option<String> {
    let opacity = match symbol {
        "█" => "1",
        "░" => "0.3",
        _ => return None,
    };
    Some(format!(
        "<rect x=\"{x}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{colour}\" fill-opacity=\"{opacity}\"/>\n",
        y + 2,
        cells * CELL.0,
        CELL.1 - 4
    ))
}

/// Returns true for arrows and geometric signs: they are not stretched but put in the middle of
/// their cell, since a font that lacks them takes them from another one.
fn is_sign(symbol: &str) -> bool {
    symbol
        .chars()
        .all(|c| ('\u{2190}'..='\u{27bf}').contains(&c))
}

/// Returns a part of a frame as a path; a line across goes through all cells that have it.
fn frame(symbol: &str, (x, y): (usize, usize), same: usize) -> Option<String> {
    let (right, bottom) = (x + CELL.0, y + CELL.1);
    // The middle, on half a pixel: the lines are sharp. Its near corners are for rounding.
    let (middle, half) = (
        format!("{}.5", x + CELL.0 / 2),
        format!("{}.5", y + CELL.1 / 2),
    );
    let (left_of, right_of) = (format!("{x}.5"), format!("{}.5", right - 1));
    let (above, below) = (y + CELL.1 / 2 - 4, y + CELL.1 / 2 + 5);
    Some(match symbol {
        "─" => format!("M{x} {half}H{}", x + same * CELL.0),
        "│" => format!("M{middle} {y}V{bottom}"),
        "┬" => format!("M{x} {half}H{right}M{middle} {half}V{bottom}"),
        "╭" => format!("M{middle} {bottom}V{below}Q{middle} {half} {right_of} {half}H{right}"),
        "╮" => format!("M{middle} {bottom}V{below}Q{middle} {half} {left_of} {half}H{x}"),
        "╰" => format!("M{middle} {y}V{above}Q{middle} {half} {right_of} {half}H{right}"),
        "╯" => format!("M{middle} {y}V{above}Q{middle} {half} {left_of} {half}H{x}"),
        _ => return None,
    })
}

fn write_text(
    text: &str,
    (column, row): (usize, usize),
    columns: usize,
    look: &Look,
    out: &mut String,
) {
    let blanks = text.chars().take_while(|c| *c == ' ').count();
    let words = text.trim();
    let columns = columns - blanks - (text.len() - text.trim_end().len()).min(columns - blanks);
    if words.is_empty() {
        return;
    }
    let (x, y) = corner(column + blanks, row);
    let y = y + CELL.1 - 5;
    let (colour, bold, underlined) = look;
    let place = if is_sign(words) {
        format!(
            "x=\"{}.5\" y=\"{y}\" text-anchor=\"middle\"",
            x + CELL.0 / 2
        )
    } else {
        let length = columns * CELL.0;
        format!("x=\"{x}\" y=\"{y}\" textLength=\"{length}\" lengthAdjust=\"spacingAndGlyphs\"")
    };
    let bold = if *bold { " font-weight=\"bold\"" } else { "" };
    let line = if *underlined {
        " text-decoration=\"underline\""
    } else {
        ""
    };
    let words = escaped(words);
    writeln!(
        out,
        "<text {place} fill=\"{colour}\"{bold}{line}>{words}</text>"
    )
    .expect("it is written");
}

/// Returns the upper left corner of a cell.
const fn corner(column: usize, row: usize) -> (usize, usize) {
    (MARGIN + column * CELL.0, MARGIN + row * CELL.1)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
