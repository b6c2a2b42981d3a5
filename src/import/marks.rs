//! The marks on a cell of a workbook besides its value: its number format, its font, its comment, and the
//! cells that it is merged with.

use std::collections::{BTreeMap, HashMap, HashSet};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::book::{BookCell, Left, Rows, letters};
use super::fault::SheetFault;
use super::xml::{Packed, attribute, entity, name, number, part, reader};

/// The number of cells or comments that are named, for each sheet.
const SHOWN: usize = 20;

/// A place in a sheet: row and column, counted from 0.
pub(super) type At = (u32, u32);

/// The marks on the cells of a sheet.
#[derive(Debug, Default)]
pub(super) struct Marks {
    /// Cells whose number is shown as a percentage.
    pub(super) percent: HashSet<At>,
    /// Cells whose text is struck out.
    pub(super) struck: HashSet<At>,
    /// Comments, each with the cell it is on.
    pub(super) comments: BTreeMap<At, String>,
    /// Merged cells: the first and the last of each range.
    pub(super) merged: Vec<(At, At)>,
}

/// Returns a percentage as it is shown: 5% for 0.05.
pub(super) fn percentage(number: f64) -> BookCell {
    // Twelve places are more than a cell shows, and less than what multiplying adds.
    let text = format!("{:.10}", number * 100.0);
    let text = text.trim_end_matches('0').trim_end_matches('.');
    BookCell::Text(format!("{text}%"))
}

impl Marks {
    /// Puts the text of a merged range into each of its rows, and returns notices about what was
    /// done and passed over.
    pub(super) fn settle(
        &self,
        sheet: &str,
        struck: &[String],
        rows: &mut Rows,
        left: &mut Left,
    ) -> Result<Vec<String>, SheetFault> {
        let mut filled = Vec::new();
        for ((first, column), (last, _)) in &self.merged {
            let Ok(at) = u16::try_from(*column) else {
                continue;
            };
            let head = rows.so_far.iter().find(|row| row.number == first + 1);
            let Some(cell) = head.and_then(|row| row.cell(at)).cloned() else {
                continue;
            };
            let text = if let BookCell::Text(text) = &cell {
                text.len()
            } else {
                0
            };
            let mut any = false;
            for row in &mut rows.so_far {
                if row.number > first + 1 && row.number <= last + 1 && row.cell(at).is_none() {
                    left.cell(text)?;
                    row.cells.push((at, cell.clone()));
                    any = true;
                }
            }
            if any {
                filled.push(format!("{0}{1}:{0}{2}", letters(at), first + 1, last + 1));
            }
        }
        let comments: Vec<String> = self
            .comments
            .iter()
            .map(|((row, column), text)| {
                let at = letters(u16::try_from(*column).unwrap_or(u16::MAX));
                let text = crate::wording::clean(text);
                let shown: String = text.trim().chars().take(200).collect();
                format!("{at}{} (“{shown}”)", row + 1)
            })
            .collect();
        let whose = if sheet.is_empty() {
            String::new()
        } else {
            format!("Sheet “{sheet}”: ")
        };
        let mut notices = Vec::new();
        for (found, says) in [
            (
                &filled,
                "the text of merged cells was taken for each of their rows",
            ),
            (&struck.to_vec(), "cells that are struck out were not taken"),
            (
                &comments,
                "comments on cells were not taken; copy what counts into a column such as Note",
            ),
        ] {
            if found.is_empty() {
                continue;
            }
            let more = found.len().saturating_sub(SHOWN);
            let more = if more > 0 {
                format!(" and {more} more")
            } else {
                String::new()
            };
            let shown: Vec<&str> = found.iter().take(SHOWN).map(String::as_str).collect();
            notices.push(format!("{whose}{says}: {}{more}.", shown.join(", ")));
        }
        Ok(notices)
    }
}

/// Reads the marks of all sheets of a workbook, by the names of the sheets.
///
/// A part that is missing or damaged has no marks: the cells were read without it.
pub(super) fn of_workbook(bytes: &[u8]) -> Result<HashMap<String, Marks>, SheetFault> {
    let mut marks = HashMap::new();
    let Ok(mut archive) = zip::ZipArchive::new(std::io::Cursor::new(bytes)) else {
        return Ok(marks);
    };
    let Some(workbook) = part(&mut archive, "xl/workbook.xml")? else {
        return Ok(marks);
    };
    let targets = targets(&mut archive, "xl/", "workbook.xml")?;
    let styles = styles(&part(&mut archive, "xl/styles.xml")?.unwrap_or_default());
    let mut sheets = Vec::new();
    each(&workbook, |start| {
        if name(start) == "sheet"
            && let (Some(title), Some(id)) = (attribute(start, "name"), relation(start))
        {
            sheets.push((title, id));
        }
    });
    for (title, id) in sheets {
        let Some((_, path)) = targets.iter().find(|(one, _)| *one == id) else {
            continue;
        };
        let mut of_sheet = of_sheet(&part(&mut archive, path)?.unwrap_or_default(), &styles);
        let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
        for (_, other) in self::targets(&mut archive, &format!("{folder}/"), file)? {
            if other.contains("/comment") {
                let xml = part(&mut archive, &other)?.unwrap_or_default();
                comments(&xml, &mut of_sheet);
            }
        }
        marks.insert(title, of_sheet);
    }
    Ok(marks)
}

/// Returns the id of the relation that a sheet of a workbook names: `r:id`, not `sheetId`.
fn relation(start: &BytesStart<'_>) -> Option<String> {
    attribute(start, "id")
}

/// Calls a function with every element that begins, until the end or a mistake.
fn each(xml: &str, mut see: impl FnMut(&BytesStart<'_>)) {
    let mut reader = reader(xml);
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(start) | Event::Empty(start) => see(&start),
            Event::Eof => return,
            _ => {}
        }
    }
}

/// Returns the relations of a part: the id and the path of each.
fn targets(
    archive: &mut Packed<'_>,
    folder: &str,
    file: &str,
) -> Result<Vec<(String, String)>, SheetFault> {
    let path = format!("{folder}_rels/{file}.rels");
    let xml = part(archive, &path)?.unwrap_or_default();
    let mut found = Vec::new();
    each(&xml, |start| {
        if name(start) == "Relationship"
            && let (Some(id), Some(target)) = (attribute(start, "Id"), attribute(start, "Target"))
        {
            found.push((id, joined(folder, &target)));
        }
    });
    Ok(found)
}

/// Returns the path that a target names, seen from a folder.
fn joined(folder: &str, target: &str) -> String {
    if let Some(whole) = target.strip_prefix('/') {
        return whole.to_owned();
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            ".." => {
                parts.pop();
            }
            "." | "" => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// The two marks of each cell format: shown as a percentage, struck out.
type Styles = Vec<(bool, bool)>;

fn styles(xml: &str) -> Styles {
    let mut formats: HashMap<u32, bool> = HashMap::from([(9, true), (10, true)]);
    let mut fonts: Vec<bool> = Vec::new();
    let mut styles = Vec::new();
    let mut in_cells = false;
    each(xml, |start| match name(start) {
        "numFmt" => {
            if let (Some(id), Some(code)) =
                (number(start, "numFmtId"), attribute(start, "formatCode"))
            {
                formats.insert(id, code.contains('%'));
            }
        }
        "font" => fonts.push(false),
        "strike" => {
            let off = attribute(start, "val").is_some_and(|val| val == "0" || val == "false");
            if let Some(last) = fonts.last_mut() {
                *last = !off;
            }
        }
        "cellXfs" => in_cells = true,
        "cellStyles" | "dxfs" => in_cells = false,
        "xf" if in_cells => {
            let percent = number(start, "numFmtId").and_then(|id| formats.get(&id));
            let font = number(start, "fontId").and_then(|at| usize::try_from(at).ok());
            let struck = font.and_then(|at| fonts.get(at));
            styles.push((
                percent.copied().unwrap_or(false),
                struck.copied().unwrap_or(false),
            ));
        }
        _ => {}
    });
    styles
}

fn of_sheet(xml: &str, styles: &Styles) -> Marks {
    let mut marks = Marks::default();
    each(xml, |start| match name(start) {
        "c" => {
            let style = number(start, "s").and_then(|at| usize::try_from(at).ok());
            let Some((percent, struck)) = style.and_then(|at| styles.get(at)) else {
                return;
            };
            if !percent && !struck {
                return;
            }
            let Some(at) = attribute(start, "r").and_then(|at| place(&at)) else {
                return;
            };
            if *percent {
                marks.percent.insert(at);
            }
            if *struck {
                marks.struck.insert(at);
            }
        }
        "mergeCell" => {
            let range = attribute(start, "ref").unwrap_or_default();
            if let Some((first, last)) = range.split_once(':')
                && let (Some(first), Some(last)) = (place(first), place(last))
                && last.0 > first.0
            {
                marks.merged.push((first, last));
            }
        }
        _ => {}
    });
    marks
}

fn comments(xml: &str, marks: &mut Marks) {
    let mut reader: Reader<&[u8]> = reader(xml);
    let mut open: Option<(At, String)> = None;
    let mut in_text = false;
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(start) => match name(&start) {
                "comment" => {
                    let at = attribute(&start, "ref").and_then(|at| place(&at));
                    open = at.map(|at| (at, String::new()));
                }
                "t" => in_text = true,
                _ => {}
            },
            Event::End(end) => match end.local_name().into_inner() {
                "comment" => {
                    if let Some((at, text)) = open.take() {
                        marks.comments.insert(at, text);
                    }
                }
                "t" => in_text = false,
                _ => {}
            },
            Event::Text(text) => {
                if let (Some((_, said)), true) = (&mut open, in_text) {
                    said.push_str(&text.xml10_content());
                }
            }
            Event::GeneralRef(name) => {
                if let (Some((_, said)), true) = (&mut open, in_text) {
                    said.push_str(&entity(&name));
                }
            }
            Event::Eof => return,
            _ => {}
        }
    }
}

/// Returns the place of an address such as C2.
fn place(address: &str) -> Option<At> {
    let digits = address.find(|c: char| c.is_ascii_digit())?;
    let (column, row) = address.split_at(digits);
    let mut at: u32 = 0;
    for letter in column.bytes().filter(u8::is_ascii_alphabetic) {
        let value = u32::from(letter.to_ascii_uppercase() - b'A' + 1);
        at = at.checked_mul(26)?.checked_add(value)?;
    }
    Some((row.parse::<u32>().ok()?.checked_sub(1)?, at.checked_sub(1)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_and_a_percentage_are_read_as_they_are_shown() {
        assert_eq!(place("C2"), Some((1, 2)));
        assert_eq!(place("AA10"), Some((9, 26)));
        assert_eq!(place("10"), None);
        assert_eq!(percentage(0.05), BookCell::Text("5%".to_owned()));
        assert_eq!(percentage(0.345), BookCell::Text("34.5%".to_owned()));
        assert_eq!(percentage(1.0), BookCell::Text("100%".to_owned()));
        assert_eq!(percentage(0.0), BookCell::Text("0%".to_owned()));
    }
}
