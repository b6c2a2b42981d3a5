//! The tour: six steps over an invented council, in an audit that is never on the disk.
//!
//! Each step watches the desk and is done when what it asks for is done. A tour that was left is
//! taken up again by making its audit afresh, with the steps done so far.

use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};

use super::message::OpenedAudit;
use super::screen::{KeyPlace, Screen};
use super::{Desk, OpenAudit};
use crate::audit::{Audit, ChecklistStamp, Document, History, Review};
use crate::checklist::{Executive, Library, QuestionIx, Stage, Status, Territory};
use crate::desk::action::keyed;
use crate::documents::{Register, Shelf, Shelved, entry_for, read_trusted};

/// The question that is answered, with a passage to prove it.
const ANSWERED: &str = "options.in-house-equal";
/// The question whose figures are withheld.
const WITHHELD: &str = "performance.disclosed";

/// The council's papers: title, day, and text.
const PAPERS: [(&str, (i32, u32, u32), &str); 2] = [
    (
        "Best Value review of meals at home, final report",
        (2026, 3, 5),
        include_str!("tour/report.txt"),
    ),
    (
        "Cabinet minutes, 12 March 2026",
        (2026, 3, 12),
        include_str!("tour/minutes.txt"),
    ),
];

/// A step of the tour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TourStep {
    /// Answer a question.
    Answer,
    /// Quote the passage that is offered.
    Quote,
    /// Look at the flag that follows.
    SeeFlag,
    /// Record what is withheld.
    Withhold,
    /// Undo it.
    Undo,
    /// Write the submission.
    Write,
    /// Everything is done.
    Over,
}

impl TourStep {
    /// The steps that are done one after the other.
    pub const ALL: [Self; 6] = [
        Self::Answer,
        Self::Quote,
        Self::SeeFlag,
        Self::Withhold,
        Self::Undo,
        Self::Write,
    ];

    /// Returns the step after so many that are done.
    pub fn after(done: usize) -> Self {
        Self::ALL.get(done).copied().unwrap_or(Self::Over)
    }

    /// Returns the number of the steps before it.
    pub fn done(self) -> usize {
        let before = Self::ALL.iter().take_while(|one| **one < self);
        before.count()
    }

    /// Returns the screen on which it begins.
    const fn screen(self) -> Screen {
        match self {
            Self::Write | Self::Over => Screen::Report,
            _ => Screen::Walk,
        }
    }

    /// Returns the question that it begins on.
    fn question(self, library: &Library) -> Option<QuestionIx> {
        library.find_question(if self < Self::Withhold {
            ANSWERED
        } else {
            WITHHELD
        })
    }
}

/// A tour under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tour {
    /// The step to do.
    pub step: TourStep,
    /// True once the submission was asked for.
    pub written: bool,
}

/// Returns the invented audit with the steps before one done, and the screen to show.
pub(super) fn begin(
    library: &Library,
    step: TourStep,
    (who, now, today): (&str, DateTime<Utc>, NaiveDate),
) -> (OpenAudit, Screen) {
    let mut audit = Audit::new(Review {
        territory: Territory::England,
        executive: Executive::Yes,
        stage: Stage::Decision,
        decided: NaiveDate::from_ymd_opt(2026, 3, 12),
        ..Review::named("Harrowmere Borough Council", "Meals at home")
    });
    audit.checklists = ChecklistStamp::of(library);
    let mut shelved = Vec::new();
    for (at, (title, (year, month, day), text)) in PAPERS.iter().enumerate() {
        let path = format!("harrowmere-{}.txt", at + 1);
        let Ok(paper) = read_trusted(text.as_bytes().to_vec(), Path::new(&path)) else {
            continue;
        };
        let paper = Arc::new(paper);
        let document = Document {
            title: (*title).to_owned(),
            date: NaiveDate::from_ymd_opt(*year, *month, *day),
            from: Some("Harrowmere Borough Council".to_owned()),
            ..entry_for(Path::new(&path), &paper, Path::new(""), &audit.documents)
        };
        shelved.push(Shelved::new(&document, paper));
        audit.documents.push(document);
    }
    let register = Register {
        shelf: Shelf::new(shelved, Vec::new()),
        ..Register::default()
    };
    let opened = OpenedAudit {
        path: std::path::PathBuf::new(),
        name: "tour".to_owned(),
        history: History::begin(audit),
        read_only: None,
        notices: Vec::new(),
        head: None,
    };
    let mut open = OpenAudit::new(library, opened, today);
    open.path = None;
    open.tour = Some(Tour {
        step,
        written: step == TourStep::Over,
    });
    open.papers
        .asked
        .clone_from(&open.history.audit().documents);
    open.papers.register = Some(Arc::new(register));
    open.papers.readings += 1;
    for done in TourStep::ALL.into_iter().filter(|one| *one < step) {
        // What the fifth step takes back is not made when both are done.
        let leaves_nothing = done == TourStep::Withhold && step != TourStep::Undo;
        if !leaves_nothing {
            repeat(&mut open, library, done, (who, now));
        }
    }
    open.derive(library, today);
    if let Some(ix) = step.question(library) {
        open.walk.go_to(ix);
    }
    (open, step.screen())
}

/// Returns the invented audit as one to keep: its papers are no files.
pub(super) fn to_keep(audit: &Audit) -> Audit {
    let mut kept = audit.clone();
    for document in &mut kept.documents {
        document.path = None;
        document.sha256 = None;
        document.note = Some("Invented for the tour.".to_owned());
    }
    kept
}

/// Makes the change of a step that was done before.
fn repeat(
    open: &mut OpenAudit,
    library: &Library,
    step: TourStep,
    (who, now): (&str, DateTime<Utc>),
) {
    let Some(ix) = step.question(library) else {
        return;
    };
    let question = library.question(ix);
    let quoted = open.papers.register.as_ref().and_then(|register| {
        let found = register.shelf.passages(library, ix, 1);
        Some(found.passages().first()?.evidence(None))
    });
    let change = open.audit().edit_answer_of(library, ix, |answer| {
        match step {
            TourStep::Answer => answer.status = Some(Status::NotMet),
            TourStep::Quote => answer.evidence.extend(quoted),
            TourStep::Withhold => answer.status = Some(Status::Withheld),
            TourStep::SeeFlag | TourStep::Undo | TourStep::Write | TourStep::Over => return,
        }
        answer.asked = Some(question.digest().clone());
        answer.asked_text = Some(question.ask.to_string());
        who.clone_into(&mut answer.by);
        answer.at = Some(now);
    });
    if let Some(change) = change {
        // It cannot be refused: the audit is new and can be changed.
        let _entry = open.record(change, who, now);
    }
}

impl Desk {
    /// Returns the tour, if one is under way.
    pub fn tour(&self) -> Option<Tour> {
        self.open.as_ref()?.tour
    }

    /// Returns true if what the step of the tour asks for is done.
    pub(super) fn is_step_done(&self, step: TourStep) -> bool {
        let Some(open) = &self.open else { return false };
        let answer = step
            .question(&self.library)
            .and_then(|ix| open.audit().answer_of(&self.library, ix));
        match step {
            TourStep::Answer => answer.is_some_and(|one| one.status == Some(Status::NotMet)),
            TourStep::Quote => {
                answer.is_some_and(|one| one.evidence.iter().any(|piece| piece.quote.is_some()))
            }
            TourStep::SeeFlag => self.screen == Screen::Flags,
            TourStep::Withhold => answer.is_some_and(|one| one.status == Some(Status::Withheld)),
            TourStep::Undo => answer.is_none_or(|one| one.status != Some(Status::Withheld)),
            TourStep::Write => open.tour.is_some_and(|tour| tour.written),
            TourStep::Over => false,
        }
    }

    /// Puts the question of the step in front that has just become the one to do.
    pub(super) fn face_step(&mut self, step: TourStep) {
        let question = step.question(&self.library);
        if let (Some(open), Some(ix)) = (&mut self.open, question)
            && step == TourStep::Withhold
        {
            open.walk.go_to(ix);
        }
    }

    /// Returns what the ribbon of the tour says, in two lines at most of a small screen.
    pub fn tour_says(&self) -> Option<String> {
        let step = self.tour()?.step;
        let open = self.open.as_ref()?;
        let in_strip = self.place() == KeyPlace::PROOF;
        let on_question =
            self.screen == Screen::Walk && open.walk.at() == step.question(&self.library);
        let says = match step {
            TourStep::Answer if on_question => keyed!(
                "Read the question. The council’s report says that the in-house option was not \
                 scored: press {no}, not met.",
                no = AnswerNotMet
            ),
            TourStep::Quote if on_question => keyed!(
                "Now prove it. On page 1: “The in-house option was not scored …” Press {quote} to \
                 quote it, word for word.",
                quote = QuotePassage
            ),
            TourStep::SeeFlag if in_strip => keyed!(
                "Your answer raised a flag. Press {leave} to close the strip below, then {next} \
                 to look at the flag.",
                leave = LeaveForm,
                next = NextScreen
            ),
            TourStep::SeeFlag => keyed!(
                "Your answer raised a flag. Press {next} until you are on Flags.",
                next = NextScreen
            ),
            TourStep::Withhold if on_question => keyed!(
                "Councillor Ashdown asked for these figures and was refused. Press {withheld}, \
                 withheld: a refusal counts too.",
                withheld = AnswerWithheld
            ),
            TourStep::Withhold if self.screen == Screen::Flags => keyed!(
                "This is the flag: why it came, what to ask, the reply to expect. Press {back} \
                 to go back to the questions.",
                back = PreviousScreen
            ),
            TourStep::Undo if on_question => keyed!(
                "It is recorded. Nothing you do is final: press {undo} to undo it ({redo} would \
                 do it again).",
                undo = Undo,
                redo = Redo
            ),
            TourStep::Write if self.screen == Screen::Report => keyed!(
                "This is your submission, ready for the committee. Press {write} to write it; in \
                 the tour it goes nowhere.",
                write = WriteReport
            ),
            TourStep::Write => keyed!(
                "Undone. Last of all, the paper: press {back} until you are on Report.",
                back = PreviousScreen
            ),
            TourStep::Over => keyed!(
                "That was the tour: you have seen all you need. Press {tour} to leave it, or \
                 {copy} to keep this invented audit.",
                tour = Tour,
                copy = CopyExample
            ),
            _ => keyed!(
                "You have wandered off, which is fine. To come back to this step press {tour}, \
                 and {tour} again.",
                tour = Tour
            ),
        };
        Some(says)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checklist::{load, shipped};

    fn at(step: TourStep) -> OpenAudit {
        let library = load(&shipped::checklists()).expect("ours");
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
        let now = DateTime::from_timestamp(1_795_360_000, 0).expect("a moment");
        begin(&library, step, ("A. Visitor", now, today)).0
    }

    #[test]
    fn the_steps_are_counted_from_the_first_to_the_end() {
        for (done, step) in TourStep::ALL.into_iter().enumerate() {
            assert_eq!(TourStep::after(done), step);
            assert_eq!(step.done(), done);
        }
        assert_eq!(TourStep::after(6), TourStep::Over);
        assert_eq!(TourStep::after(99), TourStep::Over);
        assert_eq!(TourStep::Over.done(), 6);
    }

    #[test]
    fn the_papers_are_read_and_the_first_question_has_its_passage() {
        let library = load(&shipped::checklists()).expect("ours");
        let open = at(TourStep::Answer);
        let register = open.papers.register.as_ref().expect("read");
        assert_eq!(register.shelf.papers().len(), PAPERS.len());
        let ix = library.find_question(ANSWERED).expect("asked");
        let found = register.shelf.passages(&library, ix, 3);
        let best = found.passages().first().expect("a passage").evidence(None);
        let quote = best.quote.expect("words");
        assert!(quote.contains("in-house option was not scored"), "{quote}");
        assert_eq!(best.page, Some(1));
        assert!(open.audit().answers.is_empty() && open.path.is_none());
    }

    #[test]
    fn a_tour_taken_up_later_has_what_was_done_before() {
        let library = load(&shipped::checklists()).expect("ours");
        let status = |step: TourStep, id: &str| {
            let ix = library.find_question(id).expect("asked");
            at(step).audit().answer_of(&library, ix)?.status
        };
        assert_eq!(status(TourStep::Answer, ANSWERED), None);
        for step in [TourStep::Quote, TourStep::Write, TourStep::Over] {
            assert_eq!(status(step, ANSWERED), Some(Status::NotMet), "{step:?}");
        }
        assert_eq!(status(TourStep::Withhold, WITHHELD), None);
        assert_eq!(status(TourStep::Undo, WITHHELD), Some(Status::Withheld));
        assert_eq!(status(TourStep::Write, WITHHELD), None);
        let open = at(TourStep::SeeFlag);
        assert!(!open.findings.fired.is_empty(), "the flag is shown");
    }
}
