//! Actions of the comparison of two papers: opened, read, and a lost passage taken as evidence.

use super::super::comparing::{Comparing, in_order};
use super::super::overlay::Overlay;
use super::super::papers::source_of;
use super::super::reading::Dropping;
use super::super::{Desk, NoticeTone, search};
use crate::audit::Evidence;
use crate::documents::compare::lost_evidence;

impl Desk {
    /// Compares the selected paper with another: the only other one, or one that the user picks.
    pub(in crate::desk) fn compare_papers(&mut self) {
        let Some((open, id)) = self
            .open
            .as_ref()
            .zip(self.document().map(|one| one.id.clone()))
        else {
            return;
        };
        let register = open.papers.register.as_ref();
        let papers = register.map_or(&[][..], |one| one.shelf.papers());
        let others: Vec<String> = papers
            .iter()
            .filter(|one| one.id != id)
            .map(|one| one.id.clone())
            .collect();
        match others.as_slice() {
            [other] => self.show_comparison(&id, other),
            _ => self.pick(|_, open| search::papers_to_compare(open, &id)),
        }
    }

    /// Shows the comparison of two papers, whichever is the draft.
    pub(in crate::desk) fn show_comparison(&mut self, one: &str, other: &str) {
        let Some(open) = &self.open else { return };
        let (draft, last) = in_order(open.audit(), one, other);
        let register = open.papers.register.as_ref();
        let comparing = register.and_then(|register| {
            let papers = &register.shelf;
            let (draft, last) = (papers.paper(draft)?, papers.paper(last)?);
            Some(Comparing::of(papers, draft, last))
        });
        if let Some(comparing) = comparing {
            self.lay(Overlay::Comparing(Box::new(comparing)));
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
