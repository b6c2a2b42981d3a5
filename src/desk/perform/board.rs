//! The case board: doing what it proposes, and going to a section.

use super::super::board::NextStep;
use super::super::message::Effect;
use super::super::open::FlagRow;
use super::super::walk::{Filter, WalkBy};
use super::super::{Action, Desk, NoticeTone, Screen, Wanted};
use crate::report::Kind;

impl Desk {
    /// Does what the row under the bar says.
    pub(in crate::desk) fn do_board_row(&mut self) -> Vec<Effect> {
        let Some(open) = &self.open else {
            return Vec::new();
        };
        let steps = open.next_steps(&self.library).len();
        let row = open.board_row;
        if row < steps {
            return self.do_step(row);
        }
        if let Some(ix) = open.first_of_section(&self.library, row - steps) {
            self.lay_walk(WalkBy::Section, Filter::All);
            self.go_to(ix);
        }
        Vec::new()
    }

    /// Does one of the things that the board proposes.
    pub(in crate::desk) fn do_step(&mut self, at: usize) -> Vec<Effect> {
        let Some(open) = &mut self.open else {
            return Vec::new();
        };
        let Some(step) = open.next_steps(&self.library).get(at).copied() else {
            return Vec::new();
        };
        match step {
            NextStep::TimeLimit => {
                let due = open.timeline.next.as_ref().map(|next| next.due);
                let row = (0..open.timeline.rows.len()).find(|row| {
                    let clock = open.timeline.clock(*row);
                    clock.is_some_and(|clock| clock.running.due() == due)
                });
                open.timeline_row = row.unwrap_or_default();
                self.show(Screen::Timeline);
            }
            NextStep::CallInRules => self.edit_rules(),
            NextStep::Agree(ix, _) | NextStep::Answer(ix) | NextStep::Further(ix) => {
                self.lay_walk(WalkBy::Section, Filter::All);
                self.go_to(ix);
            }
            NextStep::AddPapers => {
                self.show(Screen::Documents);
                return vec![self.ask_for_file(Wanted::Papers).into()];
            }
            NextStep::Prove(_) => {
                let first = open.findings.to_prove.first().map(|one| one.question);
                self.lay_walk(WalkBy::Section, Filter::ToProve);
                if let Some(ix) = first {
                    self.go_to(ix);
                }
            }
            NextStep::Settle(_) => {
                let first = open.findings.to_settle.first().copied();
                self.lay_walk(WalkBy::Section, Filter::ToSettle);
                if let Some(ix) = first {
                    self.go_to(ix);
                }
            }
            NextStep::Fix(_) => {
                self.go_to_flag_row(|_, row| matches!(row, FlagRow::Lint(_)));
            }
            NextStep::Write => {
                open.paper.kind = Kind::Briefing;
                self.show(Screen::Report);
            }
            NextStep::AskForPapers => {
                open.paper.kind = Kind::InformationRequest;
                self.show(Screen::Report);
            }
            NextStep::Days => self.show(Screen::Timeline),
            NextStep::SortByPapers => match self.available(Action::Sweep) {
                Ok(()) => self.sweep(),
                Err(why) => self.say(NoticeTone::Warning, why.to_string()),
            },
            NextStep::Remember(ix) => {
                self.lay_walk(WalkBy::Meeting, Filter::All);
                self.go_to(ix);
            }
        }
        Vec::new()
    }

    /// Lays the walk out in an order, with a filter.
    pub(super) fn lay_walk(&mut self, by: WalkBy, filter: Filter) {
        if let Some(open) = &mut self.open {
            (open.walk.by, open.walk.filter) = (by, filter);
            open.walk
                .ask_again(&self.library, open.history.audit(), &open.findings);
        }
    }
}
