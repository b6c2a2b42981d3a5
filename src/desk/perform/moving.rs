//! Navigation: rows, pages, sections, screens, and from a finding to its question.

use super::super::message::Effect;
use super::super::open::{FlagRow, OpenAudit};
use super::super::overlay::Overlay;
use super::super::screen::Visited;
use super::super::{Desk, NoticeTone, Screen};
use crate::checklist::{QuestionIx, RequirementIx};

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
        let here = Screen::TABS
            .iter()
            .position(|one| *one == self.screen)
            .unwrap_or_default();
        if let Some(screen) = Screen::TABS.get((here + by) % Screen::TABS.len()) {
            // Who goes on by hand does not want to come back to where a jump began.
            if let Some(open) = &mut self.open {
                open.visited.clear();
                open.ahead.clear();
            }
            self.show(*screen);
        }
    }

    /// Goes to a screen, with a way back; to the library by closing the audit.
    pub(in crate::desk) fn go_to_screen(&mut self, screen: Screen) -> Vec<Effect> {
        if screen == Screen::Library {
            return if self.open.is_some() {
                self.close_audit()
            } else {
                Vec::new()
            };
        }
        self.close_page();
        self.remember();
        if let Some(open) = self.open.as_mut().filter(|_| screen == Screen::Documents) {
            open.papers.page_view = None;
        }
        self.show(screen);
        Vec::new()
    }

    /// Remembers the place in front, for Esc to come back to.
    pub(in crate::desk) fn remember(&mut self) {
        let here = self.here();
        if let (Some(open), Some(here)) = (&mut self.open, here) {
            open.ahead.clear();
            if open.visited.last() != Some(&here) {
                open.visited.push(here);
            }
        }
    }

    /// Goes back one step: to where the last jump began, else to the case board. Returns false on the
    /// board itself, and where no audit is open.
    pub(in crate::desk) fn go_back(&mut self) -> bool {
        let here = self.here();
        let (Some(open), Some(here)) = (&mut self.open, here) else {
            return false;
        };
        // A place that is in front already is no step.
        while open.visited.last() == Some(&here) {
            open.visited.pop();
        }
        let board = Visited {
            screen: Screen::Board,
            question: None,
        };
        let last = open.visited.pop();
        if last.is_none() && self.screen == Screen::Board {
            return false;
        }
        open.ahead.push(here);
        self.stand_at(last.unwrap_or(board));
        true
    }

    /// Puts the bar on a row of the list in front. Returns true if it stood there already.
    pub(in crate::desk) fn set_row(&mut self, row: usize) -> bool {
        let spec = self.screen.spec();
        let Some(list) = spec.list else { return false };
        let rows = (list.rows)(self);
        let Some(at) = (list.row)(self) else {
            return false;
        };
        let same = *at == row;
        *at = row.min(rows.saturating_sub(1));
        if let Some(open) = &mut self.open {
            open.scroll = 0;
        }
        same
    }

    pub(in crate::desk) fn step(&mut self, forward: bool, by: usize) {
        let page_max = self.drawn.page_max;
        let moved = |at: usize, max: usize| moved(at, max, forward, by);
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
            Some(Overlay::ReadThrough(read)) => {
                read.selected = moved(read.selected, read.rows.len().saturating_sub(1));
                return;
            }
            Some(Overlay::Drop(dropping)) => {
                let last = dropping.shown().len().saturating_sub(1);
                dropping.selected = moved(dropping.selected, last);
                return;
            }
            Some(Overlay::Gather(gathering)) => {
                let last = gathering.files.len().saturating_sub(1);
                gathering.selected = moved(gathering.selected, last);
                return;
            }
            Some(Overlay::Comparing(comparing)) => {
                let last = comparing.rows.len().saturating_sub(1);
                comparing.selected = moved(comparing.selected, last);
                return;
            }
            Some(Overlay::Survey(surveying)) => {
                let last = surveying.rows().saturating_sub(1);
                surveying.selected = moved(surveying.selected, last);
                return;
            }
            Some(Overlay::Find(find)) => {
                find.selected = moved(find.selected, find.passages.len().saturating_sub(1));
                return;
            }
            Some(_) => return,
            None => {}
        }
        (self.screen.spec().step)(self, forward, by);
    }

    /// Moves the bar in the list in front.
    pub(in crate::desk) fn step_row(&mut self, forward: bool, by: usize) {
        let list = self.screen.spec().list;
        let Some(row) = list.and_then(|list| (list.row)(self).copied()) else {
            return;
        };
        self.set_row(if forward {
            row.saturating_add(by)
        } else {
            row.saturating_sub(by)
        });
    }

    /// Moves in the walk.
    pub(in crate::desk) fn step_walk(&mut self, forward: bool, by: usize) {
        if let Some(open) = &mut self.open {
            open.walk.step(forward, by);
            open.scroll = 0;
        }
    }

    /// Moves among the documents, or in the page view of one.
    pub(in crate::desk) fn step_document(&mut self, forward: bool, by: usize) {
        if self.page_view().is_some() {
            self.step_page(forward, by);
        } else {
            self.step_row(forward, by);
        }
    }

    /// Scrolls the preview of the report.
    pub(in crate::desk) fn step_report(&mut self, forward: bool, by: usize) {
        let max = self.drawn.scroll_max;
        if let Some(open) = &mut self.open {
            open.paper.scroll = moved(open.paper.scroll.min(max), max, forward, by);
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
        if self.overlays.is_empty() && self.screen.spec().text_beside && self.open.is_some() {
            self.scroll_text(forward, rows);
            return;
        }
        self.step(forward, rows);
    }

    /// Scrolls the text beside the list by some lines.
    pub(in crate::desk) fn scroll_text(&mut self, forward: bool, by: usize) {
        let max = self.drawn.scroll_max;
        if let Some(open) = &mut self.open {
            open.scroll = moved(open.scroll.min(max), max, forward, by);
        }
    }

    pub(in crate::desk) fn jump(&mut self, end: bool) {
        self.step(end, usize::MAX);
    }

    pub(in crate::desk) fn step_group(&mut self, forward: bool) {
        if let Some(Overlay::Survey(surveying)) = self.overlays.last_mut() {
            surveying.step_section(forward);
            return;
        }
        (self.screen.spec().step_group)(self, forward);
    }

    /// Moves to the next section of the walk, or the one before.
    pub(in crate::desk) fn step_section(&mut self, forward: bool) {
        let Some(open) = &mut self.open else { return };
        open.scroll = 0;
        if !open.walk.step_group(forward) {
            let says = if forward {
                "This is the last section."
            } else {
                "This is the first section."
            };
            self.say(NoticeTone::Info, says);
        }
    }

    /// Moves to the next instrument, or the one before.
    pub(in crate::desk) fn step_instrument(&mut self, forward: bool) {
        let Some(open) = &mut self.open else { return };
        open.scroll = 0;
        let count = open.instruments(&self.library).len();
        let here = open.instrument.instrument;
        open.instrument.instrument = if forward {
            (here + 1).min(count.saturating_sub(1))
        } else {
            here.saturating_sub(1)
        };
        open.instrument.row = 0;
    }

    /// Returns the number of requirements of the instrument in front.
    pub(in crate::desk) fn requirement_rows(&self) -> usize {
        let open = self.open.as_ref();
        open.map_or(0, |open| open.requirements_in_front(&self.library).len())
    }

    pub(in crate::desk) fn go_to(&mut self, ix: QuestionIx) {
        self.remember();
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
        self.remember();
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
        self.remember();
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
        let ix = (self.screen.spec().question)(self, open);
        match ix {
            Some(ix) => self.go_to(ix),
            None => self.say(
                NoticeTone::Warning,
                "This does not rest on any single question.",
            ),
        }
    }
}

/// Returns a position moved forward, or back, within its bounds.
fn moved(at: usize, max: usize, forward: bool, by: usize) -> usize {
    if forward {
        at.saturating_add(by).min(max)
    } else {
        at.saturating_sub(by)
    }
}
