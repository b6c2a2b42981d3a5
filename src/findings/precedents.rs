//! Which precedents may be put to a council: a judgment of another legal system is left out.
//!
//! What happened at another council is a lesson anywhere; what a court held binds, and is cited,
//! only within its own legal system. England and Wales are one.

use crate::checklist::{Library, PrecedentIx, Territory};

/// Whether two nations share their courts.
const fn share_courts(one: Territory, other: Territory) -> bool {
    const fn system(territory: Territory) -> u8 {
        match territory {
            Territory::England | Territory::Wales => 0,
            Territory::Scotland => 1,
            Territory::NorthernIreland => 2,
        }
    }
    system(one) == system(other)
}

/// The precedents of a list that may be cited in a territory, in their order, each once.
pub fn usable(library: &Library, territory: Territory, list: &[PrecedentIx]) -> Vec<PrecedentIx> {
    let mut found: Vec<PrecedentIx> = Vec::new();
    for ix in list {
        let precedent = library.precedent(*ix);
        let cited = !precedent.court || share_courts(precedent.territory, territory);
        if cited && !found.contains(ix) {
            found.push(*ix);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checklist::{Word as _, load, shipped};

    #[test]
    fn a_judgment_is_cited_only_where_its_court_sits_and_a_story_anywhere() {
        let library = load(&shipped::checklists()).expect("the shipped checklists load");
        let all: Vec<PrecedentIx> = library.precedents().map(|(ix, _)| ix).collect();
        for territory in Territory::ALL {
            let left = usable(&library, *territory, &all);
            for ix in &all {
                let one = library.precedent(*ix);
                let ours = share_courts(one.territory, *territory);
                assert_eq!(
                    left.contains(ix),
                    !one.court || ours,
                    "{} in {territory}",
                    one.id
                );
            }
        }
        let in_england = usable(&library, Territory::England, &all);
        assert_eq!(in_england, usable(&library, Territory::Wales, &all));
        assert!(in_england.len() > usable(&library, Territory::Scotland, &all).len());
    }

    #[test]
    fn a_precedent_named_twice_is_cited_once() {
        let library = load(&shipped::checklists()).expect("the shipped checklists load");
        let (first, _) = library.precedents().next().expect("there is one");
        assert_eq!(
            usable(&library, Territory::England, &[first, first]),
            [first]
        );
    }
}
