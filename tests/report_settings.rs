//! A user's own head, foot and order of sections: settings, not code.

use crate::testkit::report_common;

use report_common::{
    all_text, day, example, formats_of, found, library, meta, with_setting, written,
};
use scrutineer::base::Word as _;
use scrutineer::checklist::Status;
use scrutineer::report::document::{Block, Span};
use scrutineer::report::setting::{Letterhead, PaperSection, Settings};
use scrutineer::report::{Kind, ReportDocument, Setting};

fn set(settings: Settings) -> Setting {
    Setting {
        settings,
        ..Setting::default()
    }
}

fn submission(settings: Settings) -> ReportDocument {
    let library = library();
    let audit = example("liverpool-ict-2000");
    let findings = found(&library, &audit);
    with_setting(
        Kind::Submission,
        &library,
        &audit,
        &findings,
        &set(settings),
    )
    .expect("built")
}

fn headings(document: &ReportDocument) -> Vec<&str> {
    document
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Heading { level: 1, text } => Some(text.as_str()),
            _ => None,
        })
        .collect()
}

/// The numbers of the notes as a reader meets them.
fn notes(block: &Block) -> Vec<usize> {
    match block {
        Block::List { items, .. } => items
            .iter()
            .flatten()
            .filter_map(|span| match span {
                Span::Note { number } => Some(*number),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}

#[test]
fn a_house_has_its_head_and_foot_in_every_kind_and_format() {
    let library = library();
    let audit = example("liverpool-ict-2000");
    let findings = found(&library, &audit);
    let settings = Settings {
        house: Letterhead {
            logo: "AALGB".to_owned(),
            name: "Anytown Branch Seven".to_owned(),
            lines: vec!["12 Highest Street".to_owned(), "one@two.example".to_owned()],
            footer: "Affiliated to nobody".to_owned(),
        },
        ..Settings::default()
    };
    let setting = set(settings);
    for kind in Kind::ALL {
        let document = with_setting(*kind, &library, &audit, &findings, &setting).expect("built");
        for format in &formats_of(*kind) {
            let text = written(&document, *format);
            let place = |token: &str| {
                text.find(token)
                    .unwrap_or_else(|| panic!("{kind} {format}: {token}"))
            };
            let head = ["AALGB", "Anytown Branch Seven", "12 Highest Street"].map(place);
            assert!(head.is_sorted(), "{kind} {format}: {head:?}");
            assert!(place("Affiliated to nobody") > head[2], "{kind} {format}");
        }
    }
}

#[test]
fn sections_stand_in_the_order_that_was_set_and_the_limits_always() {
    let usual = submission(Settings::default());
    let mut settings = Settings::default();
    settings.order.set(
        Kind::Submission,
        &[
            PaperSection::Cases,
            PaperSection::Gaps,
            PaperSection::Grounds,
        ],
    );
    let own = submission(settings);
    let place = |word: &str| {
        headings(&own)
            .iter()
            .position(|one| one.contains(word))
            .unwrap_or_else(|| panic!("{word}: {:?}", headings(&own)))
    };
    assert_eq!(place("The cases"), 0);
    assert!(place("What we ask to be shown") < place("undermine the decision"));
    assert_eq!(place("its limits"), headings(&own).len() - 1);
    assert!(headings(&usual).contains(&"In short") && !headings(&own).contains(&"In short"));
    let text = all_text(&own);
    assert!(text.contains("It is not legal advice"));
    assert!(text.contains("sha256:0123456789ab"));
    // Notes are numbered as a reader meets them, and all of them are there.
    let mut seen: Vec<usize> = own.blocks.iter().flat_map(notes).collect();
    let mut most = 0;
    for number in &seen {
        assert!(*number <= most + 1, "note {number} comes after {most}");
        most = most.max(*number);
    }
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), own.notes.len());
}

#[test]
fn no_setting_takes_out_what_must_stand() {
    let library = library();
    let audit = example("liverpool-ict-2000");
    let findings = found(&library, &audit);
    let mut settings = Settings::default();
    for kind in Kind::ALL {
        settings.order.set(*kind, &[]);
    }
    let setting = set(settings);
    for kind in Kind::ALL {
        let document = with_setting(*kind, &library, &audit, &findings, &setting).expect("built");
        let text = all_text(&document);
        if kind.sections().iter().any(|section| section.is_fixed()) {
            assert!(text.contains("not legal advice"), "{kind}: {text}");
            assert!(text.contains("sha256:0123456789ab"), "{kind}: {text}");
        }
    }
    let notice = with_setting(Kind::CallIn, &library, &audit, &findings, &setting);
    assert!(!all_text(&notice.expect("built")).contains("Not ready to be sent"));
}

#[test]
fn every_section_that_can_be_named_is_one() {
    let library = library();
    let mut audit = example("liverpool-ict-2000");
    // Something for every section of the record: a parked answer, a mistake.
    let orphaned = audit.answers.values().next().cloned().expect("an answer");
    audit.answers.insert("gone".to_owned(), orphaned);
    if let Some(answer) = audit.answers.get_mut("users.consulted") {
        answer.status = Some(Status::Met);
        answer.evidence.clear();
    }
    audit.notice.signatories.push("Cllr Dee".to_owned());
    let findings = found(&library, &audit);
    assert!(meta().today > day(2026, 1, 1));
    for kind in Kind::ALL {
        for section in kind.sections() {
            // Only where something of the sort is recorded, or a ground names it.
            let seldom = [
                PaperSection::Asked,
                PaperSection::Others,
                PaperSection::Changes,
                PaperSection::Contested,
                PaperSection::Standards,
                PaperSection::Dates,
                PaperSection::Cases,
                PaperSection::Strengths,
                PaperSection::InPart,
            ];
            // The submission has room for all grounds of this audit.
            let of_many = (*kind, *section) == (Kind::Annexes, PaperSection::Grounds);
            if of_many || seldom.contains(section) {
                continue;
            }
            let mut settings = Settings::default();
            settings.order.set(*kind, &[*section]);
            let only = with_setting(*kind, &library, &audit, &findings, &set(settings));
            let mut settings = Settings::default();
            settings.order.set(*kind, &[]);
            let none = with_setting(*kind, &library, &audit, &findings, &set(settings));
            let (only, none) = (only.expect("built"), none.expect("built"));
            if section.is_fixed() {
                assert_eq!(only.blocks.len(), none.blocks.len(), "{kind} {section}");
            } else {
                assert!(
                    only.blocks.len() > none.blocks.len(),
                    "{} {} is empty",
                    kind.word(),
                    section
                );
            }
        }
    }
}
