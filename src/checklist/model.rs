//! What is asked and why: questions, requirements, flags, precedents, traps and scenarios.
//!
//! Plain data. Everything that refers to something else does so by an index that only the loader
//! can make, so that after loading no reference can fail. Which requirement applies where is in
//! [`super::applicability`]; what follows from answers is in `findings`.

use std::fmt;

use chrono::NaiveDate;

use super::condition::Condition;
use super::digest::Digest;
use super::vocabulary::{
    AuthorityKind, Checked, Counting, Executive, FlagLevel, Force, Outcome, SourceClass, Stage,
    Standing, Status, Territory, Topic, Unit, VerdictId,
};

macro_rules! index {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub(in crate::checklist) usize);

        impl $name {
            /// Its place in the library, counted from 0.
            pub const fn place(self) -> usize {
                self.0
            }
        }
    };
}

index!(/// A section of the loaded library.
    SectionIx);
index!(/// A question of the loaded library.
    QuestionIx);
index!(/// A requirement of the loaded library.
    RequirementIx);
index!(/// A flag of the loaded library.
    FlagIx);
index!(/// A strength of the loaded library.
    StrengthIx);
index!(/// A precedent of the loaded library.
    PrecedentIx);
index!(/// A trap of the loaded library.
    TrapIx);
index!(/// A checklist file of the loaded library.
    FileIx);

/// One checklist file.
#[derive(Debug, Clone)]
pub struct ChecklistFile {
    /// Its id: `questions`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its edition: `2026-11`.
    pub edition: String,
    /// Where its content comes from.
    pub source: String,
    /// The digest of its text.
    pub digest: Digest,
    /// The name it was read under.
    pub name: String,
    /// Whether it is one of ours.
    pub shipped: bool,
}

/// A chapter of the walk.
#[derive(Debug, Clone)]
pub struct Section {
    /// Its id: `four-cs`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// One sentence about it.
    pub about: Option<String>,
    /// Its questions, in the order of walking.
    pub questions: Vec<QuestionIx>,
}

/// What a question is answered with.
#[derive(Debug, Clone, PartialEq)]
pub enum QuestionKind {
    /// A status.
    Judgement,
    /// A date.
    Event,
    /// A number with a unit.
    Figure(Unit),
    /// One of some options.
    Choice(Vec<ChoiceOption>),
}

impl QuestionKind {
    /// The kind's word: `judgement`, `event`, `figure`, `choice`.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Judgement => "judgement",
            Self::Event => "event",
            Self::Figure(_) => "figure",
            Self::Choice(_) => "choice",
        }
    }
}

/// One option of a choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChoiceOption {
    /// What stands in the audit file.
    pub id: String,
    /// What the reader sees.
    pub label: String,
}

/// What one asks of the review, once, with evidence.
#[derive(Debug, Clone)]
pub struct Question {
    /// Its id: `options.in-house-equal`.
    pub id: String,
    /// The file it comes from.
    pub file: FileIx,
    /// The section it is walked in.
    pub section: SectionIx,
    /// Its topic.
    pub topic: Topic,
    /// Whether the audit is not ready for a verdict without it.
    pub core: bool,
    /// Whether it stands for its topic, before other core questions of that topic.
    pub lead: bool,
    /// What it is answered with.
    pub kind: QuestionKind,
    /// The question itself.
    pub ask: String,
    /// How to answer it.
    pub help: Option<String>,
    /// Words that stand in papers where the answer is.
    pub look_for: Vec<String>,
    /// What proves it.
    pub proved_by: Vec<String>,
    /// How it usually goes wrong.
    pub usual_failure: Option<String>,
    /// Whether evidence from after the decision may decide it.
    pub after_decision: bool,
    /// The digest of its text.
    pub digest: Digest,
    /// The requirements it decides (the other side of [`Requirement::questions`]).
    pub decides: Vec<RequirementIx>,
    /// The requirements it stands beside.
    pub beside: Vec<RequirementIx>,
}

/// A span of days in a territory, for some kinds of authority.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InForce {
    /// Where.
    pub territories: Vec<Territory>,
    /// For whom; empty means every kind.
    pub authorities: Vec<AuthorityKind>,
    /// First day in force; none known when left out.
    pub from: Option<NaiveDate>,
    /// Last day in force; still in force when left out.
    pub until: Option<NaiveDate>,
}

impl InForce {
    /// Whether the span holds a day.
    pub fn holds(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }
}

/// Within how many days of its arrival a request is to be answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// How many.
    pub days: u32,
    /// How they are counted.
    pub counted: Counting,
    /// Days that come back every year and are known not to be working days. There may be others.
    pub closed: Vec<Closed>,
}

/// A day of every year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closed {
    /// The same day of the same month: the month and the day, both from 1.
    On(u8, u8),
    /// The Friday before Easter.
    GoodFriday,
}

impl Closed {
    /// Reads one as a checklist says it: `12-25` (month and day), `good-friday`.
    pub fn parse(text: &str) -> Option<Self> {
        if text == "good-friday" {
            return Some(Self::GoodFriday);
        }
        let (month, day) = text.split_once('-')?;
        let (month, day) = (month.parse().ok()?, day.parse().ok()?);
        // A leap year: 29 February is a day, too.
        NaiveDate::from_ymd_opt(2024, u32::from(month), u32::from(day))?;
        Some(Self::On(month, day))
    }
}

impl fmt::Display for Closed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::GoodFriday => f.write_str("Good Friday"),
            Self::On(12, 25) => f.write_str("Christmas Day"),
            Self::On(month, day) => {
                match NaiveDate::from_ymd_opt(2024, u32::from(month), u32::from(day)) {
                    Some(day) => write!(f, "{}", day.format("%-d %B")),
                    None => write!(f, "{month}-{day}"),
                }
            }
        }
    }
}

/// What a law, guidance, judgment, agreement, the Code or good practice demands of a review.
#[derive(Debug, Clone)]
pub struct Requirement {
    /// Its id: `si-1999-3251-6-1-b`.
    pub id: String,
    /// The file it comes from.
    pub file: FileIx,
    /// The yardstick it belongs to: `SI 1999/3251`.
    pub instrument: String,
    /// Its place in the yardstick: `(b)`.
    pub letter: Option<String>,
    /// Its title.
    pub title: String,
    /// How it is cited.
    pub citation: String,
    /// How hard it bites.
    pub force: Force,
    /// What it demands, in our words.
    pub demands: String,
    /// How well that was checked.
    pub checked: Checked,
    /// Where to read it.
    pub url: String,
    /// Where we have it from.
    pub source: String,
    /// The questions that decide it; never empty.
    pub questions: Vec<QuestionIx>,
    /// Questions shown beside it.
    pub see_also: Vec<QuestionIx>,
    /// Its standing.
    pub standing: Standing,
    /// Our own reading of a text: arguable, never a breach.
    pub our_reading: bool,
    /// Applies only with, or only without, executive arrangements.
    pub executive: Option<bool>,
    /// Applies only where this holds.
    pub applies_if: Option<Condition>,
    /// What not to claim with it.
    pub caution: Option<String>,
    /// Within how many days a request made under it is to be answered, where it says so.
    pub reply: Option<Reply>,
    /// Where and when; never empty.
    pub in_force: Vec<InForce>,
}

impl Requirement {
    /// Whether it must be checked before anybody relies on it: it is never printed as a citation.
    pub const fn is_doubtful(&self) -> bool {
        matches!(self.checked, Checked::Unverified) || self.standing.is_doubtful()
    }

    /// What to say of a reading that is our own: it is arguable, and never makes a breach.
    pub const fn arguable(&self) -> Option<&'static str> {
        match (self.our_reading, self.force) {
            (false, _) => None,
            (true, Force::CaseLaw) => {
                Some("arguable: the judgment is real, how far it reaches is in dispute")
            }
            (true, _) => Some("arguable: our own reading of the text, no case found"),
        }
    }

    /// What a reader must be told before relying on it, if anything: unverified, reconstructed,
    /// contested, not commenced, or arguable.
    pub fn care(&self) -> Option<&'static str> {
        if self.is_doubtful() {
            Some(self.standing.caption().unwrap_or(self.checked.says()))
        } else {
            self.arguable()
        }
    }

    /// Whether it can be breached at all: law, checked, and not our own reading.
    pub const fn can_be_breached(&self) -> bool {
        self.force.is_law() && !self.is_doubtful() && !self.our_reading
    }
}

/// A pattern that decides challenges.
#[derive(Debug, Clone)]
pub struct Flag {
    /// Its id: `no-union-involvement`.
    pub id: String,
    /// The file it comes from.
    pub file: FileIx,
    /// What it says when it fires.
    pub title: String,
    /// Its level before any breach is derived.
    pub level: FlagLevel,
    /// When it fires.
    pub when: Condition,
    /// Requirements it rests on besides those its questions reach.
    pub requirements: Vec<RequirementIx>,
    /// Cases like it.
    pub precedents: Vec<PrecedentIx>,
    /// What to ask the portfolio holder.
    pub ask: Vec<String>,
    /// What to ask if that is evaded.
    pub follow_up: Option<String>,
    /// What they will say.
    pub they_will_say: Option<String>,
    /// The answer to it.
    pub answer: Option<String>,
    /// What to ask the council to do.
    pub remedy: Option<String>,
    /// Advice to whoever makes the challenge: shown to them, never put to the council.
    pub advice: Option<String>,
    /// Where the pattern comes from.
    pub source: String,
    /// How well it was checked.
    pub checked: Checked,
}

/// A pattern of good practice that holds.
#[derive(Debug, Clone)]
pub struct Strength {
    /// Its id.
    pub id: String,
    /// The file it comes from.
    pub file: FileIx,
    /// What it says when it holds.
    pub title: String,
    /// When it holds.
    pub when: Condition,
    /// Cases like it.
    pub precedents: Vec<PrecedentIx>,
    /// Where the pattern comes from.
    pub source: String,
}

/// A documented case.
#[derive(Debug, Clone)]
pub struct Precedent {
    /// Its id.
    pub id: String,
    /// The file it comes from.
    pub file: FileIx,
    /// Its title.
    pub title: String,
    /// The year of the decision.
    pub year: i32,
    /// Where.
    pub territory: Territory,
    /// Whether a court gave judgment.
    pub court: bool,
    /// How a judgment is cited.
    pub citation: Option<String>,
    /// What happened.
    pub facts: String,
    /// On what ground it was challenged.
    pub ground: String,
    /// How it ended for the challengers.
    pub outcome: Outcome,
    /// What to learn from it.
    pub lesson: String,
    /// Where we have it from.
    pub source: String,
    /// Who says so.
    pub grade: SourceClass,
    /// How well it was checked.
    pub checked: Checked,
    /// Where to read it.
    pub url: Option<String>,
    /// What the other side says.
    pub contested: Option<String>,
    /// What became known only later.
    pub hindsight: Option<String>,
}

/// A mistake of the user's that the monitoring officer would find.
#[derive(Debug, Clone)]
pub struct Trap {
    /// Its id.
    pub id: String,
    /// The file it comes from.
    pub file: FileIx,
    /// Where and when it is a mistake; always when left out.
    pub when: Option<Condition>,
    /// Phrases that give it away, as written by the user; any audit when empty.
    pub cites: Vec<String>,
    /// What is wrong, and what to do instead.
    pub says: String,
    /// Where the trap is described.
    pub source: String,
}

/// A little review with the flags it must raise: the checklist's own test.
#[derive(Debug, Clone)]
pub struct Scenario {
    /// Its id.
    pub id: String,
    /// The file it comes from.
    pub file: FileIx,
    /// Where its heading stands: line and column.
    pub at: (usize, usize),
    /// The place.
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
    pub notes: Vec<(QuestionIx, String)>,
    /// Flags that must fire.
    pub fires: Vec<FlagIx>,
    /// Flags that must not fire.
    pub silent: Vec<FlagIx>,
    /// Strengths that must hold.
    pub strong: Vec<StrengthIx>,
    /// Strengths that must not hold.
    pub not_strong: Vec<StrengthIx>,
    /// The level a flag must have: a flag's level or `breach`.
    pub levels: Vec<(FlagIx, String)>,
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
    Date(NaiveDate),
    /// A figure.
    Number(f64),
    /// A choice's option.
    Option(String),
}
