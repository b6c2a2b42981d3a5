//! An error as the user is shown it, from whichever layer it comes.

use std::fmt;
use std::path::Path;

/// An error for the user: its kind, a message and a hint.
///
/// A layer that cannot know the error's own type (the desk knows no disk) decides on the kind, and
/// never on the words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The kind.
    pub kind: ProblemKind,
    /// The message: a sentence that says what happened, and what is safe.
    pub message: String,
    /// The hint: a sentence that says what to do, unless the message says it already.
    pub hint: Option<String>,
}

/// The kind of a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProblemKind {
    /// The disk or the system refused; trying again later may succeed.
    Disk,
    /// Something is wrong with what is read, written or asked for; trying again will not help.
    Data,
    /// The name is taken, and what is there was left alone.
    Exists,
    /// The terminal, the shell or the user's editor cannot do it.
    Terminal,
}

impl Problem {
    /// Returns a problem without a hint.
    pub fn new(kind: ProblemKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            hint: None,
        }
    }

    /// Returns the problem of a file that is there already, and was not written over.
    pub fn exists(path: &Path) -> Self {
        let message = format!("{} is there already.", path.display());
        Self::new(ProblemKind::Exists, message)
    }

    /// Sets the hint.
    #[must_use]
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self {
            hint: Some(hint.into()),
            ..self
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match &self.hint {
            Some(hint) => write!(f, " {hint}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hint_follows_the_message() {
        let problem = Problem::new(ProblemKind::Terminal, "There is no editor.");
        assert_eq!(problem.to_string(), "There is no editor.");
        let problem = problem.hint("Set EDITOR.");
        assert_eq!(problem.to_string(), "There is no editor. Set EDITOR.");
    }
}
