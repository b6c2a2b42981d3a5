//! Compares what a spreadsheet says of one question with the recorded answer: each part is added,
//! disputed, or recorded already.

use chrono::{DateTime, NaiveDate, Utc};

use super::decision::{AnswerField, Decision, ImportConflict, RowError};
use super::document::ImportRegister;
use super::rows::Incoming;
use crate::audit::{Absence, Answer, Evidence, Request, Shows, Value};
use crate::base::Digest;
use crate::base::digest::fold;
use crate::checklist::{Question, QuestionKind, Status, Unit};
use crate::report::kept_of;
use crate::report::words;
use crate::wording::count;
use crate::wording::say_day;

/// The changes to one answer: those made in any case, and those that hang on a decision.
#[derive(Debug, Clone, Default)]
pub(super) struct Proposal {
    status: Option<Status>,
    value: Option<Value>,
    note: Option<String>,
    contested: Option<String>,
    request: Option<Request>,
    evidence: Vec<Evidence>,
    by: String,
    wording: Option<String>,
    disputed: Vec<Disputed>,
    /// Evidence already in the audit, by its place, with the time that it tells of.
    settled: Vec<(usize, Shows)>,
}

/// The spreadsheet's version of a field that the audit answers differently.
#[derive(Debug, Clone)]
enum Disputed {
    Status(Status),
    Value(Value),
    Note(String),
    Contested(String),
    Request(Request),
}

impl Disputed {
    const fn field(&self) -> AnswerField {
        match self {
            Self::Status(_) => AnswerField::Status,
            Self::Value(_) => AnswerField::Value,
            Self::Note(_) => AnswerField::Note,
            Self::Contested(_) => AnswerField::Contested,
            Self::Request(_) => AnswerField::Request,
        }
    }
}

/// The result of comparing a spreadsheet with an answer.
#[derive(Debug, Default)]
pub(super) struct Comparison {
    pub(super) offer: Proposal,
    /// The changes made whatever is decided, as whole sentences.
    pub(super) will: Vec<String>,
    pub(super) conflicts: Vec<ImportConflict>,
    pub(super) errors: Vec<RowError>,
}

/// Compares the incoming answer with the recorded one.
///
/// `who` is the sender of the file, used if the rows name nobody.
pub(super) fn compare(
    question: &Question,
    recorded: Option<&Answer>,
    incoming: &Incoming,
    who: &str,
    today: NaiveDate,
    register: &mut ImportRegister<'_>,
) -> Comparison {
    let nothing = Answer::default();
    let mine = recorded.unwrap_or(&nothing);
    let mut out = Comparison::default();
    let by = if incoming.by.is_empty() {
        who
    } else {
        &incoming.by
    };
    by.clone_into(&mut out.offer.by);
    out.offer.wording.clone_from(&incoming.wording);
    compare_answer(question, mine, incoming, today, &mut out);
    let note = weigh_text(AnswerField::Note, &mine.note, &incoming.note, by, &mut out);
    out.offer.note = note;
    let before = mine.contested.as_deref().unwrap_or_default();
    let contested = weigh_text(
        AnswerField::Contested,
        before,
        &incoming.contested,
        by,
        &mut out,
    );
    out.offer.contested = contested;
    compare_request(mine, incoming, &mut out);
    compare_evidence(mine, incoming, register, &mut out);
    let answers = out.offer.status.is_some()
        || out.offer.value.is_some()
        || out
            .offer
            .disputed
            .iter()
            .any(|one| matches!(one.field(), AnswerField::Status | AnswerField::Value));
    if let (Some(wording), true) = (&out.offer.wording, answers) {
        let shown: String = wording.chars().take(100).collect();
        out.will.push(format!(
            "It answers another wording (“{shown}”), so it is marked to be checked again."
        ));
    }
    out
}

fn compare_answer(
    question: &Question,
    mine: &Answer,
    incoming: &Incoming,
    today: NaiveDate,
    out: &mut Comparison,
) {
    match (mine.status, incoming.status) {
        (None, Some(theirs)) => {
            out.will
                .push(format!("The status becomes “{}”.", theirs.label()));
            out.offer.status = Some(theirs);
        }
        (Some(mine), Some(theirs)) if mine != theirs => {
            out.conflict(AnswerField::Status, mine.label(), theirs.label());
            out.offer.disputed.push(Disputed::Status(theirs));
        }
        _ => {}
    }
    match (&mine.value, &incoming.value) {
        // Day and month may be swapped: an event that has not happened yet is asked about.
        (None, Some(theirs @ Value::Date(when)))
            if when.first().is_some_and(|first| first > today) =>
        {
            out.conflict(
                AnswerField::Value,
                &format!("no date, for today is {}", say_day(today)),
                &format!("{}, which is still to come", words::value(question, theirs)),
            );
            out.offer.disputed.push(Disputed::Value(theirs.clone()));
        }
        (None, Some(theirs)) => {
            let value = words::value(question, theirs);
            out.will.push(format!("The value becomes “{value}”."));
            out.offer.value = Some(theirs.clone());
        }
        (Some(mine), Some(theirs)) if !equal(mine, theirs) => {
            out.conflict(
                AnswerField::Value,
                &words::value(question, mine),
                &words::value(question, theirs),
            );
            out.offer.disputed.push(Disputed::Value(theirs.clone()));
        }
        _ => return,
    }
    // A cell shown as 12.5% contains 0.125, and does not say how it was shown.
    if let (QuestionKind::Figure(Unit::Percent), Some(Value::Number(number))) =
        (&question.kind, &incoming.value)
        && number.abs() <= 1.0
        && *number != 0.0
    {
        out.will.push(format!(
            "It is taken as {number} per cent; if the cell was shown as {}%, write that as a plain \
             number.",
            number * 100.0
        ));
    }
}

/// Returns the incoming text if it can be added outright; records a conflict if it differs.
fn weigh_text(
    field: AnswerField,
    mine: &str,
    theirs: &str,
    by: &str,
    out: &mut Comparison,
) -> Option<String> {
    let known = same(mine, theirs) || has_both(mine, theirs, by) || is_open_part(mine, theirs);
    if theirs.is_empty() || known {
        return None;
    }
    if mine.trim().is_empty() {
        out.will.push(format!("{} is added.", field.the()));
        return Some(theirs.to_owned());
    }
    out.conflict(field, mine.trim(), theirs);
    out.offer.disputed.push(match field {
        AnswerField::Contested => Disputed::Contested(theirs.to_owned()),
        _ => Disputed::Note(theirs.to_owned()),
    });
    None
}

fn compare_request(mine: &Answer, incoming: &Incoming, out: &mut Comparison) {
    let theirs = &incoming.request;
    if theirs.is_empty() {
        return;
    }
    let before = mine.request.clone().unwrap_or_default();
    let mut filled = before.clone();
    let mut taken = before.clone();
    let mut differs = false;
    for (mine, theirs, filled, taken) in [
        (
            &before.what,
            &theirs.what,
            &mut filled.what,
            &mut taken.what,
        ),
        (
            &before.whom,
            &theirs.whom,
            &mut filled.whom,
            &mut taken.whom,
        ),
        (
            &before.reply,
            &theirs.reply,
            &mut filled.reply,
            &mut taken.reply,
        ),
    ] {
        if theirs.is_empty() || same(mine, theirs) {
            continue;
        }
        taken.clone_from(theirs);
        if mine.trim().is_empty() {
            filled.clone_from(theirs);
        } else {
            differs = true;
        }
    }
    if theirs.on.is_some() && theirs.on != before.on {
        taken.on = theirs.on;
        if before.on.is_none() {
            filled.on = theirs.on;
        } else {
            differs = true;
        }
    }
    if filled != before {
        out.will
            .push(format!("{} is added.", AnswerField::Request.the()));
        out.offer.request = Some(filled.clone());
    }
    if differs {
        out.conflict(
            AnswerField::Request,
            &words::request(&before),
            &words::request(&taken),
        );
        out.offer.disputed.push(Disputed::Request(taken));
    }
}

fn compare_evidence(
    mine: &Answer,
    incoming: &Incoming,
    register: &mut ImportRegister<'_>,
    out: &mut Comparison,
) {
    let mut added: Vec<Evidence> = Vec::new();
    for (place, theirs) in &incoming.evidence {
        let known = theirs.document.as_deref().map(|name| register.find(name));
        if let None | Some(Some(_)) = &known {
            let there = Evidence {
                document: known.flatten(),
                ..theirs.clone()
            };
            let mut all = mine.evidence.iter().chain(&added);
            if all.any(|one| holds(one, &there)) {
                continue;
            }
            let unsettled = mine.evidence.iter().position(|one| {
                one.shows.is_none()
                    && holds(
                        one,
                        &Evidence {
                            shows: None,
                            ..there.clone()
                        },
                    )
            });
            if let (Some(at), Some(shows)) = (unsettled, there.shows) {
                out.will
                    .push(format!("Evidence is settled: it {}.", shows.label()));
                out.offer.settled.push((at, shows));
                continue;
            }
        }
        let shows = Evidence {
            date: None,
            source: None,
            shows: None,
            ..theirs.clone()
        };
        if shows.is_empty() {
            out.errors.push(RowError {
                place: place.clone(),
                message: "a date or a source alone shows nothing; name the document and the page"
                    .to_owned(),
            });
            continue;
        }
        added.push(Evidence {
            document: theirs.document.as_deref().map(|name| register.enter(name)),
            ..theirs.clone()
        });
    }
    for one in &added {
        out.will.push(format!(
            "Evidence is added: {}.",
            say_evidence(one, register)
        ));
    }
    out.offer.evidence = added;
}

impl Comparison {
    fn conflict(&mut self, field: AnswerField, mine: &str, theirs: &str) {
        self.conflicts.push(ImportConflict {
            field,
            mine: mine.to_owned(),
            theirs: theirs.to_owned(),
        });
    }
}

impl Proposal {
    /// Returns the answer as it is to be, or `None` if nothing in it changes.
    pub(super) fn apply(
        &self,
        question: (&Digest, &str),
        (before, fresh): (Option<&Answer>, bool),
        decide: impl Fn(AnswerField) -> Decision,
        at: DateTime<Utc>,
    ) -> Option<Answer> {
        let mut answer = before.cloned().unwrap_or_default();
        let mut answered = false;
        if self.status.is_some() {
            answer.status = self.status;
            answered = true;
        }
        if self.value.is_some() {
            answer.value.clone_from(&self.value);
            answered = true;
        }
        if let Some(note) = &self.note {
            answer.note.clone_from(note);
        }
        if self.contested.is_some() {
            answer.contested.clone_from(&self.contested);
        }
        if self.request.is_some() {
            answer.request.clone_from(&self.request);
        }
        for (at, shows) in &self.settled {
            if let Some(one) = answer.evidence.get_mut(*at) {
                one.shows = Some(*shows);
            }
        }
        answer.evidence.extend(self.evidence.iter().cloned());
        for disputed in &self.disputed {
            let decision = decide(disputed.field());
            // A text keeps the name of who wrote it, if the answer itself has another's.
            let author = before.map_or("", |before| before.by.as_str());
            let others = author != self.by;
            let both = |mine: &str, theirs: &str| match decision {
                Decision::KeepBoth if answered && others => {
                    format!("{}\n\n{theirs}", signed(mine.trim(), author))
                }
                Decision::KeepBoth => format!("{}\n\n{}", mine.trim(), signed(theirs, &self.by)),
                _ if others && !answered => signed(theirs, &self.by),
                _ => theirs.to_owned(),
            };
            match (disputed, decision) {
                (_, Decision::KeepMine)
                | (
                    Disputed::Status(_) | Disputed::Value(_) | Disputed::Request(_),
                    Decision::KeepBoth,
                ) => {}
                (Disputed::Status(theirs), _) => {
                    answer.status = Some(*theirs);
                    answered = true;
                }
                (Disputed::Value(theirs), _) => {
                    answer.value = Some(theirs.clone());
                    answered = true;
                }
                (Disputed::Note(theirs), _) => answer.note = both(&answer.note, theirs),
                (Disputed::Contested(theirs), _) => {
                    let mine = answer.contested.clone().unwrap_or_default();
                    answer.contested = Some(both(&mine, theirs));
                }
                (Disputed::Request(theirs), _) => answer.request = Some(theirs.clone()),
            }
        }
        if fresh {
            answer.by.clone_from(&self.by);
        }
        if before == Some(&answer) || answer.is_empty() {
            return None;
        }
        if answered {
            let (digest, ask) = question;
            let (digest, text) = match &self.wording {
                Some(wording) => (Digest::of_text(wording), wording.clone()),
                None => (digest.clone(), ask.to_owned()),
            };
            answer.asked = Some(digest);
            answer.asked_text = Some(text);
        }
        // The author of an answer stays if only a note or a page is added to it.
        if answered || before.is_none() {
            answer.by.clone_from(&self.by);
            answer.at = Some(at);
        }
        Some(answer)
    }
}

/// Returns a text with the name of its author in front.
fn signed(text: &str, by: &str) -> String {
    if by.is_empty() {
        text.to_owned()
    } else {
        format!("{by}: {text}")
    }
}

/// Returns true if mine contains theirs already, because both were kept before.
fn has_both(mine: &str, theirs: &str, by: &str) -> bool {
    let paragraph = |text: &str| same_words(text) == same_words(theirs);
    !by.is_empty()
        && (same_words(mine).contains(&same_words(&signed(theirs, by)))
            || mine.split("\n\n").any(paragraph))
}

/// Returns true if theirs is mine without its private passages: a sheet for a colleague leaves them out.
fn is_open_part(mine: &str, theirs: &str) -> bool {
    let lines = |text: &str| -> Vec<String> {
        let lines = text.lines().filter(|line| !line.trim().is_empty());
        lines.map(same_words).collect()
    };
    let mine = lines(mine);
    mine.iter().any(|line| line.starts_with("private:"))
        && lines(theirs).iter().all(|line| mine.contains(line))
}

fn same_words(text: &str) -> String {
    // A word processor makes curly quotation marks and long hyphens of plain ones.
    let text: String = crate::wording::clean(text)
        .chars()
        .map(|c| match c {
            '’' | '‘' => '\'',
            '“' | '”' => '"',
            '–' | '‑' => '-',
            c => c,
        })
        .collect();
    fold(&text)
}

/// Returns true if a reader would take two texts for the same.
///
/// A text that was cut to fit a cell is the same as the whole one.
fn same(mine: &str, theirs: &str) -> bool {
    let (mine, theirs) = (same_words(mine), same_words(theirs));
    mine == theirs || kept_of(&theirs).is_some_and(|kept| mine.starts_with(kept))
}

fn equal(mine: &Value, theirs: &Value) -> bool {
    match (mine, theirs) {
        // A spreadsheet keeps some fifteen digits.
        (Value::Number(mine), Value::Number(theirs)) => {
            let near = (mine - theirs).abs() <= 1e-12 * mine.abs().max(theirs.abs());
            near || (mine.is_nan() && theirs.is_nan())
        }
        _ => mine == theirs,
    }
}

/// Returns true if one piece of evidence contains everything that another one says.
fn holds(mine: &Evidence, theirs: &Evidence) -> bool {
    let text = |mine: &Option<String>, theirs: &Option<String>| match (mine, theirs) {
        (_, None) => true,
        (Some(mine), Some(theirs)) => same(mine, theirs),
        (None, Some(_)) => false,
    };
    (theirs.document.is_none() || mine.document == theirs.document)
        && (theirs.page.is_none() || mine.page == theirs.page)
        && text(&mine.printed_page, &theirs.printed_page)
        && text(&mine.paragraph, &theirs.paragraph)
        && text(&mine.locator, &theirs.locator)
        && text(&mine.quote, &theirs.quote)
        && (theirs.date.is_none() || mine.date == theirs.date)
        && (theirs.source.is_none() || mine.source == theirs.source)
        && (theirs.shows.is_none() || mine.shows == theirs.shows)
        && (theirs.statement.is_none() || mine.statement == theirs.statement)
        && match (&mine.absence, &theirs.absence) {
            (_, None) => true,
            (Some(mine), Some(theirs)) => same_absence(mine, theirs),
            (None, Some(_)) => false,
        }
}

fn same_absence(mine: &Absence, theirs: &Absence) -> bool {
    let list = |mine: &[String], theirs: &[String]| same(&mine.join("; "), &theirs.join("; "));
    list(&mine.documents, &theirs.documents)
        && list(&mine.words, &theirs.words)
        && mine.pages == theirs.pages
        && mine.on == theirs.on
        && mine.unread == theirs.unread
}

/// Formats evidence that is to be added, in short.
///
/// `report::words` cannot: a paper that comes with it is not registered before the plan is carried out.
fn say_evidence(one: &Evidence, register: &ImportRegister<'_>) -> String {
    let mut parts = Vec::new();
    if let Some(document) = &one.document {
        parts.push(format!("“{}”", register.title(document)));
    }
    if let Some(page) = one.page {
        parts.push(format!("page {page}"));
    }
    for (word, text) in [
        ("printed page ", &one.printed_page),
        ("paragraph ", &one.paragraph),
        ("", &one.locator),
    ] {
        if let Some(text) = text {
            parts.push(format!("{word}{text}"));
        }
    }
    if let Some(quote) = &one.quote {
        let shown: String = quote.chars().take(60).collect();
        let dots = if shown.len() < quote.len() { "…" } else { "" };
        parts.push(format!("quote “{shown}{dots}”"));
    }
    if let Some(day) = one.date {
        parts.push(say_day(day));
    }
    if one.absence.is_some() {
        parts.push("a proof of absence".to_owned());
    }
    parts.join(", ")
}

/// Returns one side of a comparison in a line: status, value, note, number of pieces of evidence.
pub(super) fn summary(
    question: &Question,
    status: Option<Status>,
    value: Option<&Value>,
    note: &str,
    evidence: usize,
) -> String {
    let mut parts = Vec::new();
    parts.extend(status.map(|status| status.label().to_owned()));
    parts.extend(value.map(|value| words::value(question, value)));
    if parts.is_empty() {
        parts.push("no answer".to_owned());
    }
    if !note.trim().is_empty() {
        parts.push("a note".to_owned());
    }
    if evidence > 0 {
        parts.push(count(evidence, "piece of evidence", "pieces of evidence"));
    }
    parts.join(", ")
}
