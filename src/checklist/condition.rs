//! Conditions for the firing of a flag, the applicability of a requirement, or a trap.
//!
//! A condition is data. It is evaluated in `findings`, in three-valued logic ([`Truth`]): a
//! missing answer makes it *unknown*, and unknown never fires anything.
//!
//! ```text
//!  all │ T U F     any │ T U F     not │          at least 2 of 3
//! ─────┼──────    ─────┼──────    ─────┼───      ─────────────────────────────────
//!   T  │ T U F      T  │ T T T      T  │ F        T T ?   T   enough are true
//!   U  │ U U F      U  │ T U U      U  │ U        T U F   U   the unknown one decides
//!   F  │ F F F      F  │ T U F      F  │ T        U U F   U   both unknown ones decide
//!                                                 U F F   F   one alone is not enough
//! ```
//!
//! `T` is true, `U` unknown, `F` false, `?` any of them. All of none is true, any of none is false.
//! A question that is not answered, or answered *no evidence* or *withheld*, is unknown where the
//! condition does not name that state: `not` would otherwise turn silence into a finding.

use chrono::NaiveDate;

use super::ids::{DeadlineIx, QuestionIx, RequirementIx};
use super::nation::Territory;
use super::status::State;
use super::vocabulary::{AuthorityKind, Executive, Stage};
use crate::base::Text;

/// Kleene's three truth values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Truth {
    /// It holds.
    True,
    /// It does not hold.
    False,
    /// Answers are missing.
    Unknown,
}

impl Truth {
    /// Converts a plain comparison to true or false.
    pub const fn of(value: bool) -> Self {
        if value { Self::True } else { Self::False }
    }

    /// Returns the truth of a boolean that may not be known.
    pub const fn of_known(value: Option<bool>) -> Self {
        match value {
            Some(value) => Self::of(value),
            None => Self::Unknown,
        }
    }

    /// Returns the conjunction of the values; false beats unknown.
    pub fn all(values: impl IntoIterator<Item = Self>) -> Self {
        let mut result = Self::True;
        for value in values {
            match value {
                Self::False => return Self::False,
                Self::Unknown => result = Self::Unknown,
                Self::True => {}
            }
        }
        result
    }

    /// Returns the disjunction of the values; true beats unknown.
    pub fn any(values: impl IntoIterator<Item = Self>) -> Self {
        !Self::all(values.into_iter().map(|value| !value))
    }

    /// Returns true if at least `count` values are true, unknown if the unknown ones may suffice.
    pub fn at_least(count: usize, values: impl IntoIterator<Item = Self>) -> Self {
        let (mut hold, mut open) = (0, 0);
        for value in values {
            match value {
                Self::True => hold += 1,
                Self::Unknown => open += 1,
                Self::False => {}
            }
        }
        if hold >= count {
            Self::True
        } else if hold + open >= count {
            Self::Unknown
        } else {
            Self::False
        }
    }
}

impl std::ops::Not for Truth {
    type Output = Self;

    fn not(self) -> Self {
        match self {
            Self::True => Self::False,
            Self::False => Self::True,
            Self::Unknown => Self::Unknown,
        }
    }
}

/// An event of the review: one of the questions of kind event, or the decision itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventRef {
    /// The decision's date, from the review's profile.
    Decided,
    /// A question of kind event.
    Question(QuestionIx),
}

/// A point in time to compare with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// Another event.
    Event(EventRef),
    /// A day.
    Day(NaiveDate),
}

/// A test of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventTest {
    /// Its date is strictly before.
    Before(When),
    /// Its date is strictly after.
    After(When),
    /// It is so many days before another event: at least, at most.
    DaysBefore(EventRef, Option<i64>, Option<i64>),
    /// It is at least so many days before today.
    DaysAgo(i64),
    /// It is later than a time limit allows, on every reading of the law.
    LateFor(DeadlineIx),
    /// Its date is given, or is not.
    Known(bool),
}

/// A test of the review's profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProfileTest {
    /// The territory is one of these.
    Territory(Vec<Territory>),
    /// The kind of authority is one of these.
    Kind(Vec<AuthorityKind>),
    /// Executive arrangements are one of these.
    Executive(Vec<Executive>),
    /// The stage is one of these.
    Stage(Vec<Stage>),
    /// The authority bears one of these names (case and spacing aside): for a local agreement.
    Authority(Vec<Text>),
}

/// A condition over the answers, the requirements and the profile of an audit.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// All of them hold.
    All(Vec<Condition>),
    /// At least one of them holds.
    Any(Vec<Condition>),
    /// The inner condition does not hold.
    Not(Box<Condition>),
    /// At least so many of them hold.
    AtLeast(usize, Vec<Condition>),
    /// The state of a judgement is one of these; `Unanswered` may be among them.
    Question(QuestionIx, Vec<State>),
    /// The state of a requirement is one of these.
    Requirement(RequirementIx, Vec<State>),
    /// A choice is one of these options.
    Choice(QuestionIx, Vec<Text>),
    /// A figure lies between these bounds: at least, at most.
    Figure(QuestionIx, Option<f64>, Option<f64>),
    /// An event passes a test.
    Event(EventRef, EventTest),
    /// The profile passes a test.
    Profile(ProfileTest),
}

impl Condition {
    /// Returns true if the condition tests the answer to this question: a judgement or a fact.
    pub fn asks(&self, question: QuestionIx) -> bool {
        let mut asks = false;
        self.walk(&mut |one| asks |= one.tests(question));
        asks
    }

    /// Returns true if this part of a condition tests the answer to a question by itself.
    fn tests(&self, question: QuestionIx) -> bool {
        match self {
            Self::Question(asked, _) | Self::Choice(asked, _) | Self::Figure(asked, ..) => {
                *asked == question
            }
            Self::Event(event, test) => {
                let asked = EventRef::Question(question);
                *event == asked
                    || matches!(test,
                        EventTest::Before(When::Event(other))
                        | EventTest::After(When::Event(other))
                        | EventTest::DaysBefore(other, ..) if *other == asked)
            }
            _ => false,
        }
    }

    /// Calls `visit` with this condition and every one inside it.
    pub fn walk<'a>(&'a self, visit: &mut dyn FnMut(&'a Condition)) {
        visit(self);
        match self {
            Self::All(inner) | Self::Any(inner) | Self::AtLeast(_, inner) => {
                for condition in inner {
                    condition.walk(visit);
                }
            }
            Self::Not(inner) => inner.walk(visit),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Truth::{False, True, Unknown};
    use super::*;

    #[test]
    fn kleene_all_and_any() {
        assert_eq!(Truth::all([True, Unknown, False]), False);
        assert_eq!(Truth::all([True, Unknown]), Unknown);
        assert_eq!(Truth::all([]), True);
        assert_eq!(Truth::any([False, Unknown, True]), True);
        assert_eq!(Truth::any([False, Unknown]), Unknown);
        assert_eq!(Truth::any([]), False);
        assert_eq!(!Unknown, Unknown);
    }

    #[test]
    fn a_condition_asks_for_judgements_and_facts_alike() {
        let [judged, chosen, counted, dated, compared, other] = [0, 1, 2, 3, 4, 5].map(QuestionIx);
        let condition = Condition::All(vec![
            Condition::Not(Box::new(Condition::Question(judged, Vec::new()))),
            Condition::Choice(chosen, Vec::new()),
            Condition::Figure(counted, None, Some(1.0)),
            Condition::Event(
                EventRef::Question(dated),
                EventTest::Before(When::Event(EventRef::Question(compared))),
            ),
        ]);
        for asked in [judged, chosen, counted, dated, compared] {
            assert!(condition.asks(asked), "{asked:?}");
        }
        assert!(!condition.asks(other));
    }

    #[test]
    fn at_least_counts_the_open_ones() {
        assert_eq!(Truth::at_least(2, [True, True, Unknown]), True);
        assert_eq!(Truth::at_least(2, [True, Unknown, False]), Unknown);
        assert_eq!(Truth::at_least(2, [True, False, False]), False);
    }
}
