//! The first minute: who the user is, the tour, and what they hold for a new audit.

use chrono::{DateTime, Utc};

use super::super::held::Held;
use super::super::message::{BackgroundJob, Effect};
use super::super::overlay::{FieldError, Form, Overlay, Purpose};
use super::super::remembered::Reminder;
use super::super::tour::{self, TourStep};
use super::super::walk::{Filter, WalkBy};
use super::super::{Desk, NoticeTone, Screen, dates, forms};
use crate::desk::action::keyed;
use crate::report::Person;

impl Desk {
    /// Opens the form that asks who the user is.
    pub(in crate::desk) fn ask_who_you_are(&mut self) {
        let first = &self.first;
        let form = forms::first::who_you_are(&self.author.name, first.capacity, &first.we);
        self.lay(Overlay::Form(form));
    }

    /// Submits what the user said of themselves; the form stays open until it is stored.
    pub(in crate::desk) fn take_person(&mut self, form: &Form) -> Result<Vec<Effect>, FieldError> {
        let person = forms::first::read_person(form)?;
        if person == Person::default() {
            self.overlays.pop();
            self.say_later();
            return Ok(Vec::new());
        }
        Ok(vec![BackgroundJob::KeepPerson(Box::new(person)).into()])
    }

    /// Adopts what the user said of themselves, once it is stored.
    pub(in crate::desk) fn person_kept(&mut self, person: Person, path: &std::path::Path) {
        if matches!(self.overlays.last(), Some(Overlay::Form(form)) if form.purpose == Purpose::WhoYouAre)
        {
            self.overlays.pop();
        }
        if !person.we.is_empty() {
            self.first.we.clone_from(&person.we);
        }
        self.first.capacity = person.capacity.or(self.first.capacity);
        if !person.name.is_empty() {
            self.call_author(person.name);
        }
        // The settings of the open audit are read again.
        if let Some(open) = &mut self.open {
            open.setting_of = None;
        }
        let says = if self.open.is_none() && self.shelf.has_none() {
            keyed!(
                "Welcome. Press {tour} for a tour in six steps, or {new} to start an audit. (Kept \
                 in {})",
                tour = Tour,
                new = NewAudit;
                path.display()
            )
        } else {
            format!("Kept for all your papers: {}", path.display())
        };
        self.say(NoticeTone::Info, says);
    }

    /// Says that the form can be filled in later.
    pub(in crate::desk) fn say_later(&mut self) {
        self.say(
            NoticeTone::Info,
            keyed!(
                "That can wait. Press {who} when you want to say it, or {tour} for the tour.",
                who = WhoYouAre,
                tour = Tour
            ),
        );
    }

    /// Begins the tour, or takes it up where it was left; during the tour, leaves it.
    pub(in crate::desk) fn turn_tour(&mut self, now: DateTime<Utc>) -> Vec<Effect> {
        let leaves = self.tour().is_some();
        let mut effects = if self.open.is_some() {
            self.close_audit()
        } else {
            Vec::new()
        };
        self.overlays.clear();
        if leaves {
            self.say(
                NoticeTone::Info,
                keyed!(
                    "You have left the tour; nothing of it is kept among your audits. Press \
                     {tour} to take it up again.",
                    tour = Tour
                ),
            );
            return effects;
        }
        let step = TourStep::after(self.first.remembered.tour.unwrap_or_default());
        // A tour that is over begins again.
        let step = if step == TourStep::Over {
            TourStep::Answer
        } else {
            step
        };
        let (open, screen) = tour::begin(&self.library, step, (&self.who, now, self.today));
        self.open = Some(open);
        self.screen = screen;
        self.toast = None;
        effects.extend(self.remember_that(Reminder::Tour(step.done())));
        effects
    }

    /// Goes on to the next step of the tour once the one in front is done.
    pub(in crate::desk) fn follow_tour(&mut self) -> Vec<Effect> {
        let Some(before) = self.tour().map(|tour| tour.step) else {
            return Vec::new();
        };
        let mut step = before;
        while self.is_step_done(step) {
            step = TourStep::after(step.done() + 1);
            self.face_step(step);
        }
        if step == before {
            return Vec::new();
        }
        if let Some(tour) = self.open.as_mut().and_then(|open| open.tour.as_mut()) {
            tour.step = step;
        }
        self.remember_that(Reminder::Tour(step.done()))
    }

    /// Shows that a paper would be written, during the tour. Returns false if there is no tour.
    pub(in crate::desk) fn write_in_tour(&mut self) -> bool {
        let Some(open) = self.open.as_mut().filter(|open| open.tour.is_some()) else {
            return false;
        };
        open.paper.scroll = 0;
        if let Some(tour) = &mut open.tour {
            tour.written = true;
        }
        self.say(
            NoticeTone::Info,
            "Nothing was written: this is the tour. With an audit of your own, this page is the \
             first of a Word file.",
        );
        true
    }

    /// Remembers that an audit was opened, and asks for what the user holds if it is new.
    pub(in crate::desk) fn remember_opened(&mut self, now: DateTime<Utc>) -> Vec<Effect> {
        let begins = std::mem::take(&mut self.begins);
        let Some(open) = &mut self.open else {
            return Vec::new();
        };
        let Some(path) = open.path.clone() else {
            return Vec::new();
        };
        if let Some(held) = self.first.remembered.holds.get(&path) {
            open.held.clone_from(held);
        }
        self.shelf.opened.insert(path.clone(), now);
        if begins && self.first.asks {
            self.ask_what_is_held();
        }
        self.remember_that(Reminder::Opened(path, now))
    }

    /// Remembers one thing until the next start.
    pub(in crate::desk) fn remember_that(&mut self, memory: Reminder) -> Vec<Effect> {
        self.first.remembered.keep(memory.clone());
        vec![BackgroundJob::Remember(memory).into()]
    }

    /// Asks what the user holds for the audit.
    pub(in crate::desk) fn ask_what_is_held(&mut self) {
        if let Some(open) = &self.open {
            let form = forms::first::holding(&open.held, open.audit().review.decided, self.today);
            self.lay(Overlay::Form(form));
        }
    }

    /// Submits what the user holds: it sets the first thing to do, and the order of the walk.
    pub(in crate::desk) fn take_holding(
        &mut self,
        form: &Form,
        now: DateTime<Utc>,
    ) -> Result<Vec<Effect>, FieldError> {
        let (held, day) = forms::first::read_holding(form, self.today)?;
        self.overlays.pop();
        let Some(open) = &mut self.open else {
            return Ok(Vec::new());
        };
        open.held.clone_from(&held);
        open.board_row = 0;
        let path = open.path.clone();
        let change = open
            .audit()
            .edit_review(|review| review.decided = day.or(review.decided));
        let mut effects = change.map_or_else(Vec::new, |change| {
            self.commit_saying(
                &dates::with_dates("the review is changed", form),
                change,
                now,
            )
        });
        if held.contains(&Held::Meeting) && !held.contains(&Held::Report) {
            self.lay_walk(WalkBy::Meeting, Filter::All);
        }
        if let Some(path) = path {
            effects.extend(self.remember_that(Reminder::Holds(path, held.clone())));
        }
        self.show(Screen::Board);
        if effects.is_empty() || !held.is_empty() {
            self.say_first(&held);
        }
        Ok(effects)
    }

    /// Says what comes first.
    fn say_first(&mut self, held: &[Held]) {
        let first = self
            .open
            .as_ref()
            .and_then(|open| Some((open.next_steps(&self.library).first().copied()?, open)))
            .map(|(step, open)| step.label(&self.library, open));
        if let Some(first) = first.filter(|_| !held.is_empty()) {
            let says = keyed!("First: {first}. Press {one}.", one = FirstStep);
            self.say(NoticeTone::Info, says);
        }
    }
}
