//! What things mean, as colours and modifiers: the only file that says `Color`.
//!
//! Every meaning has a glyph and a word besides (see [`super::glyph`]): nothing is said by colour
//! alone. Good and bad lie on the blue-to-orange axis, which the common kinds of colour blindness
//! tell apart. The background is the terminal's own.

use ratatui::style::{Color, Modifier, Style};

use crate::checklist::{State, VerdictId};
use crate::findings::Level;

/// What something on the screen means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Plain text.
    Text,
    /// Less important text.
    Muted,
    /// A title, a question.
    Title,
    /// A heading inside a text.
    Heading,
    /// A key to press.
    Key,
    /// Lines between things.
    Border,
    /// The border of what has the focus.
    Focus,
    /// Words that were searched for.
    Found,
    /// The row under the bar.
    Selection,
    /// Met, a strength, saved.
    Good,
    /// Partly met, a departure.
    Middling,
    /// Not met, undermining.
    Bad,
    /// A probable breach.
    Grave,
    /// Withheld.
    Withheld,
    /// No evidence, a gap.
    Gap,
    /// Not answered yet.
    Open,
    /// Something to be careful with: unverified, reconstructed.
    Caution,
    /// An error.
    Error,
}

/// How many colours may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// None: modifiers only.
    Mono,
    /// The terminal's own sixteen.
    Sixteen,
    /// 256.
    Many,
}

/// How meanings look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    /// How many colours may be used.
    pub depth: Depth,
    /// Whether only ASCII may be drawn.
    pub ascii: bool,
}

impl Theme {
    /// A theme.
    pub const fn new(depth: Depth, ascii: bool) -> Self {
        Self { depth, ascii }
    }

    /// How a meaning looks.
    pub fn style(&self, role: Role) -> Style {
        let plain = Style::new();
        let style = match role {
            Role::Muted | Role::Border => return self.grey(),
            // One even bar: what a row's words mean is said by their marks.
            Role::Selection => {
                return plain.fg(Color::Reset).add_modifier(Modifier::REVERSED);
            }
            Role::Found => plain.add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
            Role::Title | Role::Heading | Role::Key | Role::Bad | Role::Withheld => {
                plain.add_modifier(Modifier::BOLD)
            }
            Role::Grave | Role::Error if self.depth == Depth::Mono => {
                plain.add_modifier(Modifier::BOLD | Modifier::UNDERLINED)
            }
            Role::Grave | Role::Error => plain.add_modifier(Modifier::BOLD),
            Role::Text
            | Role::Focus
            | Role::Good
            | Role::Open
            | Role::Middling
            | Role::Gap
            | Role::Caution => plain,
        };
        match self.colour(role) {
            Some(colour) => style.fg(colour),
            None => style,
        }
    }

    fn grey(&self) -> Style {
        match self.depth {
            Depth::Mono => Style::new(),
            Depth::Sixteen => Style::new().fg(Color::Gray),
            Depth::Many => Style::new().fg(Color::Indexed(246)),
        }
    }

    fn colour(&self, role: Role) -> Option<Color> {
        let (sixteen, many) = match role {
            Role::Key | Role::Focus => (Color::Cyan, 80),
            Role::Heading => (Color::Cyan, 110),
            Role::Good => (Color::LightBlue, 75),
            Role::Middling | Role::Found => (Color::Yellow, 221),
            Role::Bad => (Color::LightRed, 209),
            Role::Grave | Role::Error => (Color::LightRed, 203),
            Role::Withheld => (Color::LightMagenta, 176),
            Role::Gap => (Color::Gray, 252),
            Role::Caution => (Color::Yellow, 179),
            _ => return None,
        };
        match self.depth {
            Depth::Mono => None,
            Depth::Sixteen => Some(sixteen),
            Depth::Many => Some(Color::Indexed(many)),
        }
    }
}

/// What a state means.
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

/// What a level means.
pub const fn of_level(level: Level) -> Role {
    match level {
        Level::Breach => Role::Grave,
        Level::Undermines => Role::Bad,
        Level::Departure => Role::Middling,
        Level::Gap => Role::Gap,
    }
}

/// What a verdict means.
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
