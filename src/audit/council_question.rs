//! A question put to somebody who has to answer for the review: its words, addressee, place, day
//! and outcome.
//!
//! An answer is evidence, and so is silence. [`Audit::record_put`] makes one change of both: the
//! question itself, and the evidence it gives under each question of the audit it bears on.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{Answer, Audit, Change, Evidence, Request, Statement};
use crate::base::digest::fold;
use crate::base::word::words;
use crate::checklist::{Library, QuestionIx, SourceClass, Status};
use crate::wording::say_day;

words! {
    /// Outcome of a question that was put.
    pub enum ReplyOutcome is "an outcome" {
        /// It was asked; nothing is known yet.
        Asked = "asked",
        /// It was answered.
        Answered = "answered",
        /// It was not answered: evaded, or met with silence.
        NotAnswered = "not-answered",
        /// It was refused, in words that can be quoted.
        Refused = "refused",
    }
}

impl ReplyOutcome {
    /// Returns the label of the outcome.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Asked => "asked, no answer yet",
            Self::Answered => "answered",
            Self::NotAnswered => "not answered",
            Self::Refused => "refused",
        }
    }

    /// Returns true if words must stand beside it: an answer or a refusal is quoted.
    pub const fn needs_words(self) -> bool {
        matches!(self, Self::Answered | Self::Refused)
    }
}

/// A question that was put.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CouncilQuestion {
    /// Its id in this audit.
    pub id: String,
    /// The question, in the words it was put in.
    pub ask: String,
    /// The person it was put to.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub to: String,
    /// The place it was put: the meeting, the letter.
    #[serde(default, rename = "where", skip_serializing_if = "String::is_empty")]
    pub place: String,
    /// The day it was put.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<NaiveDate>,
    /// Its outcome.
    pub outcome: ReplyOutcome,
    /// The reply: the answer, or the words given instead of one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reply: String,
    /// The person who replied or refused, if it is another than the one asked.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub replied_by: String,
    /// The day of the reply.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replied: Option<NaiveDate>,
    /// The day a written answer was promised by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promised: Option<NaiveDate>,
    /// The questions of the audit it bears on, by their ids.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bears_on: Vec<String>,
}

/// The place of a reply that came on the sheet with which the council has its say on our points.
pub const RIGHT_OF_REPLY: &str = "the right of reply";
/// Words before the paper that a reply names, in the place of a question that was put.
pub const THEIR_PAPER: &str = "with their paper: ";

impl CouncilQuestion {
    /// Creates a question that has been put, with nothing known of an answer.
    pub fn asked(id: impl Into<String>, ask: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            ask: ask.into(),
            to: String::new(),
            place: String::new(),
            on: None,
            outcome: ReplyOutcome::Asked,
            reply: String::new(),
            replied_by: String::new(),
            replied: None,
            promised: None,
            bears_on: Vec::new(),
        }
    }

    /// Returns true if this is that question: the same words, whatever their spacing and capitals.
    pub fn is(&self, ask: &str) -> bool {
        fold(&self.ask).to_lowercase() == fold(ask).to_lowercase()
    }

    /// Returns true if it is a point that the council had its right of reply on, not a question.
    pub fn is_point(&self) -> bool {
        self.place.starts_with(RIGHT_OF_REPLY)
    }

    /// Returns the paper that the reply names, if it names one.
    pub fn their_paper(&self) -> Option<&str> {
        self.place.split_once(THEIR_PAPER).map(|(_, paper)| paper)
    }

    /// Returns true if a piece of evidence is the reply to it.
    pub fn gave(&self, evidence: &Evidence) -> bool {
        let said = evidence.quote.as_deref().map(str::trim);
        let asked = evidence.locator.as_deref().unwrap_or_default();
        said == Some(self.reply.trim()) && asked.contains(self.ask.trim())
    }

    /// Returns the person who replied or refused: the one asked, unless another is named.
    pub fn who_replied(&self) -> &str {
        match self.replied_by.trim() {
            "" => self.to.trim(),
            by => by,
        }
    }

    /// Returns the evidence it gives; none while nothing is known of an answer.
    ///
    /// A reply is the other side's word, and so is a refusal: a statement of whoever gave it, with
    /// the office that stands behind the name and a comma. The absence of one is our own observation, for no record
    /// shows it. The locator gives the day of the reply in words. That day is the date of the
    /// evidence too, unless it is later than the decision: a later reply is still *about* the
    /// review before the decision, and must not be taken for hindsight.
    pub fn evidence(&self, decided: Option<NaiveDate>) -> Option<Evidence> {
        let said = Some(self.reply.trim()).filter(|reply| !reply.is_empty());
        let mut place = match self.outcome {
            ReplyOutcome::Asked => return None,
            ReplyOutcome::Answered => "answer".to_owned(),
            ReplyOutcome::NotAnswered => "no answer".to_owned(),
            ReplyOutcome::Refused => "refusal".to_owned(),
        };
        let by = match self.outcome {
            ReplyOutcome::NotAnswered => self.to.trim(),
            _ => self.who_replied(),
        };
        if !by.is_empty() {
            place.push_str(match self.outcome {
                ReplyOutcome::Answered => " of ",
                ReplyOutcome::Refused => " by ",
                _ => " from ",
            });
            place.push_str(by);
        }
        place.push_str(" to a question asked");
        if !self.to.trim().is_empty() && by != self.to.trim() {
            place.push_str(" of ");
            place.push_str(self.to.trim());
        }
        if !self.place.trim().is_empty() {
            place.push_str(" at ");
            place.push_str(self.place.trim());
        }
        if let Some(on) = self.on {
            place.push_str(" on ");
            place.push_str(&say_day(on));
        }
        if let Some(replied) = self.replied.filter(|day| Some(*day) != self.on) {
            place.push_str(", given on ");
            place.push_str(&say_day(replied));
        }
        place.push_str(": “");
        place.push_str(self.ask.trim());
        place.push('”');
        if self.outcome == ReplyOutcome::NotAnswered {
            place.push_str(if said.is_some() {
                "; this was said instead"
            } else {
                "; not answered"
            });
        }
        let day = self.replied.or(self.on);
        let (name, capacity) = by.split_once(',').unwrap_or((by, ""));
        let statement = Statement {
            by: name.trim().to_owned(),
            capacity: capacity.trim().to_owned(),
            on: day,
        };
        let states = self.outcome.needs_words() && said.is_some() && !statement.by.is_empty();
        Some(Evidence {
            statement: states.then_some(statement),
            locator: Some(place),
            quote: said.map(str::to_owned),
            date: day.filter(|day| decided.is_none_or(|decided| *day <= decided)),
            source: Some(match said {
                Some(_) => SourceClass::Council,
                None => SourceClass::Own,
            }),
            ..Evidence::default()
        })
    }
}

/// The person who records something, and the moment.
#[derive(Debug, Clone, Copy)]
pub struct By<'a> {
    /// Name of the person.
    pub who: &'a str,
    /// The moment.
    pub at: DateTime<Utc>,
}

impl Audit {
    /// Returns a question that was put, by its id.
    pub fn put(&self, id: &str) -> Option<&CouncilQuestion> {
        self.puts.iter().find(|put| put.id == id)
    }

    /// Returns the change that records, alters or removes a question that was put; none if it
    /// changes nothing.
    pub fn edit_put(&self, id: &str, after: Option<CouncilQuestion>) -> Option<Change> {
        let before = self.put(id).cloned();
        (before != after).then(|| Change::Put {
            id: id.to_owned(),
            before: before.map(Box::new),
            after: after.map(Box::new),
        })
    }

    /// Returns an id that no question put has yet: `put-1`, `put-2`.
    pub fn free_put(&self) -> String {
        // One more id than there are questions is tried, so one of them is free.
        (1..=self.puts.len() + 1)
            .map(|number| format!("put-{number}"))
            .find(|id| self.put(id).is_none())
            .unwrap_or_default()
    }

    /// Returns the one change that records the outcome of a question that was put.
    ///
    /// It holds the question itself and, under every question of the audit it bears on, its
    /// evidence, which replaces the evidence it gave before. With a status, those answers change to
    /// it; `withheld` adds the request (its words, addressee, day and reply) unless there is one
    /// already.
    ///
    /// None if nothing changes. A question that no checklist knows is passed over, and so is a
    /// status for a question that is not answered with one.
    pub fn record_put(
        &self,
        library: &Library,
        put: &CouncilQuestion,
        status: Option<Status>,
        by: By<'_>,
    ) -> Option<Change> {
        let decided = self.review.decided;
        let old = self.put(&put.id).and_then(|old| old.evidence(decided));
        let new = put.evidence(decided);
        let before: &[String] = self.put(&put.id).map_or(&[], |old| &old.bears_on);
        let mut changes: Vec<Change> = self
            .edit_put(&put.id, Some(put.clone()))
            .into_iter()
            .collect();
        let current = |ids: &[String]| -> BTreeSet<QuestionIx> {
            let ids = ids.iter();
            ids.filter_map(|id| library.find_current(id)).collect()
        };
        let now = current(&put.bears_on);
        for ix in now.union(&current(before)).copied() {
            let question = library.question(ix);
            let bears = now.contains(&ix);
            let judged = question.kind == crate::checklist::QuestionKind::Judgement;
            let status = status.filter(|_| bears && judged);
            let change = self.edit_answer_of(library, ix, |answer| {
                let stood = answer.clone();
                let place = old
                    .as_ref()
                    .and_then(|old| answer.evidence.iter().position(|one| is_that(one, old)));
                let new = new.clone().filter(|_| bears);
                match (place, new) {
                    (Some(at), Some(new)) => {
                        if let Some(slot) = answer.evidence.get_mut(at) {
                            *slot = new;
                        }
                    }
                    (Some(at), None) => {
                        answer.evidence.remove(at);
                    }
                    (None, Some(new)) if !answer.evidence.contains(&new) => {
                        answer.evidence.push(new);
                    }
                    (None, _) => {}
                }
                if let Some(status) = status {
                    answer.status = Some(status);
                    answer.asked = Some(question.digest().clone());
                    answer.asked_text = Some(question.ask.to_string());
                    if status.is_refusal() && answer.request.is_none() {
                        answer.request = Some(request_of(put));
                    }
                }
                if *answer != stood {
                    sign(answer, by);
                }
            });
            changes.extend(change);
        }
        match changes.len() {
            0 => None,
            1 => changes.pop(),
            _ => Some(Change::Together(changes)),
        }
    }
}

/// Returns true if a piece of evidence is the one that a question put gave: the same words, said at
/// the same place.
fn is_that(one: &Evidence, old: &Evidence) -> bool {
    one.locator == old.locator && one.quote == old.quote
}

fn sign(answer: &mut Answer, by: By<'_>) {
    by.who.clone_into(&mut answer.by);
    answer.at = Some(by.at);
}

fn request_of(put: &CouncilQuestion) -> Request {
    let reply = put.reply.trim();
    // A refusal says by whom and when, in the words that were used.
    let refused = || {
        let mut says = "refused".to_owned();
        if !put.who_replied().is_empty() {
            says.push_str(" by ");
            says.push_str(put.who_replied());
        }
        if let Some(day) = put.replied.or(put.on) {
            says.push_str(&day.format(" on %-d %B %Y").to_string());
        }
        if !reply.is_empty() {
            says.push_str(": “");
            says.push_str(reply);
            says.push('”');
        }
        says
    };
    Request {
        what: put.ask.trim().to_owned(),
        whom: put.to.trim().to_owned(),
        on: put.on,
        reply: match (reply.is_empty(), put.outcome) {
            (_, ReplyOutcome::Refused) => refused(),
            (false, _) => reply.to_owned(),
            (true, ReplyOutcome::NotAnswered) => "none".to_owned(),
            (true, _) => String::new(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::Review;
    use crate::checklist::{load, shipped};

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, day).expect("a day")
    }

    fn by() -> By<'static> {
        By {
            who: "J. Secretary",
            at: DateTime::UNIX_EPOCH,
        }
    }

    fn put(outcome: ReplyOutcome) -> CouncilQuestion {
        CouncilQuestion {
            to: "Cllr Holder".to_owned(),
            place: "Scrutiny committee".to_owned(),
            on: Some(day(20)),
            outcome,
            bears_on: vec!["users.consulted".to_owned(), "gone".to_owned()],
            ..CouncilQuestion::asked("put-1", "Were users consulted?")
        }
    }

    #[test]
    fn an_answer_becomes_evidence_and_can_change_an_answer_in_one_step() {
        let library = load(&shipped::checklists()).expect("they load");
        let mut audit = Audit::new(Review::named("A", "B"));
        let start = audit.clone();
        let asked = put(ReplyOutcome::Asked);
        let change = audit.record_put(&library, &asked, None, by()).expect("new");
        assert!(matches!(change, Change::Put { .. }), "no evidence yet");
        audit.apply(&change).expect("it fits");
        let answered = CouncilQuestion {
            reply: "No, there was no time.".to_owned(),
            ..put(ReplyOutcome::Answered)
        };
        let second = audit
            .record_put(&library, &answered, Some(Status::NotMet), by())
            .expect("it changes something");
        assert!(matches!(&second, Change::Together(list) if list.len() == 2));
        audit.apply(&second).expect("it fits");
        let answer = audit.answer("users.consulted").expect("an answer");
        assert_eq!(answer.status, Some(Status::NotMet));
        assert!(answer.asked.is_some() && answer.by == "J. Secretary");
        let evidence = answer.evidence.first().expect("evidence");
        assert_eq!(evidence.quote.as_deref(), Some("No, there was no time."));
        assert_eq!(evidence.source, Some(SourceClass::Council));
        assert_eq!(evidence.date, Some(day(20)));
        assert_eq!(
            evidence.locator.as_deref(),
            Some(
                "answer of Cllr Holder to a question asked at Scrutiny committee on 20 November \
                 2026: “Were users consulted?”"
            )
        );
        assert_eq!(
            audit.record_put(&library, &answered, Some(Status::NotMet), by()),
            None
        );
        // Put right later: the evidence is replaced, not added to.
        let right = CouncilQuestion {
            reply: "Not all of them.".to_owned(),
            ..answered
        };
        let third = audit.record_put(&library, &right, None, by()).expect("new");
        audit.apply(&third).expect("it fits");
        let answer = audit.answer("users.consulted").expect("an answer");
        assert_eq!(answer.evidence.len(), 1);
        for change in [third, second, change] {
            audit.apply(&change.inverse()).expect("it goes back");
        }
        assert_eq!(audit, start);
    }

    #[test]
    fn silence_is_evidence_of_our_own_and_words_instead_are_the_councils() {
        let silent = put(ReplyOutcome::NotAnswered);
        let evidence = silent.evidence(None).expect("evidence");
        assert_eq!(evidence.source, Some(SourceClass::Own));
        assert!(evidence.quote.is_none());
        let place = evidence.locator.expect("a place");
        assert!(
            place.starts_with("no answer from Cllr Holder")
                && place.ends_with("; not answered")
                && place.contains("20 November 2026"),
            "{place}"
        );
        let evasive = CouncilQuestion {
            reply: "We shall write to you.".to_owned(),
            ..silent
        };
        let evidence = evasive.evidence(None).expect("evidence");
        assert_eq!(evidence.source, Some(SourceClass::Council));
        assert!(
            evidence
                .locator
                .is_some_and(|at| at.ends_with("said instead"))
        );
        assert!(put(ReplyOutcome::Asked).evidence(None).is_none());
    }

    #[test]
    fn a_refusal_is_quoted_with_who_refused_and_when_and_never_called_not_answered() {
        let library = load(&shipped::checklists()).expect("they load");
        let mut audit = Audit::new(Review::named("A", "B"));
        let refused = CouncilQuestion {
            reply: "The scoring is commercially confidential.".to_owned(),
            replied_by: "Jo Law, head of legal services".to_owned(),
            replied: Some(day(24)),
            ..put(ReplyOutcome::Refused)
        };
        let evidence = refused.evidence(Some(day(1))).expect("evidence");
        assert_eq!(evidence.source, Some(SourceClass::Council));
        assert_eq!(
            evidence.quote.as_deref(),
            Some("The scoring is commercially confidential.")
        );
        let place = evidence.locator.as_deref().expect("a place");
        assert_eq!(
            place,
            "refusal by Jo Law, head of legal services to a question asked of Cllr Holder at \
             Scrutiny committee on 20 November 2026, given on 24 November 2026: “Were users \
             consulted?”"
        );
        let said = evidence.statement.as_ref().expect("a statement");
        assert_eq!(
            (said.by.as_str(), said.capacity.as_str()),
            ("Jo Law", "head of legal services")
        );
        assert!(said.is_complete());
        let change = audit
            .record_put(&library, &refused, Some(Status::Withheld), by())
            .expect("new");
        audit.apply(&change).expect("it fits");
        let answer = audit.answer("users.consulted").expect("an answer");
        let request = answer.request.as_ref().expect("a request");
        assert_eq!(
            request.reply,
            "refused by Jo Law, head of legal services on 24 November 2026: “The scoring is \
             commercially confidential.”"
        );
        assert!(!format!("{answer:?}").contains("not answered"));
        // A reply by nobody in particular is no statement that anybody could be asked about.
        let nobody = CouncilQuestion {
            reply: "No.".to_owned(),
            to: String::new(),
            ..put(ReplyOutcome::Answered)
        };
        assert_eq!(nobody.evidence(None).expect("evidence").statement, None);
    }

    #[test]
    fn what_is_said_after_the_decision_is_not_taken_for_hindsight() {
        let library = load(&shipped::checklists()).expect("they load");
        let mut audit = Audit::new(Review::named("A", "B"));
        audit.review.decided = Some(day(1));
        let change = audit
            .record_put(
                &library,
                &put(ReplyOutcome::NotAnswered),
                Some(Status::Withheld),
                by(),
            )
            .expect("new");
        audit.apply(&change).expect("it fits");
        let findings = crate::findings::derive(&library, &audit, day(22));
        let ix = library.find_question("users.consulted").expect("there");
        assert!(!findings.answered(ix).hindsight);
        let answer = audit.answer("users.consulted").expect("an answer");
        let request = answer.request.as_ref().expect("a request");
        assert!(request.missing().is_empty(), "{request:?}");
    }
}
