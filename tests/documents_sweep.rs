//! The sweep, passages and proofs of absence, over papers written for the examples and over packs
//! made here.

use crate::testkit::make;

use std::path::Path;
use std::sync::Arc;

use chrono::NaiveDate;
use make::{Page, pdf};
use scrutineer::audit::{Absence, Access, Audit, Document, Review};
use scrutineer::checklist::{Library, SourceClass, load, shipped};
use scrutineer::documents::{
    Besides, NotRead, Paper, Search, Shelf, Shelved, Suggestion, SweepOutcome, open_questions,
    read_trusted,
};
use scrutineer::findings::derive;

fn library() -> Library {
    load(&shipped::checklists()).expect("the shipped checklists have no mistake")
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn entry(id: &str, title: &str) -> Document {
    Document {
        id: id.into(),
        title: title.into(),
        path: None,
        sha256: None,
        pages: None,
        date: Some(day(2000, 11, 8)),
        from: None,
        access: None,
        access_on: None,
        url: None,
        note: None,
    }
}

fn shelf(papers: Vec<(&str, &str, Paper)>) -> Shelf {
    let papers = papers
        .into_iter()
        .map(|(id, title, paper)| Shelved::new(&entry(id, title), Arc::new(paper)))
        .collect();
    Shelf::new(papers, Vec::new())
}

/// A two-page paper of the examples, as text and as a PDF of the same lines.
fn example(text: &str) -> [Paper; 2] {
    let plain = read_trusted(text.as_bytes().to_vec(), Path::new("paper.txt")).unwrap();
    let pages: Vec<Page> = text
        .split('\u{C}')
        .zip(31..)
        .map(|(lines, number)| {
            let mut page = Page::default().line(280.0, 30.0, 9.0, &format!("Page {number}"));
            for (line, place) in lines.lines().zip(0..) {
                if !line.trim().is_empty() {
                    page = page.line(72.0, 790.0 - 13.0 * f64::from(place), 10.0, line.trim_end());
                }
            }
            page
        })
        .collect();
    [
        plain,
        read_trusted(pdf(&pages), Path::new("paper.pdf")).unwrap(),
    ]
}

fn suggestion<'s>(sweep: &'s [Suggestion], id: &str) -> &'s Suggestion {
    sweep.iter().find(|one| one.id == id).expect("it was swept")
}

const LIVERPOOL: &str = include_str!("fixtures/documents/liverpool-ict-2000.txt");
const SEFTON: &str = include_str!("fixtures/documents/sefton-home-care-2000.txt");

const UNION_WORDS: [&str; 30] = [
    "trade union",
    "recognised union",
    "union representatives",
    "union side",
    "shop steward",
    "UNISON",
    "GMB",
    "Unite",
    "TGWU",
    "T&G",
    "Amicus",
    "UCATT",
    "NEU",
    "unions … consulted",
    "staff … unions",
    "NASUWT",
    "EIS",
    "NIPSA",
    "SIPTU",
    "joint consultative",
    "joint negotiating",
    "staff side",
    "employees' side",
    "joint staff forum",
    "local partnership forum",
    "joint consultation and negotiation",
    "meeting … unions",
    "unions … briefed",
    "JCC",
    "JCF",
];

#[test]
fn the_sweep_finds_the_consultants_fee_and_no_union_and_says_exactly_so() {
    let library = library();
    for (text, review, fee) in [
        (
            LIVERPOOL,
            Review::named("Liverpool City Council", "ICT"),
            "£127,000",
        ),
        (
            SEFTON,
            Review::named("Sefton Council", "Home care"),
            "£18,400",
        ),
    ] {
        let audit = Audit::new(review);
        let open = open_questions(&library, &derive(&library, &audit, day(2026, 11, 22)));
        assert!(open.len() > 100);
        for (paper, has_printed_numbers) in example(text).into_iter().zip([false, true]) {
            assert_eq!(paper.pages.len(), 2);
            let shelf = shelf(vec![("report", "Final report", paper)]);
            let sweep = shelf.sweep(&library, open.iter().copied(), 3);
            // What one question finds does not hang on those that are searched for beside it.
            for (found, ix) in sweep.iter().zip(&open) {
                assert_eq!(*found, shelf.passages(&library, *ix, 3));
            }
            assert_eq!(sweep.len(), open.len());

            // The fee: for the question that looks for consultants, and for the sum itself.
            let SweepOutcome::Found { passages, .. } =
                &suggestion(&sweep, "consultants.bounded").outcome
            else {
                panic!("consultants are named");
            };
            let passage = passages
                .iter()
                .find(|passage| passage.text.contains(fee))
                .expect("the fee is among the best passages");
            assert_eq!(
                (passage.at.page, passage.at.paragraph.as_deref()),
                (Some(1), Some("1.2"))
            );
            assert_eq!(
                passage.at.printed.as_deref(),
                has_printed_numbers.then_some("31")
            );
            let evidence = passage.evidence(Some(SourceClass::Council));
            assert_eq!(evidence.document.as_deref(), Some("report"));
            assert!(
                evidence
                    .quote
                    .as_deref()
                    .is_some_and(|quote| quote.contains(fee))
            );
            assert_eq!(evidence.date, Some(day(2000, 11, 8)));
            let SweepOutcome::Like(passages) = &suggestion(&sweep, "consultants-fee").outcome
            else {
                panic!("the question itself has no words to look for");
            };
            assert!(passages[0].text.contains(fee), "{:?}", passages[0].text);

            // The unions: nothing, and the proof says where, for what, and when.
            let unions = suggestion(&sweep, "unions.consulted");
            assert_eq!(unions.label(), "not one mention in 2 pages");
            let SweepOutcome::Silent(silence) = &unions.outcome else {
                panic!("no union is named")
            };
            assert!(silence.is_whole());
            let (near, alone): (Vec<&str>, Vec<&str>) =
                UNION_WORDS.iter().partition(|word| word.contains('…'));
            assert_eq!(near.len(), 4);
            let alone: Vec<String> = alone.iter().map(|word| format!("“{word}”")).collect();
            let words = format!(
                "{}; “unions” near “consulted”, “staff”, “meeting” or “briefed”",
                alone.join(", ")
            );
            assert_eq!(
                silence.label(),
                format!("There is not one mention of {words} in 1 document, 2 pages.")
            );
            let evidence = silence.evidence(Some(day(2026, 11, 22)));
            assert_eq!(evidence.len(), 1);
            assert_eq!(
                evidence[0].absence,
                Some(Absence {
                    documents: vec!["report".into()],
                    pages: 2,
                    words: UNION_WORDS.map(String::from).to_vec(),
                    on: Some(day(2026, 11, 22)),
                    unread: Vec::new(),
                })
            );
        }
    }
    // A word of a phrase that stands there in another sense is told.
    let [plain, _] = example(LIVERPOOL);
    let shelf = shelf(vec![("report", "Final report", plain)]);
    let silence = shelf.silence(["trade union"]).unwrap();
    assert_eq!(silence.loose[0].word, "union");
    assert_eq!(
        (silence.loose[0].times, silence.loose[0].contexts.as_slice()),
        (1, &["european union structural".to_owned()][..])
    );
    // It is told once however it is written, and not where it may stand apart from the others.
    let again = shelf.silence(["trade union", "unions consulted", "union … kitchen"]);
    let told: Vec<String> = again
        .unwrap()
        .loose
        .into_iter()
        .map(|one| one.word)
        .collect();
    assert_eq!(
        told.iter().filter(|word| word.starts_with("union")).count(),
        1
    );
    let apart = shelf.silence(["union … kitchen"]).unwrap();
    assert!(apart.loose.is_empty(), "{:?}", apart.loose);
}

#[test]
fn a_sweep_answers_nothing() {
    let library = library();
    let audit = Audit::new(Review::named("A", "B"));
    let before = audit.clone();
    let [plain, _] = example(LIVERPOOL);
    let open = open_questions(&library, &derive(&library, &audit, day(2026, 11, 22)));
    let _ = shelf(vec![("report", "Final report", plain)]).sweep(&library, open, 3);
    assert_eq!(audit, before);
}

#[test]
fn unread_pages_and_unread_documents_stand_in_every_proof() {
    let text = Page::default().line(
        72.0,
        700.0,
        11.0,
        "The report says nothing of those who work here",
    );
    let scan = Page {
        picture: true,
        ..Page::default()
    };
    let pack = read_trusted(pdf(&[text.clone(), scan, text.clone()]), Path::new("a.pdf")).unwrap();
    let minutes = read_trusted(pdf(&[text]), Path::new("b.pdf")).unwrap();
    let papers = vec![
        Shelved::new(&entry("pack", "Agenda pack"), Arc::new(pack)),
        Shelved::new(&entry("minutes", "Minutes"), Arc::new(minutes)),
    ];
    let locked = NotRead {
        id: "bid".into(),
        title: "The bid".into(),
        why: "is locked with a password; ask for a copy without one".into(),
    };
    let shelf = Shelf::new(papers, vec![locked]);
    let silence = shelf.silence(["trade union", "UNISON"]).unwrap();
    assert!(!silence.is_whole());
    assert_eq!(
        silence.label(),
        "Page 2 of “Agenda pack” was not read: it holds no text that can be searched. “The bid” was \
         not searched: it is locked with a password; ask for a copy without one. There is not one \
         mention of “trade union”, “UNISON” in 2 documents, 3 pages."
    );
    let evidence = silence.evidence(None);
    let unread: Vec<(&str, u32, &[u32])> = evidence
        .iter()
        .map(|one| {
            let absence = one.absence.as_ref().unwrap();
            (
                one.document.as_deref().unwrap(),
                absence.pages,
                absence.unread.as_slice(),
            )
        })
        .collect();
    assert_eq!(unread, [("pack", 2, &[2][..]), ("minutes", 1, &[][..])]);
    assert!(
        evidence[0]
            .locator
            .as_deref()
            .is_some_and(|told| told.contains("The bid"))
    );
}

#[test]
fn attached_files_and_broken_ends_stand_in_every_proof() {
    let folder = make::Pdf::portfolio();
    let paper = read_trusted(folder, Path::new("a.pdf")).unwrap();
    assert_eq!(paper.besides, [Besides::Portfolio]);
    assert!(!paper.is_read_in_full());
    let body = make::word_paragraph("The report says nothing of those who work here").repeat(3);
    let cut = make::docx(&format!("{body}<w:p><w:r><w:t>and th"), &[]);
    let cut = read_trusted(cut, Path::new("b.docx")).unwrap();
    assert!(cut.stopped.is_some() && cut.pages_unread().is_empty());
    let shelf = shelf(vec![
        ("pack", "Agenda pack", paper),
        ("cut", "Minutes", cut),
    ]);
    let silence = shelf.silence(["trade union"]).unwrap();
    assert!(!silence.is_whole());
    let told = silence.label();
    assert!(
        told.contains("Not all of “Agenda pack” was searched: it is a portfolio"),
        "{told}"
    );
    assert!(
        told.contains("Not all of “Minutes” was searched: reading stopped: it is damaged"),
        "{told}"
    );
    let evidence = silence.evidence(None);
    let locator = evidence[0].locator.as_deref().unwrap();
    assert!(
        locator.contains("portfolio") && locator.contains("reading stopped"),
        "{locator}"
    );
    assert!(
        serde_json::to_string(&silence).is_ok(),
        "it can be printed for programs"
    );
}

#[test]
fn a_shelf_may_be_made_on_another_thread() {
    const fn may_travel<T: Send + Sync + 'static>() {}
    may_travel::<Shelf>();
    may_travel::<Suggestion>();
}

#[test]
fn nothing_is_proved_by_no_papers_or_no_words() {
    assert!(
        Shelf::new(Vec::new(), Vec::new())
            .silence(["union"])
            .is_none()
    );
    let [plain, _] = example(SEFTON);
    assert!(shelf(vec![("a", "A", plain)]).silence([" ", "-"]).is_none());
}

fn of_lines(pages: &[&[&str]]) -> Shelf {
    let pages: Vec<Page> = pages
        .iter()
        .map(|lines| Page::default().lines(72.0, 700.0, 11.0, lines))
        .collect();
    shelf(vec![(
        "paper",
        "Paper",
        read_trusted(pdf(&pages), Path::new("a.pdf")).unwrap(),
    )])
}

#[test]
fn words_near_each_other_are_a_possible_mention_not_silence() {
    let shelf = of_lines(&[&[
        "The union, which has for many years represented every",
        "trade at the depot, was not told.",
    ]]);
    let silence = shelf
        .silence(["trade union"])
        .expect("the phrase itself is not there");
    assert!(!silence.is_whole());
    assert_eq!(silence.possible.len(), 1);
    assert!(
        silence
            .label()
            .contains("Possible mention to check: Paper, page 1"),
        "{}",
        silence.label()
    );
    let far = of_lines(&[&["The union met."], &["The trade was good."]]);
    assert!(
        far.silence(["trade union"]).unwrap().possible.is_empty(),
        "not over pages"
    );
}

#[test]
fn words_are_found_in_all_their_forms_and_not_inside_others() {
    let shelf = of_lines(&[&[
        "Officers consulted UNISON's branch. In house provision (out-sourcing was rejected) was",
        "retained in housing. A reunion of units. We unite. Tupe applies. The Trades Unions agreed.",
    ]]);
    let found = |text: &str| !shelf.search(&Search::any_of([text]), 5).passages.is_empty();
    for word in [
        "consultation",
        "unison",
        "in-house",
        "outsourcing",
        "TUPE",
        "tupe",
        "trade union",
        "house provision",
    ] {
        assert!(found(word), "{word}");
    }
    for word in ["union side", "GMB", "unite", "Unite", "house", "IT", "uni"] {
        assert_eq!(found(word), word == "house", "{word}");
    }
    let extended = of_lines(&[&["Cytuno i estyn y contract am bum mlynedd."]]);
    assert!(extended.silence(["Estyn"]).is_some(), "to extend");
    let inspected = of_lines(&[&["Estyn inspected the service in May."]]);
    assert!(inspected.silence(["Estyn"]).is_none(), "the inspectors");
    let unite = of_lines(&[&["Unite was not consulted on the plan."]]);
    assert!(
        unite.silence(["unite"]).is_none(),
        "the union's name has a capital"
    );
}

#[test]
fn a_free_search_takes_phrases_all_of_any_of_and_none_of() {
    let shelf = of_lines(&[
        &["The consultants' fee was agreed by the board."],
        &["The fee for parking was agreed with UNISON in the spring of the year."],
        &["Consultants were thanked.", "", ""],
    ]);
    let pages = |text: &str| {
        let results = shelf.search(&Search::parse(text), 10);
        let mut pages: Vec<u32> = results
            .passages
            .iter()
            .filter_map(|one| one.at.page)
            .collect();
        pages.sort_unstable();
        (pages, results.by_page)
    };
    assert_eq!(pages("fee"), (vec![1, 2], false));
    assert_eq!(pages("fee consultants"), (vec![1], false));
    assert_eq!(pages("\"consultants' fee\" | unison"), (vec![1, 2], false));
    assert_eq!(pages("fee -unison"), (vec![1], false));
    assert_eq!(pages("consultants -fee"), (vec![3], false));
    assert_eq!(pages("thanked unison"), (vec![], false));
    assert_eq!(pages(""), (vec![], false));
}

#[test]
fn identical_paragraphs_are_folded_and_confidence_is_marked() {
    let lines = ["4.2 The in-house option was not costed at all, said the report to the board."];
    let read = |name: &str| read_trusted(make::pdf_of_lines(&lines), Path::new(name)).unwrap();
    let mut secret = entry("draft", "Draft report");
    secret.access = Some(Access::InConfidence);
    let shelf = Shelf::new(
        vec![
            Shelved::new(&entry("pack", "Agenda pack"), Arc::new(read("a.pdf"))),
            Shelved::new(&secret, Arc::new(read("b.pdf"))),
        ],
        Vec::new(),
    );
    let results = shelf.search(&Search::parse("in-house"), 10);
    assert_eq!((results.passages.len(), results.total), (1, 1));
    let also: Vec<String> = results.passages[0]
        .also
        .iter()
        .map(scrutineer::documents::Locus::cite)
        .collect();
    assert_eq!(
        also,
        ["Draft report, page 1, para 4.2 (given in confidence)"]
    );
}

#[test]
fn a_page_gives_two_passages_before_others_have_had_their_turn() {
    let many: Vec<String> = (1..=6)
        .map(|n| format!("{n}.1 Consultants were paid {n} times over."))
        .collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let shelf = of_lines(&[
        &many,
        &["A long paragraph that names, once and late, the consultants among much else."],
    ]);
    let results = shelf.search(&Search::parse("consultants"), 3);
    let pages: Vec<Option<u32>> = results.passages.iter().map(|one| one.at.page).collect();
    assert_eq!(pages, [Some(1), Some(1), Some(2)]);
    assert_eq!(results.total, 7);
}

#[test]
fn a_heading_is_shown_with_the_paragraph_under_it() {
    let page = Page::default()
        .line(72.0, 760.0, 16.0, "Trade union views")
        .line(
            72.0,
            720.0,
            11.0,
            "None were received before the decision was taken by the board.",
        )
        .lines(
            72.0,
            690.0,
            11.0,
            &[
                "Another paragraph of plain text, for size.",
                "And more of it, and more of it.",
            ],
        );
    let shelf = shelf(vec![(
        "a",
        "A",
        read_trusted(pdf(&[page]), Path::new("a.pdf")).unwrap(),
    )]);
    let found = shelf.search(&Search::parse("\"trade union\""), 3);
    assert!(
        found.passages[0]
            .text
            .starts_with("Trade union views None were received")
    );
    let below = shelf.search(&Search::parse("received"), 3);
    assert_eq!(
        below.passages[0].at.heading.as_deref(),
        Some("Trade union views")
    );
}

#[test]
fn one_needle_is_found_in_a_pack_of_five_hundred_pages() {
    let mut pages = make::pack(500, 42);
    pages[317] = pages[317]
        .clone()
        .lines(72.0, 70.0, 9.0, &["The Staff", "Side was not asked."]);
    let paper = read_trusted(pdf(&pages), Path::new("pack.pdf")).unwrap();
    assert_eq!(paper.pages.len(), 500);
    assert!(paper.is_read_in_full(), "{:?}", paper.warnings());
    let shelf = shelf(vec![("pack", "Agenda pack", paper)]);
    let library = library();
    let ix = library.find_question("unions.consulted").unwrap();
    let suggestion = shelf.passages(&library, ix, 5);
    assert!(
        matches!(suggestion.outcome, SweepOutcome::Found { .. }),
        "{suggestion:?}"
    );
    let at = &suggestion.passages()[0].at;
    assert_eq!((at.page, at.printed.as_deref()), (Some(318), Some("322")));
    assert!(shelf.silence(["GMB", "trade union"]).is_some());
}
