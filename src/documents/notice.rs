//! Notices about the documents of a register, each a value; its sentence is made here alone.

use std::fmt;
use std::path::PathBuf;

use super::error::Fault;
use crate::wording::{escaped, shown};

/// A notice about a document of the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentNotice {
    /// The document, by the id of its entry.
    pub document: String,
    /// The name of its file.
    pub file: String,
    /// The finding.
    pub kind: NoticeKind,
}

/// A finding about a registered file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoticeKind {
    /// A different file lies at the registered path.
    Changed,
    /// The very same file lies at this path.
    Moved(PathBuf),
    /// There is no such file, nor the same one near.
    Missing,
    /// The file gave no text.
    Unread(Fault),
    /// A part of the document was not read: a whole sentence.
    Warning(String),
}

impl DocumentNotice {
    /// Returns true if quotes from the document cannot be relied on until the user has looked at
    /// the file.
    pub fn is_of_another_file(&self) -> bool {
        matches!(
            self.kind,
            NoticeKind::Changed | NoticeKind::Moved(_) | NoticeKind::Missing
        )
    }
}

impl fmt::Display for DocumentNotice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.kind.sentence(&self.file))
    }
}

impl NoticeKind {
    /// Returns the sentence about the file of that name, with what to do.
    pub fn sentence(&self, name: &str) -> String {
        let name = escaped(name);
        match self {
            Self::Changed => format!(
                "{name} has changed since it was registered: check the quotes taken from it against \
                 the file as it is now, or put the old file back; registering it again keeps both \
                 digests in the history"
            ),
            Self::Moved(to) => format!(
                "{name} is not there any more, but the very same file is at {}: register that path",
                shown(to)
            ),
            Self::Missing => format!(
                "{name} is not there any more: it may have been moved or renamed; say where it is \
                 now (its quotes are kept)"
            ),
            Self::Unread(fault) => format!("{name} {fault}"),
            Self::Warning(sentence) => sentence.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kind_and_not_the_words_says_if_quotes_can_be_relied_on() {
        let of = |kind| DocumentNotice {
            document: "report".into(),
            file: "report.pdf".into(),
            kind,
        };
        for kind in [
            NoticeKind::Changed,
            NoticeKind::Moved("elsewhere.pdf".into()),
            NoticeKind::Missing,
        ] {
            let notice = of(kind);
            assert!(notice.is_of_another_file(), "{notice}");
            assert!(notice.to_string().starts_with("report.pdf "), "{notice}");
        }
        let warning = of(NoticeKind::Warning("page 2 has changed marks".into()));
        assert!(!warning.is_of_another_file());
        assert_eq!(warning.to_string(), "page 2 has changed marks");
        assert!(!of(NoticeKind::Unread(Fault::Empty)).is_of_another_file());
    }
}
