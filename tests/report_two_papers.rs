//! Two papers from each kind: what may never leave stands in no paper for others, in no format, and
//! the crib has it instead.

use crate::testkit::report_common;

use report_common::{
    all_text, example, formats_of, kinds, library, line, shown_cases, text_of, written,
};
use scrutineer::audit::{Audit, CouncilQuestion, Request};
use scrutineer::checklist::{Checked, Library};
use scrutineer::findings::Exchange;
use scrutineer::report::document::{Block, ReportDocument};
use scrutineer::report::{Format, Kind, Reader};
use scrutineer::wording::one_line;

/// Stands in every text that its user means for nobody else.
const MARK: &str = "PRIVATEMARK";

/// Words to the author, of advice or of form, that nobody else is to read.
const TO_THE_AUTHOR: [&str; 14] = [
    "To follow up",
    "What may be said in reply",
    "Ask to see:",
    "keep the refusal",
    "strike out the others",
    "compare it with",
    "Ask one question at a time",
    "no number of days",
    "Not known:",
    "Not known yet",
    "Take the private",
    "What not to say",
    "before you send it",
    "To put right before",
];

/// Names of the checklists' own source files, which no reader has.
fn codes(library: &Library) -> Vec<String> {
    let flags = library.flags().map(|(_, one)| &one.source);
    let requirements = library.requirements().map(|(_, one)| &one.source);
    let precedents = library.precedents().map(|(_, one)| &one.source);
    let mut found: Vec<String> = flags
        .chain(requirements)
        .chain(precedents)
        .flat_map(|source| source.split(';'))
        .filter_map(|part| part.split_whitespace().next())
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned())
        .filter(|word| word.contains('-') && !word.contains("://"))
        .collect();
    found.sort();
    found.dedup();
    assert!(found.len() > 3, "{found:?}");
    found
}

fn exchanges(audit: &Audit, library: &Library) -> Vec<Exchange> {
    let findings = report_common::found(library, audit);
    findings
        .fired
        .iter()
        .map(|one| one.exchange.clone())
        .collect()
}

fn outside() -> impl Iterator<Item = Kind> {
    let kinds = kinds().iter().copied();
    kinds.filter(|kind| kind.reader().is_outside())
}

/// An audit with a private passage in every text that somebody may write.
fn with_private(mut audit: Audit) -> Audit {
    let said = |before: &str| {
        format!("{before}\nPrivate: {MARK} told us,\n{MARK} again.")
            .trim()
            .to_owned()
    };
    audit.review.note = Some(said("From one pamphlet."));
    audit.review.date_note = Some(said(""));
    for answer in audit.answers.values_mut() {
        answer.note = said(&answer.note);
        answer.contested = Some(said("They say no."));
        answer.request = Some(Request {
            what: said("The report"),
            whom: said("the director"),
            reply: said("Refused."),
            ..Request::default()
        });
    }
    for document in &mut audit.documents {
        document.note = Some(MARK.to_owned());
        document.from = Some(MARK.to_owned());
        document.path = Some(format!("/home/{MARK}/papers/report.pdf"));
    }
    audit.puts.push(CouncilQuestion {
        to: said("Cllr Holder"),
        place: said("the meeting"),
        reply: said("Nothing."),
        ..CouncilQuestion::asked("put-1", "Who decided?")
    });
    audit
}

fn built(kind: Kind, library: &Library, audit: &Audit) -> Option<ReportDocument> {
    report_common::built(kind, library, audit).ok()
}

#[test]
fn what_is_private_leaves_in_no_kind_and_no_format_and_is_in_the_crib() {
    let library = library();
    for case in shown_cases(&library) {
        let audit = with_private(case.audit.clone());
        for kind in outside() {
            let Some(document) = built(kind, &library, &audit) else {
                continue;
            };
            for format in &formats_of(kind) {
                let text = written(&document, *format);
                assert!(!text.contains(MARK), "{} {kind} {format}", case.name);
            }
        }
        let crib = built(Kind::Crib, &library, &audit).expect("there is something to ask");
        for format in &formats_of(Kind::Crib) {
            let text = written(&crib, *format);
            let times = text.matches(MARK).count();
            assert!(
                times > 2 * audit.answers.len(),
                "{} {format}: {times}",
                case.name
            );
        }
    }
}

#[test]
fn tactics_notes_to_the_author_and_source_files_leave_in_no_paper() {
    let library = library();
    let codes = codes(&library);
    let mut replies = 0;
    for case in shown_cases(&library) {
        let exchanges = exchanges(&case.audit, &library);
        let crib = built(Kind::Crib, &library, &case.audit);
        let crib = crib.map(|document| all_text(&document)).unwrap_or_default();
        for kind in outside() {
            let Some(document) = built(kind, &library, &case.audit) else {
                continue;
            };
            let text = all_text(&document);
            let at = format!("{}, {kind}", case.name);
            for one in &exchanges {
                let replies_to_it = [&one.they_will_say, &one.answer];
                // Members say the answer in the room, so their briefing has it.
                let replies_to_it = replies_to_it
                    .into_iter()
                    .filter(|_| kind.reader() == Reader::Council);
                for said in replies_to_it.chain([&one.follow_up]).flatten() {
                    let said = one_line(said);
                    assert!(!text.contains(&said), "{at}: {said}");
                    assert!(crib.contains(&said), "{at}: the crib lacks {said}");
                    replies += 1;
                }
            }
            for (_, precedent) in library.precedents() {
                let said = precedent.contested.as_deref().map(one_line);
                let said = said.filter(|said| !said.is_empty());
                assert!(!said.is_some_and(|said| text.contains(&said)), "{at}");
            }
            // A sheet that comes home knows its checklists by their ids.
            let is_id = |code: &str| library.files().any(|(_, file)| file.id == code);
            for code in codes.iter().filter(|code| !is_id(code)) {
                assert!(!text.contains(code), "{at}: {code}");
            }
            for format in &formats_of(kind) {
                let text = written(&document, *format);
                for said in TO_THE_AUTHOR {
                    assert!(!text.contains(said), "{at} {format}: {said}");
                }
            }
        }
    }
    assert!(replies > 20, "{replies}");
}

#[test]
fn the_record_names_no_source_file_of_the_checklists() {
    let library = library();
    let codes = codes(&library);
    for case in shown_cases(&library) {
        let document = built(Kind::Record, &library, &case.audit).expect("it is always built");
        let text = all_text(&document);
        let is_id = |code: &str| library.files().any(|(_, file)| file.id == code);
        for code in codes.iter().filter(|code| !is_id(code)) {
            assert!(!text.contains(code), "{}: {code}", case.name);
        }
    }
}

#[test]
fn how_a_source_was_checked_stands_in_one_table_and_on_no_other_line() {
    let library = library();
    let mut seen = 0;
    for case in shown_cases(&library) {
        for kind in outside().filter(|kind| *kind != Kind::Annexes) {
            let Some(document) = built(kind, &library, &case.audit) else {
                continue;
            };
            for block in &document.blocks {
                let mut text = Vec::new();
                text_of(block, &mut text);
                let text = text.join("\n").to_lowercase();
                if !text.contains(Checked::Secondary.label()) {
                    continue;
                }
                let table = matches!(block, Block::Table { table }
                    if table.caption.contains("how each was checked"));
                let key = text.contains("someone else’s account");
                assert!(
                    kind == Kind::Submission && (table || key),
                    "{}, {kind}: {text}",
                    case.name
                );
                seen += 1;
            }
        }
    }
    assert!(seen > 0);
}

#[test]
fn a_submission_says_first_who_sends_it_and_numbers_its_paragraphs() {
    let library = library();
    let audit = example("liverpool-ict-2000");
    let findings = report_common::found(&library, &audit);
    let mut setting = scrutineer::report::Setting::default();
    setting.settings.we =
        "the ICT branch, with 412 members, for the staff of the service".to_owned();
    setting.meeting.when = "Scrutiny committee, 3 December 2026".to_owned();
    setting.meeting.item = "7".to_owned();
    setting.meeting.alternative = "Keep the service, and train its staff.".to_owned();
    let document =
        report_common::with_setting(Kind::Submission, &library, &audit, &findings, &setting)
            .expect("there are grounds");
    let Some(Block::Paragraph { spans }) = document.blocks.first() else {
        panic!("{:?}", document.blocks.first());
    };
    assert_eq!(
        line(spans),
        "1. We are the ICT branch, with 412 members, for the staff of the service."
    );
    let facts: Vec<String> = document
        .meta
        .iter()
        .map(|fact| format!("{}: {}", fact.label, line(&fact.value)))
        .collect();
    assert!(
        facts[0].starts_with("To: The chair and members of the scrutiny committee"),
        "{facts:?}"
    );
    assert_eq!(facts[1], "Meeting: Scrutiny committee, 3 December 2026");
    assert_eq!(facts[2], "Item: 7");
    let text = all_text(&document);
    assert!(text.contains("Keep the service, and train its staff."));
    let numbers: Vec<usize> = document
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Paragraph { spans } => line(spans).split_once(". ")?.0.parse().ok(),
            _ => None,
        })
        .collect();
    assert!(numbers.len() > 15, "{numbers:?}");
    assert!(numbers.iter().copied().eq(1..=numbers.len()), "{numbers:?}");
    // Users first, then staff, then the area.
    let places = ["The people who use the service:", "The staff:", "The area:"]
        .map(|who| text.find(who).unwrap_or_else(|| panic!("{who}")));
    assert!(places.is_sorted());
    assert!(
        text.find("Annexes can be had from us")
            .is_some_and(|at| at > places[2])
    );
    let cases = text
        .split("The cases closest to this one")
        .nth(1)
        .expect("cases");
    let cases = cases.split("How this was done").next().unwrap_or_default();
    assert!(
        cases
            .lines()
            .filter(|line| line.contains(": won.")
                || line.contains(" won.")
                || line.contains(": lost.")
                || line.contains("passed over."))
            .count()
            <= 3,
        "{cases}"
    );
    // Written out, a number does not begin a list.
    let markdown = written(&document, Format::Markdown);
    assert!(
        markdown.contains("**1.** We are the ICT branch"),
        "{markdown}"
    );
}

#[test]
fn what_was_done_in_part_is_named_and_praise_beside_a_ground_is_not() {
    use scrutineer::checklist::Status;
    let library = library();
    let mut audit = report_common::proved(example("liverpool-ict-2000"));
    let page = audit
        .answers
        .values()
        .flat_map(|one| one.evidence.clone())
        .find(|one| one.page.is_some())
        .expect("a page");
    let part = audit
        .answers
        .entry("users.consulted".to_owned())
        .or_default();
    part.status = Some(Status::Partly);
    part.note = "Tenants were not asked about a partner.".to_owned();
    part.evidence = vec![page];
    let text = all_text(&built(Kind::Submission, &library, &audit).expect("grounds"));
    assert!(text.contains("Done in part"), "{text}");
    assert!(
        text.contains("Tenants were not asked about a partner."),
        "{text}"
    );
    let asked = all_text(&built(Kind::Questions, &library, &audit).expect("grounds"));
    assert!(asked.contains("this was done in part"), "{asked}");

    for case in shown_cases(&library) {
        let findings = report_common::found(&library, &case.audit);
        let topic = |because: &[scrutineer::findings::Because]| -> Vec<_> {
            let questions = because
                .iter()
                .filter_map(scrutineer::findings::Because::question);
            questions.map(|ix| library.question(ix).topic).collect()
        };
        let challenged: Vec<_> = findings
            .fired
            .iter()
            .filter(|one| one.level != scrutineer::findings::Level::Gap)
            .flat_map(|one| topic(&one.because))
            .collect();
        for kind in [Kind::Submission, Kind::Briefing] {
            let Some(document) = built(kind, &library, &case.audit) else {
                continue;
            };
            let text = all_text(&document);
            for held in &findings.strengths {
                let title = one_line(&library.strength(held.strength).title);
                if topic(&held.because)
                    .iter()
                    .any(|one| challenged.contains(one))
                {
                    assert!(!text.contains(&title), "{} {kind}: {title}", case.name);
                }
            }
        }
    }
}
