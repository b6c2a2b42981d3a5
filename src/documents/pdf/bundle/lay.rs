//! Paragraphs laid out on pages of A4.

use super::font::{Font, clusters};
use super::plan::{Piece, PieceStyle};

/// The size of A4, in points.
pub(super) const PAGE: (f32, f32) = (595.0, 842.0);
/// The margin of a page.
const MARGIN: f32 = 62.0;
/// The lowest line of text: below it is the number of the page.
const LOWEST: f32 = 70.0;
/// The width of the column of page numbers in the index.
const NUMBERS: f32 = 40.0;

/// A place that a link leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Target {
    /// The bundle's own paper.
    Front,
    /// The first page of a paper.
    Exhibit(usize),
    /// A passage quoted, by its number.
    Mark(usize),
    /// The place that quotes it.
    Quote(usize),
}

/// A line of text in one font.
#[derive(Debug, Clone)]
pub(super) struct Run {
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) font: Font,
    pub(super) size: f32,
    pub(super) text: String,
    /// The number of the target's page is set here, flush right, in place of the text.
    pub(super) number_of: Option<Target>,
}

/// A page of the bundle's own.
#[derive(Debug, Clone, Default)]
pub(super) struct OwnPage {
    pub(super) runs: Vec<Run>,
    /// Areas marked, from the lower left corner: x, y, width, height.
    pub(super) bars: Vec<[f32; 4]>,
    pub(super) links: Vec<([f32; 4], Target)>,
    /// Places that links lead to, with their height on the page.
    pub(super) anchors: Vec<(Target, f32)>,
    /// Main headings, with their height on the page.
    pub(super) headings: Vec<(String, f32)>,
}

/// Layer of paragraphs, page after page.
#[derive(Debug)]
pub(super) struct Layer {
    pages: Vec<OwnPage>,
    y: f32,
}

struct Look {
    font: Font,
    size: f32,
    before: f32,
    indent: f32,
}

const fn look(style: PieceStyle) -> Look {
    let (font, size, before, indent) = match style {
        PieceStyle::Title => (Font::Bold, 18.0, 6.0, 0.0),
        PieceStyle::Heading => (Font::Bold, 14.0, 16.0, 0.0),
        PieceStyle::Subheading => (Font::Bold, 11.5, 11.0, 0.0),
        PieceStyle::Body => (Font::Plain, 10.5, 6.0, 0.0),
        PieceStyle::Item => (Font::Plain, 10.5, 3.0, 16.0),
        PieceStyle::Quote => (Font::Italic, 10.5, 6.0, 24.0),
        PieceStyle::Small => (Font::Plain, 9.0, 2.0, 24.0),
    };
    Look {
        font,
        size,
        before,
        indent,
    }
}

impl Layer {
    pub(super) fn new() -> Self {
        Self {
            pages: vec![OwnPage::default()],
            y: PAGE.1 - MARGIN,
        }
    }

    pub(super) fn finish(self) -> Vec<OwnPage> {
        self.pages
    }

    /// Moves down by a height, onto the next page if there is no room; returns the height reached.
    fn down(&mut self, height: f32) -> f32 {
        if self.y - height < LOWEST {
            self.pages.push(OwnPage::default());
            self.y = PAGE.1 - MARGIN;
        }
        self.y -= height;
        self.y
    }

    /// Lays a paragraph.
    pub(super) fn piece(&mut self, piece: &Piece) {
        let look = look(piece.style);
        let width = PAGE.0 - 2.0 * MARGIN - look.indent;
        let leading = look.size * 1.32;
        let is_heading = matches!(piece.style, PieceStyle::Heading | PieceStyle::Title);
        // A heading is not left alone at the foot of a page.
        let room = if is_heading || piece.style == PieceStyle::Subheading {
            3.0 * leading
        } else {
            leading
        };
        if self.y - look.before - room < LOWEST {
            self.y = 0.0;
        } else {
            self.y -= look.before;
        }
        for (at, line) in wrap(&piece.text, look.font, look.size, width)
            .into_iter()
            .enumerate()
        {
            let y = self.down(leading);
            let Some(page) = self.pages.last_mut() else {
                return;
            };
            let x = MARGIN + look.indent;
            let area = [
                x - 2.0,
                y - 0.28 * look.size,
                look.font.width(&line, look.size) + 4.0,
                leading,
            ];
            if at == 0 {
                if is_heading {
                    page.headings.push((piece.text.clone(), y + leading));
                }
                let quotes = piece.quotes.map(Target::Quote);
                let marks = piece.marks.iter().map(|number| Target::Mark(*number));
                page.anchors.extend(
                    quotes
                        .into_iter()
                        .chain(marks)
                        .map(|one| (one, y + leading)),
                );
            }
            if let Some(number) = piece.quotes {
                page.links.push((area, Target::Mark(number)));
            }
            if let Some(number) = piece.marks.first() {
                page.bars.push(area);
                page.links.push((area, Target::Quote(*number)));
            }
            page.runs.push(Run {
                x,
                y,
                font: look.font,
                size: look.size,
                text: line,
                number_of: None,
            });
        }
    }

    /// Lays an entry of the index: its text, and at the right the page of its target.
    pub(super) fn entry(&mut self, text: &str, target: Option<Target>) {
        let (font, size) = (Font::Plain, 10.5);
        let width = PAGE.0 - 2.0 * MARGIN - NUMBERS;
        let leading = size * 1.32;
        self.y -= 5.0;
        let lines = wrap(text, font, size, width);
        let count = lines.len();
        for (at, line) in lines.into_iter().enumerate() {
            let y = self.down(leading);
            let Some(page) = self.pages.last_mut() else {
                return;
            };
            let run = |x, text, number_of| Run {
                x,
                y,
                font,
                size,
                text,
                number_of,
            };
            page.runs.push(run(MARGIN, line, None));
            if let Some(target) = target {
                let area = [MARGIN, y - 3.0, PAGE.0 - 2.0 * MARGIN, leading];
                page.links.push((area, target));
                if at + 1 == count {
                    page.runs
                        .push(run(PAGE.0 - MARGIN, String::new(), Some(target)));
                }
            }
        }
    }
}

/// Breaks a text into lines of a width, at its line ends and between words; a word that is too long
/// is cut.
fn wrap(text: &str, font: Font, size: f32, width: f32) -> Vec<String> {
    let mut lines = Vec::new();
    for part in text.lines() {
        let mut line = String::new();
        for word in part.split_whitespace() {
            let mut word = word.to_owned();
            loop {
                let longer = if line.is_empty() {
                    word.clone()
                } else {
                    format!("{line} {word}")
                };
                if font.fits(&longer, size, width) {
                    line = longer;
                    break;
                }
                if !line.is_empty() {
                    lines.push(std::mem::take(&mut line));
                    continue;
                }
                let mut cut = String::new();
                let mut rest = clusters(&word).peekable();
                while let Some(letter) = rest.next_if(|letter| {
                    cut.is_empty() || font.fits(&format!("{cut}{letter}"), size, width)
                }) {
                    cut.push_str(letter);
                }
                lines.push(cut);
                word = rest.collect();
                if word.is_empty() {
                    break;
                }
            }
        }
        if !line.is_empty() {
            lines.push(line);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_is_lost_and_no_line_too_wide() {
        let text = format!("One two {} three.\nFour", "x".repeat(400));
        let lines = wrap(&text, Font::Plain, 10.0, 200.0);
        assert!(
            lines
                .iter()
                .all(|line| Font::Plain.width(line, 10.0) <= 200.01)
        );
        let letters = |text: &str| {
            text.chars()
                .filter(|c| !c.is_whitespace())
                .collect::<String>()
        };
        assert_eq!(letters(&lines.concat()), letters(&text));
    }

    #[test]
    fn text_goes_on_to_the_next_page_above_its_number() {
        let mut layer = Layer::new();
        for _ in 0..200 {
            layer.piece(&Piece::new(PieceStyle::Body, "A paragraph of a few words."));
        }
        let pages = layer.finish();
        assert!(pages.len() > 2);
        let runs = || pages.iter().flat_map(|page| &page.runs);
        assert_eq!(runs().count(), 200);
        assert!(runs().all(|run| run.y >= LOWEST && run.y < PAGE.1 - MARGIN));
    }
}
