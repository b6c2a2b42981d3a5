//! The settings of a question: values that a count needs beyond its event, read from text.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::base::Text;
use crate::base::diagnostic::nearest;
use crate::checklist::Deadline;
use crate::checklist::deadline::{Amount, DeadlineSetting, SettingKind, Step};
use crate::wording::{date, list};

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
}

/// The settings that were given, by their keys.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Given(BTreeMap<String, SettingValue>);

impl Given {
    /// Reads a value and keeps it under its key.
    ///
    /// # Errors
    /// [`NotGiven::NoSetting`] if the rule has no such setting, [`NotGiven::Misfit`] if the value is
    /// not of its form.
    pub fn read(&mut self, rule: &Deadline, key: &str, text: &str) -> Result<(), NotGiven> {
        let setting = rule.setting(key).ok_or_else(|| no_setting(rule, key))?;
        // No one has no days to act in, but there may be no dismissals at all.
        let least = u32::from(counts_with(rule, key));
        let value = value(setting, text.trim(), least).map_err(|expected| NotGiven::Misfit {
            text: text.to_owned(),
            key: key.to_owned(),
            expected,
        })?;
        self.0.insert(key.to_owned(), value);
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
