//! The fonts of the letters drawn (`drawing`): Type 3, a letter a glyph, with its text.
//!
//! A letter drawn is one glyph with a width of its own and its text in /ToUnicode, so that it is found
//! and copied as one letter. Its drawing sets the standard fonts, which keeps their look.

use std::collections::HashMap;

use pdf_writer::types::{LineCapStyle, LineJoinStyle, SystemInfo, UnicodeCmap};
use pdf_writer::{Chunk, Content, Dict, Finish, Name, Rect, Ref, Str};

use super::drawing::{Drawing, Part, drawing};
use super::font::{Font, clusters, code, is_silent};

/// The most letters of one font: their codes are below the end of a byte.
const LETTERS: usize = 250;
/// The slant of the italic font.
const SLANT: f32 = 0.2126;

/// The room of a letter drawn, from its lower left corner to the upper right.
const BOX: [f32; 4] = [-200.0, -400.0, 1300.0, 1300.0];

/// The letters drawn so far, in fonts of their own.
#[derive(Debug, Default)]
pub(super) struct Glyphs {
    sets: Vec<Set>,
    /// The set and the code of each letter.
    codes: HashMap<(Font, String), (usize, u8)>,
    lost: Vec<String>,
}

/// Letters drawn that make a font.
#[derive(Debug)]
struct Set {
    at: Ref,
    name: String,
    font: Font,
    letters: Vec<(String, Drawing)>,
}

impl Glyphs {
    /// Shows a text at a place.
    pub(super) fn show(
        &mut self,
        next: &mut Ref,
        content: &mut Content,
        (x, y): (f32, f32),
        font: Font,
        size: f32,
        text: &str,
    ) {
        let mut runs: Vec<(Option<usize>, Vec<u8>)> = Vec::new();
        for cluster in clusters(text) {
            let (set, code) = if let Some(code) = code(cluster) {
                (None, code)
            } else {
                let (set, code) = self.code(next, font, cluster);
                (Some(set), code)
            };
            match runs.last_mut() {
                Some((last, codes)) if *last == set => codes.push(code),
                _ => runs.push((set, vec![code])),
            }
        }
        content.begin_text();
        content.next_line(x, y);
        for (set, codes) in &runs {
            match set.and_then(|set| self.sets.get(set)) {
                Some(set) => content.set_font(Name(set.name.as_bytes()), size),
                None => content.set_font(font.name(), size),
            };
            content.show(Str(codes));
        }
        content.end_text();
    }

    /// Returns the set and the code of a letter drawn.
    fn code(&mut self, next: &mut Ref, font: Font, cluster: &str) -> (usize, u8) {
        let text: String = cluster.chars().filter(|c| !is_silent(*c)).collect();
        let key = (font, text);
        if let Some(found) = self.codes.get(&key) {
            return *found;
        }
        let (drawing, is_lost) = drawing(&key.1, font);
        if is_lost && !self.lost.contains(&key.1) {
            self.lost.push(key.1.clone());
        }
        let open = |set: &Set| set.font == font && set.letters.len() < LETTERS;
        let place = self.sets.iter().position(open).unwrap_or_else(|| {
            self.sets.push(Set {
                at: next.bump(),
                name: format!("BundleD{}", self.sets.len() + 1),
                font,
                letters: Vec::new(),
            });
            self.sets.len() - 1
        });
        let mut code = 0;
        if let Some(set) = self.sets.get_mut(place) {
            set.letters.push((key.1.clone(), drawing));
            code = u8::try_from(set.letters.len()).unwrap_or_default();
        }
        self.codes.insert(key, (place, code));
        (place, code)
    }

    /// Lists the fonts so far in the resources of a page.
    pub(super) fn list(&self, fonts: &mut Dict<'_>) {
        for set in &self.sets {
            fonts.pair(Name(set.name.as_bytes()), set.at);
        }
    }

    /// Returns the letters that are shown by a stand-in only.
    pub(super) fn lost(self) -> Vec<String> {
        self.lost
    }

    /// Writes the fonts.
    pub(super) fn write(&self, out: &mut Chunk, fonts: [(Font, Ref); 3], next: &mut Ref) {
        for set in &self.sets {
            let base = fonts.iter().find(|(font, _)| *font == set.font);
            let base = base.map(|(_, at)| *at);
            set.write(out, base, next);
        }
    }
}

impl Set {
    fn write(&self, out: &mut Chunk, base: Option<Ref>, next: &mut Ref) {
        let names: Vec<String> = (1..=self.letters.len())
            .map(|number| format!("drawn{number}"))
            .collect();
        let mut map: UnicodeCmap<u8> = UnicodeCmap::new(
            Name(b"Bundle-Drawn"),
            SystemInfo {
                registry: Str(b"Adobe"),
                ordering: Str(b"UCS"),
                supplement: 0,
            },
        );
        let mut procedures = Vec::new();
        for (code, (text, drawing)) in (1_u8..).zip(&self.letters) {
            map.pair_with_multiple(code, text.chars());
            let at = next.bump();
            out.stream(at, &procedure(drawing, self.font));
            procedures.push(at);
        }
        let text = next.bump();
        out.cmap(text, &map.finish());
        let [left, low, right, high] = BOX;
        let mut written = out.type3_font(self.at);
        written
            .name(Name(self.name.as_bytes()))
            .bbox(Rect::new(left, low, right, high))
            .matrix([0.001, 0.0, 0.0, 0.001, 0.0, 0.0])
            .first_char(1)
            .last_char(u8::try_from(self.letters.len()).unwrap_or(u8::MAX))
            .widths(self.letters.iter().map(|(_, drawing)| drawing.width))
            .to_unicode(text);
        written
            .encoding_custom()
            .differences()
            .consecutive(1, names.iter().map(|name| Name(name.as_bytes())));
        let mut listed = written.char_procs();
        for (name, at) in names.iter().zip(&procedures) {
            listed.pair(Name(name.as_bytes()), *at);
        }
        listed.finish();
        if let Some(base) = base {
            let mut resources = written.resources();
            resources.fonts().pair(self.font.name(), base);
        }
    }
}

/// Returns the content that draws a letter.
fn procedure(drawing: &Drawing, font: Font) -> Vec<u8> {
    let slant = if font == Font::Italic { SLANT } else { 0.0 };
    let at = |(x, y): (f32, f32)| (x + slant * y, y);
    let mut content = Content::new();
    // A shape alone, without a colour: some readers would take the letters of the drawing for text as well.
    let [left, low, right, high] = BOX;
    content.start_shape_glyph(drawing.width, left, low, right, high);
    content.set_line_cap(LineCapStyle::ButtCap);
    content.set_line_join(LineJoinStyle::MiterJoin);
    content.set_miter_limit(10.0);
    content.set_dash_pattern([], 0.0);
    for part in &drawing.parts {
        match part {
            Part::Letter(code, (wide, high), place) => {
                let (x, y) = at(*place);
                content.begin_text();
                content.set_font(font.name(), 1000.0);
                content.set_text_matrix([*wide, 0.0, 0.0, *high, x, y]);
                content.show(Str(&[*code]));
                content.end_text();
            }
            Part::Area(points) => {
                trace(&mut content, points, at);
                content.close_path();
                content.fill_nonzero();
            }
            Part::Line(width, points, is_closed) => {
                content.set_line_width(*width);
                trace(&mut content, points, at);
                if *is_closed {
                    content.close_path();
                }
                content.stroke();
            }
        }
    }
    content.finish().into_vec()
}

fn trace(content: &mut Content, points: &[(f32, f32)], at: impl Fn((f32, f32)) -> (f32, f32)) {
    for (number, point) in points.iter().enumerate() {
        let (x, y) = at(*point);
        if number == 0 {
            content.move_to(x, y);
        } else {
            content.line_to(x, y);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use hayro_interpret::InterpreterCache;
    use hayro_syntax::Pdf;

    use super::super::plan::{PdfPlan, Piece, PieceStyle};
    use super::super::write::make;
    use super::*;
    use crate::documents::pdf::drawn_letters;

    const WORDS: &str = "AŵwŷyŴŶẁỳẃẅŁódźşğİıșțĄęřďľţđħŋọ\u{301}x\u{302}水n";

    /// Each letter of a page, as its text, with the room from its beginning to its end.
    fn letters(plan: &PdfPlan) -> Vec<(String, f64, f64)> {
        let (bytes, _) = make(plan, &|_| ());
        let pdf = Pdf::new(Arc::new(bytes)).expect("a PDF");
        let page = pdf.pages().first().expect("a page");
        let drawn = drawn_letters(&pdf, page, &InterpreterCache::new());
        let of = |one: &crate::documents::pdf::drawn::Drawn| {
            let placed = one.placed;
            let line = (placed.size * 10.0 + placed.start.y * 1e4).round();
            (one.letters(), placed.start.x, line)
        };
        drawn.iter().map(of).collect()
    }

    #[test]
    fn every_letter_has_its_width_and_its_text() {
        for (style, font, size) in [
            (PieceStyle::Body, Font::Plain, 10.5),
            (PieceStyle::Title, Font::Bold, 18.0),
        ] {
            let mut plan = PdfPlan::default();
            if style == PieceStyle::Title {
                WORDS.clone_into(&mut plan.title);
            } else {
                plan.about.push(WORDS.to_owned());
            }
            let all = letters(&plan);
            let begins = all.iter().position(|one| one.0 == "A").expect("the first");
            let mut wanted = clusters(WORDS).peekable();
            let mut found = all.iter().skip(begins).peekable();
            while let (Some(letter), Some(here)) = (wanted.next(), found.next()) {
                let text: String = letter.chars().filter(|c| c.is_alphanumeric()).collect();
                assert_eq!(here.0, text, "{letter}");
                if wanted.peek().is_some() {
                    let next = found.peek().expect("the next letter");
                    assert!((next.2 - here.2).abs() < 1.0, "{letter}");
                    let width = f64::from(font.width(letter, size));
                    let room = next.1 - here.1;
                    assert!((room - width).abs() < 0.05, "{letter}: {room}, {width}");
                }
            }
            assert_eq!(wanted.next(), None);
        }
    }

    #[test]
    fn letters_are_lost_only_with_a_word_and_fonts_are_never_full() {
        let many: String = ('\u{4E00}'..).take(600).collect();
        let plan = PdfPlan {
            front: vec![Piece::new(PieceStyle::Quote, format!("Ŵ{many}"))],
            front_title: "Submission".to_owned(),
            ..PdfPlan::default()
        };
        let (bytes, report) = make(&plan, &|_| ());
        assert_eq!(report.lost.concat(), many);
        let said = report.sentences().join(" ");
        assert!(
            said.contains("“一” (U+4E00), ") && said.contains("588 others"),
            "{said}"
        );
        let pdf = Pdf::new(Arc::new(bytes)).expect("a PDF");
        let page = pdf.pages().get(1).expect("the page of the quotation");
        let drawn = drawn_letters(&pdf, page, &InterpreterCache::new());
        let text: String = drawn
            .iter()
            .map(crate::documents::pdf::drawn::Drawn::letters)
            .collect();
        assert!(text.contains(&format!("Ŵ{many}")), "{text}");
    }
}
