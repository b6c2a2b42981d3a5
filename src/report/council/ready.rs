//! Ready profiles: the rules on call-in of some councils, compiled in.
//!
//! A constitution changes. So a profile is only ever taken as a copy, and that copy says that it is
//! not confirmed until the user has compared it with the council's constitution.

use super::{Council, file};
use crate::audit::Review;
use crate::base::SourceText;
use crate::checklist::{AuthorityKind, Territory};

macro_rules! profiles {
    ($($name:literal),+ $(,)?) => {
        &[$((
            concat!("councils/", $name, ".toml"),
            include_str!(concat!("../../../checklists/councils/", $name, ".toml")),
        )),+]
    };
}

/// The profiles that come with the program: name and text of each.
pub const TEXTS: &[(&str, &str)] = profiles![
    "bath-and-north-east-somerset-council",
    "bridgend-county-borough-council",
    "fife-council",
    "gloucestershire-county-council",
    "kent-county-council",
    "london-borough-of-brent",
    "neath-port-talbot-council",
    "royal-borough-of-kingston-upon-thames",
    "west-lancashire-borough-council",
    "west-somerset-district-council",
    "wiltshire-council",
];

/// The rules that a statute lays down for every council of a nation: the nation, name and text.
const OF_NATIONS: &[(Territory, &str, &str)] = &[(
    Territory::NorthernIreland,
    "councils/northern-ireland.toml",
    include_str!("../../../checklists/councils/northern-ireland.toml"),
)];

/// Returns the ready profile for every council of a nation, if a statute gives one.
pub fn of_nation(nation: Territory) -> Option<Council> {
    let (_, name, text) = OF_NATIONS.iter().find(|(of, ..)| *of == nation)?;
    file::read(&SourceText::new(*name, *text)).ok()
}

/// Returns the ready profile for a council of a nation, under its own name: its own, or else that
/// of the nation.
pub fn of_council(authority: &str, nation: Option<Territory>) -> Option<Council> {
    of(authority).or_else(|| {
        Some(Council {
            name: authority.trim().to_owned(),
            ..of_nation(nation?)?
        })
    })
}

/// Returns the ready profile for the authority of a review, if there is one.
pub fn of_review(review: &Review) -> Option<Council> {
    let is_council = review.kind == AuthorityKind::Council;
    of_council(
        &review.authority,
        Some(review.territory).filter(|_| is_council),
    )
}

/// Returns the ready profiles, in the order of their names.
///
/// None of those that come with the program has a mistake; a test reads them all.
pub fn profiles() -> impl Iterator<Item = Council> {
    let texts = TEXTS
        .iter()
        .map(|(name, text)| SourceText::new(*name, *text));
    texts.filter_map(|source| file::read(&source).ok())
}

/// Returns the ready profile of an authority, if there is one.
pub fn of(authority: &str) -> Option<Council> {
    profiles().find(|one| one.is_of(authority))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Word as _;
    use crate::report::council::Invalid;

    #[test]
    fn every_ready_profile_is_read_says_how_far_it_was_checked_and_is_not_confirmed() {
        for (name, text) in TEXTS {
            let source = SourceText::new(*name, *text);
            let council = file::read(&source).unwrap_or_else(|m| panic!("{name}: {m:?}"));
            assert!(council.is_unconfirmed(), "{name}");
            for (key, said) in [
                ("as_of", &council.as_of),
                ("source", &council.source),
                ("url", &council.url),
            ] {
                assert!(!said.trim().is_empty(), "{name}: {key}");
            }
            assert!(council.url.starts_with("http"), "{name}");
            assert!(
                !council.source.contains("http"),
                "{name}: its address is `url`"
            );
            assert_eq!(of(&council.name).as_ref(), Some(&council), "{name}");
            // The copy the user takes is as it was.
            let copy = SourceText::new("copy.toml", file::to_toml(&council));
            assert_eq!(file::read(&copy).expect("a copy"), council, "{name}");
        }
        assert_eq!(profiles().count(), TEXTS.len());
    }

    #[test]
    fn one_profile_serves_every_council_in_northern_ireland() {
        let nation = Some(Territory::NorthernIreland);
        let mut council = of_council("Belfast City Council", nation).expect("by statute");
        assert_eq!(council.name, "Belfast City Council");
        assert!(council.is_unconfirmed());
        assert_eq!(council.grounds.len(), 2);
        assert_eq!(council.needed(), None, "a share of a number not known");
        for (members, needed) in [(60, 9), (41, 7), (40, 6)] {
            council.members = Some(members);
            assert_eq!(council.needed(), Some(needed));
        }
        let text = file::to_toml(&council);
        assert!(text.contains("draft Regulations not made"), "{text}");
        assert_eq!(of_council("Belfast City Council", None), None);
        for other in Territory::ALL {
            let is_there = *other == Territory::NorthernIreland;
            assert_eq!(of_nation(*other).is_some(), is_there, "{other}");
        }
        // A police authority is no council.
        let mut review = Review::named("Belfast", "Home care");
        review.territory = Territory::NorthernIreland;
        review.kind = AuthorityKind::Council;
        assert!(of_review(&review).is_some());
        review.kind = AuthorityKind::Police;
        assert_eq!(of_review(&review), None);
    }

    #[test]
    fn the_rules_of_a_profile_are_those_of_the_text_that_was_read() {
        let of = |name| of(name).expect(name);
        let lancashire = of("West Lancashire");
        assert_eq!(
            lancashire.period().as_deref(),
            Some("the Tuesday of the week after publication of the decision, until 17:00")
        );
        assert!(lancashire.no_deferral);
        assert_eq!(
            lancashire.validity().map(|said| said.contains("consults")),
            Some(true)
        );
        let brent = of("Brent");
        assert!(brent.invalid.contains(&Invalid::SameIssue(6)));
        assert_eq!(brent.signatories, None, "not seen");
        let bridgend = of("Bridgend");
        assert_eq!(bridgend.needed(), Some(3));
        assert_eq!(bridgend.also_signs, "a scrutiny chair");
        let bath = of("Bath and North East Somerset");
        assert_eq!((bath.once, bath.per_member), (true, Some(5)));
        assert!(of("Gloucestershire").urgent_agreed_by.contains("both"));
    }

    #[test]
    fn a_ready_profile_is_found_without_the_kind_of_council() {
        for name in ["Kent", "kent council", "Kent County Council"] {
            assert_eq!(
                of(name).map(|one| one.name).as_deref(),
                Some("Kent County Council")
            );
        }
        for name in ["Kent City Council", "Anytown", "", "Somerset Council"] {
            assert_eq!(of(name), None, "{name}");
        }
    }
}
