//! The parts of a packed spreadsheet, unpacked within bounds, and their XML.

use std::borrow::Cow;
use std::io::{Cursor, Read as _};

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesRef, BytesStart};
use zip::ZipArchive;

use super::book::FILE;
use super::fault::SheetFault;

/// Largest part that is unpacked, in bytes.
const PART: u64 = 4 * FILE;

/// A packed spreadsheet.
pub(super) type Packed<'b> = ZipArchive<Cursor<&'b [u8]>>;

/// Returns a part as text; `None` if there is none of that name.
pub(super) fn part(archive: &mut Packed<'_>, name: &str) -> Result<Option<String>, SheetFault> {
    let Ok(part) = archive.by_name(name) else {
        return Ok(None);
    };
    let mut bytes = Vec::new();
    part.take(PART + 1)
        .read_to_end(&mut bytes)
        .map_err(|_| SheetFault::Damaged)?;
    if bytes.len() as u64 > PART {
        return Err(SheetFault::TooMuch {
            most: format!("{} MB in one part", PART >> 20),
        });
    }
    Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
}

/// Returns a reader of some XML that does not mind small mistakes.
pub(super) fn reader(xml: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(xml.trim_start_matches('\u{FEFF}'));
    let config = reader.config_mut();
    config.allow_dangling_amp = true;
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    reader
}

/// Returns an element's name without its prefix.
pub(super) fn name<'s>(start: &'s BytesStart<'_>) -> &'s str {
    let name = start.name().into_inner();
    name.rsplit(':').next().unwrap_or(name)
}

/// Returns an attribute's value by its name without a prefix.
pub(super) fn attribute(start: &BytesStart<'_>, wanted: &str) -> Option<String> {
    start
        .attributes()
        .with_checks(false)
        .flatten()
        .find_map(|one| {
            let key = one.key.into_inner();
            let is_it = key.rsplit(':').next() == Some(wanted);
            let value = one.normalized_value(XmlVersion::Implicit1_0);
            value.ok().filter(|_| is_it).map(Cow::into_owned)
        })
}

/// Returns an attribute's value as a number.
pub(super) fn number(start: &BytesStart<'_>, wanted: &str) -> Option<u32> {
    attribute(start, wanted)?.parse().ok()
}

/// Returns the text that an entity stands for.
pub(super) fn entity(name: &BytesRef<'_>) -> String {
    match name.resolve_char_ref() {
        Ok(Some(c)) => c.to_string(),
        _ => quick_xml::escape::resolve_predefined_entity(name)
            .unwrap_or_default()
            .to_owned(),
    }
}
