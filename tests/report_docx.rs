//! The Word document: what a word processor needs is there, and every reference leads somewhere.

use crate::testkit::report_common;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use report_common::everything::{all, everything};
use report_common::word::{Node, inert, parts, text, tree};
use scrutineer::documents::{ParagraphRole, read_trusted};
use scrutineer::report::document::Block;
use scrutineer::report::{Format, Kind, ReportDocument, write};

fn docx(document: &ReportDocument) -> Vec<u8> {
    write(document, Format::Docx)
}

fn main_part(document: &ReportDocument) -> Node {
    tree(&parts(&docx(document))["word/document.xml"])
}

#[test]
fn the_same_document_gives_the_same_bytes_at_any_time() {
    for (at, document) in all() {
        let bytes = docx(document);
        assert!(bytes == docx(&document.clone()), "{at}");
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&bytes)).expect("a zip");
        assert_eq!(
            archive.by_index(0).expect("a part").name().expect("a name"),
            "[Content_Types].xml"
        );
        for place in 0..archive.len() {
            let part = archive.by_index(place).expect("a part");
            let time = part.last_modified().expect("a time");
            assert_eq!(
                (time.year(), time.month(), time.day()),
                (1980, 1, 1),
                "{at}"
            );
        }
    }
}

fn is_relations(part: &str) -> bool {
    part.rsplit('.').next() == Some("rels")
}

#[test]
fn every_part_is_known_and_every_reference_leads_somewhere() {
    for (at, document) in all() {
        let parts = parts(&docx(document));
        let trees: BTreeMap<&str, Node> = parts
            .iter()
            .map(|(name, xml)| (name.as_str(), tree(xml)))
            .collect();
        let types = &trees["[Content_Types].xml"];
        for name in parts.keys().filter(|name| !is_relations(name)) {
            let known = types
                .all("Override")
                .iter()
                .any(|one| one.get("PartName") == format!("/{name}"));
            assert!(known || name == "[Content_Types].xml", "{at}: {name}");
        }
        for one in types.all("Override") {
            let name = one.get("PartName").trim_start_matches('/');
            assert!(parts.contains_key(name), "{at}: {name}");
        }
        for (name, relations) in trees.iter().filter(|(name, _)| is_relations(name)) {
            let of = name.replace("_rels/", "").replace(".rels", "");
            let folder = of.rsplit_once('/').map_or("", |(folder, _)| folder);
            let mut ids = BTreeSet::new();
            for one in relations.all("Relationship") {
                assert!(ids.insert(one.get("Id")), "{at}: {} twice", one.get("Id"));
                if one.get("TargetMode") != "External" {
                    let target = format!("{folder}/{}", one.get("Target"));
                    let target = target.trim_start_matches('/');
                    assert!(parts.contains_key(target), "{at}: {target}");
                }
            }
            if let Some(root) = trees.get(of.as_str()) {
                let mut used = BTreeSet::new();
                root.walk(&mut |node| {
                    used.extend(node.attributes.get("r:id").map(String::as_str));
                });
                assert!(used.is_subset(&ids), "{at}: {used:?} in {of}");
            }
        }
        for (name, root) in &trees {
            let uses = root.all("w:hyperlink");
            let has = parts.keys().any(|one| {
                name.rsplit_once('/')
                    .is_some_and(|(folder, file)| *one == format!("{folder}/_rels/{file}.rels"))
            });
            let leads = uses.iter().any(|one| !one.get("r:id").is_empty());
            assert!(!leads || has, "{at}: {name} has no relations");
        }
        references_within(&trees, at);
    }
}

/// Styles, lists, footnotes, bookmarks.
fn references_within(trees: &BTreeMap<&str, Node>, at: &str) {
    let main = &trees["word/document.xml"];
    let styles: BTreeSet<&str> = trees["word/styles.xml"]
        .all("w:style")
        .iter()
        .map(|style| style.get("w:styleId"))
        .collect();
    for root in trees.values() {
        root.walk(&mut |node| {
            let names = ["w:pStyle", "w:rStyle", "w:tblStyle", "w:basedOn", "w:next"];
            if names.contains(&node.name.as_str()) {
                assert!(styles.contains(node.get("w:val")), "{at}: {node:?}");
            }
        });
    }
    let numbers: BTreeSet<&str> = trees["word/numbering.xml"]
        .all("w:num")
        .iter()
        .map(|one| one.get("w:numId"))
        .collect();
    for one in main.all("w:numId") {
        assert!(numbers.contains(one.get("w:val")), "{at}: {one:?}");
    }
    let notes: Vec<&str> = trees["word/footnotes.xml"]
        .all("w:footnote")
        .iter()
        .map(|one| one.get("w:id"))
        .collect();
    let referred: Vec<&str> = main
        .all("w:footnoteReference")
        .iter()
        .map(|one| one.get("w:id"))
        .collect();
    assert_eq!(notes.get(..2), Some(&["0", "1"][..]), "{at}");
    assert_eq!(
        notes.get(2..),
        Some(&referred[..]),
        "{at}: each footnote is referred to once, in its order"
    );
    let mut marks = BTreeSet::new();
    let mut ids = BTreeSet::new();
    for mark in main.all("w:bookmarkStart") {
        assert!(marks.insert(mark.get("w:name")), "{at}: {mark:?} twice");
        assert!(ids.insert(mark.get("w:id")), "{at}: {mark:?} twice");
    }
    let ends: BTreeSet<&str> = main
        .all("w:bookmarkEnd")
        .iter()
        .map(|one| one.get("w:id"))
        .collect();
    assert_eq!(ids, ends, "{at}");
    for one in main.all("w:hyperlink") {
        let anchor = one.get("w:anchor");
        assert!(
            anchor.is_empty() || marks.contains(anchor),
            "{at}: {anchor}"
        );
    }
    for code in main.all("w:instrText") {
        let code = code.text.trim();
        if let Some(rest) = code.strip_prefix("NOTEREF ") {
            let mark = rest.split_whitespace().next().unwrap_or_default();
            assert!(marks.contains(mark), "{at}: {code}");
        }
    }
    let mut depth = 0_i32;
    for mark in main.all("w:fldChar") {
        match mark.get("w:fldCharType") {
            "begin" => depth += 1,
            "end" => depth -= 1,
            _ => assert_eq!(depth, 1, "{at}"),
        }
        assert!((0..=1).contains(&depth), "{at}: fields do not close");
    }
    assert_eq!(depth, 0, "{at}: a field is left open");
}

#[test]
fn headings_are_headings_and_the_contents_lead_to_them() {
    for (at, document) in all() {
        let bytes = docx(document);
        let document = document.clone().cleaned();
        let root = tree(&parts(&bytes)["word/document.xml"]);
        let mut told = Vec::new();
        gather(&document.blocks, &mut told);
        let styled = |style: &str| -> Vec<&Node> {
            root.all("w:p")
                .into_iter()
                .filter(|p| p.child("w:pPr").is_some_and(|p| p.val("w:pStyle") == style))
                .collect()
        };
        let words = |p: &Node| p.words().trim_end_matches('\n').to_owned();
        for level in 1..=4 {
            let wanted: Vec<&str> = told
                .iter()
                .filter(|(one, _)| *one == level)
                .map(|(_, text)| *text)
                .collect();
            let found: Vec<String> = styled(&format!("Heading{level}"))
                .into_iter()
                .map(words)
                .collect();
            assert_eq!(
                found.iter().map(|one| one.trim()).collect::<Vec<_>>(),
                wanted
                    .iter()
                    .map(|one| one.trim_end_matches('\n').trim())
                    .collect::<Vec<_>>(),
                "{at}"
            );
        }
        assert_eq!(
            styled("Title").into_iter().map(words).collect::<Vec<_>>(),
            std::slice::from_ref(&document.title)
        );
        let main = told.iter().filter(|(level, _)| *level == 1).count();
        let contents = root.all("w:sdt");
        let wanted = main >= 4
            && !matches!(
                document.kind,
                Kind::Briefing
                    | Kind::CallIn
                    | Kind::Submission
                    | Kind::Questions
                    | Kind::InformationRequest
            );
        assert_eq!(contents.len(), usize::from(wanted), "{at}");
        if let [contents] = contents.as_slice() {
            let anchors: Vec<&str> = contents
                .all("w:hyperlink")
                .iter()
                .map(|one| one.get("w:anchor"))
                .collect();
            assert!(anchors.len() >= main, "{at}");
            for link in contents.all("w:hyperlink") {
                let target = root
                    .all("w:p")
                    .into_iter()
                    .find(|p| {
                        p.child("w:bookmarkStart")
                            .is_some_and(|mark| mark.get("w:name") == link.get("w:anchor"))
                    })
                    .expect("a heading");
                assert_eq!(
                    words(target),
                    link.words().trim_end_matches('\t').trim_end(),
                    "{at}"
                );
            }
        }
    }
    let styles = tree(&parts(&docx(&everything()))["word/styles.xml"]);
    for level in 1..=4 {
        let style = styles
            .all("w:style")
            .into_iter()
            .find(|style| style.get("w:styleId") == format!("Heading{level}"))
            .expect("a style");
        assert_eq!(style.val("w:name"), format!("heading {level}"));
        let properties = style.child("w:pPr").expect("properties");
        assert_eq!(properties.val("w:outlineLvl"), (level - 1).to_string());
        assert!(properties.child("w:keepNext").is_some());
    }
}

fn gather<'a>(blocks: &'a [Block], out: &mut Vec<(u8, &'a str)>) {
    for block in blocks {
        match block {
            Block::Heading { level, text } => out.push(((*level).clamp(1, 4), text)),
            Block::Callout { blocks, .. } => gather(blocks, out),
            _ => {}
        }
    }
}

/// Returns true if the page is on its side, for a table that is written in.
fn is_wide(document: &ReportDocument) -> bool {
    matches!(
        document.kind,
        Kind::Questions | Kind::RightOfReply | Kind::Blank
    )
}

#[test]
fn a_table_repeats_its_head_fills_the_page_and_keeps_its_rows_whole() {
    for (at, document) in all() {
        let root = main_part(document);
        for table in root.all("w:tbl") {
            let style = table
                .child("w:tblPr")
                .expect("properties")
                .val("w:tblStyle");
            let grid: Vec<usize> = table
                .child("w:tblGrid")
                .expect("a grid")
                .children
                .iter()
                .map(|column| column.get("w:w").parse().expect("a width"))
                .collect();
            let width: usize = grid.iter().sum();
            let page = if is_wide(document) { 14_570 } else { 9_072 };
            assert!(
                width <= page && grid.iter().all(|one| *one > 200),
                "{at}: {grid:?}"
            );
            let rows: Vec<&Node> = table
                .children
                .iter()
                .filter(|one| one.name == "w:tr")
                .collect();
            for row in &rows {
                let cells: Vec<&Node> = row
                    .children
                    .iter()
                    .filter(|one| one.name == "w:tc")
                    .collect();
                assert_eq!(cells.len(), grid.len(), "{at}");
                for (cell, width) in cells.iter().zip(&grid) {
                    let own = cell
                        .child("w:tcPr")
                        .and_then(|one| one.child("w:tcW"))
                        .expect("a width");
                    assert_eq!(own.get("w:w"), width.to_string(), "{at}");
                }
            }
            let heads = rows
                .iter()
                .filter(|row| {
                    row.child("w:trPr")
                        .is_some_and(|one| one.child("w:tblHeader").is_some())
                })
                .count();
            let is_table = ["ReportTable", "ChartTable"].contains(&style);
            assert_eq!(heads, usize::from(is_table), "{at}: {style}");
            if is_table {
                let first = rows
                    .first()
                    .expect("a head")
                    .child("w:trPr")
                    .expect("properties");
                assert!(
                    first.child("w:tblHeader").is_some() && first.child("w:cantSplit").is_some()
                );
            }
            for row in rows {
                let whole = row
                    .child("w:trPr")
                    .is_some_and(|one| one.child("w:cantSplit").is_some());
                let letters = row.words().chars().count();
                assert!(
                    !is_table || whole || letters > 300,
                    "{at}: a short row may be parted: {}",
                    row.words()
                );
                assert!(
                    !whole || letters < 4_000,
                    "{at}: a long row may not be parted"
                );
            }
        }
    }
}

#[test]
fn each_numbered_list_begins_with_one() {
    let parts = parts(&docx(&everything()));
    let main = tree(&parts["word/document.xml"]);
    let numbering = tree(&parts["word/numbering.xml"]);
    let lists: Vec<&str> = main
        .all("w:numId")
        .iter()
        .map(|one| one.get("w:val"))
        .collect();
    assert_eq!(lists, ["2", "2", "3", "3", "1", "1"]);
    for list in ["2", "3"] {
        let own = numbering
            .all("w:num")
            .into_iter()
            .find(|one| one.get("w:numId") == list)
            .expect("a list");
        let start = own.all("w:startOverride");
        assert_eq!(start.first().map(|one| one.get("w:val")), Some("1"));
    }
}

#[test]
fn a_note_referred_to_again_is_a_reference_to_the_same_footnote_and_none_is_lost() {
    let document = everything();
    let parts = parts(&docx(&document));
    let main = tree(&parts["word/document.xml"]);
    let notes = tree(&parts["word/footnotes.xml"]);
    let written: Vec<String> = notes
        .all("w:footnote")
        .iter()
        .map(|one| one.words())
        .collect();
    assert_eq!(written.len(), 2 + 3, "{written:?}");
    // They are numbered as they are met: the first stands in what is said about the document.
    assert!(
        written
            .get(2)
            .is_some_and(|one| one.contains("The first there"))
    );
    assert!(
        written
            .get(3)
            .is_some_and(|one| one.contains("The second, see (note 1)"))
    );
    let again = main
        .all("w:instrText")
        .iter()
        .filter(|code| code.text.contains("NOTEREF"))
        .count();
    assert_eq!(again, 3);
    let words = main.words();
    assert!(
        words.contains("Noted2, ") || words.contains("Noted, noted again2"),
        "{}",
        &words[..400]
    );
    assert!(words.contains("(note 9)") && words.contains("(note 0)"));
    assert!(words.contains("Further notes:\nNote 4: NEVER-REFERRED-TO"));
}

#[test]
fn the_page_is_a4_in_english_with_its_title_above_and_its_number_below() {
    for (at, document) in all() {
        let parts = parts(&docx(document));
        let main = tree(&parts["word/document.xml"]);
        let sections = main.all("w:sectPr");
        let [section] = sections.as_slice() else {
            panic!("{at}: one section");
        };
        let size = section.child("w:pgSz").expect("a size");
        let (width, height, margin) = if is_wide(document) {
            ("16838", "11906", "1134")
        } else {
            ("11906", "16838", "1417")
        };
        assert_eq!((size.get("w:w"), size.get("w:h")), (width, height), "{at}");
        let margins = section.child("w:pgMar").expect("margins");
        for side in ["w:top", "w:right", "w:bottom", "w:left"] {
            assert_eq!(margins.get(side), margin, "{at}");
        }
        let header = tree(&parts["word/header.xml"]).words();
        assert!(header.contains(&document.title), "{at}: {header}");
        let footer = tree(&parts["word/footer.xml"]);
        assert_eq!(footer.words().trim(), "Page 1 of 1");
        let fields: Vec<&str> = footer
            .all("w:fldSimple")
            .iter()
            .map(|one| one.get("w:instr").trim())
            .collect();
        assert_eq!(fields, ["PAGE", "NUMPAGES"]);
        let languages: BTreeSet<String> = tree(&parts["word/styles.xml"])
            .all("w:lang")
            .iter()
            .map(|one| one.get("w:val").to_owned())
            .collect();
        assert_eq!(languages, BTreeSet::from(["en-GB".to_owned()]));
        let core = tree(&parts["docProps/core.xml"]);
        let says = |name: &str| core.child(name).map_or("", |one| one.text.as_str());
        let whole = format!("{}: {}", document.title, document.subtitle);
        let whole = whole.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(says("dc:title"), whole, "{at}");
        assert_eq!(says("dc:language"), "en-GB");
        assert_eq!(says("dc:creator"), document.author, "{at}");
        let named = if document.author.is_empty() { 2 } else { 3 };
        assert_eq!(core.children.len(), named, "{at}: no more than that");
        assert!(
            !parts["word/settings.xml"].contains("updateFields"),
            "no question on opening"
        );
    }
}

#[test]
fn hostile_text_is_text_and_nothing_else() {
    let document = everything();
    let bytes = docx(&document);
    inert(&bytes, "everything");
    let said = text(&bytes);
    for plain in [
        "<script>alert(1)</script>",
        "</w:t></w:r><w:r><w:instrText>DDEAUTO",
        "=cmd|' /C calc'!A0",
        "](javascript:alert(1))",
        "{ INCLUDEPICTURE",
        "&amp;&#0;&#xD800;&unknown; ]]> <!-- --> <?xml?>",
        "not a link (javascript:alert(1))",
        "elsewhere (https://council.example@evil.example/)",
        "END-OF-QUOTE",
    ] {
        assert!(said.contains(plain), "{plain}");
    }
    assert!(said.len() > 100_000);
    for (name, xml) in parts(&bytes) {
        let bad = xml.chars().find(|c| {
            (c.is_control() && *c != '\n')
                || matches!(c, '\u{fffe}' | '\u{ffff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200f}')
        });
        assert_eq!(bad, None, "{name}");
    }
}

#[test]
fn our_own_reader_finds_the_headings_and_the_text_again() {
    for (at, document) in all() {
        let paper = read_trusted(docx(document), Path::new("x.docx"))
            .unwrap_or_else(|why| panic!("{at}: {why}"));
        assert!(paper.stopped.is_none(), "{at}: {:?}", paper.warnings());
        let read: String = paper
            .pages
            .iter()
            .map(scrutineer::documents::Page::text)
            .collect();
        let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let read = squeezed(&read);
        let mut headings = Vec::new();
        gather(&document.blocks, &mut headings);
        for (_, heading) in headings {
            if at != "everything" {
                assert!(read.contains(&squeezed(heading)), "{at}: {heading}");
            }
        }
        let heads = paper
            .pages
            .iter()
            .flat_map(|page| &page.paragraphs)
            .filter(|one| one.role == ParagraphRole::Heading)
            .count();
        let wanted = document
            .blocks
            .iter()
            .filter(|block| matches!(block, Block::Heading { .. }))
            .count();
        assert!(heads >= wanted, "{at}: {heads} of {wanted}");
        assert!(read.contains(&squeezed(&document.title)), "{at}");
    }
}

#[test]
fn a_callout_is_told_by_a_mark_and_a_word() {
    let words = main_part(&everything()).words();
    for told in [
        "§ Verdict: A verdict",
        "! Warning: A warning of nothing",
        "(i) Note: A note",
    ] {
        assert!(words.contains(told), "{told}");
    }
    assert!(words.contains("✓ met\n3\n") && words.contains("✗ not met\n0\n"));
    assert!(words.contains("Share of 12 in all"));
}
