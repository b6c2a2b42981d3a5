//! Dates and figures that a council's papers give: the kinds of fact that can be offered.

use crate::base::word::words;

words! {
    /// Kind of a date or figure that a council's papers give.
    pub enum PaperFact is "a kind of date or figure" {
        /// The day public or user consultation opened.
        ConsultationOpened = "consultation-opened",
        /// The day it closed.
        ConsultationClosed = "consultation-closed",
        /// The day advance notice of a decision was published.
        NoticePublished = "notice-published",
        /// The day a provider was given notice.
        NoticeGiven = "notice-given",
        /// The day agenda and report were published.
        PapersPublished = "papers-published",
        /// The day a report bears.
        ReportDated = "report-dated",
        /// The day a committee met.
        CommitteeMeeting = "committee-meeting",
        /// The day the council or its cabinet met.
        Meeting = "meeting",
        /// The day of the decision.
        DecisionTaken = "decision-taken",
        /// The day the record of the decision was signed.
        RecordSigned = "record-signed",
        /// The day, and the hour, at which the period for call-in ends.
        CallInEnds = "call-in-ends",
        /// The day a call-in was received.
        CallInReceived = "call-in-received",
        /// The day a tender was advertised.
        TenderAdvertised = "tender-advertised",
        /// The day a contract was awarded.
        ContractAwarded = "contract-awarded",
        /// The day the standstill period ends.
        StandstillEnds = "standstill-ends",
        /// The day a contract was signed.
        ContractSigned = "contract-signed",
        /// The day a contract starts.
        ContractStart = "contract-start",
        /// The day a contract or its funding ends.
        ContractEnd = "contract-end",
        /// The day staff transfer.
        StaffTransfer = "staff-transfer",
        /// The day an equality assessment was finished.
        EqualityAssessed = "equality-assessed",
        /// A saving.
        Saving = "saving",
        /// The value of a contract.
        ContractValue = "contract-value",
        /// A cost.
        Cost = "cost",
        /// A budget.
        Budget = "budget",
        /// A payment to consultants.
        ConsultantsFee = "consultants-fee",
        /// Signatures under a petition.
        PetitionSignatures = "petition-signatures",
        /// Posts affected.
        PostsAffected = "posts-affected",
        /// Redundancies proposed.
        Redundancies = "redundancies",
        /// The share of the people asked who replied.
        ResponseRate = "response-rate",
        /// Score of a bidder.
        BidScore = "bid-score",
    }
}

/// Form of a fact's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FactForm {
    /// A day or a month.
    Date,
    /// A sum of pounds.
    Sum,
    /// A number.
    Number,
    /// Per cent.
    Percent,
    /// Per cent or a number.
    Score,
}

impl PaperFact {
    /// Returns the fact's name for a reader.
    pub const fn label(self) -> &'static str {
        match self {
            Self::ConsultationOpened => "Consultation opened",
            Self::ConsultationClosed => "Consultation closed",
            Self::NoticePublished => "Notice of the decision published",
            Self::NoticeGiven => "Notice given to a provider",
            Self::PapersPublished => "Papers published",
            Self::ReportDated => "Date of the paper",
            Self::CommitteeMeeting => "Committee met",
            Self::Meeting => "Council or cabinet met",
            Self::DecisionTaken => "Decision taken",
            Self::RecordSigned => "Record of the decision signed",
            Self::CallInEnds => "Period for call-in ends",
            Self::CallInReceived => "Call-in received",
            Self::TenderAdvertised => "Tender advertised",
            Self::ContractAwarded => "Contract awarded",
            Self::StandstillEnds => "Standstill ends",
            Self::ContractSigned => "Contract signed",
            Self::ContractStart => "Contract starts",
            Self::ContractEnd => "Contract or funding ends",
            Self::StaffTransfer => "Staff transfer",
            Self::EqualityAssessed => "Equality assessment finished",
            Self::Saving => "Saving",
            Self::ContractValue => "Contract value",
            Self::Cost => "Cost",
            Self::Budget => "Budget",
            Self::ConsultantsFee => "Paid to consultants",
            Self::PetitionSignatures => "Signatures under a petition",
            Self::PostsAffected => "Posts affected",
            Self::Redundancies => "Redundancies",
            Self::ResponseRate => "Response rate",
            Self::BidScore => "Bidder’s score",
        }
    }

    /// Returns the form of the fact's value.
    pub const fn form(self) -> FactForm {
        match self {
            Self::Saving
            | Self::ContractValue
            | Self::Cost
            | Self::Budget
            | Self::ConsultantsFee => FactForm::Sum,
            Self::PetitionSignatures | Self::PostsAffected | Self::Redundancies => FactForm::Number,
            Self::ResponseRate => FactForm::Percent,
            Self::BidScore => FactForm::Score,
            _ => FactForm::Date,
        }
    }
}
