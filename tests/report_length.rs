//! The papers that somebody has to have read in the room: a submission of eight grounds, a briefing of two
//! pages.

use crate::testkit::report_common;

use report_common::{all_text, built, example, library, proved, table_rows};
use scrutineer::audit::Answer;
use scrutineer::checklist::{QuestionKind, Status};
use scrutineer::report::document::Block;
use scrutineer::report::{Kind, ReportDocument};

#[test]
fn a_submission_sets_out_eight_grounds_and_names_the_others() {
    let library = library();
    let mut audit = example("newcastle");
    for ix in library.walk() {
        let question = library.question(*ix);
        if question.kind == QuestionKind::Judgement {
            let answer = Answer {
                status: Some(Status::NotMet),
                note: "The report passes over this.".to_owned(),
                ..Answer::default()
            };
            audit.answers.insert(question.id.to_string(), answer);
        }
    }
    let audit = proved(audit);
    let submission = built(Kind::Submission, &library, &audit).expect("there are grounds");
    let annexes = built(Kind::Annexes, &library, &audit).expect("there are more than eight");
    let of = |document: &ReportDocument| -> Vec<String> {
        let headings = document.blocks.iter().filter_map(|block| match block {
            Block::Heading { level: 2, text, .. } => Some(text.clone()),
            _ => None,
        });
        headings.filter(|one| one.starts_with("Ground ")).collect()
    };
    let (in_full, further) = (of(&submission), of(&annexes));
    assert_eq!(in_full.len(), 8);
    assert_eq!(table_rows(&submission, "No."), 8);
    assert!(further.len() > 8, "{further:?}");
    let text = all_text(&submission);
    assert!(text.contains("Annex A has each of them."), "{text}");
    for heading in &further {
        let title = heading.split_once(". ").map_or("", |(_, title)| title);
        assert!(text.contains(title), "{heading}");
    }
    // No title of a duty is followed by the same words again.
    let twice = "A duty appears not to have been met: ";
    for (at, _) in text.match_indices(twice) {
        let line = text[at + twice.len()..].lines().next().unwrap_or_default();
        assert!(
            !line.contains("A duty appears not to have been met."),
            "{line}"
        );
    }
}

#[test]
fn a_briefing_has_three_grounds_one_question_one_thing_to_move_and_six_topics() {
    let library = library();
    for name in ["liverpool-ict-2000", "newcastle", "york-meals"] {
        let document = built(Kind::Briefing, &library, &example(name)).expect("always built");
        let grounds = document
            .blocks
            .iter()
            .filter(|block| matches!(block, Block::Heading { level: 2, .. }))
            .count();
        assert!(grounds <= 3, "{name}: {grounds}");
        assert!(table_rows(&document, "Topic") <= 6, "{name}");
        let text = all_text(&document);
        // There is nothing to move where no ground was found.
        let moves = text.contains("If you move only one thing");
        assert_eq!(moves, grounds > 0, "{name}");
        let words = all_text(&document).split_whitespace().count();
        assert!(
            words < 1_000,
            "{name}: {words} words are more than two pages"
        );
    }
}
