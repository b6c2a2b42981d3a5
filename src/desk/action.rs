//! The registry of actions: the one source of keys, footer, help, palette and the README's table.
//!
//! A row of the registry ([`ACTIONS`]) has a name, keys, the places where it works, a line of help,
//! its rank in the footer, the check that it is available just now, and its function.

mod table;

use std::cell::Cell;

use chrono::{DateTime, Utc};

use super::Desk;
use super::key::Key;
use super::keymap;
use super::message::{BackgroundJob, Effect, StoreJob, TerminalJob};
use super::reason::DisabledReason;
use super::screen::KeyPlace;
pub use table::{ACTIONS, Action};

/// The registration of an action.
#[derive(Debug, Clone, Copy)]
pub struct Spec {
    /// The action.
    pub action: Action,
    /// Its name, for the command palette and for tests.
    pub name: &'static str,
    /// The keys it ships with; the first is the one displayed.
    pub keys: &'static [&'static str],
    /// The places where it works.
    pub place: KeyPlace,
    /// A word or two for the footer.
    pub short: &'static str,
    /// A line of help.
    pub help: &'static str,
    /// The places where it stands in the footer, each with its rank there; the first that fits counts.
    foot: &'static [(KeyPlace, u8)],
    /// The check that it is available just now; the reason in words if it is not.
    pub(super) available: fn(&Desk) -> Result<(), DisabledReason>,
    /// Its function.
    pub(super) run: fn(&mut Desk, DateTime<Utc>) -> Vec<Effect>,
}

impl Spec {
    /// Returns its keys: the user's own, or else those it ships with.
    pub fn keys(&self) -> impl Iterator<Item = Key> + use<> {
        let own = keymap::own(self.name);
        let shipped = own.is_none().then(|| self.shipped_keys());
        own.into_iter()
            .flatten()
            .chain(shipped.into_iter().flatten())
    }

    /// Returns the keys it ships with.
    pub fn shipped_keys(&self) -> impl Iterator<Item = Key> + use<> {
        self.keys.iter().filter_map(|key| Key::parse(key))
    }

    /// Returns its keys in a place: where letters are typed, none of them is a key.
    pub fn keys_in(&self, place: KeyPlace) -> impl Iterator<Item = Key> + use<> {
        usable(self.keys(), place)
    }

    /// Returns its first key, the one displayed.
    pub fn key(&self) -> Option<Key> {
        self.keys().next()
    }

    /// Returns its rank in the footer of a place, the lowest first; `None` if it is not there.
    pub(super) fn rank(&self, place: KeyPlace) -> Option<u8> {
        let here = |(foot, _): &&(KeyPlace, u8)| foot.meets(place);
        self.foot.iter().find(here).map(|(_, rank)| *rank)
    }
}

/// Returns those of some keys that are keys in a place.
pub(super) fn usable<K: Iterator<Item = Key>>(
    keys: K,
    place: KeyPlace,
) -> impl Iterator<Item = Key> + use<K> {
    let typed = place.meets(KeyPlace::TYPED);
    // One word narrows the questions, and the space chooses among them.
    let chosen = place.meets(KeyPlace::DROP);
    keys.filter(move |key| !(typed && key.is_typed()) || (chosen && key.is_space()))
}

/// Returns true for two actions that may share a key, for never are both available: an example is
/// copied where nothing can be contested.
pub(super) fn told_apart(one: &Spec, other: &Spec) -> bool {
    matches!(
        (one.action, other.action),
        (Action::CopyExample, Action::Contested) | (Action::Contested, Action::CopyExample)
    )
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
const fn always(_: &Desk) -> Result<(), DisabledReason> {
    Ok(())
}

/// Returns the actions in the footer of a place, the most useful first.
pub fn footer(place: KeyPlace) -> Vec<&'static Spec> {
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

thread_local! {
    /// True if the sentences of this thread name an action by its word.
    static NAMED_BY_WORD: Cell<bool> = const { Cell::new(false) };
}

/// Makes the sentences of this thread name an action by its word, for whoever has no keys but lines
/// to type. Set at the start, like a language.
pub fn name_by_word() {
    NAMED_BY_WORD.set(true);
}

/// Returns the word of an action, for whoever types it: that of the footer, or its name where that
/// is not enough to tell it from the others of its places.
pub fn word(spec: &Spec) -> String {
    let same = |one: &&Spec| one.short == spec.short && one.place.meets(spec.place);
    let typed = |c: char| c.is_alphabetic() || matches!(c, ' ' | ',' | '-' | '’' | '?');
    let short = spec.short.trim_end_matches([' ', '…']);
    // These go through a list, whatever it is.
    let moves = matches!(short, "next" | "previous");
    if !moves && ACTIONS.iter().filter(same).count() == 1 && short.chars().all(typed) {
        short.to_owned()
    } else {
        spec.name.replace('-', " ")
    }
}

/// Returns the displayed key of an action, for a sentence that names it; or its word, in quotes, if
/// it is named by that.
pub fn key_of(action: Action) -> String {
    if NAMED_BY_WORD.get() {
        return format!("“{}”", word(spec(action)));
    }
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
pub fn actions_for(key: Key, place: KeyPlace) -> impl Iterator<Item = Action> {
    ACTIONS
        .iter()
        .filter(move |spec| spec.place.meets(place) && spec.keys_in(place).any(|one| one == key))
        .map(|spec| spec.action)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Word as _;
    use crate::checklist::Status;

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
    fn every_status_has_the_action_of_its_name() {
        for status in Status::ALL {
            assert_eq!(spec(Action::of_status(*status)).name, status.word());
        }
    }

    #[test]
    fn no_two_actions_share_a_key_in_one_place() {
        for &(place, _) in KeyPlace::ALL {
            for (at, one) in ACTIONS.iter().enumerate() {
                for other in ACTIONS.iter().skip(at + 1) {
                    if one.place.meets(place) && other.place.meets(place) && !told_apart(one, other)
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
        for &(place, title) in KeyPlace::ALL {
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
