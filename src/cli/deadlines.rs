//! `deadlines`: the time limits that an audit's dates have started.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::Args;
use serde::Serialize;

use super::Now;
use super::arguments::Which;
use super::deadline::AnswerJson;
use super::failure::{CommandOutput, Failure};
use super::home::{self, Home};
use super::page::TextBuilder;
use crate::checklist::condition::EventRef;
use crate::checklist::deadline::Actor;
use crate::checklist::{Deadline, Library};
use crate::deadlines::words;
use crate::findings::Facts;
use crate::findings::clocks::{self, Known, LocalWindow, Running, of_review};
use crate::report::council::ready;
use crate::report::ics::{self, CalendarDay};
use crate::store::{Fill, Handed};
use crate::wording::{capital, say_weekday, sentence};

/// List the time limits that an audit's dates have started.
#[derive(Debug, Args)]
pub(super) struct DeadlinesCommand {
    #[command(flatten)]
    which: Which,
    /// Print JSON for a program.
    #[arg(long)]
    json: bool,
    /// Write those still open to a calendar file (iCalendar), which calendar programs take in; a
    /// second one has the same entries, moved if their day moved.
    #[arg(long, value_name = "FILE", conflicts_with = "json")]
    ics: Option<PathBuf>,
    /// Write over a file that is there.
    #[arg(long, requires = "ics")]
    force: bool,
}

/// A time limit of an audit as JSON.
#[derive(Debug, Serialize)]
struct RunningJson<'a> {
    rule: &'a str,
    title: &'a str,
    who: &'a str,
    lead: bool,
    /// The id of the event that started it.
    started_by: Option<&'a str>,
    /// The rule that started it by running out: `started_by` is the event of that rule then.
    #[serde(skip_serializing_if = "Option::is_none")]
    ran_out: Option<&'a str>,
    /// Its last day as the user entered it, with the id of the event; `days_left` is up to that day.
    #[serde(skip_serializing_if = "Option::is_none")]
    entered: Option<EnteredJson<'a>>,
    /// The day before which it cannot end, while the event that starts it has no day.
    #[serde(skip_serializing_if = "Option::is_none")]
    no_sooner: Option<NaiveDate>,
    days_left: Option<i64>,
    closed: bool,
    /// Its day by the holidays that come with the program, if the user's own list moved it.
    moved_from: Option<NaiveDate>,
    others: Vec<OtherJson<'a>>,
    answer: Option<AnswerJson>,
    /// Everything there is to say about it, as sentences.
    says: Vec<String>,
}

/// A last day that the user entered, as JSON.
#[derive(Debug, Serialize)]
struct EnteredJson<'a> {
    event: &'a str,
    day: NaiveDate,
    /// True if the day that is counted is another one.
    differs: bool,
}

/// Another event that may have started it, as JSON.
#[derive(Debug, Serialize)]
struct OtherJson<'a> {
    started_by: &'a str,
    from: NaiveDate,
    due: Option<NaiveDate>,
}

impl DeadlinesCommand {
    pub(super) fn run(&self, now: Now) -> Result<CommandOutput, Failure> {
        let home = Home::here()?;
        let library = home.library()?;
        let wanted = home.audit(&self.which)?;
        let authority = wanted.audit.review.authority.as_str();
        let window = home.council(authority)?.map(|council| council.window());
        let facts = Facts::gather(&library, &wanted.audit, now.today);
        let known = Known {
            facts: &facts,
            window: window.as_ref(),
        };
        let all = of_review(&known);
        let review = &wanted.audit.review;
        let hint = window.is_none().then(|| match ready::of_review(review) {
            Some(_) => {
                let nation = match ready::of(authority) {
                    Some(_) => String::new(),
                    None => format!(" --nation {}", review.territory),
                };
                format!(
                    "The council’s own window for call-in is not entered; a ready profile has rules \
                     to check: scrutineer council take \"{authority}\"{nation}"
                )
            }
            None => format!(
                "The council’s own window for call-in is not entered: scrutineer council new \
                     \"{authority}\""
            ),
        });
        if let Some(path) = &self.ics {
            let days = days(&known, &all);
            let text = ics::calendar(&days, now.moment);
            let mut written = if path == Path::new("-") {
                CommandOutput::done(text)
            } else {
                let fill: &mut Fill<'_> = &mut |file| file.write_all(text.as_bytes());
                home::write_with(
                    path,
                    Handed::Paper,
                    wanted.folder.as_deref(),
                    fill,
                    self.force,
                )?
            };
            if days.is_empty() {
                written = written.notes(vec![
                    "No time limit of this audit is open and has a day, so the calendar is empty."
                        .to_owned(),
                ]);
            }
            return Ok(written.notes(wanted.notices).on_damaged(wanted.damaged));
        }
        let said = if self.json {
            let rows = all.iter().map(|one| json(&known, one));
            CommandOutput::json(&rows.collect::<Vec<_>>())?
        } else {
            CommandOutput::done(told(&known, &all, hint.as_deref()))
        };
        Ok(said.notes(wanted.notices).on_damaged(wanted.damaged))
    }
}

fn id(library: &Library, event: EventRef) -> &str {
    match event {
        EventRef::Decided => "decided",
        EventRef::Question(ix) => &library.question(ix).id,
    }
}

fn json<'a>(known: &Known<'a>, one: &Running) -> RunningJson<'a> {
    let library = known.facts.library;
    let rule: &Deadline = library.deadline(one.rule);
    let others = one.others.iter().map(|(event, from, due)| OtherJson {
        started_by: id(library, *event),
        from: *from,
        due: *due,
    });
    RunningJson {
        rule: &rule.id,
        title: &rule.title,
        who: rule.actor(),
        lead: rule.lead,
        started_by: one.started.map(|(event, _)| id(library, event)),
        ran_out: one.ran_out.map(|ix| &*library.deadline(ix).id),
        entered: one
            .entered
            .zip(one.entered_day())
            .map(|((event, _), day)| EnteredJson {
                event: id(library, event),
                day,
                differs: one.disagrees(),
            }),
        no_sooner: one.no_sooner.map(|(_, day)| day),
        days_left: one.days_left,
        closed: one.closed,
        moved_from: one.moved_from,
        others: others.collect(),
        answer: one
            .counted
            .as_ref()
            .map(|(asked, answer)| AnswerJson::of(rule, library.holidays(), asked, answer)),
        says: clocks::told(known, one),
    }
}

/// Returns a calendar's day for each time limit that is still open.
fn days(known: &Known<'_>, all: &[Running]) -> Vec<CalendarDay> {
    let library = known.facts.library;
    let review = &known.facts.audit.review;
    all.iter()
        .filter(|one| !one.closed)
        .filter_map(|one| {
            let rule = library.deadline(one.rule);
            let mut text = clocks::told(known, one);
            let readings = one.counted.iter().flat_map(|(_, answer)| &answer.readings);
            text.extend(readings.flat_map(words::steps));
            text.push(sentence(&words::law(&one.law(library, &known.facts.place))));
            text.push(words::AN_AID.to_owned());
            Some(CalendarDay {
                identity: vec![
                    review.authority.clone(),
                    review.service.clone(),
                    rule.id.to_string(),
                ],
                day: one.due()?,
                hour: clocks::hour(known, one),
                title: match rule.who {
                    Actor::You => {
                        format!("{} ({}, {})", rule.title, review.service, review.authority)
                    }
                    _ => format!(
                        "{}: {} ({}, {})",
                        capital(rule.actor()),
                        rule.title,
                        review.service,
                        review.authority
                    ),
                },
                text: text.join("\n"),
            })
        })
        .collect()
}

fn told(known: &Known<'_>, all: &[Running], hint: Option<&str>) -> String {
    let library = known.facts.library;
    let mut page = TextBuilder::new();
    let unclear = LocalWindow::default();
    for one in all {
        let rule = library.deadline(one.rule);
        page.heading(&match one.due() {
            Some(day) => format!("{}: {}", say_weekday(day), rule.title),
            None => format!("No day yet: {}", rule.title),
        });
        for line in clocks::told(known, one) {
            page.paragraph(2, &line);
        }
        let steps = one.counted.iter().flat_map(|(_, answer)| &answer.readings);
        for (place, reading) in steps.enumerate() {
            if place > 0 {
                page.paragraph(
                    2,
                    &format!(
                        "{}: the law can also be read this way, {}.",
                        say_weekday(reading.due),
                        words::name(reading)
                    ),
                );
            }
            for step in words::steps(reading) {
                page.item(4, &step);
            }
        }
        page.hanging(
            2,
            "Law: ",
            &sentence(&words::law(&one.law(library, &known.facts.place))),
        );
        let care = known.window.unwrap_or(&unclear).care.as_ref();
        let local = rule.is_local();
        if let Some(hint) = hint.filter(|_| local) {
            page.paragraph(2, hint);
        }
        if let Some(care) = care.filter(|_| local) {
            page.paragraph(2, care);
        }
    }
    page.gap();
    page.paragraph(0, words::AN_AID);
    page.finish()
}
