//! A council's own rules on call-in, as its constitution has them and the user enters them.
//!
//! Who may call in, on what grounds and until when is local: nothing here is ever assumed.

use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

use crate::checklist::word::words;

use super::text::put;

words! {
    /// How the days of a call-in period are counted.
    pub enum Counting is "a way of counting days" {
        /// Every day.
        Calendar = "calendar",
        /// Days on which the council works: bank holidays and weekends are left out.
        Working = "working",
        /// Neither the first day nor the last is counted.
        Clear = "clear",
    }
}

/// What a council's constitution says of call-in. All of it may be missing; what is missing is
/// told on the check sheet of a notice.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Council {
    /// The council's name.
    pub name: String,
    /// Who may call in: "any five members of the council, or the chair of the committee".
    pub who_may: String,
    /// How many have to sign.
    pub signatories: Option<u32>,
    /// The grounds the constitution allows, in its own words; empty when it names none.
    pub grounds: Vec<String>,
    /// How many days the period has.
    pub days: Option<u32>,
    /// How they are counted.
    pub counted: Option<Counting>,
    /// What they are counted from: "publication of the decision".
    pub from: String,
    /// The hour at which the period closes.
    pub hour: Option<NaiveTime>,
    /// The form the notice has to have: "in writing, on form CI1, by post or email".
    pub form: String,
    /// Whom it has to reach: "the monitoring officer".
    pub to: String,
    /// Whether the notice has to say what should be done instead.
    pub alternative_needed: Option<bool>,
    /// Decisions that cannot be called in, in the constitution's words.
    pub excluded: String,
    /// Where this stands: "Constitution, part 4, rule 16, May 2026".
    pub source: String,
}

impl Council {
    /// The last day of the period where it can be told from the rule alone: calendar days from a
    /// day. Working days need the list of bank holidays, and clear days the council's own reading.
    pub fn last_day(&self, from: NaiveDate) -> Option<NaiveDate> {
        match (self.days, self.counted) {
            (Some(days), Some(Counting::Calendar)) => {
                from.checked_add_days(chrono::Days::new(u64::from(days)))
            }
            _ => None,
        }
    }

    /// The period in words.
    pub fn period(&self) -> Option<String> {
        let days = self.days?;
        let how = match self.counted {
            Some(Counting::Calendar) => " calendar",
            Some(Counting::Working) => " working",
            Some(Counting::Clear) => " clear",
            None => "",
        };
        let noun = if days == 1 { "day" } else { "days" };
        let mut said = format!("{days}{how} {noun}");
        if !self.from.trim().is_empty() {
            said.push_str(" from ");
            said.push_str(self.from.trim());
        }
        if let Some(hour) = self.hour {
            put!(said, ", until {}", hour.format("%H:%M"));
        }
        Some(said)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_calendar_days_are_counted_without_a_list_of_holidays() {
        let from = NaiveDate::from_ymd_opt(2026, 12, 22).expect("a day");
        let mut council = Council {
            days: Some(5),
            counted: Some(Counting::Calendar),
            ..Council::default()
        };
        assert_eq!(
            council.last_day(from),
            NaiveDate::from_ymd_opt(2026, 12, 27)
        );
        council.counted = Some(Counting::Working);
        assert_eq!(council.last_day(from), None);
        council.from = "publication".to_owned();
        council.hour = NaiveTime::from_hms_opt(17, 0, 0);
        assert_eq!(
            council.period().as_deref(),
            Some("5 working days from publication, until 17:00")
        );
    }
}
