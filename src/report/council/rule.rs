//! Rules that have a form of their own: when call-in closes, how many sign, what makes a notice
//! invalid, when it is heard.
//!
//! Each is read from the words in which a person writes it ("15 %", "Tuesday of the week after"), and
//! written back in the same words: in the file of a profile, in the form and on the command line.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

use crate::base::Word as _;
use crate::base::diagnostic::nearest;
use crate::checklist::{Counting, RefusedAs, Weekday};
use crate::findings::clocks::Closes;
use crate::wording::{capital, count, list, one_line};

/// Reads a whole number from 1.
fn number(text: &str) -> Option<u32> {
    let number = text.trim().parse::<u32>().ok()?;
    (1..=10_000).contains(&number).then_some(number)
}

impl fmt::Display for Closes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Days(days) => write!(f, "{days}"),
            Self::Weekday { day, weeks: 1 } => {
                write!(f, "{} of the week after", capital(day.word()))
            }
            Self::Weekday { day, weeks } => {
                write!(f, "{}, {weeks} weeks after", capital(day.word()))
            }
        }
    }
}

impl FromStr for Closes {
    type Err = String;

    /// Reads "5", "Tuesday of the week after" or "Tuesday, 2 weeks after".
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Some(days) = number(text) {
            return Ok(Self::Days(days));
        }
        let lower = text.replace(',', " ").to_lowercase();
        let words: Vec<&str> = lower
            .split_whitespace()
            .filter(|word| *word != "the")
            .collect();
        let read = || {
            let (day, rest) = words.split_first()?;
            let day = Weekday::from_word(day)?;
            let weeks = match rest {
                ["of", "week", "after"] => 1,
                [weeks, "week" | "weeks", "after"] => number(weeks)?,
                _ => return None,
            };
            Some(Self::Weekday { day, weeks })
        };
        read().ok_or_else(|| {
            format!(
                "“{}” is not a whole number above 0, and not a day such as Tuesday of the week after",
                one_line(text)
            )
        })
    }
}

/// The signatures that a notice needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needed {
    /// A number of members.
    Members(u32),
    /// A share of all members, rounded up.
    Share {
        /// The share, in per cent.
        percent: u32,
    },
    /// A number of members, or a number of residents instead.
    Either {
        /// The number of members.
        members: u32,
        /// The number of residents.
        residents: u32,
    },
}

impl Needed {
    /// Returns the number of members who have to sign; `None` for a share of a number not known.
    pub const fn members(self, of: Option<u32>) -> Option<u32> {
        match (self, of) {
            (
                Self::Members(number)
                | Self::Either {
                    members: number, ..
                },
                _,
            ) => Some(number),
            (Self::Share { percent }, Some(all)) => Some(all.saturating_mul(percent).div_ceil(100)),
            (Self::Share { .. }, None) => None,
        }
    }

    /// Returns the rule in words, for a council with a number of members.
    pub fn said(self, of: Option<u32>) -> String {
        match self {
            Self::Members(_) => self.to_string(),
            Self::Either { members, residents } => {
                format!("{members} members, or {residents} residents")
            }
            Self::Share { percent } => {
                let rounded = |all: u32| Self::Share { percent }.members(Some(all)).unwrap_or(all);
                let shares = of.map_or_else(
                    || {
                        let of_each = [40, 41, 60].map(|all| format!("{} of {all}", rounded(all)));
                        list(&of_each)
                    },
                    |all| format!("{} of {all}", rounded(all)),
                );
                format!("{percent} % of the members, rounded up: {shares}")
            }
        }
    }
}

impl fmt::Display for Needed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Members(number) => write!(f, "{number}"),
            Self::Share { percent } => write!(f, "{percent} %"),
            Self::Either { members, residents } => {
                write!(f, "{members} or {residents} residents")
            }
        }
    }
}

impl FromStr for Needed {
    type Err = String;

    /// Reads "5", "15 %" or "9 or 2500 residents".
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let lower = text.trim().to_lowercase();
        let read = || {
            if let Some(number) = number(&lower) {
                return Some(Self::Members(number));
            }
            let share = lower
                .strip_suffix('%')
                .or_else(|| lower.strip_suffix("per cent"));
            if let Some(share) = share {
                let percent = number(share).filter(|percent| *percent <= 100)?;
                return Some(Self::Share { percent });
            }
            let (members, residents) = lower.split_once(" or ")?;
            Some(Self::Either {
                members: number(members.trim_end().trim_end_matches("members"))?,
                residents: number(residents.trim_end().strip_suffix("residents")?)?,
            })
        };
        read().ok_or_else(|| {
            format!(
                "“{}” is not a whole number above 0, nor a share such as 15 %, nor two numbers such \
                 as 9 or 2500 residents",
                one_line(text)
            )
        })
    }
}

impl Serialize for Needed {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Members(number) => serializer.serialize_u32(*number),
            _ => serializer.collect_str(self),
        }
    }
}

/// A reason for which a council's rules call a notice invalid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Invalid {
    /// It is used to gain information.
    Information,
    /// Scrutiny discussed its reasons before the decision.
    Scrutinised,
    /// The same issue was called in within a number of months.
    SameIssue(u32),
    /// It is frivolous or vexatious.
    Frivolous,
    /// A reason in the council's own words.
    Other(String),
}

/// The words of the reasons that have one.
const REASONS: [&str; 3] = ["information", "scrutinised", "frivolous"];

impl Invalid {
    /// Returns true if this is the reason to refuse a ground.
    pub const fn refuses(&self, ground: RefusedAs) -> bool {
        matches!(
            (self, ground),
            (Self::Information, RefusedAs::Information)
                | (Self::Scrutinised, RefusedAs::Scrutinised)
        )
    }

    /// Returns the reason in words, as the end of a sentence about a notice.
    pub fn said(&self) -> String {
        match self {
            Self::Information => "it is used to gain information".to_owned(),
            Self::Scrutinised => {
                "the scrutiny committee discussed its reasons before the decision".to_owned()
            }
            Self::SameIssue(months) => {
                let months = usize::try_from(*months).unwrap_or(usize::MAX);
                let months = count(months, "month", "months");
                format!("the same issue was called in within the last {months}")
            }
            Self::Frivolous => "it is frivolous or vexatious".to_owned(),
            Self::Other(words) => one_line(words),
        }
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Information => f.write_str("information"),
            Self::Scrutinised => f.write_str("scrutinised"),
            Self::SameIssue(months) => write!(f, "same issue within {months} months"),
            Self::Frivolous => f.write_str("frivolous"),
            Self::Other(words) => f.write_str(words),
        }
    }
}

impl FromStr for Invalid {
    type Err = String;

    /// Reads one of the words, "same issue within 6 months", or the council's own words.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let words: Vec<&str> = text.split_whitespace().collect();
        match words.as_slice() {
            ["information"] => Ok(Self::Information),
            ["scrutinised"] => Ok(Self::Scrutinised),
            ["frivolous"] => Ok(Self::Frivolous),
            ["same", "issue", "within", months, "month" | "months"] if number(months).is_some() => {
                Ok(Self::SameIssue(number(months).unwrap_or(1)))
            }
            [] => Err("the reason is empty".to_owned()),
            // A word alone is one of those above that was not written right.
            [one] => Err(match nearest(one, REASONS) {
                Some(near) => format!("“{one}” is not a reason: did you mean “{near}”?"),
                None => format!(
                    "“{one}” is not a reason: write {}, same issue within 6 months, or the \
                     council’s own words",
                    list(&REASONS)
                ),
            }),
            _ => Ok(Self::Other(text.trim().to_owned())),
        }
    }
}

impl Serialize for Invalid {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The time within which a valid call-in has to be heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hearing {
    /// Number of days.
    pub days: u32,
    /// The way they are counted, if the rule says it.
    pub counted: Option<Counting>,
}

impl fmt::Display for Hearing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let days = if self.days == 1 { "day" } else { "days" };
        match self.counted {
            Some(counted) => write!(f, "{} {} {days}", self.days, counted.word()),
            None => write!(f, "{} {days}", self.days),
        }
    }
}

impl FromStr for Hearing {
    type Err = String;

    /// Reads "15 days" or "15 working days".
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let read = || match words.as_slice() {
            [days] | [days, "day" | "days"] => Some((number(days)?, None)),
            [days, counted, "day" | "days"] => {
                Some((number(days)?, Some(Counting::from_word(counted)?)))
            }
            _ => None,
        };
        let (days, counted) = read().ok_or_else(|| {
            format!(
                "“{}” is not a number of days: write 15 working days",
                one_line(text)
            )
        })?;
        Ok(Self { days, counted })
    }
}

impl Serialize for Hearing {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Asserts that a text is read as a value, and that the value is written as that text.
    fn same<T>(written: &[(&str, T)])
    where
        T: FromStr<Err = String> + fmt::Display + PartialEq + fmt::Debug,
    {
        for (text, value) in written {
            assert_eq!(text.parse::<T>().as_ref(), Ok(value), "{text}");
            assert_eq!(&value.to_string(), text);
        }
    }

    #[test]
    fn each_rule_is_written_as_it_is_read() {
        let day = Weekday::Tuesday;
        same(&[
            ("5", Closes::Days(5)),
            (
                "Tuesday of the week after",
                Closes::Weekday { day, weeks: 1 },
            ),
            ("Tuesday, 2 weeks after", Closes::Weekday { day, weeks: 2 }),
        ]);
        let either = Needed::Either {
            members: 9,
            residents: 2500,
        };
        same(&[
            ("5", Needed::Members(5)),
            ("15 %", Needed::Share { percent: 15 }),
            ("9 or 2500 residents", either),
        ]);
        same(&[
            ("information", Invalid::Information),
            ("scrutinised", Invalid::Scrutinised),
            ("same issue within 6 months", Invalid::SameIssue(6)),
            ("frivolous", Invalid::Frivolous),
            (
                "clearly outside the rules",
                Invalid::Other("clearly outside the rules".to_owned()),
            ),
        ]);
        let hearing = |counted| Hearing { days: 15, counted };
        same(&[
            ("15 days", hearing(None)),
            ("15 working days", hearing(Some(Counting::Working))),
        ]);
        assert_eq!(
            "the tuesday of the week after".parse(),
            Ok(Closes::Weekday { day, weeks: 1 })
        );
        assert_eq!("15 per cent".parse(), Ok(Needed::Share { percent: 15 }));
    }

    #[test]
    fn what_is_none_of_them_is_told() {
        for text in [
            "0",
            "",
            "Tuesday",
            "Tuesday of the month after",
            "Tuesday, 0 weeks after",
        ] {
            assert!(text.parse::<Closes>().is_err(), "{text}");
        }
        for text in [
            "0",
            "",
            "five",
            "0 %",
            "101 %",
            "9 or residents",
            "9 or 100",
        ] {
            assert!(text.parse::<Needed>().is_err(), "{text}");
        }
        for text in ["", "working", "15 week", "15 long days", "0 days"] {
            assert!(text.parse::<Hearing>().is_err(), "{text}");
        }
        assert_eq!(
            "informtion".parse::<Invalid>(),
            Err("“informtion” is not a reason: did you mean “information”?".to_owned())
        );
        assert!(" ".parse::<Invalid>().is_err());
    }

    #[test]
    fn a_share_is_rounded_up() {
        let share = Needed::Share { percent: 15 };
        let of = [40, 41, 60, 1].map(|all| share.members(Some(all)));
        assert_eq!(of, [Some(6), Some(7), Some(9), Some(1)]);
        assert_eq!(share.members(None), None);
        assert_eq!(
            share.said(None),
            "15 % of the members, rounded up: 6 of 40, 7 of 41 and 9 of 60"
        );
        assert_eq!(
            share.said(Some(60)),
            "15 % of the members, rounded up: 9 of 60"
        );
        assert_eq!(Needed::Members(5).members(None), Some(5));
    }
}
