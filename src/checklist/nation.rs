//! The nations whose law the program knows: one row for each, with its label, its courts and its law.

use crate::base::word::words;

words! {
    /// The nation whose law applies.
    pub enum Territory is "a territory" {
        /// England.
        England = "england",
        /// Wales.
        Wales = "wales",
        /// Scotland.
        Scotland = "scotland",
        /// Northern Ireland.
        NorthernIreland = "northern-ireland",
    }
}

/// Legal system whose courts bind a nation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Courts {
    EnglandAndWales,
    Scotland,
    NorthernIreland,
}

/// The row of a nation.
struct Nation {
    label: &'static str,
    courts: Courts,
    /// The checklist of its law: name and text.
    law: (&'static str, &'static str),
}

macro_rules! law {
    ($name:literal) => {
        (
            concat!("law/", $name, ".toml"),
            include_str!(concat!("../../checklists/law/", $name, ".toml")),
        )
    };
}

impl Territory {
    const fn nation(self) -> &'static Nation {
        match self {
            Self::England => &Nation {
                label: "England",
                courts: Courts::EnglandAndWales,
                law: law!("england"),
            },
            Self::Wales => &Nation {
                label: "Wales",
                courts: Courts::EnglandAndWales,
                law: law!("wales"),
            },
            Self::Scotland => &Nation {
                label: "Scotland",
                courts: Courts::Scotland,
                law: law!("scotland"),
            },
            Self::NorthernIreland => &Nation {
                label: "Northern Ireland",
                courts: Courts::NorthernIreland,
                law: law!("northern-ireland"),
            },
        }
    }

    /// Returns the label of the nation.
    pub const fn label(self) -> &'static str {
        self.nation().label
    }

    /// Returns the checklist of the law of this nation alone: name and text.
    pub(super) const fn law(self) -> (&'static str, &'static str) {
        self.nation().law
    }

    /// Returns true if the judgments of one nation's courts are cited in the other.
    ///
    /// England and Wales are one legal system.
    pub fn shares_courts(self, other: Self) -> bool {
        self.nation().courts == other.nation().courts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Word as _;
    use crate::checklist::{load, shipped};

    #[test]
    fn every_nation_ships_its_own_law_and_nothing_else_in_that_file_is_of_another() {
        let library = load(&shipped::checklists()).expect("the shipped checklists load");
        for nation in Territory::ALL {
            assert_eq!(nation.law().0, format!("law/{nation}.toml"));
            let own = library.requirements().filter(|(_, requirement)| {
                let spans = &requirement.in_force;
                library.file(requirement.file).id == nation.word()
                    && spans.iter().any(|span| span.territories.contains(nation))
            });
            assert!(own.count() > 0, "{nation} has no law of its own");
        }
    }

    #[test]
    fn only_england_and_wales_share_their_courts() {
        for one in Territory::ALL {
            for other in Territory::ALL {
                let both = [Territory::England, Territory::Wales];
                let one_system = both.contains(one) && both.contains(other);
                assert_eq!(one.shares_courts(*other), one == other || one_system);
            }
        }
    }
}
