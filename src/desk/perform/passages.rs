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
/// The most cells of a passage in its row.
const CUT: usize = 90;
/// The most cells of its place.
const PLACE: usize = 24;
/// The letters that are shown before the words found.
const BEFORE: usize = 24;

/// Returns a text from a word or two before a place in it.
fn from_near(text: &str, place: usize) -> String {
    let before = text.get(..place).unwrap_or_default();
    let skipped = before.chars().count().saturating_sub(BEFORE);
    let mut rest: String = text.chars().skip(skipped).collect();
    if skipped > 0 {
        let cut = rest.find(' ').unwrap_or_default();
        rest.replace_range(..cut, "…");
    }
    wrap::cut(&fold(&rest), CUT, "…")
}

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
            let papers = &register.shelf;
            let best = papers.search(&search, SHOWN).passages;
            let rows = best.into_iter().filter_map(|passage| {
                let (page, paragraph) = papers.spot(&passage.at)?;
                let pick = Pick::Page(passage.at.document.clone(), page, paragraph);
                let from = passage.marks.first().map_or(0, |mark| mark.start);
                let words = from_near(&passage.text, from);
                let place = wrap::cut(&passage.at.cite(), PLACE, "…");
                Some(Item::new("passage", words, place, pick))
            });
            rows.collect()
        });
        picker.passages = picker.passages.take().map(|_| found.unwrap_or_default());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_begins_near_the_words_that_were_found() {
        assert_eq!(from_near("The kitchen is sold.", 4), "The kitchen is sold.");
        let long = "In the year before the review began the kitchen was sold.";
        let at = long.find("kitchen").expect("there");
        assert_eq!(
            from_near(long, at),
            "… the review began the kitchen was sold."
        );
        assert_eq!(from_near("", 7), "");
    }
}
