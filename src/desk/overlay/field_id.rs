//! The names of the fields of all forms.

/// A field of a form.
///
/// Two forms may have a field of one name; a form has each at most once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldId {
    /// The authority that made the review.
    Authority,
    /// The service reviewed.
    Service,
    /// The nation.
    Territory,
    /// The kind of authority.
    Kind,
    /// The executive arrangements.
    Executive,
    /// The stage of the review.
    Stage,
    /// The day of the decision.
    Decided,
    /// A note.
    Note,
    /// A document of the register.
    Document,
    /// The title of a document.
    Title,
    /// A page.
    Page,
    /// A paragraph.
    Paragraph,
    /// A quotation.
    Quote,
    /// The date of a document or of a piece of evidence.
    Date,
    /// A place in words.
    Locator,
    /// The source.
    Source,
    /// The time that evidence tells of.
    Shows,
    /// The person who made a statement or gave a reply.
    By,
    /// The capacity in which a statement was made, or in which the user writes.
    Capacity,
    /// The day of a statement.
    SaidOn,
    /// The giver of a document, or the event that days are counted from.
    From,
    /// The access to a document.
    Access,
    /// The day of the access.
    AccessOn,
    /// The address on the web.
    Url,
    /// The path of a file.
    Path,
    /// The day of an event, or the days between which it fell.
    When,
    /// The thing requested, or the event that happened.
    What,
    /// The person asked.
    Whom,
    /// The day of a request or a question.
    On,
    /// The reply.
    Reply,
    /// A date or a figure.
    Value,
    /// The name of the author or of a council.
    Name,
    /// The people who may call in.
    WhoMay,
    /// The signatories, or their number.
    Signatories,
    /// The grounds allowed.
    Grounds,
    /// The number of days.
    Days,
    /// The way of counting days.
    Counted,
    /// The hour at which the time ends.
    Hour,
    /// The form of a notice.
    Form,
    /// The addressee.
    To,
    /// The body that makes a submission.
    We,
    /// The meeting it goes to, with its day.
    MeetingWhen,
    /// The day by which the council is asked to reply.
    ReplyBy,
    /// The item of the agenda.
    AgendaItem,
    /// The alternative proposed.
    Alternative,
    /// The need for an alternative.
    AlternativeNeeded,
    /// The decisions excluded.
    Excluded,
    /// The text of a question.
    Ask,
    /// The meeting or the letter.
    Place,
    /// The outcome of a question.
    Outcome,
    /// The day of the reply.
    Replied,
    /// The day promised for a reply.
    Promised,
    /// The council's ground for a ground of the notice, by its index.
    Under(usize),
    /// The number of members of a council.
    Members,
    /// The person who signs besides the members.
    AlsoSigns,
    /// The rule that putting a decision off is no alternative.
    NoDeferral,
    /// The officer who decides on validity.
    Decides,
    /// The person consulted on it.
    Consults,
    /// The reasons that make a notice invalid.
    Invalid,
    /// The rule that a decision is called in only once.
    Once,
    /// The number of call-ins that a member may sign.
    PerMember,
    /// The person who has to attend.
    Attends,
    /// The time within which a call-in is heard.
    HeardWithin,
    /// The test for an urgent decision.
    Urgent,
    /// The people who agree that it is urgent.
    UrgentAgreedBy,
    /// The decisions open to a committee.
    Outcomes,
    /// The rule on withdrawal.
    Withdrawal,
    /// The number of a minute.
    Minute,
    /// The wording of a decision.
    Wording,
    /// The consequence of a decision.
    Consequence,
    /// The decision wanted instead.
    Instead,
    /// The people spoken to first.
    SpokenTo,
    /// The most grounds of a notice.
    Most,
    /// The name of a union branch.
    Branch,
    /// The council's report, if the user has it.
    HasReport,
    /// The meeting, if the user was there.
    WasThere,
    /// No paper at all.
    HasNothing,
}
