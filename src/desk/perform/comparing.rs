//! Actions of the comparison of two papers: opened, read, and a lost passage taken as evidence.

use super::super::comparing::{Comparing, in_order};
use super::super::message::{BackgroundJob, Effect};
use super::super::overlay::{Overlay, PageKind};
use super::super::papers::source_of;
use super::super::reading::Dropping;
use super::super::{Desk, NoticeTone, search};
use crate::audit::Evidence;
use crate::documents::compare::lost_evidence;

impl Desk {
    /// Compares the selected paper with another: the only other one, or one that the user picks.
    pub(in crate::desk) fn compare_papers(&mut self) -> Vec<Effect> {
        let Some((open, id)) = self
            .open
            .as_ref()
            .zip(self.document().map(|one| one.id.clone()))
        else {
            return Vec::new();
        };
        let register = open.papers.register.as_ref();
        let papers = register.map_or(&[][..], |one| one.shelf.papers());
        let others: Vec<String> = papers
            .iter()
            .filter(|one| one.id != id)
            .map(|one| one.id.clone())
            .collect();
        if let [other] = others.as_slice() {
            return self.ask_to_compare(&id, other);
        }
        self.pick(|_, open| search::papers_to_compare(open, &id));
        Vec::new()
    }

    /// Asks for the comparison of two papers, whichever is the draft.
    pub(in crate::desk) fn ask_to_compare(&mut self, one: &str, other: &str) -> Vec<Effect> {
        let Some(open) = &self.open else {
            return Vec::new();
        };
        let Some(register) = open.papers.register.clone() else {
            return Vec::new();
        };
        let (draft, last) = in_order(open.audit(), one, other);
        let job = BackgroundJob::ComparePapers {
            register,
            draft: draft.to_owned(),
            last: last.to_owned(),
        };
        self.show_page(PageKind::Comparing);
        vec![job.into()]
    }

    /// Shows the comparison of two papers, if the user still waits for it.
    pub(in crate::desk) fn compared(&mut self, comparing: Option<Box<Comparing>>) {
        let waits = |overlay: &Overlay| matches!(overlay, Overlay::Page(page) if page.kind == PageKind::Comparing);
        if !self.overlays.last().is_some_and(waits) {
            return;
        }
        self.overlays.pop();
        match comparing {
            Some(comparing) => self.lay(Overlay::Comparing(comparing)),
            None => self.say(
                NoticeTone::Warning,
                "Nothing was compared: one of the two papers was not read.",
            ),
        }
    }

    /// Returns the comparison in front.
    pub(in crate::desk) fn comparing(&self) -> Option<&Comparing> {
        match self.overlays.last() {
            Some(Overlay::Comparing(comparing)) => Some(comparing),
            _ => None,
        }
    }

    /// Lets the user choose the questions that a lost passage is evidence for.
    pub(in crate::desk) fn take_lost(&mut self) {
        let evidence = match self.lost_evidence() {
            Some(Ok(evidence)) => evidence,
            Some(Err(why)) => {
                self.say(NoticeTone::Warning, format!("Nothing was taken: {why}."));
                return;
            }
            None => return,
        };
        let Some(open) = &self.open else { return };
        let questions = open.questions_for_page(&self.library);
        let at = open.walk.at();
        let selected = at.and_then(|ix| questions.iter().position(|one| *one == ix));
        let mut dropping = Dropping::new(&self.library, &questions, selected.unwrap_or_default());
        dropping.evidence = Some(evidence);
        self.lay(Overlay::Drop(Box::new(dropping)));
    }

    /// Returns the selected passage as evidence, with the proof that the final has lost it.
    fn lost_evidence(&self) -> Option<Result<Vec<Evidence>, crate::documents::compare::NoProof>> {
        let comparing = self.comparing()?;
        let gone = comparing.row()?.lost.as_ref()?;
        let open = self.open.as_ref()?;
        let papers = &open.papers.register.as_ref()?.shelf;
        let (draft, last) = (&comparing.draft, &comparing.last);
        let evidence = lost_evidence(papers, draft, last, gone, Some(self.today));
        let source = source_of(open.audit(), draft);
        Some(evidence.map(|all| {
            let sourced = |one: Evidence| match one.quote {
                Some(_) => Evidence { source, ..one },
                None => one,
            };
            all.into_iter().map(sourced).collect()
        }))
    }

    /// Opens the page of the selected difference: in the final, or in the draft where it is gone.
    pub(in crate::desk) fn read_compared(&mut self) {
        let spot = self.comparing().and_then(|comparing| {
            let row = comparing.row()?;
            let at = row.after.as_ref().or(row.before.as_ref())?;
            let papers = &self.open.as_ref()?.papers.register.as_ref()?.shelf;
            Some((at.document.clone(), papers.spot(at)?))
        });
        if let Some((id, spot)) = spot {
            self.overlays.pop();
            self.open_page(&id, spot, Vec::new(), false);
        }
    }
}
