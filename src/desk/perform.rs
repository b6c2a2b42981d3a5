//! What each action does.

use chrono::{DateTime, Utc};

use super::field::Field;
use super::message::Effect;
use super::open::{FlagRow, OpenAudit, Save};
use super::overlay::{
    Editor, Entry, Form, FormField, Overlay, Page, PageKind, Pick, Purpose, Target,
};
use super::shelf::{Origin, example};
use super::{Action, Desk, Screen, Tone, forms, layout, search};
use crate::audit::{Audit, Change, ChecklistStamp, Document, Value};
use crate::checklist::applicability::say_day;
use crate::checklist::{QuestionIx, QuestionKind, RequirementIx, Status, shipped};
use crate::findings::{Because, Level};

impl Desk {
    /// Does what an action says; it is available.
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
            A::WriteReport => self.ask_where_to_write(),
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

    // ---- the library ----

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
        if self.overlays.pop().is_some() {
            return Vec::new();
        }
        let own = self.open.as_ref().is_some_and(|open| open.path.is_some());
        self.open = None;
        self.screen = Screen::Library;
        if own {
            vec![Effect::Close, Effect::List]
        } else {
            Vec::new()
        }
    }

    fn quit(&mut self, now: DateTime<Utc>) -> Vec<Effect> {
        let mut effects = self.keep_what_is_typed(now);
        effects.push(Effect::Quit);
        effects
    }

    // ---- answers ----

    /// Makes a change, derives everything afresh, and asks for it to be saved.
    fn commit(&mut self, change: Change, now: DateTime<Utc>) -> Vec<Effect> {
        let who = self.who.clone();
        let Some(open) = &mut self.open else {
            return Vec::new();
        };
        match open.record(change, &who, now) {
            Err(why) => {
                self.say(Tone::Error, why);
                Vec::new()
            }
            Ok(entry) => {
                open.save = Save::Saving;
                let new = open.derive(&self.library, self.today);
                if let Some((flag, level)) = new.first().copied() {
                    let title = &self.library.flag(flag).title;
                    let level_says = level.says();
                    let more = if new.len() > 1 {
                        format!(" (and {} more)", new.len() - 1)
                    } else {
                        String::new()
                    };
                    let says = format!("Flag, {level_says}: {title}{more}");
                    self.say(Tone::Finding(level), says);
                }
                self.saving(entry)
            }
        }
    }

    fn saving(&self, entry: crate::audit::Entry) -> Vec<Effect> {
        self.open.as_ref().map_or_else(Vec::new, |open| {
            vec![Effect::Save {
                entry: Box::new(entry),
                audit: Box::new(open.audit().clone()),
            }]
        })
    }

    fn edit_current(
        &mut self,
        now: DateTime<Utc>,
        says: &str,
        edit: impl FnOnce(&mut crate::audit::Answer),
    ) -> Vec<Effect> {
        let Some((open, ix)) = self.at() else {
            return Vec::new();
        };
        let question = self.library.question(ix);
        let change = open.audit().edit_answer(&question.id, |answer| {
            edit(answer);
            answer.by.clone_from(&self.who);
            answer.at = Some(now);
        });
        let Some(change) = change else {
            return Vec::new();
        };
        let effects = self.commit(change, now);
        if self.toast.is_none() && !says.is_empty() {
            self.say(Tone::Info, says);
        }
        effects
    }

    fn answer(&mut self, status: Status, now: DateTime<Utc>) -> Vec<Effect> {
        let Some((open, ix)) = self.at() else {
            return Vec::new();
        };
        let question = self.library.question(ix);
        let (digest, ask) = (question.digest.clone(), question.ask.clone());
        let same = open
            .audit()
            .answer(&question.id)
            .is_some_and(|one| one.status == Some(status) && one.asked.as_ref() == Some(&digest));
        let effects = if same {
            Vec::new()
        } else {
            self.edit_current(now, "", |answer| {
                answer.status = Some(status);
                answer.asked = Some(digest);
                answer.asked_text = Some(ask);
            })
        };
        let wants = match status {
            Status::Withheld => {
                Some("Withheld: record what you asked for, of whom, when (↑ then r).")
            }
            Status::Partly => Some("Partly met: it needs a reason (↑ then t)."),
            Status::NotApplicable => Some("Not applicable: it needs a reason (↑ then t)."),
            Status::Met => Some("Met: name the page that shows it (↑ then v)."),
            _ => None,
        };
        let bare = self
            .at()
            .and_then(|(open, ix)| open.audit().answer(&self.library.question(ix).id))
            .is_some_and(|answer| match status {
                Status::Met => answer.evidence.is_empty(),
                Status::Withheld => answer.request.is_none(),
                _ => answer.note.trim().is_empty(),
            });
        if let (Some(wants), true, None) = (wants, bare, &self.toast) {
            self.say(Tone::Info, wants);
        }
        let toast = self.toast.take();
        self.next_open();
        if toast.is_some() {
            self.toast = toast;
        }
        effects
    }

    fn confirm(&mut self, now: DateTime<Utc>) -> Vec<Effect> {
        let Some((_, ix)) = self.at() else {
            return Vec::new();
        };
        let question = self.library.question(ix);
        let (digest, ask) = (question.digest.clone(), question.ask.clone());
        self.edit_current(now, "Confirmed for the new text.", |answer| {
            answer.asked = Some(digest);
            answer.asked_text = Some(ask);
        })
    }

    fn next_open(&mut self) {
        let Some(open) = &mut self.open else { return };
        open.scroll = 0;
        if !open.walk.next_open(&self.library, &open.findings) {
            self.say(
                Tone::Info,
                "No open question is left here. f shows others; Tab goes to the flags.",
            );
        }
    }

    fn enter_value(&mut self) {
        let Some((open, ix)) = self.at() else { return };
        let question = self.library.question(ix);
        let overlay = match &question.kind {
            QuestionKind::Choice(_) => search::options(&self.library, ix).map(Overlay::Picker),
            QuestionKind::Event | QuestionKind::Figure(_) => Some(Overlay::Form(forms::value(
                question,
                open.audit().answer(&question.id),
                ix,
            ))),
            QuestionKind::Judgement => None,
        };
        self.overlays.extend(overlay);
    }

    fn edit_text(&mut self, target: impl Fn(QuestionIx) -> Target) {
        let Some((open, ix)) = self.at() else { return };
        let question = self.library.question(ix);
        let answer = open.audit().answer(&question.id);
        let target = target(ix);
        let (title, text) = match target {
            Target::Note(_) => (
                "Note",
                answer.map(|one| one.note.clone()).unwrap_or_default(),
            ),
            Target::Contested(_) => (
                "What the other side says",
                answer
                    .and_then(|one| one.contested.clone())
                    .unwrap_or_default(),
            ),
        };
        let field = Field::lines(text, layout::editor_columns(self.size.0));
        self.overlays.push(Overlay::Editor(Editor {
            title: title.to_owned(),
            target,
            field,
        }));
    }

    fn evidence(&mut self) {
        let Some((open, ix)) = self.at() else { return };
        let question = self.library.question(ix);
        let some = open
            .audit()
            .answer(&question.id)
            .is_some_and(|one| !one.evidence.is_empty());
        if some {
            self.overlays
                .push(Overlay::Picker(search::evidence(open, &question.id, ix)));
        } else {
            self.evidence_form(ix, None);
        }
    }

    fn evidence_form(&mut self, ix: QuestionIx, place: Option<usize>) {
        let Some(open) = &self.open else { return };
        let columns = layout::entry_columns(self.size.0);
        let form = forms::evidence(open.audit(), self.library.question(ix), ix, place, columns);
        self.overlays.push(Overlay::Form(form));
    }

    /// Keeps what stands in an editor; a form that was not kept is lost only on its user's word.
    pub(super) fn keep_what_is_typed(&mut self, now: DateTime<Utc>) -> Vec<Effect> {
        let Some(Overlay::Editor(_)) = self.overlays.last() else {
            return Vec::new();
        };
        let Some(Overlay::Editor(editor)) = self.overlays.pop() else {
            return Vec::new();
        };
        let text = editor.field.text().to_owned();
        let (Target::Note(ix) | Target::Contested(ix)) = editor.target;
        let id = self.library.question(ix).id.clone();
        let who = self.who.clone();
        let change = self.open.as_ref().and_then(|open| {
            let now_there = open.audit().answer(&id);
            let unchanged = match editor.target {
                Target::Note(_) => now_there.map_or("", |one| one.note.as_str()) == text,
                Target::Contested(_) => {
                    now_there
                        .and_then(|one| one.contested.as_deref())
                        .unwrap_or_default()
                        == text
                }
            };
            if unchanged {
                return None;
            }
            open.audit().edit_answer(&id, |answer| {
                match editor.target {
                    Target::Note(_) => answer.note = text,
                    Target::Contested(_) => {
                        answer.contested = (!text.trim().is_empty()).then_some(text);
                    }
                }
                answer.by = who;
                answer.at = Some(now);
            })
        });
        change.map_or_else(Vec::new, |change| self.commit(change, now))
    }

    /// Brings an audit's stamp of the checklists up to date, the first time something is answered.
    pub(super) fn stamp_checklists(&mut self, now: DateTime<Utc>) -> Vec<Effect> {
        let Some(open) = &self.open else {
            return Vec::new();
        };
        if open.read_only.is_some() || open.audit().answers.is_empty() {
            return Vec::new();
        }
        let after = stamps(&self.library);
        if open.audit().checklists == after {
            return Vec::new();
        }
        let before = open.audit().checklists.clone();
        let changed = !before.is_empty();
        let effects = self.commit(Change::Checklists { before, after }, now);
        let recheck = self.open.as_ref().map_or(0, |open| {
            open.findings
                .answered
                .iter()
                .filter(|one| one.recheck)
                .count()
        });
        if changed && recheck > 0 {
            self.say(
                Tone::Warning,
                format!("The checklists have changed: {recheck} answers stand beside re-worded questions. f, “to mend”, shows them."),
            );
        }
        effects
    }

    fn undo(&mut self, back: bool, now: DateTime<Utc>) -> Vec<Effect> {
        let who = self.who.clone();
        let Some(open) = &mut self.open else {
            return Vec::new();
        };
        let change = if back {
            open.history.can_undo()
        } else {
            open.history.can_redo()
        };
        let Some(change) = change else {
            return Vec::new();
        };
        let (what, question) = (change.what(), change.question().map(str::to_owned));
        let entry = if back {
            open.history.undo(&who, now)
        } else {
            open.history.redo(&who, now)
        };
        let Some(entry) = entry.cloned() else {
            return Vec::new();
        };
        open.save = Save::Saving;
        open.derive(&self.library, self.today);
        if let Some(ix) = question.and_then(|id| self.library.find_question(&id)) {
            open.walk.go_to(ix);
            open.scroll = 0;
        }
        let (did, other) = if back {
            ("Undone", "U makes it again.")
        } else {
            ("Made again", "u undoes it.")
        };
        self.say(Tone::Info, format!("{did}: {what}. {other}"));
        self.saving(entry)
    }

    // ---- moving ----

    pub(super) fn show(&mut self, screen: Screen) {
        if self.open.is_some() && self.screen != screen {
            self.screen = screen;
            if let Some(open) = &mut self.open {
                open.scroll = 0;
            }
        }
    }

    fn turn(&mut self, by: usize) {
        let here = Screen::OF_AUDIT
            .iter()
            .position(|one| *one == self.screen)
            .unwrap_or_default();
        if let Some(screen) = Screen::OF_AUDIT.get((here + by) % Screen::OF_AUDIT.len()) {
            self.show(*screen);
        }
    }

    /// The row under the bar of the list in front.
    pub(super) fn row(&self) -> usize {
        match (self.screen, &self.open) {
            (Screen::Flags, Some(open)) => open.flag_row,
            (Screen::Yardsticks, Some(open)) => open.yardstick.row,
            _ => self.shelf.selected,
        }
    }

    pub(super) fn set_row(&mut self, row: usize) {
        let library = self.library.clone();
        match (self.screen, &mut self.open) {
            (Screen::Flags, Some(open)) => {
                open.flag_row = row.min(open.flag_rows().len().saturating_sub(1));
                open.scroll = 0;
            }
            (Screen::Yardsticks, Some(open)) => {
                let rows = open
                    .instruments(&library)
                    .get(open.yardstick.instrument)
                    .map_or(0, |(_, of)| of.len());
                open.yardstick.row = row.min(rows.saturating_sub(1));
                open.scroll = 0;
            }
            (Screen::Library, _) => {
                self.shelf.selected = row.min(self.shelf.rows.len().saturating_sub(1));
            }
            _ => {}
        }
    }

    fn step(&mut self, forward: bool, by: usize) {
        let (page_max, scroll_max) = (self.drawn.page_max, self.drawn.scroll_max);
        let moved = |at: usize, max: usize| {
            if forward {
                (at + by).min(max)
            } else {
                at.saturating_sub(by)
            }
        };
        match self.overlays.last_mut() {
            Some(Overlay::Picker(picker)) => {
                let rows = picker.shown().len();
                picker.selected = moved(picker.selected, rows.saturating_sub(1));
                return;
            }
            Some(Overlay::Page(page)) => {
                page.scroll = moved(page.scroll.min(page_max), page_max);
                return;
            }
            Some(_) => return,
            None => {}
        }
        match (self.screen, &mut self.open) {
            (Screen::Walk, Some(open)) => {
                open.walk.step(forward, by);
                open.scroll = 0;
            }
            (Screen::Report, Some(open)) => {
                open.paper.scroll = moved(open.paper.scroll.min(scroll_max), scroll_max);
            }
            _ => {
                let row = self.row();
                self.set_row(if forward {
                    row + by
                } else {
                    row.saturating_sub(by)
                });
            }
        }
    }

    fn page(&mut self, forward: bool) {
        // On a screen with a text beside the list, a page turns the text.
        let rows = self.drawn.page_rows.saturating_sub(1).max(1);
        let max = self.drawn.scroll_max;
        if self.overlays.is_empty()
            && matches!(
                self.screen,
                Screen::Walk | Screen::Flags | Screen::Yardsticks
            )
            && let Some(open) = &mut self.open
        {
            let at = open.scroll.min(max);
            open.scroll = if forward {
                (at + rows).min(max)
            } else {
                at.saturating_sub(rows)
            };
            return;
        }
        self.step(forward, rows);
    }

    fn jump(&mut self, end: bool) {
        self.step(end, usize::MAX / 2);
        if self.overlays.is_empty()
            && self.screen == Screen::Walk
            && let Some(open) = &mut self.open
        {
            open.walk.group = if end {
                open.walk.groups.len().saturating_sub(1)
            } else {
                0
            };
            let rows = open
                .walk
                .groups
                .get(open.walk.group)
                .map_or(0, |group| group.questions.len());
            open.walk.row = if end { rows.saturating_sub(1) } else { 0 };
        }
    }

    fn step_group(&mut self, forward: bool) {
        let library = self.library.clone();
        let Some(open) = &mut self.open else { return };
        open.scroll = 0;
        if self.screen == Screen::Walk {
            if !open.walk.step_group(forward) {
                let says = if forward {
                    "This is the last section."
                } else {
                    "This is the first section."
                };
                self.say(Tone::Info, says);
            }
            return;
        }
        let count = open.instruments(&library).len();
        let here = open.yardstick.instrument;
        open.yardstick.instrument = if forward {
            (here + 1).min(count.saturating_sub(1))
        } else {
            here.saturating_sub(1)
        };
        open.yardstick.row = 0;
    }

    fn go_to(&mut self, ix: QuestionIx) {
        let library = self.library.clone();
        if let Some(open) = &mut self.open {
            if !open.walk.go_to(ix) {
                // What is looked for is shown, whatever filter stood in its way.
                open.walk.filter = super::walk::Filter::Everything;
                open.walk.by = super::walk::WalkBy::Section;
                let audit = open.history.audit().clone();
                open.walk.ask_again(&library, &audit, &open.findings);
                open.walk.go_to(ix);
            }
            open.scroll = 0;
        }
        self.show(Screen::Walk);
    }

    fn go_to_requirement(&mut self, ix: RequirementIx) {
        let library = self.library.clone();
        if let Some(open) = &mut self.open {
            let place =
                open.instruments(&library)
                    .iter()
                    .enumerate()
                    .find_map(|(instrument, (_, of))| {
                        of.iter()
                            .position(|one| *one == ix)
                            .map(|row| (instrument, row))
                    });
            if let Some((instrument, row)) = place {
                open.yardstick = super::open::Yardstick { instrument, row };
                open.scroll = 0;
            }
        }
        self.show(Screen::Yardsticks);
    }

    fn go_to_flag_row(&mut self, wanted: impl Fn(&OpenAudit, FlagRow) -> bool) -> bool {
        let Some(open) = &mut self.open else {
            return false;
        };
        let rows = open.flag_rows();
        let Some(at) = rows.iter().position(|row| wanted(open, *row)) else {
            return false;
        };
        open.flag_row = at;
        open.scroll = 0;
        self.show(Screen::Flags);
        true
    }

    fn go_to_question(&mut self) {
        let Some(open) = &self.open else { return };
        let findings = &open.findings;
        let first = |because: &[Because]| because.iter().find_map(Because::question);
        let ix = match self.screen {
            Screen::Flags => match open.flag_rows().get(open.flag_row).copied() {
                Some(FlagRow::Fired(at)) => {
                    findings.fired.get(at).and_then(|one| first(&one.because))
                }
                Some(FlagRow::Strength(at)) => findings
                    .strengths
                    .get(at)
                    .and_then(|one| first(&one.because)),
                Some(FlagRow::Gap(at)) => findings.gaps.get(at).map(|one| one.question),
                Some(FlagRow::Lint(at)) => findings.lint.get(at).and_then(|one| one.question),
                Some(FlagRow::Breach(ix)) => findings.standing(ix).through.first().copied(),
                None => None,
            },
            _ => open
                .instruments(&self.library)
                .get(open.yardstick.instrument)
                .and_then(|(_, of)| of.get(open.yardstick.row).copied())
                .and_then(|ix| findings.standing(ix).through.first().copied()),
        };
        match ix {
            Some(ix) => self.go_to(ix),
            None => self.say(Tone::Warning, "No single question stands behind this."),
        }
    }

    // ---- pickers and forms ----

    pub(super) fn picked(&mut self, now: DateTime<Utc>) -> Vec<Effect> {
        let Some(Overlay::Picker(picker)) = self.overlays.last() else {
            return Vec::new();
        };
        let Some(item) = picker.current() else {
            return Vec::new();
        };
        if let Some(why) = &item.barred {
            let says = why.clone();
            self.say(Tone::Warning, says);
            return Vec::new();
        }
        let pick = item.pick.clone();
        self.overlays.pop();
        let library = self.library.clone();
        match pick {
            Pick::Command(action) => {
                return match self.available(action) {
                    Ok(()) => self.perform(action, now),
                    Err(why) => {
                        self.say(Tone::Warning, why);
                        Vec::new()
                    }
                };
            }
            Pick::Filter(filter) => {
                if let Some(open) = &mut self.open {
                    open.walk.filter = filter;
                    let audit = open.history.audit().clone();
                    open.walk.ask_again(&library, &audit, &open.findings);
                    if open.walk.groups.is_empty() {
                        self.say(Tone::Info, "No question matches. f shows others.");
                    }
                }
            }
            Pick::WalkBy(by) => {
                if let Some(open) = &mut self.open {
                    open.walk.by = by;
                    let audit = open.history.audit().clone();
                    open.walk.ask_again(&library, &audit, &open.findings);
                    if by == super::walk::WalkBy::Next {
                        open.walk.group = 0;
                        open.walk.row = 0;
                    }
                }
            }
            Pick::Question(ix) => self.go_to(ix),
            Pick::Requirement(ix) => self.go_to_requirement(ix),
            Pick::Flag(flag) => {
                let found = self.go_to_flag_row(|open, row| match row {
                    FlagRow::Fired(at) => open
                        .findings
                        .fired
                        .get(at)
                        .is_some_and(|one| one.flag == flag),
                    _ => false,
                });
                if !found {
                    let says = format!("This flag has not fired: {}", library.flag(flag).title);
                    self.say(Tone::Info, says);
                }
            }
            Pick::Strength(strength) => {
                let found = self.go_to_flag_row(|open, row| match row {
                    FlagRow::Strength(at) => open
                        .findings
                        .strengths
                        .get(at)
                        .is_some_and(|one| one.strength == strength),
                    _ => false,
                });
                if !found {
                    self.say(Tone::Info, "This strength does not hold here.");
                }
            }
            Pick::Option(ix, option) => {
                return self.give_value(ix, Some(Value::Option(option)), now);
            }
            Pick::Evidence(ix, place) => self.evidence_form(ix, place),
            Pick::Kind(kind) => {
                if let Some(open) = &mut self.open {
                    open.paper.kind = kind;
                    open.paper.scroll = 0;
                }
            }
            Pick::Format(format) => {
                if let Some(open) = &mut self.open {
                    open.paper.format = format;
                }
            }
        }
        Vec::new()
    }

    fn give_value(
        &mut self,
        ix: QuestionIx,
        value: Option<Value>,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let question = self.library.question(ix);
        let (digest, ask, id) = (
            question.digest.clone(),
            question.ask.clone(),
            question.id.clone(),
        );
        let who = self.who.clone();
        let change = self.open.as_ref().and_then(|open| {
            open.audit().edit_answer(&id, |answer| {
                answer.value = value;
                answer.asked = Some(digest);
                answer.asked_text = Some(ask);
                answer.by = who;
                answer.at = Some(now);
            })
        });
        let effects = change.map_or_else(Vec::new, |change| self.commit(change, now));
        let toast = self.toast.take();
        self.next_open();
        self.toast = toast.or(self.toast.take());
        effects
    }

    fn ask_where_to_write(&mut self) {
        let Some(open) = &self.open else { return };
        let name = format!("{}-{}.{}", open.name, open.paper.kind, open.paper.format);
        let field = FormField {
            key: "path",
            label: "File",
            help: "Where to write it. Nothing is written over without asking.",
            entry: Entry::Text(Field::line(name)),
        };
        let title = format!("Write: {}", open.paper.kind.says());
        let purpose = Purpose::ReportFile(open.paper.kind, open.paper.format);
        self.overlays
            .push(Overlay::Form(Form::new(title, purpose, vec![field])));
    }

    /// Takes what stands in the form on top.
    pub(super) fn submit(&mut self, now: DateTime<Utc>) -> Vec<Effect> {
        let Some(Overlay::Form(form)) = self.overlays.last() else {
            return Vec::new();
        };
        let form = form.clone();
        match self.take_form(&form, now) {
            Ok(effects) => effects,
            Err((key, why)) => {
                if let Some(Overlay::Form(form)) = self.overlays.last_mut() {
                    form.focus = form
                        .fields
                        .iter()
                        .position(|field| field.key == key)
                        .unwrap_or(form.focus);
                    form.notice = Some(why);
                }
                Vec::new()
            }
        }
    }

    fn take_form(
        &mut self,
        form: &Form,
        now: DateTime<Utc>,
    ) -> Result<Vec<Effect>, (&'static str, String)> {
        match &form.purpose {
            Purpose::NewAudit => {
                let review = forms::review(form, &crate::audit::Review::named("", ""))?;
                let name = format!("{} {}", review.authority, review.service);
                self.overlays.pop();
                self.busy = Some("making");
                let mut audit = Audit::new(review);
                audit.checklists = stamps(&self.library);
                Ok(vec![Effect::Create {
                    name,
                    audit: Box::new(audit),
                }])
            }
            Purpose::Profile => {
                let Some(open) = &self.open else {
                    return Ok(Vec::new());
                };
                let review = forms::review(form, &open.audit().review)?;
                let change = open.audit().edit_review(|now_there| *now_there = review);
                self.overlays.pop();
                let effects = change.map_or_else(Vec::new, |change| self.commit(change, now));
                let library = self.library.clone();
                if let Some(open) = &mut self.open {
                    let audit = open.history.audit().clone();
                    open.walk.ask_again(&library, &audit, &open.findings);
                    let place = open.findings.place;
                    if self.toast.is_none() {
                        let says = format!("The law is judged at {}.", say_day(place.judged));
                        self.say(Tone::Info, says);
                    }
                }
                Ok(effects)
            }
            Purpose::Evidence(ix, place) => self.take_evidence(form, *ix, *place, now),
            Purpose::Request(ix) => {
                let request = forms::read_request(form)?;
                let id = self.library.question(*ix).id.clone();
                let change = self.open.as_ref().and_then(|open| {
                    open.audit()
                        .edit_answer(&id, |answer| answer.request = request)
                });
                self.overlays.pop();
                Ok(change.map_or_else(Vec::new, |change| self.commit(change, now)))
            }
            Purpose::Value(ix) => {
                let value = forms::read_value(form, self.library.question(*ix))?;
                self.overlays.pop();
                Ok(self.give_value(*ix, value, now))
            }
            Purpose::ReportFile(kind, format) => {
                let path = form.text("path");
                if path.is_empty() {
                    return Err(("path", "Which file?".to_owned()));
                }
                let document = self.paper(*kind).map_err(|why| ("path", why))?;
                let bytes = crate::report::write(&document, *format);
                Ok(vec![Effect::Write {
                    path: path.into(),
                    bytes,
                    overwrite: form.leaving,
                }])
            }
        }
    }

    fn take_evidence(
        &mut self,
        form: &Form,
        ix: QuestionIx,
        place: Option<usize>,
        now: DateTime<Utc>,
    ) -> Result<Vec<Effect>, (&'static str, String)> {
        let Some(open) = &self.open else {
            return Ok(Vec::new());
        };
        let id = self.library.question(ix).id.clone();
        let before = place.and_then(|at| open.audit().answer(&id)?.evidence.get(at).cloned());
        let (mut evidence, title) = forms::read_evidence(form, before.as_ref())?;
        let mut changes = Vec::new();
        if let Some(title) = title {
            let document = new_document(open.audit(), &title);
            evidence.document = Some(document.id.clone());
            let document_id = document.id.clone();
            changes.extend(open.audit().edit_document(&document_id, Some(document)));
        }
        let who = self.who.clone();
        changes.extend(open.audit().edit_answer(&id, |answer| {
            match (place, evidence.is_empty()) {
                (Some(at), true) if at < answer.evidence.len() => {
                    answer.evidence.remove(at);
                }
                (Some(at), false) => {
                    if let Some(slot) = answer.evidence.get_mut(at) {
                        *slot = evidence;
                    }
                }
                (None, false) => answer.evidence.push(evidence),
                _ => {}
            }
            answer.by = who;
            answer.at = Some(now);
        }));
        self.overlays.pop();
        let change = match changes.len() {
            0 => return Ok(Vec::new()),
            1 => changes.remove(0),
            _ => Change::Together(changes),
        };
        let effects = self.commit(change, now);
        if self.toast.is_none() {
            self.say(Tone::Info, "Evidence kept. v adds more or changes it.");
        }
        Ok(effects)
    }
}

/// The stamps of the loaded checklists.
pub(super) fn stamps(library: &crate::checklist::Library) -> Vec<ChecklistStamp> {
    library
        .files()
        .map(|(_, file)| ChecklistStamp {
            id: file.id.clone(),
            edition: file.edition.clone(),
            digest: file.digest.clone(),
        })
        .collect()
}

/// A document to register under a title, with an id of its own.
fn new_document(audit: &Audit, title: &str) -> Document {
    let slug: String = title
        .to_lowercase()
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|part| !part.is_empty())
        .take(6)
        .collect::<Vec<_>>()
        .join("-");
    let slug = if slug.is_empty() {
        "document".to_owned()
    } else {
        slug
    };
    let mut id = slug.clone();
    let mut number = 2;
    while audit.document(&id).is_some() {
        id = format!("{slug}-{number}");
        number += 1;
    }
    Document {
        id,
        title: title.to_owned(),
        path: None,
        sha256: None,
        pages: None,
        date: None,
        from: None,
        access: None,
        url: None,
        note: None,
    }
}

/// A shipped example as an audit.
fn shipped_example(name: &str) -> Option<Audit> {
    let (_, text) = shipped::examples().iter().find(|(one, _)| *one == name)?;
    example(name, text)
}

impl Level {
    /// Whether a finding of this level is worth a loud colour.
    pub const fn is_grave(self) -> bool {
        matches!(self, Self::Breach | Self::Undermines)
    }
}
