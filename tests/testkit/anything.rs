//! Anything that an audit may hold: texts, dates, answers, documents, and whole audits at random.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike as _, Days, NaiveDate, Utc};
use proptest::collection::{btree_map, btree_set, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use scrutineer::audit::{
    Absence, Access, Agreement, Answer, Audit, ChecklistStamp, CouncilQuestion, Disagreement,
    Document, Evidence, MostGrounds, Notice, NoticeParts, OwnEvent, ReplyOutcome, Request, Review,
    Shows, Statement, Value, Version,
};

use scrutineer::base::{DateSpan, Digest, Word};
use scrutineer::checklist::{AuthorityKind, Executive, SourceClass, Stage, Status, Territory};

/// What people and their documents put into a text, and what trips up those who write files.
pub fn text() -> impl Strategy<Value = String> {
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

pub fn moment() -> impl Strategy<Value = DateTime<Utc>> {
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

pub fn digest() -> impl Strategy<Value = Digest> {
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

pub fn answer() -> impl Strategy<Value = Answer> {
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

pub fn document() -> impl Strategy<Value = Document> {
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

pub fn put() -> impl Strategy<Value = CouncilQuestion> {
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

pub fn review() -> impl Strategy<Value = Review> {
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

pub fn stamps() -> impl Strategy<Value = Vec<ChecklistStamp>> {
    let stamp = (filled(), filled(), digest()).prop_map(|(id, edition, digest)| ChecklistStamp {
        id,
        edition,
        digest,
    });
    vec(stamp, 0..3)
}

pub fn notice() -> impl Strategy<Value = Notice> {
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

pub fn audit() -> impl Strategy<Value = Audit> {
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
