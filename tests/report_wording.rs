//! What a report may say and what it may not, over every example and every shipped scenario.

use crate::testkit::report_common;

use chrono::NaiveDate;
use report_common::{all_text, built, cases, example, kinds, library, proved, text_of};
use scrutineer::audit::{Audit, Review};
use scrutineer::checklist::{Checked, Force, Library, Requirement};
use scrutineer::report::document::{Block, Span, words_of};
use scrutineer::report::{Kind, ReportDocument};

/// The label that opens a paragraph: "Law".
fn label(block: &Block) -> Option<&str> {
    let Block::Paragraph { spans } = block else {
        return None;
    };
    match spans.first() {
        Some(Span::Strong { text }) => text.strip_suffix(':'),
        _ => None,
    }
}

/// The words an item of a list opens with, which are its citation or its yardstick.
fn opens(item: &[Span]) -> &str {
    match item.first() {
        Some(Span::Strong { text } | Span::Link { text, .. }) => text,
        _ => "",
    }
}

/// The blocks of each ground of a submission.
fn grounds(document: &ReportDocument) -> Vec<(String, Vec<&Block>)> {
    let mut found: Vec<(String, Vec<&Block>)> = Vec::new();
    let mut inside = false;
    for block in &document.blocks {
        match block {
            Block::Heading { level: 2, text } if text.starts_with("Ground ") => {
                inside = true;
                found.push((text.clone(), Vec::new()));
            }
            Block::Heading { level: 1 | 2, .. } => inside = false,
            block if inside => {
                if let Some((_, blocks)) = found.last_mut() {
                    blocks.push(block);
                }
            }
            _ => {}
        }
    }
    found
}

fn cited<'l>(library: &'l Library, citation: &str) -> Vec<&'l Requirement> {
    library
        .requirements()
        .map(|(_, one)| one)
        .filter(|one| {
            let spans = one.in_force.iter();
            let mut own = spans.filter_map(|span| span.citation.as_deref());
            one.citation == citation || own.any(|own| own == citation)
        })
        .collect()
}

fn written_by_the_user(audit: &Audit) -> String {
    let notes = audit.answers.values().map(|answer| answer.note.clone());
    let quotes = audit
        .answers
        .values()
        .flat_map(|answer| &answer.evidence)
        .filter_map(|one| one.quote.clone());
    notes
        .chain(quotes)
        .collect::<Vec<_>>()
        .join("\n")
        .to_lowercase()
}

#[test]
fn no_report_calls_anything_unlawful_or_illegal_of_its_own() {
    let library = library();
    for case in cases(&library) {
        let name = &case.name;
        let theirs = written_by_the_user(&case.audit);
        for kind in kinds() {
            // The long ones hold the checklists' own words, the same for every audit.
            if matches!(kind, Kind::Record | Kind::Blank) && !case.shown {
                continue;
            }
            let Ok(document) = case.built(&library, *kind) else {
                continue;
            };
            let text = all_text(&document).to_lowercase();
            for word in ["unlawful", "illegal", "broke the law", "guilty"] {
                if !theirs.contains(word) {
                    assert!(!text.contains(word), "{name}, {kind}: says “{word}”");
                }
            }
        }
    }
}

#[test]
fn a_submission_cites_nothing_that_has_to_be_checked_first() {
    let library = library();
    let doubtful: Vec<&Requirement> = library
        .requirements()
        .map(|(_, one)| one)
        .filter(|one| one.is_doubtful())
        .collect();
    assert!(doubtful.len() > 20, "{}", doubtful.len());
    let sound = |text: &str| {
        library
            .requirements()
            .any(|(_, one)| !one.is_doubtful() && one.citation.contains(text))
    };
    for case in cases(&library) {
        let name = &case.name;
        for kind in [
            Kind::Submission,
            Kind::Annexes,
            Kind::CallIn,
            Kind::InformationRequest,
            Kind::Briefing,
        ] {
            let Ok(document) = case.built(&library, kind) else {
                continue;
            };
            let text = all_text(&document);
            for one in &doubtful {
                if !sound(&one.citation) {
                    assert!(
                        !text.contains(one.citation.as_str()),
                        "{name}, {kind}: cites {}",
                        one.id
                    );
                }
            }
            for phrase in [Checked::Unverified.label(), "RECONSTRUCTED", "CONTESTED"] {
                assert!(!text.contains(phrase), "{name}, {kind}: {phrase}");
            }
        }
    }
}

#[test]
fn only_law_stands_under_law_and_our_own_reading_only_as_arguable() {
    let library = library();
    let (mut laws, mut guidance, mut standards, mut arguable) = (0, 0, 0, 0);
    for case in cases(&library) {
        let name = &case.name;
        let Ok(document) = case.built(&library, Kind::Submission) else {
            continue;
        };
        let mut under = String::new();
        for block in &document.blocks {
            if matches!(block, Block::Heading { .. }) {
                under.clear();
            }
            if let Some(said) = label(block) {
                said.clone_into(&mut under);
            }
            let Block::List { items, .. } = block else {
                continue;
            };
            for item in items {
                let citation = opens(item);
                let all = cited(&library, citation);
                let at = format!("{name}: {citation} under “{under}”");
                match under.as_str() {
                    "Law" => {
                        laws += 1;
                        assert!(!all.is_empty(), "{at}");
                        assert!(
                            all.iter().any(|one| one.can_be_breached() || one.whole),
                            "{at}"
                        );
                        assert!(all.iter().all(|one| one.force.is_law()), "{at}");
                    }
                    said if said.starts_with("Statutory guidance") => {
                        guidance += 1;
                        assert!(all.iter().any(|one| one.force == Force::HaveRegard), "{at}");
                    }
                    said if said.starts_with("Arguable") => {
                        arguable += 1;
                        assert!(all.iter().any(|one| one.our_reading), "{at}");
                    }
                    "Standards (not put as law)" => {
                        standards += 1;
                        let of = |one: &Requirement| {
                            one.instrument == citation
                                && matches!(
                                    one.force,
                                    Force::Agreement | Force::Code | Force::GoodPractice
                                )
                        };
                        assert!(library.requirements().any(|(_, one)| of(one)), "{at}");
                    }
                    _ => {}
                }
            }
        }
    }
    assert!(
        laws > 20 && guidance > 0 && standards > 20 && arguable > 0,
        "{laws} {guidance} {standards} {arguable}"
    );
}

#[test]
fn a_heading_says_duty_only_over_grounds_that_rest_on_one() {
    let library = library();
    for case in cases(&library) {
        let name = &case.name;
        let Ok(document) = case.built(&library, Kind::Submission) else {
            continue;
        };
        let mut under_duty = false;
        let mut laws: Option<(String, usize)> = None;
        let check = |laws: &Option<(String, usize)>| {
            if let Some((title, count)) = laws {
                assert!(
                    *count > 0,
                    "{name}: {title} stands under duties and names none"
                );
            }
        };
        for block in &document.blocks {
            match block {
                Block::Heading { level: 1, text } => {
                    check(&laws);
                    laws = None;
                    under_duty = text.contains("a duty appears not to have been met");
                }
                Block::Heading { level: 2, text } if under_duty => {
                    check(&laws);
                    laws = Some((text.clone(), 0));
                }
                Block::List { items, .. } => {
                    if let Some((_, count)) = &mut laws {
                        *count += items
                            .iter()
                            .filter(|item| {
                                words_of(item).contains("This appears not to have been met.")
                            })
                            .count();
                    }
                }
                _ => {}
            }
        }
        check(&laws);
    }
}

#[test]
fn every_ground_has_evidence_or_says_what_it_has_instead() {
    let library = library();
    let mut seen = 0;
    for case in cases(&library) {
        let name = &case.name;
        let Ok(document) = case.built(&library, Kind::Submission) else {
            continue;
        };
        for (title, blocks) in grounds(&document) {
            seen += 1;
            let shown = blocks.iter().any(|block| {
                let mut text = Vec::new();
                text_of(block, &mut text);
                let text = text.join(" ");
                matches!(block, Block::Quote { .. })
                    || matches!(
                        label(block),
                        Some("Evidence" | "An absence" | "Our request")
                    )
                    || text.contains("See ground ")
            });
            assert!(shown, "{name}: {title}");
            for block in blocks {
                // An absence says what was searched for, and where.
                if label(block) == Some("An absence") {
                    let mut text = Vec::new();
                    text_of(block, &mut text);
                    let text = text.join(" ");
                    assert!(
                        text.contains("Not found in ") && text.contains("read)"),
                        "{name}: {title}: {text}"
                    );
                }
            }
        }
    }
    assert!(seen > 100, "{seen}");
}

#[test]
fn a_breach_is_only_ever_said_to_appear_so() {
    let library = library();
    // Of 2003, when the order reached the unions: a duty with a limb of its own.
    let mut audit = proved(example("liverpool-ict-2000"));
    audit.review.decided = NaiveDate::from_ymd_opt(2003, 5, 14);
    let document = built(Kind::Submission, &library, &audit).expect("it is built");
    let text = all_text(&document);
    assert!(text.contains("appears not to have been met"));
    for claim in [
        "was breached",
        "has breached",
        "in breach",
        "failed in its duty",
    ] {
        assert!(!text.contains(claim), "{claim}");
    }
}

#[test]
fn no_foreign_judgment_and_not_the_review_itself_is_cited() {
    let library = library();
    for case in cases(&library) {
        let (name, audit) = (&case.name, &case.audit);
        for kind in [
            Kind::Submission,
            Kind::Annexes,
            Kind::Crib,
            Kind::Record,
            Kind::Briefing,
        ] {
            if kind == Kind::Record && !case.shown {
                continue;
            }
            let Ok(document) = case.built(&library, kind) else {
                continue;
            };
            let text = all_text(&document);
            for (_, precedent) in library.precedents() {
                let foreign = precedent.court && precedent.territory != audit.review.territory;
                let shared = |t| {
                    use scrutineer::checklist::Territory::{England, Wales};
                    matches!(t, England | Wales)
                };
                if foreign && !(shared(precedent.territory) && shared(audit.review.territory)) {
                    assert!(
                        !text.contains(precedent.title.as_str()),
                        "{name}, {kind}: {}",
                        precedent.title
                    );
                }
            }
        }
    }
    let own = built(Kind::Submission, &library, &example("liverpool-ict-2000")).expect("built");
    assert!(!all_text(&own).contains("Liverpool City Council, ICT review"));
    let annexes = built(Kind::Annexes, &library, &example("liverpool-ict-2000")).expect("built");
    assert!(!all_text(&annexes).contains("Liverpool City Council, ICT review"));
}

#[test]
fn an_empty_submission_is_refused_with_what_to_do() {
    let library = library();
    let audit = Audit::new(Review::named("Anytown Council", "Home care"));
    for kind in kinds() {
        match built(*kind, &library, &audit) {
            // Whoever has nothing yet asks for the papers that every review must have.
            Ok(made) if *kind == Kind::InformationRequest => {
                let text = all_text(&made);
                assert!(text.contains("options matrix"), "{text}");
            }
            Ok(_) => assert!(
                matches!(kind, Kind::Record | Kind::Briefing | Kind::Blank),
                "{kind} was built from nothing"
            ),
            Err(why) => {
                let why = why.to_string();
                assert!(
                    why.contains("nothing") || why.contains("no ground"),
                    "{why}"
                );
                assert!(why.contains("nswer") || why.contains("Mark"), "{why}");
            }
        }
    }
}

#[test]
fn strengths_and_lost_cases_are_told() {
    let library = library();
    let newcastle = built(Kind::Submission, &library, &example("newcastle"));
    if let Ok(document) = newcastle {
        assert!(all_text(&document).contains("What was done well"));
    }
    let briefing = built(Kind::Briefing, &library, &example("newcastle")).expect("built");
    assert!(all_text(&briefing).contains("What was done well"));
    for kind in [Kind::Annexes, Kind::Crib] {
        let liverpool = built(kind, &library, &example("liverpool-ict-2000")).expect("built");
        assert!(all_text(&liverpool).contains(": lost"), "{kind}");
    }
}

#[test]
fn the_same_audit_gives_the_same_bytes() {
    use scrutineer::report::write;
    let library = library();
    let audit = example("sefton-home-care-2000");
    for kind in kinds() {
        for format in &report_common::formats_of(*kind) {
            let once = || {
                let document = built(*kind, &library, &audit).expect("it is built");
                write(&document, *format)
            };
            assert_eq!(once(), once(), "{kind} {format}");
        }
    }
}
