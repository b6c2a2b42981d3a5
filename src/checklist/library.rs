//! The loaded checklists: everything that can be asked, and what rests on it.
//!
//! A library is made by [`super::load::load`] alone and never changes. Looking something up by its
//! index always succeeds; looking it up by its id may not.

use std::collections::HashMap;

use super::model::{
    ChecklistFile, FileIx, Flag, FlagIx, Precedent, PrecedentIx, Question, QuestionIx, Requirement,
    RequirementIx, Scenario, Section, SectionIx, Strength, StrengthIx, Trap, TrapIx,
};
use super::vocabulary::Topic;

/// All loaded checklists.
#[derive(Debug, Clone, Default)]
pub struct Library {
    pub(super) files: Vec<ChecklistFile>,
    pub(super) sections: Vec<Section>,
    pub(super) questions: Vec<Question>,
    pub(super) requirements: Vec<Requirement>,
    pub(super) flags: Vec<Flag>,
    pub(super) strengths: Vec<Strength>,
    pub(super) precedents: Vec<Precedent>,
    pub(super) traps: Vec<Trap>,
    pub(super) scenarios: Vec<Scenario>,
    by_id: HashMap<String, QuestionIx>,
    requirement_by_id: HashMap<String, RequirementIx>,
    walk: Vec<QuestionIx>,
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

                /// All of them with their indexes, in the order of files and lines.
                pub fn $all(&self) -> impl ExactSizeIterator<Item = ($ix, &$type)> + Clone {
                    self.$entries.iter().enumerate().map(|(place, entry)| ($ix(place), entry))
                }
            )+
        }
    };
}

lookups! {
    /// A checklist file.
    file, files, files: FileIx => ChecklistFile;
    /// A section.
    section, sections, sections: SectionIx => Section;
    /// A question.
    question, questions, questions: QuestionIx => Question;
    /// A requirement.
    requirement, requirements, requirements: RequirementIx => Requirement;
    /// A flag.
    flag, flags, flags: FlagIx => Flag;
    /// A strength.
    strength, strengths, strengths: StrengthIx => Strength;
    /// A precedent.
    precedent, precedents, precedents: PrecedentIx => Precedent;
    /// A trap.
    trap, traps, traps: TrapIx => Trap;
}

impl Library {
    /// The scenarios, in the order of files and lines.
    pub fn scenarios(&self) -> &[Scenario] {
        &self.scenarios
    }

    /// The question with an id, if there is one.
    pub fn find_question(&self, id: &str) -> Option<QuestionIx> {
        self.by_id.get(id).copied()
    }

    /// The requirement with an id, if there is one.
    pub fn find_requirement(&self, id: &str) -> Option<RequirementIx> {
        self.requirement_by_id.get(id).copied()
    }

    /// The flag with an id, if there is one.
    pub fn find_flag(&self, id: &str) -> Option<FlagIx> {
        self.flags()
            .find(|(_, flag)| flag.id == id)
            .map(|(ix, _)| ix)
    }

    /// The checklist with an id, if there is one.
    pub fn find_file(&self, id: &str) -> Option<FileIx> {
        self.files()
            .find(|(_, file)| file.id == id)
            .map(|(ix, _)| ix)
    }

    /// All questions in the order of walking: section by section.
    pub fn walk(&self) -> &[QuestionIx] {
        &self.walk
    }

    /// The core questions in the order of walking.
    pub fn core(&self) -> impl Iterator<Item = QuestionIx> + '_ {
        self.walk
            .iter()
            .copied()
            .filter(|ix| self.question(*ix).core)
    }

    /// The core question that stands for a topic: the one marked as its lead, else its first in the
    /// order of walking.
    pub fn lead(&self, topic: Topic) -> Option<QuestionIx> {
        let of_topic = || self.core().filter(|ix| self.question(*ix).topic == topic);
        of_topic()
            .find(|ix| self.question(*ix).lead)
            .or_else(|| of_topic().next())
    }

    /// The yardsticks in the order they are first named: each law, guidance, agreement, the Code.
    pub fn instruments(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for requirement in &self.requirements {
            if !names.contains(&requirement.instrument.as_str()) {
                names.push(&requirement.instrument);
            }
        }
        names
    }

    /// Fills in the other side of every reference.
    pub(super) fn link(&mut self) {
        for (place, question) in self.questions.iter().enumerate() {
            let ix = QuestionIx(place);
            self.by_id.insert(question.id.clone(), ix);
            if let Some(section) = self.sections.get_mut(question.section.0) {
                section.questions.push(ix);
            }
        }
        for (place, requirement) in self.requirements.iter().enumerate() {
            let ix = RequirementIx(place);
            self.requirement_by_id.insert(requirement.id.clone(), ix);
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
    }
}
