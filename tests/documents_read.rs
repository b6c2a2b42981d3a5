//! Golden pages: papers made here with known text, and what is read out of them.

use crate::testkit::make;

use std::path::Path;

use make::{Page, docx, literal, pdf, pdf_declaring, pdf_of_lines, word_paragraph};
use scrutineer::documents::{
    PageState, Paper, PaperKind, ParagraphRole, Search, Shelf, Shelved, read_trusted,
};

pub(crate) fn read(bytes: Vec<u8>, name: &str) -> Paper {
    read_trusted(bytes, Path::new(name)).expect("it can be read")
}

pub(crate) fn shelf(papers: Vec<Paper>) -> Shelf {
    let shelved = papers
        .into_iter()
        .enumerate()
        .map(|(place, paper)| Shelved {
            id: format!("paper-{place}"),
            title: format!("Paper {place}"),
            path: None,
            in_confidence: false,
            date: None,
            paper: paper.into(),
        })
        .collect();
    Shelf::new(shelved, Vec::new())
}

/// The pages on which a phrase is found.
fn pages_with(shelf: &Shelf, phrase: &str) -> Vec<u32> {
    let results = shelf.search(&Search::any_of([phrase]), 50);
    let mut pages: Vec<u32> = results
        .passages
        .iter()
        .filter_map(|one| one.at.page)
        .collect();
    pages.sort_unstable();
    pages
}

pub(crate) fn texts(paper: &Paper, page: usize) -> Vec<String> {
    paper.pages[page]
        .paragraphs
        .iter()
        .map(|one| one.text.clone())
        .collect()
}

#[test]
fn lines_make_paragraphs_and_a_phrase_broken_over_a_line_is_found() {
    let paper = read(
        pdf_of_lines(&[
            "4.1 The review was carried out without any discussion with the trade",
            "unions, and the in-",
            "house option was not costed. The public consul-",
            "tation closed in May.",
            "4.2 The next paragraph.",
        ]),
        "x.pdf",
    );
    assert_eq!(paper.kind, PaperKind::Pdf);
    assert_eq!(texts(&paper, 0).len(), 2);
    assert!(
        paper.pages[0].paragraphs[0]
            .text
            .contains("consul-\ntation"),
        "kept as printed"
    );
    let shelf = shelf(vec![paper]);
    for phrase in [
        "trade unions",
        "in-house option",
        "public consultation closed",
        "in house",
    ] {
        assert_eq!(pages_with(&shelf, phrase), [1], "{phrase}");
    }
    let found = shelf.search(&Search::parse("\"public consultation\""), 5);
    let passage = &found.passages[0];
    assert_eq!(passage.at.paragraph.as_deref(), Some("4.1"));
    let marked: Vec<&str> = passage
        .marks
        .iter()
        .map(|mark| &passage.text[mark.clone()])
        .collect();
    assert_eq!(marked, ["public consul-tation"]);
}

#[test]
fn a_phrase_broken_over_a_page_is_found_past_header_and_footer() {
    let page = |number: usize, line: &str| {
        Page::default()
            .line(72.0, 812.0, 9.0, "Cabinet 14 November 2000")
            .line(72.0, 400.0, 11.0, line)
            .line(280.0, 30.0, 9.0, &format!("Page {number}"))
    };
    let paper = read(
        pdf(&[
            page(7, "nothing was said in the report to the trade"),
            page(8, "unions about any of this at the time"),
            page(9, "and so the third page ends the report"),
        ]),
        "x.pdf",
    );
    assert_eq!(paper.pages[1].printed.as_deref(), Some("8"));
    let roles: Vec<ParagraphRole> = paper.pages[1]
        .paragraphs
        .iter()
        .map(|one| one.role)
        .collect();
    assert_eq!(
        roles,
        [
            ParagraphRole::Body,
            ParagraphRole::Header,
            ParagraphRole::Footer
        ]
    );
    let shelf = shelf(vec![paper]);
    assert_eq!(pages_with(&shelf, "trade union"), [1]);
    assert_eq!(
        pages_with(&shelf, "cabinet 14 november"),
        [1],
        "headers are searched, folded"
    );
    let found = shelf.search(&Search::any_of(["trade unions"]), 1);
    assert_eq!(
        found.passages[0].at.cite(),
        "Paper 0, page 1 of the file (printed 7)"
    );
    assert!(found.passages[0].text.contains("trade unions about"));
}

#[test]
fn ligatures_quotes_welsh_letters_and_soft_hyphens_are_read() {
    let page = Page::default()
        .show(
            "F2",
            72.0,
            700.0,
            11.0,
            b"(the o\x86ce e\x86ciency bene\x83t and the \x84eet)",
            "Tj",
        )
        .show(
            "F2",
            72.0,
            680.0,
            11.0,
            b"(Cyngor G\x80yr, D\x80r Cymru, t\x81 a Sir G\x87r)",
            "Tj",
        )
        .line(
            72.0,
            660.0,
            11.0,
            "the council\u{2019}s \u{201C}best value\u{201D} duty \u{2013} see below",
        )
        .line(72.0, 640.0, 11.0, "the arrange\u{AD}")
        .line(72.0, 628.0, 11.0, "ments for staff");
    let paper = read(pdf(&[page]), "x.pdf");
    let text = paper.pages[0].text();
    assert!(
        text.contains("the office efficiency benefit and the fleet"),
        "{text}"
    );
    assert!(
        text.contains("Cyngor Gŵyr, Dŵr Cymru, tŷ a Sir Gâr"),
        "{text}"
    );
    assert!(
        text.contains("council\u{2019}s \u{201C}best value\u{201D} duty"),
        "{text}"
    );
    let shelf = shelf(vec![paper]);
    for phrase in [
        "office efficiency",
        "Cyngor Gŵyr",
        "cyngor gwyr",
        "council's best value",
        "arrangements for staff",
    ] {
        assert_eq!(pages_with(&shelf, phrase), [1], "{phrase}");
    }
}

#[test]
fn columns_keep_their_reading_order_and_table_cells_their_text() {
    let columns = Page::default()
        .lines(
            72.0,
            700.0,
            10.0,
            &[
                "The left column speaks of the",
                "consultants' fee and ends",
                "with the word harbour",
            ],
        )
        .lines(
            320.0,
            700.0,
            10.0,
            &["The right column begins with", "lighthouse and goes on"],
        );
    let mut table = Page::default();
    let rows = [["Option", "Cost", "Score"], ["In-house", "£12,400", "71"]];
    for (y, cells) in [700.0, 686.0].into_iter().zip(rows) {
        for (x, cell) in [72.0, 222.0, 372.0].into_iter().zip(cells) {
            table = table.line(x, y, 10.0, cell);
        }
    }
    let paper = read(pdf(&[columns, table]), "x.pdf");
    let text = paper.pages[0].text();
    let at = |word: &str| text.find(word).unwrap();
    assert!(
        at("harbour") < at("right column") && at("right column") < at("lighthouse"),
        "{text}"
    );
    assert!(paper.pages[1].text().contains("In-house\t£12,400\t71"));
    assert_eq!(pages_with(&shelf(vec![paper]), "consultants' fee"), [1]);
}

#[test]
fn words_set_by_kerning_or_twice_for_bold_or_turned_are_read_once_and_whole() {
    let kerned = Page::default().show(
        "F1",
        72.0,
        700.0,
        11.0,
        b"[(tra) -20 (de) -400 (uni) 30 (on)]",
        "TJ",
    );
    let bold = Page::default()
        .line(72.0, 700.0, 12.0, "Trade union side")
        .line(72.3, 700.0, 12.0, "Trade union side");
    let mut turned = Page::default().line(72.0, 700.0, 11.0, "a page on its side");
    turned.entries = "/Rotate 90".into();
    let upright =
        Page::of("BT /F1 11 Tf 0 1 -1 0 300 100 Tm (read from below) Tj 0 -14 Td (and on) Tj ET");
    let paper = read(pdf(&[kerned, bold, turned, upright]), "x.pdf");
    assert_eq!(texts(&paper, 0), ["trade union"]);
    assert_eq!(texts(&paper, 1), ["Trade union side"]);
    assert_eq!(texts(&paper, 2), ["a page on its side"]);
    assert_eq!(texts(&paper, 3), ["read from below\nand on"]);
}

#[test]
fn words_in_a_font_that_the_file_does_not_hold_are_neither_split_nor_glued() {
    let page = Page::default()
        .show(
            "F5",
            72.0,
            700.0,
            11.0,
            b"[(the trade) -250 (union) -250 (will) -40 (ing) 30 (ly)]",
            "TJ",
        )
        .show("F5", 72.0, 686.0, 11.0, b"(millimetre illicit)", "Tj");
    let paper = read(pdf(&[page]), "x.pdf");
    assert_eq!(
        texts(&paper, 0),
        ["the trade union willingly\nmillimetre illicit"]
    );
}

#[test]
fn tightly_set_words_are_parted_and_spread_letters_are_not() {
    // Justified lines are set with spaces of a sixth of the letters' size and less, and headings
    // with their letters as far apart.
    let page = Page::default()
        .show(
            "F1",
            72.0,
            700.0,
            11.0,
            b"[(The recognised) -150 (trade) -130 (union) -150 (was) -160 (not asked)]",
            "TJ",
        )
        .raw("BT /F1 11 Tf 1.65 Tc 72 660 Td (TRADE) Tj ET")
        .raw("BT /F1 11 Tf 1.65 Tc 72 640 Td (UNIONS AND STAFF) Tj ET");
    let paper = read(pdf(&[page]), "x.pdf");
    assert_eq!(
        texts(&paper, 0),
        [
            "The recognised trade union was not asked",
            "TRADE",
            "UNIONS AND STAFF"
        ]
    );
}

#[test]
fn the_mark_of_a_note_neither_hides_its_word_nor_adds_to_a_sum() {
    // As Word and TeX set them: smaller and raised, directly after the word and before the note.
    let small = "/F1 7 Tf 4 Ts";
    let large = "/F1 11 Tf 0 Ts";
    let page = Page::default().raw(&format!(
        "BT {large} 72 700 Td (neither the trade union) Tj {small} (3) Tj {large} ( nor UNISON,) Tj \
         {small} (14) Tj {large} ( of \\243127,000) Tj {small} (5) Tj {large} (, on the 17) Tj \
         {small} (th) Tj {large} ( for 30 m) Tj {small} (2) Tj {large} (, was asked) Tj {small} (a) Tj \
         0 -500 Td {small} (3) Tj {large} (Scrutiny was not asked.) Tj \
         0 -14 Td {small} (14) Tj {large} (UNISON in a letter.) Tj \
         0 -14 Td {small} (a) Tj {large} (GMB in another.) Tj ET"
    ));
    let paper = read(pdf(&[page]), "x.pdf");
    assert_eq!(
        texts(&paper, 0),
        [
            "neither the trade union³ nor UNISON,¹⁴ of £127,000⁵, on the 17th for 30 m², was asked a",
            "³Scrutiny was not asked.\n¹⁴UNISON in a letter.\na GMB in another."
        ]
    );
    let shelf = shelf(vec![paper]);
    for phrase in [
        "trade union",
        "£127,000",
        "scrutiny was not asked",
        "UNISON in a letter",
        "trade union nor UNISON",
        "m2",
        "was asked",
    ] {
        let found = shelf.search(&Search::any_of([phrase]), 5).total;
        assert!(found > 0, "{phrase}");
    }
}

#[test]
fn accents_that_are_drawn_by_themselves_do_not_part_a_word() {
    // As TeX does: the accent, back by its width, the letter.
    let page = Page::default().show(
        "F1",
        72.0,
        700.0,
        11.0,
        b"[(the Caf\\264) 444 (e d\\250) 444 (or agreement of 4\\264 and `quoted')]",
        "TJ",
    );
    let paper = read(pdf(&[page]), "x.pdf");
    assert_eq!(
        texts(&paper, 0),
        ["the Café dör agreement of 4´ and `quoted'"]
    );
}

#[test]
fn the_marks_of_notes_in_word_documents_and_web_pages_are_no_part_of_a_word() {
    let run = |text: &str, more: &str| {
        format!("<w:r><w:rPr>{more}</w:rPr><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
    };
    let raised = "<w:vertAlign w:val=\"superscript\"/>";
    let body = [
        run("the trade union", ""),
        run("3", raised),
        run("was asked on the 17", ""),
        run("th", raised),
    ];
    let body = format!("<w:p>{}</w:p>", body.concat());
    let web = b"<html><p>the trade union<sup>3</sup>was asked on the 17<sup>th</sup>";
    for paper in [
        read(docx(&body, &[]), "x.docx"),
        read(web.to_vec(), "x.html"),
    ] {
        assert_eq!(texts(&paper, 0), ["the trade union³was asked on the 17th"]);
        let shelf = shelf(vec![paper]);
        let found = shelf.search(&Search::any_of(["trade union was asked"]), 5);
        assert_eq!(found.total, 1);
    }
}

#[test]
fn what_letters_are_said_to_mean_is_believed_where_it_is_short() {
    // As Chromium draws soft hyphens: a space that is said to mean one, then a real hyphen.
    let soft = "/Span<</ActualText<feff00ad>>>BDC ( ) Tj EMC";
    let content = format!(
        "BT /F1 11 Tf 72 700 Td (respon) Tj {soft} (si) Tj {soft} (bil) Tj {soft} (-) Tj \
         0 -13 Td (ities ) Tj /Span<</ActualText(ffi)>>BDC (#) Tj EMC (ce) Tj \
         /Span<</ActualText(x)>>BDC ( the words that are really drawn) Tj EMC \
         0 -13 Td (and consu) Tj /Span<</ActualText<feff006c00ad>>>BDC (l) Tj EMC (tation) Tj ET"
    );
    let paper = read(pdf(&[Page::of(content)]), "x.pdf");
    assert_eq!(
        texts(&paper, 0),
        ["responsibil-\nities ffice the words that are really drawn\nand consultation"]
    );
    assert_eq!(pages_with(&shelf(vec![paper]), "responsibilities"), [1]);
}

#[test]
fn what_the_file_marks_as_an_artefact_is_a_header_and_stays() {
    let page = Page::default()
        .raw("/Artifact <</Type/Pagination>> BDC")
        .line(72.0, 812.0, 9.0, "Examplechester City Council")
        .raw("EMC /P <</MCID 0>> BDC")
        .line(72.0, 700.0, 11.0, "The body of the page")
        .raw("EMC");
    let paper = read(pdf(&[page]), "x.pdf");
    let roles: Vec<(ParagraphRole, &str)> = paper.pages[0]
        .paragraphs
        .iter()
        .map(|one| (one.role, one.text.as_str()))
        .collect();
    assert_eq!(
        roles,
        [
            (ParagraphRole::Body, "The body of the page"),
            (ParagraphRole::Header, "Examplechester City Council")
        ]
    );
}

#[test]
fn a_font_that_tells_its_letters_by_a_map_is_read_and_one_that_tells_nothing_is_garbled() {
    let wide = |text: &str| -> Vec<u8> {
        let mut out = vec![b'<'];
        for c in text.encode_utf16() {
            let code = match c {
                0xFB01 => 0x100,
                0x2019 => 0x101,
                0x175 => 0x102,
                c => c,
            };
            out.extend(format!("{code:04X}").bytes());
        }
        out.push(b'>');
        out
    };
    let told = Page::default().show(
        "F3",
        72.0,
        700.0,
        11.0,
        &wide("the union\u{2019}s \u{FB01}rst Gŵyr"),
        "Tj",
    );
    let mut codes = String::from("<");
    for code in 0x500..0x540 {
        codes.push_str(&format!("{code:04X}"));
    }
    codes.push('>');
    let untold = Page::default().show("F4", 72.0, 700.0, 11.0, codes.as_bytes(), "Tj");
    let paper = read(pdf(&[told, untold]), "x.pdf");
    assert_eq!(texts(&paper, 0), ["the union\u{2019}s first Gŵyr"]);
    assert_eq!(paper.pages[0].state, PageState::Text);
    assert_eq!(paper.pages[1].state, PageState::Garbled);
    assert_eq!(paper.pages_unread(), [2]);
}

#[test]
fn scans_blanks_stamps_and_missing_pages_are_unread() {
    let text = Page::default().line(
        72.0,
        700.0,
        11.0,
        "The only page with text on it in this file",
    );
    let scan = Page {
        picture: true,
        ..Page::default()
    };
    let mut stamped = scan
        .clone()
        .line(500.0, 24.0, 9.0, "Page 212 Agenda Item 7");
    stamped.picture = true;
    let paper = read(
        pdf_declaring(&[text, scan, stamped, Page::default()], 9),
        "x.pdf",
    );
    let states: Vec<PageState> = paper.pages.iter().map(|page| page.state).collect();
    assert_eq!(
        states,
        [
            PageState::Text,
            PageState::Scanned,
            PageState::Picture,
            PageState::Blank
        ]
    );
    assert_eq!(paper.pages_unread(), [2, 3, 4, 5, 6, 7, 8, 9]);
    assert!(!paper.is_read_in_full());
    let silence = shelf(vec![paper])
        .silence(["trade union"])
        .expect("nothing says so");
    assert!(
        silence
            .label()
            .contains("Pages 2-9 of “Paper 0” were not read"),
        "{}",
        silence.label()
    );
    assert!(!silence.is_whole());
}

#[test]
fn control_characters_never_come_out_of_a_paper() {
    let page = Page::default().show(
        "F1",
        72.0,
        700.0,
        11.0,
        &literal("a\u{1b}[31mred\u{7}"),
        "Tj",
    );
    for paper in [
        read(pdf(&[page]), "x.pdf"),
        read(
            [
                b"a\x1b[31mred \xE2\x80\xAEback ".as_slice(),
                &b"and words ".repeat(9),
            ]
            .concat(),
            "x.txt",
        ),
        read(b"<html><p>a&#27;[31mred&#x202e;</p>".to_vec(), "x.html"),
        read(docx(&word_paragraph("a&#x85;b&#x202e;c"), &[]), "x.docx"),
    ] {
        let text = paper.pages[0].text();
        assert!(
            !text
                .chars()
                .any(|c| c.is_control() && c != '\n' || c == '\u{202e}'),
            "{text:?}"
        );
    }
}

#[test]
fn a_pack_as_an_office_program_writes_it_reads_like_the_plain_one() {
    let pages = make::pack(6, 9);
    let plain = read(pdf(&pages), "a.pdf");
    let office = read(make::office_pdf(&pages), "b.pdf");
    let words = |paper: &Paper| -> Vec<String> {
        let text: Vec<String> = paper
            .pages
            .iter()
            .map(scrutineer::documents::Page::text)
            .collect();
        text.join("\n")
            .split_whitespace()
            .map(str::to_owned)
            .collect()
    };
    assert!(words(&plain).len() > 2000);
    let (plain, office) = (words(&plain), words(&office));
    let differ = plain.iter().zip(&office).position(|(a, b)| a != b);
    let around = differ.map(|at| (&plain[at..at + 3], &office[at..at + 3]));
    assert!(
        around.is_none() && plain.len() == office.len(),
        "{around:?}"
    );
}
