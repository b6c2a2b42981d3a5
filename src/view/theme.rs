//! Meanings as colours and modifiers: the only file that names `Color`.
//!
//! Every meaning has a glyph and a word besides (see `glyph`): nothing is expressed by
//! colour alone. The drawing code names a [`Role`]; a palette has the colour of each, in every
//! theme and at every depth, and a test counts the contrast of all of them.

mod contrast;
mod palettes;

use std::rc::Rc;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};

use super::ascii;
use super::heard::Heard;
use crate::checklist::{State, VerdictId};
use crate::desk::looks::{Rgb, ThemeName};
use crate::findings::Level;
use contrast::contrast;
use palettes::{Palette, Tint};

/// The least contrast of text with its ground, as WCAG 2.2 asks for (level AA).
pub const LEAST_OF_TEXT: f64 = 4.5;
/// The least contrast of a sign that is no text with its ground.
pub const LEAST_OF_SIGNS: f64 = 3.0;

macro_rules! roles {
    ($($(#[$meta:meta])* $id:ident;)+) => {
        /// The meaning of something on the screen.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Role {
            $($(#[$meta])* $id),+
        }

        impl Role {
            /// Every role, in the order of the palettes.
            pub const ALL: &[Self] = &[$(Self::$id),+];
        }
    };
}

roles! {
    /// Plain text.
    Text;
    /// Less important text.
    Muted;
    /// A title, a question.
    Title;
    /// A heading inside a text.
    Heading;
    /// A key to press.
    Key;
    /// Lines between areas.
    Border;
    /// The border of the area that has the focus.
    Focus;
    /// Words that were searched for.
    Found;
    /// The selected row.
    Selection;
    /// Met, a strength, saved.
    Good;
    /// Partly met, a departure.
    Middling;
    /// Not met, undermining.
    Bad;
    /// A probable breach.
    Grave;
    /// Withheld.
    Withheld;
    /// No evidence, a gap.
    Gap;
    /// Not answered yet.
    Open;
    /// Something to be careful with: unverified, reconstructed.
    Caution;
    /// An error.
    Error;
}

impl Role {
    /// Returns true if only signs are drawn in it, never words.
    pub const fn is_of_signs(self) -> bool {
        matches!(self, Self::Border | Self::Focus)
    }

    /// Returns the modifiers of its words, with or without colours.
    const fn modifier(self, mono: bool) -> Modifier {
        match self {
            Self::Found => Modifier::BOLD.union(Modifier::UNDERLINED),
            Self::Grave | Self::Error if mono => Modifier::BOLD.union(Modifier::UNDERLINED),
            Self::Title
            | Self::Heading
            | Self::Key
            | Self::Bad
            | Self::Withheld
            | Self::Grave
            | Self::Error => Modifier::BOLD,
            // One even bar: the meaning of the row's words is shown by their marks.
            Self::Selection => Modifier::REVERSED,
            Self::Text
            | Self::Muted
            | Self::Border
            | Self::Focus
            | Self::Good
            | Self::Open
            | Self::Middling
            | Self::Gap
            | Self::Caution => Modifier::empty(),
        }
    }
}

/// The number of colours that may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// None: modifiers only.
    Mono,
    /// The terminal's own sixteen.
    Sixteen,
    /// 256.
    Many,
    /// Any colour, as red, green and blue.
    True,
}

/// The style of the screen: colours and characters.
#[derive(Debug, Clone)]
pub struct Theme {
    /// The number of colours that may be used.
    pub depth: Depth,
    /// True if only ASCII may be drawn.
    pub ascii: bool,
    palette: &'static Palette,
    /// True if the terminal's own background is kept: every colour can be read on it.
    on_own_ground: bool,
    /// The list that takes down every text that is drawn, if somebody reads along.
    heard: Option<Rc<Heard>>,
}

impl Theme {
    /// Returns the theme for a terminal of which nothing more is known.
    pub const fn new(depth: Depth, ascii: bool) -> Self {
        Self {
            depth,
            ascii,
            palette: &palettes::DARK,
            on_own_ground: false,
            heard: None,
        }
    }

    /// Returns a theme for a reader: without colour, in ASCII, with every text taken down.
    pub(super) const fn read_along(heard: Rc<Heard>) -> Self {
        Self {
            depth: Depth::Mono,
            ascii: true,
            palette: &palettes::DARK,
            on_own_ground: false,
            heard: Some(heard),
        }
    }

    /// Takes a text down, with its area if it is a line of its own.
    pub(super) fn hear(&self, area: Option<Rect>, text: &str) {
        if let Some(heard) = &self.heard {
            heard.add(area, text);
        }
    }

    /// Drops the texts taken down so far: they are drawn over.
    pub(super) fn drawn_over(&self) {
        if let Some(heard) = &self.heard {
            heard.clear();
        }
    }

    /// Returns the theme that was chosen, for a terminal with this background, if it told one.
    #[must_use]
    pub fn chosen(&self, name: ThemeName, ground: Option<Rgb>) -> Self {
        let palette = match (name, ground) {
            (ThemeName::Light, _) => &palettes::LIGHT,
            (ThemeName::HighContrast, _) => &palettes::HIGH_CONTRAST,
            (ThemeName::ColourBlind, _) => &palettes::COLOUR_BLIND,
            (ThemeName::Mono, _) => {
                return Self {
                    depth: Depth::Mono,
                    ..self.clone()
                };
            }
            (ThemeName::Auto, Some(ground)) if contrast::is_light(ground) => &palettes::LIGHT,
            (ThemeName::Auto | ThemeName::Dark, _) => &palettes::DARK,
        };
        let mut theme = Self {
            palette,
            ..self.clone()
        };
        // The sixteen colours are the terminal's own, and nobody knows how they look on it.
        theme.on_own_ground = name == ThemeName::Auto
            && theme.depth != Depth::Sixteen
            && ground.is_some_and(|ground| theme.can_be_read_on(ground));
        theme
    }

    /// Returns the style of a meaning.
    pub fn style(&self, role: Role) -> Style {
        let style = Style::new().add_modifier(role.modifier(self.depth == Depth::Mono));
        if self.depth == Depth::Mono {
            return match role {
                Role::Selection => style.fg(Color::Reset),
                _ => style,
            };
        }
        let (tint, block) = self.palette.of(role);
        match (role, block) {
            (Role::Selection, _) => style.fg(self.colour(tint)).bg(self.ground()),
            // Of the sixteen colours no red is sure to be read on black: white on red is.
            (_, Some(ground)) if self.depth == Depth::Sixteen => {
                style.fg(self.colour(tint)).bg(ansi(ground))
            }
            _ => style.fg(self.colour(tint)),
        }
    }

    /// Gives every cell without a colour that of the text or the ground; draws what is no ASCII by
    /// ASCII where only that may be drawn.
    pub fn finish(&self, buffer: &mut Buffer) {
        let (text, _) = self.palette.of(Role::Text);
        let (text, ground) = (self.colour(text), self.ground());
        for cell in &mut buffer.content {
            if cell.fg == Color::Reset {
                cell.fg = text;
            }
            if cell.bg == Color::Reset {
                cell.bg = ground;
            }
            if self.ascii && !cell.symbol().is_ascii() {
                let plain = cell.symbol().chars().next().map_or('?', ascii::plain);
                cell.set_char(plain);
            }
        }
    }

    /// Returns the colour of the ground.
    fn ground(&self) -> Color {
        if self.on_own_ground {
            Color::Reset
        } else {
            self.colour(self.palette.ground)
        }
    }

    fn colour(&self, (rgb, many, sixteen): Tint) -> Color {
        match self.depth {
            Depth::Mono => Color::Reset,
            Depth::Sixteen => ansi(sixteen),
            Depth::Many => Color::Indexed(many),
            Depth::True => {
                let [_, red, green, blue] = rgb.to_be_bytes();
                Color::Rgb(red, green, blue)
            }
        }
    }

    /// Returns true if every colour has contrast enough on a ground.
    fn can_be_read_on(&self, ground: Rgb) -> bool {
        Role::ALL.iter().all(|role| {
            let (tint, _) = self.palette.of(*role);
            let least = if role.is_of_signs() {
                LEAST_OF_SIGNS
            } else {
                LEAST_OF_TEXT
            };
            let seen = seen(self.colour(tint), None);
            seen.is_none_or(|seen| contrast(seen, ground) >= least)
        })
    }
}

/// Returns the red, green and blue of a colour; `own` has the terminal's own sixteen.
pub fn seen(colour: Color, own: Option<&[Rgb; 16]>) -> Option<Rgb> {
    let own = |at: u8| own.and_then(|own| own.get(usize::from(at)).copied());
    match colour {
        Color::Rgb(red, green, blue) => Some([red, green, blue]),
        Color::Indexed(at @ 0..16) => own(at),
        Color::Indexed(at @ 16..232) => {
            let level = |part: u8| if part == 0 { 0 } else { 55 + 40 * part };
            let at = at - 16;
            Some([level(at / 36), level(at / 6 % 6), level(at % 6)])
        }
        Color::Indexed(at) => Some([8 + 10 * (at - 232); 3]),
        named => (0..16).find(|at| ansi(*at) == named).and_then(own),
    }
}

pub use contrast::contrast as contrast_of;

/// Returns one of the terminal's own sixteen colours, by its number.
const fn ansi(number: u8) -> Color {
    match number {
        0 => Color::Black,
        1 => Color::Red,
        2 => Color::Green,
        3 => Color::Yellow,
        4 => Color::Blue,
        5 => Color::Magenta,
        6 => Color::Cyan,
        7 => Color::Gray,
        8 => Color::DarkGray,
        9 => Color::LightRed,
        10 => Color::LightGreen,
        11 => Color::LightYellow,
        12 => Color::LightBlue,
        13 => Color::LightMagenta,
        14 => Color::LightCyan,
        _ => Color::White,
    }
}

/// Returns the meaning of a state.
pub const fn of_state(state: State) -> Role {
    match state {
        State::Met => Role::Good,
        State::Partly => Role::Middling,
        State::NotMet => Role::Bad,
        State::Withheld => Role::Withheld,
        State::NoEvidence => Role::Gap,
        State::Unanswered => Role::Open,
        State::NotApplicable => Role::Muted,
    }
}

/// Returns the meaning of a level.
pub const fn of_level(level: Level) -> Role {
    match level {
        Level::Breach => Role::Grave,
        Level::Undermines => Role::Bad,
        Level::Departure => Role::Middling,
        Level::Gap => Role::Gap,
    }
}

/// Returns the meaning of a verdict.
pub const fn of_verdict(verdict: VerdictId) -> Role {
    match verdict {
        VerdictId::SeriousGrounds => Role::Grave,
        VerdictId::Grounds => Role::Bad,
        VerdictId::Departures => Role::Middling,
        VerdictId::Gaps => Role::Gap,
        VerdictId::TooEarly => Role::Muted,
        VerdictId::NoGround => Role::Good,
    }
}

#[cfg(test)]
mod tests {
    use super::contrast::{WORST_OF_SIXTEEN, as_seen_by, difference};
    use super::*;

    const NAMES: [ThemeName; 4] = [
        ThemeName::Dark,
        ThemeName::Light,
        ThemeName::HighContrast,
        ThemeName::ColourBlind,
    ];

    /// Calls `check` with the contrast of every role of every theme at every depth.
    fn every_pair(mut check: impl FnMut(ThemeName, Depth, Role, f64)) {
        for name in NAMES {
            for depth in [Depth::True, Depth::Many, Depth::Sixteen] {
                let theme = Theme::new(depth, false).chosen(name, None);
                for role in Role::ALL {
                    let style = theme.style(*role);
                    let ground = style.bg.unwrap_or(theme.ground());
                    let colour = style.fg.expect("a colour");
                    let worst = WORST_OF_SIXTEEN.iter().map(|(_, own)| {
                        let of = |colour| seen(colour, Some(own)).expect("a colour");
                        contrast(of(colour), of(ground))
                    });
                    check(name, depth, *role, worst.fold(f64::MAX, f64::min));
                }
            }
        }
    }

    #[test]
    fn every_role_of_every_theme_can_be_read_at_every_depth() {
        let mut pairs = 0;
        every_pair(|name, depth, role, contrast| {
            pairs += 1;
            let least = if role.is_of_signs() {
                LEAST_OF_SIGNS
            } else {
                LEAST_OF_TEXT
            };
            assert!(
                contrast >= least,
                "{name} {depth:?} {role:?}: {contrast:.2}"
            );
            if name == ThemeName::HighContrast && depth != Depth::Sixteen {
                assert!(contrast >= 7.0, "{name} {depth:?} {role:?}: {contrast:.2}");
            }
        });
        assert_eq!(pairs, 4 * 3 * Role::ALL.len());
    }

    #[test]
    fn the_colour_blind_theme_keeps_good_and_bad_apart_for_every_eye() {
        for depth in [Depth::True, Depth::Many] {
            let theme = Theme::new(depth, false).chosen(ThemeName::ColourBlind, None);
            let of = |role| seen(theme.style(role).fg.expect("a colour"), None).expect("known");
            for eye in as_seen_by::ALL {
                for (one, other) in [
                    (Role::Good, Role::Middling),
                    (Role::Good, Role::Bad),
                    (Role::Good, Role::Grave),
                    (Role::Good, Role::Withheld),
                    (Role::Middling, Role::Bad),
                    (Role::Middling, Role::Grave),
                    (Role::Bad, Role::Grave),
                ] {
                    let apart = difference(
                        as_seen_by::eye(eye, of(one)),
                        as_seen_by::eye(eye, of(other)),
                    );
                    assert!(apart >= 15.0, "{depth:?} {one:?} {other:?}: {apart:.1}");
                }
            }
        }
    }

    #[test]
    fn the_background_that_the_terminal_tells_decides_between_light_and_dark() {
        let theme = |ground| Theme::new(Depth::Many, false).chosen(ThemeName::Auto, ground);
        for (ground, light, own) in [
            (None, false, false),
            (Some([0, 0, 0]), false, true),
            (Some([0x1e, 0x1e, 0x2e]), false, true),
            (Some([255, 255, 255]), true, true),
            // Neither palette can be read on a middle grey: the theme brings its own ground.
            (Some([0x80, 0x80, 0x80]), true, false),
            (Some([0x60, 0x60, 0x60]), false, false),
        ] {
            let theme = theme(ground);
            let is_light = std::ptr::eq(theme.palette, &raw const palettes::LIGHT);
            assert_eq!((is_light, theme.on_own_ground), (light, own), "{ground:?}");
        }
        let sixteen = Theme::new(Depth::Sixteen, false);
        assert!(
            !sixteen
                .chosen(ThemeName::Auto, Some([0, 0, 0]))
                .on_own_ground
        );
        assert!(
            !theme(Some([0, 0, 0]))
                .chosen(ThemeName::Dark, Some([0, 0, 0]))
                .on_own_ground
        );
    }
}
