//! The dated page: the events of the audit in order, with the time limits that the council had to keep
//! among them.
//!
//! A paper that goes to the other side has only what a reader can look up there, and only the
//! limits of the council and its own window for call-in. No limit of the user's own, such as the
//! court's, is ever in it: [`for_them`] leaves out every rule by which the user has to act.

use chrono::NaiveDate;

use crate::audit::{Access, Evidence};
use crate::base::DateSpan;
use crate::checklist::condition::EventRef;
use crate::checklist::deadline::Actor;
use crate::checklist::{Checked, Deadline, DeadlineIx, Executive, QuestionIx};
use crate::deadlines::DeadlineAnswer;
use crate::deadlines::words::{AN_AID, USE_OF_READINGS, law, name};
use crate::findings::clocks::{self, Known, Running};
use crate::findings::timeline::{EntryKind, TimelineEntry, timeline};
use crate::findings::{Because, Facts, Fired, Support};
use crate::wording::{capital, one_line, say_day, say_weekday, say_when, sentence};

use super::confidence::Secret;
use super::document::{Mark, Spans, Table, strong, text};
use super::draft::Draft;
use super::ground::{grounds, lower};
use super::limits::running;
use super::{Source, words};

/// A row of the page.
struct Row {
    when: DateSpan,
    /// The date in words.
    date: String,
    /// The event, or the thing that was due, in a few words.
    what: String,
    /// The result of a time limit on each reading: sentences.
    result: String,
    /// The places that show it, or the law behind it.
    shown: String,
    is_limit: bool,
}

impl Row {
    fn event(entry: &TimelineEntry, what: String, shown: String) -> Self {
        Self {
            when: entry.when,
            date: capital(&say_when(entry.when)),
            what,
            result: String::new(),
            shown,
            is_limit: false,
        }
    }
}

/// A time limit that is late on every reading, with the event that shows it.
struct Late {
    event: QuestionIx,
    due: String,
}

/// Adds the page for the other side under a heading; nothing if fewer than two things are dated.
///
/// A page in brief has only the decision, the time limits, and the events that these and the grounds
/// rest on.
pub(super) fn for_them(source: &Source<'_>, brief: bool, draft: &mut Draft) {
    let facts = Facts::gather(source.library, source.audit, source.meta.today);
    let open = Open::of(source, &facts);
    let (rows, late) = open.rows(brief);
    if rows.len() < 2 {
        return;
    }
    draft.heading(1, "The dates in order");
    let readings = rows.iter().any(|row| row.date.contains(" or "));
    put(
        rows,
        "What happened and what was due, the earliest first",
        draft,
    );
    let fired = grounds(source).into_iter().filter_map(|one| one.fired);
    let told: Vec<Spans> = fired.filter_map(|one| open.order(one, &late)).collect();
    if !told.is_empty() {
        draft.label("What the order of the dates shows");
        draft.list(told);
    }
    if readings && !brief {
        draft.say(
            "Where the law can be read in more than one way, each reading is given. We say that \
             something was late only where it was late on all of them.",
        );
    }
}

/// Returns true if anything in the audit is dated.
pub(super) fn has_any(source: &Source<'_>) -> bool {
    let facts = Facts::gather(source.library, source.audit, source.meta.today);
    !timeline(&facts).is_empty()
}

/// Adds the page for the user's own files: everything dated, and every time limit.
pub(super) fn for_us(source: &Source<'_>, draft: &mut Draft) {
    let facts = Facts::gather(source.library, source.audit, source.meta.today);
    let audit = source.audit;
    let mut rows: Vec<Row> = timeline(&facts)
        .iter()
        .map(|entry| {
            let places = entry.evidence.iter().map(|one| words::evidence(audit, one));
            let mut shown: Vec<String> = places.filter(|place| !place.is_empty()).collect();
            match entry.kind {
                EntryKind::Paper => shown.push("The paper itself".to_owned()),
                EntryKind::Fact | EntryKind::Own if shown.is_empty() => {
                    shown.push("Recorded, with nothing that shows it yet".to_owned());
                }
                _ => {}
            }
            if entry.in_confidence {
                shown.push("In confidence".to_owned());
            }
            Row::event(entry, event(source, entry), shown.join("; "))
        })
        .collect();
    let window = source.setting.council.window();
    let known = Known {
        facts: &facts,
        window: Some(&window),
    };
    for one in running(source, &facts) {
        let rule = source.library.deadline(one.rule);
        let done = rule
            .kept_by
            .and_then(|ix| facts.span(EventRef::Question(ix)));
        if let Some(mut row) = limit(source, &one, done) {
            row.shown = format!(
                "{}. {}",
                law(&one.law(source.library, &source.findings.place)),
                clocks::told(&known, &one).join(" ")
            );
            rows.push(row);
        }
    }
    draft.say(
        "The time limits below include your own, such as the one for a claim in court. Leave this \
         section out of anything you hand to the council.",
    );
    put(
        rows,
        "Everything dated, and every time limit that has started",
        draft,
    );
    draft.say(format!("{USE_OF_READINGS} {AN_AID}"));
}

/// Returns an event in a few words.
fn event(source: &Source<'_>, entry: &TimelineEntry) -> String {
    match entry.id.as_deref() {
        Some(id) if entry.kind == EntryKind::Paper => {
            format!("{} bears this date", words::document(source.audit, id))
        }
        _ => one_line(&entry.what).trim_end_matches('.').to_owned(),
    }
}

/// Adds rows in order as a table with its drawing.
fn put(mut rows: Vec<Row>, caption: &str, draft: &mut Draft) {
    rows.sort_by_key(|row| (row.when.sort_key(), row.is_limit));
    let marks = rows
        .iter()
        .map(|row| Mark {
            when: row.when,
            date: row.date.clone(),
            label: row.what.trim_end_matches('.').to_owned(),
            is_limit: row.is_limit,
        })
        .collect();
    let cells = |row: Row| -> Vec<Spans> {
        let mut what = vec![text(row.what)];
        if !row.result.is_empty() {
            what.push(text(" "));
            what.push(strong(row.result));
        }
        vec![vec![text(row.date)], what, vec![text(row.shown)]]
    };
    let header = [
        "Date",
        "What happened, or was due",
        "Where it is shown, or the law",
    ];
    draft.dated(Table {
        caption: caption.to_owned(),
        header: header.iter().map(|&head| head.to_owned()).collect(),
        rows: rows.into_iter().map(cells).collect(),
        room: Vec::new(),
        lights: Vec::new(),
        marks,
    });
}

/// The part of an audit that a reader on the other side may see and can look up.
struct Open<'a> {
    source: &'a Source<'a>,
    facts: &'a Facts<'a>,
    entries: Vec<TimelineEntry>,
    secret: Secret,
}

impl<'a> Open<'a> {
    fn of(source: &'a Source<'a>, facts: &'a Facts<'a>) -> Self {
        Self {
            source,
            facts,
            entries: timeline(facts),
            secret: Secret::of(source.audit),
        }
    }

    /// Returns the rows that may be shown, and the limits that were broken on every reading.
    fn rows(&self, brief: bool) -> (Vec<Row>, Vec<Late>) {
        let mut rows = Vec::new();
        let mut late = Vec::new();
        let mut rest: Vec<EventRef> = vec![EventRef::Decided];
        for one in running(self.source, self.facts) {
            let rule = self.source.library.deadline(one.rule);
            let started = one.started.map(|(event, _)| event);
            let Some(started) = started.filter(|event| self.is_open(*event)) else {
                continue;
            };
            let law = one.law(self.source.library, &self.source.findings.place);
            // A day that the council's own notice may contradict is not put to it.
            let doubtful = one.disagrees() || one.unsure;
            if !self.is_theirs(rule) || law.checked == Checked::Unverified || doubtful {
                continue;
            }
            let kept_by = rule
                .kept_by
                .filter(|ix| self.is_open(EventRef::Question(*ix)));
            let done = kept_by.and_then(|ix| self.facts.span(EventRef::Question(ix)));
            let Some(row) = limit(self.source, &one, done) else {
                continue;
            };
            rows.push(row);
            rest.push(started);
            rest.extend(kept_by.map(EventRef::Question));
            if let (Some(event), Some(done), Some((_, answer))) = (kept_by, done, &one.counted)
                && clocks::late(answer, done) == Some(true)
            {
                let short = &self.source.library.question(event).short;
                late.push(Late {
                    event,
                    due: least(short, rule, answer),
                });
            }
        }
        let grounds = grounds(self.source).into_iter();
        let reasons = grounds
            .filter_map(|one| one.fired)
            .flat_map(|one| &one.because);
        rest.extend(reasons.filter_map(|one| match one {
            Because::Event { event, .. } => Some(*event),
            _ => None,
        }));
        let bears = |entry: &TimelineEntry| match entry.question {
            Some(ix) => rest.contains(&EventRef::Question(ix)),
            None => entry.kind == EntryKind::Decision,
        };
        let entries = self.entries.iter().filter(|one| !brief || bears(one));
        rows.extend(entries.filter_map(|entry| {
            let shown = self.shown(entry)?;
            let what = event(self.source, entry);
            let told = self.secret.is_in(&what) || self.secret.is_in(&shown);
            (!told).then(|| Row::event(entry, what, shown))
        }));
        (rows, late)
    }

    /// Returns the places that show an entry; `None` if none may be shown to the other side.
    fn shown(&self, entry: &TimelineEntry) -> Option<String> {
        let audit = self.source.audit;
        if entry.in_confidence {
            return None;
        }
        match entry.kind {
            EntryKind::Decision => Some("The decision under review".to_owned()),
            EntryKind::Paper => {
                let held = audit.document(entry.id.as_deref()?)?.access;
                matches!(held, None | Some(Access::Public)).then(|| "The paper itself".to_owned())
            }
            EntryKind::Fact if entry.support != Some(Support::Shown) => None,
            EntryKind::Fact | EntryKind::Own => {
                let places = entry.evidence.iter().filter(|one| self.can_be_seen(one));
                let places: Vec<String> = places.map(|one| words::provenance(audit, one)).collect();
                (!places.is_empty()).then(|| places.join("; "))
            }
            // What the user asked is the user's own account of it.
            EntryKind::Question | EntryKind::Request => None,
        }
    }

    /// Returns true if the other side can look up a piece of evidence, and nothing in it is secret.
    fn can_be_seen(&self, one: &Evidence) -> bool {
        let audit = self.source.audit;
        let paper = one.document.as_deref().and_then(|id| audit.document(id));
        let in_paper = paper.is_some_and(|paper| {
            one.has_place() && matches!(paper.access, None | Some(Access::Public))
        });
        let stated = one.document.is_none()
            && one
                .statement
                .as_ref()
                .is_some_and(crate::audit::Statement::is_complete);
        (in_paper || stated) && !words::is_confidential(audit, one)
    }

    /// Returns true if an event may be named to the other side.
    fn is_open(&self, event: EventRef) -> bool {
        match event {
            EventRef::Decided => true,
            EventRef::Question(ix) => self
                .entries
                .iter()
                .any(|entry| entry.question == Some(ix) && self.shown(entry).is_some()),
        }
    }

    /// Returns true if a time limit may be named to the other side: one that the council had to
    /// keep, known to be in play, or its own window for call-in.
    fn is_theirs(&self, rule: &Deadline) -> bool {
        let theirs = rule.who != Actor::You && rule.kept_by.is_some();
        let place = &self.facts.place;
        let known = rule.is_local() && !self.source.setting.council.is_unconfirmed();
        (theirs || known)
            && clocks::in_play(self.facts, rule) == Some(true)
            && (rule.executive.is_none() || place.executive != Executive::Unknown)
    }

    /// Returns the dates on which a finding rests, in sentences; `None` if it rests on none, or on
    /// one that may not be named.
    fn order(&self, fired: &Fired, late: &[Late]) -> Option<Spans> {
        let mut dates = Vec::new();
        let mut due = Vec::new();
        let mut of_review = false;
        for one in &fired.because {
            let Because::Event { event, when } = one else {
                continue;
            };
            if !self.is_open(*event) {
                return None;
            }
            let what = match event {
                EventRef::Decided => "the decision".to_owned(),
                EventRef::Question(ix) => {
                    of_review = true;
                    let of_event = late.iter().filter(|one| one.event == *ix);
                    due.extend(of_event.map(|one| one.due.clone()));
                    format!("“{}”", self.source.library.question(*ix).short)
                }
            };
            dates.push((when.sort_key(), format!("{what}, {}", say_when(*when))));
        }
        let head = if dates.len() == 1 {
            "The date is"
        } else {
            "The dates are"
        };
        dates.sort();
        let dates: Vec<String> = dates.into_iter().map(|(_, told)| told).collect();
        let mut said = format!(" {head}: {}.", dates.join("; "));
        for one in due {
            said.push(' ');
            said.push_str(&one);
        }
        of_review.then(|| vec![strong(sentence(&fired.heading)), text(said)])
    }
}

/// Returns the sentence on the reading of a limit that asks least.
fn least(event: &str, rule: &Deadline, answer: &DeadlineAnswer) -> String {
    let Some(last) = answer.readings.last() else {
        return String::new();
    };
    let which = match answer.readings.len() {
        1 => String::new(),
        _ => format!(", even on the reading that asks least ({})", name(last)),
    };
    format!(
        "For “{event}” the last day was {}{which}: {}.",
        say_weekday(last.due),
        rule.citation
    )
}

/// Returns the row of a time limit; `None` while no day can be counted.
fn limit(source: &Source<'_>, one: &Running, done: Option<DateSpan>) -> Option<Row> {
    let (due, last) = (one.due()?, one.last()?);
    let rule = source.library.deadline(one.rule);
    // A last day that was entered is the one that is gone by.
    let readings: Vec<(String, NaiveDate)> = match (one.entered_day(), &one.counted) {
        (Some(day), _) => vec![(String::new(), day)],
        (None, counted) => (counted.iter().flat_map(|(_, answer)| &answer.readings))
            .map(|reading| (name(reading), reading.due))
            .collect(),
    };
    let days: Vec<String> = readings.iter().map(|(_, day)| say_day(*day)).collect();
    let what = what(source, one.rule);
    let alone = readings.len() == 1;
    let results: Vec<String> = readings
        .iter()
        .map(|(name, day)| {
            let result = result(rule, *day, done, source.meta.today);
            if alone {
                sentence(result)
            } else {
                sentence(&format!("{name}, {}: {result}", say_day(*day)))
            }
        })
        .collect();
    let shown_on = done.map_or_else(String::new, |done| {
        format!(" The date shown is {}.", say_when(done))
    });
    let shown = if rule.is_local() {
        let council = &source.setting.council;
        let named = one_line(&council.source);
        let named = if named.is_empty() {
            "The council’s constitution"
        } else {
            named.as_str()
        };
        named.to_owned()
    } else {
        law(&one.law(source.library, &source.findings.place))
    };
    Some(Row {
        when: DateSpan::between(Some(due.min(last)), Some(due.max(last)))?,
        date: capital(&days.join(" or ")),
        what,
        result: results.join(" ") + &shown_on,
        shown,
        is_limit: true,
    })
}

/// Returns the thing that a time limit asks for, with whoever had to do it.
fn what(source: &Source<'_>, ix: DeadlineIx) -> String {
    let rule = source.library.deadline(ix);
    let title = lower(rule.title.trim_end_matches('.'));
    let first = if rule.latest {
        "First day to"
    } else {
        "Last day to"
    };
    match rule.who {
        Actor::You | Actor::Either => format!("{first} {title}."),
        Actor::Council | Actor::Other => format!("{first} {title} ({}).", rule.actor()),
    }
}

/// Returns the result of one reading of a limit: late, in time or open.
fn result(
    rule: &Deadline,
    due: NaiveDate,
    done: Option<DateSpan>,
    today: NaiveDate,
) -> &'static str {
    if rule.latest {
        return if due <= today {
            "passed"
        } else {
            "still to come"
        };
    }
    let Some(done) = done else {
        return if today <= due {
            "still open"
        } else if rule.kept_by.is_some() {
            "passed, and no date is shown"
        } else {
            "passed"
        };
    };
    match DateSpan::exact(due).is_before(done) {
        Some(true) => "late",
        Some(false) => "in time",
        None => "open, as the date is not known to the day",
    }
}
