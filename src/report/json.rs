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
pub(super) fn write(document: &Document) -> Vec<u8> {
    let envelope = Envelope {
        format: "scrutineer-report",
        version: MODEL,
        language: "en-GB",
        document,
    };
    let mut out = Escaped(Vec::new());
    // The model holds nothing that JSON cannot say: its keys are texts and its numbers finite or
    // null; and memory takes whatever is written to it.
    let _ = serde_json::to_writer_pretty(&mut out, &envelope);
    out.0.push(b'\n');
    out.0
}

/// Bytes in which no tag can begin.
struct Escaped(Vec<u8>);

impl std::io::Write for Escaped {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        for byte in bytes {
            match byte {
                // These stand only inside strings.
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
