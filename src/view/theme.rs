//! Meanings as colours and modifiers: the only file that names `Color`.
//!
//! Every meaning has a glyph and a word besides (see [`super::glyph`]): nothing is expressed by
//! colour alone. Good and bad lie on the blue-to-orange axis, which the common kinds of colour
//! blindness can distinguish. The background is the terminal's own.

use std::rc::Rc;

use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};

use super::heard::Heard;
use crate::checklist::{State, VerdictId};
use crate::findings::Level;

/// The meaning of something on the screen.
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
    /// Lines between areas.
    Border,
    /// The border of the area that has the focus.
    Focus,
    /// Words that were searched for.
    Found,
    /// The selected row.
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

/// The number of colours that may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// None: modifiers only.
    Mono,
    /// The terminal's own sixteen.
    Sixteen,
    /// 256.
    Many,
}

/// The style of the screen: colours and characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    /// The number of colours that may be used.
    pub depth: Depth,
    /// True if only ASCII may be drawn.
    pub ascii: bool,
    /// The list that takes down every text that is drawn, if somebody reads along.
    heard: Option<Rc<Heard>>,
}

impl Theme {
    /// Returns a theme.
    pub const fn new(depth: Depth, ascii: bool) -> Self {
        Self {
            depth,
            ascii,
            heard: None,
        }
    }

    /// Returns a theme for a reader: without colour, in ASCII, with every text taken down.
    pub(super) const fn read_along(heard: Rc<Heard>) -> Self {
        Self {
            depth: Depth::Mono,
            ascii: true,
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

    /// Returns the style of a meaning.
    pub fn style(&self, role: Role) -> Style {
        let plain = Style::new();
        let style = match role {
            Role::Muted | Role::Border => return self.grey(),
            // One even bar: the meaning of the row's words is shown by their marks.
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
