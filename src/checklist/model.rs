//! What is asked and why: questions, requirements, flags, precedents, traps and scenarios.
//!
//! Plain data. Everything that refers to something else does so by an index that only the loader
//! can make, so that after loading no reference can fail. Which requirement applies where is in
//! [`super::applicability`]; what follows from answers is in `findings`.

use chrono::NaiveDate;

use super::condition::Condition;
use super::digest::Digest;
use super::word::words;

words! {
    /// The nation whose law is meant.
    pub enum Territory is "a territory" {
        /// England.
        England = "england",
        /// Wales.
        Wales = "wales",
        /// Scotland.
        Scotland = "scotland",
        /// Northern Ireland.
        NorthernIreland = "northern-ireland",
    }
}

words! {
    /// What kind of authority made the review.
    pub enum AuthorityKind is "a kind of authority" {
        /// County, district, borough, unitary, county borough or Scottish council.
        Council = "council",
        /// Parish, town or community council.
        Parish = "parish",
        /// Police authority or commissioner.
        Police = "police",
        /// Fire and rescue authority.
        Fire = "fire",
        /// National park authority.
        NationalPark = "national-park",
        /// Waste disposal authority.
        Waste = "waste",
        /// Passenger transport authority.
        Transport = "transport",
        /// Combined or combined county authority.
        Combined = "combined",
        /// Any other public body.
        Other = "other",
    }
}

words! {
    /// Whether the council runs executive arrangements (a leader or mayor with a cabinet).
    pub enum Executive is "an answer about executive arrangements" {
        /// It does.
        Yes = "yes",
        /// It runs committees.
        No = "no",
        /// Not known.
        Unknown = "unknown",
    }
}

words! {
    /// How far the review has come.
    pub enum Stage is "a stage" {
        /// The scope is being drawn up.
        Scoping = "scoping",
        /// The present service is being described.
        Baseline = "baseline",
        /// The service is being compared.
        Comparison = "comparison",
        /// Options are being weighed.
        Options = "options",
        /// Officers have recommended.
        Recommendation = "recommendation",
        /// The council has decided.
        Decision = "decision",
        /// The decision has been called in.
        CalledIn = "called-in",
        /// The decision has been carried out.
        Implemented = "implemented",
    }
}

words! {
    /// How hard a requirement bites.
    pub enum Force is "a force" {
        /// A duty in an Act, order or regulations.
        Must = "must",
        /// A duty that the courts have stated.
        CaseLaw = "case-law",
        /// Statutory guidance: may be departed from, with reasons.
        HaveRegard = "have-regard",
        /// A collective agreement.
        Agreement = "agreement",
        /// The Code for Quality Employment.
        Code = "code",
        /// Good practice; binds nobody.
        GoodPractice = "good-practice",
    }
}

impl Force {
    /// Whether a requirement of this force can be breached.
    pub const fn is_law(self) -> bool {
        matches!(self, Self::Must | Self::CaseLaw)
    }

    /// The force in words for a reader.
    pub const fn says(self) -> &'static str {
        match self {
            Self::Must => "duty",
            Self::CaseLaw => "case law",
            Self::HaveRegard => "guidance to have regard to",
            Self::Agreement => "agreement",
            Self::Code => "Code",
            Self::GoodPractice => "good practice",
        }
    }
}

words! {
    /// How well the wording behind an entry was checked.
    pub enum Checked is "a check level" {
        /// The legislation or judgment itself was read.
        TextRead = "text-read",
        /// An official statement was read.
        Official = "official",
        /// Seen only in somebody else's account.
        Secondary = "secondary",
        /// Not found in any source: check before relying.
        Unverified = "unverified",
    }
}

impl Checked {
    /// The level in words for a reader.
    pub const fn says(self) -> &'static str {
        match self {
            Self::TextRead => "text read",
            Self::Official => "official statement read",
            Self::Secondary => "secondary source only",
            Self::Unverified => "UNVERIFIED: check before relying",
        }
    }
}

words! {
    /// What else is to be known about a requirement's standing.
    pub enum Standing is "a status of a requirement" {
        /// As dated; nothing more to say.
        Plain = "as-dated",
        /// The pamphlet of 2000 names this part of the Code.
        NamedInSeed = "named-in-seed",
        /// Another source names this part of the Code.
        NamedInSource = "named-in-source",
        /// Reconstructed: no source names this part of the Code.
        Reconstructed = "reconstructed",
        /// The sources disagree whether it still holds.
        Contested = "contested",
        /// Enacted, but nobody here saw it brought into force.
        NotConfirmedCommenced = "not-confirmed-commenced",
        /// Addressed to central government; councils are encouraged.
        CentralGovernmentOnly = "central-government-only",
    }
}

impl Standing {
    /// Whether it must be checked before anybody relies on it.
    pub const fn is_doubtful(self) -> bool {
        matches!(
            self,
            Self::Reconstructed | Self::Contested | Self::NotConfirmedCommenced
        )
    }

    /// A caption for a reader, if there is anything to say.
    pub const fn caption(self) -> Option<&'static str> {
        match self {
            Self::Plain => None,
            Self::NamedInSeed => Some("named by the pamphlet of 2000"),
            Self::NamedInSource => Some("named by a source"),
            Self::Reconstructed => Some("RECONSTRUCTED: not confirmed as a heading of the Code"),
            Self::Contested => Some("CONTESTED in the sources: check before relying"),
            Self::NotConfirmedCommenced => {
                Some("ENACTED, start not confirmed: check before relying")
            }
            Self::CentralGovernmentOnly => {
                Some("addressed to central government; councils are encouraged")
            }
        }
    }
}

words! {
    /// The subject a question belongs to.
    pub enum Topic is "a topic" {
        /// Whether, why and how the service should be provided.
        Challenge = "challenge",
        /// What the service is for.
        Objectives = "objectives",
        /// How well it does.
        Performance = "performance",
        /// How it compares.
        Comparison = "comparison",
        /// The people who use it.
        Users = "users",
        /// Residents and taxpayers.
        Residents = "residents",
        /// Business and voluntary bodies.
        Business = "business",
        /// What weight people's views were given.
        WeightToViews = "weight-to-views",
        /// Staff and their trade unions.
        UnionsAndStaff = "unions-and-staff",
        /// The in-house option.
        InHouse = "in-house",
        /// The other options.
        Options = "options",
        /// Consultants.
        Consultants = "consultants",
        /// What the review covered.
        Scope = "scope",
        /// What was decided before the review reported.
        PreEmption = "pre-emption",
        /// Equality.
        Equality = "equality",
        /// Environment, society and the local economy.
        Sustainability = "sustainability",
        /// Jobs, pay, pensions.
        Employment = "employment",
        /// Scrutiny, papers and decisions.
        Scrutiny = "scrutiny",
        /// What is to be done, by whom, by when.
        ActionPlan = "action-plan",
    }
}

impl Topic {
    /// The topic as a heading.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Challenge => "Challenge",
            Self::Objectives => "Objectives",
            Self::Performance => "Performance",
            Self::Comparison => "Comparison",
            Self::Users => "Users",
            Self::Residents => "Residents and taxpayers",
            Self::Business => "Business",
            Self::WeightToViews => "Weight given to views",
            Self::UnionsAndStaff => "Unions and staff",
            Self::InHouse => "The in-house option",
            Self::Options => "Options",
            Self::Consultants => "Consultants",
            Self::Scope => "Scope",
            Self::PreEmption => "No pre-emption",
            Self::Equality => "Equality",
            Self::Sustainability => "Sustainability",
            Self::Employment => "Employment",
            Self::Scrutiny => "Scrutiny and decisions",
            Self::ActionPlan => "Action plan",
        }
    }
}

words! {
    /// What a judgement question is answered with. No answer at all is "unanswered".
    pub enum Status is "a status" {
        /// The evidence shows it was done.
        Met = "met",
        /// Some of it was done.
        Partly = "partly",
        /// The evidence shows it was not done.
        NotMet = "not-met",
        /// Looked for, and nothing shows it.
        NoEvidence = "no-evidence",
        /// Asked for, and refused or not answered.
        Withheld = "withheld",
        /// The question does not arise in this review.
        NotApplicable = "not-applicable",
    }
}

impl Status {
    /// The status as a reader says it.
    pub const fn says(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Partly => "partly met",
            Self::NotMet => "not met",
            Self::NoEvidence => "no evidence",
            Self::Withheld => "withheld",
            Self::NotApplicable => "not applicable",
        }
    }
}

words! {
    /// The kind of a flag, as its data gives it; a breach is only ever derived.
    pub enum FlagLevel is "a level of a flag" {
        /// Undermines the decision.
        Undermines = "undermines",
        /// Departs from guidance, agreement, Code or good practice.
        Departure = "departure",
        /// Something to ask for.
        Gap = "gap",
    }
}

words! {
    /// How a documented challenge ended.
    pub enum Outcome is "an outcome" {
        /// The challengers got what they asked.
        Won = "won",
        /// They got some of it.
        Partly = "partly",
        /// They were heard and passed over.
        Ignored = "ignored",
        /// They lost.
        Lost = "lost",
    }
}

words! {
    /// Who says so.
    pub enum SourceClass is "a source class" {
        /// An official record.
        Official = "official",
        /// The council or its leaders.
        Council = "council",
        /// A court.
        Court = "court",
        /// An inspector or auditor.
        Inspector = "inspector",
        /// A trade union or a researcher working for one.
        Union = "union",
        /// Press or blog.
        Press = "press",
        /// A supplier or another interest.
        Supplier = "supplier",
        /// What the auditor saw or asked.
        Own = "own",
    }
}

words! {
    /// What a figure counts.
    pub enum Unit is "a unit" {
        /// Pounds sterling.
        Pounds = "GBP",
        /// Pounds sterling a year.
        PoundsAYear = "GBP a year",
        /// Per cent.
        Percent = "percent",
        /// People.
        People = "people",
        /// Posts.
        Posts = "posts",
        /// Days.
        Days = "days",
        /// Services.
        Services = "services",
        /// Signatures.
        Signatures = "signatures",
        /// Members of a body.
        Members = "members",
        /// Bidders.
        Bidders = "bidders",
    }
}

words! {
    /// The rungs of the verdict, from the gravest.
    pub enum VerdictId is "a verdict" {
        /// Any breach, or two undermining flags.
        SeriousGrounds = "serious-grounds",
        /// One undermining flag.
        Grounds = "grounds",
        /// Core questions are open and nothing above a departure was found.
        TooEarly = "too-early",
        /// Departures only.
        Departures = "departures",
        /// Gaps only.
        Gaps = "gaps",
        /// Nothing found.
        NoGround = "no-ground",
    }
}

impl VerdictId {
    /// The verdict as a reader says it.
    pub const fn says(self) -> &'static str {
        match self {
            Self::SeriousGrounds => "Serious grounds for challenge",
            Self::Grounds => "Grounds for challenge",
            Self::TooEarly => "Too early to say",
            Self::Departures => "Departures to raise",
            Self::Gaps => "Gaps to close",
            Self::NoGround => "No ground found",
        }
    }
}

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
    /// Where and when; never empty.
    pub in_force: Vec<InForce>,
}

impl Requirement {
    /// Whether it must be checked before anybody relies on it: it is never printed as a citation.
    pub const fn is_doubtful(&self) -> bool {
        matches!(self.checked, Checked::Unverified) || self.standing.is_doubtful()
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
