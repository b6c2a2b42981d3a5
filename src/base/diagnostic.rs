//! Diagnostics: each mistake in a file as one value, with its place and the remedy.
//!
//! A mistake in a checklist or an audit file is not an error to stop at: the reader goes on and
//! returns all of them, each with its line. Nothing here reads a file.

use std::fmt;
use std::ops::{Deref, Range};
use std::sync::{Arc, OnceLock};

use super::table::Cell;

/// A text that is shared by all who hold it.
#[derive(Debug, Clone)]
pub enum SharedText {
    /// One that was read.
    Read(Arc<str>),
    /// One that is compiled in: no byte of it is copied.
    CompiledIn(&'static str),
}

impl Deref for SharedText {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Self::Read(text) => text,
            Self::CompiledIn(text) => text,
        }
    }
}

impl<T: Into<Arc<str>>> From<T> for SharedText {
    fn from(text: T) -> Self {
        Self::Read(text.into())
    }
}

/// A text that is being read, with its name.
#[derive(Debug, Clone)]
pub struct SourceText {
    /// The name to show: a path, or the name of a shipped file.
    pub name: Arc<str>,
    /// The whole text.
    pub text: SharedText,
    /// The root of the table that was made of it when the program was built: its places are numbers of
    /// cells.
    pub(crate) tabled: Option<Cell>,
    /// The first byte of each line, once a place was asked for.
    lines: Arc<OnceLock<Vec<usize>>>,
}

impl SourceText {
    /// Creates a text with a name.
    pub fn new(name: impl Into<Arc<str>>, text: impl Into<SharedText>) -> Self {
        Self {
            name: name.into(),
            text: text.into(),
            tabled: None,
            lines: Arc::default(),
        }
    }

    /// Returns a text that is compiled in, with its name, and with the table that was made of it.
    pub fn compiled_in(name: &str, text: &'static str) -> Self {
        Self {
            tabled: Cell::root(name),
            ..Self::new(name, SharedText::CompiledIn(text))
        }
    }

    /// Returns line and column of a byte of this text (of a cell, if it was made a table), both counted
    /// from 1.
    ///
    /// The lines are looked for once: a text with a thousand entries is not read a thousand times.
    pub fn place(&self, at: usize) -> (usize, usize) {
        let lines = self.lines.get_or_init(|| {
            let ends = self.text.match_indices('\n').map(|(end, _)| end + 1);
            std::iter::once(0).chain(ends).collect()
        });
        let at = self.tabled.map_or(at, |_| Cell::start(at));
        let at = self.text.floor_char_boundary(at);
        let line = lines.partition_point(|start| *start <= at);
        let start = lines.get(line.saturating_sub(1)).copied().unwrap_or(0);
        let before = self.text.get(start..at).unwrap_or_default();
        (line, before.chars().count() + 1)
    }

    /// Builds the mistake at a span of bytes of this text.
    pub fn mistake(
        &self,
        code: &'static str,
        span: &Range<usize>,
        message: impl Into<String>,
    ) -> Diagnostic {
        let (line, column) = self.place(span.start);
        let line_text = self.text.lines().nth(line - 1).unwrap_or_default();
        Diagnostic {
            code,
            file: self.name.clone(),
            line,
            column,
            line_text: line_text.chars().take(400).collect(),
            message: message.into(),
            help: None,
        }
    }
}

/// One mistake in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// A short name of the kind of mistake, for tests and for machines: `unknown-key`.
    pub code: &'static str,
    /// The name of the file.
    pub file: Arc<str>,
    /// Line, counted from 1.
    pub line: usize,
    /// Column in characters, counted from 1.
    pub column: usize,
    /// The line itself (cut at 400 characters).
    pub line_text: String,
    /// Description of the mistake.
    pub message: String,
    /// The expected value or the nearest right name.
    pub help: Option<String>,
}

impl Diagnostic {
    /// Adds the expected value, or the remedy.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = self.line.to_string();
        let gutter = " ".repeat(number.len());
        let shown: String = self
            .line_text
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect();
        let pad = " ".repeat(self.column.saturating_sub(1));
        writeln!(
            f,
            "{}:{}:{}: {}",
            self.file, self.line, self.column, self.message
        )?;
        writeln!(f, "{gutter} |")?;
        writeln!(f, "{number} | {}", shown.trim_end())?;
        write!(f, "{gutter} | {pad}^")?;
        if let Some(help) = &self.help {
            write!(f, "\n{gutter} = {help}")?;
        }
        Ok(())
    }
}

/// Returns the nearest of some names to one that is not among them, if any is near.
pub fn nearest<'a>(wrong: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    names
        .into_iter()
        .map(|name| (strsim::damerau_levenshtein(wrong, name), name))
        .min_by_key(|(distance, _)| *distance)
        .filter(|(distance, name)| *distance <= 2.max(name.chars().count() / 3))
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistake_names_line_column_and_the_line_itself() {
        let source = SourceText::new("a.toml", "one = 1\nżwei = 2\n");
        let found = source.mistake("x", &(14..15), "wrong");
        assert_eq!((found.line, found.column), (2, 6));
        assert_eq!(found.line_text, "żwei = 2");
        assert!(
            found
                .to_string()
                .contains("a.toml:2:6: wrong\n  |\n2 | żwei = 2\n  |      ^")
        );
    }

    #[test]
    fn a_far_name_is_not_offered() {
        assert_eq!(nearest("englnad", ["england", "wales"]), Some("england"));
        assert_eq!(nearest("zzzz", ["england", "wales"]), None);
    }
}
