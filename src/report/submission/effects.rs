//! Part of the submission: the effects on the people who use the service, then on staff, then on the
//! area.

use crate::checklist::{QuestionIx, QuestionKind, Topic};
use crate::findings::Support;

use super::super::ground::Ground;
use super::super::words;
use super::Submission;
use crate::wording::{capital, list, sentence};

/// The people affected, in the order in which a committee asks about them, with the topics that are
/// about them.
const AFFECTED: [(&str, &[Topic]); 3] = [
    (
        "The people who use the service",
        &[Topic::Users, Topic::Equality],
    ),
    ("The staff", &[Topic::Employment, Topic::UnionsAndStaff]),
    (
        "The area",
        &[Topic::Residents, Topic::Business, Topic::Sustainability],
    ),
];

/// Most things not shown that are named of one group.
const NAMED: usize = 4;

impl Submission<'_> {
    /// Adds a paragraph for each group: the grounds about it, the figures shown, what is not shown.
    pub(super) fn effects(&mut self, grounds: &[Ground<'_>]) {
        self.draft.heading(1, "Who it affects");
        for (who, topics) in AFFECTED {
            let said = self.effect(topics, grounds);
            let said = if said.is_empty() {
                "We raise no point on this.".to_owned()
            } else {
                said.join(" ")
            };
            self.draft.labelled(who, said);
        }
    }

    fn effect(&self, topics: &[Topic], grounds: &[Ground<'_>]) -> Vec<String> {
        let source = self.source;
        let is_about = |ix: &QuestionIx| topics.contains(&source.library.question(*ix).topic);
        let mut said: Vec<String> = grounds
            .iter()
            .enumerate()
            .filter(|(_, ground)| ground.questions.iter().any(is_about))
            .map(|(place, ground)| {
                let title = ground.title.trim_end_matches('.');
                format!("{} (ground {}).", capital(title), place + 1)
            })
            .collect();
        for ix in source.library.walk().iter().filter(|ix| is_about(ix)) {
            let question = source.library.question(*ix);
            let answered = source.findings.answered(*ix);
            if let (QuestionKind::Figure(_), Some(value), Support::Shown, false) = (
                &question.kind,
                &answered.value,
                answered.support,
                answered.contested,
            ) {
                let value = words::value(question, value);
                said.push(sentence(&format!("{}: {value}", question.short)));
            }
        }
        let gaps: Vec<String> = source
            .findings
            .gaps
            .iter()
            .map(|gap| gap.question)
            .filter(is_about)
            .take(NAMED)
            .map(|ix| format!("“{}”", source.library.question(ix).short))
            .collect();
        if !gaps.is_empty() {
            said.push(format!(
                "What we have does not show these: {}.",
                list(&gaps)
            ));
        }
        said
    }
}
