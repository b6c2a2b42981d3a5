//! Writes an audit as TOML that a person can read, the same bytes for the same audit.

use std::fmt::Write as _;

use chrono::{DateTime, Utc};

use super::stamp::JournalStamp;
use super::{
    AUDIT_FORMAT, Absence, Answer, Audit, CouncilQuestion, Document, Evidence, Notice, OwnEvent,
    Value,
};
use crate::base::{DateSpan, Digest, Word as _};
use crate::checklist::Status;
use crate::wording::is_hidden;

/// Formats an audit as the text of its file.
pub(super) fn to_toml(audit: &Audit) -> String {
    let mut out = Out(String::new());
    out.line(format_args!("format = {AUDIT_FORMAT}"));
    if !audit.checklists.is_empty() {
        out.line(format_args!("checklists = ["));
        for stamp in &audit.checklists {
            out.line(format_args!(
                "  {{ id = {}, edition = {}, digest = {} }},",
                quote_line(&stamp.id),
                quote_line(&stamp.edition),
                quote_line(stamp.digest.as_str())
            ));
        }
        out.line(format_args!("]"));
    }
    let review = &audit.review;
    out.head("[review]");
    out.text("authority", &review.authority);
    out.text("kind", review.kind.word());
    out.text("service", &review.service);
    out.text("territory", review.territory.word());
    out.text("executive", review.executive.word());
    out.text("stage", review.stage.word());
    out.some("decided", review.decided);
    out.some_text("date_note", review.date_note.as_deref());
    out.some_text("note", review.note.as_deref());
    for (id, answer) in &audit.answers {
        write_answer(&mut out, id, answer);
    }
    for document in &audit.documents {
        write_document(&mut out, document);
    }
    for put in &audit.puts {
        write_put(&mut out, put);
    }
    for event in &audit.events {
        write_event(&mut out, event);
    }
    if !audit.notice.is_empty() {
        write_notice(&mut out, &audit.notice);
    }
    out.0
}

/// Appends the position in the journal that the text was written from.
pub(super) fn stamp(text: &mut String, stamp: &JournalStamp) {
    // Writing to a String cannot fail.
    let _ = writeln!(
        text,
        "\n[journal]\nentries = {}\nhead = \"{}\"",
        stamp.entries, stamp.head
    );
}

fn write_notice(out: &mut Out, notice: &Notice) {
    out.head("[notice]");
    let mut list = |key: &str, texts: &mut dyn Iterator<Item = &String>| {
        let texts: Vec<String> = texts.map(|text| quote_line(text)).collect();
        if !texts.is_empty() {
            out.line(format_args!("{key} = [{}]", texts.join(", ")));
        }
    };
    list("signatories", &mut notice.signatories.iter());
    list("left_out", &mut notice.left_out.iter());
    list("heard", &mut notice.heard.iter());
    list("spoken_to", &mut notice.parts.spoken_to.iter());
    if let Some(most) = notice.most {
        out.text("most", &most.to_string());
    }
    for (key, _, text) in notice.parts.texts() {
        out.some_text(key, Some(text.as_str()).filter(|text| !text.is_empty()));
    }
    if !notice.under.is_empty() {
        out.head("[notice.under]");
        for (ground, words) in &notice.under {
            out.line(format_args!(
                "{} = {}",
                quote_line(ground),
                quote_line(words)
            ));
        }
    }
}

/// Writes the wording that was answered.
fn write_asked(out: &mut Out, asked: Option<&Digest>, text: Option<&str>) {
    out.some_text("asked", asked.map(Digest::as_str));
    out.some_text("asked_text", text);
}

fn write_answer(out: &mut Out, id: &str, answer: &Answer) {
    let key = quote_line(id);
    out.head(&format!("[answers.{key}]"));
    write_judgement(out, answer.status, answer.value.as_ref());
    if !answer.note.is_empty() {
        out.text("note", &answer.note);
    }
    out.some_text("contested", answer.contested.as_deref());
    write_asked(out, answer.asked.as_ref(), answer.asked_text.as_deref());
    write_author(out, &answer.by, answer.at);
    if let Some(request) = &answer.request {
        out.head(&format!("[answers.{key}.request]"));
        out.text("what", &request.what);
        out.text("whom", &request.whom);
        out.some("on", request.on);
        out.text("reply", &request.reply);
    }
    for evidence in &answer.evidence {
        out.head(&format!("[[answers.{key}.evidence]]"));
        write_evidence(out, evidence);
    }
    if let Some(disagreement) = &answer.disagreement {
        for version in &disagreement.versions {
            out.head(&format!("[[answers.{key}.version]]"));
            write_judgement(out, version.status, version.value.as_ref());
            write_asked(out, version.asked.as_ref(), version.asked_text.as_deref());
            write_author(out, &version.by, version.at);
        }
        if let Some(agreed) = &disagreement.agreed {
            out.head(&format!("[answers.{key}.agreed]"));
            out.text("why", &agreed.why);
            write_author(out, &agreed.by, agreed.at);
        }
    }
}

fn write_judgement(out: &mut Out, status: Option<Status>, value: Option<&Value>) {
    out.some_text("status", status.map(Status::word));
    match value {
        Some(Value::Date(when)) => write_when(out, "value", *when),
        Some(Value::Number(number)) => out.line(format_args!("value = {}", say_number(*number))),
        Some(Value::Option(option)) => out.text("value", option),
        None => {}
    }
}

fn write_author(out: &mut Out, by: &str, at: Option<DateTime<Utc>>) {
    if !by.is_empty() {
        out.text("by", by);
    }
    if let Some(at) = at {
        let at = at.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true);
        out.line(format_args!("at = {at}"));
    }
}

fn write_evidence(out: &mut Out, evidence: &Evidence) {
    out.some_text("document", evidence.document.as_deref());
    out.some("page", evidence.page);
    out.some_text("printed_page", evidence.printed_page.as_deref());
    out.some_text("paragraph", evidence.paragraph.as_deref());
    out.some_text("locator", evidence.locator.as_deref());
    out.some_text("quote", evidence.quote.as_deref());
    out.some("date", evidence.date);
    out.some_text(
        "source",
        evidence.source.map(crate::checklist::SourceClass::word),
    );
    out.some_text("shows", evidence.shows.map(super::Shows::word));
    if let Some(statement) = &evidence.statement {
        let mut line = format!(
            "statement = {{ by = {}, capacity = {}",
            quote_line(&statement.by),
            quote_line(&statement.capacity)
        );
        if let Some(on) = statement.on {
            // Writing to a String cannot fail.
            let _ = write!(line, ", on = {on}");
        }
        line.push_str(" }");
        out.line(format_args!("{line}"));
    }
    if let Some(absence) = &evidence.absence {
        write_absence(out, absence);
    }
}

fn write_absence(out: &mut Out, absence: &Absence) {
    let list = |texts: &[String]| {
        texts
            .iter()
            .map(|text| quote_line(text))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let mut line = format!(
        "absence = {{ documents = [{}], pages = {}, words = [{}]",
        list(&absence.documents),
        absence.pages,
        list(&absence.words)
    );
    if let Some(on) = absence.on {
        // Writing to a String cannot fail, here and below.
        let _ = write!(line, ", on = {on}");
    }
    if !absence.unread.is_empty() {
        let pages: Vec<String> = absence.unread.iter().map(u32::to_string).collect();
        let _ = write!(line, ", unread = [{}]", pages.join(", "));
    }
    line.push_str(" }");
    out.line(format_args!("{line}"));
}

fn write_document(out: &mut Out, document: &Document) {
    out.head("[[document]]");
    out.text("id", &document.id);
    out.text("title", &document.title);
    out.some_text("path", document.path.as_deref());
    out.some_text("sha256", document.sha256.as_deref());
    out.some("pages", document.pages);
    out.some("date", document.date);
    out.some_text("from", document.from.as_deref());
    out.some_text("access", document.access.map(super::Access::word));
    out.some("access_on", document.access_on);
    out.some_text("url", document.url.as_deref());
    out.some_text("note", document.note.as_deref());
}

fn write_put(out: &mut Out, put: &CouncilQuestion) {
    out.head("[[put]]");
    out.text("id", &put.id);
    out.text("ask", &put.ask);
    out.text("to", &put.to);
    out.text("where", &put.place);
    out.some("on", put.on);
    out.text("outcome", put.outcome.word());
    if !put.reply.is_empty() {
        out.text("reply", &put.reply);
    }
    if !put.replied_by.is_empty() {
        out.text("replied_by", &put.replied_by);
    }
    out.some("replied", put.replied);
    out.some("promised", put.promised);
    if !put.bears_on.is_empty() {
        let ids: Vec<String> = put.bears_on.iter().map(|id| quote_line(id)).collect();
        out.line(format_args!("bears_on = [{}]", ids.join(", ")));
    }
}

fn write_event(out: &mut Out, event: &OwnEvent) {
    out.head("[[event]]");
    out.text("id", &event.id);
    write_when(out, "when", event.when);
    out.text("what", &event.what);
    for evidence in &event.evidence {
        out.head("[[event.evidence]]");
        write_evidence(out, evidence);
    }
}

/// Writes a date: of TOML's own kind if it is known to the day, else a text.
fn write_when(out: &mut Out, key: &str, when: DateSpan) {
    match when.day() {
        Some(day) => out.line(format_args!("{key} = {day}")),
        None => out.text(key, &when.to_string()),
    }
}

struct Out(String);

impl Out {
    fn line(&mut self, line: std::fmt::Arguments<'_>) {
        // Writing to a String cannot fail.
        let _ = writeln!(self.0, "{line}");
    }

    fn head(&mut self, head: &str) {
        self.line(format_args!("\n{head}"));
    }

    fn text(&mut self, key: &str, text: &str) {
        self.line(format_args!("{key} = {}", quote(text)));
    }

    fn some_text(&mut self, key: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.text(key, text);
        }
    }

    fn some(&mut self, key: &str, value: Option<impl std::fmt::Display>) {
        if let Some(value) = value {
            self.line(format_args!("{key} = {value}"));
        }
    }
}

/// Formats a number as TOML that reads back as the very same number.
fn say_number(number: f64) -> String {
    let text = format!("{number}");
    // TOML wants a point in a float; whole numbers are written as integers while they are exact.
    if text.contains(['.', 'e', 'E']) || number.abs() < 9.0e15 {
        text
    } else {
        format!("{text}.0")
    }
}

/// Quotes a text as a TOML string.
///
/// Over several lines if it has several and reads back exactly that way. Hidden characters are escaped,
/// which no writer of TOML does by itself: whoever opens the file sees what stands in it.
pub(crate) fn quote(text: &str) -> String {
    let plain = |c: char| c == '\n' || c == '\t' || !is_hidden(c);
    if text.contains('\n') && text.chars().all(plain) {
        let escaped = text.replace('\\', "\\\\").replace("\"\"\"", "\"\"\\\"");
        // A quotation mark at the very end would run into the closing ones, unless it is the third
        // of three and so escaped already.
        let quotes = text.len() - text.trim_end_matches('"').len();
        let escaped = match escaped.strip_suffix('"') {
            Some(start) if !quotes.is_multiple_of(3) => format!("{start}\\\""),
            _ => escaped,
        };
        return format!("\"\"\"\n{escaped}\"\"\"");
    }
    quote_line(text)
}

/// Quotes a text as a TOML string on one line.
fn quote_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            // Writing to a String cannot fail.
            c if is_hidden(c) && c > '\u{FFFF}' => drop(write!(out, "\\U{:08X}", u32::from(c))),
            c if is_hidden(c) => drop(write!(out, "\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_hidden_character_stands_raw_in_a_file_and_each_reads_back() {
        for c in '\0'..=char::MAX {
            for text in [format!("a{c}b"), format!("a\n{c}b\n")] {
                let quoted = quote(&text);
                let raw = matches!(c, '\n' | '\t') || !is_hidden(c);
                assert!(raw || !quoted.contains(c), "{c:?}");
                if is_hidden(c) || c == '"' || c == '\\' {
                    let file: toml::Table = toml::from_str(&format!("x = {quoted}"))
                        .unwrap_or_else(|why| panic!("{c:?}: {why}"));
                    assert_eq!(file["x"].as_str(), Some(text.as_str()), "{c:?}");
                }
            }
        }
    }
}
