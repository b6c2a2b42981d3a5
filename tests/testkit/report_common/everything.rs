//! Documents to write: every kind of every example, and one with something of everything.

use std::sync::OnceLock;

use scrutineer::base::Word as _;
use scrutineer::checklist::Light;
use scrutineer::checklist::shipped;
use scrutineer::report::document::{
    Block, Chart, Fact, Part, Span, Spans, Table, Tone, emphasis, link, strong, text as plain,
};
use scrutineer::report::setting::Letterhead;
use scrutineer::report::{Kind, ReportDocument};

use super::{built, example, kinds, library};

/// Every kind of every example, and a document with something of everything.
pub fn all() -> &'static [(String, ReportDocument)] {
    static ALL: OnceLock<Vec<(String, ReportDocument)>> = OnceLock::new();
    ALL.get_or_init(build_all)
}

fn build_all() -> Vec<(String, ReportDocument)> {
    let library = library();
    let mut all = vec![("everything".to_owned(), everything())];
    for (name, _) in shipped::examples() {
        let audit = example(name);
        for kind in kinds() {
            if let Ok(document) = built(*kind, &library, &audit) {
                all.push((format!("{name}, {kind}"), document));
            }
        }
    }
    assert!(all.len() > 15, "{}", all.len());
    all
}

fn heading(level: u8, text: &str) -> Block {
    Block::Heading {
        level,
        text: text.to_owned(),
    }
}

fn paragraph(spans: Spans) -> Block {
    Block::Paragraph { spans }
}

fn list(ordered: bool, items: &[&str]) -> Block {
    Block::List {
        ordered,
        items: items.iter().map(|&item| vec![plain(item)]).collect(),
    }
}

fn table(caption: &str, rows: &[&[&str]]) -> Block {
    let mut rows = rows.iter();
    let header = rows.next().expect("a header");
    Block::Table {
        table: Table {
            // Every light, and rows beyond them that have none.
            lights: Light::ALL.to_vec(),
            room: Vec::new(),
            caption: caption.to_owned(),
            header: header.iter().map(|&head| head.to_owned()).collect(),
            rows: rows
                .map(|row| row.iter().map(|&cell| vec![plain(cell)]).collect())
                .collect(),
            marks: Vec::new(),
        },
    }
}

const HOSTILE: &[&str] = &[
    "<script>alert(1)</script>",
    "</w:t></w:r><w:r><w:instrText>DDEAUTO c:\\\\x</w:instrText></w:r>",
    "=cmd|' /C calc'!A0",
    "](javascript:alert(1))",
    "{ INCLUDEPICTURE \"https://evil.example/x.png\" }",
    "a\0\u{1}\u{8}\u{b}\u{c}\u{1b}[31m\u{7f}\u{9b}b",
    "safe\u{202e}gnp.exe\u{202c}\u{2066}x\u{2069}\u{200f}\u{feff}",
    "\u{fffe}\u{ffff}\u{fffd}\u{1fffe}",
    "&amp;&#0;&#xD800;&unknown; ]]> <!-- --> <?xml?>",
    "line\r\nline\rline\u{2028}line\n\n\nline",
];

/// A document with something of everything, hostile texts among it.
pub fn everything() -> ReportDocument {
    let note = |number| Span::Note { number };
    let mut blocks = vec![
        heading(1, "First & <foremost>"),
        paragraph(vec![
            plain("Noted"),
            note(2),
            strong(", noted again"),
            note(2),
            emphasis(", otherwise"),
            note(1),
            note(9),
            note(0),
        ]),
        list(true, &["one", "two"]),
        list(true, &["one again", "two\nover two lines"]),
        list(false, &["a point"]),
        list(true, &[]),
        heading(2, "Below"),
        heading(3, "Further below"),
        heading(4, "As far as it goes"),
        heading(9, "And no further"),
        heading(1, "Second"),
        table("", &[&["A", "B"], &["1"], &["2", "b", "too many"]]),
        table("Two tables in a row", &[&["A"], &["1"]]),
        table("Nothing in it", &[&["A", "B"]]),
        table("Not even a head", &[&[]]),
        Block::PageBreak,
        table("On a new page", &[&["No.", "Name"], &["1", ""], &["2", ""]]),
        heading(1, "Third"),
        Block::Callout {
            tone: Tone::Verdict,
            title: "A verdict".to_owned(),
            blocks: vec![
                heading(3, "A heading inside"),
                list(false, &["a point"]),
                table("A table inside", &[&["A", "B"], &["1", "2"]]),
            ],
        },
        Block::Callout {
            tone: Tone::Warning,
            title: "A warning of nothing".to_owned(),
            blocks: Vec::new(),
        },
        Block::Callout {
            tone: Tone::Note,
            title: "A note".to_owned(),
            blocks: vec![paragraph(vec![plain("See"), note(3)])],
        },
        heading(1, "Fourth"),
        Block::Chart {
            chart: Chart {
                title: "How it stands".to_owned(),
                parts: [("✓", "met", 3), ("✗", "not met", 0), ("·", "open", 9)]
                    .map(|(symbol, label, number)| Part {
                        label: label.to_owned(),
                        symbol: symbol.to_owned(),
                        number,
                    })
                    .to_vec(),
            },
        },
        Block::Chart {
            chart: Chart {
                title: "Nothing yet".to_owned(),
                parts: Vec::new(),
            },
        },
        Block::Facts {
            facts: vec![Fact {
                label: "Label".to_owned(),
                value: vec![plain("value"), note(1)],
            }],
        },
        paragraph(vec![
            link("the Act", "https://www.legislation.gov.uk/x?a=1&b=2"),
            link("not a link", "javascript:alert(1)"),
            link("elsewhere", "https://council.example@evil.example/"),
        ]),
        Block::Quote {
            text: format!(
                "{}END-OF-QUOTE",
                "A hundred thousand letters. ".repeat(3_700)
            ),
            source: "Minute 12".to_owned(),
        },
        Block::Quote {
            text: String::new(),
            source: String::new(),
        },
        paragraph(vec![strong("Label:")]),
        paragraph(Vec::new()),
        Block::SignOff {
            lines: vec!["Name".to_owned(), "Signature".to_owned()],
        },
        Block::SignOff { lines: Vec::new() },
    ];
    for hostile in HOSTILE {
        blocks.push(heading(2, hostile));
        blocks.push(paragraph(vec![plain(*hostile), strong(*hostile)]));
        blocks.push(table(hostile, &[&[hostile, hostile], &[hostile, hostile]]));
        blocks.push(Block::Quote {
            text: (*hostile).to_owned(),
            source: (*hostile).to_owned(),
        });
        blocks.push(paragraph(vec![link(*hostile, *hostile)]));
        blocks.push(paragraph(vec![link(
            *hostile,
            format!("https://a.example/{hostile}"),
        )]));
    }
    blocks.push(Block::PageBreak);
    ReportDocument {
        house: Letterhead {
            logo: "/\\ /\\\n\\/ \\/".to_owned(),
            name: HOSTILE.join(" "),
            lines: HOSTILE.iter().map(|&text| text.to_owned()).collect(),
            footer: HOSTILE.join(" "),
        },
        author: "A. & B. <Authors>".to_owned(),
        made: chrono::NaiveDate::from_ymd_opt(2026, 12, 5).expect("a day"),
        kind: Kind::Submission,
        title: "A title & <all>".to_owned(),
        subtitle: "A subtitle that says “what” it's about".to_owned(),
        meta: vec![
            Fact {
                label: "Decided".to_owned(),
                value: vec![plain("15 November 2000 (the decision)")],
            },
            Fact {
                label: "Date".to_owned(),
                value: vec![plain("5 December 2026")],
            },
            Fact {
                label: "Put to".to_owned(),
                value: vec![plain("……………"), note(1)],
            },
        ],
        blocks,
        notes: vec![
            vec![plain("The first "), link("there", "https://a.example/1")],
            vec![plain("The second, see"), note(1)],
            vec![plain(HOSTILE.concat())],
            vec![plain("NEVER-REFERRED-TO")],
        ],
        sheets: Vec::new(),
    }
}
