//! Checklists change under an audit: no edition ever costs an answer.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use chrono::NaiveDate;
use proptest::prelude::*;
use scrutineer::audit::{Audit, Review};
use scrutineer::base::SourceText;
use scrutineer::checklist::{ChecklistText, Library, Status, load};
use scrutineer::findings::derive;

/// Which wording each of eight questions has in an edition; none where it is left out.
type Edition = Vec<Option<u8>>;

fn edition() -> impl Strategy<Value = Edition> {
    prop::collection::vec(prop::option::weighted(0.8, 0u8..3), 8)
}

/// For each of the eight, the question that takes it in where it is left out.
type Merges = Vec<Option<usize>>;

fn merges() -> impl Strategy<Value = Merges> {
    prop::collection::vec(prop::option::weighted(0.7, 0usize..8), 8)
}

fn library(edition: &Edition) -> Library {
    merging(edition, &Vec::new())
}

fn merging(edition: &Edition, merges: &Merges) -> Library {
    let mut text = String::from(
        "format = 1\nid = \"q\"\ntitle = \"Q\"\nedition = \"1\"\n\n[[section]]\nid = \"s\"\ntitle = \"S\"\n",
    );
    for (number, wording) in edition.iter().enumerate() {
        if let Some(wording) = wording {
            write!(
                text,
                "\n[[question]]\nid = \"q.{number}\"\nsection = \"s\"\ntopic = \"users\"\n\
                 ask = \"Was thing {number} done in way {wording}?\"\nlook_for = [\"abc\"]\n\
                 proved_by = [\"a paper\"]\nusual_failure = \"No.\"\n"
            )
            .expect("a text");
        }
    }
    for (number, into) in merges.iter().enumerate() {
        let asked = |number: usize| edition.get(number).copied().flatten().is_some();
        if let Some(into) = into.filter(|into| asked(*into) && !asked(number)) {
            write!(
                text,
                "\n[[merged]]\nid = \"q.{number}\"\ninto = \"q.{into}\"\n"
            )
            .expect("a text");
        }
    }
    let text = ChecklistText {
        source: SourceText::new("q.toml", text),
        shipped: false,
    };
    load(&[text]).expect("it is a checklist")
}

fn answer_all(audit: &mut Audit, library: &Library) {
    for (_, question) in library.questions() {
        let change = audit.edit_answer(&question.id, |answer| {
            answer.status = Some(Status::NotMet);
            answer.note = format!("my words on {}", question.id);
            answer.asked = Some(question.digest().clone());
            answer.asked_text = Some(question.ask.to_string());
        });
        if let Some(change) = change {
            audit.apply(&change).expect("it fits");
        }
    }
}

proptest! {
    #[test]
    fn no_sequence_of_editions_costs_an_answer(
        first in edition(),
        later in prop::collection::vec(edition(), 1..6),
    ) {
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
        let mut audit = Audit::new(Review::named("A", "B"));
        answer_all(&mut audit, &library(&first));
        let mut wording: BTreeMap<String, Option<u8>> = first
            .iter()
            .enumerate()
            .filter(|(_, one)| one.is_some())
            .map(|(number, one)| (format!("q.{number}"), *one))
            .collect();
        let kept = audit.clone();
        for (at, edition) in later.iter().enumerate() {
            let library = library(edition);
            let findings = derive(&library, &audit, today);
            prop_assert_eq!(&audit.answers, &kept.answers, "looking changes nothing");
            for (id, answered) in &wording {
                let number: usize = id.trim_start_matches("q.").parse().expect("a number");
                let now = edition.get(number).copied().flatten();
                let ix = library.find_question(id);
                match ix {
                    None => prop_assert!(findings.orphaned.contains(id), "{} is parked", id),
                    Some(ix) => {
                        let one = findings.answered(ix);
                        prop_assert!(one.touched, "{} still stands", id);
                        // The same words carry; other words wait to be confirmed.
                        prop_assert_eq!(one.recheck, now != *answered, "{} in edition {}", id, at);
                        prop_assert_eq!(one.status.is_some(), now == *answered);
                    }
                }
            }
            prop_assert!(audit.answers.len() >= kept.answers.len());
        }
        // Confirmed in the last edition, it counts again; nothing else is touched.
        let last = later.last().expect("one");
        let library = library(last);
        let before = audit.answers.len();
        for (ix, question) in library.questions() {
            if derive(&library, &audit, today).answered(ix).recheck {
                let change = audit
                    .edit_answer(&question.id, |answer| answer.asked = Some(question.digest().clone()))
                    .expect("a change");
                audit.apply(&change).expect("it fits");
                wording.insert(question.id.to_string(), None);
                prop_assert!(derive(&library, &audit, today).answered(ix).status.is_some());
            }
        }
        prop_assert_eq!(audit.answers.len(), before);
    }
    #[test]
    fn no_sequence_of_editions_that_merge_questions_costs_an_answer(
        first in edition(),
        later in prop::collection::vec((edition(), merges(), any::<bool>()), 1..6),
    ) {
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
        let mut audit = Audit::new(Review::named("A", "B"));
        answer_all(&mut audit, &library(&first));
        let notes: BTreeSet<String> = audit.answers.values().map(|one| one.note.clone()).collect();
        for (edition, merges, confirm) in &later {
            let library = merging(edition, merges);
            let findings = derive(&library, &audit, today);
            let mut seen: BTreeSet<String> = BTreeSet::new();
            for id in &findings.orphaned {
                prop_assert!(library.find_current(id).is_none(), "{} is asked", id);
                seen.insert(audit.answers[id].note.clone());
            }
            for (ix, question) in library.questions() {
                let own = audit.answer(&question.id).is_some();
                let shown = audit.answer_of(&library, ix);
                seen.extend(shown.map(|one| one.note.clone()));
                let before = audit.answered_before(&library, ix);
                seen.extend(before.map(|(_, one)| one.note.clone()));
                let answered = findings.answered(ix);
                prop_assert_eq!(answered.touched, shown.is_some());
                if shown.is_some() && !own {
                    prop_assert!(answered.recheck && answered.status.is_none(), "not confirmed");
                }
            }
            prop_assert_eq!(&seen, &notes, "each answer is shown somewhere");
            if !*confirm {
                continue;
            }
            let before = audit.clone();
            for (ix, question) in library.questions() {
                if !findings.answered(ix).recheck {
                    continue;
                }
                let stood = audit.answer_of(&library, ix).cloned().expect("shown");
                let change = audit
                    .edit_answer_of(&library, ix, |one| one.asked = Some(question.digest().clone()))
                    .expect("a change");
                audit.apply(&change).expect("it fits");
                let own = audit.answer(&question.id).expect("its own");
                prop_assert_eq!((&own.note, own.status), (&stood.note, stood.status));
                prop_assert!(derive(&library, &audit, today).answered(ix).status.is_some());
            }
            for (id, answer) in &before.answers {
                prop_assert_eq!(&audit.answers[id].note, &answer.note, "{} stays", id);
            }
        }
    }
}
