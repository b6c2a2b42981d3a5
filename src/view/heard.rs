//! The texts of a drawing, taken down on their way to the cells.

use std::cell::RefCell;

use ratatui::layout::Rect;

use crate::base::digest::fold;

/// The texts of a drawing, in the order of drawing, each with its area if it is a line of its own.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Heard(RefCell<Vec<(Option<Rect>, String)>>);

impl Heard {
    pub(super) fn add(&self, area: Option<Rect>, text: &str) {
        let text = fold(text);
        if !text.is_empty() {
            self.0.borrow_mut().push((area, text));
        }
    }

    pub(super) fn clear(&self) {
        self.0.borrow_mut().clear();
    }

    pub(super) fn take(&self) -> Vec<(Option<Rect>, String)> {
        self.0.take()
    }
}
