//! The origin of a sheet of ours: its kind, its audit and its edition of the checklists.
//!
//! Every sheet that we hand out to be filled in keeps them in a sheet for the program, and in a row
//! of its CSV. What was made for another audit is told before anything is read.

use super::book::{Book, BookCell, Row};
use super::words::fold;
use crate::audit::Audit;
use crate::base::Word as _;
use crate::checklist::Library;
use crate::report::questionnaire::{ABOUT, GUIDE, META, SCHEMA, SHEETS_BACK, VERSION, one_value};

/// Returns the cell of a row as text; empty if there is none.
fn text(row: &Row, column: u16) -> String {
    row.cell(column).map(BookCell::text).unwrap_or_default()
}

/// Returns the entry of a name in the sheet or the row that is kept for the program.
fn meta(book: &Book, what: &str) -> Option<String> {
    if let Some(sheet) = book.sheets.iter().find(|sheet| sheet.name == META) {
        let row = sheet.rows.iter().find(|row| text(row, 0) == what)?;
        return Some(text(row, 1));
    }
    let mut rows = book.sheets.iter().flat_map(|sheet| &sheet.rows).rev();
    let about = rows.find(|row| fold(&text(row, 0)) == ABOUT)?;
    let about = text(about, 1);
    let head = format!("{what}: ");
    let at = about.find(&format!("; {head}")).map(|at| at + 2);
    let at = at.or_else(|| about.find(&format!(". {head}")).map(|at| at + 2))?;
    let value = about.get(at + head.len()..)?;
    let end = value.find("; ").unwrap_or(value.len());
    Some(value.get(..end)?.trim_end_matches('.').to_owned())
}

/// Returns true if the book is a sheet of ours that can come back.
pub(super) fn is_ours(book: &Book) -> bool {
    meta(book, "schema").is_some_and(|schema| SHEETS_BACK.contains(&schema.as_str()))
}

/// Returns true if the book is a full record.
pub(super) fn is_record(book: &Book) -> bool {
    meta(book, "schema").as_deref() == Some("scrutineer-record")
}

/// Refuses a sheet of ours that was made for another audit.
pub(super) fn check(audit: &Audit, book: &Book, other_audit: bool) -> Result<(), String> {
    if other_audit {
        return Ok(());
    }
    let review = &audit.review;
    let ours = [
        ("authority", one_value(&review.authority)),
        ("service", one_value(&review.service)),
        ("nation", review.territory.word().to_owned()),
    ];
    let mut made_for = Vec::new();
    let mut differs = false;
    for (what, ours) in &ours {
        if let Some(theirs) = meta(book, what) {
            differs |= fold(&theirs) != fold(ours);
            made_for.push(theirs);
        }
    }
    // An older questionnaire names its review only in the guide.
    if made_for.is_empty()
        && let Some(named) = guide(book)
    {
        let has = |wanted: &str| fold(&named).contains(&fold(wanted));
        differs = !(has(&ours[0].1) && has(&ours[1].1));
        made_for.push(named);
    }
    if !differs {
        return Ok(());
    }
    let ours: Vec<String> = ours.into_iter().map(|(_, value)| value).collect();
    Err(format!(
        "this sheet was made for another audit: {}; this audit is {}. Nothing was changed. Import it \
         into the audit it was made for, or, to take its answers all the same, give --other-audit on \
         the command line",
        made_for.join(", "),
        ours.join(", ")
    ))
}

/// Returns the review that the guide of a questionnaire names.
fn guide(book: &Book) -> Option<String> {
    let sheet = book.sheets.iter().find(|sheet| sheet.name == GUIDE)?;
    let row = (sheet.rows.iter()).find(|row| fold(&text(row, 0)) == "what this is")?;
    let says = text(row, 1);
    let (_, named) = says.split_once("about one review: ")?;
    Some(named.split_once(". Prepared")?.0.to_owned())
}

/// Returns the checklists of which the sheet has another edition.
pub(super) fn other_edition(library: &Library, book: &Book) -> Vec<String> {
    let files = library.files().filter(|(_, file)| {
        meta(book, &format!("checklist {}", file.id))
            .is_some_and(|digest| digest != file.digest().as_str())
    });
    files.map(|(_, file)| file.id.to_string()).collect()
}

/// Returns notices about the version and the checklists that a sheet of ours was made with.
pub(super) fn notices(book: &Book, other_edition: &[String]) -> Vec<String> {
    let mut notices = Vec::new();
    let version = meta(book, "version").and_then(|version| version.parse::<u32>().ok());
    if meta(book, "schema").as_deref() == Some(SCHEMA)
        && version.is_some_and(|version| version > VERSION)
    {
        notices.push(
            "The questionnaire was made by a newer version of this program; what is new in it is \
             passed over."
                .to_owned(),
        );
    }
    if !other_edition.is_empty() {
        notices.push(format!(
            "The sheet was made with another edition of {}. Answers to questions that were \
             re-worded since are marked to be checked again.",
            other_edition.join(", ")
        ));
    }
    notices
}
