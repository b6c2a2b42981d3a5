//! What is handed over.
use crate::checklist::word::words;
words! {
    /// Which paper.
    pub enum Kind is "a kind of report" {
        /// The full audit record.
        Record = "record",
        /// The scrutiny submission.
        Submission = "submission",
    }
}
words! {
    /// In which format.
    pub enum Format is "a format" {
        /// Markdown.
        Markdown = "md",
    }
}
impl Kind {
    /// The paper's title.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Record => "Full audit record",
            Self::Submission => "Scrutiny submission",
        }
    }
}
impl Format {
    /// The format's name.
    pub const fn title(self) -> &'static str {
        "Markdown"
    }
    /// The end of the file's name.
    pub const fn extension(self) -> &'static str {
        "md"
    }
}
