//! Evaluates conditions in three-valued logic, with the answers a truth rests on and the open
//! questions that would settle an unknown.

use crate::audit::Value;
use crate::checklist::condition::{Condition, EventTest, ProfileTest, Truth, When};
use crate::checklist::{Applicability, QuestionIx, RequirementIx, State};

use super::because::Because;
use super::{Facts, Standing};

/// Everything a condition may test.
pub(super) struct World<'a> {
    pub(super) facts: &'a Facts<'a>,
    pub(super) applicability: &'a [Applicability],
    pub(super) standing: &'a [Standing],
}

impl World<'_> {
    /// Returns the applicability of a requirement.
    #[expect(
        clippy::indexing_slicing,
        reason = "one entry for each requirement of the library"
    )]
    pub(super) fn applies(&self, ix: RequirementIx) -> &Applicability {
        &self.applicability[ix.place()]
    }

    /// Returns the state of a requirement, if it is shown and in force on the day that decides.
    pub(super) fn state(&self, ix: RequirementIx) -> Option<State> {
        let applies = self.applies(ix);
        (applies.is_shown() && applies.in_force).then(|| self.standing(ix).state)
    }

    #[expect(
        clippy::indexing_slicing,
        reason = "one entry for each requirement of the library"
    )]
    pub(super) fn standing(&self, ix: RequirementIx) -> &Standing {
        &self.standing[ix.place()]
    }

    /// Returns true if a duty appears not to have been met.
    pub(super) fn is_breach(&self, ix: RequirementIx) -> bool {
        self.facts.library.requirement(ix).can_be_breached()
            && self.applies(ix).is_certain()
            && self.standing(ix).state == State::NotMet
    }

    /// Evaluates a condition.
    pub(super) fn truth(&self, condition: &Condition) -> Truth {
        match condition {
            Condition::All(list) => Truth::all(list.iter().map(|one| self.truth(one))),
            Condition::Any(list) => Truth::any(list.iter().map(|one| self.truth(one))),
            Condition::Not(inner) => !self.truth(inner),
            Condition::AtLeast(count, list) => {
                Truth::at_least(*count, list.iter().map(|one| self.truth(one)))
            }
            Condition::Requirement(ix, states) => {
                let applies = self.applies(*ix);
                if !applies.is_shown() || !applies.in_force {
                    return Truth::False;
                }
                judge(self.standing(*ix).state, states)
            }
            other => plain_truth(self.facts, other),
        }
    }

    /// Collects the answers that make a true condition true.
    pub(super) fn because(&self, condition: &Condition, out: &mut Vec<Because>) {
        match condition {
            Condition::All(list) | Condition::Any(list) | Condition::AtLeast(_, list) => {
                for one in list.iter().filter(|one| self.truth(one) == Truth::True) {
                    self.because(one, out);
                }
            }
            Condition::Not(inner) => self.because_not(inner, out),
            leaf => self.leaf(leaf, out),
        }
    }

    /// Collects the answers that make a false condition false.
    fn because_not(&self, condition: &Condition, out: &mut Vec<Because>) {
        match condition {
            Condition::All(list) | Condition::Any(list) | Condition::AtLeast(_, list) => {
                for one in list.iter().filter(|one| self.truth(one) == Truth::False) {
                    self.because_not(one, out);
                }
            }
            Condition::Not(inner) => self.because(inner, out),
            leaf => self.leaf(leaf, out),
        }
    }

    fn leaf(&self, leaf: &Condition, out: &mut Vec<Because>) {
        let mut add = |because: Because| {
            if !out.contains(&because) {
                out.push(because);
            }
        };
        match leaf {
            Condition::Question(ix, _) => {
                add(Because::Question {
                    question: *ix,
                    state: self.facts.state(*ix),
                });
            }
            Condition::Requirement(ix, _) => {
                let standing = self.standing(*ix);
                for question in &standing.through {
                    add(Because::Question {
                        question: *question,
                        state: standing.state,
                    });
                }
                add(Because::Requirement {
                    requirement: *ix,
                    state: standing.state,
                });
            }
            Condition::Choice(ix, _) | Condition::Figure(ix, ..) => {
                match &self.facts.answered(*ix).value {
                    Some(Value::Option(option)) => {
                        add(Because::Choice {
                            question: *ix,
                            option: option.clone(),
                        });
                    }
                    Some(Value::Number(value)) => {
                        add(Because::Figure {
                            question: *ix,
                            value: *value,
                        });
                    }
                    _ => {}
                }
            }
            Condition::Event(event, test) => {
                let other = match test {
                    EventTest::Before(When::Event(other))
                    | EventTest::After(When::Event(other))
                    | EventTest::DaysBefore(other, ..) => Some(*other),
                    _ => None,
                };
                for event in std::iter::once(*event).chain(other) {
                    if let Some(day) = self.facts.day(event) {
                        add(Because::Event { event, day });
                    }
                }
            }
            _ => {}
        }
    }

    /// Collects the open questions that an unknown condition waits for.
    pub(super) fn open(&self, condition: &Condition, out: &mut Vec<QuestionIx>) {
        if self.truth(condition) != Truth::Unknown {
            return;
        }
        let mut add = |ix: QuestionIx| {
            if self.facts.answered(ix).is_open() && !out.contains(&ix) {
                out.push(ix);
            }
        };
        match condition {
            Condition::All(list) | Condition::Any(list) | Condition::AtLeast(_, list) => {
                for one in list {
                    self.open(one, out);
                }
            }
            Condition::Not(inner) => self.open(inner, out),
            Condition::Question(ix, _) | Condition::Choice(ix, _) | Condition::Figure(ix, ..) => {
                add(*ix);
            }
            Condition::Requirement(ix, _) => {
                for question in &self.facts.library.requirement(*ix).questions {
                    add(*question);
                }
            }
            // Dates have a section of their own in the walk: a missing one is asked for there.
            Condition::Event(..) | Condition::Profile(_) => {}
        }
    }
}

/// Tests a state against those wanted.
///
/// An answer that shows nothing ([`State::is_unsettled`]) is unknown unless wanted.
fn judge(state: State, wanted: &[State]) -> Truth {
    if wanted.contains(&state) {
        return Truth::True;
    }
    if state.is_unsettled() {
        Truth::Unknown
    } else {
        Truth::False
    }
}

/// Evaluates a condition that tests no requirement.
///
/// That is enough to judge applicability. A test of a requirement is unknown.
pub(super) fn plain_truth(facts: &Facts<'_>, condition: &Condition) -> Truth {
    match condition {
        Condition::All(list) => Truth::all(list.iter().map(|one| plain_truth(facts, one))),
        Condition::Any(list) => Truth::any(list.iter().map(|one| plain_truth(facts, one))),
        Condition::Not(inner) => !plain_truth(facts, inner),
        Condition::AtLeast(count, list) => {
            Truth::at_least(*count, list.iter().map(|one| plain_truth(facts, one)))
        }
        Condition::Question(ix, states) => judge(facts.state(*ix), states),
        Condition::Requirement(..) => Truth::Unknown,
        Condition::Choice(ix, options) => match &facts.answered(*ix).value {
            // "Unknown" as an option is an answer that settles nothing, unless it is asked for.
            Some(Value::Option(option)) if options.contains(option) => Truth::True,
            Some(Value::Option(option)) if option == "unknown" => Truth::Unknown,
            Some(Value::Option(_)) => Truth::False,
            _ => Truth::Unknown,
        },
        Condition::Figure(ix, low, high) => match facts.answered(*ix).value {
            Some(Value::Number(value)) => Truth::of(
                low.is_none_or(|low| value >= low) && high.is_none_or(|high| value <= high),
            ),
            _ => Truth::Unknown,
        },
        Condition::Event(event, test) => event_truth(facts, *event, *test),
        Condition::Profile(test) => {
            let review = &facts.audit.review;
            match test {
                ProfileTest::Territory(list) => Truth::of(list.contains(&review.territory)),
                ProfileTest::Kind(list) => Truth::of(list.contains(&review.kind)),
                ProfileTest::Stage(list) => Truth::of(list.contains(&review.stage)),
                ProfileTest::Executive(list) => {
                    let unknown = review.executive == crate::checklist::Executive::Unknown;
                    if list.contains(&review.executive) {
                        Truth::True
                    } else if unknown {
                        Truth::Unknown
                    } else {
                        Truth::False
                    }
                }
                ProfileTest::Authority(names) => {
                    let here = crate::base::digest::fold(&review.authority).to_lowercase();
                    Truth::of(
                        names
                            .iter()
                            .any(|name| crate::base::digest::fold(name).to_lowercase() == here),
                    )
                }
            }
        }
    }
}

fn event_truth(
    facts: &Facts<'_>,
    event: crate::checklist::condition::EventRef,
    test: EventTest,
) -> Truth {
    let Some(day) = facts.day(event) else {
        return match test {
            EventTest::Known(known) => Truth::of(!known),
            _ => Truth::Unknown,
        };
    };
    let other = |when: When| match when {
        When::Day(day) => Some(day),
        When::Event(event) => facts.day(event),
    };
    match test {
        EventTest::Known(known) => Truth::of(known),
        EventTest::Before(when) => {
            other(when).map_or(Truth::Unknown, |other| Truth::of(day < other))
        }
        EventTest::After(when) => {
            other(when).map_or(Truth::Unknown, |other| Truth::of(day > other))
        }
        EventTest::DaysBefore(event, low, high) => {
            facts.day(event).map_or(Truth::Unknown, |other| {
                let days = (other - day).num_days();
                Truth::of(low.is_none_or(|low| days >= low) && high.is_none_or(|high| days <= high))
            })
        }
        EventTest::DaysAgo(days) => Truth::of(facts.days_ago(day) >= days),
    }
}
