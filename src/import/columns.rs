//! Headers of a table, matched to columns: our own names, and those that people write.
//!
//! Case, spaces and punctuation do not matter. The header row is the row that names the most
//! columns we know, among them one that says which question is meant and one that says something
//! about it.

use super::book::Row;
use crate::base::Word as _;
use crate::report::questionnaire::Column;
use crate::wording::clean;

/// Number of rows searched for a header row.
const LOOK: usize = 200;

/// The meaning of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum ColumnMeaning {
    /// The question, by its id, its wording or its topic.
    Which,
    /// The question, by its wording: the words in which it was asked and answered.
    Wording,
    /// The wording that was answered, as a full record keeps it.
    Answered,
    /// A status or a value, whichever the question wants.
    Answer,
    /// A column of the questionnaire's own.
    Own(Column),
    /// A column of the questionnaire that is printed, and not to be filled in.
    Printed(Column),
    /// A column of no use to an import, passed over without a notice.
    Nothing,
}

/// Headers that people write for each column, without spaces and punctuation.
const NAMES: &[(ColumnMeaning, &[&str])] = &[
    (
        ColumnMeaning::Which,
        &[
            "ref",
            "reference",
            "refno",
            "refnumber",
            "id",
            "questionid",
            "questionref",
            "code",
            "topic",
            "topics",
            "theme",
            "area",
            "subject",
            "issue",
            "criterion",
        ],
    ),
    (
        ColumnMeaning::Wording,
        &[
            "question",
            "questions",
            "ask",
            "asked",
            "wording",
            "questiontext",
            "item",
            "check",
        ],
    ),
    (
        ColumnMeaning::Answer,
        &[
            "answer",
            "answers",
            "finding",
            "findings",
            "result",
            "response",
            "assessment",
            "judgement",
            "judgment",
            "rating",
            "yesno",
            "met",
            "verdict",
        ],
    ),
    (ColumnMeaning::Own(Column::Status), &["status", "state"]),
    (
        ColumnMeaning::Own(Column::Value),
        &["value", "figure", "amount"],
    ),
    (
        ColumnMeaning::Own(Column::Note),
        &[
            "note",
            "notes",
            "comment",
            "comments",
            "remark",
            "remarks",
            "reason",
            "reasons",
            "explanation",
            "commentary",
            "details",
            "narrative",
        ],
    ),
    (
        ColumnMeaning::Own(Column::Document),
        &[
            "document",
            "documents",
            "paper",
            "papers",
            "documentname",
            "documenttitle",
            "sourcedocument",
            "file",
            "report",
        ],
    ),
    (
        ColumnMeaning::Own(Column::Page),
        &["page", "pages", "pageno", "pagenumber", "pp", "p", "pg"],
    ),
    (
        ColumnMeaning::Own(Column::PrintedPage),
        &["printedpage", "printedpageno"],
    ),
    (
        ColumnMeaning::Own(Column::Paragraph),
        &[
            "paragraph",
            "para",
            "paras",
            "paragraphno",
            "parano",
            "paragraphs",
        ],
    ),
    (
        ColumnMeaning::Own(Column::Quote),
        &[
            "quote",
            "quotes",
            "quotation",
            "extract",
            "extracts",
            "exactwords",
            "passage",
        ],
    ),
    (
        ColumnMeaning::Own(Column::Date),
        &[
            "date",
            "dated",
            "dateofdocument",
            "documentdate",
            "evidencedate",
        ],
    ),
    (
        ColumnMeaning::Own(Column::Contested),
        &[
            "contested",
            "otherside",
            "theotherside",
            "theothersidesays",
            "contestedby",
            "councilsays",
            "thecouncilsays",
            "councilsview",
            "disputed",
            "councilresponse",
            "contestedtheothersidesays",
        ],
    ),
    (
        ColumnMeaning::Own(Column::By),
        &[
            "by",
            "who",
            "name",
            "answeredby",
            "completedby",
            "filledinby",
            "initials",
            "author",
            "person",
            "auditor",
        ],
    ),
    (
        ColumnMeaning::Own(Column::Place),
        &[
            "place",
            "location",
            "where",
            "locator",
            "evidence",
            "wheretolook",
        ],
    ),
    (
        ColumnMeaning::Own(Column::Source),
        &["source", "sources", "sourceclass", "whosaysso"],
    ),
    (
        ColumnMeaning::Own(Column::Shows),
        &["shows", "tellsof", "thenorlater", "tellsofthenorlater"],
    ),
    (
        ColumnMeaning::Own(Column::StatedBy),
        &["statedby", "statementby", "saidby"],
    ),
    (
        ColumnMeaning::Own(Column::Capacity),
        &["capacity", "inwhatcapacity", "statementcapacity"],
    ),
    (
        ColumnMeaning::Own(Column::StatedOn),
        &["statedon", "statementdate", "saidon"],
    ),
    (
        ColumnMeaning::Own(Column::AskedFor),
        &[
            "askedfor",
            "requested",
            "whatwasaskedfor",
            "informationrequested",
        ],
    ),
    (
        ColumnMeaning::Own(Column::OfWhom),
        &["ofwhom", "askedof", "whowasasked", "requestedfrom"],
    ),
    (
        ColumnMeaning::Own(Column::AskedOn),
        &["askedon", "requestedon", "dateasked", "daterequested"],
    ),
    (
        ColumnMeaning::Own(Column::Reply),
        &["reply", "theirreply", "whatcameback"],
    ),
    (
        ColumnMeaning::Nothing,
        &[
            "section",
            "sheet",
            "no",
            "number",
            "countsas",
            "whyitdoesnotcount",
            "hindsight",
            "answeredat",
            "wordinganswered",
            "row",
        ],
    ),
    (ColumnMeaning::Answered, &["itread"]),
];

/// Returns a header in the form in which headers are compared.
pub(super) fn folded(head: &str) -> String {
    clean(head)
        .to_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect()
}

/// Returns the meaning of a header, or `None` if it is not understood.
fn label(head: &str) -> Option<ColumnMeaning> {
    let head = folded(head);
    if head.is_empty() {
        return None;
    }
    let known = NAMES
        .iter()
        .find(|(_, names)| names.contains(&head.as_str()))
        .map(|(meaning, _)| *meaning);
    known.or_else(|| {
        let own =
            |column: &&Column| folded(column.word()) == head || folded(column.title()) == head;
        Column::ALL.iter().find(own).map(|column| match column {
            Column::Core | Column::ProvedBy | Column::UsualFailure | Column::AnsweredWith => {
                ColumnMeaning::Printed(*column)
            }
            column => ColumnMeaning::Own(*column),
        })
    })
}

/// Returns the number of columns that some headers name, each once; 0 if they are no header row.
pub(super) fn understood<'h>(heads: impl Iterator<Item = &'h str>) -> usize {
    let mut seen: Vec<ColumnMeaning> = heads.filter_map(label).collect();
    seen.sort_unstable();
    seen.dedup();
    let which = seen
        .iter()
        .any(|one| matches!(one, ColumnMeaning::Which | ColumnMeaning::Wording));
    let about = seen
        .iter()
        .any(|one| matches!(one, ColumnMeaning::Answer | ColumnMeaning::Own(_)));
    if which && about { seen.len() } else { 0 }
}

/// The header row of a sheet.
#[derive(Debug)]
pub(super) struct Header {
    /// Index of the header row among the non-blank rows.
    pub(super) at: usize,
    /// The meaning of each column that is understood, from the left.
    pub(super) columns: Vec<(u16, ColumnMeaning)>,
    /// Headers that are not understood, each with its column.
    pub(super) strange: Vec<(u16, String)>,
    /// Headers with a meaning that a column further left has already.
    pub(super) twice: Vec<(u16, String)>,
}

impl Header {
    /// Finds the header row among some rows: the first of those that are understood best.
    pub(super) fn of(rows: &[Row]) -> Option<Self> {
        let mut best: Option<(usize, usize)> = None;
        for (at, row) in rows.iter().take(LOOK).enumerate() {
            let texts: Vec<String> = row.cells.iter().map(|(_, cell)| cell.text()).collect();
            let known = understood(texts.iter().map(String::as_str));
            if known > best.map_or(0, |(known, _)| known) {
                best = Some((known, at));
            }
        }
        let (_, at) = best?;
        let mut header = Self {
            at,
            columns: Vec::new(),
            strange: Vec::new(),
            twice: Vec::new(),
        };
        for (column, cell) in &rows.get(at)?.cells {
            let text = cell.text();
            match label(&text) {
                None => header.strange.push((*column, text)),
                Some(meaning) => header.add(*column, meaning, text),
            }
        }
        header.settle();
        header.settle_reference(rows);
        Some(header)
    }

    fn add(&mut self, column: u16, meaning: ColumnMeaning, text: String) {
        // A question may be named in several ways, side by side, and answered by several people.
        let once = match meaning {
            ColumnMeaning::Own(column) => !matches!(column, Column::Status | Column::Value),
            ColumnMeaning::Answered => true,
            ColumnMeaning::Which
            | ColumnMeaning::Wording
            | ColumnMeaning::Answer
            | ColumnMeaning::Printed(_)
            | ColumnMeaning::Nothing => false,
        };
        if once && self.columns.iter().any(|(_, one)| *one == meaning) {
            self.twice.push((column, text));
        } else {
            self.columns.push((column, meaning));
        }
    }

    /// Decides between the two meanings of “Source”: the source class if there is a column for the
    /// document, else the document itself.
    fn settle(&mut self) {
        let has = |wanted| self.columns.iter().any(|(_, meaning)| *meaning == wanted);
        if !has(ColumnMeaning::Own(Column::Document)) {
            for (_, meaning) in &mut self.columns {
                if *meaning == ColumnMeaning::Own(Column::Source) {
                    *meaning = ColumnMeaning::Own(Column::Document);
                }
            }
        }
    }

    /// Returns true if a column has a heading, understood or not.
    pub(super) fn has_head(&self, wanted: u16) -> bool {
        let strangers = self.strange.iter().chain(&self.twice).map(|(at, _)| *at);
        let known = self.columns.iter().map(|(at, _)| *at);
        known.chain(strangers).any(|at| at == wanted)
    }

    /// Decides between the two meanings of “Reference”: next to a column with the wording, cells of
    /// several words are places in a paper and no ids.
    fn settle_reference(&mut self, rows: &[Row]) {
        let under = rows.get(self.at + 1..).unwrap_or_default();
        if self.column(ColumnMeaning::Wording).is_none()
            || self.column(ColumnMeaning::Own(Column::Place)).is_some()
        {
            return;
        }
        let Some(head) = rows.get(self.at) else {
            return;
        };
        for (column, meaning) in &mut self.columns {
            let named = head.cell(*column).map(|cell| folded(&cell.text()));
            let is_reference = named.is_some_and(|name| name == "reference" || name == "ref");
            let is_place = |row: &Row| {
                row.cell(*column)
                    .is_some_and(|cell| cell.text().split_whitespace().count() > 1)
            };
            if *meaning == ColumnMeaning::Which && is_reference && under.iter().any(is_place) {
                *meaning = ColumnMeaning::Own(Column::Place);
                return;
            }
        }
    }

    /// Returns every column with a meaning, from the left.
    pub(super) fn all(&self, wanted: ColumnMeaning) -> impl Iterator<Item = u16> {
        self.columns
            .iter()
            .filter(move |(_, meaning)| *meaning == wanted)
            .map(|(column, _)| *column)
    }

    /// Returns the column with a meaning, if there is one.
    pub(super) fn column(&self, wanted: ColumnMeaning) -> Option<u16> {
        self.columns
            .iter()
            .find(|(_, meaning)| *meaning == wanted)
            .map(|(column, _)| *column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::book::BookCell;

    fn row(number: u32, texts: &[&str]) -> Row {
        let cells = (0..).zip(texts.iter().map(|text| BookCell::Text((*text).to_owned())));
        Row {
            number,
            cells: cells.collect(),
        }
    }

    #[test]
    fn every_column_of_ours_is_known_by_its_word_and_its_title() {
        for column in Column::ALL {
            for head in [column.word(), column.title()] {
                let said = label(head).unwrap_or_else(|| panic!("{head}"));
                let fits = match column {
                    Column::Question => {
                        matches!(said, ColumnMeaning::Which | ColumnMeaning::Wording)
                    }
                    Column::Ask => said == ColumnMeaning::Wording,
                    Column::Core
                    | Column::ProvedBy
                    | Column::UsualFailure
                    | Column::AnsweredWith => said == ColumnMeaning::Printed(*column),
                    other => said == ColumnMeaning::Own(*other),
                };
                assert!(fits, "{head}: {said:?}");
            }
        }
    }

    #[test]
    fn a_header_row_need_not_be_the_first() {
        let rows = [
            row(1, &["Home care review", "Notes by Ann"]),
            row(
                3,
                &[
                    "Comments",
                    "TOPIC ",
                    "Page No.",
                    "Answer",
                    "Shoe size",
                    "Note",
                ],
            ),
            row(4, &["question", "note"]),
        ];
        let header = Header::of(&rows).expect("a header");
        assert_eq!(header.at, 1);
        assert_eq!(header.column(ColumnMeaning::Which), Some(1));
        assert_eq!(header.column(ColumnMeaning::Own(Column::Page)), Some(2));
        assert_eq!(header.strange, [(4, "Shoe size".to_owned())]);
        assert_eq!(header.twice, [(5, "Note".to_owned())]);
        assert!(Header::of(&rows[..1]).is_none());
    }

    #[test]
    fn source_is_the_document_where_there_is_no_other() {
        let header = Header::of(&[row(1, &["Ref", "Source"])]).expect("a header");
        assert_eq!(header.column(ColumnMeaning::Own(Column::Document)), Some(1));
        let header = Header::of(&[row(1, &["Ref", "Source", "Paper"])]).expect("a header");
        assert_eq!(header.column(ColumnMeaning::Own(Column::Source)), Some(1));
    }
}
