//! JSON: the document model as it is, versioned, by the schema beside this file.

use serde::Serialize;

use super::document::{Document, MODEL};

/// The JSON schema of what is written here.
pub(super) const SCHEMA: &str = include_str!("report.schema.json");

#[derive(Serialize)]
struct Envelope<'a> {
    format: &'static str,
    version: u32,
    language: &'static str,
    #[serde(flatten)]
    document: &'a Document,
}

/// The document as JSON. What could be read as markup by a page that takes it in is written as
/// an escape, which means the same.
pub(super) fn write(document: &Document) -> String {
    let envelope = Envelope {
        format: "scrutineer-report",
        version: MODEL,
        language: "en-GB",
        document,
    };
    // The model holds nothing that JSON cannot say: its keys are texts and its numbers finite or null.
    let written = serde_json::to_string_pretty(&envelope).unwrap_or_default();
    let mut out = String::with_capacity(written.len() + 1);
    for c in written.chars() {
        match c {
            // These stand only inside strings.
            '<' => out.push_str("\\u003c"),
            '>' => out.push_str("\\u003e"),
            '&' => out.push_str("\\u0026"),
            c => out.push(c),
        }
    }
    out.push('\n');
    out
}
