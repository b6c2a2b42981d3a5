//! The ending of a file's name, by which people and programs know the kind of a file.

use std::path::Path;

use crate::base::Word as _;
use crate::wording::choice;

use super::Format;

/// An ending that no report is written with.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoFormat {
    /// PDF, which only a bundle is written as.
    #[error(
        "a report is not written as PDF; nothing was written. Write it as .docx and save that as PDF in \
         Word or LibreOffice"
    )]
    Pdf,
    /// Another one.
    #[error("no report is written as .{0}; nothing was written. Give a name that ends in {1}")]
    Unknown(String, String),
}

/// Returns the ending of a file's name, in small letters.
///
/// `None` if it has none: the figures in “Objection 12.10.2026” are no ending.
pub fn ending(path: &Path) -> Option<String> {
    let end = path.extension()?.to_str()?.to_lowercase();
    let is_one = end.starts_with(char::is_alphabetic) && end.chars().all(char::is_alphanumeric);
    is_one.then_some(end)
}

/// Returns the format that a file's name ends with; `None` if it has no ending.
///
/// # Errors
/// If no report is written with that ending; it names the format that was asked for, or all.
pub fn format_of(path: &Path, asked: Option<Format>) -> Result<Option<Format>, NoFormat> {
    let Some(end) = ending(path) else {
        return Ok(None);
    };
    let format = match end.as_str() {
        "htm" => Some(Format::Html),
        "txt" | "markdown" => Some(Format::Markdown),
        end => Format::from_word(end),
    };
    match format {
        Some(format) => Ok(Some(format)),
        None if end == "pdf" => Err(NoFormat::Pdf),
        None => {
            let all: Vec<&str> = Format::ALL.iter().map(|one| one.word()).collect();
            let fits = asked.map_or_else(|| choice(&all), |asked| format!(".{asked}"));
            Err(NoFormat::Unknown(end, fits))
        }
    }
}
