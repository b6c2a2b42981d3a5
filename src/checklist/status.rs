//! Statuses of answers, and the states of questions and requirements that follow from them: one row
//! for each.
//!
//! A row ([`StateSpec`]) holds everything that distinguishes one status from another: its words, its
//! marks, its bearing on the findings, and what the record must hold beside it. The rest of the
//! program asks the row, so that a new status is a variant and a row here, a key and a colour.

use crate::base::word::words;

words! {
    /// Answer to a judgement question. No answer at all is "unanswered".
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

words! {
    /// State of a requirement: that of its weakest deciding question. The weakest comes first.
    pub enum State is "a state of a requirement" {
        /// A deciding question is not met.
        NotMet = "not-met",
        /// The evidence was asked for, and refused or not given.
        Withheld = "withheld",
        /// A deciding question is partly met.
        Partly = "partly",
        /// Looked for, and nothing shows it.
        NoEvidence = "no-evidence",
        /// A deciding question has no answer.
        Unanswered = "unanswered",
        /// Every deciding question that arises is met.
        Met = "met",
        /// No deciding question arises in this review.
        NotApplicable = "not-applicable",
    }
}

/// Bearing of a state on the findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bearing {
    /// It was not done, or not all of it.
    Fails,
    /// Nothing shows it: a gap, which settles no condition.
    ShowsNothing,
    /// No answer yet, which settles no condition either.
    Open,
    /// It was done.
    Holds,
    /// It does not arise in this review.
    DoesNotArise,
}

/// Part of the record without which a status is only a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// Nothing more.
    Nothing,
    /// Evidence.
    Evidence,
    /// Evidence, or a note.
    EvidenceOrNote,
    /// A reason in the note.
    Reason,
    /// The request that was refused or not answered.
    Request,
}

words! {
    /// The colour of a row in a grid of lights, never shown without words.
    pub enum Light is "a light" {
        /// Not done.
        Red = "red",
        /// In part, refused, or not shown.
        Amber = "amber",
        /// Done.
        Green = "green",
        /// Not looked at, or does not arise.
        Off = "off",
    }
}

/// The row of a status, or of the state that a question without an answer is in.
#[derive(Debug)]
pub struct StateSpec {
    /// Its bearing on the findings.
    pub bearing: Bearing,
    /// The part of the record that it needs.
    pub needs: Needs,
    /// Label, the one word for it everywhere.
    label: &'static str,
    /// Word in a spreadsheet that is to be filled in.
    pub in_form: &'static str,
    /// Words that people write for it in a spreadsheet: small letters, no hyphens.
    pub synonyms: &'static [&'static str],
    /// Instruction to whoever fills in a spreadsheet.
    pub instruction: &'static str,
    /// Line beside its mark in the help.
    pub caption: &'static str,
    /// Sentence that answers the question: was it done?
    pub sentence: &'static str,
    /// Colour in a grid of lights.
    pub light: Light,
    /// Mark in a report, so that it is never shown by colour alone.
    pub symbol: &'static str,
    /// Mark on the screen, one cell wide: in any modern terminal, and in ASCII.
    pub glyph: (&'static str, &'static str),
}

impl State {
    /// Returns the row of the state.
    #[expect(
        clippy::too_many_lines,
        reason = "a table: a row for each state, and the compiler misses none"
    )]
    pub const fn spec(self) -> &'static StateSpec {
        match self {
            Self::NotMet => &StateSpec {
                bearing: Bearing::Fails,
                needs: Needs::EvidenceOrNote,
                label: "not met",
                in_form: "not met",
                synonyms: &[
                    "not met", "unmet", "no", "n", "false", "not done", "fail", "failed", "✗", "✘",
                    "✖", "❌", "☒",
                ],
                instruction: "The evidence shows it was not done.",
                caption: "not met",
                sentence: "On the papers we have, the answer is no.",
                light: Light::Red,
                symbol: "✗",
                glyph: ("✗", "x"),
            },
            Self::Withheld => &StateSpec {
                bearing: Bearing::ShowsNothing,
                needs: Needs::Request,
                label: "withheld",
                in_form: "withheld",
                synonyms: &[
                    "withheld",
                    "refused",
                    "asked and refused",
                    "not disclosed",
                    "not provided",
                    "information withheld",
                    "⊘",
                ],
                instruction: "You asked and were refused, or not answered.",
                caption: "withheld: we asked, and were refused or not answered",
                sentence: "This was asked for and not given.",
                light: Light::Amber,
                symbol: "⊘",
                glyph: ("!", "!"),
            },
            Self::Partly => &StateSpec {
                bearing: Bearing::Fails,
                needs: Needs::Reason,
                label: "partly",
                in_form: "partly",
                synonyms: &[
                    "partly",
                    "partly met",
                    "partial",
                    "partially",
                    "partially met",
                    "met in part",
                    "in part",
                    "only in part",
                    "part met",
                    "part",
                    "◐",
                ],
                instruction: "Some of it was done; say in the note what was not.",
                caption: "partly",
                sentence: "Partly.",
                light: Light::Amber,
                symbol: "◐",
                glyph: ("~", "~"),
            },
            Self::NoEvidence => &StateSpec {
                bearing: Bearing::ShowsNothing,
                needs: Needs::Nothing,
                label: "no evidence",
                in_form: "no evidence",
                synonyms: &[
                    "no evidence",
                    "none found",
                    "nothing found",
                    "nothing shows it",
                    "not evidenced",
                    "no proof",
                    "no evidence found",
                    "not shown",
                ],
                instruction: "You looked, and nothing shows it. It is something to ask for.",
                caption: "no evidence: we looked, and nothing shows it",
                sentence: "We looked, and nothing shows it.",
                light: Light::Amber,
                symbol: "?",
                glyph: ("?", "?"),
            },
            Self::Unanswered => &StateSpec {
                bearing: Bearing::Open,
                needs: Needs::Nothing,
                label: "open",
                in_form: "",
                synonyms: &[
                    "unanswered",
                    "no answer",
                    "no answer yet",
                    "not answered",
                    "not answered yet",
                    "open",
                    "tbc",
                    "tba",
                    "tbd",
                    "to do",
                    "todo",
                    "to be confirmed",
                    "pending",
                    "unknown",
                    "not known",
                    "don't know",
                    "dont know",
                    "do not know",
                    "not sure",
                    "unsure",
                ],
                instruction: "",
                caption: "open",
                sentence: "Not answered yet.",
                light: Light::Off,
                symbol: "·",
                glyph: ("·", "."),
            },
            Self::Met => &StateSpec {
                bearing: Bearing::Holds,
                needs: Needs::Evidence,
                label: "met",
                in_form: "met",
                synonyms: &[
                    "met",
                    "yes",
                    "y",
                    "true",
                    "fully met",
                    "met in full",
                    "fully",
                    "done",
                    "complied",
                    "pass",
                    "passed",
                    "✓",
                    "✔",
                    "☑",
                    "✅",
                ],
                instruction: "The evidence shows it was done.",
                caption: "met",
                sentence: "Yes.",
                light: Light::Green,
                symbol: "✓",
                glyph: ("✓", "+"),
            },
            Self::NotApplicable => &StateSpec {
                bearing: Bearing::DoesNotArise,
                needs: Needs::Reason,
                label: "not applicable",
                in_form: "not applicable",
                synonyms: &[
                    "not applicable",
                    "n/a",
                    "na",
                    "n.a",
                    "n a",
                    "does not arise",
                    "does not apply",
                    "not relevant",
                ],
                instruction: "It does not arise in this review; say why in the note.",
                caption: "not applicable: it does not arise in this review",
                sentence: "It does not arise.",
                light: Light::Off,
                symbol: "–",
                glyph: ("-", "-"),
            },
        }
    }

    /// Returns the label of the state.
    pub const fn label(self) -> &'static str {
        self.spec().label
    }

    /// Returns true if it settles no condition: nothing shows it, or there is no answer.
    pub const fn is_unsettled(self) -> bool {
        matches!(self.spec().bearing, Bearing::ShowsNothing | Bearing::Open)
    }

    /// Returns true if a requirement in this state can be held against the review: it failed, or
    /// nothing shows that it did not.
    pub const fn is_against(self) -> bool {
        matches!(self.spec().bearing, Bearing::Fails | Bearing::ShowsNothing)
    }
}

impl Status {
    /// Returns the state of a question that is answered with it.
    pub const fn state(self) -> State {
        match self {
            Self::Met => State::Met,
            Self::Partly => State::Partly,
            Self::NotMet => State::NotMet,
            Self::NoEvidence => State::NoEvidence,
            Self::Withheld => State::Withheld,
            Self::NotApplicable => State::NotApplicable,
        }
    }

    /// Returns the row of the status.
    pub const fn spec(self) -> &'static StateSpec {
        self.state().spec()
    }

    /// Returns the label of the status.
    pub const fn label(self) -> &'static str {
        self.spec().label
    }

    /// Returns true if it says that something was not done, or not all of it.
    pub const fn is_failing(self) -> bool {
        matches!(self.spec().bearing, Bearing::Fails)
    }

    /// Returns true if nothing shows it: it is something to ask for.
    pub const fn is_gap(self) -> bool {
        matches!(self.spec().bearing, Bearing::ShowsNothing)
    }

    /// Returns true if the question arises in this review.
    pub const fn arises(self) -> bool {
        !matches!(self.spec().bearing, Bearing::DoesNotArise)
    }

    /// Returns true if a date, a figure or a choice can have it: not given, not found, does not arise.
    pub const fn suits_a_fact(self) -> bool {
        !self.arises() || self.is_gap() || self.is_refusal()
    }

    /// Returns true if it says that a request was refused or not answered.
    pub const fn is_refusal(self) -> bool {
        matches!(self.spec().needs, Needs::Request)
    }
}

impl From<Option<Status>> for State {
    fn from(status: Option<Status>) -> Self {
        status.map_or(Self::Unanswered, Status::state)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Word as _;

    #[test]
    fn every_status_is_a_state_of_the_same_word_and_only_no_answer_is_none() {
        for status in Status::ALL {
            assert_eq!(status.word(), status.state().word());
        }
        for state in State::ALL {
            let answers = Status::ALL.iter().filter(|one| one.state() == *state);
            assert_eq!(answers.count(), usize::from(*state != State::Unanswered));
        }
    }

    #[test]
    fn the_states_are_listed_from_the_weakest_so_that_the_least_of_them_decides() {
        let against = State::ALL.iter().take_while(|one| one.is_against()).count();
        let all = State::ALL.iter().filter(|one| one.is_against()).count();
        assert_eq!(
            against, all,
            "nothing stronger comes before a failing state"
        );
        assert!(State::Unanswered > State::NoEvidence && State::Unanswered < State::Met);
        assert_eq!(
            [State::Met, State::NotMet].into_iter().min(),
            Some(State::NotMet)
        );
    }

    #[test]
    fn no_two_states_share_a_mark_or_a_word_that_people_write() {
        let marks: [fn(&StateSpec) -> Vec<&'static str>; 4] = [
            |row| vec![row.symbol],
            |row| vec![row.glyph.0],
            |row| vec![row.glyph.1],
            |row| row.synonyms.to_vec(),
        ];
        for of in marks {
            let mut all: Vec<&str> = State::ALL.iter().flat_map(|one| of(one.spec())).collect();
            let count = all.len();
            all.sort_unstable();
            all.dedup();
            assert_eq!(all.len(), count, "{all:?}");
        }
    }
}
