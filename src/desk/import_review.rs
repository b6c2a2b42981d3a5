//! The import review: the changes a spreadsheet would make, line by line, and the user's decisions
//! on the conflicts.

use crate::audit::Change;
use crate::checklist::{Library, QuestionIx};
use crate::import::{AnswerField, ComparedRows, Decision, Decisions, LineKind, Plan};
use crate::wording::count;

/// The state of an import review.
#[derive(Debug, Clone)]
pub struct ImportReview {
    /// The file's name.
    pub name: String,
    /// The import plan.
    pub plan: Plan,
    /// The decisions made so far.
    pub decisions: Decisions,
    /// The index of the selected row.
    pub selected: usize,
}

/// One row of an import review.
#[derive(Debug, Clone, Copy)]
pub enum ImportRow<'p> {
    /// A conflict to decide: the line, and the index of the conflict in it.
    Decide(&'p ComparedRows, usize),
    /// A change without conflicts.
    Change(&'p ComparedRows),
    /// A row error of the spreadsheet, by its index.
    RowError(usize),
    /// A notice, by its index.
    Notice(usize),
}

impl ImportReview {
    /// Returns a review of a plan: current values are kept until something else is decided.
    pub fn new(name: String, plan: Plan) -> Self {
        Self {
            name,
            plan,
            decisions: Decisions::all(Decision::KeepMine),
            selected: 0,
        }
    }

    /// Returns the rows: conflicts, changes, row errors, notices.
    pub fn rows(&self) -> Vec<ImportRow<'_>> {
        let plan = &self.plan;
        let mut rows = Vec::new();
        for line in plan.of(LineKind::ToDecide) {
            rows.extend((0..line.conflicts.len()).map(|at| ImportRow::Decide(line, at)));
        }
        rows.extend(plan.of(LineKind::WillChange).map(ImportRow::Change));
        rows.extend((0..plan.not_understood.len()).map(ImportRow::RowError));
        rows.extend((0..plan.notices.len()).map(ImportRow::Notice));
        rows
    }

    /// Returns the question and the field of the selected row, if it is a conflict.
    fn at(&self) -> Option<(QuestionIx, AnswerField)> {
        match self.rows().get(self.selected) {
            Some(ImportRow::Decide(line, at)) => {
                Some((line.question, line.conflicts.get(*at)?.field))
            }
            _ => None,
        }
    }

    /// Returns the decision on a conflict.
    pub fn decision(&self, line: &ComparedRows, at: usize) -> Decision {
        line.conflicts.get(at).map_or(Decision::KeepMine, |one| {
            self.decisions.of(line.question, one.field)
        })
    }

    /// Decides the selected conflict, and selects the next row.
    ///
    /// # Errors
    /// If the row has nothing to decide, or the decision does not fit its field.
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

    /// Decides every conflict the same way.
    pub fn decide_all(&mut self, decision: Decision) {
        self.decisions = Decisions::all(decision);
    }

    /// Returns the one change that the plan amounts to; `None` if nothing changes.
    pub fn change(&self) -> Option<Change> {
        self.plan.change(&self.decisions)
    }

    /// Summarises the plan in a line.
    pub fn label(&self) -> String {
        let plan = &self.plan;
        let mut parts = vec![count(
            plan.of(LineKind::WillChange).count(),
            "answer changes",
            "answers change",
        )];
        let decide: usize = plan
            .of(LineKind::ToDecide)
            .map(|line| line.conflicts.len())
            .sum();
        if decide > 0 {
            parts.push(count(decide, "point to decide", "points to decide"));
        }
        if !plan.not_understood.is_empty() {
            parts.push(format!("{} not understood", plan.not_understood.len()));
        }
        if !plan.documents.is_empty() {
            parts.push(count(
                plan.documents.len(),
                "document registered by its title",
                "documents registered by their titles",
            ));
        }
        let same = plan.of(LineKind::Unchanged).count();
        if same > 0 {
            parts.push(format!("{same} already there"));
        }
        parts.join(", ")
    }
}

/// Returns the short title of a line's question, for its row.
pub fn short<'l>(library: &'l Library, line: &ComparedRows) -> &'l str {
    &library.question(line.question).short
}

/// Returns the wording of a line's question.
pub fn ask<'l>(library: &'l Library, line: &ComparedRows) -> &'l str {
    &library.question(line.question).ask
}
