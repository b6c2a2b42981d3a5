//! An audit as a file that people can read: text to [`Audit`] and back.
//!
//! Reading collects every mistake with its place; a file with one mistake is not an audit, and is
//! left alone. The location and the saving of files are in `store`.

use chrono::NaiveDate;
use toml::de::DeTable;

use super::stamp::JournalStamp;
use super::{
    AUDIT_FORMAT, Absence, Access, Agreement, Answer, Audit, ChecklistStamp, CouncilQuestion,
    Disagreement, Document, Evidence, Notice, OwnEvent, ReplyOutcome, Request, Review, Shows,
    Statement, Value, Version, write,
};
use crate::base::NotEdtf;
use crate::base::reader::{
    At, Mistakes, Node, day_of, node_of, parse, plain, read_parsed, wrong_type,
};
use crate::base::{DateSpan, Text};
use crate::base::{Diagnostic, Digest, SourceText};

/// Reason why a text is not an audit this program can work on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotAnAudit {
    /// It was written by a newer program: its format number.
    NewerFormat(i64),
    /// It has mistakes.
    Mistakes(Vec<Diagnostic>),
}

impl Audit {
    /// Reads an audit file.
    ///
    /// # Errors
    /// [`NotAnAudit`] with every mistake and its place.
    pub fn read(source: &SourceText) -> Result<Self, NotAnAudit> {
        Self::read_stamped(source).map(|(audit, _)| audit)
    }

    /// Reads an audit file, with the position in its journal that it was written from.
    ///
    /// # Errors
    /// [`NotAnAudit`] with every mistake and its place.
    pub fn read_stamped(source: &SourceText) -> Result<(Self, Option<JournalStamp>), NotAnAudit> {
        let mut newer = None;
        let read = parse(source, |node, m| read_file(node, &mut newer, m));
        unless_mistaken(read, newer)
    }

    /// Reads an audit file as [`Audit::read_stamped`] does, whose TOML was parsed already.
    ///
    /// # Errors
    /// [`NotAnAudit`] with every mistake and its place.
    pub(crate) fn read_parsed(
        source: &SourceText,
        root: &DeTable<'_>,
    ) -> Result<(Self, Option<JournalStamp>), NotAnAudit> {
        let mut newer = None;
        let read = read_parsed(source, root, |node, m| read_file(node, &mut newer, m));
        unless_mistaken(read, newer)
    }

    /// Formats the audit as the text of its file: the same bytes for the same audit.
    pub fn to_toml(&self) -> String {
        write::to_toml(self)
    }

    /// Formats the audit as the same text, with its position in the journal at the end.
    pub fn to_toml_stamped(&self, stamp: &JournalStamp) -> String {
        let mut text = write::to_toml(self);
        write::stamp(&mut text, stamp);
        text
    }
}

fn unless_mistaken<T>(
    (read, mistakes): (T, Vec<Diagnostic>),
    newer: Option<i64>,
) -> Result<T, NotAnAudit> {
    match (newer, mistakes.is_empty()) {
        (Some(format), _) => Err(NotAnAudit::NewerFormat(format)),
        (None, false) => Err(NotAnAudit::Mistakes(mistakes)),
        (None, true) => Ok(read),
    }
}

/// Reads the whole file; a format of a newer program is noted.
fn read_file(
    node: &mut Node<'_>,
    newer: &mut Option<i64>,
    m: &mut Mistakes,
) -> (Audit, Option<JournalStamp>) {
    let format = node.whole("format", m);
    match format {
        Some(format) if format > AUDIT_FORMAT => *newer = Some(format),
        Some(format) if format < 1 => m.add_with_help(
            "unknown-format",
            &(0..0),
            format!("no audit ever had the format {format}"),
            format!("this program writes format = {AUDIT_FORMAT}"),
        ),
        Some(_) => {}
        None if node.has("format") => {}
        None => m.add_with_help(
            "not-an-audit",
            &(0..0),
            "this is not an audit file: it has no `format`",
            format!("an audit file begins with format = {AUDIT_FORMAT}"),
        ),
    }
    let stamp = node.node("journal", "[journal]", m).and_then(|mut one| {
        let stamp = read_stamp(&mut one, m);
        one.finish(m);
        stamp
    });
    (read_audit(node, m), stamp)
}

fn read_stamp(node: &mut Node<'_>, m: &mut Mistakes) -> Option<JournalStamp> {
    let number = node.whole("entries", m);
    if number.is_none() && !node.has("entries") {
        node.missing("entries", m);
    }
    let entries = number.and_then(|number| u64::try_from(number).ok());
    if let (Some(number), None) = (number, entries) {
        m.add(
            "impossible-range",
            &node.span,
            format!("`entries` cannot be {number}"),
        );
    }
    let head = digest_of(&node.need_text("head", m), m);
    Some(JournalStamp {
        entries: entries?,
        head: head?,
    })
}

fn read_audit(node: &mut Node<'_>, m: &mut Mistakes) -> Audit {
    let mut checklists = Vec::new();
    for mut one in node.nodes("checklists", "a checklist's stamp", m) {
        let id = one.need_text("id", m).value;
        let edition = one.need_text("edition", m).value;
        let digest = one.need_text("digest", m);
        checklists.extend(digest_of(&digest, m).map(|digest| ChecklistStamp {
            id,
            edition,
            digest,
        }));
        one.finish(m);
    }
    let review = if let Some(mut one) = node.node("review", "[review]", m) {
        let review = read_review(&mut one, m);
        one.finish(m);
        review
    } else {
        if !node.has("review") {
            node.missing("review", m);
        }
        Review::named("", "")
    };
    let mut audit = Audit {
        checklists,
        ..Audit::new(review)
    };
    if let Some(answers) = node.node("answers", "[answers]", m) {
        let read = answers.entries::<String>().filter_map(|(key, value)| {
            let mut one = node_of(&key.value, "an answer", value, m)?;
            let answer = read_answer(&mut one, m);
            one.finish(m);
            Some((key.value, answer))
        });
        audit.answers = read.collect();
    }
    for mut one in node.nodes("document", "a [[document]]", m) {
        let (document, id) = read_document(&mut one, m);
        one.finish(m);
        if audit.documents.iter().any(|other| other.id == document.id) {
            m.add_with_help(
                "duplicate-id",
                &id.span,
                format!(
                    "there is already a document with the id \"{}\"",
                    document.id
                ),
                "give each document an id of its own",
            );
        }
        audit.documents.push(document);
    }
    for mut one in node.nodes("put", "a [[put]]", m) {
        let (put, id) = read_put(&mut one, m);
        one.finish(m);
        if audit.put(&put.id).is_some() {
            m.add_with_help(
                "duplicate-id",
                &id.span,
                format!("there is already a question put with the id \"{}\"", put.id),
                "give each an id of its own",
            );
        }
        audit.puts.push(put);
    }
    for mut one in node.nodes("event", "an [[event]]", m) {
        let (event, id) = read_event(&mut one, m);
        one.finish(m);
        let Some(event) = event else {
            continue;
        };
        if audit.event(&event.id).is_some() {
            m.add_with_help(
                "duplicate-id",
                &id.span,
                format!("there is already an event with the id \"{}\"", event.id),
                "give each event an id of its own",
            );
        }
        audit.events.push(event);
    }
    if let Some(mut one) = node.node("notice", "[notice]", m) {
        audit.notice = read_notice(&mut one, m);
        one.finish(m);
    }
    audit
}

fn digest_of(text: &At<String>, m: &mut Mistakes) -> Option<Digest> {
    let digest = Digest::parse(&text.value);
    if digest.is_none() && !text.value.is_empty() {
        m.add_with_help(
            "bad-digest",
            &text.span,
            "this is not a digest",
            "it is written sha256: and 64 hexadecimal digits",
        );
    }
    digest
}

fn optional(node: &mut Node<'_>, key: &'static str, m: &mut Mistakes) -> Option<String> {
    // An empty text is a field that somebody left empty, not a mistake that rejects the file.
    node.text_or_empty(key, m)
}

fn small(node: &mut Node<'_>, key: &'static str, m: &mut Mistakes) -> Option<u32> {
    whole_from(node, key, 0, m)
}

/// Reads a whole number from a lowest one on; another is reported at its own place.
fn whole_from(
    node: &mut Node<'_>,
    key: &'static str,
    lowest: u32,
    m: &mut Mistakes,
) -> Option<u32> {
    let span = node.any(key).map(crate::base::reader::Value::span);
    let number = node.whole(key, m)?;
    let small = u32::try_from(number).ok().filter(|one| *one >= lowest);
    if small.is_none() {
        m.add_with_help(
            "impossible-range",
            &span.unwrap_or_else(|| node.span.clone()),
            format!("`{key}` cannot be {number}"),
            format!("write a whole number from {lowest}, or take the line out"),
        );
    }
    small
}

fn read_notice(node: &mut Node<'_>, m: &mut Mistakes) -> Notice {
    let mut notice = Notice {
        signatories: plain(node.texts("signatories", m)),
        left_out: plain(node.texts("left_out", m)).into_iter().collect(),
        heard: plain(node.texts("heard", m)).into_iter().collect(),
        ..Notice::default()
    };
    let most: Option<At<Text>> = node.text("most", m);
    if let Some(most) = most {
        match most.value.parse() {
            Ok(read) => notice.most = Some(read),
            Err(why) => m.add("not-a-number", &most.span, why),
        }
    }
    let keys = notice.parts.texts().map(|(key, ..)| key);
    for (key, there) in keys.into_iter().zip(notice.parts.texts_mut()) {
        *there = node.text_or_empty(key, m).unwrap_or_default();
    }
    notice.parts.spoken_to = plain(node.texts("spoken_to", m));
    if let Some(under) = node.node("under", "[notice.under]", m) {
        for (ground, value) in under.entries() {
            match value.as_str() {
                Some(words) => {
                    notice.under.insert(ground.value, words.to_owned());
                }
                None => wrong_type(m, &ground.value, "the words of a ground", value),
            }
        }
    }
    notice
}

fn read_review(node: &mut Node<'_>, m: &mut Mistakes) -> Review {
    let blank = Review::named("", "");
    Review {
        authority: node.need_text("authority", m).value,
        kind: node.need_word("kind", m).unwrap_or(blank.kind),
        service: node.need_text("service", m).value,
        territory: node.need_word("territory", m).unwrap_or(blank.territory),
        executive: node.word("executive", m).unwrap_or(blank.executive),
        stage: node.word("stage", m).unwrap_or(blank.stage),
        decided: node.day("decided", m),
        date_note: optional(node, "date_note", m),
        note: optional(node, "note", m),
    }
}

fn read_answer(node: &mut Node<'_>, m: &mut Mistakes) -> Answer {
    let value = read_value(node, m);
    let mut answer = Answer {
        status: node.word("status", m),
        value,
        note: node.text_or_empty("note", m).unwrap_or_default(),
        contested: optional(node, "contested", m),
        request: None,
        evidence: Vec::new(),
        asked: node.text("asked", m).and_then(|text| digest_of(&text, m)),
        asked_text: optional(node, "asked_text", m),
        by: node.text_or_empty("by", m).unwrap_or_default(),
        at: node.moment("at", m),
        disagreement: read_disagreement(node, m),
    };
    if let Some(mut one) = node.node("request", "a request", m) {
        answer.request = Some(Request {
            what: one.text_or_empty("what", m).unwrap_or_default(),
            whom: one.text_or_empty("whom", m).unwrap_or_default(),
            on: one.day("on", m),
            reply: one.text_or_empty("reply", m).unwrap_or_default(),
        });
        one.finish(m);
    }
    answer.evidence = read_evidence(node, m);
    answer
}

fn read_disagreement(node: &mut Node<'_>, m: &mut Mistakes) -> Option<Disagreement> {
    let mut versions = Vec::new();
    for mut one in node.nodes("version", "a version of an answer", m) {
        versions.push(Version {
            status: one.word("status", m),
            value: read_value(&mut one, m),
            asked: one.text("asked", m).and_then(|text| digest_of(&text, m)),
            asked_text: optional(&mut one, "asked_text", m),
            by: one.text_or_empty("by", m).unwrap_or_default(),
            at: one.moment("at", m),
        });
        one.finish(m);
    }
    let agreed = node.node("agreed", "an agreement", m).map(|mut one| {
        let agreement = Agreement {
            why: one.text_or_empty("why", m).unwrap_or_default(),
            by: one.text_or_empty("by", m).unwrap_or_default(),
            at: one.moment("at", m),
        };
        one.finish(m);
        agreement
    });
    (!versions.is_empty() || agreed.is_some()).then_some(Disagreement { versions, agreed })
}

fn read_evidence(node: &mut Node<'_>, m: &mut Mistakes) -> Vec<Evidence> {
    let mut evidence = Vec::new();
    for mut one in node.nodes("evidence", "a piece of evidence", m) {
        let absence = one
            .node("absence", "a proof of absence", m)
            .map(|mut inner| {
                let absence = Absence {
                    documents: inner
                        .texts("documents", m)
                        .into_iter()
                        .map(|at| at.value)
                        .collect(),
                    pages: small(&mut inner, "pages", m).unwrap_or_default(),
                    words: inner
                        .texts("words", m)
                        .into_iter()
                        .map(|at| at.value)
                        .collect(),
                    on: inner.day("on", m),
                    unread: pages(&mut inner, "unread", m),
                };
                inner.finish(m);
                absence
            });
        let statement = one.node("statement", "a statement", m).map(|mut inner| {
            let statement = Statement {
                by: inner.text_or_empty("by", m).unwrap_or_default(),
                capacity: inner.text_or_empty("capacity", m).unwrap_or_default(),
                on: inner.day("on", m),
            };
            inner.finish(m);
            statement
        });
        evidence.push(Evidence {
            document: optional(&mut one, "document", m),
            // Nobody can look at page 0, and it would pass for a proof.
            page: whole_from(&mut one, "page", 1, m),
            printed_page: optional(&mut one, "printed_page", m),
            paragraph: optional(&mut one, "paragraph", m),
            locator: optional(&mut one, "locator", m),
            quote: optional(&mut one, "quote", m),
            date: one.day("date", m),
            shows: one.word::<Shows>("shows", m),
            source: one.word("source", m),
            statement,
            absence,
        });
        one.finish(m);
    }
    evidence
}

/// Reads an event; none without a date that can be read, which is a mistake of its own.
fn read_event(node: &mut Node<'_>, m: &mut Mistakes) -> (Option<OwnEvent>, At<String>) {
    let id: At<String> = node.need_text("id", m);
    let when = read_when(node, m);
    let what = node.need_text("what", m).value;
    let evidence = read_evidence(node, m);
    let event = when.map(|when| OwnEvent {
        id: id.value.clone(),
        when,
        what,
        evidence,
    });
    (event, id)
}

fn read_when(node: &mut Node<'_>, m: &mut Mistakes) -> Option<DateSpan> {
    if !node.has("when") {
        node.missing("when", m);
        return None;
    }
    let value = node.any("when")?;
    let Some(text) = value.as_str() else {
        return day_of("when", value, m).map(DateSpan::exact);
    };
    let when = text.parse().ok();
    if when.is_none() {
        m.add_with_help(
            "bad-date",
            &value.span(),
            "`when` is not a date that is understood".to_owned(),
            "write 2026-03-16 without quotes, or in quotes \"2026-03\", \"2026\", \
             \"2026-03-01/2026-03-10\" or \"../2026-03-10\"",
        );
    }
    when
}

fn read_value(node: &mut Node<'_>, m: &mut Mistakes) -> Option<Value> {
    if !node.has("value") {
        return None;
    }
    let value = node.any("value")?;
    if let Some(text) = value.as_str() {
        // No option's name begins with a figure or a stop.
        return Some(match text.parse() {
            Ok(when) => Value::Date(when),
            Err(NotEdtf) => Value::Option(text.to_owned()),
        });
    }
    if let Some(number) = value.number() {
        return Some(Value::Number(number));
    }
    if value.is_endless() {
        crate::base::reader::wrong_type(m, "value", "a number such as 127000 or 127000.5", value);
        return None;
    }
    let day: Option<NaiveDate> = day_of("value", value, m);
    day.map(|day| Value::Date(day.into()))
}

fn pages(node: &mut Node<'_>, key: &'static str, m: &mut Mistakes) -> Vec<u32> {
    if !node.has(key) {
        return Vec::new();
    }
    let Some(value) = node.any(key) else {
        return Vec::new();
    };
    let items = value.items().map(|items| {
        let numbers = items.map(|item| u32::try_from(item.whole()?).ok());
        numbers.collect::<Option<Vec<u32>>>()
    });
    if let Some(Some(pages)) = items {
        pages
    } else {
        crate::base::reader::wrong_type(m, key, "a list of page numbers", value);
        Vec::new()
    }
}

fn read_document(node: &mut Node<'_>, m: &mut Mistakes) -> (Document, At<String>) {
    let id: At<String> = node.need_text("id", m);
    let document = Document {
        id: id.value.clone(),
        title: node.need_text("title", m).value,
        path: optional(node, "path", m),
        sha256: optional(node, "sha256", m),
        pages: small(node, "pages", m),
        date: node.day("date", m),
        from: optional(node, "from", m),
        access: node.word::<Access>("access", m),
        access_on: node.day("access_on", m),
        url: optional(node, "url", m),
        note: optional(node, "note", m),
    };
    (document, id)
}

fn read_put(node: &mut Node<'_>, m: &mut Mistakes) -> (CouncilQuestion, At<String>) {
    let id: At<String> = node.need_text("id", m);
    let put = CouncilQuestion {
        id: id.value.clone(),
        ask: node.need_text("ask", m).value,
        to: node.text_or_empty("to", m).unwrap_or_default(),
        place: node.text_or_empty("where", m).unwrap_or_default(),
        on: node.day("on", m),
        outcome: node.need_word("outcome", m).unwrap_or(ReplyOutcome::Asked),
        replied_by: node.text_or_empty("replied_by", m).unwrap_or_default(),
        reply: node.text_or_empty("reply", m).unwrap_or_default(),
        replied: node.day("replied", m),
        promised: node.day("promised", m),
        bears_on: node
            .texts("bears_on", m)
            .into_iter()
            .map(|at| at.value)
            .collect(),
    };
    (put, id)
}
