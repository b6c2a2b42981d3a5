//! A spreadsheet that is to be taken in: what it would change, line by line, and what the user
//! decides where both sides say something else.

use crate::audit::Change;
use crate::checklist::{Library, QuestionIx};
use crate::import::{Decision, Decisions, Field, Kind, Line, Plan};

/// What stands over the screen while a spreadsheet is looked at.
#[derive(Debug, Clone)]
pub struct TakingIn {
    /// The file's name.
    pub name: String,
    /// What it would do.
    pub plan: Plan,
    /// What is decided so far.
    pub decisions: Decisions,
    /// The row under the bar.
    pub selected: usize,
}

/// One row of what is shown.
#[derive(Debug, Clone, Copy)]
pub enum Row<'p> {
    /// Both sides say something: the line, and which of its conflicts.
    Decide(&'p Line, usize),
    /// A change that nothing stands against.
    Change(&'p Line),
    /// What was not understood, by its place.
    Trouble(usize),
    /// What else is to be told, by its place.
    Notice(usize),
}

impl TakingIn {
    /// A plan to be looked at: what stands stays, until something else is decided.
    pub fn new(name: String, plan: Plan) -> Self {
        Self {
            name,
            plan,
            decisions: Decisions::all(Decision::KeepMine),
            selected: 0,
        }
    }

    /// The rows: what is to be decided, what changes, what was not understood, what else is told.
    pub fn rows(&self) -> Vec<Row<'_>> {
        let plan = &self.plan;
        let mut rows = Vec::new();
        for line in plan.of(Kind::ToDecide) {
            rows.extend((0..line.conflicts.len()).map(|at| Row::Decide(line, at)));
        }
        rows.extend(plan.of(Kind::WillChange).map(Row::Change));
        rows.extend((0..plan.not_understood.len()).map(Row::Trouble));
        rows.extend((0..plan.notices.len()).map(Row::Notice));
        rows
    }

    /// The question and the field under the bar, where something is to be decided.
    fn at(&self) -> Option<(QuestionIx, Field)> {
        match self.rows().get(self.selected) {
            Some(Row::Decide(line, at)) => Some((line.question, line.conflicts.get(*at)?.field)),
            _ => None,
        }
    }

    /// What is decided about a conflict.
    pub fn decision(&self, line: &Line, at: usize) -> Decision {
        line.conflicts.get(at).map_or(Decision::KeepMine, |one| {
            self.decisions.of(line.question, one.field)
        })
    }

    /// Decides what is under the bar, and goes to the next; whether there was something to decide.
    ///
    /// # Errors
    /// Why that cannot be decided here, in words.
    pub fn decide(&mut self, decision: Decision) -> Result<(), &'static str> {
        let Some((question, field)) = self.at() else {
            return Err("there is nothing to decide here");
        };
        if decision == Decision::KeepBoth && !field.can_keep_both() {
            return Err("only texts can be kept both; choose mine or theirs");
        }
        self.decisions.decide(question, field, decision);
        self.selected = (self.selected + 1).min(self.rows().len().saturating_sub(1));
        Ok(())
    }

    /// Decides everything the same way.
    pub fn decide_all(&mut self, decision: Decision) {
        self.decisions = Decisions::all(decision);
    }

    /// The one change that it comes to; none if nothing changes.
    pub fn change(&self) -> Option<Change> {
        self.plan.change(&self.decisions)
    }

    /// What there is, in a line.
    pub fn says(&self) -> String {
        let plan = &self.plan;
        let many = |count: usize, one: &str, more: &str| match count {
            1 => format!("1 {one}"),
            count => format!("{count} {more}"),
        };
        let mut parts = vec![many(
            plan.of(Kind::WillChange).count(),
            "answer changes",
            "answers change",
        )];
        let decide: usize = plan
            .of(Kind::ToDecide)
            .map(|line| line.conflicts.len())
            .sum();
        if decide > 0 {
            parts.push(many(decide, "point to decide", "points to decide"));
        }
        if !plan.not_understood.is_empty() {
            parts.push(format!("{} not understood", plan.not_understood.len()));
        }
        if !plan.documents.is_empty() {
            parts.push(many(
                plan.documents.len(),
                "document registered by its title",
                "documents registered by their titles",
            ));
        }
        let same = plan.of(Kind::Unchanged).count();
        if same > 0 {
            parts.push(format!("{same} stood already"));
        }
        parts.join(", ")
    }
}

/// A question as the list shows it.
pub fn ask<'l>(library: &'l Library, line: &Line) -> &'l str {
    &library.question(line.question).ask
}
