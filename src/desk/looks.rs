//! The look of the desk: the theme that was chosen, and the background that the terminal told.

use crate::base::word::words;

/// A colour as red, green and blue.
pub type Rgb = [u8; 3];

words! {
    /// A theme, by its name in the settings.
    pub enum ThemeName is "a theme" {
        /// Light or dark, as the terminal's own background is.
        Auto = "auto",
        /// Light words on a dark ground.
        Dark = "dark",
        /// Dark words on a light ground.
        Light = "light",
        /// The strongest contrast, on black.
        HighContrast = "high-contrast",
        /// Colours that the common kinds of colour blindness can tell apart.
        ColourBlind = "colour-blind",
        /// No colours: only bold, underlined and reversed.
        Mono = "mono",
    }
}

impl ThemeName {
    /// Returns the line that describes it.
    pub const fn about(self) -> &'static str {
        match self {
            Self::Auto => "Light or dark, like the terminal’s background",
            Self::Dark => "Light words on a dark background",
            Self::Light => "Dark words on a light background",
            Self::HighContrast => "The strongest contrast, on black",
            Self::ColourBlind => "Colours that colour-blind people can tell apart",
            Self::Mono => "No colours: only bold, underlined and reversed",
        }
    }
}

/// The look of the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Looks {
    /// The theme that was chosen.
    pub theme: ThemeName,
    /// The terminal's own background, once the terminal has told it.
    pub ground: Option<Rgb>,
}
