//! Hidden rows and columns of a workbook, by the path of its sheet.

use std::collections::{HashMap, HashSet};
use std::io::{BufReader, Read as _};
use std::ops::RangeInclusive;

use quick_xml::events::{BytesStart, Event};

use super::super::super::raw::Halt;
use super::super::docx::{relations_in, relations_of, resolve};
use super::super::{Archive, XmlEvent, XmlWalk, attribute, name};

/// The most of a sheet that is looked through, in bytes: as much as unpacks in a few seconds.
const SHEET_BYTES: u64 = 1024 * 1024 * 1024;
/// The most hidden rows and runs of hidden columns that are kept; a sheet has no more rows.
const MOST: usize = 1_048_576;

/// The rows and columns of a sheet that a spreadsheet program does not show.
#[derive(Debug, Default)]
pub(super) struct Hidden {
    /// Numbers of the rows, counted from 1.
    pub(super) rows: HashSet<usize>,
    /// Runs of columns, counted from 0.
    pub(super) columns: Vec<RangeInclusive<usize>>,
}

impl Hidden {
    pub(super) fn hides(&self, row: usize, column: usize) -> bool {
        self.rows.contains(&row) || self.columns.iter().any(|run| run.contains(&column))
    }
}

/// Returns the paths of the sheets by their names.
pub(super) fn paths(archive: &mut Archive, book: &str) -> Result<HashMap<String, String>, Halt> {
    let relations = relations_in(&relations_of(archive, book))?;
    let (folder, _) = book.rsplit_once('/').unwrap_or(("", book));
    let mut out = HashMap::new();
    let xml = archive.part(book)?.unwrap_or_default();
    let mut walk = XmlWalk::of(&xml);
    loop {
        match walk.next()? {
            XmlEvent::Start(start) | XmlEvent::Empty(start) if name(&start) == "sheet" => {
                let id = attribute(&start, "id");
                let of = relations
                    .iter()
                    .find(|one| Some(&one.id) == id.as_ref() && !one.is_outside);
                if let (Some(sheet), Some(of)) = (attribute(&start, "name"), of) {
                    out.insert(sheet, resolve(folder, &of.target));
                }
            }
            XmlEvent::Done => return Ok(out),
            _ => {}
        }
    }
}

/// Returns what a sheet hides, as far as its XML can be read.
pub(super) fn of_sheet(archive: &mut Archive, path: &str) -> Hidden {
    let mut out = Hidden::default();
    let Ok(part) = archive.zip.by_name(path) else {
        return out;
    };
    let mut reader = quick_xml::Reader::from_reader(BufReader::new(part.take(SHEET_BYTES)));
    let config = reader.config_mut();
    config.allow_dangling_amp = true;
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    let (mut buffer, mut row) = (Vec::new(), 0_usize);
    while out.rows.len() + out.columns.len() < MOST {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(start) | Event::Empty(start)) => match name(&start) {
                "col" if is_hidden(&start) => {
                    if let (Some(first), Some(last)) =
                        (number(&start, "min"), number(&start, "max"))
                    {
                        out.columns
                            .push(first.saturating_sub(1)..=last.saturating_sub(1));
                    }
                }
                "row" => {
                    // A row without a number comes after the one before it.
                    row = number(&start, "r").unwrap_or_else(|| row.saturating_add(1));
                    if is_hidden(&start) {
                        out.rows.insert(row);
                    }
                }
                _ => {}
            },
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    out
}

fn is_hidden(start: &BytesStart<'_>) -> bool {
    matches!(attribute(start, "hidden").as_deref(), Some("1" | "true"))
}

fn number(start: &BytesStart<'_>, of: &str) -> Option<usize> {
    attribute(start, of)?.trim().parse().ok()
}
