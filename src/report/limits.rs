//! Time limits as papers name them: the day on each reading of the law, the law with its check level,
//! and the count.

use chrono::NaiveDate;

use crate::checklist::{Checked, Deadline, DeadlineIx};
use crate::deadlines::words::{all_steps, law, name};
use crate::deadlines::{DeadlineAnswer, DeadlineCase, Given, answer};
use crate::findings::Facts;
use crate::findings::clocks::{Known, Running, of_review};
use crate::wording::say_weekday;

use super::Source;
use super::document::{Spans, strong, text};

/// A time limit counted from a day, with at least one reading.
pub(super) struct Limit<'a> {
    /// The rule.
    pub(super) rule: &'a Deadline,
    /// The rule's own index.
    pub(super) ix: DeadlineIx,
    /// The days.
    pub(super) answer: DeadlineAnswer,
}

impl<'a> Limit<'a> {
    /// Returns the law behind it with its check level.
    pub(super) fn law(&self, source: &Source<'_>) -> String {
        let place = &source.findings.place;
        let day = source.meta.today;
        law(&self.rule.law_at(place, day))
    }

    /// Counts a time limit at the place of the review; `None` if there is no day to give.
    ///
    /// A rule that nobody could check is not cited, so it gives no day either.
    pub(super) fn of(source: &Source<'a>, ix: DeadlineIx, from: NaiveDate) -> Option<Self> {
        let rule = source.library.deadline(ix);
        let asked = DeadlineCase {
            nation: source.findings.place.territory,
            kind: Some(source.findings.place.kind),
            from,
            given: Given::default(),
        };
        let answer = answer(rule, source.library.holidays(), &asked).ok()?;
        let law = rule.law_at(&source.findings.place, from);
        let citable = law.checked != Checked::Unverified;
        (citable && answer.due().is_some()).then_some(Self { rule, ix, answer })
    }

    /// Returns every step of the count, for a note.
    pub(super) fn working(&self, source: &Source<'_>) -> String {
        all_steps(&self.answer, source.library.holidays()).join(" ")
    }
}

/// Returns the last day on each reading, the one that asks most first: a part of a sentence with the
/// days emphasised.
pub(super) fn on_readings(answer: &DeadlineAnswer) -> Spans {
    let last = answer.readings.len().saturating_sub(1);
    let mut spans = Vec::new();
    for (place, one) in answer.readings.iter().enumerate() {
        if place > 0 {
            spans.push(text("; "));
        }
        spans.push(strong(say_weekday(one.due)));
        let which = match place {
            _ if last == 0 => continue,
            0 => "on the reading that asks most",
            place if place == last => "on the reading that asks least",
            _ => "on another reading",
        };
        spans.push(text(format!(" {which} ({})", name(one))));
    }
    spans
}

/// Returns the time limits of the audit, the council's own window for call-in among them.
pub(super) fn running(source: &Source<'_>, facts: &Facts<'_>) -> Vec<Running> {
    let window = source.setting.council.window();
    of_review(&Known {
        facts,
        window: Some(&window),
    })
}

/// Returns the window for call-in, if there is one here.
pub(super) fn call_in_window(source: &Source<'_>) -> Option<Running> {
    let facts = Facts::gather(source.library, source.audit, source.meta.today);
    running(source, &facts)
        .into_iter()
        .find(|one| source.library.deadline(one.rule).is_local())
}
