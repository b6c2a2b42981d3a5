//! The timeline of the open audit: its dated entries with the time limits among them, in order.
//!
//! It is derived with the findings, after every change, and never while the screen is drawn.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::checklist::Library;
use crate::deadlines::words;
use crate::findings::clocks::{self, Known, LocalWindow, Running, of_review};
use crate::findings::{Facts, TimelineEntry, timeline};
use crate::wording::{say_weekday, sentence};

/// A row of the timeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimelineRow {
    /// A time limit, by its index.
    Clock(usize),
    /// A dated entry, by its index.
    Entry(usize),
}

/// The unit of the drawn scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScaleUnit {
    /// Weeks.
    Week,
    /// Months.
    Month,
    /// Years.
    Year,
}

impl ScaleUnit {
    /// Every unit, the shortest first.
    pub const ALL: [Self; 3] = [Self::Week, Self::Month, Self::Year];

    /// Returns its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
        }
    }

    /// Returns the scale after one that was chosen: each unit in turn, then the one that fits.
    pub const fn after(chosen: Option<Self>) -> Option<Self> {
        match chosen {
            None => Some(Self::Week),
            Some(Self::Week) => Some(Self::Month),
            Some(Self::Month) => Some(Self::Year),
            Some(Self::Year) => None,
        }
    }
}

/// A time limit with all that is said about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Clock {
    /// The time limit.
    pub running: Running,
    /// Its state in a few words.
    pub state: String,
    /// Its state where its day is shown already.
    pub word: String,
    /// Everything there is to say about it, the state first.
    pub told: Vec<String>,
    /// Each reading of the law: its heading, if there are several, and the steps of its count.
    pub count: Vec<(Option<String>, Vec<String>)>,
    /// The law with its check level.
    pub law: String,
}

impl Clock {
    fn of(known: &Known<'_>, running: Running) -> Self {
        let rule = known.facts.library.deadline(running.rule);
        let readings = running
            .counted
            .as_ref()
            .map_or(&[][..], |(_, answer)| answer.readings.as_slice());
        let heading = |reading| {
            let several = readings.len() > 1;
            several.then(|| format!("Read this way: {}", words::name(reading)))
        };
        let count = readings
            .iter()
            .map(|one| (heading(one), words::steps(one)))
            .collect();
        let unless = clocks::if_in_play(known, rule);
        let word = match unless {
            Some(_) => "if it applies".to_owned(),
            None => clocks::in_a_word(known.facts.library, &running),
        };
        Self {
            state: clocks::in_short(known, &running),
            word,
            told: unless
                .into_iter()
                .chain(clocks::told(known, &running))
                .collect(),
            count,
            law: sentence(&words::law(
                &running.law(known.facts.library, &known.facts.place),
            )),
            running,
        }
    }

    /// Returns true if it has no day for want of the council's own rules.
    pub fn lacks_rules(&self, library: &Library) -> bool {
        let needs = self.running.counted.as_ref();
        let needs = needs.and_then(|(_, answer)| answer.needs.as_deref());
        let setting = needs.and_then(|needs| library.deadline(self.running.rule).setting(needs));
        setting.is_some_and(|setting| setting.profile.is_some())
    }

    /// Returns true if it lacks rules and began so lately that it may still run.
    fn wants_rules(&self, library: &Library, today: NaiveDate) -> bool {
        let since = self
            .running
            .started
            .map(|(_, day)| (today - day).num_days());
        since.is_some_and(|days| days <= LATELY) && self.lacks_rules(library)
    }
}

/// Days after a decision within which its call-in is asked about; councils allow fewer.
const LATELY: i64 = 21;

/// The time limit that runs out next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextLimit {
    /// Its short name.
    pub short: String,
    /// Its last day.
    pub due: NaiveDate,
    /// Days left.
    pub left: i64,
}

impl NextLimit {
    fn of(library: &Library, all: &[Running]) -> Option<Self> {
        let next = clocks::next(library, all)?;
        Some(Self {
            short: library.deadline(next.rule).short().to_owned(),
            due: next.due()?,
            left: next.days_left?,
        })
    }

    /// Returns the one of an audit that is not open.
    pub fn of_facts(facts: &Facts<'_>, window: Option<&LocalWindow>) -> Option<Self> {
        Self::of(facts.library, &of_review(&Known { facts, window }))
    }

    /// Returns it in a few words: "call-in: 3 days left".
    pub fn label(&self) -> String {
        format!("{}: {}", self.short, clocks::say_left(self.left))
    }

    /// Returns it with its day: "call-in: 3 days left, until Tuesday 16 June 2026".
    pub fn in_full(&self) -> String {
        format!("{}, until {}", self.label(), say_weekday(self.due))
    }
}

/// The timeline of an audit.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Timeline {
    /// The dated entries, in order.
    pub entries: Vec<TimelineEntry>,
    /// The time limits, the leading ones first.
    pub clocks: Vec<Clock>,
    /// The rows: the leading time limits, then all else in the order of the days.
    pub rows: Vec<TimelineRow>,
    /// The number of leading time limits.
    pub leading: usize,
    /// The first row after the leading ones that is still to come.
    pub to_come: usize,
    /// The time limit that runs out next.
    pub next: Option<NextLimit>,
    /// True if the decision is recent, and only the council's own rules say when its call-in closes.
    pub wants_rules: bool,
}

impl Timeline {
    /// Derives the timeline of an audit on a day.
    pub fn of(facts: &Facts<'_>, window: Option<&LocalWindow>) -> Self {
        let (library, today) = (facts.library, facts.today);
        let known = Known { facts, window };
        let running = of_review(&known);
        let next = NextLimit::of(library, &running);
        let clocks: Vec<Clock> = running
            .into_iter()
            .map(|one| Clock::of(&known, one))
            .collect();
        let wants_rules = clocks.iter().any(|clock| clock.wants_rules(library, today));
        let entries = timeline(facts);
        let is_leading = |clock: &Clock| library.deadline(clock.running.rule).lead;
        let leading = clocks.iter().filter(|one| is_leading(one)).count();
        let mut rest: Vec<((NaiveDate, NaiveDate), bool, TimelineRow)> = Vec::new();
        for (at, entry) in entries.iter().enumerate() {
            let key = entry.when.sort_key();
            rest.push((key, key.0 > today, TimelineRow::Entry(at)));
        }
        for (at, clock) in clocks.iter().enumerate().skip(leading) {
            // One without a day is still to be worked out, and comes last.
            let due = clock.running.due();
            let day = due.unwrap_or(NaiveDate::MAX);
            rest.push(((day, day), day >= today, TimelineRow::Clock(at)));
        }
        // A stable order keeps entries before the time limits of the same day.
        rest.sort_by_key(|(key, to_come, _)| (*to_come, *key));
        let to_come = rest.iter().position(|(_, to_come, _)| *to_come);
        let to_come = leading + to_come.unwrap_or(rest.len());
        let rows = (0..leading)
            .map(TimelineRow::Clock)
            .chain(rest.into_iter().map(|(_, _, row)| row))
            .collect();
        Self {
            entries,
            clocks,
            rows,
            leading,
            to_come,
            next,
            wants_rules,
        }
    }

    /// Returns the entry of a row, if it is one.
    pub fn entry(&self, row: usize) -> Option<&TimelineEntry> {
        match self.rows.get(row)? {
            TimelineRow::Entry(at) => self.entries.get(*at),
            TimelineRow::Clock(_) => None,
        }
    }

    /// Returns the time limit of a row, if it is one.
    pub fn clock(&self, row: usize) -> Option<&Clock> {
        match self.rows.get(row)? {
            TimelineRow::Clock(at) => self.clocks.get(*at),
            TimelineRow::Entry(_) => None,
        }
    }

    /// Returns the row of the entry with an id.
    pub fn row_of(&self, id: &str) -> Option<usize> {
        (0..self.rows.len()).find(|row| {
            self.entry(*row)
                .is_some_and(|entry| entry.id.as_deref() == Some(id))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::{Audit, OwnEvent, Review};
    use crate::checklist::{Counting, load, shipped};

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn audit() -> Audit {
        let mut audit = Audit::new(Review::named("Anytown", "Home care"));
        audit.review.decided = Some(day("2026-06-15"));
        for (id, when) in [("event-1", "../2026-03-10"), ("event-2", "2026-12")] {
            audit.events.push(OwnEvent {
                id: id.into(),
                when: when.parse().expect("a date"),
                what: id.into(),
                evidence: Vec::new(),
            });
        }
        audit
    }

    fn window() -> LocalWindow {
        LocalWindow {
            closes: Some(clocks::Closes::Days(5)),
            counted: Some(Counting::Working),
            from: "the meeting".to_owned(),
            ..LocalWindow::default()
        }
    }

    #[test]
    fn the_leading_clocks_come_first_and_the_rest_by_day_with_today_between() {
        let library = load(&shipped::checklists()).expect("they load");
        let of = |today| {
            let audit = audit();
            Timeline::of(&Facts::gather(&library, &audit, today), Some(&window()))
        };
        let found = of(day("2026-06-17"));
        let states: Vec<&str> = found.clocks.iter().map(|one| one.state.as_str()).collect();
        assert_eq!(found.leading, 2);
        assert_eq!(states[0], "5 days left");
        assert_eq!(
            found.next.as_ref().map(NextLimit::label).as_deref(),
            Some("call-in: 5 days left")
        );
        let entries: Vec<&str> = (found.leading..found.to_come)
            .filter_map(|row| found.entry(row))
            .map(|entry| entry.what.as_str())
            .collect();
        assert_eq!(entries, ["event-1", "The decision was taken"]);
        let later = (found.to_come..found.rows.len()).filter_map(|row| found.entry(row));
        assert_eq!(later.count(), 1);
        assert!(
            (found.to_come..found.rows.len())
                .filter_map(|row| found.clock(row))
                .any(|clock| library.deadline(clock.running.rule).id == "ombudsman")
        );
        // Long after it nothing runs out, and nothing is left to do today.
        let past = of(day("2029-01-05"));
        assert_eq!(past.next, None);
        assert_eq!(past.clocks[0].state, "Closed on 22 June 2026");
        assert!(past.clocks[1].state.starts_with("Closed on "));
        // Rules that do not name the day they count from may leave it open.
        let unclear = LocalWindow {
            from: String::new(),
            ..window()
        };
        let audit = audit();
        let facts = Facts::gather(&library, &audit, day("2029-01-05"));
        let state = Timeline::of(&facts, Some(&unclear)).clocks[0].state.clone();
        assert_eq!(state, "Closed on 22 June 2026, or still open");
    }

    #[test]
    fn a_leading_clock_without_a_day_says_what_to_enter() {
        let library = load(&shipped::checklists()).expect("they load");
        let mut audit = audit();
        let found = Timeline::of(&Facts::gather(&library, &audit, day("2026-06-17")), None);
        assert_eq!(
            found.clocks[0].state,
            "No day yet: enter the council’s own rules on call-in"
        );
        let told = found.clocks[0].told.join(" ");
        assert!(!told.contains("--set"), "{told}");
        audit.review.decided = None;
        let found = Timeline::of(
            &Facts::gather(&library, &audit, day("2026-06-17")),
            Some(&window()),
        );
        assert_eq!(
            found.clocks[0].state,
            "No day yet: enter the day of the decision"
        );
        assert_eq!(found.next, None);
    }
}
