//! Keys of the keyboard, independent of any terminal library.
//!
//! A key is written the way the footer and the tests write it: `m`, `C-s`, `Enter`, `PageDown`.

use std::fmt;

/// A key without its modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Code {
    /// A character, upper case when shift was held.
    Char(char),
    /// Enter.
    Enter,
    /// Escape.
    Esc,
    /// Tab.
    Tab,
    /// Shift and tab.
    BackTab,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// A function key.
    F(u8),
}

/// A key with its modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    /// The key itself.
    pub code: Code,
    /// True if control was held.
    pub ctrl: bool,
    /// True if alt was held.
    pub alt: bool,
}

impl Key {
    /// Returns a key without control or alt.
    pub const fn plain(code: Code) -> Self {
        Self {
            code,
            ctrl: false,
            alt: false,
        }
    }

    /// Returns a character with control.
    pub const fn ctrl(c: char) -> Self {
        Self {
            code: Code::Char(c),
            ctrl: true,
            alt: false,
        }
    }

    /// Returns true if the key is a character that can be typed into a text.
    pub const fn is_typed(self) -> bool {
        matches!(self.code, Code::Char(_)) && !self.ctrl && !self.alt
    }

    /// Returns true for the space bar alone.
    pub const fn is_space(self) -> bool {
        matches!(self.code, Code::Char(' ')) && !self.ctrl && !self.alt
    }

    /// Parses a key in its written form: `m`, `C-s`, `M-b`, `Enter`.
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(rest) = text.strip_prefix("C-").filter(|rest| !rest.is_empty()) {
            return Self::parse(rest).map(|key| Self { ctrl: true, ..key });
        }
        if let Some(rest) = text.strip_prefix("M-").filter(|rest| !rest.is_empty()) {
            return Self::parse(rest).map(|key| Self { alt: true, ..key });
        }
        let code = match text {
            "Enter" => Code::Enter,
            "Esc" => Code::Esc,
            "Tab" => Code::Tab,
            "BackTab" => Code::BackTab,
            "Backspace" => Code::Backspace,
            "Delete" => Code::Delete,
            "Up" => Code::Up,
            "Down" => Code::Down,
            "Left" => Code::Left,
            "Right" => Code::Right,
            "Home" => Code::Home,
            "End" => Code::End,
            "PageUp" => Code::PageUp,
            "PageDown" => Code::PageDown,
            "Space" => Code::Char(' '),
            other => {
                let mut chars = other.chars();
                match (chars.next(), chars.next()) {
                    (Some(c), None) => Code::Char(c),
                    (Some('F'), Some(_)) => Code::F(other.get(1..)?.parse().ok()?),
                    _ => return None,
                }
            }
        };
        Some(Self::plain(code))
    }
}

impl Key {
    /// Parses a key as the desk displays it, or in its written form: `Ctrl-S`, `PgUp`, `C-s`.
    pub fn named(text: &str) -> Option<Self> {
        let (mut ctrl, mut alt) = (false, false);
        let mut rest = text;
        loop {
            let after = |starts: [&str; 2]| starts.iter().find_map(|one| rest.strip_prefix(one));
            if let Some(more) = after(["Ctrl-", "C-"]).filter(|more| !more.is_empty()) {
                (ctrl, rest) = (true, more);
            } else if let Some(more) = after(["Alt-", "M-"]).filter(|more| !more.is_empty()) {
                (alt, rest) = (true, more);
            } else {
                break;
            }
        }
        let written = match rest {
            "Shift-Tab" => "BackTab",
            "PgUp" => "PageUp",
            "PgDn" => "PageDown",
            "↑" => "Up",
            "↓" => "Down",
            "←" => "Left",
            "→" => "Right",
            other => other,
        };
        let key = Self::parse(written)?;
        let code = match key.code {
            // A terminal sends the same for a letter with control, whatever its case.
            Code::Char(c) if ctrl => Code::Char(c.to_ascii_lowercase()),
            code => code,
        };
        Some(Self { code, ctrl, alt })
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.ctrl {
            f.write_str("Ctrl-")?;
        }
        if self.alt {
            f.write_str("Alt-")?;
        }
        match self.code {
            Code::Char(' ') => f.write_str("Space"),
            Code::Char(c) if self.ctrl => write!(f, "{}", c.to_ascii_uppercase()),
            Code::Char(c) => write!(f, "{c}"),
            Code::BackTab => f.write_str("Shift-Tab"),
            Code::Up => f.write_str("↑"),
            Code::Down => f.write_str("↓"),
            Code::Left => f.write_str("←"),
            Code::Right => f.write_str("→"),
            Code::PageUp => f.write_str("PgUp"),
            Code::PageDown => f.write_str("PgDn"),
            Code::F(n) => write!(f, "F{n}"),
            other => write!(f, "{other:?}"),
        }
    }
}
