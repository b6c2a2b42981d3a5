//! The second pass: the ids of all files, and the resolution of names in conditions.

use std::collections::{HashMap, HashSet};

use super::super::condition::{Condition, EventRef, EventTest, When};
use super::super::ids::{DeadlineIx, QuestionIx, RequirementIx};
use super::super::model::{QuestionKind, SearchWords};
use super::condition::{RawCondition, RawConditionKind, RawEventTest, RawWhen};
use crate::base::Text;
use crate::base::diagnostic::nearest;
use crate::base::reader::{At, Mistakes};

/// The ids of one kind of entry, over all files.
pub(super) struct Names {
    pub(super) what: &'static str,
    pub(super) places: HashMap<Text, usize>,
    /// The number of entries, also of those without an id of their own: an index counts them all.
    count: usize,
}

impl Names {
    pub(super) fn new(what: &'static str) -> Self {
        Self {
            what,
            places: HashMap::new(),
            count: 0,
        }
    }

    pub(super) fn add(&mut self, id: &At<Text>, m: &mut Mistakes) {
        let place = self.count;
        self.count += 1;
        if id.value.is_empty() {
            return;
        }
        if self.places.contains_key(&id.value) {
            m.add_with_help(
                "duplicate-id",
                &id.span,
                format!(
                    "there is already {} with the id \"{}\"",
                    self.what, id.value
                ),
                "use every id only once across all checklists",
            );
        } else {
            self.places.insert(id.value.clone(), place);
        }
    }

    pub(super) fn find(&self, id: &At<Text>, m: &mut Mistakes) -> Option<usize> {
        let found = self.places.get(&id.value).copied();
        // An empty one is a key that is missing, and has been reported.
        if found.is_none() && !id.value.is_empty() {
            let near = nearest(&id.value, self.places.keys().map(Text::as_str));
            m.add_with_help(
                "unknown-id",
                &id.span,
                format!(
                    "there is no {} with the id \"{}\"",
                    self.what.trim_start_matches("a "),
                    id.value
                ),
                near.map_or_else(
                    || "write an id that a checklist defines".to_owned(),
                    |near| format!("did you mean \"{near}\"?"),
                ),
            );
        }
        found
    }
}

pub(super) struct Resolver {
    pub(super) sections: Names,
    pub(super) questions: Names,
    pub(super) requirements: Names,
    pub(super) flags: Names,
    pub(super) strengths: Names,
    pub(super) precedents: Names,
    pub(super) traps: Names,
    pub(super) deadlines: Names,
    /// Words of each idea, by its id.
    pub(super) ideas: HashMap<Text, SearchWords>,
    pub(super) kinds: Vec<QuestionKind>,
    pub(super) asks: Vec<Text>,
    /// The ids of the questions that decide each requirement.
    pub(super) decided_by: Vec<Vec<Text>>,
}

impl Resolver {
    pub(super) fn question(&self, id: &At<Text>, m: &mut Mistakes) -> Option<QuestionIx> {
        self.questions.find(id, m).map(QuestionIx)
    }

    pub(super) fn deadline(&self, id: &At<Text>, m: &mut Mistakes) -> Option<DeadlineIx> {
        self.deadlines.find(id, m).map(DeadlineIx)
    }

    pub(super) fn question_of(
        &self,
        id: &At<Text>,
        kind: &'static str,
        m: &mut Mistakes,
    ) -> Option<QuestionIx> {
        let found = self.question(id, m)?;
        let real = self
            .kinds
            .get(found.0)
            .map_or("judgement", QuestionKind::word);
        if real != kind {
            m.add_with_help(
                "wrong-kind",
                &id.span,
                format!("\"{}\" is a {real}, not a {kind}", id.value),
                format!("use `{real}` here, or name a {kind}"),
            );
        }
        Some(found)
    }

    pub(super) fn questions(&self, ids: &[At<Text>], m: &mut Mistakes) -> Vec<QuestionIx> {
        ids.iter()
            .filter_map(|id| self.question_of(id, "judgement", m))
            .collect()
    }

    /// Resolves what a question looks for: its own words, and those of every idea `@…` it names.
    pub(super) fn words(
        &self,
        look_for: Vec<At<Text>>,
        own: SearchWords,
        m: &mut Mistakes,
    ) -> SearchWords {
        let mut words = own;
        for one in look_for {
            let Some(name) = one.value.strip_prefix('@') else {
                words.english.push(one.value);
                continue;
            };
            if let Some(idea) = self.ideas.get(name) {
                words.english.extend(idea.english.iter().cloned());
                words.welsh.extend(idea.welsh.iter().cloned());
                words.never_alone.extend(idea.never_alone.iter().cloned());
                let given = idea.english.iter().chain(&idea.never_alone);
                words.of_ideas.extend(given.cloned());
            } else {
                let near = nearest(name, self.ideas.keys().map(Text::as_str));
                m.add_with_help(
                    "unknown-id",
                    &one.span,
                    format!("there is no idea with the id \"{name}\""),
                    near.map_or_else(
                        || "define it in an [[idea]], or write the words themselves".to_owned(),
                        |near| format!("did you mean \"@{near}\"?"),
                    ),
                );
            }
        }
        words.english.extend(words.never_alone.iter().cloned());
        for list in [
            &mut words.english,
            &mut words.welsh,
            &mut words.never_alone,
            &mut words.of_ideas,
        ] {
            if list.len() > 1 {
                let mut known = HashSet::new();
                list.retain(|word| known.insert(word.to_lowercase()));
            }
            list.shrink_to_fit();
        }
        words
    }

    /// Resolves the words that a title claims, each of which a question behind it must ask.
    ///
    /// A flag or strength that says more than was asked would print what nobody answered.
    pub(super) fn claims(
        &self,
        claims: Vec<At<Text>>,
        when: &Condition,
        m: &mut Mistakes,
    ) -> Vec<Text> {
        if claims.is_empty() {
            return Vec::new();
        }
        let mut asked = String::new();
        let mut add = |ix: usize| {
            asked.push_str(
                &self
                    .asks
                    .get(ix)
                    .map_or_else(String::new, |ask| spaced(ask)),
            );
        };
        when.walk(&mut |inner| match inner {
            Condition::Question(ix, _)
            | Condition::Choice(ix, _)
            | Condition::Figure(ix, ..)
            | Condition::Event(EventRef::Question(ix), _) => add(ix.0),
            Condition::Requirement(ix, _) => {
                let ids = self.decided_by.get(ix.0).into_iter().flatten();
                ids.filter_map(|id| self.questions.places.get(id))
                    .for_each(|ix| add(*ix));
            }
            _ => {}
        });
        // Where a name is not known, that is the mistake to mend first.
        if !m.found.is_empty() {
            return claims.into_iter().map(|claim| claim.value).collect();
        }
        for claim in &claims {
            if !asked.contains(&spaced(&claim.value)) {
                m.add_with_help(
                    "claim-not-asked",
                    &claim.span,
                    format!(
                        "no question of the condition asks about \"{}\"",
                        claim.value
                    ),
                    "name the question that asks it in `when`, or take the word out of the title",
                );
            }
        }
        claims.into_iter().map(|claim| claim.value).collect()
    }

    /// Resolves the id of an event, a figure or a choice.
    pub(super) fn fact_of(&self, id: &At<Text>, m: &mut Mistakes) -> Option<QuestionIx> {
        let found = self.question(id, m)?;
        if self.kinds.get(found.0) == Some(&QuestionKind::Judgement) {
            m.add_with_help(
                "wrong-kind",
                &id.span,
                format!("\"{}\" is a judgement, not a fact", id.value),
                "name an event, a figure or a choice",
            );
        }
        Some(found)
    }

    /// Resolves a condition for something to apply, which can ask facts only.
    ///
    /// A judgement would make the applicability of a rule hang on the answer it asks for.
    pub(super) fn facts_only(&self, raw: &RawCondition, what: &str, m: &mut Mistakes) -> Condition {
        let condition = self.condition(raw, m);
        condition.walk(&mut |inner| {
            if matches!(inner, Condition::Question(..) | Condition::Requirement(..)) {
                m.add_with_help(
                    "unknown-condition",
                    &raw.span,
                    format!("whether a {what} applies cannot depend on a judgement"),
                    "ask a choice, figure, event or the profile",
                );
            }
        });
        condition
    }

    pub(super) fn event(&self, id: &At<Text>, m: &mut Mistakes) -> Option<EventRef> {
        if id.value == "decided" {
            return Some(EventRef::Decided);
        }
        self.question_of(id, "event", m).map(EventRef::Question)
    }

    pub(super) fn when(&self, when: &RawWhen, m: &mut Mistakes) -> Option<When> {
        match when {
            RawWhen::Day(day) => Some(When::Day(*day)),
            RawWhen::Event(id) => self.event(id, m).map(When::Event),
        }
    }

    pub(super) fn conditions(&self, list: &[RawCondition], m: &mut Mistakes) -> Vec<Condition> {
        list.iter().map(|one| self.condition(one, m)).collect()
    }

    pub(super) fn condition(&self, raw: &RawCondition, m: &mut Mistakes) -> Condition {
        use RawConditionKind as Raw;
        // An unresolved name is reported and fails the load, so this placeholder is never used.
        let nothing = Condition::Any(Vec::new());
        match &raw.kind {
            Raw::All(list) => Condition::All(self.conditions(list, m)),
            Raw::Any(list) => Condition::Any(self.conditions(list, m)),
            Raw::Not(inner) => Condition::Not(Box::new(self.condition(inner, m))),
            Raw::AtLeast(count, list) => {
                if *count > list.len() {
                    m.add(
                        "impossible-range",
                        &raw.span,
                        format!("at least {count} of {} can never hold", list.len()),
                    );
                }
                Condition::AtLeast(*count, self.conditions(list, m))
            }
            Raw::Question(id, states) => self
                .question_of(id, "judgement", m)
                .map_or(nothing, |ix| Condition::Question(ix, states.clone())),
            Raw::Requirement(id, states) => self.requirements.find(id, m).map_or(nothing, |ix| {
                Condition::Requirement(RequirementIx(ix), states.clone())
            }),
            Raw::Choice(id, options) => {
                let Some(ix) = self.question_of(id, "choice", m) else {
                    return nothing;
                };
                if let Some(QuestionKind::Choice(known)) = self.kinds.get(ix.0) {
                    for option in options {
                        if !known.iter().any(|one| one.id == option.value) {
                            let ids: Vec<&str> = known.iter().map(|one| one.id.as_str()).collect();
                            m.add_with_help(
                                "unknown-id",
                                &option.span,
                                format!(
                                    "\"{}\" is not an option of \"{}\"",
                                    option.value, id.value
                                ),
                                format!("it may be: {}", ids.join(", ")),
                            );
                        }
                    }
                }
                Condition::Choice(ix, options.iter().map(|one| one.value.clone()).collect())
            }
            Raw::Figure(id, low, high) => {
                if let (Some(low), Some(high)) = (low, high)
                    && low > high
                {
                    m.add(
                        "impossible-range",
                        &raw.span,
                        format!("at least {low} and at most {high} can never hold"),
                    );
                }
                self.question_of(id, "figure", m)
                    .map_or(nothing, |ix| Condition::Figure(ix, *low, *high))
            }
            Raw::Event(id, test) => {
                let Some(event) = self.event(id, m) else {
                    return nothing;
                };
                let test = match test {
                    RawEventTest::Before(when) => self.when(when, m).map(EventTest::Before),
                    RawEventTest::After(when) => self.when(when, m).map(EventTest::After),
                    RawEventTest::DaysBefore(other, low, high) => self
                        .event(other, m)
                        .map(|other| EventTest::DaysBefore(other, *low, *high)),
                    RawEventTest::DaysAgo(days) => Some(EventTest::DaysAgo(*days)),
                    RawEventTest::LateFor(id) => self.deadline(id, m).map(EventTest::LateFor),
                    RawEventTest::Known(known) => Some(EventTest::Known(*known)),
                };
                test.map_or(nothing, |test| Condition::Event(event, test))
            }
            Raw::Profile(test) => Condition::Profile(test.clone()),
        }
    }
}

/// Folds a text to its words in small letters, with a space on either side of each.
fn spaced(text: &str) -> String {
    let words: Vec<String> = text
        .to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    format!(" {} ", words.join(" "))
}
