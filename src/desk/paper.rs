//! The paper that would be handed over: built from the open audit, for preview and for writing.

use super::Desk;
use crate::checklist::Digest;
use crate::report::{Document, Format, Kind, Meta, Setting, Source, build, write};

impl Desk {
    /// The paper as a document.
    ///
    /// # Errors
    /// Why it cannot be built, in words.
    pub fn paper(&self, kind: Kind) -> Result<Document, String> {
        let Some(open) = &self.open else {
            return Err("no audit is open".to_owned());
        };
        let meta = Meta {
            today: self.today,
            head: open.head.as_ref().map(Digest::to_string),
            who: self.who.clone(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        };
        let setting = Setting::default();
        let source = Source {
            library: &self.library,
            audit: open.audit(),
            findings: &open.findings,
            meta: &meta,
            history: Some(&open.history),
            setting: &setting,
            tables: true,
        };
        build(kind, &source).map_err(|why| why.to_string())
    }

    /// The paper as Markdown, for the preview.
    ///
    /// # Errors
    /// Why it cannot be built, in words.
    pub fn preview(&self, kind: Kind) -> Result<String, String> {
        let bytes = write(&self.paper(kind)?, Format::Markdown);
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
}

/// A format as a reader says it.
pub const fn say_format(format: Format) -> &'static str {
    match format {
        Format::Markdown => "Markdown, to edit anywhere",
        Format::Html => "HTML, to print or mail",
        Format::Json => "JSON, for other programs",
        Format::Csv => "CSV, for a spreadsheet",
    }
}
