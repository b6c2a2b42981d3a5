//! The people of a council who can answer for a subject: one row for each office.

use super::ids::{FileIx, QuestionIx};
use super::vocabulary::Topic;
use crate::base::Text;

/// An office, the subjects its holder can answer for, and the question that opens each of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Witness {
    /// Its id.
    pub id: Text,
    /// The file that defines it.
    pub file: FileIx,
    /// The office, as part of a sentence.
    pub office: Text,
    /// The subject, as a heading.
    pub about: Text,
    /// The one question that opens the subject.
    pub ask: Text,
    /// The topics its holder can answer for.
    pub topics: Vec<Topic>,
    /// The questions of other topics that they can answer for.
    pub questions: Vec<QuestionIx>,
    /// Source of the row.
    pub source: Text,
}

#[cfg(test)]
mod tests {
    use crate::base::Word as _;
    use crate::checklist::{Topic, load, shipped};

    #[test]
    fn every_topic_has_someone_who_can_answer_for_it() {
        let library = load(&shipped::checklists()).expect("ours");
        for topic in Topic::ALL {
            let of_topic = |one: &&super::Witness| one.topics.contains(topic);
            assert_eq!(
                library.witnesses().iter().filter(of_topic).count(),
                1,
                "{topic}"
            );
        }
    }

    #[test]
    fn a_question_that_a_row_names_is_for_that_office_whatever_its_topic() {
        let library = load(&shipped::checklists()).expect("ours");
        let of = |id: &str| {
            let ix = library.find_question(id).expect(id);
            library.witness_of(ix).expect(id).id.as_str()
        };
        assert_eq!(of("savings.deliverable"), "finance-officer");
        assert_eq!(of("objectives.stated"), "head-of-service");
        assert_eq!(of("scrutiny.answered"), "monitoring-officer");
    }
}
