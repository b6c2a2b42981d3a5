//! Rules on call-in of a council, as its constitution has them and the user enters them.
//!
//! Who may call in, on what grounds and until when is local: nothing here is ever assumed. A user
//! fills it in once for each council; its file is read and written in [`mod@file`]. Some councils'
//! rules come with the program ([`ready`]), to be taken and then confirmed by the user.

pub mod file;
pub mod ready;
mod rule;

use chrono::{NaiveDate, NaiveTime};
use serde::Serialize;

pub use crate::checklist::{Checked, Counting, Weekday};
pub use crate::findings::clocks::Closes;
pub use rule::{Hearing, Invalid, Needed};

use super::text::put;
use crate::base::Word as _;
use crate::findings::clocks::LocalWindow;
use crate::wording::{capital, one_line, say_day};

/// The rules on call-in in a council's constitution.
///
/// All of it may be missing; whatever is missing is listed on the check sheet of a notice.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Council {
    /// The council's name.
    pub name: String,
    /// The people who may call in: "any five members of the council, or the chair of the
    /// committee".
    pub who_may: String,
    /// The signatures needed.
    pub signatories: Option<Needed>,
    /// Number of members of the council, of which a share has to sign.
    pub members: Option<u32>,
    /// The person who has to sign besides them: "the chair of a scrutiny committee", "a seconder".
    pub also_signs: String,
    /// The grounds the constitution allows, in its own words; empty when it names none.
    pub grounds: Vec<String>,
    /// The end of the period.
    #[serde(flatten)]
    pub closes: Option<Closes>,
    /// The way its days are counted.
    pub counted: Option<Counting>,
    /// The event it runs from: "publication of the decision".
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
    /// The officer who decides if a notice is valid: "the chief executive".
    pub decides: String,
    /// The person consulted on that: "the chair of the scrutiny committee".
    pub consults: String,
    /// The reasons that make a notice invalid.
    pub invalid: Vec<Invalid>,
    /// True if a decision can be called in only once.
    pub once: bool,
    /// The most call-ins that a member may sign in a council year.
    pub per_member: Option<u32>,
    /// The person who has to attend when it is heard: "one signatory".
    pub attends: String,
    /// The time within which a valid call-in has to be heard.
    pub heard_within: Option<Hearing>,
    /// The test for a decision too urgent to be called in.
    pub urgent: String,
    /// The people who have to agree that it is.
    pub urgent_agreed_by: String,
    /// The decisions open to the committee that hears it, each in the constitution's words.
    pub outcomes: Vec<String>,
    /// The rule on withdrawing a notice.
    pub withdrawal: String,
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
            closes: self.closes,
            counted: self.counted,
            hour: self.hour,
            from: one_line(&self.from),
            source: one_line(&self.source),
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
        let from = one_line(&self.from);
        let mut said = match self.closes? {
            Closes::Days(days) => {
                let how = self.counted.map(Counting::word).unwrap_or_default();
                let noun = if days == 1 { "day" } else { "days" };
                let mut said = one_line(&format!("{days} {how} {noun}"));
                if !from.is_empty() {
                    put!(said, " from {from}");
                }
                said
            }
            closes @ Closes::Weekday { .. } => {
                let mut said = format!("the {closes}");
                if !from.is_empty() {
                    put!(said, " {from}");
                }
                said
            }
        };
        if let Some(hour) = self.hour {
            put!(said, ", until {}", hour.format("%H:%M"));
        }
        Some(said)
    }

    /// Returns the number of members who have to sign, if it is known.
    pub fn needed(&self) -> Option<u32> {
        self.signatories?.members(self.members)
    }

    /// Returns the rule on validity in words: who decides, and the person consulted.
    pub fn validity(&self) -> Option<String> {
        let (decides, consults) = (one_line(&self.decides), one_line(&self.consults));
        if decides.is_empty() {
            return None;
        }
        Some(if consults.is_empty() {
            capital(&decides)
        } else {
            format!("{}; consults {consults}", capital(&decides))
        })
    }

    /// Returns the rules that are a line each, with their names; `None` where one was not entered.
    pub fn rules(&self) -> Vec<Rule> {
        let text = |text: &str| Some(one_line(text)).filter(|said| !said.is_empty());
        let yes_no = |yes: bool| if yes { "yes" } else { "no" }.to_owned();
        let yes = |is: bool| is.then(|| "yes".to_owned());
        let row = |name, is_needed, said| Rule {
            name,
            is_needed,
            said,
        };
        let agreed = text(&self.urgent_agreed_by).map(|who| format!("agreed by {who}"));
        let urgent: Vec<String> = text(&self.urgent).into_iter().chain(agreed).collect();
        let urgent = (!urgent.is_empty()).then(|| urgent.join("; "));
        vec![
            row("who may call in", true, text(&self.who_may)),
            row(
                "signatures",
                true,
                self.signatories.map(|needed| needed.said(self.members)),
            ),
            row("must sign too", false, text(&self.also_signs)),
            row("period", true, self.period()),
            row("form", true, text(&self.form)),
            row("to reach", true, text(&self.to)),
            row(
                "must say what should be done instead",
                true,
                self.alternative_needed.map(yes_no),
            ),
            row("to put it off is not enough", false, yes(self.no_deferral)),
            row("left out", false, text(&self.excluded)),
            row("decides if it is valid", false, self.validity()),
            row("a decision only once", false, yes(self.once)),
            row(
                "most call-ins a member signs in a council year",
                false,
                self.per_member.map(|most| most.to_string()),
            ),
            row("must attend", false, text(&self.attends)),
            row(
                "heard within",
                false,
                self.heard_within.map(|hearing| hearing.to_string()),
            ),
            row("too urgent to call in", false, urgent),
            row("withdrawal", false, text(&self.withdrawal)),
            row("rule", true, text(&self.source)),
            row("address", false, text(&self.url)),
            row("text of", false, text(&self.as_of)),
        ]
    }

    /// Returns the rules that are a list each, with their names; none that is empty.
    pub fn lists(&self) -> Vec<(&'static str, Vec<String>)> {
        let lines = |texts: &[String]| texts.iter().map(|text| one_line(text)).collect();
        let mut lists: Vec<(&'static str, Vec<String>)> = vec![
            ("the grounds it allows", lines(&self.grounds)),
            (
                "not valid if",
                self.invalid.iter().map(Invalid::said).collect(),
            ),
            ("what may be decided on it", lines(&self.outcomes)),
            ("what else the rules say", lines(&self.notes)),
        ];
        lists.retain(|(_, lines)| !lines.is_empty());
        lists
    }
}

/// A rule of a council, with its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// The name.
    pub name: &'static str,
    /// True if a notice needs it: a rule that is not there is then missing.
    pub is_needed: bool,
    /// The rule; `None` if it was not entered.
    pub said: Option<String>,
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
            closes: Some(Closes::Days(5)),
            counted: Some(Counting::Working),
            from: "publication".to_owned(),
            hour: NaiveTime::from_hms_opt(17, 0, 0),
            ..Council::default()
        };
        assert_eq!(
            council.period().as_deref(),
            Some("5 working days from publication, until 17:00")
        );
        let council = Council {
            closes: "Tuesday of the week after".parse().ok(),
            ..council
        };
        assert_eq!(
            council.period().as_deref(),
            Some("the Tuesday of the week after publication, until 17:00")
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
