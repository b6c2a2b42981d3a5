//! Precedents that may be put to a council: a judgment of another legal system is left out.
//!
//! Events at another council are a lesson anywhere; the holding of a court binds, and is cited,
//! only within its own legal system ([`Territory::shares_courts`]).

use chrono::Datelike as _;

use crate::audit::Review;
use crate::base::digest::fold;
use crate::checklist::{Library, Precedent, PrecedentIx, Territory};

/// Returns the precedents of a list that may be cited in a territory, in their order, each once.
pub fn usable(library: &Library, territory: Territory, list: &[PrecedentIx]) -> Vec<PrecedentIx> {
    let mut found: Vec<PrecedentIx> = Vec::new();
    for ix in list {
        let precedent = library.precedent(*ix);
        let cited = !precedent.court || precedent.territory.shares_courts(territory);
        if cited && !found.contains(ix) {
            found.push(*ix);
        }
    }
    found
}

/// Returns true if a precedent is about the very review that is audited.
///
/// That is the same authority at the same time, within a year. A review is no precedent for itself.
pub fn is_of(precedent: &Precedent, review: &Review) -> bool {
    let name = fold(&review.authority).to_lowercase();
    let place = [
        "city council",
        "county council",
        "borough council",
        "council",
    ]
    .iter()
    .find_map(|end| name.strip_suffix(end))
    .unwrap_or(&name)
    .trim();
    let same_time = review
        .decided
        .is_some_and(|day| (day.year() - precedent.year).abs() <= 1);
    !place.is_empty()
        && same_time
        && precedent.territory == review.territory
        && fold(&precedent.title).to_lowercase().contains(place)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Word as _;
    use crate::checklist::{load, shipped};

    #[test]
    fn a_judgment_is_cited_only_where_its_court_sits_and_a_story_anywhere() {
        let library = load(&shipped::checklists()).expect("the shipped checklists load");
        let all: Vec<PrecedentIx> = library.precedents().map(|(ix, _)| ix).collect();
        for territory in Territory::ALL {
            let left = usable(&library, *territory, &all);
            for ix in &all {
                let one = library.precedent(*ix);
                let ours = one.territory.shares_courts(*territory);
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
    fn a_review_is_no_precedent_for_itself_but_for_a_later_one() {
        let library = load(&shipped::checklists()).expect("the shipped checklists load");
        let liverpool = library
            .precedents()
            .find(|(_, one)| one.id == "liverpool-ict-2000");
        let (_, liverpool) = liverpool.expect("it is there");
        let mut review = Review::named("Liverpool City Council", "ICT");
        review.decided = chrono::NaiveDate::from_ymd_opt(2000, 11, 15);
        assert!(is_of(liverpool, &review));
        review.decided = chrono::NaiveDate::from_ymd_opt(2014, 3, 7);
        assert!(!is_of(liverpool, &review));
        assert!(!is_of(liverpool, &Review::named("Sefton Council", "ICT")));
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
