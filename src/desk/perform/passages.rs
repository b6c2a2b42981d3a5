//! The passages of the papers in the finder: looked up while words are typed, behind every name.

use super::super::Desk;
use super::super::overlay::{Item, Overlay, Pick};
use super::super::wrap;
use crate::base::digest::fold;
use crate::documents::Search;

/// The letters that are typed before the papers are searched.
const FROM: usize = 3;
/// The most passages that are shown.
const SHOWN: usize = 8;
/// The most letters of a passage in its row.
const CUT: usize = 90;

impl Desk {
    /// Looks up the passages that hold what is typed in the finder.
    pub(in crate::desk) fn find_passages(&mut self) {
        let Some(Overlay::Picker(picker)) = self.overlays.last_mut() else {
            return;
        };
        let typed = picker.query.text();
        let letters = typed.chars().filter(|c| c.is_alphanumeric()).count();
        let search = Search::parse(typed);
        let open = self.open.as_ref().filter(|_| letters >= FROM);
        let register = open.and_then(|open| open.papers.register.as_ref());
        let found = register.filter(|_| !search.is_empty()).map(|register| {
            let shelf = &register.shelf;
            let best = shelf.search(&search, SHOWN).passages;
            let rows = best.into_iter().filter_map(|passage| {
                let (page, paragraph) = shelf.spot(&passage.at)?;
                let pick = Pick::Page(passage.at.document.clone(), page, paragraph);
                let words = wrap::cut(&fold(&passage.text), CUT, "…");
                Some(Item::new("passage", words, passage.at.cite(), pick))
            });
            rows.collect()
        });
        picker.passages = picker.passages.take().map(|_| found.unwrap_or_default());
    }
}
