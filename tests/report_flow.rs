//! The full record is written while it is made: the same bytes as if it had been built first, handed
//! on in pieces however long it is.

use crate::testkit::report_common;

use std::io;

use report_common::{example, is_the_same_as_made, library, with_source};
use scrutineer::audit::{Answer, Audit, Evidence, Review};
use scrutineer::base::{SourceText, Word as _};
use scrutineer::checklist::{ChecklistText, Library, Status, load, shipped};
use scrutineer::report::setting::{Letterhead, PaperSection, Settings};
use scrutineer::report::{Format, Kind, Ready, Setting, build};

#[test]
fn a_record_written_as_it_is_made_is_the_record_that_is_built_in_every_order_of_sections() {
    let library = library();
    let orders: [&[PaperSection]; 4] = [
        &[],
        &[
            PaperSection::Made,
            PaperSection::Answers,
            PaperSection::Verdict,
        ],
        &[
            PaperSection::Requirements,
            PaperSection::Documents,
            PaperSection::Findings,
        ],
        &[PaperSection::Verdict],
    ];
    for (name, _) in shipped::examples() {
        let audit = example(name);
        for (place, order) in orders.iter().enumerate() {
            let mut settings = Settings::default();
            if place > 0 {
                settings.order.set(Kind::Record, order);
                settings.house = Letterhead {
                    logo: "A\nB".to_owned(),
                    name: "Anytown\u{202e} Branch".to_owned(),
                    lines: vec!["12 Highest Street".to_owned()],
                    footer: "* Affiliated".to_owned(),
                };
            }
            let setting = Setting {
                settings,
                ..Setting::default()
            };
            with_source(&library, &audit, &setting, |source| {
                let document = build(Kind::Record, source).expect("built");
                is_the_same_as_made(source, &document, &format!("{name}, order {place}"));
            });
        }
    }
}

/// Counts what is handed on; keeps nothing.
#[derive(Default)]
struct Counted {
    pieces: usize,
    largest: usize,
    bytes: usize,
}

impl io::Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.pieces += 1;
        self.largest = self.largest.max(bytes.len());
        self.bytes += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A checklist of one section of many questions.
fn many(questions: usize) -> Library {
    let mut text = String::from(
        "format = 1\nid = \"many\"\ntitle = \"Many\"\nedition = \"2026-11\"\nsource = \"A test\"\n\
         [[section]]\nid = \"many\"\ntitle = \"Many\"\nabout = \"Of many.\"\n",
    );
    for number in 0..questions {
        text.push_str(&format!(
            "[[question]]\nid = \"many.q-{number}\"\nsection = \"many\"\ntopic = \"performance\"\nask = \
             \"Was the measure of performance number {number} published, and set beside others?\"\n\
             proved_by = [\"the table of measures\"]\nlook_for = [\"measure\"]\nusual_failure = \"Not \
             published.\"\n"
        ));
    }
    let mut texts = shipped::checklists();
    texts.push(ChecklistText {
        source: SourceText::new("many.toml", text),
        shipped: false,
    });
    load(&texts).unwrap_or_else(|mistakes| panic!("{mistakes:?}"))
}

#[test]
fn a_long_record_is_handed_on_in_pieces() {
    let library = many(1_500);
    let mut audit = Audit::new(Review::named("Anytown", "Home care"));
    for (place, (_, question)) in library.questions().enumerate() {
        // Some stay open, some are told only in the lists of what is open and what was not found.
        if place % 3 == 0 || question.kind.word() != "judgement" {
            continue;
        }
        let answer = Answer {
            status: Status::ALL.get(place % Status::ALL.len()).copied(),
            note: "The report gives the measure and says nothing of others. ".repeat(5),
            evidence: vec![Evidence {
                quote: Some("Performance has been maintained. ".repeat(5)),
                ..Evidence::default()
            }],
            asked: Some(question.digest().clone()),
            ..Answer::default()
        };
        audit.answers.insert(question.id.to_string(), answer);
    }
    with_source(&library, &audit, &Setting::default(), |source| {
        for format in [Format::Markdown, Format::Html] {
            let mut out = Counted::default();
            let ready = Ready::of(Kind::Record, source, format).expect("ready");
            ready.write_to(&mut out).expect("it takes everything");
            assert!(out.bytes > 500_000, "{format}: {} bytes", out.bytes);
            // 64 kB, and what one block of the text may add.
            assert!(
                out.largest < 100_000,
                "{format}: a piece of {} of {} bytes",
                out.largest,
                out.bytes
            );
            assert!(out.pieces > 5, "{format}: {} pieces", out.pieces);
        }
    });
}
