//! Whether letters in a colour are seen: how pale it is, and how opaque.
//!
//! The library turns printing inks into light by a press's table, and makes that table first: 10 ms,
//! the time of twenty pages. Pale is told from dark as well by the sum that the PDF Reference has for
//! them, "Conversion from DeviceCMYK to DeviceRGB".

use std::fmt::{self, Write};

use hayro_interpret::color::Color;

/// A colour with every part above this is as pale as the paper.
const PALE: f32 = 0.95;
/// The four inks, as the library tells them.
const INKS: &str = "ColorSpace(DeviceCmyk(DeviceCmyk))";

/// A colour as far as letters in it may be seen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Shade {
    /// True if it is as pale as the paper.
    pub(super) is_pale: bool,
    /// How much of it is seen, 0 to 1.
    pub(super) opacity: f32,
}

impl Shade {
    /// Returns the shade of a colour.
    pub(super) fn of(colour: &Color) -> Self {
        Self::of_inks(colour).unwrap_or_else(|| {
            let [red, green, blue, opacity] = colour.to_rgba().components();
            let is_pale = red.min(green).min(blue) > PALE;
            Self { is_pale, opacity }
        })
    }

    /// Returns the shade of a colour in the four inks of printing; `None` for any other.
    fn of_inks(colour: &Color) -> Option<Self> {
        let [cyan, magenta, yellow, black] = *colour.components() else {
            return None;
        };
        // Its kind, and how opaque it is, the library tells in this form alone.
        if Told::of(colour.color_space())? != INKS {
            return None;
        }
        let told = Told::of(colour)?;
        let (_, opacity) = told.rsplit_once("opacity: ")?;
        let opacity = opacity.strip_suffix(" }")?.parse().ok()?;
        let part = |ink: f32| ink.clamp(0.0, 1.0);
        let darkest = part(cyan).max(part(magenta)).max(part(yellow)) + part(black);
        Some(Self {
            is_pale: 1.0 - darkest > PALE,
            opacity,
        })
    }
}

/// What a value of the library tells of itself, unless that is long: a colour may hold a whole table.
struct Told(String);

impl Told {
    fn of(value: &impl fmt::Debug) -> Option<String> {
        let mut told = Self(String::new());
        write!(told, "{value:?}").ok()?;
        Some(told.0)
    }
}

impl Write for Told {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        if self.0.len() + text.len() > 200 {
            return Err(fmt::Error);
        }
        self.0.push_str(text);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use hayro_interpret::font::GlyphRun;
    use hayro_interpret::hayro_syntax::Pdf;
    use hayro_interpret::{
        BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps,
        InterpreterCache, InterpreterSettings, Paint, SoftMask, TransformExt as _, interpret_page,
    };
    use kurbo::{BezPath, Rect};

    use super::*;

    /// The colours of the paths of a page.
    struct Colours(Vec<Color>);

    impl Device<'_> for Colours {
        fn draw_path(&mut self, _: &BezPath, props: DrawProps<'_>, _: &DrawMode) {
            if let Paint::Color(colour) = props.paint {
                self.0.push(colour);
            }
        }
        fn push_clip_path(&mut self, _: &ClipPath) {}
        fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {}
        fn draw_glyph_run(&mut self, _: &GlyphRun<'_, '_>, _: DrawProps<'_>, _: &DrawMode) {}
        fn draw_image(&mut self, _: Image<'_, '_>, _: ImageDrawProps<'_>) {}
        fn pop_clip(&mut self) {}
        fn pop_transparency_group(&mut self) {}
    }

    /// Draws boxes on a page, each in the colour that is set before it.
    fn drawn(set: &[String]) -> Vec<Color> {
        let drawing = set.join(" 1 1 9 9 re f ") + " 1 1 9 9 re f ";
        let resources = "/ExtGState << /Half << /ca 0.5 >> /Whole << /ca 1 >> >> \
             /ColorSpace << /Spot [/DeviceN [/Red /White /Varnish /Gold] /DeviceCMYK \
             << /FunctionType 2 /Domain [0 1 0 1 0 1 0 1] /N 1 >>] >>";
        let file = format!(
            "%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n\
             2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n\
             3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] /Contents 4 0 R \
             /Resources << {resources} >> >>\nendobj\n\
             4 0 obj\n<< /Length {} >>\nstream\n{drawing}endstream\nendobj\n\
             trailer\n<< /Root 1 0 R >>\n",
            drawing.len()
        );
        let pdf = Pdf::new(Arc::new(file.into_bytes())).expect("it is one");
        let page = pdf.pages().first().expect("it has one");
        let (cache, settings) = (InterpreterCache::new(), InterpreterSettings::default());
        let to_page = page.initial_transform(true).to_kurbo();
        let frame = Rect::new(0.0, 0.0, 100.0, 100.0);
        let mut context = Context::new(to_page, frame, &cache, pdf.xref(), settings);
        let mut colours = Colours(Vec::new());
        interpret_page(page, &mut context, &mut colours);
        colours.0
    }

    #[test]
    fn inks_are_as_pale_as_the_press_would_have_them() {
        let parts = ["0", "0.004", "0.02", "0.1", "0.2", "1", "-1", "7"];
        let mut set = Vec::new();
        for cyan in parts {
            for magenta in parts {
                for yellow in parts {
                    for black in parts {
                        set.push(format!("{cyan} {magenta} {yellow} {black} k"));
                    }
                }
            }
        }
        let colours = drawn(&set);
        assert_eq!(colours.len(), set.len());
        for (colour, set) in colours.iter().zip(&set) {
            let shade = Shade::of_inks(colour).expect("the library tells what it told before");
            assert_eq!(shade, Shade::of(colour));
            let [red, green, blue, opacity] = colour.to_rgba().components();
            let is_pale = red.min(green).min(blue) > PALE;
            assert_eq!(shade, Shade { is_pale, opacity }, "{set}");
        }
    }

    #[test]
    fn how_opaque_inks_are_is_heard_and_other_colours_are_asked_for_themselves() {
        let set = ["/Half gs 0 0 0 1 k", "/Whole gs 0 0 0 0 k"].map(str::to_owned);
        let shades: Vec<Shade> = drawn(&set).iter().map(Shade::of).collect();
        let shade = |is_pale, opacity| Shade { is_pale, opacity };
        assert_eq!(shades, [shade(false, 0.5), shade(true, 1.0)]);
        let others = ["/Spot cs 0 1 0 0 sc", "0 0 0.5 rg", "1 g"].map(str::to_owned);
        let others = drawn(&others);
        assert_eq!(others.len(), 3);
        assert!(others.iter().all(|colour| Shade::of_inks(colour).is_none()));
    }
}
