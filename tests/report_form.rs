//! The form of the papers in each file format: what a reader, a printer or another program needs of
//! it, whatever the paper says.

use crate::testkit::cli_home;
use crate::testkit::report_common;

use std::collections::BTreeSet;

use cli_home::Home;
use report_common::everything::all;
use report_common::word::{parts, tree};
use report_common::{all_text, built, example, kinds, library, shown_cases, with_source, written};
use scrutineer::base::Word as _;
use scrutineer::report::document::{Block, ReportDocument, Span, Spans};
use scrutineer::report::{Format, Kind, NotReady, Ready, SCHEMA, Setting, write};

/// The text between two marks, the first time they stand there.
fn between<'t>(text: &'t str, start: &str, end: &str) -> &'t str {
    let (_, rest) = text.split_once(start).unwrap_or_else(|| panic!("{start}"));
    rest.split_once(end).unwrap_or_else(|| panic!("{end}")).0
}

#[test]
fn a_kind_is_written_in_the_formats_that_suit_it_and_refuses_the_others_by_name() {
    let library = library();
    let audit = example("liverpool-ict-2000");
    for kind in kinds() {
        let has_tables = matches!(
            kind,
            Kind::Record
                | Kind::Questions
                | Kind::InformationRequest
                | Kind::Blank
                | Kind::RightOfReply
        );
        for format in Format::ALL {
            let is_spreadsheet = matches!(format, Format::Csv | Format::Xlsx);
            let wanted = has_tables || !is_spreadsheet;
            assert_eq!(kind.has(*format), wanted, "{kind} {format}");
            with_source(
                &library,
                &audit,
                &Setting::default(),
                |source| match Ready::of(*kind, source, *format) {
                    Ok(_) => assert!(wanted, "{kind} {format}"),
                    Err(NotReady::Unsuited(why)) => {
                        assert!(!wanted, "{kind} {format}");
                        assert_eq!((why.kind, why.format), (*kind, *format));
                        let said = why.to_string();
                        assert!(said.ends_with("choose md, html, json or docx"), "{said}");
                    }
                    Err(why) => panic!("{kind} {format}: {why}"),
                },
            );
        }
        // A document that goes into a spreadsheet has tables to go into it.
        let document = built(*kind, &library, &audit).expect("built");
        assert_eq!(!document.sheets.is_empty(), has_tables, "{kind}");
    }
}

#[test]
fn the_command_line_names_the_formats_and_takes_the_format_from_the_name_of_the_file() {
    let home = Home::new();
    let report = ["report", "--example", "liverpool-ict-2000", "--kind"];
    let says = home.fails(
        64,
        &[&report[..], &["call-in", "--format", "xlsx"]].concat(),
    );
    assert!(
        says.contains("The call-in notice has no tables")
            && says.contains("md, html, json or docx"),
        "{says}"
    );
    let says = home.fails(64, &[&report[..], &["briefing", "-o", "a.csv"]].concat());
    assert!(says.contains("not written as csv"), "{says}");
    assert!(!home.path("a.csv").exists());
    let (_, code) = home.stdout(&[&report[..], &["briefing", "-o", "a.DOCX"]].concat());
    assert_eq!(code, 0);
    let bytes = std::fs::read(home.path("a.DOCX")).expect("written");
    assert!(bytes.starts_with(b"PK"), "a Word document by its name");
    let (help, _) = home.stdout(&["report", "--help"]);
    let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        help.contains("csv or xlsx only for the kinds with tables (record, questions"),
        "{help}"
    );
}

#[test]
fn a_page_has_a_short_title_and_a_way_past_its_head() {
    for (at, document) in all() {
        let page = written(document, Format::Html);
        let title = between(&page, "<title>", "</title>");
        let long = title.replace("&#39;", "'").replace("&amp;", "&");
        assert!(long.chars().count() < 70, "{at}: {title}");
        assert!(!long.trim().is_empty() && !long.contains('\n'), "{at}");
        let body = page.split_once("<body").expect("a body").1;
        let first = body.split_once('>').expect("its end").1.trim_start();
        assert!(
            first.starts_with("<a class=\"skip\" href=\"#text\">"),
            "{at}"
        );
        assert!(page.contains("<main id=\"text\" tabindex=\"-1\">"), "{at}");
        // A table that is wider than the screen scrolls by itself, and a keyboard reaches it.
        let tables = page.matches("<table").count();
        assert_eq!(
            page.matches("<div class=\"wide\" role=\"group\" tabindex=\"0\" aria-label")
                .count(),
            tables,
            "{at}"
        );
    }
}

#[test]
fn a_page_breaks_no_word_and_its_contents_are_big_enough_to_touch() {
    let style = include_str!("../src/report/style.css");
    let rules: Vec<(&str, &str)> = style
        .split('}')
        .filter_map(|rule| rule.rsplit_once('{'))
        .map(|(what, how)| (what.trim(), how))
        .collect();
    let anywhere: Vec<&str> = rules
        .iter()
        .filter(|(_, how)| how.contains("anywhere") || how.contains("break-all"))
        .map(|(what, _)| what.rsplit("*/").next().unwrap_or(what).trim())
        .collect();
    assert_eq!(anywhere, [".bare, a::after"], "only an address is broken");
    let of = |wanted: &str| -> String {
        let found = rules.iter().filter(|(what, _)| *what == wanted);
        found.map(|(_, how)| *how).collect()
    };
    for links in [".contents a", ".notes a, sup a"] {
        assert!(of(links).contains("min-height: 24px"), "{links}");
    }
    let narrow = between(style, "@media (max-width: 40rem) {", "@page");
    assert!(narrow.contains("dl { grid-template-columns: minmax(0, 1fr)"));
    let library = library();
    let record = built(Kind::Record, &library, &example("newcastle")).expect("built");
    let page = written(&record, Format::Html);
    assert!(page.contains("<nav class=\"contents\""));
}

/// The levels of the headings of a document.
fn headings(blocks: &[Block]) -> usize {
    let is = |block: &&Block| matches!(block, Block::Heading { .. });
    blocks.iter().filter(is).count()
}

#[test]
fn every_paper_has_a_heading_and_its_contents_ask_for_the_page_of_each() {
    let mut contents = 0;
    for (at, document) in all() {
        let is_table = document.kind == Kind::Questions;
        assert!(
            headings(&document.blocks) > 0 || is_table,
            "{at}: no heading"
        );
        let parts = parts(&write(document, Format::Docx));
        let root = tree(&parts["word/document.xml"]);
        let [list] = &root.all("w:sdt")[..] else {
            continue;
        };
        contents += 1;
        let links = list.all("w:hyperlink");
        for link in &links {
            let codes: Vec<String> = link
                .all("w:instrText")
                .iter()
                .map(|code| code.text.trim().to_owned())
                .collect();
            assert_eq!(
                codes,
                [format!("PAGEREF {} \\h", link.get("w:anchor"))],
                "{at}"
            );
        }
        let due: Vec<&str> = list
            .all("w:fldChar")
            .iter()
            .map(|mark| mark.get("w:dirty"))
            .filter(|due| !due.is_empty())
            .collect();
        assert_eq!(
            due,
            vec!["true"; links.len()],
            "{at}: Word is told to fill them in"
        );
    }
    assert!(contents > 5, "{contents}");
}

#[test]
fn a_workbook_to_fill_in_is_open_only_where_it_is_filled_in() {
    let library = library();
    let audit = example("liverpool-ict-2000");
    for kind in [
        Kind::Blank,
        Kind::Questions,
        Kind::InformationRequest,
        Kind::RightOfReply,
        Kind::Record,
    ] {
        let document = built(kind, &library, &audit).expect("built");
        let parts = parts(&write(&document, Format::Xlsx));
        let styles = &parts["xl/styles.xml"];
        let cell_styles: Vec<&str> = between(styles, "<cellXfs", "</cellXfs>")
            .split("<xf ")
            .skip(1)
            .collect();
        let is_section = |name: &str| kind == Kind::Blank && name.ends_with("sheet2.xml");
        let mut open_cells = 0;
        for (name, sheet) in parts
            .iter()
            .filter(|(name, _)| name.starts_with("xl/worksheets/sheet"))
        {
            let pages: usize = between(sheet, "<pageSetup", "/>")
                .split_once("fitToWidth=\"")
                .and_then(|(_, rest)| rest.split('"').next()?.parse().ok())
                .unwrap_or(1);
            assert!(
                sheet.contains("<pageSetUpPr fitToPage=\"1\"/>"),
                "{kind} {name}"
            );
            assert!(sheet.contains("fitToHeight=\"0\""), "{kind} {name}");
            assert!(
                pages == 1 || pages <= 4 && !is_section(name),
                "{kind} {name}: {pages} pages wide"
            );
            let locks = sheet.contains("<sheetProtection ");
            assert_eq!(locks, kind != Kind::Record, "{kind} {name}");
            if !locks {
                continue;
            }
            let protection = between(sheet, "<sheetProtection ", "/>");
            assert!(!protection.contains("password") && !protection.contains("hash"));
            for allowed in [
                "formatColumns",
                "formatRows",
                "autoFilter",
                "sort",
                "insertRows",
            ] {
                assert!(
                    protection.contains(&format!("{allowed}=\"0\"")),
                    "{protection}"
                );
            }
            for cell in sheet.split("<c ").skip(1) {
                let cell = cell.split_once('>').expect("a cell").0;
                let style: usize = cell
                    .split_once(" s=\"")
                    .and_then(|(_, rest)| rest.split('"').next()?.parse().ok())
                    .unwrap_or(0);
                open_cells += usize::from(cell_styles[style].contains("locked=\"0\""));
            }
        }
        assert_eq!(open_cells > 0, kind != Kind::Record, "{kind}: {open_cells}");
        let core = &parts["docProps/core.xml"];
        assert!(core.contains("<dc:language>en-GB</dc:language>"), "{core}");
        // It names the council and the review, as the title of every other format does.
        let title = between(core, "<dc:title>", "</dc:title>");
        let review = &audit.review;
        assert!(title.contains(&review.authority), "{kind}: {title}");
        assert!(title.contains(&review.service), "{kind}: {title}");
        let creator = between(core, "<dc:creator>", "</dc:creator>");
        let named = if kind == Kind::Blank {
            "Scrutineer"
        } else {
            "A. Secretary"
        };
        assert_eq!(creator, named, "{kind}");
        let book = tree(&parts["xl/workbook.xml"]);
        for sheet in book.all("sheet") {
            let name = sheet.get("name");
            let last = name.rsplit(' ').next().unwrap_or_default();
            assert!(
                !["of", "and", "the", "in", "for", "to", "a"].contains(&last)
                    && !name.ends_with(','),
                "{kind}: {name}"
            );
        }
    }
    // The printed cells of a question are closed, and the cells for its answer are open.
    let blank = built(Kind::Blank, &library, &audit).expect("built");
    let parts = parts(&write(&blank, Format::Xlsx));
    let styles = between(&parts["xl/styles.xml"], "<cellXfs", "</cellXfs>").to_owned();
    let styles: Vec<&str> = styles.split("<xf ").skip(1).collect();
    let sheet = &parts["xl/worksheets/sheet2.xml"];
    let is_open = |cell: &str| {
        let style = between(sheet, &format!("<c r=\"{cell}\" s=\""), "\"");
        styles[style.parse::<usize>().expect("a number")].contains("locked=\"0\"")
    };
    assert!(
        !is_open("A2") && !is_open("B2"),
        "the reference and the question"
    );
    assert!(is_open("G2") && is_open("I2"), "status and note");
}

#[test]
fn markdown_reads_without_extensions() {
    for (at, document) in all().iter().filter(|(at, _)| at != "everything") {
        let text = written(document, Format::Markdown);
        for (number, line) in text.lines().enumerate() {
            assert!(
                !line.trim_start().starts_with('|'),
                "{at}, line {number}: {line}"
            );
            assert!(!line.contains("[^"), "{at}, line {number}: {line}");
        }
        for (place, note) in document.notes.iter().enumerate() {
            let mark = format!("\\[{}\\]", place + 1);
            let said = report_common::line(note);
            assert!(
                said.is_empty() || text.contains(&format!("\n{mark} ")),
                "{at}: {mark}"
            );
        }
    }
    // A row is an item with its first cell; the others stand under it with the heads of their
    // columns.
    let library = library();
    let request = built(Kind::InformationRequest, &library, &example("newcastle")).expect("built");
    let text = written(&request, Format::Markdown);
    let table = request.blocks.iter().find_map(|block| match block {
        Block::Table { table } if table.header.len() > 2 => Some(table),
        _ => None,
    });
    let table = table.expect("a schedule");
    let row = text.lines().position(|line| line.starts_with("- 1"));
    let under = text
        .lines()
        .nth(row.expect("its first row") + 1)
        .expect("a line");
    assert!(
        under.starts_with(&format!("  - {}: ", table.header[1])),
        "{under}"
    );
}

#[test]
fn a_json_report_names_its_schema() {
    let schema: serde_json::Value = serde_json::from_str(SCHEMA).expect("JSON");
    let id = schema["$id"].as_str().expect("a name");
    for (at, document) in all() {
        let value: serde_json::Value =
            serde_json::from_str(&written(document, Format::Json)).expect("JSON");
        assert_eq!(value["$schema"].as_str(), Some(id), "{at}");
    }
    let formats = include_str!("../docs/formats.md");
    assert!(
        formats.contains(id),
        "docs/formats.md says what it is called"
    );
    let described = between(formats, "## Reports", "\n## ");
    let properties = schema["properties"].as_object().expect("properties");
    for key in properties.keys() {
        assert!(
            described.contains(&format!("`{key}`")),
            "docs/formats.md lacks {key}"
        );
    }
    for block in schema["$defs"]["block"]["oneOf"]
        .as_array()
        .expect("blocks")
    {
        let word = block["properties"]["block"]["const"]
            .as_str()
            .expect("a word");
        assert!(
            described.contains(&format!("`{word}`")),
            "docs/formats.md lacks {word}"
        );
    }
}

/// Every link of a document, with its text.
fn links(document: &ReportDocument) -> Vec<(String, String)> {
    fn of(spans: &[Span], out: &mut Vec<(String, String)>) {
        for span in spans {
            if let Span::Link { text, url } = span {
                out.push((text.clone(), url.clone()));
            }
        }
    }
    fn walk(blocks: &[Block], out: &mut Vec<(String, String)>) {
        for block in blocks {
            match block {
                Block::Paragraph { spans } => of(spans, out),
                Block::List { items, .. } => items.iter().for_each(|item| of(item, out)),
                Block::Facts { facts } => facts.iter().for_each(|fact| of(&fact.value, out)),
                Block::Table { table } => {
                    let cells: Vec<&Spans> = table.rows.iter().flatten().collect();
                    for cell in cells {
                        of(cell, out);
                    }
                }
                Block::Callout { blocks, .. } => walk(blocks, out),
                _ => {}
            }
        }
    }
    let mut out = Vec::new();
    walk(&document.blocks, &mut out);
    document.notes.iter().for_each(|note| of(note, &mut out));
    out
}

#[test]
fn law_is_printed_with_an_official_address_or_none() {
    let library = library();
    let law: BTreeSet<&str> = library
        .requirements()
        .filter(|(_, one)| one.force.is_law())
        .map(|(_, one)| one.url.trim())
        .collect();
    let courts: BTreeSet<&str> = library
        .precedents()
        .filter(|(_, one)| one.court)
        .filter_map(|(_, one)| one.url.as_deref().map(str::trim))
        .collect();
    let official = [
        "legislation.gov.uk",
        "www.gov.uk",
        "nationalarchives.gov.uk",
        "bailii.org",
        "gov.wales",
        "gov.scot",
        "parliament.uk",
        "supremecourt.uk",
        "publishing.service.gov.uk",
    ];
    let mut printed = 0;
    for case in shown_cases(&library) {
        for kind in kinds().iter().filter(|kind| kind.reader().is_outside()) {
            let Ok(document) = built(*kind, &library, &case.audit) else {
                continue;
            };
            for (text, url) in links(&document) {
                if !law.contains(url.as_str()) && !courts.contains(url.as_str()) {
                    continue;
                }
                printed += 1;
                let host = url.split('/').nth(2).unwrap_or_default();
                assert!(
                    official.iter().any(|one| host.ends_with(one)),
                    "{}, {kind}: {text}: {url}",
                    case.name
                );
            }
        }
    }
    assert!(printed > 20, "{printed}");
    // The current text, not the text of an earlier day; the mark of a case that is meant; the court
    // that said it.
    let of = |id: &str| {
        let ix = library.find_requirement(id).expect(id);
        library.requirement(ix)
    };
    assert!(of("tulrca-181").url.ends_with("/section/181"));
    let marks: BTreeSet<&str> = ["formative", "information", "time", "conscientious"]
        .iter()
        .map(|mark| of(&format!("gunning-{mark}")).citation.as_str())
        .collect();
    assert_eq!(marks.len(), 4, "{marks:?}");
    for nash in ["nash-2013-formative", "consult-while-formative-to-2013"] {
        let citation = &of(nash).citation;
        assert!(
            citation.starts_with("R (Nash) v Barnet LBC [2013] EWHC 1067"),
            "{citation}"
        );
        assert!(citation.contains("refusing permission"), "{citation}");
    }
}

#[test]
fn no_paper_of_2000_cites_an_act_of_2011() {
    let library = library();
    for name in ["liverpool-ict-2000", "sefton-home-care-2000"] {
        let audit = example(name);
        // A call-in is made today, under the law of today.
        let outside = kinds().iter().filter(|kind| kind.reader().is_outside());
        for kind in outside.filter(|kind| **kind != Kind::CallIn) {
            let Ok(document) = built(*kind, &library, &audit) else {
                continue;
            };
            let text = all_text(&document);
            assert!(!text.contains("9F"), "{name}, {kind}");
        }
    }
}
