//! The widths of texts in the fonts of the bundle's own pages, with the letters that are drawn.

use super::drawing::drawing;
use super::font::{Font, clusters, code};

impl Font {
    /// Returns the width of a text, in points.
    pub(super) fn width(self, text: &str, size: f32) -> f32 {
        let all: f32 = clusters(text).map(|cluster| self.advance(cluster)).sum();
        all * size / 1000.0
    }

    /// Returns true if a text is no wider than a width; it is not measured beyond that.
    pub(super) fn fits(self, text: &str, size: f32, width: f32) -> bool {
        let mut left = width * 1000.0 / size;
        clusters(text).all(|cluster| {
            left -= self.advance(cluster);
            left >= -0.01
        })
    }

    /// Returns a text, cut to a width if it is too long for it.
    pub(super) fn shorten(self, text: &str, size: f32, width: f32) -> String {
        if self.fits(text, size, width) {
            return text.to_owned();
        }
        let mut cut = String::new();
        let mut used = size;
        for letter in clusters(text) {
            if used > width {
                break;
            }
            cut.push_str(letter);
            used += self.width(letter, size);
        }
        format!("{}…", cut.trim_end())
    }

    /// Returns the width of a cluster, in thousandths of the size.
    fn advance(self, cluster: &str) -> f32 {
        match code(cluster) {
            Some(code) => self.width_of(code),
            None => drawing(cluster, self).0.width,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_is_as_wide_as_in_the_standard_fonts() {
        for (text, plain, bold) in [
            ("‘", 222.0, 278.0),
            ("ŵ", 722.0, 778.0),
            ("Ł", 556.0, 611.0),
        ] {
            for (font, width) in [
                (Font::Plain, plain),
                (Font::Bold, bold),
                (Font::Italic, plain),
            ] {
                let found = font.width(text, 1000.0);
                assert!((found - width).abs() < 0.1, "{text} {font:?}: {found}");
            }
        }
    }
}
