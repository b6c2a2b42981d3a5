//! OpenDocument spreadsheets: cells as they are shown.

use std::collections::HashMap;

use quick_xml::events::BytesStart;

use super::super::super::error::Fault;
use super::super::super::paper::{Besides, PaperKind};
use super::super::super::raw::{Halt, LineSink};
use super::super::{Archive, XmlEvent, XmlWalk, attribute, name};
use super::{COLUMNS, Sheets};

/// Reads an OpenDocument spreadsheet.
pub(in super::super) fn read(archive: &mut Archive, sink: &mut dyn LineSink) -> Result<(), Halt> {
    let manifest = archive.part("META-INF/manifest.xml")?.unwrap_or_default();
    if manifest.contains("encryption-data") {
        return Err(Fault::NeedsPassword.into());
    }
    let Some(xml) = archive.part("content.xml")? else {
        return Err(Fault::Damaged {
            what: PaperKind::Ods.label().to_owned(),
        }
        .into());
    };
    let objects = archive.paths_that(|path| {
        path.starts_with("Object ") && (!path.contains('/') || path.ends_with("/content.xml"))
    });
    let mut besides = Vec::new();
    if !objects.is_empty() {
        let of = |path: &String| path.split('/').next().unwrap_or_default().to_owned();
        besides.push(Besides::Parts(objects.iter().map(of).collect()));
    }
    let mut sheets = Sheets::default();
    let ended = walk(&mut sheets, &xml);
    sheets.finish(PaperKind::Ods, besides, ended, sink)
}

/// A place in the open sheet.
#[derive(Default)]
struct Place {
    row: usize,
    column: usize,
    /// Number of times that the open cell is repeated.
    repeats: usize,
    text: String,
    in_cell: bool,
    /// Comment that is open: its author and its text.
    comment: Option<(String, String)>,
    in_author: bool,
}

fn walk(sheets: &mut Sheets, xml: &str) -> Result<(), Halt> {
    let mut walk = XmlWalk::of(xml);
    let mut at = Place::default();
    // The column that comes next, of those that are declared before the rows.
    let mut columns = 0_usize;
    // Styles of tables that are not shown.
    let mut hidden: HashMap<String, bool> = HashMap::new();
    let mut style = String::new();
    loop {
        match walk.next()? {
            XmlEvent::Start(start) => match name(&start) {
                "tracked-changes" | "date" => walk.skip()?,
                "style" => style = attribute(&start, "name").unwrap_or_default(),
                "table" => {
                    let of = attribute(&start, "style-name").unwrap_or_default();
                    let is_hidden = hidden.get(&of).copied().unwrap_or(false);
                    sheets.begin(&attribute(&start, "name").unwrap_or_default(), is_hidden)?;
                    at = Place::default();
                    columns = 0;
                }
                "table-row" => {
                    at.column = 0;
                    if is_unseen(&start) {
                        sheets.hidden.rows.insert(at.row + 1);
                    }
                }
                "table-column" => column(sheets, &mut columns, &start),
                "table-cell" | "covered-table-cell" => begin_cell(&mut at, &start),
                "annotation" => at.comment = Some(Default::default()),
                "creator" => at.in_author = true,
                "p" if !at.text.is_empty() => at.text.push(' '),
                other => mark(&mut at, &mut hidden, &style, other, &start),
            },
            XmlEvent::Empty(start) => match name(&start) {
                "table-row" => {
                    at.row = at
                        .row
                        .saturating_add(repeats(&start, "number-rows-repeated"));
                }
                "table-column" => column(sheets, &mut columns, &start),
                "table-cell" | "covered-table-cell" => {
                    begin_cell(&mut at, &start);
                    end_cell(sheets, &mut at)?;
                }
                other => mark(&mut at, &mut hidden, &style, other, &start),
            },
            XmlEvent::End(name) => match name.as_str() {
                "table-cell" | "covered-table-cell" => end_cell(sheets, &mut at)?,
                "table-row" => {
                    sheets.end_row()?;
                    at.row = at.row.saturating_add(1);
                }
                "table" => sheets.end_row()?,
                "creator" => at.in_author = false,
                "annotation" => {
                    if let Some((author, text)) = at.comment.take() {
                        let author = match author.trim() {
                            "" => "no one named",
                            author => author,
                        };
                        let row = at.row + 1;
                        sheets.note(format!("Comment by {author} on row {row}: {}", text.trim()));
                    }
                }
                _ => {}
            },
            XmlEvent::Text(text) => match &mut at.comment {
                Some((author, _)) if at.in_author => author.push_str(&text),
                Some((_, comment)) => comment.push_str(&text),
                None if at.in_cell => at.text.push_str(&text),
                None => {}
            },
            XmlEvent::Done => return Ok(()),
        }
    }
}

fn mark(
    at: &mut Place,
    hidden: &mut HashMap<String, bool>,
    style: &str,
    name: &str,
    start: &BytesStart<'_>,
) {
    match name {
        "s" | "tab" | "line-break" => at.text.push(' '),
        "table-properties" => {
            let is_hidden = attribute(start, "display").as_deref() == Some("false");
            hidden.insert(style.to_owned(), is_hidden);
        }
        _ => {}
    }
}

/// Takes a declared column: it is hidden by itself, or by a filter.
fn column(sheets: &mut Sheets, next: &mut usize, start: &BytesStart<'_>) {
    let after = next.saturating_add(repeats(start, "number-columns-repeated"));
    if is_unseen(start) && *next <= COLUMNS {
        sheets.hidden.columns.push(*next..=after.saturating_sub(1));
    }
    *next = after;
}

/// Returns true for a row or a column that is not shown.
fn is_unseen(start: &BytesStart<'_>) -> bool {
    attribute(start, "visibility").is_some_and(|one| one != "visible")
}

fn repeats(start: &BytesStart<'_>, of: &str) -> usize {
    attribute(start, of)
        .and_then(|one| one.parse().ok())
        .unwrap_or(1)
}

fn begin_cell(at: &mut Place, start: &BytesStart<'_>) {
    at.repeats = repeats(start, "number-columns-repeated");
    at.text.clear();
    at.in_cell = true;
}

fn end_cell(sheets: &mut Sheets, at: &mut Place) -> Result<(), Halt> {
    at.in_cell = false;
    // The same value in many cells of a row is told once.
    sheets.cell(at.row + 1, at.column, &at.text)?;
    at.column = at.column.saturating_add(at.repeats);
    at.text.clear();
    Ok(())
}
