//! Diagnostics: each mistake in a file as one value, with its place and the remedy.
//!
//! A mistake in a checklist or an audit file is not an error to stop at: the reader goes on and
//! returns all of them, each with its line. Nothing here reads a file.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// A text that is being read, with its name.
#[derive(Debug, Clone)]
pub struct SourceText {
    /// The name to show: a path, or the name of a shipped file.
    pub name: Arc<str>,
    /// The whole text.
    pub text: Arc<str>,
}

impl SourceText {
    /// Creates a text with a name.
    pub fn new(name: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> Self {
        Self {
            name: name.into(),
            text: text.into(),
        }
    }

    /// Builds the mistake at a span of bytes of this text.
    pub fn mistake(
        &self,
        code: &'static str,
        span: &Range<usize>,
        message: impl Into<String>,
    ) -> Diagnostic {
        let mut start = span.start.min(self.text.len());
        while !self.text.is_char_boundary(start) {
            start -= 1;
        }
        let before = self.text.get(..start).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let line_text: String = self
            .text
            .get(line_start..)
            .unwrap_or_default()
            .lines()
            .next()
            .unwrap_or_default()
            .chars()
            .take(400)
            .collect();
        Diagnostic {
            code,
            file: self.name.clone(),
            line: before.matches('\n').count() + 1,
            column: before.get(line_start..).unwrap_or_default().chars().count() + 1,
            line_text,
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
