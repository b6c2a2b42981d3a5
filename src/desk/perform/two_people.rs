//! Two people's audits: theirs is merged into the one that is open, and differing answers are agreed on.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::super::merging::Merging;
use super::super::message::{BackgroundJob, Effect, TheirsRead};
use super::super::overlay::{Item, Overlay, PageKind, PageOverlay, Pick, Picker};
use super::super::shelf::AuditOrigin;
use super::super::{Desk, NoticeTone};
use crate::audit::{Answer, Version};
use crate::base::Problem;
use crate::checklist::QuestionIx;
use crate::desk::action::keyed;
use crate::findings::two_people::{TwoPeople, version_in_words};
use crate::wording::shown;

impl Desk {
    /// Asks for somebody else's audit to be read.
    pub(in crate::desk) fn read_theirs(&mut self, path: PathBuf) -> Vec<Effect> {
        let Some(open) = &mut self.open else {
            return Vec::new();
        };
        let Some(ours) = open.path.clone() else {
            return Vec::new();
        };
        open.papers.folder = path.parent().map(ToOwned::to_owned);
        let history = Arc::clone(&open.history);
        self.overlays.push(Overlay::Page(PageOverlay {
            kind: PageKind::Adding,
            scroll: 0,
        }));
        let job = BackgroundJob::ReadTheirs {
            ours,
            history,
            path,
        };
        vec![job.into()]
    }

    /// Merges a conflict copy of the selected audit into it: the only one, or one that the user picks.
    pub(in crate::desk) fn merge_copy(&mut self) -> Vec<Effect> {
        let Some(row) = self.shelf.current() else {
            return Vec::new();
        };
        if let [copy] = row.copies.as_slice() {
            let copy = copy.clone();
            return self.open_to_merge(copy);
        }
        // A journal tells what both began with; the readable file does not.
        let is_journal = |copy: &&PathBuf| copy.extension().is_some_and(|end| end == "journal");
        let mut copies: Vec<&PathBuf> = row.copies.iter().collect();
        copies.sort_by_key(|copy| !is_journal(copy));
        let items = copies.iter().map(|copy| {
            let name = copy.file_name().map_or(copy.as_path(), Path::new);
            let detail = if is_journal(copy) {
                "with its history: merge this first"
            } else {
                ""
            };
            Item::new("", shown(name), detail, Pick::ConflictCopy((*copy).clone()))
        });
        let title = format!("Merge a conflict copy into {}", row.name);
        let picker = Picker::new(title, items.collect());
        self.lay(Overlay::Picker(picker));
        Vec::new()
    }

    /// Opens the selected audit, to merge a copy into it.
    pub(in crate::desk) fn open_to_merge(&mut self, copy: PathBuf) -> Vec<Effect> {
        let Some(AuditOrigin::Mine(path)) = self.shelf.current().map(|row| row.origin.clone())
        else {
            return Vec::new();
        };
        self.copy_wanted = Some(copy);
        self.open_at(path)
    }

    /// Asks for the copy to be read that the audit just opened was opened for.
    pub(in crate::desk) fn read_copy_wanted(&mut self) -> Vec<Effect> {
        match self.copy_wanted.take() {
            Some(copy) if self.may_change().is_ok() => self.read_theirs(copy),
            _ => Vec::new(),
        }
    }

    /// Shows what a merge would change.
    pub(in crate::desk) fn theirs_read(&mut self, read: Result<Box<TheirsRead>, Problem>) {
        // If the page was closed in the meantime, the user no longer wants the merge.
        let waited = matches!(
            self.overlays.last(),
            Some(Overlay::Page(page)) if page.kind == PageKind::Adding
        );
        if !waited {
            return;
        }
        self.close_adding();
        match (read, &mut self.open) {
            (Ok(read), Some(open)) => {
                let summary = TwoPeople::of(&self.library, open.history.audit(), &read.plan);
                open.merging = Some(Merging {
                    name: read.name.clone(),
                    summary,
                    read,
                });
                self.close_folder();
                self.show_page(PageKind::Merge);
            }
            (Ok(_), None) => {}
            (Err(why), _) => self.tell_in_full(vec![why.to_string()]),
        }
    }

    /// Records the merge that is shown, as one change.
    pub(in crate::desk) fn merge_them(&mut self, now: DateTime<Utc>) -> Vec<Effect> {
        let Some(open) = &mut self.open else {
            return Vec::new();
        };
        let Some(merging) = open.merging.take() else {
            return Vec::new();
        };
        self.overlays.pop();
        if merging.summary.is_nothing() {
            let says = "Nothing to merge: everything in their audit is already in yours.";
            self.say(NoticeTone::Info, says);
            return Vec::new();
        }
        let audit = &merging.read.plan.merged.audit;
        let change = open.history.audit().change_to(audit);
        let before = open.history.shared_audit();
        let ours = open.path.clone();
        let mut effects = self.commit(change, now);
        if let Some(open) = &mut self.open {
            open.walk
                .ask_again(&self.library, open.history.audit(), &open.findings);
        }
        if !effects.is_empty() {
            if let (Some(bundle), Some(ours)) = (merging.read.bundle.clone(), ours) {
                let job = BackgroundJob::TakeOut {
                    ours,
                    audit: before,
                    bundle,
                };
                effects.insert(0, job.into());
            }
            let says =
                keyed!("Merged from {}; press {undo} to undo it all.", undo = Undo; merging.name);
            self.say(NoticeTone::Info, says);
        }
        effects
    }

    /// Returns the id under which the answer shown with a question is recorded.
    pub(in crate::desk) fn recorded_under(&self, ix: QuestionIx) -> Option<&str> {
        let open = self.open.as_ref()?;
        Some(match open.audit().carried(&self.library, ix) {
            Some((old, _)) => old,
            None => &self.library.question(ix).id,
        })
    }

    /// Returns the question in front with its versions, if nothing is agreed on it yet.
    pub(in crate::desk) fn disputed_here(&self) -> Option<(QuestionIx, &[Version])> {
        let (open, ix) = self.at()?;
        let answer = open.audit().answer_of(&self.library, ix);
        Some((ix, answer.and_then(Answer::disputed)?))
    }

    /// Lists the versions of the answer in front, to agree on one.
    pub(in crate::desk) fn choose_version(&mut self) {
        let Some((ix, versions)) = self.disputed_here() else {
            return;
        };
        let question = self.library.question(ix);
        let items = versions.iter().enumerate().map(|(place, version)| {
            let says = version_in_words(&self.library, &question.id, version);
            let number = (place + 1).to_string();
            Item::new(number, says, "", Pick::Version(ix, place))
        });
        let title = format!("Agree on one answer: {}", question.short);
        let picker = Picker::new(title, items.collect());
        self.lay(Overlay::Picker(picker));
    }
}
