//! Actions of the survey of the user's own audits: asked for, shown, and the audits behind a number.

use std::path::PathBuf;

use super::super::message::{BackgroundJob, Effect};
use super::super::overlay::{Overlay, PageKind};
use super::super::surveying::Surveying;
use super::super::{Desk, search};
use crate::findings::survey::Survey;

impl Desk {
    /// Asks for the survey of the user's own audits.
    pub(in crate::desk) fn survey(&mut self) -> Vec<Effect> {
        self.show_page(PageKind::Surveying);
        vec![
            BackgroundJob::Survey {
                library: self.library.clone(),
                today: self.today,
            }
            .into(),
        ]
    }

    /// Shows a survey, if the user still waits for it.
    pub(in crate::desk) fn surveyed(&mut self, survey: Survey) {
        let waits = |overlay: &Overlay| matches!(overlay, Overlay::Page(page) if page.kind == PageKind::Surveying);
        if self.overlays.last().is_some_and(waits) {
            self.overlays.pop();
            self.lay(Overlay::Survey(Box::new(Surveying::new(survey))));
        }
    }

    /// Returns the survey in front.
    pub(in crate::desk) fn surveying(&self) -> Option<&Surveying> {
        match self.overlays.last() {
            Some(Overlay::Survey(surveying)) => Some(surveying),
            _ => None,
        }
    }

    /// Lists the audits behind the selected number; the survey stays underneath.
    pub(in crate::desk) fn show_counted(&mut self) {
        let surveying = self.surveying();
        let behind = surveying.and_then(|surveying| search::audits_behind(self, surveying));
        if let Some(picker) = behind {
            self.lay(Overlay::Picker(picker));
        }
    }

    /// Opens an audit that a survey counts.
    pub(in crate::desk) fn open_counted(&mut self, path: PathBuf) -> Vec<Effect> {
        self.overlays.clear();
        self.open_at(path)
    }
}
