//! Writes a survey as a Data Package: CSV files, and `datapackage.json` with their types and keys.
//!
//! The tables are described in `docs/formats.md`, under the same version. A table has no word that a
//! person wrote but the names of council and service, and is sorted, so that the same audits give the
//! same bytes.

use serde_json::{Value, json};

use super::csv::neutral;
use crate::base::{Digest, Word};
use crate::checklist::Library;
use crate::findings::survey::{Survey, SurveyRow};

/// The version of the tables: their names, columns, types and keys.
pub const SURVEY_VERSION: &str = "1.0.0";

/// A column of a table.
struct Column {
    name: &'static str,
    kind: &'static str,
    required: bool,
    says: &'static str,
    /// The words that it may hold, if they are few.
    words: Vec<&'static str>,
}

/// A table of the package.
struct Table {
    name: &'static str,
    says: &'static str,
    key: &'static [&'static str],
    columns: Vec<Column>,
    /// The cells of its rows.
    cells: fn(&Library, &SurveyRow) -> Vec<Vec<String>>,
}

const fn column(name: &'static str, kind: &'static str, says: &'static str) -> Column {
    Column {
        name,
        kind,
        required: true,
        says,
        words: Vec::new(),
    }
}

impl Column {
    fn open(self) -> Self {
        Self {
            required: false,
            ..self
        }
    }

    fn of<W: Word>(self) -> Self {
        let words = W::ALL.iter().map(|one| one.word()).collect();
        Self { words, ..self }
    }

    fn schema(&self) -> Value {
        let mut limits = json!({ "required": self.required });
        if !self.words.is_empty() {
            limits["enum"] = json!(self.words);
        }
        json!({
            "name": self.name, "type": self.kind, "description": self.says, "constraints": limits,
        })
    }
}

/// A file of the package: its name, and its bytes.
pub type PackageFile = (String, Vec<u8>);

/// Returns the files of the package, `datapackage.json` last.
pub fn data_package(library: &Library, survey: &Survey) -> Vec<PackageFile> {
    let mut rows: Vec<&SurveyRow> = survey.audits.iter().map(|one| &one.row).collect();
    rows.sort_by(|a, b| a.key.cmp(&b.key));
    let mut files = Vec::new();
    let mut resources = Vec::new();
    for table in tables() {
        let path = format!("{}.csv", table.name);
        let bytes = table.write(library, &rows);
        resources.push(table.resource(&path, &bytes));
        files.push((path, bytes));
    }
    let package = json!({
        "profile": "tabular-data-package",
        "name": "scrutineer-survey",
        "title": "A survey of audits of council service reviews",
        "version": SURVEY_VERSION,
        "resources": resources,
    });
    // A value made of strings, numbers and lists is always written.
    let mut text = serde_json::to_vec_pretty(&package).unwrap_or_default();
    text.push(b'\n');
    files.push(("datapackage.json".to_owned(), text));
    files
}

impl Table {
    fn write(&self, library: &Library, rows: &[&SurveyRow]) -> Vec<u8> {
        let mut writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .from_writer(Vec::new());
        // Writing to memory cannot fail, and every record has the same width.
        let _ = writer.write_record(self.columns.iter().map(|one| one.name));
        for cells in rows.iter().flat_map(|row| (self.cells)(library, row)) {
            let _ = writer.write_record(&cells);
        }
        writer.into_inner().unwrap_or_default()
    }

    fn resource(&self, path: &str, bytes: &[u8]) -> Value {
        let fields: Vec<Value> = self.columns.iter().map(Column::schema).collect();
        let mut schema = json!({
            "fields": fields, "primaryKey": self.key, "missingValues": [""],
        });
        if self.name != "audits" {
            schema["foreignKeys"] = json!([{
                "fields": ["audit"],
                "reference": { "resource": "audits", "fields": ["audit"] },
            }]);
        }
        json!({
            "profile": "tabular-data-resource",
            "name": self.name,
            "description": self.says,
            "path": path,
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "bytes": bytes.len(),
            "hash": Digest::of_bytes(bytes).as_str(),
            "schema": schema,
        })
    }
}

fn word(one: impl Word) -> String {
    one.word().to_owned()
}

fn said(one: Option<impl ToString>) -> String {
    one.map_or_else(String::new, |one| one.to_string())
}

/// Returns the tables, the one that the others refer to first.
fn tables() -> Vec<Table> {
    let audit = || column("audit", "string", "Key of the audit: a digest, not a name");
    vec![
        audits(audit()),
        flags(audit()),
        duties(audit()),
        answers(audit()),
        defences(audit()),
        outcomes(audit()),
    ]
}

fn audits(audit: Column) -> Table {
    use crate::checklist::{AuthorityKind, Stage, Territory, VerdictId};
    Table {
        name: "audits",
        says: "One row for each audit",
        key: &["audit"],
        columns: vec![
            audit,
            column("council", "string", "The council, as the audit has it").open(),
            column("service", "string", "The service, as the audit has it").open(),
            column("kind", "string", "The kind of authority").of::<AuthorityKind>(),
            column("nation", "string", "The nation").of::<Territory>(),
            column("stage", "string", "The stage of the review").of::<Stage>(),
            column(
                "decided",
                "date",
                "The day of the decision; empty while it is open",
            )
            .open(),
            column("verdict", "string", "The verdict on what is shown").of::<VerdictId>(),
            column(
                "core_questions",
                "integer",
                "Core questions that are asked of this review",
            ),
            column("core_open", "integer", "Those of them that are open"),
        ],
        cells: |_, row| {
            vec![vec![
                row.key.clone(),
                neutral(&row.council),
                neutral(&row.service),
                word(row.kind),
                word(row.nation),
                word(row.stage),
                said(row.decided),
                word(row.verdict),
                row.core.0.to_string(),
                row.core.1.to_string(),
            ]]
        },
    }
}

fn flags(audit: Column) -> Table {
    use crate::findings::{Level, Support};
    Table {
        name: "flags",
        says: "One row for each flag that the answers of an audit decide; its share is the \
               rows with fired among all rows",
        key: &["audit", "flag"],
        columns: vec![
            audit,
            column("flag", "string", "Id of the flag in its checklist"),
            column("title", "string", "Its title in the checklist"),
            column("fired", "boolean", "True if it fired, false if it did not"),
            column("level", "string", "Its gravity, if it fired")
                .open()
                .of::<Level>(),
            column("support", "string", "The proof under it, if it fired")
                .open()
                .of::<Support>(),
        ],
        cells: |library, row| {
            let cells = row.flags.iter().map(|one| {
                let flag = library.flag(one.flag);
                vec![
                    row.key.clone(),
                    flag.id.to_string(),
                    neutral(&flag.title),
                    one.fired.is_some().to_string(),
                    said(one.fired.map(|(level, _)| level)),
                    said(one.fired.map(|(_, support)| support)),
                ]
            });
            cells.collect()
        },
    }
}

fn duties(audit: Column) -> Table {
    use crate::checklist::State;
    use crate::findings::Support;
    Table {
        name: "duties",
        says: "One row for each duty that applies to an audit and that its answers decide",
        key: &["audit", "duty"],
        columns: vec![
            audit,
            column("duty", "string", "Id of the requirement in its checklist"),
            column("title", "string", "Its title in the checklist"),
            column("state", "string", "State of its weakest deciding question").of::<State>(),
            column(
                "not_met",
                "boolean",
                "True if it appears not to have been met",
            ),
            column("support", "string", "The proof of that")
                .open()
                .of::<Support>(),
        ],
        cells: |library, row| {
            let cells = row.duties.iter().map(|one| {
                let duty = library.requirement(one.requirement);
                vec![
                    row.key.clone(),
                    duty.id.to_string(),
                    neutral(&duty.title),
                    word(one.state),
                    one.not_met.is_some().to_string(),
                    said(one.not_met),
                ]
            });
            cells.collect()
        },
    }
}

fn answers(audit: Column) -> Table {
    use crate::findings::Support;
    Table {
        name: "answers",
        says: "One row for each question that is answered; an open question has none",
        key: &["audit", "question"],
        columns: vec![
            audit,
            column("question", "string", "Id of the question in its checklist"),
            column(
                "status",
                "string",
                "The answer, or “given” for a date, figure or choice",
            ),
            column("support", "string", "The proof under it").of::<Support>(),
        ],
        cells: |library, row| {
            let cells = row.answers.iter().map(|one| {
                vec![
                    row.key.clone(),
                    library.question(one.question).id.to_string(),
                    one.status.map_or_else(|| "given".to_owned(), word),
                    word(one.support),
                ]
            });
            cells.collect()
        },
    }
}

fn defences(audit: Column) -> Table {
    Table {
        name: "defences",
        says: "One row for each question that was put to the council, or on which its account is kept",
        key: &["audit", "question"],
        columns: vec![
            audit,
            column("question", "string", "Id of the question in its checklist"),
            column("put", "integer", "Questions and points that were put on it"),
            column("answered", "integer", "Those of them that were answered"),
            column(
                "contested",
                "boolean",
                "True if the other side’s account is kept with the answer",
            ),
            column(
                "heard",
                "boolean",
                "True if the council was heard on it, either way",
            ),
        ],
        cells: |library, row| {
            let cells = row.defences.iter().map(|one| {
                vec![
                    row.key.clone(),
                    library.question(one.question).id.to_string(),
                    one.put.to_string(),
                    one.answered.to_string(),
                    one.contested.to_string(),
                    one.is_heard().to_string(),
                ]
            });
            cells.collect()
        },
    }
}

fn outcomes(audit: Column) -> Table {
    use crate::audit::ReplyOutcome;
    Table {
        name: "outcomes",
        says: "One row for each question that was put",
        key: &["audit", "number"],
        columns: vec![
            audit,
            column(
                "number",
                "integer",
                "Number of the question within its audit, from 1",
            ),
            column("outcome", "string", "What became of it").of::<ReplyOutcome>(),
            column(
                "point",
                "boolean",
                "True if it is a point of the right of reply",
            ),
            column("asked", "date", "The day it was put").open(),
            column("replied", "date", "The day of the reply").open(),
        ],
        cells: |_, row| {
            let cells = row.puts.iter().zip(1..).map(|(put, number)| {
                let number: usize = number;
                vec![
                    row.key.clone(),
                    number.to_string(),
                    word(put.outcome),
                    put.point.to_string(),
                    said(put.on),
                    said(put.replied),
                ]
            });
            cells.collect()
        },
    }
}
