//! Ready profiles: the rules on call-in of some councils, compiled in.
//!
//! A constitution changes. So a profile is only ever taken as a copy, and that copy says that it is
//! not confirmed until the user has compared it with the council's constitution.

use super::{Council, file};
use crate::base::SourceText;

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
    "belfast-city-council",
    "bridgend-county-borough-council",
    "causeway-coast-and-glens-borough-council",
    "fife-council",
    "gloucestershire-county-council",
    "kent-county-council",
    "london-borough-of-brent",
    "mid-and-east-antrim-borough-council",
    "neath-port-talbot-council",
    "royal-borough-of-kingston-upon-thames",
    "west-lancashire-borough-council",
    "west-somerset-district-council",
    "wiltshire-council",
];

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
