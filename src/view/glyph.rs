//! The marks before words, in two sets: one for any modern terminal, one in ASCII.
//!
//! All of them are one cell wide in every terminal that draws them at all; no emoji.

use super::theme::Theme;
use crate::checklist::State;
use crate::findings::Level;

/// Returns the mark of a state.
pub const fn of_state(theme: &Theme, state: State) -> &'static str {
    let (plain, ascii) = state.spec().glyph;
    if theme.ascii { ascii } else { plain }
}

/// Returns the mark of a level.
pub const fn of_level(theme: &Theme, level: Level) -> &'static str {
    match (level, theme.ascii) {
        (Level::Breach, false) => "▲",
        (Level::Breach, true) => "B",
        (Level::Undermines, false) => "■",
        (Level::Undermines, true) => "U",
        (Level::Departure, false) => "◆",
        (Level::Departure, true) => "D",
        (Level::Gap, false) => "○",
        (Level::Gap, true) => "G",
    }
}

macro_rules! glyphs {
    ($($(#[$meta:meta])* $name:ident = $plain:literal, $ascii:literal;)+) => {
        $(
            $(#[$meta])*
            pub const fn $name(theme: &Theme) -> &'static str {
                if theme.ascii { $ascii } else { $plain }
            }
        )+
    };
}

glyphs! {
    /// The end of a text that was cut off.
    more = "…", "~";
    /// A horizontal line.
    rule = "─", "-";
    /// A vertical line.
    bar = "│", "|";
    /// An unfolded group.
    unfolded = "▾", "v";
    /// A folded group.
    folded = "▸", ">";
    /// A strength.
    strength = "✓", "+";
    /// A paragraph or a question that was chosen.
    chosen = "✓", "x";
    /// A question that is marked.
    marked = "►", "#";
    /// A paragraph that is quoted already.
    quoted = "»", "\"";
    /// A bullet.
    bullet = "•", "-";
    /// A core question.
    core = "•", "*";
    /// A done part of a progress bar.
    done = "█", "#";
    /// An open part of a progress bar.
    undone = "░", ".";
    /// A time limit.
    limit = "◇", "T";
    /// A day on a scale.
    day = "●", "o";
    /// A span of days on a scale.
    span = "━", "=";
    /// A day that something was not later than, on a scale.
    before = "◂", "<";
    /// The start of a unit on a scale.
    tick = "┬", "+";
    /// Today on a scale.
    today = "▼", "V";
    /// The verdict of a report.
    section = "§", "#";
    /// A dash between two things.
    dash = "—", "-";
    /// A dot between two things.
    dot = "·", "-";
}
