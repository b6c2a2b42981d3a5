//! What holds for every audit and every course of changes, whatever anybody typed.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use crate::testkit::memory_disk::{Crash, MemoryDisk};
use chrono::{DateTime, Datelike as _, Days, NaiveDate, Utc};
use proptest::collection::{btree_map, btree_set, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use scrutineer::audit::stamp::JournalStamp;
use scrutineer::audit::{
    Absence, Access, Agreement, Answer, Audit, Change, ChecklistStamp, CouncilQuestion,
    Disagreement, Document, Evidence, History, MostGrounds, Notice, NoticeParts, OwnEvent,
    ReplyOutcome, Request, Review, Shows, Statement, Value, Version,
};

use scrutineer::base::{DateSpan, Digest, SourceText, Word};
use scrutineer::checklist::{AuthorityKind, Executive, SourceClass, Stage, Status, Territory};
use scrutineer::store::{self, Disk, Opened};

const PATH: &str = "/a/a.audit.toml";
const JOURNAL: &str = "/a/a.audit.journal";

// ---- arbitrary audits ------------------------------------------------------------------------

/// What people and their documents put into a text, and what trips up those who write files.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-z ]{1,12}",
        2 => any::<char>().prop_map(String::from),
        1 => "\\PC{1,8}",
        4 => select(vec![
            "\"", "\"\"", "\"\"\"", "'", "'''", "\\", "\\\\", "\\n", "\n", "\r\n", "\r", "\t", "\0",
            "\u{1b}[2J", "\u{7f}", "\u{85}", "\u{a0}", "\u{2028}", "\u{202e}", "\u{2066}",
            "\u{feff}", "\u{10ffff}", "#", "[", "]", "=", "{", "}", "e\u{301}", "\u{5d0}\u{5d1}",
            "\u{1F468}\u{200D}\u{1F469}", " ", "\n\n", "\\u0000", "<script>", "''' \"\"\"",
        ])
        .prop_map(str::to_owned),
    ];
    prop_oneof![
        Just(String::new()),
        vec(piece, 0..8).prop_map(|pieces| pieces.concat())
    ]
}

/// A text where the format wants one: a blank one is a mistake there, not a text.
fn filled() -> impl Strategy<Value = String> {
    text().prop_map(|text| {
        if text.trim().is_empty() {
            format!("{text}x")
        } else {
            text
        }
    })
}

fn word<W: Word + std::fmt::Debug>() -> impl Strategy<Value = W> {
    select(W::ALL.to_vec())
}

fn day() -> impl Strategy<Value = NaiveDate> {
    let first = NaiveDate::from_ymd_opt(0, 1, 1).expect("a day");
    (0_u64..3_652_058).prop_map(move |days| first + Days::new(days))
}

/// A date that may not be known to the day.
fn when() -> impl Strategy<Value = DateSpan> {
    let span = |first: NaiveDate, last: NaiveDate| {
        DateSpan::between(Some(first.min(last)), Some(first.max(last)))
    };
    (day(), day(), 0_u8..6, any::<bool>()).prop_map(move |(first, last, kind, about)| {
        let found = match kind {
            0 => DateSpan::month(first.year(), first.month()),
            1 => DateSpan::year(first.year()),
            2 => DateSpan::between(Some(first), None),
            3 => DateSpan::between(None, Some(last)),
            4 => span(first, last),
            _ => Some(DateSpan::exact(first)),
        };
        let found = found.unwrap_or(DateSpan::exact(first));
        if about { found.about() } else { found }
    })
}

fn moment() -> impl Strategy<Value = DateTime<Utc>> {
    (-62_167_219_200_i64..253_402_300_799, 0_u32..1_000_000_000)
        .prop_map(|(second, nano)| DateTime::from_timestamp(second, nano).expect("a moment"))
}

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        any::<f64>().prop_filter("a number", |number| number.is_finite()),
        any::<i32>().prop_map(f64::from),
        select(vec![
            0.1,
            1e15,
            1e16,
            9e15,
            1e300,
            5e-324,
            f64::MAX,
            f64::MIN,
            0.1 + 0.2,
            -1.5
        ]),
    ]
}

fn digest() -> impl Strategy<Value = Digest> {
    any::<u64>().prop_map(|seed| Digest::of_bytes(&seed.to_le_bytes()))
}

fn absence() -> impl Strategy<Value = Absence> {
    (
        vec(filled(), 0..3),
        any::<u32>(),
        vec(filled(), 0..3),
        option::of(day()),
        vec(any::<u32>(), 0..3),
    )
        .prop_map(|(documents, pages, words, on, unread)| Absence {
            documents,
            pages,
            words,
            on,
            unread,
        })
}

fn statement() -> impl Strategy<Value = Statement> {
    (text(), text(), option::of(day())).prop_map(|(by, capacity, on)| Statement {
        by,
        capacity,
        on,
    })
}

fn evidence() -> impl Strategy<Value = Evidence> {
    (
        (
            option::of(text()),
            option::of(any::<u32>()),
            option::of(text()),
            option::of(text()),
        ),
        (option::of(text()), option::of(text()), option::of(day())),
        (
            option::of(word::<SourceClass>()),
            option::of(absence()),
            option::of(word::<Shows>()),
            option::of(statement()),
        ),
    )
        .prop_map(
            |((document, page, printed_page, paragraph), (locator, quote, date), rest)| {
                let (source, absence, shows, statement) = rest;
                Evidence {
                    document,
                    page,
                    printed_page,
                    paragraph,
                    locator,
                    quote,
                    date,
                    shows,
                    source,
                    statement,
                    absence,
                }
            },
        )
}

fn event() -> impl Strategy<Value = OwnEvent> {
    (filled(), when(), filled(), vec(evidence(), 0..2)).prop_map(|(id, when, what, evidence)| {
        OwnEvent {
            id,
            when,
            what,
            evidence,
        }
    })
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        when().prop_map(Value::Date),
        number().prop_map(Value::Number),
        text().prop_map(Value::Option),
    ]
}

fn disagreement() -> impl Strategy<Value = Disagreement> {
    let version = (
        option::of(word::<Status>()),
        option::of(value()),
        (option::of(digest()), option::of(text())),
        text(),
        option::of(moment()),
    )
        .prop_map(|(status, value, (asked, asked_text), by, at)| Version {
            status,
            value,
            asked,
            asked_text,
            by,
            at,
        });
    let agreed =
        (text(), text(), option::of(moment())).prop_map(|(why, by, at)| Agreement { why, by, at });
    (vec(version, 1..3), option::of(agreed))
        .prop_map(|(versions, agreed)| Disagreement { versions, agreed })
}

fn answer() -> impl Strategy<Value = Answer> {
    let request =
        (text(), text(), option::of(day()), text()).prop_map(|(what, whom, on, reply)| Request {
            what,
            whom,
            on,
            reply,
        });
    (
        (
            option::of(word::<Status>()),
            option::of(value()),
            text(),
            option::of(text()),
        ),
        (
            option::of(request),
            vec(evidence(), 0..3),
            option::of(disagreement()),
        ),
        (
            option::of(digest()),
            option::of(text()),
            text(),
            option::of(moment()),
        ),
    )
        .prop_map(
            |((status, value, note, contested), (request, evidence, disagreement), rest)| {
                let (asked, asked_text, by, at) = rest;
                Answer {
                    status,
                    value,
                    note,
                    contested,
                    request,
                    evidence,
                    asked,
                    asked_text,
                    by,
                    at,
                    disagreement,
                }
            },
        )
}

fn document() -> impl Strategy<Value = Document> {
    (
        (filled(), filled(), option::of(text()), option::of(text())),
        (
            option::of(any::<u32>()),
            option::of(day()),
            option::of(text()),
        ),
        (
            option::of((word::<Access>(), option::of(day()))),
            option::of(text()),
            option::of(text()),
        ),
    )
        .prop_map(
            |((id, title, path, sha256), (pages, date, from), (access, url, note))| Document {
                id,
                title,
                path,
                sha256,
                pages,
                date,
                from,
                access: access.map(|(access, _)| access),
                access_on: access.and_then(|(_, on)| on),
                url,
                note,
            },
        )
}

fn put() -> impl Strategy<Value = CouncilQuestion> {
    (
        (filled(), filled(), text(), text()),
        (option::of(day()), word::<ReplyOutcome>(), text()),
        (
            text(),
            option::of(day()),
            option::of(day()),
            vec(filled(), 0..3),
        ),
    )
        .prop_map(
            |(
                (id, ask, to, place),
                (on, outcome, reply),
                (replied_by, replied, promised, bears_on),
            )| {
                CouncilQuestion {
                    id,
                    ask,
                    to,
                    place,
                    on,
                    outcome,
                    reply,
                    replied_by,
                    replied,
                    promised,
                    bears_on,
                }
            },
        )
}

fn review() -> impl Strategy<Value = Review> {
    (
        (
            filled(),
            word::<AuthorityKind>(),
            filled(),
            word::<Territory>(),
        ),
        (word::<Executive>(), word::<Stage>()),
        (option::of(day()), option::of(text()), option::of(text())),
    )
        .prop_map(
            |((authority, kind, service, territory), (executive, stage), rest)| {
                let (decided, date_note, note) = rest;
                Review {
                    authority,
                    kind,
                    service,
                    territory,
                    executive,
                    stage,
                    decided,
                    date_note,
                    note,
                }
            },
        )
}

fn stamps() -> impl Strategy<Value = Vec<ChecklistStamp>> {
    let stamp = (filled(), filled(), digest()).prop_map(|(id, edition, digest)| ChecklistStamp {
        id,
        edition,
        digest,
    });
    vec(stamp, 0..3)
}

fn notice() -> impl Strategy<Value = Notice> {
    (
        vec(filled(), 0..3),
        btree_map(text(), text(), 0..3),
        btree_set(filled(), 0..3),
        btree_set(filled(), 0..3),
        option::of(prop_oneof![
            Just(MostGrounds::All),
            (1..1_000_u32).prop_map(MostGrounds::UpTo)
        ]),
        parts(),
    )
        .prop_map(
            |(signatories, under, left_out, heard, most, parts)| Notice {
                signatories,
                under,
                left_out,
                heard,
                most,
                parts,
            },
        )
}

fn parts() -> impl Strategy<Value = NoticeParts> {
    let texts = (text(), text(), text(), text(), text(), text(), text());
    (texts, vec(filled(), 0..3)).prop_map(|(texts, spoken_to)| {
        let (title, minute, published_at, wording, consequence, instead, also_signed) = texts;
        NoticeParts {
            title,
            minute,
            published_at,
            wording,
            consequence,
            instead,
            also_signed,
            spoken_to,
        }
    })
}

fn audit() -> impl Strategy<Value = Audit> {
    (
        stamps(),
        review(),
        btree_map(text(), answer(), 0..5),
        vec(document(), 0..4),
        vec(put(), 0..3),
        vec(event(), 0..3),
        notice(),
    )
        .prop_map(
            |(checklists, review, answers, documents, puts, events, notice)| {
                let events: BTreeMap<String, OwnEvent> = events
                    .into_iter()
                    .map(|event| (event.id.clone(), event))
                    .collect();
                let puts: BTreeMap<String, CouncilQuestion> =
                    puts.into_iter().map(|put| (put.id.clone(), put)).collect();
                let mut by_id: BTreeMap<String, Document> = BTreeMap::new();
                by_id.extend(
                    documents
                        .into_iter()
                        .map(|document| (document.id.clone(), document)),
                );
                Audit {
                    checklists,
                    review,
                    answers,
                    documents: by_id.into_values().collect(),
                    puts: puts.into_values().collect(),
                    events: events.into_values().collect(),
                    notice,
                }
            },
        )
}

fn read(text: &str) -> Audit {
    Audit::read(&SourceText::new("an.audit.toml", text))
        .unwrap_or_else(|why| panic!("{why:?}\n{text}"))
}

// ---- arbitrary courses of changes ------------------------------------------------------------

#[derive(Debug, Clone)]
enum Migration {
    Answer(String, Option<Box<Answer>>),
    Review(Box<Review>),
    Document(Box<Document>),
    Put(Box<CouncilQuestion>),
    Notice(Box<Notice>),
    Forget(usize),
    Checklists(Vec<ChecklistStamp>),
    Whole(Box<Audit>),
    Together(Vec<Migration>),
    Undo,
    Redo,
    Save,
    Snapshot,
    Reopen,
    Crash(Crash),
}

fn step() -> impl Strategy<Value = Migration> {
    let id = || prop_oneof![4 => "[a-c]", 1 => text()];
    let simple = prop_oneof![
        6 => (id(), option::weighted(0.8, answer()))
            .prop_map(|(id, answer)| Migration::Answer(id, answer.map(Box::new))),
        1 => review().prop_map(|review| Migration::Review(Box::new(review))),
        2 => document().prop_map(|document| Migration::Document(Box::new(document))),
        2 => put().prop_map(|put| Migration::Put(Box::new(put))),
        1 => notice().prop_map(|notice| Migration::Notice(Box::new(notice))),
        1 => any::<usize>().prop_map(Migration::Forget),
        1 => stamps().prop_map(Migration::Checklists),
        1 => audit().prop_map(|audit| Migration::Whole(Box::new(audit))),
    ];
    let simple = simple.boxed();
    prop_oneof![
        8 => simple.clone(),
        1 => vec(simple, 1..4).prop_map(Migration::Together),
        3 => Just(Migration::Undo),
        2 => Just(Migration::Redo),
        3 => Just(Migration::Save),
        2 => Just(Migration::Snapshot),
        1 => Just(Migration::Reopen),
        1 => select(vec![Crash::Killed, Crash::PowerCut, Crash::BytesKeptNamesLost])
            .prop_map(Migration::Crash),
    ]
}

fn change_of(audit: &Audit, step: &Migration) -> Option<Change> {
    match step {
        Migration::Answer(question, after) => {
            let before = audit.answer(question).cloned().map(Box::new);
            (before != *after).then(|| Change::Answer {
                question: question.clone(),
                before,
                after: after.clone(),
            })
        }
        Migration::Review(after) => audit.edit_review(|review| review.clone_from(after)),
        Migration::Document(document) => {
            audit.edit_document(&document.id, Some((**document).clone()))
        }
        Migration::Put(put) => audit.edit_put(&put.id, Some((**put).clone())),
        Migration::Notice(after) => audit.edit_notice(|notice| notice.clone_from(after)),
        Migration::Forget(place) if place % 2 == 1 => {
            let place = place.checked_rem(audit.puts.len())?;
            audit.edit_put(&audit.puts.get(place)?.id.clone(), None)
        }
        Migration::Forget(place) => {
            let place = place.checked_rem(audit.documents.len())?;
            audit.edit_document(&audit.documents.get(place)?.id.clone(), None)
        }
        Migration::Checklists(after) => Some(Change::Checklists {
            before: audit.checklists.clone(),
            after: after.clone(),
        }),
        Migration::Whole(after) => Some(Change::Whole {
            before: Box::new(audit.clone()),
            after: after.clone(),
        }),
        Migration::Together(steps) => {
            let mut copy = audit.clone();
            let mut changes = Vec::new();
            for step in steps {
                if let Some(change) = change_of(&copy, step) {
                    copy.apply(&change).expect("it fits");
                    changes.push(change);
                }
            }
            (!changes.is_empty()).then_some(Change::Together(changes))
        }
        _ => None,
    }
}

fn open(disk: &MemoryDisk) -> Opened {
    let disk: Arc<dyn Disk> = Arc::new(disk.clone());
    store::open(disk, Path::new(PATH), "Ann", DateTime::<Utc>::MAX_UTC).expect("opened")
}

fn play(disk: &MemoryDisk, base: Audit, steps: &[Migration], at: &[DateTime<Utc>]) -> Opened {
    let whole: Arc<dyn Disk> = Arc::new(disk.clone());
    let mut opened =
        store::create(whole, Path::new(PATH), base, "Ann", DateTime::UNIX_EPOCH).expect("made");
    let mut saved = 0;
    for (step, at) in steps.iter().zip(at.iter().cycle()) {
        let history = &mut opened.history;
        let writer = opened.writer.as_mut().expect("a writer");
        match step {
            Migration::Undo => drop(history.undo("Ann", *at).cloned()),
            Migration::Redo => drop(history.redo("Bob\n\"", *at).cloned()),
            Migration::Save => {
                writer.append(&history.entries()[saved..]).expect("saved");
                saved = history.entries().len();
            }
            Migration::Snapshot => {
                writer.append(&history.entries()[saved..]).expect("saved");
                saved = history.entries().len();
                let notices = writer.snapshot(history.audit()).expect("written");
                assert!(notices.is_empty());
            }
            Migration::Reopen => {
                writer.append(history.entries()).expect("saved");
                let history = history.clone();
                drop(opened);
                opened = open(disk);
                assert_eq!(opened.history, history);
                saved = history.entries().len();
            }
            Migration::Crash(crash) => {
                let told = history.entries()[..saved].to_vec();
                drop(opened);
                disk.crash(*crash);
                opened = open(disk);
                assert_eq!(opened.history.entries(), told);
            }
            change => {
                if let Some(change) = change_of(history.audit(), change) {
                    history.record(change, "Ann", *at).expect("it fits");
                }
            }
        }
    }
    opened
        .writer
        .as_mut()
        .expect("a writer")
        .append(opened.history.entries())
        .expect("saved");
    opened
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn loading_what_was_saved_gives_the_same_audit_and_saving_it_the_same_bytes(audit in audit()) {
        let text = audit.to_toml();
        let again = read(&text);
        prop_assert_eq!(&again, &audit);
        prop_assert_eq!(again.to_toml(), text);
    }

    #[test]
    fn the_stamp_of_the_journal_comes_back_and_changes_nothing_else(
        audit in audit(),
        entries in 0..=u64::try_from(i64::MAX).expect("it fits"),
        head in digest(),
    ) {
        let stamp = JournalStamp { entries, head };
        let text = audit.to_toml_stamped(&stamp);
        let (again, found) = Audit::read_stamped(&SourceText::new("x", text.clone())).expect("read");
        prop_assert_eq!(&again, &audit);
        prop_assert_eq!(found.as_ref(), Some(&stamp));
        prop_assert_eq!(again.to_toml_stamped(&stamp), text.clone());
        prop_assert!(text.starts_with(&audit.to_toml()));
        prop_assert_eq!(read(&text), audit);
    }

    #[test]
    fn no_saved_file_holds_a_character_that_steers_a_terminal(audit in audit()) {
        let steers = |c: char| (c.is_control() && c != '\n' && c != '\t') || c == '\u{202e}';
        prop_assert!(!audit.to_toml().contains(steers));
    }

    #[test]
    fn a_journal_tells_the_state_after_any_course_of_changes(
        base in audit(),
        steps in vec(step(), 0..40),
        at in vec(moment(), 1..5),
    ) {
        let disk = MemoryDisk::with_folder("/a");
        let opened = play(&disk, base, &steps, &at);
        let (history, head) = (opened.history.clone(), opened.writer.as_ref().and_then(|k| k.head().cloned()));
        drop(opened);
        let again = open(&disk);
        prop_assert_eq!(&again.history, &history);
        prop_assert_eq!(again.head, head);
        let replayed = History::replay(history.base().clone(), history.entries().to_vec());
        prop_assert_eq!(replayed.as_ref(), Ok(&history));
        drop(again.writer);
        let verification = store::verify(&disk, Path::new(PATH)).expect("checked");
        let broken = matches!(verification.chain, store::Chain::Damaged { .. });
        prop_assert!(!broken);
        let strange = matches!(verification.snapshot, store::SnapshotCheck::Different { .. });
        prop_assert!(!strange);
        let lines = store::history(&disk, Path::new(PATH)).expect("a history").steps;
        prop_assert_eq!(lines.len(), history.entries().len());
    }

    #[test]
    fn a_journal_in_which_one_byte_was_altered_is_always_told(
        base in audit(),
        steps in vec(step(), 1..12),
        at in vec(moment(), 1..3),
        place in any::<prop::sample::Index>(),
        flip in 1_u8..=255,
    ) {
        let disk = MemoryDisk::with_folder("/a");
        let mut opened = play(&disk, base, &steps, &at);
        let audit = opened.history.audit().clone();
        opened.writer.as_mut().expect("a writer").snapshot(&audit).expect("written");
        let entries = opened.history.entries().len();
        drop(opened);
        let mut bytes = disk.bytes(JOURNAL).expect("a journal");
        let place = place.index(bytes.len());
        bytes[place] ^= flip;
        disk.put(JOURNAL, bytes);
        if let Ok(opened) = store::open(Arc::new(disk.clone()), Path::new(PATH), "Ann", DateTime::<Utc>::MAX_UTC) {
            prop_assert!(opened.read_only.is_some() || !opened.notices.is_empty());
            prop_assert_eq!(opened.history.audit(), &audit, "what the readable file says is shown");
            prop_assert!(opened.history.entries().len() <= entries + 1);
        }
    }

    #[test]
    fn no_bytes_whatever_make_it_panic_and_what_it_refuses_it_leaves_alone(
        file in prop_oneof![vec(any::<u8>(), 0..200), text().prop_map(String::into_bytes)],
        journal in option::of(prop_oneof![vec(any::<u8>(), 0..200), text().prop_map(String::into_bytes)]),
    ) {
        let disk = MemoryDisk::with_folder("/a");
        disk.put(PATH, file.clone());
        if let Some(journal) = &journal {
            disk.put(JOURNAL, journal.clone());
        }
        let opened = store::open(Arc::new(disk.clone()), Path::new(PATH), "Ann", DateTime::UNIX_EPOCH);
        let _ = store::open(Arc::new(disk.clone()), Path::new(JOURNAL), "Ann", DateTime::UNIX_EPOCH);
        let _ = store::verify(&disk, Path::new(PATH));
        let _ = store::history(&disk, Path::new(PATH));
        if let Err(error) = opened {
            prop_assert!(!error.to_string().contains(|c: char| c.is_control() && c != '\n'));
            prop_assert_eq!(disk.bytes(PATH), Some(file));
            prop_assert_eq!(disk.bytes(JOURNAL), journal);
        }
    }
}

#[test]
fn a_thousand_changes_are_saved_and_opened_in_good_time() {
    let disk = MemoryDisk::with_folder("/a");
    let whole: Arc<dyn Disk> = Arc::new(disk.clone());
    let base = Audit::new(Review::named("A", "B"));
    let mut opened =
        store::create(whole, Path::new(PATH), base, "Ann", DateTime::UNIX_EPOCH).expect("made");
    for n in 0..1000 {
        let change = opened
            .history
            .audit()
            .edit_answer(&format!("q{}", n % 300), |answer| {
                answer.note = format!("note {n}");
            })
            .expect("a change");
        opened
            .history
            .record(change, "Ann", DateTime::UNIX_EPOCH)
            .expect("it fits");
    }
    let entries = opened.history.entries().to_vec();
    opened
        .writer
        .as_mut()
        .expect("a writer")
        .append(&entries)
        .expect("saved");
    drop(opened);
    assert_eq!(open(&disk).history.entries(), entries);
}

#[test]
fn a_text_over_several_lines_that_ends_in_three_quotation_marks_comes_back() {
    let mut audit = Audit::new(Review::named("A", "B"));
    audit.review.note = Some("he said\n\"\"\"".to_owned());
    assert_eq!(read(&audit.to_toml()), audit);
}
