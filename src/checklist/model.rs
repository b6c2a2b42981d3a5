//! Model of the checklists: questions, requirements, flags, precedents, traps and scenarios.
//!
//! Plain data. Everything that refers to something else does so by an index that only the loader
//! can make, so that after loading no reference can fail. Applicability of requirements is in
//! [`super::applicability`]; conclusions from answers are in `findings`.

use std::sync::OnceLock;

use chrono::NaiveDate;

use super::condition::Condition;
use super::ids::{
    DeadlineIx, FileIx, FlagIx, PrecedentIx, QuestionIx, RequirementIx, SectionIx, StrengthIx,
    TrapIx,
};
use super::nation::Territory;
use super::paper_fact::{FactForm, PaperFact};
use super::status::Status;
use super::text::FileDigest;
use super::vocabulary::{
    About, AuthorityKind, Checked, Executive, FlagLevel, Force, Outcome, RefusedAs, SourceClass,
    Stage, Standing, Topic, Unit, VerdictId,
};
use crate::base::Text;
use crate::base::digest::Digest;
use crate::wording::Phrase;

/// One checklist file.
#[derive(Debug, Clone)]
pub struct ChecklistFile {
    /// Its id: `questions`.
    pub id: Text,
    /// Its title.
    pub title: Text,
    /// Its edition: `2026-11`.
    pub edition: Text,
    /// Source of its content.
    pub source: Text,
    /// The digest of its text, once it was asked for.
    pub(super) digest: FileDigest,
    /// The name it was read under.
    pub name: Text,
    /// True if it ships with the program.
    pub shipped: bool,
}

impl ChecklistFile {
    /// Returns the digest of its text.
    ///
    /// It is worked out when it is asked for, once.
    pub fn digest(&self) -> &Digest {
        self.digest.get()
    }
}

/// A chapter of the walk.
#[derive(Debug, Clone)]
pub struct Section {
    /// Its id: `workforce`.
    pub id: Text,
    /// Its title.
    pub title: Text,
    /// One sentence about it.
    pub about: Option<Text>,
    /// Its questions, in walking order.
    pub questions: Vec<QuestionIx>,
}

/// Kind of a question, with the form of its answer.
#[derive(Debug, Clone, PartialEq)]
pub enum QuestionKind {
    /// Answered with a status.
    Judgement,
    /// Answered with a date.
    Event,
    /// Answered with a number in a unit.
    Figure(Unit),
    /// Answered with one of some options.
    Choice(Vec<ChoiceOption>),
}

impl QuestionKind {
    /// Returns the thing that answers it, with the article.
    pub const fn asks_for(&self) -> &'static str {
        match self {
            Self::Judgement => "a status",
            Self::Event => "a date",
            Self::Figure(_) => "a figure",
            Self::Choice(_) => "one of its options",
        }
    }

    /// Returns the kind's word: `judgement`, `event`, `figure`, `choice`.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Judgement => "judgement",
            Self::Event => "event",
            Self::Figure(_) => "figure",
            Self::Choice(_) => "choice",
        }
    }

    /// Returns true if a fact can be the answer to a question of this kind.
    pub const fn is_answered_by(&self, fact: PaperFact) -> bool {
        match (self, fact.form()) {
            (Self::Event, FactForm::Date)
            | (Self::Figure(Unit::Pounds | Unit::PoundsAYear), FactForm::Sum)
            | (Self::Figure(Unit::Percent), FactForm::Percent | FactForm::Score) => true,
            (Self::Figure(unit), FactForm::Number | FactForm::Score) => {
                !matches!(unit, Unit::Pounds | Unit::PoundsAYear | Unit::Percent)
            }
            _ => false,
        }
    }
}

/// One option of a choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChoiceOption {
    /// Id, as written in the audit file.
    pub id: Text,
    /// Label, as shown to the reader.
    pub label: Text,
}

/// A question about the review, asked once and answered with evidence.
#[derive(Debug, Clone)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "four marks of an author's that do not exclude each other"
)]
pub struct Question {
    /// Its id: `options.in-house-equal`.
    pub id: Text,
    /// The file that defines it.
    pub file: FileIx,
    /// The section it belongs to.
    pub section: SectionIx,
    /// Its topic.
    pub topic: Topic,
    /// True if the audit is not ready for a verdict without its answer.
    pub core: bool,
    /// True if it represents its topic, before other core questions of that topic.
    pub lead: bool,
    /// True if only the full audit asks it: worth having, and no one's first evening.
    pub full: bool,
    /// Its kind, with the form of its answer.
    pub kind: QuestionKind,
    /// Title for a row of a table, at most [`SHORT_TITLE`] characters.
    pub short: Text,
    /// The question itself.
    pub ask: Text,
    /// Guidance on answering it.
    pub help: Option<Text>,
    /// Words that documents use where they hold the answer.
    pub look_for: SearchWords,
    /// Proof to look for.
    pub proved_by: Vec<Text>,
    /// The usual failure on this point.
    pub usual_failure: Option<Text>,
    /// The exchange to expect where the answer is no and no flag speaks for it.
    pub challenge: Option<Challenge>,
    /// Nations, kinds of authority and dates it is asked for; empty means everywhere and always.
    pub in_force: Vec<InForce>,
    /// Condition for it to be asked; without one it always is.
    pub applies_if: Option<Condition>,
    /// Kind of date or figure that papers give as its answer, if there is one.
    pub offer: Option<PaperFact>,
    /// True if evidence from after the decision may decide it.
    pub after_decision: bool,
    /// True if it asks whether something came in time: a paper later than the decision proves
    /// that it did not.
    pub in_time: bool,
    /// The digest of its text, once it was asked for.
    pub(super) digest: OnceLock<Digest>,
    /// The requirements it decides: the reverse of [`Requirement::questions`].
    pub decides: Vec<RequirementIx>,
    /// The requirements it is shown beside: the reverse of [`Requirement::see_also`].
    pub beside: Vec<RequirementIx>,
}

impl Question {
    /// Returns the digest of its text.
    pub fn digest(&self) -> &Digest {
        self.digest.get_or_init(|| Digest::of_text(&self.ask))
    }
}

/// The most characters of a title for a row of a table.
pub const SHORT_TITLE: usize = 40;

/// Words to look for in the council's papers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SearchWords {
    /// English words and phrases, synonyms included.
    pub english: Vec<Text>,
    /// Welsh words and phrases; empty where a Welsh page cannot be searched for them.
    pub welsh: Vec<Text>,
    /// Those among the English ones that have a second meaning: a find of these alone is none.
    pub never_alone: Vec<Text>,
    /// Those among the English ones that an idea gives to every question that names it.
    pub of_ideas: Vec<Text>,
}

/// The exchange to expect over a point that is put to the council.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Challenge {
    /// Questions to put to the portfolio holder.
    pub ask: Vec<Wording>,
    /// Question to put if those are evaded.
    pub follow_up: Option<Text>,
    /// The other side's likely defence.
    pub they_will_say: Option<Text>,
    /// The answer to that defence.
    pub answer: Option<Text>,
    /// Remedies to ask of the council, of which one is printed.
    pub remedies: Vec<Remedy>,
}

impl Challenge {
    /// Returns every text of the exchange, in both its forms, with the name of its key.
    pub fn texts(&self) -> Vec<(&'static str, String)> {
        let mut all = Vec::new();
        let remedies = self.remedies.iter().map(|one| ("remedy", &one.wording));
        for (key, wording) in self.ask.iter().map(|one| ("ask", one)).chain(remedies) {
            all.push((key, wording.plain()));
            let words = wording.pieces.iter().filter_map(|piece| match piece {
                WordingPiece::Text(text) => Some(text.as_str()),
                WordingPiece::Fact(_) => None,
            });
            all.push((key, words.collect::<Vec<_>>().join("…")));
        }
        let others = [
            ("follow_up", &self.follow_up),
            ("they_will_say", &self.they_will_say),
            ("answer", &self.answer),
        ];
        for (key, text) in others {
            all.extend(text.as_ref().map(|text| (key, text.to_string())));
        }
        all
    }
}

/// A text that names facts of the audit, with a form for when one of them is missing.
#[derive(Debug, Clone, PartialEq)]
pub struct Wording {
    /// The text in pieces, in order.
    pub pieces: Vec<WordingPiece>,
    /// The text when a fact is missing.
    pub without: Option<Text>,
}

impl Wording {
    /// Returns the text as its author wrote it, for a list of the checklist's own.
    ///
    /// Where it names facts, that is the form without them.
    pub fn plain(&self) -> String {
        if let Some(without) = &self.without {
            return without.to_string();
        }
        let pieces = self.pieces.iter().map(|piece| match piece {
            WordingPiece::Text(text) => text.as_str(),
            WordingPiece::Fact(FactRef::Authority) => "the council",
            WordingPiece::Fact(_) => "the service",
        });
        pieces.collect()
    }
}

/// A piece of a [`Wording`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WordingPiece {
    /// Words as they are.
    Text(Text),
    /// A fact of the audit, to be filled in.
    Fact(FactRef),
}

/// A fact of the audit that a text can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FactRef {
    /// The name of the authority; always known.
    Authority,
    /// The name of the service; always known.
    Service,
    /// The day of the decision.
    Decided,
    /// The value of an event, figure or choice.
    Question(QuestionIx),
}

/// A remedy, with the condition under which there is something to undo.
#[derive(Debug, Clone, PartialEq)]
pub struct Remedy {
    /// Its condition; always, when left out.
    pub when: Option<Condition>,
    /// Its words.
    pub wording: Wording,
}

/// A question that another one has taken in, with its answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergedQuestion {
    /// The id that is no longer asked.
    pub id: Text,
    /// The question that asks it now.
    pub into: QuestionIx,
}

/// A span of days in a territory, for some kinds of authority.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InForce {
    /// The nations.
    pub territories: Vec<Territory>,
    /// The kinds of authority; empty means every kind.
    pub authorities: Vec<AuthorityKind>,
    /// First day in force; not known when left out.
    pub from: Option<NaiveDate>,
    /// Last day in force; still in force when left out.
    pub until: Option<NaiveDate>,
    /// Its citation there and then, if it is another than elsewhere.
    pub citation: Option<Text>,
    /// Check level of its wording there and then, if it is another than elsewhere: only of a time limit.
    pub checked: Option<Checked>,
    /// The part of it that has another check level there and then, in words: only of a time limit.
    pub checked_note: Option<Text>,
    /// True if its citation there and then is of executive arrangements: only of a time limit.
    pub of_executive: bool,
}

/// Returns the span that holds somewhere on a day.
pub(super) fn span_on(
    spans: &[InForce],
    (nation, kind): (Territory, Option<AuthorityKind>),
    day: NaiveDate,
) -> Option<&InForce> {
    spans.iter().find(|span| {
        let any = span.authorities.is_empty();
        let ours = any || kind.is_none_or(|kind| span.authorities.contains(&kind));
        span.territories.contains(&nation) && ours && span.holds(day)
    })
}

impl InForce {
    /// Returns true if the span holds a day.
    pub fn holds(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }
}

/// A demand of a law, guidance, judgment, agreement, the Code or good practice on a review.
#[derive(Debug, Clone)]
pub struct Requirement {
    /// Its id: `si-1999-3251-6-1-b`.
    pub id: Text,
    /// The file that defines it.
    pub file: FileIx,
    /// The instrument it belongs to: `SI 1999/3251`.
    pub instrument: Text,
    /// Its place in the instrument: `(b)`.
    pub letter: Option<Text>,
    /// Its title.
    pub title: Text,
    /// Its citation, where a nation and day have none of their own: see [`Requirement::cited`].
    pub citation: Text,
    /// Its force: the degree to which it binds.
    pub force: Force,
    /// The demand, in our words.
    pub demands: Text,
    /// Check level of the wording behind it.
    pub checked: Checked,
    /// Address to read it at.
    pub url: Text,
    /// Source it was taken from.
    pub source: Text,
    /// The questions that decide it; never empty.
    pub questions: Vec<QuestionIx>,
    /// Questions shown beside it.
    pub see_also: Vec<QuestionIx>,
    /// Its status, beyond the dates it is in force.
    pub standing: Standing,
    /// True if it is our own reading of a text: arguable, never a breach.
    pub our_reading: bool,
    /// Its object; a duty beside the review never makes serious grounds.
    pub about: About,
    /// True if it stands for a whole instrument, which is broken only through one of its limbs.
    pub whole: bool,
    /// Applies only with (true), or only without (false), executive arrangements.
    pub executive: Option<bool>,
    /// Condition for it to apply; without one it always does.
    pub applies_if: Option<Condition>,
    /// Warning against claims it does not support.
    pub caution: Option<Text>,
    /// Time limit within which a request made under it is to be answered, if it sets one.
    pub reply: Option<DeadlineIx>,
    /// Nations, kinds of authority and dates it is in force for; never empty.
    pub in_force: Vec<InForce>,
}

impl Requirement {
    /// Returns true if it must be checked before anybody relies on it.
    ///
    /// Such a requirement is never printed as a citation.
    pub const fn is_doubtful(&self) -> bool {
        matches!(self.checked, Checked::Unverified) || self.standing.is_doubtful()
    }

    /// Returns the caveat for a reading that is our own: it is arguable, and never makes a breach.
    pub const fn arguable(&self) -> Option<&'static str> {
        match (self.our_reading, self.force) {
            (false, _) => None,
            (true, Force::CaseLaw) => {
                Some("arguable: the judgment is real, how far it reaches is in dispute")
            }
            (true, _) => Some("arguable: our own reading of the text, no case found"),
        }
    }

    /// Returns the warning for a reader before relying on it, if any.
    ///
    /// The requirement may be unverified, reconstructed, contested, not commenced, or arguable.
    pub fn care(&self) -> Option<&'static str> {
        if self.is_doubtful() {
            Some(self.standing.caption().unwrap_or(self.checked.label()))
        } else {
            self.arguable()
        }
    }

    /// Returns true if it is about the review itself, not something beside it.
    pub const fn is_of_review(&self) -> bool {
        matches!(self.about, About::Review)
    }

    /// Returns true if it can be breached at all: law, checked, one limb, not our own reading.
    pub const fn can_be_breached(&self) -> bool {
        self.force.is_law() && !self.is_doubtful() && !self.our_reading && !self.whole
    }
}

/// A pattern that decides challenges.
#[derive(Debug, Clone)]
pub struct Flag {
    /// Its id: `no-union-involvement`.
    pub id: Text,
    /// The file that defines it.
    pub file: FileIx,
    /// Its title, shown when it fires.
    pub title: Text,
    /// Title for a row of a table, at most [`SHORT_TITLE`] characters.
    pub short: Text,
    /// Heading of its ground with the audit's facts in it; the title where there is none.
    pub heading: Option<Wording>,
    /// Facts printed with its ground, where they are known.
    pub facts: Vec<QuestionIx>,
    /// Its level before any breach is derived.
    pub level: FlagLevel,
    /// Condition for firing.
    pub when: Condition,
    /// Words of its title that claim something, each to be asked by a question it tests.
    pub claims: Vec<Text>,
    /// Requirements it rests on, besides those its questions decide.
    pub requirements: Vec<RequirementIx>,
    /// Similar cases.
    pub precedents: Vec<PrecedentIx>,
    /// The exchange to expect over it.
    pub challenge: Challenge,
    /// Advice to whoever makes the challenge: shown to them, never put to the council.
    pub advice: Option<Text>,
    /// The reason for which some councils' rules on call-in refuse it as a ground.
    pub refused_as: Option<RefusedAs>,
    /// Source of the pattern.
    pub source: Text,
    /// Check level of the wording behind it.
    pub checked: Checked,
}

/// A pattern of good practice that a review can show.
#[derive(Debug, Clone)]
pub struct Strength {
    /// Its id.
    pub id: Text,
    /// The file that defines it.
    pub file: FileIx,
    /// Its title, shown when it holds.
    pub title: Text,
    /// Condition for holding.
    pub when: Condition,
    /// Words of its title that claim something, each to be asked by a question it tests.
    pub claims: Vec<Text>,
    /// Similar cases.
    pub precedents: Vec<PrecedentIx>,
    /// Source of the pattern.
    pub source: Text,
}

/// A documented case.
#[derive(Debug, Clone)]
pub struct Precedent {
    /// Its id.
    pub id: Text,
    /// The file that defines it.
    pub file: FileIx,
    /// Its title.
    pub title: Text,
    /// The year of the decision.
    pub year: i32,
    /// The nation.
    pub territory: Territory,
    /// True if a court gave judgment.
    pub court: bool,
    /// Citation of the judgment.
    pub citation: Option<Text>,
    /// The facts of the case.
    pub facts: Text,
    /// Ground of the challenge.
    pub ground: Text,
    /// Outcome for the challengers.
    pub outcome: Outcome,
    /// Lesson to learn from it.
    pub lesson: Text,
    /// Source it was taken from.
    pub source: Text,
    /// Class of that source.
    pub grade: SourceClass,
    /// Check level of the wording behind it.
    pub checked: Checked,
    /// Address to read it at.
    pub url: Option<Text>,
    /// The other side's account.
    pub contested: Option<Text>,
    /// Facts that became known only later.
    pub hindsight: Option<Text>,
}

/// A mistake of the user's that the monitoring officer would find.
#[derive(Debug, Clone)]
pub struct Trap {
    /// Its id.
    pub id: Text,
    /// The file that defines it.
    pub file: FileIx,
    /// Condition under which it is a mistake; always when left out.
    pub when: Option<Condition>,
    /// Phrases that give it away, as written by the user; any audit when empty.
    pub cites: Vec<Phrase>,
    /// Message: the mistake, and what to do instead.
    pub message: Text,
    /// Source that describes the trap.
    pub source: Text,
}

/// A miniature review with the findings it must produce: the checklist's own test.
#[derive(Debug, Clone)]
pub struct Scenario {
    /// Its id.
    pub id: Text,
    /// The file that defines it.
    pub file: FileIx,
    /// Place of its heading: line and column, counted from 1.
    pub at: (usize, usize),
    /// The nation.
    pub territory: Territory,
    /// The kind of authority.
    pub kind: AuthorityKind,
    /// Executive arrangements.
    pub executive: Executive,
    /// The stage.
    pub stage: Stage,
    /// The decision's date.
    pub decided: Option<NaiveDate>,
    /// Answers to judgements.
    pub answers: Vec<(QuestionIx, Status)>,
    /// Values of events, figures and choices.
    pub values: Vec<(QuestionIx, ScenarioValue)>,
    /// Notes the user wrote.
    pub notes: Vec<(QuestionIx, Text)>,
    /// Flags that must fire.
    pub fires: Vec<FlagIx>,
    /// Flags that must not fire.
    pub silent: Vec<FlagIx>,
    /// Strengths that must hold.
    pub strong: Vec<StrengthIx>,
    /// Strengths that must not hold.
    pub not_strong: Vec<StrengthIx>,
    /// The level a flag must have: a flag's level or `breach`.
    pub levels: Vec<(FlagIx, Text)>,
    /// The verdict.
    pub verdict: Option<VerdictId>,
    /// Traps that must be reported.
    pub lint: Vec<TrapIx>,
    /// Traps that must not be reported.
    pub no_lint: Vec<TrapIx>,
    /// Requirements that must apply.
    pub applies: Vec<RequirementIx>,
    /// Requirements that must not apply.
    pub not_applies: Vec<RequirementIx>,
}

/// A value in a scenario.
#[derive(Debug, Clone, PartialEq)]
pub enum ScenarioValue {
    /// An event's date.
    Date(crate::base::DateSpan),
    /// A figure.
    Number(f64),
    /// A choice's option.
    Option(Text),
}
