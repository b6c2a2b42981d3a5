//! The words with which papers say what a date or a sum is: one row for each way of saying it.
//!
//! Words are written in small letters; `*` at the end of a word takes any ending, and `*` alone
//! takes any one word. `|` parts ways of saying the same.
//!
//! A row has the fact, the place of the value, the most words between them, how sure it is (4 for
//! a label of a form, 3 for a plain sentence, less for a hint), the words, and what the sentence
//! has to be about.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::checklist::PaperFact as Fact;

/// Place of the value, as seen from the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// After the words: "closed on 22 September".
    After,
    /// Before the words: "6,000 signatures".
    Before,
    /// On either side.
    Either,
    /// The first day of a span in the same sentence.
    First,
    /// The last day of a span in the same sentence.
    Last,
}

/// One way of saying a fact.
#[derive(Debug)]
struct Row {
    fact: Fact,
    /// Place of the value.
    side: Side,
    /// The most words between the value and these.
    reach: u16,
    /// Sureness: 4 for a label of a form, 3 for a plain sentence, less for a hint.
    weight: f32,
    /// The words.
    says: &'static str,
    /// Words of which one has to be in the sentence, or over it: what it is about.
    about: &'static str,
}

macro_rules! rows {
    ($($fact:ident, $side:ident, $reach:literal, $weight:literal, $says:expr, $about:expr;)+) => {
        &[$(Row {
            fact: Fact::$fact,
            side: Side::$side,
            reach: $reach,
            weight: $weight,
            says: $says,
            about: $about,
        }),+]
    };
}

const CONSULTATION: &str = "consult*|survey*|engagement exercise|engagement period|questionnaire*";
const CONTRACT: &str = "contract*|grant*|funding|agreement*|lease*|licence*|framework|sla";
const BEGINS: &str = "launch*|open*|commenc*|start*|began|begin*|begun|went live|go live|went out|\
    ran from|run from|live from";
const ENDS: &str = "clos*|end*|finish*|conclud*|complet*|ran until|ran to|run until|until|till|\
    up to|extended to|extended until|deadline";
const MEETS: &str = "consider*|discuss*|met|meet*|present*|debat*|review*|recommend*|endors*|\
    pathway|scrutin*|receiv*|refer*|report*";

/// "Requisition" is over each piece of a paper on a call-in, too.
const CALLED_IN: &str = "call in|called in|callin|requisition*";

/// Every way of saying a fact.
const ROWS: &[Row] = rows! {
    ConsultationOpened, After, 4, 4.0,
        "consultation opened|consultation open* date|consultation start*|\
         consultation launch*|start of consultation|start of the consultation|opening date",
        CONSULTATION;
    ConsultationOpened, After, 7, 3.0, BEGINS, CONSULTATION;
    ConsultationOpened, Before, 8, 2.5, BEGINS, CONSULTATION;
    ConsultationOpened, After, 2, 3.0, "consultation from|consultation period from|survey from", "";
    ConsultationOpened, First, 30, 3.0, CONSULTATION, "";

    ConsultationClosed, After, 4, 4.0,
        "consultation closed|consultation clos* date|consultation end*|end of consultation|\
         end of the consultation|closing date|closing date for responses",
        CONSULTATION;
    ConsultationClosed, After, 7, 3.0, ENDS, CONSULTATION;
    ConsultationClosed, Last, 30, 3.0, CONSULTATION, "";
    ConsultationClosed, Before, 6, 1.5, "clos*|end*|deadline", CONSULTATION;
    ConsultationClosed, After, 8, 2.5,
        "responses by|comments by|replies by|respond by|responses to be received by",
        "";

    NoticePublished, After, 8, 4.0,
        "notice of proposed decision first published|notice first published|\
         notice published|notice of decision published|notice of key decision published|\
         forward plan published|date of notice|date notice published|first published",
        "";
    NoticePublished, After, 10, 3.0,
        "publish*|added|entered|appear*|includ*",
        "forward plan|notice of|executive decisions|key decisions|list of decisions|\
         cabinet work programme";

    NoticeGiven, After, 8, 3.0,
        "notice given|gave notice|give notice|given notice|served notice|notice served|\
         notice issued|issued notice|notice of termination|notice to terminate|\
         notice * given|notice * served",
        "";
    NoticeGiven, After, 8, 3.0, "given|gave|serv*|issu*", "notice";
    NoticeGiven, Before, 6, 2.5, "notice", "given|gave|served|issued";

    PapersPublished, After, 6, 3.0,
        "agenda published|papers published|report published|papers were published|\
         report was published|publication date|date of publication|date published|\
         despatch date|date of despatch",
        "";

    CommitteeMeeting, After, 12, 3.0,
        "committee|panel|sub committee|scrutiny|cabinet committee|scrutiny committee|\
         scrutiny panel|select committee|scrutiny commission|policy panel|scrutiny board|\
         overview group|scrutiny group|overview board",
        MEETS;
    CommitteeMeeting, After, 5, 2.5,
        "committee|sub committee|cabinet committee|scrutiny committee|scrutiny panel|\
         select committee|scrutiny commission|scrutiny board",
        "";
    CommitteeMeeting, Before, 14, 2.5,
        "committee|panel|sub committee|cabinet committee|scrutiny committee|scrutiny panel|\
         select committee|scrutiny commission|scrutiny board|overview group|scrutiny group|\
         overview board",
        MEETS;

    Meeting, After, 5, 3.0,
        "full council|cabinet|executive|council meeting|cabinet meeting|\
         meeting of the council|meeting of council|executive meeting|executive board|\
         policy committee",
        "";
    Meeting, Before, 5, 2.0,
        "full council|cabinet|council meeting|cabinet meeting",
        "met|meet*|consider*|agreed|debat*|decid*|approv*|took";
    Meeting, After, 4, 4.0, "date of meeting|meeting date|date of cabinet|cabinet date", "";
    Meeting, After, 4, 2.5, "meeting of|meeting held on|meeting to be held on", "";

    DecisionTaken, After, 5, 4.0,
        "date of decision|date of the decision|decision date|date decision taken|\
         date decision made|date of decision taken|decided at meeting|decision made on|\
         decision taken on|decision was taken on|decision was made on|\
         date on which the decision was made",
        "";
    DecisionTaken, After, 6, 1.5,
        "took the decision|took a decision|took decision|decision was taken|\
         decision was made|resolved|decided|decision due|decision to be taken",
        "";
    // A decision that is told of is an earlier one, except where it is called in.
    DecisionTaken, After, 14, 3.0,
        "decision of|decisions of|decision made|decisions made|decision taken|decision by|\
         decision dated|decision was made|decision was taken",
        CALLED_IN;
    DecisionTaken, Either, 8, 2.5,
        "signed date|signed|signature|date signed",
        "decision|cabinet member|leader|portfolio holder|executive member|decision maker|\
         record";

    RecordSigned, Either, 8, 3.0, "signed date|signed|signature|date signed|sign and date", "";
    RecordSigned, After, 5, 3.0,
        "date of record|record made|date recorded|date of publication of decision|\
         date record made",
        "";

    CallInEnds, After, 14, 4.0,
        "call in period|call in deadline|deadline for call in|call in expires|call in ends|\
         call in closes|last date for call in|call in by|called in by|called in before|\
         end of call in|end of the call in|call in expiry date",
        "";
    CallInEnds, After, 14, 3.0,
        "expir*|end*|clos*|until|deadline|no later than|not later than|by close of business|\
         by the close of business|by the end of|unless",
        "call in|called in|callin";
    // "By the Cabinet on 3 May" is no deadline.
    CallInEnds, After, 2, 3.0, "before|by", "call in|called in|callin";
    CallInEnds, Before, 12, 2.5, "unless|deadline|expir*|end*|clos*", "call in|called in|callin";

    CallInReceived, After, 8, 3.5,
        "call in received|call in was received|call in request received|called in on|\
         call in date|date of call in|call in notice dated|request for call in received",
        "";
    CallInReceived, Before, 6, 2.0,
        "called in by councillor*|was called in|was called in by|were called in",
        "";

    TenderAdvertised, After, 7, 3.0,
        "advertis*|tender published|tender issued|itt issued|itt published|\
         invitation to tender issued|invitation to tender published|contract notice|\
         tender notice|find a tender|ojeu|tender launch*|procurement launch*|tender opened",
        "tender*|contract*|procure*|itt|ojeu";
    TenderAdvertised, Before, 6, 2.0,
        "advertis*|contract notice|tender notice|tender issued",
        "tender*|contract*|procure*|itt|ojeu";

    ContractAwarded, After, 6, 3.0,
        "award*|contract award|award of contract|date of award|award date",
        "contract*|tender*|bidder*|supplier*|provider*";
    ContractAwarded, Before, 6, 2.0, "award*", "contract*|tender*|bidder*";

    StandstillEnds, After, 12, 4.0,
        "standstill ends|standstill end*|end of standstill|standstill expires|\
         standstill period ends|standstill period will end|standstill period end*",
        "";
    StandstillEnds, After, 14, 3.0, "end*|expir*|until|clos*", "standstill";
    StandstillEnds, Last, 20, 3.0, "standstill", "";

    ContractSigned, After, 6, 3.0,
        "signed|sealed|executed|entered into|contract signature|contract signing",
        "contract*|agreement*|deed*";

    ContractStart, After, 5, 4.0,
        "contract start date|contract start|contract commencement date|\
         contract commencement|commencement date|start date|service commencement|\
         service start date|go live date",
        "";
    ContractStart, After, 7, 3.0,
        "start*|commenc*|begin*|began|go live|in place from|effective from|let from|\
         run* from|with effect from|for * years from|term of * years from",
        CONTRACT;
    ContractStart, After, 2, 2.0, "since", "provided by|operated by|managed by|delivered by|run by";
    ContractStart, First, 12, 2.5, CONTRACT, "";

    ContractEnd, After, 5, 4.0,
        "contract end date|contract end|contract expiry date|contract expiry|expiry date|\
         end date|contract expires|contract ends|contracts end|contracts expire|\
         funding ends|grant ends",
        "";
    ContractEnd, After, 7, 3.0,
        "end*|expir*|come* to an end|come to their end|come* to * end|end of * term|\
         end of * current term|end of their current term|terminat*|ceas*|run* until|run* to|\
         ran until|extended to|extended until|extension to|extension until|until|run* out",
        CONTRACT;
    ContractEnd, Before, 5, 1.5, "expir*|contract* end*", CONTRACT;
    ContractEnd, After, 8, 2.0,
        "return* to council|return* to the council|return* to direct|return* to in house|\
         return* in house|revert* to the council|hand* back",
        "operated by|managed by|provided by|delivered by|run by";
    ContractEnd, Last, 12, 2.5, CONTRACT, "";

    StaffTransfer, After, 7, 3.0,
        "transfer*|tupe",
        "staff|employee*|workforce|colleague*|personnel";
    StaffTransfer, After, 4, 4.0, "transfer date|tupe transfer date|date of transfer|tupe date", "";

    EqualityAssessed, After, 5, 4.0,
        "date of assessment|assessment date|date assessment completed|date completed|\
         eqia completed|eia completed|assessment completed|date of eqia|date of eia|\
         date of equality impact assessment",
        "equalit*|eqia|eia|impact assessment|ecia";
    EqualityAssessed, After, 5, 2.5,
        "dated|updated|complet*|signed off|approved|finished|carried out",
        "equality impact|equality assessment|equality analysis|equalities impact|eqia|eia|\
         equia";

    Saving, Either, 5, 3.0, "saving*|save|saves|saved", "";
    Saving, Either, 5, 2.5,
        "budget reduction*|budget cut*|reduction in the budget|reduction in the * budget|\
         reduction in the * * budget",
        "";
    Saving, After, 2, 3.0, "budget by|budgets by|spending by|costs by", "reduc*|cut*|lower*";
    Saving, Either, 4, 2.0,
        "efficiency|efficiencies|cost reduction|reduction in cost*|reduction in spend*|\
         reduced cost*|cost avoidance",
        "";

    ContractValue, After, 9, 4.0,
        "contract value|contract values|value of the contract*|value of contract*|\
         value of this contract|contract price|contract sum|total contract value|\
         annual contract value|total estimated value|estimated contract value|\
         estimated value|whole life value|lifetime value|total value|\
         over the life of the contract|over the term of the contract",
        "";
    ContractValue, After, 6, 3.0, "worth|valued at|value of|value", "contract*|tender*|framework";
    ContractValue, Before, 6, 2.5,
        "over the life of the contract|contract value|contract price|over the contract term|\
         over the term of the contract|for the contract term",
        "";
    ContractValue, After, 6, 2.0, "cost*|annual cost", "contract*";

    Cost, Either, 6, 2.5,
        "cost*|rent*|charge*|fee|fees|price*|hire|expenditure|pressure|spend|spent|\
         investment|pay|paid",
        "";

    Budget, Either, 7, 2.5,
        "budget*|base budget|net budget|gross budget|controllable budget|revenue budget",
        "";

    ConsultantsFee, Either, 8, 3.0,
        "cost*|fee|fees|paid|pay|appoint*|engag*|maximum|spent|spend|commission*|value",
        "consultant*|consultancy|adviser*|advisor*|strategic partner|transformation partner";

    PetitionSignatures, Before, 3, 4.0, "signatures|signature petition*|strong petition*", "";
    PetitionSignatures, Before, 3, 4.0, "signatories", "petition*";
    PetitionSignatures, Before, 4, 3.0,
        "people signed|people had signed|people have signed|residents signed|names|people|\
         residents|supporters",
        "petition*";
    PetitionSignatures, After, 5, 3.0, "signed by|signatures", "petition*|signed";

    PostsAffected, Before, 3, 3.0,
        "fte|ftes|wte|posts|full time equivalent*|full time equivalent posts|fte posts|\
         roles",
        "affect*|reduc*|delet*|risk|loss|lose|lost|transfer*|redundan*|restructur*|scope|\
         impact*";

    Redundancies, Before, 3, 4.0,
        "redundancies|compulsory redundancies|voluntary redundancies|posts at risk|\
         employees at risk|staff at risk|potential redundancies",
        "";

    ResponseRate, Either, 6, 4.0, "response rate|return rate|rate of response", "";

    BidScore, Either, 5, 2.5,
        "score*|scoring|points|marks|total score|overall score|quality score|price score",
        "bid*|tender*|supplier*|provider*|evaluat*|submission*|quality";

    // Welsh, with the beginnings that change. Where no row is, no way of saying it is sourced. "Cyfarfod" is
    // a meeting in the Assembly's glossary to the Local Government (Democracy) (Wales) Bill (26 November
    // 2012: "community meeting, cyfarfod cymunedol") and in councils' bilingual minutes.
    ConsultationOpened, First, 30, 3.0, WELSH_CONSULTATION, "";
    ConsultationClosed, Last, 30, 3.0, WELSH_CONSULTATION, "";
    ConsultationClosed, After, 7, 3.0, WELSH_ENDS, WELSH_CONSULTATION;

    CommitteeMeeting, After, 8, 2.5,
        "pwyllgor craffu|bwyllgor craffu|phwyllgor craffu|pwyllgor trosolwg a chraffu|\
         bwyllgor trosolwg a chraffu|phwyllgor trosolwg a chraffu",
        "";
    Meeting, After, 5, 3.0,
        "cyfarfod*|gyfarfod*|chyfarfod*|nghyfarfod*|bwrdd gweithredol|fwrdd gweithredol|\
         pwyllgor gwaith|bwyllgor gwaith|bwrdd y cabinet|fwrdd y cabinet",
        "";
    DecisionTaken, After, 5, 2.5,
        "penderfyniad*|benderfyniad*|phenderfyniad*|mhenderfyniad*",
        "";
    DecisionTaken, After, 6, 1.5,
        "penderfynwyd|benderfynwyd|phenderfynwyd|cytunwyd|gytunwyd|chytunwyd",
        "";
    CallInEnds, After, 14, 4.0, "cyfnod galw i mewn|gyfnod galw i mewn", "";
    CallInEnds, After, 14, 3.0,
        WELSH_ENDS,
        "galw i mewn|alw i mewn|alwad i mewn|ngalw i mewn";
    ContractEnd, After, 7, 3.0, WELSH_ENDS, "contract*|gontract*|chontract*|nghontract*";
    StaffTransfer, After, 7, 3.0,
        "trosglwydd*|drosglwydd*|throsglwydd*|nhrosglwydd*",
        "staff|gweithlu|weithlu|gweithwyr|weithwyr|cyflogeion|gyflogeion";

    Saving, Either, 5, 3.0, "arbedion|harbedion", "";
    Budget, Either, 7, 2.5, "cyllideb*|gyllideb*|chyllideb*|nghyllideb*", "";
    Cost, Either, 6, 2.5, "gost*|chost*", "";
    PetitionSignatures, Before, 3, 4.0, "llofnodwyr|lofnodwyr", "deiseb*|ddeiseb*|neiseb*";
    Redundancies, Before, 3, 3.0, "diswyddiad*|ddiswyddiad*|niswyddiad*", "";
};

const WELSH_CONSULTATION: &str = "ymgynghoriad*|ymgynghori|hymgynghori";
const WELSH_ENDS: &str =
    "dod i ben|ddod i ben|daw * i ben|ddaw * i ben|daw * * i ben|ddaw * * i ben";

/// Words that hold a cue and mean something else, or nothing.
const NOT: &str = "cabinet member*|cabinet office*|executive director|executive officer*|\
    executive summary|notice period|month notice|privacy notice*|notice board*|notice that|\
    take notice|open access|open space*|open data|council tax|in the end|end of life|weekend*|\
    week end|open day*|opening hours|opening times|open to|contract notice period|savings target|\
    saving target|target saving*|saving requirement|committee member*|cost of living|at no cost|\
    cost effective|value for money|closely|close to|close relationship*|close working|\
    budget holder*|closed session|endless|endeavour*|endors*|price of|reporting|fee paying|\
    hire of|spending review|price index|open market|start for life|sure start|best start|\
    mewn ymgynghoriad";

/// A way of saying, made ready.
#[derive(Debug)]
pub(super) struct Cue {
    /// The fact; `None` where the words mean something else.
    pub(super) fact: Option<Fact>,
    /// Place of the value.
    pub(super) side: Side,
    /// The most words between.
    pub(super) reach: u16,
    /// Sureness.
    pub(super) weight: f32,
    /// The words.
    pub(super) says: Phrase,
    /// The subject that the sentence has to have, if any.
    pub(super) about: Vec<Phrase>,
    /// The same as it is written: facts of one subject share it.
    pub(super) subject: &'static str,
}

/// Words in a row.
#[derive(Debug)]
pub(super) struct Phrase(Vec<Pattern>);

#[derive(Debug)]
enum Pattern {
    Any,
    Whole(&'static str),
    Begins(&'static str),
}

impl Phrase {
    fn of(text: &'static str) -> Self {
        let pattern = |word: &'static str| match word.strip_suffix('*') {
            Some("") => Pattern::Any,
            Some(begin) => Pattern::Begins(begin),
            None => Pattern::Whole(word),
        };
        Self(text.split_whitespace().map(pattern).collect())
    }

    fn all(texts: &'static str) -> Vec<Self> {
        let texts = texts.split('|').map(str::trim);
        texts
            .filter(|text| !text.is_empty())
            .map(Self::of)
            .collect()
    }

    /// Returns the number of words.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns true if words begin with these.
    pub(super) fn begins(&self, words: &[impl AsRef<str>]) -> bool {
        words.len() >= self.0.len()
            && self
                .0
                .iter()
                .zip(words)
                .all(|(pattern, word)| match pattern {
                    Pattern::Any => true,
                    Pattern::Whole(whole) => word.as_ref() == *whole,
                    Pattern::Begins(begin) => word.as_ref().starts_with(begin),
                })
    }
}

/// The cues, by the first two letters with which they begin.
#[derive(Debug)]
pub(super) struct Cues(HashMap<[u8; 2], Vec<Cue>>);

/// Returns all cues, made ready once.
pub(super) fn cues() -> &'static Cues {
    static CUES: OnceLock<Cues> = OnceLock::new();
    CUES.get_or_init(|| {
        let mut by_letters: HashMap<[u8; 2], Vec<Cue>> = HashMap::new();
        let mut add = |cue: Cue| {
            let first = cue.says.0.first().and_then(|first| match first {
                Pattern::Whole(word) | Pattern::Begins(word) => letters(word),
                Pattern::Any => None,
            });
            if let Some(first) = first {
                by_letters.entry(first).or_default().push(cue);
            }
        };
        for row in ROWS {
            for says in Phrase::all(row.says) {
                add(Cue {
                    fact: Some(row.fact),
                    side: row.side,
                    reach: row.reach,
                    weight: row.weight,
                    says,
                    about: Phrase::all(row.about),
                    subject: row.about,
                });
            }
        }
        for says in Phrase::all(NOT) {
            add(Cue {
                fact: None,
                side: Side::Either,
                reach: 0,
                weight: 0.0,
                says,
                about: Vec::new(),
                subject: "",
            });
        }
        Cues(by_letters)
    })
}

fn letters(word: &str) -> Option<[u8; 2]> {
    word.as_bytes().get(..2)?.try_into().ok()
}

impl Cues {
    /// Returns the cues with which words begin.
    pub(super) fn at(&self, words: &[impl AsRef<str>]) -> impl Iterator<Item = &Cue> {
        let first = words.first().and_then(|word| letters(word.as_ref()));
        let some = first.and_then(|first| self.0.get(&first));
        some.into_iter()
            .flatten()
            .filter(move |cue| cue.says.begins(words))
    }
}
