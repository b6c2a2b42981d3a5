//! The history in plain words: every change with its day, its time and who made it, and what going
//! back to one of them, or forward to it, would change.
//!
//! Nothing here names an id: a question is named by its words, a document by its title.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike as _, NaiveDate, Utc};

use super::consequence::Consequence;
use super::named_change::{by_words, plain};
use super::overlay::{Item, Pick, Picker};
use super::{Desk, OpenAudit};
use crate::audit::{Answer, Audit, Change, Entry, EntryState, HistoryStep};
use crate::checklist::{Library, State, VerdictId};
use crate::findings::derive;
use crate::findings::two_people::SummaryPart;
use crate::report::words;
use crate::wording::{capital, count, one_line, say_day};

/// Returns an answer in a word or two: its status, its value, that people differ, or “open”.
pub fn answer_in_words(library: &Library, id: &str, answer: Option<&Answer>) -> String {
    let Some(answer) = answer else {
        return State::Unanswered.label().to_owned();
    };
    if let Some(versions) = answer.disputed() {
        return format!("{} that differ", count(versions.len(), "answer", "answers"));
    }
    match (answer.status, &answer.value) {
        (Some(status), _) => status.label().to_owned(),
        (None, Some(value)) => library
            .find_current(id)
            .map_or_else(String::new, |ix| words::value(library.question(ix), value)),
        (None, None) => State::Unanswered.label().to_owned(),
    }
}

/// Returns the verb for a change of what stands under an answer; `None` if only its wording was
/// confirmed.
fn verb(before: &Answer, after: &Answer) -> Option<&'static str> {
    // Each part: whether it is there before and after, and whether it differs.
    let parts = [
        (
            !before.note.is_empty(),
            !after.note.is_empty(),
            before.note != after.note,
        ),
        (
            before.evidence.len() >= after.evidence.len(),
            after.evidence.len() >= before.evidence.len(),
            before.evidence != after.evidence,
        ),
        (
            before.contested.is_some(),
            after.contested.is_some(),
            before.contested != after.contested,
        ),
        (
            before.request.is_some(),
            after.request.is_some(),
            before.request != after.request,
        ),
        (true, true, before.disagreement != after.disagreement),
    ];
    let mut changed = parts.into_iter().filter(|(.., differs)| *differs);
    let (was, is, _) = changed.next()?;
    let same = changed.all(|(other_was, other_is, _)| (other_was, other_is) == (was, is));
    Some(match (was, is) {
        (false, true) if same => "added",
        (true, false) if same => "removed",
        _ => "changed",
    })
}

/// Returns true if people's answers stand side by side: nobody has cleared what there was.
fn is_disputed(answer: Option<&Answer>) -> bool {
    answer.is_some_and(|one| one.disputed().is_some())
}

/// Tells many changes at once, if they are nothing but answers.
fn told_together(library: &Library, changes: &[Change]) -> Option<String> {
    let mut becomes = Vec::new();
    let mut differ = 0;
    for change in changes {
        let Change::Answer {
            question,
            before,
            after,
        } = change
        else {
            return None;
        };
        let of = |one: &Option<Box<Answer>>| answer_in_words(library, question, one.as_deref());
        let (was, is) = (of(before), of(after));
        if was != is {
            differ += usize::from(is_disputed(after.as_deref()));
            becomes.push(is);
        }
    }
    becomes.sort();
    becomes.dedup();
    let questions = count(changes.len(), "question", "questions");
    Some(match becomes.as_slice() {
        [] => format!("changed the notes or the proof of {questions}"),
        _ if differ > 0 => {
            let questions = count(differ, "question", "questions");
            format!("took in other answers to {questions}")
        }
        [one] if one == State::Unanswered.label() => format!("cleared the answers to {questions}"),
        [one] => format!("answered {questions} together: {one}"),
        _ => format!("changed the answers to {questions}"),
    })
}

/// Tells a change as something that somebody did: “answered not met (was open): “Was it costed?””.
pub fn told(library: &Library, change: &Change) -> String {
    let of =
        |answer: &Option<Box<Answer>>, id: &str| answer_in_words(library, id, answer.as_deref());
    match change {
        Change::Answer {
            question,
            before,
            after,
        } => {
            let title = by_words(library, question, before.as_deref().or(after.as_deref()));
            let (was, is) = (of(before, question), of(after, question));
            let open = State::Unanswered.label();
            if was == is {
                let blank = Answer::default();
                let before = before.as_deref().unwrap_or(&blank);
                match verb(before, after.as_deref().unwrap_or(&blank)) {
                    None => format!("confirmed the answer to {title} for its new words"),
                    Some(verb) => format!("{verb} {}", plain(library, change)),
                }
            } else if is_disputed(after.as_deref()) {
                format!("took in another answer (was {was}): {title}")
            } else if is_disputed(before.as_deref()) && is != open {
                format!("agreed on {is} (was {was}): {title}")
            } else if is == open {
                format!("cleared the answer (was {was}): {title}")
            } else {
                format!("answered {is} (was {was}): {title}")
            }
        }
        Change::Document { before: None, .. } => format!("added {}", plain(library, change)),
        Change::Event { before: None, .. } | Change::Put { before: None, .. } => {
            format!("recorded {}", plain(library, change))
        }
        Change::Document { after: None, .. }
        | Change::Event { after: None, .. }
        | Change::Put { after: None, .. } => format!("removed {}", plain(library, change)),
        Change::Review { .. } => "changed the review’s place, kind or date".to_owned(),
        Change::Notice { .. } => "changed the call-in notice".to_owned(),
        Change::Checklists { before, .. } if before.is_empty() => {
            "noted which checklists the audit uses".to_owned()
        }
        Change::Checklists { .. } => "agreed to the changed checklists".to_owned(),
        Change::Whole { .. } => "took in what was changed outside the program".to_owned(),
        Change::Together(changes)
            if (changes.iter()).any(|one| matches!(one, Change::Checklists { .. })) =>
        {
            "agreed to the changed checklists".to_owned()
        }
        Change::Together(changes) => match changes.as_slice() {
            [one] => told(library, one),
            many => told_together(library, many)
                .unwrap_or_else(|| format!("changed {}", plain(library, change))),
        },
        _ => format!("changed {}", plain(library, change)),
    }
}

/// Tells what a change makes of what: one line for each thing, “old → new” where it is an answer.
pub fn old_and_new(library: &Library, change: &Change) -> Vec<String> {
    match change {
        Change::Answer {
            question,
            before,
            after,
        } => {
            let (before, after) = (before.as_deref(), after.as_deref());
            let title = by_words(library, question, before.or(after));
            let was = answer_in_words(library, question, before);
            let is = answer_in_words(library, question, after);
            vec![if was == is {
                let blank = Answer::default();
                let verb = verb(before.unwrap_or(&blank), after.unwrap_or(&blank));
                let plain = capital(&plain(library, change));
                format!("{plain}: {}", verb.unwrap_or("confirmed"))
            } else {
                format!("{title}: {was} → {is}")
            }]
        }
        Change::Together(changes) => {
            let each = changes.iter().map(|one| old_and_new(library, one));
            each.flatten().collect()
        }
        Change::Document { after: None, .. }
        | Change::Event { after: None, .. }
        | Change::Put { after: None, .. } => {
            vec![format!("{} is removed", capital(&plain(library, change)))]
        }
        Change::Document { before: None, .. }
        | Change::Event { before: None, .. }
        | Change::Put { before: None, .. } => {
            vec![format!("{} is added", capital(&plain(library, change)))]
        }
        _ => vec![capital(&plain(library, change))],
    }
}

/// Everything that a change in prospect would do to the findings, for a preview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prospect {
    /// The verdict now.
    now: VerdictId,
    /// The difference that it would make.
    followed: Consequence,
}

impl Prospect {
    /// Derives the findings of the audit in prospect, and compares them with those of today.
    pub fn of(desk: &Desk, open: &OpenAudit, then: &Audit) -> Self {
        let findings = derive(&desk.library, then, desk.today);
        Self {
            now: open.findings.verdict.id,
            followed: Consequence::between(&open.findings, &findings),
        }
    }

    /// Returns what it says: the verdict now and then, and every flag that comes or goes.
    pub fn parts(&self, library: &Library) -> Vec<SummaryPart> {
        let mut parts = vec![SummaryPart::Heading("What follows".to_owned())];
        let followed = &self.followed;
        parts.push(SummaryPart::Text(match followed.verdict {
            Some((now, then)) => format!(
                "The verdict: “{}” now, “{}” then.",
                now.label(),
                then.label()
            ),
            None => format!("The verdict stays “{}”.", self.now.label()),
        }));
        if let Some((now, then)) = followed
            .if_proved
            .filter(|_| followed.verdict != followed.if_proved)
        {
            parts.push(SummaryPart::Text(format!(
                "If everything were proved: “{}” now, “{}” then.",
                now.label(),
                then.label()
            )));
        }
        if let Some(open) = followed.to_prove {
            let answers = count(open, "answer", "answers");
            parts.push(SummaryPart::Text(format!("To be proved then: {answers}.")));
        }
        let title =
            |says: &str, flag| SummaryPart::Item(format!("{says}: {}", library.flag(flag).short));
        for (flag, _) in &followed.raised {
            parts.push(title("New flag", *flag));
        }
        for (flag, _) in &followed.claimed {
            parts.push(title("New flag, to be proved", *flag));
        }
        for flag in &followed.withdrawn {
            parts.push(title("Flag withdrawn", *flag));
        }
        for flag in &followed.unshown {
            parts.push(title("Flag no longer shown", *flag));
        }
        if followed.is_empty() {
            parts.push(SummaryPart::Text("No flag comes or goes.".to_owned()));
        }
        parts
    }
}

/// Another place in the history, before the user goes there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Going {
    /// The number of the change that is to be the last; 0 for the beginning.
    pub seq: u64,
    /// The steps there, as they will be told.
    parts: Vec<SummaryPart>,
    /// The findings that follow.
    prospect: Prospect,
}

impl Going {
    /// Works out what going to a place in the history would change; `None` if it cannot be gone to.
    pub fn to(desk: &Desk, open: &OpenAudit, seq: u64) -> Option<Self> {
        let way = open.history.way_to(seq)?;
        let mut then = (*open.history).clone();
        then.go_to(seq, "", DateTime::<Utc>::default())?;
        let library = &desk.library;
        let back = matches!(way.first(), Some(HistoryStep::Undo(_)));
        let mut parts = Vec::new();
        if !way.is_empty() {
            parts.push(SummaryPart::Heading("Old and new".to_owned()));
            let changes = count(way.len(), "change is", "changes are");
            let did = if back { "taken back" } else { "made again" };
            parts.push(SummaryPart::Text(format!("{changes} {did}.")));
        }
        let difference = open.audit().change_to(then.audit());
        for line in old_and_new(library, &difference) {
            parts.push(SummaryPart::Item(line));
        }
        Some(Self {
            seq,
            parts,
            prospect: Prospect::of(desk, open, then.audit()),
        })
    }

    /// Returns true if it is where the audit is now.
    pub const fn is_here(&self) -> bool {
        self.parts.is_empty()
    }

    /// Returns what it says.
    pub fn parts(&self, library: &Library) -> Vec<SummaryPart> {
        let mut parts = self.prospect.parts(library);
        parts.extend(self.parts.iter().cloned());
        parts
    }
}

/// Returns the name of who made an entry, as the user says it.
pub fn who(desk: &Desk, entry: &Entry) -> String {
    if entry.by == desk.who {
        "you".to_owned()
    } else if entry.by.is_empty() {
        "somebody".to_owned()
    } else {
        entry.by.clone()
    }
}

/// Returns a moment as a row says it: the time alone today, and the day otherwise.
fn moment(desk: &Desk, at: DateTime<Utc>) -> String {
    let at = at.with_timezone(&desk.offset);
    let day: NaiveDate = at.date_naive();
    if day == desk.today {
        at.format("%H:%M").to_string()
    } else if day.year() == desk.today.year() {
        at.format("%-d %b %H:%M").to_string()
    } else {
        at.format("%-d %b %Y").to_string()
    }
}

/// Returns the changes of the open audit, the newest first, and its beginning.
pub fn changes(desk: &Desk) -> Picker {
    let mut items = Vec::new();
    let mut here = 0;
    if let Some(open) = &desk.open {
        let history = &open.history;
        let last = history.last_done();
        for entry in history.entries().iter().rev() {
            let HistoryStep::Do(change) = &entry.action else {
                continue;
            };
            let detail = match history.state_of(entry.seq) {
                EntryState::Done if entry.seq == last => "now",
                EntryState::Done => "",
                EntryState::Undone => "undone",
                EntryState::Gone => "undone for good",
            };
            if entry.seq == last {
                here = items.len();
            }
            let says = format!("{} {}", who(desk, entry), told(&desk.library, change));
            let day = say_day(entry.at.with_timezone(&desk.offset).date_naive());
            items.push(
                Item::new(
                    moment(desk, entry.at),
                    one_line(&says),
                    detail,
                    Pick::Change(entry.seq),
                )
                .found_by(&day),
            );
        }
        let detail = if last == 0 { "now" } else { "" };
        if last == 0 {
            here = items.len();
        }
        let begin = "the beginning, before all of these";
        items.push(Item::new("", begin, detail, Pick::Change(0)));
    }
    let mut picker = Picker {
        preview: true,
        ..Picker::new("Changes: go back to any of them, or forward again", items)
    };
    picker.selected = here;
    picker
}

/// Returns the particulars of a change for the pane next to the list: sentences.
pub fn in_full(desk: &Desk, open: &OpenAudit, seq: u64) -> Vec<SummaryPart> {
    let history = &open.history;
    let mut parts = Vec::new();
    let found = history.entries().iter().find(|entry| entry.seq == seq);
    let Some((entry, HistoryStep::Do(change))) = found.map(|entry| (entry, &entry.action)) else {
        let says = "The audit as it was when this history began.";
        return vec![SummaryPart::Text(says.to_owned())];
    };
    let at = entry.at.with_timezone(&desk.offset);
    let (day, time) = (say_day(at.date_naive()), at.format("%H:%M:%S"));
    parts.push(SummaryPart::Heading(format!("{day}, {time}")));
    let says = told(&desk.library, change);
    let by = capital(&who(desk, entry));
    parts.push(SummaryPart::Text(format!("{by} {says}.")));
    if let Change::Answer { before, after, .. } = change
        && let Some(after) = after
        && before.as_ref().map_or("", |one| &one.note) != after.note
        && !after.note.is_empty()
    {
        parts.push(SummaryPart::Text(format!("“{}”", after.note)));
    }
    if let Some((how, at)) = taken_back(history.entries()).get(&seq) {
        let at = at.with_timezone(&desk.offset);
        let at = format!("{}, {}", say_day(at.date_naive()), at.format("%H:%M:%S"));
        parts.push(SummaryPart::Text(format!("{how} on {at}.")));
    }
    if history.state_of(seq) == EntryState::Gone {
        let says = "Other changes were made since it was undone, so it cannot come back by itself.";
        parts.push(SummaryPart::Text(says.to_owned()));
    }
    let lines = old_and_new(&desk.library, change);
    if matches!(change, Change::Together(_)) {
        parts.push(SummaryPart::Heading(count(lines.len(), "part", "parts")));
        parts.extend(lines.into_iter().map(SummaryPart::Item));
    }
    parts
}

/// Returns the moment at which each change was last undone, or made again, by its number.
fn taken_back(entries: &[Entry]) -> BTreeMap<u64, (&'static str, DateTime<Utc>)> {
    let steps = entries.iter().filter_map(|entry| match entry.action {
        HistoryStep::Undo(of) => Some((of, ("Undone", entry.at))),
        HistoryStep::Redo(of) => Some((of, ("Made again", entry.at))),
        HistoryStep::Do(_) => None,
    });
    steps.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::{Agreement, Disagreement, Version};
    use crate::audit::{Document, Evidence, Review};
    use crate::base::Digest;
    use crate::checklist::{Status, load, shipped};

    #[test]
    fn a_change_is_told_as_what_somebody_did_with_old_and_new_and_without_an_id() {
        let library = load(&shipped::checklists()).expect("they load");
        let id = "options.in-house-equal";
        let title = by_words(&library, id, None);
        let mut audit = Audit::new(Review::named("A", "B"));
        let mut tell = |edit: &dyn Fn(&mut Answer)| {
            let change = audit.edit_answer(id, edit).expect("it changes something");
            audit.apply(&change).expect("it fits");
            (told(&library, &change), old_and_new(&library, &change))
        };
        let (says, lines) = tell(&|one| one.status = Some(Status::NotMet));
        assert_eq!(says, format!("answered not met (was open): {title}"));
        assert_eq!(lines, [format!("{title}: open → not met")]);
        let (says, _) = tell(&|one| one.note = "why".to_owned());
        assert_eq!(says, format!("added the note under {title}"));
        let (says, lines) = tell(&|one| one.evidence.push(Evidence::default()));
        assert_eq!(says, format!("added the evidence under {title}"));
        assert_eq!(lines, [format!("The evidence under {title}: added")]);
        let (says, _) = tell(&|one| one.asked = Some(Digest::of_text("new")));
        assert_eq!(
            says,
            format!("confirmed the answer to {title} for its new words")
        );
        let (says, _) = tell(&|one| one.note.clear());
        assert_eq!(says, format!("removed the note under {title}"));
        let (says, _) = tell(&|one| one.status = None);
        assert_eq!(says, format!("cleared the answer (was not met): {title}"));
        let version = |by: &str, status| Version {
            status: Some(status),
            by: by.to_owned(),
            ..Version::default()
        };
        let (says, lines) = tell(&|one| {
            one.disagreement = Some(Disagreement {
                versions: vec![version("A", Status::Met), version("B", Status::NotMet)],
                agreed: None,
            });
        });
        assert_eq!(says, format!("took in another answer (was open): {title}"));
        assert_eq!(lines, [format!("{title}: open → 2 answers that differ")]);
        let (says, _) = tell(&|one| {
            one.status = Some(Status::Met);
            let agreed = Agreement::default();
            one.disagreement.as_mut().expect("there are two").agreed = Some(agreed);
        });
        let was = "2 answers that differ";
        assert_eq!(says, format!("agreed on met (was {was}): {title}"));
        let document = Document::titled("final-report", "Final report");
        let change = audit.edit_document("final-report", Some(document));
        let change = change.expect("new");
        assert_eq!(told(&library, &change), "added the document “Final report”");
        let gone = old_and_new(&library, &change.inverse());
        assert_eq!(gone, ["The document “Final report” is removed"]);
    }

    #[test]
    fn a_question_that_no_checklist_knows_is_named_by_the_words_it_was_answered_in() {
        let library = load(&shipped::checklists()).expect("they load");
        let audit = Audit::new(Review::named("A", "B"));
        let edit = |words: Option<&str>| {
            let change = audit.edit_answer("gone.one", |one| {
                one.status = Some(Status::Met);
                one.asked_text = words.map(str::to_owned);
            });
            told(&library, &change.expect("a change"))
        };
        assert_eq!(
            edit(Some("Was it so?")),
            "answered met (was open): “Was it so?”"
        );
        assert!(!edit(None).contains("gone.one"));
    }
}
