//! A comparison of two audits of one review, as of the draft with the final report.
//!
//! Both are read with one library, so answers given to an earlier edition of a checklist are matched
//! as they are shown: under their own question, or under the one that has taken it in.
//!
//! ```text
//!   draft                          final                         told as
//!   met, partly, or quoted         no evidence, or a search      quietly dropped
//!                                  that found nothing
//!   met → partly, partly → not     (any lower status)            worse
//!   not met, partly, no evidence   met                           fixed
//!   not met, no evidence           partly                        better
//!   any                            nothing recorded yet          still to be answered
//! ```

use serde::Serialize;

use super::Findings;
use crate::audit::{Answer, Audit, Evidence};
use crate::checklist::{FlagIx, Library, QuestionIx, Status, VerdictId};
use crate::wording::{DiffPart, Fate, compared_text, compared_words, is_promise, word_diff};

/// Kind of a difference between the answers to one question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AnswerChange {
    /// The draft showed it, and the final has nothing on it.
    Dropped,
    /// The status is lower.
    Worse,
    /// The status was lower and is now “met”.
    Fixed,
    /// The status is higher, and not yet “met”.
    Better,
    /// The value is another, or the question no longer arises, or now does.
    Otherwise,
    /// Nothing was recorded on the draft.
    NewlyAnswered,
    /// Nothing is recorded on the final yet.
    StillOpen,
    /// The answer is the same; its note or its quotations are not.
    Reworded,
    /// All is the same.
    Unchanged,
}

impl AnswerChange {
    /// Every kind, the most important first.
    pub const ALL: [Self; 9] = [
        Self::Dropped,
        Self::Worse,
        Self::Fixed,
        Self::Better,
        Self::Otherwise,
        Self::NewlyAnswered,
        Self::StillOpen,
        Self::Reworded,
        Self::Unchanged,
    ];

    /// Returns the heading of the questions with such a difference.
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Dropped => "Quietly dropped: the draft had it, and the final has nothing on it",
            Self::Worse => "Worse than on the draft",
            Self::Fixed => "Fixed since the draft",
            Self::Better => "Better than on the draft, and not yet met",
            Self::Otherwise => "Answered differently",
            Self::NewlyAnswered => "Answered for the first time on the final",
            Self::StillOpen => "Answered on the draft, and not yet on the final",
            Self::Reworded => "Only reworded",
            Self::Unchanged => "Unchanged",
        }
    }
}

/// The answers to one question in two audits.
#[derive(Debug, Clone, PartialEq)]
pub struct ComparedAnswer {
    /// The question.
    pub question: QuestionIx,
    /// The kind of difference.
    pub change: AnswerChange,
    /// The comparison of the notes; empty if they say the same.
    pub note: Vec<DiffPart>,
    /// Quotations of the draft that the final does not have.
    pub quotes_gone: Vec<String>,
    /// Quotations that only the final has.
    pub quotes_new: Vec<String>,
    /// True for each audit whose answer was given to other words of the question.
    pub to_confirm: (bool, bool),
}

/// A promise quoted on the draft, with what became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct QuotedPromise {
    /// The fate.
    pub fate: Fate,
    /// The question it is quoted under.
    pub question: QuestionIx,
    /// The words quoted.
    pub quote: String,
    /// The words of the final that come nearest, under the same question, compared with it.
    pub words: Vec<DiffPart>,
}

/// A comparison of two audits.
#[derive(Debug, Clone, PartialEq)]
pub struct AuditComparison {
    /// The verdicts before and after, on what is shown.
    pub verdict: (VerdictId, VerdictId),
    /// The flags that fired on the draft and no longer do.
    pub flags_gone: Vec<FlagIx>,
    /// The flags that fire on the final alone.
    pub flags_new: Vec<FlagIx>,
    /// The flags that fire on both.
    pub flags_kept: Vec<FlagIx>,
    /// The promises quoted on the draft, the dropped ones first.
    pub promises: Vec<QuotedPromise>,
    /// Every question that one of the two answers, the most important difference first, in the order
    /// of the walk.
    pub answers: Vec<ComparedAnswer>,
    /// Ids of answers in either that no checklist asks any more: they are not compared.
    pub orphaned: Vec<String>,
}

impl AuditComparison {
    /// Returns the answers with a kind of difference, in the order of the walk.
    pub fn with_change(&self, change: AnswerChange) -> impl Iterator<Item = &ComparedAnswer> {
        self.answers.iter().filter(move |one| one.change == change)
    }
}

/// Compares an audit of the draft with one of the final; `findings` are theirs, by the same library.
pub fn compare_audits(
    library: &Library,
    before: (&Audit, &Findings),
    after: (&Audit, &Findings),
) -> AuditComparison {
    let all_after: Vec<&str> = after.0.answers.values().flat_map(quotes).collect();
    let mut answers = Vec::new();
    let mut promises = Vec::new();
    for ix in library.walk().iter().copied() {
        let given = |audit| {
            let answer = Audit::answer_of(audit, library, ix);
            answer.filter(|answer| !answer.is_empty())
        };
        let (was, now) = (given(before.0), given(after.0));
        if was.is_none() && now.is_none() {
            continue;
        }
        let blank = Answer::default();
        let (old, new) = (was.unwrap_or(&blank), now.unwrap_or(&blank));
        let only = |these: &Answer, others: &Answer| {
            let others: Vec<String> = quotes(others).map(plain).collect();
            let gone = quotes(these).filter(|one| !others.contains(&plain(one)));
            gone.map(ToOwned::to_owned).collect::<Vec<_>>()
        };
        let note = word_diff(&old.note, &new.note);
        let note_is_same = note.iter().all(DiffPart::is_same);
        let (quotes_gone, quotes_new) = (only(old, new), only(new, old));
        let reworded = !note_is_same || !quotes_gone.is_empty() || !quotes_new.is_empty();
        let made = promises_of(old, new, &all_after).into_iter();
        promises.extend(made.map(|(fate, quote, words)| QuotedPromise {
            fate,
            question: ix,
            quote,
            words,
        }));
        answers.push(ComparedAnswer {
            question: ix,
            change: change(old, new, reworded),
            note: if note_is_same { Vec::new() } else { note },
            quotes_gone,
            quotes_new,
            to_confirm: (before.1.answered(ix).recheck, after.1.answered(ix).recheck),
        });
    }
    answers.sort_by_key(|one| one.change);
    promises.sort_by_key(|one| one.fate);
    let fired = |findings: &Findings| findings.all_fired().map(|one| one.flag).collect::<Vec<_>>();
    let (flags_before, flags_after) = (fired(before.1), fired(after.1));
    let (flags_kept, flags_gone) = (flags_before.iter()).partition(|one| flags_after.contains(one));
    let mut orphaned = [&before.1.orphaned[..], &after.1.orphaned[..]].concat();
    orphaned.sort_unstable();
    orphaned.dedup();
    AuditComparison {
        verdict: (before.1.verdict.id, after.1.verdict.id),
        flags_new: flags_after
            .into_iter()
            .filter(|one| !flags_before.contains(one))
            .collect(),
        flags_gone,
        flags_kept,
        promises,
        answers,
        orphaned,
    }
}

/// Returns the kind of difference between two answers, of which one at least records something.
fn change(old: &Answer, new: &Answer, reworded: bool) -> AnswerChange {
    let is_open = |answer: &Answer| answer.status.is_none() && answer.value.is_none();
    let showed = matches!(old.status, Some(Status::Met | Status::Partly))
        || old.evidence.iter().any(is_placed);
    let silent = new.status == Some(Status::NoEvidence)
        || (!matches!(new.status, Some(Status::Met | Status::Partly))
            && new.evidence.iter().any(|one| one.absence.is_some()));
    if showed && silent && old.status != Some(Status::NoEvidence) && !proves_absence(old) {
        return AnswerChange::Dropped;
    }
    match (is_open(old), is_open(new)) {
        (true, false) => return AnswerChange::NewlyAnswered,
        (false, true) => return AnswerChange::StillOpen,
        _ => {}
    }
    match (old.status.and_then(rung), new.status.and_then(rung)) {
        (Some(was), Some(now)) if now < was => AnswerChange::Worse,
        (Some(was), Some(now)) if now > was && new.status == Some(Status::Met) => {
            AnswerChange::Fixed
        }
        (Some(was), Some(now)) if now > was && new.status == Some(Status::Partly) => {
            AnswerChange::Better
        }
        _ if old.status != new.status || old.value != new.value => AnswerChange::Otherwise,
        _ if reworded => AnswerChange::Reworded,
        _ => AnswerChange::Unchanged,
    }
}

/// Returns the rung of a status; none where the question does not arise.
const fn rung(status: Status) -> Option<u8> {
    match status {
        Status::NotMet => Some(0),
        Status::NoEvidence | Status::Withheld => Some(1),
        Status::Partly => Some(2),
        Status::Met => Some(3),
        Status::NotApplicable => None,
    }
}

/// Returns true if a piece of evidence shows a place where something is said.
fn is_placed(one: &Evidence) -> bool {
    one.absence.is_none() && one.has_place()
}

fn proves_absence(answer: &Answer) -> bool {
    answer.evidence.iter().any(|one| one.absence.is_some())
}

fn quotes(answer: &Answer) -> impl Iterator<Item = &str> {
    let quotes = answer
        .evidence
        .iter()
        .filter_map(|one| one.quote.as_deref());
    quotes.filter(|one| !one.trim().is_empty())
}

/// Returns a text as it is compared.
fn plain(text: &str) -> String {
    compared_text(&compared_words(text))
}

/// Returns the promises that an answer on the draft quotes, each with its fate, and the comparison with
/// the words of the final that come nearest.
fn promises_of(
    old: &Answer,
    new: &Answer,
    all_after: &[&str],
) -> Vec<(Fate, String, Vec<DiffPart>)> {
    let promise = |quote: &str| {
        let kept = all_after
            .iter()
            .any(|one| plain(one).contains(&plain(quote)));
        let nearest = || {
            let worth = |one: &&str| {
                let same = word_diff(quote, one)
                    .into_iter()
                    .filter_map(|part| match part {
                        DiffPart::Same { text } => Some(text.len()),
                        DiffPart::Other { .. } => None,
                    });
                same.sum::<usize>() * 2
            };
            let like = quotes(new).filter(|one| worth(one) >= quote.len());
            like.max_by_key(worth)
        };
        let (fate, words) = if kept {
            (Fate::Kept, Vec::new())
        } else if let Some(near) = nearest() {
            let still = is_promise(near, None);
            let fate = if still {
                Fate::Changed
            } else {
                Fate::Withdrawn
            };
            (fate, word_diff(quote, near))
        } else {
            (Fate::Dropped, Vec::new())
        };
        (fate, quote.to_owned(), words)
    };
    let made = quotes(old).filter(|quote| is_promise(quote, None));
    made.map(promise).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::Absence;

    fn answer(status: Option<Status>, note: &str, quote: Option<&str>) -> Answer {
        Answer {
            status,
            note: note.to_owned(),
            evidence: quote
                .map(|quote| Evidence {
                    page: Some(3),
                    quote: Some(quote.to_owned()),
                    ..Evidence::default()
                })
                .into_iter()
                .collect(),
            ..Answer::default()
        }
    }

    #[test]
    fn the_kind_of_a_difference_is_told_by_status_and_proof() {
        use Status::{Met, NoEvidence, NotApplicable, NotMet, Partly, Withheld};
        for (old, new, kind) in [
            (NotMet, Met, AnswerChange::Fixed),
            (Partly, Met, AnswerChange::Fixed),
            (NoEvidence, Met, AnswerChange::Fixed),
            (NotMet, Partly, AnswerChange::Better),
            (Met, Partly, AnswerChange::Worse),
            (Met, NotMet, AnswerChange::Worse),
            (Met, Withheld, AnswerChange::Worse),
            (Met, NoEvidence, AnswerChange::Dropped),
            (Partly, NoEvidence, AnswerChange::Dropped),
            (NotMet, NoEvidence, AnswerChange::Otherwise),
            (Met, NotApplicable, AnswerChange::Otherwise),
            (Met, Met, AnswerChange::Unchanged),
        ] {
            let (old, new) = (answer(Some(old), "", None), answer(Some(new), "", None));
            assert_eq!(change(&old, &new, false), kind, "{old:?} {new:?}");
        }
        let open = Answer::default();
        let met = answer(Some(Met), "", None);
        assert_eq!(change(&open, &met, false), AnswerChange::NewlyAnswered);
        assert_eq!(change(&met, &open, false), AnswerChange::StillOpen);
        assert_eq!(change(&met, &met, true), AnswerChange::Reworded);
    }

    #[test]
    fn what_was_quoted_and_is_now_silent_was_dropped_whatever_its_status() {
        let quoted = answer(Some(Status::NotMet), "", Some("No union was asked."));
        let silent = answer(Some(Status::NoEvidence), "", None);
        assert_eq!(change(&quoted, &silent, true), AnswerChange::Dropped);
        let mut proved = answer(Some(Status::NotMet), "", None);
        proved.evidence.push(Evidence {
            absence: Some(Absence::default()),
            ..Evidence::default()
        });
        let met = answer(Some(Status::Met), "", None);
        assert_eq!(change(&met, &proved, true), AnswerChange::Dropped);
        // Silent on the draft already: nothing was dropped.
        assert_ne!(change(&proved, &silent, true), AnswerChange::Dropped);
    }

    #[test]
    fn a_quoted_promise_is_looked_for_in_every_quotation_of_the_final() {
        let old = answer(Some(Status::Met), "", Some("We will consult the unions."));
        let fate = |new: &Answer, all: &[&str]| promises_of(&old, new, all)[0].0;
        let none = Answer::default();
        assert_eq!(
            fate(&none, &["So: we will consult the unions."]),
            Fate::Kept
        );
        assert_eq!(fate(&none, &[]), Fate::Dropped);
        let weak = answer(Some(Status::Met), "", Some("We may consult the unions."));
        assert_eq!(fate(&weak, &[]), Fate::Withdrawn);
        let other = answer(
            Some(Status::Met),
            "",
            Some("We will consult all the unions."),
        );
        assert_eq!(fate(&other, &[]), Fate::Changed);
    }
}
