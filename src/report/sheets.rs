//! Builds the audit as tables for a spreadsheet: profile, answers with their evidence, findings,
//! requirements, documents, questions put, changes.
//!
//! One row for each piece of evidence, so that a list can be sorted and filtered.

use crate::audit::{Answer, Evidence, Request, Shows, tells};
use crate::base::Word as _;
use crate::checklist::Question;

use super::Source;
use super::document::{Cell, Sheet};
use super::files::told;
use super::questionnaire::meta_of;
use super::record::{PastChanges, SECRETS};
use super::words;
use crate::wording::one_line;

/// Returns the sheets of the full record.
pub(super) fn of_record(source: &Source<'_>, past: &PastChanges<'_>) -> Vec<Sheet> {
    vec![
        review(source, past),
        answers(source),
        findings(source),
        requirements(source),
        documents(source),
        super::tracked::sheet(source),
        past.sheet(),
        meta_of(source, "scrutineer-record", "the full record"),
    ]
}

fn sheet(name: &str, header: &[&str], rows: Vec<Vec<Cell>>) -> Sheet {
    let header = header.iter().map(|&head| head.to_owned()).collect();
    Sheet {
        name: name.to_owned(),
        header,
        rows,
    }
}

/// Returns several texts as one cell, a line for each.
fn review_lines(texts: impl Iterator<Item = String>) -> Cell {
    texts.collect::<Vec<_>>().join("\n").into()
}

fn review(source: &Source<'_>, past: &PastChanges<'_>) -> Sheet {
    let review = &source.audit.review;
    let findings = source.findings;
    let warning = if past.tells_secrets() { SECRETS } else { "" };
    let rows: Vec<(&str, Cell)> = vec![
        ("for your own files", warning.into()),
        ("authority", review.authority.as_str().into()),
        ("kind", review.kind.word().into()),
        ("service", review.service.as_str().into()),
        ("territory", review.territory.word().into()),
        ("executive", review.executive.word().into()),
        ("stage", review.stage.word().into()),
        ("decided", review.decided.into()),
        (
            "about the date",
            review.date_note.as_deref().unwrap_or_default().into(),
        ),
        (
            "about the review",
            review.note.as_deref().unwrap_or_default().into(),
        ),
        (
            "call-in signed by",
            review_lines(source.audit.notice.signatories.iter().cloned()),
        ),
        (
            "call-in says",
            review_lines(
                source
                    .audit
                    .notice
                    .parts
                    .texts()
                    .into_iter()
                    .filter(|(.., said)| !said.is_empty())
                    .map(|(_, name, said)| format!("{name}: {said}"))
                    .chain(source.audit.notice.parts.spoken_to.iter().cloned()),
            ),
        ),
        (
            "call-in grounds that scrutiny discussed",
            review_lines(source.audit.notice.heard.iter().cloned()),
        ),
        (
            "call-in grounds fall under",
            review_lines(
                (source.audit.notice.under.iter())
                    .map(|(ground, words)| format!("{ground}: {words}")),
            ),
        ),
        ("verdict", findings.verdict.label().into()),
        ("the rule", findings.verdict.because.join("; ").into()),
        ("record made", Some(source.meta.today).into()),
        ("made by", source.meta.author.name.as_str().into()),
        (
            "fingerprint",
            source.meta.head.as_deref().unwrap_or_default().into(),
        ),
        ("program", source.meta.version.as_str().into()),
    ];
    let rows = rows
        .into_iter()
        .map(|(label, value)| vec![label.into(), value])
        .collect();
    sheet("review", &["what", "value"], rows)
}

const ANSWERS: &[&str] = &[
    "question",
    "topic",
    "core",
    "asked",
    "answer",
    "counts as",
    "why it does not count",
    "note",
    "contested",
    "asked for",
    "asked of",
    "asked on",
    "reply",
    "document",
    "given in confidence",
    "page",
    "printed page",
    "paragraph",
    "place",
    "quote",
    "date",
    "source",
    "tells_of",
    "stated_by",
    "capacity",
    "stated_on",
    "hindsight",
    "searched documents",
    "searched pages",
    "searched words",
    "searched on",
    "pages without text",
    "answered by",
    "answered at",
    "wording answered",
    "it read",
    "different answers",
];

fn answers(source: &Source<'_>) -> Sheet {
    let mut rows = Vec::new();
    for ix in source.library.walk() {
        let question = source.library.question(*ix);
        let answer = source.audit.answer_of(source.library, *ix);
        if answer.is_none() && !source.findings.is_asked(source.library, *ix) {
            continue;
        }
        let counted = source.findings.answered(*ix);
        let head = |answer: Option<&Answer>| -> Vec<Cell> {
            let recorded =
                answer.map_or_else(String::new, |answer| words::recorded(question, answer));
            let counts = match (counted.status, &counted.value) {
                (Some(status), _) => status.word().to_owned(),
                (None, Some(value)) => words::value(question, value),
                (None, None) => "open".to_owned(),
            };
            let why = match (counted.recheck, counted.hindsight) {
                (true, _) => "re-check",
                (false, true) => "hindsight",
                _ => "",
            };
            let core = if question.core { "core" } else { "" };
            vec![
                question.id.as_str().into(),
                question.topic.word().into(),
                core.into(),
                question.ask.as_str().into(),
                recorded.into(),
                counts.into(),
                why.into(),
            ]
        };
        match answer {
            None => rows.push(padded(head(None), ANSWERS.len())),
            Some(answer) => {
                let head = head(Some(answer));
                of_answer(
                    source,
                    &question.id,
                    Some(question),
                    &head,
                    answer,
                    &mut rows,
                );
            }
        }
    }
    let walk = source.library.walk().iter();
    let before = walk.flat_map(|ix| source.audit.answered_before(source.library, *ix));
    let before = before.map(|(id, answer)| (id, answer, "answered before"));
    let orphaned = source.findings.orphaned.iter();
    let orphaned =
        orphaned.filter_map(|id| Some((id.as_str(), source.audit.answer(id)?, "parked")));
    for (id, answer, why) in before.chain(orphaned) {
        let recorded = match (answer.status, &answer.value) {
            (Some(status), _) => status.word().into(),
            (None, Some(crate::audit::Value::Date(when))) => Cell::from_span(*when),
            (None, Some(crate::audit::Value::Number(number))) => Cell::Number(*number),
            (None, Some(crate::audit::Value::Option(option))) => option.as_str().into(),
            (None, None) => Cell::Empty,
        };
        let asked = answer.asked_text.as_deref().unwrap_or_default();
        let head: Vec<Cell> = vec![
            id.into(),
            Cell::Empty,
            Cell::Empty,
            asked.into(),
            recorded,
            Cell::Empty,
            why.into(),
        ];
        of_answer(source, id, None, &head, answer, &mut rows);
    }
    sheet("answers", ANSWERS, rows)
}

fn padded(mut row: Vec<Cell>, width: usize) -> Vec<Cell> {
    row.resize(width, Cell::Empty);
    row
}

/// Adds one row for each piece of evidence, or one row if there is none.
fn of_answer(
    source: &Source<'_>,
    id: &str,
    question: Option<&Question>,
    head: &[Cell],
    answer: &Answer,
    rows: &mut Vec<Vec<Cell>>,
) {
    let nothing = Evidence::default();
    let none = Request::default();
    let evidence: Vec<&Evidence> = if answer.evidence.is_empty() {
        vec![&nothing]
    } else {
        answer.evidence.iter().collect()
    };
    let request = answer.request.as_ref().unwrap_or(&none);
    let differing = super::record::disagreement(source, id, answer).into_iter();
    let differing: Vec<String> = differing
        .map(|(label, says)| format!("{label}: {says}"))
        .collect();
    let differing = differing.join("; ");
    for one in evidence {
        let mut row = head.to_vec();
        let absence = one.absence.clone().unwrap_or_default();
        let statement = one.statement.clone().unwrap_or_default();
        let joined = |list: &[String]| list.join("; ");
        let unread: Vec<String> = absence.unread.iter().map(ToString::to_string).collect();
        let optional = |text: &Option<String>| Cell::from(text.as_deref().unwrap_or_default());
        let mark = question.and_then(|asked| words::mark(tells(asked, source.audit, answer, one)));
        row.extend([
            answer.note.trim().into(),
            optional(&answer.contested),
            request.what.as_str().into(),
            request.whom.as_str().into(),
            request.on.into(),
            request.reply.as_str().into(),
            one.document.as_deref().unwrap_or_default().into(),
            if words::is_confidential(source.audit, one) {
                "given in confidence"
            } else {
                ""
            }
            .into(),
            one.page.into(),
            optional(&one.printed_page),
            optional(&one.paragraph),
            optional(&one.locator),
            optional(&one.quote),
            one.date.into(),
            words::class_word(one.source).into(),
            one.shows.map(Shows::word).unwrap_or_default().into(),
            statement.by.as_str().into(),
            statement.capacity.as_str().into(),
            statement.on.into(),
            mark.unwrap_or_default().into(),
            joined(&absence.documents).into(),
            if one.absence.is_some() {
                Some(absence.pages)
            } else {
                None
            }
            .into(),
            joined(&absence.words).into(),
            absence.on.into(),
            unread.join(" ").into(),
            source.meta.author.prints(&answer.by).into(),
            answer
                .at
                .map(|at| at.to_rfc3339())
                .unwrap_or_default()
                .into(),
            answer
                .asked
                .as_ref()
                .map(|one| one.short().to_owned())
                .unwrap_or_default()
                .into(),
            optional(&answer.asked_text),
            differing.as_str().into(),
        ]);
        rows.push(row);
    }
}

fn findings(source: &Source<'_>) -> Sheet {
    let library = source.library;
    let flags = source.findings.fired.iter().map(|fired| {
        let flag = library.flag(fired.flag);
        let because: Vec<String> = fired
            .because
            .iter()
            .map(|one| words::because(library, one))
            .collect();
        let rests: Vec<&str> = fired
            .rests_on
            .iter()
            .filter(|ix| !library.requirement(**ix).is_doubtful())
            .map(|ix| source.cite(*ix))
            .collect();
        vec![
            fired.level.word().into(),
            flag.id.as_str().into(),
            flag.title.as_str().into(),
            because.join("; ").into(),
            rests.join("; ").into(),
        ]
    });
    let strengths = source.findings.strengths.iter().map(|held| {
        let strength = library.strength(held.strength);
        let because: Vec<String> = held
            .because
            .iter()
            .map(|one| words::because(library, one))
            .collect();
        vec![
            "strength".into(),
            strength.id.as_str().into(),
            strength.title.as_str().into(),
            because.join("; ").into(),
            Cell::Empty,
        ]
    });
    let lint = source.findings.lint.iter().map(|lint| {
        let question = lint
            .question
            .map(|ix| library.question(ix).id.as_str())
            .unwrap_or_default();
        vec![
            "to fix".into(),
            lint.rule.id().into(),
            one_line(&lint.message).into(),
            question.into(),
            Cell::Empty,
        ]
    });
    let rows = flags.chain(strengths).chain(lint).collect();
    sheet(
        "findings",
        &["level", "id", "what", "because", "rests on"],
        rows,
    )
}

fn requirements(source: &Source<'_>) -> Sheet {
    let rows = source.library.requirements().map(|(ix, requirement)| {
        let applies = source.findings.applies(ix);
        let standing = source.findings.standing(ix);
        let state = if applies.is_shown() {
            standing.label()
        } else {
            String::new()
        };
        let questions: Vec<&str> = requirement
            .questions
            .iter()
            .map(|ix| source.library.question(*ix).id.as_str())
            .collect();
        vec![
            requirement.instrument.as_str().into(),
            requirement.id.as_str().into(),
            requirement.title.as_str().into(),
            source.cite(ix).into(),
            requirement.force.word().into(),
            applies.applies.word().into(),
            source.findings.why(source.library, ix).as_str().into(),
            state.into(),
            questions.join("; ").into(),
            requirement.checked.label().into(),
            words::caption(requirement).unwrap_or_default().into(),
            one_line(requirement.caution.as_deref().unwrap_or_default()).into(),
        ]
    });
    let header = [
        "law or standard",
        "id",
        "title",
        "citation",
        "force",
        "applies",
        "why",
        "state",
        "questions",
        "checked",
        "standing",
        "caution",
    ];
    sheet("requirements", &header, rows.collect())
}

fn documents(source: &Source<'_>) -> Sheet {
    let rows = source.audit.documents.iter().map(told).map(|document| {
        let optional = |text: &Option<String>| Cell::from(text.as_deref().unwrap_or_default());
        vec![
            document.id.as_str().into(),
            document.title.as_str().into(),
            optional(&document.from),
            document.date.into(),
            document
                .access
                .map(crate::base::Word::word)
                .unwrap_or_default()
                .into(),
            document.access_on.into(),
            document.pages.into(),
            optional(&document.path),
            optional(&document.sha256),
            optional(&document.url),
            optional(&document.note),
        ]
    });
    let header = [
        "id",
        "title",
        "from",
        "dated",
        "access",
        "access on",
        "pages",
        "file",
        "sha256",
        "url",
        "note",
    ];
    sheet("documents", &header, rows.collect())
}
