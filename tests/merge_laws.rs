//! The laws of merging, over random histories of two to five people with undo and editions in them.

use std::fmt::Write as _;
use std::sync::OnceLock;

use chrono::{DateTime, Utc};
use scrutineer::audit::{
    Agreement, Answer, Audit, CouncilQuestion, Document, Evidence, History, OwnEvent, ReplyOutcome,
    Review, Value, merge,
};
use scrutineer::base::SourceText;
use scrutineer::base::digest::fold;
use scrutineer::checklist::{ChecklistText, Library, Status, load};
use scrutineer::findings::edition::{
    EarlierWording, EditionReview, agreement, is_of_another_edition,
};

use crate::testkit::chance::{Chance, figure};

fn at(second: u64) -> DateTime<Utc> {
    let second = i64::try_from(second).expect("small");
    DateTime::from_timestamp(1_790_000_000 + second, 0).expect("a moment")
}

/// Answers may be under the id of a question that another has taken in, or that no one asks any more.
const QUESTIONS: [&str; 5] = [
    "scope.kept",
    "scope.old",
    "unions.consulted",
    "fee",
    "users.asked",
];

/// Three editions of two checklists: questions are reworded, taken in by another, asked no more.
const EDITIONS: [[&[(&str, &str)]; 2]; 3] = [
    [
        &[
            ("scope.old", "Was the scope as it was set?"),
            ("unions.consulted", "Were unions asked?"),
            ("users.asked", "Were users asked?"),
        ],
        &[("fee", "What was paid?")],
    ],
    [
        &[
            ("scope.kept", "Was the scope kept?"),
            ("unions.consulted", "Were all unions asked?"),
            ("users.asked", "Were users asked?"),
        ],
        &[("fee", "What was paid?")],
    ],
    [
        &[
            ("scope.kept", "Was the scope kept to the end?"),
            ("unions.consulted", "Were unions asked?"),
        ],
        &[("fee", "What was paid in all?")],
    ],
];

fn editions() -> &'static [Library] {
    static EDITIONS_LOADED: OnceLock<Vec<Library>> = OnceLock::new();
    EDITIONS_LOADED.get_or_init(|| EDITIONS.iter().enumerate().map(edition).collect())
}

fn edition((number, files): (usize, &[&[(&str, &str)]; 2])) -> Library {
    let texts = files
        .iter()
        .zip(["first", "second"])
        .map(|(questions, id)| {
            let mut text = format!(
                "format = 1\nid = \"{id}\"\ntitle = \"T\"\nedition = \"{number}\"\n\
             [[section]]\nid = \"{id}\"\ntitle = \"S\"\n"
            );
            for (question, ask) in *questions {
                let kind = match *question {
                    "fee" => "kind = \"figure\"\nunit = \"GBP\"",
                    _ => "look_for = [\"w\"]\nproved_by = [\"p\"]\nusual_failure = \"u\"",
                };
                let written = write!(
                    text,
                    "[[question]]\nid = \"{question}\"\nsection = \"{id}\"\ntopic = \"users\"\n\
                 ask = \"{ask}\"\n{kind}\n"
                );
                written.expect("a text");
            }
            if number > 0 && id == "first" {
                text.push_str("[[merged]]\nid = \"scope.old\"\ninto = \"scope.kept\"\n");
            }
            ChecklistText {
                source: SourceText::new(format!("{id}.toml"), text),
                shipped: false,
            }
        });
    load(&texts.collect::<Vec<_>>()).unwrap_or_else(|why| panic!("{}", why[0]))
}

/// Records the wording of some edition with an answer, if that edition asks the question.
fn ask(random: &mut Chance, question: &str, answer: &mut Answer) {
    let asked = random.below(4);
    let library = usize::try_from(asked)
        .ok()
        .and_then(|at| editions().get(at));
    if let Some(library) = library
        && let Some(ix) = library.find_question(question)
    {
        let question = library.question(ix);
        answer.asked = Some(question.digest().clone());
        answer.asked_text = Some(question.ask.to_string());
    }
}
const WORDS: [&str; 4] = [
    "It isn’t there.",
    "It isn't there.",
    "See page 4.",
    "We asked.",
];
const IDS: [&str; 3] = ["report", "minutes", "letter"];

fn piece(random: &mut Chance, audit: &Audit) -> Evidence {
    let papers: Vec<&str> = audit.documents.iter().map(|one| one.id.as_str()).collect();
    Evidence {
        document: (!papers.is_empty() && random.below(3) > 0)
            .then(|| random.pick(&papers).to_owned()),
        page: (random.below(2) == 0).then(|| u32::try_from(random.below(3) + 1).expect("small")),
        quote: (random.below(2) == 0).then(|| random.pick(&WORDS).to_owned()),
        ..Evidence::default()
    }
}

fn edit(
    random: &mut Chance,
    (question, answer): (&str, &mut Answer),
    audit: &Audit,
    (by, when): (&str, u64),
) {
    match random.below(8) {
        // Confirmed in the words of some edition.
        7 if answer.status.is_some() => ask(random, question, answer),
        0 | 1 => {
            let all = [
                Status::Met,
                Status::NotMet,
                Status::Partly,
                Status::Withheld,
            ];
            answer.status = Some(random.pick(&all));
            ask(random, question, answer);
            answer.disagreement = None;
            (answer.by, answer.at) = (by.to_owned(), Some(at(when)));
        }
        2 => {
            answer.value = Some(Value::Number(f64::from(
                u8::try_from(random.below(3)).expect("small"),
            )));
            answer.disagreement = None;
            (answer.by, answer.at) = (by.to_owned(), Some(at(when)));
        }
        3 => random.pick(&WORDS).clone_into(&mut answer.note),
        4 => answer.contested = Some(random.pick(&WORDS).to_owned()),
        5 if !answer.evidence.is_empty() => {
            let last = answer.evidence.len() as u64;
            let place = usize::try_from(random.below(last)).expect("small");
            answer.evidence.remove(place);
        }
        _ => answer.evidence.push(piece(random, audit)),
    }
}

/// Makes one change to a history; or takes one back.
fn step(random: &mut Chance, history: &mut History, by: &str, when: u64) {
    let audit = history.audit().clone();
    let change = match random.below(13) {
        12 => {
            let at = usize::try_from(random.below(3)).expect("small");
            agreement(&editions()[at], &audit, &EarlierWording::new())
        }
        0 => {
            history.undo(by, at(when));
            return;
        }
        1 => {
            let id = random.pick(&IDS);
            let file = random.pick(&["aa", "bb", "cc"]);
            // One file is registered once.
            let is_here =
                |paper: &Document| paper.id != id && paper.sha256.as_deref() == Some(file);
            let known = audit.documents.iter().any(is_here);
            let paper = Document {
                sha256: (random.below(3) > 0 && !known).then(|| file.to_owned()),
                path: Some(format!("{by}/{file}.pdf")),
                ..Document::titled(id, random.pick(&["Report", "Minutes"]))
            };
            audit.edit_document(id, Some(paper))
        }
        2 => {
            let id = random.pick(&IDS);
            let named = |audit: &Audit| {
                let of = audit.answers.values().flat_map(|one| &one.evidence);
                of.filter_map(|one| one.document.clone())
                    .any(|one| one == id)
            };
            if named(&audit) {
                return;
            }
            audit.edit_document(id, None)
        }
        3 => {
            let number = random.below(2) + 1;
            let id = format!("put-{number}");
            let put = CouncilQuestion {
                outcome: random.pick(&[ReplyOutcome::Asked, ReplyOutcome::Answered]),
                reply: random.pick(&["", "Yes.", "No."]).to_owned(),
                ..CouncilQuestion::asked(id.as_str(), random.pick(&["Who paid?", "When?"]))
            };
            audit.edit_put(&id, Some(put))
        }
        4 => {
            let id = format!("event-{}", random.below(2) + 1);
            let event = OwnEvent {
                id: id.clone(),
                when: random
                    .pick(&["2026-03", "2026-04"])
                    .parse()
                    .expect("a date"),
                what: random
                    .pick(&["Staff were told", "The press knew"])
                    .to_owned(),
                evidence: Vec::new(),
            };
            audit.edit_event(&id, Some(event))
        }
        5 => audit.edit_review(|review| {
            review.note = Some(random.pick(&WORDS).to_owned());
            review.decided = "2026-05-04".parse().ok();
        }),
        6 => {
            let name = random.pick(&["Cllr Dee", "Cllr Eve"]).to_owned();
            audit.edit_notice(|notice| {
                if notice.signatories.contains(&name) {
                    notice.signatories.retain(|one| *one != name);
                } else {
                    notice.signatories.push(name);
                }
            })
        }
        _ => {
            let question = random.pick(&QUESTIONS);
            audit.edit_answer(question, |answer| {
                edit(random, (question, answer), &audit, (by, when));
            })
        }
    };
    if let Some(change) = change {
        history.record(change, by, at(when)).expect("it fits");
    }
}

fn merged(base: Option<&Audit>, one: &Audit, other: &Audit) -> Audit {
    let there = merge(base, one, other).expect("one review");
    let back = merge(base, other, one).expect("one review");
    assert_eq!(there, back, "whichever comes first");
    there.audit
}

/// Returns the piece with the document named by what it is, since ids may be told apart.
fn anywhere(audit: &Audit, piece: &Evidence) -> (Option<String>, Evidence) {
    let paper = piece.document.as_deref().and_then(|id| audit.document(id));
    let title = paper.map(|paper| paper.sha256.clone().unwrap_or_else(|| paper.id.clone()));
    let piece = Evidence {
        document: None,
        ..piece.clone()
    };
    (title, piece)
}

/// Checks that everything one of them did since the base is in the merged audit.
fn nothing_of_it_is_lost(base: Option<&Audit>, one: &Audit, other: &Audit, all: &Audit) {
    let was = |id: &str| {
        base.and_then(|base| base.answer(id))
            .cloned()
            .unwrap_or_default()
    };
    for (id, answer) in &one.answers {
        let before = was(id);
        let now = all.answer(id).cloned().unwrap_or_default();
        let says = |judged: &Answer| (judged.status, judged.value.clone());
        if says(answer) != says(&before) && says(answer) != (None, None) {
            let known = now.disagreement.iter().flat_map(|one| &one.versions);
            let found = says(&now) == says(answer)
                || known
                    .into_iter()
                    .any(|one| (one.status, one.value.clone()) == says(answer));
            assert!(found, "{id}: {answer:?} is lost in {now:?}");
        }
        for (text, text_before, text_now) in [
            (&answer.note, &before.note, &now.note),
            (
                &answer.contested.clone().unwrap_or_default(),
                &before.contested.clone().unwrap_or_default(),
                &now.contested.clone().unwrap_or_default(),
            ),
        ] {
            if text != text_before {
                assert!(
                    text_now.contains(text.as_str()),
                    "{id}: “{text}” is lost in “{text_now}”"
                );
            }
        }
        for piece in &answer.evidence {
            let taken_out = before.evidence.contains(piece)
                && !other
                    .answer(id)
                    .is_some_and(|one| one.evidence.contains(piece));
            let (title, plain) = anywhere(one, piece);
            let found = now.evidence.iter().any(|there| {
                let (there_title, there_plain) = anywhere(all, there);
                (title.is_none() || title == there_title) && there_plain.contains(&plain)
                    || there.contains(piece)
                    || there_plain.contains(&plain) && there.document.is_some()
            });
            assert!(
                taken_out || found,
                "{id}: {piece:?} is lost in {:?}",
                now.evidence
            );
        }
    }
    for paper in &one.documents {
        let removed = base.is_some_and(|base| base.documents.contains(paper));
        let before = base.and_then(|base| base.document(&paper.id));
        // What the other changed of an entry both began with is not kept as it was.
        let file = before.is_none_or(|before| before.sha256 != paper.sha256);
        let title = before.is_none_or(|before| before.title != paper.title);
        let found = all.documents.iter().any(|there| match &paper.sha256 {
            Some(sha256) if file => there.sha256.as_ref() == Some(sha256),
            // Of two titles of one entry one is kept, and the choice is noted.
            _ if title => {
                fold(&there.title) == fold(&paper.title)
                    || there.sha256.is_some()
                    || before.is_some() && there.id == paper.id
            }
            _ => true,
        });
        assert!(removed || found, "{paper:?} is lost in {:?}", all.documents);
    }
    for put in &one.puts {
        let before = base.and_then(|base| base.put(&put.id));
        let removed = before == Some(put);
        let replied = before.is_none_or(|before| before.reply != put.reply);
        let found = all
            .puts
            .iter()
            .any(|there| there.is(&put.ask) && (!replied || there.reply.contains(&put.reply)));
        assert!(removed || found, "{put:?} is lost in {:?}", all.puts);
    }
    for event in &one.events {
        let removed = base.is_some_and(|base| base.events.contains(event));
        let found = all
            .events
            .iter()
            .any(|there| there.what == event.what && there.when == event.when);
        assert!(removed || found, "{event:?} is lost in {:?}", all.events);
    }
    for stamp in &all.checklists {
        let known = one.checklists.iter().chain(&other.checklists);
        assert!(
            known.into_iter().any(|known| known == stamp),
            "{stamp:?} is nobody's"
        );
    }
    for (id, answer) in &all.answers {
        let of = |audit: &Audit| audit.answer(id).cloned().unwrap_or_default();
        let (mine, theirs) = (of(one), of(other));
        // An answer that counts keeps the wording that somebody gave it to.
        if answer.status.is_some() && answer.disagreement.is_none() {
            let asked = [&mine, &theirs].map(|one| (&one.status, &one.asked));
            assert!(
                asked.contains(&(&answer.status, &answer.asked)),
                "{id}: {answer:?} of {mine:?} and {theirs:?}"
            );
        }
    }
    // Evidence names documents that are there.
    for answer in all.answers.values() {
        for id in answer
            .evidence
            .iter()
            .filter_map(|one| one.document.as_deref())
        {
            assert!(
                all.document(id).is_some(),
                "“{id}” is named and not registered"
            );
        }
    }
}

/// Checks that every edition shows every answer of an audit, and takes none away when it is agreed to.
fn every_edition_shows_all(all: &Audit) {
    let none = EarlierWording::new();
    for library in editions() {
        let review = EditionReview::of(library, all, &none);
        let groups = [&review.carried, &review.check_again, &review.parked];
        let shown: Vec<&str> = (groups.into_iter().flatten())
            .map(|one| one.id.as_str())
            .collect();
        for (id, answer) in &all.answers {
            let times = shown.iter().filter(|one| **one == id).count();
            let own = library.find_current(id).map(|ix| &library.question(ix).id);
            let said_there = own
                .filter(|own| *own != id)
                .and_then(|own| all.answer(own))
                .is_some_and(|own| (own.status, &own.note) == (answer.status, &answer.note));
            assert!(
                times == 1 || times == 0 && said_there,
                "{id} is shown {times} times"
            );
        }
        let mut after = all.clone();
        if let Some(change) = agreement(library, all, &none) {
            after.apply(&change).expect("it fits");
            assert!(!is_of_another_edition(library, &after));
            for (id, answer) in &all.answers {
                let now = after.answer(id).expect("it stays");
                let judged = |one: &Answer| (one.status, one.value.clone(), one.note.clone());
                assert_eq!(judged(now), judged(answer), "{id}");
                assert_eq!(now.evidence, answer.evidence, "{id}");
            }
            after.apply(&change.inverse()).expect("it fits");
            assert_eq!(&after, all, "one undo takes it back");
        }
    }
}

/// Returns an audit with its lists in one order: which of two things is told first is no law.
fn sorted(mut audit: Audit) -> Audit {
    audit.puts.sort_by(|one, other| one.id.cmp(&other.id));
    audit.events.sort_by(|one, other| one.id.cmp(&other.id));
    audit
}

fn a_group(seed: u64) {
    let mut random = Chance::new(seed);
    let mut start = History::begin(Audit::new(Review::named("Anytown", "Home care")));
    let mut when = 0;
    for _ in 0..random.below(8) {
        when += 1;
        step(&mut random, &mut start, "Ann", when);
    }
    let base = start.audit().clone();
    let people = ["Ann", "Ben", "Cat", "Dan", "Eve"];
    let many = usize::try_from(random.below(4) + 2).expect("small");
    let histories: Vec<History> = people[..many]
        .iter()
        .map(|by| {
            let mut history = start.clone();
            for _ in 0..random.below(7) {
                when += 1;
                step(&mut random, &mut history, by, when);
            }
            history
        })
        .collect();
    let first = &histories[0];
    let mut all = first.audit().clone();
    for history in &histories[1..] {
        let common = first.ancestor(history).expect("they began alike");
        assert!(
            common == base
                || history.audit() == first.audit()
                || history.entries().len() > start.entries().len()
                || common == *history.audit()
        );
        let one = history.audit();
        assert_eq!(&merged(Some(&base), one, one), one, "with itself");
        assert_eq!(&merged(None, one, one), one, "with itself");
        let before = all.clone();
        all = merged(Some(&base), &before, one);
        nothing_of_it_is_lost(Some(&base), one, &before, &all);
        nothing_of_it_is_lost(Some(&base), &before, one, &all);
        let again = merged(Some(&base), &all, one);
        // Where both together made again what stood there first, only one of them has changed it.
        let came_back = (all.puts == base.puts && one.puts != base.puts)
            || (all.events == base.events && one.events != base.events);
        if !came_back {
            assert_eq!(sorted(again), sorted(all.clone()), "a second time");
        }
        let united = merged(None, &before, one);
        nothing_of_it_is_lost(None, one, &before, &united);
        nothing_of_it_is_lost(None, &before, one, &united);
        let again = merged(None, &united, one);
        assert_eq!(sorted(again), sorted(united), "a second time");
    }
    every_edition_shows_all(&all);
    let text = SourceText::new("all.audit.toml", all.to_toml());
    assert_eq!(Audit::read(&text).expect("it reads back"), all);
}

#[test]
fn the_laws_hold_for_random_histories() {
    let from = figure("SCRUTINEER_MERGES_FROM", 0);
    let broken: Vec<u64> = (from..from + figure("SCRUTINEER_MERGES", 500))
        .filter(|seed| std::panic::catch_unwind(|| a_group(*seed)).is_err())
        .take(5)
        .collect();
    assert!(
        broken.is_empty(),
        "they do not hold for the seeds {broken:?}"
    );
}

#[test]
fn what_two_people_answer_differently_stands_side_by_side_until_it_is_agreed() {
    let mut base = Audit::new(Review::named("Anytown", "Home care"));
    base.answers.insert(
        "q".to_owned(),
        Answer {
            note: "Open.".to_owned(),
            ..Answer::default()
        },
    );
    let answered = |status, by: &str, when| {
        let mut audit = base.clone();
        let answer = audit.answers.entry("q".to_owned()).or_default();
        answer.status = Some(status);
        (answer.by, answer.at) = (by.to_owned(), Some(at(when)));
        audit
    };
    let ann = answered(Status::Met, "Ann", 2);
    let ben = answered(Status::NotMet, "Ben", 1);
    let mut both = merged(Some(&base), &ann, &ben);
    let answer = both.answer("q").expect("an answer");
    assert_eq!((answer.status, answer.note.as_str()), (None, "Open."));
    let versions = answer.disputed().expect("nothing is agreed");
    let said: Vec<_> = versions
        .iter()
        .map(|one| (one.by.as_str(), one.status))
        .collect();
    assert_eq!(
        said,
        [("Ben", Some(Status::NotMet)), ("Ann", Some(Status::Met))]
    );
    let agreement = Agreement {
        why: "Page 4 says so.".to_owned(),
        by: "Ann".to_owned(),
        at: Some(at(9)),
    };
    assert_eq!(both.agree("q", 2, agreement.clone()), None, "there are two");
    let change = both.agree("q", 0, agreement.clone()).expect("a change");
    both.apply(&change).expect("it fits");
    let answer = both.answer("q").expect("an answer");
    assert_eq!(answer.status, Some(Status::NotMet));
    assert_eq!(answer.disputed(), None);
    let kept = answer.disagreement.as_ref().expect("it is kept");
    assert_eq!((kept.versions.len(), &kept.agreed), (2, &Some(agreement)));
    // Neither of the two opens it again by coming once more; a third answer does.
    assert_eq!(merged(Some(&base), &both, &ann), both);
    assert_eq!(merged(None, &both, &ben), both);
    let cat = answered(Status::Partly, "Cat", 3);
    let three = merged(Some(&base), &both, &cat);
    let versions = three
        .answer("q")
        .and_then(Answer::disputed)
        .expect("open again");
    assert_eq!(versions.len(), 3);
}

#[test]
fn the_same_answer_of_two_is_one_and_notes_keep_their_authors() {
    let noted = |by: &str, note: &str, when| {
        let mut audit = Audit::new(Review::named("Anytown", "Home care"));
        audit.answers.insert(
            "q".to_owned(),
            Answer {
                status: Some(Status::Met),
                note: note.to_owned(),
                by: by.to_owned(),
                at: Some(at(when)),
                ..Answer::default()
            },
        );
        audit
    };
    let both = merged(
        None,
        &noted("Jo", "Page 3.", 1),
        &noted("Sam", "Page 5.", 2),
    );
    let answer = both.answer("q").expect("an answer");
    assert_eq!(
        (answer.status, answer.by.as_str()),
        (Some(Status::Met), "Jo")
    );
    assert_eq!(answer.disagreement, None);
    assert_eq!(answer.note, "Jo: Page 3.\n\nSam: Page 5.");
}

#[test]
fn one_file_under_two_ids_is_one_document_and_two_files_under_one_id_are_two() {
    let with = |id: &str, file: &str| {
        let mut audit = Audit::new(Review::named("Anytown", "Home care"));
        audit.documents.push(Document {
            sha256: Some(file.to_owned()),
            ..Document::titled(id, "Report")
        });
        audit.answers.entry("q".to_owned()).or_default().evidence = vec![Evidence {
            document: Some(id.to_owned()),
            page: Some(3),
            ..Evidence::default()
        }];
        audit
    };
    let one = merged(None, &with("report", "aa"), &with("final", "aa"));
    assert_eq!(one.documents.len(), 1);
    assert_eq!(one.answers["q"].evidence.len(), 1);
    assert_eq!(
        one.answers["q"].evidence[0].document.as_deref(),
        Some("final")
    );
    let two = merged(None, &with("report", "aa"), &with("report", "bb"));
    let ids: Vec<&str> = two.documents.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(ids, ["report", "report-2"]);
    assert_eq!(two.answers["q"].evidence.len(), 2);
}

#[test]
fn another_review_is_refused_and_a_corrected_name_is_not_another_review() {
    let base = Audit::new(Review::named("Anytwon", "Home care"));
    let corrected = Audit::new(Review::named("Anytown", "Home care"));
    let other = Audit::new(Review::named("Otherton", "Libraries"));
    let refused = merge(None, &corrected, &other).expect_err("two reviews");
    assert_eq!(Err(refused), merge(None, &other, &corrected));
    let both = merge(Some(&base), &corrected, &base).expect("one review");
    assert_eq!(both.audit.review.authority, "Anytown");
}

#[test]
fn one_answer_to_two_wordings_is_the_later_and_a_version_keeps_its_wording() {
    let base = Audit::new(Review::named("Anytown", "Home care"));
    let answered = |edition: usize, status, by: &str, when| {
        let library = &editions()[edition];
        let ix = library.find_question("unions.consulted").expect("asked");
        let question = library.question(ix);
        let mut audit = base.clone();
        let answer = audit.answers.entry(question.id.to_string()).or_default();
        answer.asked = Some(question.digest().clone());
        answer.asked_text = Some(question.ask.to_string());
        (answer.status, answer.by) = (Some(status), by.to_owned());
        answer.at = Some(at(when));
        audit
    };
    let ann = answered(0, Status::Met, "Ann", 1);
    let ben = answered(1, Status::Met, "Ben", 2);
    let both = merged(Some(&base), &ann, &ben);
    assert_eq!(both.answers, ben.answers);
    let cat = answered(1, Status::NotMet, "Cat", 3);
    let mut both = merged(Some(&base), &ann, &cat);
    for (version, of) in [(0, &ann), (1, &cat)] {
        let agreed = both.agree("unions.consulted", version, Agreement::default());
        let change = agreed.expect("a change");
        both.apply(&change).expect("it fits");
        let (now, then) = (
            &both.answers["unions.consulted"],
            &of.answers["unions.consulted"],
        );
        assert_eq!((now.status, &now.asked), (then.status, &then.asked));
        both.apply(&change.inverse()).expect("it fits");
    }
    let text = SourceText::new("both.audit.toml", both.to_toml());
    assert_eq!(Audit::read(&text).expect("it reads back"), both);
}
