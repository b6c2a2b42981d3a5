//! Three hundred pairs of a question and a paper whose right outcome is known: the paper holds the
//! matter, is silent on it, or cannot be searched. The sweep must never call a paper silent that is
//! not: no “not one mention” where the matter is there, no whole proof where a part was not searched.
//!
//! A pair is made of a subject in the words of council papers, and of a form that the paper takes.

mod subjects;

use crate::testkit::make;
use crate::testkit::office;

use std::path::Path;
use std::sync::Arc;

use make::{Page, pdf};
use scrutineer::checklist::{Library, load, shipped};
use scrutineer::documents::{Paper, Shelf, Shelved, Suggestion, SweepOutcome, read_trusted};
use subjects::{ENGLISH, ENGLISH_ONLY, SUBJECTS, WELSH};

/// The right outcome for a pair.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Truth {
    /// The paper holds the matter where it can be read.
    Holds,
    /// The paper was read and does not hold it.
    Silent,
    /// The matter may be in a part of the paper that cannot be searched.
    Unsearched,
}

struct Pair {
    what: String,
    question: &'static str,
    paper: Paper,
    truth: Truth,
}

fn read(bytes: Vec<u8>, name: &str) -> Paper {
    read_trusted(bytes, Path::new(name)).unwrap_or_else(|fault| panic!("{name}: {fault}"))
}

/// A page of these paragraphs, each broken into lines.
fn page(paragraphs: &[&str]) -> Page {
    let (mut page, mut y) = (Page::default(), 760.0);
    for text in paragraphs {
        for line in broken(text, 80) {
            page = page.line(72.0, y, 11.0, &line);
            y -= 13.0;
        }
        y -= 14.0;
    }
    page
}

fn broken(text: &str, wide: usize) -> Vec<String> {
    let mut out = vec![String::new()];
    for word in text.split_whitespace() {
        let line = out.last_mut().unwrap();
        if line.is_empty() {
            line.push_str(word);
        } else if line.chars().count() + word.chars().count() < wide {
            line.push(' ');
            line.push_str(word);
        } else {
            out.push(word.to_owned());
        }
    }
    out
}

fn word(paragraphs: &[&str]) -> String {
    let escaped = |text: &&str| make::word_paragraph(&text.replace('&', "&amp;"));
    paragraphs.iter().map(escaped).collect()
}

fn html(inner: &str) -> Paper {
    read(
        format!("<html><meta charset=utf-8><body>{inner}</body></html>").into_bytes(),
        "x.html",
    )
}

/// A paper in which a sentence stands in running text, by one of ten forms.
fn plain(form: usize, text: &str) -> (&'static str, Paper) {
    let [a, b, c, d, _] = ENGLISH;
    let lines = |one: &str| format!("{a}\n\n{b}\n\n{one}\n\n{c}\n");
    match form % 10 {
        0 => ("PDF", read(pdf(&[page(&[a, b, text, c])]), "x.pdf")),
        1 => ("narrow PDF", {
            let mut narrow = Page::default().lines(72.0, 760.0, 11.0, &[a, b]);
            for (line, row) in broken(text, 26).iter().zip(0..) {
                narrow = narrow.line(72.0, 700.0 - 13.0 * f64::from(row), 11.0, line);
            }
            read(pdf(&[narrow]), "x.pdf")
        }),
        2 => ("second page of a PDF", {
            let half = text.len() / 2;
            let at = text[half..].find(' ').map_or(text.len(), |at| half + at);
            let (first, second) = text.split_at(at);
            let below = Page::default().lines(72.0, 760.0, 11.0, &[a, b]).line(72.0, 90.0, 11.0, first);
            read(pdf(&[below, page(&[second.trim(), c, d])]), "x.pdf")
        }),
        3 => ("Word", read(make::docx(&word(&[a, text, b]), &[]), "x.docx")),
        4 => ("footnote of a PDF", {
            let small = page(&ENGLISH).line(72.0, 110.0, 8.0, &format!("1 {text}"));
            read(pdf(&[small]), "x.pdf")
        }),
        5 => ("footnote of Word", {
            let note = format!(
                "<w:footnotes><w:footnote w:id=\"2\">{}</w:footnote></w:footnotes>",
                word(&[text])
            );
            let body = format!("{}<w:p><w:r><w:t>{b}</w:t></w:r><w:r><w:footnoteReference w:id=\"2\"/></w:r></w:p>", word(&[a]));
            read(make::docx_with(&body, &[("footnotes", "footnotes.xml", &note)]), "x.docx")
        }),
        6 => ("web page", html(&format!("<p>{a}</p><ul><li>{b}<li>{text}</ul>"))),
        7 => ("text", read(lines(text).into_bytes(), "x.txt")),
        8 => ("heading", read(make::docx(&format!("{}<w:p><w:pPr><w:pStyle w:val=\"Heading1\"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>{}", word(&[a]), word(&[b])), &[]), "x.docx")),
        _ => ("mail", read(format!("From: a@b.uk\nTo: c@d.uk\nSubject: Note\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n{}", lines(text)).into_bytes(), "x.eml")),
    }
}

fn plain_pairs() -> Vec<Pair> {
    let mut out = Vec::new();
    for (place, subject) in SUBJECTS.iter().enumerate() {
        for (at, text) in subject.holds.iter().enumerate() {
            let (form, paper) = plain(place * 3 + at, text);
            out.push(Pair {
                what: format!("{form}: {text}"),
                question: subject.question,
                paper,
                truth: Truth::Holds,
            });
        }
        for (at, text) in subject.near.iter().enumerate() {
            let (form, paper) = plain(place * 2 + at, text);
            out.push(Pair {
                what: format!("{form}: {text}"),
                question: subject.question,
                paper,
                truth: Truth::Silent,
            });
        }
    }
    // Two wordings for the same silence make it a hundred.
    for (subject, text) in SUBJECTS.iter().zip([ENGLISH[2], ENGLISH[4]]) {
        out.push(Pair {
            what: text.to_owned(),
            question: subject.question,
            paper: plain(7, text).1,
            truth: Truth::Silent,
        });
    }
    out
}

fn welsh_pairs() -> Vec<Pair> {
    let [a, b, c, d] = WELSH;
    let mut out = Vec::new();
    let mut add = |what: &str, question, paper, truth| {
        out.push(Pair {
            what: what.to_owned(),
            question,
            paper,
            truth,
        });
    };
    for (place, subject) in SUBJECTS.iter().enumerate() {
        let [first, second] = subject.welsh;
        let long = match place % 3 {
            0 => read(pdf(&[page(&[a, b, first, c])]), "x.pdf"),
            1 => read(make::docx(&word(&[a, first, b, d]), &[]), "x.docx"),
            _ => html(&format!("<p>{a}<p>{b}<p>{first}<p>{d}")),
        };
        add(first, subject.question, long, Truth::Holds);
        // One line of Welsh within an English paper: in a note, a table, at the end of a long part.
        let english = ENGLISH.repeat(6);
        let short = match place % 4 {
            0 => read(
                make::docx(&word(&[&english[..], &[second]].concat()), &[]),
                "x.docx",
            ),
            1 => html(&format!(
                "<p>{}<p>{}<table><tr><td>3<td>{second}</table>",
                ENGLISH[0], ENGLISH[1]
            )),
            2 => read(pdf(&[page(&ENGLISH), page(&[second])]), "x.pdf"),
            _ => {
                let note = format!("{}\n\n{}\n\n{second}\n", ENGLISH[0], ENGLISH[1]);
                read(note.into_bytes(), "x.txt")
            }
        };
        add(second, subject.question, short, Truth::Holds);
    }
    for (subject, place) in SUBJECTS.iter().zip(0..10) {
        let silent = if place % 2 == 0 {
            read(pdf(&[page(&[a, b, c, d])]), "x.pdf")
        } else {
            html(&format!("<p>{a}<p>{b}<p>{c}<p>{d}"))
        };
        add("nothing in Welsh", subject.question, silent, Truth::Silent);
    }
    for (question, place) in ENGLISH_ONLY.into_iter().zip(0..) {
        let english: Vec<&str> = ENGLISH.repeat(6);
        let paper = match place % 5 {
            0 => read(pdf(&[page(&[a, b, c, d])]), "x.pdf"),
            1 => read(
                make::docx(&word(&[&english[..], &WELSH].concat()), &[]),
                "x.docx",
            ),
            2 => html(&format!("<table><tr><td>{a}<tr><td>{b}<tr><td>{c}</table>")),
            3 => read(pdf(&[page(&ENGLISH), page(&[a, ENGLISH[0], b])]), "x.pdf"),
            _ => read(format!("{}\n\n{a} {b}\n", ENGLISH[0]).into_bytes(), "x.txt"),
        };
        add(
            "Welsh page, English words",
            question,
            paper,
            Truth::Unsearched,
        );
    }
    for (question, paper) in [
        (
            "challenge.need",
            read(pdf(&[page(&ENGLISH), page(&[b])]), "x.pdf"),
        ),
        (
            "procurement.lots",
            read(
                make::docx(&word(&[&ENGLISH[..], &[c, d]].concat()), &[]),
                "x.docx",
            ),
        ),
        (
            "members.papers",
            html(&format!("<h1>Cofnodion</h1><p>{c}<p>{d}")),
        ),
        (
            "decision.urgency",
            read(
                format!("{c}\n\n{}\n\n{d}", ENGLISH[3]).into_bytes(),
                "x.txt",
            ),
        ),
        (
            "review.cost-known",
            read(pdf(&[page(&[ENGLISH[0], d, c])]), "x.pdf"),
        ),
        (
            "scrutiny.witnesses",
            read(make::docx(&word(&[a]), &[]), "x.docx"),
        ),
        (
            "information.accounts",
            html(&format!("<p>{}<aside>{a}</aside>", ENGLISH[2])),
        ),
    ] {
        add(
            "a little Welsh, English words",
            question,
            paper,
            Truth::Unsearched,
        );
    }
    out
}

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x08\0\0\0\x08\x08\0\0\0\0";

/// Papers of which a part is a picture, or nothing that can be read.
fn scanned(form: usize) -> (&'static str, Paper) {
    let [a, b, ..] = ENGLISH;
    let scan = || Page {
        picture: true,
        ..Page::default()
    };
    let drawing = "<w:p><w:r><w:drawing><wp:inline><wp:docPr id=\"1\" name=\"Picture 1\"/><a:graphic><pic:pic><a:blip r:embed=\"r9\"/></pic:pic></a:graphic></wp:inline></w:drawing></w:r></w:p>";
    match form % 12 {
        0 => ("all scanned", read(pdf(&[scan(), scan()]), "x.pdf")),
        1 => ("one page scanned", read(pdf(&[page(&ENGLISH), scan(), page(&ENGLISH)]), "x.pdf")),
        2 => ("a stamp on each scan", {
            let stamped = |n: u32| Page { picture: true, ..Page::default().line(280.0, 30.0, 9.0, &format!("Page {n} of the agenda pack")) };
            read(pdf(&[stamped(1), stamped(2), stamped(3)]), "x.pdf")
        }),
        3 => ("letters turned into lines", {
            let mut drawn = Page::default();
            for line in 0..60 {
                drawn = drawn.raw(&format!("{} {} m {} {} l S", 70 + line, 700 - line, 90 + line, 705 - line));
            }
            read(pdf(&[page(&ENGLISH), drawn]), "x.pdf")
        }),
        4 => ("a page without letters", read(pdf(&[page(&ENGLISH), Page::default()]), "x.pdf")),
        5 => ("fewer pages than declared", read(make::pdf_declaring(&[page(&ENGLISH)], 4), "x.pdf")),
        6 => ("Word, a picture in the text", read(make::docx(&format!("{}{drawing}{}", word(&[a]), word(&[b])), &[("word/media/image1.png", PNG)]), "x.docx")),
        7 => ("Word, only a picture", read(make::docx(drawing, &[("word/media/image1.png", PNG)]), "x.docx")),
        8 => ("web page, a picture in the text", html(&format!("<p>{a}<p><img src=scan.png><p>{b}"))),
        9 => ("slides, one a picture", {
            let picture = "<p:sld><p:pic><p:nvPicPr><p:cNvPr id=\"2\" name=\"Picture 2\"/></p:nvPicPr></p:pic></p:sld>".to_owned();
            read(office::pptx(&[office::slide(&[a, b]), picture], &[("ppt/media/image1.png", PNG)]), "x.pptx")
        }),
        10 => ("mail with an attached scan", read(format!("From: a@b.uk\nSubject: Note\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain\n\n{a}\n--x\nContent-Type: image/png; name=letter.png\nContent-Disposition: attachment; filename=letter.png\n\nx\n--x--\n").into_bytes(), "x.eml")),
        _ => ("rich text with a picture", read(format!("{{\\rtf1\\ansi {a}\\par {{\\pict\\pngblip 89504e47}}\\par {b}\\par}}").into_bytes(), "x.rtf")),
    }
}

fn scanned_pairs() -> Vec<Pair> {
    (0..60)
        .map(|at| {
            let (what, paper) = scanned(at);
            Pair {
                what: what.to_owned(),
                question: SUBJECTS[(at + at / 12) % SUBJECTS.len()].question,
                paper,
                truth: Truth::Unsearched,
            }
        })
        .collect()
}

/// A text whose letters were exchanged, by a distance or in no order.
fn exchanged(text: &str, key: usize) -> String {
    const SHUFFLED: &[u8; 26] = b"qzjxkvbpygfwmucldrhsnioate";
    text.chars()
        .map(|c| {
            if !c.is_ascii_alphabetic() {
                return c;
            }
            let base = if c.is_ascii_lowercase() { b'a' } else { b'A' };
            let place = usize::from(c as u8 - base);
            let letter = if key == 0 {
                SHUFFLED[place] - b'a'
            } else {
                u8::try_from((place + key) % 26).unwrap()
            };
            char::from(base + letter)
        })
        .collect()
}

fn garbled_pairs() -> Vec<Pair> {
    let mut out = Vec::new();
    for (at, subject) in (0..40).zip(SUBJECTS.iter().cycle()) {
        let three: Vec<&str> = (0..3).map(|one| subject.holds[(at + one) % 5]).collect();
        let text = three.join(" ");
        let text = text.as_str();
        let wrong = exchanged(text, at % 26);
        let [a, b, c, ..] = ENGLISH;
        let (what, paper, truth) = match at % 8 {
            0 => (
                "a page",
                read(pdf(&[page(&[&exchanged(a, at % 26), &wrong])]), "x.pdf"),
                Truth::Unsearched,
            ),
            1 => (
                "a paragraph of a page",
                read(pdf(&[page(&[a, b, &wrong, c])]), "x.pdf"),
                Truth::Unsearched,
            ),
            2 => (
                "a paragraph of Word",
                read(make::docx(&word(&[a, &wrong, b]), &[]), "x.docx"),
                Truth::Unsearched,
            ),
            3 => (
                "a web page",
                html(&format!("<p>{a}<p>{wrong}<p>{b}")),
                Truth::Unsearched,
            ),
            4 => (
                "words run together",
                {
                    let joined: String = text.split(' ').collect();
                    read(pdf(&[page(&[a, &joined, &joined, &joined])]), "x.pdf")
                },
                Truth::Unsearched,
            ),
            5 => (
                "a font that tells nothing",
                {
                    let codes: Vec<String> = text
                        .bytes()
                        .map(|byte| format!("{:04x}", byte + 3))
                        .collect();
                    let codes = codes.concat();
                    let odd = page(&[a]).show(
                        "F4",
                        72.0,
                        600.0,
                        11.0,
                        format!("<{codes}>").as_bytes(),
                        "Tj",
                    );
                    read(pdf(&[odd]), "x.pdf")
                },
                Truth::Unsearched,
            ),
            6 => (
                "letters set apart",
                {
                    let spread: Vec<String> = subject.holds[at % 5]
                        .chars()
                        .map(|c| c.to_string())
                        .collect();
                    html(&format!("<p>{a}<p>{}<p>{b}", spread.join(" ")))
                },
                Truth::Unsearched,
            ),
            _ => (
                "signs in the place of letters",
                {
                    let lost: String = text
                        .chars()
                        .map(|c| {
                            if matches!(c, 'i' | 'o' | 'n') {
                                '\u{FFFD}'
                            } else {
                                c
                            }
                        })
                        .collect();
                    html(&format!("<p>{a}<p>{lost}<p>{b}"))
                },
                Truth::Unsearched,
            ),
        };
        out.push(Pair {
            what: format!("{what}: {text}"),
            question: subject.question,
            paper,
            truth,
        });
    }
    out
}

fn table_pairs() -> Vec<Pair> {
    let mut out = Vec::new();
    for (at, subject) in (0..40).zip(SUBJECTS.iter().cycle()) {
        let text = subject.holds[(at + at / 14) % 5];
        let [a, b, ..] = ENGLISH;
        let escaped = text.replace('&', "&amp;");
        let (what, paper, truth) = match at % 8 {
            0 => (
                "PDF, a column",
                {
                    let mut table = page(&[a]);
                    let beside = ["12,400 a year", "to be agreed", "see below"];
                    let mut y = 640.0;
                    for (line, other) in broken(text, 24).iter().zip(beside.iter().cycle()) {
                        y -= 13.0;
                        table = table.line(72.0, y, 10.0, line);
                        table = table.line(330.0, y, 10.0, other);
                    }
                    read(pdf(&[table]), "x.pdf")
                },
                Truth::Holds,
            ),
            1 => (
                "Word",
                read(
                    make::docx(
                        &format!(
                            "{}<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>",
                            word(&[a]),
                            word(&["4.2"]),
                            word(&[text])
                        ),
                        &[],
                    ),
                    "x.docx",
                ),
                Truth::Holds,
            ),
            2 => (
                "a table in a table of Word",
                read(
                    make::docx(
                        &format!(
                            "<w:tbl><w:tr><w:tc>{}<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl></w:tc></w:tr></w:tbl>",
                            word(&[a]),
                            word(&[text])
                        ),
                        &[],
                    ),
                    "x.docx",
                ),
                Truth::Holds,
            ),
            3 => (
                "workbook",
                read(
                    office::xlsx(
                        &[(
                            "Costs",
                            "",
                            &office::sheet("", &[("", &["Item", "Note"]), ("", &["1", &escaped])]),
                        )],
                        &[],
                    ),
                    "x.xlsx",
                ),
                Truth::Holds,
            ),
            4 => (
                "hidden row of a workbook",
                read(
                    office::xlsx(
                        &[(
                            "Costs",
                            "",
                            &office::sheet(
                                "",
                                &[("", &["Item", "Note"]), ("hidden=\"1\"", &["1", &escaped])],
                            ),
                        )],
                        &[],
                    ),
                    "x.xlsx",
                ),
                Truth::Unsearched,
            ),
            5 => (
                "OpenDocument",
                read(
                    office::ods(
                        "",
                        &format!(
                            "<table:table table:name=\"T\"><table:table-row><table:table-cell><text:p>{a}</text:p></table:table-cell><table:table-cell><text:p>{escaped}</text:p></table:table-cell></table:table-row></table:table>"
                        ),
                    ),
                    "x.ods",
                ),
                Truth::Holds,
            ),
            6 => (
                "web page",
                html(&format!(
                    "<p>{b}<table><tr><th>1<td>{escaped}<td>£4m</table>"
                )),
                Truth::Holds,
            ),
            _ => (
                "cells without a result",
                read(
                    office::xlsx(
                        &[(
                            "Costs",
                            "",
                            "<worksheet><sheetData><row r=\"1\"><c r=\"A1\"><f>B1</f></c><c r=\"B1\"><v>5</v></c></row></sheetData></worksheet>",
                        )],
                        &[],
                    ),
                    "x.xlsx",
                ),
                Truth::Unsearched,
            ),
        };
        out.push(Pair {
            what: format!("{what}: {text}"),
            question: subject.question,
            paper,
            truth,
        });
    }
    out
}

fn library() -> Library {
    load(&shipped::checklists()).expect("the shipped checklists have no mistake")
}

/// Looks for the question in the paper, as the walk and the sweep do.
fn look(library: &Library, question: &str, paper: Paper) -> (Shelf, Suggestion) {
    let shelved = Shelved {
        id: "paper".to_owned(),
        title: "Paper".to_owned(),
        path: None,
        in_confidence: false,
        date: None,
        paper: Arc::new(paper),
    };
    let shelf = Shelf::new(vec![shelved], Vec::new());
    let ix = library
        .find_question(question)
        .unwrap_or_else(|| panic!("{question} is no question"));
    let suggestion = shelf.passages(library, ix, 3);
    (shelf, suggestion)
}

/// Says what is wrong with an outcome; `None` if it claims no absence that is none.
fn wrong(truth: Truth, shelf: &Shelf, suggestion: &Suggestion) -> Option<&'static str> {
    let SweepOutcome::Silent(silence) = &suggestion.outcome else {
        return None;
    };
    let proofs = silence.evidence(None);
    let bare = |silence: &scrutineer::documents::Silence| {
        silence.evidence(None).iter().any(|one| {
            let unread = one
                .absence
                .as_ref()
                .is_some_and(|one| !one.unread.is_empty());
            one.locator.is_none() && !unread
        })
    };
    match truth {
        Truth::Holds if silence.possible.is_empty() => Some("called silent"),
        Truth::Holds | Truth::Silent => None,
        Truth::Unsearched if silence.is_whole() => Some("called whole"),
        Truth::Unsearched if bare(silence) => {
            Some("proved without a word on what was not searched")
        }
        Truth::Unsearched
            if proofs
                .iter()
                .filter_map(|one| one.absence.as_ref())
                .any(|one| one.pages == 0) =>
        {
            Some("proved by no page at all")
        }
        Truth::Unsearched => {
            // The same words, typed by the user.
            let typed = shelf.silence(suggestion.words.iter().map(String::as_str));
            typed
                .filter(|silence| silence.is_whole() || bare(silence))
                .map(|_| "called whole when typed")
        }
    }
}

fn check(pairs: Vec<Pair>, most: usize) {
    assert_eq!(pairs.len(), most);
    let library = library();
    let (mut silent, mut of_silent, mut found, mut of_holds) = (0, 0, 0, 0);
    let mut wrongs = Vec::new();
    for pair in pairs {
        let (shelf, suggestion) = look(&library, pair.question, pair.paper);
        if let Some(why) = wrong(pair.truth, &shelf, &suggestion) {
            wrongs.push(format!("{why}: {}: {}", pair.question, pair.what));
        }
        let is_silent = matches!(&suggestion.outcome, SweepOutcome::Silent(one) if one.is_whole());
        match pair.truth {
            Truth::Silent => {
                of_silent += 1;
                silent += usize::from(is_silent);
            }
            Truth::Holds => {
                of_holds += 1;
                found += usize::from(!is_silent);
            }
            Truth::Unsearched => {}
        }
    }
    assert!(
        wrongs.is_empty(),
        "{} of {most}:\n{}",
        wrongs.len(),
        wrongs.join("\n")
    );
    assert_eq!(
        (found, silent),
        (of_holds, of_silent),
        "found, and silent, of those that are"
    );
}

#[test]
fn no_absence_is_wrong_in_a_hundred_plain_pairs() {
    check(plain_pairs(), 100);
}

#[test]
fn no_absence_is_wrong_in_sixty_welsh_pairs() {
    check(welsh_pairs(), 60);
}

#[test]
fn no_absence_is_wrong_in_sixty_scanned_pairs() {
    check(scanned_pairs(), 60);
}

#[test]
fn no_absence_is_wrong_in_forty_garbled_pairs() {
    check(garbled_pairs(), 40);
}

#[test]
fn no_absence_is_wrong_in_forty_pairs_of_tables() {
    check(table_pairs(), 40);
}
