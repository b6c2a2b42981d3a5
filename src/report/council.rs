//! Rules on call-in of a council, as its constitution has them and the user enters them.
//!
//! Who may call in, on what grounds and until when is local: nothing here is ever assumed. A user
//! fills it in once for each council; its file is read and written in [`mod@file`]. Some councils'
//! rules come with the program ([`ready`]), to be taken and then confirmed by the user.

pub mod file;
pub mod ready;

use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

pub use crate::checklist::{Checked, Counting};

use super::text::put;
use crate::findings::clocks::LocalWindow;
use crate::wording::{one_line, say_day};

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
    /// True if putting the decision off is not accepted as what should be done instead.
    pub no_deferral: bool,
    /// Rules that no other field holds, each a sentence: "A decision is called in once only".
    pub notes: Vec<String>,
    /// The place of these rules: "Constitution, part 4, rule 16, May 2026".
    pub source: String,
    /// The web address of that place.
    pub url: String,
    /// The date of the text they were taken from, in words: "9 October 2020", "an undated page".
    pub as_of: String,
    /// The check level of a ready profile; nothing for rules the user entered.
    pub checked: Option<Checked>,
    /// The day on which the user compared a ready profile with the council's constitution.
    pub confirmed_on: Option<NaiveDate>,
    /// The page of the constitution they were compared with.
    pub confirmed_at: String,
}

impl Council {
    /// Returns the window for call-in, for the clocks of an audit.
    pub fn window(&self) -> LocalWindow {
        LocalWindow {
            days: self.days,
            counted: self.counted,
            hour: self.hour,
            from: one_line(&self.from),
            care: self.warning(),
        }
    }

    /// Returns true if this is the profile of an authority.
    ///
    /// The names are compared without capitals, spaces and marks, and a name may leave out the kind
    /// of council: "Kirklees" is Kirklees Council. Two kinds that are both named have to agree, since
    /// a city and the county around it may share a name.
    pub fn is_of(&self, authority: &str) -> bool {
        let (own, other) = (fold(&self.name), fold(authority));
        if own == other {
            return true;
        }
        let (own, other) = (Named::of(&own), Named::of(&other));
        own.place == other.place && !own.place.is_empty() && own.agrees(&other)
    }

    /// Returns true if these rules come from a ready profile that the user has not yet compared with
    /// the council's constitution.
    pub const fn is_unconfirmed(&self) -> bool {
        self.checked.is_some() && self.confirmed_on.is_none()
    }

    /// Returns the origin of a ready profile and the state of its confirmation: a part of a
    /// sentence, without its full stop. `None` for rules the user entered.
    pub fn origin(&self) -> Option<String> {
        let checked = self.checked?.label();
        let as_of = match one_line(&self.as_of) {
            said if said.is_empty() => "an undated text".to_owned(),
            said => said,
        };
        let mut said = format!("from a ready profile of {as_of} (checked: {checked}); ");
        match self.confirmed_on {
            None => said.push_str("confirm it against the council’s constitution"),
            Some(day) => {
                put!(said, "confirmed on {}", say_day(day));
                if !self.confirmed_at.trim().is_empty() {
                    put!(said, ": {}", one_line(&self.confirmed_at));
                }
            }
        }
        Some(said)
    }

    /// Returns the warning about rules that are not confirmed: a whole sentence.
    pub fn warning(&self) -> Option<String> {
        let origin = self.origin().filter(|_| self.is_unconfirmed())?;
        Some(format!("These rules are {origin}."))
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

/// The words of a council's name that say its kind.
const KINDS: [&str; 7] = [
    "city",
    "county",
    "borough",
    "metropolitan",
    "district",
    "royal",
    "london",
];

/// The words of a council's name that say nothing.
const FILLERS: [&str; 3] = ["council", "of", "the"];

/// A folded name, its place apart from the kind of council.
struct Named<'n> {
    place: Vec<&'n str>,
    kinds: Vec<&'n str>,
}

impl<'n> Named<'n> {
    fn of(folded: &'n str) -> Self {
        let words = folded.split(' ').filter(|word| !FILLERS.contains(word));
        let (kinds, place) = words.partition(|word| KINDS.contains(word));
        Self { place, kinds }
    }

    /// Returns true if one of the two kinds says no more than the other.
    fn agrees(&self, other: &Self) -> bool {
        let within =
            |one: &Self, other: &Self| one.kinds.iter().all(|kind| other.kinds.contains(kind));
        within(self, other) || within(other, self)
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
    fn the_period_is_told_in_words() {
        let council = Council {
            days: Some(5),
            counted: Some(Counting::Working),
            from: "publication".to_owned(),
            hour: NaiveTime::from_hms_opt(17, 0, 0),
            ..Council::default()
        };
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
        for name in [
            "ST HELENS' BOROUGH COUNCIL",
            "St Helens Council",
            "st helens",
            "St Helens Metropolitan Borough Council",
        ] {
            assert!(council.is_of(name), "{name}");
        }
        for name in [
            "St Helens County Council",
            "St Helens Fire",
            "Borough Council",
            "",
        ] {
            assert!(!council.is_of(name), "{name}");
        }
        assert!(
            !Council::default().is_of("The Council"),
            "no name is no place"
        );
    }

    #[test]
    fn a_ready_profile_warns_until_it_is_confirmed_and_own_rules_never_do() {
        let mut council = Council {
            as_of: "9 October 2020".to_owned(),
            ..Council::default()
        };
        assert_eq!((council.origin(), council.warning()), (None, None));
        council.checked = Some(Checked::Official);
        assert_eq!(
            council.warning().as_deref(),
            Some(
                "These rules are from a ready profile of 9 October 2020 (checked: official \
                 statement read); confirm it against the council’s constitution."
            )
        );
        council.confirmed_on = NaiveDate::from_ymd_opt(2026, 11, 28);
        council.confirmed_at = "part 4, page 212".to_owned();
        assert_eq!(council.warning(), None);
        let origin = council.origin().expect("it stays a ready profile");
        assert!(
            origin.ends_with("confirmed on 28 November 2026: part 4, page 212"),
            "{origin}"
        );
    }
}
