//! Vocabularies of the checklists: kinds of authority, forces, check levels, topics,
//! levels, outcomes, verdicts; each word with its label.
//!
//! Rules that combine words of several of them (such as whether a requirement can be breached) are
//! in the model that holds the words.

use crate::base::word::words;

words! {
    /// Kind of authority that made the review.
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
    /// Executive arrangements of the council (a leader or mayor with a cabinet).
    pub enum Executive is "an answer about executive arrangements" {
        /// It has executive arrangements.
        Yes = "yes",
        /// It runs committees.
        No = "no",
        /// Not known.
        Unknown = "unknown",
    }
}

words! {
    /// Way of counting the days of a period.
    pub enum Counting is "a way of counting days" {
        /// Every day.
        Calendar = "calendar",
        /// Days that are neither weekend nor bank holiday.
        Working = "working",
        /// Neither the first day nor the last is counted.
        Clear = "clear",
    }
}

words! {
    /// A day of the week.
    pub enum Weekday is "a day of the week" {
        /// Monday, the first day of a week.
        Monday = "monday",
        /// Tuesday.
        Tuesday = "tuesday",
        /// Wednesday.
        Wednesday = "wednesday",
        /// Thursday.
        Thursday = "thursday",
        /// Friday.
        Friday = "friday",
        /// Saturday.
        Saturday = "saturday",
        /// Sunday.
        Sunday = "sunday",
    }
}

words! {
    /// A reason for which a council's rules on call-in may refuse a ground.
    pub enum RefusedAs is "a reason to refuse a ground" {
        /// It asks for information that was not given.
        Information = "information",
        /// Scrutiny discussed it before the decision.
        Scrutinised = "scrutinised",
    }
}

words! {
    /// Stage that the review has reached.
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

impl Stage {
    /// Returns the label of the stage.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Scoping => "the scope is being drawn up",
            Self::Baseline => "the present service is being described",
            Self::Comparison => "the service is being compared",
            Self::Options => "options are being considered",
            Self::Recommendation => "officers have recommended",
            Self::Decision => "decided",
            Self::CalledIn => "decided and called in",
            Self::Implemented => "decided and carried out",
        }
    }
}

words! {
    /// Force of a requirement: the degree to which it binds, the strongest first.
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
    /// Returns true if a requirement of this force can be breached.
    pub const fn is_law(self) -> bool {
        matches!(self, Self::Must | Self::CaseLaw)
    }

    /// Returns the label of the force.
    pub const fn label(self) -> &'static str {
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
    /// Object of a requirement: the review itself, or something beside it.
    pub enum About is "an object of a requirement" {
        /// The review and the decision it led to.
        Review = "review",
        /// Something beside the review: a late reply to a request, a yearly publication.
        Beside = "beside",
    }
}

words! {
    /// Check level of the wording behind an entry, the best first.
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
    /// Returns the label of the level.
    pub const fn label(self) -> &'static str {
        match self {
            Self::TextRead => "text read",
            Self::Official => "official statement read",
            Self::Secondary => "secondary source only",
            Self::Unverified => "UNVERIFIED: check before relying",
        }
    }
}

words! {
    /// Status of a requirement, beyond the dates it is in force.
    pub enum Standing is "a status of a requirement" {
        /// As dated; nothing more to say.
        Plain = "as-dated",
        /// The pamphlet of 2000 names this part of the Code.
        NamedInSeed = "named-in-seed",
        /// Another source names this part of the Code.
        NamedInSource = "named-in-source",
        /// Reconstructed: no source names this part of the Code.
        Reconstructed = "reconstructed",
        /// The sources disagree about whether it still holds.
        Contested = "contested",
        /// Enacted, but nobody here saw it brought into force.
        NotConfirmedCommenced = "not-confirmed-commenced",
        /// Addressed to central government; councils are encouraged.
        CentralGovernmentOnly = "central-government-only",
    }
}

impl Standing {
    /// Returns true if it must be checked before anybody relies on it.
    pub const fn is_doubtful(self) -> bool {
        matches!(
            self,
            Self::Reconstructed | Self::Contested | Self::NotConfirmedCommenced
        )
    }

    /// Returns a caption for a reader, if there is anything to say.
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
        /// Need for the service: whether, why and how it should be provided.
        Challenge = "challenge",
        /// Purpose of the service.
        Objectives = "objectives",
        /// Performance of the service.
        Performance = "performance",
        /// Comparison of the service with others.
        Comparison = "comparison",
        /// The people who use it.
        Users = "users",
        /// Residents and taxpayers.
        Residents = "residents",
        /// Business and voluntary bodies.
        Business = "business",
        /// Weight given to people's views.
        WeightToViews = "weight-to-views",
        /// Staff and their trade unions.
        UnionsAndStaff = "unions-and-staff",
        /// The in-house option.
        InHouse = "in-house",
        /// The other options.
        Options = "options",
        /// Consultants.
        Consultants = "consultants",
        /// Extent of the review.
        Scope = "scope",
        /// Decisions taken before the review reported.
        PreEmption = "pre-emption",
        /// Equality.
        Equality = "equality",
        /// Environment, society and the local economy.
        Sustainability = "sustainability",
        /// Jobs, pay, pensions.
        Employment = "employment",
        /// Scrutiny, papers and decisions.
        Scrutiny = "scrutiny",
        /// Actions to be taken, by whom, by when.
        ActionPlan = "action-plan",
    }
}

impl Topic {
    /// Returns the topic as a heading.
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
    /// Level of a flag as the checklist gives it; a breach is only ever derived.
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
    /// Outcome of a documented challenge.
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
    /// Class of the source of a statement.
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
        /// The auditor's own observation or enquiry.
        Own = "own",
    }
}

words! {
    /// Unit of a figure.
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
    /// Rungs of the verdict, the gravest first.
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
    /// Returns the label of the verdict.
    pub const fn label(self) -> &'static str {
        match self {
            Self::SeriousGrounds => "Serious grounds for challenge",
            Self::Grounds => "Grounds for challenge",
            Self::TooEarly => "Too early to say",
            Self::Departures => "Departures to raise",
            Self::Gaps => "Gaps to close",
            Self::NoGround => "No ground found",
        }
    }

    /// Returns the verdict in a word or two, for use in little space.
    pub const fn short(self) -> &'static str {
        match self {
            Self::SeriousGrounds => "Serious grounds",
            Self::Grounds => "Grounds",
            Self::TooEarly => "Too early",
            Self::Departures => "Departures",
            Self::Gaps => "Gaps",
            Self::NoGround => "No ground",
        }
    }
}
