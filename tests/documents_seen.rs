//! What a reader of a page sees, and what the file holds besides: hidden letters, redactions, forms,
//! notes, attached files, faulty fonts.

use crate::testkit::make;

use std::path::Path;

use make::{Page, pdf, pdf_of_lines, pdf_with};
use scrutineer::documents::{
    ApartKind, Besides, PageState, Paper, ParagraphRole, Search, Shelf, Shelved, read_trusted,
};

fn read(bytes: Vec<u8>) -> Paper {
    read_trusted(bytes, Path::new("x.pdf")).expect("it can be read")
}

fn page(content: &str) -> Page {
    Page::of(content)
}

/// A page with annotations.
fn annotated(content: &str, annotations: &str) -> Page {
    let mut page = Page::of(content);
    page.entries = format!("/Annots[{annotations}]");
    page
}

/// The texts of a page's paragraphs, in order.
fn texts(paper: &Paper, page: usize) -> Vec<String> {
    let all = paper.pages[page].paragraphs.iter();
    all.map(|one| one.text.clone()).collect()
}

/// The texts of a page that are kept apart.
fn apart(paper: &Paper, page: usize) -> Vec<(ApartKind, &str)> {
    let all = paper.pages[page].apart.iter();
    all.map(|one| (one.kind, one.text.as_str())).collect()
}

fn notes(paper: &Paper, page: usize) -> Vec<String> {
    let all = paper.pages[page].paragraphs.iter();
    all.filter(|one| one.role == ParagraphRole::Note)
        .map(|one| one.text.clone())
        .collect()
}

fn found(paper: Paper, phrase: &str) -> usize {
    let shelved = Shelved {
        id: "paper".into(),
        title: "Paper".into(),
        path: None,
        in_confidence: false,
        date: None,
        paper: paper.into(),
    };
    let shelf = Shelf::new(vec![shelved], Vec::new());
    shelf.search(&Search::any_of([phrase]), 5).total as usize
}

/// Two words, of which the second begins 100 points from the left and is some 60 points long.
const BIDDER: &str = "BT /F1 12 Tf 72 700 Td (The bidder is) Tj 100 0 Td (Acme Works) Tj ET ";

#[test]
fn text_under_a_filled_box_is_told_and_its_words_are_not_kept() {
    let boxes = [
        "0 g 170 696 70 14 re f",
        "1 g 170 696 70 14 re f",
        "0.2 0.3 0.4 rg 170 696 m 240 696 l 240 710 l 170 710 l h B",
        "0 g 170 696 70 14 re 300 600 20 20 re f",
        "0 G 14 w 170 703 m 240 703 l S",
        "q 70 0 0 14 170 696 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \0 EI Q",
    ];
    for content in boxes {
        let paper = read(pdf(&[page(&format!("{BIDDER}{content}"))]));
        assert_eq!(texts(&paper, 0), ["The bidder is"], "{content}");
        assert_eq!(apart(&paper, 0), [(ApartKind::UnderBox, "")], "{content}");
        assert_eq!(found(paper, "acme"), 0, "{content}");
    }
    for square in [
        "<</Type/Annot/Subtype/Square/Rect[170 696 240 710]/IC[0]>>",
        "<</Type/Annot/Subtype/Square/Rect[170 696 240 710]/IC[0 0 0]/CA 1>>",
    ] {
        let paper = read(pdf(&[annotated(BIDDER, square)]));
        assert_eq!(apart(&paper, 0), [(ApartKind::UnderBox, "")], "{square}");
    }
}

#[test]
fn what_hides_no_text_is_no_redaction() {
    let mut multiplied = page(&format!("{BIDDER}q /M gs 1 1 0 rg 170 696 70 14 re f Q"));
    multiplied.resources = ">>/ExtGState<</M<</BM/Multiply>>/T<</ca 0.4>>".to_owned();
    let mut through = multiplied.clone();
    through.content = format!("{BIDDER}q /T gs 0 g 170 696 70 14 re f Q").into_bytes();
    let mut pages = vec![multiplied, through];
    pages.extend(
        [
            // The shading of a table, drawn before its text.
            format!("0.8 g 60 690 300 30 re f 0 g {BIDDER}"),
            // A frame, an underline, a box next to the words, a whole page's background.
            format!("{BIDDER}0 g 165 690 90 26 re 166 691 88 24 re f*"),
            format!("{BIDDER}0 g 172 697.5 58 1 re f"),
            format!("{BIDDER}0 g 260 696 70 14 re f"),
            // Text that is drawn again on top.
            format!("{BIDDER}1 g 60 690 300 30 re f 0 g {BIDDER}"),
            // The number of a page under its cover.
            format!("{BIDDER}BT /F1 9 Tf 290 30 Td (57) Tj ET 0 g 200 20 200 40 re f"),
        ]
        .map(|content| page(&content)),
    );
    let paper = read(pdf(&pages));
    for (place, page) in paper.pages.iter().enumerate() {
        assert_eq!(page.apart, [], "page {}", place + 1);
        assert!(page.text().contains("Acme Works"), "page {}", place + 1);
    }
    for annotation in [
        "<</Type/Annot/Subtype/Square/Rect[170 696 240 710]/IC[1 1 0]/CA 0.3>>",
        "<</Type/Annot/Subtype/Square/Rect[170 696 240 710]/C[1 0 0]>>",
        "<</Type/Annot/Subtype/Highlight/Rect[170 696 240 710]/C[1 1 0]>>",
    ] {
        let paper = read(pdf(&[annotated(BIDDER, annotation)]));
        assert_eq!(apart(&paper, 0), [], "{annotation}");
    }
}

#[test]
fn a_redaction_that_was_never_carried_out_is_told() {
    let mark = "<</Type/Annot/Subtype/Redact/Rect[60 690 300 720]\
                /QuadPoints[170 712 240 712 170 696 240 696]>>";
    let paper = read(pdf(&[annotated(BIDDER, mark)]));
    assert_eq!(texts(&paper, 0), ["The bidder is"]);
    assert_eq!(apart(&paper, 0), [(ApartKind::UnderMark, "")]);
    assert!(paper.left_out().join("; ").contains("never carried out"));
    // A field under it keeps its value to itself.
    let field = "<</Type/Annot/Subtype/Widget/FT/Tx/T(who)/V(Acme Works)/Rect[170 696 240 710]>>";
    let paper = read(pdf(&[annotated(
        "BT /F1 12 Tf 72 700 Td (The bidder is) Tj ET",
        &format!("{field}{mark}"),
    )]));
    assert_eq!(texts(&paper, 0), ["The bidder is"]);
}

#[test]
fn words_that_no_one_sees_are_kept_apart_each_with_its_reason() {
    let mut page = page(
        "BT /F1 12 Tf 72 700 Td (The words that are seen) Tj ET \
         1 g BT /F1 12 Tf 72 660 Td (white on the paper) Tj ET \
         0 g BT /F1 12 Tf 3 Tr 72 620 Td (a layer of recognised words) Tj ET \
         BT /F1 12 Tf 0 Tr 72 -40 Td (the printer and his slug) Tj ET \
         q 72 500 200 40 re W n BT /F1 12 Tf 72 560 Td (clipped away) Tj ET Q",
    );
    page.entries = "/CropBox[0 0 595 800]".to_owned();
    let paper = read(pdf(&[page]));
    // Letters drawn without ink are what a text recognition put there.
    assert_eq!(
        texts(&paper, 0),
        ["The words that are seen", "a layer of recognised words"]
    );
    assert_eq!(
        apart(&paper, 0),
        [
            (ApartKind::White, "white on the paper"),
            (ApartKind::OffPage, "the printer and his slug\nclipped away"),
        ]
    );
    assert_eq!(found(paper, "slug"), 0);
}

#[test]
fn white_words_on_a_dark_ground_and_the_words_behind_a_scan_are_read() {
    let mut scan = page("BT /F1 12 Tf 3 Tr 72 620 Td (the words that a scan shows) Tj ET");
    scan.picture = true;
    let mut photo = page("");
    photo.content =
        b"q 595 0 0 842 0 0 cm /Scan Do Q 1 g BT /F1 12 Tf 72 620 Td (on a photo) Tj ET".to_vec();
    let pages = [
        page(
            "0 0 0.5 rg 60 690 300 30 re f 1 g BT /F1 12 Tf 72 700 Td (a table and its head) Tj ET",
        ),
        page(
            "0 g 60 600 300 300 re f 1 g BT /F1 12 Tf 1 Tr 0 G 72 700 Td (white and outlined) Tj ET",
        ),
        // Filled white and outlined in black: seen on white paper too.
        page("1 g 0 G BT /F1 12 Tf 2 Tr 72 700 Td (white with an edge) Tj ET"),
        scan,
        photo,
    ];
    let paper = read(pdf(&pages));
    for page in &paper.pages {
        assert_eq!(page.apart, [], "page {}", page.number);
        assert_ne!(page.text(), "", "page {}", page.number);
    }
    let pale = page(
        "0 g 60 690 300 30 re f 1 g 60 690 300 30 re f BT /F1 12 Tf 72 700 Td (over white) Tj ET",
    );
    let paper = read(pdf(&[pale]));
    assert_eq!(apart(&paper, 0), [(ApartKind::White, "over white")]);
}

#[test]
fn words_struck_out_are_kept_apart_and_underlined_ones_are_not() {
    let line = |y: f64, from: f64, to: f64| format!("{BIDDER}0 G 0.6 w {from} {y} m {to} {y} l S");
    let (start, end) = (172.0, 241.0);
    let struck = read(pdf(&[
        page(&line(703.3, start, end)),
        page(&format!("{BIDDER}0 g 172 703 69 0.7 re f")),
        annotated(
            BIDDER,
            "<</Type/Annot/Subtype/StrikeOut/Rect[172 696 234 712]\
             /QuadPoints[172 712 241 712 172 696 241 696]>>",
        ),
    ]));
    for page in 0..3 {
        assert_eq!(
            apart(&struck, page),
            [(ApartKind::StruckOut, "Acme Works")],
            "{page}"
        );
        assert_eq!(texts(&struck, page), ["The bidder is"], "{page}");
    }
    let kept = read(pdf(&[
        page(&line(698.0, start, end)),
        page(&line(710.5, start, end)),
        // The rule of a table goes on past its words.
        page(&line(703.3, 60.0, 500.0)),
        page(&line(703.3, start, 400.0)),
    ]));
    for page in 0..4 {
        assert_eq!(apart(&kept, page), [], "{page}");
    }
}

/// A form: labels printed on the page, values in its fields.
fn form(fields: &str) -> Page {
    annotated(
        "BT /F1 11 Tf 72 700 Td (Name of service:) Tj 0 -40 Td (Equality assessment done?) Tj \
         0 -40 Td (Yes            No) Tj ET",
        fields,
    )
}

const TEXT_FIELD: &str =
    "/Type/Annot/Subtype/Widget/FT/Tx/T(svc)/DV(a default)/Rect[180 696 400 712]";

#[test]
fn the_values_of_a_form_without_appearances_are_read_in_their_places() {
    let fields = format!(
        "<<{TEXT_FIELD}/V(Home care)>>\
         <</Type/Annot/Subtype/Widget/FT/Btn/T(eqia)/AS/Yes/V/Yes/Rect[220 656 232 668]>>\
         <</Type/Annot/Subtype/Widget/FT/Btn/T(y)/AS/Off/Rect[60 616 70 628]>>\
         <</Type/Annot/Subtype/Widget/FT/Btn/T(n)/V/On/AS/On/Rect[115 616 125 628]>>\
         <</Type/Annot/Subtype/Widget/FT/Ch/T(impact)/V(h)/Opt[[(l)(Low)][(h)(High adverse)]]\
         /Rect[72 500 200 512]>>\
         <</Type/Annot/Subtype/Widget/Parent<</FT/Tx/TU(Officer)/V(Jo Bloggs)>>/Rect[72 400 200 412]>>\
         <</Type/Annot/Subtype/Widget/FT/Tx/Ff 8192/T(pw)/V(secret)/Rect[72 300 200 312]>>\
         <</Type/Annot/Subtype/Widget/FT/Tx/T(empty)/DV(nothing)/Rect[72 200 200 212]>>"
    );
    let paper = read(pdf(&[form(&fields)]));
    let text = paper.pages[0].text();
    assert!(text.contains("Name of service: Home care"), "{text}");
    assert!(text.contains("Equality assessment done? [x]"), "{text}");
    assert!(text.contains("[ ] Yes [x] No"), "{text}");
    assert!(text.contains("impact: High adverse"), "{text}");
    assert!(text.contains("Officer: Jo Bloggs"), "{text}");
    for absent in ["default", "secret", "nothing", "pw"] {
        assert!(!text.contains(absent), "{absent}: {text}");
    }
}

#[test]
fn a_field_with_an_appearance_is_read_once() {
    // The fourth object of the fonts; the appearance is drawn with the page's own.
    let drawn = |shown: &str| {
        let mut pages = [form(&format!(
            "<<{TEXT_FIELD}/V(Home care)/AP<</N 900 0 R>>>>"
        ))];
        pages[0].content.extend(b"\n");
        let (mut file, root) = make::objects(&pages, 1);
        let number = file.stream(
            "/Type/XObject/Subtype/Form/BBox[0 0 220 16]/Resources<</Font<</H<</Type/Font\
             /Subtype/Type1/BaseFont/Helvetica>>>>>>",
            format!("1 g 0 0 220 16 re f 0 g BT /H 10 Tf 2 4 Td ({shown}) Tj ET").as_bytes(),
        );
        let file = file.each(|_, object| {
            let text = String::from_utf8_lossy(object).into_owned();
            if text.contains("900 0 R") {
                text.replace("900 0 R", &format!("{number} 0 R"))
                    .into_bytes()
            } else {
                object.to_vec()
            }
        });
        read(file.finish(root, "")).pages[0].text()
    };
    assert_eq!(drawn("Home care").matches("Home care").count(), 1);
    // An appearance that was never made anew shows an older value: the value itself is read too.
    assert!(drawn("").contains("Home care"));
}

#[test]
fn notes_and_comments_are_read_as_notes() {
    let paper = read(pdf(&[annotated(
        BIDDER,
        "null <</Type/Annot/Subtype/Text/Rect[72 620 92 640]/Contents(The leader agreed this)>>\
         <</Type/Annot/Subtype/FreeText/Rect[72 520 192 540]/Contents(Ask GMB first)>>\
         <</Type/Annot/Subtype/Highlight/Rect[172 696 234 712]/Contents<FEFF005700680079003F>>>\
         <</Type/Annot/Subtype/Link/Rect[172 696 234 712]/Contents(a link)>>\
         <</Type/Annot/Subtype/Popup/Rect[172 696 234 712]/Contents(The leader agreed this)>>\
         <</Type/Annot/Subtype/Text/F 2/Rect[72 620 92 640]/Contents(a hidden one)>>",
    )]));
    assert_eq!(
        notes(&paper, 0),
        ["The leader agreed this", "Ask GMB first", "Why?"]
    );
    assert_eq!(apart(&paper, 0), [(ApartKind::Hidden, "a hidden one")]);
    assert_eq!(found(paper, "leader agreed"), 1);
}

#[test]
fn attached_files_are_told_by_name_wherever_they_are_attached() {
    let by_note = annotated(
        BIDDER,
        "<</Type/Annot/Subtype/FileAttachment/Rect[72 620 92 640]/FS<</Type/Filespec/F(costs.xlsx)>>>>",
    );
    let names = "/Names<</EmbeddedFiles<</Kids[<</Names[(a)<</F(old.pdf)/UF(options.pdf)>>]>>]>>>>";
    let paper = read(pdf_with(&[by_note], names));
    assert_eq!(
        paper.besides,
        [Besides::Attachments(vec![
            "options.pdf".into(),
            "costs.xlsx".into()
        ])]
    );
    assert!(read(pdf_of_lines(&["no file"])).besides.is_empty());
}

/// A PDF of one page with more fonts, all of one program: the name of each, what its map says, and the
/// width of its letters.
fn with_fonts(content: &str, fonts: &[(&str, &str, u32)]) -> Vec<u8> {
    let (mut file, root) = make::objects(&[page(content)], 1);
    let program = file.stream("", &make::font(&[500; 96]));
    let mut more = String::new();
    for (name, says, width) in fonts {
        let map = format!(
            "/CIDInit/ProcSet findresource begin 12 dict begin begincmap /CMapName/X def \
             1 begincodespacerange <00> <FF> endcodespacerange {says} endcmap end end"
        );
        let map = file.stream("", map.as_bytes());
        let font = file.add(format!(
            "<</Type/Font/Subtype/TrueType/BaseFont/ABCDEE+Odd/FirstChar 1/LastChar 126/Widths[{}]\
             /ToUnicode {map} 0 R/FontDescriptor<</Type/FontDescriptor/FontName/ABCDEE+Odd/Flags 32\
             /FontBBox[0 0 1 1]/ItalicAngle 0/Ascent 9/Descent 0/CapHeight 7/StemV 4\
             /FontFile2 {program} 0 R>>>>",
            format!("{width} ").repeat(126)
        ));
        more.push_str(&format!("/{name} {font} 0 R"));
    }
    let file = file.each(|_, object| {
        let text = String::from_utf8_lossy(object).into_owned();
        if text.contains("/Font<</F1") {
            text.replace("/Font<</F1", &format!("/Font<<{more}/F1"))
                .into_bytes()
        } else {
            object.to_vec()
        }
    });
    file.finish(root, "")
}

#[test]
fn a_space_with_a_meaning_of_its_own_parts_words() {
    // A font that is in the file, whose space has a control character for its meaning.
    for meaning in ["0003", "0007", "FFFD", "E003"] {
        let says = format!(
            "1 beginbfrange <20> <7E> <0020> endbfrange 1 beginbfchar <01> <{meaning}> endbfchar"
        );
        let content = "BT /G 11 Tf 72 700 Td (trade\\001unions) Tj ET";
        let file = with_fonts(content, &[("G", &says, 250)]);
        assert_eq!(texts(&read(file), 0), ["trade unions"], "{meaning}");
    }
}

#[test]
fn two_fonts_of_one_program_may_mean_other_letters() {
    // The hidden text of a scan is often made so: one program for the file, a map for each page.
    let content = "BT /G 11 Tf 72 700 Td (HAL) Tj /H 11 Tf 0 -40 Td (HAL) Tj ET";
    let says = |first: &str| format!("1 beginbfrange <41> <5A> <{first}> endbfrange");
    let (as_written, one_on) = (says("0041"), says("0042"));
    let file = with_fonts(content, &[("G", &as_written, 500), ("H", &one_on, 500)]);
    assert_eq!(texts(&read(file), 0), ["HAL", "IBM"]);
}

#[test]
fn a_page_of_wrong_letters_or_of_words_run_together_is_told() {
    let wrong: String = "The recognised trade unions were consulted on the transfer under TUPE."
        .chars()
        .map(|c| {
            if c.is_ascii() {
                char::from(c as u8 + 1)
            } else {
                c
            }
        })
        .collect();
    let together = "Therecognisedtradeunionswereconsultedonthetransfer";
    for line in [wrong.as_str(), together] {
        let paper = read(pdf_of_lines(&[line; 6]));
        assert_eq!(paper.pages[0].state, PageState::Garbled, "{line}");
    }
    for line in [
        "1.2 12,400 11,900 71% KCC CYPE ASCH 2024/25",
        "GMB UNISON UNITE Q1 Q2 Q3",
    ] {
        let paper = read(pdf_of_lines(&[line; 6]));
        assert_eq!(paper.pages[0].state, PageState::Text, "{line}");
    }
}

#[test]
fn a_file_that_is_cut_off_is_told_and_no_page_of_it_is_called_blank() {
    let first = Page::default().line(72.0, 700.0, 11.0, "The first page can still be read");
    let whole = pdf(&[first, page("0 g 100 100 30 30 re f")]);
    let at = whole.windows(6).rposition(|six| six == b"endobj").unwrap();
    let paper = read(whole[..at].to_vec());
    let told = paper.warnings().join("; ");
    assert!(told.contains("damaged or cut off"), "{told}");
    assert!(told.contains("fetch"), "{told}");
    assert!(!told.contains("blank"), "{told}");
    assert!(!paper.is_read_in_full());
    assert!(texts(&paper, 0)[0].contains("The first page"));
    assert!(read(whole).warnings().join("; ").contains("blank"));
}

#[test]
fn columns_drawn_row_by_row_are_read_one_after_the_other_and_tables_are_not() {
    let rows = |right: f64, rows: &[[&str; 2]]| {
        let mut page = Page::default();
        let mut y = 700.0;
        for [left, text] in rows {
            page = page.line(72.0, y, 11.0, left);
            if !text.is_empty() {
                page = page.line(right, y, 11.0, text);
            }
            y -= 13.2;
        }
        page
    };
    let columns = [
        ["The council consulted", "Savings of a third"],
        ["the trade unions on", "a year are expected"],
        ["the options appraisal", "from April with"],
        ["before the decision.", "no redundancies."],
        ["It was thorough.", ""],
    ];
    let table = [
        ["The option", "The cost of it"],
        ["Retained in house", "Twelve thousand pounds"],
        ["Let to a contractor", "Eleven thousand pounds"],
        ["Shared with others", "Ten thousand pounds"],
    ];
    let paper = read(pdf(&[
        rows(320.0, &columns),
        rows(195.0, &columns),
        rows(320.0, &table),
    ]));
    let left = "The council consulted\nthe trade unions on\nthe options appraisal\n\
                before the decision.\nIt was thorough.";
    let right = "Savings of a third\na year are expected\nfrom April with\nno redundancies.";
    assert_eq!(texts(&paper, 0), [left, right]);
    assert_eq!(texts(&paper, 1), [left, right], "a narrow gutter");
    assert!(texts(&paper, 2)[0].contains("Retained in house\tTwelve thousand pounds"));
}

#[test]
fn words_whose_letters_are_set_apart_are_found() {
    let paper = read(pdf_of_lines(&["A G E N D A   I T E M", "option A B C D E"]));
    assert_eq!(texts(&paper, 0), ["AGENDA ITEM\noption A B C D E"]);
    assert_eq!(found(paper, "agenda item"), 1);
}

#[test]
fn page_labels_are_the_printed_page_unless_the_page_prints_another() {
    let bare = |n: usize| Page::default().line(72.0, 500.0, 11.0, &format!("Text of sheet {n}"));
    let labels = "/PageLabels<</Kids[<</Nums[0<</S/r>>2<</S/D/St 101>>4<</P(A-)/S/D>>]>>]>>";
    let pages: Vec<Page> = (1..=5).map(bare).collect();
    let printed = |paper: Paper| -> Vec<Option<String>> {
        paper.pages.into_iter().map(|page| page.printed).collect()
    };
    let some = |all: &[&str]| -> Vec<Option<String>> {
        all.iter().map(|one| Some((*one).to_owned())).collect()
    };
    assert_eq!(
        printed(read(pdf_with(&pages, labels))),
        some(&["i", "ii", "101", "102", "A-1"])
    );
    let numbered: Vec<Page> = (1..=5)
        .map(|n| bare(n).line(290.0, 30.0, 9.0, &format!("Page {}", n + 20)))
        .collect();
    assert_eq!(
        printed(read(pdf_with(&numbered, labels))),
        some(&["21", "22", "23", "24", "25"])
    );
    let plain = "/PageLabels<</Nums[0<</S/D>>]>>";
    assert_eq!(printed(read(pdf_with(&pages, plain))), vec![None; 5]);
}

#[test]
fn a_sentence_goes_on_over_a_page_past_a_footnote_and_a_footer() {
    let first = Page::default()
        .line(
            72.0,
            760.0,
            11.0,
            "8.6 As a service we consider that the duties are met. We",
        )
        .line(
            72.0,
            80.0,
            8.0,
            "1 Physical and mental health; protection from harm.",
        )
        .line(290.0, 30.0, 9.0, "18");
    let second = Page::default()
        .line(
            72.0,
            760.0,
            11.0,
            "assess that the trade unions will be consulted.",
        )
        .line(72.0, 80.0, 11.0, "1 An item in letters like any other.")
        .line(290.0, 30.0, 9.0, "19");
    let paper = read(pdf(&[first, second]));
    assert_eq!(
        notes(&paper, 0),
        ["1 Physical and mental health; protection from harm."]
    );
    assert_eq!(notes(&paper, 1), Vec::<String>::new());
    assert_eq!(found(paper.clone(), "duties are met. We assess"), 1);
    assert_eq!(found(paper, "protection from harm"), 1);
}

#[test]
fn descriptions_of_pictures_and_the_meaning_of_lost_letters_are_read() {
    let told = page(
        "BT /F1 11 Tf 72 700 Td (the o) Tj /Span <</ActualText(ffi)>> BDC (\\007) Tj EMC (ce) Tj ET \
         /Figure <</Alt(Chart: two thirds against)>> BDC 10 10 50 50 re f EMC \
         /Span <</ActualText(Total cost: four million)>> BDC 10 90 50 50 re f EMC",
    );
    let tree = "/StructTreeRoot<</Type/StructTreeRoot/K[null <</S/Document/K<</S/Figure\
                /Alt(A map of the hubs)/Pg PAGE 0 R>>>><</S/Link/Alt(a link)/Pg PAGE 0 R>>]>>";
    let [number] = page_objects(std::slice::from_ref(&told))[..] else {
        panic!("one page");
    };
    let paper = read(pdf_with(
        &[told],
        &tree.replace("PAGE", &number.to_string()),
    ));
    assert!(
        paper.pages[0].text().starts_with("the office"),
        "{}",
        paper.pages[0].text()
    );
    assert_eq!(
        notes(&paper, 0),
        [
            "Description of a picture: A map of the hubs",
            "Description of a picture: Chart: two thirds against",
            "Description of a picture: Total cost: four million",
        ]
    );
}

/// The numbers of the objects that the pages are.
fn page_objects(pages: &[Page]) -> Vec<usize> {
    let (file, _) = make::objects(pages, 1);
    let found = std::cell::RefCell::new(Vec::new());
    let _ = file.each(|number, object| {
        if object.starts_with(b"<</Type/Page/") {
            found.borrow_mut().push(number);
        }
        object.to_vec()
    });
    found.into_inner()
}

/// Descriptions are looked for while the first pages are read, on other threads: each waits for them.
#[test]
fn every_page_of_a_long_paper_has_the_descriptions_of_its_own_pictures() {
    let pages: Vec<Page> = (0..40)
        .map(|_| page("BT /F1 11 Tf 72 700 Td (text) Tj ET"))
        .collect();
    let figures: Vec<String> = (page_objects(&pages).into_iter().enumerate())
        .map(|(at, number)| format!("<</S/Figure/Alt(Chart {at})/Pg {number} 0 R>>"))
        .collect();
    let tree = format!(
        "/StructTreeRoot<</Type/StructTreeRoot/K[{}]>>",
        figures.concat()
    );
    let paper = read(pdf_with(&pages, &tree));
    for at in 0..40 {
        assert_eq!(
            notes(&paper, at),
            [format!("Description of a picture: Chart {at}")]
        );
    }
}

/// Where no description stands, none is looked for: one that is packed away is still found.
#[test]
fn a_description_packed_into_a_stream_of_objects_is_read() {
    let pages = [page("BT /F1 11 Tf 72 700 Td (text) Tj ET")];
    let [number] = page_objects(&pages)[..] else {
        panic!("one page");
    };
    for (key, read_as) in [
        (
            "Alt(A map of the hubs)",
            vec!["Description of a picture: A map of the hubs"],
        ),
        ("Alternate(A map of the hubs)", vec![]),
    ] {
        let (mut file, root) = make::objects(&pages, 1);
        let figure = file.add(format!("<</S/Figure/{key}/Pg {number} 0 R>>"));
        let tree = file.add(format!("<</Type/StructTreeRoot/K[{figure} 0 R]>>"));
        let file = file.each(|number, object| {
            let entry = format!("/StructTreeRoot {tree} 0 R>>");
            match object.strip_suffix(b">>") {
                Some(catalog) if number == root => [catalog, entry.as_bytes()].concat(),
                _ => object.to_vec(),
            }
        });
        let packed = file.finish_packed(root, &[figure]);
        // A stream of objects that does not say what it is.
        let name = b"/Type/ObjStm".as_slice();
        let at = packed.windows(name.len()).position(|one| one == name);
        let mut unnamed = packed.clone();
        unnamed[at.expect("it has a name")..][..name.len()].copy_from_slice(b"/What/Unsaid");
        for bytes in [
            file.finish(root, ""),
            packed,
            unnamed,
            file.finish_packed(root, &[tree, figure]),
        ] {
            let paper = read(bytes);
            assert!(paper.pages[0].text().starts_with("text"));
            assert_eq!(notes(&paper, 0), read_as);
        }
    }
}

#[test]
fn the_meaning_of_letters_under_a_box_is_not_kept_either() {
    let paper = read(pdf(&[page(
        "BT /F1 12 Tf 72 700 Td (The bidder is) Tj 100 0 Td \
         /Span <</ActualText(Acme)>> BDC (Acme) Tj EMC ET 0 g 170 696 70 14 re f",
    )]));
    assert_eq!(texts(&paper, 0), ["The bidder is"]);
    assert_eq!(apart(&paper, 0), [(ApartKind::UnderBox, "")]);
}

#[test]
fn letters_placed_one_by_one_in_a_font_that_is_not_in_the_file_stay_together() {
    let mut content = String::from("BT /F5 10 Tf 0 g\n");
    let mut x = 72.0;
    for c in "Commissioner to join discussions at Cliftonville with Government officers".chars() {
        // Every letter of the font is said to be 0.7 of its size wide.
        content.push_str(&format!("1 0 0 1 {x} 700 Tm ({c}) Tj\n"));
        x += 7.0;
    }
    content.push_str("ET");
    let paper = read(pdf(&[page(&content)]));
    assert_eq!(
        texts(&paper, 0),
        ["Commissioner to join discussions at Cliftonville with Government officers"]
    );
}
