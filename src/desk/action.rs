//! The registry of actions: the one source of keys, footer, help, palette and the README's table.
//!
//! A row of the registry ([`ACTIONS`]) has a name, keys, the places where it works, a line of help,
//! its rank in the footer, the check that it is available just now, and its function.

mod table;

use chrono::{DateTime, Utc};

use super::Desk;
use super::key::Key;
use super::message::{BackgroundJob, Effect, StoreJob, TerminalJob};
pub use table::{ACTIONS, Action};

/// A set of places in which an action works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place(u16);

macro_rules! places {
    ($($(#[$meta:meta])* $id:ident, $bit:literal, $title:literal;)+) => {
        impl Place {
            $($(#[$meta])* pub const $id: Self = Self(1 << $bit);)+

            /// Every single place with its heading in the help and the manual, the screens first.
            pub const ALL: &[(Self, &str)] = &[$((Self::$id, $title)),+];
        }
    };
}

places! {
    /// The library of audits.
    LIBRARY, 0, "In the library";
    /// The walk through the questions.
    WALK, 1, "In the walk";
    /// The flags.
    FLAGS, 2, "Among the flags";
    /// The instruments: laws and the Code.
    INSTRUMENTS, 3, "Among laws and Code";
    /// The register of documents.
    DOCUMENTS, 4, "Among the documents";
    /// A page view of a document.
    PAGE_VIEW, 5, "On a page of a document";
    /// The report.
    REPORT, 6, "At the report";
    /// A list to pick from.
    PICKER, 7, "In a list to pick from";
    /// The list of a folder.
    FOLDER, 8, "In the list of a folder";
    /// The search in the documents.
    FIND, 9, "While searching the papers";
    /// The review of a spreadsheet before it is taken in.
    IMPORT, 10, "While taking a spreadsheet in";
    /// A form.
    FORM, 11, "In a form";
    /// The editor of a longer text.
    EDITOR, 12, "While writing a text";
    /// A page of text over the screen.
    PAGE, 13, "On a page of text";
    /// The page shown while files are read.
    ADDING, 14, "While files are read";
}

impl Place {
    /// Every screen of an open audit.
    pub const AUDIT: Self = Self(
        Self::WALK.0
            | Self::FLAGS.0
            | Self::INSTRUMENTS.0
            | Self::DOCUMENTS.0
            | Self::PAGE_VIEW.0
            | Self::REPORT.0,
    );
    /// The screens with a list and a text beside it.
    pub const LISTED: Self =
        Self(Self::WALK.0 | Self::FLAGS.0 | Self::INSTRUMENTS.0 | Self::DOCUMENTS.0);
    /// Every screen, overlays aside.
    pub const SCREEN: Self = Self(Self::LIBRARY.0 | Self::AUDIT.0);
    /// Every overlay with a list and a line to type in.
    pub const SEARCHED: Self = Self(Self::PICKER.0 | Self::FOLDER.0 | Self::FIND.0);
    /// Every place where a letter is typed, so that no letter alone is a key.
    const TYPED: Self = Self(Self::SEARCHED.0 | Self::FORM.0 | Self::EDITOR.0);
    /// Every place with something to move through and nothing to type.
    pub const STILL: Self = Self(Self::SCREEN.0 | Self::IMPORT.0 | Self::PAGE.0 | Self::ADDING.0);
    /// Every place with something to move through.
    pub const LISTS: Self = Self(Self::STILL.0 | Self::SEARCHED.0);

    /// Returns each place over a screen with its heading.
    pub fn over_screens() -> impl Iterator<Item = (Self, &'static str)> {
        let over = |(place, _): &(Self, &str)| !place.meets(Self::SCREEN);
        Self::ALL.iter().copied().filter(over)
    }

    /// Returns the places of both sets.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Returns true if the two sets overlap.
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// The registration of an action.
#[derive(Debug, Clone, Copy)]
pub struct Spec {
    /// The action.
    pub action: Action,
    /// Its name, for the command palette and for tests.
    pub name: &'static str,
    /// Its keys; the first is the one displayed.
    pub keys: &'static [&'static str],
    /// The places where it works.
    pub place: Place,
    /// A word or two for the footer.
    pub short: &'static str,
    /// A line of help.
    pub help: &'static str,
    /// The places where it stands in the footer, each with its rank there; the first that fits counts.
    foot: &'static [(Place, u8)],
    /// The check that it is available just now; the reason in words if it is not.
    pub(super) available: fn(&Desk) -> Result<(), String>,
    /// Its function.
    pub(super) run: fn(&mut Desk, DateTime<Utc>) -> Vec<Effect>,
}

impl Spec {
    /// Returns its keys.
    pub fn keys(&self) -> impl Iterator<Item = Key> + '_ {
        self.keys.iter().filter_map(|key| Key::parse(key))
    }

    /// Returns its keys in a place: where letters are typed, none of them is a key.
    pub fn keys_in(&self, place: Place) -> impl Iterator<Item = Key> + '_ {
        let typed = place.meets(Place::TYPED);
        self.keys().filter(move |key| !(typed && key.is_typed()))
    }

    /// Returns its first key, the one displayed.
    pub fn key(&self) -> Option<Key> {
        self.keys().next()
    }

    /// Returns its rank in the footer of a place, the lowest first; `None` if it is not there.
    fn rank(&self, place: Place) -> Option<u8> {
        let here = |(foot, _): &&(Place, u8)| foot.meets(place);
        self.foot.iter().find(here).map(|(_, rank)| *rank)
    }
}

/// The result of an action's function.
trait Done {
    /// Returns the result as effects.
    fn effects(self) -> Vec<Effect>;
}

impl Done for () {
    fn effects(self) -> Vec<Effect> {
        Vec::new()
    }
}

/// A job, or an effect itself, is the only effect.
macro_rules! only_effect {
    ($($job:ty),+) => {
        $(impl Done for $job {
            fn effects(self) -> Vec<Effect> {
                vec![self.into()]
            }
        })+
    };
}
only_effect!(Effect, StoreJob, BackgroundJob, TerminalJob);

impl Done for Vec<Effect> {
    fn effects(self) -> Vec<Effect> {
        self
    }
}

/// The check of an action that is always available.
#[expect(
    clippy::unnecessary_wraps,
    reason = "it stands in a row like the checks that give a reason"
)]
const fn always(_: &Desk) -> Result<(), String> {
    Ok(())
}

/// Returns the actions in the footer of a place, the most useful first.
pub fn footer(place: Place) -> Vec<&'static Spec> {
    let mut ranked: Vec<_> = ACTIONS
        .iter()
        .filter_map(|spec| Some((spec.rank(place)?, spec)))
        .collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().map(|(_, spec)| spec).collect()
}

/// Returns the registration of an action.
#[expect(
    clippy::expect_used,
    reason = "every action is made by the same list as the specs; a test walks them all"
)]
pub fn spec(action: Action) -> &'static Spec {
    ACTIONS
        .iter()
        .find(|spec| spec.action == action)
        .expect("registered")
}

/// Returns the displayed key of an action, for a sentence that names it.
pub fn key_of(action: Action) -> String {
    let key = spec(action).key();
    key.map_or_else(String::new, |key| key.to_string())
}

/// Formats a sentence that names keys, each as the key of an action.
///
/// `keyed!("press {filter} to show more than {}", filter = Filter; shown)`
macro_rules! keyed {
    ($says:literal, $($name:ident = $action:ident),+ $(; $($value:expr),+)?) => {
        format!(
            $says,
            $($($value,)+)?
            $($name = $crate::desk::action::key_of($crate::desk::Action::$action)),+
        )
    };
}
pub(crate) use keyed;

/// Returns the action with a name.
pub fn named(name: &str) -> Option<Action> {
    ACTIONS
        .iter()
        .find(|spec| spec.name == name)
        .map(|spec| spec.action)
}

/// Returns the actions bound to a key in a place, in the order they are tried.
pub fn actions_for(key: Key, place: Place) -> impl Iterator<Item = Action> {
    ACTIONS
        .iter()
        .filter(move |spec| spec.place.meets(place) && spec.keys_in(place).any(|one| one == key))
        .map(|spec| spec.action)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_parses_and_every_help_fits_forty_columns() {
        for spec in ACTIONS {
            assert_eq!(spec.keys().count(), spec.keys.len(), "{}", spec.name);
            assert!(
                spec.help.chars().count() <= 42,
                "{}: {}",
                spec.name,
                spec.help
            );
            assert_eq!(super::spec(spec.action).name, spec.name);
            assert_eq!(named(spec.name), Some(spec.action));
        }
    }

    #[test]
    fn no_two_actions_share_a_key_in_one_place() {
        // `c` copies an example where nothing can be contested, and is told apart by availability.
        let known = [("copy", "contested")];
        for &(place, _) in Place::ALL {
            for (at, one) in ACTIONS.iter().enumerate() {
                for other in ACTIONS.iter().skip(at + 1) {
                    if one.place.meets(place)
                        && other.place.meets(place)
                        && !known.contains(&(one.name, other.name))
                    {
                        for key in one.keys_in(place) {
                            assert!(
                                other.keys_in(place).all(|key2| key2 != key),
                                "{} and {} share {key}",
                                one.name,
                                other.name
                            );
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn each_place_has_its_footer_and_no_two_actions_share_a_rank_in_one() {
        for &(place, title) in Place::ALL {
            let footer = footer(place);
            for (one, next) in footer.iter().zip(footer.iter().skip(1)) {
                assert!(
                    one.rank(place) < next.rank(place),
                    "{title}: {} and {}",
                    one.name,
                    next.name
                );
            }
            for spec in footer {
                assert!(spec.place.meets(place), "{title}: {}", spec.name);
            }
        }
    }
}
