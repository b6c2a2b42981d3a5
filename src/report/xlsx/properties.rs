//! The language among the properties of a workbook, which its writer has no setting for.

use std::io::{Cursor, Read as _, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipArchive, ZipWriter};

/// The part with the properties.
const CORE: &str = "docProps/core.xml";

/// Returns a workbook that says that it is in English; one that cannot be read back is unchanged.
pub(super) fn in_english(book: Vec<u8>) -> Vec<u8> {
    said(&book).unwrap_or(book)
}

fn said(book: &[u8]) -> Option<Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(book)).ok()?;
    let mut core = String::new();
    archive.by_name(CORE).ok()?.read_to_string(&mut core).ok()?;
    let (before, after) = core.split_once("</cp:coreProperties>")?;
    let core = format!("{before}<dc:language>en-GB</dc:language></cp:coreProperties>{after}");
    let mut out = ZipWriter::new(Cursor::new(Vec::with_capacity(book.len() + 64)));
    for at in 0..archive.len() {
        let part = archive.by_index_raw(at).ok()?;
        if part.name().ok()? == CORE {
            drop(part);
            let options = SimpleFileOptions::default()
                .compression_method(CompressionMethod::Deflated)
                .last_modified_time(DateTime::default())
                .system(System::Dos);
            out.start_file(CORE, options).ok()?;
            out.write_all(core.as_bytes()).ok()?;
        } else {
            out.raw_copy_file(part).ok()?;
        }
    }
    Some(out.finish().ok()?.into_inner())
}
