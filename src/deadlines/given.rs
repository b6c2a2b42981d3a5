//! The settings of a question: values that a count needs beyond its event, read from text.

use std::collections::BTreeMap;
use std::fmt;

use chrono::NaiveDate;

use crate::base::Text;
use crate::base::diagnostic::nearest;
use crate::checklist::Deadline;
use crate::checklist::deadline::{Amount, Count, DeadlineSetting, SettingKind, Step, Test};
use crate::wording::{date, list, say_day};

/// The largest number of a setting.
const MOST: u32 = 10_000;

/// The value of a setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettingValue {
    /// A day.
    Day(NaiveDate),
    /// Several days.
    Days(Vec<NaiveDate>),
    /// A number.
    Number(u32),
    /// True or false.
    Truth(bool),
    /// One of the setting's words.
    Word(String),
}

impl fmt::Display for SettingValue {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => out.write_str(&say_day(*day)),
            Self::Days(days) => {
                let days: Vec<String> = days.iter().map(|day| say_day(*day)).collect();
                out.write_str(&list(&days))
            }
            Self::Number(number) => number.fmt(out),
            Self::Truth(truth) => truth.fmt(out),
            Self::Word(word) => word.fmt(out),
        }
    }
}

/// Reason why a setting was not taken; its words are a part of a sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotGiven {
    /// The rule has no such setting.
    #[error("{rule} has no setting “{key}”; {help}")]
    NoSetting {
        /// Id of the rule.
        rule: String,
        /// The key that was given.
        key: String,
        /// The nearest right key, or all of them.
        help: String,
    },
    /// The value is not of the setting's form.
    #[error("“{text}” does not fit “{key}”: {expected}")]
    Misfit {
        /// The value as it was given.
        text: String,
        /// Key of the setting.
        key: String,
        /// The words to write instead.
        expected: String,
    },
    /// The setting was given two values.
    #[error("“{key}” is given twice, as “{first}” and as “{second}”; give it once")]
    Twice {
        /// Key of the setting.
        key: String,
        /// The value that was given first.
        first: String,
        /// The other value.
        second: String,
    },
    /// Another setting takes the place of this one.
    #[error("“{key}” and “{other}” exclude each other in {rule}; leave one of them out")]
    Excluded {
        /// Id of the rule.
        rule: String,
        /// Key of the setting that would not be used.
        key: String,
        /// Key of the one that would.
        other: String,
    },
    /// The setting says nothing without another.
    #[error("“{key}” is used in {rule} only with “{other}”; give both of them, or neither")]
    Alone {
        /// Id of the rule.
        rule: String,
        /// Key of the setting that would not be used.
        key: String,
        /// Key of the one that is lacking.
        other: String,
    },
}

/// The settings that were given, by their keys.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Given(BTreeMap<String, SettingValue>);

impl Given {
    /// Reads a value and keeps it under its key.
    ///
    /// # Errors
    /// [`NotGiven::NoSetting`] if the rule has no such setting, [`NotGiven::Misfit`] if the value is
    /// not of its form, [`NotGiven::Twice`] if it has another value already.
    pub fn read(&mut self, rule: &Deadline, key: &str, text: &str) -> Result<(), NotGiven> {
        let setting = rule.setting(key).ok_or_else(|| no_setting(rule, key))?;
        let value =
            value(setting, text.trim(), least(rule, key)).map_err(|expected| NotGiven::Misfit {
                text: text.to_owned(),
                key: key.to_owned(),
                expected,
            })?;
        match self.0.insert(key.to_owned(), value.clone()) {
            Some(first) if first != value => Err(NotGiven::Twice {
                key: key.to_owned(),
                first: first.to_string(),
                second: value.to_string(),
            }),
            _ => Ok(()),
        }
    }

    /// Finds a setting that was given and that the count would drop in silence, because of another one.
    ///
    /// # Errors
    /// [`NotGiven::Excluded`] if another one that was given takes its place, [`NotGiven::Alone`] if it
    /// is used only with one that was not.
    pub fn agree(&self, rule: &Deadline) -> Result<(), NotGiven> {
        let id = rule.id.to_string();
        for setting in rule.set.iter().filter(|one| self.0.contains_key(&*one.key)) {
            let key = setting.key.as_str();
            if let Some(other) = self
                .0
                .keys()
                .find(|other| takes_the_place(rule, other, key))
            {
                return Err(NotGiven::Excluded {
                    rule: id,
                    key: key.to_owned(),
                    other: other.clone(),
                });
            }
            let lacking = setting.needed.iter().find_map(|test| match test {
                Test::Given(other, true) if !self.0.contains_key(other) => Some(other),
                _ => None,
            });
            // Of two that need each other, the one that is lacking is asked for.
            if let Some(other) = lacking.filter(|other| !is_asked_for(rule, other, key)) {
                return Err(NotGiven::Alone {
                    rule: id,
                    key: key.to_owned(),
                    other: other.clone(),
                });
            }
        }
        Ok(())
    }

    /// Sets a value that is known to be of the setting's form.
    pub fn set(&mut self, key: &str, value: SettingValue) {
        self.0.insert(key.to_owned(), value);
    }

    /// Returns the value of a setting.
    pub(super) fn get(&self, key: &str) -> Option<&SettingValue> {
        self.0.get(key)
    }

    /// Returns the day of a setting, if it is one.
    pub(super) fn day(&self, key: &str) -> Option<NaiveDate> {
        match self.0.get(key)? {
            SettingValue::Day(day) => Some(*day),
            _ => None,
        }
    }

    /// Returns the number of a setting, if it is one.
    pub(super) fn number(&self, key: &str) -> Option<u32> {
        match self.0.get(key)? {
            SettingValue::Number(number) => Some(*number),
            _ => None,
        }
    }
}

/// Returns true if a setting that is given leaves another one without use.
///
/// The ways of counting that ask for the one do not use the other, and some other way does.
fn takes_the_place(rule: &Deadline, given: &str, of: &str) -> bool {
    let asks = |count: &&Count| {
        (count.when.iter()).any(|test| matches!(test, Test::Given(key, true) if key == given))
    };
    let (with, without): (Vec<&Count>, Vec<&Count>) = rule.counts.iter().partition(asks);
    let uses = |counts: &[&Count]| counts.iter().any(|count| count_uses(count, of));
    given != of && !with.is_empty() && !uses(&with) && uses(&without)
}

/// Returns true if a setting is asked for wherever another one is given.
fn is_asked_for(rule: &Deadline, key: &str, with: &str) -> bool {
    rule.setting(key).is_some_and(|one| {
        (one.needed.iter()).any(|test| matches!(test, Test::Given(other, true) if other == with))
    })
}

/// Returns true if a way of counting looks at a setting.
fn count_uses(count: &Count, key: &str) -> bool {
    let readings = count.readings.as_deref().unwrap_or_default();
    let mut tests = (count.when.iter()).chain(readings.iter().flat_map(|one| &one.when));
    let mut steps = readings.iter().flat_map(|one| &one.steps);
    tests.any(|test| test.key() == Some(key)) || steps.any(|step| step.uses(key))
}

/// Returns the error of a setting that a rule does not have, with the nearest right one.
fn no_setting(rule: &Deadline, key: &str) -> NotGiven {
    let keys: Vec<&str> = rule.set.iter().map(|one| one.key.as_str()).collect();
    let help = match nearest(key, keys.iter().copied()) {
        Some(near) => format!("did you mean “{near}”?"),
        None if keys.is_empty() => "it has none".to_owned(),
        None => format!("it has {}", list(&keys)),
    };
    NotGiven::NoSetting {
        rule: rule.id.to_string(),
        key: key.to_owned(),
        help,
    }
}

/// Returns the smallest number that a setting may be.
///
/// No one has no days to act in, but there may be no dismissals at all.
pub fn least(rule: &Deadline, key: &str) -> u32 {
    u32::from(counts_with(rule, key))
}

/// Returns true if a rule counts so many days, weeks or months as a setting says.
fn counts_with(rule: &Deadline, key: &str) -> bool {
    let readings = rule
        .counts
        .iter()
        .filter_map(|one| one.readings.as_ref().ok());
    let mut steps = readings.flatten().flat_map(|one| &one.steps);
    steps.any(|step| match step {
        Step::Run(run) | Step::Again(_, run) | Step::NoLaterThan(run, _) => {
            run.amount == Amount::Setting(key.to_owned())
        }
        Step::OnWeekday(_, weeks) => weeks == key,
        _ => false,
    })
}

fn value(setting: &DeadlineSetting, text: &str, least: u32) -> Result<SettingValue, String> {
    let one_day = |text: &str| date::day(text).map_err(|why| why.to_string());
    let Some(kind) = setting.kind else {
        return if setting.words.iter().any(|word| word == text) {
            Ok(SettingValue::Word(text.to_owned()))
        } else {
            let near = nearest(text, setting.words.iter().map(Text::as_str));
            let near = near.map(|near| format!("did you mean “{near}”? "));
            let words = setting.words.join(", ");
            Err(format!("{}it may be {words}", near.unwrap_or_default()))
        };
    };
    match kind {
        SettingKind::Date => one_day(text).map(SettingValue::Day),
        SettingKind::Dates => {
            let parts = text
                .split(',')
                .map(str::trim)
                .filter(|part| !part.is_empty());
            parts
                .map(one_day)
                .collect::<Result<_, _>>()
                .map(SettingValue::Days)
        }
        SettingKind::Number => text
            .parse::<u32>()
            .ok()
            .filter(|number| (least..=MOST).contains(number))
            .map(SettingValue::Number)
            .ok_or_else(|| format!("write a whole number from {least} to {MOST}")),
        SettingKind::YesNo => match text {
            "true" | "yes" => Ok(SettingValue::Truth(true)),
            "false" | "no" => Ok(SettingValue::Truth(false)),
            _ => Err("write true or false".to_owned()),
        },
    }
}
