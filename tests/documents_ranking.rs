//! The likeliest paragraphs for a question, and when their silence is silence: over small papers
//! written here, and over three hundred made by rule.

use std::path::Path;
use std::sync::Arc;

use crate::testkit::make;

use make::{Page, pdf};
use scrutineer::audit::Document;
use scrutineer::base::SourceText;
use scrutineer::checklist::{ChecklistText, Library, load};
use scrutineer::documents::{
    Page as Read, PageState, Paging, Paper, PaperKind, Paragraph, ParagraphRole, Shelf, Shelved,
    Silence, Suggestion, SweepOutcome, read_trusted,
};

/// A checklist of one question about the lending of tools.
fn library(look_for: &str, more: &str) -> Library {
    let text = format!(
        r#"
format = 1
id = "made"
title = "Made"
edition = "1"
source = "made for the test"
[[section]]
id = "s"
title = "S"
[[question]]
id = "tools"
section = "s"
topic = "challenge"
core = true
short = "Lending compared"
ask = "Was the lending of gardening tools compared with hiring them?"
look_for = [{look_for}]
{more}
proved_by = ["table of hire charges"]
usual_failure = "No one asked."
"#
    );
    load(&[ChecklistText {
        source: SourceText::new("made.toml", text),
        shipped: false,
    }])
    .unwrap_or_else(|mistakes| panic!("{mistakes:#?}"))
}

fn paragraph(text: &str) -> Paragraph {
    let (role, text) = match (text.strip_prefix("# "), text.strip_prefix("* ")) {
        (Some(heading), _) => (ParagraphRole::Heading, heading),
        (_, Some(note)) => (ParagraphRole::Note, note),
        _ => (ParagraphRole::Body, text),
    };
    Paragraph {
        role,
        number: None,
        text: text.to_owned(),
    }
}

/// A paper of pages of paragraphs: "# " opens a heading, "* " a note.
fn paper(pages: &[Vec<String>]) -> Paper {
    Paper {
        kind: PaperKind::Pdf,
        paging: Paging::Real,
        pages: pages
            .iter()
            .zip(1..)
            .map(|(texts, number)| Read {
                number,
                printed: None,
                state: PageState::Text,
                paragraphs: texts.iter().map(|text| paragraph(text)).collect(),
                apart: Vec::new(),
            })
            .collect(),
        declared: None,
        sha256: None,
        besides: Vec::new(),
        stopped: None,
        pictures: 0,
        notices: Vec::new(),
    }
}

fn page(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn shelf(papers: Vec<Paper>) -> Shelf {
    let papers = papers.into_iter().zip(1..).map(|(paper, number)| {
        let entry = Document {
            id: format!("paper-{number}"),
            title: format!("Paper {number}"),
            ..Document::default()
        };
        Shelved::new(&entry, Arc::new(paper))
    });
    Shelf::new(papers.collect(), Vec::new())
}

fn look(library: &Library, papers: Vec<Paper>) -> Suggestion {
    let ix = library.find_question("tools").expect("the one question");
    shelf(papers).passages(library, ix, 3)
}

fn first(suggestion: &Suggestion) -> &str {
    &suggestion.passages().first().expect("a passage").text
}

fn silence(suggestion: &Suggestion) -> &Silence {
    match &suggestion.outcome {
        SweepOutcome::Silent(silence) => silence,
        other => panic!("not silent: {other:?}"),
    }
}

/// Paragraphs that have nothing to do with the question.
const OTHERS: [&str; 6] = [
    "The caretaker reported that the boiler had been serviced and was in good order.",
    "Members thanked the pupils for the singing at the opening of the footbridge.",
    "The new bandstand will be painted green, as the residents of the crescent wished.",
    "A bench was given by the family of the late Mr Osgood and stands by the pond.",
    "The ferry timetable changes in October, when the evening sailing ends.",
    "Drains were cleared in nine streets before the storm and in four after it.",
];

fn filler(from: usize, many: usize) -> Vec<String> {
    (from..from + many)
        .map(|at| OTHERS[at % OTHERS.len()].to_owned())
        .collect()
}

const LOOK_FOR: &str = r#""tool library", "hire of tools", "lending scheme""#;

#[test]
fn a_paragraph_needs_no_phrase_to_be_the_likeliest() {
    let library = library(LOOK_FOR, "");
    let answer = "Lending gardening tools would cost less than hiring them, the officers compared and found.";
    let mut texts = filler(0, 6);
    texts.push("A lending scheme was named.".to_owned());
    texts.push(answer.to_owned());
    let found = look(&library, vec![paper(&[texts])]);
    assert!(matches!(found.outcome, SweepOutcome::Found { .. }));
    assert_eq!(first(&found), answer);
    assert!(
        !found.passages()[0].marks.is_empty(),
        "its words are marked, so that the quotation begins there"
    );
}

#[test]
fn what_holds_a_word_looked_for_comes_before_what_shares_more_of_the_question() {
    let library = library(r#""tool library", "spades""#, "");
    let holds = "Spades were to be had for nothing at the quay by whoever came for them.";
    let shares = "The charges for gardening were last set in another year.";
    let mut texts = filler(0, 6);
    texts.push(shares.to_owned());
    texts.push(holds.to_owned());
    let found = look(&library, vec![paper(&[texts])]);
    assert_eq!(first(&found), holds);
    assert_eq!(found.passages()[1].text, shares);
}

#[test]
fn loose_words_are_of_one_sentence() {
    let library = library(r#""tools … lent""#, "");
    let with = |line: &str| {
        let mut texts = filler(0, 6);
        texts.push(line.to_owned());
        look(&library, vec![paper(&[texts])])
    };
    silence(&with(
        "The quay has old tools. The boat was lent to the school for a year.",
    ));
    assert!(claims_find(&with(
        "Cllr. Osgood said that tools (e.g. Spades) and forks were lent out."
    )));
}

#[test]
fn the_heading_counts_for_its_paragraph_and_is_shown_over_it() {
    let library = library(LOOK_FOR, "");
    let below = "It would need one more van and two part-time posts from the spring.";
    let mut texts = filler(0, 3);
    texts.extend(page(&["# The tool library", below, "# The pond"]));
    texts.extend(filler(3, 3));
    let found = look(&library, vec![paper(&[texts])]);
    assert_eq!(first(&found), below);
    let at = &found.passages()[0].at;
    assert_eq!(at.heading.as_deref(), Some("The tool library"));
}

#[test]
fn a_paragraph_is_shown_whole_that_goes_on_over_a_page_and_a_footnote() {
    let library = library(LOOK_FOR, "");
    let mut before = filler(0, 3);
    before.extend(page(&[
        "The officers compared the hire of tools with the",
        "* Minute 14 of the parks board.",
    ]));
    let mut after = page(&["lending of them by two charities of the town."]);
    after.extend(filler(3, 3));
    let found = look(&library, vec![paper(&[before, after])]);
    assert_eq!(
        first(&found),
        "The officers compared the hire of tools with the lending of them by two charities of the town."
    );
    assert_eq!(found.passages()[0].at.page, Some(1));
    assert_eq!(
        found
            .passages()
            .iter()
            .filter(|one| one.text.contains("charities"))
            .count(),
        1
    );
}

#[test]
fn contents_appendices_and_a_forms_questions_come_after_what_is_said() {
    let library = library(LOOK_FOR, "");
    let said =
        "The tool library was compared with the hire of tools, and the board kept it for a year.";
    for pointer in [
        "The tool library and the hire of tools ................ 14",
        "Appendix 4: the tool library and the hire of tools",
        "Please say how the tool library was compared with the hire of tools.",
        "Was the tool library compared with the hire of tools for gardening?",
    ] {
        let mut texts = filler(0, 4);
        texts.extend(page(&[pointer, said]));
        let found = look(&library, vec![paper(&[texts])]);
        assert_eq!(first(&found), said, "{pointer}");
    }
}

#[test]
fn report_and_record_that_repeat_each_other_are_one_passage() {
    let library = library(LOOK_FOR, "");
    let text = |number: &str| {
        format!(
            "{number} The tool library was compared with the hire of tools for the gardens of the estate."
        )
    };
    let mut report = filler(0, 4);
    report.push(text("5.24"));
    let mut record = filler(2, 4);
    record.push(text("(b)"));
    let other = "A lending scheme is run by the next council.";
    record.push(other.to_owned());
    let found = look(&library, vec![paper(&[report]), paper(&[record])]);
    let passages = found.passages();
    assert_eq!(passages[0].also.len(), 1);
    assert_ne!(passages[0].at.document, passages[0].also[0].document);
    assert!(passages[1].text.contains("next council"), "{passages:#?}");
}

#[test]
fn a_word_of_two_meanings_is_never_a_find_and_needs_company_to_be_possible() {
    let library = library(
        r#""tool library", "hire of tools""#,
        r#"never_alone = ["shed"]"#,
    );
    let mut alone = filler(0, 6);
    alone.push("The shed on the quay was let to the rowing club for another year.".to_owned());
    let suggestion = look(&library, vec![paper(&[alone])]);
    let told = silence(&suggestion);
    assert!(told.possible.is_empty(), "{:?}", told.possible);
    let mut company = filler(0, 6);
    company.push("Gardening from the shed went on as it had for many years.".to_owned());
    let suggestion = look(&library, vec![paper(&[company])]);
    let told = silence(&suggestion);
    assert_eq!(told.possible.len(), 1);
    assert!(told.possible[0].text.starts_with("Gardening from the shed"));
}

#[test]
fn words_with_others_between_are_found_in_one_paragraph_in_either_order() {
    let library = library(r#""tools … lent", "in-house … hire""#, "");
    let with = |line: &str, next: &str| {
        let mut texts = filler(0, 6);
        texts.extend([line.to_owned(), next.to_owned()]);
        look(&library, vec![paper(&[texts])])
    };
    for found in [
        "The tools of the parish were long ago lent to whoever asked for them.",
        "What the parish lent were spades and other tools, and a ladder.",
        "The hire of spades would be inhouse from the spring, it was said.",
    ] {
        let suggestion = with(found, "That was all.");
        assert!(claims_find(&suggestion), "{found}");
        assert_eq!(first(&suggestion), found);
    }
    for (not, next) in [
        (
            "The tools of the parish lay where they were.",
            "They had lent the boat to the school.",
        ),
        (
            "The tools were old, rusty, broken, few and hard to use, so none of them was ever lent.",
            "That was all.",
        ),
    ] {
        silence(&with(not, next));
    }
    // Nobody has to know what three dots are.
    let told = with("Nothing was decided on the quay.", "That was all.");
    assert!(silence(&told).label().contains("“tools” near “lent”"));
}

#[test]
fn what_a_person_is_called_is_no_find() {
    let library = library(r#""tool library", "lending""#, "");
    let with = |line: &str| {
        let mut texts = filler(0, 6);
        texts.push(line.to_owned());
        look(&library, vec![paper(&[texts])])
    };
    for title in [
        "The Cabinet Member for Parks and the Tool Library opened the meeting at seven.",
        "It was moved by the Head of Lending and Archives that the meeting be closed.",
    ] {
        assert!(!claims_find(&with(title)), "{title}");
    }
    for said in [
        "The Head of Parks said that the Tool Library was to be open in the evening.",
        "The Director spoke. Lending of tools was to go on as it had for years.",
        "It was a matter for the tool library to decide, and the members did so.",
    ] {
        assert!(claims_find(&with(said)), "{said}");
    }
}

fn claims_find(suggestion: &Suggestion) -> bool {
    matches!(suggestion.outcome, SweepOutcome::Found { .. })
}

#[test]
fn a_field_of_a_form_and_an_item_of_an_agenda_lend_no_weight() {
    let library = library(r#""tool library""#, "");
    let said = "The tool library lent spades to all who asked for them in the spring.";
    let mut texts = filler(0, 2);
    texts.push("Is the tool library affected?: Yes".to_owned());
    texts.push("The clerk was thanked by everybody for the work that had been done.".to_owned());
    texts.push("To consider the tool library".to_owned());
    texts.push("Tool library report PDF 155 KB".to_owned());
    texts.push(said.to_owned());
    let suggestion = look(&library, vec![paper(&[texts])]);
    assert_eq!(first(&suggestion), said);
    let SweepOutcome::Found { passages, .. } = &suggestion.outcome else {
        panic!("it is found");
    };
    assert!(passages.iter().all(|one| !one.text.contains("clerk")));
}

#[test]
fn silence_comes_with_the_likeliest_paragraphs_though_none_is_a_mention() {
    let library = library(LOOK_FOR, "");
    let mut texts = filler(0, 6);
    texts.push("The charges for the gardening club are as they were last year.".to_owned());
    let suggestion = look(&library, vec![paper(&[texts])]);
    let told = silence(&suggestion);
    assert!(told.possible.is_empty() && told.is_whole());
    assert!(
        told.to_check()[0]
            .text
            .starts_with("The charges for the gardening club")
    );
    assert_eq!(suggestion.passages(), told.to_check());
}

#[test]
fn words_of_another_time_are_no_search() {
    let library = library(
        r#""rood screens", "glebe terriers", "tithe maps", "fulling mills""#,
        "",
    );
    let many: Vec<Vec<String>> = (0..70).map(|at| filler(at, 14)).collect();
    let suggestion = look(&library, vec![paper(&many)]);
    let told = silence(&suggestion);
    assert!(!told.is_whole());
    assert!(
        told.label()
            .starts_with("Few of the words looked for occur in these papers at all")
    );
    let proof = &told.evidence(None)[0];
    assert!(
        proof
            .locator
            .as_deref()
            .unwrap()
            .contains("few of these words")
    );
}

const WELSH: [&str; 3] = [
    "Cyfarfu'r bwrdd yn neuadd y dref yn y gwanwyn ac edrychodd ar y pedair ffordd o redeg y \
     baddonau, a dywedwyd wrtho y byddai'r staff yn cael eu holi amdanynt.",
    "Bydd adroddiad ar gostau pob un yn barod erbyn yr haf, ac yna fe fydd yr aelodau yn penderfynu \
     ar y ffordd orau ymlaen i bobl y dref a'r pentrefi o'i chwmpas.",
    "Diolchodd y cadeirydd i bawb am ddod i'r cyfarfod ac am eu gwaith caled yn ystod y flwyddyn \
     ddiwethaf, a dymunodd yn dda iddynt ar gyfer y flwyddyn i ddod.",
];

#[test]
fn a_welsh_page_is_searched_with_welsh_words_or_not_at_all() {
    let mut welsh = page(&WELSH);
    welsh.push(
        "Mae'r llyfrgell offer ar agor bob bore ac mae pobl y dref yn ei defnyddio yn aml iawn."
            .to_owned(),
    );
    let papers = || vec![paper(&[filler(0, 6), welsh.clone()])];
    let english = library(LOOK_FOR, "");
    let suggestion = look(&english, papers());
    let told = silence(&suggestion);
    assert!(!told.is_whole());
    assert_eq!(told.pages_read(), 1, "the other page was not searched");
    assert!(
        told.label()
            .starts_with("Not all of “Paper 1” was searched: page 2 is in Welsh"),
        "{}",
        told.label()
    );
    let proof = &told.evidence(None)[0];
    assert_eq!(proof.absence.as_ref().map(|one| one.pages), Some(1));
    assert!(proof.locator.as_deref().unwrap().contains("in Welsh"));
    let both = library(LOOK_FOR, r#"look_for_welsh = ["llyfrgell offer"]"#);
    let suggestion = look(&both, papers());
    assert!(
        matches!(suggestion.outcome, SweepOutcome::Found { .. }),
        "{suggestion:?}"
    );
    assert!(suggestion.words.contains(&"llyfrgell offer".to_owned()));
    assert!(first(&suggestion).contains("llyfrgell offer"));
}

/// Returns true if a suggestion claims an absence, whole and with nothing to look at.
fn claims_absence(suggestion: &Suggestion) -> bool {
    matches!(&suggestion.outcome, SweepOutcome::Silent(silence) if silence.is_whole())
}

/// Three hundred papers, each of which mentions the thing in one way: none is an absence.
#[test]
fn none_of_three_hundred_mentions_is_called_an_absence() {
    let things = [
        "tool library",
        "hire of tools",
        "lending scheme",
        "advisers' panel",
        "terms and conditions",
    ];
    let look_for = things.map(|thing| format!("{thing:?}")).join(", ");
    let english = library(&look_for, "");
    let both = library(
        &look_for,
        r#"look_for_welsh = ["llyfrgell offer", "lyfrgell offer"]"#,
    );
    let mut wrong: Vec<String> = Vec::new();
    let mut tried = 0;
    let mut check = |what: &str, at: usize, suggestion: &Suggestion, is_found: bool| {
        tried += 1;
        let missed = is_found
            && matches!(&suggestion.outcome, SweepOutcome::Silent(silence) if silence.possible.is_empty());
        if claims_absence(suggestion) || missed {
            wrong.push(format!("{what} {at}: {}", suggestion.label()));
        }
    };
    // Plain: every way of writing them, in running text, under a heading, over a page.
    let plain = [
        "tool libraries",
        "Tool Library",
        "tool-library",
        "tool library(s)",
        "hire of tools",
        "hiring of tools",
        "lending schemes",
        "LENDING SCHEME",
        "lending-scheme",
        "lending scheme(s)",
        "advisor's panel",
        "adviser(s) panel",
        "advisers' panels",
        "ADVISORS’ PANEL",
        "terms & conditions",
        "Terms and Conditions",
        "terms &\nconditions",
        "lend-\ning scheme",
        "tool\nlibrary",
        "hire of\ttools",
    ];
    for (at, thing) in plain.iter().enumerate() {
        let around = filler(at, 5);
        let sentence = format!("It was said that the {thing} would be looked at again in May.");
        let (half, rest) = sentence.split_at(sentence.find(' ').unwrap() + 9);
        let ways: [Vec<Vec<String>>; 5] = [
            vec![[around.clone(), page(&[&sentence])].concat()],
            vec![
                [page(&[&sentence]), around.clone()].concat(),
                around.clone(),
            ],
            vec![
                [
                    page(&[&format!(
                        "# On the {}",
                        thing.replace("-\n", "").replace('\n', " ")
                    )]),
                    around.clone(),
                ]
                .concat(),
            ],
            vec![
                [around.clone(), page(&[half, "* A note."])].concat(),
                [page(&[rest.trim()]), around.clone()].concat(),
            ],
            vec![[around.clone(), page(&[&format!("• the {thing}")])].concat()],
        ];
        for (way, pages) in ways.iter().enumerate() {
            check(
                "plain",
                at * 10 + way,
                &look(&english, vec![paper(pages)]),
                true,
            );
        }
    }
    // Welsh: searched with Welsh words, or counted as not searched.
    for at in 0..60 {
        let mut welsh: Vec<String> = (0..3)
            .map(|line| WELSH[(at + line) % 3].to_owned())
            .collect();
        let thing = if at % 4 < 2 {
            "Mae'r llyfrgell offer"
        } else {
            "Aeth i lyfrgell offer"
        };
        welsh.insert(
            at % 4,
            format!("{thing} yn y dref bob bore am fod angen y rhaw arni hi eto."),
        );
        let papers = match at % 3 {
            0 => vec![paper(&[filler(at, 4), welsh])],
            1 => vec![paper(&[welsh, filler(at, 4)])],
            // A page in both languages.
            _ => vec![paper(&[[filler(at, 4), welsh].concat()])],
        };
        let (library, is_found) = if at % 2 == 0 {
            (&both, true)
        } else {
            (&english, false)
        };
        check("welsh", at, &look(library, papers), is_found);
    }
    // Scanned: the page holds a picture, and the words are in it.
    let scan = Page {
        picture: true,
        ..Page::default()
    };
    for at in 0..60 {
        let text = Page::default().lines(72.0, 700.0, 11.0, &OTHERS);
        let mut pages: Vec<Page> = (0..=at % 5).map(|_| text.clone()).collect();
        pages.insert(at % (pages.len() + 1), scan.clone());
        let read = read_trusted(pdf(&pages), Path::new("a.pdf")).unwrap();
        check("scanned", at, &look(&english, vec![read]), false);
    }
    // Garbled: a page of letters without meaning.
    for at in 0..40 {
        let shift = 1 + u8::try_from(at % 20).unwrap();
        let lost: String = OTHERS
            .join(" ")
            .chars()
            .filter(|c| !"aeiouAEIOU".contains(*c))
            .collect();
        let lost: String = lost
            .bytes()
            .map(|byte| match byte {
                b'a'..=b'z' => char::from(
                    "bcdfghjklmnpqrstvwxz".as_bytes()[usize::from((byte - b'a' + shift) % 20)],
                ),
                other => char::from(other),
            })
            .collect();
        let lines: Vec<String> = lost
            .as_bytes()
            .chunks(60)
            .map(|line| String::from_utf8_lossy(line).into())
            .collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let pages = [
            Page::default().lines(72.0, 700.0, 11.0, &OTHERS),
            Page::default().lines(72.0, 700.0, 11.0, &lines),
        ];
        let read = read_trusted(pdf(&pages), Path::new("a.pdf")).unwrap();
        check("garbled", at, &look(&english, vec![read]), false);
    }
    // Tables: in a cell, in a row, over the lines of a heading's cell.
    for at in 0..40 {
        let row = match at % 4 {
            0 => format!("Item {at}\ttool library\t£{at}00"),
            1 => format!("Tool\tItem {at}\nlibrary\t£{at}00"),
            2 => format!("Lending\tYear {at}\nscheme\tCost"),
            _ => format!("{at}\tHire of\ntools\t£{at}00\tyes"),
        };
        let pages = [[filler(at, 3), vec![row], filler(at + 3, 3)].concat()];
        check("table", at, &look(&english, vec![paper(&pages)]), true);
    }
    assert_eq!(tried, 300);
    assert!(wrong.is_empty(), "{} of {tried}: {wrong:#?}", wrong.len());
}

#[test]
fn where_there_is_no_mention_silence_is_said_and_nothing_is_found() {
    let library = library(LOOK_FOR, r#"never_alone = ["shed"]"#);
    let chance = [
        "The hire of the hall went up and the tools of the trade were shown at the fair in August.",
        "Lending by the bank fell, and a scheme for the harbour was put off.",
        "The library opens late on Thursdays; a tool for booking is on its page.",
        "The shed on the quay was let to the rowing club.",
    ];
    let mut wrong = Vec::new();
    for at in 0..60 {
        let mut texts = filler(at, 3 + at % 7);
        if at % 2 == 0 {
            texts.push(chance[at / 2 % chance.len()].to_owned());
        }
        let has_shed = texts.iter().any(|text| text.contains("shed "));
        let suggestion = look(&library, vec![paper(&[texts])]);
        if !claims_absence(&suggestion) {
            wrong.push((at, suggestion.label()));
        }
        // A word that is there, if in another meaning, is told and never said not to be there.
        if let SweepOutcome::Silent(silence) = &suggestion.outcome {
            assert_eq!(
                silence.words.iter().any(|word| word == "shed"),
                !has_shed,
                "{}",
                suggestion.label()
            );
            assert_eq!(silence.loose.iter().any(|one| one.word == "shed"), has_shed);
        }
    }
    assert!(wrong.len() <= 3, "{wrong:#?}");
}
