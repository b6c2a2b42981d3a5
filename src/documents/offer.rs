//! A value that the papers give for a fact: offered as an answer, never taken by itself.

use super::passage::Passage;
use crate::audit::Value;
use crate::base::DateSpan;
use crate::checklist::{FactForm, PaperFact, QuestionKind};
use crate::wording::Said;

/// A value that the papers give for a fact.
#[derive(Debug, Clone, PartialEq)]
pub struct Offer {
    /// The fact.
    pub fact: PaperFact,
    /// The value.
    pub said: Said,
    /// The value as printed at its best place.
    pub printed: String,
    /// Its places, the best first: the sentence, with the value marked.
    pub passages: Vec<Passage>,
    /// Number of papers that give it.
    pub papers: usize,
    /// Number of places that give it, those not kept included.
    pub places: usize,
    /// Sureness, to compare with other offers for the same fact.
    pub strength: f32,
}

impl Offer {
    /// Returns the value as it is offered: a sum as printed, a date in words, and if its sentence does
    /// not say the year.
    pub fn label(&self) -> String {
        match self.fact.form() {
            FactForm::Date if self.is_year_from_elsewhere() => {
                format!("{} (its sentence gives no year)", self.said.label())
            }
            FactForm::Date => self.said.label(),
            _ => self.printed.clone(),
        }
    }

    /// Returns true if the best place names the month, and no word near it the year.
    fn is_year_from_elsewhere(&self) -> bool {
        let year = self.said.month().map(|(year, _)| year.to_string());
        let (Some(year), Some(best)) = (year, self.passages.first()) else {
            return false;
        };
        !self.printed.contains('/') && !best.text.contains(&year)
    }

    /// Returns the answer that the value is to a question of a kind, if it fits it.
    ///
    /// A month is taken as the month it is.
    pub fn value(&self, kind: &QuestionKind) -> Option<Value> {
        if !kind.is_answered_by(self.fact) {
            return None;
        }
        match self.said {
            Said::Day(day, _) => Some(Value::Date(day.into())),
            Said::Month(year, month) => DateSpan::month(year, month).map(Value::Date),
            Said::Pounds(value, _) | Said::Percent(value) | Said::Number(value) => {
                Some(Value::Number(value))
            }
        }
    }
}
