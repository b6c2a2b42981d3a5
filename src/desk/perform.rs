//! The effect of each action on the desk.

mod answers;
mod closing;
mod hand_over;
mod import;
mod leaf;
mod moving;
mod papers;
mod register;
mod taking;

use chrono::{DateTime, Utc};

use super::message::Effect;
use super::open::OpenAudit;
use super::overlay::{Overlay, Page, PageKind, Target};
use super::shelf::{Origin, example};
use super::{Action, Desk, Screen, Tone, Wanted, forms, search};
use crate::audit::Audit;
use crate::checklist::{QuestionIx, Status, shipped};

impl Desk {
    /// Performs an action that is available.
    pub(super) fn perform(&mut self, action: Action, now: DateTime<Utc>) -> Vec<Effect> {
        use Action as A;
        match action {
            A::OpenAudit => return self.open_current(),
            A::NewAudit => self.overlays.push(Overlay::Form(forms::new_audit())),
            A::CopyExample => return self.copy_example(),
            A::AnswerMet => return self.answer(Status::Met, now),
            A::AnswerPartly => return self.answer(Status::Partly, now),
            A::AnswerNotMet => return self.answer(Status::NotMet, now),
            A::AnswerNoEvidence => return self.answer(Status::NoEvidence, now),
            A::AnswerWithheld => return self.answer(Status::Withheld, now),
            A::AnswerNotApplicable => return self.answer(Status::NotApplicable, now),
            A::EnterValue => self.enter_value(),
            A::ConfirmAnswer => return self.confirm(now),
            A::ClearAnswer => {
                let says = "Answer taken away. u brings it back.";
                return self.edit_current(now, says, |answer| {
                    answer.status = None;
                    answer.value = None;
                });
            }
            A::NextOpen => self.next_open(),
            A::Note => self.edit_text(Target::Note),
            A::Contested => self.edit_text(Target::Contested),
            A::Evidence => self.evidence(),
            A::Request => {
                if let Some((open, ix)) = self.at() {
                    let id = &self.library.question(ix).id;
                    let form = forms::request(open.audit().answer(id), ix);
                    self.overlays.push(Overlay::Form(form));
                }
            }
            A::Why => {
                if let Some((_, ix)) = self.at() {
                    self.overlays.push(Overlay::Page(Page {
                        kind: PageKind::Why(ix),
                        scroll: 0,
                    }));
                }
            }
            A::Help => self.overlays.push(Overlay::Page(Page {
                kind: PageKind::Help,
                scroll: 0,
            })),
            A::NextGroup => self.step_group(true),
            A::PreviousGroup => self.step_group(false),
            A::WalkBy => {
                if let Some(open) = &self.open {
                    self.overlays.push(Overlay::Picker(search::orders(open)));
                }
            }
            A::Filter => {
                if let Some(open) = &self.open {
                    self.overlays
                        .push(Overlay::Picker(search::filters(&self.library, open)));
                }
            }
            A::GoToQuestion => self.go_to_question(),
            A::ReportKind => self.overlays.push(Overlay::Picker(search::kinds())),
            A::ReportFormat => self.overlays.push(Overlay::Picker(search::formats())),
            A::WriteReport => self.hand_paper_over(),
            A::WithAnswers => self.turn_answers(),
            A::Profile => {
                if let Some(open) = &self.open {
                    self.overlays
                        .push(Overlay::Form(forms::profile(&open.audit().review)));
                }
            }
            A::Search => {
                if let Some(open) = &self.open {
                    let picker = search::everything(&self.library, open);
                    self.overlays.push(Overlay::Picker(picker));
                }
            }
            A::NextScreen => self.turn(1),
            A::PreviousScreen => self.turn(Screen::OF_AUDIT.len() - 1),
            A::Undo => return self.undo(true, now),
            A::Redo => return self.undo(false, now),
            A::Up => self.step(false, 1),
            A::Down => self.step(true, 1),
            A::PageUp => self.page(false),
            A::PageDown => self.page(true),
            A::First => self.jump(false),
            A::Last => self.jump(true),
            A::Back => return self.back(),
            A::Palette => {
                let picker = search::commands(self);
                self.overlays.push(Overlay::Picker(picker));
            }
            A::Mouse => {
                self.mouse = !self.mouse;
                let says = if self.mouse {
                    "Mouse on. F9 again to select text with it."
                } else {
                    "Mouse off: text can be selected."
                };
                self.say(Tone::Info, says);
                return vec![Effect::Mouse(self.mouse)];
            }
            A::QuotePassage
            | A::NextPassage
            | A::PreviousPassage
            | A::ReadPassage
            | A::RecordSilence
            | A::Sweep
            | A::FindInDocuments
            | A::AddPaper
            | A::NoteDocument
            | A::AboutDocument
            | A::TakeFile
            | A::RemoveDocument
            | A::ReadDocument
            | A::ReadAgain
            | A::AttachParagraph
            | A::GoToPage
            | A::StopReading => return self.perform_papers(action, now),
            A::Import => {
                self.wanted = Wanted::Spreadsheet;
                let folder = self
                    .open
                    .as_ref()
                    .and_then(|open| open.papers.folder.clone());
                return vec![Effect::ListFolder(folder)];
            }
            A::CouncilRules | A::Notice | A::AskQuestion => return self.hand_over(action),
            A::Redraw => return vec![Effect::Redraw],
            A::Suspend => return vec![Effect::Suspend],
            A::Quit => return self.quit(now),
        }
        Vec::new()
    }

    fn at(&self) -> Option<(&OpenAudit, QuestionIx)> {
        let open = self.open.as_ref()?;
        Some((open, open.walk.at()?))
    }

    fn open_current(&mut self) -> Vec<Effect> {
        let Some(row) = self.shelf.current() else {
            return Vec::new();
        };
        match (&row.origin, &row.content) {
            (Origin::Mine(path), Ok(_)) => {
                self.busy = Some("opening");
                vec![Effect::Open(path.clone())]
            }
            (Origin::Mine(_), Err(why)) => {
                let says = why.clone();
                self.say(Tone::Error, says);
                Vec::new()
            }
            (Origin::Example(name), _) => {
                let name = *name;
                if let Some(audit) = shipped_example(name) {
                    self.open = Some(OpenAudit::example(&self.library, name, audit, self.today));
                    self.screen = Screen::Flags;
                    self.say(
                        Tone::Info,
                        "An example: look at everything; press c to make a copy to work on.",
                    );
                }
                Vec::new()
            }
        }
    }

    fn copy_example(&mut self) -> Vec<Effect> {
        let name = match (self.screen, &self.open, self.shelf.current()) {
            (Screen::Library, _, Some(row)) => row.name.clone(),
            (_, Some(open), _) => open.name.clone(),
            _ => return Vec::new(),
        };
        let Some(audit) = shipped_example(&name) else {
            return Vec::new();
        };
        self.busy = Some("making");
        vec![Effect::Create {
            name: format!("{name}-copy"),
            audit: Box::new(audit),
        }]
    }

    fn back(&mut self) -> Vec<Effect> {
        if let Some(overlay) = self.overlays.pop() {
            let adding = matches!(&overlay, Overlay::Page(page) if page.kind == PageKind::Adding);
            return if adding {
                vec![Effect::StopAdding]
            } else {
                Vec::new()
            };
        }
        if self.leave_leaf() {
            return Vec::new();
        }
        let path = self.open.take().and_then(|open| open.path);
        self.screen = Screen::Library;
        if let Some(path) = path {
            self.shelf.wanted = Some(path);
            vec![Effect::StopReading, Effect::Close, Effect::List]
        } else {
            Vec::new()
        }
    }

    fn quit(&mut self, now: DateTime<Utc>) -> Vec<Effect> {
        let mut effects = self.keep_what_is_typed(now);
        effects.push(Effect::Quit);
        effects
    }
}

/// Returns a shipped example as an audit.
fn shipped_example(name: &str) -> Option<Audit> {
    let (_, text) = shipped::examples().iter().find(|(one, _)| *one == name)?;
    example(name, text)
}
