//! Rules on call-in of a council, as its constitution has them and the user enters them.
//!
//! Who may call in, on what grounds and until when is local: nothing here is ever assumed. A user
//! fills it in once for each council; its file is read and written in [`mod@file`].

pub mod file;

use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

pub use crate::checklist::Counting;

use super::days::{self, Last};
use super::text::put;
use crate::wording::one_line;

/// The rules on call-in in a council's constitution.
///
/// All of it may be missing; whatever is missing is listed on the check sheet of a notice.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Council {
    /// The council's name.
    pub name: String,
    /// The people who may call in: "any five members of the council, or the chair of the
    /// committee".
    pub who_may: String,
    /// Number of signatures needed.
    pub signatories: Option<u32>,
    /// The grounds the constitution allows, in its own words; empty when it names none.
    pub grounds: Vec<String>,
    /// Length of the period, in days.
    pub days: Option<u32>,
    /// The way the days are counted.
    pub counted: Option<Counting>,
    /// The event they are counted from: "publication of the decision".
    pub from: String,
    /// The hour at which the period closes.
    pub hour: Option<NaiveTime>,
    /// The form the notice has to have: "in writing, on form CI1, by post or email".
    pub form: String,
    /// The officer it has to reach: "the monitoring officer".
    pub to: String,
    /// True if the notice has to say what should be done instead.
    pub alternative_needed: Option<bool>,
    /// Decisions that cannot be called in, in the constitution's words.
    pub excluded: String,
    /// The place of these rules: "Constitution, part 4, rule 16, May 2026".
    pub source: String,
}

impl Council {
    /// Returns the last day of the period counted from a day, as far as the rule alone determines
    /// it.
    pub fn last_day(&self, from: NaiveDate) -> Option<Last> {
        days::last(self.days?, self.counted?, &[], from)
    }

    /// Returns true if this is the profile of an authority.
    ///
    /// The names are compared without capitals, spaces and marks.
    pub fn is_of(&self, authority: &str) -> bool {
        fold(&self.name) == fold(authority)
    }

    /// Returns the period in words.
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

/// Returns a name without the things that people write differently: capitals, spaces, marks.
fn fold(name: &str) -> String {
    let plain: String = name
        .to_lowercase()
        .chars()
        .filter(|c| !matches!(c, '\'' | '’'))
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    one_line(&plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_calendar_days_are_told_for_sure_without_a_list_of_holidays() {
        let from = NaiveDate::from_ymd_opt(2026, 12, 22).expect("a day");
        let mut council = Council {
            days: Some(5),
            counted: Some(Counting::Calendar),
            ..Council::default()
        };
        assert_eq!(
            council.last_day(from).map(Last::day),
            NaiveDate::from_ymd_opt(2026, 12, 27)
        );
        council.counted = Some(Counting::Working);
        assert!(matches!(council.last_day(from), Some(Last::NotBefore(_))));
        council.from = "publication".to_owned();
        council.hour = NaiveTime::from_hms_opt(17, 0, 0);
        assert_eq!(
            council.period().as_deref(),
            Some("5 working days from publication, until 17:00")
        );
    }

    #[test]
    fn a_profile_is_found_by_a_name_that_is_written_a_little_differently() {
        let council = Council {
            name: "St. Helens’  Borough Council".to_owned(),
            ..Council::default()
        };
        assert!(council.is_of("ST HELENS' BOROUGH COUNCIL"));
        assert!(!council.is_of("St Helens Council"));
    }
}
