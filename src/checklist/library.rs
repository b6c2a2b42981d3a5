//! The loaded checklists: everything that can be asked, and everything based on it.
//!
//! A library is made by [`super::load::load`] alone and never changes. Looking something up by its
//! index always succeeds; looking it up by its id may not.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};

use super::condition::Condition;
use super::deadline::Deadline;
use super::glossary::Term;
use super::holidays::Holidays;
use super::ids::{
    DeadlineIx, FileIx, FlagIx, PrecedentIx, QuestionIx, RequirementIx, SectionIx, StrengthIx,
    TermIx, TrapIx,
};
use super::model::{
    ChecklistFile, Flag, MergedQuestion, Precedent, Question, Requirement, Scenario, Section,
    Strength, Trap,
};
use super::vocabulary::Topic;
use super::witness::Witness;
use crate::base::Text;
use crate::wording::Sought;

/// The number of libraries loaded so far.
static LOADED: AtomicU64 = AtomicU64::new(0);

/// All loaded checklists.
#[derive(Debug, Clone, Default)]
#[expect(
    clippy::vec_box,
    reason = "the larger entries are handed over by the loader, and not held twice while it works"
)]
pub struct Library {
    pub(super) files: Vec<ChecklistFile>,
    pub(super) sections: Vec<Section>,
    pub(super) questions: Vec<Box<Question>>,
    pub(super) merged: Vec<MergedQuestion>,
    pub(super) requirements: Vec<Box<Requirement>>,
    pub(super) flags: Vec<Box<Flag>>,
    pub(super) strengths: Vec<Strength>,
    pub(super) precedents: Vec<Box<Precedent>>,
    pub(super) traps: Vec<Box<Trap>>,
    pub(super) scenarios: Vec<Scenario>,
    pub(super) deadlines: Vec<Box<Deadline>>,
    pub(super) terms: Vec<Term>,
    pub(super) witnesses: Vec<Witness>,
    pub(super) holidays: Holidays,
    /// Those that come with the program, if the user's own list differs.
    pub(super) shipped_holidays: Option<Holidays>,
    /// The places of the questions and of the requirements by their ids.
    pub(super) by_id: HashMap<Text, usize>,
    pub(super) requirement_by_id: HashMap<Text, usize>,
    walk: Vec<QuestionIx>,
    /// The place of each question in the walk.
    walk_places: Vec<usize>,
    /// Those of the walk that are core.
    core: Vec<QuestionIx>,
    /// A number that no other library of this process has, but its clones.
    serial: u64,
    /// The questions that something refers to.
    referred_to: Vec<bool>,
    /// The phrases that traps look for in what a person wrote, by the places of the traps.
    cites: Sought,
}

macro_rules! lookups {
    ($($(#[$meta:meta])* $one:ident, $all:ident, $entries:ident: $ix:ident => $type:ty;)+) => {
        impl Library {
            $(
                $(#[$meta])*
                #[expect(clippy::indexing_slicing, reason = "only the loader makes an index, from this very list")]
                pub fn $one(&self, ix: $ix) -> &$type {
                    &self.$entries[ix.0]
                }

                /// Returns all of them with their indexes, in the order of files and lines.
                pub fn $all(&self) -> impl ExactSizeIterator<Item = ($ix, &$type)> + Clone {
                    self.$entries.iter().enumerate().map(|(place, entry)| {
                        let entry: &$type = entry;
                        ($ix(place), entry)
                    })
                }
            )+
        }
    };
}

lookups! {
    /// Returns the checklist file at an index.
    file, files, files: FileIx => ChecklistFile;
    /// Returns the section at an index.
    section, sections, sections: SectionIx => Section;
    /// Returns the question at an index.
    question, questions, questions: QuestionIx => Question;
    /// Returns the requirement at an index.
    requirement, requirements, requirements: RequirementIx => Requirement;
    /// Returns the flag at an index.
    flag, flags, flags: FlagIx => Flag;
    /// Returns the strength at an index.
    strength, strengths, strengths: StrengthIx => Strength;
    /// Returns the precedent at an index.
    precedent, precedents, precedents: PrecedentIx => Precedent;
    /// Returns the trap at an index.
    trap, traps, traps: TrapIx => Trap;
    /// Returns the time limit at an index.
    deadline, deadlines, deadlines: DeadlineIx => Deadline;
    /// Returns the word of the glossary at an index.
    term, terms, terms: TermIx => Term;
}

impl Library {
    /// Returns the scenarios, in the order of files and lines.
    pub fn scenarios(&self) -> &[Scenario] {
        &self.scenarios
    }

    /// Returns the people who can answer for a subject, in the order of files and lines.
    pub fn witnesses(&self) -> &[Witness] {
        &self.witnesses
    }

    /// Returns the witness for a question: the one that names it, else the first for its topic.
    pub fn witness_of(&self, ix: QuestionIx) -> Option<&Witness> {
        let topic = self.question(ix).topic;
        let mut all = self.witnesses.iter();
        let named = all.find(|one| one.questions.contains(&ix));
        named.or_else(|| {
            let mut all = self.witnesses.iter();
            all.find(|one| one.topics.contains(&topic))
        })
    }

    /// Returns a number that tells this library from every other that this process has loaded.
    pub const fn serial(&self) -> u64 {
        self.serial
    }

    /// Returns the bank holidays.
    pub const fn holidays(&self) -> &Holidays {
        &self.holidays
    }

    /// Returns the bank holidays that come with the program, if the user's own list differs.
    pub const fn shipped_holidays(&self) -> Option<&Holidays> {
        self.shipped_holidays.as_ref()
    }

    /// Returns the index of the time limit with an id, if there is one.
    pub fn find_deadline(&self, id: &str) -> Option<DeadlineIx> {
        let mut all = self.deadlines();
        all.find(|(_, one)| one.id == id).map(|(ix, _)| ix)
    }

    /// Returns the index of the question with an id, if there is one.
    pub fn find_question(&self, id: &str) -> Option<QuestionIx> {
        self.by_id.get(id).copied().map(QuestionIx)
    }

    /// Returns the questions that others have taken in, in the order of files and lines.
    pub fn merged(&self) -> &[MergedQuestion] {
        &self.merged
    }

    /// Returns the index of the question with an id, or of the one that has taken it in.
    pub fn find_current(&self, id: &str) -> Option<QuestionIx> {
        self.find_question(id).or_else(|| {
            let mut merged = self.merged.iter();
            merged.find(|one| one.id == id).map(|one| one.into)
        })
    }

    /// Returns the index of the requirement with an id, if there is one.
    pub fn find_requirement(&self, id: &str) -> Option<RequirementIx> {
        self.requirement_by_id.get(id).copied().map(RequirementIx)
    }

    /// Returns the index of the flag with an id, if there is one.
    pub fn find_flag(&self, id: &str) -> Option<FlagIx> {
        self.flags()
            .find(|(_, flag)| flag.id == id)
            .map(|(ix, _)| ix)
    }

    /// Returns all questions in walking order: section by section.
    pub fn walk(&self) -> &[QuestionIx] {
        &self.walk
    }

    /// Returns the place of a question in the walk.
    #[expect(
        clippy::indexing_slicing,
        reason = "one entry for each question of the library"
    )]
    pub fn place_in_walk(&self, ix: QuestionIx) -> usize {
        self.walk_places[ix.0]
    }

    /// Returns true if a requirement, flag, strength or trap of any place or date refers to a
    /// question.
    pub fn is_referred_to(&self, ix: QuestionIx) -> bool {
        self.referred_to.get(ix.0) == Some(&true)
    }

    /// Tells the place of each trap that has a phrase in a text.
    pub fn traps_in(&self, text: &str, found: impl FnMut(usize)) {
        self.cites.in_text(text, found);
    }

    /// Returns the core questions in walking order.
    pub fn core(&self) -> impl Iterator<Item = QuestionIx> + '_ {
        self.core.iter().copied()
    }

    /// Returns the core question that represents a topic.
    ///
    /// The one marked as its lead, else its first in walking order.
    pub fn lead(&self, topic: Topic) -> Option<QuestionIx> {
        let of_topic = || self.core().filter(|ix| self.question(*ix).topic == topic);
        of_topic()
            .find(|ix| self.question(*ix).lead)
            .or_else(|| of_topic().next())
    }

    /// Returns the instruments in the order they are first named.
    ///
    /// An instrument is a law, guidance, an agreement or the Code.
    pub fn instruments(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for requirement in &self.requirements {
            if !names.contains(&requirement.instrument.as_str()) {
                names.push(&requirement.instrument);
            }
        }
        names
    }

    /// Fills in the reverse side of every reference and the walking order.
    pub(super) fn link(&mut self) {
        for (place, question) in self.questions.iter().enumerate() {
            let ix = QuestionIx(place);
            if let Some(section) = self.sections.get_mut(question.section.0) {
                section.questions.push(ix);
            }
        }
        for (place, requirement) in self.requirements.iter().enumerate() {
            let ix = RequirementIx(place);
            for question in &requirement.questions {
                if let Some(question) = self.questions.get_mut(question.0) {
                    question.decides.push(ix);
                }
            }
            for question in &requirement.see_also {
                if let Some(question) = self.questions.get_mut(question.0) {
                    question.beside.push(ix);
                }
            }
        }
        self.walk = self
            .sections
            .iter()
            .flat_map(|one| one.questions.iter().copied())
            .collect();
        self.walk_places = vec![0; self.questions.len()];
        for (at, ix) in self.walk.iter().enumerate() {
            if let Some(place) = self.walk_places.get_mut(ix.0) {
                *place = at;
            }
        }
        let core = self.walk.iter().filter(|ix| self.question(**ix).core);
        self.core = core.copied().collect();
        let flags = self.flags.iter().map(|one| &one.when);
        let strengths = self.strengths.iter().map(|one| &one.when);
        let traps = self.traps.iter().filter_map(|one| one.when.as_ref());
        let requirements = self.requirements.iter();
        let applies = requirements
            .clone()
            .filter_map(|one| one.applies_if.as_ref());
        let mut found = vec![false; self.questions.len()];
        let mut refer_to = |ix: &QuestionIx| {
            if let Some(found) = found.get_mut(ix.0) {
                *found = true;
            }
        };
        requirements
            .flat_map(|one| one.questions.iter().chain(&one.see_also))
            .for_each(&mut refer_to);
        for condition in flags.chain(strengths).chain(traps).chain(applies) {
            condition.walk(&mut |one| {
                if let Condition::Question(ix, _) = one {
                    refer_to(ix);
                }
            });
        }
        self.referred_to = found;
        let traps = self.traps.iter().enumerate();
        let cites =
            traps.flat_map(|(place, trap)| trap.cites.iter().map(move |cite| (place, cite)));
        self.cites = Sought::among(cites);
        self.serial = LOADED.fetch_add(1, Ordering::Relaxed) + 1;
    }
}
