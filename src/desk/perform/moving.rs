//! Navigation: rows, pages, sections, screens, and from a finding to its question.

use super::super::open::{FlagRow, OpenAudit};
use super::super::overlay::Overlay;
use super::super::{Desk, Screen, Tone};
use crate::checklist::{QuestionIx, RequirementIx};
use crate::findings::Because;

impl Desk {
    pub(in crate::desk) fn show(&mut self, screen: Screen) {
        if self.open.is_some() && self.screen != screen {
            self.screen = screen;
            if let Some(open) = &mut self.open {
                open.scroll = 0;
            }
        }
    }

    pub(in crate::desk) fn turn(&mut self, by: usize) {
        let here = Screen::OF_AUDIT
            .iter()
            .position(|one| *one == self.screen)
            .unwrap_or_default();
        if let Some(screen) = Screen::OF_AUDIT.get((here + by) % Screen::OF_AUDIT.len()) {
            self.show(*screen);
        }
    }

    /// Returns the index of the selected row of the list in front.
    pub(in crate::desk) fn row(&self) -> usize {
        match (self.screen, &self.open) {
            (Screen::Flags, Some(open)) => open.flag_row,
            (Screen::Instruments, Some(open)) => open.instrument.row,
            (Screen::Documents, Some(open)) => open.papers.row,
            _ => self.shelf.selected,
        }
    }

    pub(in crate::desk) fn set_row(&mut self, row: usize) {
        let library = self.library.clone();
        match (self.screen, &mut self.open) {
            (Screen::Flags, Some(open)) => {
                open.flag_row = row.min(open.flag_rows().len().saturating_sub(1));
                open.scroll = 0;
            }
            (Screen::Instruments, Some(open)) => {
                let rows = open
                    .instruments(&library)
                    .get(open.instrument.instrument)
                    .map_or(0, |(_, of)| of.len());
                open.instrument.row = row.min(rows.saturating_sub(1));
                open.scroll = 0;
            }
            (Screen::Documents, Some(open)) => {
                let rows = open.audit().documents.len();
                open.papers.row = row.min(rows.saturating_sub(1));
                open.scroll = 0;
            }
            (Screen::Library, _) => {
                self.shelf.selected = row.min(self.shelf.rows.len().saturating_sub(1));
            }
            _ => {}
        }
    }

    pub(in crate::desk) fn step(&mut self, forward: bool, by: usize) {
        let (page_max, scroll_max) = (self.drawn.page_max, self.drawn.scroll_max);
        let moved = |at: usize, max: usize| {
            if forward {
                at.saturating_add(by).min(max)
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
            Some(Overlay::ImportReview(import_review)) => {
                let rows = import_review.rows().len();
                import_review.selected = moved(import_review.selected, rows.saturating_sub(1));
                return;
            }
            Some(Overlay::Find(find)) => {
                find.selected = moved(find.selected, find.passages.len().saturating_sub(1));
                return;
            }
            Some(_) => return,
            None => {}
        }
        if self.screen == Screen::Documents && self.page_view().is_some() {
            self.step_page(forward, by);
            return;
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
                    row.saturating_add(by)
                } else {
                    row.saturating_sub(by)
                });
            }
        }
    }

    pub(in crate::desk) fn page(&mut self, forward: bool) {
        // On a screen with a text beside the list, a page key turns the text.
        if self.overlays.is_empty()
            && self.screen == Screen::Documents
            && self.page_view().is_some()
        {
            // About a screenful of paragraphs; whole pages are turned with the arrows.
            self.step_page(forward, (self.drawn.page_rows / 5).max(1));
            return;
        }
        let rows = self.drawn.page_rows.saturating_sub(1).max(1);
        let max = self.drawn.scroll_max;
        if self.overlays.is_empty()
            && matches!(
                self.screen,
                Screen::Walk | Screen::Flags | Screen::Instruments | Screen::Documents
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

    pub(in crate::desk) fn jump(&mut self, end: bool) {
        self.step(end, usize::MAX);
    }

    pub(in crate::desk) fn step_group(&mut self, forward: bool) {
        if self.screen == Screen::Documents {
            self.turn_page(forward);
            return;
        }
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
        let here = open.instrument.instrument;
        open.instrument.instrument = if forward {
            (here + 1).min(count.saturating_sub(1))
        } else {
            here.saturating_sub(1)
        };
        open.instrument.row = 0;
    }

    pub(in crate::desk) fn go_to(&mut self, ix: QuestionIx) {
        if let Some(open) = &mut self.open {
            if !open.walk.go_to(ix) {
                // The question must be visible, so the filter that may hide it is reset.
                open.walk.filter = crate::desk::walk::Filter::Everything;
                open.walk.by = crate::desk::walk::WalkBy::Section;
                open.walk
                    .ask_again(&self.library, open.history.audit(), &open.findings);
                open.walk.go_to(ix);
            }
            open.scroll = 0;
        }
        self.show(Screen::Walk);
    }

    pub(in crate::desk) fn go_to_requirement(&mut self, ix: RequirementIx) {
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
                open.instrument = crate::desk::open::Instrument { instrument, row };
                open.scroll = 0;
            }
        }
        self.show(Screen::Instruments);
    }

    pub(in crate::desk) fn go_to_flag_row(
        &mut self,
        wanted: impl Fn(&OpenAudit, FlagRow) -> bool,
    ) -> bool {
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

    pub(in crate::desk) fn go_to_question(&mut self) {
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
                .get(open.instrument.instrument)
                .and_then(|(_, of)| of.get(open.instrument.row).copied())
                .and_then(|ix| findings.standing(ix).through.first().copied()),
        };
        match ix {
            Some(ix) => self.go_to(ix),
            None => self.say(Tone::Warning, "No single question stands behind this."),
        }
    }
}
