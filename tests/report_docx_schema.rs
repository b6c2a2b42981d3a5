//! The elements of the Word document stand in the order of the published schema: a word processor
//! may call a file damaged where they do not.

use crate::testkit::report_common;

use std::collections::BTreeSet;

use report_common::everything::all;
use report_common::word::{Node, parts, tree};
use scrutineer::report::{Format, write};

/// The sequences of the published schema (ECMA-376, transitional, `wml.xsd`), as far as an element
/// of ours could meet them, written from the standard: the children of each in their order.
const SEQUENCES: &[(&str, &str)] = &[
    (
        "w:pPr",
        "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers \
         pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE \
         autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents \
         suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle \
         rPr sectPr pPrChange",
    ),
    // A choice in the first edition; a sequence for every program that minds.
    (
        "w:rPr",
        "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint \
         noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u \
         effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath",
    ),
    (
        "w:tblPr",
        "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc \
         tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption \
         tblDescription tblPrChange",
    ),
    (
        "w:tcPr",
        "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText \
         vAlign hideMark headers cellIns cellDel cellMerge tcPrChange",
    ),
    // A choice in any order; ours is held to one.
    (
        "w:trPr",
        "cnfStyle divId gridBefore gridAfter wBefore wAfter cantSplit trHeight tblHeader \
         tblCellSpacing jc hidden ins del trPrChange",
    ),
    (
        "w:sectPr",
        "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders \
         lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter \
         docGrid printerSettings sectPrChange",
    ),
    (
        "w:tblBorders",
        "top start left bottom end right insideH insideV",
    ),
    (
        "w:tcBorders",
        "top start left bottom end right insideH insideV tl2br tr2bl",
    ),
    ("w:tblCellMar", "top start left bottom end right"),
    ("w:pBdr", "top left bottom right between bar"),
    ("w:numPr", "ilvl numId numberingChange ins"),
    (
        "w:style",
        "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed \
         qFormat locked personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr \
         tblStylePr",
    ),
    ("w:tblStylePr", "pPr rPr tblPr trPr tcPr"),
    ("w:styles", "docDefaults latentStyles style"),
    ("w:docDefaults", "rPrDefault pPrDefault"),
    (
        "w:numbering",
        "numPicBullet abstractNum num numIdMacAtCleanup",
    ),
    (
        "w:abstractNum",
        "nsid multiLevelType tmpl name styleLink numStyleLink lvl",
    ),
    (
        "w:lvl",
        "start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy lvlJc pPr rPr",
    ),
    ("w:num", "abstractNumId lvlOverride"),
    ("w:lvlOverride", "startOverride lvl"),
    (
        "w:settings",
        "writeProtection view zoom removePersonalInformation removeDateAndTime mirrorMargins \
         trackRevisions documentProtection defaultTabStop autoHyphenation evenAndOddHeaders \
         characterSpacingControl hdrShapeDefaults footnotePr endnotePr compat docVars rsids mathPr \
         attachedSchema themeFontLang clrSchemeMapping shapeDefaults decimalSymbol listSeparator",
    ),
    (
        "w:font",
        "altName panose1 charset family notTrueType pitch sig embedRegular embedBold embedItalic \
         embedBoldItalic",
    ),
    ("w:tbl", "bookmarkStart tblPr tblGrid tr"),
    ("w:tr", "tblPrEx trPr tc"),
    ("w:sdt", "sdtPr sdtEndPr sdtContent"),
    ("w:sdtPr", "alias"),
];

/// What may stand more than once in a sequence.
const MANY: &[&str] = &[
    "headerReference",
    "footerReference",
    "style",
    "tblStylePr",
    "abstractNum",
    "num",
    "lvl",
    "lvlOverride",
    "tr",
    "tc",
    "font",
];

/// What stands out of order under an element, if anything does.
fn disorder(node: &Node) -> Option<String> {
    let (_, sequence) = SEQUENCES.iter().find(|(name, _)| *name == node.name)?;
    let sequence: Vec<&str> = sequence.split_whitespace().collect();
    let mut before = None;
    for child in &node.children {
        let name = child.name.trim_start_matches("w:");
        let place = sequence.iter().position(|one| *one == name);
        let Some(place) = place else {
            return Some(format!("{} may not hold {}", node.name, child.name));
        };
        let again = before == Some(place) && !MANY.contains(&name);
        if again || before.is_some_and(|before| before > place) {
            return Some(format!("{} stands too late in {}", child.name, node.name));
        }
        before = Some(place);
    }
    None
}

#[test]
fn the_elements_stand_in_the_order_of_the_schema() {
    let mut met = BTreeSet::new();
    for (at, document) in all() {
        for (name, xml) in parts(&write(document, Format::Docx)) {
            tree(&xml).walk(&mut |node| {
                met.insert(node.name.clone());
                assert_eq!(disorder(node), None, "{at}: {name}");
                match node.name.as_str() {
                    // Properties come first.
                    "w:p" | "w:r" | "w:tc" | "w:tr" => {
                        let late = node.children.iter().skip(1).any(|child| {
                            ["w:pPr", "w:rPr", "w:tcPr", "w:trPr"].contains(&child.name.as_str())
                        });
                        assert!(!late, "{at}: {name}: {}", node.name);
                    }
                    _ => {}
                }
                let last = node.children.last().map(|child| child.name.as_str());
                match node.name.as_str() {
                    "w:tc" => assert_eq!(last, Some("w:p"), "{at}: a cell ends with a paragraph"),
                    "w:body" => assert_eq!(last, Some("w:sectPr"), "{at}"),
                    _ => {}
                }
                for pair in node.children.windows(2) {
                    let tables = pair.iter().all(|one| one.name == "w:tbl");
                    assert!(!tables, "{at}: two tables run into one");
                }
            });
        }
    }
    for (name, _) in SEQUENCES {
        assert!(met.contains(*name), "{name} was never met");
    }
    // The check itself sees what is wrong.
    let wrong = tree("<w:pPr xmlns:w=\"w\"><w:keepNext/><w:pStyle w:val=\"x\"/></w:pPr>");
    assert!(disorder(&wrong).is_some());
    let twice = tree("<w:pPr xmlns:w=\"w\"><w:keepNext/><w:keepNext/></w:pPr>");
    assert!(disorder(&twice).is_some());
}

/// What the parts about the package may hold (ECMA-376 part 2: `opc-coreProperties.xsd`,
/// `opc-relationships.xsd`, `opc-contentTypes.xsd`; Dublin Core for the words of the first), written
/// from the standard. None where it holds to that, else what does not.
fn package_fault(part: &str, root: &Node) -> Option<String> {
    const CORE: &str = "cp:category cp:contentStatus dcterms:created dc:creator dc:description \
                        dc:identifier cp:keywords dc:language cp:lastModifiedBy cp:lastPrinted \
                        dcterms:modified cp:revision dc:subject dc:title cp:version";
    let extension = part.rsplit('.').next();
    let (top, allowed): (&str, &str) = match part {
        "docProps/core.xml" => ("cp:coreProperties", CORE),
        "[Content_Types].xml" => ("Types", "Default Override"),
        _ if extension == Some("rels") => ("Relationships", "Relationship"),
        _ => return None,
    };
    if root.name != top {
        return Some(format!("{part} begins with {}", root.name));
    }
    let mut names = BTreeSet::new();
    for child in &root.children {
        let name = child.name.as_str();
        if !allowed.split_whitespace().any(|one| one == name) {
            return Some(format!("{part} may not hold {name}"));
        }
        if !names.insert(name) && top == "cp:coreProperties" {
            return Some(format!("{part} holds {name} twice"));
        }
        if !child.children.is_empty() {
            return Some(format!("{name} of {part} holds elements"));
        }
        let (needed, free): (&[&str], &[&str]) = match name {
            "Default" => (&["ContentType", "Extension"], &[]),
            "Override" => (&["ContentType", "PartName"], &[]),
            "Relationship" => (&["Id", "Target", "Type"], &["TargetMode"]),
            "dcterms:created" | "dcterms:modified" => (&["xsi:type"], &[]),
            _ => (&[], &[]),
        };
        let has: Vec<&str> = child.attributes.keys().map(String::as_str).collect();
        let known = |one: &&str| needed.contains(one) || free.contains(one);
        if !needed.iter().all(|one| has.contains(one)) || !has.iter().all(known) {
            return Some(format!("{name} of {part} has {has:?}"));
        }
        let wrong = match name {
            "dcterms:created" | "dcterms:modified" => {
                child.get("xsi:type") != "dcterms:W3CDTF"
                    || chrono::DateTime::parse_from_rfc3339(&child.text).is_err()
            }
            "Default" | "Override" => !is_media_type(child.get("ContentType")),
            "Relationship" => {
                let mode = child.get("TargetMode");
                !["", "External", "Internal"].contains(&mode)
                    || !is_name(child.get("Id"))
                    || !is_reference(child.get("Target"))
            }
            _ => false,
        };
        if wrong {
            let shown = (&child.attributes, &child.text);
            return Some(format!("{name} of {part} cannot be {shown:?}"));
        }
    }
    None
}

/// A type and a subtype, of the characters that a type may have.
fn is_media_type(text: &str) -> bool {
    let part = |part: &str| {
        let fits = |c: char| c.is_ascii_graphic() && !"()<>@,;:\\\"/[]?={}".contains(c);
        !part.is_empty() && part.chars().all(fits)
    };
    text.split_once('/')
        .is_some_and(|(one, other)| part(one) && part(other))
}

/// What XML calls a name without a colon, of ASCII letters alone.
fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "_-.".contains(c))
}

/// What can stand in a relationship as an address without any program having to mend it.
fn is_reference(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_graphic() && !"<>\"{}|\\^`".contains(c);
    !text.is_empty() && text.chars().all(fits)
}

#[test]
fn the_parts_about_the_package_hold_to_their_schemas() {
    let mut seen = BTreeSet::new();
    for (at, document) in all() {
        for (name, xml) in parts(&write(document, Format::Docx)) {
            let root = tree(&xml);
            assert_eq!(package_fault(&name, &root), None, "{at}");
            seen.insert(root.name);
        }
    }
    for name in ["cp:coreProperties", "Types", "Relationships"] {
        assert!(seen.contains(name), "{name} was never met");
    }
    // The check itself sees what is wrong.
    let core = |inside: &str| {
        let text = format!(
            "<cp:coreProperties xmlns:cp=\"c\" xmlns:dc=\"d\" xmlns:dcterms=\"t\" \
             xmlns:xsi=\"x\">{inside}</cp:coreProperties>"
        );
        package_fault("docProps/core.xml", &tree(&text))
    };
    let created = |day: &str| {
        core(&format!(
            "<dcterms:created xsi:type=\"dcterms:W3CDTF\">{day}</dcterms:created>"
        ))
    };
    assert_eq!(created("2026-11-22T00:00:00Z"), None);
    assert!(created("yesterday").is_some());
    assert!(core("<dcterms:created>2026-11-22T00:00:00Z</dcterms:created>").is_some());
    assert!(core("<dc:title>a</dc:title><dc:title>b</dc:title>").is_some());
    assert!(core("<dc:format>docx</dc:format>").is_some());
    let relation = |attributes: &str| {
        let text = format!("<Relationships><Relationship {attributes}/></Relationships>");
        package_fault("_rels/.rels", &tree(&text))
    };
    assert_eq!(relation("Id=\"a1\" Type=\"t\" Target=\"b.xml\""), None);
    assert!(relation("Id=\"1\" Type=\"t\" Target=\"b.xml\"").is_some());
    assert!(relation("Id=\"a\" Type=\"t\" Target=\"a b\"").is_some());
    assert!(relation("Id=\"a\" Target=\"b.xml\"").is_some());
}
