//! Two papers compared: 200 pairs of a draft and a final made here, each with what was done to it, and
//! every promise of the draft looked for in the final.

use std::path::Path;

use chrono::NaiveDate;
use scrutineer::documents::compare::{ChangeKind, PaperComparison, compare_papers};
use scrutineer::documents::{Paper, read_trusted};
use scrutineer::wording::{DiffPart, Fate, is_promise};

/// Paragraphs as a council's report has them, none of them quoted from one.
const PARAGRAPHS: [&str; 24] = [
    "The library service runs eleven branches, a mobile van and a home delivery round. Some 214,000 \
     loans were made last year, which is four in a hundred fewer than in the year before.",
    "Officers looked at four options: to keep the branches as they are, to close three of them, to hand \
     them to community groups, and to share a service with the neighbouring borough.",
    "The in-house team put forward a plan of its own in March. It was costed by the finance business \
     partner, who found that it would save £182,000 in its second year.",
    "Trade unions met the project board twice. Their joint response is at appendix C, and the board's \
     reply to each of its points is printed next to it.",
    "An equality impact assessment was begun in January. It shows that older women and people without a \
     car use the smallest branches most.",
    "The consultants' fee was £46,500, of which half was paid from the transformation reserve and half \
     from the service's own budget.",
    "Users were asked for their views over eight weeks. There were 1,312 replies, and nine in ten of them \
     were against the closure of any branch.",
    "The contract for the catalogue runs out in September 2026. A new one would have to be tendered under \
     the council's standing orders.",
    "Parking at the depot has been short for years. The head of property reports that the yard next door \
     is empty and could be leased.",
    "Sickness among the grounds crews fell from eleven days to eight for each member of staff, after shifts \
     were changed at the crews' own suggestion.",
    "The fleet has thirty-two vehicles, and the oldest of them is fourteen years old. Repairs cost more \
     each winter than the lease of new ones.",
    "Neighbouring councils pay between £11 and £19 for each household. The figures leave out pensions and \
     so cannot be set against our own.",
    "Street trees were counted in the summer. Two wards have fewer than forty each, and both are among the \
     poorest in the borough.",
    "The call centre answers most calls within two minutes. On Mondays the wait is longer, because the \
     housing line opens at the same hour.",
    "Apprentices make up six in a hundred of the workforce. The college has offered to run a course at the \
     depot on two days a week.",
    "Members of the scrutiny committee visited three sites in February and spoke with the staff on duty \
     without their managers.",
    "Rents on the market have not been raised since 2019. Traders told the panel that a rise would empty \
     the side aisles first.",
    "Meals are cooked at two kitchens and driven to nine homes. Residents rated the food higher in the homes \
     that still have a cook.",
    "The reserve stands at £3.4 million. The chief finance officer advises that it be no lower than £2.5 \
     million at the end of the year.",
    "School crossing patrols are paid from the highways budget. Four of the posts are vacant and have been \
     advertised twice.",
    "Flood grants came to £760,000. Most of the money went on the culvert under the mill bridge.",
    "The records office keeps its deeds in a basement that was damp in both of the last winters, and an \
     insurer has asked for a survey.",
    "Swimming lessons are full at both pools. The waiting list has 420 names, and half of them are of \
     children under seven.",
    "Fly-tipping was reported 2,870 times. Cameras at six places led to fines in thirty-one cases.",
];

/// Promises as a council's draft has them.
const PROMISES: [&str; 14] = [
    "We will consult the recognised trade unions before any post is deleted.",
    "Users of the day centre will be consulted for twelve weeks.",
    "The full options appraisal is to be published by the end of June.",
    "The council shall report back to the scrutiny committee within six months.",
    "We commit to paying the living wage to every cleaner of the schools.",
    "An equality impact assessment will be carried out before the decision is taken.",
    "Officers undertake to bring the in-house bid to the same meeting as the tenders.",
    "No member of staff will be made redundant against their wishes.",
    "The leader has promised that the swimming pool stays open at weekends.",
    "Performance figures will be put on the website every quarter.",
    "The cabinet member pledges to visit all nine homes in the spring.",
    "A workforce survey will be held each October, with its results given to staff.",
    "The contractor shall recognise the same unions as the council does.",
    "Savings from the new depot will be spent on the grounds crews' training.",
];

/// What was done to a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Done {
    Nothing,
    Reworded,
    Moved,
    Split,
    Joined,
    DroppedPromise,
    SentenceDropped,
    Softened,
    Figure,
    Added,
    Dropped,
}

const ALL: [Done; 11] = [
    Done::Nothing,
    Done::Reworded,
    Done::Moved,
    Done::Split,
    Done::Joined,
    Done::DroppedPromise,
    Done::SentenceDropped,
    Done::Softened,
    Done::Figure,
    Done::Added,
    Done::Dropped,
];

/// A small generator of numbers: the same pairs in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }

    fn several<T: Copy>(&mut self, from: &[T], count: usize) -> Vec<T> {
        let mut left = from.to_vec();
        (0..count)
            .map(|_| left.swap_remove(self.roll(left.len())))
            .collect()
    }
}

/// A pair of papers, with the paragraph that something was done to.
struct Case {
    done: Done,
    draft: String,
    last: String,
    /// The beginning of the paragraph that is looked at.
    mark: String,
    /// The promise that the final leaves out.
    dropped: Option<&'static str>,
}

/// Prints paragraphs as a paper: numbered, each broken into lines, over pages with a running head.
fn print(paragraphs: &[String], first: usize, width: usize, hyphens: bool) -> String {
    let mut out = String::new();
    for (at, text) in paragraphs.iter().enumerate() {
        if at % 4 == 0 {
            if at > 0 {
                out.push('\u{C}');
            }
            out.push_str("Review of services, report to the cabinet\n\n");
        }
        let text = format!("{}.{} {text}", first, at + 1);
        let mut line = 0;
        for word in text.split_whitespace() {
            // A long word is broken where a printer would break it.
            if hyphens && line + word.len() > width && word.len() > 9 && word.is_ascii() {
                let half = word.len() / 2;
                let (head, tail) = word.split_at(half);
                if tail.chars().all(|c| c.is_ascii_lowercase())
                    && head.chars().all(|c| c.is_ascii_lowercase())
                {
                    out.push_str(&format!(" {head}-\n{tail}"));
                    line = tail.len();
                    continue;
                }
            }
            if line > 0 && line + word.len() > width {
                out.push('\n');
                line = 0;
            } else if line > 0 {
                out.push(' ');
            }
            out.push_str(word);
            line += word.len() + 1;
        }
        out.push_str("\n\n");
    }
    out
}

fn case(number: u64) -> Case {
    let mut dice = Dice(number.wrapping_mul(0x9E37_79B9_7F4A_7C15) + 7);
    let done = ALL[usize::try_from(number).unwrap() % ALL.len()];
    let mut draft: Vec<String> = dice
        .several(&PARAGRAPHS, 9)
        .into_iter()
        .map(ToOwned::to_owned)
        .collect();
    let promises = dice.several(&PROMISES, 4);
    // Three promises are kept in every pair; the fourth is what something may be done to.
    for promise in &promises[..2] {
        let at = dice.roll(draft.len());
        draft[at] = format!("{} {promise}", draft[at]);
    }
    draft.insert(dice.roll(draft.len()), promises[2].to_owned());
    let at = 1 + dice.roll(draft.len() - 3);
    let fourth = promises[3];
    let mut dropped = None;
    let target = |draft: &mut Vec<String>, text: String| {
        draft[at].clone_from(&text);
        text
    };
    // Whatever is looked at is a plain paragraph, so that nothing else is done to it.
    let used = draft.join(" ");
    let plain: Vec<&str> = PARAGRAPHS
        .iter()
        .copied()
        .filter(|one| !used.contains(one))
        .collect();
    let own = plain[dice.roll(plain.len())];
    draft.insert(at, own.to_owned());
    let mut last = draft.clone();
    let mark = match done {
        Done::Nothing => own.to_owned(),
        Done::Reworded => {
            last[at] = reworded(own);
            own.to_owned()
        }
        Done::Moved => {
            let text = last.remove(at);
            let to = if at < last.len() / 2 { last.len() } else { 0 };
            last.insert(to, text);
            own.to_owned()
        }
        Done::Split => {
            let end = own.find(". ").or_else(|| own.find(", ")).unwrap() + 1;
            let (head, tail) = own.split_at(end);
            head.clone_into(&mut last[at]);
            last.insert(at + 1, capital(tail.trim()));
            own.to_owned()
        }
        Done::Joined => {
            let next = last.remove(at + 1);
            last[at] = format!("{} {next}", last[at]);
            own.to_owned()
        }
        Done::DroppedPromise => {
            draft.insert(at, fourth.to_owned());
            dropped = Some(fourth);
            fourth.to_owned()
        }
        Done::SentenceDropped => {
            dropped = Some(fourth);
            target(&mut draft, format!("{own} {fourth}"))
        }
        Done::Softened => {
            draft[at] = format!("{own} {fourth}");
            last[at] = format!("{own} {}", softened(fourth));
            dropped = Some(fourth);
            draft[at].clone()
        }
        Done::Figure => {
            let text =
                "The yearly cost was £412,000 and the work was done on 14 March 2023 by 27 people.";
            let other = [
                text.replace("£412,000", "£421,000"),
                text.replace("14 March", "24 March"),
                text.replace("27 people", "29 people"),
            ];
            text.clone_into(&mut draft[at]);
            last[at].clone_from(&other[dice.roll(3)]);
            text.to_owned()
        }
        Done::Added => {
            draft.remove(at);
            own.to_owned()
        }
        Done::Dropped => {
            last.remove(at);
            own.to_owned()
        }
    };
    let quoted: Vec<String> = last
        .iter()
        .map(|one| one.replace('\'', "\u{2019}"))
        .collect();
    Case {
        done,
        draft: print(&draft, 3, 72, false),
        last: print(&quoted, 4, 58, true),
        mark: mark.chars().take(30).collect(),
        dropped,
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

/// Puts a paragraph in other words, its figures kept.
fn reworded(text: &str) -> String {
    let mut out = text.to_owned();
    for (was, now) in [
        ("The ", "Our "),
        (" were ", " have been "),
        (" was ", " has been "),
        (" of ", " among "),
        (" is ", " remains "),
        (" are ", " remain "),
        (" and ", " as well as "),
        (" in the ", " during the "),
    ] {
        out = out.replace(was, now);
    }
    format!("{out} Members noted this.")
}

/// Takes the promise out of a sentence.
fn softened(text: &str) -> String {
    let mut out = text.to_owned();
    for (was, now) in [
        ("We will consult", "It may be useful to consult"),
        ("will be", "could be"),
        ("is to be", "may be"),
        ("shall", "may"),
        ("We commit to paying", "We would like to pay"),
        ("undertake to", "hope to"),
        ("has promised", "hopes"),
        ("pledges to", "may"),
        ("will", "might"),
    ] {
        out = out.replace(was, now);
    }
    assert_ne!(out, text);
    out
}

fn paper(text: &str) -> Paper {
    read_trusted(text.as_bytes().to_vec(), Path::new("paper.txt")).expect("a paper")
}

/// Returns the kinds told of the paragraph with a mark.
fn told(compared: &PaperComparison, mark: &str) -> Vec<ChangeKind> {
    let plain = |text: &str| text.replace('\u{2019}', "'").replace("- ", "");
    let has = |text: &str| plain(text).contains(&plain(mark));
    let changes = compared.changes.iter();
    let about = changes.filter(|one| one.before.iter().chain(&one.after).any(|at| has(&at.text)));
    about.map(|one| one.kind).collect()
}

#[test]
fn of_200_pairs_what_was_done_is_told_and_no_dropped_promise_is_missed() {
    let (mut right, mut wrong, mut missed, mut invented) = (0, Vec::new(), Vec::new(), Vec::new());
    for number in 0..200 {
        let case = case(number);
        let (draft, last) = (paper(&case.draft), paper(&case.last));
        let compared = compare_papers(&draft, &last, None);
        let kinds = told(&compared, &case.mark);
        let expected: &[ChangeKind] = match case.done {
            Done::Nothing => &[],
            Done::Reworded | Done::SentenceDropped | Done::Softened => &[ChangeKind::Reworded],
            Done::Moved => &[ChangeKind::Moved],
            Done::Split => &[ChangeKind::Split],
            Done::Joined => &[ChangeKind::Joined],
            Done::DroppedPromise | Done::Dropped => &[ChangeKind::Dropped],
            Done::Figure => &[ChangeKind::Figures],
            Done::Added => &[ChangeKind::Added],
        };
        // One change was made, and one is told.
        let number_told = usize::from(case.done != Done::Nothing);
        if kinds == expected && compared.changes.len() == number_told {
            right += 1;
        } else {
            let all: Vec<ChangeKind> = compared.changes.iter().map(|one| one.kind).collect();
            wrong.push((number, case.done, kinds, all));
        }
        let gone: Vec<&str> = compared
            .promises
            .iter()
            .filter(|one| matches!(one.fate, Fate::Dropped | Fate::Withdrawn))
            .map(|one| one.said.as_str())
            .collect();
        match case.dropped {
            Some(promise) => {
                if !gone.contains(&promise) {
                    missed.push((number, case.done, promise));
                }
                invented.extend(
                    gone.iter()
                        .filter(|one| **one != promise)
                        .map(|one| (number, (*one).to_owned())),
                );
            }
            // A paragraph left out may hold a word that promises; no other promise is gone.
            None if case.done == Done::Dropped => {}
            None => invented.extend(gone.iter().map(|one| (number, (*one).to_owned()))),
        }
    }
    let (missing, invention) = (missed.len(), invented.len());
    println!(
        "right class: {right} of 200; promises missed: {missing}, invented: {invention}; {wrong:?}"
    );
    assert!(missed.is_empty(), "{missed:#?}");
    assert!(invented.is_empty(), "{invented:#?}");
    assert!(right >= 190, "{right} of 200: {wrong:#?}");
}

#[test]
fn a_softened_promise_is_told_with_its_words_and_both_pages() {
    let draft = paper(
        "First page of the draft.\u{C}Staff will be consulted in writing before any change is made.",
    );
    let last = paper(
        "First page of the final.\u{C}More.\u{C}Staff may be consulted in writing before any change is made.",
    );
    let compared = compare_papers(&draft, &last, None);
    let [promise] = compared.promises.as_slice() else {
        panic!("{:?}", compared.promises);
    };
    assert_eq!(promise.fate, Fate::Withdrawn);
    assert_eq!(promise.before.number, 2);
    assert_eq!(promise.after.as_ref().map(|at| at.number), Some(3));
    assert!(promise.words.contains(&DiffPart::Other {
        was: "will".into(),
        now: "may".into()
    }));
}

#[test]
fn two_promises_that_differ_in_a_name_are_two() {
    let draft = paper(
        "We will consult the trade unions by 1 March.\n\nWe will consult the tenants by 1 March.",
    );
    let last = paper("We will consult the tenants by 1 March.");
    let compared = compare_papers(&draft, &last, None);
    let fates: Vec<(Fate, &str)> = compared
        .promises
        .iter()
        .map(|one| (one.fate, one.said.as_str()))
        .collect();
    assert_eq!(
        fates,
        [
            (
                Fate::Dropped,
                "We will consult the trade unions by 1 March."
            ),
            (Fate::Kept, "We will consult the tenants by 1 March."),
        ]
    );
}

#[test]
fn a_date_after_the_draft_is_a_promise_and_one_before_it_is_none() {
    let written = NaiveDate::from_ymd_opt(2024, 1, 10);
    assert!(is_promise("The depot opens on 4 July 2024.", written));
    assert!(!is_promise("The depot opened on 4 July 2023.", written));
    assert!(!is_promise("The depot opens on 4 July 2024.", None));
}

#[test]
fn a_paper_compared_with_itself_has_no_change_and_keeps_every_promise() {
    let text = case(3).draft;
    let compared = compare_papers(&paper(&text), &paper(&text), None);
    assert!(compared.changes.is_empty());
    assert!(compared.promises.iter().all(|one| one.fate == Fate::Kept));
    assert!(compared.promises.len() >= 3 && compared.unchanged > 9);
}

#[test]
fn pages_without_text_are_named() {
    let draft = paper("We will consult.\u{C}\u{C}More.");
    let compared = compare_papers(&draft, &paper("More."), None);
    assert_eq!(compared.unread, (draft.pages_unread(), Vec::new()));
}
