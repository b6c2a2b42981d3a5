//! Reports of an audit with arbitrary texts, written as CSV: the bytes parse back to the same
//! fields, and nothing that a spreadsheet would take for a formula stands at the start of a cell.
//!
//! Only the writer is tried: there is no CSV reader in the project yet. The bytes are parted at
//! 0xFF, which no UTF-8 holds: the first part chooses, the others are the texts in turn.

#![no_main]

use std::sync::LazyLock;

use chrono::{DateTime, Days, NaiveDate, Utc};
use libfuzzer_sys::fuzz_target;
use scrutineer::audit::{
    Absence, Access, Answer, Audit, Document, Evidence, Notice, Outcome, Put, Request, Review,
    Value,
};
use scrutineer::base::{Digest, SourceText, Word};
use scrutineer::checklist::{AuthorityKind, ChecklistText, Executive, Library, QuestionKind, SourceClass, Stage, Status, Territory, load};
use scrutineer::findings::derive;
use scrutineer::report::document::Cell;
use scrutineer::report::{self, Author, Council, Format, Kind, Meta, Setting, Source};

static LIBRARY: LazyLock<Library> = LazyLock::new(|| {
    let tiny = ChecklistText {
        source: SourceText::new("tiny.toml", include_str!("../tiny.toml")),
        shipped: true,
    };
    load(&[tiny]).expect("a good checklist")
});

/// What the bytes choose, and their texts.
struct Input<'a> {
    choices: std::slice::Iter<'a, u8>,
    texts: std::slice::Split<'a, u8, fn(&u8) -> bool>,
}

impl<'a> Input<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        let mut texts = bytes.split((|byte| *byte == 0xff) as fn(&u8) -> bool);
        Self {
            choices: texts.next().unwrap_or_default().iter(),
            texts,
        }
    }

    fn choice(&mut self) -> usize {
        self.choices.next().copied().unwrap_or_default().into()
    }

    fn one_of<T: Word + Copy + 'static>(&mut self) -> T {
        T::ALL[self.choice() % T::ALL.len()]
    }

    fn text(&mut self) -> String {
        String::from_utf8_lossy(self.texts.next().unwrap_or_default()).into_owned()
    }

    fn some(&mut self) -> Option<String> {
        let text = self.text();
        (!text.is_empty()).then_some(text)
    }

    fn day(&mut self) -> Option<NaiveDate> {
        let days = self.choice() as u64;
        let first = NaiveDate::from_ymd_opt(1999, 1, 1)?;
        (days > 0).then(|| first + Days::new(40 * days))
    }

    fn audit(&mut self) -> Audit {
        let mut audit = Audit::new(Review {
            authority: self.text(),
            kind: self.one_of::<AuthorityKind>(),
            service: self.text(),
            territory: self.one_of::<Territory>(),
            executive: self.one_of::<Executive>(),
            stage: self.one_of::<Stage>(),
            decided: self.day(),
            date_note: self.some(),
            note: self.some(),
        });
        for ix in LIBRARY.walk() {
            let question = LIBRARY.question(*ix);
            let answer = self.answer(&question.kind);
            audit.answers.insert(question.id.clone(), answer);
        }
        let parked = self.text();
        let answer = self.answer(&QuestionKind::Judgement);
        audit.answers.insert(parked, answer);
        audit.documents.push(Document {
            id: self.text(),
            title: self.text(),
            path: self.some(),
            sha256: self.some(),
            pages: Some(self.choice() as u32),
            date: self.day(),
            from: self.some(),
            access: Some(self.one_of::<Access>()),
            access_on: None,
            url: self.some(),
            note: self.some(),
        });
        audit.puts.push(Put {
            id: self.text(),
            ask: self.text(),
            to: self.text(),
            place: self.text(),
            on: self.day(),
            outcome: self.one_of::<Outcome>(),
            reply: self.text(),
            replied: self.day(),
            promised: self.day(),
            bears_on: vec![self.text()],
        });
        audit
    }

    fn answer(&mut self, kind: &QuestionKind) -> Answer {
        let value = match kind {
            QuestionKind::Judgement => None,
            QuestionKind::Event => self.day().map(Value::Date),
            QuestionKind::Figure(_) => Some(Value::Number(
                (self.choice() as f64 - 128.0) * 10_f64.powi(self.choice() as i32 - 128),
            )),
            QuestionKind::Choice(options) => match self.choice() {
                0 => Some(Value::Option(self.text())),
                n => Some(Value::Option(options[n % options.len()].id.clone())),
            },
        };
        let judged = matches!(kind, QuestionKind::Judgement);
        Answer {
            status: judged.then(|| self.one_of::<Status>()),
            value,
            note: self.text(),
            contested: self.some(),
            request: Some(Request {
                what: self.text(),
                whom: self.text(),
                on: self.day(),
                reply: self.text(),
            }),
            evidence: vec![
                Evidence {
                    document: self.some(),
                    page: Some(self.choice() as u32),
                    printed_page: self.some(),
                    paragraph: self.some(),
                    locator: self.some(),
                    quote: self.some(),
                    date: self.day(),
                    source: Some(self.one_of::<SourceClass>()),
                    absence: None,
                },
                Evidence {
                    absence: Some(Absence {
                        documents: vec![self.text()],
                        pages: self.choice() as u32,
                        words: vec![self.text(), self.text()],
                        on: self.day(),
                        unread: vec![self.choice() as u32],
                    }),
                    ..Evidence::default()
                },
            ],
            asked: Some(Digest::of_text(&self.text())),
            asked_text: self.some(),
            by: self.text(),
            at: DateTime::<Utc>::from_timestamp(86_400 * self.choice() as i64, 0),
        }
    }
}

/// Whether a spreadsheet takes a text for a formula.
fn is_formula(text: &str) -> bool {
    text.trim_start_matches([' ', '\u{a0}', '\u{3000}'])
        .starts_with([
            '=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠', '−',
        ])
}

fn neutral(text: &str) -> String {
    let mark = if is_formula(text) { "'" } else { "" };
    format!("{mark}{text}")
}

fuzz_target!(|bytes: &[u8]| {
    let mut input = Input::new(bytes);
    let kind = input.one_of::<Kind>();
    let meta = Meta {
        today: NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day"),
        head: input.some(),
        author: Author {
            name: input.text(),
            logins: Vec::new(),
        },
        version: input.text(),
    };
    let council = Council {
        name: input.text(),
        who_may: input.text(),
        grounds: vec![input.text()],
        form: input.text(),
        to: input.text(),
        ..Council::default()
    };
    let mut audit = input.audit();
    audit.notice = Notice {
        signatories: vec![input.text()],
        under: [(input.text(), input.text())].into(),
    };
    let findings = derive(&LIBRARY, &audit, meta.today);
    let setting = Setting {
        council,
        ..Setting::default()
    };
    let source = Source {
        library: &LIBRARY,
        audit: &audit,
        findings: &findings,
        meta: &meta,
        history: None,
        setting: &setting,
        quotes: None,
        tables: true,
    };
    let Ok(document) = report::build(kind, &source) else {
        return;
    };
    let written = report::write(&document, Format::Csv);
    assert_eq!(written, report::write(&document, Format::Csv));
    assert!(written.starts_with("\u{feff}".as_bytes()));

    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(written.as_slice());
    let records: Vec<Vec<String>> = reader
        .records()
        .map(|record| {
            let record = record.expect("every record is UTF-8 and as wide as the first");
            record.iter().map(str::to_owned).collect()
        })
        .collect();

    let document = document.cleaned();
    // The blank checklist is the questionnaire, a table of its own: `import_csv` reads it.
    if document.sheets.is_empty() || kind == Kind::Blank {
        // How a text becomes lines is the writer's own business: only the cells are looked at.
        for cell in records.iter().flatten() {
            assert!(!is_formula(cell), "a formula: {cell:?}");
        }
        return;
    }
    let width = document.sheets.iter().map(|sheet| sheet.header.len()).max();
    let width = width.unwrap_or_default() + 1;
    let mut expected: Vec<Vec<String>> = Vec::new();
    for sheet in &document.sheets {
        let mut head = vec!["sheet".to_owned()];
        head.extend(sheet.header.iter().map(|head| neutral(head)));
        expected.push(head);
        for row in &sheet.rows {
            assert_eq!(row.len(), sheet.header.len(), "a row of {}", sheet.name);
            let mut cells = vec![neutral(&sheet.name)];
            cells.extend(row.iter().map(|cell| match cell {
                Cell::Empty => String::new(),
                Cell::Text(text) => neutral(text),
                Cell::Number(number) => number.to_string(),
                Cell::Day(day) => day.to_string(),
            }));
            expected.push(cells);
        }
    }
    for row in &mut expected {
        row.resize(width, String::new());
    }
    // Behind the tables stands what the file is, and what it leaves out.
    let (tables, about) = records.split_at(expected.len().min(records.len()));
    assert_eq!(tables, expected);
    for row in about.iter().skip(1) {
        assert_eq!(row[0], "about");
        assert!(!is_formula(&row[2]), "a formula: {row:?}");
    }
});
