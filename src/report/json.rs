//! Writes JSON: the document model as it is, versioned, by the schema beside this file.

use serde::Serialize;

use super::document::{MODEL, ReportDocument};
use super::format::{FormatSpec, Writer};

/// The JSON schema of the output.
pub(super) const SCHEMA: &str = include_str!("report.schema.json");

/// The name of that schema, which every file gives.
const SCHEMA_ID: &str = "urn:scrutineer:report:1";

/// The row of the format.
pub(super) const FORMAT: FormatSpec = FormatSpec {
    label: "JSON, for other programs",
    is_text: true,
    has_tables: true,
    is_spreadsheet: false,
    writer: Writer::Whole(write),
};

#[derive(Serialize)]
struct Envelope<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    format: &'static str,
    version: u32,
    language: &'static str,
    #[serde(flatten)]
    document: &'a ReportDocument,
}

/// Returns the document as JSON.
///
/// Characters that a web page could read as markup are written as escapes, which mean the same.
fn write(document: &ReportDocument) -> Vec<u8> {
    let envelope = Envelope {
        schema: SCHEMA_ID,
        format: "scrutineer-report",
        version: MODEL,
        language: "en-GB",
        document,
    };
    let mut out = Escaped(Vec::new());
    // The model contains nothing that JSON cannot express: its keys are texts, its numbers finite
    // or null; and writing to memory cannot fail.
    let _ = serde_json::to_writer_pretty(&mut out, &envelope);
    out.0.push(b'\n');
    out.0
}

/// Writer whose bytes cannot begin a tag.
struct Escaped(Vec<u8>);

impl std::io::Write for Escaped {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        for byte in bytes {
            match byte {
                // These occur only inside strings.
                b'<' => self.0.extend_from_slice(b"\\u003c"),
                b'>' => self.0.extend_from_slice(b"\\u003e"),
                b'&' => self.0.extend_from_slice(b"\\u0026"),
                byte => self.0.push(*byte),
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
