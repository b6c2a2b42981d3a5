//! Evaluates conditions in three-valued logic, with the answers a truth rests on and the open
//! questions that would settle an unknown.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::audit::Value;
use crate::base::DateSpan;
use crate::checklist::condition::{Condition, EventRef, EventTest, ProfileTest, Truth, When};
use crate::checklist::{Applicability, QuestionIx, RequirementIx, State};

use super::because::Because;
use super::clocks;
use super::pieces::Pieces;
use super::support::Support;
use super::{Facts, RequirementState};

/// Everything a condition may test.
pub(super) struct World<'a> {
    pub(super) facts: &'a Facts<'a>,
    pub(super) applicability: &'a [Applicability],
    pub(super) standing: &'a Pieces<RequirementState>,
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

    pub(super) fn standing(&self, ix: RequirementIx) -> &RequirementState {
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

    /// Returns the support of a condition that holds; none if it does not.
    ///
    /// Of all that must hold together the weakest decides, of alternatives the best. A question
    /// that is left out counts as not answered: what stands without it does not hang on it.
    pub(super) fn support(&self, condition: &Condition, lens: &Lens) -> Option<Support> {
        self.held(condition, true, lens)
    }

    /// Returns the support for a condition being true, or being false.
    fn held(&self, condition: &Condition, wanted: bool, lens: &Lens) -> Option<Support> {
        let all = |list: &[Condition]| {
            let mut weakest = Some(Support::Shown);
            for one in list {
                weakest = weakest.min(self.held(one, wanted, lens));
            }
            weakest
        };
        let best = |list: &[Condition]| {
            let held = list.iter().map(|one| self.held(one, wanted, lens));
            held.max().flatten()
        };
        match condition {
            Condition::All(list) if wanted => all(list),
            Condition::Any(list) if !wanted => all(list),
            Condition::All(list) | Condition::Any(list) => best(list),
            Condition::Not(inner) => self.held(inner, !wanted, lens),
            Condition::AtLeast(count, list) => {
                // So many are needed to make it true, and so many to make it false.
                let needed = if wanted {
                    *count
                } else {
                    (list.len() + 1).saturating_sub(*count)
                };
                let mut held: Vec<_> = list
                    .iter()
                    .map(|one| self.held(one, wanted, lens))
                    .collect();
                held.sort_unstable_by(|a, b| b.cmp(a));
                match needed.checked_sub(1) {
                    None => Some(Support::Shown),
                    Some(place) => held.get(place).copied().flatten(),
                }
            }
            leaf => {
                let truth = if wanted { Truth::True } else { Truth::False };
                (self.truth(leaf) == truth)
                    .then(|| self.support_of_leaf(leaf, lens))
                    .flatten()
            }
        }
    }

    fn support_of_leaf(&self, leaf: &Condition, lens: &Lens) -> Option<Support> {
        let of = |ix: QuestionIx| lens.of(self.facts, ix);
        match leaf {
            Condition::Question(ix, _) | Condition::Choice(ix, _) | Condition::Figure(ix, ..) => {
                of(*ix)
            }
            Condition::Requirement(ix, _) => self.support_of_requirement(*ix, lens),
            Condition::Event(event, test) => {
                let other = compared_with(self.facts, *test);
                std::iter::once(*event)
                    .chain(other)
                    .filter(|event| self.facts.span(*event).is_some())
                    .map(|event| match event {
                        EventRef::Decided => Some(Support::Shown),
                        EventRef::Question(ix) => of(ix),
                    })
                    .min()
                    .unwrap_or(Some(Support::Shown))
            }
            _ => Some(Support::Shown),
        }
    }

    /// Collects the questions that the support of a condition may hang on.
    pub(super) fn questions_of(&self, condition: &Condition, out: &mut BTreeSet<QuestionIx>) {
        condition.walk(&mut |one| match one {
            Condition::Question(ix, _) | Condition::Choice(ix, _) | Condition::Figure(ix, ..) => {
                out.insert(*ix);
            }
            Condition::Requirement(ix, _) => self.questions_of_requirement(*ix, out),
            Condition::Event(event, test) => {
                let other = compared_with(self.facts, *test);
                for event in std::iter::once(*event).chain(other) {
                    if let EventRef::Question(ix) = event {
                        out.insert(ix);
                    }
                }
            }
            _ => {}
        });
    }

    /// Collects the questions that the support of a requirement's state may hang on.
    pub(super) fn questions_of_requirement(
        &self,
        ix: RequirementIx,
        out: &mut BTreeSet<QuestionIx>,
    ) {
        let requirement = self.facts.library.requirement(ix);
        out.extend(&requirement.questions);
        if let Some(when) = &requirement.applies_if {
            self.questions_of(when, out);
        }
    }

    /// Returns the support of a requirement's state.
    ///
    /// One question that is not met is enough for a requirement not met, so the best proved of
    /// those at its state decides; a requirement met stands on all of them. A fact that makes it
    /// apply here has to be shown as well.
    pub(super) fn support_of_requirement(&self, ix: RequirementIx, lens: &Lens) -> Option<Support> {
        let requirement = self.facts.library.requirement(ix);
        let standing = self.standing(ix);
        if self.state(ix).is_none() {
            return Some(Support::Shown);
        }
        let through = standing.through.iter().map(|ix| lens.of(self.facts, *ix));
        let state = match standing.state {
            State::Met => through.min(),
            _ => through.max(),
        }
        .flatten();
        let applies = requirement
            .applies_if
            .as_ref()
            .map_or(Some(Support::Shown), |when| {
                // Where it is not known whether it applies, it counts for nothing anyway.
                self.support(when, lens).or(Some(Support::Bare))
            });
        state.min(applies)
    }

    /// Returns the answers each of which would show a finding if it alone were proved.
    ///
    /// `on` names the questions that its support may hang on; `under` gives its support under a lens.
    pub(super) fn one_proof(
        &self,
        support: Support,
        on: BTreeSet<QuestionIx>,
        under: impl Fn(&Lens) -> Option<Support>,
    ) -> Vec<QuestionIx> {
        if support == Support::Shown {
            return Vec::new();
        }
        let would = |ix: &QuestionIx| {
            let lens = Lens {
                proved: Some(*ix),
                ..Lens::default()
            };
            self.facts.answered(*ix).support != Support::Shown
                && under(&lens) == Some(Support::Shown)
        };
        on.into_iter().filter(would).collect()
    }

    /// Collects the answers that make a true condition true.
    ///
    /// Where some of them prove it by themselves the weaker ones are left out: a finding that is
    /// shown is not mixed with what is only said.
    pub(super) fn because(&self, condition: &Condition, out: &mut Vec<Because>) {
        let floor = self.support(condition, &Lens::default());
        self.reasons(condition, true, floor, out);
    }

    fn reasons(
        &self,
        condition: &Condition,
        wanted: bool,
        floor: Option<Support>,
        out: &mut Vec<Because>,
    ) {
        match condition {
            Condition::All(list) | Condition::Any(list) | Condition::AtLeast(_, list) => {
                for one in list {
                    let held = self.held(one, wanted, &Lens::default());
                    if held.is_some() && held >= floor {
                        self.reasons(one, wanted, floor, out);
                    }
                }
            }
            Condition::Not(inner) => self.reasons(inner, !wanted, floor, out),
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
                let other = compared_with(self.facts, *test);
                for event in std::iter::once(*event).chain(other) {
                    if let Some(when) = self.facts.span(event) {
                        add(Because::Event { event, when });
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

/// The supports as they are, or as they would be with one question shown or left out.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Lens {
    /// The question to take as shown: the gain of proving it.
    pub(super) proved: Option<QuestionIx>,
    /// The question to leave out: what hangs on it falls.
    pub(super) without: Option<QuestionIx>,
}

impl Lens {
    /// Returns the support of a question's answer; none if it is left out.
    fn of(&self, facts: &Facts<'_>, ix: QuestionIx) -> Option<Support> {
        if self.without == Some(ix) {
            None
        } else if self.proved == Some(ix) {
            Some(Support::Shown)
        } else {
            Some(facts.answered(ix).support)
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
            Some(Value::Option(option)) if options.iter().any(|one| one == option) => Truth::True,
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

/// Returns the other event that a test of an event looks at.
fn compared_with(facts: &Facts<'_>, test: EventTest) -> Option<EventRef> {
    match test {
        EventTest::Before(When::Event(other))
        | EventTest::After(When::Event(other))
        | EventTest::DaysBefore(other, ..) => Some(other),
        EventTest::LateFor(rule) => clocks::start(facts, rule).map(|(event, _)| event),
        EventTest::Before(When::Day(_))
        | EventTest::After(When::Day(_))
        | EventTest::DaysAgo(_)
        | EventTest::Known(_) => None,
    }
}

fn event_truth(facts: &Facts<'_>, event: EventRef, test: EventTest) -> Truth {
    let Some(span) = facts.span(event) else {
        return match test {
            EventTest::Known(known) => Truth::of(!known),
            _ => Truth::Unknown,
        };
    };
    let other = |when: When| match when {
        When::Day(day) => Some(DateSpan::exact(day)),
        When::Event(event) => facts.span(event),
    };
    match test {
        EventTest::Known(known) => Truth::of(known),
        EventTest::Before(when) => {
            Truth::of_known(other(when).and_then(|other| span.is_before(other)))
        }
        EventTest::After(when) => {
            Truth::of_known(other(when).and_then(|other| other.is_before(span)))
        }
        EventTest::DaysBefore(event, low, high) => {
            facts.span(event).map_or(Truth::Unknown, |other| {
                let days = |to: Option<NaiveDate>, from: Option<NaiveDate>| {
                    to.zip(from).map(|(to, from)| (to - from).num_days())
                };
                within(
                    days(other.earliest(), span.latest()),
                    days(other.latest(), span.earliest()),
                    low,
                    high,
                )
            })
        }
        EventTest::LateFor(rule) => Truth::of_known(clocks::is_late(facts, rule, span)),
        EventTest::DaysAgo(days) => within(
            span.latest().map(|day| facts.days_ago(day)),
            span.earliest().map(|day| facts.days_ago(day)),
            Some(days),
            None,
        ),
    }
}

/// Tests a number that lies between two others, as far as they are known, against its bounds.
fn within(least: Option<i64>, most: Option<i64>, low: Option<i64>, high: Option<i64>) -> Truth {
    let holds = low.is_none_or(|low| least.is_some_and(|least| least >= low))
        && high.is_none_or(|high| most.is_some_and(|most| most <= high));
    let fails = low.is_some_and(|low| most.is_some_and(|most| most < low))
        || high.is_some_and(|high| least.is_some_and(|least| least > high));
    match (holds, fails) {
        (true, _) => Truth::True,
        (false, true) => Truth::False,
        (false, false) => Truth::Unknown,
    }
}
