//! Findings derived from the answers: the requirements that apply and their state, the flags that
//! fire and their reasons, the verdict, the gaps, the user's own mistakes, and the next questions.
//!
//! Everything here is derived afresh from a library, an audit and a day; nothing is stored, and
//! every finding carries its reasons. No disk, no screen, no clock.

mod asked;
mod because;
pub mod clocks;
pub mod compare;
pub mod coverage;
pub mod edition;
mod evaluate;
mod exchange;
pub mod facts;
mod flags;
pub mod lint;
mod memory;
mod next;
mod pieces;
pub mod precedents;
pub mod scenario;
mod standing;
pub mod support;
pub mod survey;
pub mod timeline;
pub mod two_people;
pub mod verdict;

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::audit::Audit;
use crate::base::word::words;
use crate::checklist::{
    Applicability, FlagIx, Force, Library, Place, QuestionIx, RequirementIx, State, Status,
    StrengthIx, VerdictId,
};

pub use asked::Asking;
pub use because::Because;
pub use exchange::{Exchange, value_in_words};
pub use facts::{Answered, Facts};

pub use lint::{Lint, LintRule};
pub use memory::Memory;
pub use pieces::{Joined, Pieces};
pub use support::Support;
pub use timeline::{EntryKind, TimelineEntry, timeline};
pub use verdict::Verdict;

use evaluate::Lens;
use flags::OfFlag;
use memory::{Judged, Stretch, Together};

words! {
    /// Gravity of a finding, the gravest first.
    pub enum Level is "a level" {
        /// A duty appears not to have been met.
        Breach = "breach",
        /// Undermines the decision.
        Undermines = "undermines",
        /// Guidance, agreement, Code or good practice not followed.
        Departure = "departure",
        /// Something to ask for.
        Gap = "gap",
    }
}

impl Level {
    /// Returns the label of the level.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Breach => "probable breach of a duty",
            Self::Undermines => "undermines the decision",
            Self::Departure => "departure",
            Self::Gap => "gap",
        }
    }
}

/// State of a requirement, with the questions behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequirementState {
    /// State of its weakest deciding question.
    pub state: State,
    /// Number of its deciding questions in that state, and of all its deciding questions.
    pub weakest: (usize, usize),
    /// The deciding questions in that state.
    pub through: Vec<QuestionIx>,
}

impl RequirementState {
    /// Formats the state: "1 of 3 questions not met".
    pub fn label(&self) -> String {
        let (weak, all) = self.weakest;
        if all == 1 {
            self.state.label().to_owned()
        } else {
            format!("{weak} of {all} questions {}", self.state.label())
        }
    }
}

/// A flag that fired.
#[derive(Debug, Clone, PartialEq)]
pub struct Fired {
    /// The flag.
    pub flag: FlagIx,
    /// Its level here: the one its data gives, or a breach where a duty is not met through the
    /// very questions that fired it. Only what is shown counts, unless the flag itself is not shown.
    pub level: Level,
    /// Its level if every answer behind it were shown.
    pub if_proved: Level,
    /// The weakest support of the answers it cannot do without.
    pub support: Support,
    /// The answers that fired it.
    pub because: Vec<Because>,
    /// The requirements it rests on at this place and date.
    pub rests_on: Vec<RequirementIx>,
    /// The duties that made it a breach.
    pub breaches: Vec<RequirementIx>,
    /// True if one of those answers is contested.
    pub contested: bool,
    /// Heading of its ground, with the audit's facts in it.
    pub heading: String,
    /// The exchange to expect over it.
    pub exchange: Exchange,
    /// The facts that are proved and belong into its ground.
    pub facts: Vec<QuestionIx>,
    /// The answers each of which would show it if it alone were proved.
    one_proof: Vec<QuestionIx>,
}

/// A flag that would fire or fall silent with more answers.
#[derive(Debug, Clone, PartialEq)]
pub struct Unsettled {
    /// The flag.
    pub flag: FlagIx,
    /// The open questions that would settle it.
    pub open: Vec<QuestionIx>,
}

/// A strength that holds.
#[derive(Debug, Clone, PartialEq)]
pub struct HeldStrength {
    /// The strength.
    pub strength: StrengthIx,
    /// The weakest support of the answers it cannot do without.
    pub support: Support,
    /// The answers that show it.
    pub because: Vec<Because>,
}

/// A requirement that appears not to have been met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotMet {
    /// The requirement.
    pub requirement: RequirementIx,
    /// True if it is a duty: law, checked, one limb, certain to apply.
    pub duty: bool,
    /// True if it is about something beside the review.
    pub beside: bool,
    /// The support of the answers that decide it.
    pub support: Support,
}

impl NotMet {
    /// Returns true if it makes a breach: a duty about the review itself.
    pub const fn is_breach(&self) -> bool {
        self.duty && !self.beside
    }
}

/// An answer that is not shown yet, with what its proof would change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ToProve {
    /// The question.
    pub question: QuestionIx,
    /// The support it has now.
    pub support: Support,
    /// The verdict if this answer alone were shown.
    pub verdict: VerdictId,
    /// Number of findings that this alone would show.
    pub findings: usize,
}

/// Something that was searched or asked for and not found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// The question.
    pub question: QuestionIx,
    /// `no-evidence` or `withheld`.
    pub status: Status,
}

/// All findings of an audit on a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Findings {
    /// Place and date at which the law was judged.
    pub place: Place,
    /// State of each question, by its place in the library.
    pub answered: Pieces<Answered>,
    /// The questions with a date, figure, choice or request, in the order of the library.
    dated: Arc<[QuestionIx]>,
    /// The reasons to ask each question of this review, by its place in the library.
    pub asking: Arc<Vec<Asking>>,
    /// Applicability of each requirement, by its place in the library.
    pub applicability: Arc<Vec<Applicability>>,
    /// State of each requirement, by its place in the library.
    pub standing: Pieces<RequirementState>,
    /// The flags that fired and are shown, the gravest first.
    ///
    /// One that only says that something is to be asked for claims nothing, and is always here.
    pub fired: Joined<Fired>,
    /// The flags that fired on answers still to be proved, the gravest first.
    pub unproved: Joined<Fired>,
    /// The exchange to expect over each question answered “not met” that has one of its own.
    pub exchanges: Vec<(QuestionIx, Exchange)>,
    /// The flags that more answers would settle.
    pub unsettled: Vec<Unsettled>,
    /// The strengths that hold.
    pub strengths: Vec<HeldStrength>,
    /// All requirements that appear not to have been met, shown or not; doubtful ones are left out.
    pub not_met: Vec<NotMet>,
    /// Duties about the review that appear not to have been met, as far as it is shown.
    pub breaches: Vec<RequirementIx>,
    /// Other requirements not met, as far as it is shown: guidance, agreement, Code or good
    /// practice.
    pub departures: Vec<RequirementIx>,
    /// Duties about something beside the review that appear not to have been met, as far as it is
    /// shown. They are printed as such, and weigh as departures.
    pub beside: Vec<RequirementIx>,
    /// Things searched or asked for and not found.
    pub gaps: Vec<Gap>,
    /// The user's own mistakes.
    pub lint: Joined<Lint>,
    /// Number of core questions that are asked here.
    pub core: usize,
    /// Core questions asked here and still open, in walking order.
    pub core_open: Vec<QuestionIx>,
    /// Ids of answers to questions that no checklist asks any more: kept, not counted.
    pub orphaned: Vec<String>,
    /// The verdict on what is shown.
    pub verdict: Verdict,
    /// The verdict if every answer were shown.
    pub if_proved: Verdict,
    /// The answers still to be proved, those that would change most first.
    pub to_prove: Vec<ToProve>,
    /// Questions with evidence whose paper is later than the decision, where nobody has said yet
    /// whether it tells of before or after.
    pub to_settle: Vec<QuestionIx>,
    /// The open judgements: core ones first, then those that would settle most.
    pub next: Vec<QuestionIx>,
}

/// Derives everything that follows from an audit on a day.
///
/// The rules are the library's, the facts the audit's; `today` decides which law applies where the
/// review has no day of decision, and how long ago an event was. Lists “by place in the library” have
/// one entry for each question or requirement, to be looked up with an index of the same library. There
/// is no error: a missing answer makes a condition unknown, and an answer that no question asks for any
/// more is named in [`Findings::orphaned`].
pub fn derive(library: &Library, audit: &Audit, today: NaiveDate) -> Findings {
    derive_again(&mut Memory::default(), library, audit, today, None)
}

/// Derives as [`derive()`] does, with the work that was kept of the last time.
///
/// `touched` names every answer that may have changed since then; `None` if that is not known. The
/// findings are the same as from nothing.
pub fn derive_again(
    memory: &mut Memory,
    library: &Library,
    audit: &Audit,
    today: NaiveDate,
    touched: Option<&BTreeSet<String>>,
) -> Findings {
    let (kept, judged) = memory.bring_up_to_date(library, audit, today, touched);
    let facts = Facts::of(
        library,
        audit,
        today,
        kept.answered.clone(),
        Arc::clone(&kept.dated),
    );
    let again = kept.together.take().zip(judged);
    let (applicability, standing) = match &again {
        Some((kept, judged)) => (
            Arc::clone(&kept.applicability),
            standing::standings_again(&facts, kept.standing.clone(), &judged.changed),
        ),
        None => (
            Arc::new(standing::applicability(&facts)),
            standing::standings(&facts),
        ),
    };
    let world = evaluate::World {
        facts: &facts,
        applicability: &applicability,
        standing: &standing,
    };
    let (asking, flags) = match again {
        Some((kept, Judged { changed, hanging })) => (
            asked::asking_again(&facts, kept.asking, &changed),
            flags::fire_again(&world, kept.flags, &changed, &hanging),
        ),
        None => (Arc::new(asked::asking(&world)), flags::fire(&world)),
    };
    kept.together = Some(Together {
        applicability: Arc::clone(&applicability),
        standing: standing.clone(),
        asking: Arc::clone(&asking),
        flags,
    });
    let stretches = &kept.stretches;
    let of_flags = kept.together.iter().flat_map(|one| &one.flags);
    let mut all_fired: Vec<Arc<[Fired]>> = Vec::new();
    let mut unsettled = Vec::new();
    for one in of_flags {
        match one {
            OfFlag::Silent => {}
            OfFlag::Unsettled(one) => unsettled.push(one.clone()),
            OfFlag::Fired(one) => all_fired.push(Arc::clone(one)),
        }
    }
    all_fired.sort_by_key(|one| one.first().map(|one| one.level));
    let strengths = flags::strengths(&world);
    let mut disputed: Vec<QuestionIx> = of_all(stretches, |one| &one.disputed);
    disputed.sort_unstable();
    let exchanges = disputed
        .into_iter()
        .filter_map(|ix| {
            let challenge = library.question(ix).challenge.as_ref()?;
            Some((ix, exchange::exchange(&world, challenge)))
        })
        .collect();
    let mut not_met = Vec::new();
    for (ix, requirement) in library.requirements() {
        let duty = world.is_breach(ix);
        // A doubtful requirement counts for nothing: it must be checked before it is relied on.
        let counts = duty || (!requirement.force.is_law() && !requirement.is_doubtful());
        if world.state(ix) == Some(State::NotMet) && counts {
            not_met.push(NotMet {
                requirement: ix,
                duty,
                beside: !requirement.is_of_review(),
                support: world
                    .support_of_requirement(ix, &Lens::default())
                    .unwrap_or_default(),
            });
        }
    }
    let shown = |duty: bool, beside: bool| {
        let all = not_met.iter().filter(|one| one.support == Support::Shown);
        all.filter(|one| one.duty == duty && (!duty || one.beside == beside))
            .map(|one| one.requirement)
            .collect::<Vec<_>>()
    };
    let (breaches, departures) = (shown(true, false), shown(false, false));
    let beside = shown(true, true);
    let gaps = of_all(stretches, |one| &one.gaps);
    let is_asked = |ix: QuestionIx| {
        let one = asking.get(ix.place());
        one.is_some_and(|one| one.is_asked(library.question(ix), facts.answered(ix)))
    };
    let core: Vec<QuestionIx> = library.core().filter(|ix| is_asked(*ix)).collect();
    let core_open: Vec<QuestionIx> = core
        .iter()
        .copied()
        .filter(|ix| facts.answered(*ix).is_open())
        .collect();
    let open = stretches.iter().flat_map(|one| one.open.iter().copied());
    let next = next::order(library, &unsettled, open.filter(|ix| is_asked(*ix)));
    let lint = lint::lint(
        &world,
        stretches.iter().map(|one| Arc::clone(&one.lint)),
        stretches.iter().flat_map(|one| one.cites.iter().copied()),
    );
    let tally = verdict::Tally {
        world: &world,
        fired: &all_fired,
        not_met: &not_met,
        gaps: gaps.len(),
        core_open: core_open.len(),
    };
    let verdict = tally.verdict(Support::Shown);
    let if_proved = tally.verdict(Support::Bare);
    let to_prove = tally.to_prove();
    let to_settle = of_all(stretches, |one| &one.to_settle);
    let counts = |one: &Fired| one.support == Support::Shown || one.level == Level::Gap;
    let (fired, unproved): (Vec<_>, Vec<_>) = all_fired
        .into_iter()
        .partition(|one| one.iter().all(counts));
    Findings {
        place: facts.place,
        orphaned: kept.orphaned.clone(),
        answered: facts.answered,
        dated: facts.dated,
        asking,
        applicability,
        standing,
        fired: fired.into_iter().collect(),
        unproved: unproved.into_iter().collect(),
        exchanges,
        unsettled,
        strengths,
        not_met,
        breaches,
        departures,
        beside,
        gaps,
        lint,
        core: core.len(),
        core_open,
        verdict,
        if_proved,
        to_prove,
        to_settle,
        next,
    }
}

/// Joins a list of each stretch.
fn of_all<T: Copy>(stretches: &[Stretch], list: impl Fn(&Stretch) -> &Vec<T>) -> Vec<T> {
    stretches
        .iter()
        .flat_map(|one| list(one).iter().copied())
        .collect()
}

#[expect(
    clippy::indexing_slicing,
    reason = "the lists have one entry for each entry of the library the index is from"
)]
impl Findings {
    /// Returns the facts that they were derived from: of the same library, audit and day.
    pub fn facts<'a>(
        &'a self,
        library: &'a Library,
        audit: &'a Audit,
        today: NaiveDate,
    ) -> Facts<'a> {
        let (answered, dated) = (self.answered.clone(), Arc::clone(&self.dated));
        Facts::of(library, audit, today, answered, dated)
    }

    /// Returns the state of a question.
    pub fn answered(&self, ix: QuestionIx) -> &Answered {
        &self.answered[ix.place()]
    }

    /// Returns the reasons to ask a question.
    pub fn asking(&self, ix: QuestionIx) -> &Asking {
        &self.asking[ix.place()]
    }

    /// Returns the applicability of a requirement.
    pub fn applies(&self, ix: RequirementIx) -> &Applicability {
        &self.applicability[ix.place()]
    }

    /// Returns the reason for the applicability of a requirement, in words.
    pub fn why(&self, library: &Library, ix: RequirementIx) -> String {
        let requirement = library.requirement(ix);
        self.applies(ix).why(requirement, &self.place)
    }

    /// Returns the state of a requirement.
    pub fn standing(&self, ix: RequirementIx) -> &RequirementState {
        &self.standing[ix.place()]
    }
}

impl Findings {
    /// Returns true if it is known that no date, figure, choice or request has changed since other findings
    /// of the same audit.
    pub fn has_the_dates_of(&self, before: &Self) -> bool {
        Arc::ptr_eq(&self.dated, &before.dated)
    }

    /// Returns all flags that fired: those that are shown, then those to be proved.
    pub fn all_fired(&self) -> impl Iterator<Item = &Fired> {
        self.fired.iter().chain(&self.unproved)
    }

    /// Returns the user's own mistakes in the answer to a question.
    pub fn lint_of(&self, library: &Library, ix: QuestionIx) -> impl Iterator<Item = &Lint> {
        lint::of_question(library, &self.lint, ix)
    }

    /// Returns the findings of a flag, if it fired, shown or not.
    pub fn fired(&self, flag: FlagIx) -> Option<&Fired> {
        self.all_fired().find(|fired| fired.flag == flag)
    }

    /// Returns the support of a requirement that appears not to have been met.
    pub fn support_of(&self, requirement: RequirementIx) -> Option<Support> {
        let mut found = self.not_met.iter();
        found
            .find(|one| one.requirement == requirement)
            .map(|one| one.support)
    }

    /// Returns the number of flags that fired at a level.
    pub fn count(&self, level: Level) -> usize {
        self.fired
            .iter()
            .filter(|fired| fired.level == level)
            .count()
    }

    /// Returns the requirements that a question decides and that apply or straddle here.
    pub fn rests_on<'l>(
        &'l self,
        library: &'l Library,
        question: QuestionIx,
    ) -> impl Iterator<Item = RequirementIx> + 'l {
        library
            .question(question)
            .decides
            .iter()
            .copied()
            .filter(|ix| self.applies(*ix).is_shown())
    }

    /// Returns the force of a question here, if it has any.
    ///
    /// It is the strongest force of the requirements it decides that are in force on the day that
    /// decides, are not doubtful, and are not our own reading.
    pub fn bite(&self, library: &Library, question: QuestionIx) -> Option<Force> {
        self.rests_on(library, question)
            .filter(|ix| self.applies(*ix).in_force)
            .map(|ix| library.requirement(ix))
            .filter(|requirement| !requirement.is_doubtful() && !requirement.our_reading)
            .map(|requirement| requirement.force)
            .min()
    }

    /// Returns the exchange to expect over a question answered “not met”, if it has its own.
    pub fn exchange(&self, question: QuestionIx) -> Option<&Exchange> {
        let mut all = self.exchanges.iter();
        all.find(|(ix, _)| *ix == question).map(|(_, one)| one)
    }

    /// Returns true if a question is asked of this review.
    ///
    /// It arises at this place and date and something here hangs on it, or it has an answer; and
    /// it is not kept for the full audit.
    pub fn is_asked(&self, library: &Library, ix: QuestionIx) -> bool {
        let question = library.question(ix);
        self.asking(ix).is_asked(question, self.answered(ix))
    }

    /// Returns true if the full audit asks a question of this review.
    pub fn is_asked_in_full(&self, ix: QuestionIx) -> bool {
        self.asking(ix).in_full
    }

    /// Returns the questions that only the full audit asks of this review, in walking order.
    pub fn only_in_full<'l>(
        &'l self,
        library: &'l Library,
    ) -> impl Iterator<Item = QuestionIx> + 'l {
        let walk = library.walk().iter().copied();
        walk.filter(|ix| self.is_asked_in_full(*ix) && !self.is_asked(library, *ix))
    }
}
